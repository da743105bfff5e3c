// CSS selectors over the tree, compiled once.
#pragma once

#include "adapters/html/tree.h"

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace guiyi::html {

/// Why a selector could not be compiled: a message and the byte offset in the selector where it went wrong.
struct SelectorError {
    std::string message;
    std::size_t column = 0;
};

/// A compiled selector list ("div.TRS_Editor > p:not(:empty), #zoom"). Cheap to copy, safe to share between
/// threads. A default-made or failed one matches nothing.
///
/// Known: type, *, .class, #id, [attribute] with = ~= |= ^= $= *= and the i flag, combinators (space > + ~),
/// lists, :not() :is() :where() :has() :nth-child(an+b of S) :nth-last-child() :nth-of-type()
/// :nth-last-of-type() :first-child :last-child :only-child :first-of-type :last-of-type :only-of-type :empty
/// :root :scope, and :contains("text"), which looks into the element's whole text.
class Selector {
public:
    struct Compiled;

    Selector() = default;
    static Selector compile(std::string_view text);

    bool isValid() const { return m_compiled != nullptr; }
    explicit operator bool() const { return isValid(); }
    const SelectorError &error() const { return m_error; }

    bool matches(Node node) const;
    /// The first match below `root` in document order (root itself is not asked); null when there is none.
    Node first(Node root) const;
    /// All matches below `root` in document order.
    std::vector<Node> all(Node root) const;

private:
    std::shared_ptr<const Compiled> m_compiled;
    SelectorError m_error;
};

} // namespace guiyi::html
