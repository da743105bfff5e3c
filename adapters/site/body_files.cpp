#include "adapters/site/body_files.h"

#include "adapters/mirror/sniff.h"
#include "schema/base/sha256.h"
#include "schema/base/text.h"
#include "schema/url/escape.h"

#include <algorithm>

namespace guiyi::site {

using html::Tag;

namespace {

constexpr int IconSize = 20; // pixels

bool isWeb(std::string_view href) {
    const HrefForm form = formOf(href);
    return form == HrefForm::Http || form == HrefForm::Relative;
}

std::string pictureHtml(const std::string &address, html::Node node) {
    return "<img src=\"" + text::escapeHtml(address) + "\" alt=\"" +
           text::escapeHtml(text::collapse(node.attribute("alt"))) + "\">";
}

/// The document behind the address of a viewer ("/pdfjs/viewer.html?file=/a.pdf"); other addresses as they
/// are.
std::string shownDocument(std::string_view href) {
    const std::size_t mark = href.find('?');
    if (mark == std::string_view::npos || !text::contains(text::lower(href.substr(0, mark)), ".htm"))
        return std::string(href);
    for (const std::string &pair : text::split(href.substr(mark + 1), '&')) {
        std::string value = percentDecode(std::string_view(pair).substr(pair.find('=') + 1));
        if (value.find('/') != std::string::npos && mirror::namesDocument(value))
            return value;
    }
    return std::string(href);
}

} // namespace

std::string BodyFiles::image(html::Node node) {
    const std::string_view source = markup::imageSource(node);
    if (markup::isIcon(node, IconSize) || markup::noscriptImage(node))
        return {};
    if (formOf(source) == HrefForm::Data)
        return inlinePicture(node, source);
    const auto url = text::trim(source).empty() ? std::nullopt : m_links.resolve(source);
    if (!url || (m_options.chromeImages != nullptr && m_options.chromeImages->contains(hashOf(url->text()))))
        return {};
    note(source, *url);
    noteSources(node.attribute("srcset"));
    add(FileRole::Image, source, *url, text::collapse(node.attribute("alt")));
    return pictureHtml(url->text(), node);
}

/// A picture written into the page becomes a file of its own, named by its content.
std::string BodyFiles::inlinePicture(html::Node node, std::string_view source) {
    if (!m_options.keepInlineImages)
        return {};
    std::optional<markup::InlineImage> picture = markup::inlineImage(source);
    if (!picture)
        return {};
    FileReference file;
    file.role = FileRole::Image;
    file.sha256 = sha256Hex(picture->bytes);
    file.href = "data:" + picture->mediaType + ";sha256," + file.sha256;
    constexpr std::size_t NameLength = 16;
    file.url = m_links.page()
                   .withTarget("/inline-image/" + file.sha256.substr(0, NameLength) + "." +
                               std::string(picture->ending))
                   .text();
    file.name = text::collapse(node.attribute("alt"));
    file.bytes = static_cast<std::int64_t>(picture->bytes.size());
    file.mediaType = picture->mediaType;
    file.status = FileStatus::Ok;
    const bool fresh = std::none_of(m_body.files.begin(), m_body.files.end(),
                                    [&](const FileReference &known) { return known.url == file.url; });
    std::string html = pictureHtml(file.url, node);
    if (fresh) {
        m_body.inlineImages.push_back({file.url, file.sha256, file.mediaType, std::move(picture->bytes)});
        m_body.files.push_back(std::move(file));
    }
    return html;
}

std::string BodyFiles::medium(const markup::Media &media, std::string_view name) {
    const auto url =
        media.element.empty() || !isWeb(media.source) ? std::nullopt : m_links.resolve(media.source);
    if (!url)
        return {};
    note(media.source, *url);
    add(FileRole::Attachment, media.source, *url, text::collapse(name));
    return markup::mediaHtml(media, url->text());
}

std::string BodyFiles::player(html::Node node) {
    const std::string_view name = node.attribute("title");
    if (std::string played = medium(markup::mediaOf(node), name); !played.empty())
        return played;
    const std::string_view address = markup::playerAddress(node);
    const auto url = address.empty() ? std::nullopt : m_links.resolve(address);
    if (!url)
        return {};
    note(address, *url);
    return markup::playerHtml(url->text(), text::collapse(name));
}

bool BodyFiles::isListed(const Url &url) const {
    return std::any_of(m_body.files.begin(), m_body.files.end(),
                       [&](const FileReference &f) { return f.url == url.text(); });
}

std::string BodyFiles::shownBy(std::string_view script) {
    std::string html;
    for (const markup::Media &media : markup::mediaInScript(script)) {
        const auto url = m_links.resolve(media.source);
        if (url && !isListed(*url))
            html += medium(media, {});
    }
    return html + series(script);
}

/// Two own pictures or more that the source has and that are no part of the layout.
std::string BodyFiles::series(std::string_view script) {
    std::vector<std::pair<markup::ScriptPicture, Url>> shown;
    for (markup::ScriptPicture &picture : markup::picturesInScript(script)) {
        const auto url = m_links.own(picture.source);
        const bool layout =
            url && m_options.chromeImages != nullptr && m_options.chromeImages->contains(hashOf(url->text()));
        if (url && !layout && !isListed(*url) && m_links.site().kindOf(*url) == TargetKind::Image)
            shown.emplace_back(std::move(picture), *url);
    }
    std::string html;
    if (shown.size() < 2)
        return html;
    for (const auto &[picture, url] : shown) {
        note(picture.source, url);
        add(FileRole::Image, picture.source, url, picture.caption);
        html += "<img src=\"" + text::escapeHtml(url.text()) + "\" alt=\"" +
                text::escapeHtml(picture.caption) + "\"><br>" + text::escapeHtml(picture.caption) +
                (picture.caption.empty() ? "" : "<br>");
    }
    return html;
}

bool BodyFiles::document(html::Node node) {
    for (const std::string_view key :
         {std::string_view("src"), std::string_view("data"), std::string_view("pdfsrc")}) {
        const std::string href = shownDocument(node.attribute(key));
        const auto url = href.empty() || !mirror::namesDocument(href) ? std::nullopt : m_links.resolve(href);
        if (!url)
            continue;
        add(FileRole::Attachment, href, *url, text::collapse(node.attribute("title")));
        return true;
    }
    return false;
}

bool BodyFiles::attach(std::string_view href, std::string name) {
    const auto url = m_links.resolve(href);
    if (!url || !leadsToFile(href))
        return false;
    add(FileRole::Attachment, href, *url, std::move(name));
    return true;
}

bool BodyFiles::leadsToFile(std::string_view href) const {
    const auto url = m_links.resolve(href);
    if (!url)
        return false;
    const auto own = m_links.site().own(*url);
    const TargetKind kind = own ? m_links.site().kindOf(*own) : TargetKind::Foreign;
    return kind == TargetKind::Document || kind == TargetKind::Image || kind == TargetKind::MissingDocument ||
           kind == TargetKind::MissingImage ||
           (kind == TargetKind::Foreign && mirror::namesDocument(url->target()));
}

bool BodyFiles::isLayout(html::Node image) const {
    const auto url = m_links.resolve(markup::imageSource(image));
    return !url ||
           (m_options.chromeImages != nullptr && m_options.chromeImages->contains(hashOf(url->text())));
}

void BodyFiles::noteSources(std::string_view srcset) {
    for (const std::string &candidate : text::split(srcset, ',')) {
        const std::string_view trimmed = text::trim(candidate);
        const std::string href(trimmed.substr(0, trimmed.find(' ')));
        if (href.empty())
            continue;
        if (const auto url = m_links.resolve(href))
            note(href, *url, "srcset");
    }
}

void BodyFiles::add(FileRole role, std::string_view href, const Url &url, std::string name) {
    FileReference f;
    f.role = role;
    f.href = std::string(href);
    f.url = url.text();
    f.name = std::move(name);
    f.status = m_links.site().own(url) ? FileStatus::Missing : FileStatus::External;
    for (FileReference &known : m_body.files) {
        if (known.url == f.url && known.role == f.role) {
            if (known.name.empty())
                known.name = f.name;
            return;
        }
    }
    m_body.files.push_back(std::move(f));
}

void BodyFiles::note(std::string_view href, const Url &url, const char *foundIn) {
    m_body.links.push_back({m_links.page().text(), std::string(href), url.text(), foundIn});
}

} // namespace guiyi::site
