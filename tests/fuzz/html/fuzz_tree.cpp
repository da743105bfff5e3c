// Tree construction: every page has a well linked tree whose ranges lie in the page; reused memory changes
// nothing.
#include "adapters/html/dump.h"
#include "adapters/html/invariants.h"
#include "adapters/html/splice.h"
#include "adapters/html/tree.h"

#include <cstdint>
#include <cstdio>
#include <cstdlib>

using namespace guiyi::html;

namespace {

void check(const Document &document) {
    const std::string fault = findFault(document);
    if (fault.empty())
        return;
    std::fprintf(stderr, "%s\n%s", fault.c_str(), dumpTree(document.root()).c_str());
    std::abort();
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size) {
    static Parser reused;
    if (size == 0)
        return 0;
    static const char *const contexts[] = {"body",     "td",       "table",   "select",
                                           "template", "svg path", "math mi", "title"};
    ParseOptions options;
    options.scripting = (data[0] & 1) != 0;
    options.dropNulls = (data[0] & 2) != 0;
    options.closePrefixedTags = (data[0] & 4) != 0;
    const std::string_view page(reinterpret_cast<const char *>(data) + 1, size - 1);
    const Document document = Document::parse(page, options);
    check(document);
    const Document &again = reused.parse(page, options);
    check(again);
    if (dumpTree(document.root()) != dumpTree(again.root()))
        std::abort();
    if (Splicer(document).result() != page)
        std::abort();
    check(reused.parseFragment(page, contexts[data[0] >> 3 & 7], options));
    return 0;
}
