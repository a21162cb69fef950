/*
 * journal.c: the journal of the year, byte for byte as it was hashed, between two signed heads: the
 * last one before the year's first line and the first one at or after its last line. So nothing can
 * be taken off either end, and the sum needs nothing but this file, the heads and the public keys.
 */
#include "app/archive/inner.h"

#include "app/file/file.h"
#include "db/sql_archive.h"
#include "db/sql_journal.h"
#include "doc/write_all.h"
#include "op/gate.h"

#include <inttypes.h>
#include <unistd.h>

#define FLUSH_AT ((size_t)64 * 1024)

/* --- which links
 * ---------------------------------------------------------------------------------- */

static enum rc hash_before(struct maker *m)
{
	struct sql_journal_hash_at row;
	memset(m->link_before, 0, sizeof m->link_before);
	if (m->link_from == 1)
		return RC_OK;
	enum rc rc = sql_journal_hash_at(m->c.db, m->c.mem, m->link_from - 1, &row);
	if (rc == RC_OK && row.hash.n == sizeof m->link_before)
		memcpy(m->link_before, row.hash.p, row.hash.n);
	return rc == RC_NOTFOUND ? RC_OK : rc; /* gone from the chain: the check of the package tells */
}

static enum rc choose(struct maker *m)
{
	struct sql_archive_links links;
	struct sql_archive_heads heads;
	TRY(sql_archive_links(m->c.db, m->c.mem, m->from_ms, m->to_ms, &links));
	if (links.first == 0)
		return RC_OK;
	/* Lines are sealed in the order in which they were met: not always that of their times. */
	int64_t first = links.first < links.last ? links.first : links.last;
	int64_t last = links.first < links.last ? links.last : links.first;
	TRY(sql_archive_heads(m->c.db, m->c.mem, first, last, &heads));
	m->link_from = heads.before + 1;
	m->link_to = heads.after ? heads.after : last;
	return hash_before(m);
}

/* --- heads
 * ------------------------------------------------------------------------------------------ */

static enum rc one_head(struct maker *m, const struct sql_journal_head_walk *row, struct buf *b)
{
	struct journal_head h = {.seq = row->seq, .prev_seq = row->prev_seq, .at_ms = row->at_ms};
	if (row->hash.n != sizeof h.hash || row->signature.n != sizeof h.signature)
		return RC_OK;
	h.key_id = (uint32_t)row->key_id;
	memcpy(h.hash, row->hash.p, sizeof h.hash);
	memcpy(h.signature, row->signature.p, sizeof h.signature);
	buf_str(b, journal_head_text(&m->row, &h));
	buf_chr(b, '\n');
	m->heads++;
	return buf_check(b, m->of->err);
}

static enum rc write_heads(struct maker *m)
{
	struct db_cursor *cur;
	struct sql_journal_head_walk row;
	struct buf *b = &m->page;
	enum rc rc;
	buf_clear(b);
	TRY(sql_journal_head_walk_open(m->c.db, m->c.mem, m->link_from - 2, &cur));
	while ((rc = sql_journal_head_walk_next(cur, &m->row, &row)) == RC_OK &&
	       row.seq <= m->link_to) {
		rc = one_head(m, &row, b);
		arena_reset(&m->row);
		if (rc != RC_OK)
			break;
	}
	db_cursor_end(cur);
	if (rc != RC_OK && rc != RC_NOTFOUND)
		return rc;
	return maker_add(m, ARCHIVE_HEADS, buf_view(b));
}

/* --- lines
 * -------------------------------------------------------------------------------------------- */

static void one_line(struct buf *b, const struct sql_journal_walk *w)
{
	struct journal_row row = journal_row_of(w);
	archive_line(b, w->seq, w->hash, w->journal_id, w->id == DB_NULL ? NULL : &row);
}

static enum rc flush(struct maker *m, int fd, size_t above)
{
	struct buf *b = &m->page;
	TRY(buf_check(b, m->of->err));
	if (b->n < above)
		return RC_OK;
	TRY(write_all(fd, buf_view(b), m->of->err));
	buf_clear(b);
	return maker_alive(m, "Nhật ký");
}

static enum rc walk(struct maker *m, int fd)
{
	struct db_cursor *cur;
	struct sql_journal_walk w;
	enum rc rc;
	buf_clear(&m->page);
	archive_line_heads(&m->page);
	TRY(sql_journal_walk_open(m->c.db, m->c.mem, m->link_from - 1, &cur));
	while ((rc = sql_journal_walk_next(cur, &m->row, &w)) == RC_OK && w.seq <= m->link_to) {
		one_line(&m->page, &w);
		m->links++;
		arena_reset(&m->row);
		rc = flush(m, fd, FLUSH_AT);
		if (rc != RC_OK)
			break;
	}
	db_cursor_end(cur);
	return rc == RC_OK || rc == RC_NOTFOUND ? flush(m, fd, 0) : rc;
}

static enum rc write_lines(struct maker *m)
{
	int fd;
	TRY(file_temp(m->of, &fd));
	enum rc rc = walk(m, fd);
	if (rc == RC_OK)
		rc = maker_add_file(m, ARCHIVE_LINES, fd);
	close(fd);
	return rc;
}

/* Who reads the whole journal in the program may take it along. */
enum rc maker_journal(struct maker *m)
{
	const struct op *list = op_find(STR("journal.list"));
	if (!gate_offers(&m->c, list) || !gate_scope(&m->c, list).all) {
		maker_left(m, STR("Nhật ký có niêm phong"),
		           STR("vai trò của người lập gói không đọc toàn bộ nhật ký"));
		return RC_OK;
	}
	TRY(choose(m));
	if (m->link_from == 0) {
		maker_left(m, STR("Nhật ký có niêm phong"),
		           STR("trong năm không có dòng nào đã niêm phong"));
		return RC_OK;
	}
	TRY(write_heads(m));
	return write_lines(m);
}
