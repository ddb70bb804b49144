// What Glibc's Swift module leaves out or declares in a form that Swift cannot call.
// GNU-only declarations stay in the C file: here they would give types a second shape beside that of the Glibc module.
#pragma once

#include <stddef.h>
#include <stdint.h>
#include <sys/epoll.h>

#pragma clang assume_nonnull begin

/// One ready descriptor of a batch. `struct epoll_event` is packed and holds a union; Swift gets neither right everywhere.
typedef struct {
    uint64_t tag;
    uint32_t events;
} clinux_event;

/// Adds, changes or removes (`operation`: EPOLL_CTL_*) `descriptor`; returns 0 or an errno value.
int clinux_epoll_control(int set, int operation, int descriptor, uint32_t events, uint64_t tag);

/// Waits up to `milliseconds` (-1: forever); returns how many of `events` were filled, or a negative errno value.
int clinux_epoll_wait(int set, clinux_event *events, int capacity, int milliseconds);

/// A socket of `domain` that is close-on-exec and does not block, or a negative errno value. The flags are an enum in glibc.
int clinux_stream_socket(int domain);

/// accept4, close-on-exec and non-blocking (GNU only); a descriptor or a negative errno value.
int clinux_accept(int listener);

/// Connects to, or binds, a Unix path of `length` bytes; a leading `@` means the abstract namespace. Returns 0 or an errno value.
int clinux_unix_connect(int socket, const char *path, size_t length);
int clinux_unix_bind(int socket, const char *path, size_t length);

/// Connects to, or binds, a port of 127.0.0.1. Returns 0 or an errno value.
int clinux_loopback_connect(int socket, uint16_t port);
int clinux_loopback_bind(int socket, uint16_t port);

/// The local port of a TCP socket, or 0.
uint16_t clinux_local_port(int socket);

/// AF_UNIX, AF_INET …, or a negative errno value.
int clinux_socket_family(int socket);

/// Sends small segments at once (IPPROTO_TCP is an enum in glibc). Returns 0 or an errno value.
int clinux_no_delay(int socket);

/// Takes the error that a socket holds, 0 for none.
int clinux_take_socket_error(int socket);

/// SO_PEERCRED (`struct ucred` is GNU only). Returns 0 or an errno value.
int clinux_peer_credentials(int socket, uint32_t *uid, uint32_t *gid, int32_t *pid);

/// The other groups of the process at the other end; puts at most `room` of them into `groups` and returns how many there are, or a negative errno.
int clinux_peer_groups(int socket, uint32_t *groups, int room);

/// An eventfd that is close-on-exec and does not block, or a negative errno value.
int clinux_eventfd(void);

/// Makes an eventfd readable once more.
void clinux_eventfd_add(int descriptor);

/// send with MSG_DONTWAIT and MSG_NOSIGNAL, and MSG_MORE where `more`; bytes sent or a negative errno value.
ptrdiff_t clinux_send(int socket, const void *bytes, size_t count, int more);

/// recv with MSG_DONTWAIT; bytes received, 0 at the end, or a negative errno value.
ptrdiff_t clinux_receive(int socket, void *bytes, size_t capacity);

/// Keeps the process's memory out of core dumps and away from other processes of the same user. prctl is variadic.
int clinux_forbid_dumps(void);

/// A descriptor that becomes readable when process `pid` ends (sys/pidfd.h is in no module), or a negative errno value.
int clinux_pidfd_open(int pid);

/// memmem (GNU only): where `wanted` first stands in `bytes`, or -1.
ptrdiff_t clinux_find(const void *bytes, size_t count, const void *wanted, size_t length);

/// An inotify instance that is close-on-exec and does not block, or a negative errno value.
int clinux_inotify(void);

/// What an inotify instance is to tell of `path`.
enum { CLINUX_WATCH_FOLDER, CLINUX_WATCH_FILE };

/// Watches a folder for names that come, go, or are written and closed, or a file for being written, closed or taken away
/// (sys/inotify.h is in no module); a watch's number or a negative errno value.
int clinux_inotify_add(int instance, const char *path, int what);

/// Whether an event's bits say that something was only created: what is written to it is still to come.
int clinux_inotify_is_creation(uint32_t bits);

#pragma clang assume_nonnull end
