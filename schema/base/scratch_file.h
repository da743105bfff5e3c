// A file for what would not fit in memory.
#pragma once

#include "schema/base/result.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace guiyi {

/// Bytes are added at the end and read anywhere. The file has no name once it is open, so that nothing stays
/// behind. What goes wrong is kept: the file then does nothing more, and status() says why. One thread.
class ScratchFile {
public:
    /// `doing` and `advice` are what errors say.
    ScratchFile(std::string doing, std::string advice)
        : m_doing(std::move(doing)), m_advice(std::move(advice)) {}
    ScratchFile(const ScratchFile &) = delete;
    ScratchFile &operator=(const ScratchFile &) = delete;
    ~ScratchFile();

    /// `path` names a file that may be made there; one that is there is replaced.
    Status open(const std::string &path);
    bool isOpen() const { return m_descriptor >= 0; }
    /// Answers with the place the bytes stand at.
    std::uint64_t add(std::string_view bytes);
    /// What stands from `place` on, at most `size` bytes; fewer at the end and after an error.
    std::size_t read(std::uint64_t place, char *into, std::size_t size);
    std::uint64_t size() const { return m_written + m_waiting.size(); }
    const Status &status() const { return m_status; }

private:
    void write(std::string_view bytes);
    void failed();

    std::string m_doing, m_advice, m_path;
    int m_descriptor = -1;
    std::string m_waiting; ///< the end of the file, not written yet
    std::uint64_t m_written = 0;
    Status m_status;
};

} // namespace guiyi
