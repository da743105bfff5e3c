// The body of an article as clean HTML and as text, with its links and files.
#pragma once

#include "adapters/site/knowledge.h"
#include "adapters/site/link_context.h"
#include "adapters/site/page_view.h"
#include "schema/model/model.h"

#include <unordered_set>

namespace guiyi::site {

/// A picture that stood in the page itself and is a file now.
struct InlineImage {
    std::string url; ///< an own address made of its content, which the old site never had
    std::string sha256, mediaType, bytes;

    /// The file's line in the ledger; who uses it must have kept the bytes. Its role is still to be said.
    Resource resource() const;
};

struct WrittenBody {
    std::string html; ///< semantic subset; href and src absolute
    std::string text; ///< a line a paragraph, table cells joined by tabs; without lines that are only links
                      ///< to files and without the trailing lines that are only links
    std::vector<FileReference> files; ///< unresolved: name, href, url, role; status Missing or External
    std::vector<BodyLink> links;
    std::vector<InlineImage> inlineImages;
    std::size_t hiddenLinks = 0; ///< links in parts hidden from readers (possible 暗链), left out
};

struct BodyOptions {
    std::vector<std::int32_t> skip; ///< items left out with their subtrees
    const std::unordered_set<std::uint64_t> *chromeImages =
        nullptr; ///< hashes of image addresses that are layout
    /// Given where nothing marks the body: blocks of the site's repeated texts and menus are left out.
    const ChromeTexts *chrome = nullptr;
    bool keepInlineImages = false; ///< who reads `inlineImages` says so; without it they are left out
    std::int32_t from = 0;         ///< items before it are left out (a title inside the container)
};

/// Writes what stands below `container`. Kept: headings, paragraphs, lists, data tables with spans, images,
/// films and sounds, links, emphasis, alignment of paragraphs; players of known services as links; everything
/// executable, styled or layout is gone.
WrittenBody writeBody(const PageView &view, std::int32_t container, const Knowledge &knowledge,
                      const PageLinks &links, const BodyOptions &options);

} // namespace guiyi::site
