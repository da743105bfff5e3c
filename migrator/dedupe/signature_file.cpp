#include "migrator/dedupe/signature_file.h"

#include "schema/base/text.h"

#include <cerrno>
#include <cstring>
#include <unistd.h>

namespace guiyi {

namespace {

constexpr std::size_t BlockSize = 1024; ///< signatures; their keys of one band are one read of 8 KB
using BlockKeys = std::vector<std::uint64_t>;

bool writeAll(QTemporaryFile &file, const void *data, std::size_t bytes) {
    return file.write(static_cast<const char *>(data), static_cast<qint64>(bytes)) ==
           static_cast<qint64>(bytes);
}

/// pread: needs no position, so threads may read at once, and no mapping, so memory stays small.
bool readAt(int descriptor, void *data, std::size_t bytes, std::size_t offset) {
    return ::pread(descriptor, data, bytes, static_cast<off_t>(offset)) == static_cast<ssize_t>(bytes);
}

} // namespace

Result<std::unique_ptr<SignatureFile>> SignatureFile::create(const std::string &folder) {
    std::unique_ptr<SignatureFile> made(new SignatureFile(folder));
    for (QTemporaryFile *file : {&made->m_rows, &made->m_columns}) {
        file->setFileTemplate(text::toQString(folder + "/signatures-XXXXXX"));
        if (!file->open())
            return made->error("creating a temporary file");
    }
    return made;
}

Error SignatureFile::error(const char *what) const {
    return {ErrorKind::Failed, what, m_folder, std::strerror(errno),
            "free space there or make it writable, then run the command again"};
}

Status SignatureFile::add(const mapping::Signature &signature) {
    m_block.push_back(signature);
    ++m_size;
    return m_block.size() < BlockSize ? Status() : writeBlock();
}

Status SignatureFile::writeBlock() {
    BlockKeys keys(mapping::Bands * BlockSize, 0);
    for (std::size_t i = 0; i < m_block.size(); ++i) {
        for (std::size_t band = 0; band < mapping::Bands; ++band)
            keys[band * BlockSize + i] = mapping::bandKey(m_block[i], band);
    }
    if (!writeAll(m_rows, m_block.data(), m_block.size() * sizeof(mapping::Signature)) ||
        !writeAll(m_columns, keys.data(), keys.size() * sizeof(std::uint64_t)))
        return error("writing signatures");
    m_block.clear();
    return {};
}

Status SignatureFile::finish() {
    if (!m_block.empty()) {
        if (Status s = writeBlock(); !s)
            return s;
    }
    if (!m_rows.flush() || !m_columns.flush())
        return error("writing signatures");
    return {};
}

Status
SignatureFile::eachKey(std::size_t band,
                       const std::function<void(std::size_t, std::uint64_t, std::uint64_t)> &visit) const {
    BlockKeys keys(BlockSize), following(BlockSize);
    for (std::size_t first = 0; first < m_size; first += BlockSize) {
        const auto offsetOf = [&](std::size_t b) {
            return (first * mapping::Bands + (b % mapping::Bands) * BlockSize) * sizeof(std::uint64_t);
        };
        constexpr std::size_t Bytes = BlockSize * sizeof(std::uint64_t);
        if (!readAt(m_columns.handle(), keys.data(), Bytes, offsetOf(band)) ||
            !readAt(m_columns.handle(), following.data(), Bytes, offsetOf(band + 1)))
            return error("reading signatures");
        for (std::size_t i = 0; i < std::min(BlockSize, m_size - first); ++i)
            visit(first + i, keys[i], following[i]);
    }
    return {};
}

Result<mapping::Signature> SignatureFile::read(std::size_t index) const {
    mapping::Signature signature;
    if (!readAt(m_rows.handle(), &signature, sizeof signature, index * sizeof signature))
        return error("reading a signature");
    return signature;
}

} // namespace guiyi
