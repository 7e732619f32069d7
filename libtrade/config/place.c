/* place.c: where configuration and data live. */
#include <trade/config.h>

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "config/loaded.h"
#include "core/fail.h"

static bool join(char *buffer, size_t size, const char *a, const char *b, const char *c)
{
    int length = snprintf(buffer, size, "%s%s%s", a, b, c);
    return length >= 0 && (size_t)length < size;
}

/* A checkout is told by what only a checkout has: the build file beside the public headers. */
static bool is_checkout(const char *directory)
{
    static const char *const signs[] = { "/meson.build", "/include/trade/config.h" };
    char path[TR_CONFIG_PATH_SIZE];
    struct stat about;
    for (size_t i = 0; i < sizeof signs / sizeof signs[0]; i++)
        if (!join(path, sizeof path, directory, signs[i], "") || stat(path, &about) != 0)
            return false;
    return true;
}

/* `path` without slashes at its end, absolute. */
static bool make_absolute(char *buffer, size_t size, const char *directory, const char *path)
{
    bool is_absolute = path[0] == '/';
    if (!join(buffer, size, is_absolute ? "" : directory, is_absolute ? "" : "/", path))
        return false;
    size_t length = strlen(buffer);
    while (length > 0 && buffer[length - 1] == '/')
        buffer[--length] = '\0';
    return true;
}

tr_status tr_config_locate(const char *trade_home, const char *working_directory,
                           tr_config_place *out, tr_error *err)
{
    char home[TR_CONFIG_PATH_SIZE];
    if (out == NULL || working_directory == NULL || working_directory[0] != '/')
        return tr__fail(err, TR_E_INVALID, 0, "an absolute working directory is needed");
    bool has_home = trade_home != NULL && trade_home[0] != '\0';
    tr_config_place place = { .config_dir = "/etc/libtrade", .data_dir = "/var/lib/libtrade" };
    if (has_home || is_checkout(working_directory)) {
        if (!make_absolute(home, sizeof home, working_directory, has_home ? trade_home : "var") ||
            !join(place.config_dir, sizeof place.config_dir, home, "/config", "") ||
            !join(place.data_dir, sizeof place.data_dir, home, "/data", ""))
            return tr__fail(err, TR_E_RANGE, 0, "the home's path is longer than %d bytes",
                            TR_CONFIG_PATH_SIZE - 1);
    }
    *out = place;
    return TR_OK;
}

tr_status tr_config_database_path(const tr_config *config, char *buffer, size_t size, tr_error *err)
{
    static const char scheme[] = "sqlite:///";
    const char *url = NULL;
    if (config == NULL || buffer == NULL || size == 0)
        return tr__fail(err, TR_E_INVALID, 0, "a configuration and a buffer are needed");
    tr_status status = tr_config_get_text(config, "database.url", &url);
    if (status != TR_OK)
        return tr__fail(err, status, 0, "database.url is unset");
    if (strncmp(url, scheme, sizeof scheme - 1) != 0)
        return tr__fail(
            err, TR_E_UNSUPPORTED, 0,
            "database.url names a server; this version stores in SQLite: sqlite:///file");
    const char *file = url + sizeof scheme - 1;
    const char *directory = config->data_dir;
    bool is_relative = file[0] != '/' && directory != NULL;
    if (!join(buffer, size, is_relative ? directory : "", is_relative ? "/" : "", file)) {
        buffer[0] = '\0';
        return tr__fail(err, TR_E_RANGE, 0, "the database's path is longer than %zu bytes",
                        size - 1);
    }
    return TR_OK;
}
