#include "schema/model/model.h"

#include <iterator>

namespace guiyi {

namespace {

// One table per enumeration, in the order of its enumerators.
constexpr std::string_view ColumnKinds[] = {"list", "page", "external", "blank"};
constexpr std::string_view ArticleKinds[] = {"article", "page", "policy", "interpretation", "letter"};
constexpr std::string_view ResourceKinds[] = {"page", "attachment", "image", "style", "script", "other"};
constexpr std::string_view FileRoles[] = {"attachment", "image"};
constexpr std::string_view FileStatuses[] = {"ok", "missing", "html", "empty", "external"};
constexpr std::string_view LinkKinds[] = {"own",    "alias",      "sibling", "external",
                                          "mailto", "javascript", "anchor",  "invalid"};
constexpr std::string_view OutcomeKinds[] = {"loaded", "merged", "dropped", "failed"};
constexpr std::string_view Severities[] = {"info", "warning", "error"};

template <typename E, std::size_t N>
std::optional<E> find(const std::string_view (&words)[N], std::string_view word) {
    for (std::size_t i = 0; i < N; ++i) {
        if (words[i] == word)
            return static_cast<E>(i);
    }
    return std::nullopt;
}

} // namespace

std::string_view toText(ColumnKind kind) {
    return ColumnKinds[static_cast<std::size_t>(kind)];
}
std::string_view toText(ArticleKind kind) {
    return ArticleKinds[static_cast<std::size_t>(kind)];
}
std::string_view toText(ResourceKind kind) {
    return ResourceKinds[static_cast<std::size_t>(kind)];
}
std::string_view toText(FileRole role) {
    return FileRoles[static_cast<std::size_t>(role)];
}
std::string_view toText(FileStatus status) {
    return FileStatuses[static_cast<std::size_t>(status)];
}
std::string_view toText(LinkKind kind) {
    return LinkKinds[static_cast<std::size_t>(kind)];
}
std::string_view toText(OutcomeKind kind) {
    return OutcomeKinds[static_cast<std::size_t>(kind)];
}
std::string_view toText(Severity severity) {
    return Severities[static_cast<std::size_t>(severity)];
}

template <>
std::optional<ColumnKind> fromText(std::string_view w) {
    return find<ColumnKind>(ColumnKinds, w);
}
template <>
std::optional<ArticleKind> fromText(std::string_view w) {
    return find<ArticleKind>(ArticleKinds, w);
}
template <>
std::optional<ResourceKind> fromText(std::string_view w) {
    return find<ResourceKind>(ResourceKinds, w);
}
template <>
std::optional<FileRole> fromText(std::string_view w) {
    return find<FileRole>(FileRoles, w);
}
template <>
std::optional<FileStatus> fromText(std::string_view w) {
    return find<FileStatus>(FileStatuses, w);
}
template <>
std::optional<LinkKind> fromText(std::string_view w) {
    return find<LinkKind>(LinkKinds, w);
}
template <>
std::optional<OutcomeKind> fromText(std::string_view w) {
    return find<OutcomeKind>(OutcomeKinds, w);
}
template <>
std::optional<Severity> fromText(std::string_view w) {
    return find<Severity>(Severities, w);
}

bool DocumentInfo::empty() const {
    return number.empty() && issuer.empty() && written.empty() && effective.empty() && expires.empty() &&
           status.empty() && indexNumber.empty() && subject.empty();
}

} // namespace guiyi
