/* store.c: contents in chunks, in and out, with one chunk in memory. */
#include "app/file/store.h"

#include "app/file/file.h"
#include "base/log.h"
#include "db/sql_file.h"
#include "doc/write_all.h"

#include <fcntl.h>
#include <inttypes.h>
#include <sodium.h>
#include <unistd.h>

#define IDLE_MS ((int64_t)24 * 3600 * 1000)

static struct str hash_of(const unsigned char *hash)
{
	return (struct str){.p = (const char *)hash, .n = STORE_HASH};
}

enum rc upload_read(const struct upload *u, int64_t at, void *to, size_t n, struct err *e)
{
	size_t got = 0;
	if (u->fd < 0) {
		memcpy(to, u->bytes.p + at, n);
		return RC_OK;
	}
	while (got < n) {
		ssize_t k = pread(u->fd, (char *)to + got, n - got, u->offset + at + (off_t)got);
		if (k <= 0)
			return err_detail(e, RC_IO, "upload: the spool file ends early");
		got += (size_t)k;
	}
	return RC_OK;
}

enum rc file_temp(struct ctx *c, int *fd)
{
	*fd = open(c->app->spool_dir, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
	return *fd < 0 ? err_detail(c->err, RC_IO, "no file in the spool folder") : RC_OK;
}

/* --- in ------------------------------------------------------------------------------------ */

struct put {
	struct ctx *c;
	const struct upload *u;
	char *chunk; /* STORE_CHUNK bytes */
	int64_t no;  /* first chunk of this transaction */
	bool whole;
};

static size_t chunk_size(const struct upload *u, int64_t no)
{
	int64_t left = u->size - no * (int64_t)STORE_CHUNK;
	return left < (int64_t)STORE_CHUNK ? (size_t)left : STORE_CHUNK;
}

static enum rc put_tx(void *arg)
{
	struct put *p = arg;
	struct ctx *c = p->c;
	struct str hash = hash_of(p->u->hash);
	int64_t chunks = (p->u->size + (int64_t)STORE_CHUNK - 1) / (int64_t)STORE_CHUNK;
	int64_t end = p->no + STORE_BATCH < chunks ? p->no + STORE_BATCH : chunks;
	struct sql_file_body_begin body;
	TRY(sql_file_body_begin(c->db, c->mem, hash, p->u->size, c->now_ms, &body));
	p->whole = body.whole;
	if (p->whole)
		return RC_OK;
	for (int64_t no = p->no; no < end; no++) {
		size_t n = chunk_size(p->u, no);
		TRY(upload_read(p->u, no * (int64_t)STORE_CHUNK, p->chunk, n, c->err));
		TRY(sql_file_chunk_add(c->db, hash, no, (struct str){.p = p->chunk, .n = n}, NULL));
	}
	return end == chunks ? sql_file_body_whole(c->db, hash, NULL) : RC_OK;
}

static enum rc put_all(struct put *p)
{
	do {
		TRY(db_tx(p->c->db, DB_WRITE, put_tx, p));
		p->no += STORE_BATCH;
	} while (!p->whole && p->no * (int64_t)STORE_CHUNK < p->u->size);
	return RC_OK;
}

static enum rc hash_upload(struct ctx *c, struct upload *u, char *chunk)
{
	crypto_generichash_state s;
	crypto_generichash_init(&s, NULL, 0, STORE_HASH);
	for (int64_t no = 0; no * (int64_t)STORE_CHUNK < u->size; no++) {
		size_t n = chunk_size(u, no);
		TRY(upload_read(u, no * (int64_t)STORE_CHUNK, chunk, n, c->err));
		crypto_generichash_update(&s, (const unsigned char *)chunk, n);
	}
	crypto_generichash_final(&s, u->hash, STORE_HASH);
	return RC_OK;
}

enum rc store_put(struct ctx *c, struct upload *u)
{
	struct put p = {.c = c, .u = u, .chunk = malloc(STORE_CHUNK)};
	BUG_ON(!p.chunk);
	enum rc rc = hash_upload(c, u, p.chunk);
	if (rc == RC_OK)
		rc = put_all(&p);
	free(p.chunk);
	return rc;
}

/* --- out ----------------------------------------------------------------------------------- */

static enum rc damaged(struct ctx *c, const char *what)
{
	err_set(c->err, RC_IO,
	        "Nội dung tệp trong cơ sở dữ liệu bị thiếu hoặc hỏng. Xin báo quản trị hệ thống để "
	        "khôi phục từ "
	        "bản sao lưu.");
	if (c->err && !c->err->detail[0])
		snprintf(c->err->detail, sizeof c->err->detail, "file content: %s", what);
	return RC_IO;
}

/* fd < 0: only reads and checks. */
static enum rc read_content(struct ctx *c, struct str hash, int64_t size, int fd)
{
	crypto_generichash_state s;
	unsigned char got[STORE_HASH];
	struct arena mem;
	int64_t at = 0;
	enum rc rc = RC_OK;
	arena_init(&mem);
	crypto_generichash_init(&s, NULL, 0, STORE_HASH);
	for (int64_t no = 0; rc == RC_OK && at < size; no++) {
		struct sql_file_chunk_get chunk;
		rc = sql_file_chunk_get(c->db, &mem, hash, no, &chunk);
		if (rc == RC_NOTFOUND || (rc == RC_OK && chunk.bytes.n == 0))
			rc = damaged(c, "a chunk is missing");
		if (rc == RC_OK) {
			crypto_generichash_update(&s, (const unsigned char *)chunk.bytes.p, chunk.bytes.n);
			at += (int64_t)chunk.bytes.n;
			if (fd >= 0)
				rc = write_all(fd, chunk.bytes, c->err);
		}
		arena_reset(&mem);
	}
	arena_release(&mem);
	crypto_generichash_final(&s, got, STORE_HASH);
	if (rc == RC_OK && (at != size || memcmp(got, hash.p, STORE_HASH) != 0))
		rc = damaged(c, "the hash is another");
	return rc;
}

enum rc store_get(struct ctx *c, struct str hash, int fd, int64_t *size)
{
	struct sql_file_body_get body;
	enum rc rc = sql_file_body_get(c->db, c->mem, hash, &body);
	if (rc == RC_NOTFOUND || (rc == RC_OK && (!body.whole || hash.n != STORE_HASH)))
		return damaged(c, "not stored");
	TRY(rc);
	*size = body.size;
	return read_content(c, hash, body.size, fd);
}

/* --- care ---------------------------------------------------------------------------------- */

struct drop {
	struct ctx *c;
	struct str hash;
	int64_t gone;
};

static enum rc drop_tx(void *arg)
{
	struct drop *d = arg;
	struct ctx *c = d->c;
	TRY(sql_file_body_drop(c->db, d->hash, c->now_ms - IDLE_MS, &d->gone));
	return d->gone ? sql_file_chunk_drop(c->db, d->hash, NULL) : RC_OK;
}

enum rc file_purge(struct ctx *c, int64_t *contents)
{
	struct str after = STR("");
	*contents = 0;
	for (;;) {
		struct sql_file_body_idle *idle;
		size_t n;
		TRY(sql_file_body_idle(c->db, c->mem, after, c->now_ms - IDLE_MS, &idle, &n));
		for (size_t i = 0; i < n; i++) {
			struct drop d = {.c = c, .hash = idle[i].hash};
			TRY(db_tx(c->db, DB_WRITE, drop_tx, &d));
			*contents += d.gone;
		}
		if (n == 0)
			return RC_OK;
		after = idle[n - 1].hash;
	}
}

static enum rc check_contents(struct ctx *c, struct file_check *out)
{
	struct str after = STR("");
	for (;;) {
		struct sql_file_body_next *body;
		size_t n;
		TRY(sql_file_body_next(c->db, c->mem, after, &body, &n));
		for (size_t i = 0; i < n; i++) {
			char hex[STORE_HASH * 2 + 1];
			enum rc rc = read_content(c, body[i].hash, body[i].size, -1);
			out->contents++;
			out->bytes += body[i].size;
			if (rc == RC_OK)
				continue;
			sodium_bin2hex(hex, sizeof hex, (const unsigned char *)body[i].hash.p, STORE_HASH);
			log_line(LOG_ERROR, "file_damaged", "hash=%s detail=%s", hex,
			         c->err ? c->err->detail : "");
			out->damaged++;
			err_clear(c->err);
		}
		if (n == 0)
			return RC_OK;
		after = body[n - 1].hash;
	}
}

enum rc file_check_all(struct ctx *c, struct file_check *out)
{
	int64_t after = 0;
	*out = (struct file_check){0};
	TRY(check_contents(c, out));
	for (;;) {
		struct sql_file_missing *rows;
		size_t n;
		TRY(sql_file_missing(c->db, c->mem, after, &rows, &n));
		for (size_t i = 0; i < n; i++)
			log_line(LOG_ERROR, "file_missing", "file=%" PRId64, rows[i].id);
		out->missing += (int64_t)n;
		if (n == 0)
			return RC_OK;
		after = rows[n - 1].id;
	}
}
