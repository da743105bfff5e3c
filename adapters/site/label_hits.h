// Pairs of label and value on a page: what the boxes of documents and the forms of letters are made of.
#pragma once

#include "adapters/site/page_view.h"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace guiyi::site {

/// A word that announces a value; `field` is of the caller's own numbering.
struct LabelWord {
    std::string_view word;
    int field;
};

struct ValueHit {
    int field;
    std::int32_t label;     ///< item of the label
    std::int32_t valueItem; ///< item of the value; the label's own when it stands in the same element
    std::string value;      ///< as read, lines kept
};

/// All label-value pairs of [begin, end) whose label is known. A label is an element of its own
/// ("<th>来信人</th> <td>…</td>", "<b>文号：</b>" in a cell) or the beginning of a short line
/// ("文号：粤府〔2019〕1号").
/// With `paragraphs` a label may also begin a whole paragraph ("留言内容：…").
std::vector<ValueHit> collectValues(const PageView &view, std::int32_t begin, std::int32_t end,
                                    std::span<const LabelWord> labels, bool paragraphs = false);

/// The first hit of the field with a value; null when there is none.
const ValueHit *findValue(const std::vector<ValueHit> &hits, int field);
/// Its value, empty when there is none.
std::string valueOf(const std::vector<ValueHit> &hits, int field);
/// The date in its value, ISO; empty when there is none.
std::string dateOf(const std::vector<ValueHit> &hits, int field);
/// The smallest item that holds both.
std::int32_t commonAncestor(const PageView &view, std::int32_t a, std::int32_t b);

} // namespace guiyi::site
