#include "adapters/cms/ghost_reader.h"

#include "schema/base/text.h"

#include <QtCore/qjsonarray.h>
#include <QtCore/qjsondocument.h>
#include <QtCore/qjsonobject.h>

#include <set>

namespace guiyi::cms {

namespace {

Error noExport(const std::string &why) {
    return {ErrorKind::Rejected, "reading the Ghost export", "", why,
            "export it anew: Settings, Labs, Export your content"};
}

Cell cellOf(const QJsonValue &value) {
    if (value.isNull() || value.isUndefined())
        return std::nullopt;
    if (value.isBool())
        return value.toBool() ? "1" : "0";
    if (value.isArray())
        return QJsonDocument(value.toArray()).toJson(QJsonDocument::Compact).toStdString();
    if (value.isObject())
        return QJsonDocument(value.toObject()).toJson(QJsonDocument::Compact).toStdString();
    return text::fromQString(value.toVariant().toString());
}

Status writeTable(const std::string &name, const QJsonArray &rows, DumpVisitor &visitor) {
    std::set<QString> keys;
    for (const auto &row : rows) {
        for (const QString &key : row.toObject().keys())
            keys.insert(key);
    }
    if (keys.empty())
        return {};
    TableShape shape{"ghost_" + name, {}};
    for (const QString &key : keys)
        shape.columns.push_back({text::fromQString(key), "longtext", {}});
    if (Status s = visitor.table(shape); !s)
        return s;
    for (const auto &row : rows) {
        const QJsonObject object = row.toObject();
        std::vector<Cell> cells;
        for (const QString &key : keys)
            cells.push_back(cellOf(object.value(key)));
        if (Status s = visitor.row(shape.name, {}, cells); !s)
            return s;
    }
    return {};
}

} // namespace

Status readGhost(const DumpSource &source, DumpVisitor &visitor) {
    QByteArray bytes;
    for (;;) {
        const Result<std::string> block = source();
        if (!block)
            return block.error();
        if (block->empty())
            break;
        bytes.append(block->data(), static_cast<qsizetype>(block->size()));
        if (static_cast<std::size_t>(bytes.size()) > MaxGhostBytes)
            return noExport("it is larger than 512 MiB");
    }
    QJsonParseError error;
    const QJsonDocument document = QJsonDocument::fromJson(bytes, &error);
    if (document.isNull())
        return noExport("byte " + std::to_string(error.offset) + ": " +
                        text::fromQString(error.errorString()));
    QJsonObject data = document.object();
    if (data.value(QStringLiteral("db")).isArray())
        data = data.value(QStringLiteral("db")).toArray().at(0).toObject();
    if (data.value(QStringLiteral("data")).isObject())
        data = data.value(QStringLiteral("data")).toObject();
    if (!data.value(QStringLiteral("posts")).isArray())
        return noExport("it holds no posts");
    for (auto it = data.begin(); it != data.end(); ++it) {
        if (Status s = writeTable(text::fromQString(it.key()), it.value().toArray(), visitor); !s)
            return s;
    }
    return {};
}

} // namespace guiyi::cms
