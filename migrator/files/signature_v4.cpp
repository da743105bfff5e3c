#include "migrator/files/signature_v4.h"

#include "schema/base/sha256.h"
#include "schema/base/text.h"

#include <array>
#include <cstdint>
#include <ctime>
#include <openssl/evp.h>
#include <openssl/hmac.h>

namespace guiyi::s3 {

namespace {

constexpr std::string_view Algorithm = "AWS4-HMAC-SHA256", Service = "s3", Ending = "aws4_request";
constexpr std::size_t DateLength = 8; ///< of a timestamp

std::string encoded(std::string_view text, bool keepSlash) {
    constexpr std::string_view Digits = "0123456789ABCDEF";
    std::string out;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        const bool plain = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
                           c == '-' || c == '.' || c == '_' || c == '~' || (keepSlash && c == '/');
        if (plain) {
            out += c;
            continue;
        }
        out += '%';
        out += Digits[byte >> 4U];
        out += Digits[byte & 15U];
    }
    return out;
}

std::string hmac(std::string_view key, std::string_view text) {
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned size = 0;
    HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()),
         reinterpret_cast<const unsigned char *>(text.data()), text.size(), digest.data(), &size);
    return {digest.begin(), digest.begin() + size};
}

} // namespace

std::string encodePath(std::string_view path) {
    return encoded(path, true);
}

std::string encodeQueryValue(std::string_view value) {
    return encoded(value, false);
}

std::string encodeQuery(const std::map<std::string, std::string> &query) {
    std::string out;
    for (const auto &[name, value] : query)
        out += (out.empty() ? "" : "&") + encodeQueryValue(name) + "=" + encodeQueryValue(value);
    return out;
}

std::string timestamp(std::int64_t seconds) {
    const std::time_t time = seconds;
    std::tm parts{};
    gmtime_r(&time, &parts);
    std::array<char, 32> text{};
    const std::size_t length = std::strftime(text.data(), text.size(), "%Y%m%dT%H%M%SZ", &parts);
    return {text.data(), length};
}

void sign(Request &request, const Credentials &credentials, const std::string &time) {
    const std::string bodyHash = sha256Hex(request.body);
    request.headers["x-amz-date"] = time;
    request.headers["x-amz-content-sha256"] = bodyHash;
    std::string names, lines;
    for (const auto &[name, value] : request.headers) {
        names += (names.empty() ? "" : ";") + name;
        lines += name + ":" + std::string(text::trim(value)) + "\n";
    }
    const std::string canonical = request.method + "\n" + request.path + "\n" + encodeQuery(request.query) +
                                  "\n" + lines + "\n" + names + "\n" + bodyHash;
    const std::string day = time.substr(0, DateLength);
    std::string scope = day;
    scope.append("/").append(credentials.region).append("/").append(Service).append("/").append(Ending);
    std::string toSign(Algorithm);
    toSign.append("\n").append(time).append("\n").append(scope).append("\n").append(sha256Hex(canonical));
    std::string key = hmac("AWS4" + credentials.secret, day);
    key = hmac(key, credentials.region);
    key = hmac(key, Service);
    key = hmac(key, Ending);
    std::string authorization(Algorithm);
    authorization.append(" Credential=").append(credentials.accessKey).append("/").append(scope);
    authorization.append(",SignedHeaders=")
        .append(names)
        .append(",Signature=")
        .append(hexOf(hmac(key, toSign)));
    request.headers["authorization"] = std::move(authorization);
}

} // namespace guiyi::s3
