#include "adapters/html/invariants.h"

#include "adapters/html/tag.h"

#include <cstdint>
#include <vector>

namespace guiyi::html {

std::string findFault(const Document &document) {
    const auto fault = [](const char *what, Node node) {
        return std::string(what) + " at node " + std::to_string(node.id());
    };
    const auto inPage = [&](SourceRange range) {
        return range.begin <= range.end && range.end <= document.source().size();
    };
    std::vector<bool> seen;
    const Node root = document.root();
    for (Node node = root; node; node = node.following(root)) {
        if (node.id() >= seen.size())
            seen.resize(node.id() + 1);
        if (seen[node.id()])
            return fault("met twice", node);
        seen[node.id()] = true;
        if (node != root && !node.parent())
            return fault("no parent", node);
        if (node.next() && (node.next().previous() != node || node.next().parent() != node.parent()))
            return fault("siblings do not agree", node);
        if (!node.next() && node != root && node.parent().lastChild() != node)
            return fault("last child does not agree", node);
        if (!node.previous() && node != root && node.parent().firstChild() != node)
            return fault("first child does not agree", node);
        if (!inPage(node.source()) || !inPage(node.endTag()))
            return fault("source range outside the page", node);
        if (node.isText() && node.text().empty())
            return fault("empty text", node);
        if (node.isText() && node.next().isText())
            return fault("two texts side by side", node);
        if (node.isElement() && node.name().empty())
            return fault("no name", node);
        for (std::size_t i = 0; i < node.attributeCount(); ++i) {
            if (!inPage(node.attributeAt(i).valueRange))
                return fault("attribute range outside the page", node);
        }
        // The start tag's bytes are a start tag of that name; what the parser implied has none.
        const SourceRange tag = node.source();
        if (node.isElement() && !tag.empty() &&
            (document.source()[tag.begin] != '<' || document.source()[tag.end - 1] != '>'))
            return fault("the source is no tag", node);
        if (!node.endTag().empty() && document.source().substr(node.endTag().begin, 2) != "</")
            return fault("the end tag is none", node);
    }
    return {};
}

} // namespace guiyi::html
