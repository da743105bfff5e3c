#include "mappings/redirects/servers.h"
#include "schema/base/text.h"
#include "schema/url/url.h"

#include <algorithm>
#include <bit>

namespace guiyi::mapping {

namespace {

/// A word between double quotes. `variables`: '$' is a variable there and has to be written as one.
std::string quoted(std::string_view word, bool variables) {
    std::string out = "\"";
    for (const char c : word) {
        if (c == '"' || c == '\\')
            out += '\\';
        if (c == '$' && variables)
            out += "${guiyi_dollar}";
        else
            out += c;
    }
    return out + "\"";
}

/// A pattern for exactly these bytes, case told apart.
std::string pattern(std::string_view bytes) {
    std::string out = "~^";
    for (const char c : bytes) {
        const bool plain = (c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'z') ||
                           static_cast<unsigned char>(c) >= 0x80 || c == '\n' || c == '/';
        if (!plain)
            out += '\\';
        out += c;
        if (c == '\n') // what follows is the query, whose case is not told apart
            out += "(?i)";
    }
    return out + "$";
}

/// A key as nginx has it: the path decoded, and the query behind a line end, which no path of ours holds.
std::string decodedKey(std::string_view key) {
    const std::size_t mark = key.find('?');
    std::string out = percentDecode(key.substr(0, mark));
    if (mark != std::string_view::npos)
        out.append("\n").append(key.substr(mark + 1));
    return out;
}

class NginxMaps {
public:
    NginxMaps(const RedirectTable &table, const GoneNotice &notice) : m_table(table), m_notice(notice) {}

    void write(std::ostream &out) const {
        sizes(out);
        hosts(out);
        const std::string query = "\"$guiyi_host$uri\\n$args\"";
        const std::string path = "\"$guiyi_host$uri\"";
        out << "map $guiyi_host $guiyi_answer {\n    \"\" \"200 - - -\";\n    default "
               "$guiyi_by_exact_query;\n}\n";
        lookup(out, query, "$guiyi_by_exact_query", m_table.exactQueries(), true, "$guiyi_by_query");
        lookup(out, query, "$guiyi_by_query", m_table.queries(), false, "$guiyi_by_exact_path");
        lookup(out, path, "$guiyi_by_exact_path", m_table.exactPaths(), true, "$guiyi_by_path");
        lookup(out, path, "$guiyi_by_path", m_table.paths(), false, directoryVariable(0));
        for (std::size_t i = 0; i < m_table.depths().size(); ++i)
            directories(out, i);
        answers(out);
    }

private:
    void sizes(std::ostream &out) const {
        std::size_t longest = 64, lines = m_table.hosts().size() * 6;
        for (const RedirectTable::Keys *keys :
             {&m_table.queries(), &m_table.paths(), &m_table.directories()}) {
            lines = std::max(lines, keys->size());
            for (const RedirectKeys::Row &row : keys->rows())
                longest = std::max(longest, row.key.size());
        }
        // A bucket holds a pointer, a length and the key of each element; half filled they need no second
        // try.
        out << "# Redirects of old addresses, for the http block of nginx; include "
               "guiyi-redirects-server.conf in the\n"
               "# servers of the old hosts. "
            << m_table.decisions().size() << " decisions.\n"
            << "map_hash_bucket_size " << std::bit_ceil(std::max<std::size_t>(1024, 2 * longest)) << ";\n"
            << "map_hash_max_size " << std::bit_ceil(std::max<std::size_t>(2048, 2 * lines)) << ";\n"
            << "geo $guiyi_dollar {\n    default \"$\";\n}\n";
    }

    void hosts(std::ostream &out) const {
        std::string main;
        out << "map $http_host $guiyi_host {\n    default \"\";\n";
        for (const OldHost &host : m_table.hosts()) {
            for (const std::string &name : hostSpellings(host.host)) {
                out << "    " << quoted(name, false) << ' ' << quoted(host.main, true) << ";\n";
                if (host.host == host.main)
                    main += "    " + quoted(name, false) + " 1;\n";
            }
        }
        out << "}\nmap $http_host $guiyi_main {\n    default 0;\n" << main << "}\n";
    }

    void lookup(std::ostream &out, const std::string &source, const char *variable,
                const RedirectTable::Keys &keys, bool patterns, const std::string &next) const {
        out << "map " << source << ' ' << variable << " {\n    default " << next << ";\n";
        for (const RedirectKeys::Row &row : keys.sorted()) {
            const std::string decoded = decodedKey(row.key);
            out << "    " << quoted(patterns ? pattern(decoded) : decoded, false) << ' '
                << quoted(m_table.entries()[row.value].value(), true) << ";\n";
        }
        out << "}\n";
    }

    std::string directoryVariable(std::size_t i) const {
        return i < m_table.depths().size() ? "$guiyi_by_directory_" + std::to_string(m_table.depths()[i])
                                           : "\"404 - - -\"";
    }

    /// Directories of one depth; what is not found goes on to the next depth above.
    void directories(std::ostream &out, std::size_t i) const {
        const int depth = m_table.depths()[i];
        const std::string n = std::to_string(depth);
        const std::string segments = "(?:/[^/?]*){" + n + "}/";
        out << "map \"$uri/\" $guiyi_directory_" << n << " {\n    default \"\";\n    \"~^((?:/[^/]*){" << n
            << "}/)\" $1;\n}\n";
        out << "map $request_uri $guiyi_rest_" << n
            << " {\n    default \"\";\n    \"~*^[^?]*(?://|/\\.\\.?(?:/|\\?|$)|%2f|%2e)\" \"\";\n    \"~^"
            << segments << "([^?]*)\" $1;\n}\n";
        out << "map \"$guiyi_host$guiyi_directory_" << n << "\" $guiyi_by_directory_" << n
            << " {\n    default " << directoryVariable(i + 1) << ";\n";
        for (const RedirectKeys::Row &row : m_table.directories().sorted()) {
            const RedirectEntry &entry = m_table.entries()[row.value];
            if (entry.depth != depth)
                continue;
            std::string value = quoted(entry.value(), true);
            if (entry.carries) { // the target is the third of four words
                const std::size_t end = value.rfind(' ');
                value.insert(end, "${guiyi_rest_" + n + "}");
            }
            out << "    " << quoted(decodedKey(row.key), false) << ' ' << value << ";\n";
        }
        out << "}\n";
    }

    /// The words of the answer, and what goes with them.
    void answers(std::ostream &out) const {
        out << "map \"$guiyi_main$guiyi_answer\" $guiyi_status {\n    default 200;\n    \"~^1\\d+ a\" 200;\n"
               "    \"~^\\d(?<guiyi_s>\\d+) \" $guiyi_s;\n}\n"
               "map $guiyi_answer $guiyi_to {\n    default \"\";\n    \"~^30\\d [^ ]* (?<guiyi_t>[^ ]*) \" "
               "$guiyi_t;\n}\n"
               "map $guiyi_answer $guiyi_fragment {\n    default \"\";\n    \"~^30\\d .* (?<guiyi_f>#.*)$\" "
               "$guiyi_f;\n}\n"
               "map \"$guiyi_answer $is_args\" $guiyi_query {\n    default \"\";\n"
               "    \"~^30\\d [^ ]*q[^ ]* .* \\?$\" \"?$args\";\n    \"~^30\\d [^ ]*Q[^ ]* .* \\?$\" "
               "\"&$args\";\n}\n";
        notice(out, "~^410 [^ ]* (?<guiyi_p>[^- ][^ ]*) ", "guiyi_p", "$guiyi_suggested", m_notice.suggested);
        notice(out, "~^410 [^ ]* [^ ]* (?<guiyi_h>[^- ].*)$", "guiyi_h", "$guiyi_archive", m_notice.archive);
    }

    static void notice(std::ostream &out, const char *regex, const char *capture, const char *variable,
                       const std::string &label) {
        const std::string address = "${" + std::string(capture) + "}";
        std::string words = quoted(text::escapeHtml(label), true);
        words.pop_back();
        out << "map $guiyi_answer " << variable << " {\n    default \"\";\n    \"" << regex << "\" \"<p>"
            << words.substr(1) << "：<a href=\\\"" << address << "\\\">" << address << "</a></p>\";\n}\n";
    }

    const RedirectTable &m_table;
    const GoneNotice &m_notice;
};

void writeServer(std::ostream &out, const GoneNotice &notice) {
    const std::string page = gonePage(notice, {}, {});
    const std::size_t end = page.find("</body>");
    std::string body = quoted(page.substr(0, end), true);
    body.pop_back();
    out << "# For each server of an old host. What is not answered here goes on to its locations.\n"
           "if ($guiyi_status = 301) {\n    return 301 $guiyi_to$guiyi_query$guiyi_fragment;\n}\n"
           "if ($guiyi_status = 302) {\n    return 302 $guiyi_to$guiyi_query$guiyi_fragment;\n}\n"
           "if ($guiyi_status = 410) {\n    return 410;\n}\n"
           "if ($guiyi_status = 404) {\n    return 404;\n}\n"
           "error_page 410 @guiyi_gone;\n"
           "location @guiyi_gone {\n    default_type text/html;\n    charset utf-8;\n    return 410 "
        << body << "$guiyi_suggested$guiyi_archive</body></html>\";\n}\n";
}

} // namespace

std::vector<ServerFile> nginxFiles(const RedirectTable &table, const GoneNotice &notice) {
    return {{"guiyi-redirects.conf",
             [&table, notice](std::ostream &out) { NginxMaps(table, notice).write(out); }},
            {"guiyi-redirects-server.conf", [notice](std::ostream &out) { writeServer(out, notice); }}};
}

} // namespace guiyi::mapping
