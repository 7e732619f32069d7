/* reading.h: an answer of an exchange, read whole, and what came out of it. */
#ifndef TESTS_UNIT_EXCHANGE_READING_H
#define TESTS_UNIT_EXCHANGE_READING_H

#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "exchange/answer.h"
#include "support/exchange_samples.h"

#define RECORDS_MAX 101

typedef struct reading {
    tr_exchange_record records[RECORDS_MAX];
    size_t count;
    tr_exchange_failure failure;
    tr_error err;
} reading;

static inline tr_status keep(void *user, const tr_exchange_record *record)
{
    reading *found = user;
    if (found->count == RECORDS_MAX)
        return TR_E_FULL;
    found->records[found->count++] = *record;
    return TR_OK;
}

static inline tr_status read_text(const char *exchange, tr_kind kind, tr_call call, int http_code, const char *body, size_t size,
                                  reading *found)
{
    const tr__adapter *adapter = tr__adapter_find(exchange);
    const tr__endpoint *endpoint = tr__adapter_endpoint(adapter, kind, call);
    tr_instrument instrument = sample_instrument(adapter, kind);
    tr_order_terms terms = sample_terms(kind);
    tr_exchange_question question = sample_question(endpoint, call, kind, &instrument, &terms);
    tr__instruments instruments = { &instrument, 1 };
    tr__answer answer = { http_code, body, size };
    size_t space = tr__adapter_space(size);
    void *memory = malloc(space);
    ck_assert_ptr_nonnull(memory);
    memset(found, 0, sizeof *found);
    tr_status status = tr__adapter_read(adapter, endpoint, &question, &instruments, &answer, memory, space, keep, found,
                                        &found->failure, &found->err);
    free(memory);
    return status;
}

static inline tr_status read_body(const char *exchange, tr_kind kind, tr_call call, int http_code, const char *body, reading *found)
{
    return read_text(exchange, kind, call, http_code, body, strlen(body), found);
}

static inline void decimal_is(tr_decimal value, const char *text)
{
    char got[TR_DECIMAL_TEXT_SIZE];
    (void)tr_decimal_format(value, got, sizeof got);
    ck_assert_str_eq(got, text);
}

#endif
