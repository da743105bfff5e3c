#include "migrator/pipeline/runner.h"

#include "migrator/pipeline/words.h"

#include <algorithm>

namespace guiyi {

bool stopsRun(const Error &error) {
    switch (error.kind) {
    case ErrorKind::Rejected:
    case ErrorKind::Retry:
        return false;
    case ErrorKind::Usage:
    case ErrorKind::Failed:
    case ErrorKind::Stale:
    case ErrorKind::Cancelled:
        return true;
    }
    return true;
}

bool runStages(const std::vector<Stage> &stages, StageContext &context,
               const std::function<void(const StageReport &)> &ended) {
    for (const Stage &stage : stages) {
        StageReport report{stage.name, {}, {}};
        if (!context.cancel.cancelled()) {
            Result<StageResult> result = stage.run(context);
            if (result)
                report.result = std::move(result).value();
            else
                report.failure.push_back(result.error());
        }
        const bool broken = !report.failure.empty() ||
                            std::any_of(report.result.errors.begin(), report.result.errors.end(), stopsRun);
        if (!broken && context.cancel.cancelled())
            report.failure.push_back(
                {ErrorKind::Cancelled,
                 stage.name,
                 {},
                 PipelineText::tr("stopped on request").toStdString(),
                 PipelineText::tr("run the same command again: it goes on where it was").toStdString()});
        ended(report);
        if (broken || context.cancel.cancelled())
            return false;
    }
    return true;
}

} // namespace guiyi
