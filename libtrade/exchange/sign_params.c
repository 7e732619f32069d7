/* sign_params.c: the parameters of a request as path, query and JSON. */
#include "exchange/sign.h"

#include <assert.h>
#include <string.h>

/* Where a value stands: "o[k][0]". The outermost name first. */
typedef struct spot {
    const char *names[TR_SIGN_DEPTH_MAX]; /* NULL: an index */
    size_t indexes[TR_SIGN_DEPTH_MAX];
    size_t depth;
} spot;

/* ---- path ------------------------------------------------------------------------------------ */

static const tr_sign_field *param_named(const tr__sign_work *work, const char *name, size_t length,
                                        size_t *index_out)
{
    const tr_sign_field *params = &work->request->params;
    for (size_t i = 0; i < params->item_count; i++) {
        const tr_sign_field *item = &params->items[i];
        if (item->name != NULL && strlen(item->name) == length &&
            memcmp(item->name, name, length) == 0 && item->text != NULL) {
            *index_out = i;
            return item;
        }
    }
    return NULL;
}

void tr__sign_put_path(tr__sign_work *work)
{
    tr__sign_put(&work->text, work->section->base);
    const char *at = work->request->path;
    while (*at != '\0') {
        size_t plain = strcspn(at, "{");
        tr__sign_put_bytes(&work->text, at, plain);
        at += plain;
        if (*at == '\0')
            break;
        size_t length = strcspn(at + 1, "}");
        size_t index = 0;
        const tr_sign_field *item =
            at[1 + length] == '}' ? param_named(work, at + 1, length, &index) : NULL;
        if (item == NULL) {
            work->status = TR_E_NOT_FOUND;
            return;
        }
        tr__sign_put_encoded(&work->text, item->text, strlen(item->text));
        work->in_path |= UINT64_C(1) << index;
        at += length + 2;
    }
}

bool tr__sign_has_params(const tr__sign_work *work)
{
    size_t taken = 0;
    for (uint64_t bits = work->in_path; bits != 0; bits &= bits - 1)
        taken++;
    return work->request->params.item_count > taken;
}

/* ---- query ----------------------------------------------------------------------------------- */

static void put_part(tr__sign_text *text, const char *part, bool is_raw)
{
    if (is_raw)
        tr__sign_put(text, part);
    else
        tr__sign_put_encoded(text, part, strlen(part));
}

static bool has_control(const char *text)
{
    for (; *text != '\0'; text++)
        if ((unsigned char)*text < 0x20 || *text == 0x7f)
            return true;
    return false;
}

static void put_spot(tr__sign_text *text, const spot *where, const tr__sign_spelling *spelling)
{
    bool is_raw = spelling->is_raw || spelling->is_name_raw;
    put_part(text, where->names[0], is_raw);
    for (size_t i = 1; i < where->depth; i++) {
        if (where->names[i] == NULL && spelling->has_repeated_names)
            continue;
        put_part(text, "[", is_raw);
        if (where->names[i] != NULL)
            put_part(text, where->names[i], is_raw);
        else
            tr__sign_put_number(text, where->indexes[i]);
        put_part(text, "]", is_raw);
    }
}

/* One outermost parameter, a pair for each value in it, depth first, without recursion. */
static void put_pairs(tr__sign_work *work, const tr_sign_field *param,
                      const tr__sign_spelling *spelling, bool *has_pairs)
{
    const tr_sign_field *fields[TR_SIGN_DEPTH_MAX]; /* from the outermost in */
    size_t next[TR_SIGN_DEPTH_MAX];                 /* the item to visit */
    spot where = { .names = { param->name }, .depth = 1 };
    fields[0] = param;
    next[0] = 0;
    while (where.depth > 0) {
        size_t top = where.depth - 1;
        const tr_sign_field *field = fields[top];
        if (field->kind == TR_SIGN_KIND_TEXT || field->kind == TR_SIGN_KIND_LITERAL) {
            if (*has_pairs)
                tr__sign_put_bytes(&work->text, "&", 1);
            *has_pairs = true;
            if (spelling->is_raw && (has_control(field->text) || has_control(param->name)))
                work->status = TR_E_INVALID; /* it would end the line of the request */
            put_spot(&work->text, &where, spelling);
            tr__sign_put_bytes(&work->text, "=", 1);
            put_part(&work->text, field->text, spelling->is_raw);
            where.depth--;
        } else if (next[top] == field->item_count) {
            where.depth--;
        } else {
            const tr_sign_field *item = &field->items[next[top]];
            fields[where.depth] = item; /* the depth was checked before */
            where.names[where.depth] = field->kind == TR_SIGN_KIND_LIST ? NULL : item->name;
            where.indexes[where.depth] = next[top]++;
            next[where.depth] = 0;
            where.depth++;
        }
    }
}

static void sort_by_name(const tr_sign_field *items, uint8_t *order, size_t count)
{
    for (size_t i = 1; i < count; i++) {
        uint8_t moving = order[i];
        size_t at = i;
        for (; at > 0 && strcmp(items[order[at - 1]].name, items[moving].name) > 0; at--)
            order[at] = order[at - 1];
        order[at] = moving;
    }
}

bool tr__sign_put_query(tr__sign_work *work, const tr__sign_spelling *spelling)
{
    const tr_sign_field *params = &work->request->params;
    if (params->kind != TR_SIGN_KIND_OBJECT && params->item_count > 0) {
        work->status = TR_E_INVALID; /* a list has no names to put into a query */
        return false;
    }
    uint8_t order[TR_SIGN_PARAMS_MAX];
    size_t count = 0;
    bool has_pairs = false;
    for (size_t i = 0; i < params->item_count; i++)
        if ((work->in_path >> i & 1) == 0)
            order[count++] = (uint8_t)i;
    if (spelling->is_sorted)
        sort_by_name(params->items, order, count);
    for (size_t i = 0; i < count; i++)
        put_pairs(work, &params->items[order[i]], spelling, &has_pairs);
    return has_pairs;
}

/* ---- JSON ------------------------------------------------------------------------------------ */

static void put_opening(tr__sign_text *text, const tr_sign_field *field, bool is_named)
{
    if (is_named) {
        tr__sign_put_quoted(text, field->name);
        tr__sign_put_bytes(text, ":", 1);
    }
    if (field->kind == TR_SIGN_KIND_TEXT)
        tr__sign_put_quoted(text, field->text);
    else if (field->kind == TR_SIGN_KIND_LITERAL)
        tr__sign_put(text, field->text);
    else
        tr__sign_put_bytes(text, field->kind == TR_SIGN_KIND_LIST ? "[" : "{", 1);
}

/* `left_out`: bits of outermost items that do not go out. */
static void put_json(tr__sign_text *text, const tr_sign_field *outermost, uint64_t left_out)
{
    const tr_sign_field *fields[TR_SIGN_DEPTH_MAX + 1];
    size_t next[TR_SIGN_DEPTH_MAX + 1];
    bool has_items[TR_SIGN_DEPTH_MAX + 1];
    put_opening(text, outermost, false);
    if (outermost->kind == TR_SIGN_KIND_TEXT || outermost->kind == TR_SIGN_KIND_LITERAL)
        return;
    size_t depth = 1;
    fields[0] = outermost;
    next[0] = 0;
    has_items[0] = false;
    while (depth > 0) {
        size_t top = depth - 1;
        const tr_sign_field *field = fields[top];
        if (next[top] == field->item_count) {
            tr__sign_put_bytes(text, field->kind == TR_SIGN_KIND_LIST ? "]" : "}", 1);
            depth--;
            continue;
        }
        size_t index = next[top]++;
        if (depth == 1 && index < TR_SIGN_PARAMS_MAX && (left_out >> index & 1) != 0)
            continue;
        const tr_sign_field *item = &field->items[index];
        if (has_items[top])
            tr__sign_put_bytes(text, ",", 1);
        has_items[top] = true;
        put_opening(text, item, field->kind == TR_SIGN_KIND_OBJECT);
        if (item->kind == TR_SIGN_KIND_OBJECT || item->kind == TR_SIGN_KIND_LIST) {
            fields[depth] = item;
            next[depth] = 0;
            has_items[depth] = false;
            depth++;
        }
    }
}

void tr__sign_put_json(tr__sign_work *work)
{
    put_json(&work->text, &work->request->params, work->in_path);
}

void tr__sign_put_field(tr__sign_text *text, const tr_sign_field *field)
{
    put_json(text, field, 0);
}

/* ---- before all of it ------------------------------------------------------------------------ */

static bool is_sound(const tr_sign_field *field, bool is_named)
{
    if (is_named && field->name == NULL)
        return false;
    if (field->kind == TR_SIGN_KIND_TEXT || field->kind == TR_SIGN_KIND_LITERAL)
        return field->text != NULL && field->item_count == 0;
    return field->text == NULL &&
           (field->kind == TR_SIGN_KIND_OBJECT || field->kind == TR_SIGN_KIND_LIST) &&
           (field->items != NULL || field->item_count == 0);
}

tr_status tr__sign_check_params(const tr_sign_field *params)
{
    const tr_sign_field *fields[TR_SIGN_DEPTH_MAX];
    size_t next[TR_SIGN_DEPTH_MAX];
    if (!is_sound(params, false) || params->text != NULL)
        return TR_E_INVALID;
    if (params->item_count > TR_SIGN_PARAMS_MAX)
        return TR_E_RANGE;
    size_t depth = 1;
    fields[0] = params;
    next[0] = 0;
    while (depth > 0) {
        const tr_sign_field *field = fields[depth - 1];
        if (next[depth - 1] == field->item_count) {
            depth--;
            continue;
        }
        const tr_sign_field *item = &field->items[next[depth - 1]++];
        if (!is_sound(item, field->kind == TR_SIGN_KIND_OBJECT))
            return TR_E_INVALID;
        if (item->item_count == 0)
            continue;
        if (depth == TR_SIGN_DEPTH_MAX)
            return TR_E_RANGE;
        fields[depth] = item;
        next[depth] = 0;
        depth++;
    }
    return TR_OK;
}

void tr__sign_put_target(tr__sign_work *work, const tr__sign_spelling *spelling, bool has_query)
{
    tr__sign_put_path(work);
    if (!has_query)
        return;
    size_t mark = work->text.length;
    tr__sign_put_bytes(&work->text, "?", 1);
    if (!tr__sign_put_query(work, spelling))
        tr__sign_drop(&work->text, mark);
}

void tr__sign_end_body(tr__sign_work *work, size_t start)
{
    work->out->body_size = work->text.length - start;
    work->out->body = tr__sign_end(&work->text, start);
}
