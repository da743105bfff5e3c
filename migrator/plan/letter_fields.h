// The texts of a letter by the names of their columns: one list for rows and JSON.
#pragma once

#include "schema/model/model.h"

#include <string>
#include <string_view>

namespace guiyi {

struct LetterField {
    std::string_view name;
    std::string Letter::*value;
};

/// In the order of the columns; whether the letter is public stands apart.
inline constexpr LetterField LetterFields[] = {
    {"number", &Letter::number},     {"sender", &Letter::sender},   {"type", &Letter::type},
    {"question", &Letter::question}, {"asked", &Letter::asked},     {"reply", &Letter::reply},
    {"replied", &Letter::replied},   {"replier", &Letter::replier}, {"status", &Letter::status}};

} // namespace guiyi
