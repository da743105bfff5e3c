#include "migrator/files/s3_store.h"

#include "migrator/files/http_connection.h"
#include "migrator/files/signature_v4.h"
#include "schema/base/sha256.h"
#include "schema/base/text.h"

#include <chrono>
#include <cstdlib>
#include <libxml/parser.h>
#include <libxml/tree.h>
#include <thread>

namespace guiyi::s3 {

namespace {

constexpr long Found = 200, NoContent = 204, Forbidden = 403, NotFound = 404, TooMany = 429,
               ServerError = 500, NoRoom = 507;
constexpr std::string_view HashHeader = "x-amz-meta-sha256"; ///< kept with the object

std::int64_t secondsNow() {
    return std::chrono::duration_cast<std::chrono::seconds>(
               std::chrono::system_clock::now().time_since_epoch())
        .count();
}

std::string first(const std::vector<std::string> &texts) {
    return texts.empty() ? std::string() : texts.front();
}

void collect(const xmlNode *node, std::string_view element, std::vector<std::string> &texts) {
    for (; node != nullptr; node = node->next) {
        if (node->type != XML_ELEMENT_NODE)
            continue;
        if (reinterpret_cast<const char *>(node->name) == element) {
            xmlChar *content = xmlNodeGetContent(node);
            texts.emplace_back(content == nullptr ? "" : reinterpret_cast<const char *>(content));
            xmlFree(content);
        }
        collect(node->children, element, texts);
    }
}

class Store final : public FileStore {
public:
    Store(FileStoreAddress address, Credentials credentials, const Limits &limits)
        : m_address(std::move(address)),
          m_credentials(std::move(credentials)),
          m_limits(limits),
          m_connection(m_address) {}

    /// Whether the secret is taken and the bucket is there.
    Status check() {
        Request request;
        request.query = {{"max-keys", "1"}, {"prefix", m_address.prefix}};
        request.path = bucketPath();
        const Result<Answer> answer = ask(request);
        return answer ? expect(*answer, {Found}, "opening the file store") : Status(answer.error());
    }

protected:
    Result<bool> doContains(std::string_view sha256) override {
        const Result<Answer> answer = head(sha256);
        if (!answer)
            return answer.error();
        if (answer->status == NotFound)
            return false;
        if (Status s = expect(*answer, {Found}, "looking for a file in the store"); !s)
            return s.error();
        return hashOf(*answer) == sha256; // an object of somebody else under this name is replaced
    }

    Status doPut(const std::string &sha256, std::string_view bytes) override {
        const Status s =
            bytes.size() > m_limits.partBytes ? putInParts(sha256, bytes) : putWhole(sha256, bytes);
        if (!s)
            return s;
        const Result<Answer> answer = head(sha256);
        if (!answer)
            return answer.error();
        const std::string wanted = std::to_string(bytes.size());
        const auto length = answer->headers.find("content-length");
        if (answer->status == Found && hashOf(*answer) == sha256 && length != answer->headers.end() &&
            length->second == wanted)
            return {};
        return Error{ErrorKind::Failed, "storing a file", where(sha256),
                     "the server does not have what it took",
                     "look at the server, then run `guiyi apply` again"};
    }

    Result<std::string> doGet(std::string_view sha256) override {
        Request request;
        request.path = pathOf(sha256);
        Result<Answer> answer = ask(request);
        if (!answer)
            return answer.error();
        if (Status s = expect(*answer, {Found}, "reading a file of the store"); !s)
            return s.error();
        if (sha256Hex(answer->body) != sha256)
            return Error{ErrorKind::Failed, "reading a file of the store", where(sha256),
                         "its content is not what its name says",
                         "remove the object and run `guiyi apply` again"};
        return std::move(answer->body);
    }

    Status doRemove(std::string_view sha256) override {
        Request request;
        request.method = "DELETE";
        request.path = pathOf(sha256);
        const Result<Answer> answer = ask(request);
        return answer ? expect(*answer, {Found, NoContent, NotFound}, "removing a file of the store")
                      : Status(answer.error());
    }

    /// Uploads in parts that were never completed take room and are not listed as objects.
    Status doSweep() override {
        for (;;) {
            Request request;
            request.path = bucketPath();
            request.query = {{"uploads", ""}, {"prefix", m_address.prefix}};
            const Result<Answer> answer = ask(request);
            if (!answer)
                return answer.error();
            if (Status s = expect(*answer, {Found}, "looking for unfinished uploads"); !s)
                return s;
            const std::vector<std::string> keys = textsOf(answer->body, "Key"),
                                           uploads = textsOf(answer->body, "UploadId");
            if (keys.empty() || keys.size() != uploads.size())
                return {};
            for (std::size_t i = 0; i < keys.size(); ++i) {
                if (Status s = abort(encodePath("/" + m_address.bucket + "/" + keys[i]), uploads[i]); !s)
                    return s;
            }
            if (first(textsOf(answer->body, "IsTruncated")) != "true")
                return {};
        }
    }

private:
    std::string bucketPath() const { return encodePath("/" + m_address.bucket); }
    std::string pathOf(std::string_view sha256) const {
        return encodePath("/" + m_address.bucket + "/" + m_address.prefix + std::string(sha256.substr(0, 2)) +
                          "/" + std::string(sha256));
    }
    std::string where(std::string_view sha256) const { return m_address.text() + std::string(sha256); }

    static std::string hashOf(const Answer &answer) {
        const auto found = answer.headers.find(std::string(HashHeader));
        return found == answer.headers.end() ? std::string() : found->second;
    }

    Result<Answer> head(std::string_view sha256) {
        Request request;
        request.method = "HEAD";
        request.path = pathOf(sha256);
        return ask(request);
    }

    Status putWhole(const std::string &sha256, std::string_view bytes) {
        Request request;
        request.method = "PUT";
        request.path = pathOf(sha256);
        request.headers[std::string(HashHeader)] = sha256;
        request.body = bytes;
        const Result<Answer> answer = ask(request);
        return answer ? expect(*answer, {Found}, "storing a file") : Status(answer.error());
    }

    Status putInParts(const std::string &sha256, std::string_view bytes) {
        Request start;
        start.method = "POST";
        start.path = pathOf(sha256);
        start.query = {{"uploads", ""}};
        start.headers[std::string(HashHeader)] = sha256;
        const Result<Answer> started = ask(start);
        if (!started)
            return started.error();
        if (Status s = expect(*started, {Found}, "storing a file in parts"); !s)
            return s;
        const std::string upload = first(textsOf(started->body, "UploadId"));
        Status s = upload.empty() ? unreadable(sha256) : putParts(sha256, upload, bytes);
        if (!s && !upload.empty())
            (void)abort(pathOf(sha256), upload); // else sweep() does it
        return s;
    }

    Status putParts(const std::string &sha256, const std::string &upload, std::string_view bytes) {
        std::string list = "<CompleteMultipartUpload>";
        for (std::size_t number = 1, from = 0; from < bytes.size(); ++number, from += m_limits.partBytes) {
            Request part;
            part.method = "PUT";
            part.path = pathOf(sha256);
            part.query = {{"partNumber", std::to_string(number)}, {"uploadId", upload}};
            part.body = bytes.substr(from, m_limits.partBytes);
            const Result<Answer> answer = ask(part);
            if (!answer)
                return answer.error();
            if (Status s = expect(*answer, {Found}, "storing a part of a file"); !s)
                return s;
            const auto tag = answer->headers.find("etag");
            if (tag == answer->headers.end())
                return unreadable(sha256);
            list += "<Part><PartNumber>" + std::to_string(number) + "</PartNumber><ETag>" + tag->second +
                    "</ETag></Part>";
        }
        list += "</CompleteMultipartUpload>";
        Request complete;
        complete.method = "POST";
        complete.path = pathOf(sha256);
        complete.query = {{"uploadId", upload}};
        complete.body = list;
        const Result<Answer> answer = ask(complete);
        if (!answer)
            return answer.error();
        // Servers answer 200 before the end and tell of trouble in the body.
        if (answer->status == Found && !first(textsOf(answer->body, "Code")).empty())
            return refused(*answer, "putting the parts of a file together");
        return expect(*answer, {Found}, "putting the parts of a file together");
    }

    Status abort(const std::string &path, const std::string &upload) {
        Request request;
        request.method = "DELETE";
        request.path = path;
        request.query = {{"uploadId", upload}};
        const Result<Answer> answer = ask(request);
        return answer ? expect(*answer, {Found, NoContent, NotFound}, "giving an upload up")
                      : Status(answer.error());
    }

    /// Signs and sends, again when it may pass later.
    Result<Answer> ask(Request request) {
        request.headers["host"] = m_connection.authority();
        int pause = m_limits.firstPauseMilliseconds;
        for (int left = m_limits.attempts;; --left) {
            Request one = request;
            sign(one, m_credentials, timestamp(secondsNow()));
            const std::string query = encodeQuery(one.query);
            Result<Answer> answer = m_connection.send(
                one.method, one.path + (query.empty() ? "" : "?" + query), one.headers, one.body);
            const bool again = answer ? (answer->status >= ServerError && answer->status != NoRoom) ||
                                            answer->status == TooMany
                                      : answer.error().kind == ErrorKind::Retry;
            if (!again || left <= 1)
                return answer;
            std::this_thread::sleep_for(std::chrono::milliseconds(pause));
            pause *= 2;
        }
    }

    Status expect(const Answer &answer, const std::vector<long> &wanted, const std::string &doing) const {
        for (const long status : wanted) {
            if (answer.status == status)
                return {};
        }
        return refused(answer, doing);
    }

    Error refused(const Answer &answer, const std::string &doing) const {
        const std::string code = first(textsOf(answer.body, "Code"));
        std::string why = "the server answered " + std::to_string(answer.status);
        if (!code.empty())
            why += " " + text::join({code, first(textsOf(answer.body, "Message"))}, " ");
        const auto error = [&](ErrorKind kind, const char *advice) {
            return Error{kind, doing, m_address.text(), text::head(text::collapse(why), 400), advice};
        };
        if (code == "RequestTimeTooSkewed")
            return error(ErrorKind::Usage, "set this machine's clock right");
        if (answer.status == Forbidden)
            return error(ErrorKind::Usage,
                         "look at the access key, the secret and its rights on the bucket: files: in "
                         "guiyi.yaml, and the variable or file it names");
        if (answer.status == NotFound)
            return error(ErrorKind::Usage, "make the bucket, or name another one in files: of guiyi.yaml");
        if (answer.status == NoRoom || code == "QuotaExceeded")
            return error(ErrorKind::Failed,
                         "free room in the store and run the command again, it continues where it was");
        if (answer.status >= ServerError || answer.status == TooMany)
            return error(ErrorKind::Retry, "see that the server is well, then run the command again");
        return error(ErrorKind::Failed, "look at the server's log, then run the command again");
    }

    Status unreadable(std::string_view sha256) const {
        return Error{ErrorKind::Failed, "storing a file in parts", where(sha256),
                     "the server's answer is not what S3 says",
                     "look at the server, then run `guiyi apply` again"};
    }

    FileStoreAddress m_address;
    Credentials m_credentials;
    Limits m_limits;
    HttpConnection m_connection;
};

} // namespace

std::vector<std::string> textsOf(const std::string &xml, const std::string &element) {
    std::vector<std::string> texts;
    xmlDoc *document = xmlReadMemory(xml.data(), static_cast<int>(xml.size()), nullptr, nullptr,
                                     XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
    if (document != nullptr)
        collect(xmlDocGetRootElement(document), element, texts);
    xmlFreeDoc(document);
    return texts;
}

Result<std::unique_ptr<FileStore>> openStore(const FileStoreAddress &address, const Limits &limits) {
    Result<std::string> secret = address.secret();
    if (!secret)
        return secret.error();
    auto store = std::make_unique<Store>(
        address, Credentials{address.accessKey, std::move(secret).value(), address.region}, limits);
    if (Status s = store->check(); !s)
        return s.error();
    return std::unique_ptr<FileStore>(std::move(store));
}

} // namespace guiyi::s3
