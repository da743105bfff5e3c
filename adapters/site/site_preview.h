// A few pages of a site, read as extraction would read them: to try rules and to see what was learnt.
#pragma once

#include "adapters/site/page_extractor.h"
#include "adapters/site/site_extractor.h"

#include <string>
#include <vector>

namespace guiyi::site {

struct PreviewPage {
    PageDraft draft;
    std::string rule;   ///< name of the rule in the site's file that was used; empty: none fits
    std::string source; ///< the page as it was saved, decoded to UTF-8
};

/// What was learnt of the pages whose addresses have one shape. Support is the number of sample pages that
/// agree; coverage the mean share of a page's own text that the region holds.
struct TemplateSupport {
    std::string shape;
    int bodySupport = 0, titleSupport = 0;
    double bodyCoverage = 0;
};

struct SitePreview {
    std::string encoding, product;
    std::vector<TemplateSupport> templates; ///< by shape
    std::vector<PreviewPage> pages;         ///< by address
};

std::vector<TemplateSupport> supportOf(const SiteModel &model);

/// Learns the site and reads up to `most` pages: those that its rules name first, then articles of every
/// shape. Errors as extractSite(); nothing is written but a scratch file.
Result<SitePreview> previewSite(const Site &site, const Knowledge &knowledge, const ExtractOptions &options,
                                std::size_t most);

} // namespace guiyi::site
