#include "migrator/capture/crawl_files.h"

#include "adapters/warc/cdxj.h"
#include "adapters/warc/reader.h"
#include "adapters/warc/warc_source.h"
#include "schema/base/sha256.h"
#include "schema/base/text.h"
#include "schema/base/text_sorter.h"
#include "schema/config/files.h"
#include "schema/url/profile.h"

#include <QtCore/qjsonarray.h>
#include <QtCore/qjsondocument.h>
#include <QtCore/qjsonobject.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <set>

namespace guiyi::capture {

namespace {

namespace fs = std::filesystem;

constexpr const char *Writing = "writing the capture";
constexpr const char *WhatToDo =
    "free space on the disk or make the folder writable, then run the same command again";

Error cannotWrite(const std::string &file) {
    return {ErrorKind::Failed, Writing, file, "cannot write it", WhatToDo};
}

std::string jsonLine(const QJsonObject &object) {
    return QJsonDocument(object).toJson(QJsonDocument::Compact).toStdString() + "\n";
}

std::string whyOf(const Finished &f) {
    if (f.status == 0)
        return f.why;
    if (f.soft404)
        return "the server answers 200 with the page it has for addresses it does not know";
    std::string why = "the server answered " + std::to_string(f.status);
    return f.why.empty() ? why : why + "; " + f.why;
}

const char *wordOf(Change change) {
    return change == Change::Gone ? "gone" : change == Change::New ? "new" : "changed";
}

/// No document, or not all of it.
bool isTrouble(const Finished &f) {
    return f.failed() || (f.status == 200 && !f.why.empty());
}

/// Addresses whose redirects never end.
std::set<std::string> redirectLoops(const std::map<std::string, std::string> &redirects) {
    std::set<std::string> loops;
    for (const auto &[from, to] : redirects) {
        std::set<std::string> seen{from};
        std::string at = to;
        for (auto next = redirects.find(at); next != redirects.end() && seen.insert(at).second;
             next = redirects.find(at))
            at = next->second;
        if (seen.contains(at))
            loops.insert(from);
    }
    return loops;
}

/// The index line of an answer.
std::string cdxText(const Finished &f, const std::string &prefix) {
    warc::CdxLine line;
    if (const std::optional<Url> url = Url::parse(f.url))
        line.key = archiveKey(*url);
    line.time = warc::cdxTime(f.date);
    line.url = f.url;
    line.mime = f.holdsPayload() ? f.mime : "warc/revisit";
    line.status = f.status;
    line.digest = "sha256:" + f.digest;
    line.file = warc::Writer::fileName(prefix, f.record.file);
    line.offset = f.record.offset;
    line.length = f.record.length;
    return line.text();
}

} // namespace

/// The lines of earlier captures and those of the journals; equal ones are one.
Status writeIndex(const std::string &folder, const std::string &prefix) {
    const std::string file = folder + "/index.cdxj", part = file + ".part";
    TextSorter sorter(Writing, WhatToDo);
    if (Status s = sorter.open(file + ".sort"); !s)
        return s;
    std::ifstream old(file, std::ios::binary);
    for (std::string line; std::getline(old, line);)
        sorter.add(line, {});
    for (const char *journal : {"/state/before.log", "/state/done.log"}) {
        const Status s = Frontier::everyLineOf(folder + journal, [&](const Finished &f) {
            if (f.record.file > 0)
                sorter.add(cdxText(f, prefix), {});
            return sorter.status();
        });
        if (!s)
            return s;
    }
    std::ofstream out(part, std::ios::binary);
    std::string last;
    const Status s = sorter.drain([&](std::string_view line, std::string_view) -> Status {
        if (line == last)
            return {};
        out << line << '\n';
        last = line;
        return {};
    });
    if (!s)
        return s;
    out.close();
    std::error_code code;
    fs::rename(part, file, code);
    return out && !code ? Status() : Status(cannotWrite(file));
}

Result<std::int64_t> writeFailures(const std::string &folder, Frontier &frontier) {
    std::vector<std::uint32_t> ids;
    std::map<std::string, std::string> redirects;
    if (Status s = frontier.eachFinished([&](const Finished &f) {
            if (isTrouble(f))
                ids.push_back(f.id);
            if (text::startsWith(f.why, RedirectsTo))
                redirects.emplace(f.url, f.why.substr(RedirectsTo.size()));
            return Status();
        });
        !s)
        return s.error();
    const std::set<std::string> loops = redirectLoops(redirects);
    if (!loops.empty()) {
        if (Status s = frontier.eachFinished([&](const Finished &f) {
                if (loops.contains(f.url))
                    ids.push_back(f.id);
                return Status();
            });
            !s)
            return s.error();
    }
    Result<std::map<std::uint32_t, Item>> items = frontier.items(ids);
    if (!items)
        return items.error();
    std::vector<std::uint32_t> referrers;
    for (const auto &[id, item] : *items)
        referrers.push_back(item.referrer);
    const Result<std::map<std::uint32_t, Item>> from = frontier.items(referrers);
    if (!from)
        return from.error();
    std::vector<std::string> lines;
    const auto isListed = [&items](std::uint32_t id) {
        const auto item = items->find(id);
        return item != items->end() && item->second.reason != Reason::Guess &&
               item->second.reason != Reason::Probe && item->second.reason != Reason::Robots;
    };
    if (Status s = frontier.eachFinished(
            isListed,
            [&](const Finished &f) {
                const auto item = items->find(f.id);
                const bool inLoop = loops.contains(f.url);
                const auto referrer = from->find(item->second.referrer);
                QJsonObject line{
                    {QStringLiteral("url"), text::toQString(f.url)},
                    {QStringLiteral("status"), f.status},
                    {QStringLiteral("reason"),
                     text::toQString(inLoop ? "it " + f.why + ", which leads back: a redirect loop"
                                            : whyOf(f))}};
                if (referrer != from->end() && referrer->first != f.id)
                    line.insert(QStringLiteral("linked_from"), text::toQString(referrer->second.url));
                lines.push_back(jsonLine(line));
                return Status();
            });
        !s)
        return s.error();
    std::sort(lines.begin(), lines.end());
    std::string text;
    for (const std::string &line : lines)
        text += line;
    if (Status s = writeFile(folder + "/failures.jsonl", text); !s)
        return s.error();
    return static_cast<std::int64_t>(lines.size());
}

Status writeDelta(const std::string &folder, Frontier &frontier) {
    std::vector<std::string> lines;
    const Status s = frontier.eachFinished([&](const Finished &f) {
        const std::optional<Url> url = Url::parse(f.url);
        const Change change = !url || isSpecial(*url) ? Change::None : changeSince(frontier.before(f.url), f);
        if (change != Change::None && change != Change::Unchanged)
            lines.push_back(jsonLine({{QStringLiteral("url"), text::toQString(f.url)},
                                      {QStringLiteral("change"), QLatin1String(wordOf(change))},
                                      {QStringLiteral("time"), text::toQString(f.date)}}));
        return Status();
    });
    if (!s)
        return s;
    std::sort(lines.begin(), lines.end());
    std::string all;
    for (const std::string &line : lines)
        all += line;
    return writeFile(folder + "/delta.jsonl", all);
}

Status writeTraps(const std::string &folder, const std::map<std::string, Trap> &traps) {
    std::string out;
    for (const auto &[key, trap] : traps) {
        QJsonArray examples;
        for (const std::string &example : trap.examples)
            examples.append(text::toQString(example));
        out += jsonLine({{QStringLiteral("rule"), text::toQString(trap.rule)},
                         {QStringLiteral("message"), text::toQString(trap.message)},
                         {QStringLiteral("refused"), static_cast<qint64>(trap.refused)},
                         {QStringLiteral("examples"), examples}});
    }
    return writeFile(folder + "/traps.jsonl", out);
}

Result<Verified> verifyCapture(const std::string &folder) {
    Verified verified;
    std::map<std::pair<std::string, std::int64_t>, bool> indexed;
    std::ifstream index(folder + "/index.cdxj", std::ios::binary);
    if (!index)
        verified.faults.push_back("index.cdxj is missing");
    for (std::string line; std::getline(index, line);) {
        const std::optional<warc::CdxLine> cdx = warc::parseCdxLine(line);
        ++verified.lines;
        if (!cdx) {
            verified.faults.push_back("index.cdxj line " + std::to_string(verified.lines) +
                                      " is no index line");
            continue;
        }
        const std::optional<Url> url = Url::parse(cdx->url);
        if (!url || cdx->key != archiveKey(*url))
            verified.faults.push_back("index.cdxj line " + std::to_string(verified.lines) +
                                      " has a wrong key");
        indexed[{cdx->file, cdx->offset}] = false;
    }
    for (const std::string &path : warc::archiveFiles(folder)) {
        const std::string name = fs::path(path).filename().string();
        Result<warc::Reader> reader = warc::Reader::open(path);
        if (!reader)
            return reader.error();
        ++verified.files;
        while (std::optional<warc::Record> record = reader->next()) {
            ++verified.records;
            const std::string where = name + " at byte " + std::to_string(record->place.member);
            if (record->header("WARC-Block-Digest") != "sha256:" + sha256Hex(record->block))
                verified.faults.push_back(where + ": the block's digest is another one");
            const std::optional<warc::HttpResponse> http = warc::parseHttp(record->block);
            if (record->type() == "response" && http &&
                record->header("WARC-Payload-Digest") != "sha256:" + sha256Hex(http->body))
                verified.faults.push_back(where + ": the payload's digest is another one");
            if (record->type() != "response" && record->type() != "revisit")
                continue;
            const auto line = indexed.find({name, record->place.member});
            if (line == indexed.end())
                verified.faults.push_back(where + ": the index has no line for it");
            else
                line->second = true;
        }
        for (const warc::Reject &reject : reader->rejects())
            verified.faults.push_back(name + " at byte " + std::to_string(reject.place.member) + ": " +
                                      reject.reason);
    }
    for (const auto &[place, found] : indexed) {
        if (!found)
            verified.faults.push_back("index.cdxj: " + place.first + " has no answer at byte " +
                                      std::to_string(place.second));
    }
    return verified;
}

} // namespace guiyi::capture
