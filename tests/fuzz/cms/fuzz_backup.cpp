// EmpireBak volumes and SQL Server scripts: the reading ends, and where they are cut makes no difference.
#include "adapters/cms/empire_backup.h"

#include "fuzz_rows.h"

#include <cstdlib>

using namespace guiyi;
using namespace guiyi::cms;

namespace {

std::string read(std::string_view bytes, std::size_t step, bool empire) {
    RowLog log;
    const DumpSource source = inBlocks(bytes, step);
    const Status s = empire ? readSqlDump(empireStatements(source), "gb18030", log)
                            : readSqlDump(source, "utf-8", log, SqlDialect::SqlServer);
    if (!s)
        std::abort();
    return log.seen;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size) {
    if (size < 2 || size > 8192)
        return 0;
    const std::string_view bytes(reinterpret_cast<const char *>(data) + 1, size - 1);
    const bool empire = data[0] % 2 == 0;
    if (read(bytes, bytes.size(), empire) != read(bytes, 1 + data[0] / 2, empire))
        std::abort();
    return 0;
}
