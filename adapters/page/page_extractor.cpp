#include "adapters/html/serialize.h"
#include "adapters/page/author_finder.h"
#include "adapters/page/body_finder.h"
#include "adapters/page/date_finder.h"
#include "adapters/page/head_data.h"
#include "adapters/page/page_record.h"
#include "adapters/page/subtitle_finder.h"
#include "adapters/page/title_finder.h"
#include "schema/base/text.h"

namespace guiyi::page {

namespace {

void appendElement(std::string &html, std::string_view name, std::string_view text) {
    html.append("<").append(name).append(">");
    html::appendEscapedText(html, text);
    html.append("</").append(name).append(">");
}

/// The text that structured data give for the page; empty when they have none.
std::string bodyOf(const StructuredData &data) {
    if (text::contains(data.body, "</p>") || text::contains(data.body, "<br"))
        return data.body;
    std::string html;
    for (const std::string_view line : text::split(data.body, '\n')) {
        if (!text::trim(line).empty())
            appendElement(html, "p", text::trim(line));
    }
    const auto list = [&](const std::vector<std::string> &items, std::string_view name) {
        if (items.empty())
            return;
        html.append("<").append(name).append(">");
        for (const std::string &item : items)
            appendElement(html, "li", item);
        html.append("</").append(name).append(">");
    };
    list(data.ingredients, "ul");
    list(data.steps, "ol");
    return html;
}

/// A page that its script fills has its text in the structured data alone.
void rescueFromData(PageRecord &record, const StructuredData &data, const Url &base) {
    constexpr std::size_t Enough = 400; // bytes; under it, it may be a summary
    const std::string html = bodyOf(data);
    if (html.size() < Enough || html.size() < 3 * record.body.text.size())
        return;
    const html::Document document = html::Document::parse(html);
    const BlockTree tree(document);
    BodyChoice choice;
    choice.roots = {tree.body()};
    choice.dropped.assign(static_cast<std::size_t>(tree.size()), false);
    CleanBody body = writeBody(tree, choice, base);
    if (body.text.size() < 3 * record.body.text.size())
        return;
    record.body = std::move(body);
    record.bodyRule = "json-ld";
    record.bodyConfidence = 0.5;
}

} // namespace

PageRecord extractPage(const html::Document &document, const Url &url, std::string_view today,
                       std::string_view charset) {
    const BlockTree tree(document);
    const HeadData head(tree);
    PageRecord record;
    record.title = findTitle(tree, head, url);
    const Index titleAt = titleHeading(tree, record.title.value);
    const BodyChoice choice = findBody(tree, record.title.value, titleAt);
    const std::string_view baseHref = text::trim(tree.landmarks().base);
    const Url base = (baseHref.empty() ? std::nullopt : url.resolve(baseHref, charset)).value_or(url);
    record.body = writeBody(tree, choice, base, charset);
    record.bodyRule = choice.rule;
    record.bodyConfidence = choice.confidence;
    rescueFromData(record, head.data(), base);
    findTitleLines(tree, titleAt, record);
    const PageParts parts{titleAt, &choice};
    record.date = findDate(tree, head, parts, url, today);
    record.author = findAuthor(tree, head, parts, record.title.value);
    record.source = findSource(tree, head, parts);
    record.breadcrumb = findBreadcrumb(tree, head, record.title.value, record.breadcrumbRule);
    return record;
}

} // namespace guiyi::page
