// What the names of an element (class, id, role, itemprop) say about its part on the page.
#pragma once

#include <cstdint>
#include <string_view>

namespace guiyi::page {

/// Parts of a page that class words speak for; a set of bits.
enum Trait : std::uint32_t {
    TraitBody = 1u << 0,       ///< names that only article bodies have: entry-content, TRS_Editor
    TraitContent = 1u << 1,    ///< vague names of good parts: article, content, main, story
    TraitNavigation = 1u << 2, ///< menus, breadcrumbs, skip links
    TraitFooter = 1u << 3,
    TraitShare = 1u << 4,       ///< share bars, social buttons
    TraitRelated = 1u << 5,     ///< teasers, related and most read articles
    TraitComment = 1u << 6,     ///< what readers wrote
    TraitAdvert = 1u << 7,      ///< advertisements, sponsors, promotions
    TraitSignup = 1u << 8,      ///< newsletters, subscriptions, logins, paywalls
    TraitCookie = 1u << 9,      ///< consent boxes, overlays
    TraitSidebar = 1u << 10,    ///< side columns, widgets
    TraitTags = 1u << 11,       ///< tag and category lists
    TraitMeta = 1u << 12,       ///< the line of date, author, source
    TraitAuthor = 1u << 13,     ///< names a byline or an author
    TraitAuthorBox = 1u << 14,  ///< the box about the author
    TraitDate = 1u << 15,       ///< names a date
    TraitUpdated = 1u << 16,    ///< names the date of a change
    TraitCaption = 1u << 17,    ///< words under a picture
    TraitPager = 1u << 18,      ///< previous and next page
    TraitTools = 1u << 19,      ///< print, font size, rating, buttons
    TraitHidden = 1u << 20,     ///< for screen readers or printers only
    TraitTitle = 1u << 21,      ///< headline, title
    TraitLead = 1u << 22,       ///< standfirst, summary
    TraitBreadcrumb = 1u << 23, ///< the path of columns
    TraitPublished = 1u << 24,  ///< names the date of publication
    TraitGallery = 1u << 25,    ///< picture series, players
};
using Traits = std::uint32_t;

/// The traits that the words of one attribute value speak for. Words are found at any place of the value and
/// in any case; `aB` counts as `a-b`. Pure, any thread.
Traits traitsOf(std::string_view names);

} // namespace guiyi::page
