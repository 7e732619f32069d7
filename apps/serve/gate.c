/* gate.c: the checks of gate.h, one function per idea; gate_check reads them in order. */
#include "gate.h"

#include <string.h>
#include <strings.h>

#define METHOD_SIZE_MAX 16u

/* Nineteen digits always fit in 64 bits; no body of ours comes near. */
#define LENGTH_DIGITS_MAX 19u

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_hex(char c)
{
    return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

bool gate_is_token(const char *text, size_t size)
{
    for (size_t i = 0; i < size; i++)
        if (text[i] == '\0' ||
            (!is_digit(text[i]) && !is_letter(text[i]) && !strchr("!#$%&'*+-.^_`|~", text[i])))
            return false;
    return size > 0;
}

bool gate_is_request_id(const char *text, size_t size)
{
    return size >= 8 && size <= 64 && gate_is_token(text, size);
}

bool gate_header_is(const gate_header *header, const char *name)
{
    return strlen(name) == header->name_size &&
           strncasecmp(header->name, name, header->name_size) == 0;
}

static gate_verdict refuse(unsigned status, const char *detail)
{
    return (gate_verdict){ .status = status, .detail = detail };
}

static bool is_target_char(char c)
{
    return c > ' ' && c < 0x7F && strchr("\"<>\\#", c) == NULL;
}

static const char *target_fault(const char *target)
{
    for (const char *at = target; *at != '\0'; at++) {
        if (!is_target_char(*at))
            return "the request target holds a character that must be percent-encoded";
        if (*at != '%')
            continue;
        if (!is_hex(at[1]) || !is_hex(at[2]))
            return "the request target holds a broken percent escape";
        if (at[1] == '0' && at[2] == '0')
            return "the request target holds %00";
    }
    return NULL;
}

static const char *headers_fault(const gate_request *request)
{
    for (size_t i = 0; i < request->header_count; i++) {
        const gate_header *header = &request->headers[i];
        if (!gate_is_token(header->name, header->name_size))
            return "a header name is not a token";
        for (size_t j = 0; j < header->value_size; j++) {
            unsigned char c = (unsigned char)header->value[j];
            if ((c < ' ' && c != '\t') || c == 0x7F)
                return "a header value holds a control byte";
        }
    }
    return NULL;
}

/* The only header of that name, or NULL; count_out tells how many there are. */
static const gate_header *header_find(const gate_request *request, const char *name,
                                      size_t *count_out)
{
    const gate_header *found = NULL;
    *count_out = 0;
    for (size_t i = 0; i < request->header_count; i++) {
        if (!gate_header_is(&request->headers[i], name))
            continue;
        if (found == NULL)
            found = &request->headers[i];
        *count_out += 1;
    }
    return found;
}

static bool value_is(const gate_header *header, const char *text)
{
    return strlen(text) == header->value_size &&
           strncasecmp(header->value, text, header->value_size) == 0;
}

static bool is_host_text(const char *text, size_t size)
{
    for (size_t i = 0; i < size; i++)
        if (text[i] == '\0' ||
            (!is_digit(text[i]) && !is_letter(text[i]) && !strchr(".-_:[]", text[i])))
            return false;
    return size > 0;
}

/* Finds path and query. The absolute form is for proxies; RFC 9112 still has servers accept it, and
   here it may not name another authority than Host does. */
static const char *target_split(const gate_request *request, const gate_header *host,
                                gate_verdict *verdict)
{
    const char *path = request->target;
    if (strncasecmp(path, "http://", 7) == 0 || strncasecmp(path, "https://", 8) == 0) {
        const char *authority = strstr(path, "//") + 2;
        size_t authority_size = strcspn(authority, "/?");
        if (host == NULL || host->value_size != authority_size ||
            strncasecmp(host->value, authority, authority_size) != 0)
            return "the request target names another host than the Host header";
        path = authority + authority_size;
    }
    bool is_all = strcmp(path, "*") == 0 && strcmp(request->method, "OPTIONS") == 0;
    if (*path != '/' && !is_all)
        return "the request target does not begin with a slash";
    verdict->path = path;
    verdict->path_size = strcspn(path, "?");
    verdict->query = path + verdict->path_size;
    if (*verdict->query == '?')
        verdict->query++;
    return NULL;
}

static bool length_parse(const gate_header *header, uint64_t *out)
{
    if (header->value_size == 0 || header->value_size > LENGTH_DIGITS_MAX)
        return false;
    uint64_t length = 0;
    for (size_t i = 0; i < header->value_size; i++) {
        if (!is_digit(header->value[i]))
            return false;
        length = length * 10 + (uint64_t)(header->value[i] - '0');
    }
    *out = length;
    return true;
}

/* How the body is framed: at most one statement about it, of a form that has one reading. */
static gate_verdict framing_check(const gate_request *request, gate_verdict passing)
{
    size_t length_count;
    size_t coding_count;
    const gate_header *length = header_find(request, "Content-Length", &length_count);
    const gate_header *coding = header_find(request, "Transfer-Encoding", &coding_count);
    if (length_count > 1)
        return refuse(400, "more than one Content-Length");
    if (coding_count > 1)
        return refuse(400, "more than one Transfer-Encoding");
    if (length != NULL && coding != NULL)
        return refuse(400, "Content-Length together with Transfer-Encoding");
    if (coding != NULL) {
        if (strcmp(request->version, "HTTP/1.1") != 0)
            return refuse(400, "Transfer-Encoding in a request before HTTP/1.1");
        if (!value_is(coding, "chunked"))
            return refuse(501, "the only transfer coding served is chunked");
        passing.is_chunked = true;
    }
    if (length != NULL) {
        if (!length_parse(length, &passing.content_length))
            return refuse(400, "Content-Length is not a decimal number");
        passing.has_length = true;
    }
    return passing;
}

/* Headers that say who is asking or what was sent: two of them would be two readings. */
static const char *single_headers_fault(const gate_request *request)
{
    size_t count;
    (void)header_find(request, "Authorization", &count);
    if (count > 1)
        return "more than one Authorization";
    (void)header_find(request, "Content-Type", &count);
    return count > 1 ? "more than one Content-Type" : NULL;
}

static size_t headers_size(const gate_request *request)
{
    size_t size = 0;
    for (size_t i = 0; i < request->header_count; i++)
        size += request->headers[i].name_size + request->headers[i].value_size;
    return size;
}

gate_verdict gate_check(const gate_request *request, const gate_limits *limits)
{
    gate_verdict verdict = { .query = "" };
    const char *fault = NULL;
    size_t method_size = strlen(request->method);
    if (method_size > METHOD_SIZE_MAX || !gate_is_token(request->method, method_size))
        return refuse(400, "the method is not a token of at most 16 characters");
    bool is_1_1 = strcmp(request->version, "HTTP/1.1") == 0;
    if (!is_1_1 && strcmp(request->version, "HTTP/1.0") != 0)
        return refuse(505, "the versions served are HTTP/1.1 and HTTP/1.0");
    if (strlen(request->target) > limits->target_size_max)
        return refuse(414, "the request target is too long");
    if ((fault = target_fault(request->target)) != NULL)
        return refuse(400, fault);
    if (request->header_count > limits->header_count_max)
        return refuse(431, "too many headers");
    if (headers_size(request) > limits->header_size_max)
        return refuse(431, "the headers are too large");
    if ((fault = headers_fault(request)) != NULL)
        return refuse(400, fault);

    size_t host_count;
    const gate_header *host = header_find(request, "Host", &host_count);
    if (host_count > 1 || (is_1_1 && host_count == 0))
        return refuse(400, "exactly one Host header is needed");
    if (host != NULL && !is_host_text(host->value, host->value_size))
        return refuse(400, "the Host header is not a host");
    if ((fault = single_headers_fault(request)) != NULL)
        return refuse(400, fault);
    size_t expect_count;
    const gate_header *expect = header_find(request, "Expect", &expect_count);
    if (expect_count > 1 || (expect != NULL && !value_is(expect, "100-continue")))
        return refuse(417, "the only expectation served is 100-continue");
    if ((fault = target_split(request, host, &verdict)) != NULL)
        return refuse(400, fault);
    return framing_check(request, verdict);
}
