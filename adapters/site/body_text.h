// The text of a body while it is written: a line a paragraph, the cells of a row joined by tabs.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace guiyi::site {

class BodyText {
public:
    /// Room for so many bytes.
    void reserve(std::size_t bytes) { m_text.reserve(bytes); }
    /// More of the current line.
    void append(std::string_view text) { m_text += text; }
    /// What was appended since the last count().
    std::string_view added() const { return std::string_view(m_text).substr(m_counted); }
    /// Says of what was added how many visible characters it has and whether it stands in a link.
    void count(std::size_t visible, bool inLink, bool inFileLink);
    bool lineIsEmpty() const { return m_text.size() == m_begin; }
    /// Ends the line; inside a data table it is a line of the cell.
    void endLine(bool inTable);
    void beginRow() { m_row.clear(); }
    /// Ends the cell's last line too.
    void endCell();
    void endRow();
    /// Without lines that are only links to files, and without the trailing lines that are only links or
    /// announce them. Nothing may follow it.
    std::string finish();

private:
    /// What tells lines of links from others.
    struct Measures {
        std::size_t linkCharacters = 0;
        std::size_t characters = 0;
        bool fileLink = false;

        void add(const Measures &more);
    };
    struct Line {
        std::size_t begin, end; ///< in m_text
        Measures measures;
        std::size_t plain; ///< in m_plains: what stands outside links, for labels
    };
    struct CellLine {
        std::string text;
        Measures measures;
    };

    std::string_view textOf(const Line &line) const {
        return std::string_view(m_text).substr(line.begin, line.end - line.begin);
    }
    bool isOnlyLinks(const Line &line) const;
    void keep(const Measures &measures, std::string_view plain);
    void beginLine();

    std::string m_text;        ///< the lines, each with its end, then the current one
    std::size_t m_begin = 0;   ///< of the current line
    std::size_t m_counted = 0; ///< so far count() has come
    Measures m_measures;       ///< of the current line
    bool m_hasLink = false;    ///< as to the current line: m_plain is its plain text
    std::string m_plain;
    std::vector<Line> m_lines;
    std::vector<std::string> m_plains; ///< of lines with links
    std::vector<CellLine> m_cellLines;
    std::vector<std::string> m_row;
    Measures m_rowMeasures;
};

/// True for lines that only announce files or links: 附件：, 附件下载, 相关链接. Blanks count for nothing.
bool isFileLabel(std::string_view line);

} // namespace guiyi::site
