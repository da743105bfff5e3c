#include "migrator/audit/probe.h"

#include "schema/base/text.h"
#include "schema/url/host.h"
#include "schema/url/profile.h"

#include <httplib.h>

#include <algorithm>
#include <atomic>
#include <netdb.h>
#include <set>
#include <sstream>
#include <sys/socket.h>
#include <thread>

namespace guiyi {

namespace {

using mapping::HostEntry;

constexpr int Threads = 16;
constexpr const char *FactNames[] = {"dns", "ipv6", "https", "certificate", "https_redirect"};

const char *yesNo(bool yes) {
    return yes ? "yes" : "no";
}

class Prober {
public:
    Prober(HostEntry &entry, std::string name, const ProbeOptions &options)
        : m_entry(entry), m_name(std::move(name)), m_options(options) {}

    void probe() {
        if (m_options.names)
            lookUp();
        else
            resolve();
        const auto dns = m_entry.measured.find("dns");
        if (!m_options.connect || (dns != m_entry.measured.end() && dns->second == "no"))
            return;
        askHttps();
        askHttp();
    }

private:
    void set(const char *fact, bool yes) { m_entry.measured.emplace(fact, yesNo(yes)); }

    void lookUp() {
        const auto found = m_options.names->find(m_name);
        const bool known = found != m_options.names->end();
        set("dns", known);
        set("ipv6", known && std::any_of(found->second.begin(), found->second.end(),
                                         [](const std::string &a) { return text::contains(a, ":"); }));
        if (known)
            m_address = found->second.front();
    }

    void resolve() {
        for (const int family : {AF_UNSPEC, AF_INET6}) {
            addrinfo hints{}, *found = nullptr;
            hints.ai_family = family;
            hints.ai_socktype = SOCK_STREAM;
            const int answer = getaddrinfo(m_name.c_str(), nullptr, &hints, &found);
            if (found != nullptr)
                freeaddrinfo(found);
            // Only a clear answer is a fact: a resolver that is out of reach says nothing.
            const char *fact = family == AF_UNSPEC ? "dns" : "ipv6";
            if (answer == 0)
                set(fact, true);
            else if (answer == EAI_NONAME || answer == EAI_NODATA || answer == EAI_ADDRFAMILY)
                set(fact, false);
        }
    }

    template <typename Client>
    httplib::Result ask(Client &client) const {
        if (!m_address.empty())
            client.set_hostname_addr_map({{m_name, m_address}});
        client.set_connection_timeout(m_options.timeoutSeconds);
        client.set_read_timeout(m_options.timeoutSeconds);
        client.set_write_timeout(m_options.timeoutSeconds);
        return client.Head("/");
    }

    void askHttps() {
        httplib::SSLClient client(m_name, m_options.httpsPort);
        if (!m_options.caFile.empty())
            client.set_ca_cert_path(m_options.caFile);
        client.enable_server_certificate_verification(true);
        const httplib::Result answer = ask(client);
        const bool distrusted = answer.error() == httplib::Error::SSLServerVerification;
        if (answer || distrusted) {
            set("https", true);
            set("certificate", !distrusted);
        } else {
            set("https", false);
        }
    }

    void askHttp() {
        httplib::Client client(m_name, m_options.httpPort);
        const httplib::Result answer = ask(client);
        if (!answer)
            return;
        const std::string target = text::lower(answer->get_header_value("Location"));
        set("https_redirect", answer->status / 100 == 3 && text::startsWith(target, "https://"));
    }

    HostEntry &m_entry;
    const std::string m_name;
    const ProbeOptions &m_options;
    std::string m_address; ///< of the hosts file; empty: the resolver's
};

} // namespace

HostsFile readHostsFile(std::string_view bytes) {
    HostsFile names;
    std::istringstream lines{std::string(bytes)};
    for (std::string line; std::getline(lines, line);) {
        std::istringstream words(line.substr(0, line.find('#')));
        std::string address, name;
        words >> address;
        while (words >> name)
            names[canonicalHost(name)].push_back(address);
    }
    return names;
}

void probeHosts(std::vector<HostEntry> &hosts, const ProbeOptions &options) {
    std::atomic<std::size_t> next{0};
    const auto work = [&] {
        for (std::size_t i = next++; i < hosts.size(); i = next++) {
            const std::string host = canonicalHost(hosts[i].host);
            const std::string name(withoutPort(host));
            if (!name.empty() && formOfHost(name) == HostForm::Name)
                Prober(hosts[i], name, options).probe();
        }
    };
    std::vector<std::thread> threads;
    for (int i = 0; i < Threads; ++i)
        threads.emplace_back(work);
    for (std::thread &thread : threads)
        thread.join();
}

void writeFacts(const std::vector<HostEntry> &hosts, std::ostream &out) {
    out << "host";
    for (const char *fact : FactNames)
        out << ',' << fact;
    out << '\n';
    std::set<std::string> seen;
    for (const HostEntry &entry : hosts) {
        const std::string host = canonicalHost(entry.host);
        if (host.empty() || !seen.insert(host).second)
            continue;
        out << host;
        for (const char *fact : FactNames) {
            const auto value = entry.measured.find(fact);
            out << ',' << (value == entry.measured.end() ? std::string() : value->second);
        }
        out << '\n';
    }
}

} // namespace guiyi
