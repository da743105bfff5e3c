#include "mappings/redirects/check.h"

#include "mappings/redirects/table.h"
#include "schema/base/text.h"
#include "schema/url/url.h"

#include <algorithm>
#include <map>
#include <tuple>
#include <unordered_map>

namespace guiyi::mapping {

namespace {

Finding finding(const RedirectDecision &d, std::string rule, std::string message,
                Severity severity = Severity::Error) {
    return {d.site, d.from, std::move(rule), std::move(message), d.to, severity};
}

bool isDirectory(const RedirectDecision &d) {
    return text::endsWith(d.from, "/*");
}

bool carries(const RedirectDecision &d) {
    return isDirectory(d) && text::endsWith(d.to, "/*");
}

/// The answer of a decision without its words.
auto answerOf(const RedirectDecision &d) {
    return std::tie(d.answer, d.status, d.to, d.suggested, d.archive);
}

auto orderOf(const RedirectDecision &d) {
    return std::tie(d.from, d.answer, d.status, d.to, d.suggested, d.archive, d.reason, d.line);
}

/// `to` without fragment and '*'.
std::string plainTarget(const RedirectDecision &d) {
    std::string to = d.to.substr(0, d.to.find('#'));
    if (carries(d))
        to.pop_back();
    return to;
}

/// The host of a canonical address, without parsing it.
std::string hostOf(std::string_view address) {
    const std::string_view origin = originOf(address);
    return origin.empty() ? std::string() : std::string(origin.substr(origin.find("://") + 3));
}

/// The key of an address, of directories of the directory itself.
std::string keyOf(const std::string &address, const RedirectPolicy &policy) {
    const auto url = Url::parse(address);
    if (!url)
        return {};
    const OldHost *known = policy.find(url->host());
    RedirectDecision d;
    d.from = "http://" + (known ? known->main : url->host()) + url->target();
    return decisionKey(d);
}

class Checker {
public:
    Checker(const RedirectPolicy &policy, const OtherAnswers &other) : m_policy(policy), m_other(other) {}

    CheckedRedirects run(std::vector<RedirectDecision> decisions) {
        canonical(decisions);
        oneAnswerEach(decisions);
        fold(std::move(decisions));
        std::sort(m_out.findings.begin(), m_out.findings.end(), [](const Finding &a, const Finding &b) {
            return std::tie(a.url, a.rule, a.evidence, a.site, a.message) <
                   std::tie(b.url, b.rule, b.evidence, b.site, b.message);
        });
        std::sort(m_out.rejected.begin(), m_out.rejected.end(), [](const auto &a, const auto &b) {
            return std::tuple_cat(std::tie(a.decision.line), orderOf(a.decision)) <
                   std::tuple_cat(std::tie(b.decision.line), orderOf(b.decision));
        });
        return std::move(m_out);
    }

private:
    void reject(RedirectDecision d, std::string rule, std::string message) {
        m_out.findings.push_back(finding(d, std::move(rule), message));
        m_out.rejected.push_back({std::move(d), std::move(message)});
    }

    void canonical(std::vector<RedirectDecision> &decisions) {
        std::size_t kept = 0;
        for (RedirectDecision &d : decisions) {
            std::vector<Finding> faults = canonicalise(d, m_policy);
            if (!faults.empty()) {
                std::string problem;
                for (const Finding &f : faults)
                    problem += (problem.empty() ? "" : "; ") + f.message;
                m_out.findings.insert(m_out.findings.end(), std::make_move_iterator(faults.begin()),
                                      std::make_move_iterator(faults.end()));
                m_out.rejected.push_back({std::move(d), std::move(problem)});
                continue;
            }
            if (&decisions[kept] != &d)
                decisions[kept] = std::move(d);
            ++kept;
        }
        decisions.resize(kept);
    }

    void oneAnswerEach(std::vector<RedirectDecision> &decisions) {
        RedirectKeys seen;
        seen.reserve(decisions.size());
        std::map<std::uint32_t, std::vector<std::uint32_t>> several; // by the first line of an address
        for (std::size_t i = 0; i < decisions.size(); ++i) {
            std::string key = decisionKey(decisions[i]);
            if (isDirectory(decisions[i])) // directories have no exact tier
                key = text::lower(key) + "*";
            const auto [first, isNew] = seen.emplace(key, static_cast<std::uint32_t>(i));
            if (!isNew)
                several[first].push_back(static_cast<std::uint32_t>(i));
        }
        for (auto &[first, lines] : several) {
            lines.push_back(first);
            std::sort(lines.begin(), lines.end(), [&](std::uint32_t a, std::uint32_t b) {
                return orderOf(decisions[a]) < orderOf(decisions[b]);
            });
            settle(decisions, lines);
        }
        std::erase_if(decisions, [](const RedirectDecision &d) { return d.from.empty(); });
    }

    /// Lines on one address: one of them stays when all say the same, else none. The others lose their
    /// `from`.
    void settle(std::vector<RedirectDecision> &decisions, const std::vector<std::uint32_t> &lines) {
        const RedirectDecision &kept = decisions[lines.front()];
        const bool same = std::all_of(lines.begin(), lines.end(), [&](std::uint32_t i) {
            return answerOf(decisions[i]) == answerOf(kept);
        });
        if (!same)
            return contradiction(decisions, lines);
        m_out.identical += lines.size() - 1;
        for (std::size_t i = 1; i < lines.size(); ++i)
            decisions[lines[i]].from.clear();
    }

    void contradiction(std::vector<RedirectDecision> &decisions, const std::vector<std::uint32_t> &lines) {
        std::string answers;
        for (const std::uint32_t i : lines) {
            const RedirectDecision &d = decisions[i];
            answers += (answers.empty() ? "" : ", ") +
                       (d.to.empty() ? std::string(toText(d.answer)) : d.to + " " + std::to_string(d.status));
        }
        Finding f = finding(decisions[lines.front()], "REDIRECT-CONTRADICTION",
                            "one address with several answers: " + answers);
        f.evidence = answers;
        m_out.findings.push_back(std::move(f));
        for (const std::uint32_t i : lines) {
            m_out.rejected.push_back({decisions[i], "one address with several answers: " + answers});
            decisions[i].from.clear();
        }
    }

    /// A redirect to itself: the address stays.
    bool settleSelf(RedirectDecision &d) {
        if (d.answer != RedirectAnswer::Redirect || (isDirectory(d) && !carries(d)) ||
            m_policy.find(hostOf(d.to)) == nullptr || keyOf(plainTarget(d), m_policy) != decisionKey(d))
            return false;
        m_out.findings.push_back(finding(
            d, "REDIRECT-SELF", "the address stays as it is; alias hosts lead to it", Severity::Info));
        d.answer = RedirectAnswer::Stays;
        return true;
    }

    void fold(std::vector<RedirectDecision> decisions) {
        for (RedirectDecision &d : decisions)
            settleSelf(d);
        m_table.emplace(std::move(decisions), m_policy.hostList());
        for (const std::string &twin : m_table->caseTwins())
            m_out.findings.push_back(
                {{},
                 twin,
                 "REDIRECT-CASE",
                 "another old address differs in upper and lower case only: each spelling "
                 "keeps its own answer, any further spelling gets the other one's",
                 {},
                 Severity::Info});
        m_state.assign(m_table->decisions().size(), State::Open);
        for (std::size_t i = 0; i < m_state.size(); ++i)
            resolve(static_cast<std::uint32_t>(i));
        m_out.decisions = m_table->takeDecisions();
        for (auto &[index, folded] : m_folded)
            m_out.decisions[index] = std::move(folded);
        std::size_t kept = 0;
        for (std::size_t i = 0; i < m_state.size(); ++i) {
            if (m_state[i] != State::Done)
                continue;
            if (kept != i)
                m_out.decisions[kept] = std::move(m_out.decisions[i]);
            ++kept;
        }
        m_out.decisions.resize(kept);
    }

    /// The decision as it is after folding.
    const RedirectDecision &folded(std::uint32_t index) const {
        const auto found = m_folded.find(index);
        return found == m_folded.end() ? m_table->decisions()[index] : found->second;
    }

    enum class State : char { Open, OnWay, Done, Bad };

    /// Walks from `start` to its end, then settles the way back: n steps for a chain of n.
    void resolve(std::uint32_t start) {
        std::vector<std::uint32_t> way;
        std::uint32_t at = start;
        bool bad = false;
        std::optional<std::uint32_t> end; ///< whose answer is known
        while (m_state[at] == State::Open) {
            m_state[at] = State::OnWay;
            way.push_back(at);
            Next next = nextOf(m_table->decisions()[at]);
            if (next.problem) {
                reject(m_table->decisions()[at], "REDIRECT-CHAIN", *next.problem);
                m_state[at] = State::Bad;
                bad = true;
                way.pop_back();
                break;
            }
            if (!next.decision) {
                if (next.other)
                    compose(m_folded.emplace(at, m_table->decisions()[at]).first->second, *next.other);
                m_state[at] = State::Done;
                end = at;
                way.pop_back();
                break;
            }
            at = *next.decision;
        }
        if (!end && !bad) {
            bad = m_state[at] != State::Done; // a circle, or a way into a refused one
            if (!bad)
                end = at;
        }
        for (auto i = way.rbegin(); i != way.rend(); ++i) {
            const RedirectDecision &d = m_table->decisions()[*i];
            if (bad) {
                m_state[*i] = State::Bad;
                reject(d, "REDIRECT-LOOP", "following it comes back to where it was, or to a refused line");
                continue;
            }
            RedirectDecision composed = d;
            compose(composed, folded(*end));
            m_folded.emplace(*i, std::move(composed));
            m_state[*i] = State::Done;
            end = *i;
        }
    }

    struct Next {
        std::optional<std::uint32_t> decision; ///< of the table
        std::optional<RedirectDecision> other; ///< from outside of it
        std::optional<std::string> problem;
    };

    Next nextOf(const RedirectDecision &d) {
        Next next;
        if (d.answer != RedirectAnswer::Redirect)
            return next;
        if (m_policy.find(hostOf(d.to)) == nullptr)
            return next;
        const std::string target = plainTarget(d);
        if (carries(d))
            return nextOfDirectory(target);
        const RedirectResponse response = m_table->respond(target);
        const bool exact = response.level == RedirectLevel::Path || response.level == RedirectLevel::Query;
        if (!exact && m_other)
            next.other = m_other(target);
        if (next.other || response.entry == nullptr || response.entry->answer == RedirectAnswer::Stays)
            return next;
        next.decision = response.entry->decision;
        return next;
    }

    /// Where a directory leads that is carried into another old directory.
    Next nextOfDirectory(const std::string &target) {
        Next next;
        sortKeys();
        const std::string key = text::lower(keyOf(target, m_policy));
        const auto inside = std::lower_bound(m_keys.begin(), m_keys.end(), key);
        for (auto i = inside; i != m_keys.end() && text::startsWith(*i, key); ++i) {
            if (*i == key && !m_table->paths().find(key))
                continue; // the directory itself
            next.problem =
                "it leads into a directory of which " + std::string(*i) +
                " has an answer of its own: that would be two steps; give the last targets instead";
            return next;
        }
        for (std::size_t end = key.size(); end != std::string::npos && end > 0;) {
            if (const auto found = m_table->directories().find(std::string_view(key).substr(0, end))) {
                if (m_table->entries()[*found].answer != RedirectAnswer::Stays)
                    next.decision = *found;
                return next;
            }
            end = end < 2 ? 0 : key.rfind('/', end - 2) + 1;
        }
        return next;
    }

    /// Keys of single addresses and directories in order.
    void sortKeys() {
        if (!m_keys.empty())
            return;
        for (const RedirectKeys *keys : {&m_table->paths(), &m_table->queries(), &m_table->directories()}) {
            for (const RedirectKeys::Row &row : keys->rows())
                m_keys.push_back(row.key);
        }
        std::sort(m_keys.begin(), m_keys.end());
    }

    /// `d` answered by what its target answers.
    void compose(RedirectDecision &d, const RedirectDecision &last) {
        if (last.answer == RedirectAnswer::Redirect) {
            const std::string begin = plainTarget(d);
            const bool carried = carries(d);
            d.to = last.to;
            if (carries(last)) {
                // The part of the way that lies below the last directory goes along.
                const std::size_t depth =
                    static_cast<std::size_t>(std::count(last.from.begin(), last.from.end(), '/'));
                std::size_t at = 0;
                for (std::size_t i = 0; i < depth && at != std::string::npos; ++i)
                    at = begin.find('/', at + (i == 0 ? 0 : 1));
                d.to.pop_back();
                if (at != std::string::npos)
                    d.to += begin.substr(at + 1);
                if (carried)
                    d.to += '*';
            }
        } else if (last.answer == RedirectAnswer::Stays) {
            return;
        } else {
            d.answer = last.answer;
            d.to.clear();
            d.suggested = last.suggested;
            d.archive = last.archive;
        }
        ++m_out.chainsFolded;
        d.reason += (d.reason.empty() ? "" : "; ") + std::string("chain folded");
    }

    const RedirectPolicy &m_policy;
    const OtherAnswers &m_other;
    CheckedRedirects m_out;
    std::optional<RedirectTable> m_table;
    std::unordered_map<std::uint32_t, RedirectDecision> m_folded; ///< those whose answer changed
    std::vector<State> m_state;
    std::vector<std::string_view> m_keys;
};

} // namespace

std::string_view originOf(std::string_view address) {
    const std::size_t begin = address.find("://");
    if (begin == std::string_view::npos)
        return {};
    const auto end = std::find_if(address.begin() + static_cast<std::ptrdiff_t>(begin) + 3, address.end(),
                                  [](char c) { return c == '/' || c == '?' || c == '#'; });
    return address.substr(0, static_cast<std::size_t>(end - address.begin()));
}

void addOldHosts(RedirectPolicy &policy, const std::vector<RedirectDecision> &decisions) {
    std::set<std::string, std::less<>> seen; // few hosts, many addresses: each is parsed once
    for (const RedirectDecision &d : decisions) {
        const std::string_view origin = originOf(d.from);
        if (!origin.empty() && seen.find(origin) != seen.end())
            continue;
        seen.emplace(origin);
        if (const auto url = Url::parse(d.from))
            policy.add({url->host(), url->host(), {}});
    }
}

CheckedRedirects checkRedirects(std::vector<RedirectDecision> decisions, const RedirectPolicy &policy,
                                const OtherAnswers &other) {
    return Checker(policy, other).run(std::move(decisions));
}

} // namespace guiyi::mapping
