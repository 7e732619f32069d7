/*
 * marks.c: the last prices of what is held, kept for the next engine.
 *
 * Equity before the first price after a restart is that of the last price before it: a day or a peak that begins in between
 * begins with what the account is worth, and not with what its positions cost. Such a price values and does nothing else:
 * no order is judged, sized or set off by it. It is the market's and no account's: a setting, not an event. Every
 * transaction takes along what has changed, and a second without one makes one.
 */
#include <stdio.h>
#include <string.h>

#include <trade/time.h>

#include "engine/exposure.h"
#include "engine/work.h"

#define MARK_EVERY_NS TR_NS_PER_SECOND

/* One a second, at the most; at once when the clock was set back. */
int64_t tr__marks_due_ns(const tr_engine *engine)
{
    int64_t now_ns = engine->clock->now_ns(engine->clock->user);
    if (engine->st.marks_unsaved == NULL)
        return INT64_MAX;
    return engine->marks_saved_ns > now_ns ? now_ns : engine->marks_saved_ns + MARK_EVERY_NS;
}

void tr__marks_save_now(tr_engine *engine)
{
    work *w = engine->st.marks_unsaved == NULL ? NULL : tr__work_begin(engine, NULL, NULL);
    if (w != NULL)
        tr__work_finish(w); /* which takes them along */
}

void tr__marks_save(tr_engine *engine)
{
    if (tr__marks_due_ns(engine) > engine->clock->now_ns(engine->clock->user))
        return;
    tr__marks_save_now(engine);
}

void tr__marks_ride(tr_engine *engine)
{
    state *st = &engine->st;
    if (st->marks_unsaved == NULL)
        return;
    engine->marks_saved_ns = engine->clock->now_ns(engine->clock->user);
    for (market *place = st->marks_unsaved, *next; place != NULL; place = next) {
        const tr_instrument *instrument = &st->instruments[place - st->markets];
        tr_setting_row row = { .updated_ns = engine->marks_saved_ns };
        next = place->next_unsaved;
        place->next_unsaved = NULL;
        place->is_unsaved = false;
        place->saved = place->mark;
        int length = snprintf(row.name, sizeof row.name, MARK_SETTING "%s", instrument->symbol);
        if (length < 0 ||
            (size_t)length >= sizeof row.name) /* no symbol of an exchange is that long */
            continue;
        (void)tr_decimal_format(place->mark.value, row.value,
                                sizeof row.value); /* the sizes suffice */
        tr_status status =
            tr__journal_add(engine->journal, TR_STORE_PUT, TR_TABLE_SETTING, &row, 0);
        if (status != TR_OK)
            tr__engine_fail(engine, status, NULL);
    }
    st->marks_unsaved = NULL;
}

void tr__marks_restore(tr_engine *engine, const tr_setting_row *row)
{
    size_t beginning = strlen(MARK_SETTING);
    const tr_instrument *instrument = strncmp(row->name, MARK_SETTING, beginning) == 0
                                          ? tr__state_instrument(&engine->st, row->name + beginning)
                                          : NULL;
    tr_price price;
    if (instrument == NULL ||
        tr_decimal_parse(row->value, strlen(row->value), &price.value) != TR_OK ||
        tr_decimal_sign(price.value) <= 0)
        return; /* as before the first price ever */
    market *place = tr__state_market(&engine->st, instrument);
    place->known = place->saved = price;
}
