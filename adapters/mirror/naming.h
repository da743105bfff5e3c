// From the names mirroring programs give to files back to addresses.
#pragma once

#include <string>
#include <string_view>

namespace guiyi::mirror {

/// The path and query a saved file stood for. Understood: `show.asp?id=1` (wget), `show.asp@id=1` (wget on
/// Windows), `show.asp%3Fid=1`, `?` spelt as U+FF1F, percent-encoded names, and `.html` that wget -E appended
/// to a dynamic page (`show.asp?id=1.html`). Names in legacy encodings are percent-encoded byte by byte.
std::string targetOfFile(std::string_view path);

/// Extension in lower case, without the dot, of the last path part (query left out); empty when none.
std::string extensionOf(std::string_view target);

/// True for `/x/` and for `/x/index.html` and its kin: the directory's own page.
bool isDirectoryIndex(std::string_view target);

/// The directory of a directory index (`/x/index.html` -> `/x/`); other targets as they are.
std::string foldDirectoryIndex(std::string_view target);

} // namespace guiyi::mirror
