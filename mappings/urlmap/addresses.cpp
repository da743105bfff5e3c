#include "mappings/urlmap/addresses.h"

#include "schema/base/text.h"

#include <QtCore/qcryptographichash.h>

#include <algorithm>
#include <array>

namespace guiyi::mapping {

namespace {

std::string hashHex(std::string_view s, int digits) {
    const QByteArray hash = QCryptographicHash::hash(
        QByteArrayView(s.data(), static_cast<qsizetype>(s.size())), QCryptographicHash::Blake2b_160);
    return hash.toHex().left(digits).toStdString();
}

bool digits(std::string_view s) {
    return !s.empty() && std::all_of(s.begin(), s.end(), [](char c) { return c >= '0' && c <= '9'; });
}

/// Types a browser would run or show as a page of ours.
constexpr std::array<std::string_view, 14> Active{"htm", "html", "xhtml", "shtml", "js",  "mjs", "svg",
                                                  "jsp", "asp",  "aspx",  "php",   "xml", "xht", "cgi"};

} // namespace

std::string homeAddress(const TenantAddress &tenant) {
    return "https://" + tenant.host + tenant.basePath + "/";
}

std::string columnAddress(const TenantAddress &tenant, std::string_view code) {
    return homeAddress(tenant) + "c/" + std::string(code) + "/";
}

std::string articleAddress(const TenantAddress &tenant, std::string_view stableId, std::string_view published,
                           const AddressTaken &taken) {
    std::string stem = homeAddress(tenant) + "content/";
    const bool dated = published.size() >= 10 && digits(published.substr(0, 4)) && published[4] == '-' &&
                       digits(published.substr(5, 2)) && published[7] == '-' &&
                       digits(published.substr(8, 2));
    if (dated) {
        const std::string year(published.substr(0, 4));
        const std::string month(published.substr(5, 2));
        stem += year + "/" + month + "/t" + year + month + std::string(published.substr(8, 2)) + "_";
    } else {
        stem += "undated/t_";
    }
    stem += hashHex(stableId, 12);
    std::string address = stem + ".html";
    for (int n = 2; taken && taken(address); ++n)
        address = stem + "_" + std::to_string(n) + ".html";
    return address;
}

std::string fileAddress(const TenantAddress &tenant, std::string_view sha256, std::string_view extension) {
    std::string suffix;
    for (char c : text::lower(extension)) {
        if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))
            suffix += c;
    }
    if (suffix.size() > 8 || std::find(Active.begin(), Active.end(), suffix) != Active.end())
        suffix.clear();
    const std::string hash = text::lower(sha256);
    return homeAddress(tenant) + "files/" + hash.substr(0, 2) + "/" + hash +
           (suffix.empty() ? "" : "." + suffix);
}

} // namespace guiyi::mapping
