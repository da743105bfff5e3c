// Results and errors: every failure says what, where, why and what to do about it.
#pragma once

#include <cassert>
#include <optional>
#include <string>
#include <utility>
#include <variant>

namespace guiyi {

/// What the caller should do about an error; decides exit codes and whether a run goes on.
enum class ErrorKind {
    Usage,     ///< the user asked for something impossible or wrote a wrong file: exit 2, nothing changed
    Rejected,  ///< one record is bad: reject it, count it, go on
    Retry,     ///< may pass later (lock, lost connection)
    Failed,    ///< the run cannot go on (disk full, read-only workspace): exit 3, the next run continues
    Stale,     ///< inputs changed since the plan was made: plan again
    Cancelled, ///< the user stopped the run
};

/// An error in words people can act on. `where` is a site, URL, file:line, table or row.
struct Error {
    ErrorKind kind = ErrorKind::Failed;
    std::string what;   ///< what was being done
    std::string where;  ///< where it happened
    std::string why;    ///< why it went wrong
    std::string advice; ///< what to do

    /// One line: "what: where: why; advice".
    std::string text() const {
        std::string s = what;
        for (const std::string *part : {&where, &why}) {
            if (!part->empty()) {
                s += s.empty() ? "" : ": ";
                s += *part;
            }
        }
        if (!advice.empty()) {
            s += "; ";
            s += advice;
        }
        return s;
    }
};

/// A value or an Error. Never ignore one.
template <typename T>
class [[nodiscard]] Result {
public:
    Result(T value) : m_state(std::move(value)) {}     // NOLINT(google-explicit-constructor)
    Result(Error error) : m_state(std::move(error)) {} // NOLINT(google-explicit-constructor)

    bool ok() const { return std::holds_alternative<T>(m_state); }
    explicit operator bool() const { return ok(); }
    T &value() & {
        assert(ok());
        return std::get<T>(m_state);
    }
    const T &value() const & {
        assert(ok());
        return std::get<T>(m_state);
    }
    T &&value() && {
        assert(ok());
        return std::get<T>(std::move(m_state));
    }
    T *operator->() { return &value(); }
    const T *operator->() const { return &value(); }
    T &operator*() { return value(); }
    const T &operator*() const { return value(); }
    const Error &error() const {
        assert(!ok());
        return std::get<Error>(m_state);
    }

private:
    std::variant<T, Error> m_state;
};

/// Success or an Error.
class [[nodiscard]] Status {
public:
    Status() = default;
    Status(Error error) : m_error(std::move(error)) {} // NOLINT(google-explicit-constructor)
    bool ok() const { return !m_error.has_value(); }
    explicit operator bool() const { return ok(); }
    const Error &error() const { return *m_error; }

private:
    std::optional<Error> m_error;
};

} // namespace guiyi
