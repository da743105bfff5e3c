#include "migrator/cutover/kit.h"

#include "mappings/resources.h"
#include "mappings/urlmap/hosts.h"
#include "migrator/map/inputs.h"
#include "migrator/plan/plan_store.h"
#include "schema/base/text.h"
#include "schema/config/csv.h"
#include "schema/config/files.h"

#include <QtCore/qdatetime.h>

#include <fstream>
#include <set>

namespace guiyi {

namespace {

std::string dayAfter(const std::string &day, int days) {
    return text::fromQString(
        QDate::fromString(text::toQString(day), Qt::ISODate).addDays(days).toString(Qt::ISODate));
}

std::string tickLines(const std::vector<std::string> &hosts) {
    std::string lines;
    for (const std::string &host : hosts)
        lines += (lines.empty() ? "  - [ ] " : "\n  - [ ] ") + host;
    return lines.empty() ? "  - （无）" : lines;
}

/// Sitemap files of at most MostSitemapAddresses addresses each, written as they come.
class Sitemaps {
public:
    Sitemaps(std::string folder, std::string host) : m_folder(std::move(folder)), m_host(std::move(host)) {}

    void add(const std::string &address) {
        if (m_count % MostSitemapAddresses == 0)
            next();
        ++m_count;
        m_out << "<url><loc>" << text::escapeHtml(address) << "</loc></url>\n";
    }

    Status finish() {
        close();
        std::string index = Head;
        index.append("<sitemapindex xmlns=\"").append(Namespace).append("\">\n");
        for (const std::string &name : m_names)
            index += "<sitemap><loc>http://" + text::escapeHtml(m_host) + "/" + name + "</loc></sitemap>\n";
        if (m_failed)
            return Error{ErrorKind::Failed, "writing the sitemaps", m_folder, "a file cannot be written",
                         "free space, then run the command again"};
        return writeFile(m_folder + "/sitemap.xml", index + "</sitemapindex>\n");
    }

    const std::vector<std::string> &names() const { return m_names; }

private:
    static constexpr const char *Head = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
    static constexpr const char *Namespace = "http://www.sitemaps.org/schemas/sitemap/0.9";

    void next() {
        close();
        m_names.push_back("sitemap-" + std::to_string(m_names.size() + 1) + ".xml");
        m_out.open(m_folder + "/" + m_names.back(), std::ios::binary | std::ios::trunc);
        m_out << Head << "<urlset xmlns=\"" << Namespace << "\">\n";
    }

    void close() {
        if (!m_out.is_open())
            return;
        m_out << "</urlset>\n";
        m_out.close();
        m_failed = m_failed || !m_out;
        m_out.clear();
    }

    std::string m_folder, m_host;
    std::ofstream m_out;
    std::vector<std::string> m_names;
    std::size_t m_count = 0;
    bool m_failed = false;
};

class Kit {
public:
    Kit(const Workspace &workspace, const Site &site, const CutoverOptions &options)
        : m_workspace(workspace),
          m_site(site),
          m_options(options),
          m_hosts(mapping::HostRegistry::hostsOf(site)),
          m_newHost(mapping::tenantAddress(site, domainPolicyOf(workspace)).host) {}

    Result<std::vector<std::string>> write() {
        if (Status s = makeFolder(m_options.folder); !s)
            return s.error();
        for (const std::string name : {"checklist.md", "notice.html"}) {
            if (Status s = put(name, filled(mapping::builtInFile("cutover/" + name))); !s)
                return s.error();
        }
        if (Status s = put("hosts.preview", preview()); !s)
            return s.error();
        if (Status s = put("idle-names.csv", idleNames()); !s)
            return s.error();
        if (Status s = sitemaps(); !s)
            return s.error();
        return m_files;
    }

private:
    Status put(const std::string &name, const std::string &bytes) {
        m_files.push_back(m_options.folder + "/" + name);
        return writeFile(m_files.back(), bytes);
    }

    /// The old hosts that are given up: all but the one the platform goes on with.
    std::vector<std::string> idle() const {
        std::vector<std::string> idle;
        for (const std::string &host : m_hosts) {
            if (host != m_newHost)
                idle.push_back(host);
        }
        return idle;
    }

    std::string filled(std::string form) const {
        std::string old;
        for (const std::string &host : idle())
            old += (old.empty() ? "" : "、") + host;
        const std::vector<std::string> aliases(m_hosts.begin() + 1, m_hosts.end());
        const std::pair<const char *, std::string> fields[] = {
            {"{name}", text::escapeHtml(m_site.name.empty() ? m_site.id : m_site.name)},
            {"{site}", m_site.id},
            {"{old_hosts}", old.empty() ? "（无）" : old},
            {"{new_host}", m_newHost},
            {"{date}", m_options.date},
            {"{ttl_date}", dayAfter(m_options.date, -TtlDays)},
            {"{notice_end}", dayAfter(m_options.date, NoticeDays)},
            {"{retention}", dayAfter(m_options.date, RedirectDays)},
            {"{certificates}", tickLines(idle())},
            {"{aliases}", tickLines(aliases)}};
        for (const auto &[name, value] : fields)
            form = text::replaceAll(std::move(form), name, value);
        return form;
    }

    std::string preview() const {
        std::string lines =
            "# " + m_site.id + ": add these lines to the hosts file of one machine to preview the switch\n";
        const std::string address = m_options.address.empty() ? "127.0.0.1" : m_options.address;
        std::set<std::string> names(m_hosts.begin(), m_hosts.end());
        names.insert(m_newHost);
        for (const std::string &host : names)
            lines += address + " " + host.substr(0, host.find(':')) + "\n";
        return lines;
    }

    /// The day the host table gives, unless that is sooner than redirects have to stay.
    std::string redirectsUntil(const std::string &host) const {
        const std::string least = dayAfter(m_options.date, RedirectDays);
        for (const HostRecord &record : m_workspace.hostTable()) {
            if (canonicalHost(record.host) == host)
                return std::max(least, record.redirectsUntil);
        }
        return least;
    }

    std::string idleNames() const {
        std::string rows = "host,site,redirects_until,cancel_from,rule\n";
        for (const std::string &host : idle()) {
            const std::string end = redirectsUntil(host);
            rows += host + "," + m_site.id + "," + end + "," + dayAfter(end, 1) + ",F-55-04\n";
        }
        return rows;
    }

    Status sitemaps() {
        Result<PlanStore> plan = PlanStore::open(m_workspace.planFile());
        if (!plan)
            return plan.error();
        Sitemaps maps(m_options.folder, m_hosts.front());
        const Status s = plan->database().each(
            "SELECT url FROM redirect WHERE site=? AND self=0 AND status IN (301,302,410) ORDER BY key",
            {m_site.id}, [&maps](const Statement &row) {
                if (!text::endsWith(row.text(0), "*"))
                    maps.add(row.text(0));
                return true;
            });
        if (!s)
            return s;
        if (Status done = maps.finish(); !done)
            return done;
        m_files.push_back(m_options.folder + "/sitemap.xml");
        for (const std::string &name : maps.names())
            m_files.push_back(m_options.folder + "/" + name);
        return {};
    }

    const Workspace &m_workspace;
    const Site &m_site;
    const CutoverOptions &m_options;
    std::vector<std::string> m_hosts;
    std::string m_newHost;
    std::vector<std::string> m_files;
};

std::string cutoverFile(const Workspace &workspace) {
    return workspace.root() + "/mappings/cutover.csv";
}

} // namespace

bool isDay(const std::string &date) {
    return date.size() == 10 && QDate::fromString(text::toQString(date), Qt::ISODate).isValid();
}

Result<std::vector<std::string>> writeCutoverKit(const Workspace &workspace, const Site &site,
                                                 const CutoverOptions &options) {
    if (!isDay(options.date))
        return Error{ErrorKind::Usage, "preparing the cut over", options.date, "that is no day",
                     "expected YYYY-MM-DD"};
    return Kit(workspace, site, options).write();
}

Result<std::map<std::string, std::string>> cutoverDates(const Workspace &workspace) {
    std::map<std::string, std::string> dates;
    const Result<std::string> bytes = readFileIfAny(cutoverFile(workspace));
    if (!bytes)
        return bytes.error();
    if (bytes->empty())
        return dates;
    const CsvTable table = readCsv(*bytes, "mappings/cutover.csv");
    if (!table.errors.empty())
        return table.errors.front();
    const int site = table.column("site"), date = table.column("date");
    for (const CsvRow &row : table.rows) {
        if (site < 0 || date < 0 || !isDay(row.fields[static_cast<std::size_t>(date)]))
            return Error{ErrorKind::Usage, "reading the cut over dates",
                         "mappings/cutover.csv:" + std::to_string(row.line),
                         "a line is \"site,date\" with a date YYYY-MM-DD", "put the line right"};
        dates[row.fields[static_cast<std::size_t>(site)]] = row.fields[static_cast<std::size_t>(date)];
    }
    return dates;
}

Status noteCutover(const Workspace &workspace, const std::string &site, const std::string &date) {
    Result<std::map<std::string, std::string>> dates = cutoverDates(workspace);
    if (!dates)
        return dates.error();
    dates.value()[site] = date;
    std::string bytes = "site,date\n";
    for (const auto &[id, day] : dates.value())
        bytes += id + "," + day + "\n";
    return writeFile(cutoverFile(workspace), bytes);
}

} // namespace guiyi
