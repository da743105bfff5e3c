#include "migrator/export/table_writer.h"

#include "schema/base/text.h"

namespace guiyi {

namespace {

constexpr std::size_t BufferBytes = 1 << 16;

void appendCsv(std::string &line, std::string_view value) {
    if (value.find_first_of(",\"\r\n") == std::string_view::npos) {
        line += value;
        return;
    }
    line += '"';
    for (const char c : value) {
        if (c == '"')
            line += '"';
        line += c;
    }
    line += '"';
}

/// Spreadsheets run such cells as formulas; pages of compromised sites end up in ours.
bool looksLikeFormula(std::string_view value) {
    return !value.empty() && (value[0] == '=' || value[0] == '+' || value[0] == '-' || value[0] == '@' ||
                              value[0] == '\t' || value[0] == '\r');
}

} // namespace

TableWriter::TableWriter(std::ostream &out, TableFormat format) : m_out(out), m_format(format) {
    if (format == TableFormat::CsvForPeople)
        m_buffer = "\xEF\xBB\xBF";
}

void TableWriter::cell(std::string_view name, std::string_view value, bool fromSource) {
    if (m_rows == 0 && !m_headed) {
        if (m_inRow)
            m_header += ',';
        appendCsv(m_header, name);
    }
    if (m_inRow)
        m_line += ',';
    m_inRow = true;
    appendCsv(m_line, fromSource && looksLikeFormula(value) ? "'" + std::string(value) : std::string(value));
}

Status TableWriter::header(const std::vector<std::string> &names) {
    if (!csv() || m_headed)
        return {};
    for (const std::string &name : names)
        cell(name, {}, false);
    m_buffer += m_header + "\r\n";
    m_line.clear();
    m_inRow = false;
    m_headed = true;
    return {};
}

TableWriter &TableWriter::text(std::string_view name, std::string_view value) {
    if (csv()) {
        cell(name, value, true);
    } else {
        if (!m_inRow)
            m_json.beginObject();
        m_inRow = true;
        m_json.key(name).textOrNull(value);
    }
    return *this;
}

TableWriter &TableWriter::json(std::string_view name, std::string_view value) {
    if (csv()) {
        cell(name, value == "null" ? std::string_view() : value, false);
    } else {
        if (!m_inRow)
            m_json.beginObject();
        m_inRow = true;
        m_json.key(name).raw(value);
    }
    return *this;
}

TableWriter &TableWriter::number(std::string_view name, std::int64_t value) {
    return json(name, std::to_string(value));
}
TableWriter &TableWriter::real(std::string_view name, double value) {
    return json(name, shortest(value));
}
TableWriter &TableWriter::boolean(std::string_view name, bool value) {
    return json(name, value ? "true" : "false");
}
TableWriter &TableWriter::null(std::string_view name) {
    return json(name, "null");
}

TableWriter &TableWriter::strings(std::string_view name, const std::vector<std::string> &values) {
    if (m_format == TableFormat::CsvForPeople) {
        cell(name, text::join(values, " > "), true);
        return *this;
    }
    JsonWriter list;
    list.strings(values);
    return json(name, list.text());
}

Status TableWriter::endRow() {
    if (csv()) {
        if (m_rows == 0 && !m_headed)
            m_buffer += m_header + "\r\n";
        m_buffer += m_line;
        m_buffer += "\r\n";
        m_line.clear();
    } else {
        m_json.endObject();
        m_buffer += m_json.take();
        m_buffer += '\n';
    }
    m_inRow = false;
    ++m_rows;
    return m_buffer.size() >= BufferBytes ? flush() : Status();
}

Status TableWriter::finish() {
    return flush();
}

Status TableWriter::flush() {
    if (!m_out.write(m_buffer.data(), static_cast<std::streamsize>(m_buffer.size())))
        return Error{ErrorKind::Failed,
                     "writing the table",
                     {},
                     "the output takes no more",
                     "free space or choose another place, then run the command again"};
    m_buffer.clear();
    return {};
}

} // namespace guiyi
