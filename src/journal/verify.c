#include "journal/verify.h"

#include "db/sql_journal.h"
#include "journal/inner.h"

#include <inttypes.h>
#include <stdarg.h>

/* Clocks of instances differ a little; a rotated key may be in use for a while elsewhere. */
#define KEY_EARLY_MS ((int64_t)60 * 1000)
#define KEY_LATE_MS ((int64_t)24 * 3600 * 1000)

struct verifying {
	struct db *db;
	struct keys *keys;
	const struct journal_verify_ask *ask;
	struct arena *mem; /* of the report */
	struct journal_report *report;
	struct err *err;
	struct key_info key_infos[KEYS_MAX];
	int key_count;
	struct journal_kept *kept;
	int kept_at;
	struct db_cursor *heads;
	struct journal_head next; /* the head that comes next */
	bool has_next;
	int64_t next_seen;    /* seq of the last head read, 0 before the first */
	int64_t last_head_ms; /* of the last good head */
	int64_t last_head_seq;
	int64_t seq; /* of the last link */
	unsigned char hash[JOURNAL_HASH_BYTES];
	bool lost;           /* the hash before is not known: links are missing */
	int64_t unsigned_ms; /* of the first line after the last head */
};

const char *journal_fault_word(enum journal_fault f)
{
	static const char *const words[] = {"changed", "missing",   "gap",      "cut",      "added",
	                                    "forged",  "head_gone", "unsealed", "unsigned", "older"};
	return words[f];
}

static void found(struct verifying *v, enum journal_fault fault, int64_t seq, int64_t line,
                  const char *say, ...) PRINTF_LIKE(5, 6);
static void found(struct verifying *v, enum journal_fault fault, int64_t seq, int64_t line,
                  const char *say, ...)
{
	char text[400];
	va_list ap;
	if (v->report->problem_count++ >= JOURNAL_PROBLEMS_KEPT)
		return;
	va_start(ap, say);
	vsnprintf(text, sizeof text, say, ap);
	va_end(ap);
	v->report->problems[v->report->problem_count - 1] = (struct journal_problem){
		.fault = fault, .seq = seq, .line = line, .say = arena_str(v->mem, str_of(text))};
}

/* --- heads ---------------------------------------------------------------------------------- */

/* Signed by a key that did not exist yet, or that had long been followed by another. */
static bool wrong_time(const struct verifying *v, const struct journal_head *h)
{
	const struct key_info *own = NULL, *after = NULL;
	for (int i = 0; i < v->key_count; i++) {
		const struct key_info *k = &v->key_infos[i];
		if (k->purpose != KEY_JOURNAL)
			continue;
		if (k->id == h->key_id)
			own = k;
		else if (own && !after)
			after = k;
	}
	return (own && h->at_ms < own->created_ms - KEY_EARLY_MS) ||
	       (after && h->at_ms > after->created_ms + KEY_LATE_MS);
}

static bool head_holds(struct verifying *v, const struct journal_head *h)
{
	struct err why = {0};
	if (journal_head_check(v->keys, h, &why) != RC_OK) {
		found(v, JOURNAL_FORGED, h->seq, DB_NULL,
		      "Đầu chuỗi số %" PRId64
		      " không mang chữ ký đúng của cơ quan: đã bị sửa hoặc làm giả.",
		      h->seq);
		return false;
	}
	if (wrong_time(v, h)) {
		found(v, JOURNAL_FORGED, h->seq, DB_NULL,
		      "Đầu chuỗi số %" PRId64
		      " ghi ngày %s nhưng ký bằng khóa không dùng vào lúc ấy: ký lại về sau.",
		      h->seq, date_time_vn(h->at_ms).z);
		return false;
	}
	return true;
}

/* Reads heads until one can be used or there are no more. */
static enum rc next_head(struct verifying *v)
{
	struct sql_journal_head_walk row;
	struct arena mem;
	arena_init(&mem);
	enum rc rc = sql_journal_head_walk_next(v->heads, &mem, &row);
	v->has_next = rc == RC_OK;
	if (rc == RC_OK) {
		v->report->heads++;
		v->next =
			(struct journal_head){.seq = row.seq, .prev_seq = row.prev_seq, .at_ms = row.at_ms};
		if (!head_fill(&v->next, row.key_id, row.hash, row.signature))
			memset(&v->next.signature, 0, sizeof v->next.signature);
		if (row.prev_seq != v->next_seen)
			found(v, JOURNAL_HEAD_GONE, row.seq, DB_NULL,
			      "Đầu chuỗi ngay trước số %" PRId64 " đã mất: phải là số %" PRId64
			      ", trong sổ lại là số %" PRId64 ".",
			      row.seq, row.prev_seq, v->next_seen);
		v->next_seen = row.seq;
	}
	arena_release(&mem);
	return rc == RC_NOTFOUND ? RC_OK : rc;
}

static void pass_head(struct verifying *v, bool fits)
{
	const struct journal_head *h = &v->next;
	bool holds = head_holds(v, h);
	if (holds && !fits)
		found(v, JOURNAL_FORGED, h->seq, DB_NULL,
		      "Từ mắt xích %" PRId64 " đến %" PRId64
		      " đã bị viết lại: kết quả khác với đầu chuỗi ký lúc %s.",
		      v->last_head_seq + 1, h->seq, date_time_vn(h->at_ms).z);
	if (!holds)
		return;
	v->report->has_head = true;
	v->report->head = *h;
	v->last_head_ms = h->at_ms;
	v->last_head_seq = h->seq;
	v->unsigned_ms = 0;
}

/* --- heads kept outside --------------------------------------------------------------------------
 */

static void kept_at_link(struct verifying *v, const unsigned char *hash)
{
	while (v->kept_at < v->ask->kept_count && v->kept[v->kept_at].seq <= v->seq) {
		const struct journal_kept *k = &v->kept[v->kept_at++];
		if (k->seq == v->seq && memcmp(k->hash, hash, k->hash_bytes) == 0)
			continue;
		found(v, JOURNAL_OLDER, k->seq, DB_NULL,
		      "Đầu chuỗi số %" PRId64 " giữ ngoài cơ sở dữ liệu khác với mắt xích cùng số ở đây: "
		      "cơ sở dữ liệu đã bị thay bằng bản khác.",
		      k->seq);
	}
}

static void kept_at_end(struct verifying *v)
{
	for (; v->kept_at < v->ask->kept_count; v->kept_at++)
		found(v, JOURNAL_OLDER, v->kept[v->kept_at].seq, DB_NULL,
		      "Đầu chuỗi số %" PRId64
		      " giữ ngoài cơ sở dữ liệu không còn ở đây (chuỗi chỉ đến %" PRId64
		      "): cơ sở dữ liệu đã bị đưa về trạng thái cũ.",
		      v->kept[v->kept_at].seq, v->seq);
}

static int by_seq(const void *a, const void *b)
{
	const struct journal_kept *x = a, *y = b;
	return (x->seq > y->seq) - (x->seq < y->seq);
}

/* --- links ------------------------------------------------------------------------------- */

static enum rc heads_before(struct verifying *v, int64_t seq)
{
	while (v->has_next && v->next.seq < seq) {
		pass_head(v, false);
		TRY(next_head(v));
	}
	return RC_OK;
}

static void check_time(struct verifying *v, const struct sql_journal_walk *w)
{
	if (w->at_ms < v->last_head_ms - JOURNAL_ADDED_MS)
		found(v, JOURNAL_ADDED, w->seq, w->id,
		      "Dòng %" PRId64 " ghi lúc %s nhưng chỉ được niêm phong sau %s: được chèn vào về sau.",
		      w->id, date_time_vn(w->at_ms).z,
		      arena_str(v->mem, str_of(date_time_vn(v->last_head_ms).z)).p);
	if (v->unsigned_ms == 0)
		v->unsigned_ms = w->at_ms;
}

static void check_line(struct verifying *v, const struct sql_journal_walk *w)
{
	unsigned char hash[JOURNAL_HASH_BYTES];
	struct journal_row row = journal_row_of(w);
	if (w->id == DB_NULL) {
		found(v, JOURNAL_MISSING, w->seq, w->journal_id,
		      "Dòng %" PRId64 " (mắt xích %" PRId64 ") đã bị xóa khỏi nhật ký.", w->journal_id,
		      w->seq);
		return;
	}
	journal_link_hash(v->hash, &row, hash);
	if (!v->lost && (w->hash.n != sizeof hash || memcmp(hash, w->hash.p, sizeof hash) != 0))
		found(v, JOURNAL_CHANGED, w->seq, w->id,
		      "Dòng %" PRId64 " (mắt xích %" PRId64
		      "), ghi lúc %s, không còn như khi được niêm phong: "
		      "đã bị sửa, bị thế bằng dòng khác hoặc đổi chỗ.",
		      w->id, w->seq, date_time_vn(w->at_ms).z);
	check_time(v, w);
}

static enum rc one_link(struct verifying *v, const struct sql_journal_walk *w)
{
	TRY(heads_before(v, w->seq));
	v->lost = w->seq != v->seq + 1;
	if (v->lost)
		found(v, JOURNAL_GAP, v->seq + 1, DB_NULL,
		      "Mất mắt xích %" PRId64 " đến %" PRId64 " của chuỗi.", v->seq + 1, w->seq - 1);
	check_line(v, w);
	v->seq = w->seq;
	v->report->links++;
	/* Goes on with what is stored, so that one changed line is one finding. */
	memset(v->hash, 0, sizeof v->hash);
	memcpy(v->hash, w->hash.p, w->hash.n < sizeof v->hash ? w->hash.n : sizeof v->hash);
	kept_at_link(v, v->hash);
	if (v->has_next && v->next.seq == w->seq) {
		pass_head(v, memcmp(v->next.hash, v->hash, sizeof v->hash) == 0);
		TRY(next_head(v));
	}
	return RC_OK;
}

static enum rc walk(struct verifying *v)
{
	struct db_cursor *cur;
	struct sql_journal_walk w;
	struct arena row;
	TRY(sql_journal_walk_open(v->db, v->mem, 0, &cur));
	arena_init(&row);
	enum rc rc;
	while ((rc = sql_journal_walk_next(cur, &row, &w)) == RC_OK) {
		rc = one_link(v, &w);
		arena_reset(&row);
		if (rc != RC_OK)
			break;
	}
	arena_release(&row);
	db_cursor_end(cur);
	return rc == RC_NOTFOUND ? RC_OK : rc;
}

/* --- the end ----------------------------------------------------------------------------- */

static enum rc heads_after(struct verifying *v)
{
	int64_t last = v->seq;
	while (v->has_next) {
		if (head_holds(v, &v->next))
			last = v->next.seq;
		TRY(next_head(v));
	}
	if (last > v->seq)
		found(v, JOURNAL_CUT, v->seq + 1, DB_NULL,
		      "Chuỗi bị cắt đuôi: đã ký đến mắt xích %" PRId64
		      " nhưng trong sổ chỉ còn đến %" PRId64 ".",
		      last, v->seq);
	return RC_OK;
}

static enum rc check_tail(struct verifying *v)
{
	struct sql_journal_unsealed_sum sum;
	int64_t late = v->ask->now_ms - JOURNAL_LATE_MS;
	TRY(sql_journal_unsealed_sum(v->db, v->mem, &sum));
	v->report->unsealed = sum.n;
	if (sum.n && sum.oldest_ms < late)
		found(v, JOURNAL_UNSEALED, DB_NULL, sum.first_id,
		      "%" PRId64 " dòng chưa được niêm phong, dòng đầu là %" PRId64
		      ", cũ nhất từ %s. Xin chạy máy chủ để niêm "
		      "phong; nếu vẫn còn thì các dòng này được chèn vào sau.",
		      sum.n, sum.first_id, date_time_vn(sum.oldest_ms).z);
	if (v->unsigned_ms && v->unsigned_ms < late)
		found(v, JOURNAL_UNSIGNED, v->last_head_seq + 1, DB_NULL,
		      "Mắt xích từ %" PRId64 " đến %" PRId64
		      " chưa có đầu chuỗi nào ký, dù đã quá %d phút.",
		      v->last_head_seq + 1, v->seq, (int)(JOURNAL_LATE_MS / 60000));
	return RC_OK;
}

static enum rc verify_tx(void *arg)
{
	struct verifying *v = arg;
	*v->report = (struct journal_report){.links = 0};
	v->kept_at = 0;
	v->next_seen = v->last_head_ms = v->last_head_seq = v->seq = v->unsigned_ms = 0;
	memset(v->hash, 0, sizeof v->hash);
	TRY(sql_journal_head_walk_open(v->db, v->mem, INT64_MIN + 1, &v->heads));
	enum rc rc = next_head(v);
	if (rc == RC_OK)
		rc = walk(v);
	if (rc == RC_OK)
		rc = heads_after(v);
	db_cursor_end(v->heads);
	TRY(rc);
	kept_at_end(v);
	return check_tail(v);
}

enum rc journal_verify(struct db *db, struct keys *keys, const struct journal_verify_ask *ask,
                       struct arena *mem, struct journal_report *out, struct err *e)
{
	struct verifying *v = arena_alloc(mem, sizeof *v);
	struct err *before = db_err(db);
	*v =
		(struct verifying){.db = db, .keys = keys, .ask = ask, .mem = mem, .report = out, .err = e};
	v->key_count = keys_list(keys, v->key_infos, KEYS_MAX);
	v->kept = arena_array(mem, (size_t)ask->kept_count + 1, sizeof *v->kept);
	if (ask->kept_count)
		memcpy(v->kept, ask->kept, (size_t)ask->kept_count * sizeof *v->kept);
	qsort(v->kept, (size_t)ask->kept_count, sizeof *v->kept, by_seq);
	db_err_to(db, e);
	enum rc rc = db_in_tx(db) ? verify_tx(v) : db_tx(db, DB_READ, verify_tx, v);
	db_err_to(db, before);
	return rc;
}
