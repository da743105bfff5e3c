#include "migrator/capture/fetcher.h"

#include "migrator/pipeline/curl_ready.h"
#include "schema/base/text.h"
#include "schema/url/url.h"

#include <arpa/inet.h>
#include <curl/curl.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <algorithm>
#include <chrono>
#include <cstring>

namespace guiyi::capture {

namespace {

constexpr std::size_t MostHeaderBytes = 256 << 10;
constexpr long ConnectSeconds = 20;
constexpr curl_off_t MostBelieved = 1 << 20; ///< bytes room is made for because a server says so

std::int64_t now() {
    return std::chrono::duration_cast<std::chrono::microseconds>(
               std::chrono::system_clock::now().time_since_epoch())
        .count();
}

bool isPrivateV4(std::uint32_t a) {
    const auto in = [a](std::uint32_t net, int bits) { return a >> (32 - bits) == net >> (32 - bits); };
    return in(0x00000000, 8) || in(0x0A000000, 8) || in(0x64400000, 10) || in(0x7F000000, 8) ||
           in(0xA9FE0000, 16) || in(0xAC100000, 12) || in(0xC0A80000, 16) || a >= 0xE0000000;
}

} // namespace

bool isPrivateAddress(const sockaddr *address) {
    if (address->sa_family == AF_INET) {
        sockaddr_in v4{};
        std::memcpy(&v4, address, sizeof v4);
        return isPrivateV4(ntohl(v4.sin_addr.s_addr));
    }
    if (address->sa_family != AF_INET6)
        return true;
    sockaddr_in6 v6{};
    std::memcpy(&v6, address, sizeof v6);
    const in6_addr &a = v6.sin6_addr;
    if (IN6_IS_ADDR_V4MAPPED(&a) || IN6_IS_ADDR_V4COMPAT(&a)) {
        std::uint32_t low = 0;
        std::memcpy(&low, &a.s6_addr[12], sizeof low);
        return isPrivateV4(ntohl(low));
    }
    const bool uniqueLocal = (a.s6_addr[0] & 0xFE) == 0xFC;
    return uniqueLocal || IN6_IS_ADDR_LOOPBACK(&a) || IN6_IS_ADDR_LINKLOCAL(&a) ||
           IN6_IS_ADDR_UNSPECIFIED(&a) || IN6_IS_ADDR_MULTICAST(&a);
}

struct Fetcher::Transfer {
    CURL *handle = nullptr;
    Fetch fetch;
    Reply reply;
    curl_slist *headers = nullptr;
    curl_slist *connect = nullptr;
    bool privateAllowed = false, refusedPrivate = false, tooLong = false;
    std::int64_t maxBytes = 0;
};

struct Fetcher::State {
    NetworkSettings settings;
    std::string userAgent;
    CURLM *multi = nullptr;
    std::vector<std::unique_ptr<Transfer>> transfers; ///< running ones and idle ones
    std::size_t running = 0;
    std::vector<Transfer *> idle;

    static std::size_t onHeader(char *data, std::size_t size, std::size_t count, void *user) {
        auto *t = static_cast<Transfer *>(user);
        const std::string_view line(data, size * count);
        // Interim answers (100 Continue) come before the one that counts.
        if (text::startsWith(line, "HTTP/"))
            t->reply.head.clear();
        if (t->reply.head.size() + line.size() > MostHeaderBytes)
            return 0;
        t->reply.head += line;
        return line.size();
    }

    static std::size_t onBody(char *data, std::size_t size, std::size_t count, void *user) {
        auto *t = static_cast<Transfer *>(user);
        const std::size_t bytes = size * count;
        curl_off_t told = 0;
        if (t->reply.body.empty() &&
            curl_easy_getinfo(t->handle, CURLINFO_CONTENT_LENGTH_DOWNLOAD_T, &told) == CURLE_OK && told > 0)
            t->reply.body.reserve(static_cast<std::size_t>(std::min<curl_off_t>(told, MostBelieved)));
        const auto room = static_cast<std::size_t>(t->maxBytes) - t->reply.body.size();
        t->reply.body.append(data, std::min(bytes, room));
        t->tooLong = bytes > room;
        return t->tooLong ? 0 : bytes;
    }

    static curl_socket_t onSocket(void *user, curlsocktype, curl_sockaddr *address) {
        auto *t = static_cast<Transfer *>(user);
        if (!t->privateAllowed && isPrivateAddress(&address->addr)) {
            t->refusedPrivate = true;
            return CURL_SOCKET_BAD;
        }
        return ::socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
    }

    Transfer *take() {
        if (!idle.empty()) {
            Transfer *t = idle.back();
            idle.pop_back();
            return t;
        }
        transfers.push_back(std::make_unique<Transfer>());
        Transfer *t = transfers.back().get();
        t->handle = curl_easy_init();
        return t;
    }

    /// The place `network.resolve` gives for a host, with or without its port.
    const std::string *placeOf(const std::string &host) const {
        for (const std::string &key : {host, std::string(withoutPort(host)), std::string("*")}) {
            const auto it = settings.resolve.find(key);
            if (it != settings.resolve.end())
                return &it->second;
        }
        return nullptr;
    }

    void release(Transfer *t) {
        curl_multi_remove_handle(multi, t->handle);
        curl_slist_free_all(t->headers);
        curl_slist_free_all(t->connect);
        t->headers = t->connect = nullptr;
        --running;
        idle.push_back(t);
    }
};

Fetcher::Fetcher(const NetworkSettings &settings, std::string userAgent, int connections)
    : m_state(std::make_unique<State>()) {
    readyCurl();
    m_state->settings = settings;
    m_state->userAgent = std::move(userAgent);
    m_state->multi = curl_multi_init();
    curl_multi_setopt(m_state->multi, CURLMOPT_MAXCONNECTS, static_cast<long>(connections) * 2);
    curl_multi_setopt(m_state->multi, CURLMOPT_PIPELINING, CURLPIPE_NOTHING);
}

Fetcher::~Fetcher() {
    for (const auto &t : m_state->transfers) {
        curl_multi_remove_handle(m_state->multi, t->handle);
        curl_easy_cleanup(t->handle);
        curl_slist_free_all(t->headers);
        curl_slist_free_all(t->connect);
    }
    curl_multi_cleanup(m_state->multi);
}

std::size_t Fetcher::running() const {
    return m_state->running;
}

void Fetcher::start(Fetch fetch) {
    State &s = *m_state;
    Transfer *t = s.take();
    t->reply = Reply();
    t->refusedPrivate = t->tooLong = false;
    t->maxBytes = s.settings.maxBytes;
    t->fetch = std::move(fetch);
    t->reply.tag = t->fetch.tag;
    t->reply.began = now();
    CURL *h = t->handle;
    curl_easy_reset(h);
    const auto &url = t->fetch.url;
    const std::size_t slash = url.find('/', url.find("://") + 3);
    t->reply.request = "GET " + url.substr(slash) + " HTTP/1.1\r\nHost: " + t->fetch.host +
                       "\r\nUser-Agent: " + s.userAgent + "\r\nAccept: */*\r\n";
    for (const std::string &header : t->fetch.headers) {
        t->headers = curl_slist_append(t->headers, header.c_str());
        t->reply.request += header + "\r\n";
    }
    t->reply.request += "\r\n";
    const std::string *place = s.placeOf(t->fetch.host);
    t->privateAllowed = place != nullptr;
    if (place != nullptr)
        t->connect = curl_slist_append(t->connect, ("::" + *place).c_str());
    curl_easy_setopt(h, CURLOPT_URL, url.c_str());
    curl_easy_setopt(h, CURLOPT_PATH_AS_IS, 1L);
    curl_easy_setopt(h, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(h, CURLOPT_PROXY, "");
    curl_easy_setopt(h, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(h, CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
    curl_easy_setopt(h, CURLOPT_HTTP_TRANSFER_DECODING, 0L);
    curl_easy_setopt(h, CURLOPT_USERAGENT, s.userAgent.c_str());
    curl_easy_setopt(h, CURLOPT_HTTPHEADER, t->headers);
    curl_easy_setopt(h, CURLOPT_CONNECT_TO, t->connect);
    curl_easy_setopt(h, CURLOPT_CONNECTTIMEOUT, ConnectSeconds);
    curl_easy_setopt(h, CURLOPT_LOW_SPEED_LIMIT, static_cast<long>(s.settings.lowestBytesPerSecond));
    curl_easy_setopt(h, CURLOPT_LOW_SPEED_TIME, static_cast<long>(s.settings.timeoutSeconds));
    curl_easy_setopt(h, CURLOPT_TIMEOUT, static_cast<long>(s.settings.longestSeconds));
    curl_easy_setopt(h, CURLOPT_BUFFERSIZE, 65536L);
    curl_easy_setopt(h, CURLOPT_HEADERFUNCTION, &State::onHeader);
    curl_easy_setopt(h, CURLOPT_HEADERDATA, t);
    curl_easy_setopt(h, CURLOPT_WRITEFUNCTION, &State::onBody);
    curl_easy_setopt(h, CURLOPT_WRITEDATA, t);
    curl_easy_setopt(h, CURLOPT_OPENSOCKETFUNCTION, &State::onSocket);
    curl_easy_setopt(h, CURLOPT_OPENSOCKETDATA, t);
    curl_easy_setopt(h, CURLOPT_SSL_VERIFYPEER, s.settings.acceptBadTls ? 0L : 1L);
    curl_easy_setopt(h, CURLOPT_SSL_VERIFYHOST, s.settings.acceptBadTls ? 0L : 2L);
    curl_easy_setopt(h, CURLOPT_PRIVATE, t);
    curl_multi_add_handle(s.multi, h);
    ++s.running;
}

std::vector<Reply> Fetcher::poll(int milliseconds) {
    State &s = *m_state;
    std::vector<Reply> ended;
    int active = 0;
    curl_multi_perform(s.multi, &active);
    int left = 0;
    CURLMsg *message = curl_multi_info_read(s.multi, &left);
    if (message == nullptr) {
        curl_multi_poll(s.multi, nullptr, 0, milliseconds, nullptr);
        curl_multi_perform(s.multi, &active);
        message = curl_multi_info_read(s.multi, &left);
    }
    for (; message != nullptr; message = curl_multi_info_read(s.multi, &left)) {
        if (message->msg != CURLMSG_DONE)
            continue;
        const CURLcode code = message->data.result;
        CURL *h = message->easy_handle;
        Transfer *t = nullptr;
        curl_easy_getinfo(h, CURLINFO_PRIVATE, &t);
        Reply &reply = t->reply;
        long status = 0;
        double seconds = 0;
        char *ip = nullptr;
        curl_easy_getinfo(h, CURLINFO_RESPONSE_CODE, &status);
        curl_easy_getinfo(h, CURLINFO_STARTTRANSFER_TIME, &seconds);
        curl_easy_getinfo(h, CURLINFO_PRIMARY_IP, &ip);
        reply.status = static_cast<int>(status);
        reply.seconds = seconds;
        reply.ip = ip != nullptr ? ip : "";
        if (code != CURLE_OK) {
            reply.mayPass = true;
            reply.trouble = curl_easy_strerror(code);
            if (t->refusedPrivate) {
                reply.trouble =
                    "the host's address is private or of this machine; if the site lives there, say "
                    "so with network.resolve";
                reply.mayPass = false;
            } else if (t->tooLong) {
                reply.trouble.clear();
                reply.truncated = "length";
            } else if (code == CURLE_PEER_FAILED_VERIFICATION || code == CURLE_SSL_CONNECT_ERROR) {
                reply.trouble += "; to take it all the same write network: {tls: accept}";
                reply.mayPass = false;
            } else if (code == CURLE_PARTIAL_FILE || code == CURLE_RECV_ERROR) {
                reply.truncated = "disconnect";
            } else if (code == CURLE_OPERATION_TIMEDOUT) {
                reply.truncated = "time";
            } else if (code == CURLE_URL_MALFORMAT || code == CURLE_UNSUPPORTED_PROTOCOL) {
                reply.mayPass = false;
            }
        }
        s.release(t);
        ended.push_back(std::move(reply));
    }
    return ended;
}

} // namespace guiyi::capture
