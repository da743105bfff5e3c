// What the official checks would say of a site's columns, before and after the plan. Pure values.
#pragma once

#include "schema/base/result.h"

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace guiyi::mapping {

/// A column as the checks see it.
struct CheckedColumn {
    std::string name;                ///< path or code and name, for people
    std::string columnClass;         ///< dtyw, tzzc, rsgh, other, static, ...
    std::int64_t articles = 0;       ///< in it and below it
    bool page = false;               ///< a single page or a link: neither blank nor stale
    bool group = false;              ///< holds columns, no articles of its own
    std::string newest;              ///< YYYY-MM-DD of its newest article, empty: none carries a date
    std::vector<std::string> causes; ///< the decisions that made it so
};

/// The column rules of 国办秘函〔2019〕19号, part one, as health-indicators.yaml has them.
struct HealthRule {
    std::string id, name;
    std::map<std::string, int> windows; ///< class → days without a new article; empty: counts blank columns
    int atLeast = 0;                    ///< so many columns are a veto
};
/// Usage error with the place when `yaml` lacks a rule or a number.
Result<std::vector<HealthRule>> readHealthRules(std::string_view yaml);
const std::vector<HealthRule> &builtInHealthRules();

/// One rule, before and after.
struct Forecast {
    struct Hit {
        std::string column, why;
        std::vector<std::string> causes;
        bool operator==(const Hit &) const = default;
    };
    std::string rule, name;
    int atLeast = 0;
    std::vector<Hit> before, after;
    bool vetoBefore = false, vetoAfter = false;
    /// The plan makes a veto that was not there.
    bool causedByPlan() const { return vetoAfter && !vetoBefore; }
};

/// The windows are counted back from `checkDate` (YYYY-MM-DD), never from today, so that a report can be
/// repeated. A column without any dated article counts as stale (the 2015 table says so and the present one
/// does not say otherwise). Hits keep the order of the columns.
std::vector<Forecast> forecastHealth(const std::vector<HealthRule> &rules,
                                     const std::vector<CheckedColumn> &before,
                                     const std::vector<CheckedColumn> &after, std::string_view checkDate);

} // namespace guiyi::mapping
