#include "migrator/capture/frontier.h"

#include "adapters/warc/warc_source.h"
#include "schema/base/text.h"
#include "schema/url/url.h"

#include <xxhash.h>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <filesystem>
#include <fstream>

namespace guiyi::capture {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t WindowBytes = 256 << 10;
constexpr std::size_t UsualLine = 2 << 10, LongestLine = 64 << 10;
constexpr const char *UrlsFile = "/urls.log";
constexpr const char *DoneFile = "/done.log";
constexpr const char *BeforeFile = "/before.log";

std::uint64_t hashOf(std::string_view s) {
    const std::uint64_t hash = XXH3_64bits(s.data(), s.size());
    return hash == 0 ? 1 : hash;
}

Error journalError(const std::string &file) {
    return {ErrorKind::Failed, "writing the capture's journal", file, std::strerror(errno),
            "free space on the disk or make the folder writable, then run the same command again"};
}

template <typename T>
T numberOf(std::string_view s) {
    T value{};
    std::from_chars(s.data(), s.data() + s.size(), value);
    return value;
}

/// Text of foreign servers as one field of a line.
std::string field(std::string_view s) {
    std::string clean(s.substr(0, 2000));
    for (char &c : clean) {
        if (static_cast<unsigned char>(c) < 0x20)
            c = ' ';
    }
    return clean;
}

void append(std::string &line, std::int64_t number) {
    line += '\t';
    line += std::to_string(number);
}

std::string lineOf(const Finished &f, warc::Writer::Position archive) {
    std::string line = std::to_string(f.id);
    for (const std::string &part :
         {f.url, f.date, field(f.why), field(f.mime), f.digest, field(f.etag), field(f.modified)}) {
        line += '\t';
        line += part;
    }
    for (const std::int64_t number :
         {static_cast<std::int64_t>(f.status), static_cast<std::int64_t>(f.soft404 ? 1 : 0),
          static_cast<std::int64_t>(f.record.file), f.record.offset, f.record.length,
          static_cast<std::int64_t>(f.payload.file), f.payload.offset,
          static_cast<std::int64_t>(archive.file), archive.size})
        append(line, number);
    return line + "\n";
}

constexpr std::size_t Fields = 17;

std::optional<Finished> finishedOf(std::string_view line, warc::Writer::Position *archive = nullptr) {
    std::array<std::string_view, Fields> f;
    for (std::size_t i = 0; i < Fields; ++i) {
        const std::size_t tab = line.find('\t');
        f[i] = line.substr(0, tab);
        if ((tab == std::string_view::npos) != (i + 1 == Fields))
            return std::nullopt;
        line.remove_prefix(tab == std::string_view::npos ? line.size() : tab + 1);
    }
    Finished done;
    done.id = numberOf<std::uint32_t>(f[0]);
    done.url = f[1];
    done.date = f[2];
    done.why = f[3];
    done.mime = f[4];
    done.digest = f[5];
    done.etag = f[6];
    done.modified = f[7];
    done.status = numberOf<int>(f[8]);
    done.soft404 = f[9] == "1";
    done.record = {numberOf<int>(f[10]), numberOf<std::int64_t>(f[11]), numberOf<std::int64_t>(f[12])};
    done.payload = {numberOf<int>(f[13]), numberOf<std::int64_t>(f[14]), 0};
    if (archive != nullptr)
        *archive = {numberOf<int>(f[15]), numberOf<std::int64_t>(f[16])};
    return done;
}

/// Hands over whole lines with the place they begin at; what follows the last line end is no line.
std::int64_t eachLine(int fd, const std::function<void(std::string_view line, std::int64_t at)> &visit) {
    std::string window;
    std::int64_t read = 0, begin = 0;
    std::string chunk(WindowBytes, '\0');
    for (;;) {
        const ssize_t n = ::pread(fd, chunk.data(), chunk.size(), read);
        if (n <= 0)
            return begin;
        read += n;
        window.append(chunk, 0, static_cast<std::size_t>(n));
        std::size_t at = 0;
        for (std::size_t end = window.find('\n'); end != std::string::npos; end = window.find('\n', at)) {
            visit(std::string_view(window).substr(at, end - at), begin + static_cast<std::int64_t>(at));
            at = end + 1;
        }
        begin += static_cast<std::int64_t>(at);
        window.erase(0, at);
    }
}

std::optional<Item> itemOf(std::string_view line, std::uint32_t id) {
    const std::size_t tab = line.find('\t', 2);
    if (line.size() < 4 || line[1] != '\t' || tab == std::string_view::npos)
        return std::nullopt;
    Item item;
    item.id = id;
    item.reason = static_cast<Reason>(line[0]);
    item.referrer = numberOf<std::uint32_t>(line.substr(2, tab - 2));
    item.url = line.substr(tab + 1);
    return item;
}

} // namespace

bool isSpecial(const Url &url) {
    return url.target() == "/robots.txt" || text::startsWith(url.target(), warc::ProbePrefix);
}

Change changeSince(const std::optional<Finished> &before, const Finished &now) {
    const bool was = before && before->isDocument(), is = now.isDocument();
    if (was && is)
        return before->digest == now.digest ? Change::Unchanged : Change::Changed;
    return was ? Change::Gone : is ? Change::New : Change::None;
}

void PlaceTable::add(std::uint64_t hash, std::uint64_t place) {
    if ((m_used + 1) * 5 > m_slots.size() * 4)
        grow();
    // What is kept of the hash chooses the slot, so that the table can grow. Places count from one.
    std::size_t at = slotOf(hash);
    while (m_slots[at] != 0)
        at = (at + 1) & (m_slots.size() - 1);
    m_slots[at] = (hash >> PlaceBits << PlaceBits) | (place + 1);
    ++m_used;
}

bool PlaceTable::find(std::uint64_t hash, const std::function<bool(std::uint64_t)> &visit) const {
    if (m_slots.empty())
        return false;
    constexpr std::uint64_t Mask = (std::uint64_t(1) << PlaceBits) - 1;
    for (std::size_t at = slotOf(hash); m_slots[at] != 0; at = (at + 1) & (m_slots.size() - 1)) {
        if (m_slots[at] >> PlaceBits == hash >> PlaceBits && visit((m_slots[at] & Mask) - 1))
            return true;
    }
    return false;
}

/// The bits that are kept, spread over the table: 22 of them are too few for the slots of a large one.
std::size_t PlaceTable::slotOf(std::uint64_t hash) const {
    const std::uint64_t kept = hash >> PlaceBits;
    return static_cast<std::size_t>(
               kept * (m_slots.size() >> (64 - PlaceBits) == 0 ? 1 : m_slots.size() >> (64 - PlaceBits))) &
           (m_slots.size() - 1);
}

void PlaceTable::grow() {
    std::vector<std::uint64_t> old(std::max<std::size_t>(1024, m_slots.size() * 2), 0);
    old.swap(m_slots);
    for (const std::uint64_t slot : old) {
        if (slot == 0)
            continue;
        std::size_t at = slotOf(slot);
        while (m_slots[at] != 0)
            at = (at + 1) & (m_slots.size() - 1);
        m_slots[at] = slot;
    }
}

Result<Frontier> Frontier::open(const std::string &folder, bool retryFailed) {
    std::error_code code;
    fs::create_directories(folder, code);
    Frontier frontier;
    frontier.m_folder = folder;
    constexpr int Flags = O_RDWR | O_CREAT | O_CLOEXEC;
    frontier.m_urls = ::open((folder + UrlsFile).c_str(), Flags, 0644);
    frontier.m_done = ::open((folder + DoneFile).c_str(), Flags, 0644);
    frontier.m_before = ::open((folder + BeforeFile).c_str(), O_RDONLY | O_CLOEXEC);
    if (frontier.m_urls < 0 || frontier.m_done < 0)
        return journalError(folder);
    if (Status s = frontier.load(retryFailed); !s)
        return s.error();
    return frontier;
}

Frontier::Frontier(Frontier &&other) noexcept
    : m_folder(std::move(other.m_folder)),
      m_urls(std::exchange(other.m_urls, -1)),
      m_done(std::exchange(other.m_done, -1)),
      m_before(std::exchange(other.m_before, -1)),
      m_urlsSize(other.m_urlsSize),
      m_doneSize(other.m_doneSize),
      m_set(std::move(other.m_set)),
      m_setUsed(other.m_setUsed),
      m_states(std::move(other.m_states)),
      m_digests(std::move(other.m_digests)),
      m_previous(std::move(other.m_previous)),
      m_pendingUrls(std::move(other.m_pendingUrls)),
      m_window(std::move(other.m_window)),
      m_windowAt(other.m_windowAt),
      m_readTo(other.m_readTo),
      m_cursor(other.m_cursor),
      m_ended(other.m_ended),
      m_archive(other.m_archive),
      m_special(std::move(other.m_special)) {}

Frontier::~Frontier() {
    for (const int fd : {m_urls, m_done, m_before}) {
        if (fd >= 0)
            ::close(fd);
    }
}

Status Frontier::load(bool retryFailed) {
    if (m_before >= 0)
        eachLine(m_before, [this](std::string_view line, std::int64_t at) {
            if (const std::optional<Finished> done = finishedOf(line, &m_archive))
                m_previous.add(hashOf(done->url), static_cast<std::uint64_t>(at));
        });
    m_urlsSize = eachLine(m_urls, [this](std::string_view line, std::int64_t) {
        if (const std::optional<Item> item = itemOf(line, 0))
            remember(hashOf(item->url));
        m_states.push_back(Pending);
    });
    m_doneSize = eachLine(m_done, [this](std::string_view line, std::int64_t at) {
        warc::Writer::Position archive;
        const std::optional<Finished> done = finishedOf(line, &archive);
        if (!done || done->id >= m_states.size())
            return;
        m_archive = archive;
        m_states[done->id] = done->failed() ? Failed : Done;
        if (!done->digest.empty() && done->holdsPayload())
            m_digests.add(hashOf(done->digest), static_cast<std::uint64_t>(at));
        const std::optional<Url> url = Url::parse(done->url);
        if (url && isSpecial(*url))
            m_special.push_back(*done);
    });
    if (retryFailed)
        std::replace(m_states.begin(), m_states.end(), std::uint8_t{Failed}, std::uint8_t{Pending});
    std::erase_if(m_special, [this](const Finished &done) { return m_states[done.id] == Pending; });
    m_ended = static_cast<std::uint32_t>(
        std::count_if(m_states.begin(), m_states.end(), [](std::uint8_t s) { return s != Pending; }));
    // Half a line that a killed process left.
    if (ftruncate(m_urls, m_urlsSize) != 0 || ftruncate(m_done, m_doneSize) != 0)
        return journalError(m_folder);
    return {};
}

bool Frontier::remember(std::uint64_t hash) {
    if ((m_setUsed + 1) * 5 > m_set.size() * 4)
        growSet();
    std::size_t at = hash & (m_set.size() - 1);
    while (m_set[at] != 0) {
        if (m_set[at] == hash)
            return false;
        at = (at + 1) & (m_set.size() - 1);
    }
    m_set[at] = hash;
    ++m_setUsed;
    return true;
}

void Frontier::growSet() {
    std::vector<std::uint64_t> old(std::max<std::size_t>(4096, m_set.size() * 2), 0);
    old.swap(m_set);
    for (const std::uint64_t hash : old) {
        if (hash == 0)
            continue;
        std::size_t at = hash & (m_set.size() - 1);
        while (m_set[at] != 0)
            at = (at + 1) & (m_set.size() - 1);
        m_set[at] = hash;
    }
}

bool Frontier::add(std::string_view url, Reason reason, std::optional<std::uint32_t> referrer) {
    if (url.size() > LongestLine / 2 || !remember(hashOf(url)))
        return false;
    const std::uint32_t id = known();
    m_states.push_back(Pending);
    m_pendingUrls += static_cast<char>(reason);
    append(m_pendingUrls, referrer.value_or(id));
    m_pendingUrls += '\t';
    m_pendingUrls += url;
    m_pendingUrls += '\n';
    return true;
}

Status Frontier::write(int fd, std::string &pending, std::int64_t &size) {
    std::string_view rest = pending;
    while (!rest.empty()) {
        const ssize_t n = ::pwrite(fd, rest.data(), rest.size(), size);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return journalError(m_folder);
        size += n;
        rest.remove_prefix(static_cast<std::size_t>(n));
    }
    pending.clear();
    return {};
}

Result<std::optional<Item>> Frontier::next() {
    while (m_cursor < known()) {
        std::size_t end = m_window.find('\n', m_windowAt);
        if (end == std::string::npos) {
            if (Status s = write(m_urls, m_pendingUrls, m_urlsSize); !s)
                return s.error();
            m_window.erase(0, m_windowAt);
            m_windowAt = 0;
            const std::size_t kept = m_window.size();
            m_window.resize(kept + WindowBytes);
            const ssize_t n = ::pread(m_urls, m_window.data() + kept, WindowBytes, m_readTo);
            m_window.resize(kept + static_cast<std::size_t>(std::max<ssize_t>(n, 0)));
            if (n <= 0)
                return journalError(m_folder + UrlsFile);
            m_readTo += n;
            continue;
        }
        const std::uint32_t id = m_cursor++;
        std::optional<Item> item =
            itemOf(std::string_view(m_window).substr(m_windowAt, end - m_windowAt), id);
        m_windowAt = end + 1;
        if (item && m_states[id] == Pending)
            return item;
    }
    return std::optional<Item>();
}

Status Frontier::finish(const Finished &finished, warc::Writer::Position archive) {
    if (Status s = write(m_urls, m_pendingUrls, m_urlsSize); !s)
        return s;
    const std::int64_t at = m_doneSize;
    std::string line = lineOf(finished, archive);
    if (Status s = write(m_done, line, m_doneSize); !s)
        return s;
    m_archive = archive;
    std::uint8_t &state = m_states[finished.id];
    m_ended += state == Pending ? 1 : 0;
    state = finished.failed() ? Failed : Done;
    if (!finished.digest.empty() && finished.holdsPayload())
        m_digests.add(hashOf(finished.digest), static_cast<std::uint64_t>(at));
    return {};
}

Status Frontier::sync() {
    if (fdatasync(m_urls) != 0 || fdatasync(m_done) != 0)
        return journalError(m_folder);
    return {};
}

std::optional<Finished> Frontier::lineAt(int fd, std::uint64_t place) {
    std::string line;
    for (const std::size_t size : {UsualLine, LongestLine}) {
        line.resize(size);
        const ssize_t n = ::pread(fd, line.data(), size, static_cast<off_t>(place));
        const std::size_t end = n <= 0 ? std::string::npos : line.find('\n');
        if (end != std::string::npos)
            return finishedOf(std::string_view(line).substr(0, end));
    }
    return std::nullopt;
}

/// The line whose `member` is the key, among those the table says it may be.
std::optional<Finished> Frontier::lookUp(const PlaceTable &table, int fd, std::string_view key,
                                         std::string Finished::*member) {
    std::optional<Finished> found;
    const bool isThere = table.find(hashOf(key), [&](std::uint64_t place) {
        found = lineAt(fd, place);
        return found && (*found).*member == key;
    });
    return isThere ? found : std::nullopt;
}

std::optional<Finished> Frontier::withDigest(std::string_view digest) {
    return lookUp(m_digests, m_done, digest, &Finished::digest);
}

std::optional<Finished> Frontier::before(std::string_view url) {
    return lookUp(m_previous, m_before, url, &Finished::url);
}

Status Frontier::eachIn(const std::string &file, const std::function<Status(const Finished &)> &visit) {
    const int fd = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return {};
    // The last line of an address is the one that holds.
    std::vector<std::int64_t> last;
    eachLine(fd, [&](std::string_view line, std::int64_t at) {
        const auto id = numberOf<std::uint32_t>(line.substr(0, line.find('\t')));
        if (id >= last.size())
            last.resize(id + 1, -1);
        last[id] = at;
    });
    Status status;
    eachLine(fd, [&](std::string_view line, std::int64_t at) {
        const std::optional<Finished> done = finishedOf(line);
        if (status && done && last[done->id] == at)
            status = visit(*done);
    });
    ::close(fd);
    return status;
}

Status Frontier::everyLineOf(const std::string &file, const std::function<Status(const Finished &)> &visit) {
    const int fd = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return {};
    Status status;
    eachLine(fd, [&](std::string_view line, std::int64_t) {
        const std::optional<Finished> done = finishedOf(line);
        if (status && done)
            status = visit(*done);
    });
    ::close(fd);
    return status;
}

Status Frontier::eachFinished(const std::function<Status(const Finished &)> &visit) {
    return eachIn(m_folder + DoneFile, visit);
}

Result<std::map<std::uint32_t, Item>> Frontier::items(const std::vector<std::uint32_t> &ids) {
    if (Status s = write(m_urls, m_pendingUrls, m_urlsSize); !s)
        return s.error();
    std::map<std::uint32_t, Item> found;
    std::vector<std::uint32_t> sorted = ids;
    std::sort(sorted.begin(), sorted.end());
    std::uint32_t id = 0;
    eachLine(m_urls, [&](std::string_view line, std::int64_t) {
        if (std::binary_search(sorted.begin(), sorted.end(), id)) {
            if (std::optional<Item> item = itemOf(line, id))
                found.emplace(id, std::move(*item));
        }
        ++id;
    });
    return found;
}

Status Frontier::startOver(const std::string &folder) {
    std::error_code code;
    // Not there: a run was killed between the two steps.
    if (fs::exists(folder + DoneFile))
        fs::rename(folder + DoneFile, folder + BeforeFile, code);
    if (code)
        return Error{ErrorKind::Failed, "starting a capture anew", folder, code.message(),
                     "make the folder writable, then run the same command again"};
    fs::remove(folder + UrlsFile, code);
    return {};
}

} // namespace guiyi::capture
