#include "migrator/cutover/log_tally.h"

#include "mappings/resources.h"
#include "schema/base/text.h"
#include "schema/config/files.h"
#include "schema/config/yaml_map.h"
#include "schema/url/url.h"

#define XXH_INLINE_ALL
#include <xxhash.h>
#include <zlib.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>

#include <unistd.h>

namespace guiyi {

namespace {

using mapping::RedirectAnswer;

/// Millions of lines a second are told apart by it; the seed is fixed, so that runs give the same.
std::uint64_t fastHash(std::string_view s) {
    return XXH3_64bits(s.data(), s.size());
}

constexpr std::size_t RecentSlots = std::size_t(1) << 20;
constexpr std::size_t AgentSlots = std::size_t(1) << 12;
constexpr std::size_t BlockBytes = std::size_t(1) << 20;
/// Servers refuse longer request lines; a longer log line is no request of a reader.
constexpr std::size_t LongestLine = std::size_t(1) << 16;

std::vector<std::string> lowered(const std::vector<YamlText> &words) {
    std::vector<std::string> all;
    for (const YamlText &word : words)
        all.push_back(text::lower(word.text));
    return all;
}

} // namespace

Result<LogNoise> LogNoise::read(std::string_view bytes, const std::string &fileName) {
    LogNoise noise;
    std::vector<Error> errors;
    {
        YamlMistakes mistakes{fileName, errors};
        const YAML::Node node = parseYaml(bytes, mistakes);
        if (node.IsDefined()) {
            YamlMap map(node, {}, mistakes);
            map.text("version");
            noise.m_bots = lowered(map.list("bots"));
            YamlMap junk(map.child("junk"), "junk", mistakes);
            noise.m_starts = lowered(junk.list("starts"));
            noise.m_ends = lowered(junk.list("ends"));
            noise.m_holds = lowered(junk.list("holds"));
        }
    }
    if (!errors.empty())
        return errors.front();
    return noise;
}

Result<LogNoise> LogNoise::builtIn() {
    return read(mapping::builtInFile("log-noise.yaml"), "log-noise.yaml");
}

bool LogNoise::isJunk(std::string_view target) const {
    const std::string folded = text::lower(target);
    const std::string_view path = std::string_view(folded).substr(0, folded.find('?'));
    return std::any_of(m_starts.begin(), m_starts.end(),
                       [&](const auto &s) { return text::startsWith(path, s); }) ||
           std::any_of(m_ends.begin(), m_ends.end(),
                       [&](const auto &s) { return text::endsWith(path, s); }) ||
           std::any_of(m_holds.begin(), m_holds.end(),
                       [&](const auto &s) { return text::contains(folded, s); });
}

bool LogNoise::isBot(std::string_view agent) const {
    const std::string folded = text::replaceAll(text::lower(agent), "+", " ");
    return std::any_of(m_bots.begin(), m_bots.end(),
                       [&](const auto &s) { return text::contains(folded, s); });
}

TopAddresses::TopAddresses(std::size_t capacity)
    : m_most(2 * std::max<std::size_t>(capacity, 1)), m_slots(std::bit_ceil(2 * m_most)) {}

/// Where the address is, or the free slot it belongs to.
std::size_t TopAddresses::slotOf(std::uint64_t hash) const {
    std::size_t slot = (hash >> 8) & (m_slots.size() - 1); // the lowest bit is set in all
    while (m_slots[slot] != 0 && m_rows[m_slots[slot] - 1].hash != hash)
        slot = (slot + 1) & (m_slots.size() - 1);
    return slot;
}

void TopAddresses::add(std::uint64_t hash, std::string_view host, std::string_view target) {
    std::size_t slot = slotOf(hash);
    if (m_slots[slot] != 0) {
        ++m_rows[m_slots[slot] - 1].hits;
        return;
    }
    if (m_rows.size() == m_most) {
        prune();
        slot = slotOf(hash);
    }
    m_rows.push_back({std::string("http://").append(host).append(target), m_floor + 1, m_floor, hash});
    m_slots[slot] = static_cast<std::uint32_t>(m_rows.size());
}

void TopAddresses::prune() {
    std::vector<std::uint64_t> hits;
    hits.reserve(m_rows.size());
    for (const Row &row : m_rows)
        hits.push_back(row.hits);
    const auto median = hits.begin() + static_cast<std::ptrdiff_t>(hits.size() / 2);
    std::nth_element(hits.begin(), median, hits.end());
    m_floor = *median;
    std::erase_if(m_rows, [this](const Row &row) { return row.hits <= m_floor; });
    std::fill(m_slots.begin(), m_slots.end(), 0);
    for (std::size_t i = 0; i < m_rows.size(); ++i)
        m_slots[slotOf(m_rows[i].hash)] = static_cast<std::uint32_t>(i + 1);
}

std::vector<TopAddresses::Row> TopAddresses::rows() const {
    std::vector<Row> rows = m_rows;
    std::sort(rows.begin(), rows.end(), [](const Row &a, const Row &b) {
        return a.hits != b.hits ? a.hits > b.hits : a.address < b.address;
    });
    return rows;
}

void DistinctCount::add(std::uint64_t hash) {
    const std::uint64_t bit = hash % Bits;
    std::uint64_t &word = m_bits[bit / 64];
    const std::uint64_t mask = std::uint64_t(1) << (bit % 64);
    m_set += (word & mask) == 0 ? 1 : 0;
    word |= mask;
}

std::uint64_t DistinctCount::count() const {
    if (m_set >= Bits)
        return Bits;
    const double all = static_cast<double>(Bits);
    return static_cast<std::uint64_t>(std::llround(-all * std::log1p(-static_cast<double>(m_set) / all)));
}

LogTally::LogTally(const mapping::RedirectTable &table, const LogNoise &noise, std::string defaultHost,
                   std::size_t top)
    : m_table(table),
      m_noise(noise),
      m_defaultHost(std::move(defaultHost)),
      m_recent(RecentSlots),
      m_agents(AgentSlots),
      m_hits(table.decisions().size()),
      m_open(top),
      m_failedTop(top) {}

void LogTally::lines(std::string_view bytes, mapping::LogLineReader &reader) {
    mapping::LogRequest parsed;
    for (std::size_t at = 0; at < bytes.size();) {
        const void *end = std::memchr(bytes.data() + at, '\n', bytes.size() - at);
        const std::size_t stop =
            end == nullptr ? bytes.size()
                           : static_cast<std::size_t>(static_cast<const char *>(end) - bytes.data());
        const mapping::LogLine kind = reader.read(bytes.substr(at, stop - at), parsed);
        at = stop + 1;
        if (kind == mapping::LogLine::Directive)
            continue;
        ++m_lines;
        if (kind == mapping::LogLine::Malformed)
            ++m_malformed;
        else
            request(parsed);
    }
}

bool LogTally::isBot(std::string_view agent) {
    if (agent.empty() || agent == "-")
        return false;
    const std::uint64_t hash = fastHash(agent) | 1;
    Agent &slot = m_agents[(hash >> 20) % AgentSlots];
    if (slot.hash != hash)
        slot = {hash, m_noise.isBot(agent)};
    return slot.bot;
}

const LogTally::Verdict &LogTally::verdict(const mapping::LogRequest &request) {
    const std::string_view host = request.host.empty() ? std::string_view(m_defaultHost) : request.host;
    // Two addresses that share 64 bits of hash would be counted as one: one in 10^8 for a thousand million
    // lines.
    const std::uint64_t hash = (fastHash(request.target) * 31 + fastHash(host)) | 1;
    Verdict &slot = m_recent[(hash >> 24) % RecentSlots];
    if (slot.hash == hash)
        return slot;
    slot = Verdict();
    slot.hash = hash;
    if (m_noise.isJunk(request.target)) {
        slot.kind = 'j';
        return slot;
    }
    const mapping::RedirectResponse response = m_table.respond(host, request.target);
    if (response.level == mapping::RedirectLevel::ForeignHost) {
        slot.kind = 'f';
        return slot;
    }
    if (response.level == mapping::RedirectLevel::BadRequest) {
        slot.kind = 'j';
        return slot;
    }
    RedirectAnswer answer = RedirectAnswer::Undecided;
    if (response.entry != nullptr) {
        answer = response.status == 200      ? RedirectAnswer::Stays
                 : response.location.empty() ? response.entry->answer
                                             : RedirectAnswer::Redirect;
        slot.decision = static_cast<std::int32_t>(response.entry->decision);
    }
    slot.kind = static_cast<char>(static_cast<int>(answer) + 1);
    m_distinct[static_cast<int>(answer)].add(fastHash(text::lower(request.target)) * 31 +
                                             fastHash(mapping::requestHost(host)));
    return slot;
}

void LogTally::request(const mapping::LogRequest &request) {
    if (request.method != "GET" && request.method != "HEAD") {
        ++m_otherMethods;
        return;
    }
    if (isBot(request.agent)) {
        ++m_bots;
        return;
    }
    const std::string_view host = request.host.empty() ? std::string_view(m_defaultHost) : request.host;
    if (request.status >= 400) {
        if (m_noise.isJunk(request.target)) {
            ++m_junk;
            return;
        }
        ++m_failed;
        if (request.status == 404 || request.status == 410)
            m_failedTop.add(fastHash(request.target) * 31 + fastHash(host), host, request.target);
        return;
    }
    count(request, verdict(request));
}

void LogTally::count(const mapping::LogRequest &request, const Verdict &verdict) {
    if (verdict.kind == 'j') {
        ++m_junk;
        return;
    }
    if (verdict.kind == 'f') {
        ++m_foreign;
        return;
    }
    const auto answer = static_cast<RedirectAnswer>(verdict.kind - 1);
    ++m_byAnswer[static_cast<int>(answer)];
    if (verdict.decision >= 0)
        ++m_hits[static_cast<std::size_t>(verdict.decision)];
    if (answer == RedirectAnswer::Undecided) {
        const std::string_view host = request.host.empty() ? std::string_view(m_defaultHost) : request.host;
        m_open.add(verdict.hash, host, request.target);
    }
}

Share LogTally::decided(RedirectAnswer answer) const {
    return {m_distinct[static_cast<int>(answer)].count(), m_byAnswer[static_cast<int>(answer)]};
}

Share LogTally::open() const {
    return decided(RedirectAnswer::Undecided);
}

Share LogTally::all() const {
    Share sum;
    for (const RedirectAnswer answer :
         {RedirectAnswer::Redirect, RedirectAnswer::Gone, RedirectAnswer::Undecided, RedirectAnswer::Stays}) {
        const Share share = decided(answer);
        sum.addresses += share.addresses;
        sum.hits += share.hits;
    }
    return sum;
}

Status readLog(const std::string &file, LogTally &tally, const std::function<bool()> &cancelled) {
    const auto failed = [&file](const std::string &why) {
        return Error{ErrorKind::Failed, "reading the access log", file, why,
                     "get the file again, or leave it out"};
    };
    const gzFile log = file == "-" ? gzdopen(dup(0), "rb") : gzopen(file.c_str(), "rb");
    if (log == nullptr)
        return failed(std::strerror(errno));
    gzbuffer(log, 1U << 18);
    mapping::LogLineReader reader;
    std::vector<char> block(BlockBytes + LongestLine);
    std::size_t kept = 0; // the beginning of a line whose end has not come yet
    bool skipping = false;
    Status done;
    for (;;) {
        const int got = gzread(log, block.data() + kept, static_cast<unsigned>(BlockBytes));
        if (got <= 0) {
            int code = 0;
            const char *why = gzerror(log, &code);
            if (got < 0 || (code != Z_OK && code != Z_STREAM_END))
                done = failed(why);
            break;
        }
        if (cancelled && cancelled())
            break;
        std::string_view all(block.data(), kept + static_cast<std::size_t>(got));
        if (skipping) {
            const std::size_t end = all.find('\n');
            if (end == std::string_view::npos) {
                kept = 0;
                continue;
            }
            all.remove_prefix(end + 1);
            skipping = false;
        }
        const std::size_t last = all.rfind('\n');
        const std::size_t whole = last == std::string_view::npos ? 0 : last + 1;
        tally.lines(all.substr(0, whole), reader);
        kept = all.size() - whole;
        if (kept > LongestLine) {
            tally.tooLong();
            skipping = true;
            kept = 0;
        }
        std::memmove(block.data(), all.data() + whole, kept);
    }
    if (kept > 0 && !skipping)
        tally.lines({block.data(), kept}, reader);
    gzclose(log);
    return done;
}

} // namespace guiyi
