/* yaml.c: libyaml's events as a flat list of paths, with every bound named. */
#include "config/yaml.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#include <yaml.h>

typedef struct frame {
    bool is_list;
    bool has_key;         /* of a mapping: its path ends with a key that waits for its value */
    unsigned next_index;  /* of a list */
    size_t path_length;   /* without the member's own segment */
    yaml_mark_t key_mark; /* of a mapping: where the key stands */
} frame;

typedef struct reader {
    yaml_parser_t parser;
    tr__arena *arena;
    const char *source;
    tr__problems *problems;
    tr__yaml_document *document;
    frame frames[TR__YAML_DEPTH_MAX];
    size_t depth;
    char path[TR__YAML_PATH_SIZE];
    unsigned document_count;
    bool is_broken; /* the rest cannot be read */
} reader;

static tr__place place_of(const reader *in, const yaml_mark_t *mark)
{
    return (tr__place){ in->source, (unsigned)mark->line + 1, (unsigned)mark->column + 1 };
}

static void refuse(reader *in, const yaml_mark_t *mark, const char *reason)
{
    tr__place place = place_of(in, mark);
    tr__problem_error(in->problems, TR_E_PARSE, &place, in->path, "%s", reason);
    in->is_broken = true;
}

static unsigned hash_of(const char *text)
{
    unsigned hash = 2166136261u; /* FNV-1a */
    for (; *text != '\0'; text++)
        hash = (hash ^ (unsigned char)*text) * 16777619u;
    return hash;
}

/* Line feed and tab may stand in a value: a key in PEM form has them. */
static bool is_clean(const yaml_char_t *text, size_t length)
{
    for (size_t i = 0; i < length; i++)
        if ((text[i] < 0x20 && text[i] != '\n' && text[i] != '\t') || text[i] == 0x7F)
            return false;
    return true;
}

static bool is_core_tag(const yaml_char_t *tag)
{
    static const char *const names[] = { "str", "int", "float", "bool", "null", "seq", "map" };
    static const char prefix[] = "tag:yaml.org,2002:";
    if (tag == NULL || strcmp((const char *)tag, "!") == 0)
        return true;
    if (strncmp((const char *)tag, prefix, sizeof prefix - 1) != 0)
        return false;
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (strcmp((const char *)tag + sizeof prefix - 1, names[i]) == 0)
            return true;
    return false;
}

static bool is_null(const yaml_event_t *event)
{
    static const char *const words[] = { "", "~", "null", "Null", "NULL" };
    if (!event->data.scalar.plain_implicit)
        return false;
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (strcmp((const char *)event->data.scalar.value, words[i]) == 0)
            return true;
    return false;
}

static bool is_duplicate(const reader *in, const char *path, unsigned hash, unsigned *line_out)
{
    for (size_t i = 0; i < in->document->count; i++) {
        const tr__yaml_item *item = &in->document->items[i];
        if (item->hash == hash && strcmp(item->path, path) == 0) {
            *line_out = item->line;
            return true;
        }
    }
    return false;
}

static void item_add(reader *in, const yaml_mark_t *mark, tr__yaml_kind kind, const char *text,
                     size_t length)
{
    tr__yaml_document *document = in->document;
    if (document->count == TR__YAML_ITEM_MAX) {
        refuse(in, mark, "more than 4096 values");
        return;
    }
    tr__place place = place_of(in, mark);
    unsigned hash = hash_of(in->path);
    unsigned line = 0;
    if (is_duplicate(in, in->path, hash, &line)) {
        tr__problem_error(in->problems, TR_E_PARSE, &place, in->path,
                          "the key is set twice, first on line %u", line);
        return;
    }
    tr__yaml_item *items = tr__arena_grow(in->arena, document->items, document->count,
                                          &document->capacity, sizeof *items);
    const char *path = tr__arena_text(in->arena, in->path, strlen(in->path));
    const char *copy = tr__arena_text(in->arena, text, length);
    if (items == NULL || path == NULL || copy == NULL) {
        in->is_broken = true; /* the arena remembers that memory ran out */
        return;
    }
    document->items = items;
    items[document->count++] = (tr__yaml_item){ path, kind, copy, place.line, place.column, hash };
}

/* Append one segment to the path; false when it does not fit. */
static bool path_append(reader *in, size_t at, const char *segment)
{
    int wanted = snprintf(in->path + at, sizeof in->path - at, "%s%s", at > 0 ? "." : "", segment);
    if (wanted >= 0 && (size_t)wanted < sizeof in->path - at)
        return true;
    in->path[at] = '\0';
    return false;
}

/* A member of a list begins: its number is its segment. */
static void list_step(reader *in, const yaml_mark_t *mark)
{
    frame *top = &in->frames[in->depth - 1];
    char number[16];
    (void)snprintf(number, sizeof number, "%u", top->next_index++); /* 10 digits at most */
    if (!path_append(in, top->path_length, number))
        refuse(in, mark, "the path of keys is longer than 255 bytes");
}

static void key_read(reader *in, const yaml_event_t *event)
{
    frame *top = &in->frames[in->depth - 1];
    const char *text = (const char *)event->data.scalar.value;
    size_t length = event->data.scalar.length;
    in->path[top->path_length] = '\0';
    if (length == 0 || strlen(text) != length || strchr(text, '.') != NULL ||
        !is_clean(event->data.scalar.value, length) || strpbrk(text, "\n\t") != NULL)
        refuse(in, &event->start_mark, "a key must be one line of text without '.'");
    else if (!path_append(in, top->path_length, text))
        refuse(in, &event->start_mark, "the path of keys is longer than 255 bytes");
    top->has_key = true;
    top->key_mark = event->start_mark;
}

/* The value that stands at the current path is complete or has begun. */
static void value_settle(reader *in)
{
    if (in->depth > 0)
        in->frames[in->depth - 1].has_key = false;
}

static void scalar_read(reader *in, const yaml_event_t *event)
{
    const yaml_mark_t *mark = &event->start_mark;
    if (event->data.scalar.anchor != NULL) {
        refuse(in, mark, "anchors and aliases are not accepted");
        return;
    }
    if (!is_core_tag(event->data.scalar.tag)) {
        refuse(in, mark,
               "only the tags !!str !!int !!float !!bool !!null !!seq !!map are accepted");
        return;
    }
    if (in->depth == 0) {
        if (!is_null(event)) /* an empty document has nothing to set */
            refuse(in, mark, "the file must be a mapping of keys to values");
        return;
    }
    frame *top = &in->frames[in->depth - 1];
    if (!top->is_list && !top->has_key) {
        key_read(in, event);
        return;
    }
    if (top->is_list)
        list_step(in, mark);
    size_t length = event->data.scalar.length;
    const char *text = (const char *)event->data.scalar.value;
    if (in->is_broken)
        return;
    if (length >= TR__YAML_VALUE_SIZE)
        refuse(in, mark, "the value is longer than 16383 bytes");
    else if (strlen(text) != length || !is_clean(event->data.scalar.value, length))
        refuse(in, mark, "the value has control characters");
    else
        item_add(in, mark, is_null(event) ? TR__YAML_NULL : TR__YAML_TEXT, text, length);
    value_settle(in);
}

static void container_open(reader *in, const yaml_event_t *event, bool is_list)
{
    const yaml_mark_t *mark = &event->start_mark;
    const yaml_char_t *anchor =
        is_list ? event->data.sequence_start.anchor : event->data.mapping_start.anchor;
    const yaml_char_t *tag =
        is_list ? event->data.sequence_start.tag : event->data.mapping_start.tag;
    if (anchor != NULL) {
        refuse(in, mark, "anchors and aliases are not accepted");
        return;
    }
    if (!is_core_tag(tag)) {
        refuse(in, mark,
               "only the tags !!str !!int !!float !!bool !!null !!seq !!map are accepted");
        return;
    }
    if (in->depth == 0 && is_list) {
        refuse(in, mark, "the file must be a mapping of keys to values");
        return;
    }
    if (in->depth == TR__YAML_DEPTH_MAX) {
        refuse(in, mark, "nested deeper than 8 levels");
        return;
    }
    if (in->depth > 0) {
        frame *top = &in->frames[in->depth - 1];
        if (!top->is_list && !top->has_key) {
            refuse(in, mark, "a key must be one line of text without '.'");
            return;
        }
        if (top->is_list)
            list_step(in, mark);
        if (!in->is_broken)
            /* Told by its key: its first member may stand on another line. */
            item_add(in, top->is_list ? mark : &top->key_mark,
                     is_list ? TR__YAML_LIST : TR__YAML_MAP, "", 0);
        value_settle(in);
    }
    in->frames[in->depth++] = (frame){ .is_list = is_list, .path_length = strlen(in->path) };
}

static void container_close(reader *in)
{
    assert(in->depth > 0);
    in->depth--;
    size_t length = in->depth > 0 ? in->frames[in->depth - 1].path_length : 0;
    in->path[length] = '\0';
}

static void event_read(reader *in, const yaml_event_t *event)
{
    switch (event->type) {
    case YAML_DOCUMENT_START_EVENT:
        if (in->document_count++ > 0)
            refuse(in, &event->start_mark, "a second document in one file");
        break;
    case YAML_ALIAS_EVENT:
        refuse(in, &event->start_mark, "anchors and aliases are not accepted");
        break;
    case YAML_SCALAR_EVENT:
        scalar_read(in, event);
        break;
    case YAML_SEQUENCE_START_EVENT:
        container_open(in, event, true);
        break;
    case YAML_MAPPING_START_EVENT:
        container_open(in, event, false);
        break;
    case YAML_SEQUENCE_END_EVENT:
    case YAML_MAPPING_END_EVENT:
        container_close(in);
        break;
    default:
        break;
    }
}

static void parser_failed(reader *in)
{
    const yaml_parser_t *parser = &in->parser;
    in->is_broken = true;
    if (parser->error == YAML_MEMORY_ERROR) {
        in->arena->has_failed = true;
        return;
    }
    tr__place place = place_of(in, &parser->problem_mark);
    const char *problem = parser->problem != NULL ? parser->problem : "unreadable";
    if (parser->error == YAML_READER_ERROR) {
        /* The reader counts bytes, not lines. */
        place.line = place.column = 0;
        tr__problem_error(in->problems, TR_E_PARSE, &place, "",
                          "not valid UTF-8 text: %s at byte %zu", problem, parser->problem_offset);
        return;
    }
    tr__problem_error(in->problems, TR_E_PARSE, &place, "", "not valid YAML: %s%s%s", problem,
                      parser->context != NULL ? " " : "",
                      parser->context != NULL ? parser->context : "");
}

void tr__yaml_read(tr__arena *arena, const char *bytes, size_t size, const char *source,
                   tr__problems *problems, tr__yaml_document *out)
{
    reader in = { .arena = arena, .source = source, .problems = problems, .document = out };
    *out = (tr__yaml_document){ 0 };
    if (!yaml_parser_initialize(&in.parser)) {
        arena->has_failed = true;
        return;
    }
    yaml_parser_set_encoding(&in.parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&in.parser, (const unsigned char *)bytes, size);
    bool is_at_end = false;
    while (!is_at_end && !in.is_broken) {
        yaml_event_t event;
        if (!yaml_parser_parse(&in.parser, &event)) {
            parser_failed(&in);
            break;
        }
        is_at_end = event.type == YAML_STREAM_END_EVENT;
        event_read(&in, &event);
        yaml_event_delete(&event);
    }
    yaml_parser_delete(&in.parser);
}
