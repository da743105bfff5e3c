// extract_bench [--seconds S] [--sample N --write FOLDER] FOLDER|FILE …: pages (.gz too) through single-page
// extraction, beside libxml2's HTML DOM on the same pages already decoded. Prints one line of "name value"
// pairs. With --write, N pages, evenly chosen, are left decoded in FOLDER for other programs, and timed
// apart.
#include "adapters/html/decode.h"
#include "adapters/page/page_record.h"

#include <libxml/HTMLparser.h>
#include <libxml/xmlerror.h>
#include <zlib.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <functional>
#include <string>
#include <sys/resource.h>
#include <thread>
#include <vector>

namespace {

using guiyi::Url;
namespace html = guiyi::html;

double seconds(clockid_t clock) {
    timespec now{};
    clock_gettime(clock, &now);
    return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

double peakMegabytes() {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    return static_cast<double>(usage.ru_maxrss) / 1024;
}

std::string readPage(const std::string &path) {
    std::string bytes;
    const gzFile file = gzopen(path.c_str(), "rb"); // reads plain files as they are
    if (!file)
        return bytes;
    std::array<char, 65536> buffer;
    int got = 0;
    while ((got = gzread(file, buffer.data(), buffer.size())) > 0)
        bytes.append(buffer.data(), static_cast<std::size_t>(got));
    gzclose(file);
    return bytes;
}

bool isPage(const std::string &path) {
    for (const char *ending : {".html", ".htm", ".shtml", ".asp", ".html.gz", ".htm.gz"}) {
        if (path.ends_with(ending))
            return true;
    }
    return path.find(".asp@") != std::string::npos || path.find(".jsp@") != std::string::npos ||
           path.find(".php@") != std::string::npos;
}

std::vector<std::string> pagesBelow(const std::string &path) {
    std::vector<std::string> files;
    if (!std::filesystem::is_directory(path))
        return {path};
    for (const auto &entry : std::filesystem::recursive_directory_iterator(path)) {
        if (entry.is_regular_file() && isPage(entry.path().string()))
            files.push_back(entry.path().string());
    }
    std::sort(files.begin(), files.end());
    return files;
}

using Pages = std::vector<std::string>;

/// CPU seconds of one pass: the best of as many as fit into the time, at least two.
double bestPass(double limit, const std::function<void()> &pass) {
    double best = 1e9;
    const double begin = seconds(CLOCK_PROCESS_CPUTIME_ID);
    for (int round = 0; round < 2 || seconds(CLOCK_PROCESS_CPUTIME_ID) - begin < limit; ++round) {
        const double start = seconds(CLOCK_PROCESS_CPUTIME_ID);
        pass();
        best = std::min(best, seconds(CLOCK_PROCESS_CPUTIME_ID) - start);
    }
    return best;
}

void extractOne(const std::string &bytes) {
    static const Url url = Url::of("http", "www.example.gov.cn", "/art/2019/3/5/art_1.html");
    html::Decoded decoded = html::decodeHtml(bytes);
    const html::Document document = html::Document::parse(std::move(decoded.text));
    guiyi::page::extractPage(document, url, "2026-01-01");
}

void extractAll(const Pages &pages, int threads) {
    std::atomic<std::size_t> next{0};
    const auto work = [&] {
        for (std::size_t i = next++; i < pages.size(); i = next++)
            extractOne(pages[i]);
    };
    std::vector<std::thread> others;
    for (int i = 1; i < threads; ++i)
        others.emplace_back(work);
    work();
    for (std::thread &other : others)
        other.join();
}

double wallOf(const std::function<void()> &work) {
    const double start = seconds(CLOCK_MONOTONIC);
    work();
    return seconds(CLOCK_MONOTONIC) - start;
}

/// Work of the processor alone, which shares nothing.
void spin() {
    volatile std::uint64_t x = 1;
    for (int i = 0; i < 200'000'000; ++i)
        x = x * 3 + 1;
}

struct Scaling {
    double threads; ///< how many times the pages a second, with two threads
    double machine; ///< how many times the work a second two processors do here that share nothing
};

/// Medians over pairs measured next to each other: on a machine with neighbours, the best of one and the best
/// of the other are of different minutes.
Scaling scalingOf(const Pages &pages) {
    std::vector<double> threads;
    std::vector<double> machine;
    for (int round = 0; round < 11; ++round) {
        const double one = wallOf([&] { extractAll(pages, 1); });
        threads.push_back(one / wallOf([&] { extractAll(pages, 2); }));
        const double alone = wallOf(spin);
        machine.push_back(2 * alone / wallOf([] {
                              std::thread other(spin);
                              spin();
                              other.join();
                          }));
    }
    const auto median = [](std::vector<double> &values) {
        std::nth_element(values.begin(), values.begin() + values.size() / 2, values.end());
        return values[values.size() / 2];
    };
    return {median(threads), median(machine)};
}

void parseAll(const Pages &decoded) {
    for (const std::string &page : decoded)
        xmlFreeDoc(htmlReadMemory(page.data(), static_cast<int>(page.size()), nullptr, "UTF-8",
                                  HTML_PARSE_RECOVER | HTML_PARSE_NODEFDTD | HTML_PARSE_NOERROR |
                                      HTML_PARSE_NOWARNING | HTML_PARSE_NONET | HTML_PARSE_COMPACT |
                                      HTML_PARSE_IGNORE_ENC | XML_PARSE_HUGE));
}

void ignoreMessages(void *, const char *, ...) {} // NOLINT(cert-dcl50-cpp): libxml2's callback type

} // namespace

int main(int argc, char **argv) {
    double limit = 2;
    std::size_t sampleSize = 0;
    std::string folder;
    Pages files;
    for (int i = 1; i < argc; ++i) {
        const auto is = [&](const char *option) { return std::strcmp(argv[i], option) == 0 && i + 1 < argc; };
        if (is("--seconds"))
            limit = std::atof(argv[++i]);
        else if (is("--sample"))
            sampleSize = static_cast<std::size_t>(std::atoi(argv[++i]));
        else if (is("--write"))
            folder = argv[++i];
        else
            for (std::string &file : pagesBelow(argv[i]))
                files.push_back(std::move(file));
    }
    if (files.empty()) {
        std::fprintf(stderr,
                     "usage: extract_bench [--seconds S] [--sample N --write FOLDER] FOLDER|FILE ...\n");
        return 2;
    }
    xmlSetGenericErrorFunc(nullptr, ignoreMessages);
    Pages pages;
    Pages decoded;
    double megabytes = 0;
    for (const std::string &file : files) {
        pages.push_back(readPage(file));
        megabytes += static_cast<double>(pages.back().size()) / 1e6;
        decoded.push_back(html::decodeHtml(pages.back()).text);
    }
    const auto count = static_cast<double>(pages.size());
    const double libxml2 = bestPass(limit, [&] { parseAll(decoded); });
    const double extract = bestPass(limit, [&] { extractAll(pages, 1); });
    std::printf("pages %zu MB %.1f libxml2_pages_per_s %.1f extract_pages_per_s %.1f", pages.size(),
                megabytes, count / libxml2, count / extract);
    const double afterOnce = peakMegabytes();
    const double two = bestPass(0, [&] { extractAll(pages, 2); });
    const Scaling scaling = scalingOf(pages);
    std::printf(" two_threads_wall %.2f two_threads_cpu %.2f machine_wall %.2f", scaling.threads,
                2 * extract / two, scaling.machine);
    std::printf(" peak_MB %.0f peak_MB_later %.0f", afterOnce, peakMegabytes());
    if (!folder.empty() && sampleSize > 0) {
        Pages sample;
        for (std::size_t i = 0; i < std::min(sampleSize, pages.size()); ++i) {
            const std::size_t at = i * pages.size() / std::min(sampleSize, pages.size());
            sample.push_back(pages[at]);
            std::ofstream(folder + "/" + std::to_string(i) + ".html", std::ios::binary) << decoded[at];
        }
        const double own = bestPass(limit, [&] { extractAll(sample, 1); });
        std::printf(" sample %zu sample_pages_per_s %.1f", sample.size(),
                    static_cast<double>(sample.size()) / own);
    }
    std::printf("\n");
    return 0;
}
