// taxonomy match: the mapping engine on plain files, without a pipeline around it.
#include "migrator/cli/command.h"

#include "mappings/taxonomy/matcher.h"
#include "schema/base/text.h"
#include "schema/config/csv.h"
#include "schema/config/files.h"

#include <QtCore/qjsonarray.h>
#include <QtCore/qjsondocument.h>

#include <filesystem>
#include <sstream>

namespace guiyi {

namespace {

using mapping::ListItem;

Error badLine(const std::string &file, int line, const QString &why, const QString &advice) {
    return {ErrorKind::Usage, {}, file + ":" + std::to_string(line), why.toStdString(), advice.toStdString()};
}

std::vector<std::string> texts(const QJsonValue &value) {
    std::vector<std::string> all;
    const QJsonArray array = value.toArray();
    for (const auto &item : array)
        all.push_back(item.toString().toStdString());
    return all;
}

/// Lines {id, path[], samples[]}; optional: slug, type.
std::vector<ListItem> itemsFromJsonLines(const std::string &bytes, const std::string &file,
                                         std::vector<Error> &errors) {
    std::vector<ListItem> items;
    std::istringstream in(bytes);
    int number = 0;
    for (std::string line; std::getline(in, line);) {
        ++number;
        if (text::trim(line).empty())
            continue;
        QJsonParseError problem;
        const QJsonDocument document = QJsonDocument::fromJson(QByteArray::fromStdString(line), &problem);
        if (!document.isObject()) {
            errors.push_back(badLine(file, number,
                                     CliText::tr("not a JSON object: %1").arg(problem.errorString()),
                                     CliText::tr("expected {\"id\": …, \"path\": […], \"samples\": […]}")));
            continue;
        }
        const QJsonObject object = document.object();
        const QJsonValue id = object.value(QStringLiteral("id"));
        ListItem item{
            id.isDouble() ? QString::number(id.toInteger()).toStdString() : id.toString().toStdString(),
            texts(object.value(QStringLiteral("path"))), texts(object.value(QStringLiteral("samples"))),
            object.value(QStringLiteral("slug")).toString().toStdString(),
            object.value(QStringLiteral("type")).toString().toStdString()};
        if (item.path.empty())
            errors.push_back(badLine(file, number, CliText::tr("\"path\" is missing or empty"),
                                     CliText::tr("expected the names from the top down to the column")));
        items.push_back(std::move(item));
    }
    return items;
}

/// The parts of a field, written with '>' or '/' between names, '|' between titles.
std::vector<std::string> parts(const std::string &field, std::string_view separators) {
    std::vector<std::string> all;
    for (std::size_t at = 0; at <= field.size();) {
        const std::size_t end = std::min(field.find_first_of(separators, at), field.size());
        const std::string part(text::trim(std::string_view(field).substr(at, end - at)));
        if (!part.empty())
            all.push_back(part);
        at = end + 1;
    }
    return all;
}

std::vector<ListItem> itemsFromCsv(const std::string &bytes, const std::string &file,
                                   std::vector<Error> &errors) {
    std::vector<ListItem> items;
    const CsvTable table = readCsv(bytes, file);
    errors = table.errors;
    const int id = table.column("id"), path = table.column("path"), samples = table.column("samples");
    if (!table.header.empty() && (id < 0 || path < 0))
        errors.push_back(badLine(file, table.headerLine,
                                 CliText::tr("the fields \"id\" and \"path\" are needed"),
                                 CliText::tr("expected a first line id,path,samples")));
    if (!errors.empty())
        return items;
    for (const CsvRow &row : table.rows) {
        const auto field = [&row](int column) {
            return column < 0 ? std::string() : row.fields[static_cast<std::size_t>(column)];
        };
        items.push_back({field(id), parts(field(path), ">/"), parts(field(samples), "|\n"), {}, {}});
        if (items.back().path.empty())
            errors.push_back(badLine(file, row.line, CliText::tr("\"path\" is empty"),
                                     CliText::tr("expected names with > between them")));
    }
    return items;
}

QJsonObject toJson(const ListItem &item, const mapping::Match &match) {
    QJsonArray candidates;
    for (const mapping::Candidate &candidate : match.candidates)
        candidates.append(QJsonObject{{QStringLiteral("code"), text::toQString(candidate.code)},
                                      {QStringLiteral("score"), candidate.score},
                                      {QStringLiteral("reason"), text::toQString(candidate.reason)}});
    return {{QStringLiteral("id"), text::toQString(item.id)},
            {QStringLiteral("action"), text::toQString(mapping::toText(match.action))},
            {QStringLiteral("candidates"), candidates},
            {QStringLiteral("rule"), text::toQString(match.rule)},
            {QStringLiteral("reason"), text::toQString(match.reason)}};
}

void declareMatch(QCommandLineParser &parser) {
    parser.addOptions(
        {{QStringLiteral("input"),
          CliText::tr("Columns: JSON lines {id, path[], samples[]}, or CSV with id,path,samples "
                      "(names of the path with > between them, titles with | between them)."),
          QStringLiteral("FILE")},
         {QStringLiteral("taxonomy"), CliText::tr("A taxonomy file; without it the built-in one."),
          QStringLiteral("FILE")}});
    parser.addOption(outputOption());
}

ExitCode runMatch(Session &session) {
    const std::string input = session.value("input");
    if (input.empty())
        return session.usage(CliText::tr("taxonomy match needs --input FILE"));
    const Result<std::string> bytes = readFile(input);
    if (!bytes)
        return session.fail(bytes.error());
    std::vector<Error> errors;
    const bool isCsv = text::lower(std::filesystem::path(input).extension().string()) == ".csv";
    const std::vector<ListItem> items =
        isCsv ? itemsFromCsv(*bytes, input, errors) : itemsFromJsonLines(*bytes, input, errors);
    if (!errors.empty())
        return session.fail(errors);
    std::optional<mapping::Taxonomy> own;
    if (const std::string file = session.value("taxonomy"); !file.empty()) {
        const Result<std::string> yaml = readFile(file);
        if (!yaml)
            return session.fail(yaml.error());
        Result<mapping::Taxonomy> parsed = mapping::Taxonomy::parse(*yaml, file);
        if (!parsed)
            return session.fail(parsed.error());
        own = std::move(parsed).value();
    }
    const std::vector<mapping::Match> matches = matchList(own ? *own : mapping::Taxonomy::builtIn(), items);
    return writeOutput(session, [&](std::ostream &out) {
        std::string lines;
        for (std::size_t i = 0; i < items.size(); ++i)
            lines +=
                QJsonDocument(toJson(items[i], matches[i])).toJson(QJsonDocument::Compact).toStdString() +
                "\n";
        out << lines;
        return Status();
    });
}

} // namespace

std::vector<Command> mappingCommands() {
    return {{"taxonomy match",
             CliText::tr("match a plain list of columns against the taxonomy"),
             {},
             declareMatch,
             runMatch}};
}

} // namespace guiyi
