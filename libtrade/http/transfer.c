/* transfer.c: libcurl's options for one request, its answer, and what a failure of it means. */
#include "http/transfer.h"

#include <assert.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>

#include <trade/time.h>
#include <trade/version.h>

#include "core/fail.h"
#include "core/secret.h"

#define TIMEOUT_MAX_MS 3600000u
#define IDLE_MAX_S                                                                                 \
    50L /* a kept connection is not trusted for longer: servers close idle ones after a minute */
#define TEXT_OF(token) #token
#define TEXT(token)    TEXT_OF(token)
#define USER_AGENT                                                                                 \
    "libtrade/" TEXT(TR_VERSION_MAJOR) "." TEXT(TR_VERSION_MINOR) "." TEXT(TR_VERSION_PATCH)

struct tr_http_response {
    int code;
    tr__buffer headers; /* name, NUL, value, NUL, and so on */
    tr__buffer body;
    const char *body_text;
};

/* ---- the answer ------------------------------------------------------------------------------ */

static tr_http_response *response_new(size_t size_max)
{
    tr_http_response *response = calloc(1, sizeof *response);
    if (response == NULL)
        return NULL;
    tr__buffer_init(&response->headers, size_max, NULL);
    tr__buffer_init(&response->body, size_max, NULL);
    return response;
}

void tr_http_response_free(tr_http_response *response)
{
    if (response == NULL)
        return;
    tr__buffer_done(&response->headers);
    tr__buffer_done(&response->body);
    free(response);
}

tr_status tr_http_response_new(int code, const tr_http_header *headers, size_t header_count,
                               const void *body, size_t body_size, tr_http_response **out,
                               tr_error *err)
{
    if (out == NULL || (headers == NULL && header_count > 0) || (body == NULL && body_size > 0))
        return tr__fail(err, TR_E_INVALID, 0, "http response: a size without its content");
    tr_http_response *response = response_new(SIZE_MAX / 2);
    if (response == NULL)
        return tr__fail(err, TR_E_NO_MEMORY, 0, "http response: no memory");
    response->code = code;
    for (size_t i = 0; i < header_count; i++) {
        tr__buffer_append(&response->headers, headers[i].name, strlen(headers[i].name) + 1);
        tr__buffer_append(&response->headers, headers[i].value, strlen(headers[i].value) + 1);
    }
    tr__buffer_append(&response->body, body_size == 0 ? "" : body, body_size);
    response->body_text = tr__buffer_text(&response->body);
    if (response->headers.status != TR_OK || response->body.status != TR_OK) {
        tr_http_response_free(response);
        return tr__fail(err, TR_E_NO_MEMORY, 0, "http response: no memory");
    }
    *out = response;
    return TR_OK;
}

int tr_http_response_code(const tr_http_response *response)
{
    return response == NULL ? 0 : response->code;
}

const char *tr_http_response_body(const tr_http_response *response, size_t *size_out)
{
    if (size_out != NULL)
        *size_out = response == NULL ? 0 : response->body.size;
    return response == NULL ? "" : response->body_text;
}

const char *tr_http_response_header(const tr_http_response *response, const char *name)
{
    if (response == NULL || name == NULL || response->headers.size == 0)
        return NULL;
    const char *at = (const char *)response->headers.bytes;
    const char *end = at + response->headers.size;
    while (at < end) {
        const char *value = at + strlen(at) + 1;
        if (strcasecmp(at, name) == 0)
            return value;
        at = value + strlen(value) + 1;
    }
    return NULL;
}

/* Add bytes within what the caller allows for headers and body together. */
static bool bytes_append(tr__transfer *work, tr__buffer *buffer, const char *bytes, size_t size)
{
    work->is_too_large = size > work->bytes_left;
    if (work->is_too_large)
        return false;
    work->bytes_left -= size;
    work->is_out_of_memory = tr__buffer_append(buffer, bytes, size) != TR_OK;
    return !work->is_out_of_memory;
}

static size_t on_body(char *data, size_t one, size_t count, void *user)
{
    tr__transfer *work = user;
    tr_http_response *response = work->response;
    assert(one == 1);
    return bytes_append(work, &response->body, data, count) ? count : 0;
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/* One line of the header, "Name: value" with its line end; status lines begin a new header. */
static size_t on_header(char *data, size_t one, size_t count, void *user)
{
    tr__transfer *work = user;
    tr_http_response *response = work->response;
    assert(one == 1);
    if (count >= 5 && memcmp(data, "HTTP/", 5) == 0) {
        tr__buffer_clear(&response->headers);
        work->is_head_whole = false;
    }
    if (*data == '\r' || *data == '\n')
        work->is_head_whole = true;
    const char *colon = memchr(data, ':', count);
    /* A zero byte would shift names and values against each other. */
    if (colon == NULL || colon == data || memchr(data, '\0', count) != NULL)
        return count;
    const char *value = colon + 1;
    const char *end = data + count;
    while (value < end && is_blank(*value))
        value++;
    while (end > value && is_blank(end[-1]))
        end--;
    tr__buffer *headers = &response->headers;
    bool is_kept = bytes_append(work, headers, data, (size_t)(colon - data)) &&
                   bytes_append(work, headers, "", 1) &&
                   bytes_append(work, headers, value, (size_t)(end - value)) &&
                   bytes_append(work, headers, "", 1);
    return is_kept ? count : 0;
}

/* ---- the request ----------------------------------------------------------------------------- */

static bool is_token(const char *text)
{
    if (text == NULL || *text == '\0')
        return false;
    for (; *text != '\0'; text++)
        if (strchr("!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ",
                   *text) == NULL)
            return false;
    return true;
}

/* No control character, which could end a line and begin a header of its own. */
static bool is_one_line(const char *text)
{
    if (text == NULL)
        return false;
    for (; *text != '\0'; text++)
        if (((unsigned char)*text < 0x20 && *text != '\t') || *text == 0x7F)
            return false;
    return true;
}

static tr_status request_check(const tr_http_request *request, tr_error *err)
{
    if (request->struct_size != sizeof *request)
        return tr__fail(err, TR_E_INVALID, 0, "http request: struct_size is %zu, expected %zu",
                        request->struct_size, sizeof *request);
    if (!is_token(request->method))
        return tr__fail(err, TR_E_INVALID, 0, "http request: the method is not a word");
    if (request->url == NULL)
        return tr__fail(err, TR_E_INVALID, 0, "http request: no URL");
    if (request->send_within_ms > TIMEOUT_MAX_MS)
        return tr__fail(err, TR_E_INVALID, 0, "http request: send_within_ms is %u, allowed 0..%u",
                        (unsigned)request->send_within_ms, TIMEOUT_MAX_MS);
    if (request->timeout_ms == 0 || request->timeout_ms > TIMEOUT_MAX_MS)
        return tr__fail(err, TR_E_INVALID, 0, "http request: timeout_ms is %u, allowed 1..%u",
                        (unsigned)request->timeout_ms, TIMEOUT_MAX_MS);
    if ((request->body == NULL && request->body_size > 0) || request->body_size > INT64_MAX ||
        (request->headers == NULL && request->header_count > 0))
        return tr__fail(err, TR_E_INVALID, 0, "http request: a size without its content");
    for (size_t i = 0; i < request->header_count; i++)
        if (!is_token(request->headers[i].name) || !is_one_line(request->headers[i].value))
            return tr__fail(err, TR_E_INVALID, 0, "http request: header %zu is not of one line", i);
    return TR_OK;
}

/* This machine itself. libcurl never asks a resolver for "localhost", whatever its zone says. */
static bool is_loopback(const char *host)
{
    if (strcmp(host, "localhost") == 0 || strcmp(host, "[::1]") == 0)
        return true;
    /* Digits and dots alone are an address: "127.evil.example" must not pass. */
    return strncmp(host, "127.", 4) == 0 && strspn(host, "0123456789.") == strlen(host);
}

/* Take the URL apart, once: what is connected to is what was checked. */
static tr_status url_read(tr__transfer *work, const tr_http_request *request, tr_error *err)
{
    work->url = curl_url();
    if (work->url == NULL)
        return tr__fail(err, TR_E_NO_MEMORY, 0, "http request: no memory");
    char *scheme = NULL;
    char *host = NULL;
    if (curl_url_set(work->url, CURLUPART_URL, request->url, 0) != CURLUE_OK ||
        curl_url_get(work->url, CURLUPART_SCHEME, &scheme, 0) != CURLUE_OK ||
        curl_url_get(work->url, CURLUPART_HOST, &host, 0) != CURLUE_OK) {
        curl_free(scheme);
        return tr__fail(err, TR_E_INVALID, 0, "http request: the URL cannot be read");
    }
    size_t length = strlen(host);
    bool fits = length < sizeof work->host;
    if (fits)
        memcpy(work->host, host, length + 1);
    bool is_http = strcmp(scheme, "http") == 0 || strcmp(scheme, "https") == 0;
    curl_free(scheme);
    curl_free(host);
    if (!fits || !is_http)
        return tr__fail(err, TR_E_INVALID, 0, "http request: the URL is not an http or https one");
    if (request->is_unverified && !is_loopback(work->host))
        return tr__fail(err, TR_E_INVALID, 0,
                        "http request: %s is not this machine, its certificate must be verified",
                        work->host);
    return TR_OK;
}

/* Add one line to the list; libcurl copies it. */
static bool line_add(tr__transfer *work, const char *line)
{
    struct curl_slist *longer = curl_slist_append(work->headers, line);
    if (longer != NULL)
        work->headers = longer;
    return longer != NULL;
}

static bool header_add(tr__transfer *work, const tr_http_header *header)
{
    tr__buffer line;
    tr__buffer_init(&line, SIZE_MAX / 2, NULL);
    /* Exact room from the start: growing would leave a copy of the value, perhaps a key, behind. */
    tr__buffer_reserve(&line, strlen(header->name) + strlen(header->value) + 3);
    tr__buffer_append_text(&line, header->name);
    /* libcurl's way to say an empty value is a semicolon; a bare colon takes the header out. */
    tr__buffer_append_text(&line, *header->value == '\0' ? ";" : ": ");
    tr__buffer_append_text(&line, header->value);
    const char *text = tr__buffer_text(&line);
    bool is_added = line.status == TR_OK && line_add(work, text);
    if (line.bytes != NULL)
        tr__secret_wipe(line.bytes, line.size);
    tr__buffer_done(&line);
    return is_added;
}

static bool headers_build(tr__transfer *work, const tr_http_request *request)
{
    bool has_type = false;
    for (size_t i = 0; i < request->header_count; i++) {
        has_type = has_type || strcasecmp(request->headers[i].name, "content-type") == 0;
        if (!header_add(work, &request->headers[i]))
            return false;
    }
    /* Neither a wait for "100 Continue", nor a form's type, which libcurl would claim. */
    return line_add(work, "Expect:") && (has_type || line_add(work, "Content-Type:"));
}

static bool set_long(CURL *curl, CURLoption option, long value)
{
    return curl_easy_setopt(curl, option, value) == CURLE_OK;
}

static bool set_pointer(CURL *curl, CURLoption option, const void *value)
{
    return curl_easy_setopt(curl, option, value) == CURLE_OK;
}

/*
 * Called by libcurl when the connection stands and before the first byte of the request, at each attempt. Whether the
 * attempt before this one arrived is not known: only what may be repeated goes out again.
 */
static int on_gate(void *user, char *ip, char *local_ip, int port, int local_port)
{
    tr__transfer *work = user;
    (void)ip, (void)local_ip, (void)port, (void)local_port;
    int64_t now_ns = work->clock == NULL ? 0 : work->clock->monotonic_ns(work->clock->user);
    if (work->clock != NULL && now_ns >= work->send_by_ns)
        return CURL_PREREQFUNC_ABORT;
    if (work->attempts > 0 && !work->is_repeatable)
        return CURL_PREREQFUNC_ABORT;
    work->attempts++;
    work->sent_ns = now_ns;
    return CURL_PREREQFUNC_OK;
}

static bool set_connection(tr__transfer *work, bool is_kept)
{
    CURL *curl = work->curl;
    bool is_set = set_long(curl, CURLOPT_FRESH_CONNECT, is_kept ? 0 : 1) &&
                  set_long(curl, CURLOPT_FORBID_REUSE, is_kept ? 0 : 1) &&
                  set_long(curl, CURLOPT_TCP_KEEPALIVE, is_kept ? 1 : 0) &&
                  set_long(curl, CURLOPT_MAXAGE_CONN, IDLE_MAX_S) &&
                  set_pointer(curl, CURLOPT_PREREQDATA, work) &&
                  curl_easy_setopt(curl, CURLOPT_PREREQFUNCTION, on_gate) == CURLE_OK;
    return is_set;
}

static bool set_transport(tr__transfer *work, const tr_http_request *request)
{
    CURL *curl = work->curl;
    uint32_t connect_ms =
        request->send_within_ms > 0 && request->send_within_ms < request->timeout_ms
            ? request->send_within_ms
            : request->timeout_ms;
    bool is_set = set_pointer(curl, CURLOPT_CURLU, work->url) &&
                  curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https") == CURLE_OK &&
                  set_long(curl, CURLOPT_FOLLOWLOCATION, 0) &&
                  set_long(curl, CURLOPT_HTTP_VERSION, CURL_HTTP_VERSION_1_1) &&
                  set_long(curl, CURLOPT_NOSIGNAL, 1) &&
                  set_long(curl, CURLOPT_TIMEOUT_MS, (long)request->timeout_ms) &&
                  set_long(curl, CURLOPT_CONNECTTIMEOUT_MS, (long)connect_ms) &&
                  set_pointer(curl, CURLOPT_PROXY, request->proxy == NULL ? "" : request->proxy) &&
                  set_pointer(curl, CURLOPT_NOPROXY, "") &&
                  set_long(curl, CURLOPT_SSL_VERIFYPEER, request->is_unverified ? 0 : 1) &&
                  set_long(curl, CURLOPT_SSL_VERIFYHOST, request->is_unverified ? 0 : 2) &&
                  set_pointer(curl, CURLOPT_CAPATH, NULL);
    if (request->ca_file != NULL)
        is_set = is_set && set_pointer(curl, CURLOPT_CAINFO, request->ca_file);
    return is_set;
}

static bool set_content(tr__transfer *work, const tr_http_request *request)
{
    CURL *curl = work->curl;
    bool is_head = strcmp(request->method, "HEAD") == 0;
    bool is_get = strcmp(request->method, "GET") == 0 || is_head ||
                  strcmp(request->method, "DELETE") == 0 || strcmp(request->method, "OPTIONS") == 0;
    bool is_set = true;
    const void *body = work->body != NULL ? work->body : request->body;
    if (request->body != NULL || !is_get)
        is_set = set_long(curl, CURLOPT_POST, 1) &&
                 curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE,
                                  (curl_off_t)request->body_size) == CURLE_OK &&
                 set_pointer(curl, CURLOPT_POSTFIELDS, body == NULL ? "" : body);
    else
        is_set = is_head ? set_long(curl, CURLOPT_NOBODY, 1) : set_long(curl, CURLOPT_HTTPGET, 1);
    return is_set && set_pointer(curl, CURLOPT_CUSTOMREQUEST, request->method) &&
           set_pointer(curl, CURLOPT_HTTPHEADER, work->headers) &&
           set_pointer(curl, CURLOPT_USERAGENT, USER_AGENT) &&
           curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, on_body) == CURLE_OK &&
           set_pointer(curl, CURLOPT_WRITEDATA, work) &&
           curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, on_header) == CURLE_OK &&
           set_pointer(curl, CURLOPT_HEADERDATA, work);
}

/* ---- the outcome ----------------------------------------------------------------------------- */

/* The reason in fixed words: libcurl's error buffer may quote the URL. */
static tr_status end_of_sent(const tr__transfer *work, CURLcode code, const char *reason,
                             tr_error *err)
{
    if (work->is_too_large)
        reason = "the answer is larger than is allowed";
    else if (work->is_out_of_memory)
        reason = "no memory for the answer";
    else if (code == CURLE_ABORTED_BY_CALLBACK)
        reason = "the connection was closed before an answer, and this is not sent again";
    return tr__fail(err, TR_E_UNKNOWN_OUTCOME, (int)code,
                    "%s: the request may have arrived, but no whole answer came: %s", work->host,
                    reason);
}

tr_status tr__transfer_end(tr__transfer *work, CURLcode code, tr_error *err)
{
    long response_code = 0;
    (void)curl_easy_getinfo(work->curl, CURLINFO_RESPONSE_CODE,
                            &response_code); /* cannot fail for a long */
    /* libcurl is content with a head that breaks off, and with an interim one that nothing follows. */
    if (code == CURLE_OK && (!work->is_head_whole || response_code < 200))
        code = CURLE_PARTIAL_FILE;
    if (code == CURLE_OK) {
        work->response->code = (int)response_code;
        work->response->body_text = tr__buffer_text(&work->response->body);
        return TR_OK;
    }
    const char *reason = curl_easy_strerror(code);
    long os_code = 0;
    if (code == CURLE_COULDNT_CONNECT &&
        curl_easy_getinfo(work->curl, CURLINFO_OS_ERRNO, &os_code) == CURLE_OK && os_code != 0)
        reason = strerror((int)os_code);
    if (work->attempts > 0)
        return end_of_sent(work, code, reason, err);
    switch (code) {
    case CURLE_OPERATION_TIMEDOUT:
        return tr__fail(err, TR_E_TIMEOUT, (int)code, "%s: no connection in time; nothing was sent",
                        work->host);
    case CURLE_ABORTED_BY_CALLBACK:
        return tr__fail(err, TR_E_TIMEOUT, (int)code,
                        "%s: the connection came too late; nothing was sent", work->host);
    case CURLE_OUT_OF_MEMORY:
        return tr__fail(err, TR_E_NO_MEMORY, (int)code, "%s: no memory; nothing was sent",
                        work->host);
    case CURLE_SSL_CACERT_BADFILE:
        return tr__fail(err, TR_E_INVALID, (int)code, "http request: ca_file cannot be read");
    default:
        return tr__fail(err, TR_E_NETWORK, (int)code, "%s: nothing was sent: %s", work->host,
                        reason);
    }
}

/* ---- signals --------------------------------------------------------------------------------- */

static void pipe_set(sigset_t *out)
{
    sigemptyset(out);
    sigaddset(out, SIGPIPE);
}

void tr__pipe_guard_enter(tr__pipe_guard *guard)
{
    sigset_t set;
    sigset_t pending;
    pipe_set(&set);
    sigpending(&pending);
    guard->was_pending = sigismember(&pending, SIGPIPE) == 1;
    pthread_sigmask(SIG_BLOCK, &set, &guard->before);
}

void tr__pipe_guard_leave(const tr__pipe_guard *guard)
{
    sigset_t set;
    const struct timespec at_once = { 0, 0 };
    pipe_set(&set);
    if (!guard->was_pending)
        while (sigtimedwait(&set, NULL, &at_once) == -1 && errno == EINTR)
            continue;
    pthread_sigmask(SIG_SETMASK, &guard->before, NULL);
}

/* ---- life ------------------------------------------------------------------------------------ */

static bool body_copy(tr__transfer *work, const tr_http_request *request)
{
    if (request->body == NULL)
        return true;
    work->body = malloc(request->body_size + 1); /* of nothing, too */
    if (work->body == NULL)
        return false;
    memcpy(work->body, request->body, request->body_size);
    work->body_size = request->body_size;
    return true;
}

static bool asks_only(const char *method)
{
    return strcmp(method, "GET") == 0 || strcmp(method, "HEAD") == 0;
}

tr_status tr__transfer_open(tr__transfer *work, const tr_http_request *request, bool is_kept,
                            bool is_copied, tr_error *err)
{
    *work = (tr__transfer){ .send_by_ns = INT64_MAX };
    tr_status status = request_check(request, err);
    if (status != TR_OK)
        return status;
    status = url_read(work, request, err);
    if (status != TR_OK) {
        tr__transfer_close(work);
        return status;
    }
    work->bytes_left = request->response_size_max;
    work->is_repeatable = asks_only(request->method);
    work->response = response_new(request->response_size_max);
    work->curl = curl_easy_init();
    if (work->response == NULL || work->curl == NULL || (is_copied && !body_copy(work, request)) ||
        !headers_build(work, request) || !set_connection(work, is_kept) ||
        !set_transport(work, request) || !set_content(work, request)) {
        tr__transfer_close(work);
        return tr__fail(err, TR_E_NO_MEMORY, 0, "http request: it cannot be set up");
    }
    return TR_OK;
}

void tr__transfer_close(tr__transfer *work)
{
    /* Headers hold keys: wipe our copies before they are released. */
    for (struct curl_slist *line = work->headers; line != NULL; line = line->next)
        tr__secret_wipe(line->data, strlen(line->data));
    curl_slist_free_all(work->headers);
    curl_easy_cleanup(work->curl);
    curl_url_cleanup(work->url);
    if (work->body != NULL)
        tr__secret_wipe(work->body, work->body_size);
    free(work->body);
    tr_http_response_free(work->response);
    *work = (tr__transfer){ .curl = NULL };
}
