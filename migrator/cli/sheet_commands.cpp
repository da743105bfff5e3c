// guiyi map --to-xlsx, --to-csv, --from-sheet: decisions of many sites in a spreadsheet and back.
#include "migrator/cli/command.h"

#include "migrator/map/decision_workbook.h"
#include "migrator/map/inputs.h"
#include "schema/base/text.h"
#include "schema/config/files.h"

#include <QtCore/qjsonarray.h>

#include <iostream>
#include <map>

namespace guiyi {

namespace {

/// The mapping files of the chosen sites, by site; `errors` receives the mistakes of all of them.
std::map<std::string, mapping::MappingFile> readFiles(const Workspace &workspace,
                                                      const mapping::Taxonomy &taxonomy,
                                                      const std::vector<Site> &sites,
                                                      std::vector<Error> &errors) {
    std::map<std::string, mapping::MappingFile> files;
    for (const Site &site : sites) {
        const Result<std::string> bytes = readFileIfAny(workspace.mappingFile(site.id));
        if (!bytes) {
            errors.push_back(bytes.error());
            continue;
        }
        if (bytes.value().empty())
            continue;
        mapping::ParsedMapping parsed =
            mapping::readMappingFile(bytes.value(), "mappings/" + site.id + ".yaml", taxonomy);
        errors.insert(errors.end(), parsed.errors.begin(), parsed.errors.end());
        parsed.file.site = site.id;
        files.emplace(site.id, std::move(parsed.file));
    }
    return files;
}

/// Articles of each column as map counted them: the mapping file does not hold them.
Status countArticles(const Workspace &workspace, std::map<std::string, mapping::MappingFile> &files) {
    Result<WorkspaceStore> store = WorkspaceStore::open(workspace);
    if (!store)
        return store.error();
    for (auto &[site, file] : files) {
        std::map<std::string, std::int64_t> articles;
        const Status s = store->database().each(
            "SELECT url, path, articles FROM decision WHERE site=?", {site}, [&](const Statement &row) {
                articles[row.text(0) + "\n" + text::join(fromJsonArray(row.text(1)), "\n")] = row.integer(2);
                return true;
            });
        if (!s)
            return s;
        for (mapping::ColumnDecision &d : file.decisions) {
            const auto it = articles.find(d.url + "\n" + text::join(d.path, "\n"));
            d.articles = it == articles.end() ? 0 : it->second;
        }
    }
    return {};
}

ExitCode writeSheets(Session &session, const mapping::Taxonomy &taxonomy,
                     const std::map<std::string, mapping::MappingFile> &files) {
    std::vector<std::vector<std::string>> rows;
    for (const auto &[site, file] : files) {
        for (auto &row : mapping::sheetRows(site, file.decisions, taxonomy))
            rows.push_back(std::move(row));
    }
    if (const std::string path = session.value("to-xlsx"); !path.empty()) {
        if (const Status s = writeDecisionWorkbook(path, rows); !s)
            return session.fail(s.error());
    }
    if (const std::string path = session.value("to-csv"); !path.empty()) {
        if (const Status s = replaceFile(path, decisionCsv(rows)); !s)
            return session.fail(s.error());
    }
    session.say(
        CliText::tr("%1 decisions of %2 sites written").arg(rows.size()).arg(files.size()).toStdString());
    session.tell({{QStringLiteral("rows"), static_cast<qint64>(rows.size())},
                  {QStringLiteral("sites"), static_cast<qint64>(files.size())}});
    return ExitCode::Done;
}

void showMerge(Session &session, const mapping::SheetMerge &merge, bool preview) {
    std::int64_t articles = 0;
    QJsonArray changes, stale;
    for (const auto &c : merge.changes) {
        articles += c.articles;
        const std::string path = text::join(c.path, " > ");
        session.say("  " + c.site + "  " + path + ": " + c.before + " -> " + c.after + " (" +
                    std::to_string(c.articles) + ")");
        changes.append(QJsonObject{{QStringLiteral("site"), text::toQString(c.site)},
                                   {QStringLiteral("path"), text::toQString(path)},
                                   {QStringLiteral("before"), text::toQString(c.before)},
                                   {QStringLiteral("after"), text::toQString(c.after)},
                                   {QStringLiteral("articles"), static_cast<qint64>(c.articles)}});
    }
    for (const auto &s : merge.stale) {
        std::cerr << "guiyi: "
                  << CliText::tr("row %1 is stale and left out: %2 %3: %4")
                         .arg(s.line)
                         .arg(text::toQString(s.site), text::toQString(s.path), text::toQString(s.why))
                         .toStdString()
                  << '\n';
        stale.append(QJsonObject{{QStringLiteral("row"), s.line},
                                 {QStringLiteral("site"), text::toQString(s.site)},
                                 {QStringLiteral("path"), text::toQString(s.path)},
                                 {QStringLiteral("why"), text::toQString(s.why)}});
    }
    const QString words =
        preview ? CliText::tr("%1 decisions would change, %2 articles with them; %3 rows are as they were, "
                              "%4 are stale; nothing was written")
                : CliText::tr("%1 decisions changed, %2 articles with them; %3 rows are as they were, %4 are "
                              "stale; run \"guiyi map\" to apply them");
    session.say(words.arg(merge.changes.size())
                    .arg(articles)
                    .arg(merge.unchanged)
                    .arg(merge.stale.size())
                    .toStdString());
    session.tell({{QStringLiteral("preview"), preview},
                  {QStringLiteral("changes"), changes},
                  {QStringLiteral("stale"), stale},
                  {QStringLiteral("articles"), static_cast<qint64>(articles)},
                  {QStringLiteral("unchanged"), static_cast<qint64>(merge.unchanged)}});
}

ExitCode takeSheet(Session &session, const Workspace &workspace, const mapping::Taxonomy &taxonomy,
                   std::map<std::string, mapping::MappingFile> &files, const std::string &path) {
    const Result<std::string> bytes = readFile(path);
    if (!bytes)
        return session.fail(bytes.error());
    const DecisionSheet sheet = readDecisionSheet(*bytes, path);
    if (!sheet.errors.empty())
        return session.fail(sheet.errors);
    if (const Status s = countArticles(workspace, files); !s)
        return session.fail(s.error());
    const mapping::SheetMerge merge = mapping::mergeSheet(sheet.rows, path, files, taxonomy);
    if (!merge.errors.empty())
        return session.fail(merge.errors);
    const bool preview = session.isSet("preview");
    if (!preview) {
        std::map<std::string, bool> changed;
        for (const auto &c : merge.changes)
            changed[c.site] = true;
        for (const auto &[site, yes] : changed) {
            const Site *known = workspace.site(site);
            if (const Status s = replaceFile(workspace.mappingFile(site),
                                             mapping::writeMappingFile(*known, files.at(site).decisions));
                !s)
                return session.fail(s.error());
        }
    }
    showMerge(session, merge, preview);
    return merge.stale.empty() ? ExitCode::Done : ExitCode::Findings;
}

} // namespace

void declareSheets(QCommandLineParser &parser) {
    const QString file = QStringLiteral("FILE");
    parser.addOptions(
        {{QStringLiteral("to-xlsx"),
          CliText::tr("Write the decisions of the mapping files to this workbook; map nothing."), file},
         {QStringLiteral("to-csv"), CliText::tr("The same as CSV."), file},
         {QStringLiteral("from-sheet"),
          CliText::tr("Take the decisions edited in this .xlsx or CSV file into the mapping files; map "
                      "nothing."),
          file},
         {QStringLiteral("from-xlsx"), CliText::tr("The same as --from-sheet."), file},
         {QStringLiteral("from-csv"), CliText::tr("The same as --from-sheet."), file},
         {QStringLiteral("preview"),
          CliText::tr("With --from-sheet: show what would change and write nothing.")}});
}

std::optional<ExitCode> runSheets(Session &session) {
    const bool out = session.isSet("to-xlsx") || session.isSet("to-csv");
    std::string in;
    for (const char *option : {"from-sheet", "from-xlsx", "from-csv"}) {
        if (session.isSet(option))
            in = session.value(option);
    }
    if (!out && in.empty()) {
        if (session.isSet("preview"))
            return session.usage(CliText::tr("--preview needs --from-sheet FILE"));
        return std::nullopt;
    }
    if (out && !in.empty())
        return session.usage(CliText::tr("write a sheet or take one in, not both in one run"));
    return withLockedWorkspace(session, [&](StageContext &context) {
        const Workspace &workspace = context.workspace;
        const auto taxonomy = loadTaxonomy(workspace);
        if (!taxonomy)
            return session.fail(taxonomy.error());
        std::vector<Error> errors;
        std::map<std::string, mapping::MappingFile> files =
            readFiles(workspace, *taxonomy.value(), context.sites, errors);
        if (!errors.empty())
            return session.fail(errors);
        if (files.empty())
            return session.fail(Error{ErrorKind::Usage, "reading decisions", workspace.root(),
                                      "no site has a mapping file yet", "run `guiyi map` first"});
        return out ? writeSheets(session, *taxonomy.value(), files)
                   : takeSheet(session, workspace, *taxonomy.value(), files, in);
    });
}

} // namespace guiyi
