// How the links of one page resolve, and which of them are the site's own.
#pragma once

#include "schema/url/url.h"

#include <algorithm>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

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

/// Answers for addresses that are the same on every page of a site: absolute and root-relative ones, of which
/// menus and footers repeat the same few hundred. Bounded; belongs to one thread.
class LinkCache {
public:
    struct Answer {
        std::optional<Url> resolved, own;
    };
    const Answer *find(std::string_view href) const {
        const auto it = m_answers.find(href);
        return it == m_answers.end() ? nullptr : &it->second;
    }
    const Answer &add(std::string_view href, Answer answer) {
        if (m_answers.size() >= Most)
            m_answers.clear();
        return m_answers.insert_or_assign(std::string(href), std::move(answer)).first->second;
    }

private:
    static constexpr std::size_t Most = 4096;
    struct Hash {
        using is_transparent = void;
        std::size_t operator()(std::string_view s) const { return std::hash<std::string_view>()(s); }
    };
    std::unordered_map<std::string, Answer, Hash, std::equal_to<>> m_answers;
};

/// One page's view of SiteLinks: resolves against the page (or its <base href>).
class PageLinks {
public:
    /// `cache` may be null; else it is used by this thread alone and only for pages of `site`. `charset` is
    /// what the page is written in: browsers write queries in it; empty: UTF-8.
    PageLinks(const SiteLinks &site, Url page, LinkCache *cache = nullptr, std::string_view charset = {})
        : m_site(site), m_page(std::move(page)), m_base(m_page), m_cache(cache), m_charset(charset) {}
    void setBase(std::string_view href) {
        if (auto base = m_page.resolve(href, m_charset)) {
            m_base = *base;
            m_lastHref.reset();
            m_cache = nullptr; // root-relative links of this page lead elsewhere
        }
    }
    const Url &page() const { return m_page; }
    const SiteLinks &site() const { return m_site; }
    /// Absolute form of any http(s) link; own ones canonical. Nothing for other schemes and broken ones.
    std::optional<Url> resolve(std::string_view href) const { return answer(href).resolved; }
    /// As resolve(), only own addresses; nothing for anchors.
    std::optional<Url> own(std::string_view href) const { return answer(href).own; }
    /// As own(), without a copy; lasts until the next question.
    const std::optional<Url> &ownRef(std::string_view href) const { return answer(href).own; }

private:
    /// Lasts until the next call.
    const LinkCache::Answer &answer(std::string_view href) const {
        // What is not ASCII means something else on a page in another encoding.
        const bool everywhere = m_cache != nullptr && !href.empty() &&
                                (href[0] == '/' || href.substr(0, 4) == "http") && isAscii(href);
        if (!everywhere) {
            // Of one link several things are asked in turn.
            if (m_lastHref != href) {
                m_last = work(href);
                m_lastHref = href;
            }
            return m_last;
        }
        if (const LinkCache::Answer *known = m_cache->find(href))
            return *known;
        return m_cache->add(href, work(href));
    }
    LinkCache::Answer work(std::string_view href) const {
        LinkCache::Answer answer;
        answer.resolved = m_base.resolve(href, m_charset);
        if (!answer.resolved)
            return answer;
        auto own = m_site.own(*answer.resolved);
        if (own && !m_charset.empty() && !isAscii(href) && isMissing(m_site.kindOf(*own))) {
            // A site that was saved by a program which knew UTF-8 alone.
            const auto other = m_base.resolve(href);
            const auto saved = other ? m_site.own(*other) : std::nullopt;
            if (saved && !isMissing(m_site.kindOf(*saved)))
                own = saved;
        }
        if (!own)
            return answer;
        answer.resolved = own;
        const HrefForm form = formOf(href);
        if (form == HrefForm::Http || form == HrefForm::Relative)
            answer.own = own;
        return answer;
    }

    static bool isAscii(std::string_view s) {
        return std::all_of(s.begin(), s.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
    }
    static bool isMissing(TargetKind kind) {
        return kind == TargetKind::MissingPage || kind == TargetKind::MissingDocument ||
               kind == TargetKind::MissingImage;
    }

    const SiteLinks &m_site;
    Url m_page, m_base;
    LinkCache *m_cache;
    std::string m_charset;
    mutable LinkCache::Answer m_last;
    mutable std::optional<std::string> m_lastHref; ///< what m_last answers
};

} // namespace guiyi::site
