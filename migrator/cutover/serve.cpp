#include "migrator/cutover/serve.h"

#include "migrator/map/inputs.h"

#include <httplib.h>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <sstream>
#include <thread>

namespace guiyi {

namespace {

constexpr int Threads = 64; // keep-alive connections wait in a thread each
constexpr std::size_t MostRequestsOfConnection = 1000000;
constexpr auto BetweenHitFiles = std::chrono::seconds(60);
constexpr auto BetweenLooks = std::chrono::milliseconds(100);

class Counters {
public:
    explicit Counters(const mapping::RedirectTable &table)
        : m_table(table), m_hits(table.decisions().size()) {}

    void add(const mapping::RedirectEntry *entry) {
        if (entry != nullptr)
            m_hits[entry->decision].fetch_add(1, std::memory_order_relaxed);
    }

    Status write(const std::string &file) const {
        if (file.empty())
            return {};
        std::ostringstream out;
        out << "from,hits\n";
        for (std::size_t i = 0; i < m_hits.size(); ++i) {
            if (const std::uint64_t hits = m_hits[i].load(std::memory_order_relaxed); hits != 0)
                out << '"' << m_table.decisions()[i].from << "\"," << hits << '\n';
        }
        return replaceFile(file, out.str());
    }

private:
    const mapping::RedirectTable &m_table;
    std::vector<std::atomic<std::uint64_t>> m_hits;
};

void answer(const mapping::RedirectTable &table, const ServeOptions &options, Counters &counters,
            const httplib::Request &request, httplib::Response &response) {
    if (request.method != "GET" && request.method != "HEAD") {
        response.status = 405;
        response.set_header("Allow", "GET, HEAD");
        return;
    }
    const mapping::RedirectResponse found = table.respond(request.get_header_value("Host"), request.target);
    counters.add(found.entry);
    response.status = found.status == 200 ? 404 : found.status;
    if (!found.location.empty())
        response.set_header("Location", found.location);
    if (found.status == 410)
        response.set_content(gonePage(options.notice, found.entry->suggested, found.entry->archive),
                             "text/html; charset=utf-8");
}

} // namespace

Status serveRedirects(const mapping::RedirectTable &table, const ServeOptions &options,
                      const CancelToken &cancel, const std::function<void(int port)> &started) {
    Counters counters(table);
    httplib::Server server;
    server.new_task_queue = [] { return new httplib::ThreadPool(Threads); };
    server.set_keep_alive_max_count(MostRequestsOfConnection);
    server.set_tcp_nodelay(true);
    server.set_payload_max_length(0); // nobody sends a redirect server anything
    server.set_pre_routing_handler([&](const httplib::Request &request, httplib::Response &response) {
        answer(table, options, counters, request, response);
        return httplib::Server::HandlerResponse::Handled;
    });
    const int port = options.port != 0 ? (server.bind_to_port(options.host, options.port) ? options.port : -1)
                                       : server.bind_to_any_port(options.host);
    if (port <= 0)
        return Error{ErrorKind::Failed, "serving the redirects",
                     options.host + ":" + std::to_string(options.port), "the address cannot be bound",
                     "choose another --listen address, or stop what uses this one"};
    started(port);
    Status written;
    std::thread watcher([&] {
        auto last = std::chrono::steady_clock::now();
        while (!cancel.cancelled()) {
            std::this_thread::sleep_for(BetweenLooks);
            if (std::chrono::steady_clock::now() - last >= BetweenHitFiles) {
                last = std::chrono::steady_clock::now();
                written = counters.write(options.hitsFile);
            }
        }
        server.stop();
    });
    server.listen_after_bind();
    watcher.join();
    written = counters.write(options.hitsFile);
    return written;
}

} // namespace guiyi
