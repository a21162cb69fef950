/*
 * Rules around a council's vote, on both engines: whose sign-in was reset does not vote until its
 * owner has confirmed.
 */
#include "council_fixture.h"
#include "sign_fixture.h"

#include "db/sql_account.h"
#include "db/sql_ballot.h"
#include "db/sql_grant.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include <inttypes.h>
#include <stdlib.h>

#define EACH_ENGINE(name, run)                                                                     \
	static void name(void **state)                                                                 \
	{                                                                                              \
		(void)state;                                                                               \
		office_each_engine(run);                                                                   \
	}

/* --- a sign-in that was reset ------------------------------------------------------------------
 */

struct barring {
	struct db *db;
	int64_t person;
};

static enum rc bar_tx(void *arg)
{
	struct barring *b = arg;
	return sql_account_bar_vote(b->db, b->person, NULL);
}

/* Reset by the administrator with a second person; the owner signs in and has a new password. */
static struct acting *reset_and_signed_in(struct office *o, const char *account)
{
	struct acting *admin = office_as(o, "vidu.quantri"), *a;
	WANT(o, RC_OK,
	     run_op(admin, "account.reset", "id", num(o, office_as(o, account)->c.who.account_id),
	            "reason", "Mất điện thoại", NULL));
	WANT(o, RC_OK, second_op(o, admin, "vidu.thuongtruc"));
	const char *temporary = arena_strz(&o->f->mem, admin->out.codes[0]);
	WANT(o, RC_OK, sign_in(o, account, temporary, &a));
	WANT(o, RC_OK, by_cookie(o, a->out.session_cookie, &a));
	WANT(o, RC_OK,
	     run_op(a, "account.password", "old", temporary, "new_password", GOOD_PASSWORD, "new_again",
	            GOOD_PASSWORD, NULL));
	WANT(o, RC_OK, by_cookie(o, a->out.session_cookie, &a));
	return a;
}

static void run_barred(struct office *o)
{
	struct sitting s;
	council_hold(&s, o);
	council_ballot(&s, "screen");
	council_decide(&s, "kept");
	WANT(o, RC_OK, run_op(s.standing, "ballot.open", "id", s.ballot, NULL));
	assert_true(offers(office_as(o, "vidu.hoidong"), "ballot.cast", s.ballot));
	struct acting *a = reset_and_signed_in(o, "vidu.hoidong");
	WANT(o, RC_CONFLICT, run_op(a, "ballot.cast", "id", s.ballot, "votes", "1=for", NULL));
	assert_non_null(strstr(a->c.err->message, "xác nhận"));
	assert_false(offers(a, "ballot.cast", s.ballot));
	WANT(o, RC_OK, run_op(a, "account.confirm_reset", NULL));
	WANT(o, RC_OK, run_op(a, "ballot.cast", "id", s.ballot, "votes", "1=for", NULL));
	/* An opinion in writing of who has such an account is not entered either. */
	struct acting *away = ready_account(o, "Vũ Thị Lan Phương", "phuong.vu");
	struct barring b = {.db = s.standing->c.db, .person = away->c.who.person_id};
	WANT(o, RC_OK, db_tx(b.db, DB_WRITE, bar_tx, &b));
	WANT(o, RC_CONFLICT,
	     run_op(s.standing, "ballot.opinion", "id", s.ballot, "person_id", num(o, b.person),
	            "votes.0.item", num(o, council_row(&s, "meeting_item.list", "position", "1")),
	            "votes.0.choice", "for", NULL));
	assert_non_null(strstr(s.standing->c.err->message, "xác nhận"));
	WANT(o, RC_OK, run_op(away, "account.confirm_reset", NULL));
	council_opinion(&s, "for", "for");
}
EACH_ENGINE(a_sign_in_that_was_reset_does_not_vote, run_barred)

/* Nor does it fetch a code of the counting board. */
static void run_barred_board(struct office *o)
{
	struct sitting s;
	council_hold(&s, o);
	WANT(o, RC_OK,
	     run_op(s.standing, "ballot.prepare", "id", s.meeting, "one_id",
	            num(o, person_named(o, "Hoàng Quốc Bảo")), "two_id",
	            num(o, person_named(o, "Phạm Thu Ngân")), "three_id",
	            num(o, person_named(o, "Nguyễn Thị Hạnh")), "room", "screen", NULL));
	const char *ballot = num(o, s.standing->out.id);
	struct acting *a = reset_and_signed_in(o, "vidu.chanhvp");
	WANT(o, RC_CONFLICT, run_op(a, "ballot.key", "id", ballot, NULL));
	WANT(o, RC_OK, run_op(a, "account.confirm_reset", NULL));
	WANT(o, RC_OK, run_op(a, "ballot.key", "id", ballot, NULL));
}
EACH_ENGINE(a_sign_in_that_was_reset_fetches_no_code, run_barred_board)

/* --- numbers that are too small ----------------------------------------------------------------
 */

static void opens_not(struct sitting *s)
{
	WANT(s->o, RC_CONFLICT, run_op(s->standing, "ballot.open", "id", s->ballot, NULL));
	assert_non_null(strstr(s->standing->c.err->message, "ít nhất 3"));
}

static void run_small(struct office *o)
{
	struct sitting s;
	council_hold(&s, o);
	/* One on a screen beside papers: what is left when these are taken off is that vote. */
	council_mark(&s, "Đỗ Minh Đức", "online");
	council_ballot(&s, "paper");
	council_decide(&s, "kept");
	opens_not(&s);
	/* Two papers beside others on the screen are as bad. */
	council_mark(&s, "Hoàng Quốc Bảo", "online");
	opens_not(&s);
	council_mark(&s, "Hoàng Quốc Bảo", "room");
	council_mark(&s, "Đỗ Minh Đức", "room");
	WANT(o, RC_OK, run_op(s.standing, "ballot.open", "id", s.ballot, NULL));
}
EACH_ENGINE(few_of_one_way_have_no_secret, run_small)

static void run_small_item(struct office *o)
{
	struct sitting s;
	council_hold(&s, o);
	council_ballot(&s, "screen");
	council_decide(&s, "recused"); /* three of the four vote on the first */
	const char *first = num(o, council_row(&s, "meeting_item.list", "position", "1"));
	WANT(o, RC_OK,
	     run_op(office_as(o, "vidu.chanhvp"), "recusal.declare", "id", first, "why", "relative",
	            NULL));
	opens_not(&s);
	struct finding f = council_recusals(&s);
	for (size_t i = 0; i < f.n; i++)
		if (str_eqz(f.rows[i].why, "relative"))
			WANT(o, RC_OK,
			     run_op(s.standing, "recusal.decide", "id", num(o, f.rows[i].id), "state", "kept",
			            NULL));
	WANT(o, RC_OK, run_op(s.standing, "ballot.open", "id", s.ballot, NULL));
	/* Nor is counted what two of them put in; of the second, his own, he has no vote. */
	council_cast(&s, "vidu.hoidong", "1=for");
	council_cast(&s, "vidu.chanhvp", "1=for 2=for");
	WANT(o, RC_CONFLICT, council_count(&s, 0, 1));
	council_cast(&s, "vidu.thuongtruc", "1=for 2=for");
	WANT(o, RC_CONFLICT, council_count(&s, 0, 1));
	council_cast(&s, "vidu.truongphong", "2=for");
	WANT(o, RC_OK, council_count(&s, 0, 1));
}
EACH_ENGINE(few_of_one_matter_have_no_secret, run_small_item)

/* --- opinions in writing ------------------------------------------------------------------------
 */

#define WROTE_FIRST "Vũ Thị Lan Phương, nội dung 1"
#define WROTE_SECOND "Vũ Thị Lan Phương, nội dung 2"

static bool ballot_shows(struct sitting *s, const char *who, const char *text)
{
	struct acting *a = office_as(s->o, who);
	struct buf b;
	WANT(s->o, RC_OK, run_op(a, "ballot.view", "id", s->ballot, NULL));
	buf_init(&b, 4 << 20);
	op_find(STR("ballot.view"))->json(&b, &a->c, a->out.data);
	bool found = memmem(b.p, b.n, text, strlen(text)) != NULL;
	buf_clear(&b);
	op_find(STR("ballot.view"))->page(&b, &a->c, a->out.data);
	found |= memmem(b.p, b.n, text, strlen(text)) != NULL;
	buf_release(&b);
	return found;
}

static void run_written(struct office *o)
{
	static const char *const all[] = {"vidu.chanhvp", "vidu.hoidong", "vidu.thuongtruc",
	                                  "vidu.truongphong", "vidu.thanhtra"};
	struct sitting s;
	council_hold(&s, o);
	council_ballot(&s, "screen");
	council_decide(&s, "recused");
	WANT(o, RC_OK, run_op(s.standing, "ballot.open", "id", s.ballot, NULL));
	council_opinion(&s, "against", "for");
	/* Nobody is led by it while others vote, and who entered it has the paper. */
	for (int i = 0; i < COUNT(all); i++) {
		assert_false(ballot_shows(&s, all[i], WROTE_FIRST));
		assert_false(ballot_shows(&s, all[i], WROTE_SECOND));
	}
	council_cast(&s, "vidu.chanhvp", "1=for 2=for");
	council_cast(&s, "vidu.hoidong", "1=for");
	council_cast(&s, "vidu.thuongtruc", "1=for 2=for");
	council_cast(&s, "vidu.truongphong", "2=for");
	WANT(o, RC_OK, council_count(&s, 0, 1));
	assert_true(ballot_shows(&s, "vidu.chanhvp", WROTE_FIRST));
	assert_true(ballot_shows(&s, "vidu.thanhtra", WROTE_SECOND));
	/* The nominee, and who was recused, never read who was for it. */
	assert_true(ballot_shows(&s, "vidu.hoidong", WROTE_FIRST));
	assert_false(ballot_shows(&s, "vidu.hoidong", WROTE_SECOND));
	assert_false(ballot_shows(&s, "vidu.truongphong", WROTE_FIRST));
	assert_true(ballot_shows(&s, "vidu.truongphong", WROTE_SECOND));
}
EACH_ENGINE(opinions_show_when_all_have_voted, run_written)

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_sign_in_that_was_reset_does_not_vote),
		cmocka_unit_test(a_sign_in_that_was_reset_fetches_no_code),
		cmocka_unit_test(opinions_show_when_all_have_voted),
		cmocka_unit_test(few_of_one_way_have_no_secret),
		cmocka_unit_test(few_of_one_matter_have_no_secret),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
