#include "mappings/taxonomy/names.h"
#include "text_of.h"

using namespace guiyi;
using namespace guiyi::mapping;

class NamesTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void key_data() {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("key");
        const auto row = [](const char *label, const char *name, const char *key) {
            QTest::newRow(label) << QString::fromUtf8(name) << QString::fromUtf8(key);
        };
        row("plain", "通知公告", "通知公告");
        row("blanks and brackets", "【 通知　公告 】", "通知公告");
        row("connectives", "通知、公告", "通知公告");
        row("and", "规划和计划", "规划计划");
        row("a place that begins with it", "和平区概况", "和平区概况");
        row("full width", "Ｈ５解读", "h5解读");
        row("traditional", "政務公開", "政务公开");
        row("more traditional", "規範性檔案與機構職能", "规范性档案机构职能");
        row("arrows", "更多>>", "更多");
        row("slashes", "建议/提案", "建议提案");
        row("nothing left", " 》", "");
    }
    void key() {
        COMPARE_TEXT(nameKey(fetched("name")), fetched("key"));
        COMPARE_TEXT(nameKey(fetched("key")), fetched("key"));
    }

    void simplifiedTable() {
        COMPARE_TEXT(simplified("開務關於與會議機構職領導資訊動態"), "开务关于与会议机构职领导资讯动态");
        COMPARE_TEXT(simplified("徵參眾問號應對責執處罰許證質環醫療衛學業勞險鄉鎮區縣"),
                     "征参众问号应对责执处罚许证质环医疗卫学业劳险乡镇区县");
        COMPARE_TEXT(simplified("錄館樣單頁標準門戶廳級現無為歷經濟農漁測試車輛運輸鐵"),
                     "录馆样单页标准门户厅级现无为历经济农渔测试车辆运输铁");
        COMPARE_TEXT(simplified("藝術電腦儲備檔案實習選舉遠臺灣觀覽風飛聯繫絡組織給續維護隊伍"),
                     "艺术电脑储备档案实习选举远台湾观览风飞联系络组织给续维护队伍");
        COMPARE_TEXT(simplified("範圍傳廣東華鄭劉陽陰興舉辦證書億萬雙隨機"),
                     "范围传广东华郑刘阳阴兴举办证书亿万双随机");
        COMPARE_TEXT(simplified("通知公告 abc"), "通知公告 abc");
    }

    void ownNames() {
        const NameContext names("云河县教育局");
        QVERIFY(names.isArea("云河县"));
        QVERIFY(names.isArea("云河"));
        QVERIFY(!names.isArea("教育局"));
        const auto has = [&](const char *key, const char *shorter) {
            for (const auto &v : names.variants(nameKey(key))) {
                if (v.key == nameKey(shorter))
                    return true;
            }
            return false;
        };
        QVERIFY(has("云河县教育局通知公告", "通知公告"));
        QVERIFY(has("教育局概况", "概况"));
        QVERIFY(has("本局动态", "动态"));
        QVERIFY(has("云河县规范性文件专栏", "规范性文件"));
        QVERIFY(!has("公告栏", "公")); // one character says nothing
        QVERIFY(NameContext("和平区人民政府").isArea("和平区"));
        QVERIFY(NameContext("云河县人民政府门户网站").isArea("云河"));
    }

    void bodies_data() {
        QTest::addColumn<QString>("name");
        QTest::addColumn<bool>("body");
        for (const char *name : {"教育局", "人力资源和社会保障局", "发展和改革委员会", "城关镇", "东街街道",
                                 "街道办事处", "市场监督管理局"})
            QTest::newRow(name) << QString::fromUtf8(name) << true;
        for (const char *name : {"通知公告", "政策解读", "督办", "常委", "乡村振兴", "领导信箱", "结果"})
            QTest::newRow(name) << QString::fromUtf8(name) << false;
    }
    void bodies() {
        QFETCH(bool, body);
        QCOMPARE(looksLikeBody(nameKey(fetched("name"))), body);
    }
};

QTEST_GUILESS_MAIN(NamesTest)
#include "names_test.moc"
