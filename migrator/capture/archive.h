// A site's archive: answers become records, and what it holds already becomes a revisit.
#pragma once

#include "adapters/warc/record.h"
#include "adapters/warc/writer.h"
#include "migrator/capture/fetcher.h"
#include "migrator/capture/frontier.h"

#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace guiyi::capture {

/// An answer that has a record.
struct Kept {
    Finished finished;
    std::optional<Finished> before;      ///< what the capture before had of the address
    std::optional<std::string> unpacked; ///< the payload as a reader sees it, where it differs from the body
};

/// Belongs to one thread; the frontier must outlive it.
class Archive {
public:
    /// `maxBytes` of one answer were taken at most.
    Archive(std::string folder, std::string siteId, std::unique_ptr<warc::Writer> writer, Frontier &frontier,
            std::int64_t maxBytes);

    /// Writes an answer; `trouble` is why it is not whole, empty when it is. The frontier is only asked.
    Result<Kept> keep(const Item &item, const Reply &reply, const warc::HttpResponse &http,
                      const std::string &trouble);
    /// The payload of an answer that flush() has written, as a reader sees it.
    Result<std::string> stored(const warc::Written &place) const;

    warc::Writer::Position position() const { return m_writer->position(); }
    Status flush() { return m_writer->flush(); }
    Status sync() { return m_writer->sync(); }

private:
    std::optional<Finished> holderOf(const Finished &f, const std::optional<Finished> &before,
                                     const Reply &reply);

    std::string m_folder, m_siteId;
    std::unique_ptr<warc::Writer> m_writer;
    Frontier &m_frontier;
    std::int64_t m_maxBytes;
};

} // namespace guiyi::capture
