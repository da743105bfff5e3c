// What a reader of foreign bytes handed out, as one text.
#pragma once

#include "adapters/cms/sql_dump.h"

#include <memory>

namespace guiyi::cms {

class RowLog : public DumpVisitor {
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

/// `bytes` in blocks of `step`; they must outlive the source.
inline DumpSource inBlocks(std::string_view bytes, std::size_t step) {
    return [bytes, step, at = std::make_shared<std::size_t>(0)]() -> Result<std::string> {
        const std::string block(bytes.substr(std::min(*at, bytes.size()), step));
        *at += block.size();
        return block;
    };
}

} // namespace guiyi::cms
