/*
 * A walk at random over dossiers and nominees: whoever may or may not does something, and after
 * every step what must always hold is looked at. The seed is fixed, so a failure comes again.
 */
#include "office_fixture.h"

#include "app/dossier/dossier.h"
#include "db/sql_dossier.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#define STEPS 500
#define DOSSIERS 8
#define PEOPLE 14
#define NC "Phòng Nội chính"

struct walk {
	struct office *o;
	unsigned state;
	int64_t dossiers[DOSSIERS], people[PEOPLE], nominees[64];
	int nominee_count;
	bool held[PEOPLE];
	struct str before[64], dossier_before[DOSSIERS];
	struct date received[DOSSIERS];
	int done, cleared, awarded; /* steps that were taken, not refused; and where they led */
};

static int draw(struct walk *w, int below)
{
	w->state = w->state * 1664525u + 1013904223u;
	return (int)((w->state >> 16) % (unsigned)below);
}

static struct sql_nominee_get nominee(struct walk *w, int64_t id)
{
	struct sql_nominee_get n;
	WANT(w->o, RC_OK, sql_nominee_get(w->o->f->db, &w->o->f->mem, id, &n));
	return n;
}

static struct sql_dossier_get dossier(struct walk *w, int64_t id)
{
	struct sql_dossier_get d;
	WANT(w->o, RC_OK, sql_dossier_get(w->o->f->db, &w->o->f->mem, id, &d));
	return d;
}

static bool is(struct str s, const char *all)
{
	struct str rest = str_of(all);
	while (rest.p)
		if (str_eq(str_cut(&rest, ' '), s))
			return true;
	return false;
}

/* --- the office -------------------------------------------------- */

static void begin(struct walk *w)
{
	struct office *o = w->o;
	struct acting *admin = office_as(o, "vidu.quantri"), *office = office_as(o, "vidu.thuongtruc");
	static const char *const given[PEOPLE] = {"An",  "Bình", "Chi", "Dung", "Giang", "Hà",   "Hoa",
	                                          "Lan", "Mai",  "Nga", "Oanh", "Thảo",  "Uyên", "Vân"};
	const char *nc = num(o, unit_named(o, NC));
	for (int i = 0; i < PEOPLE; i++) {
		WANT(o, RC_OK,
		     run_op(admin, "person.create", "name",
		            arena_printf(&o->f->mem, "Lý Thị %s", given[i]).p, "gender", "nu", "cadre",
		            "civil_servant", "unit_id", nc, "post_title", "Chuyên viên", "since",
		            "01/06/2019", "cccd", "", "birth", "02/03/1990", NULL));
		w->people[i] = admin->out.id;
		/* Nothing is recorded about the last two: of them the law cannot say yet. */
		if (i < PEOPLE - 2)
			office_rate(o, num(o, w->people[i]), "2025", "HTTNV");
		if (i < PEOPLE - 2)
			WANT(o, RC_OK,
			     run_op(office, "attestation.add", "person_id", num(o, w->people[i]), "year",
			            "2025", "matter", "TU_LUC", "yes", "1", "basis", "Biên bản 5", NULL));
	}
	WANT(o, RC_OK,
	     run_op(admin, "setting.set", "key", "dossier.appraise", "value", "0", "basis", "Thử",
	            NULL));
	for (int i = 0; i < DOSSIERS; i++) {
		WANT(o, RC_OK,
		     run_op(office, "dossier.enter", "unit_id", nc, "type", "merit", "year", "2025",
		            "title", "Hồ sơ thử", NULL));
		w->dossiers[i] = office->out.id;
		w->received[i] = DATE_NONE;
	}
}

/* --- a step ------------------------------------------------------ */

struct moving {
	struct ctx *c;
	int64_t id;
	const char *to;
};

static enum rc move_tx(void *arg)
{
	struct moving *m = arg;
	struct str why;
	bool decides = strcmp(m->to, "awarded") == 0;
	/* As a decision does: it asks first. */
	if (decides)
		TRY(nominee_in_the_way(m->c, m->id, &why));
	if (decides && why.n)
		return err_set(m->c->err, RC_CONFLICT, "%.*s", STR_ARG(why));
	return nominee_move(m->c, m->id, m->to, STR("bước thử"));
}

static enum rc move_one(struct walk *w, struct acting *a, int64_t id)
{
	static const char *const to[] = {"passed",  "lost",      "awarded",
	                                 "refused", "forwarded", "cleared"};
	struct moving m = {&a->c, id, to[draw(w, COUNT(to) - 1)]};
	err_clear(a->c.err);
	return db_tx(w->o->f->db, DB_WRITE, move_tx, &m);
}

static enum rc add_one(struct walk *w, struct acting *a)
{
	struct office *o = w->o;
	if (w->nominee_count == 64)
		return RC_CONFLICT;
	enum rc rc = run_op(a, "nominee.add", "dossier_id", num(o, w->dossiers[draw(w, DOSSIERS)]),
	                    "person_id", num(o, w->people[draw(w, PEOPLE)]), "code", "LDTT", NULL);
	if (rc == RC_OK) {
		w->before[w->nominee_count] = STR("");
		w->nominees[w->nominee_count++] = a->out.id;
	}
	return rc;
}

static enum rc hold_one(struct walk *w)
{
	struct office *o = w->o;
	struct acting *a = office_as(o, "vidu.thuongtruc");
	int i = draw(w, PEOPLE);
	struct rows rows;
	if (!w->held[i]) {
		w->held[i] = true;
		return run_op(a, "hold.add", "person_id", num(o, w->people[i]), "kind", "complaint",
		              "reason", "Đơn thư", "from", "10/09/2026", NULL);
	}
	w->held[i] = false;
	WANT(o, RC_OK, list_op(a, &rows, "hold.list", "person", num(o, w->people[i]), NULL));
	for (int k = 0; k < rows.count; k++) {
		enum rc rc = run_op(a, "hold.release", "id", num(o, row_int(&rows, k, "id")), "on",
		                    "14/09/2026", "reason", "Đã xong", NULL);
		if (rc == RC_OK)
			return rc;
	}
	return RC_CONFLICT;
}

/* What comes next for it, so that the walk gets somewhere. */
static const char *next_of(struct walk *w, int64_t id)
{
	struct sql_dossier_get d = dossier(w, id);
	return is(d.state, "draft returned withdrawn") ? "dossier.send_for"
	       : is(d.state, "sent")                   ? "dossier.receive"
	       : is(d.state, "received")               ? "dossier.clear"
	                                               : "dossier.council";
}

static enum rc on_dossier(struct walk *w, struct acting *a)
{
	static const char *const ops[] = {"dossier.send_for", "dossier.receive", "dossier.clear",
	                                  "dossier.council", "dossier.send"};
	int64_t which = w->dossiers[draw(w, DOSSIERS)];
	const char *id = num(w->o, which);
	int op = draw(w, 3 * COUNT(ops));
	if (op == 0)
		return run_op(a, "dossier.return", "id", id, "reason", "bước thử", NULL);
	return run_op(a, op < COUNT(ops) ? ops[op] : next_of(w, which), "id", id, NULL);
}

static enum rc on_nominee(struct walk *w, struct acting *a)
{
	static const char *const ops[] = {"nominee.again", "nominee.again", "nominee.fail",
	                                  "nominee.remove"};
	if (w->nominee_count == 0)
		return RC_CONFLICT;
	int64_t id = w->nominees[draw(w, w->nominee_count)];
	switch (draw(w, 4)) {
	case 0: return run_op(a, "nominee.clear", "id", num(w->o, id), NULL);
	case 1:
		return run_op(a, ops[draw(w, COUNT(ops))], "id", num(w->o, id), "reason", "bước thử", NULL);
	case 2: return run_op(a, "nominee.clear", "id", num(w->o, id), NULL);
	default: return move_one(w, a, id);
	}
}

static void step(struct walk *w)
{
	static const char *const who[] = {"vidu.chanhvp", "vidu.daumoi", "vidu.truongphong"};
	int other = draw(w, 12); /* mostly whose work it is */
	struct acting *a = office_as(w->o, other < COUNT(who) ? who[other] : "vidu.thuongtruc");
	int kind = draw(w, 10);
	enum rc rc = kind < 3   ? add_one(w, a)
	             : kind < 6 ? on_dossier(w, a)
	             : kind < 9 ? on_nominee(w, a)
	                        : hold_one(w);
	w->done += rc == RC_OK;
	assert_true(rc == RC_OK || rc == RC_CONFLICT || rc == RC_INVALID || rc == RC_DENIED ||
	            rc == RC_NOTFOUND);
}

/* --- what must always hold --------------------------------------- */

static bool held(struct walk *w, int64_t person)
{
	for (int i = 0; i < PEOPLE; i++)
		if (w->people[i] == person)
			return w->held[i];
	return false;
}

static void look_at_nominee(struct walk *w, int i)
{
	struct sql_nominee_get n = nominee(w, w->nominees[i]);
	bool moved = !str_eq(n.state, w->before[i]);
	/* 1: nothing is concluded or decided without a kept check that says eligible. */
	if (is(n.state, "cleared passed awarded"))
		assert_true(n.verdict_id != DB_NULL && str_eqz(n.verdict, "eligible"));
	/* 3: nobody on hold is cleared or decided. */
	if (moved && is(n.state, "cleared awarded"))
		assert_false(held(w, n.person_id));
	/* 2: the same for the same subject and time once. */
	for (int k = 0; k < i && !is(n.state, "removed failed lost refused"); k++) {
		struct sql_nominee_get m = nominee(w, w->nominees[k]);
		if (is(m.state, "removed failed lost refused") ||
		    is(m.dossier_state, "withdrawn refused") || is(n.dossier_state, "withdrawn refused"))
			continue;
		assert_false(m.person_id == n.person_id && str_eq(m.code, n.code));
	}
	w->cleared += moved && is(n.state, "cleared");
	w->awarded += moved && is(n.state, "awarded");
	if (moved && is(w->before[i], "removed awarded refused"))
		fail_msg("%.*s left %.*s", STR_ARG(n.name), STR_ARG(w->before[i]));
	w->before[i] = n.state;
}

static void look_at_dossier(struct walk *w, int i)
{
	struct sql_dossier_get d = dossier(w, w->dossiers[i]);
	int open = 0, awarded = 0;
	for (int k = 0; k < w->nominee_count; k++) {
		struct sql_nominee_get n = nominee(w, w->nominees[k]);
		if (n.dossier_id != d.id || is(n.state, "removed"))
			continue;
		open += is(n.state, "proposed cleared passed");
		awarded += is(n.state, "awarded");
		/* What is with the unit has no conclusion. */
		if (is(d.state, "draft returned withdrawn sent"))
			assert_true(is(n.state, "proposed failed"));
	}
	if (is(d.state, "decided"))
		assert_true(awarded && !open);
	if (is(d.state, "decided refused forwarded"))
		assert_int_equal(open, 0);
	/* The rules are fixed by the first receipt. */
	if (!date_is_none(w->received[i]))
		assert_int_equal(d.received_on.days, w->received[i].days);
	assert_true(is(d.state, "draft sent returned withdrawn") || !date_is_none(d.received_on));
	if (!date_is_none(d.received_on) && is(w->dossier_before[i], "sent"))
		w->received[i] = d.received_on;
	w->dossier_before[i] = d.state;
}

static void run_walk(struct office *o)
{
	struct walk w = {.o = o, .state = 20261129};
	/* Before the rules whose conditions wait for confirmation. */
	o->now_ms = date_start_ms(date_of(2026, 9, 15)) + 9 * 3600000;
	for (int i = 0; i < DOSSIERS; i++)
		w.dossier_before[i] = STR("draft");
	begin(&w);
	for (int i = 0; i < STEPS; i++) {
		step(&w);
		for (int k = 0; k < w.nominee_count; k++)
			look_at_nominee(&w, k);
		for (int k = 0; k < DOSSIERS; k++)
			look_at_dossier(&w, k);
	}
	/* A walk that is always refused shows nothing. */
	assert_true(w.done > 80 && w.cleared > 2 && w.awarded > 0);
}

static void what_must_hold_holds_after_every_step(void **state)
{
	(void)state;
	office_each_engine(run_walk);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(what_must_hold_holds_after_every_step)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
