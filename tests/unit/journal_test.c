/*
 * The seal finds whatever is done to the journal behind the program's back, and nothing
 * else: each test seals some lines, changes the database with the engine's own tools as
 * somebody with all rights to it would, and looks at what is reported.
 */
#include "journal_fixture.h"

#include "base/clock.h"
#include "db/sql_journal.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include <inttypes.h>
#include <sodium.h>
#include <unistd.h>

/* --- whole ------------------------------------------------------------------------------- */

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
	EXPECT(f, RC_OK,
	       journal_seal_run(f->db, rings.ours, JOURNAL_SEAL_ALL, NOW_MS + 63000, &f->err));
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

/* --- lines ------------------------------------------------------------------------------- */

static const char *const changes[] = {
	"at_ms = at_ms + 1",
	"account_id = 8",
	"account_id = NULL",
	"origin = 'web 10.0.0.8'",
	"request = 'r2'",
	"op = 'unit.close'",
	"object = 'person'",
	"object_id = 4",
	"object_id = NULL",
	"person_id = 6",
	"unit_id = 4",
	"unit_id = NULL",
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
	EXPECT(f, RC_OK,
	       journal_seal_run(f->db, rings.ours, JOURNAL_SEAL_ALL, NOW_MS + 5 * MINUTE_MS, &f->err));
	expect_fault(f, JOURNAL_ADDED, 21);
}

static void an_inserted_line_is_found(void **state)
{
	(void)state;
	db_fixture_each_engine(run_inserted);
}

/* --- the chain --------------------------------------------------------------------------- */

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
		struct journal_row line = {row.id,        row.at_ms,   row.account_id, row.origin,
		                           row.request,   row.op,      row.object,     row.object_id,
		                           row.person_id, row.unit_id, row.detail};
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

/* --- heads ------------------------------------------------------------------------------- */

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
		journal_seal_run(f->db, rings.other, JOURNAL_SEAL_STEP, NOW_MS + 7 * MINUTE_MS, &f->err),
		RC_CONFLICT);
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
	EXPECT(f, RC_OK,
	       journal_seal_run(f->db, rings.other, JOURNAL_SEAL_ALL, now - 30 * 24 * 60 * MINUTE_MS,
	                        &f->err));
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
		journal_seal_run(f->db, rings.ours, JOURNAL_SEAL_STEP, NOW_MS + 5 * MINUTE_MS, &f->err),
		RC_CONFLICT);
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
	assert_int_equal(journal_kept_parse(rings.ours, STR("20:0011 2233 4455 6677"), &kept, &e),
	                 RC_OK);
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
	assert_int_equal(journal_kept_read(rings.other, path, &f->mem, &kept, &count, &f->err),
	                 RC_INVALID);
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
		cmocka_unit_test(heads_of_an_older_key_stay_good),
	};
	return cmocka_run_group_tests(tests, make_rings, drop_rings);
}
