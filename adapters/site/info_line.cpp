#include "adapters/site/info_line.h"

#include "adapters/site/dates.h"
#include "schema/base/text.h"

#include <algorithm>
#include <map>
#include <mutex>
#include <optional>
#include <vector>

namespace guiyi::site {

namespace {

enum class Field { Published, Updated, Source, Author, Editor, Other };

struct Label {
    std::string word;
    Field field;
};

/// All labels, longest first, so that 信息来源 is not read as 来源.
std::vector<Label> labelsOf(const Knowledge &k) {
    std::vector<Label> labels;
    const auto add = [&](const std::vector<std::string> &words, Field field) {
        for (const std::string &word : words)
            labels.push_back({word, field});
    };
    add(k.publishLabels, Field::Published);
    add(k.updateLabels, Field::Updated);
    add(k.importLabels, Field::Other);
    add(k.sourceLabels, Field::Source);
    add(k.authorLabels, Field::Author);
    add(k.editorLabels, Field::Editor);
    add(k.hitsLabels, Field::Other);
    std::stable_sort(labels.begin(), labels.end(),
                     [](const Label &a, const Label &b) { return a.word.size() > b.word.size(); });
    return labels;
}

struct Hit {
    std::size_t begin, end; ///< of the label with its colon
    Field field;
};

/// Matches `word` at `at`, blanks between its characters allowed ("来 源"); the end, or npos.
std::size_t matchSpaced(std::string_view s, std::size_t at, std::string_view word) {
    std::size_t w = 0;
    while (w < word.size()) {
        const char32_t want = text::next(word, w);
        for (;;) {
            if (at >= s.size())
                return std::string_view::npos;
            std::size_t after = at;
            const char32_t c = text::next(s, after);
            if (c == want) {
                at = after;
                break;
            }
            if (!text::isBlank(c) || c == '\n' || w == 0)
                return std::string_view::npos;
            at = after;
        }
    }
    return at;
}

std::vector<Hit> findLabels(std::string_view s, const std::vector<Label> &labels) {
    std::vector<Hit> hits;
    for (std::size_t at = 0; at < s.size();) {
        bool found = false;
        for (const Label &label : labels) {
            if (label.word[0] != s[at])
                continue;
            std::size_t end = matchSpaced(s, at, label.word);
            if (end == std::string_view::npos)
                continue;
            // Blanks (inline boundaries too), then a colon.
            std::size_t colon = end;
            while (colon < s.size()) {
                std::size_t after = colon;
                const char32_t c = text::next(s, after);
                if (c == ':' || c == U'：' || c == U'∶') {
                    hits.push_back({at, after, label.field});
                    at = after;
                    found = true;
                    break;
                }
                if (!text::isBlank(c) || c == '\n')
                    break;
                colon = after;
            }
            if (found)
                break;
        }
        if (!found)
            text::next(s, at);
    }
    return hits;
}

/// The first non-empty piece of a value: pieces are parted by wide gaps, boundaries, bars and closing
/// brackets.
std::string firstPiece(std::string_view value) {
    std::string piece;
    int blanks = 0;
    for (std::size_t at = 0; at < value.size();) {
        const std::size_t begin = at;
        const char32_t c = text::next(value, at);
        const bool hardBreak = c == '\n' || c == '\t' || c == '|' || c == U'】' || c == ']' || c == U'｜' ||
                               c == U'\u3000' || c == U'\u00A0' || c == U'〕';
        if (hardBreak) {
            if (!piece.empty())
                break;
            continue;
        }
        if (text::isBlank(c)) {
            if (!piece.empty() && ++blanks >= 2)
                break;
            continue;
        }
        if (c == U'【' || c == '[' || c == U'〔') {
            if (!piece.empty())
                break;
            continue;
        }
        if (blanks > 0 && !piece.empty())
            piece += ' ';
        blanks = 0;
        piece.append(value, begin, at - begin);
    }
    if (const auto date = findDate(piece))
        piece.resize(date->begin);
    std::string_view trimmed = text::trim(piece);
    while (!trimmed.empty() && (trimmed.back() == ',' || trimmed.back() == ';' || trimmed.back() == '('))
        trimmed.remove_suffix(1);
    return std::string(trimmed);
}

/// The date directly behind a label; one far away belongs to something else.
std::string dateBehindLabel(std::string_view value) {
    const auto date = findDate(value);
    return date && text::visibleLength(value.substr(0, date->begin)) <= 4 ? date->iso : std::string();
}

const std::vector<Label> &cachedLabels(const Knowledge &knowledge) {
    static std::mutex mutex;
    static std::map<const Knowledge *, std::vector<Label>> cache;
    const std::scoped_lock lock(mutex);
    auto it = cache.find(&knowledge);
    if (it == cache.end())
        it = cache.emplace(&knowledge, labelsOf(knowledge)).first;
    return it->second;
}

} // namespace

InfoLine readInfoLine(std::string_view s, const Knowledge &knowledge) {
    InfoLine info;
    const std::vector<Hit> hits = findLabels(s, cachedLabels(knowledge));
    info.anyLabel = !hits.empty();
    for (std::size_t i = 0; i < hits.size(); ++i) {
        const std::size_t end = i + 1 < hits.size() ? hits[i + 1].begin : s.size();
        const std::string_view value = s.substr(hits[i].end, end - hits[i].end);
        switch (hits[i].field) {
        case Field::Published:
            if (!info.publishedLabelled) {
                info.published = dateBehindLabel(value);
                info.publishedLabelled = !info.published.empty();
            }
            break;
        case Field::Updated:
            if (info.updated.empty())
                info.updated = dateBehindLabel(value);
            break;
        case Field::Source:
            if (info.source.empty())
                info.source = firstPiece(value);
            break;
        case Field::Author:
            if (info.author.empty())
                info.author = firstPiece(value);
            break;
        case Field::Editor:
            if (info.editor.empty())
                info.editor = firstPiece(value);
            break;
        case Field::Other:
            break;
        }
    }
    // Sites that show only when a page was last changed publish it as the date of the page.
    if (info.published.empty() && !info.updated.empty()) {
        info.published = info.updated;
        info.publishedLabelled = true;
    }
    // A bare date counts only where no label claims it: import times are no publish dates.
    if (info.published.empty()) {
        std::optional<FoundDate> date = findDate(s.substr(0, hits.empty() ? s.size() : hits.front().begin));
        for (std::size_t i = 0; i < hits.size() && !date; ++i) {
            const std::size_t end = i + 1 < hits.size() ? hits[i + 1].begin : s.size();
            if (hits[i].field != Field::Other)
                date = findDate(s.substr(hits[i].end, end - hits[i].end));
        }
        if (date)
            info.published = date->iso;
    }
    return info;
}

} // namespace guiyi::site
