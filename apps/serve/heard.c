/* heard.c: see heard.h. What cannot be asked counts as heard: then its time is up. */
#include "heard.h"

#include <linux/tcp.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>

static bool info_read(int descriptor, struct tcp_info *out)
{
    socklen_t size = sizeof *out;
    return getsockopt(descriptor, IPPROTO_TCP, TCP_INFO, out, &size) == 0;
}

bool heard_anything(int descriptor)
{
    struct tcp_info info = { 0 };
    return !info_read(descriptor, &info) || info.tcpi_bytes_received > 0;
}

bool heard_within(int descriptor, uint64_t span_ms)
{
    struct tcp_info info = { 0 };
    return !info_read(descriptor, &info) || info.tcpi_last_data_recv < span_ms;
}

bool heard_end(int descriptor)
{
    struct pollfd asked = { .fd = descriptor, .events = POLLRDHUP };
    return poll(&asked, 1, 0) > 0 && (asked.revents & (POLLRDHUP | POLLHUP | POLLERR)) != 0;
}
