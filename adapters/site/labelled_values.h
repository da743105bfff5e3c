// Boxes of label and value: the 规范性文件 box of a document, the form of a letter.
#pragma once

#include "adapters/site/page_view.h"
#include "schema/model/model.h"

#include <optional>
#include <vector>

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

/// The letters of a page: labels for the content of the question, and at least two more of title, sender,
/// date, number, status or replier, one of them what only letters have. A page that shows several letters one
/// after the other gives each of them, in order.
std::vector<LetterForm> findLetterForms(const PageView &view, std::int32_t begin, std::int32_t end);

/// A survey or collection of opinions (征集, 调查): when it began, when it ended or how it stands, and what
/// is asked or what came out. The letter holds them: `asked` and `replied` are begin and end, `question` what
/// is asked, `reply` the result, `replier` who asks.
std::optional<LetterForm> findSurvey(const PageView &view, std::int32_t begin, std::int32_t end);

} // namespace guiyi::site
