// Where apply gets the contents of attachments and images from.
#pragma once

#include "schema/base/result.h"
#include "schema/model/model.h"

#include <string>

namespace guiyi {

/// Reads files of the sources again. Implemented over the adapters. Called from one thread at a time.
class FileProvider {
public:
    virtual ~FileProvider() = default;
    /// The bytes of a staged file. Errors: Rejected when this file cannot be read (the run goes on), Failed
    /// when the source as a whole is gone. The caller compares the content with the staged hash.
    virtual Result<std::string> read(const Site &site, const Resource &resource) = 0;
};

} // namespace guiyi
