#include "schema/config/file_store_address.h"

#include "schema/base/text.h"
#include "schema/config/words.h"

#include <QtCore/qurl.h>
#include <QtCore/qurlquery.h>

namespace guiyi {

namespace {

constexpr std::string_view S3Scheme = "s3:";
constexpr int HttpPort = 80, HttpsPort = 443;

Error mistake(const QString &why, const QString &advice) {
    return {ErrorKind::Usage,
            words(ConfigText::tr("reading the file store's address")),
            {},
            words(why),
            words(advice)};
}

Status readTls(const QString &word, FileStoreAddress &address) {
    if (word.isEmpty() || word == QLatin1String("verify"))
        address.tls = TargetTls::Verify;
    else if (word == QLatin1String("off"))
        address.tls = TargetTls::Off;
    else if (word == QLatin1String("require"))
        address.tls = TargetTls::Require;
    else
        return mistake(ConfigText::tr("the file store's option tls=%1 is not known").arg(word),
                       ConfigText::tr("expected off, require or verify"));
    return {};
}

Status readOptions(const QUrl &url, FileStoreAddress &address) {
    QString tls;
    const auto options = QUrlQuery(url).queryItems(QUrl::FullyDecoded);
    for (const auto &option : options) {
        const std::string value = text::fromQString(option.second);
        if (option.first == QLatin1String("secret_env"))
            address.secretEnv = value;
        else if (option.first == QLatin1String("secret_file"))
            address.secretFile = value;
        else if (option.first == QLatin1String("region"))
            address.region = value;
        else if (option.first == QLatin1String("tls"))
            tls = option.second;
        else if (option.first == QLatin1String("ca"))
            address.caFile = value;
        else
            return mistake(ConfigText::tr("the file store's option \"%1\" is not known").arg(option.first),
                           ConfigText::tr("expected secret_env, secret_file, region, tls or ca"));
    }
    return readTls(tls, address);
}

/// The first part of the path is the bucket, the rest the prefix.
void readPath(const QUrl &url, FileStoreAddress &address) {
    std::string path = text::fromQString(url.path(QUrl::FullyDecoded));
    while (!path.empty() && path.back() == '/')
        path.pop_back();
    path.erase(0, path.empty() ? 0 : 1);
    const std::size_t slash = path.find('/');
    address.bucket = path.substr(0, slash);
    if (slash != std::string::npos)
        address.prefix = path.substr(slash + 1) + "/";
}

} // namespace

Result<FileStoreAddress> FileStoreAddress::parse(std::string_view given) {
    FileStoreAddress address;
    if (!text::startsWith(given, S3Scheme)) {
        address.folder = given;
        return address;
    }
    const QUrl url(text::toQString(given), QUrl::StrictMode);
    if (!url.password().isEmpty())
        return mistake(ConfigText::tr("the file store's address holds a secret"),
                       ConfigText::tr("write ?secret_env=NAME or ?secret_file=FILE instead"));
    address.region = "us-east-1";
    address.host = text::fromQString(url.host(QUrl::FullyDecoded));
    address.accessKey = text::fromQString(url.userName(QUrl::FullyDecoded));
    readPath(url, address);
    if (address.host.empty() || address.accessKey.empty() || address.bucket.empty())
        return mistake(
            ConfigText::tr("\"%1\" is no address of a file store").arg(text::toQString(given)),
            ConfigText::tr("expected a folder, or s3://ACCESSKEY@host:port/bucket/prefix?secret_env=NAME"));
    if (Status s = readOptions(url, address); !s)
        return s.error();
    if (address.secretEnv.empty() == address.secretFile.empty())
        return mistake(ConfigText::tr("the file store's address names no secret, or two"),
                       ConfigText::tr("write either ?secret_env=NAME or ?secret_file=FILE"));
    address.port = static_cast<std::uint16_t>(url.port(address.tls == TargetTls::Off ? HttpPort : HttpsPort));
    return address;
}

std::string FileStoreAddress::text() const {
    if (!isS3())
        return folder;
    return "s3://" + accessKey + "@" + host + ":" + std::to_string(port) + "/" + bucket + "/" + prefix;
}

Result<std::string> FileStoreAddress::secret() const {
    Result<std::string> secret = readSecret(secretEnv, secretFile);
    if (secret && secret->empty())
        return mistake(ConfigText::tr("the secret of the file store is empty"),
                       ConfigText::tr("write it into the variable or file that the address names"));
    return secret;
}

} // namespace guiyi
