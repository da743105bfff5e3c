#include "migrator/capture/capture_stage.h"

#include "migrator/pipeline/parallel.h"
#include "schema/base/text.h"

#include <filesystem>
#include <mutex>
#include <optional>

namespace guiyi {

namespace {

constexpr std::string_view Scheme = "crawl:";

void addCounts(capture::CrawlCounts &sum, const capture::CrawlCounts &some) {
    sum.requests += some.requests;
    sum.ended += some.ended;
    sum.pages += some.pages;
    sum.bytes += some.bytes;
    sum.failures += some.failures;
    sum.added += some.added;
    sum.changed += some.changed;
    sum.unchanged += some.unchanged;
    sum.gone += some.gone;
    sum.traps += some.traps;
}

class CaptureRun {
public:
    CaptureRun(StageContext &context, const CaptureOptions &options)
        : m_context(context), m_options(options) {}

    Result<StageResult> run() {
        std::vector<const Site *> sites;
        for (const Site &site : m_context.sites) {
            if (m_options.unfinishedOnly ? awaitsCapture(m_context.workspace, site)
                                         : !crawlSource(site).empty())
                sites.push_back(&site);
        }
        if (sites.empty())
            return Error{ErrorKind::Usage, "capture", "", "no chosen site is read over HTTP",
                         "write `source: crawl:http://host/` in sites/<id>.yaml"};
        m_context.progress.begin("capture", 0, "addresses");
        if (m_options.totalRate > 0)
            m_total.emplace(m_options.totalRate);
        m_onlySite = m_context.sites.size() == 1;
        std::vector<Status> answers(sites.size());
        (void)forEachIndex(sites.size(), m_context.jobs, [&](std::size_t i) {
            answers[i] = one(*sites[i]);
            return Status();
        });
        m_context.progress.end();
        StageResult result;
        for (const Status &answer : answers) {
            if (!answer && answer.error().kind != ErrorKind::Cancelled &&
                answer.error().kind != ErrorKind::Rejected)
                return answer.error();
            if (!answer && answer.error().kind == ErrorKind::Rejected)
                result.errors.push_back(answer.error());
        }
        if (m_context.cancel.cancelled())
            return Error{ErrorKind::Cancelled, "capture", "", "stopped by the user",
                         "run the command again, it continues where it was"};
        result.counts = {
            {"sites", m_sites},     {"requests", m_sum.requests}, {"addresses", m_sum.ended},
            {"pages", m_sum.pages}, {"bytes", m_sum.bytes},       {"addresses failed", m_sum.failures},
            {"new", m_sum.added},   {"changed", m_sum.changed},   {"unchanged", m_sum.unchanged},
            {"gone", m_sum.gone},   {"traps", m_sum.traps}};
        result.findings = m_sum.failures + m_sum.traps;
        return result;
    }

private:
    Status one(const Site &site) {
        if (m_context.cancel.cancelled())
            return {};
        Result<NetworkSettings> network = networkOf(m_context.workspace.root(), site.id);
        if (!network)
            return network.error();
        capture::CrawlOptions options;
        options.network = std::move(*network);
        options.folder = captureFolder(m_context.workspace.root(), site.id);
        options.seedUrl = crawlSource(site);
        options.urls = m_options.urls;
        options.logs = m_options.logs;
        options.onlySite = m_onlySite;
        options.total = m_total ? &*m_total : nullptr;
        options.retryFailed = m_options.retryFailed;
        options.fast = m_options.fast;
        capture::CrawlHooks hooks;
        hooks.onKnown = [this](std::int64_t more) { m_context.progress.addTotal(more); };
        hooks.onEnded = [this](std::int64_t ended) { m_context.progress.advance(ended); };
        hooks.onState = [&](const capture::CrawlState &state) {
            if (m_options.onState)
                m_options.onState(site, state);
        };
        hooks.cancelled = [this] { return m_context.cancel.cancelled(); };
        hooks.note = [this](const std::string &line) { m_context.progress.note(line); };
        const Result<capture::CrawlCounts> counts = capture::crawlSite(site, options, hooks);
        if (!counts)
            return counts.error();
        const std::scoped_lock lock(m_mutex);
        addCounts(m_sum, *counts);
        ++m_sites;
        return {};
    }

    StageContext &m_context;
    const CaptureOptions &m_options;
    std::mutex m_mutex;
    capture::CrawlCounts m_sum;
    std::int64_t m_sites = 0;
    std::optional<capture::TotalPace> m_total;
    bool m_onlySite = false;
};

} // namespace

std::string crawlSource(const Site &site) {
    for (const std::string &source : site.sources) {
        if (text::startsWith(source, Scheme))
            return source.substr(Scheme.size());
    }
    return {};
}

bool awaitsCapture(const Workspace &workspace, const Site &site) {
    return !crawlSource(site).empty() &&
           !std::filesystem::exists(captureFolder(workspace.root(), site.id) + "/complete");
}

Result<StageResult> runCapture(StageContext &context, const CaptureOptions &options) {
    return CaptureRun(context, options).run();
}

} // namespace guiyi
