// A dump's bytes as UTF-8 text.
#pragma once

#include "adapters/cms/sql_dump.h"

#include <string>
#include <string_view>

namespace guiyi::cms {

/// A window of the text in memory. Positions are offsets into the window.
class DumpText {
public:
    /// Lines of a UTF-8 dump that are GB18030 instead are taken as that, and the other way round: tables of
    /// one dump may differ, and so may rows and definitions.
    DumpText(const DumpSource &source, std::string_view encoding)
        : m_source(source), m_encoding(encoding), m_utf8(encoding == "utf-8") {}

    const std::string &text() const { return m_text; }
    std::uint64_t offsetOf(std::size_t at) const { return m_dropped + at; }
    std::int64_t lost() const { return m_lost; }       ///< characters that could not be read, so far
    std::int64_t foreign() const { return m_foreign; } ///< lines of GB18030 in a UTF-8 dump, so far

    /// Forgets everything before `at`, which becomes 0.
    void drop(std::size_t at);
    /// Appends more text; false at the end of the dump.
    Result<bool> more();

private:
    std::size_t safeCut(std::size_t from) const;
    void append(std::size_t bytes);
    void appendLine(std::string_view line);

    const DumpSource &m_source;
    std::string_view m_encoding;
    bool m_utf8, m_ended = false, m_begun = false;
    std::string m_text, m_pending;
    std::uint64_t m_dropped = 0;
    std::int64_t m_lost = 0, m_foreign = 0;
};

} // namespace guiyi::cms
