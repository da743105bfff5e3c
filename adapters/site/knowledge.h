// What is known of CMS products and of the words on government pages: data from cms-fingerprints.yaml.
#pragma once

#include "adapters/html/select.h"
#include "schema/base/result.h"

#include <QtCore/qregularexpression.h>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace guiyi::site {

/// An address shape; `dateGroups` name the capture groups that hold year, month, day (or ymd, ym, md).
struct UrlPattern {
    QRegularExpression expression;
    int score = 0;
    std::vector<QString> dateGroups;
};

struct MarkerPattern {
    QRegularExpression expression;
    int score = 0;
};

/// A compiled selector with its text, for reports.
struct BodySelector {
    std::string css;
    html::Selector selector;
};

struct CmsKnowledge {
    std::string id, name;
    std::vector<MarkerPattern> markers; ///< in the page's source
    std::vector<UrlPattern> articleUrls, listUrls;
    std::vector<BodySelector> bodySelectors; ///< most precise first
    std::vector<std::string> seeds;          ///< paths of lists nothing may link to
};

/// What an address says of itself.
struct UrlHint {
    bool article = false;
    bool list = false;
    std::string date; ///< ISO; empty when the address has none
};

/// Immutable after loading; shared by all threads.
class Knowledge {
public:
    static Result<Knowledge> parse(std::string_view yaml, std::string_view fileName);
    static const Knowledge &builtIn();

    const std::vector<CmsKnowledge> &products() const { return m_products; }
    const CmsKnowledge *product(std::string_view id) const;
    /// Looks at the product's own shapes first (when known), then at the vendor-neutral dialects.
    UrlHint hint(std::string_view target, const CmsKnowledge *product) const;

    std::vector<std::string> publishLabels, updateLabels, importLabels, sourceLabels, authorLabels,
        editorLabels, hitsLabels, localSourceWords, unknownWords;
    std::vector<std::string> crumbHomeWords, crumbTailWords;
    std::vector<std::string> errorPageWords, emptyColumnWords, trailerWords, relatedHeadings, noiseWords;
    std::vector<std::string> pagerWords;
    std::vector<BodySelector> genericBodySelectors;
    QRegularExpression crumbLabel;

private:
    std::vector<CmsKnowledge> m_products;
    std::vector<UrlPattern> m_dialects;
};

} // namespace guiyi::site
