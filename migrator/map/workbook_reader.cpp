#include "migrator/map/workbook_reader.h"

#include "schema/base/text.h"

#include <archive.h>
#include <archive_entry.h>
#include <libxml/xmlreader.h>

#include <algorithm>
#include <cstdlib>
#include <memory>
#include <optional>
#include <vector>

namespace guiyi {

namespace {

constexpr std::size_t LargestPart = 64U << 20U;
constexpr std::size_t MostRows = 200'000;
constexpr std::size_t MostColumns = 256;
constexpr int MostEntries = 10'000;

struct Parts {
    std::string strings, sheet;
};

/// "xl/worksheets/sheet12.xml" gives 12.
std::optional<int> sheetNumber(std::string_view name) {
    constexpr std::string_view Front = "xl/worksheets/sheet", End = ".xml";
    if (!text::startsWith(name, Front) || !text::endsWith(name, End) ||
        name.size() <= Front.size() + End.size() || name.size() > Front.size() + End.size() + 6)
        return std::nullopt;
    const std::string digits(name.substr(Front.size(), name.size() - Front.size() - End.size()));
    if (digits.find_first_not_of("0123456789") != std::string::npos)
        return std::nullopt;
    return std::atoi(digits.c_str());
}

std::string readEntry(archive *zip, std::string &why) {
    std::string bytes;
    char buffer[65536];
    for (;;) {
        const la_ssize_t n = archive_read_data(zip, buffer, sizeof buffer);
        if (n == 0)
            return bytes;
        if (n < 0 || bytes.size() + static_cast<std::size_t>(n) > LargestPart) {
            why = n < 0 ? "a part of it is damaged" : "a part of it is larger than 64 MB";
            return {};
        }
        bytes.append(buffer, static_cast<std::size_t>(n));
    }
}

std::optional<Parts> unpack(std::string_view bytes, std::string &why) {
    const std::unique_ptr<archive, int (*)(archive *)> zip(archive_read_new(), archive_read_free);
    archive_read_support_format_zip(zip.get());
    if (archive_read_open_memory(zip.get(), bytes.data(), bytes.size()) != ARCHIVE_OK) {
        why = "it is no ZIP archive";
        return std::nullopt;
    }
    Parts parts;
    int lowest = 0;
    archive_entry *entry = nullptr;
    for (int n = 0; n < MostEntries && archive_read_next_header(zip.get(), &entry) == ARCHIVE_OK; ++n) {
        const char *raw = archive_entry_pathname(entry);
        const std::string name = raw ? raw : "";
        const std::optional<int> number = sheetNumber(name);
        if (name != "xl/sharedStrings.xml" && !(number && (lowest == 0 || *number < lowest)))
            continue;
        std::string part = readEntry(zip.get(), why);
        if (!why.empty())
            return std::nullopt;
        if (number) {
            lowest = std::max(*number, 1);
            parts.sheet = std::move(part);
        } else {
            parts.strings = std::move(part);
        }
    }
    if (parts.sheet.empty()) {
        why = "there is no worksheet in it";
        return std::nullopt;
    }
    return parts;
}

void ignoreXmlErrors(void *, const char *, xmlParserSeverities, xmlTextReaderLocatorPtr) {}

/// A pull reader over one part; no network, no entities, no huge nodes.
class Part {
public:
    explicit Part(const std::string &xml)
        : m_reader(xmlReaderForMemory(xml.data(), static_cast<int>(xml.size()), nullptr, nullptr,
                                      XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING),
                   xmlFreeTextReader) {
        if (m_reader)
            xmlTextReaderSetErrorHandler(m_reader.get(), ignoreXmlErrors, nullptr);
    }
    bool next() {
        m_last = m_reader ? xmlTextReaderRead(m_reader.get()) : -1;
        return m_last == 1;
    }
    bool broken() const { return m_last < 0; }
    bool starts(std::string_view name) const { return type() == XML_READER_TYPE_ELEMENT && is(name); }
    bool ends(std::string_view name) const {
        return is(name) &&
               (type() == XML_READER_TYPE_END_ELEMENT ||
                (type() == XML_READER_TYPE_ELEMENT && xmlTextReaderIsEmptyElement(m_reader.get())));
    }
    /// Text of the node, "" for others than text.
    std::string text() const {
        const int t = type();
        if (t != XML_READER_TYPE_TEXT && t != XML_READER_TYPE_CDATA &&
            t != XML_READER_TYPE_SIGNIFICANT_WHITESPACE && t != XML_READER_TYPE_WHITESPACE)
            return {};
        const xmlChar *value = xmlTextReaderConstValue(m_reader.get());
        return value ? reinterpret_cast<const char *>(value) : "";
    }
    std::string attribute(const char *name) const {
        const std::unique_ptr<xmlChar, void (*)(void *)> value(
            xmlTextReaderGetAttribute(m_reader.get(), reinterpret_cast<const xmlChar *>(name)),
            [](void *p) { xmlFree(p); });
        return value ? reinterpret_cast<const char *>(value.get()) : "";
    }

private:
    int type() const { return xmlTextReaderNodeType(m_reader.get()); }
    bool is(std::string_view name) const {
        const xmlChar *local = xmlTextReaderConstLocalName(m_reader.get());
        return local && name == reinterpret_cast<const char *>(local);
    }
    std::unique_ptr<xmlTextReader, void (*)(xmlTextReaderPtr)> m_reader;
    int m_last = 1;
};

/// The shared strings; phonetic runs (rPh) are no text of the cell.
bool readStrings(const std::string &xml, std::vector<std::string> &strings) {
    if (xml.empty())
        return true;
    Part part(xml);
    std::string current;
    bool inText = false, inPhonetic = false;
    while (part.next()) {
        if (part.starts("rPh"))
            inPhonetic = true;
        if (part.ends("rPh"))
            inPhonetic = false;
        if (part.starts("t"))
            inText = true;
        if (inText && !inPhonetic)
            current += part.text();
        if (part.ends("t"))
            inText = false;
        if (part.ends("si")) {
            strings.push_back(std::move(current));
            current.clear();
        }
    }
    return !part.broken();
}

/// "AB12" gives 27; nothing for what is no reference or too far right.
std::optional<std::size_t> columnOf(const std::string &reference) {
    std::size_t column = 0, letters = 0;
    for (const char c : reference) {
        if (c < 'A' || c > 'Z')
            break;
        column = column * 26 + static_cast<std::size_t>(c - 'A' + 1);
        if (++letters > 3)
            return std::nullopt;
    }
    return letters == 0 || column > MostColumns ? std::nullopt : std::optional(column - 1);
}

/// Collects the rows of a sheet part.
class Sheet {
public:
    explicit Sheet(const std::vector<std::string> &strings) : m_strings(strings) {}

    /// An empty answer when all went well.
    std::string read(const std::string &xml) {
        Part part(xml);
        while (part.next()) {
            if (part.starts("row"))
                startRow(part.attribute("r"));
            if (part.starts("c"))
                startCell(part);
            if (part.starts("v") || part.starts("t"))
                m_inValue = true;
            if (m_inValue)
                m_value += part.text();
            if (part.ends("v") || part.ends("t"))
                m_inValue = false;
            if (part.ends("c"))
                endCell();
            if (part.ends("row") && !endRow())
                return "it has more than " + std::to_string(MostRows) + " rows";
        }
        return part.broken() ? "its worksheet is no well-formed XML" : "";
    }

    std::vector<CsvRow> rows;

private:
    void startRow(const std::string &number) {
        const long n = std::strtol(number.c_str(), nullptr, 10);
        m_row = {};
        m_row.line = n > 0 && n <= 1'048'576 ? static_cast<int>(n) : m_lastLine + 1;
        m_lastLine = m_row.line;
    }
    void startCell(const Part &part) {
        m_type = part.attribute("t");
        const std::string reference = part.attribute("r");
        m_column = reference.empty() ? std::optional(m_row.fields.size()) : columnOf(reference);
        m_value.clear();
    }
    void endCell() {
        if (!m_column || *m_column >= MostColumns)
            return;
        if (m_type == "s") {
            const std::size_t index = std::strtoul(m_value.c_str(), nullptr, 10);
            m_value = !m_value.empty() && index < m_strings.size() ? m_strings[index] : std::string();
        }
        if (m_value.empty())
            return;
        if (m_row.fields.size() <= *m_column)
            m_row.fields.resize(*m_column + 1);
        m_row.fields[*m_column] = m_value;
    }
    bool endRow() {
        if (!m_row.fields.empty())
            rows.push_back(std::move(m_row));
        m_row = {};
        return rows.size() <= MostRows;
    }

    const std::vector<std::string> &m_strings;
    CsvRow m_row;
    int m_lastLine = 0;
    std::string m_type, m_value;
    std::optional<std::size_t> m_column;
    bool m_inValue = false;
};

} // namespace

CsvTable readWorkbook(std::string_view bytes, const std::string &fileName) {
    CsvTable table;
    const auto fail = [&](const std::string &why) {
        table.errors.push_back({ErrorKind::Usage, "reading the workbook", fileName, why,
                                "save it again as .xlsx, or export it as CSV"});
        return table;
    };
    std::string why;
    const std::optional<Parts> parts = unpack(bytes, why);
    if (!parts)
        return fail(why);
    std::vector<std::string> strings;
    if (!readStrings(parts->strings, strings))
        return fail("its texts are no well-formed XML");
    Sheet sheet(strings);
    if (const std::string broken = sheet.read(parts->sheet); !broken.empty())
        return fail(broken);
    if (sheet.rows.empty())
        return fail("its first worksheet is empty");
    table.header = sheet.rows.front().fields;
    table.headerLine = sheet.rows.front().line;
    for (std::size_t i = 1; i < sheet.rows.size(); ++i) {
        sheet.rows[i].fields.resize(table.header.size());
        table.rows.push_back(std::move(sheet.rows[i]));
    }
    return table;
}

} // namespace guiyi
