#include "adapters/page/class_words.h"

#include <array>
#include <cstddef>
#include <queue>
#include <vector>

namespace guiyi::page {

namespace {

struct Word {
    std::string_view pattern; ///< '-' stands for any run of other characters, and for the ends
    Traits traits;
};

constexpr Word Words[] = {
    // Article bodies: common templates of the west, then Chinese content systems.
    {"-article-body-", TraitBody},
    {"articlebody", TraitBody},
    {"-article-body-content", TraitBody},
    {"-article-content-", TraitBody},
    {"articlecontent", TraitBody},
    {"-article-text-", TraitBody},
    {"articletext", TraitBody},
    {"-article-body-text", TraitBody},
    {"-article-copy-", TraitBody},
    {"-entry-content-", TraitBody},
    {"entrycontent", TraitBody},
    {"-post-content-", TraitBody},
    {"postcontent", TraitBody},
    {"-post-body-", TraitBody},
    {"postbody", TraitBody},
    {"-post-text-", TraitBody},
    {"-post-entry-", TraitBody},
    {"-story-body-", TraitBody},
    {"storybody", TraitBody},
    {"-story-content-", TraitBody},
    {"storycontent", TraitBody},
    {"-story-text-", TraitBody},
    {"-body-text-", TraitBody},
    {"-bodytext-", TraitBody},
    {"-body-copy-", TraitBody},
    {"-fulltext-", TraitBody},
    {"-full-text-", TraitBody},
    {"-field-body-", TraitBody},
    {"-field-name-body-", TraitBody},
    {"-blog-content-", TraitBody},
    {"-blog-post-content-", TraitBody},
    {"-single-content-", TraitBody},
    {"-td-post-content-", TraitBody},
    {"-news-content-", TraitBody},
    {"newscontent", TraitBody},
    {"-news-text-", TraitBody},
    {"-content-body-", TraitBody},
    {"contentbody", TraitBody},
    {"-main-text-", TraitBody},
    {"-maintext-", TraitBody},
    {"-rich-text-", TraitContent},
    {"-trs-editor-", TraitBody},
    {"-custom-union-style-", TraitBody},
    {"-zoom-", TraitBody},
    {"-vsb-content-", TraitBody},
    {"-v-news-content-", TraitBody},
    {"ucapcontent", TraitBody},
    {"-end-text-", TraitBody},
    {"-endtext-", TraitBody},
    {"artibody", TraitBody},
    {"-news-txt-", TraitBody},
    {"-arti-content-", TraitBody},
    {"wp-articlecontent", TraitBody},
    {"-rwb-zw-", TraitBody},
    {"-rm-txt-con-", TraitBody},
    {"-rich-media-content-", TraitBody},
    {"-detail-content-", TraitBody},
    {"-xx-con-", TraitBody},
    {"-js-content-", TraitBody},
    {"-con-txt-", TraitBody},
    {"-post-text-", TraitBody},
    {"-mw-parser-output-", TraitBody},
    {"-e-content-", TraitBody},
    {"-article-", TraitContent},
    {"article", TraitContent},
    {"-content", TraitContent},
    {"content-", TraitContent},
    {"-main-", TraitContent},
    {"-post-", TraitContent},
    {"-entry-", TraitContent},
    {"hentry", TraitContent},
    {"-story-", TraitContent},
    {"-text-", TraitContent},
    {"-body-", TraitContent},
    {"-column-", TraitContent},
    {"-blog-", TraitContent},
    {"-page-", TraitContent},
    // Menus.
    {"-nav-", TraitNavigation},
    {"-navi", TraitNavigation},
    {"-navbar", TraitNavigation},
    {"navbar-", TraitNavigation},
    {"navigation", TraitNavigation},
    {"-mainnav", TraitNavigation},
    {"-subnav", TraitNavigation},
    {"-topnav", TraitNavigation},
    {"-menu-", TraitNavigation},
    {"menu-", TraitNavigation},
    {"-menu", TraitNavigation},
    {"-skip-link", TraitNavigation},
    {"-site-header-", TraitNavigation},
    {"-page-header-top-", TraitNavigation},
    {"-masthead-", TraitNavigation},
    {"-topbar-", TraitNavigation},
    {"-top-bar-", TraitNavigation},
    {"-offcanvas-", TraitNavigation},
    {"-jumplink", TraitNavigation},
    {"breadcrumb", TraitNavigation | TraitBreadcrumb},
    {"-crumb", TraitNavigation | TraitBreadcrumb},
    {"bread-crumb", TraitNavigation | TraitBreadcrumb},
    {"-toc-", TraitNavigation},
    {"table-of-contents", TraitNavigation},
    {"-curpos", TraitNavigation | TraitBreadcrumb},
    {"-weizhi-", TraitNavigation | TraitBreadcrumb},
    {"-position-", TraitBreadcrumb},
    {"-location-", TraitBreadcrumb},
    {"-ariane-", TraitNavigation | TraitBreadcrumb},
    {"-you-are-here-", TraitNavigation | TraitBreadcrumb},
    // Feet.
    {"-footer", TraitFooter},
    {"footer-", TraitFooter},
    {"-foot-", TraitFooter},
    {"-bottom-bar-", TraitFooter},
    {"copyright", TraitFooter},
    {"-colophon-", TraitFooter},
    {"-impressum-", TraitFooter},
    {"-legal-", TraitFooter},
    {"-disclaimer-", TraitFooter},
    // Sharing.
    {"-share", TraitShare},
    {"share-", TraitShare},
    {"sharing", TraitShare},
    {"sharebar", TraitShare},
    {"sharebutton", TraitShare},
    {"-sharedaddy", TraitShare},
    {"social", TraitShare},
    {"addthis", TraitShare},
    {"addtoany", TraitShare},
    {"-bookmark", TraitShare},
    {"-shariff-", TraitShare},
    {"-follow-us", TraitShare},
    {"-followus", TraitShare},
    {"-bdshare", TraitShare},
    {"-jiathis", TraitShare},
    {"-fenxiang-", TraitShare},
    {"-teilen-", TraitShare},
    {"-sns-", TraitShare},
    {"-like-button", TraitShare},
    {"-fb-like-", TraitShare},
    // Other articles.
    {"related", TraitRelated},
    {"relatedpost", TraitRelated},
    {"recommend", TraitRelated},
    {"-reco-", TraitRelated},
    {"-similar", TraitRelated},
    {"-more-stories", TraitRelated},
    {"-more-news", TraitRelated},
    {"-more-articles", TraitRelated},
    {"-more-from", TraitRelated},
    {"-more-on", TraitRelated},
    {"-read-more", TraitRelated},
    {"readmore", TraitRelated},
    {"-read-next", TraitRelated},
    {"-readnext", TraitRelated},
    {"-read-also", TraitRelated},
    {"-readalso", TraitRelated},
    {"-also-read", TraitRelated},
    {"-see-also", TraitRelated},
    {"-seealso", TraitRelated},
    {"-also-like", TraitRelated},
    {"-up-next", TraitRelated},
    {"-upnext", TraitRelated},
    {"-next-article", TraitRelated},
    {"-next-post", TraitRelated},
    {"-most-read", TraitRelated},
    {"-mostread", TraitRelated},
    {"-most-viewed", TraitRelated},
    {"-most-popular", TraitRelated},
    {"-mostpopular", TraitRelated},
    {"-popular", TraitRelated},
    {"-trending", TraitRelated},
    {"-latest", TraitRelated},
    {"-recent-", TraitRelated},
    {"-recentpost", TraitRelated},
    {"-teaser", TraitRelated},
    {"teaser-", TraitRelated},
    {"-outbrain", TraitRelated},
    {"-taboola", TraitRelated},
    {"-plista-", TraitRelated},
    {"-zergnet", TraitRelated},
    {"-viral", TraitRelated},
    {"-crp-", TraitRelated},
    {"-yarpp", TraitRelated},
    {"-jp-relatedposts", TraitRelated},
    {"-linkbox-", TraitRelated},
    {"-inline-link", TraitRelated},
    {"-siehe-auch", TraitRelated},
    {"-mehr-zum-thema", TraitRelated},
    {"-xiangguan", TraitRelated},
    {"-storylink", TraitRelated},
    {"-story-link", TraitRelated},
    {"-onward-", TraitRelated},
    {"-rich-link", TraitRelated},
    // Readers' words.
    {"-comment", TraitComment},
    {"comments", TraitComment},
    {"-disqus", TraitComment},
    {"-respond-", TraitComment},
    {"-reply", TraitComment},
    {"-discussion", TraitComment},
    {"-kommentar", TraitComment},
    {"kommentare", TraitComment},
    {"-comentario", TraitComment},
    {"-commentaire", TraitComment},
    {"-pinglun", TraitComment},
    {"-trackback", TraitComment},
    {"-pingback", TraitComment},
    {"-leserbrief", TraitComment},
    {"-livefyre", TraitComment},
    {"-remark-", TraitComment},
    // Advertisements.
    {"-ad-", TraitAdvert},
    {"-ads-", TraitAdvert},
    {"-adv-", TraitAdvert},
    {"-advert", TraitAdvert},
    {"advertis", TraitAdvert},
    {"-adbox", TraitAdvert},
    {"-adslot", TraitAdvert},
    {"-ad-slot", TraitAdvert},
    {"-adsbygoogle", TraitAdvert},
    {"-adsense", TraitAdvert},
    {"-adunit", TraitAdvert},
    {"-adwrap", TraitAdvert},
    {"-adcontainer", TraitAdvert},
    {"-dfp-", TraitAdvert},
    {"-gpt-", TraitAdvert},
    {"-anzeige", TraitAdvert},
    {"-werbung", TraitAdvert},
    {"-reklam", TraitAdvert},
    {"-publicidad", TraitAdvert},
    {"-publicite", TraitAdvert},
    {"-sponsor", TraitAdvert},
    {"-promo", TraitAdvert},
    {"promo-", TraitAdvert},
    {"-promotion", TraitAdvert},
    {"-banner", TraitAdvert},
    {"banner-", TraitAdvert},
    {"-affiliate", TraitAdvert},
    {"-guanggao", TraitAdvert},
    {"-skyscraper", TraitAdvert},
    {"-billboard-", TraitAdvert},
    {"-commercial-", TraitAdvert},
    {"-buy-", TraitAdvert},
    // Asking for addresses and money.
    {"newsletter", TraitSignup},
    {"subscri", TraitSignup},
    {"-signup", TraitSignup},
    {"-sign-up", TraitSignup},
    {"-sign-in", TraitSignup},
    {"-login", TraitSignup},
    {"-optin", TraitSignup},
    {"-opt-in", TraitSignup},
    {"-mailing", TraitSignup},
    {"-mc-wp-", TraitSignup},
    {"-paywall", TraitSignup},
    {"-donat", TraitSignup},
    {"-registration-", TraitSignup},
    {"-suscri", TraitSignup},
    {"-abonn", TraitSignup},
    {"-cta-", TraitSignup},
    {"-call-to-action-", TraitSignup},
    {"-paid-content", TraitSignup},
    {"-mailchimp", TraitSignup},
    {"-wpcf-", TraitSignup},
    {"-gform", TraitSignup},
    // Consent boxes and overlays.
    {"cookie", TraitCookie},
    {"-consent", TraitCookie},
    {"-gdpr", TraitCookie},
    {"-cmplz", TraitCookie},
    {"-popup", TraitCookie},
    {"-pop-up", TraitCookie},
    {"-modal", TraitCookie},
    {"-overlay", TraitCookie},
    {"-lightbox-", TraitCookie},
    {"-tooltip", TraitCookie},
    // Side columns.
    {"sidebar", TraitSidebar},
    {"-side-bar-", TraitSidebar},
    {"-side-", TraitSidebar},
    {"-widget", TraitSidebar},
    {"widget-", TraitSidebar},
    {"-rail-", TraitSidebar},
    {"-right-rail", TraitSidebar},
    {"-aside-", TraitSidebar},
    {"-rightcol", TraitSidebar},
    {"-right-col", TraitSidebar},
    {"-secondary-", TraitSidebar},
    {"-marginalspalte-", TraitSidebar},
    {"-infobox", TraitSidebar},
    {"-factbox", TraitSidebar},
    // Tags and categories.
    {"-tags-", TraitTags},
    {"-tag-", TraitTags},
    {"-taglist", TraitTags},
    {"-tagcloud", TraitTags},
    {"-tag-list", TraitTags},
    {"-tags-links", TraitTags},
    {"-cat-links", TraitTags},
    {"-categories-", TraitTags},
    {"-category-", TraitTags},
    {"-keywords-", TraitTags},
    {"-topics-", TraitTags},
    {"-schlagwort", TraitTags},
    {"-labels-", TraitTags},
    {"-post-labels-", TraitTags},
    // The line of date, author, source.
    {"-meta-", TraitMeta},
    {"-metas-", TraitMeta},
    {"-metadata-", TraitMeta},
    {"-post-meta", TraitMeta},
    {"postmeta", TraitMeta},
    {"-entry-meta", TraitMeta},
    {"entrymeta", TraitMeta},
    {"-article-meta", TraitMeta},
    {"-article-info-", TraitMeta},
    {"-articleinfo-", TraitMeta},
    {"-post-info-", TraitMeta},
    {"-postinfo-", TraitMeta},
    {"-post-details-", TraitMeta},
    {"-postmetadata", TraitMeta},
    {"-submitted-", TraitMeta},
    {"-info-", TraitMeta},
    {"-byline", TraitMeta | TraitAuthor},
    {"byline-", TraitMeta | TraitAuthor},
    {"-by-line-", TraitMeta | TraitAuthor},
    {"-dateline", TraitMeta | TraitDate},
    {"-author-", TraitAuthor},
    {"-authors-", TraitAuthor},
    {"author-name", TraitAuthor},
    {"authorname", TraitAuthor},
    {"-autor-", TraitAuthor},
    {"-autoren-", TraitAuthor},
    {"-auteur-", TraitAuthor},
    {"-autore-", TraitAuthor},
    {"-writer-", TraitAuthor},
    {"-vcard-", TraitAuthor},
    {"-zuozhe-", TraitAuthor},
    {"-contributor", TraitAuthor},
    {"-reporter-", TraitAuthor},
    {"-journalist-", TraitAuthor},
    {"-author-bio", TraitAuthorBox},
    {"-authorbio", TraitAuthorBox},
    {"-author-box", TraitAuthorBox},
    {"-authorbox", TraitAuthorBox},
    {"-author-info", TraitAuthorBox},
    {"-author-card", TraitAuthorBox},
    {"-author-description", TraitAuthorBox},
    {"-author-profile", TraitAuthorBox},
    {"-about-author", TraitAuthorBox},
    {"-about-the-author", TraitAuthorBox},
    {"-abouttheauthor", TraitAuthorBox},
    {"-bio-", TraitAuthorBox},
    {"-biography-", TraitAuthorBox},
    {"-user-info-", TraitAuthorBox},
    {"-user-profile-", TraitAuthorBox},
    {"-saboxplugin", TraitAuthorBox},
    // Dates.
    {"-date", TraitDate},
    {"date-", TraitDate},
    {"-datum-", TraitDate},
    {"-fecha-", TraitDate},
    {"-time-", TraitDate},
    {"-timestamp", TraitDate},
    {"timestamp-", TraitDate},
    {"-datetime", TraitDate},
    {"-created-", TraitDate},
    {"-posted-", TraitDate},
    {"-publish", TraitDate | TraitPublished},
    {"-published-", TraitDate | TraitPublished},
    {"-pubdate", TraitDate | TraitPublished},
    {"-pub-date", TraitDate | TraitPublished},
    {"-pubtime", TraitDate | TraitPublished},
    {"-pub-time", TraitDate | TraitPublished},
    {"-posted-on", TraitDate | TraitPublished},
    {"-entry-date", TraitDate | TraitPublished},
    {"-post-date", TraitDate | TraitPublished},
    {"-postdate", TraitDate | TraitPublished},
    {"-article-date", TraitDate | TraitPublished},
    {"-articledate", TraitDate | TraitPublished},
    {"-release-date", TraitDate | TraitPublished},
    {"-updated-", TraitDate | TraitUpdated},
    {"-update-", TraitUpdated},
    {"-modified-", TraitDate | TraitUpdated},
    {"-last-mod", TraitDate | TraitUpdated},
    {"-lastmod", TraitDate | TraitUpdated},
    {"modified-", TraitDate | TraitUpdated},
    // Pictures.
    {"-caption", TraitCaption},
    {"caption-", TraitCaption},
    {"-bildunterschrift", TraitCaption},
    {"-credit", TraitCaption},
    {"-gallery", TraitGallery},
    {"-slideshow", TraitGallery},
    {"-carousel", TraitGallery},
    {"-slider", TraitGallery},
    {"-swiper", TraitGallery},
    {"-player", TraitGallery},
    {"-video-", TraitGallery},
    // Pagers and tools.
    {"-pager", TraitPager},
    {"-pagination", TraitPager},
    {"pagenavi", TraitPager},
    {"-paging", TraitPager},
    {"-post-navigation", TraitPager},
    {"-nav-links-", TraitPager},
    {"-prev-next", TraitPager},
    {"-page-links-", TraitPager},
    {"-print-", TraitTools},
    {"-noprint-", TraitTools},
    {"-no-print-", TraitTools},
    {"-dont-print-", TraitTools},
    {"-toolbar", TraitTools},
    {"-tools-", TraitTools},
    {"-tool-", TraitTools},
    {"-button", TraitTools},
    {"-buttons-", TraitTools},
    {"-btn-", TraitTools},
    {"-rating", TraitTools},
    {"-ratings", TraitTools},
    {"-vote", TraitTools},
    {"-feedback", TraitTools},
    {"-font-size", TraitTools},
    {"-layer-", TraitTools},
    {"-popover", TraitTools},
    {"-dropdown", TraitTools},
    {"-qrcode", TraitShare},
    {"-erweima-", TraitShare},
    {"-ewm-", TraitShare},
    {"-statement-", TraitFooter},
    {"-shengming-", TraitFooter},
    {"-mianze-", TraitFooter},
    {"-support-us", TraitSignup},
    {"-membership-", TraitSignup},
    {"-dont-miss", TraitRelated},
    {"-you-might", TraitRelated},
    {"-you-may-", TraitRelated},
    {"-further-reading-", TraitRelated},
    {"-inline-related", TraitRelated},
    {"-callout-", TraitRelated},
    {"-productlink", TraitAdvert},
    {"-privacy-", TraitCookie},
    {"-fontsize", TraitTools},
    {"-bsh-", TraitTools},
    {"-search", TraitTools},
    {"searchform", TraitTools},
    {"-edit-section", TraitTools},
    {"-mw-editsection", TraitTools},
    {"-toggle-", TraitTools},
    {"-attribution-", TraitTools},
    {"-sr-only", TraitHidden},
    {"-screen-reader", TraitHidden},
    {"-visually-hidden", TraitHidden},
    {"-visuallyhidden", TraitHidden},
    {"-print-only", TraitHidden},
    {"-noscript-", TraitHidden},
    // Titles.
    {"-title", TraitTitle},
    {"title-", TraitTitle},
    {"-headline", TraitTitle},
    {"headline-", TraitTitle},
    {"-heading-", TraitTitle},
    {"-biaoti-", TraitTitle},
    {"-lead-", TraitLead},
    {"-lede-", TraitLead},
    {"-intro-", TraitLead},
    {"-standfirst", TraitLead},
    {"-summary-", TraitLead},
    {"-teaser-text", TraitLead},
    {"-dek-", TraitLead},
    {"-subtitle", TraitLead},
    {"-description-", TraitLead},
    {"-deck", TraitLead},
    {"-vorspann", TraitLead},
    {"-bajada", TraitLead},
    {"-chapeau-", TraitLead},
    {"-chapo-", TraitLead},
    {"-entradilla", TraitLead},
    {"-copete-", TraitLead},
    {"-sommario-", TraitLead},
    {"-catenaccio-", TraitLead},
    {"-preamble", TraitLead},
    {"-ingress-", TraitLead},
    {"-sub-headline", TraitLead},
    {"-subheadline", TraitLead},
    {"-subhead-", TraitLead},
    {"-sub-title", TraitLead},
    {"subline-", TraitLead},
    {"-teaser-intro", TraitLead},
    {"-introduction-", TraitLead},
    {"-introtext-", TraitLead},
    {"-anriss", TraitLead},
    {"-abstract-", TraitLead},
    {"-subtitulo", TraitLead},
    {"-sapo-", TraitLead},
    {"-zusammenfassung-", TraitLead},
    {"-daodu-", TraitLead},
    {"-zhaiyao-", TraitLead},
    {"-kurztext-", TraitLead},
    {"-einleitung-", TraitLead},
    {"-subheading-", TraitLead},
    {"-lead-text", TraitLead},
    {"-leadtext-", TraitLead},
    {"-article-lead", TraitLead},
    {"-text-lead", TraitLead},
    {"-excerpt", TraitLead},
};

/// Aho and Corasick's automaton over 27 symbols: the letters, and one for all else.
class Automaton {
public:
    Automaton() {
        m_next.emplace_back();
        m_traits.push_back(0);
        for (const Word &word : Words)
            add(word);
        link();
    }

    Traits scan(std::string_view names) const {
        Traits found = 0;
        std::uint32_t state = m_next[0][0];
        bool separator = true, lower = false;
        const auto step = [&](std::uint8_t symbol) {
            state = m_next[state][symbol];
            found |= m_traits[state];
        };
        for (const char c : names) {
            const bool isLower = c >= 'a' && c <= 'z', isUpper = c >= 'A' && c <= 'Z';
            if (isLower || isUpper) {
                if (isUpper && lower)
                    step(0);
                step(static_cast<std::uint8_t>((c | 0x20) - 'a' + 1));
                separator = false;
            } else if (!separator) {
                step(0);
                separator = true;
            }
            lower = isLower;
        }
        if (!separator)
            step(0);
        return found;
    }

private:
    using State = std::array<std::uint16_t, 27>;

    void add(const Word &word) {
        std::uint16_t state = 0;
        for (const char c : word.pattern) {
            const std::size_t symbol = c == '-' ? 0 : static_cast<std::size_t>(c - 'a' + 1);
            if (symbol >= 27)
                continue;
            if (m_next[state][symbol] == 0) {
                const auto fresh = static_cast<std::uint16_t>(m_next.size());
                m_next[state][symbol] = fresh;
                m_next.emplace_back();
                m_traits.push_back(0);
            }
            state = m_next[state][symbol];
        }
        m_traits[state] |= word.traits;
    }

    void link() {
        std::vector<std::uint16_t> fail(m_next.size(), 0);
        std::queue<std::uint16_t> open;
        for (const std::uint16_t child : m_next[0]) {
            if (child != 0)
                open.push(child);
        }
        while (!open.empty()) {
            const std::uint16_t state = open.front();
            open.pop();
            m_traits[state] |= m_traits[fail[state]];
            for (std::size_t symbol = 0; symbol < 27; ++symbol) {
                const std::uint16_t child = m_next[state][symbol];
                const std::uint16_t fallback = m_next[fail[state]][symbol];
                if (child == 0) {
                    m_next[state][symbol] = fallback;
                } else {
                    fail[child] = fallback;
                    open.push(child);
                }
            }
        }
    }

    std::vector<State> m_next;
    std::vector<Traits> m_traits;
};

} // namespace

Traits traitsOf(std::string_view names) {
    static const Automaton automaton;
    return automaton.scan(names);
}

} // namespace guiyi::page
