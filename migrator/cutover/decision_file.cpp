#include "migrator/cutover/decision_file.h"

#include "mappings/redirects/keys.h"
#include "mappings/urlmap/domains.h"
#include "mappings/urlmap/hosts.h"
#include "migrator/map/inputs.h"
#include "schema/base/text.h"
#include "schema/config/csv.h"
#include "schema/url/url.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <map>
#include <ostream>
#include <set>
#include <utility>

namespace guiyi {

namespace {

using mapping::RedirectAnswer;
using mapping::RedirectDecision;

/// Stands for the full-width bar while a file is read: no text holds it.
constexpr char UnitSeparator = '\x1f';
constexpr std::string_view FullBar = "｜";

enum Field { From, To, Status, Reason, SiteId, Hits, Suggested, Archive, FieldCount };

struct FieldName {
    Field field;
    std::string_view name;
};

constexpr std::array<FieldName, 23> FieldNames{
    {{From, "from"},           {To, "to"},           {Status, "status"},
     {Reason, "reason"},       {SiteId, "site"},     {Hits, "hits"},
     {Suggested, "suggested"}, {Archive, "archive"}, {From, "old"},
     {From, "old url"},        {From, "旧地址"},     {From, "原地址"},
     {From, "旧网址"},         {To, "new"},          {To, "new url"},
     {To, "新地址"},           {To, "新网址"},       {Status, "状态"},
     {Reason, "原因"},         {SiteId, "站点"},     {Hits, "访问量"},
     {Suggested, "建议页面"},  {Archive, "存档"}}};

int fieldOf(std::string_view word) {
    const std::string name = text::lower(text::trim(word));
    for (const FieldName &known : FieldNames) {
        if (name == known.name)
            return known.field;
    }
    return -1;
}

/// The separator that gives the first lines the most fields; a comma when none does.
char detectSeparator(std::string_view bytes) {
    const std::string_view head = bytes.substr(0, std::min<std::size_t>(bytes.size(), 4096));
    const std::string_view first = head.substr(0, head.find('\n'));
    constexpr char Candidates[] = {',', ';', '\t', '|', UnitSeparator};
    char best = ',';
    std::size_t most = 0;
    for (const char candidate : Candidates) {
        std::size_t known = 0, count = 0;
        for (const std::string &word : text::split(first, candidate)) {
            known += fieldOf(text::replaceAll(word, "\"", "")) >= 0 ? 1 : 0;
            ++count;
        }
        // Addresses hold commas and semicolons: known names decide, then the number of fields.
        const std::size_t weight = known * 100 + (count > 1 ? std::min<std::size_t>(count, 9) : 0);
        if (weight > most && count > 1) {
            most = weight;
            best = candidate;
        }
    }
    return best;
}

std::string nameOf(char separator) {
    if (separator == '\t')
        return "tab";
    return separator == UnitSeparator ? std::string(FullBar) : std::string(1, separator);
}

/// Takes off the apostrophe that keeps spreadsheet programs from running a field.
std::string plainField(std::string &&field) {
    std::string_view plain = text::trim(field);
    if (plain.size() > 1 && plain.front() == '\'' &&
        std::string_view("=+-@").find(plain[1]) != std::string_view::npos)
        plain.remove_prefix(1);
    return plain.size() == field.size() ? std::move(field) : std::string(plain);
}

class RowReader {
public:
    RowReader(const std::string &fileName, DecisionFile &file) : m_fileName(fileName), m_file(file) {}

    void row(CsvRow &&row) {
        if (m_first) {
            m_first = false;
            if (header(row))
                return;
        }
        ++m_file.rows;
        RedirectDecision d;
        d.line = row.line;
        std::array<std::string, FieldCount> fields;
        for (std::size_t i = 0; i < row.fields.size() && i < m_order.size(); ++i) {
            if (m_order[i] >= 0)
                fields[static_cast<std::size_t>(m_order[i])] = plainField(std::move(row.fields[i]));
        }
        d.from = std::move(fields[From]);
        d.to = std::move(fields[To]);
        d.reason = std::move(fields[Reason]);
        d.site = std::move(fields[SiteId]);
        d.suggested = std::move(fields[Suggested]);
        d.archive = std::move(fields[Archive]);
        const std::string why = settle(d, fields[Status], fields[Hits]);
        if (why.empty()) {
            m_file.decisions.push_back(std::move(d));
            return;
        }
        m_file.errors.push_back({ErrorKind::Rejected, "reading the redirect decisions",
                                 m_fileName + ":" + std::to_string(row.line), why,
                                 "put the line right and load it again"});
        m_file.rejected.push_back({std::move(d), why});
    }

private:
    bool header(const CsvRow &row) {
        std::vector<int> order;
        bool from = false;
        for (const std::string &field : row.fields) {
            order.push_back(fieldOf(field));
            from = from || order.back() == From;
        }
        m_file.header = from;
        if (from)
            m_order = std::move(order);
        return from;
    }

    static std::string settle(RedirectDecision &d, const std::string &status, const std::string &hits) {
        if (d.from.empty())
            return "the old address is missing";
        const std::string word = text::lower(status);
        if (word.empty()) {
            d.answer = d.to.empty() ? RedirectAnswer::Undecided : RedirectAnswer::Redirect;
        } else if (word == "301" || word == "302" || word == "redirect") {
            d.answer = RedirectAnswer::Redirect;
            d.status = word == "302" ? 302 : 301;
            if (d.to.empty())
                return "a redirect needs a target";
        } else if (word == "410" || word == "gone") {
            d.answer = RedirectAnswer::Gone;
        } else if (word == "undecided" || word == "404" || word == "unresolved") {
            d.answer = RedirectAnswer::Undecided;
        } else if (word == "stays" || word == "200") {
            d.answer = RedirectAnswer::Stays;
        } else {
            return "the status \"" + text::head(status, 40) +
                   "\" is none of 301, 302, 410, gone, undecided, stays";
        }
        if (!hits.empty()) {
            const auto [end, failure] = std::from_chars(hits.data(), hits.data() + hits.size(), d.hits);
            if (failure != std::errc() || end != hits.data() + hits.size() || d.hits < 0) {
                d.hits = -1;
                return "the hits \"" + text::head(hits, 40) + "\" are no number";
            }
        }
        return {};
    }

    const std::string &m_fileName;
    DecisionFile &m_file;
    bool m_first = true;
    std::vector<int> m_order{From, To, Status};
};

/// What some program takes for a separator.
constexpr std::array<bool, 256> NeedsQuotes = [] {
    std::array<bool, 256> quoted{};
    for (const unsigned char c : {',', '"', '\r', '\n', ';', '\t', '|'})
        quoted[c] = true;
    return quoted;
}();

void writeField(std::ostream &out, std::string_view field) {
    const bool formula =
        !field.empty() && std::string_view("=+-@").find(field.front()) != std::string_view::npos;
    const bool special = std::any_of(field.begin(), field.end(),
                                     [](char c) { return NeedsQuotes[static_cast<unsigned char>(c)]; });
    if (!formula && !special) {
        out << field;
        return;
    }
    out << '"' << (formula ? "'" : "") << text::replaceAll(std::string(field), "\"", "\"\"") << '"';
}

void writeRow(std::ostream &out, const RedirectDecision &d) {
    const std::string status = d.answer == RedirectAnswer::Redirect ? std::to_string(d.status)
                               : d.answer == RedirectAnswer::Gone   ? "410"
                                                                    : std::string(toText(d.answer));
    const std::string hits = d.hits < 0 ? std::string() : std::to_string(d.hits);
    bool first = true;
    for (const std::string *field :
         {&d.from, &d.to, &status, &d.reason, &d.site, &hits, &d.suggested, &d.archive}) {
        if (!first)
            out << ',';
        first = false;
        writeField(out, *field);
    }
}

constexpr std::string_view Header = "from,to,status,reason,site,hits,suggested,archive";

} // namespace

DecisionFile readDecisions(std::string_view bytes, const std::string &fileName) {
    DecisionFile file;
    std::string converted;
    if (bytes.substr(0, 4096).find(FullBar) != std::string_view::npos) {
        converted = text::replaceAll(std::string(bytes), FullBar, std::string(1, UnitSeparator));
        if (detectSeparator(converted) == UnitSeparator)
            bytes = converted;
    }
    const char separator = detectSeparator(bytes);
    file.separator = nameOf(separator);
    file.decisions.reserve(static_cast<std::size_t>(std::count(bytes.begin(), bytes.end(), '\n')) + 1);
    RowReader reader(fileName, file);
    std::vector<Error> form;
    eachCsvRow(
        bytes, fileName, separator, [&reader](CsvRow &&row) { reader.row(std::move(row)); }, form);
    file.errors.insert(file.errors.begin(), form.begin(), form.end());
    return file;
}

void writeDecisions(std::ostream &out, const std::vector<RedirectDecision> &decisions) {
    out << Header << '\n';
    for (const RedirectDecision &d : decisions) {
        writeRow(out, d);
        out << '\n';
    }
}

void writeRejected(std::ostream &out, const std::vector<mapping::RejectedRedirect> &rejected) {
    out << Header << ",problem\n";
    for (const mapping::RejectedRedirect &row : rejected) {
        writeRow(out, row.decision);
        out << ',';
        writeField(out, row.problem);
        out << '\n';
    }
}

Result<std::vector<RedirectDecision>> storedDecisions(const Workspace &workspace) {
    const Result<std::string> bytes = readFileIfAny(redirectDecisionsFile(workspace));
    if (!bytes)
        return bytes.error();
    if (bytes->empty())
        return std::vector<RedirectDecision>();
    DecisionFile file = readDecisions(*bytes, "mappings/redirects.csv");
    if (!file.errors.empty()) {
        Error error = file.errors.front();
        error.kind = ErrorKind::Usage;
        if (file.errors.size() > 1)
            error.why += " (and " + std::to_string(file.errors.size() - 1) + " more)";
        return error;
    }
    return std::move(file.decisions);
}

mapping::RedirectPolicy redirectPolicy(const Workspace &workspace) {
    mapping::RedirectPolicy policy;
    const mapping::DomainPolicy domains = domainPolicyOf(workspace);
    for (const Site &site : workspace.sites()) {
        const std::vector<std::string> hosts = mapping::HostRegistry::hostsOf(site);
        for (const std::string &host : hosts) {
            policy.add({host, hosts.front(), site.id});
            policy.allowedHosts.insert(host);
        }
        const mapping::TenantAddress tenant = mapping::tenantAddress(site, domains);
        if (!tenant.host.empty())
            policy.allowedHosts.insert(tenant.host);
    }
    policy.allowedHosts.insert(mapping::canonicalHost(workspace.config().platformHost));
    for (const std::string &host : workspace.config().allowedRedirectHosts)
        policy.allowedHosts.insert(mapping::canonicalHost(host));
    return policy;
}

namespace {

/// What is refused only together with the store, as a loop over both, is not taken from the file; the store
/// keeps what it had.
void takeBack(ImportResult &result, const mapping::RedirectKeys &known,
              std::map<std::string, RedirectDecision> &replaced) {
    std::set<std::string> bad;
    for (const mapping::RejectedRedirect &row : result.checked.rejected)
        bad.insert(row.decision.from);
    if (bad.empty())
        return;
    std::size_t restored = 0;
    for (RedirectDecision &d : result.store) {
        const auto before = replaced.find(d.from);
        if (before != replaced.end() && bad.count(d.from) != 0) {
            d = std::move(before->second);
            ++restored;
        }
    }
    result.added -= std::erase_if(result.store, [&](const RedirectDecision &d) {
        return bad.count(d.from) != 0 && !known.find(d.from);
    });
    result.changed -= restored;
}

} // namespace

Result<ImportResult> importDecisions(const Workspace &workspace, std::string_view bytes,
                                     const std::string &fileName, OnConflict onConflict) {
    ImportResult result;
    Result<std::vector<RedirectDecision>> stored = storedDecisions(workspace);
    if (!stored)
        return stored.error();
    result.file = readDecisions(bytes, fileName);
    const mapping::RedirectPolicy policy = redirectPolicy(workspace);
    mapping::RedirectKeys known;
    result.store = std::move(*stored);
    for (std::size_t i = 0; i < result.store.size(); ++i) {
        mapping::canonicalise(result.store[i], policy);
        known.emplace(result.store[i].from, static_cast<std::uint32_t>(i));
    }
    // The file is checked by itself first, so that contradictions inside of it do not depend on the store.
    mapping::CheckedRedirects own = checkRedirects(std::move(result.file.decisions), policy);
    result.file.decisions.clear();
    std::map<std::string, RedirectDecision> replaced;
    for (RedirectDecision &d : own.decisions) {
        const auto found = known.find(d.from);
        RedirectDecision *const before = found ? &result.store[*found] : nullptr;
        if (before != nullptr)
            d.line = before->line;
        if (before == nullptr) {
            ++result.added;
            result.store.push_back(std::move(d));
        } else if (d == *before) {
            ++result.unchanged;
        } else if (onConflict == OnConflict::Keep) {
            ++result.kept;
        } else {
            ++result.changed;
            std::string from = before->from;
            replaced.emplace(std::move(from), std::exchange(*before, std::move(d)));
        }
    }
    std::sort(result.store.begin(), result.store.end(),
              [](const RedirectDecision &a, const RedirectDecision &b) { return a.from < b.from; });
    if (!known.empty()) { // else the file is all there is, and has just been checked
        result.checked = checkRedirects(result.store, policy);
        takeBack(result, known, replaced);
    }
    result.checked.chainsFolded += own.chainsFolded;
    result.checked.identical += own.identical;
    result.checked.findings.insert(result.checked.findings.end(), own.findings.begin(), own.findings.end());
    result.checked.rejected.insert(result.checked.rejected.end(), own.rejected.begin(), own.rejected.end());
    return result;
}

} // namespace guiyi
