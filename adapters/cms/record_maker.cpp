#include "adapters/cms/record_maker.h"

#include "adapters/cms/bodies.h"
#include "adapters/cms/sql_functions.h"
#include "adapters/html/decode.h"
#include "adapters/html/tree.h"
#include "schema/base/text.h"
#include "schema/config/files.h"

#include <algorithm>

namespace guiyi::cms {

namespace {

std::vector<std::string> keywordsOf(std::string_view value) {
    if (value.empty())
        return {};
    std::string separated = text::replaceAll(std::string(value), "，", ",");
    separated = text::replaceAll(separated, "、", ",");
    std::replace(separated.begin(), separated.end(), value.find(',') == std::string_view::npos ? ' ' : ',',
                 ',');
    std::vector<std::string> words;
    for (const std::string &part : text::split(separated, ',')) {
        const std::string word(text::trim(part));
        if (!word.empty() && std::find(words.begin(), words.end(), word) == words.end())
            words.push_back(word);
    }
    return words;
}

std::string plainText(std::string_view markup) {
    const html::Document document = html::Document::parse(markup);
    const site::PageView view(document, nullptr);
    return std::string(text::trim(view.text(view.body())));
}

bool contains(const std::vector<std::string> &words, const std::string &word) {
    return std::find(words.begin(), words.end(), word) != words.end();
}

void addOnce(std::vector<RecordId> &ids, RecordId id) {
    if (std::find(ids.begin(), ids.end(), id) == ids.end())
        ids.push_back(id);
}

} // namespace

std::string pageAddress(const std::string &rule, std::int64_t page) {
    const std::string path = text::replaceAll(rule, "{page-1}", std::to_string(page - 1));
    return text::replaceAll(path, "{page}", std::to_string(page));
}

RecordMaker::RecordMaker(const Site &site, const site::Knowledge &knowledge, const CmsExtractOptions &options,
                         const Profile &profile, const site::Inventory &inventory, const ColumnRows &columns,
                         const PlacedByLink &placedByLink)
    : m_site(site),
      m_knowledge(knowledge),
      m_options(options),
      m_profile(profile),
      m_inventory(inventory),
      m_columns(columns),
      m_placedByLink(placedByLink),
      m_home(Url::of("http", site.host, "/")) {}

std::string RecordMaker::addressOf(std::string_view path) const {
    if (path.empty())
        return {};
    const auto url = m_home.resolve(path);
    if (!url)
        return {};
    const auto own = m_inventory.own(*url);
    return own ? own->text() : url->text();
}

std::vector<std::string> RecordMaker::addressesOf(const std::vector<std::string> &lines) const {
    std::vector<std::string> urls;
    for (const std::string &line : lines) {
        std::string url = addressOf(line);
        if (!url.empty() && !contains(urls, url))
            urls.push_back(std::move(url));
    }
    return urls;
}

std::string RecordMaker::letterAddress(const std::string &key) const {
    return m_home.withTarget("/?letter=" + key).text();
}

void RecordMaker::find(MadeRecord &made, std::string_view rule, std::string message,
                       Severity severity) const {
    made.findings.push_back(
        {m_site.id, made.article.url, std::string(rule), std::move(message), {}, severity});
}

MadeRecord RecordMaker::article(const KeptRow &kept, const std::string &url) const {
    const RowNames &names = kept.names();
    const SnapshotRow row = kept.row();
    MadeRecord made;
    made.key = names.text(row, "id");
    made.state = names.text(row, "state");
    made.address = addressOf(names.text(row, "url"));
    made.addresses = addressesOf(names.lines(row, "urls"));
    const std::string_view link = names.text(row, "link");
    if (made.state != Published)
        return made;
    if (!link.empty()) {
        made.onlyLink = true;
        made.leadsTo = addressOf(link);
        return made;
    }
    Article &a = made.article;
    a.url = !url.empty() ? url : made.address;
    if (a.url.empty() && !made.addresses.empty())
        a.url = made.addresses.front();
    a.title = text::collapse(names.text(row, "title"));
    if (a.url.empty())
        return made;
    fill(a, names, row);
    place(made, names, row);
    for (const char *field : {"title", "published", "source", "column", "body"})
        a.evidence[field] = {1, "database"};
    if (a.title.empty())
        find(made, "title.missing", "article " + made.key + " has no title", Severity::Warning);
    if (a.published.empty()) {
        a.evidence.erase("published");
        find(made, "date.missing",
             "article " + made.key + " has no usable publish date: \"" +
                 std::string(text::head(names.text(row, "published"), 40)) + "\"",
             Severity::Warning);
    }
    const std::optional<std::string> stored = storedBody(made, names, row);
    write(made, {stored ? std::string_view(*stored) : names.text(row, "body"), names.lines(row, "page_url")},
          {names.lines(row, "attachments"), names.lines(row, "images")});
    return made;
}

void RecordMaker::fill(Article &a, const RowNames &names, const SnapshotRow &row) const {
    a.subtitle = text::collapse(names.text(row, "subtitle"));
    a.published = isoTime(names.text(row, "published"));
    a.updated = isoTime(names.text(row, "updated"));
    a.sourceShown = text::collapse(names.text(row, "source"));
    a.source = resolvedSource(a.sourceShown);
    a.author = text::collapse(names.text(row, "author"));
    a.editor = text::collapse(names.text(row, "editor"));
    a.keywords = keywordsOf(names.text(row, "keywords"));
    a.document.number = names.text(row, "document_number");
    a.document.indexNumber = names.text(row, "index_number");
    a.document.issuer = names.text(row, "issuer");
    a.document.status = names.text(row, "validity");
    a.document.subject = names.text(row, "subject");
    a.document.written = isoTime(names.text(row, "written"));
    a.document.effective = isoTime(names.text(row, "effective"));
    a.document.expires = isoTime(names.text(row, "expires"));
    a.extra = names.extra(row);
}

std::string RecordMaker::resolvedSource(const std::string &shown) const {
    return contains(m_knowledge.localSourceWords, shown) ? m_site.name
           : contains(m_knowledge.unknownWords, shown)   ? std::string()
                                                         : shown;
}

void RecordMaker::place(MadeRecord &made, const RowNames &names, const SnapshotRow &row) const {
    Article &a = made.article;
    std::string keys = std::string(names.text(row, "column"));
    keys += ',';
    keys += names.text(row, "columns");
    std::replace(keys.begin(), keys.end(), '\n', ',');
    for (const std::string &part : text::split(keys, ',')) {
        const std::string one(text::trim(part));
        if (one.empty() || one == "0")
            continue;
        const ColumnRow *column = m_columns.find(one);
        if (column == nullptr) {
            find(made, "cms.article.column",
                 "article " + made.key + " stands in column " + one + ", which does not exist",
                 Severity::Warning);
            continue;
        }
        addOnce(a.placements, column->column.id);
    }
    if (const auto more = m_placedByLink.find(a.url); more != m_placedByLink.end()) {
        for (const RecordId id : more->second)
            addOnce(a.placements, id);
    }
    a.column = a.placements.empty() ? 0 : a.placements.front();
    if (a.placements.empty())
        find(made, "column.missing", "article " + made.key + " stands in no column", Severity::Warning);
}

/// What stands in the file that the row names instead of a body: EmpireCMS keeps long texts in PHP files that
/// begin with an exit. Nothing when it names none.
std::optional<std::string> RecordMaker::storedBody(MadeRecord &made, const RowNames &names,
                                                   const SnapshotRow &row) const {
    const std::string path(names.text(row, "body_file"));
    if (path.empty())
        return std::nullopt;
    static constexpr std::string_view Guard = "<? exit();?>";
    const bool inside = !text::contains(path, "..") && !m_options.handOver.files.empty();
    const Result<std::string> bytes =
        inside ? readFile(m_options.handOver.files + path)
               : Result<std::string>(Error{ErrorKind::Rejected, "", "", "it is outside the hand-over", ""});
    if (!bytes) {
        find(made, "cms.body.missing", "the body stands in " + path + ", which the hand-over's files lack",
             Severity::Error);
        return std::string();
    }
    const std::string body = html::decodeHtml(*bytes).text;
    return text::startsWith(body, Guard) ? body.substr(Guard.size()) : body;
}

MadeRecord RecordMaker::letter(const KeptRow &kept, const std::string &url) const {
    const RowNames &names = kept.names();
    const SnapshotRow row = kept.row();
    MadeRecord made;
    Article &a = made.article;
    made.key = names.text(row, "id");
    made.state = names.text(row, "state");
    made.address = addressOf(names.text(row, "url"));
    a.kind = ArticleKind::Letter;
    a.url = !url.empty() ? url : !made.address.empty() ? made.address : letterAddress(made.key);
    if (made.state != Published)
        return made;
    made.addresses = addressesOf(names.lines(row, "urls"));
    Letter &letter = made.letter.emplace();
    letter.number = names.text(row, "number");
    letter.sender = names.text(row, "sender");
    letter.type = names.text(row, "type");
    letter.question = plainText(names.text(row, "question"));
    letter.reply = plainText(names.text(row, "reply"));
    letter.asked = isoTime(names.text(row, "asked"));
    letter.replied = isoTime(names.text(row, "replied"));
    letter.replier = names.text(row, "replier");
    letter.status = letter.reply.empty() ? "" : "已答复";
    a.title = text::collapse(names.text(row, "title"));
    if (a.title.empty())
        a.title = text::head(letter.question.substr(0, letter.question.find('\n')), 40);
    a.published = letter.asked;
    for (const char *field : {"title", "question", "reply"})
        a.evidence[field] = {1, "database"};
    place(made, names, row);
    std::string body = "<p>" + text::escapeHtml(letter.question) + "</p>";
    if (!letter.reply.empty())
        body += "<p>" + text::escapeHtml(letter.reply) + "</p>";
    write(made, {body, {}}, {});
    return made;
}

MadeRecord RecordMaker::page(const ColumnRow &column) const {
    MadeRecord made;
    made.state = Published;
    made.address = column.column.url;
    Article &a = made.article;
    a.kind = ArticleKind::Page;
    a.url = column.column.url;
    a.title = column.column.name;
    a.updated = column.updated;
    a.column = column.column.id;
    a.placements = {column.column.id};
    a.evidence["title"] = {1, "database"};
    write(made, {column.body, {}}, {});
    return made;
}

void RecordMaker::write(MadeRecord &made, const Text &text, const Attached &attached) const {
    Article &a = made.article;
    const int pages = writeBody(made, text.body);
    for (const std::string &line : attached.attachments)
        addFile(a, line, FileRole::Attachment);
    for (const std::string &line : attached.images)
        addFile(a, line, FileRole::Image);
    for (int page = 2; page <= pages; ++page) {
        for (const std::string &rule : text.pageUrls)
            made.furtherPages.push_back(
                {page, &rule != &text.pageUrls.front(), addressOf(pageAddress(rule, page))});
    }
}

/// Answers with the number of pages the body was shown on.
int RecordMaker::writeBody(MadeRecord &made, std::string_view body) const {
    Article &a = made.article;
    int pages = 1;
    const html::Document document =
        html::Document::parse("<!DOCTYPE html><body>" + markupOf(m_profile, body, pages));
    const site::PageView view(document, nullptr);
    const site::PageLinks links(m_inventory, *Url::parse(a.url));
    site::BodyOptions options;
    options.keepInlineImages = m_options.keepFile != nullptr;
    site::WrittenBody written = site::writeBody(view, view.body(), m_knowledge, links, options);
    made.pictures = std::move(written.inlineImages);
    a.bodyHtml = std::move(written.html);
    a.bodyText = std::move(written.text);
    a.files = std::move(written.files);
    a.links = std::move(written.links);
    if (written.hiddenLinks > 0)
        find(made, "content.hidden_links",
             std::to_string(written.hiddenLinks) + " links hidden from readers were left out of the body",
             Severity::Warning);
    return pages;
}

void RecordMaker::addFile(Article &a, const std::string &line, FileRole role) const {
    const std::size_t tab = line.find('\t');
    FileReference file;
    file.role = role;
    file.href = line.substr(0, tab);
    const auto url = Url::parse(a.url)->resolve(file.href);
    if (!url)
        return;
    const auto own = m_inventory.own(*url);
    file.url = own ? own->text() : url->text();
    file.status = own ? FileStatus::Missing : FileStatus::External;
    file.name = tab == std::string::npos ? std::string() : std::string(text::trim(line.substr(tab + 1)));
    if (file.name.empty())
        file.name = percentDecode(file.url.substr(file.url.rfind('/') + 1));
    const bool known = std::any_of(a.files.begin(), a.files.end(),
                                   [&](const FileReference &f) { return f.url == file.url; });
    if (!known)
        a.files.push_back(std::move(file));
}

} // namespace guiyi::cms
