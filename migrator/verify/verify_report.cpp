// verify.json for programs, verify.html for people: numbers, faults, and the sample to be signed.
#include "migrator/map/inputs.h"
#include "migrator/report/report_forms.h"
#include "migrator/verify/verify.h"
#include "schema/base/json_writer.h"
#include "schema/base/text.h"
#include "schema/config/files.h"

#include <QtCore/qcoreapplication.h>

namespace guiyi {

namespace {

constexpr std::size_t FaultsShown = 1000, OpenLinksShown = 300;

/// Words of the page, listed for lupdate, which knows nothing of said().
[[maybe_unused]] constexpr const char *DataWords[] = {
    QT_TRANSLATE_NOOP("Report", "articles"),
    QT_TRANSLATE_NOOP("Report", "texts"),
    QT_TRANSLATE_NOOP("Report", "files"),
    QT_TRANSLATE_NOOP("Report", "contents"),
    QT_TRANSLATE_NOOP("Report", "links"),
    QT_TRANSLATE_NOOP("Report", "addresses"),
    QT_TRANSLATE_NOOP("Report", "letters"),
    QT_TRANSLATE_NOOP("Report", "counts"),
    QT_TRANSLATE_NOOP("Report", "dead"),
    QT_TRANSLATE_NOOP("Report", "parked"),
    QT_TRANSLATE_NOOP("Report", "What was checked"),
    QT_TRANSLATE_NOOP("Report", "check"),
    QT_TRANSLATE_NOOP("Report", "checked"),
    QT_TRANSLATE_NOOP("Report", "Faults by rule"),
    QT_TRANSLATE_NOOP("Report", "none"),
    QT_TRANSLATE_NOOP("Report", "rule"),
    QT_TRANSLATE_NOOP("Report", "faults"),
    QT_TRANSLATE_NOOP("Report", "Articles by site, column, kind and year"),
    QT_TRANSLATE_NOOP("Report", "site"),
    QT_TRANSLATE_NOOP("Report", "source"),
    QT_TRANSLATE_NOOP("Report", "platform"),
    QT_TRANSLATE_NOOP("Report", "Faults"),
    QT_TRANSLATE_NOOP("Report", "old address"),
    QT_TRANSLATE_NOOP("Report", "new address"),
    QT_TRANSLATE_NOOP("Report", "expected"),
    QT_TRANSLATE_NOOP("Report", "found"),
    QT_TRANSLATE_NOOP("Report", "verify.json has all."),
    QT_TRANSLATE_NOOP("Report", "Links that lead nowhere, as the plan listed them"),
    QT_TRANSLATE_NOOP("Report", "page"),
    QT_TRANSLATE_NOOP("Report", "link"),
    QT_TRANSLATE_NOOP("Report", "state"),
    QT_TRANSLATE_NOOP("Report", "Sample for people"),
    QT_TRANSLATE_NOOP("Report", "Signed"),
    QT_TRANSLATE_NOOP("Report", "organisation"),
    QT_TRANSLATE_NOOP("Report", "name"),
    QT_TRANSLATE_NOOP("Report", "articles found wrong"),
    QT_TRANSLATE_NOOP("Report", "signature and date"),
    QT_TRANSLATE_NOOP("Report", "Verification"),
    QT_TRANSLATE_NOOP("Report", "Everything that was checked is as it should be."),
};

constexpr const char *Questions[] = {
    QT_TRANSLATE_NOOP("Report", "title, date and source are the same"),
    QT_TRANSLATE_NOOP("Report", "the text is whole"),
    QT_TRANSLATE_NOOP("Report", "pictures, tables and attachments are there"),
    QT_TRANSLATE_NOOP("Report", "it stands in the right column"),
};

constexpr char Style[] =
    R"(*{box-sizing:border-box}body{margin:0 auto;max-width:90rem;padding:1.5rem;font:15px/1.6 system-ui,"PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif;color:#1d2430}
h1{margin:0 0 .3rem}h2{margin:2.2rem 0 .5rem;font-size:1.25rem}table{border-collapse:collapse;width:100%;font-size:.9rem}
th,td{text-align:left;vertical-align:top;padding:.35rem .6rem;border:1px solid #dfe3e8;word-break:break-word}th{background:#f5f7f9}td.n{text-align:right;white-space:nowrap}
.good{background:#dcefe5}.bad{background:#f6dedb}.verdict{display:inline-block;padding:.3rem .8rem;border-radius:4px;font-weight:600}
.pair{display:grid;grid-template-columns:1fr 1fr;gap:.6rem;margin:.5rem 0}iframe{width:100%;height:24rem;border:1px solid #dfe3e8;background:#fff}
.one{border-top:2px solid #1d2430;margin-top:1.6rem;padding-top:.6rem;break-inside:avoid}.one label{display:inline-block;margin-right:1.4rem}
.sign td{height:2.6rem;min-width:10rem}.soft{color:#5c6675}
@media print{iframe{height:14rem}})";

std::string e(std::string_view s) {
    return text::escapeHtml(s);
}
std::string withNumbers(const char *words, const std::vector<std::string> &numbers) {
    QString text = QCoreApplication::translate("Report", words);
    for (const std::string &number : numbers)
        text = text.arg(text::toQString(number));
    return e(text::fromQString(text));
}
std::string percent(double share) {
    return shortest(share * 100);
}

std::string jsonOf(const VerifyResult &r) {
    JsonWriter json;
    json.beginObject().key("faults").number(r.faultCount());
    json.key("checked").beginObject();
    for (const auto &[name, count] : r.checked)
        json.key(name).number(count);
    json.endObject().key("rules").beginObject();
    for (const auto &[rule, count] : r.ruleCounts)
        json.key(rule).number(count);
    json.endObject().key("open_links").number(r.openLinkCount);
    json.key("counts").beginArray();
    for (const auto &[key, count] : r.counts) {
        json.beginObject().key("site").string(key[0]).key("column").string(key[1]).key("kind").string(key[2]);
        json.key("year").textOrNull(key[3]).key("source").number(count.wanted);
        json.key("platform").number(count.found).endObject();
    }
    json.endArray().key("found").beginArray();
    for (const VerifyFault &f : r.faults) {
        json.beginObject().key("rule").string(f.rule).key("site").textOrNull(f.site);
        json.key("url").textOrNull(f.url).key("target").textOrNull(f.target);
        json.key("expected").textOrNull(f.wanted).key("found").textOrNull(f.found).endObject();
    }
    json.endArray().key("links").beginArray();
    for (const OpenLink &l : r.openLinks) {
        json.beginObject().key("site").string(l.site).key("page").string(l.target);
        json.key("link").string(l.link).key("status").string(l.status).endObject();
    }
    json.endArray().key("sample").beginObject().key("population").number(r.population);
    json.key("size").number(static_cast<std::int64_t>(r.sample.size()));
    json.key("confidence").real(r.plan.confidence).key("tolerated").real(r.plan.tolerated);
    json.key("articles").beginArray();
    for (const SampledArticle &a : r.sample)
        json.beginObject()
            .key("stratum")
            .string(a.stratum)
            .key("url")
            .string(a.url)
            .key("target")
            .string(a.target)
            .endObject();
    json.endArray().endObject().endObject();
    return json.take() + "\n";
}

void addNumbers(std::string &out, const VerifyResult &r) {
    out += "<h2>" + said("What was checked") + "</h2><table><tr><th>" + said("check") + "<th>" +
           said("checked") + "</tr>";
    for (const auto &[name, count] : r.checked)
        out += "<tr><td>" + said(name.c_str()) + "<td class=n>" + withSeparators(count) + "</tr>";
    out += "</table><h2>" + said("Faults by rule") + "</h2>";
    if (r.ruleCounts.empty())
        out += "<p>" + said("none") + "</p>";
    else {
        out += "<table><tr><th>" + said("rule") + "<th>" + said("faults") + "</tr>";
        for (const auto &[rule, count] : r.ruleCounts)
            out += "<tr><td>" + e(rule) + "<td class=n>" + withSeparators(count) + "</tr>";
        out += "</table>";
    }
}

/// By site; a column, kind or year of its own line where the sides differ.
void addCounts(std::string &out, const VerifyResult &r) {
    std::map<std::string, VerifyCount> sites;
    for (const auto &[key, count] : r.counts) {
        sites[key[0]].wanted += count.wanted;
        sites[key[0]].found += count.found;
    }
    out += "<h2>" + said("Articles by site, column, kind and year") + "</h2><table><tr><th>" + said("site") +
           "<th>" + said("source") + "<th>" + said("platform") + "</tr>";
    const auto line = [&out](const std::string &name, const VerifyCount &count) {
        out += "<tr class=" + std::string(count.wanted == count.found ? "good" : "bad") + "><td>" + e(name) +
               "<td class=n>" + withSeparators(count.wanted) + "<td class=n>" + withSeparators(count.found) +
               "</tr>";
    };
    for (const auto &[site, count] : sites)
        line(site, count);
    for (const auto &[key, count] : r.counts) {
        if (count.wanted != count.found)
            line(text::join(key, " / "), count);
    }
    out += "</table>";
}

void addFaults(std::string &out, const VerifyResult &r) {
    if (!r.faults.empty()) {
        out += "<h2>" + said("Faults") + "</h2><table><tr><th>" + said("rule") + "<th>" + said("site") +
               "<th>" + said("old address") + "<th>" + said("new address") + "<th>" + said("expected") +
               "<th>" + said("found") + "</tr>";
        for (std::size_t i = 0; i < r.faults.size() && i < FaultsShown; ++i) {
            const VerifyFault &f = r.faults[i];
            out += "<tr><td>" + e(f.rule) + "<td>" + e(f.site) + "<td>" + e(f.url) + "<td>" + e(f.target) +
                   "<td>" + e(f.wanted) + "<td>" + e(f.found) + "</tr>";
        }
        out += "</table>";
        if (r.faults.size() > FaultsShown)
            out += "<p>" + said("verify.json has all.") + "</p>";
    }
    out += "<h2>" + said("Links that lead nowhere, as the plan listed them") + "</h2><p>" +
           withSeparators(r.openLinkCount) + "</p>";
    if (r.openLinks.empty())
        return;
    out += "<table><tr><th>" + said("site") + "<th>" + said("page") + "<th>" + said("link") + "<th>" +
           said("state") + "</tr>";
    for (std::size_t i = 0; i < r.openLinks.size() && i < OpenLinksShown; ++i) {
        const OpenLink &l = r.openLinks[i];
        out += "<tr><td>" + e(l.site) + "<td>" + e(l.target) + "<td>" + e(l.link) + "<td>" +
               said(l.status.c_str()) + "</tr>";
    }
    out += "</table>";
}

/// The body alone in a frame that may neither run nor fetch anything.
std::string frame(const std::string &body) {
    const std::string page = "<meta charset=utf-8><meta http-equiv=Content-Security-Policy "
                             "content=\"default-src 'none'; style-src "
                             "'unsafe-inline'; img-src data:\">" +
                             body;
    return "<iframe sandbox loading=lazy srcdoc=\"" + e(page) + "\"></iframe>";
}

void addSample(std::string &out, const VerifyResult &r) {
    out +=
        "<h2>" + said("Sample for people") + "</h2><p>" +
        withNumbers(QT_TRANSLATE_NOOP("Report", "%1 of %2 articles, drawn by lot from every site and kind. "
                                                "When all are found right, then with "
                                                "%3 % confidence fewer than %4 % of all articles are wrong."),
                    {std::to_string(r.sample.size()), std::to_string(r.population),
                     percent(r.plan.confidence), percent(r.plan.tolerated)}) +
        "</p>";
    std::size_t number = 0;
    for (const SampledArticle &a : r.sample) {
        out += "<section class=one><b>" + std::to_string(++number) + ". " + e(a.stratum) +
               "</b><br><span class=soft>" + e(a.url) + "<br>" + e(a.target) + "</span><table><tr><th><th>" +
               said("source") + "<th>" + said("platform") + "</tr>";
        for (const auto &[name, values] : a.fields)
            out += "<tr" +
                   std::string(values.first == values.second || name == "column" ? "" : " class=bad") +
                   "><th>" + e(name) + "<td>" + e(values.first) + "<td>" + e(values.second) + "</tr>";
        out += "</table><div class=pair>" + frame(a.oldBody) + frame(a.newBody) + "</div>";
        for (const std::string &file : a.files)
            out += "<div class=soft>" + e(file) + "</div>";
        for (const char *question : Questions)
            out += "<label><input type=checkbox> " + said(question) + "</label>";
        out += "</section>";
    }
    out += "<h2>" + said("Signed") + "</h2><table class=sign><tr><th>" + said("organisation") + "<th>" +
           said("name") + "<th>" + said("articles found wrong") + "<th>" + said("signature and date") +
           "</tr><tr><td><td><td><td></tr><tr><td><td><td><td></tr></table>";
}

std::string htmlOf(const Workspace &workspace, const VerifyResult &r) {
    std::string out =
        "<!DOCTYPE html><meta charset=utf-8><meta name=viewport content=\"width=device-width\"><title>" +
        said("Verification") + "</title><style>" + Style + "</style><h1>" + said("Verification") + ": " +
        e(workspace.config().name) + "</h1>";
    const std::int64_t faults = r.faultCount();
    out += faults == 0
               ? "<p class=\"verdict good\">" + said("Everything that was checked is as it should be.")
               : "<p class=\"verdict bad\">" +
                     withNumbers(QT_TRANSLATE_NOOP("Report", "%1 faults"), {withSeparators(faults)});
    out += "</p>";
    addNumbers(out, r);
    addCounts(out, r);
    addFaults(out, r);
    addSample(out, r);
    return out;
}

} // namespace

Result<std::vector<std::string>> writeVerifyReports(const Workspace &workspace, const VerifyResult &result) {
    const std::string folder = workspace.reportsFolder();
    if (Status s = makeFolder(folder); !s)
        return s.error();
    std::vector<std::string> files;
    for (const auto &[name, bytes] : {std::pair<const char *, std::string>{"verify.json", jsonOf(result)},
                                      {"verify.html", htmlOf(workspace, result)}}) {
        files.push_back(folder + "/" + name);
        if (Status s = writeFile(files.back(), bytes); !s)
            return s.error();
    }
    return files;
}

} // namespace guiyi
