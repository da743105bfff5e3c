// page extract and page tree: the page engines on plain files.
#include "migrator/cli/command.h"

#include "adapters/html/decode.h"
#include "adapters/html/dump.h"
#include "adapters/html/tree.h"
#include "migrator/extract/page_extract.h"
#include "schema/base/text.h"
#include "schema/config/files.h"

#include <iostream>

namespace guiyi {

namespace {

void declareExtract(QCommandLineParser &parser) {
    parser.addOptions(
        {{QStringLiteral("input"),
          CliText::tr("Pages: JSON lines (or one array) {id, file, url, encoding?}, files may be gzipped and "
                      "are relative to this file; or a folder of pages."),
          QStringLiteral("FILE")},
         outputOption()});
}

ExitCode runExtractPages(Session &session) {
    const std::string input = session.value("input");
    if (input.empty())
        return session.usage(CliText::tr("page extract needs --input FILE"));
    const Result<PageExtractCounts> counts = extractPages(input, session.value("output"), session.jobs());
    if (!counts)
        return session.fail(counts.error());
    if (counts->failed == 0)
        return ExitCode::Done;
    std::cerr << "guiyi: "
              << CliText::tr("%1 of %2 pages could not be read; their lines say why")
                     .arg(counts->failed)
                     .arg(counts->pages)
                     .toStdString()
              << '\n';
    return ExitCode::Findings;
}

void declareTree(QCommandLineParser &parser) {
    parser.addOptions(
        {{QStringLiteral("encoding"), CliText::tr("Decode as this encoding, whatever the page says."),
          QStringLiteral("LABEL")},
         outputOption()});
}

ExitCode runTree(Session &session) {
    const std::vector<std::string> arguments = session.arguments();
    if (arguments.size() != 1)
        return session.usage(CliText::tr("page tree takes one file"));
    const Result<std::string> bytes = readFile(arguments.front());
    if (!bytes)
        return session.fail(bytes.error());
    const std::string label = session.value("encoding");
    if (!label.empty() && html::encodingOf(label).empty())
        return session.usage(CliText::tr("--encoding %1: unknown encoding").arg(text::toQString(label)));
    const html::Decoded decoded = label.empty() ? html::decodeHtml(*bytes) : html::decodeAs(*bytes, label);
    const html::Document document = html::Document::parse(decoded.text, html::ParseOptions::standard());
    return writeOutput(session, [&](std::ostream &out) {
        out << html::dumpTree(document.root());
        return Status();
    });
}

} // namespace

std::vector<Command> pageCommands() {
    return {{"page extract",
             CliText::tr("title, date, body and files of single pages"),
             {},
             declareExtract,
             runExtractPages},
            {"page tree", CliText::tr("the parsed tree of a page in the html5lib test form"),
             QStringLiteral("FILE"), declareTree, runTree}};
}

} // namespace guiyi
