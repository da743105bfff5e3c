// The translatable sentences of the configuration layer. English is the source language.
#pragma once

#include <QtCore/qcoreapplication.h>

#include <string>

namespace guiyi {

class ConfigText {
    Q_DECLARE_TR_FUNCTIONS(ConfigText)
};

inline std::string words(const QString &sentence) {
    return sentence.toStdString();
}

} // namespace guiyi
