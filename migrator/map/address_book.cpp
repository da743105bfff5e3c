#include "migrator/map/address_book.h"

#include "mappings/urlmap/addresses.h"
#include "migrator/map/inputs.h"
#include "schema/base/text.h"

#include <array>

namespace guiyi {

namespace {

struct MediaEnding {
    std::string_view mediaType, ending;
};

/// The types government sites attach; for the rest the old ending stands.
constexpr std::array<MediaEnding, 22> MediaEndings{{
    {"application/pdf", "pdf"},
    {"application/msword", "doc"},
    {"application/vnd.openxmlformats-officedocument.wordprocessingml.document", "docx"},
    {"application/vnd.ms-excel", "xls"},
    {"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx"},
    {"application/vnd.ms-powerpoint", "ppt"},
    {"application/vnd.openxmlformats-officedocument.presentationml.presentation", "pptx"},
    {"application/rtf", "rtf"},
    {"text/rtf", "rtf"},
    {"application/zip", "zip"},
    {"application/x-rar-compressed", "rar"},
    {"application/vnd.rar", "rar"},
    {"application/x-7z-compressed", "7z"},
    {"text/plain", "txt"},
    {"image/jpeg", "jpg"},
    {"image/png", "png"},
    {"image/gif", "gif"},
    {"image/bmp", "bmp"},
    {"image/webp", "webp"},
    {"video/mp4", "mp4"},
    {"audio/mpeg", "mp3"},
    {"video/x-flv", "flv"},
}};

constexpr std::string_view ScriptEndings[] = {"jsp", "php",  "asp", "aspx", "do",   "action",
                                              "cgi", "ashx", "htm", "html", "shtml"};

/// The letters after the last dot of the last path segment.
std::string pathEnding(std::string_view url) {
    const auto parsed = Url::parse(url);
    if (!parsed)
        return {};
    std::string_view path = parsed->path();
    path = path.substr(path.rfind('/') + 1);
    const std::size_t dot = path.rfind('.');
    if (dot == std::string_view::npos || path.size() - dot > 6)
        return {};
    std::string ending = text::lower(path.substr(dot + 1));
    for (const std::string_view script : ScriptEndings) {
        if (ending == script)
            return {};
    }
    return ending;
}

/// "/" or an index page in the root: what people type and link to.
bool isEntrance(std::string_view address) {
    const auto url = Url::parse(address);
    return url && url->query().empty() && (url->path() == "/" || isIndexPage(url->path().substr(1)));
}

std::string entityOf(ResourceKind kind) {
    switch (kind) {
    case ResourceKind::Attachment:
        return "attachment";
    case ResourceKind::Image:
        return "image";
    case ResourceKind::Page:
        return "page";
    case ResourceKind::Style:
    case ResourceKind::Script:
        return "asset";
    case ResourceKind::Other:
        break;
    }
    return "other";
}

std::string entityOf(ArticleKind kind) {
    return kind == ArticleKind::Letter ? "letter" : kind == ArticleKind::Page ? "page" : "article";
}

} // namespace

std::string extensionOf(const Resource &resource) {
    std::string ending = pathEnding(resource.url);
    if (!ending.empty())
        return ending;
    for (const MediaEnding &known : MediaEndings) {
        if (resource.mediaType == known.mediaType)
            return std::string(known.ending);
    }
    return pathEnding("http://x/" + resource.file);
}

std::string shownIn(const mapping::ColumnDecision &decision) {
    if (decision.action == "drop")
        return {};
    if (decision.action != "undecided" && !decision.target.empty())
        return decision.target;
    if (!decision.fallbackTarget.empty())
        return decision.fallbackTarget;
    return decision.target.empty() ? mapping::FlattenPolicy().lastResort : decision.target;
}

AddressBook::AddressBook(Database &database, const mapping::HostRegistry &hosts,
                         const std::vector<MappedSite> &sites, const Duplicates &duplicates)
    : m_database(database),
      m_hosts(hosts),
      m_sites(sites),
      m_duplicates(duplicates),
      m_decisionOf(sites.size()),
      m_articleOf(sites.size()),
      m_parentOf(sites.size()) {
    for (std::size_t s = 0; s < sites.size(); ++s) {
        for (std::size_t i = 0; i < sites[s].decisions.size(); ++i)
            m_decisionOf[s].emplace(sites[s].decisions[i].column, i);
        for (const mapping::ColumnEvidence &evidence : sites[s].scan.columns)
            m_parentOf[s].emplace(evidence.column.id, evidence.column.parent);
        for (std::size_t i = 0; i < sites[s].scan.articles.size(); ++i)
            m_articleOf[s].emplace(sites[s].scan.articles[i].article, i);
    }
}

std::vector<std::string> AddressBook::placementsOf(std::size_t site, std::size_t article,
                                                   std::string *reason) const {
    const ArticleFrame &frame = m_sites[site].scan.articles[article];
    std::vector<std::string> codes;
    std::string dropped;
    for (const RecordId column : frame.placements) {
        const auto found = m_decisionOf[site].find(column);
        if (found == m_decisionOf[site].end())
            continue;
        const mapping::ColumnDecision &decision = m_sites[site].decisions[found->second];
        std::string code = shownIn(decision);
        if (code.empty())
            dropped = "its column " + text::join(decision.path, " > ") + " is dropped: " + decision.reason;
        else if (std::find(codes.begin(), codes.end(), code) == codes.end())
            codes.push_back(std::move(code));
    }
    if (codes.empty() && dropped.empty())
        codes.push_back(
            mapping::FlattenPolicy().lastResort); // no column known of it: shown, and listed for people
    if (codes.empty() && reason != nullptr)
        *reason = dropped;
    return codes;
}

Status AddressBook::note(std::size_t, Staging &staging) {
    return staging.eachResource([&](const Resource &resource) {
        if (const auto url = Url::parse(resource.url))
            m_taken.insert(hash64(addressKey(m_hosts.fold(*url))));
        return Status();
    });
}

Status AddressBook::assignArticles(std::size_t site, Hasher &output) {
    Result<Statement> insert =
        m_database.prepare("INSERT INTO article_address(site,article,url) VALUES (?,?,?)");
    if (!insert)
        return insert.error();
    const MappedSite &mapped = m_sites[site];
    const auto taken = [&](std::string_view address) {
        const auto url = Url::parse(address);
        return url && m_taken.count(hash64(addressKey(*url))) != 0;
    };
    for (std::size_t i = 0; i < mapped.scan.articles.size(); ++i) {
        const std::uint32_t cluster = m_duplicates.clusterOf[site][i];
        if (cluster != 0) {
            const Duplicates::Cluster &c = m_duplicates.clusters[cluster - 1];
            if (c.members[c.survivor].site != site || c.members[c.survivor].article != i)
                continue;
        }
        if (placementsOf(site, i).empty())
            continue;
        const ArticleFrame &frame = mapped.scan.articles[i];
        const auto old = Url::parse(frame.url);
        const std::string stable = old ? addressKey(m_hosts.fold(*old)) : frame.url;
        const std::string address = mapping::articleAddress(mapped.tenant, stable, frame.published, taken);
        if (const auto url = Url::parse(address))
            m_taken.insert(hash64(addressKey(*url)));
        output.add(frame.url).add(address);
        if (Status s = insert->bind(mapped.site.id).bind(frame.article).bind(address).run(); !s)
            return s;
    }
    return {};
}

Result<std::string> AddressBook::addressOf(std::size_t site, RecordId article) {
    std::string address;
    const Status s =
        m_database.each("SELECT url FROM article_address WHERE site=? AND article=" + std::to_string(article),
                        {m_sites[site].site.id}, [&](const Statement &row) {
                            address = row.text(0);
                            return false;
                        });
    if (!s)
        return s.error();
    return address;
}

Result<AddressBook::ArticleAnswer> AddressBook::articleAnswer(std::size_t site, RecordId article) {
    ArticleAnswer answer;
    const auto found = m_articleOf[site].find(article);
    if (found == m_articleOf[site].end()) {
        answer.reason = "the article it belongs to is not among the extracted ones: extract the site again";
        return answer;
    }
    const std::size_t index = found->second;
    answer.kind = m_sites[site].scan.articles[index].kind;
    std::size_t ofSite = site;
    RecordId ofArticle = article;
    if (const std::uint32_t cluster = m_duplicates.clusterOf[site][index]; cluster != 0) {
        const Duplicates::Cluster &c = m_duplicates.clusters[cluster - 1];
        const Duplicates::Member &survivor = c.members[c.survivor];
        answer.merged = survivor.site != site || survivor.article != index;
        ofSite = survivor.site;
        ofArticle = m_sites[survivor.site].scan.articles[survivor.article].article;
        if (answer.merged)
            answer.reason =
                "the same text as " + m_sites[ofSite].scan.articles[survivor.article].url + ": " + c.reason;
    } else if (std::string reason; placementsOf(site, index, &reason).empty()) {
        answer.reason = reason;
        const std::vector<RecordId> &placements = m_sites[site].scan.articles[index].placements;
        if (!placements.empty())
            answer.parent = keptAbove(site, placements.front());
        return answer;
    }
    Result<std::string> address = addressOf(ofSite, ofArticle);
    if (!address)
        return address.error();
    answer.target = std::move(address).value();
    return answer;
}

std::string AddressBook::keptAbove(std::size_t site, RecordId column) const {
    for (auto at = m_parentOf[site].find(column); at != m_parentOf[site].end() && at->second != 0;
         at = m_parentOf[site].find(at->second)) {
        const auto decision = m_decisionOf[site].find(at->second);
        const std::string code = decision == m_decisionOf[site].end()
                                     ? std::string()
                                     : shownIn(m_sites[site].decisions[decision->second]);
        if (!code.empty())
            return mapping::columnAddress(m_sites[site].tenant, code);
    }
    return {};
}

AddressBook::Answer AddressBook::columnAnswer(std::size_t site, const Resource &resource) const {
    const MappedSite &mapped = m_sites[site];
    const auto found = m_decisionOf[site].find(resource.record);
    if (found == m_decisionOf[site].end())
        return {"page", "merged", mapping::homeAddress(mapped.tenant),
                "the site's entrance leads to its new home page"};
    const mapping::ColumnDecision &decision = mapped.decisions[found->second];
    if (decision.action == "drop")
        return {"column", "dropped", {}, decision.reason, keptAbove(site, resource.record)};
    const std::string code = shownIn(decision);
    const std::string target = mapping::columnAddress(mapped.tenant, code);
    const std::string name = text::join(decision.path, " > ");
    if (decision.action == "undecided")
        return {"column", "merged", target,
                "nobody has decided on " + name + " yet; for now it is shown in " + code};
    if (decision.url != resource.url)
        return {"column", "merged", target, "a further page of the list " + name};
    if (decision.action == "merge" || decision.action == "link")
        return {"column", "merged", target, decision.reason};
    return {"column", "loaded", target, {}};
}

AddressBook::Answer AddressBook::fileAnswer(std::size_t site, const Resource &resource) {
    if (m_filesOfSite != site) {
        m_files.clear();
        m_filesOfSite = site;
    }
    const std::string entity = entityOf(resource.kind);
    if (resource.sha256.empty())
        return {entity,
                "failed",
                {},
                resource.reason.empty()
                    ? "the file is not in the source: get it from the old server and extract again"
                    : resource.reason};
    const auto [entry, first] = m_files.emplace(hash64(resource.sha256), extensionOf(resource));
    std::string target = mapping::fileAddress(m_sites[site].tenant, resource.sha256, entry->second);
    if (first)
        return {entity, "loaded", std::move(target), {}};
    return {entity, "merged", std::move(target), "the same content as another file of the site"};
}

Result<AddressBook::Answer> AddressBook::answerOf(std::size_t site, const Resource &resource) {
    if (resource.role == "column")
        return columnAnswer(site, resource);
    if (resource.role == "file")
        return fileAnswer(site, resource);
    if (resource.role == "article" || resource.role == "merged") {
        Result<ArticleAnswer> article = articleAnswer(site, resource.record);
        if (!article)
            return article.error();
        Answer answer{entityOf(article->kind), "loaded", article->target, article->reason};
        if (article->target.empty()) {
            answer.outcome = "dropped";
            answer.parent = article->parent;
        } else if (resource.role == "merged") {
            answer.outcome = "merged";
            if (answer.reason.empty())
                answer.reason = resource.reason.empty() ? "a further page of one article" : resource.reason;
        } else if (article->merged)
            answer.outcome = "merged";
        return answer;
    }
    if (resource.role == "home" || (resource.role == "dropped" && isEntrance(resource.url)))
        return Answer{"page", "merged", mapping::homeAddress(m_sites[site].tenant),
                      "the site's entrance leads to its new home page"};
    if (resource.role == "failed")
        return Answer{entityOf(resource.kind),
                      "failed",
                      {},
                      resource.reason.empty() ? "it could not be read" : resource.reason};
    if (resource.role == "asset")
        return Answer{"asset",
                      "dropped",
                      {},
                      resource.reason.empty() ? "part of the old template; the platform has its own"
                                              : resource.reason};
    return Answer{entityOf(resource.kind),
                  "dropped",
                  {},
                  resource.reason.empty() ? "no record of the site needs it" : resource.reason};
}

Status AddressBook::answer(std::size_t site, Staging &staging, Hasher &output) {
    Result<Statement> insert = m_database.prepare(
        "INSERT INTO address(key,site,resource,url,own,entity,outcome,target,reason,parent,answers) VALUES "
        "(?,?,?,?,?,?,?,?,?,?,1)");
    if (!insert)
        return insert.error();
    const std::string &id = m_sites[site].site.id;
    return staging.eachResource([&](const Resource &resource) -> Status {
        Result<Answer> answer = answerOf(site, resource);
        if (!answer)
            return answer.error();
        const auto url = Url::parse(resource.url);
        const auto owner = url ? m_hosts.find(url->host()) : std::nullopt;
        const std::string key = url ? addressKey(m_hosts.fold(*url)) : resource.url;
        std::int64_t &count = answer->outcome == "loaded"    ? m_counts.loaded
                              : answer->outcome == "merged"  ? m_counts.merged
                              : answer->outcome == "dropped" ? m_counts.dropped
                                                             : m_counts.failed;
        ++count;
        output.add(resource.url)
            .add(answer->entity)
            .add(answer->outcome)
            .add(answer->target)
            .add(answer->reason)
            .add(answer->parent);
        insert->bind(key)
            .bind(id)
            .bind(resource.id)
            .bind(resource.url)
            .bind(owner && owner->site->id == id)
            .bind(answer->entity);
        return insert->bind(answer->outcome)
            .bindNullIfEmpty(answer->target)
            .bindNullIfEmpty(answer->reason)
            .bindNullIfEmpty(answer->parent)
            .run();
    });
}

Status AddressBook::settle() {
    // Twins are rare (the same address by http and https, or by two hosts), so this touches few rows.
    return m_database.run(
        "UPDATE address SET answers=0 WHERE key IN (SELECT key FROM address GROUP BY key HAVING count(*)>1) "
        "AND EXISTS (SELECT 1 FROM address b WHERE b.key=address.key AND "
        "(b.own>address.own OR (b.own=address.own AND ((b.target IS NOT NULL)>(address.target IS NOT NULL) "
        "OR "
        "((b.target IS NOT NULL)=(address.target IS NOT NULL) AND (b.site<address.site OR "
        "(b.site=address.site AND b.resource<address.resource)))))))");
}

} // namespace guiyi
