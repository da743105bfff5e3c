// Words of stages, units and counts on the screen. The English word is the key used in code and JSON.
#pragma once

#include <QtCore/qcoreapplication.h>

#include <string>

namespace guiyi {

class PipelineText {
    Q_DECLARE_TR_FUNCTIONS(PipelineText)
};

/// `word` in the language of the screen; `context` is "Stage", "Unit" or "Count". Unknown words stay as they
/// are.
inline std::string translated(const char *context, const std::string &word) {
    return QCoreApplication::translate(context, word.c_str()).toStdString();
}

} // namespace guiyi
