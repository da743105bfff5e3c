// What pages and the answers of list services say as JSON instead of HTML.
#pragma once

#include "adapters/site/link_context.h"
#include "adapters/site/list_rows.h"
#include "schema/model/model.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace guiyi::site {

struct DataList {
    std::string column;        ///< name of the column, when the answer says it (gkmlpt: classify)
    std::vector<ListRow> rows; ///< objects with a title and an own address
};

/// The rows of a list service's answer or of a list in a script. Never fails: what is no list gives no rows.
DataList readDataList(std::string_view json, const PageLinks &links);

/// An article in JSON: `bodyHtml` as the CMS keeps it, not yet cleaned; `url` where it says its address.
struct DataArticle {
    Article article;
    std::string url;
};

/// The article that stands in JSON or in a script (gkmlpt: `_CONFIG.DETAIL`): an object with a title and a
/// text with markup or of some length.
std::optional<DataArticle> readDataArticle(std::string_view script, const PageLinks &links);

/// The rows of 大汉's list service: each `<record><![CDATA[…]]></record>` is the HTML of a row.
std::vector<ListRow> readDatastore(std::string_view source, const Knowledge &knowledge,
                                   const PageLinks &links);

/// The column page that an answer of 大汉's list service belongs to, by `columnid` of its address; empty when
/// the site has no such page.
std::string columnPageOfDatastore(const PageLinks &links);

} // namespace guiyi::site
