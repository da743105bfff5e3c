// Contents as objects of an S3 server: <prefix>0f/0f3a9c…
#pragma once

#include "migrator/files/file_store.h"

#include <cstdint>
#include <string>
#include <vector>

namespace guiyi::s3 {

/// How large parts of an upload are, and how long trouble is borne.
struct Limits {
    std::size_t partBytes =
        16U << 20U;   ///< larger contents go in parts of this size; servers want 5 MiB at least
    int attempts = 6; ///< of a request that may pass later
    int firstPauseMilliseconds = 200; ///< doubled after each attempt
};

/// Objects are put and read over one connection that is kept. Every body goes with its SHA-256 in the
/// signature, so the server refuses what was changed on the way; afterwards the object is asked for its
/// length and hash. Contents larger than a part go in parts, and stand under their name when the last one is
/// there.
Result<std::unique_ptr<FileStore>> openStore(const FileStoreAddress &address, const Limits &limits = {});

/// The texts of all elements of this name in a server's answer, in order; none when it is no XML.
std::vector<std::string> textsOf(const std::string &xml, const std::string &element);

} // namespace guiyi::s3
