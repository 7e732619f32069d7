/* table_walk.h: every row of a table, page by page, from a reader that answers at once. */
#ifndef TESTS_SUPPORT_TABLE_WALK_H
#define TESTS_SUPPORT_TABLE_WALK_H

#include <stdlib.h>
#include <string.h>

#include <trade/store.h>

typedef struct table_walk_page {
    tr_store_row_sink *row;
    void *user;
    size_t row_size;
    void *last; /* of the rows so far; what it borrows is gone, and no index is made of that */
    bool has_last, has_more;
    tr_status status;
} table_walk_page;

static inline bool table_walk_row(void *user, const void *row)
{
    table_walk_page *at = user;
    memcpy(at->last, row, at->row_size);
    at->has_last = true;
    return at->row(at->user, row);
}

static inline void table_walk_done(void *user, tr_status status, bool has_more, const tr_error *err)
{
    table_walk_page *at = user;
    (void)err; /* the status tells */
    at->status = status;
    at->has_more = has_more;
}

/* Give `row` all rows of the table; it returns true, or false to end the page. */
static inline tr_status table_walk(const tr_store_reader *reader, tr_table table,
                                   tr_store_row_sink *row, void *user)
{
    table_walk_page at = { .row = row, .user = user, .row_size = tr_store_table(table)->row_size };
    at.last = calloc(1, at.row_size);
    if (at.last == NULL)
        return TR_E_NO_MEMORY;
    do {
        tr_store_query query = { .table = table,
                                 .limit = 200,
                                 .after = at.has_last ? at.last : NULL };
        at.has_more = false;
        tr_status status =
            reader->read(reader->user, &query, table_walk_row, table_walk_done, &at, NULL);
        at.status = status != TR_OK ? status : at.status;
    } while (at.status == TR_OK && at.has_more);
    free(at.last);
    return at.status;
}

#endif
