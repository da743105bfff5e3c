// Where a crawl may begin besides the home page.
#pragma once

#include "schema/base/result.h"
#include "schema/url/url.h"

#include <functional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace guiyi::capture {

/// Hands over what the server gave to readers (GET, 200, 206 or 304) by an access log: common, combined or
/// W3C, plain or gzip. `host` is empty when the line does not tell it. Bounded memory; lines over 64 KiB are
/// passed over.
Status eachLogged(const std::string &file,
                  const std::function<void(std::string_view host, std::string_view target)> &visit);

/// Pages that products are known to have though nothing may link to them (`seeds` in cms-fingerprints.yaml).
/// One thread.
class ProductSeeds {
public:
    /// Looks for the marks of products on the site's first pages; the paths that follow, each once.
    std::vector<std::string> look(std::string_view page);

private:
    int m_looked = 0;
    std::vector<int> m_scores;                            ///< a product of the knowledge
    std::set<std::pair<std::size_t, std::size_t>> m_seen; ///< product and mark
    std::set<std::string> m_given;
};

} // namespace guiyi::capture
