// What a department handed over: a dump, a CMS's own backup or export, a SQLite or Access file, or a way into
// its live database.
#pragma once

#include "adapters/cms/snapshot.h"
#include "schema/base/result.h"
#include "schema/config/target.h"

#include <cstdint>
#include <functional>
#include <string>

namespace guiyi::cms {

/// A site's `source` taken apart: `dump:/path/site.sql?files=/web&prefix=dede_`.
struct HandOver {
    std::string scheme;   ///< dump, sqlite, access, wxr, ghost, mysql, postgresql or odbc
    std::string path;     ///< absolute; of a live database its address, for messages
    TargetAddress server; ///< of a live database
    std::string
        files; ///< `files=`: a copy of the web root, or of the part that holds the uploads; may be empty
    bool uploadsAlone = false; ///< `uploads=` named `files`: it may be the folder of uploads itself
    std::string prefix;        ///< `prefix=`: which install, where there are several; may be empty
    std::string cms;           ///< `cms=`: the product, where it is not to be guessed; may be empty
    std::string profile;       ///< `profile=`: folder of a profile of one's own; may be empty
    std::string site;          ///< `site=`: key of the site, where the database holds several; may be empty
};

/// True for sources that this adapter reads.
bool isHandOver(const std::string &source);
/// Takes a source apart; relative paths are against `root`. Rejected for unknown options.
Result<HandOver> parseHandOver(const std::string &source, const std::string &root);

/// Fills `snapshot` with the tables of the hand-over and says in `encoding` how its text was read. `onBytes`
/// is told of bytes read as they are; may be null.
Status readHandOver(const HandOver &handOver, Snapshot &snapshot, std::string &encoding,
                    const std::function<void(std::int64_t bytes)> &onBytes);

/// Changes whenever the hand-over's files, their sizes or times change; reads no contents. Of a live
/// database, which can't tell, it is empty: it is read anew each time.
std::string fingerprint(const HandOver &handOver);

} // namespace guiyi::cms
