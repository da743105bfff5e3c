// The yardstick of bench_farm: pages decoded and parsed into libxml2's HTML DOM, and nothing else.
//   libxml2_parse < LIST_OF_FILES
// Prints "pages bytes cpu_seconds".
#include "adapters/html/decode.h"

#include <libxml/HTMLparser.h>
#include <libxml/xmlerror.h>

#include <cstdint>
#include <fstream>
#include <iostream>
#include <sstream>
#include <string>
#include <sys/resource.h>

namespace {

void silence(void *, const char *, ...) {} // NOLINT(cert-dcl50-cpp): libxml2's callback type

double cpuSeconds() {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    constexpr double Micro = 1e-6;
    return static_cast<double>(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
           Micro * static_cast<double>(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec);
}

} // namespace

int main() {
    xmlSetGenericErrorFunc(nullptr, silence);
    std::int64_t pages = 0, bytes = 0;
    const double started = cpuSeconds();
    for (std::string file; std::getline(std::cin, file);) {
        std::ifstream in(file, std::ios::binary);
        std::ostringstream content;
        content << in.rdbuf();
        const std::string page = std::move(content).str();
        const guiyi::html::Decoded decoded = guiyi::html::decodeHtml(page);
        htmlDocPtr document =
            htmlReadMemory(decoded.text.data(), static_cast<int>(decoded.text.size()), nullptr, "UTF-8",
                           HTML_PARSE_RECOVER | HTML_PARSE_NONET | HTML_PARSE_NODEFDTD | HTML_PARSE_NOERROR |
                               HTML_PARSE_NOWARNING | HTML_PARSE_IGNORE_ENC | HTML_PARSE_COMPACT);
        xmlFreeDoc(document);
        ++pages;
        bytes += static_cast<std::int64_t>(page.size());
    }
    std::cout << pages << ' ' << bytes << ' ' << cpuSeconds() - started << '\n';
    return 0;
}
