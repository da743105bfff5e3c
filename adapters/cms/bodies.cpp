#include "adapters/cms/bodies.h"

#include "schema/base/text.h"

#include <QtCore/qregularexpression.h>

#include <algorithm>

namespace guiyi::cms {

namespace {

/// Blank lines part paragraphs and line ends break lines, where no block element says so already.
std::string paragraphsOfLines(const std::string &body) {
    static const QRegularExpression blankLines(QStringLiteral("\\n\\s*\\n"));
    static const QRegularExpression block(
        QStringLiteral("^\\s*</?(?:p|div|h[1-6]|ul|ol|li|dl|table|thead|tbody|tr|td|th|blockquote|pre|figure|"
                       "section|article|hr|!--|form|iframe|video|audio|address)\\b"),
        QRegularExpression::CaseInsensitiveOption);
    std::string html;
    for (const QString &part : text::toQString(text::replaceAll(body, "\r\n", "\n")).split(blankLines)) {
        const QString trimmed = part.trimmed();
        if (trimmed.isEmpty())
            continue;
        if (block.match(trimmed).hasMatch() || trimmed.startsWith(QStringLiteral("<!--")))
            html += trimmed.toStdString() + "\n";
        else
            html += "<p>" + text::replaceAll(trimmed.toStdString(), "\n", "<br>\n") + "</p>\n";
    }
    return html;
}

QString joinedPages(const QStringList &parts, int &pages) {
    // A mark before the first text, which gives the first page its title, parts nothing.
    static const QRegularExpression tags(QStringLiteral("<[^>]*>|&nbsp;|\\s"));
    pages =
        std::max(1, static_cast<int>(std::count_if(parts.begin(), parts.end(), [](const QString &part) {
                     return !QString(part).remove(tags).isEmpty() || part.contains(QStringLiteral("<img"));
                 })));
    return parts.join(QStringLiteral("\n"));
}

} // namespace

std::string markupOf(const Profile &profile, std::string_view body, int &pages) {
    const bool strips = !profile.strip.pattern().isEmpty(), parts = !profile.pageBreak.pattern().isEmpty();
    if (!strips && !parts)
        return profile.linesAreParagraphs ? paragraphsOfLines(std::string(body)) : std::string(body);
    QString whole = text::toQString(body);
    bool changed = false;
    if (strips && profile.strip.match(whole).hasMatch()) {
        whole.remove(profile.strip);
        changed = true;
    }
    // Most bodies have one page.
    if (parts && profile.pageBreak.match(whole).hasMatch()) {
        whole = joinedPages(whole.split(profile.pageBreak), pages);
        changed = true;
    }
    std::string markup = changed ? whole.toStdString() : std::string(body);
    return profile.linesAreParagraphs ? paragraphsOfLines(markup) : markup;
}

} // namespace guiyi::cms
