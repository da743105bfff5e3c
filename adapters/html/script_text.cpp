#include "adapters/html/script_text.h"

#include "adapters/html/scan.h"

namespace guiyi::html {

const char *scriptTextEnd(const char *p, const char *end, std::string_view name) {
    enum { Plain, Escaped, DoubleEscaped } state = Plain;
    while (true) {
        p = state == Plain ? findFirst<'<'>(p, end) : findFirst<'<', '-'>(p, end);
        if (p == end)
            return end;
        const std::size_t left = static_cast<std::size_t>(end - p);
        if (*p == '-') {
            // "-->" ends the escape; its dashes may be those of "<!--"
            if (left >= 3 && p[1] == '-' && p[2] == '>') {
                state = Plain;
                p += 3;
            } else {
                ++p;
            }
            continue;
        }
        if (state == Plain) {
            if (!name.empty() && isEndTag(p, end, name))
                return p;
            if (left >= 4 && p[1] == '!' && p[2] == '-' && p[3] == '-') {
                state = Escaped;
                p += 2; // to the dashes of "<!--"
            } else {
                ++p;
            }
            continue;
        }
        if (state == Escaped) {
            if (!name.empty() && isEndTag(p, end, name))
                return p;
            if (startsWithIgnoringCase(p + 1, end, "script") && left > 7 && endsTagName(p[7])) {
                state = DoubleEscaped;
                p += 7;
            }
            ++p;
            continue;
        }
        if (startsWithIgnoringCase(p + 1, end, "/script") && left > 8 && endsTagName(p[8])) {
            state = Escaped;
            p += 8;
        }
        ++p;
    }
}

} // namespace guiyi::html
