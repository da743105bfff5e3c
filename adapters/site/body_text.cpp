#include "adapters/site/body_text.h"

#include "schema/base/text.h"

#include <algorithm>
#include <array>

namespace guiyi::site {

void BodyText::Measures::add(const Measures &more) {
    characters += more.characters;
    linkCharacters += more.linkCharacters;
    fileLink = fileLink || more.fileLink;
}

void BodyText::count(std::size_t visible, bool inLink, bool inFileLink) {
    m_measures.characters += visible;
    if (inLink) {
        m_measures.linkCharacters += visible;
        m_measures.fileLink = m_measures.fileLink || inFileLink;
        if (!m_hasLink)
            m_plain.assign(m_text, m_begin, m_counted - m_begin);
        m_hasLink = true;
    } else if (m_hasLink) {
        m_plain += added();
    }
    m_counted = m_text.size();
}

void BodyText::beginLine() {
    m_begin = m_counted = m_text.size();
    m_measures = {};
    m_hasLink = false;
    m_plain.clear();
}

/// Makes a line of what stands in m_text behind the others.
void BodyText::keep(const Measures &measures, std::string_view plain) {
    m_lines.push_back({m_begin, m_text.size(), measures, m_plains.size()});
    if (measures.linkCharacters > 0)
        m_plains.emplace_back(plain);
    m_text += '\n';
}

void BodyText::endLine(bool inTable) {
    const std::string_view line = std::string_view(m_text).substr(m_begin);
    const std::string_view trimmed = text::trim(line);
    if (inTable || trimmed.empty()) {
        if (!trimmed.empty())
            m_cellLines.push_back({std::string(trimmed), m_measures});
        m_text.resize(m_begin);
    } else {
        const auto blanks = static_cast<std::size_t>(trimmed.data() - line.data());
        m_text.resize(m_begin + blanks + trimmed.size());
        if (blanks > 0)
            m_text.erase(m_begin, blanks);
        keep(m_measures, m_plain);
    }
    beginLine();
}

void BodyText::endCell() {
    endLine(true);
    std::string cell;
    for (const CellLine &line : m_cellLines) {
        cell += cell.empty() ? "" : " ";
        cell += line.text;
        m_rowMeasures.add(line.measures);
    }
    m_cellLines.clear();
    m_row.push_back(std::move(cell));
}

void BodyText::endRow() {
    const std::string row = text::join(m_row, "\t");
    if (text::visibleLength(row) > 0) {
        m_text += row;
        keep(m_rowMeasures, {});
        beginLine();
    }
    m_rowMeasures = {};
    m_row.clear();
}

bool BodyText::isOnlyLinks(const Line &line) const {
    const Measures &of = line.measures;
    return of.linkCharacters > 0 && (of.linkCharacters == of.characters || isFileLabel(m_plains[line.plain]));
}

std::string BodyText::finish() {
    std::vector<const Line *> kept;
    kept.reserve(m_lines.size());
    for (const Line &line : m_lines) {
        if (!(line.measures.fileLink && isOnlyLinks(line)))
            kept.push_back(&line);
    }
    while (!kept.empty() && (isOnlyLinks(*kept.back()) || (kept.back()->measures.linkCharacters == 0 &&
                                                           isFileLabel(textOf(*kept.back())))))
        kept.pop_back();
    if (kept.empty())
        return {};
    if (kept.back() == &m_lines[kept.size() - 1]) { // none is left out before it
        m_text.resize(kept.back()->end);
        return std::move(m_text);
    }
    std::string text;
    text.reserve(m_text.size());
    for (const Line *line : kept) {
        if (!text.empty())
            text += '\n';
        text += textOf(*line);
    }
    return text;
}

bool isFileLabel(std::string_view line) {
    static constexpr std::u32string_view Marks = U":：【】[]（）()、.．*●·>＞";
    constexpr std::size_t LongestLabel = std::string_view("附件点击下载").size();
    // A line of digits alone is content (the end of a table); only punctuation announces nothing.
    std::string letters;
    bool digits = false;
    for (std::size_t at = 0; at < line.size();) {
        const std::size_t begin = at;
        const char32_t c = text::next(line, at);
        if (c >= '0' && c <= '9')
            digits = true;
        else if (!text::isBlank(c) && Marks.find(c) == Marks.npos)
            letters.append(line, begin, at - begin);
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
