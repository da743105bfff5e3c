#include "schema/base/sha256.h"

#include <openssl/evp.h>

#include <array>

namespace guiyi {

std::string hexOf(std::string_view bytes) {
    static constexpr char Digits[] = "0123456789abcdef";
    std::string hex(bytes.size() * 2, '\0');
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        const auto byte = static_cast<unsigned char>(bytes[i]);
        hex[2 * i] = Digits[byte >> 4U];
        hex[2 * i + 1] = Digits[byte & 15U];
    }
    return hex;
}

namespace {

using Digest = std::array<unsigned char, EVP_MAX_MD_SIZE>;

std::string hexDigest(const Digest &digest, unsigned length) {
    return hexOf(std::string_view(reinterpret_cast<const char *>(digest.data()), length));
}

EVP_MD_CTX *context(const auto &owner) {
    return static_cast<EVP_MD_CTX *>(owner.get());
}

/// Looked up once: OpenSSL 3 searches its providers each time it is given EVP_sha256().
const EVP_MD *algorithm() {
    static const EVP_MD *const fetched = EVP_MD_fetch(nullptr, "SHA256", nullptr);
    return fetched;
}

} // namespace

std::string sha256Hex(std::string_view bytes) {
    static thread_local Sha256 hash; // to make one takes as long as to hash a short text
    hash.add(bytes);
    return hash.hex();
}

void Sha256::FreeContext::operator()(void *context) const {
    EVP_MD_CTX_free(static_cast<EVP_MD_CTX *>(context));
}

Sha256::Sha256() : m_context(EVP_MD_CTX_new()) {
    EVP_DigestInit_ex2(context(m_context), algorithm(), nullptr);
}

void Sha256::add(std::string_view bytes) {
    EVP_DigestUpdate(context(m_context), bytes.data(), bytes.size());
}

std::string Sha256::hex() {
    Digest digest{};
    unsigned length = 0;
    EVP_DigestFinal_ex(context(m_context), digest.data(), &length);
    EVP_DigestInit_ex2(context(m_context), algorithm(), nullptr);
    return hexDigest(digest, length);
}

} // namespace guiyi
