/*
 * answer.h: replies: JSON, and failures as application/problem+json by one table.
 */
#ifndef WEB_ANSWER_H
#define WEB_ANSWER_H

#include <stdint.h>

#include <trade/json.h>
#include <trade/status.h>

#include "serve/serve.h"

/* All of these answer the request, which is gone afterwards. Any thread. */

/** 200 with what was written; a writer that failed is a 500. The writer is released. */
void web_answer_json(serve_request *request, tr_json_writer *writer);

/** A problem of the server's own. */
void web_answer_problem(serve_request *request, unsigned status, const char *reason,
                        const char *detail);

/** 429 with Retry-After. */
void web_answer_wait(serve_request *request, int64_t wait_ns);

/** What a rule found, for a refused order; "" for what there is not. */
typedef struct web_verdict {
    const char *rule;
    const char *value;
    const char *limit;
    const char *order_id;
} web_verdict;

/**
 * A failure of the library. Its own words reach the client only where they are about what the client sent.
 * @param verdict  may be NULL
 */
void web_answer_failure(serve_request *request, tr_status status, const tr_error *err,
                        const web_verdict *verdict);

/** The status of something whose names came in the body: an unknown one is no 404, which would blame the path. */
tr_status web_status_in_body(tr_status status);

/** A writer with its outermost object open. NULL: no memory, and the request is answered. */
tr_json_writer *web_answer_begin(serve_request *request);

/** RFC 3339 with milliseconds. */
void web_write_time(tr_json_writer *writer, const char *key, int64_t at_ns);

#endif
