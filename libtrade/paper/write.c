/*
 * write.c: one change of one order as one transaction, and what is told when it is durable.
 *
 * The completions of the journal come in the order of the commits, so what is told comes in that order too.
 */
#include "paper/state.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

static tr_status write_order(tr_paper *paper, tr__paper_order *order, int64_t at_ns)
{
    int64_t known = order->row.version;
    order->row.updated_ns = at_ns;
    order->row.version++;
    return tr__journal_add(paper->journal, known == 0 ? TR_STORE_INSERT : TR_STORE_UPDATE,
                           TR_TABLE_PAPER_ORDER, &order->row, known);
}

static tr_status write_fill(tr_paper *paper, const tr__paper_order *order,
                            const tr__paper_fill *fill)
{
    tr_paper_fill_row row = { .fill_id = fill->fill_id,
                              .side = order->row.side,
                              .is_maker = fill->is_maker,
                              .price = fill->price,
                              .quantity = fill->quantity,
                              .fee = fill->fee,
                              .at_ns = fill->at_ns };
    memcpy(row.account, order->row.account, sizeof row.account);
    memcpy(row.client_id, order->row.client_id, sizeof row.client_id);
    memcpy(row.symbol, order->row.symbol, sizeof row.symbol);
    memcpy(row.fee_asset, order->fee_asset, sizeof row.fee_asset);
    return tr__journal_add(paper->journal, TR_STORE_INSERT, TR_TABLE_PAPER_FILL, &row, 0);
}

tr_status tr__paper_write_balance(tr_paper *paper, const tr__paper_account *account,
                                  tr__paper_balance *balance)
{
    tr_paper_balance_row row = { .total = { balance->total }, .version = balance->version + 1 };
    memcpy(row.account, account->name, sizeof row.account);
    memcpy(row.asset, balance->asset, sizeof row.asset);
    int64_t known = balance->version++;
    return tr__journal_add(paper->journal, known == 0 ? TR_STORE_INSERT : TR_STORE_UPDATE,
                           TR_TABLE_PAPER_BALANCE, &row, known);
}

tr_status tr__paper_write_position(tr_paper *paper, tr__paper_desk *desk)
{
    tr_paper_position_row row = { .quantity = desk->quantity,
                                  .cost = { desk->cost },
                                  .funded_ns = desk->funded_ns,
                                  .version = desk->position_version + 1 };
    memcpy(row.account, desk->account->name, sizeof row.account);
    memcpy(row.symbol, desk->market->instrument.symbol, sizeof row.symbol);
    int64_t known = desk->position_version++;
    return tr__journal_add(paper->journal, known == 0 ? TR_STORE_INSERT : TR_STORE_UPDATE,
                           TR_TABLE_PAPER_POSITION, &row, known);
}

static void report_init(tr_exchange_report *report, const tr_paper_order_row *row)
{
    memset(report, 0, sizeof *report);
    memcpy(report->account, row->account, sizeof report->account);
    memcpy(report->client_id, row->client_id, sizeof report->client_id);
    (void)snprintf(report->exchange_order_id, sizeof report->exchange_order_id, "%" PRId64,
                   row->exchange_order_id); /* 20 characters at most */
}

static void tell_state(const tr__paper_packet *packet, tr_report_kind kind, const char *reason)
{
    const tr_paper_order_row *row = &packet->order->row;
    tr_exchange_report report;
    report_init(&report, row);
    report.kind = kind;
    report.at_ns = kind == TR_REPORT_ACCEPTED ? row->created_ns : row->updated_ns;
    (void)snprintf(report.reason, sizeof report.reason, "%s", reason); /* a long one is cut */
    packet->paper->options.report(packet->paper->options.report_user, &report);
}

static void tell_fill(const tr__paper_packet *packet, const tr__paper_fill *fill)
{
    tr_exchange_report report;
    report_init(&report, &packet->order->row);
    report.kind = TR_REPORT_FILL;
    report.at_ns = fill->at_ns;
    (void)snprintf(report.exchange_fill_id, sizeof report.exchange_fill_id, "%" PRId64,
                   fill->fill_id);
    report.price = fill->price;
    report.quantity = fill->quantity;
    report.fee = fill->fee;
    report.is_maker = fill->is_maker;
    memcpy(report.fee_asset, packet->order->fee_asset, sizeof report.fee_asset);
    packet->paper->options.report(packet->paper->options.report_user, &report);
}

static void tell_funding(const tr__paper_packet *packet)
{
    tr_exchange_report report = { .kind = TR_REPORT_FUNDING,
                                  .at_ns = packet->funding.at_ns,
                                  .funding = packet->funding };
    memcpy(report.account, packet->funding.account, sizeof report.account);
    packet->paper->options.report(packet->paper->options.report_user, &report);
}

/* An order of the exchange's own: its execution is all that anybody hears of it. */
static void tell_liquidation(const tr__paper_packet *packet)
{
    const tr_paper_order_row *row = &packet->order->row;
    const tr__paper_fill *fill = &packet->order->fills[0];
    tr_exchange_report report;
    report_init(&report, row);
    report.kind = TR_REPORT_LIQUIDATION;
    report.at_ns = fill->at_ns;
    report.side = row->side;
    report.price = fill->price;
    report.quantity = fill->quantity;
    report.fee = fill->fee;
    (void)snprintf(report.exchange_fill_id, sizeof report.exchange_fill_id, "%" PRId64,
                   fill->fill_id);
    memcpy(report.symbol, row->symbol, sizeof report.symbol);
    memcpy(report.fee_asset, packet->order->fee_asset, sizeof report.fee_asset);
    packet->paper->options.report(packet->paper->options.report_user, &report);
}

void tr__paper_emit(const tr__paper_packet *packet)
{
    if (packet->is_funding) {
        tell_funding(packet);
        return;
    }
    if (tr__paper_is_liquidation(packet->order->row.client_id)) {
        tell_liquidation(packet);
        return;
    }
    if (packet->is_accepted_first)
        tell_state(packet, TR_REPORT_ACCEPTED, "");
    if (packet->is_amended)
        tell_state(packet, TR_REPORT_AMENDED, "");
    if (packet->is_set_off)
        tell_state(packet, TR_REPORT_TRIGGERED, "");
    for (size_t i = packet->fill_first; i < packet->fill_end; i++)
        tell_fill(packet, &packet->order->fills[i]);
    if (packet->has_closing)
        tell_state(packet, packet->closing,
                   packet->closing == TR_REPORT_ACCEPTED ? "" : packet->order->row.reason);
    if (packet->is_cancel_refused)
        tell_state(packet, TR_REPORT_CANCEL_REFUSED, "the order is already closed");
    if (packet->amend_refusal != NULL)
        tell_state(packet, TR_REPORT_AMEND_REFUSED, packet->amend_refusal);
}

void tr__paper_emit_bare(const tr_paper *paper, const char *account, const char *client_id,
                         tr_report_kind kind, const char *reason)
{
    tr_exchange_report report = { .kind = kind };
    report.at_ns = paper->options.clock->now_ns(paper->options.clock->user);
    report.asked_ns = paper->options.clock->monotonic_ns(paper->options.clock->user);
    (void)snprintf(report.account, sizeof report.account, "%s", account);
    (void)snprintf(report.client_id, sizeof report.client_id, "%s", client_id);
    (void)snprintf(report.reason, sizeof report.reason, "%s", reason);
    paper->options.report(paper->options.report_user, &report);
}

static tr_report_kind closing_of(const tr__paper_order *order)
{
    return order->row.state == TR_PAPER_FILLED      ? TR_REPORT_DONE
           : order->row.state == TR_PAPER_CANCELLED ? TR_REPORT_CANCELLED
           : order->row.state == TR_PAPER_REJECTED  ? TR_REPORT_REJECTED
                                                    : TR_REPORT_ACCEPTED;
}

/* The journal's word on a transaction. */
static void on_durable(void *user, tr_status status)
{
    tr__paper_packet *packet = user;
    tr_paper *paper = packet->paper;
    assert(paper->packet_first == packet);
    paper->packet_first = packet->next;
    if (packet->next == NULL)
        paper->packet_last = NULL;
    if (status == TR_OK)
        tr__paper_emit(packet);
    if (packet->order != NULL) {
        packet->order->unsettled_count--;
        tr__paper_order_forget(paper, packet->order);
    }
    tr__release(paper->allocator, packet);
}

/* Close the open transaction and let `content` follow it. */
static tr_status send_behind(tr_paper *paper, const tr__paper_packet *content)
{
    tr__paper_packet *packet = tr__allocate(paper->allocator, sizeof *packet);
    if (packet == NULL)
        return TR_E_NO_MEMORY;
    *packet = *content;
    tr_status status = tr__journal_commit(paper->journal, on_durable, packet);
    if (status != TR_OK) {
        tr__release(paper->allocator, packet);
        return status;
    }
    if (packet->order != NULL)
        packet->order->unsettled_count++;
    if (paper->packet_last == NULL)
        paper->packet_first = packet;
    else
        paper->packet_last->next = packet;
    paper->packet_last = packet;
    return TR_OK;
}

tr_status tr__paper_commit(tr_paper *paper, tr__paper_order *order, size_t fill_first,
                           bool is_accepted_first, int64_t at_ns)
{
    tr_status status = write_order(paper, order, at_ns);
    for (size_t i = fill_first; status == TR_OK && i < order->fill_count; i++)
        status = write_fill(paper, order, &order->fills[i]);
    if (status == TR_OK && order->fill_count > fill_first)
        status = tr__paper_is_swap(order->desk->market)
                     ? tr__paper_write_position(paper, order->desk)
                     : tr__paper_write_balance(paper, order->desk->account, order->desk->base);
    if (status == TR_OK && order->fill_count > fill_first)
        status = tr__paper_write_balance(paper, order->desk->account, order->desk->quote);
    if (status != TR_OK)
        return status;
    tr__paper_packet packet = { .paper = paper,
                                .order = order,
                                .fill_first = fill_first,
                                .fill_end = order->fill_count,
                                .is_accepted_first = is_accepted_first,
                                .is_amended = order->is_amended,
                                .is_set_off = order->is_set_off,
                                .has_closing = order->row.state != TR_PAPER_OPEN,
                                .closing = closing_of(order) };
    order->is_amended = false;
    order->is_set_off = false;
    return send_behind(paper, &packet);
}

tr_status tr__paper_tell_funding(tr_paper *paper, const tr_funding_payment *funding)
{
    tr__paper_packet packet = { .paper = paper, .is_funding = true, .funding = *funding };
    return send_behind(paper, &packet);
}

tr_status tr__paper_tell_amend(tr_paper *paper, tr__paper_order *order, const char *reason)
{
    tr__paper_packet packet = { .paper = paper, .order = order, .amend_refusal = reason };
    if (order->unsettled_count > 0)
        return send_behind(paper, &packet);
    tr__paper_emit(&packet);
    return TR_OK;
}

/* Everything that has become of an order so far: now when all of it is durable, else as soon as it is. */
tr_status tr__paper_tell(tr_paper *paper, tr__paper_order *order, bool is_cancel_refused)
{
    tr__paper_packet packet = { .paper = paper,
                                .order = order,
                                .fill_end = order->fill_count,
                                .is_set_off = order->row.is_triggered,
                                .is_cancel_refused = is_cancel_refused,
                                .has_closing = true,
                                .closing = closing_of(order) };
    if (order->unsettled_count > 0)
        return send_behind(paper, &packet);
    tr__paper_emit(&packet);
    return TR_OK;
}
