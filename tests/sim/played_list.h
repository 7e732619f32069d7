/*
 * played_list.h: a list that an exchange tells page by page, in the shapes that it documents, for worlds whose answers are
 * played (world_open_played).
 *
 * Bodies are JSON with ' for ", in which marks are filled in: $m and $s now, in ms and in s; $c when the order was made, in ms;
 * $i the id of a line, $t and $u its time, in ms and in s; $n the cursor of the next page: 0, or nothing between quotes, behind
 * the last; $e the id of the page's last line.
 */
#ifndef TESTS_SIM_PLAYED_LIST_H
#define TESTS_SIM_PLAYED_LIST_H

#include "live_world.h"

/* How the exchange cuts its list. */
typedef enum played_cut {
    CUT_FROM_ID,  /* ids from the parameter on, oldest first; without it the newest, oldest first */
    CUT_NUMBER,   /* by the number of the page, newest first */
    CUT_OFFSET,   /* from a place on, newest first */
    CUT_BELOW_ID, /* newest first, ids below */
    CUT_UNTIL_MS, /* newest first, not after */
    CUT_NONE      /* all at once */
} played_cut;

typedef struct played_list {
    const char *exchange, *symbol_id;
    tr_kind kind;
    const char *address; /* a piece of the list's */
    const char *head, *line, *tail;
    played_cut cut;
    const char *cursor, *limit; /* names of parameters */
    int initial, most;          /* lines without a limit asked for, and with one */
} played_list;

typedef struct played_line {
    int64_t id, at_ms;
} played_line;

/* The answers of one exchange. Before each: played_begin. */
typedef struct played {
    const played_list *list;
    int64_t now_ms, made_ms;
    unsigned int page_count;
    char *body;
    size_t length, capacity;
} played;

void played_begin(played *self, int64_t now_ms);
void played_done(played *self);

/* Any body. */
void played_put(played *self, const char *text);
/* The page that the URL asks for; `lines` are all that the exchange has, newest first. */
void played_put_page(played *self, const char *url, const played_line *lines, size_t count);
/* The exchange's clock; false where the URL asks for something else. */
bool played_put_clock(played *self, const char *url);

/* A whole number among the parameters of a URL. */
int64_t played_param(const char *url, const char *name, int64_t initial);
tr_instrument played_instrument(const played_list *list);

#endif
