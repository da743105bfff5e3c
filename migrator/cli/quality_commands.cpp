#include "migrator/cli/quality.h"

#include "migrator/extract/preview.h"
#include "migrator/extract/review.h"
#include "schema/base/text.h"

#include <QtCore/qjsonarray.h>

#include <algorithm>
#include <cstdio>
#include <iostream>

namespace guiyi {

namespace {

using Work = std::function<Result<ExitCode>(Session &, const Workspace &, const Site &)>;

ExitCode eachSite(Session &session, const Work &work) {
    return withWorkspace(session, [&](StageContext &context) {
        if (const std::vector<Error> mistakes = checkRules(context.sites); !mistakes.empty())
            return session.fail(mistakes);
        ExitCode code = ExitCode::Done;
        for (const Site &site : context.sites) {
            const Result<ExitCode> done = work(session, context.workspace, site);
            code = std::max(code, done ? *done : session.fail(done.error()));
        }
        return code;
    });
}

Result<ExitCode> preview(Session &session, const Workspace &workspace, const Site &site) {
    const Result<PreviewReport> report = previewSite(workspace, site);
    if (!report)
        return report.error();
    QJsonArray lines;
    for (const std::string &line : report->lines) {
        session.say(line);
        lines.append(text::toQString(line));
    }
    session.say(CliText::tr("%1: %2 pages tried, %3 articles; see %4")
                    .arg(text::toQString(site.id))
                    .arg(report->pages)
                    .arg(report->articles)
                    .arg(text::toQString(report->file))
                    .toStdString());
    session.tell({{QStringLiteral("site"), text::toQString(site.id)},
                  {QStringLiteral("file"), text::toQString(report->file)},
                  {QStringLiteral("pages"), lines}});
    return ExitCode::Done;
}

Result<ExitCode> review(Session &session, const Workspace &workspace, const Site &site) {
    const Result<ReviewReport> report = reviewSite(workspace, site);
    if (!report)
        return report.error();
    session.say(CliText::tr("%1: %2 values to look at: %3, %4")
                    .arg(text::toQString(site.id))
                    .arg(report->values)
                    .arg(text::toQString(report->html), text::toQString(report->list))
                    .toStdString());
    session.tell({{QStringLiteral("site"), text::toQString(site.id)},
                  {QStringLiteral("values"), static_cast<qint64>(report->values)},
                  {QStringLiteral("file"), text::toQString(report->html)},
                  {QStringLiteral("list"), text::toQString(report->list)}});
    return ExitCode::Done;
}

std::string percent(double share) {
    char buffer[16];
    std::snprintf(buffer, sizeof buffer, "%.1f %%", share * 100);
    return buffer;
}

Result<ExitCode> check(Session &session, const Workspace &workspace, const Site &site) {
    const Result<CaseReport> report = checkCases(workspace, site);
    if (!report)
        return report.error();
    TextTable table({site.id, CliText::tr("right").toStdString(), CliText::tr("cases").toStdString(),
                     CliText::tr("of all records, 95 % sure").toStdString()});
    QJsonArray fields;
    for (const FieldQuality &f : report->fields) {
        table.add({f.field, std::to_string(f.right), std::to_string(f.cases),
                   f.sample == 0 ? CliText::tr("no random sample").toStdString()
                                 : percent(f.low) + " - " + percent(f.high)});
        fields.append(QJsonObject{{QStringLiteral("field"), text::toQString(f.field)},
                                  {QStringLiteral("right"), static_cast<qint64>(f.right)},
                                  {QStringLiteral("cases"), static_cast<qint64>(f.cases)},
                                  {QStringLiteral("sample"), static_cast<qint64>(f.sample)},
                                  {QStringLiteral("low"), f.low},
                                  {QStringLiteral("high"), f.high}});
    }
    session.say(table.text());
    for (const std::string &wrong : report->wrong)
        std::cerr << "guiyi: " << wrong << '\n';
    session.tell({{QStringLiteral("site"), text::toQString(site.id)},
                  {QStringLiteral("fields"), fields},
                  {QStringLiteral("wrong"), static_cast<qint64>(report->wrong.size())}});
    return report->wrong.empty() ? ExitCode::Done : ExitCode::Findings;
}

ExitCode add(Session &session) {
    const std::optional<Workspace> workspace = session.openWorkspace();
    if (!workspace)
        return session.failure();
    const Result<std::size_t> added = addCases(*workspace, session.value("add-cases"));
    if (!added)
        return session.fail(added.error());
    session.say(CliText::tr("%1 answers kept in cases/").arg(*added).toStdString());
    session.tell({{QStringLiteral("answers"), static_cast<qint64>(*added)}});
    return ExitCode::Done;
}

} // namespace

void declareQuality(QCommandLineParser &parser) {
    parser.addOptions(
        {{QStringLiteral("preview"),
          CliText::tr("Try the rules of the sites' files on a few pages; writes a report, nothing else.")},
         {QStringLiteral("review"),
          CliText::tr("List the least certain values of the last extraction, beside their pages.")},
         {QStringLiteral("add-cases"),
          CliText::tr("Keep the answers of a filled-in review list as cases of the workspace."),
          QStringLiteral("FILE")},
         {QStringLiteral("check-cases"),
          CliText::tr("Compare the last extraction with the cases people confirmed.")}});
}

std::optional<ExitCode> runQuality(Session &session) {
    const char *const ways[] = {"preview", "review", "add-cases", "check-cases"};
    const auto asked =
        std::count_if(std::begin(ways), std::end(ways), [&](const char *way) { return session.isSet(way); });
    if (asked == 0)
        return std::nullopt;
    if (asked > 1)
        return session.usage(CliText::tr("give one of --preview, --review, --add-cases and --check-cases"));
    if (session.isSet("preview"))
        return eachSite(session, preview);
    if (session.isSet("review"))
        return eachSite(session, review);
    if (session.isSet("check-cases"))
        return eachSite(session, check);
    return add(session);
}

} // namespace guiyi
