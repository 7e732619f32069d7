/* executions.c: see executions.h. */
#include "command/executions.h"

#include <stdio.h>
#include <string.h>

#include "command/reading.h"
#include "core/alloc.h"
#include "core/fail.h"

#define PAGE_ROWS 500

/* A table's executions, a page at a time. */
typedef struct source {
    tr_table table;
    int index;
    size_t count, next;
    bool has_more; /* behind the page */
    tr_fill last;  /* of the page */
    tr_fill page[PAGE_ROWS];
} source;

enum { LIVING, PAST, SOURCE_COUNT };

static bool take(void *user, const void *row)
{
    source *from = user;
    from->page[from->count++] = *(const tr_fill *)row;
    return true;
}

static tr_status read_page(const tr_command_context *context, source *from, bool is_first,
                           tr_error *err)
{
    tr_store_query query = { .table = from->table,
                             .index = from->index,
                             .key = &from->last,
                             .key_columns = 1,
                             .after = is_first ? NULL : &from->last,
                             .limit = PAGE_ROWS };
    from->count = 0;
    from->next = 0;
    tr_status status = tr__read_page(context, &query, take, from, &from->has_more, err);
    if (from->count > 0)
        from->last = from->page[from->count - 1];
    return status;
}

static bool is_before(const tr_fill *a, const tr_fill *b)
{
    if (a->at_ns != b->at_ns)
        return a->at_ns < b->at_ns;
    return memcmp(&a->id, &b->id, sizeof a->id) < 0;
}

/* The source whose next execution is the oldest; NULL: there is none left. */
static source *oldest(source *sources)
{
    source *found = NULL;
    for (int i = 0; i < SOURCE_COUNT; i++) {
        source *one = &sources[i];
        if (one->next < one->count &&
            (found == NULL || is_before(&one->page[one->next], &found->page[found->next])))
            found = one;
    }
    return found;
}

static tr_status walk(const tr_command_context *context, source *sources, tr__execution_sink *sink,
                      void *user, tr_error *err)
{
    tr_id told = { { 0 } }; /* a prune may move one while it is read: it counts once */
    source *from;
    for (int i = 0; i < SOURCE_COUNT; i++) {
        tr_status status = read_page(context, &sources[i], true, err);
        if (status != TR_OK)
            return status;
    }
    while ((from = oldest(sources)) != NULL) {
        const tr_fill *fill = &from->page[from->next++];
        tr_status status = TR_OK;
        if (memcmp(&fill->id, &told, sizeof told) != 0)
            status = sink(user, fill, err);
        told = fill->id;
        if (status == TR_OK && from->next == from->count && from->has_more)
            status = read_page(context, from, false, err);
        if (status != TR_OK)
            return status;
    }
    return TR_OK;
}

tr_status tr__executions_read(const tr_command_context *context, const char *account,
                              tr__execution_sink *sink, void *user, tr_error *err)
{
    source *sources = tr__allocate(NULL, SOURCE_COUNT * sizeof *sources);
    if (sources == NULL)
        return tr__fail(err, TR_E_NO_MEMORY, 0, "no memory to read executions");
    for (int i = 0; i < SOURCE_COUNT; i++) {
        sources[i].last = (tr_fill){ .account = "" };
        (void)snprintf(sources[i].last.account, sizeof sources[i].last.account, "%s", account);
    }
    sources[LIVING].table = TR_TABLE_FILL;
    sources[LIVING].index = TR_INDEX_FILL_ACCOUNT;
    sources[PAST].table = TR_TABLE_PAST_FILL;
    sources[PAST].index = TR_INDEX_PRIMARY;
    tr_status status = walk(context, sources, sink, user, err);
    tr__release(NULL, sources);
    return status;
}

tr_status tr__executions_miss(const tr_command_context *context, const char *account, bool *out,
                              tr_error *err)
{
    tr_setting_row row = { .name = "" };
    (void)snprintf(row.name, sizeof row.name, "past_fill.missing.%s", account);
    tr_status status = tr__read_row(context, TR_TABLE_SETTING, &row, 1, &row, err);
    *out = status == TR_OK;
    return status == TR_E_NOT_FOUND ? TR_OK : status;
}
