/* text.h: a text that grows while it is written. */
#ifndef TRADE_TBCTL_TEXT_H
#define TRADE_TBCTL_TEXT_H

#include <stdio.h>

#include <trade/document.h>

/* A stream into memory; print to `file`. */
typedef struct tbctl_text {
    FILE *file; /* NULL: no memory */
    char *bytes;
    size_t size;
} tbctl_text;

void tbctl_text_begin(tbctl_text *text);

/* Add what was written as the member "text". */
void tbctl_text_end(tbctl_text *text, tr_document *answer);

#endif
