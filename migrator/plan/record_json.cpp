#include "migrator/plan/record_json.h"

#include "migrator/plan/letter_fields.h"
#include "schema/base/json_writer.h"
#include "schema/base/text.h"

#include <QtCore/qjsonarray.h>
#include <QtCore/qjsondocument.h>
#include <QtCore/qjsonobject.h>

namespace guiyi {

namespace {

QJsonDocument parse(const std::string &json) {
    return QJsonDocument::fromJson(QByteArray::fromStdString(json));
}

std::string textOf(const QJsonValue &value) {
    return text::fromQString(value.toString());
}

} // namespace

std::string placementsJson(const PlatformPlacements &placements) {
    JsonWriter json;
    json.beginArray();
    for (const auto &[site, code] : placements)
        json.beginArray().string(site).string(code).endArray();
    json.endArray();
    return json.take();
}

PlatformPlacements placementsFromJson(const std::string &json) {
    PlatformPlacements placements;
    const QJsonArray array = parse(json).array();
    for (const auto &value : array) {
        const QJsonArray pair = value.toArray();
        placements.emplace_back(textOf(pair.at(0)), textOf(pair.at(1)));
    }
    return placements;
}

std::string filesJson(const std::vector<PlatformFile> &files) {
    if (files.empty())
        return {};
    JsonWriter json;
    json.beginArray();
    for (const PlatformFile &file : files) {
        json.beginArray().string(file.role).textOrNull(file.name).textOrNull(file.url).textOrNull(
            file.sha256);
        json.number(file.bytes).textOrNull(file.mediaType).string(file.status).endArray();
    }
    json.endArray();
    return json.take();
}

std::vector<PlatformFile> filesFromJson(const std::string &json) {
    std::vector<PlatformFile> files;
    const QJsonArray array = parse(json).array();
    for (const auto &value : array) {
        const QJsonArray f = value.toArray();
        files.push_back({textOf(f.at(0)), textOf(f.at(1)), textOf(f.at(2)), textOf(f.at(3)), textOf(f.at(5)),
                         textOf(f.at(6)), f.at(4).toInteger()});
    }
    return files;
}

std::string letterJson(const Letter &letter) {
    JsonWriter json;
    json.beginObject();
    for (const LetterField &field : LetterFields)
        json.key(field.name).textOrNull(letter.*field.value);
    json.key("public").boolean(letter.isPublic);
    json.endObject();
    return json.take();
}

Letter letterFromJson(const std::string &json) {
    const QJsonObject o = parse(json).object();
    Letter letter;
    for (const LetterField &field : LetterFields)
        letter.*field.value = textOf(o.value(text::toQString(field.name)));
    letter.isPublic = o.value(QLatin1String("public")).toBool(true);
    return letter;
}

std::string documentJson(const DocumentInfo &document) {
    if (document.empty())
        return {};
    JsonWriter json;
    json.beginObject();
    const auto put = [&](std::string_view name, const std::string &value) {
        if (!value.empty())
            json.key(name).string(value);
    };
    put("number", document.number);
    put("issuer", document.issuer);
    put("written", document.written);
    put("effective", document.effective);
    put("expires", document.expires);
    put("status", document.status);
    put("index_number", document.indexNumber);
    put("subject", document.subject);
    json.endObject();
    return json.take();
}

} // namespace guiyi
