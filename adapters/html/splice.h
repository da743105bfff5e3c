// Rewriting a page without serializing it: whatever is not changed stays as it was, byte for byte.
#pragma once

#include "adapters/html/tree.h"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace guiyi::html {

/// Collects changes to a page's text by source ranges and writes the page with them. The Document must
/// outlive it.
///
///     Splicer splicer(document);
///     splicer.setAttribute(link, "href", "https://www.example.gov.cn/a?b=1&c=2");
///     const std::string page = splicer.result();
class Splicer {
public:
    explicit Splicer(const Document &document) : m_source(document.source()) {}

    /// Puts `text`, as it is, in place of a range; an empty range inserts. False, and nothing done, when the
    /// range lies outside the page or overlaps another change (the same change twice is one).
    bool replace(SourceRange range, std::string_view text);

    /// Gives an attribute that the page has another value, keeping its quotes; the value is escaped here.
    /// False when the element lacks it, when the parser made the element (it has no bytes), or when the range
    /// is taken.
    bool setAttribute(Node element, std::string_view name, std::string_view value);

    std::size_t count() const { return m_changes.size(); }
    std::string result() const;

private:
    struct Change {
        SourceRange range;
        std::string text;
    };
    std::string_view m_source;
    std::vector<Change> m_changes; ///< by position
};

} // namespace guiyi::html
