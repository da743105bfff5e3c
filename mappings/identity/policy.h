// What identifies a policy document (规范性文件): its number, its title, its validity; and which texts
// explain one.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace guiyi::mapping {

/// 发文字号 in one form: half width, brackets 〔〕, without blanks, 第 and leading zeros:
/// "国办发〔2017〕47号" for 国办发［２０１７］第47号. Orders keep theirs: "国务院令第711号". Empty for what
/// is no document number. (GB/T 9704-2012, 7.2.5: agency code, year in 〔〕, serial number without 第 and
/// zeros.)
std::string normalisedDocumentNumber(std::string_view number);

/// The document numbers a text names, normalised, each once, in order of appearance.
std::vector<std::string> documentNumbersIn(std::string_view text);

/// What stands between 《 and 》 in a text, outermost, as normalisedTitleKey; each once, in order.
std::vector<std::string> quotedTitlesIn(std::string_view text);

enum class Validity { Unknown, Valid, Amended, Repealed, Expired };

/// 现行有效, 已修改, 已废止, 已失效; empty for Unknown.
std::string_view toText(Validity validity);

/// From the box's 有效性 or, where that says nothing, from a mark in the title (【已废止】…, …（已失效）).
Validity validityOf(std::string_view status, std::string_view title);

/// 政策解读, 图解, 一图读懂, 答记者问 and their kin in the title.
bool isInterpretationTitle(std::string_view title);

} // namespace guiyi::mapping
