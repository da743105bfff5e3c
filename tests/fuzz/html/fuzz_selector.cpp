// Selectors: any text compiles or says where not; matching a page with it comes to an end.
#include "adapters/html/select.h"
#include "adapters/html/tree.h"

#include <cstdint>
#include <cstdlib>

using namespace guiyi::html;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size) {
    static const Document page = Document::parse("<div id=a class='x y'><p>1<b>2</b></p><ul><li>a<li "
                                                 "class=x>b<li title=t>c</ul><p>3</div><svg><path></svg>");
    if (size > 256)
        return 0;
    const std::string_view text(reinterpret_cast<const char *>(data), size);
    const Selector selector = Selector::compile(text);
    if (!selector.isValid() && (selector.error().message.empty() || selector.error().column > size))
        std::abort();
    const auto all = selector.all(page.root());
    if (selector.first(page.root()) != (all.empty() ? Node() : all.front()))
        std::abort();
    return 0;
}
