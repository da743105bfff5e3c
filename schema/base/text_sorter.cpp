#include "schema/base/text_sorter.h"

#include <algorithm>
#include <cstring>
#include <utility>

namespace guiyi {

namespace {

constexpr std::size_t LeastRead = 4096; ///< of a run at a time, however many there are

/// Before each pair in the file.
struct Sizes {
    std::uint32_t key = 0, value = 0;
};

std::size_t commonLength(std::string_view a, std::string_view b) {
    const auto end = std::mismatch(a.begin(), a.end(), b.begin(), b.end()).first;
    return static_cast<std::size_t>(end - a.begin());
}

/// The first eight bytes as a number that compares as they do; those that are missing are the lowest.
std::uint64_t firstBytes(std::string_view s) {
    std::uint64_t number = 0;
    for (std::size_t i = 0; i < sizeof number; ++i)
        number = number << 8 | (i < s.size() ? static_cast<unsigned char>(s[i]) : 0U);
    return number;
}

} // namespace

/// Goes through the pairs of one run.
class TextSorter::Reader {
public:
    Reader(ScratchFile &file, Run run, std::size_t room) : m_file(&file), m_run(run), m_room(room) {}
    std::string_view key() const { return std::string_view(m_bytes).substr(m_at, m_sizes.key); }
    std::string_view value() const {
        return std::string_view(m_bytes).substr(m_at + m_sizes.key, m_sizes.value);
    }
    /// Goes on to the next pair; false when there is none.
    bool next() {
        m_at += m_sizes.key + m_sizes.value;
        m_sizes = {};
        if (!have(sizeof m_sizes))
            return false;
        std::memcpy(&m_sizes, m_bytes.data() + m_at, sizeof m_sizes);
        m_at += sizeof m_sizes;
        return have(std::size_t(m_sizes.key) + m_sizes.value);
    }

private:
    /// Makes sure that so many bytes stand from here on.
    bool have(std::size_t bytes) {
        if (m_bytes.size() - m_at >= bytes)
            return true;
        m_bytes.erase(0, m_at);
        m_at = 0;
        const std::size_t had = m_bytes.size();
        const std::uint64_t rest = m_run.end - m_run.place;
        const std::size_t more =
            static_cast<std::size_t>(std::min<std::uint64_t>(rest, std::max(bytes - had, m_room)));
        m_bytes.resize(had + more);
        m_bytes.resize(had + m_file->read(m_run.place, m_bytes.data() + had, more));
        m_run.place += more;
        return m_bytes.size() >= bytes;
    }

    ScratchFile *m_file;
    Run m_run;
    std::size_t m_room;
    std::string m_bytes;
    std::size_t m_at = 0;
    Sizes m_sizes;
};

TextSorter::TextSorter(std::string doing, std::string advice, std::size_t room)
    : m_file(std::move(doing), std::move(advice)), m_room(room) {}

void TextSorter::add(std::string_view key, std::string_view value) {
    if (!m_pairs.empty() &&
        m_bytes.size() + key.size() + value.size() + (m_pairs.size() + 1) * sizeof(Pair) > m_room)
        spill();
    m_pairs.push_back({0, static_cast<std::uint32_t>(m_bytes.size()), static_cast<std::uint32_t>(key.size()),
                       static_cast<std::uint32_t>(value.size())});
    m_bytes += key;
    m_bytes += value;
}

void TextSorter::sort() {
    if (m_pairs.empty())
        return;
    // Addresses begin alike: what they share says nothing.
    const std::string_view first = keyOf(m_pairs.front());
    std::size_t common = first.size();
    for (const Pair &pair : m_pairs)
        common = commonLength(first.substr(0, common), keyOf(pair));
    for (Pair &pair : m_pairs)
        pair.begin = firstBytes(keyOf(pair).substr(common));
    std::stable_sort(m_pairs.begin(), m_pairs.end(), [&](const Pair &a, const Pair &b) {
        return a.begin != b.begin ? a.begin < b.begin : keyOf(a) < keyOf(b);
    });
}

void TextSorter::spill() {
    sort();
    Run run{m_file.size(), 0};
    for (const Pair &pair : m_pairs) {
        const Sizes sizes{pair.keySize, pair.valueSize};
        m_file.add({reinterpret_cast<const char *>(&sizes), sizeof sizes});
        m_file.add({m_bytes.data() + pair.at, std::size_t(pair.keySize) + pair.valueSize});
    }
    run.end = m_file.size();
    m_runs.push_back(run);
    m_pairs.clear();
    m_bytes.clear();
}

Status TextSorter::drain(const Visit &visit) {
    if (!m_runs.empty()) {
        spill();
        // The readers need the room now.
        m_bytes = {};
        m_pairs = {};
        return merge(visit);
    }
    sort();
    for (const Pair &pair : m_pairs) {
        if (Status s = visit(keyOf(pair), valueOf(pair)); !s)
            return s;
    }
    return m_file.status();
}

Status TextSorter::merge(const Visit &visit) {
    std::vector<Reader> readers;
    readers.reserve(m_runs.size());
    for (const Run run : m_runs)
        readers.emplace_back(m_file, run, std::max(LeastRead, m_room / m_runs.size()));
    const auto later = [&](std::size_t a, std::size_t b) {
        const int order = readers[a].key().compare(readers[b].key());
        return order != 0 ? order > 0 : a > b;
    };
    std::vector<std::size_t> open; // a heap, the reader with the first key in front
    for (std::size_t i = 0; i < readers.size(); ++i) {
        if (readers[i].next())
            open.push_back(i);
    }
    std::make_heap(open.begin(), open.end(), later);
    while (!open.empty() && m_file.status().ok()) {
        std::pop_heap(open.begin(), open.end(), later);
        Reader &first = readers[open.back()];
        if (Status s = visit(first.key(), first.value()); !s)
            return s;
        if (first.next())
            std::push_heap(open.begin(), open.end(), later);
        else
            open.pop_back();
    }
    return m_file.status();
}

} // namespace guiyi
