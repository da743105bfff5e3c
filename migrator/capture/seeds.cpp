#include "migrator/capture/seeds.h"

#include "adapters/site/knowledge.h"
#include "mappings/redirects/access_log.h"
#include "schema/base/text.h"

#include <zlib.h>

#include <cerrno>
#include <cstring>
#include <memory>

namespace guiyi::capture {

namespace {

constexpr std::size_t LongestLine = 64 << 10;
constexpr int PagesLookedAt = 3;
constexpr std::size_t MostLookedAt = 100000; ///< bytes of a page
constexpr int LeastScore = 30;               ///< cms-fingerprints.yaml: the least that is taken at all

struct CloseGzip {
    void operator()(gzFile_s *file) const { gzclose(file); }
};

bool wasGiven(const mapping::LogRequest &request) {
    return request.method == "GET" &&
           (request.status == 200 || request.status == 206 || request.status == 304);
}

} // namespace

Status eachLogged(const std::string &file,
                  const std::function<void(std::string_view host, std::string_view target)> &visit) {
    const auto failed = [&file](const std::string &why) {
        return Error{ErrorKind::Usage, "reading the access log", file, why,
                     "get the file again, or leave it out"};
    };
    const std::unique_ptr<gzFile_s, CloseGzip> log(gzopen(file.c_str(), "rb"));
    if (log == nullptr)
        return failed(std::strerror(errno));
    mapping::LogLineReader reader;
    std::string buffer(LongestLine, '\0');
    bool skipping = false;
    while (gzgets(log.get(), buffer.data(), static_cast<int>(buffer.size())) != nullptr) {
        std::string_view line(buffer.c_str());
        const bool whole = text::endsWith(line, "\n");
        const bool rest = skipping;
        skipping = !whole && gzeof(log.get()) == 0;
        mapping::LogRequest request;
        if (rest || skipping || reader.read(text::trim(line), request) != mapping::LogLine::Request)
            continue;
        if (wasGiven(request))
            visit(request.host, request.target);
    }
    int code = Z_OK;
    const char *why = gzerror(log.get(), &code);
    return code == Z_OK || code == Z_STREAM_END ? Status() : Status(failed(why));
}

std::vector<std::string> ProductSeeds::look(std::string_view page) {
    std::vector<std::string> paths;
    if (m_looked++ >= PagesLookedAt)
        return paths;
    const std::vector<site::CmsKnowledge> &products = site::Knowledge::builtIn().products();
    m_scores.resize(products.size(), 0);
    const QString source = text::toQString(page.substr(0, MostLookedAt));
    for (std::size_t p = 0; p < products.size(); ++p) {
        if (products[p].seeds.empty())
            continue;
        for (std::size_t m = 0; m < products[p].markers.size(); ++m) {
            const site::MarkerPattern &marker = products[p].markers[m];
            // Markers count once a site.
            if (!m_seen.contains({p, m}) && marker.expression.match(source).hasMatch()) {
                m_seen.insert({p, m});
                m_scores[p] += marker.score;
            }
        }
        if (m_scores[p] < LeastScore)
            continue;
        for (const std::string &seed : products[p].seeds) {
            if (m_given.insert(seed).second)
                paths.push_back(seed);
        }
    }
    return paths;
}

} // namespace guiyi::capture
