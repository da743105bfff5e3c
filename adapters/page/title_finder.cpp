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

} // namespace guiyi::page
