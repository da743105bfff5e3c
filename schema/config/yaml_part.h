// One part of a workspace's YAML file, for those who need only that.
#pragma once

#include "schema/config/files.h"
#include "schema/config/yaml_map.h"

namespace guiyi {

/// What `read` makes of the part `key` of a file below `root` ("guiyi.yaml", "sites/a.yaml"); of a missing
/// part, that of an undefined node. The rest of the file is not looked at: it was checked when the workspace
/// was opened. Fails when the file can't be read and with the part's first mistake.
template <typename Part>
Result<Part> readYamlPart(const std::string &root, const std::string &file, const char *key,
                          Part (*read)(const YAML::Node &, YamlMistakes &)) {
    const Result<std::string> bytes = readFile(root + "/" + file);
    if (!bytes)
        return bytes.error();
    std::vector<Error> errors;
    YamlMistakes mistakes{file, errors};
    const YAML::Node node = parseYaml(*bytes, mistakes);
    Part part = node.IsMap() ? read(node[key], mistakes) : Part();
    if (!errors.empty())
        return errors.front();
    return part;
}

} // namespace guiyi
