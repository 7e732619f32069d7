/* http_peer.c: a thread per connection, mbedTLS, and a lock around the script. */
#include "support/http_peer.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <unistd.h>

#include <mbedtls/ecp.h>
#include <mbedtls/pk.h>
#include <mbedtls/ssl.h>
#include <mbedtls/x509_crt.h>

#include <trade/crypto.h>

#define CONNECTIONS_MAX 4096

typedef struct link_slot {
    http_peer *peer;
    pthread_t thread;
    atomic_int fd; /* -1 once closed */
} link_slot;

struct http_peer {
    bool has_tls;
    http_peer_script *script;
    void *user;
    char base[64], folder[64], ca_file[96];
    mbedtls_pk_context key;
    mbedtls_x509_crt certificate;
    mbedtls_ssl_config config;
    int listener;
    pthread_t thread;
    pthread_mutex_t mutex; /* one request at a time; mbedTLS's key, too */
    link_slot *links;
    atomic_uint link_count, request_count;
};

typedef struct talk {
    http_peer *peer;
    int fd;
    mbedtls_ssl_context tls;
    char request[65536];
    size_t size;
    http_reply reply;
} talk;

static int draw(void *user, unsigned char *bytes, size_t size)
{
    (void)user;
    return tr_crypto_random(bytes, size, NULL) == TR_OK ? 0 : -1;
}

static bool make_certificate(http_peer *peer)
{
    mbedtls_x509write_cert draft;
    mbedtls_mpi serial;
    unsigned char pem[2048];
    mbedtls_x509write_crt_init(&draft);
    mbedtls_mpi_init(&serial);
    bool is_made =
        mbedtls_pk_setup(&peer->key, mbedtls_pk_info_from_type(MBEDTLS_PK_ECKEY)) == 0 &&
        mbedtls_ecp_gen_key(MBEDTLS_ECP_DP_SECP256R1, mbedtls_pk_ec(peer->key), draw, NULL) == 0 &&
        mbedtls_mpi_lset(&serial, 1) == 0 &&
        mbedtls_x509write_crt_set_serial(&draft, &serial) == 0 &&
        mbedtls_x509write_crt_set_subject_name(&draft, "CN=127.0.0.1") == 0 &&
        mbedtls_x509write_crt_set_issuer_name(&draft, "CN=127.0.0.1") == 0 &&
        mbedtls_x509write_crt_set_validity(&draft, "20000101000000", "20991231235959") == 0 &&
        mbedtls_x509write_crt_set_basic_constraints(&draft, 1, -1) == 0;
    mbedtls_x509write_crt_set_version(&draft, MBEDTLS_X509_CRT_VERSION_3);
    mbedtls_x509write_crt_set_md_alg(&draft, MBEDTLS_MD_SHA256);
    mbedtls_x509write_crt_set_subject_key(&draft, &peer->key);
    mbedtls_x509write_crt_set_issuer_key(&draft, &peer->key);
    is_made = is_made && mbedtls_x509write_crt_pem(&draft, pem, sizeof pem, draw, NULL) == 0;
    mbedtls_x509write_crt_free(&draft);
    mbedtls_mpi_free(&serial);
    FILE *file = is_made ? fopen(peer->ca_file, "wb") : NULL;
    if (file == NULL)
        return false;
    bool is_written = fputs((char *)pem, file) >= 0;
    return fclose(file) == 0 && is_written &&
           mbedtls_x509_crt_parse(&peer->certificate, pem, strlen((char *)pem) + 1) == 0;
}

static bool set_up_tls(http_peer *peer)
{
    snprintf(peer->folder, sizeof peer->folder, "/tmp/trade-peer-XXXXXX");
    if (mkdtemp(peer->folder) == NULL)
        return false;
    snprintf(peer->ca_file, sizeof peer->ca_file, "%s/ca.pem", peer->folder);
    if (!make_certificate(peer) ||
        mbedtls_ssl_config_defaults(&peer->config, MBEDTLS_SSL_IS_SERVER,
                                    MBEDTLS_SSL_TRANSPORT_STREAM, MBEDTLS_SSL_PRESET_DEFAULT) != 0)
        return false;
    mbedtls_ssl_conf_rng(&peer->config, draw, NULL);
    return mbedtls_ssl_conf_own_cert(&peer->config, &peer->certificate, &peer->key) == 0;
}

/* ---- bytes ----------------------------------------------------------------------------------- */

static int tls_send(void *user, const unsigned char *bytes, size_t size)
{
    return (int)send(*(int *)user, bytes, size, MSG_NOSIGNAL);
}

static int tls_receive(void *user, unsigned char *bytes, size_t size)
{
    return (int)recv(*(int *)user, bytes, size, 0);
}

static int link_read(talk *self, char *bytes, size_t size)
{
    return self->peer->has_tls ? mbedtls_ssl_read(&self->tls, (unsigned char *)bytes, size)
                               : (int)recv(self->fd, bytes, size, 0);
}

static void link_write(talk *self, const char *bytes, size_t size)
{
    while (size > 0) {
        int sent = self->peer->has_tls
                       ? mbedtls_ssl_write(&self->tls, (const unsigned char *)bytes, size)
                       : (int)send(self->fd, bytes, size, MSG_NOSIGNAL);
        if (sent <= 0)
            return; /* the client has gone */
        bytes += sent;
        size -= (size_t)sent;
    }
}

/* ---- requests -------------------------------------------------------------------------------- */

static size_t content_length(const char *request)
{
    for (const char *line = strstr(request, "\r\n"); line != NULL; line = strstr(line, "\r\n")) {
        line += 2;
        if (strncasecmp(line, "content-length:", 15) == 0)
            return (size_t)strtoull(line + 15, NULL, 10);
    }
    return 0;
}

static bool request_read(talk *self)
{
    self->size = 0;
    self->request[0] = '\0';
    for (;;) {
        const char *end = strstr(self->request, "\r\n\r\n");
        if (end != NULL &&
            (size_t)(self->request + self->size - (end + 4)) >= content_length(self->request))
            return true;
        size_t room = sizeof self->request - 1 - self->size;
        int got = room == 0 ? 0 : link_read(self, self->request + self->size, room);
        if (got <= 0)
            return false;
        self->size += (size_t)got;
        self->request[self->size] = '\0';
    }
}

static void link_reset(const talk *self)
{
    const struct linger at_once = { 1, 0 };
    setsockopt(self->fd, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
}

/* False: no further request is taken. */
static bool request_serve(talk *self)
{
    http_peer *peer = self->peer;
    http_reply *reply = &self->reply;
    memset(reply, 0, sizeof *reply);
    pthread_mutex_lock(&peer->mutex);
    peer->script(peer->user, self->request, self->size, reply);
    pthread_mutex_unlock(&peer->mutex);
    atomic_fetch_add(&peer->request_count,
                     1); /* behind the script: whoever sees the count may change what it reads */
    link_write(self, reply->bytes, reply->size);
    char ignored[256];
    while (reply->is_held && link_read(self, ignored, sizeof ignored) > 0)
        continue;
    if (reply->is_reset)
        link_reset(self);
    return reply->is_kept && !reply->is_held && !reply->is_reset;
}

static void *link_serve(void *user)
{
    link_slot *slot = user;
    http_peer *peer = slot->peer;
    talk *self = calloc(1, sizeof *self);
    int fd = atomic_load(&slot->fd);
    bool is_ready = self != NULL;
    if (is_ready) {
        self->peer = peer;
        self->fd = fd;
        mbedtls_ssl_init(&self->tls);
        if (peer->has_tls) {
            pthread_mutex_lock(&peer->mutex);
            is_ready = mbedtls_ssl_setup(&self->tls, &peer->config) == 0;
            mbedtls_ssl_set_bio(&self->tls, &self->fd, tls_send, tls_receive, NULL);
            pthread_mutex_unlock(&peer->mutex);
            is_ready = is_ready && mbedtls_ssl_handshake(&self->tls) == 0;
        }
        while (is_ready && request_read(self) && request_serve(self))
            continue;
        if (peer->has_tls && is_ready && !self->reply.is_reset)
            (void)mbedtls_ssl_close_notify(&self->tls);
        mbedtls_ssl_free(&self->tls);
    }
    free(self);
    pthread_mutex_lock(&peer->mutex); /* against a shutdown of what another file has become */
    atomic_store(&slot->fd, -1);
    close(fd);
    pthread_mutex_unlock(&peer->mutex);
    return NULL;
}

static void *listen_on(void *user)
{
    http_peer *peer = user;
    for (;;) {
        int fd = accept(peer->listener, NULL, NULL);
        unsigned int index = atomic_load(&peer->link_count);
        if (fd < 0)
            return NULL;
        if (index == CONNECTIONS_MAX) {
            close(fd);
            continue;
        }
        link_slot *slot = &peer->links[index];
        slot->peer = peer;
        atomic_store(&slot->fd, fd);
        atomic_fetch_add(&peer->link_count, 1);
        if (pthread_create(&slot->thread, NULL, link_serve, slot) != 0)
            abort();
    }
}

/* ---- life ------------------------------------------------------------------------------------ */

static bool listen_open(http_peer *peer)
{
    struct sockaddr_in address = { .sin_family = AF_INET,
                                   .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    socklen_t size = sizeof address;
    peer->listener = socket(AF_INET, SOCK_STREAM, 0);
    if (peer->listener < 0 || bind(peer->listener, (struct sockaddr *)&address, size) != 0 ||
        listen(peer->listener, 64) != 0 ||
        getsockname(peer->listener, (struct sockaddr *)&address, &size) != 0)
        return false;
    snprintf(peer->base, sizeof peer->base, "%s://127.0.0.1:%u", peer->has_tls ? "https" : "http",
             (unsigned)ntohs(address.sin_port));
    return pthread_create(&peer->thread, NULL, listen_on, peer) == 0;
}

http_peer *http_peer_open(bool has_tls, http_peer_script *script, void *user)
{
    http_peer *peer = calloc(1, sizeof *peer);
    if (peer == NULL)
        return NULL;
    peer->has_tls = has_tls;
    peer->script = script;
    peer->user = user;
    mbedtls_pk_init(&peer->key);
    mbedtls_x509_crt_init(&peer->certificate);
    mbedtls_ssl_config_init(&peer->config);
    pthread_mutex_init(&peer->mutex, NULL);
    peer->links = calloc(CONNECTIONS_MAX, sizeof *peer->links);
    if (peer->links == NULL || (has_tls && !set_up_tls(peer)) || !listen_open(peer))
        abort(); /* a test that cannot begin has nothing to say */
    return peer;
}

void http_peer_close(http_peer *peer)
{
    if (peer == NULL)
        return;
    shutdown(peer->listener, SHUT_RDWR);
    pthread_join(peer->thread, NULL);
    close(peer->listener);
    unsigned int count = atomic_load(&peer->link_count);
    for (unsigned int i = 0; i < count; i++) {
        pthread_mutex_lock(&peer->mutex);
        int fd = atomic_load(&peer->links[i].fd);
        if (fd >= 0)
            shutdown(fd, SHUT_RDWR);
        pthread_mutex_unlock(&peer->mutex);
        pthread_join(peer->links[i].thread, NULL);
    }
    mbedtls_ssl_config_free(&peer->config);
    mbedtls_x509_crt_free(&peer->certificate);
    mbedtls_pk_free(&peer->key);
    if (peer->has_tls) {
        unlink(peer->ca_file);
        rmdir(peer->folder);
    }
    pthread_mutex_destroy(&peer->mutex);
    free(peer->links);
    free(peer);
}

const char *http_peer_base(const http_peer *peer)
{
    return peer->base;
}

const char *http_peer_ca_file(const http_peer *peer)
{
    return peer->has_tls ? peer->ca_file : NULL;
}

unsigned int http_peer_connections(const http_peer *peer)
{
    return atomic_load(&peer->link_count);
}

unsigned int http_peer_requests(const http_peer *peer)
{
    return atomic_load(&peer->request_count);
}

void http_reply_put(http_reply *reply, int code, const char *header_lines, const char *body)
{
    int length = snprintf(reply->bytes, sizeof reply->bytes,
                          "HTTP/1.1 %d X\r\nContent-Length: %zu\r\n%s\r\n%s", code, strlen(body),
                          header_lines == NULL ? "" : header_lines, body);
    reply->size = (size_t)length < sizeof reply->bytes ? (size_t)length : sizeof reply->bytes - 1;
    reply->is_kept = true;
}
