#include "adapters/cms/dump_text.h"

#include "adapters/html/decode.h"
#include "adapters/html/encodings.h"

#include <algorithm>
#include <optional>
#include <utility>

namespace guiyi::cms {

namespace {

/// Lines up to this length are decoded whole; a statement of any length is read in such pieces.
constexpr std::size_t LongLine = std::size_t(4) << 20;
/// A line that is GB18030 has that many of its high bytes malformed as UTF-8 at least: one in four.
constexpr std::size_t MostHighBytesPerFault = 4;

bool isUtf8(std::string_view bytes) {
    return html::findInvalidUtf8(bytes.data(), bytes.data() + bytes.size()) == bytes.data() + bytes.size();
}

/// A line that is no UTF-8 as the GB18030 it seems to be; nothing when only some of its bytes are damaged.
std::optional<std::string> asGb18030(std::string_view line, std::size_t malformed) {
    const auto high = static_cast<std::size_t>(std::count_if(
        line.begin(), line.end(), [](char c) { return static_cast<unsigned char>(c) >= 0x80; }));
    if (malformed * MostHighBytesPerFault < high)
        return std::nullopt;
    html::Decoded other = html::decodeAs(line, "gb18030");
    return other.malformed == 0 ? std::optional(std::move(other.text)) : std::nullopt;
}

} // namespace

void DumpText::drop(std::size_t at) {
    m_text.erase(0, at);
    m_dropped += at;
}

Result<bool> DumpText::more() {
    while (!m_ended) {
        Result<std::string> bytes = m_source();
        if (!bytes)
            return bytes.error();
        if (bytes->empty()) {
            m_ended = true;
            append(m_pending.size());
            m_text += "\n;\n"; // the last statement may lack its end
            return true;
        }
        const std::size_t before = m_pending.size();
        m_pending += *bytes;
        if (const std::size_t cut = safeCut(before); cut > 0) {
            append(cut);
            return true;
        }
    }
    return false;
}

/// Behind the last line end; in a very long line before a byte that is never inside a character: no encoding
/// of Chinese has one below '0' there.
std::size_t DumpText::safeCut(std::size_t from) const {
    const std::size_t lineEnd = std::string_view(m_pending).substr(from).rfind('\n');
    if (lineEnd != std::string_view::npos)
        return from + lineEnd + 1;
    std::size_t cut = m_pending.size() > LongLine ? m_pending.size() : 0;
    while (cut > 0 && static_cast<unsigned char>(m_pending[cut - 1]) >= 0x30)
        --cut;
    return cut;
}

void DumpText::append(std::size_t bytes) {
    std::string_view chunk = std::string_view(m_pending).substr(0, bytes);
    if (!std::exchange(m_begun, true) && chunk.starts_with("\xEF\xBB\xBF"))
        chunk.remove_prefix(3);
    if (m_utf8 && isUtf8(chunk)) {
        m_text += chunk;
    } else {
        for (std::size_t at = 0; at < chunk.size();) {
            const std::size_t end = std::min(chunk.find('\n', at), chunk.size() - 1) + 1;
            appendLine(chunk.substr(at, end - at));
            at = end;
        }
    }
    m_pending.erase(0, bytes);
}

void DumpText::appendLine(std::string_view line) {
    const html::Decoded decoded = html::decodeAs(line, m_encoding);
    std::optional<std::string> other;
    // mysqldump writes the definitions of tables in UTF-8, whatever the charset of the rows.
    if (decoded.malformed > 0 && !m_utf8 && isUtf8(line))
        other = line;
    if (decoded.malformed > 0 && m_utf8) {
        other = asGb18030(line, decoded.malformed);
        m_foreign += other ? 1 : 0;
    }
    m_lost += other ? 0 : static_cast<std::int64_t>(decoded.malformed);
    m_text += other ? *other : decoded.text;
}

} // namespace guiyi::cms
