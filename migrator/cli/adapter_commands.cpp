// adapter check: a CMS profile tried on a hand-over.
#include "migrator/cli/command.h"

#include "adapters/cms/profile_check.h"
#include "schema/base/text.h"

#include <QtCore/qdir.h>
#include <QtCore/qjsonarray.h>
#include <QtCore/qtemporarydir.h>

namespace guiyi {

namespace {

QJsonObject toJson(const cms::HandOverCheck &check) {
    QJsonArray installs;
    for (const cms::ProfileCheck &install : check.installs) {
        QJsonArray queries;
        for (const cms::QueryCheck &query : install.queries) {
            QJsonArray mistakes;
            for (const std::string &mistake : query.mistakes)
                mistakes.append(text::toQString(mistake));
            queries.append(QJsonObject{{QStringLiteral("query"), text::toQString(query.query)},
                                       {QStringLiteral("left_out"), query.leftOut},
                                       {QStringLiteral("rows"), static_cast<qint64>(query.rows)},
                                       {QStringLiteral("mistakes"), mistakes}});
        }
        installs.append(QJsonObject{{QStringLiteral("product"), text::toQString(install.product)},
                                    {QStringLiteral("prefix"), text::toQString(install.prefix)},
                                    {QStringLiteral("queries"), queries}});
    }
    QJsonArray shapes;
    for (const cms::TableShape &shape : check.shapes) {
        QJsonArray columns;
        for (const cms::TableColumn &column : shape.columns)
            columns.append(text::toQString(column.name));
        shapes.append(QJsonObject{{QStringLiteral("table"), text::toQString(shape.name)},
                                  {QStringLiteral("columns"), columns}});
    }
    QJsonArray missing;
    for (const std::string &name : check.missing)
        missing.append(text::toQString(name));
    return {{QStringLiteral("encoding"), text::toQString(check.encoding)},
            {QStringLiteral("tables"), static_cast<qint64>(check.tables)},
            {QStringLiteral("rows"), static_cast<qint64>(check.rows)},
            {QStringLiteral("rejected"), static_cast<qint64>(check.rejects.size())},
            {QStringLiteral("missing"), missing},
            {QStringLiteral("shapes"), shapes},
            {QStringLiteral("installs"), installs}};
}

void sayCheck(Session &session, const cms::HandOverCheck &check) {
    session.say(CliText::tr("%1 tables, %2 rows, encoding %3, %4 statements rejected")
                    .arg(check.tables)
                    .arg(check.rows)
                    .arg(text::toQString(check.encoding))
                    .arg(check.rejects.size())
                    .toStdString());
    for (const cms::BadStatement &bad : check.rejects)
        session.say("  " + bad.table + " @" + std::to_string(bad.offset) + ": " + bad.why + ": " + bad.text);
    for (const std::string &name : check.missing)
        session.say("  " + CliText::tr("missing: %1").arg(text::toQString(name)).toStdString());
    for (const cms::ProfileCheck &install : check.installs) {
        session.say(install.product + " \"" + install.prefix + "\"");
        TextTable table({CliText::tr("query").toStdString(), CliText::tr("rows").toStdString()});
        for (const cms::QueryCheck &query : install.queries)
            table.add({query.query,
                       query.leftOut ? CliText::tr("left out").toStdString() : std::to_string(query.rows)});
        session.say(table.text());
        for (const cms::QueryCheck &query : install.queries) {
            for (const std::string &mistake : query.mistakes)
                session.say("  " + query.query + ": " + mistake);
        }
    }
    if (check.installs.empty())
        session.say(CliText::tr("no known product has these tables").toStdString());
    for (const cms::TableShape &shape : check.shapes) {
        std::string columns;
        for (const cms::TableColumn &column : shape.columns)
            columns += (columns.empty() ? "" : ", ") + column.name;
        session.say("  " + shape.name + ": " + columns);
    }
}

ExitCode runCheck(Session &session) {
    const std::vector<std::string> arguments = session.arguments();
    const std::string source = session.value("source");
    if (arguments.size() > 1 || source.empty())
        return session.usage(CliText::tr("expected at most one profile folder, and --source"));
    if (!cms::isHandOver(source))
        return session.usage(
            CliText::tr("--source is no hand-over: expected dump:, sqlite:, access:, wxr:, ghost:, mysql:, "
                        "postgresql: or odbc:"));
    Result<cms::HandOver> handOver = cms::parseHandOver(source, QDir::currentPath().toStdString());
    if (!handOver)
        return session.fail(handOver.error());
    if (!arguments.empty())
        handOver->profile = arguments.front();
    const QTemporaryDir scratch;
    const Result<cms::HandOverCheck> check =
        cms::checkHandOver(*handOver, scratch.filePath(QStringLiteral("tables.db")).toStdString());
    if (!check)
        return session.fail(check.error());
    sayCheck(session, *check);
    session.tell(toJson(*check));
    bool ok = !check->installs.empty() && check->missing.empty() && check->rejects.empty();
    for (const cms::ProfileCheck &install : check->installs)
        ok = ok && install.ok();
    return ok ? ExitCode::Done : ExitCode::Findings;
}

} // namespace

std::vector<Command> adapterCommands() {
    return {{"adapter check",
             CliText::tr(
                 "Look into a hand-over: its installs, and what each query of their profiles gives or lacks; "
                 "its tables where no profile fits"),
             CliText::tr("[PROFILE_FOLDER]"),
             [](QCommandLineParser &parser) {
                 parser.addOption(
                     {QStringLiteral("source"),
                      CliText::tr(
                          "The hand-over as a site's source names it: dump:FILE_OR_FOLDER (dump, backup "
                          "folder, archive, WXR, Ghost, Access), sqlite:FILE, access:FILE, wxr:FILE, "
                          "ghost:FILE, mysql://user@host:port/db, "
                          "postgresql://user@host:port/db or odbc:DRIVER={…};…, with its options behind ?: "
                          "prefix, cms, site, password_env, password_file."),
                      QStringLiteral("SOURCE")});
             },
             runCheck}};
}

} // namespace guiyi
