#include "migrator/pipeline/words.h"

namespace guiyi {

// The words that come as data, listed so that they can be translated. One that is not here is shown in
// English.
[[maybe_unused]] static constexpr const char *DataWords[] = {
    QT_TRANSLATE_NOOP("Stage", "extract"),
    QT_TRANSLATE_NOOP("Stage", "map"),
    QT_TRANSLATE_NOOP("Stage", "plan"),
    QT_TRANSLATE_NOOP("Stage", "apply"),
    QT_TRANSLATE_NOOP("Stage", "rollback"),
    QT_TRANSLATE_NOOP("State", "never"),
    QT_TRANSLATE_NOOP("State", "stale"),
    QT_TRANSLATE_NOOP("State", "fresh"),
    QT_TRANSLATE_NOOP("Unit", "pages"),
    QT_TRANSLATE_NOOP("Unit", "sites"),
    QT_TRANSLATE_NOOP("Unit", "records"),
    QT_TRANSLATE_NOOP("Count", "sites"),
    QT_TRANSLATE_NOOP("Count", "sites unchanged"),
    QT_TRANSLATE_NOOP("Count", "files"),
    QT_TRANSLATE_NOOP("Count", "pages"),
    QT_TRANSLATE_NOOP("Count", "columns"),
    QT_TRANSLATE_NOOP("Count", "undecided columns"),
    QT_TRANSLATE_NOOP("Count", "articles"),
    QT_TRANSLATE_NOOP("Count", "letters"),
    QT_TRANSLATE_NOOP("Count", "attachments"),
    QT_TRANSLATE_NOOP("Count", "images"),
    QT_TRANSLATE_NOOP("Count", "addresses"),
    QT_TRANSLATE_NOOP("Count", "addresses failed"),
    QT_TRANSLATE_NOOP("Count", "duplicates merged"),
    QT_TRANSLATE_NOOP("Count", "loaded"),
    QT_TRANSLATE_NOOP("Count", "merged"),
    QT_TRANSLATE_NOOP("Count", "dropped"),
    QT_TRANSLATE_NOOP("Count", "failed"),
    QT_TRANSLATE_NOOP("Count", "mapping files written"),
    QT_TRANSLATE_NOOP("Count", "create"),
    QT_TRANSLATE_NOOP("Count", "update"),
    QT_TRANSLATE_NOOP("Count", "unchanged"),
    QT_TRANSLATE_NOOP("Count", "retire"),
    QT_TRANSLATE_NOOP("Count", "conflict"),
    QT_TRANSLATE_NOOP("Count", "links"),
    QT_TRANSLATE_NOOP("Count", "redirects"),
    QT_TRANSLATE_NOOP("Count", "records written"),
    QT_TRANSLATE_NOOP("Count", "records undone"),
    QT_TRANSLATE_NOOP("Count", "rows written"),
    QT_TRANSLATE_NOOP("Count", "rejected"),
    QT_TRANSLATE_NOOP("Count", "findings"),
};

} // namespace guiyi
