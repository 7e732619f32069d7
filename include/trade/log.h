/*
 * log.h: the log as a port. The library hands over records; the program says where lines go.
 *
 * A record is a message that never varies ("order accepted") and typed fields. Types decide how a value
 * is written, and a secret's is "***": nothing that is given as a secret can reach a line. Nothing here
 * reads a clock, allocates or prints.
 */
#ifndef TRADE_LOG_H
#define TRADE_LOG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <trade/api.h>
#include <trade/decimal.h>
#include <trade/id.h>
#include <trade/secret.h>
#include <trade/status.h>

#ifdef __cplusplus
extern "C" {
#endif

#define TR_LOG_LINE_SIZE_MIN 128 /* the smallest buffer a formatter takes */

/** How much a record matters: lower is graver. A log takes its own level and everything graver. */
typedef enum tr_log_level {
    TR_LOG_ERROR = 0,   /* a person must act */
    TR_LOG_WARNING = 1, /* it went on, but not as wished */
    TR_LOG_INFO = 2,    /* what happened */
    TR_LOG_DEBUG = 3    /* why */
} tr_log_level;

/** "error", "warning", "info", "debug". Static storage; NULL for numbers outside. */
TR_API const char *tr_log_level_name(tr_log_level level);

/** Read a level's name, letters of either case; "warn" is "warning". @return TR_E_PARSE */
TR_API tr_status tr_log_level_parse(const char *text, size_t length, tr_log_level *out);

/* ---- fields ---------------------------------------------------------------------------------- */

typedef enum tr_log_kind {
    TR_LOG_KIND_TEXT = 0,
    TR_LOG_KIND_INT = 1,
    TR_LOG_KIND_DECIMAL = 2,
    TR_LOG_KIND_ID = 3,
    TR_LOG_KIND_TIME = 4,
    TR_LOG_KIND_BOOL = 5,
    TR_LOG_KIND_STATUS = 6,
    TR_LOG_KIND_SECRET = 7 /* holds no value at all */
} tr_log_kind;

/** One named value. Made by the constructors below; text and name are borrowed until the write returns. */
typedef struct tr_log_field {
    const char *name;
    tr_log_kind kind;
    union {
        struct {
            const char *bytes;
            size_t length;
        } text;
        int64_t integer;
        tr_decimal decimal;
        tr_id id;
        int64_t at_ns;
        bool truth;
        tr_status status;
    } value;
} tr_log_field;

/**
 * Constructors. `name`: lower case words joined by '_', e.g. "order_id"; other characters are written as
 * '_'. "time", "level", "message" and "cut" are the record's own names: not for fields.
 */
TR_API tr_log_field tr_log_text(const char *name, const char *text); /* NULL is written as "" */
TR_API tr_log_field tr_log_text_part(const char *name, const char *text, size_t length);
TR_API tr_log_field tr_log_int(const char *name, int64_t value);
TR_API tr_log_field tr_log_decimal(const char *name, tr_decimal value);
TR_API tr_log_field tr_log_id(const char *name, tr_id id); /* "none" for the zero id */
TR_API tr_log_field tr_log_time(const char *name, int64_t at_ns);
TR_API tr_log_field tr_log_bool(const char *name, bool value);
TR_API tr_log_field tr_log_status(const char *name, tr_status status);

/** Says that a secret took part; writes "***" whatever it holds, its length too. May be NULL. */
TR_API tr_log_field tr_log_secret(const char *name, const tr_secret *secret);

/* ---- the port -------------------------------------------------------------------------------- */

/** One thing that happened. Borrowed: everything in it ends when the write returns. */
typedef struct tr_log_record {
    tr_log_level level;
    int64_t at_ns; /* nanoseconds since 1970 UTC, by the caller's clock */
    const char *message;
    const tr_log_field *fields;
    size_t field_count;
} tr_log_record;

/**
 * Where records go; the program fills it in. `write` is called on the thread that logs, which may be any
 * that was given this log: it locks by itself, returns soon and does not log.
 */
typedef struct tr_log {
    void (*write)(void *user, const tr_log_record *record);
    void *user;
    tr_log_level level; /* the least grave that is written */
} tr_log;

/** True when a record of this level would be written: for callers whose fields cost something to make. */
TR_API bool tr_log_is_on(const tr_log *log, tr_log_level level);

/**
 * Hand a record to the log. A NULL log, or one without a write function, is silence.
 * @param message  constant text in lower case, without values; they are what `fields` are for
 * @param fields   `field_count` of them; may be NULL when that is 0
 */
TR_API void tr_log_write(const tr_log *log, tr_log_level level, int64_t at_ns, const char *message,
                         const tr_log_field *fields, size_t field_count);

/* ---- lines ----------------------------------------------------------------------------------- */

/**
 * Write a record as one JSON object, without a newline:
 * {"time":"2026-01-31T23:59:59.000000000Z","level":"info","message":"order accepted","price":"101.5"}
 *
 * Always valid JSON and valid UTF-8 on one line: control characters are escaped (DEL and those beyond
 * ASCII too, so that a line cannot steer a terminal), and bytes that are not UTF-8 become U+FFFD.
 * Decimals are strings, so that no reader rounds them. What does not fit is left out from the first
 * field on that does not, its text cut at a whole character, and the object ends with "cut":true.
 * @param size  at least TR_LOG_LINE_SIZE_MIN
 * @return length without the end mark; 0 and an empty text when `size` is too small or on a NULL
 */
TR_API size_t tr_log_format_json(const tr_log_record *record, char *buffer, size_t size);

/**
 * Write a record as one line for people, without a newline:
 * 2026-01-31T23:59:59.000Z info    order accepted price=101.5 source="by hand"
 *
 * Text is quoted when it is empty or holds blanks, quotes, '=' or anything escaped; escapes are JSON's. A
 * line that does not fit ends with " cut=true". Arguments and result as tr_log_format_json.
 */
TR_API size_t tr_log_format_text(const tr_log_record *record, char *buffer, size_t size);

#ifdef __cplusplus
}
#endif

#endif
