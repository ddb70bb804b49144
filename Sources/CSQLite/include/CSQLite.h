// SQLite for Swift: what its header says with casts, which Swift does not import.
#pragma once

#include <sqlite3.h>

#pragma clang assume_nonnull begin

/// Binds text that SQLite copies (SQLITE_TRANSIENT is a cast).
static inline int csqlite_bind_text(sqlite3_stmt *statement, int index, const char *text, int length) {
    return sqlite3_bind_text(statement, index, text, length, SQLITE_TRANSIENT);
}

#pragma clang assume_nonnull end
