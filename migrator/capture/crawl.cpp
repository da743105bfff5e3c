#include "migrator/capture/crawl.h"

#include "adapters/mirror/naming.h"
#include "adapters/mirror/sniff.h"
#include "adapters/warc/warc_source.h"
#include "migrator/capture/archive.h"
#include "migrator/capture/crawl_files.h"
#include "migrator/capture/discovery.h"
#include "migrator/capture/fetcher.h"
#include "migrator/capture/frontier.h"
#include "migrator/capture/http_headers.h"
#include "migrator/capture/scope.h"
#include "migrator/capture/seeds.h"
#include "migrator/capture/traps.h"
#include "migrator/capture/turns.h"
#include "schema/base/sha256.h"
#include "schema/base/text.h"
#include "schema/config/files.h"

#include <algorithm>
#include <cmath>
#include <ctime>
#include <filesystem>
#include <thread>

namespace guiyi::capture {

namespace {

namespace fs = std::filesystem;
using std::chrono::milliseconds;

constexpr int FastConnections = 16;
constexpr auto SyncEvery = std::chrono::seconds(5);
constexpr auto TellEvery = std::chrono::seconds(2);
constexpr auto LongestPause = std::chrono::minutes(10);
constexpr const char *Product = "guiyi";
constexpr const char *TrapsState = "state/traps";

class Crawl {
public:
    Crawl(const Site &site, const CrawlOptions &options, const CrawlHooks &hooks, Frontier frontier,
          std::unique_ptr<warc::Writer> writer)
        : m_site(site),
          m_options(options),
          m_hooks(hooks),
          m_frontier(std::move(frontier)),
          m_archive(options.folder, site.id, std::move(writer), m_frontier, options.network.maxBytes),
          m_scope(site, options.seedUrl, options.assetHosts),
          m_fetcher(options.network, agent(), connections()),
          m_turns({connections(), options.fast ? 0 : options.network.rate, !options.fast,
                   options.network.robotsOverride.empty(), options.network.window, options.total},
                  [this](const std::string &url) { return add(url, Reason::Robots, std::nullopt); }) {}

    Result<CrawlCounts> run() {
        if (Status s = seed(); !s)
            return s.error();
        m_started = m_told = m_synced = Clock::now();
        while (!m_hooks.cancelled || !m_hooks.cancelled()) {
            if (Status s = m_turns.fill(m_frontier); !s)
                return s.error();
            Turns turns = m_turns.take(Clock::now());
            if (Status s = begin(turns); !s)
                return s.error();
            if (m_running.empty() && m_turns.empty() && turns.forbidden.empty())
                break;
            if (Status s = wait(turns.next); !s)
                return s.error();
            if (Status s = keepUp(); !s)
                return s.error();
        }
        tell();
        if (Status s = syncState(); !s)
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

    int connections() const { return m_options.fast ? FastConnections : m_options.network.connections; }

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
    Status seed() {
        if (m_hooks.onKnown)
            m_hooks.onKnown(m_frontier.known());
        if (m_hooks.onEnded)
            m_hooks.onEnded(m_frontier.ended());
        if (const Result<std::string> traps = readFile(path(TrapsState)); traps.ok())
            m_traps.restore(*traps);
        for (const Finished &f : m_frontier.special()) {
            const Result<std::string> body = f.record.file > 0 ? m_archive.stored(f.payload) : std::string();
            const Url url = *Url::parse(f.url);
            if (!body)
                return body.error();
            if (url.target() == "/robots.txt")
                learnRobots(url.host(), f, *body);
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
        if (Status s = seedFromLogs(); !s)
            return s;
        // What the capture before had is looked at again, whether or not something still links to it.
        return Frontier::eachIn(path("state/before.log"), [this](const Finished &f) {
            if (f.isDocument())
                add(f.url, Reason::Page, std::nullopt);
            return Status();
        });
    }

    /// Lines that do not tell the host are the site's when it is the only one.
    Status seedFromLogs() {
        for (const std::string &file : m_options.logs) {
            const Status s = eachLogged(file, [this](std::string_view host, std::string_view target) {
                if (host.empty() && !m_options.onlySite)
                    return;
                const Url home = host.empty() ? m_scope.home() : Url::of(m_scope.home().scheme(), host, "/");
                const std::optional<Url> url = home.resolve(target);
                const std::optional<Url> own = url ? m_scope.own(*url) : std::nullopt;
                if (own && m_traps.allows(*own))
                    add(own->text(), Reason::Page, std::nullopt);
            });
            if (!s)
                return s;
        }
        return {};
    }

    /// Ends what robots.txt forbids and starts the others.
    Status begin(Turns &turns) {
        if (turns.outsideWindow && !m_outside && m_hooks.note)
            m_hooks.note(m_site.id + ": waiting for the hours in which the site may be asked");
        m_outside = turns.outsideWindow;
        for (const Turn &turn : turns.forbidden) {
            const std::string why =
                turn.unreachable.empty()
                    ? "robots.txt forbids it"
                    : "robots.txt could not be read, which forbids everything (" + turn.unreachable + ")";
            fail(turn.item, turn.url,
                 why + "; if the owner wants it, write network: {robots: \"ignore: who decided so\"}");
        }
        for (Turn &turn : turns.start)
            start(std::move(turn.item), std::move(turn.url));
        return {};
    }

    /// Until something was answered or it is `next`, half a second at most.
    Status wait(Clock::time_point next) {
        const auto left = std::chrono::ceil<milliseconds>(next - Clock::now()).count();
        const int most = static_cast<int>(std::clamp<std::int64_t>(left, 1, 500));
        if (m_running.empty()) {
            if (Status s = flush(); !s)
                return s;
            std::this_thread::sleep_for(milliseconds(most));
            return {};
        }
        do {
            for (Reply &reply : m_fetcher.poll(most)) {
                if (Status s = handle(std::move(reply)); !s)
                    return s;
            }
        } while (m_fetcher.hasMore());
        return flush();
    }

    /// Writes what was answered: records before the journal that tells of them.
    Status flush() {
        if (Status s = m_archive.flush(); !s)
            return s;
        return m_frontier.flush();
    }

    void start(Item item, Url url) {
        Fetch fetch;
        fetch.tag = ++m_tag;
        fetch.url = item.url;
        fetch.host = url.host();
        if (const std::optional<Finished> before = m_frontier.before(item.url);
            before && before->isDocument()) {
            if (!before->etag.empty())
                fetch.headers.push_back("If-None-Match: " + before->etag);
            if (!before->modified.empty())
                fetch.headers.push_back("If-Modified-Since: " + before->modified);
        }
        ++m_counts.requests;
        m_running.emplace(fetch.tag, Running{std::move(item), std::move(url)});
        m_fetcher.start(fetch);
    }

    Status handle(Reply reply) {
        const auto it = m_running.find(reply.tag);
        auto [item, url] = std::move(it->second);
        m_running.erase(it);
        m_turns.answered(url.host(), reply.seconds);
        m_counts.bytes += static_cast<std::int64_t>(reply.body.size());
        const std::optional<warc::HttpResponse> http = warc::parseHttp(reply.head);
        const bool answered = reply.trouble.empty() && http.has_value();
        if (!answered && reply.trouble.empty())
            reply.trouble = "the answer is no HTTP";
        if (const std::optional<milliseconds> pause = pauseBefore(item, reply, http)) {
            if (http && (reply.status == 429 || reply.status == 503))
                m_turns.refused(url.host(), Clock::now(), *pause);
            ++item.attempts;
            m_turns.again(std::move(item), Clock::now() + *pause);
            return {};
        }
        if (!answered) {
            // What came before the end is kept, said to be cut.
            if (!reply.truncated.empty() && http && !reply.body.empty())
                return keep(item, url, reply, *http, reply.trouble);
            fail(item, url, reply.trouble);
            return {};
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

    void fail(const Item &item, const Url &url, const std::string &why) {
        Finished f;
        f.id = item.id;
        f.url = item.url;
        f.why = why;
        f.date = warc::isoDate(static_cast<std::int64_t>(std::time(nullptr)) * 1'000'000);
        ++m_errors[why.substr(0, why.find(';'))];
        if (item.reason == Reason::Robots)
            learnRobots(url.host(), f, {});
        finish(f);
    }

    void finish(const Finished &f) {
        m_frontier.finish(f, m_archive.position());
        if (m_hooks.onEnded)
            m_hooks.onEnded(1);
    }

    /// Writes an answer, learns from it, and ends its address.
    Status keep(const Item &item, const Url &url, const Reply &reply, const warc::HttpResponse &http,
                const std::string &trouble) {
        Result<Kept> kept = m_archive.keep(item, reply, http, trouble);
        if (!kept)
            return kept.error();
        Finished &f = kept->finished;
        learn(item, url, http, f, kept->unpacked ? *kept->unpacked : reply.body);
        if (m_delta && !isSpecial(url))
            count(changeSince(kept->before, f));
        if (f.status >= 400)
            ++m_errors[std::to_string(f.status)];
        finish(f);
        return {};
    }

    void learn(const Item &item, const Url &url, const warc::HttpResponse &http, Finished &f,
               std::string_view body) {
        if (item.reason == Reason::Robots) {
            learnRobots(url.host(), f, body);
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
        for (const std::string &target : m_productSeeds.look(body))
            add(m_scope.home().withTarget(target).text(), Reason::Guess, item.id);
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

    void learnRobots(const std::string &name, const Finished &answer, std::string_view body) {
        Robots robots;
        // RFC 9309, 2.3.1: 4xx allows everything; what cannot be reached or read disallows it.
        if (answer.status == 200)
            robots = Robots::parse(body, Product);
        else if (answer.status == 0 || answer.status >= 500)
            robots = Robots::disallowAll(
                answer.status == 0 ? answer.why : "the server answered " + std::to_string(answer.status));
        for (const std::string &sitemap : robots.sitemaps()) {
            const auto url = Url::parse(sitemap);
            const auto own = url ? m_scope.own(*url) : std::nullopt;
            if (own)
                add(own->text(), Reason::Page, std::nullopt);
        }
        m_turns.setRobots(name, std::move(robots));
    }

    void learnProbe(const Url &url, int status, std::string_view body) {
        if (status != 200)
            return;
        m_probe = warc::answerKey(body, url.target());
        m_probeBytes = body.size();
    }

    void count(Change change) {
        switch (change) {
        case Change::New:
            ++m_counts.added;
            break;
        case Change::Changed:
            ++m_counts.changed;
            break;
        case Change::Unchanged:
            ++m_counts.unchanged;
            break;
        case Change::Gone:
            ++m_counts.gone;
            break;
        case Change::None:
            break;
        }
    }

    /// Puts on the disk what a machine that loses its power must not lose.
    Status syncState() {
        if (Status s = m_archive.sync(); !s)
            return s;
        if (Status s = m_frontier.sync(); !s)
            return s;
        const std::string traps = m_traps.saved();
        if (traps == m_savedTraps)
            return {};
        m_savedTraps = traps;
        return writeFile(path(TrapsState), traps);
    }

    Status keepUp() {
        const Clock::time_point now = Clock::now();
        if (now - m_synced > SyncEvery) {
            m_synced = now;
            if (Status s = syncState(); !s)
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
        if (Status s = writeFile(path("complete"), ""); !s)
            return s.error();
        return m_counts;
    }

    static constexpr std::size_t ProbeSlack = 1024;

    const Site &m_site;
    const CrawlOptions &m_options;
    const CrawlHooks &m_hooks;
    Frontier m_frontier;
    Archive m_archive;
    Scope m_scope;
    Fetcher m_fetcher;
    TurnQueue m_turns;
    Discovery m_discovery;
    Traps m_traps;
    ProductSeeds m_productSeeds;
    std::string m_savedTraps;
    struct Running {
        Item item;
        Url url;
    };
    std::map<std::uint64_t, Running> m_running;
    std::uint64_t m_tag = 0;
    std::string m_probe; ///< what the server says of made-up addresses, when it says so with 200
    std::size_t m_probeBytes = 0;
    bool m_outside = false; ///< of the hours in which the site may be asked
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
        fs::remove(options.folder + "/" + TrapsState, code);
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
