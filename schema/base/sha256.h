// Content hashes.
#pragma once

#include <memory>
#include <string>
#include <string_view>

namespace guiyi {

/// Each byte as two hex digits in lower case.
std::string hexOf(std::string_view bytes);

/// SHA-256 of `bytes`, 64 hex digits in lower case.
std::string sha256Hex(std::string_view bytes);

/// The same of bytes that come in pieces.
class Sha256 {
public:
    Sha256();
    void add(std::string_view bytes);
    /// Of all that was added since the last one.
    std::string hex();

private:
    struct FreeContext {
        void operator()(void *context) const;
    };
    std::unique_ptr<void, FreeContext> m_context; ///< of OpenSSL, whose header stays out of this one
};

} // namespace guiyi
