/*
 * call.h: commands of the library's table, run for a request and answered as JSON.
 *
 * A handler begins a call, adds its arguments and runs it. The first thing that is wrong with the arguments is kept, and
 * is the answer when the call is run: handlers read straight down.
 */
#ifndef WEB_CALL_H
#define WEB_CALL_H

#include <trade/command.h>
#include <trade/json.h>

#include "fields.h"
#include "reading.h"
#include "server.h"

typedef struct web_call web_call;

/**
 * Begin an answer: called with its outermost object open, before the command's own members. May be NULL.
 * @return false: it is the whole answer
 */
typedef bool web_call_head(const web_call *call, const tr_document_node *answer,
                           tr_json_writer *writer);

/** One request on its way through a command. */
struct web_call {
    web_reading_item reading; /* first: the item is the call */
    serve_request *request;
    const web_caller *caller; /* lives as long as the request */
    const char *command;
    web_call_head *head;
    web_server *server;             /* once it runs */
    const char *const *query_names; /* that it takes, ended by NULL; NULL: none */
    tr_error err;                   /* of its arguments; status TR_OK while they are good */
    web_fields fields;
};

/** A call of somebody with these rights. NULL: not theirs, or no memory; the request is answered. */
web_call *web_call_begin(serve_request *request, int64_t rights, const char *command,
                         web_call_head *head);

/** The body's members, as a table of them says; NULL: it has none. No body is an empty object. */
void web_call_read_body(web_call *call, const web_field *table);

/** One argument; the text must live as long as the request. */
void web_call_add(web_call *call, const char *argument, const char *text);

/** Query parameters that are arguments of the same name; ended by NULL. */
void web_call_add_query(web_call *call, const char *const *names);

/** It cannot be run: `text` says why. */
void web_call_refuse(web_call *call, tr_status status, const char *text);

/**
 * Run it; a query parameter that it does not take is refused first, so that none is thought to count.
 * The request is answered when it ends, and the call is released.
 */
void web_call_run(web_server *server, web_call *call);

#endif
