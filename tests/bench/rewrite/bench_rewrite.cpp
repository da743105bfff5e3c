// Rewrites the hosts of a list on many pages in memory and says how long it took: one line of JSON.
// usage: bench_rewrite HOSTS PAGES: a file with "old new" lines, a file with a path of a page a line.
#include "mappings/urlmap/host_map.h"

#include <cstdio>
#include <ctime>
#include <fstream>
#include <iterator>

using namespace guiyi::mapping;

namespace {

double cpuSeconds() {
    return static_cast<double>(std::clock()) / CLOCKS_PER_SEC;
}

std::string fileText(const std::string &path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

} // namespace

int main(int argc, char **argv) {
    if (argc != 3) {
        std::fprintf(stderr, "usage: %s HOSTS PAGES\n", argv[0]);
        return 2;
    }
    std::map<std::string, std::string> rules;
    std::ifstream hosts(argv[1]);
    for (std::string from, to; hosts >> from >> to;)
        rules.emplace(from, to);
    const guiyi::Result<HostMap> map = HostMap::make(rules);
    if (!map) {
        std::fprintf(stderr, "%s: %s\n", map.error().where.c_str(), map.error().why.c_str());
        return 2;
    }
    std::vector<std::string> pages;
    std::size_t bytes = 0;
    std::ifstream list(argv[2]);
    for (std::string path; std::getline(list, path);) {
        pages.push_back(fileText(path));
        bytes += pages.back().size();
    }
    HostRewriter rewriter(*map);
    std::size_t hits = 0, changed = 0, out = 0;
    const double before = cpuSeconds();
    int rounds = 0;
    do { // at least half a second, so that the clock's step does not count
        hits = changed = out = 0;
        for (const std::string &page : pages) {
            out += rewriter.page(page).size();
            for (const HostHit &hit : rewriter.hits()) {
                ++hits;
                changed += hit.rewritten ? 1 : 0;
            }
        }
        ++rounds;
    } while (cpuSeconds() - before < 0.5);
    const double seconds = (cpuSeconds() - before) / rounds;
    std::printf("{\"pages\": %zu, \"bytes\": %zu, \"out\": %zu, \"found\": %zu, \"rewritten\": %zu, "
                "\"cpu_s\": %.4f, \"pages_per_cpu_s\": %.0f, \"mb_per_cpu_s\": %.0f}\n",
                pages.size(), bytes, out, hits, changed, seconds, static_cast<double>(pages.size()) / seconds,
                static_cast<double>(bytes) / 1e6 / seconds);
    return 0;
}
