// Rules people give for the pages of a site (sites/<id>.yaml, `templates`), compiled and tried on a page.
#pragma once

#include "adapters/html/select.h"
#include "adapters/html/xpath.h"
#include "schema/base/result.h"
#include "schema/model/model.h"

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace guiyi::site {

/// One selector: CSS, or XPath when it begins with "/", "(" or "string(".
struct RuleSelector {
    std::string text;
    html::Selector css;
    html::XPath xpath;
};

struct PageRule {
    TemplateRules given;
    std::map<std::string, std::vector<RuleSelector>> selectors; ///< by field
};

/// The rules of one site. Immutable after compile(); shared by all threads.
class PageRules {
public:
    PageRules() = default;
    /// Every wrong selector, kind or field of every template is one error of kind Usage that names the site's
    /// file; rules that have errors are left out.
    static PageRules compile(const Site &site, std::vector<Error> &mistakes);

    bool empty() const { return m_rules.empty(); }
    /// The first rule whose address pattern fits; null when there is none. `target` is path and query.
    const PageRule *of(std::string_view target) const;

private:
    std::vector<PageRule> m_rules;
};

/// A rule on one page; the page as XPath sees it is made only when an XPath asks for it.
class RuleOnPage {
public:
    RuleOnPage(const PageRule &rule, const html::Document &document) : m_rule(rule), m_document(document) {}
    bool has(const std::string &field) const { return m_rule.selectors.contains(field); }
    /// Elements the field's selectors find; the first selector that finds any decides.
    std::vector<html::Node> nodes(const std::string &field) const;
    /// Elements that any of the field's selectors finds.
    std::vector<html::Node> allNodes(const std::string &field) const;
    /// Text of the first thing found, an attribute's value or a computed string included; blanks collapsed.
    std::string text(const std::string &field) const;

private:
    const html::XPathPage &xpathPage() const;
    std::vector<html::Node> select(const RuleSelector &selector) const;

    const PageRule &m_rule;
    const html::Document &m_document;
    mutable std::unique_ptr<html::XPathPage> m_xpathPage;
};

/// True where `pattern` fits the whole `target`; "*" stands for any characters, an empty pattern for all.
bool fitsPattern(std::string_view pattern, std::string_view target);

} // namespace guiyi::site
