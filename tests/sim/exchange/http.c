/* http.c: a request out of bytes, and text that grows. One message at a time; no chunked bodies, no folded lines. */
#include "state.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define REQUEST_SIZE_MAX ((size_t)1 << 20)

/* ---- text ------------------------------------------------------------------------------------ */

void sim_text_put(sim_text *text, const void *bytes, size_t size)
{
    if (text->is_failed)
        return;
    if (text->size + size + 1 > text->capacity) {
        size_t capacity = (text->size + size + 1) * 2;
        char *grown = realloc(text->bytes, capacity);
        if (grown == NULL) {
            text->is_failed = true;
            return;
        }
        text->bytes = grown;
        text->capacity = capacity;
    }
    if (size > 0)
        memcpy(text->bytes + text->size, bytes, size);
    text->size += size;
    text->bytes[text->size] = '\0';
}

void sim_text_format(sim_text *text, const char *format, ...)
{
    char line[512];
    va_list args;
    va_start(args, format);
    int length = vsnprintf(line, sizeof line, format, args);
    va_end(args);
    if (length < 0 || (size_t)length >= sizeof line)
        text->is_failed = true;
    else
        sim_text_put(text, line, (size_t)length);
}

void sim_text_done(sim_text *text)
{
    free(text->bytes);
    *text = (sim_text){ 0 };
}

/* ---- framing --------------------------------------------------------------------------------- */

static const char *find(const char *bytes, size_t size, const char *what)
{
    return memmem(bytes, size, what, strlen(what));
}

/* The value of Content-Length in a head; 0 without one. */
static tr_status body_size_of(const char *head, size_t size, size_t *out)
{
    static const char name[] = "\r\nContent-Length:";
    *out = 0;
    bool is_seen = false;
    for (size_t i = 0; i + sizeof name - 1 < size; i++) {
        if (strncasecmp(head + i, name, sizeof name - 1) != 0)
            continue;
        size_t at = i + sizeof name - 1, value = 0, digits = 0;
        while (at < size && head[at] == ' ')
            at++;
        for (; at < size && head[at] >= '0' && head[at] <= '9' && digits < 8; at++, digits++)
            value = value * 10 + (size_t)(head[at] - '0');
        while (at < size && head[at] == ' ')
            at++;
        if (digits == 0 || at >= size || head[at] != '\r' || is_seen)
            return TR_E_PARSE;
        is_seen = true;
        *out = value;
    }
    return TR_OK;
}

tr_status sim_request_size(const char *bytes, size_t size, size_t *out)
{
    const char *end = find(bytes, size, "\r\n\r\n");
    if (end == NULL)
        return size > REQUEST_SIZE_MAX ? TR_E_RANGE : TR_E_FULL;
    size_t head = (size_t)(end - bytes) + 4, body = 0;
    tr_status status = body_size_of(bytes, head - 2, &body);
    if (status != TR_OK)
        return status;
    if (head + body > REQUEST_SIZE_MAX)
        return TR_E_RANGE;
    *out = head + body;
    return size < head + body ? TR_E_FULL : TR_OK;
}

/* ---- taking apart ---------------------------------------------------------------------------- */

static char *keep(sim_request *request, const char *bytes, size_t size)
{
    char *at = request->memory + request->memory_used;
    memcpy(at, bytes, size);
    at[size] = '\0';
    request->memory_used += size + 1;
    return at;
}

static int digit_of(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

tr_status sim_percent_decode(char *text, bool is_form)
{
    char *to = text;
    for (const char *from = text; *from != '\0'; from++) {
        if (*from == '+' && is_form) {
            *to++ = ' ';
        } else if (*from != '%') {
            *to++ = *from;
        } else {
            int high = digit_of(from[1]), low = high < 0 ? -1 : digit_of(from[2]);
            if (low < 0 || high * 16 + low == 0)
                return TR_E_PARSE;
            *to++ = (char)(high * 16 + low);
            from += 2;
        }
    }
    *to = '\0';
    return TR_OK;
}

static tr_status params_read(sim_request *request, const char *text)
{
    for (const char *at = text; *at != '\0';) {
        size_t length = strcspn(at, "&"), name = strcspn(at, "=&");
        if (length > 0) {
            if (request->param_count == SIM_PARAM_MAX)
                return TR_E_PARSE;
            sim_pair *pair = &request->params[request->param_count++];
            char *name_text = keep(request, at, name);
            char *value = name < length ? keep(request, at + name + 1, length - name - 1)
                                        : keep(request, "", 0);
            if (sim_percent_decode(name_text, true) != TR_OK ||
                sim_percent_decode(value, true) != TR_OK)
                return TR_E_PARSE;
            *pair = (sim_pair){ name_text, value };
        }
        at += length + (at[length] == '&');
    }
    return TR_OK;
}

static tr_status line_read(sim_request *request, const char *line, size_t size)
{
    const char *first = memchr(line, ' ', size);
    const char *second =
        first == NULL ? NULL : memchr(first + 1, ' ', size - (size_t)(first + 1 - line));
    if (second == NULL || second == first + 1 || first[1] != '/' || first == line)
        return TR_E_PARSE;
    size_t rest = size - (size_t)(second + 1 - line);
    if (rest != 8 || memcmp(second + 1, "HTTP/1.1", 8) != 0)
        return TR_E_PARSE;
    request->method = keep(request, line, (size_t)(first - line));
    size_t target = (size_t)(second - first - 1);
    const char *mark = memchr(first + 1, '?', target);
    size_t path = mark == NULL ? target : (size_t)(mark - first - 1);
    request->path = keep(request, first + 1, path);
    request->query = mark == NULL ? "" : keep(request, mark + 1, target - path - 1);
    return TR_OK;
}

static tr_status headers_read(sim_request *request, const char *at, const char *end)
{
    while (at < end) {
        const char *stop = find(at, (size_t)(end - at), "\r\n");
        const char *colon = stop == NULL ? NULL : memchr(at, ':', (size_t)(stop - at));
        if (colon == NULL || colon == at || request->header_count == SIM_HEADER_MAX)
            return TR_E_PARSE;
        const char *value = colon + 1, *last = stop;
        while (value < last && (*value == ' ' || *value == '\t'))
            value++;
        while (last > value && (last[-1] == ' ' || last[-1] == '\t'))
            last--;
        sim_pair *pair = &request->headers[request->header_count++];
        pair->name = keep(request, at, (size_t)(colon - at));
        pair->value = keep(request, value, (size_t)(last - value));
        at = stop + 2;
    }
    return TR_OK;
}

static tr_status body_read(sim_request *request)
{
    const char *type = sim_request_header(request, "Content-Type");
    if (request->body_size == 0)
        return TR_OK;
    if (type != NULL && strncasecmp(type, "application/json", 16) == 0) {
        (void)tr_json_document_parse(request->body, request->body_size, NULL, &request->json,
                                     NULL); /* the dialect says what it thinks of it */
        return TR_OK;
    }
    if (type != NULL && strncasecmp(type, "application/x-www-form-urlencoded", 33) == 0)
        return params_read(request, request->body);
    return TR_OK;
}

tr_status sim_request_read(const char *bytes, size_t size, sim_request *out)
{
    size_t whole = 0;
    *out = (sim_request){ .size = size };
    if (memchr(bytes, '\0', size) != NULL || sim_request_size(bytes, size, &whole) != TR_OK ||
        whole != size)
        return TR_E_PARSE;
    /* Each byte is kept at most twice, the body three times, each piece with an end mark. */
    out->memory = malloc(size * 6 + 64);
    if (out->memory == NULL)
        return TR_E_NO_MEMORY;
    const char *head_end = find(bytes, size, "\r\n\r\n") + 2;
    const char *line_end = find(bytes, size, "\r\n");
    tr_status status = line_read(out, bytes, (size_t)(line_end - bytes));
    if (status == TR_OK)
        status = headers_read(out, line_end + 2, head_end);
    if (status == TR_OK) {
        out->body_size = size - (size_t)(head_end + 2 - bytes);
        out->body = keep(out, head_end + 2, out->body_size);
        status = params_read(out, out->query);
        out->query_param_count = out->param_count;
    }
    if (status == TR_OK)
        status = body_read(out);
    if (status != TR_OK)
        sim_request_done(out);
    return status;
}

void sim_request_done(sim_request *request)
{
    tr_json_document_free(request->json);
    free(request->memory);
    *request = (sim_request){ .size = request->size };
}

const char *sim_request_header(const sim_request *request, const char *name)
{
    for (size_t i = 0; i < request->header_count; i++)
        if (strcasecmp(request->headers[i].name, name) == 0)
            return request->headers[i].value;
    return NULL;
}

const char *sim_request_param(const sim_request *request, const char *name)
{
    for (size_t i = 0; i < request->param_count; i++)
        if (strcmp(request->params[i].name, name) == 0)
            return request->params[i].value;
    return NULL;
}
