// Reads web archives of any origin: WARC 0.17 to 1.1 and ARC, plain or gzip, good or damaged.
#pragma once

#include "adapters/warc/byte_source.h"
#include "adapters/warc/record.h"
#include "schema/base/result.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace guiyi::warc {

/// A stretch of an archive that is no record, or a record that cannot be trusted.
struct Reject {
    Place place;
    std::string reason;
};

/// Hands over the good records of one file in order; the others are rejected and counted, and reading goes on
/// at the next record. Not thread-safe.
class Reader {
public:
    /// Records with more bytes are rejected.
    static constexpr std::size_t MaxBlock = std::size_t(512) << 20;
    /// So many rejects are kept with their reasons; all are counted.
    static constexpr std::size_t MostKept = 1000;

    static Result<Reader> open(const std::string &file);
    explicit Reader(std::shared_ptr<Input> input);

    /// The next good record; nothing at the end.
    std::optional<Record> next();

    const std::vector<Reject> &rejects() const { return m_rejects; }
    std::int64_t rejected() const { return m_rejected; }
    /// Behind the record that next() gave last.
    Place place() const { return m_bytes->place(); }

    /// One record that begins at `place`.
    static Result<Record> readAt(const std::shared_ptr<Input> &input, Place place, const std::string &name);

private:
    enum class Found { Record, Rejected, End };
    Found readWarc(Record &record);
    Found readArc(Record &record);
    void keep(Place place, const std::string &reason);
    void reject(const std::string &reason, std::size_t drop);
    void tellDamage();
    void resync();
    std::size_t headerLength(std::size_t most);
    /// Reads the block behind `header` bytes into the record; why not, else empty.
    std::string takeBlock(Record &record, std::size_t header, std::size_t length);
    bool endsThere(std::size_t end);
    bool isArcHeader(std::string_view line, std::vector<std::string> &fields) const;

    std::unique_ptr<ByteSource> m_bytes;
    bool m_arc = false, m_first = true, m_single = false;
    std::size_t m_arcFields = 5;
    std::vector<Reject> m_rejects;
    std::int64_t m_rejected = 0;
    std::int64_t m_told = 0; ///< damaged members that a reject has told of
};

} // namespace guiyi::warc
