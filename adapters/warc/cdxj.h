// CDXJ: the index web archives are replayed by, a line an answer: key, time, JSON.
#pragma once

#include "schema/base/result.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace guiyi::warc {

struct CdxLine {
    std::string key;  ///< archiveKey() of the address
    std::string time; ///< 14 digits, UTC
    std::string url, mime, digest, file;
    int status = 0;
    std::int64_t offset = 0, length = 0;
    bool operator==(const CdxLine &) const = default;

    std::string text() const; ///< without line end
};

/// Nothing for lines that are none.
std::optional<CdxLine> parseCdxLine(std::string_view line);

/// 2020-01-02T03:04:05.678Z as 20200102030405.
std::string cdxTime(std::string_view isoDate);

} // namespace guiyi::warc
