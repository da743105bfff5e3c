// The site's page reader without anything learnt: any bytes, as a page and as the answer of a service, give a
// draft; its bodies hold nothing executable.
#include "adapters/html/decode.h"
#include "adapters/site/page_extractor.h"
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

/// Everything on one host exists; names decide what it is.
class OneHost : public site::SiteLinks {
public:
    std::optional<Url> own(const Url &url) const override {
        return url.host() == "www.site.test" ? std::optional(url) : std::nullopt;
    }
    site::TargetKind kindOf(const Url &url) const override {
        if (text::endsWith(url.target(), ".doc"))
            return site::TargetKind::Document;
        return text::endsWith(url.target(), ".jpg") ? site::TargetKind::Image : site::TargetKind::Page;
    }
};

bool allowedAddress(std::string_view value) {
    static constexpr std::array<std::string_view, 4> Starts = {"http://", "https://", "mailto:", "#"};
    return std::any_of(Starts.begin(), Starts.end(), [&](std::string_view start) {
        return text::equalsIgnoreCase(value.substr(0, start.size()), start);
    });
}

/// Reads the body as a browser would and looks at every element and attribute.
void checkBody(const std::string &html) {
    static constexpr std::array<std::string_view, 12> Forbidden = {"script", "style", "iframe", "object",
                                                                   "embed",  "form",  "input",  "link",
                                                                   "meta",   "base",  "svg",    "math"};
    static constexpr std::array<std::string_view, 7> Attributes = {"href",    "src",      "alt",  "colspan",
                                                                   "rowspan", "controls", "style"};
    const html::Document body = html::Document::parse(html);
    for (html::Node n = body.root(); n; n = n.following(body.root())) {
        if (!n.isElement())
            continue;
        if (std::find(Forbidden.begin(), Forbidden.end(), n.name()) != Forbidden.end())
            fail("an element that is not allowed", html);
        for (std::size_t i = 0; i < n.attributeCount(); ++i) {
            const html::Attribute a = n.attributeAt(i);
            if (std::find(Attributes.begin(), Attributes.end(), a.name) == Attributes.end())
                fail("an attribute that is not allowed", html);
            if ((a.name == "href" || a.name == "src") && !allowedAddress(a.value))
                fail("an address that is not allowed", html);
            if (a.name == "style" && a.value != "text-align:center" && a.value != "text-align:right")
                fail("a style that is not allowed", html);
        }
    }
}

void check(const site::PageDraft &draft) {
    checkBody(draft.article.bodyHtml);
    for (const site::PagePart &part : draft.pageParts)
        checkBody(part.article.bodyHtml);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size) {
    static const Url Page = Url::of("http", "www.site.test", "/art/2019/3/5/art_1.html");
    static const site::SiteModel Model;
    static const OneHost Links;
    static const site::PageExtractor Extractor(site::Knowledge::builtIn(), Model, "某县人民政府", nullptr,
                                               true);
    const std::string_view bytes(reinterpret_cast<const char *>(data), size);
    const std::clock_t start = std::clock();
    html::Decoded decoded = html::decodeHtml(bytes);
    check(Extractor.extractData(decoded.text, Page, Links));
    const html::Document document = html::Document::parse(std::move(decoded.text));
    check(Extractor.extract(document, Page, Links, nullptr, decoded.encoding));
    // Time of the processor: the machine may be busy with other things.
    if (std::clock() - start > 2 * CLOCKS_PER_SEC)
        fail("more than two seconds", std::string(bytes));
    return 0;
}
