// TOML to a flat list of positioned nodes, by toml++.
//
// This is C++ behind `extern "C"` because Swift's C++ interoperability spreads to every importer. Nothing throws.
#pragma once
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
#define SHUNT_NOEXCEPT noexcept
extern "C" {
#else
#define SHUNT_NOEXCEPT
#endif

typedef enum shunt_toml_kind : uint8_t {
    SHUNT_TOML_TABLE,
    SHUNT_TOML_ARRAY,
    SHUNT_TOML_STRING,
    SHUNT_TOML_INTEGER,
    SHUNT_TOML_FLOAT,
    SHUNT_TOML_BOOLEAN,
    SHUNT_TOML_MOMENT,
} shunt_toml_kind;

/// Both count from 1; columns count characters (code points).
typedef struct shunt_toml_place {
    uint32_t line;
    uint32_t column;
} shunt_toml_place;

/// UTF-8 that lives as long as its document.
typedef struct shunt_toml_text {
    const char *_Nullable start;
    size_t length;
} shunt_toml_text;

typedef struct shunt_toml_node {
    shunt_toml_kind kind;
    /// Of a boolean 0 or 1.
    int64_t integer;
    /// Index of the node behind this one and all that it holds.
    size_t next;
    /// The member's name; without start in arrays and at the top.
    shunt_toml_text key;
    shunt_toml_place key_place;
    /// A string's value.
    shunt_toml_text text;
    /// Where the value's source starts and ends, the end excluded.
    shunt_toml_place start;
    shunt_toml_place end;
} shunt_toml_node;

typedef struct shunt_toml_document shunt_toml_document;

/// Parses `length` bytes at `text`, and refuses values nested deeper than `depth`. Nil where memory ran out.
shunt_toml_document *_Nullable shunt_toml_parse(const char *_Nonnull text, size_t length, size_t depth) SHUNT_NOEXCEPT;
void shunt_toml_destroy(shunt_toml_document *_Nonnull document) SHUNT_NOEXCEPT;

/// The document's nodes, each before what it holds, members in the order of their keys in the source; none after an error.
const shunt_toml_node *_Nullable shunt_toml_nodes(const shunt_toml_document *_Nonnull document, size_t *_Nonnull count) SHUNT_NOEXCEPT;

/// What is wrong, in toml++'s words, and where; without start where nothing is.
shunt_toml_text shunt_toml_error(const shunt_toml_document *_Nonnull document, shunt_toml_place *_Nonnull place) SHUNT_NOEXCEPT;

#ifdef __cplusplus
}
#endif
