// mappings/duplicates.yaml: what people decided on duplicates. Written by people only, read by every map.
#pragma once

#include "mappings/urlmap/hosts.h"
#include "schema/base/result.h"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace guiyi {

struct DuplicateDecisions {
    struct Pair {
        std::string a, b; ///< addressKey of two articles
        int line = 0;     ///< of the decision
        bool same = false;
    };
    std::vector<Pair> pairs;
};

/// Reads the file. All mistakes of it go to `errors` (kind Usage, with file:line): unknown keys and words,
/// less than two articles, addresses that are none or stand twice, decisions that contradict each other.
DuplicateDecisions readDuplicateDecisions(std::string_view bytes, const std::string &fileName,
                                          const mapping::HostRegistry &hosts, std::vector<Error> &errors);

} // namespace guiyi
