#include "migrator/report/report.h"

#include "migrator/report/report_forms.h"
#include "schema/base/text.h"

#include <QtCore/qdir.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <functional>

namespace guiyi {

namespace {

Error fileError(const std::string &path, int code) {
    return {ErrorKind::Failed, "writing the report", path, std::strerror(code),
            "free space or make the folder writable, then run `guiyi report` again"};
}

Status inPlace(const std::string &path) {
    if (std::rename((path + ".new").c_str(), path.c_str()) != 0)
        return fileError(path, errno);
    return {};
}

Status writeFile(const std::string &path, const std::function<Status(std::ostream &)> &write) {
    std::ofstream out(path + ".new", std::ios::binary | std::ios::trunc);
    if (!out)
        return fileError(path, errno);
    if (Status s = write(out); !s)
        return s;
    out.close();
    if (!out)
        return fileError(path, errno);
    return inPlace(path);
}

} // namespace

Result<std::vector<std::string>> writeReports(const StageContext &context) {
    const Workspace &workspace = context.workspace;
    Result<PlanStore> plan = PlanStore::open(workspace.planFile());
    if (!plan)
        return plan.error();
    Result<WorkspaceStore> store = WorkspaceStore::open(workspace);
    if (!store)
        return store.error();
    const Result<ReportData> data = computeReport(context, *store, *plan);
    if (!data)
        return data.error();
    const std::string folder = workspace.reportsFolder();
    if (!QDir().mkpath(text::toQString(folder)))
        return Error{ErrorKind::Failed, "creating the folder", folder, "it cannot be created",
                     "make the workspace writable for this user"};
    const ListSource source{context, data.value(), *store, *plan};
    std::vector<std::string> paths;
    const auto file = [&](const std::string &name, const std::function<Status(std::ostream &)> &write) {
        paths.push_back(folder + "/" + name);
        return writeFile(paths.back(), write);
    };
    Status s = file("report.html", [&](std::ostream &out) { return writeHtml(source, out); });
    if (s)
        s = file("report.json", [&](std::ostream &out) { return writeJson(source, out); });
    if (s)
        s = file("sites.csv", [&](std::ostream &out) { return writeSitesCsv(data.value(), out); });
    for (const ReportList &list : reportLists()) {
        if (s)
            s = file(std::string(list.name) + ".csv",
                     [&](std::ostream &out) { return writeCsv(source, list, out); });
    }
    if (!s)
        return s.error();
    paths.push_back(folder + "/report.xlsx");
    s = writeXlsx(source, paths.back() + ".new");
    if (s)
        s = inPlace(paths.back());
    if (!s)
        return s.error();
    return paths;
}

} // namespace guiyi
