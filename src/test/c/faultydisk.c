/*
 * Simulates a failing disk and power failures, as an LD_PRELOAD library (Linux). Counts the calls that write to files
 * whose path begins with FAULTYDISK_UNDER: write, pwrite, ftruncate, fallocate, fsync and fdatasync. Writes through a
 * memory map (SQLite's -shm) are not seen.
 *
 *   FAULTYDISK_UNDER    path prefix; without it the library does nothing
 *   FAULTYDISK_LOG      file that gets a line for each counted call: number, name, file name
 *   FAULTYDISK_KILL_AT  number of the call before which the process kills itself with SIGKILL
 *   FAULTYDISK_TEAR     if set and that call writes, half of its data is written first
 *   FAULTYDISK_STABLE   folder for the flushed content: each file as of its last fsync. A deleted file is deleted there
 *                       too, because the file system journals its name
 *
 * For a process that continues:
 *
 *   faultydisk_fail(at, for_ever)  makes the call with this number, or all from it on, fail with EIO; restarts counting
 *   faultydisk_heal()              ends the faults; returns the number of calls since faultydisk_fail
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

enum verdict { PASS, FAIL, TEAR };

static pthread_once_t once = PTHREAD_ONCE_INIT;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static const char *under;
static const char *stable;
static int log_fd = -1;
static long kill_at;
static int tears;
static long calls;
static long fail_at;
static int fails_for_ever;

static void start(void)
{
    const char *log = getenv("FAULTYDISK_LOG");
    const char *at = getenv("FAULTYDISK_KILL_AT");
    under = getenv("FAULTYDISK_UNDER");
    stable = getenv("FAULTYDISK_STABLE");
    kill_at = at ? atol(at) : 0;
    tears = getenv("FAULTYDISK_TEAR") != NULL;
    if (log)
        log_fd = (int) syscall(SYS_openat, AT_FDCWD, log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
}

/* The path of an open file under the prefix; NULL for any other file. */
static const char *ours(int fd, char path[PATH_MAX])
{
    char link[64];
    pthread_once(&once, start);
    if (!under)
        return NULL;
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, path, PATH_MAX - 1);
    if (length < 0)
        return NULL;
    path[length] = 0;
    return strncmp(path, under, strlen(under)) == 0 ? path : NULL;
}

static void die(void)
{
    kill(getpid(), SIGKILL);
    for (;;)
        pause();
}

static const char *name_of(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

static enum verdict judge(const char *path, const char *call, int writes)
{
    enum verdict verdict = PASS;
    pthread_mutex_lock(&lock);
    long number = ++calls;
    if (log_fd >= 0)
        dprintf(log_fd, "%ld %s %s\n", number, call, name_of(path));
    if (kill_at && number == kill_at) {
        if (!tears || !writes)
            die();
        verdict = TEAR;
    } else if (fail_at && (fails_for_ever ? number >= fail_at : number == fail_at)) {
        verdict = FAIL;
    }
    pthread_mutex_unlock(&lock);
    return verdict;
}

static int failed(void)
{
    errno = EIO;
    return -1;
}

/* Copies a file to the folder of flushed content atomically, because the process may be killed. */
static void keep(const char *path)
{
    static char block[1 << 16];
    char copy[PATH_MAX], unfinished[PATH_MAX];
    size_t length = strlen(path);
    if (!stable || (length > 4 && strcmp(path + length - 4, "-shm") == 0))
        return;
    snprintf(copy, sizeof copy, "%s/%s", stable, name_of(path));
    snprintf(unfinished, sizeof unfinished, "%s/.unfinished", stable);
    pthread_mutex_lock(&lock);
    int from = (int) syscall(SYS_openat, AT_FDCWD, path, O_RDONLY | O_CLOEXEC, 0);
    int to = (int) syscall(SYS_openat, AT_FDCWD, unfinished, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
    ssize_t got;
    while (from >= 0 && to >= 0 && (got = syscall(SYS_read, from, block, sizeof block)) > 0)
        if (syscall(SYS_write, to, block, got) != got)
            die();
    if (from >= 0)
        syscall(SYS_close, from);
    if (to >= 0)
        syscall(SYS_close, to);
    rename(unfinished, copy);
    pthread_mutex_unlock(&lock);
}

ssize_t write(int fd, const void *bytes, size_t count)
{
    char path[PATH_MAX];
    if (ours(fd, path)) {
        enum verdict verdict = judge(path, "write", 1);
        if (verdict == FAIL)
            return failed();
        if (verdict == TEAR) {
            syscall(SYS_write, fd, bytes, count / 2);
            die();
        }
    }
    return syscall(SYS_write, fd, bytes, count);
}

ssize_t pwrite64(int fd, const void *bytes, size_t count, off64_t at)
{
    char path[PATH_MAX];
    if (ours(fd, path)) {
        enum verdict verdict = judge(path, "pwrite", 1);
        if (verdict == FAIL)
            return failed();
        if (verdict == TEAR) {
            syscall(SYS_pwrite64, fd, bytes, count / 2, at);
            die();
        }
    }
    return syscall(SYS_pwrite64, fd, bytes, count, at);
}

ssize_t pwrite(int fd, const void *bytes, size_t count, off_t at)
{
    return pwrite64(fd, bytes, count, at);
}

int ftruncate64(int fd, off64_t length)
{
    char path[PATH_MAX];
    if (ours(fd, path) && judge(path, "ftruncate", 0) == FAIL)
        return failed();
    return (int) syscall(SYS_ftruncate, fd, length);
}

int ftruncate(int fd, off_t length)
{
    return ftruncate64(fd, length);
}

int fallocate64(int fd, int mode, off64_t from, off64_t length)
{
    char path[PATH_MAX];
    if (ours(fd, path) && judge(path, "fallocate", 0) == FAIL)
        return failed();
    return (int) syscall(SYS_fallocate, fd, mode, from, length);
}

int fallocate(int fd, int mode, off_t from, off_t length)
{
    return fallocate64(fd, mode, from, length);
}

static int flush(int fd, const char *call, long number)
{
    char path[PATH_MAX];
    const char *mine = ours(fd, path);
    if (mine && judge(mine, call, 0) == FAIL)
        return failed();
    int result = (int) syscall(number, fd);
    if (mine && result == 0)
        keep(mine);
    return result;
}

int fsync(int fd)
{
    return flush(fd, "fsync", SYS_fsync);
}

int fdatasync(int fd)
{
    return flush(fd, "fdatasync", SYS_fdatasync);
}

int unlink(const char *path)
{
    char copy[PATH_MAX];
    pthread_once(&once, start);
    if (under && stable && strncmp(path, under, strlen(under)) == 0) {
        snprintf(copy, sizeof copy, "%s/%s", stable, name_of(path));
        syscall(SYS_unlinkat, AT_FDCWD, copy, 0);
    }
    return (int) syscall(SYS_unlinkat, AT_FDCWD, path, 0);
}

void faultydisk_fail(long at, int for_ever)
{
    pthread_mutex_lock(&lock);
    calls = 0;
    fail_at = at;
    fails_for_ever = for_ever;
    pthread_mutex_unlock(&lock);
}

long faultydisk_heal(void)
{
    pthread_mutex_lock(&lock);
    long seen = calls;
    fail_at = 0;
    pthread_mutex_unlock(&lock);
    return seen;
}
