// What a saved file is: by its content first, by its name then.
#pragma once

#include "schema/model/model.h"

#include <string>
#include <string_view>

namespace guiyi::mirror {

struct Sniffed {
    ResourceKind kind = ResourceKind::Other;
    std::string mediaType;
    bool htmlInsteadOfFile =
        false; ///< named like a document, but the bytes are a web page (an error page mostly)
};

/// `target` is the path and query it was saved from. Reads at most the first 4 KiB of `bytes` (and the last
/// bytes of zip containers' directory names to tell docx, xlsx, pptx, ofd apart).
Sniffed sniff(std::string_view bytes, std::string_view target);

/// True for names that promise a document to download, in the path or as a value of the query
/// (`downfile.jsp?filename=a.pdf`).
bool namesDocument(std::string_view target);
/// True for names that promise a picture.
bool namesImage(std::string_view target);

} // namespace guiyi::mirror
