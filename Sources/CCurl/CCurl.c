#define _GNU_SOURCE  // SOCK_CLOEXEC and SOCK_NONBLOCK
#include "CCurl.h"
#include <sys/socket.h>

curl_socket_t ccurl_open_socket(const struct curl_sockaddr *address) {
    return socket(address->family, address->socktype | SOCK_CLOEXEC | SOCK_NONBLOCK, address->protocol);
}
