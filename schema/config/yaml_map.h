// Reading the YAML files people write: every value is taken as text, every mistake is kept with its line.
#pragma once

#include "schema/base/result.h"

#include <yaml-cpp/yaml.h>

#include <functional>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

class QString;

namespace guiyi {

/// A text and the line it stands in.
struct YamlText {
    std::string text;
    int line = 0;
};

/// Where mistakes of one file are gathered.
struct YamlMistakes {
    std::string file; ///< as people know it: "sites/a.yaml"
    std::vector<Error> &errors;
    void add(int line, const QString &why, const QString &advice);
};

/// A mapping whose keys are asked for one by one; the destructor reports keys that nobody asked for,
/// with the nearest key that was. Must not outlive `mistakes`.
class YamlMap {
public:
    /// `name` is the key the mapping stands under; empty for the whole file.
    YamlMap(const YAML::Node &node, std::string name, YamlMistakes &mistakes);
    YamlMap(const YamlMap &) = delete;
    YamlMap &operator=(const YamlMap &) = delete;
    ~YamlMap();

    /// The value as text; empty when the key is missing or has no value. A list or mapping is a mistake.
    YamlText text(const std::string &key);
    /// A text that must be there.
    YamlText required(const std::string &key, const QString &expected);
    /// One text or a list of texts.
    std::vector<YamlText> list(const std::string &key);
    /// A mapping of text to text.
    std::map<std::string, YamlText> texts(const std::string &key);
    /// The node of a mapping below this one; undefined when there is none.
    YAML::Node child(const std::string &key);
    int line() const { return m_line; }

private:
    const YAML::Node *find(const std::string &key);
    std::string m_name;
    int m_line = 1;
    YamlMistakes &m_mistakes;
    std::map<std::string, YAML::Node> m_values;
    std::map<std::string, int> m_lines;
    std::set<std::string> m_known;
};

/// Parses one document. A file that is not YAML is one mistake with its line, and an undefined node.
YAML::Node parseYaml(std::string_view bytes, YamlMistakes &mistakes);

/// The word of `known` that is nearest to `word`, or nothing when none is near enough to be a slip.
std::string nearestWord(std::string_view word, const std::set<std::string> &known);

} // namespace guiyi
