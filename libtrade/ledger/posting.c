/* posting.c: double entry: the lines of an execution and of money moved, and their sums. */
#include <trade/ledger.h>

#include <stdlib.h>
#include <string.h>

#include "core/alloc.h"
#include "core/fail.h"
#include "ledger/parts.h"

static const char *const book_names[TR_LEDGER_BOOK_MAX + 1] = {
    [TR_LEDGER_CASH] = "cash",       [TR_LEDGER_POSITION] = "position",
    [TR_LEDGER_FEES] = "fees",       [TR_LEDGER_EXTERNAL] = "external",
    [TR_LEDGER_FUNDING] = "funding", [TR_LEDGER_OPENING] = "opening",
};

const char *tr_ledger_book_name(int64_t book)
{
    return book >= 0 && book <= TR_LEDGER_BOOK_MAX ? book_names[book] : NULL;
}

/* ---- lines ----------------------------------------------------------------------------------- */

/* What lines are written of. */
typedef struct posting {
    const char *account;
    int64_t seq, at_ns;
    tr_ledger_row *lines;
    size_t count;
} posting;

static void add_line(posting *p, int64_t book, const char *asset, tr_money amount)
{
    tr_ledger_row *line = &p->lines[p->count];
    *line = (tr_ledger_row){
        .seq = p->seq, .line = (int64_t)p->count, .book = book, .amount = amount, .at_ns = p->at_ns
    };
    memcpy(line->account, p->account,
           strnlen(p->account, sizeof line->account - 1)); /* zeroed: both end in NUL */
    memcpy(line->asset, asset, strnlen(asset, sizeof line->asset - 1));
    p->count++;
}

/* `amount` into cash, its opposite into `other`. Nothing for nothing. */
static tr_status post(posting *p, const char *asset, tr_money amount, int64_t other)
{
    tr_money opposite;
    if (tr_decimal_is_zero(amount.value))
        return TR_OK;
    tr_status status = tr_decimal_negate(amount.value, &opposite.value);
    if (status != TR_OK)
        return status;
    add_line(p, TR_LEDGER_CASH, asset, amount);
    add_line(p, other, asset, opposite);
    return TR_OK;
}

static tr_status post_goods(posting *p, const tr_fill *fill, const tr__ledger_parts *parts)
{
    tr_money value, goods = { fill->quantity.value };
    tr_status status = tr_decimal_multiply(fill->price.value, fill->quantity.value,
                                           TR_ROUND_HALF_EVEN, &value.value);
    tr_money *given = fill->side == TR_SIDE_BUY ? &value : &goods;
    if (status != TR_OK || (status = tr_decimal_negate(given->value, &given->value)) != TR_OK ||
        (status = post(p, parts->base, goods, TR_LEDGER_POSITION)) != TR_OK)
        return status;
    return post(p, parts->settle, value, TR_LEDGER_POSITION);
}

tr_status tr_ledger_post_fill(const tr_fill *fill, tr_money gain, int64_t seq, int64_t at_ns,
                              tr_ledger_row lines_out[TR_LEDGER_LINES_MAX], size_t *count_out,
                              tr_error *err)
{
    if (fill == NULL || lines_out == NULL || count_out == NULL)
        return tr__fail(err, TR_E_INVALID, 0, "no execution, or no place for its lines");
    tr__ledger_parts parts;
    tr_money paid;
    posting p = { fill->account, seq, at_ns, lines_out, 0 };
    tr_status status = tr__ledger_parts_of(fill->symbol, &parts, err);
    if (status != TR_OK)
        return status;
    status = parts.has_goods ? post_goods(&p, fill, &parts)
                             : post(&p, parts.settle, gain, TR_LEDGER_POSITION);
    if (status == TR_OK)
        status = tr_decimal_negate(fill->fee.value, &paid.value);
    if (status == TR_OK)
        status = post(&p, fill->fee_asset, paid, TR_LEDGER_FEES);
    if (status != TR_OK)
        return tr__fail(err, status, 0, "the value of an execution in %s does not fit",
                        fill->symbol);
    *count_out = p.count;
    return TR_OK;
}

tr_status tr_ledger_post_move(const char *account, const char *asset, tr_money amount,
                              tr_ledger_book other, int64_t seq, int64_t at_ns,
                              tr_ledger_row lines_out[TR_LEDGER_LINES_MAX], size_t *count_out,
                              tr_error *err)
{
    if (account == NULL || asset == NULL || lines_out == NULL || count_out == NULL ||
        other == TR_LEDGER_CASH || tr_ledger_book_name(other) == NULL)
        return tr__fail(err, TR_E_INVALID, 0,
                        "money moves between cash and another book of an account");
    posting p = { account, seq, at_ns, lines_out, 0 };
    tr_status status = post(&p, asset, amount, other);
    if (status != TR_OK)
        return tr__fail(err, status, 0, "an amount of %s does not fit", asset);
    *count_out = p.count;
    return TR_OK;
}

/* ---- sums ------------------------------------------------------------------------------------ */

/* Where the asset is, or would be inserted. */
static size_t place_of(const tr_ledger_trial *trial, const char *asset)
{
    size_t low = 0, high = trial->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (strcmp(trial->assets[middle].asset, asset) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static tr_status insert(tr_ledger_trial *trial, size_t at, const char *asset)
{
    if (trial->count == TR_LEDGER_ASSETS_MAX)
        return TR_E_FULL;
    if (trial->count == trial->capacity) {
        size_t wanted = trial->capacity == 0 ? 8 : 2 * trial->capacity;
        tr_ledger_sums *assets =
            tr__reallocate(trial->allocator, trial->assets, trial->capacity * sizeof *assets,
                           wanted * sizeof *assets);
        if (assets == NULL)
            return TR_E_NO_MEMORY;
        trial->assets = assets;
        trial->capacity = wanted;
    }
    memmove(&trial->assets[at + 1], &trial->assets[at],
            (trial->count - at) * sizeof *trial->assets);
    trial->assets[at] = (tr_ledger_sums){ .lines = 0 };
    memcpy(trial->assets[at].asset, asset,
           strnlen(asset, TR_ASSET_SIZE - 1)); /* zeroed: ends in NUL */
    trial->count++;
    return TR_OK;
}

tr_status tr_ledger_trial_add(tr_ledger_trial *trial, const tr_ledger_row *line, tr_error *err)
{
    if (trial == NULL || line == NULL)
        return tr__fail(err, TR_E_INVALID, 0, "no sums, or no line");
    if (tr_ledger_book_name(line->book) == NULL)
        return tr__fail(
            err, TR_E_CORRUPT, 0, "ledger line %lld.%lld of account %s: book %lld is not known",
            (long long)line->seq, (long long)line->line, line->account, (long long)line->book);
    size_t at = place_of(trial, line->asset);
    tr_status status = TR_OK;
    if (at == trial->count || strcmp(trial->assets[at].asset, line->asset) != 0)
        status = insert(trial, at, line->asset);
    if (status == TR_OK) {
        tr_ledger_sums *sums = &trial->assets[at];
        tr_money *book = &sums->books[line->book];
        if ((status = tr_money_add(*book, line->amount, book)) == TR_OK)
            status = tr_money_add(sums->total, line->amount, &sums->total);
        sums->lines++;
        trial->last_seq = line->seq;
    }
    return status == TR_OK ? TR_OK
                           : tr__fail(err, status, 0, "the ledger's lines in %s cannot be added up",
                                      line->asset);
}

void tr_ledger_trial_done(tr_ledger_trial *trial)
{
    if (trial == NULL)
        return;
    tr__release(trial->allocator, trial->assets);
    *trial = (tr_ledger_trial){ .allocator = trial->allocator };
}

bool tr_ledger_trial_is_balanced(const tr_ledger_trial *trial)
{
    for (size_t i = 0; i < trial->count; i++)
        if (!tr_decimal_is_zero(trial->assets[i].total.value))
            return false;
    return true;
}
