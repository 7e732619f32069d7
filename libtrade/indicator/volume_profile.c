/* volume_profile.c: volume by price. */
#include <trade/volume_profile.h>

#include <assert.h>
#include <math.h>

#include "core/fail.h"

static double edge_at(const tr_volume_profile *profile, size_t index)
{
    double share = (double)index / (double)profile->row_count;
    return index == profile->row_count ? profile->high
                                       : profile->low + share * (profile->high - profile->low);
}

tr_status tr_volume_profile_init(tr_volume_profile *profile, double low, double high,
                                 tr_volume_profile_row *rows, size_t row_count, tr_error *err)
{
    if (profile == NULL || rows == NULL)
        return tr__fail(err, TR_E_INVALID, 0, "profile and rows must be given");
    if (!isfinite(low) || !isfinite(high) || high < low || !isfinite(high - low))
        return tr__fail(err, TR_E_RANGE, 0, "profile: %g..%g is no range of prices", low, high);
    if (row_count < 1 || row_count > TR_VOLUME_PROFILE_ROWS_MAX)
        return tr__fail(err, TR_E_RANGE, 0, "profile: row_count is %zu, allowed 1..%d", row_count,
                        TR_VOLUME_PROFILE_ROWS_MAX);
    *profile =
        (tr_volume_profile){ .rows = rows, .row_count = row_count, .low = low, .high = high };
    for (size_t i = 0; i < row_count; i++)
        rows[i] =
            (tr_volume_profile_row){ .low = edge_at(profile, i), .high = edge_at(profile, i + 1) };
    return TR_OK;
}

static tr_status bars_check(const tr_volume_profile_bars *bars, tr_error *err)
{
    if (bars == NULL || (bars->count > 0 && (bars->high == NULL || bars->low == NULL ||
                                             bars->close == NULL || bars->volume == NULL)))
        return tr__fail(err, TR_E_INVALID, 0, "profile: columns are missing");
    for (size_t i = 0; i < bars->count; i++) {
        double high = bars->high[i], low = bars->low[i], volume = bars->volume[i];
        bool is_right = isfinite(high) && isfinite(low) && isfinite(bars->close[i]) &&
                        isfinite(volume) && volume >= 0 && high >= low && isfinite(high - low) &&
                        (bars->open == NULL || isfinite(bars->open[i]));
        if (!is_right)
            return tr__fail(err, TR_E_RANGE, 0,
                            "profile: bar %zu has high %g, low %g, volume %g, or is not finite", i,
                            high, low, volume);
    }
    return TR_OK;
}

/* The row that holds a price of the range. The quotient may be off by a rounding; the edges decide. */
static size_t row_of(const tr_volume_profile *profile, double price)
{
    double height = profile->high - profile->low;
    if (!(height > 0))
        return 0;
    double at = floor((price - profile->low) / height * (double)profile->row_count);
    size_t last = profile->row_count - 1, index = at < 0              ? 0
                                                  : at > (double)last ? last
                                                                      : (size_t)at;
    while (index > 0 && price < profile->rows[index].low)
        index--;
    while (index < last && price >= profile->rows[index + 1].low)
        index++;
    return index;
}

static void row_add(tr_volume_profile *profile, size_t index, double volume, bool is_up)
{
    profile->rows[index].volume += volume;
    if (is_up)
        profile->rows[index].up_volume += volume;
}

static void bar_add(tr_volume_profile *profile, double high, double low, double volume, bool is_up)
{
    double inside_high = fmin(high, profile->high), inside_low = fmax(low, profile->low);
    if (inside_high < inside_low) {
        profile->outside_volume += volume;
        return;
    }
    double range = high - low;
    if (!(range > 0)) {
        row_add(profile, row_of(profile, low), volume, is_up);
        profile->total_volume += volume;
        return;
    }
    double inside = volume * ((inside_high - inside_low) / range);
    profile->total_volume += inside;
    profile->outside_volume += volume - inside;
    size_t first = row_of(profile, inside_low), last = row_of(profile, inside_high);
    for (size_t i = first; i <= last; i++) {
        const tr_volume_profile_row *row = &profile->rows[i];
        double part = fmin(inside_high, row->high) - fmax(inside_low, row->low);
        if (part > 0)
            row_add(profile, i, volume * (part / range), is_up);
    }
}

tr_status tr_volume_profile_add(tr_volume_profile *profile, const tr_volume_profile_bars *bars,
                                tr_error *err)
{
    if (profile == NULL || profile->rows == NULL)
        return tr__fail(err, TR_E_INVALID, 0, "profile must be given");
    tr_status status = bars_check(bars, err);
    if (status != TR_OK)
        return status;
    for (size_t i = 0; i < bars->count; i++) {
        bool is_up = bars->open == NULL || bars->close[i] >= bars->open[i];
        bar_add(profile, bars->high[i], bars->low[i], bars->volume[i], is_up);
    }
    return TR_OK;
}

static size_t point_find(const tr_volume_profile *profile)
{
    size_t best = 0;
    double middle = (double)(profile->row_count - 1) / 2;
    for (size_t i = 1; i < profile->row_count; i++) {
        double volume = profile->rows[i].volume, most = profile->rows[best].volume;
        bool is_nearer = fabs((double)i - middle) < fabs((double)best - middle);
        if (volume > most || (volume >= most && is_nearer))
            best = i;
    }
    return best;
}

/* Volume of up to `count` rows from `first` on. */
static double rows_sum(const tr_volume_profile *profile, size_t first, size_t count)
{
    double sum = 0;
    for (size_t i = first; i < profile->row_count && i < first + count; i++)
        sum += profile->rows[i].volume;
    return sum;
}

static void value_area_find(tr_volume_profile *profile, double wanted, size_t step)
{
    size_t low = profile->point_index, high = low, last = profile->row_count - 1;
    double volume = profile->rows[low].volume;
    while (volume < wanted && (low > 0 || high < last)) {
        size_t up = last - high < step ? last - high : step, down = low < step ? low : step;
        double above = rows_sum(profile, high + 1, up), below = rows_sum(profile, low - down, down);
        bool is_up = up > 0 && (down == 0 || above >= below);
        volume += is_up ? above : below;
        high += is_up ? up : 0;
        low -= is_up ? 0 : down;
    }
    profile->value_low_index = low;
    profile->value_high_index = high;
    profile->value_low_price = profile->rows[low].low;
    profile->value_high_price = profile->rows[high].high;
    profile->value_area_volume = volume;
}

tr_status tr_volume_profile_evaluate(tr_volume_profile *profile,
                                     const tr_volume_profile_options *options, tr_error *err)
{
    static const tr_volume_profile_options defaults = TR_VOLUME_PROFILE_OPTIONS_INIT;
    if (options == NULL)
        options = &defaults;
    if (profile == NULL || profile->rows == NULL || options->struct_size < sizeof *options)
        return tr__fail(err, TR_E_INVALID, 0, "profile and whole options must be given");
    if (!(options->value_area_percent > 0 && options->value_area_percent <= 100) ||
        options->rows_per_step < 1 || options->rows_per_step > TR_VOLUME_PROFILE_ROWS_MAX)
        return tr__fail(
            err, TR_E_RANGE, 0,
            "profile: value_area_percent is %g, allowed above 0 to 100; rows_per_step is "
            "%llu, allowed 1..%d",
            options->value_area_percent, (unsigned long long)options->rows_per_step,
            TR_VOLUME_PROFILE_ROWS_MAX);
    /* What the rows hold, not what went in: the sums differ by roundings, and all of it must be reachable. */
    double total = rows_sum(profile, 0, profile->row_count);
    if (!(total > 0))
        return tr__fail(err, TR_E_NOT_FOUND, 0, "profile: no volume in %g..%g", profile->low,
                        profile->high);
    profile->point_index = point_find(profile);
    const tr_volume_profile_row *point = &profile->rows[profile->point_index];
    profile->point_price = point->low + (point->high - point->low) / 2;
    value_area_find(profile, total * (options->value_area_percent / 100),
                    (size_t)options->rows_per_step);
    return TR_OK;
}

tr_status tr_volume_profile_make(const tr_volume_profile_bars *bars,
                                 const tr_volume_profile_options *options,
                                 tr_volume_profile_row *rows, size_t row_count,
                                 tr_volume_profile *out, tr_error *err)
{
    if (out == NULL)
        return tr__fail(err, TR_E_INVALID, 0, "no place for the profile");
    tr_status status = bars_check(bars, err);
    if (status != TR_OK)
        return status;
    if (bars->count == 0)
        return tr__fail(err, TR_E_NOT_FOUND, 0, "profile: no bars");
    double low = bars->low[0], high = bars->high[0];
    for (size_t i = 1; i < bars->count; i++) {
        low = fmin(low, bars->low[i]);
        high = fmax(high, bars->high[i]);
    }
    tr_volume_profile made;
    status = tr_volume_profile_init(&made, low, high, rows, row_count, err);
    if (status == TR_OK)
        status = tr_volume_profile_add(&made, bars, err);
    if (status == TR_OK)
        status = tr_volume_profile_evaluate(&made, options, err);
    if (status == TR_OK)
        *out = made;
    return status;
}
