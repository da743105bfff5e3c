// Dumps: whatever the bytes, the reading ends, and where they are cut makes no difference.
#include "fuzz_rows.h"

#include <cstdlib>

using namespace guiyi;
using namespace guiyi::cms;

namespace {

std::string read(std::string_view dump, std::size_t step, const char *encoding) {
    RowLog log;
    if (!readSqlDump(inBlocks(dump, step), encoding, log))
        std::abort();
    return log.seen;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size) {
    if (size < 2 || size > 8192)
        return 0;
    const char *const encoding = data[0] % 2 == 0 ? "utf-8" : "gb18030";
    const std::string_view dump(reinterpret_cast<const char *>(data) + 1, size - 1);
    if (read(dump, dump.size(), encoding) != read(dump, 1 + data[0] / 2, encoding))
        std::abort();
    return 0;
}
