// What a page says of itself for machines: meta elements and JSON-LD.
#pragma once

#include "adapters/page/block_tree.h"

#include <string>
#include <string_view>
#include <vector>

namespace guiyi::page {

/// One meta element: its lower-case name (of name, property, itemprop or http-equiv) and content.
struct MetaTag {
    std::string name;
    std::string_view content; ///< trimmed, not empty, no template leftover ("null", "undefined")
};

/// What schema.org data says of the page's article. Texts have their escapes resolved.
struct StructuredData {
    bool article = false; ///< some node is of an article's type
    std::string headline;
    std::string published, created, modified; ///< as written
    std::vector<std::string> authors;
    std::string publisher; ///< of the article, or the web site's name
    std::string body;      ///< articleBody: plain text by its definition, HTML in many pages
    std::vector<std::string> ingredients, steps; ///< of a recipe
    std::vector<std::string> crumbs;
};

class HeadData {
public:
    explicit HeadData(const BlockTree &tree);

    /// Content of the first meta of that name (lower case); empty when there is none.
    std::string_view meta(std::string_view name) const;
    const std::vector<MetaTag> &metas() const { return m_metas; }
    const StructuredData &data() const { return m_data; }
    const std::string &documentTitle() const { return m_title; } ///< of the title element, collapsed
    /// og:site_name, application-name, SiteName, or the publisher of the structured data.
    const std::string &siteName() const { return m_siteName; }

private:
    std::vector<MetaTag> m_metas;
    StructuredData m_data;
    std::string m_title, m_siteName;
};

} // namespace guiyi::page
