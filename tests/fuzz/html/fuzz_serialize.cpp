// The serializer: what it writes parses to a sound tree, and writing that again soon changes nothing more.
// (The standard itself, 13.3, warns that one round may change a tree: nested forms and links, plaintext.)
#include "adapters/html/invariants.h"
#include "adapters/html/serialize.h"
#include "adapters/html/tree.h"

#include <cstdint>
#include <cstdio>
#include <cstdlib>

using namespace guiyi::html;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size) {
    if (size > 4096)
        return 0;
    std::string page =
        outerHtml(Document::parse(std::string_view(reinterpret_cast<const char *>(data), size)).root());
    for (int round = 0; round < 64; ++round) {
        const Document document = Document::parse(page);
        if (!findFault(document).empty())
            std::abort();
        if (page.find("<plaintext") != std::string::npos)
            return 0; // has no end: each round reads the end tags of the last as text
        std::string again = outerHtml(document.root());
        if (again == page)
            return 0;
        page = std::move(again);
    }
    std::fprintf(stderr, "does not settle:\n%s\n", page.c_str());
    std::abort();
}
