/* restore.c: reading a backup through, and making an office of it. */
#include "keep/fill.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

static enum rc read_file(const char *path, const struct box_secret *with,
                         const struct pack_sink *sink, struct keep_info *info, struct err *e)
{
	struct box *box = NULL;
	struct stat st;
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return err_set(e, errno == ENOENT ? RC_NOTFOUND : RC_IO, "Không mở được tệp %s: %s.", path,
		               strerror(errno));
	enum rc rc = box_open(fd, with, &box, e);
	if (rc == RC_OK)
		rc = pack_read(box, sink, info, e);
	if (rc == RC_OK && fstat(fd, &st) == 0)
		info->bytes = st.st_size;
	box_free(box);
	close(fd);
	return rc;
}

enum rc keep_verify(const char *path, const struct box_secret *with, struct keep_info *info,
                    struct err *e)
{
	const struct pack_sink none = {0};
	return read_file(path, with, &none, info, e);
}

/* --- a new folder ------------------------------------------------------------------------- */

struct restore {
	const struct box_secret *with;
	const struct keep_place *place;
	struct err *e;
	struct arena mem;
	const char *side; /* the folder while it is filled */
	struct fill fill;
	bool filling, ring;
};

/* Deletes what this program puts into a data folder, and the folder. */
static void remove_side(const char *side)
{
	static const char *const names[] = {"thidua.db", "thidua.db-wal", "thidua.db-shm",
	                                    "files.db",  "files.db-wal",  "files.db-shm",
	                                    "keys/ring"};
	int dir = open(side, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (dir < 0)
		return;
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		unlinkat(dir, names[i], 0);
	unlinkat(dir, "keys", AT_REMOVEDIR);
	close(dir);
	rmdir(side);
}

static bool folder_free(const char *path)
{
	DIR *d = opendir(path);
	bool empty = true;
	if (!d)
		return errno == ENOENT;
	for (struct dirent *f; (f = readdir(d));)
		empty &= strcmp(f->d_name, ".") == 0 || strcmp(f->d_name, "..") == 0;
	closedir(d);
	return empty;
}

static enum rc make_side(struct restore *r)
{
	const char *dir = r->place->data_dir;
	if (!folder_free(dir))
		return err_set(r->e, RC_CONFLICT,
		               "Thư mục %s đã có nội dung; khôi phục không ghi đè. Xin chọn thư mục mới.",
		               dir);
	size_t n = strlen(dir);
	while (n > 1 && dir[n - 1] == '/')
		n--;
	r->side = arena_printf(&r->mem, "%.*s.partial", (int)n, dir).p;
	remove_side(r->side); /* of an earlier run that was killed */
	if (mkdir(r->side, 0700) != 0)
		return err_set(r->e, RC_IO, "Không tạo được thư mục %s: %s.", r->side, strerror(errno));
	return RC_OK;
}

/* --- filling -------------------------------------------------------------------------------- */

static enum rc on_head(void *arg, const struct keep_info *info)
{
	struct restore *r = arg;
	const char *address = r->place->db_address;
	if (!address)
		address = arena_printf(&r->mem, "sqlite:%s", r->side).p;
	r->filling = true;
	return fill_open(&r->fill, address, info->schema, r->e);
}

static enum rc on_ring(void *arg, struct str box)
{
	struct restore *r = arg;
	int fd = memfd_create("ring", MFD_CLOEXEC);
	if (fd < 0 || write(fd, box.p, box.n) != (ssize_t)box.n || lseek(fd, 0, SEEK_SET) != 0) {
		if (fd >= 0)
			close(fd);
		return err_detail(r->e, RC_IO, "restore: memfd: %s", strerror(errno));
	}
	enum rc rc =
		keys_escrow_import(fd, r->with, arena_printf(&r->mem, "%s/keys/ring", r->side).p, r->e);
	close(fd);
	r->ring = rc == RC_OK;
	return rc;
}

static enum rc on_table(void *arg, const struct db_walk_table *t)
{
	return fill_table(&((struct restore *)arg)->fill, t);
}

static enum rc on_row(void *arg, const struct db_walk_table *t, const struct db_val *row)
{
	(void)t;
	return fill_row(&((struct restore *)arg)->fill, row);
}

static enum rc fill_all(struct restore *r, const char *path, struct keep_info *info)
{
	const struct pack_sink sink = {on_head, on_ring, on_table, on_row, r};
	enum rc rc = read_file(path, r->with, &sink, info, r->e);
	if (rc == RC_OK && !r->ring)
		rc = err_set(r->e, RC_INVALID, "Bản sao lưu không có tệp khóa. Xin dùng một bản khác.");
	if (rc == RC_OK)
		rc = fill_end(&r->fill, info);
	if (r->filling)
		fill_close(&r->fill);
	return rc;
}

static enum rc publish(struct restore *r)
{
	int dir = open(r->side, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	bool ok = dir >= 0 && syncfs(dir) == 0;
	if (dir >= 0)
		close(dir);
	if (ok && rename(r->side, r->place->data_dir) == 0)
		return RC_OK;
	return err_set(r->e, RC_IO, "Không đặt được thư mục %s: %s.", r->place->data_dir,
	               strerror(errno));
}

enum rc keep_restore(const char *path, const struct box_secret *with,
                     const struct keep_place *place, struct keep_info *info, struct err *e)
{
	struct restore r = {.with = with, .place = place, .e = e};
	TRY(keep_verify(path, with, info, e));
	arena_init(&r.mem);
	enum rc rc = make_side(&r);
	if (rc == RC_OK) {
		rc = fill_all(&r, path, info);
		if (rc == RC_OK)
			rc = publish(&r);
		if (rc != RC_OK)
			remove_side(r.side);
	}
	arena_release(&r.mem);
	return rc;
}
