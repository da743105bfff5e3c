// Where the platform is: a database address as it stands in guiyi.yaml.
#pragma once

#include "schema/base/result.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace guiyi {

enum class TargetKind { Sqlite, PostgreSql, MariaDb };

enum class TargetTls {
    Off,     ///< never encrypted
    Prefer,  ///< encrypted when the server offers it; the default on this machine
    Require, ///< encrypted, whoever the server is
    Verify   ///< encrypted, and the server proves that it is the named host; the default elsewhere
};

/// `sqlite:FILE`, `postgresql://USER@HOST:PORT/DATABASE` or `mysql://USER@HOST:PORT/DATABASE`, with options
/// behind `?`: `password_env=NAME`, `password_file=FILE`, `tls=off|prefer|require|verify`, `ca=FILE`. A
/// password in the address is refused: it would stand in the team's git.
struct TargetAddress {
    TargetKind kind = TargetKind::Sqlite;
    std::string file; ///< SQLite only
    std::string host, user, database;
    std::uint16_t port = 0;
    std::string passwordEnv, passwordFile;
    TargetTls tls = TargetTls::Prefer;
    std::string caFile;

    static Result<TargetAddress> parse(std::string_view text);
    /// For people; holds no secret.
    std::string text() const;
    /// From the variable or file that is named; "" when none is. Usage error when it cannot be read.
    Result<std::string> password() const;
};

/// A password from an environment variable or, without one, from a file; "" when neither is named. Usage
/// error when it cannot be read.
Result<std::string> readSecret(const std::string &variable, const std::string &file);

} // namespace guiyi
