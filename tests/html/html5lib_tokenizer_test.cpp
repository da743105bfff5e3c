// The tokenizer against html5lib-tests. Parse errors are not compared: the tokenizer reports none.
#include "adapters/html/references.h"
#include "adapters/html/tokenizer.h"
#include "tests/html/html5lib.h"

#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>
#include <QtCore/QJsonObject>
#include <QtTest/QtTest>

#include <cstdio>
#include <string>

using namespace guiyi::html;

namespace {

/// To UTF-8, code unit by code unit where surrogates stand alone: some cases feed those.
std::string bytesOf(const QString &text) {
    std::string out;
    for (qsizetype i = 0; i < text.size(); ++i) {
        const char16_t unit = text[i].unicode();
        if (text[i].isHighSurrogate() && i + 1 < text.size() && text[i + 1].isLowSurrogate()) {
            appendCodePoint(out, QChar::surrogateToUcs4(text[i], text[i + 1]));
            ++i;
        } else if (text[i].isSurrogate()) {
            out.push_back(static_cast<char>(0xe0 | unit >> 12));
            out.push_back(static_cast<char>(0x80 | (unit >> 6 & 0x3f)));
            out.push_back(static_cast<char>(0x80 | (unit & 0x3f)));
        } else {
            appendCodePoint(out, unit);
        }
    }
    return out;
}

/// Cases marked "doubleEscaped" hold \uXXXX as text.
QString unescaped(const QString &text) {
    QString out;
    for (qsizetype i = 0; i < text.size(); ++i) {
        if (text[i] == u'\\' && i + 5 < text.size() && text[i + 1] == u'u') {
            out.append(QChar(text.mid(i + 2, 4).toUShort(nullptr, 16)));
            i += 5;
        } else {
            out.append(text[i]);
        }
    }
    return out;
}

std::string stringOf(const QJsonValue &value, bool doubled) {
    return bytesOf(doubled ? unescaped(value.toString()) : value.toString());
}

/// Tokens as lines, so that a difference can be read; texts that follow each other are one.
class Lines {
public:
    void text(std::string_view data) { m_text.append(data); }
    void line(const std::string &line) {
        flush();
        m_all += line + "\n";
    }
    std::string done() {
        flush();
        return m_all;
    }

private:
    void flush() {
        if (!m_text.empty())
            m_all += "Text " + m_text + "\n";
        m_text.clear();
    }
    std::string m_text;
    std::string m_all;
};

std::string expectedLines(const QJsonArray &output, bool doubled) {
    Lines lines;
    for (const QJsonValue &value : output) {
        const QJsonArray token = value.toArray();
        const QString kind = token[0].toString();
        if (kind == u"Character") {
            lines.text(stringOf(token[1], doubled));
        } else if (kind == u"Comment") {
            lines.line("Comment " + stringOf(token[1], doubled));
        } else if (kind == u"EndTag") {
            lines.line("End " + stringOf(token[1], doubled));
        } else if (kind == u"StartTag") {
            std::string line = "Start " + stringOf(token[1], doubled);
            std::vector<std::string> attributes;
            const QJsonObject object = token[2].toObject();
            for (auto it = object.begin(); it != object.end(); ++it)
                attributes.push_back(bytesOf(doubled ? unescaped(it.key()) : it.key()) + "=" +
                                     stringOf(it.value(), doubled));
            std::sort(attributes.begin(), attributes.end());
            for (const std::string &attribute : attributes)
                line += " [" + attribute + "]";
            lines.line(line + (token.size() > 3 && token[3].toBool() ? " /" : ""));
        } else {
            const auto id = [&](const QJsonValue &part) {
                return part.isNull() ? "-" : "'" + stringOf(part, doubled) + "'";
            };
            lines.line("Doctype " + id(token[1]) + " " + id(token[2]) + " " + id(token[3]) +
                       (token[4].toBool() ? "" : " quirks"));
        }
    }
    return lines.done();
}

std::string tokenLines(const std::string &input, ContentModel model, const std::string &lastStartTag) {
    Tree tree;
    tree.source = input;
    Tokenizer tokenizer;
    tokenizer.start(tree, ParseOptions::standard());
    tokenizer.setContentModel(model);
    if (!lastStartTag.empty())
        tokenizer.setLastStartTag(tree.names.intern(lastStartTag));
    Lines lines;
    while (true) {
        const Token &token = tokenizer.next();
        switch (token.kind) {
        case TokenKind::EndOfFile:
            return lines.done();
        case TokenKind::Text:
            lines.text(tree.view(token.text));
            break;
        case TokenKind::Null:
            lines.text(std::string_view("\0", 1));
            break;
        case TokenKind::Comment:
            lines.line("Comment " + std::string(tree.view(token.text)));
            break;
        case TokenKind::EndTag:
            lines.line("End " + std::string(tree.names.name(token.name)));
            break;
        case TokenKind::StartTag: {
            std::vector<std::string> attributes;
            for (std::uint32_t i = 0; i < token.attributeCount; ++i) {
                const AttributeRecord &attribute = tree.attributes[token.firstAttribute + i];
                attributes.push_back(std::string(tree.names.name(attribute.name)) + "=" +
                                     std::string(tree.valueOf(attribute)));
            }
            std::sort(attributes.begin(), attributes.end());
            std::string line = "Start " + std::string(tree.names.name(token.name));
            for (const std::string &attribute : attributes)
                line += " [" + attribute + "]";
            lines.line(line + (token.selfClosing ? " /" : ""));
            break;
        }
        case TokenKind::Doctype: {
            const auto id = [](bool has, std::string_view text) {
                return has ? "'" + std::string(text) + "'" : std::string("-");
            };
            lines.line("Doctype " + id(token.hasName, tree.names.name(token.name)) + " " +
                       id(token.hasPublicId, token.publicId) + " " + id(token.hasSystemId, token.systemId) +
                       (token.forceQuirks ? " quirks" : ""));
            break;
        }
        }
    }
}

ContentModel modelOf(const QString &state) {
    if (state == u"PLAINTEXT state")
        return ContentModel::PlainText;
    if (state == u"RCDATA state")
        return ContentModel::Rcdata;
    if (state == u"RAWTEXT state")
        return ContentModel::RawText;
    if (state == u"Script data state")
        return ContentModel::ScriptData;
    if (state == u"CDATA section state")
        return ContentModel::CdataSection;
    return ContentModel::Data;
}

} // namespace

class Html5libTokenizerTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void readsTheExpectedTokens_data();
    void readsTheExpectedTokens();
    void cleanupTestCase();

private:
    int m_run = 0;
    int m_failed = 0;
};

void Html5libTokenizerTest::readsTheExpectedTokens_data() {
    QTest::addColumn<QString>("file");
    if (html5lib::folder().empty())
        QSKIP("html5lib-tests are not there: set GUIYI_SHARED to the folder that holds them");
    for (const std::string &file : html5lib::filesIn(html5lib::folder() + "/tokenizer", ".test")) {
        // XML coercion (form feeds, "--" in comments) is no part of the HTML standard.
        if (!file.ends_with("xmlViolation.test"))
            QTest::newRow(file.substr(file.rfind('/') + 1).c_str()) << QString::fromStdString(file);
    }
}

void Html5libTokenizerTest::readsTheExpectedTokens() {
    QFETCH(QString, file);
    const QByteArray json = QByteArray::fromStdString(html5lib::readFile(file.toStdString()));
    const QJsonArray tests = QJsonDocument::fromJson(json).object().value(u"tests").toArray();
    QVERIFY(!tests.isEmpty());
    int failed = 0;
    for (const QJsonValue &value : tests) {
        const QJsonObject test = value.toObject();
        const bool doubled = test[u"doubleEscaped"].toBool();
        QJsonArray states = test[u"initialStates"].toArray();
        if (states.isEmpty())
            states.append(QStringLiteral("Data state"));
        for (const QJsonValue &state : states) {
            const std::string want = expectedLines(test[u"output"].toArray(), doubled);
            const std::string got = tokenLines(stringOf(test[u"input"], doubled), modelOf(state.toString()),
                                               stringOf(test[u"lastStartTag"], false));
            ++m_run;
            if (got == want)
                continue;
            ++failed;
            std::fprintf(stderr, "%s: %s (%s)\n#input\n%s\n#expected\n%s#got\n%s\n", qPrintable(file),
                         qPrintable(test[u"description"].toString()), qPrintable(state.toString()),
                         stringOf(test[u"input"], doubled).c_str(), want.c_str(), got.c_str());
        }
    }
    m_failed += failed;
    QCOMPARE(failed, 0);
}

void Html5libTokenizerTest::cleanupTestCase() {
    std::fprintf(stderr, "tokenizer: %d of %d cases pass\n", m_run - m_failed, m_run);
}

QTEST_GUILESS_MAIN(Html5libTokenizerTest)
#include "html5lib_tokenizer_test.moc"
