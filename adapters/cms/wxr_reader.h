// WordPress eXtended RSS, versions 1.0 to 1.2, well-formed or not.
#pragma once

#include "adapters/cms/sql_dump.h"

namespace guiyi::cms {

/// Hands an export to `visitor` as the tables of a WordPress database (wp_posts, wp_terms, …), with the
/// addresses it gives in `link` of wp_posts, from the site's root where they are the site's own. Control
/// characters, broken CDATA sections, bare ampersands and a file that ends in the middle cost no more than
/// the item they stand in; such items are handed to bad(). Memory is bounded by the largest item. Fails only
/// by what `source` and `visitor` return.
Status readWxr(const DumpSource &source, DumpVisitor &visitor);

} // namespace guiyi::cms
