#include "adapters/warc/reader.h"

#include "schema/base/text.h"

#include <algorithm>
#include <charconv>

namespace guiyi::warc {

namespace {

constexpr std::size_t LongestHeader = 256 << 10;
constexpr std::size_t LongestArcLine = 64 << 10;

std::optional<std::size_t> number(std::string_view s) {
    std::size_t value = 0;
    const auto [end, code] = std::from_chars(s.data(), s.data() + s.size(), value);
    if (s.empty() || code != std::errc() || end != s.data() + s.size())
        return std::nullopt;
    return value;
}

std::string_view withoutLineEnds(std::string_view s) {
    const std::size_t first = s.find_first_not_of("\r\n");
    return first == std::string_view::npos ? std::string_view() : s.substr(first);
}

/// 20080430204825 as 2008-04-30T20:48:25Z.
std::string isoOf(std::string_view digits) {
    std::string padded(digits.substr(0, 14));
    padded.resize(14, '0');
    return padded.substr(0, 4) + "-" + padded.substr(4, 2) + "-" + padded.substr(6, 2) + "T" +
           padded.substr(8, 2) + ":" + padded.substr(10, 2) + ":" + padded.substr(12, 2) + "Z";
}

} // namespace

Result<Reader> Reader::open(const std::string &file) {
    Result<std::shared_ptr<Input>> input = openFile(file);
    if (!input)
        return input.error();
    return Reader(*input);
}

Reader::Reader(std::shared_ptr<Input> input)
    : m_bytes(std::make_unique<ByteSource>(std::move(input), Place{})) {}

Result<Record> Reader::readAt(const std::shared_ptr<Input> &input, Place place, const std::string &name) {
    Reader reader(inputOf({}));
    reader.m_bytes = std::make_unique<ByteSource>(input, place);
    reader.m_first = false;
    reader.m_single = true;
    reader.m_bytes->ensure(5);
    std::vector<std::string> fields;
    reader.m_arc = !text::startsWith(reader.m_bytes->buffered(), "WARC/");
    Record record;
    const Found found = reader.m_arc ? reader.readArc(record) : reader.readWarc(record);
    if (found == Found::Record)
        return record;
    return Error{ErrorKind::Rejected, "reading a record", name + " at byte " + std::to_string(place.member),
                 reader.m_rejects.empty() ? "the file ends there" : reader.m_rejects.front().reason,
                 "the archive has changed or is damaged: run guiyi capture --verify"};
}

std::optional<Record> Reader::next() {
    for (;;) {
        // Line ends between records, and the zeros that pad old archives.
        for (;;) {
            if (!m_bytes->ensure(1)) {
                tellDamage();
                return std::nullopt;
            }
            const std::string_view b = m_bytes->buffered();
            std::size_t blank = 0;
            while (blank < b.size() && (b[blank] == '\r' || b[blank] == '\n' || b[blank] == '\0'))
                ++blank;
            if (blank == 0)
                break;
            m_bytes->drop(blank);
        }
        if (m_first) {
            m_bytes->ensure(9);
            m_arc = text::startsWith(m_bytes->buffered(), "filedesc:");
        }
        m_first = false;
        Record record;
        const Found found = m_arc ? readArc(record) : readWarc(record);
        if (found == Found::Record)
            return record;
        if (found == Found::End) {
            tellDamage();
            return std::nullopt;
        }
    }
}

void Reader::keep(Place place, const std::string &reason) {
    ++m_rejected;
    if (m_rejects.size() < MostKept)
        m_rejects.push_back({place, reason});
}

/// A member whose record is whole, but not what was packed, and one that holds no record to be seen, are
/// known by nothing else.
void Reader::tellDamage() {
    for (; m_told < m_bytes->damagedMembers(); ++m_told)
        keep(m_bytes->lastDamage(),
             "packed bytes that are damaged: what they held is lost or not to be trusted");
}

void Reader::reject(const std::string &reason, std::size_t drop) {
    keep(m_bytes->place(), reason);
    if (m_told < m_bytes->damagedMembers())
        ++m_told;
    if (m_single)
        return;
    m_bytes->drop(drop);
    resync();
}

/// Moves to the next line that a record can begin with.
void Reader::resync() {
    for (;;) {
        const std::string_view b = m_bytes->buffered();
        bool broken = false;
        const std::size_t boundary = m_bytes->boundary(&broken);
        const std::size_t end = std::min(boundary, b.size());
        for (std::size_t at = 0; at < end;) {
            const bool lineBegins = at == 0 || b[at - 1] == '\n';
            const bool knownEnd = b.find('\n', at) != std::string_view::npos;
            if (lineBegins) {
                std::vector<std::string> fields;
                if (!m_arc && text::startsWith(b.substr(at), "WARC/")) {
                    m_bytes->drop(at);
                    return;
                }
                if (m_arc && knownEnd && isArcHeader(b.substr(at, b.find('\n', at) - at), fields)) {
                    m_bytes->drop(at);
                    return;
                }
            }
            const std::size_t line = b.find('\n', at);
            if (line == std::string_view::npos || line + 1 > end)
                break;
            at = line + 1;
        }
        if (boundary != std::string_view::npos && boundary <= b.size()) {
            m_bytes->drop(boundary);
            return;
        }
        // Keeps the last line, which may go on, unless it is longer than any header.
        const std::size_t last = b.rfind('\n');
        if (last != std::string_view::npos && last > 0)
            m_bytes->drop(last);
        else if (b.size() > LongestArcLine)
            m_bytes->drop(b.size() - 1);
        if (!m_bytes->fill()) {
            if (m_bytes->boundary() == std::string_view::npos) {
                m_bytes->drop(m_bytes->buffered().size());
                return;
            }
        }
    }
}

/// Length of the header lines with the empty line behind them; 0 when there is no end within `most` bytes.
std::size_t Reader::headerLength(std::size_t most) {
    for (std::size_t from = 0;;) {
        const std::string_view b = m_bytes->buffered();
        const std::size_t end = std::min({b.size(), most, m_bytes->boundary()});
        for (std::size_t line = b.find('\n', from); line != std::string_view::npos && line < end;
             line = b.find('\n', line + 1)) {
            if (line + 1 < end && b[line + 1] == '\n')
                return line + 2;
            if (line + 2 < end && b[line + 1] == '\r' && b[line + 2] == '\n')
                return line + 3;
        }
        if (b.size() >= most || m_bytes->boundary() != std::string_view::npos || !m_bytes->fill())
            return 0;
        from = end > 3 ? end - 3 : 0;
    }
}

/// Whether a record can end at `end`: only line ends follow, then the end, another member or a record.
bool Reader::endsThere(std::size_t end) {
    if (m_single)
        return true;
    m_bytes->ensure(end + 16);
    const std::size_t boundary = m_bytes->boundary();
    const std::string_view b = m_bytes->buffered();
    const std::string_view tail = withoutLineEnds(b.substr(end, std::min(boundary, b.size()) - end));
    if (tail.empty() || tail.front() == '\0')
        return true;
    if (!m_arc)
        return text::startsWith(tail, "WARC/");
    // The header line of the next record must be whole to be told from content.
    std::vector<std::string> fields;
    while (m_bytes->buffered().find('\n', end + 2) == std::string_view::npos &&
           m_bytes->buffered().size() < end + LongestArcLine && m_bytes->fill()) {
    }
    const std::string_view more = withoutLineEnds(m_bytes->buffered().substr(end));
    return isArcHeader(more.substr(0, more.find('\n')), fields);
}

std::string Reader::takeBlock(Record &record, std::size_t header, std::size_t length) {
    if (length > MaxBlock)
        return "larger than 512 MiB";
    const std::size_t need = header + length;
    bool broken = false;
    while (m_bytes->buffered().size() < need) {
        // A member that begins with a record ends the one before, whatever its length says.
        const std::size_t boundary = m_bytes->boundary(&broken);
        if (boundary != std::string_view::npos && boundary < need &&
            (broken || text::startsWith(m_bytes->buffered().substr(boundary), "WARC/")))
            break;
        if (!m_bytes->fill())
            break;
    }
    const std::string_view b = m_bytes->buffered();
    const std::size_t boundary = m_bytes->boundary(&broken);
    if (b.size() < need || (boundary < need && (broken || text::startsWith(b.substr(boundary), "WARC/"))))
        return "it ends after " +
               std::to_string(std::min(boundary, b.size()) - std::min(header, std::min(boundary, b.size()))) +
               " of the " + std::to_string(length) + " bytes its header promises";
    if (!endsThere(need))
        return "its length is wrong: no record follows after " + std::to_string(length) + " bytes";
    record.block.assign(m_bytes->buffered().substr(header, length));
    record.place = m_bytes->place();
    m_bytes->drop(need);
    return {};
}

Reader::Found Reader::readWarc(Record &record) {
    m_bytes->ensure(5);
    if (!text::startsWith(m_bytes->buffered(), "WARC/")) {
        reject("bytes that belong to no record", 0);
        return Found::Rejected;
    }
    const std::size_t header = headerLength(LongestHeader);
    if (header == 0) {
        reject("its header does not end", 5);
        return Found::Rejected;
    }
    const std::string_view lines = m_bytes->buffered().substr(0, header);
    const std::size_t line = lines.find('\n');
    record.version = std::string(text::trim(lines.substr(0, line)));
    record.headers = parseHeaders(lines.substr(line + 1));
    const std::optional<std::size_t> length = number(record.header("Content-Length"));
    if (!length) {
        reject("its header has no Content-Length", 5);
        return Found::Rejected;
    }
    if (const std::string why = takeBlock(record, header, *length); !why.empty()) {
        reject(why, header);
        return Found::Rejected;
    }
    return Found::Record;
}

/// URL, IP, date, media type … length; the URL may hold blanks.
bool Reader::isArcHeader(std::string_view line, std::vector<std::string> &fields) const {
    if (!line.empty() && line.back() == '\r')
        line.remove_suffix(1);
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos || colon > 10 || line.size() > LongestArcLine)
        return false;
    std::vector<std::string> all = text::split(line, ' ');
    if (all.size() < m_arcFields)
        return false;
    const std::size_t extra = all.size() - m_arcFields;
    std::string url = all[0];
    for (std::size_t i = 1; i <= extra; ++i)
        url += " " + all[i];
    fields.assign(1, url);
    fields.insert(fields.end(), all.begin() + static_cast<std::ptrdiff_t>(extra) + 1, all.end());
    const std::string &date = fields[2];
    const bool dated =
        date.size() >= 8 && date.size() <= 17 && date.find_first_not_of("0123456789") == std::string::npos;
    return dated && number(fields.back()).has_value();
}

Reader::Found Reader::readArc(Record &record) {
    while (m_bytes->buffered().find('\n') == std::string_view::npos &&
           m_bytes->buffered().size() < LongestArcLine && m_bytes->fill()) {
    }
    const std::string_view b = m_bytes->buffered();
    const std::size_t end = b.find('\n');
    std::vector<std::string> fields;
    const bool isFile = text::startsWith(b, "filedesc:");
    // What the file's own record has not said yet, or says of itself.
    if ((m_single || isFile) && end != std::string_view::npos && !isArcHeader(b.substr(0, end), fields))
        m_arcFields = 10;
    if (end == std::string_view::npos || !isArcHeader(b.substr(0, end), fields)) {
        reject("bytes that belong to no record", std::min<std::size_t>(b.size(), 1));
        return Found::Rejected;
    }
    const std::size_t length = *number(fields.back());
    if (isFile) {
        // The file's own record says which fields the others have; its block ends with an empty line.
        m_bytes->ensure(std::min(end + 1 + length, LongestArcLine));
        m_arcFields = text::startsWith(m_bytes->buffered().substr(end + 1), "2 ") ? 10 : 5;
    }
    record.version = m_arcFields == 10 ? "ARC/2" : "ARC/1";
    if (const std::string why = takeBlock(record, end + 1, length); !why.empty()) {
        reject(why, end + 1);
        return Found::Rejected;
    }
    const bool isHttp = text::startsWith(record.block, "HTTP/");
    const char *const type = isFile ? "warcinfo" : isHttp ? "response" : "resource";
    record.headers = {{"WARC-Type", type},
                      {"WARC-Target-URI", fields[0]},
                      {"WARC-IP-Address", fields[1]},
                      {"WARC-Date", isoOf(fields[2])},
                      {"Content-Type", isHttp ? "application/http; msgtype=response" : fields[3]},
                      {"Content-Length", fields.back()}};
    return Found::Record;
}

} // namespace guiyi::warc
