// The form in which texts and titles are compared: as readers see them, whatever typography an editor chose.
#pragma once

#include "schema/model/model.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace guiyi::mapping {

/// `c` as it is compared: half width, ASCII in lower case, each kind of punctuation one character ('·' for
/// signs without an ASCII form); 0 for what readers do not see (blanks, zero-width and soft characters).
char32_t foldedCharacter(char32_t c);

/// Whether a folded character carries meaning by itself: Han, other letters, digits. Punctuation does not.
inline bool isWordCharacter(char32_t folded) {
    if (folded >= 0x80)
        return folded != 0xB7;
    return (folded >= '0' && folded <= '9') || (folded >= 'a' && folded <= 'z');
}

/// The readable folded form of a text: no blanks, repeated stops and dashes as one.
std::string foldedText(std::string_view s);

/// The same as code points, appended to `out`. The form signatures and differences are made of.
void foldInto(std::string_view s, std::vector<char32_t> &out);

/// A title as compared: like the text, and without a status mark in front (【已失效】, [转载]).
std::string normalisedTitleKey(std::string_view title);

/// A key of the files an article carries: their hashes in stable order; files without a hash count by name.
std::string filesKeyOf(const std::vector<FileReference> &files);

} // namespace guiyi::mapping
