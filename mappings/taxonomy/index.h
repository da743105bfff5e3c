// What the matcher looks names up in. Internal to the taxonomy.
#pragma once

#include "mappings/taxonomy/name_model.h"
#include "mappings/taxonomy/taxonomy.h"

#include <QtCore/qregularexpression.h>

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace guiyi::mapping {

struct Taxonomy::Index {
    /// One way a standard column is named.
    struct Name {
        std::size_t column; ///< in columns()
        bool official;      ///< its name, not a synonym
    };
    struct CompiledRule {
        NameRule rule;
        QRegularExpression expression;
    };
    struct CompiledPattern {
        NamePattern pattern;
        QRegularExpression expression;
    };
    struct CompiledContent {
        ContentRule rule;
        QRegularExpression expression;
    };
    struct CompiledAmbiguity {
        AmbiguousName name;
        std::vector<QRegularExpression> titles; ///< one per condition; empty pattern: none
    };
    struct FuzzyName {
        std::string key;
        std::vector<std::string> grams; ///< sorted character pairs
        std::size_t column;
    };

    std::map<std::string, std::vector<Name>, std::less<>> names; ///< by nameKey
    std::map<std::string, std::vector<Name>, std::less<>> sortedNames; ///< by sortedKey: 公告通知 = 通知公告
    std::vector<NameExample> keywords;
    std::map<std::string, std::vector<std::size_t>, std::less<>> slugs;
    std::map<std::string, CompiledAmbiguity, std::less<>> ambiguous;
    std::vector<FuzzyName> fuzzy;
    std::map<std::string, double> gramWeight; ///< rarer pairs of characters say more
    std::vector<CompiledRule> folds, drops;
    std::vector<CompiledPattern> patterns;
    std::vector<CompiledContent> contents;

    /// Learnt from `names` when first asked for: most commands never need it. Any thread.
    const NameModel &nameModel(std::size_t columns) const;

private:
    mutable std::once_flag m_learnt;
    mutable std::unique_ptr<const NameModel> m_nameModel;
};

/// The characters of a key in order of their code: equal for names whose parts stand in another order.
std::string sortedKey(std::string_view key);
/// The pairs of neighbouring characters of a key, sorted.
std::vector<std::string> gramsOf(std::string_view key);

} // namespace guiyi::mapping
