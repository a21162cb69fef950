/*
 * Every statement and list of sql/ is understood by both engines, and SQLite walks no
 * table from end to end and sorts no list that nothing has narrowed.
 */
#include "db_fixture.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

/* Read whole tables on purpose; say why. */
static const char *const may_scan[] = {
	"unit_version_all",   /* a few hundred rows: the tree is rebuilt from all of them */
	"unit_tree_on",       /* the whole tree on a day */
	"unit_by_name_on",    /* import looks a name up among a few hundred units */
	"unit_successors",    /* parts of events of one unit: a few rows a year */
	"keep_sessions_end",  /* once, after a restore */
	"keep_people_stale",  /* doctor and rebuild ask whether anybody's keys are old */
	"person_all_keys",    /* a job that renews every key */
	"movement_all_keys",  /* the same */
	"task_all_keys",      /* the same */
	"movement_above",     /* its own recursion: the few movements above one */
	"task_depth",         /* its own recursion: the few tasks above one */
	"home_people",        /* counts people and units: an office has thousands at most */
	"privacy_erase_mail", /* erasing a person, a few a year; mail is kept for some weeks */
	"privacy_records_of", /* its own recursion: the few records that one person was merged from */
	"privacy_erase_answers", /* erasing a person; answers are kept for a day or two */
	"search_found",          /* always of one kind, by ids or what is fresh */
	"search_item_all_fresh", /* thidua rebuild: everything anew */
	"import_identifiers",    /* an import of thousands looks each row up in memory */
	"import_people",         /* the same */
	"import_org_units",      /* a few hundred rows */
	"example_accounts",      /* only where the example office is shown: tens of accounts */
};

/* Lists that are only ever asked with a filter or scope that narrows them to one object. */
static const char *const may_sort[] = {
	"movement_drafts", /* what waits to be launched, and what was given up: a few a year */
	"unit_history",    "unit_event_list", "post_list",
	"identifier_list", "reader_mine", /* always of one person */
	"lacking_list",    /* the office's people times a handful of needs; computed, not stored */
	"material_list",   /* of one session */
	"material_object", /* by id */
	"search_found",    /* by ids or what is fresh, at most some hundreds */
};

struct findings {
	int steps, bad;
};

static bool one_of(const char *const *names, size_t count, struct str name)
{
	for (size_t i = 0; i < count; i++)
		if (str_eqz(name, names[i]))
			return true;
	return false;
}

/*
 * The plan of INSERT ... RETURNING shows checks of foreign keys of other tables, which
 * SQLite skips at run time as long as nothing is violated (sqlite3 fkey.c, OP_FkIfZero).
 */
static bool plain_insert(struct str name)
{
	for (int i = 0; i < sql_stmt_count; i++)
		if (str_eqz(name, sql_stmts[i].name))
			return str_starts(str_of(sql_stmts[i].text[DB_SQLITE]), "INSERT ") &&
			       !strstr(sql_stmts[i].text[DB_SQLITE], "SELECT");
	return false;
}

static bool bad_step(const char *name, struct str step)
{
	struct str rest = str_of(name), first = str_cut(&rest, '/');
	bool scan = str_starts(step, "SCAN ") && !memmem(step.p, step.n, " INDEX ", 7) &&
	            !str_starts(step, "SCAN capped") && /* a subquery with a limit, by that name */
	            !str_starts(step, "SCAN before") && /* the few units that one came from */
	            !str_starts(step, "SCAN CONSTANT") && !memmem(step.p, step.n, "VIRTUAL", 7);
	bool sort = rest.p && str_ends(rest, "/-") && str_starts(step, "USE TEMP B-TREE");
	scan = scan && !plain_insert(first);
	return (scan && !one_of(may_scan, sizeof may_scan / sizeof *may_scan, first)) ||
	       (sort && !one_of(may_sort, sizeof may_sort / sizeof *may_sort, first));
}

static void on_step(void *arg, const char *name, struct str step)
{
	struct findings *f = arg;
	f->steps++;
	if (!bad_step(name, step))
		return;
	f->bad++;
	print_error("%s: %.*s\n", name, STR_ARG(step));
}

static void run_prepare(struct db_fixture *f)
{
	EXPECT(f, RC_OK, db_prepare_all(f->db));
}

static void run_plans(struct db_fixture *f)
{
	struct findings found = {0};
	EXPECT(f, RC_OK, db_plan_all(f->db, on_step, &found));
	assert_true(found.steps > sql_stmt_count);
	assert_int_equal(found.bad, 0);
}

static void both_engines_understand_every_statement(void **state)
{
	(void)state;
	db_fixture_each_engine(run_prepare);
}

static void no_walk_through_a_growing_table(void **state)
{
	(void)state;
	db_fixture_on(DB_SQLITE, run_plans);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(both_engines_understand_every_statement),
		cmocka_unit_test(no_walk_through_a_growing_table),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
