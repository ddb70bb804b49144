// JSON to a flat tape of source offsets, by simdjson.
//
// This is C++ behind `extern "C"` because Swift's C++ interoperability spreads to every importer.
// Nothing throws; each thread has a parser of its own, which the two calls below share.
#pragma once
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
#define SHUNT_NOEXCEPT noexcept
extern "C" {
#else
#define SHUNT_NOEXCEPT
#endif

typedef enum shunt_json_kind : uint8_t {
    SHUNT_JSON_OBJECT,
    SHUNT_JSON_ARRAY,
    SHUNT_JSON_STRING,
    SHUNT_JSON_NUMBER,
    SHUNT_JSON_TRUE,
    SHUNT_JSON_FALSE,
    SHUNT_JSON_NULL,
} shunt_json_kind;

typedef enum shunt_json_fault : uint8_t {
    SHUNT_JSON_SOUND,
    SHUNT_JSON_EMPTY,
    SHUNT_JSON_TOO_LONG,
    SHUNT_JSON_TOO_DEEP,
    SHUNT_JSON_NO_MEMORY,
    SHUNT_JSON_NOT_UTF8,
    SHUNT_JSON_CONTROL_IN_STRING,
    SHUNT_JSON_OPEN_STRING,
    SHUNT_JSON_BAD_ESCAPE,
    SHUNT_JSON_BAD_NUMBER,
    SHUNT_JSON_BAD_LITERAL,
    SHUNT_JSON_NO_VALUE,
    SHUNT_JSON_NO_KEY,
    SHUNT_JSON_NO_COLON,
    SHUNT_JSON_NO_COMMA,
    SHUNT_JSON_TRAILING,
    SHUNT_JSON_UNFINISHED,
} shunt_json_fault;

/// A value or a key; a key's value is the node after it.
typedef struct shunt_json_node {
    /// Offset of the first byte; of a string that is its quote.
    uint32_t start;
    /// Offset behind the last byte.
    uint32_t end;
    /// Index of the node behind this one and all that it holds.
    uint32_t next;
    shunt_json_kind kind;
    /// Whether a string holds escapes.
    uint8_t escaped;
} shunt_json_node;

/// What one walk found.
typedef struct shunt_json_outcome {
    shunt_json_fault fault;
    /// Nodes written, where the text is sound.
    uint32_t nodes;
    /// Offset of the fault, where it is known; the first step of simdjson does not tell it.
    uint32_t offset;
} shunt_json_outcome;

/// Bytes that must be readable behind a text for it to be parsed where it lies.
size_t shunt_json_padding(void) SHUNT_NOEXCEPT;

/// Finds quotes, braces and starts of values in `text`, and checks its UTF-8. `readable` counts the bytes from
/// `text` on that may be read; where they are too few, the text is copied. `nodes` is what a walk needs room for.
/// `text` must stay as it is until this thread's walk is over.
shunt_json_outcome shunt_json_index(const uint8_t *_Nonnull text, size_t length, size_t readable) SHUNT_NOEXCEPT;

/// Checks the rest of the grammar of the text that this thread indexed last, and writes its nodes in source order.
shunt_json_outcome shunt_json_walk(shunt_json_node *_Nonnull nodes, size_t capacity, size_t depth) SHUNT_NOEXCEPT;

#ifdef __cplusplus
}
#endif
