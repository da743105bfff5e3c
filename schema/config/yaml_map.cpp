#include "schema/config/yaml_map.h"

#include "schema/base/text.h"
#include "schema/config/words.h"

#include <algorithm>
#include <numeric>

namespace guiyi {

namespace {

int lineOf(const YAML::Node &node) {
    return std::max(node.Mark().line, 0) + 1;
}

std::size_t editDistance(std::string_view a, std::string_view b) {
    std::vector<std::size_t> row(b.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t{0});
    for (std::size_t i = 1; i <= a.size(); ++i) {
        std::size_t diagonal = row[0];
        row[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const std::size_t substitution = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
            diagonal = row[j];
            row[j] = std::min({substitution, row[j] + 1, row[j - 1] + 1});
        }
    }
    return row.back();
}

} // namespace

std::string nearestWord(std::string_view word, const std::set<std::string> &known) {
    std::string nearest;
    std::size_t best = std::max<std::size_t>(2, word.size() / 3) + 1;
    for (const std::string &candidate : known) {
        const std::size_t distance = editDistance(word, candidate);
        if (distance < best) {
            best = distance;
            nearest = candidate;
        }
    }
    return nearest;
}

void YamlMistakes::add(int line, const QString &why, const QString &advice) {
    errors.push_back({ErrorKind::Usage, {}, file + ":" + std::to_string(line), words(why), words(advice)});
}

YAML::Node parseYaml(std::string_view bytes, YamlMistakes &mistakes) {
    try {
        const std::vector<YAML::Node> documents = YAML::LoadAll(std::string(bytes));
        if (documents.size() > 1)
            mistakes.add(lineOf(documents[1]), ConfigText::tr("a second document begins here"),
                         ConfigText::tr("remove the line \"---\" above; a file holds one document"));
        return documents.empty() ? YAML::Node() : documents.front();
    } catch (const YAML::Exception &problem) {
        mistakes.add(std::max(problem.mark.line, 0) + 1,
                     ConfigText::tr("not YAML: %1").arg(QString::fromStdString(problem.msg)),
                     ConfigText::tr("look for a missing colon, quote or indentation near this line"));
        return YAML::Node(YAML::NodeType::Undefined);
    }
}

YamlMap::YamlMap(const YAML::Node &node, std::string name, YamlMistakes &mistakes)
    : m_name(std::move(name)), m_mistakes(mistakes) {
    if (!node.IsDefined() || node.IsNull())
        return;
    m_line = lineOf(node);
    if (!node.IsMap()) {
        m_mistakes.add(
            m_line,
            m_name.empty()
                ? ConfigText::tr("the file is not a list of \"key: value\" lines")
                : ConfigText::tr("\"%1\" has no keys below it").arg(QString::fromStdString(m_name)),
            ConfigText::tr("write one \"key: value\" per line, indented alike"));
        return;
    }
    for (const auto &entry : node) {
        if (!entry.first.IsScalar()) {
            m_mistakes.add(lineOf(entry.first), ConfigText::tr("a key that is not a word"),
                           ConfigText::tr("write \"key: value\""));
            continue;
        }
        const std::string &key = entry.first.Scalar();
        if (m_values.count(key) > 0)
            m_mistakes.add(lineOf(entry.first),
                           ConfigText::tr("\"%1\" is given twice, first in line %2")
                               .arg(QString::fromStdString(key))
                               .arg(m_lines[key]),
                           ConfigText::tr("keep one of the two"));
        else
            m_lines[key] = lineOf(entry.first);
        m_values[key] = entry.second;
    }
}

YamlMap::~YamlMap() {
    for (const auto &[key, line] : m_lines) {
        if (m_known.count(key) > 0)
            continue;
        const std::string nearest = nearestWord(key, m_known);
        const QString all = QString::fromStdString(
            text::join(std::vector<std::string>(m_known.begin(), m_known.end()), ", "));
        m_mistakes.add(line,
                       m_name.empty() ? ConfigText::tr("unknown key \"%1\"").arg(QString::fromStdString(key))
                                      : ConfigText::tr("unknown key \"%1\" below \"%2\"")
                                            .arg(QString::fromStdString(key), QString::fromStdString(m_name)),
                       nearest.empty()
                           ? ConfigText::tr("known keys: %1").arg(all)
                           : ConfigText::tr("did you mean \"%1\"?").arg(QString::fromStdString(nearest)));
    }
}

const YAML::Node *YamlMap::find(const std::string &key) {
    m_known.insert(key);
    const auto found = m_values.find(key);
    return found == m_values.end() || found->second.IsNull() ? nullptr : &found->second;
}

YamlText YamlMap::text(const std::string &key) {
    const YAML::Node *node = find(key);
    if (node == nullptr)
        return {{}, m_lines.count(key) > 0 ? m_lines[key] : m_line};
    if (!node->IsScalar()) {
        m_mistakes.add(lineOf(*node),
                       ConfigText::tr("\"%1\" must be one value").arg(QString::fromStdString(key)),
                       ConfigText::tr("write \"%1: value\"").arg(QString::fromStdString(key)));
        return {{}, lineOf(*node)};
    }
    return {std::string(text::trim(node->Scalar())), lineOf(*node)};
}

YamlText YamlMap::required(const std::string &key, const QString &expected) {
    const bool wrongForm = find(key) != nullptr && !find(key)->IsScalar();
    YamlText value = text(key);
    if (value.text.empty() && !wrongForm)
        m_mistakes.add(value.line, ConfigText::tr("\"%1\" is missing").arg(QString::fromStdString(key)),
                       ConfigText::tr("expected %1").arg(expected));
    return value;
}

std::vector<YamlText> YamlMap::list(const std::string &key) {
    const YAML::Node *node = find(key);
    if (node == nullptr)
        return {};
    if (node->IsScalar())
        return {{std::string(text::trim(node->Scalar())), lineOf(*node)}};
    std::vector<YamlText> values;
    if (!node->IsSequence()) {
        m_mistakes.add(lineOf(*node),
                       ConfigText::tr("\"%1\" must be a value or a list").arg(QString::fromStdString(key)),
                       ConfigText::tr("write \"%1: [one, two]\"").arg(QString::fromStdString(key)));
        return values;
    }
    for (const YAML::Node &item : *node) {
        if (item.IsScalar())
            values.push_back({std::string(text::trim(item.Scalar())), lineOf(item)});
        else
            m_mistakes.add(
                lineOf(item),
                ConfigText::tr("an entry of \"%1\" is not a text").arg(QString::fromStdString(key)),
                ConfigText::tr("put it in quotes when it holds a colon"));
    }
    return values;
}

std::map<std::string, YamlText> YamlMap::texts(const std::string &key) {
    std::map<std::string, YamlText> values;
    const YAML::Node node = child(key);
    if (!node.IsDefined())
        return values;
    YamlMap map(node, key, m_mistakes);
    for (const auto &[name, line] : std::map<std::string, int>(map.m_lines)) {
        YamlText value = map.text(name);
        if (value.text.empty())
            m_mistakes.add(line, ConfigText::tr("\"%1\" has no value").arg(QString::fromStdString(name)),
                           ConfigText::tr("write \"%1: value\"").arg(QString::fromStdString(name)));
        else
            values.emplace(name, YamlText{std::move(value.text), line});
    }
    return values;
}

YAML::Node YamlMap::child(const std::string &key) {
    const YAML::Node *node = find(key);
    return node == nullptr ? YAML::Node(YAML::NodeType::Undefined) : *node;
}

} // namespace guiyi
