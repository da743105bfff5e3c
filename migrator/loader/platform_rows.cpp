#include "migrator/loader/platform_rows.h"

#include "migrator/plan/letter_fields.h"
#include "migrator/plan/record_json.h"
#include "schema/base/json_writer.h"
#include "schema/base/text.h"
#include "schema/store/staging.h"

#include <QtCore/qjsonarray.h>
#include <QtCore/qjsondocument.h>
#include <QtCore/qjsonobject.h>

#include <algorithm>
#include <cstdlib>

namespace guiyi {

namespace {

/// Whether the text is well-formed UTF-8 without zero bytes, which no server's text column takes.
bool isPlainText(std::string_view s) {
    if (s.find('\0') != std::string_view::npos)
        return false;
    std::size_t i = 0;
    while (i < s.size()) {
        const auto byte = [&](std::size_t at) {
            return at < s.size() ? static_cast<unsigned char>(s[at]) : 0U;
        };
        const unsigned c = byte(i);
        const std::size_t length = c < 0x80                ? 1
                                   : c >= 0xC2 && c < 0xE0 ? 2
                                   : c >= 0xE0 && c < 0xF0 ? 3
                                   : c >= 0xF0 && c < 0xF5 ? 4
                                                           : 0;
        if (length == 0)
            return false;
        for (std::size_t k = 1; k < length; ++k) {
            if ((byte(i + k) & 0xC0U) != 0x80U)
                return false;
        }
        const bool outside = (c == 0xE0 && byte(i + 1) < 0xA0) || (c == 0xED && byte(i + 1) > 0x9F) ||
                             (c == 0xF0 && byte(i + 1) < 0x90) || (c == 0xF4 && byte(i + 1) > 0x8F);
        if (outside)
            return false;
        i += length;
    }
    return true;
}

std::size_t characters(std::string_view s) {
    return static_cast<std::size_t>(std::count_if(
        s.begin(), s.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

/// A column of a row that is read, by its name.
const std::optional<std::string> &cell(std::string_view table, const StoredRow &row, std::string_view name) {
    const auto &columns = platformTable(table).columns;
    const auto found =
        std::find_if(columns.begin(), columns.end(), [&](const PlatformColumn &c) { return c.name == name; });
    return row[static_cast<std::size_t>(found - columns.begin())];
}

std::string textOf(const std::optional<std::string> &value) {
    return value.value_or(std::string());
}

/// The value of a plain field, or of one that stands elsewhere.
std::string fieldFrom(const EntityForm &form, std::string_view field, const StoredRow &row,
                      const StoredRows &rows, const Places &places) {
    if (form.entity == "article" && field == "tenant")
        return places.siteOf(numberFrom(cell(form.table, row, "tenant")));
    if (form.entity == "article" && field == "column")
        return places.columnAt(numberFrom(cell(form.table, row, "main_column"))).second;
    if (form.entity == "file" && field == "bytes") {
        const auto content = rows.find("file");
        return content == rows.end() || content->second.empty()
                   ? std::string()
                   : textOf(cell("file", content->second.front(), "bytes"));
    }
    return textOf(cell(form.table, row, field));
}

std::string hostsFrom(const std::vector<StoredRow> &rows) {
    std::vector<std::string> hosts;
    for (const StoredRow &row : rows)
        hosts.push_back(textOf(cell("tenant_host", row, "host")));
    return toJsonArray(hosts);
}

std::string placementsFrom(const std::vector<StoredRow> &rows, const Places &places) {
    PlatformPlacements placements;
    for (const StoredRow &row : rows)
        placements.push_back(places.columnAt(numberFrom(cell("placement", row, "tenant_column"))));
    return placementsJson(placements);
}

std::string attachmentsFrom(const std::vector<StoredRow> &rows) {
    std::vector<PlatformFile> files;
    for (const StoredRow &row : rows) {
        const auto at = [&](std::string_view name) { return textOf(cell("attachment", row, name)); };
        files.push_back({at("role"), at("name"), at("url"), at("sha256"), at("media_type"), at("status"),
                         numberFrom(cell("attachment", row, "bytes"))});
    }
    return filesJson(files);
}

std::string letterFrom(const std::vector<StoredRow> &rows) {
    if (rows.empty())
        return {};
    const auto at = [&](std::string_view name) { return textOf(cell("letter", rows.front(), name)); };
    Letter l;
    for (const LetterField &field : LetterFields)
        l.*field.value = at(field.name);
    l.isPublic = at("is_public") != "0";
    return letterJson(l);
}

std::string partFrom(const PartForm &part, const StoredRows &rows, const Places &places) {
    static const std::vector<StoredRow> None;
    const auto found = rows.find(part.table);
    const std::vector<StoredRow> &own = found == rows.end() ? None : found->second;
    if (part.table == "tenant_host")
        return hostsFrom(own);
    if (part.table == "placement")
        return placementsFrom(own, places);
    return part.table == "attachment" ? attachmentsFrom(own) : letterFrom(own);
}

std::int64_t partSize(const PartForm &part, const Record &record) {
    const std::string &value = record.field(part.field);
    if (part.table == "tenant_host")
        return static_cast<std::int64_t>(fromJsonArray(value).size());
    if (part.table == "placement")
        return static_cast<std::int64_t>(placementsFromJson(value).size());
    if (part.table == "attachment")
        return static_cast<std::int64_t>(filesFromJson(value).size());
    return value.empty() ? 0 : 1;
}

} // namespace

Result<Places> Places::load(SqlEngine &engine) {
    Places places;
    Status s = engine.each("SELECT \"id\",\"site\" FROM \"tenant\"", {}, [&](const SqlRow &row) {
        places.addTenant(std::string(*row[1]), numberFrom(row[0]));
        return Status();
    });
    if (s)
        s = engine.each("SELECT c.\"id\",t.\"site\",c.\"code\" FROM \"tenant_column\" c JOIN \"tenant\" t ON "
                        "t.\"id\"=c.\"tenant\"",
                        {}, [&](const SqlRow &row) {
                            places.addColumn(std::string(*row[1]), std::string(*row[2]), numberFrom(row[0]));
                            return Status();
                        });
    if (!s)
        return s.error();
    return places;
}

void Places::addTenant(const std::string &site, std::int64_t id) {
    m_tenants[site] = id;
    m_sites[id] = site;
}

void Places::addColumn(const std::string &site, const std::string &code, std::int64_t id) {
    m_columns[{site, code}] = id;
    m_places[id] = {site, code};
}

std::int64_t Places::tenant(const std::string &site) const {
    const auto found = m_tenants.find(site);
    return found == m_tenants.end() ? 0 : found->second;
}

std::int64_t Places::column(const std::string &site, const std::string &code) const {
    const auto found = m_columns.find({site, code});
    return found == m_columns.end() ? 0 : found->second;
}

const std::string &Places::siteOf(std::int64_t tenant) const {
    static const std::string None;
    const auto found = m_sites.find(tenant);
    return found == m_sites.end() ? None : found->second;
}

const std::pair<std::string, std::string> &Places::columnAt(std::int64_t id) const {
    static const std::pair<std::string, std::string> None;
    const auto found = m_places.find(id);
    return found == m_places.end() ? None : found->second;
}

const std::vector<EntityForm> &entityForms() {
    static const std::vector<EntityForm> Forms{
        {"taxonomy", "taxonomy_column", false, {"name", "parent", "level"}, {}, "code"},
        {"tenant",
         "tenant",
         true,
         {"name", "code", "level", "host", "base_path", "home"},
         {{"old_hosts", "tenant_host", "tenant"}},
         "home"},
        {"column", "tenant_column", true, {"code", "url", "retired"}, {}, "url"},
        {"file", "tenant_file", true, {"sha256", "url", "bytes", "media_type", "retired"}, {}, "url"},
        {"article",
         "article",
         true,
         {"tenant", "url", "source_url", "kind", "title", "subtitle", "published", "updated", "source",
          "author", "editor", "language", "document", "keywords", "column", "body_html", "body_text",
          "retired"},
         {{"placements", "placement", "article"},
          {"attachments", "attachment", "article"},
          {"letter", "letter", "article"}},
         "url"},
        {"address", "old_url", false, {"url", "target", "status", "reason"}, {}, "key"},
    };
    return Forms;
}

const EntityForm *entityForm(std::string_view entity) {
    const auto &forms = entityForms();
    const auto found =
        std::find_if(forms.begin(), forms.end(), [&](const EntityForm &f) { return f.entity == entity; });
    return found == forms.end() ? nullptr : &*found;
}

std::optional<std::string> refusal(const Record &record) {
    const EntityForm *form = entityForm(record.entity);
    if (form == nullptr)
        return "no such kind of record: " + record.entity;
    const auto limited = [](std::string_view what, std::string_view value,
                            int longest) -> std::optional<std::string> {
        if (longest == 0 || characters(value) <= static_cast<std::size_t>(longest))
            return {};
        return std::string(what) + " has " + std::to_string(characters(value)) +
               " characters, the platform holds " + std::to_string(longest);
    };
    if (auto why = limited("its key", record.key, platformTable("identity").column("key")->longest))
        return why;
    const PlatformTable &table = platformTable(form->table);
    for (const auto &[name, value] : record.fields) {
        if (!isPlainText(value))
            return std::string(name) + " is not UTF-8 text";
        if (const PlatformColumn *column = table.column(name)) {
            if (auto why = limited(name, value, column->longest))
                return why;
        }
    }
    return {};
}

RowSet &RowSets::of(std::string_view table) {
    const auto found = m_sets.find(table);
    if (found != m_sets.end())
        return found->second;
    const PlatformTable &known = platformTable(table);
    return m_sets.emplace(known.name, RowSet(known.columnNames())).first->second;
}

std::vector<std::pair<std::string_view, const RowSet *>> RowSets::inOrder() const {
    std::vector<std::pair<std::string_view, const RowSet *>> sets;
    for (const PlatformTable &table : platformTables()) {
        const auto found = m_sets.find(table.name);
        if (found != m_sets.end() && !found->second.empty())
            sets.emplace_back(table.name, &found->second);
    }
    return sets;
}

std::optional<std::string> missingPlace(const EntityForm &form, const Record &record, const Places &places) {
    if (form.entity == "taxonomy" || form.entity == "tenant")
        return {};
    if (places.tenant(record.site) == 0)
        return "the tenant " + record.site;
    if (form.entity != "article")
        return {};
    if (places.column(record.site, record.field("column")) == 0)
        return "the column " + record.site + "/" + record.field("column");
    for (const auto &[site, code] : placementsFromJson(record.field("placements"))) {
        if (places.column(site, code) == 0)
            return "the column " + site + "/" + code;
    }
    return {};
}

void addMainRow(RowSets &sets, const EntityForm &form, const Record &record, std::int64_t id,
                const Places &places) {
    const std::int64_t tenant = places.tenant(record.site);
    const std::int64_t column =
        form.entity == "article" ? places.column(record.site, record.field("column")) : 0;
    RowSet &set = sets.of(form.table);
    for (const PlatformColumn &c : platformTable(form.table).columns) {
        if (c.name == "id")
            set.addNumber(id);
        else if (c.name == "tenant")
            set.addNumber(tenant);
        else if (c.name == "main_column")
            set.addNumber(column);
        else if (c.name == "site")
            set.add(record.site);
        else if (!form.numbered && c.name == form.place)
            set.add(record.key);
        else if (c.nullable)
            set.addNullIfEmpty(record.field(c.name));
        else
            set.add(record.field(c.name));
    }
}

namespace {

void addAttachments(RowSet &set, const std::string &json, std::int64_t id) {
    std::int64_t position = 0;
    const auto owned = [&set](const std::string &value) {
        if (value.empty())
            set.add({});
        else
            set.addOwned(value);
    };
    for (const PlatformFile &file : filesFromJson(json)) {
        set.addNumber(id).addNumber(position++).addOwned(file.role);
        owned(file.name);
        owned(file.url);
        owned(file.sha256);
        set.addNumber(file.bytes);
        owned(file.mediaType);
        set.addOwned(file.status);
    }
}

void addLetter(RowSet &set, const std::string &json, std::int64_t id) {
    const Letter letter = letterFromJson(json);
    set.addNumber(id);
    const auto owned = [&set](const std::string &value) {
        if (value.empty())
            set.add({});
        else
            set.addOwned(value);
    };
    for (const LetterField &field : LetterFields) {
        if (platformTable("letter").column(field.name)->nullable)
            owned(letter.*field.value);
        else
            set.addOwned(letter.*field.value);
    }
    set.addNumber(letter.isPublic ? 1 : 0);
}

} // namespace

void addPartRows(RowSets &sets, const PartForm &part, const Record &record, std::int64_t id,
                 const Places &places) {
    const std::string &value = record.field(part.field);
    RowSet &set = sets.of(part.table);
    std::int64_t position = 0;
    if (part.table == "tenant_host") {
        for (const std::string &host : fromJsonArray(value))
            set.addOwned(host).addNumber(id).addNumber(position++);
    } else if (part.table == "placement") {
        for (const auto &[site, code] : placementsFromJson(value))
            set.addNumber(id).addNumber(position++).addNumber(places.column(site, code));
    } else if (part.table == "attachment") {
        addAttachments(set, value, id);
    } else if (!value.empty()) {
        addLetter(set, value, id);
    }
}

Record recordFrom(const EntityForm &form, const std::string &key, const StoredRows &rows,
                  const Places &places) {
    Record record;
    record.entity = form.entity;
    record.key = key;
    const StoredRow &row = rows.find(form.table)->second.front();
    for (const std::string_view field : form.fields)
        record.fields.emplace_back(field, fieldFrom(form, field, row, rows, places));
    for (const PartForm &part : form.parts)
        record.fields.emplace_back(part.field, partFrom(part, rows, places));
    return record;
}

RowCounts rowsOfAction(std::string_view action, const Record *desired, const Record *now, bool newContent) {
    RowCounts counts;
    if (action != "create" && action != "update" && action != "retire")
        return counts;
    const EntityForm *form = desired == nullptr ? entityForm(now->entity) : entityForm(desired->entity);
    counts["identity"] = counts["journal"] = 1;
    counts[std::string(form->table)] = 1;
    if (newContent)
        counts["file"] = 1;
    for (const PartForm &part : form->parts) {
        if (action == "create")
            counts[std::string(part.table)] += partSize(part, *desired);
        else if (action == "update" && now->field(part.field) != desired->field(part.field))
            counts[std::string(part.table)] += partSize(part, *now) + partSize(part, *desired);
    }
    return counts;
}

std::string storedRowsJson(const StoredRows &rows) {
    JsonWriter json;
    json.beginObject();
    for (const auto &[table, list] : rows) {
        json.key(table).beginArray();
        for (const StoredRow &row : list) {
            json.beginArray();
            for (const std::optional<std::string> &value : row) {
                if (value)
                    json.string(*value);
                else
                    json.null();
            }
            json.endArray();
        }
        json.endArray();
    }
    json.endObject();
    return json.take();
}

StoredRows storedRowsFromJson(const std::string &json) {
    StoredRows rows;
    const QJsonObject object = QJsonDocument::fromJson(QByteArray::fromStdString(json)).object();
    for (auto table = object.begin(); table != object.end(); ++table) {
        std::vector<StoredRow> &list = rows[text::fromQString(table.key())];
        const QJsonArray array = table.value().toArray();
        for (const auto &one : array) {
            StoredRow row;
            const QJsonArray cells = one.toArray();
            for (const auto &value : cells)
                row.push_back(value.isNull() ? std::optional<std::string>()
                                             : text::fromQString(value.toString()));
            list.push_back(std::move(row));
        }
    }
    return rows;
}

} // namespace guiyi
