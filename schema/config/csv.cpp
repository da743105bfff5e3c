#include "schema/config/csv.h"

#include "schema/base/text.h"
#include "schema/config/words.h"

#include <algorithm>

namespace guiyi {

namespace {

constexpr std::string_view Bom = "\xEF\xBB\xBF";

Error mistake(const std::string &file, int line, const QString &why, const QString &advice) {
    return {ErrorKind::Usage, {}, file + ":" + std::to_string(line), words(why), words(advice)};
}

/// Line of the first byte that is not UTF-8; 0 when there is none.
int firstForeignLine(std::string_view bytes) {
    int line = 1;
    for (std::size_t at = 0; at < bytes.size();) {
        const std::size_t start = at;
        const char32_t c = text::next(bytes, at);
        if (c == U'\uFFFD' && bytes.substr(start, 3) != "\xEF\xBF\xBD")
            return line;
        if (c == U'\n')
            ++line;
    }
    return 0;
}

/// Walks the bytes once; a field is closed by the separator, a row by a line end or the end of the file.
class CsvReader {
public:
    CsvReader(std::string_view bytes, const std::string &file, char separator, std::vector<Error> &errors)
        : m_bytes(bytes), m_file(file), m_separator(separator), m_errors(errors) {}

    void read(const std::function<void(CsvRow &&)> &visit) {
        while (m_at < m_bytes.size()) {
            CsvRow row{m_line, {}};
            row.fields.reserve(m_width);
            readRow(row);
            m_width = row.fields.size();
            const bool blank = std::all_of(row.fields.begin(), row.fields.end(),
                                           [](const std::string &f) { return text::trim(f).empty(); });
            if (!blank)
                visit(std::move(row));
        }
    }

private:
    void readRow(CsvRow &row) {
        bool more = true;
        while (more) {
            row.fields.push_back(m_at < m_bytes.size() && m_bytes[m_at] == '"' ? quoted() : plain());
            more = m_at < m_bytes.size() && m_bytes[m_at] == m_separator;
            if (more)
                ++m_at;
        }
        if (m_at < m_bytes.size() && m_bytes[m_at] == '\r')
            ++m_at;
        if (m_at < m_bytes.size() && m_bytes[m_at] == '\n') {
            ++m_at;
        }
        ++m_line;
    }

    std::string plain() {
        std::size_t end = m_at;
        bool quote = false;
        for (; end < m_bytes.size() && !isEnd(m_bytes[end]); ++end)
            quote = quote || m_bytes[end] == '"';
        std::string field(m_bytes.substr(m_at, end - m_at));
        m_at = end;
        if (quote)
            m_errors.push_back(
                mistake(m_file, m_line, ConfigText::tr("a quote inside an unquoted field"),
                        ConfigText::tr("put the whole field in quotes and double the quotes in it")));
        return field;
    }

    std::string quoted() {
        const int opened = m_line;
        std::string field;
        ++m_at;
        for (; m_at < m_bytes.size(); ++m_at) {
            const char c = m_bytes[m_at];
            if (c == '"') {
                if (m_at + 1 < m_bytes.size() && m_bytes[m_at + 1] == '"') {
                    ++m_at;
                } else {
                    ++m_at;
                    skipAfterQuote();
                    return field;
                }
            } else if (c == '\n') {
                ++m_line;
            }
            field += c;
        }
        m_errors.push_back(mistake(m_file, opened, ConfigText::tr("a quote is opened and never closed"),
                                   ConfigText::tr("close the field with a quote")));
        return field;
    }

    void skipAfterQuote() {
        std::size_t end = m_at;
        while (end < m_bytes.size() && !isEnd(m_bytes[end]))
            ++end;
        if (!text::trim(m_bytes.substr(m_at, end - m_at)).empty())
            m_errors.push_back(mistake(m_file, m_line, ConfigText::tr("text after a closing quote"),
                                       ConfigText::tr("double the quotes that belong to the field")));
        m_at = end;
    }

    bool isEnd(char c) const { return c == m_separator || c == '\n' || c == '\r'; }

    std::string_view m_bytes;
    const std::string &m_file;
    char m_separator;
    std::vector<Error> &m_errors;
    std::size_t m_at = 0;
    int m_line = 1;
    std::size_t m_width = 0; ///< fields of the row before
};

} // namespace

int CsvTable::column(std::string_view name) const {
    const auto found = std::find(header.begin(), header.end(), name);
    return found == header.end() ? -1 : static_cast<int>(found - header.begin());
}

void eachCsvRow(std::string_view bytes, const std::string &fileName, char separator,
                const std::function<void(CsvRow &&)> &visit, std::vector<Error> &errors) {
    if (text::startsWith(bytes, Bom))
        bytes.remove_prefix(Bom.size());
    if (const int line = firstForeignLine(bytes); line > 0) {
        errors.push_back(
            mistake(fileName, line, ConfigText::tr("the text is not UTF-8"),
                    ConfigText::tr("save the file as \"CSV UTF-8\" in the spreadsheet program")));
        return;
    }
    CsvReader(bytes, fileName, separator, errors).read(visit);
}

CsvTable readCsv(std::string_view bytes, const std::string &fileName) {
    CsvTable table;
    std::vector<CsvRow> rows;
    eachCsvRow(
        bytes, fileName, ',', [&rows](CsvRow &&row) { rows.push_back(std::move(row)); }, table.errors);
    if (rows.empty() && !table.errors.empty())
        return table;
    if (rows.empty()) {
        table.errors.push_back(mistake(fileName, 1, ConfigText::tr("the file is empty"),
                                       ConfigText::tr("the first line must name the fields")));
        return table;
    }
    table.headerLine = rows.front().line;
    for (const std::string &field : rows.front().fields)
        table.header.push_back(text::lower(text::trim(field)));
    rows.erase(rows.begin());
    for (CsvRow &row : rows) {
        if (row.fields.size() != table.header.size())
            table.errors.push_back(mistake(fileName, row.line,
                                           ConfigText::tr("%1 fields where the first line has %2")
                                               .arg(row.fields.size())
                                               .arg(table.header.size()),
                                           ConfigText::tr("check the commas and quotes of this line")));
        row.fields.resize(table.header.size());
    }
    table.rows = std::move(rows);
    return table;
}

} // namespace guiyi
