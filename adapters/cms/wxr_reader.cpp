#include "adapters/cms/wxr_reader.h"

#include "adapters/html/decode.h"
#include "schema/base/text.h"
#include "schema/url/url.h"

#include <algorithm>
#include <cstdlib>
#include <map>
#include <set>

namespace guiyi::cms {

namespace {

constexpr std::size_t ShownBytes = 200;
constexpr std::int64_t LargestTerm = std::int64_t(1) << 40; ///< above it no count goes on

/// What stands between <tag …> and </tag>, from `from` on.
struct Element {
    std::string_view attributes, inside;
    std::size_t end = std::string_view::npos; ///< behind it; npos: there is none
};

Element findElement(std::string_view xml, std::string_view tag, std::size_t from = 0) {
    const std::string open = "<" + std::string(tag), close = "</" + std::string(tag) + ">";
    for (std::size_t at = xml.find(open, from); at != std::string_view::npos; at = xml.find(open, at + 1)) {
        const std::size_t behind = at + open.size();
        if (behind >= xml.size())
            return {};
        const char next = xml[behind];
        if (next != '>' && next != ' ' && next != '/' && next != '\n' && next != '\r' && next != '\t')
            continue;
        const std::size_t bracket = xml.find('>', behind);
        if (bracket == std::string_view::npos)
            return {};
        if (xml[bracket - 1] == '/')
            return {xml.substr(behind, bracket - 1 - behind), {}, bracket + 1};
        const std::size_t end = xml.find(close, bracket + 1);
        if (end == std::string_view::npos)
            return {};
        return {xml.substr(behind, bracket - behind), xml.substr(bracket + 1, end - bracket - 1),
                end + close.size()};
    }
    return {};
}

/// Character references, and no more: names that XML doesn't know stay.
std::string dereferenced(std::string_view text) {
    std::string plain(text);
    for (const auto &[reference, character] :
         {std::pair("&lt;", "<"), std::pair("&gt;", ">"), std::pair("&quot;", "\""), std::pair("&apos;", "'"),
          std::pair("&#039;", "'"), std::pair("&amp;", "&")})
        plain = text::replaceAll(plain, reference, character);
    return plain;
}

/// The text of an element: its CDATA sections as they are, the rest with references decoded. A section that
/// nothing closes reaches to the element's end.
std::string valueOf(std::string_view inside) {
    static constexpr std::string_view Open = "<![CDATA[", Close = "]]>";
    std::string value;
    for (std::size_t at = 0;;) {
        const std::size_t open = inside.find(Open, at);
        value += dereferenced(inside.substr(at, open == std::string_view::npos ? open : open - at));
        if (open == std::string_view::npos)
            break;
        // Of several ends the one before the next section, or the last, counts: bodies hold "]]>" too.
        const std::size_t limit = std::min(inside.find(Open, open + Open.size()), inside.size());
        const std::size_t close = inside.rfind(Close, limit);
        const bool closed = close != std::string_view::npos && close >= open + Open.size() && close < limit;
        value += inside.substr(open + Open.size(), (closed ? close : limit) - open - Open.size());
        at = closed ? close + Close.size() : limit;
    }
    std::erase_if(value, [](char c) {
        return static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\r' && c != '\t';
    });
    return std::string(text::trim(value));
}

std::string textOf(std::string_view xml, std::string_view tag) {
    return valueOf(findElement(xml, tag).inside);
}

std::string attributeOf(std::string_view attributes, std::string_view name) {
    const std::string key = std::string(name) + "=";
    const std::size_t at = attributes.find(key);
    if (at == std::string_view::npos || at + key.size() >= attributes.size())
        return {};
    const char quote = attributes[at + key.size()];
    const std::size_t begin = at + key.size() + 1;
    return dereferenced(
        attributes.substr(begin, std::min(attributes.find(quote, begin), attributes.size()) - begin));
}

class WxrReader {
public:
    WxrReader(const DumpSource &source, DumpVisitor &visitor) : m_source(source), m_visitor(visitor) {}

    Status run() {
        for (const auto &[name, columns] : Tables) {
            TableShape shape{std::string("wp_") + name, {}};
            for (const std::string &column : text::split(columns, ' '))
                shape.columns.push_back({column,
                                         text::endsWith(column, "id") || column == "ID" ||
                                                 column == "post_parent" || column == "post_author" ||
                                                 column == "menu_order" || column == "parent"
                                             ? "bigint"
                                             : "longtext",
                                         {}});
            if (Status s = m_visitor.table(shape); !s)
                return s;
        }
        Status s = readHead();
        while (s && !m_ended)
            s = readItem();
        return s ? writeTerms() : s;
    }

private:
    static constexpr std::pair<const char *, const char *> Tables[] = {
        {"posts", "ID post_author post_date post_date_gmt post_content post_title post_excerpt post_status "
                  "post_password "
                  "post_name post_modified post_parent guid menu_order post_type link"},
        {"postmeta", "meta_id post_id meta_key meta_value"},
        {"terms", "term_id name slug"},
        {"term_taxonomy", "term_taxonomy_id term_id taxonomy description parent"},
        {"term_relationships", "object_id term_taxonomy_id"},
        {"options", "option_id option_name option_value"},
        {"users", "ID user_login display_name"}};

    struct Term {
        std::int64_t id = 0;
        std::string name, description, parentSlug;
    };

    Status row(const std::string &table, std::vector<Cell> cells) {
        return m_visitor.row("wp_" + table, {}, cells);
    }

    /// Reads on until `mark` is in the window; npos at the file's end.
    Result<std::size_t> await(std::string_view mark, std::size_t from) {
        for (;;) {
            const std::size_t at = m_window.find(mark, from);
            if (at != std::string::npos)
                return at;
            from = m_window.size() > mark.size() ? std::max(from, m_window.size() - mark.size()) : from;
            if (m_window.size() > MaxRowBytes)
                return std::string::npos;
            Result<std::string> block = m_source();
            if (!block)
                return block.error();
            if (block->empty())
                return std::string::npos;
            m_window += *block;
        }
    }

    static std::string utf8(std::string_view bytes) { return html::decodeAs(bytes, "utf-8").text; }

    Status readHead() {
        const Result<std::size_t> item = await("<item>", 0);
        if (!item)
            return item.error();
        m_ended = *item == std::string::npos;
        const std::string head = utf8(std::string_view(m_window).substr(0, *item));
        advance(std::min(*item, m_window.size()));
        m_base = textOf(head, "wp:base_blog_url");
        if (m_base.empty())
            m_base = textOf(head, "link");
        std::int64_t option = 0;
        for (const auto &[name, value] : {std::pair<std::string, std::string>("home", m_base),
                                          {"siteurl", textOf(head, "wp:base_site_url")},
                                          {"blogname", textOf(head, "title")},
                                          {"permalink_structure", ""}}) {
            if (Status s = row("options", {std::to_string(++option), name, value}); !s)
                return s;
        }
        for (std::size_t at = 0; at != std::string::npos;) {
            const Element author = findElement(head, "wp:author", at);
            at = author.end;
            if (at != std::string::npos)
                userId(textOf(author.inside, "wp:author_login"),
                       textOf(author.inside, "wp:author_display_name"));
        }
        readTerms(head, "wp:category", "category", "wp:category_nicename", "wp:cat_name",
                  "wp:category_parent");
        readTerms(head, "wp:tag", "post_tag", "wp:tag_slug", "wp:tag_name", "");
        readTerms(head, "wp:term", "", "wp:term_slug", "wp:term_name", "wp:term_parent");
        return {};
    }

    void readTerms(const std::string &head, std::string_view tag, const std::string &taxonomy,
                   std::string_view slugTag, std::string_view nameTag, std::string_view parentTag) {
        for (std::size_t at = 0; at != std::string::npos;) {
            const Element element = findElement(head, tag, at);
            at = element.end;
            if (at == std::string::npos)
                return;
            const std::string kind = taxonomy.empty() ? textOf(element.inside, "wp:term_taxonomy") : taxonomy;
            Term &term = termOf(kind, textOf(element.inside, slugTag), textOf(element.inside, nameTag),
                                textOf(element.inside, "wp:term_id"));
            term.description = textOf(element.inside, "wp:category_description");
            if (!parentTag.empty())
                term.parentSlug = textOf(element.inside, parentTag);
        }
    }

    /// The term of this slug, made when it is new: with the id it was exported with, for WordPress takes the
    /// lowest of an article's categories for its address. Old exports name terms without a slug or an id.
    Term &termOf(const std::string &taxonomy, const std::string &slug, const std::string &name,
                 const std::string &exported = {}) {
        Term &term = m_terms[{taxonomy, slug.empty() ? name : slug}];
        if (term.id == 0) {
            std::int64_t id = std::strtoll(exported.c_str(), nullptr, 10);
            if (id <= 0 || id > LargestTerm || m_termIds.count(id) > 0)
                id = m_termIds.empty() ? 1 : *m_termIds.rbegin() + 1;
            m_termIds.insert(id);
            term.id = id;
        }
        if (term.name.empty())
            term.name = name.empty() ? slug : name;
        return term;
    }

    std::int64_t userId(const std::string &login, const std::string &name) {
        auto &[id, shown] = m_users[login];
        if (id == 0)
            id = static_cast<std::int64_t>(m_users.size());
        if (shown.empty())
            shown = name;
        return id;
    }

    void advance(std::size_t bytes) {
        m_window.erase(0, bytes);
        m_offset += bytes;
    }

    /// One item. It ends with </item>; where that is lost, with the next item.
    Status readItem() {
        const Result<std::size_t> begin = await("<item>", 0);
        if (!begin)
            return begin.error();
        if (*begin == std::string::npos) {
            m_ended = true;
            return {};
        }
        advance(*begin);
        const Result<std::size_t> end = await("</item>", 0);
        if (!end)
            return end.error();
        const std::size_t next = m_window.find("\n\t<item>", 1);
        const bool lost = next != std::string::npos && next < *end;
        const std::size_t size = std::min({lost ? next : *end, m_window.size()});
        const std::string item = utf8(std::string_view(m_window).substr(0, size));
        const std::uint64_t offset = m_offset;
        m_ended = !lost && *end == std::string::npos;
        if (m_ended || lost) {
            if (Status s =
                    m_visitor.bad({"wp_posts", offset,
                                   m_ended ? "the export ends inside an item" : "an item that nothing closes",
                                   text::head(item, ShownBytes)});
                !s)
                return s;
        }
        if (Status s = writeItem(item, offset); !s)
            return s;
        advance(size);
        return {};
    }

    Status writeItem(const std::string &item, std::uint64_t offset) {
        const std::string given = textOf(item, "wp:post_id");
        const bool digits = !given.empty() && std::all_of(given.begin(), given.end(),
                                                          [](char c) { return c >= '0' && c <= '9'; });
        const std::string id = digits ? given : "";
        if (id.empty() || !m_ids.insert(id).second)
            return m_visitor.bad({"wp_posts", offset,
                                  id.empty() ? "an item without wp:post_id" : "two items have the id " + id,
                                  text::head(item, ShownBytes)});
        const std::string type = textOf(item, "wp:post_type");
        const std::string author = textOf(item, "dc:creator");
        const std::string body = textOf(item, "content:encoded");
        if (findElement(item, "content:encoded").end == std::string_view::npos &&
            item.find("<content:encoded") != std::string::npos) {
            if (Status s = m_visitor.bad(
                    {"wp_posts", offset, "the body of item " + id + " is cut", text::head(item, ShownBytes)});
                !s)
                return s;
        }
        const std::string modified = textOf(item, "wp:post_modified");
        if (Status s = row("posts", {id, std::to_string(userId(author, author)), textOf(item, "wp:post_date"),
                                     textOf(item, "wp:post_date_gmt"), body, textOf(item, "title"),
                                     textOf(item, "excerpt:encoded"), textOf(item, "wp:status"),
                                     textOf(item, "wp:post_password"), textOf(item, "wp:post_name"),
                                     modified.empty() ? textOf(item, "wp:post_date") : modified,
                                     textOf(item, "wp:post_parent"), textOf(item, "guid"),
                                     textOf(item, "wp:menu_order"), type.empty() ? "post" : type,
                                     ownPath(textOf(item, "link"))});
            !s)
            return s;
        if (Status s = writeMeta(item, id); !s)
            return s;
        if (const std::string file = textOf(item, "wp:attachment_url"); !file.empty()) {
            if (Status s = row("postmeta", {std::to_string(++m_lastMeta), id, "_wp_attached_url", file}); !s)
                return s;
        }
        return writePlaces(item, id);
    }

    Status writeMeta(const std::string &item, const std::string &id) {
        for (std::size_t at = 0;;) {
            const Element meta = findElement(item, "wp:postmeta", at);
            if (meta.end == std::string::npos)
                return {};
            at = meta.end;
            if (Status s =
                    row("postmeta", {std::to_string(++m_lastMeta), id, textOf(meta.inside, "wp:meta_key"),
                                     textOf(meta.inside, "wp:meta_value")});
                !s)
                return s;
        }
    }

    Status writePlaces(const std::string &item, const std::string &id) {
        std::set<std::int64_t> places;
        for (std::size_t at = 0;;) {
            const Element element = findElement(item, "category", at);
            if (element.end == std::string::npos)
                return {};
            at = element.end;
            const std::string domain = attributeOf(element.attributes, "domain");
            const std::string slug = attributeOf(element.attributes, "nicename");
            const std::string name = valueOf(element.inside);
            if (domain.empty() && slug.empty() && m_terms.contains({"category", name}) == false &&
                !places.empty())
                continue; // 1.0 names each twice, once without domain
            const std::string taxonomy = domain.empty() ? "category" : domain == "tag" ? "post_tag" : domain;
            const std::int64_t term = termNamed(taxonomy, slug, name).id;
            if (places.insert(term).second) {
                if (Status s = row("term_relationships", {id, std::to_string(term)}); !s)
                    return s;
            }
        }
    }

    Term &termNamed(const std::string &taxonomy, const std::string &slug, const std::string &name) {
        if (slug.empty()) {
            for (auto &[key, term] : m_terms) {
                if (key.first == taxonomy && term.name == name)
                    return term;
            }
        }
        return termOf(taxonomy, slug, name);
    }

    /// Addresses of the site itself from its root: the export may be older than its domain.
    std::string ownPath(const std::string &link) const {
        const auto url = Url::parse(link), base = Url::parse(m_base);
        if (!url || !base || url->host() != base->host())
            return link;
        const std::size_t slash = link.find('/', link.find("://") + 3);
        return slash == std::string::npos ? std::string() : link.substr(slash);
    }

    Status writeTerms() {
        for (const auto &[key, term] : m_terms) {
            const auto parent = m_terms.find({key.first, term.parentSlug});
            const std::int64_t above =
                term.parentSlug.empty() || parent == m_terms.end() ? 0 : parent->second.id;
            const std::string id = std::to_string(term.id);
            if (Status s = row("terms", {id, term.name, key.second}); !s)
                return s;
            if (Status s = row("term_taxonomy", {id, id, key.first, term.description, std::to_string(above)});
                !s)
                return s;
        }
        for (const auto &[login, user] : m_users) {
            if (Status s = row(
                    "users", {std::to_string(user.first), login, user.second.empty() ? login : user.second});
                !s)
                return s;
        }
        return {};
    }

    const DumpSource &m_source;
    DumpVisitor &m_visitor;
    std::string m_window, m_base;
    std::uint64_t m_offset = 0;
    bool m_ended = false;
    std::map<std::pair<std::string, std::string>, Term> m_terms; ///< by taxonomy and slug
    std::map<std::string, std::pair<std::int64_t, std::string>> m_users;
    std::set<std::string> m_ids;
    std::set<std::int64_t> m_termIds;
    std::int64_t m_lastMeta = 0;
};

} // namespace

Status readWxr(const DumpSource &source, DumpVisitor &visitor) {
    return WxrReader(source, visitor).run();
}

} // namespace guiyi::cms
