/*
 * server.h: the scripted exchanges behind sockets: TLS for clients, plain HTTP for scripts, both on the loopback only.
 *
 * A thin shell: it collects the bytes of a request, asks sim_exchange_answer, and carries out what that says.
 */
#ifndef SIM_EXCHANGE_SERVER_H
#define SIM_EXCHANGE_SERVER_H

#include "certificate.h"
#include "sim.h"

#define SIM_SERVER_EXCHANGE_MAX 8

/* All dialects at once; each request goes to the one that owns its path. */
typedef struct sim_exchanges {
    sim_exchange *exchanges[SIM_SERVER_EXCHANGE_MAX];
    const char *names[SIM_SERVER_EXCHANGE_MAX];
    size_t count;
} sim_exchanges;

tr_status sim_exchanges_open(uint64_t seed, int64_t now_ns, sim_exchanges *out, tr_error *err);
void sim_exchanges_close(sim_exchanges *all);

/* The one that owns a target; the first one for a target that nobody owns. */
sim_exchange *sim_exchanges_owner(const sim_exchanges *all, const char *target);

/*
 * A script for all of them: a line "exchange NAME" says whose the lines behind it are ("all" again for everybody's).
 * TR_E_PARSE naming the line.
 */
tr_status sim_exchanges_script(sim_exchanges *all, const char *text, size_t size, int64_t now_ns,
                               tr_error *err);

/* A request of the control port: its answer as HTTP, to be released by free(). */
char *sim_control_answer(sim_exchanges *all, const sim_certificate *certificate, const char *bytes,
                         size_t size, int64_t now_ns, size_t *size_out);

typedef struct sim_server_options {
    uint16_t port;         /* 0: any */
    uint16_t control_port; /* likewise */
    uint64_t seed;
    const char *script; /* text; may be NULL */
    size_t script_size;
    const char *certificate_path; /* where to write what clients have to trust; NULL: nowhere */
} sim_server_options;

/* Serve until SIGINT or SIGTERM; says on stdout where. */
tr_status sim_serve(const sim_server_options *options, tr_error *err);

#endif
