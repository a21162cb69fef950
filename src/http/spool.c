#include "http/spool.h"
#include "base/log.h"
#include "http/http.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

void spool_init(struct spool *s, int64_t max)
{
	*s = (struct spool){.fd = -1, .max = max};
	buf_init(&s->small, HTTP_SMALL_BODY);
}

void spool_release(struct spool *s)
{
	buf_release(&s->small);
	if (s->fd >= 0)
		close(s->fd);
	s->fd = -1;
	s->size = 0;
}

static int open_nameless(const char *dir)
{
	int fd = open(dir, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
	if (fd >= 0 || (errno != EOPNOTSUPP && errno != EISDIR))
		return fd;
	/* File systems without O_TMPFILE (NFS, overlays on old kernels). */
	char path[4096];
	int n = snprintf(path, sizeof path, "%s/body-XXXXXX", dir);
	if (n < 0 || (size_t)n >= sizeof path)
		return -1;
	fd = mkostemp(path, O_CLOEXEC);
	if (fd >= 0)
		unlink(path);
	return fd;
}

static bool write_all(int fd, int64_t at, const char *p, size_t n)
{
	while (n) {
		ssize_t done = pwrite(fd, p, n, at);
		if (done < 0 && errno == EINTR)
			continue;
		if (done <= 0)
			return false;
		p += done;
		n -= (size_t)done;
		at += done;
	}
	return true;
}

static bool move_to_file(struct spool *s, const char *dir)
{
	s->fd = dir ? open_nameless(dir) : -1;
	if (s->fd < 0 || !write_all(s->fd, 0, s->small.p, s->small.n))
		return false;
	buf_release(&s->small);
	return true;
}

int spool_add(struct spool *s, const char *dir, const void *bytes, size_t n)
{
	if ((int64_t)n > s->max - s->size) {
		spool_release(s);
		return 413;
	}
	if (s->fd < 0 && s->small.n + n <= HTTP_SMALL_BODY) {
		buf_add(&s->small, bytes, n);
		s->size += (int64_t)n;
		return s->small.failed ? 507 : 0;
	}
	if ((s->fd < 0 && !move_to_file(s, dir)) || !write_all(s->fd, s->size, bytes, n)) {
		log_line(LOG_ERROR, "spool", "errno=%d bytes=%lld", errno, (long long)s->size);
		spool_release(s);
		return 507;
	}
	s->size += (int64_t)n;
	return 0;
}

ssize_t spool_read(const struct spool *s, int64_t at, void *to, size_t n)
{
	if (at >= s->size)
		return 0;
	if ((int64_t)n > s->size - at)
		n = (size_t)(s->size - at);
	if (s->fd < 0) {
		memcpy(to, s->small.p + at, n);
		return (ssize_t)n;
	}
	for (size_t got = 0; got < n;) {
		ssize_t r = pread(s->fd, (char *)to + got, n - got, at + (int64_t)got);
		if (r < 0 && errno == EINTR)
			continue;
		if (r <= 0)
			return -1;
		got += (size_t)r;
	}
	return (ssize_t)n;
}

struct mapping {
	void *p;
	size_t n;
};

static void unmap(void *arg)
{
	struct mapping *m = arg;
	munmap(m->p, m->n);
}

struct str spool_view(const struct spool *s, struct arena *mem)
{
	if (s->fd < 0)
		return buf_view(&s->small);
	struct mapping *m = arena_alloc(mem, sizeof *m);
	m->n = (size_t)s->size;
	m->p = mmap(NULL, m->n, PROT_READ, MAP_PRIVATE, s->fd, 0);
	if (m->p == MAP_FAILED)
		return STR_NULL;
	arena_defer(mem, unmap, m);
	return (struct str){.p = m->p, .n = m->n};
}
