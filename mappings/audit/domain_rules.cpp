#include "mappings/audit/domain_rules.h"

#include "mappings/taxonomy/taxonomy.h"
#include "schema/base/text.h"

#include <QtCore/qfile.h>

#include <yaml-cpp/yaml.h>

#include <algorithm>

namespace guiyi::mapping {

namespace {

Error mistake(const std::string &file, const YAML::Node &node, std::string why, std::string advice) {
    const int line = node.IsDefined() ? node.Mark().line + 1 : 1;
    return {ErrorKind::Usage, "reading domain rules", file + ":" + std::to_string(line), std::move(why),
            std::move(advice)};
}

std::string scalar(const YAML::Node &node) {
    return node.IsDefined() && node.IsScalar() ? node.Scalar() : std::string();
}

std::optional<Severity> severityOf(std::string_view word) {
    if (word == "warn")
        return Severity::Warning;
    return fromText<Severity>(word);
}

Result<Violation> readViolation(const YAML::Node &node, const std::string &file, Severity usual) {
    Violation v;
    v.severity = usual;
    v.message = scalar(node["message"]);
    const YAML::Node when = node["when"];
    if (!when.IsMap() || when.size() == 0 || v.message.empty())
        return mistake(file, node, "a violation needs \"when\" with facts and a \"message\"",
                       "write: - when: {gov_cn: no}");
    if (node["severity"]) {
        const auto severity = severityOf(scalar(node["severity"]));
        if (!severity)
            return mistake(file, node, "no severity: " + scalar(node["severity"]),
                           "write error, warn or info");
        v.severity = *severity;
    }
    for (const auto &fact : when) {
        Violation::Condition condition;
        condition.fact = fact.first.Scalar();
        if (fact.second.IsSequence()) {
            for (const YAML::Node &value : fact.second)
                condition.values.push_back(scalar(value));
        } else {
            std::string value = scalar(fact.second);
            condition.negated = text::startsWith(value, "!");
            condition.values.push_back(condition.negated ? value.substr(1) : value);
        }
        v.when.push_back(std::move(condition));
    }
    return v;
}

std::string resource(const char *name) {
    QFile file(QStringLiteral(":/guiyi/mappings/") + QLatin1String(name));
    return file.open(QIODevice::ReadOnly) ? file.readAll().toStdString() : std::string();
}

YAML::Node load(std::string_view yaml, const std::string &file, std::optional<Error> &error) {
    try {
        return YAML::Load(std::string(yaml));
    } catch (const YAML::Exception &e) {
        error =
            Error{ErrorKind::Usage, "reading YAML", file + ":" + std::to_string(e.mark.line + 1), e.msg, ""};
        return {};
    }
}

} // namespace

bool Violation::holds(const HostFacts &facts) const {
    return std::all_of(when.begin(), when.end(), [&](const Condition &condition) {
        const auto fact = facts.find(condition.fact);
        const std::string value = fact == facts.end() ? "unknown" : fact->second;
        const bool listed =
            std::find(condition.values.begin(), condition.values.end(), value) != condition.values.end();
        return listed != condition.negated;
    });
}

std::string Violation::evidence(const HostFacts &facts) const {
    std::string out;
    for (const Condition &condition : when) {
        const auto fact = facts.find(condition.fact);
        out += (out.empty() ? "" : ", ") + condition.fact + "=" +
               (fact == facts.end() ? "unknown" : fact->second);
    }
    return out;
}

Result<DomainRules> DomainRules::parse(std::string_view yaml, const std::string &fileName) {
    std::optional<Error> broken;
    const YAML::Node root = load(yaml, fileName, broken);
    if (broken)
        return *broken;
    if (!root.IsMap() || !root["rules"].IsSequence())
        return mistake(fileName, root, "no list of rules", "expected version: and rules:");
    DomainRules all;
    all.version = scalar(root["version"]);
    for (const YAML::Node &node : root["rules"]) {
        DomainRule rule{
            scalar(node["id"]),     scalar(node["title"]),  scalar(node["text"]), scalar(node["action"]),
            scalar(node["source"]), scalar(node["status"]), Severity::Warning,    {}};
        const auto severity = severityOf(scalar(node["severity"]));
        if (rule.id.empty() || rule.title.empty() || rule.status.empty() || !severity)
            return mistake(fileName, node, "a rule needs id, title, severity and status",
                           "severity is error, warn or info");
        rule.severity = *severity;
        for (const YAML::Node &violation : node["violations"]) {
            Result<Violation> read = readViolation(violation, fileName, rule.severity);
            if (!read)
                return read.error();
            rule.violations.push_back(std::move(read).value());
        }
        all.rules.push_back(std::move(rule));
    }
    return all;
}

const DomainRules &DomainRules::builtIn() {
    static const DomainRules rules = [] {
        Taxonomy::builtIn(); // makes the resources of this library known
        auto parsed = parse(resource("domain-rules.yaml"), "domain-rules.yaml");
        // A fault here is a fault of the program's own data, shown by the first test that runs.
        if (!parsed)
            qFatal("%s", parsed.error().text().c_str());
        return std::move(parsed).value();
    }();
    return rules;
}

const DomainRegister &DomainRegister::builtIn() {
    static const DomainRegister own = [] {
        Taxonomy::builtIn();
        DomainRegister read;
        if (const Status s = read.add(resource("domain-register.yaml"), "domain-register.yaml"); !s)
            qFatal("%s", s.error().text().c_str());
        return read;
    }();
    return own;
}

Status DomainRegister::add(std::string_view yaml, const std::string &fileName) {
    std::optional<Error> broken;
    const YAML::Node root = load(yaml, fileName, broken);
    if (broken)
        return *broken;
    if (!root.IsMap())
        return mistake(fileName, root, "no register", "expected areas: and departments: with name: label");
    for (const char *part : {"areas", "departments"}) {
        auto &into = part[0] == 'a' ? m_areas : m_departments;
        for (const auto &entry : root[part]) {
            const std::string label = scalar(entry.second);
            if (label.empty() ||
                label.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-") != std::string::npos)
                return mistake(fileName, entry.second, "no label of a domain: " + label,
                               "labels have lower-case letters, digits and hyphens");
            into.insert_or_assign(entry.first.Scalar(), label);
        }
    }
    return {};
}

DomainRegister::Match DomainRegister::area(std::string_view body) const {
    Match best;
    // Names sort before their extensions: the last one that is a beginning is the longest.
    for (auto it = m_areas.upper_bound(body); it != m_areas.begin();) {
        --it;
        if (text::startsWith(body, it->first))
            return {it->first, it->second};
        if (it->first.compare(0, 3, body.substr(0, 3)) < 0)
            break;
    }
    return best;
}

DomainRegister::Match DomainRegister::department(std::string_view body) const {
    const std::string_view rest = body.substr(area(body).name.size());
    Match best;
    for (const auto &[name, label] : m_departments) {
        if (name.size() > best.name.size() && text::contains(rest, name))
            best = {name, label};
    }
    return best;
}

} // namespace guiyi::mapping
