/*
 * pacing.c: budgets in slots of a sixteenth of their interval. The last seventeen slots cover any window of that length,
 * wherever the exchange lets its own begin: never more than the limit, at a cost of a seventeenth of it.
 */
#include "exchange/pacing.h"

#include <assert.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include <trade/time.h>

#include "core/fail.h"

static_assert(TR_EXCHANGE_LIMITS_MAX == TR__LIMITS_MAX + 1, "the table's, and the owner's own");

#define SLOT_COUNT      17
#define SLOTS_PER_LIMIT 16
#define NAME_SIZE       (TR_EXCHANGE_KEY_ID_SIZE + TR_SYMBOL_SIZE + 2)
#define STOP_MAX_NS     (3 * TR_NS_PER_DAY) /* the longest ban that an exchange documents */
#define RETRY_BUSY_NS                                                                              \
    (50 * TR_NS_PER_MS) /* of other clients; the key's own looks when its answer comes */
#define NONCE_LEAP  1000
#define LESSONS_MAX 128
#define AMOUNT_MAX  100000000      /* beyond it a header or list is misread */
#define OWN_LIMIT   TR__LIMITS_MAX /* behind the table's: what the owner allows */

/* A part of its budget that each urgency may use, in percent. */
static const int64_t shares[TR_URGENCY_COUNT] = { 100, 90, 80, 70 };

/* What one budget of one address, key, endpoint or symbol has used. */
typedef struct bucket {
    const tr__adapter *adapter;
    const tr__endpoint *endpoint; /* NULL: all */
    size_t limit;
    char name[NAME_SIZE]; /* key and symbol */
    int64_t amount;       /* as the exchange says; at first as the table says */
    int64_t slots[SLOT_COUNT];
    int64_t slot_number;      /* of the newest slot: time / its length */
    int64_t empty_at_ns;      /* of leaky ones: when all of it has run off */
    int64_t asked_ns;         /* last */
    int64_t stopped_until_ns; /* nothing is left until then */
} bucket;

/* Nobody on this address, or nobody with this key, may ask before a time. And what is counted by key alone. */
typedef struct party {
    const tr__adapter *adapter;
    char key_id[TR_EXCHANGE_KEY_ID_SIZE]; /* empty: the address */
    int64_t stopped_until_ns;
    uint64_t nonce;
    bool is_busy;
} party;

/* What an exchange has stated in place of its table. */
typedef struct lesson {
    const tr__adapter *adapter;
    size_t limit;
    int64_t amount;
} lesson;

struct tr_exchange_pacer {
    pthread_mutex_t mutex;
    lesson lessons[LESSONS_MAX];
    size_t lesson_count;
    bucket **buckets;
    size_t bucket_count;
    party **parties;
    size_t party_count;
};

static int64_t later(int64_t a, int64_t b)
{
    return a > b ? a : b;
}

/* ---- finding --------------------------------------------------------------------------------- */

static party *party_find(tr_exchange_pacer *pacer, const tr__adapter *adapter, const char *key_id)
{
    for (size_t i = 0; i < pacer->party_count; i++)
        if (pacer->parties[i]->adapter == adapter && strcmp(pacer->parties[i]->key_id, key_id) == 0)
            return pacer->parties[i];
    party *new = strlen(key_id) >= TR_EXCHANGE_KEY_ID_SIZE ? NULL : calloc(1, sizeof *new);
    party **longer =
        new == NULL ? NULL : realloc(pacer->parties, (pacer->party_count + 1) * sizeof(party *));
    if (longer == NULL) {
        free(new);
        return NULL;
    }
    new->adapter = adapter;
    memcpy(new->key_id, key_id, strlen(key_id) + 1);
    pacer->parties = longer;
    pacer->parties[pacer->party_count++] = new;
    return new;
}

/* Requests of an address, as its owner allows them. */
static const tr__limit own_limit = {
    .name = "own", .scope = TR__LIMIT_ADDRESS, .amount = 1, .interval_ms = 60000
};

static const tr__limit *limit_at(const tr__adapter *adapter, size_t limit)
{
    return limit == OWN_LIMIT ? &own_limit : &adapter->limits[limit];
}

static int64_t amount_of(const tr_exchange_pacer *pacer, const tr__pace_subject *subject,
                         size_t limit)
{
    if (limit == OWN_LIMIT)
        return subject->a_minute;
    for (size_t i = 0; i < pacer->lesson_count; i++)
        if (pacer->lessons[i].adapter == subject->adapter && pacer->lessons[i].limit == limit)
            return pacer->lessons[i].amount;
    return subject->adapter->limits[limit].amount;
}

static bool name_write(char name[NAME_SIZE], tr__limit_scope scope, const tr__pace_subject *subject)
{
    bool has_key =
        scope == TR__LIMIT_KEY || scope == TR__LIMIT_KEY_ENDPOINT || scope == TR__LIMIT_KEY_SYMBOL;
    const char *key_id = has_key && subject->key_id != NULL ? subject->key_id : "";
    const char *symbol =
        scope == TR__LIMIT_KEY_SYMBOL && subject->symbol != NULL ? subject->symbol : "";
    size_t key_length = strnlen(key_id, TR_EXCHANGE_KEY_ID_SIZE), symbol_length = strlen(symbol);
    if (symbol_length >= TR_SYMBOL_SIZE)
        return false;
    memcpy(name, key_id, key_length);
    name[key_length] = ' ';
    memcpy(name + key_length + 1, symbol, symbol_length + 1);
    return true;
}

static bool is_bucket_of(const bucket *self, const tr__pace_subject *subject, size_t limit,
                         const tr__endpoint *endpoint, const char *name)
{
    return self->adapter == subject->adapter && self->limit == limit &&
           self->endpoint == endpoint && strcmp(self->name, name) == 0;
}

/* The one that has been at rest longest gives way when all are in use. */
static bucket *bucket_reuse(tr_exchange_pacer *pacer)
{
    bucket *oldest = pacer->buckets[0];
    for (size_t i = 1; i < pacer->bucket_count; i++)
        if (pacer->buckets[i]->asked_ns < oldest->asked_ns)
            oldest = pacer->buckets[i];
    return oldest;
}

static bucket *bucket_new(tr_exchange_pacer *pacer)
{
    if (pacer->bucket_count == TR__PACER_BUCKETS_MAX)
        return bucket_reuse(pacer);
    bucket **longer = realloc(pacer->buckets, (pacer->bucket_count + 1) * sizeof(bucket *));
    if (longer == NULL)
        return NULL;
    pacer->buckets = longer;
    bucket *new = calloc(1, sizeof *new);
    if (new != NULL)
        pacer->buckets[pacer->bucket_count++] = new;
    return new;
}

static bucket *bucket_find(tr_exchange_pacer *pacer, const tr__pace_subject *subject, size_t limit)
{
    const tr__limit *def = limit_at(subject->adapter, limit);
    bool has_endpoint = def->scope == TR__LIMIT_ENDPOINT || def->scope == TR__LIMIT_KEY_ENDPOINT;
    const tr__endpoint *endpoint = has_endpoint ? subject->endpoint : NULL;
    char name[NAME_SIZE];
    if (!name_write(name, def->scope, subject))
        return NULL;
    for (size_t i = 0; i < pacer->bucket_count; i++)
        if (is_bucket_of(pacer->buckets[i], subject, limit, endpoint, name))
            return pacer->buckets[i];
    bucket *new = bucket_new(pacer);
    if (new == NULL)
        return NULL;
    *new = (bucket){ .adapter = subject->adapter,
                     .endpoint = endpoint,
                     .limit = limit,
                     .amount = amount_of(pacer, subject, limit) };
    memcpy(new->name, name, sizeof name);
    return new;
}

static const tr__limit *limit_of(const bucket *self)
{
    return limit_at(self->adapter, self->limit);
}

/* ---- counting -------------------------------------------------------------------------------- */

static int64_t interval_ns(const bucket *self)
{
    return (int64_t)limit_of(self)->interval_ms * TR_NS_PER_MS;
}

static int64_t slot_ns(const bucket *self)
{
    return interval_ns(self) / SLOTS_PER_LIMIT;
}

/* Let what is over be over. */
static void bucket_pass(bucket *self, int64_t now_ns)
{
    int64_t number = now_ns / slot_ns(self);
    self->asked_ns = now_ns;
    if (limit_of(self)->is_leaky) {
        self->empty_at_ns = self->empty_at_ns > now_ns ? self->empty_at_ns : now_ns;
        return;
    }
    if (number - self->slot_number >= SLOT_COUNT)
        memset(self->slots, 0, sizeof self->slots);
    else
        for (int64_t i = self->slot_number + 1; i <= number; i++)
            self->slots[i % SLOT_COUNT] = 0;
    self->slot_number = number > self->slot_number ? number : self->slot_number;
}

/* What one unit takes to run off; the amount is the exchange's word, which may be any. */
static int64_t unit_ns(const bucket *self)
{
    int64_t ns = interval_ns(self) / self->amount;
    return ns > 0 ? ns : 1;
}

static int64_t bucket_used(const bucket *self)
{
    if (limit_of(self)->is_leaky)
        return (self->empty_at_ns - self->asked_ns + unit_ns(self) - 1) / unit_ns(self);
    int64_t used = 0;
    for (size_t i = 0; i < SLOT_COUNT; i++)
        used += self->slots[i];
    return used;
}

static void bucket_add(bucket *self, int64_t weight)
{
    if (limit_of(self)->is_leaky)
        self->empty_at_ns += weight * unit_ns(self);
    else
        self->slots[self->slot_number % SLOT_COUNT] += weight;
}

/* How much may be used before a request of this weight and urgency goes; what never fits goes alone. */
static int64_t bucket_room(const bucket *self, int64_t weight, tr_urgency urgency)
{
    int64_t allowed = (self->amount * shares[urgency] + 99) / 100;
    return allowed > weight ? allowed - weight : 0;
}

/* The time at which no more than `room` is used. */
static int64_t bucket_due_ns(const bucket *self, int64_t room, int64_t now_ns)
{
    if (limit_of(self)->is_leaky)
        return self->empty_at_ns - room * unit_ns(self);
    int64_t used = bucket_used(self);
    int64_t oldest = self->slot_number - SLOT_COUNT + 1;
    for (int64_t number = oldest < 0 ? 0 : oldest; used > room && number <= self->slot_number;
         number++) {
        used -= self->slots[number % SLOT_COUNT];
        if (used <= room)
            return (number + SLOT_COUNT) * slot_ns(self);
    }
    return now_ns;
}

/* 0: it fits; else when. */
static int64_t bucket_ask(bucket *self, int64_t weight, tr_urgency urgency, int64_t now_ns)
{
    bucket_pass(self, now_ns);
    if (self->stopped_until_ns > now_ns)
        return self->stopped_until_ns;
    int64_t room = bucket_room(self, weight, urgency);
    if (bucket_used(self) <= room)
        return 0;
    int64_t due_ns = bucket_due_ns(self, room, now_ns);
    return due_ns > now_ns ? due_ns : now_ns + 1;
}

/* ---- asking ---------------------------------------------------------------------------------- */

/* The address and, of a private request, the key. False: no memory. */
static bool parties_find(tr_exchange_pacer *pacer, const tr__pace_subject *subject, party *out[2])
{
    out[0] = party_find(pacer, subject->adapter, "");
    out[1] =
        subject->key_id == NULL ? out[0] : party_find(pacer, subject->adapter, subject->key_id);
    return out[0] != NULL && out[1] != NULL;
}

static bool is_serial(const tr__pace_subject *subject)
{
    return subject->key_id != NULL && subject->adapter->info.is_nonce_ordered;
}

static int64_t take_locked(tr_exchange_pacer *pacer, const tr__pace_subject *subject,
                           int64_t now_ns)
{
    party *both[2];
    bucket *found[TR__COSTS_MAX] = { NULL };
    if (!parties_find(pacer, subject, both))
        return now_ns + TR_NS_PER_SECOND;
    int64_t stopped_ns = later(both[0]->stopped_until_ns, both[1]->stopped_until_ns);
    if (stopped_ns > now_ns)
        return stopped_ns;
    if (is_serial(subject) && both[1]->is_busy)
        return now_ns + RETRY_BUSY_NS;
    int64_t due_ns = 0;
    size_t count = 0;
    bucket *own = subject->a_minute == 0 ? NULL : bucket_find(pacer, subject, OWN_LIMIT);
    if (own != NULL) {
        own->amount = subject->a_minute;
        due_ns = bucket_ask(own, 1, subject->urgency, now_ns);
    }
    for (; count < TR__COSTS_MAX && subject->endpoint->costs[count].weight > 0; count++) {
        const tr__cost *cost = &subject->endpoint->costs[count];
        found[count] = bucket_find(pacer, subject, cost->limit);
        if (found[count] == NULL)
            return now_ns + TR_NS_PER_SECOND;
        due_ns = later(due_ns, bucket_ask(found[count], cost->weight, subject->urgency, now_ns));
    }
    if (due_ns > 0)
        return due_ns;
    for (size_t i = 0; i < count; i++)
        bucket_add(found[i], subject->endpoint->costs[i].weight);
    if (own != NULL)
        bucket_add(own, 1);
    both[1]->is_busy = is_serial(subject);
    return 0;
}

int64_t tr__pacer_take(tr_exchange_pacer *pacer, const tr__pace_subject *subject, int64_t now_ns)
{
    (void)pthread_mutex_lock(&pacer->mutex);
    int64_t due_ns = take_locked(pacer, subject, now_ns);
    (void)pthread_mutex_unlock(&pacer->mutex);
    return due_ns;
}

void tr__pacer_release(tr_exchange_pacer *pacer, const tr__pace_subject *subject)
{
    party *both[2];
    if (!is_serial(subject))
        return;
    (void)pthread_mutex_lock(&pacer->mutex);
    if (parties_find(pacer, subject, both))
        both[1]->is_busy = false;
    (void)pthread_mutex_unlock(&pacer->mutex);
}

/* ---- what answers say ------------------------------------------------------------------------ */

/* A whole number of a header; false for anything else. A fraction is cut off. */
static bool number_read(const char *text, int64_t *out)
{
    int64_t value = 0;
    if (text == NULL || *text < '0' || *text > '9')
        return false;
    for (; *text >= '0' && *text <= '9'; text++) {
        if (value > INT64_MAX / 100)
            return false;
        value = value * 10 + (*text - '0');
    }
    *out = value;
    return *text == '\0' || *text == '.';
}

/* How far away the reset is; 0: not told, or past. */
static int64_t reset_in_ns(const tr__limit *def, int64_t value, int64_t wall_ms)
{
    int64_t ms = 0;
    switch (def->reset_unit) {
    case TR__RESET_NONE:
        return 0;
    case TR__RESET_MS_LEFT:
        ms = value;
        break;
    case TR__RESET_S_LEFT:
        ms = value > INT32_MAX ? 0 : value * 1000;
        break;
    case TR__RESET_AT_MS:
        ms = value - wall_ms;
        break;
    case TR__RESET_AT_S:
        ms = value > INT64_MAX / 1000 ? 0 : value * 1000 - wall_ms;
        break;
    }
    /* A reset further away than the interval is a misread header, not a limit. */
    return ms <= 0 || ms > (int64_t)def->interval_ms + 1000 ? 0 : ms * TR_NS_PER_MS;
}

static void bucket_correct(bucket *self, tr__header_find *find, const void *user, int64_t now_ns,
                           int64_t wall_ms)
{
    const tr__limit *def = limit_of(self);
    int64_t total = 0, left = 0, used = 0, reset = 0;
    bucket_pass(self, now_ns);
    if (def->total_header != NULL && number_read(find(user, def->total_header), &total) &&
        total > 0 && total <= AMOUNT_MAX)
        self->amount = total;
    bool is_told = def->used_header != NULL && number_read(find(user, def->used_header), &used);
    if (!is_told && def->left_header != NULL && number_read(find(user, def->left_header), &left)) {
        is_told = true;
        used = left < self->amount ? self->amount - left : 0;
    }
    /* Upwards only: requests on their way are not in the exchange's number yet. */
    if (is_told && used > bucket_used(self) && used <= UINT32_MAX)
        bucket_add(self, used - bucket_used(self));
    if (is_told && used >= self->amount && def->reset_header != NULL &&
        number_read(find(user, def->reset_header), &reset))
        self->stopped_until_ns =
            later(self->stopped_until_ns, now_ns + reset_in_ns(def, reset, wall_ms));
}

static void party_stop(party *self, int64_t until_ns)
{
    self->stopped_until_ns = later(self->stopped_until_ns, until_ns);
}

static void halt_locked(const tr__pace_subject *subject, party *both[2], int http_code,
                        tr__header_find *find, const void *user, int64_t now_ns)
{
    const tr__adapter *adapter = subject->adapter;
    for (size_t i = 0; i < sizeof adapter->halts / sizeof adapter->halts[0]; i++) {
        const tr__halt *halt = &adapter->halts[i];
        int64_t seconds = 0, for_ns = (int64_t)halt->default_ms * TR_NS_PER_MS;
        if (halt->http_code == 0)
            return;
        if (halt->http_code != http_code)
            continue;
        if (adapter->retry_after_header != NULL &&
            number_read(find(user, adapter->retry_after_header), &seconds))
            for_ns =
                seconds > STOP_MAX_NS / TR_NS_PER_SECOND ? STOP_MAX_NS : seconds * TR_NS_PER_SECOND;
        /* "0 seconds" does not mean to go on at once. */
        for_ns = later(for_ns, TR_NS_PER_SECOND);
        party_stop(halt->is_whole_address ? both[0] : both[1], now_ns + for_ns);
        return;
    }
}

void tr__pacer_answer(tr_exchange_pacer *pacer, const tr__pace_subject *subject, int http_code,
                      tr__header_find *find, const void *user, int64_t now_ns, int64_t wall_ms)
{
    party *both[2];
    (void)pthread_mutex_lock(&pacer->mutex);
    if (parties_find(pacer, subject, both))
        halt_locked(subject, both, http_code, find, user, now_ns);
    for (size_t i = 0; i < TR__COSTS_MAX && subject->endpoint->costs[i].weight > 0; i++) {
        bucket *found = bucket_find(pacer, subject, subject->endpoint->costs[i].limit);
        if (found != NULL)
            bucket_correct(found, find, user, now_ns, wall_ms);
    }
    (void)pthread_mutex_unlock(&pacer->mutex);
}

static bool is_counted(const tr__endpoint *endpoints, size_t limit)
{
    for (size_t i = 0; i < TR_CALL_COUNT; i++)
        for (size_t k = 0; k < TR__COSTS_MAX && endpoints[i].costs[k].weight > 0; k++)
            if (endpoints[i].costs[k].limit == limit)
                return true;
    return false;
}

static void lesson_keep(tr_exchange_pacer *pacer, const tr__adapter *adapter, size_t limit,
                        int64_t amount)
{
    size_t at = 0;
    while (at < pacer->lesson_count &&
           (pacer->lessons[at].adapter != adapter || pacer->lessons[at].limit != limit))
        at++;
    if (at == LESSONS_MAX)
        return;
    pacer->lessons[at] = (lesson){ adapter, limit, amount };
    pacer->lesson_count += at == pacer->lesson_count;
    for (size_t i = 0; i < pacer->bucket_count; i++)
        if (pacer->buckets[i]->adapter == adapter && pacer->buckets[i]->limit == limit)
            pacer->buckets[i]->amount = amount;
}

void tr__pacer_learn(tr_exchange_pacer *pacer, const tr__adapter *adapter,
                     const tr__endpoint *endpoints, const tr_limit_record *limit)
{
    tr__limit_scope scope = limit->is_of_key ? TR__LIMIT_KEY : TR__LIMIT_ADDRESS;
    if (limit->amount < 1 || limit->amount > AMOUNT_MAX || limit->interval_ms == 0)
        return;
    (void)pthread_mutex_lock(&pacer->mutex);
    for (size_t i = 0; i < TR__LIMITS_MAX && adapter->limits[i].amount > 0; i++)
        if (adapter->limits[i].scope == scope &&
            adapter->limits[i].interval_ms == limit->interval_ms && is_counted(endpoints, i))
            lesson_keep(pacer, adapter, i, limit->amount);
    (void)pthread_mutex_unlock(&pacer->mutex);
}

/* Its name is the key and a symbol, or nothing of a key. */
static bool is_of_key(const bucket *self, const char *key_id)
{
    size_t length = strlen(key_id);
    return self->name[0] == ' ' ||
           (strncmp(self->name, key_id, length) == 0 && self->name[length] == ' ');
}

static bool figure_of(tr_exchange_pacer *pacer, const tr__adapter *adapter, const char *key_id,
                      size_t limit, int64_t now_ns, tr_exchange_limit_figures *out)
{
    bool is_found = false;
    for (size_t i = 0; i < pacer->bucket_count; i++) {
        bucket *at = pacer->buckets[i];
        if (at->adapter != adapter || at->limit != limit || !is_of_key(at, key_id))
            continue;
        int64_t asked_ns = at->asked_ns;
        bucket_pass(at, now_ns);
        int64_t used = bucket_used(at);
        if (!limit_of(at)->is_leaky)
            at->asked_ns = asked_ns; /* a look is no use of it */
        if (is_found && used <= out->used)
            continue;
        is_found = true;
        *out = (tr_exchange_limit_figures){ limit_of(at)->name, used, at->amount,
                                            limit_of(at)->interval_ms };
    }
    return is_found;
}

size_t tr__pacer_figures(tr_exchange_pacer *pacer, const tr__adapter *adapter, const char *key_id,
                         int64_t now_ns, tr_exchange_limit_figures out[TR_EXCHANGE_LIMITS_MAX])
{
    size_t count = 0;
    (void)pthread_mutex_lock(&pacer->mutex);
    for (size_t limit = 0; limit <= OWN_LIMIT; limit++)
        count += figure_of(pacer, adapter, key_id, limit, now_ns, &out[count]);
    (void)pthread_mutex_unlock(&pacer->mutex);
    return count;
}

void tr__pacer_stop(tr_exchange_pacer *pacer, const tr__pace_subject *subject, int64_t now_ns,
                    int64_t for_ns)
{
    party *both[2];
    (void)pthread_mutex_lock(&pacer->mutex);
    if (parties_find(pacer, subject, both))
        party_stop(both[1], now_ns + (for_ns < STOP_MAX_NS ? for_ns : STOP_MAX_NS));
    (void)pthread_mutex_unlock(&pacer->mutex);
}

/* ---- nonces ---------------------------------------------------------------------------------- */

uint64_t tr__pacer_nonce(tr_exchange_pacer *pacer, const tr__pace_subject *subject,
                         int64_t exchange_ms)
{
    party *both[2];
    uint64_t nonce = exchange_ms > 0 ? (uint64_t)exchange_ms : 1;
    (void)pthread_mutex_lock(&pacer->mutex);
    if (parties_find(pacer, subject, both)) {
        nonce = nonce > both[1]->nonce ? nonce : both[1]->nonce + 1;
        both[1]->nonce = nonce;
    }
    (void)pthread_mutex_unlock(&pacer->mutex);
    return nonce;
}

void tr__pacer_nonce_leap(tr_exchange_pacer *pacer, const tr__pace_subject *subject)
{
    party *both[2];
    (void)pthread_mutex_lock(&pacer->mutex);
    if (parties_find(pacer, subject, both))
        both[1]->nonce += NONCE_LEAP;
    (void)pthread_mutex_unlock(&pacer->mutex);
}

/* ---- life ------------------------------------------------------------------------------------ */

tr_status tr_exchange_pacer_new(tr_exchange_pacer **out, tr_error *err)
{
    if (out == NULL)
        return tr__fail(err, TR_E_INVALID, 0, "pacer: no place for it");
    tr_exchange_pacer *pacer = calloc(1, sizeof *pacer);
    if (pacer == NULL || pthread_mutex_init(&pacer->mutex, NULL) != 0) {
        free(pacer);
        return tr__fail(err, TR_E_NO_MEMORY, 0, "pacer: no memory");
    }
    *out = pacer;
    return TR_OK;
}

void tr_exchange_pacer_free(tr_exchange_pacer *pacer)
{
    if (pacer == NULL)
        return;
    for (size_t i = 0; i < pacer->bucket_count; i++)
        free(pacer->buckets[i]);
    for (size_t i = 0; i < pacer->party_count; i++)
        free(pacer->parties[i]);
    free(pacer->buckets);
    free(pacer->parties);
    (void)pthread_mutex_destroy(&pacer->mutex);
    free(pacer);
}
