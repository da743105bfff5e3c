// Finds every address of a page in one pass: the tokenizer of the WHATWG as far as addresses need it.
#pragma once

#include "mappings/urlmap/page_index.h"
#include "mappings/urlmap/syntax.h"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace guiyi::mapping {

enum class FoundIn { Attribute, SourceSet, Css, Script, Meta, Text };
/// attr|srcset|css|script|meta|text
std::string_view toText(FoundIn where);

/// One address of a page.
struct FoundAddress {
    std::size_t begin = 0, end = 0; ///< bytes of the value in the input, without quotes
    Syntax syntax = Syntax::Attribute;
    FoundIn where = FoundIn::Attribute;
    /// The value is the address and nothing else. Not so: part of a longer script literal, or of an
    /// expression
    /// ("http://a.cn/x?id=" + n): to be reported, never rewritten.
    bool exact = true;
    std::string_view element, attribute; ///< lower case; empty in running text. Valid during the call.
    bool bare = false; ///< the name of a host in running text without a scheme (nextBareHost)
};

/// Receives what is found, in order of the page.
class AddressSink {
public:
    AddressSink() = default;
    AddressSink(const AddressSink &) = delete;
    AddressSink &operator=(const AddressSink &) = delete;
    virtual ~AddressSink() = default;

    virtual void address(const FoundAddress &found) = 0;
    /// The href of <base>: resolves the links after it, is no link itself.
    virtual void base(const FoundAddress &found) = 0;
    /// Told by walks that look at everything, where markup begins that stands in no other: the walk goes on
    /// at the place that is returned, `at` or a later one of the same kind.
    virtual std::size_t behindKnown(std::size_t at) { return at; }
};

/// What is looked at: attributes that carry addresses (carriers.h), srcset, meta refresh and meta addresses,
/// players' <param>, jump menus' <option>, style attributes and <style>, string literals of scripts, event
/// handlers and javascript: addresses that are an absolute address or what the browser is sent to (location =
/// "…", window.open("…")), JSON in attributes, addresses and names of hosts in running text. Markup inside
/// list data (CDATA), templates and conditional comments (VML) is walked; other comments are left alone.
class AddressWalk {
public:
    AddressWalk(std::string_view input, AddressSink &sink) : AddressWalk(input, sink, &m_own) {}
    /// The same with an index to read the page into, which keeps its room from page to page.
    AddressWalk(std::string_view input, AddressSink &sink, PageIndex *room)
        : m_input(input), m_sink(sink), m_room(room) {}
    /// Looks only at values, literals and text with a mark in them, and ends at the last mark: all that a
    /// change of hosts is about, at many times the speed. `marked` is the index of `input` and must outlive
    /// the walk.
    AddressWalk(std::string_view input, AddressSink &sink, const PageIndex &marked)
        : m_input(input), m_sink(sink), m_marked(&marked) {}

    void html();
    void css(std::size_t begin, std::size_t end, Syntax syntax);

private:
    struct Attribute {
        std::string_view name; ///< as written
        std::size_t begin = 0, end = 0;
    };

    std::string_view rest(std::size_t from) const { return m_input.substr(std::min(from, m_input.size())); }
    std::string_view slice(std::size_t begin, std::size_t end) const {
        return m_input.substr(begin, end - begin);
    }
    std::size_t find(std::string_view needle, std::size_t from) const;

    void skip();
    std::size_t plainTag(std::size_t lt, PageIndex::Plane breaks);
    std::size_t oddMarkup(PageIndex::Plane opens, std::size_t at) const;
    bool mayBePlain(std::size_t lt) const;
    std::size_t behindGreater(std::size_t from) const;
    void markup();
    void tag();
    std::size_t nameEnd(std::size_t i) const;
    enum class Step { Attribute, TagEnd, InputEnd };
    Step nextAttribute(std::size_t &i, Attribute &a) const;
    bool readAttributes(std::size_t &i);
    bool wanted(std::size_t begin, std::size_t end);
    std::string_view valueOf(std::string_view name) const;
    void attribute(const Attribute &a);
    void loose(const Attribute &a);
    void value(const Attribute &a);
    void several(std::size_t begin, std::size_t end);
    void sourceSet(std::size_t begin, std::size_t end);
    void meta(std::size_t begin, std::size_t end);
    bool playerParameter() const;
    void content();
    std::size_t closing(const std::string &endTag) const;

    std::size_t quoteAt(std::size_t i, std::size_t end, Syntax syntax, char &quote) const;
    void script(std::size_t begin, std::size_t end, Syntax syntax);
    std::size_t literal(std::size_t scriptBegin, std::size_t opening, std::size_t first, std::size_t end,
                        Syntax syntax, char quote);
    bool navigates(std::size_t scriptBegin, std::size_t opening) const;
    bool isPartOfExpression(std::size_t scriptBegin, std::size_t opening, std::size_t after,
                            std::size_t end) const;

    void inText(std::size_t begin, std::size_t end, FoundIn where, Syntax syntax);
    void bareHosts(std::size_t begin, std::size_t end);
    void found(std::size_t begin, std::size_t end, Syntax syntax, FoundIn where, bool exact = true);

    const std::string_view m_input;
    AddressSink &m_sink;
    const PageIndex *const m_marked = nullptr; ///< null: everything is looked at
    PageIndex m_own;
    PageIndex *const m_room = &m_own;
    const PageIndex *m_index = nullptr; ///< m_marked or m_room
    std::size_t m_pos = 0;
    std::size_t m_mark = 0; ///< the first mark that is not behind
    std::vector<Attribute> m_attributes;
    std::string m_element, m_attribute;
};

} // namespace guiyi::mapping
