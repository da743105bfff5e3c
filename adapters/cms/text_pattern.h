// Regular expressions over UTF-8 text, which bodies of articles are: nothing is converted to look through
// them.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace guiyi::cms {

/// A Perl-compatible expression: letters match in either case and a dot matches line ends too. Copies share
/// it; it may be used by several threads at once. One made by default finds nothing.
class TextPattern {
public:
    TextPattern() = default;
    /// Nothing when `expression` is none.
    static std::optional<TextPattern> compile(const std::string &expression);

    bool isEmpty() const { return m_code == nullptr; }
    /// The first match from `from` on that is not empty: the whole and then its groups, which last as long as
    /// `text`. No groups when there is none.
    std::vector<std::string_view> find(std::string_view text, std::size_t from = 0) const;
    bool matches(std::string_view text) const { return !find(text).empty(); }
    /// The parts of `text` between its matches, empty ones too; the whole when nothing matches.
    std::vector<std::string_view> split(std::string_view text) const;

private:
    std::shared_ptr<const void> m_code;
};

} // namespace guiyi::cms
