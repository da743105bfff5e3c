// The tokenizer alone, in every state it may begin in: tokens lie in the page, in order, and come to an end.
#include "adapters/html/tokenizer.h"

#include <cstdint>
#include <cstdlib>

using namespace guiyi::html;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size) {
    if (size == 0)
        return 0;
    Tree tree;
    tree.source.assign(reinterpret_cast<const char *>(data) + 1, size - 1);
    ParseOptions options;
    options.dropNulls = (data[0] & 0x80) != 0;
    Tokenizer tokenizer;
    tokenizer.start(tree, options);
    tokenizer.setContentModel(static_cast<ContentModel>(data[0] % 6));
    tokenizer.setCdataAllowed((data[0] & 0x40) != 0);
    tokenizer.setLastStartTag(idOf((data[0] & 0x20) != 0 ? Tag::Script : Tag::Title));
    std::uint32_t at = 0;
    while (true) {
        const Token &token = tokenizer.next();
        if (token.range.begin < at || token.range.end < token.range.begin ||
            token.range.end > tree.source.size())
            std::abort();
        at = token.range.end;
        if (token.kind == TokenKind::EndOfFile)
            return 0;
        if (token.kind == TokenKind::Text || token.kind == TokenKind::Comment)
            tree.view(token.text);
        for (std::uint32_t i = 0; i < token.attributeCount; ++i)
            tree.valueOf(tree.attributes.at(token.firstAttribute + i));
    }
}
