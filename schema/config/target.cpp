#include "schema/config/target.h"

#include "schema/base/text.h"
#include "schema/config/files.h"
#include "schema/config/words.h"

#include <QtCore/qurl.h>
#include <QtCore/qurlquery.h>

#include <cstdlib>

namespace guiyi {

namespace {

constexpr std::string_view SqliteScheme = "sqlite:";

Error mistake(const QString &why, const QString &advice) {
    return {ErrorKind::Usage, words(ConfigText::tr("reading the target")), {}, words(why), words(advice)};
}

Error expectedForm(std::string_view given) {
    return mistake(
        ConfigText::tr("target \"%1\" is of no known kind").arg(text::toQString(given)),
        ConfigText::tr("expected sqlite:/path/platform.db, postgresql://user@host:port/database or "
                       "mysql://user@host:port/database"));
}

bool isLocal(const std::string &host) {
    return host == "localhost" || host == "::1" || text::startsWith(host, "127.") ||
           text::startsWith(host, "/");
}

Status readTls(const std::string &word, TargetAddress &target) {
    if (word.empty())
        target.tls = isLocal(target.host) ? TargetTls::Prefer : TargetTls::Verify;
    else if (word == "off")
        target.tls = TargetTls::Off;
    else if (word == "prefer")
        target.tls = TargetTls::Prefer;
    else if (word == "require")
        target.tls = TargetTls::Require;
    else if (word == "verify")
        target.tls = TargetTls::Verify;
    else
        return mistake(ConfigText::tr("target option tls=%1 is not known").arg(text::toQString(word)),
                       ConfigText::tr("expected off, prefer, require or verify"));
    return {};
}

Status readOptions(const QUrl &url, TargetAddress &target) {
    std::string tls;
    const auto options = QUrlQuery(url).queryItems(QUrl::FullyDecoded);
    for (const auto &option : options) {
        const std::string value = text::fromQString(option.second);
        if (option.first == QLatin1String("password_env"))
            target.passwordEnv = value;
        else if (option.first == QLatin1String("password_file"))
            target.passwordFile = value;
        else if (option.first == QLatin1String("tls"))
            tls = value;
        else if (option.first == QLatin1String("ca"))
            target.caFile = value;
        else
            return mistake(ConfigText::tr("target option \"%1\" is not known").arg(option.first),
                           ConfigText::tr("expected password_env, password_file, tls or ca"));
    }
    return readTls(tls, target);
}

} // namespace

Result<TargetAddress> TargetAddress::parse(std::string_view given) {
    TargetAddress target;
    if (text::startsWith(given, SqliteScheme)) {
        target.file = given.substr(SqliteScheme.size());
        return target.file.empty() ? Result<TargetAddress>(expectedForm(given)) : target;
    }
    const QUrl url(text::toQString(given), QUrl::StrictMode);
    const QString scheme = url.scheme();
    if (scheme == QLatin1String("postgresql") || scheme == QLatin1String("postgres"))
        target.kind = TargetKind::PostgreSql;
    else if (scheme == QLatin1String("mysql") || scheme == QLatin1String("mariadb"))
        target.kind = TargetKind::MariaDb;
    else
        return expectedForm(given);
    if (!url.password().isEmpty())
        return mistake(ConfigText::tr("the target holds a password"),
                       ConfigText::tr("write ?password_env=NAME or ?password_file=FILE instead"));
    target.host = text::fromQString(url.host(QUrl::FullyDecoded));
    target.user = text::fromQString(url.userName(QUrl::FullyDecoded));
    target.database = text::fromQString(url.path(QUrl::FullyDecoded).mid(1));
    target.port = static_cast<std::uint16_t>(url.port(target.kind == TargetKind::PostgreSql ? 5432 : 3306));
    if (target.host.empty() || target.user.empty() || target.database.empty())
        return expectedForm(given);
    if (Status s = readOptions(url, target); !s)
        return s.error();
    return target;
}

std::string TargetAddress::text() const {
    if (kind == TargetKind::Sqlite)
        return file;
    return std::string(kind == TargetKind::PostgreSql ? "postgresql://" : "mysql://") + user + "@" + host +
           ":" + std::to_string(port) + "/" + database;
}

Result<std::string> TargetAddress::password() const {
    return readSecret(passwordEnv, passwordFile);
}

Result<std::string> readSecret(const std::string &variable, const std::string &file) {
    if (!variable.empty()) {
        const char *value = std::getenv(variable.c_str());
        if (value == nullptr)
            return mistake(ConfigText::tr("the environment variable %1 with the password is not set")
                               .arg(text::toQString(variable)),
                           ConfigText::tr("set it and run the command again"));
        return std::string(value);
    }
    if (file.empty())
        return std::string();
    Result<std::string> bytes = readFile(file);
    if (!bytes)
        return mistake(ConfigText::tr("the file with the password cannot be read: %1, %2")
                           .arg(text::toQString(file), text::toQString(bytes.error().why)),
                       ConfigText::tr("make it readable for this user, or name another file"));
    return std::string(text::trim(*bytes));
}

} // namespace guiyi
