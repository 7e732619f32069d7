/* frame.c: requests and answers as bytes, and the address they go to. */
#include "owner/frame.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <trade/document_wire.h>

#include "core/fail.h"

#define VERSION 1
#define SUFFIX  ".sock"

/* ---- writing --------------------------------------------------------------------------------- */

/* Write the length of what follows `start` into the head there. */
static tr_status close_frame(tr__buffer *out, size_t start, size_t size_max)
{
    if (out->status != TR_OK)
        return out->status;
    size_t length = out->size - start - TR__FRAME_HEAD_SIZE;
    if (length > size_max) {
        tr__buffer_truncate(out, start);
        return TR_E_FULL;
    }
    for (int i = 0; i < TR__FRAME_HEAD_SIZE; i++)
        out->bytes[start + (size_t)i] = (unsigned char)(length >> (8 * i));
    return TR_OK;
}

tr_status tr__frame_put_request(const char *command, const tr_argument_text *texts, size_t count,
                                tr__buffer *out)
{
    size_t start = out->size;
    (void)tr__buffer_append_u32(out, 0); /* the buffer keeps its failure */
    (void)tr__buffer_append_u8(out, VERSION);
    (void)tr__buffer_append_string(out, command, strlen(command));
    (void)tr__buffer_append_u32(out, (uint32_t)count);
    for (size_t i = 0; i < count; i++) {
        (void)tr__buffer_append_string(out, texts[i].name, strlen(texts[i].name));
        (void)tr__buffer_append_string(out, texts[i].text, texts[i].length);
    }
    return close_frame(out, start, TR__REQUEST_SIZE_MAX);
}

tr_status tr__frame_put_answer(tr_status status, const tr_error *err, const tr_document *document,
                               tr__buffer *out)
{
    size_t start = out->size, wire_size = 0;
    uint8_t *wire = NULL;
    const char *message = err != NULL && status != TR_OK ? err->message : "";
    if (document != NULL) {
        tr_status written = tr_document_to_wire(document, NULL, &wire, &wire_size);
        if (written != TR_OK)
            return written;
    }
    (void)tr__buffer_append_u32(out, 0); /* the buffer keeps its failure */
    (void)tr__buffer_append_u8(out, VERSION);
    (void)tr__buffer_append_i64(out, status);
    (void)tr__buffer_append_i64(out, err != NULL && status != TR_OK ? err->native_code : 0);
    (void)tr__buffer_append_string(out, message, strlen(message));
    (void)tr__buffer_append_string(out, wire, wire_size);
    free(wire);
    return close_frame(out, start, TR__ANSWER_SIZE_MAX);
}

/* ---- reading --------------------------------------------------------------------------------- */

size_t tr__frame_length(const uint8_t head[TR__FRAME_HEAD_SIZE])
{
    size_t length = 0;
    for (int i = 0; i < TR__FRAME_HEAD_SIZE; i++)
        length |= (size_t)head[i] << (8 * i);
    return length;
}

tr_status tr__frame_read_request(const uint8_t *bytes, size_t size, tr__request *out, tr_error *err)
{
    tr__reader reader;
    tr__reader_init(&reader, bytes, size);
    if (tr__reader_take_u8(&reader) != VERSION)
        return tr__fail(err, TR_E_PARSE, 0,
                        "a request of another version: both programs must be of one");
    out->command = tr__reader_take_string(&reader, &out->command_length);
    out->count = tr__reader_take_u32(&reader);
    if (out->count > TR_COMMAND_ARGUMENTS_MAX)
        return tr__fail(err, TR_E_PARSE, 0, "a request of %zu arguments, allowed %d", out->count,
                        TR_COMMAND_ARGUMENTS_MAX);
    for (size_t i = 0; i < out->count; i++) {
        tr__reader_copy_string(&reader, out->names[i], sizeof out->names[i]);
        out->texts[i].name = out->names[i];
        out->texts[i].text = tr__reader_take_string(&reader, &out->texts[i].length);
    }
    if (tr__reader_finish(&reader) != TR_OK)
        return tr__fail(err, TR_E_PARSE, 0, "not a request");
    return TR_OK;
}

tr_status tr__frame_read_answer(const uint8_t *bytes, size_t size, tr_error *answer_out,
                                tr_document **document_out, tr_error *err)
{
    tr__reader reader;
    tr_error answer = { .status = TR_OK };
    size_t wire_size = 0;
    tr__reader_init(&reader, bytes, size);
    if (tr__reader_take_u8(&reader) != VERSION)
        return tr__fail(err, TR_E_PARSE, 0,
                        "an answer of another version: both programs must be of one");
    int64_t status = tr__reader_take_i64(&reader);
    answer.native_code = (int)tr__reader_take_i64(&reader);
    tr__reader_copy_string(&reader, answer.message, sizeof answer.message);
    const char *wire = tr__reader_take_string(&reader, &wire_size);
    if (tr__reader_finish(&reader) != TR_OK || status > TR_OK || status < INT_MIN)
        return tr__fail(err, TR_E_PARSE, 0, "not an answer");
    answer.status = (tr_status)status;
    *document_out = NULL;
    if (wire_size > 0) {
        tr_status read =
            tr_document_from_wire((const uint8_t *)wire, wire_size, NULL, document_out, err);
        if (read != TR_OK)
            return read;
    }
    *answer_out = answer;
    return TR_OK;
}

/* ---- the address ----------------------------------------------------------------------------- */

tr_status tr__socket_address(const char *database_path, struct sockaddr_un *out, int *fd_out,
                             tr_error *err)
{
    char directory[PATH_MAX];
    *fd_out = -1;
    *out = (struct sockaddr_un){ .sun_family = AF_UNIX };
    int length = snprintf(out->sun_path, sizeof out->sun_path, "%s" SUFFIX, database_path);
    if (length > 0 && (size_t)length < sizeof out->sun_path)
        return TR_OK;
    const char *slash = strrchr(database_path, '/');
    size_t directory_length = slash == NULL ? 0 : (size_t)(slash - database_path);
    if (slash == NULL || directory_length >= sizeof directory)
        return tr__fail(err, TR_E_RANGE, 0, "the database's path is too long");
    memcpy(directory, database_path, directory_length);
    directory[directory_length] = '\0';
    int fd = open(directory, O_PATH | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0)
        return tr__fail(err, errno == ENOENT ? TR_E_NOT_FOUND : TR_E_IO, errno, "%s: %s", directory,
                        strerror(errno));
    length =
        snprintf(out->sun_path, sizeof out->sun_path, "/proc/self/fd/%d/%s" SUFFIX, fd, slash + 1);
    if (length > 0 && (size_t)length < sizeof out->sun_path) {
        *fd_out = fd;
        return TR_OK;
    }
    (void)close(fd); /* only named */
    return tr__fail(err, TR_E_RANGE, 0, "the database's name is too long for a socket beside it");
}
