/* text_read.c: a line of a scenario becomes a command or the options of a book. */
#include <limits.h>
#include <string.h>

#include <trade/book_text.h>

#include "core/fail.h"

/* What is left of a line. */
typedef struct words {
    const char *at;
    const char *end;
} words;

typedef struct word {
    const char *key;
    size_t key_length;
    const char *value; /* NULL without '=' */
    size_t value_length;
} word;

static bool next_word(words *from, word *out)
{
    while (from->at < from->end && *from->at == ' ')
        from->at++;
    if (from->at == from->end)
        return false;
    const char *start = from->at;
    while (from->at < from->end && *from->at != ' ')
        from->at++;
    size_t length = (size_t)(from->at - start);
    const char *equals = memchr(start, '=', length);
    *out = (word){ .key = start, .key_length = length };
    if (equals != NULL) {
        out->key_length = (size_t)(equals - start);
        out->value = equals + 1;
        out->value_length = length - out->key_length - 1;
    }
    return true;
}

static bool text_is(const char *text, size_t length, const char *name)
{
    return text != NULL && length == strlen(name) && memcmp(text, name, length) == 0;
}

/* A whole number, all of the 64-bit range. */
static bool read_number(const word *from, int64_t *out)
{
    bool is_negative = from->value_length > 0 && from->value[0] == '-';
    size_t at = is_negative ? 1 : 0;
    uint64_t limit = is_negative ? (uint64_t)INT64_MAX + 1 : (uint64_t)INT64_MAX;
    uint64_t number = 0;
    if (from->value == NULL || at == from->value_length)
        return false;
    for (; at < from->value_length; at++) {
        unsigned int digit = (unsigned int)(from->value[at] - '0');
        if (digit > 9 || number > (limit - digit) / 10)
            return false;
        number = number * 10 + digit;
    }
    *out = is_negative ? (int64_t)(0 - number) : (int64_t)number;
    return true;
}

/* One of a list of names becomes its place in it. */
static bool read_name(const word *from, const char *const *names, size_t name_count, uint8_t *out)
{
    for (size_t i = 0; i < name_count; i++) {
        if (text_is(from->value, from->value_length, names[i])) {
            *out = (uint8_t)i;
            return true;
        }
    }
    return false;
}

static tr_status bad_word(const word *bad, tr_error *err)
{
    int length = bad->key_length > 40 ? 40 : (int)bad->key_length;
    return tr__fail(err, TR_E_PARSE, 0, "'%.*s': unknown, or its value is not of its kind", length,
                    bad->key);
}

static tr_status repeated_word(const word *bad, tr_error *err)
{
    int length = bad->key_length > 40 ? 40 : (int)bad->key_length;
    return tr__fail(err, TR_E_PARSE, 0, "'%.*s' is there twice", length, bad->key);
}

/*
 * Does the key of the word that ends at `at` stand in the words before it? All of these are known and different, which
 * bounds the search.
 */
static bool is_repeated(const char *first, const word *last)
{
    words before = { first, last->key };
    word found;
    while (next_word(&before, &found))
        if (found.key_length == last->key_length &&
            memcmp(found.key, last->key, last->key_length) == 0)
            return true;
    return false;
}

tr_status tr_book_text_options(const char *line, size_t length, tr_book_options *options,
                               tr_error *err)
{
    if (line == NULL || options == NULL)
        return tr__fail(err, TR_E_INVALID, 0, "line and options must be given");
    tr_book_options made = *options;
    int64_t is_pro_rata = made.is_pro_rata;
    int64_t has_top_order = made.has_top_order;
    const struct {
        const char *name;
        int64_t *number;
    } keys[] = {
        { "tick", &made.tick },
        { "lot", &made.lot },
        { "min_qty", &made.quantity_min },
        { "max_qty", &made.quantity_max },
        { "band_low", &made.band_low },
        { "band_high", &made.band_high },
        { "last", &made.last_price },
        { "now", &made.now },
        { "pro_rata", &is_pro_rata },
        { "top_order", &has_top_order },
        { "share_min", &made.share_min },
    };
    words left = { line, line + length };
    word found;
    if (!next_word(&left, &found) || found.value != NULL ||
        !text_is(found.key, found.key_length, "config"))
        return tr__fail(err, TR_E_PARSE, 0, "expected config");
    const char *first = left.at;
    while (next_word(&left, &found)) {
        bool is_read = false;
        if (is_repeated(first, &found))
            return repeated_word(&found, err);
        for (size_t i = 0; i < sizeof keys / sizeof keys[0] && !is_read; i++)
            is_read = text_is(found.key, found.key_length, keys[i].name) &&
                      read_number(&found, keys[i].number);
        if (!is_read)
            return bad_word(&found, err);
    }
    if ((is_pro_rata | has_top_order | 1) != 1)
        return tr__fail(err, TR_E_PARSE, 0, "pro_rata and top_order are 0 or 1");
    made.is_pro_rata = is_pro_rata != 0;
    made.has_top_order = has_top_order != 0;
    *options = made;
    return TR_OK;
}

/* What few orders have; `has_out` says that one of it was there. */
static bool read_special(const word *from, tr_book_special *out, bool *has_out)
{
    const struct {
        const char *name;
        int64_t *number;
    } numbers[] = {
        { "min_qty", &out->quantity_min },  { "trail", &out->trail },
        { "trail_bps", &out->trail_bps },   { "partner", &out->partner },
        { "target_id", &out->target_id },   { "target_price", &out->target_price },
        { "stop_id", &out->stop_id },       { "stop_price", &out->stop_price },
        { "stop_limit", &out->stop_limit },
    };
    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++) {
        if (text_is(from->key, from->key_length, numbers[i].name)) {
            *has_out = true;
            return read_number(from, numbers[i].number);
        }
    }
    return false;
}

static bool read_flag(const word *from, const char *name, unsigned int flag, uint8_t *flags)
{
    static const char *const values[] = { "0", "1" };
    uint8_t is_set = 0;
    if (!text_is(from->key, from->key_length, name) || !read_name(from, values, 2, &is_set))
        return false;
    *flags = (uint8_t)(is_set != 0 ? *flags | flag : *flags & ~flag);
    return true;
}

/* What new orders and amends have: the numbers that an amend may change. */
static bool read_changeable(const word *from, tr_book_command *out)
{
    const struct {
        const char *name;
        int64_t *number;
        uint8_t given;
    } numbers[] = {
        { "qty", &out->quantity, TR_BOOK_GIVEN_QUANTITY },
        { "price", &out->price, TR_BOOK_GIVEN_PRICE },
        { "stop", &out->stop, TR_BOOK_GIVEN_STOP },
    };
    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++) {
        if (text_is(from->key, from->key_length, numbers[i].name)) {
            out->given |= numbers[i].given;
            return read_number(from, numbers[i].number);
        }
    }
    return false;
}

/* What new orders alone have. */
static bool read_field(const word *from, tr_book_command *out)
{
    static const char *const sides[] = { "buy", "sell" };
    static const char *const types[] = { "limit", "market", "stop", "stop_limit",
                                         "market_to_limit" };
    static const char *const tifs[] = { "gtc", "ioc", "fok", "gtd" };
    static const char *const stps[] = { "none", "cancel_newest", "cancel_oldest", "cancel_both",
                                        "decrement" };
    const struct {
        const char *name;
        int64_t *number;
        uint8_t given;
    } numbers[] = {
        { "display", &out->display, TR_BOOK_GIVEN_DISPLAY },
        { "expire", &out->expire, TR_BOOK_GIVEN_EXPIRE },
        { "owner", &out->owner, 0 },
    };
    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++) {
        if (text_is(from->key, from->key_length, numbers[i].name)) {
            out->given |= numbers[i].given;
            return read_number(from, numbers[i].number);
        }
    }
    if (text_is(from->key, from->key_length, "side"))
        return read_name(from, sides, 2, &out->side);
    if (text_is(from->key, from->key_length, "type"))
        return read_name(from, types, 5, &out->type);
    if (text_is(from->key, from->key_length, "tif"))
        return read_name(from, tifs, 4, &out->tif);
    if (text_is(from->key, from->key_length, "stp"))
        return read_name(from, stps, 5, &out->stp);
    if (read_flag(from, "hidden", TR_BOOK_FLAG_HIDDEN, &out->flags) ||
        read_flag(from, "aon", TR_BOOK_FLAG_ALL_OR_NONE, &out->flags))
        return true;
    uint8_t is_post_only = out->is_post_only;
    if (!read_flag(from, "post_only", 1, &is_post_only))
        return false;
    out->is_post_only = is_post_only != 0;
    return true;
}

/* "phase to=auction" */
static bool read_phase(const word *from, tr_book_command *out)
{
    static const char *const phases[] = { "continuous", "auction" };
    uint8_t phase = 0;
    if (!read_name(from, phases, 2, &phase))
        return false;
    out->phase = phase;
    return true;
}

static bool read_object(const word *from, tr_book_command *out)
{
    if (out->kind == TR_BOOK_COMMAND_PHASE)
        return read_phase(from, out);
    return read_number(from, out->kind == TR_BOOK_COMMAND_TIME ? &out->at : &out->id);
}

tr_status tr_book_text_command(const char *line, size_t length, tr_book_command *out,
                               tr_book_special *special_out, tr_error *err)
{
    if (line == NULL || out == NULL)
        return tr__fail(err, TR_E_INVALID, 0, "line and out must be given");
    static const char *const kinds[] = { "", "new", "cancel", "amend", "time", "phase" };
    static const char *const objects[] = { "", "id", "id", "id", "now", "to" };
    tr_book_command made = { 0 };
    tr_book_special special = { 0 };
    words left = { line, line + length };
    word found;
    if (!next_word(&left, &found) || found.value != NULL)
        return tr__fail(err, TR_E_PARSE, 0, "expected new, cancel, amend, time or phase");
    word kind = { .value = found.key, .value_length = found.key_length };
    if (!read_name(&kind, kinds, 6, &made.kind) || made.kind == 0)
        return bad_word(&found, err);
    const char *first = left.at;
    bool has_side = false;
    bool has_type = false;
    bool has_object = false; /* the order, the time, the phase */
    bool has_special = false;
    while (next_word(&left, &found)) {
        bool is_object = text_is(found.key, found.key_length, objects[made.kind]);
        bool takes_more = made.kind == TR_BOOK_COMMAND_NEW || made.kind == TR_BOOK_COMMAND_AMEND;
        bool is_new = made.kind == TR_BOOK_COMMAND_NEW;
        bool takes_special = is_new && special_out != NULL;
        if (is_repeated(first, &found))
            return repeated_word(&found, err);
        if (is_object ? !read_object(&found, &made)
                      : !(takes_more && read_changeable(&found, &made)) &&
                            !(is_new && read_field(&found, &made)) &&
                            !(takes_special && read_special(&found, &special, &has_special)))
            return bad_word(&found, err);
        has_object = has_object || is_object;
        has_side = has_side || text_is(found.key, found.key_length, "side");
        has_type = has_type || text_is(found.key, found.key_length, "type");
    }
    if (!has_object)
        return tr__fail(err, TR_E_PARSE, 0, "%s without its %s", kinds[made.kind],
                        objects[made.kind]);
    if (made.kind == TR_BOOK_COMMAND_NEW && (!has_side || !has_type))
        return tr__fail(err, TR_E_PARSE, 0, "new without its side or type");
    if (has_special) {
        special.display = made.display;
        *special_out = special;
        made.special = special_out;
        made.given |= TR_BOOK_GIVEN_SPECIAL;
    }
    *out = made;
    return TR_OK;
}
