// Pages that hold several records: letters one after the other, lists whose rows carry the whole text.
#pragma once

#include "adapters/site/body_writer.h"
#include "adapters/site/labelled_values.h"

#include <string>
#include <vector>

namespace guiyi::site {

/// A record that shares its page with others.
struct PagePart {
    std::string anchor; ///< what follows '#' in its address: made of its content, unique on the page
    Article article;    ///< its url is the page's with the anchor
    Letter letter;
    std::vector<InlineImage> inlineImages;
    bool isLetter = false;
};

/// What the makers of parts need of their page.
struct PartContext {
    const PageView &view;
    const Knowledge &knowledge;
    const PageLinks &links;
    const BodyOptions &options;
};

/// The letters of a page as records of their own.
std::vector<PagePart> lettersAsParts(const PartContext &context, const std::vector<LetterForm> &forms);

/// Lists that are articles: blocks of one kind, one after the other, each with a title, a date and the whole
/// text, and without a link to a page of its own.
std::vector<PagePart> findListedTexts(const PartContext &context, std::int32_t begin, std::int32_t end);

/// Eight digits for an anchor, of what tells a record from others.
std::string anchorOf(std::string_view kind, std::string_view content);

} // namespace guiyi::site
