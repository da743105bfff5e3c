#include "adapters/html/decode.h"

#include "adapters/html/encodings.h"
#include "adapters/html/scan.h"

#include <uchardet.h>

#include <algorithm>
#include <array>
#include <iterator>
#include <memory>
#include <utility>
#include <vector>

namespace guiyi::html {
namespace {

struct Label {
    std::string_view label;
    std::string_view encoding;
};
constexpr Label labels[] = {
#include "adapters/html/encodings/labels.inc"
};

std::string lowerTrimmed(std::string_view text) {
    while (!text.empty() && isSpace(text.front()))
        text.remove_prefix(1);
    while (!text.empty() && isSpace(text.back()))
        text.remove_suffix(1);
    std::string out(text);
    std::transform(out.begin(), out.end(), out.begin(), toLower);
    return out;
}

// ---- WHATWG HTML 13.2.3.2, "prescan a byte stream to determine its encoding"

class Prescan {
public:
    explicit Prescan(std::string_view bytes) : m_bytes(bytes) {}

    /// The label the page gives itself, as written; empty when there is none that is known.
    std::string label() {
        if (const std::string xml = xmlLabel(); !xml.empty())
            return xml;
        while (m_at < m_bytes.size()) {
            m_at = m_bytes.find('<', m_at);
            if (m_at == std::string_view::npos)
                return {};
            if (startsWith("<!--")) {
                const std::size_t close = m_bytes.find("-->", m_at + 2);
                if (close == std::string_view::npos)
                    return {};
                m_at = close + 3;
            } else if (startsWith("<meta") && m_at + 5 < m_bytes.size() &&
                       (isSpace(m_bytes[m_at + 5]) || m_bytes[m_at + 5] == '/')) {
                m_at += 6;
                if (const std::string found = metaLabel(); !found.empty())
                    return found;
            } else if (isLetter(byteAt(m_at + 1)) ||
                       (byteAt(m_at + 1) == '/' && isLetter(byteAt(m_at + 2)))) {
                // The body is where the standard's 1024 bytes have long passed; a declaration there is
                // content.
                if (m_at > standardLimit && startsWith("<body"))
                    return {};
                while (m_at < m_bytes.size() && !isSpace(m_bytes[m_at]) && m_bytes[m_at] != '>')
                    ++m_at;
                std::string name;
                std::string value;
                while (attribute(name, value)) {
                }
            } else if (byteAt(m_at + 1) == '!' || byteAt(m_at + 1) == '/' || byteAt(m_at + 1) == '?') {
                m_at = std::min(m_bytes.find('>', m_at), m_bytes.size());
            } else {
                ++m_at;
            }
        }
        return {};
    }

private:
    static constexpr std::size_t standardLimit = 1024;

    char byteAt(std::size_t at) const { return at < m_bytes.size() ? m_bytes[at] : '\0'; }

    bool startsWith(std::string_view lower) const {
        const std::string_view here = m_bytes.substr(m_at, lower.size());
        return here.size() == lower.size() && std::equal(here.begin(), here.end(), lower.begin(),
                                                         [](char a, char b) { return toLower(a) == b; });
    }

    std::string xmlLabel() const {
        if (!m_bytes.starts_with("<?xml"))
            return {};
        const std::string_view declaration = m_bytes.substr(0, m_bytes.find('>'));
        std::size_t at = declaration.find("encoding");
        if (at == std::string_view::npos || (at = declaration.find('=', at)) == std::string_view::npos ||
            (at = declaration.find_first_of("\"'", at)) == std::string_view::npos)
            return {};
        const std::size_t end = declaration.find(declaration[at], at + 1);
        if (end == std::string_view::npos)
            return {};
        const std::string found(declaration.substr(at + 1, end - at - 1));
        return encodingOf(found).empty() ? std::string() : found;
    }

    std::string metaLabel() {
        bool pragma = false;
        bool needsPragma = false;
        bool sawHttpEquiv = false;
        bool sawContent = false;
        bool sawCharset = false;
        std::string charset;
        std::string name;
        std::string value;
        while (attribute(name, value)) {
            if (name == "http-equiv" && !sawHttpEquiv) {
                sawHttpEquiv = true;
                pragma = value == "content-type";
            } else if (name == "content" && !sawContent) {
                sawContent = true;
                const std::string found = fromContent(value);
                if (!found.empty() && charset.empty()) {
                    charset = found;
                    needsPragma = true;
                }
            } else if (name == "charset" && !sawCharset) {
                sawCharset = true;
                charset = lowerTrimmed(value);
                needsPragma = false;
            }
        }
        if (m_at >= m_bytes.size())
            return {}; // the bytes end within the tag
        if (charset.empty() || (needsPragma && !pragma) || encodingOf(charset).empty())
            return {};
        return charset;
    }

    /// "Extract a character encoding from a meta element" (2.1.3)
    static std::string fromContent(std::string_view content) {
        for (std::size_t at = content.find("charset"); at != std::string_view::npos;
             at = content.find("charset", at)) {
            at += 7;
            while (at < content.size() && isSpace(content[at]))
                ++at;
            if (at == content.size() || content[at] != '=')
                continue;
            ++at;
            while (at < content.size() && isSpace(content[at]))
                ++at;
            if (at == content.size())
                return {};
            if (content[at] == '"' || content[at] == '\'') {
                const std::size_t end = content.find(content[at], at + 1);
                return end == std::string_view::npos ? std::string()
                                                     : std::string(content.substr(at + 1, end - at - 1));
            }
            std::size_t end = at;
            while (end < content.size() && !isSpace(content[end]) && content[end] != ';')
                ++end;
            return std::string(content.substr(at, end - at));
        }
        return {};
    }

    /// "Get an attribute": name and value in lower case; false at the end of the tag.
    bool attribute(std::string &name, std::string &value) {
        name.clear();
        value.clear();
        while (m_at < m_bytes.size() && (isSpace(m_bytes[m_at]) || m_bytes[m_at] == '/'))
            ++m_at;
        if (m_at >= m_bytes.size() || m_bytes[m_at] == '>')
            return false;
        while (m_at < m_bytes.size()) {
            const char c = m_bytes[m_at];
            if ((c == '=' && !name.empty()) || isSpace(c) || c == '/' || c == '>')
                break;
            name.push_back(toLower(c));
            ++m_at;
        }
        while (m_at < m_bytes.size() && isSpace(m_bytes[m_at]))
            ++m_at;
        if (byteAt(m_at) != '=')
            return true;
        ++m_at;
        while (m_at < m_bytes.size() && isSpace(m_bytes[m_at]))
            ++m_at;
        const char quote = byteAt(m_at);
        if (quote == '"' || quote == '\'') {
            ++m_at;
            while (m_at < m_bytes.size() && m_bytes[m_at] != quote)
                value.push_back(toLower(m_bytes[m_at++]));
            ++m_at;
            return m_at <= m_bytes.size();
        }
        while (m_at < m_bytes.size() && !isSpace(m_bytes[m_at]) && m_bytes[m_at] != '>')
            value.push_back(toLower(m_bytes[m_at++]));
        return true;
    }

    std::string_view m_bytes;
    std::size_t m_at = 0;
};

std::string declaredLabel(std::string_view bytes) {
    // Scripts and styles may come before the declaration; no page was seen to have it later than this.
    constexpr std::size_t limit = 65536;
    return Prescan(bytes.substr(0, limit)).label();
}

/// A page cannot say in ASCII that it is UTF-16 (13.2.3.2).
std::string_view declarable(std::string_view encoding) {
    if (encoding == "utf-16le" || encoding == "utf-16be")
        return "utf-8";
    return encoding == "x-user-defined" ? "windows-1252" : encoding;
}

Decoded decodeIn(std::string_view bytes, std::size_t bomLength, std::string_view encoding,
                 std::string evidence, bool mend) {
    DecoderOutput output;
    output.mendMixed = mend;
    decodeBytes(bytes.substr(bomLength), encoding, output);
    Decoded decoded;
    decoded.text = std::move(output.text);
    decoded.encoding = encoding;
    decoded.evidence = std::move(evidence);
    decoded.malformed = output.malformed;
    decoded.firstMalformedOffset = output.malformed != 0 ? output.firstMalformed + bomLength : 0;
    decoded.mixedRuns = output.mixedRuns;
    return decoded;
}

/// UTF-16 without a mark: every second byte of the page's ASCII is NUL.
std::string_view utf16WithoutMark(std::string_view bytes) {
    const std::string_view head = bytes.substr(0, 256);
    std::array<std::size_t, 2> nulls{};
    for (std::size_t i = 0; i < head.size(); ++i)
        nulls[i % 2] += head[i] == '\0';
    if (head.size() < 16)
        return {};
    if (nulls[1] * 4 > head.size() && nulls[0] * 16 < head.size())
        return "utf-16le";
    return nulls[0] * 4 > head.size() && nulls[1] * 16 < head.size() ? "utf-16be" : "";
}

std::string_view byUchardet(std::string_view bytes) {
    const std::unique_ptr<uchardet, void (*)(uchardet_t)> detector(uchardet_new(), uchardet_delete);
    if (uchardet_handle_data(detector.get(), bytes.data(), bytes.size()) != 0)
        return {};
    uchardet_data_end(detector.get());
    return encodingOf(uchardet_get_charset(detector.get()));
}

/// So many bytes, from the first on that is not ASCII, tell well enough what a page is in.
constexpr std::size_t aLook = 8 * 1024;

std::string_view fromNonAscii(std::string_view bytes, std::size_t length) {
    const char *const begin = findNonAscii(bytes.data(), bytes.data() + bytes.size());
    return bytes.substr(static_cast<std::size_t>(begin - bytes.data()), length);
}

/// From this score on bytes look like an encoding.
constexpr double minScore = 0.3;

struct Candidate {
    std::string_view encoding;
    std::string evidence;
    double score;
};

/// The encoding of a page that is not UTF-8 to the last byte, by what its bytes look like and who vouches for
/// what.
Candidate choose(std::string_view bytes, std::string_view metaLabel, const DecodeHints &hints) {
    std::vector<Candidate> witnesses; // the first that names an encoding is its evidence
    if (!metaLabel.empty())
        witnesses.push_back({declarable(encodingOf(metaLabel)), "meta " + std::string(metaLabel), 0.15});
    if (const std::string_view encoding = encodingOf(hints.headerCharset); !encoding.empty())
        witnesses.push_back({encoding, "header " + lowerTrimmed(hints.headerCharset), 0.1});
    if (const std::string_view encoding = encodingOf(hints.siteEncoding); !encoding.empty())
        witnesses.push_back({encoding, "site", 0.25});

    // Half a megabyte tells as much as all of a page; a page that says what its site is needs a look only.
    constexpr std::size_t much = 512 * 1024;
    const bool agree = !metaLabel.empty() && encodingOf(metaLabel) == encodingOf(hints.siteEncoding);
    ByteStatistics statistics;
    statistics.add(fromNonAscii(bytes, agree ? aLook : much));

    const auto candidate = [&](std::string_view encoding, double score) {
        Candidate made{encoding, "statistics", score};
        for (const Candidate &witness : witnesses) {
            if (witness.encoding != encoding)
                continue;
            made.score += witness.score;
            if (made.evidence == "statistics")
                made.evidence = witness.evidence;
        }
        return made;
    };

    // Two-byte sequences count for nothing here: pairs of GB18030 often look like them.
    const double utf8Total = static_cast<double>(statistics.utf8Characters + statistics.utf8Malformed);
    const double utf8 = utf8Total == 0 ? 0
                                       : (static_cast<double>(statistics.utf8Characters) -
                                          static_cast<double>(statistics.utf8Malformed)) /
                                             utf8Total;
    std::vector<Candidate> candidates = {candidate("utf-8", utf8), candidate("gb18030", statistics.gbScore()),
                                         candidate("big5", statistics.big5Score())};
    // Without witnesses simplified Chinese is what these sites are in.
    candidates[1].score += 0.05;
    for (const Candidate &witness : witnesses) {
        const bool counted = std::any_of(candidates.begin(), candidates.end(), [&](const Candidate &other) {
            return other.encoding == witness.encoding;
        });
        if (!counted)
            candidates.push_back(candidate(witness.encoding, 0.3));
    }
    const auto best =
        std::max_element(candidates.begin(), candidates.end(),
                         [](const Candidate &a, const Candidate &b) { return a.score < b.score; });
    if (best->score >= minScore)
        return *best;
    // No Chinese to speak of: a few symbols, or another script.
    if (const std::string_view guessed = byUchardet(bytes.substr(0, much));
        !guessed.empty() && witnesses.empty())
        return {declarable(guessed), "statistics", 0};
    if (!witnesses.empty() && (best->score < 0 || best->evidence == "statistics"))
        return witnesses.front();
    return *best;
}

std::optional<std::string> repairPage(std::string_view text, const char *nonAscii);

} // namespace

std::string_view encodingOf(std::string_view label) {
    const std::string wanted = lowerTrimmed(label);
    const Label *found =
        std::lower_bound(std::begin(labels), std::end(labels), wanted,
                         [](const Label &entry, const std::string &name) { return entry.label < name; });
    return found != std::end(labels) && found->label == wanted ? found->encoding : std::string_view();
}

std::string declaredEncoding(std::string_view bytes) {
    return std::string(declarable(encodingOf(declaredLabel(bytes))));
}

Decoded decodeAs(std::string_view bytes, std::string_view label) {
    const std::string_view encoding = encodingOf(label);
    return decodeIn(bytes, 0, encoding.empty() ? "windows-1252" : encoding, "label", false);
}

Decoded decodeHtml(std::string_view bytes, const DecodeHints &hints) {
    const std::string metaLabel = declaredLabel(bytes);
    Decoded decoded;
    if (bytes.starts_with("\xef\xbb\xbf")) {
        decoded = decodeIn(bytes, 3, "utf-8", "bom", true);
    } else if (bytes.starts_with("\xff\xfe") || bytes.starts_with("\xfe\xff")) {
        decoded = decodeIn(bytes, 2, bytes[0] == '\xff' ? "utf-16le" : "utf-16be", "bom", false);
    } else if (const std::string_view utf16 = utf16WithoutMark(bytes); !utf16.empty()) {
        decoded = decodeIn(bytes, 0, utf16, "statistics", false);
    } else {
        const char *const end = bytes.data() + bytes.size();
        const char *const nonAscii = findNonAscii(bytes.data(), end);
        if (nonAscii == end) {
            decoded.text = bytes;
            decoded.encoding = declarable(encodingOf(metaLabel));
            if (decoded.encoding.empty())
                decoded.encoding = encodingOf(hints.siteEncoding);
            if (decoded.encoding.empty())
                decoded.encoding = "utf-8";
            decoded.evidence = "ascii";
        } else if (findInvalidUtf8(nonAscii, end) == end) {
            decoded.text = bytes;
            decoded.encoding = "utf-8";
            decoded.evidence = "utf-8 valid";
            if (std::optional<std::string> original = repairPage(bytes, nonAscii)) {
                decoded.text = std::move(*original);
                decoded.evidence = "utf-8 twice";
            }
        } else {
            const Candidate chosen = choose(bytes, metaLabel, hints);
            decoded = decodeIn(bytes, 0, chosen.encoding, chosen.evidence, true);
        }
    }
    decoded.declared = declarable(encodingOf(metaLabel));
    if (decoded.declared.empty())
        decoded.declared = encodingOf(hints.headerCharset);
    decoded.declaredWrong =
        !decoded.declared.empty() && decoded.declared != decoded.encoding && decoded.evidence != "ascii";
    return decoded;
}

// ---- a site's pages together

void SiteEncoding::add(std::string_view bytes) {
    const char *const end = bytes.data() + bytes.size();
    const char *const nonAscii = findNonAscii(bytes.data(), end);
    if (nonAscii == end) {
        if (const std::string declared = declaredEncoding(bytes); !declared.empty())
            ++m_named[declared];
        return;
    }
    if (bytes.starts_with("\xff\xfe") || bytes.starts_with("\xfe\xff") || !utf16WithoutMark(bytes).empty())
        return; // says itself what it is, and nothing of the others
    if (findInvalidUtf8(nonAscii, end) == end) {
        ++m_utf8Pages;
        return;
    }
    ByteStatistics statistics;
    statistics.add(fromNonAscii(bytes, aLook));
    if (statistics.utf8Characters > 2 * statistics.utf8Malformed) {
        ++m_utf8Pages;
        return;
    }
    ++m_otherPages;
    if (std::max(statistics.gbScore(), statistics.big5Score()) < minScore) {
        std::string named = declaredEncoding(bytes);
        if (named.empty())
            named = byUchardet(bytes.substr(0, 64 * 1024));
        if (!named.empty())
            ++m_named[named];
    }
    m_gbPairs += statistics.gbPairs;
    m_gbCommon += statistics.gbCommon;
    m_gbMalformed += statistics.gbMalformed;
    m_big5Pairs += statistics.big5Pairs;
    m_big5Common += statistics.big5Common;
    m_big5Malformed += statistics.big5Malformed;
}

std::string SiteEncoding::encoding() const {
    if (m_utf8Pages > m_otherPages)
        return "utf-8";
    ByteStatistics all;
    all.gbPairs = m_gbPairs;
    all.gbCommon = m_gbCommon;
    all.gbMalformed = m_gbMalformed;
    all.big5Pairs = m_big5Pairs;
    all.big5Common = m_big5Common;
    all.big5Malformed = m_big5Malformed;
    const double gb = all.gbScore();
    const double big5 = all.big5Score();
    if (std::max(gb, big5) >= minScore)
        return gb >= big5 ? "gb18030" : "big5";
    const auto most = std::max_element(m_named.begin(), m_named.end(),
                                       [](const auto &a, const auto &b) { return a.second < b.second; });
    if (most != m_named.end() && most->second > m_utf8Pages)
        return most->first;
    return m_utf8Pages > 0 ? "utf-8" : "";
}

// ---- text that was decoded wrongly before

namespace {

constexpr std::string_view replacementCharacter = "\xef\xbf\xbd";

/// Chinese to the last character, ASCII aside, and more than one.
bool isChinese(std::string_view utf8) {
    if (utf8.find(replacementCharacter) != std::string_view::npos)
        return false;
    std::size_t characters = 0;
    for (const char *p = utf8.data(), *end = p + utf8.size(); p != end;) {
        const std::size_t length = utf8SequenceLength(p, end);
        if (length == 0)
            return false;
        if (length > 1) {
            const auto lead = static_cast<unsigned char>(*p);
            if (length != 3 || lead < 0xe2 || lead == 0xee ||
                (lead == 0xef && static_cast<unsigned char>(p[1]) < 0xbc))
                return false;
            ++characters;
        }
        p += length;
    }
    return characters >= 2;
}

/// The text's bytes when every character is below U+0100.
std::optional<std::string> latin1Bytes(std::string_view text) {
    std::string bytes;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto byte = static_cast<unsigned char>(text[i]);
        if (byte < 0x80) {
            bytes.push_back(text[i]);
        } else if ((byte == 0xc2 || byte == 0xc3) && i + 1 < text.size()) {
            bytes.push_back(
                static_cast<char>((byte & 3) << 6 | (static_cast<unsigned char>(text[i + 1]) & 0x3f)));
            ++i;
        } else {
            return std::nullopt;
        }
    }
    return bytes;
}

/// The text's bytes in two-byte GB18030.
std::optional<std::string> gbBytes(std::string_view text) {
    // From code point to pair: made once, by asking the decoder for every pair.
    static const std::vector<std::uint16_t> pairs = [] {
        std::vector<std::uint16_t> table(0x10000, 0);
        for (unsigned lead = 0x81; lead <= 0xfe; ++lead) {
            for (unsigned trail = 0x40; trail <= 0xfe; ++trail) {
                const char pair[] = {static_cast<char>(lead), static_cast<char>(trail)};
                DecoderOutput out;
                decodeBytes({pair, 2}, "gb18030", out);
                if (trail == 0x7f || out.malformed != 0 || out.text.size() > 3)
                    continue;
                const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(out.text[i]); };
                const unsigned codePoint =
                    out.text.size() == 3 ? (byte(0) & 0xfu) << 12 | (byte(1) & 0x3fu) << 6 | (byte(2) & 0x3fu)
                                         : (byte(0) & 0x1fu) << 6 | (byte(1) & 0x3fu);
                table[codePoint] = static_cast<std::uint16_t>(lead << 8 | trail);
            }
        }
        return table;
    }();
    std::string bytes;
    for (const char *p = text.data(), *end = p + text.size(); p != end;) {
        const std::size_t length = utf8SequenceLength(p, end);
        const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(p[i]); };
        if (length == 1) {
            bytes.push_back(*p);
        } else if (length == 2 || length == 3) {
            const unsigned codePoint =
                length == 3 ? (byte(0) & 0xfu) << 12 | (byte(1) & 0x3fu) << 6 | (byte(2) & 0x3fu)
                            : (byte(0) & 0x1fu) << 6 | (byte(1) & 0x3fu);
            if (codePoint == 0x20ac) {
                bytes.push_back('\x80');
            } else if (pairs[codePoint] != 0) {
                bytes.push_back(static_cast<char>(pairs[codePoint] >> 8));
                bytes.push_back(static_cast<char>(pairs[codePoint] & 0xff));
            } else {
                return std::nullopt;
            }
        } else {
            return std::nullopt;
        }
        p += length;
    }
    return bytes;
}

} // namespace

std::optional<std::string> repairDoubleEncoding(std::string_view text) {
    const char *const end = text.data() + text.size();
    if (findNonAscii(text.data(), end) == end || findInvalidUtf8(text.data(), end) != end)
        return std::nullopt;
    if (const auto bytes = latin1Bytes(text)) {
        if (isChinese(*bytes))
            return bytes;
        DecoderOutput out;
        decodeBytes(*bytes, "gb18030", out);
        ByteStatistics statistics;
        statistics.add(*bytes);
        if (out.malformed == 0 && isChinese(out.text) && statistics.gbScore() > 0.8)
            return out.text;
        return std::nullopt;
    }
    const auto bytes = gbBytes(text);
    return bytes && isChinese(*bytes) ? bytes : std::nullopt;
}

namespace {

/// The page that a page of valid UTF-8 was before somebody decoded it wrongly and saved it; nothing when it
/// was not, or when the way back is not exact for all of it. `nonAscii` is its first character that is not
/// ASCII.
std::optional<std::string> repairPage(std::string_view text, const char *nonAscii) {
    // The first words acquit nearly every page.
    constexpr std::size_t enough = 300;
    const char *const end = text.data() + text.size();
    const char *wordsEnd = nonAscii;
    while (wordsEnd != end && static_cast<unsigned char>(*wordsEnd) >= 0x80 &&
           static_cast<std::size_t>(wordsEnd - nonAscii) < enough)
        wordsEnd += utf8SequenceLength(wordsEnd, end);
    if (!repairDoubleEncoding({nonAscii, static_cast<std::size_t>(wordsEnd - nonAscii)}))
        return std::nullopt;
    const auto latin = latin1Bytes(text);
    std::optional<std::string> bytes = latin ? latin : gbBytes(text);
    if (!bytes)
        return std::nullopt;
    if (findInvalidUtf8(bytes->data(), bytes->data() + bytes->size()) == bytes->data() + bytes->size())
        return bytes->find(replacementCharacter) == std::string::npos ? bytes : std::nullopt;
    if (!latin)
        return std::nullopt;
    DecoderOutput out;
    decodeBytes(*latin, "gb18030", out);
    return out.malformed == 0 ? std::optional(std::move(out.text)) : std::nullopt;
}

} // namespace

} // namespace guiyi::html
