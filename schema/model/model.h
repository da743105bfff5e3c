// The canonical model: what every adapter produces and every later stage reads. Plain values, UTF-8 text,
// ISO 8601 times with the offset +08:00 (or a bare date when the page gives no time), absolute URLs.
// An unknown value is an empty string here and null in the interchange format.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace guiyi {

using RecordId = std::int64_t; ///< row id inside one site's staging; 0: none

/// How the pages of one template of a site are read, given by people. Selectors are CSS, or XPath when they
/// begin with "/", "(" or "string(".
struct TemplateRules {
    std::string name;
    std::string url;  ///< pattern of path and query, "*" stands for anything; empty: every page
    std::string kind; ///< "article", "other" (a column or tool page), or empty: as found
    /// By field: title, subtitle, date, source, author, editor, body, remove (parts left out of the body).
    std::map<std::string, std::vector<std::string>> selectors;
    bool operator==(const TemplateRules &) const = default;
};

/// A legacy site as registered in the workspace.
struct Site {
    std::string id;    ///< short key, [a-z0-9_-]+
    std::string name;  ///< 网站规范名称
    std::string code;  ///< 政府网站标识码
    std::string level; ///< province|city|district|department|county_department|township|subdistrict
    std::string host;  ///< main host, with port when not the default
    std::vector<std::string> aliases; ///< further hosts that served the same tree
    std::vector<std::string> sources; ///< where the site is read from; the first is the authority
    int wave = 1;                     ///< 批次
    std::string standardHost;         ///< given by people; empty: decided by the domain policy
    std::string basePath;             ///< given by people: path on a shared host, "/" + slug; empty: policy
    std::vector<TemplateRules> templates; ///< given by people, the first that fits a page is used
    bool operator==(const Site &) const = default;
};

enum class ColumnKind { List, Page, External, Blank };
enum class ArticleKind { Article, Page, Policy, Interpretation, Letter };
enum class ResourceKind { Page, Attachment, Image, Style, Script, Other };
enum class FileRole { Attachment, Image };
/// State of a file a page refers to: Ok, Missing (not in the source), Html (an error page in place of the
/// file), Empty (zero bytes), External (on a foreign host, not in the source).
enum class FileStatus { Ok, Missing, Html, Empty, External };
enum class LinkKind { Own, Alias, Sibling, External, Mailto, Javascript, Anchor, Invalid };
enum class OutcomeKind { Loaded, Merged, Dropped, Failed };
enum class Severity { Info, Warning, Error };

std::string_view toText(ColumnKind kind);
std::string_view toText(ArticleKind kind);
std::string_view toText(ResourceKind kind);
std::string_view toText(FileRole role);
std::string_view toText(FileStatus status);
std::string_view toText(LinkKind kind);
std::string_view toText(OutcomeKind kind);
std::string_view toText(Severity severity);
/// The reverse of toText for `E`; nothing for unknown words.
template <typename E>
std::optional<E> fromText(std::string_view word);

/// A 栏目 of a legacy site.
struct Column {
    RecordId id = 0;
    RecordId parent = 0; ///< 0: top level
    std::string url;     ///< main address; the outside address for External
    std::string name;
    std::vector<std::string> path; ///< names from the top to this column
    ColumnKind kind = ColumnKind::List;
    int position = 0;          ///< order among its siblings, from 0
    std::int64_t articles = 0; ///< articles placed directly in it
    std::string type;          ///< ColumnType tag, when the pages carry one
    std::string slug;          ///< last directory name of its address, when it has one
    std::string evidence;      ///< what it was learnt from: "breadcrumb, menu, list page"
    double confidence = 0;
    bool operator==(const Column &) const = default;
};

/// A file a record refers to.
struct FileReference {
    FileRole role = FileRole::Attachment;
    std::string name;   ///< as shown to readers
    std::string href;   ///< as written
    std::string url;    ///< resolved
    std::string sha256; ///< empty unless Ok
    std::int64_t bytes = 0;
    std::string mediaType; ///< from the content
    FileStatus status = FileStatus::Missing;
    bool operator==(const FileReference &) const = default;
};

/// The 规范性文件 box of a policy document.
struct DocumentInfo {
    std::string number;      ///< 发文字号, brackets normalised to 〔〕
    std::string issuer;      ///< 发布机构
    std::string written;     ///< 成文日期
    std::string effective;   ///< 生效日期
    std::string expires;     ///< 有效期至
    std::string status;      ///< 有效性
    std::string indexNumber; ///< 索引号
    std::string subject;     ///< 主题分类
    bool empty() const;
    bool operator==(const DocumentInfo &) const = default;
};

/// A link as it stands in an article's body.
struct BodyLink {
    std::string page;    ///< address of the source page it stands in
    std::string href;    ///< as written, character references decoded
    std::string url;     ///< resolved; empty where that means nothing
    std::string foundIn; ///< attr|srcset|css|script|meta|text
    bool operator==(const BodyLink &) const = default;
};

/// How sure a field is and what it was read from.
struct FieldEvidence {
    double confidence = 0;
    std::string rule;
    bool operator==(const FieldEvidence &) const = default;
};

/// A 稿件 or 单页 (and, with kind Letter, the frame of a 信件).
struct Article {
    RecordId id = 0;
    std::string url;
    ArticleKind kind = ArticleKind::Article;
    std::string title, subtitle;
    std::string published, updated;
    std::string source;      ///< resolved: 本站 becomes the site's name
    std::string sourceShown; ///< as on the page
    std::string author;
    std::string editor;
    RecordId column = 0;              ///< main column
    std::vector<RecordId> placements; ///< all columns it is shown in, the main one first
    std::string bodyHtml;             ///< clean semantic subset, links and images as absolute source URLs
    std::string bodyText;
    std::vector<FileReference> files; ///< attachments and images in document order
    std::vector<BodyLink> links;
    std::vector<std::string> pageUrls; ///< source pages joined, in order (one for most)
    DocumentInfo document;
    std::vector<std::string> keywords;
    /// What the source knows beyond the model: hits, tags, topics, recommendations, fields a site added.
    std::map<std::string, std::string> extra;
    std::string language = "zh-CN";
    std::map<std::string, FieldEvidence> evidence; ///< by field name of the interchange format
    bool operator==(const Article &) const = default;
};

/// A 信件: question and reply. Its frame (title, column, addresses) is the article of the same id.
struct Letter {
    RecordId article = 0;
    std::string number, sender, type;
    std::string question, asked;
    std::string reply, replied, replier;
    std::string status;
    bool isPublic = true;
    bool operator==(const Letter &) const = default;
};

/// One address of the site, whatever it is, and what became of it in extraction.
struct Resource {
    RecordId id = 0;
    std::string url;
    std::string file; ///< path inside the source; empty when only referred to
    ResourceKind kind = ResourceKind::Other;
    std::string mediaType; ///< from the content
    std::int64_t bytes = 0;
    std::string sha256; ///< empty when not read
    /// "article", "column", "file", "merged" (later page of an article), "home", "dropped", "failed",
    /// "asset"; what extraction made of it
    std::string role;
    RecordId record = 0; ///< article or column id that `role` points to
    std::string reason;  ///< for dropped and failed: why, and what to do
    bool operator==(const Resource &) const = default;
};

/// Something a person should look at.
struct Finding {
    std::string site, url, rule, message, evidence;
    Severity severity = Severity::Info;
    bool operator==(const Finding &) const = default;
};

} // namespace guiyi
