#include "migrator/map/duplicate_decisions.h"

#include "migrator/map/inputs.h"
#include "schema/base/text.h"
#include "schema/config/words.h"
#include "schema/config/yaml_map.h"
#include "schema/url/url.h"

#include <algorithm>
#include <map>
#include <set>

namespace guiyi {

namespace {

/// Articles that are one by decision; follows "a is b, b is c".
class Classes {
public:
    std::string of(const std::string &key) {
        const auto found = m_parent.find(key);
        return found == m_parent.end() ? key : found->second = of(found->second);
    }
    void join(const std::string &a, const std::string &b) {
        const std::string x = of(a), y = of(b);
        if (x != y)
            m_parent[x] = y;
    }

private:
    std::map<std::string, std::string> m_parent;
};

std::vector<std::string> readArticles(YamlMap &entry, const mapping::HostRegistry &hosts,
                                      YamlMistakes &mistakes) {
    std::vector<std::string> keys;
    std::set<std::string> seen;
    for (const YamlText &address : entry.list("articles")) {
        const auto url = Url::parse(address.text);
        if (!url)
            mistakes.add(address.line,
                         ConfigText::tr("\"%1\" is no address").arg(text::toQString(address.text)),
                         ConfigText::tr("expected the old address of an article, with http://"));
        else if (!seen.insert(addressKey(hosts.fold(*url))).second)
            mistakes.add(address.line,
                         ConfigText::tr("\"%1\" stands twice").arg(text::toQString(address.text)),
                         ConfigText::tr("remove one of the lines"));
        else
            keys.push_back(addressKey(hosts.fold(*url)));
    }
    if (seen.size() < 2)
        mistakes.add(entry.line(), ConfigText::tr("less than two articles"),
                     ConfigText::tr("list at least two addresses under `articles`"));
    return keys;
}

void readEntry(const YAML::Node &node, const mapping::HostRegistry &hosts, YamlMistakes &mistakes,
               DuplicateDecisions &decisions) {
    YamlMap entry(node, "decisions", mistakes);
    const QString expected = ConfigText::tr("expected `same` or `different`");
    const YamlText word = entry.required("decision", expected);
    if (!word.text.empty() && word.text != "same" && word.text != "different")
        mistakes.add(word.line, ConfigText::tr("decision \"%1\" is unknown").arg(text::toQString(word.text)),
                     expected);
    const std::vector<std::string> keys = readArticles(entry, hosts, mistakes);
    for (const char *note : {"reason", "who", "when"}) // for the people who review the file
        entry.text(note);
    const bool same = word.text == "same";
    for (std::size_t i = 0; i < keys.size(); ++i) {
        for (std::size_t k = i + 1; k < keys.size() && (!same || k == i + 1); ++k)
            decisions.pairs.push_back({keys[i], keys[k], entry.line(), same});
    }
}

} // namespace

DuplicateDecisions readDuplicateDecisions(std::string_view bytes, const std::string &fileName,
                                          const mapping::HostRegistry &hosts, std::vector<Error> &errors) {
    DuplicateDecisions decisions;
    YamlMistakes mistakes{fileName, errors};
    const YAML::Node root = parseYaml(bytes, mistakes);
    if (!root.IsDefined() || root.IsNull())
        return decisions;
    YamlMap file(root, "", mistakes);
    const YAML::Node list = file.child("decisions");
    if (list.IsDefined() && !list.IsSequence())
        mistakes.add(list.Mark().line + 1, ConfigText::tr("`decisions` is no list"),
                     ConfigText::tr("begin each decision with a dash"));
    if (list.IsSequence()) {
        for (const YAML::Node &entry : list)
            readEntry(entry, hosts, mistakes, decisions);
    }
    Classes classes;
    for (const DuplicateDecisions::Pair &pair : decisions.pairs) {
        if (pair.same)
            classes.join(pair.a, pair.b);
    }
    for (const DuplicateDecisions::Pair &pair : decisions.pairs) {
        if (!pair.same && classes.of(pair.a) == classes.of(pair.b))
            mistakes.add(pair.line,
                         ConfigText::tr("%1 and %2 are different here and the same by other decisions")
                             .arg(text::toQString(pair.a), text::toQString(pair.b)),
                         ConfigText::tr("remove the decision that is wrong"));
    }
    return decisions;
}

} // namespace guiyi
