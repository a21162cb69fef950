/* offer_test.c: what the forms of decisions and submissions offer to choose is what they accept. */
#include "decision_fixture.h"

#include "db/sql_dossier.h"
#include "op/face.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include <stdlib.h>

#define TOP "Văn phòng Ủy ban nhân dân tỉnh Lào Cai"
#define MOST 40

static struct choices choices_of(struct acting *a, const char *op, const char *field,
                                 const char *words)
{
	struct face f = {.c = a->c};
	struct choices found = {0};
	const struct op *o = op_find(str_of(op));
	f.c.err = a->c.err;
	assert_int_equal(ref_choices(&f, o, op_field(o, str_of(field)), str_of(words), MOST, &found),
	                 RC_OK);
	assert_false(found.more);
	return found;
}

static bool has(const struct choices *found, const char *id)
{
	for (int i = 0; i < found->count; i++)
		if (str_eqz(found->items[i].value, id))
			return true;
	return false;
}

/* The operation itself is asked, in a preview, and must agree with the form on each of them. */
static int agree(struct acting *a, const char *op, const char *object, const char *field,
                 const char *const *ids)
{
	struct choices found = choices_of(a, op, field, "");
	int yes = 0;
	for (int i = 0; ids[i]; i++) {
		a->how.preview = true;
		enum rc rc;
		if (object)
			rc = run_op(a, op, "id", object, field, ids[i], NULL);
		else if (strcmp(op, "submission.new") == 0)
			rc = run_op(a, op, field, ids[i], "goes_to", "Chủ tịch UBND tỉnh", "level", "province",
			            NULL);
		else
			rc = run_op(a, op, field, ids[i], NULL);
		a->how.preview = false;
		if ((rc == RC_OK) != has(&found, ids[i]))
			fail_msg("%s: number %d is %s, but answered with %d (%.*s)", op, i,
			         has(&found, ids[i]) ? "offered" : "not offered", rc,
			         STR_ARG(str_of(a->c.err->message)));
		yes += rc == RC_OK;
	}
	assert_int_equal(found.count, yes); /* nothing else of the example is ready */
	return yes;
}

struct made {
	const char *nominees[MOST], *dossiers[MOST];
	int n;
};

static void make(struct office *o, struct made *m, const char *name, const char *code,
                 const char *state, const char *verdict, int64_t year)
{
	bool top = strcmp(name, TOP) == 0;
	int64_t dossier = DB_NULL;
	int64_t id =
		make_nominee(o,
	                 &(struct nominee_made){.name = name,
	                                        .person = top ? DB_NULL : person_named(o, name),
	                                        .unit = top ? unit_named(o, TOP) : DB_NULL,
	                                        .code = code,
	                                        .verdict = verdict,
	                                        .state = state,
	                                        .received = date_of(2026, 11, 2),
	                                        .voted_on = DATE_NONE,
	                                        .year = year},
	                 &dossier);
	m->nominees[m->n] = num(o, id);
	m->dossiers[m->n++] = num(o, dossier);
}

/* The page of a dossier leads to a decision or a submission where that takes somebody of it. */
static void leads(struct acting *a, const char *const *dossiers, const char *op, const char *path)
{
	struct choices found = choices_of(a, op, "dossier_id", "");
	for (int i = 0; dossiers[i]; i++) {
		struct buf *b = arena_alloc(a->c.mem, sizeof *b);
		char link[80];
		snprintf(link, sizeof link, "%s?dossier_id=%s\"", path, dossiers[i]);
		assert_int_equal(run_op(a, "dossier.view", "id", dossiers[i], NULL), RC_OK);
		buf_init(b, 4 << 20);
		arena_defer(a->c.mem, (void (*)(void *))buf_release, b);
		op_find(STR("dossier.view"))->page(b, &a->c, a->out.data);
		struct str page = buf_view(b);
		assert_int_equal(memmem(page.p, page.n, link, strlen(link)) != NULL,
		                 has(&found, dossiers[i]));
	}
}

struct laying {
	struct db *db;
	int64_t dossier;
};

static enum rc to_council(void *arg)
{
	const struct laying *l = arg;
	return sql_dossier_state(l->db, l->dossier, STR("council"), STR(""), NULL);
}

static void run_offers(struct office *o)
{
	struct acting *standing = office_as(o, "vidu.thuongtruc");
	struct made m = {0};
	make(o, &m, "Tẩn Mùi Phạm", "LDTT", "cleared", "eligible", 2026); /* ready: for a decision */
	make(o, &m, "Phạm Thu Ngân", "LDTT", "cleared", "eligible", 2026);
	make(o, &m, "Tẩn Mùi Phạm", "CSTDCS", "cleared", "eligible", 2025); /* no vote */
	make(o, &m, "Tẩn Mùi Phạm", "LDTT", "cleared", NULL, 2024);         /* no check */
	make(o, &m, "Tẩn Mùi Phạm", "LDTT", "cleared", "unknown", 2023);
	make(o, &m, "Tẩn Mùi Phạm", "LDTT", "removed", "eligible", 2022);
	make(o, &m, "Tẩn Mùi Phạm", "BKT", "cleared", "eligible", 2021);    /* above the office */
	make(o, &m, "Hoàng Quốc Bảo", "LDTT", "cleared", "eligible", 2026); /* the head's own */
	make(o, &m, TOP, "TTLDTT", "cleared", "eligible", 2026);
	make(o, &m, "Trần Thị Xuyến", "LDTT", "cleared", "eligible", 2026); /* held below */
	WANT(o, RC_OK,
	     run_op(standing, "hold.add", "person_id", num(o, person_named(o, "Trần Thị Xuyến")),
	            "kind", "complaint", "reason", "Đơn đang được giải quyết", "from", "01/11/2026",
	            NULL));
	WANT(o, RC_OK, run_op(standing, "decision.draft", "title", "Khen thưởng", NULL));
	const char *decision = num(o, standing->out.id);
	WANT(o, RC_OK,
	     run_op(standing, "submission.new", "goes_to", "Chủ tịch UBND tỉnh", "level", "province",
	            NULL));
	const char *submission = num(o, standing->out.id);
	int mine = agree(standing, "decision.add", decision, "nominee_id", m.nominees);
	assert_int_equal(mine, 2);
	assert_int_equal(agree(standing, "decision.add", decision, "dossier_id", m.dossiers), 2);
	int above = agree(standing, "submission.add", submission, "nominee_id", m.nominees);
	assert_true(above >= 2);
	assert_int_equal(agree(standing, "submission.new", NULL, "dossier_id", m.dossiers), above);
	assert_int_equal(agree(standing, "decision.draft", NULL, "dossier_id", m.dossiers), 2);
	leads(standing, m.dossiers, "submission.new", "/submission/new");
	leads(standing, m.dossiers, "decision.draft", "/decision/draft");
	/* A council meets about what was laid before it. */
	struct rows meetings;
	WANT(o, RC_OK, list_op(standing, &meetings, "meeting.list", "state", "invited", NULL));
	const char *meeting = num(o, row_int(&meetings, 0, "id"));
	assert_int_equal(agree(standing, "meeting.nominees", meeting, "dossier_id", m.dossiers), 0);
	struct laying laid = {.db = o->f->db, .dossier = strtoll(m.dossiers[1], NULL, 10)};
	WANT(o, RC_OK, db_tx(o->f->db, DB_WRITE, to_council, &laid));
	assert_int_equal(agree(standing, "meeting.nominees", meeting, "dossier_id", m.dossiers), 1);
	/* Typed, the same: by the name of somebody of whom one case is ready and others are not. */
	struct choices found = choices_of(standing, "decision.add", "nominee_id", "tẩn mùi phạm");
	assert_true(has(&found, m.nominees[0]));
	assert_false(has(&found, m.nominees[2]));
	/* Whoever is in a decision or a submission is offered to none any more. */
	WANT(o, RC_OK,
	     run_op(standing, "decision.add", "id", decision, "nominee_id", m.nominees[0], NULL));
	WANT(o, RC_OK,
	     run_op(standing, "decision.add", "id", decision, "dossier_id", m.dossiers[1], NULL));
	WANT(o, RC_OK,
	     run_op(standing, "submission.add", "id", submission, "nominee_id", m.nominees[6], NULL));
	assert_int_equal(agree(standing, "decision.add", decision, "nominee_id", m.nominees), 0);
	assert_int_equal(agree(standing, "decision.add", decision, "dossier_id", m.dossiers), 0);
	assert_int_equal(agree(standing, "submission.add", submission, "nominee_id", m.nominees),
	                 above - 1);
	/* What came in nowhere is not said to have been added. */
	WANT(o, RC_INVALID,
	     run_op(standing, "decision.add", "id", decision, "dossier_id", m.dossiers[2], NULL));
}

static void what_is_offered_is_what_is_accepted(void **state)
{
	(void)state;
	office_each_engine(run_offers);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_offered_is_what_is_accepted),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
