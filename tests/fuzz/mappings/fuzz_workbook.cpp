// Any bytes as a workbook: rows no wider than the header, or an error that says why.
#include "migrator/map/workbook_reader.h"

#include <cstdint>
#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size) {
    const guiyi::CsvTable table =
        guiyi::readWorkbook({reinterpret_cast<const char *>(data), size}, "fuzz.xlsx");
    if (table.errors.empty() == table.header.empty())
        std::abort();
    for (const guiyi::CsvRow &row : table.rows) {
        if (row.fields.size() != table.header.size())
            std::abort();
    }
    return 0;
}
