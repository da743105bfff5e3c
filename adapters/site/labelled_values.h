// Boxes of label and value: the 规范性文件 box of a document, the form of a letter.
#pragma once

#include "adapters/site/page_view.h"
#include "schema/model/model.h"

#include <optional>

namespace guiyi::site {

struct DocumentBox {
    DocumentInfo info;
    std::string published;  ///< 发布日期 of the box, ISO
    std::int32_t item = -1; ///< the element that holds the box and nothing else
};

/// A document's box inside [begin, end): at least three known labels with values close together.
std::optional<DocumentBox> findDocumentBox(const PageView &view, std::int32_t begin, std::int32_t end);

struct LetterForm {
    Letter letter;
    std::string title;
    std::int32_t item = -1; ///< the element that holds question and (when there is one) reply
};

/// A question and reply page: labels for the content of the question, and at least one more of title, sender,
/// date, number, status or reply.
std::optional<LetterForm> findLetterForm(const PageView &view, std::int32_t begin, std::int32_t end);

} // namespace guiyi::site
