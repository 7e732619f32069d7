/* interrupt.h: Ctrl-C as something to ask for, in commands that keep what they have. */
#ifndef TRADE_TBCTL_INTERRUPT_H
#define TRADE_TBCTL_INTERRUPT_H

#include <stdbool.h>

/* From now on the first SIGINT or SIGTERM is only noted; a second one ends the program as ever. */
void tbctl_interrupt_begin(void);

/* Both signals as they were before. */
void tbctl_interrupt_end(void);

/* Whether one was noted. False outside of begin and end. */
bool tbctl_is_interrupted(void);

#endif
