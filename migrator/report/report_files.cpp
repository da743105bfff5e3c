// JSON, CSV and XLSX forms of the report.
#include "migrator/report/report_forms.h"

#include "migrator/export/table_writer.h"
#include "schema/base/json_writer.h"
#include "schema/base/text.h"

#include <xlsxwriter.h>

#include <memory>
#include <set>

namespace guiyi {

namespace {

void addFunnel(JsonWriter &json, const Funnel &f) {
    json.beginObject().key("found").number(f.found()).key("loaded").number(f.loaded).key("merged").number(
        f.merged);
    json.key("dropped").number(f.dropped).key("failed").number(f.failed).endObject();
}

void addCounts(JsonWriter &json, const std::map<std::string, std::int64_t> &counts) {
    json.beginObject();
    for (const auto &[name, count] : counts)
        json.key(name).number(count);
    json.endObject();
}

void addLevels(JsonWriter &json, const std::vector<std::int64_t> &levels) {
    json.beginArray();
    for (const std::int64_t count : levels)
        json.number(count);
    json.endArray();
}

void addSite(JsonWriter &json, const SiteReport &site) {
    json.beginObject();
    if (!site.site.id.empty()) {
        json.key("site")
            .string(site.site.id)
            .key("name")
            .textOrNull(site.site.name)
            .key("host")
            .string(site.site.host);
        json.key("home")
            .textOrNull(site.home)
            .key("standard_address")
            .boolean(site.standardAddress)
            .key("address_rule")
            .textOrNull(site.addressRule);
    }
    json.key("outcomes");
    addFunnel(json, site.total);
    json.key("outcomes_by_entity").beginObject();
    for (const auto &[entity, funnel] : site.funnels)
        addFunnel(json.key(entity), funnel);
    json.endObject();
    const mapping::FlattenNumbers &c = site.columns;
    json.key("columns").beginObject().key("before").number(c.before).key("after").number(c.after);
    json.key("deleted_or_merged").number(c.droppedOrMerged).key("optimised").number(c.optimised);
    json.key("deepest_before").number(c.deepestBefore).key("deepest_after").number(c.deepestAfter);
    addLevels(json.key("before_per_level"), c.beforePerLevel);
    addLevels(json.key("after_per_level"), c.afterPerLevel);
    json.endObject();
    addCounts(json.key("decisions"), site.decisions);
    json.key("decided_by_people").number(site.decidedByPeople).key("plan").beginObject();
    for (const auto &[entity, actions] : site.plan)
        addCounts(json.key(entity), actions);
    json.endObject();
    addCounts(json.key("links"), site.links);
    json.key("links_rewritten").number(site.linksRewritten).key("links_dead").number(site.linksDead);
    json.key("links_parked")
        .number(site.linksParked)
        .key("redirects")
        .number(site.redirects)
        .key("gone")
        .number(site.gone);
    json.endObject();
}

/// The numbers of a site as one row, for CSV and XLSX.
std::vector<std::pair<const char *, std::int64_t>> siteNumbers(const SiteReport &site) {
    const auto decision = [&](const char *action) {
        const auto found = site.decisions.find(action);
        return found == site.decisions.end() ? 0 : found->second;
    };
    const auto planned = [&](const char *action) {
        std::int64_t sum = 0;
        for (const auto &[entity, actions] : site.plan) {
            if (const auto found = actions.find(action); found != actions.end())
                sum += found->second;
        }
        return sum;
    };
    const mapping::FlattenNumbers &c = site.columns;
    return {{"found", site.total.found()},
            {"loaded", site.total.loaded},
            {"merged", site.total.merged},
            {"dropped", site.total.dropped},
            {"failed", site.total.failed},
            {"columns_before", c.before},
            {"columns_after", c.after},
            {"levels_before", c.deepestBefore},
            {"levels_after", c.deepestAfter},
            {"columns_deleted_or_merged", c.droppedOrMerged},
            {"columns_optimised", c.optimised},
            {"columns_undecided", decision("undecided")},
            {"create", planned("create")},
            {"update", planned("update")},
            {"unchanged", planned("unchanged")},
            {"retire", planned("retire")},
            {"conflict", planned("conflict")},
            {"links_rewritten", site.linksRewritten},
            {"links_dead", site.linksDead},
            {"redirects", site.redirects},
            {"gone", site.gone}};
}

Status outputError(const std::string &where, const std::string &why) {
    return Error{ErrorKind::Failed, "writing the report", where, why,
                 "free space or make the folder writable, then run `guiyi report` again"};
}

/// What a cell of a worksheet can hold.
std::string cut(const std::string &value) {
    constexpr std::size_t MostCharacters = 32000;
    return value.size() <= MostCharacters ? value : text::head(value, MostCharacters);
}

bool isNumber(const std::string &value) {
    return !value.empty() && value.find_first_not_of("0123456789") == std::string::npos && value.size() < 16;
}

void writeSitesSheet(lxw_workbook *book, lxw_format *bold, const ReportData &data) {
    lxw_worksheet *sheet = workbook_add_worksheet(book, "sites");
    worksheet_freeze_panes(sheet, 1, 2);
    worksheet_set_column(sheet, 0, 1, 22, nullptr);
    worksheet_write_string(sheet, 0, 0, "site", bold);
    worksheet_write_string(sheet, 0, 1, "name", bold);
    lxw_row_t row = 0;
    const auto line = [&](const SiteReport &site) {
        ++row;
        worksheet_write_string(sheet, row, 0, site.site.id.empty() ? "*" : site.site.id.c_str(), nullptr);
        worksheet_write_string(sheet, row, 1, site.site.name.c_str(), nullptr);
        lxw_col_t column = 2;
        for (const auto &[name, number] : siteNumbers(site))
            worksheet_write_number(sheet, row, column++, static_cast<double>(number), nullptr);
    };
    lxw_col_t column = 2;
    for (const auto &[name, number] : siteNumbers(data.sum))
        worksheet_write_string(sheet, 0, column++, name, bold);
    for (const SiteReport &site : data.sites)
        line(site);
    line(data.sum);
}

Status writeListSheet(lxw_workbook *book, lxw_format *bold, const ListSource &source,
                      const ReportList &list) {
    constexpr lxw_row_t MostRows = 1048574; // a worksheet has 1,048,576
    lxw_worksheet *sheet = workbook_add_worksheet(book, list.name);
    worksheet_freeze_panes(sheet, 1, 0);
    for (std::size_t i = 0; i < list.columns.size(); ++i) {
        const auto column = static_cast<lxw_col_t>(i);
        worksheet_set_column(sheet, column, column, list.columns[i].number ? 10 : 28, nullptr);
        worksheet_write_string(sheet, 0, column, reportText(list.columns[i].heading).c_str(), bold);
    }
    lxw_row_t row = 0;
    return list.each(source, [&](const ListRow &cells) {
        if (++row > MostRows) {
            if (row == MostRows + 1)
                worksheet_write_string(sheet, row, 0, (std::string(list.name) + ".csv has all rows").c_str(),
                                       bold);
            return Status();
        }
        for (std::size_t i = 0; i < cells.size(); ++i) {
            const auto column = static_cast<lxw_col_t>(i);
            if (list.columns[i].number && isNumber(cells[i]))
                worksheet_write_number(sheet, row, column, std::stod(cells[i]), nullptr);
            else if (!cells[i].empty()) // written as text: never as a formula or a link
                worksheet_write_string(sheet, row, column, cut(cells[i]).c_str(), nullptr);
        }
        return Status();
    });
}

} // namespace

Status writeJson(const ListSource &source, std::ostream &out) {
    const ReportData &data = source.data;
    JsonWriter json;
    json.beginObject().key("batch").string(data.batch).key("plan").string(data.planHash);
    addCounts(json.key("actions"), data.planActions);
    json.key("duplicate_clusters").number(data.clusters).key("duplicates_merged").number(data.mergedArticles);
    addSite(json.key("total"), data.sum);
    json.key("sites").beginArray();
    for (const SiteReport &site : data.sites)
        addSite(json, site);
    json.endArray();
    out << json.take();
    for (const ReportList &list : reportLists()) {
        out << ",\n\"" << list.name << "\":[";
        bool first = true;
        const Status s = list.each(source, [&](const ListRow &row) {
            JsonWriter line;
            line.beginObject();
            for (std::size_t i = 0; i < list.columns.size(); ++i) {
                line.key(list.columns[i].key);
                const bool number = list.columns[i].number && isNumber(row[i]);
                const bool object = std::string_view(list.columns[i].key) == "changes" && !row[i].empty();
                if (number || object)
                    line.raw(row[i]);
                else
                    line.textOrNull(row[i]);
            }
            line.endObject();
            out << (first ? "\n" : ",\n") << line.take();
            first = false;
            return Status();
        });
        if (!s)
            return s;
        out << "]";
    }
    out << "}\n";
    return out ? Status() : outputError("report.json", "the output takes no more");
}

Status writeCsv(const ListSource &source, const ReportList &list, std::ostream &out) {
    TableWriter table(out, TableFormat::CsvForPeople);
    std::vector<std::string> keys;
    for (const ListColumn &column : list.columns)
        keys.emplace_back(column.key);
    if (Status s = table.header(keys); !s)
        return s;
    const Status s = list.each(source, [&](const ListRow &row) {
        for (std::size_t i = 0; i < list.columns.size(); ++i)
            table.text(list.columns[i].key, row[i]);
        return table.endRow();
    });
    return s ? table.finish() : s;
}

Status writeSitesCsv(const ReportData &data, std::ostream &out) {
    TableWriter table(out, TableFormat::CsvForPeople);
    const auto line = [&](const SiteReport &site) {
        table.text("site", site.site.id.empty() ? "*" : site.site.id).text("name", site.site.name);
        for (const auto &[name, number] : siteNumbers(site))
            table.number(name, number);
        return table.endRow();
    };
    for (const SiteReport &site : data.sites) {
        if (Status s = line(site); !s)
            return s;
    }
    if (Status s = line(data.sum); !s)
        return s;
    return table.finish();
}

Status writeXlsx(const ListSource &source, const std::string &path) {
    lxw_workbook_options options{};
    options.constant_memory = LXW_TRUE;
    lxw_workbook *book = workbook_new_opt(path.c_str(), &options);
    if (book == nullptr)
        return outputError(path, "the workbook cannot be created");
    lxw_doc_properties properties{};
    properties.created = 946684800; // a fixed day: the same plan gives the same bytes
    workbook_set_properties(book, &properties);
    lxw_format *bold = workbook_add_format(book);
    format_set_bold(bold);
    writeSitesSheet(book, bold, source.data);
    Status s;
    for (const ReportList &list : reportLists()) {
        if (s)
            s = writeListSheet(book, bold, source, list);
    }
    const lxw_error closed = workbook_close(book);
    if (s && closed != LXW_NO_ERROR)
        return outputError(path, lxw_strerror(closed));
    return s;
}

} // namespace guiyi
