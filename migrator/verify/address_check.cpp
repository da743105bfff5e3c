#include "migrator/verify/address_check.h"

#include "migrator/map/inputs.h"
#include "schema/store/staging.h"

namespace guiyi {

namespace {

constexpr std::size_t AtOnce = 500;

/// An address, and what was decided that it answers; undecided here: that it answers at all.
struct Wanted {
    std::string url, key, target;
    int status = 0; ///< 0: any answer
};

struct Answer {
    std::string status, target;
};

/// Collects addresses and asks the platform for many at once.
class AddressCheck {
public:
    AddressCheck(const AddressSides &sides, const Site &site) : m_sides(sides), m_site(site) {}

    Status add(Wanted wanted) {
        m_wanted.push_back(std::move(wanted));
        return m_wanted.size() < AtOnce ? Status() : flush();
    }

    Status flush() {
        if (m_wanted.empty())
            return {};
        SqlRow keys;
        for (const Wanted &wanted : m_wanted)
            keys.emplace_back(wanted.key);
        std::unordered_map<std::string, Answer> answers;
        const Status s =
            m_sides.engine.each("SELECT \"key\",\"status\",\"target\" FROM \"old_url\" WHERE \"key\" IN (" +
                                    placeholders(keys.size()) + ")",
                                keys, [&](const SqlRow &row) {
                                    answers[std::string(row[0].value_or(""))] = {
                                        std::string(row[1].value_or("")), std::string(row[2].value_or(""))};
                                    return Status();
                                });
        if (!s)
            return s;
        for (const Wanted &wanted : m_wanted) {
            const auto answer = answers.find(wanted.key);
            if (wanted.status == 0)
                check(wanted, answer == answers.end() ? nullptr : &answer->second);
            else if (answer != answers.end())
                compare(wanted, answer->second);
        }
        m_wanted.clear();
        return {};
    }

private:
    /// Whether there is an answer, and one that leads somewhere.
    void check(const Wanted &wanted, const Answer *answer) {
        ++m_sides.faults.result().checked["addresses"];
        if (answer == nullptr) {
            fault("ADDRESS-UNANSWERED", wanted, "an answer", "none");
            return;
        }
        const bool leads = answer->status == "301" || answer->status == "302";
        const auto to = Url::parse(answer->target);
        if (answer->status == "404")
            fault("ADDRESS-UNDECIDED", wanted, "a decision", "404");
        else if (!leads && answer->status != "410" && answer->status != "200")
            fault("ADDRESS-DIFFERS", wanted, "301, 302, 410 or 200", answer->status);
        // Where people send it to another host, nobody here knows what that host serves.
        else if (leads && (!to || m_sides.served.isHost(mapping::canonicalHost(to->host()))) &&
                 !m_sides.served.serves(answer->target))
            fault("ADDRESS-DEAD-END", wanted, "an address the platform serves", answer->target);
    }

    void compare(const Wanted &wanted, const Answer &answer) {
        const std::string status = std::to_string(wanted.status);
        if (answer.status != status || answer.target != wanted.target)
            fault("ADDRESS-DIFFERS", wanted, status + " " + wanted.target,
                  answer.status + " " + answer.target);
    }

    void fault(const char *rule, const Wanted &wanted, const std::string &should, const std::string &is) {
        m_sides.faults.add({rule, m_site.id, wanted.url, wanted.target, should, is});
    }

    const AddressSides &m_sides;
    const Site &m_site;
    std::vector<Wanted> m_wanted;
};

/// Every address extraction ever saw on the site's own hosts.
Status checkSeen(const AddressSides &sides, const Site &site) {
    Result<Staging> staging = Staging::open(sides.workspace.stagingFile(site.id));
    if (!staging)
        return staging.error();
    AddressCheck check(sides, site);
    const Status s = staging->eachResource([&](const Resource &resource) -> Status {
        const auto url = Url::parse(resource.url);
        const auto owner = url ? sides.hosts.find(url->host()) : std::nullopt;
        if (!owner || owner->site->id != site.id)
            return {};
        return check.add({resource.url, addressKey(sides.hosts.fold(*url)), {}, 0});
    });
    return s ? check.flush() : s;
}

/// Every answer that map and people decided.
Status checkDecided(const AddressSides &sides, const Site &site) {
    AddressCheck check(sides, site);
    const Status s = sides.decided.each(site.id, [&](const PlanRedirect &redirect) {
        return check.add({redirect.url, redirect.key, redirect.target, redirect.status});
    });
    return s ? check.flush() : s;
}

} // namespace

Status checkAddresses(const AddressSides &sides, const Site &site) {
    const Status s = checkSeen(sides, site);
    return s ? checkDecided(sides, site) : s;
}

} // namespace guiyi
