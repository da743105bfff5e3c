// The single-page extractor: any bytes give a record; its body is well formed and holds nothing executable.
#include "adapters/html/decode.h"
#include "adapters/page/page_record.h"
#include "schema/base/text.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <ctime>

using namespace guiyi;

namespace {

void fail(const char *what, const std::string &html) {
    std::fprintf(stderr, "%s:\n%s\n", what, html.c_str());
    std::abort();
}

bool allowed(std::string_view name) {
    static constexpr std::array<std::string_view, 34> Names = {
        "html", "head", "body",    "p",          "h2",     "h3",         "h4",    "h5",    "ul",
        "ol",   "li",   "dl",      "dt",         "dd",     "table",      "thead", "tbody", "tr",
        "td",   "th",   "caption", "blockquote", "figure", "figcaption", "pre",   "code",  "a",
        "img",  "br",   "strong",  "em",         "u",      "sub",        "sup"};
    return name == "del" || name == "video" || name == "audio" ||
           std::find(Names.begin(), Names.end(), name) != Names.end();
}

bool allowedAddress(std::string_view value) {
    return text::startsWith(value, "http://") || text::startsWith(value, "https://") ||
           text::equalsIgnoreCase(value.substr(0, 7), "mailto:");
}

/// Reads the body as a browser would and looks at every element and attribute.
void checkBody(const std::string &html) {
    const html::Document body = html::Document::parse(html);
    for (html::Node n = body.root(); n; n = n.following(body.root())) {
        if (n.isComment())
            fail("a comment", html);
        if (!n.isElement())
            continue;
        if (!allowed(n.name()))
            fail("an element that is not allowed", html);
        for (std::size_t i = 0; i < n.attributeCount(); ++i) {
            const html::Attribute a = n.attributeAt(i);
            const bool address = a.name == "href" || a.name == "src";
            const bool alignment =
                a.name == "style" && (a.value == "text-align:center" || a.value == "text-align:right");
            if (!address && !alignment && a.name != "alt" && a.name != "colspan" && a.name != "rowspan" &&
                a.name != "controls")
                fail("an attribute that is not allowed", html);
            if (address && !allowedAddress(a.value))
                fail("an address that is not allowed", html);
        }
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size) {
    static const Url Page = Url::of("http", "www.site.test", "/art/2019/3/5/art_1.html");
    const std::string_view bytes(reinterpret_cast<const char *>(data), size);
    const std::clock_t start = std::clock();
    const html::Document document = html::Document::parse(html::decodeHtml(bytes).text);
    const page::PageRecord record = page::extractPage(document, Page, "2026-01-01");
    // Time of the processor: the machine may be busy with other things.
    if (std::clock() - start > 2 * CLOCKS_PER_SEC)
        fail("more than two seconds", std::string(bytes));
    checkBody(record.body.html);
    if (record.date.value.size() >= 10 && record.date.value.substr(0, 10) > "2026-01-01")
        fail("a date in the future", record.date.value);
    return 0;
}
