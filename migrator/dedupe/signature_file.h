// Signatures of all articles on disk: written once in a row, read by band for candidates and one by one for
// checks.
#pragma once

#include "mappings/dedupe/signature.h"
#include "schema/base/result.h"

#include <QtCore/qtemporaryfile.h>

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace guiyi {

/// Two temporary files, which vanish with the object: 512 bytes an article on disk, a few hundred KB in
/// memory. One thread writes; read() may be called by several.
class SignatureFile {
public:
    static Result<std::unique_ptr<SignatureFile>> create(const std::string &folder);

    Status add(const mapping::Signature &signature);
    /// After the last add().
    Status finish();
    std::size_t size() const { return m_size; }

    /// The keys of one band, in the order of add().
    Status eachKey(std::size_t band,
                   const std::function<void(std::size_t index, std::uint64_t key, std::uint64_t following)>
                       &visit) const;
    Result<mapping::Signature> read(std::size_t index) const;

private:
    explicit SignatureFile(std::string folder) : m_folder(std::move(folder)) {}
    Status writeBlock();
    Error error(const char *what) const;

    std::string m_folder;
    QTemporaryFile m_rows, m_columns;
    std::vector<mapping::Signature> m_block;
    std::size_t m_size = 0;
};

} // namespace guiyi
