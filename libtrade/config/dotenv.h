/* dotenv.h: reads NAME=value lines. */
#ifndef TRADE_CONFIG_DOTENV_H
#define TRADE_CONFIG_DOTENV_H

#include "config/arena.h"
#include "config/problem.h"

typedef struct tr__dotenv_item {
    const char *name;
    const char *value;
    unsigned line;
} tr__dotenv_item;

typedef struct tr__dotenv_document {
    tr__dotenv_item *items;
    size_t count;
    size_t capacity;
} tr__dotenv_document;

/*
 * Lines are blank, '#' comments, or [export] NAME=value. A bare value ends at " #" or the line's end, its
 * blanks trimmed; '...' is literal; "..." knows \n \t \" \\ \$. Nothing is expanded. A name that comes
 * twice is a warning, and the last one counts.
 */
void tr__dotenv_read(tr__arena *arena, const char *bytes, size_t size, const char *source,
                     tr__problems *problems, tr__dotenv_document *out);

#endif
