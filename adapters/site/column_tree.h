// The tree of columns, from breadcrumbs of all pages, menus and list pages.
#pragma once

#include "adapters/site/breadcrumbs.h"
#include "adapters/site/site_model.h"
#include "schema/model/model.h"

#include <map>
#include <string>
#include <unordered_map>
#include <vector>

namespace guiyi::site {

/// A column in the making. Identity is the path of names.
struct ColumnNode {
    std::vector<std::string> path;
    std::int32_t parent = -1;
    std::map<std::string, int> urls; ///< addresses crumbs and menus gave it, with votes
    std::string url;                 ///< settled address
    std::string type;                ///< ColumnType tag
    int crumbs = 0;                  ///< pages whose crumbs name it
    int menuPosition = -1;
    int listed = -1; ///< position among its siblings on the parent's page
    bool external = false;
    std::vector<std::string> evidence;
};

class ColumnTree {
public:
    /// The node of a path, made with its ancestors when new.
    std::int32_t add(const std::vector<std::string> &path);
    std::int32_t find(const std::vector<std::string> &path) const;
    ColumnNode &operator[](std::int32_t index) { return m_nodes[static_cast<std::size_t>(index)]; }
    const ColumnNode &operator[](std::int32_t index) const {
        return m_nodes[static_cast<std::size_t>(index)];
    }
    std::int32_t size() const { return static_cast<std::int32_t>(m_nodes.size()); }

    /// Votes of one page's crumbs (tail words already removed); the node of the last, -1 for none.
    std::int32_t addCrumbs(const std::vector<Crumb> &crumbs);
    /// Entries of the menus: external columns, and columns no page's crumbs name. `home` is the site's home
    /// page.
    void addMenu(const std::vector<MenuEntry> &menu, const std::string &home);
    /// Settles each node's address by its votes.
    void settle();
    /// The node whose address this is; -1 when none.
    std::int32_t byUrl(const std::string &url) const;
    bool isAncestor(std::int32_t ancestor, std::int32_t node) const;
    /// Indices with parents first and siblings in order: menu, then order on the parent's page, then address.
    std::vector<std::int32_t> ordered() const;

private:
    std::vector<ColumnNode> m_nodes;
    std::unordered_map<std::string, std::int32_t> m_byPath;
    std::unordered_map<std::string, std::int32_t> m_byUrl;
};

} // namespace guiyi::site
