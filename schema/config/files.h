// Small files people and programs share: read whole, written so that a reader or a crash never sees half.
#pragma once

#include "schema/base/result.h"

#include <string>
#include <string_view>

namespace guiyi {

/// The whole file. Fails when it cannot be read.
Result<std::string> readFile(const std::string &file);

/// Writes `file` + a temporary ending, syncs it, renames it over `file` and syncs the folder. After a crash
/// the file is either the old or the new one. Fails with ErrorKind::Failed (full disk, read-only folder).
Status writeFile(const std::string &file, std::string_view bytes);

/// Creates the folder and its parents.
Status makeFolder(const std::string &folder);

/// What errno means, in words, with advice for the two that operators meet: full disk and read-only folder.
Error systemError(int code, std::string what, std::string where);

} // namespace guiyi
