#include "adapters/cms/sql_functions.h"

#include "adapters/cms/latin1_text.h"
#include "adapters/cms/php_value.h"
#include "adapters/cms/pinyin.h"
#include "adapters/cms/text_pattern.h"
#include "adapters/html/serialize.h"
#include "adapters/html/tree.h"
#include "adapters/site/dates.h"
#include "schema/base/text.h"
#include "schema/url/escape.h"

#include <QtCore/qcryptographichash.h>
#include <QtCore/qjsonarray.h>
#include <QtCore/qjsondocument.h>
#include <QtCore/qjsonobject.h>

#include <cmark-gfm-core-extensions.h>
#include <cmark-gfm.h>
#include <sqlite3.h>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cstdlib>
#include <memory>

namespace guiyi::cms {

namespace {

constexpr std::int64_t BeijingSeconds = 8 * 3600;
constexpr int FirstYear = 1949, LastYear = 2100;

std::string_view textOf(sqlite3_value *value) {
    const auto *bytes = reinterpret_cast<const char *>(sqlite3_value_text(value));
    return bytes == nullptr ? std::string_view()
                            : std::string_view(bytes, static_cast<std::size_t>(sqlite3_value_bytes(value)));
}

void give(sqlite3_context *context, std::string_view text) {
    sqlite3_result_text64(context, text.data(), text.size(), SQLITE_TRANSIENT, SQLITE_UTF8);
}

void giveOrNull(sqlite3_context *context, const std::optional<std::string> &text) {
    if (text)
        give(context, *text);
    else
        sqlite3_result_null(context);
}

void isoFunction(sqlite3_context *context, int, sqlite3_value **values) {
    const std::string time = isoTime(textOf(values[0]));
    if (time.empty())
        sqlite3_result_null(context);
    else
        give(context, time);
}

void settingFunction(sqlite3_context *context, int, sqlite3_value **values) {
    giveOrNull(context, settingOf(textOf(values[0]), textOf(values[1])));
}

void unhtmlFunction(sqlite3_context *context, int, sqlite3_value **values) {
    const std::string_view text = textOf(values[0]);
    if (text.find('&') == std::string_view::npos)
        return give(context, text);
    // In a textarea only references are markup.
    const html::Document page = html::Document::parse("<textarea>" + std::string(text));
    give(context, html::textContent(page.root()));
}

void repairFunction(sqlite3_context *context, int, sqlite3_value **values) {
    const auto repaired =
        sqlite3_value_type(values[0]) == SQLITE_TEXT ? repairLatin1(textOf(values[0])) : std::nullopt;
    if (repaired)
        give(context, *repaired);
    else
        sqlite3_result_value(context, values[0]);
}

void markdownFunction(sqlite3_context *context, int, sqlite3_value **values) {
    if (sqlite3_value_type(values[0]) == SQLITE_NULL)
        return sqlite3_result_null(context);
    give(context, htmlOfMarkdown(textOf(values[0])));
}

void beforeEndingFunction(sqlite3_context *context, int, sqlite3_value **values) {
    const std::string_view path = textOf(values[0]);
    if (path.empty())
        return sqlite3_result_null(context);
    const std::size_t query = std::min(path.find('?'), path.size());
    const std::size_t slash = path.substr(0, query).rfind('/');
    const std::size_t dot = path.substr(0, query).rfind('.');
    const bool ending = dot != std::string_view::npos && (slash == std::string_view::npos || dot > slash);
    std::string with(path);
    give(context, with.insert(ending ? dot : query, textOf(values[1])));
}

/// The whole numbers in a text, whatever parts them, as a JSON list for json_each().
void numbersFunction(sqlite3_context *context, int, sqlite3_value **values) {
    const auto isDigit = [](char c) { return c >= '0' && c <= '9'; };
    const std::string_view text = textOf(values[0]);
    std::string list = "[";
    for (std::size_t at = 0; at < text.size();) {
        std::size_t end = at;
        while (end < text.size() && isDigit(text[end]))
            ++end;
        while (at + 1 < end && text[at] == '0') // JSON has no leading zeros
            ++at;
        if (end > at)
            list.append(list.size() > 1 ? "," : "").append(text.substr(at, end - at));
        at = std::max(end, at + 1);
    }
    give(context, list + "]");
}

void dirFunction(sqlite3_context *context, int, sqlite3_value **values) {
    const std::string_view path = textOf(values[0]);
    const std::size_t slash = path.rfind('/');
    give(context, slash == std::string_view::npos ? std::string_view() : path.substr(0, slash + 1));
}

void capturesFunction(sqlite3_context *context, int, sqlite3_value **values) {
    const std::string_view text = textOf(values[0]);
    if (text.empty())
        return give(context, {});
    // Compiled once a query: SQLite keeps it as long as the argument is the same.
    const auto *known = static_cast<const TextPattern *>(sqlite3_get_auxdata(context, 1));
    const std::optional<TextPattern> pattern =
        known != nullptr ? *known : TextPattern::compile(std::string(textOf(values[1])));
    if (!pattern)
        return sqlite3_result_error(context, "captures(): no regular expression", -1);
    if (known == nullptr)
        sqlite3_set_auxdata(context, 1, new TextPattern(*pattern),
                            [](void *kept) { delete static_cast<TextPattern *>(kept); });
    const std::string_view form = textOf(values[2]);
    std::string lines;
    for (auto groups = pattern->find(text); !groups.empty();) {
        lines += lines.empty() ? "" : "\n";
        for (std::size_t i = 0; i < form.size(); ++i) {
            const bool group =
                form[i] == '\\' && i + 1 < form.size() && form[i + 1] >= '0' && form[i + 1] <= '9';
            if (!group) {
                lines += form[i];
                continue;
            }
            const auto number = static_cast<std::size_t>(form[++i] - '0');
            lines += number < groups.size() ? text::collapse(groups[number]) : std::string();
        }
        const std::string_view whole = groups.front();
        groups = pattern->find(text, static_cast<std::size_t>(whole.data() + whole.size() - text.data()));
    }
    give(context, lines);
}

void md5Function(sqlite3_context *context, int, sqlite3_value **values) {
    const std::string_view text = textOf(values[0]);
    give(context, QCryptographicHash::hash(QByteArrayView(text.data(), static_cast<qsizetype>(text.size())),
                                           QCryptographicHash::Md5)
                      .toHex()
                      .toStdString());
}

void segmentFunction(sqlite3_context *context, int, sqlite3_value **values) {
    std::string_view text = textOf(values[0]);
    const std::string_view separator = textOf(values[1]);
    std::int64_t wanted = sqlite3_value_int64(values[2]);
    for (; wanted > 1 && !separator.empty(); --wanted) {
        const std::size_t at = text.find(separator);
        if (at == std::string_view::npos)
            return sqlite3_result_null(context);
        text.remove_prefix(at + separator.size());
    }
    give(context, text.substr(0, separator.empty() ? text.size() : text.find(separator)));
}

/// Replaces the `{…}` of an address rule: fill(rule, name, value, name, value …).
void fillFunction(sqlite3_context *context, int count, sqlite3_value **values) {
    const std::string_view rule = textOf(values[0]);
    std::string filled;
    filled.reserve(2 * rule.size());
    for (std::size_t at = 0;;) {
        const std::size_t open = rule.find('{', at);
        const std::size_t close = open == std::string_view::npos ? open : rule.find('}', open);
        if (close == std::string_view::npos) {
            filled += rule.substr(at);
            return give(context, filled);
        }
        filled += rule.substr(at, open - at);
        std::string_view name = rule.substr(open + 1, close - open - 1);
        const auto isMark = [](char c) { return c == '@' || c == '$' || c == '%'; };
        while (!name.empty() && isMark(name.front()))
            name.remove_prefix(1);
        while (!name.empty() && isMark(name.back()))
            name.remove_suffix(1);
        int wanted = 0;
        for (int i = 1; i + 1 < count && wanted == 0; i += 2) {
            // Most names are told apart by their length, which SQLite gives sooner than the text.
            if (sqlite3_value_bytes(values[i]) == static_cast<int>(name.size()) &&
                text::equalsIgnoreCase(name, textOf(values[i])))
                wanted = i + 1;
        }
        if (wanted == 0 || sqlite3_value_type(values[wanted]) == SQLITE_NULL)
            return sqlite3_result_null(context);
        filled += textOf(values[wanted]);
        at = close + 1;
    }
}

/// DedeCMS's {cc}: pairs of digits that are the code of a letter become it (its dd2char()).
void letterCodeFunction(sqlite3_context *context, int, sqlite3_value **values) {
    const std::string_view digits = textOf(values[0]);
    std::string code;
    for (std::size_t i = 0; i < digits.size(); ++i) {
        const int pair = i + 1 < digits.size() ? (digits[i] - '0') * 10 + (digits[i + 1] - '0') : 0;
        const bool letter = (pair > 96 && pair < 123) || (pair > 64 && pair < 91);
        code += letter ? static_cast<char>(pair) : digits[i];
        i += letter ? 1 : 0;
    }
    give(context, code);
}

/// Han characters as their most common reading without tones; ASCII letters and digits as they are; '_' for
/// the rest.
void pinyinFunction(sqlite3_context *context, int, sqlite3_value **values) {
    const std::string_view title = text::trim(textOf(values[0]));
    const bool initials = sqlite3_value_int(values[1]) != 0;
    if (title.size() < 2)
        return give(context, title);
    std::string spelt;
    for (std::size_t at = 0; at < title.size();) {
        const char32_t c = text::next(title, at);
        if (c < 0x80) {
            const bool kept = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
            spelt += kept ? static_cast<char>(c) : '_';
            continue;
        }
        const std::string reading = text::isHan(c) ? pinyinOf(c) : std::string();
        spelt += reading.empty() ? "_" : initials ? reading.substr(0, 1) : reading;
    }
    give(context, spelt);
}

std::optional<std::string> fromJson(std::string_view text, const std::vector<std::string> &path) {
    const auto parse = [](const std::string &json) {
        return QJsonDocument::fromJson(
            QByteArray::fromRawData(json.data(), static_cast<qsizetype>(json.size())));
    };
    const std::string plain(text);
    QJsonDocument document = parse(plain);
    const std::string unescaped = text::replaceAll(plain, "\\\"", "\"");
    if (document.isNull())
        document = parse(unescaped);
    if (document.isNull())
        return std::nullopt;
    QJsonValue value = document.isArray() ? QJsonValue(document.array()) : QJsonValue(document.object());
    for (const std::string &key : path) {
        if (value.isArray())
            value = value.toArray().at(text::toQString(key).toInt());
        else
            value = value.toObject().value(text::toQString(key));
    }
    if (value.isUndefined() || value.isNull() || value.isObject() || value.isArray())
        return std::nullopt;
    return text::fromQString(value.toVariant().toString());
}

std::optional<std::string> fromPhp(const PhpValue &whole, const std::vector<std::string> &path) {
    const PhpValue *value = &whole;
    for (const std::string &key : path) {
        value = value->find(key);
        if (value == nullptr)
            return std::nullopt;
    }
    if (value->isArray || value->isNull)
        return std::nullopt;
    return value->text;
}

std::optional<std::string> fromForm(std::string_view text, std::string_view key) {
    for (const std::string &pair : text::split(text, '&')) {
        const std::size_t equals = pair.find('=');
        if (equals != std::string::npos &&
            text::equalsIgnoreCase(std::string_view(pair).substr(0, equals), key))
            return percentDecode(text::replaceAll(pair.substr(equals + 1), "+", " "));
    }
    return std::nullopt;
}

std::string isoOfUnix(std::int64_t seconds) {
    constexpr std::int64_t SecondsOfDay = 86'400, LatestSecond = 4'200'000'000; // in 2103
    // The first day of 1970 is a zero that went through somebody's clock.
    if (seconds < SecondsOfDay || seconds > LatestSecond)
        return {};
    const std::int64_t local = seconds + BeijingSeconds;
    const std::chrono::year_month_day day{std::chrono::sys_days(std::chrono::days(local / SecondsOfDay))};
    if (int(day.year()) > LastYear)
        return {};
    const std::int64_t time = local % SecondsOfDay;
    std::string iso = "0000-00-00T00:00:00+08:00";
    const auto put = [&iso](std::size_t last, unsigned number) {
        for (; number > 0; number /= 10)
            iso[last--] = static_cast<char>('0' + number % 10);
    };
    put(3, static_cast<unsigned>(int(day.year())));
    put(6, unsigned(day.month()));
    put(9, unsigned(day.day()));
    put(12, static_cast<unsigned>(time / 3600));
    put(15, static_cast<unsigned>(time / 60 % 60));
    put(18, static_cast<unsigned>(time % 60));
    return iso;
}

} // namespace

std::string isoTime(std::string_view value) {
    const std::string_view trimmed = text::trim(value);
    if (trimmed.empty())
        return {};
    const bool digits =
        std::all_of(trimmed.begin(), trimmed.end(), [](char c) { return c >= '0' && c <= '9'; });
    if (digits && trimmed.size() == 8) {
        const auto day =
            site::dateFromDigits(trimmed.substr(0, 4), trimmed.substr(4, 2), trimmed.substr(6, 2));
        if (day)
            return *day;
    }
    if (digits) {
        std::int64_t seconds = 0;
        const auto [end, error] = std::from_chars(trimmed.data(), trimmed.data() + trimmed.size(), seconds);
        if (error != std::errc())
            return {};
        constexpr std::int64_t LeastMilliseconds = 100'000'000'000; // 5138 as seconds, 1973 as milliseconds
        return isoOfUnix(seconds >= LeastMilliseconds ? seconds / 1000 : seconds);
    }
    const auto found = site::findDate(trimmed);
    if (!found || found->begin != 0)
        return {};
    const int year = std::stoi(found->iso.substr(0, 4));
    // The first day of 1970 is a zero that became a date.
    const bool zero = text::startsWith(found->iso, "1970-01-01");
    return zero || year < FirstYear || year > LastYear ? std::string() : found->iso;
}

std::optional<std::string> settingOf(std::string_view text, std::string_view path) {
    const std::string_view trimmed = text::trim(text);
    if (trimmed.empty())
        return std::nullopt;
    const std::vector<std::string> keys = text::split(path, '.');
    if (trimmed.front() == '{' || (trimmed.front() == '[' && trimmed.find("=>") == std::string_view::npos))
        return fromJson(trimmed, keys);
    if (trimmed.size() > 1 && trimmed[1] == ':') {
        if (const auto value = parseSerialized(trimmed))
            return fromPhp(*value, keys);
    }
    if (const auto value = parsePhpArray(trimmed))
        return fromPhp(*value, keys);
    return fromForm(trimmed, path);
}

std::string htmlOfMarkdown(std::string_view text) {
    static const bool registered = (cmark_gfm_core_extensions_ensure_registered(), true);
    (void)registered;
    // Markup inside the text is kept: bodies are cleaned afterwards whatever they come from.
    constexpr int Options = CMARK_OPT_UNSAFE | CMARK_OPT_VALIDATE_UTF8;
    const std::unique_ptr<cmark_parser, void (*)(cmark_parser *)> parser(cmark_parser_new(Options),
                                                                         &cmark_parser_free);
    for (const char *name : {"table", "strikethrough", "autolink"}) {
        if (cmark_syntax_extension *extension = cmark_find_syntax_extension(name))
            cmark_parser_attach_syntax_extension(parser.get(), extension);
    }
    cmark_parser_feed(parser.get(), text.data(), text.size());
    const std::unique_ptr<cmark_node, void (*)(cmark_node *)> tree(cmark_parser_finish(parser.get()),
                                                                   &cmark_node_free);
    const std::unique_ptr<char, void (*)(void *)> html(
        cmark_render_html(tree.get(), Options, cmark_parser_get_syntax_extensions(parser.get())), &std::free);
    return html.get();
}

void registerFunctions(sqlite3 *db) {
    constexpr int Pure = SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS;
    using Function = void (*)(sqlite3_context *, int, sqlite3_value **);
    const struct {
        const char *name;
        int arguments;
        Function function;
    } functions[] = {{"iso", 1, isoFunction},
                     {"setting", 2, settingFunction},
                     {"unhtml", 1, unhtmlFunction},
                     {"repair", 1, repairFunction},
                     {"markdown", 1, markdownFunction},
                     {"before_ending", 2, beforeEndingFunction},
                     {"numbers", 1, numbersFunction},
                     {"dir", 1, dirFunction},
                     {"md5", 1, md5Function},
                     {"segment", 3, segmentFunction},
                     {"captures", 3, capturesFunction},
                     {"fill", -1, fillFunction},
                     {"letter_code", 1, letterCodeFunction},
                     {"pinyin", 2, pinyinFunction}};
    for (const auto &f : functions)
        sqlite3_create_function_v2(db, f.name, f.arguments, Pure, nullptr, f.function, nullptr, nullptr,
                                   nullptr);
}

} // namespace guiyi::cms
