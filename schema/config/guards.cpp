#include "schema/config/guards.h"

#include "schema/base/text.h"
#include "schema/config/files.h"
#include "schema/config/guard_shares.h"

#include <utility>

namespace guiyi {

GuardConfig readGuardShares(const YAML::Node &node, YamlMistakes &mistakes) {
    GuardConfig guards;
    YamlMap map(node, "guards", mistakes);
    const std::pair<const char *, int *> shares[] = {
        {"retired", &guards.retired}, {"shrunk", &guards.shrunk}, {"unreadable", &guards.unreadable}};
    for (const auto &[name, share] : shares) {
        const YamlText given = map.text(name);
        if (given.text.empty())
            continue;
        bool number = false;
        const int percent = text::toQString(given.text).toInt(&number);
        if (number && percent >= 0 && percent <= 100)
            *share = percent;
        else
            mistakes.add(
                given.line,
                ConfigText::tr("%1 \"%2\" is no share").arg(QLatin1String(name), text::toQString(given.text)),
                ConfigText::tr("expected percent, 0 to 100"));
    }
    return guards;
}

Result<GuardConfig> readGuards(const std::string &root) {
    const Result<std::string> bytes = readFile(root + "/guiyi.yaml");
    if (!bytes)
        return bytes.error();
    std::vector<Error> errors;
    YamlMistakes mistakes{"guiyi.yaml", errors};
    const YAML::Node node = parseYaml(*bytes, mistakes);
    // Of the whole file only this part is looked at: the rest was checked when the workspace was opened.
    const GuardConfig guards = node.IsMap() ? readGuardShares(node["guards"], mistakes) : GuardConfig();
    if (!errors.empty())
        return errors.front();
    return guards;
}

} // namespace guiyi
