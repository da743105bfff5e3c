#include "adapters/cms/pinyin.h"

#include <unicode/translit.h>

#include <algorithm>
#include <memory>
#include <mutex>

namespace guiyi::cms {

std::string pinyinOf(char32_t character) {
    // A transliterator keeps state while it works.
    static std::mutex mutex;
    static const std::unique_ptr<icu::Transliterator> reading = [] {
        UErrorCode error = U_ZERO_ERROR;
        UParseError where;
        // The dots of ü are told from the tones, which go.
        return std::unique_ptr<icu::Transliterator>(icu::Transliterator::createFromRules(
            "pinyin",
            icu::UnicodeString::fromUTF8(":: Han-Latin; :: NFD; u \\u0308 e > ue; "
                                         "u \\u0308 > v; :: [:Nonspacing Mark:] Remove; :: Lower;"),
            UTRANS_FORWARD, where, error));
    }();
    if (!reading)
        return {};
    const std::scoped_lock lock(mutex);
    icu::UnicodeString text(static_cast<UChar32>(character));
    reading->transliterate(text);
    std::string latin;
    text.toUTF8String(latin);
    const bool known = std::all_of(latin.begin(), latin.end(), [](char c) { return c >= 'a' && c <= 'z'; });
    return known ? latin : std::string();
}

} // namespace guiyi::cms
