// Where an adapter puts the canonical records of one site.
#pragma once

#include "schema/base/result.h"
#include "schema/model/model.h"

#include <string_view>

namespace guiyi {

/// Order of calls: facts, columns (parents first), articles, resources, findings. Ids are unique and stable.
class RecordSink {
public:
    virtual ~RecordSink() = default;
    virtual Status setFact(std::string_view name, std::string_view value) = 0;
    virtual Status add(const Column &column) = 0;
    virtual Status add(const Article &article, const Letter *letter) = 0;
    virtual Status add(const Resource &resource) = 0;
    virtual Status add(const Finding &finding) = 0;
};

} // namespace guiyi
