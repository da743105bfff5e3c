// Rewrites the hosts of a list on many pages in memory and says how long it took: one line of JSON.
// usage: bench_rewrite HOSTS PAGES: a file with "old new" lines, a file with a path of a page a line.
#include "mappings/urlmap/host_map.h"
#include "mappings/urlmap/rewrite.h"

#include <algorithm>
#include <cstdio>
#include <ctime>
#include <fstream>
#include <functional>
#include <iterator>

using namespace guiyi;
using namespace guiyi::mapping;

namespace {

double cpuSeconds() {
    return static_cast<double>(std::clock()) / CLOCKS_PER_SEC;
}

std::string fileText(const std::string &path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

/// The best of the rounds of two seconds: others use the machine too.
double bestRound(const std::function<void()> &round) {
    double best = 0;
    const double begin = cpuSeconds();
    do {
        const double before = cpuSeconds();
        round();
        const double seconds = cpuSeconds() - before;
        best = best == 0 ? seconds : std::min(best, seconds);
    } while (cpuSeconds() - begin < 2);
    return best;
}

/// Every link of a page classified and answered, as the plan does with bodies: the relative ones too.
std::size_t allLinks(const HostRegistry &hosts, const std::string &page) {
    const Site &own = hosts.sites().front();
    static const Url address = Url::of("http", own.host, "/zwgk/tzgg/content/post_1.html");
    const Rewritten r = rewriteHtml(page, address, hosts, own, [](const LinkClass &link, std::string_view) {
        return link.kind == LinkKind::External
                   ? LinkTarget()
                   : LinkTarget{true, "https://new.gov.cn/" + link.canonical, "ok"};
    });
    return r.ledger.size();
}

} // namespace

int main(int argc, char **argv) {
    if (argc != 3) {
        std::fprintf(stderr, "usage: %s HOSTS PAGES\n", argv[0]);
        return 2;
    }
    std::map<std::string, std::string> rules;
    std::vector<Site> sites;
    std::ifstream hosts(argv[1]);
    for (std::string from, to; hosts >> from >> to;) {
        rules.emplace(from, to);
        Site site;
        site.id = site.host = from;
        sites.push_back(site);
    }
    const Result<HostMap> map = HostMap::make(rules);
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
    std::size_t found = 0, out = 0, changed = 0, links = 0;
    const double seconds = bestRound([&] {
        found = out = 0;
        for (const std::string &page : pages) {
            out += rewriter.page(page).size();
            found += rewriter.hits().size();
        }
    });
    for (const std::string &page : pages) {
        rewriter.page(page);
        changed += static_cast<std::size_t>(std::count_if(rewriter.hits().begin(), rewriter.hits().end(),
                                                          [](const HostHit &hit) { return hit.rewritten; }));
    }
    const HostRegistry registry(std::move(sites));
    const double linkSeconds = bestRound([&] {
        links = 0;
        for (const std::string &page : pages)
            links += allLinks(registry, page);
    });
    std::printf("{\"pages\": %zu, \"bytes\": %zu, \"out\": %zu, \"found\": %zu, \"rewritten\": %zu, "
                "\"cpu_s\": %.4f, \"pages_per_cpu_s\": %.0f, \"mb_per_cpu_s\": %.0f, \"all_links\": %zu, "
                "\"all_links_cpu_s\": %.4f}\n",
                pages.size(), bytes, out, found, changed, seconds,
                static_cast<double>(pages.size()) / seconds, static_cast<double>(bytes) / 1e6 / seconds,
                links, linkSeconds);
    return 0;
}
