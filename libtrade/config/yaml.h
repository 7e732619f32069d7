/* yaml.h: reads one YAML document into a flat list of paths. The only file that knows libyaml is yaml.c. */
#ifndef TRADE_CONFIG_YAML_H
#define TRADE_CONFIG_YAML_H

#include "config/arena.h"
#include "config/problem.h"

#define TR__YAML_DEPTH_MAX  8
#define TR__YAML_ITEM_MAX   4096
#define TR__YAML_PATH_SIZE  256
#define TR__YAML_VALUE_SIZE 16384

typedef enum tr__yaml_kind {
    TR__YAML_TEXT, /* a scalar: its type is the schema's affair */
    TR__YAML_NULL,
    TR__YAML_MAP,
    TR__YAML_LIST
} tr__yaml_kind;

/* One node. A container comes before its members; members of a list are numbered from 0. */
typedef struct tr__yaml_item {
    const char *path; /* "web_server.port" */
    tr__yaml_kind kind;
    const char *text;
    unsigned line;
    unsigned column;
    unsigned hash; /* of the path, for finding duplicates */
} tr__yaml_item;

typedef struct tr__yaml_document {
    tr__yaml_item *items;
    size_t count;
    size_t capacity;
} tr__yaml_document;

/*
 * Read `size` bytes of UTF-8. Refused, as problems with their place: anchors and aliases, tags beyond
 * the core ones, a second document, a root that is no mapping, duplicate keys, keys with a '.', control
 * characters, and anything beyond the maxima above. What was read before a problem is kept.
 */
void tr__yaml_read(tr__arena *arena, const char *bytes, size_t size, const char *source,
                   tr__problems *problems, tr__yaml_document *out);

#endif
