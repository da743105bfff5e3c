#include "adapters/page/head_data.h"

#include "adapters/html/serialize.h"
#include "adapters/page/json_reader.h"
#include "schema/base/text.h"

#include <algorithm>
#include <array>

namespace guiyi::page {

namespace {

/// Values that templates leave when nobody filled them in (rule MT-R5 of the page tags).
bool isLeftover(std::string_view s) {
    static constexpr std::array<std::string_view, 7> Words = {"null", "undefined", "none", "无",
                                                              "nan",  "n/a",       "-"};
    return std::any_of(Words.begin(), Words.end(),
                       [&](std::string_view w) { return text::equalsIgnoreCase(s, w); });
}

bool isArticleType(std::string_view type) {
    return text::endsWith(type, "Article") || text::endsWith(type, "Posting") || type == "Report" ||
           type == "Review" || type == "Recipe" || type == "LiveBlogPosting" || type == "Message";
}

/// The types a node has.
std::vector<std::string_view> typesOf(const JsonValue &node) {
    std::vector<std::string_view> types;
    const JsonValue *type = node.find("@type");
    if (type == nullptr)
        return types;
    types.push_back(type->raw);
    for (const JsonValue &item : type->items)
        types.push_back(item.raw);
    return types;
}

/// Collects from the values of all data islands of a page.
class Collector {
public:
    explicit Collector(StructuredData &data) : m_data(data) {}

    void add(const JsonValue &root) {
        m_nodes.clear();
        index(root, 0);
        for (const JsonValue *node : m_nodes)
            read(*node);
    }

private:
    void index(const JsonValue &value, int depth) {
        if (value.kind == JsonValue::Kind::Array) {
            for (const JsonValue &item : value.items)
                index(item, depth);
            return;
        }
        if (value.kind != JsonValue::Kind::Object)
            return;
        m_nodes.push_back(&value);
        for (const auto &[key, member] : value.members) {
            if (depth == 0 && (key == "@graph" || key == "mainEntity" || key == "mainEntityOfPage" ||
                               key == "breadcrumb" || key == "hasPart" || key == "isPartOf"))
                index(member, depth + (key == "@graph" ? 0 : 1));
        }
    }

    void read(const JsonValue &node) {
        const auto types = typesOf(node);
        const bool article = std::any_of(types.begin(), types.end(), isArticleType);
        const bool page = std::any_of(types.begin(), types.end(), [](std::string_view t) {
            return text::endsWith(t, "Page") || text::endsWith(t, "Object") || text::endsWith(t, "Work");
        });
        for (std::string_view t : types) {
            if (t == "BreadcrumbList" && m_data.crumbs.empty())
                readCrumbs(node);
            else if (t == "WebSite" && m_siteName.empty())
                m_siteName = node.textOf("name");
        }
        if (m_data.publisher.empty())
            m_data.publisher = m_siteName;
        if (article)
            readArticle(node);
        else if (page && !m_data.article)
            readPage(node);
    }

    void readArticle(const JsonValue &node) {
        if (!m_data.article) { // what a page node said before counts less
            m_data.published.clear();
            m_data.created.clear();
            m_data.modified.clear();
            m_data.article = true;
        }
        setOnce(m_data.headline, node.textOf("headline"));
        setOnce(m_data.headline, node.textOf("name"));
        readPage(node);
        if (const JsonValue *body = node.find("articleBody"); body != nullptr && m_data.body.empty())
            m_data.body = unescapeJson(body->raw);
        if (m_data.steps.empty()) {
            if (const JsonValue *list = node.find("recipeIngredient"))
                readTexts(*list, m_data.ingredients, 0);
            if (const JsonValue *list = node.find("recipeInstructions"))
                readTexts(*list, m_data.steps, 0);
        }
        if (const JsonValue *publisher = node.find("publisher"))
            setOnce(m_data.publisher, nameOf(*publisher));
    }

    /// Texts of a list: plain ones, or the text of steps and of the sections they stand in.
    static void readTexts(const JsonValue &value, std::vector<std::string> &texts, int depth) {
        if (depth > 3)
            return;
        for (const JsonValue &item : value.items)
            readTexts(item, texts, depth + 1);
        if (const JsonValue *inner = value.find("itemListElement"))
            readTexts(*inner, texts, depth + 1);
        std::string own = value.kind == JsonValue::Kind::Text ? value.text() : value.textOf("text");
        if (!own.empty())
            texts.push_back(std::move(own));
    }

    void readPage(const JsonValue &node) {
        setOnce(m_data.published, node.textOf("datePublished"));
        setOnce(m_data.published, node.textOf("uploadDate"));
        setOnce(m_data.created, node.textOf("dateCreated"));
        setOnce(m_data.modified, node.textOf("dateModified"));
        if (m_data.authors.empty()) {
            for (const char *key : {"author", "creator"}) {
                if (const JsonValue *author = node.find(key); author != nullptr && m_data.authors.empty())
                    readAuthors(*author, 0);
            }
        }
    }

    void readAuthors(const JsonValue &value, int depth) {
        if (value.kind == JsonValue::Kind::Array) {
            for (const JsonValue &item : value.items)
                readAuthors(item, depth);
            return;
        }
        std::string name = nameOf(value);
        if (!name.empty() &&
            std::find(m_data.authors.begin(), m_data.authors.end(), name) == m_data.authors.end())
            m_data.authors.push_back(std::move(name));
        else if (const JsonValue *inner = value.find("name"); inner != nullptr && depth < 2)
            readAuthors(*inner, depth + 1);
    }

    /// Name of a person or organization, looked up by @id when the node only refers.
    std::string nameOf(const JsonValue &value) const {
        if (value.kind == JsonValue::Kind::Text)
            return value.text();
        std::string name = value.textOf("name");
        const JsonValue *id = value.find("@id");
        if (!name.empty() || id == nullptr)
            return name;
        for (const JsonValue *node : m_nodes) {
            const JsonValue *other = node->find("@id");
            if (other != nullptr && other->raw == id->raw && node != &value && node->find("name") != nullptr)
                return node->textOf("name");
        }
        return {};
    }

    void readCrumbs(const JsonValue &node) {
        const JsonValue *list = node.find("itemListElement");
        if (list == nullptr)
            return;
        for (const JsonValue &item : list->items) {
            std::string name = item.textOf("name");
            if (const JsonValue *inner = item.find("item"); name.empty() && inner != nullptr)
                name = inner->textOf("name");
            if (!name.empty())
                m_data.crumbs.push_back(std::move(name));
        }
    }

    static void setOnce(std::string &field, std::string value) {
        if (field.empty())
            field = std::move(value);
    }

    StructuredData &m_data;
    std::vector<const JsonValue *> m_nodes;
    std::string m_siteName;
};

} // namespace

HeadData::HeadData(const BlockTree &tree) {
    const Landmarks &marks = tree.landmarks();
    for (html::Node node : marks.metas) {
        const std::string_view content = text::trim(node.attribute("content"));
        if (content.empty() || isLeftover(content))
            continue;
        for (std::string_view key : {"property", "name", "itemprop", "http-equiv"}) {
            const std::string_view name = text::trim(node.attribute(key));
            if (!name.empty())
                m_metas.push_back({text::lower(name), content});
        }
    }
    Collector collector(m_data);
    for (html::Node node : marks.data)
        collector.add(readJson(node.firstChild().text()));
    if (marks.title)
        m_title = text::collapse(html::textContent(marks.title));
    for (std::string_view name :
         {"og:site_name", "application-name", "sitename", "twitter:app:name:iphone"}) {
        if (m_siteName.empty())
            m_siteName = text::collapse(meta(name));
    }
    if (m_siteName.empty())
        m_siteName = m_data.publisher;
}

std::string_view HeadData::meta(std::string_view name) const {
    for (const MetaTag &tag : m_metas) {
        if (tag.name == name)
            return tag.content;
    }
    return {};
}

} // namespace guiyi::page
