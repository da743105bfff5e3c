#include "migrator/plan/desired.h"

#include "mappings/taxonomy/planner.h"
#include "migrator/map/hasher.h"
#include "migrator/plan/redirects.h"
#include "schema/base/text.h"

#include <algorithm>

namespace guiyi {

namespace {

constexpr std::size_t RecentTargets = 20000;

Result<std::optional<Statement>> prepared(Database &database, std::string_view sql) {
    Result<Statement> statement = database.prepare(sql);
    if (!statement)
        return statement.error();
    return std::optional<Statement>(std::move(statement).value());
}

} // namespace

Result<std::unique_ptr<Desired>> Desired::open(const Workspace &workspace, WorkspaceStore &store) {
    std::unique_ptr<Desired> desired(new Desired(workspace, store));
    auto taxonomy = loadTaxonomy(workspace);
    if (!taxonomy)
        return taxonomy.error();
    desired->m_taxonomy = std::move(taxonomy).value();
    Result<std::vector<Site>> sites = mappedSites(workspace, store);
    if (!sites)
        return sites.error();
    desired->m_sites = std::move(sites).value();
    for (const Site &site : desired->m_sites)
        desired->m_mapped.insert(site.id);
    struct Query {
        std::optional<Statement> &statement;
        std::string_view sql;
    };
    const Query queries[] = {
        {desired->m_lookUp, "SELECT target,parent FROM address WHERE key=? AND answers=1"},
        {desired->m_articleAddress, "SELECT url FROM article_address WHERE site=? AND article=?"},
        {desired->m_member, "SELECT cluster,survivor FROM duplicate_member WHERE site=? AND article=?"},
        {desired->m_merged,
         "SELECT site,shown_in,article,survivor FROM duplicate_member WHERE cluster=? ORDER BY position"},
    };
    for (const Query &query : queries) {
        Result<std::optional<Statement>> statement = prepared(store.database(), query.sql);
        if (!statement)
            return statement.error();
        query.statement = std::move(statement).value();
    }
    return desired;
}

Status Desired::taxonomy(const Visit &visit) {
    std::vector<std::string> codes;
    const Status read = m_store.database().each("SELECT DISTINCT code FROM tenant_column ORDER BY code", {},
                                                [&](const Statement &row) {
                                                    codes.push_back(row.text(0));
                                                    return true;
                                                });
    if (!read)
        return read;
    for (const std::string &code : codes) { // a parent's code is the shorter one, so it comes first
        Record record;
        record.entity = "taxonomy";
        record.key = code;
        const mapping::TaxonomyColumn *column = m_taxonomy->find(code);
        record.title = column == nullptr ? code : column->name;
        record.source = record.key;
        record.fields = {{"name", record.title},
                         {"parent", code.size() > 2 ? code.substr(0, code.size() - 2) : std::string()},
                         {"level", std::to_string(code.size() / 2)}};
        if (Status s = visit(record); !s)
            return s;
    }
    return {};
}

Status Desired::tenant(const Site &site, const Visit &visit) {
    Record record;
    const Status read = m_store.database().each(
        "SELECT host,base_path,home FROM tenant WHERE site=?", {site.id}, [&](const Statement &row) {
            record.target = row.text(2);
            record.fields = {{"name", site.name},
                             {"code", site.code},
                             {"level", site.level},
                             {"host", row.text(0)},
                             {"base_path", row.text(1)},
                             {"home", row.text(2)},
                             {"old_hosts", toJsonArray(mapping::HostRegistry::hostsOf(site))}};
            return false;
        });
    if (!read)
        return read;
    record.entity = "tenant";
    record.key = record.site = site.id;
    record.source = "http://" + site.host + "/";
    record.title = site.name;
    return visit(record);
}

Status Desired::columns(const Site &site, const Visit &visit) {
    Status inner;
    const Status read = m_store.database().each(
        "SELECT code,url FROM tenant_column WHERE site=? ORDER BY code", {site.id},
        [&](const Statement &row) {
            Record record;
            record.entity = "column";
            record.site = site.id;
            record.key = site.id + "/" + row.text(0);
            record.source = record.key;
            record.target = row.text(1);
            record.title = text::join(m_taxonomy->namePath(row.text(0)), " > ");
            record.fields = {{"code", row.text(0)}, {"url", row.text(1)}, {"retired", {}}};
            inner = visit(record);
            return inner.ok();
        });
    return read ? inner : read;
}

Status Desired::files(const Site &site, const Visit &visit) {
    Result<Staging> staging = Staging::open(m_workspace.stagingFile(site.id));
    if (!staging)
        return staging.error();
    Result<Statement> target = m_store.database().prepare(
        "SELECT target FROM address WHERE site=? AND resource=? AND outcome='loaded'");
    if (!target)
        return target.error();
    return staging->eachResource([&](const Resource &resource) -> Status {
        if (resource.role != "file" || resource.sha256.empty())
            return {};
        target->bind(site.id).bind(resource.id);
        if (Status s = target->start(); !s)
            return s;
        const Result<bool> loaded = target->next();
        if (!loaded)
            return loaded.error();
        const std::string url = loaded.value() ? target->text(0) : std::string();
        target->finish();
        if (url.empty())
            return {};
        Record record;
        record.entity = "file";
        record.site = site.id;
        record.key = site.id + "/" + resource.sha256;
        record.source = resource.url;
        record.target = url;
        record.fields = {{"sha256", resource.sha256},
                         {"url", url},
                         {"bytes", std::to_string(resource.bytes)},
                         {"media_type", resource.mediaType},
                         {"retired", {}}};
        return visit(record);
    });
}

Result<std::optional<Resource>> Desired::staged(const Site &site, const std::string &sha256) {
    Result<Staging> staging = Staging::open(m_workspace.stagingFile(site.id));
    if (!staging)
        return staging.error();
    std::optional<Resource> found;
    const Status s = staging->database().each(
        "SELECT id,url,file,kind,media_type,bytes,sha256,role,record,reason FROM resource WHERE sha256=? AND "
        "file IS NOT NULL ORDER BY id LIMIT 1",
        {sha256}, [&](const Statement &row) {
            found =
                Resource{row.integer(0), row.text(1),
                         row.text(2),    fromText<ResourceKind>(row.text(3)).value_or(ResourceKind::Other),
                         row.text(4),    row.integer(5),
                         row.text(6),    row.text(7),
                         row.integer(8), row.text(9)};
            return false;
        });
    if (!s)
        return s.error();
    return found;
}

Result<Desired::Known> Desired::lookUp(const std::string &key) {
    if (const auto recent = m_recent.find(key); recent != m_recent.end())
        return recent->second;
    m_lookUp->bind(key);
    if (Status s = m_lookUp->start(); !s)
        return s.error();
    const Result<bool> more = m_lookUp->next();
    if (!more)
        return more.error();
    Known known;
    known.found = more.value();
    if (known.found) {
        known.target = m_lookUp->text(0);
        known.parent = m_lookUp->text(1);
    }
    m_lookUp->finish();
    if (m_recent.size() >= RecentTargets)
        m_recent.clear();
    m_recent.emplace(key, known);
    return known;
}

Result<Desired::Known> Desired::targetOf(const mapping::LinkClass &link) {
    const auto url = Url::parse(link.canonical);
    if (!url)
        return Known{};
    const std::string key = addressKey(*url);
    Result<Known> known = lookUp(key);
    if (!known || known->found)
        return known;
    if (!key.empty() && key.back() == '/') {
        for (const std::string_view name : indexPageNames()) {
            Result<Known> index = lookUp(key + std::string(name));
            if (!index || index->found)
                return index;
        }
        return known;
    }
    for (const std::string_view name : indexPageNames()) {
        if (text::endsWith(key, "/" + std::string(name)))
            return lookUp(key.substr(0, key.size() - name.size()));
    }
    // One page writes a Chinese name in GBK octets, the next in UTF-8: both are the same file.
    if (const auto other = url->withOtherOctets())
        return lookUp(addressKey(*other));
    return known;
}

mapping::LinkTarget Desired::answerFor(const mapping::LinkClass &link, Status &failure) {
    switch (link.kind) {
    case LinkKind::Own:
    case LinkKind::Alias:
    case LinkKind::Sibling: {
        const Result<Known> known = targetOf(link);
        if (!known) {
            failure = known.error();
            return {false, {}, "unchecked"};
        }
        if (!known->target.empty())
            return {true, known->target, "ok"};
        if (!known->parent.empty() && m_workspace.config().droppedToParent)
            return {true, known->parent, "parent"};
        const bool parked =
            link.kind == LinkKind::Sibling && link.site != nullptr && m_mapped.count(link.site->id) == 0;
        return {false, {}, parked ? "parked" : "dead"};
    }
    case LinkKind::Anchor:
        return {false, {}, "ok"};
    case LinkKind::Invalid:
        return {false, {}, "dead"};
    case LinkKind::External:
    case LinkKind::Mailto:
    case LinkKind::Javascript:
        break;
    }
    return {false, {}, "unchecked"};
}

Result<std::string> Desired::newAddressOf(const Site &site, RecordId article) {
    m_articleAddress->bind(site.id).bind(article);
    if (Status s = m_articleAddress->start(); !s)
        return s.error();
    const Result<bool> more = m_articleAddress->next();
    if (!more)
        return more.error();
    std::string address = more.value() ? m_articleAddress->text(0) : std::string();
    m_articleAddress->finish();
    return address;
}

Status Desired::eachOfCluster(const Site &site, RecordId article,
                              const std::function<void(const Statement &)> &visit) {
    m_member->bind(site.id).bind(article);
    if (Status s = m_member->start(); !s)
        return s;
    const Result<bool> member = m_member->next();
    if (!member)
        return member.error();
    const std::int64_t cluster = member.value() ? m_member->integer(0) : 0;
    m_member->finish();
    if (cluster == 0)
        return {};
    m_merged->bind(cluster);
    if (Status s = m_merged->start(); !s)
        return s;
    for (;;) {
        const Result<bool> more = m_merged->next();
        if (!more)
            return more.error();
        if (!more.value())
            break;
        visit(*m_merged);
    }
    m_merged->finish();
    return {};
}

Status Desired::addMergedFiles(const Site &site, RecordId article, std::vector<PlatformFile> &files) {
    std::vector<std::pair<std::string, RecordId>> others;
    const Status read = eachOfCluster(site, article, [&](const Statement &member) {
        if (member.integer(3) == 0)
            others.emplace_back(member.text(0), member.integer(2));
    });
    if (!read)
        return read;
    for (const auto &[otherSite, id] : others) {
        const Site *from = m_workspace.site(otherSite);
        if (from == nullptr)
            continue;
        Result<Staging> staging = Staging::open(m_workspace.stagingFile(otherSite));
        if (!staging)
            return staging.error();
        const Result<std::optional<Article>> merged = staging->article(id);
        if (!merged)
            return merged.error();
        if (!merged.value())
            continue;
        const Result<std::vector<PlatformFile>> own = filesOf(*from, *merged.value(), nullptr);
        if (!own)
            return own.error();
        for (const PlatformFile &file : own.value()) {
            const bool known = std::any_of(files.begin(), files.end(),
                                           [&](const PlatformFile &f) { return f.sha256 == file.sha256; });
            if (!known && file.role == toText(FileRole::Attachment) && !file.sha256.empty())
                files.push_back(file);
        }
    }
    return {};
}

Status Desired::addMerged(const Site &site, RecordId article, PlatformPlacements &placements) {
    return eachOfCluster(site, article, [&](const Statement &member) {
        for (const std::string &code : fromJsonArray(member.text(1))) {
            const std::pair<std::string, std::string> place(member.text(0), code);
            if (std::find(placements.begin(), placements.end(), place) == placements.end())
                placements.push_back(place);
        }
    });
}

Result<PlatformPlacements> Desired::placementsOf(const Site &site, const Article &article) {
    if (m_shownOfSite != site.id) {
        m_shownIn.clear();
        const Status read = m_store.database().each("SELECT column_id,shown_in FROM decision WHERE site=?",
                                                    {site.id}, [&](const Statement &row) {
                                                        m_shownIn.emplace(row.integer(0), row.text(1));
                                                        return true;
                                                    });
        if (!read)
            return read.error();
        m_shownOfSite = site.id;
    }
    PlatformPlacements placements;
    std::vector<RecordId> columns = article.placements;
    if (columns.empty() && article.column != 0)
        columns.push_back(article.column);
    for (const RecordId column : columns) {
        const auto shown = m_shownIn.find(column);
        if (shown == m_shownIn.end() || shown->second.empty())
            continue;
        const std::pair<std::string, std::string> place(site.id, shown->second);
        if (std::find(placements.begin(), placements.end(), place) == placements.end())
            placements.push_back(place);
    }
    if (placements.empty()) // map gave it an address, so it is not dropped: its column is not known
        placements.emplace_back(site.id, mapping::FlattenPolicy().lastResort);
    if (Status s = addMerged(site, article.id, placements); !s)
        return s.error();
    return placements;
}

Result<std::vector<PlatformFile>> Desired::filesOf(const Site &site, const Article &article,
                                                   std::vector<Finding> *findings) {
    std::vector<PlatformFile> files;
    const auto page = Url::parse(article.url);
    for (const FileReference &file : article.files) {
        PlatformFile f{std::string(toText(file.role)),   file.name, file.url, {}, file.mediaType,
                       std::string(toText(file.status)), file.bytes};
        if (file.status == FileStatus::Ok && page) {
            const Result<Known> known = targetOf(mapping::classifyLink(m_hosts, site, *page, file.url));
            if (!known)
                return known.error();
            if (!known->target.empty() && !file.sha256.empty()) {
                f.url = known->target;
                f.sha256 = file.sha256;
            } else {
                f.status = "missing";
                if (findings != nullptr)
                    findings->push_back(
                        {site.id, article.url, "FILE-NOT-STAGED",
                         "a file of the article is in no list of the site's files: " + file.url, file.name,
                         Severity::Warning});
            }
        }
        files.push_back(std::move(f));
    }
    return files;
}

namespace {

/// What the article's page was written in: extraction notes "gbk by meta"; empty when it does not.
std::string_view charsetOf(const Article &article) {
    const auto encoding = article.evidence.find("encoding");
    if (encoding == article.evidence.end())
        return {};
    const std::string_view said = encoding->second.rule;
    return said.substr(0, said.find(' '));
}

} // namespace

Status Desired::ledger(const Site &site, const Article &article,
                       const std::vector<mapping::RewriteEntry> &found, const VisitLink &link) {
    Status failure;
    std::unordered_set<std::uint64_t> staged, kept; // kept: as written
    for (const BodyLink &written : article.links) {
        const auto page = Url::parse(written.page.empty() ? article.url : written.page);
        if (!page)
            continue;
        const mapping::LinkClass kind =
            mapping::classifyLink(m_hosts, site, *page, written.href, charsetOf(article));
        const mapping::LinkTarget answer = answerFor(kind, failure);
        if (!failure)
            return failure;
        LinkLine line{
            site.id,      page->text(),    written.href,   kind.url.empty() ? written.url : kind.url,
            kind.kind,    written.foundIn, answer.rewrite, {},
            answer.status};
        if (answer.rewrite)
            line.target = answer.target + kind.fragment;
        const std::uint64_t hash = hash64(kind.canonical.empty() ? written.href : kind.canonical);
        staged.insert(hash);
        if (!answer.rewrite)
            kept.insert(hash);
        if (Status s = link(line); !s)
            return s;
    }
    const auto page = Url::parse(article.url);
    for (const mapping::RewriteEntry &entry : found) {
        if (!page)
            break;
        const mapping::LinkClass kind = mapping::classifyLink(m_hosts, site, *page, entry.href);
        // What stays as written has a line of its own, though its address was changed elsewhere in the body.
        const std::uint64_t hash = hash64(kind.canonical.empty() ? entry.href : kind.canonical);
        const bool fresh = staged.insert(hash).second;
        if (!(entry.rewritten || kept.insert(hash).second) || (entry.rewritten && !fresh))
            continue;
        LinkLine line{site.id,       page->text(),    entry.href,   entry.url,   entry.kind,
                      entry.foundIn, entry.rewritten, entry.target, entry.status};
        if (line.status != "ok" && line.status != "parent" && line.status != "dead" &&
            line.status != "parked")
            line.status = answerFor(kind, failure).status;
        if (!failure)
            return failure;
        if (!line.rewritten) {
            const bool answered = !line.target.empty() && line.kind != LinkKind::Anchor;
            line.status = answered ? "reported" : line.status;
            line.target.clear();
        }
        if (Status s = link(line); !s)
            return s;
    }
    return {};
}

Status Desired::rewrite(const Site &site, const Article &article, std::string &body, const VisitLink &link) {
    const auto page = Url::parse(article.url);
    if (!page) {
        body = article.bodyHtml;
        return {};
    }
    Status failure;
    mapping::RewriteOptions options;
    options.text =
        m_workspace.config().rewriteText ? mapping::TextPolicy::Rewrite : mapping::TextPolicy::Report;
    mapping::Rewritten rewritten = mapping::rewriteHtml(
        article.bodyHtml, *page, m_hosts, site,
        [&](const mapping::LinkClass &found, std::string_view) { return answerFor(found, failure); },
        options);
    if (!failure)
        return failure;
    body = std::move(rewritten.text);
    return link ? ledger(site, article, rewritten.ledger, link) : Status();
}

Status Desired::articles(const Site &site, const Wanted &wanted, const Visit &visit, const VisitLink &link,
                         std::vector<Finding> *findings) {
    Result<Staging> staging = Staging::open(m_workspace.stagingFile(site.id));
    if (!staging)
        return staging.error();
    return staging->eachArticle(true, [&](const Article &a, const Letter *letter) -> Status {
        const Result<std::string> address = newAddressOf(site, a.id);
        if (!address)
            return address.error();
        const bool loaded = !address.value().empty();
        if (!loaded && !link)
            return {};
        if (loaded && wanted) {
            const Result<bool> want = wanted(a.url);
            if (!want)
                return want.error();
            if (!want.value())
                return {};
        }
        std::string body;
        if (!loaded) {
            const Result<Known> old = lookUp(addressKey(m_hosts.fold(Url::parse(a.url).value_or(Url()))));
            if (!old)
                return old.error();
            return old->target.empty() ? Status() : rewrite(site, a, body, link);
        }
        if (Status s = rewrite(site, a, body, link); !s)
            return s;
        const Result<PlatformPlacements> placements = placementsOf(site, a);
        if (!placements)
            return placements.error();
        Result<std::vector<PlatformFile>> files = filesOf(site, a, findings);
        if (!files)
            return files.error();
        if (Status s = addMergedFiles(site, a.id, *files); !s)
            return s;
        Record record;
        record.entity = "article";
        record.key = a.url;
        record.site = site.id;
        record.source = a.url;
        record.target = address.value();
        record.title = a.title;
        record.fields = {{"tenant", site.id},
                         {"url", address.value()},
                         {"source_url", a.url},
                         {"kind", std::string(toText(a.kind))},
                         {"title", a.title},
                         {"subtitle", a.subtitle},
                         {"published", a.published},
                         {"updated", a.updated},
                         {"source", a.source},
                         {"author", a.author},
                         {"editor", a.editor},
                         {"language", a.language},
                         {"document", documentJson(a.document)},
                         {"keywords", a.keywords.empty() ? std::string() : toJsonArray(a.keywords)},
                         {"column", placements.value().front().second},
                         {"body_html", std::move(body)},
                         {"body_text", a.bodyText},
                         {"retired", {}},
                         {"placements", placementsJson(placements.value())},
                         {"attachments", filesJson(files.value())},
                         {"letter", letter == nullptr ? std::string() : letterJson(*letter)}};
        return visit(record);
    });
}

Desired::Desired(const Workspace &workspace, WorkspaceStore &store)
    : m_workspace(workspace), m_store(store), m_hosts(workspace.sites()) {}

Desired::~Desired() = default;

Status Desired::addresses(const Site &site, const Visit &visit) {
    if (!m_oldAddresses) {
        Result<std::unique_ptr<OldAddresses>> opened = OldAddresses::open(m_workspace, m_store);
        if (!opened)
            return opened.error();
        m_oldAddresses = std::move(*opened);
    }
    return m_oldAddresses->each(site.id, [&](const PlanRedirect &redirect) -> Status {
        Record record;
        record.entity = "address";
        record.site = site.id;
        record.key = redirect.key;
        record.source = redirect.url;
        record.target = redirect.target;
        record.fields = {{"url", redirect.url},
                         {"target", redirect.target},
                         {"status", std::to_string(redirect.status)},
                         {"reason", redirect.reason}};
        return visit(record);
    });
}

} // namespace guiyi
