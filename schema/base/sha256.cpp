#include "schema/base/sha256.h"

#include <openssl/evp.h>

#include <array>

namespace guiyi {

namespace {

using Digest = std::array<unsigned char, EVP_MAX_MD_SIZE>;

std::string hexOf(const Digest &digest, unsigned length) {
    static constexpr char Digits[] = "0123456789abcdef";
    std::string hex;
    hex.reserve(std::size_t{length} * 2);
    for (unsigned i = 0; i < length; ++i) {
        hex += Digits[digest[i] >> 4U];
        hex += Digits[digest[i] & 15U];
    }
    return hex;
}

EVP_MD_CTX *context(const auto &owner) {
    return static_cast<EVP_MD_CTX *>(owner.get());
}

} // namespace

std::string sha256Hex(std::string_view bytes) {
    Digest digest{};
    unsigned length = 0;
    EVP_Digest(bytes.data(), bytes.size(), digest.data(), &length, EVP_sha256(), nullptr);
    return hexOf(digest, length);
}

void Sha256::FreeContext::operator()(void *context) const {
    EVP_MD_CTX_free(static_cast<EVP_MD_CTX *>(context));
}

Sha256::Sha256() : m_context(EVP_MD_CTX_new()) {
    EVP_DigestInit_ex(context(m_context), EVP_sha256(), nullptr);
}

void Sha256::add(std::string_view bytes) {
    EVP_DigestUpdate(context(m_context), bytes.data(), bytes.size());
}

std::string Sha256::hex() {
    Digest digest{};
    unsigned length = 0;
    EVP_DigestFinal_ex(context(m_context), digest.data(), &length);
    return hexOf(digest, length);
}

} // namespace guiyi
