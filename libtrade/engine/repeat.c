/* repeat.c: whether a request that comes with a known idempotency key is the one that the key was used for. */
#include <string.h>

#include "engine/work.h"

/* FNV-1a: what two requests of one user must not share is a mistake, not an attack. */
static void mix(uint64_t *hash, const void *bytes, size_t size)
{
    const unsigned char *at = bytes;
    for (size_t i = 0; i < size; i++)
        *hash = (*hash ^ at[i]) * 1099511628211u;
}

static void mix_text(uint64_t *hash, const char *text)
{
    mix(hash, text, strlen(text) + 1); /* with its end, so that no two texts run together */
}

static void mix_int(uint64_t *hash, int64_t value)
{
    mix(hash, &value, sizeof value);
}

static void mix_decimal(uint64_t *hash, tr_decimal value)
{
    mix(hash, &value.lo, sizeof value.lo);
    mix(hash, &value.hi, sizeof value.hi);
}

/* How much a close takes is found out when it is asked for: it is no part of what was said. */
int64_t tr__request_digest(const tr_order *order)
{
    uint64_t hash = 14695981039346656037u;
    mix_text(&hash, order->symbol);
    mix_text(&hash, order->legs);
    mix_int(&hash, order->side);
    mix_int(&hash, order->type);
    mix_int(&hash, order->tif);
    mix_int(&hash, order->starts_ns);
    if (order->role == TR_ROLE_ENTRY)
        mix_decimal(&hash, order->quantity.value);
    mix_decimal(&hash, order->limit_price.value);
    mix_decimal(&hash, order->stop_price.value);
    mix_decimal(&hash, order->take_profit.value);
    mix_decimal(&hash, order->stop_loss.value);
    mix_decimal(&hash, order->trail_amount.value);
    mix_decimal(&hash, order->trail_rate);
    mix_decimal(&hash, order->activation_price.value);
    if (!tr_decimal_is_zero(order->exit_trail_amount.value) ||
        !tr_decimal_is_zero(order->exit_trail_rate)) {
        mix_decimal(&hash,
                    order->exit_trail_amount
                        .value); /* only where there is one: older digests stay what they were */
        mix_decimal(&hash, order->exit_trail_rate);
    }
    int64_t digest = (int64_t)(hash & INT64_MAX);
    return digest == 0 ? 1 : digest;
}

/* Orders from before digests were kept are compared as they are now, which is what they were unless they were amended. */
bool tr__request_is_repeat(const tr_engine *engine, const tr_order *order,
                           const tr_order_request *request)
{
    const tr_instrument *instrument;
    if (tr_instrument_find(engine->st.instruments, engine->st.instrument_count, request->symbol,
                           strnlen(request->symbol, sizeof request->symbol), true, &instrument,
                           NULL) != TR_OK)
        return false;
    tr_order wanted = { .state = TR_STATE_NONE };
    tr__request_copy(request, &wanted);
    wanted.role = order->role;
    memcpy(wanted.symbol, instrument->symbol, sizeof wanted.symbol);
    if (tr__request_set_legs(request, &wanted, NULL) != TR_OK)
        return false;
    int64_t asked = order->request_digest != 0 ? order->request_digest : tr__request_digest(order);
    return asked == tr__request_digest(&wanted);
}
