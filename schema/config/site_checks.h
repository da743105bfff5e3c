// The form every field of a site must have, wherever it was written (site file, CSV, command line).
#pragma once

#include "schema/base/result.h"
#include "schema/model/model.h"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace guiyi {

/// What is wrong with one value, and the form it should have. Empty `why`: nothing.
struct FieldMistake {
    std::string why, advice;
    bool any() const { return !why.empty(); }
};

FieldMistake checkId(std::string_view id);
FieldMistake checkCode(std::string_view code); ///< empty is allowed: some sites never got one
FieldMistake checkLevel(std::string_view level);
FieldMistake checkHost(std::string_view host); ///< name or IPv4 address, with port when not the default
FieldMistake checkSource(std::string_view source);
FieldMistake checkWave(std::string_view wave);
FieldMistake checkBasePath(std::string_view path);

/// The number of a wave that passed checkWave.
int waveNumber(std::string_view wave);

/// A local source ("mirror:pages?x=y") made absolute against `folder`; others as they are.
std::string absoluteSource(const std::string &source, const std::string &folder);
/// A local source below `root` or below its parent folder made relative to `root`; others as they are.
std::string portableSource(const std::string &source, const std::string &root);

/// Every id and every host (aliases included) belongs to one site. Remembers where the owner stands.
class HostRegister {
public:
    FieldMistake claimId(const std::string &id, const std::string &where);
    FieldMistake claimHost(const std::string &host, const std::string &where);

private:
    std::map<std::string, std::string> m_ids, m_hosts;
};

} // namespace guiyi
