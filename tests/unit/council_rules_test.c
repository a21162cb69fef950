/*
 * Rules around a council's vote, on both engines: whose sign-in was reset does not vote until its
 * owner has confirmed.
 */
#include "council_fixture.h"
#include "sign_fixture.h"

#include "db/sql_account.h"
#include "db/sql_ballot.h"
#include "db/sql_grant.h"
#include "db/sql_paper.h"

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

static void papers_of_first(struct sitting *s, const char *yes)
{
	static const char *const board[] = {"vidu.chanhvp", "vidu.vanthu"};
	const char *first = num(s->o, council_row(s, "meeting_item.list", "position", "1")),
			   *second = num(s->o, council_row(s, "meeting_item.list", "position", "2"));
	for (int i = 0; i < COUNT(board); i++)
		WANT(s->o, RC_OK,
		     run_op(office_as(s->o, board[i]), "ballot.paper", "id", s->ballot, "rows.0.item",
		            first, "rows.0.for_n", yes, "rows.0.against_n", "0", "rows.0.lower_n", "0",
		            "rows.0.invalid_n", "0", "rows.1.item", second, "rows.1.for_n", "3",
		            "rows.1.against_n", "0", "rows.1.lower_n", "0", "rows.1.invalid_n", "0", NULL));
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
	/* Nor is counted what two of them put in. */
	papers_of_first(&s, "2");
	WANT(o, RC_CONFLICT, council_count(&s, 0, 1));
	papers_of_first(&s, "3");
	WANT(o, RC_OK, council_count(&s, 0, 1));
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

/* --- rules that would move -----------------------------------------------------------------------
 */

static void rules(struct sitting *s, const char *quorum, const char *counting, const char *lower)
{
	WANT(s->o, RC_OK,
	     run_op(s->standing, "council.edit", "id", s->council, "name", "Hội đồng thử", "sign",
	            "9/QĐ-VP", "dated", "15/01/2026", "rank", "office", "quorum", quorum, "counting",
	            counting, "lower_rule", lower, NULL));
}

static struct sql_ballot_items counted(struct sitting *s, int place)
{
	struct sql_ballot_items *items;
	size_t n;
	WANT(s->o, RC_OK,
	     sql_ballot_items(s->standing->c.db, s->standing->c.mem, strtoll(s->ballot, NULL, 10),
	                      &items, &n));
	assert_true((size_t)place < n);
	return items[place];
}

/* 3 for, 1 for the lower one, of five of whom one is out. */
static void all_cast(struct sitting *s)
{
	council_cast(s, "vidu.chanhvp", "1=for 2=for");
	council_cast(s, "vidu.hoidong", "1=lower");
	council_cast(s, "vidu.thuongtruc", "1=for 2=for");
	council_cast(s, "vidu.truongphong", "2=for");
	council_opinion(s, "for", "for");
}

static bool draft_says(struct sitting *s, const char *op, const char *id, const char *text)
{
	struct sql_paper_get p;
	struct acting *a = s->standing;
	WANT(s->o, RC_OK, run_op(a, op, "id", id, NULL));
	WANT(s->o, RC_OK, sql_paper_get(a->c.db, a->c.mem, a->out.id, &p));
	return memmem(p.data.p, p.data.n, text, strlen(text)) != NULL;
}

static void run_moving(struct office *o)
{
	struct sitting s;
	council_hold(&s, o); /* invited with 2/3, all, with */
	council_ballot(&s, "screen");
	council_decide(&s, "recused");
	WANT(o, RC_OK, run_op(s.standing, "ballot.open", "id", s.ballot, NULL));
	rules(&s, "4/5", "voting", "own");
	all_cast(&s);
	WANT(o, RC_OK, council_count(&s, 0, 1));
	struct sql_ballot_items first = counted(&s, 0);
	assert_int_equal(first.members, 5);
	assert_true(str_eqz(first.result, "lower"));
	/* Who was out of it stays out of it. */
	struct finding f = council_recusals(&s);
	WANT(o, RC_CONFLICT,
	     run_op(s.standing, "recusal.decide", "id", num(o, f.rows[0].id), "state", "kept", NULL));
	assert_non_null(strstr(s.standing->c.err->message, "đã biểu quyết"));
	WANT(o, RC_OK, run_op(s.standing, "council.recount", "id", s.ballot, NULL));
	assert_true(draft_says(&s, "ballot.record", s.ballot, "tổng số thành viên Hội đồng"));
	/* The next meeting has the new rules. */
	council_call(&s, "23/11/2026");
	council_item(&s, "Giàng Thị Dua", "LDTT", "");
	WANT(o, RC_OK, run_op(s.standing, "meeting.invite", "id", s.meeting, NULL));
	struct sql_meeting_get m;
	WANT(o, RC_OK,
	     sql_meeting_get(s.standing->c.db, s.standing->c.mem, strtoll(s.meeting, NULL, 10), &m));
	assert_true(str_eqz(m.quorum, "4/5") && str_eqz(m.counting, "voting") &&
	            str_eqz(m.lower_rule, "own"));
}
EACH_ENGINE(rules_do_not_move_under_a_vote, run_moving)

/* --- rules that no other test uses
 * ------------------------------------------------------------------- */

static enum rc away_tx(void *arg)
{
	struct finding *f = arg;
	return sql_recusal_add(f->db, f->rows[0].item_id, f->rows[1].person_id, STR("other"),
	                       STR("recused"), STR(""), 1, NULL);
}

/* Invited under these rules; who writes is out of the first, beside the head of the nominee's room.
 */
static struct sql_ballot_items counted_by(struct office *o, const char *counting, const char *lower,
                                          struct sql_ballot_items *second)
{
	struct sitting s;
	council_make(&s, o);
	rules(&s, "2/3", counting, lower);
	council_call(&s, "23/11/2026");
	council_item(&s, "Giàng Thị Dua", "CSTDCS", "LDTT");
	council_item(&s, "Đỗ Minh Đức", "LDTT", "");
	WANT(o, RC_OK, run_op(s.standing, "meeting.invite", "id", s.meeting, NULL));
	council_mark(&s, "Vũ Thị Lan Phương", "written");
	WANT(o, RC_OK, run_op(s.standing, "meeting.roll", "id", s.meeting, "state", "room", NULL));
	WANT(o, RC_OK, run_op(s.standing, "meeting.open", "id", s.meeting, NULL));
	council_ballot(&s, "screen");
	council_decide(&s, "recused");
	struct finding f = council_recusals(&s);
	f.rows[1].person_id = person_named(o, "Vũ Thị Lan Phương");
	WANT(o, RC_OK, db_tx(f.db, DB_WRITE, away_tx, &f));
	WANT(o, RC_OK, run_op(s.standing, "ballot.open", "id", s.ballot, NULL));
	council_cast(&s, "vidu.chanhvp", "1=for 2=for");
	council_cast(&s, "vidu.hoidong", "1=lower");
	council_cast(&s, "vidu.thuongtruc", "1=for 2=for");
	council_cast(&s, "vidu.truongphong", "2=for");
	WANT(o, RC_OK, council_count(&s, 0, 1));
	WANT(o, RC_OK, run_op(s.standing, "council.recount", "id", s.ballot, NULL));
	*second = counted(&s, 1);
	struct sql_ballot_items first = counted(&s, 0);
	WANT(o, RC_OK, run_op(s.standing, "meeting.close", "id", s.meeting, "result", "Đã xét", NULL));
	WANT(o, RC_OK, run_op(s.standing, "council.end", "id", s.council, "on", "20/11/2026", NULL));
	return first;
}

static void run_counting(struct office *o)
{
	struct sql_ballot_items first, second;
	/* Two for and one for the lower title. Of all five: 2 + 1 is more than half with them only. */
	first = counted_by(o, "all", "own", &second);
	assert_int_equal(first.members, 5);
	assert_int_equal(first.needed, 4);
	assert_true(str_eqz(first.result, "lost"));
	assert_int_equal(second.members, 5);
	first = counted_by(o, "all", "with", &second);
	assert_true(str_eqz(first.result, "lower"));
	/* Of the three who may: 80 % is three, and for the lower one alone there is one. */
	first = counted_by(o, "voting", "own", &second);
	assert_int_equal(first.members, 3);
	assert_int_equal(first.needed, 3);
	assert_true(str_eqz(first.result, "lost"));
	assert_int_equal(second.members, 4); /* he himself is out of it */
	assert_int_equal(second.needed, 3);
	assert_true(str_eqz(second.result, "passed"));
	first = counted_by(o, "voting", "with", &second);
	assert_true(str_eqz(first.result, "lower"));
}
EACH_ENGINE(a_share_is_taken_as_the_council_rules, run_counting)

static void call_as(struct sitting *s, const char *mode)
{
	WANT(s->o, RC_OK,
	     run_op(s->standing, "meeting.create", "council_id", s->council, "title", "Phiên thử",
	            "mode", mode, "held_on", "23/11/2026", NULL));
	s->meeting = num(s->o, s->standing->out.id);
	council_item(s, "Giàng Thị Dua", "CSTDCS", "LDTT");
	council_item(s, "Tẩn Mùi Phạm", "LDTT", "");
	WANT(s->o, RC_OK, run_op(s->standing, "meeting.invite", "id", s->meeting, NULL));
}

static void decide_all(struct sitting *s, const char *state)
{
	struct finding f = council_recusals(s);
	for (size_t i = 0; i < f.n; i++)
		if (str_eqz(f.rows[i].state, "proposed"))
			WANT(s->o, RC_OK,
			     run_op(s->standing, "recusal.decide", "id", num(s->o, f.rows[i].id), "state",
			            state, NULL));
}

static void run_online(struct office *o)
{
	struct sitting s;
	council_make(&s, o);
	call_as(&s, "online");
	council_mark(&s, "Vũ Thị Lan Phương", "absent");
	WANT(o, RC_OK, run_op(s.standing, "meeting.roll", "id", s.meeting, "state", "online", NULL));
	WANT(o, RC_OK, run_op(s.standing, "meeting.open", "id", s.meeting, NULL));
	decide_all(&s, "kept");
	council_ballot(&s, "paper"); /* who is online votes on the screen, whatever the room does */
	WANT(o, RC_OK, run_op(s.standing, "ballot.open", "id", s.ballot, NULL));
	council_cast(&s, "vidu.chanhvp", "1=for 2=for");
	council_cast(&s, "vidu.hoidong", "1=for 2=for");
	council_cast(&s, "vidu.thuongtruc", "1=for 2=against");
	council_cast(&s, "vidu.truongphong", "1=for 2=for");
	WANT(o, RC_OK, council_count(&s, 0, 1));
	assert_true(str_eqz(counted(&s, 0).result, "passed")); /* 4 of 5 */
	assert_int_equal(counted(&s, 1).for_n, 3);
	assert_true(draft_says(&s, "meeting.minutes", s.meeting, "(dự trực tuyến)"));
}
EACH_ENGINE(a_meeting_online_votes_on_screens, run_online)

static void writes(struct sitting *s, const char *name, const char *choice)
{
	struct office *o = s->o;
	WANT(o, RC_OK,
	     run_op(s->standing, "ballot.opinion", "id", s->ballot, "person_id",
	            num(o, person_named(o, name)), "votes.0.item",
	            num(o, council_row(s, "meeting_item.list", "position", "1")), "votes.0.choice",
	            choice, "votes.1.item",
	            num(o, council_row(s, "meeting_item.list", "position", "2")), "votes.1.choice",
	            "for", NULL));
}

static void run_in_writing(struct office *o)
{
	static const char *const all[] = {"Hoàng Quốc Bảo", "Đỗ Minh Đức", "Nguyễn Thị Hạnh",
	                                  "Lù Seo Páo"};
	struct sitting s;
	council_make(&s, o);
	/* In a room, who writes makes no quorum. */
	call_as(&s, "room");
	WANT(o, RC_OK, run_op(s.standing, "meeting.roll", "id", s.meeting, "state", "written", NULL));
	WANT(o, RC_CONFLICT, run_op(s.standing, "meeting.open", "id", s.meeting, NULL));
	assert_non_null(strstr(s.standing->c.err->message, "Có 0 người dự"));
	WANT(o, RC_OK,
	     run_op(s.standing, "meeting.cancel", "id", s.meeting, "reason", "Không đủ người", NULL));
	/* Where opinions are asked in writing, those who write are the quorum: 4 of 5, and not 3. */
	call_as(&s, "written");
	council_mark(&s, "Vũ Thị Lan Phương", "absent");
	council_mark(&s, "Lù Seo Páo", "absent");
	WANT(o, RC_OK, run_op(s.standing, "meeting.roll", "id", s.meeting, "state", "written", NULL));
	WANT(o, RC_CONFLICT, run_op(s.standing, "meeting.open", "id", s.meeting, NULL));
	council_mark(&s, "Lù Seo Páo", "written");
	WANT(o, RC_OK, run_op(s.standing, "meeting.open", "id", s.meeting, NULL));
	decide_all(&s, "kept");
	council_ballot(&s, "screen");
	WANT(o, RC_OK, run_op(s.standing, "ballot.open", "id", s.ballot, NULL));
	WANT(o, RC_CONFLICT,
	     run_op(office_as(o, "vidu.chanhvp"), "ballot.cast", "id", s.ballot, "votes", "1=for",
	            NULL));
	for (int i = 0; i < COUNT(all); i++)
		writes(&s, all[i], i == 3 ? "against" : "for");
	WANT(o, RC_OK, council_count(&s, 0, 1)); /* of an empty box */
	assert_int_equal(counted(&s, 0).for_n, 3);
	assert_int_equal(counted(&s, 0).against_n, 1);
	assert_true(str_eqz(counted(&s, 1).result, "passed"));
	WANT(o, RC_OK, run_op(s.standing, "council.recount", "id", s.ballot, NULL));
}
EACH_ENGINE(opinions_in_writing_make_a_quorum_of_their_own, run_in_writing)

/* --- who is out of it
 * ------------------------------------------------------------------------------ */

static const char *recusal_of(struct sitting *s, const char *name, const char *state)
{
	struct finding f = council_recusals(s);
	for (size_t i = 0; i < f.n; i++)
		if (str_eqz(f.rows[i].name, name)) {
			assert_true(str_eqz(f.rows[i].state, state));
			return num(s->o, f.rows[i].id);
		}
	fail_msg("no recusal of %s", name);
	return NULL;
}

static void seat(struct sitting *s, const char *name, const char *role)
{
	WANT(s->o, RC_OK,
	     run_op(s->standing, "council_member.add", "council_id", s->council, "person_id",
	            num(s->o, person_named(s->o, name)), "role", role, "from", "01/02/2026", NULL));
}

/* A council whose chair and deputy have no role but that of members. */
static void seated_by_members(struct sitting *s, struct office *o)
{
	council_make(s, o); /* gives Lù Seo Páo the role */
	WANT(o, RC_OK,
	     run_op(s->standing, "council.create", "kind", "award", "unit_id",
	            num(o, unit_named(o, "Văn phòng Ủy ban nhân dân tỉnh Lào Cai")), "name",
	            "Hội đồng thứ hai", "sign", "10/QĐ-VP", "dated", "15/01/2026", "rank", "office",
	            "quorum", "1/2", "counting", "all", "lower_rule", "own", NULL));
	s->council = num(o, s->standing->out.id);
	seat(s, "Đỗ Minh Đức", "chair");
	seat(s, "Lù Seo Páo", "deputy");
	seat(s, "Hoàng Quốc Bảo", "member");
	seat(s, "Nguyễn Thị Hạnh", "secretary");
	seat(s, "Vũ Thị Lan Phương", "member");
	council_call(s, "23/11/2026");
	council_item(s, "Tẩn Mùi Phạm", "LDTT", "");
	WANT(o, RC_OK, run_op(s->standing, "meeting.invite", "id", s->meeting, NULL));
}

static enum rc propose_by(struct acting *a, struct sitting *s, const char *name)
{
	return run_op(a, "recusal.propose", "id",
	              num(s->o, council_row(s, "meeting_item.list", "position", "1")), "person_id",
	              num(s->o, person_named(s->o, name)), "why", "relative", "note",
	              "Chị dâu của đối tượng 3319", NULL);
}

static enum rc decide_by(struct sitting *s, const char *who, const char *id, const char *state)
{
	return run_op(office_as(s->o, who), "recusal.decide", "id", id, "state", state, NULL);
}

static void run_proposed(struct office *o)
{
	struct sitting s;
	seated_by_members(&s, o);
	const char *head = recusal_of(&s, "Lù Seo Páo", "proposed");
	/* The chair decides with the role of a member; the deputy not about others, nor about himself.
	 */
	WANT(o, RC_DENIED, decide_by(&s, "vidu.truongphong", head, "kept"));
	WANT(o, RC_OK, decide_by(&s, "vidu.hoidong", head, "kept"));
	/* The office, and the chair, propose who says nothing; other members do not. */
	WANT(o, RC_DENIED, propose_by(office_as(o, "vidu.truongphong"), &s, "Vũ Thị Lan Phương"));
	WANT(o, RC_OK, propose_by(office_as(o, "vidu.hoidong"), &s, "Vũ Thị Lan Phương"));
	WANT(o, RC_INVALID, propose_by(s.standing, &s, "Vũ Thị Lan Phương")); /* again */
	WANT(o, RC_INVALID, propose_by(s.standing, &s, "Phạm Thu Ngân"));     /* no member */
	WANT(o, RC_INVALID, propose_by(s.standing, &s, "Nguyễn Thị Hạnh"));   /* herself */
	WANT(o, RC_OK, propose_by(s.standing, &s, "Đỗ Minh Đức"));            /* the chair */
	const char *member = recusal_of(&s, "Vũ Thị Lan Phương", "proposed"),
			   *chair = recusal_of(&s, "Đỗ Minh Đức", "proposed");
	/* Who is out of it oneself has no say in who else is, and is offered none. */
	WANT(o, RC_DENIED, decide_by(&s, "vidu.hoidong", member, "recused"));
	assert_false(offers(office_as(o, "vidu.hoidong"), "recusal.decide", member));
	WANT(o, RC_DENIED, decide_by(&s, "vidu.hoidong", chair, "kept"));
	/* The deputy, about him and as long as he is out. */
	WANT(o, RC_OK, decide_by(&s, "vidu.truongphong", member, "kept"));
	WANT(o, RC_OK, decide_by(&s, "vidu.truongphong", chair, "kept"));
	WANT(o, RC_OK, decide_by(&s, "vidu.hoidong", member, "recused"));
	WANT(o, RC_DENIED, decide_by(&s, "vidu.truongphong", member, "kept"));
	recusal_of(&s, "Đỗ Minh Đức", "kept");
	/* Why stands nowhere. */
	struct rows rows;
	struct acting *inspector = office_as(o, "vidu.thanhtra");
	WANT(o, RC_OK, list_op(inspector, &rows, "journal.list", NULL));
	for (int i = 0; i < rows.count; i++)
		for (int k = 0; k < rows.list->cols; k++)
			if (rows.items[i][k].type == DB_TEXT && !rows.items[i][k].null)
				assert_null(memmem(rows.items[i][k].s.p, rows.items[i][k].s.n, "3319", 4));
	/* Not while they vote. */
	WANT(o, RC_OK, run_op(s.standing, "meeting.roll", "id", s.meeting, "state", "written", NULL));
	council_mark(&s, "Hoàng Quốc Bảo", "room");
	council_mark(&s, "Nguyễn Thị Hạnh", "room");
	council_mark(&s, "Đỗ Minh Đức", "room");
	WANT(o, RC_OK, run_op(s.standing, "meeting.open", "id", s.meeting, NULL));
	council_ballot(&s, "screen");
	WANT(o, RC_OK, run_op(s.standing, "ballot.open", "id", s.ballot, NULL));
	WANT(o, RC_CONFLICT, propose_by(s.standing, &s, "Hoàng Quốc Bảo"));
}
EACH_ENGINE(a_recusal_is_proposed_by_who_knows, run_proposed)

/* The own case stays one's own, whatever one says it is. */
static void run_own_case(struct office *o)
{
	struct sitting s;
	council_hold(&s, o);
	const char *own = num(o, council_row(&s, "meeting_item.list", "position", "2"));
	WANT(o, RC_CONFLICT,
	     run_op(office_as(o, "vidu.hoidong"), "recusal.declare", "id", own, "why", "other", NULL));
	WANT(o, RC_CONFLICT,
	     decide_by(&s, "vidu.chanhvp", recusal_of(&s, "Đỗ Minh Đức", "recused"), "kept"));
}
EACH_ENGINE(the_own_case_cannot_be_declared_away, run_own_case)

/* Of nobody who may vote, nothing is a share. */
static void run_nobody(struct office *o)
{
	static const char *const all[] = {"vidu.chanhvp", "vidu.hoidong", "vidu.thuongtruc",
	                                  "vidu.truongphong"};
	struct sitting s;
	council_make(&s, o);
	rules(&s, "2/3", "voting", "own");
	call_as(&s, "room");
	council_mark(&s, "Vũ Thị Lan Phương", "absent");
	WANT(o, RC_OK, run_op(s.standing, "meeting.roll", "id", s.meeting, "state", "room", NULL));
	WANT(o, RC_OK, run_op(s.standing, "meeting.open", "id", s.meeting, NULL));
	decide_all(&s, "kept");
	const char *first = num(o, council_row(&s, "meeting_item.list", "position", "1"));
	WANT(o, RC_OK, propose_by(s.standing, &s, "Vũ Thị Lan Phương"));
	decide_all(&s, "recused");
	for (int i = 0; i < COUNT(all); i++)
		WANT(o, RC_OK,
		     run_op(office_as(o, all[i]), "recusal.declare", "id", first, "why", "other", NULL));
	council_ballot(&s, "screen");
	WANT(o, RC_OK, run_op(s.standing, "ballot.open", "id", s.ballot, NULL));
	for (int i = 0; i < COUNT(all); i++)
		council_cast(&s, all[i], "2=for");
	WANT(o, RC_OK, council_count(&s, 0, 1));
	assert_int_equal(counted(&s, 0).members, 0);
	assert_true(str_eqz(counted(&s, 0).result, "lost"));
	assert_true(str_eqz(counted(&s, 1).result, "passed"));
	WANT(o, RC_OK, run_op(s.standing, "council.recount", "id", s.ballot, NULL));
}
EACH_ENGINE(where_nobody_may_vote_nothing_passes, run_nobody)

/* Who heads a room by the post, without the role. */
static void run_by_post(struct office *o)
{
	struct sitting s;
	struct rows rows;
	council_make(&s, o);
	int64_t room = unit_named(o, "Phòng Kinh tế ngành");
	WANT(o, RC_OK, list_op(s.standing, &rows, "unit.responsibility", NULL));
	const char *head = NULL;
	for (int i = 0; i < rows.count; i++)
		if (row_int(&rows, i, "id") == room)
			head = arena_strz(&o->f->mem, row_text(s.standing, &rows, i, "head"));
	assert_non_null(head);
	assert_int_equal(list_count(office_as(o, "vidu.quantri"), "grant.list", "person",
	                            num(o, person_named(o, head)), "role", "unit_head", NULL),
	                 0);
	seat(&s, head, "member");
	council_call(&s, "23/11/2026");
	WANT(o, RC_OK,
	     run_op(s.standing, "meeting_item.add", "meeting_id", s.meeting, "unit_id", num(o, room),
	            "code", "TTLDTT", NULL));
	WANT(o, RC_OK, run_op(s.standing, "meeting.invite", "id", s.meeting, NULL));
	recusal_of(&s, head, "proposed");
	assert_int_equal(council_recusals(&s).n, 1); /* not who leads the whole office */
}
EACH_ENGINE(who_heads_a_room_by_post_is_proposed, run_by_post)

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_sign_in_that_was_reset_does_not_vote),
		cmocka_unit_test(a_sign_in_that_was_reset_fetches_no_code),
		cmocka_unit_test(opinions_show_when_all_have_voted),
		cmocka_unit_test(rules_do_not_move_under_a_vote),
		cmocka_unit_test(a_share_is_taken_as_the_council_rules),
		cmocka_unit_test(a_meeting_online_votes_on_screens),
		cmocka_unit_test(opinions_in_writing_make_a_quorum_of_their_own),
		cmocka_unit_test(a_recusal_is_proposed_by_who_knows),
		cmocka_unit_test(the_own_case_cannot_be_declared_away),
		cmocka_unit_test(where_nobody_may_vote_nothing_passes),
		cmocka_unit_test(who_heads_a_room_by_post_is_proposed),
		cmocka_unit_test(few_of_one_way_have_no_secret),
		cmocka_unit_test(few_of_one_matter_have_no_secret),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
