// Counts the requests of access logs against the redirects, in memory that does not grow with the logs.
#pragma once

#include "mappings/redirects/access_log.h"
#include "mappings/redirects/table.h"
#include "schema/base/result.h"

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace guiyi {

/// Requests that are no readers', from mappings/data/log-noise.yaml or a file of that form.
class LogNoise {
public:
    static Result<LogNoise> builtIn();
    static Result<LogNoise> read(std::string_view bytes, const std::string &fileName);
    bool isJunk(std::string_view target) const;
    bool isBot(std::string_view agent) const;

private:
    std::vector<std::string> m_starts, m_ends, m_holds, m_bots;
};

/// The addresses asked for most, in bounded memory (the frequent items of Anderson and others 2017): when
/// twice `capacity` are held, those up to the median are dropped, and the median is what any new one may have
/// had before. A count may be too high by `over`, never too low, and every address with more than
/// total / capacity requests is held.
class TopAddresses {
public:
    explicit TopAddresses(std::size_t capacity);
    /// `hash` is the identity of "http://" + `host` + `target`.
    void add(std::uint64_t hash, std::string_view host, std::string_view target);

    struct Row {
        std::string address;
        std::uint64_t hits = 0, over = 0;
        std::uint64_t hash = 0;
    };
    /// By hits, then by address.
    std::vector<Row> rows() const;
    /// No count is too high.
    bool exact() const { return m_floor == 0; }

private:
    std::size_t slotOf(std::uint64_t hash) const;
    void prune();
    std::size_t m_most;
    std::vector<Row> m_rows;
    std::vector<std::uint32_t> m_slots; ///< index into m_rows + 1; a power of two
    std::uint64_t m_floor = 0;          ///< the most hits an address that is not held may have had
};

/// How many different values were seen, in eight megabytes (linear counting): exact for small numbers, within
/// one in a thousand up to a hundred million.
class DistinctCount {
public:
    DistinctCount() : m_bits(Bits / 64) {}
    void add(std::uint64_t hash);
    std::uint64_t count() const;

private:
    static constexpr std::uint64_t Bits = std::uint64_t(1) << 26;
    std::vector<std::uint64_t> m_bits;
    std::uint64_t m_set = 0;
};

/// Addresses and requests of one kind.
struct Share {
    std::uint64_t addresses = 0, hits = 0;
};

/// Counts of a log. Addresses are told apart as the redirects tell them apart.
class LogTally {
public:
    /// Both outlive it. `defaultHost` stands for lines without a host. `top`: how many open addresses are
    /// kept.
    LogTally(const mapping::RedirectTable &table, const LogNoise &noise, std::string defaultHost,
             std::size_t top = 100000);

    /// Counts every line of `bytes`, which begin at a line; the last line may lack its end.
    void lines(std::string_view bytes, mapping::LogLineReader &reader);
    void tooLong() { ++m_lines, ++m_malformed; }

    std::uint64_t lineCount() const { return m_lines; }
    std::uint64_t malformed() const { return m_malformed; }
    std::uint64_t junk() const { return m_junk; }
    std::uint64_t bots() const { return m_bots; }
    std::uint64_t otherMethods() const { return m_otherMethods; }
    std::uint64_t foreign() const { return m_foreign; } ///< requests for hosts that are no old hosts
    std::uint64_t failed() const { return m_failed; }   ///< the old server answered 4xx or 5xx itself

    /// Redirected, gone, staying; undecided and unknown ones together are the open ones.
    Share decided(mapping::RedirectAnswer answer) const;
    Share open() const;
    Share all() const;
    /// Requests by decision of the table.
    const std::vector<std::uint64_t> &hits() const { return m_hits; }
    const TopAddresses &openAddresses() const { return m_open; }
    const TopAddresses &failedAddresses() const { return m_failedTop; } ///< 404 and 410 of the log itself

private:
    struct Verdict {
        std::uint64_t hash = 0;
        std::int32_t decision = -1;
        char kind = 0; ///< RedirectAnswer + 1; 'j' junk, 'f' foreign host
    };
    void request(const mapping::LogRequest &request);
    const Verdict &verdict(const mapping::LogRequest &request);
    bool isBot(std::string_view agent);
    void count(const mapping::LogRequest &request, const Verdict &verdict);

    const mapping::RedirectTable &m_table;
    const LogNoise &m_noise;
    std::string m_defaultHost;
    std::vector<Verdict> m_recent; ///< by hash of host and target: most requests repeat one
    struct Agent {
        std::uint64_t hash = 0;
        bool bot = false;
    };
    std::vector<Agent> m_agents;
    std::vector<std::uint64_t> m_hits;
    std::uint64_t m_byAnswer[4] = {};
    DistinctCount m_distinct[4];
    TopAddresses m_open, m_failedTop;
    std::uint64_t m_lines = 0, m_malformed = 0, m_junk = 0, m_bots = 0, m_otherMethods = 0, m_foreign = 0,
                  m_failed = 0;
};

/// Streams a plain or gzip file ("-": standard input) through `tally`, in blocks. Failed with the file's name
/// when it cannot be read to its end; what was read is counted.
Status readLog(const std::string &file, LogTally &tally, const std::function<bool()> &cancelled = {});

} // namespace guiyi
