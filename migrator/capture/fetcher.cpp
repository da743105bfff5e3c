#include "migrator/capture/fetcher.h"

#include "migrator/pipeline/curl_ready.h"
#include "schema/base/text.h"
#include "schema/url/url.h"

#include <arpa/inet.h>
#include <curl/curl.h>
#include <netinet/in.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstring>
#include <utility>

namespace guiyi::capture {

namespace {

constexpr std::size_t MostHeaderBytes = 256 << 10;
constexpr long ConnectSeconds = 20;
constexpr curl_off_t MostBelieved = 1 << 20; ///< bytes room is made for because a server says so

using Clock = std::chrono::steady_clock;

/// What happens on libcurl's sockets. One of ours stays registered from one request to the next: nothing
/// comes from an idle connection but its end.
class Sockets {
public:
    Sockets() : m_epoll(epoll_create1(EPOLL_CLOEXEC)) {}
    ~Sockets() { ::close(m_epoll); }
    Sockets(const Sockets &) = delete;
    Sockets &operator=(const Sockets &) = delete;

    /// A socket of ours begins or ends; the kernel forgets an ended one by itself.
    void began(curl_socket_t fd) { of(fd) = {0, false, true}; }
    void ended(curl_socket_t fd) {
        of(fd) = {};
        // Its number may be that of another one before its turn comes.
        for (std::size_t i = m_at; i < m_count; ++i) {
            if (m_events[i].data.fd == fd)
                m_events[i].events = 0;
        }
    }

    /// libcurl wants to know of `what` (CURL_POLL_…).
    void want(curl_socket_t fd, int what) {
        Socket &socket = of(fd);
        socket.isWanted = what != CURL_POLL_REMOVE;
        if (!socket.isWanted) {
            // What libcurl opened for itself, to look up names, ends without a word.
            if (!socket.isOurs)
                forget(fd);
            return;
        }
        const std::uint32_t events = ((what & CURL_POLL_IN) != 0 ? std::uint32_t{EPOLLIN} : 0U) |
                                     ((what & CURL_POLL_OUT) != 0 ? std::uint32_t{EPOLLOUT} : 0U);
        if (events == socket.events)
            return;
        epoll_event event{};
        event.events = events;
        event.data.fd = fd;
        if (epoll_ctl(m_epoll, socket.events == 0 ? EPOLL_CTL_ADD : EPOLL_CTL_MOD, fd, &event) == 0)
            socket.events = events;
    }

    /// Tells libcurl the next thing that happened, for which it waits `milliseconds` at most.
    void next(CURLM *multi, int milliseconds) {
        if (!hasMore()) {
            const int count =
                epoll_wait(m_epoll, m_events.data(), static_cast<int>(m_events.size()), milliseconds);
            m_at = 0;
            m_count = static_cast<std::size_t>(std::max(0, count));
        }
        if (!hasMore())
            return;
        const epoll_event event = m_events[m_at++];
        const curl_socket_t fd = event.data.fd;
        const std::uint32_t bits = event.events;
        if (bits == 0)
            return;
        if (!of(fd).isWanted) { // the end of an idle one, which is seen when it is to be used again
            forget(fd);
            return;
        }
        const int happened = ((bits & (EPOLLIN | EPOLLHUP)) != 0 ? CURL_CSELECT_IN : 0) |
                             ((bits & EPOLLOUT) != 0 ? CURL_CSELECT_OUT : 0) |
                             ((bits & EPOLLERR) != 0 ? CURL_CSELECT_ERR : 0);
        int active = 0;
        curl_multi_socket_action(multi, fd, happened, &active);
    }
    /// Things have happened that libcurl was not told yet.
    bool hasMore() const { return m_at < m_count; }

private:
    struct Socket {
        std::uint32_t events = 0; ///< registered ones
        bool isWanted = false, isOurs = false;
    };
    Socket &of(curl_socket_t fd) {
        const auto at = static_cast<std::size_t>(fd);
        if (at >= m_sockets.size())
            m_sockets.resize(at + 1);
        return m_sockets[at];
    }
    void forget(curl_socket_t fd) {
        if (std::exchange(of(fd).events, 0) != 0)
            epoll_ctl(m_epoll, EPOLL_CTL_DEL, fd, nullptr);
    }
    std::vector<Socket> m_sockets; ///< by number
    std::array<epoll_event, 64> m_events{};
    std::size_t m_at = 0, m_count = 0; ///< of the events: the next one and the end
    int m_epoll;
};

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
    State *state = nullptr;
    CURL *handle = nullptr;
    Reply reply;
    curl_slist *headers = nullptr;
    std::string place; ///< where it connects to; empty: where the host's name leads
    curl_slist *connect = nullptr;
    bool privateAllowed = false, refusedPrivate = false, tooLong = false;
    std::int64_t maxBytes = 0;
};

struct Fetcher::State {
    NetworkSettings settings;
    std::string userAgent;
    CURLM *multi = nullptr;
    Sockets sockets;
    Clock::time_point due = Clock::time_point::max(); ///< when libcurl wants to be called whatever happens
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
        const curl_socket_t fd =
            ::socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
        if (fd >= 0)
            t->state->sockets.began(fd);
        return fd;
    }

    static int onClose(void *user, curl_socket_t fd) {
        static_cast<State *>(user)->sockets.ended(fd);
        return ::close(fd);
    }

    static int onWish(CURL *, curl_socket_t fd, int what, void *user, void *) {
        static_cast<State *>(user)->sockets.want(fd, what);
        return 0;
    }

    static int onTimer(CURLM *, long milliseconds, void *user) {
        static_cast<State *>(user)->due = milliseconds < 0
                                              ? Clock::time_point::max()
                                              : Clock::now() + std::chrono::milliseconds(milliseconds);
        return 0;
    }

    /// Calls libcurl if it is time.
    void callDue() {
        if (due > Clock::now())
            return;
        due = Clock::time_point::max();
        int active = 0;
        curl_multi_socket_action(multi, CURL_SOCKET_TIMEOUT, 0, &active);
    }

    /// Milliseconds till it is time for libcurl, or `until`.
    int untilDue(Clock::time_point until) const {
        const auto left = std::min(due, until) - Clock::now();
        return std::max(0, static_cast<int>(std::chrono::ceil<std::chrono::milliseconds>(left).count()));
    }

    Transfer *take() {
        if (!idle.empty()) {
            Transfer *t = idle.back();
            idle.pop_back();
            return t;
        }
        transfers.push_back(std::make_unique<Transfer>());
        Transfer *t = transfers.back().get();
        t->state = this;
        t->maxBytes = settings.maxBytes;
        t->handle = curl_easy_init();
        setUp(t);
        return t;
    }

    /// What all requests have in common, once a handle.
    void setUp(Transfer *t) {
        CURL *h = t->handle;
        curl_easy_setopt(h, CURLOPT_PATH_AS_IS, 1L);
        curl_easy_setopt(h, CURLOPT_PROTOCOLS_STR, "http,https");
        curl_easy_setopt(h, CURLOPT_PROXY, "");
        curl_easy_setopt(h, CURLOPT_NOSIGNAL, 1L);
        curl_easy_setopt(h, CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
        curl_easy_setopt(h, CURLOPT_HTTP_TRANSFER_DECODING, 0L);
        curl_easy_setopt(h, CURLOPT_USERAGENT, userAgent.c_str());
        curl_easy_setopt(h, CURLOPT_CONNECTTIMEOUT, ConnectSeconds);
        curl_easy_setopt(h, CURLOPT_LOW_SPEED_LIMIT, static_cast<long>(settings.lowestBytesPerSecond));
        curl_easy_setopt(h, CURLOPT_LOW_SPEED_TIME, static_cast<long>(settings.timeoutSeconds));
        curl_easy_setopt(h, CURLOPT_TIMEOUT, static_cast<long>(settings.longestSeconds));
        curl_easy_setopt(h, CURLOPT_BUFFERSIZE, 65536L);
        curl_easy_setopt(h, CURLOPT_HEADERFUNCTION, &State::onHeader);
        curl_easy_setopt(h, CURLOPT_HEADERDATA, t);
        curl_easy_setopt(h, CURLOPT_WRITEFUNCTION, &State::onBody);
        curl_easy_setopt(h, CURLOPT_WRITEDATA, t);
        curl_easy_setopt(h, CURLOPT_OPENSOCKETFUNCTION, &State::onSocket);
        curl_easy_setopt(h, CURLOPT_OPENSOCKETDATA, t);
        curl_easy_setopt(h, CURLOPT_CLOSESOCKETFUNCTION, &State::onClose);
        curl_easy_setopt(h, CURLOPT_CLOSESOCKETDATA, this);
        curl_easy_setopt(h, CURLOPT_SSL_VERIFYPEER, settings.acceptBadTls ? 0L : 1L);
        curl_easy_setopt(h, CURLOPT_SSL_VERIFYHOST, settings.acceptBadTls ? 0L : 2L);
        curl_easy_setopt(h, CURLOPT_PRIVATE, t);
    }

    /// Where the handle connects to.
    void lead(Transfer *t, const std::string &place) {
        if (t->place == place)
            return;
        t->place = place;
        curl_slist_free_all(t->connect);
        t->connect = place.empty() ? nullptr : curl_slist_append(nullptr, ("::" + place).c_str());
        curl_easy_setopt(t->handle, CURLOPT_CONNECT_TO, t->connect);
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
        if (t->headers != nullptr) {
            curl_easy_setopt(t->handle, CURLOPT_HTTPHEADER, nullptr);
            curl_slist_free_all(std::exchange(t->headers, nullptr));
        }
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
    curl_multi_setopt(m_state->multi, CURLMOPT_SOCKETFUNCTION, &State::onWish);
    curl_multi_setopt(m_state->multi, CURLMOPT_SOCKETDATA, m_state.get());
    curl_multi_setopt(m_state->multi, CURLMOPT_TIMERFUNCTION, &State::onTimer);
    curl_multi_setopt(m_state->multi, CURLMOPT_TIMERDATA, m_state.get());
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

void Fetcher::start(const Fetch &fetch) {
    State &s = *m_state;
    Transfer *t = s.take();
    t->reply = Reply();
    t->refusedPrivate = t->tooLong = false;
    t->reply.tag = fetch.tag;
    t->reply.began = now();
    const std::size_t slash = fetch.url.find('/', fetch.url.find("://") + 3);
    std::string &request = t->reply.request;
    request.reserve(256 + fetch.url.size() + s.userAgent.size());
    request.append("GET ").append(fetch.url, slash).append(" HTTP/1.1\r\nHost: ").append(fetch.host);
    request.append("\r\nUser-Agent: ").append(s.userAgent).append("\r\nAccept: */*\r\n");
    for (const std::string &header : fetch.headers) {
        t->headers = curl_slist_append(t->headers, header.c_str());
        request.append(header).append("\r\n");
    }
    request += "\r\n";
    const std::string *place = s.placeOf(fetch.host);
    t->privateAllowed = place != nullptr;
    s.lead(t, place != nullptr ? *place : std::string());
    curl_easy_setopt(t->handle, CURLOPT_URL, fetch.url.c_str());
    if (t->headers != nullptr)
        curl_easy_setopt(t->handle, CURLOPT_HTTPHEADER, t->headers);
    curl_multi_add_handle(s.multi, t->handle);
    ++s.running;
}

bool Fetcher::hasMore() const {
    return m_state->sockets.hasMore();
}

std::vector<Reply> Fetcher::poll(int milliseconds) {
    State &s = *m_state;
    std::vector<Reply> ended;
    s.callDue();
    int left = 0;
    CURLMsg *message = curl_multi_info_read(s.multi, &left);
    const Clock::time_point until = Clock::now() + std::chrono::milliseconds(milliseconds);
    for (bool first = true; message == nullptr && (first || Clock::now() < until); first = false) {
        s.sockets.next(s.multi, s.untilDue(until));
        s.callDue();
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
