// What is known of one CMS product: data in a folder, profile.yaml and its .sql files.
#pragma once

#include "adapters/cms/snapshot.h"
#include "adapters/cms/text_pattern.h"
#include "schema/base/result.h"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace guiyi::cms {

/// A query of a profile, with its text. docs/adapters/writing-a-cms-profile.md says what it may give and use.
struct ProfileQuery {
    std::string file;                 ///< "articles.sql", for messages
    std::string sql;                  ///< its text
    std::string forEach, forEachFile; ///< run once for each row of this query, whose columns become variables
    std::vector<std::string>
        needs; ///< tables (without prefix) it can't do without; left out when one is missing
};

struct Profile {
    std::string id, name;
    std::string defaultPrefix;
    std::string uploads;            ///< path on the site of the folder that uploads lie in; empty: unknown
    std::vector<std::string> proof; ///< tables, without prefix, that prove the product together
    std::vector<std::string> proofColumns; ///< "table.column", where tables alone don't tell versions apart
    TextPattern pageBreak;                 ///< parts the pages of a body; empty: bodies have one page
    TextPattern strip;                     ///< marks in bodies that readers never see; empty: there are none
    bool linesAreParagraphs = false;       ///< bodies hold line ends where readers see paragraphs
    ProfileQuery sites;                    ///< may be empty: one site a database
    std::vector<ProfileQuery> columns, articles, letters;
};

/// Reads one file of a profile's folder by name.
using ProfileFile = std::function<Result<std::string>(const std::string &name)>;

/// Reads a profile; every mistake of it is in `mistakes` with file and line. `shownFolder` is for messages.
Profile readProfile(const ProfileFile &file, const std::string &shownFolder, std::vector<Error> &mistakes);

/// The product's own profiles, in a stable order; a mistake in one of them is a fault of the program.
const std::vector<Profile> &builtInProfiles();

/// A profile from a folder that a team wrote.
Result<Profile> profileFrom(const std::string &folder);

/// An install of a product found in a hand-over.
struct Install {
    const Profile *profile = nullptr;
    std::string prefix;
};

/// The profile in `folder`, which `own` keeps; without a folder the built-in ones of the product `cms`, or
/// all.
Result<std::vector<const Profile *>> profilesFor(const std::string &folder, const std::string &cms,
                                                 Profile &own);

/// Every install of the given products: by prefix, then in the order of `profiles`; only that with `prefix`
/// unless it is empty.
std::vector<Install> findInstalls(const std::map<std::string, TableShape> &tables,
                                  const std::vector<const Profile *> &profiles, std::string_view prefix = {});

/// What an install lacks of what proves its product: "table dede_archives", "column dede_arctype.typedir".
std::vector<std::string> missingProof(const std::map<std::string, TableShape> &tables, const Profile &profile,
                                      const std::string &prefix);

/// Installs that would be one but for some of their proof: more than half of the tables are there. In the
/// order of `profiles`, then by prefix.
std::vector<Install> nearInstalls(const std::map<std::string, TableShape> &tables,
                                  const std::vector<const Profile *> &profiles, std::string_view prefix = {});

/// Values a query may name, by name.
using Variables = std::map<std::string, std::string>;

/// Variables of a query, and the tables it may ask for.
struct QueryContext {
    Variables variables;
    const std::map<std::string, TableShape> &tables; ///< by lower-case name, with prefix
    std::string prefix;

    bool hasTable(std::string_view name) const;
    bool hasColumn(std::string_view table, std::string_view column) const;
    /// Whether all tables are there that the query can't do without.
    bool canRun(const ProfileQuery &query) const;
};

/// Whether a table, named with its prefix, is there and has this column.
bool hasColumn(const std::map<std::string, TableShape> &tables, const std::string &table,
               std::string_view column);

/// Stands before the names of result columns that are kept as extra fields.
constexpr char ExtraMark = '+';

/// The query with what SQL can't bind filled in:
/// - `[[name]]`: the name a variable holds, quoted;
/// - `[[table.column|other]]`: the column where this version has it, else `other`;
/// - `[[?table: SELECT …]]`: the subquery where this install has the table, else NULL;
/// - `[[*table]]`: `, column` for every column of the table that the query doesn't name itself.
/// A table and a column may be given as `:variable`, a table also as `alias=table` (`=table`: without alias).
/// Values of variables are bound where the query says `:name`. Rejected for unknown variables.
Result<std::string> fillQuery(const std::string &sql, const std::string &file, const QueryContext &context);

struct TableKey {
    std::string table, column; ///< the table with its prefix
    bool operator==(const TableKey &) const = default;
};

/// The columns by which a query looks rows of one table up for each row of another: those it compares with a
/// column of another table (`x.aid = n.id`, `u.source = 'node/' || n.nid`). `sql` is filled in.
std::vector<TableKey> lookedUpBy(const std::string &sql, const QueryContext &context);

/// Indexes for all lookedUpBy(): without them a subquery would look through its whole table for each row.
Status indexFor(const std::string &sql, const QueryContext &context, Snapshot &snapshot);

/// The variables of `context` with the columns of each row of the query's `for`. `what` names that in errors.
Result<std::vector<Variables>> roundsOf(const ProfileQuery &query, const std::string &what,
                                        Snapshot &snapshot, const QueryContext &context);

} // namespace guiyi::cms
