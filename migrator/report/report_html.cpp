#include "migrator/report/report_forms.h"

#include "migrator/report/report_script.h"
#include "schema/base/json_writer.h"
#include "schema/base/text.h"

#include <QtCore/qcoreapplication.h>
#include <QtCore/qjsonarray.h>
#include <QtCore/qjsondocument.h>
#include <QtCore/qjsonobject.h>

#include <algorithm>

namespace guiyi {

std::string reportText(const char *words) {
    return text::fromQString(QCoreApplication::translate("Report", words));
}

std::string said(const char *words) {
    return text::escapeHtml(reportText(words));
}

std::string withSeparators(std::int64_t number) {
    std::string digits = std::to_string(number);
    for (std::ptrdiff_t at = static_cast<std::ptrdiff_t>(digits.size()) - 3; at > (number < 0 ? 1 : 0);
         at -= 3)
        digits.insert(static_cast<std::size_t>(at), ",");
    return digits;
}

namespace {

/// Words of the data that the page shows in the reader's language; listed for lupdate.
constexpr const char *DataWords[] = {
    QT_TRANSLATE_NOOP("Report", "loaded"),
    QT_TRANSLATE_NOOP("Report", "merged"),
    QT_TRANSLATE_NOOP("Report", "dropped"),
    QT_TRANSLATE_NOOP("Report", "failed"),
    QT_TRANSLATE_NOOP("Report", "create"),
    QT_TRANSLATE_NOOP("Report", "update"),
    QT_TRANSLATE_NOOP("Report", "unchanged"),
    QT_TRANSLATE_NOOP("Report", "retire"),
    QT_TRANSLATE_NOOP("Report", "conflict"),
    QT_TRANSLATE_NOOP("Report", "move"),
    QT_TRANSLATE_NOOP("Report", "merge"),
    QT_TRANSLATE_NOOP("Report", "page"),
    QT_TRANSLATE_NOOP("Report", "link"),
    QT_TRANSLATE_NOOP("Report", "drop"),
    QT_TRANSLATE_NOOP("Report", "undecided"),
    QT_TRANSLATE_NOOP("Report", "article"),
    QT_TRANSLATE_NOOP("Report", "column"),
    QT_TRANSLATE_NOOP("Report", "letter"),
    QT_TRANSLATE_NOOP("Report", "attachment"),
    QT_TRANSLATE_NOOP("Report", "image"),
    QT_TRANSLATE_NOOP("Report", "asset"),
    QT_TRANSLATE_NOOP("Report", "other"),
    QT_TRANSLATE_NOOP("Report", "tenant"),
    QT_TRANSLATE_NOOP("Report", "file"),
    QT_TRANSLATE_NOOP("Report", "address"),
    QT_TRANSLATE_NOOP("Report", "taxonomy"),
    QT_TRANSLATE_NOOP("Report", "list"),
    QT_TRANSLATE_NOOP("Report", "external"),
    QT_TRANSLATE_NOOP("Report", "blank"),
    QT_TRANSLATE_NOOP("Report", "person"),
    QT_TRANSLATE_NOOP("Report", "tool"),
    QT_TRANSLATE_NOOP("Report", "low confidence"),
    QT_TRANSLATE_NOOP("Report", "no date"),
    QT_TRANSLATE_NOOP("Report", "missing file"),
    QT_TRANSLATE_NOOP("Report", "yes"),
    QT_TRANSLATE_NOOP("Report", "no"),
    QT_TRANSLATE_NOOP("Report", "survivor"),
    QT_TRANSLATE_NOOP("Report", "exact"),
    QT_TRANSLATE_NOOP("Report", "info"),
    QT_TRANSLATE_NOOP("Report", "warning"),
    QT_TRANSLATE_NOOP("Report", "error"),
    QT_TRANSLATE_NOOP("Report", "decide which version stays; the platform's one is kept until then"),
    QT_TRANSLATE_NOOP("Report", "get it from the old server while it runs"),
    QT_TRANSLATE_NOOP("Report", "look it up, or leave it undated"),
    QT_TRANSLATE_NOOP("Report", "get the file from the old server and extract again"),
};

constexpr const char *Explanation = QT_TRANSLATE_NOOP(
    "Report", "What would happen to each record if this plan were applied. Nothing has been written to "
              "the platform by it.");

/// Words of the page itself, as said() and reportText() are given them.
[[maybe_unused]] constexpr const char *PageWords[] = {
    QT_TRANSLATE_NOOP("Report", "Dry run"),
    QT_TRANSLATE_NOOP("Report", "%2 rows; also in %3."),
    QT_TRANSLATE_NOOP("Report", "The first %1 of %2 rows; all of them are in %3."),
    QT_TRANSLATE_NOOP("Report", "Columns before and after"),
    QT_TRANSLATE_NOOP("Report", "Found, and what became of it"),
    QT_TRANSLATE_NOOP("Report", "Plan"),
    QT_TRANSLATE_NOOP("Report", "Record"),
    QT_TRANSLATE_NOOP("Report", "Site"),
    QT_TRANSLATE_NOOP("Report", "addresses found"),
    QT_TRANSLATE_NOOP("Report", "all"),
    QT_TRANSLATE_NOOP("Report", "all sites"),
    QT_TRANSLATE_NOOP("Report", "columns"),
    QT_TRANSLATE_NOOP("Report", "columns after"),
    QT_TRANSLATE_NOOP("Report", "columns before"),
    QT_TRANSLATE_NOOP("Report", "conflicts"),
    QT_TRANSLATE_NOOP("Report", "deleted or merged"),
    QT_TRANSLATE_NOOP("Report", "duplicate articles merged"),
    QT_TRANSLATE_NOOP("Report",
                      // NOLINTNEXTLINE(bugprone-suspicious-missing-comma): one sentence on two lines
                      "Every address ever seen has exactly one outcome: found = loaded + merged + dropped + "
                      "failed."),
    QT_TRANSLATE_NOOP("Report", "fields"),
    QT_TRANSLATE_NOOP("Report", "filter"),
    QT_TRANSLATE_NOOP("Report", "first page"),
    QT_TRANSLATE_NOOP("Report", "levels"),
    QT_TRANSLATE_NOOP("Report", "links parked"),
    QT_TRANSLATE_NOOP("Report", "links rewritten"),
    QT_TRANSLATE_NOOP("Report", "last page"),
    QT_TRANSLATE_NOOP("Report", "moved or renamed"),
    QT_TRANSLATE_NOOP("Report", "next page"),
    QT_TRANSLATE_NOOP("Report", "none"),
    QT_TRANSLATE_NOOP("Report", "per level, before → after"),
    QT_TRANSLATE_NOOP("Report", "previous page"),
    QT_TRANSLATE_NOOP("Report", "records to create"),
    QT_TRANSLATE_NOOP("Report", "records to retire"),
    QT_TRANSLATE_NOOP("Report", "records to update"),
    QT_TRANSLATE_NOOP("Report", "records unchanged"),
    QT_TRANSLATE_NOOP("Report", "redirects"),
    QT_TRANSLATE_NOOP("Report", "sites"),
};

constexpr char Style[] =
    R"(:root{--ink:#1d2430;--soft:#5c6675;--line:#dfe3e8;--paper:#fff;--wash:#f5f7f9;--loaded:#2f7d5b;--merged:#3b6fb6;--dropped:#b9a06a;--failed:#b8433a}
*{box-sizing:border-box}html{font-size:15px}
body{margin:0;background:var(--wash);color:var(--ink);font:1rem/1.6 system-ui,-apple-system,"Segoe UI","PingFang SC","Hiragino Sans GB","Microsoft YaHei","Noto Sans CJK SC","Noto Sans SC",sans-serif;font-variant-numeric:tabular-nums}
main{max-width:76rem;margin:0 auto;padding:2rem 1.25rem 4rem}
h1{font-size:1.9rem;line-height:1.25;margin:0 0 .25rem}h2{font-size:1.25rem;margin:2.75rem 0 .4rem}
p{margin:.3rem 0 .8rem;max-width:46rem}.soft{color:var(--soft)}
nav{margin:1rem 0 0;display:flex;flex-wrap:wrap;gap:.35rem 1.1rem}a{color:#1f5fa8}
.cards{display:grid;grid-template-columns:repeat(auto-fit,minmax(9.5rem,1fr));gap:.8rem;margin:1.4rem 0}
.card{background:var(--paper);border:1px solid var(--line);border-radius:6px;padding:.8rem 1rem}
.card b{display:block;font-size:1.6rem;line-height:1.3;font-weight:600}.card span{color:var(--soft)}
.sheet{background:var(--paper);border:1px solid var(--line);border-radius:6px;overflow-x:auto}
table{border-collapse:collapse;width:100%;font-size:.9rem}
th,td{text-align:left;vertical-align:top;padding:.42rem .7rem;border-bottom:1px solid var(--line)}
th{white-space:nowrap;font-weight:600;background:var(--wash);position:sticky;top:0}tr:last-child td{border-bottom:0}
td.n,th.n{text-align:right;white-space:nowrap}td.u{word-break:break-all;min-width:14rem}tfoot td{font-weight:600;background:var(--wash)}
.tag{display:inline-block;padding:0 .5em;border-radius:3px;background:#e9edf1;white-space:nowrap}
.create,.loaded,.move{background:#dcefe5}.update,.merged,.merge,.page{background:#dfe9f6}.conflict,.failed,.error,.undecided{background:#f6dedb}.retire,.dropped,.drop,.warning{background:#f3ead2}
.bar{display:block;width:100%;min-width:9rem;height:12px}
.key i{display:inline-block;width:.8em;height:.8em;border-radius:2px;margin:0 .35em 0 .9em}
.filter{margin:.2rem 0 .6rem;padding:.4rem .6rem;width:min(24rem,100%);font:inherit;border:1px solid var(--line);border-radius:4px}
.pager{margin:.1rem 0 .5rem}.pager button{font:inherit;min-width:2.2rem;border:1px solid var(--line);border-radius:4px;background:var(--paper);cursor:pointer}.pager button:disabled{opacity:.4;cursor:default}.pager b{display:inline-block;min-width:6rem;text-align:center;font-weight:500}
details summary{cursor:pointer;color:#1f5fa8;white-space:nowrap}dl{margin:.3rem 0;display:grid;grid-template-columns:max-content 1fr;gap:.15rem .7rem}dt{color:var(--soft)}dd{margin:0;word-break:break-word}
del{background:#f9e3e1;text-decoration-color:#b8433a}ins{background:#dff1e7;text-decoration:none}
@media print{body{background:#fff}.filter,.pager,nav{display:none}.sheet{overflow:visible}th{position:static}}
)";

std::string escaped(std::string_view s) {
    return text::escapeHtml(s);
}

/// A word of the data in the reader's language.
std::string wordOf(const std::string &word) {
    return word.empty() ? std::string() : escaped(reportText(word.c_str()));
}

std::string funnelBar(const Funnel &f) {
    const double all = std::max<double>(1, static_cast<double>(f.found()));
    std::string svg = "<svg class=\"bar\" viewBox=\"0 0 1000 12\" preserveAspectRatio=\"none\" role=\"img\">";
    double x = 0;
    const std::pair<std::int64_t, const char *> parts[] = {
        {f.loaded, "--loaded"}, {f.merged, "--merged"}, {f.dropped, "--dropped"}, {f.failed, "--failed"}};
    for (const auto &[count, colour] : parts) {
        const double width = static_cast<double>(count) * 1000 / all;
        if (count > 0)
            svg += "<rect x=\"" + std::to_string(static_cast<int>(x)) + "\" y=\"0\" height=\"12\" width=\"" +
                   std::to_string(std::max(1, static_cast<int>(x + width) - static_cast<int>(x))) +
                   "\" style=\"fill:var(" + colour + ")\"/>";
        x += width;
    }
    return svg + "</svg>";
}

std::string card(const std::string &number, const std::string &words) {
    return "<div class=\"card\"><b>" + number + "</b><span>" + words + "</span></div>\n";
}

std::string numberCell(std::int64_t n) {
    return "<td class=\"n\">" + withSeparators(n) + "</td>";
}

void writeSummary(const ReportData &data, std::ostream &out) {
    const SiteReport &sum = data.sum;
    const auto action = [&](const char *name) {
        const auto found = data.planActions.find(name);
        return found == data.planActions.end() ? 0 : found->second;
    };
    out << "<div class=\"cards\">\n"
        << card(withSeparators(static_cast<std::int64_t>(data.sites.size())), said("sites"))
        << card(withSeparators(sum.total.found()), said("addresses found"))
        << card(withSeparators(sum.total.loaded), said("loaded"))
        << card(withSeparators(sum.total.merged), said("merged"))
        << card(withSeparators(sum.total.dropped), said("dropped"))
        << card(withSeparators(sum.total.failed), said("failed")) << "</div>\n<div class=\"cards\">\n"
        << card(withSeparators(sum.columns.before) + " → " + withSeparators(sum.columns.after),
                said("columns"))
        << card(std::to_string(sum.columns.deepestBefore) + " → " + std::to_string(sum.columns.deepestAfter),
                said("levels"))
        << card(withSeparators(action("create")), said("records to create"))
        << card(withSeparators(action("update")), said("records to update"))
        << card(withSeparators(action("unchanged")), said("records unchanged"))
        << card(withSeparators(action("retire")), said("records to retire"))
        << card(withSeparators(action("conflict")), said("conflicts"))
        << card(withSeparators(data.mergedArticles), said("duplicate articles merged"))
        << card(withSeparators(sum.linksRewritten), said("links rewritten"))
        << card(withSeparators(sum.linksParked), said("links parked"))
        << card(withSeparators(sum.redirects), said("redirects")) << "</div>\n";
}

void writeFunnels(const ReportData &data, std::ostream &out) {
    out << "<h2 id=\"funnel\">" << said("Found, and what became of it") << "</h2>\n<p class=\"soft key\">"
        << said(
               "Every address ever seen has exactly one outcome: found = loaded + merged + dropped + failed.")
        << "<i style=\"background:var(--loaded)\"></i>" << said("loaded")
        << "<i style=\"background:var(--merged)\"></i>" << said("merged")
        << "<i style=\"background:var(--dropped)\"></i>" << said("dropped")
        << "<i style=\"background:var(--failed)\"></i>" << said("failed")
        << "</p>\n<div class=\"sheet\"><table><thead><tr><th>" << said("Site") << "</th><th>"
        << said("Record") << "</th><th class=\"n\">" << said("addresses found") << "</th><th class=\"n\">"
        << said("loaded") << "</th><th class=\"n\">" << said("merged") << "</th><th class=\"n\">"
        << said("dropped") << "</th><th class=\"n\">" << said("failed")
        << "</th><th></th></tr></thead><tbody>\n";
    const auto line = [&](const std::string &head, const std::string &entity, const Funnel &f) {
        out << "<tr><td>" << head << "</td><td>" << entity << "</td>" << numberCell(f.found())
            << numberCell(f.loaded) << numberCell(f.merged) << numberCell(f.dropped) << numberCell(f.failed)
            << "<td>" << funnelBar(f) << "</td></tr>\n";
    };
    for (const SiteReport &site : data.sites)
        line(escaped(site.site.name) + " <span class=\"soft\">" + escaped(site.site.id) + "</span>",
             said("all"), site.total);
    out << "</tbody><tfoot>\n";
    line(said("all sites"), said("all"), data.sum.total);
    for (const auto &[entity, funnel] : data.sum.funnels)
        line({}, wordOf(entity), funnel);
    out << "</tfoot></table></div>\n";
}

void writeColumns(const ReportData &data, std::ostream &out) {
    out << "<h2 id=\"columns\">" << said("Columns before and after")
        << "</h2>\n<div class=\"sheet\"><table><thead><tr><th>" << said("Site") << "</th><th class=\"n\">"
        << said("columns before") << "</th><th class=\"n\">" << said("columns after")
        << "</th><th class=\"n\">" << said("levels") << "</th><th class=\"n\">" << said("deleted or merged")
        << "</th><th class=\"n\">" << said("moved or renamed") << "</th><th class=\"n\">" << said("undecided")
        << "</th><th>" << said("per level, before → after") << "</th></tr></thead><tbody>\n";
    const auto line = [&](const std::string &head, const SiteReport &site) {
        const mapping::FlattenNumbers &c = site.columns;
        const auto open = site.decisions.find("undecided");
        const auto levels = [](const std::vector<std::int64_t> &counts) {
            std::vector<std::string> words;
            for (const std::int64_t count : counts)
                words.push_back(withSeparators(count));
            return text::join(words, " · ");
        };
        out << "<tr><td>" << head << "</td>" << numberCell(c.before) << numberCell(c.after)
            << "<td class=\"n\">" << c.deepestBefore << " → " << c.deepestAfter << "</td>"
            << numberCell(c.droppedOrMerged) << numberCell(c.optimised)
            << numberCell(open == site.decisions.end() ? 0 : open->second) << "<td>"
            << levels(c.beforePerLevel) << " → " << levels(c.afterPerLevel) << "</td></tr>\n";
    };
    for (const SiteReport &site : data.sites)
        line(escaped(site.site.name) + " <span class=\"soft\">" + escaped(site.site.id) + "</span>", site);
    out << "</tbody><tfoot>\n";
    line(said("all sites"), data.sum);
    out << "</tfoot></table></div>\n";
}

/// The field diffs of a change, folded away until asked for.
std::string changesCell(const std::string &json) {
    if (json.empty())
        return {};
    const QJsonObject object = QJsonDocument::fromJson(QByteArray::fromStdString(json)).object();
    std::string cell =
        "<details><summary>" + withSeparators(object.size()) + " " + said("fields") + "</summary><dl>";
    for (auto it = object.begin(); it != object.end(); ++it) {
        const QJsonArray pair = it.value().toArray();
        cell += "<dt>" + escaped(text::fromQString(it.key())) + "</dt><dd><del>" +
                escaped(text::fromQString(pair.at(0).toString())) + "</del> <ins>" +
                escaped(text::fromQString(pair.at(1).toString())) + "</ins></dd>";
    }
    return cell + "</dl></details>";
}

bool isTag(std::string_view key) {
    for (const std::string_view tag : {"action", "decision", "outcome", "severity", "role"}) {
        if (key == tag)
            return true;
    }
    return false;
}

bool isWord(std::string_view key) {
    for (const std::string_view word : {"kind", "entity", "decided_by", "standard", "relation", "advice"}) {
        if (key == word)
            return true;
    }
    return false;
}

std::string cellOf(const ListColumn &column, const std::string &value) {
    const std::string_view key = column.key;
    if (column.number)
        return "<td class=\"n\">" + escaped(value) + "</td>";
    if (key == "changes")
        return "<td>" + changesCell(value) + "</td>";
    if (isTag(key))
        return "<td><span class=\"tag " + escaped(value) + "\">" + wordOf(value) + "</span></td>";
    if (isWord(key))
        return "<td>" + wordOf(value) + "</td>";
    // Addresses stay text: old sites may be compromised, and a report must not lead there.
    if (text::startsWith(value, "http"))
        return "<td class=\"u\">" + escaped(value) + "</td>";
    return "<td>" + escaped(value) + "</td>";
}

/// What the page's program has to know of a column: n number, c changes, t tag, w word, nothing else.
std::string typeOf(const ListColumn &column) {
    const std::string_view key = column.key;
    if (column.number)
        return "n";
    if (key == "changes")
        return "c";
    return isTag(key) ? "t" : isWord(key) ? "w" : "";
}

/// A row of the data block; no tag can end the block before its time.
std::string dataRow(const ListRow &row) {
    JsonWriter json;
    json.strings(row);
    return text::replaceAll(json.take(), "<", "\\u003c");
}

/// Writes a list to the page. Rows beyond the first are data, which the page's program shows.
class ListPage {
public:
    ListPage(const ReportList &list, std::ostream &out) : m_list(list), m_out(out) {}

    Status write(const ListSource &source) {
        m_out << "<h2 id=\"" << m_list.name << "\">" << said(m_list.heading) << "</h2>\n<p class=\"soft\">"
              << said(m_list.note) << "</p>\n";
        const Status s = m_list.each(source, [this](const ListRow &row) {
            add(row);
            return Status();
        });
        if (!s)
            return s;
        finish();
        return {};
    }

private:
    void add(const ListRow &row) {
        ++m_rows;
        if (m_rows <= RowsShown) {
            m_first.push_back(row);
            return;
        }
        if (m_rows == RowsShown + 1) {
            std::vector<std::string> types;
            for (const ListColumn &column : m_list.columns)
                types.push_back(typeOf(column));
            m_out << "<script type=\"application/json\" id=\"data-" << m_list.name << "\" data-types=\""
                  << text::join(types, ",") << "\">[";
            for (const ListRow &one : m_first)
                m_out << (&one == &m_first.front() ? "" : ",\n") << dataRow(one);
        }
        if (m_rows <= RowsInPage)
            m_out << ",\n" << dataRow(row);
    }

    void finish() {
        if (m_rows == 0) {
            m_out << "<p>" << said("none") << "</p>\n";
            return;
        }
        if (m_rows > RowsShown)
            m_out << "]</script>\n";
        std::string note = m_rows > RowsInPage ? reportText("The first %1 of %2 rows; all of them are in %3.")
                                               : reportText("%2 rows; also in %3.");
        note = text::replaceAll(std::move(note), "%1", withSeparators(RowsInPage));
        note = text::replaceAll(std::move(note), "%2", withSeparators(m_rows));
        m_out << "<p>" << text::replaceAll(escaped(note), "%3", "<b>" + std::string(m_list.name) + ".csv</b>")
              << "</p>\n<input class=\"filter\" data-of=\"" << m_list.name << "\" placeholder=\""
              << said("filter") << "\" aria-label=\"" << said("filter") << "\">\n";
        if (m_rows > RowsShown)
            writePager();
        m_out << "<div class=\"sheet\"><table><thead><tr>";
        for (const ListColumn &column : m_list.columns)
            m_out << (column.number ? "<th class=\"n\">" : "<th>") << said(column.heading) << "</th>";
        m_out << "</tr></thead><tbody id=\"rows-" << m_list.name << "\">\n";
        for (const ListRow &row : m_first) {
            m_out << "<tr>";
            for (std::size_t i = 0; i < m_list.columns.size(); ++i)
                m_out << cellOf(m_list.columns[i], row[i]);
            m_out << "</tr>\n";
        }
        m_out << "</tbody></table></div>\n";
    }

    void writePager() {
        m_out << "<p class=\"pager\" id=\"pager-" << m_list.name << "\" hidden>";
        const auto button = [this](int by, const char *sign, const char *words) {
            m_out << "<button type=\"button\" data-by=\"" << by << "\" aria-label=\"" << said(words) << "\">"
                  << sign << "</button> ";
        };
        button(-2, "«", "first page");
        button(-1, "‹", "previous page");
        m_out << "<b></b> ";
        button(1, "›", "next page");
        button(2, "»", "last page");
        m_out << "<span class=\"soft\"></span></p>\n";
    }

    const ReportList &m_list;
    std::ostream &m_out;
    std::vector<ListRow> m_first;
    std::int64_t m_rows = 0;
};

/// The words the page's program needs, in the reader's language.
std::string wordsJson() {
    JsonWriter json;
    json.beginObject().key("fields").string(reportText("fields")).key("data").beginObject();
    for (const char *word : DataWords)
        json.key(word).string(reportText(word));
    json.endObject().endObject();
    return text::replaceAll(json.take(), "<", "\\u003c");
}

} // namespace

Status writeHtml(const ListSource &source, std::ostream &out) {
    const ReportData &data = source.data;
    //: The language code of this translation, as HTML wants it.
    const std::string language =
        text::fromQString(QCoreApplication::translate("Report", "en", "language code of this translation"));
    const std::string title = reportText("Dry run") + " · " + data.batch;
    out << "<!DOCTYPE html>\n<html lang=\"" << escaped(language)
        << "\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" "
           "content=\"width=device-width,initial-scale=1\">\n"
           "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src "
           "'unsafe-inline'; script-src 'unsafe-inline'\">\n<title>"
        << escaped(title) << "</title>\n<style>\n"
        << Style << "</style>\n</head>\n<body>\n<main>\n<h1>" << escaped(title) << "</h1>\n<p class=\"soft\">"
        << said(Explanation) << " " << said("Plan") << " " << escaped(data.planHash.substr(0, 12))
        << "</p>\n<nav>";
    out << "<a href=\"#funnel\">" << said("Found, and what became of it") << "</a><a href=\"#columns\">"
        << said("Columns before and after") << "</a>";
    for (const ReportList &list : reportLists())
        out << "<a href=\"#" << list.name << "\">" << said(list.heading) << "</a>";
    out << "</nav>\n";
    writeSummary(data, out);
    writeFunnels(data, out);
    writeColumns(data, out);
    for (const ReportList &list : reportLists()) {
        if (Status s = ListPage(list, out).write(source); !s)
            return s;
    }
    out << "</main>\n<script type=\"application/json\" id=\"words\">" << wordsJson()
        << "</script>\n<script>\n"
        << ReportScript << "</script>\n</body>\n</html>\n";
    return {};
}

} // namespace guiyi
