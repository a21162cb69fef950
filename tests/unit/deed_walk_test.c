/*
 * A walk at random over achievements: whoever may or may not does something, and after every step
 * what must always hold is looked at. The seed is fixed, so a failure comes again.
 */
#include "office_fixture.h"

#include "db/sql_deed.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#define STEPS 250
#define DEEDS 30

struct walk {
	struct office *o;
	unsigned state;
	int64_t deeds[DEEDS];
	struct str was[DEEDS];
	int count, done, confirmed;
};

static int draw(struct walk *w, int below)
{
	w->state = w->state * 1664525u + 1013904223u;
	return (int)((w->state >> 16) % (unsigned)below);
}

static struct sql_deed_report_get deed(struct walk *w, int64_t id)
{
	struct sql_deed_report_get d;
	WANT(w->o, RC_OK, sql_deed_report_get(w->o->f->db, &w->o->f->mem, id, &d));
	return d;
}

static enum rc tell(struct walk *w, struct acting *a)
{
	static const char *const kinds[] = {"sudden", "campaign", "many"}, *const days[] = {
																		   "20/11/2026",
																		   "01/06/2026",
																		   "30/11/2026"};
	if (w->count == DEEDS)
		return RC_CONFLICT;
	enum rc rc = run_op(a, "deed.report", "kind", kinds[draw(w, 3)], "title",
	                    arena_printf(&w->o->f->mem, "Việc thử %d", draw(w, 20)).p, "on",
	                    days[draw(w, 3)], "effect", "Rút ngắn 3 ngày", "scope", "office", NULL);
	if (rc == RC_OK) {
		w->was[w->count] = STR("reported");
		w->deeds[w->count++] = a->out.id;
	}
	return rc;
}

static enum rc act(struct walk *w, struct acting *a, int i)
{
	static const char *const ops[] = {"deed.confirm", "deed.refuse", "deed.cancel", "deed.confirm"};
	int op = draw(w, 5);
	const char *id = num(w->o, w->deeds[i]);
	struct sql_deed_report_get before = deed(w, w->deeds[i]);
	enum rc rc = op == 4 ? run_op(a, "deed.propose", "id", id, "code", "GK", NULL)
	                     : run_op(a, ops[op], "id", id, op == 1 || op == 2 ? "reason" : NULL,
	                              "bước thử", NULL);
	/* Nobody decides about their own; only what is confirmed is proposed by the short way. */
	if (rc == RC_OK && op < 4)
		assert_true(before.person_id != a->c.who.person_id);
	if (rc == RC_OK && op == 4)
		assert_true(str_eqz(before.kind, "sudden") && str_eqz(before.state, "valid"));
	return rc;
}

static void look(struct walk *w, int i)
{
	struct sql_deed_report_get d = deed(w, w->deeds[i]);
	bool moved = !str_eq(d.state, w->was[i]);
	/* What was refused or cancelled stays so; only what is confirmed is cancelled. */
	if (moved && !str_eqz(w->was[i], "reported"))
		assert_true(str_eqz(w->was[i], "valid") && str_eqz(d.state, "cancelled"));
	if (moved && str_eqz(w->was[i], "reported"))
		assert_true(str_eqz(d.state, "valid") || str_eqz(d.state, "refused"));
	/* The clock of kịp thời runs for sudden ones and for no other. */
	assert_true(str_eqz(d.kind, "sudden") == !date_is_none(d.prompt_on));
	w->confirmed += moved && str_eqz(d.state, "valid");
	w->was[i] = d.state;
}

static void run_walk(struct office *o)
{
	static const char *const who[] = {"vidu.canbo", "vidu.daumoi", "vidu.truongphong",
	                                  "vidu.thuongtruc", "vidu.chanhvp"};
	struct walk w = {.o = o, .state = 20261130};
	for (int i = 0; i < STEPS; i++) {
		struct acting *a = office_as(o, who[draw(&w, COUNT(who))]);
		enum rc rc = w.count == 0 || draw(&w, 3) == 0 ? tell(&w, a) : act(&w, a, draw(&w, w.count));
		w.done += rc == RC_OK;
		assert_true(rc == RC_OK || rc == RC_CONFLICT || rc == RC_INVALID || rc == RC_DENIED ||
		            rc == RC_NOTFOUND);
		for (int k = 0; k < w.count; k++)
			look(&w, k);
	}
	/* A walk that is always refused shows nothing. */
	assert_true(w.done > 30 && w.confirmed > 5);
}

static void what_must_hold_of_achievements_holds_after_every_step(void **state)
{
	(void)state;
	office_each_engine(run_walk);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_must_hold_of_achievements_holds_after_every_step)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
