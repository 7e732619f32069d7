/* power_disk.c: the disk that forgets, see power_disk.h. */
#include "power_disk.h"

#include <assert.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include <sqlite3.h>

#include <trade/rng.h>

#define NAMES_MAX   16
#define NAME_SIZE   512
#define SECTOR      512
#define REGIONS_MAX 64

/* A change that is not safe yet. */
typedef struct change {
    struct change *next;
    bool is_truncation;
    int64_t offset; /* or the new size */
    size_t size;
    unsigned char bytes[];
} change;

typedef struct content {
    unsigned char *bytes;
    size_t size;
    size_t capacity;
} content;

typedef struct inode {
    content now;
    content safe;
    change *first, **last;
    struct power_file *reserved, *exclusive; /* holders of SQLite's file locks */
    int shared_count;
    void *regions[REGIONS_MAX];
    int region_count;
    int shm_shared[SQLITE_SHM_NLOCK];
    struct power_file *shm_exclusive[SQLITE_SHM_NLOCK];
    struct inode *all_next;
} inode;

/* What a name stands for: seen by programs, and on the disk. */
typedef struct entry {
    char name[NAME_SIZE];
    inode *now, *safe;
} entry;

struct power_disk {
    sqlite3_vfs vfs;
    pthread_mutex_t mutex;
    tr_rng rng;
    entry entries[NAMES_MAX];
    int entry_count;
    inode *all;
    int64_t operations, syncs, cut_in;
    bool is_off;
    int open_count;
};

typedef struct power_file {
    sqlite3_file base;
    power_disk *disk;
    inode *node;
    int lock;
    unsigned shm_shared, shm_exclusive; /* bits */
    bool is_read_only;
    bool syncs_folder; /* with its next sync */
} power_file;

static void *must(void *memory)
{
    if (memory == NULL)
        abort(); /* a test without memory has no result */
    return memory;
}

/* ---- contents -------------------------------------------------------------------------------- */

static void content_resize(content *c, size_t size)
{
    if (size > c->capacity) {
        c->capacity = size * 2 + 4096;
        c->bytes = must(realloc(c->bytes, c->capacity));
    }
    if (size > c->size)
        memset(c->bytes + c->size, 0, size - c->size);
    c->size = size;
}

static void content_write(content *c, int64_t offset, const void *bytes, size_t size)
{
    size_t end = (size_t)offset + size;
    if (end > c->size)
        content_resize(c, end);
    memcpy(c->bytes + offset, bytes, size);
}

static void content_copy(content *to, const content *from)
{
    to->size = 0;
    content_resize(to, from->size);
    if (from->size > 0)
        memcpy(to->bytes, from->bytes, from->size);
}

static void forget_changes(inode *node)
{
    for (change *next; node->first != NULL; node->first = next) {
        next = node->first->next;
        free(node->first);
    }
    node->last = &node->first;
}

static void add_change(inode *node, bool is_truncation, int64_t offset, const void *bytes,
                       size_t size)
{
    change *made = must(malloc(sizeof *made + size));
    *made = (change){ .is_truncation = is_truncation, .offset = offset, .size = size };
    if (size > 0)
        memcpy(made->bytes, bytes, size);
    *node->last = made;
    node->last = &made->next;
    if (is_truncation)
        content_resize(&node->now, (size_t)offset);
    else
        content_write(&node->now, offset, bytes, size);
}

static inode *inode_new(power_disk *disk)
{
    inode *node = must(calloc(1, sizeof *node));
    node->last = &node->first;
    node->all_next = disk->all;
    disk->all = node;
    return node;
}

/* ---- the power ------------------------------------------------------------------------------- */

/* One write lands sector by sector; each sector survives with a chance of one half when it is torn. */
static void land(power_disk *disk, inode *node, const change *made, bool is_torn)
{
    if (made->is_truncation) {
        if (!is_torn || tr_rng_below(&disk->rng, 2) == 0)
            content_resize(&node->safe, (size_t)made->offset);
        return;
    }
    size_t done = 0;
    while (done < made->size) {
        size_t piece = SECTOR - ((size_t)made->offset + done) % SECTOR;
        if (piece > made->size - done)
            piece = made->size - done;
        if (!is_torn || tr_rng_below(&disk->rng, 2) == 0)
            content_write(&node->safe, made->offset + (int64_t)done, made->bytes + done, piece);
        done += piece;
    }
    /* The size of the file may have grown without the data that it grew for. */
    if (is_torn && node->safe.size < (size_t)made->offset + made->size &&
        tr_rng_below(&disk->rng, 4) == 0)
        content_resize(&node->safe, (size_t)made->offset + made->size);
}

static void survive(power_disk *disk, inode *node)
{
    uint64_t way = tr_rng_below(&disk->rng, 4);
    size_t count = 0;
    for (const change *made = node->first; made != NULL; made = made->next)
        count++;
    size_t prefix = way == 1 ? count : (size_t)tr_rng_below(&disk->rng, count + 1);
    size_t index = 0;
    for (const change *made = node->first; made != NULL; made = made->next, index++) {
        if (way == 3)
            land(disk, node, made, true);
        else if (way != 0 && index < prefix)
            land(disk, node, made, false);
        else if (way == 2 && index == prefix)
            land(disk, node, made, true);
    }
    forget_changes(node);
    content_copy(&node->now, &node->safe);
    for (int i = 0; i < node->region_count; i++)
        free(node->regions[i]);
    node->region_count = 0;
    node->shared_count = 0;
    node->reserved = node->exclusive = NULL;
    memset(node->shm_shared, 0, sizeof node->shm_shared);
    memset(node->shm_exclusive, 0, sizeof node->shm_exclusive);
}

void power_disk_restart(power_disk *disk)
{
    (void)pthread_mutex_lock(&disk->mutex);
    assert(disk->open_count == 0);
    for (int i = 0; i < disk->entry_count; i++) {
        entry *e = &disk->entries[i];
        if (e->now != e->safe && tr_rng_below(&disk->rng, 2) == 0)
            e->safe = e->now;
        e->now = e->safe;
    }
    for (inode *node = disk->all; node != NULL; node = node->all_next)
        survive(disk, node);
    disk->is_off = false;
    disk->cut_in = 0;
    (void)pthread_mutex_unlock(&disk->mutex);
}

void power_disk_plan(power_disk *disk, int64_t operation)
{
    (void)pthread_mutex_lock(&disk->mutex);
    disk->cut_in = operation;
    (void)pthread_mutex_unlock(&disk->mutex);
}

void power_disk_cut(power_disk *disk)
{
    (void)pthread_mutex_lock(&disk->mutex);
    disk->is_off = true;
    (void)pthread_mutex_unlock(&disk->mutex);
}

bool power_disk_is_off(power_disk *disk)
{
    (void)pthread_mutex_lock(&disk->mutex);
    bool is_off = disk->is_off;
    (void)pthread_mutex_unlock(&disk->mutex);
    return is_off;
}

int64_t power_disk_operations(power_disk *disk)
{
    return disk->operations;
}

int64_t power_disk_syncs(power_disk *disk)
{
    return disk->syncs;
}

/*
 * Lock the disk and count an operation. True when there was power at its start: it may still fail during
 * the operation, and what was asked for is under way then.
 */
static bool begin(power_disk *disk)
{
    (void)pthread_mutex_lock(&disk->mutex);
    if (disk->is_off)
        return false;
    disk->operations++;
    if (disk->cut_in > 0 && --disk->cut_in == 0)
        disk->is_off = true;
    return true;
}

static int finish(power_disk *disk, int code)
{
    if (disk->is_off && code != SQLITE_NOMEM)
        code = SQLITE_IOERR;
    (void)pthread_mutex_unlock(&disk->mutex);
    return code;
}

/* ---- files ----------------------------------------------------------------------------------- */

static int file_close(sqlite3_file *base);

static int file_read(sqlite3_file *base, void *bytes, int size, sqlite3_int64 offset)
{
    power_file *file = (power_file *)base;
    (void)pthread_mutex_lock(&file->disk->mutex);
    const content *now = &file->node->now;
    size_t there = (size_t)offset < now->size ? now->size - (size_t)offset : 0;
    if (there > (size_t)size)
        there = (size_t)size;
    if (there > 0)
        memcpy(bytes, now->bytes + offset, there);
    memset((char *)bytes + there, 0, (size_t)size - there);
    return finish(file->disk, there == (size_t)size ? SQLITE_OK : SQLITE_IOERR_SHORT_READ);
}

static int file_write(sqlite3_file *base, const void *bytes, int size, sqlite3_int64 offset)
{
    power_file *file = (power_file *)base;
    bool is_under_way = begin(file->disk);
    if (file->is_read_only)
        return finish(file->disk, SQLITE_READONLY);
    if (is_under_way)
        add_change(file->node, false, offset, bytes, (size_t)size);
    return finish(file->disk, SQLITE_OK);
}

static int file_truncate(sqlite3_file *base, sqlite3_int64 size)
{
    power_file *file = (power_file *)base;
    if (begin(file->disk))
        add_change(file->node, true, size, NULL, 0);
    return finish(file->disk, SQLITE_OK);
}

/* All names of the one folder become safe together. */
static void sync_folder(power_disk *disk)
{
    for (int i = 0; i < disk->entry_count; i++)
        disk->entries[i].safe = disk->entries[i].now;
}

static int file_sync(sqlite3_file *base, int flags)
{
    power_file *file = (power_file *)base;
    (void)flags;
    (void)begin(file->disk);
    if (!file->disk->is_off) {
        content_copy(&file->node->safe, &file->node->now);
        forget_changes(file->node);
        /* As SQLite's own VFS: the first sync of a log or journal that it may have made takes the folder along. */
        if (file->syncs_folder)
            sync_folder(file->disk);
        file->syncs_folder = false;
        file->disk->syncs++;
    }
    return finish(file->disk, SQLITE_OK);
}

static int file_size(sqlite3_file *base, sqlite3_int64 *size)
{
    power_file *file = (power_file *)base;
    (void)pthread_mutex_lock(&file->disk->mutex);
    *size = (sqlite3_int64)file->node->now.size;
    return finish(file->disk, SQLITE_OK);
}

static int file_lock(sqlite3_file *base, int level)
{
    power_file *file = (power_file *)base;
    inode *node = file->node;
    int code = SQLITE_OK;
    (void)pthread_mutex_lock(&file->disk->mutex);
    if (level <= file->lock)
        return finish(file->disk, SQLITE_OK);
    if (file->lock == SQLITE_LOCK_NONE) {
        if (node->exclusive != NULL)
            code = SQLITE_BUSY;
        else
            node->shared_count++, file->lock = SQLITE_LOCK_SHARED;
    }
    if (code == SQLITE_OK && level >= SQLITE_LOCK_RESERVED) {
        if (node->reserved != NULL && node->reserved != file)
            code = SQLITE_BUSY;
        else
            node->reserved = file, file->lock = SQLITE_LOCK_RESERVED;
    }
    if (code == SQLITE_OK && level == SQLITE_LOCK_EXCLUSIVE) {
        if (node->shared_count > 1)
            code = SQLITE_BUSY;
        else
            node->exclusive = file, file->lock = SQLITE_LOCK_EXCLUSIVE;
    }
    return finish(file->disk, code);
}

/* Works without power too: a dead program holds nothing. */
static int file_unlock(sqlite3_file *base, int level)
{
    power_file *file = (power_file *)base;
    inode *node = file->node;
    (void)pthread_mutex_lock(&file->disk->mutex);
    if (level < file->lock) {
        if (node->exclusive == file)
            node->exclusive = NULL;
        if (node->reserved == file)
            node->reserved = NULL;
        if (level == SQLITE_LOCK_NONE)
            node->shared_count--;
        file->lock = level;
    }
    (void)pthread_mutex_unlock(&file->disk->mutex);
    return SQLITE_OK;
}

static int file_check_reserved(sqlite3_file *base, int *out)
{
    power_file *file = (power_file *)base;
    (void)pthread_mutex_lock(&file->disk->mutex);
    *out = file->node->reserved != NULL;
    return finish(file->disk, SQLITE_OK);
}

static int file_control(sqlite3_file *base, int operation, void *argument)
{
    (void)base, (void)operation, (void)argument;
    return SQLITE_NOTFOUND;
}

static int file_sector_size(sqlite3_file *base)
{
    (void)base;
    return SECTOR;
}

static int file_characteristics(sqlite3_file *base)
{
    (void)base;
    return SQLITE_IOCAP_POWERSAFE_OVERWRITE;
}

static int shm_map(sqlite3_file *base, int region, int size, int extend, void volatile **out)
{
    power_file *file = (power_file *)base;
    inode *node = file->node;
    (void)begin(file->disk);
    *out = NULL;
    assert(region < REGIONS_MAX);
    while (extend && node->region_count <= region)
        node->regions[node->region_count++] = must(calloc(1, (size_t)size));
    if (region < node->region_count)
        *out = node->regions[region];
    return finish(file->disk, SQLITE_OK);
}

static int shm_unlock(power_file *file, int first, int count)
{
    for (int i = first; i < first + count; i++) {
        unsigned bit = 1u << i;
        if (file->shm_shared & bit)
            file->node->shm_shared[i]--;
        if (file->shm_exclusive & bit)
            file->node->shm_exclusive[i] = NULL;
        file->shm_shared &= ~bit;
        file->shm_exclusive &= ~bit;
    }
    return SQLITE_OK;
}

static int shm_acquire(power_file *file, int first, int count, bool is_exclusive)
{
    for (int i = first; i < first + count; i++) {
        bool is_mine_shared = (file->shm_shared & (1u << i)) != 0;
        if (file->node->shm_exclusive[i] != NULL && file->node->shm_exclusive[i] != file)
            return SQLITE_BUSY;
        if (is_exclusive && file->node->shm_shared[i] > (is_mine_shared ? 1 : 0))
            return SQLITE_BUSY;
    }
    for (int i = first; i < first + count; i++) {
        unsigned bit = 1u << i;
        if (is_exclusive) {
            file->node->shm_exclusive[i] = file;
            file->shm_exclusive |= bit;
        } else if (!(file->shm_shared & bit)) {
            file->node->shm_shared[i]++;
            file->shm_shared |= bit;
        }
    }
    return SQLITE_OK;
}

static int shm_lock(sqlite3_file *base, int first, int count, int flags)
{
    power_file *file = (power_file *)base;
    if (flags & SQLITE_SHM_UNLOCK) { /* works without power too */
        (void)pthread_mutex_lock(&file->disk->mutex);
        (void)shm_unlock(file, first, count);
        (void)pthread_mutex_unlock(&file->disk->mutex);
        return SQLITE_OK;
    }
    (void)begin(file->disk);
    int code = file->disk->is_off ? SQLITE_IOERR
                                  : shm_acquire(file, first, count, flags & SQLITE_SHM_EXCLUSIVE);
    return finish(file->disk, code);
}

static void shm_barrier(sqlite3_file *base)
{
    power_file *file = (power_file *)base;
    (void)pthread_mutex_lock(&file->disk->mutex);
    (void)pthread_mutex_unlock(&file->disk->mutex);
}

static int shm_unmap(sqlite3_file *base, int delete_flag)
{
    power_file *file = (power_file *)base;
    (void)pthread_mutex_lock(&file->disk->mutex);
    (void)shm_unlock(file, 0, SQLITE_SHM_NLOCK);
    if (delete_flag && !file->disk->is_off) {
        for (int i = 0; i < file->node->region_count; i++)
            free(file->node->regions[i]);
        file->node->region_count = 0;
    }
    (void)pthread_mutex_unlock(&file->disk->mutex);
    return SQLITE_OK;
}

static const sqlite3_io_methods methods = {
    .iVersion = 2,
    .xClose = file_close,
    .xRead = file_read,
    .xWrite = file_write,
    .xTruncate = file_truncate,
    .xSync = file_sync,
    .xFileSize = file_size,
    .xLock = file_lock,
    .xUnlock = file_unlock,
    .xCheckReservedLock = file_check_reserved,
    .xFileControl = file_control,
    .xSectorSize = file_sector_size,
    .xDeviceCharacteristics = file_characteristics,
    .xShmMap = shm_map,
    .xShmLock = shm_lock,
    .xShmBarrier = shm_barrier,
    .xShmUnmap = shm_unmap,
};

static int file_close(sqlite3_file *base)
{
    power_file *file = (power_file *)base;
    (void)file_unlock(base, SQLITE_LOCK_NONE);
    (void)pthread_mutex_lock(&file->disk->mutex);
    file->disk->open_count--;
    (void)pthread_mutex_unlock(&file->disk->mutex);
    return SQLITE_OK;
}

/* ---- names ----------------------------------------------------------------------------------- */

static power_disk *disk_of(sqlite3_vfs *vfs)
{
    return vfs->pAppData;
}

static entry *entry_of(power_disk *disk, const char *name)
{
    for (int i = 0; i < disk->entry_count; i++)
        if (strcmp(disk->entries[i].name, name) == 0)
            return &disk->entries[i];
    assert(disk->entry_count < NAMES_MAX && strlen(name) < NAME_SIZE);
    entry *made = &disk->entries[disk->entry_count++];
    memcpy(made->name, name, strlen(name) + 1);
    return made;
}

static int vfs_open(sqlite3_vfs *vfs, const char *name, sqlite3_file *base, int flags,
                    int *out_flags)
{
    power_disk *disk = disk_of(vfs);
    power_file *file = (power_file *)base;
    memset(file, 0, sizeof *file);
    (void)begin(disk);
    entry *e = name == NULL ? NULL : entry_of(disk, name);
    int code = SQLITE_OK;
    if (disk->is_off || (e != NULL && e->now == NULL && !(flags & SQLITE_OPEN_CREATE)))
        code = SQLITE_CANTOPEN;
    if (code == SQLITE_OK) {
        file->node = e != NULL && e->now != NULL ? e->now : inode_new(disk);
        file->syncs_folder =
            (flags & SQLITE_OPEN_CREATE) && (flags & (SQLITE_OPEN_MAIN_JOURNAL | SQLITE_OPEN_WAL));
        file->disk = disk;
        file->is_read_only = (flags & SQLITE_OPEN_READONLY) != 0;
        if (e != NULL)
            e->now = file->node;
        if (e != NULL &&
            (flags &
             SQLITE_OPEN_MAIN_DB)) /* the store syncs the folder before SQLite sees the file */
            e->safe = file->node;
        file->base.pMethods = &methods;
        disk->open_count++;
        if (out_flags != NULL)
            *out_flags = flags;
    }
    (void)pthread_mutex_unlock(&disk->mutex);
    return code;
}

static int vfs_delete(sqlite3_vfs *vfs, const char *name, int is_synced)
{
    power_disk *disk = disk_of(vfs);
    (void)begin(disk);
    entry *e = entry_of(disk, name);
    int code = e->now == NULL ? SQLITE_IOERR_DELETE_NOENT : SQLITE_OK;
    if (!disk->is_off && e->now != NULL) {
        e->now = NULL;
        if (is_synced)
            sync_folder(disk);
    }
    return finish(disk, code);
}

static int vfs_access(sqlite3_vfs *vfs, const char *name, int flags, int *out)
{
    power_disk *disk = disk_of(vfs);
    (void)flags;
    (void)pthread_mutex_lock(&disk->mutex);
    const entry *e = entry_of(disk, name);
    *out = e->now != NULL && (flags != SQLITE_ACCESS_EXISTS || e->now->now.size > 0);
    return finish(disk, SQLITE_OK);
}

static int vfs_full_pathname(sqlite3_vfs *vfs, const char *name, int size, char *out)
{
    (void)vfs;
    if ((int)strlen(name) >= size)
        return SQLITE_CANTOPEN;
    memcpy(out, name, strlen(name) + 1);
    return SQLITE_OK;
}

/* Everything that is not about files is the default's. */
static int vfs_randomness(sqlite3_vfs *vfs, int size, char *out)
{
    power_disk *disk = disk_of(vfs);
    (void)pthread_mutex_lock(&disk->mutex);
    for (int i = 0; i < size; i++)
        out[i] = (char)tr_rng_below(&disk->rng, 256);
    (void)pthread_mutex_unlock(&disk->mutex);
    return size;
}

static int vfs_sleep(sqlite3_vfs *vfs, int microseconds)
{
    (void)vfs;
    return microseconds;
}

static int vfs_time(sqlite3_vfs *vfs, sqlite3_int64 *out)
{
    (void)vfs;
    *out = INT64_C(210866976000000); /* any fixed moment will do */
    return SQLITE_OK;
}

static int vfs_last_error(sqlite3_vfs *vfs, int size, char *out)
{
    (void)vfs, (void)size, (void)out;
    return 0;
}

power_disk *power_disk_new(const char *vfs_name, uint64_t seed)
{
    power_disk *disk = must(calloc(1, sizeof *disk));
    (void)pthread_mutex_init(&disk->mutex, NULL);
    tr_rng_init(&disk->rng, seed);
    disk->vfs = (sqlite3_vfs){
        .iVersion = 2,
        .szOsFile = sizeof(power_file),
        .mxPathname = NAME_SIZE,
        .zName = vfs_name,
        .pAppData = disk,
        .xOpen = vfs_open,
        .xDelete = vfs_delete,
        .xAccess = vfs_access,
        .xFullPathname = vfs_full_pathname,
        .xRandomness = vfs_randomness,
        .xSleep = vfs_sleep,
        .xGetLastError = vfs_last_error,
        .xCurrentTimeInt64 = vfs_time,
    };
    if (sqlite3_vfs_register(&disk->vfs, 0) != SQLITE_OK)
        abort();
    return disk;
}

void power_disk_free(power_disk *disk)
{
    assert(disk->open_count == 0);
    (void)sqlite3_vfs_unregister(&disk->vfs);
    for (inode *next, *node = disk->all; node != NULL; node = next) {
        next = node->all_next;
        forget_changes(node);
        for (int i = 0; i < node->region_count; i++)
            free(node->regions[i]);
        free(node->now.bytes);
        free(node->safe.bytes);
        free(node);
    }
    (void)pthread_mutex_destroy(&disk->mutex);
    free(disk);
}
