// Addresses as foreign pages write them: what is parsed is canonical, and stays so.
#include "schema/url/profile.h"

#include <cstdint>
#include <cstdlib>

using namespace guiyi;

namespace {

void require(bool holds) {
    if (!holds)
        std::abort();
}

void check(const std::optional<Url> &url) {
    if (!url)
        return;
    require(Url::parse(url->text()) == *url);
    for (const UrlProfile profile : {UrlProfile::Strict, UrlProfile::Govuk}) {
        const Url once = canonical(*url, {profile, {"id"}});
        require(canonical(once, {profile, {"id"}}) == once);
    }
    archiveKey(*url);
    if (const auto other = url->withOtherOctets())
        require(Url::parse(other->text()) == *other);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char *>(data), size);
    check(Url::parse(text));
    const Url page = *Url::parse("http://www.a.gov.cn/d/p.html?q=1");
    for (const char *charset : {"", "gbk", "gb18030", "big5"})
        check(page.resolve(text, charset));
    formOf(text);
    return 0;
}
