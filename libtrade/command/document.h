/* document.h: what the library's own code may do to a document beyond <trade/document.h>. */
#ifndef TRADE_COMMAND_DOCUMENT_H
#define TRADE_COMMAND_DOCUMENT_H

#include <trade/document.h>

/* Keys and texts with a length; a key of NULL inside arrays. Both are copied and must not hold a NUL. */
typedef struct tr__document_text {
    const char *text;
    size_t length;
} tr__document_text;

/*
 * Add one value under a key: for readers of other forms. Of `value` the field of `kind` counts; an array or object
 * is begun.
 */
typedef struct tr__document_value {
    tr_document_kind kind;
    bool boolean;
    int64_t integer; /* and times */
    tr_decimal decimal;
    double real;
    tr__document_text text;
    tr_id id;
} tr__document_value;

void tr__document_add(tr_document *document, tr__document_text key,
                      const tr__document_value *value);

/* End the innermost array or object, whichever it is. */
void tr__document_end(tr_document *document);

/* The innermost open array or object; the root when nothing else is. */
const tr_document_node *tr__document_open(const tr_document *document);

/*
 * A walk over a node and all below it, in the order of the text, without recursion: an array or object is visited
 * at its begin and again, with is_end, behind its last child.
 *
 *     for (walk = tr__document_walk_from(top); walk.node != NULL; tr__document_walk_on(&walk))
 */
typedef struct tr__document_walk {
    const tr_document_node *top;
    const tr_document_node *node; /* NULL when the walk is over */
    bool is_end;
} tr__document_walk;

tr__document_walk tr__document_walk_from(const tr_document_node *top);
void tr__document_walk_on(tr__document_walk *walk);

#endif
