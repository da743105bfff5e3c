// Records of two small sites, and a platform on each engine that is there (GUIYI_TEST_TARGETS; SQLite
// always).
#pragma once

#include "migrator/loader/batch_loader.h"
#include "migrator/loader/platform_dump.h"
#include "migrator/loader/undo_writer.h"
#include "migrator/plan/record_json.h"
#include "schema/base/sha256.h"
#include "schema/base/text.h"
#include "schema/store/staging.h"

#include <QtCore/qtemporarydir.h>
#include <QtTest/qtest.h>

#include <map>
#include <sstream>

namespace guiyi {

inline constexpr char Awkward[] = "制表\t换行\n回车\r反斜\\ 引号'\" 美元$1 问号? 尾空  𠮷 \\N \\.";

inline Record taxonomyOf(const std::string &code) {
    Record r;
    r.entity = "taxonomy";
    r.key = r.source = code;
    r.fields = {{"name", "栏目" + code},
                {"parent", code.size() > 2 ? code.substr(0, code.size() - 2) : std::string()},
                {"level", std::to_string(code.size() / 2)}};
    return r;
}

inline Record tenantOf(const std::string &site) {
    Record r;
    r.entity = "tenant";
    r.key = r.site = r.source = site;
    r.fields = {{"name", site + "政府"},
                {"code", ""},
                {"level", "district"},
                {"host", site + ".gov.cn"},
                {"base_path", "/"},
                {"home", "https://" + site + ".gov.cn/"},
                {"old_hosts", toJsonArray({"www." + site + ".cn", site + ".old.cn"})}};
    return r;
}

inline Record columnOf(const std::string &site, const std::string &code) {
    Record r;
    r.entity = "column";
    r.site = site;
    r.key = r.source = site + "/" + code;
    r.fields = {{"code", code}, {"url", "https://" + site + ".gov.cn/" + code + "/"}, {"retired", ""}};
    return r;
}

inline Record fileOf(const std::string &site, const std::string &content) {
    Record r;
    r.entity = "file";
    r.site = site;
    const std::string sha = sha256Hex(content);
    r.key = r.source = site + "/" + sha;
    r.fields = {{"sha256", sha},
                {"url", "https://" + site + ".gov.cn/files/" + sha},
                {"bytes", std::to_string(content.size())},
                {"media_type", "application/pdf"},
                {"retired", ""}};
    return r;
}

inline Record articleOf(const std::string &site, int number, const std::string &body,
                        const PlatformPlacements &placements, const std::vector<PlatformFile> &files = {},
                        bool letter = false) {
    Record r;
    r.entity = "article";
    r.site = site;
    r.key = r.source = "http://www." + site + ".cn/" + std::to_string(number) + ".html";
    Letter l;
    l.question = "怎么办？";
    l.isPublic = false;
    r.fields = {{"tenant", site},
                {"url", "https://" + site + ".gov.cn/a/" + std::to_string(number)},
                {"source_url", r.key},
                {"kind", letter ? "letter" : "article"},
                {"title", "标题 " + std::to_string(number)},
                {"subtitle", ""},
                {"published", "2020-01-02"},
                {"updated", ""},
                {"source", "本站"},
                {"author", ""},
                {"editor", ""},
                {"language", ""},
                {"document", ""},
                {"keywords", ""},
                {"column", placements.front().second},
                {"body_html", "<p>" + body + "</p>"},
                {"body_text", body},
                {"retired", ""},
                {"placements", placementsJson(placements)},
                {"attachments", filesJson(files)},
                {"letter", letter ? letterJson(l) : std::string()}};
    r.target = r.field("url");
    r.title = r.field("title");
    return r;
}

inline Record addressOf(const std::string &site, int number) {
    Record r;
    r.entity = "address";
    r.site = site;
    r.key = "www." + site + ".cn/" + std::to_string(number) + ".html";
    r.source = "http://" + r.key;
    r.fields = {{"url", r.source},
                {"target", "https://" + site + ".gov.cn/a/" + std::to_string(number)},
                {"status", "301"},
                {"reason", ""}};
    return r;
}

inline PlatformFile attached(const std::string &site, const std::string &content) {
    const std::string sha = sha256Hex(content);
    return {"attachment",      "附件", "https://" + site + ".gov.cn/files/" + sha, sha,
            "application/pdf", "ok",   static_cast<std::int64_t>(content.size())};
}

/// A site with two columns, a file and some articles; the first shares the file's content with other sites.
inline std::vector<Record> siteRecords(const std::string &site, int articles) {
    std::vector<Record> records{tenantOf(site), columnOf(site, "0101"), columnOf(site, "0102"),
                                fileOf(site, "shared"), fileOf(site, "of " + site)};
    for (int i = 1; i <= articles; ++i)
        records.push_back(articleOf(site, i, i == 1 ? Awkward : "正文 " + std::to_string(i),
                                    {{site, "0101"}, {site, "0102"}},
                                    {attached(site, "shared"), attached(site, "of " + site)}, i == 2));
    for (int i = 1; i <= articles; ++i)
        records.push_back(addressOf(site, i));
    return records;
}

/// A platform and what is done to it, as plan and apply do.
struct Load {
    explicit Load(const TargetAddress &address) : target(address) {}
    TargetAddress target;
    std::optional<Platform> platform;
    std::optional<PlatformBatch> batch;
    std::vector<std::pair<std::string, Error>> refused;
    RowCounts written, predicted;
    std::int64_t seq = 0;
    LoadLimits limits{7, 8U << 20U, 6, 1};

    void open() {
        Result<Platform> opened = Platform::open(target);
        if (!opened)
            qFatal("%s", opened.error().text().c_str());
        platform.emplace(std::move(opened).value());
    }
    void startBatch(const std::string &name) {
        seq = 0;
        Result<PlatformBatch> started = platform->startBatch("apply", name, true);
        if (!started)
            qFatal("%s", started.error().text().c_str());
        batch = std::move(started).value();
    }

    /// The plan row for the record, from what the platform has.
    WriteItem item(const Record &record, PlanAction action) {
        WriteItem item;
        item.record = record;
        item.row.seq = ++seq;
        item.row.site = record.site;
        item.row.entity = record.entity;
        item.row.key = record.key;
        item.row.source = record.source;
        item.row.action = action;
        item.row.reason = "no longer on the old site";
        item.row.desiredHash = action == PlanAction::Retire ? std::string() : hashOf(record);
        auto stored = platform->read(record.entity, {record.key}, true);
        if (!stored)
            qFatal("%s", stored.error().text().c_str());
        const Record *now = nullptr;
        if (action != PlanAction::Create) {
            now = &stored.value().at(record.key).record;
            item.row.platformHash = hashOf(*now);
        }
        bool newContent = false;
        if (record.entity == "file" && action == PlanAction::Create) {
            auto known = platform->knownContents({record.field("sha256")});
            newContent = known->empty();
        }
        item.row.rows = toText(
            rowsOfAction(toText(action), action == PlanAction::Retire ? nullptr : &record, now, newContent));
        return item;
    }

    Status load(std::vector<WriteItem> items) {
        BatchLoader loader(
            *platform, *batch, limits,
            [this](const WriteItem &one, const Error &why) {
                refused.emplace_back(one.row.key, why);
                return Status();
            },
            [](std::int64_t) {});
        Status s;
        for (WriteItem &one : items)
            s = s ? loader.add(std::move(one)) : s;
        s = s ? loader.flush() : s;
        addCounts(written, loader.written());
        addCounts(predicted, loader.predicted());
        if (toText(written) != toText(predicted)) // in every test that loads anything
            qFatal("the server wrote %s, planned were %s", toText(written).c_str(),
                   toText(predicted).c_str());
        return s;
    }

    Status create(const std::vector<Record> &records) {
        std::vector<WriteItem> items;
        for (const Record &record : records)
            items.push_back(item(record, PlanAction::Create));
        return load(std::move(items));
    }

    std::string dump() {
        std::ostringstream out;
        const Status s = dumpPlatform(platform->engine(), out);
        if (!s)
            qFatal("%s", s.error().text().c_str());
        return out.str();
    }

    /// Undoes a whole batch, one entry a transaction; gives the keys that stayed.
    std::vector<std::string> undo(std::int64_t id) {
        std::vector<JournalEntry> entries;
        const Status s = platform->engine().each(
            "SELECT \"batch\",\"seq\",\"site\",\"entity\",\"key\",\"action\",\"hash\",\"before\" FROM "
            "\"journal\" WHERE \"undone\"=0 AND \"batch\"=" +
                std::to_string(id) + " ORDER BY \"seq\" DESC",
            {}, [&](const SqlRow &row) {
                const auto text = [&row](std::size_t at) { return std::string(row[at].value_or("")); };
                entries.push_back(
                    {id, std::atoll(text(1).c_str()), text(2), text(3), text(4), text(5), text(6), text(7)});
                return Status();
            });
        if (!s)
            qFatal("%s", s.error().text().c_str());
        Result<PlatformBatch> rollback =
            platform->startBatch("rollback", "rollback/" + std::to_string(id), true);
        UndoWriter writer(*platform);
        std::vector<std::string> stayed;
        const auto tell = [&](const Result<UndoOutcome> &outcome, const UndoWriter::Entries &some) {
            if (!outcome)
                qFatal("%s", outcome.error().text().c_str());
            for (const auto &[index, why] : outcome->conflicts)
                stayed.push_back(some[index]->key + ": " + why);
        };
        for (std::size_t from = 0; from < entries.size(); from += 9) {
            UndoWriter::Entries some;
            for (std::size_t i = from; i < entries.size() && i < from + 9; ++i)
                some.push_back(&entries[i]);
            const Result<UndoOutcome> outcome = writer.undo(some, *rollback);
            if (outcome || outcome.error().kind != ErrorKind::Rejected) {
                tell(outcome, some);
                continue;
            }
            for (const JournalEntry *one : some) {
                const Result<UndoOutcome> alone = writer.undo({one}, *rollback);
                if (!alone && alone.error().kind == ErrorKind::Rejected)
                    stayed.push_back(one->key);
                else
                    tell(alone, {one});
            }
        }
        return stayed;
    }
};

inline std::vector<Record> taxonomy() {
    return {taxonomyOf("01"), taxonomyOf("0101"), taxonomyOf("0102")};
}

inline std::string firstDifference(const std::string &a, const std::string &b) {
    const auto left = text::split(a, '\n'), right = text::split(b, '\n');
    for (std::size_t i = 0; i < std::max(left.size(), right.size()); ++i) {
        const std::string one = i < left.size() ? left[i] : "", other = i < right.size() ? right[i] : "";
        if (one != other)
            return one + "\n" + other;
    }
    return "equal";
}

/// What the suites of the contract share: a new database of the engine a row names.
class EngineTest : public QObject {
    Q_OBJECT

protected:
    static void engines() {
        QTest::addColumn<int>("kind");
        QTest::newRow("sqlite") << static_cast<int>(TargetKind::Sqlite);
        const QByteArray given = qgetenv("GUIYI_TEST_TARGETS");
        if (given.isEmpty())
            return;
        QTest::newRow("postgresql") << static_cast<int>(TargetKind::PostgreSql);
        QTest::newRow("mariadb") << static_cast<int>(TargetKind::MariaDb);
    }

    TargetAddress fresh(TargetKind kind) {
        if (kind == TargetKind::Sqlite) {
            TargetAddress address;
            address.file = m_folder.path().toStdString() + "/" + std::to_string(++m_files) + ".db";
            return address;
        }
        std::vector<TargetAddress> &left = m_free[kind];
        if (left.empty())
            qFatal("no empty database left: raise DATABASES");
        const TargetAddress address = left.back();
        left.pop_back();
        return address;
    }

    Load loaded(TargetKind kind, int articles = 12) {
        Load load(fresh(kind));
        load.open();
        load.startBatch("first");
        if (Status s = load.create(taxonomy()); !s)
            qFatal("%s", s.error().text().c_str());
        if (Status s = load.create(siteRecords("jia", articles)); !s)
            qFatal("%s", s.error().text().c_str());
        return load;
    }

    static TargetKind kind() {
        QFETCH(int, kind);
        return static_cast<TargetKind>(kind);
    }

    void readTargets() {
        const std::string given = qgetenv("GUIYI_TEST_TARGETS").toStdString();
        for (const std::string &one : text::split(given, ' ')) {
            if (one.empty())
                continue;
            const Result<TargetAddress> address = TargetAddress::parse(one);
            QVERIFY2(address.ok(), one.c_str());
            m_free[address->kind].push_back(*address);
        }
    }

private:
    QTemporaryDir m_folder;
    std::map<TargetKind, std::vector<TargetAddress>> m_free;
    int m_files = 0;
};

} // namespace guiyi
