/* Decisions through the gate on both engines: who may sign, numbers, what follows, taking back. */
#include "decision_fixture.h"
#include "told_fixture.h"

#include "db/sql_decision.h"
#include "db/sql_dossier.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include <inttypes.h>
#include <pthread.h>
#include <stdlib.h>

#define TOP "Văn phòng Ủy ban nhân dân tỉnh Lào Cai"
#define DUA "Giàng Thị Dua"
#define PHAM "Tẩn Mùi Phạm"
#define NGAN "Phạm Thu Ngân"
#define XUYEN "Trần Thị Xuyến" /* the accountant */

static int64_t draft(struct office *o, int64_t dossier)
{
	struct acting *a = office_as(o, "vidu.thuongtruc");
	WANT(o, RC_OK,
	     run_op(a, "decision.draft", "dossier_id", num(o, dossier), "reason",
	            "đã hoàn thành xuất sắc nhiệm vụ năm 2026", NULL));
	return a->out.id;
}

static void sign(struct office *o, int64_t id)
{
	WANT(o, RC_OK, run_op(office_as(o, "vidu.chanhvp"), "decision.sign", "id", num(o, id), NULL));
}

static void number(struct office *o, int64_t id, const char *no)
{
	WANT(o, RC_OK,
	     run_op(office_as(o, "vidu.vanthu"), "decision.number", "id", num(o, id), "dated",
	            "20/11/2026", "number", no, NULL));
}

static struct sql_decision_get decision(struct office *o, int64_t id)
{
	struct sql_decision_get d;
	WANT(o, RC_OK, sql_decision_get(o->f->db, &o->f->mem, id, &d));
	return d;
}

static struct str nominee_state(struct office *o, int64_t id)
{
	struct sql_nominee_get n;
	WANT(o, RC_OK, sql_nominee_get(o->f->db, &o->f->mem, id, &n));
	return n.state;
}

static int64_t award_of(struct office *o, const char *person, const char *code)
{
	struct acting *a = office_as(o, "vidu.thuongtruc");
	struct rows rows;
	WANT(o, RC_OK,
	     list_op(a, &rows, "award.list", "person", num(o, person_named(o, person)), "code", code,
	             "year", "2026", NULL));
	assert_int_equal(rows.count, 1);
	return row_int(&rows, 0, "id");
}

static int64_t bonus_row(struct office *o, const char *person, struct str *state, int64_t *amount)
{
	struct acting *a = office_as(o, "vidu.ketoan");
	struct rows rows;
	WANT(o, RC_OK,
	     list_op(a, &rows, "bonus.list", "person", num(o, person_named(o, person)), NULL));
	assert_int_equal(rows.count, 1);
	*state = row_text(a, &rows, 0, "state");
	*amount = row_int(&rows, 0, "amount");
	return row_int(&rows, 0, "id");
}

/* --- the way of a decision ---------------------------------------------------------------------
 */

static void run_way(struct office *o)
{
	int64_t dossier = DB_NULL;
	int64_t one = ready_person(o, DUA, "CSTDCS", &dossier);
	int64_t two = ready_person(o, PHAM, "LDTT", &dossier);
	struct acting *standing = office_as(o, "vidu.thuongtruc"), *head = office_as(o, "vidu.chanhvp"),
				  *registry = office_as(o, "vidu.vanthu");
	WANT(o, RC_DENIED, run_op(head, "decision.draft", "dossier_id", num(o, dossier), NULL));
	int64_t id = draft(o, dossier);
	const char *d = num(o, id);
	assert_int_equal(list_count(standing, "decision_line.list", "decision", d, NULL), 2);
	/* Neither numbered before it is signed, nor signed by somebody else. */
	WANT(
		o, RC_CONFLICT,
		run_op(registry, "decision.number", "id", d, "dated", "20/11/2026", "number", "112", NULL));
	WANT(o, RC_NOTFOUND, run_op(standing, "decision.sign", "id", d, NULL));
	WANT(o, RC_NOTFOUND, run_op(office_as(o, "vidu.hoidong"), "decision.sign", "id", d, NULL));
	WANT(o, RC_OK, run_op(registry, "decision.reserve", "id", d, "number", "112", NULL));
	assert_true(str_eqz(decision(o, id).sign, "112/QĐ-VP"));
	/* A preview shows what it costs and leaves nothing. */
	head->how.preview = true;
	WANT(o, RC_OK, run_op(head, "decision.sign", "id", d, NULL));
	assert_true(head->out.fact_count >= 2);
	head->how.preview = false;
	assert_true(str_eqz(decision(o, id).state, "draft"));
	sign(o, id);
	/* Before the vote it cannot be dated, nor tomorrow. */
	WANT(o, RC_INVALID, run_op(registry, "decision.number", "id", d, "dated", "09/11/2026", NULL));
	WANT(o, RC_INVALID, run_op(registry, "decision.number", "id", d, "dated", "24/11/2026", NULL));
	/* A program leaves out what stays as it is: the number that was reserved. */
	registry->how.partial = true;
	WANT(o, RC_OK, run_op(registry, "decision.number", "id", d, "dated", "20/11/2026", NULL));
	registry->how.partial = false;
	assert_true(str_eqz(decision(o, id).state, "signed"));
	assert_true(str_eqz(decision(o, id).sign, "112/QĐ-VP"));
	assert_true(str_eqz(nominee_state(o, one), "awarded"));
	assert_true(str_eqz(nominee_state(o, two), "awarded"));
	award_of(o, DUA, "CSTDCS");
	award_of(o, PHAM, "LDTT");
	/* 2 530 000 × 1,0, and 0,3 rounded up to 10 000 (NĐ 152 Điều 49). */
	struct str state;
	int64_t amount;
	bonus_row(o, DUA, &state, &amount);
	assert_true(str_eqz(state, "due"));
	assert_int_equal(amount, 2530000);
	bonus_row(o, PHAM, &state, &amount);
	assert_int_equal(amount, 760000);
	/* Nothing changes any more, and publishing wants the scan. */
	WANT(o, RC_CONFLICT, run_op(standing, "decision.edit", "id", d, "title", "Khác", NULL));
	WANT(o, RC_CONFLICT, run_op(standing, "decision.drop", "id", d, "reason", "không cần", NULL));
	WANT(o, RC_CONFLICT, run_op(registry, "decision.publish", "id", d, NULL));
	/* The awarded one has heard of it (told_test.c: who, in which words). */
	assert_int_equal(told(o, "vidu.daumoi", "theo quyết định số 112/QĐ-VP"), 1);
	/* What a decision gave is not mended by hand. */
	WANT(o, RC_CONFLICT,
	     run_op(standing, "award.edit", "id", num(o, award_of(o, DUA, "CSTDCS")), "type", "merit",
	            "year", "2026", "post_title", "Khác", NULL));
}

static void a_decision_goes_its_way(void **state)
{
	(void)state;
	office_each_engine(run_way);
}

/* --- what cannot get in -------------------------------------------------------------------------
 */

static void refuse(struct office *o, const struct nominee_made *n)
{
	struct acting *a = office_as(o, "vidu.thuongtruc");
	int64_t dossier = DB_NULL;
	int64_t id = make_nominee(o, n, &dossier);
	int before = list_count(a, "decision.list", NULL);
	WANT(o, RC_CONFLICT, run_op(a, "decision.draft", "dossier_id", num(o, dossier), NULL));
	assert_int_equal(list_count(a, "decision.list", NULL), before);
	assert_true(str_eqz(nominee_state(o, id), n->state));
}

static void run_refused(struct office *o)
{
	struct nominee_made n = {.name = PHAM,
	                         .person = person_named(o, PHAM),
	                         .unit = DB_NULL,
	                         .code = "CSTDCS",
	                         .state = "cleared",
	                         .verdict = "eligible",
	                         .received = date_of(2026, 11, 2),
	                         .voted_on = DATE_NONE,
	                         .year = 2025};
	refuse(o, &n); /* the law wants a vote */
	n.year = 2024;
	n.code = "LDTT";
	n.verdict = NULL;
	refuse(o, &n); /* no check is kept */
	n.year = 2023;
	n.verdict = "unknown";
	refuse(o, &n);
	n.year = 2022;
	n.verdict = "eligible";
	n.code = "BKT";
	refuse(o, &n); /* not this office's to give */
	n.year = 2026;
	n.code = "LDTT";
	n.name = "Hoàng Quốc Bảo";
	n.person = person_named(o, n.name);
	refuse(o, &n); /* the head's own */
	n.name = "Đỗ Minh Đức";
	n.person = person_named(o, n.name);
	refuse(o, &n); /* a deputy who signs for the head */
	n.name = TOP;
	n.person = DB_NULL;
	n.unit = unit_named(o, TOP);
	n.code = "TTLDTT";
	refuse(o, &n); /* the office itself */
	/* The short procedure (Điều 85) asks for no vote. */
	n.name = DUA;
	n.person = person_named(o, DUA);
	n.unit = DB_NULL;
	n.code = "GK";
	n.brief = true;
	int64_t dossier = DB_NULL;
	make_nominee(o, &n, &dossier);
	draft(o, dossier);
}

static void what_is_not_ready_stays_out(void **state)
{
	(void)state;
	office_each_engine(run_refused);
}

/* A hold that begins between drafting, signing and numbering stops it each time (invariant 3). */
static void run_held(struct office *o)
{
	int64_t dossier = DB_NULL;
	ready_person(o, DUA, "LDTT", &dossier);
	int64_t held = ready_person(o, PHAM, "LDTT", &dossier);
	int64_t id = draft(o, dossier);
	struct acting *standing = office_as(o, "vidu.thuongtruc"), *head = office_as(o, "vidu.chanhvp"),
				  *registry = office_as(o, "vidu.vanthu");
	sign(o, id);
	WANT(o, RC_OK,
	     run_op(standing, "hold.add", "person_id", num(o, person_named(o, PHAM)), "kind",
	            "complaint", "reason", "Đơn đang được giải quyết", "from", "01/11/2026", NULL));
	WANT(o, RC_CONFLICT,
	     run_op(registry, "decision.number", "id", num(o, id), "dated", "20/11/2026", "number",
	            "113", NULL));
	assert_true(str_eqz(nominee_state(o, held), "cleared"));
	WANT(o, RC_OK,
	     run_op(registry, "decision.back", "id", num(o, id), "reason", "Có người tạm dừng", NULL));
	WANT(o, RC_CONFLICT, run_op(head, "decision.sign", "id", num(o, id), NULL));
	struct rows rows;
	WANT(o, RC_OK, list_op(standing, &rows, "decision_line.list", "decision", num(o, id), NULL));
	for (int i = 0; i < rows.count; i++)
		if (row_int(&rows, i, "nominee_id") == held)
			WANT(o, RC_OK,
			     run_op(standing, "decision_line.remove", "id", num(o, row_int(&rows, i, "id")),
			            "reason", "Đang tạm dừng xét", NULL));
	sign(o, id);
	number(o, id, "113");
	assert_true(str_eqz(nominee_state(o, held), "cleared"));
	award_of(o, DUA, "LDTT");
}

static void a_hold_stops_it_at_every_step(void **state)
{
	(void)state;
	office_each_engine(run_held);
}

/* --- signing for another ------------------------------------------------------------------------
 */

static void run_deputy(struct office *o)
{
	int64_t dossier = DB_NULL;
	ready_person(o, DUA, "LDTT", &dossier);
	struct acting *standing = office_as(o, "vidu.thuongtruc"),
				  *deputy = office_as(o, "vidu.hoidong");
	int64_t id = draft(o, dossier);
	/* Nobody to whom nothing was given. */
	WANT(o, RC_INVALID,
	     run_op(standing, "decision.edit", "id", num(o, id), "signer_id",
	            num(o, person_named(o, "Lù Seo Páo")), NULL));
	WANT(o, RC_OK,
	     run_op(standing, "decision.edit", "id", num(o, id), "title", "Về việc tặng danh hiệu",
	            "signer_id", num(o, person_named(o, "Đỗ Minh Đức")), NULL));
	WANT(o, RC_DENIED,
	     run_op(office_as(o, "vidu.chanhvp"), "decision.sign", "id", num(o, id), NULL));
	WANT(o, RC_OK, run_op(deputy, "decision.sign", "id", num(o, id), NULL));
	assert_true(str_eqz(decision(o, id).signer_mode, "KT"));
}

static void a_deputy_signs_by_delegation(void **state)
{
	(void)state;
	office_each_engine(run_deputy);
}

/* --- nothing of it is changed below the program, either
 * ---------------------------------------------
 */

struct meddling {
	struct db *db;
	int64_t id;
	int what;
};
static enum rc meddle_tx(void *arg)
{
	struct meddling *m = arg;
	struct sql_decision_lines *lines;
	struct arena mem;
	size_t n;
	enum rc rc = RC_OK;
	arena_init(&mem);
	switch (m->what) {
	case 0:
		rc = sql_decision_set(m->db, m->id, STR("Khác"), STR("khac"), STR(""), STR(""), DB_NULL,
		                      STR(""), NULL);
		break;
	case 1: rc = sql_decision_reserved(m->db, m->id, 2026, 999, STR("999/QĐ-VP"), NULL); break;
	case 2:
		rc = sql_decision_line_add(m->db, m->id, 9, DB_NULL, 1, STR(""), STR(""), STR(""), STR(""),
		                           NULL);
		break;
	default:
		rc = sql_decision_lines(m->db, &mem, m->id, &lines, &n);
		if (rc == RC_OK)
			rc = sql_decision_line_removed(m->db, lines[0].id, STR("không"), NULL);
	}
	arena_release(&mem);
	return rc;
}

static void run_kept(struct office *o)
{
	int64_t dossier = DB_NULL;
	ready_person(o, DUA, "LDTT", &dossier);
	int64_t id = draft(o, dossier);
	sign(o, id);
	number(o, id, "114");
	for (int what = 0; what < 4; what++) {
		struct meddling m = {.db = o->f->db, .id = id, .what = what};
		WANT(o, RC_CONFLICT, db_tx(o->f->db, DB_WRITE, meddle_tx, &m));
		err_clear(&o->f->err);
	}
	assert_true(str_eqz(decision(o, id).sign, "114/QĐ-VP"));
}

static void what_is_signed_stays_as_it_is(void **state)
{
	(void)state;
	office_each_engine(run_kept);
}

/* --- the own series
 * ---------------------------------------------------------------------------------
 */

#define SERIES 6

struct numbering {
	struct office *o;
	struct acting *clerk;
	int64_t ids[SERIES];
	int from, failed;
};

/* A connection of its own, as another clerk's worker has one. */
static void *number_some(void *arg)
{
	struct numbering *k = arg;
	struct err e = {0};
	struct arena mem;
	struct db *db = db_fixture_connect(k->o->f, &e);
	struct ctx c = k->clerk->c;
	arena_init(&mem);
	c.db = db;
	c.err = &e;
	c.mem = &mem;
	for (int i = k->from; i < SERIES; i += 2) {
		struct values v;
		struct out out;
		struct field_errors errors = {0};
		struct gate_how how = {0};
		values_init(&v, &mem);
		char id[24];
		snprintf(id, sizeof id, "%" PRId64, k->ids[i]);
		if (values_add(&v, STR("id"), str_of(id), &e) != RC_OK ||
		    values_add(&v, STR("dated"), STR("20/11/2026"), &e) != RC_OK ||
		    gate_run(&c, op_find(STR("decision.number")), &v, &how, &errors, &out) != RC_OK) {
			print_error("number: %s\n", e.message);
			k->failed++;
		}
		err_clear(&e);
	}
	db_close(db);
	arena_release(&mem);
	return NULL;
}

static void run_series(struct office *o)
{
	static const char *const people[SERIES] = {DUA, PHAM, NGAN, XUYEN, "Vàng A Sính", "Lý Láo Lở"};
	struct numbering k[2] = {{.o = o, .from = 0}, {.o = o, .from = 1}};
	pthread_t threads[2];
	bool seen[SERIES + 1] = {false};
	WANT(o, RC_OK,
	     run_op(office_as(o, "vidu.quantri"), "setting.set", "key", "decision.series", "value", "1",
	            "basis", "Quy chế thử", NULL));
	for (int i = 0; i < SERIES; i++) {
		int64_t dossier = DB_NULL;
		ready_person(o, people[i], "GK", &dossier);
		k[0].ids[i] = k[1].ids[i] = draft(o, dossier);
		sign(o, k[0].ids[i]);
	}
	struct acting *registry = office_as(o, "vidu.vanthu");
	k[0].clerk = k[1].clerk = office_as(o, "vidu.vanthu");
	WANT(o, RC_INVALID,
	     run_op(registry, "decision.number", "id", num(o, k[0].ids[0]), "dated", "20/11/2026",
	            "number", "7", NULL));
	/* A failed numbering, and a preview, leave no gap. */
	WANT(o, RC_INVALID,
	     run_op(registry, "decision.number", "id", num(o, k[0].ids[0]), "dated", "30/11/2026",
	            NULL));
	registry->how.preview = true;
	WANT(o, RC_OK,
	     run_op(registry, "decision.number", "id", num(o, k[0].ids[0]), "dated", "20/11/2026",
	            NULL));
	registry->how.preview = false;
	for (int i = 0; i < 2; i++)
		assert_int_equal(pthread_create(&threads[i], NULL, number_some, &k[i]), 0);
	for (int i = 0; i < 2; i++)
		pthread_join(threads[i], NULL);
	assert_int_equal(k[0].failed + k[1].failed, 0);
	for (int i = 0; i < SERIES; i++) {
		int64_t no = decision(o, k[0].ids[i]).number;
		assert_in_range(no, 1, SERIES);
		assert_false(seen[no]);
		seen[no] = true;
	}
	/* The next one is not dated before the last: a clock set back changes nothing. */
	int64_t dossier = DB_NULL;
	ready_person(o, "Lù Seo Páo", "GK", &dossier);
	int64_t late = draft(o, dossier);
	sign(o, late);
	WANT(o, RC_INVALID,
	     run_op(registry, "decision.number", "id", num(o, late), "dated", "19/11/2026", NULL));
	WANT(o, RC_OK,
	     run_op(registry, "decision.number", "id", num(o, late), "dated", "21/11/2026", NULL));
	assert_int_equal(decision(o, late).number, SERIES + 1);
}

static void the_own_series_has_no_gap_and_no_repeat(void **state)
{
	(void)state;
	office_each_engine(run_series);
}

/* --- money and taking back
 * --------------------------------------------------------------------------
 */

static void run_taken_back(struct office *o)
{
	int64_t dossier = DB_NULL, amount;
	struct str state;
	ready_person(o, DUA, "CSTDCS", &dossier);
	ready_person(o, XUYEN, "LDTT", &dossier);
	int64_t id = draft(o, dossier);
	sign(o, id);
	number(o, id, "115");
	struct acting *pays = office_as(o, "vidu.ketoan"), *standing = office_as(o, "vidu.thuongtruc");
	const char *d = num(o, id);
	/* An empty fund is not overdrawn by accident. */
	WANT(o, RC_INVALID,
	     run_op(pays, "bonus.pay_all", "id", d, "on", "21/11/2026", "voucher", "PC01", NULL));
	WANT(o, RC_OK,
	     run_op(pays, "fund.income", "amount", "3000000", "on", "20/11/2026", "basis",
	            "Trích quỹ năm 2026", NULL));
	WANT(o, RC_DENIED,
	     run_op(standing, "bonus.pay_all", "id", d, "on", "21/11/2026", "voucher", "PC01", NULL));
	WANT(o, RC_OK,
	     run_op(pays, "bonus.pay_all", "id", d, "on", "21/11/2026", "voucher", "PC01", NULL));
	bonus_row(o, DUA, &state, &amount);
	assert_true(str_eqz(state, "paid"));
	/* Nobody pays oneself, one by one or by the list. */
	int64_t own = bonus_row(o, XUYEN, &state, &amount);
	assert_true(str_eqz(state, "due"));
	WANT(o, RC_DENIED,
	     run_op(pays, "bonus.pay", "id", num(o, own), "on", "21/11/2026", "voucher", "PC02", NULL));
	struct rows rows;
	WANT(o, RC_OK, list_op(pays, &rows, "fund.years", NULL));
	assert_int_equal(row_int(&rows, 0, "balance"), 3000000 - 2530000);
	assert_int_equal(row_int(&rows, 0, "due"), 760000);
	/* A certificate, then all is taken back. */
	int64_t award = award_of(o, DUA, "CSTDCS");
	WANT(o, RC_OK,
	     run_op(standing, "decision.certificates", "id", d, "blank", "chien-si-thi-dua-co-so",
	            NULL));
	standing->how.preview = true;
	WANT(o, RC_OK,
	     run_op(standing, "decision.take_back", "id", num(o, award), "reason",
	            "Kê khai không đúng thành tích", NULL));
	standing->how.preview = false;
	bool recover = false, certificate = false;
	for (int i = 0; i < standing->out.fact_count; i++) {
		recover |= strncmp(standing->out.facts[i].name, "recover", 7) == 0;
		certificate |= strncmp(standing->out.facts[i].name, "certificate", 11) == 0;
	}
	assert_true(recover && certificate);
	bonus_row(o, DUA, &state, &amount);
	assert_true(str_eqz(state, "paid"));
	WANT(o, RC_OK,
	     run_op(standing, "decision.take_back", "id", num(o, award), "reason",
	            "Kê khai không đúng thành tích", NULL));
	int64_t back = standing->out.id;
	/* Only once, and nothing has happened yet. */
	WANT(o, RC_CONFLICT,
	     run_op(standing, "decision.take_back", "id", num(o, award), "reason",
	            "Kê khai không đúng thành tích", NULL));
	sign(o, back);
	number(o, back, "116");
	bonus_row(o, DUA, &state, &amount);
	assert_true(str_eqz(state, "recover"));
	WANT(o, RC_OK, run_op(standing, "decision.paper", "id", num(o, back), NULL));
	struct sql_decision_award a;
	WANT(o, RC_OK, sql_decision_award(o->f->db, &o->f->mem, award, &a));
	assert_true(str_eqz(a.state, "cancelled"));
	struct sql_decision_certificates_of *papers;
	size_t n;
	WANT(o, RC_OK, sql_decision_certificates_of(o->f->db, &o->f->mem, award, &papers, &n));
	assert_int_equal(n, 0);
	/* The old decision is still there, and says by what. */
	WANT(o, RC_OK, list_op(standing, &rows, "decision_line.list", "decision", d, NULL));
	assert_true(str_eqz(row_text(standing, &rows, 0, "state"), "cancelled") ||
	            str_eqz(row_text(standing, &rows, 1, "state"), "cancelled"));
	int64_t bonus = bonus_row(o, DUA, &state, &amount);
	WANT(o, RC_OK,
	     run_op(pays, "bonus.recover", "id", num(o, bonus), "on", "22/11/2026", "voucher", "PT01",
	            NULL));
	WANT(o, RC_OK, list_op(pays, &rows, "fund.years", NULL));
	assert_int_equal(row_int(&rows, 0, "balance"), 3000000);
}

static void what_is_taken_back_takes_all_with_it(void **state)
{
	(void)state;
	office_each_engine(run_taken_back);
}

/* --- upward
 * ---------------------------------------------------------------------------------------
 */

static void run_upward(struct office *o)
{
	int64_t dossier = DB_NULL;
	int64_t own = ready_person(o, "Hoàng Quốc Bảo", "LDTT", &dossier);
	int64_t high = ready_person(o, DUA, "BKT", &dossier);
	int64_t refused = ready_person(o, NGAN, "BKT", &dossier);
	int64_t low = ready_person(o, PHAM, "LDTT", &dossier);
	struct acting *standing = office_as(o, "vidu.thuongtruc"),
				  *registry = office_as(o, "vidu.vanthu");
	WANT(o, RC_OK,
	     run_op(standing, "submission.new", "goes_to", "Chủ tịch UBND tỉnh (qua Sở Nội vụ)",
	            "level", "province", "dossier_id", num(o, dossier), NULL));
	int64_t id = standing->out.id;
	const char *s = num(o, id);
	/* What the office decides itself stayed out. */
	assert_int_equal(list_count(standing, "submission_line.list", "submission", s, NULL), 3);
	WANT(o, RC_OK, run_op(standing, "submission.paper", "id", s, NULL));
	WANT(o, RC_OK,
	     run_op(registry, "submission.send", "id", s, "sign", "45/TTr-VP", "dated", "20/11/2026",
	            NULL));
	assert_true(str_eqz(nominee_state(o, high), "forwarded"));
	assert_true(str_eqz(nominee_state(o, own), "forwarded"));
	assert_true(str_eqz(nominee_state(o, low), "cleared"));
	/* Whatever is forwarded waits in a submission that was sent, and can come to an answer. */
	struct sql_decision_broken broken;
	WANT(o, RC_OK, sql_decision_broken(o->f->db, &o->f->mem, &broken));
	assert_int_equal(broken.stuck, 0);
	struct rows rows;
	WANT(o, RC_OK, list_op(standing, &rows, "submission_line.list", "submission", s, NULL));
	assert_int_equal(rows.count, 3);
	for (int i = 0; i < rows.count; i++)
		assert_true(offers(standing, "submission_line.answer", num(o, row_int(&rows, i, "id"))));
	for (int i = 0; i < rows.count; i++)
		if (row_int(&rows, i, "nominee_id") == refused) {
			const char *line = num(o, row_int(&rows, i, "id"));
			WANT(o, RC_INVALID,
			     run_op(standing, "submission_line.answer", "id", line, "outcome", "refused",
			            "sign", "77/SNV", "dated", "22/11/2026", "issuer", "Sở Nội vụ", NULL));
			WANT(o, RC_OK,
			     run_op(standing, "submission_line.answer", "id", line, "outcome", "refused",
			            "sign", "77/SNV", "dated", "22/11/2026", "issuer", "Sở Nội vụ", "reason",
			            "Chưa đủ thành tích", NULL));
			WANT(o, RC_CONFLICT,
			     run_op(standing, "submission_line.answer", "id", line, "outcome", "returned",
			            "sign", "78/SNV", "dated", "22/11/2026", "issuer", "Sở Nội vụ", "reason",
			            "Bổ sung", NULL));
		}
	WANT(o, RC_OK,
	     run_op(standing, "submission.answer", "id", s, "outcome", "awarded", "sign", "900/QĐ-UBND",
	            "dated", "22/11/2026", "issuer", "Chủ tịch UBND tỉnh Lào Cai", NULL));
	assert_true(str_eqz(nominee_state(o, high), "awarded"));
	assert_true(str_eqz(nominee_state(o, refused), "refused"));
	int64_t award = award_of(o, DUA, "BKT");
	/* The level that gave it takes it back. */
	WANT(o, RC_CONFLICT,
	     run_op(standing, "decision.take_back", "id", num(o, award), "reason",
	            "Kê khai không đúng thành tích", NULL));
	assert_int_equal(list_count(standing, "submission.list", "state", "answered", NULL), 1);
}

static void what_is_above_the_office_goes_up(void **state)
{
	(void)state;
	office_each_engine(run_upward);
}

/* --- correcting, papers
 * ----------------------------------------------------------------------------
 */

static void run_corrected(struct office *o)
{
	int64_t dossier = DB_NULL;
	ready_person(o, DUA, "LDTT", &dossier);
	int64_t id = draft(o, dossier);
	struct acting *standing = office_as(o, "vidu.thuongtruc"), *pays = office_as(o, "vidu.ketoan");
	WANT(o, RC_OK, run_op(standing, "decision.paper", "id", num(o, id), NULL));
	assert_true(decision(o, id).paper_id != DB_NULL);
	sign(o, id);
	number(o, id, "117");
	WANT(o, RC_OK, run_op(pays, "bonus.sheet", "id", num(o, id), NULL));
	assert_int_equal(
		list_count(standing, "writing.list", "decision", num(o, id), "kind", "chi-thuong", NULL),
		1);
	int64_t award = award_of(o, DUA, "LDTT");
	WANT(o, RC_OK,
	     run_op(standing, "decision.correct", "id", num(o, award), "field", "post_title", "after",
	            "Chuyên viên chính", "reason", "Ghi nhầm chức vụ", NULL));
	int64_t second = standing->out.id;
	struct sql_decision_award a;
	WANT(o, RC_OK, sql_decision_award(o->f->db, &o->f->mem, award, &a));
	assert_true(str_eqz(a.post_title, "Chuyên viên"));
	WANT(o, RC_OK, run_op(standing, "decision.paper", "id", num(o, second), NULL));
	assert_true(decision(o, second).paper_id != DB_NULL);
	sign(o, second);
	number(o, second, "118");
	WANT(o, RC_OK, sql_decision_award(o->f->db, &o->f->mem, award, &a));
	assert_true(str_eqz(a.post_title, "Chuyên viên chính"));
	/* One number, one decision. */
	int64_t other = DB_NULL;
	ready_person(o, PHAM, "LDTT", &other);
	int64_t third = draft(o, other);
	WANT(o, RC_INVALID,
	     run_op(office_as(o, "vidu.vanthu"), "decision.reserve", "id", num(o, third), "number",
	            "118", NULL));
	WANT(o, RC_OK,
	     run_op(standing, "decision.drop", "id", num(o, third), "reason", "Gộp vào đợt sau", NULL));
	/* Who was in a dropped draft is free again. */
	draft(o, other);
}

static void a_word_is_mended_by_a_decision(void **state)
{
	(void)state;
	office_each_engine(run_corrected);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_decision_goes_its_way),
		cmocka_unit_test(what_is_not_ready_stays_out),
		cmocka_unit_test(a_hold_stops_it_at_every_step),
		cmocka_unit_test(a_deputy_signs_by_delegation),
		cmocka_unit_test(what_is_signed_stays_as_it_is),
		cmocka_unit_test(the_own_series_has_no_gap_and_no_repeat),
		cmocka_unit_test(what_is_taken_back_takes_all_with_it),
		cmocka_unit_test(what_is_above_the_office_goes_up),
		cmocka_unit_test(a_word_is_mended_by_a_decision),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
