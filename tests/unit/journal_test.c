/*
 * The seal finds whatever is done to the journal behind the program's back, and nothing
 * else: each test seals some lines, changes the database with the engine's own tools as
 * somebody with all rights to it would, and looks at what is reported.
 */
#include "db_fixture.h"
#include "base/clock.h"
#include "db/sql.h"
#include "journal/journal.h"
#include "journal/verify.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include <inttypes.h>
#include <libpq-fe.h>
#include <pthread.h>
#include <sodium.h>
#include <sqlite3.h>
#include <unistd.h>

#define NOW_MS rings.now_ms
#define MINUTE_MS ((int64_t)60 * 1000)

/* Two rings: the office's and a forger's. A key signs only from its own day on, so now is now. */
struct rings {
	char folder[64];
	int64_t now_ms;
	struct keys *ours, *other;
};
static struct rings rings;

static struct keys *make_ring(const char *name)
{
	struct err e = {0};
	struct recovery paper;
	struct box_secret secret;
	struct keys *k;
	char path[128];
	snprintf(path, sizeof path, "%s/%s/ring", rings.folder, name);
	keys_escrow_new(&paper);
	assert_int_equal(keys_recovery(str_of(paper.text), &secret, &e), RC_OK);
	assert_int_equal(keys_create(path, &secret.recipient, &k, &e), RC_OK);
	return k;
}

static int make_rings(void **state)
{
	(void)state;
	snprintf(rings.folder, sizeof rings.folder, "/tmp/thidua-journal-XXXXXX");
	assert_non_null(mkdtemp(rings.folder));
	rings.ours = make_ring("ours");
	rings.other = make_ring("other");
	rings.now_ms = clock_now_ms();
	return 0;
}

static int drop_rings(void **state)
{
	static const char *const left[] = {"ours/ring", "ours/ring.lock", "ours/lock", "ours", "other/ring",
	                                   "other/ring.lock", "other/lock", "other"};
	char path[128];
	(void)state;
	keys_free(rings.ours);
	keys_free(rings.other);
	for (size_t i = 0; i < sizeof left / sizeof *left; i++) {
		snprintf(path, sizeof path, "%s/%s", rings.folder, left[i]);
		remove(path);
	}
	return rmdir(rings.folder);
}

/* --- behind the program's back ------------------------------------------------------------- */

static void raw_sqlite(const char *address, const char *text)
{
	sqlite3 *db;
	char path[200], *message = NULL;
	snprintf(path, sizeof path, "%s/thidua.db", address + strlen("sqlite:"));
	assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
	static const char guards[] =
		"DROP TRIGGER IF EXISTS journal_append_only_0; DROP TRIGGER IF EXISTS journal_append_only_1;"
		"DROP TRIGGER IF EXISTS journal_chain_append_only_0; DROP TRIGGER IF EXISTS journal_chain_append_only_1;"
		"DROP TRIGGER IF EXISTS journal_head_append_only_0; DROP TRIGGER IF EXISTS journal_head_append_only_1;";
	assert_int_equal(sqlite3_exec(db, guards, NULL, NULL, &message), SQLITE_OK);
	if (sqlite3_exec(db, text, NULL, NULL, &message) != SQLITE_OK)
		fail_msg("%s: %s", text, message);
	sqlite3_close(db);
}

static void raw_postgres(const char *address, const char *text)
{
	PGconn *c = PQconnectdb(address);
	PQclear(PQexec(c, "SET session_replication_role = replica"));
	PGresult *r = PQexec(c, text);
	if (PQresultStatus(r) != PGRES_COMMAND_OK)
		fail_msg("%s: %s", text, PQerrorMessage(c));
	PQclear(r);
	PQfinish(c);
}

static void raw(struct db_fixture *f, const char *fmt, ...) PRINTF_LIKE(2, 3);
static void raw(struct db_fixture *f, const char *fmt, ...)
{
	char text[2000];
	va_list ap;
	va_start(ap, fmt);
	vsnprintf(text, sizeof text, fmt, ap);
	va_end(ap);
	if (db_engine_of(f->db) == DB_SQLITE)
		raw_sqlite(f->address, text);
	else
		raw_postgres(f->address, text);
}

/* --- lines and findings ---------------------------------------------------------------------- */

struct adding {
	struct db *db;
	int count;
	int64_t at_ms;
};

static enum rc add_tx(void *arg)
{
	struct adding *a = arg;
	for (int i = 0; i < a->count; i++) {
		struct journal_line l = {.at_ms = a->at_ms + i,
		                         .account_id = 7,
		                         .origin = STR("web 10.0.0.7"),
		                         .request = STR("r1"),
		                         .op = "unit.rename",
		                         .object = "unit",
		                         .object_id = 3,
		                         .person_id = i % 2 ? 5 : DB_NULL,
		                         .unit_id = 3,
		                         .detail = STR("{\"name\":\"Phòng Một\"}")};
		TRY(journal_add(a->db, &l));
	}
	return RC_OK;
}

static void add_lines(struct db_fixture *f, int count, int64_t at_ms)
{
	struct adding a = {f->db, count, at_ms};
	EXPECT(f, RC_OK, db_tx(f->db, DB_WRITE, add_tx, &a));
}

static void seal(struct db_fixture *f, int64_t now_ms)
{
	EXPECT(f, RC_OK, journal_seal_run(f->db, rings.ours, JOURNAL_SEAL_STEP, now_ms, &f->err));
}

static struct journal_report *verify_with(struct db_fixture *f, struct keys *keys, int64_t now_ms,
                                          const struct journal_kept *kept, int kept_count)
{
	struct journal_report *r = arena_alloc(&f->mem, sizeof *r);
	struct journal_verify_ask ask = {.now_ms = now_ms, .kept = kept, .kept_count = kept_count};
	EXPECT(f, RC_OK, journal_verify(f->db, keys, &ask, &f->mem, r, &f->err));
	return r;
}

static void show(const struct journal_report *r)
{
	for (int64_t i = 0; i < r->problem_count && i < JOURNAL_PROBLEMS_KEPT; i++)
		print_error("%s seq=%" PRId64 " line=%" PRId64 ": %.*s\n", journal_fault_word(r->problems[i].fault),
		            r->problems[i].seq, r->problems[i].line, STR_ARG(r->problems[i].say));
}

static void expect_whole(struct db_fixture *f, int64_t links)
{
	struct journal_report *r = verify_with(f, rings.ours, NOW_MS + 10 * MINUTE_MS, NULL, 0);
	if (r->problem_count)
		show(r);
	assert_int_equal(r->problem_count, 0);
	assert_int_equal(r->links, links);
	assert_int_equal(r->unsealed, 0);
}

/* Exactly one finding, of this kind and at this link (DB_NULL: any). */
static void expect_one(const struct journal_report *r, enum journal_fault fault, int64_t seq)
{
	if (r->problem_count != 1 || r->problems[0].fault != fault)
		show(r);
	assert_int_equal(r->problem_count, 1);
	assert_int_equal(r->problems[0].fault, fault);
	if (seq != DB_NULL)
		assert_int_equal(r->problems[0].seq, seq);
	assert_true(r->problems[0].say.n > 20);
}

static void expect_fault(struct db_fixture *f, enum journal_fault fault, int64_t seq)
{
	expect_one(verify_with(f, rings.ours, NOW_MS + MINUTE_MS, NULL, 0), fault, seq);
}

/* 20 lines under two heads: 1-10 and 11-20. */
static void sealed_twenty(struct db_fixture *f)
{
	add_lines(f, 10, NOW_MS);
	seal(f, NOW_MS + 1000);
	add_lines(f, 10, NOW_MS + 2 * MINUTE_MS);
	seal(f, NOW_MS + 3 * MINUTE_MS);
	expect_whole(f, 20);
}

/* --- whole ----------------------------------------------------------------------------------------- */

static void run_whole(struct db_fixture *f)
{
	expect_whole(f, 0);
	sealed_twenty(f);
	struct journal_report *r = verify_with(f, rings.ours, NOW_MS, NULL, 0);
	assert_int_equal(r->heads, 2);
	assert_int_equal(r->head.seq, 20);
	assert_int_equal(r->head.prev_seq, 10);
	/* Nothing new, nothing written. */
	seal(f, NOW_MS + 60 * MINUTE_MS);
	expect_whole(f, 20);
}

static void what_was_sealed_verifies(void **state)
{
	(void)state;
	db_fixture_each_engine(run_whole);
}

static void run_head_due(struct db_fixture *f)
{
	struct journal_head h;
	add_lines(f, 3, NOW_MS);
	seal(f, NOW_MS);
	add_lines(f, 3, NOW_MS + 1000);
	seal(f, NOW_MS + 2000);
	EXPECT(f, RC_OK, journal_head_last(f->db, &f->mem, &h));
	assert_int_equal(h.seq, 3);
	seal(f, NOW_MS + JOURNAL_HEAD_MS);
	EXPECT(f, RC_OK, journal_head_last(f->db, &f->mem, &h));
	assert_int_equal(h.seq, 6);
	add_lines(f, 2 * JOURNAL_HEAD_LINES + 5, NOW_MS + 61000);
	seal(f, NOW_MS + 62000);
	EXPECT(f, RC_OK, journal_head_last(f->db, &f->mem, &h));
	assert_int_equal(h.seq, 6 + 2 * JOURNAL_HEAD_LINES);
	EXPECT(f, RC_OK, journal_seal_run(f->db, rings.ours, JOURNAL_SEAL_ALL, NOW_MS + 63000, &f->err));
	expect_whole(f, 6 + 2 * JOURNAL_HEAD_LINES + 5);
	EXPECT(f, RC_OK, journal_head_last(f->db, &f->mem, &h));
	assert_int_equal(h.seq, 6 + 2 * JOURNAL_HEAD_LINES + 5);
}

static void heads_come_by_lines_and_by_time(void **state)
{
	(void)state;
	db_fixture_each_engine(run_head_due);
}

static void run_rotated(struct db_fixture *f)
{
	int64_t now = clock_now_ms();
	add_lines(f, 5, now);
	seal(f, now);
	assert_int_equal(keys_rotate(rings.ours, KEY_JOURNAL, &f->err), RC_OK);
	add_lines(f, 5, now + 1000);
	seal(f, now + 2 * MINUTE_MS);
	struct journal_report *r = verify_with(f, rings.ours, now + 2 * MINUTE_MS, NULL, 0);
	show(r);
	assert_int_equal(r->problem_count, 0);
	assert_int_equal(r->heads, 2);
}

static void heads_of_an_older_key_stay_good(void **state)
{
	(void)state;
	db_fixture_each_engine(run_rotated);
}

/* --- lines ------------------------------------------------------------------------------------------ */

static const char *const changes[] = {
	"at_ms = at_ms + 1",         "account_id = 8",         "account_id = NULL",
	"origin = 'web 10.0.0.8'",   "request = 'r2'",         "op = 'unit.close'",
	"object = 'person'",         "object_id = 4",          "object_id = NULL",
	"person_id = 6",             "unit_id = 4",            "unit_id = NULL",
	"detail = '{\"name\":\"Phòng Hai\"}'",
	"origin = 'web 10.0.0.7r', request = '1'", /* text moved over the border of two columns */
};

static void run_columns(struct db_fixture *f)
{
	sealed_twenty(f);
	for (size_t i = 0; i < sizeof changes / sizeof *changes; i++) {
		raw(f, "CREATE TABLE before_change AS SELECT * FROM journal WHERE id = 4");
		raw(f, "UPDATE journal SET %s WHERE id = 4", changes[i]);
		expect_fault(f, JOURNAL_CHANGED, 4);
		raw(f, "DELETE FROM journal WHERE id = 4");
		raw(f, "INSERT INTO journal SELECT * FROM before_change");
		raw(f, "DROP TABLE before_change");
		expect_whole(f, 20);
	}
}

static void every_changed_column_is_found(void **state)
{
	(void)state;
	db_fixture_each_engine(run_columns);
}

static void run_deleted(struct db_fixture *f)
{
	sealed_twenty(f);
	raw(f, "DELETE FROM journal WHERE id = 4");
	struct journal_report *r = verify_with(f, rings.ours, NOW_MS + MINUTE_MS, NULL, 0);
	expect_one(r, JOURNAL_MISSING, 4);
	assert_int_equal(r->problems[0].line, 4);
	raw(f, "DELETE FROM journal_chain WHERE seq = 4");
	expect_fault(f, JOURNAL_GAP, 4);
}

static void a_deleted_line_is_found(void **state)
{
	(void)state;
	db_fixture_each_engine(run_deleted);
}

static void run_swapped(struct db_fixture *f)
{
	sealed_twenty(f);
	raw(f, "UPDATE journal SET id = -1 WHERE id = 4");
	raw(f, "UPDATE journal SET id = 4 WHERE id = 5");
	raw(f, "UPDATE journal SET id = 5 WHERE id = -1");
	struct journal_report *r = verify_with(f, rings.ours, NOW_MS + MINUTE_MS, NULL, 0);
	assert_int_equal(r->problem_count, 2);
	assert_int_equal(r->problems[0].fault, JOURNAL_CHANGED);
	assert_int_equal(r->problems[1].fault, JOURNAL_CHANGED);
}

static void two_swapped_lines_are_found(void **state)
{
	(void)state;
	db_fixture_each_engine(run_swapped);
}

static void insert_line(struct db_fixture *f, int64_t id, int64_t at_ms)
{
	raw(f,
	    "INSERT INTO journal (id, at_ms, origin, request, op, object, detail) "
	    "VALUES (%" PRId64 ", %" PRId64 ", 'web', '', 'unit.rename', '', '{}')",
	    id, at_ms);
}

static void run_inserted(struct db_fixture *f)
{
	sealed_twenty(f);
	/* With a time of a week ago, where the sealer's window does not look for it. */
	insert_line(f, -JOURNAL_SEAL_WINDOW - 5, NOW_MS - 7 * 24 * 60 * MINUTE_MS);
	seal(f, NOW_MS + 4 * MINUTE_MS);
	expect_fault(f, JOURNAL_UNSEALED, DB_NULL);
	/* Sealed at last, it bears a time that does not fit its place. */
	EXPECT(f, RC_OK, journal_seal_run(f->db, rings.ours, JOURNAL_SEAL_ALL, NOW_MS + 5 * MINUTE_MS, &f->err));
	expect_fault(f, JOURNAL_ADDED, 21);
}

static void an_inserted_line_is_found(void **state)
{
	(void)state;
	db_fixture_each_engine(run_inserted);
}

/* --- the chain ------------------------------------------------------------------------------------- */

struct rewriting {
	struct db_fixture *f;
	int64_t from;
	char text[60][2 * JOURNAL_HASH_BYTES + 80];
	int count;
};

/* What an attacker with the program's source would do: hashes that fit the changed line. */
static enum rc rewrite_tx(void *arg)
{
	struct rewriting *w = arg;
	struct db_cursor *cur;
	struct sql_journal_walk row;
	unsigned char hash[JOURNAL_HASH_BYTES] = {0};
	bool pg = db_engine_of(w->f->db) == DB_POSTGRES;
	w->count = 0;
	TRY(sql_journal_walk_open(w->f->db, &w->f->mem, 0, &cur));
	while (sql_journal_walk_next(cur, &w->f->mem, &row) == RC_OK) {
		struct journal_row line = {row.id,     row.at_ms,     row.account_id, row.origin,  row.request, row.op,
		                           row.object, row.object_id, row.person_id,  row.unit_id, row.detail};
		char hex[JOURNAL_HASH_TEXT];
		unsigned char next[JOURNAL_HASH_BYTES];
		journal_link_hash(hash, &line, next);
		memcpy(hash, next, sizeof hash);
		sodium_bin2hex(hex, sizeof hex, hash, sizeof hash);
		snprintf(w->text[w->count++], sizeof w->text[0],
		         pg ? "UPDATE journal_chain SET hash = '\\x%s' WHERE seq = %d"
		            : "UPDATE journal_chain SET hash = x'%s' WHERE seq = %d",
		         hex, (int)row.seq);
	}
	db_cursor_end(cur);
	return RC_OK;
}

static void rewrite_chain(struct db_fixture *f)
{
	struct rewriting w = {.f = f};
	EXPECT(f, RC_OK, db_tx(f->db, DB_READ, rewrite_tx, &w));
	for (int i = 0; i < w.count; i++)
		raw(f, "%s", w.text[i]);
}

static void run_rewritten(struct db_fixture *f)
{
	sealed_twenty(f);
	raw(f, "UPDATE journal SET op = 'unit.close' WHERE id = 14");
	rewrite_chain(f);
	struct journal_report *r = verify_with(f, rings.ours, NOW_MS + MINUTE_MS, NULL, 0);
	expect_one(r, JOURNAL_FORGED, 20);
	assert_int_equal(r->head.seq, 20);
}

static void a_chain_made_anew_does_not_fit_its_heads(void **state)
{
	(void)state;
	db_fixture_each_engine(run_rewritten);
}

static void run_cut(struct db_fixture *f)
{
	struct journal_head head;
	struct journal_kept kept;
	sealed_twenty(f);
	EXPECT(f, RC_OK, journal_head_last(f->db, &f->mem, &head));
	struct str text = journal_head_text(&f->mem, &head);
	EXPECT(f, RC_OK, journal_kept_parse(rings.ours, text, &kept, &f->err));
	assert_int_equal(verify_with(f, rings.ours, NOW_MS, &kept, 1)->problem_count, 0);
	raw(f, "DELETE FROM journal WHERE id > 12");
	raw(f, "DELETE FROM journal_chain WHERE journal_id > 12");
	expect_fault(f, JOURNAL_CUT, 13);
	/* With the head gone too, nothing inside shows it: it is an older state, put back. */
	raw(f, "DELETE FROM journal_head WHERE seq > 12");
	raw(f, "DELETE FROM journal_chain WHERE seq > 10");
	raw(f, "DELETE FROM journal WHERE id > 10");
	expect_whole(f, 10);
	expect_one(verify_with(f, rings.ours, NOW_MS, &kept, 1), JOURNAL_OLDER, 20);
	/* And still after the office went on from there. */
	add_lines(f, 15, NOW_MS + 20 * MINUTE_MS);
	seal(f, NOW_MS + 21 * MINUTE_MS);
	expect_one(verify_with(f, rings.ours, NOW_MS + 21 * MINUTE_MS, &kept, 1), JOURNAL_OLDER, 20);
}

static void a_cut_tail_and_an_older_state_are_found(void **state)
{
	(void)state;
	db_fixture_each_engine(run_cut);
}

/* --- heads ------------------------------------------------------------------------------------------- */

static void run_heads(struct db_fixture *f)
{
	sealed_twenty(f);
	add_lines(f, 5, NOW_MS + 4 * MINUTE_MS);
	seal(f, NOW_MS + 5 * MINUTE_MS);
	raw(f, "CREATE TABLE heads AS SELECT * FROM journal_head");
	raw(f, "DELETE FROM journal_head WHERE seq = 20");
	expect_fault(f, JOURNAL_HEAD_GONE, 25);
	raw(f, "INSERT INTO journal_head SELECT * FROM heads WHERE seq = 20");
	raw(f, "DELETE FROM journal_head WHERE seq = 25");
	struct journal_report *r = verify_with(f, rings.ours, NOW_MS + 15 * MINUTE_MS, NULL, 0);
	expect_one(r, JOURNAL_UNSIGNED, 21);
	raw(f, "INSERT INTO journal_head SELECT * FROM heads WHERE seq = 25");
	raw(f, "UPDATE journal_head SET at_ms = at_ms + 1 WHERE seq = 20");
	expect_fault(f, JOURNAL_FORGED, 20);
	raw(f, "UPDATE journal_head SET key_id = 4000000000 WHERE seq = 20");
	expect_fault(f, JOURNAL_FORGED, 20);
}

static void a_missing_or_changed_head_is_found(void **state)
{
	(void)state;
	db_fixture_each_engine(run_heads);
}

static void run_wrong_key(struct db_fixture *f)
{
	sealed_twenty(f);
	struct journal_report *r = verify_with(f, rings.other, NOW_MS + 3 * MINUTE_MS, NULL, 0);
	assert_true(r->problem_count >= 2);
	assert_int_equal(r->problems[0].fault, JOURNAL_FORGED);
	assert_false(r->has_head);
	/* A forger's head after ours: the sealer does not go on from it. */
	add_lines(f, 5, NOW_MS + 6 * MINUTE_MS);
	assert_int_equal(
		journal_seal_run(f->db, rings.other, JOURNAL_SEAL_STEP, NOW_MS + 7 * MINUTE_MS, &f->err), RC_CONFLICT);
	err_clear(&f->err);
	seal(f, NOW_MS + 7 * MINUTE_MS);
	expect_whole(f, 25);
}

static void heads_by_another_key_are_forged(void **state)
{
	(void)state;
	db_fixture_each_engine(run_wrong_key);
}

static void run_backdated(struct db_fixture *f)
{
	int64_t now = clock_now_ms();
	assert_int_equal(keys_rotate(rings.other, KEY_JOURNAL, &f->err), RC_OK);
	/* The newest key signs for a day on which it did not exist. */
	add_lines(f, 5, now - 30 * 24 * 60 * MINUTE_MS);
	EXPECT(f, RC_OK, journal_seal_run(f->db, rings.other, JOURNAL_SEAL_ALL, now - 30 * 24 * 60 * MINUTE_MS, &f->err));
	struct journal_report *r = verify_with(f, rings.other, now - 30 * 24 * 60 * MINUTE_MS, NULL, 0);
	expect_one(r, JOURNAL_FORGED, 5);
}

static void a_head_signed_for_the_past_is_found(void **state)
{
	(void)state;
	db_fixture_each_engine(run_backdated);
}

static void run_tail_changed(struct db_fixture *f)
{
	struct journal_head h;
	add_lines(f, 3, NOW_MS);
	seal(f, NOW_MS);
	add_lines(f, 3, NOW_MS + 1000);
	seal(f, NOW_MS + 2000);
	raw(f, "UPDATE journal SET op = 'unit.close' WHERE id = 5");
	assert_int_equal(
		journal_seal_run(f->db, rings.ours, JOURNAL_SEAL_STEP, NOW_MS + 5 * MINUTE_MS, &f->err), RC_CONFLICT);
	err_clear(&f->err);
	EXPECT(f, RC_OK, journal_head_last(f->db, &f->mem, &h));
	assert_int_equal(h.seq, 3);
}

static void nothing_is_signed_over_a_changed_line(void **state)
{
	(void)state;
	db_fixture_each_engine(run_tail_changed);
}

static void run_text(struct db_fixture *f)
{
	struct journal_head h, back;
	struct journal_kept kept;
	struct err e = {0};
	sealed_twenty(f);
	EXPECT(f, RC_OK, journal_head_last(f->db, &f->mem, &h));
	char *text = (char *)journal_head_text(&f->mem, &h).p;
	assert_true(journal_head_parse(str_of(text), &back));
	assert_memory_equal(&back, &h, sizeof h);
	assert_false(journal_head_parse(STR("thidua-head 1 5 0 7 00 1 00"), &back));
	assert_false(journal_head_parse(STR("thidua-head 2 5 0"), &back));
	/* Another number under the same signature. */
	text[strlen("thidua-head 1 ")] = '3';
	assert_int_equal(journal_kept_parse(rings.ours, str_of(text), &kept, &e), RC_INVALID);
	err_clear(&e);
	assert_int_equal(journal_kept_parse(rings.ours, STR("20:abcd"), &kept, &e), RC_INVALID);
	err_clear(&e);
	assert_int_equal(journal_kept_parse(rings.ours, STR("20:0011 2233 4455 6677"), &kept, &e), RC_OK);
	assert_int_equal(kept.hash_bytes, 8);
	expect_one(verify_with(f, rings.ours, NOW_MS, &kept, 1), JOURNAL_OLDER, 20);
}

static void run_kept_file(struct db_fixture *f)
{
	struct journal_kept *kept;
	char path[128];
	int count;
	snprintf(path, sizeof path, "%s/kept-%d", rings.folder, (int)db_engine_of(f->db));
	EXPECT(f, RC_OK, journal_head_keep(f->db, path, &f->err));
	assert_int_equal(access(path, F_OK), -1);
	sealed_twenty(f);
	EXPECT(f, RC_OK, journal_head_keep(f->db, path, &f->err));
	EXPECT(f, RC_OK, journal_kept_read(rings.ours, path, &f->mem, &kept, &count, &f->err));
	assert_int_equal(count, 1);
	assert_int_equal(kept[0].seq, 20);
	/* An older state is put back: the file is the proof and stays. */
	raw(f, "DELETE FROM journal_head WHERE seq > 12");
	raw(f, "DELETE FROM journal_chain WHERE seq > 10");
	raw(f, "DELETE FROM journal WHERE id > 10");
	assert_int_equal(journal_head_keep(f->db, path, &f->err), RC_CONFLICT);
	err_clear(&f->err);
	EXPECT(f, RC_OK, journal_kept_read(rings.ours, path, &f->mem, &kept, &count, &f->err));
	assert_int_equal(kept[0].seq, 20);
	expect_one(verify_with(f, rings.ours, NOW_MS, kept, count), JOURNAL_OLDER, 20);
	assert_int_equal(journal_kept_read(rings.other, path, &f->mem, &kept, &count, &f->err), RC_INVALID);
	err_clear(&f->err);
	remove(path);
}

static void the_head_kept_in_a_file_is_not_written_over(void **state)
{
	(void)state;
	db_fixture_each_engine(run_kept_file);
}

static void heads_go_out_as_text_and_come_back(void **state)
{
	(void)state;
	db_fixture_on(DB_SQLITE, run_text);
}

/* --- several at once ---------------------------------------------------------------------------------- */

struct late {
	struct db_fixture *f;
	struct db *second, *third;
};

/* Its line gets the first id and is committed last. */
static enum rc slow_tx(void *arg)
{
	struct late *l = arg;
	struct adding own = {l->f->db, 1, NOW_MS}, other = {l->second, 3, NOW_MS};
	TRY(add_tx(&own));
	TRY(db_tx(l->second, DB_WRITE, add_tx, &other));
	return journal_seal_run(l->third, rings.ours, JOURNAL_SEAL_STEP, NOW_MS, db_err(l->third));
}

static void run_late(struct db_fixture *f)
{
	struct err e = {0};
	struct late l = {f, db_fixture_connect(f, &e), db_fixture_connect(f, &e)};
	EXPECT(f, RC_OK, db_tx(f->db, DB_WRITE, slow_tx, &l));
	assert_int_equal(verify_with(f, rings.ours, NOW_MS, NULL, 0)->unsealed, 1);
	seal(f, NOW_MS + MINUTE_MS);
	expect_whole(f, 4);
	db_close(l.second);
	db_close(l.third);
}

static void a_line_that_commits_late_is_found(void **state)
{
	(void)state;
	db_fixture_on(DB_POSTGRES, run_late);
}

struct worker {
	pthread_t thread;
	struct db *db;
	struct err err;
	bool seals;
	enum rc rc;
};

static void *work(void *arg)
{
	struct worker *w = arg;
	for (int i = 0; i < 60 && w->rc == RC_OK; i++) {
		struct adding a = {w->db, 3, NOW_MS + i};
		w->rc = w->seals ? journal_seal_run(w->db, rings.ours, JOURNAL_SEAL_STEP, NOW_MS + i * 1000, &w->err)
		                 : db_tx(w->db, DB_WRITE, add_tx, &a);
	}
	return NULL;
}

static void run_at_once(struct db_fixture *f)
{
	struct worker w[4] = {{.seals = false}, {.seals = false}, {.seals = true}, {.seals = true}};
	for (int i = 0; i < 4; i++) {
		w[i].db = db_fixture_connect(f, &w[i].err);
		assert_int_equal(pthread_create(&w[i].thread, NULL, work, &w[i]), 0);
	}
	for (int i = 0; i < 4; i++) {
		pthread_join(w[i].thread, NULL);
		if (w[i].rc != RC_OK)
			print_error("%d: %s %s\n", i, w[i].err.message, w[i].err.detail);
		assert_int_equal(w[i].rc, RC_OK);
		db_close(w[i].db);
	}
	EXPECT(f, RC_OK, journal_seal_run(f->db, rings.ours, JOURNAL_SEAL_ALL, NOW_MS + 2 * MINUTE_MS, &f->err));
	expect_whole(f, 2 * 60 * 3);
}

static void writers_and_sealers_at_once_leave_one_chain(void **state)
{
	(void)state;
	db_fixture_each_engine(run_at_once);
}

/* --- rights on PostgreSQL ---------------------------------------------------------------------------- */

static void quiet(void *arg, const char *message)
{
	(void)arg;
	(void)message;
}

static bool allowed(PGconn *c, const char *text)
{
	PGresult *r = PQexec(c, text);
	bool ok = PQresultStatus(r) == PGRES_COMMAND_OK || PQresultStatus(r) == PGRES_TUPLES_OK;
	if (!ok && strcmp(PQresultErrorField(r, PG_DIAG_SQLSTATE), "42501") != 0)
		fail_msg("%s: refused for another reason: %s", text, PQerrorMessage(c));
	PQclear(r);
	return ok;
}

static enum rc grants_tx(void *arg)
{
	struct db_fixture *f = arg;
	struct sql_journal_app_grants row;
	TRY(sql_journal_app_grants(f->db, &f->mem, &row));
	return row.granted ? RC_OK : RC_NOTFOUND;
}

static void run_app_role(struct db_fixture *f)
{
	static const char *const refused[] = {
		"UPDATE journal SET op = 'x'", "DELETE FROM journal", "TRUNCATE journal",
		"UPDATE journal_chain SET seq = 5", "DELETE FROM journal_chain", "TRUNCATE journal_chain",
		"UPDATE journal_head SET at_ms = 5", "DELETE FROM journal_head", "TRUNCATE journal_head",
		"DROP TRIGGER journal_append_only ON journal", "DROP TRIGGER journal_append_only_all ON journal",
		"ALTER TABLE journal DISABLE TRIGGER ALL", "ALTER TABLE journal_head DISABLE TRIGGER ALL",
		"DROP TABLE journal CASCADE", "SET session_replication_role = replica",
		"ALTER TABLE journal OWNER TO thidua_app",
		"CREATE OR REPLACE FUNCTION journal_append_only() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'",
		"CREATE TRIGGER aaa BEFORE INSERT ON journal EXECUTE FUNCTION journal_append_only()",
		"CREATE RULE quiet AS ON INSERT TO journal DO INSTEAD NOTHING",
		"INSERT INTO schema_version (version, name, hash, applied_ms) VALUES (9, '', '', 0)",
		"CREATE TABLE other (id int)", "SELECT thidua_app_grants()"};
	raw(f, "DO $$ BEGIN CREATE ROLE thidua_app LOGIN; EXCEPTION WHEN duplicate_object OR unique_violation "
	       "THEN NULL; END $$");
	EXPECT(f, RC_OK, db_tx(f->db, DB_WRITE, grants_tx, f));
	const char *at = strchr(f->address, '@');
	struct str as = arena_printf(&f->mem, "postgresql://thidua_app%s", at);
	PGconn *c = PQconnectdb(as.p);
	assert_int_equal(PQstatus(c), CONNECTION_OK);
	PQsetNoticeProcessor(c, quiet, NULL);
	/* Not refused, but without effect. */
	PQclear(PQexec(c, "GRANT ALL ON journal, journal_chain, journal_head TO thidua_app"));
	for (size_t i = 0; i < sizeof refused / sizeof *refused; i++)
		if (allowed(c, refused[i]))
			fail_msg("allowed: %s", refused[i]);
	PQfinish(c);
	/* What serving needs is allowed: everything above sealing, too. */
	struct err e = {0};
	struct db *own = f->db;
	assert_int_equal(db_open(as.p, 0, &f->db, &e), RC_OK);
	db_err_to(f->db, &f->err);
	sealed_twenty(f);
	db_close(f->db);
	f->db = own;
}

static void the_serving_account_cannot_touch_the_journal(void **state)
{
	(void)state;
	db_fixture_on(DB_POSTGRES, run_app_role);
}

/* --- personal values ------------------------------------------------------------------------------------ */

struct erasing {
	struct db_fixture *f;
	struct str sealed;
	int64_t person;
};

static enum rc seal_value_tx(void *arg)
{
	struct erasing *x = arg;
	struct db_fixture *f = x->f;
	struct str none = STR("");
	TRY(sql_person_add(f->db, STR("Lù Seo Páo"), STR("k"), STR("lu seo pao"), 1, none, DATE_NONE, STR("worker"),
	                   none, none, NOW_MS, &x->person));
	TRY(journal_seal(f->db, rings.ours, &f->mem, x->person, STR("0912 345 678"), &x->sealed));
	return journal_add(f->db, &(struct journal_line){.at_ms = NOW_MS, .account_id = DB_NULL, .origin = STR("web"),
	                                                 .request = none, .op = "person.edit", .object = "person",
	                                                 .object_id = x->person, .person_id = x->person,
	                                                 .unit_id = DB_NULL,
	                                                 .detail = arena_printf(&f->mem, "{\"phone\":\"%.*s\"}",
	                                                                        STR_ARG(x->sealed))});
}

static enum rc drop_key_tx(void *arg)
{
	struct erasing *x = arg;
	return sql_person_key_drop(x->f->db, x->person, NULL);
}

static void run_erased(struct db_fixture *f)
{
	struct erasing x = {.f = f};
	struct str value;
	EXPECT(f, RC_OK, db_tx(f->db, DB_WRITE, seal_value_tx, &x));
	seal(f, NOW_MS);
	assert_null(memmem(x.sealed.p, x.sealed.n, "345", 3));
	EXPECT(f, RC_OK, journal_unseal(f->db, rings.ours, &f->mem, x.person, x.sealed, &value));
	assert_true(str_eqz(value, "0912 345 678"));
	EXPECT(f, RC_OK, db_tx(f->db, DB_WRITE, drop_key_tx, &x));
	EXPECT(f, RC_OK, journal_unseal(f->db, rings.ours, &f->mem, x.person, x.sealed, &value));
	assert_true(str_eqz(value, "(đã xóa)"));
	expect_whole(f, 1);
}

static void erased_values_leave_the_chain_whole(void **state)
{
	(void)state;
	db_fixture_each_engine(run_erased);
}

/* --- size ------------------------------------------------------------------------------------------------- */

/* Without the pages of the database that are mapped. */
static int64_t own_memory_kb(void)
{
	char line[200];
	long kb = -1;
	FILE *f = fopen("/proc/self/status", "re");
	assert_non_null(f);
	while (fgets(line, sizeof line, f) && sscanf(line, "RssAnon: %ld kB", &kb) != 1)
		;
	fclose(f);
	assert_true(kb > 0);
	return kb;
}

/* JOURNAL_LINES=1000000 measures the size that an office reaches in some ten years. */
static void run_large(struct db_fixture *f)
{
	const char *said = getenv("JOURNAL_LINES");
	int64_t lines = 8000;
	assert_true(!said || str_int(str_of(said), &lines));
	for (int64_t done = 0; done < lines; done += 1000)
		add_lines(f, 1000, NOW_MS + done);
	int64_t t0 = clock_mono_ms();
	EXPECT(f, RC_OK, journal_seal_run(f->db, rings.ours, JOURNAL_SEAL_ALL, NOW_MS + MINUTE_MS, &f->err));
	int64_t t1 = clock_mono_ms(), before = own_memory_kb();
	expect_whole(f, lines);
	int64_t t2 = clock_mono_ms(), grown = own_memory_kb() - before;
	print_message("%" PRId64 " lines: sealed in %" PRId64 " ms, verified in %" PRId64 " ms, %" PRId64 " KB more\n", lines,
	              t1 - t0, t2 - t1, grown);
	/* What the engine caches; not a row each. */
	assert_true(grown < 12 * 1024);
}

static void many_lines_are_read_in_constant_memory(void **state)
{
	(void)state;
	db_fixture_each_engine(run_large);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_was_sealed_verifies),
		cmocka_unit_test(heads_come_by_lines_and_by_time),
		cmocka_unit_test(every_changed_column_is_found),
		cmocka_unit_test(a_deleted_line_is_found),
		cmocka_unit_test(two_swapped_lines_are_found),
		cmocka_unit_test(an_inserted_line_is_found),
		cmocka_unit_test(a_chain_made_anew_does_not_fit_its_heads),
		cmocka_unit_test(a_cut_tail_and_an_older_state_are_found),
		cmocka_unit_test(a_missing_or_changed_head_is_found),
		cmocka_unit_test(heads_by_another_key_are_forged),
		cmocka_unit_test(a_head_signed_for_the_past_is_found),
		cmocka_unit_test(nothing_is_signed_over_a_changed_line),
		cmocka_unit_test(heads_go_out_as_text_and_come_back),
		cmocka_unit_test(the_head_kept_in_a_file_is_not_written_over),
		cmocka_unit_test(a_line_that_commits_late_is_found),
		cmocka_unit_test(writers_and_sealers_at_once_leave_one_chain),
		cmocka_unit_test(the_serving_account_cannot_touch_the_journal),
		cmocka_unit_test(erased_values_leave_the_chain_whole),
		cmocka_unit_test(many_lines_are_read_in_constant_memory),
		cmocka_unit_test(heads_of_an_older_key_stay_good),
	};
	return cmocka_run_group_tests(tests, make_rings, drop_rings);
}
