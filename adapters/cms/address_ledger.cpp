#include "adapters/cms/address_ledger.h"

#include "schema/base/text.h"

#include <QtCore/qregularexpression.h>

#include <algorithm>
#include <tuple>

namespace guiyi::cms {

void AddressLedger::add(const std::string &url, const char *role, RecordId record, std::string reason,
                        ResourceKind kind) {
    if (url.empty())
        return;
    Resource r;
    r.url = url;
    r.kind = kind;
    r.role = role;
    r.record = record;
    r.reason = std::move(reason);
    const auto [it, added] = m_resources.emplace(url, r);
    if (!added && it->second.record == 0 && record != 0)
        it->second = std::move(r);
}

void AddressLedger::settle(FileReference &file, const std::string &record) {
    if (m_inventory.settle(file)) {
        m_usedFiles.insert(file.url);
        return;
    }
    if (file.status != FileStatus::Missing)
        return;
    add(file.url, "failed", 0,
        "the record " + record +
            " refers to this file, and the hand-over's files lack it: get it from the department",
        file.role == FileRole::Image ? ResourceKind::Image : ResourceKind::Attachment);
    m_findings.add(record, "file.missing", "file " + file.url + " of this record is not in the hand-over",
                   Severity::Warning);
}

void AddressLedger::addInline(const site::InlineImage &image) {
    Resource r = image.resource();
    r.role = "file";
    m_resources.emplace(image.url, std::move(r));
}

/// The column of a static page whose name says that it lists; 0 for none.
RecordId AddressLedger::columnOfListPage(const std::string &url) const {
    static const QRegularExpression listName(QStringLiteral("/(?:list|index)[-_]?[\\d_]*\\.s?html?$"),
                                             QRegularExpression::CaseInsensitiveOption);
    if (!listName.match(text::toQString(url)).hasMatch())
        return 0;
    // A list page stands in its column's own directory, whose address the source may spell with its file
    // name.
    const auto folder = Url::parse(url.substr(0, url.rfind('/') + 1));
    const auto own = folder ? m_inventory.own(*folder) : std::nullopt;
    const auto column = own ? m_resources.find(own->text()) : m_resources.end();
    return column != m_resources.end() && column->second.role == "column" ? column->second.record : 0;
}

void AddressLedger::settleItem(const site::InventoryItem &item) {
    Resource r = item.resource;
    const auto known = m_resources.find(r.url);
    if (known != m_resources.end()) {
        r.role = known->second.role;
        r.record = known->second.record;
        r.reason = known->second.reason;
    } else if (item.unreadable) {
        r.role = "failed";
        m_findings.add(r.url, "source.unreadable", r.reason, Severity::Error);
    } else if (const RecordId column = r.kind == ResourceKind::Page ? columnOfListPage(r.url) : 0;
               column != 0) {
        r.role = "column";
        r.record = column;
    } else if (r.kind == ResourceKind::Page) {
        r.role = "dropped";
        r.reason = "a page of the old site without a row in the database";
        m_findings.add(r.url, "cms.page.without_row",
                       "a static page that no row of the database makes: look whether it should be kept",
                       Severity::Info);
    } else if (r.kind == ResourceKind::Attachment || r.kind == ResourceKind::Image) {
        const bool used = m_usedFiles.contains(r.url);
        r.role = item.htmlInsteadOfFile || r.bytes == 0 ? "failed" : used ? "file" : "dropped";
        r.reason = item.htmlInsteadOfFile ? "the file is a web page (an error or login page) instead of "
                                            "a document: get the true file "
                                            "from the department"
                   : r.bytes == 0         ? "the file is empty: get it from the department"
                   : used                 ? ""
                                          : "no migrated record refers to this file";
    } else {
        r.role = "dropped";
        r.reason = "technical file of the old site, not content";
    }
    m_resources.insert_or_assign(r.url, std::move(r));
}

Status AddressLedger::emit(const std::string &home, RecordSink &sink, site::ExtractCounts &counts) {
    for (const auto &[url, target] : m_links) {
        const auto own = m_articles.find(target);
        if (own != m_articles.end())
            add(url, "merged", own->second, "only a link to the article " + target);
        else
            add(url, "dropped", 0, "only sends readers on to " + target);
    }
    add(home, "home", 0, "the home page is made anew by the platform");
    for (const site::InventoryItem &item : m_inventory.items())
        settleItem(item);
    RecordId next = 0;
    for (auto &[url, r] : m_resources) {
        r.id = ++next;
        counts.failed += r.role == "failed" ? 1 : 0;
        if (Status s = sink.add(r); !s)
            return s;
    }
    std::vector<Finding> &findings = m_findings.list;
    std::stable_sort(findings.begin(), findings.end(), [](const Finding &a, const Finding &b) {
        return std::tie(a.url, a.rule, a.message) < std::tie(b.url, b.rule, b.message);
    });
    counts.files = static_cast<std::int64_t>(m_inventory.items().size());
    counts.findings = static_cast<std::int64_t>(findings.size());
    for (const Finding &f : findings) {
        if (Status s = sink.add(f); !s)
            return s;
    }
    return {};
}

} // namespace guiyi::cms
