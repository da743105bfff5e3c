#include "schema/base/sha256.h"
#include "schema/store/blob_store.h"

#include "schema/base/text.h"

#include <QtCore/qdir.h>
#include <QtCore/qdiriterator.h>
#include <QtCore/qtemporarydir.h>
#include <QtTest/qtest.h>

using namespace guiyi;

class BlobStoreTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void storesByContent() {
        const QTemporaryDir folder;
        BlobStore store(folder.path().toStdString());
        const Result<std::string> hash = store.put("abc");
        QVERIFY(hash.ok());
        QCOMPARE(hash.value(),
                 std::string("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"));
        QCOMPARE(store.get(hash.value()).value(), std::string("abc"));
        QCOMPARE(store.put("abc").value(), hash.value());
        QVERIFY(store.remove(hash.value()).ok());
        QVERIFY(!store.contains(hash.value()));
        QVERIFY(!store.get(hash.value()).ok());
    }

    void crashLeavesNoHalfFile_data() {
        QTest::addColumn<QString>("step");
        for (const char *step : {"write", "sync", "rename"})
            QTest::newRow(step) << QString::fromLatin1(step);
    }

    void crashLeavesNoHalfFile() {
        QFETCH(QString, step);
        const QTemporaryDir folder;
        const std::string root = folder.path().toStdString();
        BlobStore crashing(root, [&](std::string_view at) -> Status {
            if (at == step.toStdString())
                return Error{ErrorKind::Failed, "crash", "", "", ""};
            return {};
        });
        const std::string bytes(100000, 'x');
        QVERIFY(!crashing.put(bytes).ok());
        BlobStore store(root);
        QVERIFY(!store.contains(sha256Hex(bytes)));
        QVERIFY(store.sweep().ok());
        QDirIterator left(folder.path(), QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
        QVERIFY(!left.hasNext());
        QVERIFY(store.put(bytes).ok());
        QCOMPARE(store.get(sha256Hex(bytes)).value(), bytes);
    }

    void damagedFileIsNotGiven() {
        const QTemporaryDir folder;
        BlobStore store(folder.path().toStdString());
        const std::string hash = store.put("whole").value();
        QFile file(QString::fromStdString(store.pathOf(hash)));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("half");
        file.close();
        QVERIFY(!store.get(hash).ok());
    }
};

QTEST_GUILESS_MAIN(BlobStoreTest)
#include "blob_store_test.moc"
