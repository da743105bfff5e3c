#include "adapters/site/body_noise.h"

#include "schema/base/text.h"

#include <algorithm>

namespace guiyi::site {

using html::Tag;

bool BodyNoise::isTool(std::int32_t i) const {
    const PageItem &item = m_view[i];
    const std::size_t length = item.text + item.linkText;
    // Both kinds are links for half at least: the text of other blocks need not be looked at.
    if (length == 0 || length > 400 || item.linkText * 2 < length || !isBlockTag(item.node.tag()))
        return false;
    const std::string squashed = text::squash(m_view.text(i));
    const bool shortTool =
        length <= 30 &&
        std::any_of(m_knowledge.noiseWords.begin(), m_knowledge.noiseWords.end(),
                    [&](const std::string &word) { return text::startsWith(squashed, text::squash(word)); });
    if (shortTool)
        return true;
    // "上一篇：…" and lists of related articles are mostly links.
    return item.linkText * 3 >= length * 2 &&
           std::any_of(m_knowledge.trailerWords.begin(), m_knowledge.trailerWords.end(),
                       [&](const std::string &word) {
                           return word != "相关链接" && text::startsWith(squashed, word) &&
                                  squashed.size() > word.size();
                       });
}

/// A menu, a footer, a line of tools: every text repeats on the site, or there are only links to pages.
bool BodyNoise::isChromeBlock(std::int32_t i) const {
    const PageItem &item = m_view[i];
    const Tag tag = item.node.tag();
    if (item.fresh > 0 || item.text + item.linkText == 0 || !isBlockTag(tag) || tag == Tag::Tr ||
        tag == Tag::Td || tag == Tag::Th)
        return false;
    int links = 0;
    bool repeated = true;
    for (std::int32_t j = i; j < item.end; ++j) {
        const html::Node node = m_view[j].node;
        if (node.isText()) {
            repeated = repeated && (!m_view[j].inLink || text::visibleLength(node.text()) == 0 ||
                                    m_chrome->contains(textHash(node.text())));
        } else if (m_view.isTag(j, Tag::A)) {
            ++links;
            if (m_files.leadsToFile(node.attribute("href")))
                return false;
        } else if (m_view.isTag(j, Tag::Img) && !m_files.isLayout(node)) {
            return false;
        }
    }
    constexpr int LinksOfMenu = 4;
    return repeated || links >= LinksOfMenu;
}

bool BodyNoise::endsBody(std::int32_t i, std::int32_t end) const {
    const PageItem &item = m_view[i];
    if (item.text == 0 || item.text > 12 || item.linkText > 0 || !isBlockTag(item.node.tag()))
        return false;
    const std::string squashed = text::squash(m_view.text(i));
    const auto &headings = m_knowledge.relatedHeadings;
    if (std::none_of(headings.begin(), headings.end(), [&](const std::string &word) {
            return text::startsWith(squashed, word) && item.text <= text::visibleLength(word) + 2;
        }))
        return false;
    std::uint32_t plain = 0, linked = 0;
    for (std::int32_t j = i; j < end; ++j) {
        if (m_view[j].node.isText()) {
            plain += m_view[j].text;
            linked += m_view[j].linkText;
        } else if (m_view.isTag(j, Tag::A) && m_files.leadsToFile(m_view[j].node.attribute("href"))) {
            return false; // attachments are never given up
        }
    }
    // Rows of related articles show a date beside each link.
    return linked * 2 > plain;
}

} // namespace guiyi::site
