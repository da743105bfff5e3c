// The tokenizer of WHATWG HTML 13.2.5. Internal to adapters/html.
#pragma once

#include "adapters/html/arena.h"

#include <string>
#include <string_view>
#include <vector>

namespace guiyi::html {

/// What the text means after a start tag (the state that tree construction puts the tokenizer into).
enum class ContentModel : std::uint8_t { Data, Rcdata, RawText, ScriptData, PlainText, CdataSection };

enum class TokenKind : std::uint8_t { EndOfFile, Doctype, StartTag, EndTag, Comment, Text, Null };

/// One token. Start tags leave their attributes at the end of Tree::attributes; whoever makes no element of
/// one takes them back (Tokenizer::dropAttributes). A run of text comes as one token, but for NUL bytes,
/// which come alone.
struct Token {
    TokenKind kind = TokenKind::EndOfFile;
    bool selfClosing = false;
    bool forceQuirks = false; // doctype
    bool hasName = false;     // doctype
    bool hasPublicId = false; // doctype
    bool hasSystemId = false; // doctype
    NameId name = 0;          // tags, doctype
    SourceRange range;
    std::uint32_t firstAttribute = 0;
    std::uint32_t attributeCount = 0;
    TextRef text; // Text, Comment
    std::string publicId;
    std::string systemId;
};

class Tokenizer {
public:
    Tokenizer() = default;

    /// Begins a page: tokenizes tree.source, stores names, attributes and changed text in `tree`.
    void start(Tree &tree, const ParseOptions &options);
    /// Reads the next token; after the end of file it goes on saying EndOfFile.
    Token &next();

    void setContentModel(ContentModel model) { m_model = model; }
    /// True while the adjusted current node is an SVG or MathML element: only there does CDATA exist.
    void setCdataAllowed(bool allowed) { m_cdataAllowed = allowed; }
    void setLastStartTag(NameId name) { m_lastStartTag = name; }
    void dropAttributes() { m_tree->dropAttributes(m_token.firstAttribute); }

    /// Where the start or end tag that begins at `begin` of a page ends.
    static std::uint32_t tagEnd(std::string_view page, std::uint32_t begin);

private:
    std::uint32_t offset(const char *p) const { return static_cast<std::uint32_t>(p - m_begin); }
    bool step();
    bool finish(TokenKind kind, const char *from);
    bool textToken(const char *from, const char *to, bool changed, bool references);
    bool commentToken(const char *tokenBegin, const char *from, const char *to);
    bool bogusComment(const char *tokenBegin, const char *from);
    bool data();
    bool rawText(bool references);
    bool scriptData();
    bool plainText();
    bool cdataSection();
    bool markupDeclaration();
    bool comment(const char *tokenBegin);
    bool doctype(const char *tokenBegin);
    bool tag(const char *tokenBegin, bool end);
    bool attributes(bool keep);
    const char *attributeValue(const char *p, AttributeRecord &attribute, bool keep);
    const char *quotedValue(const char *p, char quote, AttributeRecord &attribute, bool keep);
    const char *unquotedValue(const char *p, AttributeRecord &attribute, bool keep);
    NameId tagName(const char *&p);
    NameId longName(const char *from, const char *to);
    bool isAppropriateEndTag(const char *p) const;
    const char *skipSpace(const char *p) const;
    void appendChanged(std::string &out, const char *from, const char *to, bool references, bool inAttribute);

    Tree *m_tree = nullptr;
    const char *m_begin = nullptr;
    const char *m_at = nullptr;
    const char *m_end = nullptr;
    Token m_token;
    ContentModel m_model = ContentModel::Data;
    bool m_cdataAllowed = false;
    bool m_dropNulls = false;
    NameId m_lastStartTag = 0;
    std::uint32_t m_tagSerial = 0;
    std::vector<std::uint32_t> m_seenInTag; ///< by attribute name: the serial of the tag that last had it
    std::string m_scratch;
};

} // namespace guiyi::html
