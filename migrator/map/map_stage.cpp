#include "migrator/map/map_stage.h"

#include "mappings/mapping_file.h"
#include "mappings/taxonomy/names.h"
#include "mappings/urlmap/addresses.h"
#include "migrator/map/address_book.h"
#include "migrator/map/article_prints.h"
#include "migrator/map/duplicates.h"
#include "migrator/map/inputs.h"
#include "migrator/map/interpretations.h"
#include "migrator/map/policies.h"
#include "migrator/pipeline/parallel.h"
#include "schema/base/json_writer.h"
#include "schema/base/text.h"

#include <algorithm>
#include <map>
#include <memory>
#include <set>

namespace guiyi {

namespace {

using mapping::ColumnDecision;

Error cancelled() {
    return {ErrorKind::Cancelled, "mapping", "", "stopped", "run the command again, nothing was changed"};
}

mapping::FlattenPolicy policyFor(const BatchConfig &config, const std::string &site) {
    const auto own = config.flattenSites.find(site);
    const std::string &word = own == config.flattenSites.end() ? config.flatten : own->second;
    mapping::FlattenPolicy policy;
    policy.maxLevel = std::clamp(config.keepLevel, 1, 3);
    policy.way = word == "keep-leaf"    ? mapping::FlattenPolicy::KeepLeaf
                 : word == "keep-level" ? mapping::FlattenPolicy::KeepLevel
                                        : mapping::FlattenPolicy::ByRule;
    return policy;
}

/// What people decided for names of columns, by site.
using PersonalDecisions = std::map<std::string, std::map<std::string, std::string>>;

/// From the mapping files as they are before this run, so that the order of the sites makes no difference.
/// Files with mistakes are left out here and named where their own site is decided.
Result<PersonalDecisions> readPersonalDecisions(const Workspace &workspace, const mapping::Taxonomy &taxonomy,
                                                const std::vector<MappedSite> &sites) {
    PersonalDecisions decisions;
    for (const MappedSite &mapped : sites) {
        const Result<std::string> bytes = readFileIfAny(workspace.mappingFile(mapped.site.id));
        if (!bytes)
            return bytes.error();
        if (bytes.value().empty())
            continue;
        for (const ColumnDecision &d : mapping::readMappingFile(bytes.value(), "", taxonomy).file.decisions) {
            const bool says = d.byPerson && !d.targetGone && (d.action == "move" || d.action == "merge");
            if (says && !d.path.empty() && !d.target.empty())
                decisions[mapped.site.id].emplace(mapping::nameKey(d.path.back()), d.target);
        }
    }
    return decisions;
}

/// What the other sites say; a name they disagree on says nothing.
mapping::Precedents precedentsFor(const PersonalDecisions &decisions, const std::string &site) {
    mapping::Precedents precedents;
    std::set<std::string> disputed;
    for (const auto &[other, names] : decisions) {
        if (other == site)
            continue;
        for (const auto &[key, code] : names) {
            const auto [known, added] = precedents.emplace(key, mapping::Precedent{code, other});
            if (!added && known->second.code != code)
                disputed.insert(key);
        }
    }
    for (const std::string &key : disputed)
        precedents.erase(key);
    return precedents;
}

/// Reads one site and decides its columns; `errors` receives the mistakes of its mapping file.
Status decideSite(const Workspace &workspace, const mapping::Taxonomy &taxonomy,
                  const PersonalDecisions &personal, MappedSite &mapped, std::vector<Error> &errors) {
    const std::string path = workspace.mappingFile(mapped.site.id);
    Result<std::string> existing = readFileIfAny(path);
    if (!existing)
        return existing.error();
    mapping::ParsedMapping parsed;
    if (!existing.value().empty()) {
        parsed = mapping::readMappingFile(existing.value(), "mappings/" + mapped.site.id + ".yaml", taxonomy);
        if (!parsed.errors.empty()) {
            errors = std::move(parsed.errors);
            return {};
        }
    }
    Result<Staging> staging = Staging::open(workspace.stagingFile(mapped.site.id));
    if (!staging)
        return staging.error();
    Result<SiteScan> scan = scanSite(mapped.site, *staging);
    if (!scan)
        return scan.error();
    Result<WorkspaceStore> store = WorkspaceStore::open(workspace);
    if (!store)
        return store.error();
    if (Result<std::int64_t> made = refreshPrints(store->database(), mapped.site.id, *staging); !made)
        return made.error();
    mapped.scan = std::move(scan).value();
    mapped.decisions = mapping::decideColumns(taxonomy, mapped.site, mapped.scan.columns,
                                              policyFor(workspace.config(), mapped.site.id),
                                              precedentsFor(personal, mapped.site.id));
    if (!existing.value().empty())
        mapped.decisions =
            mapping::respectEdits(std::move(mapped.decisions), parsed.file, &mapped.findings, taxonomy);
    mapped.mappingBytes = mapping::writeMappingFile(mapped.site, mapped.decisions);
    mapped.mappingChanged = mapped.mappingBytes != existing.value();
    mapped.tenant = mapping::tenantAddress(mapped.site, domainPolicyOf(workspace));
    mapped.findings.insert(mapped.findings.end(), mapped.tenant.findings.begin(),
                           mapped.tenant.findings.end());
    return {};
}

Status writeDecisions(Database &database, const MappedSite &mapped, Hasher &output) {
    Result<Statement> insert = database.prepare("INSERT INTO "
                                                "decision(site,column_id,position,url,path,kind,action,"
                                                "target,target_path,fallback_target,rule,reason,"
                                                "confidence,tags,candidates,by_person,approved,articles,"
                                                "shown_in) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)");
    if (!insert)
        return insert.error();
    std::unordered_map<RecordId, ColumnKind> kinds;
    for (const mapping::ColumnEvidence &evidence : mapped.scan.columns)
        kinds.emplace(evidence.column.id, evidence.column.kind);
    int position = 0;
    for (const ColumnDecision &d : mapped.decisions) {
        if (d.column == 0)
            continue; // decided by hand for a column that is no longer there
        JsonWriter tags, candidates;
        tags.beginArray();
        for (const auto &[name, value] : d.tags)
            tags.beginArray().string(name).string(value).endArray();
        tags.endArray();
        candidates.beginArray();
        for (const mapping::Candidate &c : d.candidates)
            candidates.beginArray().string(c.code).real(c.score).string(c.reason).endArray();
        candidates.endArray();
        const auto kind = kinds.find(d.column);
        insert->bind(mapped.site.id).bind(d.column).bind(position++).bind(d.url).bind(toJsonArray(d.path));
        insert->bind(toText(kind == kinds.end() ? ColumnKind::List : kind->second))
            .bind(d.action)
            .bindNullIfEmpty(d.target);
        insert->bind(toJsonArray(d.targetPath))
            .bindNullIfEmpty(d.fallbackTarget)
            .bind(d.rule)
            .bind(d.reason)
            .bind(d.confidence);
        insert->bind(tags.text()).bind(candidates.text()).bind(d.byPerson).bind(d.approved).bind(d.articles);
        insert->bindNullIfEmpty(shownIn(d));
        output.add(mapped.site.id)
            .add(d.column)
            .add(d.url)
            .add(toJsonArray(d.path))
            .add(d.action)
            .add(d.target)
            .add(shownIn(d));
        output.add(d.rule)
            .add(d.reason)
            .add(shortest(d.confidence))
            .add(tags.text())
            .add(d.byPerson ? 1 : 0)
            .add(d.approved ? 1 : 0);
        if (Status s = insert->run(); !s)
            return s;
    }
    return {};
}

/// The standard columns a site needs: those its columns go to, and the ones above them.
Status writeTenant(Database &database, const MappedSite &mapped, Hasher &output) {
    const mapping::TenantAddress &t = mapped.tenant;
    Result<Statement> insert = database.prepare(
        "INSERT INTO tenant(site,host,base_path,home,rule,reason,standard) VALUES (?,?,?,?,?,?,?)");
    if (!insert)
        return insert.error();
    insert->bind(mapped.site.id)
        .bind(t.host)
        .bind(t.basePath)
        .bind(mapping::homeAddress(t))
        .bind(t.rule)
        .bind(t.reason)
        .bind(t.standard);
    if (Status s = insert->run(); !s)
        return s;
    output.add(mapped.site.id).add(mapping::homeAddress(t));
    std::set<std::string> codes;
    const auto need = [&](std::string code) {
        for (; code.size() >= 2; code.resize(code.size() - 2))
            codes.insert(code);
    };
    for (const ColumnDecision &decision : mapped.decisions) {
        if (decision.column != 0)
            need(shownIn(decision));
    }
    for (const ArticleFrame &frame : mapped.scan.articles) {
        if (frame.placements.empty())
            need(mapping::FlattenPolicy().lastResort);
    }
    Result<Statement> column = database.prepare("INSERT INTO tenant_column(site,code,url) VALUES (?,?,?)");
    if (!column)
        return column.error();
    for (const std::string &code : codes) {
        output.add(code);
        if (Status s = column->bind(mapped.site.id).bind(code).bind(mapping::columnAddress(t, code)).run();
            !s)
            return s;
    }
    return {};
}

Status writeFindings(Database &database, const std::vector<Finding> &findings) {
    Result<Statement> insert = database.prepare(
        "INSERT INTO map_finding(site,url,rule,severity,message,evidence) VALUES (?,?,?,?,?,?)");
    if (!insert)
        return insert.error();
    for (const Finding &f : findings) {
        insert->bind(f.site)
            .bindNullIfEmpty(f.url)
            .bind(f.rule)
            .bind(toText(f.severity))
            .bind(f.message)
            .bindNullIfEmpty(f.evidence);
        if (Status s = insert->run(); !s)
            return s;
    }
    return {};
}

struct Written {
    std::int64_t policies = 0;
    InterpretationCounts interpretations;
    AddressBook::Counts addresses;
    std::string outputHash;
};

Status writeAll(StageContext &context, Database &database, const mapping::HostRegistry &hosts,
                const std::vector<MappedSite> &sites, const Duplicates &duplicates,
                const std::vector<Finding> &conflicts, Written &written) {
    for (const char *table :
         {"decision", "map_finding", "duplicate_member", "duplicate_cluster", "article_relation",
          "policy_document", "tenant", "tenant_column", "address", "article_address"}) {
        if (Status s = database.run(std::string("DELETE FROM ") + table); !s)
            return s;
    }
    // Plan reads people's decisions on addresses; what they decide is part of what map leaves.
    const Result<std::string> redirects = readFileIfAny(redirectDecisionsFile(context.workspace));
    if (!redirects)
        return redirects.error();
    Hasher output;
    output.add(*redirects)
        .add(context.workspace.config().droppedToParent ? 1 : 0)
        .add(context.workspace.config().keepQuery ? 1 : 0)
        .add(context.workspace.config().rewriteText ? 1 : 0);
    AddressBook book(database, hosts, sites, duplicates);
    std::vector<Finding> findings = conflicts;
    for (const MappedSite &mapped : sites) {
        Status s = writeDecisions(database, mapped, output);
        if (s)
            s = writeTenant(database, mapped, output);
        if (!s)
            return s;
        findings.insert(findings.end(), mapped.findings.begin(), mapped.findings.end());
    }
    if (Status s = writeDuplicates(database, sites, duplicates, book, output); !s)
        return s;
    const Result<InterpretationCounts> linked =
        linkInterpretations(context.workspace, database, sites, output);
    if (!linked)
        return linked.error();
    written.interpretations = linked.value();
    const Result<std::int64_t> policies = notePolicies(context.workspace, database, sites, output);
    if (!policies)
        return policies.error();
    written.policies = policies.value();
    if (Status s = writeFindings(database, findings); !s)
        return s;
    for (int pass = 1; pass <= 3; ++pass) {
        for (std::size_t i = 0; i < sites.size(); ++i) {
            if (context.cancel.cancelled())
                return cancelled();
            if (pass == 2) {
                if (Status s = book.assignArticles(i, output); !s)
                    return s;
                continue;
            }
            Result<Staging> staging = Staging::open(context.workspace.stagingFile(sites[i].site.id));
            if (!staging)
                return staging.error();
            if (Status s = pass == 1 ? book.note(i, *staging) : book.answer(i, *staging, output); !s)
                return s;
            context.progress.advance(1);
        }
    }
    written.addresses = book.counts();
    written.outputHash = output.hex();
    return book.settle();
}

} // namespace

Result<StageResult> runMap(StageContext &context) {
    const Workspace &workspace = context.workspace;
    const auto taxonomy = loadTaxonomy(workspace);
    if (!taxonomy)
        return taxonomy.error();
    Result<WorkspaceStore> store = WorkspaceStore::open(workspace);
    if (!store)
        return store.error();
    const Result<std::vector<Site>> before = mappedSites(workspace, *store);
    if (!before)
        return before.error();
    const auto listed = [](const std::vector<Site> &sites, const std::string &id) {
        return std::any_of(sites.begin(), sites.end(), [&](const Site &site) { return site.id == id; });
    };
    std::vector<MappedSite> sites;
    for (const Site &site : stagedSites(workspace)) {
        if (listed(context.sites, site.id) || listed(before.value(), site.id)) {
            sites.emplace_back();
            sites.back().site = site;
        }
    }
    StageResult result;
    for (const Site &site : context.sites) {
        if (std::none_of(sites.begin(), sites.end(),
                         [&](const MappedSite &m) { return m.site.id == site.id; }))
            result.errors.push_back({ErrorKind::Rejected, "mapping", site.id,
                                     "nothing was extracted of it yet", "run `guiyi extract` for it first"});
    }
    context.progress.begin("map", static_cast<std::int64_t>(sites.size() * 3), "sites");
    std::vector<std::vector<Error>> mistakes(sites.size());
    const Result<PersonalDecisions> personal = readPersonalDecisions(workspace, *taxonomy.value(), sites);
    if (!personal)
        return personal.error();
    const Status decided = forEachIndex(sites.size(), context.jobs, [&](std::size_t i) -> Status {
        if (context.cancel.cancelled())
            return cancelled();
        Status s = decideSite(workspace, *taxonomy.value(), *personal, sites[i], mistakes[i]);
        context.progress.advance(1);
        return s;
    });
    if (!decided)
        return decided.error();
    std::vector<Site> plain;
    std::vector<std::string> stagingHashes;
    for (std::size_t i = 0; i < sites.size(); ++i) {
        result.errors.insert(result.errors.end(), mistakes[i].begin(), mistakes[i].end());
        plain.push_back(sites[i].site);
        stagingHashes.push_back(sites[i].scan.stagingHash);
    }
    std::vector<Finding> conflicts = mapping::addressConflicts(plain, domainPolicyOf(workspace));
    for (const Finding &conflict : conflicts) {
        if (conflict.rule == "TENANT-ADDRESS-TWICE")
            result.errors.push_back(
                {ErrorKind::Usage, "assigning addresses", conflict.site, conflict.message, ""});
    }
    const mapping::HostRegistry hosts(workspace.sites());
    const Result<std::string> decisionsFile = readFileIfAny(duplicateDecisionsFile(workspace));
    if (!decisionsFile)
        return decisionsFile.error();
    const DuplicateDecisions decisions =
        readDuplicateDecisions(decisionsFile.value(), "mappings/duplicates.yaml", hosts, result.errors);
    if (std::any_of(result.errors.begin(), result.errors.end(),
                    [](const Error &e) { return e.kind == ErrorKind::Usage; })) {
        context.progress.end();
        return result; // nothing was changed
    }
    const Duplicates none;
    const Result<Duplicates> found = findDuplicates(workspace, store->database(), sites,
                                                    AddressBook(store->database(), hosts, sites, none), hosts,
                                                    decisions, context.jobs, conflicts);
    if (!found)
        return found.error();
    const Duplicates &duplicates = found.value();
    for (const MappedSite &mapped : sites) {
        if (!mapped.mappingChanged)
            continue;
        if (Status s = replaceFile(workspace.mappingFile(mapped.site.id), mapped.mappingBytes); !s)
            return s.error();
    }
    const Result<std::string> inputHash = mapInputHash(workspace, plain, stagingHashes);
    if (!inputHash)
        return inputHash.error();

    std::int64_t undecided = 0, columns = 0, articles = 0, merged = 0, changedFiles = 0;
    for (const MappedSite &mapped : sites) {
        columns += static_cast<std::int64_t>(mapped.scan.columns.size());
        articles += static_cast<std::int64_t>(mapped.scan.articles.size());
        changedFiles += mapped.mappingChanged ? 1 : 0;
        for (const ColumnDecision &d : mapped.decisions)
            undecided += d.action == "undecided" ? 1 : 0;
        for (const Finding &f : mapped.findings)
            result.findings += f.severity == Severity::Info ? 0 : 1;
    }
    for (const Duplicates::Cluster &cluster : duplicates.clusters)
        merged += static_cast<std::int64_t>(cluster.members.size()) - 1;
    result.findings += undecided + static_cast<std::int64_t>(conflicts.size());

    Result<Transaction> transaction = Transaction::begin(store->database());
    if (!transaction)
        return transaction.error();
    Written written;
    if (Status s = writeAll(context, store->database(), hosts, sites, duplicates, conflicts, written); !s)
        return s.error();
    const AddressBook::Counts &a = written.addresses;
    result.counts = {{"sites", static_cast<std::int64_t>(sites.size())},
                     {"columns", columns},
                     {"undecided columns", undecided},
                     {"articles", articles},
                     {"duplicates merged", merged},
                     {"policy documents", written.policies},
                     {"interpretations linked", written.interpretations.linked},
                     {"interpretations open", written.interpretations.open},
                     {"addresses", a.loaded + a.merged + a.dropped + a.failed},
                     {"loaded", a.loaded},
                     {"merged", a.merged},
                     {"dropped", a.dropped},
                     {"failed", a.failed},
                     {"mapping files written", changedFiles}};
    StageCounts ledger(result.counts.begin(), result.counts.end() - 1);
    if (Status s = store->recordStage("*", "map", inputHash.value(), written.outputHash, ledger); !s)
        return s.error();
    for (const MappedSite &mapped : sites) {
        std::int64_t open = 0;
        for (const ColumnDecision &d : mapped.decisions)
            open += d.action == "undecided" ? 1 : 0;
        const StageCounts counts{{"columns", static_cast<std::int64_t>(mapped.scan.columns.size())},
                                 {"undecided columns", open},
                                 {"articles", static_cast<std::int64_t>(mapped.scan.articles.size())}};
        if (Status s = store->recordStage(mapped.site.id, "map", mapped.scan.stagingHash, written.outputHash,
                                          counts);
            !s)
            return s.error();
    }
    if (Status s = transaction->commit(); !s)
        return s.error();
    context.progress.end();
    return result;
}

} // namespace guiyi
