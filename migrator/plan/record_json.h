// The lists inside an article record, as the one JSON form both sides of a comparison are written in.
#pragma once

#include "schema/model/model.h"

#include <string>
#include <utility>
#include <vector>

namespace guiyi {

/// Where an article is shown: site and standard column, the main place first.
using PlatformPlacements = std::vector<std::pair<std::string, std::string>>;
std::string placementsJson(const PlatformPlacements &placements);
PlatformPlacements placementsFromJson(const std::string &json);

/// A file as the platform knows it; `url` is its new address, or the outside one.
struct PlatformFile {
    std::string role, name, url, sha256, mediaType, status;
    std::int64_t bytes = 0;
    bool operator==(const PlatformFile &) const = default;
};
std::string filesJson(const std::vector<PlatformFile> &files);
std::vector<PlatformFile> filesFromJson(const std::string &json);

std::string letterJson(const Letter &letter);
Letter letterFromJson(const std::string &json);

/// The filled fields of a policy document's box; "" when there is none.
std::string documentJson(const DocumentInfo &document);

} // namespace guiyi
