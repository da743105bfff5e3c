#include "schema/config/conflict_policies.h"

#include "schema/base/text.h"
#include "schema/config/words.h"
#include "schema/config/yaml_part.h"

#include <array>
#include <optional>
#include <utility>

namespace guiyi {

namespace {

constexpr std::string_view Otherwise = "default";

/// Fields that go together.
constexpr std::array<std::pair<std::string_view, std::string_view>, 4> Groups{
    {{"body_html", "body"}, {"body_text", "body"}, {"column", "column"}, {"placements", "column"}}};

std::optional<ConflictPolicy> policyFrom(std::string_view word) {
    if (word == "ask")
        return ConflictPolicy::Ask;
    if (word == "ours")
        return ConflictPolicy::Ours;
    if (word == "theirs")
        return ConflictPolicy::Theirs;
    return {};
}

} // namespace

ConflictPolicy ConflictPolicies::of(std::string_view name) const {
    const auto found = fields.find(name);
    return found == fields.end() ? otherwise : found->second;
}

std::string_view policyName(std::string_view field) {
    for (const auto &[member, group] : Groups) {
        if (member == field)
            return group;
    }
    return field;
}

const std::vector<std::string_view> &policyNames() {
    static const std::vector<std::string_view> Names{
        "attachments", "author",   "body",      "column", "document",  "editor",     "keywords",
        "kind",        "language", "letter",    "level",  "name",      "published",  "reason",
        "source",      "status",   "subtitle",  "target", "title",     "updated",    "url",
        "code",        "host",     "base_path", "home",   "old_hosts", "media_type", "retired",
        "source_url",  "parent",   "tenant",    "sha256", "bytes"};
    return Names;
}

ConflictPolicies readConflictPolicies(const YAML::Node &node, YamlMistakes &mistakes) {
    ConflictPolicies policies;
    YamlMap map(node, "conflicts", mistakes);
    const auto read = [&](std::string_view name) -> std::optional<ConflictPolicy> {
        const YamlText given = map.text(std::string(name));
        if (given.text.empty())
            return {};
        const auto policy = policyFrom(given.text);
        if (!policy)
            mistakes.add(given.line,
                         ConfigText::tr("%1 \"%2\" is no policy")
                             .arg(text::toQString(name), text::toQString(given.text)),
                         ConfigText::tr("expected ask, ours or theirs"));
        return policy;
    };
    if (const auto policy = read(Otherwise))
        policies.otherwise = *policy;
    for (const std::string_view name : policyNames()) {
        if (const auto policy = read(name))
            policies.fields.emplace(name, *policy);
    }
    return policies;
}

Result<ConflictPolicies> readConflictPolicies(const std::string &root) {
    return readYamlPart<ConflictPolicies>(root, "guiyi.yaml", "conflicts", &readConflictPolicies);
}

} // namespace guiyi
