// Page bytes to valid UTF-8: which encoding, and the text.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace guiyi::html {

/// What is known about a page besides its bytes.
struct DecodeHints {
    std::string headerCharset; ///< charset of the HTTP Content-Type; empty when unknown
    std::string siteEncoding;  ///< what the site's other pages are (SiteEncoding); empty when unknown
};

/// A page as text. `text` is always valid UTF-8, whatever the bytes were.
struct Decoded {
    std::string text;
    std::string encoding;      ///< WHATWG name: utf-8, gb18030, big5, utf-16le, windows-1252 ...
    std::string evidence;      ///< "bom", "utf-8 valid", "meta gb2312", "header gbk", "site", "statistics", "label"
    std::size_t malformed = 0; ///< malformed byte sequences; each stands in the text as one U+FFFD
    std::size_t firstMalformedOffset = 0; ///< of the first one in the bytes, when there is any
    std::size_t mixedRuns = 0; ///< runs that were text in the other encoding and were decoded as that
    bool declaredWrong = false; ///< the page (or its header) declares another encoding than its bytes have
    std::string declared;      ///< WHATWG name of what the page declares; empty when it declares nothing known
};

/// The WHATWG name of an encoding label ("gb2312" -> "gb18030": here the GB family is one); empty when unknown.
std::string_view encodingOf(std::string_view label);

/// What the page declares of itself: WHATWG HTML 13.2.3.2, "prescan a byte stream to determine its encoding",
/// without its limit of 1024 bytes. Empty when nothing known is declared.
std::string declaredEncoding(std::string_view bytes);

/// Decodes a page in the encoding its bytes speak for; a wrong declaration is overruled.
Decoded decodeHtml(std::string_view bytes, const DecodeHints &hints = {});

/// Decodes in the encoding of `label`, whatever the bytes say; an unknown label counts as windows-1252.
Decoded decodeAs(std::string_view bytes, std::string_view label);

} // namespace guiyi::html
