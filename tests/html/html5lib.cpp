#include "tests/html/html5lib.h"

#include "adapters/html/dump.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

namespace html5lib {
namespace {

struct Section {
    std::string name;
    std::string text; ///< without its last line end
    int line = 0;
};

/// Lines that begin with '#' and a known word open a section; "#data" opens a case.
std::vector<std::vector<Section>> readSections(const std::string &file) {
    static const std::vector<std::string> known = {
        "#data",     "#errors",     "#new-errors", "#document-fragment",
        "#document", "#script-off", "#script-on",  "#encoding"};
    const std::string all = readFile(file);
    std::vector<std::vector<Section>> cases;
    int line = 0;
    for (std::size_t at = 0; at < all.size();) {
        const std::size_t end = std::min(all.find('\n', at), all.size());
        const std::string text = all.substr(at, end - at);
        at = end + 1;
        ++line;
        // A data line may itself look like a heading; none of the files has one but in "#data" of its own
        // case.
        if (std::find(known.begin(), known.end(), text) != known.end()) {
            if (text == "#data")
                cases.emplace_back();
            cases.back().push_back({text, {}, line});
            continue;
        }
        if (!cases.empty())
            cases.back().back().text += text + "\n";
    }
    for (auto &sections : cases) {
        for (Section &section : sections) {
            if (section.text.ends_with('\n'))
                section.text.pop_back();
        }
        // Cases are parted by an empty line.
        if (sections.back().text.ends_with('\n'))
            sections.back().text.pop_back();
    }
    return cases;
}

} // namespace

std::string folder() {
    const char *shared = std::getenv("GUIYI_SHARED");
    const std::filesystem::path path =
        (shared ? std::filesystem::path(shared) : std::filesystem::path(GUIYI_SOURCE_DIR) / ".." / "shared") /
        "html5lib-tests";
    return std::filesystem::is_directory(path) ? path.string() : std::string();
}

std::string readFile(const std::string &path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

std::vector<std::string> filesIn(const std::string &path, const std::string &ending) {
    std::vector<std::string> files;
    for (const auto &entry : std::filesystem::directory_iterator(path)) {
        if (entry.path().string().ends_with(ending))
            files.push_back(entry.path().string());
    }
    std::sort(files.begin(), files.end());
    return files;
}

std::vector<TreeCase> readTreeCases(const std::string &file) {
    std::vector<TreeCase> cases;
    for (const auto &sections : readSections(file)) {
        TreeCase one;
        for (const Section &section : sections) {
            if (section.name == "#data") {
                one.data = section.text;
                one.line = section.line;
            } else if (section.name == "#document") {
                one.document = section.text;
            } else if (section.name == "#document-fragment") {
                one.fragmentContext = section.text;
            } else if (section.name == "#script-on") {
                one.scriptOn = true;
            } else if (section.name == "#script-off") {
                one.scriptOff = true;
            }
        }
        cases.push_back(one);
    }
    return cases;
}

std::vector<EncodingCase> readEncodingCases(const std::string &file) {
    std::vector<EncodingCase> cases;
    for (const auto &sections : readSections(file)) {
        EncodingCase one;
        for (const Section &section : sections) {
            if (section.name == "#data") {
                one.data = section.text;
                one.line = section.line;
            } else if (section.name == "#encoding") {
                one.encoding = section.text;
            }
        }
        cases.push_back(one);
    }
    return cases;
}

std::string dump(guiyi::html::Node root) {
    std::string tree = guiyi::html::dumpTree(root);
    if (tree.ends_with('\n'))
        tree.pop_back();
    return tree;
}

} // namespace html5lib
