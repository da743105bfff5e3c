// Settings of PHP programs, times and Markdown: read or refused, never more.
#include "adapters/cms/php_value.h"
#include "adapters/cms/sql_functions.h"

#include <cstdint>

using namespace guiyi::cms;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char *>(data), size);
    (void)parseSerialized(text);
    (void)parsePhpArray(text);
    (void)settingOf(text, "a.b");
    (void)isoTime(text);
    (void)htmlOfMarkdown(text);
    return 0;
}
