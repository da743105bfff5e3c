// SQL functions that profiles may use beside SQLite's own.
#pragma once

#include <optional>
#include <string>
#include <string_view>

struct sqlite3;

namespace guiyi::cms {

/// Makes known to queries on `db`:
/// - `iso(v)`: Unix seconds, `YYYY-MM-DD[ hh:mm[:ss]]` or `YYYYMMDD` as an ISO 8601 time at +08:00 (a bare
/// date where
///   it has no time); NULL for zero and impossible dates and years outside 1949..2100;
/// - `setting(text, 'a.b')`: a value out of serialized PHP, a PHP `array (…)`, JSON (also with its quotes
/// escaped
///   once), or `key=value&…`; NULL when it is not there;
/// - `unhtml(text)`: character references decoded, as in titles and bodies that are stored escaped;
/// - `markdown(text)`: Markdown (GitHub's, with tables) as HTML; markup inside it is kept;
/// - `numbers(text)`: the whole numbers in a text such as `|3|14|` as a JSON list, for json_each();
/// - `before_ending(path, text)`: the path with the text before its file's ending, before its query where it
/// has none;
/// - `repair(text)`: text of GBK or UTF-8 that was read as Latin-1, put right where the way back is exact;
/// - `captures(text, expression, form)`: a line for every match, made of `form` with \1 … \9 filled in;
/// - `dir(path)`: the path up to and with its last '/';
/// - `md5(text)`: in lower-case hexadecimal digits;
/// - `segment(text, separator, n)`: its n-th part, from 1; NULL when there are fewer;
/// - `fill(rule, name, value, …)`: an address rule with each `{name}` (`{@name}`, `{$name}`, `{%name%}`)
/// replaced,
///   whatever its case; NULL when a name has no value;
/// - `pinyin(text, initials)`: Han characters as their readings without tones, or as the first letters of
/// these;
/// - `letter_code(digits)`: DedeCMS's `{cc}`.
void registerFunctions(sqlite3 *db);

/// What iso() gives; empty for what is no date.
std::string isoTime(std::string_view value);
/// What markdown() gives.
std::string htmlOfMarkdown(std::string_view text);
/// What setting() gives.
std::optional<std::string> settingOf(std::string_view text, std::string_view path);

} // namespace guiyi::cms
