#include "migrator/loader/rejects.h"

#include "schema/base/json_writer.h"
#include "schema/base/text.h"
#include "schema/config/files.h"

#include <QtCore/qjsondocument.h>
#include <QtCore/qjsonobject.h>

#include <cerrno>
#include <cstdio>

namespace guiyi {

namespace {

constexpr char Writing[] = "writing the rejected records";

Error wrongLine(const std::string &path, std::int64_t line, const std::string &why) {
    return {ErrorKind::Usage, "reading rejected records", path + ":" + std::to_string(line), why,
            "write each record as `guiyi apply` left it, with changed values only"};
}

Result<Record> recordOf(const QJsonObject &object, const std::string &path, std::int64_t line) {
    const auto at = [&](const char *name) {
        return text::fromQString(object.value(QLatin1String(name)).toString());
    };
    Record record;
    record.entity = at("entity");
    record.key = at("key");
    record.site = at("site");
    record.source = at("source");
    const EntityForm *form = entityForm(record.entity);
    if (form == nullptr)
        return wrongLine(path, line, "no such kind of record: \"" + record.entity + "\"");
    const QJsonObject fields = object.value(QLatin1String("fields")).toObject();
    const auto take = [&](std::string_view name) {
        record.fields.emplace_back(name, text::fromQString(fields.value(text::toQString(name)).toString()));
    };
    for (const std::string_view field : form->fields)
        take(field);
    for (const PartForm &part : form->parts)
        take(part.field);
    for (const QString &name : fields.keys()) {
        if (!name.isEmpty() && record.field(text::fromQString(name)).empty() &&
            !fields.value(name).toString().isEmpty())
            return wrongLine(path, line,
                             "a " + record.entity + " has no field \"" + text::fromQString(name) + "\"");
    }
    record.target = record.field(record.entity == "address" ? "target" : "url");
    record.title = record.field("title");
    return record;
}

} // namespace

Status RejectFile::add(const WriteItem &item, const Error &why) {
    if (!m_out.is_open()) {
        if (Status s = makeFolder(m_path.substr(0, m_path.rfind('/'))); !s)
            return s;
        m_out.open(m_path, std::ios::binary | std::ios::trunc);
        if (!m_out)
            return systemError(errno, Writing, m_path);
    }
    JsonWriter json;
    json.beginObject().key("entity").string(item.row.entity).key("key").string(item.row.key);
    json.key("site").string(item.row.site).key("source").string(item.row.source);
    json.key("why").string(why.why).key("fields").beginObject();
    for (const auto &[name, value] : item.record.fields)
        json.key(name).textOrNull(value);
    json.endObject().endObject();
    m_out << json.take() << '\n' << std::flush;
    ++m_count;
    return m_out ? Status() : Status(systemError(errno, Writing, m_path));
}

Status RejectFile::close() {
    if (m_out.is_open())
        m_out.close();
    else
        std::remove(m_path.c_str());
    return m_out ? Status() : Status(systemError(errno, Writing, m_path));
}

Status readRejects(const std::string &path, const std::function<Status(Record)> &visit) {
    std::ifstream in(path, std::ios::binary);
    if (!in)
        return systemError(errno, "reading rejected records", path);
    std::string line;
    for (std::int64_t number = 1; std::getline(in, line); ++number) {
        if (line.empty())
            continue;
        QJsonParseError mistake{};
        const QJsonDocument document = QJsonDocument::fromJson(QByteArray::fromStdString(line), &mistake);
        if (mistake.error != QJsonParseError::NoError || !document.isObject())
            return wrongLine(path, number, "not a JSON object");
        Result<Record> record = recordOf(document.object(), path, number);
        if (!record)
            return record.error();
        if (Status s = visit(std::move(record).value()); !s)
            return s;
    }
    return {};
}

} // namespace guiyi
