// An install of a CMS in a hand-over, and the queries of its profile.
#pragma once

#include "adapters/cms/cms_rows.h"
#include "adapters/cms/handover.h"
#include "adapters/cms/profile.h"
#include "adapters/site/record_sink.h"
#include "schema/url/url.h"

#include <functional>
#include <memory>
#include <set>
#include <string>

namespace guiyi::cms {

/// What people should look at, gathered on the way. Belongs to one thread.
struct Findings {
    std::string site;
    std::vector<Finding> list;
    void add(const std::string &url, std::string_view rule, std::string message, Severity severity,
             std::string evidence = {});
};

/// The tables of one site's hand-over, its product found. Belongs to one thread.
class CmsDatabase {
public:
    CmsDatabase(const Site &site, const HandOver &handOver, Findings &findings,
                std::function<bool()> cancelled);

    /// Reads the hand-over into `scratchFile` and recognises the product and the site in it. Fails when it
    /// can't be read, no profile fits, or several installs or sites fit and none was named.
    Status open(const std::string &scratchFile);
    const Profile &profile() const { return *m_install.profile; }
    Status tellFacts(RecordSink &sink) const;

    using Visit = std::function<Status(const std::shared_ptr<const RowNames> &names, const SnapshotRow &row)>;
    /// Runs a query, once for each row of its `for`; not at all when a table it needs is missing. `wrap` is a
    /// SELECT around it, which stands at "()".
    Status each(const ProfileQuery &query, const Visit &visit, std::string_view wrap = {});
    bool isOwnHost(const std::string &host) const;

private:
    Status chooseInstall();
    Status chooseSite();
    std::string shownName(const std::string &file) const { return m_install.profile->id + "/" + file; }
    Status once(const ProfileQuery &query, const Variables &variables, const Visit &visit,
                std::string_view wrap);

    Result<std::vector<std::string>> namesOf(std::string &sql, const std::string &file);

    const Site &m_site;
    const HandOver &m_handOver;
    Findings &m_findings;
    std::function<bool()> m_cancelled;
    Url m_home;
    std::unique_ptr<Snapshot> m_snapshot;
    std::string m_encoding;
    Profile m_ownProfile;
    Install m_install;
    Variables m_variables;
    std::set<std::string> m_told; ///< what queries lack, told already
};

} // namespace guiyi::cms
