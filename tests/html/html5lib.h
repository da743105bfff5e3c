// The conformance data of html5lib-tests: where it is, how its files are read, how it writes a tree.
#pragma once

#include "adapters/html/tree.h"

#include <string>
#include <string_view>
#include <vector>

namespace html5lib {

/// The folder of html5lib-tests below $GUIYI_SHARED (default: `shared` beside the source tree); empty when it
/// is not there.
std::string folder();

/// The bytes of a file; empty when it cannot be read.
std::string readFile(const std::string &path);

/// The files of a folder with that ending, sorted.
std::vector<std::string> filesIn(const std::string &path, const std::string &ending);

struct TreeCase {
    std::string data;
    std::string document;        ///< the expected tree
    std::string fragmentContext; ///< empty: a whole page
    bool scriptOn = false;
    bool scriptOff = false;
    int line = 0; ///< of "#data" in the file
};
std::vector<TreeCase> readTreeCases(const std::string &file);

struct EncodingCase {
    std::string data;
    std::string encoding;
    int line = 0;
};
std::vector<EncodingCase> readEncodingCases(const std::string &file);

/// The children of `root` as the tests write them: "| <p>\n|   class=\"a\"\n".
std::string dump(guiyi::html::Node root);

} // namespace html5lib
