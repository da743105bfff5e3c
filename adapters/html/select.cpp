#include "adapters/html/select.h"

#include "adapters/html/references.h"
#include "adapters/html/scan.h"
#include "adapters/html/serialize.h"
#include "adapters/html/tag.h"

#include <algorithm>
#include <cstdint>
#include <unordered_map>
#include <unordered_set>
#include <utility>

namespace guiyi::html {

namespace {

enum class Combinator : std::uint8_t { Descendant, Child, Next, Sibling };

enum class Kind : std::uint8_t {
    Class,
    Id,
    HasAttribute,
    Equals,
    Includes,
    Dash,
    Prefix,
    Suffix,
    Substring,
    Not,
    Is,
    Has,
    NthChild,
    NthLastChild,
    NthOfType,
    NthLastOfType,
    Empty,
    Root,
    Scope,
    Contains,
};

struct Complex;
using ComplexList = std::vector<Complex>;

struct Condition {
    Kind kind;
    bool ignoreCase = false;
    std::string name;  // attribute
    std::string value; // class, id, attribute value, text
    int step = 0;      // an+b
    int offset = 0;
    ComplexList list; // of :not(), :is(), :has(), :nth-child(… of …)
};

/// What holds of one element: "p.a[b]".
struct Compound {
    std::string name; // lower case; empty: any
    Tag tag = Tag::Unknown;
    std::vector<Condition> conditions;
};

/// Compounds from left to right; combinators[i] stands before compounds[i]. In :has() the first one counts
/// from the element asked about, elsewhere it means nothing.
struct Complex {
    std::vector<Compound> compounds;
    std::vector<Combinator> combinators;
};

/// Recursive descent over the selector's text (Selectors level 4, 17).
class SelectorParser {
public:
    explicit SelectorParser(std::string_view text) : m_text(text) {}

    /// The whole text; on failure error() says why and where.
    bool parse(ComplexList &list) {
        if (!complexList(list, false))
            return false;
        return m_at == m_text.size() || fail("unexpected character");
    }
    SelectorError error() const { return {m_message, m_errorAt}; }

private:
    static constexpr int maxDepth = 32;

    bool fail(const char *message) {
        if (m_message.empty()) {
            m_message = message;
            m_errorAt = m_at;
        }
        return false;
    }
    char peek(std::size_t ahead = 0) const {
        return m_at + ahead < m_text.size() ? m_text[m_at + ahead] : '\0';
    }
    bool atEnd() const { return m_at >= m_text.size(); }
    bool skipSpace() {
        const std::size_t from = m_at;
        while (!atEnd() && isSpace(m_text[m_at]))
            ++m_at;
        return m_at != from;
    }
    bool take(char c) {
        if (atEnd() || m_text[m_at] != c)
            return false;
        ++m_at;
        return true;
    }
    static bool isNameByte(char c) {
        return isLetter(c) || (c >= '0' && c <= '9') || c == '-' || c == '_' ||
               static_cast<unsigned char>(c) >= 0x80;
    }

    bool name(std::string &out) {
        out.clear();
        while (!atEnd() && (isNameByte(m_text[m_at]) || m_text[m_at] == '\\')) {
            if (m_text[m_at] == '\\') {
                ++m_at;
                if (!escape(out))
                    return false;
            } else {
                out.push_back(m_text[m_at++]);
            }
        }
        return !out.empty() || fail("a name is missing");
    }

    /// What follows a backslash: up to six hexadecimal digits, or the character itself.
    bool escape(std::string &out) {
        if (atEnd())
            return fail("a character is missing behind the backslash");
        std::uint32_t codePoint = 0;
        int digits = 0;
        for (; digits < 6 && !atEnd(); ++digits, ++m_at) {
            const char c = toLower(m_text[m_at]);
            if (c >= '0' && c <= '9')
                codePoint = codePoint * 16 + static_cast<std::uint32_t>(c - '0');
            else if (c >= 'a' && c <= 'f')
                codePoint = codePoint * 16 + static_cast<std::uint32_t>(c - 'a' + 10);
            else
                break;
        }
        if (digits == 0) {
            out.push_back(m_text[m_at++]);
            return true;
        }
        if (!atEnd() && isSpace(m_text[m_at]))
            ++m_at;
        appendCodePoint(out, codePoint == 0 ? 0xfffd : codePoint);
        return true;
    }

    bool string(std::string &out) {
        const char quote = peek();
        out.clear();
        ++m_at;
        while (!atEnd() && m_text[m_at] != quote) {
            if (m_text[m_at] == '\\') {
                ++m_at;
                if (!escape(out))
                    return false;
            } else {
                out.push_back(m_text[m_at++]);
            }
        }
        return take(quote) || fail("the closing quote is missing");
    }

    bool complexList(ComplexList &list, bool relative) {
        do {
            Complex complex;
            if (!this->complex(complex, relative))
                return false;
            list.push_back(std::move(complex));
            skipSpace();
        } while (take(','));
        return true;
    }

    bool combinator(Combinator &out) {
        const bool space = skipSpace();
        switch (peek()) {
        case '>':
            out = Combinator::Child;
            break;
        case '+':
            out = Combinator::Next;
            break;
        case '~':
            out = Combinator::Sibling;
            break;
        default:
            out = Combinator::Descendant;
            return space;
        }
        ++m_at;
        skipSpace();
        return true;
    }

    bool complex(Complex &out, bool relative) {
        Combinator combinator = Combinator::Descendant;
        skipSpace();
        if (relative)
            this->combinator(combinator);
        while (true) {
            Compound compound;
            if (!this->compound(compound))
                return false;
            out.compounds.push_back(std::move(compound));
            out.combinators.push_back(combinator);
            const std::size_t before = m_at;
            if (!this->combinator(combinator) || atEnd() || peek() == ',' || peek() == ')') {
                if (combinator != Combinator::Descendant)
                    return fail("a selector is missing behind the combinator");
                m_at = before;
                return true;
            }
        }
    }

    bool compound(Compound &out) {
        bool any = false;
        if (take('*')) {
            any = true;
        } else if (isNameByte(peek()) || peek() == '\\') {
            if (!name(out.name))
                return false;
            std::transform(out.name.begin(), out.name.end(), out.name.begin(), toLower);
            out.tag = tagOf(out.name);
            any = true;
        }
        while (true) {
            Condition condition{};
            if (take('.')) {
                condition.kind = Kind::Class;
                if (!name(condition.value))
                    return false;
            } else if (take('#')) {
                condition.kind = Kind::Id;
                if (!name(condition.value))
                    return false;
            } else if (take('[')) {
                if (!attribute(condition))
                    return false;
            } else if (take(':')) {
                if (!pseudoClass(condition))
                    return false;
            } else {
                return any || fail("a selector is missing");
            }
            out.conditions.push_back(std::move(condition));
            any = true;
        }
    }

    bool attribute(Condition &out) {
        skipSpace();
        if (!name(out.name))
            return false;
        while (take(':')) { // Office's and XML's attributes: [xml:lang] without an escape
            std::string rest;
            if (!name(rest))
                return false;
            out.name.append(":").append(rest);
        }
        std::transform(out.name.begin(), out.name.end(), out.name.begin(), toLower);
        skipSpace();
        out.kind = Kind::HasAttribute;
        if (take(']'))
            return true;
        switch (peek()) {
        case '=':
            out.kind = Kind::Equals;
            break;
        case '~':
            out.kind = Kind::Includes;
            break;
        case '|':
            out.kind = Kind::Dash;
            break;
        case '^':
            out.kind = Kind::Prefix;
            break;
        case '$':
            out.kind = Kind::Suffix;
            break;
        case '*':
            out.kind = Kind::Substring;
            break;
        default:
            return fail("one of = ~= |= ^= $= *= ] is missing");
        }
        if (out.kind != Kind::Equals)
            ++m_at;
        if (!take('='))
            return fail("'=' is missing");
        skipSpace();
        if (peek() == '"' || peek() == '\'' ? !string(out.value) : !name(out.value))
            return false;
        skipSpace();
        if (toLower(peek()) == 'i' || toLower(peek()) == 's') {
            out.ignoreCase = toLower(peek()) == 'i';
            ++m_at;
            skipSpace();
        }
        return take(']') || fail("']' is missing");
    }

    bool pseudoClass(Condition &out) {
        const std::size_t begin = m_at;
        std::string word;
        if (!name(word))
            return false;
        std::transform(word.begin(), word.end(), word.begin(), toLower);
        const auto nth = [&](Kind kind, int step, int offset) {
            out.kind = kind;
            out.step = step;
            out.offset = offset;
            return true;
        };
        if (word == "first-child")
            return nth(Kind::NthChild, 0, 1);
        if (word == "last-child")
            return nth(Kind::NthLastChild, 0, 1);
        if (word == "first-of-type")
            return nth(Kind::NthOfType, 0, 1);
        if (word == "last-of-type")
            return nth(Kind::NthLastOfType, 0, 1);
        if (word == "only-child" || word == "only-of-type") {
            // Both first and last: written as :is(:first-…:last-…).
            Compound both;
            both.conditions.resize(2);
            both.conditions[0].kind = word == "only-child" ? Kind::NthChild : Kind::NthOfType;
            both.conditions[1].kind = word == "only-child" ? Kind::NthLastChild : Kind::NthLastOfType;
            both.conditions[0].offset = both.conditions[1].offset = 1;
            out.kind = Kind::Is;
            out.list.push_back({{std::move(both)}, {Combinator::Descendant}});
            return true;
        }
        if (word == "empty" || word == "root" || word == "scope") {
            out.kind = word == "empty" ? Kind::Empty : word == "root" ? Kind::Root : Kind::Scope;
            return true;
        }
        const bool isNot = word == "not";
        const bool isHas = word == "has";
        if (isNot || isHas || word == "is" || word == "where") {
            out.kind = isNot ? Kind::Not : isHas ? Kind::Has : Kind::Is;
            return argument([&] { return complexList(out.list, isHas); });
        }
        if (word == "contains") {
            out.kind = Kind::Contains;
            return argument([&] { return quotedOrBare(out.value); });
        }
        const std::pair<std::string_view, Kind> counted[] = {{"nth-child", Kind::NthChild},
                                                             {"nth-last-child", Kind::NthLastChild},
                                                             {"nth-of-type", Kind::NthOfType},
                                                             {"nth-last-of-type", Kind::NthLastOfType}};
        for (const auto &[known, kind] : counted) {
            if (word != known)
                continue;
            out.kind = kind;
            const bool takesList = kind == Kind::NthChild || kind == Kind::NthLastChild;
            return argument([&] { return formula(out, takesList); });
        }
        m_at = begin;
        return fail("this pseudo-class is not known");
    }

    template <typename Parse>
    bool argument(Parse parse) {
        if (!take('('))
            return fail("'(' is missing");
        if (++m_depth > maxDepth)
            return fail("nested too deep");
        skipSpace();
        if (!parse())
            return false;
        --m_depth;
        skipSpace();
        return take(')') || fail("')' is missing");
    }

    bool quotedOrBare(std::string &out) {
        if (peek() == '"' || peek() == '\'')
            return string(out);
        const std::size_t begin = m_at;
        m_at = std::min(m_text.find(')', m_at), m_text.size());
        out = std::string(m_text.substr(begin, m_at - begin));
        while (!out.empty() && isSpace(out.back()))
            out.pop_back();
        return !out.empty() || fail("a text is missing");
    }

    bool number(int &out) {
        const std::size_t begin = m_at;
        out = 0;
        while (peek() >= '0' && peek() <= '9') {
            out = std::min(out * 10 + (peek() - '0'), 100'000'000);
            ++m_at;
        }
        return m_at != begin;
    }

    /// "odd", "even", "3", "2n", "-n+3", with "of S" behind it for the child forms.
    bool formula(Condition &out, bool takesList) {
        const auto word = [&](std::string_view wanted) {
            if (m_text.substr(m_at, wanted.size()) != wanted)
                return false;
            m_at += wanted.size();
            return true;
        };
        if (word("odd")) {
            out.step = 2;
            out.offset = 1;
        } else if (word("even")) {
            out.step = 2;
        } else {
            const bool negative = take('-');
            if (!negative)
                take('+');
            int value = 0;
            const bool digits = number(value);
            if (take('n') || take('N')) {
                out.step = digits ? value : 1;
                if (negative)
                    out.step = -out.step;
                skipSpace();
                const bool minus = peek() == '-';
                if (minus || peek() == '+') {
                    ++m_at;
                    skipSpace();
                    if (!number(out.offset))
                        return fail("a number is missing");
                    if (minus)
                        out.offset = -out.offset;
                }
            } else if (digits) {
                out.offset = negative ? -value : value;
            } else {
                return fail("a number or an+b is missing");
            }
        }
        skipSpace();
        if (!takesList || !word("of"))
            return true;
        return (skipSpace() || fail("a space is missing")) && complexList(out.list, false);
    }

    std::string_view m_text;
    std::size_t m_at = 0;
    int m_depth = 0;
    std::string m_message;
    std::size_t m_errorAt = 0;
};

bool equal(std::string_view a, std::string_view b, bool ignoreCase) {
    return a.size() == b.size() &&
           (ignoreCase ? std::equal(a.begin(), a.end(), b.begin(),
                                    [](char x, char y) { return toLower(x) == toLower(y); })
                       : a == b);
}

bool hasWord(std::string_view list, std::string_view word, bool ignoreCase = false) {
    if (word.empty())
        return false;
    for (std::size_t at = 0; at < list.size();) {
        while (at < list.size() && isSpace(list[at]))
            ++at;
        std::size_t end = at;
        while (end < list.size() && !isSpace(list[end]))
            ++end;
        if (equal(list.substr(at, end - at), word, ignoreCase))
            return true;
        at = end;
    }
    return false;
}

bool containsIgnoringCase(std::string_view text, std::string_view part) {
    return std::search(text.begin(), text.end(), part.begin(), part.end(),
                       [](char a, char b) { return toLower(a) == toLower(b); }) != text.end();
}

/// A part of a selector asked of a node.
struct Question {
    const void *part;
    std::uint32_t node;
    bool operator==(const Question &) const = default;
};

struct QuestionHash {
    std::size_t operator()(const Question &question) const {
        return std::hash<const void *>()(question.part) ^ (std::size_t{question.node} * 0x9E3779B97F4A7C15u);
    }
};

/// One question asked of a tree; remembers child numbers, so that a list of many items is counted once, and
/// answers that would else be worked out again for every ancestor: without that, combinators in a row or
/// pseudo-classes inside each other take time exponential in their number.
class Matcher {
public:
    explicit Matcher(Node scope) : m_scope(scope) {}

    bool matchesAny(Node node, const ComplexList &list) {
        return std::any_of(list.begin(), list.end(), [&](const Complex &complex) {
            return matches(node, complex, complex.compounds.size() - 1, {}, m_failures);
        });
    }

private:
    using Failures = std::unordered_set<Question, QuestionHash>; ///< compounds that do not end in the node

    /// Does compounds[0 … last] end in `node`? With an anchor, the first combinator must lead to it.
    bool matches(Node node, const Complex &complex, std::size_t last, Node anchor, Failures &failures) {
        if (last < 2) // cheaper to ask than to remember
            return matchesAfresh(node, complex, last, anchor, failures);
        const Question question{&complex.compounds[last], node.id()};
        if (failures.find(question) != failures.end())
            return false;
        if (matchesAfresh(node, complex, last, anchor, failures))
            return true;
        failures.insert(question);
        return false;
    }

    bool matchesAfresh(Node node, const Complex &complex, std::size_t last, Node anchor, Failures &failures) {
        if (!matches(node, complex.compounds[last]))
            return false;
        if (last == 0 && !anchor)
            return true;
        const auto reaches = [&](Node other) {
            return last == 0 ? other == anchor : matches(other, complex, last - 1, anchor, failures);
        };
        switch (complex.combinators[last]) {
        case Combinator::Child: {
            const Node parent = node.parent();
            return parent && (parent.isElement() || parent == anchor) && reaches(parent);
        }
        case Combinator::Descendant:
            for (Node up = node.parent(); up; up = up.parent()) {
                if ((up.isElement() || up == anchor) && reaches(up))
                    return true;
            }
            return false;
        case Combinator::Next: {
            const Node before = node.previousElement();
            return before && reaches(before);
        }
        case Combinator::Sibling:
            for (Node before = node.previousElement(); before; before = before.previousElement()) {
                if (reaches(before))
                    return true;
            }
            return false;
        }
        return false;
    }

    bool matches(Node node, const Compound &compound) {
        if (!node.isElement())
            return false;
        if (compound.tag != Tag::Unknown && node.elementNamespace() == Namespace::Html) {
            if (node.tag() != compound.tag)
                return false;
        } else if (!compound.name.empty() && !equal(node.name(), compound.name, true)) {
            return false;
        }
        return std::all_of(compound.conditions.begin(), compound.conditions.end(),
                           [&](const Condition &condition) { return holds(node, condition); });
    }

    bool holds(Node node, const Condition &condition) {
        switch (condition.kind) {
        case Kind::Class:
            return hasWord(node.attribute("class"), condition.value);
        case Kind::Id:
            return node.attribute("id") == condition.value;
        case Kind::HasAttribute:
            return node.hasAttribute(condition.name);
        case Kind::Equals:
            return node.hasAttribute(condition.name) &&
                   equal(node.attribute(condition.name), condition.value, condition.ignoreCase);
        case Kind::Includes:
            return hasWord(node.attribute(condition.name), condition.value, condition.ignoreCase);
        case Kind::Dash: {
            const std::string_view value = node.attribute(condition.name);
            const std::size_t length = condition.value.size();
            return node.hasAttribute(condition.name) &&
                   equal(value.substr(0, length), condition.value, condition.ignoreCase) &&
                   (value.size() == length || value[length] == '-');
        }
        case Kind::Prefix:
        case Kind::Suffix: {
            const std::string_view value = node.attribute(condition.name);
            const std::size_t length = condition.value.size();
            if (length == 0 || value.size() < length)
                return false;
            return equal(value.substr(condition.kind == Kind::Prefix ? 0 : value.size() - length, length),
                         condition.value, condition.ignoreCase);
        }
        case Kind::Substring: {
            const std::string_view value = node.attribute(condition.name);
            if (condition.value.empty())
                return false;
            return condition.ignoreCase ? containsIgnoringCase(value, condition.value)
                                        : value.find(condition.value) != std::string_view::npos;
        }
        case Kind::Not:
        case Kind::Is:
        case Kind::Has:
            return remembered(node, condition);
        case Kind::NthChild:
        case Kind::NthLastChild:
        case Kind::NthOfType:
        case Kind::NthLastOfType:
            return (condition.list.empty() || matchesAny(node, condition.list)) &&
                   fits(number(node, condition), condition);
        case Kind::Empty:
            for (Node child = node.firstChild(); child; child = child.next()) {
                if (child.isElement() || (child.isText() && !child.text().empty()))
                    return false;
            }
            return true;
        case Kind::Root:
            return node.parent().type() == NodeType::Document;
        case Kind::Scope:
            return node == m_scope || (m_scope.type() == NodeType::Document && node.parent() == m_scope);
        case Kind::Contains:
            return textContent(node).find(condition.value) != std::string::npos;
        }
        return false;
    }

    /// The answer to a pseudo-class with a list, worked out once a node.
    bool remembered(Node node, const Condition &condition) {
        const Question question{&condition, node.id()};
        if (const auto known = m_answers.find(question); known != m_answers.end())
            return known->second;
        const bool any = condition.kind == Kind::Has
                             ? std::any_of(condition.list.begin(), condition.list.end(),
                                           [&](const Complex &complex) { return has(node, complex); })
                             : matchesAny(node, condition.list);
        const bool answer = any != (condition.kind == Kind::Not);
        m_answers.emplace(question, answer);
        return answer;
    }

    bool has(Node node, const Complex &complex) {
        Failures failures; // they hold for this anchor alone
        const std::size_t last = complex.compounds.size() - 1;
        const Combinator first = complex.combinators[0];
        if (first == Combinator::Descendant || first == Combinator::Child) {
            for (Node at = node.firstChild(); at; at = at.following(node)) {
                if (at.isElement() && matches(at, complex, last, node, failures))
                    return true;
            }
            return false;
        }
        for (Node sibling = node.nextElement(); sibling; sibling = sibling.nextElement()) {
            for (Node at = sibling; at; at = at.following(sibling)) {
                if (at.isElement() && matches(at, complex, last, node, failures))
                    return true;
            }
        }
        return false;
    }

    /// The element's number among its siblings, from 1.
    int number(Node node, const Condition &condition) {
        const bool fromEnd = condition.kind == Kind::NthLastChild || condition.kind == Kind::NthLastOfType;
        const bool ofType = condition.kind == Kind::NthOfType || condition.kind == Kind::NthLastOfType;
        const bool counted = condition.kind == Kind::NthChild && condition.list.empty();
        int result = 1;
        for (Node at = node;;) {
            at = fromEnd ? at.nextElement() : at.previousElement();
            if (!at)
                break;
            if (counted) {
                if (const auto known = m_childNumbers.find(at.id()); known != m_childNumbers.end()) {
                    result += known->second;
                    break;
                }
            }
            const bool same =
                ofType ? at.name() == node.name() : condition.list.empty() || matchesAny(at, condition.list);
            result += same ? 1 : 0;
        }
        if (counted)
            m_childNumbers[node.id()] = result;
        return result;
    }

    static bool fits(int number, const Condition &condition) {
        const int distance = number - condition.offset;
        if (condition.step == 0)
            return distance == 0;
        return distance % condition.step == 0 && distance / condition.step >= 0;
    }

    Node m_scope;
    std::unordered_map<std::uint32_t, int> m_childNumbers;
    std::unordered_map<Question, bool, QuestionHash> m_answers;
    Failures m_failures;
};

} // namespace

struct Selector::Compiled {
    ComplexList list;
};

Selector Selector::compile(std::string_view text) {
    Selector selector;
    SelectorParser parser(text);
    auto compiled = std::make_shared<Compiled>();
    if (parser.parse(compiled->list))
        selector.m_compiled = std::move(compiled);
    else
        selector.m_error = parser.error();
    return selector;
}

bool Selector::matches(Node node) const {
    if (!m_compiled || !node)
        return false;
    return Matcher(node).matchesAny(node, m_compiled->list);
}

Node Selector::first(Node root) const {
    if (!m_compiled)
        return {};
    Matcher matcher(root);
    for (Node node = root.firstChild(); node; node = node.following(root)) {
        if (node.isElement() && matcher.matchesAny(node, m_compiled->list))
            return node;
    }
    return {};
}

std::vector<Node> Selector::all(Node root) const {
    std::vector<Node> found;
    if (!m_compiled)
        return found;
    Matcher matcher(root);
    for (Node node = root.firstChild(); node; node = node.following(root)) {
        if (node.isElement() && matcher.matchesAny(node, m_compiled->list))
            found.push_back(node);
    }
    return found;
}

} // namespace guiyi::html
