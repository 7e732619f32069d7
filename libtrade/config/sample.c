/*
 * sample.c: the sample files, written from the schema.
 *
 * In the YAML samples a line whose first character is a '#' that is not followed by exactly one blank is
 * a setting that is switched off: taking the '#' away switches it on. Everything else after "# " is words.
 */
#include "config/schema.h"

#include <stdio.h>
#include <string.h>

#define LINE_SIZE  256
#define TEXT_WIDTH 96
#define DEPTH_MAX  6

typedef struct writer {
    void (*write)(void *user, const char *text);
    void *user;
    char section[DEPTH_MAX][64]; /* the sections that are open */
    size_t depth;
    const char *first_item; /* the '#' row that has begun its list member */
} writer;

static const char *sample_name(const tr__config_key *key)
{
    static const struct {
        const char *section;
        const char *name;
    } names[] = { { "exchanges.", "binance" },
                  { "risk.symbols.", "BTC/USDT" },
                  { "risk.groups.", "majors" },
                  { "risk.stop_guard.", "symbol" } };
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (strncmp(key->path, names[i].section, strlen(names[i].section)) == 0)
            return names[i].name;
    return "my_strategy";
}

static void put(const writer *out, const char *text)
{
    out->write(out->user, text);
}

/* Words, wrapped, each line after `lead`. */
static void put_words(const writer *out, const char *lead, const char *text)
{
    char line[LINE_SIZE];
    while (*text != '\0') {
        size_t room = TEXT_WIDTH - strlen(lead);
        size_t length = strlen(text);
        if (length > room) {
            length = room;
            while (length > 0 && text[length] != ' ')
                length--;
            if (length == 0)
                length = room;
        }
        (void)snprintf(line, sizeof line, "%s%.*s\n", lead, (int)length,
                       text); /* room is below it */
        put(out, line);
        text += length + strspn(text + length, " ");
    }
}

/* "Letters, digits" begins a sentence; "true|false" and "sqlite:///file" are what is written. */
static bool is_words(const tr__config_key *key)
{
    return key->type != TR_CONFIG_CHOICE && key->type != TR_CONFIG_BOOL &&
           key->type != TR_CONFIG_URL;
}

/* What the key means, what it accepts, where else it is set. */
static void put_help(const writer *out, const char *lead, tr_config_file file,
                     const tr__config_key *key)
{
    char allowed[TR_CONFIG_ALLOWED_SIZE];
    char variable[LINE_SIZE] = "";
    char line[3 * LINE_SIZE];
    const char *initial = key->initial != NULL && key->initial[0] != '\0' ? key->initial : NULL;
    const char *name = key->environment;
    tr__schema_allowed(key, allowed, sizeof allowed);
    if (is_words(key) && allowed[0] >= 'a' && allowed[0] <= 'z')
        allowed[0] = (char)(allowed[0] - 'a' + 'A');
    if (name != NULL && file != TR_CONFIG_FILE_ENV)
        (void)snprintf(variable, sizeof variable, "; environment %s%s",
                       name[0] == '*' ? "<EXCHANGE>" : "",
                       name + (name[0] == '*')); /* short names */
    (void)snprintf(line, sizeof line, "%s; %s%s%s.%s", allowed,
                   initial != NULL        ? "default "
                   : key->initial != NULL ? "default empty"
                                          : "unset by default",
                   initial != NULL ? initial : "", variable,
                   key->is_reserved ? " No effect in this version." : ""); /* short words */
    put_words(out, lead, key->help);
    put_words(out, lead, line);
}

/* ---- YAML ------------------------------------------------------------------------------------ */

static bool is_named(const tr__config_key *key)
{
    return strpbrk(key->path, "*#") != NULL;
}

/* A setting counts when it has a default and stands in no section with a name. */
static bool is_on(const tr__config_key *key)
{
    return key->initial != NULL && !is_named(key);
}

static bool belongs(const tr__config_key *key, tr_config_file file)
{
    return key->file == file && !key->is_obsolete;
}

/* True when a key below the path's first `length` bytes is switched on. */
static bool section_is_on(tr_config_file file, const char *path, size_t length)
{
    for (size_t i = 0; i < tr__config_key_count; i++) {
        const tr__config_key *key = &tr__config_keys[i];
        if (belongs(key, file) && is_on(key) && strncmp(key->path, path, length) == 0 &&
            key->path[length] == '.')
            return true;
    }
    return false;
}

static void put_quoted_list(const writer *out, const char *text)
{
    put(out, "[");
    while (*text != '\0') {
        char item[LINE_SIZE];
        size_t length = strcspn(text, ",");
        (void)snprintf(item, sizeof item, "%.*s%s", (int)length, text,
                       text[length] == ',' ? ", " : "");
        put(out, item);
        text += length + (text[length] == ',' ? 1 : 0);
    }
    put(out, "]");
}

static void put_amounts(const writer *out, const char *text)
{
    put(out, "{ ");
    while (*text != '\0') {
        char item[LINE_SIZE];
        size_t name = strcspn(text, "=");
        size_t length = strcspn(text, ",");
        (void)snprintf(item, sizeof item, "%.*s: %.*s%s", (int)name, text, (int)(length - name - 1),
                       text + name + 1, text[length] == ',' ? ", " : "");
        put(out, item);
        text += length + (text[length] == ',' ? 1 : 0);
    }
    put(out, " }");
}

static void put_value(const writer *out, const tr__config_key *key)
{
    const char *text = key->initial != NULL ? key->initial : key->sample;
    char quoted[LINE_SIZE];
    switch (key->type) {
    case TR_CONFIG_LIST:
        put_quoted_list(out, text);
        break;
    case TR_CONFIG_AMOUNTS:
        put_amounts(out, text);
        break;
    case TR_CONFIG_TEXT:
    case TR_CONFIG_PATH:
    case TR_CONFIG_URL:
    case TR_CONFIG_ZONE:
        (void)snprintf(quoted, sizeof quoted, "\"%s\"", text); /* the table has short texts */
        put(out, quoted);
        break;
    default:
        put(out, text != NULL && text[0] != '\0' ? text : "null");
        break;
    }
}

/* Close and open sections until the key's own is the innermost. Returns the key's indentation. */
static int sections_open(writer *out, tr_config_file file, const tr__config_key *key)
{
    const char *at = key->path;
    size_t level = 0;
    int indent = 0;
    for (size_t length = strcspn(at, "."); at[length] != '\0'; length = strcspn(at, ".")) {
        char segment[64];
        char line[LINE_SIZE];
        bool is_star = at[0] == '*';
        bool is_member = at[0] == '#';
        (void)snprintf(segment, sizeof segment, "%.*s", is_star ? 64 : (int)length,
                       is_star ? sample_name(key) : at);
        if (level >= out->depth || strcmp(out->section[level], segment) != 0) {
            bool is_open_on = section_is_on(file, key->path, (size_t)(at - key->path) + length);
            out->depth = level + 1;
            (void)snprintf(out->section[level], sizeof out->section[level], "%s", segment);
            if (level == 0)
                put(out, "\n");
            (void)snprintf(line, sizeof line, "%s%*s%s:\n", is_open_on ? "" : "#", indent, "",
                           segment);
            if (!is_member)
                put(out, line);
        }
        level++;
        at += length + 1;
        indent += 2;
    }
    out->depth = level;
    return indent;
}

static void put_key(writer *out, tr_config_file file, const tr__config_key *key)
{
    char lead[LINE_SIZE];
    char line[LINE_SIZE];
    int indent = sections_open(out, file, key);
    const char *name = strrchr(key->path, '.');
    const char *section_end = name != NULL ? name : key->path;
    bool in_section_on =
        name == NULL || section_is_on(file, key->path, (size_t)(section_end - key->path));
    /* "- " begins a member of a list; the tables of members stand two blanks further in. */
    bool is_member = strchr(key->path, '#') != NULL;
    bool begins_member = is_member && out->first_item == NULL;
    if (is_member)
        out->first_item = key->path;
    (void)snprintf(lead, sizeof lead, "%s%*s# ", in_section_on ? "" : "#",
                   begins_member ? indent - 2 : indent, "");
    put_help(out, lead, file, key);
    (void)snprintf(line, sizeof line, "%s%*s%s%s: ", is_on(key) ? "" : "#",
                   begins_member ? indent - 2 : indent, "", begins_member ? "- " : "",
                   name != NULL ? name + 1 : key->path);
    put(out, line);
    put_value(out, key);
    put(out, "\n");
}

/* ---- .env ------------------------------------------------------------------------------------ */

static void put_variable(const writer *out, const tr__config_key *key)
{
    char line[LINE_SIZE];
    bool is_star = key->environment[0] == '*';
    put(out, "\n");
    put_help(out, "# ", TR_CONFIG_FILE_ENV, key);
    if (key->file != TR_CONFIG_FILE_ENV) {
        (void)snprintf(line, sizeof line, "# Overrides %s of the files.\n", key->path);
        put(out, line);
    }
    (void)snprintf(line, sizeof line, "#%s%s=%s\n", is_star ? "BINANCE" : "",
                   key->environment + (is_star ? 1 : 0), key->initial != NULL ? key->initial : "");
    put(out, line);
}

/* ---- the three files ------------------------------------------------------------------------- */

static const char *const heads[] = {
    [TR_CONFIG_FILE_MAIN] =
        "# config.yaml: what is traded, how carefully, and where it is stored.\n"
        "#\n"
        "# Every key is here with its default; a line that begins with '#' and no blank is "
        "switched off.\n"
        "# Later layers win: defaults, config.yaml and web_config.yaml, .env, credentials, "
        "environment,\n"
        "# command line. `tbctl config check` holds the files against what is allowed,\n"
        "# `tbctl config explain KEY` tells where a value comes from. Secrets do not belong here: "
        "see .env.\n",
    [TR_CONFIG_FILE_WEB] =
        "# web_config.yaml: the server, and what it does with TradingView's alerts.\n"
        "#\n"
        "# Every key is here with its default; a line that begins with '#' and no blank is "
        "switched off.\n",
    [TR_CONFIG_FILE_ENV] =
        "# env.example: copy it to .env beside config.yaml, switch on what you need, and chmod 600 "
        "it.\n"
        "#\n"
        "# The same names work in the environment, which wins over this file. Secrets stand only "
        "here: as\n"
        "# NAME=value, as NAME_FILE=path of a file that only we can read, or as a credential NAME "
        "of the\n"
        "# service manager. A name with BINANCE stands for every exchange of trading.exchanges.\n",
};

tr_status tr_config_sample(tr_config_file file, void (*write)(void *user, const char *text),
                           void *user)
{
    if (write == NULL || file < TR_CONFIG_FILE_MAIN || file > TR_CONFIG_FILE_ENV)
        return TR_E_INVALID;
    writer out = { .write = write, .user = user };
    put(&out, heads[file]);
    for (size_t i = 0; i < tr__config_key_count; i++) {
        const tr__config_key *key = &tr__config_keys[i];
        if (file == TR_CONFIG_FILE_ENV && key->environment != NULL && !key->is_obsolete)
            put_variable(&out, key);
        else if (file != TR_CONFIG_FILE_ENV && belongs(key, file))
            put_key(&out, file, key);
    }
    return TR_OK;
}
