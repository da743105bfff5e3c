#include "migrator/extract/extract_stage.h"

#include "adapters/cms/cms_extractor.h"
#include "adapters/mirror/source_reader.h"
#include "adapters/site/page_rules.h"
#include "adapters/site/site_extractor.h"
#include "migrator/extract/sources.h"
#include "migrator/pipeline/parallel.h"
#include "schema/base/text.h"
#include "schema/store/blob_store.h"
#include "schema/store/staging.h"
#include "schema/store/workspace_store.h"

#include <QtCore/qcryptographichash.h>
#include <QtCore/qdir.h>

#include <algorithm>
#include <atomic>
#include <mutex>

namespace guiyi {

namespace {

/// Part of every input hash: raise it when the same source would give other records than before.
constexpr std::string_view ExtractionVersion = "extract-2";

/// Hands records to staging and hashes them on the way, so that later stages know when they changed.
class StagingSink : public RecordSink {
public:
    explicit StagingSink(Staging &staging) : m_staging(staging), m_hash(QCryptographicHash::Blake2b_160) {}

    Status setFact(std::string_view name, std::string_view value) override {
        hash({name, value});
        return m_staging.setFact(name, value);
    }
    Status add(const Column &c) override {
        hash({c.url, toJsonArray(c.path), toText(c.kind), std::to_string(c.position),
              std::to_string(c.articles), c.type});
        return m_staging.add(c);
    }
    Status add(const Article &a, const Letter *letter) override {
        const std::string content = contentHash(a, letter);
        hash({content});
        return m_staging.add(a, letter, content);
    }
    Status add(const Resource &r) override {
        hash({r.url, r.role, r.reason, r.sha256, std::to_string(r.record)});
        return m_staging.add(r);
    }
    Status add(const Finding &f) override {
        hash({f.url, f.rule, f.message});
        return m_staging.add(f);
    }
    std::string result() const { return m_hash.result().toHex().toStdString(); }

private:
    void hash(std::initializer_list<std::string_view> parts) {
        for (std::string_view part : parts) {
            m_hash.addData(QByteArrayView(part.data(), static_cast<qsizetype>(part.size())));
            m_hash.addData(QByteArrayView("\0", 1));
        }
    }
    Staging &m_staging;
    QCryptographicHash m_hash;
};

std::string inputHash(const Site &site, const SourceLocations &locations) {
    QCryptographicHash hash(QCryptographicHash::Blake2b_160);
    const auto add = [&](std::string_view s) {
        hash.addData(QByteArrayView(s.data(), static_cast<qsizetype>(s.size())));
        hash.addData(QByteArrayView("\0", 1));
    };
    add(ExtractionVersion);
    for (std::string_view part :
         {std::string_view(site.id), std::string_view(site.name), std::string_view(site.host)})
        add(part);
    for (const std::string &alias : site.aliases)
        add(alias);
    for (const TemplateRules &rules : site.templates) {
        for (std::string_view part : {rules.name, rules.url, rules.kind})
            add(part);
        for (const auto &[field, selectors] : rules.selectors) {
            add(field);
            add(toJsonArray(selectors));
        }
    }
    for (const std::string &source : site.sources)
        add(source);
    if (locations.handOver)
        add(cms::fingerprint(*locations.handOver));
    for (const std::string &location : locations.files)
        add(mirror::fingerprint(location));
    return hash.result().toHex().toStdString();
}

class ExtractRun {
public:
    explicit ExtractRun(StageContext &context) : m_context(context) {}

    Result<StageResult> run() {
        if (Result<WorkspaceStore> store = WorkspaceStore::open(m_context.workspace); !store)
            return store.error();
        const std::string folder = QDir(text::toQString(m_context.workspace.stagingFile("x")))
                                       .filePath(QStringLiteral(".."))
                                       .toStdString();
        if (!QDir().mkpath(text::toQString(QDir::cleanPath(text::toQString(folder)).toStdString())))
            return Error{ErrorKind::Failed, "making the staging folder", folder, "cannot create it",
                         "make the workspace writable and run again"};
        m_folder = QDir::cleanPath(text::toQString(folder)).toStdString();
        std::vector<Error> mistakes;
        m_context.progress.begin("extract", 0, "pages");
        // A wrong rule is told before anything is read, and with all other wrong rules.
        for (const Site &site : m_context.sites)
            (void)site::PageRules::compile(site, mistakes);
        if (!mistakes.empty()) {
            StageResult refused;
            refused.errors = std::move(mistakes);
            return refused;
        }
        m_errors.resize(m_context.sites.size());
        // What went wrong stands in m_errors: one site's trouble keeps no other from being read.
        (void)forEachIndex(m_context.sites.size(), m_context.jobs, [this](std::size_t i) { return work(i); });
        m_context.progress.end();
        if (m_context.cancel.cancelled())
            return Error{ErrorKind::Cancelled, "extract", "", "stopped by the user",
                         "run the command again, it continues where it was"};
        StageResult result;
        result.counts = {{"sites", m_sites.load()},      {"sites unchanged", m_unchanged.load()},
                         {"files", m_counts.files},      {"pages", m_counts.pages},
                         {"columns", m_counts.columns},  {"articles", m_counts.articles},
                         {"letters", m_counts.letters},  {"attachments", m_counts.attachments},
                         {"images", m_counts.images},    {"addresses failed", m_counts.failed},
                         {"findings", m_counts.findings}};
        result.findings = m_counts.failed + m_counts.findings;
        for (std::optional<Error> &error : m_errors) {
            if (!error)
                continue;
            if (error->kind == ErrorKind::Failed && fatal(*error))
                return *error;
            result.errors.push_back(*error);
        }
        return result;
    }

private:
    /// Trouble of the workspace stops the run; trouble of one source does not.
    bool fatal(const Error &error) const {
        return text::contains(error.where, m_context.workspace.root()) ||
               text::contains(error.advice, "disk");
    }

    Status work(std::size_t i) {
        if (m_context.cancel.cancelled())
            return {};
        const Status s = extractOne(m_context.sites[i]);
        if (s || s.error().kind == ErrorKind::Cancelled)
            return {};
        Error error = s.error();
        if (!fatal(error))
            error.kind = ErrorKind::Rejected;
        error.what = "site " + m_context.sites[i].id + ": " + error.what;
        m_errors[i] = std::move(error);
        return {};
    }

    Status extractOne(const Site &site) {
        Result<WorkspaceStore> store = WorkspaceStore::open(m_context.workspace);
        if (!store)
            return store.error();
        const Result<SourceLocations> locations = locateSources(m_context.workspace, site);
        if (!locations)
            return locations.error();
        const std::string input = inputHash(site, *locations);
        const std::string file = m_context.workspace.stagingFile(site.id);
        const Result<std::optional<StageRun>> last = store->lastStage(site.id, "extract");
        if (!last)
            return last.error();
        const bool live = locations->handOver && cms::fingerprint(*locations->handOver).empty();
        if (!live && last->has_value() && (*last)->inputHash == input && Staging::open(file)) {
            ++m_unchanged;
            ++m_sites;
            addCounts((*last)->counts);
            return {};
        }
        Result<Staging> staging = Staging::create(file);
        if (!staging)
            return staging.error();
        StagingSink sink(*staging);
        const Result<site::ExtractCounts> counts = read(site, *locations, sink);
        if (!counts)
            return counts.error();
        if (Status s = staging->publish(); !s)
            return s;
        const StageCounts ledger = {{"files", counts->files},      {"pages", counts->pages},
                                    {"columns", counts->columns},  {"articles", counts->articles},
                                    {"letters", counts->letters},  {"attachments", counts->attachments},
                                    {"images", counts->images},    {"failed", counts->failed},
                                    {"findings", counts->findings}};
        if (Status s = store->recordStage(site.id, "extract", input, sink.result(), ledger); !s)
            return s;
        ++m_sites;
        addCounts(ledger);
        return {};
    }

    /// Sites are read side by side; a single one, or a few large ones, may use the other threads.
    int threadsASite() const {
        return std::max(1, m_context.jobs / std::max(1, static_cast<int>(m_context.sites.size())));
    }

    /// The site's records, by the adapter for its kind of source.
    Result<site::ExtractCounts> read(const Site &site, const SourceLocations &locations, RecordSink &sink) {
        const auto onTotal = [this](std::int64_t records) { m_context.progress.addTotal(records); };
        const auto onRead = [this](std::int64_t records) { m_context.progress.advance(records); };
        const auto cancelled = [this] { return m_context.cancel.cancelled(); };
        BlobStore blobs(m_context.workspace.blobsFolder());
        const auto keepFile = [&blobs](std::string_view bytes) -> Status {
            const Result<std::string> kept = blobs.put(bytes);
            return kept ? Status() : kept.error();
        };
        if (locations.handOver)
            return cms::extractCms(site, site::Knowledge::builtIn(),
                                   {*locations.handOver, m_folder + "/" + site.id + ".tables", onTotal,
                                    onRead, cancelled, keepFile, threadsASite()},
                                   sink);
        return site::extractSite(site, site::Knowledge::builtIn(),
                                 {locations.files, m_folder, onTotal, onRead, cancelled, keepFile}, sink);
    }

    void addCounts(const StageCounts &counts) {
        const std::scoped_lock lock(m_mutex);
        for (const auto &[name, n] : counts) {
            if (std::int64_t *total = field(name))
                *total += n;
        }
    }

    std::int64_t *field(std::string_view name) {
        const std::pair<std::string_view, std::int64_t *> fields[] = {
            {"files", &m_counts.files},      {"pages", &m_counts.pages},
            {"columns", &m_counts.columns},  {"articles", &m_counts.articles},
            {"letters", &m_counts.letters},  {"attachments", &m_counts.attachments},
            {"images", &m_counts.images},    {"failed", &m_counts.failed},
            {"findings", &m_counts.findings}};
        for (const auto &[key, value] : fields) {
            if (key == name)
                return value;
        }
        return nullptr;
    }

    StageContext &m_context;
    std::string m_folder;
    std::atomic<std::int64_t> m_sites{0}, m_unchanged{0};
    std::mutex m_mutex;
    site::ExtractCounts m_counts;
    std::vector<std::optional<Error>> m_errors;
};

} // namespace

Result<StageResult> runExtract(StageContext &context) {
    return ExtractRun(context).run();
}

} // namespace guiyi
