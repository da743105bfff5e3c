// Pages of any bytes: nothing changes without a rule, ranges lie in order, and only they change.
#include "mappings/urlmap/host_map.h"
#include "mappings/urlmap/rewrite.h"

#include <cstdint>
#include <cstdlib>

using namespace guiyi;
using namespace guiyi::mapping;

namespace {

void require(bool holds) {
    if (!holds)
        std::abort();
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size) {
    const std::string_view page(reinterpret_cast<const char *>(data), size);
    static const HostMap map = *HostMap::make({{"a.gov.cn", "n.gov.cn/a"}, {"a.gov.cn/x", "x.gov.cn"}});
    HostRewriter rewriter(map, true);
    rewriter.page(page);
    for (std::size_t i = 0, last = 0; i < rewriter.hits().size(); last = rewriter.hits()[i++].end)
        require(rewriter.hits()[i].begin >= last && rewriter.hits()[i].end <= page.size());
    static const HostRegistry hosts([] {
        Site site;
        site.id = "a";
        site.host = "a.gov.cn";
        return std::vector<Site>{site};
    }());
    const Url base = *Url::parse("http://a.gov.cn/d/p.html");
    const LinkResolver never = [](const LinkClass &, std::string_view) { return LinkTarget(); };
    const Rewritten same = rewriteHtml(page, base, hosts, hosts.sites()[0], never);
    require(same.text == page);
    for (std::size_t i = 0, last = 0; i < same.ledger.size(); last = same.ledger[i++].end)
        require(same.ledger[i].begin >= last && same.ledger[i].end <= page.size());
    return 0;
}
