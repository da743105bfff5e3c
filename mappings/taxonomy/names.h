// Column names as they are compared: one key for the many ways a name is written. Pure functions, any thread.
#pragma once

#include "schema/model/model.h"

#include <string>
#include <string_view>
#include <vector>

namespace guiyi::mapping {

/// Traditional characters to simplified ones, by a table of the characters column names use; others stay.
std::string simplified(std::string_view s);

/// The key under which two names are the same name: half width, lower case, simplified, without blanks,
/// brackets and end marks (》 > · : …), and without the connectives 、 ， / 和 与 及 (taxonomy.yaml
/// `normalise`). Idempotent. "【 通知 公告 】" and "通知、公告" both give "通知公告"; empty when nothing is
/// left.
std::string nameKey(std::string_view name);

/// Characters (code points) of `s`.
std::size_t characters(std::string_view s);

/// The names a site is called by, for dropping them where they only say whose column it is:
/// "云河县教育局" gives 云河县教育局, 云河县, 云河, 教育局, 县教育局.
class NameContext {
public:
    NameContext() = default;
    explicit NameContext(const Site &site);
    explicit NameContext(std::string_view siteName);

    /// The keys `key` may also stand for, each shorter and with what was dropped, most careful first:
    /// without the site's own names, without general owner words (本级, 全市, 我局, 市政府, ...), without the
    /// suffixes 栏目 专栏 频道 专区 平台 列表 页 (when two or more characters remain).
    struct Variant {
        std::string key;
        std::string dropped; ///< what went, for the reason
        double penalty;      ///< how much less sure a hit on it is
    };
    std::vector<Variant> variants(const std::string &key) const;

    /// The name (or a part of it) is this site's area, with or without its ending: 云河县, 云河.
    bool isArea(std::string_view key) const;
    const std::vector<std::string> &ownNames() const { return m_own; }

private:
    std::vector<std::string> m_own;   ///< keys, longest first
    std::vector<std::string> m_areas; ///< keys of the area, longest first
};

/// The name is that of a body (局, 委, 办, 镇, 街道 ...): a level that says who publishes.
bool looksLikeBody(std::string_view key);

} // namespace guiyi::mapping
