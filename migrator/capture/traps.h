// Endless places: calendars, sort orders, self-nesting paths. A budget for each, and an account of what it
// refused.
#pragma once

#include "schema/url/url.h"

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace guiyi::capture {

struct Trap {
    std::string rule;    ///< trap.nesting, trap.calendar, trap.sorting, trap.repeating, trap.length
    std::string message; ///< for people, with the budget
    std::int64_t refused = 0;
    std::vector<std::string> examples; ///< the first few
};

/// Decides on own addresses before they are asked for, and learns from answers. One thread.
class Traps {
public:
    /// False when a trap's budget is used up; the refusal is kept.
    bool allows(const Url &url);
    /// Looks at a page's answer: shapes of addresses whose pages repeat each other but for numbers run dry.
    void learn(const Url &url, std::string_view body);
    const std::map<std::string, Trap> &traps() const { return m_traps; }

    /// What was learnt and refused, as lines of text for a capture that goes on; the same state gives the
    /// same text.
    std::string saved() const;
    /// Begins where saved() was called; lines that are none are passed over.
    void restore(std::string_view saved);

private:
    struct Shape {
        std::uint32_t asked = 0, pages = 0, repeats = 0;
        std::vector<std::uint32_t> kinds; ///< short hashes of what was seen, without digits
    };
    bool refuse(const std::string &rule, const std::string &message, const std::string &shape,
                const Url &url);
    std::unordered_map<std::string, Shape> m_shapes;
    std::map<std::string, Trap> m_traps;
    std::string m_plain; ///< room
};

/// The address with every number as 0 and parameters by name alone: what a script makes many of.
std::string shapeOfAddress(const Url &url);

} // namespace guiyi::capture
