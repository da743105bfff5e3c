// Where the platform's file contents are: a folder, or a bucket of an S3 server.
#pragma once

#include "schema/config/target.h"

namespace guiyi {

/// A folder as it is, or `s3://ACCESSKEY@HOST:PORT/BUCKET/PREFIX` with options behind `?`: `secret_env=NAME`
/// or `secret_file=FILE` (one is needed), `region=NAME` (us-east-1), `tls=off|require|verify` (verify),
/// `ca=FILE`. The prefix may be empty. A secret in the address is refused: it would stand in the team's git.
struct FileStoreAddress {
    std::string folder; ///< empty for S3
    std::string host, bucket, prefix, accessKey, region;
    std::uint16_t port = 0;
    TargetTls tls = TargetTls::Verify;
    std::string caFile, secretEnv, secretFile;

    static Result<FileStoreAddress> parse(std::string_view text);
    bool isS3() const { return folder.empty(); }
    /// For people; holds no secret.
    std::string text() const;
    /// From the variable or file that is named. Usage error when it cannot be read or is empty.
    Result<std::string> secret() const;
};

} // namespace guiyi
