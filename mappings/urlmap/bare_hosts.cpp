#include "mappings/urlmap/bare_hosts.h"

#include "mappings/urlmap/syntax.h"
#include "schema/base/byte_set.h"

#include <algorithm>

namespace guiyi::mapping {

namespace {

constexpr ByteSet NameBytes = ByteSet::alnum() + ByteSet("-._");
/// Before a name these say that it is part of something longer.
constexpr ByteSet Joins("@/\\=%&?");
/// Bytes a path may have in running text.
constexpr ByteSet PathBytes = ByteSet::graphic() - ByteSet("\"<>\\^`{}|");
constexpr ByteSet Closers(".,;:!?)]'");

bool endsNoCase(std::string_view s, std::string_view suffix) {
    return s.size() > suffix.size() && ascii::startsWithNoCase(s.substr(s.size() - suffix.size()), suffix);
}

/// A name people would take for a site's: no empty labels, "www." in front or ".gov.cn" at the end.
bool isHost(std::string_view name) {
    if (name.find("..") != std::string_view::npos || name.find('_') != std::string_view::npos ||
        name.front() == '-' || name.front() == '.' || !ascii::isLetter(name.back()))
        return false;
    return endsNoCase(name, ".gov.cn") ||
           (ascii::startsWithNoCase(name, "www.") && name.find('.', 4) != std::string_view::npos);
}

} // namespace

TextRange nextBareHost(std::string_view text, std::size_t from, std::size_t end) {
    text = text.substr(0, end);
    for (std::size_t i = text.find('.', from); i < end; i = text.find('.', i)) {
        std::size_t begin = i, stop = i;
        while (begin > from && NameBytes.has(text[begin - 1]))
            --begin;
        while (stop < end && NameBytes.has(text[stop]))
            ++stop;
        i = stop; // whatever becomes of this one
        while (stop > begin && (text[stop - 1] == '.' || text[stop - 1] == '-'))
            --stop;
        const char after = stop < end ? text[stop] : ' ';
        if (stop == begin || (begin > from && Joins.has(text[begin - 1])) || after == '@' || after == '%' ||
            !isHost(text.substr(begin, stop - begin)))
            continue;
        if (after == ':' || after == '/' || after == '?') {
            const std::size_t name = stop;
            while (stop < end && PathBytes.has(text[stop]))
                ++stop;
            while (stop > name && Closers.has(text[stop - 1]))
                --stop;
        }
        return {begin, stop};
    }
    return {};
}

} // namespace guiyi::mapping
