// Where the bytes stand that structure a page: read once, sixteen bytes a step, asked for by the walk.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace guiyi::mapping {

/// Bit maps of one page, and its marks: where an absolute address may be, which is where two bytes stand that
/// it may have behind its scheme: "//", "\\", the "/\" of "\/\/", a numeric character reference, the CSS
/// escape of a slash. Keeps its buffers from page to page; one thread.
class PageIndex {
public:
    enum class Kind : std::size_t {
        LessThan,
        TagOpen, ///< '<', but not that of "</" when all such tags of the page end before the next '<' or
                 ///< quote
        TagBreak ///< '>' and both quotes
    };

    /// Reads `page`, which is not kept. Marks are 32 bits wide: pages must be shorter than 4 GB.
    void read(std::string_view page);

    /// The bytes of one kind: valid until the next read().
    class Plane {
    public:
        Plane(const std::uint64_t *words, std::size_t count, std::size_t size)
            : m_words(words), m_count(count), m_size(size) {}

        /// The first at or behind `from`; the page's size when there is none.
        std::size_t next(std::size_t from) const {
            std::size_t word = from / 64;
            if (word >= m_count)
                return m_size;
            // A window that begins at `from` and goes on in the next word: most steps are shorter than one.
            const unsigned shift = from % 64;
            const std::uint64_t window = m_words[word] >> shift | (m_words[word + 1] << 1) << (63 - shift);
            if (window != 0)
                return from + static_cast<std::size_t>(std::countr_zero(window));
            while (++word < m_count) {
                if (m_words[word] != 0)
                    return word * 64 + static_cast<std::size_t>(std::countr_zero(m_words[word]));
            }
            return m_size;
        }

    private:
        const std::uint64_t *m_words; ///< with a word of zeros behind
        std::size_t m_count, m_size;
    };
    Plane plane(Kind kind) const { return {m_planes.data() + planeBegin(kind), m_words, m_size}; }
    std::size_t next(Kind kind, std::size_t from) const { return plane(kind).next(from); }

    /// In order of the page.
    const std::vector<std::uint32_t> &marks() const { return m_marks; }
    /// Drops the marks `keep(position)`, asked in order, is not true of.
    template <typename Predicate>
    void keepMarks(Predicate keep) {
        std::size_t kept = 0;
        for (const std::uint32_t mark : m_marks) {
            if (keep(mark))
                m_marks[kept++] = mark;
        }
        m_marks.resize(kept);
    }

private:
    static constexpr std::size_t Kinds = 3;

    std::size_t planeBegin(Kind kind) const { return static_cast<std::size_t>(kind) * (m_words + 1); }
    void mark(std::string_view page, std::size_t begin, std::uint64_t candidates);

    std::vector<std::uint64_t> m_planes; ///< for each kind a bit for a byte of the page, and a word of zeros
    std::size_t m_words = 0, m_size = 0;
    std::vector<std::uint32_t> m_marks;
};

} // namespace guiyi::mapping
