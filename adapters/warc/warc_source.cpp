#include "adapters/warc/warc_source.h"

#include "adapters/mirror/naming.h"
#include "adapters/warc/package.h"
#include "adapters/warc/reader.h"
#include "schema/base/sha256.h"
#include "schema/base/text.h"
#include "schema/url/profile.h"

#include <algorithm>
#include <filesystem>
#include <map>
#include <set>

namespace guiyi::warc {

namespace {

namespace fs = std::filesystem;

bool isArchiveName(std::string_view name) {
    const std::string lower = text::lower(name);
    return std::any_of(std::begin(ArchiveEndings), std::end(ArchiveEndings),
                       [&](std::string_view ending) { return text::endsWith(lower, ending); });
}

/// One answer of the archive that may become a file of the site.
struct Answer {
    std::string url;
    std::string date, digest;
    int status = 0;
    std::uint32_t file = 0;
    Place place;
};

class WarcReader : public mirror::SourceReader {
public:
    explicit WarcReader(std::vector<PackedFile> files) : m_files(std::move(files)) {}

    Status index() {
        for (std::uint32_t file = 0; file < m_files.size(); ++file) {
            Reader reader(m_files[file].input);
            while (std::optional<Record> record = reader.next())
                note(*record, file);
            for (const std::string &reject : m_files[file].rejects)
                m_rejects.push_back(m_files[file].name + ": " + reject);
            for (const Reject &reject : reader.rejects())
                m_rejects.push_back(m_files[file].name + " at byte " +
                                    std::to_string(reject.place.member + reject.place.skip) + ": " +
                                    reject.reason);
        }
        resolveRevisits();
        dropMissing();
        nameFolders();
        for (const auto &[key, answer] : m_answers) {
            const std::optional<Url> url = Url::parse(answer.url);
            mirror::Entry entry;
            entry.path = url->target().substr(1);
            entry.url = answer.url;
            m_entries.emplace_back(std::move(entry), answer);
        }
        m_answers.clear();
        std::sort(m_entries.begin(), m_entries.end(), [](const auto &a, const auto &b) {
            return std::tie(a.first.path, a.first.url) < std::tie(b.first.path, b.first.url);
        });
        return {};
    }

    Status each(const std::function<bool(const mirror::Entry &)> &wanted, const Visitor &visit) override {
        for (const auto &[entry, answer] : m_entries) {
            if (!wanted(entry))
                continue;
            if (Status s = visit(entry, load(answer)); !s)
                return s;
        }
        return {};
    }

    Result<std::string> read(const std::string &path) override {
        const auto it =
            std::lower_bound(m_entries.begin(), m_entries.end(), path,
                             [](const auto &entry, const std::string &p) { return entry.first.path < p; });
        if (it == m_entries.end() || it->first.path != path)
            return Error{ErrorKind::Rejected, "reading an archive", path, "no answer for this address",
                         "capture again, then extract again"};
        return load(it->second);
    }

    std::vector<std::string> rejects() const override { return m_rejects; }

private:
    void note(const Record &record, std::uint32_t file) {
        const std::string type = text::lower(record.type());
        const std::optional<Url> url = Url::parse(record.targetUri());
        if (!url || (type != "response" && type != "resource" && type != "revisit"))
            return;
        Answer answer;
        answer.url = canonical(*url, UrlRules()).text();
        answer.date = std::string(record.date());
        answer.file = file;
        answer.place = record.place;
        answer.digest = std::string(record.header("WARC-Payload-Digest"));
        const std::optional<HttpResponse> http = parseHttp(record.block);
        answer.status = type == "resource" ? 200 : http ? http->status : 0;
        if (answer.status == 0)
            return;
        if (type == "revisit") {
            const std::optional<Url> target = Url::parse(record.header("WARC-Refers-To-Target-URI"));
            m_revisits.push_back({answer, target ? canonical(*target, UrlRules()).text() : answer.url});
            return;
        }
        if (text::startsWith(url->path(), ProbePrefix) && http && http->status == 200) {
            const Payload payload = decodePayload(*http, MaxProbeBytes);
            m_probes.insert(answerKey(payload.bytes, url->target()));
            m_probeBytes.insert(payload.bytes.size());
            return;
        }
        keep(std::move(answer));
    }

    /// The newest answer counts; of equally old ones the later record.
    void keep(Answer answer) {
        m_byDigest.emplace(answer.digest, std::pair(answer.file, answer.place));
        const auto [it, fresh] = m_answers.try_emplace(answer.url, answer);
        if (!fresh && answer.date >= it->second.date)
            it->second = std::move(answer);
    }

    void resolveRevisits() {
        for (auto &[answer, original] : m_revisits) {
            const auto same = m_byDigest.find(answer.digest);
            const auto named = m_answers.find(original);
            if (!answer.digest.empty() && same != m_byDigest.end())
                std::tie(answer.file, answer.place) = same->second;
            else if (named != m_answers.end())
                std::tie(answer.file, answer.place) = std::pair(named->second.file, named->second.place);
            else {
                m_rejects.push_back(answer.url + ": its payload is in another archive, which is not here");
                continue;
            }
            answer.status = answer.status == 304 ? 200 : answer.status;
            const auto [it, fresh] = m_answers.try_emplace(answer.url, answer);
            if (!fresh && answer.date >= it->second.date)
                it->second = answer;
        }
        m_revisits.clear();
        m_byDigest.clear();
    }

    void dropMissing() {
        std::erase_if(m_answers, [&](const auto &entry) {
            const auto &[url, answer] = entry;
            if (answer.status != 200)
                return true;
            if (m_probes.empty())
                return false;
            const Result<std::string> bytes = load(answer);
            if (!bytes || !likeProbe(bytes->size()))
                return false;
            return m_probes.contains(answerKey(*bytes, Url::parse(url)->target()));
        });
    }

    bool likeProbe(std::size_t size) const {
        return std::any_of(m_probeBytes.begin(), m_probeBytes.end(), [&](std::size_t probe) {
            return size <= probe + ProbeSlack && probe <= size + ProbeSlack;
        });
    }

    /// A server answers "/x/" with a file of the folder, whose name it does not say: it is called as the
    /// site's other folder pages are. The folder and its file are one when they are the same.
    void nameFolders() {
        std::map<std::string, int> names;
        for (const auto &[url, answer] : m_answers) {
            const std::string target = Url::parse(url)->target();
            if (mirror::isDirectoryIndex(target) && target.back() != '/')
                ++names[target.substr(target.rfind('/') + 1)];
        }
        std::string most = "index.html";
        int count = 0;
        for (const auto &[name, n] : names) {
            if (n > count)
                std::tie(most, count) = std::pair(name, n);
        }
        std::vector<std::string> folders;
        for (const auto &[url, answer] : m_answers) {
            if (text::endsWith(url, "/"))
                folders.push_back(url);
        }
        for (const std::string &folder : folders) {
            const Answer answer = m_answers.at(folder);
            const bool known = std::any_of(names.begin(), names.end(), [&](const auto &name) {
                const auto file = m_answers.find(folder + name.first);
                return file != m_answers.end() && sameContent(file->second, answer);
            });
            if (!known && m_answers.contains(folder + most))
                continue; // the folder's page is another one
            m_answers.erase(folder);
            if (!known) {
                Answer named = answer;
                named.url = folder + most;
                m_answers.emplace(named.url, named);
            }
        }
    }

    bool sameContent(const Answer &a, const Answer &b) {
        if (!a.digest.empty() && a.digest == b.digest)
            return true;
        const Result<std::string> first = load(a), second = load(b);
        return first && second && *first == *second;
    }

    Result<std::string> load(const Answer &answer) {
        const PackedFile &file = m_files[answer.file];
        const Result<Record> record = Reader::readAt(file.input, answer.place, file.name);
        if (!record)
            return record.error();
        const std::optional<HttpResponse> http = parseHttp(record->block);
        if (!http)
            return record->block;
        Payload payload = decodePayload(*http, static_cast<std::size_t>(MaxFileBytes));
        return std::move(payload.bytes);
    }

    static constexpr std::size_t MaxProbeBytes = 4 << 20;
    static constexpr std::size_t ProbeSlack = 1024;

    std::vector<PackedFile> m_files;
    std::map<std::string, Answer> m_answers; ///< by canonical address
    std::vector<std::pair<Answer, std::string>> m_revisits;
    std::map<std::string, std::pair<std::uint32_t, Place>> m_byDigest;
    std::set<std::string> m_probes;
    std::set<std::size_t> m_probeBytes;
    std::vector<std::pair<mirror::Entry, Answer>> m_entries; ///< by path
    std::vector<std::string> m_rejects;
};

} // namespace

std::vector<std::string> archiveFiles(const std::string &location) {
    std::error_code code;
    if (!fs::is_directory(location, code))
        return {location};
    std::vector<std::string> files;
    for (fs::recursive_directory_iterator it(location, fs::directory_options::skip_permission_denied, code),
         end;
         !code && it != end; it.increment(code)) {
        std::error_code entryCode;
        if (it->is_regular_file(entryCode) && isArchiveName(it->path().filename().string()))
            files.push_back(it->path().string());
    }
    std::sort(files.begin(), files.end());
    return files;
}

Result<std::unique_ptr<mirror::SourceReader>> openWarcSource(const std::string &location) {
    const std::vector<std::string> names = archiveFiles(location);
    if (names.empty())
        return Error{ErrorKind::Failed, "opening the source", location, "there is no archive in it",
                     "name a .warc, .warc.gz, .arc, .arc.gz or .wacz file, or a folder of them"};
    std::vector<PackedFile> files;
    for (const std::string &name : names) {
        if (Status s = addArchive(name, files); !s)
            return s.error();
    }
    auto reader = std::make_unique<WarcReader>(std::move(files));
    if (Status s = reader->index(); !s)
        return s.error();
    return std::unique_ptr<mirror::SourceReader>(std::move(reader));
}

std::string answerKey(std::string_view body, std::string_view target) {
    std::string plain(body);
    if (target.size() > 1)
        plain = text::replaceAll(std::move(plain), target, "");
    std::erase_if(plain, [](char c) { return c >= '0' && c <= '9'; });
    return sha256Hex(plain);
}

} // namespace guiyi::warc
