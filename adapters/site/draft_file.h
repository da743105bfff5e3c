// Bodies wait on disk until the site's structure is known, so that memory does not grow with the site.
#pragma once

#include "adapters/site/page_extractor.h"
#include "schema/base/result.h"

#include <cstdio>
#include <memory>
#include <string>

namespace guiyi::site {

/// A scratch file of article and letter drafts. Deleted with the object (and by the system after a crash, as
/// it has no name).
class DraftFile {
public:
    /// `folder` is on the disk of the workspace.
    static Result<DraftFile> create(const std::string &folder);
    /// Appends; the result is the place to read it from.
    Result<long> write(const Article &article, const Letter &letter);
    struct Draft {
        Article article;
        Letter letter;
    };
    Result<Draft> read(long place);

private:
    struct Closer {
        void operator()(std::FILE *file) const { std::fclose(file); }
    };
    std::unique_ptr<std::FILE, Closer> m_file;
};

} // namespace guiyi::site
