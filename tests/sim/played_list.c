/* played_list.c: see played_list.h. */
#include "played_list.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What the marks of a text stand for besides the times of the whole answer. */
typedef struct marks {
    played_line line;
    int64_t next_id, last_id;
} marks;

void played_begin(played *self, int64_t now_ms)
{
    self->now_ms = now_ms;
    self->length = 0;
}

void played_done(played *self)
{
    free(self->body);
    *self = (played){ .list = NULL };
}

static void put_byte(played *self, char byte)
{
    if (self->length + 2 > self->capacity) {
        self->capacity = 2 * (self->length + 2);
        self->body = realloc(self->body, self->capacity);
        assert_non_null(self->body);
    }
    self->body[self->length++] = byte;
    self->body[self->length] = '\0';
}

/* The number that a mark stands for; false for what is no mark. */
static bool mark_find(const played *self, char mark, const marks *now, int64_t *out)
{
    const struct {
        char mark;
        int64_t value;
    } table[] = { { 'm', self->now_ms },           { 's', self->now_ms / 1000 },
                  { 'c', self->made_ms },          { 'i', now->line.id },
                  { 't', now->line.at_ms },        { 'n', now->next_id },
                  { 'u', now->line.at_ms / 1000 }, { 'e', now->last_id } };
    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++)
        if (table[i].mark == mark) {
            *out = table[i].value;
            return true;
        }
    return false;
}

static void put_marked(played *self, const char *text, const marks *now)
{
    int64_t value;
    for (; *text != '\0'; text++) {
        if (text[0] != '$' || !mark_find(self, text[1], now, &value)) {
            put_byte(self, *text == '\'' ? '"' : *text);
            continue;
        }
        text++;
        bool is_nothing = text[0] == 'n' && text[1] == '\'' && value == 0;
        char number[24] = "";
        if (!is_nothing)
            snprintf(number, sizeof number, "%lld", (long long)value);
        for (const char *digit = number; *digit != '\0'; digit++)
            put_byte(self, *digit);
    }
}

void played_put(played *self, const char *text)
{
    put_marked(self, text, &(marks){ .next_id = 0 });
}

/* Which of the lines are on the page: begin..end. */
static void page_find(const played_list *list, const char *url, const played_line *lines,
                      size_t *begin, size_t *end)
{
    int64_t asked = played_param(url, list->limit, list->initial);
    int64_t cursor = played_param(url, list->cursor, -1);
    assert_true(asked > 0 && asked <= list->most);
    size_t limit = (size_t)asked, count = *end;
    *begin = 0;
    if (cursor >= 0)
        switch (list->cut) {
        case CUT_FROM_ID:
            while (*end > 0 && lines[*end - 1].id < cursor)
                --*end;
            *begin = *end > limit ? *end - limit : 0;
            break;
        case CUT_NUMBER:
            *begin = cursor > 0 ? (size_t)(cursor - 1) * limit : 0;
            break;
        case CUT_OFFSET:
            *begin = (size_t)cursor;
            break;
        case CUT_BELOW_ID:
            while (*begin < count && lines[*begin].id >= cursor)
                ++*begin;
            break;
        case CUT_UNTIL_MS:
            while (*begin < count && lines[*begin].at_ms > cursor)
                ++*begin;
            break;
        case CUT_NONE:
            break;
        }
    if (*begin > *end)
        *begin = *end;
    if (*end - *begin > limit)
        *end = *begin + limit;
}

void played_put_page(played *self, const char *url, const played_line *lines, size_t count)
{
    const played_list *list = self->list;
    size_t begin = 0, end = count;
    page_find(list, url, lines, &begin, &end);
    played_put(self, list->head);
    for (size_t i = begin; i < end; i++) {
        size_t index = list->cut == CUT_FROM_ID ? end - 1 - (i - begin) : i;
        if (i > begin)
            played_put(self, ",");
        put_marked(self, list->line, &(marks){ .line = lines[index] });
    }
    int64_t last_id = end > begin ? lines[end - 1].id : 0;
    put_marked(self, list->tail,
               &(marks){ .next_id = end < count ? last_id : 0, .last_id = last_id });
    self->page_count++;
}

bool played_put_clock(played *self, const char *url)
{
    static const struct {
        const char *exchange, *address, *body;
    } clocks[] = {
        { "binance", "/api/v3/time", "{'serverTime':$m}" },
        { "binance", "/fapi/v1/time", "{'serverTime':$m}" },
        { "bitget", "/api/v2/public/time", "{'code':'00000','data':{'serverTime':'$m'}}" },
        { "bybit", "/v5/market/time",
          "{'retCode':0,'result':{'timeSecond':'$s','timeNano':'$m000000'}}" },
        { "coinbase", "/brokerage/time", "{'epochSeconds':'$s','epochMillis':'$m'}" },
        { "gate", "/spot/time", "{'server_time':$m}" },
        { "htx", "/api/v1/timestamp", "{'status':'ok','ts':$m}" },
        { "htx", "/v1/common/timestamp", "{'status':'ok','data':$m}" },
        { "kucoin", "/api/v1/timestamp", "{'code':'200000','data':$m}" },
        { "mexc", "/api/v1/contract/ping", "{'success':true,'code':0,'data':$m}" },
        { "mexc", "/api/v3/time", "{'serverTime':$m}" },
        { "okx", "/api/v5/public/time", "{'code':'0','data':[{'ts':'$m'}]}" },
    };
    for (size_t i = 0; i < sizeof clocks / sizeof clocks[0]; i++)
        if (strcmp(clocks[i].exchange, self->list->exchange) == 0 &&
            strstr(url, clocks[i].address) != NULL) {
            played_put(self, clocks[i].body);
            return true;
        }
    return false;
}

int64_t played_param(const char *url, const char *name, int64_t initial)
{
    char piece[48];
    for (int i = 0; i < 2; i++) {
        snprintf(piece, sizeof piece, "%c%s=", i == 0 ? '?' : '&', name);
        const char *at = strstr(url, piece);
        if (at != NULL)
            return strtoll(at + strlen(piece), NULL, 10);
    }
    return initial;
}

tr_instrument played_instrument(const played_list *list)
{
    tr_instrument instrument = {
        .kind = list->kind, .base = "BTC", .quote = "USDT", .settle = "USDT"
    };
    snprintf(instrument.symbol, sizeof instrument.symbol, "%s",
             list->kind == TR_KIND_SPOT ? "BTC/USDT" : "BTC/USDT:USDT");
    snprintf(instrument.exchange, sizeof instrument.exchange, "%s", list->exchange);
    snprintf(instrument.exchange_symbol, sizeof instrument.exchange_symbol, "%s", list->symbol_id);
    instrument.multiplier = tr_decimal_from_int(1);
    assert_int_equal(tr_decimal_parse("0.01", 4, &instrument.tick), TR_OK);
    assert_int_equal(tr_decimal_parse("0.001", 5, &instrument.lot), TR_OK);
    return instrument;
}
