// The adapter's steps alone, on one hand-over, with bytes, rows, seconds and CPU seconds as JSON:
//   cms_bench scan FILE           a dump taken apart into rows that nobody keeps
//   cms_bench tables SOURCE FILE  the hand-over's tables read into the scratch file
//   cms_bench records SOURCE FILE THREADS  the same, and canonical records made of them that nobody keeps
#include "adapters/cms/cms_extractor.h"
#include "adapters/site/knowledge.h"
#include "schema/store/database.h"

#include <sys/resource.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>

using namespace guiyi;

namespace {

struct RowCounter : cms::DumpVisitor {
    std::int64_t rows = 0;
    Status table(const cms::TableShape &) override { return {}; }
    Status row(const std::string &, const std::vector<std::string> &, std::vector<cms::Cell> &) override {
        ++rows;
        return {};
    }
    Status bad(const cms::BadStatement &) override { return {}; }
};

struct RecordCounter : RecordSink {
    std::int64_t articles = 0;
    Status setFact(std::string_view, std::string_view) override { return {}; }
    Status add(const Column &) override { return {}; }
    Status add(const Article &, const Letter *) override {
        ++articles;
        return {};
    }
    Status add(const Resource &) override { return {}; }
    Status add(const Finding &) override { return {}; }
};

[[noreturn]] void fail(const Error &error) {
    std::fprintf(stderr, "cms_bench: %s\n", error.text().c_str());
    std::exit(3);
}

std::int64_t scan(const std::string &path) {
    std::ifstream file(path, std::ios::binary);
    RowCounter counter;
    const Status s = cms::readSqlDump(
        [&]() -> Result<std::string> {
            std::string block(1U << 18, '\0');
            file.read(block.data(), static_cast<std::streamsize>(block.size()));
            block.resize(static_cast<std::size_t>(file.gcount()));
            return block;
        },
        "utf-8", counter);
    if (!s)
        fail(s.error());
    return counter.rows;
}

std::int64_t tables(const cms::HandOver &handOver, const std::string &scratch) {
    Result<std::unique_ptr<cms::Snapshot>> snapshot = cms::Snapshot::create(scratch);
    if (!snapshot)
        fail(snapshot.error());
    std::string encoding;
    if (const Status s = cms::readHandOver(handOver, **snapshot, encoding, nullptr); !s)
        fail(s.error());
    return (*snapshot)->rows();
}

std::int64_t records(const cms::HandOver &handOver, const std::string &scratch, int threads) {
    Site site;
    site.id = "bench";
    site.host = "www.bench.example";
    RecordCounter sink;
    cms::CmsExtractOptions options;
    options.handOver = handOver;
    options.scratchFile = scratch;
    options.threads = threads;
    const auto counts = cms::extractCms(site, site::Knowledge::builtIn(), options, sink);
    if (!counts)
        fail(counts.error());
    return sink.articles;
}

double cpuSeconds() {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    const auto seconds = [](const timeval &t) { return double(t.tv_sec) + double(t.tv_usec) / 1e6; };
    return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

} // namespace

int main(int argc, char **argv) {
    if (argc < 3) {
        std::fprintf(stderr,
                     "usage: cms_bench scan FILE | tables SOURCE FILE | records SOURCE FILE [THREADS]\n");
        return 2;
    }
    leaveSqliteMemoryUncounted();
    const std::string mode = argv[1];
    const auto start = std::chrono::steady_clock::now();
    std::int64_t rows = 0;
    if (mode == "scan") {
        rows = scan(argv[2]);
    } else {
        const Result<cms::HandOver> handOver = cms::parseHandOver(argv[2], "/");
        if (!handOver)
            fail(handOver.error());
        rows = mode == "tables" ? tables(*handOver, argv[3])
                                : records(*handOver, argv[3], argc > 4 ? std::atoi(argv[4]) : 1);
    }
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    std::printf("{\"rows\": %lld, \"seconds\": %.3f, \"cpu\": %.3f, \"peak_mb\": %.1f}\n",
                static_cast<long long>(rows),
                std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count(), cpuSeconds(),
                double(usage.ru_maxrss) / 1024);
    return 0;
}
