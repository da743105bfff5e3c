// Microsoft Access files (.mdb, .accdb) by libmdb: KesionCMS, PowerEasy and many ASP sites.
#pragma once

#include "adapters/cms/sql_dump.h"

#include <string>

namespace guiyi::cms {

/// Longest memo value read, in bytes; longer ones are cut and told.
constexpr std::size_t MaxMemoBytes = std::size_t(4) << 20;

/// Hands the user's tables to `visitor`. Rejected for a file that is no Access database. libmdb is used by
/// one thread at a time; others wait.
Status readAccess(const std::string &path, DumpVisitor &visitor);

} // namespace guiyi::cms
