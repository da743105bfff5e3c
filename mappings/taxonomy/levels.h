// Levels of a column tree that are no columns: navigation, tests, years, terms, publishers. Internal to the
// taxonomy.
#pragma once

#include "mappings/taxonomy/subject.h"

#include <optional>

namespace guiyi::mapping {

/// Navigation and test columns by their names.
std::optional<Match> droppedLevel(const SubjectColumn &column);
/// Levels that repeat the column above or carry an attribute of it, whatever standard column has that name.
std::optional<Match> foldedLevel(const SubjectColumn &column);
/// Levels that are an attribute only where they stand, and bodies that publish. To be asked when no standard
/// column has the name outright.
std::optional<Match> foldedLevelByPlace(const SubjectColumn &column);

} // namespace guiyi::mapping
