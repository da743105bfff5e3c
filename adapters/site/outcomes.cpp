#include "adapters/site/site_state.h"

#include "adapters/mirror/naming.h"
#include "schema/base/text.h"

#include <algorithm>
#include <tuple>

namespace guiyi::site {

namespace {

class Outcomes {
public:
    Outcomes(SiteState &state, RecordSink &sink) : m_s(state), m_sink(sink) {}

    Status emitResources() {
        std::map<std::string, Resource> lines;
        for (InventoryItem &item : m_s.inventory.items()) {
            Resource &r = item.resource;
            if (item.unreadable) {
                m_s.finding(r.url, "source.unreadable", r.reason, Severity::Error);
            } else if (r.kind == ResourceKind::Page || isAnswer(r)) {
                settlePage(r);
            } else if (r.kind == ResourceKind::Attachment || r.kind == ResourceKind::Image) {
                if (item.htmlInsteadOfFile) {
                    r.role = "failed";
                    r.reason = "the file is a web page (an error or login page) instead of a document: get "
                               "the true file from the department";
                } else if (r.bytes == 0) {
                    r.role = "failed";
                    r.reason = "the file is empty: capture it again or get it from the department";
                } else if (m_s.usedFiles.contains(r.url)) {
                    r.role = "file";
                } else if (r.kind == ResourceKind::Image) {
                    r.role = "dropped";
                    r.reason = "picture of the old layout, not used by any migrated record";
                } else {
                    r.role = "dropped";
                    r.reason = "no migrated record refers to this file";
                    m_s.finding(
                        r.url, "file.orphan",
                        "a document that no migrated record refers to: look whether it should be kept",
                        Severity::Info);
                }
            } else {
                r.role = "dropped";
                r.reason = r.kind == ResourceKind::Style || r.kind == ResourceKind::Script
                               ? "style or script of the old layout: the platform brings its own"
                               : "technical file of the old site, not content";
            }
            if (!item.twin.empty() && item.twin != r.url) {
                Resource twin = r;
                twin.url = item.twin;
                lines.emplace(twin.url, std::move(twin));
            }
            lines.insert_or_assign(r.url, r);
        }
        for (const std::string &reject : m_s.inventory.rejects())
            m_s.finding(m_s.home(), "source.damaged", "a part of the archive cannot be read: " + reject,
                        Severity::Warning);
        for (const auto &[url, missing] : m_s.inventory.missing()) {
            Resource r;
            r.url = url;
            r.kind = missing.kind;
            if (r.kind == ResourceKind::Style || r.kind == ResourceKind::Script) {
                r.role = "dropped";
                r.reason = "style or script of the old layout: the platform brings its own";
                lines.emplace(url, std::move(r));
                continue;
            }
            if (const auto id = m_s.articleIds.find(url); id != m_s.articleIds.end()) {
                r.role = "article"; // its text came from a content service
                r.record = id->second;
                lines.emplace(url, std::move(r));
                continue;
            }
            const auto same = lines.find(firstPageOf(url));
            if (same != lines.end() && same->second.role == "column") {
                r.role = "column";
                r.record = same->second.record;
                lines.emplace(url, std::move(r));
                continue;
            }
            if (const std::string moved = movedTo(url); !moved.empty()) {
                r.role = "merged";
                r.record = m_s.articleIds[moved];
                r.reason = "not in the source, but its list row has the title and date of " + moved +
                           ", which no list names";
                lines.emplace(url, std::move(r));
                continue;
            }
            r.role = "failed";
            r.reason = "linked from " + m_s.urlOf(missing.referrer) +
                       " but not in the source (not captured, or dead on the old site): capture it, or "
                       "confirm that it is gone";
            lines.emplace(url, std::move(r));
        }
        for (const auto &[url, image] : m_s.inlineImages) {
            if (!m_s.usedFiles.contains(url))
                continue; // it stood on a page that nothing was made of
            Resource r = image;
            r.role = "file";
            lines.emplace(url, std::move(r));
        }
        RecordId next = 0;
        for (auto &[url, r] : lines) {
            r.id = ++next;
            m_s.counts.failed += r.role == "failed" ? 1 : 0;
            if (Status s = m_sink.add(r); !s)
                return s;
        }
        m_s.counts.files = static_cast<std::int64_t>(m_s.inventory.items().size());
        std::stable_sort(m_s.findings.begin(), m_s.findings.end(), [](const Finding &a, const Finding &b) {
            return std::tie(a.url, a.rule, a.message) < std::tie(b.url, b.rule, b.message);
        });
        m_s.counts.findings = static_cast<std::int64_t>(m_s.findings.size());
        for (const Finding &f : m_s.findings) {
            if (Status s = m_sink.add(f); !s)
                return s;
        }
        return {};
    }

private:
    /// A file of another kind that was read as a page: the answer of a list or content service.
    bool isAnswer(const Resource &r) const {
        return r.kind != ResourceKind::Attachment && r.kind != ResourceKind::Image &&
               m_s.pages.contains(r.url);
    }

    /// What became of one page of the source.
    void settlePage(Resource &r) {
        const auto page = m_s.pages.find(r.url);
        if (page == m_s.pages.end())
            return;
        const PageFacts &f = page->second;
        const auto set = [&](const char *role, RecordId record, std::string reason = {}) {
            r.role = role;
            r.record = record;
            r.reason = std::move(reason);
        };
        if (const auto id = m_s.articleIds.find(r.url); id != m_s.articleIds.end())
            return set("article", id->second);
        if (const auto main = m_s.mainOf.find(r.url);
            main != m_s.mainOf.end() && m_s.articleIds.contains(main->second))
            return set("merged", m_s.articleIds[main->second], "a later page of the article " + main->second);
        switch (f.form) {
        case PageForm::Redirect:
            return set("dropped", 0, "only sends readers on to " + f.redirectTo);
        case PageForm::Empty:
            return set("failed", 0,
                       "the page is empty: capture it again, or confirm that it was empty on the old site");
        case PageForm::ErrorPage:
            return set("dropped", 0, "the old site itself says here that the page does not exist (soft 404)");
        default:
            break;
        }
        if (r.url == m_s.home() || isHomeTwin(r.url))
            return set("home", 0, "the home page is made anew by the platform");
        if (m_s.isColumnPage(r.url, f))
            return set("column", m_s.columnIds[static_cast<std::size_t>(m_s.columnOfPage(r.url, f))]);
        if (f.truncated)
            return set("failed", 0, "the page is cut off before its content: capture it again");
        if (const auto row = m_s.listed.find(r.url); row != m_s.listed.end() && !row->second.date.empty())
            return set("failed", 0,
                       "a list names it (" + row->second.title +
                           "), but no content was found on it: look at the old page");
        if (f.bodyCharacters >= LeastBody || f.hasFiles)
            m_s.finding(
                r.url, "page.unassigned",
                "a page with text that belongs to no column and no list: look whether it should be kept",
                Severity::Warning);
        set("dropped", 0,
            "no article, letter or column: a form, frame or tool page without content of its own");
    }

    bool isHomeTwin(const std::string &url) const {
        const auto parsed = Url::parse(url);
        return parsed && mirror::foldDirectoryIndex(parsed->target()) == "/";
    }

    /// Where an article went whose list row leads to an address the source lacks: the one article of the same
    /// title and date that no list names. Empty when there is none or more than one.
    std::string movedTo(const std::string &url) const {
        const auto listed = m_s.listed.find(url);
        if (listed == m_s.listed.end() || listed->second.title.empty() || listed->second.date.empty())
            return {};
        const auto it = m_s.unlisted.find(SiteState::titleAndDate(listed->second.title, listed->second.date));
        return it != m_s.unlisted.end() && it->second.size() == 1 ? it->second.front() : std::string();
    }
    /// "list.asp?cid=2&page=1" is "list.asp?cid=2": the first page of a list under another name. Empty when
    /// it is not.
    static std::string firstPageOf(const std::string &url) {
        const auto parsed = Url::parse(url);
        if (!parsed || parsed->query().empty())
            return {};
        const std::string base = withoutPageNumber(parsed->target());
        const std::string page =
            std::string(parsed->target()).substr(std::min(base.size(), parsed->target().size()));
        return base != parsed->target() && text::endsWith(page, "=1")
                   ? Url::of("http", parsed->host(), base).text()
                   : std::string();
    }

    SiteState &m_s;
    RecordSink &m_sink;
};

} // namespace

Status writeOutcomes(SiteState &state, RecordSink &sink) {
    return Outcomes(state, sink).emitResources();
}

} // namespace guiyi::site
