// WXR and Ghost exports: whatever the bytes, the reading ends; where a WXR is cut into blocks makes no
// difference.
#include "adapters/cms/ghost_reader.h"
#include "adapters/cms/wxr_reader.h"

#include "fuzz_rows.h"

#include <cstdlib>

using namespace guiyi;
using namespace guiyi::cms;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size) {
    if (size < 2 || size > 16384)
        return 0;
    const std::string_view text(reinterpret_cast<const char *>(data) + 1, size - 1);
    RowLog whole, pieces, ghost;
    if (!readWxr(inBlocks(text, text.size()), whole) || !readWxr(inBlocks(text, 1 + data[0]), pieces))
        std::abort();
    if (whole.seen != pieces.seen)
        std::abort();
    (void)readGhost(inBlocks(text, text.size()), ghost); // refused when it is none
    return 0;
}
