/*
 * seal.c: the sealer.
 *
 * Lines never change, so they are read and hashed in a read transaction, and only the
 * links are written in another. On PostgreSQL that keeps the sealer out of the way of
 * SERIALIZABLE writers: it never reads, in a writing transaction, what they write.
 */
#include "db/sql_journal.h"
#include "journal/inner.h"

#include <inttypes.h>
#include <sodium.h>

#define BATCH_LINES 4096

/* --- one link ---------------------------------------------------------------------------- */

static void add_number(crypto_generichash_state *s, int64_t v)
{
	unsigned char b[8];
	for (int i = 0; i < 8; i++)
		b[i] = (unsigned char)((uint64_t)v >> (8 * i));
	crypto_generichash_update(s, b, sizeof b);
}

static void add_text(crypto_generichash_state *s, struct str t)
{
	add_number(s, t.p ? (int64_t)t.n : -1);
	if (t.n)
		crypto_generichash_update(s, (const unsigned char *)t.p, t.n);
}

struct journal_row journal_row_of(const struct sql_journal_walk *w)
{
	return (struct journal_row){.id = w->id,
	                            .at_ms = w->at_ms,
	                            .account_id = w->account_id,
	                            .origin = w->origin,
	                            .request = w->request,
	                            .op = w->op,
	                            .object = w->object,
	                            .object_id = w->object_id,
	                            .person_id = w->person_id,
	                            .unit_id = w->unit_id,
	                            .detail = w->detail};
}

void journal_link_hash(const unsigned char prev[JOURNAL_HASH_BYTES], const struct journal_row *r,
                       unsigned char out[JOURNAL_HASH_BYTES])
{
	static const unsigned char word[] = "thidua journal line 1";
	crypto_generichash_state s;
	crypto_generichash_init(&s, NULL, 0, JOURNAL_HASH_BYTES);
	crypto_generichash_update(&s, word, sizeof word - 1);
	crypto_generichash_update(&s, prev, JOURNAL_HASH_BYTES);
	add_number(&s, r->id);
	add_number(&s, r->at_ms);
	add_number(&s, r->account_id);
	add_text(&s, r->origin);
	add_text(&s, r->request);
	add_text(&s, r->op);
	add_text(&s, r->object);
	add_number(&s, r->object_id);
	add_number(&s, r->person_id);
	add_number(&s, r->unit_id);
	add_text(&s, r->detail);
	crypto_generichash_final(&s, out, JOURNAL_HASH_BYTES);
}

/* --- one batch ----------------------------------------------------------------------------- */

struct link {
	int64_t journal_id;
	unsigned char hash[JOURNAL_HASH_BYTES];
};

struct sealing {
	struct db *db;
	struct keys *keys;
	struct err *err;
	struct arena *mem; /* of one batch */
	enum journal_seal_how how;
	int64_t now_ms;
	int64_t after; /* ids above this one; DB_NULL: those of the window */
	/* as read */
	bool has_head;
	struct journal_head head;
	int64_t seq; /* of the last link; 0: none */
	unsigned char hash[JOURNAL_HASH_BYTES];
	struct link *links;
	int count;
	/* as written */
	bool busy; /* another instance is at it, or has been since */
};

static enum rc broken(struct sealing *s, int64_t seq)
{
	return err_set(s->err, RC_CONFLICT,
	               "Nhật ký đã bị can thiệp quanh mắt xích số %" PRId64
	               ", nên không niêm phong tiếp. Xin chạy: thidua log verify.",
	               seq);
}

static enum rc read_head(struct sealing *s)
{
	enum rc rc = journal_head_last(s->db, s->mem, &s->head);
	s->has_head = rc == RC_OK;
	if (rc == RC_NOTFOUND) {
		s->head = (struct journal_head){.seq = 0};
		return RC_OK;
	}
	TRY(rc);
	struct err why = {0};
	if (journal_head_check(s->keys, &s->head, &why) != RC_OK)
		return broken(s, s->head.seq);
	return RC_OK;
}

static enum rc check_link(struct sealing *s, const struct sql_journal_walk *w)
{
	unsigned char hash[JOURNAL_HASH_BYTES];
	struct journal_row row = journal_row_of(w);
	if (w->seq != s->seq + 1 || w->id == DB_NULL)
		return broken(s, w->seq);
	journal_link_hash(s->hash, &row, hash);
	if (w->hash.n != sizeof hash || memcmp(hash, w->hash.p, sizeof hash) != 0)
		return broken(s, w->seq);
	s->seq = w->seq;
	memcpy(s->hash, hash, sizeof hash);
	return RC_OK;
}

/* What was chained since the last head is looked through again: no signature over a changed line.
 */
static enum rc read_tail(struct sealing *s)
{
	struct db_cursor *cur;
	struct sql_journal_walk w;
	struct arena row;
	s->seq = s->head.seq;
	memcpy(s->hash, s->head.hash, sizeof s->hash);
	TRY(sql_journal_walk_open(s->db, s->mem, s->seq, &cur));
	arena_init(&row);
	enum rc rc;
	while ((rc = sql_journal_walk_next(cur, &row, &w)) == RC_OK) {
		rc = check_link(s, &w);
		arena_reset(&row);
		if (rc != RC_OK)
			break;
	}
	arena_release(&row);
	db_cursor_end(cur);
	return rc == RC_NOTFOUND ? RC_OK : rc;
}

static void add_link(struct sealing *s, const struct sql_journal_unsealed *j, unsigned char hash[])
{
	struct link *l = &s->links[s->count++];
	struct journal_row row = {.id = j->id,
	                          .at_ms = j->at_ms,
	                          .account_id = j->account_id,
	                          .origin = j->origin,
	                          .request = j->request,
	                          .op = j->op,
	                          .object = j->object,
	                          .object_id = j->object_id,
	                          .person_id = j->person_id,
	                          .unit_id = j->unit_id,
	                          .detail = j->detail};
	l->journal_id = j->id;
	journal_link_hash(hash, &row, l->hash);
	memcpy(hash, l->hash, JOURNAL_HASH_BYTES);
}

static enum rc read_lines(struct sealing *s)
{
	struct db_cursor *cur;
	struct sql_journal_unsealed j;
	struct sql_journal_sealed_to to;
	struct arena row;
	unsigned char hash[JOURNAL_HASH_BYTES];
	memcpy(hash, s->hash, sizeof hash);
	TRY(sql_journal_sealed_to(s->db, s->mem, &to));
	int64_t after = s->after != DB_NULL ? s->after : to.id - JOURNAL_SEAL_WINDOW;
	TRY(sql_journal_unsealed_open(s->db, s->mem, after, BATCH_LINES, &cur));
	arena_init(&row);
	enum rc rc;
	while ((rc = sql_journal_unsealed_next(cur, &row, &j)) == RC_OK) {
		add_link(s, &j, hash);
		arena_reset(&row);
	}
	arena_release(&row);
	db_cursor_end(cur);
	return rc == RC_NOTFOUND ? RC_OK : rc;
}

static enum rc read_tx(void *arg)
{
	struct sealing *s = arg;
	s->count = 0;
	TRY(read_head(s));
	TRY(read_tail(s));
	return read_lines(s);
}

/* --- writing -----------------------------------------------------------------------------------
 */

static enum rc sign(struct sealing *s, struct journal_head *last, int64_t seq,
                    const unsigned char *hash)
{
	struct journal_head h = {.seq = seq, .prev_seq = last->seq, .at_ms = s->now_ms};
	memcpy(h.hash, hash, sizeof h.hash);
	head_sign(s->keys, &h);
	struct str hash_text = {.p = (char *)h.hash, .n = sizeof h.hash};
	struct str signature = {.p = (char *)h.signature, .n = sizeof h.signature};
	TRY(sql_journal_head_add(s->db, h.seq, h.prev_seq, h.at_ms, hash_text, h.key_id, signature,
	                         NULL));
	*last = h;
	return RC_OK;
}

static bool head_due(const struct sealing *s, const struct journal_head *last, int64_t seq)
{
	return seq > last->seq &&
	       (s->how == JOURNAL_SEAL_ALL || !s->has_head ||
	        s->now_ms - last->at_ms >= JOURNAL_HEAD_MS || s->now_ms < last->at_ms);
}

static enum rc write_links(struct sealing *s)
{
	struct journal_head last = s->head;
	int64_t seq = s->seq;
	const unsigned char *hash = s->hash;
	for (int i = 0; i < s->count; i++) {
		struct link *l = &s->links[i];
		struct str text = {.p = (char *)l->hash, .n = sizeof l->hash};
		TRY(sql_journal_link_add(s->db, ++seq, l->journal_id, text, NULL));
		hash = l->hash;
		if (seq - last.seq >= JOURNAL_HEAD_LINES)
			TRY(sign(s, &last, seq, hash));
	}
	return head_due(s, &last, seq) ? sign(s, &last, seq, hash) : RC_OK;
}

static enum rc write_tx(void *arg)
{
	struct sealing *s = arg;
	struct sql_journal_seal_lock lock;
	struct sql_journal_last_seq seq;
	TRY(sql_journal_seal_lock(s->db, s->mem, &lock));
	TRY(sql_journal_last_seq(s->db, s->mem, &seq));
	s->busy = !lock.got || seq.seq != s->seq || seq.head != s->head.seq;
	return s->busy ? RC_OK : write_links(s);
}

static enum rc seal_batch(struct sealing *s)
{
	s->links = arena_array(s->mem, BATCH_LINES, sizeof *s->links);
	s->busy = false;
	TRY(db_tx(s->db, DB_READ, read_tx, s));
	if (s->count == 0 && !head_due(s, &s->head, s->seq))
		return RC_OK;
	return db_tx(s->db, DB_WRITE, write_tx, s);
}

/* A second try where this one's snapshot was older than links that another instance made. */
static enum rc seal_next(struct sealing *s)
{
	arena_reset(s->mem);
	enum rc rc = seal_batch(s);
	if (rc == RC_CONFLICT) {
		err_clear(s->err);
		arena_reset(s->mem);
		rc = seal_batch(s);
	}
	if (s->count)
		s->after = s->links[s->count - 1].journal_id;
	return rc;
}

enum rc journal_seal_run(struct db *db, struct keys *keys, enum journal_seal_how how,
                         int64_t now_ms, struct err *e)
{
	struct arena mem;
	struct sealing s = {
		.db = db, .keys = keys, .err = e, .mem = &mem, .how = how, .now_ms = now_ms};
	struct err *before = db_err(db);
	enum rc rc;
	arena_init(&mem);
	db_err_to(db, e);
	s.after = how == JOURNAL_SEAL_ALL ? INT64_MIN + 1 : DB_NULL;
	do
		rc = seal_next(&s);
	while (rc == RC_OK && !s.busy && s.count == BATCH_LINES);
	db_err_to(db, before);
	arena_release(&mem);
	return rc;
}
