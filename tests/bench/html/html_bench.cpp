// html_bench [--seconds S] FOLDER|FILE …: decodes all pages below the folders (.gz too), then parses the same
// decoded text with this module, libxml2 and gumbo. CPU time of one thread; every figure is the best of
// several rounds.
#include "adapters/html/decode.h"
#include "adapters/html/serialize.h"
#include "adapters/html/tree.h"

#include <iconv.h>
#include <libxml/HTMLparser.h>
#include <zlib.h>
#ifdef GUIYI_HAVE_GUMBO
#include <gumbo.h>
#endif

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstring>
#include <ctime>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace {

namespace html = guiyi::html;

double cpuSeconds() {
    timespec now{};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
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
    for (const char *ending : {".html", ".htm", ".shtml", ".html.gz", ".htm.gz"}) {
        if (path.ends_with(ending))
            return true;
    }
    return path.find(".asp@") != std::string::npos || path.find(".jsp@") != std::string::npos ||
           path.find(".php@") != std::string::npos;
}

struct Corpus {
    std::vector<std::string> pages;
    double megabytes = 0;
    void add(std::string page) {
        megabytes += static_cast<double>(page.size()) / 1e6;
        pages.push_back(std::move(page));
    }
};

/// CPU seconds of one pass over the corpus: the best of as many as fit into the time.
double bestPass(const Corpus &corpus, double seconds, const std::function<void(const std::string &)> &work) {
    double best = 1e9;
    const double begin = cpuSeconds();
    do {
        const double start = cpuSeconds();
        for (const std::string &page : corpus.pages)
            work(page);
        best = std::min(best, cpuSeconds() - start);
    } while (cpuSeconds() - begin < seconds);
    return best;
}

void report(const char *what, const Corpus &corpus, double seconds, double reference = 0) {
    std::printf("%-34s %8.1f MB/s %9.0f pages/s", what, corpus.megabytes / seconds,
                static_cast<double>(corpus.pages.size()) / seconds);
    if (reference > 0)
        std::printf("  %5.2f x", reference / seconds);
    std::printf("\n");
    std::fflush(stdout);
}

std::size_t withIconv(const std::string &page, iconv_t converter, std::string &buffer) {
    buffer.resize(page.size() * 2 + 16);
    char *in = const_cast<char *>(page.data());
    std::size_t left = page.size();
    char *out = buffer.data();
    std::size_t room = buffer.size();
    while (left > 0 && iconv(converter, &in, &left, &out, &room) == static_cast<std::size_t>(-1) &&
           left > 0) {
        ++in;
        --left;
    }
    return buffer.size() - room;
}

void ignoreMessages(void *, const char *, ...) {}

} // namespace

int main(int argc, char **argv) {
    double seconds = 3;
    Corpus raw;
    for (int i = 1; i < argc; ++i) {
        if (std::strcmp(argv[i], "--seconds") == 0 && i + 1 < argc) {
            seconds = std::atof(argv[++i]);
        } else if (std::filesystem::is_directory(argv[i])) {
            for (const auto &entry : std::filesystem::recursive_directory_iterator(argv[i])) {
                if (entry.is_regular_file() && isPage(entry.path().string()))
                    raw.add(readPage(entry.path().string()));
            }
        } else {
            raw.add(readPage(argv[i]));
        }
    }
    if (raw.pages.empty()) {
        std::fprintf(stderr, "usage: html_bench [--seconds S] FOLDER|FILE ...\n");
        return 2;
    }
    Corpus text;
    Corpus gbk;
    Corpus utf8;
    for (const std::string &page : raw.pages) {
        html::Decoded decoded = html::decodeHtml(page);
        if (decoded.encoding == "gb18030" && decoded.evidence != "ascii")
            gbk.add(page);
        else if (decoded.encoding == "utf-8")
            utf8.add(page);
        text.add(std::move(decoded.text));
    }
    std::printf("%zu pages, %.1f MB as bytes, %.1f MB decoded\n\n", raw.pages.size(), raw.megabytes,
                text.megabytes);

    report("decode, choosing the encoding", raw,
           bestPass(raw, seconds, [](const std::string &page) { html::decodeHtml(page); }));
    if (!gbk.pages.empty()) {
        const iconv_t converter = iconv_open("UTF-8", "GB18030");
        std::string buffer;
        const double byIconv =
            bestPass(gbk, seconds, [&](const std::string &page) { withIconv(page, converter, buffer); });
        iconv_close(converter);
        report("glibc iconv, GB18030 pages", gbk, byIconv);
        report("decodeAs, GB18030 pages", gbk,
               bestPass(gbk, seconds, [](const std::string &page) { html::decodeAs(page, "gbk"); }), byIconv);
    }
    if (!utf8.pages.empty())
        report("decodeAs, UTF-8 pages", utf8,
               bestPass(utf8, seconds, [](const std::string &page) { html::decodeAs(page, "utf-8"); }));
    std::printf("\n");

    xmlSetGenericErrorFunc(nullptr, ignoreMessages);
    const double libxml2 = bestPass(text, seconds, [](const std::string &page) {
        xmlFreeDoc(htmlReadMemory(page.data(), static_cast<int>(page.size()), nullptr, "UTF-8",
                                  HTML_PARSE_RECOVER | HTML_PARSE_NODEFDTD | HTML_PARSE_NOERROR |
                                      HTML_PARSE_NOWARNING | HTML_PARSE_NONET | HTML_PARSE_COMPACT |
                                      HTML_PARSE_IGNORE_ENC | XML_PARSE_HUGE));
    });
    report("libxml2 DOM", text, libxml2);
#ifdef GUIYI_HAVE_GUMBO
    const double gumbo = bestPass(text, seconds, [](const std::string &page) {
        gumbo_destroy_output(&kGumboDefaultOptions,
                             gumbo_parse_with_options(&kGumboDefaultOptions, page.data(), page.size()));
    });
    report("gumbo", text, gumbo);
#endif
    const double fresh =
        bestPass(text, seconds, [](const std::string &page) { html::Document::parse(page); });
    report("Document::parse (x libxml2)", text, fresh, libxml2);
    html::Parser parser;
    const double reused = bestPass(text, seconds, [&](const std::string &page) { parser.parse(page); });
    report("Parser, reused (x libxml2)", text, reused, libxml2);
#ifdef GUIYI_HAVE_GUMBO
    report("Parser, reused (x gumbo)", text, reused, gumbo);
#endif
    report("... and serialized", text, bestPass(text, seconds, [&](const std::string &page) {
               html::outerHtml(parser.parse(page).root());
           }));

    double memory = 0;
    double worst = 0;
    std::size_t over = 0;
    for (const std::string &page : text.pages) {
        const double used = static_cast<double>(html::Document::parse(page).memoryUsed());
        memory += used;
        if (page.size() >= 4096) {
            worst = std::max(worst, used / static_cast<double>(page.size()));
            over += used > 4 * static_cast<double>(page.size()) ? 1 : 0;
        }
    }
    std::printf(
        "\nmemory: %.2f x the decoded pages, at worst %.2f x; %zu pages over 4 x (of those from 4 KB on)\n",
        memory / 1e6 / text.megabytes, worst, over);
    return 0;
}
