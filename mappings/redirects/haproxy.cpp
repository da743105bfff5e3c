#include "mappings/redirects/servers.h"
#include "schema/base/text.h"
#include "schema/url/url.h"

#include <algorithm>
#include <set>

namespace guiyi::mapping {

namespace {

/// The path as HAProxy's url_enc() writes it, in lower case: all but letters, digits and "-._~" escaped.
std::string encodedPath(std::string_view decoded) {
    constexpr char Hex[] = "0123456789abcdef";
    std::string out;
    for (const char c : text::lower(decoded)) {
        const auto byte = static_cast<unsigned char>(c);
        if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_' ||
            c == '~') {
            out += c;
        } else {
            out += '%';
            out += Hex[byte >> 4];
            out += Hex[byte & 15];
        }
    }
    return out;
}

std::string encodedKey(std::string_view key, bool lowerCase) {
    const std::size_t slash = key.find('/');
    const std::size_t mark = std::min(key.find('?'), key.size());
    const std::string path = percentDecode(key.substr(slash, mark - slash));
    std::string encoded = encodedPath(path);
    if (!lowerCase) { // as url_enc() writes it: escapes in upper case, letters with their case
        std::string cased;
        for (const char c : path) {
            const std::string one = encodedPath(std::string(1, c));
            if (one.size() == 1)
                cased += c;
            else
                std::transform(one.begin(), one.end(), std::back_inserter(cased),
                               [](char d) { return d >= 'a' && d <= 'f' ? static_cast<char>(d - 32) : d; });
        }
        encoded = cased;
    }
    return std::string(key.substr(0, slash)).append(encoded).append(key.substr(mark));
}

/// "STATUS|FLAGS|TARGET|FRAGMENT|DEPTH"
std::string valueOf(const RedirectEntry &entry) {
    return mapValue(entry) + "|" + (entry.carries ? std::to_string(entry.depth) : "-");
}

/// A text inside double quotes of a log format string.
std::string quotedText(std::string_view s) {
    std::string out;
    for (const char c : s) {
        if (c == '"' || c == '\\' || c == '$')
            out += '\\';
        out += c;
        if (c == '%')
            out += '%';
    }
    return out;
}

class HaproxyFiles {
public:
    HaproxyFiles(const RedirectTable &table, GoneNotice notice, std::string folder)
        : m_table(table), m_notice(std::move(notice)), m_folder(std::move(folder)) {}

    void hosts(std::ostream &out) const {
        for (const OldHost &host : m_table.hosts()) {
            for (const std::string &name : hostSpellings(host.host))
                out << name << ' ' << (host.host == host.main ? '1' : '0') << '|' << host.main << '\n';
        }
    }

    void map(std::ostream &out, const RedirectTable::Keys &keys, bool lowerCase) const {
        for (const RedirectKeys::Row &row : keys.sorted())
            out << encodedKey(row.key, lowerCase) << ' ' << valueOf(m_table.entries()[row.value]) << '\n';
    }

    void configuration(std::ostream &out) const {
        out << "# Redirects of old addresses: for the frontend of the old hosts, before its use_backend "
               "lines. In the\n"
               "# frontend, for addresses with bytes browsers would escape: option "
               "accept-invalid-http-request.\n"
               "# "
            << m_table.decisions().size() << " decisions.\n"
            << "http-request set-var(txn.guiyi_owner) req.hdr(host),lower,"
            << mapCall("map_str", "hosts.map", ",\"-\"")
            << "\nhttp-request set-var(txn.guiyi_main) var(txn.guiyi_owner),field(1,'|')\n"
               "http-request set-var(txn.guiyi_host) var(txn.guiyi_owner),field(2,'|')\n"
               "http-request set-var(txn.guiyi_path) \"path,url_dec,regsub('/+','/',g),url_enc\"\n"
               "http-request return status 400 if !{ var(txn.guiyi_path) -m found }\n"
               "http-request set-var(txn.guiyi_exact) var(txn.guiyi_host),concat(,txn.guiyi_path)\n"
               "http-request set-var(txn.guiyi_query) query,lower\n"
               "http-request set-var(txn.guiyi_tail) str(?),concat(,txn.guiyi_query)\n";
        look(out, "var(txn.guiyi_exact),concat(,txn.guiyi_tail)", "map_str", "exact-queries.map",
             !m_table.exactQueries().empty(), true);
        look(out, "var(txn.guiyi_exact),lower,concat(,txn.guiyi_tail)", "map_str", "queries.map",
             !m_table.queries().empty(), true);
        look(out, "var(txn.guiyi_exact)", "map_str", "exact-paths.map", !m_table.exactPaths().empty(), false);
        look(out, "var(txn.guiyi_exact),lower", "map_str", "paths.map", !m_table.paths().empty(), false);
        out << "http-request set-var(txn.guiyi_slashed) var(txn.guiyi_exact),lower,concat(%2f)\n";
        look(out, "var(txn.guiyi_slashed)", "map_beg", "directories.map", !m_table.directories().empty(),
             false);
        tail(out);
    }

private:
    std::string mapCall(const char *kind, const std::string &name, const char *fallback = "") const {
        return std::string(kind) + "(" + m_folder + "/" + name + fallback + ")";
    }

    void look(std::ostream &out, const char *key, const char *kind, const char *name, bool used,
              bool withQuery) const {
        if (!used)
            return;
        out << "http-request set-var(txn.guiyi_answer) " << key << "," << mapCall(kind, name)
            << " if !{ var(txn.guiyi_answer) -m found }" << (withQuery ? " { query -m len gt 0 }" : "")
            << '\n';
    }

    void tail(std::ostream &out) const {
        out << "http-request set-var(txn.guiyi_answer) str('404|-|-|-|-') if !{ var(txn.guiyi_answer) -m "
               "found }\n"
               "http-request set-var(txn.guiyi_answer) str('200|-|-|-|-') if { var(txn.guiyi_owner) -m str "
               "-- - "
               "}\n";
        for (const char *part : {"1 status", "2 flags", "3 to", "4 fragment", "5 depth"})
            out << "http-request set-var(txn.guiyi_" << part + 2 << ") var(txn.guiyi_answer),field("
                << part[0] << ",'|')\n";
        out << "http-request set-var(txn.guiyi_status) str(200) if { var(txn.guiyi_main) -m str 1 } "
               "{ var(txn.guiyi_flags) -m beg a }\n"
               "acl guiyi_odd path,lower -m reg (//|/\\.\\.?/|/\\.\\.?$|%2f|%2e)\n";
        std::set<int> depths;
        for (const RedirectKeys::Row &row : m_table.directories().rows()) {
            if (m_table.entries()[row.value].carries)
                depths.insert(m_table.entries()[row.value].depth);
        }
        for (const int depth : depths)
            out << "http-request set-var(txn.guiyi_rest) \"path,concat(/),regsub('^(/[^/]*){" << depth
                << "}/',''),regsub('/\\$','')\" if { var(txn.guiyi_depth) -m str " << depth
                << " } !guiyi_odd\n";
        redirects(out);
        notice(out);
    }

    static void redirects(std::ostream &out) {
        out << "http-request set-var(txn.guiyi_rawquery) query\n"
               "http-request set-var(txn.guiyi_join) str(?),concat(,txn.guiyi_rawquery) if { query -m len gt "
               "0 } "
               "{ var(txn.guiyi_flags) -m sub q }\n"
               "http-request set-var(txn.guiyi_join) str(&),concat(,txn.guiyi_rawquery) if { query -m len gt "
               "0 } "
               "{ var(txn.guiyi_flags) -m sub Q }\n"
               "http-request set-var(txn.guiyi_fragment) str() if { var(txn.guiyi_fragment) -m str -- - }\n";
        for (const char *status : {"301", "302"})
            out << "http-request redirect location "
                   "%[var(txn.guiyi_to)]%[var(txn.guiyi_rest)]%[var(txn.guiyi_join)]%[var(txn.guiyi_fragment)"
                   "] code "
                << status << " if { var(txn.guiyi_status) -m str " << status << " }\n";
    }

    void notice(std::ostream &out) const {
        const std::string page = gonePage(m_notice, {}, {});
        const std::string head = quotedText(page.substr(0, page.find("</body>")));
        const auto link = [](const std::string &label, const char *variable) {
            const std::string address = "%[var(txn.guiyi_" + std::string(variable) + ")]";
            return quotedText("<p>" + text::escapeHtml(label) + "：<a href=\"") + address + "\\\">" +
                   address + "</a></p>";
        };
        const std::string suggested = link(m_notice.suggested, "to"),
                          archive = link(m_notice.archive, "fragment");
        const auto line = [&](const std::string &body, const std::string &when) {
            out << "http-request return status 410 content-type \"text/html; charset=utf-8\" lf-string \""
                << head << body << "</body></html>\" if { var(txn.guiyi_status) -m str 410 }" << when << '\n';
        };
        line(suggested + archive,
             " !{ var(txn.guiyi_to) -m str -- - } { var(txn.guiyi_fragment) -m len gt 0 }");
        line(suggested, " !{ var(txn.guiyi_to) -m str -- - }");
        line(archive, " { var(txn.guiyi_fragment) -m len gt 0 }");
        line({}, {});
        out << "http-request return status 404 if { var(txn.guiyi_status) -m str 404 }\n";
    }

    const RedirectTable &m_table;
    GoneNotice m_notice;
    std::string m_folder;
};

} // namespace

std::vector<ServerFile> haproxyFiles(const RedirectTable &table, const GoneNotice &notice,
                                     const std::string &folder) {
    const HaproxyFiles files(table, notice, folder);
    std::vector<ServerFile> all{
        {"guiyi-redirects.cfg", [files](std::ostream &out) { files.configuration(out); }},
        {"hosts.map", [files](std::ostream &out) { files.hosts(out); }}};
    const auto add = [&](const char *name, const RedirectTable::Keys &keys, bool lowerCase) {
        if (!keys.empty())
            all.push_back(
                {name, [files, &keys, lowerCase](std::ostream &out) { files.map(out, keys, lowerCase); }});
    };
    add("queries.map", table.queries(), true);
    add("paths.map", table.paths(), true);
    add("directories.map", table.directories(), true);
    add("exact-queries.map", table.exactQueries(), false);
    add("exact-paths.map", table.exactPaths(), false);
    return all;
}

} // namespace guiyi::mapping
