// Page bytes to valid UTF-8: which encoding, and the text.
#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <optional>
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
    std::string evidence;      ///< "bom", "utf-8 valid", "meta gb2312", "header gbk", "site", "statistics",
                               ///< "ascii", "label", "utf-8 twice" (a double encoding was undone)
    std::size_t malformed = 0; ///< malformed byte sequences; each stands in the text as one U+FFFD
    std::size_t firstMalformedOffset = 0; ///< of the first one in the bytes, when there is any
    std::size_t mixedRuns = 0;  ///< runs that were text in the other encoding and were decoded as that
    bool declaredWrong = false; ///< the page (or its header) declares another encoding than its bytes have
    std::string declared; ///< WHATWG name of what the page declares; empty when it declares nothing known
};

/// The WHATWG name of an encoding label ("gb2312" -> "gb18030": here the GB family is one); empty when
/// unknown.
std::string_view encodingOf(std::string_view label);

/// What the page declares of itself: WHATWG HTML 13.2.3.2, "prescan a byte stream to determine its encoding",
/// without its limit of 1024 bytes. Empty when nothing known is declared.
std::string declaredEncoding(std::string_view bytes);

/// Decodes a page in the encoding its bytes speak for; a wrong declaration is overruled.
Decoded decodeHtml(std::string_view bytes, const DecodeHints &hints = {});

/// What all pages of a site together speak for. Short pages deceive; a site's pages hardly ever differ. Feed
/// it every page, in any order, and give encoding() as DecodeHints::siteEncoding. Keeps counts only.
class SiteEncoding {
public:
    void add(std::string_view bytes);
    /// What most pages are: utf-8 (strictly valid), or what the bytes of the others together look like,
    /// gb18030 or big5. When they look like neither, what most of them declare or, undeclared, uchardet takes
    /// them for. Empty while nothing but undeclared ASCII was seen.
    std::string encoding() const;

private:
    std::map<std::string, std::size_t, std::less<>> m_named; ///< pages by declared or guessed encoding
    std::size_t m_utf8Pages = 0;
    std::size_t m_otherPages = 0;
    std::size_t m_gbPairs = 0;
    std::size_t m_gbCommon = 0;
    std::size_t m_gbMalformed = 0;
    std::size_t m_big5Pairs = 0;
    std::size_t m_big5Common = 0;
    std::size_t m_big5Malformed = 0;
};

/// Text that was decoded wrongly once and saved as UTF-8 ("涓浗" for UTF-8 read as GBK, "ÖÐ¹ú" for GBK read
/// as Latin-1): what it was, when the way back is exact and ends in Chinese; nothing otherwise.
std::optional<std::string> repairDoubleEncoding(std::string_view text);

/// Decodes in the encoding of `label`, whatever the bytes say; an unknown label counts as windows-1252.
Decoded decodeAs(std::string_view bytes, std::string_view label);

} // namespace guiyi::html
