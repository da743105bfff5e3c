#include "adapters/warc/cdxj.h"

#include <QtCore/qjsondocument.h>
#include <QtCore/qjsonobject.h>

#include <algorithm>

namespace guiyi::warc {

namespace {

QString qt(std::string_view s) {
    return QString::fromUtf8(s.data(), static_cast<qsizetype>(s.size()));
}

/// Stands in JSON as it is.
bool isPlain(std::string_view s) {
    return std::all_of(s.begin(), s.end(),
                       [](char c) { return c >= ' ' && c <= '~' && c != '"' && c != '\\'; });
}

} // namespace

std::string CdxLine::text() const {
    if (isPlain(url) && isPlain(mime) && isPlain(digest) && isPlain(file))
        return key + " " + time + " {\"digest\":\"" + digest + "\",\"filename\":\"" + file +
               "\",\"length\":\"" + std::to_string(length) + "\",\"mime\":\"" + mime + "\",\"offset\":\"" +
               std::to_string(offset) + "\",\"status\":\"" + std::to_string(status) + "\",\"url\":\"" + url +
               "\"}";
    // Numbers as texts: the form pywb and its kin write.
    const QJsonObject json{{QStringLiteral("url"), qt(url)},
                           {QStringLiteral("mime"), qt(mime)},
                           {QStringLiteral("status"), QString::number(status)},
                           {QStringLiteral("digest"), qt(digest)},
                           {QStringLiteral("length"), QString::number(length)},
                           {QStringLiteral("offset"), QString::number(offset)},
                           {QStringLiteral("filename"), qt(file)}};
    return key + " " + time + " " + QJsonDocument(json).toJson(QJsonDocument::Compact).toStdString();
}

std::optional<CdxLine> parseCdxLine(std::string_view line) {
    const std::size_t first = line.find(' ');
    const std::size_t second = first == std::string_view::npos ? first : line.find(' ', first + 1);
    if (second == std::string_view::npos || second - first != 15)
        return std::nullopt;
    const std::string_view json = line.substr(second + 1);
    const QJsonObject object =
        QJsonDocument::fromJson(QByteArray(json.data(), static_cast<qsizetype>(json.size()))).object();
    const auto field = [&](const char *name) {
        return object.value(QLatin1String(name)).toVariant().toString();
    };
    if (field("url").isEmpty() || field("filename").isEmpty())
        return std::nullopt;
    CdxLine cdx;
    cdx.key = std::string(line.substr(0, first));
    cdx.time = std::string(line.substr(first + 1, 14));
    cdx.url = field("url").toStdString();
    cdx.mime = field("mime").toStdString();
    cdx.digest = field("digest").toStdString();
    cdx.file = field("filename").toStdString();
    cdx.status = field("status").toInt();
    cdx.offset = field("offset").toLongLong();
    cdx.length = field("length").toLongLong();
    return cdx;
}

std::string cdxTime(std::string_view isoDate) {
    std::string digits;
    for (const char c : isoDate) {
        if (c >= '0' && c <= '9' && digits.size() < 14)
            digits += c;
    }
    digits.resize(14, '0');
    return digits;
}

} // namespace guiyi::warc
