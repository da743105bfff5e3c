#include "schema/config/host_table.h"

#include "schema/base/text.h"
#include "schema/config/csv.h"
#include "schema/config/site_checks.h"
#include "schema/config/words.h"
#include "schema/url/profile.h"

#include <QtCore/qdatetime.h>

#include <algorithm>
#include <map>
#include <set>

namespace guiyi {

namespace {

/// The columns that are texts, in the order they are written behind host, site and main.
struct TextColumn {
    const char *name;
    std::string HostRecord::*field;
};
constexpr TextColumn TextColumns[] = {{"owner", &HostRecord::owner},
                                      {"standard_host", &HostRecord::standardHost},
                                      {"state", &HostRecord::state},
                                      {"registrant", &HostRecord::registrant},
                                      {"approval", &HostRecord::approval},
                                      {"filing", &HostRecord::filing},
                                      {"registered", &HostRecord::registered},
                                      {"expires", &HostRecord::expires},
                                      {"redirects_until", &HostRecord::redirectsUntil}};

bool isDayOrEmpty(const std::string &day) {
    return day.empty() ||
           (day.size() == 10 && QDate::fromString(text::toQString(day), Qt::ISODate).isValid());
}

bool isStateOrEmpty(const std::string &state) {
    return state.empty() || state == "active" || state == "redirects" || state == "idle" || state == "closed";
}

class TableReader {
public:
    TableReader(std::string_view bytes, const std::string &fileName)
        : m_csv(readCsv(bytes, fileName)), m_file(fileName) {
        m_table.errors = m_csv.errors;
    }

    HostTable read() {
        if (m_csv.column("host") < 0 || m_csv.column("site") < 0) {
            add(std::max(1, m_csv.headerLine), ConfigText::tr("there is no column \"host\" or \"site\""),
                ConfigText::tr("expected a first line such as host,site,main,owner,standard_host,state"));
            return std::move(m_table);
        }
        for (const CsvRow &row : m_csv.rows)
            readRow(row);
        return std::move(m_table);
    }

private:
    void add(int line, const QString &why, const QString &advice) {
        m_table.errors.push_back({ErrorKind::Usage, words(ConfigText::tr("reading the host table")),
                                  m_file + ":" + std::to_string(line), words(why), words(advice)});
    }

    std::string field(const CsvRow &row, const char *name) const {
        const int column = m_csv.column(name);
        return column < 0 ? std::string()
                          : std::string(text::trim(row.fields[static_cast<std::size_t>(column)]));
    }

    void readRow(const CsvRow &row) {
        HostRecord r;
        r.host = text::lower(field(row, "host"));
        r.site = field(row, "site");
        r.main = field(row, "main") == "yes";
        for (const TextColumn &column : TextColumns)
            r.*column.field = field(row, column.name);
        r.standardHost = text::lower(r.standardHost);
        const std::size_t before = m_table.errors.size();
        check(row.line, r);
        if (m_table.errors.size() > before)
            return;
        m_table.records.push_back(std::move(r));
        m_table.lines.push_back(row.line);
    }

    void check(int line, const HostRecord &r) {
        const auto note = [&](const FieldMistake &mistake) {
            if (mistake.any())
                add(line, text::toQString(mistake.why), text::toQString(mistake.advice));
        };
        note(checkHost(r.host));
        note(checkId(r.site));
        const std::size_t slash = std::min(r.standardHost.find('/'), r.standardHost.size());
        if (!r.standardHost.empty())
            note(checkHost(r.standardHost.substr(0, slash)));
        note(checkBasePath(r.standardHost.substr(slash)));
        if (!isStateOrEmpty(r.state))
            add(line, ConfigText::tr("state \"%1\" is no state").arg(text::toQString(r.state)),
                ConfigText::tr("expected active, redirects, idle or closed"));
        for (const std::string *day : {&r.registered, &r.expires, &r.redirectsUntil}) {
            if (!isDayOrEmpty(*day))
                add(line, ConfigText::tr("\"%1\" is no day").arg(text::toQString(*day)),
                    ConfigText::tr("expected YYYY-MM-DD"));
        }
        const auto [first, isNew] = m_seen.emplace(canonicalHost(r.host), line);
        if (!isNew)
            add(line,
                ConfigText::tr("host \"%1\" stands in line %2 already")
                    .arg(text::toQString(r.host))
                    .arg(first->second),
                ConfigText::tr("write a line a host"));
    }

    const CsvTable m_csv;
    const std::string m_file;
    HostTable m_table;
    std::map<std::string, int> m_seen;
};

std::string quoted(const std::string &field) {
    if (field.find_first_of(",\"\r\n") == std::string::npos)
        return field;
    return "\"" + text::replaceAll(field, "\"", "\"\"") + "\"";
}

} // namespace

HostTable readHostTable(std::string_view bytes, const std::string &fileName) {
    return TableReader(bytes, fileName).read();
}

std::string writeHostTable(const std::vector<HostRecord> &records) {
    std::string out = "host,site,main";
    for (const TextColumn &column : TextColumns)
        out.append(",").append(column.name);
    out += '\n';
    for (const HostRecord &r : records) {
        out += quoted(r.host) + "," + quoted(r.site) + (r.main ? ",yes" : ",");
        for (const TextColumn &column : TextColumns)
            out += "," + quoted(r.*column.field);
        out += '\n';
    }
    return out;
}

std::vector<Error> joinHosts(const HostTable &table, const std::string &fileName, std::vector<Site> &sites) {
    std::vector<Error> errors;
    std::map<std::string, Site *> owners; // by canonical host
    for (Site &site : sites) {
        owners.emplace(canonicalHost(site.host), &site);
        for (const std::string &alias : site.aliases)
            owners.emplace(canonicalHost(alias), &site);
    }
    for (std::size_t i = 0; i < table.records.size(); ++i) {
        const HostRecord &record = table.records[i];
        const auto mistake = [&](const QString &why, const QString &advice) {
            errors.push_back({ErrorKind::Usage, words(ConfigText::tr("reading the host table")),
                              fileName + ":" + std::to_string(table.lines[i]), words(why), words(advice)});
        };
        const auto site = std::find_if(sites.begin(), sites.end(),
                                       [&record](const Site &known) { return known.id == record.site; });
        if (site == sites.end()) {
            mistake(ConfigText::tr("there is no site \"%1\"").arg(text::toQString(record.site)),
                    ConfigText::tr("add the site first, or put its id right"));
            continue;
        }
        const std::string host = canonicalHost(record.host);
        const auto [owner, isNew] = owners.emplace(host, &*site);
        if (owner->second != &*site) {
            mistake(ConfigText::tr("host \"%1\" is taken by %2")
                        .arg(text::toQString(record.host), text::toQString(owner->second->id)),
                    ConfigText::tr("a host belongs to one site; remove it from the other"));
            continue;
        }
        if (isNew)
            site->aliases.push_back(record.host);
        const bool isMain = host == canonicalHost(site->host);
        if (record.main && !isMain)
            mistake(ConfigText::tr("the main host of %1 is %2")
                        .arg(text::toQString(site->id), text::toQString(site->host)),
                    ConfigText::tr("change it in the site's file, or take \"main\" away"));
        if (!isMain || record.standardHost.empty())
            continue;
        const std::size_t slash = std::min(record.standardHost.find('/'), record.standardHost.size());
        const std::string standard = record.standardHost.substr(0, slash);
        const std::string path = record.standardHost.substr(slash);
        if ((!site->standardHost.empty() && canonicalHost(site->standardHost) != canonicalHost(standard)) ||
            (!site->basePath.empty() && !path.empty() && site->basePath != path))
            mistake(ConfigText::tr("the site's file gives %1 another standard domain")
                        .arg(text::toQString(site->id)),
                    ConfigText::tr("keep one of the two"));
        site->standardHost = standard;
        if (!path.empty())
            site->basePath = path;
    }
    return errors;
}

std::vector<HostRecord> allHosts(const std::vector<Site> &sites, const std::vector<HostRecord> &table) {
    std::map<std::string, const HostRecord *> known;
    for (const HostRecord &record : table)
        known.emplace(canonicalHost(record.host), &record);
    std::vector<HostRecord> all;
    for (const Site &site : sites) {
        std::vector<std::string> hosts{site.host};
        hosts.insert(hosts.end(), site.aliases.begin(), site.aliases.end());
        std::set<std::string> seen;
        for (const std::string &host : hosts) {
            if (!seen.insert(canonicalHost(host)).second)
                continue;
            const auto row = known.find(canonicalHost(host));
            HostRecord record = row != known.end() ? *row->second : HostRecord();
            record.host = host;
            record.site = site.id;
            record.main = canonicalHost(host) == canonicalHost(site.host);
            if (record.owner.empty())
                record.owner = site.name;
            if (record.standardHost.empty() && !site.standardHost.empty())
                record.standardHost = site.standardHost + site.basePath;
            all.push_back(std::move(record));
        }
    }
    return all;
}

} // namespace guiyi
