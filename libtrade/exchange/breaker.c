/* breaker.c: closed, open, half open. */
#include "exchange/breaker.h"

#define FAILURES_MAX 5
#define PAUSE_MIN_NS INT64_C(1000000000)
#define PAUSE_MAX_NS INT64_C(60000000000)

bool tr__breaker_is_closed(const tr__breaker *breaker)
{
    return breaker->pause_ns == 0;
}

bool tr__breaker_probe(tr__breaker *breaker, int64_t now_ns)
{
    if (breaker->pause_ns == 0 || breaker->is_probing || now_ns < breaker->probe_at_ns)
        return false;
    breaker->is_probing = true;
    return true;
}

void tr__breaker_unheard(tr__breaker *breaker, int64_t now_ns)
{
    if (breaker->pause_ns == 0 || !breaker->is_probing)
        return;
    breaker->is_probing = false;
    breaker->probe_at_ns = now_ns + breaker->pause_ns;
}

bool tr__breaker_note(tr__breaker *breaker, bool is_answered, int64_t now_ns)
{
    bool was_closed = tr__breaker_is_closed(breaker);
    if (is_answered) {
        *breaker = (tr__breaker){ .failures = 0 };
        return !was_closed;
    }
    breaker->failures++;
    if (was_closed && breaker->failures < FAILURES_MAX)
        return false;
    /* Of what was under way when it opened, only the probe makes the pause longer. */
    if (!was_closed && !breaker->is_probing)
        return false;
    int64_t longer_ns = breaker->pause_ns * 2 < PAUSE_MAX_NS ? breaker->pause_ns * 2 : PAUSE_MAX_NS;
    breaker->pause_ns = was_closed ? PAUSE_MIN_NS : longer_ns;
    breaker->probe_at_ns = now_ns + breaker->pause_ns;
    breaker->is_probing = false;
    return was_closed;
}
