#include "migrator/extract/preview.h"

#include "adapters/site/page_rules.h"
#include "adapters/site/site_preview.h"
#include "migrator/extract/side_by_side.h"
#include "migrator/extract/sources.h"
#include "schema/base/text.h"
#include "schema/config/files.h"

namespace guiyi {

namespace {

std::string_view formName(site::PageForm form) {
    switch (form) {
    case site::PageForm::Empty:
        return "empty";
    case site::PageForm::Redirect:
        return "redirect";
    case site::PageForm::ErrorPage:
        return "error page";
    case site::PageForm::Letter:
        return "letter";
    case site::PageForm::Article:
        return "article";
    case site::PageForm::Other:
        return "other";
    }
    return {};
}

PageBesideResult beside(const site::PreviewPage &page) {
    const Article &a = page.draft.article;
    PageBesideResult shown;
    shown.heading = a.title.empty() ? page.draft.documentTitle : a.title;
    shown.url = page.draft.url;
    shown.source = page.source;
    shown.bodyHtml = a.bodyHtml;
    const auto value = [&](const char *label, const char *field, const std::string &text) {
        const auto evidence = a.evidence.find(field);
        shown.values.emplace_back(label, evidence == a.evidence.end() || text.empty()
                                             ? text
                                             : text + " (" + evidence->second.rule + ")");
    };
    shown.values.emplace_back("form", formName(page.draft.form));
    shown.values.emplace_back("rule", page.rule);
    value("title", "title", a.title);
    value("subtitle", "subtitle", a.subtitle);
    value("published", "published", a.published);
    value("source", "source", a.sourceShown);
    value("author", "author", a.author);
    value("editor", "editor", a.editor);
    shown.values.emplace_back("attachments and images", std::to_string(a.files.size()));
    for (const Finding &finding : page.draft.findings)
        shown.values.emplace_back(finding.rule, finding.message);
    return shown;
}

} // namespace

std::vector<Error> checkRules(const std::vector<Site> &sites) {
    std::vector<Error> mistakes;
    for (const Site &site : sites)
        (void)site::PageRules::compile(site, mistakes);
    return mistakes;
}

Result<PreviewReport> previewSite(const Workspace &workspace, const Site &site) {
    const Result<SourceLocations> locations = locateSources(workspace, site);
    if (!locations)
        return locations.error();
    site::ExtractOptions options;
    if (locations->handOver)
        return Error{ErrorKind::Usage, "previewing", "site " + site.id,
                     "its source is a database: no rules of pages apply",
                     "look at its records with `guiyi extract --review`"};
    options.locations = locations->files;
    const Result<site::SitePreview> preview =
        site::previewSite(site, site::Knowledge::builtIn(), options, PreviewPages);
    if (!preview)
        return preview.error();
    PreviewReport report;
    report.site = site.id;
    report.file = workspace.reportsFolder() + "/preview-" + site.id + ".html";
    std::vector<std::string> summary = {"encoding: " + preview->encoding, "CMS: " + preview->product};
    for (const site::TemplateSupport &t : preview->templates)
        summary.push_back("addresses like " + t.shape + ": " + std::to_string(t.bodySupport) +
                          " sample pages agree on the body, " + std::to_string(t.titleSupport) +
                          " on the title; the body holds " +
                          std::to_string(static_cast<int>(t.bodyCoverage * 100)) + " % of a page's own text");
    std::vector<PageBesideResult> pages;
    for (const site::PreviewPage &page : preview->pages) {
        const Article &a = page.draft.article;
        pages.push_back(beside(page));
        report.articles += page.draft.form == site::PageForm::Article ? 1 : 0;
        report.lines.push_back(std::string(formName(page.draft.form)) + " | " + page.rule + " | " + a.title +
                               " | " + a.published + " | " + a.sourceShown + " | " +
                               std::to_string(text::visibleLength(a.bodyText)) + " | " + page.draft.url);
    }
    report.pages = pages.size();
    if (Status s = makeFolder(workspace.reportsFolder()); !s)
        return s.error();
    if (Status s = writeFile(report.file, sideBySide("guiyi extract --preview: " + site.id, summary, pages));
        !s)
        return s.error();
    return report;
}

} // namespace guiyi
