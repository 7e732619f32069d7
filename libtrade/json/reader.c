/* reader.c: the pull reader: one token a call, no recursion, every limit checked before it matters. */
#include "json/reader.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "core/alloc.h"
#include "core/fail.h"
#include "core/secret.h"
#include "json/scan.h"

#define DEPTH_LIMIT     65536u
#define KEY_COUNT_FIRST 32u

/* ---- memory ---------------------------------------------------------------------------------- */

static tr_status options_check(const tr_json_options *given, tr_error *err)
{
    if (given->struct_size != sizeof *given)
        return tr__fail(err, TR_E_INVALID, 0, "json options: struct_size is %zu, expected %zu",
                        given->struct_size, sizeof *given);
    if (given->depth_max > DEPTH_LIMIT)
        return tr__fail(err, TR_E_INVALID, 0, "json options: depth_max is %u, allowed 0..%u",
                        (unsigned)given->depth_max, DEPTH_LIMIT);
    if (given->size_max >= UINT32_MAX)
        return tr__fail(err, TR_E_INVALID, 0, "json options: size_max is %zu, allowed below 2^32",
                        given->size_max);
    return TR_OK;
}

tr_status tr__json_options_read(const tr_json_options *given, size_t size, tr_json_options *out,
                                tr_error *err)
{
    *out = (tr_json_options)TR_JSON_OPTIONS_INIT;
    tr_status status = given == NULL ? TR_OK : options_check(given, err);
    if (status != TR_OK)
        return status;
    if (given != NULL)
        *out = *given;
    if (size > out->size_max)
        return tr__fail(err, TR_E_RANGE, 0, "json: the text has %zu bytes, allowed %zu", size,
                        out->size_max);
    return TR_OK;
}

tr_status tr__json_take(tr_json_reader *reader, size_t size, void **out, tr_error *err)
{
    if (size > reader->memory_left)
        return tr__fail(err, TR_E_RANGE, 0, "json: the text needs more memory than is allowed");
    void *memory = tr__allocate(reader->allocator, size);
    if (memory == NULL)
        return tr__fail(err, TR_E_NO_MEMORY, 0, "json: no memory for %zu bytes", size);
    reader->memory_left -= size;
    *out = memory;
    return TR_OK;
}

void tr__json_give(tr_json_reader *reader, void *memory, size_t size)
{
    tr__release(reader->allocator, memory);
    reader->memory_left += size;
}

size_t tr__json_reader_space(size_t size, const tr_json_options *options)
{
    return KEY_COUNT_FIRST * sizeof(tr__json_key) + options->depth_max * sizeof(uint32_t) + size +
           TR__JSON_PADDING;
}

void tr__json_reader_start(tr_json_reader *reader, void *memory, const char *text, size_t size,
                           const tr_json_options *options, size_t memory_left)
{
    char *at = memory;
    *reader = (tr_json_reader){ .allocator = options->allocator,
                                .memory_left = memory_left,
                                .line = 1,
                                .depth_max = options->depth_max,
                                .key_count_max = KEY_COUNT_FIRST };
    reader->keys = memory;
    reader->keys_first = reader->keys;
    at += KEY_COUNT_FIRST * sizeof(tr__json_key);
    reader->frames = (uint32_t *)(void *)at;
    at += options->depth_max * sizeof(uint32_t);
    if (size > 0)
        memcpy(at, text, size);
    memset(at + size, 0, TR__JSON_PADDING);
    reader->text = at;
    reader->at = at;
    reader->line_start = at;
    reader->end = at + size;
}

void tr__json_reader_done(tr_json_reader *reader)
{
    tr__secret_wipe(reader->text, (size_t)(reader->end - reader->text));
    if (reader->keys != reader->keys_first)
        tr__json_give(reader, reader->keys, reader->key_count_max * sizeof *reader->keys);
    reader->keys = reader->keys_first;
}

tr_status tr_json_reader_new(const char *text, size_t size, const tr_json_options *options,
                             tr_json_reader **out, tr_error *err)
{
    if ((text == NULL && size > 0) || out == NULL)
        return tr__fail(err, TR_E_INVALID, 0, "json: no text, or no place for the reader");
    tr_json_options limits;
    tr_status status = tr__json_options_read(options, size, &limits, err);
    if (status != TR_OK)
        return status;
    size_t space = sizeof(tr_json_reader) + tr__json_reader_space(size, &limits);
    if (space > limits.memory_max)
        return tr__fail(err, TR_E_RANGE, 0, "json: the text needs more memory than is allowed");
    tr_json_reader *reader = tr__allocate(limits.allocator, space);
    if (reader == NULL)
        return tr__fail(err, TR_E_NO_MEMORY, 0, "json: no memory for %zu bytes", space);
    tr__json_reader_start(reader, reader + 1, text, size, &limits, limits.memory_max - space);
    *out = reader;
    return TR_OK;
}

void tr_json_reader_free(tr_json_reader *reader)
{
    if (reader == NULL)
        return;
    tr__json_reader_done(reader);
    tr__release(reader->allocator, reader);
}

/* ---- faults ---------------------------------------------------------------------------------- */

/* Every failure passes here, so that a reader that failed keeps failing. */
static tr_status fail_at(tr_json_reader *reader, const char *at, tr_status status, tr_error *err,
                         const char *reason)
{
    reader->expect = TR__JSON_EXPECT_FAILURE;
    reader->failure = status;
    return tr__fail(err, status, 0, "json: line %u, column %zu (byte %zu): %s",
                    (unsigned)reader->line, (size_t)(at - reader->line_start) + 1,
                    (size_t)(at - reader->text), reason);
}

static tr_status fail_expected(tr_json_reader *reader, const char *expected, tr_error *err)
{
    char reason[96];
    unsigned char found = (unsigned char)*reader->at;
    if (reader->at == reader->end)
        snprintf(reason, sizeof reason, "expected %s, found the end of the text", expected);
    else if (found > 0x20 && found < 0x7F)
        snprintf(reason, sizeof reason, "expected %s, found '%c'", expected, found);
    else
        snprintf(reason, sizeof reason, "expected %s, found the byte 0x%02x", expected, found);
    return fail_at(reader, reader->at, TR_E_PARSE, err, reason);
}

/* A failure whose detail, if it has one, is filled in already. */
static tr_status fail_as(tr_json_reader *reader, tr_status status)
{
    reader->expect = TR__JSON_EXPECT_FAILURE;
    reader->failure = status;
    return status;
}

/* ---- tokens ---------------------------------------------------------------------------------- */

static void skip_blanks(tr_json_reader *reader)
{
    char *at = reader->at;
    for (; *at == ' ' || *at == '\n' || *at == '\r' || *at == '\t'; at++) {
        if (*at == '\n') {
            reader->line++;
            reader->line_start = at + 1;
        }
    }
    reader->at = at;
}

static bool is_in_object(const tr_json_reader *reader)
{
    return reader->depth > 0 && reader->frames[reader->depth - 1] != TR__JSON_ARRAY;
}

static tr_status read_string(tr_json_reader *reader, tr_json_token *token, tr_error *err)
{
    token->offset = (size_t)(reader->at - reader->text);
    reader->at++;
    token->text = reader->at;
    const char *fault = tr__json_scan_string(&reader->at, reader->end, &token->length);
    return fault == NULL ? TR_OK : fail_at(reader, reader->at, TR_E_PARSE, err, fault);
}

static tr_status read_number(tr_json_reader *reader, tr_json_token *token, tr_error *err)
{
    const char *start = reader->at;
    const char *at = start;
    const char *fault = tr__json_scan_number(&at);
    if (fault != NULL)
        return fail_at(reader, at, TR_E_PARSE, err, fault);
    token->kind = TR_JSON_TOKEN_NUMBER;
    token->text = start;
    token->length = (size_t)(at - start);
    reader->at += token->length;
    return TR_OK;
}

static tr_status read_literal(tr_json_reader *reader, tr_json_token *token, tr_error *err)
{
    static const struct {
        const char *text;
        size_t length;
        tr_json_token_kind kind;
        bool boolean;
    } literals[] = {
        { "true", 4, TR_JSON_TOKEN_BOOL, true },
        { "false", 5, TR_JSON_TOKEN_BOOL, false },
        { "null", 4, TR_JSON_TOKEN_NULL, false },
    };
    static_assert(TR__JSON_PADDING >= 5, "the longest literal can be compared at the text's end");
    for (size_t i = 0; i < sizeof literals / sizeof literals[0]; i++) {
        if (memcmp(reader->at, literals[i].text, literals[i].length) != 0)
            continue;
        token->kind = literals[i].kind;
        token->boolean = literals[i].boolean;
        reader->at += literals[i].length;
        return TR_OK;
    }
    return fail_expected(reader, "a value", err);
}

static tr_status open_container(tr_json_reader *reader, tr_json_token *token, tr_error *err)
{
    if (reader->depth == reader->depth_max)
        return fail_at(reader, reader->at, TR_E_RANGE, err, "nested deeper than is allowed");
    bool is_object = *reader->at == '{';
    reader->frames[reader->depth++] = is_object ? reader->key_count : TR__JSON_ARRAY;
    reader->at++;
    reader->expect = TR__JSON_EXPECT_FIRST;
    token->kind = is_object ? TR_JSON_TOKEN_OBJECT_BEGIN : TR_JSON_TOKEN_ARRAY_BEGIN;
    return TR_OK;
}

static tr_status close_container(tr_json_reader *reader, tr_json_token *token, tr_error *err)
{
    bool is_object = is_in_object(reader);
    if (is_object) {
        tr_status status = tr__json_keys_close(reader, reader->frames[reader->depth - 1], err);
        if (status == TR_E_EXISTS)
            return fail_at(reader, reader->at, TR_E_PARSE, err,
                           "a key occurs twice in the object that ends here");
        if (status != TR_OK)
            return fail_as(reader, status);
    }
    token->kind = is_object ? TR_JSON_TOKEN_OBJECT_END : TR_JSON_TOKEN_ARRAY_END;
    token->offset = (size_t)(reader->at - reader->text);
    reader->at++;
    reader->depth--;
    reader->expect = TR__JSON_EXPECT_MORE;
    return TR_OK;
}

static tr_status read_value(tr_json_reader *reader, tr_json_token *token, tr_error *err)
{
    token->offset = (size_t)(reader->at - reader->text);
    reader->expect = TR__JSON_EXPECT_MORE;
    switch (*reader->at) {
    case '"':
        token->kind = TR_JSON_TOKEN_TEXT;
        return read_string(reader, token, err);
    case '{':
    case '[':
        return open_container(reader, token, err);
    case '-':
    case '0':
    case '1':
    case '2':
    case '3':
    case '4':
    case '5':
    case '6':
    case '7':
    case '8':
    case '9':
        return read_number(reader, token, err);
    default:
        return read_literal(reader, token, err);
    }
}

static tr_status read_key(tr_json_reader *reader, tr_json_token *token, tr_error *err)
{
    if (*reader->at != '"')
        return fail_expected(reader, "a key in quotation marks", err);
    const char *start = reader->at;
    tr_status status = read_string(reader, token, err);
    if (status != TR_OK)
        return status;
    status = tr__json_keys_add(reader, token->text, token->length, err);
    if (status == TR_E_EXISTS)
        return fail_at(reader, start, TR_E_PARSE, err, "this key occurs twice in its object");
    if (status != TR_OK)
        return fail_as(reader, status);
    skip_blanks(reader);
    if (*reader->at != ':')
        return fail_expected(reader, "':' behind a key", err);
    reader->at++;
    token->kind = TR_JSON_TOKEN_KEY;
    reader->expect = TR__JSON_EXPECT_VALUE;
    return TR_OK;
}

/* What follows a value: the end of the text, a comma and the next entry, or the container's end. */
static tr_status read_more(tr_json_reader *reader, tr_json_token *token, tr_error *err)
{
    if (reader->depth == 0) {
        if (reader->at != reader->end)
            return fail_expected(reader, "nothing behind the value", err);
        reader->expect = TR__JSON_EXPECT_NOTHING;
        token->kind = TR_JSON_TOKEN_DONE;
        token->offset = (size_t)(reader->at - reader->text);
        return TR_OK;
    }
    bool is_object = is_in_object(reader);
    if (*reader->at == ',') {
        reader->at++;
        skip_blanks(reader);
        return is_object ? read_key(reader, token, err) : read_value(reader, token, err);
    }
    if (*reader->at == (is_object ? '}' : ']'))
        return close_container(reader, token, err);
    return fail_expected(reader, is_object ? "',' or '}'" : "',' or ']'", err);
}

tr_status tr_json_reader_next(tr_json_reader *reader, tr_json_token *out, tr_error *err)
{
    if (reader == NULL || out == NULL)
        return tr__fail(err, TR_E_INVALID, 0, "json: no reader, or no place for the token");
    assert(reader->at <= reader->end);
    assert(reader->depth <= reader->depth_max);
    tr_json_token token = { .kind = TR_JSON_TOKEN_DONE };
    tr_status status = TR_OK;
    skip_blanks(reader);
    switch (reader->expect) {
    case TR__JSON_EXPECT_VALUE:
        status = read_value(reader, &token, err);
        break;
    case TR__JSON_EXPECT_FIRST:
        if (*reader->at == (is_in_object(reader) ? '}' : ']'))
            status = close_container(reader, &token, err);
        else if (is_in_object(reader))
            status = read_key(reader, &token, err);
        else
            status = read_value(reader, &token, err);
        break;
    case TR__JSON_EXPECT_MORE:
        status = read_more(reader, &token, err);
        break;
    case TR__JSON_EXPECT_NOTHING:
        token.offset = (size_t)(reader->at - reader->text);
        break;
    case TR__JSON_EXPECT_FAILURE:
        return tr__fail(err, reader->failure, 0, "json: reading failed before");
    }
    if (status == TR_OK)
        *out = token;
    return status;
}
