#include "migrator/cli/command.h"
#include "schema/store/database.h"

#include <QtCore/qcoreapplication.h>
#include <QtCore/qlocale.h>
#include <QtCore/qtranslator.h>

#include <clocale>
#include <csignal>
#include <exception>
#include <iostream>

namespace {

guiyi::CancelToken cancelToken; // the one thing a signal handler may touch

/// The first signal asks to stop; the second is the system's again.
void onStop(int) {
    cancelToken.cancel();
}

void installSignals() {
    struct sigaction stop {};
    stop.sa_handler = onStop;
    stop.sa_flags = static_cast<int>(SA_RESETHAND | SA_RESTART);
    sigaction(SIGINT, &stop, nullptr);
    sigaction(SIGTERM, &stop, nullptr);
    std::signal(SIGXFSZ, SIG_IGN); // a file size limit is then an error of write(), like a full disk
}

/// The language of --lang, else that of the environment.
QLocale screenLocale(const QStringList &arguments) {
    for (qsizetype i = 0; i < arguments.size(); ++i) {
        if (arguments.at(i) == QLatin1String("--lang") && i + 1 < arguments.size())
            return QLocale(arguments.at(i + 1));
        if (arguments.at(i).startsWith(QLatin1String("--lang=")))
            return QLocale(arguments.at(i).mid(7));
    }
    return QLocale::system();
}

} // namespace

int main(int argc, char **argv) {
    guiyi::leaveSqliteMemoryUncounted();
    QCoreApplication application(argc, argv);
    QCoreApplication::setApplicationName(QStringLiteral("guiyi"));
    QCoreApplication::setApplicationVersion(QStringLiteral(GUIYI_VERSION));
    // File names of archives are UTF-8 whatever the environment says; only the screen follows it.
    if (std::setlocale(LC_CTYPE, "C.UTF-8") == nullptr)
        std::setlocale(LC_CTYPE, "");
    const QStringList arguments = QCoreApplication::arguments().mid(1);
    QTranslator translator;
    if (screenLocale(arguments).language() == QLocale::Chinese &&
        translator.load(QStringLiteral(":/i18n/guiyi_zh_CN.qm")))
        QCoreApplication::installTranslator(&translator);
    installSignals();
    try {
        return static_cast<int>(guiyi::runProgram(arguments, cancelToken));
    } catch (const std::bad_alloc &) {
        std::cerr << "guiyi: out of memory\n";
    } catch (const std::exception &problem) {
        std::cerr << "guiyi: " << problem.what() << '\n';
    }
    return static_cast<int>(guiyi::ExitCode::Failed);
}
