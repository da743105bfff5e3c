// Bytes to text: always valid UTF-8, whatever the bytes and however they are decoded.
#include "adapters/html/decode.h"
#include "adapters/html/encodings.h"

#include <cstdint>
#include <cstdlib>

using namespace guiyi::html;

namespace {

void require(bool holds) {
    if (!holds)
        std::abort();
}

void check(const Decoded &decoded, std::size_t size) {
    const char *const end = decoded.text.data() + decoded.text.size();
    require(findInvalidUtf8(decoded.text.data(), end) == end);
    require(decoded.malformed == 0 || decoded.firstMalformedOffset < size);
    require(!decoded.encoding.empty() && !decoded.evidence.empty());
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size) {
    const std::string_view bytes(reinterpret_cast<const char *>(data), size);
    for (const char *label : {"utf-8", "gb2312", "big5", "utf-16le", "utf-16be", "windows-1252", "koi8-r"})
        check(decodeAs(bytes, label), size);
    const Decoded chosen = decodeHtml(bytes);
    check(chosen, size);
    DecodeHints hints;
    hints.siteEncoding = "gb18030";
    hints.headerCharset = "utf-8";
    check(decodeHtml(bytes, hints), size);
    SiteEncoding site;
    site.add(bytes);
    site.encoding();
    if (const auto repaired = repairDoubleEncoding(chosen.text)) {
        const char *const end = repaired->data() + repaired->size();
        require(findInvalidUtf8(repaired->data(), end) == end);
    }
    return 0;
}
