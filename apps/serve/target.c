/* target.c: percent decoding and query strings. */
#include "target.h"

#include <string.h>

#define BROKEN ((size_t)-1)

static int hex_value(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return -1;
}

size_t target_decode(const char *text, size_t size, bool plus_is_space, char *out)
{
    size_t length = 0;
    for (size_t i = 0; i < size; i++) {
        char c = text[i];
        if (c == '%') {
            int high = i + 2 < size ? hex_value(text[i + 1]) : -1;
            int low = i + 2 < size ? hex_value(text[i + 2]) : -1;
            if (high < 0 || low < 0 || high + low == 0)
                return BROKEN;
            c = (char)(high * 16 + low);
            i += 2;
        } else if (c == '+' && plus_is_space) {
            c = ' ';
        }
        out[length++] = c;
    }
    out[length] = '\0';
    return length;
}

const char *target_query_parse(const char *query, char *storage, target_query *out)
{
    out->count = 0;
    while (*query != '\0') {
        size_t piece_size = strcspn(query, "&");
        const char *equals = memchr(query, '=', piece_size);
        size_t name_size = equals != NULL ? (size_t)(equals - query) : piece_size;
        if (piece_size > 0) {
            size_t value_size = equals != NULL ? piece_size - name_size - 1 : 0;
            target_pair pair = { .name = storage };
            size_t length = target_decode(query, name_size, true, storage);
            if (length == BROKEN)
                return "the query holds a broken percent escape";
            storage += length + 1;
            /* A name without '=' ends here: its value is the NUL that closes the name. */
            pair.value = storage - 1;
            if (equals != NULL) {
                pair.value = storage;
                length = target_decode(equals + 1, value_size, true, storage);
                if (length == BROKEN)
                    return "the query holds a broken percent escape";
                storage += length + 1;
            }
            if (target_query_find(out, pair.name) != NULL)
                return "the query gives one parameter twice";
            if (out->count == TARGET_QUERY_MAX)
                return "the query has more than 32 parameters";
            out->pairs[out->count++] = pair;
        }
        query += piece_size;
        if (*query == '&')
            query++;
    }
    return NULL;
}

const char *target_query_find(const target_query *query, const char *name)
{
    for (size_t i = 0; i < query->count; i++)
        if (strcmp(query->pairs[i].name, name) == 0)
            return query->pairs[i].value;
    return NULL;
}
