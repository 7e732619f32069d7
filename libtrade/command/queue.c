/* queue.c: `queue stats`: how many orders stand where. */
#include "command/queue.h"

#include <stdio.h>
#include <string.h>

#include "command/reading.h"

/* The store pages rows and does not count them: what ended long ago is counted up to here. */
#define COUNTED_MAX 20000

static const tr_argument_def arguments[] = {
    { .name = "account", .type = TR_ARGUMENT_TEXT, .max = "31", .help = "orders of this account" },
};

typedef struct counter {
    int64_t count;
    tr_id last;
} counter;

static bool count_row(void *user, const void *row)
{
    counter *c = user;
    c->count++;
    c->last = ((const tr_order *)row)->id;
    return true;
}

static tr_status count_state(const tr_command_context *context, const char *account,
                             tr_order_state state, int64_t *count_out, bool *is_cut_out,
                             tr_error *err)
{
    tr_order key = { .state = state };
    (void)snprintf(key.account, sizeof key.account, "%s", account);
    counter c = { .count = 0 };
    bool has_more = true;
    while (has_more && c.count < COUNTED_MAX) {
        tr_order after = key;
        after.id = c.last;
        tr_store_query query = { .table = TR_TABLE_ORDER,
                                 .index = TR_INDEX_ORDER_STATE,
                                 .key = &key,
                                 .key_columns = 2,
                                 .after = c.count > 0 ? &after : NULL,
                                 .limit = 1000 };
        tr_status status = tr__read_page(context, &query, count_row, &c, &has_more, err);
        if (status != TR_OK)
            return status;
    }
    *count_out = c.count;
    *is_cut_out = has_more;
    return TR_OK;
}

tr_status tr__queue_write(const tr_command_context *context, const char *account,
                          tr_document *answer, tr_error *err)
{
    static const char *const words[] = { "pending", "matched", "executed", "failed", "cancelled" };
    static const char *const keys[] = { "pending_orders", "matched_orders", "executed_orders",
                                        "failed_orders", "cancelled_orders" };
    enum { WORD_COUNT = sizeof words / sizeof words[0] };
    int64_t counts[WORD_COUNT] = { 0 };
    bool is_cut = false;
    for (int state = TR_STATE_ACCEPTED; state <= TR_STATE_FAILED; state++) {
        int64_t count = 0;
        bool is_state_cut = false;
        tr_status status =
            count_state(context, account, (tr_order_state)state, &count, &is_state_cut, err);
        if (status != TR_OK)
            return status;
        for (size_t word = 0; word < WORD_COUNT; word++)
            if (strcmp(words[word], tr_order_state_view((tr_order_state)state)) == 0)
                counts[word] += count;
        is_cut = is_cut || is_state_cut;
    }
    for (size_t word = 0; word < WORD_COUNT; word++)
        tr_document_add_int(answer, keys[word], counts[word]);
    if (is_cut)
        tr_document_add_bool(answer, "at_least", true);
    return TR_OK;
}

static void run(tr_command_call *call)
{
    const tr_command_context *context = tr_call_context(call);
    tr_document *answer = tr_call_answer(call);
    tr_error err = { 0 };
    tr_account_row account;
    tr_status status = tr__call_account(call, TR_RIGHT_READ, &account, &err);
    if (status == TR_OK) {
        tr_document_add_text(answer, "account", account.name);
        status = tr__queue_write(context, account.name, answer, &err);
        tr_document_add_time(answer, "timestamp", context->clock->now_ns(context->clock->user));
    }
    tr_call_finish(call, status, &err);
}

const tr_command_def tr__command_queue_stats = {
    .name = "queue stats",
    .summary = "Count orders by status",
    .details = "Pending orders wait; matched ones are on their way to the exchange or rest there. "
               "Counts stop at 20000 orders of one state, and \"at_least\" says so.",
    .example = "tbctl queue stats",
    .place = TR_COMMAND_READS,
    .rights = TR_RIGHT_READ,
    .arguments = arguments,
    .argument_count = sizeof arguments / sizeof arguments[0],
    .run = run,
};
