#include "migrator/extract/side_by_side.h"

#include "schema/base/text.h"

namespace guiyi {

namespace {

constexpr std::string_view Head = R"(<!DOCTYPE html>
<html lang="zh-CN"><head><meta charset="utf-8"><title>%1</title>
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
<style>
body{font:15px/1.6 system-ui,"Noto Sans CJK SC","Microsoft YaHei",sans-serif;margin:1.5rem;color:#1a1a1a}
section{border-top:2px solid #c8c8c8;margin-top:1.5rem;padding-top:.5rem}
.pair{display:grid;grid-template-columns:1fr 1fr;gap:1rem}
iframe{width:100%;height:28rem;border:1px solid #aaa;background:#fff}
table{border-collapse:collapse;margin:.5rem 0}th,td{border:1px solid #ccc;padding:.2rem .6rem;text-align:left;vertical-align:top}
a{color:#0b57a4;overflow-wrap:anywhere}
@media (max-width:60rem){.pair{grid-template-columns:1fr}}
</style></head><body><h1>%1</h1>
)";

/// A frame without any right: no script, no form, no request, whatever the markup says.
std::string frame(std::string_view title, std::string_view markup) {
    static constexpr std::string_view Policy =
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src "
        "'unsafe-inline'; img-src data:\">";
    return "<iframe sandbox title=\"" + text::escapeHtml(title) + "\" srcdoc=\"" +
           text::escapeHtml(std::string(Policy) + std::string(markup)) + "\"></iframe>";
}

} // namespace

std::string sideBySide(std::string_view title, const std::vector<std::string> &summary,
                       const std::vector<PageBesideResult> &pages) {
    std::string out = text::replaceAll(std::string(Head), "%1", text::escapeHtml(title));
    for (const std::string &line : summary)
        out += "<p>" + text::escapeHtml(line) + "</p>\n";
    for (const PageBesideResult &page : pages) {
        out += "<section><h2>" + text::escapeHtml(page.heading) + "</h2>\n<p><a href=\"" +
               text::escapeHtml(page.url) + "\">" + text::escapeHtml(page.url) + "</a></p>\n<table>";
        for (const auto &[label, value] : page.values)
            out += "<tr><th scope=\"row\">" + text::escapeHtml(label) + "</th><td>" +
                   text::escapeHtml(value) + "</td></tr>\n";
        out += "</table>\n<div class=\"pair\">" + frame("page", page.source) +
               frame("result", page.bodyHtml) + "</div></section>\n";
    }
    return out + "</body></html>\n";
}

} // namespace guiyi
