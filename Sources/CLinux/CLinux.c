#define _GNU_SOURCE
#include "CLinux.h"
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/inotify.h>
#include <sys/pidfd.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

int clinux_epoll_wait(int set, clinux_event *events, int capacity, int milliseconds) {
    struct epoll_event ready[256];
    if (capacity > 256) capacity = 256;
    int count = epoll_wait(set, ready, capacity, milliseconds);
    if (count < 0) return -errno;
    for (int i = 0; i < count; i++) {
        events[i].tag = ready[i].data.u64;
        events[i].events = ready[i].events;
    }
    return count;
}

static int unix_address(struct sockaddr_un *address, socklen_t *size, const char *path, size_t length) {
    if (length == 0) return EINVAL;
    if (length >= sizeof address->sun_path) return ENAMETOOLONG;
    memset(address, 0, sizeof *address);
    address->sun_family = AF_UNIX;
    memcpy(address->sun_path, path, length);
    *size = (socklen_t)(offsetof(struct sockaddr_un, sun_path) + length);
    if (path[0] == '@')
        address->sun_path[0] = 0;
    else
        *size += 1;
    return 0;
}

int clinux_unix_connect(int socket, const char *path, size_t length) {
    struct sockaddr_un address;
    socklen_t size;
    int error = unix_address(&address, &size, path, length);
    if (error) return error;
    return connect(socket, (struct sockaddr *)&address, size) == 0 ? 0 : errno;
}

int clinux_unix_bind(int socket, const char *path, size_t length) {
    struct sockaddr_un address;
    socklen_t size;
    int error = unix_address(&address, &size, path, length);
    if (error) return error;
    return bind(socket, (struct sockaddr *)&address, size) == 0 ? 0 : errno;
}

static struct sockaddr_in loopback(uint16_t port) {
    struct sockaddr_in address = {
        .sin_family = AF_INET, .sin_port = htons(port), .sin_addr = {.s_addr = htonl(INADDR_LOOPBACK)}};
    return address;
}

int clinux_loopback_connect(int socket, uint16_t port) {
    struct sockaddr_in address = loopback(port);
    return connect(socket, (struct sockaddr *)&address, sizeof address) == 0 ? 0 : errno;
}

int clinux_loopback_bind(int socket, uint16_t port) {
    struct sockaddr_in address = loopback(port);
    int on = 1;
    if (setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on) != 0) return errno;
    return bind(socket, (struct sockaddr *)&address, sizeof address) == 0 ? 0 : errno;
}

uint16_t clinux_local_port(int socket) {
    struct sockaddr_in address;
    socklen_t size = sizeof address;
    if (getsockname(socket, (struct sockaddr *)&address, &size) != 0 || address.sin_family != AF_INET) return 0;
    return ntohs(address.sin_port);
}

int clinux_socket_family(int socket) {
    int family = 0;
    socklen_t size = sizeof family;
    return getsockopt(socket, SOL_SOCKET, SO_DOMAIN, &family, &size) == 0 ? family : -errno;
}

int clinux_epoll_control(int set, int operation, int descriptor, uint32_t events, uint64_t tag) {
    struct epoll_event event = {.events = events, .data = {.u64 = tag}};
    return epoll_ctl(set, operation, descriptor, &event) == 0 ? 0 : errno;
}

int clinux_stream_socket(int domain) {
    int result = socket(domain, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    return result >= 0 ? result : -errno;
}

int clinux_accept(int listener) {
    int result = accept4(listener, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);
    return result >= 0 ? result : -errno;
}

int clinux_no_delay(int socket) {
    int on = 1;
    return setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on) == 0 ? 0 : errno;
}

int clinux_take_socket_error(int socket) {
    int error = 0;
    socklen_t size = sizeof error;
    return getsockopt(socket, SOL_SOCKET, SO_ERROR, &error, &size) == 0 ? error : errno;
}

int clinux_peer_credentials(int socket, uint32_t *uid, uint32_t *gid, int32_t *pid) {
    struct ucred credentials;
    socklen_t size = sizeof credentials;
    if (getsockopt(socket, SOL_SOCKET, SO_PEERCRED, &credentials, &size) != 0) return errno;
    *uid = credentials.uid;
    *gid = credentials.gid;
    *pid = credentials.pid;
    return 0;
}

int clinux_peer_groups(int socket, uint32_t *groups, int room) {
    socklen_t size = (socklen_t)room * sizeof(uint32_t);
    // Of a buffer that is too small the kernel says how large it should be.
    if (getsockopt(socket, SOL_SOCKET, SO_PEERGROUPS, groups, &size) != 0 && errno != ERANGE) return -errno;
    return (int)(size / sizeof(uint32_t));
}

int clinux_eventfd(void) {
    int result = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    return result >= 0 ? result : -errno;
}

ptrdiff_t clinux_send(int socket, const void *bytes, size_t count, int more) {
    ptrdiff_t result = send(socket, bytes, count, MSG_DONTWAIT | MSG_NOSIGNAL | (more ? MSG_MORE : 0));
    return result >= 0 ? result : -errno;
}

ptrdiff_t clinux_receive(int socket, void *bytes, size_t capacity) {
    ptrdiff_t result = recv(socket, bytes, capacity, MSG_DONTWAIT);
    return result >= 0 ? result : -errno;
}

int clinux_forbid_dumps(void) {
    return prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) == 0 ? 0 : errno;
}

void clinux_eventfd_add(int descriptor) { (void)eventfd_write(descriptor, 1); }

int clinux_pidfd_open(int pid) {
    int descriptor = pidfd_open(pid, 0);
    return descriptor >= 0 ? descriptor : -errno;
}

ptrdiff_t clinux_find(const void *bytes, size_t count, const void *wanted, size_t length) {
    const char *found = memmem(bytes, count, wanted, length);
    return found ? found - (const char *)bytes : -1;
}

int clinux_inotify(void) {
    int instance = inotify_init1(IN_CLOEXEC | IN_NONBLOCK);
    return instance >= 0 ? instance : -errno;
}

int clinux_inotify_add(int instance, const char *path, int what) {
    uint32_t folder = IN_CREATE | IN_MOVED_TO | IN_MOVED_FROM | IN_DELETE | IN_CLOSE_WRITE | IN_ATTRIB | IN_ONLYDIR;
    uint32_t file = IN_CLOSE_WRITE | IN_ATTRIB | IN_MOVE_SELF | IN_DELETE_SELF | IN_UNMOUNT;
    int watch = inotify_add_watch(instance, path, what == CLINUX_WATCH_FOLDER ? folder : file);
    return watch >= 0 ? watch : -errno;
}

int clinux_inotify_is_creation(uint32_t bits) { return (bits & IN_CREATE) != 0; }
