#include "adapters/site/body_text.h"

#include "schema/base/text.h"

#include <algorithm>
#include <array>

namespace guiyi::site {

void BodyText::add(std::string_view text, std::size_t visible, bool inLink, bool inFileLink) {
    m_line.text += text;
    m_line.characters += visible;
    if (inLink) {
        m_line.linkCharacters += visible;
        m_line.fileLink = m_line.fileLink || inFileLink;
    } else {
        m_line.plain += text;
    }
}

void BodyText::endLine(bool inTable) {
    const std::string_view trimmed = text::trim(m_line.text);
    if (trimmed.size() < m_line.text.size())
        m_line.text = std::string(trimmed);
    if (!m_line.text.empty())
        (inTable ? m_cellLines : m_lines).push_back(std::move(m_line));
    m_line = {};
}

void BodyText::endCell() {
    endLine(true);
    std::string cell;
    for (const TextLine &line : m_cellLines) {
        cell += cell.empty() ? "" : " ";
        cell += line.text;
        m_rowLine.characters += line.characters;
        m_rowLine.linkCharacters += line.linkCharacters;
        m_rowLine.fileLink = m_rowLine.fileLink || line.fileLink;
    }
    m_cellLines.clear();
    m_row.push_back(std::move(cell));
}

void BodyText::endRow() {
    m_rowLine.text = text::join(m_row, "\t");
    if (text::visibleLength(m_rowLine.text) > 0)
        m_lines.push_back(m_rowLine);
    m_rowLine = {};
    m_row.clear();
}

std::string BodyText::finish() const {
    const auto onlyLinks = [](const TextLine &line) {
        return line.linkCharacters > 0 &&
               (line.linkCharacters == line.characters || isFileLabel(text::squash(line.plain)));
    };
    std::vector<const TextLine *> kept;
    for (const TextLine &line : m_lines) {
        if (!(onlyLinks(line) && line.fileLink))
            kept.push_back(&line);
    }
    while (!kept.empty() && (onlyLinks(*kept.back()) || (kept.back()->linkCharacters == 0 &&
                                                         isFileLabel(text::squash(kept.back()->text)))))
        kept.pop_back();
    std::string text;
    std::size_t size = 0;
    for (const TextLine *line : kept)
        size += line->text.size() + 1;
    text.reserve(size);
    for (const TextLine *line : kept) {
        if (!text.empty())
            text += '\n';
        text += line->text;
    }
    return text;
}

bool isFileLabel(std::string_view squashed) {
    static constexpr std::u32string_view Marks = U":：【】[]（）()、.．*●·>＞";
    constexpr std::size_t LongestLabel = std::string_view("附件点击下载").size();
    // A line of digits alone is content (the end of a table); only punctuation announces nothing.
    std::string letters;
    bool digits = false;
    for (std::size_t at = 0; at < squashed.size();) {
        const std::size_t begin = at;
        const char32_t c = text::next(squashed, at);
        if (c >= '0' && c <= '9')
            digits = true;
        else if (Marks.find(c) == Marks.npos)
            letters.append(squashed, begin, at - begin);
        if (letters.size() > LongestLabel)
            return false;
    }
    if (letters.empty() && digits)
        return false;
    static constexpr std::array<std::string_view, 22> Labels = {
        "",         "附件",     "附件下载", "附",       "下载",     "点击下载", "附件点击下载", "相关附件",
        "相关链接", "相关文件", "相关文档", "文件下载", "附表",     "附图",     "下载附件",     "点击查看",
        "链接",     "附件链接", "相关解读", "解读",     "原文链接", "延伸阅读"};
    return std::find(Labels.begin(), Labels.end(), letters) != Labels.end();
}

} // namespace guiyi::site
