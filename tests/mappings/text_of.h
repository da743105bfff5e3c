// Comparing UTF-8 strings in QtTest with readable failures.
#pragma once

#include "schema/base/text.h"

#include <QtTest/qtest.h>

#define COMPARE_TEXT(actual, expected)                                                                       \
    QCOMPARE(guiyi::text::toQString(actual), guiyi::text::toQString(expected))

inline std::string fetched(const char *column) {
    const QString value = *static_cast<QString *>(QTest::qData(column, qMetaTypeId<QString>()));
    return guiyi::text::fromQString(value);
}
