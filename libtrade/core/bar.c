/* bar.c: what makes one bar sound. */
#include <trade/bar.h>

#include <math.h>

#include <trade/double_text.h>

#include "core/fail.h"

static tr_status refuse(const tr_bar *bar, const char *field, double value, const char *rule,
                        double limit, tr_error *err)
{
    char time_text[TR_TIME_TEXT_SIZE];
    char value_text[TR_DOUBLE_TEXT_SIZE];
    char limit_text[TR_DOUBLE_TEXT_SIZE];
    tr_time_format(bar->open_ns, -1, time_text, sizeof time_text);
    tr_double_format(value, value_text, sizeof value_text);
    tr_double_format(limit, limit_text, sizeof limit_text);
    return tr__fail(err, TR_E_RANGE, 0, "bar of %s: %s is %s, %s %s", time_text, field, value_text,
                    rule, limit_text);
}

static tr_status refuse_infinite(const tr_bar *bar, const char *field, tr_error *err)
{
    char time_text[TR_TIME_TEXT_SIZE];
    tr_time_format(bar->open_ns, -1, time_text, sizeof time_text);
    return tr__fail(err, TR_E_RANGE, 0, "bar of %s: %s is not a finite number", time_text, field);
}

tr_status tr_bar_check(const tr_bar *bar, tr_error *err)
{
    if (bar == NULL)
        return tr__fail(err, TR_E_INVALID, 0, "a bar must be given");
    if (!isfinite(bar->open))
        return refuse_infinite(bar, "open", err);
    if (!isfinite(bar->high))
        return refuse_infinite(bar, "high", err);
    if (!isfinite(bar->low))
        return refuse_infinite(bar, "low", err);
    if (!isfinite(bar->close))
        return refuse_infinite(bar, "close", err);
    if (!isfinite(bar->volume))
        return refuse_infinite(bar, "volume", err);
    if (bar->high < bar->open)
        return refuse(bar, "high", bar->high, "below open", bar->open, err);
    if (bar->high < bar->close)
        return refuse(bar, "high", bar->high, "below close", bar->close, err);
    if (bar->low > bar->open)
        return refuse(bar, "low", bar->low, "above open", bar->open, err);
    if (bar->low > bar->close)
        return refuse(bar, "low", bar->low, "above close", bar->close, err);
    if (bar->volume < 0)
        return refuse(bar, "volume", bar->volume, "below", 0, err);
    return TR_OK;
}
