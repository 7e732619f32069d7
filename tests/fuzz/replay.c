/*
 * replay.c: runs a fuzz target over a corpus folder and over seeded mutations of its files, and prints TAP.
 *
 * Usage: fuzz_NAME CORPUS_DIR [MUTATION_COUNT [SEED]], or fuzz_NAME FILE for one input in this process.
 * Each corpus file gets a child process of its own, so that one crash is one "not ok"; the input that
 * crashed is then written to the current folder, ready to be replayed alone.
 */
#include <dirent.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <trade/rng.h>

#define MUTATION_COUNT_DEFAULT 2000
#define MUTATIONS_PER_FILE_MIN 20
#define SEED_DEFAULT           1
#define INPUT_SIZE_MAX         (256 * 1024)
#define CHANGES_MAX            8

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

typedef struct input {
    char *path;
    const char *name; /* the path's last part */
    uint8_t *bytes;
    size_t size;
} input;

static void stop(const char *what, const char *path)
{
    fprintf(stderr, "%s: ", path);
    perror(what);
    exit(EXIT_FAILURE);
}

static void *allocate(size_t size)
{
    void *memory = malloc(size > 0 ? size : 1);
    if (memory == NULL)
        stop("malloc", "replay");
    return memory;
}

static uint8_t *read_whole(const char *path, size_t *size_out)
{
    FILE *file = fopen(path, "rb");
    uint8_t *bytes = allocate(INPUT_SIZE_MAX);
    if (file == NULL)
        stop("fopen", path);
    *size_out = fread(bytes, 1, INPUT_SIZE_MAX, file);
    if (ferror(file) || fclose(file) != 0)
        stop("fread", path);
    return bytes;
}

/* The target sees memory of exactly the input's size, so that a sanitizer sees every read beyond it. */
static void run_one(const uint8_t *bytes, size_t size)
{
    uint8_t *exact = allocate(size);
    memcpy(exact, bytes, size);
    (void)LLVMFuzzerTestOneInput(exact, size); /* always 0 */
    free(exact);
}

/* ---- mutations ------------------------------------------------------------------------------- */

typedef struct mutant {
    uint8_t *bytes; /* INPUT_SIZE_MAX of room */
    size_t size;
} mutant;

/* Make `count` bytes of room at `at`; less near the maximum. */
static size_t open_gap(mutant *to, size_t at, size_t count)
{
    if (count > INPUT_SIZE_MAX - to->size)
        count = INPUT_SIZE_MAX - to->size;
    memmove(to->bytes + at + count, to->bytes + at, to->size - at);
    to->size += count;
    return count;
}

static void close_gap(mutant *to, size_t at, size_t count)
{
    memmove(to->bytes + at, to->bytes + at + count, to->size - at - count);
    to->size -= count;
}

/* Pieces on which parsers of text and of protocols tend to stumble. */
static void insert_token(mutant *to, size_t at, tr_rng *rng)
{
    static const char *const tokens[] = {
        "-", ".", "e", "E+", "0", "00", "9", "5", "1e999", "-0", "999999999999999999999999",
        "170141183460469231731.687303715884105727", "0.0000000000000000005", "NaN", "true", "null",
        "\"", "\\", "\\u0000", "\\ud800", "{", "}", "[", "]", ":", ",", "\r\n", "\n", "\t", " ",
        "\xEF\xBB\xBF", "\xFF", "\xC3", "\xED\xA0\x80", "&a", "*a", "- ", "? ", "#", "'", "%00",
        "Content-Length: 0\r\n", "Transfer-Encoding: chunked\r\n", "Host: a\r\n", "/../", "=", ";",
    };
    const char *token = tokens[tr_rng_below(rng, sizeof tokens / sizeof tokens[0])];
    size_t count = open_gap(to, at, strlen(token));
    memcpy(to->bytes + at, token, count);
}

static void change_once(mutant *to, const input *other, tr_rng *rng)
{
    size_t at = tr_rng_below(rng, to->size + 1);
    size_t left = to->size - at;
    size_t count = tr_rng_below(rng, (left < 64 ? left : 64) + 1);
    switch (tr_rng_below(rng, 8)) {
    case 0:
        if (left > 0)
            to->bytes[at] ^= (uint8_t)(1u << tr_rng_below(rng, 8));
        break;
    case 1:
        if (left > 0)
            to->bytes[at] = (uint8_t)tr_rng_next(rng);
        break;
    case 2:
        if (open_gap(to, at, 1) == 1)
            to->bytes[at] = (uint8_t)tr_rng_next(rng);
        break;
    case 3: close_gap(to, at, count); break;
    case 4: /* say a piece twice */
        count = open_gap(to, at, count);
        memmove(to->bytes + at, to->bytes + at + count, count);
        break;
    case 5: insert_token(to, at, rng); break;
    case 6: /* go on with the rest of another input */
        to->size = at;
        if (other->size > 0) {
            size_t from = tr_rng_below(rng, other->size);
            count = open_gap(to, at, other->size - from);
            memcpy(to->bytes + at, other->bytes + from, count);
        }
        break;
    default: to->size = at; break;
    }
}

/* Depends on nothing but its arguments: the parent makes the crashed child's input again. */
static void mutate(mutant *to, const input *inputs, size_t input_count, size_t input_index,
                   uint64_t seed, size_t mutation_index)
{
    tr_rng rng;
    tr_rng_init(&rng, seed + input_index * UINT64_C(1000003) + mutation_index);
    to->size = inputs[input_index].size;
    memcpy(to->bytes, inputs[input_index].bytes, to->size);
    size_t changes = 1 + tr_rng_below(&rng, CHANGES_MAX);
    for (size_t i = 0; i < changes; i++)
        change_once(to, &inputs[tr_rng_below(&rng, input_count)], &rng);
}

/* ---- the run --------------------------------------------------------------------------------- */

static int is_file(const struct dirent *entry)
{
    return entry->d_name[0] != '.';
}

/* In the order of names, so that every machine replays alike. */
static int by_bytes(const struct dirent **a, const struct dirent **b)
{
    return strcmp((*a)->d_name, (*b)->d_name);
}

static input *load_corpus(const char *folder, size_t *count_out)
{
    struct dirent **entries;
    int count = scandir(folder, &entries, is_file, by_bytes);
    if (count < 0)
        stop("scandir", folder);
    input *inputs = allocate((size_t)count * sizeof *inputs);
    for (int i = 0; i < count; i++) {
        size_t path_size = strlen(folder) + strlen(entries[i]->d_name) + 2;
        inputs[i].path = allocate(path_size);
        (void)snprintf(inputs[i].path, path_size, "%s/%s", folder, entries[i]->d_name);
        inputs[i].name = inputs[i].path + strlen(folder) + 1;
        inputs[i].bytes = read_whole(inputs[i].path, &inputs[i].size);
        free(entries[i]);
    }
    free(entries);
    *count_out = (size_t)count;
    return inputs;
}

static void free_corpus(input *inputs, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        free(inputs[i].path);
        free(inputs[i].bytes);
    }
    free(inputs);
}

static void write_crash(const char *name, size_t mutation_count, const mutant *crashed)
{
    char path[512];
    (void)snprintf(path, sizeof path, "crash-%s-%zu", name, mutation_count);
    FILE *file = fopen(path, "wb");
    if (file == NULL)
        stop("fopen", path);
    bool is_written = fwrite(crashed->bytes, 1, crashed->size, file) == crashed->size;
    if (fclose(file) != 0 || !is_written)
        stop("fwrite", path);
    printf("# written to %s\n", path);
}

/* The child's way: the plain input first, then each mutation; `progress` tells the parent how far. */
static void run_file(const input *inputs, size_t input_count, size_t input_index,
                     size_t mutation_count, uint64_t seed, mutant *scratch,
                     volatile size_t *progress)
{
    *progress = 0;
    run_one(inputs[input_index].bytes, inputs[input_index].size);
    for (size_t i = 1; i <= mutation_count; i++) {
        *progress = i;
        mutate(scratch, inputs, input_count, input_index, seed, i);
        run_one(scratch->bytes, scratch->size);
    }
}

static bool replay_corpus(const char *folder, size_t mutation_count, uint64_t seed)
{
    size_t count;
    bool is_good = true;
    input *inputs = load_corpus(folder, &count);
    mutant scratch = { .bytes = allocate(INPUT_SIZE_MAX) };
    volatile size_t *progress = mmap(NULL, sizeof *progress, PROT_READ | PROT_WRITE,
                                     MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (progress == MAP_FAILED)
        stop("mmap", folder);
    size_t per_file = count > 0 ? mutation_count / count : 0;
    if (mutation_count > 0 && per_file < MUTATIONS_PER_FILE_MIN)
        per_file = MUTATIONS_PER_FILE_MIN;
    printf("1..%zu\n# seed %" PRIu64 ", %zu mutations of each input\n", count, seed, per_file);
    for (size_t i = 0; i < count; i++) {
        (void)fflush(stdout); /* or the child would print it again */
        pid_t child = fork();
        if (child < 0)
            stop("fork", inputs[i].name);
        if (child == 0) {
            run_file(inputs, count, i, per_file, seed, &scratch, progress);
            _exit(EXIT_SUCCESS);
        }
        int state = 0;
        if (waitpid(child, &state, 0) != child)
            stop("waitpid", inputs[i].name);
        bool is_ok = WIFEXITED(state) && WEXITSTATUS(state) == EXIT_SUCCESS;
        printf("%s %zu - %s\n", is_ok ? "ok" : "not ok", i + 1, inputs[i].name);
        if (!is_ok) {
            printf("# ended with state %d at mutation %zu\n", state, *progress);
            scratch.size = inputs[i].size;
            memcpy(scratch.bytes, inputs[i].bytes, scratch.size);
            if (*progress > 0)
                mutate(&scratch, inputs, count, i, seed, *progress);
            write_crash(inputs[i].name, *progress, &scratch);
            is_good = false;
        }
    }
    if (count == 0)
        printf("# the corpus is empty\n");
    free(scratch.bytes);
    free_corpus(inputs, count);
    (void)munmap((void *)(uintptr_t)progress, sizeof *progress); /* the process ends anyway */
    return is_good && count > 0;
}

int main(int argument_count, char **arguments)
{
    struct stat about;
    if (argument_count < 2 || argument_count > 4 || stat(arguments[1], &about) != 0) {
        fprintf(stderr, "usage: %s CORPUS_DIR [MUTATION_COUNT [SEED]] | FILE\n", arguments[0]);
        return 2;
    }
    if (!S_ISDIR(about.st_mode)) {
        size_t size;
        uint8_t *bytes = read_whole(arguments[1], &size);
        run_one(bytes, size);
        free(bytes);
        return EXIT_SUCCESS;
    }
    size_t mutation_count = MUTATION_COUNT_DEFAULT;
    uint64_t seed = SEED_DEFAULT;
    if (argument_count > 2)
        mutation_count = (size_t)strtoumax(arguments[2], NULL, 10);
    if (argument_count > 3)
        seed = strtoumax(arguments[3], NULL, 10);
    return replay_corpus(arguments[1], mutation_count, seed) ? EXIT_SUCCESS : EXIT_FAILURE;
}
