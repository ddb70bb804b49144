// One set of names for llhttp (Debian 13) and http_parser (Debian 12). The manifest links whichever this includes.
#pragma once
#include <stdbool.h>
#include <stddef.h>

#if __has_include(<llhttp.h>)
#include <llhttp.h>

typedef llhttp_t library_parser;
typedef llhttp_settings_t library_settings;
/// llhttp leaves the length of heads to its caller.
#define LIBRARY_HEADER_OVERFLOW (-1)

static inline void library_init(library_parser *parser, const library_settings *settings) {
    llhttp_init(parser, HTTP_REQUEST, settings);
}

static inline int library_execute(
    library_parser *parser, const library_settings *settings, const char *data, size_t length, size_t *consumed
) {
    (void)settings;
    if (llhttp_get_errno(parser) == HPE_PAUSED) llhttp_resume(parser);
    enum llhttp_errno error = llhttp_execute(parser, data, length);
    const char *stop = error == HPE_OK ? NULL : llhttp_get_error_pos(parser);
    *consumed = stop == NULL ? length : (size_t)(stop - data);
    return error;
}

static inline int library_pause(library_parser *parser) {
    (void)parser;
    return HPE_PAUSED;
}

static inline const char *library_method(const library_parser *parser) {
    return llhttp_method_name((llhttp_method_t)parser->method);
}

static inline bool library_keep_alive(const library_parser *parser) { return llhttp_should_keep_alive(parser) != 0; }

static inline const char *library_reason(const library_parser *parser, int error) {
    (void)error;
    return llhttp_get_error_reason(parser);
}

#else
#include <http_parser.h>

typedef http_parser library_parser;
typedef http_parser_settings library_settings;
#define LIBRARY_HEADER_OVERFLOW HPE_HEADER_OVERFLOW

static inline void library_init(library_parser *parser, const library_settings *settings) {
    (void)settings;
    http_parser_init(parser, HTTP_REQUEST);
}

static inline int library_execute(
    library_parser *parser, const library_settings *settings, const char *data, size_t length, size_t *consumed
) {
    if (HTTP_PARSER_ERRNO(parser) == HPE_PAUSED) http_parser_pause(parser, 0);
    *consumed = http_parser_execute(parser, settings, data, length);
    return HTTP_PARSER_ERRNO(parser);
}

static inline int library_pause(library_parser *parser) {
    http_parser_pause(parser, 1);
    return 0;
}

static inline const char *library_method(const library_parser *parser) {
    return http_method_str((enum http_method)parser->method);
}

static inline bool library_keep_alive(const library_parser *parser) { return http_should_keep_alive(parser) != 0; }

static inline const char *library_reason(const library_parser *parser, int error) {
    (void)parser;
    return http_errno_description((enum http_errno)error);
}
#endif
