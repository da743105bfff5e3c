// Records the platform did not take, in a file people repair and load again.
#pragma once

#include "migrator/loader/platform_writer.h"

#include <fstream>
#include <functional>
#include <string>

namespace guiyi {

/// One JSON object a line: `entity`, `key`, `site`, `source`, `why` and the record's `fields`, in that order.
class RejectFile {
public:
    /// Starts anew with the first record; a file of an earlier run goes when there is none.
    explicit RejectFile(std::string path) : m_path(std::move(path)) {}
    Status add(const WriteItem &item, const Error &why);
    /// Ends the file.
    Status close();
    std::int64_t count() const { return m_count; }

private:
    std::string m_path;
    std::ofstream m_out;
    std::int64_t m_count = 0;
};

/// Reads such a file record by record. Usage error, with the line, where it is not what add() writes.
Status readRejects(const std::string &path, const std::function<Status(Record)> &visit);

} // namespace guiyi
