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

} // namespace

std::string markupOf(const Profile &profile, std::string_view body, int &pages) {
    QString whole = text::toQString(body);
    if (!profile.strip.pattern().isEmpty())
        whole.remove(profile.strip);
    if (!profile.pageBreak.pattern().isEmpty()) {
        const QStringList parts = whole.split(profile.pageBreak);
        // A mark before the first text, which gives the first page its title, parts nothing.
        static const QRegularExpression tags(QStringLiteral("<[^>]*>|&nbsp;|\\s"));
        if (parts.size() > 1)
            pages = std::max(
                1, static_cast<int>(std::count_if(parts.begin(), parts.end(), [](const QString &part) {
                    return !QString(part).remove(tags).isEmpty() || part.contains(QStringLiteral("<img"));
                })));
        if (parts.size() > 1)
            whole = parts.join(QStringLiteral("\n"));
    }
    return profile.linesAreParagraphs ? paragraphsOfLines(whole.toStdString()) : whole.toStdString();
}

} // namespace guiyi::cms
