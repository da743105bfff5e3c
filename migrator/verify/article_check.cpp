#include "migrator/verify/article_check.h"

#include "mappings/taxonomy/planner.h"
#include "migrator/verify/markup.h"
#include "schema/base/text.h"

#include <algorithm>

namespace guiyi {

namespace {

constexpr std::size_t AtOnce = 200, BytesAtOnce = 8U << 20U;

std::string textOf(const SqlValue &value) {
    return std::string(value.value_or(std::string_view()));
}

/// Where two texts part, for people.
std::pair<std::string, std::string> firstDifference(const std::string &a, const std::string &b) {
    std::size_t at = 0;
    while (at < a.size() && at < b.size() && a[at] == b[at])
        ++at;
    at -= std::min<std::size_t>(at, 30);
    while (at > 0 && (static_cast<unsigned char>(a[at]) & 0xC0U) == 0x80U)
        --at;
    const auto cut = [at](const std::string &s) {
        return (at > 0 ? "…" : "") + text::head(std::string_view(s).substr(std::min(at, s.size())), 80) +
               " [" + std::to_string(s.size()) + " bytes]";
    };
    return {cut(a), cut(b)};
}

constexpr const char *Columns =
    "a.\"id\",a.\"url\",t.\"site\",c.\"code\",a.\"source_url\",a.\"kind\",a.\"title\",a.\"subtitle\",a."
    "\"published\",a.\"updated\",a.\"source\",a.\"author\",a.\"editor\",a.\"language\",a.\"retired\",a."
    "\"body_"
    "html\",a.\"body_text\"";
constexpr std::size_t FirstField = 4; ///< source_url, in the order of FieldNames
constexpr const char *FieldNames[] = {"source_url", "kind",   "title",  "subtitle", "published",
                                      "updated",    "source", "author", "editor",   "language"};

std::vector<std::string> fieldsOf(const Article &a) {
    return {a.url,       std::string(toText(a.kind)),
            a.title,     a.subtitle,
            a.published, a.updated,
            a.source,    a.author,
            a.editor,    a.language};
}

} // namespace

/// An article as the platform has it.
struct ArticleCheck::Found {
    std::string id, site, column, retired, bodyHtml, bodyText;
    std::vector<std::string> fields;  ///< in the order of FieldNames
    std::multiset<std::string> files; ///< role and hash
    std::set<std::pair<std::string, std::string>> places;
    std::vector<std::string> letter;
};

Status ArticleCheck::prepare() {
    if (m_address)
        return {};
    Result<Statement> statement =
        m_sides.store.database().prepare("SELECT url FROM article_address WHERE site=? AND article=?");
    if (!statement)
        return statement.error();
    m_address = std::move(statement).value();
    return {};
}

Status ArticleCheck::readColumns(const Site &site) {
    m_shownIn.clear();
    return m_sides.store.database().each("SELECT column_id,shown_in FROM decision WHERE site=?", {site.id},
                                         [&](const Statement &row) {
                                             m_shownIn.emplace(row.integer(0), row.text(1));
                                             return true;
                                         });
}

Result<std::string> ArticleCheck::addressOf(const Site &site, RecordId article) {
    m_address->bind(site.id).bind(article);
    if (Status s = m_address->start(); !s)
        return s.error();
    const Result<bool> more = m_address->next();
    if (!more)
        return more.error();
    std::string url = more.value() ? m_address->text(0) : std::string();
    m_address->finish();
    return url;
}

std::vector<std::string> ArticleCheck::columnsOf(const Article &article) const {
    std::vector<RecordId> columns = article.placements;
    if (columns.empty() && article.column != 0)
        columns.push_back(article.column);
    std::vector<std::string> codes;
    for (const RecordId column : columns) {
        const auto shown = m_shownIn.find(column);
        if (shown == m_shownIn.end() || shown->second.empty())
            continue;
        if (std::find(codes.begin(), codes.end(), shown->second) == codes.end())
            codes.push_back(shown->second);
    }
    if (codes.empty())
        codes.push_back(mapping::FlattenPolicy().lastResort);
    return codes;
}

Status ArticleCheck::count(const Site &site) {
    if (Status s = prepare(); !s)
        return s;
    if (Status s = readColumns(site); !s)
        return s;
    Result<Staging> staging = Staging::open(m_sides.workspace.stagingFile(site.id));
    if (!staging)
        return staging.error();
    return staging->eachArticle(false, [&](const Article &article, const Letter *) -> Status {
        const Result<std::string> target = addressOf(site, article.id);
        if (!target)
            return target.error();
        if (target->empty()) // merged into another, or dropped: its address is checked instead
            return {};
        ++m_sides.faults.result()
              .counts[{site.id, columnsOf(article).front(), std::string(toText(article.kind)),
                       article.published.substr(0, 4)}]
              .wanted;
        return {};
    });
}

Status ArticleCheck::check(const Site &site) {
    if (Status s = prepare(); !s)
        return s;
    if (Status s = readColumns(site); !s)
        return s;
    m_expected.clear();
    Result<Staging> staging = Staging::open(m_sides.workspace.stagingFile(site.id));
    if (!staging)
        return staging.error();
    const Status read =
        staging->eachArticle(true, [&](const Article &article, const Letter *letter) -> Status {
            if (m_sides.cancel.cancelled())
                return Error{ErrorKind::Cancelled, "verifying", site.id, "stopped", "run the command again"};
            Result<std::string> target = addressOf(site, article.id);
            if (!target)
                return target.error();
            if (target->empty())
                return {};
            m_expected.insert(hash64(target.value()));
            m_bytes += article.bodyHtml.size() + article.bodyText.size();
            m_wanted.push_back({article, letter == nullptr ? std::optional<Letter>() : *letter,
                                std::move(target).value(), columnsOf(article), site.id});
            return m_wanted.size() >= AtOnce || m_bytes >= BytesAtOnce ? flush(site) : Status();
        });
    if (!read)
        return read;
    if (Status s = flush(site); !s)
        return s;
    return findExtra(site);
}

Status ArticleCheck::flush(const Site &site) {
    if (m_wanted.empty())
        return {};
    Result<std::map<std::string, Found>> found = read();
    if (!found)
        return found.error();
    for (const Wanted &wanted : m_wanted) {
        ++m_sides.faults.result().checked["articles"];
        const auto there = found->find(wanted.target);
        if (there == found->end())
            fault("ARTICLE-MISSING", wanted, wanted.article.title, "not on the platform");
        else if (!there->second.retired.empty())
            fault("ARTICLE-MISSING", wanted, wanted.article.title, "retired: " + there->second.retired);
        else
            compare(site, wanted, there->second);
    }
    m_wanted.clear();
    m_bytes = 0;
    return {};
}

Result<std::map<std::string, ArticleCheck::Found>> ArticleCheck::read() {
    SqlRow urls;
    for (const Wanted &wanted : m_wanted)
        urls.emplace_back(wanted.target);
    std::map<std::string, Found> found;
    const Status s = m_sides.engine.each(
        "SELECT " + std::string(Columns) +
            " FROM \"article\" a JOIN \"tenant\" t ON t.\"id\"=a.\"tenant\" JOIN \"tenant_column\" c ON "
            "c.\"id\"=a.\"main_column\" WHERE a.\"url\" IN (" +
            placeholders(urls.size()) + ")",
        urls, [&](const SqlRow &row) {
            Found &one = found[textOf(row[1])];
            one.id = textOf(row[0]);
            one.site = textOf(row[2]);
            one.column = textOf(row[3]);
            const std::size_t last = FirstField + std::size(FieldNames);
            for (std::size_t i = FirstField; i < last; ++i)
                one.fields.push_back(textOf(row[i]));
            one.retired = textOf(row[last]);
            one.bodyHtml = textOf(row[last + 1]);
            one.bodyText = textOf(row[last + 2]);
            return Status();
        });
    if (!s)
        return s.error();
    std::map<std::string, Found *> byId;
    for (auto &[url, one] : found)
        byId[one.id] = &one;
    if (Status parts = readParts(byId); !parts)
        return parts.error();
    return found;
}

Status ArticleCheck::readParts(std::map<std::string, Found *> &byId) {
    if (byId.empty())
        return {};
    SqlRow ids;
    for (const auto &[id, one] : byId)
        ids.emplace_back(id);
    const std::string in = " IN (" + placeholders(ids.size()) + ")";
    Status s = m_sides.engine.each(
        "SELECT \"article\",\"role\",\"sha256\" FROM \"attachment\" WHERE \"sha256\" IS NOT NULL AND "
        "\"article\"" +
            in,
        ids, [&](const SqlRow &row) {
            byId.at(textOf(row[0]))->files.insert(textOf(row[1]) + " " + textOf(row[2]));
            return Status();
        });
    if (s)
        s = m_sides.engine.each(
            "SELECT p.\"article\",t.\"site\",c.\"code\" FROM \"placement\" p JOIN \"tenant_column\" c ON "
            "c.\"id\"=p.\"tenant_column\" JOIN \"tenant\" t ON t.\"id\"=c.\"tenant\" WHERE p.\"article\"" +
                in,
            ids, [&](const SqlRow &row) {
                byId.at(textOf(row[0]))->places.insert({textOf(row[1]), textOf(row[2])});
                return Status();
            });
    if (s)
        s = m_sides.engine.each(
            "SELECT \"article\",\"number\",\"sender\",\"type\",\"question\",\"asked\",\"reply\",\"replied\","
            "\"replier\",\"status\",\"is_public\" FROM \"letter\" WHERE \"article\"" +
                in,
            ids, [&](const SqlRow &row) {
                for (std::size_t i = 1; i < row.size(); ++i)
                    byId.at(textOf(row[0]))->letter.push_back(textOf(row[i]));
                return Status();
            });
    return s;
}

void ArticleCheck::compare(const Site &site, const Wanted &wanted, const Found &found) {
    compareFields(wanted, found);
    ++m_sides.faults.result().checked["texts"];
    if (wanted.article.bodyText != found.bodyText) {
        auto [should, is] = firstDifference(wanted.article.bodyText, found.bodyText);
        fault("TEXT-DIFFERS", wanted, std::move(should), std::move(is));
    }
    const MarkupView should = readMarkup(wanted.article.bodyHtml), is = readMarkup(found.bodyHtml);
    if (should.skeleton != is.skeleton) {
        auto [old, now] = firstDifference(should.skeleton, is.skeleton);
        fault("BODY-DIFFERS", wanted, std::move(old), std::move(now));
    }
    if (should.links.size() != is.links.size())
        fault("BODY-DIFFERS", wanted, std::to_string(should.links.size()) + " links",
              std::to_string(is.links.size()) + " links");
    compareFiles(wanted, found);
    compareLetter(wanted, found);
    checkLinks(site, wanted, is.links);
    sample(site, wanted, found);
}

void ArticleCheck::compareFields(const Wanted &wanted, const Found &found) {
    const std::vector<std::string> should = fieldsOf(wanted.article);
    for (std::size_t i = 0; i < should.size(); ++i) {
        if (should[i] != found.fields[i])
            fault("FIELD-DIFFERS", wanted, std::string(FieldNames[i]) + ": " + should[i],
                  std::string(FieldNames[i]) + ": " + found.fields[i]);
    }
    if (wanted.columns.front() != found.column)
        fault("COLUMN-DIFFERS", wanted, wanted.columns.front(), found.column);
    for (const std::string &column : wanted.columns) {
        if (found.places.count({found.site, column}) == 0)
            fault("COLUMN-DIFFERS", wanted, column, "not shown in it");
    }
}

void ArticleCheck::compareFiles(const Wanted &wanted, const Found &found) {
    std::multiset<std::string> have = found.files;
    for (const FileReference &file : wanted.article.files) {
        if (file.status != FileStatus::Ok || file.sha256.empty())
            continue;
        ++m_sides.faults.result().checked["files"];
        const auto one = have.find(std::string(toText(file.role)) + " " + file.sha256);
        if (one == have.end())
            fault("FILE-MISSING", wanted, file.name + " " + file.url + " " + file.sha256,
                  "not among the article's files");
        else
            have.erase(one);
    }
}

void ArticleCheck::compareLetter(const Wanted &wanted, const Found &found) {
    std::vector<std::string> should;
    if (wanted.letter) {
        ++m_sides.faults.result().checked["letters"];
        const Letter &l = *wanted.letter;
        should = {l.number, l.sender,  l.type,    l.question, l.asked,
                  l.reply,  l.replied, l.replier, l.status,   l.isPublic ? "1" : "0"};
    }
    if (should == found.letter)
        return;
    auto [old, now] = firstDifference(text::join(should, " | "), text::join(found.letter, " | "));
    fault("LETTER-DIFFERS", wanted, std::move(old), std::move(now));
}

void ArticleCheck::checkLinks(const Site &site, const Wanted &wanted, const std::vector<std::string> &links) {
    VerifyResult &result = m_sides.faults.result();
    const auto page = Url::parse(wanted.target), oldPage = Url::parse(wanted.article.url);
    if (!page || !oldPage)
        return;
    for (const std::string &link : links) {
        ++result.checked["links"];
        const mapping::LinkClass seen = mapping::classifyLink(m_sides.hosts, site, *page, link);
        if (seen.kind == LinkKind::Anchor || seen.kind == LinkKind::Mailto ||
            seen.kind == LinkKind::Javascript)
            continue;
        if (m_sides.served.serves(link) || m_sides.served.serves(seen.url))
            continue;
        const auto listed = [&](const std::string &one) {
            return one.empty() ? m_sides.listed.end() : m_sides.listed.find(hash64(one));
        };
        const mapping::LinkClass old = mapping::classifyLink(m_sides.hosts, site, *oldPage, link);
        auto open = listed(link);
        for (const std::string *one : {&seen.url, &old.url}) {
            if (open == m_sides.listed.end())
                open = listed(*one);
        }
        if (open != m_sides.listed.end()) {
            if (++result.openLinkCount <= MostFaults)
                result.openLinks.push_back({site.id, wanted.target, link, open->second ? "parked" : "dead"});
            continue;
        }
        const auto url = Url::parse(seen.url);
        const bool ours = !url || seen.kind == LinkKind::Invalid || seen.site != nullptr ||
                          m_sides.served.isHost(mapping::canonicalHost(url->host()));
        if (ours && link.compare(0, 5, "data:") != 0)
            fault("LINK-BROKEN", wanted, "an address of the platform, of others, or a listed one", link);
    }
}

void ArticleCheck::sample(const Site &site, const Wanted &wanted, const Found &found) {
    const std::string stratum = site.id + " / " + std::string(toText(wanted.article.kind));
    const auto share = m_shares.find(stratum);
    if (share == m_shares.end() || share->second == 0)
        return;
    Drawn &drawn = m_drawn[stratum];
    const std::uint64_t lot = hash64("sample " + wanted.target);
    const bool full = static_cast<std::int64_t>(drawn.size()) >= share->second;
    if (full && lot >= drawn.rbegin()->first)
        return;
    SampledArticle one{
        stratum, site.id, wanted.article.url, wanted.target, {}, wanted.article.bodyHtml, found.bodyHtml, {}};
    const std::vector<std::string> should = fieldsOf(wanted.article);
    for (std::size_t i = 1; i < should.size(); ++i) {
        if (!should[i].empty() || !found.fields[i].empty())
            one.fields.push_back({FieldNames[i], {should[i], found.fields[i]}});
    }
    one.fields.push_back({"column", {text::join(wanted.columns, " "), found.column}});
    for (const FileReference &file : wanted.article.files)
        one.files.push_back(file.name + " " + std::string(toText(file.status)) + " " +
                            file.sha256.substr(0, 12));
    drawn.emplace(lot, std::move(one));
    if (full)
        drawn.erase(std::prev(drawn.end()));
}

std::vector<SampledArticle> ArticleCheck::takeSample() {
    std::vector<SampledArticle> all;
    for (auto &[stratum, drawn] : m_drawn) {
        for (auto &[lot, article] : drawn)
            all.push_back(std::move(article));
    }
    m_drawn.clear();
    return all;
}

/// What we loaded for the site and the source does not have.
Status ArticleCheck::findExtra(const Site &site) {
    return m_sides.engine.each(
        "SELECT a.\"url\",a.\"source_url\",a.\"title\" FROM \"article\" a JOIN \"tenant\" t ON "
        "t.\"id\"=a.\"tenant\" "
        "WHERE t.\"site\"=? AND a.\"retired\" IS NULL AND a.\"id\" IN (SELECT \"id\" FROM \"identity\" WHERE "
        "\"entity\"='article') ORDER BY a.\"url\"",
        {site.id}, [&](const SqlRow &row) {
            if (m_expected.count(hash64(row[0].value_or(""))) == 0)
                m_sides.faults.add({"ARTICLE-EXTRA", site.id, textOf(row[1]), textOf(row[0]),
                                    "nothing: the source has no such article", textOf(row[2])});
            return Status();
        });
}

void ArticleCheck::fault(const char *rule, const Wanted &wanted, std::string should, std::string is) {
    m_sides.faults.add(
        {rule, wanted.site, wanted.article.url, wanted.target, std::move(should), std::move(is)});
}

} // namespace guiyi
