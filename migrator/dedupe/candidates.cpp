#include "migrator/dedupe/candidates.h"

#include "migrator/dedupe/spill_sorter.h"

#include <algorithm>

namespace guiyi {

namespace {

constexpr std::size_t SmallGroup = 12; ///< all pairs of a group up to this size
constexpr std::size_t Neighbours = 4;  ///< in larger groups: with so many that follow
/// Below this estimate even an excerpt of half a text is improbable (standard error 0.04).
constexpr double LeastSimilar = 0.33;
/// With one title less is enough: short texts and excerpts.
constexpr double LeastSimilarSameTitle = 0.15;

struct BandEntry {
    std::uint64_t key = 0, following = 0;
    std::uint32_t text = 0;
    bool operator<(const BandEntry &o) const {
        if (key != o.key)
            return key < o.key;
        return following != o.following ? following < o.following : text < o.text;
    }
};

/// Which keys of a band occur at least twice, with false positives but no misses: two bits a slot.
class RepeatFilter {
public:
    explicit RepeatFilter(std::size_t expected) {
        std::size_t slots = 1U << 16U;
        while (slots < expected * 8)
            slots *= 2;
        slots = std::min<std::size_t>(slots, 1U << 27U);
        m_seen.resize(slots / 64);
        m_again.resize(slots / 64);
        m_mask = slots - 1;
    }
    void note(std::uint64_t key) {
        const std::size_t slot = slotOf(key);
        const std::uint64_t bit = 1ULL << (slot & 63U);
        m_again[slot / 64] |= m_seen[slot / 64] & bit;
        m_seen[slot / 64] |= bit;
    }
    bool repeats(std::uint64_t key) const {
        const std::size_t slot = slotOf(key);
        return (m_again[slot / 64] >> (slot & 63U) & 1U) != 0;
    }
    void clear() {
        std::fill(m_seen.begin(), m_seen.end(), 0);
        std::fill(m_again.begin(), m_again.end(), 0);
    }

private:
    std::size_t slotOf(std::uint64_t key) const { return (key * 0x9E3779B97F4A7C15ULL >> 30U) & m_mask; }
    std::vector<std::uint64_t> m_seen, m_again;
    std::size_t m_mask = 0;
};

class Search {
public:
    Search(const std::vector<TextKeys> &texts, const SignatureFile &signatures, const std::string &folder)
        : m_texts(texts), m_signatures(signatures), m_pairs(folder) {}

    Status run(const std::function<Status(TextPair)> &visit) {
        Status s = byKey([](const TextKeys &t) { return t.high; });
        if (s)
            s = byKey([](const TextKeys &t) { return t.number; });
        if (s)
            s = byKey([](const TextKeys &t) { return t.title; });
        if (s)
            s = byBands();
        if (!s)
            return s;
        return m_pairs.drain([&](const TextPair &pair) -> Status {
            const Result<bool> worth = isWorthComparing(pair);
            if (!worth)
                return worth.error();
            return worth.value() ? visit(pair) : Status();
        });
    }

private:
    Status addPair(std::uint32_t a, std::uint32_t b) {
        return a == b ? Status() : m_pairs.add({std::min(a, b), std::max(a, b)});
    }

    /// Pairs inside a group of texts [begin, end) that is sorted so that the likeliest stand together.
    template <typename Entry>
    Status pairGroup(const std::vector<Entry> &entries, std::size_t begin, std::size_t end) {
        const std::size_t reach = end - begin <= SmallGroup ? end - begin : Neighbours;
        for (std::size_t i = begin; i < end; ++i) {
            for (std::size_t k = i + 1; k < end && k <= i + reach; ++k) {
                if (Status s = addPair(entries[i].text, entries[k].text); !s)
                    return s;
            }
        }
        return {};
    }

    template <typename Entry>
    Status pairGroups(const std::vector<Entry> &entries) {
        for (std::size_t begin = 0; begin < entries.size();) {
            std::size_t end = begin + 1;
            while (end < entries.size() && entries[end].key == entries[begin].key)
                ++end;
            if (Status s = pairGroup(entries, begin, end); !s)
                return s;
            begin = end;
        }
        return {};
    }

    template <typename Key>
    Status byKey(const Key &keyOf) {
        RepeatFilter filter(m_texts.size());
        for (const TextKeys &text : m_texts)
            filter.note(keyOf(text));
        std::vector<BandEntry> entries;
        for (std::size_t i = 0; i < m_texts.size(); ++i) {
            const std::uint64_t key = keyOf(m_texts[i]);
            if (key != 0 && filter.repeats(key))
                entries.push_back({key, m_texts[i].characters, static_cast<std::uint32_t>(i)});
        }
        std::sort(entries.begin(), entries.end());
        return pairGroups(entries);
    }

    Status byBands() {
        std::vector<std::uint32_t> textOf(m_signatures.size(), None);
        for (std::size_t i = 0; i < m_texts.size(); ++i) {
            if (m_texts[i].characters >= mapping::ShortText)
                textOf[m_texts[i].signature] = static_cast<std::uint32_t>(i);
        }
        RepeatFilter filter(m_texts.size());
        for (std::size_t band = 0; band < mapping::Bands; ++band) {
            filter.clear();
            Status s = m_signatures.eachKey(band, [&](std::size_t i, std::uint64_t key, std::uint64_t) {
                if (textOf[i] != None)
                    filter.note(key);
            });
            if (!s)
                return s;
            std::vector<BandEntry> entries;
            s = m_signatures.eachKey(band, [&](std::size_t i, std::uint64_t key, std::uint64_t following) {
                if (textOf[i] != None && filter.repeats(key))
                    entries.push_back({key, following, textOf[i]});
            });
            if (!s)
                return s;
            std::sort(entries.begin(), entries.end());
            if (s = pairGroups(entries); !s)
                return s;
        }
        return {};
    }

    /// What the keys and signatures say of a pair, before its texts are read.
    Result<bool> isWorthComparing(const TextPair &pair) {
        const TextKeys &a = m_texts[pair.a], &b = m_texts[pair.b];
        if ((a.high == b.high && a.low == b.low) || (a.number != 0 && a.number == b.number))
            return true;
        const bool sameTitle = a.title != 0 && a.title == b.title;
        if (!sameTitle && std::min(a.characters, b.characters) < mapping::ShortText)
            return false;
        if (pair.a != m_readText || m_read.empty()) { // pairs come by their first text
            const Result<mapping::Signature> x = m_signatures.read(a.signature);
            if (!x)
                return x.error();
            m_read.assign(1, x.value());
            m_readText = pair.a;
        }
        const Result<mapping::Signature> y = m_signatures.read(b.signature);
        if (!y)
            return y.error();
        return mapping::estimatedSimilarity(m_read.front(), y.value()) >=
               (sameTitle ? LeastSimilarSameTitle : LeastSimilar);
    }

    static constexpr std::uint32_t None = 0xFFFFFFFF;
    const std::vector<TextKeys> &m_texts;
    const SignatureFile &m_signatures;
    SpillSorter<TextPair> m_pairs;
    std::vector<mapping::Signature> m_read; ///< the signature of m_readText
    std::uint32_t m_readText = None;
};

} // namespace

Status eachCandidate(const std::vector<TextKeys> &texts, const SignatureFile &signatures,
                     const std::string &folder, const std::function<Status(TextPair)> &visit) {
    return Search(texts, signatures, folder).run(visit);
}

} // namespace guiyi
