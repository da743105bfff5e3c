#include "migrator/map/article_prints.h"

#include <QtCore/qbytearray.h>

#include <cstring>
#include <unordered_map>

namespace guiyi {

namespace {

using mapping::TextPrint;

std::string encoded(const TextPrint &print) {
    static_assert(std::is_trivially_copyable_v<TextPrint>);
    return QByteArray(reinterpret_cast<const char *>(&print), sizeof print).toBase64().toStdString();
}

bool decode(const std::string &base64, TextPrint &print) {
    const QByteArray bytes = QByteArray::fromBase64(QByteArray::fromStdString(base64));
    if (bytes.size() != static_cast<qsizetype>(sizeof print))
        return false;
    std::memcpy(&print, bytes.constData(), sizeof print);
    return true;
}

struct Missing {
    RecordId article = 0;
    std::string url, contentHash;
};

Status makePrints(Database &database, const std::string &site, Staging &staging,
                  const std::vector<Missing> &missing) {
    Result<Statement> insert = database.prepare(
        "INSERT OR REPLACE INTO article_print(site,url,content_hash,version,print) VALUES (?,?,?,?,?)");
    if (!insert)
        return insert.error();
    Result<Statement> read = staging.database().prepare("SELECT body_text FROM article WHERE id=?");
    if (!read)
        return read.error();
    for (const Missing &m : missing) {
        read->bind(m.article);
        if (Status s = read->start(); !s)
            return s;
        const Result<bool> row = read->next();
        if (!row)
            return row.error();
        const TextPrint print = mapping::printOf(row.value() ? read->text(0) : std::string());
        read->finish();
        insert->bind(site).bind(m.url).bind(m.contentHash).bind(mapping::PrintVersion).bind(encoded(print));
        if (Status s = insert->run(); !s)
            return s;
    }
    return {};
}

} // namespace

Result<std::int64_t> refreshPrints(Database &workspaceDatabase, const std::string &site, Staging &staging) {
    std::unordered_map<std::string, std::string> known; // address → content hash
    Status s = workspaceDatabase.each("SELECT url,content_hash FROM article_print WHERE site=? AND version=" +
                                          std::to_string(mapping::PrintVersion),
                                      {site}, [&](const Statement &row) {
                                          known.emplace(row.text(0), row.text(1));
                                          return true;
                                      });
    if (!s)
        return s.error();
    std::vector<Missing> missing;
    s = staging.database().each("SELECT id,url,content_hash FROM article ORDER BY id", {},
                                [&](const Statement &row) {
                                    const auto found = known.find(row.text(1));
                                    if (found == known.end() || found->second != row.text(2))
                                        missing.push_back({row.integer(0), row.text(1), row.text(2)});
                                    if (found != known.end())
                                        known.erase(found);
                                    return true;
                                });
    if (!s)
        return s.error();
    if (missing.empty() && known.empty())
        return 0;
    Result<Transaction> transaction = Transaction::begin(workspaceDatabase);
    if (!transaction)
        return transaction.error();
    Result<Statement> remove = workspaceDatabase.prepare("DELETE FROM article_print WHERE site=? AND url=?");
    if (!remove)
        return remove.error();
    for (const auto &[url, hash] : known) {
        if (s = remove->bind(site).bind(url).run(); !s)
            return s.error();
    }
    s = makePrints(workspaceDatabase, site, staging, missing);
    if (s)
        s = transaction->commit();
    if (!s)
        return s.error();
    return static_cast<std::int64_t>(missing.size());
}

Status eachPrint(Database &workspaceDatabase, const std::string &site,
                 const std::function<Status(std::string_view, const TextPrint &)> &visit) {
    Status inner;
    const Status s = workspaceDatabase.each(
        "SELECT url,print FROM article_print WHERE site=? ORDER BY url", {site}, [&](const Statement &row) {
            TextPrint print;
            if (!decode(row.text(1), print)) {
                inner = Error{ErrorKind::Failed, "reading the print of an article", row.text(0),
                              "it is damaged", "delete .guiyi/workspace.db and run map again"};
                return false;
            }
            inner = visit(row.text(0), print);
            return inner.ok();
        });
    return s ? inner : s;
}

} // namespace guiyi
