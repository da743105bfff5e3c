// Links of a page rewritten in place: every byte that is not part of a rewritten link stays as it is.
#pragma once

#include "mappings/urlmap/hosts.h"

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace guiyi::mapping {

/// One address found in the text.
struct RewriteEntry {
    std::size_t begin = 0, end = 0; ///< bytes of the value in the input, without quotes
    std::string href;               ///< as written, character references (or CSS escapes) decoded
    std::string url;                ///< resolved; empty where that means nothing
    LinkKind kind = LinkKind::Invalid;
    std::string foundIn; ///< attr|srcset|css|script|meta|text
    bool rewritten = false;
    bool exact = true;  ///< false: part of a script's expression or longer literal; reported, never changed
    std::string target; ///< what the resolver answered
    std::string status; ///< ok|dead|parked|unchecked or what the resolver says
    std::string element, attribute; ///< lower case: "a", "href"; for the ledger's reader
};

/// What becomes of a link.
struct LinkTarget {
    bool rewrite = false;
    std::string target; ///< absolute address, without a fragment; the link's own fragment is kept
    std::string status;
};

using LinkResolver = std::function<LinkTarget(const LinkClass &link, std::string_view href)>;

struct Rewritten {
    std::string text;
    std::vector<RewriteEntry> ledger; ///< in order of `begin`
};

/// Whether addresses in running text are only reported, or changed like links.
enum class TextPolicy { Report, Rewrite };

struct RewriteOptions {
    std::string charset; ///< the page's encoding, in which browsers write queries; empty: UTF-8
    TextPolicy text = TextPolicy::Report;
};

/// Rewrites the links of a page (or fragment) in UTF-8 or any other superset of ASCII (DR-017). What is
/// looked at: AddressWalk. <base href> is reported, never changed, and honoured for resolving; comments are
/// left alone. Values may be quoted by ", ' or not at all; character references are decoded before and
/// encoded after.
///
/// With a resolver that never rewrites, text == input; else exactly the ranges of rewritten entries differ.
/// `page` resolves relative links. The resolver is not asked for anchors, mail, script and data addresses,
/// nor for <base>; data: addresses (pictures inside the page) are content and stand in no ledger. One pass.
Rewritten rewriteHtml(std::string_view html, const Url &page, const HostRegistry &hosts, const Site &own,
                      const LinkResolver &resolver, const RewriteOptions &options = {});

/// The same for a style sheet: url(...) and @import.
Rewritten rewriteCss(std::string_view css, const Url &sheet, const HostRegistry &hosts, const Site &own,
                     const LinkResolver &resolver, const RewriteOptions &options = {});

} // namespace guiyi::mapping
