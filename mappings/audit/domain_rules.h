// The domain rules as data: what breaks them is a condition over the facts of a host.
#pragma once

#include "schema/base/result.h"
#include "schema/model/model.h"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace guiyi::mapping {

/// What is known of a host: "gov_cn" → "yes". A fact that is missing or "unknown" breaks no rule.
using HostFacts = std::map<std::string, std::string, std::less<>>;

/// One way to break a rule.
struct Violation {
    struct Condition {
        std::string fact;
        std::vector<std::string> values;
        bool negated = false; ///< none of the values
    };
    std::vector<Condition> when; ///< all must hold
    std::string message;
    Severity severity = Severity::Warning;

    bool holds(const HostFacts &facts) const;
    /// The facts it looks at, as evidence: "gov_cn=no, form=name".
    std::string evidence(const HostFacts &facts) const;
};

/// A rule of domain-rules.yaml.
struct DomainRule {
    std::string id, title, text, action, source;
    std::string status; ///< CONFIRMED|RECALLED|DERIVED|DESIGN
    Severity severity = Severity::Warning;
    std::vector<Violation> violations; ///< empty: not tested
};

struct DomainRules {
    std::string version;
    std::vector<DomainRule> rules; ///< in the order of the file

    /// The built-in rules.
    static const DomainRules &builtIn();
    /// Usage error with file and line for anything but the form described in the file's head.
    static Result<DomainRules> parse(std::string_view yaml, const std::string &fileName);
};

/// Labels registered for areas and departments.
class DomainRegister {
public:
    static const DomainRegister &builtIn();
    /// Adds to this one; entries of the file win over earlier ones.
    Status add(std::string_view yaml, const std::string &fileName);
    void addArea(std::string name, std::string label) {
        m_areas.insert_or_assign(std::move(name), std::move(label));
    }

    struct Match {
        std::string name, label; ///< empty: not registered
    };
    /// The longest registered area that `body` begins with (广州市 of 广州市民政局).
    Match area(std::string_view body) const;
    /// The longest registered department in `body` behind the area.
    Match department(std::string_view body) const;

private:
    std::map<std::string, std::string, std::less<>> m_areas, m_departments;
};

} // namespace guiyi::mapping
