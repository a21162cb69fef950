/* head.c: signed heads of the chain: reading, checking, and as text outside the database. */
#include "db/sql_journal.h"
#include "journal/inner.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <sodium.h>
#include <stdio.h>
#include <unistd.h>

#define HEAD_WORD "thidua-head"

static size_t put_number(unsigned char *to, size_t at, int64_t v)
{
	for (int i = 0; i < 8; i++)
		to[at + (size_t)i] = (unsigned char)((uint64_t)v >> (8 * i));
	return at + 8;
}

struct head_message {
	unsigned char bytes[21 + 3 * 8 + JOURNAL_HASH_BYTES];
};

static struct str message(const struct journal_head *h, struct head_message *m)
{
	size_t n = 21;
	memcpy(m->bytes, "thidua journal head 1", n);
	n = put_number(m->bytes, n, h->seq);
	n = put_number(m->bytes, n, h->prev_seq);
	n = put_number(m->bytes, n, h->at_ms);
	memcpy(m->bytes + n, h->hash, JOURNAL_HASH_BYTES);
	return (struct str){.p = (char *)m->bytes, .n = sizeof m->bytes};
}

void head_sign(struct keys *keys, struct journal_head *h)
{
	struct head_message m;
	keys_sign(keys, message(h, &m), &h->key_id, h->signature);
}

enum rc journal_head_check(struct keys *keys, const struct journal_head *h, struct err *e)
{
	struct head_message m;
	struct str signature = {.p = (const char *)h->signature, .n = sizeof h->signature};
	return keys_verify(keys, h->key_id, message(h, &m), signature, e);
}

bool journal_head_check_public(const unsigned char public_key[KEYS_PUBLIC_BYTES],
                               const struct journal_head *h)
{
	struct head_message m;
	struct str signature = {.p = (const char *)h->signature, .n = sizeof h->signature};
	return keys_verify_public(public_key, message(h, &m), signature);
}

bool head_fill(struct journal_head *h, int64_t key_id, struct str hash, struct str signature)
{
	if (hash.n != sizeof h->hash || signature.n != sizeof h->signature || key_id < 0 ||
	    key_id > UINT32_MAX)
		return false;
	h->key_id = (uint32_t)key_id;
	memcpy(h->hash, hash.p, hash.n);
	memcpy(h->signature, signature.p, signature.n);
	return true;
}

enum rc journal_head_last(struct db *db, struct arena *mem, struct journal_head *out)
{
	struct sql_journal_head_last row;
	TRY(sql_journal_head_last(db, mem, &row));
	*out = (struct journal_head){.seq = row.seq, .prev_seq = row.prev_seq, .at_ms = row.at_ms};
	if (!head_fill(out, row.key_id, row.hash, row.signature))
		return err_set(db_err(db), RC_CONFLICT,
		               "Đầu chuỗi nhật ký số %" PRId64 " đã bị sửa. Xin chạy: thidua log verify.",
		               row.seq);
	return RC_OK;
}

/* --- as text -------------------------------------------------------------------------- */

struct str journal_head_text(struct arena *mem, const struct journal_head *h)
{
	char hash[JOURNAL_HASH_TEXT], signature[2 * KEYS_SIGN_BYTES + 1];
	sodium_bin2hex(hash, sizeof hash, h->hash, sizeof h->hash);
	sodium_bin2hex(signature, sizeof signature, h->signature, sizeof h->signature);
	return arena_printf(mem, HEAD_WORD " 1 %" PRId64 " %" PRId64 " %" PRId64 " %s %" PRIu32 " %s",
	                    h->seq, h->prev_seq, h->at_ms, hash, h->key_id, signature);
}

static bool from_hex(struct str hex, unsigned char *out, size_t n)
{
	size_t got;
	return hex.n == 2 * n && sodium_hex2bin(out, n, hex.p, hex.n, NULL, &got, NULL) == 0 &&
	       got == n;
}

bool journal_head_parse(struct str line, struct journal_head *out)
{
	struct str rest = str_trim(line);
	int64_t key;
	if (!str_eqz(str_cut(&rest, ' '), HEAD_WORD) || !str_eqz(str_cut(&rest, ' '), "1"))
		return false;
	if (!str_int(str_cut(&rest, ' '), &out->seq) || !str_int(str_cut(&rest, ' '), &out->prev_seq) ||
	    !str_int(str_cut(&rest, ' '), &out->at_ms) || out->seq < 1)
		return false;
	if (!from_hex(str_cut(&rest, ' '), out->hash, sizeof out->hash) ||
	    !str_int(str_cut(&rest, ' '), &key) || key < 0 || key > UINT32_MAX)
		return false;
	out->key_id = (uint32_t)key;
	return from_hex(str_cut(&rest, ' '), out->signature, sizeof out->signature) && !rest.p;
}

/* --- beside the database ----------------------------------------------------------------- */

static enum rc replace_file(const char *path, struct str text, struct arena *mem, struct err *e)
{
	const char *fresh = arena_printf(mem, "%s.new", path).p;
	int fd = open(fresh, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
	bool ok = fd >= 0 && write(fd, text.p, text.n) == (ssize_t)text.n && fsync(fd) == 0;
	int why = errno;
	if (fd >= 0)
		close(fd);
	if (ok && rename(fresh, path) == 0)
		return RC_OK;
	if (ok)
		why = errno;
	unlink(fresh);
	return err_detail(e, RC_IO, "%s: %s", path, strerror(why));
}

/* The head in the file; false without a file or with another text in it. */
static bool kept_before(const char *path, struct journal_head *out)
{
	char line[1024] = "";
	FILE *f = fopen(path, "re");
	bool ok = f && fgets(line, sizeof line, f) && journal_head_parse(str_of(line), out);
	if (f)
		fclose(f);
	return ok;
}

/* What was kept proves that an older state was put back, so it is never written over by one. */
static enum rc still_there(struct db *db, struct arena *mem, const struct journal_head *kept,
                           const char *path, struct err *e)
{
	struct sql_journal_hash_at row;
	enum rc rc = sql_journal_hash_at(db, mem, kept->seq, &row);
	if (rc == RC_OK && row.hash.n == sizeof kept->hash &&
	    memcmp(row.hash.p, kept->hash, sizeof kept->hash) == 0)
		return RC_OK;
	if (rc != RC_OK && rc != RC_NOTFOUND)
		return rc;
	return err_set(e, RC_CONFLICT,
	               "Đầu chuỗi số %" PRId64
	               " giữ trong %s không có trong cơ sở dữ liệu: dữ liệu đã bị đưa về "
	               "trạng thái cũ. Nếu vừa khôi phục từ bản sao lưu, xin lập biên bản rồi chuyển "
	               "tệp ấy đi nơi khác.",
	               kept->seq, path);
}

enum rc journal_head_keep(struct db *db, const char *path, struct err *e)
{
	struct journal_head head, kept;
	struct arena mem;
	bool before = kept_before(path, &kept);
	arena_init(&mem);
	enum rc rc = before ? still_there(db, &mem, &kept, path, e) : RC_OK;
	if (rc == RC_OK)
		rc = journal_head_last(db, &mem, &head);
	if (rc == RC_OK && (!before || head.seq > kept.seq))
		rc = replace_file(
			path, arena_printf(&mem, "%.*s\n", STR_ARG(journal_head_text(&mem, &head))), &mem, e);
	arena_release(&mem);
	return rc == RC_NOTFOUND ? RC_OK : rc;
}
