#include "schema/base/text.h"
#include "schema/config/csv.h"
#include "schema/config/site_checks.h"
#include "schema/config/words.h"
#include "schema/config/workspace.h"
#include "schema/config/yaml_map.h"

#include <algorithm>
#include <filesystem>
#include <set>

namespace guiyi {

namespace {

const std::set<std::string> &knownFields() {
    static const std::set<std::string> fields{"id",      "name",   "code", "level",         "host",
                                              "aliases", "source", "wave", "standard_host", "base_path"};
    return fields;
}

const std::set<std::string> &neededFields() {
    static const std::set<std::string> fields{"id", "name", "level", "host", "source"};
    return fields;
}

class SitesCsv {
public:
    SitesCsv(const CsvTable &table, const std::string &file, SiteList &list)
        : m_table(table), m_file(file), m_list(list) {}

    void read() {
        if (!m_table.header.empty())
            checkHeader();
        for (const CsvRow &row : m_table.rows)
            m_list.sites.push_back(readRow(row));
    }

private:
    void add(int line, const QString &why, const QString &advice) {
        m_list.errors.push_back(
            {ErrorKind::Usage, {}, m_file + ":" + std::to_string(line), words(why), words(advice)});
    }

    void note(int line, const FieldMistake &mistake) {
        if (mistake.any())
            add(line, text::toQString(mistake.why), text::toQString(mistake.advice));
    }

    void checkHeader() {
        std::set<std::string> seen;
        for (const std::string &field : m_table.header) {
            if (knownFields().count(field) == 0) {
                const std::string nearest = nearestWord(field, knownFields());
                add(m_table.headerLine, ConfigText::tr("unknown field \"%1\"").arg(text::toQString(field)),
                    nearest.empty() ? ConfigText::tr("known fields: %1").arg(allFields())
                                    : ConfigText::tr("did you mean \"%1\"?").arg(text::toQString(nearest)));
            } else if (!seen.insert(field).second) {
                add(m_table.headerLine,
                    ConfigText::tr("field \"%1\" is named twice").arg(text::toQString(field)),
                    ConfigText::tr("keep one of the two"));
            }
        }
        for (const std::string &field : neededFields()) {
            if (seen.count(field) == 0)
                add(m_table.headerLine, ConfigText::tr("field \"%1\" is missing").arg(text::toQString(field)),
                    ConfigText::tr(
                        "expected a first line such as id,name,code,level,host,aliases,source,wave"));
        }
    }

    static QString allFields() {
        return text::toQString(
            text::join(std::vector<std::string>(knownFields().begin(), knownFields().end()), ", "));
    }

    std::string field(const CsvRow &row, std::string_view name) const {
        const int column = m_table.column(name);
        return column < 0 ? std::string()
                          : std::string(text::trim(row.fields[static_cast<std::size_t>(column)]));
    }

    /// A field whose whole column is missing was reported with the header; not again for every row.
    bool has(std::string_view name) const { return m_table.column(name) >= 0; }

    Site readRow(const CsvRow &row) {
        Site site;
        site.id = field(row, "id");
        site.name = field(row, "name");
        site.code = text::lower(field(row, "code"));
        site.level = text::lower(field(row, "level"));
        site.host = text::lower(field(row, "host"));
        site.standardHost = text::lower(field(row, "standard_host"));
        site.basePath = field(row, "base_path");
        const std::string where = m_file + ":" + std::to_string(row.line);
        if (has("id")) {
            const FieldMistake form = checkId(site.id);
            note(row.line, form.any() ? form : m_register.claimId(site.id, where));
        }
        if (has("name") && site.name.empty())
            add(row.line, ConfigText::tr("name is missing"), ConfigText::tr("expected the name of the site"));
        note(row.line, checkCode(site.code));
        if (has("level"))
            note(row.line, checkLevel(site.level));
        if (has("host"))
            noteHost(row.line, site.host, where);
        for (const std::string &alias : text::split(text::collapse(field(row, "aliases")), ' ')) {
            if (alias.empty())
                continue;
            site.aliases.push_back(text::lower(alias));
            noteHost(row.line, site.aliases.back(), where);
        }
        readSource(row, site);
        if (const std::string wave = field(row, "wave"); !wave.empty()) {
            const FieldMistake form = checkWave(wave);
            note(row.line, form);
            site.wave = form.any() ? 1 : waveNumber(wave);
        }
        if (!site.standardHost.empty())
            note(row.line, checkHost(site.standardHost));
        note(row.line, checkBasePath(site.basePath));
        return site;
    }

    void noteHost(int line, const std::string &host, const std::string &where) {
        const FieldMistake form = checkHost(host);
        note(line, form.any() ? form : m_register.claimHost(host, where));
    }

    void readSource(const CsvRow &row, Site &site) {
        if (!has("source"))
            return;
        const std::string source = field(row, "source");
        note(row.line, checkSource(source));
        site.sources = {absoluteSource(source, std::filesystem::path(m_file).parent_path().string())};
    }

    const CsvTable &m_table;
    const std::string &m_file;
    SiteList &m_list;
    HostRegister m_register;
};

} // namespace

SiteList readSitesCsv(std::string_view bytes, const std::string &fileName) {
    SiteList list;
    const CsvTable table = readCsv(bytes, fileName);
    list.errors = table.errors;
    SitesCsv(table, fileName, list).read();
    if (list.sites.empty() && list.errors.empty())
        list.errors.push_back({ErrorKind::Usage,
                               {},
                               fileName + ":" + std::to_string(table.headerLine),
                               words(ConfigText::tr("the file names no site")),
                               words(ConfigText::tr("add a line per site"))});
    std::stable_sort(list.errors.begin(), list.errors.end(), [](const Error &a, const Error &b) {
        const auto line = [](const Error &e) { return std::stoi(e.where.substr(e.where.rfind(':') + 1)); };
        return line(a) < line(b);
    });
    return list;
}

} // namespace guiyi
