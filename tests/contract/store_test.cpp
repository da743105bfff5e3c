// What every store of file contents does. Alone it runs on a folder; with GUIYI_TEST_STORE also on an S3
// server.
#include "migrator/files/s3_store.h"
#include "schema/base/sha256.h"
#include "schema/base/text.h"

#include <QtCore/qfile.h>
#include <QtCore/qtemporarydir.h>
#include <QtTest/qtest.h>

using namespace guiyi;

namespace {

constexpr std::size_t SmallestPart = 5U << 20U; ///< servers refuse smaller ones but for the last
constexpr s3::Limits Quick{SmallestPart, 2, 1};

/// Bytes that don't repeat, so that parts in a wrong order would show.
std::string bytesOf(std::size_t size) {
    std::string bytes;
    bytes.reserve(size + 8);
    for (std::uint64_t i = 1; bytes.size() < size; ++i)
        bytes += std::to_string(i * 0x9E3779B97F4A7C15U);
    bytes.resize(size);
    return bytes;
}

} // namespace

class StoreTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void keepsContentsOnce_data() { stores(); }
    void keepsContentsOnce() {
        const auto store = opened();
        const std::string bytes = std::string("内容\0\r\n %2F", 14) + std::to_string(++m_number);
        const std::string hash = sha256Hex(bytes);
        QCOMPARE(store->contains(hash).value(), false);
        QVERIFY(!store->get(hash).ok());
        QCOMPARE(store->put(bytes).value(), hash);
        QCOMPARE(store->contains(hash).value(), true);
        QCOMPARE(store->get(hash).value(), bytes);
        QCOMPARE(store->put(bytes).value(), hash); // the same object
        QVERIFY(store->remove(hash).ok());
        QCOMPARE(store->contains(hash).value(), false);
        QVERIFY(store->remove(hash).ok());
        QCOMPARE(store->put("").value(), sha256Hex(""));
        QCOMPARE(store->get(sha256Hex("")).value(), std::string());
    }

    void keepsLargeContents_data() { stores(); }
    void keepsLargeContents() {
        const auto store = opened();
        for (const std::size_t size : {SmallestPart, SmallestPart + 1, SmallestPart * 2 + 12345}) {
            const std::string bytes = bytesOf(size);
            const Result<std::string> hash = store->put(bytes);
            QVERIFY2(hash.ok(), hash ? "" : hash.error().text().c_str());
            QVERIFY(store->get(*hash).value() == bytes);
            QVERIFY(store->remove(*hash).ok());
        }
        QVERIFY(store->sweep().ok());
    }

    void failsWhereItIsTold_data() { stores(); }
    void failsWhereItIsTold() {
        const auto store = opened();
        for (const char *operation : {"contains", "put", "get", "remove", "sweep"}) {
            store->setFault([operation](std::string_view at) -> Status {
                return at == operation ? Status(Error{ErrorKind::Failed, "injected", {}, {}, {}}) : Status();
            });
            const std::string hash = sha256Hex("x");
            QCOMPARE(store->contains(hash).ok(), std::string_view(operation) != "contains");
            QCOMPARE(store->put("x").ok(), std::string_view(operation) != "put");
            store->setFault({});
            QVERIFY(store->put("x").ok());
        }
    }

    void wrongSecretIsRefused() {
        if (qEnvironmentVariableIsEmpty("GUIYI_TEST_STORE"))
            return; // a folder has none
        qputenv("GUIYI_TEST_WRONG", "wrong");
        FileStoreAddress address = server();
        address.secretEnv = "GUIYI_TEST_WRONG";
        const auto store = s3::openStore(address, Quick);
        QVERIFY(!store.ok());
        QCOMPARE(store.error().kind, ErrorKind::Usage);
        QVERIFY2(text::contains(store.error().why, "SignatureDoesNotMatch"), store.error().text().c_str());
        QVERIFY(text::contains(store.error().advice, "secret"));
        address = server();
        address.accessKey = "NOBODY";
        QCOMPARE(s3::openStore(address, Quick).error().kind, ErrorKind::Usage);
        address = server();
        address.bucket = "no-such-bucket";
        const auto absent = s3::openStore(address, Quick);
        QCOMPARE(absent.error().kind, ErrorKind::Usage);
        QVERIFY2(text::contains(absent.error().why, "NoSuchBucket"), absent.error().text().c_str());
    }

    void unreachableServerMayPassLater() {
        qputenv("GUIYI_TEST_WRONG", "wrong");
        FileStoreAddress address;
        address.host = "127.0.0.1";
        address.port = 1; // nobody listens there
        address.bucket = "b";
        address.accessKey = "k";
        address.secretEnv = "GUIYI_TEST_WRONG";
        address.tls = TargetTls::Off;
        const auto store = s3::openStore(address, Quick);
        QVERIFY(!store.ok());
        QCOMPARE(store.error().kind, ErrorKind::Retry);
        QVERIFY(!store.error().advice.empty());
    }

private:
    static void stores() {
        QTest::addColumn<bool>("isS3");
        QTest::newRow("folder") << false;
        if (!qEnvironmentVariableIsEmpty("GUIYI_TEST_STORE"))
            QTest::newRow("s3") << true;
    }

    static FileStoreAddress server() {
        const Result<FileStoreAddress> address =
            FileStoreAddress::parse(qgetenv("GUIYI_TEST_STORE").toStdString());
        if (!address)
            qFatal("%s", address.error().text().c_str());
        return *address;
    }

    std::unique_ptr<FileStore> opened() {
        QFETCH(bool, isS3);
        FileStoreAddress folder;
        folder.folder = m_folder.path().toStdString() + "/" + std::to_string(++m_number);
        auto store = isS3 ? s3::openStore(server(), Quick) : FileStore::open(folder);
        if (!store)
            qFatal("%s", store.error().text().c_str());
        return std::move(store).value();
    }

    QTemporaryDir m_folder;
    int m_number = 0;
};

QTEST_GUILESS_MAIN(StoreTest)
#include "store_test.moc"
