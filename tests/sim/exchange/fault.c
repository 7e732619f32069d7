/* fault.c: which request meets which fault: those of the script in their order, otherwise chance by the seed. */
#include "state.h"

#include <string.h>

static const char *const fault_names[SIM_FAULT_KIND_COUNT] = {
    "none",          "delay_request", "delay_answer", "drop_before", "drop_after", "duplicate",
    "reset_request", "reset_answer",  "status",       "rate_limit",  "slow",       "garbage",
    "clock_jump",    "busy",          "timeout",      "late",
};

static const char *const operation_names[] = {
    "any",   "time", "instruments", "ticker", "bars",   "book",  "balance", "place",  "cancel",
    "query", "open", "fills",       "fees",   "rights", "other", "amend",   "switch",
    "positions", "bills",
};

const char *sim_fault_name(sim_fault_kind kind)
{
    return (unsigned)kind < SIM_FAULT_KIND_COUNT ? fault_names[kind] : NULL;
}

const char *sim_operation_name(sim_operation operation)
{
    return (unsigned)operation < sizeof operation_names / sizeof *operation_names
               ? operation_names[operation]
               : NULL;
}

static void fault_remove(sim_exchange *exchange, size_t index)
{
    memmove(&exchange->faults[index], &exchange->faults[index + 1],
            (exchange->fault_count - index - 1) * sizeof *exchange->faults);
    exchange->fault_count--;
}

/* A chance fault's numbers; drawn whether its kind uses them or not, so that kinds do not shift the chances. */
static sim_fault fault_draw(sim_exchange *exchange)
{
    static const int codes[] = { 500, 502, 503, 504 };
    sim_fault fault = SIM_FAULT_INIT;
    uint64_t pick = tr_rng_next(&exchange->rng), count = 0;
    fault.ms = 1 + (int64_t)tr_rng_below(&exchange->rng, 15000);
    fault.code = codes[tr_rng_below(&exchange->rng, 4)];
    fault.size = 1 + (uint32_t)tr_rng_below(&exchange->rng, 64);
    fault.is_executed = tr_rng_below(&exchange->rng, 2) == 1;
    fault.retry_s = 1 + (int64_t)tr_rng_below(&exchange->rng, 5);
    for (unsigned kind = 1; kind < SIM_FAULT_KIND_COUNT; kind++)
        count += exchange->chaos_kinds >> kind & 1u;
    for (unsigned kind = 1; count > 0 && kind < SIM_FAULT_KIND_COUNT; kind++) {
        if ((exchange->chaos_kinds >> kind & 1u) == 0 || pick % count-- != 0)
            continue;
        fault.kind = (sim_fault_kind)kind;
        break;
    }
    if (fault.kind == SIM_FAULT_CLOCK_JUMP)
        fault.ms = fault.ms % 4001 - 2000;
    if (fault.kind == SIM_FAULT_RATE_LIMIT)
        fault.code = 0;
    return fault;
}

sim_fault sim_fault_pick(sim_exchange *exchange, sim_operation operation)
{
    sim_fault none = SIM_FAULT_INIT, picked = SIM_FAULT_INIT;
    for (size_t i = 0; i < exchange->fault_count; i++) {
        sim_fault *fault = &exchange->faults[i];
        if (fault->on != SIM_OPERATION_ANY && fault->on != operation)
            continue;
        if (fault->skip > 0) {
            fault->skip--;
            continue;
        }
        picked = *fault;
        if (--fault->times == 0)
            fault_remove(exchange, i);
        return picked;
    }
    if (exchange->chaos_per_mille == 0 ||
        tr_rng_below(&exchange->rng, 1000) >= exchange->chaos_per_mille)
        return none;
    return fault_draw(exchange);
}
