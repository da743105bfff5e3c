#include "mappings/resources.h"

#include "schema/base/text.h"

#include <QtCore/qfile.h>
#include <QtCore/qresource.h>

// Resources of a static library are only registered when someone asks for them; the macro wants global scope.
static void registerMappingResources() {
    Q_INIT_RESOURCE(mappings);
}

namespace guiyi::mapping {

std::string builtInFile(std::string_view name) {
    registerMappingResources();
    QFile file(QStringLiteral(":/guiyi/mappings/") + text::toQString(name));
    const QByteArray bytes = file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    return bytes.toStdString();
}

} // namespace guiyi::mapping
