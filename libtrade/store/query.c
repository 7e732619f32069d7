/* query.c: the checks of a query. */
#include "store/query.h"

#include "core/fail.h"

tr_status tr__query_check(const tr_store_query *query, tr__path *out, tr_error *err)
{
    const tr_table_def *def = query == NULL ? NULL : tr_store_table(query->table);
    if (def == NULL)
        return tr__fail(err, TR_E_INVALID, 0, "a query without a table");
    if (query->index < 0 || (size_t)query->index >= def->index_count)
        return tr__fail(err, TR_E_INVALID, 0, "%s: index %d, allowed 0..%zu", def->name,
                        query->index, def->index_count - 1);
    if (query->limit < 1 || query->limit > TR__QUERY_LIMIT_MAX)
        return tr__fail(err, TR_E_INVALID, 0, "%s: limit %zu, allowed 1..%d", def->name,
                        query->limit, TR__QUERY_LIMIT_MAX);
    tr__path path;
    tr__path_resolve(def, (size_t)query->index, &path);
    if (query->key_columns < 0 || query->key_columns > path.named_count ||
        (query->key_columns > 0) != (query->key != NULL))
        return tr__fail(err, TR_E_INVALID, 0, "%s: %d key columns %s a key, allowed 0..%d",
                        def->name, query->key_columns, query->key == NULL ? "without" : "with",
                        path.named_count);
    tr_status status = TR_OK;
    if (query->key != NULL)
        status = tr__path_check(def, &path, query->key_columns, query->key, err);
    if (status == TR_OK && query->after != NULL)
        status = tr__path_check(def, &path, path.column_count, query->after, err);
    if (status == TR_OK)
        *out = path;
    return status;
}
