// page extract and page tree: the page engines on plain files.
#include "migrator/cli/command.h"

#include "adapters/html/decode.h"
#include "adapters/html/dump.h"
#include "adapters/html/tree.h"
#if __has_include("migrator/extract/page_extract.h")
#include "migrator/extract/page_extract.h"
#endif
#include "schema/base/text.h"
#include "schema/config/files.h"

#include <fstream>
#include <iostream>

namespace guiyi {

namespace {

void declareTree(QCommandLineParser &parser) {
    parser.addOptions(
        {{QStringLiteral("encoding"), CliText::tr("Decode as this encoding, whatever the page says."),
          QStringLiteral("LABEL")},
         {QStringLiteral("output"), CliText::tr("Write to this file; without it to standard output."),
          QStringLiteral("FILE")}});
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
    return writeOutput(session, [&](std::ostream &out) -> Status {
        out << html::dumpTree(document.root());
        return {};
    });
}

} // namespace

std::vector<Command> pageCommands() {
    return {{"page tree", CliText::tr("the parsed tree of a page in the html5lib test form"),
             QStringLiteral("FILE"), declareTree, runTree}};
}

} // namespace guiyi
