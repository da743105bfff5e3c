#include "adapters/html/references.h"

#include <algorithm>
#include <array>

namespace guiyi::html {
namespace {

struct Entity {
    std::string_view name; // without the '&', with its semicolon when it needs one
    std::string_view text;
};

constexpr Entity entities[] = {
#include "adapters/html/entities.inc"
};

/// Where the names of each first byte begin.
constexpr auto firstBytes = [] {
    std::array<std::uint16_t, 129> begins{};
    std::size_t at = 0;
    for (std::size_t byte = 0; byte <= 128; ++byte) {
        while (at < std::size(entities) && static_cast<unsigned char>(entities[at].name[0]) < byte)
            ++at;
        begins[byte] = static_cast<std::uint16_t>(at);
    }
    return begins;
}();

/// What the numbers 0x80 to 0x9F mean: legacy pages wrote windows-1252 ones (13.2.5.80). 0 stays as it is.
constexpr std::uint16_t c1Replacements[32] = {0x20ac, 0,      0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021,
                                              0x02c6, 0x2030, 0x0160, 0x2039, 0x0152, 0,      0x017d, 0,
                                              0,      0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014,
                                              0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0,      0x017e, 0x0178};

bool isAlphanumeric(char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

int digitValue(char c, bool hexadecimal) {
    if (c >= '0' && c <= '9')
        return c - '0';
    if (hexadecimal && c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    if (hexadecimal && c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return -1;
}

std::size_t readNumber(std::string_view text, std::size_t at, std::string &out) {
    std::size_t i = at + 2;
    const bool hexadecimal = i < text.size() && (text[i] == 'x' || text[i] == 'X');
    if (hexadecimal)
        ++i;
    const std::size_t digits = i;
    std::uint32_t number = 0;
    for (; i < text.size(); ++i) {
        const int value = digitValue(text[i], hexadecimal);
        if (value < 0)
            break;
        number = std::min<std::uint32_t>(number * (hexadecimal ? 16 : 10) + static_cast<std::uint32_t>(value),
                                         0x110000);
    }
    if (i == digits)
        return 0;
    if (i < text.size() && text[i] == ';')
        ++i;
    if (number >= 0x80 && number < 0xa0 && c1Replacements[number - 0x80] != 0)
        number = c1Replacements[number - 0x80];
    appendCodePoint(out, number == 0 ? 0xfffd : number);
    return i - at;
}

/// The longest name that the text goes on with: the range of candidates narrows byte by byte.
std::size_t readName(std::string_view text, std::size_t at, bool inAttribute, std::string &out) {
    const auto first = static_cast<unsigned char>(text[at + 1]);
    const Entity *low = entities + firstBytes[first];
    const Entity *high = entities + firstBytes[first + 1];
    const Entity *found = nullptr;
    for (std::size_t length = 1; low != high; ++length) {
        if (low->name.size() == length) {
            found = low;
            if (++low == high)
                break;
        }
        if (at + 1 + length >= text.size())
            break;
        const char c = text[at + 1 + length];
        low = std::lower_bound(low, high, c,
                               [length](const Entity &e, char byte) { return e.name[length] < byte; });
        high = std::upper_bound(low, high, c,
                                [length](char byte, const Entity &e) { return byte < e.name[length]; });
    }
    if (!found)
        return 0;
    const std::size_t end = at + 1 + found->name.size();
    if (inAttribute && found->name.back() != ';' && end < text.size() &&
        (text[end] == '=' || isAlphanumeric(text[end])))
        return 0;
    out.append(found->text);
    return end - at;
}

} // namespace

void appendCodePoint(std::string &out, std::uint32_t codePoint) {
    if (codePoint > 0x10ffff || (codePoint >= 0xd800 && codePoint <= 0xdfff))
        codePoint = 0xfffd;
    if (codePoint < 0x80) {
        out.push_back(static_cast<char>(codePoint));
        return;
    }
    if (codePoint < 0x800) {
        out.push_back(static_cast<char>(0xc0 | codePoint >> 6));
    } else {
        if (codePoint < 0x10000) {
            out.push_back(static_cast<char>(0xe0 | codePoint >> 12));
        } else {
            out.push_back(static_cast<char>(0xf0 | codePoint >> 18));
            out.push_back(static_cast<char>(0x80 | (codePoint >> 12 & 0x3f)));
        }
        out.push_back(static_cast<char>(0x80 | (codePoint >> 6 & 0x3f)));
    }
    out.push_back(static_cast<char>(0x80 | (codePoint & 0x3f)));
}

std::size_t readReference(std::string_view text, std::size_t at, bool inAttribute, std::string &out) {
    if (at + 1 >= text.size())
        return 0;
    if (text[at + 1] == '#')
        return readNumber(text, at, out);
    return isAlphanumeric(text[at + 1]) ? readName(text, at, inAttribute, out) : 0;
}

} // namespace guiyi::html
