/* text_command.c: commands and options as lines, the reverse of text_read.c. */
#include <inttypes.h>

#include <trade/book_text.h>

#include "book/text_line.h"

/* A number that is there. */
static void add_given(tr__line *to, const tr_book_command *command, unsigned int given,
                      const char *name, int64_t number)
{
    if ((command->given & given) != 0)
        tr__line_add(to, " %s=%" PRId64, name, number);
}

/* What new orders and amends say alike. */
static void add_numbers(tr__line *to, const tr_book_command *command)
{
    add_given(to, command, TR_BOOK_GIVEN_QUANTITY, "qty", command->quantity);
    add_given(to, command, TR_BOOK_GIVEN_PRICE, "price", command->price);
    add_given(to, command, TR_BOOK_GIVEN_STOP, "stop", command->stop);
}

/* What few orders have. */
static void add_special(tr__line *to, const tr_book_special *special)
{
    const struct {
        const char *name;
        int64_t number;
    } keys[] = {
        { "min_qty", special->quantity_min },  { "trail", special->trail },
        { "trail_bps", special->trail_bps },   { "partner", special->partner },
        { "target_id", special->target_id },   { "target_price", special->target_price },
        { "stop_id", special->stop_id },       { "stop_price", special->stop_price },
        { "stop_limit", special->stop_limit },
    };
    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++)
        if (keys[i].number != 0)
            tr__line_add(to, " %s=%" PRId64, keys[i].name, keys[i].number);
}

static bool add_new(tr__line *to, const tr_book_command *command)
{
    static const char *const types[] = { "limit", "market", "stop", "stop_limit",
                                         "market_to_limit" };
    static const char *const tifs[] = { "gtc", "ioc", "fok", "gtd" };
    static const char *const stps[] = { "none", "cancel_newest", "cancel_oldest", "cancel_both",
                                        "decrement" };
    bool has_special = (command->given & TR_BOOK_GIVEN_SPECIAL) != 0;
    if (command->side > TR_SIDE_SELL || command->type > TR_BOOK_TYPE_MARKET_TO_LIMIT ||
        (has_special && command->special == NULL) ||
        command->flags > (TR_BOOK_FLAG_HIDDEN | TR_BOOK_FLAG_ALL_OR_NONE) ||
        command->tif > TR_BOOK_TIF_GTD || command->stp > TR_BOOK_STP_DECREMENT)
        return false;
    tr__line_add(to, "new id=%" PRId64 " side=%s type=%s", command->id,
                 command->side == TR_SIDE_BUY ? "buy" : "sell", types[command->type]);
    add_numbers(to, command);
    if (command->tif != TR_BOOK_TIF_GTC)
        tr__line_add(to, " tif=%s", tifs[command->tif]);
    add_given(to, command, TR_BOOK_GIVEN_EXPIRE, "expire", command->expire);
    add_given(to, command, TR_BOOK_GIVEN_DISPLAY, "display",
              has_special ? command->special->display : command->display);
    if ((command->flags & TR_BOOK_FLAG_HIDDEN) != 0)
        tr__line_add(to, " hidden=1");
    if ((command->flags & TR_BOOK_FLAG_ALL_OR_NONE) != 0)
        tr__line_add(to, " aon=1");
    if (has_special)
        add_special(to, command->special);
    if (command->is_post_only)
        tr__line_add(to, " post_only=1");
    if (command->owner != 0)
        tr__line_add(to, " owner=%" PRId64, command->owner);
    if (command->stp != TR_BOOK_STP_NONE)
        tr__line_add(to, " stp=%s", stps[command->stp]);
    return true;
}

size_t tr_book_text_command_write(const tr_book_command *command, char *out, size_t out_size)
{
    if (command == NULL || out == NULL || out_size == 0)
        return 0;
    tr__line to = { .text = out, .size = out_size };
    out[0] = '\0';
    if (command->kind == TR_BOOK_COMMAND_NEW) {
        if (!add_new(&to, command))
            return 0;
    } else if (command->kind == TR_BOOK_COMMAND_CANCEL) {
        tr__line_add(&to, "cancel id=%" PRId64, command->id);
    } else if (command->kind == TR_BOOK_COMMAND_AMEND) {
        tr__line_add(&to, "amend id=%" PRId64, command->id);
        add_numbers(&to, command);
    } else if (command->kind == TR_BOOK_COMMAND_TIME) {
        tr__line_add(&to, "time now=%" PRId64, command->at);
    } else if (command->kind == TR_BOOK_COMMAND_PHASE && command->phase >= 0 &&
               command->phase <= TR_BOOK_PHASE_AUCTION) {
        tr__line_add(&to, "phase to=%s",
                     command->phase == TR_BOOK_PHASE_AUCTION ? "auction" : "continuous");
    }
    return to.length < out_size ? to.length : 0;
}

size_t tr_book_text_options_write(const tr_book_options *options, char *out, size_t out_size)
{
    if (options == NULL || out == NULL || out_size == 0)
        return 0;
    const tr_book_options usual = TR_BOOK_OPTIONS_INIT;
    const struct {
        const char *name;
        int64_t number;
        int64_t usual;
    } keys[] = {
        { "tick", options->tick, usual.tick },
        { "lot", options->lot, usual.lot },
        { "min_qty", options->quantity_min, usual.quantity_min },
        { "max_qty", options->quantity_max, usual.quantity_max },
        { "band_low", options->band_low, usual.band_low },
        { "band_high", options->band_high, usual.band_high },
        { "last", options->last_price, usual.last_price },
        { "now", options->now, usual.now },
        { "pro_rata", options->is_pro_rata, usual.is_pro_rata },
        { "top_order", options->has_top_order, usual.has_top_order },
        { "share_min", options->share_min, usual.share_min },
    };
    tr__line to = { .text = out, .size = out_size };
    tr__line_add(&to, "config");
    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++)
        if (keys[i].number != keys[i].usual)
            tr__line_add(&to, " %s=%" PRId64, keys[i].name, keys[i].number);
    return to.length < out_size ? to.length : 0;
}
