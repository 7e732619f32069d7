/*
 * resample.c: coarser bars of finer ones, as they come.
 *
 * The forming target bar is kept in two parts: what closed source bars have settled, and the one source
 * bar that may still change. A change of the latter then costs nothing and cannot leave traces behind.
 */
#include <trade/bar.h>

#include <assert.h>
#include <math.h>
#include <string.h>

#include "core/alloc.h"
#include "core/fail.h"
#include "core/resample.h"

struct tr_resampler {
    tr_resampler_options options;
    tr_bar_sink sink;
    void *user;
    tr__resampler_state now;
};

tr_status tr_resampler_new(const tr_resampler_options *options, tr_bar_sink sink, void *user,
                           tr_resampler **out, tr_error *err)
{
    if (options == NULL || sink == NULL || out == NULL || options->struct_size < sizeof *options)
        return tr__fail(err, TR_E_INVALID, 0, "resampler options, sink and result must be given");
    if (options->fill_count_max < 0 || (unsigned)options->gap_policy > TR_GAP_FILL)
        return tr__fail(err, TR_E_INVALID, 0,
                        "resampler: gap policy or fill_count_max out of range");
    if (!tr_timeframe_contains(options->target, options->source)) {
        char source[TR_TIMEFRAME_TEXT_SIZE];
        char target[TR_TIMEFRAME_TEXT_SIZE];
        tr_timeframe_format(options->source, source, sizeof source);
        tr_timeframe_format(options->target, target, sizeof target);
        return tr__fail(err, TR_E_RANGE, 0, "bars of %s cannot be made of whole bars of %s", target,
                        source);
    }
    tr_resampler *made = tr__allocate_zeroed(options->allocator, 1, sizeof *made);
    if (made == NULL)
        return tr__fail(err, TR_E_NO_MEMORY, 0, "resampler: no memory");
    made->options = *options;
    made->sink = sink;
    made->user = user;
    *out = made;
    return TR_OK;
}

void tr_resampler_free(tr_resampler *resampler)
{
    if (resampler != NULL)
        tr__release(resampler->options.allocator, resampler);
}

/* A later bar on top of an earlier one. */
static void merge(tr_bar *into, const tr_bar *later)
{
    assert(later->open_ns > into->open_ns);
    if (later->high > into->high)
        into->high = later->high;
    if (later->low < into->low)
        into->low = later->low;
    into->close = later->close;
    into->volume += later->volume;
}

static void settle(tr_resampler *resampler, const tr_bar *bar)
{
    if (resampler->now.has_settled)
        merge(&resampler->now.settled, bar);
    else
        resampler->now.settled = *bar;
    resampler->now.has_settled = true;
}

static int64_t target_open_ns(const tr_resampler *resampler, int64_t at_ns)
{
    return tr_timeframe_open_ns(resampler->options.target, at_ns);
}

static int64_t target_next_ns(const tr_resampler *resampler, int64_t at_ns)
{
    return tr_timeframe_next_open_ns(resampler->options.target, at_ns);
}

bool tr_resampler_peek(const tr_resampler *resampler, tr_bar *out)
{
    if (resampler == NULL || out == NULL)
        return false;
    const tr__resampler_state *now = &resampler->now;
    if (!now->has_settled && !now->has_pending)
        return false;
    tr_bar bar = now->has_settled ? now->settled : now->pending;
    if (now->has_settled && now->has_pending)
        merge(&bar, &now->pending);
    bar.open_ns = target_open_ns(resampler, bar.open_ns);
    bar.is_closed = false;
    *out = bar;
    return true;
}

static tr_status emit(tr_resampler *resampler, const tr_bar *bar)
{
    resampler->now.has_emitted = true;
    resampler->now.complete_until_ns = target_next_ns(resampler, bar->open_ns);
    resampler->now.last_close = bar->close;
    tr_status status = resampler->sink(resampler->user, bar);
    resampler->now.has_failed = status != TR_OK;
    return status;
}

/* Hand out the forming bar, if there is one. */
static tr_status emit_forming(tr_resampler *resampler)
{
    tr_bar bar;
    if (!tr_resampler_peek(resampler, &bar))
        return TR_OK;
    bar.is_closed = true;
    resampler->now.has_settled = false;
    resampler->now.has_pending = false;
    return emit(resampler, &bar);
}

/* Flat bars up to `until_ns`. */
static tr_status emit_fill(tr_resampler *resampler, int64_t until_ns)
{
    if (resampler->options.gap_policy != TR_GAP_FILL || !resampler->now.has_emitted)
        return TR_OK;
    tr_status status = TR_OK;
    while (status == TR_OK && resampler->now.complete_until_ns < until_ns) {
        double price = resampler->now.last_close;
        tr_bar bar = { .open_ns = resampler->now.complete_until_ns,
                       .open = price,
                       .high = price,
                       .low = price,
                       .close = price,
                       .is_closed = true };
        status = emit(resampler, &bar);
    }
    return status;
}

/* Whether the flat bars before `until_ns` stay within the maximum, asked before anything changes. */
static tr_status check_fill(const tr_resampler *resampler, int64_t until_ns, tr_error *err)
{
    tr_bar forming;
    bool has_forming = tr_resampler_peek(resampler, &forming);
    if (resampler->options.gap_policy != TR_GAP_FILL ||
        (!has_forming && !resampler->now.has_emitted))
        return TR_OK;
    int64_t at_ns =
        has_forming ? target_next_ns(resampler, forming.open_ns) : resampler->now.complete_until_ns;
    for (int64_t count = 0; at_ns < until_ns; count++) {
        if (count == resampler->options.fill_count_max)
            return tr__fail(err, TR_E_FULL, 0, "resampler: a gap of more than %lld bars to fill",
                            (long long)resampler->options.fill_count_max);
        at_ns = target_next_ns(resampler, at_ns);
    }
    return TR_OK;
}

static tr_status fail_at(tr_error *err, tr_status status, int64_t open_ns, const char *reason)
{
    char text[TR_TIME_TEXT_SIZE];
    tr_time_format(open_ns, -1, text, sizeof text);
    return tr__fail(err, status, 0, "bar of %s: %s", text, reason);
}

static tr_status fail_sink(tr_error *err, tr_status status)
{
    return tr__fail(err, status, 0, "resampler: the receiver of bars answered %s",
                    tr_status_name(status));
}

static tr_status check_push(const tr_resampler *resampler, const tr_bar *bar, tr_error *err)
{
    tr_status status = tr_bar_check(bar, err);
    if (status != TR_OK)
        return status;
    if (tr_timeframe_open_ns(resampler->options.source, bar->open_ns) != bar->open_ns)
        return fail_at(err, TR_E_RANGE, bar->open_ns,
                       "no bar of the source's timeframe opens then");
    bool is_update = resampler->now.has_pending && bar->open_ns == resampler->now.pending.open_ns;
    if (resampler->now.has_pushed && bar->open_ns <= resampler->now.last_open_ns && !is_update)
        return fail_at(err, TR_E_CONFLICT, bar->open_ns, "does not open after the bar before");
    if (resampler->now.has_emitted && bar->open_ns < resampler->now.complete_until_ns)
        return fail_at(err, TR_E_CONFLICT, bar->open_ns, "belongs to a bar that is out already");
    return check_fill(resampler, target_open_ns(resampler, bar->open_ns), err);
}

tr_status tr_resampler_push(tr_resampler *resampler, const tr_bar *bar, tr_error *err)
{
    if (resampler == NULL || bar == NULL)
        return tr__fail(err, TR_E_INVALID, 0, "resampler and bar must be given");
    if (resampler->now.has_failed)
        return tr__fail(err, TR_E_CLOSED, 0, "resampler: stopped when its receiver failed");
    tr_status status = check_push(resampler, bar, err);
    if (status != TR_OK)
        return status;

    int64_t open_ns = target_open_ns(resampler, bar->open_ns);
    tr_bar forming;
    if (tr_resampler_peek(resampler, &forming) && forming.open_ns != open_ns)
        status = emit_forming(resampler);
    if (status == TR_OK)
        status = emit_fill(resampler, open_ns);
    if (status != TR_OK)
        return fail_sink(err, status);

    /* A newer source bar settles the one before, closed or not. */
    if (resampler->now.has_pending && resampler->now.pending.open_ns != bar->open_ns)
        settle(resampler, &resampler->now.pending);
    resampler->now.has_pending = !bar->is_closed;
    if (bar->is_closed)
        settle(resampler, bar);
    else
        resampler->now.pending = *bar;
    resampler->now.has_pushed = true;
    resampler->now.last_open_ns = bar->open_ns;

    int64_t source_end_ns = tr_timeframe_next_open_ns(resampler->options.source, bar->open_ns);
    if (bar->is_closed && source_end_ns == target_next_ns(resampler, bar->open_ns))
        status = emit_forming(resampler);
    return status == TR_OK ? TR_OK : fail_sink(err, status);
}

tr_status tr_resampler_advance(tr_resampler *resampler, int64_t at_ns, tr_error *err)
{
    if (resampler == NULL)
        return tr__fail(err, TR_E_INVALID, 0, "a resampler must be given");
    if (resampler->now.has_failed)
        return tr__fail(err, TR_E_CLOSED, 0, "resampler: stopped when its receiver failed");
    int64_t open_ns = target_open_ns(resampler, at_ns); /* every target bar before this has ended */
    tr_status status = check_fill(resampler, open_ns, err);
    if (status != TR_OK)
        return status;
    tr_bar forming;
    if (tr_resampler_peek(resampler, &forming) && forming.open_ns < open_ns)
        status = emit_forming(resampler);
    if (status == TR_OK)
        status = emit_fill(resampler, open_ns);
    return status == TR_OK ? TR_OK : fail_sink(err, status);
}

const tr__resampler_state *tr__resampler_state_get(const tr_resampler *resampler)
{
    return &resampler->now;
}

static bool is_on(tr_timeframe timeframe, int64_t at_ns)
{
    return tr_timeframe_open_ns(timeframe, at_ns) == at_ns;
}

/* A bar as it is kept: one of the source, of the target bar that forms, not newer than the newest. */
static bool is_kept_bar(const tr_resampler *resampler, const tr__resampler_state *state,
                        const tr_bar *bar)
{
    return tr_bar_check(bar, NULL) == TR_OK && is_on(resampler->options.source, bar->open_ns) &&
           target_open_ns(resampler, bar->open_ns) ==
               target_open_ns(resampler, state->last_open_ns) &&
           bar->open_ns <= state->last_open_ns &&
           (!state->has_emitted || bar->open_ns >= state->complete_until_ns);
}

tr_status tr__resampler_state_set(tr_resampler *resampler, const tr__resampler_state *state,
                                  tr_error *err)
{
    bool has_bar = state->has_settled || state->has_pending;
    bool is_whole = (state->has_pushed || !has_bar) &&
                    (!state->has_pushed || is_on(resampler->options.source, state->last_open_ns)) &&
                    (!state->has_emitted || state->complete_until_ns == INT64_MAX ||
                     is_on(resampler->options.target, state->complete_until_ns)) &&
                    (!state->has_emitted || isfinite(state->last_close)) &&
                    (!state->has_settled || is_kept_bar(resampler, state, &state->settled)) &&
                    (!state->has_pending || (is_kept_bar(resampler, state, &state->pending) &&
                                             state->pending.open_ns == state->last_open_ns)) &&
                    !(state->has_settled && state->has_pending &&
                      state->settled.open_ns >= state->pending.open_ns);
    if (!is_whole)
        return tr__fail(err, TR_E_CORRUPT, 0, "resampler: no bars lead to the saved state");
    resampler->now = *state;
    return TR_OK;
}
