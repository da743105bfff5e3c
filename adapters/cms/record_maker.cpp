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
    const site::PageView view(document, nullptr, site::PageShapes::LeftOut);
    return std::string(text::trim(view.text(view.body())));
}

/// What an article's row says itself is certain.
const std::map<std::string, FieldEvidence> &evidenceOfRows() {
    static const FieldEvidence certain{1, "database"};
    static const std::map<std::string, FieldEvidence> evidence = {{"body", certain},
                                                                  {"column", certain},
                                                                  {"published", certain},
                                                                  {"source", certain},
                                                                  {"title", certain}};
    return evidence;
}

bool contains(const std::vector<std::string> &words, const std::string &word) {
    return std::find(words.begin(), words.end(), word) != words.end();
}

void addOnce(std::vector<RecordId> &ids, RecordId id) {
    if (std::find(ids.begin(), ids.end(), id) == ids.end())
        ids.push_back(id);
}

} // namespace

std::string pageAddress(std::string_view rule, std::int64_t page) {
    std::string path = text::replaceAll(std::string(rule), "{page-1}", std::to_string(page - 1));
    return text::replaceAll(std::move(path), "{page}", std::to_string(page));
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
    if (path.front() == '/' && !path.starts_with("//") && Url::isCanonicalTarget(path))
        return m_inventory.ownText(path);
    const auto url = m_home.resolve(path);
    if (!url)
        return {};
    const auto own = m_inventory.own(*url);
    return own ? own->text() : url->text();
}

std::vector<std::string> RecordMaker::addressesOf(const std::vector<std::string_view> &lines) const {
    std::vector<std::string> urls;
    urls.reserve(lines.size());
    for (const std::string_view line : lines) {
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
    made.key = names.text(row, Field::Id);
    made.state = names.text(row, Field::State);
    made.address = addressOf(names.text(row, Field::Url));
    made.addresses = addressesOf(names.lines(row, Field::Urls));
    if (!made.address.empty())
        made.addresses.insert(made.addresses.begin(), made.address);
    const std::string_view link = names.text(row, Field::Link);
    if (made.state != Published)
        return made;
    if (!link.empty()) {
        made.onlyLink = true;
        made.leadsTo = addressOf(link);
        return made;
    }
    Article &a = made.article;
    a.url = !url.empty() ? url : made.addresses.empty() ? std::string() : made.addresses.front();
    a.title = text::collapse(names.text(row, Field::Title));
    if (a.url.empty())
        return made;
    fill(a, names, row);
    place(made, names, row);
    a.evidence = evidenceOfRows();
    if (a.title.empty())
        find(made, "title.missing", "article " + made.key + " has no title", Severity::Warning);
    if (a.published.empty()) {
        a.evidence.erase("published");
        find(made, "date.missing",
             "article " + made.key + " has no usable publish date: \"" +
                 std::string(text::head(names.text(row, Field::Published), 40)) + "\"",
             Severity::Warning);
    }
    const std::optional<std::string> stored = storedBody(made, names, row);
    write(
        made,
        {stored ? std::string_view(*stored) : names.text(row, Field::Body), names.lines(row, Field::PageUrl)},
        {names.lines(row, Field::Attachments), names.lines(row, Field::Images)});
    return made;
}

void RecordMaker::fill(Article &a, const RowNames &names, const SnapshotRow &row) const {
    a.subtitle = text::collapse(names.text(row, Field::Subtitle));
    a.published = isoTime(names.text(row, Field::Published));
    a.updated = isoTime(names.text(row, Field::Updated));
    a.sourceShown = text::collapse(names.text(row, Field::Source));
    a.source = resolvedSource(a.sourceShown);
    a.author = text::collapse(names.text(row, Field::Author));
    a.editor = text::collapse(names.text(row, Field::Editor));
    a.keywords = keywordsOf(names.text(row, Field::Keywords));
    a.document.number = names.text(row, Field::DocumentNumber);
    a.document.indexNumber = names.text(row, Field::IndexNumber);
    a.document.issuer = names.text(row, Field::Issuer);
    a.document.status = names.text(row, Field::Validity);
    a.document.subject = names.text(row, Field::Subject);
    a.document.written = isoTime(names.text(row, Field::Written));
    a.document.effective = isoTime(names.text(row, Field::Effective));
    a.document.expires = isoTime(names.text(row, Field::Expires));
    a.extra = names.extra(row);
}

std::string RecordMaker::resolvedSource(const std::string &shown) const {
    return contains(m_knowledge.localSourceWords, shown) ? m_site.name
           : contains(m_knowledge.unknownWords, shown)   ? std::string()
                                                         : shown;
}

void RecordMaker::place(MadeRecord &made, const RowNames &names, const SnapshotRow &row) const {
    Article &a = made.article;
    const auto placeIn = [&](std::string_view key) {
        if (key.empty() || key == "0")
            return;
        if (const ColumnRow *column = m_columns.find(key))
            addOnce(a.placements, column->column.id);
        else
            find(made, "cms.article.column",
                 "article " + made.key + " stands in column " + std::string(key) + ", which does not exist",
                 Severity::Warning);
    };
    for (const Field field : {Field::Column, Field::Columns}) {
        std::string_view keys = names.text(row, field);
        while (!keys.empty()) {
            const std::size_t end = std::min(keys.find_first_of(",\n"), keys.size());
            placeIn(text::trim(keys.substr(0, end)));
            keys.remove_prefix(std::min(end + 1, keys.size()));
        }
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
    const std::string path(names.text(row, Field::BodyFile));
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
    for (const std::string_view line : attached.attachments)
        addFile(a, line, FileRole::Attachment);
    for (const std::string_view line : attached.images)
        addFile(a, line, FileRole::Image);
    for (int page = 2; page <= pages; ++page) {
        for (const std::string_view &rule : text.pageUrls)
            made.furtherPages.push_back(
                {page, &rule != &text.pageUrls.front(), addressOf(pageAddress(rule, page))});
    }
}

/// Answers with the number of pages the body was shown on.
int RecordMaker::writeBody(MadeRecord &made, std::string_view body) const {
    Article &a = made.article;
    int pages = 1;
    static thread_local html::Parser
        parser; // bodies are short: memory for each would take as long as its text
    const html::Document &document =
        parser.parse(std::string_view("<!DOCTYPE html><body>" + markupOf(m_profile, body, pages)));
    const site::PageView view(document, nullptr, site::PageShapes::LeftOut);
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

void RecordMaker::addFile(Article &a, std::string_view line, FileRole role) const {
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
