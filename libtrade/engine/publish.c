/* publish.c: events on their way to whoever listens: kept with their transaction, told when it is durable. */
#include <string.h>

#include "engine/work.h"

#define TOLD_BYTES_MAX (64u << 20)

void tr__publish_keep(work *w, const tr_event_row *row)
{
    if (w->engine->event == NULL)
        return;
    if (w->told.size_max == 0)
        tr__buffer_init(&w->told, TOLD_BYTES_MAX, w->engine->allocator);
    (void)tr__buffer_append(&w->told, row, sizeof *row); /* the buffer keeps its failure */
    (void)tr__buffer_append(&w->told, row->payload, row->payload_size);
}

/* Without memory they are told to nobody: they are in the log, where a gap in the numbers sends every listener. */
void tr__publish_tell(work *w)
{
    const tr_engine *engine = w->engine;
    if (w->told.size_max == 0 || w->told.status != TR_OK)
        return;
    for (size_t at = 0; at < w->told.size;) {
        tr_event_row row;
        memcpy(&row, w->told.bytes + at, sizeof row);
        at += sizeof row;
        row.payload = w->told.bytes + at;
        at += row.payload_size;
        engine->event(engine->event_user, &row);
    }
}
