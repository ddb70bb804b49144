// libcurl for Swift: its setters and getters are variadic, which Swift cannot call, and its answers hold a union.
// Each function here is one such call with its types fixed; what libcurl declares well is used as it is.
#pragma once

#define CURL_DISABLE_TYPECHECK  // the types are fixed below, and the checking macros are for C callers
#include <curl/curl.h>
#include <stddef.h>
#include <stdint.h>

#pragma clang assume_nonnull begin

/// Bytes of an error buffer.
enum { CCURL_ERROR_SIZE = CURL_ERROR_SIZE };
/// libcurl's flags are macros with casts, which Swift does not import.
enum { CCURL_WRITE_PAUSE = CURL_WRITEFUNC_PAUSE };
static const curl_socket_t CCURL_NO_SOCKET = CURL_SOCKET_BAD;
enum { CCURL_GLOBAL_DEFAULT = CURL_GLOBAL_DEFAULT };
/// CURLE_TOO_LARGE, which libcurl has since 8.6 only.
static const uint32_t CCURL_TOO_LARGE = 100;

typedef size_t (*ccurl_data_callback)(char *data, size_t size, size_t count, void *_Nullable context);
typedef curl_socket_t (*ccurl_open_callback)(
    void *_Nullable context, curlsocktype purpose, struct curl_sockaddr *address);
typedef int (*ccurl_close_callback)(void *_Nullable context, curl_socket_t socket);
typedef int (*ccurl_ready_callback)(
    void *_Nullable context, char *_Nullable peer, char *_Nullable local, int peer_port, int local_port);
typedef int (*ccurl_socket_callback)(
    CURL *_Nullable easy, curl_socket_t socket, int interest, void *_Nullable context, void *_Nullable assigned);
typedef int (*ccurl_timer_callback)(CURLM *_Nullable multi, long milliseconds, void *_Nullable context);

// Easy handles. `curl_easy_setopt` fails only without memory or for options that this libcurl was built without.

static inline CURLcode ccurl_set_flag(CURL *easy, CURLoption option, long value) {
    return curl_easy_setopt(easy, option, value);
}

/// For options that copy the text. Null goes back to the default.
static inline CURLcode ccurl_set_text(CURL *easy, CURLoption option, const char *_Nullable text) {
    return curl_easy_setopt(easy, option, text);
}

/// For options that keep the pointer: whatever it points to must live until the option is set anew.
static inline CURLcode ccurl_set_pointer(CURL *easy, CURLoption option, const void *_Nullable pointer) {
    return curl_easy_setopt(easy, option, pointer);
}

/// Not copied: `bytes` must stay in place until the transfer is over or has been removed.
static inline CURLcode ccurl_set_body(CURL *easy, const void *_Nullable bytes, int64_t count) {
    CURLcode code = curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)count);
    return code != CURLE_OK ? code : curl_easy_setopt(easy, CURLOPT_POSTFIELDS, bytes);
}

/// Not copied, as above.
static inline CURLcode ccurl_set_fields(CURL *easy, struct curl_slist *_Nullable fields) {
    return curl_easy_setopt(easy, CURLOPT_HTTPHEADER, fields);
}

/// Not copied, as above; it may serve many transfers at once as long as nobody changes it.
static inline CURLcode ccurl_set_url(CURL *easy, CURLU *_Nullable url) {
    return curl_easy_setopt(easy, CURLOPT_CURLU, url);
}

static inline void ccurl_on_header(CURL *easy, ccurl_data_callback callback, void *context) {
    curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, callback);
    curl_easy_setopt(easy, CURLOPT_HEADERDATA, context);
}

static inline void ccurl_on_body(CURL *easy, ccurl_data_callback callback, void *context) {
    curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, callback);
    curl_easy_setopt(easy, CURLOPT_WRITEDATA, context);
}

/// The connection is there, TLS included, and the request is about to be sent.
static inline void ccurl_on_ready(CURL *easy, ccurl_ready_callback callback, void *context) {
    curl_easy_setopt(easy, CURLOPT_PREREQFUNCTION, callback);
    curl_easy_setopt(easy, CURLOPT_PREREQDATA, context);
}

/// `context` must outlive the connection, which outlives the transfer.
static inline void ccurl_on_open(CURL *easy, ccurl_open_callback callback, void *context) {
    curl_easy_setopt(easy, CURLOPT_OPENSOCKETFUNCTION, callback);
    curl_easy_setopt(easy, CURLOPT_OPENSOCKETDATA, context);
}

/// `context` must outlive the connection, which outlives the transfer.
static inline void ccurl_on_close(CURL *easy, ccurl_close_callback callback, void *context) {
    curl_easy_setopt(easy, CURLOPT_CLOSESOCKETFUNCTION, callback);
    curl_easy_setopt(easy, CURLOPT_CLOSESOCKETDATA, context);
}

/// What was set as CURLOPT_PRIVATE.
static inline void *_Nullable ccurl_private(CURL *easy) {
    char *value = NULL;
    return curl_easy_getinfo(easy, CURLINFO_PRIVATE, &value) == CURLE_OK ? value : NULL;
}

/// A CURLINFO of type long, or 0.
static inline long ccurl_number(CURL *easy, CURLINFO info) {
    long value = 0;
    return curl_easy_getinfo(easy, info, &value) == CURLE_OK ? value : 0;
}

/// Bytes of the request's body that were sent so far.
static inline int64_t ccurl_bytes_sent(CURL *easy) {
    curl_off_t value = 0;
    return curl_easy_getinfo(easy, CURLINFO_SIZE_UPLOAD_T, &value) == CURLE_OK ? value : 0;
}

// The multi handle.

static inline CURLMcode ccurl_multi_set_number(CURLM *multi, CURLMoption option, long value) {
    return curl_multi_setopt(multi, option, value);
}

static inline void ccurl_multi_on_socket(CURLM *multi, ccurl_socket_callback callback, void *context) {
    curl_multi_setopt(multi, CURLMOPT_SOCKETFUNCTION, callback);
    curl_multi_setopt(multi, CURLMOPT_SOCKETDATA, context);
}

static inline void ccurl_multi_on_timer(CURLM *multi, ccurl_timer_callback callback, void *context) {
    curl_multi_setopt(multi, CURLMOPT_TIMERFUNCTION, callback);
    curl_multi_setopt(multi, CURLMOPT_TIMERDATA, context);
}

/// Takes one transfer that is over from the multi handle's messages; null when there is none. `CURLMsg` holds a union.
static inline CURL *_Nullable ccurl_multi_next_done(CURLM *multi, CURLcode *code) {
    int left = 0;
    CURLMsg *message;
    while ((message = curl_multi_info_read(multi, &left))) {
        if (message->msg != CURLMSG_DONE) continue;
        *code = message->data.result;
        return message->easy_handle;
    }
    return NULL;
}

/// Lets the transfers of `share`'s users resume one another's TLS sessions. One thread alone may use them: there are no locks.
static inline CURLSHcode ccurl_share_tls_sessions(CURLSH *share) {
    return curl_share_setopt(share, CURLSHOPT_SHARE, CURL_LOCK_DATA_SSL_SESSION);
}

/// A socket for `address` that is close-on-exec and does not block; -1 and errno where that fails.
curl_socket_t ccurl_open_socket(const struct curl_sockaddr *address);

#pragma clang assume_nonnull end
