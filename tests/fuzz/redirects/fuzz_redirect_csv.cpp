// Any bytes as a file of decisions: read, checked, written and read again it gives the same decisions.
#include "migrator/cutover/decision_file.h"
#include "schema/url/url.h"

#include <cstdlib>
#include <sstream>

extern "C" int LLVMFuzzerTestOneInput(const unsigned char *data, std::size_t size) {
    using namespace guiyi;
    const std::string_view bytes(reinterpret_cast<const char *>(data), size);
    DecisionFile file = readDecisions(bytes, "fuzz.csv");
    mapping::RedirectPolicy policy;
    mapping::addOldHosts(policy, file.decisions);
    for (const mapping::RedirectDecision &d : file.decisions) {
        if (const auto to = Url::parse(d.to))
            policy.allowedHosts.insert(to->host());
    }
    const mapping::CheckedRedirects checked = checkRedirects(std::move(file.decisions), policy);
    std::ostringstream out;
    writeDecisions(out, checked.decisions);
    const DecisionFile again = readDecisions(out.str(), "again.csv");
    if (again.decisions.size() != checked.decisions.size())
        std::abort();
    return 0;
}
