#include "mappings/taxonomy/levels.h"

#include "mappings/taxonomy/gathering.h"
#include "mappings/taxonomy/index.h"
#include "schema/base/text.h"

namespace guiyi::mapping {

namespace {

Match fold(const SubjectColumn &column, const std::string &rule, const std::string &keepAs, std::string value,
           const std::string &why) {
    Match m;
    m.action = Match::Fold;
    m.rule = rule;
    m.keepAs = keepAs;
    m.keepValue = keepAs.empty() ? std::string() : std::move(value);
    m.reason = quoted(column.name()) + " " + why;
    if (!keepAs.empty())
        m.reason += ", kept as " + keepAs;
    if (!column.parentCode.empty())
        m.candidates.push_back({column.parentCode, 0.9, "the column above"});
    return m;
}

std::optional<Match> foldByRule(const SubjectColumn &column, bool scoped) {
    for (const auto &f : column.taxonomy.index().folds) {
        if (f.rule.scope.empty() == scoped)
            continue;
        if (scoped && !Taxonomy::within(column.parentCode, f.rule.scope))
            continue;
        const auto match = f.expression.match(text::toQString(column.key));
        if (!match.hasMatch())
            continue;
        const std::string kept = match.lastCapturedIndex() > 0 ? text::fromQString(match.captured(1))
                                                               : std::string(text::trim(column.name()));
        return fold(column, f.rule.id, f.rule.keepAs, kept,
                    "is an attribute of the column above, not a column");
    }
    return std::nullopt;
}

} // namespace

std::optional<Match> droppedLevel(const SubjectColumn &column) {
    for (const auto &drop : column.taxonomy.index().drops) {
        if (!drop.expression.match(text::toQString(column.key)).hasMatch())
            continue;
        Match m;
        m.action = Match::Drop;
        m.rule = drop.rule.id;
        m.reason = quoted(column.name()) + " is a navigation or test column by its name";
        return m;
    }
    return std::nullopt;
}

std::optional<Match> foldedLevel(const SubjectColumn &column) {
    if (column.key.empty())
        return std::nullopt;
    if (!column.ancestors.empty() && nameKey(column.ancestors.front().name) == column.key)
        return fold(column, "FOLD-SELF", {}, {}, "has the name of the column above");
    if (column.ancestors.empty())
        return std::nullopt; // nothing above to fold into
    return foldByRule(column, false);
}

std::optional<Match> foldedLevelByPlace(const SubjectColumn &column) {
    if (column.ancestors.empty())
        return std::nullopt;
    if (auto folded = foldByRule(column, true))
        return folded;
    if (looksLikeBody(column.key) && !Taxonomy::within(column.parentCode, "07"))
        return fold(column, "FOLD-DEPT", "publisher", std::string(text::trim(column.name())),
                    "is a body that publishes");
    return std::nullopt;
}

} // namespace guiyi::mapping
