/*
 * A make-believe V4L2 webcam for the tests, as an LD_PRELOAD library (Linux).
 *
 * The process sees /dev/video0 (and /dev/video1.. when FAKECAM_FRAMES_1.. are set) through open(), ioctl(), mmap()
 * and select(), as the driver of a UVC camera shows it. The handle is a real timerfd that ticks at the frame rate, so
 * select() needs no emulation; buffers lie in a memfd, so mmap() is real too. Nothing else in the process is touched.
 *
 * Frames: each *.jpg in the folder is served as it is in the MJPG format, at its own size; each *.pgm or *.ppm (P5, P6,
 * 8 bit) is scaled and converted to YUYV. They are shown in name order, over and over; the folder is read again when it
 * changes, so a test can put a receipt before the running camera (write elsewhere, then rename into it).
 *
 *   FAKECAM_FRAMES   folder with the frames; without it there is no camera
 *   FAKECAM_CTL      folder: a file named unplug, busy, deny, hang or black (camera n: unplug_n, ..) switches that state
 *                    on while it exists. busy: EBUSY on S_FMT, REQBUFS and STREAMON; deny: EACCES on open; hang: no
 *                    frames come any more; pause: none while the file exists; black: black frames (YUYV
 *                    only); grey: an infrared camera, whose only format is GREY at 340x340; replug: each time the file
 *                    is written, handles that are open then are stale for good (ENODEV), as after a suspend
 *   FAKECAM_LOG      file that gets a line for each event: <CLOCK_MONOTONIC in ns> <camera> <event>. The clock is that
 *                    of Java's System.nanoTime()
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/videodev2.h>
#include <poll.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

#define MAXFD 4096
#define MAXBUF 16
#define MAXIMG 256
#define MAXMODE 32
#define FPS 30
#define YUYV V4L2_PIX_FMT_YUYV
#define MJPG V4L2_PIX_FMT_MJPEG
#define GREY V4L2_PIX_FMT_GREY
#define SEC 1000000000LL

struct image { char name[128]; uint8_t *data; size_t len; };
struct mode { uint32_t pix; int w, h; };

struct handle {                       /* one open file descriptor of the camera */
    int fd, dev, nonblock, memfd, streaming, fps, shown, last;
    struct mode now, mode[MAXMODE];   /* the chosen format; all formats */
    struct image img[MAXIMG];
    int nmode, nimg;
    uint32_t nbuf, size, seq;         /* buffers, bytes in each */
    int fifo[MAXBUF], queued;         /* buffers the program has given us, oldest first */
    char owned[MAXBUF];
    uint8_t *mem;
    struct timespec mtime;            /* of the folder when it was read */
    int64_t plugged;                  /* when it was last plugged in again before it was opened */
};

static struct handle *handles[MAXFD];
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

/* ---- environment, control folder, log ---- */

static int fail(int err) { errno = err; return -1; }

static const char *env(int dev, const char *what) {
    char key[64];
    snprintf(key, sizeof key, dev ? "FAKECAM_%s_%d" : "FAKECAM_%s", what, dev);
    const char *v = getenv(key);
    return v && *v ? v : NULL;
}

static int flag(int dev, const char *file) {
    char path[4096];
    const char *dir = getenv("FAKECAM_CTL");
    if (!dir || !*dir) return 0;
    snprintf(path, sizeof path, dev ? "%s/%s_%d" : "%s/%s", dir, file, dev);
    return access(path, F_OK) == 0;
}

/* when a file of the control folder was written; 0 if it is not there */
static int64_t written(int dev, const char *file) {
    char path[4096];
    struct stat st;
    const char *dir = getenv("FAKECAM_CTL");
    if (!dir || !*dir) return 0;
    snprintf(path, sizeof path, dev ? "%s/%s_%d" : "%s/%s", dir, file, dev);
    return stat(path, &st) ? 0 : st.st_mtim.tv_sec * SEC + st.st_mtim.tv_nsec;
}

static int is_gone(struct handle *c) { return flag(c->dev, "unplug") || written(c->dev, "replug") != c->plugged; }

static int64_t now_ns(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * SEC + t.tv_nsec;
}

static void note(int dev, const char *fmt, ...) {
    const char *path = getenv("FAKECAM_LOG");
    FILE *f = path && *path ? fopen(path, "ae") : NULL;
    if (!f) return;
    va_list ap;
    va_start(ap, fmt);
    fprintf(f, "%lld %d ", (long long)now_ns(), dev);
    vfprintf(f, fmt, ap);
    fputc('\n', f);
    va_end(ap);
    fclose(f);
}

/* ---- frames ---- */

static uint8_t *slurp(const char *path, size_t *len) {
    struct stat st;
    FILE *f = fopen(path, "re");
    uint8_t *p = f && !fstat(fileno(f), &st) ? malloc(st.st_size + 1) : NULL;
    if (p) { *len = fread(p, 1, st.st_size, f); p[*len] = 0; }
    if (f) fclose(f);
    return p;
}

static int jpeg_size(const uint8_t *p, size_t n, int *w, int *h) {
    for (size_t i = 2; i + 9 < n && p[i] == 0xFF; i += 2 + (p[i + 2] << 8 | p[i + 3]))
        if (p[i + 1] >= 0xC0 && p[i + 1] <= 0xC2) {
            *h = p[i + 5] << 8 | p[i + 6];
            *w = p[i + 7] << 8 | p[i + 8];
            return 1;
        }
    return 0;
}

static void blacken(uint8_t *p, size_t n) {
    for (size_t i = 0; i + 1 < n; i += 2) { p[i] = 16; p[i + 1] = 128; }
}

/* scale to fit (nearest pixel, black bars) and convert grey or RGB to BT.601 YUYV */
static uint8_t *to_yuyv(const uint8_t *px, int chan, int sw, int sh, int w, int h) {
    uint8_t *out = malloc((size_t)w * h * 2);
    int dw = w, dh = (int64_t)sh * w / sw;
    if (dh > h) { dh = h; dw = ((int64_t)sw * h / sh) & ~1; }
    int x0 = (w - dw) / 2 & ~1, y0 = (h - dh) / 2;
    if (out) blacken(out, (size_t)w * h * 2);
    for (int y = 0; out && y < dh; y++)
        for (int x = 0; x < dw; x++) {
            const uint8_t *s = px + ((size_t)((int64_t)y * sh / dh) * sw + (int64_t)x * sw / dw) * chan;
            int r = s[0], g = s[chan / 2], b = s[chan - 1];
            uint8_t *o = out + ((size_t)(y + y0) * w + x + x0) * 2;
            o[0] = 16 + ((66 * r + 129 * g + 25 * b + 128) >> 8);
            o[1] = 128 + (x & 1 ? (112 * r - 94 * g - 18 * b + 128) >> 8 : (-38 * r - 74 * g + 112 * b + 128) >> 8);
        }
    return out;
}

static void add_mode(struct handle *c, uint32_t pix, int w, int h) {
    for (int i = 0; i < c->nmode; i++)
        if (c->mode[i].pix == pix && c->mode[i].w == w && c->mode[i].h == h) return;
    if (c->nmode < MAXMODE) c->mode[c->nmode++] = (struct mode) { pix, w, h };
}

/* a file of the folder: note what it can be shown as, and keep it when it suits the chosen format */
static void add_file(struct handle *c, const char *dir, const char *name, int *pnm) {
    char path[4096], kind, *dot = strrchr(name, '.');
    int w, h, max, at;
    struct image im = { .len = 0 };
    if (!dot || (strcasecmp(dot, ".jpg") && strcasecmp(dot, ".pgm") && strcasecmp(dot, ".ppm"))) return;
    snprintf(path, sizeof path, "%s/%s", dir, name);
    snprintf(im.name, sizeof im.name, "%.120s", name);
    uint8_t *p = slurp(path, &im.len);
    if (!p) return;
    if (jpeg_size(p, im.len, &w, &h)) {
        add_mode(c, MJPG, w, h);
        if (c->now.pix == MJPG && c->now.w == w && c->now.h == h && im.len <= c->size) { im.data = p; p = NULL; }
    } else if (sscanf((char *)p, "P%c %d %d %d%n", &kind, &w, &h, &max, &at) == 4 && (kind == '5' || kind == '6')
            && max == 255 && w > 0 && h > 0 && at + 1 + (size_t)w * h * (kind == '5' ? 1 : 3) <= im.len) {
        *pnm = 1;
        im.len = c->size;
        if (c->now.pix == YUYV) im.data = to_yuyv(p + at + 1, kind == '5' ? 1 : 3, w, h, c->now.w, c->now.h);
    }
    free(p);
    if (im.data && c->nimg < MAXIMG) c->img[c->nimg++] = im; else free(im.data);
}

static int by_name(const void *a, const void *b) {
    return strcmp(((const struct image *)a)->name, ((const struct image *)b)->name);
}

static void drop_images(struct handle *c) {
    while (c->nimg > 0) free(c->img[--c->nimg].data);
}

/* read the folder, unless it is as it was */
static void load(struct handle *c) {
    struct stat st;
    int pnm = 0;
    const char *dir = env(c->dev, "FRAMES");
    if (!dir || stat(dir, &st) || !memcmp(&c->mtime, &st.st_mtim, sizeof c->mtime)) return;
    c->mtime = st.st_mtim;
    c->last = -1;
    drop_images(c);
    if (flag(c->dev, "grey")) { add_mode(c, GREY, 340, 340); return; }
    DIR *d = opendir(dir);
    for (struct dirent *e; d && (e = readdir(d)); ) add_file(c, dir, e->d_name, &pnm);
    if (d) closedir(d);
    qsort(c->img, c->nimg, sizeof c->img[0], by_name);
    if (pnm || !c->nmode) {
        add_mode(c, YUYV, 640, 480);
        add_mode(c, YUYV, 1280, 720);
    }
}

/* ---- ioctls ---- */

static size_t page(struct handle *c) { return ((size_t)c->size + 4095) & ~(size_t)4095; }

static struct mode *nth_mode(struct handle *c, uint32_t pix, int n) {
    for (int i = 0; i < c->nmode; i++)
        if (c->mode[i].pix == pix && n-- == 0) return &c->mode[i];
    return NULL;
}

/* the formats in the order in which the driver lists them; 0 after the last one */
static uint32_t nth_format(struct handle *c, uint32_t n) {
    uint32_t all[] = { YUYV, GREY, MJPG };
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        if (nth_mode(c, all[i], 0) && n-- == 0) return all[i];
    return 0;
}

static int64_t far(struct mode *m, int w, int h) { return llabs((int64_t)m->w - w) + llabs((int64_t)m->h - h); }

/* like a real driver: never refuse, take the nearest it has */
static void choose_mode(struct handle *c, uint32_t pix, int w, int h) {
    struct mode *m, *best = &c->mode[0];
    for (int i = 0; (m = nth_mode(c, pix, i)); i++)
        if (best->pix != pix || far(m, w, h) < far(best, w, h)) best = m;
    c->now = *best;
    c->size = c->now.w * c->now.h * 2;
    c->fps = FPS;
}

static void set_timer(struct handle *c, int on) {
    int64_t ns = on ? SEC / c->fps : 0;
    struct itimerspec t = { { ns / SEC, ns % SEC }, { ns / SEC, ns % SEC } };
    timerfd_settime(c->fd, 0, &t, NULL);
}

static void fill_buffer(struct handle *c, struct v4l2_buffer *b, uint32_t i) {
    b->index = i;
    b->length = c->size;
    b->m.offset = i * page(c);
    b->field = V4L2_FIELD_NONE;
    b->flags = V4L2_BUF_FLAG_TIMESTAMP_MONOTONIC | V4L2_BUF_FLAG_MAPPED | (c->owned[i] ? V4L2_BUF_FLAG_QUEUED : 0);
}

static int request_buffers(struct handle *c, struct v4l2_requestbuffers *r) {
    if (r->memory != V4L2_MEMORY_MMAP) return fail(EINVAL);
    if (c->mem) munmap(c->mem, c->nbuf * page(c));
    if (r->count > MAXBUF) r->count = MAXBUF;
    c->mem = NULL;
    c->nbuf = c->queued = 0;
    memset(c->owned, 0, sizeof c->owned);
    if (!r->count) return 0;
    if (c->memfd < 0) c->memfd = memfd_create("fakecam", MFD_CLOEXEC);
    if (c->memfd < 0 || ftruncate(c->memfd, page(c) * r->count)) return fail(ENOMEM);
    void *m = mmap(NULL, page(c) * r->count, PROT_READ | PROT_WRITE, MAP_SHARED, c->memfd, 0);
    if (m == MAP_FAILED) return fail(ENOMEM);
    c->mem = m;
    c->nbuf = r->count;
    return 0;
}

static int dequeue(struct handle *c, struct v4l2_buffer *b) {
    uint64_t ticks = 0;
    if (!c->streaming) return fail(EINVAL);
    while (read(c->fd, &ticks, sizeof ticks) != sizeof ticks) {
        if (c->nonblock) return fail(EAGAIN);
        pthread_mutex_unlock(&lock);
        poll(&(struct pollfd) { c->fd, POLLIN, 0 }, 1, 100);
        pthread_mutex_lock(&lock);
        if (is_gone(c)) return fail(ENODEV);
    }
    c->seq += ticks;
    if (flag(c->dev, "pause")) return fail(EAGAIN);
    if (flag(c->dev, "hang")) { set_timer(c, 0); note(c->dev, "HANG"); return fail(EAGAIN); }
    load(c);
    int k = c->nimg ? c->shown % c->nimg : -1;
    int plain = c->now.pix == GREY;
    int dark = plain || c->now.pix == YUYV && (k < 0 || flag(c->dev, "black"));
    if (!c->queued || (k < 0 && !dark)) return fail(EAGAIN);
    uint32_t i = c->fifo[0];
    memmove(c->fifo, c->fifo + 1, --c->queued * sizeof c->fifo[0]);
    c->owned[i] = 0;
    fill_buffer(c, b, i);
    if (plain) { k = -2; memset(c->mem + b->m.offset, 128, c->size); }
    else if (dark) { k = -2; blacken(c->mem + b->m.offset, c->size); }
    else memcpy(c->mem + b->m.offset, c->img[k].data, c->img[k].len);
    b->bytesused = dark ? c->size : c->img[k].len;
    b->timestamp.tv_sec = now_ns() / SEC;
    b->timestamp.tv_usec = now_ns() % SEC / 1000;
    b->sequence = c->seq;
    if (k != c->last) note(c->dev, "FRAME %u %s", c->seq, dark ? "(black)" : c->img[k].name);
    c->last = k;
    c->shown++;
    return 0;
}

static int do_ioctl(struct handle *c, unsigned long req, void *arg) {
    int dev = c->dev;
    struct mode *m = &c->now;
    if (is_gone(c)) return fail(ENODEV);
    if ((req == VIDIOC_S_FMT || req == VIDIOC_S_PARM || req == VIDIOC_REQBUFS || req == VIDIOC_STREAMON)
        && flag(dev, "busy")) { note(dev, "BUSY"); return fail(EBUSY); }
    if (req == VIDIOC_QUERYCAP) {
        struct v4l2_capability *q = arg;
        *q = (struct v4l2_capability) { .driver = "uvcvideo", .version = 0x060100,
            .device_caps = V4L2_CAP_VIDEO_CAPTURE | V4L2_CAP_STREAMING | V4L2_CAP_EXT_PIX_FORMAT };
        q->capabilities = q->device_caps | V4L2_CAP_DEVICE_CAPS;
        snprintf((char *)q->bus_info, sizeof q->bus_info, "usb-fakecam-%d", dev + 1);
        snprintf((char *)q->card, sizeof q->card, "Fake USB Camera %d", dev);
    } else if (req == VIDIOC_ENUM_FMT) {
        struct v4l2_fmtdesc *f = arg;
        uint32_t pix = nth_format(c, f->index);
        if (!pix || f->type != V4L2_BUF_TYPE_VIDEO_CAPTURE) return fail(EINVAL);
        f->pixelformat = pix;
        f->flags = pix == MJPG ? V4L2_FMT_FLAG_COMPRESSED : 0;
        snprintf((char *)f->description, sizeof f->description, 
            pix == MJPG ? "Motion-JPEG" : pix == GREY ? "8-bit Greyscale" : "YUYV 4:2:2");
    } else if (req == VIDIOC_ENUM_FRAMESIZES) {
        struct v4l2_frmsizeenum *f = arg;
        if (!(m = nth_mode(c, f->pixel_format, f->index))) return fail(EINVAL);
        f->type = V4L2_FRMSIZE_TYPE_DISCRETE;
        f->discrete = (struct v4l2_frmsize_discrete) { m->w, m->h };
    } else if (req == VIDIOC_ENUM_FRAMEINTERVALS) {
        struct v4l2_frmivalenum *f = arg;
        if (f->index) return fail(EINVAL);
        f->type = V4L2_FRMIVAL_TYPE_DISCRETE;
        f->discrete = (struct v4l2_fract) { 1, FPS };
    } else if (req == VIDIOC_S_FMT || req == VIDIOC_G_FMT) {
        struct v4l2_format *f = arg;
        struct v4l2_pix_format *p = &f->fmt.pix;
        if (f->type != V4L2_BUF_TYPE_VIDEO_CAPTURE) return fail(EINVAL);
        if (req == VIDIOC_S_FMT) {
            if (c->nbuf) return fail(EBUSY);
            choose_mode(c, p->pixelformat, p->width, p->height);
            note(dev, "S_FMT %.4s %dx%d", (char *)&m->pix, m->w, m->h);
        }
        *p = (struct v4l2_pix_format) { .width = m->w, .height = m->h, .pixelformat = m->pix, .field = V4L2_FIELD_NONE,
            .bytesperline = m->pix == YUYV ? m->w * 2 : 0, .sizeimage = c->size, .colorspace = V4L2_COLORSPACE_SRGB };
    } else if (req == VIDIOC_G_PARM || req == VIDIOC_S_PARM) {
        struct v4l2_captureparm *p = &((struct v4l2_streamparm *)arg)->parm.capture;
        struct v4l2_fract *f = &p->timeperframe;
        if (req == VIDIOC_S_PARM && f->numerator && f->denominator) c->fps = f->denominator / f->numerator;
        if (c->fps < 1 || c->fps > FPS) c->fps = FPS;
        *p = (struct v4l2_captureparm) { .capability = V4L2_CAP_TIMEPERFRAME, .timeperframe = { 1, c->fps } };
    } else if (req == VIDIOC_REQBUFS) {
        return request_buffers(c, arg);
    } else if (req == VIDIOC_QUERYBUF || req == VIDIOC_QBUF) {
        struct v4l2_buffer *b = arg;
        if (b->index >= c->nbuf || (req == VIDIOC_QBUF && c->owned[b->index])) return fail(EINVAL);
        if (req == VIDIOC_QBUF) { c->owned[b->index] = 1; c->fifo[c->queued++] = b->index; }
        fill_buffer(c, b, b->index);
    } else if (req == VIDIOC_DQBUF) {
        return dequeue(c, arg);
    } else if (req == VIDIOC_STREAMON) {
        if (!c->nbuf) return fail(EINVAL);
        c->streaming = 1;
        c->seq = c->shown = 0;
        memset(&c->mtime, 0, sizeof c->mtime);
        set_timer(c, 1);
        note(dev, "STREAMON %d fps", c->fps);
    } else if (req == VIDIOC_STREAMOFF) {
        c->streaming = c->queued = 0;
        memset(c->owned, 0, sizeof c->owned);
        set_timer(c, 0);
        note(dev, "STREAMOFF");
    } else {
        return fail(ENOTTY);
    }
    return 0;
}

/* ---- the functions the program calls ---- */

static struct handle *find(int fd) {
    return fd >= 0 && fd < MAXFD ? __atomic_load_n(&handles[fd], __ATOMIC_ACQUIRE) : NULL;
}

static int open_camera(int dev, int flags) {
    if (flag(dev, "unplug")) return fail(ENOENT);
    if (flag(dev, "deny")) return fail(EACCES);
    struct handle *c = calloc(1, sizeof *c);
    int fd = c ? timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK | (flags & O_CLOEXEC ? TFD_CLOEXEC : 0)) : -1;
    if (fd < 0 || fd >= MAXFD) { if (fd >= 0) syscall(SYS_close, fd); free(c); return fail(EMFILE); }
    c->fd = fd;
    c->dev = dev;
    c->nonblock = (flags & O_NONBLOCK) != 0;
    c->memfd = -1;
    c->plugged = written(dev, "replug");
    load(c);
    choose_mode(c, YUYV, 640, 480);
    __atomic_store_n(&handles[fd], c, __ATOMIC_RELEASE);
    note(dev, "OPEN");
    return fd;
}

static int do_open(const char *path, int flags, mode_t mode) {
    int dev = path && !strncmp(path, "/dev/video", 10) && path[10] >= '0' && path[10] <= '7' && !path[11] ? path[10] - '0' : -1;
    if (dev < 0 || !env(dev, "FRAMES")) return syscall(SYS_openat, AT_FDCWD, path, flags, mode);
    pthread_mutex_lock(&lock);
    int fd = open_camera(dev, flags);
    pthread_mutex_unlock(&lock);
    return fd;
}

#define OPEN(name) int name(const char *path, int flags, ...) { \
    va_list ap; va_start(ap, flags); mode_t mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(ap, mode_t) : 0; \
    va_end(ap); return do_open(path, flags, mode); }
OPEN(open)
OPEN(open64)
int __open_2(const char *path, int flags) { return do_open(path, flags, 0); }
int __open64_2(const char *path, int flags) { return do_open(path, flags, 0); }

int ioctl(int fd, unsigned long req, ...) {
    va_list ap;
    va_start(ap, req);
    void *arg = va_arg(ap, void *);
    va_end(ap);
    struct handle *c = find(fd);
    if (!c) return syscall(SYS_ioctl, fd, req, arg);
    pthread_mutex_lock(&lock);
    int r = do_ioctl(c, (uint32_t)req, arg);   /* callers that keep the number in an int sign-extend it */
    pthread_mutex_unlock(&lock);
    return r;
}

void *mmap(void *at, size_t len, int prot, int flags, int fd, off_t off) {
    struct handle *c = find(fd);
    return (void *)syscall(SYS_mmap, at, len, prot, flags, c ? c->memfd : fd, off);
}
void *mmap64(void *at, size_t len, int prot, int flags, int fd, off_t off) __attribute__((alias("mmap")));

int close(int fd) {
    struct handle *c = find(fd);
    if (c) {
        pthread_mutex_lock(&lock);
        __atomic_store_n(&handles[fd], NULL, __ATOMIC_RELEASE);
        drop_images(c);
        if (c->mem) munmap(c->mem, c->nbuf * page(c));
        if (c->memfd >= 0) syscall(SYS_close, c->memfd);
        note(c->dev, "CLOSE");
        free(c);
        pthread_mutex_unlock(&lock);
    }
    return syscall(SYS_close, fd);
}
