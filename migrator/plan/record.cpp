#include "migrator/plan/record.h"

#include "migrator/map/hasher.h"
#include "schema/base/json_writer.h"
#include "schema/base/text.h"

namespace guiyi {

namespace {

constexpr std::size_t LongestShown = 300; ///< bytes

/// Around the first difference, so that the reader sees it.
std::string shown(std::string_view value, std::size_t differsAt) {
    if (value.size() <= LongestShown)
        return std::string(value);
    std::size_t begin = differsAt > 60 ? differsAt - 60 : 0;
    while (begin > 0 && begin < value.size() && (static_cast<unsigned char>(value[begin]) & 0xC0U) == 0x80U)
        --begin;
    std::string cut = begin > 0 ? "…" : "";
    cut += text::head(value.substr(std::min(begin, value.size())), 100);
    Hasher hasher;
    hasher.add(value);
    return cut + " [" + std::to_string(value.size()) + " bytes, " + hasher.hex().substr(0, 12) + "]";
}

} // namespace

const std::string &Record::field(std::string_view name) const {
    static const std::string None;
    for (const auto &[known, value] : fields) {
        if (known == name)
            return value;
    }
    return None;
}

std::string hashOf(const Record &record) {
    Hasher hasher;
    hasher.add(record.entity);
    for (const auto &[name, value] : record.fields)
        hasher.add(name).add(value);
    return hasher.hex();
}

std::string changesBetween(const Record &before, const Record &after) {
    JsonWriter json;
    json.beginObject();
    for (const auto &[name, value] : after.fields) {
        const std::string &old = before.field(name);
        if (old == value)
            continue;
        std::size_t at = 0;
        while (at < old.size() && at < value.size() && old[at] == value[at])
            ++at;
        json.key(name).beginArray();
        json.textOrNull(shown(old, at)).textOrNull(shown(value, at)).endArray();
    }
    json.endObject();
    return json.take();
}

} // namespace guiyi
