// What stands inside a body's element without belonging to the body.
#pragma once

#include "adapters/site/body_files.h"
#include "adapters/site/knowledge.h"
#include "adapters/site/page_view.h"

namespace guiyi::site {

/// Lives as long as the writing of one body.
class BodyNoise {
public:
    /// `chrome` may be null: then no block is taken for a part of the site's frame.
    BodyNoise(const PageView &view, const Knowledge &knowledge, const BodyFiles &files,
              const ChromeTexts *chrome)
        : m_view(view), m_knowledge(knowledge), m_files(files), m_chrome(chrome) {}

    /// Blocks between title and end that are tools of the page (print, share, previous and next), and where
    /// nothing marks the body, menus and footers.
    bool isNoise(std::int32_t i) const { return isTool(i) || (m_chrome != nullptr && isChromeBlock(i)); }
    /// True where a heading like 相关文章 begins a tail of links that runs to the end of the container: pages
    /// with unclosed elements keep it inside the body.
    bool endsBody(std::int32_t i, std::int32_t end) const;

private:
    bool isTool(std::int32_t i) const;
    bool isChromeBlock(std::int32_t i) const;

    const PageView &m_view;
    const Knowledge &m_knowledge;
    const BodyFiles &m_files;
    const ChromeTexts *m_chrome;
};

} // namespace guiyi::site
