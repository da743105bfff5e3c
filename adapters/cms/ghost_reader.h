// Ghost's JSON export.
#pragma once

#include "adapters/cms/sql_dump.h"

namespace guiyi::cms {

/// Largest export read: it is one JSON value, which is held in memory whole.
constexpr std::size_t MaxGhostBytes = std::size_t(512) << 20;

/// Hands the arrays of `db[0].data` (or of `data`, or of the whole) to `visitor` as tables named ghost_posts,
/// ghost_tags …. What is no such export is Rejected.
Status readGhost(const DumpSource &source, DumpVisitor &visitor);

} // namespace guiyi::cms
