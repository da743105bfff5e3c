// platform dump, hash and batches: what looks at the platform and changes nothing.
#include "migrator/cli/command.h"

#include "migrator/loader/platform_dump.h"
#include "schema/base/text.h"

namespace guiyi {

namespace {

void declareOutput(QCommandLineParser &parser) {
    parser.addOption({QStringLiteral("output"),
                      CliText::tr("Write to this file; without it to standard output."),
                      QStringLiteral("FILE")});
}

/// Opens the platform and hands it to `work`.
ExitCode withPlatform(Session &session, const std::function<ExitCode(Platform &)> &work) {
    const std::optional<Workspace> workspace = session.openWorkspace();
    if (!workspace)
        return session.failure();
    const Result<TargetAddress> target = workspace->target();
    if (!target)
        return session.fail(target.error());
    Result<std::optional<Platform>> platform = Platform::openForReading(*target);
    if (!platform)
        return session.fail(platform.error());
    if (!platform.value())
        return session.fail(Error{ErrorKind::Usage, CliText::tr("opening the platform").toStdString(),
                                  target->text(), CliText::tr("there is none yet").toStdString(),
                                  CliText::tr("run \"guiyi apply\" first").toStdString()});
    return work(**platform);
}

ExitCode runDump(Session &session) {
    return withPlatform(session, [&](Platform &platform) {
        return writeOutput(session, [&](std::ostream &out) { return dumpPlatform(platform.engine(), out); });
    });
}

ExitCode runHash(Session &session) {
    return withPlatform(session, [&](Platform &platform) -> ExitCode {
        const Result<std::string> hash = platformHash(platform.engine());
        if (!hash)
            return session.fail(hash.error());
        session.say(*hash);
        session.tell({{QStringLiteral("hash"), text::toQString(*hash)}});
        return ExitCode::Done;
    });
}

ExitCode runBatches(Session &session) {
    return withPlatform(session, [&](Platform &platform) -> ExitCode {
        TextTable table({CliText::tr("batch").toStdString(), CliText::tr("kind").toStdString(),
                         CliText::tr("state").toStdString(), CliText::tr("records").toStdString(),
                         CliText::tr("of these undone").toStdString()});
        const Status s = platform.engine().each(
            "SELECT b.\"id\",b.\"kind\",b.\"state\",b.\"records\",(SELECT count(*) FROM \"journal\" j WHERE "
            "j.\"batch\"=b.\"id\" AND j.\"undone\"<>0) FROM \"batch\" b ORDER BY b.\"id\"",
            {}, [&](const SqlRow &row) {
                std::vector<std::string> cells;
                for (const SqlValue &value : row)
                    cells.emplace_back(value.value_or(""));
                session.tell({{QStringLiteral("batch"), text::toQString(cells[0]).toLongLong()},
                              {QStringLiteral("kind"), text::toQString(cells[1])},
                              {QStringLiteral("state"), text::toQString(cells[2])},
                              {QStringLiteral("records"), text::toQString(cells[3]).toLongLong()},
                              {QStringLiteral("undone"), text::toQString(cells[4]).toLongLong()}});
                table.add(std::move(cells));
                return Status();
            });
        if (!s)
            return session.fail(s.error());
        session.say(table.text());
        return ExitCode::Done;
    });
}

} // namespace

std::vector<Command> platformCommands() {
    return {{"platform dump",
             CliText::tr("all contents of the platform as text, the same on every engine"),
             {},
             declareOutput,
             runDump},
            {"platform hash", CliText::tr("one number for all contents of the platform"), {}, {}, runHash},
            {"platform batches", CliText::tr("what apply and rollback did"), {}, {}, runBatches}};
}

} // namespace guiyi
