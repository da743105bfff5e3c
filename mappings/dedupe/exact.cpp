#include "mappings/dedupe/exact.h"

#include "schema/base/text.h"

#include <QtCore/qcryptographichash.h>

#include <algorithm>
#include <array>
#include <map>
#include <tuple>

namespace guiyi::mapping {

namespace {

/// One form for the punctuation that editors and converters change: quotes, dashes, brackets, stops.
char32_t foldPunctuation(char32_t c) {
    switch (c) {
    case U'，':
    case U'、':
    case U'；':
    case U';':
        return ',';
    case U'。':
    case U'．':
    case U'｡':
        return '.';
    case U'：':
        return ':';
    case U'“':
    case U'”':
    case U'‘':
    case U'’':
    case U'「':
    case U'」':
    case U'『':
    case U'』':
    case U'\'':
    case U'`':
        return '"';
    case U'〔':
    case U'［':
    case U'【':
    case U'[':
    case U'{':
        return '(';
    case U'〕':
    case U'］':
    case U'】':
    case U']':
    case U'}':
        return ')';
    case U'〈':
    case U'《':
        return '<';
    case U'〉':
    case U'》':
        return '>';
    case U'—':
    case U'–':
    case U'‐':
    case U'‑':
    case U'―':
    case U'－':
    case U'~':
    case U'～':
        return '-';
    case U'…':
        return '.';
    case U'·':
    case U'•':
    case U'・':
    case U'●':
        return U'·';
    default:
        return c;
    }
}

std::string hash128(std::string_view s) {
    // 160 bits is the smallest BLAKE2b Qt offers; its first 128 are as good.
    return QCryptographicHash::hash(QByteArrayView(s.data(), static_cast<qsizetype>(s.size())),
                                    QCryptographicHash::Blake2b_160)
        .toHex()
        .left(32)
        .toStdString();
}

std::string_view day(std::string_view time) {
    return time.substr(0, 10);
}

/// What has to be equal for two articles to be one. Empty: the article never merges.
std::string clusterKey(const DuplicateCandidate &c) {
    if (c.isLetter || c.textKey.empty())
        return {};
    if (c.textLength >= ShortText)
        return c.textKey;
    if (c.textLength == 0 && c.filesKey.empty())
        return {};
    if (c.titleKey.empty() || c.published.empty())
        return {};
    return c.textKey + "\n" + c.titleKey + "\n" + std::string(day(c.published)) + "\n" + c.filesKey;
}

/// A date after every real one for articles without: an unknown date is not the earliest.
std::string_view sortDate(const DuplicateCandidate &c) {
    return c.published.empty() ? std::string_view("9999") : std::string_view(c.published);
}

auto rank(const DuplicateCandidate &c) {
    return std::tuple(!c.sourceIsOwnSite, day(sortDate(c)), levelRank(c.level), sortDate(c),
                      std::string_view(c.site), std::string_view(c.url), c.article);
}

auto place(const DuplicateCandidate &c) {
    return std::tuple(std::string_view(c.site), std::string_view(c.url), c.article);
}

std::string reasonFor(const std::vector<DuplicateCandidate> &all, const DuplicateCluster &cluster) {
    const DuplicateCandidate &s = all[cluster.survivor];
    std::string reason =
        s.textLength >= ShortText ? "same text" : "short text with the same title, date and files";
    const auto others = [&](auto &&test) {
        return std::all_of(cluster.members.begin(), cluster.members.end(),
                           [&](std::size_t m) { return m == cluster.survivor || test(all[m]); });
    };
    if (s.sourceIsOwnSite && others([](const DuplicateCandidate &c) { return !c.sourceIsOwnSite; }))
        return reason + "; kept where it comes from (its source is its own site)";
    if (others([&](const DuplicateCandidate &c) {
            return c.sourceIsOwnSite != s.sourceIsOwnSite || day(sortDate(c)) > day(sortDate(s));
        }))
        return reason + "; kept the earliest" +
               (s.published.empty() ? "" : " (" + std::string(day(s.published)) + ")");
    if (others([&](const DuplicateCandidate &c) { return levelRank(c.level) > levelRank(s.level); }))
        return reason + "; kept the one of the higher level (" + s.level + ")";
    return reason + "; nothing sets them apart, kept the first by time, site and address";
}

} // namespace

int levelRank(std::string_view level) {
    constexpr std::array<std::string_view, 7> order{"province",          "city",     "department", "district",
                                                    "county_department", "township", "subdistrict"};
    const auto it = std::find(order.begin(), order.end(), level);
    return static_cast<int>(it - order.begin());
}

std::string foldedText(std::string_view s) {
    std::string out;
    out.reserve(s.size());
    for (std::size_t pos = 0; pos < s.size();) {
        char32_t c = text::next(s, pos);
        if (text::isBlank(c) || c == 0xAD)
            continue;
        if (c >= 0xFF01 && c <= 0xFF5E)
            c -= 0xFEE0;
        c = foldPunctuation(c);
        if (c >= 'A' && c <= 'Z')
            c += 32;
        // "……" and "——" are one mark however many characters they take.
        if ((c == '.' || c == '-') && !out.empty() && out.back() == static_cast<char>(c))
            continue;
        text::append(out, c);
    }
    return out;
}

std::string normalisedTextKey(std::string_view bodyText) {
    return hash128(foldedText(bodyText));
}

std::string normalisedTitleKey(std::string_view title) {
    std::string folded = foldedText(title);
    // Marks that editors set in front of a title (F-NORM-04, T-NORM-02); the document is the same without.
    static constexpr std::array<std::string_view, 10> marks{"失效", "已失效", "废止", "已废止", "已修改",
                                                            "修改", "转载",   "转发", "图文",   "组图"};
    for (bool again = true; again;) {
        again = false;
        if (folded.empty() || (folded[0] != '(' && folded[0] != '<'))
            break;
        for (std::string_view mark : marks) {
            if (text::startsWith(std::string_view(folded).substr(1), mark) &&
                folded.size() > mark.size() + 2 && folded[mark.size() + 1] == ')') {
                folded.erase(0, mark.size() + 2);
                again = true;
                break;
            }
        }
    }
    return folded;
}

std::string filesKeyOf(const std::vector<FileReference> &files) {
    std::vector<std::string> parts;
    for (const FileReference &f : files)
        parts.push_back(f.sha256.empty() ? "name:" + foldedText(f.name.empty() ? f.url : f.name) : f.sha256);
    if (parts.empty())
        return {};
    std::sort(parts.begin(), parts.end());
    parts.erase(std::unique(parts.begin(), parts.end()), parts.end());
    return hash128(text::join(parts, "\n"));
}

std::vector<DuplicateCluster> clusterExact(const std::vector<DuplicateCandidate> &candidates) {
    // Sorting pairs of key and index needs no hash table whose order could leak, and stays small.
    std::vector<std::pair<std::string, std::size_t>> keyed;
    keyed.reserve(candidates.size());
    for (std::size_t i = 0; i < candidates.size(); ++i) {
        std::string key = clusterKey(candidates[i]);
        if (!key.empty())
            keyed.emplace_back(std::move(key), i);
    }
    std::sort(keyed.begin(), keyed.end(), [&](const auto &a, const auto &b) {
        if (a.first != b.first)
            return a.first < b.first;
        return place(candidates[a.second]) < place(candidates[b.second]);
    });
    std::vector<DuplicateCluster> clusters;
    for (std::size_t begin = 0; begin < keyed.size();) {
        std::size_t end = begin + 1;
        while (end < keyed.size() && keyed[end].first == keyed[begin].first)
            ++end;
        if (end - begin > 1) {
            DuplicateCluster cluster;
            for (std::size_t i = begin; i < end; ++i)
                cluster.members.push_back(keyed[i].second);
            cluster.survivor = *std::min_element(
                cluster.members.begin(), cluster.members.end(),
                [&](std::size_t a, std::size_t b) { return rank(candidates[a]) < rank(candidates[b]); });
            cluster.reason = reasonFor(candidates, cluster);
            clusters.push_back(std::move(cluster));
        }
        begin = end;
    }
    std::sort(clusters.begin(), clusters.end(), [&](const DuplicateCluster &a, const DuplicateCluster &b) {
        return place(candidates[a.survivor]) < place(candidates[b.survivor]);
    });
    return clusters;
}

} // namespace guiyi::mapping
