#include "adapters/site/column_tree.h"

#include "schema/base/text.h"

#include <algorithm>
#include <tuple>

namespace guiyi::site {

namespace {

std::string keyOf(const std::vector<std::string> &path) {
    return text::join(path, "\x1f");
}

void note(std::vector<std::string> &evidence, const char *what) {
    if (std::find(evidence.begin(), evidence.end(), what) == evidence.end())
        evidence.emplace_back(what);
}

} // namespace

std::int32_t ColumnTree::add(const std::vector<std::string> &path) {
    const auto known = m_byPath.find(keyOf(path));
    if (known != m_byPath.end())
        return known->second;
    std::int32_t parent = -1;
    if (path.size() > 1)
        parent = add({path.begin(), path.end() - 1});
    ColumnNode node;
    node.path = path;
    node.parent = parent;
    const std::int32_t index = size();
    m_nodes.push_back(std::move(node));
    m_byPath.emplace(keyOf(path), index);
    return index;
}

std::int32_t ColumnTree::find(const std::vector<std::string> &path) const {
    const auto it = m_byPath.find(keyOf(path));
    return it == m_byPath.end() ? -1 : it->second;
}

std::int32_t ColumnTree::addCrumbs(const std::vector<Crumb> &crumbs) {
    std::vector<std::string> path;
    std::int32_t last = -1;
    for (const Crumb &crumb : crumbs) {
        path.push_back(crumb.name);
        last = add(path);
        ColumnNode &node = (*this)[last];
        ++node.crumbs;
        if (!crumb.url.empty())
            ++node.urls[crumb.url];
        note(node.evidence, "breadcrumb");
    }
    return last;
}

void ColumnTree::settle() {
    m_byUrl.clear();
    for (std::int32_t i = 0; i < size(); ++i) {
        ColumnNode &node = (*this)[i];
        int best = 0;
        for (const auto &[url, votes] : node.urls) {
            if (votes > best) {
                best = votes;
                node.url = url;
            }
        }
        if (node.url.empty())
            continue;
        // A parent's crumb may link to its first child: the deeper, more voted path owns the address.
        const auto [it, fresh] = m_byUrl.emplace(node.url, i);
        if (!fresh) {
            const ColumnNode &other = (*this)[it->second];
            if (isAncestor(it->second, i) || (!isAncestor(i, it->second) && node.crumbs > other.crumbs))
                it->second = i;
        }
    }
}

std::int32_t ColumnTree::byUrl(const std::string &url) const {
    const auto it = m_byUrl.find(url);
    return it == m_byUrl.end() ? -1 : it->second;
}

void ColumnTree::addMenu(const std::vector<MenuEntry> &menu, const std::string &home) {
    settle();
    int position = 0;
    // Menu path -> node, so that children of a known entry hang below the node its crumbs gave it.
    std::map<std::string, std::int32_t> nodes;
    for (const MenuEntry &entry : menu) {
        ++position;
        if (entry.url == home)
            continue;
        std::int32_t parent = -1;
        if (entry.path.size() > 1) {
            const auto it = nodes.find(keyOf({entry.path.begin(), entry.path.end() - 1}));
            if (it == nodes.end())
                continue;
            parent = it->second;
        }
        std::int32_t index = entry.own ? byUrl(entry.url) : -1;
        if (index < 0) {
            std::vector<std::string> path = parent >= 0 ? (*this)[parent].path : std::vector<std::string>();
            path.push_back(entry.path.back());
            const bool known = find(path) >= 0;
            index = add(path);
            ColumnNode &node = (*this)[index];
            if (!known)
                node.external = !entry.own && !entry.url.empty();
            if (node.urls.empty() && !entry.url.empty()) {
                ++node.urls[entry.url];
                node.url = entry.url;
                if (entry.own)
                    m_byUrl.emplace(entry.url, index);
            }
        }
        ColumnNode &node = (*this)[index];
        if (node.menuPosition < 0)
            node.menuPosition = position;
        note(node.evidence, "menu");
        nodes.emplace(keyOf(entry.path), index);
    }
    settle();
}

bool ColumnTree::isAncestor(std::int32_t ancestor, std::int32_t node) const {
    for (std::int32_t i = node >= 0 ? (*this)[node].parent : -1; i >= 0; i = (*this)[i].parent) {
        if (i == ancestor)
            return true;
    }
    return false;
}

std::vector<std::int32_t> ColumnTree::ordered() const {
    std::vector<std::vector<std::int32_t>> children(m_nodes.size() + 1);
    const auto slot = [](std::int32_t node) { return node < 0 ? 0 : static_cast<std::size_t>(node) + 1; };
    for (std::int32_t i = 0; i < size(); ++i)
        children[slot((*this)[i].parent)].push_back(i);
    const auto rank = [&](std::int32_t i) {
        const ColumnNode &n = (*this)[i];
        const int menu = n.menuPosition < 0 ? 1 << 20 : n.menuPosition;
        const int listed = n.listed < 0 ? 1 << 20 : n.listed;
        return std::tuple(menu, listed, n.url, n.path);
    };
    std::vector<std::int32_t> order, stack;
    for (auto &siblings : children)
        std::sort(siblings.begin(), siblings.end(),
                  [&](std::int32_t a, std::int32_t b) { return rank(a) < rank(b); });
    const auto push = [&](std::int32_t node) {
        const auto &list = children[slot(node)];
        stack.insert(stack.end(), list.rbegin(), list.rend());
    };
    push(-1);
    while (!stack.empty()) {
        const std::int32_t node = stack.back();
        stack.pop_back();
        order.push_back(node);
        push(node);
    }
    return order;
}

} // namespace guiyi::site
