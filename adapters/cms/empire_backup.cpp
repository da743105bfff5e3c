#include "adapters/cms/empire_backup.h"

#include <memory>

namespace guiyi::cms {

namespace {

/// Takes the texts out of calls byte by byte, as PHP does, which knows no characters of two bytes.
class Unwrapper {
public:
    void take(std::string_view bytes, std::string &sql) {
        for (const char c : bytes)
            take(c, sql);
    }

private:
    void take(char c, std::string &sql) {
        if (m_escaped) {
            m_escaped = false;
            appendEscaped(c, sql);
        } else if (!m_inside) {
            m_tail = m_tail.substr(m_tail.size() > 4 ? m_tail.size() - 4 : 0) + c;
            m_inside = m_tail == "E_D(\"" || m_tail == "E_C(\"";
        } else if (c == '\\') {
            m_escaped = true;
        } else if (c == '"') {
            m_inside = false;
            m_tail.clear();
            sql += ";\n";
        } else {
            sql += c;
        }
    }

    static void appendEscaped(char c, std::string &sql) {
        switch (c) {
        case 'n':
            sql += '\n';
            break;
        case 'r':
            sql += '\r';
            break;
        case 't':
            sql += '\t';
            break;
        case '\\':
        case '"':
        case '$':
            sql += c;
            break;
        default: // PHP leaves what it doesn't know
            sql += '\\';
            sql += c;
        }
    }

    bool m_inside = false, m_escaped = false;
    std::string m_tail; ///< the last bytes outside
};

} // namespace

DumpSource empireStatements(const DumpSource &volume) {
    return [&volume, unwrapper = std::make_shared<Unwrapper>()]() -> Result<std::string> {
        std::string sql;
        while (sql.empty()) {
            const Result<std::string> block = volume();
            if (!block || block->empty())
                return block;
            unwrapper->take(*block, sql);
        }
        return sql;
    };
}

} // namespace guiyi::cms
