#include "mappings/mapping_file.h"
#include "text_of.h"

using namespace guiyi;
using namespace guiyi::mapping;

namespace {

ColumnDecision decision(const std::string &path, const std::string &action, const std::string &target) {
    ColumnDecision d;
    d.path = text::split(text::replaceAll(path, " > ", "\n"), '\n');
    d.url = "http://www.a.gov.cn/" + std::to_string(path.size()) + "/";
    d.action = action;
    d.target = target;
    d.targetPath = Taxonomy::builtIn().namePath(target);
    d.fallbackTarget = target.empty() ? "07" : target;
    d.rule = "SYNONYM";
    d.reason = "\"x\": is # a \\ name";
    d.confidence = 0.95;
    return d;
}

Site site() {
    Site s;
    s.id = "s1";
    s.name = "云河县人民政府";
    return s;
}

std::vector<ColumnDecision> some() {
    ColumnDecision year = decision("政务公开 > 通知公告 > 2019", "merge", "0205");
    year.tags = {{"year", "2019"}};
    year.inherits = true;
    return {decision("政务公开", "move", "02"), decision("政务公开 > 通知公告", "move", "0205"), year,
            decision("- 怪: 名 # 字", "undecided", ""), decision("yes", "drop", "0101")};
}

std::string edited(std::string file, const std::string &from, const std::string &to) {
    if (!text::contains(file, from))
        qFatal("nothing to edit: %s", from.c_str());
    const std::size_t pos = file.find(from);
    return file.replace(pos, from.size(), to);
}

} // namespace

class MappingFileTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void roundTrip() {
        const std::vector<ColumnDecision> all = some();
        const std::string file = writeMappingFile(site(), all);
        const ParsedMapping parsed = readMappingFile(file, "mappings/s1.yaml");
        QVERIFY2(parsed.errors.empty(), parsed.errors.empty() ? "" : parsed.errors.front().text().c_str());
        COMPARE_TEXT(parsed.file.site, "s1");
        QCOMPARE(parsed.file.decisions.size(), all.size());
        for (std::size_t i = 0; i < all.size(); ++i) {
            const ColumnDecision &d = parsed.file.decisions[i];
            QVERIFY(d.path == all[i].path && d.url == all[i].url && d.action == all[i].action);
            QVERIFY(d.target == all[i].target && d.tags == all[i].tags && d.reason == all[i].reason);
            QVERIFY2(!d.byPerson, "an untouched entry is the tool's");
        }
        QVERIFY(respectEdits(all, parsed.file) == all);
        COMPARE_TEXT(writeMappingFile(site(), respectEdits(all, parsed.file)), file);
    }

    void editsWin() {
        const std::vector<ColumnDecision> all = some();
        std::string file = writeMappingFile(site(), all);
        file = edited(file, "    target: '0205'", "    target: '020403'\n    note: 都是文件");
        const ParsedMapping parsed = readMappingFile(file, "m.yaml");
        QVERIFY(parsed.errors.empty());
        const auto merged = respectEdits(all, parsed.file);
        QVERIFY(merged[1].byPerson);
        COMPARE_TEXT(merged[1].target, "020403");
        COMPARE_TEXT(merged[1].proposed, "move 0205");
        COMPARE_TEXT(merged[1].note, "都是文件");
        COMPARE_TEXT(merged[2].target, "020403"); // the year below follows
        // Written and read again it is still the person's, and the file is stable.
        const std::string again = writeMappingFile(site(), merged);
        const ParsedMapping second = readMappingFile(again, "m.yaml");
        QVERIFY(second.errors.empty());
        const auto twice = respectEdits(all, second.file);
        QVERIFY(twice[1].byPerson);
        COMPARE_TEXT(writeMappingFile(site(), twice), again);
        // Going back to the proposal gives the entry back to the tool.
        const auto back = readMappingFile(edited(again, "target: '020403'", "target: '0205'"), "m.yaml");
        QVERIFY(!back.file.decisions[1].byPerson);
    }

    void approvalWins() {
        std::vector<ColumnDecision> all = some();
        const std::string file = edited(writeMappingFile(site(), all), "approved: no", "approved: yes");
        const ParsedMapping parsed = readMappingFile(file, "m.yaml");
        QVERIFY(parsed.file.decisions[0].byPerson && parsed.file.decisions[0].approved);
        all[0].target = "0216";
        std::vector<Finding> findings;
        const auto merged = respectEdits(all, parsed.file, &findings);
        COMPARE_TEXT(merged[0].target, "02");
        QVERIFY(merged[0].approved);
        QCOMPARE(findings.size(), std::size_t(1));
        COMPARE_TEXT(findings[0].rule, "MAP-DIFFERS");
    }

    void renamedNewAndVanished() {
        std::vector<ColumnDecision> all = some();
        std::string file = writeMappingFile(site(), all);
        file = edited(file, "    target: '0205'", "    target: '0204'");
        file = edited(file, "    decision: undecided", "    decision: drop");
        const ParsedMapping parsed = readMappingFile(file, "m.yaml");
        QVERIFY(parsed.errors.empty());
        all[1].path.back() = "公告";                       // renamed, the same address
        all.erase(all.begin() + 3);                        // vanished
        all.push_back(decision("新栏目", "move", "0102")); // new
        std::vector<Finding> findings;
        const auto merged = respectEdits(all, parsed.file, &findings);
        COMPARE_TEXT(merged[1].target, "0204");
        COMPARE_TEXT(merged.back().target, "0102");
        QCOMPARE(findings.size(), std::size_t(2));
        COMPARE_TEXT(findings[0].rule, "MAP-RENAMED");
        COMPARE_TEXT(findings[1].rule, "MAP-GONE");
    }

    void allFaultsAtOnce() {
        const ParsedMapping parsed = readMappingFile("version: 1\n"
                                                     "site: s1\n"
                                                     "colour: red\n"
                                                     "columns:\n"
                                                     "  - path: 甲\n"
                                                     "    decision: moove\n"
                                                     "  - path: 乙\n"
                                                     "    decision: move\n"
                                                     "    target: '0299'\n"
                                                     "  - decision: drop\n"
                                                     "  - path: 丙\n"
                                                     "    decision: move\n"
                                                     "  - path: 丁\n"
                                                     "    decision: drop\n"
                                                     "    approved: maybe\n"
                                                     "    colour: blue\n"
                                                     "  - path: 戊\n"
                                                     "    decision: drop\n"
                                                     "  - path: 戊\n"
                                                     "    decision: drop\n",
                                                     "m.yaml");
        std::vector<std::string> wheres;
        for (const Error &e : parsed.errors) {
            QCOMPARE(e.kind, ErrorKind::Usage);
            QVERIFY(text::startsWith(e.advice, "expected: "));
            wheres.push_back(e.where);
        }
        COMPARE_TEXT(text::join(wheres, " "),
                     "m.yaml:3 m.yaml:6 m.yaml:9 m.yaml:10 m.yaml:12 m.yaml:15 m.yaml:16 m.yaml:19");
        QCOMPARE(parsed.file.decisions.size(), std::size_t(1));
        QCOMPARE(readMappingFile("columns: [", "m.yaml").errors.size(), std::size_t(1));
        QCOMPARE(readMappingFile("- a\n", "m.yaml").errors.size(), std::size_t(1));
        QVERIFY(readMappingFile("", "m.yaml").errors.empty());
    }
};

QTEST_GUILESS_MAIN(MappingFileTest)
#include "mapping_file_test.moc"
