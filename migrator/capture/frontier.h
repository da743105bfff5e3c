// What is to be fetched and what was: two journals on disk, a few bytes an address in memory.
#pragma once

#include "adapters/warc/writer.h"
#include "migrator/capture/place_table.h"
#include "schema/base/result.h"
#include "schema/url/url.h"

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace guiyi::capture {

/// Why an address is asked for.
enum class Reason : char {
    Page = 'p',      ///< linked on the site, or given by people
    Requisite = 'r', ///< picture, style, script or document, perhaps on a sibling host
    Guess = 'g',     ///< may exist: not having it is no failure
    Robots = 'b',
    Probe = 'x', ///< made up, to learn how the server answers to what it does not have
};

struct Item {
    std::uint32_t id = 0;
    Reason reason = Reason::Page;
    std::uint32_t referrer = 0; ///< id; its own when there is none
    std::string url;
    int attempts = 0;
};

/// Finished::why of redirects begins so; the target follows.
inline const std::string RedirectsTo = "redirects to ";

/// How one address ended.
struct Finished {
    std::uint32_t id = 0;
    std::string url, date;
    int status = 0; ///< 0: no answer, `why` says why not
    std::string why;
    std::string mime, digest, etag, modified;
    warc::Written record;  ///< of the answer
    warc::Written payload; ///< of the record that holds its payload
    bool soft404 = false;
    bool failed() const { return status == 0 || status >= 400 || soft404; }
    /// The server gave a document.
    bool isDocument() const { return status == 200 && !soft404; }
    /// Its own record holds the payload; else it is a revisit of another one.
    bool holdsPayload() const { return record.file == payload.file && record.offset == payload.offset; }
};

/// robots.txt and made-up addresses: asked for to learn how to ask, no part of the site.
bool isSpecial(const Url &url);

enum class Change { None, New, Changed, Unchanged, Gone };
/// What has become of an address since the capture before; None for what was and is no document.
Change changeSince(const std::optional<Finished> &before, const Finished &now);

/// The crawl's memory. flush() makes ends and all that was added before them durable in this order: links,
/// then ends, which is for after the records they tell of; a killed process loses neither, and what is added
/// twice is known. One thread.
class Frontier {
public:
    /// Opens or begins the journals in `folder`. With `retryFailed` what failed is to be fetched again.
    static Result<Frontier> open(const std::string &folder, bool retryFailed);
    Frontier(Frontier &&other) noexcept;
    Frontier &operator=(Frontier &&) = delete;
    ~Frontier();

    /// False when the address is known already.
    bool add(std::string_view url, Reason reason, std::optional<std::uint32_t> referrer);
    /// The next address that has not ended, in order of discovery; nothing while there is none.
    Result<std::optional<Item>> next();
    void finish(const Finished &finished, warc::Writer::Position archive);
    Status flush();
    Status sync();

    std::uint32_t known() const { return static_cast<std::uint32_t>(m_states.size()); }
    std::uint32_t ended() const { return m_ended; }
    /// Where the archive ended when the last address did.
    warc::Writer::Position archive() const { return m_archive; }

    /// An answer of this capture with this payload.
    std::optional<Finished> withDigest(std::string_view digest);
    /// What the capture before this one had of the address.
    std::optional<Finished> before(std::string_view url);
    /// How robots.txt and probes ended in this capture, for a run that goes on.
    const std::vector<Finished> &special() const { return m_special; }

    /// Every end of this capture, in order; of addresses that ended twice the later one only.
    Status eachFinished(const std::function<Status(const Finished &)> &visit);
    /// The same of those whose id is `wanted`.
    Status eachFinished(const std::function<bool(std::uint32_t id)> &wanted,
                        const std::function<Status(const Finished &)> &visit);
    static Status eachIn(const std::string &file, const std::function<Status(const Finished &)> &visit);
    /// Every line of a journal, superseded ones too; nothing when there is no such file.
    static Status everyLineOf(const std::string &file, const std::function<Status(const Finished &)> &visit);
    /// The addresses and referrers of the given ids.
    Result<std::map<std::uint32_t, Item>> items(const std::vector<std::uint32_t> &ids);

    /// Ends a capture: its answers become what the next one compares with.
    static Status startOver(const std::string &folder);

private:
    enum State : std::uint8_t { Pending, Done, Failed };
    Frontier() = default;
    Status load(bool retryFailed);
    bool remember(std::uint64_t hash);
    void growSet();
    Status write(int fd, std::string &pending, std::int64_t &size);
    std::optional<Finished> doneAt(std::uint64_t place) const;

    std::string m_folder;
    int m_urls = -1, m_done = -1, m_before = -1;
    std::int64_t m_urlsSize = 0, m_doneSize = 0;
    std::vector<std::uint64_t> m_set; ///< hashes of known addresses, open addressing, 0 empty
    std::size_t m_setUsed = 0;
    std::vector<std::uint8_t> m_states;
    PlaceTable m_digests, m_previous;
    std::string m_pendingUrls, m_pendingDone; ///< lines that are not written yet
    std::string m_window;                     ///< of urls.log, for next()
    std::size_t m_windowAt = 0;
    std::int64_t m_readTo = 0;
    std::uint32_t m_cursor = 0, m_ended = 0;
    warc::Writer::Position m_archive;
    std::vector<Finished> m_special;
};

} // namespace guiyi::capture
