// Tree construction (WHATWG HTML 13.2.6). Internal to adapters/html.
#pragma once

#include "adapters/html/arena.h"
#include "adapters/html/open_elements.h"
#include "adapters/html/tokenizer.h"

#include <array>
#include <cstdint>
#include <initializer_list>
#include <string_view>
#include <vector>

namespace guiyi::html {

/// Builds a tree from the tokens of one page after another.
class TreeBuilder {
public:
    explicit TreeBuilder(Tree *tree) : m_tree(*tree), m_open(tree) {}

    /// Parses tree.source into the (cleared) tree.
    void parse(const ParseOptions &options);
    /// The same, as the content of an element `context` (13.4): "body", "svg path", "math mi" as html5lib
    /// writes them.
    void parseFragment(std::string_view context, const ParseOptions &options);

private:
    /// 13.2.4.1
    enum class Mode : std::uint8_t {
        Initial,
        BeforeHtml,
        BeforeHead,
        InHead,
        InHeadNoscript,
        AfterHead,
        InBody,
        Text,
        InTable,
        InTableText,
        InCaption,
        InColumnGroup,
        InTableBody,
        InRow,
        InCell,
        InTemplate,
        AfterBody,
        InFrameset,
        AfterFrameset,
        AfterAfterBody,
        AfterAfterFrameset,
    };
    /// What becomes of the token after a rule: it is used up, or the (new) insertion mode looks at it again.
    enum class Then : std::uint8_t { NextToken, Reprocess };

    struct Place {
        NodeId parent;
        NodeId before;
    };
    struct Formatting {
        NodeId node; ///< noNode: a marker
        NameId name;
    };
    /// What repeated html or body tags add to the element: its node is written once, at the end of the page.
    struct Merge {
        NodeId node = noNode;
        std::vector<AttributeRecord> attributes;
        std::vector<bool> has; ///< by name
    };
    struct PendingText {
        TextRef text;
        SourceRange range;
    };

    void reset(const ParseOptions &options);
    void run();
    Then dispatch(Token &token);
    Then byMode(Token &token);
    bool takesHtmlRules(const Token &token) const;
    bool isMathTextIntegrationPoint(const NodeRecord &node) const;
    bool isHtmlIntegrationPoint(NodeId id) const;
    bool isIntegrationPoint(NodeId id) const {
        return isMathTextIntegrationPoint(m_tree.nodes[id]) || isHtmlIntegrationPoint(id);
    }

    // 13.2.6.4, one function a mode, in the order of the standard
    Then initial(Token &token);
    Then beforeHtml(Token &token);
    Then beforeHead(Token &token);
    Then inHead(Token &token);
    Then inHeadNoscript(Token &token);
    Then afterHead(Token &token);
    Then inBody(Token &token);
    Then inBodyStart(Token &token);
    Then inBodyEnd(Token &token);
    Then text(Token &token);
    Then inTable(Token &token);
    Then inTableText(Token &token);
    Then inCaption(Token &token);
    Then inColumnGroup(Token &token);
    Then inTableBody(Token &token);
    Then inRow(Token &token);
    Then inCell(Token &token);
    Then inTemplate(Token &token);
    Then afterBody(Token &token);
    Then inFrameset(Token &token);
    Then afterFrameset(Token &token);
    Then afterAfterBody(Token &token);
    Then afterAfterFrameset(Token &token);
    Then foreignContent(Token &token); // 13.2.6.5

    // 13.2.6.1 Creating and inserting nodes
    Place appropriatePlace(NodeId target) const;
    Place appropriatePlace() const { return appropriatePlace(m_open.top().node); }
    std::uint32_t attributesOf(const Token &token);
    NodeId insertElement(const Token &token, Namespace ns = Namespace::Html);
    NodeId insertImplied(Tag tag, std::uint32_t at);
    void insertVoid(const Token &token);
    void insertText(const TextRef &text, SourceRange range);
    void insertReplacement(SourceRange range);
    void insertComment(const Token &token, NodeId parent = noNode);
    void insertOnlySpace(const Token &token);
    void mergeAttributes(const Token &token, NodeId node);
    void storeMergedAttributes();
    void adjustForeignAttributes(const Token &token, Namespace ns);
    NodeId insertForeign(const Token &token, Namespace ns);
    Then rawText(const Token &token, ContentModel model);
    bool takeLeadingSpace(Token &token, PendingText &space);
    void dropLeadingSpace(Token &token);

    // 13.2.4.3 The list of active formatting elements
    void pushFormatting(NodeId node);
    void pushMarker() { m_formatting.push_back({noNode, 0}); }
    void clearToMarker();
    void reconstructFormatting();
    NodeId cloneElement(NodeId node);
    std::size_t formattingIndex(NodeId node) const;
    std::size_t lastFormatting(NameId name) const;
    bool sameElement(NodeId a, NodeId b) const;
    Then adoptionAgency(Token &token);

    // the stack of open elements
    void generateImpliedEnds(NameId except = 0);
    void popUntil(std::int32_t index, const Token &token);
    void popUntil(Tag tag, const Token &token) { popUntil(m_open.last(tag), token); }
    void closeP(const Token &token);
    bool closePInButtonScope(const Token &token);
    void clearTo(std::initializer_list<Tag> tags);
    void closeCell(const Token &token);
    Then anyOtherEnd(Token &token);
    void resetMode();
    bool templateOpen() const { return m_open.last(Tag::Template) != OpenElements::none; }
    bool contextIs(Tag tag) const;

    static Tag tagOfToken(const Token &token) {
        return token.name < tagCount ? static_cast<Tag>(token.name) : Tag::Unknown;
    }
    void noteQuirks(const Token &doctype);

    Tree &m_tree;
    OpenElements m_open;
    Tokenizer m_tokenizer;
    ParseOptions m_options;
    Mode m_mode = Mode::Initial;
    Mode m_originalMode = Mode::Initial;
    std::vector<Mode> m_templateModes;
    std::vector<Formatting> m_formatting;
    std::vector<PendingText> m_pendingTableText;
    NodeId m_head = noNode;
    NodeId m_form = noNode;
    NodeId m_context = noNode; ///< the element a fragment is parsed for; not in the tree
    bool m_hasRoom = false;    ///< earlier pages were parsed into the same tree
    bool m_framesetOk = true;
    bool m_fosterParenting = false;
    bool m_skipLineFeed = false;
    bool m_stopped = false;
    bool m_tookAttributes = false;
    std::size_t m_clonesLeft = 0;
    std::array<Merge, 2> m_merges;
};

} // namespace guiyi::html
