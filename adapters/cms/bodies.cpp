#include "adapters/cms/bodies.h"

#include "schema/base/text.h"

#include <algorithm>

namespace guiyi::cms {

namespace {

/// Blank lines part paragraphs and line ends break lines, where no block element says so already.
std::string paragraphsOfLines(const std::string &body) {
    static const TextPattern blankLines = *TextPattern::compile("\\n\\s*\\n");
    static const TextPattern block =
        *TextPattern::compile("^(?:<!--|</?(?:p|div|h[1-6]|ul|ol|li|dl|table|thead|tbody|tr|td|th|blockquote|"
                              "pre|figure|section|article|hr|form|iframe|video|audio|address)\\b)");
    const std::string lines = text::replaceAll(body, "\r\n", "\n");
    std::string html;
    for (const std::string_view part : blankLines.split(lines)) {
        const std::string trimmed(text::trim(part));
        if (trimmed.empty())
            continue;
        if (block.matches(trimmed))
            html += trimmed + "\n";
        else
            html += "<p>" + text::replaceAll(trimmed, "\n", "<br>\n") + "</p>\n";
    }
    return html;
}

/// A mark before the first text, which gives the first page its title, parts nothing.
bool isPage(std::string_view part) {
    static const TextPattern unseen = *TextPattern::compile("^(?:<(?!img)[^>]*>|&nbsp;|\\s)+$");
    return !part.empty() && !unseen.matches(part);
}

} // namespace

std::string markupOf(const Profile &profile, std::string_view body, int &pages) {
    std::string markup;
    for (const std::string_view part : profile.strip.split(body))
        markup += part;
    // Most bodies have one page.
    const std::vector<std::string_view> parts = profile.pageBreak.split(markup);
    if (parts.size() > 1) {
        pages = std::max(1, static_cast<int>(std::count_if(parts.begin(), parts.end(), isPage)));
        markup = text::join(std::vector<std::string>(parts.begin(), parts.end()), "\n");
    }
    return profile.linesAreParagraphs ? paragraphsOfLines(markup) : markup;
}

} // namespace guiyi::cms
