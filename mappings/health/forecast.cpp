#include "mappings/health/forecast.h"

#include "mappings/resources.h"
#include "schema/base/text.h"

#include <QtCore/qdatetime.h>
#include <QtCore/qfile.h>
#include <QtCore/qstring.h>

#include <yaml-cpp/yaml.h>

namespace guiyi::mapping {

namespace {

Error broken(const std::string &where, const std::string &why) {
    return {ErrorKind::Usage, "reading the health indicators", "health-indicators.yaml: " + where, why,
            "write it as in the file the program brings"};
}

int number(const YAML::Node &node, int otherwise) {
    if (!node || !node.IsScalar())
        return otherwise;
    bool ok = false;
    const int n = text::toQString(node.Scalar()).toInt(&ok);
    return ok ? n : otherwise;
}

QDate dateOf(std::string_view iso) {
    return QDate::fromString(text::toQString(iso.substr(0, 10)), Qt::ISODate);
}

std::vector<Forecast::Hit> hits(const HealthRule &rule, const std::vector<CheckedColumn> &columns,
                                const QDate &check) {
    std::vector<Forecast::Hit> found;
    for (const CheckedColumn &c : columns) {
        if (rule.windows.empty()) {
            if (c.articles == 0 && !c.page)
                found.push_back({c.name, "blank", c.causes});
            continue;
        }
        const auto window = rule.windows.find(c.columnClass);
        // An empty column is blank, not stale; a group is judged by its columns.
        if (window == rule.windows.end() || c.page || c.group || c.articles == 0)
            continue;
        const QDate newest = dateOf(c.newest);
        if (!newest.isValid())
            found.push_back({c.name, "no article has a date", c.causes});
        else if (newest.daysTo(check) > window->second)
            found.push_back({c.name,
                             "newest article of " + text::fromQString(newest.toString(Qt::ISODate)) +
                                 ", the window is " + std::to_string(window->second) + " days",
                             c.causes});
    }
    return found;
}

} // namespace

Result<std::vector<HealthRule>> readHealthRules(std::string_view yaml) {
    try {
        const YAML::Node root = YAML::Load(std::string(yaml));
        std::map<std::string, int> windowOf;
        for (const YAML::Node &c : root["scheme"]["column_classes"]) {
            if (const int days = number(c["window_days"], 0); days > 0)
                windowOf[c["id"].Scalar()] = days;
        }
        std::vector<HealthRule> rules;
        for (const YAML::Node &indicator : root["indicators"]) {
            const std::string id = indicator["id"].Scalar();
            const YAML::Node threshold = indicator["threshold"];
            if (id != "V2019-04a" && id != "V2019-04b" && id != "V2019-04c")
                continue;
            HealthRule rule{id, indicator["name"].Scalar(), {}, 0};
            const bool blank = static_cast<bool>(threshold["blank_columns"]);
            rule.atLeast = number(threshold[blank ? "blank_columns" : "stale_columns"], 0);
            if (rule.atLeast <= 0)
                return broken(id, "the threshold has no number of columns");
            for (const auto &window : threshold["classes"])
                rule.windows[window.first.Scalar()] = number(window.second, 0);
            // 应更新但长期未更新: the classes with a window that have no rule of their own.
            if (!blank && rule.windows.empty()) {
                for (const auto &[name, days] : windowOf) {
                    if (name != "dtyw" && name != "tzzc")
                        rule.windows[name] = days;
                }
            }
            rules.push_back(std::move(rule));
        }
        if (rules.size() != 3)
            return broken("indicators", "V2019-04a, V2019-04b and V2019-04c are needed");
        return rules;
    } catch (const YAML::Exception &e) {
        return broken("line " + std::to_string(e.mark.line + 1), e.msg);
    }
}

const std::vector<HealthRule> &builtInHealthRules() {
    static const std::vector<HealthRule> rules = [] {
        auto parsed = readHealthRules(builtInFile("health-indicators.yaml"));
        // A fault here is a fault of the program's own data, shown by the first test that runs.
        if (!parsed.ok())
            qFatal("%s", parsed.error().text().c_str());
        return std::move(parsed).value();
    }();
    return rules;
}

std::vector<Forecast> forecastHealth(const std::vector<HealthRule> &rules,
                                     const std::vector<CheckedColumn> &before,
                                     const std::vector<CheckedColumn> &after, std::string_view checkDate) {
    const QDate check = dateOf(checkDate);
    std::vector<Forecast> all;
    for (const HealthRule &rule : rules) {
        Forecast f;
        f.rule = rule.id;
        f.name = rule.name;
        f.atLeast = rule.atLeast;
        f.before = hits(rule, before, check);
        f.after = hits(rule, after, check);
        f.vetoBefore = static_cast<int>(f.before.size()) >= rule.atLeast;
        f.vetoAfter = static_cast<int>(f.after.size()) >= rule.atLeast;
        all.push_back(std::move(f));
    }
    return all;
}

} // namespace guiyi::mapping
