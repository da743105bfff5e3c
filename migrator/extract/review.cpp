#include "migrator/extract/review.h"

#include "adapters/html/decode.h"
#include "migrator/extract/side_by_side.h"
#include "migrator/extract/sources.h"
#include "schema/base/sha256.h"
#include "schema/base/text.h"
#include "schema/config/files.h"
#include "schema/store/staging.h"

#include <QtCore/qfileinfo.h>
#include <QtCore/qjsondocument.h>
#include <QtCore/qjsonobject.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <set>

namespace guiyi {

namespace {

constexpr std::array<std::string_view, 6> Fields = {"title",  "published", "source",
                                                    "author", "column",    "body"};

/// A value of a record with how sure it is.
struct Value {
    std::string url, field, value, rule;
    double confidence = 0;
    bool random = false;
};

std::string caseFile(const Workspace &workspace, const std::string &site) {
    return workspace.root() + "/cases/" + site + ".jsonl";
}

QJsonObject parseLine(const std::string &line) {
    return QJsonDocument::fromJson(QByteArray::fromStdString(line)).object();
}
std::string textOf(const QJsonObject &object, const char *key) {
    return text::fromQString(object.value(QLatin1String(key)).toString());
}
std::string lineOf(const QJsonObject &object) {
    return QJsonDocument(object).toJson(QJsonDocument::Compact).toStdString() + "\n";
}

std::string valueOf(const Article &a, std::string_view field,
                    const std::map<RecordId, std::string> &columns) {
    if (field == "title")
        return a.title;
    if (field == "published")
        return a.published;
    if (field == "source")
        return a.source;
    if (field == "author")
        return a.author;
    if (field == "body")
        return a.bodyText;
    const auto column = columns.find(a.column);
    return column == columns.end() ? std::string() : column->second;
}

/// A value nobody found is as uncertain as can be where every article has one.
double confidenceOf(const Article &a, std::string_view field, const std::string &value) {
    if (value.empty())
        return field == "source" || field == "author" ? 0.5 : 0;
    const auto evidence = a.evidence.find(std::string(field));
    return evidence == a.evidence.end() ? 0.5 : evidence->second.confidence;
}

Result<std::map<RecordId, std::string>> columnPaths(Staging &staging) {
    Result<std::vector<Column>> columns = staging.columns();
    if (!columns)
        return columns.error();
    std::map<RecordId, std::string> paths;
    for (const Column &column : *columns)
        paths[column.id] = text::join(column.path, " > ");
    return paths;
}

/// Hands over every value of every record.
Status eachValue(Staging &staging, const std::function<void(Value &&, const std::string &key)> &visit) {
    const Result<std::map<RecordId, std::string>> columns = columnPaths(staging);
    if (!columns)
        return columns.error();
    return staging.eachArticle(true, [&](const Article &a, const Letter *) -> Status {
        const std::string key = sha256Hex(a.url);
        for (std::string_view field : Fields) {
            std::string value = valueOf(a, field, *columns);
            const double confidence = confidenceOf(a, field, value);
            const auto evidence = a.evidence.find(std::string(field));
            visit({a.url, std::string(field), std::move(value),
                   evidence == a.evidence.end() ? std::string() : evidence->second.rule, confidence, false},
                  key);
        }
        return {};
    });
}

/// The LeastCertain values of each field and all values of the RandomSample records with the smallest hashes.
Result<std::vector<Value>> choose(Staging &staging) {
    std::map<std::string, std::map<std::pair<double, std::string>, Value>>
        least;                                        // field -> by confidence, url
    std::map<std::string, std::vector<Value>> sample; // hash -> values
    const Status s = eachValue(staging, [&](Value &&value, const std::string &key) {
        auto &ranked = least[value.field];
        ranked.emplace(std::pair(value.confidence, value.url), value);
        if (ranked.size() > LeastCertain)
            ranked.erase(std::prev(ranked.end()));
        if (sample.size() < RandomSample || key <= std::prev(sample.end())->first || sample.contains(key)) {
            value.random = true;
            sample[key].push_back(std::move(value));
            if (sample.size() > RandomSample)
                sample.erase(std::prev(sample.end()));
        }
    });
    if (!s)
        return s.error();
    std::vector<Value> chosen;
    std::set<std::pair<std::string, std::string>> seen;
    for (auto &[key, values] : sample) {
        for (Value &value : values) {
            seen.emplace(value.url, value.field);
            chosen.push_back(std::move(value));
        }
    }
    for (auto &[field, ranked] : least) {
        for (auto &[rank, value] : ranked) {
            if (seen.emplace(value.url, value.field).second)
                chosen.push_back(std::move(value));
        }
    }
    std::stable_sort(chosen.begin(), chosen.end(), [](const Value &a, const Value &b) {
        return std::tie(a.url, a.field) < std::tie(b.url, b.field);
    });
    return chosen;
}

/// The saved pages of the chosen records, decoded; those that cannot be read stay empty.
Result<std::map<std::string, std::string>> readSources(const Workspace &workspace, const Site &site,
                                                       Staging &staging, const std::set<std::string> &urls) {
    std::map<std::string, std::string> sources;
    SourceFileProvider files(workspace);
    html::DecodeHints hints;
    hints.siteEncoding = staging.fact("encoding");
    const Status s = staging.eachResource([&](const Resource &resource) -> Status {
        if (!urls.contains(resource.url) || resource.file.empty())
            return {};
        if (const Result<std::string> bytes = files.read(site, resource))
            sources[resource.url] = html::decodeHtml(*bytes, hints).text;
        return {};
    });
    if (!s)
        return s.error();
    return sources;
}

std::map<std::string, std::string> bodiesOf(Staging &staging, const std::set<std::string> &urls) {
    std::map<std::string, std::string> bodies;
    (void)staging.eachArticle(true, [&](const Article &a, const Letter *) -> Status {
        if (urls.contains(a.url))
            bodies[a.url] = a.bodyHtml;
        return {};
    });
    return bodies;
}

std::string same(std::string_view field, const std::string &value) {
    return field == "published" ? value.substr(0, 10) : text::squash(value);
}

/// 95 % bounds of a share (Wilson's score interval).
void bound(FieldQuality &quality) {
    if (quality.sample == 0)
        return;
    const double n = static_cast<double>(quality.sample), p = static_cast<double>(quality.sampleRight) / n;
    const double z = 1.96, z2 = z * z;
    const double middle = (p + z2 / (2 * n)) / (1 + z2 / n);
    const double half = z * std::sqrt(p * (1 - p) / n + z2 / (4 * n * n)) / (1 + z2 / n);
    quality.low = std::max(0.0, middle - half);
    quality.high = std::min(1.0, middle + half);
}

} // namespace

Result<ReviewReport> reviewSite(const Workspace &workspace, const Site &site) {
    Result<Staging> staging = Staging::open(workspace.stagingFile(site.id));
    if (!staging)
        return staging.error();
    const Result<std::vector<Value>> chosen = choose(*staging);
    if (!chosen)
        return chosen.error();
    std::set<std::string> urls;
    for (const Value &value : *chosen)
        urls.insert(value.url);
    const Result<std::map<std::string, std::string>> sources = readSources(workspace, site, *staging, urls);
    if (!sources)
        return sources.error();
    std::map<std::string, std::string> bodies = bodiesOf(*staging, urls);
    std::string list;
    std::vector<PageBesideResult> pages;
    for (const Value &value : *chosen) {
        list += lineOf({{QStringLiteral("site"), text::toQString(site.id)},
                        {QStringLiteral("url"), text::toQString(value.url)},
                        {QStringLiteral("field"), text::toQString(value.field)},
                        {QStringLiteral("value"), text::toQString(value.value)},
                        {QStringLiteral("confidence"), value.confidence},
                        {QStringLiteral("rule"), text::toQString(value.rule)},
                        {QStringLiteral("sample"),
                         value.random ? QStringLiteral("random") : QStringLiteral("least certain")},
                        {QStringLiteral("correct"), QJsonValue()}});
        if (pages.empty() || pages.back().url != value.url) {
            const auto source = sources->find(value.url);
            pages.push_back({value.url,
                             value.url,
                             source == sources->end() ? std::string() : source->second,
                             {},
                             bodies[value.url]});
        }
        PageBesideResult &page = pages.back();
        if (value.field == "title" && !value.value.empty())
            page.heading = value.value;
        char confidence[16];
        std::snprintf(confidence, sizeof confidence, "%.2f", value.confidence);
        page.values.emplace_back(value.field + ", " + confidence,
                                 (value.field == "body"
                                      ? std::to_string(text::visibleLength(value.value)) + " characters"
                                      : value.value) +
                                     (value.rule.empty() ? "" : " (" + value.rule + ")"));
    }
    ReviewReport report;
    report.values = chosen->size();
    report.html = workspace.reportsFolder() + "/review-" + site.id + ".html";
    report.list = workspace.reportsFolder() + "/review-" + site.id + ".jsonl";
    const std::vector<std::string> summary = {
        "Values with how sure extraction is of them: the least certain of each field, and a random sample.",
        "Write true, or the right value, for \"correct\" into " + report.list +
            " and run: guiyi extract --add-cases " + report.list};
    if (Status s = makeFolder(workspace.reportsFolder()); !s)
        return s.error();
    if (Status s = writeFile(report.html, sideBySide("guiyi extract --review: " + site.id, summary, pages));
        !s)
        return s.error();
    if (Status s = writeFile(report.list, list); !s)
        return s.error();
    return report;
}

Result<std::size_t> addCases(const Workspace &workspace, const std::string &file) {
    const Result<std::string> bytes = readFile(file);
    if (!bytes)
        return bytes.error();
    std::map<std::string, std::map<std::pair<std::string, std::string>, std::string>> bySite;
    std::size_t answers = 0;
    int number = 0;
    for (const std::string &line : text::split(*bytes, '\n')) {
        ++number;
        if (text::trim(line).empty())
            continue;
        const QJsonObject given = parseLine(line);
        const std::string site = textOf(given, "site");
        const std::string where = file + ":" + std::to_string(number);
        if (given.isEmpty() || workspace.site(site) == nullptr)
            return Error{ErrorKind::Usage, "reading reviewed values", where,
                         given.isEmpty() ? "the line is no JSON object" : "no site \"" + site + "\" here",
                         "use the list that guiyi extract --review wrote, and change \"correct\" alone"};
        const QJsonValue correct = given.value(QStringLiteral("correct"));
        if (correct.isNull() || correct.isUndefined())
            continue;
        if (!correct.isString() && !correct.toBool(false))
            return Error{ErrorKind::Usage, "reading reviewed values", where,
                         "\"correct\" is neither true nor a text",
                         "write true, or the right value in quotes"};
        const std::string url = textOf(given, "url"), field = textOf(given, "field");
        bySite[site][{url, field}] =
            lineOf({{QStringLiteral("url"), text::toQString(url)},
                    {QStringLiteral("field"), text::toQString(field)},
                    {QStringLiteral("sample"), given.value(QStringLiteral("sample"))},
                    {QStringLiteral("expected"),
                     correct.isString() ? correct : given.value(QStringLiteral("value"))}});
        ++answers;
    }
    for (auto &[site, cases] : bySite) {
        const std::string target = caseFile(workspace, site);
        if (QFileInfo::exists(text::toQString(target))) {
            const Result<std::string> known = readFile(target);
            if (!known)
                return known.error();
            for (const std::string &line : text::split(*known, '\n')) {
                const QJsonObject old = parseLine(line);
                if (!old.isEmpty())
                    cases.emplace(std::pair(textOf(old, "url"), textOf(old, "field")), line + "\n");
            }
        }
        std::string all;
        for (const auto &[key, line] : cases)
            all += line;
        if (Status s = makeFolder(workspace.root() + "/cases"); !s)
            return s.error();
        if (Status s = writeFile(target, all); !s)
            return s.error();
    }
    return answers;
}

Result<CaseReport> checkCases(const Workspace &workspace, const Site &site) {
    CaseReport report;
    report.site = site.id;
    const std::string file = caseFile(workspace, site.id);
    if (!QFileInfo::exists(text::toQString(file)))
        return report;
    const Result<std::string> bytes = readFile(file);
    if (!bytes)
        return bytes.error();
    Result<Staging> staging = Staging::open(workspace.stagingFile(site.id));
    if (!staging)
        return staging.error();
    std::map<std::pair<std::string, std::string>, QJsonObject> cases;
    for (const std::string &line : text::split(*bytes, '\n')) {
        const QJsonObject given = parseLine(line);
        if (!given.isEmpty())
            cases[{textOf(given, "url"), textOf(given, "field")}] = given;
    }
    std::map<std::pair<std::string, std::string>, std::string> values;
    const Status s = eachValue(*staging, [&](Value &&value, const std::string &) {
        if (const std::pair key(value.url, value.field); cases.contains(key))
            values[key] = std::move(value.value);
    });
    if (!s)
        return s.error();
    std::map<std::string, FieldQuality> fields;
    for (const auto &[key, given] : cases) {
        const auto &[url, field] = key;
        FieldQuality &quality = fields[field];
        quality.field = field;
        const std::string expected = textOf(given, "expected");
        const auto got = values.find(key);
        const bool right = got != values.end() && same(field, got->second) == same(field, expected);
        const bool random = textOf(given, "sample") == "random";
        ++quality.cases;
        quality.right += right ? 1 : 0;
        quality.sample += random ? 1 : 0;
        quality.sampleRight += random && right ? 1 : 0;
        if (!right)
            report.wrong.push_back(
                url + ": " + field + ": " +
                (got == values.end() ? "no such record any more" : text::head(got->second, 60)) +
                ", expected " + text::head(expected, 60));
    }
    for (auto &[name, quality] : fields) {
        bound(quality);
        report.fields.push_back(quality);
    }
    return report;
}

} // namespace guiyi
