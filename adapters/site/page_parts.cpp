#include "adapters/site/page_parts.h"

#include "adapters/site/dates.h"
#include "adapters/site/site_model.h"
#include "schema/base/sha256.h"
#include "schema/base/text.h"

#include <algorithm>
#include <optional>
#include <set>

namespace guiyi::site {

using html::Tag;

std::string anchorOf(std::string_view kind, std::string_view content) {
    constexpr std::size_t Digits = 8;
    return std::string(kind) + "-" + sha256Hex(content).substr(0, Digits);
}

namespace {

/// Gives each part an anchor of its own and the address made of it.
void name(std::vector<PagePart> &parts, const std::string &page) {
    std::set<std::string> taken;
    for (PagePart &part : parts) {
        std::string anchor = part.anchor;
        for (int n = 2; !taken.insert(anchor).second; ++n)
            anchor = part.anchor + "-" + std::to_string(n);
        part.anchor = anchor;
        part.article.url = page + "#" + anchor;
        part.article.pageUrls = {page};
    }
}

std::string paragraphsOf(const std::string &text) {
    std::string html;
    for (const std::string &line : text::split(text, '\n'))
        html += "<p>" + text::escapeHtml(line) + "</p>\n";
    return html;
}

} // namespace

std::vector<PagePart> lettersAsParts(const PartContext &context, const std::vector<LetterForm> &forms) {
    std::vector<PagePart> parts;
    for (const LetterForm &form : forms) {
        PagePart part;
        part.isLetter = true;
        part.letter = form.letter;
        part.anchor =
            anchorOf("letter", form.letter.number + "|" + form.letter.asked + "|" + form.letter.question);
        Article &a = part.article;
        a.kind = ArticleKind::Letter;
        constexpr std::size_t LongestTitle = 40; // visible characters
        a.title =
            form.title.empty()
                ? text::head(form.letter.question.substr(0, form.letter.question.find('\n')), LongestTitle)
                : form.title;
        a.evidence["title"] = {form.title.empty() ? 0.5 : 0.9,
                               form.title.empty() ? "beginning of the question" : "label of the letter"};
        a.published = form.letter.asked;
        if (!a.published.empty())
            a.evidence["published"] = {0.9, "date of the letter"};
        a.bodyText = form.letter.question + (form.letter.reply.empty() ? "" : "\n" + form.letter.reply);
        a.bodyHtml = paragraphsOf(a.bodyText);
        a.evidence["body"] = {0.9, "one of the letters on the page"};
        parts.push_back(std::move(part));
    }
    name(parts, context.links.page().text());
    return parts;
}

namespace {

constexpr std::uint32_t LeastText = 60;    // visible characters of a row that carries its whole text
constexpr std::uint32_t LongestTitle = 60; // visible characters
constexpr std::uint32_t LongestDateLine = 40;

/// Where title and date of a row stand.
struct ListedText {
    std::int32_t block = -1, title = -1, date = -1;
    std::string published;
};

bool leadsToPage(const PartContext &context, std::int32_t block) {
    for (std::int32_t i = block; i < context.view[block].end; ++i) {
        if (!context.view.isTag(i, Tag::A))
            continue;
        const auto url = context.links.own(context.view[i].node.attribute("href"));
        if (!url || url->text() == context.links.page().text())
            continue;
        const TargetKind kind = context.links.site().kindOf(*url);
        if (kind == TargetKind::Page || kind == TargetKind::MissingPage)
            return true;
    }
    return false;
}

bool namesTitle(html::Node node) {
    switch (node.tag()) {
    case Tag::H1:
    case Tag::H2:
    case Tag::H3:
    case Tag::H4:
    case Tag::H5:
    case Tag::H6:
    case Tag::Dt:
    case Tag::Strong:
    case Tag::B:
        return true;
    default:
        return text::contains(text::lower(node.attribute("class")), "tit");
    }
}

std::optional<ListedText> readRow(const PartContext &context, std::int32_t block) {
    const PageView &view = context.view;
    if (view[block].silent || view[block].fresh < LeastText || leadsToPage(context, block))
        return std::nullopt;
    ListedText row;
    row.block = block;
    for (std::int32_t i = block + 1; i < view[block].end; ++i) {
        const PageItem &item = view[i];
        if (!item.node.isElement() || item.silent)
            continue;
        const std::uint32_t length = item.text + item.linkText;
        if (row.title < 0 && length >= 4 && length <= LongestTitle && namesTitle(item.node)) {
            row.title = i;
            i = item.end - 1;
        } else if (row.date < 0 && length > 0 && length <= LongestDateLine) {
            if (const auto date = findDate(view.text(i))) {
                row.date = i;
                row.published = date->iso;
                i = item.end - 1;
            }
        } else if (row.title < 0 && length > LongestTitle && !isBlockTag(item.node.tag())) {
            break; // the text comes before any title
        }
    }
    const bool whole =
        row.title >= 0 && row.date >= 0 && view[block].text >= LeastText + view[row.title].text;
    return whole ? std::optional(row) : std::nullopt;
}

PagePart partOf(const PartContext &context, const ListedText &row) {
    BodyOptions options = context.options;
    options.skip.push_back(row.title);
    options.skip.push_back(row.date);
    WrittenBody written = writeBody(context.view, row.block, context.knowledge, context.links, options);
    PagePart part;
    Article &a = part.article;
    a.title = joinTitleLines(context.view.text(row.title));
    a.evidence["title"] = {0.9, "heading of the row"};
    a.published = row.published;
    a.evidence["published"] = {0.9, "date of the row"};
    a.bodyHtml = std::move(written.html);
    a.bodyText = std::move(written.text);
    a.files = std::move(written.files);
    a.links = std::move(written.links);
    part.inlineImages = std::move(written.inlineImages);
    a.evidence["body"] = {0.8, "row of the list, which carries the whole text"};
    part.anchor = anchorOf("item", a.title + "|" + a.published + "|" + a.bodyText);
    return part;
}

} // namespace

std::vector<PagePart> findListedTexts(const PartContext &context, std::int32_t begin, std::int32_t end) {
    const PageView &view = context.view;
    std::vector<PagePart> parts;
    for (std::int32_t i = begin; i < end && parts.empty(); ++i) {
        if (!view[i].node.isElement() || view[i].silent || view[i].fresh < LeastText * 2)
            continue;
        std::vector<ListedText> rows;
        int others = 0; // children of some length that are no such rows
        std::uint64_t signature = 0;
        for (std::int32_t child = i + 1; child < view[i].end; child = view[child].end) {
            if (!view[child].node.isElement() || view[child].fresh < LeastText)
                continue;
            const auto row =
                signature == 0 || view[child].signature == signature ? readRow(context, child) : std::nullopt;
            if (row) {
                signature = view[child].signature;
                rows.push_back(*row);
            } else {
                ++others;
            }
        }
        if (rows.size() < 2 || others > 0)
            continue;
        for (const ListedText &row : rows)
            parts.push_back(partOf(context, row));
    }
    name(parts, context.links.page().text());
    return parts;
}

} // namespace guiyi::site
