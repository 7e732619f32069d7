/* names.c: events and reasons as the scenario files spell them. */
#include <trade/book.h>

static const char *const reason_names[] = {
    [TR_BOOK_REASON_NONE] = "none",
    [TR_BOOK_REASON_BAD_ID] = "bad_id",
    [TR_BOOK_REASON_DUPLICATE_ID] = "duplicate_id",
    [TR_BOOK_REASON_BAD_COMBINATION] = "bad_combination",
    [TR_BOOK_REASON_BAD_QUANTITY] = "bad_qty",
    [TR_BOOK_REASON_QUANTITY_TOO_LARGE] = "qty_too_large",
    [TR_BOOK_REASON_LOT_SIZE] = "lot_size",
    [TR_BOOK_REASON_QUANTITY_TOO_SMALL] = "qty_too_small",
    [TR_BOOK_REASON_BAD_DISPLAY] = "bad_display",
    [TR_BOOK_REASON_BAD_PRICE] = "bad_price",
    [TR_BOOK_REASON_TICK_SIZE] = "tick_size",
    [TR_BOOK_REASON_PRICE_BAND] = "price_band",
    [TR_BOOK_REASON_BAD_STOP] = "bad_stop",
    [TR_BOOK_REASON_BAD_EXPIRE] = "bad_expire",
    [TR_BOOK_REASON_STOP_WOULD_TRIGGER] = "stop_would_trigger",
    [TR_BOOK_REASON_POST_ONLY_WOULD_CROSS] = "post_only_would_cross",
    [TR_BOOK_REASON_UNKNOWN_ORDER] = "unknown_order",
    [TR_BOOK_REASON_USER] = "user",
    [TR_BOOK_REASON_IOC] = "ioc",
    [TR_BOOK_REASON_FOK] = "fok",
    [TR_BOOK_REASON_NO_LIQUIDITY] = "no_liquidity",
    [TR_BOOK_REASON_STP] = "stp",
    [TR_BOOK_REASON_AMEND] = "amend",
    [TR_BOOK_REASON_BAD_MINIMUM] = "bad_minimum",
    [TR_BOOK_REASON_BAD_TRAIL] = "bad_trail",
    [TR_BOOK_REASON_BAD_LINK] = "bad_link",
    [TR_BOOK_REASON_PHASE] = "phase",
    [TR_BOOK_REASON_MINIMUM] = "minimum",
    [TR_BOOK_REASON_PARTNER] = "partner",
    [TR_BOOK_REASON_ENTRY] = "entry",
    [TR_BOOK_REASON_ATTACHED] = "attached",
};

static const char *const event_names[] = {
    [TR_BOOK_EVENT_ACCEPTED] = "accepted",
    [TR_BOOK_EVENT_REJECTED] = "rejected",
    [TR_BOOK_EVENT_BOOKED] = "booked",
    [TR_BOOK_EVENT_TRADE] = "trade",
    [TR_BOOK_EVENT_REFRESHED] = "refreshed",
    [TR_BOOK_EVENT_REDUCED] = "reduced",
    [TR_BOOK_EVENT_TRIGGERED] = "triggered",
    [TR_BOOK_EVENT_CANCELLED] = "cancelled",
    [TR_BOOK_EVENT_CANCEL_REJECTED] = "cancel_rejected",
    [TR_BOOK_EVENT_AMENDED] = "amended",
    [TR_BOOK_EVENT_AMEND_REJECTED] = "amend_rejected",
    [TR_BOOK_EVENT_EXPIRED] = "expired",
    [TR_BOOK_EVENT_TRAILED] = "trailed",
    [TR_BOOK_EVENT_PHASE] = "phase",
    [TR_BOOK_EVENT_UNCROSSED] = "uncrossed",
};

const char *tr_book_reason_name(tr_book_reason reason)
{
    unsigned int number = (unsigned int)reason;
    return number < sizeof reason_names / sizeof reason_names[0] ? reason_names[number] : NULL;
}

const char *tr_book_event_name(tr_book_event_kind kind)
{
    unsigned int number = (unsigned int)kind;
    return number < sizeof event_names / sizeof event_names[0] ? event_names[number] : NULL;
}
