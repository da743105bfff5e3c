// Lines of access logs: common, combined (with or without the host in front), and W3C as IIS writes it.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace guiyi::mapping {

/// A request of a log. Views into the line.
struct LogRequest {
    std::string_view host; ///< empty when the line does not tell
    std::string_view method;
    std::string_view target; ///< path and query as logged
    std::string_view referrer, agent;
    int status = 0;
};

enum class LogLine { Request, Directive, Malformed };

/// Reads line by line; the format of a W3C log stands in its "#Fields:" lines, so one reader reads one file
/// from its beginning. Views in `request` live as long as the line and until the next call.
class LogLineReader {
public:
    LogLine read(std::string_view line, LogRequest &request);

private:
    LogLine directive(std::string_view line);
    LogLine w3c(std::string_view line, LogRequest &request);
    static LogLine combined(std::string_view line, LogRequest &request);

    enum class Column { Other, Method, Stem, Query, Host, Status, Agent, Referrer };
    std::vector<Column> m_columns; ///< of a W3C log; empty: common or combined
    std::string m_target;          ///< stem and query put together
};

} // namespace guiyi::mapping
