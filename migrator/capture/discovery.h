// The addresses a captured document names: links, requisites, and the pages that only scripts lead to.
#pragma once

#include "mappings/urlmap/page_index.h"
#include "migrator/capture/known_markup.h"
#include "migrator/capture/page_scripts.h"
#include "schema/url/url.h"

#include <cstdint>
#include <functional>
#include <string_view>
#include <vector>

namespace guiyi::capture {

/// Reads documents of one site. Remembers, in bounded memory, which hrefs it handed over and which stretches
/// of markup it read, so that menus and footers cost next to nothing; the caller drops what it knows. One
/// thread.
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
    bool readText(const Url &page, std::string_view text, std::string_view charset, bool style,
                  const Visitor &visit);

    std::vector<std::uint64_t> m_recent; ///< hashes of base and href
    KnownMarkup m_known;
    mapping::PageIndex m_index;
};

} // namespace guiyi::capture
