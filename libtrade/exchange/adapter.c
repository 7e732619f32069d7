/* adapter.c: finding exchanges, their endpoints and hosts in the tables. */
#include "exchange/adapter.h"

#include <assert.h>
#include <string.h>

#include "exchange/adapters.h"

static_assert(TR__STOP_CALL(TR_CALL_OPEN_STOPS) + 1 == TR__STOP_CALL_COUNT, "a row for each");

#define ARRAY_COUNT(array) (sizeof(array) / sizeof((array)[0]))

const tr__adapter *tr__adapter_at(size_t index)
{
    return index < ARRAY_COUNT(tr__adapters) ? tr__adapters[index] : NULL;
}

const tr__adapter *tr__adapter_find(const char *name)
{
    for (size_t i = 0; name != NULL && i < ARRAY_COUNT(tr__adapters); i++)
        if (strcmp(tr__adapters[i]->info.name, name) == 0)
            return tr__adapters[i];
    return NULL;
}

const tr_exchange_info *tr_exchange_info_at(size_t index)
{
    const tr__adapter *adapter = tr__adapter_at(index);
    return adapter == NULL ? NULL : &adapter->info;
}

const tr_exchange_info *tr_exchange_info_find(const char *name)
{
    const tr__adapter *adapter = tr__adapter_find(name);
    return adapter == NULL ? NULL : &adapter->info;
}

const tr_exchange_product *tr__adapter_product(const tr__adapter *adapter, tr_kind kind)
{
    const tr_exchange_product *product = kind == TR_KIND_SPOT     ? &adapter->info.spot
                                         : kind == TR_KIND_LINEAR ? &adapter->info.linear
                                                                  : NULL;
    return product != NULL && product->is_offered ? product : NULL;
}

const tr__endpoint *tr__adapter_endpoint(const tr__adapter *adapter, tr_kind kind, tr_call call)
{
    if (tr__adapter_product(adapter, kind) == NULL || (unsigned int)call >= TR_CALL_COUNT)
        return NULL;
    tr__product product = kind == TR_KIND_SPOT ? TR__PRODUCT_SPOT : TR__PRODUCT_LINEAR;
    bool is_stop = call >= TR_CALL_PLACE_STOP && call <= TR_CALL_OPEN_STOPS;
    const tr__endpoint *table = is_stop ? adapter->stops[product] : adapter->endpoints[product];
    if (table == NULL)
        return NULL;
    const tr__endpoint *endpoint = &table[is_stop ? TR__STOP_CALL(call) : call];
    return endpoint->method == NULL ? NULL : endpoint;
}

bool tr_exchange_info_has(const tr_exchange_info *info, tr_kind kind, tr_call call)
{
    const tr__adapter *adapter = info == NULL ? NULL : tr__adapter_find(info->name);
    return adapter != NULL && tr__adapter_endpoint(adapter, kind, call) != NULL;
}

const char *tr__adapter_host(const tr__adapter *adapter, tr_kind kind, bool is_sandbox)
{
    const tr_exchange_product *product = tr__adapter_product(adapter, kind);
    if (product == NULL)
        return NULL;
    return is_sandbox ? product->sandbox_host : product->host;
}
