// Rewrites the hosts of a list on many pages in memory and says how long it took: one line of JSON.
// usage: bench_rewrite HOSTS PAGES [hosts|links]: a file with "old new" lines, a file with a path of a page a
// line; only the change of hosts, or only the links of the plan.
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

/// The mean of the rounds of three seconds, behind one that nobody counts.
double meanRound(const std::function<void()> &round) {
    round();
    unsigned rounds = 0;
    const double begin = cpuSeconds();
    double end = begin;
    while (end - begin < 3) {
        round();
        ++rounds;
        end = cpuSeconds();
    }
    return (end - begin) / rounds;
}

struct Pages {
    std::vector<std::string> texts;
    std::size_t bytes = 0;
};

Pages readPages(const char *listed) {
    Pages pages;
    std::ifstream list(listed);
    for (std::string path; std::getline(list, path);) {
        pages.texts.push_back(fileText(path));
        pages.bytes += pages.texts.back().size();
    }
    return pages;
}

void printRound(const char *what, const Pages &pages, double seconds) {
    std::printf("\"%s\": {\"pages\": %zu, \"bytes\": %zu, \"cpu_s\": %.4f, \"pages_per_cpu_s\": %.0f, "
                "\"mb_per_cpu_s\": %.0f",
                what, pages.texts.size(), pages.bytes, seconds,
                static_cast<double>(pages.texts.size()) / seconds,
                static_cast<double>(pages.bytes) / 1e6 / seconds);
}

/// The change of hosts alone.
void changeHosts(const HostMap &map, const Pages &pages) {
    HostRewriter rewriter(map);
    std::size_t found = 0, out = 0, changed = 0;
    const double seconds = meanRound([&] {
        found = out = 0;
        for (const std::string &page : pages.texts) {
            out += rewriter.page(page).size();
            found += rewriter.hits().size();
        }
    });
    for (const std::string &page : pages.texts) {
        rewriter.page(page);
        changed += static_cast<std::size_t>(std::count_if(rewriter.hits().begin(), rewriter.hits().end(),
                                                          [](const HostHit &hit) { return hit.rewritten; }));
    }
    printRound("guiyi", pages, seconds);
    std::printf(", \"out\": %zu, \"found\": %zu, \"rewritten\": %zu}", out, found, changed);
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

void answerLinks(const HostRegistry &registry, const Pages &pages) {
    std::size_t links = 0;
    const double seconds = meanRound([&] {
        links = 0;
        for (const std::string &page : pages.texts)
            links += allLinks(registry, page);
    });
    printRound("links", pages, seconds);
    std::printf(", \"links\": %zu}", links);
}

} // namespace

int main(int argc, char **argv) {
    const std::string_view only = argc == 4 ? argv[3] : "";
    if (argc < 3 || argc > 4 || (argc == 4 && only != "hosts" && only != "links")) {
        std::fprintf(stderr, "usage: %s HOSTS PAGES [hosts|links]\n", argv[0]);
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
    const Pages pages = readPages(argv[2]);
    std::printf("{");
    if (only != "links")
        changeHosts(*map, pages);
    if (only.empty())
        std::printf(", ");
    if (only != "hosts")
        answerLinks(HostRegistry(std::move(sites)), pages);
    std::printf("}\n");
    return 0;
}
