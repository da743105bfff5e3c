// sites/<id>.yaml: one site as people write it.
#pragma once

#include "schema/config/site_checks.h"
#include "schema/config/yaml_map.h"

namespace guiyi {

/// Reads the site `id` from the bytes of its file; hosts are claimed in `hosts`. Mistakes go to `mistakes`;
/// the site is usable only when there were none.
Site readSiteFile(std::string_view bytes, const std::string &id, HostRegister &hosts, YamlMistakes &mistakes);

/// The bytes of a site's file; readSiteFile gives the same site back.
std::string writeSiteFile(const Site &site);

/// A YAML scalar: plain where that is safe, in double quotes elsewhere.
std::string yamlScalar(std::string_view text);

} // namespace guiyi
