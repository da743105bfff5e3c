// A set of bytes, known at compile time: one load tells whether a byte is in it.
#pragma once

#include <array>
#include <cstddef>
#include <string_view>

namespace guiyi {

/// Built from what it holds: ByteSet::range('0', '9') + ByteSet("-_"). Any thread.
class ByteSet {
public:
    constexpr ByteSet() = default;
    constexpr explicit ByteSet(std::string_view bytes) {
        for (const char c : bytes)
            m_in[static_cast<unsigned char>(c)] = true;
    }
    /// From `first` to `last`, both in it.
    static constexpr ByteSet range(unsigned char first, unsigned char last) {
        ByteSet set;
        for (std::size_t c = first; c <= last; ++c)
            set.m_in[c] = true;
        return set;
    }
    /// Letters and digits of ASCII.
    static constexpr ByteSet alnum() { return range('a', 'z') + range('A', 'Z') + range('0', '9'); }
    /// What can be seen of ASCII.
    static constexpr ByteSet graphic() { return range(0x21, 0x7E); }

    constexpr ByteSet operator+(const ByteSet &other) const {
        ByteSet set = *this;
        for (std::size_t c = 0; c < set.m_in.size(); ++c)
            set.m_in[c] = m_in[c] || other.m_in[c];
        return set;
    }
    constexpr ByteSet operator-(const ByteSet &other) const {
        ByteSet set = *this;
        for (std::size_t c = 0; c < set.m_in.size(); ++c)
            set.m_in[c] = m_in[c] && !other.m_in[c];
        return set;
    }
    constexpr bool has(char c) const { return m_in[static_cast<unsigned char>(c)]; }

private:
    std::array<bool, 256> m_in{};
};

} // namespace guiyi
