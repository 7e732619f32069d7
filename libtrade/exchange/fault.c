/*
 * fault.c: what an exchange's refusal means, and whether it proves that nothing was done.
 *
 * The first that fits decides: a text under its general code ("Duplicate order sent." under binance's -2010), the code, the
 * whole text, a piece of the text, and last the HTTP code. Proof is needed before an order counts as rejected: what
 * is busy, unknown, unlisted or a server's failure is not one.
 */
#include <string.h>

#include "exchange/adapter.h"

bool tr__fault_is_ok(const tr__adapter *adapter, const char *code)
{
    for (const char *const *ok = adapter->ok_codes; ok != NULL && *ok != NULL; ok++)
        if (strcmp(*ok, code) == 0)
            return true;
    return code[0] == '\0';
}

static tr_fault row_find(const tr__fault_row *row, const char *code)
{
    for (; row->codes != NULL; row++)
        for (const char *const *own = row->codes; *own != NULL; own++)
            if (strcmp(*own, code) == 0)
                return row->fault;
    return TR_FAULT_NONE;
}

static tr_fault text_find(const tr__adapter *adapter, const tr_exchange_failure *failure,
                          bool is_under_code)
{
    const tr__fault_text *row = adapter->faults->texts;
    for (; row != NULL && row->piece != NULL; row++) {
        if ((row->code != NULL) != is_under_code ||
            (row->code != NULL && strcmp(row->code, failure->code) != 0))
            continue;
        if (strstr(failure->text, row->piece) != NULL || strstr(failure->code, row->piece) != NULL)
            return row->fault;
    }
    return TR_FAULT_NONE;
}

static tr_fault table_find(const tr__adapter *adapter, const char *section, const char *code)
{
    const tr__fault_section *own = adapter->faults->sections;
    if (code[0] == '\0')
        return TR_FAULT_NONE;
    while (own != NULL && own->name != NULL && (section == NULL || strcmp(own->name, section) != 0))
        own++;
    tr_fault fault = own == NULL || own->name == NULL ? TR_FAULT_NONE : row_find(own->rows, code);
    return fault != TR_FAULT_NONE ? fault : row_find(adapter->faults->rows, code);
}

tr_fault tr__fault_find(const tr__adapter *adapter, const char *section,
                        const tr_exchange_failure *failure)
{
    tr_fault fault = text_find(adapter, failure, true);
    if (fault == TR_FAULT_NONE)
        fault = table_find(adapter, section, failure->code);
    if (fault == TR_FAULT_NONE)
        fault = table_find(adapter, section, failure->text);
    return fault != TR_FAULT_NONE ? fault : text_find(adapter, failure, false);
}

static tr_fault http_find(const tr__adapter *adapter, int http_code)
{
    for (const tr__halt *halt = adapter->halts; halt->http_code != 0; halt++)
        if (halt->http_code == http_code)
            return TR_FAULT_RATE;
    if (http_code == 429 || http_code == 418)
        return TR_FAULT_RATE;
    if (http_code == 401 || http_code == 407 || http_code == 511)
        return TR_FAULT_AUTH;
    if (http_code == 403 || http_code == 451)
        return TR_FAULT_PERMISSION;
    return http_code >= 500 || http_code == 408 ? TR_FAULT_BUSY : TR_FAULT_OTHER;
}

bool tr__call_is_changing(tr_call call)
{
    return call == TR_CALL_PLACE || call == TR_CALL_CANCEL || call == TR_CALL_AMEND ||
           call == TR_CALL_CANCEL_ALL || call == TR_CALL_LEVERAGE_SET ||
           call == TR_CALL_PLACE_STOP || call == TR_CALL_CANCEL_STOP;
}

void tr__adapter_fault(const tr__adapter *adapter, tr_kind kind, tr_call call,
                       tr_exchange_failure *failure)
{
    bool is_changing = tr__call_is_changing(call);
    tr_fault fault = tr__fault_find(adapter, tr_kind_name(kind), failure);
    bool is_told = fault != TR_FAULT_NONE;
    if (!is_told)
        fault = http_find(adapter, failure->http_code);
    failure->fault = fault;
    bool is_proof = fault != TR_FAULT_BUSY && fault != TR_FAULT_UNKNOWN_OUTCOME &&
                    fault != TR_FAULT_OTHER && fault != TR_FAULT_NONE;
    if (!is_told && fault != TR_FAULT_RATE && fault != TR_FAULT_AUTH)
        is_proof = false;
    failure->is_certain = !is_changing || is_proof;
}
