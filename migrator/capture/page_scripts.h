// Where the scripts of a page lead: navigations, and pagers that are built when the page is shown.
#pragma once

#include "schema/url/url.h"

#include <array>
#include <string_view>
#include <vector>

namespace guiyi::capture {

struct Link {
    Url url;
    bool requisite = false; ///< the page shows or runs it
    bool guess = false;     ///< made from what a pager script says, may not exist
};

/// Collects from the stretches of one page, which must outlive it.
class PageScripts {
public:
    /// Reads a stretch of the page, in order; whether something in it leads anywhere.
    bool read(std::string_view text);

    /// Relative addresses scripts and event handlers send the browser to: location.href='show.asp?id=1'. The
    /// walk over the page takes absolute ones and those that begin with a slash.
    const std::vector<std::string_view> &navigations() const { return m_navigations; }

    /// The other pages of a list that a script builds its pager for (adapters/site/data, pagers):
    /// createPageHTML(total, current, "index", "html") of TRS WCM, and a total ("totalpage=12") beside a
    /// numbered page. `siblings` are the page's own links.
    std::vector<Link> pages(const Url &page, const Url &base, const std::vector<Url> &siblings) const;

private:
    bool readPager(std::string_view text, std::size_t at);
    bool readNavigation(std::string_view text, std::size_t at);
    int total() const;

    static constexpr std::size_t TotalNames = 5;
    std::vector<std::string_view> m_navigations, m_calls;
    std::array<int, TotalNames> m_totals{}; ///< by name; 0: not seen
};

} // namespace guiyi::capture
