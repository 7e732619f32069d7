/* dotenv.c: NAME=value lines. Messages never quote a line: it may hold a key. */
#include "config/dotenv.h"

#include <string.h>

#define ITEM_MAX 1024

typedef struct line {
    const char *at;
    const char *end;
} line;

static bool is_blank(char c)
{
    return c == ' ' || c == '\t';
}

static bool is_name_character(char c)
{
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
}

static void skip_blanks(line *in)
{
    while (in->at < in->end && is_blank(*in->at))
        in->at++;
}

static bool rest_is_comment(line *in)
{
    skip_blanks(in);
    return in->at == in->end || *in->at == '#';
}

/* A bare value: '#' starts a comment only after a blank, so that a key may hold one. */
static const char *bare_value(tr__arena *arena, line *in)
{
    const char *start = in->at;
    const char *stop = start;
    for (const char *at = start; at < in->end; at++) {
        if (*at == '#' && (at == start || is_blank(at[-1])))
            break;
        if (!is_blank(*at))
            stop = at + 1;
    }
    return tr__arena_text(arena, start, (size_t)(stop - start));
}

static char unescaped(char c)
{
    switch (c) {
    case 'n':
        return '\n';
    case 't':
        return '\t';
    default:
        return c;
    }
}

/* A quoted value; NULL with `reason` set when it is malformed. */
static const char *quoted_value(tr__arena *arena, line *in, const char **reason)
{
    char quote = *in->at++;
    char *text = tr__arena_text(arena, in->at, (size_t)(in->end - in->at));
    if (text == NULL)
        return NULL;
    size_t length = 0;
    while (in->at < in->end && *in->at != quote) {
        char c = *in->at++;
        if (c == '\\' && quote == '"') {
            if (in->at == in->end || strchr("nt\"\\$", *in->at) == NULL) {
                *reason = "an escape other than \\n \\t \\\" \\\\ \\$ in a quoted value";
                return NULL;
            }
            c = unescaped(*in->at++);
        }
        text[length++] = c;
    }
    text[length] = '\0';
    if (in->at == in->end) {
        *reason = "a quoted value without its closing quote on the same line";
        return NULL;
    }
    in->at++;
    if (!rest_is_comment(in)) {
        *reason = "text after a quoted value";
        return NULL;
    }
    return text;
}

static const char *name_read(tr__arena *arena, line *in)
{
    static const char export_word[] = "export";
    size_t word = sizeof export_word - 1;
    if ((size_t)(in->end - in->at) > word && memcmp(in->at, export_word, word) == 0 &&
        is_blank(in->at[word])) {
        in->at += word;
        skip_blanks(in);
    }
    const char *start = in->at;
    while (in->at < in->end && is_name_character(*in->at))
        in->at++;
    const char *stop = in->at;
    skip_blanks(in);
    if (stop == start || in->at == in->end || *in->at != '=')
        return NULL;
    in->at++;
    skip_blanks(in);
    return tr__arena_text(arena, start, (size_t)(stop - start));
}

static bool has_control(const line *in)
{
    for (const char *at = in->at; at < in->end; at++)
        if (((unsigned char)*at < 0x20 && *at != '\t') || *at == 0x7F)
            return true;
    return false;
}

static void item_add(tr__arena *arena, tr__dotenv_document *out, const char *name,
                     const char *value, const tr__place *place, tr__problems *problems)
{
    for (size_t i = 0; i < out->count; i++) {
        if (strcmp(out->items[i].name, name) == 0) {
            tr__problem_warning(problems, place, name,
                                "set twice, first on line %u: the last one counts",
                                out->items[i].line);
            out->items[i] = (tr__dotenv_item){ name, value, place->line };
            return;
        }
    }
    tr__dotenv_item *items =
        tr__arena_grow(arena, out->items, out->count, &out->capacity, sizeof *items);
    if (items == NULL)
        return;
    out->items = items;
    items[out->count++] = (tr__dotenv_item){ name, value, place->line };
}

static void line_read(tr__arena *arena, line *in, const tr__place *place, tr__problems *problems,
                      tr__dotenv_document *out)
{
    if (rest_is_comment(in))
        return;
    const char *reason = "not of the form NAME=value";
    const char *value = NULL;
    if (has_control(in)) {
        tr__problem_error(problems, TR_E_PARSE, place, "", "control characters in the line");
        return;
    }
    const char *name = name_read(arena, in);
    if (name != NULL) {
        bool is_quoted = in->at < in->end && (*in->at == '"' || *in->at == '\'');
        value = is_quoted ? quoted_value(arena, in, &reason) : bare_value(arena, in);
    }
    if (arena->has_failed)
        return;
    if (value == NULL) {
        tr__problem_error(problems, TR_E_PARSE, place, name != NULL ? name : "", "%s", reason);
        return;
    }
    item_add(arena, out, name, value, place, problems);
}

void tr__dotenv_read(tr__arena *arena, const char *bytes, size_t size, const char *source,
                     tr__problems *problems, tr__dotenv_document *out)
{
    *out = (tr__dotenv_document){ 0 };
    tr__place place = { .source = source, .line = 0 };
    const char *at = bytes;
    const char *end = bytes + size;
    if (size >= 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0)
        at += 3;
    while (at < end && !arena->has_failed) {
        const char *stop = memchr(at, '\n', (size_t)(end - at));
        const char *next = stop != NULL ? stop + 1 : end;
        if (stop == NULL)
            stop = end;
        if (stop > at && stop[-1] == '\r')
            stop--;
        place.line++;
        place.column = 1;
        if (out->count == ITEM_MAX) {
            tr__problem_error(problems, TR_E_PARSE, &place, "", "more than 1024 names");
            return;
        }
        line in = { at, stop };
        line_read(arena, &in, &place, problems, out);
        at = next;
    }
}
