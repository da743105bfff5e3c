#include "migrator/verify/address_check.h"

#include "migrator/map/inputs.h"
#include "schema/store/staging.h"

namespace guiyi {

namespace {

constexpr std::size_t AtOnce = 500;

/// What an address should answer.
struct Wanted {
    std::string url, key, target, outcome;
    bool answers = false; ///< of several records with one address the one that counts
};

class AddressCheck {
public:
    AddressCheck(const AddressSides &sides, const Site &site) : m_sides(sides), m_site(site) {}

    Status run() {
        Result<Staging> staging = Staging::open(m_sides.workspace.stagingFile(m_site.id));
        if (!staging)
            return staging.error();
        Result<Statement> decided = m_sides.store.database().prepare(
            "SELECT own,outcome,target,answers FROM address WHERE site=? AND resource=?");
        if (!decided)
            return decided.error();
        m_decided = std::move(decided).value();
        const Status s = staging->eachResource([this](const Resource &resource) { return take(resource); });
        return s ? flush() : s;
    }

private:
    Status take(const Resource &resource) {
        m_decided->bind(m_site.id).bind(resource.id);
        if (Status s = m_decided->start(); !s)
            return s;
        const Result<bool> known = m_decided->next();
        if (!known)
            return known.error();
        Wanted wanted;
        bool own = true;
        if (known.value()) {
            own = m_decided->integer(0) != 0;
            wanted.outcome = m_decided->text(1);
            wanted.target = m_decided->text(2);
            wanted.answers = m_decided->integer(3) != 0;
        }
        m_decided->finish();
        const auto url = Url::parse(resource.url);
        if (!own || !url)
            return {};
        wanted.url = resource.url;
        wanted.key = addressKey(m_sides.hosts.fold(*url));
        m_wanted.push_back(std::move(wanted));
        return m_wanted.size() < AtOnce ? Status() : flush();
    }

    Status flush() {
        if (m_wanted.empty())
            return {};
        SqlRow keys;
        for (const Wanted &wanted : m_wanted)
            keys.emplace_back(wanted.key);
        std::unordered_map<std::string, std::pair<std::string, std::string>> found; // key → status, target
        const Status s =
            m_sides.engine.each("SELECT \"key\",\"status\",\"target\" FROM \"old_url\" WHERE \"key\" IN (" +
                                    placeholders(keys.size()) + ")",
                                keys, [&](const SqlRow &row) {
                                    found[std::string(row[0].value_or(""))] = {
                                        std::string(row[1].value_or("")), std::string(row[2].value_or(""))};
                                    return Status();
                                });
        if (!s)
            return s;
        for (const Wanted &wanted : m_wanted) {
            ++m_sides.faults.result().checked["addresses"];
            const auto answer = found.find(wanted.key);
            if (answer == found.end())
                fault("ADDRESS-UNANSWERED", wanted, wanted.target, "no answer");
            else
                compare(wanted, answer->second.first, answer->second.second);
        }
        m_wanted.clear();
        return {};
    }

    void compare(const Wanted &wanted, const std::string &status, const std::string &target) {
        if (status != "301" && status != "410")
            fault("ADDRESS-DIFFERS", wanted, "301 or 410", status);
        else if (status == "301" && !m_sides.served.serves(target))
            fault("ADDRESS-DEAD-END", wanted, wanted.target, target);
        else if (status == "410" && !target.empty())
            fault("ADDRESS-DIFFERS", wanted, "no target", target);
        if (wanted.answers && target != wanted.target)
            fault("ADDRESS-DIFFERS", wanted, wanted.target.empty() ? "410" : wanted.target,
                  target.empty() ? status : target);
    }

    void fault(const char *rule, const Wanted &wanted, const std::string &should, const std::string &is) {
        m_sides.faults.add({rule, m_site.id, wanted.url, wanted.target, should, is});
    }

    const AddressSides &m_sides;
    const Site &m_site;
    std::optional<Statement> m_decided;
    std::vector<Wanted> m_wanted;
};

} // namespace

Status checkAddresses(const AddressSides &sides, const Site &site) {
    return AddressCheck(sides, site).run();
}

} // namespace guiyi
