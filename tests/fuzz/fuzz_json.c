/*
 * fuzz_json.c: any bytes as JSON. The pull reader and the tree agree on what is right; what is right
 * survives the writer, holds no key twice in an object and nests no deeper than allowed.
 */
#include <assert.h>
#include <stdint.h>
#include <string.h>

#include <trade/json.h>

#include "support/json_trip.h"

#define DEPTH_MAX   64
#define SIBLING_MAX 300

/* All of the text, token by token; how deep it went goes to `depth_out`. */
static tr_status read_all(const char *text, size_t size, const tr_json_options *options,
                          size_t *depth_out)
{
    tr_json_reader *reader = NULL;
    tr_error err;
    assert(tr_json_reader_new(text, size, options, &reader, &err) == TR_OK);
    tr_json_token token = { .kind = TR_JSON_TOKEN_NULL };
    tr_status status = TR_OK;
    size_t depth = 0;
    size_t offset = 0;
    *depth_out = 0;
    while (status == TR_OK && token.kind != TR_JSON_TOKEN_DONE) {
        status = tr_json_reader_next(reader, &token, &err);
        if (status != TR_OK)
            break;
        assert(token.offset >= offset && token.offset <= size);
        offset = token.offset;
        depth +=
            token.kind == TR_JSON_TOKEN_ARRAY_BEGIN || token.kind == TR_JSON_TOKEN_OBJECT_BEGIN;
        depth -= token.kind == TR_JSON_TOKEN_ARRAY_END || token.kind == TR_JSON_TOKEN_OBJECT_END;
        *depth_out = depth > *depth_out ? depth : *depth_out;
        assert(token.kind != TR_JSON_TOKEN_NUMBER ||
               memcmp(token.text, text + token.offset, token.length) == 0);
    }
    assert(status != TR_OK || depth == 0);
    tr_json_reader_free(reader);
    return status;
}

/* The naive comparison of each key with each one before it. */
static void check_keys(const tr_json_value *object)
{
    if (tr_json_value_count(object) > SIBLING_MAX)
        return;
    for (const tr_json_value *a = tr_json_value_first(object); a != NULL;
         a = tr_json_value_next(a)) {
        size_t a_length = 0;
        const char *a_key = tr_json_value_key(a, &a_length);
        for (const tr_json_value *b = tr_json_value_first(object); b != a;
             b = tr_json_value_next(b)) {
            size_t b_length = 0;
            const char *b_key = tr_json_value_key(b, &b_length);
            assert(a_length != b_length || memcmp(a_key, b_key, a_length) != 0);
        }
    }
}

/* Walk the tree with a stack of our own: the values still to visit at each depth. */
static void check_tree(const tr_json_value *root)
{
    const tr_json_value *stack[DEPTH_MAX + 1] = { root };
    size_t depth = 1;
    while (depth > 0) {
        const tr_json_value *value = stack[depth - 1];
        stack[depth - 1] = tr_json_value_next(value);
        if (stack[depth - 1] == NULL)
            depth--;
        if (tr_json_value_kind(value) == TR_JSON_OBJECT)
            check_keys(value);
        size_t count = 0;
        for (const tr_json_value *child = tr_json_value_first(value); child != NULL;
             child = tr_json_value_next(child))
            count++;
        assert(count == tr_json_value_count(value));
        if (count > 0) {
            assert(depth <= DEPTH_MAX);
            stack[depth++] = tr_json_value_first(value);
        }
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const char *text = (const char *)data;
    size_t depth = 0;
    tr_status status = read_all(text, size, NULL, &depth);
    assert(status == TR_OK || status == TR_E_PARSE || status == TR_E_RANGE);
    assert(depth <= DEPTH_MAX);
    tr_json_document *document = NULL;
    tr_error err;
    assert(tr_json_document_parse(text, size, NULL, &document, &err) == status);
    if (status == TR_OK) {
        check_tree(tr_json_document_root(document));
        assert(json_survives_the_writer(text, size));
        /* The limit is exact: what nests `depth` deep passes with it and fails with one less. */
        tr_json_options options = TR_JSON_OPTIONS_INIT;
        size_t seen = 0;
        options.depth_max = (uint32_t)depth;
        assert(read_all(text, size, &options, &seen) == TR_OK);
        options.depth_max = (uint32_t)depth - 1;
        assert(depth == 0 || read_all(text, size, &options, &seen) == TR_E_RANGE);
    }
    tr_json_document_free(document);
    return 0;
}
