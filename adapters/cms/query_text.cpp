#include "adapters/cms/profile.h"
#include "schema/base/text.h"

#include <QtCore/qregularexpression.h>

#include <algorithm>
#include <set>

namespace guiyi::cms {

namespace {

const TableShape *shapeOf(const std::map<std::string, TableShape> &tables, std::string_view table) {
    const auto it = tables.find(text::lower(table));
    return it == tables.end() ? nullptr : &it->second;
}

bool isWordCharacter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

/// Writes one query out for one install.
class QueryFiller {
public:
    QueryFiller(const std::string &sql, const std::string &file, const QueryContext &context)
        : m_sql(sql), m_file(file), m_context(context) {}

    Result<std::string> fill() {
        if (Status s = fillIn(m_sql); !s)
            return s.error();
        return m_filled;
    }

private:
    Error mistake(std::string_view inside, const std::string &why, const std::string &advice) const {
        return {ErrorKind::Rejected, "reading a query of the CMS profile", m_file,
                "[[" + std::string(inside) + "]] " + why, advice};
    }

    Status fillIn(std::string_view sql) {
        for (std::size_t at = 0;;) {
            const std::size_t open = sql.find("[[", at);
            m_filled += sql.substr(at, open == std::string_view::npos ? open : open - at);
            if (open == std::string_view::npos)
                return {};
            const std::size_t close = closeOf(sql, open);
            if (close == std::string_view::npos)
                return mistake(sql.substr(open + 2, 40), "is not closed", "write ]] behind it");
            if (Status s = one(sql.substr(open + 2, close - open - 2)); !s)
                return s;
            at = close + 2;
        }
    }

    /// Where the "]]" stands that ends the "[[" at `open`; a subquery may hold further ones.
    static std::size_t closeOf(std::string_view sql, std::size_t open) {
        int depth = 0;
        for (std::size_t at = open; at + 1 < sql.size(); ++at) {
            const std::string_view two = sql.substr(at, 2);
            if (two == "[[")
                ++depth, ++at;
            else if (two == "]]" && --depth == 0)
                return at;
            else if (two == "]]")
                ++at;
        }
        return std::string_view::npos;
    }

    Status one(std::string_view inside) {
        const std::size_t colon =
            inside.starts_with('?') || inside.starts_with('*') ? inside.find(": ") : std::string_view::npos;
        if (inside.starts_with('*')) {
            if (colon == std::string_view::npos)
                furtherColumns(named(inside.substr(1)));
            else
                furtherTables(named(inside.substr(1, colon - 1)), inside.substr(colon + 2));
            return {};
        }
        if (colon != std::string_view::npos) {
            const Named needed = named(inside.substr(1, colon - 1));
            if (!m_context.hasTable(needed.table)) {
                m_filled += "NULL";
                return {};
            }
            m_filled += "(";
            const Status s = fillIn(inside.substr(colon + 2));
            m_filled += ")";
            return s;
        }
        if (const std::size_t bar = inside.find('|'); bar != std::string_view::npos) {
            const std::size_t dot = inside.substr(0, bar).find('.');
            if (dot == std::string_view::npos)
                return mistake(inside, "names no table.column", "write [[table.column|other]]");
            const Named from = named(inside.substr(0, dot));
            std::string column(inside.substr(dot + 1, bar - dot - 1));
            if (column.starts_with(':')) {
                const auto held = m_context.variables.find(column.substr(1));
                column = held == m_context.variables.end() ? std::string() : held->second;
                findWords();
                m_words.insert(text::lower(column));
            }
            if (m_context.hasColumn(from.table, column))
                m_filled += from.before() + quotedName(column);
            else
                m_filled += inside.substr(bar + 1);
            return {};
        }
        const auto variable = m_context.variables.find(std::string(inside));
        if (variable == m_context.variables.end())
            return mistake(inside, "names no variable", "name a column of its `for` query");
        m_filled += quotedName(variable->second);
        return {};
    }

    /// `alias=table`, `=table` (no alias), `table`; a table may be held by a variable: `:table`.
    struct Named {
        std::string alias, table;
        std::string before() const { return alias.empty() ? alias : quotedName(alias) + "."; }
    };
    Named named(std::string_view text) const {
        const std::size_t equals = text.find('=');
        std::string table(equals == std::string_view::npos ? text : text.substr(equals + 1));
        if (table.starts_with(':')) {
            const auto held = m_context.variables.find(table.substr(1));
            table = held == m_context.variables.end() ? std::string() : held->second;
        }
        return {equals == std::string_view::npos ? table : std::string(text.substr(0, equals)), table};
    }

    void furtherColumns(const Named &from) {
        const TableShape *const shape = shapeOf(m_context.tables, m_context.prefix + std::string(from.table));
        if (shape == nullptr)
            return;
        findWords();
        for (const TableColumn &column : shape->columns) {
            if (m_words.insert(text::lower(column.name)).second)
                m_filled += ", " + from.before() + quotedName(column.name) + " AS " +
                            quotedName(std::string(1, ExtraMark) + column.name);
        }
    }

    /// Tables that hold values of one field each, several to a record, and are known by how their names
    /// begin: all columns that the query doesn't name itself, the values of a record a line each.
    void furtherTables(const Named &from, std::string_view condition) {
        findWords();
        const std::string begin = text::lower(m_context.prefix + from.table);
        for (auto it = m_context.tables.lower_bound(begin);
             it != m_context.tables.end() && text::startsWith(it->first, begin); ++it) {
            const std::string table = it->second.name.substr(m_context.prefix.size());
            if (m_words.contains(text::lower(table)))
                continue;
            for (const TableColumn &column : it->second.columns) {
                if (m_words.contains(text::lower(column.name)))
                    continue;
                const std::string name = quotedName(column.name);
                m_filled += ", (SELECT group_concat(" + name + ", char(10)) FROM (SELECT " + from.before() +
                            name + " FROM " + quotedName(table) + " " + quotedName(from.alias) + " WHERE " +
                            std::string(condition) + ")) AS " +
                            quotedName(std::string(1, ExtraMark) + column.name);
            }
        }
    }

    void findWords() {
        if (!m_words.empty())
            return;
        for (std::size_t at = 0; at < m_sql.size();) {
            std::size_t end = at;
            while (end < m_sql.size() && isWordCharacter(m_sql[end]))
                ++end;
            if (end > at)
                m_words.insert(text::lower(std::string_view(m_sql).substr(at, end - at)));
            at = end + 1;
        }
    }

    const std::string &m_sql;
    const std::string &m_file;
    const QueryContext &m_context;
    std::set<std::string> m_words; ///< of the query, and columns written already; lower case
    std::string m_filled;
};

} // namespace

bool hasColumn(const std::map<std::string, TableShape> &tables, const std::string &table,
               std::string_view column) {
    const TableShape *const shape = shapeOf(tables, table);
    return shape != nullptr &&
           std::any_of(shape->columns.begin(), shape->columns.end(),
                       [&](const TableColumn &c) { return text::equalsIgnoreCase(c.name, column); });
}

bool QueryContext::hasTable(std::string_view name) const {
    return shapeOf(tables, prefix + std::string(name)) != nullptr;
}

bool QueryContext::hasColumn(std::string_view table, std::string_view column) const {
    return cms::hasColumn(tables, prefix + std::string(table), column);
}

bool QueryContext::canRun(const ProfileQuery &query) const {
    return std::all_of(query.needs.begin(), query.needs.end(),
                       [this](const std::string &table) { return hasTable(table); });
}

Result<std::string> fillQuery(const std::string &sql, const std::string &file, const QueryContext &context) {
    return QueryFiller(sql, file, context).fill();
}

std::vector<TableKey> lookedUpBy(const std::string &sql, const QueryContext &context) {
    static const QRegularExpression comparison(
        QStringLiteral("\\b(\\w+)\"?\\s*=\\s*('[^']*'\\s*\\|\\|\\s*|CAST\\()?\"?\\w+\"?\\.\"?(\\w+)"),
        QRegularExpression::CaseInsensitiveOption);
    static const QRegularExpression word(QStringLiteral("\\w+"));
    const QString text = text::toQString(sql);
    std::set<std::string> words, compared;
    for (auto all = word.globalMatch(text); all.hasNext();)
        words.insert(text::lower(text::fromQString(all.next().captured())));
    for (auto all = comparison.globalMatch(text); all.hasNext();) {
        const QRegularExpressionMatch match = all.next();
        compared.insert(text::lower(text::fromQString(match.captured(1))));
        if (match.capturedLength(2) == 0)
            compared.insert(text::lower(text::fromQString(match.captured(3))));
    }
    std::vector<TableKey> keys;
    for (const auto &[name, shape] : context.tables) {
        if (!text::startsWith(name, text::lower(context.prefix)) ||
            !words.contains(name.substr(context.prefix.size())))
            continue;
        for (const TableColumn &column : shape.columns) {
            if (compared.contains(text::lower(column.name)))
                keys.push_back({shape.name, column.name});
        }
    }
    return keys;
}

Status indexFor(const std::string &sql, const QueryContext &context, Snapshot &snapshot) {
    for (const TableKey &key : lookedUpBy(sql, context)) {
        if (Status s = snapshot.index(key.table, key.column); !s)
            return s;
    }
    return {};
}

Result<std::vector<Variables>> roundsOf(const ProfileQuery &query, const std::string &what,
                                        Snapshot &snapshot, const QueryContext &context) {
    const Result<std::string> sql = fillQuery(query.forEach, what, context);
    if (!sql)
        return sql.error();
    const Result<std::vector<std::string>> names = snapshot.columnsOf(*sql, what);
    if (!names)
        return names.error();
    std::vector<Variables> rounds;
    const Status s = snapshot.query(*sql, what, context.variables, [&](const SnapshotRow &row) -> Status {
        rounds.push_back(context.variables);
        for (std::size_t i = 0; i < names->size(); ++i)
            rounds.back()[(*names)[i]] = row.text(static_cast<int>(i));
        return {};
    });
    if (!s)
        return s.error();
    return rounds;
}

} // namespace guiyi::cms
