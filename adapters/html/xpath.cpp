#include "adapters/html/xpath.h"

#include "adapters/html/serialize.h"

#include <libxml/HTMLtree.h>
#include <libxml/parser.h>
#include <libxml/tree.h>
#include <libxml/xpath.h>
#include <libxml/xpathInternals.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cstdint>
#include <mutex>

namespace guiyi::html {
namespace {

constexpr std::size_t maxExpression = 4096;
constexpr std::size_t maxNesting = 100;
/// Steps of evaluation that any page gets, and that none gets more than.
constexpr std::uint64_t minSteps = 10'000;
constexpr std::uint64_t minStepsPerNode = 20;
constexpr std::uint64_t maxSteps = 10'000'000;
/// A step may read all text of a page: bytes that all steps together may read.
constexpr std::uint64_t maxTextRead = 20'000'000'000;
/// What "//*[contains(., …)]" may cost: every element reads all nodes and texts below it, a node counting as
/// so many bytes.
constexpr std::uint64_t maxNestedText = 2'000'000'000;
constexpr std::uint64_t bytesPerNode = 16;

constexpr std::array<std::string_view, 31> knownFunctions = {"boolean",
                                                             "ceiling",
                                                             "comment",
                                                             "concat",
                                                             "contains",
                                                             "count",
                                                             "false",
                                                             "floor",
                                                             "id",
                                                             "lang",
                                                             "last",
                                                             "local-name",
                                                             "name",
                                                             "namespace-uri",
                                                             "node",
                                                             "normalize-space",
                                                             "not",
                                                             "number",
                                                             "position",
                                                             "processing-instruction",
                                                             "round",
                                                             "starts-with",
                                                             "string",
                                                             "string-length",
                                                             "substring",
                                                             "substring-after",
                                                             "substring-before",
                                                             "sum",
                                                             "text",
                                                             "translate",
                                                             "true"};

const xmlChar *bytes(const std::string &text) {
    return reinterpret_cast<const xmlChar *>(text.c_str());
}

std::string_view view(const xmlChar *text) {
    return text ? std::string_view(reinterpret_cast<const char *>(text)) : std::string_view();
}

void initialiseOnce() {
    static std::once_flag done;
    std::call_once(done, xmlInitParser);
}

struct ContextFree {
    void operator()(xmlXPathContext *context) const { xmlXPathFreeContext(context); }
};
struct ExpressionFree {
    void operator()(xmlXPathCompExpr *expression) const { xmlXPathFreeCompExpr(expression); }
};
struct ObjectFree {
    void operator()(xmlXPathObject *object) const { xmlXPathFreeObject(object); }
};
using ContextPtr = std::unique_ptr<xmlXPathContext, ContextFree>;
using ExpressionPtr = std::unique_ptr<xmlXPathCompExpr, ExpressionFree>;
using ObjectPtr = std::unique_ptr<xmlXPathObject, ObjectFree>;

/// What libxml2 reported first.
struct Report {
    int code = XPATH_EXPRESSION_OK;
    int column = 0;
};

extern "C" void guiyiTakeXPathError(void *userData, xmlErrorPtr error) {
    auto *report = static_cast<Report *>(userData);
    if (report->code == XPATH_EXPRESSION_OK)
        *report = {error->code - XML_XPATH_EXPRESSION_OK, error->int1};
}

ContextPtr makeContext(xmlDoc *document, Report *report) {
    initialiseOnce();
    ContextPtr context(xmlXPathNewContext(document));
    if (context) {
        context->error = guiyiTakeXPathError;
        context->userData = report;
    }
    return context;
}

/// `code` is an xmlXPathError.
std::string explain(int code) {
    switch (code) {
    case XPATH_UNFINISHED_LITERAL_ERROR:
    case XPATH_START_LITERAL_ERROR:
        return "a string is not closed; add the missing quote";
    case XPATH_INVALID_PREDICATE_ERROR:
        return "a '[' has no condition or is not closed; write [condition]";
    case XPATH_INVALID_ARITY:
        return "a function has too many or too few arguments";
    case XPATH_INVALID_TYPE:
        return "a value has the wrong type here: only nodes can be followed by '/', '[' or '|'";
    case XPATH_NUMBER_ERROR:
        return "a number is malformed; write it as 12 or 1.5";
    case XPATH_OP_LIMIT_EXCEEDED:
        return "it takes too many steps on this page; begin at an id or a class instead of searching all "
               "elements inside a condition";
    case XPATH_RECURSION_LIMIT_EXCEEDED:
        return "it nests too deep; split it into simpler expressions";
    case XPATH_MEMORY_ERROR:
        return "out of memory, or more nodes than can be kept; select fewer nodes";
    default:
        return "this is no XPath 1.0 expression; check the spelling here, or use a CSS selector";
    }
}

// ---- checks that libxml2 makes only while evaluating, or not at all

bool beginsName(char c) {
    return std::isalpha(static_cast<unsigned char>(c)) || c == '_' || (c & 0x80) != 0;
}

bool isNameByte(char c) {
    return beginsName(c) || std::isdigit(static_cast<unsigned char>(c)) || c == '-' || c == '.';
}

std::size_t skipSpace(std::string_view text, std::size_t at) {
    while (at < text.size() && std::isspace(static_cast<unsigned char>(text[at])))
        ++at;
    return at;
}

XPathError unknownFunction(std::string_view name, std::size_t at) {
    std::string message = std::string(name) + "() is no function of XPath 1.0";
    if (name == "ends-with" || name == "matches" || name == "lower-case" || name == "upper-case" ||
        name == "replace" || name == "tokenize" || name == "string-join")
        message +=
            " (it is of a later version); use contains(), substring() or translate(), or a CSS selector";
    else
        message += "; check its spelling";
    return {message, at};
}

/// The name at `at`: a function, prefix or operator that there is not; no message when it is fine.
XPathError checkName(std::string_view text, std::size_t at, std::size_t end) {
    const std::string_view name = text.substr(at, end - at);
    const std::size_t next = skipSpace(text, end);
    if (next >= text.size())
        return {};
    if (text[next] == ':' && text.substr(next, 2) != "::")
        return {"prefixes are not known here; for a tag such as o:p write *[name()='o:p']", at};
    const bool operation = name == "and" || name == "or" || name == "div" || name == "mod";
    if (text[next] == '(' && !operation &&
        std::find(knownFunctions.begin(), knownFunctions.end(), name) == knownFunctions.end())
        return unknownFunction(name, at);
    return {};
}

/// The first unknown name, variable or unclosed string or bracket; no message when there is none.
XPathError checkNames(std::string_view text) {
    std::string open; // the brackets around
    for (std::size_t at = 0; at < text.size();) {
        const char c = text[at];
        std::size_t end = at + 1;
        if (c == '\'' || c == '"') {
            end = text.find(c, at + 1);
            if (end == std::string_view::npos)
                return {explain(XPATH_UNFINISHED_LITERAL_ERROR), at};
            ++end;
        } else if (c == '$') {
            return {"variables are not known here; write the value itself", at};
        } else if (c == '(' || c == '[') {
            open.push_back(c == '(' ? ')' : ']');
            if (open.size() > maxNesting)
                return {explain(XPATH_RECURSION_LIMIT_EXCEEDED), at};
        } else if (c == ')' || c == ']') {
            if (open.empty() || open.back() != c)
                return {std::string("this '") + c + "' closes nothing; take it out or open it", at};
            open.pop_back();
        } else if (beginsName(c)) {
            while (end < text.size() && isNameByte(text[end]))
                ++end;
            if (XPathError fault = checkName(text, at, end); !fault.message.empty())
                return fault;
        }
        at = end;
    }
    if (!open.empty())
        return {std::string("a bracket is not closed; add the missing '") + open.back() + "'", text.size()};
    return {};
}

std::string valueOf(xmlXPathObject *object) {
    xmlChar *text = xmlXPathCastToString(object);
    std::string result(view(text));
    xmlFree(text);
    return result;
}

} // namespace

// ---- the page

/// libxml2's copy of a tree. Every copied node knows the number of ours (xmlNode::_private).
struct XPathPage::Copy {
    explicit Copy(const Document &from) : document(&from), copied(htmlNewDocNoDtD(nullptr, nullptr)) {
        copied->dict = xmlDictCreate();
        byId.push_back(reinterpret_cast<xmlNode *>(copied));
        const Node root = from.root();
        for (Node node = root.following(root); node; node = node.following(root))
            add(node);
        sumTexts();
        xmlXPathOrderDocElems(copied);
    }
    ~Copy() {
        // The document frees its dictionary with itself.
        xmlFreeDoc(copied);
    }
    Copy(const Copy &) = delete;
    Copy &operator=(const Copy &) = delete;

    static std::uint32_t idOf(const xmlNode *node) {
        return static_cast<std::uint32_t>(reinterpret_cast<std::uintptr_t>(node->_private));
    }

    xmlNode *make(Node node) {
        switch (node.type()) {
        case NodeType::Element:
            scratch.assign(node.name());
            return xmlNewDocNode(copied, nullptr, bytes(scratch), nullptr);
        case NodeType::Text:
            textBytes += node.text().size();
            return xmlNewDocTextLen(copied, reinterpret_cast<const xmlChar *>(node.text().data()),
                                    static_cast<int>(node.text().size()));
        case NodeType::Comment:
            scratch.assign(node.text());
            return xmlNewDocComment(copied, bytes(scratch));
        case NodeType::Document:
        case NodeType::Doctype:
            break;
        }
        return nullptr;
    }

    void add(Node node) {
        if (node.id() >= byId.size())
            byId.resize(node.id() + 1);
        xmlNode *const made = make(node);
        byId[node.id()] = made;
        if (!made)
            return;
        made->_private = reinterpret_cast<void *>(std::uintptr_t(node.id()));
        // Linked by hand: xmlAddChild would join texts and look for the end of the list.
        xmlNode *const parent = byId[node.parent().id()];
        made->parent = parent;
        made->prev = parent->last;
        (parent->last ? parent->last->next : parent->children) = made;
        parent->last = made;
        ++nodes;
        if (node.isElement())
            addAttributes(node, made);
    }

    void addAttributes(Node node, xmlNode *made) {
        xmlAttr *last = nullptr;
        for (std::size_t i = 0; i < node.attributeCount(); ++i) {
            const Attribute attribute = node.attributeAt(i);
            scratch.assign(attribute.name);
            xmlAttr *const copy = xmlNewDocProp(copied, bytes(scratch), nullptr);
            copy->children = copy->last =
                xmlNewDocTextLen(copied, reinterpret_cast<const xmlChar *>(attribute.value.data()),
                                 static_cast<int>(attribute.value.size()));
            copy->children->parent = reinterpret_cast<xmlNode *>(copy);
            copy->parent = made;
            copy->prev = last;
            (last ? last->next : made->properties) = copy;
            last = copy;
            ++nodes;
            if (attribute.name == "id") {
                scratch.assign(attribute.value);
                if (!scratch.empty())
                    xmlAddID(nullptr, copied, bytes(scratch), copy);
            }
        }
    }

    /// Every node and text counts once for each element around it.
    void sumTexts() {
        std::uint64_t depth = 0;
        const Node root = document->root();
        for (Node node = root; node;) {
            nestedText += depth * (bytesPerNode + (node.isText() ? node.text().size() : 0));
            if (const Node child = node.firstChild()) {
                ++depth;
                node = child;
                continue;
            }
            while (node && !node.next()) {
                node = node.parent();
                --depth;
            }
            node = node.next();
        }
    }

    std::uint64_t allowedSteps() const {
        const std::uint64_t linear = minSteps + minStepsPerNode * nodes;
        return std::max(linear, std::min(maxSteps, maxTextRead / std::max<std::uint64_t>(textBytes, 1)));
    }

    const Document *document;
    xmlDoc *copied;
    std::vector<xmlNode *> byId;
    std::string scratch;
    std::uint64_t nodes = 0;
    std::uint64_t textBytes = 0;
    std::uint64_t nestedText = 0;
};

XPathPage::XPathPage(const Document &document) {
    initialiseOnce();
    m_copy = std::make_unique<Copy>(document);
}
XPathPage::~XPathPage() = default;
XPathPage::XPathPage(XPathPage &&) noexcept = default;
XPathPage &XPathPage::operator=(XPathPage &&) noexcept = default;

std::string XPathMatch::text() const {
    return attribute.empty() ? textContent(node) : std::string(node.attribute(attribute));
}

// ---- expressions

/// libxml2 notes in a compiled expression what it looked up while evaluating, so that one must not be used by
/// two threads: each takes one from here and gives it back.
struct XPath::Compiled {
    explicit Compiled(std::string_view expression) : text(expression) {}

    ExpressionPtr take(xmlXPathContext *context) {
        {
            const std::lock_guard lock(mutex);
            if (!idle.empty()) {
                ExpressionPtr expression = std::move(idle.back());
                idle.pop_back();
                return expression;
            }
        }
        return ExpressionPtr(xmlXPathCtxtCompile(context, bytes(text)));
    }

    void giveBack(ExpressionPtr expression) {
        const std::lock_guard lock(mutex);
        idle.push_back(std::move(expression));
    }

    std::string text;
    std::mutex mutex;
    std::vector<ExpressionPtr> idle;
};

XPath XPath::compile(std::string_view expression) {
    XPath xpath;
    const auto refuse = [&](std::string message, std::size_t column) {
        xpath.m_error = {std::move(message), std::min(column, expression.size())};
        return xpath;
    };
    if (expression.find_first_not_of(" \t\r\n") == std::string_view::npos)
        return refuse("the expression is empty; write one such as //div[@id='content']", 0);
    if (expression.size() > maxExpression)
        return refuse("the expression is over 4096 bytes long; split it", maxExpression);
    if (const std::size_t nul = expression.find('\0'); nul != std::string_view::npos)
        return refuse("the expression holds a NUL byte; take it out", nul);
    if (XPathError fault = checkNames(expression); !fault.message.empty())
        return refuse(std::move(fault.message), fault.column);

    Report report;
    const ContextPtr context = makeContext(nullptr, &report);
    auto compiled = std::make_shared<Compiled>(expression);
    ExpressionPtr first = context ? compiled->take(context.get()) : nullptr;
    if (!first)
        return refuse(explain(report.code), static_cast<std::size_t>(std::max(report.column, 0)));
    compiled->giveBack(std::move(first));
    xpath.m_compiled = std::move(compiled);
    return xpath;
}

XPathResult XPath::evaluate(const XPathPage &page, Node context) const {
    XPathResult result;
    if (!m_compiled)
        return result;
    const XPathPage::Copy &copy = *page.m_copy;
    if (copy.nestedText > maxNestedText) {
        result.error = "the page nests too deep for XPath; use a CSS selector";
        return result;
    }
    Report report;
    const ContextPtr evaluation = makeContext(copy.copied, &report);
    ExpressionPtr expression = evaluation ? m_compiled->take(evaluation.get()) : nullptr;
    if (!expression) {
        result.error = explain(XPATH_MEMORY_ERROR);
        return result;
    }
    xmlNode *const at = context && context.id() < copy.byId.size() ? copy.byId[context.id()] : nullptr;
    evaluation->node = at ? at : copy.byId.front();
    evaluation->opLimit = copy.allowedSteps();
    const ObjectPtr object(xmlXPathCompiledEval(expression.get(), evaluation.get()));
    m_compiled->giveBack(std::move(expression));
    if (!object) {
        result.error = explain(report.code);
        return result;
    }
    if (object->type != XPATH_NODESET) {
        result.value = valueOf(object.get());
        return result;
    }
    if (!object->nodesetval)
        return result;
    xmlXPathNodeSetSort(object->nodesetval);
    for (int i = 0; i < object->nodesetval->nodeNr; ++i) {
        const xmlNode *const node = object->nodesetval->nodeTab[i];
        if (node->type == XML_ATTRIBUTE_NODE)
            result.matches.push_back(
                {copy.document->node(XPathPage::Copy::idOf(node->parent)), std::string(view(node->name))});
        else if (node->type != XML_NAMESPACE_DECL)
            result.matches.push_back({copy.document->node(XPathPage::Copy::idOf(node)), {}});
    }
    return result;
}

Node XPath::first(const XPathPage &page, Node context) const {
    const XPathResult result = evaluate(page, context);
    return result.matches.empty() ? Node() : result.matches.front().node;
}

} // namespace guiyi::html
