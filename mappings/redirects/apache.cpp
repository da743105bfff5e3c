#include "mappings/redirects/servers.h"
#include "schema/base/text.h"

#include <algorithm>

namespace guiyi::mapping {

namespace {

/// mod_rewrite reads lines of a text map up to this length; longer ones become rules of their own.
constexpr std::size_t LongestTextLine = 1000;

/// Directories end in a doubled slash, which no path of a request has.
std::string directoryKey(std::string_view key) {
    return std::string(key) + "/";
}

/// A word of Apache's configuration between double quotes.
std::string quoted(std::string_view word) {
    std::string out = "\"";
    for (const char c : word) {
        if (c == '"' || c == '\\')
            out += '\\';
        out += c;
    }
    return out + "\"";
}

/// A literal inside a substitution or an environment flag: '%' and '$' are variables there.
std::string literal(std::string_view word) {
    std::string out;
    for (const char c : word) {
        if (c == '%' || c == '$' || c == '\\')
            out += '\\';
        out += c;
    }
    return out;
}

class ApacheFiles {
public:
    ApacheFiles(const RedirectTable &table, GoneNotice notice, std::string folder, bool dbm)
        : m_table(table), m_notice(std::move(notice)), m_folder(std::move(folder)), m_dbm(dbm) {}

    void hosts(std::ostream &out) const {
        for (const OldHost &host : m_table.hosts()) {
            for (const std::string &name : hostSpellings(host.host))
                out << name << ' ' << (host.host == host.main ? '1' : '0') << '|' << host.main << '\n';
        }
    }

    void answers(std::ostream &out) const {
        eachLine([&out](std::string_view key, const std::string &value, bool) {
            if (key.size() + value.size() < LongestTextLine)
                out << key << ' ' << value << '\n';
        });
    }

    void exact(std::ostream &out) const {
        for (const RedirectTable::Keys *keys : {&m_table.exactPaths(), &m_table.exactQueries()}) {
            for (const RedirectKeys::Row &row : keys->sorted())
                out << row.key << ' ' << mapValue(m_table.entries()[row.value]) << '\n';
        }
    }

    void configuration(std::ostream &out) const {
        head(out);
        const std::string path = "%{ENV:GUIYI_HOST}%{ENV:GUIYI_PATH}";
        if (!m_table.exactQueries().empty())
            look(out, "${guiyi_exact:" + path + "?${guiyi_lower:%{QUERY_STRING}}}", true);
        longLines(out, true);
        if (!m_table.queries().empty())
            look(out, "${guiyi:${guiyi_lower:" + path + "?%{QUERY_STRING}}}", true);
        if (!m_table.exactPaths().empty())
            look(out, "${guiyi_exact:" + path + "}", false);
        longLines(out, false);
        look(out, "${guiyi:${guiyi_lower:" + path + "}}", false);
        for (const int depth : m_table.depths())
            directories(out, depth);
        tail(out);
    }

private:
    template <typename Visit>
    void eachLine(Visit visit) const {
        for (const RedirectKeys::Row &row : m_table.queries().sorted())
            visit(row.key, mapValue(m_table.entries()[row.value]), true);
        for (const RedirectKeys::Row &row : m_table.paths().sorted())
            visit(row.key, mapValue(m_table.entries()[row.value]), false);
        for (const RedirectKeys::Row &row : m_table.directories().sorted())
            visit(directoryKey(row.key), mapValue(m_table.entries()[row.value]), false);
    }

    void head(std::ostream &out) const {
        out << "# Redirects of old addresses: include this in the virtual hosts of the old hosts.\n"
               "# Needs mod_rewrite. What is not answered here goes on to what the virtual host says.\n"
               "# "
            << m_table.decisions().size() << " decisions.\n";
        if (m_dbm)
            out << "# Made by: httxt2dbm -f DB -i redirects.txt -o redirects.dbm\n";
        out << "<IfVersion >= 2.4.60>\n    Define GUIYI_FLAGS ,UnsafeAllow3F\n</IfVersion>\n"
               "<IfVersion < 2.4.60>\n    Define GUIYI_FLAGS \"\"\n</IfVersion>\n"
               "RewriteEngine On\nAllowEncodedSlashes On\n"
               "RewriteMap guiyi_lower int:tolower\nRewriteMap guiyi_escape int:escape\n"
               "RewriteMap guiyi_hosts "
            << quoted("txt:" + m_folder + "/hosts.txt") << "\nRewriteMap guiyi "
            << quoted(m_dbm ? "dbm=db:" + m_folder + "/redirects.dbm" : "txt:" + m_folder + "/redirects.txt")
            << '\n';
        if (!m_table.exactPaths().empty() || !m_table.exactQueries().empty())
            out << "RewriteMap guiyi_exact " << quoted("txt:" + m_folder + "/exact.txt") << '\n';
        out << "RewriteCond ${guiyi_hosts:${guiyi_lower:%{HTTP_HOST}}|-} ^([01])\\|(.*)$\n"
               "RewriteRule ^ - "
               "[E=GUIYI_MAIN:%1,E=GUIYI_HOST:%2,E=GUIYI_PATH:${guiyi_escape:%{REQUEST_URI}}]\n";
    }

    static void unanswered(std::ostream &out) {
        out << "RewriteCond %{ENV:GUIYI_HOST} !=\"\"\nRewriteCond %{ENV:GUIYI_ANSWER} =\"\"\n";
    }

    static void look(std::ostream &out, const std::string &key, bool withQuery) {
        unanswered(out);
        if (withQuery)
            out << "RewriteCond %{QUERY_STRING} !=\"\"\n";
        out << "RewriteCond " << key << " ^(.+)$\nRewriteRule ^ - [E=GUIYI_ANSWER:%1]\n";
    }

    void longLines(std::ostream &out, bool queries) const {
        eachLine([&](std::string_view key, const std::string &value, bool isQuery) {
            if (isQuery != queries || key.size() + value.size() < LongestTextLine ||
                text::endsWith(key, "//"))
                return;
            unanswered(out);
            out << "RewriteCond %{ENV:GUIYI_HOST}%{ENV:GUIYI_PATH}" << (queries ? "?%{QUERY_STRING}" : "")
                << ' ' << quoted("=" + std::string(key)) << " [NC]\nRewriteRule ^ - "
                << quoted("[E=GUIYI_ANSWER:" + literal(value) + "]") << '\n';
        });
    }

    void directories(std::ostream &out, int depth) const {
        const std::string n = std::to_string(depth);
        unanswered(out);
        out << "RewriteCond %{ENV:GUIYI_PATH}/ ^((?:/[^/]*){" << n << "}/)\n"
            << "RewriteCond ${guiyi:${guiyi_lower:%{ENV:GUIYI_HOST}%1/}} ^(.+)$\n"
               "RewriteRule ^ - [E=GUIYI_ANSWER:%1,E=GUIYI_DEPTH:"
            << n << "]\n";
        out << "RewriteCond %{ENV:GUIYI_DEPTH} =" << n
            << "\nRewriteCond %{ENV:GUIYI_ANSWER} ^\\d+\\|[^|]*r\n"
               "RewriteCond %{THE_REQUEST} \"!^\\S+ [^? ]*(?://|/\\.\\.?[/? ]|%2f|%2e)\" [NC]\n"
               "RewriteCond %{THE_REQUEST} \"^\\S+ (?:/[^/? ]*){"
            << n << "}/([^? ]*)\"\nRewriteRule ^ - [E=GUIYI_REST:%1]\n";
    }

    void tail(std::ostream &out) const {
        unanswered(out);
        out << "RewriteRule ^ - [E=GUIYI_ANSWER:404|-|-|-]\n"
               "RewriteCond %{ENV:GUIYI_MAIN} =1\nRewriteCond %{ENV:GUIYI_ANSWER} ^\\d+\\|a\n"
               "RewriteRule ^ - [E=GUIYI_ANSWER:200|-|-|-]\n";
        for (const char *join : {"q:?", "Q:&"}) {
            out << "RewriteCond %{QUERY_STRING} !=\"\"\nRewriteCond %{ENV:GUIYI_ANSWER} ^30\\d\\|[^|]*"
                << join[0] << "\nRewriteRule ^ - [E=GUIYI_QUERY:" << join + 2 << "%{QUERY_STRING}]\n";
        }
        for (const char *status : {"301", "302"}) {
            out << "RewriteCond %{ENV:GUIYI_ANSWER} ^" << status << "\\|[^|]*\\|([^|]*)\\|(?:-|(#.*))$\n"
                << "RewriteRule ^ %1%{ENV:GUIYI_REST}%{ENV:GUIYI_QUERY}%2 [R=" << status
                << ",NE,QSD,L${GUIYI_FLAGS}]\n";
        }
        link(out, "^410\\|[^|]*\\|([^-|][^|]*)\\|", "GUIYI_SUGGESTED", m_notice.suggested);
        link(out, "^410\\|[^|]*\\|[^|]*\\|([^-].*)$", "GUIYI_ARCHIVE", m_notice.archive);
        out << "ErrorDocument 410 " << quoted(errorPage()) << '\n'
            << "RewriteCond %{ENV:GUIYI_ANSWER} ^410\nRewriteRule ^ - [G]\n"
               "RewriteCond %{ENV:GUIYI_ANSWER} ^404\nRewriteRule ^ - [R=404,L]\n";
    }

    /// Sets `variable` to a paragraph with a link to what `pattern` catches.
    static void link(std::ostream &out, const char *pattern, const char *variable, const std::string &label) {
        // mod_rewrite knows no escaped quotes: the flags stand in single ones, and commas would end the flag.
        std::string words = text::replaceAll(literal(text::escapeHtml(label)), ",", "&#44;");
        words = text::replaceAll(std::move(words), "'", "&#39;");
        out << "RewriteCond %{ENV:GUIYI_ANSWER} " << pattern << "\nRewriteRule ^ - '[E=" << variable << ":<p>"
            << words << "：<a href=\"%1\">%1</a></p>]'\n";
    }

    std::string errorPage() const {
        const std::string page = text::replaceAll(gonePage(m_notice, {}, {}), "%", "&#37;");
        return text::replaceAll(page, "</body>", "%{reqenv:GUIYI_SUGGESTED}%{reqenv:GUIYI_ARCHIVE}</body>");
    }

    const RedirectTable &m_table;
    GoneNotice m_notice;
    std::string m_folder;
    bool m_dbm;
};

} // namespace

std::vector<ServerFile> apacheFiles(const RedirectTable &table, const GoneNotice &notice,
                                    const std::string &folder, bool dbm) {
    const ApacheFiles files(table, notice, folder, dbm);
    std::vector<ServerFile> all{
        {"guiyi-redirects.conf", [files](std::ostream &out) { files.configuration(out); }},
        {"hosts.txt", [files](std::ostream &out) { files.hosts(out); }},
        {"redirects.txt", [files](std::ostream &out) { files.answers(out); }}};
    if (!table.exactPaths().empty() || !table.exactQueries().empty())
        all.push_back({"exact.txt", [files](std::ostream &out) { files.exact(out); }});
    return all;
}

} // namespace guiyi::mapping
