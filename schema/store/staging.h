// Staging: one database per site with the canonical records of its newest extraction.
#pragma once

#include "schema/model/model.h"
#include "schema/store/database.h"

#include <functional>
#include <optional>

namespace guiyi {

/// The staging database of one site. An extraction fills a new file beside the old one and puts it in
/// place at the end, so a killed extraction leaves the last good one untouched. Thread: the opener's.
class Staging {
public:
    /// Opens what the last extraction left, read-only. Fails when there is none.
    static Result<Staging> open(const std::string &file);
    /// Starts a new extraction into `file` + ".new".
    static Result<Staging> create(const std::string &file);
    /// Ends an extraction: everything on disk, the new file renamed over the old one.
    Status publish();

    // Writing, inside one extraction. Ids are given by the caller and must be unique.
    Status setFact(std::string_view name, std::string_view value);
    Status add(const Resource &resource);
    Status add(const Column &column);
    /// `letter` belongs to the article and may be null.
    Status add(const Article &article, const Letter *letter);
    /// The same, with the record's contentHash() where that is known already.
    Status add(const Article &article, const Letter *letter, const std::string &hash);
    Status add(const Finding &finding);

    // Reading. Orders are stable: by id, so by the adapter's own order.
    std::string fact(std::string_view name);
    Result<std::vector<Column>> columns();
    /// Hands over every article with its files, links and placements; its letter when it is one.
    /// `withBody` false leaves bodyHtml and bodyText empty, for passes that need only the frame.
    Status eachArticle(bool withBody, const std::function<Status(const Article &, const Letter *)> &visit);
    Result<std::optional<Article>> article(RecordId id);
    Status eachResource(const std::function<Status(const Resource &)> &visit);
    Status eachFinding(const std::function<Status(const Finding &)> &visit);
    Result<std::int64_t> count(std::string_view table);

    Database &database() { return m_database; }

private:
    struct Writers;
    explicit Staging(Database database);
    Status prepareWriters();

    Database m_database;
    std::string m_target; ///< set while writing
    std::shared_ptr<Writers> m_writers;
};

/// Stable hash (BLAKE2b-128, hex) of everything a reader of the record would see, so that a change of any
/// field, file, link or placement is noticed.
std::string contentHash(const Article &article, const Letter *letter);

/// JSON forms shared by staging and exports.
std::string toJsonArray(const std::vector<std::string> &values);
std::vector<std::string> fromJsonArray(std::string_view json);
DocumentInfo documentFromJson(const std::string &json); ///< of article.document; "" is an empty one

} // namespace guiyi
