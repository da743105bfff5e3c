// One writer per workspace.
#pragma once

#include "schema/config/workspace.h"

namespace guiyi {

/// Held while a command writes into the workspace; released by its end, however it ends (flock).
class WorkspaceLock {
public:
    /// Makes the state folders and takes the lock. Fails with Retry when another guiyi holds it (its process
    /// id is in the words), with Failed when the folder cannot be written.
    static Result<WorkspaceLock> take(const Workspace &workspace);
    WorkspaceLock(WorkspaceLock &&other) noexcept : m_descriptor(std::exchange(other.m_descriptor, -1)) {}
    WorkspaceLock &operator=(WorkspaceLock &&) = delete;
    ~WorkspaceLock();

private:
    explicit WorkspaceLock(int descriptor) : m_descriptor(descriptor) {}
    int m_descriptor;
};

} // namespace guiyi
