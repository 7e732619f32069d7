/*
 * fuzz_exchange_answer.c: any bytes as the answer of any exchange to any call. The first three bytes choose exchange, call and
 * HTTP code. What comes out is finite and in order; what fails says so; a placing call is never rejected by what cannot be
 * read; and reading twice gives the same.
 */
#include <assert.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "exchange/answer.h"
#include "support/exchange_samples.h"

#define BODY_MAX 8192

typedef struct tally {
    uint64_t digest;
    size_t count;
} tally;

static void mix(tally *counts, const void *bytes, size_t size)
{
    const uint8_t *at = bytes;
    for (size_t i = 0; i < size; i++)
        counts->digest = (counts->digest ^ at[i]) * UINT64_C(1099511628211);
}

static void check_order(const tr_order_record *order)
{
    assert(memchr(order->exchange_order_id, '\0', sizeof order->exchange_order_id) != NULL);
    assert(memchr(order->client_id, '\0', sizeof order->client_id) != NULL);
    assert(memchr(order->word, '\0', sizeof order->word) != NULL);
    assert(memchr(order->symbol, '\0', sizeof order->symbol) != NULL);
    assert(order->exchange_order_id[0] != '\0' || order->client_id[0] != '\0');
    assert(tr_order_state_name(order->state) != NULL);
}

static tr_status on_record(void *user, const tr_exchange_record *record)
{
    tally *counts = user;
    counts->count++;
    mix(counts, &record->kind, sizeof record->kind);
    if (record->kind == TR_RECORD_LEVEL) {
        assert(tr_decimal_sign(record->as.level.price.value) > 0 &&
               tr_decimal_sign(record->as.level.quantity.value) > 0);
        mix(counts, &record->as.level.price, sizeof record->as.level.price);
    } else if (record->kind == TR_RECORD_FILL) {
        assert(tr_decimal_sign(record->as.fill.price.value) > 0 &&
               tr_decimal_sign(record->as.fill.quantity.value) > 0);
        mix(counts, &record->as.fill.price, sizeof record->as.fill.price);
    } else if (record->kind == TR_RECORD_ORDER) {
        check_order(&record->as.order);
        mix(counts, record->as.order.exchange_order_id, strlen(record->as.order.exchange_order_id));
    } else if (record->kind == TR_RECORD_BAR) {
        assert(tr_bar_check(&record->as.bar, NULL) == TR_OK);
    } else if (record->kind == TR_RECORD_INSTRUMENT) {
        assert(tr_instrument_check(&record->as.instrument.instrument, NULL) == TR_OK);
    }
    return TR_OK;
}

static tr_status read_once(const tr__adapter *adapter, const tr__endpoint *endpoint,
                           const tr_exchange_question *question, const tr__instruments *instruments,
                           const tr__answer *answer, tally *counts, tr_exchange_failure *failure)
{
    static _Alignas(16) char memory[8 * BODY_MAX + 65536];
    size_t space = tr__adapter_space(answer->body_size);
    tr_error err = { .message = "" };
    assert(space <= sizeof memory);
    memset(failure, 0, sizeof *failure);
    tr_status status = tr__adapter_read(adapter, endpoint, question, instruments, answer, memory,
                                        space, on_record, counts, failure, &err);
    assert(status == TR_OK || err.message[0] != '\0');
    return status;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const int codes[] = { 200, 200, 200, 200, 201, 400, 401, 403,
                                 404, 418, 429, 500, 502, 503, 504, 0 };
    if (size < 3 || size - 3 > BODY_MAX)
        return 0;
    const tr__adapter *adapter = tr__adapter_at(data[0] % 10U);
    tr_kind kind = data[1] >= 128 ? TR_KIND_LINEAR : TR_KIND_SPOT;
    tr_call call = (tr_call)(data[1] % 128U % TR_CALL_COUNT);
    const tr__endpoint *endpoint = tr__adapter_endpoint(adapter, kind, call);
    if (endpoint == NULL)
        return 0;
    tr_instrument instrument = sample_instrument(adapter, kind);
    tr_order_terms terms = sample_terms(kind);
    tr_exchange_question question = sample_question(endpoint, call, kind, &instrument, &terms);
    tr__instruments instruments = { &instrument, 1 };
    tr__answer answer = { codes[data[2] % 16U], (const char *)data + 3, size - 3 };
    tally first = { UINT64_C(14695981039346656037), 0 }, second = first;
    tr_exchange_failure failure, again;
    tr_status status =
        read_once(adapter, endpoint, &question, &instruments, &answer, &first, &failure);
    assert(read_once(adapter, endpoint, &question, &instruments, &answer, &second, &again) ==
           status);
    assert(first.digest == second.digest && first.count == second.count &&
           failure.fault == again.fault);
    bool is_changing = tr__call_is_changing(call);
    if (is_changing && status != TR_OK && status != TR_E_UNKNOWN_OUTCOME)
        assert(failure.is_certain && failure.fault != TR_FAULT_BUSY &&
               failure.fault != TR_FAULT_OTHER && failure.fault != TR_FAULT_NONE &&
               failure.fault != TR_FAULT_UNKNOWN_OUTCOME);
    if (status == TR_OK)
        assert(answer.http_code >= 200 && answer.http_code <= 299);
    return 0;
}
