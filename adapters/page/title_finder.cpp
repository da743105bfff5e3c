#include "adapters/page/title_finder.h"

#include "schema/base/text.h"

namespace guiyi::page {

Field findTitle(const BlockTree &tree, const HeadData &head) {
    Field title;
    Index only = -1;
    int count = 0;
    for (Index i : tree.landmarks().headings) {
        if (tree[i].tag == html::Tag::H1 && tree[i].chars > 0) {
            only = i;
            ++count;
        }
    }
    if (count == 1)
        title = {text::collapse(tree.text(only)), "h1", 0.8, {}};
    else if (!head.meta("og:title").empty())
        title = {std::string(head.meta("og:title")), "og:title", 0.7, {}};
    else
        title = {head.documentTitle(), "title", 0.5, {}};
    return title;
}

Index titleHeading(const BlockTree &tree, std::string_view title) {
    const std::string wanted = text::squash(text::lower(title));
    if (wanted.empty())
        return -1;
    for (Index i : tree.landmarks().headings) {
        const Block &b = tree[i];
        if (b.chars <= wanted.size() + 10 && text::squash(text::lower(tree.text(i))) == wanted)
            return i;
    }
    for (Index i = tree.body(); i < tree.size(); ++i) {
        const Block &b = tree[i];
        if (b.isText && b.chars + 4 >= wanted.size() && b.chars <= wanted.size() + 4 && !b.hidden &&
            text::squash(text::lower(b.node.text())) == wanted)
            return b.parent;
    }
    return -1;
}

} // namespace guiyi::page
