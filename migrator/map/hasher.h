// Stable hashes of what a stage read and left. Fields are length-prefixed, so that no two lists of fields
// meet.
#pragma once

#include <QtCore/qcryptographichash.h>

#include <cstdint>
#include <string>
#include <string_view>

namespace guiyi {

/// The first 128 bits of BLAKE2b-160 over a sequence of fields.
class Hasher {
public:
    Hasher &add(std::string_view field) {
        const std::uint64_t size = field.size();
        char prefix[8];
        for (unsigned i = 0; i < 8; ++i)
            prefix[i] = static_cast<char>((size >> (8 * i)) & 0xFF);
        m_hash.addData(QByteArrayView(prefix, 8));
        m_hash.addData(QByteArrayView(field.data(), static_cast<qsizetype>(field.size())));
        return *this;
    }
    Hasher &add(std::int64_t number) { return add(std::string_view(std::to_string(number))); }
    /// 32 hex digits.
    std::string hex() const { return m_hash.result().toHex().left(32).toStdString(); }

private:
    QCryptographicHash m_hash{QCryptographicHash::Blake2b_160};
};

/// 64 bits of a hash that is the same on every machine and run (FNV-1a with a final mix).
inline std::uint64_t hash64(std::string_view s) {
    std::uint64_t h = 1469598103934665603ULL;
    for (const char c : s) {
        h ^= static_cast<unsigned char>(c);
        h *= 1099511628211ULL;
    }
    h ^= h >> 32U;
    h *= 0x9E3779B97F4A7C15ULL;
    return h ^ (h >> 29U);
}

} // namespace guiyi
