/* machine.h: what the operating system gives the server: time, chance, and where log lines go. */
#ifndef WEB_MACHINE_H
#define WEB_MACHINE_H

#include <stdbool.h>
#include <stdint.h>

#include <trade/clock.h>
#include <trade/log.h>
#include <trade/status.h>

/** The machine's clocks. Any thread. */
const tr_clock *machine_clock(void);

/** An unpredictable number. */
tr_status machine_seed(uint64_t *out, tr_error *err);

/** No core dumps, and no memory for other programs of this user to read: it holds secrets. */
void machine_keep_memory_private(void);

/* Have the system grant us this many descriptors, and return how many it grants. */
unsigned machine_descriptors(unsigned wanted);

/**
 * The log: lines to standard output, from any thread. A thread of its own writes them, many at once: whoever logs never
 * waits for the reader of the log. When that one is too slow, lines are dropped and counted.
 */
const tr_log *machine_log(void);

/** Level and form may change while lines are written. */
void machine_log_set(tr_log_level level, bool is_json);

/** Start and end the thread; without it every line is written by the one who logs it. */
tr_status machine_log_start(tr_error *err);
void machine_log_stop(void);

#endif
