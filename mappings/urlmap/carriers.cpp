#include "mappings/urlmap/carriers.h"

#include "mappings/urlmap/syntax.h"

#include <algorithm>
#include <array>

namespace guiyi::mapping {

namespace {

struct KnownAttribute {
    std::string_view name;
    Carrier carrier;
};

/// Sorted by name. Beside the attributes of HTML (attributes of the type URL in the HTML standard's index and
/// the obsolete ones), those of lazy loaders and players, and of VML as Word writes it. Any other data-*
/// attribute is Loose.
constexpr std::array<KnownAttribute, 51> Known{{
    {"_href", Carrier::Address},
    {"_src", Carrier::Address},
    {"action", Carrier::Address},
    {"archive", Carrier::Addresses},
    {"background", Carrier::Address},
    {"cite", Carrier::Address},
    {"classid", Carrier::Loose},
    {"codebase", Carrier::Address},
    {"content", Carrier::Content},
    {"data", Carrier::Address},
    {"data-background", Carrier::Address},
    {"data-bg", Carrier::Address},
    {"data-file", Carrier::Address},
    {"data-href", Carrier::Address},
    {"data-image", Carrier::Address},
    {"data-img", Carrier::Address},
    {"data-lazy", Carrier::Address},
    {"data-lazy-src", Carrier::Address},
    {"data-lazyload", Carrier::Address},
    {"data-link", Carrier::Loose},
    {"data-original", Carrier::Address},
    {"data-poster", Carrier::Address},
    {"data-src", Carrier::Address},
    {"data-srcset", Carrier::SourceSet},
    {"data-url", Carrier::Address},
    {"data-video", Carrier::Address},
    {"dynsrc", Carrier::Address},
    {"flashvars", Carrier::Loose},
    {"formaction", Carrier::Address},
    {"href", Carrier::Address},
    {"icon", Carrier::Address},
    {"imagesrcset", Carrier::SourceSet},
    {"lazysrc", Carrier::Address},
    {"longdesc", Carrier::Address},
    {"lowsrc", Carrier::Address},
    {"manifest", Carrier::Address},
    {"o:href", Carrier::Address},
    {"original", Carrier::Address},
    {"pdfpath", Carrier::Address},
    {"ping", Carrier::Addresses},
    {"pluginspage", Carrier::Address},
    {"poster", Carrier::Address},
    {"profile", Carrier::Loose},
    {"r:href", Carrier::Address},
    {"src", Carrier::Address},
    {"srcdoc", Carrier::Markup},
    {"srcset", Carrier::SourceSet},
    {"style", Carrier::Style},
    {"url", Carrier::Loose},
    {"value", Carrier::Value},
    {"xlink:href", Carrier::Address},
}};

/// First letters of the names above, of "on…" and of "data-…".
constexpr std::array<bool, 128> FirstLetters = [] {
    std::array<bool, 128> first{};
    first['o'] = true;
    for (const KnownAttribute &known : Known)
        first[static_cast<unsigned char>(known.name[0])] = true;
    return first;
}();

} // namespace

Carrier carrierOf(std::string_view written, std::string &name) {
    // Most attributes of a page are class, id, width, height, title, target, type, alt, name: out by their
    // first letters.
    if (written.size() < 3 || written.size() > 24)
        return Carrier::None;
    const char first = ascii::lower(written[0]), second = ascii::lower(written[1]);
    if (static_cast<unsigned char>(first) >= 128 || !FirstLetters[static_cast<unsigned char>(first)] ||
        (first == 'c' && second == 'l' && ascii::lower(written[2]) == 'a' && written.size() == 5))
        return Carrier::None;
    if ((written.size() == 4 && ascii::startsWithNoCase(written, "href")) ||
        (written.size() == 3 && ascii::startsWithNoCase(written, "src"))) {
        name.assign(written.size() == 4 ? "href" : "src");
        return Carrier::Address;
    }
    name.assign(written);
    std::transform(name.begin(), name.end(), name.begin(), ascii::lower);
    if (first == 'o' && second == 'n')
        return Carrier::Script;
    const auto it = std::lower_bound(Known.begin(), Known.end(), std::string_view(name),
                                     [](const KnownAttribute &a, std::string_view n) { return a.name < n; });
    if (it != Known.end() && it->name == name)
        return it->carrier;
    return name.compare(0, 5, "data-") == 0 ? Carrier::Loose : Carrier::None;
}

} // namespace guiyi::mapping
