/* read.c: an answer as a whole: its records, or the exchange's refusal and what it proves. */
#include <assert.h>
#include <string.h>

#include "core/fail.h"
#include "exchange/answer.h"

static bool is_looking_up(tr_call call)
{
    return call == TR_CALL_ORDER || call == TR_CALL_STOP;
}

static bool is_placing(tr_call call)
{
    return call == TR_CALL_PLACE || call == TR_CALL_PLACE_STOP;
}

static tr_status refusal(const tr__adapter *adapter, const tr_exchange_question *question,
                         const tr_exchange_failure *failure, tr_error *err)
{
    tr_status status = failure->is_certain ? tr_fault_status(failure->fault) : TR_E_UNKNOWN_OUTCOME;
    if (failure->code[0] == '\0' && failure->text[0] == '\0')
        return tr__fail(err, status, failure->http_code, "%s %s: %s (HTTP %d and no reason)",
                        adapter->info.name, tr_call_name(question->call),
                        tr_fault_name(failure->fault), failure->http_code);
    return tr__fail(err, status, failure->http_code, "%s %s: %s (%s%s%s)", adapter->info.name,
                    tr_call_name(question->call), tr_fault_name(failure->fault), failure->code,
                    failure->code[0] != '\0' && failure->text[0] != '\0' ? ", " : "",
                    failure->text);
}

/* An answer that is not in its form proves nothing about an order. */
static tr_status unreadable(const tr__adapter *adapter, const tr_exchange_question *question,
                            tr_status status, tr_exchange_failure *failure, tr_error *err)
{
    if (!tr__call_is_changing(question->call) || status == TR_E_INVALID)
        return status;
    failure->fault = TR_FAULT_UNKNOWN_OUTCOME;
    return tr__fail(err, TR_E_UNKNOWN_OUTCOME, failure->http_code,
                    "%s %s: the answer cannot be read, whether it was done is not known",
                    adapter->info.name, tr_call_name(question->call));
}

tr_status tr__adapter_read(const tr__adapter *adapter, const tr__endpoint *endpoint,
                           const tr_exchange_question *question, const tr__instruments *instruments,
                           const tr__answer *answer, void *memory, size_t memory_size,
                           tr_exchange_record_sink sink, void *user,
                           tr_exchange_failure *failure_out, tr_error *err)
{
    assert(adapter != NULL && endpoint != NULL && question != NULL && answer != NULL);
    tr__reading reading = { .adapter = adapter, .question = question, .instruments = instruments };
    bool is_refused = answer->http_code < 200 || answer->http_code > 299;
    tr_error ignored;
    reading.failure.http_code = answer->http_code;
    tr_status status =
        tr__answer_read(&reading, endpoint->answer, answer->body, answer->body_size, memory,
                        memory_size, is_refused ? NULL : sink, user, is_refused ? &ignored : err);
    tr_exchange_failure *failure = &reading.failure;
    if (is_refused || reading.has_failed) {
        tr__adapter_fault(adapter, question->kind, question->call, failure);
        status = refusal(adapter, question, failure, err);
    } else if (status != TR_OK) {
        failure->is_certain = !tr__call_is_changing(question->call);
        failure->fault = TR_FAULT_OTHER;
        status = unreadable(adapter, question, status, failure, err);
    } else if (is_looking_up(question->call) && reading.record_count == 0 &&
               (reading.cursor[0] == '\0' || (endpoint->takes & TR__TAKES_CURSOR) == 0)) {
        failure->fault = TR_FAULT_NOT_FOUND;
        failure->is_certain = true;
        status = tr__fail(err, TR_E_NOT_FOUND, 0, "%s lists no such order", adapter->info.name);
    } else if (is_placing(question->call) && reading.record_count == 0) {
        /* It was taken, they say, but the answer names nothing. */
        failure->is_certain = false;
        status = unreadable(adapter, question, TR_E_PARSE, failure, err);
    }
    if (status != TR_OK && failure_out != NULL)
        *failure_out = *failure;
    return status;
}
