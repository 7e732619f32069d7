/* session.c: days, weeks and months of a clock. */
#include "indicator/session.h"

#include <math.h>

#include <trade/time.h>

double tr__session_of(double time, double kind, double offset_minutes)
{
    double day = floor((time + 60 * offset_minutes) / 86400);
    if (kind == 0 || !(fabs(day) < 2e9))
        return day;
    /* Day 0 was a Thursday. */
    if (kind == 1)
        return floor((day + 3) / 7);
    tr_date date = tr_date_from_day((int32_t)day);
    return 12 * (double)date.year + (double)date.month;
}

void tr__sessions_step(tr__sessions *sessions, double number, const tr__session_bar *bar)
{
    tr__session_bar *now = &sessions->now;
    if (sessions->count == 0 || number != sessions->number) {
        sessions->before = *now;
        sessions->number = number;
        sessions->count++;
        *now = *bar;
        return;
    }
    now->high = bar->high > now->high ? bar->high : now->high;
    now->low = bar->low < now->low ? bar->low : now->low;
    now->close = bar->close;
}
