/*
 * adapter.h: an exchange as data: one const tr__adapter each, in <name>/exchange.c, with the endpoints of <name>/map.c.
 *
 * Everything that differs between exchanges stands in these tables; what is done with them exists once: request.c
 * writes requests, answer.c reads answers, fault.c gives errors their meaning. No I/O, no clock, and no memory but the
 * caller's.
 */
#ifndef TRADE_EXCHANGE_ADAPTER_H
#define TRADE_EXCHANGE_ADAPTER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <trade/exchange_model.h>
#include <trade/sign.h>

/* ---- requests -------------------------------------------------------------------------------- */

#define TR__REQUEST_FIELDS_MAX 40
#define TR__REQUEST_TEXT_SIZE  4096

typedef struct tr__adapter tr__adapter;

/* A request being written: the fields point into its own text. */
typedef struct tr__request {
    const tr__adapter *adapter;
    tr_sign_request sign; /* clock, window, nonce, salt and host are the caller's to set before signing */
    tr_sign_field fields[TR__REQUEST_FIELDS_MAX]; /* the outermost ones */
    tr_sign_field inner[TR__REQUEST_FIELDS_MAX];  /* what lies in them, claimed in blocks */
    size_t field_count, inner_count;
    char text[TR__REQUEST_TEXT_SIZE];
    size_t text_length;
    bool is_full;
    const char *header_name, *header_value; /* one more to send, not signed (an order's validity); or NULL */
    const char *refusal; /* what the exchange cannot do, found while writing; NULL: nothing */
} tr__request;

/* ---- pacing, as data ------------------------------------------------------------------------- */

typedef enum tr__limit_scope {
    TR__LIMIT_ADDRESS = 0,  /* all clients of one internet address */
    TR__LIMIT_KEY = 1,      /* the account, or the key */
    TR__LIMIT_ENDPOINT = 2, /* each endpoint by itself, by address */
    TR__LIMIT_KEY_ENDPOINT = 3,
    TR__LIMIT_KEY_SYMBOL = 4
} tr__limit_scope;

typedef enum tr__reset_unit {
    TR__RESET_NONE = 0,
    TR__RESET_MS_LEFT = 1,
    TR__RESET_S_LEFT = 2,
    TR__RESET_AT_MS = 3, /* since 1970 */
    TR__RESET_AT_S = 4
} tr__reset_unit;

/* A budget. Headers are NULL where the exchange sends none: then only our own count is known. */
typedef struct tr__limit {
    const char *name;
    tr__limit_scope scope;
    uint32_t amount;           /* in `interval_ms` */
    uint32_t interval_ms;
    bool is_leaky;             /* runs off evenly (kraken's counters), instead of starting afresh */
    const char *used_header;   /* used so far */
    const char *left_header;   /* left */
    const char *total_header;  /* the amount as the exchange has it now */
    const char *reset_header;
    tr__reset_unit reset_unit;
} tr__limit;

#define TR__LIMITS_MAX 8
#define TR__COSTS_MAX  3

/* `weight` of the budget `limits[limit]`; ends at weight 0. */
typedef struct tr__cost {
    uint8_t limit;
    uint16_t weight;
} tr__cost;

/* How the exchange says "stop": for how long when it does not say. */
typedef struct tr__halt {
    int http_code; /* 0 ends the list */
    uint32_t default_ms;
    bool is_whole_address; /* everybody on this address, not the key alone */
} tr__halt;

/* ---- endpoints ------------------------------------------------------------------------------- */

typedef struct tr__shape tr__shape; /* answer.h */

/* Adds the parameters of a question that was checked. */
typedef void (*tr__ask)(tr__request *request, const tr_exchange_question *question);

/* Parts of a question. */
enum {
    TR__TAKES_INSTRUMENT = 1 << 0,
    TR__TAKES_FROM = 1 << 1,
    TR__TAKES_UNTIL = 1 << 2,
    TR__TAKES_LIMIT = 1 << 3,
    TR__TAKES_CURSOR = 1 << 4,
    TR__TAKES_CLIENT_ID = 1 << 5,
    TR__TAKES_EXCHANGE_ID = 1 << 6,
    TR__TAKES_ACCOUNT = 1 << 7,
    TR__TAKES_TERMS = 1 << 8,
    TR__TAKES_TIMEOUT = 1 << 9,
    TR__TAKES_LEVERAGE = 1 << 10,
    TR__TAKES_SETTLE = 1 << 11
};

typedef struct tr__endpoint {
    const char *api, *method, *path; /* as tr_sign_request takes them; method NULL: not offered */
    tr__ask ask;                     /* NULL: no parameters */
    const tr__shape *answer;
    uint16_t takes; /* what else is asked for is refused */
    uint16_t needs; /* part of `takes`; a call that takes both ids needs one of them */
    tr__cost costs[TR__COSTS_MAX];
    /* Where to look next for an order that is not there (open orders first, then history); NULL: nowhere. */
    const struct tr__endpoint *next;
} tr__endpoint;

/* How a list of fills, open orders or bills goes on where it does not fit into one answer (page.h). */
typedef enum tr__page_by {
    TR__PAGE_NONE = 0,
    TR__PAGE_TOLD,      /* the answer says; of a page that is full alone */
    TR__PAGE_NUMBER,    /* of the page, from 1 */
    TR__PAGE_OFFSET,    /* how many were read */
    TR__PAGE_FROM_ID,   /* the first id that is asked for; ids rise */
    TR__PAGE_BELOW_ID,  /* ids below this one */
    TR__PAGE_BEHIND_ID, /* what follows this one in the list */
    TR__PAGE_UNTIL_MS   /* the last instant that is asked for; the newest come first */
} tr__page_by;

typedef struct tr__page {
    tr__page_by by;
    const char *name, *limit_name; /* the parameters of cursor and limit */
    uint32_t full;                 /* the most that fit on a page */
    bool is_whole_of_order;        /* of one order, everything comes in one answer */
} tr__page;

/* Whole codes and texts that mean one thing; a list of rows ends at codes NULL. */
typedef struct tr__fault_row {
    tr_fault fault;
    const char *const *codes; /* TR__CODES(...); a code stands once in a list of rows */
} tr__fault_row;

#define TR__CODES(...) ((const char *const[]){ __VA_ARGS__, NULL })

/* A piece of an error's text that decides, also under a general code. Tried in order. */
typedef struct tr__fault_text {
    const char *code; /* NULL: under any */
    const char *piece;
    tr_fault fault;
} tr__fault_text;

/* Codes that mean something else for one kind of instrument: "spot", "linear", ... by tr_kind_name. */
typedef struct tr__fault_section {
    const char *name; /* NULL ends the list */
    const tr__fault_row *rows;
} tr__fault_section;

typedef struct tr__faults {
    const tr__fault_row *rows;
    const tr__fault_section *sections; /* looked into first; NULL: none */
    const tr__fault_text *texts;       /* ends at a NULL piece */
} tr__faults;

/* The place of a call in a table of stop calls. */
#define TR__STOP_CALL(call) ((call)-TR_CALL_PLACE_STOP)
#define TR__STOP_CALL_COUNT 4

typedef enum tr__product {
    TR__PRODUCT_SPOT = 0,
    TR__PRODUCT_LINEAR = 1,
    TR__PRODUCT_COUNT = 2
} tr__product;

struct tr__adapter {
    tr_exchange_info info;
    const tr__endpoint *endpoints[TR__PRODUCT_COUNT]; /* TR_CALL_COUNT each, by tr_call */
    /* Stops behind calls of their own: TR__STOP_CALL_COUNT each, by TR__STOP_CALL of the call; NULL: there are none. */
    const tr__endpoint *stops[TR__PRODUCT_COUNT];
    const char *const *timeframe_words[TR__PRODUCT_COUNT]; /* the exchange's words for info's, in order */
    tr__limit limits[TR__LIMITS_MAX];                      /* ends at amount 0 */
    tr__halt halts[4];
    tr__page fill_pages[TR__PRODUCT_COUNT], open_pages[TR__PRODUCT_COUNT],
        bill_pages[TR__PRODUCT_COUNT], stop_pages[TR__PRODUCT_COUNT];
    tr__page funding_pages;         /* of what swaps have paid and received */
    uint32_t funding_stretch_hours; /* as fill_stretch_hours */
    /*
     * Fills are told of a span of this length alone, the last one unless another is asked for: an order that is older is
     * read span by span. 0: of any time.
     */
    uint32_t fill_span_ms[TR__PRODUCT_COUNT];
    uint32_t fill_stretch_hours[TR__PRODUCT_COUNT]; /* the longest span that may be asked for at once; 0: any */
    const char *retry_after_header; /* seconds; NULL: none */
    const char *const *ok_codes;    /* codes that are no error; ends at NULL */
    const tr__faults *faults;
    bool is_query_raw; /* queries are signed and sent as they are: values that would need encoding are refused */
    /* The name of an asset in common spelling, in place; NULL: upper case is all. */
    void (*asset_name)(char asset[TR_ASSET_SIZE]);
    /* An instrument's name as answers spell it, turned into the list's, in place; NULL: they agree. */
    void (*symbol_name)(char symbol[TR_SYMBOL_SIZE]);
};

/* By name; NULL for an unknown one. In order of name at an index; NULL at the end. */
const tr__adapter *tr__adapter_find(const char *name);
const tr__adapter *tr__adapter_at(size_t index);

/* What is offered of this kind; NULL when nothing is. */
const tr_exchange_product *tr__adapter_product(const tr__adapter *adapter, tr_kind kind);

/* The endpoint of a call; NULL when it is not offered for this kind. */
const tr__endpoint *tr__adapter_endpoint(const tr__adapter *adapter, tr_kind kind, tr_call call);

/*
 * Write the request of a question. The question is checked: what the endpoint, the exchange or the kind of instrument
 * does not know is TR_E_UNSUPPORTED, what is missing TR_E_INVALID; prices and quantities must be on the instrument's
 * grid (TR_E_RANGE). `endpoint` is tr__adapter_endpoint's, or a `next` of it.
 */
tr_status tr__adapter_write(const tr__adapter *adapter, const tr__endpoint *endpoint,
                            const tr_exchange_question *question, tr__request *out, tr_error *err);

/* An answer as it came. */
typedef struct tr__answer {
    int http_code;
    const char *body;
    size_t body_size;
} tr__answer;

/* Instruments of one exchange, for their names in answers: sorted by tr__instruments_sort. */
typedef struct tr__instruments {
    const tr_instrument *items;
    size_t count;
} tr__instruments;

void tr__instruments_sort(tr_instrument *items, size_t count);
const tr_instrument *tr__instruments_find(const tr__instruments *instruments, tr_kind kind,
                                          const char *exchange_symbol);

/*
 * Read an answer to `question` from `endpoint`. Records go to the sink.
 * @param memory  scratch space for the reading: tr__adapter_space(body_size) bytes, aligned for pointers
 * @return TR_OK: an answer. TR_E_PARSE: it is not in the form that the exchange documents. Otherwise the exchange said
 *         no, and `failure_out` is filled: tr_fault_status, or TR_E_UNKNOWN_OUTCOME for PLACE, CANCEL and AMEND when
 *         it does not prove that nothing was done; TR_E_NOT_FOUND also for an order that the answer does not list
 *         and no further page can.
 */
tr_status tr__adapter_read(const tr__adapter *adapter, const tr__endpoint *endpoint,
                           const tr_exchange_question *question, const tr__instruments *instruments,
                           const tr__answer *answer, void *memory, size_t memory_size,
                           tr_exchange_record_sink sink, void *user,
                           tr_exchange_failure *failure_out, tr_error *err);
size_t tr__adapter_space(size_t body_size);

/*
 * The id that an integer alias stands for, but for its time and the random bits that the alias leaves out: written again
 * it is the same alias. False: no alias.
 */
bool tr__client_id_of_alias(const char *text, tr_id *out);

/* True when both ids travel as the same integer. */
bool tr__client_id_is_alias(tr_id a, tr_id b);

/* What an exchange's code and text mean, for one kind of instrument. */
void tr__adapter_fault(const tr__adapter *adapter, tr_kind kind, tr_call call,
                       tr_exchange_failure *failure);

/* The same for one section alone, whatever the call: tests go through all of them. */
tr_fault tr__fault_find(const tr__adapter *adapter, const char *section,
                        const tr_exchange_failure *failure);

/* True for calls that change something: their outcome may be unknown, and they are never repeated blindly. */
bool tr__call_is_changing(tr_call call);

/* True for the codes that mean "done". */
bool tr__fault_is_ok(const tr__adapter *adapter, const char *code);

/* The host that a request goes to, live or not: the sandbox's, NULL where there is none. */
const char *tr__adapter_host(const tr__adapter *adapter, tr_kind kind, bool is_sandbox);

#endif
