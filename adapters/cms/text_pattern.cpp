#include "adapters/cms/text_pattern.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

namespace guiyi::cms {

std::optional<TextPattern> TextPattern::compile(const std::string &expression) {
    int error = 0;
    PCRE2_SIZE at = 0;
    pcre2_code *const code = pcre2_compile(
        reinterpret_cast<PCRE2_SPTR>(expression.data()), expression.size(),
        PCRE2_UTF | PCRE2_MATCH_INVALID_UTF | PCRE2_CASELESS | PCRE2_DOTALL, &error, &at, nullptr);
    if (code == nullptr)
        return std::nullopt;
    pcre2_jit_compile(code, PCRE2_JIT_COMPLETE); // it only makes matching faster
    TextPattern pattern;
    pattern.m_code = std::shared_ptr<const void>(
        code, [](const void *kept) { pcre2_code_free(static_cast<pcre2_code *>(const_cast<void *>(kept))); });
    return pattern;
}

std::vector<std::string_view> TextPattern::find(std::string_view text, std::size_t from) const {
    if (isEmpty())
        return {};
    const auto *const code = static_cast<const pcre2_code *>(m_code.get());
    const std::unique_ptr<pcre2_match_data, void (*)(pcre2_match_data *)> found(
        pcre2_match_data_create_from_pattern(code, nullptr), &pcre2_match_data_free);
    const auto match = [&](std::uint32_t options) {
        return pcre2_match(code, reinterpret_cast<PCRE2_SPTR>(text.data()), text.size(), from,
                           PCRE2_NOTEMPTY | options, found.get(), nullptr);
    };
    int groups = match(0);
    if (groups == PCRE2_ERROR_JIT_STACKLIMIT)
        groups = match(PCRE2_NO_JIT);
    if (groups <= 0)
        return {};
    const PCRE2_SIZE *const ends = pcre2_get_ovector_pointer(found.get());
    std::vector<std::string_view> parts;
    for (std::size_t i = 0; i < static_cast<std::size_t>(groups); ++i) {
        const PCRE2_SIZE begin = ends[2 * i];
        parts.push_back(begin == PCRE2_UNSET ? std::string_view()
                                             : text.substr(begin, ends[2 * i + 1] - begin));
    }
    return parts;
}

std::vector<std::string_view> TextPattern::split(std::string_view text) const {
    std::vector<std::string_view> parts;
    std::size_t begin = 0;
    for (auto match = find(text); !match.empty(); match = find(text, begin)) {
        const auto at = static_cast<std::size_t>(match.front().data() - text.data());
        parts.push_back(text.substr(begin, at - begin));
        begin = at + match.front().size();
    }
    parts.push_back(text.substr(begin));
    return parts;
}

} // namespace guiyi::cms
