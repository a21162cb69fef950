/*
 * A closed vote does not change: behind the program's back every column of it is written to with
 * plain SQL, on both engines. The database refuses; with its triggers taken away a recount fails.
 */
#include "council_fixture.h"

#include "db/sql_ballot.h"

#include <libpq-fe.h>
#include <sqlite3.h>

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include <inttypes.h>
#include <stdlib.h>

/* --- a way round the program -------------------------------------------------------------------
 */

/* Whoever has the database: without triggers and foreign keys, if asked for. */
struct behind {
	struct office *o;
	sqlite3 *lite;
	PGconn *pg;
};

static struct behind behind(struct office *o)
{
	struct behind b = {.o = o};
	const char *address = o->f->address;
	if (strncmp(address, "sqlite:", 7) == 0) {
		assert_int_equal(
			sqlite3_open(arena_printf(&o->f->mem, "%s/thidua.db", address + 7).p, &b.lite),
			SQLITE_OK);
		sqlite3_busy_timeout(b.lite, 5000);
	} else {
		b.pg = PQconnectdb(address);
	}
	return b;
}

static void leave(struct behind *b)
{
	sqlite3_close(b->lite);
	PQfinish(b->pg);
}

static bool does(struct behind *b, const char *sql)
{
	if (b->lite)
		return sqlite3_exec(b->lite, sql, NULL, NULL, NULL) == SQLITE_OK;
	PGresult *r = PQexec(b->pg, sql);
	bool ok = PQresultStatus(r) == PGRES_COMMAND_OK || PQresultStatus(r) == PGRES_TUPLES_OK;
	PQclear(r);
	return ok;
}

static void must(struct behind *b, const char *sql)
{
	if (!does(b, sql))
		fail_msg("%s: %s", sql, b->lite ? sqlite3_errmsg(b->lite) : PQerrorMessage(b->pg));
}

/* The first column of all rows, parted by spaces. */
static const char *says(struct behind *b, const char *sql)
{
	struct arena *mem = &b->o->f->mem;
	struct str all = STR("");
	if (b->lite) {
		sqlite3_stmt *st;
		assert_int_equal(sqlite3_prepare_v2(b->lite, sql, -1, &st, NULL), SQLITE_OK);
		while (sqlite3_step(st) == SQLITE_ROW)
			all = arena_printf(mem, "%.*s %s", STR_ARG(all),
			                   (const char *)sqlite3_column_text(st, 0));
		sqlite3_finalize(st);
	} else {
		PGresult *r = PQexec(b->pg, sql);
		assert_int_equal(PQresultStatus(r), PGRES_TUPLES_OK);
		for (int i = 0; i < PQntuples(r); i++)
			all = arena_printf(mem, "%.*s %s", STR_ARG(all), PQgetvalue(r, i, 0));
		PQclear(r);
	}
	return arena_printf(mem, "%.*s ", STR_ARG(all)).p;
}

static const char *columns(struct behind *b, const char *table)
{
	struct arena *mem = &b->o->f->mem;
	return says(b, b->lite ? arena_printf(mem, "SELECT name FROM pragma_table_info('%s')", table).p
	                       : arena_printf(mem,
	                                      "SELECT column_name FROM information_schema.columns "
	                                      "WHERE table_schema = current_schema() AND table_name = "
	                                      "'%s' ORDER BY ordinal_position",
	                                      table)
	                             .p);
}

static void without_guards(struct behind *b)
{
	if (b->pg) {
		must(b, "SET session_replication_role = replica");
		return;
	}
	must(b, "PRAGMA foreign_keys = OFF");
	const char *names = says(b, "SELECT name FROM sqlite_master WHERE type = 'trigger' AND "
	                            "(name LIKE 'ballot%' OR tbl_name = 'journal')");
	struct str all = str_of(names);
	while (all.n) {
		struct str one = str_cut(&all, ' ');
		if (one.n)
			must(b, arena_printf(&b->o->f->mem, "DROP TRIGGER %.*s", STR_ARG(one)).p);
	}
}

/* --- what is written over ------------------------------------------------------------------------
 */

/* `to`: what is put into the column; NULL: it says nothing about the vote, and why. */
struct change {
	const char *table, *column, *to, *why;
};
#define ZEROS "'0000000000000000000000000000000000000000000000000000000000000000'"
static const struct change changes[] = {
	{"ballot", "id", NULL, "what it is named by"},
	{"ballot", "version", NULL, "counts changes before"},
	{"ballot", "state", "'dropped'", NULL},
	{"ballot", "meeting_id", "(SELECT min(id) FROM meeting)", NULL},
	{"ballot", "room", "CASE room WHEN 'paper' THEN 'screen' ELSE 'paper' END", NULL},
	{"ballot", "members", "members - 1", NULL},
	{"ballot", "public_key", "(SELECT min_key FROM other_key)", NULL},
	{"ballot", "wraps", "(SELECT min_key FROM other_key)", NULL},
	{"ballot", "box", "(SELECT min_key FROM other_key)", NULL},
	{"ballot", "receipts", "receipts || ' AAAA'", NULL},
	{"ballot", "digest", ZEROS, NULL},
	{"ballot", "reason", "'x'", NULL},
	{"ballot", "opened_ms", "opened_ms + 1", NULL},
	{"ballot", "closed_ms", "closed_ms + 1", NULL},
	{"ballot_board", "id", NULL, "names nothing"},
	{"ballot_board", "ballot_id", "-1", NULL},
	{"ballot_board", "place", NULL, "three places, each once; a row that moves is another person"},
	{"ballot_board", "person_id", "(SELECT max(id) FROM person)", NULL},
	{"ballot_board", "public_key", "(SELECT min_key FROM other_key)", NULL},
	{"ballot_item", "id", NULL, "names nothing"},
	{"ballot_item", "ballot_id", "-1", NULL},
	{"ballot_item", "item_id", "(SELECT min(id) FROM meeting_item)", NULL},
	{"ballot_item", "place", "place + 7", NULL},
	{"ballot_item", "for_n", "for_n + 1", NULL},
	{"ballot_item", "against_n", "against_n + 1", NULL},
	{"ballot_item", "lower_n", "lower_n + 1", NULL},
	{"ballot_item", "invalid_n", "invalid_n + 1", NULL},
	{"ballot_item", "members", "members - 1", NULL},
	{"ballot_item", "needed", "needed - 1", NULL},
	{"ballot_item", "share", "share - 1", NULL},
	{"ballot_item", "more", "1 - more", NULL},
	{"ballot_item", "low_share", "low_share + 1", NULL},
	{"ballot_item", "low_more", "1 - low_more", NULL},
	{"ballot_item", "rule", "rule || '.'", NULL},
	{"ballot_item", "result", "CASE result WHEN 'passed' THEN 'lost' ELSE 'passed' END", NULL},
	{"ballot_voter", "id", NULL, "names nothing"},
	{"ballot_voter", "ballot_id", "-1", NULL},
	{"ballot_voter", "person_id", "(SELECT max(id) FROM person)", NULL},
	{"ballot_voter", "way", "CASE way WHEN 'none' THEN 'paper' ELSE 'none' END", NULL},
	{"ballot_voter", "voted", "1 - voted", NULL},
	{"ballot_slip", "id", "(SELECT half FROM other_key)", NULL},
	{"ballot_slip", "ballot_id", "-1", NULL},
	{"ballot_slip", "place", "1 - place", NULL},
	{"ballot_slip", "choice", "CASE choice WHEN 'for' THEN 'against' ELSE 'for' END", NULL},
	{"ballot_paper", "id", NULL, "names nothing"},
	{"ballot_paper", "ballot_id", "-1", NULL},
	{"ballot_paper", "person_id", "(SELECT max(id) FROM person)", NULL},
	{"ballot_paper", "place", "place + 7", NULL},
	{"ballot_paper", "for_n", "for_n + 1", NULL},
	{"ballot_paper", "against_n", "against_n + 1", NULL},
	{"ballot_paper", "lower_n", "lower_n + 1", NULL},
	{"ballot_paper", "invalid_n", "invalid_n + 1", NULL},
	{"ballot_written", "id", NULL, "names nothing"},
	{"ballot_written", "ballot_id", "-1", NULL},
	{"ballot_written", "person_id", "(SELECT max(id) FROM person)", NULL},
	{"ballot_written", "place", "place + 7", NULL},
	{"ballot_written", "choice", "CASE choice WHEN 'for' THEN 'against' ELSE 'for' END", NULL},
	{"ballot_written", "file_id", "-1", NULL},
};
/* What stands beside it and what the vote was decided by: no trigger, but a recount sees it. */
static const struct change beside[] = {
	{"meeting_item", "title", "title || '.'", NULL},
	{"meeting_item", "code", "'GK'", NULL},
	{"meeting_item", "lower_code", "'GK'", NULL},
	{"meeting_item", "state", "CASE state WHEN 'passed' THEN 'lost' ELSE 'passed' END", NULL},
	{"meeting_item", "unit_id", "(SELECT min(id) FROM unit)", NULL},
	{"meeting_item", "nominee_id", "1", NULL},
	{"meeting", "council_id", "(SELECT min(id) FROM council)", NULL},
	{"meeting", "held_on", "'2026-11-22'", NULL},
	{"meeting", "members", "members - 1", NULL},
	{"meeting", "quorum", "'1/2'", NULL},
	{"meeting", "counting", "'voting'", NULL},
	{"meeting", "lower_rule", "'own'", NULL},
	{"meeting", "rank", "'province'", NULL},
	{"recusal", "item_id", "-1", NULL},
	{"recusal", "person_id", "(SELECT max(id) FROM person)", NULL},
	{"recusal", "why", "'other'", NULL},
	{"recusal", "state", "'kept'", NULL},
};

static const char *rows_of(struct sitting *s, const char *table)
{
	struct arena *mem = &s->o->f->mem;
	if (strcmp(table, "ballot") == 0)
		return arena_printf(mem, "id = %s", s->ballot).p;
	if (strcmp(table, "meeting") == 0)
		return arena_printf(mem, "id = %s", s->meeting).p;
	if (strcmp(table, "meeting_item") == 0)
		return arena_printf(mem, "meeting_id = %s", s->meeting).p;
	if (strcmp(table, "recusal") == 0)
		return arena_printf(mem, "item_id IN (SELECT id FROM meeting_item WHERE meeting_id = %s)",
		                    s->meeting)
		    .p;
	return arena_printf(mem, "ballot_id = %s", s->ballot).p;
}

static const char *first_row(struct sitting *s, const char *table)
{
	return arena_printf(&s->o->f->mem, "SELECT * FROM %s WHERE %s ORDER BY id LIMIT 1", table,
	                    rows_of(s, table))
	    .p;
}

static const char *change_of(struct sitting *s, const struct change *x)
{
	return arena_printf(&s->o->f->mem,
	                    "UPDATE %s SET %s = %s WHERE id = (SELECT id FROM (%s) AS one)", x->table,
	                    x->column, x->to, first_row(s, x->table))
	    .p;
}

static bool has_rows(struct behind *b, struct sitting *s, const char *table)
{
	return strcmp(says(b, arena_printf(&s->o->f->mem, "SELECT count(*) FROM %s WHERE %s", table,
	                                   rows_of(s, table))
	                          .p),
	              " 0 ") != 0;
}

/* Every column of these tables is in the list above. */
static void nothing_forgotten(struct behind *b)
{
	static const char *const tables[] = {"ballot",        "ballot_board", "ballot_item",
	                                     "ballot_voter",  "ballot_slip",  "ballot_paper",
	                                     "ballot_written"};
	for (int t = 0; t < COUNT(tables); t++) {
		struct str all = str_of(columns(b, tables[t]));
		int n = 0;
		while (all.n) {
			struct str one = str_cut(&all, ' ');
			bool found = one.n == 0;
			for (int i = 0; i < COUNT(changes) && !found; i++)
				found = strcmp(changes[i].table, tables[t]) == 0 && str_eqz(one, changes[i].column);
			if (!found)
				fail_msg("%s.%.*s", tables[t], STR_ARG(one));
			n += one.n > 0;
		}
		assert_true(n > 3);
	}
}

static void refused(struct behind *b, struct sitting *s)
{
	struct arena *mem = &s->o->f->mem;
	const char *before = "";
	for (int i = 0; i < COUNT(changes); i++) {
		const struct change *x = &changes[i];
		if (x->to && has_rows(b, s, x->table) && does(b, change_of(s, x)))
			fail_msg("%s.%s was changed", x->table, x->column);
		if (strcmp(before, x->table) == 0 || !has_rows(b, s, x->table))
			continue;
		before = x->table;
		if (does(b, arena_printf(mem, "DELETE FROM %s WHERE %s", x->table, rows_of(s, x->table)).p))
			fail_msg("rows of %s are gone", x->table);
	}
	assert_false(does(b, arena_printf(mem,
	                                  "INSERT INTO ballot_slip (id, ballot_id, place, choice) "
	                                  "SELECT half, %s, 0, 'for' FROM other_key",
	                                  s->ballot)
	                         .p));
	assert_false(does(b, arena_printf(mem,
	                                  "INSERT INTO ballot_voter (ballot_id, person_id, way) "
	                                  "SELECT %s, min(id), 'none' FROM person",
	                                  s->ballot)
	                         .p));
}

static void recount_sees(struct behind *b, struct sitting *s, const struct change *x)
{
	struct arena *mem = &s->o->f->mem;
	must(b, arena_printf(mem, "CREATE TABLE saved AS %s", first_row(s, x->table)).p);
	must(b, change_of(s, x));
	if (run_op(s->standing, "council.recount", "id", s->ballot, NULL) != RC_CONFLICT)
		fail_msg("%s.%s was changed and a recount agrees", x->table, x->column);
	/* Back: the row that is not as the saved one. */
	if (strcmp(x->column, "id") == 0) {
		must(b, "DELETE FROM ballot_slip WHERE id IN (SELECT half FROM other_key)");
		must(b, "INSERT INTO ballot_slip SELECT * FROM saved");
	} else {
		must(b, arena_printf(mem,
		                     "UPDATE %s SET %s = (SELECT %s FROM saved) WHERE id = (SELECT id FROM "
		                     "saved)",
		                     x->table, x->column, x->column)
		            .p);
	}
	must(b, "DROP TABLE saved");
}

static void check_tampering(struct sitting *s)
{
	struct office *o = s->o;
	struct behind b = behind(o);
	int tried = 0;
	nothing_forgotten(&b);
	must(&b, b.lite
	             ? "CREATE TABLE other_key AS SELECT zeroblob(32) AS min_key, zeroblob(16) AS half"
	             : "CREATE TABLE other_key AS SELECT decode(repeat('00', 32), 'hex') AS min_key, "
	               "decode(repeat('00', 16), 'hex') AS half");
	refused(&b, s);
	WANT(o, RC_OK, run_op(s->standing, "council.recount", "id", s->ballot, NULL));
	without_guards(&b);
	for (int i = 0; i < COUNT(changes); i++)
		if (changes[i].to && has_rows(&b, s, changes[i].table)) {
			recount_sees(&b, s, &changes[i]);
			tried++;
		}
	for (int i = 0; i < COUNT(beside); i++) {
		recount_sees(&b, s, &beside[i]);
		tried++;
	}
	WANT(o, RC_OK, run_op(s->standing, "council.recount", "id", s->ballot, NULL));
	assert_true(tried > 50);
	/* The digest that counts is the one in the journal, which is sealed. */
	must(&b, arena_printf(&o->f->mem,
	                      "UPDATE journal SET detail = replace(detail, '\"_mark\":\"', "
	                      "'\"_mark\":\"0') WHERE op = 'ballot.close' AND object_id = %s",
	                      s->ballot)
	             .p);
	WANT(o, RC_CONFLICT, run_op(s->standing, "council.recount", "id", s->ballot, NULL));
	leave(&b);
}

/* --- two ways to vote
 * ------------------------------------------------------------------------------- */

/* Another ballot before it, so that there is something to move to. */
static void hold(struct sitting *s, struct office *o, const char *room)
{
	council_hold(s, o);
	council_ballot(s, room);
	council_decide(s, "recused");
	WANT(o, RC_OK, run_op(s->standing, "ballot.open", "id", s->ballot, NULL));
	council_opinion(s, "for", "for");
}

static void run_screen(struct office *o)
{
	struct sitting s;
	hold(&s, o, "screen");
	council_cast(&s, "vidu.chanhvp", "1=for 2=for");
	council_cast(&s, "vidu.hoidong", "1=lower");
	council_cast(&s, "vidu.thuongtruc", "1=for 2=for");
	council_cast(&s, "vidu.truongphong", "2=for");
	WANT(o, RC_OK, council_count(&s, 0, 1));
	check_tampering(&s);
}

static void run_paper(struct office *o)
{
	struct sitting s;
	hold(&s, o, "paper");
	for (int i = 0; i < 2; i++)
		WANT(o, RC_OK,
		     run_op(office_as(o, i ? "vidu.vanthu" : "vidu.chanhvp"), "ballot.paper", "id",
		            s.ballot, "rows.0.item",
		            num(o, council_row(&s, "meeting_item.list", "position", "1")), "rows.0.for_n",
		            "3", "rows.0.against_n", "0", "rows.0.lower_n", "0", "rows.0.invalid_n", "0",
		            "rows.1.item", num(o, council_row(&s, "meeting_item.list", "position", "2")),
		            "rows.1.for_n", "3", "rows.1.against_n", "0", "rows.1.lower_n", "0",
		            "rows.1.invalid_n", "0", NULL));
	WANT(o, RC_OK, council_count(&s, 0, 1));
	check_tampering(&s);
}

static void votes_on_screens_do_not_change(void **state)
{
	(void)state;
	office_each_engine(run_screen);
}

static void votes_on_paper_do_not_change(void **state)
{
	(void)state;
	office_each_engine(run_paper);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(votes_on_screens_do_not_change),
		cmocka_unit_test(votes_on_paper_do_not_change),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
