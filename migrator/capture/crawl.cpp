#include "migrator/capture/crawl.h"

#include "adapters/mirror/naming.h"
#include "adapters/mirror/sniff.h"
#include "adapters/warc/reader.h"
#include "adapters/warc/warc_source.h"
#include "migrator/capture/crawl_files.h"
#include "migrator/capture/discovery.h"
#include "migrator/capture/fetcher.h"
#include "migrator/capture/frontier.h"
#include "migrator/capture/pace.h"
#include "migrator/capture/robots.h"
#include "migrator/capture/scope.h"
#include "migrator/capture/traps.h"
#include "schema/base/sha256.h"
#include "schema/base/text.h"

#include <algorithm>
#include <cmath>
#include <ctime>
#include <deque>
#include <filesystem>
#include <list>
#include <set>
#include <thread>

namespace guiyi::capture {

namespace {

namespace fs = std::filesystem;
using std::chrono::milliseconds;

constexpr std::size_t ReadyItems = 256; ///< of the queue in memory
constexpr int MostBlocked = 32;         ///< items looked at whose hosts must not be asked yet
constexpr int FastConnections = 16;
constexpr auto SyncEvery = std::chrono::seconds(5);
constexpr auto TellEvery = std::chrono::seconds(2);
constexpr auto LongestPause = std::chrono::minutes(10);
constexpr std::size_t MostPayload = 256 << 20;
constexpr const char *Product = "guiyi";

/// What stands in an item's place while robots.txt of its host is asked for.
struct Host {
    Pace pace;
    Robots robots;
    bool robotsKnown = false, robotsAsked = false;
    std::vector<Item> waiting;
};

struct Delayed {
    Clock::time_point at;
    Item item;
};

/// Seconds of a Retry-After header, as a number or as a date; 0 when there is none.
double retryAfter(std::string_view value) {
    if (value.empty())
        return 0;
    if (value.find_first_not_of("0123456789") == std::string_view::npos)
        return std::atof(std::string(value).c_str());
    std::tm date{};
    if (strptime(std::string(value).c_str(), "%a, %d %b %Y %H:%M:%S", &date) == nullptr)
        return 0;
    return std::max(0.0, std::difftime(timegm(&date), std::time(nullptr)));
}

bool isTransient(int status) {
    return status == 408 || status == 429 || status == 500 || status == 502 || status == 503 || status == 504;
}

std::string charsetOf(std::string_view contentType) {
    const std::string lower = text::lower(contentType);
    const std::size_t at = lower.find("charset=");
    if (at == std::string::npos)
        return {};
    std::string charset = lower.substr(at + 8, lower.find(';', at) - at - 8);
    std::erase(charset, '"');
    return std::string(text::trim(charset));
}

class Crawl {
public:
    Crawl(const Site &site, const CrawlOptions &options, const CrawlHooks &hooks, Frontier frontier,
          std::unique_ptr<warc::Writer> writer)
        : m_site(site),
          m_options(options),
          m_hooks(hooks),
          m_frontier(std::move(frontier)),
          m_writer(std::move(writer)),
          m_scope(site, options.seedUrl, options.assetHosts),
          m_connections(options.fast ? FastConnections : options.network.connections),
          m_fetcher(options.network, agent(), m_connections) {}

    Result<CrawlCounts> run() {
        if (Status s = begin(); !s)
            return s.error();
        m_started = m_told = m_synced = Clock::now();
        while (!m_hooks.cancelled || !m_hooks.cancelled()) {
            if (Status s = fillReady(); !s)
                return s.error();
            const Clock::time_point next = startAllowed();
            for (const Item &item : std::exchange(m_forbidden, {})) {
                if (Status s = fail(item, *Url::parse(item.url),
                                    "robots.txt forbids it; if the owner wants it, write network: {robots: "
                                    "\"ignore: who decided so\"}");
                    !s)
                    return s.error();
            }
            if (m_running.empty() && m_ready.empty() && m_delayed.empty())
                break;
            const auto wait = std::chrono::ceil<milliseconds>(next - Clock::now()).count();
            const int most = static_cast<int>(std::clamp<std::int64_t>(wait, 0, 500));
            if (m_running.empty())
                std::this_thread::sleep_for(milliseconds(std::max(most, 1)));
            else
                for (Reply &reply : m_fetcher.poll(std::max(most, 1))) {
                    if (Status s = handle(std::move(reply)); !s)
                        return s.error();
                }
            if (Status s = keepUp(); !s)
                return s.error();
        }
        tell();
        if (Status s = m_frontier.sync(); !s)
            return s.error();
        if (m_hooks.cancelled && m_hooks.cancelled())
            return Error{ErrorKind::Cancelled, "capture", m_site.id, "stopped by the user",
                         "run the command again, it continues where it was"};
        return end();
    }

private:
    std::string agent() const {
        return m_options.network.userAgent.empty() ? defaultUserAgent() : m_options.network.userAgent;
    }

    std::string path(const char *name) const { return m_options.folder + "/" + name; }

    /// The id of an address that was not known before.
    std::optional<std::uint32_t> add(const std::string &url, Reason reason,
                                     std::optional<std::uint32_t> referrer) {
        if (!m_frontier.add(url, reason, referrer))
            return std::nullopt;
        if (m_hooks.onKnown)
            m_hooks.onKnown(1);
        return m_frontier.known() - 1;
    }

    /// Seeds, and what an earlier run of this capture learnt of robots and probes.
    Status begin() {
        if (m_hooks.onKnown)
            m_hooks.onKnown(m_frontier.known());
        if (m_hooks.onEnded)
            m_hooks.onEnded(m_frontier.ended());
        for (const Finished &f : m_frontier.special()) {
            const Result<std::string> body = stored(f.payload);
            const Url url = *Url::parse(f.url);
            if (!body)
                return body.error();
            if (url.target() == "/robots.txt")
                learnRobots(url.host(), f.status, *body);
            else
                learnProbe(url, f.status, *body);
        }
        const Url home = m_scope.home();
        const std::string id = sha256Hex(m_site.id).substr(0, 12);
        add(home.withTarget(warc::ProbePrefix + id + ".html").text(), Reason::Probe, std::nullopt);
        add(home.text(), Reason::Page, std::nullopt);
        add(home.withTarget("/").text(), Reason::Page, std::nullopt);
        add(home.withTarget("/sitemap.xml").text(), Reason::Guess, std::nullopt);
        for (const std::string &seed : m_options.urls) {
            if (const auto url = Url::parse(seed))
                if (const auto own = m_scope.own(*url))
                    add(own->text(), Reason::Page, std::nullopt);
        }
        // What the capture before had is looked at again, whether or not something still links to it.
        return Frontier::eachIn(path("state/before.log"), [this](const Finished &f) {
            if (f.status == 200 && !f.soft404)
                add(f.url, Reason::Page, std::nullopt);
            return Status();
        });
    }

    Status fillReady() {
        while (m_ready.size() < ReadyItems) {
            Result<std::optional<Item>> item = m_frontier.next();
            if (!item)
                return item.error();
            if (!*item)
                return {};
            if (m_early.erase((*item)->id) > 0)
                continue;
            if (text::endsWith((*item)->url, "/robots.txt") &&
                Url::parse((*item)->url)->target() == "/robots.txt")
                (*item)->reason = Reason::Robots;
            m_ready.push_back(std::move(**item));
        }
        return {};
    }

    Host &hostOf(const std::string &name) {
        const auto it = m_hosts.find(name);
        if (it != m_hosts.end())
            return it->second;
        const double rate = m_options.fast ? 0 : m_options.network.rate;
        return m_hosts.emplace(name, Host{Pace(m_connections, rate), {}, false, false, {}}).first->second;
    }

    /// False outside of the hours in which the site may be asked.
    bool inWindow() const {
        if (!m_options.network.window)
            return true;
        const std::time_t now = std::time(nullptr);
        std::tm local{};
        localtime_r(&now, &local);
        return m_options.network.window->contains(local.tm_hour * 60 + local.tm_min);
    }

    /// Starts what its hosts allow; when more may be allowed.
    Clock::time_point startAllowed() {
        const Clock::time_point now = Clock::now();
        Clock::time_point next = now + std::chrono::seconds(1);
        for (auto it = m_delayed.begin(); it != m_delayed.end();) {
            if (it->at <= now) {
                m_ready.push_front(std::move(it->item));
                it = m_delayed.erase(it);
            } else {
                next = std::min(next, it->at);
                ++it;
            }
        }
        if (!inWindow()) {
            if (!m_waited && m_hooks.note)
                m_hooks.note(m_site.id + ": waiting for the hours in which the site may be asked");
            m_waited = true;
            return next;
        }
        m_waited = false;
        int blocked = 0;
        for (auto it = m_ready.begin(); it != m_ready.end() && blocked < MostBlocked;) {
            const std::optional<Url> url = Url::parse(it->url);
            Host &host = hostOf(url->host());
            if (!host.robotsKnown && it->reason != Reason::Robots) {
                if (!host.robotsAsked)
                    askRobots(*url, host);
                host.waiting.push_back(std::move(*it));
                it = m_ready.erase(it);
                continue;
            }
            if (!host.pace.mayStart(now)) {
                if (!host.pace.isFull())
                    next = std::min(next, host.pace.next());
                ++it;
                ++blocked;
                continue;
            }
            if (it->reason != Reason::Robots && m_options.network.robotsOverride.empty() &&
                !host.robots.allows(url->target())) {
                m_forbidden.push_back(std::move(*it));
                it = m_ready.erase(it);
                continue;
            }
            host.pace.started(now);
            start(std::move(*it), *url);
            it = m_ready.erase(it);
        }
        return next;
    }

    void askRobots(const Url &url, Host &host) {
        host.robotsAsked = true;
        Item item;
        item.url = url.withTarget("/robots.txt").text();
        item.reason = Reason::Robots;
        // One that is known already comes by itself.
        if (const std::optional<std::uint32_t> id = add(item.url, Reason::Robots, std::nullopt)) {
            item.id = *id;
            m_early.insert(*id);
            m_delayed.push_back({Clock::now(), std::move(item)});
        }
    }

    void start(Item item, const Url &url) {
        Fetch fetch;
        fetch.tag = ++m_tag;
        fetch.url = item.url;
        fetch.host = url.host();
        if (const std::optional<Finished> before = m_frontier.before(item.url);
            before && before->status == 200) {
            if (!before->etag.empty())
                fetch.headers.push_back("If-None-Match: " + before->etag);
            if (!before->modified.empty())
                fetch.headers.push_back("If-Modified-Since: " + before->modified);
        }
        ++m_counts.requests;
        m_running.emplace(fetch.tag, std::move(item));
        m_fetcher.start(std::move(fetch));
    }

    Status handle(Reply reply) {
        const auto it = m_running.find(reply.tag);
        Item item = std::move(it->second);
        m_running.erase(it);
        const Url url = *Url::parse(item.url);
        Host &host = hostOf(url.host());
        host.pace.answered(reply.seconds);
        m_counts.bytes += static_cast<std::int64_t>(reply.body.size());
        const std::optional<warc::HttpResponse> http = warc::parseHttp(reply.head);
        const bool answered = reply.trouble.empty() && http.has_value();
        if (!answered && reply.trouble.empty())
            reply.trouble = "the answer is no HTTP";
        if (const std::optional<milliseconds> pause = pauseBefore(item, reply, http)) {
            if (http && (reply.status == 429 || reply.status == 503))
                host.pace.refused(Clock::now(), *pause);
            ++item.attempts;
            m_delayed.push_back({Clock::now() + *pause, std::move(item)});
            return {};
        }
        if (!answered) {
            // What came before the end is kept, said to be cut.
            if (!reply.truncated.empty() && http && !reply.body.empty())
                return keep(item, url, reply, *http, reply.trouble);
            return fail(item, url, reply.trouble);
        }
        return keep(item, url, reply, *http, {});
    }

    /// How long to wait before another attempt; nothing when there is none.
    std::optional<milliseconds> pauseBefore(const Item &item, const Reply &reply,
                                            const std::optional<warc::HttpResponse> &http) const {
        const bool refused = reply.trouble.empty() && isTransient(reply.status);
        if (item.attempts >= m_options.network.retries ||
            !(refused || (!reply.trouble.empty() && reply.mayPass)))
            return std::nullopt;
        if (item.reason == Reason::Guess || item.reason == Reason::Probe)
            return std::nullopt;
        const double base = m_options.fast ? 0.02 : 2.0;
        const double asked = http ? retryAfter(http->header("Retry-After")) : 0;
        const double seconds = std::max(asked, base * std::pow(4.0, item.attempts));
        return std::min(milliseconds(static_cast<std::int64_t>(seconds * 1000)),
                        std::chrono::duration_cast<milliseconds>(LongestPause));
    }

    Status fail(const Item &item, const Url &url, const std::string &why) {
        Finished f;
        f.id = item.id;
        f.url = item.url;
        f.why = why;
        f.date = warc::isoDate(static_cast<std::int64_t>(std::time(nullptr)) * 1'000'000);
        ++m_errors[why.substr(0, why.find(';'))];
        if (item.reason == Reason::Robots)
            learnRobots(url.host(), 0, {});
        return finish(f);
    }

    Status finish(const Finished &f) {
        if (Status s = m_frontier.finish(f, m_writer->position()); !s)
            return s;
        if (m_hooks.onEnded)
            m_hooks.onEnded(1);
        return {};
    }

    Result<std::string> stored(const warc::Written &place) const {
        const std::string file = path(warc::Writer::fileName(m_site.id, place.file).c_str());
        const Result<std::shared_ptr<warc::Input>> input = warc::openFile(file);
        if (!input)
            return input.error();
        const Result<warc::Record> record = warc::Reader::readAt(*input, {place.offset, 0}, file);
        if (!record)
            return record.error();
        const std::optional<warc::HttpResponse> http = warc::parseHttp(record->block);
        return http ? warc::decodePayload(*http, MostPayload).bytes : std::string();
    }

    /// Writes an answer, learns from it, and ends its address.
    Status keep(const Item &item, const Url &url, const Reply &reply, const warc::HttpResponse &http,
                const std::string &trouble) {
        Finished f;
        f.id = item.id;
        f.url = item.url;
        f.date = warc::isoDate(reply.began);
        f.status = reply.status;
        f.why = trouble.empty() && reply.truncated == "length"
                    ? "cut at " + std::to_string(m_options.network.maxBytes) + " bytes (network.max_bytes)"
                    : trouble;
        if (!trouble.empty())
            f.status = 0;
        f.mime = text::lower(text::trim(
            std::string_view(http.header("Content-Type")).substr(0, http.header("Content-Type").find(';'))));
        f.etag = std::string(http.header("ETag"));
        f.modified = std::string(http.header("Last-Modified"));
        f.digest = sha256Hex(reply.body);
        const std::optional<Finished> before = m_frontier.before(item.url);
        warc::Exchange exchange;
        exchange.url = item.url;
        exchange.date = f.date;
        exchange.ip = reply.ip;
        exchange.request = reply.request;
        exchange.head = reply.head;
        exchange.body = reply.body;
        exchange.truncated = reply.truncated;
        warc::Known known;
        std::optional<Finished> same;
        const bool notModified = reply.status == 304 && before.has_value();
        if (notModified || (before && before->digest == f.digest && reply.status == 200))
            same = before;
        else if (!reply.body.empty() && reply.truncated.empty())
            same = m_frontier.withDigest(f.digest);
        if (same) {
            known = {notModified, same->url, same->date};
            exchange.known = &known;
            f.payload = same->payload;
            if (notModified) {
                f.digest = same->digest;
                f.status = same->status;
                f.mime = same->mime;
                f.etag = f.etag.empty() ? same->etag : f.etag;
                f.modified = f.modified.empty() ? same->modified : f.modified;
            }
        }
        exchange.digest = f.digest;
        const Result<warc::Written> written = m_writer->exchange(exchange);
        if (!written)
            return written.error();
        f.record = *written;
        if (!same)
            f.payload = *written;
        warc::HttpResponse response = http;
        response.body = reply.body;
        Result<std::string> body = notModified ? stored(f.payload) : plainBody(response, f);
        if (!body)
            return body.error();
        learn(item, url, response, f, *body);
        compare(item, f, before);
        if (f.status >= 400)
            ++m_errors[std::to_string(f.status)];
        return finish(f);
    }

    static std::string plainBody(const warc::HttpResponse &http, Finished &f) {
        if (http.header("Transfer-Encoding").empty() && http.header("Content-Encoding").empty())
            return std::string(http.body);
        warc::Payload payload = warc::decodePayload(http, MostPayload);
        if (f.why.empty())
            f.why = payload.damage;
        return std::move(payload.bytes);
    }

    void learn(const Item &item, const Url &url, const warc::HttpResponse &http, Finished &f,
               const std::string &body) {
        if (item.reason == Reason::Robots) {
            learnRobots(url.host(), f.status, body);
            return;
        }
        if (item.reason == Reason::Probe) {
            learnProbe(url, f.status, body);
            return;
        }
        if (f.status >= 300 && f.status < 400) {
            const std::optional<Url> target = url.resolve(http.header("Location"));
            f.why = target ? RedirectsTo + target->text() : "it redirects to nowhere";
            if (target)
                offer({*target, item.reason == Reason::Requisite, false}, item, url);
            return;
        }
        if (f.status != 200)
            return;
        if (!m_probe.empty() && body.size() <= m_probeBytes + ProbeSlack &&
            m_probeBytes <= body.size() + ProbeSlack && warc::answerKey(body, url.target()) == m_probe) {
            f.soft404 = true;
            ++m_errors["soft 404"];
            return;
        }
        if (!m_scope.isOwn(url))
            return; // one hop out and never beyond
        ++m_counts.pages;
        m_traps.learn(url, body);
        m_discovery.read(url, body, charsetOf(http.header("Content-Type")),
                         [&](const Link &link) { offer(link, item, url); });
    }

    /// Adds a link when it is the site's own, or a file its pages need from near by.
    void offer(const Link &link, const Item &from, const Url &page) {
        const std::optional<Url> own = m_scope.own(link.url);
        if (own) {
            if (m_traps.allows(*own))
                add(own->text(), link.guess ? Reason::Guess : Reason::Page, from.id);
            return;
        }
        const bool file = link.requisite || mirror::namesDocument(link.url.target()) ||
                          mirror::namesImage(link.url.target());
        if (file && m_scope.isOwn(page) && m_scope.isNear(link.url))
            add(link.url.text(), Reason::Requisite, from.id);
    }

    void learnRobots(const std::string &name, int status, const std::string &body) {
        Host &host = hostOf(name);
        host.robotsKnown = host.robotsAsked = true;
        const std::string product(Product);
        // RFC 9309, 2.3.1: 4xx allows everything; what cannot be reached or read disallows it.
        if (status == 200)
            host.robots = Robots::parse(body, product);
        else if (status == 0 || status >= 500)
            host.robots = Robots::disallowAll();
        if (!m_options.fast)
            host.pace.setDelay(host.robots.delaySeconds());
        for (const std::string &sitemap : host.robots.sitemaps()) {
            const auto url = Url::parse(sitemap);
            const auto own = url ? m_scope.own(*url) : std::nullopt;
            if (own)
                add(own->text(), Reason::Page, std::nullopt);
        }
        for (Item &item : host.waiting)
            m_ready.push_back(std::move(item));
        host.waiting.clear();
    }

    void learnProbe(const Url &url, int status, const std::string &body) {
        if (status != 200)
            return;
        m_probe = warc::answerKey(body, url.target());
        m_probeBytes = body.size();
    }

    /// The delta: what is new, changed or gone since the capture before.
    void compare(const Item &item, const Finished &f, const std::optional<Finished> &before) {
        if (!m_delta || item.reason == Reason::Robots || item.reason == Reason::Probe)
            return;
        const bool was = before && before->status == 200 && !before->soft404;
        const bool is = f.status == 200 && !f.soft404;
        if (was && is)
            ++(before->digest == f.digest ? m_counts.unchanged : m_counts.changed);
        else if (was)
            ++m_counts.gone;
        else if (is)
            ++m_counts.added;
    }

    Status keepUp() {
        const Clock::time_point now = Clock::now();
        if (now - m_synced > SyncEvery) {
            m_synced = now;
            if (Status s = m_writer->sync(); !s)
                return s;
            if (Status s = m_frontier.sync(); !s)
                return s;
        }
        if (now - m_told > TellEvery) {
            m_told = now;
            tell();
        }
        return {};
    }

    void tell() {
        m_counts.ended = m_frontier.ended();
        m_counts.known = m_frontier.known();
        if (m_hooks.onState)
            m_hooks.onState(
                {m_counts, std::chrono::duration<double>(Clock::now() - m_started).count(), m_errors});
    }

    Result<CrawlCounts> end() {
        if (Status s = m_writer->sync(); !s)
            return s.error();
        if (Status s = writeIndex(m_options.folder, m_site.id); !s)
            return s.error();
        const Result<std::int64_t> failures = writeFailures(m_options.folder, m_frontier);
        if (!failures)
            return failures.error();
        if (Status s = writeTraps(m_options.folder, m_traps.traps()); !s)
            return s.error();
        m_counts.failures = *failures;
        m_counts.traps = static_cast<std::int64_t>(m_traps.traps().size());
        if (m_delta) {
            if (Status s = writeDelta(m_options.folder, m_frontier); !s)
                return s.error();
        }
        if (Status s = replaceFile(path("complete"), ""); !s)
            return s.error();
        return m_counts;
    }

    static constexpr std::size_t ProbeSlack = 1024;

    const Site &m_site;
    const CrawlOptions &m_options;
    const CrawlHooks &m_hooks;
    Frontier m_frontier;
    std::unique_ptr<warc::Writer> m_writer;
    Scope m_scope;
    int m_connections;
    Fetcher m_fetcher;
    Discovery m_discovery;
    Traps m_traps;
    std::map<std::string, Host> m_hosts;
    std::deque<Item> m_ready;
    std::list<Delayed> m_delayed;
    std::vector<Item> m_forbidden;
    std::set<std::uint32_t> m_early; ///< asked for before their turn
    std::map<std::uint64_t, Item> m_running;
    std::uint64_t m_tag = 0;
    std::string m_probe; ///< what the server says of made-up addresses, when it says so with 200
    std::size_t m_probeBytes = 0;
    bool m_waited = false;
    bool m_delta = fs::exists(m_options.folder + "/state/before.log");
    Clock::time_point m_started, m_told, m_synced;
    CrawlCounts m_counts;
    std::map<std::string, std::int64_t> m_errors;
};

} // namespace

std::string defaultUserAgent() {
    return "guiyi/0.1 (site migration; asked for by the site's owner)";
}

Result<CrawlCounts> crawlSite(const Site &site, const CrawlOptions &options, const CrawlHooks &hooks) {
    const std::string state = options.folder + "/state";
    const std::string marker = options.folder + "/complete";
    std::error_code code;
    if (fs::exists(marker) && !options.retryFailed) {
        // The marker goes last: a run killed in between starts over from the journal it finds.
        if (Status s = Frontier::startOver(state); !s)
            return s.error();
    }
    fs::remove(marker, code);
    Result<Frontier> frontier = Frontier::open(state, options.retryFailed);
    if (!frontier)
        return frontier.error();
    std::string about = "software: guiyi\r\nformat: WARC File Format 1.1\r\nconformsTo: "
                        "http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/\r\n";
    about += options.network.robotsOverride.empty()
                 ? "robots: obey\r\n"
                 : "robots: ignore (" + options.network.robotsOverride + ")\r\n";
    Result<std::unique_ptr<warc::Writer>> writer =
        warc::Writer::open(options.folder, site.id, options.rotateBytes, frontier->archive(), about);
    if (!writer)
        return writer.error();
    return Crawl(site, options, hooks, std::move(*frontier), std::move(*writer)).run();
}

} // namespace guiyi::capture
