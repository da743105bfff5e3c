// Where checks put what they find, and what they know of the platform's addresses.
#pragma once

#include "migrator/map/hasher.h"
#include "migrator/verify/verify.h"

#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>

namespace guiyi {

/// Counts every fault and keeps the first of each rule.
class FaultList {
public:
    explicit FaultList(VerifyResult &result) : m_result(result) {}
    VerifyResult &result() { return m_result; }
    void add(VerifyFault fault) {
        if (++m_result.ruleCounts[fault.rule] <= MostFaults)
            m_result.faults.push_back(std::move(fault));
    }

private:
    VerifyResult &m_result;
};

/// The addresses the platform serves, as hashes: a million of them are some megabytes.
class ServedAddresses {
public:
    void add(std::string_view url) { m_urls.insert(hash64(withoutFragment(url))); }
    void addHost(std::string_view host) { m_hosts.emplace(host); }
    bool serves(std::string_view url) const { return m_urls.count(hash64(withoutFragment(url))) != 0; }
    bool isHost(const std::string &host) const { return m_hosts.count(host) != 0; }

private:
    static std::string_view withoutFragment(std::string_view url) { return url.substr(0, url.find('#')); }
    std::unordered_set<std::uint64_t> m_urls;
    std::set<std::string> m_hosts;
};

/// Hashes of links the plan listed as leading nowhere; true: parked until its site is moved.
using ListedLinks = std::unordered_map<std::uint64_t, bool>;

} // namespace guiyi
