/* value.c: what a key's text means, by the key's type. Whatever is not exactly of the type is refused. */
#include "config/value.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#include <trade/time.h>

#include "config/check.h"

#define COLLECTION_MAX 256

typedef struct parse {
    const tr__config_key *key;
    const char *base_dir;
    tr__arena *arena;
    tr__value *out;
    char *reason;
} parse;

static tr_status refuse(const parse *in, const char *seen)
{
    char allowed[TR_CONFIG_ALLOWED_SIZE];
    tr__schema_allowed(in->key, allowed, sizeof allowed);
    if (seen == NULL || tr__schema_is_confidential(in->key))
        (void)snprintf(in->reason, TR__REASON_SIZE, "the value is not allowed; allowed: %s",
                       allowed);
    else
        (void)snprintf(in->reason, TR__REASON_SIZE, "is \"%.100s\"%s, allowed: %s", seen,
                       strlen(seen) > 100 ? "..." : "", allowed);
    return TR_E_PARSE;
}

/* ---- single values --------------------------------------------------------------------------- */

static bool decimal_read(const char *text, tr_decimal *out)
{
    return tr_decimal_parse(text, strlen(text), out) == TR_OK;
}

static bool is_in_range(const tr__config_key *key, tr_decimal value)
{
    tr_decimal bound;
    if (key->min != NULL && decimal_read(key->min, &bound) && tr_decimal_compare(value, bound) < 0)
        return false;
    return key->max == NULL || !decimal_read(key->max, &bound) ||
           tr_decimal_compare(value, bound) <= 0;
}

static tr_status decimal_parse(const parse *in, const char *text)
{
    if (!decimal_read(text, &in->out->decimal) || !is_in_range(in->key, in->out->decimal))
        return refuse(in, text);
    return TR_OK;
}

/* Plain digits only: "1e3" and "5.0" are no counts. */
static tr_status int_parse(const parse *in, const char *text)
{
    tr_decimal value;
    size_t start = text[0] == '-' ? 1 : 0;
    if (text[start + strspn(text + start, "0123456789")] != '\0' || !decimal_read(text, &value) ||
        !is_in_range(in->key, value) || tr_decimal_to_int(value, &in->out->number) != TR_OK)
        return refuse(in, text);
    return TR_OK;
}

static tr_status bool_parse(const parse *in, const char *text)
{
    static const char *const words[][2] = {
        { "false", "true" }, { "no", "yes" }, { "off", "on" }, { "0", "1" }
    };
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        for (int claim = 0; claim < 2; claim++)
            if (strcasecmp(text, words[i][claim]) == 0) {
                in->out->number = claim;
                return TR_OK;
            }
    return refuse(in, text);
}

/* A bare number, with decimals perhaps, counts the key's unit; otherwise the unit is written behind it. */
static bool duration_read(const tr__config_key *key, const char *text, int64_t *ns_out)
{
    tr_decimal count;
    tr_decimal unit_ns = tr_decimal_from_int(strcmp(key->unit, "ms") == 0 ? 1000000 : 1000000000);
    tr_decimal product;
    if (!decimal_read(text, &count))
        return tr_duration_parse(text, strlen(text), ns_out, NULL) == TR_OK;
    return tr_decimal_multiply(count, unit_ns, TR_ROUND_DOWN, &product) == TR_OK &&
           tr_decimal_to_int(product, ns_out) == TR_OK;
}

static tr_status duration_parse(const parse *in, const char *text)
{
    int64_t bound;
    int64_t ns;
    if (!duration_read(in->key, text, &ns))
        return refuse(in, text);
    if (in->key->min != NULL && duration_read(in->key, in->key->min, &bound) && ns < bound)
        return refuse(in, text);
    if (in->key->max != NULL && duration_read(in->key, in->key->max, &bound) && ns > bound)
        return refuse(in, text);
    in->out->number = ns;
    return TR_OK;
}

/* Words match in either case ("INFO"); the table's spelling is kept. */
static tr_status choice_parse(const parse *in, const char *text)
{
    size_t wanted = strlen(text);
    const char *at = in->key->choices;
    while (*at != '\0') {
        size_t length = strcspn(at, "|");
        if (length == wanted && strncasecmp(at, text, length) == 0) {
            in->out->text = tr__arena_text(in->arena, at, length);
            return in->out->text != NULL ? TR_OK : TR_E_NO_MEMORY;
        }
        at += length + (at[length] == '|' ? 1 : 0);
    }
    return refuse(in, text);
}

static bool has_control(const char *text)
{
    for (; *text != '\0'; text++)
        if ((unsigned char)*text < 0x20 || *text == 0x7F)
            return true;
    return false;
}

static tr_status text_parse(const parse *in, const char *text)
{
    if (has_control(text) || (in->key->check != NULL && !in->key->check(text)))
        return refuse(in, text);
    bool needs_base = in->key->type == TR_CONFIG_PATH && text[0] != '/' && in->base_dir != NULL;
    in->out->text = needs_base ? tr__arena_format(in->arena, "%s/%s", in->base_dir, text)
                               : tr__arena_text(in->arena, text, strlen(text));
    return in->out->text != NULL ? TR_OK : TR_E_NO_MEMORY;
}

static tr_status zone_parse(const parse *in, const char *text)
{
    int minutes;
    if (!tr__check_zone(text, &minutes))
        return refuse(in, text);
    in->out->number = minutes;
    int size = minutes < 0 ? -minutes : minutes;
    in->out->text =
        tr__arena_format(in->arena, "%c%02d:%02d", minutes < 0 ? '-' : '+', size / 60, size % 60);
    return in->out->text != NULL ? TR_OK : TR_E_NO_MEMORY;
}

static tr_status secret_parse(const parse *in, const char *text)
{
    size_t length = strlen(text);
    if (length == 0)
        return refuse(in, text);
    return tr_secret_new(text, length, &in->out->secret);
}

/* ---- collections ----------------------------------------------------------------------------- */

static char *trimmed(tr__arena *arena, const char *text, size_t length)
{
    while (length > 0 && (text[0] == ' ' || text[0] == '\t')) {
        text++;
        length--;
    }
    while (length > 0 && (text[length - 1] == ' ' || text[length - 1] == '\t'))
        length--;
    return tr__arena_text(arena, text, length);
}

/* "a, b" or "a=1, b=2" as a collection. False when a pair has no '='; memory is the arena's affair. */
static bool split(const parse *in, const char *text, bool has_names, tr__raw *out)
{
    size_t count = 0;
    *out = (tr__raw){ 0 };
    if (text[strspn(text, " \t")] == '\0')
        return true;
    for (const char *at = text; *at != '\0'; at++)
        count += *at == ',';
    const char **names = tr__arena_take(in->arena, (count + 1) * sizeof *names);
    const char **texts = tr__arena_take(in->arena, (count + 1) * sizeof *texts);
    if (names == NULL || texts == NULL)
        return true;
    for (size_t i = 0; i <= count; i++) {
        size_t length = strcspn(text, ",");
        size_t name_length = has_names ? strcspn(text, "=,") : 0;
        if (has_names && name_length == length)
            return false;
        size_t skipped = has_names ? name_length + 1 : 0;
        names[i] = trimmed(in->arena, text, name_length);
        texts[i] = trimmed(in->arena, text + skipped, length - skipped);
        text += length + (text[length] == ',' ? 1 : 0);
    }
    *out = (tr__raw){ .names = names, .texts = texts, .count = count + 1 };
    return true;
}

static tr_status list_parse(const parse *in, const tr__raw *raw)
{
    const char **items = tr__arena_take(in->arena, raw->count * sizeof *items);
    if (items == NULL)
        return TR_E_NO_MEMORY;
    for (size_t i = 0; i < raw->count; i++) {
        const char *text = raw->texts[i];
        if (text[0] == '\0' || has_control(text) ||
            (in->key->check != NULL && !in->key->check(text)))
            return refuse(in, text);
        items[i] = tr__arena_text(in->arena, text, strlen(text));
        if (items[i] == NULL)
            return TR_E_NO_MEMORY;
    }
    in->out->items = items;
    in->out->count = raw->count;
    return TR_OK;
}

static tr_status amounts_parse(const parse *in, const tr__raw *raw)
{
    tr_config_amount *amounts = tr__arena_take(in->arena, raw->count * sizeof *amounts);
    if (amounts == NULL)
        return TR_E_NO_MEMORY;
    for (size_t i = 0; i < raw->count; i++) {
        if (!tr__check_asset(raw->names[i]))
            return refuse(in, raw->names[i]);
        for (size_t j = 0; j < i; j++)
            if (strcmp(raw->names[j], raw->names[i]) == 0)
                return refuse(in, raw->names[i]);
        if (!decimal_read(raw->texts[i], &amounts[i].amount) ||
            !is_in_range(in->key, amounts[i].amount))
            return refuse(in, raw->texts[i]);
        amounts[i].asset = tr__arena_text(in->arena, raw->names[i], strlen(raw->names[i]));
        if (amounts[i].asset == NULL)
            return TR_E_NO_MEMORY;
    }
    in->out->amounts = amounts;
    in->out->count = raw->count;
    return TR_OK;
}

static tr_status collection_parse(const parse *in, const tr__raw *raw)
{
    bool has_names = in->key->type == TR_CONFIG_AMOUNTS;
    tr__raw members = *raw;
    if (raw->text != NULL && !split(in, raw->text, has_names, &members))
        return refuse(in, raw->text);
    if (in->arena->has_failed)
        return TR_E_NO_MEMORY;
    if (members.count > COLLECTION_MAX || (has_names && members.names == NULL && members.count > 0))
        return refuse(in, NULL);
    return has_names ? amounts_parse(in, &members) : list_parse(in, &members);
}

/* ---- all types ------------------------------------------------------------------------------- */

tr_status tr__value_parse(const tr__config_key *key, const tr__raw *raw, const char *base_dir,
                          tr__arena *arena, tr__value *out, char reason[TR__REASON_SIZE])
{
    tr__value value = { 0 };
    parse in = { key, base_dir, arena, &value, reason };
    tr_status status = TR_E_PARSE;
    if (key->type == TR_CONFIG_LIST || key->type == TR_CONFIG_AMOUNTS) {
        status = collection_parse(&in, raw);
    } else if (raw->text == NULL) {
        status = refuse(&in, NULL);
    } else {
        switch (key->type) {
        case TR_CONFIG_INT:
            status = int_parse(&in, raw->text);
            break;
        case TR_CONFIG_DECIMAL:
            status = decimal_parse(&in, raw->text);
            break;
        case TR_CONFIG_BOOL:
            status = bool_parse(&in, raw->text);
            break;
        case TR_CONFIG_DURATION:
            status = duration_parse(&in, raw->text);
            break;
        case TR_CONFIG_CHOICE:
            status = choice_parse(&in, raw->text);
            break;
        case TR_CONFIG_ZONE:
            status = zone_parse(&in, raw->text);
            break;
        case TR_CONFIG_SECRET:
            status = secret_parse(&in, raw->text);
            break;
        default:
            status = text_parse(&in, raw->text);
            break;
        }
    }
    if (status == TR_OK)
        *out = value;
    return status;
}

/* ---- showing --------------------------------------------------------------------------------- */

/* The password in scheme://user:password@host; NULL when there is none. */
static const char *password_find(const char *url, size_t *length_out)
{
    const char *start = strstr(url, "://");
    if (start == NULL)
        return NULL;
    start += 3;
    const char *at = NULL;
    /* The last '@': a password that was not escaped may hold one, or a '/'. */
    for (const char *c = start; *c != '\0'; c++)
        if (*c == '@')
            at = c;
    const char *colon = at != NULL ? memchr(start, ':', (size_t)(at - start)) : NULL;
    if (colon == NULL)
        return NULL;
    *length_out = (size_t)(at - colon) - 1;
    return colon + 1;
}

bool tr__value_url_has_password(const char *url)
{
    size_t length;
    return password_find(url, &length) != NULL;
}

static const char *url_show(const char *url, tr__arena *arena)
{
    size_t length;
    const char *password = password_find(url, &length);
    if (password == NULL)
        return url;
    return tr__arena_format(arena, "%.*s***%s", (int)(password - url), url, password + length);
}

static const char *list_show(const tr__value *value, tr__arena *arena)
{
    const char *text = "";
    for (size_t i = 0; i < value->count && text != NULL; i++)
        text = tr__arena_format(arena, "%s%s%s", text, i > 0 ? ", " : "", value->items[i]);
    return text;
}

static const char *amounts_show(const tr__value *value, tr__arena *arena)
{
    const char *text = "";
    char number[TR_DECIMAL_TEXT_SIZE];
    for (size_t i = 0; i < value->count && text != NULL; i++) {
        (void)tr_decimal_format(value->amounts[i].amount, number, sizeof number); /* always fits */
        text = tr__arena_format(arena, "%s%s%s=%s", text, i > 0 ? ", " : "",
                                value->amounts[i].asset, number);
    }
    return text;
}

const char *tr__value_show(const tr__config_key *key, const tr__value *value, tr__arena *arena)
{
    char number[TR_DECIMAL_TEXT_SIZE];
    switch (key->type) {
    case TR_CONFIG_INT:
        return tr__arena_format(arena, "%lld", (long long)value->number);
    case TR_CONFIG_DECIMAL:
        return tr__arena_text(arena, number,
                              tr_decimal_format(value->decimal, number, sizeof number));
    case TR_CONFIG_BOOL:
        return value->number != 0 ? "true" : "false";
    case TR_CONFIG_DURATION:
        return tr__arena_text(arena, number,
                              tr_duration_format(value->number, number, sizeof number));
    case TR_CONFIG_LIST:
        return list_show(value, arena);
    case TR_CONFIG_AMOUNTS:
        return amounts_show(value, arena);
    case TR_CONFIG_URL:
        return url_show(value->text, arena);
    case TR_CONFIG_SECRET:
        return "***";
    default:
        return value->text;
    }
}
