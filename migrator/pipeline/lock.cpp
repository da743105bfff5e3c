#include "migrator/pipeline/lock.h"

#include "migrator/pipeline/words.h"
#include "schema/config/files.h"

#include <array>
#include <cerrno>
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

namespace guiyi {

namespace {

/// The process id the holder wrote; "?" when it cannot be read.
QString holder(int descriptor) {
    std::array<char, 32> text{};
    const ssize_t length = ::pread(descriptor, text.data(), text.size() - 1, 0);
    return length > 0 ? QString::fromLatin1(text.data(), static_cast<qsizetype>(length)).trimmed()
                      : QStringLiteral("?");
}

} // namespace

Result<WorkspaceLock> WorkspaceLock::take(const Workspace &workspace) {
    const std::string state = workspace.root() + "/.guiyi";
    for (const std::string &folder :
         {state, state + "/staging", workspace.blobsFolder(), workspace.plansFolder(),
          workspace.reportsFolder(), workspace.rejectsFolder(), workspace.root() + "/mappings"}) {
        if (const Status made = makeFolder(folder); !made)
            return made.error();
    }
    const std::string file = state + "/lock";
    const std::string what = PipelineText::tr("locking the workspace").toStdString();
    const int descriptor = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
    if (descriptor < 0)
        return systemError(errno, what, file);
    WorkspaceLock lock(descriptor);
    if (::flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
        if (errno != EWOULDBLOCK)
            return systemError(errno, what, file);
        return Error{ErrorKind::Retry, what, workspace.root(),
                     PipelineText::tr("another guiyi (process %1) is working on it")
                         .arg(holder(descriptor))
                         .toStdString(),
                     PipelineText::tr("wait until it is done").toStdString()};
    }
    const std::string id = std::to_string(::getpid()) + "\n";
    if (::ftruncate(descriptor, 0) != 0 || ::pwrite(descriptor, id.data(), id.size(), 0) < 0)
        return systemError(errno, what, file);
    return lock;
}

WorkspaceLock::~WorkspaceLock() {
    if (m_descriptor >= 0)
        ::close(m_descriptor);
}

} // namespace guiyi
