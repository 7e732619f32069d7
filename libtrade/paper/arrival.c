/* arrival.c: orders and cancels on their way to the market, for as long as the latency says. */
#include "paper/state.h"

static int64_t now_of(const tr_paper *paper)
{
    return paper->options.clock->now_ns(paper->options.clock->user);
}

static tr_status add(tr_paper *paper, const tr__paper_arrival *content, int64_t sent_ns)
{
    tr__paper_order *order = content->order;
    tr__paper_arrival *arrival = tr__allocate(paper->allocator, sizeof *arrival);
    if (arrival == NULL)
        return TR_E_NO_MEMORY;
    *arrival = *content;
    arrival->due_ns = sent_ns + paper->options.latency_ns;
    /* The latency is one for all, so that what was sent first arrives first, also when the clock steps back. */
    if (paper->arrival_last != NULL && arrival->due_ns < paper->arrival_last->due_ns)
        arrival->due_ns = paper->arrival_last->due_ns;
    if (paper->arrival_last == NULL)
        paper->arrival_first = arrival;
    else
        paper->arrival_last->next = arrival;
    paper->arrival_last = arrival;
    order->unsettled_count++; /* it is needed until then */
    return TR_OK;
}

tr_status tr__paper_arrival_add(tr_paper *paper, tr__paper_order *order, bool is_cancel,
                                int64_t sent_ns)
{
    return add(paper, &(tr__paper_arrival){ .order = order, .is_cancel = is_cancel }, sent_ns);
}

tr_status tr__paper_arrival_add_amend(tr_paper *paper, tr__paper_order *order,
                                      const tr__paper_wish *wish, int64_t sent_ns)
{
    return add(paper, &(tr__paper_arrival){ .order = order, .is_amend = true, .wish = *wish },
               sent_ns);
}

static tr_status take(tr_paper *paper, const tr__paper_arrival *arrival, int64_t at_ns)
{
    tr__paper_order *order = arrival->order;
    size_t fill_first = order->fill_count;
    if (arrival->is_amend)
        return tr__paper_amend(paper, order, &arrival->wish, at_ns);
    if (!arrival->is_cancel) {
        order->is_on_its_way = false;
        if (order->row.state != TR_PAPER_OPEN)
            return TR_OK;
        tr_status status = tr__paper_arrive(paper, order, at_ns);
        bool is_changed = order->fill_count > fill_first || order->row.state != TR_PAPER_OPEN;
        return status == TR_OK && is_changed
                   ? tr__paper_commit(paper, order, fill_first, false, at_ns)
                   : status;
    }
    if (order->row.state != TR_PAPER_OPEN) /* it came too late */
        return tr__paper_tell(paper, order, order->row.state != TR_PAPER_CANCELLED);
    tr__paper_close(order, TR_PAPER_CANCELLED, "");
    return tr__paper_commit(paper, order, fill_first, false, at_ns);
}

tr_status tr__paper_arrivals_run(tr_paper *paper)
{
    tr_status status = TR_OK;
    while (status == TR_OK && paper->arrival_first != NULL) {
        int64_t now_ns = now_of(paper);
        tr__paper_arrival *arrival = paper->arrival_first;
        if (arrival->due_ns > now_ns)
            break;
        paper->arrival_first = arrival->next;
        if (arrival->next == NULL)
            paper->arrival_last = NULL;
        tr__paper_order *order = arrival->order;
        order->unsettled_count--;
        status = take(paper, arrival, now_ns);
        tr__paper_order_forget(paper, order);
        tr__release(paper->allocator, arrival);
    }
    return status;
}

bool tr_paper_next_arrival(const tr_paper *paper, int64_t *due_ns_out)
{
    if (paper == NULL || paper->arrival_first == NULL || due_ns_out == NULL)
        return false;
    *due_ns_out = paper->arrival_first->due_ns;
    return true;
}

void tr__paper_arrivals_free(tr_paper *paper)
{
    while (paper->arrival_first != NULL) {
        tr__paper_arrival *next = paper->arrival_first->next;
        tr__release(paper->allocator, paper->arrival_first);
        paper->arrival_first = next;
    }
    paper->arrival_last = NULL;
}
