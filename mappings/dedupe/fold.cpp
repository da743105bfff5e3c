#include "mappings/dedupe/fold.h"

#include "schema/base/text.h"

#include <QtCore/qcryptographichash.h>

#include <algorithm>
#include <array>
#include <memory>

namespace guiyi::mapping {

namespace {

constexpr char32_t OtherSign = 0xB7;

/// One form for the punctuation that editors and converters change: quotes, dashes, brackets, stops.
char32_t foldPunctuation(char32_t c) {
    switch (c) {
    case U'，':
    case U'、':
    case U'；':
    case U';':
        return ',';
    case U'。':
    case U'．':
    case U'｡':
    case U'…':
        return '.';
    case U'：':
        return ':';
    case U'“':
    case U'”':
    case U'‘':
    case U'’':
    case U'「':
    case U'」':
    case U'『':
    case U'』':
    case U'\'':
    case U'`':
        return '"';
    case U'〔':
    case U'［':
    case U'【':
    case U'[':
    case U'{':
        return '(';
    case U'〕':
    case U'］':
    case U'】':
    case U']':
    case U'}':
        return ')';
    case U'〈':
    case U'《':
        return '<';
    case U'〉':
    case U'》':
        return '>';
    case U'—':
    case U'–':
    case U'‐':
    case U'‑':
    case U'―':
    case U'－':
    case U'~':
    case U'～':
        return '-';
    case U'•':
    case U'・':
    case U'●':
        return OtherSign;
    default:
        return c;
    }
}

/// Blocks of signs: general punctuation, arrows to dingbats, CJK marks, vertical and small forms.
bool isOtherSign(char32_t c) {
    return (c >= 0xA1 && c <= 0xBF && c != 0xAA && c != 0xB2 && c != 0xB3 && c != 0xB9 && c != 0xBA) ||
           (c >= 0x2010 && c <= 0x205E) || (c >= 0x2190 && c <= 0x245F) || (c >= 0x2500 && c <= 0x27BF) ||
           (c >= 0x3001 && c <= 0x3020 && c != 0x3005 && c != 0x3006 && c != 0x3007) ||
           (c >= 0xFE10 && c <= 0xFE6F);
}

char32_t foldSlowly(char32_t c) {
    if (c < 0x20 || text::isBlank(c) || c == 0xAD || (c >= 0xFE00 && c <= 0xFE0F))
        return 0;
    if (c >= 0xFF01 && c <= 0xFF5E)
        c -= 0xFEE0;
    c = foldPunctuation(c);
    if (c >= 'A' && c <= 'Z')
        return c + 32;
    return isOtherSign(c) ? OtherSign : c;
}

constexpr char32_t TableSize = 0x10000;

/// Every character of every article passes here, so the answers for the basic plane stand in a table.
const std::array<std::uint16_t, TableSize> &foldTable() {
    static const std::unique_ptr<const std::array<std::uint16_t, TableSize>> Table = [] {
        auto table = std::make_unique<std::array<std::uint16_t, TableSize>>();
        for (char32_t c = 0; c < TableSize; ++c)
            (*table)[c] = static_cast<std::uint16_t>(foldSlowly(c));
        return table;
    }();
    return *Table;
}

std::string hash128(std::string_view s) {
    // 160 bits is the smallest BLAKE2b Qt offers; its first 128 are as good.
    return QCryptographicHash::hash(QByteArrayView(s.data(), static_cast<qsizetype>(s.size())),
                                    QCryptographicHash::Blake2b_160)
        .toHex()
        .left(32)
        .toStdString();
}

} // namespace

char32_t foldedCharacter(char32_t c) {
    return c < TableSize ? foldTable()[c] : c;
}

void foldInto(std::string_view s, std::vector<char32_t> &out) {
    const std::array<std::uint16_t, TableSize> &table = foldTable();
    std::size_t length = out.size();
    out.resize(length + s.size()); // never more characters than bytes
    char32_t last = 0;
    const auto *bytes = reinterpret_cast<const unsigned char *>(s.data());
    for (std::size_t pos = 0; pos < s.size();) {
        char32_t c;
        // Nearly all of it is Han: three bytes, decoded here; everything odd goes the careful way.
        if (bytes[pos] >= 0xE1 && bytes[pos] <= 0xEF && pos + 2 < s.size() &&
            (bytes[pos + 1] & 0xC0) == 0x80 && (bytes[pos + 2] & 0xC0) == 0x80) {
            c = (static_cast<char32_t>(bytes[pos] & 0x0F) << 12) |
                (static_cast<char32_t>(bytes[pos + 1] & 0x3F) << 6) |
                static_cast<char32_t>(bytes[pos + 2] & 0x3F);
            pos += 3;
        } else {
            c = text::next(s, pos);
        }
        if (c < TableSize)
            c = table[c];
        // "……" and "——" are one mark however many characters they take.
        if (c == 0 || ((c == '.' || c == '-') && c == last))
            continue;
        out[length++] = last = c;
    }
    out.resize(length);
}

std::string foldedText(std::string_view s) {
    std::vector<char32_t> folded;
    foldInto(s, folded);
    std::string out;
    out.reserve(folded.size() * 3);
    for (const char32_t c : folded)
        text::append(out, c);
    return out;
}

std::string normalisedTitleKey(std::string_view title) {
    std::string folded = foldedText(title);
    // Marks that editors set in front of a title (F-NORM-04, T-NORM-02); the document is the same without.
    static constexpr std::array<std::string_view, 10> Marks{"失效", "已失效", "废止", "已废止", "已修改",
                                                            "修改", "转载",   "转发", "图文",   "组图"};
    for (bool again = true; again;) {
        again = false;
        if (folded.empty() || (folded[0] != '(' && folded[0] != '<'))
            break;
        for (const std::string_view mark : Marks) {
            if (text::startsWith(std::string_view(folded).substr(1), mark) &&
                folded.size() > mark.size() + 2 && folded[mark.size() + 1] == ')') {
                folded.erase(0, mark.size() + 2);
                again = true;
                break;
            }
        }
    }
    return folded;
}

std::string filesKeyOf(const std::vector<FileReference> &files) {
    std::vector<std::string> parts;
    for (const FileReference &f : files)
        parts.push_back(f.sha256.empty() ? "name:" + foldedText(f.name.empty() ? f.url : f.name) : f.sha256);
    if (parts.empty())
        return {};
    std::sort(parts.begin(), parts.end());
    parts.erase(std::unique(parts.begin(), parts.end()), parts.end());
    return hash128(text::join(parts, "\n"));
}

} // namespace guiyi::mapping
