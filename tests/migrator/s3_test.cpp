// Signatures against the published examples, addresses, answers.
#include "migrator/files/s3_store.h"
#include "migrator/files/signature_v4.h"
#include "schema/base/text.h"

#include <QtTest/qtest.h>

using namespace guiyi;

namespace {

const s3::Credentials Example{"AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
                              "us-east-1"};

std::string signatureOf(s3::Request request) {
    request.headers["host"] = "examplebucket.s3.amazonaws.com";
    s3::sign(request, Example, "20130524T000000Z");
    const std::string &line = request.headers.at("authorization");
    return line.substr(line.rfind('=') + 1);
}

} // namespace

class S3Test : public QObject {
    Q_OBJECT

private Q_SLOTS:
    /// "Examples: Signature Calculations" of the Amazon S3 API Reference.
    void signsAsPublished() {
        s3::Request get;
        get.path = "/test.txt";
        get.headers["range"] = "bytes=0-9";
        QCOMPARE(signatureOf(get),
                 std::string("f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41"));
        s3::Request put;
        put.method = "PUT";
        put.path = s3::encodePath("/test$file.text");
        put.headers["date"] = "Fri, 24 May 2013 00:00:00 GMT";
        put.headers["x-amz-storage-class"] = "REDUCED_REDUNDANCY";
        put.body = "Welcome to Amazon S3.";
        QCOMPARE(signatureOf(put),
                 std::string("98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd"));
        s3::Request lifecycle;
        lifecycle.query = {{"lifecycle", ""}};
        QCOMPARE(signatureOf(lifecycle),
                 std::string("fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543"));
        s3::Request list;
        list.query = {{"max-keys", "2"}, {"prefix", "J"}};
        QCOMPARE(signatureOf(list),
                 std::string("34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7"));
    }

    void encodes() {
        QCOMPARE(s3::encodePath("/a b/附件+1~.doc"), std::string("/a%20b/%E9%99%84%E4%BB%B6%2B1~.doc"));
        QCOMPARE(s3::encodeQuery({{"b", "/="}, {"a", ""}}), std::string("a=&b=%2F%3D"));
        QCOMPARE(s3::timestamp(1369353600), std::string("20130524T000000Z"));
    }

    void readsAddresses() {
        const auto full =
            FileStoreAddress::parse("s3://KEY@s3.example.gov.cn:8443/bucket/a/b/"
                                    "?secret_file=secret&region=cn-north&tls=require&ca=ca.pem");
        QVERIFY2(full.ok(), full ? "" : full.error().text().c_str());
        QVERIFY(full->isS3());
        QCOMPARE(full->host + " " + full->bucket + " " + full->prefix + " " + full->region,
                 std::string("s3.example.gov.cn bucket a/b/ cn-north"));
        QCOMPARE(full->port, std::uint16_t(8443));
        QCOMPARE(full->text(), std::string("s3://KEY@s3.example.gov.cn:8443/bucket/a/b/"));
        const auto plain = FileStoreAddress::parse("s3://KEY@127.0.0.1/bucket?secret_env=S&tls=off");
        QCOMPARE(plain->port, std::uint16_t(80));
        QVERIFY(plain->prefix.empty());
        QCOMPARE(FileStoreAddress::parse("files/here")->folder, std::string("files/here"));
    }

    void refusesAddresses_data() {
        QTest::addColumn<QString>("address");
        QTest::newRow("secret in it") << "s3://KEY:open@h/bucket?secret_env=S";
        QTest::newRow("no key") << "s3://h/bucket?secret_env=S";
        QTest::newRow("no bucket") << "s3://KEY@h/?secret_env=S";
        QTest::newRow("no secret") << "s3://KEY@h/bucket";
        QTest::newRow("two secrets") << "s3://KEY@h/bucket?secret_env=S&secret_file=F";
        QTest::newRow("option") << "s3://KEY@h/bucket?secret_env=S&colour=red";
        QTest::newRow("tls") << "s3://KEY@h/bucket?secret_env=S&tls=prefer";
        QTest::newRow("no address") << "s3:bucket";
    }
    void refusesAddresses() {
        QFETCH(QString, address);
        const auto parsed = FileStoreAddress::parse(address.toStdString());
        QVERIFY(!parsed.ok());
        QCOMPARE(parsed.error().kind, ErrorKind::Usage);
        QVERIFY(!parsed.error().advice.empty());
        QVERIFY(!text::contains(parsed.error().text(), "open"));
    }

    void readsAnswers() {
        const std::string xml =
            "<?xml version=\"1.0\"?><R xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><U><Key>a&amp;b"
            "</Key></U><U><Key>附</Key></U></R>";
        QCOMPARE(s3::textsOf(xml, "Key"), (std::vector<std::string>{"a&b", "附"}));
        for (const char *wrong : {"", "<R><Key>", "no xml",
                                  "<!DOCTYPE r [<!ENTITY e SYSTEM \"file:///etc/passwd\">]>"
                                  "<Key>&e;</Key>"}) {
            for (const std::string &text : s3::textsOf(wrong, "Key"))
                QVERIFY(text.empty());
        }
    }
};

QTEST_GUILESS_MAIN(S3Test)
#include "s3_test.moc"
