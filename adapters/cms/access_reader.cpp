#include "adapters/cms/access_reader.h"

#include "adapters/cms/block_file.h"
#include "adapters/html/decode.h"
#include "schema/base/text.h"

#include <mdbtools.h>

#include <memory>
#include <mutex>

namespace guiyi::cms {

namespace {

std::string typeOf(const MdbColumn &column) {
    switch (column.col_type) {
    case MDB_BOOL:
    case MDB_BYTE:
    case MDB_INT:
    case MDB_LONGINT:
        return "int";
    default:
        return "text";
    }
}

/// One table's rows. libmdb writes each value into a buffer bound to its column.
class AccessTable {
public:
    AccessTable(MdbTableDef *table, DumpVisitor &visitor) : m_table(table), m_visitor(visitor) {}

    Status read() {
        mdb_read_columns(m_table);
        mdb_rewind_table(m_table);
        TableShape shape{m_table->name, {}};
        std::vector<int> lengths(m_table->num_cols);
        std::vector<std::unique_ptr<char[]>> buffers;
        for (unsigned i = 0; i < m_table->num_cols; ++i) {
            const auto *column = static_cast<MdbColumn *>(g_ptr_array_index(m_table->columns, i));
            shape.columns.push_back({column->name, typeOf(*column), {}});
            // Not zeroed: pages that no value reaches are never touched.
            buffers.emplace_back(new char[MaxMemoBytes]);
            mdb_bind_column(m_table, static_cast<int>(i) + 1, buffers.back().get(), &lengths[i]);
        }
        if (Status s = m_visitor.table(shape); !s)
            return s;
        std::vector<Cell> cells;
        while (mdb_fetch_row(m_table) != 0) {
            cells.clear();
            for (unsigned i = 0; i < m_table->num_cols; ++i) {
                const auto *column = static_cast<MdbColumn *>(g_ptr_array_index(m_table->columns, i));
                if (lengths[i] == 0 && column->col_type != MDB_TEXT && column->col_type != MDB_MEMO)
                    cells.emplace_back(std::nullopt);
                else
                    cells.emplace_back(valid(buffers[i].get()));
                if (cells.back() && cells.back()->size() + 8 >= MaxMemoBytes) {
                    if (Status s = m_visitor.bad({m_table->name, 0, "a memo of more than 4 MiB is cut",
                                                  std::string(text::head(*cells.back(), 200))});
                        !s)
                        return s;
                }
            }
            if (Status s = m_visitor.row(m_table->name, {}, cells); !s)
                return s;
        }
        return {};
    }

private:
    static std::string valid(const char *value) { return html::decodeAs(value, "utf-8").text; }

    MdbTableDef *m_table;
    DumpVisitor &m_visitor;
};

} // namespace

Status readAccess(const std::string &path, DumpVisitor &visitor) {
    static std::mutex mutex; // libmdb keeps state of its own
    const std::scoped_lock lock(mutex);
    const std::unique_ptr<MdbHandle, void (*)(MdbHandle *)> file(mdb_open(path.c_str(), MDB_NOFLAGS),
                                                                 &mdb_close);
    if (!file || mdb_read_catalog(file.get(), MDB_TABLE) == nullptr)
        return unreadableHandOver(path, "it is no Access database, or it is damaged");
    mdb_set_bind_size(file.get(), MaxMemoBytes);
    mdb_set_date_fmt(file.get(), "%Y-%m-%d %H:%M:%S");
    mdb_set_shortdate_fmt(file.get(), "%Y-%m-%d");
    mdb_set_boolean_fmt_numbers(file.get());
    for (unsigned i = 0; i < file->num_catalog; ++i) {
        auto *entry = static_cast<MdbCatalogEntry *>(g_ptr_array_index(file->catalog, i));
        if (entry->object_type != MDB_TABLE || mdb_is_user_table(entry) == 0)
            continue;
        const std::unique_ptr<MdbTableDef, void (*)(MdbTableDef *)> table(mdb_read_table(entry),
                                                                          &mdb_free_tabledef);
        if (!table)
            continue;
        if (Status s = AccessTable(table.get(), visitor).read(); !s)
            return s;
    }
    return {};
}

} // namespace guiyi::cms
