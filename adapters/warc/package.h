// The archive files behind a name: itself, what a WACZ package holds, or a whole-file gzip unpacked aside.
#pragma once

#include "adapters/warc/byte_source.h"

#include <string>
#include <vector>

namespace guiyi::warc {

/// Endings of files that are taken for archives when a folder is read.
inline constexpr const char *ArchiveEndings[] = {".warc", ".warc.gz", ".arc",  ".arc.gz",
                                                 ".wacz", ".mht",     ".mhtml"};

/// An archive whose records can be read at any place.
struct PackedFile {
    std::string name; ///< for people: "site.wacz/archive/data.warc.gz"
    std::shared_ptr<Input> input;
    std::vector<std::string> rejects; ///< what could not be taken out of a package, with the reason
};

/// Appends the archives behind `file`. What cannot be read in place (members of a WACZ; a gzip file of one
/// member with many records; MHTML) is unpacked into files without a name in the folder for temporary files.
Status addArchive(const std::string &file, std::vector<PackedFile> &files);

} // namespace guiyi::warc
