/* json_trip.h: whether a text that the reader accepts comes back the same through the writer. */
#ifndef TESTS_SUPPORT_JSON_TRIP_H
#define TESTS_SUPPORT_JSON_TRIP_H

#include <stdbool.h>
#include <string.h>

#include <trade/json.h>

/* Write one token; `key` is kept between a KEY and its value. False for a key with a zero byte. */
static inline bool json_token_write(tr_json_writer *writer, const tr_json_token *token,
                                    const char **key)
{
    if (token->kind == TR_JSON_TOKEN_KEY) {
        *key = token->text;
        return strlen(token->text) == token->length;
    }
    const char *under = *key;
    *key = NULL;
    switch (token->kind) {
    case TR_JSON_TOKEN_NULL:
        tr_json_write_null(writer, under);
        break;
    case TR_JSON_TOKEN_BOOL:
        tr_json_write_bool(writer, under, token->boolean);
        break;
    case TR_JSON_TOKEN_NUMBER:
        tr_json_write_number(writer, under, token->text, token->length);
        break;
    case TR_JSON_TOKEN_TEXT:
        tr_json_write_text_of(writer, under, token->text, token->length);
        break;
    case TR_JSON_TOKEN_ARRAY_BEGIN:
        tr_json_write_array_begin(writer, under);
        break;
    case TR_JSON_TOKEN_ARRAY_END:
        tr_json_write_array_end(writer);
        break;
    case TR_JSON_TOKEN_OBJECT_BEGIN:
        tr_json_write_object_begin(writer, under);
        break;
    case TR_JSON_TOKEN_OBJECT_END:
        tr_json_write_object_end(writer);
        break;
    case TR_JSON_TOKEN_DONE:
    case TR_JSON_TOKEN_KEY:
        break;
    }
    return true;
}

/* The same tokens with the same content, from the first to the last? */
static inline bool json_same_tokens(const char *a, size_t a_size, const char *b, size_t b_size)
{
    tr_json_reader *left = NULL;
    tr_json_reader *right = NULL;
    bool is_same = tr_json_reader_new(a, a_size, NULL, &left, NULL) == TR_OK &&
                   tr_json_reader_new(b, b_size, NULL, &right, NULL) == TR_OK;
    bool is_done = false;
    while (is_same && !is_done) {
        tr_json_token x;
        tr_json_token y;
        is_same = tr_json_reader_next(left, &x, NULL) == TR_OK &&
                  tr_json_reader_next(right, &y, NULL) == TR_OK && x.kind == y.kind &&
                  x.boolean == y.boolean && x.length == y.length &&
                  (x.length == 0 || memcmp(x.text, y.text, x.length) == 0);
        is_done = is_same && x.kind == TR_JSON_TOKEN_DONE;
    }
    tr_json_reader_free(left);
    tr_json_reader_free(right);
    return is_same;
}

/*
 * `text` is one that the reader accepts. A key with a zero byte ends the trip early: the writer takes
 * its keys as C strings, and cannot be asked to write one.
 */
static inline bool json_survives_the_writer(const char *text, size_t size)
{
    tr_json_reader *reader = NULL;
    tr_json_writer *writer = NULL;
    bool is_right = tr_json_reader_new(text, size, NULL, &reader, NULL) == TR_OK &&
                    tr_json_writer_new(&writer) == TR_OK;
    bool is_writable = true;
    const char *key = NULL;
    tr_json_token token = { .kind = TR_JSON_TOKEN_NULL };
    while (is_right && is_writable && token.kind != TR_JSON_TOKEN_DONE) {
        is_right = tr_json_reader_next(reader, &token, NULL) == TR_OK;
        is_writable = is_right && json_token_write(writer, &token, &key);
    }
    for (int style = TR_JSON_COMPACT; is_right && is_writable && style <= TR_JSON_PRETTY; style++) {
        const char *written = NULL;
        size_t length = 0;
        is_right =
            tr_json_writer_finish(writer, (tr_json_style)style, &written, &length, NULL) == TR_OK &&
            json_same_tokens(text, size, written, length);
    }
    tr_json_writer_free(writer);
    tr_json_reader_free(reader);
    return is_right;
}

#endif
