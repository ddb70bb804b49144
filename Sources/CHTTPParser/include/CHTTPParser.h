// HTTP/1.1 requests as flat records, by llhttp or, where that is missing, by its predecessor http_parser.
//
// The library calls back for each piece; the callbacks are C so that Swift need not hand out pointers to itself.
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef enum shunt_http_piece : uint32_t {
    SHUNT_HTTP_TARGET,
    /// The start of a field's name; what it goes on with is SHUNT_HTTP_NAME_REST.
    SHUNT_HTTP_NAME,
    SHUNT_HTTP_NAME_REST,
    SHUNT_HTTP_VALUE,
    SHUNT_HTTP_HEAD_END,
    SHUNT_HTTP_BODY,
    SHUNT_HTTP_END,
} shunt_http_piece;

typedef enum shunt_http_fault : uint8_t {
    SHUNT_HTTP_SOUND,
    SHUNT_HTTP_MALFORMED,
    SHUNT_HTTP_FOLDED,
    SHUNT_HTTP_HEAD_TOO_LONG,
    SHUNT_HTTP_UNKNOWN_METHOD,
    SHUNT_HTTP_UNKNOWN_VERSION,
    SHUNT_HTTP_NO_MEMORY,
} shunt_http_fault;

/// A piece of what was fed; targets, names and values may come in several where they were fed in several.
typedef struct shunt_http_record {
    shunt_http_piece piece;
    uint32_t start;
    uint32_t end;
} shunt_http_record;

/// What the head says about the message; valid from SHUNT_HTTP_HEAD_END on.
typedef struct shunt_http_head {
    const char *_Nullable method;
    uint64_t content_length;
    uint16_t major;
    uint16_t minor;
    bool keep_alive;
} shunt_http_head;

typedef struct shunt_http_outcome {
    /// Valid until the thread's next call.
    const shunt_http_record *_Nullable records;
    size_t count;
    /// Bytes taken; those after the end of a message are left.
    size_t consumed;
    shunt_http_fault fault;
    /// The library's words for the fault.
    const char *_Nullable reason;
    shunt_http_head head;
} shunt_http_outcome;

typedef struct shunt_http_parser shunt_http_parser;

shunt_http_parser *_Nullable shunt_http_parser_create(void);
void shunt_http_parser_destroy(shunt_http_parser *_Nonnull parser);

/// Takes `data` up to the end of the message; at most 4 GiB at once.
shunt_http_outcome shunt_http_parser_feed(shunt_http_parser *_Nonnull parser, const uint8_t *_Nonnull data, size_t length);
