// The host table: what is known of every host of the sites beside whose it is. mappings/hosts.csv.
#pragma once

#include "schema/base/result.h"
#include "schema/model/model.h"

#include <string>
#include <string_view>
#include <vector>

namespace guiyi {

/// One host. Empty fields are unknown.
struct HostRecord {
    std::string host; ///< lower case, with port when not the default
    std::string site; ///< id of the site it belongs to
    bool main = false;
    std::string owner;          ///< 主办单位
    std::string standardHost;   ///< the domain decided for it, optionally with a path
    std::string state;          ///< active|redirects|idle|closed
    std::string registrant;     ///< body the domain is registered for
    std::string approval;       ///< reference of the approval of its change ("-": none)
    std::string filing;         ///< reference of the filing in the national information system ("-": none)
    std::string registered;     ///< day of registration, YYYY-MM-DD
    std::string expires;        ///< day the registration ends
    std::string redirectsUntil; ///< last day its addresses are redirected
    bool operator==(const HostRecord &) const = default;
};

/// Records with every mistake of the file: fields of the wrong form, a host that stands twice.
struct HostTable {
    std::vector<HostRecord> records;
    std::vector<int> lines; ///< of each record
    std::vector<Error> errors;
};

/// CSV with host and site, and any of the fields above (main: yes). Other columns are left alone.
HostTable readHostTable(std::string_view bytes, const std::string &fileName);
/// CSV in the order of `records`, with every column.
std::string writeHostTable(const std::vector<HostRecord> &records);

/// Gives the hosts of the table to their sites: an unknown one becomes an alias of its site, the standard
/// host of a main host that of its site. Mistakes: unknown sites, hosts of another site, a second main or
/// standard host.
std::vector<Error> joinHosts(const HostTable &table, const std::string &fileName, std::vector<Site> &sites);

/// Every host of the sites with what the table knows of it, by site and, within one, the main host first.
std::vector<HostRecord> allHosts(const std::vector<Site> &sites, const std::vector<HostRecord> &table);

} // namespace guiyi
