#include "mappings/decision_sheet.h"

#include "schema/base/text.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <set>

namespace guiyi::mapping {

namespace {

constexpr std::string_view PathSeparator = " > ";

constexpr std::array<std::pair<std::string_view, std::string_view>, 6> ChineseActions{
    {{"移动", "move"},
     {"合并", "merge"},
     {"单页", "page"},
     {"链接", "link"},
     {"删除", "drop"},
     {"待定", "undecided"}}};

std::string shown(const std::string &action, const std::string &target) {
    return target.empty() ? action : action + " " + target;
}

std::string candidatesText(const ColumnDecision &d, const Taxonomy &taxonomy) {
    std::string all;
    for (const Candidate &c : d.candidates) {
        const TaxonomyColumn *column = taxonomy.find(c.code);
        all += (all.empty() ? "" : "; ") + c.code + (column ? " " + column->name : std::string());
    }
    return all;
}

/// One merge: looks rows up, checks them, applies them.
class Merging {
public:
    Merging(const std::string &file, std::map<std::string, MappingFile> &files, const Taxonomy &taxonomy)
        : m_file(file), m_files(files), m_taxonomy(taxonomy) {
        for (auto &[site, mapping] : files) {
            for (ColumnDecision &d : mapping.decisions)
                m_byPlace[site + "\n" + d.url + "\n" + text::join(d.path, PathSeparator)] = &d;
        }
    }

    void take(const SheetRow &row) {
        const std::string site = cell(row, "site");
        if (m_files.find(site) == m_files.end()) {
            fault(row, "there is no mapping file of the site \"" + site + "\"",
                  "the id of a mapped site, as in the sheet written by guiyi map");
            return;
        }
        const auto found = m_byPlace.find(site + "\n" + cell(row, "url") + "\n" + cell(row, "path"));
        if (found == m_byPlace.end()) {
            stale(row, "the column is no longer in the mapping file");
            return;
        }
        if (!m_taken.insert(found->first).second) {
            fault(row, "the column stands twice in the sheet", "one row a column");
            return;
        }
        apply(row, site, *found->second);
    }

    SheetMerge result() { return std::move(m_result); }

private:
    static std::string cell(const SheetRow &row, std::string_view heading) {
        const auto it = row.cells.find(heading);
        return it == row.cells.end() ? std::string() : std::string(text::trim(it->second));
    }

    void fault(const SheetRow &row, const std::string &why, const std::string &expected) {
        m_result.errors.push_back({ErrorKind::Usage, "reading decisions",
                                   m_file + ":" + std::to_string(row.line), why, "expected: " + expected});
    }
    void stale(const SheetRow &row, const std::string &why) {
        m_result.stale.push_back({row.line, cell(row, "site"), cell(row, "path"), why});
    }

    static std::string action(const SheetRow &row) {
        const std::string word = text::lower(cell(row, "decision"));
        for (const auto &[chinese, english] : ChineseActions) {
            if (word == chinese)
                return std::string(english);
        }
        return word;
    }

    std::string target(const SheetRow &row) const {
        std::string code = cell(row, "target");
        const bool digits = !code.empty() && code.find_first_not_of("0123456789") == std::string::npos;
        if (digits && code.size() % 2 == 1 && m_taxonomy.find("0" + code))
            code.insert(0, 1, '0'); // 0205 became the number 205
        return code;
    }

    bool approved(const SheetRow &row, bool &ok) {
        const std::string word = text::lower(cell(row, "approved"));
        if (word == "yes" || word == "true" || word == "是" || word == "1")
            return true;
        if (word.empty() || word == "no" || word == "false" || word == "否" || word == "0")
            return false;
        ok = false;
        fault(row, "\"" + word + "\" is neither yes nor no", "approved: yes, no, 是 or 否");
        return false;
    }

    bool valid(const SheetRow &row, const std::string &wanted, const std::string &code) {
        if (!isDecision(wanted)) {
            fault(row, "unknown decision \"" + wanted + "\"", "move, merge, page, link, drop or undecided");
            return false;
        }
        if (!code.empty() && !m_taxonomy.find(code)) {
            fault(row, "there is no standard column " + code, "a code of the taxonomy");
            return false;
        }
        if (code.empty() && (wanted == "move" || wanted == "merge" || wanted == "page")) {
            fault(row, "the decision " + wanted + " needs a target", "a code of the taxonomy");
            return false;
        }
        return true;
    }

    void apply(const SheetRow &row, const std::string &site, ColumnDecision &d) {
        const std::string wanted = action(row), code = target(row);
        bool ok = true;
        const bool yes = approved(row, ok);
        if (!valid(row, wanted, code) || !ok)
            return;
        const std::string exported = cell(row, "check");
        const bool decided = decisionCheck(wanted, code) != exported;
        const bool sameWords =
            cell(row, "note") == d.note && cell(row, "by") == d.editor && cell(row, "when") == d.when;
        const bool sameNow = wanted == d.action && code == d.target;
        if (sameNow && sameWords && yes == d.approved) {
            ++m_result.unchanged;
            return;
        }
        if (!sameNow && decisionCheck(d.action, d.target) != exported) {
            if (decided)
                stale(row, "the file says " + shown(d.action, d.target) + " by now, the sheet " +
                               shown(wanted, code));
            else
                ++m_result.unchanged; // the file moved on, and nobody touched the row
            return;
        }
        m_result.changes.push_back(
            {site, d.path, shown(d.action, d.target), shown(wanted, code), d.articles});
        if (!d.byPerson && !sameNow)
            d.proposed = shown(d.action, d.target);
        d.action = wanted;
        d.target = code;
        d.targetPath = m_taxonomy.namePath(code);
        d.note = cell(row, "note");
        d.editor = cell(row, "by");
        d.when = cell(row, "when");
        d.approved = yes;
        d.byPerson = d.byPerson || !sameNow || yes;
    }

    const std::string &m_file;
    std::map<std::string, MappingFile> &m_files;
    const Taxonomy &m_taxonomy;
    std::map<std::string, ColumnDecision *> m_byPlace;
    std::set<std::string> m_taken;
    SheetMerge m_result;
};

} // namespace

const std::vector<std::string> &sheetHeadings() {
    static const std::vector<std::string> headings{
        "site", "path",       "url",  "decision", "target", "target_name", "candidates", "reason",
        "rule", "confidence", "note", "by",       "when",   "approved",    "check"};
    return headings;
}

std::vector<std::vector<std::string>>
sheetRows(const std::string &site, const std::vector<ColumnDecision> &decisions, const Taxonomy &taxonomy) {
    std::vector<std::vector<std::string>> rows;
    rows.reserve(decisions.size());
    for (const ColumnDecision &d : decisions) {
        char confidence[16];
        std::snprintf(confidence, sizeof confidence, "%.2f", d.confidence);
        rows.push_back({site, text::join(d.path, PathSeparator), d.url, d.action, d.target,
                        text::join(d.targetPath, PathSeparator), candidatesText(d, taxonomy), d.reason,
                        d.rule, confidence, d.note, d.editor, d.when, d.approved ? "yes" : "no",
                        decisionCheck(d.action, d.target)});
    }
    return rows;
}

SheetMerge mergeSheet(const std::vector<SheetRow> &rows, const std::string &fileName,
                      std::map<std::string, MappingFile> &files, const Taxonomy &taxonomy) {
    Merging merging(fileName, files, taxonomy);
    for (const SheetRow &row : rows)
        merging.take(row);
    return merging.result();
}

} // namespace guiyi::mapping
