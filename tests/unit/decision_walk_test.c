/*
 * A walk without aim over decisions, what takes them back and corrects them, submissions, money and
 * holds: every refusal is a possible answer, and what must never be is asked afterwards.
 */
#include "decision_fixture.h"
#include "upload_fixture.h"

#include "db/sql_decision.h"
#include "db/sql_dossier.h"

#define OWN 4     /* decided by the office */
#define WALKERS 6 /* the others by the province */
#define MOST 100
#define STEPS 2500

struct walk {
	struct office *o;
	struct acting *standing, *head, *registry, *pays;
	int64_t nominees[WALKERS], persons[WALKERS], holds[OWN];
	int64_t decisions[MOST], submissions[MOST];
	int decision_count, submission_count;
	uint32_t state;
};

static const char *const walkers[WALKERS] = {"Giàng Thị Dua",  "Tẩn Mùi Phạm",  "Phạm Thu Ngân",
                                             "Trần Thị Xuyến", "Giàng Thị Dua", "Lù Seo Páo"};

static uint32_t roll(struct walk *w, uint32_t of)
{
	w->state = w->state * 1664525u + 1013904223u;
	return (w->state >> 8) % of;
}

static const char *one_of(struct walk *w, const int64_t *ids, int n)
{
	return num(w->o, n ? ids[roll(w, (uint32_t)n)] : 1);
}

/* Drafted: one of those that are met again. */
static enum rc keep(enum rc rc, struct acting *a, int64_t *ids, int *n)
{
	if (rc == RC_OK && *n < MOST)
		ids[(*n)++] = a->out.id;
	return rc;
}

/* A valid award of this year of one of them; 1 when there is none. */
static const char *some_award(struct walk *w)
{
	struct rows rows;
	WANT(w->o, RC_OK,
	     list_op(w->standing, &rows, "award.list", "person",
	             num(w->o, w->persons[roll(w, WALKERS)]), "year", "2026", "state", "valid", NULL));
	return num(w->o, rows.count ? row_int(&rows, (int)roll(w, (uint32_t)rows.count), "id") : 1);
}

static enum rc publish(struct walk *w, const char *d)
{
	struct http_part scan = part_of("QD.pdf", STR("%PDF-1.4\n1 0 obj\n<<>>\nendobj\n%%EOF\n"));
	enum rc rc = upload_op(w->registry, "decision.attach", &scan, "id", d, NULL);
	return rc == RC_OK ? run_op(w->registry, "decision.publish", "id", d, NULL) : rc;
}

static enum rc hold(struct walk *w)
{
	int who = (int)roll(w, OWN);
	enum rc rc;
	if (w->holds[who] == DB_NULL) {
		rc = run_op(w->standing, "hold.add", "person_id", num(w->o, w->persons[who]), "kind",
		            "inspection", "reason", "Đang thanh tra", "from", "01/11/2026", NULL);
		w->holds[who] = rc == RC_OK ? w->standing->out.id : DB_NULL;
		return rc;
	}
	rc = run_op(w->standing, "hold.release", "id", num(w->o, w->holds[who]), "on", "22/11/2026",
	            "reason", "Đã có kết luận", NULL);
	w->holds[who] = rc == RC_OK ? DB_NULL : w->holds[who];
	return rc;
}

static enum rc decide(struct walk *w, const char *d)
{
	const char *n = num(w->o, w->nominees[roll(w, WALKERS)]);
	switch (roll(w, 10)) {
	case 0:
		return w->decision_count > MOST / 2
		           ? RC_OK
		           : keep(run_op(w->standing, "decision.draft", "title", "Thử", NULL), w->standing,
		                  w->decisions, &w->decision_count);
	case 1:
	case 2: return run_op(w->standing, "decision.add", "id", d, "nominee_id", n, NULL);
	case 3:
	case 4: return run_op(w->head, "decision.sign", "id", d, NULL);
	case 5:
	case 6:
		return run_op(w->registry, "decision.number", "id", d, "dated", "20/11/2026", "number",
		              num(w->o, 200 + (int)roll(w, 400)), NULL);
	case 7: return run_op(w->registry, "decision.back", "id", d, "reason", "Xem lại", NULL);
	case 8: return publish(w, d);
	default:
		return roll(w, 3)
		           ? RC_OK
		           : run_op(w->standing, "decision.drop", "id", d, "reason", "Không cần", NULL);
	}
}

static enum rc undo(struct walk *w, const char *d)
{
	const char *a = some_award(w);
	enum rc rc;
	switch (roll(w, 4)) {
	case 0:
		return keep(run_op(w->standing, "decision.take_back", "id", a, "reason",
		                   "Kê khai không đúng thành tích", NULL),
		            w->standing, w->decisions, &w->decision_count);
	case 1:
		return keep(run_op(w->standing, "decision.correct", "id", a, "field", "post_title", "after",
		                   roll(w, 2) ? "Chuyên viên chính" : "Chuyên viên", "reason",
		                   "Ghi nhầm chức vụ", NULL),
		            w->standing, w->decisions, &w->decision_count);
	case 2: return run_op(w->standing, "decision.also", "id", d, "award_id", a, NULL);
	default:
		rc = run_op(w->standing, "award.cancel", "id", a, "sign", "950/QĐ-UBND", "dated",
		            "23/11/2026", "reason", "Kê khai không đúng", NULL);
		return rc == RC_OK ? second_op(w->o, w->standing, "vidu.chanhvp") : rc;
	}
}

static enum rc go_up(struct walk *w)
{
	static const char *const outcomes[] = {"awarded", "refused", "returned"};
	const char *s = one_of(w, w->submissions, w->submission_count);
	switch (roll(w, 6)) {
	case 0:
		if (w->submission_count == 10)
			return RC_OK;
		return keep(run_op(w->standing, "submission.new", "goes_to", "Chủ tịch UBND tỉnh", "level",
		                   "province", NULL),
		            w->standing, w->submissions, &w->submission_count);
	case 1:
	case 2:
		return run_op(w->standing, "submission.add", "id", s, "nominee_id",
		              num(w->o, w->nominees[roll(w, WALKERS)]), NULL);
	case 3:
		return run_op(w->registry, "submission.send", "id", s, "sign", "45/TTr-VP", "dated",
		              "20/11/2026", NULL);
	case 4:
		return run_op(w->standing, "submission.answer", "id", s, "outcome", outcomes[roll(w, 3)],
		              "sign", "900/QĐ-UBND", "dated", "22/11/2026", "issuer", "UBND tỉnh", "reason",
		              "Theo hồ sơ", "pays", roll(w, 2) ? "1" : "0", NULL);
	default:
		return roll(w, 3)
		           ? RC_OK
		           : run_op(w->standing, "submission.drop", "id", s, "reason", "Không cần", NULL);
	}
}

static void step(struct walk *w)
{
	const char *d = one_of(w, w->decisions, w->decision_count);
	enum rc rc;
	switch (roll(w, 10)) {
	case 0: rc = hold(w); break;
	case 1:
		rc = run_op(w->pays, "bonus.pay_all", "id", d, "on", "22/11/2026", "voucher", "PC",
		            "overdraw", "1", NULL);
		break;
	case 2: rc = undo(w, d); break;
	case 3:
	case 4: rc = go_up(w); break;
	default: rc = decide(w, d);
	}
	assert_true(rc != RC_BUG && rc != RC_IO);
}

/* Invariants 1, 2, 3 and 5 of the domain, and that nothing is left half done. */
static void must_hold(struct walk *w)
{
	struct sql_decision_broken b;
	WANT(w->o, RC_OK, sql_decision_broken(w->o->f->db, &w->o->f->mem, &b));
	assert_int_equal(b.unnumbered, 0);
	assert_int_equal(b.unchecked, 0);
	assert_int_equal(b.twice, 0);
	assert_int_equal(b.loose, 0);
	assert_int_equal(b.stuck, 0);
	assert_int_equal(b.kept_money, 0);
	assert_int_equal(b.uncancelled, 0);
}

static bool awarded(struct walk *w, int k)
{
	struct sql_nominee_get n;
	WANT(w->o, RC_OK, sql_nominee_get(w->o->f->db, &w->o->f->mem, w->nominees[k], &n));
	return str_eqz(n.state, "awarded");
}

/* What was published stays so, whatever is done to it afterwards. */
static void stays_published(struct walk *w, bool *out)
{
	for (int i = 0; i < w->decision_count; i++) {
		struct sql_decision_get d;
		WANT(w->o, RC_OK, sql_decision_get(w->o->f->db, &w->o->f->mem, w->decisions[i], &d));
		bool now = str_eqz(d.state, "published");
		assert_true(now || !out[i]);
		out[i] = now;
	}
}

static int of_kind(struct walk *w, const char *kind, const char *state)
{
	return list_count(w->standing, "decision.list", "kind", kind, "state", state, NULL);
}

static void run_walk(struct office *o)
{
	struct walk w = {.o = o,
	                 .standing = office_as(o, "vidu.thuongtruc"),
	                 .head = office_as(o, "vidu.chanhvp"),
	                 .registry = office_as(o, "vidu.vanthu"),
	                 .pays = office_as(o, "vidu.ketoan"),
	                 .state = 20261123};
	bool published[MOST] = {false};
	for (int i = 0; i < WALKERS; i++) {
		int64_t dossier = DB_NULL;
		w.persons[i] = person_named(o, walkers[i]);
		w.nominees[i] = ready_person(o, walkers[i],
		                             i >= OWN ? "BKT"
		                             : i % 2  ? "LDTT"
		                                      : "CSTDCS",
		                             &dossier);
		if (i < OWN)
			w.holds[i] = DB_NULL;
	}
	for (int i = 0; i < STEPS; i++) {
		bool kept_out[OWN];
		for (int k = 0; k < OWN; k++)
			kept_out[k] = w.holds[k] != DB_NULL && !awarded(&w, k);
		step(&w);
		for (int k = 0; k < OWN; k++)
			if (kept_out[k])
				assert_false(awarded(&w, k));
		if (i % 20 == 19) {
			must_hold(&w);
			stays_published(&w, published);
		}
	}
	must_hold(&w);
	/* It came everywhere. */
	assert_true(of_kind(&w, "award", "published") > 0);
	assert_true(of_kind(&w, "cancel", "signed") + of_kind(&w, "cancel", "published") > 0);
	assert_true(of_kind(&w, "correct", "signed") + of_kind(&w, "correct", "published") > 0);
	assert_true(list_count(w.standing, "submission.list", "state", "answered", NULL) > 0);
	assert_true(list_count(w.standing, "award.list", "state", "cancelled", NULL) > 0);
}

static void wherever_one_walks_the_invariants_hold(void **state)
{
	(void)state;
	office_each_engine(run_walk);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(wherever_one_walks_the_invariants_hold)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
