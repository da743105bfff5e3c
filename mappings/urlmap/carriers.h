// Which attributes carry addresses, and in what form.
#pragma once

#include <string>
#include <string_view>

namespace guiyi::mapping {

/// What the value of an attribute is to a reader of addresses.
enum class Carrier {
    None,
    Address,   ///< one address
    Addresses, ///< several, with blanks between them
    SourceSet, ///< srcset
    Style,     ///< declarations
    Script,    ///< an event handler
    Content,   ///< of meta: depends on the element's other attributes
    Value,     ///< of param: an address when the parameter's name says so
    Loose,     ///< an address only when absolute; or JSON
    Markup,    ///< srcdoc: a page of its own
};

/// The carrier of the attribute `written`; `name` receives it in lower case when it is one.
Carrier carrierOf(std::string_view written, std::string &name);

} // namespace guiyi::mapping
