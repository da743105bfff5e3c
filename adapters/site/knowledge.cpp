#include "adapters/site/knowledge.h"

#include "adapters/site/dates.h"
#include "schema/base/text.h"

#include <QtCore/qfile.h>

#include <yaml-cpp/yaml.h>

static void initSiteResources() {
    Q_INIT_RESOURCE(site);
}

namespace guiyi::site {

namespace {

std::string scalar(const YAML::Node &node, const char *key) {
    const YAML::Node value = node[key];
    return value && value.IsScalar() ? value.Scalar() : std::string();
}

std::vector<std::string> list(const YAML::Node &node) {
    std::vector<std::string> values;
    if (!node || !node.IsSequence())
        return values;
    for (const YAML::Node &item : node) {
        if (item.IsScalar())
            values.push_back(item.Scalar());
    }
    return values;
}

std::vector<BodySelector> selectors(const YAML::Node &node, std::string_view fileName, Status &status) {
    std::vector<BodySelector> out;
    for (const std::string &css : list(node)) {
        html::Selector selector = html::Selector::compile(css);
        if (!selector)
            status = Error{ErrorKind::Usage, "reading CMS knowledge",
                           std::string(fileName) + ":" + std::to_string(node.Mark().line + 1),
                           "wrong selector " + css + ": " + selector.error().message, "write a CSS selector"};
        else
            out.push_back({css, std::move(selector)});
    }
    return out;
}

QRegularExpression compile(const YAML::Node &node, std::string_view fileName, Status &status) {
    QRegularExpression::PatternOptions options = QRegularExpression::NoPatternOption;
    if (scalar(node, "flags").find('i') != std::string::npos)
        options |= QRegularExpression::CaseInsensitiveOption;
    QRegularExpression expression(text::toQString(scalar(node, "re")), options);
    if (!expression.isValid()) {
        status = Error{ErrorKind::Usage, "reading CMS knowledge",
                       std::string(fileName) + ":" + std::to_string(node.Mark().line + 1),
                       "wrong expression: " + text::fromQString(expression.errorString()),
                       "write a PCRE2 expression"};
    }
    expression.optimize();
    return expression;
}

std::vector<UrlPattern> patterns(const YAML::Node &node, std::string_view fileName, int defaultScore,
                                 Status &status) {
    std::vector<UrlPattern> out;
    if (!node || !node.IsSequence())
        return out;
    for (const YAML::Node &item : node) {
        if (!item.IsMap() || !item["re"])
            continue;
        UrlPattern p;
        p.expression = compile(item, fileName, status);
        const std::string score = scalar(item, "score");
        p.score = score.empty() ? defaultScore : std::atoi(score.c_str());
        for (const std::string &group : list(item["date"]))
            p.dateGroups.push_back(text::toQString(group));
        out.push_back(std::move(p));
    }
    return out;
}

/// The date an address carries, from the named groups of its pattern.
std::string dateOf(const UrlPattern &pattern, const QRegularExpressionMatch &match) {
    std::vector<std::string> digits;
    for (const QString &group : pattern.dateGroups)
        digits.push_back(text::fromQString(match.captured(group)));
    digits.resize(3);
    if (digits[0].size() == 6 && digits[1].size() <= 2 &&
        digits[2].empty()) // year and month, then perhaps a day
        return dateFromDigits(std::string_view(digits[0]).substr(0, 4), std::string_view(digits[0]).substr(4),
                              digits[1])
            .value_or("");
    return dateFromDigits(digits[0], digits[1], digits[2]).value_or("");
}

} // namespace

Result<Knowledge> Knowledge::parse(std::string_view yaml, std::string_view fileName) {
    Knowledge k;
    Status status;
    try {
        const YAML::Node root = YAML::Load(std::string(yaml));
        for (const YAML::Node &item : root["cms"]) {
            CmsKnowledge cms;
            cms.id = scalar(item, "id");
            cms.name = scalar(item, "name");
            for (const YAML::Node &marker : item["markers"])
                cms.markers.push_back(
                    {compile(marker, fileName, status), std::atoi(scalar(marker, "score").c_str())});
            cms.articleUrls = patterns(item["article_url"], fileName, 20, status);
            if (item["list_url"] && item["list_url"].IsSequence())
                cms.listUrls = patterns(item["list_url"], fileName, 15, status);
            cms.bodySelectors = selectors(item["body"], fileName, status);
            cms.seeds = list(item["seeds"]);
            k.m_products.push_back(std::move(cms));
        }
        k.m_dialects = patterns(root["dialects"], fileName, 20, status);
        const YAML::Node info = root["info_line"];
        k.publishLabels = list(info["publish_labels"]);
        k.updateLabels = list(info["update_labels"]);
        k.importLabels = list(info["import_labels"]);
        k.sourceLabels = list(info["source_labels"]);
        k.authorLabels = list(info["author_labels"]);
        k.editorLabels = list(info["editor_labels"]);
        k.hitsLabels = list(info["hits_labels"]);
        k.localSourceWords = list(info["local_source_words"]);
        k.unknownWords = list(info["unknown_words"]);
        const YAML::Node crumbs = root["breadcrumbs"];
        k.crumbLabel = QRegularExpression(text::toQString(scalar(crumbs, "label_re")));
        k.crumbHomeWords = list(crumbs["first_item"]);
        k.crumbTailWords = list(crumbs["tail_words"]);
        k.errorPageWords = list(root["error_page_words"]);
        k.emptyColumnWords = list(root["empty_column_words"]);
        k.trailerWords = list(root["trailer_words"]);
        k.relatedHeadings = list(root["related_headings"]);
        k.noiseWords = list(root["noise_in_body"]);
        k.pagerWords = list(root["pager_words"]);
        k.genericBodySelectors = selectors(root["generic_body_selectors"], fileName, status);
    } catch (const YAML::Exception &e) {
        return Error{ErrorKind::Usage, "reading CMS knowledge",
                     std::string(fileName) + ":" + std::to_string(e.mark.line + 1), e.msg,
                     "correct the YAML"};
    }
    if (!status)
        return status.error();
    return k;
}

const Knowledge &Knowledge::builtIn() {
    static const Knowledge knowledge = [] {
        initSiteResources();
        QFile file(QStringLiteral(":/guiyi/site/cms-fingerprints.yaml"));
        const bool opened = file.open(QIODevice::ReadOnly);
        Result<Knowledge> parsed =
            Knowledge::parse(opened ? file.readAll().toStdString() : std::string(), "cms-fingerprints.yaml");
        // Shipped inside the program and parsed by the tests: a failure here is a broken build, not an input
        // error.
        if (!parsed)
            qFatal("%s", parsed.error().text().c_str());
        return std::move(parsed).value();
    }();
    return knowledge;
}

const CmsKnowledge *Knowledge::product(std::string_view id) const {
    for (const CmsKnowledge &cms : m_products) {
        if (cms.id == id)
            return &cms;
    }
    return nullptr;
}

UrlHint Knowledge::hint(std::string_view target, const CmsKnowledge *product) const {
    UrlHint hint;
    const QString subject = text::toQString(target);
    const auto tryArticle = [&](const UrlPattern &pattern) {
        const QRegularExpressionMatch match = pattern.expression.match(subject);
        if (!match.hasMatch())
            return false;
        hint.article = true;
        hint.date = dateOf(pattern, match);
        return true;
    };
    if (product != nullptr) {
        for (const UrlPattern &pattern : product->listUrls)
            hint.list = hint.list || pattern.expression.match(subject).hasMatch();
        for (const UrlPattern &pattern : product->articleUrls) {
            if (tryArticle(pattern))
                return hint;
        }
    }
    for (const UrlPattern &pattern : m_dialects) {
        if (tryArticle(pattern))
            break;
    }
    return hint;
}

} // namespace guiyi::site
