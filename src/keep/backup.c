/* backup.c: one moment of the database into a box, read back before it counts. */
#include "base/clock.h"
#include "db/sql_keep.h"
#include "db/sql_op.h"
#include "keep/keep.h"
#include "keep/pack.h"
#include "viet/viet.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#define RING_BOX_MAX ((size_t)1024 * 1024)

struct backup {
	struct db *db;
	struct keys *keys;
	struct keep_info *info;
	struct err *e;
	struct arena mem;
	struct buf text;
	struct box *box;
	const char *side, *name; /* of the file while it is written, and at last */
	int dir, fd;
	bool began;
};

/* --- content ---------------------------------------------------------------------------- */

static enum rc write_info(struct backup *b, char kind, bool tables)
{
	info_write(&b->text, b->info, tables);
	TRY(buf_check(&b->text, b->e));
	return pack_write(b->box, kind, buf_view(&b->text), b->e);
}

static enum rc fill_head(struct backup *b)
{
	struct keep_info *i = b->info;
	struct sql_setting_get office;
	int version;
	TRY(db_version(b->db, &version));
	snprintf(i->program, sizeof i->program, "%s", THIDUA_VERSION);
	snprintf(i->engine, sizeof i->engine, "%s",
	         db_engine_of(b->db) == DB_SQLITE ? "sqlite" : "postgresql");
	i->schema = version;
	i->key_version = VIET_KEY_VERSION;
	i->made_ms = clock_now_ms();
	enum rc rc = sql_setting_get(b->db, &b->mem, STR("office"), &office);
	if (rc == RC_OK)
		snprintf(i->office, sizeof i->office, "%.*s", STR_ARG(office.value));
	return rc == RC_NOTFOUND ? RC_OK : rc;
}

/* The escrow form of the ring goes through memory: a box is written to a file descriptor. */
static enum rc write_ring(struct backup *b)
{
	int fd = memfd_create("ring", MFD_CLOEXEC);
	if (fd < 0)
		return err_detail(b->e, RC_IO, "backup: memfd: %s", strerror(errno));
	enum rc rc = keys_escrow_export(b->keys, fd, b->e);
	off_t n = lseek(fd, 0, SEEK_END);
	buf_clear(&b->text);
	char *room =
		rc == RC_OK && n > 0 && (size_t)n < RING_BOX_MAX ? buf_room(&b->text, (size_t)n) : NULL;
	if (rc == RC_OK && (!room || pread(fd, room, (size_t)n, 0) != n))
		rc = err_detail(b->e, RC_IO, "backup: the key ring cannot be read back");
	if (rc == RC_OK) {
		b->text.n = (size_t)n;
		rc = pack_write(b->box, 'K', buf_view(&b->text), b->e);
	}
	close(fd);
	return rc;
}

static enum rc write_row(void *arg, const struct db_walk_table *t, const struct db_val *row,
                         struct str encoded)
{
	struct backup *b = arg;
	(void)t;
	(void)row;
	return pack_write(b->box, 'R', encoded, b->e);
}

static enum rc write_tables(struct backup *b)
{
	struct db_walk walk;
	const struct row_sink sink = {write_row, b};
	TRY(db_walk_list(b->db, &b->mem, &walk));
	for (int i = 0; i < walk.count; i++) {
		table_encode(&b->text, &walk.tables[i]);
		TRY(buf_check(&b->text, b->e));
		TRY(pack_write(b->box, 'T', buf_view(&b->text), b->e));
		TRY(table_read(b->db, &walk.tables[i], &sink, b->info, b->e));
		TRY(pack_write(b->box, 'E', STR(""), b->e));
	}
	return RC_OK;
}

static enum rc fill_journal(struct backup *b)
{
	struct sql_keep_chain_head head;
	enum rc rc = sql_keep_chain_head(b->db, &b->mem, &head);
	if (rc == RC_OK) {
		b->info->journal_seq = head.seq;
		if (head.hash.n <= KEEP_HASH_BYTES)
			sodium_bin2hex(b->info->journal_hash, sizeof b->info->journal_hash,
			               (const unsigned char *)head.hash.p, head.hash.n);
	}
	return rc == RC_NOTFOUND ? RC_OK : rc;
}

static enum rc write_all_tx(void *arg)
{
	struct backup *b = arg;
	/* A second run would follow half of the first in the file. */
	if (b->began)
		return err_set(b->e, RC_BUSY,
		               "Mất kết nối với cơ sở dữ liệu khi đang sao lưu. Xin chạy lại.");
	b->began = true;
	struct db_walk snapshot;
	TRY(db_walk_list(b->db, &b->mem, &snapshot)); /* fixes the moment; see db/walk.h */
	TRY(fill_head(b));
	TRY(pack_start(b->box, b->e));
	TRY(write_info(b, 'H', false));
	TRY(write_ring(b));
	TRY(write_tables(b));
	TRY(fill_journal(b));
	return write_info(b, 'M', true);
}

/* --- the file ------------------------------------------------------------------------------ */

static enum rc no_file(struct backup *b, const char *what)
{
	if (errno == ENOSPC || errno == EDQUOT || errno == EFBIG)
		return err_set(b->e, RC_IO, "Ổ đĩa đầy, chưa sao lưu được. Xin dọn chỗ rồi chạy lại.");
	return err_set(b->e, RC_IO, "Không %s được tệp sao lưu: %s.", what, strerror(errno));
}

static enum rc open_side(struct backup *b, const char *path)
{
	const char *slash = strrchr(path, '/');
	const char *folder = slash == path ? "/"
	                     : slash ? arena_strz(&b->mem, (struct str){path, (size_t)(slash - path)})
	                             : ".";
	b->name = arena_strz(&b->mem, str_of(slash ? slash + 1 : path));
	b->side = arena_printf(&b->mem, ".%s.partial", b->name).p;
	b->dir = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (b->dir < 0)
		return err_set(b->e, RC_IO, "Không mở được thư mục %s: %s.", folder, strerror(errno));
	if (faccessat(b->dir, b->name, F_OK, AT_SYMLINK_NOFOLLOW) == 0)
		return err_set(b->e, RC_CONFLICT, "Đã có tệp %s; bản sao lưu không ghi đè lên tệp nào.",
		               path);
	/* What an earlier run that was killed has left. */
	unlinkat(b->dir, b->side, 0);
	b->fd = openat(b->dir, b->side, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
	return b->fd < 0 ? no_file(b, "tạo") : RC_OK;
}

/* From the disk, not from memory, where the kernel agrees. */
static enum rc read_back(struct backup *b)
{
	const struct pack_sink none = {0};
	struct box *again = NULL;
	if (fsync(b->fd) != 0)
		return no_file(b, "ghi");
	posix_fadvise(b->fd, 0, 0, POSIX_FADV_DONTNEED);
	struct keep_info *seen = calloc(1, sizeof *seen);
	BUG_ON(!seen);
	enum rc rc = box_reread(b->box, b->fd, &again, b->e);
	if (rc == RC_OK)
		rc = pack_read(again, &none, seen, b->e);
	if (rc == RC_OK)
		rc = info_same(b->info, seen, b->e);
	box_free(again);
	free(seen);
	return rc;
}

/* The name appears when everything under it is on disk; nothing is overwritten. */
static enum rc publish(struct backup *b)
{
	b->info->bytes = lseek(b->fd, 0, SEEK_END);
	if (renameat2(b->dir, b->side, b->dir, b->name, RENAME_NOREPLACE) != 0)
		return no_file(b, "đặt tên");
	return fsync(b->dir) == 0 ? RC_OK : no_file(b, "ghi");
}

static enum rc write_file(struct backup *b)
{
	struct box_recipient to;
	keys_recipient(b->keys, &to);
	TRY(box_create(b->fd, &to, &b->box, b->e));
	TRY(db_tx(b->db, DB_READ, write_all_tx, b));
	TRY(box_end(b->box, b->e));
	TRY(read_back(b));
	return publish(b);
}

enum rc keep_backup(struct db *db, struct keys *keys, const char *path, struct keep_info *info,
                    struct err *e)
{
	struct backup b = {.db = db, .keys = keys, .info = info, .e = e, .dir = -1, .fd = -1};
	struct err *before = db_err(db);
	memset(info, 0, sizeof *info);
	arena_init(&b.mem);
	buf_init(&b.text, RING_BOX_MAX);
	db_err_to(db, e);
	enum rc rc = open_side(&b, path);
	if (rc == RC_OK) {
		rc = write_file(&b);
		close(b.fd);
		if (rc != RC_OK)
			unlinkat(b.dir, b.side, 0);
	}
	if (b.dir >= 0)
		close(b.dir);
	db_err_to(db, before);
	box_free(b.box);
	buf_release(&b.text);
	arena_release(&b.mem);
	return rc;
}
