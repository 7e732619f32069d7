/* main.c: trade-exchange-sim: the scripted exchanges as a program. */
#include <errno.h>
#include <getopt.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "server.h"

#define SCRIPT_SIZE_MAX ((size_t)16 << 20)

static const char usage[] =
    "Usage: trade-exchange-sim [OPTIONS]\n"
    "\n"
    "Exchanges to trade against without money: the REST dialects of binance, bybit, coinbase and\n"
    "kraken over TLS, on this machine only, with the faults that a script asks for.\n"
    "\n"
    "  --port N              for clients; any free one unless said\n"
    "  --control-port N      for scripts: POST /script, GET /truth, GET /certificate; plain HTTP\n"
    "  --certificate FILE    write there what clients have to trust\n"
    "  --script FILE         what to begin with: accounts, keys, prices, faults\n"
    "  --seed N              of chance faults and made-up history; 1 unless said\n"
    "  --help\n";

static int wrong(const char *what, const char *value)
{
    fprintf(stderr, "trade-exchange-sim: %s%s\n", what, value);
    return 2;
}

static bool number_read(const char *text, unsigned long long max, unsigned long long *out)
{
    char *end = NULL;
    errno = 0;
    *out = strtoull(text, &end, 10);
    return errno == 0 && end != text && *end == '\0' && text[0] >= '0' && text[0] <= '9' &&
           *out <= max;
}

/* The whole file, to be released by free(); NULL when it cannot be read. */
static char *file_read(const char *path, size_t *size_out)
{
    FILE *file = fopen(path, "rb");
    char *text = file == NULL ? NULL : malloc(SCRIPT_SIZE_MAX);
    size_t size = text == NULL ? 0 : fread(text, 1, SCRIPT_SIZE_MAX, file);
    bool is_bad = file == NULL || text == NULL || ferror(file) != 0 || size == SCRIPT_SIZE_MAX;
    if (file != NULL)
        fclose(file);
    if (is_bad) {
        free(text);
        return NULL;
    }
    *size_out = size;
    return text;
}

int main(int argc, char **argv)
{
    static const struct option names[] = {
        { "port", required_argument, NULL, 'p' },
        { "control-port", required_argument, NULL, 'c' },
        { "certificate", required_argument, NULL, 'f' },
        { "script", required_argument, NULL, 's' },
        { "seed", required_argument, NULL, 'r' },
        { "help", no_argument, NULL, 'h' },
        { NULL, 0, NULL, 0 },
    };
    sim_server_options options = { .seed = 1 };
    const char *script_path = NULL;
    unsigned long long number = 0;
    for (int option = getopt_long(argc, argv, "", names, NULL); option != -1;
         option = getopt_long(argc, argv, "", names, NULL)) {
        if (option == 'h') {
            fputs(usage, stdout);
            return 0;
        }
        if (option == '?')
            return 2;
        if ((option == 'p' || option == 'c') && !number_read(optarg, 65535, &number))
            return wrong("a port is 0 to 65535, not ", optarg);
        if (option == 'r' && !number_read(optarg, UINT64_MAX, &number))
            return wrong("a seed is a whole number, not ", optarg);
        if (option == 'p')
            options.port = (uint16_t)number;
        else if (option == 'c')
            options.control_port = (uint16_t)number;
        else if (option == 'r')
            options.seed = number;
        else if (option == 'f')
            options.certificate_path = optarg;
        else
            script_path = optarg;
    }
    if (optind < argc)
        return wrong("one argument too many: ", argv[optind]);
    char *script = NULL;
    if (script_path != NULL) {
        script = file_read(script_path, &options.script_size);
        if (script == NULL)
            return wrong("the script cannot be read: ", script_path);
    }
    options.script = script;
    signal(SIGPIPE, SIG_IGN); /* a client that is gone is no reason to end */
    tr_error err = { 0 };
    tr_status status = sim_serve(&options, &err);
    free(script);
    if (status == TR_OK)
        return 0;
    fprintf(stderr, "trade-exchange-sim: %s\n", err.message);
    return 1;
}
