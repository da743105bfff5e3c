#include "adapters/site/site_state.h"

#include "adapters/mirror/naming.h"
#include "schema/base/text.h"

#include <algorithm>
#include <set>

namespace guiyi::site {

namespace {

class Placement {
public:
    explicit Placement(SiteState &state) : m_s(state) {}

    /// Pages of one article point at each other by numbers; the page that number 1 names is the article.
    void joinParts() {
        for (auto &[url, f] : m_s.pages) {
            if (f.parts.empty() || (f.form != PageForm::Article && f.form != PageForm::Other))
                continue;
            int own = 1;
            for (const NumberedPage &p : f.parts)
                own += p.number == own ? 1 : 0;
            std::vector<NumberedPage> all = f.parts;
            all.push_back({own, url});
            const auto first =
                std::min_element(all.begin(), all.end(), [](const NumberedPage &a, const NumberedPage &b) {
                    return a.number < b.number;
                });
            const auto main = m_s.pages.find(first->url);
            if (main == m_s.pages.end() ||
                (main->second.form != PageForm::Article && f.form != PageForm::Article))
                continue;
            auto &group = m_s.parts[first->url];
            for (const NumberedPage &p : all)
                group.emplace(p.number, p.url);
        }
        for (auto it = m_s.parts.begin(); it != m_s.parts.end();) {
            std::set<std::string> members;
            for (const auto &[number, url] : it->second) {
                const auto page = m_s.pages.find(url);
                if (page != m_s.pages.end() && page->second.draft >= 0)
                    members.insert(url);
            }
            if (members.size() < 2) {
                it = m_s.parts.erase(it);
                continue;
            }
            for (const std::string &url : members) {
                if (url != it->first)
                    m_s.mainOf[url] = it->first;
            }
            ++it;
        }
        for (const auto &[main, group] : m_s.parts)
            m_s.pages[main].form = PageForm::Article;
    }

    void buildColumns() {
        for (auto &[url, f] : m_s.pages) {
            if (f.crumbs < 0)
                continue;
            f.column = m_s.columns.addCrumbs(m_s.crumbs[static_cast<std::size_t>(f.crumbs)]);
            if (!f.columnType.empty() && f.crumbEndsHere)
                m_s.columns[f.column].type = f.columnType;
        }
        m_s.columns.addMenu(m_s.model.menu, m_s.home());
        for (auto &[url, f] : m_s.pages) {
            if (f.column < 0 && !f.listOf.empty())
                f.column = m_s.columns.byUrl(f.listOf);
        }
        orderByParents();
    }

    /// What content services answered belongs to the pages that show it, where these have no text of their
    /// own.
    void joinData() {
        for (const auto &[answer, shownOn] : m_s.dataOf) {
            const auto data = m_s.pages.find(answer);
            if (data == m_s.pages.end())
                continue;
            PageFacts &page = m_s.pages[shownOn];
            if (page.draft < 0 || (page.bodyCharacters < LeastBody && !page.hasFiles)) {
                page.form = PageForm::Article;
                page.draft = data->second.draft;
                page.bodyCharacters = data->second.bodyCharacters;
                page.hasFiles = data->second.hasFiles;
            }
            m_s.mainOf[answer] = shownOn;
        }
    }

    /// The order in which a column's page lists its sub-columns.
    void orderByParents() {
        for (std::int32_t i = 0; i < m_s.columns.size(); ++i) {
            const auto page = m_s.pages.find(m_s.columns[i].url);
            if (page == m_s.pages.end())
                continue;
            int position = 0;
            for (const ListRow &row : page->second.rows) {
                const std::int32_t child = m_s.columns.byUrl(row.url);
                if (child >= 0 && m_s.columns[child].parent == i && m_s.columns[child].listed < 0)
                    m_s.columns[child].listed = position++;
            }
        }
    }

    /// The column whose folder holds an address, the deepest one.
    std::int32_t columnByFolder(const std::string &url) const {
        std::string folder = url.substr(0, url.find('?'));
        for (;;) {
            const std::size_t slash =
                folder.rfind('/', folder.size() - (text::endsWith(folder, "/") ? 2 : 1));
            if (slash == std::string::npos || slash < 8)
                return -1;
            folder.resize(slash + 1);
            if (text::visibleLength(folder) <= ("http://" + m_s.site.host + "/").size())
                return -1;
            const auto it = m_byFolder.find(folder);
            if (it != m_byFolder.end())
                return it->second;
        }
    }

    void placeArticles() {
        std::map<std::string, int> ambiguous;
        for (std::int32_t i = 0; i < m_s.columns.size(); ++i) {
            const std::string &url = m_s.columns[i].url;
            if (url.empty() || m_s.columns[i].external || url.find('?') != std::string::npos)
                continue;
            const std::string folder = url.substr(0, url.rfind('/') + 1);
            if (!mirror::isDirectoryIndex(url))
                continue;
            const auto [it, fresh] = m_byFolder.emplace(folder, i);
            if (!fresh && m_s.columns.isAncestor(it->second, i))
                it->second = i;
        }
        // Rows of list pages: title, date and column of what they list.
        for (const auto &[url, f] : m_s.pages) {
            if (!m_s.isColumnPage(url, f))
                continue;
            const std::int32_t column = m_s.columnOfPage(url, f);
            for (const ListRow &row : f.rows) {
                if (m_s.columns.byUrl(row.url) >= 0)
                    continue;
                Listed &listed = m_s.listed[row.url];
                if (text::visibleLength(row.title) > text::visibleLength(listed.title))
                    listed.title = row.title;
                if (listed.date.empty())
                    listed.date = row.date;
                if (column >= 0 &&
                    std::find(listed.columns.begin(), listed.columns.end(), column) == listed.columns.end())
                    listed.columns.push_back(column);
            }
        }
        listOutside();
        addUnnamedColumns();
        for (auto &[url, f] : m_s.pages) {
            const bool listed = m_s.listed.contains(url);
            // A page with a body that a list names is an article even without a date line of its own.
            if (f.form == PageForm::Other && f.draft >= 0 && m_s.columns.byUrl(url) < 0 &&
                !m_s.mainOf.contains(url) && (f.bodyCharacters >= LeastBody || f.hasFiles) &&
                (f.articleAddress || (listed && f.rows.size() < 3) || (listed && f.learntBody)))
                f.form = PageForm::Article;
            if (f.form != PageForm::Article && f.form != PageForm::Letter)
                continue;
            if (f.column < 0) {
                if (listed && !m_s.listed[url].columns.empty())
                    f.column = deepest(m_s.listed[url].columns);
                else
                    f.column = columnByFolder(url);
            }
        }
        countArticles();
    }

    /// Rows that lead to other sites, and documents that are no article's attachment, belong to the columns
    /// that list them.
    void listOutside() {
        for (const auto &[url, f] : m_s.pages) {
            const std::int32_t column = m_s.isColumnPage(url, f) ? m_s.columnOfPage(url, f) : -1;
            if (column < 0)
                continue;
            for (const ListRow &row : f.outside) {
                if (m_s.attached.contains(row.url) || m_s.columns.byUrl(row.url) >= 0)
                    continue;
                Listed &listed = m_s.outside[row.url];
                if (text::visibleLength(row.title) > text::visibleLength(listed.title))
                    listed.title = row.title;
                if (listed.date.empty())
                    listed.date = row.date;
                if (std::find(listed.columns.begin(), listed.columns.end(), column) == listed.columns.end())
                    listed.columns.push_back(column);
            }
        }
        // A parent's page repeats what its children hold.
        for (auto &[url, listed] : m_s.outside) {
            const std::int32_t main = deepest(listed.columns);
            std::erase_if(listed.columns, [&](std::int32_t column) {
                return column == main || m_s.columns.isAncestor(column, main);
            });
            listed.columns.insert(listed.columns.begin(), main);
        }
    }

    /// Designed pages of a column may lack crumbs and stand in no menu: an undated page whose address is a
    /// folder beside the folders of columns is one of them, named as the lists name it.
    void addUnnamedColumns() {
        std::vector<std::int32_t> folders(static_cast<std::size_t>(m_s.columns.size()), 0);
        for (const auto &[folder, column] : m_byFolder) {
            if (const std::int32_t parent = m_s.columns[column].parent; parent >= 0)
                ++folders[static_cast<std::size_t>(parent)];
        }
        bool added = false;
        for (const auto &[url, f] : m_s.pages) {
            const auto listed = m_s.listed.find(url);
            if (f.form != PageForm::Other || f.crumbs >= 0 || f.articleAddress ||
                listed == m_s.listed.end() || !listed->second.date.empty() || listed->second.title.empty() ||
                !mirror::isDirectoryIndex(url) || m_s.columns.byUrl(url) >= 0)
                continue;
            const std::string folder = mirror::foldDirectoryIndex(url);
            const auto parent = m_byFolder.find(folder.substr(0, folder.rfind('/', folder.size() - 2) + 1));
            if (parent == m_byFolder.end() || folders[static_cast<std::size_t>(parent->second)] < 2)
                continue;
            std::vector<std::string> path = m_s.columns[parent->second].path;
            path.push_back(listed->second.title);
            if (m_s.columns.find(path) >= 0)
                continue;
            ColumnNode &node = m_s.columns[m_s.columns.add(path)];
            ++node.urls[url];
            node.evidence.emplace_back("folder");
            added = true;
        }
        if (added)
            m_s.columns.settle();
    }

    std::int32_t deepest(const std::vector<std::int32_t> &columns) const {
        return *std::max_element(columns.begin(), columns.end(), [&](std::int32_t a, std::int32_t b) {
            return std::pair(m_s.columns[a].path.size(), m_s.columns[b].path) <
                   std::pair(m_s.columns[b].path.size(), m_s.columns[a].path);
        });
    }

    void countArticles() {
        m_s.articles.assign(static_cast<std::size_t>(m_s.columns.size()), 0);
        m_s.children.assign(static_cast<std::size_t>(m_s.columns.size()), 0);
        for (std::int32_t i = 0; i < m_s.columns.size(); ++i) {
            if (m_s.columns[i].parent >= 0)
                ++m_s.children[static_cast<std::size_t>(m_s.columns[i].parent)];
        }
        for (const auto &[url, f] : m_s.pages) {
            if ((f.form == PageForm::Article || f.form == PageForm::Letter) && f.column >= 0 &&
                !m_s.mainOf.contains(url))
                ++m_s.articles[static_cast<std::size_t>(f.column)];
        }
        for (const auto &[url, listed] : m_s.outside)
            ++m_s.articles[static_cast<std::size_t>(listed.columns.front())];
    }

private:
    SiteState &m_s;
    std::map<std::string, std::int32_t> m_byFolder;
};

} // namespace

void settleSite(SiteState &state) {
    Placement placement(state);
    placement.joinParts();
    placement.joinData();
    placement.buildColumns();
    placement.placeArticles();
}

} // namespace guiyi::site
