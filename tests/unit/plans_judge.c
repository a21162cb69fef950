#include "plans_judge.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include <stdlib.h>

#define COUNT(array) ((int)(sizeof(array) / sizeof *(array)))
/* More rows than a page has are not sorted. */
#define PAGE 200

const char *const small_tables[] = {
	"setting", /* as many as the program knows */
	"holiday", /* a dozen a year */
	"unit",    /* a few hundred, and their history */
	"unit_version",
	"unit_event",
	"unit_event_part",
	"unit_below",         /* a few thousand, for hundreds of units */
	"schedule",           /* one for each entry of the timetable */
	"job_beat",           /* one for each runner */
	"journal_head",       /* one a day at most, by hand */
	"schema_version",     /* one for each migration */
	"training_topic",     /* tens */
	"training_need",      /* as many */
	"initiative_scope",   /* a few for each initiative that is recognised: tens a year */
	"rating_lock",        /* one a year */
	"registration_round", /* a few a year, and the units that each reaches */
	"registration_unit",
	"award_round", /* a few a year, and the units that each reaches */
	"award_round_unit",
	"criteria_set", /* a few editions, some hundred lines, tens of sheets a year */
	"criterion",
	"criteria_change",
	"scoring",
	"score_sheet",
	"pact", /* a few a year, and who signs them */
	"pact_party",
	"import_column", /* of one import under way */
};
const int small_table_count = COUNT(small_tables);

enum what { SCAN = 1, SORT = 2 };

/* Statement, or list with "/" and perhaps order and filter: what it may, and why. */
static const struct {
	const char *name;
	int may;
	const char *why;
} allowed[] = {
	{"unit_version_all", SCAN | SORT, "a few hundred rows: the tree is rebuilt from all of them"},
	{"unit_tree_on", SCAN | SORT, "the whole tree on a day"},
	{"unit_by_name_on", SCAN, "import looks a name up among a few hundred units"},
	{"unit_successors", SCAN, "parts of events of one unit: a few rows a year"},
	{"plan_units", SORT, "the tree of units, a few hundred"},
	{"home_units", SORT, "the units of an office, a few hundred"},
	{"import_org_units", SCAN | SORT, "a few hundred rows"},
	{"archive_size", SCAN | SORT,
     "the files of the decisions of a year, gathered by their indexes"},
	{"archive_evidence", SCAN | SORT, "the files of one decision, gathered by their indexes"},
	{"keep_sessions_end", SCAN, "once, after a restore"},
	{"keep_people_stale", SCAN, "doctor and rebuild ask whether anybody's keys are old"},
	{"person_all_keys", SCAN, "a job that renews every key"},
	{"movement_all_keys", SCAN, "the same"},
	{"task_all_keys", SCAN, "the same"},
	{"search_item_all_fresh", SCAN, "thidua rebuild: everything anew"},
	{"person_today_due", SCAN | SORT, "once a night"},
	{"journal_walk", SCAN | SORT, "verifying reads every line"},
	{"journal_unsealed_sum", SCAN, "verifying and doctor read the whole journal"},
	{"movement_running", SCAN | SORT, "an import of tasks knows all that are under way"},
	{"account_idle", SORT, "once a night: those who were not there for months"},
	{"journal_get", SCAN, "one line: a merge with the accounts goes up to its own"},
	{"movement_above", SCAN, "its own recursion: the few movements above one"},
	{"task_depth", SCAN, "its own recursion: the few tasks above one"},
	{"privacy_records_of", SCAN, "its own recursion: the records that one was merged from"},
	{"home_people", SCAN, "counts people and units: an office has thousands at most"},
	{"correction_due", SCAN | SORT, "once a night: what is owed by a day that is near or past"},
	{"appraisal_due", SCAN | SORT, "the same"},
	{"opinion_due", SCAN | SORT, "the same"},
	{"deed_prompt_due", SCAN | SORT, "the same: sudden achievements that wait for somebody"},
	{"deed_unconfirmed", SCAN | SORT, "the same: achievements that nobody confirmed yet"},
	{"pact_waiting", SCAN | SORT, "the same: what is open for signing, a few a year"},
	{"rating_owed", SCAN | SORT, "some nights around 15/12: everybody who has no rating yet"},
	{"rating_owed_heads", SCAN | SORT, "the same nights: those of them who are heads"},
	{"fair_people", SCAN | SORT, "a report over everybody, asked for a few times a year"},
	{"fair_awarded", SCAN | SORT, "the same, over the awards of five years"},
	{"dossier_drafts", SCAN | SORT, "what is still written below one unit: a few a round"},
	{"figure_counts", SCAN | SORT, "the awards of one year, asked for a few times a year"},
	{"figure_days_at", SCAN | SORT, "the same"},
	{"figure_list/", SCAN | SORT, "the same: always of one year"},
	{"statistics_awards", SCAN | SORT, "classes of posts: some tens"},
	{"statistics_award_list/", SCAN | SORT, "the same; always of one year"},
	{"paper_awards_below", SCAN | SORT, "the same"},
	{"paper_register_out", SORT, "the register of a year: some hundred lines"},
	{"paper_register_in", SCAN | SORT, "what was asked of those above: some tens a year"},
	{"example_council", SCAN, "one or two councils"},
	{"statistics_bodies", SCAN | SORT, "councils and standing bodies: some tens"},
	{"statistics_staff_list/", SORT, "who does this work: a few in each unit"},
	{"statistics_body_list/", SCAN | SORT, "councils and standing bodies: some tens"},
	{"responsibility_people/", SORT, "from the page of a head: people of one unit and those below"},
	{"initiative_object/id/word", SORT,
     "titles that begin with what was typed: a guess of one in 200"},
	{"fair_often/", SORT, "counts the years among the few awards of one person"},
	{"privacy_erase_mail", SCAN, "erasing a person, a few a year; mail is kept for some weeks"},
	{"privacy_erase_answers", SCAN, "erasing a person; answers are kept for a day or two"},
	{"import_identifiers", SCAN, "an import of thousands looks each row up in memory"},
	{"import_people", SCAN, "the same"},
	{"person_double_people", SCAN, "a job that compares everybody with everybody"},
	{"law_attestations", SCAN | SORT, "everybody below a unit, perhaps the whole office: one walk"},
	{"law_awards", SCAN | SORT, "the same"},
	{"law_deeds", SCAN | SORT, "the same"},
	{"law_disciplines", SCAN | SORT, "the same"},
	{"law_holds", SCAN | SORT, "the same"},
	{"law_initiatives", SCAN | SORT, "the same"},
	{"law_leaves", SCAN | SORT, "the same"},
	{"law_services", SCAN | SORT, "the same"},
	{"law_names", SORT, "the same"},
	{"law_people", SORT, "the same"},
	{"law_posts", SORT, "the same"},
	{"law_households", SCAN | SORT, "the same"},
	{"example_accounts", SCAN, "only where the example office is shown: tens of accounts"},
	{"example_people", SCAN | SORT, "the example office while it is made"},
	{"search_found/", SCAN | SORT, "always of one kind, by ids or what is fresh"},
	{"movement_drafts/", SORT, "what waits to be launched, and what was given up: a few a year"},
	{"unit_history/", SORT, "always of one unit"},
	{"unit_event_list/", SORT, "the same"},
	{"post_list/", SCAN | SORT, "always of one person or unit"},
	{"identifier_list/", SCAN | SORT, "always of one person"},
	{"reader_mine/", SCAN | SORT, "always of one person"},
	{"training_mine/", SCAN | SORT, "always of one person"},
	{"lacking_list/", SCAN | SORT, "people times a handful of needs; computed, not stored"},
	{"registration_list/newest/state", SORT, "few of its samples are in one state: it sorts those"},
	{"registration_title_list/id/state", SORT, "the same"},
	{"score_list/", SORT, "of one sheet or one scoring: some hundred lines"},
	{"score_differing/", SORT, "the same"},
	{"check_list/", SORT, "lines of scorings under way that one unit checks"},
	{"registration_lacking/", SORT, "people of the few rounds that are open; computed, not stored"},
	{"appraisal_line_list/", SORT, "the nominees of one dossier, or the rooms of one nominee"},
	{"appraisal_file_list/", SORT, "the papers of one dossier"},
	{"decision_broken", SCAN, "a check of everything, by hand"},
	{"decision_public_line/", SORT, "always of one decision"},
	{"fund_years/", SCAN | SORT, "one row for each year that the fund has"},
	{"material_list/", SORT, "of one session"},
	{"material_object/", SORT, "by id"},
};

static bool fits(const char *rule, const char *name)
{
	size_t n = strlen(rule);
	return rule[n - 1] == '/' ? strncmp(rule, name, n) == 0 : strcmp(rule, name) == 0;
}

static bool may(const char *name, enum what what)
{
	for (int i = 0; i < COUNT(allowed); i++)
		if ((allowed[i].may & what) && fits(allowed[i].name, name))
			return true;
	return false;
}

static void bad(struct plans_judge *j, enum what what, struct str step)
{
	if (may(j->name, what))
		return;
	j->bad++;
	print_error("%s: %.*s\n", j->name, STR_ARG(step));
}

/* --- SQLite ----------------------------------------------------------------------------------- */

/*
 * The plan of INSERT ... RETURNING shows checks of foreign keys of other tables, which
 * SQLite skips at run time as long as nothing is violated (sqlite3 fkey.c, OP_FkIfZero).
 */
static bool plain_insert(const char *name)
{
	for (int i = 0; i < sql_stmt_count; i++)
		if (strcmp(name, sql_stmts[i].name) == 0)
			return str_starts(str_of(sql_stmts[i].text[DB_SQLITE]), "INSERT ") &&
			       !strstr(sql_stmts[i].text[DB_SQLITE], "SELECT");
	return false;
}

static void sqlite_step(struct plans_judge *j, struct str step)
{
	bool scan = str_starts(step, "SCAN ") && !memmem(step.p, step.n, " INDEX ", 7) &&
	            !str_starts(step, "SCAN capped") && /* a subquery with a limit, by that name */
	            !str_starts(step, "SCAN before") && /* the few units that one came from */
	            !str_starts(step, "SCAN CONSTANT") && !memmem(step.p, step.n, "VIRTUAL", 7);
	bool list = str_ends(str_of(j->name), "/-");
	if (scan && !plain_insert(j->name))
		bad(j, SCAN, step);
	if (list && str_starts(step, "USE TEMP B-TREE"))
		bad(j, SORT, step);
}

/* --- PostgreSQL ------------------------------------------------------------------------------- */

/* "Seq Scan on award a  (cost=" gives "award"; NULL: none of this step. */
static bool scanned(struct str step, const char *how, char table[64])
{
	size_t n = strlen(how);
	const char *at = memmem(step.p, step.n, how, n), *on;
	if (!at || !(on = memmem(at, step.n - (size_t)(at - step.p), " on ", 4)))
		return false;
	snprintf(table, 64, "%.*s", (int)strcspn(on + 4, " ("), on + 4);
	return true;
}

static bool small(const char *table)
{
	for (int i = 0; i < small_table_count; i++)
		if (strcmp(table, small_tables[i]) == 0)
			return true;
	return false;
}

static long rows_of(struct str step)
{
	const char *at = memmem(step.p, step.n, "rows=", 5);
	return at ? strtol(at + 5, NULL, 10) : 0;
}

/* An index without a condition is a walk through the whole table, unless a LIMIT ends it. */
static void end_of_whole(struct plans_judge *j, struct str next)
{
	if (j->whole[0] && !j->limit && !str_starts(next, "Index Cond"))
		bad(j, SCAN, str_of(j->whole));
	j->whole[0] = '\0';
}

static void postgres_step(struct plans_judge *j, struct str step)
{
	char table[64];
	end_of_whole(j, step);
	j->limit = j->limit || str_starts(step, "Limit ");
	if (scanned(step, "Seq Scan", table) && !small(table))
		bad(j, SCAN, step);
	if ((scanned(step, "Index Scan", table) || scanned(step, "Index Only Scan", table)) &&
	    !small(table))
		snprintf(j->whole, sizeof j->whole, "%.*s", STR_ARG(step));
	if (str_starts(step, "Sort  (") && rows_of(step) > PAGE)
		bad(j, SORT, step);
}

void plans_judge_step(void *arg, const char *name, struct str step)
{
	struct plans_judge *j = arg;
	j->steps++;
	if (strcmp(j->name, name) != 0) {
		end_of_whole(j, STR(""));
		snprintf(j->name, sizeof j->name, "%s", name);
		j->limit = false;
	}
	if (j->engine == DB_SQLITE)
		sqlite_step(j, step);
	else
		postgres_step(j, step);
}

void plans_judge_end(struct plans_judge *j)
{
	end_of_whole(j, STR(""));
}
