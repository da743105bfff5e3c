#include "migrator/audit/host_list.h"

#include "mappings/urlmap/hosts.h"
#include "schema/base/text.h"
#include "schema/config/csv.h"

#include <QtCore/qjsonarray.h>
#include <QtCore/qjsondocument.h>
#include <QtCore/qjsonobject.h>

namespace guiyi {

namespace {

using mapping::HostEntry;

constexpr const char *Measured[] = {"dns",    "ipv6",     "https", "certificate", "https_redirect",
                                    "footer", "delta_run"};

Error wrong(const std::string &file, int line, std::string why, std::string advice) {
    return {ErrorKind::Usage, "reading the list of hosts", file + ":" + std::to_string(line), std::move(why),
            std::move(advice)};
}

bool isYes(std::string_view word) {
    const std::string w = text::lower(word);
    return w == "yes" || w == "1" || w == "true" || w == "是" || w == "main";
}

/// "no" too: the words of facts.
std::string yesOrNo(std::string_view word) {
    const std::string w = text::lower(text::trim(word));
    if (isYes(w))
        return "yes";
    return w == "no" || w == "0" || w == "false" || w == "否" ? "no" : std::string();
}

/// A file of hosts and nothing else: its first line is no header.
bool isBareList(const CsvTable &table) {
    return table.column("host") < 0 && table.header.size() == 1 && text::contains(table.header.front(), ".");
}

std::vector<std::string> words(std::string_view s) {
    std::vector<std::string> all;
    for (const std::string &word : text::split(text::collapse(s), ' ')) {
        if (!word.empty())
            all.push_back(word);
    }
    return all;
}

} // namespace

HostList readHostList(std::string_view bytes, const std::string &fileName) {
    HostList list;
    const CsvTable table = readCsv(bytes, fileName);
    list.errors = table.errors;
    if (isBareList(table)) {
        list.hosts.emplace_back();
        list.hosts.back().host = table.header.front();
        list.hosts.back().line = table.headerLine;
        for (const CsvRow &row : table.rows) {
            list.hosts.emplace_back();
            list.hosts.back().host = row.fields.front();
            list.hosts.back().line = row.line;
        }
        return list;
    }
    const int hostColumn = table.column("host");
    if (hostColumn < 0) {
        list.errors.push_back(wrong(fileName, std::max(1, table.headerLine), "there is no column \"host\"",
                                    "write a first line host,site,name,level or a host a line"));
        return list;
    }
    for (const CsvRow &row : table.rows) {
        const auto field = [&](const char *name, const char *other = nullptr) {
            int column = table.column(name);
            if (column < 0 && other != nullptr)
                column = table.column(other);
            return column < 0 ? std::string()
                              : std::string(text::trim(row.fields[static_cast<std::size_t>(column)]));
        };
        HostEntry e;
        e.host = field("host");
        if (e.host.empty()) {
            list.errors.push_back(
                wrong(fileName, row.line, "the host is empty", "fill it in or take the line out"));
            continue;
        }
        e.site = field("site", "id");
        e.name = field("name");
        e.body = field("body");
        e.level = field("level");
        e.kind = field("kind");
        e.state = field("state");
        e.main = isYes(field("main"));
        e.standardHost = field("standard_host");
        e.registrant = field("registrant");
        e.approval = field("approval");
        e.vertical = yesOrNo(field("vertical"));
        e.code = field("code");
        e.line = row.line;
        const std::vector<std::string> aliases = words(field("aliases"));
        if (!aliases.empty()) {
            e.main = true;
            if (e.site.empty())
                e.site = e.host;
        }
        list.hosts.push_back(e);
        for (const std::string &alias : aliases) {
            HostEntry other = e;
            other.host = alias;
            other.main = false;
            list.hosts.push_back(std::move(other));
        }
    }
    return list;
}

std::vector<Error> addFacts(std::string_view bytes, const std::string &fileName,
                            std::vector<HostEntry> &hosts, std::size_t &unknownHosts) {
    const CsvTable table = readCsv(bytes, fileName);
    std::vector<Error> errors = table.errors;
    const int hostColumn = table.column("host");
    if (hostColumn < 0) {
        errors.push_back(wrong(fileName, std::max(1, table.headerLine), "there is no column \"host\"",
                               "write a first line host,dns,ipv6,https,certificate,https_redirect"));
        return errors;
    }
    std::multimap<std::string, HostEntry *> byHost;
    for (HostEntry &e : hosts)
        byHost.emplace(mapping::canonicalHost(e.host), &e);
    for (const CsvRow &row : table.rows) {
        const auto [first, last] =
            byHost.equal_range(mapping::canonicalHost(row.fields[static_cast<std::size_t>(hostColumn)]));
        unknownHosts += first == last ? 1 : 0;
        for (const auto &[column, into] : {std::pair("site_domain", &HostEntry::siteDomain),
                                           std::pair("site_id_code", &HostEntry::siteIdCode)}) {
            const int at = table.column(column);
            for (auto it = first; it != last && at >= 0; ++it)
                it->second->*into = std::string(text::trim(row.fields[static_cast<std::size_t>(at)]));
        }
        for (const char *fact : Measured) {
            const int column = table.column(fact);
            const std::string value =
                column < 0 ? std::string() : yesOrNo(row.fields[static_cast<std::size_t>(column)]);
            for (auto it = first; it != last && !value.empty(); ++it)
                it->second->measured[fact] = value;
        }
    }
    return errors;
}

Result<std::vector<mapping::FindingKey>> readFindings(std::string_view json, const std::string &fileName) {
    QJsonParseError problem;
    const QJsonDocument document =
        QJsonDocument::fromJson(QByteArray(json.data(), static_cast<qsizetype>(json.size())), &problem);
    if (!document.isObject() || !document.object().value(QStringLiteral("findings")).isArray())
        return Error{ErrorKind::Usage, "reading an earlier audit", fileName,
                     "no audit in JSON: " + text::fromQString(problem.errorString()),
                     "give a file that --format json wrote"};
    std::vector<mapping::FindingKey> keys;
    const QJsonArray findings = document.object().value(QStringLiteral("findings")).toArray();
    for (const auto &value : findings) {
        const QJsonObject f = value.toObject();
        keys.push_back({text::fromQString(f.value(QStringLiteral("host")).toString()),
                        text::fromQString(f.value(QStringLiteral("rule")).toString()),
                        text::fromQString(f.value(QStringLiteral("message")).toString())});
    }
    return keys;
}

} // namespace guiyi
