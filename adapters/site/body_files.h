// The pictures, films and attachments of a body while it is written.
#pragma once

#include "adapters/markup/media.h"
#include "adapters/site/body_writer.h"

namespace guiyi::site {

/// Gives the markup for what a reader sees or opens, and lists its files and links in the body. Lives as long
/// as the writing of one body.
class BodyFiles {
public:
    BodyFiles(const PageLinks &links, const BodyOptions &options, WrittenBody &body)
        : m_links(links), m_options(options), m_body(body) {}

    /// Empty for icons, spacers, pictures of the layout and those without an address.
    std::string image(html::Node node);
    /// What a video, audio, embed, object or iframe plays, or a link to a known service's player; empty when
    /// it is neither.
    std::string player(html::Node node);
    /// The films and sounds a script names, and the pictures of the series it shows.
    std::string shownBy(std::string_view script);
    /// Lists a document that an iframe, embed or object shows; false when it shows none.
    bool document(html::Node node);
    /// A link to a document or picture becomes an attachment; false for links to pages.
    bool attach(std::string_view href, std::string name);

    /// True when a link leads to a document or picture instead of a page.
    bool leadsToFile(std::string_view href) const;
    /// True for pictures that many pages of the site show.
    bool isLayout(html::Node image) const;

private:
    std::string series(std::string_view script);
    bool isListed(const Url &url) const;
    std::string inlinePicture(html::Node node, std::string_view source);
    std::string medium(const markup::Media &media, std::string_view name);
    void noteSources(std::string_view srcset);
    void add(FileRole role, std::string_view href, const Url &url, std::string name);
    void note(std::string_view href, const Url &url, const char *foundIn = "attr");

    const PageLinks &m_links;
    const BodyOptions &m_options;
    WrittenBody &m_body;
};

} // namespace guiyi::site
