#include "CHTTPParser.h"
#include "library.h"
#include <stdlib.h>
#include <string.h>

struct shunt_http_parser {
    library_parser library;
    const char *data;
    /// What is not part of any piece starts here: white space, colons and line ends.
    const char *gap;
    size_t count;
    shunt_http_fault fault;
    shunt_http_head head;
    /// Whether a line ended since the last piece of the head: the library does not tell a folded value, nor a field's start.
    bool line_ended;
    bool in_head;
};

/// Records of the call that runs on this thread: one array for all of its parsers, as long as the longest call needed.
static _Thread_local shunt_http_record *records;
static _Thread_local size_t capacity;

static int add(shunt_http_parser *parser, shunt_http_piece piece, const char *at, size_t length) {
    if (parser->count == capacity) {
        size_t wanted = capacity == 0 ? 64 : capacity * 2;
        shunt_http_record *grown = realloc(records, wanted * sizeof *records);
        if (grown == NULL) {
            parser->fault = SHUNT_HTTP_NO_MEMORY;
            return -1;
        }
        records = grown;
        capacity = wanted;
    }
    uint32_t start = at == NULL ? 0 : (uint32_t)(at - parser->data);
    records[parser->count++] = (shunt_http_record){piece, start, start + (uint32_t)length};
    return 0;
}

/// Notes whether a line ends between the last piece of a head and `end`.
static void skip(shunt_http_parser *parser, const char *end) {
    if (parser->in_head && end > parser->gap && memchr(parser->gap, '\n', (size_t)(end - parser->gap)) != NULL) parser->line_ended = true;
    parser->gap = end;
}

static int on_target(library_parser *library, const char *at, size_t length) {
    return add(library->data, SHUNT_HTTP_TARGET, at, length);
}

static int on_name(library_parser *library, const char *at, size_t length) {
    shunt_http_parser *parser = library->data;
    skip(parser, at);
    shunt_http_piece piece = parser->line_ended ? SHUNT_HTTP_NAME : SHUNT_HTTP_NAME_REST;
    parser->line_ended = false;
    parser->gap = at + length;
    return add(parser, piece, at, length);
}

static int on_value(library_parser *library, const char *at, size_t length) {
    shunt_http_parser *parser = library->data;
    // An empty value is told at the end of its line or later; only what it holds can be folded.
    if (length == 0) return add(parser, SHUNT_HTTP_VALUE, NULL, 0);
    skip(parser, at);
    if (parser->line_ended) {
        parser->fault = SHUNT_HTTP_FOLDED;
        return -1;
    }
    parser->gap = at + length;
    return add(parser, SHUNT_HTTP_VALUE, at, length);
}

static int on_head_end(library_parser *library) {
    shunt_http_parser *parser = library->data;
    // A server may ignore an offer to change protocols (RFC 9110, 7.8); CONNECT is refused by its method.
    library->upgrade = 0;
    parser->in_head = parser->line_ended = false;
    parser->head = (shunt_http_head){
        .method = library_method(library),
        .content_length = library->content_length,
        .major = library->http_major,
        .minor = library->http_minor,
        .keep_alive = library_keep_alive(library),
    };
    return add(parser, SHUNT_HTTP_HEAD_END, NULL, 0);
}

static int on_body(library_parser *library, const char *at, size_t length) {
    return add(library->data, SHUNT_HTTP_BODY, at, length);
}

static int on_end(library_parser *library) {
    shunt_http_parser *parser = library->data;
    parser->in_head = true;
    int failed = add(parser, SHUNT_HTTP_END, NULL, 0);
    return failed ? failed : library_pause(library);
}

static const library_settings settings = {
    .on_url = on_target,
    .on_header_field = on_name,
    .on_header_value = on_value,
    .on_headers_complete = on_head_end,
    .on_body = on_body,
    .on_message_complete = on_end,
};

static shunt_http_fault translate(shunt_http_fault own, int error) {
    if (own != SHUNT_HTTP_SOUND) return own;
    switch (error) {
    case HPE_OK: case HPE_PAUSED: return SHUNT_HTTP_SOUND;
    case HPE_INVALID_METHOD: return SHUNT_HTTP_UNKNOWN_METHOD;
    case HPE_INVALID_VERSION: return SHUNT_HTTP_UNKNOWN_VERSION;
    default: return error == LIBRARY_HEADER_OVERFLOW ? SHUNT_HTTP_HEAD_TOO_LONG : SHUNT_HTTP_MALFORMED;
    }
}

shunt_http_parser *shunt_http_parser_create(void) {
    shunt_http_parser *parser = calloc(1, sizeof *parser);
    if (parser == NULL) return NULL;
    library_init(&parser->library, &settings);
    parser->library.data = parser;
    parser->in_head = true;
    return parser;
}

void shunt_http_parser_destroy(shunt_http_parser *parser) { free(parser); }

shunt_http_outcome shunt_http_parser_feed(shunt_http_parser *parser, const uint8_t *data, size_t length) {
    parser->data = parser->gap = (const char *)data;
    parser->count = 0;
    size_t consumed = 0;
    int error = library_execute(&parser->library, &settings, parser->data, length, &consumed);
    // What follows the end of a message belongs to the next call.
    skip(parser, parser->data + consumed);
    return (shunt_http_outcome){
        .records = records,
        .count = parser->count,
        .consumed = consumed,
        .fault = translate(parser->fault, error),
        .reason = library_reason(&parser->library, error),
        .head = parser->head,
    };
}
