#include "migrator/files/http_connection.h"

#include "migrator/pipeline/curl_ready.h"
#include "schema/base/text.h"

#include <curl/curl.h>

namespace guiyi::s3 {

namespace {

constexpr long ConnectSeconds = 10, SlowSeconds = 60, SlowBytesPerSecond = 1;
constexpr std::uint16_t HttpPort = 80, HttpsPort = 443;

std::size_t keepBody(const char *data, std::size_t, std::size_t size, void *answer) {
    static_cast<Answer *>(answer)->body.append(data, size);
    return size;
}

std::size_t keepHeader(const char *data, std::size_t, std::size_t size, void *answer) {
    const std::string_view line(data, size);
    const std::size_t colon = line.find(':');
    if (colon != std::string_view::npos)
        static_cast<Answer *>(answer)->headers[text::lower(line.substr(0, colon))] =
            std::string(text::trim(line.substr(colon + 1)));
    return size;
}

bool isLocal(const std::string &host) {
    return host == "localhost" || host == "::1" || text::startsWith(host, "127.");
}

struct FreeList {
    void operator()(curl_slist *list) const { curl_slist_free_all(list); }
};
using HeaderList = std::unique_ptr<curl_slist, FreeList>;

HeaderList headerList(const std::map<std::string, std::string> &headers) {
    HeaderList list;
    const auto append = [&list](const std::string &line) {
        curl_slist *longer = curl_slist_append(list.get(), line.c_str());
        (void)list.release(); // it is the rest of the longer one
        list.reset(longer);
    };
    for (const auto &[name, value] : headers)
        append(name + ": " + value);
    for (const char *unwanted :
         {"Expect:", "Content-Type:", "Accept:"}) // libcurl's own, which are not signed
        append(unwanted);
    return list;
}

} // namespace

struct HttpConnection::Handle {
    CURL *curl = curl_easy_init();
    Handle() = default;
    ~Handle() { curl_easy_cleanup(curl); }
    Handle(const Handle &) = delete;
    Handle &operator=(const Handle &) = delete;
};

HttpConnection::HttpConnection(const FileStoreAddress &address)
    : m_address(address),
      m_authority(text::contains(address.host, ":") ? "[" + address.host + "]" : address.host) {
    readyCurl();
    if (address.port != (address.tls == TargetTls::Off ? HttpPort : HttpsPort))
        m_authority += ":" + std::to_string(address.port);
    m_handle = std::make_unique<Handle>();
}

HttpConnection::~HttpConnection() = default;

Result<Answer> HttpConnection::send(const std::string &method, const std::string &target,
                                    const std::map<std::string, std::string> &headers,
                                    std::string_view body) {
    CURL *curl = m_handle->curl;
    const std::string url = (m_address.tls == TargetTls::Off ? "http://" : "https://") + m_authority + target;
    const HeaderList list = headerList(headers);
    Answer answer;
    curl_easy_reset(curl); // keeps the connection
    curl_easy_setopt(curl, CURLOPT_URL, url.c_str());
    curl_easy_setopt(curl, CURLOPT_PATH_AS_IS, 1L); // it is signed as it is
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT, ConnectSeconds);
    curl_easy_setopt(curl, CURLOPT_LOW_SPEED_TIME, SlowSeconds);
    curl_easy_setopt(curl, CURLOPT_LOW_SPEED_LIMIT, SlowBytesPerSecond);
    curl_easy_setopt(curl, CURLOPT_HTTPHEADER, list.get());
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, keepBody);
    curl_easy_setopt(curl, CURLOPT_WRITEDATA, &answer);
    curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, keepHeader);
    curl_easy_setopt(curl, CURLOPT_HEADERDATA, &answer);
    if (isLocal(m_address.host))
        curl_easy_setopt(curl, CURLOPT_PROXY, "");
    if (m_address.tls == TargetTls::Require) {
        curl_easy_setopt(curl, CURLOPT_SSL_VERIFYPEER, 0L);
        curl_easy_setopt(curl, CURLOPT_SSL_VERIFYHOST, 0L);
    }
    if (!m_address.caFile.empty())
        curl_easy_setopt(curl, CURLOPT_CAINFO, m_address.caFile.c_str());
    if (method == "HEAD") {
        curl_easy_setopt(curl, CURLOPT_NOBODY, 1L);
    } else if (method == "PUT" || method == "POST") {
        curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(body.size()));
        curl_easy_setopt(curl, CURLOPT_POSTFIELDS, body.empty() ? "" : body.data());
    }
    if (method != "HEAD")
        curl_easy_setopt(curl, CURLOPT_CUSTOMREQUEST, method.c_str());
    const CURLcode code = curl_easy_perform(curl);
    if (code != CURLE_OK) {
        const bool certificate = code == CURLE_PEER_FAILED_VERIFICATION || code == CURLE_SSL_CACERT_BADFILE ||
                                 code == CURLE_SSL_CONNECT_ERROR;
        return Error{
            certificate ? ErrorKind::Usage : ErrorKind::Retry, "asking the file store", url,
            curl_easy_strerror(code),
            certificate
                ? "set the server's certificate right, or choose ?tls= and ?ca= of files: in guiyi.yaml"
                : "see that the server runs and can be reached, then run the command again"};
    }
    curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &answer.status);
    return answer;
}

} // namespace guiyi::s3
