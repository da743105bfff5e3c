// The text of a body while it is written: a line a paragraph, the cells of a row joined by tabs.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace guiyi::site {

/// A line of the text with what tells lines of links from others.
struct TextLine {
    std::string text;
    std::size_t linkCharacters = 0;
    std::size_t characters = 0;
    bool fileLink = false;
    std::string plain; ///< what stands outside links, for labels
};

class BodyText {
public:
    /// More of the current line; `visible` are its visible characters.
    void add(std::string_view text, std::size_t visible, bool inLink, bool inFileLink);
    bool lineIsEmpty() const { return m_line.text.empty(); }
    /// Ends the line; inside a data table it is a line of the cell.
    void endLine(bool inTable);
    void beginRow() { m_row.clear(); }
    /// Ends the cell's last line too.
    void endCell();
    void endRow();
    /// Without lines that are only links to files, and without the trailing lines that are only links or
    /// announce them.
    std::string finish() const;

private:
    std::vector<TextLine> m_lines, m_cellLines;
    std::vector<std::string> m_row;
    TextLine m_line, m_rowLine;
};

/// True for lines that only announce files or links: 附件：, 附件下载, 相关链接.
bool isFileLabel(std::string_view squashed);

} // namespace guiyi::site
