/*
 * The secret of the ballot in what is really stored, on both engines.
 *
 * The strongest thing that can be asked: the same ballot is held three times from the same
 * database, twice with the same votes and once with those of two members exchanged. Whatever
 * differs between the first two is random; between the first and the third nothing else may differ,
 * in any cell of any table, before counting and after. So no join, no order, no length, no time
 * says who voted how. Then two backups that were taken one vote apart, and the bytes of the
 * database's own files.
 */
#include "council_fixture.h"
#include "db/sql_ballot.h"

#include "keep/keep.h"
#include "keep_fixture.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include <ftw.h>
#include <inttypes.h>
#include <libpq-fe.h>
#include <sodium.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <unistd.h>

/* --- every cell of a database ------------------------------------------------------------------
 */

struct cell {
	const char *table, *column;
	int row;
	size_t size;
	unsigned char hash[16];
};
struct dump {
	struct cell *cells;
	size_t count, room;
	struct arena names; /* outlives the database */
	int slips[2][4];    /* place, choice: for against lower blank */
	struct db *db;
};

static void keep_cell(struct dump *d, const char *table, const char *column, int row,
                      const struct db_val *v)
{
	if (d->count == d->room) {
		d->room = d->room ? 2 * d->room : 1 << 16;
		d->cells = realloc(d->cells, d->room * sizeof *d->cells);
		assert_non_null(d->cells);
	}
	struct cell *c = &d->cells[d->count++];
	*c = (struct cell){.table = table, .column = column, .row = row};
	bool text = v->type == DB_TEXT || v->type == DB_BLOB;
	c->size = v->null ? 0 : text ? v->s.n : 8;
	if (!v->null)
		crypto_generichash(c->hash, sizeof c->hash, text ? (const void *)v->s.p : &v->i, c->size,
		                   NULL, 0);
}

static int column_of(const struct db_walk_table *t, const char *name)
{
	for (int i = 0; i < t->col_count; i++)
		if (strcmp(t->cols[i].name, name) == 0)
			return i;
	return -1;
}

/* Which slips there are, but not in which order: that is random. */
static void keep_slip(struct dump *d, const struct db_walk_table *t, const struct db_val *row)
{
	static const char *const words[] = {"for", "against", "lower", "blank"};
	int64_t place = row[column_of(t, "place")].i;
	struct str choice = row[column_of(t, "choice")].s;
	assert_true(place >= 0 && place < 2);
	for (int i = 0; i < 4; i++)
		d->slips[place][i] += str_eqz(choice, words[i]);
}

static int64_t this_ballot; /* of the run at hand */

static enum rc dump_table(struct dump *d, const struct db_walk_table *t)
{
	struct arena mem;
	struct db_cursor *cur;
	struct db_val row[128];
	const char *name = arena_strz(&d->names, str_of(t->name)), *columns[128];
	bool slips = strcmp(name, "ballot_slip") == 0;
	enum rc rc;
	assert_true(t->col_count <= 128);
	for (int i = 0; i < t->col_count; i++)
		columns[i] = arena_strz(&d->names, str_of(t->cols[i].name));
	arena_init(&mem);
	rc = db_walk_open(d->db, t, &mem, &cur);
	for (int n = 0; rc == RC_OK && (rc = db_next(cur, &mem, row)) == RC_OK; n++) {
		/* The example has counted a ballot of its own; where its slips stand between is chance. */
		if (slips && row[column_of(t, "ballot_id")].i != this_ballot) {
			n--;
			continue;
		}
		for (int i = 0; i < t->col_count; i++)
			if (!slips || (strcmp(columns[i], "place") != 0 && strcmp(columns[i], "choice") != 0))
				keep_cell(d, name, columns[i], n, &row[i]);
		if (slips)
			keep_slip(d, t, row);
	}
	arena_release(&mem);
	return rc == RC_NOTFOUND ? RC_OK : rc;
}

static enum rc dump_tx(void *arg)
{
	struct dump *d = arg;
	struct db_walk walk;
	TRY(db_walk_list(d->db, &d->names, &walk));
	for (int i = 0; i < walk.count; i++)
		TRY(dump_table(d, &walk.tables[i]));
	return RC_OK;
}

static void dump(struct office *o, struct db *db, struct dump *d)
{
	*d = (struct dump){.db = db};
	arena_init(&d->names);
	WANT(o, RC_OK, db_tx(db, DB_READ, dump_tx, d));
	assert_true(d->count > 10000);
}

static void dump_end(struct dump *d)
{
	free(d->cells);
	arena_release(&d->names);
}

static bool same_place(const struct cell *a, const struct cell *b)
{
	return a->row == b->row && strcmp(a->table, b->table) == 0 && strcmp(a->column, b->column) == 0;
}

static bool same_value(const struct cell *a, const struct cell *b)
{
	return a->size == b->size && memcmp(a->hash, b->hash, sizeof a->hash) == 0;
}

/* --- the same ballot three times ----------------------------------------------------------------
 */

enum { FIRST, AGAIN, EXCHANGED, RUNS };
static int which; /* of the run at hand */
static struct dump before[RUNS], after[RUNS];

static void all_votes(struct sitting *s)
{
	bool exchanged = which == EXCHANGED;
	council_cast(s, "vidu.hoidong", "1=for");
	council_cast(s, "vidu.truongphong", "1=for 2=for");
	council_cast(s, "vidu.chanhvp", exchanged ? "1=against 2=for" : "1=lower 2=against");
	council_cast(s, "vidu.thuongtruc", exchanged ? "1=lower 2=against" : "1=against 2=for");
}

static void begin_vote(struct sitting *s, struct office *o)
{
	council_hold(s, o);
	council_ballot(s, "screen");
	council_decide(s, "kept");
	this_ballot = strtoll(s->ballot, NULL, 10);
	WANT(o, RC_OK, run_op(s->standing, "ballot.open", "id", s->ballot, NULL));
}

static void run_once(struct office *o)
{
	struct sitting s;
	begin_vote(&s, o);
	all_votes(&s);
	dump(o, o->f->db, &before[which]);
	council_opinion(&s, "for", "for");
	WANT(o, RC_OK, council_count(&s, 0, 1));
	WANT(o, RC_OK,
	     run_op(s.standing, "meeting.close", "id", s.meeting, "result", "Thống nhất", NULL));
	dump(o, o->f->db, &after[which]);
}

/* What is random differs between the first two; only that may differ in the third. */
static void nothing_but_chance(const struct dump *d)
{
	size_t random = 0;
	assert_int_equal(d[FIRST].count, d[AGAIN].count);
	assert_int_equal(d[FIRST].count, d[EXCHANGED].count);
	for (size_t i = 0; i < d[FIRST].count; i++) {
		const struct cell *a = &d[FIRST].cells[i], *b = &d[AGAIN].cells[i],
						  *c = &d[EXCHANGED].cells[i];
		assert_true(same_place(a, b) && same_place(a, c));
		bool chance = !same_value(a, b);
		random += chance;
		if (!chance && !same_value(a, c))
			fail_msg("%s.%s row %d tells who voted how", a->table, a->column, a->row);
		if (a->size != b->size || a->size != c->size)
			fail_msg("%s.%s row %d: the length tells something", a->table, a->column, a->row);
	}
	assert_true(random > 0); /* or there is no box at all */
	assert_memory_equal(d[FIRST].slips, d[EXCHANGED].slips, sizeof d[FIRST].slips);
}

static void exchanged_votes_leave_the_same_traces(void **state)
{
	static const enum db_engine engines[] = {DB_SQLITE, DB_POSTGRES};
	(void)state;
	for (int e = 0; e < COUNT(engines); e++) {
		if (engines[e] == DB_POSTGRES && !getenv("THIDUA_TEST_PG"))
			return;
		for (which = FIRST; which < RUNS; which++)
			office_on(engines[e], run_once);
		nothing_but_chance(before);
		nothing_but_chance(after);
		assert_int_equal(before[FIRST].slips[0][0], 0);
		assert_int_equal(after[FIRST].slips[0][0], 2);
		for (which = FIRST; which < RUNS; which++) {
			dump_end(&before[which]);
			dump_end(&after[which]);
		}
	}
}

/* --- two backups, one vote apart -----------------------------------------------------------------
 */

static struct db *backed_up(struct kept *k, const char *name)
{
	struct keep_info *info = calloc(1, sizeof *info);
	struct err *e = &k->o->f->err;
	const char *path = keep_path(k, name), *data = arena_printf(&k->o->f->mem, "%s-data", path).p;
	const struct keep_place place = {data, NULL};
	struct db *db;
	assert_non_null(info);
	WANT(k->o, RC_OK, keep_backup(k->o->f->db, k->o->app.keys, path, info, e));
	WANT(k->o, RC_OK, keep_restore(path, &k->secret, &place, info, e));
	free(info);
	WANT(k->o, RC_OK, db_open(arena_printf(&k->o->f->mem, "sqlite:%s", data).p, 0, &db, e));
	db_err_to(db, e);
	return db;
}

/* Who did something when: the journal, and how often somebody called (counter). */
static bool says_who(const struct cell *c)
{
	return strncmp(c->table, "journal", 7) == 0 || strcmp(c->table, "counter") == 0;
}

/* What one vote may change: that somebody took part, and the whole box. */
static bool expected(const struct cell *c)
{
	static const char *const ours[] = {"ballot.box", "ballot_voter.voted"};
	char name[128];
	snprintf(name, sizeof name, "%s.%s", c->table, c->column);
	for (int i = 0; i < COUNT(ours); i++)
		if (strcmp(name, ours[i]) == 0)
			return true;
	return false;
}

static void compare_backups(const struct dump *a, const struct dump *b)
{
	size_t i = 0, boxes = 0, marks = 0;
	for (size_t k = 0; k < b->count; k++) {
		const struct cell *two = &b->cells[k];
		if (says_who(two))
			continue;
		while (i < a->count && says_who(&a->cells[i]))
			i++;
		assert_true(i < a->count);
		const struct cell *one = &a->cells[i++];
		if (!same_place(one, two))
			fail_msg("a vote leaves a row in %s", two->table);
		if (same_value(one, two))
			continue;
		if (!expected(two))
			fail_msg("a vote changes %s.%s", two->table, two->column);
		assert_int_equal(one->size, two->size);
		boxes += strcmp(two->column, "box") == 0;
		marks += strcmp(two->column, "voted") == 0;
	}
	assert_int_equal(boxes, 1);
	assert_int_equal(marks, 1);
}

static struct str box_in(struct office *o, struct db *db, const char *ballot)
{
	struct sql_ballot_get b;
	WANT(o, RC_OK, sql_ballot_get(db, &o->f->mem, strtoll(ballot, NULL, 10), &b));
	return b.box;
}

static void run_backups(struct office *o)
{
	struct sitting s;
	struct kept k;
	struct dump one, two;
	keep_begin(&k, o);
	begin_vote(&s, o);
	council_cast(&s, "vidu.hoidong", "1=for");
	struct db *a = backed_up(&k, "one");
	council_cast(&s, "vidu.chanhvp", "1=against 2=for");
	struct db *b = backed_up(&k, "two");
	dump(o, a, &one);
	dump(o, b, &two);
	compare_backups(&one, &two);
	/* The votes of the first box are not found again in the second: nothing says which is new. */
	struct str first = box_in(o, a, s.ballot), second = box_in(o, b, s.ballot);
	assert_int_equal(first.n, second.n);
	for (size_t i = 5; i + 8 <= first.n; i++) /* behind the key's number */
		assert_null(memmem(second.p + 5, second.n - 5, first.p + i, 8));
	dump_end(&one);
	dump_end(&two);
	db_close(a);
	db_close(b);
	keep_done(&k);
}

static void two_backups_say_only_that_somebody_voted(void **state)
{
	(void)state;
	office_each_engine(run_backups);
}

/* --- the files of the database
 * -------------------------------------------------------------------- */

static const char *sought;
static size_t sought_size;
static int64_t seen_times;

static int look_into(const char *path, const struct stat *st, int kind, struct FTW *at)
{
	struct buf b;
	char block[65536];
	(void)st;
	(void)at;
	FILE *f = kind == FTW_F ? fopen(path, "r") : NULL;
	if (!f)
		return 0;
	buf_init(&b, 512 << 20);
	for (size_t n; (n = fread(block, 1, sizeof block, f)) > 0;)
		buf_add(&b, block, n);
	fclose(f);
	assert_false(b.failed);
	for (const char *p = b.p, *end = b.p + b.n;
	     p && (p = memmem(p, (size_t)(end - p), sought, sought_size)); p++)
		seen_times++;
	buf_release(&b);
	return 0;
}

static void postgres_says(const char *address, const char *sql, char *to, size_t room)
{
	PGconn *c = PQconnectdb(address);
	PGresult *r = PQexec(c, sql);
	if (PQresultStatus(r) != PGRES_TUPLES_OK && PQresultStatus(r) != PGRES_COMMAND_OK)
		fail_msg("%s: %s", sql, PQerrorMessage(c));
	snprintf(to, room, "%s", PQntuples(r) ? PQgetvalue(r, 0, 0) : "");
	PQclear(r);
	PQfinish(c);
}

/* How often the bytes stand in heap, indexes, free pages and the log of what was written. */
static int64_t in_files(struct office *o, const char *bytes, size_t n)
{
	char folder[400], path[500], oid[32];
	const char *address = o->f->address;
	sought = bytes;
	sought_size = n;
	seen_times = 0;
	if (strncmp(address, "sqlite:", 7) == 0) {
		nftw(address + 7, look_into, 16, FTW_PHYS);
		return seen_times;
	}
	postgres_says(address, "CHECKPOINT", oid, sizeof oid);
	postgres_says(address, "SHOW data_directory", folder, sizeof folder);
	postgres_says(address, "SELECT oid FROM pg_database WHERE datname = current_database()", oid,
	              sizeof oid);
	snprintf(path, sizeof path, "%s/base/%s", folder, oid);
	assert_int_equal(access(path, R_OK | X_OK), 0);
	nftw(path, look_into, 16, FTW_PHYS);
	snprintf(path, sizeof path, "%s/pg_wal", folder);
	nftw(path, look_into, 16, FTW_PHYS);
	return seen_times;
}

/* Every row lies behind that of the next smaller random id. */
static void slips_lie_by_their_ids(struct office *o)
{
	static const char text[] =
		"SELECT count(*) FROM (SELECT id, lag(id) OVER (ORDER BY %s) AS before FROM ballot_slip "
		"WHERE ballot_id = (SELECT max(id) FROM ballot)) x WHERE before >= id";
	const char *address = o->f->address;
	char sql[300], said[32] = "";
	bool lite = strncmp(address, "sqlite:", 7) == 0;
	snprintf(sql, sizeof sql, text, lite ? "rowid" : "ctid");
	if (lite) {
		sqlite3 *h;
		sqlite3_stmt *st;
		assert_int_equal(sqlite3_open(arena_printf(&o->f->mem, "%s/thidua.db", address + 7).p, &h),
		                 SQLITE_OK);
		assert_int_equal(sqlite3_prepare_v2(h, sql, -1, &st, NULL), SQLITE_OK);
		assert_int_equal(sqlite3_step(st), SQLITE_ROW);
		snprintf(said, sizeof said, "%d", sqlite3_column_int(st, 0));
		sqlite3_finalize(st);
		sqlite3_close(h);
	} else {
		postgres_says(address, sql, said, sizeof said);
	}
	assert_string_equal(said, "0");
}

static void run_files(struct office *o)
{
	static const char *const words[] = {"against", "=lower", "votes.1", "1=for"};
	static const char *const voters[] = {"vidu.chanhvp", "vidu.thuongtruc", "vidu.truongphong"};
	struct sitting s;
	int64_t there[COUNT(words)];
	const char *receipts[COUNT(voters)];
	begin_vote(&s, o);
	for (int i = 0; i < COUNT(words); i++)
		there[i] = in_files(o, words[i], strlen(words[i]));
	assert_true(there[0] > 0); /* the check of a column: so the files are read at all */
	for (int i = 0; i < COUNT(voters); i++)
		receipts[i] = council_cast(&s, voters[i], i ? "1=against 2=for" : "1=lower 2=against");
	for (int i = 0; i < COUNT(words); i++)
		assert_true(in_files(o, words[i], strlen(words[i])) <= there[i]);
	for (int i = 0; i < COUNT(voters); i++)
		assert_int_equal(in_files(o, receipts[i], strlen(receipts[i])), 0);
	struct str box = box_in(o, o->f->db, s.ballot);
	council_opinion(&s, "for", "for");
	WANT(o, RC_OK, council_count(&s, 0, 2));
	for (int i = 0; i < 3; i++)
		assert_int_equal(in_files(o, s.codes[i], strlen(s.codes[i])), 0);
	slips_lie_by_their_ids(o);
	/* SQLite wipes what it frees: once the log has been emptied the box is nowhere. */
	if (strncmp(o->f->address, "sqlite:", 7) == 0) {
		assert_true(in_files(o, box.p + box.n / 2, 16) > 0);
		raw(o->f->address, "PRAGMA wal_checkpoint(TRUNCATE)");
		assert_int_equal(in_files(o, box.p + box.n / 2, 16), 0);
	}
}

static void no_file_holds_a_vote_or_a_code(void **state)
{
	(void)state;
	office_each_engine(run_files);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(exchanged_votes_leave_the_same_traces),
		cmocka_unit_test(two_backups_say_only_that_somebody_voted),
		cmocka_unit_test(no_file_holds_a_vote_or_a_code),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
