#include "adapters/page/author_finder.h"
#include "adapters/page/body_finder.h"
#include "adapters/page/date_finder.h"
#include "adapters/page/head_data.h"
#include "adapters/page/page_record.h"
#include "adapters/page/title_finder.h"

namespace guiyi::page {

PageRecord extractPage(const html::Document &document, const Url &url, std::string_view today) {
    const BlockTree tree(document);
    const HeadData head(tree);
    PageRecord record;
    record.title = findTitle(tree, head, url);
    const Index titleAt = titleHeading(tree, record.title.value);
    const BodyChoice choice = findBody(tree, record.title.value, titleAt);
    record.body = writeBody(tree, choice, url);
    record.bodyRule = choice.rule;
    record.bodyConfidence = choice.confidence;
    const PageParts parts{titleAt, &choice};
    record.date = findDate(tree, head, parts, url, today);
    record.author = findAuthor(tree, head, parts, record.title.value);
    record.source = findSource(tree, head, parts);
    record.breadcrumb = findBreadcrumb(tree, head, record.title.value, record.breadcrumbRule);
    return record;
}

} // namespace guiyi::page
