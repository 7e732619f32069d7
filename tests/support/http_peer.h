/*
 * http_peer.h: an HTTP server of the test's own on the loopback, plain or over TLS, that does to its clients what the
 * test says: answers, half answers, resets, silence. Its certificate is made on the spot and trusted through a file.
 */
#ifndef TESTS_SUPPORT_HTTP_PEER_H
#define TESTS_SUPPORT_HTTP_PEER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct http_peer http_peer;

/* What to do with a request. All zero: close without a word. */
typedef struct http_reply {
    char bytes[65536]; /* the whole answer, head and body */
    size_t size;
    bool is_held;  /* send what there is, then wait until the client goes */
    bool is_reset; /* then reset the connection */
    bool is_kept;  /* then take the next request */
} http_reply;

/* Called for each whole request, on a thread of the peer's, one at a time. `request` is NUL-terminated. */
typedef void http_peer_script(void *user, const char *request, size_t size, http_reply *reply);

/* NULL when something fails. */
http_peer *http_peer_open(bool has_tls, http_peer_script *script, void *user);
void http_peer_close(http_peer *peer);

/* "https://127.0.0.1:12345" and the file that a client must trust (NULL without TLS). */
const char *http_peer_base(const http_peer *peer);
const char *http_peer_ca_file(const http_peer *peer);

/* Connections taken, and whole requests read, so far. */
unsigned int http_peer_connections(const http_peer *peer);
unsigned int http_peer_requests(const http_peer *peer);

/* Write "HTTP/1.1 CODE ..." with the body's length and more header lines (each with its line end; NULL: none). */
void http_reply_put(http_reply *reply, int code, const char *header_lines, const char *body);

#endif
