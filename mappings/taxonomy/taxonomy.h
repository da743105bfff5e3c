// The standard columns a wave is mapped to, with everything their names are recognised by. Read from YAML.
#pragma once

#include "schema/base/result.h"

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace guiyi::mapping {

/// One 标准栏目. Its level is the number of two-digit groups of its code; its parent the code without the
/// last.
struct TaxonomyColumn {
    std::string code, name, englishName;
    std::string
        columnClass;    ///< update window class of the health checks: dtyw, tzzc, rsgh, other, static, ...
    std::string kind;   ///< index|list|page|letters|survey|interview|service|data|topic|link
    std::string parent; ///< code; empty on the first level
    std::vector<std::string> slugs, synonyms;
    std::vector<std::string> keywords; ///< tell the column wherever they stand in a name; no names themselves
    int level = 1;
};

/// A name with several homes and what tells them apart. The first condition that holds decides; without one
/// the first candidate stands with a low score.
struct AmbiguousName {
    struct Condition {
        std::string code;
        std::string titles;             ///< pattern that a share of the sample titles must match
        std::string parent;             ///< code at or above the parent column's target
        double documentNumberShare = 0; ///< at least this share of articles with 文号; 0: no condition
        bool hasChildren = false;
    };
    std::string name;
    std::vector<std::string> candidates;
    std::vector<Condition> conditions;
};

/// A level that is an attribute or no content at all, by the form of its name.
struct NameRule {
    std::string id;      ///< FOLD-YEAR, DROP-TEST, ...
    std::string pattern; ///< PCRE2 on the normalised name; capture 1 (or all) is the value kept
    std::string keepAs;  ///< year|term|month|publisher|doc_series; empty: nothing kept
    std::string scope;   ///< code the parent's target must lie in; empty: anywhere
    bool ignoreCase = false;
};

/// A form of names that no list of synonyms can hold (走进云河, 云河概况).
struct NamePattern {
    std::string code, pattern;
    double score = 0.8;
};

/// Words of titles that speak for a standard column.
struct ContentRule {
    std::string code, pattern;
    double share = 0.5; ///< of the sample titles
    double alone = 0.5; ///< score without any support of the name
};

/// The taxonomy, immutable once parsed and safe to share between threads.
class Taxonomy {
public:
    /// From the form of mappings/data/taxonomy.yaml. Every fault of the file is named with its line in one
    /// Error (kind Usage): unknown parents, codes that are not two digits a level, deeper than max_depth,
    /// codes given twice, patterns that do not compile.
    static Result<Taxonomy> parse(std::string_view yaml, std::string_view fileName);
    /// The taxonomy compiled into the program.
    static const Taxonomy &builtIn();

    const std::vector<TaxonomyColumn> &columns() const { return m_columns; } ///< in order of code
    const TaxonomyColumn *find(std::string_view code) const;                 ///< null when unknown
    /// Names from the first level down to `code`; empty when unknown.
    std::vector<std::string> namePath(std::string_view code) const;
    int maxDepth() const { return m_maxDepth; }
    const std::string &version() const { return m_version; }

    const std::vector<AmbiguousName> &ambiguous() const { return m_ambiguous; }
    const std::vector<NameRule> &foldRules() const { return m_foldRules; }
    const std::vector<NameRule> &dropRules() const { return m_dropRules; }
    const std::vector<NamePattern> &patterns() const { return m_patterns; }
    const std::vector<ContentRule> &contentRules() const { return m_contentRules; }

    /// `code` is `ancestor` or lies under it.
    static bool within(std::string_view code, std::string_view ancestor) {
        return !ancestor.empty() && code.substr(0, ancestor.size()) == ancestor;
    }

    /// What the matcher looks names up in; made by parse().
    struct Index;
    const Index &index() const { return *m_index; }

private:
    std::vector<TaxonomyColumn> m_columns;
    std::map<std::string, std::size_t, std::less<>> m_byCode;
    std::vector<AmbiguousName> m_ambiguous;
    std::vector<NameRule> m_foldRules, m_dropRules;
    std::vector<NamePattern> m_patterns;
    std::vector<ContentRule> m_contentRules;
    std::string m_version;
    int m_maxDepth = 3;
    std::shared_ptr<const Index> m_index;
};

} // namespace guiyi::mapping
