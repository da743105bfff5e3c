#include "adapters/site/page_rules.h"

#include "adapters/html/serialize.h"
#include "adapters/html/tag.h"
#include "schema/base/text.h"

#include <algorithm>
#include <array>

namespace guiyi::site {

namespace {

constexpr std::array<std::string_view, 8> Fields = {"title",  "subtitle", "date", "source",
                                                    "author", "editor",   "body", "remove"};

bool isXPath(std::string_view selector) {
    return text::startsWith(selector, "/") || text::startsWith(selector, "(") ||
           text::startsWith(selector, "string(");
}

/// Compiles a selector; what is wrong with it, or nothing.
std::string compileInto(RuleSelector &selector) {
    if (isXPath(selector.text)) {
        selector.xpath = html::XPath::compile(selector.text);
        return selector.xpath ? std::string()
                              : "XPath, character " + std::to_string(selector.xpath.error().column + 1) +
                                    ": " + selector.xpath.error().message;
    }
    selector.css = html::Selector::compile(selector.text);
    return selector.css ? std::string()
                        : "CSS, character " + std::to_string(selector.css.error().column + 1) + ": " +
                              selector.css.error().message;
}

} // namespace

bool fitsPattern(std::string_view pattern, std::string_view target) {
    if (pattern.empty())
        return true;
    // Greedy matching with one place to come back to: linear for one star, quadratic at worst.
    std::size_t p = 0, t = 0, star = std::string_view::npos, from = 0;
    while (t < target.size()) {
        if (p < pattern.size() && pattern[p] == '*') {
            star = p++;
            from = t;
        } else if (p < pattern.size() && pattern[p] == target[t]) {
            ++p;
            ++t;
        } else if (star != std::string_view::npos) {
            p = star + 1;
            t = ++from;
        } else {
            return false;
        }
    }
    return pattern.substr(p).find_first_not_of('*') == std::string_view::npos;
}

PageRules PageRules::compile(const Site &site, std::vector<Error> &mistakes) {
    PageRules rules;
    for (const TemplateRules &given : site.templates) {
        const std::string where = "sites/" + site.id + ".yaml: templates." + given.name;
        const std::size_t before = mistakes.size();
        const auto mistake = [&](const std::string &key, std::string why, std::string advice) {
            mistakes.push_back({ErrorKind::Usage, {}, where + "." + key, std::move(why), std::move(advice)});
        };
        if (!given.kind.empty() && given.kind != "article" && given.kind != "other")
            mistake("kind", "\"" + given.kind + "\" is no kind of page", "write article or other");
        PageRule rule{given, {}};
        for (const auto &[field, selectors] : given.selectors) {
            if (std::find(Fields.begin(), Fields.end(), field) == Fields.end()) {
                mistake(field, "unknown field",
                        "known: " + text::join({Fields.begin(), Fields.end()}, ", ") + ", url, kind");
                continue;
            }
            for (const std::string &written : selectors) {
                RuleSelector selector{written, {}, {}};
                if (const std::string wrong = compileInto(selector); !wrong.empty())
                    mistake(field, "wrong selector \"" + written + "\": " + wrong,
                            "correct it and try it with `guiyi extract --preview --site " + site.id + "`");
                rule.selectors[field].push_back(std::move(selector));
            }
        }
        if (mistakes.size() == before)
            rules.m_rules.push_back(std::move(rule));
    }
    return rules;
}

const PageRule *PageRules::of(std::string_view target) const {
    const auto it = std::find_if(m_rules.begin(), m_rules.end(),
                                 [&](const PageRule &rule) { return fitsPattern(rule.given.url, target); });
    return it == m_rules.end() ? nullptr : &*it;
}

const html::XPathPage &RuleOnPage::xpathPage() const {
    if (!m_xpathPage)
        m_xpathPage = std::make_unique<html::XPathPage>(m_document);
    return *m_xpathPage;
}

std::vector<html::Node> RuleOnPage::select(const RuleSelector &selector) const {
    if (!selector.xpath)
        return selector.css.all(m_document.root());
    std::vector<html::Node> nodes;
    for (const html::XPathMatch &match : selector.xpath.evaluate(xpathPage()).matches)
        nodes.push_back(match.node);
    return nodes;
}

std::vector<html::Node> RuleOnPage::nodes(const std::string &field) const {
    const auto selectors = m_rule.selectors.find(field);
    if (selectors == m_rule.selectors.end())
        return {};
    for (const RuleSelector &selector : selectors->second) {
        std::vector<html::Node> found = select(selector);
        if (!found.empty())
            return found;
    }
    return {};
}

std::vector<html::Node> RuleOnPage::allNodes(const std::string &field) const {
    std::vector<html::Node> all;
    const auto selectors = m_rule.selectors.find(field);
    if (selectors == m_rule.selectors.end())
        return all;
    for (const RuleSelector &selector : selectors->second) {
        const std::vector<html::Node> found = select(selector);
        all.insert(all.end(), found.begin(), found.end());
    }
    return all;
}

std::string RuleOnPage::text(const std::string &field) const {
    const auto selectors = m_rule.selectors.find(field);
    if (selectors == m_rule.selectors.end())
        return {};
    for (const RuleSelector &selector : selectors->second) {
        std::string found;
        if (selector.xpath) {
            const html::XPathResult result = selector.xpath.evaluate(xpathPage());
            found = result.matches.empty() ? result.value : result.matches.front().text();
        } else if (const html::Node node = selector.css.first(m_document.root())) {
            const bool meta = node.isElement(html::Tag::Meta);
            found = meta ? std::string(node.attribute("content")) : html::textContent(node);
        }
        found = text::collapse(found);
        if (!found.empty())
            return found;
    }
    return {};
}

} // namespace guiyi::site
