// Where the bytes stand that structure a page: read once, sixty-four bytes a step, asked for by the walk.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <span>
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
        TagBreak, ///< '>' and both quotes
        /// Where the page may be more than text, end tags, and start tags whose values stand in double
        /// quotes: up to the first of these, all that begins with '<' ends with the next '>'.
        Odd
    };

    /// `wide`: with AVX2, where the processor has it; not: the way of all others, to the same result.
    explicit PageIndex(bool wide = true);

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

        /// The last before `end`, if it stands at or behind `begin`; else the page's size.
        std::size_t last(std::size_t begin, std::size_t end) const {
            if (end <= begin)
                return m_size;
            std::size_t word = (end - 1) / 64;
            std::uint64_t bits = m_words[word] << (63 - (end - 1) % 64) >> (63 - (end - 1) % 64);
            while (bits == 0 && word > begin / 64)
                bits = m_words[--word];
            if (bits == 0)
                return m_size;
            const std::size_t at = word * 64 + 63 - static_cast<std::size_t>(std::countl_zero(bits));
            return at >= begin ? at : m_size;
        }

    private:
        const std::uint64_t *m_words; ///< with a word of zeros behind
        std::size_t m_count, m_size;
    };
    Plane plane(Kind kind) const { return {m_planes.data() + planeBegin(kind), m_words, m_size}; }
    std::size_t next(Kind kind, std::size_t from) const { return plane(kind).next(from); }

    /// In order of the page.
    std::span<const std::uint32_t> marks() const { return {m_marks.data(), m_markCount}; }
    /// Drops the marks `keep(position)`, asked in order, is not true of.
    template <typename Predicate>
    void keepMarks(Predicate keep) {
        std::size_t kept = 0;
        for (const std::uint32_t mark : marks()) {
            if (keep(mark))
                m_marks[kept++] = mark;
        }
        m_markCount = kept;
    }

private:
    static constexpr std::size_t Kinds = 3;

    std::size_t planeBegin(Kind kind) const { return static_cast<std::size_t>(kind) * (m_words + 1); }
    template <typename Block>
    void readBlocks(std::string_view page);
    void readWide(std::string_view page);

    bool m_wide;
    std::vector<std::uint64_t> m_planes; ///< for each kind a bit for a byte of the page, and a word of zeros
    std::size_t m_words = 0, m_size = 0;
    std::vector<std::uint32_t> m_marks; ///< with room behind the marks
    std::size_t m_markCount = 0;
};

} // namespace guiyi::mapping
