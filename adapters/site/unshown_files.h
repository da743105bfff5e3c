// The files of pages that were cut off: the part of the page that showed them is lost, their names still tell
// whose they are.
#pragma once

#include "adapters/site/site_state.h"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace guiyi::site {

/// The days an address carries, each as yyyymmdd: in a file name that begins with one, also behind a letter
/// or a zero (TRS: W020110921….jpg; eWebEditor: 20050831….jpg), or in folders (DedeCMS: /110928/, where that
/// is no month; others: /2011/09/28/, /201109/28/, /2011-09-28/).
std::vector<std::string> daysIn(std::string_view address);

/// Files and pictures that no page of the site shows or links. Belongs to one thread.
class UnshownFiles {
public:
    /// `state` must have been read and must outlive this.
    explicit UnshownFiles(const SiteState &state);
    /// Those of a record of a cut-off page: the ones named by its number (gkmlpt: post_6604695.html and
    /// 6604695_0.gif), else the ones of its day (yyyy-mm-dd…), where it is the day's only cut-off page.
    std::vector<const Resource *> of(const std::string &url, std::string_view published) const;

private:
    std::map<std::string, std::vector<const Resource *>> m_byDay, m_byNumber;
    std::map<std::string, int> m_cutOff; ///< cut-off pages by day
};

} // namespace guiyi::site
