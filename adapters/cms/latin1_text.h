// Columns declared latin1 that hold the bytes of Chinese text.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace guiyi::cms {

/// Latin-1 characters (MySQL's, which are windows-1252) back to the bytes they were read from; nothing when
/// some are none of them, or all are ASCII.
std::optional<std::string> bytesOfLatin1(std::string_view text);

/// Text of GBK or UTF-8 that was read as Latin-1, put right where the way back is exact; nothing where it is
/// not, or where the text is no such.
std::optional<std::string> repairLatin1(std::string_view text);

/// What the values of one column are encoded in, by all of them: one short value may be both.
class Latin1Column {
public:
    void add(std::string_view value);
    /// "utf-8" or "gb18030"; empty where no value speaks for either.
    std::string_view encoding() const;

private:
    std::int64_t m_utf8 = 0, m_gbk = 0; ///< values that can be read so and hold Chinese
};

struct Latin1Text {
    std::string text;
    std::int64_t lost = 0; ///< characters that could not be read; each stands as U+FFFD
};

/// A value of a column in `encoding`. A value cut inside a character loses that; one that is text of the
/// other encoding is read so. Nothing for values that are no such text.
std::optional<Latin1Text> readLatin1(std::string_view value, std::string_view encoding);

} // namespace guiyi::cms
