// Servers that take one file: Caddy and IIS.
#include "mappings/redirects/servers.h"
#include "schema/base/text.h"
#include "schema/url/url.h"

#include <algorithm>

namespace guiyi::mapping {

namespace {

/// Bytes outside ASCII, which queries are sent with by some: they need not be text in any encoding.
bool hasRawBytes(std::string_view key) {
    return std::any_of(key.begin(), key.end(), [](char c) { return static_cast<unsigned char>(c) >= 0x80; });
}

/// A pattern for a path in any spelling browsers send: letters as they are (the pattern ignores case), other
/// ASCII raw or escaped, further bytes escaped, slashes repeated or escaped.
std::string spellings(std::string_view key) {
    constexpr char Hex[] = "0123456789abcdef";
    const std::size_t slash = key.find('/');
    std::string out;
    for (const char c : key.substr(0, slash)) {
        if (c == '.')
            out += '\\';
        out += c;
    }
    for (const char c : percentDecode(key.substr(slash))) {
        const auto byte = static_cast<unsigned char>(c);
        const std::string escaped = std::string("%") + Hex[byte >> 4] + Hex[byte & 15];
        if ((c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'z'))
            out += c;
        else if (c == '/')
            out += "(?:/|%2f)+";
        else if (byte >= 0x80 || c == ' ' || c == '`')
            out += escaped;
        else
            out += std::string("(?:\\") + c + "|" + escaped + ")";
    }
    return out;
}

/// A literal of a pattern: everything but letters and digits escaped.
std::string literalPattern(std::string_view s) {
    std::string out;
    for (const char c : s) {
        const bool plain = (c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'z') ||
                           static_cast<unsigned char>(c) >= 0x80;
        out += plain ? std::string(1, c) : c == '`' ? std::string("\\x60") : std::string("\\") + c;
    }
    return out;
}

std::string caddyWord(std::string_view s) {
    return "`" + std::string(s) + "`";
}

class CaddyFile {
public:
    CaddyFile(const RedirectTable &table, GoneNotice notice) : m_table(table), m_notice(std::move(notice)) {}

    void write(std::ostream &out) const {
        out << "# Redirects of old addresses: import this file, and say \"import guiyi_redirects\" in the "
               "sites of the\n"
               "# old hosts. What is not answered here goes on to their directives. "
            << m_table.decisions().size() << " decisions.\n(guiyi_redirects) {\nroute {\n"
            << "map {http.request.hostport} {guiyi_host} {guiyi_main} {\n";
        for (const OldHost &host : m_table.hosts())
            out << '\t'
                << caddyWord("~(?i)^" + literalPattern(host.host) +
                             (host.host.find(':') == std::string::npos ? "\\.?(?::80|:443)?$" : "$"))
                << ' ' << host.main << ' ' << (host.host == host.main ? 1 : 0) << '\n';
        out << "\tdefault none 0\n}\n"
               "map {http.request.uri} {guiyi_plain} {\n\t`~(?i)^[^?]*(?://|/\\.\\.?(?:/|\\?|$)|%2f|%2e)` "
               "0\n\tdefault 1\n}\n"
               "map {guiyi_plain}{guiyi_host}{http.request.uri} {guiyi_status} {guiyi_flags} {guiyi_to} "
               "{guiyi_fragment} {\n"
               "\t`~^[01]none` 200 0 0 0\n";
        lines(out, m_table.exactQueries(), "[01]", "$", true);
        lines(out, m_table.queries(), "[01]", "$", false);
        lines(out, m_table.exactPaths(), "[01]", "(?:\\?.*)?$", true);
        lines(out, m_table.paths(), "[01]", "(?:\\?.*)?$", false);
        for (const int depth : m_table.depths())
            directories(out, depth);
        out << "\tdefault 404 0 0 0\n}\n";
        answers(out);
        out << "}\n}\n";
    }

private:
    /// A word "-" would leave the place to the next line that matches.
    static void line(std::ostream &out, const std::string &pattern, const RedirectEntry &entry,
                     const char *rest) {
        std::vector<std::string> words = text::split(entry.value(), ' ');
        out << '\t' << caddyWord(pattern);
        for (std::size_t i = 0; i < words.size(); ++i) {
            std::string word = words[i] == "-" ? std::string("0") : text::replaceAll(words[i], "$", "$$");
            out << ' ' << caddyWord(text::replaceAll(std::move(word), "`", "%60") + (i == 2 ? rest : ""));
        }
        out << '\n';
    }

    void lines(std::ostream &out, const RedirectTable::Keys &keys, const char *head, const char *tail,
               bool exact) const {
        for (const RedirectKeys::Row &row : keys.sorted()) {
            // Caddy's patterns are texts: a raw byte that is no UTF-8 cannot be matched.
            const std::size_t mark = row.key.find('?');
            if (mark != std::string::npos && hasRawBytes(row.key))
                continue;
            std::string pattern =
                std::string(exact ? "~^" : "~(?i)^") + head + spellings(row.key.substr(0, mark));
            if (mark != std::string::npos)
                pattern += "(?i:" + literalPattern(row.key.substr(mark)) + ")";
            line(out, pattern + tail, m_table.entries()[row.value], "");
        }
    }

    void directories(std::ostream &out, int depth) const {
        for (const RedirectKeys::Row &row : m_table.directories().sorted()) {
            const RedirectEntry &entry = m_table.entries()[row.value];
            if (entry.depth != depth)
                continue;
            const std::string whole = spellings(row.key.substr(0, row.key.size() - 1));
            if (entry.carries)
                line(out, "~(?i)^1" + whole + "/([^?]*)", entry, "${1}");
            line(out, "~(?i)^[01]" + whole + "(?:(?:/|%2f)|\\?|$)", entry, "");
        }
    }

    void answers(std::ostream &out) const {
        out << "map {guiyi_main}{guiyi_flags} {guiyi_keeps} {\n\t`~^1a` 1\n\tdefault 0\n}\n"
               "map {guiyi_flags}?{http.request.uri.query} {guiyi_query} {\n"
               "\t`~^[^?]*q[^?]*\\?(.+)$` `?${1}`\n\t`~^[^?]*Q[^?]*\\?(.+)$` `&${1}`\n\tdefault ``\n}\n"
               "map {guiyi_fragment} {guiyi_hash} {\n\t`~^(#.*)$` `${1}`\n\tdefault ``\n}\n";
        for (const char *status : {"301", "302"})
            out << "@guiyi_" << status << " expression `{guiyi_status} == \"" << status
                << "\" && {guiyi_keeps} == \"0\"`\nredir @guiyi_" << status
                << " {guiyi_to}{guiyi_query}{guiyi_hash} " << status << '\n';
        notice(out, "guiyi_to", "guiyi_suggested", m_notice.suggested);
        notice(out, "guiyi_fragment", "guiyi_archive", m_notice.archive);
        const std::string page = gonePage(m_notice, {}, {});
        out << "@guiyi_410 expression `{guiyi_status} == \"410\"`\nhandle @guiyi_410 {\n"
               "\theader Content-Type \"text/html; charset=utf-8\"\n\trespond `"
            << text::replaceAll(page.substr(0, page.find("</body>")), "`", "&#96;")
            << "{guiyi_suggested}{guiyi_archive}</body></html>` 410\n}\n"
               "@guiyi_404 expression `{guiyi_status} == \"404\"`\nrespond @guiyi_404 404\n";
    }

    static void notice(std::ostream &out, const char *from, const char *variable, const std::string &label) {
        out << "map {" << from << "} {" << variable << "} {\n\t`~^(http.*)$` `<p>"
            << text::replaceAll(text::escapeHtml(label), "`", "&#96;")
            << "：<a href=\"${1}\">${1}</a></p>`\n\tdefault ``\n}\n";
    }

    const RedirectTable &m_table;
    GoneNotice m_notice;
};

/// web.config: the keys are the address as sent, without query; IIS folds the case of map keys.
class IisFile {
public:
    IisFile(const RedirectTable &table, GoneNotice notice) : m_table(table), m_notice(std::move(notice)) {}

    void write(std::ostream &out) const {
        out << "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<!-- Redirects of old addresses for the URL "
               "Rewrite module. "
            << m_table.decisions().size()
            << " decisions. -->\n<configuration>\n<system.webServer>\n<rewrite>\n<rewriteMaps>\n";
        hosts(out);
        map(out, "guiyi_queries", m_table.queries());
        map(out, "guiyi_paths", m_table.paths());
        map(out, "guiyi_directories", m_table.directories());
        out << "</rewriteMaps>\n<rules>\n";
        // One rule for each lookup and answer; the first that matches ends the search.
        rules(out, {"query", "guiyi_queries", "^(/[^?]*)()", "?{QUERY_STRING}"});
        rules(out, {"path", "guiyi_paths", "^(/[^?]*)()", ""});
        for (const int depth : m_table.depths()) {
            const std::string n = std::to_string(depth);
            if (depth > 0) // "/dir" is "/dir/"
                rules(out, {"bare directory " + n, "guiyi_directories",
                            "^((?:/[^/?]+){" + n + "})()(?:\\?.*)?$", "/"});
            rules(out, {"directory " + n, "guiyi_directories", "^((?:/[^/?]*){" + n + "}/)([^?]*)", ""});
        }
        out << "<rule name=\"guiyi unknown\" stopProcessing=\"true\"><match url=\".*\" /><conditions>"
               "<add input=\"{guiyi_hosts:{HTTP_HOST}}\" pattern=\"^[01]\\|.+$\" /></conditions>"
            << NotFound << "</rule>\n</rules>\n</rewrite>\n</system.webServer>\n</configuration>\n";
    }

private:
    void hosts(std::ostream &out) const {
        out << "<rewriteMap name=\"guiyi_hosts\" defaultValue=\"\">\n";
        for (const OldHost &host : m_table.hosts()) {
            for (const std::string &name : hostSpellings(host.host))
                out << "<add key=\"" << name << "\" value=\"" << (host.host == host.main ? '1' : '0') << '|'
                    << host.main << "\" />\n";
        }
        out << "</rewriteMap>\n";
    }

    void map(std::ostream &out, const char *name, const RedirectTable::Keys &keys) const {
        out << "<rewriteMap name=\"" << name << "\" defaultValue=\"\">\n";
        for (const RedirectKeys::Row &row : keys.sorted()) {
            if (hasRawBytes(row.key)) // no text of an XML file
                continue;
            out << "<add key=\"" << text::escapeHtml(row.key) << "\" value=\""
                << text::escapeHtml(mapValue(m_table.entries()[row.value])) << "\" />\n";
        }
        out << "</rewriteMap>\n";
    }

    struct Lookup {
        std::string name, map;
        std::string path; ///< catches the part of the address the key is made of, and the rest
        std::string tail; ///< of the key
    };

    /// A rule that acts where the map's value fits `pattern`, which stands behind "1 " on a main host, else
    /// "0 ".
    static void rule(std::ostream &out, const Lookup &lookup, const std::string &name,
                     const std::string &pattern, const std::string &action, bool needsQuery = false) {
        out << "<rule name=\"guiyi " << lookup.name << ' ' << name
            << "\" stopProcessing=\"true\"><match url=\".*\" />"
            << "<conditions trackAllCaptures=\"true\">"
            << "<add input=\"{guiyi_hosts:{HTTP_HOST}}\" pattern=\"^([01])\\|(.+)$\" />"
            << "<add input=\"{UNENCODED_URL}\" pattern=\"" << lookup.path << "\" />"
            << "<add input=\"{C:1} {" << lookup.map << ":{C:2}{C:3}" << lookup.tail << "}\" pattern=\""
            << pattern << "\" ignoreCase=\"false\" />"
            << (needsQuery ? "<add input=\"{QUERY_STRING}\" pattern=\".\" />" : "") << "</conditions>"
            << action << "</rule>\n";
    }

    void rules(std::ostream &out, const Lookup &lookup) const {
        rule(out, lookup, "stays", "^(?:[01] 200\\||1 \\d+\\|a)", "<action type=\"None\" />");
        rule(out, lookup, "gone", "^[01] 410\\|",
             "<action type=\"CustomResponse\" statusCode=\"410\" statusReason=\"Gone\" statusDescription=\"" +
                 text::escapeHtml(m_notice.text) + "\" />");
        rule(out, lookup, "undecided", "^[01] 404\\|", NotFound);
        // The query goes in front of the fragment, which appendQueryString does not know of.
        for (const char *status : {"301", "302"}) {
            for (const bool carries : {true, false}) {
                for (const char *query : {"?", "&amp;", ""}) {
                    const std::string_view sign(query);
                    const std::string flags =
                        std::string(carries ? "(?=[^|]*r)" : "(?![^|]*r)") + (sign.empty()  ? ""
                                                                              : sign == "?" ? "(?=[^|]*q)"
                                                                                            : "(?=[^|]*Q)");
                    rule(out, lookup,
                         std::string(status) + (carries ? " carried" : "") +
                             (sign.empty()  ? ""
                              : sign == "?" ? " with query"
                                            : " with more query"),
                         "^[01] " + std::string(status) + "\\|" + flags + "[^|]*\\|([^|]*)\\|(?:-|(#.*))$",
                         std::string("<action type=\"Redirect\" url=\"{C:5}") + (carries ? "{C:4}" : "") +
                             query + (sign.empty() ? "" : "{QUERY_STRING}") + "{C:6}\" redirectType=\"" +
                             (status[2] == '1' ? "Permanent" : "Found") + "\" appendQueryString=\"false\" />",
                         !sign.empty());
                }
            }
        }
    }

    static constexpr const char *NotFound = "<action type=\"CustomResponse\" statusCode=\"404\" "
                                            "statusReason=\"Not Found\" statusDescription=\"\" />";

    const RedirectTable &m_table;
    GoneNotice m_notice;
};

} // namespace

std::vector<ServerFile> caddyFiles(const RedirectTable &table, const GoneNotice &notice) {
    const CaddyFile file(table, notice);
    return {{"guiyi-redirects.caddy", [file](std::ostream &out) { file.write(out); }}};
}

std::vector<ServerFile> iisFiles(const RedirectTable &table, const GoneNotice &notice) {
    const IisFile file(table, notice);
    return {{"web.config", [file](std::ostream &out) { file.write(out); }}};
}

} // namespace guiyi::mapping
