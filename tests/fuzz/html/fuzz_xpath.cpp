// XPath: any expression compiles or says where not, and evaluating it comes to an end. The first line is the
// expression, the rest the page (a fixed one when there is none).
#include "adapters/html/tree.h"
#include "adapters/html/xpath.h"

#include <algorithm>
#include <cstdint>
#include <cstdlib>

using namespace guiyi::html;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size) {
    static const Document fixed = Document::parse("<div id=a class='x y'><p>1<b>2</b></p><ul><li>a<li "
                                                  "class=x>b<li title=t>c</ul><p>3<!--c--></div>"
                                                  "<svg><path></svg><o:p>x</o:p>");
    const std::string_view text(reinterpret_cast<const char *>(data), size);
    const std::string_view expression = text.substr(0, text.find('\n'));
    const std::string_view html = text.substr(std::min(text.size(), expression.size() + 1));
    if (expression.size() > 256 || html.size() > 1024)
        return 0;
    const XPath xpath = XPath::compile(expression);
    if (!xpath.isValid()) {
        if (xpath.error().message.empty() || xpath.error().column > expression.size())
            std::abort();
        return 0;
    }
    const Document own = Document::parse(html);
    const Document &document = html.empty() ? fixed : own;
    const XPathPage page(document);
    const XPathResult result = xpath.evaluate(page);
    for (const XPathMatch &match : result.matches) {
        if (!match.node || (!match.attribute.empty() && !match.node.hasAttribute(match.attribute)))
            std::abort();
        match.text();
    }
    const XPathResult again = xpath.evaluate(page, document.body());
    if (!again.matches.empty() && xpath.first(page, document.body()) != again.matches.front().node)
        std::abort();
    return 0;
}
