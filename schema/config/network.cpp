#include "schema/config/network.h"

#include "schema/base/text.h"
#include "schema/config/words.h"
#include "schema/config/yaml_part.h"

#include <charconv>

namespace guiyi {

namespace {

/// A number from `least` on; the fallback after a mistake or without a value.
template <typename T>
T number(YamlMap &map, const char *key, T fallback, T least, YamlMistakes &mistakes) {
    const YamlText value = map.text(key);
    if (value.text.empty())
        return fallback;
    T parsed{};
    const char *const end = value.text.data() + value.text.size();
    const auto [stop, code] = std::from_chars(value.text.data(), end, parsed);
    if (code == std::errc() && stop == end && parsed >= least)
        return parsed;
    mistakes.add(value.line,
                 ConfigText::tr("\"%1\" is no usable value of network.%2")
                     .arg(text::toQString(value.text), QLatin1String(key)),
                 ConfigText::tr("expected a number from %1 on").arg(static_cast<double>(least)));
    return fallback;
}

/// "22:00" in minutes; -1 for anything else.
int minutesOf(std::string_view s) {
    const std::size_t colon = s.find(':');
    int hours = -1, minutes = -1;
    if (colon == std::string_view::npos || s.size() - colon != 3)
        return -1;
    std::from_chars(s.data(), s.data() + colon, hours);
    std::from_chars(s.data() + colon + 1, s.data() + s.size(), minutes);
    const bool valid =
        hours >= 0 && hours <= 24 && minutes >= 0 && minutes < 60 && hours * 60 + minutes <= 1440;
    return valid ? hours * 60 + minutes : -1;
}

void readWindow(YamlMap &map, NetworkSettings &settings, YamlMistakes &mistakes) {
    const YamlText value = map.text("window");
    if (value.text.empty())
        return;
    const std::size_t dash = value.text.find('-');
    const int from = minutesOf(text::trim(std::string_view(value.text).substr(0, dash)));
    const int to =
        dash == std::string::npos ? -1 : minutesOf(text::trim(std::string_view(value.text).substr(dash + 1)));
    if (from < 0 || to < 0)
        mistakes.add(value.line, ConfigText::tr("window \"%1\" is no time").arg(text::toQString(value.text)),
                     ConfigText::tr("expected \"22:00-06:00\""));
    else
        settings.window = TimeWindow{from, to};
}

} // namespace

NetworkSettings readNetwork(const YAML::Node &node, YamlMistakes &mistakes) {
    NetworkSettings settings;
    if (!node.IsDefined() || node.IsNull())
        return settings;
    YamlMap map(node, "network", mistakes);
    for (const auto &[host, address] : map.texts("resolve"))
        settings.resolve.emplace(text::lower(host), address.text);
    settings.connections = number(map, "connections", settings.connections, 1, mistakes);
    settings.rate = number(map, "rate", settings.rate, 0.0, mistakes);
    settings.retries = number(map, "retries", settings.retries, 0, mistakes);
    settings.timeoutSeconds = number(map, "timeout", settings.timeoutSeconds, 1, mistakes);
    settings.lowestBytesPerSecond = number(map, "lowest_rate", settings.lowestBytesPerSecond, 1, mistakes);
    settings.longestSeconds = number(map, "longest", settings.longestSeconds, 1, mistakes);
    settings.maxBytes = number<std::int64_t>(map, "max_bytes", settings.maxBytes, 1, mistakes);
    readWindow(map, settings, mistakes);
    const YamlText robots = map.text("robots");
    if (text::startsWith(robots.text, "ignore: "))
        settings.robotsOverride = std::string(text::trim(robots.text.substr(8)));
    else if (!robots.text.empty() && robots.text != "obey")
        mistakes.add(robots.line,
                     ConfigText::tr("robots \"%1\" is unknown").arg(text::toQString(robots.text)),
                     ConfigText::tr("expected obey, or \"ignore: who decided so\""));
    const YamlText tls = map.text("tls");
    settings.acceptBadTls = tls.text == "accept";
    if (!tls.text.empty() && tls.text != "accept" && tls.text != "verify")
        mistakes.add(tls.line, ConfigText::tr("tls \"%1\" is unknown").arg(text::toQString(tls.text)),
                     ConfigText::tr("expected verify or accept"));
    settings.userAgent = map.text("user_agent").text;
    return settings;
}

Result<NetworkSettings> networkOf(const std::string &root, const std::string &site) {
    return readYamlPart<NetworkSettings>(root, "sites/" + site + ".yaml", "network", &readNetwork);
}

} // namespace guiyi
