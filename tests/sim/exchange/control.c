/* control.c: the control port: scripts in, the truth out. */
#include "server.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "state.h"

/* ---- all dialects ---------------------------------------------------------------------------- */

tr_status sim_exchanges_open(uint64_t seed, int64_t now_ns, sim_exchanges *out, tr_error *err)
{
    tr_status status = TR_OK;
    *out = (sim_exchanges){ .count = 0 };
    for (size_t i = 0; status == TR_OK && sim_shape_at(i) != NULL; i++) {
        sim_options options = SIM_OPTIONS_INIT;
        options.shape = sim_shape_at(i);
        options.seed = seed + i;
        options.now_ns = now_ns;
        status = sim_exchange_new(&options, &out->exchanges[i], err);
        if (status == TR_OK)
            out->names[out->count++] = sim_shape_at(i);
    }
    if (status != TR_OK)
        sim_exchanges_close(out);
    return status;
}

void sim_exchanges_close(sim_exchanges *all)
{
    for (size_t i = 0; i < all->count; i++)
        sim_exchange_free(all->exchanges[i]);
    all->count = 0;
}

sim_exchange *sim_exchanges_owner(const sim_exchanges *all, const char *target)
{
    for (size_t i = 0; i < all->count; i++)
        if (sim_shape_owns(all->names[i], target))
            return all->exchanges[i];
    return all->exchanges[0];
}

static tr_status wrong_line(tr_error *err, unsigned number, const char *what)
{
    *err = (tr_error){ .status = TR_E_PARSE };
    (void)snprintf(err->message, sizeof err->message, "line %u: %.200s", number, what);
    return TR_E_PARSE;
}

/* One line for everybody it is for; its number takes the place of the one that the exchange knows. */
static tr_status line_run(sim_exchanges *all, size_t only, const char *line, size_t size,
                          unsigned number, int64_t now_ns, tr_error *err)
{
    for (size_t i = 0; i < all->count; i++) {
        if (only != SIZE_MAX && only != i)
            continue;
        tr_error inner = { 0 };
        tr_status status = sim_exchange_script(all->exchanges[i], line, size, now_ns, &inner);
        if (status != TR_OK) {
            const char *colon = strchr(inner.message, ':');
            return wrong_line(err, number, colon == NULL ? inner.message : colon + 2);
        }
    }
    return TR_OK;
}

tr_status sim_exchanges_script(sim_exchanges *all, const char *text, size_t size, int64_t now_ns,
                               tr_error *err)
{
    unsigned number = 0;
    size_t only = SIZE_MAX;
    tr_status status = TR_OK;
    for (size_t from = 0; status == TR_OK && from < size;) {
        const char *stop = memchr(text + from, '\n', size - from);
        size_t length = stop == NULL ? size - from : (size_t)(stop - text) - from;
        char name[64];
        number++;
        if (length > 9 && length < 9 + sizeof name && memcmp(text + from, "exchange ", 9) == 0) {
            (void)snprintf(name, sizeof name, "%.*s", (int)(length - 9), text + from + 9);
            name[strcspn(name, " \t\r#")] = '\0';
            only = strcmp(name, "all") == 0 ? SIZE_MAX : all->count;
            for (size_t i = 0; only != SIZE_MAX && i < all->count; i++)
                if (strcmp(all->names[i], name) == 0)
                    only = i;
            if (only == all->count)
                status = wrong_line(err, number, "no such exchange");
        } else {
            status = line_run(all, only, text + from, length, number, now_ns, err);
        }
        from += length + 1;
    }
    return status;
}

/* ---- requests -------------------------------------------------------------------------------- */

static void put_answer(sim_text *out, int code, const char *type, const char *body, size_t size)
{
    sim_text_format(out, "HTTP/1.1 %d %s\r\nContent-Type: %s\r\nContent-Length: %zu\r\n\r\n", code,
                    code == 200 ? "OK" : "Wrong", type, size);
    sim_text_put(out, body, size);
}

static void put_text(sim_text *out, int code, const char *text)
{
    char line[TR_ERROR_MESSAGE_SIZE + 2];
    int length = snprintf(line, sizeof line, "%s\n", text);
    put_answer(out, code, "text/plain; charset=utf-8", line, (size_t)length);
}

static void put_truth(const sim_exchanges *all, const char *only, sim_text *out)
{
    tr_json_writer *json = NULL;
    const char *text = "";
    size_t size = 0;
    if (tr_json_writer_new(&json) != TR_OK) {
        put_text(out, 500, "no memory");
        return;
    }
    tr_json_write_object_begin(json, NULL);
    for (size_t i = 0; i < all->count; i++)
        if (only == NULL || strcmp(only, all->names[i]) == 0)
            sim_write_truth(all->exchanges[i], json, all->names[i]);
    tr_json_write_object_end(json);
    if (tr_json_writer_finish(json, TR_JSON_PRETTY, &text, &size, NULL) == TR_OK)
        put_answer(out, 200, "application/json", text, size);
    else
        put_text(out, 500, "no memory");
    tr_json_writer_free(json);
}

char *sim_control_answer(sim_exchanges *all, const sim_certificate *certificate, const char *bytes,
                         size_t size, int64_t now_ns, size_t *size_out)
{
    sim_request request;
    sim_text out = { 0 };
    tr_error err = { 0 };
    tr_status status = sim_request_read(bytes, size, &request);
    if (status != TR_OK) {
        put_text(&out, 400, "this is no request");
    } else if (strcmp(request.method, "POST") == 0 && strcmp(request.path, "/script") == 0) {
        status = sim_exchanges_script(all, request.body, request.body_size, now_ns, &err);
        put_text(&out, status == TR_OK ? 200 : 400, status == TR_OK ? "done" : err.message);
    } else if (strcmp(request.method, "GET") == 0 && strcmp(request.path, "/truth") == 0) {
        put_truth(all, sim_request_param(&request, "exchange"), &out);
    } else if (strcmp(request.method, "GET") == 0 && strcmp(request.path, "/certificate") == 0) {
        put_answer(&out, 200, "application/x-pem-file", (const char *)certificate->pem.data,
                   certificate->pem.size);
    } else {
        put_text(&out, 404,
                 "POST /script, GET /truth[?exchange=NAME] and GET /certificate are all there is");
    }
    sim_request_done(&request);
    if (out.is_failed) {
        sim_text_done(&out);
        return NULL;
    }
    *size_out = out.size;
    return out.bytes;
}
