#include "schema/config/site_file.h"

#include "schema/base/text.h"
#include "schema/config/network.h"
#include "schema/config/words.h"

#include <algorithm>
#include <array>
#include <cstdio>

namespace guiyi {

namespace {

void note(YamlMistakes &mistakes, int line, const FieldMistake &mistake) {
    if (mistake.any())
        mistakes.add(line, text::toQString(mistake.why), text::toQString(mistake.advice));
}

/// A host in lower case, checked and claimed.
std::string readHost(const YamlText &value, HostRegister &hosts, YamlMistakes &mistakes) {
    std::string host = text::lower(value.text);
    const FieldMistake form = checkHost(host);
    note(mistakes, value.line, form);
    if (!form.any())
        note(mistakes, value.line, hosts.claimHost(host, mistakes.file + ":" + std::to_string(value.line)));
    return host;
}

bool isPlain(std::string_view s) {
    constexpr std::string_view Reserved = "-?:,[]{}#&*!|>'\"%@` ";
    constexpr std::array Words{"true", "false", "null", "yes", "no", "on", "off", "~"};
    if (s.empty() || s.back() == ' ' || s.back() == ':' || Reserved.find(s.front()) != std::string_view::npos)
        return false;
    if (s.find(": ") != std::string_view::npos || s.find(" #") != std::string_view::npos)
        return false;
    return std::none_of(s.begin(), s.end(),
                        [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; }) &&
           std::none_of(Words.begin(), Words.end(),
                        [s](const char *w) { return text::equalsIgnoreCase(s, w); });
}

void writeLine(std::string &out, std::string_view key, std::string_view value) {
    if (!value.empty())
        out += std::string(key) + ": " + yamlScalar(value) + "\n";
}

void writeList(std::string &out, std::string_view key, const std::vector<std::string> &values) {
    if (values.empty())
        return;
    out += std::string(key) + ":\n";
    for (const std::string &value : values)
        out += "  - " + yamlScalar(value) + "\n";
}

/// templates: name -> {url, kind, field: selector or selectors}. Selectors are compiled where they are used.
std::vector<TemplateRules> readTemplates(const YAML::Node &node, YamlMistakes &mistakes) {
    std::vector<TemplateRules> templates;
    if (!node.IsDefined() || node.IsNull())
        return templates;
    if (!node.IsMap()) {
        mistakes.add(node.Mark().line + 1, ConfigText::tr("\"templates\" has no keys below it"),
                     ConfigText::tr("write a name, and below it url, title, date, body and so on"));
        return templates;
    }
    constexpr std::array Fields{"title", "subtitle", "date", "source", "author", "editor", "body", "remove"};
    for (const auto &entry : node) {
        TemplateRules rules;
        rules.name = entry.first.IsScalar() ? entry.first.Scalar() : std::string();
        YamlMap map(entry.second, "templates." + rules.name, mistakes);
        rules.url = map.text("url").text;
        rules.kind = map.text("kind").text;
        for (const char *field : Fields) {
            for (const YamlText &selector : map.list(field))
                rules.selectors[field].push_back(selector.text);
        }
        if (rules.selectors.empty() && rules.kind.empty())
            mistakes.add(map.line(),
                         ConfigText::tr("the template \"%1\" says nothing").arg(text::toQString(rules.name)),
                         ConfigText::tr("give it a kind, or selectors for title, date, body and so on"));
        templates.push_back(std::move(rules));
    }
    return templates;
}

void writeTemplates(std::string &out, const std::vector<TemplateRules> &templates) {
    if (!templates.empty())
        out += "templates:\n";
    for (const TemplateRules &rules : templates) {
        out += "  " + yamlScalar(rules.name) + ":\n";
        const auto line = [&](std::string_view key, std::string_view value) {
            out += "    " + std::string(key) + ": " + yamlScalar(value) + "\n";
        };
        if (!rules.url.empty())
            line("url", rules.url);
        if (!rules.kind.empty())
            line("kind", rules.kind);
        for (const auto &[field, selectors] : rules.selectors) {
            if (selectors.size() == 1) {
                line(field, selectors.front());
                continue;
            }
            out += "    " + field + ":\n";
            for (const std::string &selector : selectors)
                out += "      - " + yamlScalar(selector) + "\n";
        }
    }
}

} // namespace

Site readSiteFile(std::string_view bytes, const std::string &id, HostRegister &hosts,
                  YamlMistakes &mistakes) {
    Site site;
    site.id = id;
    note(mistakes, 1, checkId(id));
    const YAML::Node root = parseYaml(bytes, mistakes);
    if (!root.IsDefined())
        return site;
    YamlMap map(root, {}, mistakes);
    site.name = map.required("name", ConfigText::tr("the name of the site")).text;
    const YamlText code = map.text("code");
    note(mistakes, code.line, checkCode(code.text));
    site.code = code.text;
    const YamlText level = map.text("level");
    note(mistakes, level.line, checkLevel(level.text));
    site.level = level.text;
    site.host = readHost(map.text("host"), hosts, mistakes);
    for (const YamlText &alias : map.list("aliases"))
        site.aliases.push_back(readHost(alias, hosts, mistakes));
    const std::vector<YamlText> sources = map.list("source");
    for (const YamlText &source : sources) {
        note(mistakes, source.line, checkSource(source.text));
        site.sources.push_back(source.text);
    }
    if (sources.empty())
        note(mistakes, map.line(), checkSource({}));
    if (const YamlText wave = map.text("wave"); !wave.text.empty()) {
        const FieldMistake form = checkWave(wave.text);
        note(mistakes, wave.line, form);
        site.wave = form.any() ? 1 : waveNumber(wave.text);
    }
    if (const YamlText host = map.text("standard_host"); !host.text.empty()) {
        site.standardHost = text::lower(host.text);
        note(mistakes, host.line, checkHost(site.standardHost));
    }
    const YamlText path = map.text("base_path");
    note(mistakes, path.line, checkBasePath(path.text));
    site.basePath = path.text;
    site.templates = readTemplates(map.child("templates"), mistakes);
    (void)readNetwork(map.child("network"), mistakes); // for its mistakes: capture reads them again
    return site;
}

std::string writeSiteFile(const Site &site) {
    std::string out;
    writeLine(out, "name", site.name);
    writeLine(out, "code", site.code);
    writeLine(out, "level", site.level);
    writeLine(out, "host", site.host);
    writeList(out, "aliases", site.aliases);
    if (site.sources.size() == 1)
        writeLine(out, "source", site.sources.front());
    else
        writeList(out, "source", site.sources);
    writeLine(out, "wave", std::to_string(site.wave));
    writeLine(out, "standard_host", site.standardHost);
    writeLine(out, "base_path", site.basePath);
    writeTemplates(out, site.templates);
    return out;
}

std::string yamlScalar(std::string_view value) {
    if (isPlain(value))
        return std::string(value);
    std::string out = "\"";
    for (const char c : value) {
        if (c == '"' || c == '\\') {
            out += '\\';
            out += c;
        } else if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) {
            std::array<char, 8> escape{};
            std::snprintf(escape.data(), escape.size(), "\\x%02X",
                          static_cast<unsigned>(static_cast<unsigned char>(c)));
            out += escape.data();
        } else {
            out += c;
        }
    }
    return out + "\"";
}

} // namespace guiyi
