/* secret_in.c: see secret_in.h. Bytes lie in one buffer, wiped before it is left. */
#include "tbctl/secret_in.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/stat.h>
#include <termios.h>
#include <unistd.h>

#define SECRET_SIZE_MAX 16384

typedef struct typed {
    char bytes[SECRET_SIZE_MAX + 3]; /* and a line end that does not count */
    size_t size;
} typed;

/* ---- files and descriptors ------------------------------------------------------------------- */

static tr_status read_all(int file, const char *name, typed *out, tr_error *err)
{
    out->size = 0;
    for (;;) {
        ssize_t got = read(file, out->bytes + out->size, sizeof out->bytes - out->size);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return tbctl_fail(err, TR_E_IO, "%s cannot be read: %s", name, strerror(errno));
        if (got == 0)
            return TR_OK;
        out->size += (size_t)got;
        if (out->size == sizeof out->bytes)
            return tbctl_fail(err, TR_E_RANGE, "%s holds more than %d bytes", name,
                              SECRET_SIZE_MAX);
    }
}

static tr_status read_file(const char *path, typed *out, tr_error *err)
{
    struct stat about;
    int file = open(path, O_RDONLY | O_CLOEXEC);
    if (file < 0)
        return tbctl_fail(err, TR_E_NOT_FOUND, "%s cannot be opened: %s", path, strerror(errno));
    tr_status status = TR_OK;
    if (fstat(file, &about) != 0)
        status = tbctl_fail(err, TR_E_IO, "%s: %s", path, strerror(errno));
    else if (S_ISREG(about.st_mode) && (about.st_mode & 077) != 0)
        status = tbctl_fail(err, TR_E_DENIED, "%s may be read by others (mode %03o): chmod 600 %s",
                            path, (unsigned)about.st_mode & 0777u, path);
    if (status == TR_OK)
        status = read_all(file, path, out, err);
    (void)close(file); /* it was only read */
    return status;
}

static tr_status read_descriptor(int64_t number, typed *out, tr_error *err)
{
    char name[48];
    (void)snprintf(name, sizeof name, "descriptor %lld", (long long)number);
    return read_all((int)number, name, out, err);
}

/* ---- the terminal ---------------------------------------------------------------------------- */

/* Wait for the line or a signal; 0, or the signal's number. */
static int wait_for_line(int terminal, int signals)
{
    struct pollfd waits[] = { { terminal, POLLIN, 0 }, { signals, POLLIN, 0 } };
    while (poll(waits, 2, -1) < 0 && errno == EINTR)
        continue;
    struct signalfd_siginfo info;
    if ((waits[1].revents & POLLIN) != 0 &&
        read(signals, &info, sizeof info) == (ssize_t)sizeof info)
        return (int)info.ssi_signo;
    return 0;
}

/* One line without echo. It is asked for when the echo is off: an answer that is typed at once, or by a program, is neither
   shown nor thrown away. The terminal gets its echo back before a signal is let through. */
static tr_status read_line(int terminal, const char *prompt, typed *out, tr_error *err)
{
    struct termios before, quiet;
    sigset_t caught, kept;
    if (tcgetattr(terminal, &before) != 0)
        return tbctl_fail(err, TR_E_IO, "the terminal cannot be asked: %s", strerror(errno));
    sigemptyset(&caught);
    sigaddset(&caught, SIGINT);
    sigaddset(&caught, SIGTERM);
    sigaddset(&caught, SIGHUP);
    sigaddset(&caught, SIGQUIT);
    sigaddset(&caught, SIGTSTP);
    int signals = signalfd(-1, &caught, SFD_CLOEXEC);
    if (signals < 0 || sigprocmask(SIG_BLOCK, &caught, &kept) != 0) {
        if (signals >= 0)
            (void)close(signals);
        return tbctl_fail(err, TR_E_IO, "signals cannot be held back: %s", strerror(errno));
    }
    quiet = before;
    quiet.c_lflag &= ~(tcflag_t)(ECHO | ECHONL);
    tr_status status =
        tcsetattr(terminal, TCSAFLUSH, &quiet) == 0
            ? TR_OK
            : tbctl_fail(err, TR_E_IO, "the terminal keeps its echo: %s", strerror(errno));
    if (status == TR_OK)
        (void)!write(terminal, prompt, strlen(prompt)); /* who does not see it types nothing */
    int caught_number = status == TR_OK ? wait_for_line(terminal, signals) : 0;
    ssize_t got = 0;
    if (status == TR_OK && caught_number == 0)
        got = read(terminal, out->bytes, sizeof out->bytes - 1);
    (void)tcsetattr(terminal, TCSAFLUSH, &before); /* as it was, as far as it goes */
    (void)sigprocmask(SIG_SETMASK, &kept, NULL);
    (void)close(signals);
    (void)!write(terminal, "\n", 1); /* the one that was typed was not shown */
    if (caught_number != 0) {
        (void)raise(caught_number);
        return tbctl_fail(err, TR_E_CLOSED, "interrupted");
    }
    out->size = got > 0 ? (size_t)got : 0;
    if (status == TR_OK && got < 0)
        status = tbctl_fail(err, TR_E_IO, "the terminal cannot be read: %s", strerror(errno));
    return status;
}

static void cut_line_end(typed *out)
{
    if (out->size > 0 && out->bytes[out->size - 1] == '\n')
        out->size--;
    if (out->size > 0 && out->bytes[out->size - 1] == '\r')
        out->size--;
}

static tr_status ask(int terminal, const char *prompt, const char *again, typed *out, tr_error *err)
{
    char line[128];
    (void)snprintf(line, sizeof line, "%s%s: ", prompt, again);
    tr_status status = read_line(terminal, line, out, err);
    cut_line_end(out);
    return status;
}

static tr_status read_terminal(const tbctl_secret_source *source, typed *out, tr_error *err)
{
    char file[48], descriptor[48];
    int terminal = open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY);
    tbctl_option_name(source->file_option, file, sizeof file);
    tbctl_option_name(source->descriptor_option, descriptor, sizeof descriptor);
    if (terminal < 0)
        return tbctl_fail(err, TR_E_INVALID, "%s: there is no terminal to ask on; use --%s or --%s",
                          source->prompt, file, descriptor);
    tr_status status = ask(terminal, source->prompt, "", out, err);
    if (status == TR_OK && source->is_asked_twice) {
        typed second = { .size = 0 };
        status = ask(terminal, source->prompt, ", once more", &second, err);
        if (status == TR_OK &&
            (second.size != out->size || memcmp(second.bytes, out->bytes, out->size) != 0))
            status = tbctl_fail(err, TR_E_INVALID, "%s: the two are not the same", source->prompt);
        explicit_bzero(&second, sizeof second);
    }
    if (status == TR_OK && out->size > 11 && memcmp(out->bytes, "-----BEGIN ", 11) == 0)
        status =
            tbctl_fail(err, TR_E_INVALID, "a key of several lines cannot be typed: use --%s", file);
    (void)close(terminal);
    return status;
}

/* ---- all of it ------------------------------------------------------------------------------- */

bool tbctl_secret_is_given(const tr_command_call *call, const tbctl_secret_source *source)
{
    return tr_call_has(call, source->file_option) || tr_call_has(call, source->descriptor_option);
}

/* From here on this process holds what nobody else may read: no core dumps, no debugger of the same user. */
static void close_process(void)
{
    (void)setrlimit(RLIMIT_CORE, &(struct rlimit){ 0, 0 }); /* lowering it is always allowed */
    (void)prctl(PR_SET_DUMPABLE, 0);
}

tr_status tbctl_secret_read(const tr_command_call *call, const tbctl_secret_source *source,
                            tr_secret **out, tr_error *err)
{
    typed text = { .size = 0 };
    tr_status status = TR_OK;
    close_process();
    if (tr_call_has(call, source->file_option) && tr_call_has(call, source->descriptor_option))
        status = tbctl_fail(err, TR_E_INVALID, "%s: it comes from a file or a descriptor, not both",
                            source->prompt);
    else if (tr_call_has(call, source->file_option))
        status = read_file(tr_call_text(call, source->file_option), &text, err);
    else if (tr_call_has(call, source->descriptor_option))
        status = read_descriptor(tr_call_int(call, source->descriptor_option), &text, err);
    else
        status = read_terminal(source, &text, err);
    if (status == TR_OK)
        cut_line_end(&text);
    if (status == TR_OK && text.size == 0)
        status = tbctl_fail(err, TR_E_INVALID, "%s: nothing was given", source->prompt);
    if (status == TR_OK && memchr(text.bytes, '\0', text.size) != NULL)
        status = tbctl_fail(err, TR_E_INVALID, "%s: a zero byte is no part of it", source->prompt);
    if (status == TR_OK && text.size > SECRET_SIZE_MAX)
        status =
            tbctl_fail(err, TR_E_RANGE, "%s: more than %d bytes", source->prompt, SECRET_SIZE_MAX);
    if (status == TR_OK && tr_secret_new(text.bytes, text.size, out) != TR_OK)
        status = tbctl_fail(err, TR_E_NO_MEMORY, "no memory");
    explicit_bzero(&text, sizeof text);
    return status;
}
