// plan --explain and diff: what looks at plans and changes nothing.
#include "migrator/cli/plan_commands.h"

#include "migrator/plan/explain.h"
#include "migrator/plan/plan_diff.h"
#include "schema/base/text.h"

#include <QtCore/qjsonarray.h>
#include <QtCore/qjsondocument.h>

#include <map>
#include <tuple>

namespace guiyi {

namespace {

constexpr std::int64_t DifferencesShown = 200;

QString shown(const std::string &text) {
    return text::toQString(text);
}

QJsonObject jsonFrom(const std::string &json) {
    return QJsonDocument::fromJson(QByteArray::fromStdString(json)).object();
}

QJsonObject toJson(const PlanRow &row) {
    return {{QStringLiteral("entity"), shown(row.entity)},
            {QStringLiteral("site"), shown(row.site)},
            {QStringLiteral("key"), shown(row.key)},
            {QStringLiteral("action"), shown(std::string(toText(row.action)))},
            {QStringLiteral("reason"), shown(row.reason)},
            {QStringLiteral("target"), shown(row.target)},
            {QStringLiteral("title"), shown(row.title)},
            {QStringLiteral("changes"), jsonFrom(row.changes)},
            {QStringLiteral("rows"), shown(row.rows)},
            {QStringLiteral("kept"), shown(text::join(row.kept, " "))}};
}

void tellExplanation(Session &session, const Explanation &found) {
    QJsonArray outcomes, columns, duplicates, rows;
    for (const Explanation::Outcome &o : found.outcomes)
        outcomes.append(QJsonObject{{QStringLiteral("site"), shown(o.site)},
                                    {QStringLiteral("url"), shown(o.url)},
                                    {QStringLiteral("entity"), shown(o.entity)},
                                    {QStringLiteral("outcome"), shown(o.outcome)},
                                    {QStringLiteral("target"), shown(o.target)},
                                    {QStringLiteral("reason"), shown(o.reason)}});
    for (const Explanation::Column &c : found.columns)
        columns.append(QJsonObject{{QStringLiteral("site"), shown(c.site)},
                                   {QStringLiteral("path"), shown(c.path)},
                                   {QStringLiteral("target"), shown(c.target)},
                                   {QStringLiteral("rule"), shown(c.rule)},
                                   {QStringLiteral("reason"), shown(c.reason)}});
    for (const Explanation::Duplicate &d : found.duplicates)
        duplicates.append(QJsonObject{{QStringLiteral("site"), shown(d.site)},
                                      {QStringLiteral("url"), shown(d.url)},
                                      {QStringLiteral("relation"), shown(d.relation)},
                                      {QStringLiteral("similarity"), d.similarity},
                                      {QStringLiteral("survivor"), d.survivor},
                                      {QStringLiteral("reason"), shown(d.reason)}});
    for (const PlanRow &row : found.rows)
        rows.append(toJson(row));
    QJsonObject object{{QStringLiteral("url"), shown(found.url)},
                       {QStringLiteral("outcomes"), outcomes},
                       {QStringLiteral("columns"), columns},
                       {QStringLiteral("duplicates"), duplicates},
                       {QStringLiteral("rows"), rows}};
    if (found.redirect)
        object.insert(QStringLiteral("redirect"),
                      QJsonObject{{QStringLiteral("status"), found.redirect->status},
                                  {QStringLiteral("target"), shown(found.redirect->target)},
                                  {QStringLiteral("reason"), shown(found.redirect->reason)}});
    session.tell(object);
}

void sayRows(Session &session, const Explanation &found) {
    for (const PlanRow &row : found.rows) {
        session.say(CliText::tr("plan: %1 %2 of %3 (%4): %5")
                        .arg(shown(std::string(toText(row.action))), shown(row.entity), shown(row.site),
                             shown(row.target.empty() ? row.key : row.target), shown(row.reason))
                        .toStdString());
        const QJsonObject changes = jsonFrom(row.changes);
        for (auto change = changes.begin(); change != changes.end(); ++change)
            session.say("  " + text::fromQString(change.key()) + ": " +
                        text::fromQString(change.value().toArray().at(0).toString()) + " -> " +
                        text::fromQString(change.value().toArray().at(1).toString()));
        if (!row.rows.empty())
            session.say(CliText::tr("  rows it writes: %1").arg(shown(row.rows)).toStdString());
    }
}

void sayExplanation(Session &session, const Explanation &found) {
    for (const Explanation::Outcome &o : found.outcomes)
        session.say(
            CliText::tr("map: %1 of %2 is %3 %4 %5")
                .arg(shown(o.entity), shown(o.site), shown(o.outcome), shown(o.target), shown(o.reason))
                .trimmed()
                .toStdString());
    for (const Explanation::Column &c : found.columns)
        session.say(CliText::tr("column: %1 -> %2 (%3: %4)")
                        .arg(shown(c.path), shown(c.target), shown(c.rule), shown(c.reason))
                        .toStdString());
    for (const Explanation::Duplicate &d : found.duplicates)
        session.say((d.survivor ? CliText::tr("duplicates: %1 of %2 stays (%3)")
                                : CliText::tr("duplicates: %1 of %2 is merged (%3)"))
                        .arg(shown(d.url), shown(d.site), shown(d.reason))
                        .toStdString());
    if (found.redirect)
        session.say(CliText::tr("redirect: %1 %2 %3")
                        .arg(QString::number(found.redirect->status), shown(found.redirect->target),
                             shown(found.redirect->reason))
                        .trimmed()
                        .toStdString());
    sayRows(session, found);
}

QJsonObject toJson(const PlanDifference &d) {
    return {{QStringLiteral("site"), shown(d.site)},         {QStringLiteral("entity"), shown(d.entity)},
            {QStringLiteral("key"), shown(d.key)},           {QStringLiteral("title"), shown(d.title)},
            {QStringLiteral("before"), shown(d.before)},     {QStringLiteral("after"), shown(d.after)},
            {QStringLiteral("what"), shown(d.what)},         {QStringLiteral("reason"), shown(d.reason)},
            {QStringLiteral("changes"), jsonFrom(d.changes)}};
}

ExitCode runDiff(Session &session) {
    const std::vector<std::string> files = session.arguments();
    if (files.size() != 2)
        return session.usage(CliText::tr("give two plan files, the earlier one first"));
    std::map<std::tuple<std::string, std::string, std::string, std::string>, std::int64_t> sums;
    std::int64_t count = 0;
    TextTable list({CliText::tr("record").toStdString(), CliText::tr("before").toStdString(),
                    CliText::tr("after").toStdString(), CliText::tr("what differs").toStdString()});
    const Status s = comparePlans(files[0], files[1], [&](const PlanDifference &d) {
        ++sums[{d.entity, d.before, d.after, d.what}];
        session.tell(toJson(d));
        if (++count <= DifferencesShown)
            list.add({d.entity + " " + d.key, d.before, d.after, d.what});
        return Status();
    });
    if (!s)
        return session.fail(s.error());
    if (count == 0) {
        session.say(CliText::tr("the plans say the same").toStdString());
        return ExitCode::Done;
    }
    session.say(list.text());
    if (count > DifferencesShown)
        session.say(CliText::tr("%1 more; all with --json").arg(count - DifferencesShown).toStdString());
    TextTable table({CliText::tr("kind").toStdString(), CliText::tr("before").toStdString(),
                     CliText::tr("after").toStdString(), CliText::tr("what differs").toStdString(),
                     CliText::tr("records").toStdString()});
    for (const auto &[group, number] : sums)
        table.add({std::get<0>(group), std::get<1>(group), std::get<2>(group), std::get<3>(group),
                   std::to_string(number)});
    session.say(table.text());
    return ExitCode::Findings;
}

} // namespace

void declareExplain(QCommandLineParser &parser) {
    parser.addOption({QStringLiteral("explain"),
                      CliText::tr("Don't plan: say what the newest plan does with this address, and why."),
                      QStringLiteral("URL")});
}

ExitCode runExplain(Session &session) {
    const std::optional<Workspace> workspace = session.openWorkspace();
    if (!workspace)
        return session.failure();
    Result<PlanStore> plan = PlanStore::open(workspace->planFile());
    if (!plan)
        return session.fail(plan.error());
    Result<WorkspaceStore> store = WorkspaceStore::open(*workspace);
    if (!store)
        return session.fail(store.error());
    const Result<Explanation> found = explain(*workspace, *store, *plan, session.value("explain"));
    if (!found)
        return session.fail(found.error());
    tellExplanation(session, *found);
    if (!found->known()) {
        session.say(CliText::tr("no site has this address, and the plan makes none").toStdString());
        return ExitCode::Findings;
    }
    sayExplanation(session, *found);
    return ExitCode::Done;
}

std::vector<Command> planCommands() {
    return {{"diff", CliText::tr("compare two plans"), QStringLiteral("PLAN1 PLAN2"), {}, runDiff}};
}

} // namespace guiyi
