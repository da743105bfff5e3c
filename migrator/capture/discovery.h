// The addresses a captured document names: links, requisites, and the pages that only scripts lead to.
#pragma once

#include "schema/url/url.h"

#include <cstdint>
#include <functional>
#include <string_view>
#include <vector>

namespace guiyi::capture {

struct Link {
    Url url;
    bool requisite = false; ///< the page shows or runs it
    bool guess = false;     ///< made from what a pager script says, may not exist
};

/// Reads documents of one site. Remembers, in bounded memory, which hrefs it handed over, so that menus and
/// footers cost next to nothing; the caller drops what it knows. One thread.
class Discovery {
public:
    using Visitor = std::function<void(const Link &)>;

    Discovery();
    /// Hands over the addresses of a page, style sheet, feed or list data; nothing for other content.
    /// `charset` is that of the Content-Type header.
    void read(const Url &page, std::string_view bytes, std::string_view charset, const Visitor &visit);

private:
    friend class LinkSink;
    bool isNew(std::uint64_t hash);
    std::vector<std::uint64_t> m_recent; ///< hashes of base and href
};

/// The other pages of a list that a script builds its pager for (adapters/site/data, pagers):
/// createPageHTML(total, current, "index", "html") of TRS WCM, and a total ("totalpage=12") beside a numbered
/// page. `siblings` are the page's own links.
std::vector<Link> pagesByScript(const Url &page, const Url &base, std::string_view utf8,
                                const std::vector<Url> &siblings);

} // namespace guiyi::capture
