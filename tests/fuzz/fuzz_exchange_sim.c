/*
 * fuzz_exchange_sim.c: any bytes as requests to the scripted exchange, in all its dialects, and as its script. Whatever
 * comes, it answers, and its books and sums stay right.
 */
#include <assert.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "sim/exchange/sim.h"

#define START_NS INT64_C(1700000000000000000)

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* An order needs a signature that chance never finds: public data and the door are what is reached, and orders by script. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    for (size_t i = 0; sim_shape_at(i) != NULL; i++) {
        sim_options options = SIM_OPTIONS_INIT;
        sim_exchange *exchange = NULL;
        sim_answer answer;
        size_t whole = 0;
        options.shape = sim_shape_at(i);
        options.live_order_max = 64;
        if (sim_exchange_new(&options, &exchange, NULL) != TR_OK)
            return 0;
        (void)sim_request_size((const char *)data, size, &whole); /* any answer is one */
        tr_status status =
            sim_exchange_answer(exchange, (const char *)data, size, START_NS, &answer);
        assert(status == TR_OK);
        assert(answer.sent_size <= answer.size);
        assert(answer.bytes == NULL || answer.size == 0 ||
               strncmp(answer.bytes, "HTTP/1.1 ", 9) == 0);
        (void)sim_exchange_script(exchange, (const char *)data, size, START_NS,
                                  NULL); /* most are no script */
        assert(sim_exchange_check(exchange, NULL) == TR_OK);
        sim_exchange_free(exchange);
    }
    return 0;
}
