#include "adapters/page/date_finder.h"

#include "schema/base/text.h"

#include <algorithm>
#include <array>

namespace guiyi::page {

using html::Tag;

namespace {

using namespace std::string_view_literals;

constexpr Traits ForeignTraits = TraitRelated | TraitComment | TraitSidebar | TraitFooter | TraitAdvert |
                                 TraitCookie | TraitNavigation | TraitPager;

struct Witness {
    std::string iso;
    double weight;
    std::string rule;
};

bool containsAny(std::string_view s, const auto &words) {
    return std::any_of(words.begin(), words.end(), [&](std::string_view w) { return text::contains(s, w); });
}

/// What a meta or itemprop name says its date is of; 0 for names of no date.
double weightOfName(std::string_view name) {
    static constexpr std::array None = {"expir"sv, "unpub"sv, "birth"sv,  "event"sv,  "start"sv,
                                        "valid"sv, "end-"sv,  "access"sv, "online"sv, "crawl"sv};
    static constexpr std::array Modified = {"modif"sv,   "updat"sv, "revis"sv,
                                            "lastmod"sv, "utime"sv, "change"sv};
    static constexpr std::array Published = {
        "publish"sv,      "pubdate"sv,  "pub-date"sv,     "pub_date"sv, "pubtime"sv,
        "publication"sv,  "issued"sv,   "release"sv,      "posted"sv,   "displaydate"sv,
        "originaldate"sv, "firstpub"sv, "date_original"sv};
    static constexpr std::array Vague = {"created"sv, "creation"sv, "date"sv, "time"sv};
    if (containsAny(name, None) || name == "og:locale" || name.size() > 60)
        return 0;
    if (containsAny(name, Modified))
        return 0.42;
    if (containsAny(name, Published))
        return 0.86;
    if (text::endsWith(name, "date") || containsAny(name, Vague))
        return text::contains(name, "validate") || text::contains(name, "timezone") ||
                       text::contains(name, "timeout")
                   ? 0
                   : 0.7;
    return 0;
}

DayOrder orderOf(const BlockTree &tree, const HeadData &head, const Url &url) {
    std::string language = text::lower(tree.landmarks().language);
    if (language.empty())
        language = text::lower(head.meta("og:locale"));
    if (language.empty())
        language = text::lower(head.meta("content-language"));
    if (tree.isCjk())
        return DayOrder::YearFirst;
    if (text::startsWith(language, "en-us") || text::startsWith(language, "en_us"))
        return DayOrder::MonthFirst;
    const std::string &host = url.host();
    const std::string_view top = std::string_view(host).substr(std::min(host.size(), host.rfind('.') + 1));
    const bool anywhere =
        top == "com" || top == "org" || top == "net" || top == "us" || top == "gov" || top == "edu";
    const bool english = language.empty() || text::startsWith(language, "en");
    return anywhere && english && language.size() <= 2 ? DayOrder::MonthFirst : DayOrder::DayFirst;
}

class Finder {
public:
    Finder(const BlockTree &tree, const HeadData &head, const PageParts &parts, const Url &url,
           std::string_view today)
        : m_tree(tree),
          m_head(head),
          m_parts(parts),
          m_url(url),
          m_today(today),
          m_order(orderOf(tree, head, url)) {
        const bool body = parts.body != nullptr && !parts.body->empty();
        m_bodyBegin = body ? parts.body->roots.front() : tree.size();
        m_bodyEnd = body ? tree[parts.body->roots.back()].end : tree.size();
    }

    Field find() {
        fromAddress();
        fromMetas();
        fromData();
        fromTimes();
        fromNamed();
        fromNames();
        if (strongest() < 0.8)
            fromTexts();
        if (strongest() < 0.5)
            fromPictures();
        return decide();
    }

private:
    void add(std::string iso, double weight, std::string rule) {
        const std::string_view day = std::string_view(iso).substr(0, 10);
        if (day.size() == 10 && day >= "1995-01-01" && day <= m_today)
            m_witnesses.push_back({std::move(iso), weight, std::move(rule)});
    }

    double strongest() const {
        double most = 0;
        for (const Witness &w : m_witnesses)
            most = std::max(most, w.weight);
        return most;
    }

    void fromAddress() {
        if (auto day = dateInAddress(m_url.text()))
            add(*day, 0.9, "address");
        else if (auto canonical = dateInAddress(m_tree.landmarks().canonical))
            add(*canonical, 0.85, "canonical address");
        else if (auto shared = dateInAddress(m_head.meta("og:url")))
            add(*shared, 0.8, "og:url");
    }

    void fromMetas() {
        std::vector<std::string_view> seen;
        for (const MetaTag &tag : m_head.metas()) {
            double weight = weightOfName(tag.name);
            if (weight == 0)
                continue;
            // Teasers with microdata repeat the name.
            if (std::find(seen.begin(), seen.end(), tag.name) != seen.end())
                weight *= 0.6;
            seen.push_back(tag.name);
            if (auto date = readMachineDate(tag.content, m_order))
                add(date->iso, weight, "meta " + tag.name);
        }
    }

    void fromData() {
        const StructuredData &data = m_head.data();
        const auto read = [&](const std::string &value, double weight, const char *rule) {
            if (auto date = readMachineDate(value, m_order))
                add(date->iso, weight, rule);
        };
        read(data.published, data.article ? 0.88 : 0.75, "json-ld datePublished");
        read(data.created, 0.7, "json-ld dateCreated");
        read(data.modified, 0.3, "json-ld dateModified");
    }

    /// Stands in a part of the page that is about something else.
    bool isForeign(Index i) const {
        for (Index up = i; up > m_tree.body(); up = m_tree[up].parent) {
            const Block &b = m_tree[up];
            if (b.tag == Tag::Article || b.tag == Tag::Main)
                return false;
            if (b.tag == Tag::Footer || b.tag == Tag::Aside || b.tag == Tag::Nav)
                return true;
            if ((b.traits & ForeignTraits) != 0 && (b.traits & (TraitBody | TraitMeta)) == 0 &&
                !m_tree.contains(up, m_bodyBegin))
                return true;
        }
        return false;
    }

    /// How believable a date standing at `i` is, by its distance from title and body.
    double place(Index i) const {
        double weight = 1;
        if (isForeign(i))
            weight = 0.35;
        if (m_tree[i].inLink)
            weight *= 0.8;
        if (m_parts.title >= 0 && i > m_parts.title && i < m_bodyBegin)
            return weight;
        if (m_parts.title >= 0 && i < m_parts.title)
            return weight * (m_parts.title - i < 60 ? 0.9 : 0.6);
        if (i >= m_bodyEnd)
            return weight * 0.7;
        return weight * 0.95;
    }

    void fromTimes() {
        double first = 1;
        for (Index i : m_tree.landmarks().times) {
            const Block &b = m_tree[i];
            std::string_view value = b.node.attribute("datetime");
            if (value.empty())
                value = b.node.attribute("content");
            if (value.empty() && b.tag == Tag::Abbr)
                value = b.node.attribute("title");
            auto date = value.empty() ? std::nullopt : readMachineDate(value, m_order);
            if (!date) {
                const std::string shown = m_tree.text(i, 120);
                date = findTextDate(shown, m_order);
            }
            if (!date)
                continue;
            double weight = 0.75;
            const Traits traits = b.traits | (b.parent >= 0 ? m_tree[b.parent].traits : 0);
            if ((traits & TraitPublished) != 0 || b.node.hasAttribute("pubdate"))
                weight = 0.84;
            if ((b.traits & TraitUpdated) != 0 || text::contains(b.node.attribute("itemprop"), "odified"))
                weight = 0.35;
            add(date->iso, weight * place(i) * first, "time element");
            first *= 0.93;
        }
    }

    void fromNamed() {
        for (Index i : m_tree.landmarks().named) {
            const Block &b = m_tree[i];
            std::string name(b.node.attribute("itemprop"));
            if (name.empty())
                name = std::string(b.node.attribute("property"));
            const double weight = name.empty() ? 0 : weightOfName(text::lower(name));
            if (weight == 0)
                continue;
            std::string_view value = b.node.attribute("content");
            if (value.empty())
                value = b.node.attribute("datetime");
            auto date = value.empty() ? std::nullopt : readMachineDate(value, m_order);
            if (!date) {
                const std::string shown = m_tree.text(i, 120);
                date = findTextDate(shown, m_order);
            }
            if (date)
                add(date->iso, weight * place(i), "microdata " + name);
        }
    }

    /// Elements whose class or id speaks of a date or of an info line.
    void fromNames() {
        double first = 1;
        const auto read = [&](Index i, double weight, const char *rule) {
            const Block &b = m_tree[i];
            if (b.chars < 6 || b.chars > 400 || b.tag == Tag::Time)
                return;
            if (b.chars > 120)
                weight *= 0.8;
            readPhrases(m_tree.text(i, 450), weight * place(i) * first, rule);
            first *= 0.97;
        };
        for (Index i : m_tree.landmarks().datelike) {
            const Traits traits = m_tree[i].traits;
            if ((traits & TraitPublished) != 0 && (traits & TraitUpdated) == 0)
                read(i, 0.8, "element named published");
            else
                read(i, (traits & TraitUpdated) != 0 ? 0.35 : 0.72, "element named date");
        }
        first = 1;
        for (Index i : m_tree.landmarks().metaLines)
            read(i, 0.68, "info line");
    }

    /// The dates of a text, each weighed by the words before it.
    void readPhrases(std::string_view s, double weight, const char *rule) {
        std::size_t from = 0;
        for (int n = 0; n < 4; ++n) {
            const auto date = findTextDate(s, m_order, from);
            if (!date)
                return;
            const std::string before = text::lower(s.substr(from, date->begin - from));
            const double factor = phraseFactor(before);
            add(date->iso, std::min(0.87, weight * factor) * (n == 0 ? 1.0 : 0.9), rule);
            from = date->end;
        }
    }

    static double phraseFactor(std::string_view before) {
        static constexpr std::array Published = {
            "publish"sv,      "posted"sv,      "veröffentlicht"sv, "erstellt"sv, "publié"sv,
            "publicado"sv,    "pubblicato"sv,  "gepubliceerd"sv,   "yayın"sv,    "опубликовано"sv,
            "opublikowano"sv, "publikovan"sv,  "发布"sv,           "发表"sv,     "日期"sv,
            "时间"sv,         "發布"sv,        "公開"sv,           "掲載"sv,     "入力"sv,
            "created"sv,      "eingestellt"sv, "datum:"sv,         "date:"sv,    "fecha"sv};
        static constexpr std::array Updated = {
            "update"sv,    "modified"sv,   "aktualisiert"sv, "geändert"sv,  "mis à jour"sv, "actualiz"sv,
            "aggiornat"sv, "bijgewerkt"sv, "güncel"sv,       "обновлено"sv, "更新"sv,       "修改"sv,
            "stand:"sv,    "edited"sv,     "bearbeitet"sv,   "修正"sv};
        static constexpr std::array Foreign = {
            "today"sv,   "今天"sv, "heute ist"sv, "copyright"sv, "©"sv,        "joined"sv,   "registriert"sv,
            "geboren"sv, "born"sv, "截止"sv,      "有效期"sv,    "accessed"sv, "abgerufen"sv};
        const std::string_view near = before.substr(before.size() > 60 ? before.size() - 60 : 0);
        if (containsAny(near, Foreign))
            return 0.2;
        if (containsAny(near, Updated))
            return containsAny(near, Published) ? 0.9 : 0.5;
        return containsAny(near, Published) ? 1.12 : 1.0;
    }

    /// Short texts anywhere, first of all between title and body.
    void fromTexts() {
        for (Index i = m_tree.body(); i < m_tree.size(); ++i) {
            const Block &b = m_tree[i];
            if (!b.isText || b.hidden || b.chars < 6 ||
                b.node.text().find_first_of("0123456789") == std::string_view::npos)
                continue;
            const bool running = b.chars > 150;
            double weight = running ? 0.12 : 0.42;
            if (m_parts.title >= 0 && i > m_parts.title && i < m_bodyBegin)
                weight = running ? 0.4 : 0.66;
            else if (i >= m_bodyBegin && i < m_bodyEnd)
                weight = running ? 0.12 : 0.4;
            const std::string_view s = b.node.text().substr(0, 2000);
            readPhrases(s, weight * place(i), "text");
        }
    }

    void fromPictures() {
        for (std::string_view name : {"og:image"sv, "twitter:image"sv}) {
            if (auto day = dateInAddress(m_head.meta(name)))
                add(*day, 0.3, "address of the picture");
        }
    }

    static bool isShown(const Witness &w) {
        return text::startsWith(w.rule, "element") || text::startsWith(w.rule, "info") || w.rule == "text" ||
               w.rule == "time element" || w.rule == "address";
    }
    static int dayNumber(std::string_view iso) {
        const auto part = [&](std::size_t at, std::size_t count) {
            return std::atoi(std::string(iso.substr(at, count)).c_str());
        };
        const int y = part(0, 4) - (part(5, 2) <= 2 ? 1 : 0), m = part(5, 2) + (part(5, 2) <= 2 ? 12 : 0);
        return 365 * y + y / 4 - y / 100 + y / 400 + (153 * (m - 3) + 2) / 5 + part(8, 2);
    }

    /// A machine's time in another zone may fall on the day beside the one readers are shown.
    const Witness *dayShown(const Witness *best) const {
        if (best->iso.size() <= 10 || isShown(*best))
            return best;
        const Witness *neighbour = nullptr;
        for (const Witness &w : m_witnesses) {
            if (!isShown(w) || w.weight < 0.55)
                continue;
            const int distance = dayNumber(w.iso) - dayNumber(best->iso);
            if (distance == 0)
                return best;
            if (distance >= -1 && distance <= 1 && neighbour == nullptr)
                neighbour = &w;
        }
        return neighbour != nullptr ? neighbour : best;
    }

    Field decide() const {
        Field field;
        double most = 0;
        const Witness *best = nullptr;
        for (const Witness &w : m_witnesses) {
            double total = w.weight;
            for (const Witness &other : m_witnesses) {
                if (&other != &w && other.iso.compare(0, 10, w.iso, 0, 10) == 0)
                    total += 0.12 * other.weight;
            }
            total = std::min(total, w.weight + 0.3);
            if (total > most + 1e-9) {
                most = total;
                best = &w;
            }
        }
        if (best == nullptr)
            return field;
        best = dayShown(best);
        field.value = best->iso;
        field.rule = best->rule;
        for (const Witness &w : m_witnesses) {
            if (w.iso.compare(0, 10, best->iso, 0, 10) != 0 && field.others.size() < 12)
                field.others.push_back(w.rule + ": " + w.iso.substr(0, 10));
        }
        field.confidence = std::clamp(most - (field.others.empty() ? 0.0 : 0.1), 0.05, 0.99);
        return field;
    }

    const BlockTree &m_tree;
    const HeadData &m_head;
    const PageParts &m_parts;
    const Url &m_url;
    std::string_view m_today;
    DayOrder m_order;
    Index m_bodyBegin = 0, m_bodyEnd = 0;
    std::vector<Witness> m_witnesses;
};

} // namespace

Field findDate(const BlockTree &tree, const HeadData &head, const PageParts &parts, const Url &url,
               std::string_view today) {
    return Finder(tree, head, parts, url, today).find();
}

} // namespace guiyi::page
