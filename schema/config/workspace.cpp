#include "schema/config/workspace.h"

#include "schema/base/text.h"
#include "schema/config/conflict_policies.h"
#include "schema/config/files.h"
#include "schema/config/guard_shares.h"
#include "schema/config/site_file.h"
#include "schema/config/words.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <system_error>

namespace guiyi {

namespace {

namespace fs = std::filesystem;

std::string absoluteRoot(const std::string &root) {
    fs::path path = fs::absolute(root.empty() ? "." : root).lexically_normal();
    return path.has_filename() ? path.string() : path.parent_path().string();
}

std::string batchFile(const BatchConfig &config) {
    return words(ConfigText::tr(
               "# The batch: what is moved, and whereto. The sites stand in sites/, one file each.")) +
           "\nname: " + yamlScalar(config.name) + "\n\n" +
           words(ConfigText::tr("# Where apply writes to; a relative path starts at this folder.")) +
           "\ntarget: " + yamlScalar(config.target) + "\n\ntaxonomy:\n" +
           words(ConfigText::tr("  # file: my-taxonomy.yaml   (without it: the built-in taxonomy)")) + "\n" +
           words(ConfigText::tr("  # Deepest level of the new columns, 1 to 3.")) +
           "\n  keep_level: " + std::to_string(config.keepLevel) + "\n\ndomains:\n" +
           words(ConfigText::tr(
               "  # Host of the platform, for sites without a standard domain of their own.")) +
           "\n  platform_host: " + yamlScalar(config.platformHost) + "\n" +
           words(ConfigText::tr(
               "  # Decided by hand: site id or old host on the left, new host (and path) on the right.")) +
           "\n  # standard_hosts:\n  #   www.old-name.gov.cn: www.new-name.gov.cn\n";
}

void checkTarget(const YamlText &target, YamlMistakes &mistakes) {
    const Result<TargetAddress> address = TargetAddress::parse(target.text);
    if (!address)
        mistakes.add(target.line, text::toQString(address.error().why),
                     text::toQString(address.error().advice));
}

void readTaxonomy(const YAML::Node &node, const std::string &root, BatchConfig &config,
                  YamlMistakes &mistakes) {
    YamlMap map(node, "taxonomy", mistakes);
    const YamlText file = map.text("file");
    std::error_code unused;
    if (!file.text.empty() && !fs::is_regular_file(fs::path(root) / file.text, unused))
        mistakes.add(file.line,
                     ConfigText::tr("taxonomy file \"%1\" is not there").arg(text::toQString(file.text)),
                     ConfigText::tr("expected a path relative to guiyi.yaml"));
    config.taxonomyFile = file.text;
    const auto checkedPolicy = [&mistakes](const YamlText &policy) {
        if (policy.text != "by-rule" && policy.text != "keep-level" && policy.text != "keep-leaf")
            mistakes.add(policy.line,
                         ConfigText::tr("flatten \"%1\" is no policy").arg(text::toQString(policy.text)),
                         ConfigText::tr("expected by-rule, keep-level or keep-leaf"));
        return policy.text;
    };
    if (const YamlText policy = map.text("flatten"); !policy.text.empty())
        config.flatten = checkedPolicy(policy);
    for (const auto &[site, policy] : map.texts("flatten_sites"))
        config.flattenSites[site] = checkedPolicy(policy);
    const YamlText level = map.text("keep_level");
    if (level.text.empty())
        return;
    if (level.text == "1" || level.text == "2" || level.text == "3")
        config.keepLevel = level.text.front() - '0';
    else
        mistakes.add(level.line,
                     ConfigText::tr("keep_level \"%1\" is no level").arg(text::toQString(level.text)),
                     ConfigText::tr("expected 1, 2 or 3"));
}

/// "yes" and "no" of a setting.
void readSwitch(YamlMap &map, const char *key, bool &value, YamlMistakes &mistakes) {
    const YamlText word = map.text(key);
    if (word.text.empty())
        return;
    if (word.text == "yes" || word.text == "no")
        value = word.text == "yes";
    else
        mistakes.add(word.line,
                     ConfigText::tr("%1 \"%2\" is neither yes nor no")
                         .arg(QLatin1String(key), text::toQString(word.text)),
                     ConfigText::tr("expected yes or no"));
}

void readDomains(const YAML::Node &node, BatchConfig &config, YamlMistakes &mistakes) {
    YamlMap map(node, "domains", mistakes);
    const auto checked = [&mistakes](const std::string &host, int line) {
        if (const FieldMistake form = checkHost(host); form.any())
            mistakes.add(line, text::toQString(form.why), text::toQString(form.advice));
    };
    if (const YamlText host = map.text("platform_host"); !host.text.empty()) {
        config.platformHost = text::lower(host.text);
        checked(config.platformHost, host.line);
    }
    for (const auto &[key, value] : map.texts("standard_hosts")) {
        const std::size_t slash = std::min(value.text.find('/'), value.text.size());
        const std::string host = text::lower(value.text.substr(0, slash));
        checked(host, value.line);
        if (const FieldMistake form = checkBasePath(value.text.substr(slash)); form.any())
            mistakes.add(value.line, text::toQString(form.why), text::toQString(form.advice));
        config.standardHosts[text::lower(key)] = host + value.text.substr(slash);
    }
    readSwitch(map, "rewrite_text", config.rewriteText, mistakes);
}

void readRedirects(const YAML::Node &node, BatchConfig &config, YamlMistakes &mistakes) {
    YamlMap map(node, "redirects", mistakes);
    readSwitch(map, "dropped_to_parent", config.droppedToParent, mistakes);
    readSwitch(map, "keep_query", config.keepQuery, mistakes);
    for (const YamlText &host : map.list("allowed_hosts")) {
        if (const FieldMistake form = checkHost(host.text); form.any())
            mistakes.add(host.line, text::toQString(form.why), text::toQString(form.advice));
        config.allowedRedirectHosts.push_back(text::lower(host.text));
    }
}

BatchConfig readBatch(std::string_view bytes, const std::string &root, YamlMistakes &mistakes) {
    BatchConfig config;
    const YAML::Node node = parseYaml(bytes, mistakes);
    if (!node.IsDefined())
        return config;
    YamlMap map(node, {}, mistakes);
    config.name = map.required("name", ConfigText::tr("the name of the batch")).text;
    if (const YamlText target = map.text("target"); !target.text.empty()) {
        checkTarget(target, mistakes);
        config.target = target.text;
    }
    config.files = map.text("files").text;
    readTaxonomy(map.child("taxonomy"), root, config, mistakes);
    readDomains(map.child("domains"), config, mistakes);
    readRedirects(map.child("redirects"), config, mistakes);
    // For their mistakes: plan reads them again.
    (void)readGuardShares(map.child("guards"), mistakes);
    (void)readConflictPolicies(map.child("conflicts"), mistakes);
    return config;
}

/// The site files in the order of their names.
Result<std::vector<fs::path>> siteFiles(const std::string &root) {
    std::vector<fs::path> files;
    std::error_code failure;
    fs::directory_iterator entries(root + "/sites", failure);
    if (failure == std::errc::no_such_file_or_directory)
        return files;
    for (; !failure && entries != fs::directory_iterator(); entries.increment(failure)) {
        const std::string ending = entries->path().extension().string();
        const bool hidden = text::startsWith(entries->path().filename().string(), ".");
        if (!hidden && (ending == ".yaml" || ending == ".yml"))
            files.push_back(entries->path());
    }
    if (failure)
        return systemError(failure.value(), words(ConfigText::tr("reading the site files")), root + "/sites");
    std::sort(files.begin(), files.end());
    return files;
}

/// The mistakes from `first` on in the order of their lines, as people go through a file.
void sortByLine(std::vector<Error> &errors, std::size_t first) {
    const auto line = [](const Error &error) {
        const std::size_t colon = error.where.rfind(':');
        return colon == std::string::npos ? 0 : std::atoi(error.where.c_str() + colon + 1);
    };
    std::stable_sort(errors.begin() + static_cast<std::ptrdiff_t>(first), errors.end(),
                     [&line](const Error &a, const Error &b) { return line(a) < line(b); });
}

bool byId(const Site &a, const Site &b) {
    return a.id < b.id;
}

} // namespace

Result<Workspace> Workspace::create(const std::string &root, const std::string &name) {
    Workspace workspace;
    workspace.m_root = absoluteRoot(root);
    workspace.m_config.name = name;
    std::error_code unused;
    const std::string file = workspace.m_root + "/guiyi.yaml";
    if (fs::exists(file, unused))
        return Error{ErrorKind::Usage, words(ConfigText::tr("creating a workspace")), file,
                     words(ConfigText::tr("there is a workspace already")),
                     words(ConfigText::tr("choose another folder, or go on with this one"))};
    for (const char *folder : {"/sites", "/mappings", "/.guiyi"}) {
        if (const Status made = makeFolder(workspace.m_root + folder); !made)
            return made.error();
    }
    if (const Status ignored = writeFile(workspace.m_root + "/.gitignore", ".guiyi/\n"); !ignored)
        return ignored.error();
    if (const Status written = writeFile(file, batchFile(workspace.m_config)); !written)
        return written.error();
    return workspace;
}

/// Joins the host table with the sites.
void Workspace::readHosts(const std::optional<std::string> &hostTable, std::vector<Error> &errors) {
    std::error_code unused;
    if (!hostTable && !fs::exists(hostTableFile(), unused))
        return;
    const Result<std::string> bytes = hostTable ? *hostTable : readFile(hostTableFile());
    if (!bytes) {
        errors.push_back(bytes.error());
        return;
    }
    HostTable table = readHostTable(*bytes, "mappings/hosts.csv");
    errors.insert(errors.end(), table.errors.begin(), table.errors.end());
    const std::vector<Error> mistakes = joinHosts(table, "mappings/hosts.csv", m_sites);
    errors.insert(errors.end(), mistakes.begin(), mistakes.end());
    m_hosts = std::move(table.records);
}

Workspace::Opened Workspace::open(const std::string &root, const std::optional<std::string> &hostTable) {
    Opened opened;
    Workspace &workspace = opened.workspace;
    workspace.m_root = absoluteRoot(root);
    std::error_code unused;
    if (!fs::exists(workspace.m_root + "/guiyi.yaml", unused)) {
        opened.errors.push_back(
            {ErrorKind::Usage, words(ConfigText::tr("opening the workspace")), workspace.m_root,
             words(ConfigText::tr("there is no guiyi.yaml here")),
             words(ConfigText::tr("run \"guiyi init\" first, or name the folder with -C"))});
        return opened;
    }
    const Result<std::string> batch = readFile(workspace.m_root + "/guiyi.yaml");
    if (!batch) {
        opened.errors.push_back(batch.error());
        return opened;
    }
    YamlMistakes batchMistakes{"guiyi.yaml", opened.errors};
    workspace.m_config = readBatch(*batch, workspace.m_root, batchMistakes);
    sortByLine(opened.errors, 0);

    const Result<std::vector<fs::path>> files = siteFiles(workspace.m_root);
    if (!files) {
        opened.errors.push_back(files.error());
        return opened;
    }
    HostRegister hosts;
    for (const fs::path &path : *files) {
        YamlMistakes mistakes{"sites/" + path.filename().string(), opened.errors};
        const Result<std::string> bytes = readFile(path.string());
        if (!bytes) {
            opened.errors.push_back(bytes.error());
            continue;
        }
        if (path.extension() == ".yml") {
            mistakes.add(1, ConfigText::tr("the file would not be read"),
                         ConfigText::tr("rename it to end in .yaml"));
            continue;
        }
        const std::size_t first = opened.errors.size();
        Site site = readSiteFile(*bytes, path.stem().string(), hosts, mistakes);
        sortByLine(opened.errors, first);
        for (std::string &source : site.sources)
            source = absoluteSource(source, workspace.m_root);
        workspace.m_sites.push_back(std::move(site));
    }
    std::sort(workspace.m_sites.begin(), workspace.m_sites.end(), byId);
    workspace.readHosts(hostTable, opened.errors);
    return opened;
}

const Site *Workspace::site(const std::string &id) const {
    const auto found =
        std::find_if(m_sites.begin(), m_sites.end(), [&id](const Site &s) { return s.id == id; });
    return found == m_sites.end() ? nullptr : &*found;
}

std::vector<Error> Workspace::addSites(const std::vector<Site> &sites) {
    std::vector<Error> errors;
    HostRegister taken;
    const auto claim = [&](const Site &site, const std::string &where, bool isNew) {
        std::vector<FieldMistake> mistakes{taken.claimId(site.id, where), taken.claimHost(site.host, where)};
        for (const std::string &alias : site.aliases)
            mistakes.push_back(taken.claimHost(alias, where));
        for (const FieldMistake &mistake : mistakes) {
            if (isNew && mistake.any())
                errors.push_back({ErrorKind::Usage, words(ConfigText::tr("adding a site")), site.id,
                                  mistake.why, mistake.advice});
        }
    };
    for (const Site &site : m_sites)
        claim(site, "sites/" + site.id + ".yaml", false);
    for (const Site &site : sites)
        claim(site, words(ConfigText::tr("new site %1").arg(text::toQString(site.id))), true);
    if (!errors.empty())
        return errors;

    if (const Status made = makeFolder(m_root + "/sites"); !made)
        return {made.error()};
    std::vector<std::string> written;
    for (const Site &site : sites) {
        Site stored = site;
        for (std::string &source : stored.sources)
            source = portableSource(source, m_root);
        const std::string file = m_root + "/sites/" + site.id + ".yaml";
        if (const Status done = writeFile(file, writeSiteFile(stored)); !done) {
            std::error_code unused;
            for (const std::string &earlier : written)
                fs::remove(earlier, unused);
            return {done.error()};
        }
        written.push_back(file);
    }
    m_sites.insert(m_sites.end(), sites.begin(), sites.end());
    std::sort(m_sites.begin(), m_sites.end(), byId);
    return {};
}

Result<TargetAddress> Workspace::target() const {
    Result<TargetAddress> address = TargetAddress::parse(m_config.target);
    if (!address)
        return address;
    for (std::string *file : {&address->file, &address->passwordFile, &address->caFile}) {
        if (!file->empty())
            *file = (fs::path(m_root) / *file).lexically_normal().string();
    }
    return address;
}

Result<FileStoreAddress> Workspace::files() const {
    FileStoreAddress address;
    if (!m_config.files.empty()) {
        Result<FileStoreAddress> given = FileStoreAddress::parse(m_config.files);
        if (!given)
            return given;
        address = std::move(given).value();
    } else {
        const Result<TargetAddress> database = target();
        const bool beside = database && database->kind == TargetKind::Sqlite;
        address.folder = beside ? database->file + ".files" : std::string(".guiyi/files");
    }
    for (std::string *file : {&address.folder, &address.secretFile, &address.caFile}) {
        if (!file->empty())
            *file = (fs::path(m_root) / *file).lexically_normal().string();
    }
    return address;
}

} // namespace guiyi
