/* lookup.c: finding keys in the schema by path and by environment name. */
#include "config/schema.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#include <trade/instrument.h>

/* Length of the segment that begins at `at`. */
static size_t segment_length(const char *at)
{
    return strcspn(at, ".");
}

static bool is_index(const char *text, size_t length)
{
    if (length == 0 || length > 3 || (length > 1 && text[0] == '0'))
        return false;
    for (size_t i = 0; i < length; i++)
        if (text[i] < '0' || text[i] > '9')
            return false;
    return true;
}

static bool segment_matches(const char *pattern, size_t pattern_length, const char *text,
                            size_t length)
{
    if (pattern_length == 1 && pattern[0] == '*')
        return length > 0;
    if (pattern_length == 1 && pattern[0] == '#')
        return is_index(text, length);
    return pattern_length == length && memcmp(pattern, text, length) == 0;
}

/*
 * Match `path` against the beginning of `pattern`. Returns what is left of the pattern: "" for all of
 * it, NULL for no match.
 */
static const char *path_match(const char *pattern, const char *path)
{
    for (;;) {
        size_t pattern_length = segment_length(pattern);
        size_t length = segment_length(path);
        if (!segment_matches(pattern, pattern_length, path, length))
            return NULL;
        pattern += pattern_length;
        path += length;
        if (*path == '\0')
            return *pattern == '.' ? pattern + 1 : pattern;
        if (*pattern == '\0')
            return NULL;
        pattern++;
        path++;
    }
}

/* True when `list`, separated by '|', has `word`. */
static bool list_has(const char *list, const char *word)
{
    size_t wanted = strlen(word);
    while (list != NULL && *list != '\0') {
        size_t length = strcspn(list, "|");
        if (length == wanted && memcmp(list, word, length) == 0)
            return true;
        list += length + (list[length] == '|' ? 1 : 0);
    }
    return false;
}

const tr__config_key *tr__schema_find(const char *path, bool *is_other_out)
{
    for (size_t i = 0; i < tr__config_key_count; i++) {
        const char *rest = path_match(tr__config_keys[i].path, path);
        bool is_other = rest == NULL && list_has(tr__config_keys[i].path_other, path);
        if ((rest != NULL && *rest == '\0') || is_other) {
            *is_other_out = is_other;
            return &tr__config_keys[i];
        }
    }
    return NULL;
}

/* What lies below `path` in a list of '|'-separated plain paths: true when one begins with it. */
static bool list_has_below(const char *list, const char *path)
{
    size_t wanted = strlen(path);
    while (list != NULL && *list != '\0') {
        size_t length = strcspn(list, "|");
        if (length > wanted && memcmp(list, path, wanted) == 0 && list[wanted] == '.')
            return true;
        list += length + (list[length] == '|' ? 1 : 0);
    }
    return false;
}

tr__section_kind tr__schema_section(const char *path)
{
    for (size_t i = 0; i < tr__config_key_count; i++) {
        const char *rest = path_match(tr__config_keys[i].path, path);
        if (rest != NULL && *rest != '\0')
            return *rest == '#' ? TR__SECTION_LIST : TR__SECTION_MAP;
        if (list_has_below(tr__config_keys[i].path_other, path))
            return TR__SECTION_MAP;
    }
    return TR__SECTION_NONE;
}

/* The part of `variable` that stands for the '*' in `pattern`: capitals and digits. */
static bool variable_match(const char *pattern, size_t pattern_length, const char *variable,
                           char name[TR__KEY_NAME_SIZE])
{
    size_t length = strlen(variable);
    name[0] = '\0';
    if (pattern[0] != '*')
        return length == pattern_length && memcmp(variable, pattern, length) == 0;
    size_t suffix = pattern_length - 1;
    if (length <= suffix || memcmp(variable + length - suffix, pattern + 1, suffix) != 0)
        return false;
    size_t part = length - suffix;
    if (part >= TR_EXCHANGE_NAME_SIZE)
        return false;
    for (size_t i = 0; i < part; i++) {
        char c = variable[i];
        if (!((c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')))
            return false;
        name[i] = (char)(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
    }
    name[part] = '\0';
    return true;
}

static bool variable_list_match(const char *list, const char *variable,
                                char name[TR__KEY_NAME_SIZE])
{
    while (list != NULL && *list != '\0') {
        size_t length = strcspn(list, "|");
        if (variable_match(list, length, variable, name))
            return true;
        list += length + (list[length] == '|' ? 1 : 0);
    }
    return false;
}

/* A whole name goes before one with '*': EXCHANGE_SANDBOX is not the sandbox of an exchange "exchange". */
static const tr__config_key *variable_find(const char *variable, bool with_star, bool *is_other_out,
                                           char name[TR__KEY_NAME_SIZE])
{
    for (size_t i = 0; i < tr__config_key_count; i++) {
        const tr__config_key *key = &tr__config_keys[i];
        if (key->environment == NULL || (key->environment[0] == '*') != with_star)
            continue;
        bool is_primary =
            variable_match(key->environment, strlen(key->environment), variable, name);
        if (is_primary || variable_list_match(key->environment_other, variable, name)) {
            *is_other_out = !is_primary;
            return key;
        }
    }
    return NULL;
}

const tr__config_key *tr__schema_environment(const char *variable, bool *is_other_out,
                                             char name[TR__KEY_NAME_SIZE])
{
    const tr__config_key *key = variable_find(variable, false, is_other_out, name);
    return key != NULL ? key : variable_find(variable, true, is_other_out, name);
}

bool tr__schema_name(const tr__config_key *key, const char *path, size_t *offset_out,
                     size_t *length_out)
{
    const char *pattern = key->path;
    const char *at = path;
    for (;;) {
        size_t length = segment_length(at);
        if (pattern[0] == '*' || pattern[0] == '#') {
            *offset_out = (size_t)(at - path);
            *length_out = length;
            return true;
        }
        pattern += segment_length(pattern);
        at += length;
        if (*pattern == '\0' || *at == '\0')
            return false;
        pattern++;
        at++;
    }
}

bool tr__schema_fill(const tr__config_key *key, const char *name, char *path, size_t size)
{
    size_t offset = strcspn(key->path, "*#");
    const char *rest = key->path + offset;
    if (*rest != '\0')
        rest++;
    else
        name = "";
    int length = snprintf(path, size, "%.*s%s%s", (int)offset, key->path, name, rest);
    return length >= 0 && (size_t)length < size;
}

bool tr__schema_name_is_valid(const tr__config_key *key, const char *name, const char **allowed_out)
{
    size_t length = strlen(name);
    if (strchr(key->path, '#') != NULL) {
        *allowed_out = "0 to 255";
        return is_index(name, length) && (length < 3 || strcmp(name, "255") <= 0);
    }
    if (strncmp(key->path, "exchanges.", 10) == 0) {
        *allowed_out = "up to 15 small letters and digits";
        for (size_t i = 0; i < length; i++)
            if (!((name[i] >= 'a' && name[i] <= 'z') || (name[i] >= '0' && name[i] <= '9')))
                return false;
        return length > 0 && length < TR_EXCHANGE_NAME_SIZE;
    }
    *allowed_out = "1 to 63 bytes without '.'";
    return length > 0 && length < TR__KEY_NAME_SIZE;
}

size_t tr__schema_group(const tr__config_key *key)
{
    size_t index = (size_t)(key - tr__config_keys);
    size_t offset = strcspn(key->path, "*#");
    assert(index < tr__config_key_count);
    if (key->path[offset] == '\0')
        return index;
    for (size_t i = 0; i < index; i++)
        if (strncmp(tr__config_keys[i].path, key->path, offset + 1) == 0)
            return i;
    return index;
}

bool tr__schema_is_confidential(const tr__config_key *key)
{
    return key->type == TR_CONFIG_SECRET || key->type == TR_CONFIG_URL;
}

void tr__schema_allowed(const tr__config_key *key, char *buffer, size_t size)
{
    const char *unit = key->unit != NULL ? key->unit : "";
    const char *gap = key->unit != NULL ? " " : "";
    const char *text = key->allowed != NULL ? key->allowed : "text";
    if (key->is_refused) {
        (void)snprintf(buffer, size, "nothing");
        return;
    }
    /* Cut when too long: these are words for a person. */
    switch (key->type) {
    case TR_CONFIG_INT:
    case TR_CONFIG_DECIMAL:
        if (key->min != NULL)
            (void)snprintf(buffer, size, "%s to %s%s%s", key->min, key->max, gap, unit);
        else
            (void)snprintf(buffer, size, "a number");
        break;
    case TR_CONFIG_DURATION:
        if (key->min != NULL)
            (void)snprintf(buffer, size, "%s to %s %s; also 500ms, 10s, 5m, 1h, 1d", key->min,
                           key->max, unit);
        else
            (void)snprintf(buffer, size, "a duration");
        break;
    case TR_CONFIG_BOOL:
        (void)snprintf(buffer, size, "true|false");
        break;
    case TR_CONFIG_CHOICE:
        (void)snprintf(buffer, size, "%s", key->choices);
        break;
    case TR_CONFIG_LIST:
        (void)snprintf(buffer, size, "a list: %s", text);
        break;
    case TR_CONFIG_AMOUNTS:
        (void)snprintf(buffer, size, "assets in capitals, each with %s to %s", key->min, key->max);
        break;
    case TR_CONFIG_ZONE:
        (void)snprintf(buffer, size, "UTC, or -12:00 to +14:00");
        break;
    case TR_CONFIG_SECRET:
        (void)snprintf(buffer, size, "text, from the environment or a file only we can read");
        break;
    case TR_CONFIG_TEXT:
    case TR_CONFIG_PATH:
    case TR_CONFIG_URL:
        (void)snprintf(buffer, size, "%s", text);
        break;
    }
}

#define NEAR_MAX 3 /* letters that may differ */

/* Edit distance of two segments; long ones count as far apart. */
static size_t edit_distance(const char *a, size_t a_length, const char *b, size_t b_length)
{
    enum { TEXT_MAX = 63 };
    size_t rows[2][TEXT_MAX + 1];
    if (a_length > TEXT_MAX || b_length > TEXT_MAX)
        return TEXT_MAX;
    for (size_t j = 0; j <= b_length; j++)
        rows[0][j] = j;
    for (size_t i = 1; i <= a_length; i++) {
        const size_t *above = rows[(i - 1) % 2];
        size_t *row = rows[i % 2];
        row[0] = i;
        for (size_t j = 1; j <= b_length; j++) {
            size_t best = above[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
            if (above[j] + 1 < best)
                best = above[j] + 1;
            if (row[j - 1] + 1 < best)
                best = row[j - 1] + 1;
            row[j] = best;
        }
    }
    return rows[a_length % 2][b_length];
}

/*
 * How many letters of `path` differ from the beginning of `pattern` that has as many segments, whose
 * length is written. Beyond NEAR_MAX when it has fewer segments.
 */
static size_t path_distance(const char *pattern, const char *path, size_t *length_out)
{
    const char *at = pattern;
    size_t distance = 0;
    while (distance <= NEAR_MAX) {
        size_t pattern_length = segment_length(at);
        size_t length = segment_length(path);
        if (at[0] != '*' && at[0] != '#')
            distance += edit_distance(path, length, at, pattern_length);
        at += pattern_length;
        path += length;
        if (*path == '\0')
            break;
        if (*at == '\0')
            return NEAR_MAX + 1;
        at++;
        path++;
    }
    *length_out = (size_t)(at - pattern);
    return distance;
}

static const char *last_segment(const char *path)
{
    const char *dot = strrchr(path, '.');
    return dot != NULL ? dot + 1 : path;
}

bool tr__schema_nearest(const char *path, char *buffer, size_t size)
{
    size_t nearest = NEAR_MAX + 1;
    for (size_t i = 0; i < tr__config_key_count; i++) {
        const char *known = tr__config_keys[i].path;
        size_t length = strlen(known);
        if (tr__config_keys[i].is_obsolete)
            continue;
        size_t distance = path_distance(known, path, &length);
        /* The right word in the wrong section is near, too. */
        if (distance > NEAR_MAX && strlen(last_segment(path)) > 4 &&
            strcmp(last_segment(path), last_segment(known)) == 0) {
            distance = NEAR_MAX;
            length = strlen(known);
        }
        if (distance < nearest) {
            nearest = distance;
            (void)snprintf(buffer, size, "%.*s", (int)length, known); /* cut when too long */
        }
    }
    return nearest <= NEAR_MAX;
}

/* True when the first `count` rows have a key that begins as `path` does up to `length`. */
static bool is_told_before(const char *parent, const char *segment, size_t length, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const char *rest = parent[0] != '\0' ? path_match(tr__config_keys[i].path, parent)
                                             : tr__config_keys[i].path;
        if (rest != NULL && !tr__config_keys[i].is_obsolete && segment_length(rest) == length &&
            memcmp(rest, segment, length) == 0)
            return true;
    }
    return false;
}

void tr__schema_siblings(const char *path, char *buffer, size_t size)
{
    char parent[256];
    const char *dot = strrchr(path, '.');
    size_t used = 0;
    buffer[0] = '\0';
    int length = snprintf(parent, sizeof parent, "%.*s", dot != NULL ? (int)(dot - path) : 0, path);
    if (length < 0 || (size_t)length >= sizeof parent)
        return;
    for (size_t i = 0; i < tr__config_key_count; i++) {
        const char *known = tr__config_keys[i].path;
        const char *rest = dot != NULL ? path_match(known, parent) : known;
        size_t segment = rest != NULL ? segment_length(rest) : 0;
        if (segment == 0 || tr__config_keys[i].is_obsolete ||
            is_told_before(parent, rest, segment, i))
            continue;
        if (used + segment + 3 > size)
            return;
        int added = snprintf(buffer + used, size - used, "%s%.*s", used > 0 ? ", " : "",
                             (int)segment, rest);
        used += added > 0 ? (size_t)added : 0;
    }
}
