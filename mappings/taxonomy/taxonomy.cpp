#include "mappings/taxonomy/taxonomy.h"

#include "mappings/resources.h"
#include "mappings/taxonomy/index.h"
#include "mappings/taxonomy/names.h"
#include "schema/base/text.h"

#include <QtCore/qregularexpression.h>

#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <cmath>
#include <set>

namespace guiyi::mapping {

std::string sortedKey(std::string_view key) {
    std::vector<char32_t> chars;
    for (std::size_t pos = 0; pos < key.size();)
        chars.push_back(text::next(key, pos));
    std::sort(chars.begin(), chars.end());
    std::string out;
    for (char32_t c : chars)
        text::append(out, c);
    return out;
}

std::vector<std::string> gramsOf(std::string_view key) {
    std::vector<std::string> grams;
    std::size_t previous = 0;
    bool first = true;
    for (std::size_t pos = 0; pos < key.size();) {
        const std::size_t start = pos;
        text::next(key, pos);
        if (!first)
            grams.emplace_back(key.substr(previous, pos - previous));
        previous = start;
        first = false;
    }
    std::sort(grams.begin(), grams.end());
    return grams;
}

namespace {

/// Collects the faults of a file, each with its line.
class Faults {
public:
    explicit Faults(std::string_view file) : m_file(file) {}
    void add(const YAML::Node &at, const std::string &what) { addLine(at.Mark().line + 1, what); }
    void addLine(int line, const std::string &what) {
        if (m_first == 0)
            m_first = line;
        m_text += (m_text.empty() ? "" : "; ") + (m_file + ":" + std::to_string(line)) + ": " + what;
    }
    bool any() const { return !m_text.empty(); }
    Error error() const {
        return {ErrorKind::Usage, "reading the taxonomy", m_file + ":" + std::to_string(m_first), m_text,
                "correct the lines named and run again"};
    }

private:
    std::string m_file, m_text;
    int m_first = 0;
};

std::string scalar(const YAML::Node &map, const char *key) {
    const YAML::Node n = map[key];
    return n && n.IsScalar() ? n.Scalar() : std::string();
}

std::vector<std::string> list(const YAML::Node &map, const char *key) {
    std::vector<std::string> out;
    const YAML::Node n = map[key];
    if (n && n.IsSequence()) {
        for (const YAML::Node &item : n) {
            if (item.IsScalar())
                out.push_back(item.Scalar());
        }
    }
    return out;
}

double number(const YAML::Node &map, const char *key, double otherwise) {
    const std::string s = scalar(map, key);
    bool ok = false;
    const double v = text::toQString(s).toDouble(&ok);
    return ok ? v : otherwise;
}

QRegularExpression compile(const std::string &pattern, bool ignoreCase = false) {
    QRegularExpression re(text::toQString(pattern), ignoreCase ? QRegularExpression::CaseInsensitiveOption
                                                               : QRegularExpression::NoPatternOption);
    return re;
}

void checkPattern(Faults &faults, const YAML::Node &at, const std::string &pattern) {
    const QRegularExpression re = compile(pattern);
    if (!re.isValid())
        faults.add(at,
                   "the pattern " + pattern + " does not compile: " + text::fromQString(re.errorString()));
}

void readColumn(const YAML::Node &n, Faults &faults, int maxDepth, std::vector<TaxonomyColumn> &columns) {
    if (!n.IsMap()) {
        faults.add(n, "a column is written {code: '0101', name: ..., kind: list, synonyms: [...]}");
        return;
    }
    TaxonomyColumn c;
    c.code = scalar(n, "code");
    c.name = scalar(n, "name");
    c.englishName = scalar(n, "en");
    c.columnClass = scalar(n, "class");
    c.kind = scalar(n, "kind");
    c.slugs = list(n, "slug");
    c.synonyms = list(n, "synonyms");
    const bool digits =
        std::all_of(c.code.begin(), c.code.end(), [](char ch) { return ch >= '0' && ch <= '9'; });
    if (c.code.empty() || c.code.size() % 2 != 0 || !digits) {
        faults.add(n, "the code \"" + c.code + "\" has not two digits a level");
        return;
    }
    c.level = static_cast<int>(c.code.size() / 2);
    c.parent = c.code.substr(0, c.code.size() - 2);
    if (c.level > maxDepth)
        faults.add(n, "the code " + c.code + " is deeper than max_depth " + std::to_string(maxDepth));
    if (c.name.empty())
        faults.add(n, "the column " + c.code + " has no name");
    columns.push_back(std::move(c));
}

NameRule readRule(const YAML::Node &n) {
    NameRule r;
    r.id = scalar(n, "id");
    r.pattern = scalar(n, "re");
    r.keepAs = scalar(n, "keep_as");
    r.scope = scalar(n, "scope");
    r.ignoreCase = text::contains(scalar(n, "flags"), "i");
    return r;
}

AmbiguousName readAmbiguous(const YAML::Node &n, Faults &faults) {
    AmbiguousName a;
    a.name = scalar(n, "name");
    a.candidates = list(n, "candidates");
    for (const YAML::Node &d : n["decide"]) {
        AmbiguousName::Condition c;
        c.code = scalar(d, "code");
        c.titles = scalar(d, "titles");
        c.parent = scalar(d, "parent");
        c.documentNumberShare = number(d, "document_numbers", 0);
        c.hasChildren = scalar(d, "children") == "true";
        if (!c.titles.empty())
            checkPattern(faults, d, c.titles);
        a.conditions.push_back(std::move(c));
    }
    return a;
}

} // namespace

Result<Taxonomy> Taxonomy::parse(std::string_view yaml, std::string_view fileName) {
    Faults faults(fileName);
    YAML::Node root;
    try {
        root = YAML::Load(std::string(yaml));
    } catch (const YAML::Exception &e) {
        faults.addLine(e.mark.line + 1, e.msg);
        return faults.error();
    }
    if (!root.IsMap() || !root["columns"] || !root["columns"].IsSequence()) {
        faults.addLine(1, "a taxonomy has a list \"columns\"");
        return faults.error();
    }
    Taxonomy t;
    t.m_version = scalar(root, "version");
    t.m_maxDepth = static_cast<int>(number(root, "max_depth", 3));
    for (const YAML::Node &n : root["columns"])
        readColumn(n, faults, t.m_maxDepth, t.m_columns);
    std::stable_sort(t.m_columns.begin(), t.m_columns.end(),
                     [](const TaxonomyColumn &a, const TaxonomyColumn &b) { return a.code < b.code; });
    for (std::size_t i = 0; i < t.m_columns.size(); ++i) {
        if (!t.m_byCode.emplace(t.m_columns[i].code, i).second)
            faults.add(root["columns"], "the code " + t.m_columns[i].code + " is given twice");
    }
    for (const TaxonomyColumn &c : t.m_columns) {
        if (!c.parent.empty() && !t.m_byCode.count(c.parent))
            faults.add(root["columns"], "the parent " + c.parent + " of " + c.code + " is missing");
    }
    const auto checkCode = [&](const YAML::Node &at, const std::string &code) {
        if (!t.m_byCode.count(code))
            faults.add(at, "there is no column " + code);
    };
    for (const YAML::Node &n : root["ambiguous"]) {
        t.m_ambiguous.push_back(readAmbiguous(n, faults));
        for (const std::string &code : t.m_ambiguous.back().candidates)
            checkCode(n, code);
        for (const auto &condition : t.m_ambiguous.back().conditions)
            checkCode(n, condition.code);
    }
    for (const auto &entry : root["keywords"]) {
        const std::string code = entry.first.IsScalar() ? entry.first.Scalar() : std::string();
        checkCode(entry.first, code);
        if (const auto it = t.m_byCode.find(code); it != t.m_byCode.end())
            t.m_columns[it->second].keywords = list(root["keywords"], code.c_str());
    }
    for (const char *section : {"fold_rules", "drop_rules"}) {
        for (const YAML::Node &n : root[section]) {
            NameRule r = readRule(n);
            checkPattern(faults, n, r.pattern);
            (section == std::string_view("fold_rules") ? t.m_foldRules : t.m_dropRules)
                .push_back(std::move(r));
        }
    }
    for (const YAML::Node &n : root["patterns"]) {
        NamePattern p{scalar(n, "code"), scalar(n, "re"), number(n, "score", 0.8)};
        checkCode(n, p.code);
        checkPattern(faults, n, p.pattern);
        t.m_patterns.push_back(std::move(p));
    }
    for (const YAML::Node &n : root["content_rules"]) {
        ContentRule r{scalar(n, "code"), scalar(n, "titles"), number(n, "share", 0.5),
                      number(n, "alone", 0.5)};
        checkCode(n, r.code);
        checkPattern(faults, n, r.pattern);
        t.m_contentRules.push_back(std::move(r));
    }
    if (faults.any())
        return faults.error();

    // The index refers to rules by value where the taxonomy may be moved: everything it keeps is its own.
    auto index = std::make_shared<Index>();
    std::map<std::string, std::set<std::size_t>> gramColumns;
    for (std::size_t i = 0; i < t.m_columns.size(); ++i) {
        const TaxonomyColumn &c = t.m_columns[i];
        const auto addName = [&](const std::string &name, bool official) {
            const std::string key = nameKey(name);
            if (key.empty())
                return;
            auto &homes = index->names[key];
            for (const Index::Name &known : homes) {
                if (known.column == i)
                    return;
            }
            homes.push_back({i, official});
            if (characters(key) >= 4)
                index->sortedNames[sortedKey(key)].push_back({i, official});
            Index::FuzzyName f{key, gramsOf(key), i};
            for (const std::string &g : f.grams)
                gramColumns[g].insert(i);
            index->fuzzy.push_back(std::move(f));
        };
        addName(c.name, true);
        for (const std::string &s : c.synonyms)
            addName(s, false);
        for (const std::string &word : c.keywords)
            index->keywords.push_back({nameKey(word), i});
        for (const std::string &s : c.slugs)
            index->slugs[text::lower(s)].push_back(i);
    }
    for (const auto &[gram, columns] : gramColumns)
        index->gramWeight[gram] =
            std::log(1.0 + static_cast<double>(t.m_columns.size()) / static_cast<double>(columns.size()));
    for (const NameRule &r : t.m_foldRules) {
        if (!r.pattern.empty())
            index->folds.push_back({r, compile(r.pattern, r.ignoreCase)});
    }
    for (const NameRule &r : t.m_dropRules) {
        if (!r.pattern.empty())
            index->drops.push_back({r, compile(r.pattern, r.ignoreCase)});
    }
    for (const NamePattern &p : t.m_patterns)
        index->patterns.push_back({p, compile(p.pattern)});
    for (const ContentRule &r : t.m_contentRules)
        index->contents.push_back({r, compile(r.pattern)});
    for (const AmbiguousName &a : t.m_ambiguous) {
        Index::CompiledAmbiguity compiled{a, {}};
        for (const auto &condition : a.conditions)
            compiled.titles.push_back(compile(condition.titles));
        index->ambiguous.emplace(nameKey(a.name), std::move(compiled));
    }
    t.m_index = std::move(index);
    return t;
}

const NameModel &Taxonomy::Index::nameModel(std::size_t columns) const {
    std::call_once(m_learnt, [&] {
        std::vector<NameExample> examples;
        for (const auto &[key, homes] : names) {
            for (const Name &home : homes)
                examples.push_back({key, home.column});
        }
        // With the endings any column may have, which so are learnt to say nothing.
        for (const NameExample &word : keywords) {
            for (const char *ending : {"", "信息", "公示", "公告", "政策", "公开", "工作", "结果", "情况"}) {
                if (!text::endsWith(word.key, ending) || *ending == '\0')
                    examples.push_back({word.key + ending, word.column});
            }
        }
        m_nameModel = std::make_unique<const NameModel>(examples, columns);
    });
    return *m_nameModel;
}

const Taxonomy &Taxonomy::builtIn() {
    static const Taxonomy taxonomy = [] {
        auto parsed = parse(builtInFile("taxonomy.yaml"), "taxonomy.yaml");
        // A fault here is a fault of the program's own data, shown by the first test that runs.
        if (!parsed.ok())
            qFatal("%s", parsed.error().text().c_str());
        return std::move(*parsed);
    }();
    return taxonomy;
}

const TaxonomyColumn *Taxonomy::find(std::string_view code) const {
    const auto it = m_byCode.find(code);
    return it == m_byCode.end() ? nullptr : &m_columns[it->second];
}

std::vector<std::string> Taxonomy::namePath(std::string_view code) const {
    std::vector<std::string> path;
    for (const TaxonomyColumn *c = find(code); c; c = find(c->parent))
        path.insert(path.begin(), c->name);
    return path;
}

} // namespace guiyi::mapping
