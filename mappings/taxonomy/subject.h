// A source column while it is matched. Internal to the taxonomy.
#pragma once

#include "mappings/taxonomy/matcher.h"

#include <string>
#include <vector>

namespace guiyi::mapping {

/// What every step of the matching asks of the column. Refers to its arguments.
struct SubjectColumn {
    SubjectColumn(const Taxonomy &standard, const ColumnEvidence &known, const std::vector<Ancestor> &above)
        : taxonomy(standard), evidence(known), ancestors(above), key(nameKey(known.column.name)) {
        for (const Ancestor &a : above) {
            if (!a.code.empty()) {
                parentCode = a.code;
                break;
            }
        }
    }

    const Taxonomy &taxonomy;
    const ColumnEvidence &evidence;
    const std::vector<Ancestor> &ancestors;
    std::string key;        ///< nameKey of its name
    std::string parentCode; ///< target of the nearest ancestor that has one; empty when none has

    const std::string &name() const { return evidence.column.name; }
};

} // namespace guiyi::mapping
