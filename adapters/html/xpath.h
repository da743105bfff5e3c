// XPath 1.0 for people who have such rules: the tree is copied into libxml2's on demand, the answers are
// nodes of ours. A library of its own (guiyi::html_xpath), so that the parser itself depends on nothing.
#pragma once

#include "adapters/html/tree.h"

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace guiyi::html {

/// A page as XPath sees it: elements (lower-case names, SVG in its own case, none in a namespace),
/// attributes, texts and comments. The Document must outlive it. Making one costs about as much as parsing
/// with libxml2: make one a page, for all of its expressions. To be used by one thread at a time.
class XPathPage {
public:
    explicit XPathPage(const Document &document);
    ~XPathPage();
    XPathPage(XPathPage &&) noexcept;
    XPathPage &operator=(XPathPage &&) noexcept;

private:
    friend class XPath;
    struct Copy;
    std::unique_ptr<Copy> m_copy;
};

/// One node an expression selected.
struct XPathMatch {
    Node node;             ///< the element, text or comment; of an attribute its element
    std::string attribute; ///< name of a selected attribute, else empty
    /// The attribute's value, or all text of the node.
    std::string text() const;
};

/// What an expression says of a page.
struct XPathResult {
    std::vector<XPathMatch> matches; ///< of an expression that selects nodes, in document order
    std::string value;               ///< of one that computes a string, number or boolean
    std::string error;               ///< why it was given up and what to do; empty when it was not
};

/// Why an expression is refused: what is wrong and what to do, and the byte offset where.
struct XPathError {
    std::string message;
    std::size_t column = 0;
};

/// An XPath 1.0 expression ("//div[@id='zoom']//p", "string(//meta[@name='PubDate']/@content)"), compiled
/// once. Cheap to copy, safe to share between threads. A default-made or refused one selects nothing.
///
/// Refused: what is no XPath 1.0, unknown functions, namespace prefixes and variables (a page has none;
/// Office tags are found by name(), as in *[name()='o:p']), expressions over 4,096 bytes or nested over 100
/// deep.
class XPath {
public:
    struct Compiled;

    XPath() = default;
    static XPath compile(std::string_view expression);

    bool isValid() const { return m_compiled != nullptr; }
    explicit operator bool() const { return isValid(); }
    const XPathError &error() const { return m_error; }

    /// Evaluates with `context` (null: the document) as the context node. Work is limited: an expression that
    /// walks the page again and again ends with an error, and so does any on a page that nests so deep that
    /// asking each element for its text would take minutes.
    XPathResult evaluate(const XPathPage &page, Node context = {}) const;
    /// The first node that evaluate() finds; null when there is none.
    Node first(const XPathPage &page, Node context = {}) const;

private:
    std::shared_ptr<Compiled> m_compiled;
    XPathError m_error;
};

} // namespace guiyi::html
