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
void appendForeign(std::string &line, std::string_view s) {
    line += '\t';
    const std::size_t from = line.size();
    line += s.substr(0, 2000);
    const auto isControl = [](char c) { return static_cast<unsigned char>(c) < 0x20; };
    std::replace_if(line.begin() + static_cast<std::ptrdiff_t>(from), line.end(), isControl, ' ');
}

void append(std::string &line, std::string_view s) {
    line += '\t';
    line += s;
}

void append(std::string &line, std::int64_t number) {
    std::array<char, 24> digits{};
    const auto [end, code] = std::to_chars(digits.data(), digits.data() + digits.size(), number);
    append(line, std::string_view(digits.data(), static_cast<std::size_t>(end - digits.data())));
}

void appendLine(std::string &line, const Finished &f, warc::Writer::Position archive) {
    line += std::to_string(f.id);
    append(line, f.url);
    append(line, f.date);
    appendForeign(line, f.why);
    appendForeign(line, f.mime);
    append(line, f.digest);
    appendForeign(line, f.etag);
    appendForeign(line, f.modified);
    for (const std::int64_t number :
         {static_cast<std::int64_t>(f.status), static_cast<std::int64_t>(f.soft404 ? 1 : 0),
          static_cast<std::int64_t>(f.record.file), f.record.offset, f.record.length,
          static_cast<std::int64_t>(f.payload.file), f.payload.offset,
          static_cast<std::int64_t>(archive.file), archive.size})
        append(line, number);
    line += '\n';
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

/// The line of an end that begins at `place`.
std::optional<Finished> lineAt(int fd, std::uint64_t place) {
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

/// The end whose `member` is the key, among those the table says it may be; `read` gives the one at a place.
template <typename Read>
std::optional<Finished> lookUp(const PlaceTable &table, std::string_view key, std::string Finished::*member,
                               Read read) {
    std::optional<Finished> found;
    const bool isThere = table.find(hashOf(key), [&](std::uint64_t place) {
        found = read(place);
        return found && (*found).*member == key;
    });
    return isThere ? found : std::nullopt;
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
      m_pendingDone(std::move(other.m_pendingDone)),
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
            const auto more = static_cast<std::size_t>(
                std::min<std::int64_t>(m_urlsSize - m_readTo, std::int64_t{WindowBytes}));
            m_window.resize(kept + more);
            const ssize_t n = ::pread(m_urls, m_window.data() + kept, more, m_readTo);
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

void Frontier::finish(const Finished &finished, warc::Writer::Position archive) {
    const auto at = static_cast<std::uint64_t>(m_doneSize) + m_pendingDone.size();
    appendLine(m_pendingDone, finished, archive);
    m_archive = archive;
    std::uint8_t &state = m_states[finished.id];
    m_ended += state == Pending ? 1 : 0;
    state = finished.failed() ? Failed : Done;
    if (!finished.digest.empty() && finished.holdsPayload())
        m_digests.add(hashOf(finished.digest), at);
}

Status Frontier::flush() {
    if (m_pendingDone.empty())
        return {};
    if (Status s = write(m_urls, m_pendingUrls, m_urlsSize); !s)
        return s;
    return write(m_done, m_pendingDone, m_doneSize);
}

Status Frontier::sync() {
    if (Status s = flush(); !s)
        return s;
    if (fdatasync(m_urls) != 0 || fdatasync(m_done) != 0)
        return journalError(m_folder);
    return {};
}

std::optional<Finished> Frontier::doneAt(std::uint64_t place) const {
    const auto written = static_cast<std::uint64_t>(m_doneSize);
    if (place < written)
        return lineAt(m_done, place);
    const std::string_view pending = std::string_view(m_pendingDone).substr(place - written);
    return finishedOf(pending.substr(0, pending.find('\n')));
}

std::optional<Finished> Frontier::withDigest(std::string_view digest) {
    return lookUp(m_digests, digest, &Finished::digest,
                  [this](std::uint64_t place) { return doneAt(place); });
}

std::optional<Finished> Frontier::before(std::string_view url) {
    return lookUp(m_previous, url, &Finished::url,
                  [this](std::uint64_t place) { return lineAt(m_before, place); });
}

namespace {

Status eachWanted(const std::string &file, const std::function<bool(std::uint32_t id)> &wanted,
                  const std::function<Status(const Finished &)> &visit) {
    const int fd = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return {};
    const auto idOf = [](std::string_view line) {
        return numberOf<std::uint32_t>(line.substr(0, line.find('\t')));
    };
    // The last line of an address is the one that holds.
    std::vector<std::int64_t> last;
    eachLine(fd, [&](std::string_view line, std::int64_t at) {
        const std::uint32_t id = idOf(line);
        if (id >= last.size())
            last.resize(id + 1, -1);
        last[id] = at;
    });
    Status status;
    eachLine(fd, [&](std::string_view line, std::int64_t at) {
        const std::uint32_t id = idOf(line);
        if (!status || last[id] != at || !wanted(id))
            return;
        if (const std::optional<Finished> done = finishedOf(line))
            status = visit(*done);
    });
    ::close(fd);
    return status;
}

} // namespace

Status Frontier::eachIn(const std::string &file, const std::function<Status(const Finished &)> &visit) {
    return eachWanted(
        file, [](std::uint32_t) { return true; }, visit);
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
    return eachFinished([](std::uint32_t) { return true; }, visit);
}

Status Frontier::eachFinished(const std::function<bool(std::uint32_t id)> &wanted,
                              const std::function<Status(const Finished &)> &visit) {
    if (Status s = flush(); !s)
        return s;
    return eachWanted(m_folder + DoneFile, wanted, visit);
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
