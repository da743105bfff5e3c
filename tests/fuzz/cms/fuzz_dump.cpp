// Dumps: whatever the bytes, the reading ends, and where they are cut makes no difference.
#include "adapters/cms/sql_dump.h"

#include <cstdint>
#include <cstdlib>

using namespace guiyi;
using namespace guiyi::cms;

namespace {

class Counter : public DumpVisitor {
public:
    std::string seen;
    Status table(const TableShape &shape) override {
        seen += "T" + shape.name + std::to_string(shape.columns.size());
        return {};
    }
    Status row(const std::string &table, const std::vector<std::string> &columns,
               std::vector<Cell> &cells) override {
        seen += "R" + table + std::to_string(columns.size());
        for (const Cell &cell : cells)
            seen += cell ? "'" + *cell : "N";
        return {};
    }
    Status bad(const BadStatement &statement) override {
        seen += "B" + statement.table;
        return {};
    }
};

std::string read(std::string_view dump, std::size_t step, const char *encoding) {
    Counter counter;
    std::size_t at = 0;
    const Status s = readSqlDump(
        [&]() -> Result<std::string> {
            const std::string piece(dump.substr(at, step));
            at += piece.size();
            return piece;
        },
        encoding, counter);
    if (!s)
        std::abort();
    return counter.seen;
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
