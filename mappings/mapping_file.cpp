#include "mappings/mapping_file.h"

#include "schema/base/text.h"

#include <QtCore/qcryptographichash.h>
#include <QtCore/qstring.h>

#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <map>
#include <set>

namespace guiyi::mapping {

namespace {

constexpr std::array<std::string_view, 6> Actions{"move", "merge", "page", "link", "drop", "undecided"};
constexpr std::string_view PathSeparator = " > ";

/// A YAML scalar on one line: plain where that is safe to read back, else double-quoted.
std::string yaml(std::string_view s) {
    static constexpr std::string_view special = ":#\"'\\[]{},&*!|>%@`\n\r\t";
    bool plain = !s.empty() && s.front() != ' ' && s.back() != ' ' && s.front() != '-' && s.front() != '?' &&
                 s.front() != '~';
    for (char c : s)
        plain = plain && static_cast<unsigned char>(c) >= 0x20 && special.find(c) == std::string_view::npos;
    // Words and numbers that YAML readers of other tools would not take for text.
    const std::string lower = text::lower(s);
    for (std::string_view word : {"yes", "no", "true", "false", "null", "on", "off", "y", "n"})
        plain = plain && lower != word;
    plain = plain && !(s.find_first_not_of("0123456789.eE+-_") == std::string_view::npos);
    if (plain)
        return std::string(s);
    std::string out = "\"";
    for (char c : s) {
        switch (c) {
        case '"':
            out += "\\\"";
            break;
        case '\\':
            out += "\\\\";
            break;
        case '\n':
            out += "\\n";
            break;
        case '\t':
            out += "\\t";
            break;
        case '\r':
            out += "\\r";
            break;
        default:
            if (static_cast<unsigned char>(c) < 0x20) {
                char hex[8];
                std::snprintf(hex, sizeof hex, "\\x%02x",
                              static_cast<unsigned>(static_cast<unsigned char>(c)));
                out += hex;
            } else {
                out += c;
            }
        }
    }
    return out + "\"";
}

std::string confidenceText(double confidence) {
    char s[16];
    std::snprintf(s, sizeof s, "%.2f", std::clamp(confidence, 0.0, 1.0));
    return s;
}

std::string shownTarget(const ColumnDecision &d) {
    return d.targetPath.empty()
               ? std::string()
               : "  # " + text::replaceAll(text::join(d.targetPath, PathSeparator), "\n", " ");
}

void writeList(std::string &out, const char *key, const std::vector<std::string> &items) {
    out += std::string("    ") + key + ": [";
    for (std::size_t i = 0; i < items.size(); ++i)
        out += (i ? ", " : "") + yaml(items[i]);
    out += "]\n";
}

/// The action and target the tool proposed, "merge 0205", apart again.
std::pair<std::string, std::string> splitProposal(const std::string &proposed) {
    const std::size_t blank = proposed.find(' ');
    return {proposed.substr(0, blank),
            blank == std::string::npos ? std::string() : proposed.substr(blank + 1)};
}

} // namespace

// What people decide about: a change of anything else is no edit.
std::string decisionCheck(const std::string &action, const std::string &target) {
    const std::string s = action + "\n" + target;
    return QCryptographicHash::hash(QByteArrayView(s.data(), static_cast<qsizetype>(s.size())),
                                    QCryptographicHash::Blake2b_160)
        .toHex()
        .left(8)
        .toStdString();
}

bool isDecision(std::string_view action) {
    return std::find(Actions.begin(), Actions.end(), action) != Actions.end();
}

std::string writeMappingFile(const Site &site, const std::vector<ColumnDecision> &decisions) {
    std::string out;
    out += "# What becomes of each column of " + text::collapse(site.name) + " (" + site.id +
           ").\n"
           "# Edit decision and target, set approved: yes, add a note; the rest is the tool's and is written "
           "anew.\n"
           "# decision: move | merge | page | link | drop | undecided. target: code of a standard column.\n"
           "# An entry that differs from what was proposed (check no longer fits) is yours and is never "
           "overwritten.\n";
    out += "version: 1\n";
    out += "site: " + yaml(site.id) + "\n";
    if (decisions.empty())
        return out + "columns: []\n";
    out += "columns:\n";
    for (const ColumnDecision &d : decisions) {
        const std::string path = text::join(d.path, PathSeparator);
        // A name may contain the separator itself: then the path is written as a list.
        const bool ambiguous = text::split(text::replaceAll(path, PathSeparator, "\n"), '\n') != d.path;
        if (ambiguous) {
            out += "  - path: [";
            for (std::size_t i = 0; i < d.path.size(); ++i)
                out += (i ? ", " : "") + yaml(d.path[i]);
            out += "]\n";
        } else {
            // ">" inside a plain scalar is safe when it is not the first character.
            const bool needsQuotes = yaml(text::replaceAll(path, PathSeparator, " ")).front() == '"';
            out += "  - path: " + (needsQuotes ? yaml(path) : path) + "\n";
        }
        out += "    url: " + yaml(d.url) + "\n";
        out += "    decision: " + d.action + "\n";
        if (!d.target.empty())
            out += "    target: '" + d.target + "'" + shownTarget(d) + "\n";
        if (!d.tags.empty()) {
            out += "    tags: {";
            for (std::size_t i = 0; i < d.tags.size(); ++i)
                out += (i ? ", " : "") + d.tags[i].first + ": " + yaml(d.tags[i].second);
            out += "}\n";
        }
        out += "    rule: " + yaml(d.rule) + "\n";
        out += "    reason: " + yaml(d.reason) + "\n";
        out += "    confidence: " + confidenceText(d.confidence) + "\n";
        if (d.action == "undecided" && !d.candidates.empty()) {
            std::vector<std::string> codes;
            for (const Candidate &c : d.candidates)
                codes.push_back(c.code);
            writeList(out, "candidates", codes);
        }
        for (const auto &[key, value] : {std::pair<const char *, const std::string &>("note", d.note),
                                         {"by", d.editor},
                                         {"when", d.when}}) {
            if (!value.empty())
                out += std::string("    ") + key + ": " + yaml(value) + "\n";
        }
        out += std::string("    approved: ") + (d.approved ? "yes" : "no") + "\n";
        std::pair<std::string, std::string> proposal{d.action, d.target};
        if (!d.proposed.empty()) {
            proposal = splitProposal(d.proposed);
            out += "    proposed: " + yaml(d.proposed) + "\n";
        }
        // An entry of a person that the tool has never proposed anything for keeps no check: it stays theirs.
        if (!d.byPerson || d.approved || !d.proposed.empty())
            out += "    check: '" + decisionCheck(proposal.first, proposal.second) + "'\n";
        // Tells a target the taxonomy has lost since from one that is mistyped.
        if (d.byPerson)
            out += "    accepted: '" + decisionCheck(d.action, d.target) + "'\n";
    }
    return out;
}

namespace {

class Reading {
public:
    Reading(std::string_view file, const Taxonomy &taxonomy) : m_file(file), m_taxonomy(taxonomy) {}

    ParsedMapping run(std::string_view bytes) {
        YAML::Node root;
        try {
            root = YAML::Load(std::string(bytes));
        } catch (const YAML::Exception &e) {
            fault(e.mark.line + 1, "not YAML: " + e.msg,
                  "indent with blanks, quote values that contain ': ' or '#'");
            return std::move(m_result);
        }
        if (root.IsNull())
            return std::move(m_result);
        if (!root.IsMap()) {
            fault(1, "the file is no mapping file",
                  "it starts with \"version: 1\", \"site: <id>\" and \"columns:\"");
            return std::move(m_result);
        }
        for (const auto &entry : root) {
            const std::string key = entry.first.IsScalar() ? entry.first.Scalar() : std::string();
            if (key == "site")
                m_result.file.site = text(entry.second, "site");
            else if (key == "version")
                version(entry.second);
            else if (key == "columns")
                columns(entry.second);
            else
                fault(line(entry.first), "unknown key \"" + key + "\"", "version, site or columns");
        }
        return std::move(m_result);
    }

private:
    static int line(const YAML::Node &n) { return n.Mark().line + 1; }

    void fault(int at, const std::string &why, const std::string &expected) {
        m_result.errors.push_back({ErrorKind::Usage, "reading decisions", m_file + ":" + std::to_string(at),
                                   why, "expected: " + expected});
    }

    std::string text(const YAML::Node &n, const std::string &key) {
        if (n.IsNull())
            return {};
        if (n.IsScalar())
            return n.Scalar();
        fault(line(n), "\"" + key + "\" is not a single value", key + ": <text>");
        return {};
    }

    void version(const YAML::Node &n) {
        const std::string v = text(n, "version");
        if (v != "1")
            fault(line(n), "version " + v + " is not known to this program", "version: 1");
    }

    void columns(const YAML::Node &n) {
        if (n.IsNull())
            return;
        if (!n.IsSequence()) {
            fault(line(n), "\"columns\" is no list", "columns: followed by \"  - path: ...\" entries");
            return;
        }
        for (const YAML::Node &entry : n)
            column(entry);
    }

    std::vector<std::string> path(const YAML::Node &n) {
        std::vector<std::string> names;
        if (n.IsSequence()) {
            for (const YAML::Node &item : n)
                names.push_back(text(item, "path"));
            return names;
        }
        const std::string joined = text(n, "path");
        for (const std::string &name : text::split(text::replaceAll(joined, PathSeparator, "\n"), '\n'))
            names.emplace_back(text::trim(name));
        if (joined.empty())
            names.clear();
        return names;
    }

    bool flag(const YAML::Node &n, const std::string &key) {
        const std::string v = text::lower(text(n, key));
        if (v == "yes" || v == "true" || v == "是")
            return true;
        if (v != "no" && v != "false" && v != "否" && !v.empty())
            fault(line(n), "\"" + key + ": " + v + "\" is neither yes nor no", key + ": yes or no");
        return false;
    }

    double confidence(const YAML::Node &n) {
        bool ok = false;
        const double v = text::toQString(text(n, "confidence")).toDouble(&ok);
        if (!ok || v < 0 || v > 1)
            fault(line(n), "\"confidence\" is no number from 0 to 1", "confidence: 0.85");
        return ok ? v : 0;
    }

    void tags(const YAML::Node &n, ColumnDecision &d) {
        if (!n.IsMap()) {
            fault(line(n), "\"tags\" is no map", "tags: {year: 2019年}");
            return;
        }
        for (const auto &tag : n)
            d.tags.emplace_back(text(tag.first, "tags"), text(tag.second, "tags"));
    }

    void column(const YAML::Node &n) {
        const std::size_t faultsBefore = m_result.errors.size();
        if (!n.IsMap()) {
            fault(line(n), "an entry is no map", "- path: ...  url: ...  decision: ...  target: ...");
            return;
        }
        ColumnDecision d;
        std::string check, accepted, target;
        int targetLine = line(n), decisionLine = line(n);
        for (const auto &field : n) {
            const std::string key = field.first.IsScalar() ? field.first.Scalar() : std::string();
            const YAML::Node &value = field.second;
            if (key == "path") {
                d.path = path(value);
            } else if (key == "url") {
                d.url = text(value, key);
            } else if (key == "decision") {
                d.action = text(value, key);
                decisionLine = line(field.first);
            } else if (key == "target") {
                d.target = text(value, key);
                targetLine = line(field.first);
            } else if (key == "tags") {
                tags(value, d);
            } else if (key == "rule") {
                d.rule = text(value, key);
            } else if (key == "reason") {
                d.reason = text(value, key);
            } else if (key == "confidence") {
                d.confidence = confidence(value);
            } else if (key == "candidates") {
                if (value.IsSequence()) {
                    for (const YAML::Node &c : value)
                        d.candidates.push_back({text(c, key), 0, {}});
                }
            } else if (key == "note") {
                d.note = text(value, key);
            } else if (key == "by") {
                d.editor = text(value, key);
            } else if (key == "when") {
                d.when = text(value, key);
            } else if (key == "approved") {
                d.approved = flag(value, key);
            } else if (key == "proposed") {
                d.proposed = text(value, key);
            } else if (key == "check") {
                check = text(value, key);
            } else if (key == "accepted") {
                accepted = text(value, key);
            } else {
                fault(line(field.first), "unknown key \"" + key + "\"",
                      "path, url, decision, target, tags, rule, reason, confidence, candidates, note, by, "
                      "when, approved, proposed, check or accepted");
            }
        }
        if (d.path.empty() && d.url.empty())
            fault(line(n), "the entry names no column",
                  "path: <names separated by \" > \"> or url: <address>");
        const bool edited = check != decisionCheck(d.action, d.target);
        // The taxonomy changed under an entry nobody edited since: proposed anew, and looked at when it is a
        // person's.
        const bool untouched = !edited || accepted == decisionCheck(d.action, d.target);
        const bool targetGone = untouched && !d.target.empty() && !m_taxonomy.find(d.target);
        if (!targetGone)
            validate(d, decisionLine, targetLine);
        else if (!edited && !d.approved)
            return;
        d.targetGone = targetGone;
        d.targetPath = m_taxonomy.namePath(d.target);
        d.byPerson = edited || d.approved;
        if (!edited)
            d.proposed.clear();
        const std::string key = text::join(d.path, "\n") + "\n\n" + d.url;
        const auto [first, added] = m_seen.emplace(key, line(n));
        if (!added)
            fault(line(n), "the column is decided twice, first in line " + std::to_string(first->second),
                  "one entry a column");
        if (m_result.errors.size() == faultsBefore)
            m_result.file.decisions.push_back(std::move(d));
    }

    void validate(ColumnDecision &d, int decisionLine, int targetLine) {
        if (!isDecision(d.action)) {
            fault(decisionLine,
                  d.action.empty() ? "the entry has no decision" : "unknown decision \"" + d.action + "\"",
                  "decision: move, merge, page, link, drop or undecided");
            return;
        }
        if (!d.target.empty() && !m_taxonomy.find(d.target)) {
            fault(targetLine, "there is no standard column " + d.target, nearCodes(d.target));
            return;
        }
        if (d.target.empty() && (d.action == "move" || d.action == "merge" || d.action == "page"))
            fault(decisionLine, "the decision " + d.action + " needs a target", "target: '<code>'");
    }

    std::string nearCodes(const std::string &code) const {
        std::string list;
        for (std::size_t length = std::min<std::size_t>(code.size(), 6); length >= 2 && list.empty();
             length -= 2) {
            const std::string_view stem = std::string_view(code).substr(0, length - length % 2);
            for (const TaxonomyColumn &c : m_taxonomy.columns()) {
                if (!stem.empty() && Taxonomy::within(c.code, stem) && list.size() < 120)
                    list += (list.empty() ? "" : ", ") + ("'" + c.code + "' " + c.name);
            }
        }
        return "target: a code in quotes" +
               (list.empty() ? std::string(" such as '0205'") : ", near it are " + list);
    }

    const std::string m_file;
    const Taxonomy &m_taxonomy;
    ParsedMapping m_result;
    std::map<std::string, int> m_seen;
};

} // namespace

ParsedMapping readMappingFile(std::string_view bytes, std::string_view fileName, const Taxonomy &taxonomy) {
    return Reading(fileName, taxonomy).run(bytes);
}

} // namespace guiyi::mapping
