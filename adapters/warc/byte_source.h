// The unpacked bytes of an archive file, plain or of gzip members, with the way back to their place.
#pragma once

#include "adapters/warc/record.h"
#include "schema/base/result.h"

#include <zlib.h>

#include <deque>
#include <memory>
#include <string>
#include <string_view>

namespace guiyi::warc {

/// Bytes that can be read anywhere. One thread.
class Input {
public:
    Input() = default;
    Input(const Input &) = delete;
    Input &operator=(const Input &) = delete;
    virtual ~Input() = default;
    /// At most `size` bytes from `offset` on; fewer only at the end.
    virtual std::size_t read(std::int64_t offset, char *into, std::size_t size) = 0;
};

/// A file of this machine.
Result<std::shared_ptr<Input>> openFile(const std::string &file);
/// Bytes that outlive the input.
std::shared_ptr<Input> inputOf(std::string_view bytes);

/// A window on unpacked bytes that moves forward only. A damaged gzip member ends where it broke; reading
/// goes on at the next member that begins with a record.
class ByteSource {
public:
    ByteSource(std::shared_ptr<Input> input, Place from);
    ~ByteSource();
    ByteSource(const ByteSource &) = delete;
    ByteSource &operator=(const ByteSource &) = delete;

    /// What was read and not dropped yet.
    std::string_view buffered() const { return std::string_view(m_buffer).substr(m_begin); }
    /// Reads more; false at the end.
    bool fill();
    /// Reads until `size` bytes are buffered, if there are as many.
    bool ensure(std::size_t size);
    void drop(std::size_t size);
    Place place() const; ///< of the first buffered byte

    /// The first place in the window behind its first byte at which another gzip member begins; npos: none
    /// known. `broken`: the member before it is damaged.
    std::size_t boundary(bool *broken = nullptr) const;
    /// Damaged members and bytes between members met so far.
    std::int64_t damagedMembers() const { return m_damaged; }
    /// Where the last of them begins.
    Place lastDamage() const { return {m_lastDamage, 0}; }
    bool isGzip() const { return m_gzip; }

private:
    struct Member {
        std::size_t begin = 0; ///< in m_buffer
        std::int64_t raw = 0;
        std::int64_t skip = 0;
        bool afterDamage = false;
    };
    bool fillGzip();
    bool beginMember();
    std::size_t readRaw();
    bool findMember(std::int64_t from);
    bool beginsWithRecord(std::int64_t raw);

    std::shared_ptr<Input> m_input;
    bool m_gzip = false, m_inMember = false, m_afterDamage = false;
    z_stream m_stream{};
    std::string m_raw;       ///< packed bytes in front of m_rawEnd
    std::int64_t m_next = 0; ///< the first packed byte that was not given to inflate
    std::int64_t m_memberRaw = 0;
    std::string m_buffer;
    std::size_t m_begin = 0;
    std::deque<Member> m_members; ///< the one the window begins in, then those behind
    std::int64_t m_damaged = 0, m_lastDamage = 0;
};

} // namespace guiyi::warc
