// platform dump, hash and batches, which look at the platform and change nothing; copy, which makes another
// one.
#include "migrator/cli/command.h"

#include "migrator/loader/platform_copy.h"
#include "migrator/loader/platform_dump.h"
#include "migrator/loader/platform_search.h"
#include "schema/base/text.h"

#include <filesystem>
#include <initializer_list>

namespace guiyi {

namespace {

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

void declareIndex(QCommandLineParser &parser) {
    parser.addOption({QStringLiteral("drop"), CliText::tr("Remove the indexes, before a large wave.")});
}

ExitCode runIndex(Session &session) {
    const std::optional<Workspace> workspace = session.openWorkspace();
    if (!workspace)
        return session.failure();
    const Result<TargetAddress> target = workspace->target();
    if (!target)
        return session.fail(target.error());
    Result<Platform> platform = Platform::open(*target);
    if (!platform)
        return session.fail(platform.error());
    const bool drop = session.isSet("drop");
    const Status s = drop ? dropSearchIndexes(platform->engine()) : createSearchIndexes(platform->engine());
    if (!s)
        return session.fail(s.error());
    session.say(
        (drop ? CliText::tr("The full-text indexes are gone.")
              : CliText::tr("The full-text indexes of title and text are there; later waves keep them up."))
            .toStdString());
    return ExitCode::Done;
}

void declareCopy(QCommandLineParser &parser) {
    parser.addOption(
        {QStringLiteral("to"),
         CliText::tr("Copy the platform to this empty database; its form is that of target: in guiyi.yaml."),
         QStringLiteral("ADDRESS")});
    parser.addOption(
        {QStringLiteral("files-to"),
         CliText::tr("Copy the file contents to this folder or S3 bucket; its form is that of files: in "
                     "guiyi.yaml."),
         QStringLiteral("ADDRESS")});
}

/// Paths of an address are relative to guiyi.yaml, where it may be written next.
void placeInWorkspace(const Workspace &workspace, std::initializer_list<std::string *> paths) {
    for (std::string *path : paths) {
        if (!path->empty())
            *path = (std::filesystem::path(workspace.root()) / *path).lexically_normal().string();
    }
}

/// Without files: in guiyi.yaml the contents are where the platform is, and that changes now.
void sayWhereFilesAre(Session &session, const Workspace &workspace) {
    const Result<FileStoreAddress> files = workspace.files();
    if (files && workspace.config().files.empty() && !session.isSet("files-to"))
        session.say(
            CliText::tr("The file contents stay in %1: write that as files: into guiyi.yaml too, or copy "
                        "them with --files-to.")
                .arg(text::toQString(files->text()))
                .toStdString());
}

ExitCode copyRows(Session &session, const TargetAddress &from, const TargetAddress &to) {
    const Result<CopyResult> copied = copyPlatform(from, to, session.progress(), session.cancel());
    if (!copied)
        return session.fail(copied.error());
    TextTable table({CliText::tr("table").toStdString(), CliText::tr("rows").toStdString()});
    QJsonObject rows;
    for (const auto &[name, count] : copied->rows) {
        table.add({name, std::to_string(count)});
        rows.insert(text::toQString(name), static_cast<qint64>(count));
    }
    session.say(table.text());
    session.say(
        CliText::tr(
            "Both platforms have the hash %1. Write target: %2 into guiyi.yaml to go on with the copy.")
            .arg(text::toQString(copied->hash), text::toQString(session.value("to")))
            .toStdString());
    session.tell({{QStringLiteral("rows"), rows},
                  {QStringLiteral("bytes"), static_cast<qint64>(copied->bytes)},
                  {QStringLiteral("hash"), text::toQString(copied->hash)},
                  {QStringLiteral("copying_ms"), static_cast<qint64>(copied->copying.count())},
                  {QStringLiteral("comparing_ms"), static_cast<qint64>(copied->comparing.count())}});
    return ExitCode::Done;
}

ExitCode copyFiles(Session &session, const Workspace &workspace, const TargetAddress &platform) {
    Result<FileStoreAddress> to = FileStoreAddress::parse(session.value("files-to"));
    if (!to)
        return session.fail(to.error());
    placeInWorkspace(workspace, {&to->folder, &to->secretFile, &to->caFile});
    const Result<std::unique_ptr<SqlEngine>> engine = SqlEngine::open(platform, SqlEngine::Access::Read);
    if (!engine)
        return session.fail(engine.error());
    const Result<std::unique_ptr<FileStore>> source = FileStore::open(workspace);
    if (!source)
        return session.fail(source.error());
    const Result<std::unique_ptr<FileStore>> target = FileStore::open(*to);
    if (!target)
        return session.fail(target.error());
    const Result<std::int64_t> copied =
        copyContents(*engine.value(), *source.value(), *target.value(), session.progress(), session.cancel());
    if (!copied)
        return session.fail(copied.error());
    session.say(
        CliText::tr(
            "%1 has all %2 file contents, each with its hash. Write files: %3 into guiyi.yaml to go on "
            "with it.")
            .arg(text::toQString(to->text()), QString::number(*copied),
                 text::toQString(session.value("files-to")))
            .toStdString());
    session.tell({{QStringLiteral("contents"), static_cast<qint64>(*copied)}});
    return ExitCode::Done;
}

ExitCode runCopy(Session &session) {
    if (!session.isSet("to") && !session.isSet("files-to"))
        return session.usage(CliText::tr("say where to: --to ADDRESS, --files-to ADDRESS or both"));
    const std::optional<Workspace> workspace = session.openWorkspace();
    if (!workspace)
        return session.failure();
    const Result<TargetAddress> from = workspace->target();
    if (!from)
        return session.fail(from.error());
    if (session.isSet("to")) {
        Result<TargetAddress> to = TargetAddress::parse(session.value("to"));
        if (!to)
            return session.fail(to.error());
        placeInWorkspace(*workspace, {&to->file, &to->passwordFile, &to->caFile});
        const ExitCode code = copyRows(session, *from, *to);
        if (code != ExitCode::Done)
            return code;
        sayWhereFilesAre(session, *workspace);
    }
    return session.isSet("files-to") ? copyFiles(session, *workspace, *from) : ExitCode::Done;
}

} // namespace

std::vector<Command> platformCommands() {
    return {
        {"platform dump",
         CliText::tr("all contents of the platform as text, the same on every engine"),
         {},
         [](QCommandLineParser &parser) { parser.addOption(outputOption()); },
         runDump},
        {"platform hash", CliText::tr("one number for all contents of the platform"), {}, {}, runHash},
        {"platform batches", CliText::tr("what apply and rollback did"), {}, {}, runBatches},
        {"platform index",
         CliText::tr("make the full-text indexes, after the load"),
         {},
         declareIndex,
         runIndex},
        {"platform copy",
         CliText::tr("copy the platform to another database or file store, and prove that it is the same"),
         {},
         declareCopy,
         runCopy}};
}

} // namespace guiyi
