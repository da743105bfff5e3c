// From the evidence found to the answer. Internal to the taxonomy.
#pragma once

#include "mappings/taxonomy/gathering.h"
#include "mappings/taxonomy/subject.h"

#include <optional>
#include <vector>

namespace guiyi::mapping {

/// Below 专题专栏 a name is a subject: 安全生产 there is a campaign, not the disclosure column. Columns
/// of a topic that are named after what they hold (通知公告, 工作动态) are those standard columns all the
/// same.
/// nullopt when the column does not stand below 专题专栏, or is such a standard column.
std::optional<Match> columnOfTopic(const SubjectColumn &column, const std::vector<Gathering::Ranked> &ranked);

/// The best candidate when it is sure enough (`accept`, 0..1) and no second reading is as good; else a
/// question with at most three candidates, of which one is the column above.
Match decide(const SubjectColumn &column, std::vector<Gathering::Ranked> ranked, double accept);

} // namespace guiyi::mapping
