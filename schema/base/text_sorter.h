// Sorts more texts than fit in memory: sorted runs in a scratch file, merged while they are read.
#pragma once

#include "schema/base/scratch_file.h"

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace guiyi {

/// Takes keys with a value each and hands them over in the order of the keys' bytes, those of one key in the
/// order they came. One thread.
class TextSorter {
public:
    /// `doing` and `advice` are what errors say; `room` is how many bytes it keeps in memory.
    TextSorter(std::string doing, std::string advice, std::size_t room = std::size_t(1) << 21);

    /// `path` names a scratch file that may be made there. First of all calls.
    Status open(const std::string &path) { return m_file.open(path); }
    void add(std::string_view key, std::string_view value);
    /// What went wrong with the disk so far.
    const Status &status() const { return m_file.status(); }

    using Visit = std::function<Status(std::string_view key, std::string_view value)>;
    /// Every pair once. Ends early when `visit` fails. Last of all calls.
    Status drain(const Visit &visit);

private:
    /// Where a pair stands among the bytes in memory, and what most comparisons need of its key.
    struct Pair {
        std::uint64_t begin = 0; ///< the key's first bytes behind what all keys begin with
        std::uint32_t at = 0, keySize = 0, valueSize = 0;
    };
    struct Run {
        std::uint64_t place = 0, end = 0;
    };
    class Reader;

    std::string_view keyOf(const Pair &pair) const { return {m_bytes.data() + pair.at, pair.keySize}; }
    std::string_view valueOf(const Pair &pair) const {
        return {m_bytes.data() + pair.at + pair.keySize, pair.valueSize};
    }
    void sort();
    void spill();
    Status merge(const Visit &visit);

    ScratchFile m_file;
    std::size_t m_room;
    std::string m_bytes;
    std::vector<Pair> m_pairs;
    std::vector<Run> m_runs;
};

} // namespace guiyi
