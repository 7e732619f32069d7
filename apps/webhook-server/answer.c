/* answer.c: see answer.h. */
#include "answer.h"

#include <stdio.h>
#include <string.h>

#include <trade/time.h>

#include "serve/problem.h"

#define NS_PER_S      INT64_C(1000000000)
#define RETRY_AFTER_S "1"

/* What a status of the library is over HTTP. 400 is what cannot be read, 422 what can be read but not done: a client
   need not try either again. Everything of 500 and above may be tried again with the same key, and then happens once:
   its words are ours, since the library's are about files and sockets that are nobody's business. */
static const struct {
    tr_status status;
    unsigned http;
    const char *detail; /* NULL: the library's own words */
} mapping[] = {
    { TR_E_PARSE, 400, NULL },
    { TR_E_INVALID, 422, NULL },
    { TR_E_RANGE, 422, NULL },
    { TR_E_OVERFLOW, 422, NULL },
    { TR_E_AMBIGUOUS, 422, NULL },
    { TR_E_UNSUPPORTED, 422, NULL },
    { TR_E_REFUSED, 422, NULL },
    { TR_E_STALE, 422, NULL },
    { TR_E_DENIED, 403, NULL },
    { TR_E_NOT_FOUND, 404, NULL },
    { TR_E_EXISTS, 409, NULL },
    { TR_E_CONFLICT, 409, NULL },
    { TR_E_FULL, 503, "too much is waiting already; try again" },
    { TR_E_BUSY, 503, "somebody else holds it; try again" },
    { TR_E_CLOSED, 503, "the store is closed or the server is stopping; try again" },
    { TR_E_NO_SPACE, 503, "the disk is full: nothing was stored" },
    { TR_E_IO, 503, "the store failed; ask what became of it, or send it again with the same key" },
    { TR_E_READ_ONLY, 503, "the store cannot be written: nothing was stored" },
    { TR_E_CORRUPT, 503, "the store is damaged" },
    { TR_E_NEWER_SCHEMA, 503, "the store was written by a newer version" },
    { TR_E_NO_MEMORY, 503, "no memory; try again" },
    { TR_E_NETWORK, 503, "the exchange cannot be reached: nothing was sent" },
    { TR_E_TIMEOUT, 503, "no answer in time: nothing was changed" },
    { TR_E_UNKNOWN_OUTCOME, 504,
      "it was sent, but whether it took effect is not known yet: look it up" },
};

tr_json_writer *web_answer_begin(serve_request *request)
{
    tr_json_writer *writer;
    if (tr_json_writer_new(&writer) != TR_OK) {
        serve_reply_problem(request, 503, NULL, "no memory; try again");
        return NULL;
    }
    tr_json_write_object_begin(writer, NULL);
    return writer;
}

static void finish(serve_request *request, unsigned status, const char *content_type,
                   tr_json_writer *writer)
{
    const char *text;
    size_t length;
    tr_json_write_object_end(writer);
    if (tr_json_writer_finish(writer, TR_JSON_COMPACT, &text, &length, NULL) == TR_OK)
        serve_reply(request, status, content_type, text, length);
    else
        serve_reply_problem(request, 500, NULL, "it was done, but the answer could not be written");
    tr_json_writer_free(writer);
}

void web_answer_json(serve_request *request, tr_json_writer *writer)
{
    finish(request, 200, "application/json", writer);
}

static tr_json_writer *problem_begin(serve_request *request, unsigned status, const char *reason,
                                     const char *detail)
{
    tr_json_writer *writer = web_answer_begin(request);
    if (writer == NULL)
        return NULL;
    tr_json_write_text(writer, "type", "about:blank");
    tr_json_write_text(writer, "title", problem_title(status));
    tr_json_write_int64(writer, "status", status);
    tr_json_write_text(writer, "reason", reason);
    tr_json_write_text(writer, "detail", detail);
    tr_json_write_text(writer, "instance", serve_request_id(request));
    return writer;
}

void web_answer_problem(serve_request *request, unsigned status, const char *reason,
                        const char *detail)
{
    tr_json_writer *writer = problem_begin(request, status, reason, detail);
    if (writer == NULL)
        return;
    if (status == 503)
        (void)serve_reply_header(request, "Retry-After",
                                 RETRY_AFTER_S); /* advice; the answer stands without */
    finish(request, status, PROBLEM_CONTENT_TYPE, writer);
}

void web_answer_wait(serve_request *request, int64_t wait_ns)
{
    char seconds[24];
    (void)snprintf(seconds, sizeof seconds, "%lld",
                   (long long)((wait_ns + NS_PER_S - 1) / NS_PER_S)); /* fits */
    (void)serve_reply_header(request, "Retry-After",
                             seconds); /* advice; the answer stands without */
    web_answer_problem(request, 429, "too_many_requests",
                       "too many requests; wait as Retry-After says");
}

static void member_write(tr_json_writer *writer, const char *key, const char *text)
{
    if (text != NULL && text[0] != '\0')
        tr_json_write_text(writer, key, text);
}

void web_answer_failure(serve_request *request, tr_status status, const tr_error *err,
                        const web_verdict *verdict)
{
    unsigned http = 500;
    const char *detail = "a defect of the server; it is in its log";
    for (size_t i = 0; i < sizeof mapping / sizeof *mapping; i++) {
        if (mapping[i].status != status)
            continue;
        http = mapping[i].http;
        detail = mapping[i].detail;
        if (detail == NULL)
            detail = err != NULL ? err->message : "";
    }
    tr_json_writer *writer = problem_begin(request, http, tr_status_name(status), detail);
    if (writer == NULL)
        return;
    if (http == 503)
        (void)serve_reply_header(request, "Retry-After",
                                 RETRY_AFTER_S); /* advice; the answer stands without */
    if (verdict != NULL) {
        member_write(writer, "rule", verdict->rule);
        member_write(writer, "value", verdict->value);
        member_write(writer, "limit", verdict->limit);
        member_write(writer, "order_id", verdict->order_id);
    }
    finish(request, http, PROBLEM_CONTENT_TYPE, writer);
}

tr_status web_status_in_body(tr_status status)
{
    return status == TR_E_NOT_FOUND ? TR_E_INVALID : status;
}

void web_write_time(tr_json_writer *writer, const char *key, int64_t at_ns)
{
    char text[40];
    (void)tr_time_format(at_ns, 3, text, sizeof text); /* fits */
    tr_json_write_text(writer, key, text);
}
