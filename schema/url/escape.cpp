#include "schema/url/escape.h"

#include "schema/base/byte_set.h"
#include "schema/base/text.h"

#include <QtCore/qstringconverter.h>

namespace guiyi {

namespace {

constexpr char HexDigits[] = "0123456789ABCDEF";

/// C0 controls and bytes outside ASCII.
constexpr ByteSet AlwaysEscaped = ByteSet::range(0, 0xFF) - ByteSet::graphic();

/// The WHATWG's path set without "#" and "?", which end a path: here they only stand in whole targets. With
/// the backslash: pages mean "/" by it and are read so before; what arrives here is an octet of a name, such
/// as the second one of a GBK pair, and must not become a slash when the address is read again.
constexpr ByteSet InPath = AlwaysEscaped + ByteSet("\"<>\\^`{}");
constexpr ByteSet InQuery = AlwaysEscaped + ByteSet("\"#<>'");

void appendOctet(std::string &out, unsigned char c) {
    out += '%';
    out += HexDigits[c >> 4];
    out += HexDigits[c & 15];
}

bool isEscape(std::string_view s, std::size_t i) {
    return s[i] == '%' && i + 2 < s.size() && hexDigit(s[i + 1]) >= 0 && hexDigit(s[i + 2]) >= 0;
}

/// The encoding browsers use for a label, as Qt knows it; empty for UTF-8 and unknown ones.
std::string encoderName(std::string_view label) {
    const std::string l = text::lower(label);
    if (l == "gb2312" || l == "gbk" || l == "x-gbk" || l == "gb_2312-80" || l == "gb18030")
        return "GB18030";
    if (l == "big5" || l == "big5-hkscs" || l == "cn-big5")
        return "Big5-HKSCS";
    return l == "utf-8" || l == "utf8" || text::startsWith(l, "utf-16") ? std::string() : l;
}

/// One character in the encoding; empty when it has no such character.
std::string encoded(QStringEncoder &encoder, std::string_view label, char32_t c) {
    const bool gbk = text::lower(label) != "gb18030";
    if (gbk && c == 0x20AC && text::startsWith(text::lower(label), "g"))
        return "\x80";
    if (c == 0xE5E5) // the one private-use character that GB18030 of the WHATWG leaves out
        return {};
    const QByteArray bytes = encoder.encode(QString::fromUcs4(&c, 1));
    if (encoder.hasError()) {
        encoder.resetState();
        return {};
    }
    if (gbk && bytes.size() == 4 && text::startsWith(text::lower(label), "g"))
        return {};
    // Qt writes a question mark or SUB for what it cannot encode, without an error for some encodings.
    if (bytes == "?" || bytes == "\x1A")
        return {};
    return bytes.toStdString();
}

bool validUtf8(std::string_view s) {
    for (std::size_t i = 0; i < s.size();) {
        const std::size_t from = i;
        if (text::next(s, i) == 0xFFFD && s.substr(from, i - from) != "\xEF\xBF\xBD")
            return false;
    }
    return true;
}

} // namespace

int hexDigit(char c) {
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return -1;
}

std::string percentDecode(std::string_view s) {
    std::string out;
    out.reserve(s.size());
    for (std::size_t i = 0; i < s.size(); ++i) {
        if (isEscape(s, i)) {
            out += static_cast<char>(hexDigit(s[i + 1]) * 16 + hexDigit(s[i + 2]));
            i += 2;
        } else {
            out += s[i];
        }
    }
    return out;
}

std::string percentNormalise(std::string_view s, UrlPart part) {
    const ByteSet &set = part == UrlPart::Path ? InPath : InQuery;
    std::string out;
    out.reserve(s.size());
    for (std::size_t i = 0; i < s.size(); ++i) {
        if (isEscape(s, i)) {
            appendOctet(out, static_cast<unsigned char>(hexDigit(s[i + 1]) * 16 + hexDigit(s[i + 2])));
            i += 2;
        } else if (set.has(s[i])) {
            appendOctet(out, static_cast<unsigned char>(s[i]));
        } else {
            out += s[i];
        }
    }
    return out;
}

std::string encodeQuery(std::string_view utf8, std::string_view charset) {
    const std::string name = encoderName(charset);
    std::size_t first = 0;
    while (first < utf8.size() && static_cast<unsigned char>(utf8[first]) < 0x80)
        ++first;
    if (first == utf8.size() || name.empty())
        return std::string(utf8);
    QStringEncoder encoder(name.c_str(), QStringConverter::Flag::Stateless);
    if (!encoder.isValid())
        return std::string(utf8);
    std::string out(utf8.substr(0, first));
    for (std::size_t i = first; i < utf8.size();) {
        const char32_t c = text::next(utf8, i);
        if (c < 0x80) {
            out += static_cast<char>(c);
            continue;
        }
        const std::string bytes = encoded(encoder, charset, c);
        if (bytes.empty()) {
            out += "%26%23" + std::to_string(static_cast<std::uint32_t>(c)) + "%3B";
            continue;
        }
        for (const char byte : bytes) { // the second byte of GBK may be ASCII, the first never is
            if (InQuery.has(byte))
                appendOctet(out, static_cast<unsigned char>(byte));
            else
                out += byte;
        }
    }
    return out;
}

std::optional<std::string> otherOctets(std::string_view escapedText) {
    std::string octets = percentDecode(escapedText);
    bool beyondAscii = false;
    for (const char c : octets)
        beyondAscii = beyondAscii || static_cast<unsigned char>(c) >= 0x80;
    if (!beyondAscii)
        return std::nullopt;
    const bool fromUtf8 = validUtf8(octets);
    std::string out;
    // Runs of octets are transcoded alone, so that "%2F" and the like stay escaped as they are.
    const std::size_t query = escapedText.find('?');
    for (std::size_t i = 0; i < escapedText.size();) {
        const ByteSet &escaped = i < query ? InPath : InQuery;
        std::string run;
        std::size_t end = i;
        bool high = false;
        while (end < escapedText.size()) {
            const bool escape = isEscape(escapedText, end);
            const int octet = escape ? hexDigit(escapedText[end + 1]) * 16 + hexDigit(escapedText[end + 2])
                                     : static_cast<unsigned char>(escapedText[end]);
            // The second byte of a GBK pair may be an ASCII letter: it belongs to the run of its lead byte.
            if (octet < 0x80 && (!high || fromUtf8))
                break;
            high = octet >= 0x80 && !high;
            run += static_cast<char>(octet);
            end += escape ? 3 : 1;
        }
        if (run.empty()) {
            out += escapedText[i++];
            continue;
        }
        i = end;
        std::string other;
        if (fromUtf8) {
            QStringEncoder encoder("GB18030", QStringConverter::Flag::Stateless);
            const QByteArray bytes = encoder.encode(text::toQString(run));
            other = bytes.toStdString();
            if (encoder.hasError())
                return std::nullopt;
        } else {
            QStringDecoder decoder("GB18030", QStringConverter::Flag::Stateless);
            const QString decoded =
                decoder.decode(QByteArrayView(run.data(), static_cast<qsizetype>(run.size())));
            if (decoder.hasError() || decoded.contains(QChar::ReplacementCharacter))
                return std::nullopt;
            other = text::fromQString(decoded);
        }
        for (const char c : other) {
            if (escaped.has(c) || c == '%')
                appendOctet(out, static_cast<unsigned char>(c));
            else
                out += c;
        }
    }
    return out;
}

} // namespace guiyi
