// delta.jsonl, delta.csv and delta.html: what the old sites changed after the freeze.
#include "migrator/cutover/freeze.h"

#include "migrator/export/table_writer.h"
#include "migrator/report/report_forms.h"
#include "schema/base/text.h"
#include "schema/config/files.h"

#include <QtCore/qcoreapplication.h>
#include <QtCore/qjsonarray.h>
#include <QtCore/qjsondocument.h>
#include <QtCore/qjsonobject.h>

#include <cerrno>
#include <cstdio>
#include <fstream>

namespace guiyi {

namespace {

/// Changes the page shows; the CSV has all.
constexpr std::int64_t ChangesShown = 2000;

/// Words that come as data, listed for lupdate.
[[maybe_unused]] constexpr const char *DataWords[] = {
    QT_TRANSLATE_NOOP("Report", "article"), QT_TRANSLATE_NOOP("Report", "column"),
    QT_TRANSLATE_NOOP("Report", "file"),    QT_TRANSLATE_NOOP("Report", "new"),
    QT_TRANSLATE_NOOP("Report", "changed"), QT_TRANSLATE_NOOP("Report", "gone"),
    QT_TRANSLATE_NOOP("Report", "reread"),  QT_TRANSLATE_NOOP("Report", "date"),
    QT_TRANSLATE_NOOP("Report", "title"),   QT_TRANSLATE_NOOP("Report", "old address"),
    QT_TRANSLATE_NOOP("Report", "site"),
};

constexpr char Style[] =
    R"(*{box-sizing:border-box}body{margin:0 auto;max-width:90rem;padding:1.5rem;font:15px/1.6 system-ui,"PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif;color:#1d2430}
h1{margin:0 0 .3rem}h2{margin:2.2rem 0 .5rem;font-size:1.25rem}table{border-collapse:collapse;width:100%;font-size:.9rem}
th,td{text-align:left;vertical-align:top;padding:.35rem .6rem;border:1px solid #dfe3e8;overflow-wrap:anywhere}th{background:#f5f7f9;white-space:nowrap}
td.n{text-align:right}td.w{white-space:nowrap}.verdict{display:inline-block;padding:.3rem .8rem;border-radius:4px;font-weight:600}
.good{background:#dcefe5}.bad{background:#f3ead2}del{color:#8c2f25}ins{color:#1d6b45;text-decoration:none}.soft{color:#5c6675})";

std::string e(std::string_view s) {
    return text::escapeHtml(s);
}

/// A file that takes its place when it is whole.
class NewFile {
public:
    explicit NewFile(std::string path)
        : m_path(std::move(path)), m_out(m_path + ".new", std::ios::binary | std::ios::trunc) {}
    std::ostream &out() { return m_out; }
    Status finish() {
        m_out.close();
        if (!m_out || std::rename((m_path + ".new").c_str(), m_path.c_str()) != 0)
            return systemError(errno, "writing the report", m_path);
        return {};
    }

private:
    std::string m_path;
    std::ofstream m_out;
};

Status addTo(TableWriter &table, const SourceChange &c) {
    table.text("site", c.site).text("entity", c.entity).text("change", c.change).text("url", c.url);
    table.text("title", c.title).text("date", c.date).json("changes", c.changes).text("now", c.now);
    return table.endRow();
}

std::string htmlRow(const SourceChange &c) {
    std::string row = "<tr><td class=w>" + e(c.site) + "<td class=w>" + said(c.change.c_str()) +
                      "<td class=w>" + said(c.entity.c_str()) + "<td class=w>" + e(c.date.substr(0, 10)) +
                      "<td>" + e(c.title) + "<div class=soft>" + e(c.url) + "</div><td>" + e(c.now);
    const QJsonObject changes = QJsonDocument::fromJson(QByteArray::fromStdString(c.changes)).object();
    for (auto change = changes.begin(); change != changes.end(); ++change) {
        const QJsonArray values = change.value().toArray();
        row += "<div><b>" + e(text::fromQString(change.key())) + "</b>: <del>" +
               e(text::fromQString(values.at(0).toString())) + "</del> → <ins>" +
               e(text::fromQString(values.at(1).toString())) + "</ins></div>";
    }
    return row + "</tr>\n";
}

std::string htmlOf(const std::string &name, const DeltaReport &report, const std::string &rows) {
    const std::int64_t changes = report.changes();
    std::string out =
        "<!DOCTYPE html><meta charset=utf-8><meta name=viewport content=\"width=device-width\"><title>" +
        said("Changes after the freeze") + "</title><style>" + Style + "</style><h1>" +
        said("Changes after the freeze") + ": " + e(name) + "</h1>";
    out += changes == 0 ? "<p class=\"verdict good\">" + said("The old sites changed nothing since.")
                        : "<p class=\"verdict bad\">" + said("Changes the old sites made since") + ": " +
                              withSeparators(changes);
    out += "</p><h2>" + said("Sites") + "</h2><table><tr><th>" + said("site") + "<th>" + said("frozen") +
           "<th>" + said("changes") + "</tr>";
    for (const auto &[site, counts] : report.counts) {
        std::vector<std::string> words;
        for (const auto &[what, count] : counts)
            words.push_back(reportText(what.first.c_str()) + " " + reportText(what.second.c_str()) + " " +
                            withSeparators(count));
        out += "<tr><td class=w>" + e(site) + "<td class=w>" + e(report.moments.at(site)) + "<td>" +
               (words.empty() ? said("none") : e(text::join(words, ", "))) + "</tr>";
    }
    out += "</table>";
    if (changes == 0)
        return out;
    out += "<h2>" + said("Changes") + "</h2><table><tr><th>" + said("site") + "<th>" + said("change") +
           "<th>" + said("kind") + "<th>" + said("date") + "<th>" + said("title and old address") + "<th>" +
           said("then → now") + "</tr>\n" + rows + "</table>";
    if (changes > ChangesShown)
        out += "<p>" + said("delta.csv has all.") + "</p>";
    return out + "<p class=soft>" +
           said("reread: the page is byte for byte the one of the freeze; its extraction gave something "
                "else.") +
           "</p>";
}

} // namespace

std::int64_t DeltaReport::changes() const {
    std::int64_t sum = 0;
    for (const auto &[site, changes] : counts) {
        for (const auto &[what, count] : changes)
            sum += count;
    }
    return sum;
}

Result<DeltaReport> writeDeltaReport(const Workspace &workspace, WorkspaceStore &store,
                                     const std::vector<Site> &sites) {
    DeltaReport report;
    for (const Site &site : sites) {
        const Result<std::optional<Freeze>> freeze = freezeOf(workspace, store, site);
        if (!freeze)
            return freeze.error();
        if (!freeze.value())
            return Error{
                ErrorKind::Usage, "comparing with the freeze", site.id, "it was not frozen",
                "run `guiyi cutover freeze` when editing of the old site stops, or choose frozen sites "
                "with --site"};
        report.moments[site.id] = freeze.value()->moment;
        report.counts[site.id];
    }
    const std::string folder = workspace.reportsFolder();
    if (Status s = makeFolder(folder); !s)
        return s.error();
    report.files = {folder + "/delta.jsonl", folder + "/delta.csv", folder + "/delta.html"};
    NewFile lines(report.files[0]), csv(report.files[1]);
    TableWriter asLines(lines.out(), TableFormat::Jsonl), asCsv(csv.out(), TableFormat::CsvForPeople);
    std::string rows;
    std::int64_t shown = 0;
    Status s = asCsv.header({"site", "entity", "change", "url", "title", "date", "changes", "now"});
    for (const Site &site : sites) {
        auto &counts = report.counts[site.id];
        const auto add = [&](const SourceChange &change) {
            ++counts[{change.entity, change.change}];
            if (++shown <= ChangesShown)
                rows += htmlRow(change);
            const Status written = addTo(asLines, change);
            return written ? addTo(asCsv, change) : written;
        };
        s = s ? eachSourceChange(workspace, site, add) : s;
    }
    s = s ? asLines.finish() : s;
    s = s ? asCsv.finish() : s;
    s = s ? lines.finish() : s;
    s = s ? csv.finish() : s;
    s = s ? writeFile(report.files[2], htmlOf(workspace.config().name, report, rows)) : s;
    if (!s)
        return s.error();
    return report;
}

} // namespace guiyi
