/* interrupt.c: see interrupt.h. A signal's handler knows nobody, so what it notes stands here. */
#include "tbctl/interrupt.h"

#include <signal.h>
#include <string.h>

static volatile sig_atomic_t is_noted;
static struct sigaction before_int, before_term;

static void note(int signal_number)
{
    (void)signal_number;
    is_noted = 1;
}

void tbctl_interrupt_begin(void)
{
    struct sigaction action;
    memset(&action, 0, sizeof action);
    action.sa_handler = note;
    action.sa_flags = (int)SA_RESETHAND; /* and no restart: whoever waits shall look */
    sigemptyset(&action.sa_mask);
    is_noted = 0;
    (void)sigaction(SIGINT, &action, &before_int);
    (void)sigaction(SIGTERM, &action, &before_term);
}

void tbctl_interrupt_end(void)
{
    (void)sigaction(SIGINT, &before_int, NULL);
    (void)sigaction(SIGTERM, &before_term, NULL);
    is_noted = 0;
}

bool tbctl_is_interrupted(void)
{
    return is_noted != 0;
}
