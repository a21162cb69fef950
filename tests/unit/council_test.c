/*
 * Councils, meetings and the secret ballot through the gate, on both engines: what is counted,
 * who is out of what, and that nothing stored ties a vote to its voter.
 */
#include "council_fixture.h"

#include "ballot/ballot.h"
#include "db/sql_ballot.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include <inttypes.h>
#include <stdlib.h>

/* --- the way of a vote -------------------------------------------------------------------------
 */

static void results(struct sitting *s, struct sql_ballot_items **items)
{
	size_t n;
	WANT(s->o, RC_OK,
	     sql_ballot_items(s->standing->c.db, s->standing->c.mem, strtoll(s->ballot, NULL, 10),
	                      items, &n));
	assert_int_equal(n, 2);
}

static void run_vote(struct office *o)
{
	struct sitting s;
	struct sql_ballot_items *items;
	council_hold(&s, o);
	/* Who is a nominee counts nothing. */
	WANT(o, RC_INVALID,
	     run_op(s.standing, "ballot.prepare", "id", s.meeting, "one_id",
	            num(o, person_named(o, "Hoàng Quốc Bảo")), "two_id",
	            num(o, person_named(o, "Đỗ Minh Đức")), "three_id",
	            num(o, person_named(o, "Nguyễn Thị Hạnh")), "room", "screen", NULL));
	council_ballot(&s, "screen");
	/* Not while the chair has not decided about the head of the nominee's room. */
	WANT(o, RC_CONFLICT, run_op(s.standing, "ballot.open", "id", s.ballot, NULL));
	council_decide(&s, "recused");
	WANT(o, RC_OK, run_op(s.standing, "ballot.open", "id", s.ballot, NULL));
	/* Who is no member, and who writes, does not vote here. */
	WANT(o, RC_DENIED,
	     run_op(office_as(o, "vidu.canbo"), "ballot.cast", "id", s.ballot, "votes", "1=for", NULL));
	WANT(o, RC_INVALID,
	     run_op(office_as(o, "vidu.chanhvp"), "ballot.cast", "id", s.ballot, "votes", "2=lower",
	            NULL));
	const char *receipt = council_cast(&s, "vidu.chanhvp", "1=for 2=for");
	council_cast(&s, "vidu.hoidong", "1=lower 2=for"); /* 2 is his own: not counted */
	/* By the boxes of the page; 2 left blank. */
	WANT(o, RC_OK,
	     run_op(office_as(o, "vidu.thuongtruc"), "ballot.cast", "id", s.ballot, "votes.1", "for",
	            NULL));
	council_cast(&s, "vidu.truongphong", "1=for 2=for"); /* 1 is his room's: not counted */
	/* From another device, or the button twice. */
	WANT(o, RC_CONFLICT,
	     run_op(office_as(o, "vidu.chanhvp"), "ballot.cast", "id", s.ballot, "votes", "1=against",
	            NULL));
	council_opinion(&s, "for", "for");
	WANT(o, RC_INVALID, council_count(&s, 1, 1));
	WANT(o, RC_DENIED,
	     run_op(office_as(o, "vidu.hoidong"), "ballot.close", "id", s.ballot, "code_one",
	            s.codes[0], "code_other", s.codes[1], NULL));
	WANT(o, RC_OK, council_count(&s, 2, 1));
	results(&s, &items);
	/* 3 of 5 is not 80 %, and 4 of 5 (with those for the lower one) is more than half. */
	assert_int_equal(items[0].for_n, 3);
	assert_int_equal(items[0].lower_n, 1);
	assert_int_equal(items[0].members, 5);
	assert_int_equal(items[0].needed, 4);
	assert_true(str_eqz(items[0].result, "lower"));
	assert_int_equal(items[1].for_n, 3);
	assert_int_equal(items[1].invalid_n, 1);
	assert_int_equal(items[1].needed, 3);
	assert_true(str_eqz(items[1].result, "passed"));
	/* The own receipt is among those counted; a recount agrees; nothing changes any more. */
	struct sql_ballot_get b;
	WANT(o, RC_OK,
	     sql_ballot_get(s.standing->c.db, s.standing->c.mem, strtoll(s.ballot, NULL, 10), &b));
	assert_non_null(memmem(b.receipts.p, b.receipts.n, receipt, strlen(receipt)));
	assert_true(!b.box.p && !b.wraps.p && b.digest.n == 64);
	WANT(o, RC_OK, run_op(s.standing, "council.recount", "id", s.ballot, NULL));
	WANT(o, RC_CONFLICT, council_count(&s, 0, 1));
	WANT(o, RC_CONFLICT,
	     run_op(office_as(o, "vidu.truongphong"), "ballot.cast", "id", s.ballot, "votes", "1=for",
	            NULL));
	WANT(o, RC_CONFLICT,
	     run_op(s.standing, "ballot.drop", "id", s.ballot, "reason", "Lập nhầm", NULL));
	WANT(
		o, RC_OK,
		run_op(s.standing, "meeting.close", "id", s.meeting, "result", "Thống nhất đề nghị", NULL));
	WANT(o, RC_CONFLICT,
	     run_op(s.standing, "meeting.edit", "id", s.meeting, "title", "Khác", "mode", "room",
	            "held_on", "23/11/2026", NULL));
}

static void a_vote_is_counted_as_the_law_wants(void **state)
{
	(void)state;
	office_each_engine(run_vote);
}

/* --- paper ---------------------------------------------------------------------------------------
 */

static void enter_paper(struct sitting *s, const char *who, const char *yes, const char *no)
{
	struct office *o = s->o;
	WANT(o, RC_OK,
	     run_op(office_as(o, who), "ballot.paper", "id", s->ballot, "rows.0.item",
	            num(o, council_row(s, "meeting_item.list", "position", "1")), "rows.0.for_n", yes,
	            "rows.0.against_n", no, "rows.0.lower_n", "0", "rows.0.invalid_n", "0",
	            "rows.1.item", num(o, council_row(s, "meeting_item.list", "position", "2")),
	            "rows.1.for_n", "3", "rows.1.against_n", "0", "rows.1.lower_n", "0",
	            "rows.1.invalid_n", "0", NULL));
}

static void run_paper(struct office *o)
{
	struct sitting s;
	struct sql_ballot_items *items;
	council_hold(&s, o);
	council_ballot(&s, "paper");
	council_decide(&s, "kept");
	WANT(o, RC_OK, run_op(s.standing, "ballot.open", "id", s.ballot, NULL));
	WANT(o, RC_CONFLICT,
	     run_op(office_as(o, "vidu.chanhvp"), "ballot.cast", "id", s.ballot, "votes", "1=for",
	            NULL));
	WANT(o, RC_CONFLICT, council_count(&s, 0, 1));
	enter_paper(&s, "vidu.chanhvp", "4", "0");
	WANT(o, RC_CONFLICT, council_count(&s, 0, 1)); /* once */
	enter_paper(&s, "vidu.vanthu", "3", "1");
	WANT(o, RC_CONFLICT, council_count(&s, 0, 1)); /* twice, differently */
	enter_paper(&s, "vidu.chanhvp", "5", "0");
	enter_paper(&s, "vidu.vanthu", "5", "0");
	WANT(o, RC_CONFLICT, council_count(&s, 0, 1)); /* five papers of four people */
	enter_paper(&s, "vidu.chanhvp", "4", "0");
	enter_paper(&s, "vidu.vanthu", "4", "0");
	council_opinion(&s, "against", "for");
	WANT(o, RC_OK, council_count(&s, 0, 1));
	results(&s, &items);
	assert_int_equal(items[0].for_n, 4);
	assert_int_equal(items[0].against_n, 1);
	assert_true(str_eqz(items[0].result, "passed")); /* 4 of 5 is 80 % */
	assert_int_equal(items[1].for_n, 4);
	WANT(o, RC_OK, run_op(s.standing, "council.recount", "id", s.ballot, NULL));
}

static void paper_is_entered_twice_and_compared(void **state)
{
	(void)state;
	office_each_engine(run_paper);
}

/* --- what is hidden
 * --------------------------------------------------------------------------------- */

static bool shows(struct office *o, const char *who, const char *op, const char *id,
                  const char *text)
{
	struct acting *a = office_as(o, who);
	struct buf b;
	WANT(o, RC_OK, run_op(a, op, "id", id, NULL));
	buf_init(&b, 4 << 20);
	op_find(str_of(op))->json(&b, &a->c, a->out.data);
	bool found = memmem(b.p, b.n, text, strlen(text)) != NULL;
	buf_clear(&b);
	op_find(str_of(op))->page(&b, &a->c, a->out.data);
	found |= memmem(b.p, b.n, text, strlen(text)) != NULL;
	buf_release(&b);
	return found;
}

static void run_hidden(struct office *o)
{
	struct sitting s;
	council_make(&s, o);
	council_call(&s, "23/11/2026");
	WANT(o, RC_OK,
	     run_op(s.standing, "meeting_item.add", "meeting_id", s.meeting, "person_id",
	            num(o, person_named(o, "Đỗ Minh Đức")), "code", "LDTT", "note", "Chuyện riêng 7781",
	            NULL));
	WANT(o, RC_OK, run_op(s.standing, "meeting.invite", "id", s.meeting, NULL));
	const char *item = num(o, council_row(&s, "meeting_item.list", "position", "1"));
	WANT(o, RC_OK,
	     run_op(office_as(o, "vidu.truongphong"), "meeting_question.ask", "id", item, "question",
	            "Câu hỏi riêng 5512", NULL));
	/* The one it is about, and who recuses, see neither summary nor questions. */
	assert_true(shows(o, "vidu.chanhvp", "meeting.view", s.meeting, "7781"));
	assert_true(shows(o, "vidu.chanhvp", "meeting.view", s.meeting, "5512"));
	assert_false(shows(o, "vidu.hoidong", "meeting.view", s.meeting, "7781"));
	assert_false(shows(o, "vidu.hoidong", "meeting.view", s.meeting, "5512"));
	WANT(o, RC_DENIED,
	     run_op(office_as(o, "vidu.hoidong"), "meeting_question.ask", "id", item, "question",
	            "Sao thế", NULL));
	WANT(o, RC_OK,
	     run_op(office_as(o, "vidu.chanhvp"), "recusal.declare", "id", item, "why", "relative",
	            "note", "Anh vợ 3319", NULL));
	assert_false(shows(o, "vidu.chanhvp", "meeting.view", s.meeting, "7781"));
	assert_false(shows(o, "vidu.thuongtruc", "meeting.view", s.meeting, "3319"));
	/* The journal has neither the question nor why. */
	struct rows rows;
	struct acting *inspector = office_as(o, "vidu.thanhtra");
	WANT(o, RC_OK, list_op(inspector, &rows, "journal.list", NULL));
	for (int i = 0; i < rows.count; i++)
		for (int k = 0; k < rows.list->cols; k++)
			if (rows.items[i][k].type == DB_TEXT && !rows.items[i][k].null) {
				struct str t = rows.items[i][k].s;
				assert_null(memmem(t.p, t.n, "5512", 4));
				assert_null(memmem(t.p, t.n, "3319", 4));
			}
}

static void who_is_out_of_it_sees_nothing_of_it(void **state)
{
	(void)state;
	office_each_engine(run_hidden);
}

/* --- the secret
 * ------------------------------------------------------------------------------------------ */

static struct str box_of(struct sitting *s)
{
	struct sql_ballot_get b;
	WANT(s->o, RC_OK,
	     sql_ballot_get(s->standing->c.db, s->standing->c.mem, strtoll(s->ballot, NULL, 10), &b));
	return b.box;
}

/* Any eight bytes of one in the other? Two backups, one vote apart, have nothing in common. */
static bool share_bytes(struct str a, struct str b)
{
	/* After version and key's id (5 bytes), which are the same for every value. */
	for (size_t i = 5; i + 8 <= a.n; i++)
		if (memmem(b.p + 5, b.n - 5, a.p + i, 8))
			return true;
	return false;
}

static bool file_holds(const char *path, const char *text)
{
	struct buf b;
	char block[65536];
	FILE *f = fopen(path, "r");
	if (!f)
		return false;
	buf_init(&b, 256 << 20);
	for (size_t n; (n = fread(block, 1, sizeof block, f)) > 0;)
		buf_add(&b, block, n);
	fclose(f);
	bool found = memmem(b.p, b.n, text, strlen(text)) != NULL;
	buf_release(&b);
	return found;
}

static void not_on_disk(struct office *o, const char *text)
{
	static const char *const files[] = {"thidua.db", "thidua.db-wal"};
	if (strncmp(o->f->address, "sqlite:", 7) != 0)
		return;
	for (int i = 0; i < COUNT(files); i++) {
		char path[600];
		snprintf(path, sizeof path, "%s/%s", o->f->address + 7, files[i]);
		assert_false(file_holds(path, text));
	}
}

static int lines_of_votes(struct office *o)
{
	return list_count(office_as(o, "vidu.thanhtra"), "journal.list", "op", "ballot.cast", NULL);
}

static void run_secret(struct office *o)
{
	struct sitting s;
	int lines = lines_of_votes(o);
	council_hold(&s, o);
	council_ballot(&s, "screen");
	council_decide(&s, "kept");
	WANT(o, RC_OK, run_op(s.standing, "ballot.open", "id", s.ballot, NULL));
	const char *first = council_cast(&s, "vidu.chanhvp", "1=against 2=for");
	struct str one = box_of(&s);
	/* The same key with another vote is the same request: the kept hash does not know the vote. */
	struct acting *head = office_as(o, "vidu.thuongtruc");
	head->how.idempotency = STR("khoa-thu-1");
	WANT(o, RC_OK, run_op(head, "ballot.cast", "id", s.ballot, "votes", "1=for", NULL));
	struct str two = box_of(&s);
	head->how.idempotency = STR("khoa-thu-1");
	WANT(o, RC_OK, run_op(head, "ballot.cast", "id", s.ballot, "votes", "1=against", NULL));
	assert_true(head->out.replayed && head->out.code_count == 0);
	assert_true(str_eq(two, box_of(&s)));
	assert_int_equal(one.n, two.n);
	assert_false(share_bytes(one, two));
	/* Even with the key ring: votes are there, and two codes of the board are needed to read one.
	 */
	struct str plain;
	struct ballot_count count;
	unsigned char no_key[BALLOT_KEY_BYTES] = {1};
	struct sql_ballot_get b;
	struct ctx *c = &s.standing->c;
	WANT(o, RC_OK, sql_ballot_get(c->db, c->mem, strtoll(s.ballot, NULL, 10), &b));
	WANT(o, RC_OK,
	     keys_open(o->app.keys, "ballot box", arena_printf(c->mem, "ballot:%s", s.ballot), two,
	               c->mem, &plain, c->err));
	assert_int_equal(plain.p[0], 2);
	assert_int_equal(
		ballot_open(c->mem, (unsigned char *)b.public_key.p, no_key, plain, 2, &count, c->err),
		RC_INVALID);
	/* Neither receipts nor codes are anywhere on the disk. */
	not_on_disk(o, first);
	for (int i = 0; i < 3; i++)
		not_on_disk(o, s.codes[i]);
	council_cast(&s, "vidu.hoidong", "1=for");
	council_cast(&s, "vidu.truongphong", "1=for");
	council_opinion(&s, "for", "for");
	WANT(o, RC_OK, council_count(&s, 0, 2));
	/* Slips lie in the order of their random ids, whoever reads them in whatever way. */
	struct sql_ballot_slips *slips;
	size_t n;
	WANT(o, RC_OK, sql_ballot_slips(c->db, c->mem, strtoll(s.ballot, NULL, 10), &slips, &n));
	assert_int_equal(n, 7); /* four voters, two nominees, one recused from one */
	for (size_t i = 1; i < n; i++)
		assert_true(memcmp(slips[i - 1].id.p, slips[i].id.p, 16) < 0);
	/* The journal says who took part, and nothing else. */
	assert_int_equal(lines_of_votes(o), lines + 4);
}

static void nothing_ties_a_vote_to_its_voter(void **state)
{
	(void)state;
	office_each_engine(run_secret);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_vote_is_counted_as_the_law_wants),
		cmocka_unit_test(paper_is_entered_twice_and_compared),
		cmocka_unit_test(who_is_out_of_it_sees_nothing_of_it),
		cmocka_unit_test(nothing_ties_a_vote_to_its_voter),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
