// How fast duplicates are found: prints and clusters of COUNT bodies against a loop that only makes the
// prints, in the same run, and the peak of memory. Bodies lie in a file, as in real runs they lie in staging.
#include "mappings/dedupe/fold.h"
#include "migrator/dedupe/duplicate_finder.h"
#include "migrator/map/hasher.h"
#include "schema/base/text.h"
#include "schema/store/staging.h"

#include <QtCore/qtemporarydir.h>

#include <cstdio>
#include <ctime>
#include <random>
#include <sys/resource.h>
#include <unistd.h>

using namespace guiyi;
using namespace guiyi::mapping;

namespace {

double cpuSeconds() {
    timespec t{};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_nsec) * 1e-9;
}

double peakMegabytes() {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    return static_cast<double>(usage.ru_maxrss) / 1024.0;
}

[[noreturn]] void stop(const std::string &why) {
    std::fprintf(stderr, "dedupe_bench: %s\n", why.c_str());
    std::exit(1);
}

/// Bodies one behind the other in an unnamed file.
class Bodies {
public:
    explicit Bodies(const QTemporaryDir &folder) : m_file(folder.filePath(QLatin1String("bodies"))) {
        if (!m_file.open(QIODevice::ReadWrite))
            stop("no temporary file");
    }
    void add(std::string_view body, std::uint64_t title) {
        m_titles.push_back(title);
        if (m_file.write(body.data(), static_cast<qint64>(body.size())) != static_cast<qint64>(body.size()))
            stop("the disk is full");
        m_ends.push_back(m_ends.back() + body.size());
    }
    void finish() { m_file.flush(); }
    std::uint64_t title(std::size_t i) const { return m_titles[i]; }
    std::size_t size() const { return m_ends.size() - 1; }
    std::uint64_t bytes() const { return m_ends.back(); }
    void read(std::size_t i, std::string &body) const {
        body.resize(m_ends[i + 1] - m_ends[i]);
        if (pread(m_file.handle(), body.data(), body.size(), static_cast<off_t>(m_ends[i])) !=
            static_cast<ssize_t>(body.size()))
            stop("cannot read a body");
    }

private:
    QFile m_file;
    std::vector<std::uint64_t> m_ends{0}, m_titles;
};

/// Sentences of made-up words: no two bodies of other seeds share a 5-gram to speak of.
std::string generated(std::uint64_t seed) {
    std::mt19937_64 random(seed);
    std::string body;
    const std::uint64_t sentences = 8 + random() % 12;
    for (std::uint64_t s = 0; s < sentences; ++s) {
        for (int c = 0; c < 22; ++c)
            text::append(body, static_cast<char32_t>(0x4E00 + random() % 3000));
        body += s % 4 == 3 ? "。\n" : "，";
    }
    return body;
}

/// What one in eleven articles is to an earlier one: the same, or with a sentence more and one less.
std::string copyOf(const std::string &body, std::uint64_t seed) {
    if (seed % 2 == 0)
        return body;
    const std::size_t cut = body.find("，", body.size() / 2);
    return cut == std::string::npos ? body
                                    : body.substr(0, cut) + "，有关工作正在有序推进" + body.substr(cut);
}

void generate(Bodies &bodies, std::size_t count) {
    for (std::uint64_t i = 0; i < count; ++i) {
        const std::uint64_t origin = i / 22 * 11;
        if (i % 11 == 10) // two copies of three keep the title
            bodies.add(copyOf(generated(origin), i / 11), 1 + (i % 3 == 0 ? i : origin));
        else
            bodies.add(generated(i), 1 + i);
    }
}

std::vector<std::string> paragraphsOf(const std::string &body) {
    return text::split(body, '\n');
}

/// Real bodies, then new ones of their paragraphs drawn by chance, as long as theirs.
void readStaging(Bodies &bodies, std::size_t count, char **files, int fileCount) {
    std::vector<std::string> pool;
    std::mt19937_64 random(1);
    for (int f = 0; f < fileCount && bodies.size() < count; ++f) {
        Result<Staging> staging = Staging::open(files[f]);
        if (!staging)
            stop(staging.error().text());
        const Status s = staging->database().each("SELECT body_text,title FROM article ORDER BY id", {},
                                                  [&](const Statement &row) {
                                                      const std::string body = row.text(0);
                                                      bodies.add(body, hash64(row.text(1)));
                                                      for (std::string &p : paragraphsOf(body)) {
                                                          if (pool.size() < 40'000)
                                                              pool.push_back(std::move(p));
                                                          else
                                                              pool[random() % pool.size()] = std::move(p);
                                                      }
                                                      return bodies.size() < count;
                                                  });
        if (!s)
            stop(s.error().text());
    }
    const std::size_t real = bodies.size();
    std::string body, mixed;
    while (bodies.size() < count) {
        const std::size_t origin = random() % real;
        bodies.read(origin, body);
        if (random() % 11 == 0) {
            bodies.add(copyOf(body, random()), random() % 3 == 0 ? random() : bodies.title(origin));
            continue;
        }
        mixed.clear();
        while (mixed.size() < body.size() && !pool.empty())
            mixed += pool[random() % pool.size()] + "\n";
        bodies.add(mixed, random());
    }
}

} // namespace

int main(int argc, char **argv) {
    const std::size_t count = argc < 2 ? 0 : std::strtoull(argv[1], nullptr, 10);
    if (count == 0)
        stop("usage: dedupe_bench COUNT [STAGING-FILE ...]");
    const QTemporaryDir folder;
    Bodies bodies(folder);
    if (argc > 2)
        readStaging(bodies, count, argv + 2, argc - 2);
    else
        generate(bodies, count);
    bodies.finish();

    std::string body;
    double begin = cpuSeconds();
    std::uint64_t sum = 0;
    for (std::size_t i = 0; i < bodies.size(); ++i) {
        bodies.read(i, body);
        sum += printOf(body).signature[0];
    }
    const double bare = cpuSeconds() - begin;

    begin = cpuSeconds();
    auto finder = DuplicateFinder::create(folder.path().toStdString());
    if (!finder)
        stop(finder.error().text());
    for (std::size_t i = 0; i < bodies.size(); ++i) {
        bodies.read(i, body);
        const TextPrint print = printOf(body);
        ArticleKeys keys;
        keys.high = print.high;
        keys.low = print.low;
        keys.characters = print.characters;
        keys.title = bodies.title(i);
        keys.place = i;
        if (Status s = finder.value()->add(keys, print.signature); !s)
            stop(s.error().text());
    }
    const double printed = cpuSeconds() - begin;
    const auto found = finder.value()->find(
        [&] {
            return [&bodies, text = std::string()](std::uint32_t i,
                                                   bool withBody) mutable -> Result<ComparedText> {
                text.clear();
                if (withBody)
                    bodies.read(i, text);
                return comparedText("关于一件事情的通知和说明", text);
            };
        },
        [](const std::vector<std::uint32_t> &) { return std::size_t(0); }, {}, 1);
    if (!found)
        stop(found.error().text());
    const double whole = cpuSeconds() - begin;
    std::size_t merged = 0;
    for (const DuplicateFinder::Cluster &cluster : found->clusters)
        merged += cluster.members.size() - 1;
    const auto n = static_cast<double>(bodies.size());
    std::printf("documents %zu, %.0f MB, checksum %llu\n", bodies.size(),
                static_cast<double>(bodies.bytes()) / 1e6, static_cast<unsigned long long>(sum));
    std::printf("bare signatures     %8.0f documents per CPU second, %.1f us each\n", n / bare,
                bare / n * 1e6);
    std::printf(
        "prints and clusters %8.0f documents per CPU second, %.1f us each (prints %.1f, clusters %.1f)\n",
        n / whole, whole / n * 1e6, printed / n * 1e6, (whole - printed) / n * 1e6);
    std::printf("ratio %.2f; pairs compared %lld, merged %zu, linked %zu; peak memory %.0f MB\n",
                bare / whole, static_cast<long long>(found->compared), merged, found->links.size(),
                peakMegabytes());
}
