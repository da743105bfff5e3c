// What a policy document says of itself: in the box beside it, and where that is silent in its own text.
#pragma once

#include "mappings/identity/policy.h"
#include "schema/model/model.h"

#include <optional>
#include <string>
#include <string_view>

namespace guiyi::mapping {

/// Dates are ISO 8601 days; empty is unknown.
struct PolicyFacts {
    std::string number; ///< normalised, see normalisedDocumentNumber
    std::string issuer;
    std::string written;   ///< 成文日期
    std::string effective; ///< 施行日期
    std::string expires;   ///< the last day it is valid
    Validity validity = Validity::Unknown;
    std::string foundBy; ///< for people: what shows that it is a policy document
};

/// Of an article with the text `body` (paragraphs by '\n'), published on `published`. No value when it is no
/// policy document: those have a box, or their document number on a line of its own at the beginning.
/// The text gives, where the box does not: the issuer and the date it is signed with, 自…起施行,
/// 自印发之日起施行, 有效期至…, 有效期…年 (to the day before, GB/T 9704-2012 has no rule of its own), and a
/// validity mark in brackets on a line of its own. Nothing is concluded from today's date.
std::optional<PolicyFacts> policyFactsOf(ArticleKind kind, const DocumentInfo &box, std::string_view title,
                                         std::string_view body, std::string_view published);

} // namespace guiyi::mapping
