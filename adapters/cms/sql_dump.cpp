#include "adapters/cms/sql_dump.h"

#include "adapters/html/decode.h"
#include "schema/base/text.h"

#include <algorithm>
#include <cstring>

namespace guiyi::cms {

namespace {

constexpr std::size_t ShownBytes = 200;

bool isSpace(char c) {
    return c == ' ' || c == '\n' || c == '\r' || c == '\t' || c == '\f' || c == '\v';
}
bool isWordCharacter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '$' || static_cast<unsigned char>(c) >= 0x80;
}

/// The dump as UTF-8 text, a window of it in memory. Positions are offsets into the window.
class Window {
public:
    Window(const DumpSource &source, std::string_view encoding)
        : m_source(source), m_encoding(encoding), m_utf8(encoding == "utf-8") {}

    const std::string &text() const { return m_text; }
    std::uint64_t offsetOf(std::size_t at) const { return m_dropped + at; }

    /// Forgets everything before `at`, which becomes 0.
    void drop(std::size_t at) {
        m_text.erase(0, at);
        m_dropped += at;
    }

    /// Appends more text; false at the end of the dump.
    Result<bool> more() {
        while (!m_ended) {
            Result<std::string> bytes = m_source();
            if (!bytes)
                return bytes.error();
            if (bytes->empty()) {
                m_ended = true;
                append(m_pending.size());
                m_text += "\n;\n"; // the last statement may lack its end
                return true;
            }
            m_pending += *bytes;
            // No encoding of Chinese has a byte below '0' inside a character: a safe place to cut.
            std::size_t cut = m_pending.size();
            while (cut > 0 && static_cast<unsigned char>(m_pending[cut - 1]) >= 0x30)
                --cut;
            if (cut == 0)
                continue;
            append(cut);
            return true;
        }
        return false;
    }

private:
    void append(std::size_t bytes) {
        if (m_utf8 && isAscii(std::string_view(m_pending).substr(0, bytes)))
            m_text.append(m_pending, 0, bytes);
        else
            m_text += html::decodeAs(std::string_view(m_pending).substr(0, bytes), m_encoding).text;
        m_pending.erase(0, bytes);
    }
    static bool isAscii(std::string_view bytes) {
        return std::all_of(bytes.begin(), bytes.end(),
                           [](char c) { return static_cast<unsigned char>(c) < 0x80; });
    }

    const DumpSource &m_source;
    std::string_view m_encoding;
    bool m_utf8, m_ended = false;
    std::string m_text, m_pending;
    std::uint64_t m_dropped = 0;
};

/// How far a piece of the text could be read.
enum class Reading { Whole, Cut, Malformed };

/// Reads pieces of SQL from `text`, never beyond its end; Cut means that more text is needed.
class Pieces {
public:
    Pieces(std::string_view text, std::size_t at) : m_text(text), m_at(at) {}

    std::size_t at() const { return m_at; }
    bool atEnd() const { return m_at >= m_text.size(); }
    char peek() const { return m_text[m_at]; }
    void step() { ++m_at; }

    /// Passes blanks and comments. A comment that is not closed is Cut.
    Reading space() {
        while (m_at < m_text.size()) {
            const char c = m_text[m_at];
            if (isSpace(c)) {
                ++m_at;
            } else if (c == '#' || startsLineComment()) {
                const std::size_t end = m_text.find('\n', m_at);
                if (end == std::string_view::npos)
                    return Reading::Cut;
                m_at = end + 1;
            } else if (m_text.substr(m_at, 2) == "/*") {
                const std::size_t end = m_text.find("*/", m_at + 2);
                if (end == std::string_view::npos)
                    return Reading::Cut;
                m_at = end + 2;
            } else {
                // "-" and "/" at the very end may begin a comment
                return m_at + 2 >= m_text.size() && (c == '-' || c == '/') ? Reading::Cut : Reading::Whole;
            }
        }
        return Reading::Cut;
    }

    /// A bare word in lower case; empty when none stands here.
    std::string word() {
        std::size_t end = m_at;
        while (end < m_text.size() && isWordCharacter(m_text[end]))
            ++end;
        std::string word = text::lower(m_text.substr(m_at, end - m_at));
        m_at = end;
        return word;
    }

    /// A name, in backticks, double quotes, brackets or bare, with its database left out.
    Reading name(std::string &name) {
        for (;;) {
            name.clear();
            if (atEnd())
                return Reading::Cut;
            const char open = peek();
            if (open == '`' || open == '"' || open == '[') {
                const char close = open == '[' ? ']' : open;
                for (std::size_t p = m_at + 1;; ++p) {
                    if (p >= m_text.size())
                        return Reading::Cut;
                    if (m_text[p] == close) {
                        if (p + 1 < m_text.size() && m_text[p + 1] == close)
                            ++p;
                        else {
                            m_at = p + 1;
                            break;
                        }
                    }
                    name += m_text[p];
                }
            } else {
                const std::size_t begin = m_at;
                while (!atEnd() && isWordCharacter(peek()))
                    step();
                name = m_text.substr(begin, m_at - begin);
            }
            if (atEnd())
                return Reading::Cut;
            if (peek() != '.')
                return name.empty() ? Reading::Malformed : Reading::Whole;
            step();
        }
    }

    /// A string literal in its quotes, unescaped as MySQL does.
    Reading quoted(std::string &value) {
        const char quote = peek();
        std::size_t p = m_at + 1;
        for (;;) {
            std::size_t stop = p;
            while (stop < m_text.size() && m_text[stop] != quote && m_text[stop] != '\\')
                ++stop;
            value.append(m_text, p, stop - p);
            if (stop + 1 >= m_text.size())
                return Reading::Cut; // a quote at the very end may be the first of two
            if (m_text[stop] == '\\') {
                appendEscaped(value, m_text[stop + 1]);
                p = stop + 2;
            } else if (m_text[stop + 1] == quote) {
                value += quote;
                p = stop + 2;
            } else {
                m_at = stop + 1;
                return Reading::Whole;
            }
        }
    }

    /// A value of a row: a literal, NULL, or anything else up to the next comma or parenthesis.
    Reading cell(Cell &cell) {
        if (const Reading r = space(); r != Reading::Whole)
            return r;
        const char c = peek();
        if (c == '\'' || c == '"') {
            cell.emplace();
            return quoted(*cell);
        }
        const std::size_t begin = m_at;
        int depth = 0;
        while (!atEnd() && (depth > 0 || (peek() != ',' && peek() != ')'))) {
            if (peek() == '\'' || peek() == '"') {
                std::string literal;
                const std::string before = text::lower(m_text.substr(begin, m_at - begin));
                if (const Reading r = quoted(literal); r != Reading::Whole)
                    return r;
                if (depth == 0 && isIntroducer(before)) {
                    cell = before == "x" ? bytesOfHex(literal) : before == "b" ? bitsOf(literal) : literal;
                    return Reading::Whole;
                }
                continue;
            }
            depth += peek() == '(' ? 1 : peek() == ')' ? -1 : 0;
            step();
        }
        if (atEnd())
            return Reading::Cut;
        const std::string_view bare = text::trim(m_text.substr(begin, m_at - begin));
        if (bare.empty())
            return Reading::Malformed;
        if (text::equalsIgnoreCase(bare, "null"))
            cell.reset();
        else if (bare.size() > 2 && bare.starts_with("0x"))
            cell = bytesOfHex(bare.substr(2));
        else
            cell = std::string(bare);
        return Reading::Whole;
    }

    /// What `item` reads, parted by commas, from the parenthesis that opens here to the one that closes it.
    template <typename Item>
    Reading list(Item item) {
        for (;;) {
            step();
            if (const Reading r = space(); r != Reading::Whole)
                return r;
            if (const Reading r = item(); r != Reading::Whole)
                return r;
            if (const Reading r = space(); r != Reading::Whole)
                return r;
            if (peek() == ')') {
                step();
                return Reading::Whole;
            }
            if (peek() != ',')
                return Reading::Malformed;
        }
    }

    /// Up to and with the ';' that ends the statement, minding literals and comments.
    Reading restOfStatement() {
        while (true) {
            if (const Reading r = space(); r != Reading::Whole)
                return r;
            const char c = peek();
            if (c == ';') {
                step();
                return Reading::Whole;
            }
            if (c == '\'' || c == '"') {
                std::string literal;
                if (const Reading r = quoted(literal); r != Reading::Whole)
                    return r;
            } else {
                step();
            }
        }
    }

private:
    bool startsLineComment() const {
        return m_text.substr(m_at, 2) == "--" && m_at + 2 < m_text.size() && isSpace(m_text[m_at + 2]);
    }
    /// What may stand before a literal: a charset, or the x and b of hexadecimal and bit values, or N.
    static bool isIntroducer(std::string_view before) {
        const std::string_view word = text::trim(before);
        return word == "x" || word == "b" || word == "n" || word == "_binary" ||
               (word.size() > 1 && word[0] == '_' &&
                std::all_of(word.begin(), word.end(), [](char c) { return isWordCharacter(c); }));
    }
    static void appendEscaped(std::string &value, char c) {
        switch (c) {
        case '0':
            value += '\0';
            break;
        case 'b':
            value += '\b';
            break;
        case 'n':
            value += '\n';
            break;
        case 'r':
            value += '\r';
            break;
        case 't':
            value += '\t';
            break;
        case 'Z':
            value += '\x1a';
            break;
        default:
            value += c;
        }
    }
    static int digitOf(char c) {
        return c >= '0' && c <= '9'   ? c - '0'
               : c >= 'a' && c <= 'f' ? c - 'a' + 10
               : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                      : 0;
    }
    static std::string bytesOfHex(std::string_view digits) {
        std::string bytes;
        bytes.reserve(digits.size() / 2);
        for (std::size_t i = 0; i + 1 < digits.size(); i += 2)
            bytes += static_cast<char>(digitOf(digits[i]) * 16 + digitOf(digits[i + 1]));
        return bytes;
    }
    static std::string bitsOf(std::string_view bits) {
        std::uint64_t value = 0;
        for (const char bit : bits)
            value = value * 2 + (bit == '1' ? 1 : 0);
        return std::to_string(value);
    }

    std::string_view m_text;
    std::size_t m_at;
};

/// The declared charset in what follows a column's name or a table's columns; empty when there is none.
std::string charsetIn(std::string_view declaration) {
    const std::string lower = text::lower(declaration);
    for (std::string_view key : {"character set", "charset"}) {
        const std::size_t at = lower.find(key);
        if (at == std::string::npos)
            continue;
        std::size_t p = at + key.size();
        while (p < lower.size() && (isSpace(lower[p]) || lower[p] == '='))
            ++p;
        std::size_t end = p;
        while (end < lower.size() && isWordCharacter(lower[end]))
            ++end;
        return lower.substr(p, end - p);
    }
    return {};
}

class DumpReader {
public:
    DumpReader(const DumpSource &source, std::string_view encoding, DumpVisitor &visitor)
        : m_window(source, encoding), m_visitor(visitor) {}

    Status run() {
        for (;;) {
            // What is read goes; the window stays as small as one statement or row.
            if (m_at > LeastDrop) {
                m_window.drop(m_at);
                m_at = 0;
            }
            Pieces pieces(m_window.text(), m_at);
            if (pieces.space() == Reading::Cut) {
                const Result<bool> more = m_window.more();
                if (!more)
                    return more.error();
                if (*more)
                    continue;
                return trailing(pieces.at());
            }
            m_at = pieces.at();
            if (Status s = statement(); !s)
                return s;
        }
    }

private:
    static constexpr std::size_t LeastDrop = std::size_t(1) << 20;
    static constexpr std::size_t TailKept = 16; ///< a ';' and the blanks behind it

    /// Runs `read` on the text from m_at on, with more text each time it is cut; on Whole, m_at moves on.
    template <typename Read>
    Result<Reading> withMore(Read read) {
        for (;;) {
            Pieces pieces(m_window.text(), m_at);
            const Reading reading = read(pieces);
            if (reading == Reading::Whole)
                m_at = pieces.at();
            if (reading != Reading::Cut)
                return reading;
            if (m_at > LeastDrop) {
                m_window.drop(m_at);
                m_at = 0;
            }
            // Twice as much each time: what is cut is read again from its beginning.
            const std::size_t held = m_window.text().size() - m_at;
            if (held > MaxRowBytes)
                return Reading::Malformed;
            while (m_window.text().size() - m_at < 2 * held + 1) {
                const Result<bool> more = m_window.more();
                if (!more)
                    return more.error();
                if (!*more) {
                    if (m_window.text().size() - m_at == held)
                        return Reading::Cut;
                    break;
                }
            }
        }
    }

    Status trailing(std::size_t at) {
        if (text::trim(std::string_view(m_window.text()).substr(at)).empty())
            return {};
        return report({}, m_window.offsetOf(at), "the dump ends inside a comment");
    }

    Status report(const std::string &table, std::uint64_t offset, const std::string &why) {
        const std::string_view from =
            std::string_view(m_window.text()).substr(std::min(m_at, m_window.text().size()));
        return m_visitor.bad({table, offset, why, text::head(from.substr(0, 4 * ShownBytes), ShownBytes)});
    }

    Status skipStatement() {
        const Result<Reading> reading = withMore([](Pieces &p) { return p.restOfStatement(); });
        if (!reading)
            return reading.error();
        if (*reading == Reading::Whole)
            return {};
        if (Status s = report({}, m_window.offsetOf(m_at), "a text in quotes that nothing closes"); !s)
            return s;
        return skipToLineEnd();
    }

    /// Behind what is malformed, quotes can't be trusted: on behind the next ';' that ends a line.
    Status skipToLineEnd() {
        for (;;) {
            const std::string &text = m_window.text();
            for (std::size_t p = text.find(';', m_at); p != std::string::npos; p = text.find(';', p + 1)) {
                std::size_t end = p + 1;
                while (end < text.size() && (text[end] == '\r' || text[end] == ' '))
                    ++end;
                if (end < text.size() && text[end] == '\n') {
                    m_at = end + 1;
                    return {};
                }
            }
            m_window.drop(text.size() > TailKept ? std::max(m_at, text.size() - TailKept) : m_at);
            m_at = 0;
            const Result<bool> more = m_window.more();
            if (!more)
                return more.error();
            if (!*more) {
                m_at = m_window.text().size();
                return {};
            }
        }
    }

    Status statement() {
        std::string first;
        const Result<Reading> reading = withMore([&](Pieces &p) {
            Pieces look = p;
            first = look.word();
            return look.atEnd() ? Reading::Cut : Reading::Whole;
        });
        if (!reading)
            return reading.error();
        if (first == "create")
            return createTable();
        if (first == "insert" || first == "replace")
            return insert();
        if (first == "delimiter")
            return skipRoutines();
        return skipStatement();
    }

    /// DELIMITER is the client's: until it is ';' again there are only routines and triggers.
    Status skipRoutines() {
        const Result<Reading> reading = withMore([](Pieces &p) {
            const std::string word = p.word();
            if (p.space() == Reading::Cut)
                return Reading::Cut;
            const bool plain = word == "delimiter" && p.peek() == ';';
            while (!p.atEnd() && p.peek() != '\n')
                p.step();
            if (p.atEnd())
                return Reading::Cut;
            return plain ? Reading::Whole : lineWithDelimiter(p);
        });
        if (!reading)
            return reading.error();
        if (*reading != Reading::Whole)
            m_at = m_window.text().size();
        return {};
    }
    static Reading lineWithDelimiter(Pieces &p) {
        while (!p.atEnd()) {
            p.step();
            Pieces look = p;
            const std::string word = look.word();
            while (!p.atEnd() && p.peek() != '\n')
                p.step();
            if (word == "delimiter" && !p.atEnd()) {
                while (!look.atEnd() && (look.peek() == ' ' || look.peek() == '\t'))
                    look.step();
                if (look.peek() == ';')
                    return Reading::Whole;
            }
        }
        return Reading::Cut;
    }

    Status createTable() {
        TableShape shape;
        const std::uint64_t offset = m_window.offsetOf(m_at);
        bool isTable = true;
        const Result<Reading> reading = withMore([&](Pieces &p) {
            shape = {};
            isTable = true;
            p.word();
            return readCreate(p, shape, isTable);
        });
        if (!reading)
            return reading.error();
        if (!isTable)
            return skipStatement();
        if (*reading == Reading::Whole)
            return m_visitor.table(shape);
        if (Status s = report(shape.name, offset,
                              *reading == Reading::Cut ? "the dump ends inside CREATE TABLE"
                                                       : "CREATE TABLE that cannot be read");
            !s)
            return s;
        return skipToLineEnd();
    }

    static Reading readCreate(Pieces &p, TableShape &shape, bool &isTable) {
        std::string word;
        do { // CREATE TEMPORARY TABLE IF NOT EXISTS
            if (const Reading r = p.space(); r != Reading::Whole)
                return r;
            Pieces before = p;
            word = p.word();
            if (p.atEnd())
                return Reading::Cut;
            if (word == "database" || word == "view" || word == "trigger" || word == "procedure" ||
                word == "function" || word == "index" || word == "unique" || word == "definer" ||
                word == "algorithm" || word == "or" || word == "event" || word == "schema" ||
                word == "user") {
                isTable = false;
                return Reading::Malformed;
            }
            if (word != "table" && word != "temporary" && word != "if" && word != "not" && word != "exists") {
                p = before;
                break;
            }
        } while (true);
        if (const Reading r = p.name(shape.name); r != Reading::Whole)
            return r;
        if (const Reading r = p.space(); r != Reading::Whole)
            return r;
        if (p.peek() != '(')
            return Reading::Malformed;
        p.step();
        for (;;) {
            bool last = false;
            if (const Reading r = readDefinition(p, shape, last); r != Reading::Whole)
                return r;
            if (last)
                break;
        }
        std::string options;
        if (const Reading r = readUntilSemicolon(p, options); r != Reading::Whole)
            return r;
        const std::string charset = charsetIn(options);
        for (TableColumn &column : shape.columns) {
            if (column.charset.empty())
                column.charset = charset;
        }
        return Reading::Whole;
    }

    /// One line between the parentheses of CREATE TABLE: a column, or a key, which is passed over.
    static Reading readDefinition(Pieces &p, TableShape &shape, bool &last) {
        if (const Reading r = p.space(); r != Reading::Whole)
            return r;
        if (p.peek() == ')') { // a comma behind the last one
            p.step();
            last = true;
            return Reading::Whole;
        }
        const bool quotedName = p.peek() == '`' || p.peek() == '"' || p.peek() == '[';
        TableColumn column;
        if (const Reading r = p.name(column.name); r != Reading::Whole)
            return r;
        std::string declaration;
        int depth = 0;
        for (;;) {
            if (p.atEnd())
                return Reading::Cut;
            const char c = p.peek();
            if (c == '\'' || c == '"') {
                std::string literal;
                if (const Reading r = p.quoted(literal); r != Reading::Whole)
                    return r;
                declaration += ' ';
                continue;
            }
            if (depth == 0 && (c == ',' || c == ')')) {
                p.step();
                last = c == ')';
                break;
            }
            depth += c == '(' ? 1 : c == ')' ? -1 : 0;
            declaration += c;
            p.step();
        }
        const std::string lower = text::lower(column.name);
        if (!quotedName && (lower == "primary" || lower == "key" || lower == "unique" || lower == "index" ||
                            lower == "fulltext" || lower == "constraint" || lower == "foreign" ||
                            lower == "spatial" || lower == "check"))
            return Reading::Whole;
        column.type = typeIn(declaration);
        column.charset = charsetIn(declaration);
        shape.columns.push_back(std::move(column));
        return Reading::Whole;
    }

    static std::string typeIn(std::string_view declaration) {
        const std::string lower = text::lower(text::trim(declaration));
        std::size_t end = 0;
        int depth = 0;
        while (end < lower.size() && (depth > 0 || !isSpace(lower[end]))) {
            depth += lower[end] == '(' ? 1 : lower[end] == ')' ? -1 : 0;
            ++end;
        }
        return lower.substr(0, end);
    }

    static Reading readUntilSemicolon(Pieces &p, std::string &options) {
        for (;;) {
            if (p.atEnd())
                return Reading::Cut;
            const char c = p.peek();
            if (c == ';') {
                p.step();
                return Reading::Whole;
            }
            if (c == '\'' || c == '"') {
                std::string literal;
                if (const Reading r = p.quoted(literal); r != Reading::Whole)
                    return r;
                continue;
            }
            options += c;
            p.step();
        }
    }

    Status insert() {
        std::string table;
        std::vector<std::string> columns;
        const std::uint64_t offset = m_window.offsetOf(m_at);
        const Result<Reading> head = withMore([&](Pieces &p) {
            table.clear();
            columns.clear();
            return readInsertHead(p, table, columns);
        });
        if (!head)
            return head.error();
        if (*head != Reading::Whole) {
            if (Status s = report(table, offset,
                                  *head == Reading::Cut ? "the dump ends inside a statement"
                                                        : "INSERT that cannot be read");
                !s)
                return s;
            return skipToLineEnd();
        }
        for (bool more = true; more;) {
            if (Status s = insertRow(table, columns, more); !s)
                return s;
        }
        return {};
    }

    static Reading readInsertHead(Pieces &p, std::string &table, std::vector<std::string> &columns) {
        p.word();
        for (;;) { // INSERT LOW_PRIORITY IGNORE INTO
            if (const Reading r = p.space(); r != Reading::Whole)
                return r;
            Pieces before = p;
            const std::string word = p.word();
            if (p.atEnd())
                return Reading::Cut;
            if (word != "into" && word != "ignore" && word != "delayed" && word != "low_priority" &&
                word != "high_priority") {
                p = before;
                break;
            }
        }
        if (const Reading r = p.name(table); r != Reading::Whole)
            return r;
        if (const Reading r = p.space(); r != Reading::Whole)
            return r;
        if (p.peek() == '(') {
            const auto column = [&] {
                std::string name;
                const Reading r = p.name(name);
                columns.push_back(std::move(name));
                return r;
            };
            if (const Reading r = p.list(column); r != Reading::Whole)
                return r;
            if (const Reading r = p.space(); r != Reading::Whole)
                return r;
        }
        const std::string word = p.word();
        if (p.atEnd())
            return Reading::Cut;
        return word == "values" || word == "value" ? Reading::Whole : Reading::Malformed;
    }

    Status insertRow(const std::string &table, const std::vector<std::string> &columns, bool &more) {
        const std::uint64_t offset = m_window.offsetOf(m_at);
        m_cells.clear();
        const Result<Reading> reading = withMore([&](Pieces &p) {
            m_cells.clear();
            return readRow(p, more);
        });
        if (!reading)
            return reading.error();
        if (*reading == Reading::Whole)
            return m_visitor.row(table, columns, m_cells);
        more = false;
        if (Status s = report(table, offset,
                              *reading == Reading::Cut ? "the dump ends inside a row"
                                                       : "row that cannot be read; the rest of its statement "
                                                         "is left out with it");
            !s)
            return s;
        return skipToLineEnd();
    }

    Reading readRow(Pieces &p, bool &more) {
        if (const Reading r = p.space(); r != Reading::Whole)
            return r;
        if (p.peek() != '(')
            return Reading::Malformed;
        const auto value = [&] {
            Cell cell;
            const Reading r = p.cell(cell);
            m_cells.push_back(std::move(cell));
            return r;
        };
        if (const Reading r = p.list(value); r != Reading::Whole)
            return r;
        if (const Reading r = p.space(); r != Reading::Whole)
            return r;
        if (p.peek() == ',') {
            p.step();
            more = true;
            return Reading::Whole;
        }
        more = false;
        if (p.peek() == ';') {
            p.step();
            return Reading::Whole;
        }
        return p.restOfStatement(); // ON DUPLICATE KEY UPDATE …
    }

    Window m_window;
    DumpVisitor &m_visitor;
    std::size_t m_at = 0;
    std::vector<Cell> m_cells;
};

} // namespace

Status readSqlDump(const DumpSource &source, std::string_view encoding, DumpVisitor &visitor) {
    return DumpReader(source, encoding, visitor).run();
}

} // namespace guiyi::cms
