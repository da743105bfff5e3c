#include "adapters/html/tokenizer.h"

#include "adapters/html/references.h"
#include "adapters/html/scan.h"
#include "adapters/html/script_text.h"

#include <array>
#include <cstring>

// Each function below is one or several states of WHATWG HTML 13.2.5; their numbers stand beside them. Parse
// errors are not reported: a legacy page has hundreds, and none changes the tokens.

namespace guiyi::html {
namespace {

constexpr std::string_view replacement = "\xef\xbf\xbd";

} // namespace

void Tokenizer::start(Tree &tree, const ParseOptions &options) {
    m_tree = &tree;
    m_begin = m_at = tree.source.data();
    m_end = m_begin + tree.source.size();
    m_model = ContentModel::Data;
    m_cdataAllowed = false;
    m_dropNulls = options.dropNulls;
    m_lastStartTag = 0;
    m_token.firstAttribute = m_token.attributeCount = 0;
}

Token &Tokenizer::next() {
    while (!step()) {
    }
    return m_token;
}

/// Goes on in the state the text is in; false when what it read is no token.
bool Tokenizer::step() {
    if (m_at == m_end)
        return finish(TokenKind::EndOfFile, m_at);
    switch (m_model) {
    case ContentModel::Data:
        return data();
    case ContentModel::Rcdata:
        return rawText(true);
    case ContentModel::RawText:
        return rawText(false);
    case ContentModel::ScriptData:
        return scriptData();
    case ContentModel::PlainText:
        return plainText();
    case ContentModel::CdataSection:
        return cdataSection();
    }
    return finish(TokenKind::EndOfFile, m_at);
}

bool Tokenizer::finish(TokenKind kind, const char *from) {
    m_token.kind = kind;
    m_token.range = {offset(from), offset(m_at)};
    return true;
}

const char *Tokenizer::skipSpace(const char *p) const {
    while (p != m_end && isSpace(*p))
        ++p;
    return p;
}

// ---- text

/// Appends the bytes as the standard reads them: line ends made one (13.2.3.5), NUL replaced, references
/// decoded.
void Tokenizer::appendChanged(std::string &out, const char *from, const char *to, bool references,
                              bool inAttribute) {
    const std::string_view all(from, static_cast<std::size_t>(m_end - from));
    for (const char *p = from; p != to;) {
        const char *stop = references ? findFirst<'&', '\r', '\0'>(p, to) : findFirst<'\r', '\0'>(p, to);
        out.append(p, stop);
        if (stop == to)
            break;
        p = stop + 1;
        if (*stop == '\r') {
            if (p == m_end || *p != '\n')
                out.push_back('\n');
        } else if (*stop == '\0') {
            if (!m_dropNulls)
                out.append(replacement);
        } else if (const std::size_t length =
                       readReference(all.substr(0, static_cast<std::size_t>(to - from)),
                                     static_cast<std::size_t>(stop - from), inAttribute, out)) {
            p = stop + length;
        } else {
            out.push_back('&');
        }
    }
}

/// The text [from, to). `changed` says that it holds a line end, a NUL or a '&' to look at.
bool Tokenizer::textToken(const char *from, const char *to, bool changed, bool references) {
    m_at = to;
    finish(TokenKind::Text, from);
    if (changed && *from == '\r' && to - from > 1 && from[1] == '\n') {
        // Most text between tags of a page with CR LF is one line end and indentation: that needs no copy.
        ++from;
        changed = (references ? findFirst<'&', '\r', '\0'>(from, to) : findFirst<'\r', '\0'>(from, to)) != to;
    }
    if (!changed) {
        m_token.text = {offset(from), static_cast<std::uint32_t>(to - from), false};
        return true;
    }
    const auto begin = static_cast<std::uint32_t>(m_tree->extra.size());
    m_tree->reserveExtra(static_cast<std::size_t>(to - from));
    appendChanged(m_tree->extra, from, to, references, false);
    m_token.text = {begin, static_cast<std::uint32_t>(m_tree->extra.size()) - begin, true};
    return true;
}

/// 13.2.5.1 Data, 13.2.5.6 Tag open, 13.2.5.7 End tag open.
bool Tokenizer::data() {
    const char *const from = m_at;
    bool changed = false;
    for (const char *p = from;; ++p) {
        p = findFirst<'<', '&', '\r', '\0'>(p, m_end);
        if (p == m_end)
            return textToken(from, p, changed, true);
        if (*p == '\0' && !m_dropNulls) {
            if (p != from)
                return textToken(from, p, changed, true);
            m_at = p + 1;
            return finish(TokenKind::Null, from);
        }
        if (*p != '<') {
            changed = true;
            continue;
        }
        const char after = p + 1 == m_end ? '\0' : p[1];
        const bool markup =
            isLetter(after) || after == '!' || after == '?' || (after == '/' && m_end - p > 2);
        if (!markup)
            continue;
        if (p != from)
            return textToken(from, p, changed, true);
        if (isLetter(after))
            return tag(from, false);
        if (after == '!')
            return markupDeclaration();
        if (after == '?')
            return bogusComment(from, from + 1);
        if (isLetter(from[2]))
            return tag(from, true);
        if (from[2] != '>')
            return bogusComment(from, from + 2);
        m_at = from + 3; // "</>" is nothing at all
        return false;
    }
}

/// 13.2.5.2 RCDATA and 13.2.5.3 RAWTEXT with their end tag states.
bool Tokenizer::rawText(bool references) {
    bool changed = false;
    for (const char *p = m_at;; ++p) {
        p = findFirst<'<', '&', '\r', '\0'>(p, m_end);
        if (p != m_end && *p != '<') {
            changed = changed || *p != '&' || references;
            continue;
        }
        if (p != m_end && !isAppropriateEndTag(p))
            continue;
        if (p != m_at)
            return textToken(m_at, p, changed, references);
        m_model = ContentModel::Data;
        return tag(p, true);
    }
}

/// 13.2.5.4 Script data.
bool Tokenizer::scriptData() {
    const std::string_view name =
        m_lastStartTag == 0 ? std::string_view() : m_tree->names.name(m_lastStartTag);
    const char *const stop = scriptTextEnd(m_at, m_end, name);
    if (stop != m_at)
        return textToken(m_at, stop, findFirst<'\r', '\0'>(m_at, stop) != stop, false);
    m_model = ContentModel::Data;
    return tag(m_at, true);
}

/// 13.2.5.5 PLAINTEXT.
bool Tokenizer::plainText() {
    return textToken(m_at, m_end, findFirst<'\r', '\0'>(m_at, m_end) != m_end, false);
}

/// 13.2.5.69 CDATA section.
bool Tokenizer::cdataSection() {
    const char *const from = m_at;
    bool changed = false;
    for (const char *p = from;; ++p) {
        p = findFirst<']', '\r', '\0'>(p, m_end);
        if (p == m_end)
            return textToken(from, p, changed, false);
        if (*p == '\0' && !m_dropNulls) {
            if (p != from)
                return textToken(from, p, changed, false);
            m_at = p + 1;
            return finish(TokenKind::Null, from);
        }
        if (*p != ']') {
            changed = true;
            continue;
        }
        if (m_end - p < 3 || p[1] != ']' || p[2] != '>')
            continue;
        if (p != from)
            return textToken(from, p, changed, false);
        m_at = p + 3;
        m_model = ContentModel::Data;
        return false;
    }
}

/// 13.2.5.11 and its like: "</" and the name of the last start tag, then white space, '/' or '>'.
bool Tokenizer::isAppropriateEndTag(const char *p) const {
    return m_lastStartTag != 0 && isEndTag(p, m_end, m_tree->names.name(m_lastStartTag));
}

// ---- comments and doctype

bool Tokenizer::commentToken(const char *tokenBegin, const char *from, const char *to) {
    finish(TokenKind::Comment, tokenBegin);
    if (findFirst<'\r', '\0'>(from, to) == to) {
        m_token.text = {offset(from), static_cast<std::uint32_t>(to - from), false};
        return true;
    }
    const auto begin = static_cast<std::uint32_t>(m_tree->extra.size());
    m_tree->reserveExtra(static_cast<std::size_t>(to - from));
    appendChanged(m_tree->extra, from, to, false, false);
    m_token.text = {begin, static_cast<std::uint32_t>(m_tree->extra.size()) - begin, true};
    return true;
}

/// 13.2.5.41 Bogus comment.
bool Tokenizer::bogusComment(const char *tokenBegin, const char *from) {
    const char *const to = findFirst<'>'>(from, m_end);
    m_at = to == m_end ? to : to + 1;
    return commentToken(tokenBegin, from, to);
}

/// 13.2.5.42 Markup declaration open.
bool Tokenizer::markupDeclaration() {
    const char *const from = m_at;
    const char *const p = from + 2;
    if (m_end - p >= 2 && p[0] == '-' && p[1] == '-')
        return comment(from);
    if (startsWithIgnoringCase(p, m_end, "doctype"))
        return doctype(from);
    constexpr std::string_view cdata = "[CDATA[";
    if (m_cdataAllowed && std::string_view(p, static_cast<std::size_t>(m_end - p)).starts_with(cdata)) {
        m_at = p + cdata.size();
        m_model = ContentModel::CdataSection;
        return false;
    }
    return bogusComment(from, p);
}

/// 13.2.5.43 Comment start to 13.2.5.52 Comment end bang.
bool Tokenizer::comment(const char *tokenBegin) {
    const char *const from = tokenBegin + 4;
    const auto left = m_end - from;
    if (left >= 1 && from[0] == '>') {
        m_at = from + 1;
        return commentToken(tokenBegin, from, from);
    }
    if (left >= 2 && from[0] == '-' && from[1] == '>') {
        m_at = from + 2;
        return commentToken(tokenBegin, from, from);
    }
    for (const char *p = from;; ++p) {
        p = findFirst<'-'>(p, m_end);
        if (m_end - p < 3)
            break;
        if (p[1] != '-')
            continue;
        const std::ptrdiff_t length = p[2] == '>' ? 3 : p[2] == '!' && m_end - p > 3 && p[3] == '>' ? 4 : 0;
        if (length != 0) {
            m_at = p + length;
            return commentToken(tokenBegin, from, p);
        }
    }
    // The page ends inside: what was already read of "-->" or "--!>" is no text.
    std::string_view text(from, static_cast<std::size_t>(left));
    for (const std::string_view tail : {"--!", "--", "-"}) {
        if (text.ends_with(tail)) {
            text.remove_suffix(tail.size());
            break;
        }
    }
    m_at = m_end;
    return commentToken(tokenBegin, from, from + text.size());
}

/// 13.2.5.53 DOCTYPE to 13.2.5.68 Bogus DOCTYPE.
bool Tokenizer::doctype(const char *tokenBegin) {
    Token &token = m_token;
    token.forceQuirks = token.hasName = token.hasPublicId = token.hasSystemId = false;
    token.name = 0;
    token.publicId.clear();
    token.systemId.clear();

    const auto done = [&](const char *p) {
        p = findFirst<'>'>(p, m_end);
        token.forceQuirks = token.forceQuirks || p == m_end;
        m_at = p == m_end ? p : p + 1;
        return finish(TokenKind::Doctype, tokenBegin);
    };
    const auto bogus = [&](const char *p) {
        token.forceQuirks = true;
        return done(p);
    };
    // A bogus doctype that reaches the end of the page needs no quirks of its own (13.2.5.68).
    const auto ignoreRest = [&](const char *p) {
        const bool quirks = token.forceQuirks;
        done(p);
        token.forceQuirks = quirks;
        return true;
    };
    // Reads a quoted identifier; false when '>' or the end of the page cut it short.
    const auto quoted = [&](const char *&p, std::string &id) {
        const char quote = *p++;
        const char *const from = p;
        while (p != m_end && *p != quote && *p != '>')
            ++p;
        appendChanged(id, from, p, false, false);
        if (p == m_end || *p == '>')
            return false;
        ++p;
        return true;
    };
    const auto isQuote = [](char c) { return c == '"' || c == '\''; };

    const char *p = skipSpace(tokenBegin + 9);
    if (p == m_end || *p == '>')
        return bogus(p);
    const char *const nameBegin = p;
    while (p != m_end && !isSpace(*p) && *p != '>')
        ++p;
    token.name = longName(nameBegin, p);
    token.hasName = true;
    p = skipSpace(p);
    if (p == m_end)
        return bogus(p);
    if (*p == '>')
        return done(p);
    const bool isPublic = startsWithIgnoringCase(p, m_end, "public");
    if (!isPublic && !startsWithIgnoringCase(p, m_end, "system")) {
        token.forceQuirks = true;
        return ignoreRest(p);
    }
    p = skipSpace(p + 6);
    if (p == m_end || !isQuote(*p)) {
        token.forceQuirks = true;
        return ignoreRest(p);
    }
    if (isPublic) {
        token.hasPublicId = true;
        if (!quoted(p, token.publicId))
            return bogus(p);
        p = skipSpace(p);
        if (p == m_end)
            return bogus(p);
        if (*p == '>')
            return done(p);
        if (!isQuote(*p)) {
            token.forceQuirks = true;
            return ignoreRest(p);
        }
    }
    token.hasSystemId = true;
    if (!quoted(p, token.systemId))
        return bogus(p);
    p = skipSpace(p);
    if (p == m_end)
        return bogus(p);
    return ignoreRest(p);
}

// ---- tags

/// 13.2.5.8 Tag name. Leaves `p` at the byte that ended the name.
NameId Tokenizer::tagName(const char *&p) {
    const char *const from = p;
    std::array<char, 32> name;
    std::size_t length = 0;
    std::uint32_t hash = hashSeed;
    for (; p != m_end; ++p) {
        const char c = inName[static_cast<unsigned char>(*p)];
        if (c == '\0' && *p != '\0')
            break;
        if (c == '\0' || length == name.size()) {
            while (p != m_end && !endsTagName(*p))
                ++p;
            return longName(from, p);
        }
        hash = hashStep(hash, static_cast<unsigned char>(c));
        name[length++] = c;
    }
    return m_tree->names.intern({name.data(), length}, hash);
}

/// Any name: lower case, NUL replaced.
NameId Tokenizer::longName(const char *from, const char *to) {
    m_scratch.clear();
    for (; from != to; ++from) {
        if (*from != '\0')
            m_scratch.push_back(toLower(*from));
        else if (!m_dropNulls)
            m_scratch.append(replacement);
    }
    return m_tree->names.intern(m_scratch);
}

bool Tokenizer::tag(const char *tokenBegin, bool end) {
    m_at = tokenBegin + (end ? 2 : 1);
    m_token.selfClosing = false;
    m_token.firstAttribute = static_cast<std::uint32_t>(m_tree->attributes.size());
    m_token.attributeCount = 0;
    m_token.name = tagName(m_at);
    if (m_at != m_end && *m_at == '>') {
        ++m_at;
    } else if (!attributes(!end)) {
        dropAttributes();
        m_at = m_end; // a tag that the end of the page cuts is dropped
        return finish(TokenKind::EndOfFile, m_end);
    }
    if (!end) {
        m_lastStartTag = m_token.name;
        m_token.attributeCount =
            static_cast<std::uint32_t>(m_tree->attributes.size()) - m_token.firstAttribute;
        m_tree->closeAttributes(m_token.firstAttribute);
    }
    return finish(end ? TokenKind::EndTag : TokenKind::StartTag, tokenBegin);
}

std::uint32_t Tokenizer::tagEnd(std::string_view page, std::uint32_t begin) {
    Tokenizer tokenizer;
    tokenizer.m_begin = page.data();
    tokenizer.m_end = page.data() + page.size();
    const char *p = tokenizer.m_begin + begin + (page[begin + 1] == '/' ? 2 : 1);
    while (p != tokenizer.m_end && !endsTagName(*p))
        ++p;
    tokenizer.m_at = p;
    if (p == tokenizer.m_end || !tokenizer.attributes(false))
        return static_cast<std::uint32_t>(page.size());
    return tokenizer.offset(tokenizer.m_at);
}

/// 13.2.5.32 Before attribute name to 13.2.5.40 Self-closing start tag; false at the end of the page.
/// The attributes of an end tag count for nothing and are not kept.
bool Tokenizer::attributes(bool keep) {
    ++m_tagSerial;
    const char *p = m_at;
    while (true) {
        p = skipSpace(p);
        if (p == m_end)
            return false;
        if (*p == '>') {
            m_at = p + 1;
            return true;
        }
        if (*p == '/') {
            ++p;
            if (p != m_end && *p == '>') {
                m_token.selfClosing = true;
                m_at = p + 1;
                return true;
            }
            continue;
        }
        // 13.2.5.33 Attribute name; a '=' in the first place belongs to it.
        const char *const nameBegin = p;
        std::array<char, 32> name;
        std::size_t length = 0;
        std::uint32_t hash = hashSeed;
        bool plain = true;
        char c = inName[static_cast<unsigned char>(*p)];
        do {
            if (length == name.size() || c == '\0') {
                plain = false;
            } else {
                hash = hashStep(hash, static_cast<unsigned char>(c));
                name[length++] = c;
            }
            ++p;
            if (p != m_end)
                c = inName[static_cast<unsigned char>(*p)];
        } while (p != m_end && (c != '\0' || *p == '\0') && c != '=');
        AttributeRecord attribute;
        if (keep)
            attribute.name =
                (plain ? m_tree->names.intern({name.data(), length}, hash) : longName(nameBegin, p)) &
                (maxNames - 1);
        attribute.begin = offset(p);
        // 13.2.5.34 After attribute name
        const char *const after = skipSpace(p);
        if (after != m_end && *after == '=')
            p = attributeValue(after + 1, attribute, keep);
        if (!p)
            return false;
        if (!keep)
            continue;
        if (attribute.name >= m_seenInTag.size())
            m_seenInTag.resize(attribute.name + 64, 0);
        if (m_seenInTag[attribute.name] != m_tagSerial) { // of two with one name the first counts
            m_seenInTag[attribute.name] = m_tagSerial;
            reserveOneMore(m_tree->attributes);
            m_tree->attributes.push_back(attribute);
        }
    }
}

/// 13.2.5.35 Before attribute value; null at the end of the page.
const char *Tokenizer::attributeValue(const char *p, AttributeRecord &attribute, bool keep) {
    p = skipSpace(p);
    attribute.begin = offset(p);
    if (p == m_end)
        return nullptr;
    if (*p == '"' || *p == '\'')
        return quotedValue(p + 1, *p, attribute, keep);
    return *p == '>' ? p : unquotedValue(p, attribute, keep);
}

/// 13.2.5.36 and 13.2.5.37 Attribute value, quoted.
const char *Tokenizer::quotedValue(const char *p, char quote, AttributeRecord &attribute, bool keep) {
    const char *const from = p;
    bool changed = false;
    for (;; ++p) {
        p = quote == '"' ? findFirst<'"', '&', '\r', '\0'>(p, m_end)
                         : findFirst<'\'', '&', '\r', '\0'>(p, m_end);
        if (p == m_end)
            return nullptr;
        if (*p == quote)
            break;
        changed = true;
    }
    attribute.begin = offset(from);
    attribute.length = static_cast<std::uint32_t>(p - from);
    if (changed && keep) {
        m_scratch.clear();
        appendChanged(m_scratch, from, p, true, true);
        m_tree->storeValue(attribute, m_scratch);
    }
    return p + 1;
}

/// 13.2.5.38 Attribute value, unquoted.
const char *Tokenizer::unquotedValue(const char *p, AttributeRecord &attribute, bool keep) {
    const char *const from = p;
    bool changed = false;
    for (; p != m_end && !isSpace(*p) && *p != '>'; ++p)
        changed = changed || *p == '&' || *p == '\0';
    if (p == m_end)
        return nullptr;
    attribute.begin = offset(from);
    attribute.length = static_cast<std::uint32_t>(p - from);
    if (changed && keep) {
        m_scratch.clear();
        appendChanged(m_scratch, from, p, true, true);
        m_tree->storeValue(attribute, m_scratch);
    }
    return p;
}

} // namespace guiyi::html
