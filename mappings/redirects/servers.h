// The files web servers read, all made from one table. None of them decides anything the table does not.
#pragma once

#include "mappings/redirects/table.h"

#include <functional>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

namespace guiyi::mapping {

/// Words of the notice a 410 answer shows; plain text.
struct GoneNotice {
    std::string title = "本页面已下线";
    std::string text = "您访问的页面已随网站整合下线，不再提供。";
    std::string suggested = "相关页面";
    std::string archive = "历史存档";
    std::string language = "zh-CN";
};

/// A file to write. `write` may be called once or more often; it reads the table it was made from.
struct ServerFile {
    std::string name;
    std::function<void(std::ostream &)> write;
};

/// Two files: guiyi-redirects.conf for the http block, guiyi-redirects-server.conf to include in the servers
/// of the old hosts. The hash sizes it sets suit the number of lines. nginx 1.11.8 or newer, with PCRE.
std::vector<ServerFile> nginxFiles(const RedirectTable &table, const GoneNotice &notice);
/// guiyi-redirects.conf for the virtual hosts, redirects.txt, hosts.txt (and exact.txt where case matters).
/// `folder` is where the server finds them. With `dbm` the configuration reads redirects.dbm, which
/// "httxt2dbm -f DB -i redirects.txt -o redirects.dbm" makes. Apache 2.4.
std::vector<ServerFile> apacheFiles(const RedirectTable &table, const GoneNotice &notice,
                                    const std::string &folder, bool dbm);
/// guiyi-redirects.cfg, to be pasted into a frontend, and its map files. HAProxy 2.4 or newer.
std::vector<ServerFile> haproxyFiles(const RedirectTable &table, const GoneNotice &notice,
                                     const std::string &folder);
/// web.config for the URL Rewrite module of IIS.
std::vector<ServerFile> iisFiles(const RedirectTable &table, const GoneNotice &notice);
/// guiyi-redirects.caddy, a snippet to import. Caddy goes through its maps line by line: it suits small
/// sites.
std::vector<ServerFile> caddyFiles(const RedirectTable &table, const GoneNotice &notice);
/// Lines beyond which Caddy answers too slowly; put "guiyi redirects serve" behind it then.
constexpr std::size_t MostCaddyLines = 20000;

/// The page a 410 answer shows, for the built-in server and for tests. `suggested` and `archive` may be
/// empty.
std::string gonePage(const GoneNotice &notice, std::string_view suggested, std::string_view archive);

/// The spellings a Host header names `host` by, lower case: itself, with default ports, with a final dot.
std::vector<std::string> hostSpellings(const std::string &host);
/// A value of a map file as one word: RedirectEntry::value() with '|' for blanks.
std::string mapValue(const RedirectEntry &entry);

} // namespace guiyi::mapping
