#include "adapters/cms/sql_dump.h"

#include "adapters/cms/dump_text.h"
#include "adapters/cms/sql_pieces.h"
#include "adapters/html/decode.h"
#include "adapters/html/encodings.h"
#include "schema/base/text.h"

#include <algorithm>

namespace guiyi::cms {

namespace {

constexpr std::size_t ShownBytes = 200;

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
    DumpReader(const DumpSource &source, std::string_view encoding, DumpVisitor &visitor, SqlDialect dialect)
        : m_window(source, encoding), m_dialect(dialect), m_visitor(visitor) {}

    Status run() {
        const Status s = readAll();
        m_visitor.encodingTrouble(m_window.lost(), m_window.foreign());
        return s;
    }

private:
    Status readAll() {
        for (;;) {
            // What is read goes; the window stays as small as one statement or row.
            if (m_at > LeastDrop) {
                m_window.drop(m_at);
                m_at = 0;
            }
            Pieces pieces(m_window.text(), m_at, m_dialect);
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

    static constexpr std::size_t LeastDrop = std::size_t(1) << 20;
    static constexpr std::size_t TailKept = 16; ///< a ';' and the blanks behind it

    /// Runs `read` on the text from m_at on, with more text each time it is cut; on Whole, m_at moves on.
    template <typename Read>
    Result<Reading> withMore(Read read) {
        for (;;) {
            Pieces pieces(m_window.text(), m_at, m_dialect);
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

    /// Commands of SQL Server's tools, which end with their line.
    Status skipLine() {
        const Result<Reading> reading = withMore([](Pieces &p) {
            while (!p.atEnd() && p.peek() != '\n' && p.peek() != ';')
                p.step();
            if (p.atEnd())
                return Reading::Cut;
            p.step();
            return Reading::Whole;
        });
        return reading ? Status() : Status(reading.error());
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
        // JEECMS marks the statements of its backups.
        static constexpr std::string_view JeecmsMark = "jeecms_backup_";
        if (first.starts_with(JeecmsMark)) {
            m_at += JeecmsMark.size();
            first.erase(0, JeecmsMark.size());
        }
        if (m_dialect == SqlDialect::SqlServer &&
            (first == "set" || first == "go" || first == "use" || first == "print"))
            return skipLine();
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
        std::string lower = text::lower(text::trim(declaration));
        if (lower.starts_with('[')) // SQL Server: [nvarchar](255)
            std::erase_if(lower, [](char c) { return c == '[' || c == ']'; });
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
            if (p.sqlServer() && p.startsBatchEnd())
                return Reading::Whole;
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

    /// Text that was written as hexadecimal bytes is still in the database's charset.
    static void decodeBytes(Cell &cell) {
        if (!cell ||
            html::findInvalidUtf8(cell->data(), cell->data() + cell->size()) == cell->data() + cell->size())
            return;
        html::Decoded text = html::decodeAs(*cell, "gb18030");
        if (text.malformed == 0)
            *cell = std::move(text.text);
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
        for (Cell &cell : m_cells)
            decodeBytes(cell);
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
        if (p.sqlServer()) // a statement needs no end there
            return Reading::Whole;
        return p.restOfStatement(); // ON DUPLICATE KEY UPDATE …
    }

    DumpText m_window;
    SqlDialect m_dialect;
    DumpVisitor &m_visitor;
    std::size_t m_at = 0;
    std::vector<Cell> m_cells;
};

} // namespace

Status readSqlDump(const DumpSource &source, std::string_view encoding, DumpVisitor &visitor,
                   SqlDialect dialect) {
    return DumpReader(source, encoding, visitor, dialect).run();
}

} // namespace guiyi::cms
