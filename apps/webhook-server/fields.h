/*
 * fields.h: a JSON body as arguments of a command: each endpoint has a table of the members it takes.
 */
#ifndef WEB_FIELDS_H
#define WEB_FIELDS_H

#include <stdbool.h>
#include <stddef.h>

#include <trade/command.h>
#include <trade/json.h>
#include <trade/status.h>

typedef enum web_field_kind {
    WEB_FIELD_TEXT = 0,
    WEB_FIELD_WORD = 1,   /* a text that stands for a choice: letters of either case */
    WEB_FIELD_NUMBER = 2, /* a number by its digits, or a text that holds one */
    WEB_FIELD_FLAG = 3,
    WEB_FIELD_TEXTS = 4 /* an array of texts, or one text; joined by commas */
} web_field_kind;

typedef struct web_field {
    const char *name; /* the JSON member */
    web_field_kind kind;
    const char *argument; /* the command's; NULL: for the endpoint itself */
} web_field;

#define WEB_FIELDS_MAX       40
#define WEB_FIELDS_TEXT_SIZE 2048 /* texts that are not in the body as they are needed */

/** Arguments that a body holds. Texts are in the document or in `made`: it must not be moved. */
typedef struct web_fields {
    tr_json_document *document;
    tr_argument_text
        texts[WEB_FIELDS_MAX];   /* by the command's name; those of the endpoint by the member's */
    bool is_own[WEB_FIELDS_MAX]; /* for the endpoint itself */
    size_t count;
    char made[WEB_FIELDS_TEXT_SIZE];
    size_t made_used;
} web_fields;

void web_fields_init(web_fields *fields);

/**
 * Read a body into initialised fields. null is the same as not there; "" too.
 * @param table  ended by a row without a name
 * @return TR_E_PARSE no JSON; TR_E_INVALID no object, an unknown member, a wrong kind; TR_E_RANGE too long or too many
 */
tr_status web_fields_read(web_fields *fields, const char *body, size_t size, const web_field *table,
                          tr_error *err);
void web_fields_done(web_fields *fields);

/** The text of the endpoint's own member; NULL when it was not given. */
const char *web_fields_own(const web_fields *fields, const char *name);

/** True when a command's argument of this name was given. */
bool web_fields_has(const web_fields *fields, const char *argument);

/** Add an argument. `text` must outlive the fields. TR_E_RANGE when there is no room. */
tr_status web_fields_add(web_fields *fields, const char *argument, const char *text, tr_error *err);

#endif
