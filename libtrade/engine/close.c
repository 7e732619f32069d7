/*
 * close.c: see close.h.
 *
 * An account is closed up to an event: what is newer waits for the next day. Its balances are noted in memory at that
 * event, its lines are read from the table once they are durable, a page a turn, so that a long ledger holds nobody up.
 * Days on which nothing happened are not closed.
 */
#include "engine/close.h"

#include <stdio.h>
#include <string.h>

#include <trade/time.h>

#include "core/fail.h"
#include "engine/exposure.h"

#define PAGE_ROWS 1000

typedef struct noted_balance {
    char asset[TR_ASSET_SIZE];
    tr_money total;
} noted_balance;

struct closing {
    tr_engine *engine;
    account *owner;
    int64_t day_ns;
    int64_t through_seq;
    noted_balance *balances;
    size_t balance_count;
    tr_ledger_trial trial;
    tr_ledger_row last;
    bool is_durable; /* the lines may be read */
    bool is_reading; /* a page is on its way */
    bool is_over;    /* all lines were added */
    tr_status status;
    tr_error err;
};

/* ---- when ------------------------------------------------------------------------------------ */

void tr__close_note(tr_engine *engine, account *owner, event_kind kind)
{
    bool is_news = kind != EVENT_LEDGER_CLOSED;
    if (is_news && !owner->has_news)
        owner->news_ns = owner->at_ns;
    owner->has_news = owner->has_news || is_news;
    engine->has_news = engine->has_news || is_news;
}

void tr__close_recovered(tr_engine *engine, int64_t now_ns)
{
    engine->close_day_ns = tr_trading_day_open_ns(now_ns, engine->day_offset_minutes);
    for (size_t i = 0; i < engine->st.account_count; i++) {
        account *owner = engine->st.accounts[i];
        owner->news_ns = owner->at_ns;
        int64_t day_ns = tr_trading_day_open_ns(owner->at_ns, engine->day_offset_minutes);
        if (owner->has_news && day_ns < engine->close_day_ns)
            engine->close_day_ns = day_ns;
        engine->has_news = engine->has_news || owner->has_news;
    }
}

int64_t tr__close_due_ns(const tr_engine *engine)
{
    const closing *c = engine->closing;
    if (c != NULL)
        return c->is_durable && !c->is_reading ? INT64_MIN : INT64_MAX;
    if (!engine->is_recovered || !engine->has_news || !engine->has_daily_close)
        return INT64_MAX;
    return engine->close_day_ns + TR_NS_PER_DAY;
}

/* ---- one account ------------------------------------------------------------------------------- */

static void release(closing *c)
{
    tr_engine *engine = c->engine;
    engine->closing = NULL;
    tr_ledger_trial_done(&c->trial);
    engine->allocator->release(engine->allocator->user, c->balances);
    engine->allocator->release(engine->allocator->user, c);
}

void tr__close_end(tr_engine *engine)
{
    if (engine->closing != NULL)
        release(engine->closing);
}

static void on_durable(void *user, const tr_engine_answer *answer)
{
    tr_engine *engine = user;
    if (engine->closing != NULL && answer->status == TR_OK)
        engine->closing->is_durable = true;
}

static bool note_balances(closing *c)
{
    const account *owner = c->owner;
    const tr_allocator *allocator = c->engine->allocator;
    if (owner->balance_count == 0)
        return true;
    c->balances = allocator->allocate(allocator->user, owner->balance_count * sizeof *c->balances);
    if (c->balances == NULL)
        return false;
    for (size_t i = 0; i < owner->balance_count; i++) {
        memcpy(c->balances[i].asset, owner->balances[i]->row.asset, sizeof c->balances[i].asset);
        c->balances[i].total = owner->balances[i]->row.total;
    }
    c->balance_count = owner->balance_count;
    return true;
}

/* It is closed for the last day that is over, though some event of today may have come before the clock. */
static void begin(tr_engine *engine, account *owner, int64_t today_ns)
{
    int64_t last_ns = owner->at_ns < today_ns ? owner->at_ns : today_ns - 1;
    closing *c = engine->allocator->allocate(engine->allocator->user, sizeof *c);
    if (c == NULL) {
        tr__engine_fail(engine, TR_E_NO_MEMORY, NULL);
        return;
    }
    *c = (closing){ .engine = engine,
                    .owner = owner,
                    .day_ns = tr_trading_day_open_ns(last_ns, engine->day_offset_minutes),
                    .through_seq = owner->seq,
                    .trial = { .allocator = engine->allocator } };
    memcpy(c->last.account, owner->row.name, sizeof c->last.account);
    c->last.line = -1;
    owner->has_news = false; /* what comes from now on is the next close's */
    engine->closing = c;
    if (!note_balances(c)) {
        tr__engine_fail(engine, TR_E_NO_MEMORY, NULL);
        return;
    }
    work *w = tr__work_begin(engine, on_durable, engine);
    if (w != NULL)
        tr__work_finish(w); /* empty: behind everything that was decided */
}

/* ---- reading ----------------------------------------------------------------------------------- */

static bool add_line(void *user, const void *row)
{
    closing *c = user;
    const tr_ledger_row *line = row;
    c->is_over = line->seq > c->through_seq;
    if (c->is_over)
        return false;
    c->last = *line;
    c->status = tr_ledger_trial_add(&c->trial, line, &c->err);
    return c->status == TR_OK;
}

static void on_page(void *user, tr_status status, bool has_more, const tr_error *err)
{
    closing *c = user;
    c->is_reading = false;
    c->is_over = c->is_over || !has_more;
    if (status == TR_OK || c->status != TR_OK)
        return;
    c->status = status;
    if (err != NULL)
        c->err = *err;
}

static void read_page(closing *c)
{
    tr_store_reader *reader = c->engine->reader;
    tr_ledger_row key = c->last, after = c->last;
    tr_store_query query = {
        .table = TR_TABLE_LEDGER, .key = &key, .key_columns = 1, .after = &after, .limit = PAGE_ROWS
    };
    c->is_reading = true;
    tr_status status = reader->read(reader->user, &query, add_line, on_page, c, &c->err);
    if (status == TR_OK)
        return;
    c->is_reading = false;
    c->status = status;
}

/* ---- the event --------------------------------------------------------------------------------- */

static tr_money balance_of(const closing *c, const char *asset)
{
    for (size_t i = 0; i < c->balance_count; i++)
        if (strcmp(c->balances[i].asset, asset) == 0)
            return c->balances[i].total;
    return (tr_money){ { 0 } };
}

/* Books that do not add up are a defect or damage: nothing new is entered into until somebody has looked. */
static void raise_alarm(work *w, account *owner, const char *asset)
{
    event alarm = { .kind = EVENT_ALARM_RAISED }, halt = { .kind = EVENT_RISK_SET };
    (void)snprintf(alarm.reason, sizeof alarm.reason, "the books in %s do not add up", asset);
    tr__work_emit(w, owner, &alarm);
    halt.risk = (tr_risk_row){ .scope = TR_RISK_ACCOUNT,
                               .item = RISK_ITEM_HALT,
                               .count = TR_HALT_ENTRIES,
                               .since_ns = w->at_ns,
                               .actor = ACTOR_CLOCK };
    (void)snprintf(halt.risk.reason, sizeof halt.risk.reason, "%s", alarm.reason);
    const risk_node *known = tr__account_find_risk(owner, TR_RISK_ACCOUNT, "", RISK_ITEM_HALT);
    if (known == NULL || known->row.count < TR_HALT_ENTRIES)
        tr__work_emit(w, owner, &halt);
    tr_log_field fields[] = { tr_log_text("account", owner->row.name),
                              tr_log_text("asset", asset) };
    tr_log_write(w->engine->log, TR_LOG_ERROR, w->at_ns, "the books do not add up", fields, 2);
}

static void write_sums(closing *c)
{
    work *w = tr__work_begin(c->engine, NULL, NULL);
    if (w == NULL)
        return;
    tr__work_by(w, ACTOR_CLOCK);
    bool had_news = c->owner->has_news; /* the close itself is none, nor is what it raises */
    for (size_t i = 0; i < c->trial.count; i++) {
        event ev = { .kind = EVENT_LEDGER_CLOSED };
        ev.close = (ledger_close){ .day_ns = c->day_ns,
                                   .through_seq = c->through_seq,
                                   .sums = c->trial.assets[i],
                                   .balance = balance_of(c, c->trial.assets[i].asset) };
        tr__work_emit(w, c->owner, &ev);
        if (!tr__ledger_close_is_sound(&ev.close))
            raise_alarm(w, c->owner, ev.close.sums.asset);
    }
    c->owner->has_news = had_news;
    tr__work_finish(w);
}

static void finish(closing *c)
{
    tr_engine *engine = c->engine;
    if (c->status == TR_OK) {
        write_sums(c);
    } else {
        tr_log_field fields[] = { tr_log_text("account", c->owner->row.name),
                                  tr_log_text("reason", c->err.message) };
        tr_log_write(engine->log, TR_LOG_ERROR, engine->clock->now_ns(engine->clock->user),
                     "the books could not be added up", fields, 2);
    }
    release(c);
}

/* Every account that has news, one after the other; then the day is over. */
static void begin_next(tr_engine *engine, int64_t now_ns)
{
    int64_t today_ns = tr_trading_day_open_ns(now_ns, engine->day_offset_minutes);
    for (size_t i = 0; i < engine->st.account_count; i++)
        if (engine->st.accounts[i]->has_news && engine->st.accounts[i]->news_ns < today_ns) {
            begin(engine, engine->st.accounts[i], today_ns);
            return;
        }
    engine->close_day_ns = today_ns;
    engine->has_news = false;
    for (size_t i = 0; i < engine->st.account_count; i++)
        engine->has_news = engine->has_news || engine->st.accounts[i]->has_news;
}

void tr__close_timer(tr_engine *engine, int64_t now_ns)
{
    closing *c = engine->closing;
    if (tr__close_due_ns(engine) > now_ns)
        return;
    if (c == NULL)
        begin_next(engine, now_ns);
    else if (c->status == TR_OK && !c->is_over)
        read_page(c);
    else
        finish(c);
}
