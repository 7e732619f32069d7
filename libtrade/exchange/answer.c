/* answer.c: reads an answer token by token, by the rules of its shape, and gives out its records. */
#include "exchange/answer.h"
#include "exchange/page.h"

#include <assert.h>
#include <string.h>

#include <trade/double_text.h>

#include "core/fail.h"
#include "exchange/record.h"
#include "json/reader.h"

#define FRAMES_MAX  16
#define RECORDS_MAX 3
#define JSON_DEPTH  64

typedef struct frame {
    const tr__shape *shape;
    tr_exchange_record *record;
    bool is_array, owns_record;
    uint32_t index; /* of the next element */
} frame;

typedef struct work {
    tr__reading *reading;
    tr_json_reader json;
    tr_exchange_record_sink sink;
    void *user;
    tr_error *err;
    frame frames[FRAMES_MAX];
    size_t depth;
    tr_exchange_record records[RECORDS_MAX];
    size_t record_depth;
    tr_exchange_record none; /* where nothing is at hand */
} work;

/* ---- scratch memory -------------------------------------------------------------------------- */

typedef struct arena {
    char *at, *end;
} arena;

static void *arena_allocate(void *user, size_t size)
{
    arena *from = user;
    size = (size + 15) & ~(size_t)15;
    if (size > (size_t)(from->end - from->at))
        return NULL;
    void *given = from->at;
    from->at += size;
    return given;
}

static void *arena_reallocate(void *user, void *memory, size_t old_size, size_t new_size)
{
    void *given = arena_allocate(user, new_size);
    if (given != NULL && memory != NULL)
        memcpy(given, memory, old_size < new_size ? old_size : new_size);
    return given;
}

/* Nothing is given back before the reading ends. */
static void arena_release(void *user, void *memory)
{
    (void)user;
    (void)memory;
}

static const tr_json_options json_limits = { sizeof(tr_json_options), JSON_DEPTH, UINT32_MAX - 1,
                                             SIZE_MAX, NULL };

size_t tr__adapter_space(size_t body_size)
{
    /* Keys of objects with very many members, and their growth, take about as much again as the text. */
    return tr__json_reader_space(body_size, &json_limits) + 4 * body_size + 16384;
}

/* ---- rules ----------------------------------------------------------------------------------- */

static bool is_for_container(const tr__rule *rule)
{
    return rule->read >= TR__READ_INSIDE && rule->read <= TR__READ_ASKS;
}

/* "*" is each member or element, "*1" the first. */
static bool is_each(const tr__rule *rule, uint32_t index)
{
    return rule->key[0] == '*' && (rule->key[1] == '\0' || index == 0);
}

static bool fits_index(const tr__rule *rule, uint32_t index)
{
    uint32_t place = 0;
    const char *digit = rule->key;
    while (*digit >= '0' && *digit <= '9')
        place = place * 10 + (uint32_t)(*digit++ - '0');
    return digit != rule->key && *digit == '\0' && place == index;
}

/*
 * The first rule from `rule` on for this member (or, without a key, this element); NULL when there is none. One value may
 * have several: its meaning, and its own word.
 */
static const tr__rule *rule_find(const tr__rule *rule, const char *key, uint32_t index,
                                 bool is_container)
{
    for (; rule != NULL && rule->key != NULL; rule++)
        if (is_for_container(rule) == is_container &&
            (is_each(rule, index) ||
             (key != NULL ? strcmp(rule->key, key) == 0 : fits_index(rule, index))))
            return rule;
    return NULL;
}

/* ---- levels ---------------------------------------------------------------------------------- */

static tr_status next(work *at, tr_json_token *token)
{
    return tr_json_reader_next(&at->json, token, at->err);
}

static bool is_scalar(tr_json_token_kind kind)
{
    return kind <= TR_JSON_TOKEN_TEXT && kind != TR_JSON_TOKEN_DONE;
}

/* Pass over the rest of an array or object whose opening was read. */
static tr_status skip_inside(work *at)
{
    size_t depth = 1;
    tr_json_token token;
    while (depth > 0) {
        tr_status status = next(at, &token);
        if (status != TR_OK)
            return status;
        if (token.kind == TR_JSON_TOKEN_ARRAY_BEGIN || token.kind == TR_JSON_TOKEN_OBJECT_BEGIN)
            depth++;
        else if (token.kind == TR_JSON_TOKEN_ARRAY_END || token.kind == TR_JSON_TOKEN_OBJECT_END)
            depth--;
    }
    return TR_OK;
}

static tr_status level_number(work *at, const tr_json_token *token, tr_decimal *out)
{
    if (token->kind != TR_JSON_TOKEN_TEXT && token->kind != TR_JSON_TOKEN_NUMBER)
        return tr__fail(at->err, TR_E_PARSE, 0, "a level of the book lacks a number");
    if (tr_decimal_parse_rounded(token->text, token->length, TR_ROUND_HALF_EVEN, out) != TR_OK)
        return tr__fail(at->err, TR_E_PARSE, 0, "a level of the book holds \"%.*s\"",
                        token->length > 40 ? 40 : (int)token->length, token->text);
    return TR_OK;
}

static tr_status level_emit(work *at, tr_exchange_record *record)
{
    tr_market_level *level = &record->as.level;
    if (tr_decimal_sign(level->price.value) <= 0 || tr_decimal_sign(level->quantity.value) < 0)
        return tr__fail(at->err, TR_E_PARSE, 0, "a level of the book without a price above zero");
    if (tr_decimal_is_zero(level->quantity.value))
        return TR_OK;
    if (level->side == TR_SIDE_BUY)
        at->reading->bid_count++;
    else
        at->reading->ask_count++;
    return at->sink == NULL || at->reading->has_failed ? TR_OK : at->sink(at->user, record);
}

/* [price, quantity, ...] */
static tr_status level_of_array(work *at, tr_exchange_record *record)
{
    tr_json_token token;
    tr_status status = next(at, &token);
    if (status == TR_OK)
        status = level_number(at, &token, &record->as.level.price.value);
    if (status == TR_OK)
        status = next(at, &token);
    if (status == TR_OK)
        status = level_number(at, &token, &record->as.level.quantity.value);
    while (status == TR_OK && token.kind != TR_JSON_TOKEN_ARRAY_END) {
        status = next(at, &token);
        if (status == TR_OK && !is_scalar(token.kind) && token.kind != TR_JSON_TOKEN_ARRAY_END)
            status = tr__fail(at->err, TR_E_PARSE, 0, "a level of the book holds a list");
    }
    return status == TR_OK ? level_emit(at, record) : status;
}

static tr_status level_of_object(work *at, const tr__shape *shape, tr_exchange_record *record)
{
    tr_json_token key, value;
    while (true) {
        tr_status status = next(at, &key);
        if (status != TR_OK)
            return status;
        if (key.kind == TR_JSON_TOKEN_OBJECT_END)
            return level_emit(at, record);
        status = next(at, &value);
        if (status != TR_OK)
            return status;
        if (!is_scalar(value.kind)) {
            status = skip_inside(at);
        } else {
            const tr__rule *rule = rule_find(shape->rules, key.text, 0, false);
            if (rule != NULL)
                status = level_number(at, &value, tr__record_decimal(record, rule->at));
        }
        if (status != TR_OK)
            return status;
    }
}

/* Of levels as objects, the names in the order of the rules: price, quantity. */
static const char *const *keys_of(const tr__shape *shape, const char *keys[2])
{
    if (shape == NULL)
        return NULL;
    keys[0] = shape->rules[0].key;
    keys[1] = shape->rules[1].key;
    return keys;
}

static tr_status levels_read(work *at, const tr__rule *rule)
{
    tr_json_token token;
    tr__json_plain pair[2];
    const char *names[2];
    const char *const *keys = keys_of(rule->more, names);
    tr_exchange_record record = { .kind = TR_RECORD_LEVEL };
    tr_market_level *level = &record.as.level;
    level->side = rule->read == TR__READ_BIDS ? TR_SIDE_BUY : TR_SIDE_SELL;
    while (true) {
        tr_status status = TR_OK;
        while (status == TR_OK && tr__json_reader_take_pair(&at->json, keys, pair)) {
            /* 18 digits and 18 places are within a decimal. */
            (void)tr_decimal_from_scaled(pair[0].digits, pair[0].places, &level->price.value);
            (void)tr_decimal_from_scaled(pair[1].digits, pair[1].places, &level->quantity.value);
            status = level_emit(at, &record);
        }
        if (status == TR_OK)
            status = next(at, &token);
        if (status != TR_OK)
            return status;
        if (token.kind == TR_JSON_TOKEN_ARRAY_END)
            return TR_OK;
        if (token.kind == TR_JSON_TOKEN_ARRAY_BEGIN && rule->more == NULL) {
            status = level_of_array(at, &record);
        } else if (token.kind == TR_JSON_TOKEN_OBJECT_BEGIN && rule->more != NULL) {
            tr_decimal zero = { 0, 0 };
            record.as.level.price.value = record.as.level.quantity.value = zero;
            status = level_of_object(at, rule->more, &record);
        } else {
            return tr__fail(at->err, TR_E_PARSE, 0, "the book's levels are not in their form");
        }
        if (status != TR_OK)
            return status;
    }
}

/* ---- values ---------------------------------------------------------------------------------- */

/* What can be left untold without harm is; what is money, or says who owns it, must be right. */
static bool is_lenient(const tr_exchange_record *record)
{
    return record->kind == TR_RECORD_TICKER || record->kind == TR_RECORD_INSTRUMENT ||
           record->kind == TR_RECORD_FUNDING || record->kind == TR_RECORD_NONE;
}

static tr_status value_refuse(work *at, const tr__rule *rule, const tr_json_token *token,
                              const tr_exchange_record *record)
{
    if (is_lenient(record))
        return TR_OK;
    return tr__fail(at->err, TR_E_PARSE, 0, "%s is \"%.*s\", which it cannot be", rule->key,
                    token->length > 60 ? 60 : (int)token->length, token->text);
}

static tr_status scalar_read(work *at, const tr__rule *rule, const tr_json_token *token,
                             tr_exchange_record *record)
{
    tr__reading *reading = at->reading;
    if (token->kind == TR_JSON_TOKEN_NULL)
        return TR_OK;
    if (token->kind == TR_JSON_TOKEN_BOOL) {
        if (rule->read == TR__READ_BOOL)
            tr__reading_set(reading, record, token->boolean ? rule->yes : rule->no);
        else if (rule->read == TR__READ_WORD || rule->read == TR__READ_STATE ||
                 rule->read == TR__READ_CUSTOM)
            return tr__value_read(reading, rule, token->boolean ? "true" : "false",
                                  token->boolean ? 4 : 5, record);
        return TR_OK;
    }
    if (token->length == 0)
        return TR_OK;
    if (rule->read == TR__READ_BOOL) {
        bool is_true = token->length == 4 && memcmp(token->text, "true", 4) == 0;
        bool is_one = token->length == 1 && token->text[0] == '1';
        tr__reading_set(reading, record, is_true || is_one ? rule->yes : rule->no);
        return TR_OK;
    }
    if (tr__value_read(reading, rule, token->text, token->length, record) != TR_OK)
        return value_refuse(at, rule, token, record);
    return TR_OK;
}

/* ---- columns --------------------------------------------------------------------------------- */

#define COLUMNS_MAX 8

/* A list of scalars that was read already; `at` is where its next element begins. */
typedef struct column {
    const tr__rule *rule;
    const char *at;
} column;

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* The next element of a column; false at its end. What is no plain scalar comes out as text that no rule takes. */
static bool column_next(column *from, const char **text, size_t *length)
{
    while (is_blank(*from->at) || *from->at == ',')
        from->at++;
    if (*from->at == ']')
        return false;
    *text = from->at;
    while (*from->at != ',' && *from->at != ']' && !is_blank(*from->at))
        from->at++;
    *length = (size_t)(from->at - *text);
    return true;
}

/* One row: the next of every column, or the end of all. */
static tr_status row_read(work *at, const tr__shape *shape, column *columns, size_t count,
                          bool *is_end)
{
    tr_exchange_record record;
    size_t told = 0;
    memset(&record, 0, sizeof record);
    record.kind = shape->record;
    for (size_t i = 0; i < count; i++) {
        const char *text = NULL;
        size_t length = 0;
        if (!column_next(&columns[i], &text, &length))
            continue;
        told++;
        if (tr__value_read(at->reading, columns[i].rule, text, length, &record) != TR_OK)
            return tr__fail(at->err, TR_E_PARSE, 0, "%s holds \"%.*s\", which it cannot be",
                            columns[i].rule->key, length > 60 ? 60 : (int)length, text);
    }
    *is_end = told == 0;
    if (told != 0 && told != count)
        return tr__fail(at->err, TR_E_PARSE, 0, "the columns are of different lengths");
    if (*is_end || at->reading->has_failed)
        return TR_OK;
    if (shape->finish != NULL)
        shape->finish(at->reading, &record);
    tr_status status = tr__record_complete(at->reading, &record, at->err);
    if (status != TR_OK)
        return status;
    at->reading->record_count++;
    return at->sink == NULL ? TR_OK : at->sink(at->user, &record);
}

/* The lists are walked through once each, which checks them, and then side by side in the reader's copy of the text. */
static tr_status columns_read(work *at, const tr__shape *shape)
{
    column columns[COLUMNS_MAX];
    size_t count = 0, wanted = 0;
    tr_json_token key, value;
    while (shape->rules[wanted].key != NULL)
        wanted++;
    while (true) {
        tr_status status = next(at, &key);
        if (status != TR_OK)
            return status;
        if (key.kind == TR_JSON_TOKEN_OBJECT_END)
            break;
        const tr__rule *rule = rule_find(shape->rules, key.text, 0, false);
        status = next(at, &value);
        if (status == TR_OK && value.kind == TR_JSON_TOKEN_ARRAY_BEGIN && rule != NULL &&
            count < COLUMNS_MAX)
            columns[count++] = (column){ rule, at->json.at };
        if (status == TR_OK && !is_scalar(value.kind))
            status = skip_inside(at);
        if (status != TR_OK)
            return status;
    }
    if (count != wanted)
        return tr__fail(at->err, TR_E_PARSE, 0, "%zu of %zu columns are there", count, wanted);
    bool is_end = false;
    tr_status status = TR_OK;
    while (status == TR_OK && !is_end)
        status = row_read(at, shape, columns, count, &is_end);
    return status;
}

/* ---- the walk -------------------------------------------------------------------------------- */

static tr_status frame_open(work *at, const tr__shape *shape, tr_exchange_record *record,
                            bool is_array, const char *key)
{
    if (at->depth == FRAMES_MAX)
        return tr__fail(at->err, TR_E_PARSE, 0, "the answer is nested deeper than its form");
    bool owns = shape->record != TR_RECORD_NONE;
    if (owns) {
        if (at->record_depth == RECORDS_MAX)
            return tr__fail(at->err, TR_E_PARSE, 0, "the answer is nested deeper than its form");
        tr_exchange_record *own = &at->records[at->record_depth++];
        memset(own, 0, sizeof *own);
        own->kind = shape->record;
        tr__record_inherit(own, record);
        at->reading->note[0] = '\0';
        record = own;
    }
    frame opened = { shape, record, is_array, owns, 0 };
    at->frames[at->depth++] = opened;
    if (owns && shape->key != NULL && key != NULL && key[0] != '\0')
        (void)tr__value_read(at->reading, shape->key, key, strlen(key),
                             record); /* checked at the end */
    return TR_OK;
}

static tr_status frame_close(work *at)
{
    frame *closed = &at->frames[--at->depth];
    if (!closed->owns_record)
        return TR_OK;
    at->record_depth--;
    tr__reading *reading = at->reading;
    if (reading->has_failed)
        return TR_OK;
    if (closed->shape->finish != NULL)
        closed->shape->finish(reading, closed->record);
    tr_status status = tr__record_complete(reading, closed->record, at->err);
    if (status != TR_OK || closed->record->kind == TR_RECORD_NONE)
        return status;
    reading->record_count++;
    return at->sink == NULL ? TR_OK : at->sink(at->user, closed->record);
}

static tr_status container_read(work *at, const tr__shape *shape, const tr_json_token *token,
                                uint32_t index, const char *key, tr_exchange_record *record)
{
    bool is_array = token->kind == TR_JSON_TOKEN_ARRAY_BEGIN;
    const tr__rule *rule = rule_find(shape->rules, key, index, true);
    if (rule == NULL)
        return skip_inside(at);
    if (rule->read == TR__READ_BIDS || rule->read == TR__READ_ASKS)
        return is_array ? levels_read(at, rule) : skip_inside(at);
    if (rule->read == TR__READ_COLUMNS)
        return is_array ? skip_inside(at) : columns_read(at, rule->more);
    return frame_open(at, rule->more, record, is_array, key);
}

static tr_status value_next(work *at, const tr_json_token *token, const char *key)
{
    frame *top = &at->frames[at->depth - 1];
    uint32_t index = top->index++;
    tr_exchange_record *record = top->record;
    if (!is_scalar(token->kind))
        return container_read(at, top->shape, token, index, key, record);
    tr_status status = TR_OK;
    const tr__rule *rule = rule_find(top->shape->rules, key, index, false);
    while (rule != NULL && status == TR_OK) {
        /* "name": value, where the name matters as well. */
        if (!top->owns_record && top->shape->key != NULL && key != NULL)
            (void)tr__value_read(at->reading, top->shape->key, key, strlen(key),
                                 record); /* a name that does not fit stays untold */
        status = scalar_read(at, rule, token, record);
        rule = rule_find(rule + 1, key, index, false);
    }
    return status;
}

static tr_status walk(work *at)
{
    tr_json_token token, value;
    while (at->depth > 0) {
        frame *top = &at->frames[at->depth - 1];
        tr_status status = next(at, &token);
        if (status != TR_OK)
            return status;
        if (token.kind == TR_JSON_TOKEN_ARRAY_END || token.kind == TR_JSON_TOKEN_OBJECT_END) {
            status = frame_close(at);
        } else if (top->is_array) {
            status = value_next(at, &token, NULL);
        } else {
            status = next(at, &value);
            if (status == TR_OK)
                status = value_next(at, &value, token.text);
        }
        if (status != TR_OK)
            return status;
    }
    tr_status status = next(at, &token);
    if (status != TR_OK)
        return status;
    assert(token.kind == TR_JSON_TOKEN_DONE);
    return TR_OK;
}

tr_status tr__answer_read(tr__reading *reading, const tr__shape *shape, const char *body,
                          size_t body_size, void *memory, size_t memory_size,
                          tr_exchange_record_sink sink, void *user, tr_error *err)
{
    size_t space = tr__json_reader_space(body_size, &json_limits);
    if (memory == NULL || body == NULL || memory_size < space || body_size >= UINT32_MAX)
        return tr__fail(err, TR_E_INVALID, 0, "an answer is read in %zu bytes or more",
                        tr__adapter_space(body_size));
    size_t used = (space + 15) & ~(size_t)15;
    arena spare = { (char *)memory + (used < memory_size ? used : memory_size),
                    (char *)memory + memory_size };
    tr_allocator allocator = { arena_allocate, arena_reallocate, arena_release, &spare };
    tr_json_options options = json_limits;
    options.allocator = &allocator;
    work at = { .reading = reading, .sink = sink, .user = user, .err = err };
    tr__json_reader_start(&at.json, memory, body, body_size, &options, memory_size - space);
    tr_json_token token;
    tr_status status = next(&at, &token);
    if (status == TR_OK && is_scalar(token.kind))
        status = tr__fail(err, TR_E_PARSE, 0, "the answer is neither an object nor a list");
    if (status == TR_OK)
        status = frame_open(&at, shape, &at.none, token.kind == TR_JSON_TOKEN_ARRAY_BEGIN, NULL);
    if (status == TR_OK)
        status = walk(&at);
    tr__json_reader_done(&at.json);
    if (status == TR_OK)
        tr__page_end(reading);
    if (status == TR_OK && reading->cursor[0] != '\0' && !reading->has_failed && sink != NULL) {
        tr_exchange_record page = { .kind = TR_RECORD_PAGE };
        memcpy(page.as.page.cursor, reading->cursor, sizeof page.as.page.cursor);
        status = sink(user, &page);
    }
    return status;
}
