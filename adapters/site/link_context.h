// How the links of one page resolve, and which of them are the site's own.
#pragma once

#include "schema/url/url.h"

#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace guiyi::site {

/// What stands behind an own address, as far as the source knows.
enum class TargetKind { Foreign, Page, Document, Image, Other, MissingPage, MissingDocument, MissingImage };

/// The addresses of one site as seen from any of its pages. Implemented over the inventory.
class SiteLinks {
public:
    virtual ~SiteLinks() = default;
    /// The canonical own address behind an absolute one (aliases folded, spelling as in the source when the
    /// source has it); nothing for foreign hosts.
    virtual std::optional<Url> own(const Url &url) const = 0;
    virtual TargetKind kindOf(const Url &canonical) const = 0;
};

/// One page's view of SiteLinks: resolves against the page (or its <base href>).
class PageLinks {
public:
    PageLinks(const SiteLinks &site, Url page) : m_site(site), m_page(std::move(page)), m_base(m_page) {}
    void setBase(std::string_view href) {
        if (auto base = m_page.resolve(href))
            m_base = *base;
    }
    const Url &page() const { return m_page; }
    const SiteLinks &site() const { return m_site; }
    /// Absolute form of any http(s) link; own ones canonical. Nothing for other schemes and broken ones.
    std::optional<Url> resolve(std::string_view href) const {
        const auto url = m_base.resolve(href);
        if (!url)
            return std::nullopt;
        const auto own = m_site.own(*url);
        return own ? own : url;
    }
    /// As resolve(), only own addresses.
    std::optional<Url> own(std::string_view href) const {
        const HrefForm form = formOf(href);
        if (form != HrefForm::Http && form != HrefForm::Relative)
            return std::nullopt;
        const auto url = m_base.resolve(href);
        return url ? m_site.own(*url) : std::nullopt;
    }

private:
    const SiteLinks &m_site;
    Url m_page, m_base;
};

} // namespace guiyi::site
