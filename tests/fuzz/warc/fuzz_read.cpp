// Archives of any bytes: reading ends, and every record that was handed over can be read again at its place.
#include "adapters/warc/mhtml.h"
#include "adapters/warc/reader.h"

#include <cstdint>
#include <cstdlib>

using namespace guiyi::warc;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size) {
    const std::string_view bytes(reinterpret_cast<const char *>(data), size);
    const std::shared_ptr<Input> input = inputOf(bytes);
    Reader reader(input);
    while (const std::optional<Record> record = reader.next()) {
        if (const std::optional<HttpResponse> http = parseHttp(record->block))
            (void)decodePayload(*http, 1 << 20);
        const auto again = Reader::readAt(input, record->place, "x");
        if (record->version.substr(0, 3) != "ARC" && (!again.ok() || again->block != record->block))
            std::abort();
    }
    std::vector<std::string> rejects;
    (void)warcOfMhtml(*input, rejects);
    return 0;
}
