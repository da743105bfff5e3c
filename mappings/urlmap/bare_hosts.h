// Names of hosts in running text that stand without a scheme: 请登录www.example.gov.cn查询.
#pragma once

#include <cstddef>
#include <string_view>

namespace guiyi::mapping {

/// Where an address stands in a text; `begin` == `end`: nowhere.
struct TextRange {
    std::size_t begin = 0, end = 0;
};

/// The first name of a host in text[from, end) that begins with "www." or ends with ".gov.cn", in any case,
/// with the port and path that follow it. Whole names only: what stands before is no byte of a name or an
/// address (Chinese characters and blanks are borders, '@', '/' and '=' are not), and what follows is none
/// either. Full stops and brackets that close a sentence are no part of it.
TextRange nextBareHost(std::string_view text, std::size_t from, std::size_t end);

} // namespace guiyi::mapping
