/* client.c: the blocking client over libcurl: one easy handle, one connection, one request. */
#include "http/transfer.h"

#include "core/fail.h"

tr_status tr_http_send(const tr_http_request *request, tr_http_response **out, tr_error *err)
{
    if (request == NULL || out == NULL)
        return tr__fail(err, TR_E_INVALID, 0, "http: no request, or no place for the answer");
    tr__transfer transfer;
    tr_status status = tr__transfer_open(&transfer, request, false, false, err);
    if (status != TR_OK)
        return status;
    tr__pipe_guard guard;
    tr__pipe_guard_enter(&guard);
    CURLcode code = curl_easy_perform(transfer.curl);
    tr__pipe_guard_leave(&guard);
    status = tr__transfer_end(&transfer, code, err);
    if (status == TR_OK) {
        *out = transfer.response;
        transfer.response = NULL;
    }
    tr__transfer_close(&transfer);
    return status;
}
