/* loop.h: what the server needs of the loop beyond serve.h. */
#ifndef SERVE_LOOP_H
#define SERVE_LOOP_H

#include "queue.h"
#include "serve/serve.h"

/* Where other threads hand in work; lives until the loop is freed, longer for who holds it. */
serve_queue *loop_queue(serve_loop *loop);

#endif
