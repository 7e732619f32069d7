/*
 * frame.h: what goes over the local socket: frames of a length (u32, little-endian) and that many bytes.
 *
 * A request: version (u8), command (string), count (u32), then name and text of each argument (strings). An answer:
 * version (u8), status (i64), native code (i64), message (string), document in its wire form (string; empty: none).
 * Both ends are of one version; another one is refused.
 */
#ifndef TRADE_OWNER_FRAME_H
#define TRADE_OWNER_FRAME_H

#include <stddef.h>
#include <stdint.h>
#include <sys/socket.h>
#include <sys/un.h>

#include <trade/command.h>
#include <trade/document.h>

#include "core/buffer.h"

#define TR__FRAME_HEAD_SIZE   4
#define TR__REQUEST_SIZE_MAX  ((size_t)1 << 20)
#define TR__ANSWER_SIZE_MAX   ((size_t)16 << 20)

#define TR__REQUEST_NAME_SIZE 64

/* A request as read; its texts are borrowed from the frame. */
typedef struct tr__request {
    const char *command;
    size_t command_length;
    char names[TR_COMMAND_ARGUMENTS_MAX][TR__REQUEST_NAME_SIZE];
    tr_argument_text texts[TR_COMMAND_ARGUMENTS_MAX];
    size_t count;
} tr__request;

/* Append a whole frame. TR_E_FULL when it is longer than a frame may be; TR_E_NO_MEMORY */
tr_status tr__frame_put_request(const char *command, const tr_argument_text *texts, size_t count,
                                tr__buffer *out);

/* `err` may be NULL when status is TR_OK; `document` may be NULL. */
tr_status tr__frame_put_answer(tr_status status, const tr_error *err, const tr_document *document,
                               tr__buffer *out);

/* The length that a frame's head names. */
size_t tr__frame_length(const uint8_t head[TR__FRAME_HEAD_SIZE]);

/* Read a frame's bytes. TR_E_PARSE */
tr_status tr__frame_read_request(const uint8_t *bytes, size_t size, tr__request *out,
                                 tr_error *err);

/*
 * Returns TR_OK when the frame was one; then `answer_out` has the other side's own result (status TR_OK: fine) and
 * `document_out` its document or NULL.
 */
tr_status tr__frame_read_answer(const uint8_t *bytes, size_t size, tr_error *answer_out,
                                tr_document **document_out, tr_error *err);

/*
 * The address of a database's socket. A path that is too long for one is reached through its directory, which
 * `fd_out` holds open until the caller has used the address (-1: none). TR_E_NOT_FOUND there is no such directory
 */
tr_status tr__socket_address(const char *database_path, struct sockaddr_un *out, int *fd_out,
                             tr_error *err);

#endif
