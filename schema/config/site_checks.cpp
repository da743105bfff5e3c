#include "schema/config/site_checks.h"

#include "schema/base/text.h"
#include "schema/config/words.h"
#include "schema/url/profile.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <filesystem>

namespace guiyi {

namespace {

constexpr std::array Levels{"province",          "city",     "district",   "department",
                            "county_department", "township", "subdistrict"};
/// Sources that name a file or folder of this machine, and those that name a place elsewhere.
constexpr std::array LocalSchemes{"mirror", "warc", "dump", "sqlite", "access", "wxr", "ghost"};
constexpr std::array RemoteSchemes{"crawl", "mysql", "postgresql", "odbc"};

QString shown(std::string_view value) {
    return text::toQString(value);
}

FieldMistake wrong(const QString &why, const QString &advice) {
    return {words(why), words(advice)};
}

template <typename List>
bool oneOf(const List &list, std::string_view word) {
    return std::find(list.begin(), list.end(), word) != list.end();
}

template <typename List>
QString listed(const List &list) {
    std::vector<std::string> all(list.begin(), list.end());
    return text::toQString(text::join(all, ", "));
}

bool allOf(std::string_view s, bool (*test)(char)) {
    return std::all_of(s.begin(), s.end(), test);
}
bool isDigit(char c) {
    return c >= '0' && c <= '9';
}
bool isIdCharacter(char c) {
    return isDigit(c) || (c >= 'a' && c <= 'z') || c == '_' || c == '-';
}
/// Letters of other scripts (政务.cn) are bytes above ASCII here.
bool isHostCharacter(char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '-' || c == '_' ||
           static_cast<unsigned char>(c) >= 0x80;
}

bool isHostName(std::string_view name) {
    constexpr std::size_t LongestName = 253, LongestLabel = 63;
    if (name.size() > LongestName || name.find('.') == std::string_view::npos)
        return false;
    const std::vector<std::string> labels = text::split(name, '.');
    return std::all_of(labels.begin(), labels.end(), [](const std::string &label) {
        return !label.empty() && label.size() <= LongestLabel && label.front() != '-' &&
               label.back() != '-' && allOf(label, isHostCharacter);
    });
}

bool isPort(std::string_view port) {
    constexpr int Highest = 65535;
    return !port.empty() && port.size() <= 5 && allOf(port, isDigit) && std::stoi(std::string(port)) > 0 &&
           std::stoi(std::string(port)) <= Highest;
}

struct SourceParts {
    std::string scheme, path, options; ///< options with their '?'
};

SourceParts partsOf(std::string_view source) {
    const std::size_t colon = source.find(':');
    if (colon == std::string_view::npos)
        return {{}, std::string(source), {}};
    SourceParts parts{text::lower(source.substr(0, colon)), std::string(source.substr(colon + 1)), {}};
    if (const std::size_t mark = parts.path.find('?'); mark != std::string::npos) {
        parts.options = parts.path.substr(mark);
        parts.path.resize(mark);
    }
    return parts;
}

} // namespace

FieldMistake checkId(std::string_view id) {
    constexpr std::size_t Longest = 64;
    if (id == "duplicates") // mappings/duplicates.yaml holds the decisions on duplicates
        return wrong(ConfigText::tr("id \"%1\" is taken by mappings/duplicates.yaml").arg(shown(id)),
                     ConfigText::tr("choose another one"));
    if (!id.empty() && id.size() <= Longest && allOf(id, isIdCharacter) && id.front() != '-')
        return {};
    return wrong(ConfigText::tr("id \"%1\" is not usable").arg(shown(id)),
                 ConfigText::tr("expected up to 64 of a-z, 0-9, _ and -, such as \"minzheng\""));
}

FieldMistake checkCode(std::string_view code) {
    const bool number = code.size() == 10 && allOf(code, isDigit);
    const bool ministry = code.size() == 10 && text::startsWith(code, "bm") && allOf(code.substr(2), isDigit);
    if (code.empty() || number || ministry)
        return {};
    return wrong(ConfigText::tr("code \"%1\" is no website identification code").arg(shown(code)),
                 ConfigText::tr("expected ten digits, or \"bm\" and eight digits"));
}

FieldMistake checkLevel(std::string_view level) {
    if (oneOf(Levels, level))
        return {};
    return wrong(level.empty() ? ConfigText::tr("level is missing")
                               : ConfigText::tr("level \"%1\" is unknown").arg(shown(level)),
                 ConfigText::tr("expected one of: %1").arg(listed(Levels)));
}

FieldMistake checkHost(std::string_view host) {
    const std::size_t colon = host.find(':');
    const bool portOk = colon == std::string_view::npos || isPort(host.substr(colon + 1));
    if (portOk && isHostName(host.substr(0, colon)))
        return {};
    return wrong(
        host.empty() ? ConfigText::tr("host is missing")
                     : ConfigText::tr("host \"%1\" is no host name").arg(shown(host)),
        ConfigText::tr("expected a name such as www.example.gov.cn or 192.0.2.7:8080, without http://"));
}

FieldMistake checkSource(std::string_view source) {
    const SourceParts parts = partsOf(source);
    const bool known = oneOf(LocalSchemes, parts.scheme) || oneOf(RemoteSchemes, parts.scheme);
    const bool crawlOk = parts.scheme != "crawl" || text::startsWith(parts.path, "http://") ||
                         text::startsWith(parts.path, "https://");
    if (known && crawlOk && !parts.path.empty())
        return {};
    if (known)
        return wrong(ConfigText::tr("source \"%1\" names nothing to read").arg(shown(source)),
                     ConfigText::tr("expected %1")
                         .arg(parts.scheme == "crawl" ? QStringLiteral("crawl:http://host/")
                                                      : shown(parts.scheme + ":/path")));
    return wrong(source.empty() ? ConfigText::tr("source is missing")
                                : ConfigText::tr("source \"%1\" is of no known kind").arg(shown(source)),
                 ConfigText::tr("expected mirror:/folder, or one of: %1, %2")
                     .arg(listed(LocalSchemes), listed(RemoteSchemes)));
}

FieldMistake checkWave(std::string_view wave) {
    if (!wave.empty() && wave.size() <= 4 && allOf(wave, isDigit) && waveNumber(wave) >= 1)
        return {};
    return wrong(ConfigText::tr("wave \"%1\" is no wave").arg(shown(wave)),
                 ConfigText::tr("expected a number from 1 on"));
}

FieldMistake checkBasePath(std::string_view path) {
    if (path.empty() ||
        (path.front() == '/' && path.find_first_of("?# \\") == std::string_view::npos &&
         path.find("//") == std::string_view::npos && path.find("..") == std::string_view::npos))
        return {};
    return wrong(ConfigText::tr("base_path \"%1\" is no path").arg(shown(path)),
                 ConfigText::tr("expected a path such as /minzheng"));
}

int waveNumber(std::string_view wave) {
    int number = 0;
    for (const char c : wave)
        number = number * 10 + (c - '0');
    return number;
}

std::string absoluteSource(const std::string &source, const std::string &folder) {
    const SourceParts parts = partsOf(source);
    if (!oneOf(LocalSchemes, parts.scheme) || parts.path.empty() || parts.path.front() == '/')
        return source;
    const std::filesystem::path whole = std::filesystem::path(folder) / parts.path;
    return parts.scheme + ":" + std::filesystem::absolute(whole).lexically_normal().string() + parts.options;
}

std::string portableSource(const std::string &source, const std::string &root) {
    const SourceParts parts = partsOf(source);
    if (!oneOf(LocalSchemes, parts.scheme) || parts.path.empty() || parts.path.front() != '/')
        return source;
    const std::string relative = std::filesystem::path(parts.path).lexically_relative(root).string();
    const bool near = !relative.empty() && !text::startsWith(relative, "../..");
    return near ? parts.scheme + ":" + relative + parts.options : source;
}

FieldMistake HostRegister::claimId(const std::string &id, const std::string &where) {
    const auto [owner, isNew] = m_ids.emplace(id, where);
    if (isNew)
        return {};
    return wrong(ConfigText::tr("id \"%1\" is taken by %2").arg(shown(id), shown(owner->second)),
                 ConfigText::tr("give every site its own id"));
}

FieldMistake HostRegister::claimHost(const std::string &host, const std::string &where) {
    const auto [owner, isNew] = m_hosts.emplace(canonicalHost(host), where);
    if (isNew)
        return {};
    return wrong(ConfigText::tr("host \"%1\" is taken by %2").arg(shown(host), shown(owner->second)),
                 ConfigText::tr("a host belongs to one site; remove it from the other"));
}

} // namespace guiyi
