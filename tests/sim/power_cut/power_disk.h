/*
 * power_disk.h: a disk that forgets what was not synced, as a file system of SQLite's (a VFS).
 *
 * Every file has the content that programs see and the content that is safe. Writes and truncations between
 * two syncs are kept one by one. When the power fails, a random choice of them survives: none, all,
 * a beginning whose last write is torn, or any subset of 512-byte sectors in any mixture, later ones
 * without earlier ones. Names that were made or removed and not synced may be there or not.
 *
 * A sector itself is atomic, and a write leaves the other sectors alone: what SQLite calls powersafe
 * overwrite and assumes of every disk by default.
 *
 * Shared memory for the write-ahead log's index is implemented, so that the store runs exactly as in
 * production, readers included; it vanishes with the power.
 */
#ifndef TESTS_SIM_POWER_DISK_H
#define TESTS_SIM_POWER_DISK_H

#include <stdbool.h>
#include <stdint.h>

typedef struct power_disk power_disk;

/* Registers a VFS of this name until the disk is freed. */
power_disk *power_disk_new(const char *vfs_name, uint64_t seed);
void power_disk_free(power_disk *disk);

/* The power fails at the nth write, sync, truncation, deletion or shared-memory call from now; 0: never. */
void power_disk_plan(power_disk *disk, int64_t operation);

/* The power fails now. */
void power_disk_cut(power_disk *disk);
bool power_disk_is_off(power_disk *disk);

/* Power again: files hold what survived. Every file must have been closed. */
void power_disk_restart(power_disk *disk);

/* Operations of the planned kinds so far. */
int64_t power_disk_operations(power_disk *disk);
int64_t power_disk_syncs(power_disk *disk);

#endif
