// The tables are what they are said to be, and upgrades go on where they stopped.
#include "tests/contract/engine_test.h"

using namespace guiyi;

class SchemaTest : public EngineTest {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { readTargets(); }

    void schemaIsWhatIsDescribed_data() { engines(); }
    void schemaIsWhatIsDescribed() {
        Load load(fresh(kind()));
        load.open();
        std::map<std::string, std::string> found; // table.column → type, length, nullable
        const auto visit = [&](const SqlRow &row) {
            const auto at = [&row](std::size_t i) { return text::lower(std::string(row[i].value_or(""))); };
            const bool integer = at(2).find("int") != std::string::npos;
            const std::string length = integer || at(3).size() > 5 ? "0" : at(3).empty() ? "0" : at(3);
            found[at(0) + "." + at(1)] =
                (integer ? "integer " : "text " + length + " ") + (at(4) == "yes" ? "null" : "needed");
            return Status();
        };
        Status s;
        if (kind() == TargetKind::Sqlite) {
            for (const PlatformTable &table : platformTables()) {
                s = load.platform->engine().each(
                    "SELECT '" + std::string(table.name) +
                        "',name,type,'',CASE WHEN \"notnull\"=1 OR pk>0 THEN 'no' ELSE "
                        "'yes' END FROM pragma_table_info('" +
                        std::string(table.name) + "')",
                    {}, visit);
                QVERIFY2(s.ok(), table.name.data());
            }
        } else {
            s = load.platform->engine().each(
                std::string(
                    "SELECT table_name,column_name,data_type,character_maximum_length,is_nullable FROM "
                    "information_schema.columns WHERE table_schema=") +
                    (kind() == TargetKind::PostgreSql ? "current_schema()" : "database()"),
                {}, visit);
            QVERIFY2(s.ok(), s.ok() ? "" : s.error().text().c_str());
        }
        for (const PlatformTable &table : platformTables()) {
            for (const PlatformColumn &column : table.columns) {
                const bool limited = kind() != TargetKind::Sqlite && column.type == ColumnType::Text;
                const std::string wanted =
                    (column.type == ColumnType::Integer
                         ? "integer "
                         : "text " + std::to_string(limited ? column.longest : 0) + " ") +
                    (column.nullable ? "null" : "needed");
                const std::string name = std::string(table.name) + "." + std::string(column.name);
                QCOMPARE(name + ": " + found[name], name + ": " + wanted);
                found.erase(name);
            }
        }
        for (const char *own : {"platform_version.version", "platform_version.step", "platform_revision.one",
                                "platform_revision.value", "platform_revision.loading"})
            found.erase(own);
        QVERIFY2(found.empty() || kind() == TargetKind::Sqlite,
                 found.empty() ? "" : found.begin()->first.c_str());
    }

    void interruptedUpgradeGoesOn_data() { engines(); }
    void interruptedUpgradeGoesOn() {
        const TargetAddress target = fresh(kind());
        Result<std::unique_ptr<SqlEngine>> engine = SqlEngine::open(target, SqlEngine::Access::Write);
        QVERIFY(engine.ok());
        for (const int n : {3, 30, 50}) {
            int left = n;
            engine.value()->setFault([&left](std::string_view) -> Status {
                if (--left == 0)
                    return Error{ErrorKind::Failed, "injected", "", "", ""};
                return {};
            });
            QVERIFY(!upgradePlatform(*engine.value()).ok());
        }
        engine.value()->setFault({});
        const Status s = upgradePlatform(*engine.value());
        QVERIFY2(s.ok(), s.ok() ? "" : s.error().text().c_str());
        QCOMPARE(platformVersion(*engine.value()).value(), 1);
        QVERIFY(engine.value()->run("UPDATE platform_version SET version=99").ok());
        QVERIFY(!upgradePlatform(*engine.value()).ok()); // newer than this program
    }
};

QTEST_GUILESS_MAIN(SchemaTest)
#include "schema_test.moc"
