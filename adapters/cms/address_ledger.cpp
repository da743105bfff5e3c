#include "adapters/cms/address_ledger.h"

#include "schema/base/text.h"

#include <QtCore/qregularexpression.h>

#include <algorithm>
#include <cstring>
#include <type_traits>
#include <utility>

namespace guiyi::cms {

namespace {

constexpr const char *Doing = "keeping the addresses";
constexpr const char *Advice = "make room on the workspace's disk and run again";

template <typename Number>
requires std::is_arithmetic_v<Number> || std::is_enum_v<Number>
void put(std::string &to, Number number) {
    to.append(reinterpret_cast<const char *>(&number), sizeof number);
}

void put(std::string &to, std::string_view text) {
    put(to, static_cast<std::uint32_t>(text.size()));
    to += text;
}

template <typename Number>
Number takeNumber(std::string_view &from) {
    Number number{};
    std::memcpy(&number, from.data(), sizeof number);
    from.remove_prefix(sizeof number);
    return number;
}

std::string_view takeText(std::string_view &from) {
    const auto size = takeNumber<std::uint32_t>(from);
    const std::string_view text = from.substr(0, size);
    from.remove_prefix(size);
    return text;
}

} // namespace

AddressLedger::AddressLedger(site::Inventory &inventory, Findings &findings)
    : m_inventory(inventory),
      m_findings(findings),
      m_index(Doing, Advice),
      m_words(Doing, Advice),
      m_keptFindings(Doing, Advice) {}

Status AddressLedger::open(const std::string &file) {
    if (Status s = m_index.open(file + ".taken"); !s)
        return s;
    if (Status s = m_words.open(file); !s)
        return s;
    return m_keptFindings.open(file + ".findings");
}

Status AddressLedger::status() const {
    for (const Status *s : {&m_index.status(), &m_words.status(), &m_keptFindings.status()}) {
        if (!s->ok())
            return *s;
    }
    return {};
}

void AddressLedger::say(Word word, std::string_view url, std::string_view role, RecordId record,
                        std::string_view reason, ResourceKind kind, const Resource *file) {
    m_said.clear();
    put(m_said, word);
    put(m_said, kind);
    put(m_said, record);
    put(m_said, role);
    put(m_said, reason);
    if (file != nullptr) {
        put(m_said, file->bytes);
        put(m_said, file->mediaType);
        put(m_said, file->sha256);
        put(m_said, file->file);
    }
    m_words.add(url, m_said);
}

/// Adds one word, in the order they were said, to the line of an address, which is `fresh` before the first.
void AddressLedger::apply(std::string_view said, bool fresh, Resource &line) {
    const auto word = takeNumber<Word>(said);
    const auto kind = takeNumber<ResourceKind>(said);
    const auto record = takeNumber<RecordId>(said);
    if (!fresh && (line.record != 0 || record == 0))
        return;
    line.kind = kind;
    line.record = record;
    line.role = takeText(said);
    line.reason = takeText(said);
    if (word == Word::Inline) {
        line.bytes = takeNumber<std::int64_t>(said);
        line.mediaType = takeText(said);
        line.sha256 = takeText(said);
        line.file = takeText(said);
    } else if (fresh || word == Word::Added) {
        line.bytes = 0;
        for (std::string *text : {&line.mediaType, &line.sha256, &line.file})
            text->clear();
    }
}

void AddressLedger::add(std::string_view url, std::string_view role, RecordId record, std::string_view reason,
                        ResourceKind kind) {
    if (!url.empty())
        say(Word::Added, url, role, record, reason, kind);
}

void AddressLedger::addColumn(std::string_view url, RecordId column) {
    if (url.empty())
        return;
    m_index.add(url, AddressIndex::Role::Column, column);
    say(Word::Added, url, "column", column, {}, ResourceKind::Page);
}

bool AddressLedger::take(std::string_view url, RecordId article, std::string_view role,
                         std::string_view reason) {
    if (taken(url))
        return false;
    m_index.add(url, AddressIndex::Role::Article, article);
    say(Word::Taken, url, role, article, reason, ResourceKind::Page);
    return true;
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
    const Resource r = image.resource();
    say(Word::Inline, r.url, "file", 0, r.reason, r.kind, &r);
}

/// The column of a static page whose name says that it lists; 0 for none.
RecordId AddressLedger::columnOfListPage(const std::string &url) {
    static const QRegularExpression listName(QStringLiteral("/(?:list|index)[-_]?[\\d_]*\\.s?html?$"),
                                             QRegularExpression::CaseInsensitiveOption);
    if (!listName.match(text::toQString(url)).hasMatch())
        return 0;
    // A list page stands in its column's own directory, whose address the source may spell with its file
    // name.
    const auto folder = Url::parse(url.substr(0, url.rfind('/') + 1));
    const auto own = folder ? m_inventory.own(*folder) : std::nullopt;
    const AddressIndex::Entry first = own ? m_index.find(own->text()) : AddressIndex::Entry();
    return first.role == AddressIndex::Role::Column ? first.record : 0;
}

Resource AddressLedger::settled(const site::InventoryItem &item, const Resource *before) {
    Resource r = item.resource;
    if (before != nullptr) {
        r.role = before->role;
        r.record = before->record;
        r.reason = before->reason;
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
    return r;
}

/// All lines by address: those kept here and the files of the hand-over, of which one may be the other.
Status AddressLedger::emitResources(RecordSink &sink, site::ExtractCounts &counts) {
    const std::vector<site::InventoryItem> &items = m_inventory.items();
    std::vector<std::size_t> files(items.size());
    for (std::size_t i = 0; i < files.size(); ++i)
        files[i] = i;
    std::stable_sort(files.begin(), files.end(), [&](std::size_t a, std::size_t b) {
        return items[a].resource.url < items[b].resource.url;
    });
    auto file = files.begin();
    RecordId next = 0;
    const auto give = [&](Resource &r) -> Status {
        r.id = ++next;
        counts.failed += r.role == "failed" ? 1 : 0;
        return sink.add(r);
    };
    /// The files before `url`, or all; two of one address are one line, the last one's.
    const auto filesBefore = [&](const std::string *url) -> Status {
        while (file != files.end() && (url == nullptr || items[*file].resource.url < *url)) {
            Resource r = settled(items[*file], nullptr);
            while (++file != files.end() && items[*file].resource.url == r.url)
                r = settled(items[*file], &r);
            if (Status s = give(r); !s)
                return s;
        }
        return {};
    };
    /// An address of which something was said, with the files that have it.
    Resource line;
    const auto giveLine = [&]() -> Status {
        if (line.url.empty())
            return {};
        if (Status s = filesBefore(&line.url); !s)
            return s;
        for (; file != files.end() && items[*file].resource.url == line.url; ++file)
            line = settled(items[*file], &line);
        return give(line);
    };
    const Status read = m_words.drain([&](std::string_view url, std::string_view said) -> Status {
        if (url == line.url) {
            apply(said, false, line);
            return {};
        }
        if (Status s = giveLine(); !s)
            return s;
        line.url = url;
        apply(said, true, line);
        return {};
    });
    if (!read)
        return read;
    if (Status s = giveLine(); !s)
        return s;
    return filesBefore(nullptr);
}

Status AddressLedger::emit(const std::string &home, RecordSink &sink, site::ExtractCounts &counts) {
    for (const auto &[url, target] : m_links) {
        if (const RecordId article = m_index.find(target).article; article != 0)
            add(url, "merged", article, "only a link to the article " + target);
        else
            add(url, "dropped", 0, "only sends readers on to " + target);
    }
    add(home, "home", 0, "the home page is made anew by the platform");
    if (Status s = status().ok() ? emitResources(sink, counts) : status(); !s)
        return s;
    counts.files = static_cast<std::int64_t>(m_inventory.items().size());
    return emitFindings(sink, counts);
}

void AddressLedger::keepFindings() {
    for (const Finding &f : m_findings.list) {
        m_key.clear();
        for (const std::string_view part : {std::string_view(f.url), std::string_view(f.rule)}) {
            m_key += part;
            m_key += '\0'; // before all other characters: by address, then by rule
        }
        m_key += f.message;
        m_said.clear();
        put(m_said, f.severity);
        put(m_said, f.url.size());
        put(m_said, f.rule.size());
        m_said += f.evidence;
        m_keptFindings.add(m_key, m_said);
    }
    m_findings.list.clear();
}

Status AddressLedger::emitFindings(RecordSink &sink, site::ExtractCounts &counts) {
    keepFindings();
    return m_keptFindings.drain([&](std::string_view key, std::string_view rest) {
        ++counts.findings;
        Finding f;
        f.site = m_findings.site;
        f.severity = takeNumber<Severity>(rest);
        const auto url = takeNumber<std::size_t>(rest), rule = takeNumber<std::size_t>(rest);
        f.url = key.substr(0, url);
        f.rule = key.substr(url + 1, rule);
        f.message = key.substr(url + rule + 2);
        f.evidence = rest;
        return sink.add(f);
    });
}

} // namespace guiyi::cms
