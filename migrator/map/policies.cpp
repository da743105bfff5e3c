#include "migrator/map/policies.h"

#include "mappings/identity/policy_facts.h"
#include "schema/store/staging.h"

namespace guiyi {

namespace {

/// Titles of documents end in their kind (GB/T 9704-2012, 7.2.2 and 政府信息公开条例 in practice); a mark may
/// follow it. The text then says whether it is one.
constexpr const char *Candidates =
    "SELECT id,url,kind,title,document,body_text,published FROM article WHERE kind='policy' OR document IS "
    "NOT NULL OR title LIKE '%印发%' OR title LIKE '%的通知%' OR title LIKE '%意见%' OR title LIKE '%办法%' "
    "OR "
    "title LIKE '%规定%' OR title LIKE '%决定%' OR title LIKE '%细则%' OR title LIKE '%方案%' OR title LIKE "
    "'%公告%' OR title LIKE '%通告%' OR title LIKE '%批复%' OR title LIKE '%的函%' OR title LIKE '%令%' OR "
    "title LIKE '%规划%' OR title LIKE '%条例%' OR title LIKE '%通报%' ORDER BY id";

class Notes {
public:
    Notes(Statement insert, Hasher &output) : m_insert(std::move(insert)), m_output(output) {}

    Status read(const std::string &site, Staging &staging) {
        Status inner;
        const Status s = staging.database().each(Candidates, {}, [&](const Statement &row) {
            const std::optional<ArticleKind> kind = fromText<ArticleKind>(row.text(2));
            const DocumentInfo box = documentFromJson(row.text(4));
            const auto facts = mapping::policyFactsOf(kind.value_or(ArticleKind::Article), box, row.text(3),
                                                      row.text(5), row.text(6));
            if (facts)
                inner = write(site, row, box, *facts);
            return inner.ok();
        });
        return s ? inner : s;
    }

    std::int64_t count() const { return m_count; }

private:
    Status write(const std::string &site, const Statement &row, const DocumentInfo &box,
                 const mapping::PolicyFacts &facts) {
        const std::string_view validity = mapping::toText(facts.validity);
        m_insert.bind(site).bind(row.integer(0)).bind(row.text(1)).bind(row.text(3));
        for (const std::string *value :
             {&facts.number, &facts.issuer, &facts.written, &facts.effective, &facts.expires}) {
            m_insert.bindNullIfEmpty(*value);
            m_output.add(*value);
        }
        m_insert.bindNullIfEmpty(validity).bindNullIfEmpty(box.indexNumber).bindNullIfEmpty(box.subject);
        m_output.add(row.text(1)).add(validity).add(box.indexNumber).add(box.subject);
        ++m_count;
        return m_insert.bind(facts.foundBy).run();
    }

    Statement m_insert;
    Hasher &m_output;
    std::int64_t m_count = 0;
};

} // namespace

Result<std::int64_t> notePolicies(const Workspace &workspace, Database &database,
                                  const std::vector<MappedSite> &sites, Hasher &output) {
    Result<Statement> insert = database.prepare(
        "INSERT INTO policy_document(site,article,url,title,number,issuer,written,effective,expires,validity,"
        "index_number,subject,found_by) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?)");
    if (!insert)
        return insert.error();
    Notes notes(std::move(insert).value(), output);
    for (const MappedSite &mapped : sites) {
        Result<Staging> staging = Staging::open(workspace.stagingFile(mapped.site.id));
        if (!staging)
            return staging.error();
        if (Status s = notes.read(mapped.site.id, *staging); !s)
            return s.error();
    }
    return notes.count();
}

} // namespace guiyi
