#include "schema/config/guards.h"

#include "schema/base/text.h"
#include "schema/config/guard_shares.h"
#include "schema/config/yaml_part.h"

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
    return readYamlPart<GuardConfig>(root, "guiyi.yaml", "guards", &readGuardShares);
}

} // namespace guiyi
