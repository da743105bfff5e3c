#include "migrator/capture/archive.h"

#include "adapters/warc/reader.h"
#include "migrator/capture/http_headers.h"
#include "schema/base/sha256.h"

#include <utility>

namespace guiyi::capture {

namespace {

constexpr std::size_t MostPayload = 32 << 20; ///< of one answer, unpacked, that links are looked for in

bool isCoded(const warc::HttpResponse &http) {
    return !http.header("Transfer-Encoding").empty() || !http.header("Content-Encoding").empty();
}

/// What the headers say of an answer.
Finished describe(const Item &item, const Reply &reply, const warc::HttpResponse &http) {
    Finished f;
    f.id = item.id;
    f.url = item.url;
    f.date = warc::isoDate(reply.began);
    f.status = reply.status;
    f.mime = mimeOf(http.header("Content-Type"));
    f.etag = std::string(http.header("ETag"));
    f.modified = std::string(http.header("Last-Modified"));
    f.digest = sha256Hex(reply.body);
    return f;
}

/// 304: what was said of the document before still holds.
void takeOver(Finished &f, const Finished &before) {
    f.digest = before.digest;
    f.status = before.status;
    f.mime = before.mime;
    f.etag = f.etag.empty() ? before.etag : f.etag;
    f.modified = f.modified.empty() ? before.modified : f.modified;
}

} // namespace

Archive::Archive(std::string folder, std::string siteId, std::unique_ptr<warc::Writer> writer,
                 Frontier &frontier, std::int64_t maxBytes)
    : m_folder(std::move(folder)),
      m_siteId(std::move(siteId)),
      m_writer(std::move(writer)),
      m_frontier(frontier),
      m_maxBytes(maxBytes) {}

/// The answer whose record holds this one's payload already.
std::optional<Finished> Archive::holderOf(const Finished &f, const std::optional<Finished> &before,
                                          const Reply &reply) {
    if (before && (reply.status == 304 || (reply.status == 200 && before->digest == f.digest)))
        return before;
    const bool isWhole = !reply.body.empty() && reply.truncated.empty();
    return isWhole ? m_frontier.withDigest(f.digest) : std::nullopt;
}

Result<Kept> Archive::keep(const Item &item, const Reply &reply, const warc::HttpResponse &http,
                           const std::string &trouble) {
    Kept kept;
    Finished &f = kept.finished = describe(item, reply, http);
    f.why = trouble;
    if (!trouble.empty())
        f.status = 0;
    else if (reply.truncated == "length")
        f.why = "cut at " + std::to_string(m_maxBytes) + " bytes (network.max_bytes)";
    kept.before = m_frontier.before(item.url);
    const bool notModified = reply.status == 304 && kept.before.has_value();
    const std::optional<Finished> holder = holderOf(f, kept.before, reply);
    if (notModified)
        takeOver(f, *holder);

    warc::Exchange exchange;
    exchange.url = item.url;
    exchange.date = f.date;
    exchange.ip = reply.ip;
    exchange.request = reply.request;
    exchange.head = reply.head;
    exchange.body = reply.body;
    exchange.truncated = reply.truncated;
    exchange.digest = f.digest;
    warc::Known known;
    if (holder) {
        known = {notModified, holder->url, holder->date};
        exchange.known = &known;
    }
    const Result<warc::Written> written = m_writer->exchange(exchange);
    if (!written)
        return written.error();
    f.record = *written;
    f.payload = holder ? holder->payload : *written;

    if (notModified) {
        Result<std::string> archived = stored(f.payload);
        if (!archived)
            return archived.error();
        kept.unpacked = std::move(*archived);
    } else if (isCoded(http)) {
        warc::HttpResponse response = http;
        response.body = reply.body;
        warc::Payload payload = warc::decodePayload(response, MostPayload);
        if (f.why.empty())
            f.why = payload.damage;
        kept.unpacked = std::move(payload.bytes);
    }
    return kept;
}

Result<std::string> Archive::stored(const warc::Written &place) const {
    const std::string file = m_folder + "/" + warc::Writer::fileName(m_siteId, place.file);
    const Result<std::shared_ptr<warc::Input>> input = warc::openFile(file);
    if (!input)
        return input.error();
    const Result<warc::Record> record = warc::Reader::readAt(*input, {place.offset, 0}, file);
    if (!record)
        return record.error();
    const std::optional<warc::HttpResponse> http = warc::parseHttp(record->block);
    return http ? warc::decodePayload(*http, MostPayload).bytes : std::string();
}

} // namespace guiyi::capture
