#include "mappings/dedupe/relation.h"

#include "mappings/dedupe/fold.h"
#include "mappings/dedupe/signature.h"

#include <algorithm>

namespace guiyi::mapping {

namespace {

/// Below this share of the longer text two texts are not versions of one.
constexpr double LeastCommon = 0.5;
/// From this share on, a person is asked where the tool may not decide.
constexpr double WorthALook = 0.85;
/// Shorter texts often say no more than "see the attachment", so the attachments must agree.
constexpr std::uint32_t AttachmentText = 200;
/// A part that lacks whole paragraphs is an excerpt when they are this share of the whole: more than a
/// signature or a line about the editor. Sentences added to or taken from a paragraph are edits.
constexpr double ExcerptLacks = 0.12;
constexpr std::uint32_t ExcerptLacksTokens = 20;
/// So much is missing that it is no slip of an editor, wherever it was.
constexpr double MostLacking = 0.6;
/// A title of so many tokens says what the text is about; "公告" does not.
constexpr std::size_t TellingTitle = 10;

enum class TitleRelation { Same, Contained, OtherNumber, OtherName, Other };

/// Titles of one form with another number or period, such as issues of a bulletin, or with another name.
TitleRelation compareTitles(const ComparedText &a, const ComparedText &b, std::string *example) {
    if (a.titleKey == b.titleKey)
        return TitleRelation::Same;
    const Differences d = differencesOf(a.title, b.title);
    *example = d.example;
    if (d.otherNumbers + d.otherDates > 0 && d.ofLonger() >= 0.45)
        return TitleRelation::OtherNumber;
    if (d.otherNames > 0 && d.ofLonger() >= 0.6)
        return TitleRelation::OtherName;
    if (d.rewritten == 0 && d.ofShorter() == 1 && d.ofLonger() >= 0.5)
        return TitleRelation::Contained;
    return TitleRelation::Other;
}

bool disjoint(const std::vector<std::string> &a, const std::vector<std::string> &b) {
    return std::none_of(a.begin(), a.end(), [&](const std::string &hash) {
        return std::find(b.begin(), b.end(), hash) != b.end();
    });
}

/// A number in the words a title adds ("（第二次）") tells two notices apart.
bool addsNumber(const ComparedText &a, const ComparedText &b) {
    const auto count = [](const TokenText &t) {
        return std::count_if(t.tokens.begin(), t.tokens.end(),
                             [](const Token &token) { return token.kind == Token::Kind::Number; });
    };
    return count(a.title) != count(b.title);
}

/// `part` of the values differ: few enough, beside those that are the same, to be corrections of one
/// document.
bool areCorrections(std::uint32_t other, std::uint32_t same) {
    return other == 0 || (same >= 2 && other * 3 <= other + same);
}

/// A title that names an issue, a sum or a count (第8次会议, 完成投资5840万元) stands over one text only; a
/// year or a day stands over many.
bool namesAValue(const TokenText &title) {
    return std::any_of(title.tokens.begin(), title.tokens.end(),
                       [](const Token &token) { return token.kind == Token::Kind::Number && !token.dates; });
}

/// Nearly all is the same, and of the values most: under a title that names one these are corrections.
bool areFewCorrections(const Differences &d) {
    const std::uint32_t other = d.otherDates + d.otherNumbers;
    return d.ofLonger() >= WorthALook && other * 3 <= other + d.sameDates + d.sameNumbers;
}

Verdict verdict(Relation relation, const Differences &d, std::string reason, bool apart = false) {
    return {relation, d.ofLonger(), apart, std::move(reason)};
}

bool haveOtherNumbers(const ComparedText &a, const ComparedText &b) {
    return !a.documentNumber.empty() && !b.documentNumber.empty() && a.documentNumber != b.documentNumber;
}

Verdict otherNumbers(const ComparedText &a, const ComparedText &b) {
    return {Relation::Series, 0, true,
            "other document numbers (" + a.documentNumber + " / " + b.documentNumber + ")"};
}

/// Equal texts: only the title and the attachments can still tell them apart.
Verdict judgeEqualTexts(const ComparedText &a, const ComparedText &b) {
    std::string example;
    const TitleRelation titles = compareTitles(a, b, &example);
    Verdict v{Relation::Exact, 1, false, "same text"};
    const auto length = static_cast<std::uint32_t>(a.body.characters.size());
    const bool brief = length < AttachmentText;
    const bool dates = std::any_of(a.body.tokens.begin(), a.body.tokens.end(),
                                   [](const Token &token) { return token.dates; });
    // A long dated text with nothing else in it is one announcement; the other name in a title is a slip.
    if (titles == TitleRelation::OtherNumber || (titles == TitleRelation::OtherName && (brief || !dates)))
        return {Relation::Series, 1, true, "same text under titles that differ in a value: " + example};
    if (brief && titles == TitleRelation::Contained && addsNumber(a, b))
        return {Relation::Series, 1, true, "same short text, and one title has a number more"};
    const bool otherFiles = !a.files.empty() && !b.files.empty() && disjoint(a.files, b.files);
    // A dated text is one announcement, whatever became of its attachments; an undated one is a form.
    if (brief && otherFiles && !(titles == TitleRelation::Same && dates && length >= ShortText))
        return {Relation::Series, 1, true, "same short text with other attachments"};
    const bool titled =
        titles == TitleRelation::Same && length >= TitledText && a.title.tokens.size() >= TellingTitle;
    if (length < ShortText && !titled)
        return {Relation::Different, 1, true, "the text is too short to prove anything"};
    return v;
}

bool isExcerpt(const Differences &d) {
    const bool aIsPart = d.sizeA < d.sizeB;
    const double whole = std::max(d.sizeA, d.sizeB);
    const std::uint32_t added = aIsPart ? d.onlyA : d.onlyB, lacking = aIsPart ? d.onlyB : d.onlyA;
    const std::uint32_t paragraphs = aIsPart ? d.paragraphsOnlyB : d.paragraphsOnlyA;
    if (added + d.rewritten > 0.05 * whole)
        return false;
    return (paragraphs >= ExcerptLacks * whole && paragraphs >= ExcerptLacksTokens) ||
           lacking >= MostLacking * whole;
}

std::string example(const Differences &d) {
    return d.example.empty() ? std::string() : " (" + d.example + ")";
}

/// Texts of one title, or of titles of which one holds the other. `oneText`: the titles are the same and name
/// a value.
Verdict judgeEdits(const Differences &d, bool sameTitle, bool oneText, bool sameNumber) {
    const bool few = oneText && areFewCorrections(d);
    const bool numbers = few || areCorrections(d.otherNumbers, d.sameNumbers);
    const bool dates =
        few || d.otherDates == 0 || (d.otherDates * 4 <= d.otherDates + d.sameDates && sameTitle);
    if (d.otherNames > 0)
        return verdict(Relation::Series, d, "the same form with other names" + example(d), true);
    if (!dates)
        return verdict(Relation::Series, d, "the same form with other dates" + example(d), true);
    if (!numbers) {
        const bool most = d.otherNumbers > d.sameNumbers;
        return verdict(most ? Relation::Series : Relation::Unsure, d, "other numbers" + example(d), most);
    }
    if (isExcerpt(d))
        return verdict(Relation::Excerpt, d, "one is a part of the other");
    const double rewritten = static_cast<double>(d.rewritten) / std::max(d.sizeA, d.sizeB);
    if (!sameTitle && (d.otherNumbers + d.otherDates > 0 || rewritten > 0.1))
        return verdict(Relation::Unsure, d, "another title, and the text differs in places" + example(d));
    const double least = sameTitle || sameNumber ? LeastCommon : 0.7;
    if (d.ofLonger() < least || d.ofShorter() < 0.7 || rewritten > 0.35)
        return verdict(Relation::Unsure, d, "the same title over texts that differ widely");
    return verdict(Relation::Near, d, "the same text with few edits");
}

} // namespace

std::string_view toText(Relation relation) {
    switch (relation) {
    case Relation::Exact:
        return "exact";
    case Relation::Repost:
        return "repost";
    case Relation::Near:
        return "near";
    case Relation::Revision:
        return "revision";
    case Relation::Excerpt:
        return "excerpt";
    case Relation::Series:
        return "series";
    case Relation::Unsure:
        return "unsure";
    case Relation::Different:
        break;
    }
    return "different";
}

ComparedText comparedText(std::string_view title, std::string_view bodyText) {
    ComparedText text;
    text.titleKey = normalisedTitleKey(title);
    text.title = tokensOf(text.titleKey);
    text.body = tokensOf(bodyText);
    return text;
}

Verdict relationOfEqualTexts(const ComparedText &a, const ComparedText &b) {
    return haveOtherNumbers(a, b) ? otherNumbers(a, b) : judgeEqualTexts(a, b);
}

Verdict relationOf(const ComparedText &a, const ComparedText &b) {
    if (a.body.characters == b.body.characters)
        return relationOfEqualTexts(a, b);
    if (haveOtherNumbers(a, b))
        return otherNumbers(a, b);
    const bool sameNumber = !a.documentNumber.empty() && a.documentNumber == b.documentNumber;
    const Differences d = differencesOf(a.body, b.body);
    std::string values;
    const TitleRelation titles = compareTitles(a, b, &values);
    const std::size_t shorter = std::min(a.body.characters.size(), b.body.characters.size());
    const bool titled =
        titles == TitleRelation::Same && a.title.tokens.size() >= TellingTitle && shorter >= TitledText;
    if (shorter < ShortText && !titled)
        return verdict(Relation::Different, d, "the text is too short to prove anything", true);
    if (sameNumber && d.ofLonger() >= 0.3) {
        const bool untouched = d.otherNumbers + d.otherDates + d.otherNames + d.otherWords == 0;
        if (isExcerpt(d))
            return verdict(Relation::Excerpt, d, "one is a part of the other");
        if (!untouched || d.ofLonger() < 0.95)
            return verdict(Relation::Revision, d, "the same document number over a changed text" + example(d),
                           true);
    }
    if (d.ofLonger() < LeastCommon && !isExcerpt(d))
        return verdict(Relation::Different, d, "");
    if (titles == TitleRelation::OtherNumber || titles == TitleRelation::OtherName)
        return verdict(Relation::Series, d, "titles that differ in a value: " + values, true);
    if (titles == TitleRelation::Contained && addsNumber(a, b))
        return verdict(Relation::Series, d, "one title has a number more", true);
    const bool sameTitle = titles == TitleRelation::Same;
    Verdict v = judgeEdits(d, sameTitle, sameTitle && namesAValue(a.title), sameNumber);
    if (v.relation == Relation::Unsure && d.ofLonger() < WorthALook && titles != TitleRelation::Same)
        v.relation = Relation::Different;
    return v;
}

} // namespace guiyi::mapping
