#include "migrator/plan/merge.h"

#include "schema/base/text.h"

#include <algorithm>
#include <xxhash.h>

namespace guiyi {

namespace {

constexpr std::size_t PieceLength = 12; ///< hex digits of a field's hash: 48 bits

std::string pieceOf(std::string_view value) {
    constexpr std::string_view Digits = "0123456789abcdef";
    std::uint64_t hash = XXH3_64bits(value.data(), value.size());
    std::string piece(PieceLength, '0');
    for (char &digit : piece) {
        digit = Digits[hash & 15U];
        hash >>= 4U;
    }
    return piece;
}

bool names(const std::vector<std::string> &list, std::string_view field) {
    return std::find(list.begin(), list.end(), field) != list.end();
}

} // namespace

std::string baseOf(const Record &record, const std::vector<std::string> &kept, std::string_view before) {
    const bool remembered = before.size() == record.fields.size() * PieceLength;
    std::string base;
    base.reserve(record.fields.size() * PieceLength);
    for (std::size_t i = 0; i < record.fields.size(); ++i) {
        const auto &[name, value] = record.fields[i];
        if (remembered && names(kept, name))
            base += before.substr(i * PieceLength, PieceLength);
        else
            base += pieceOf(value);
    }
    return base;
}

Merge mergeRecords(const Record &desired, const Record &current, std::string_view base,
                   const ConflictPolicies &policies) {
    Merge merge;
    const bool remembered = base.size() == desired.fields.size() * PieceLength;
    for (std::size_t i = 0; i < desired.fields.size(); ++i) {
        const auto &[name, ours] = desired.fields[i];
        const std::string &theirs = current.field(name);
        if (ours == theirs || (remembered && base.substr(i * PieceLength, PieceLength) == pieceOf(theirs)))
            continue;
        switch (policies.of(policyName(name))) {
        case ConflictPolicy::Ask:
            merge.asked.emplace_back(name);
            break;
        case ConflictPolicy::Ours:
            merge.replaced.emplace_back(name);
            break;
        case ConflictPolicy::Theirs:
            merge.kept.emplace_back(name);
            break;
        }
    }
    std::vector<std::string> whole; // with what goes together with a kept field
    for (const auto &[name, value] : desired.fields) {
        const std::string_view group = policyName(name);
        if (std::any_of(merge.kept.begin(), merge.kept.end(),
                        [group](const std::string &field) { return policyName(field) == group; }))
            whole.emplace_back(name);
    }
    merge.kept = std::move(whole);
    merge.record = withKept(desired, current, merge.kept);
    return merge;
}

Record withKept(Record desired, const Record &current, const std::vector<std::string> &kept) {
    for (auto &[name, value] : desired.fields) {
        if (names(kept, name))
            value = current.field(name);
    }
    return desired;
}

std::string fieldList(const std::vector<std::string> &fields) {
    return text::join(fields, ", ");
}

} // namespace guiyi
