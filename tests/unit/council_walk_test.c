/*
 * Random walks over meetings and ballots, on both engines: whatever order the buttons are pressed
 * in, by whom, how often,
 *   - a matter has passed only by a counted ballot whose stored votes reach the share that was
 * stored with it, and what the recused voted is not among them;
 *   - what was counted never changes again, and counting again from what is stored agrees.
 */
#include "council_fixture.h"
#include "db/sql_ballot.h"
#include "db/sql_council.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include <inttypes.h>
#include <sodium.h>
#include <stdlib.h>

#define WALKS 12
#define STEPS 200
#define BALLOTS_MAX 40

struct counted {
	int64_t id;
	unsigned char hash[16];
};
struct walk {
	struct sitting s;
	uint64_t seed;
	int64_t ballot; /* the last that was prepared, 0: none */
	const char *codes[3];
	int cast; /* votes taken by the screen in it */
	struct counted counted[BALLOTS_MAX];
	int counted_count, done; /* done: operations that were taken */
	struct str state;        /* of the meeting, as it was seen last */
};

static const char *const accounts[] = {"vidu.chanhvp",     "vidu.hoidong", "vidu.thuongtruc",
                                       "vidu.truongphong", "vidu.vanthu",  "vidu.canbo"};
static const char *const people[] = {"Hoàng Quốc Bảo", "Đỗ Minh Đức",       "Nguyễn Thị Hạnh",
                                     "Lù Seo Páo",     "Vũ Thị Lan Phương", "Giàng Thị Dua"};
/* Two are members; none counts votes, or nothing could be voted on. */
static const char *const nominees[] = {"Giàng Thị Dua", "Tẩn Mùi Phạm", "Lù Seo Páo",
                                       "Vũ Thị Lan Phương"};

/* --- chance ------------------------------------------------------------------------------------
 */

static uint64_t chance(struct walk *w)
{
	w->seed ^= w->seed << 13;
	w->seed ^= w->seed >> 7;
	w->seed ^= w->seed << 17;
	return w->seed;
}

static int below(struct walk *w, int n)
{
	return (int)(chance(w) % (uint64_t)n);
}

static const char *one(struct walk *w, const char *const *all, int n)
{
	return all[below(w, n)];
}
#define ONE(w, array) one(w, array, COUNT(array))

/* --- one step ----------------------------------------------------------------------------------
 */

static struct acting *somebody(struct walk *w)
{
	/* Mostly the standing body, or little would ever happen. */
	return below(w, 3) ? w->s.standing : office_as(w->s.o, ONE(w, accounts));
}

static enum rc any_row(struct walk *w, const char *list, int64_t *id)
{
	struct rows rows;
	TRY(list_op(w->s.standing, &rows, list, "meeting", w->s.meeting, NULL));
	*id = rows.count ? row_int(&rows, below(w, rows.count), "id") : 0;
	return RC_OK;
}

static const char *any_id(struct walk *w, const char *list)
{
	int64_t id;
	WANT(w->s.o, RC_OK, any_row(w, list, &id));
	return num(w->s.o, id);
}

static enum rc add(struct walk *w)
{
	static const char *const codes[] = {"LDTT", "CSTDCS", "GK", ""};
	const char *code = ONE(w, codes), *lower = below(w, 3) ? "" : "LDTT";
	return run_op(w->s.standing, "meeting_item.add", "meeting_id", w->s.meeting, "person_id",
	              num(w->s.o, person_named(w->s.o, ONE(w, nominees))), "code", code, "lower_code",
	              lower, NULL);
}

static enum rc mark(struct walk *w)
{
	static const char *const states[] = {"room", "room", "online", "written", "absent"};
	return run_op(w->s.standing, "attendance.mark", "id", any_id(w, "attendance.list"), "state",
	              ONE(w, states), NULL);
}

static enum rc meeting_step(struct walk *w)
{
	static const char *const ops[] = {"meeting.invite", "meeting.open", "meeting.letter",
	                                  "meeting.minutes"};
	switch (below(w, 12)) {
	case 0:
		if (below(w, 6))
			return RC_NOTFOUND;
		return run_op(somebody(w), "meeting.cancel", "id", w->s.meeting, "reason", "Chưa đủ hồ sơ",
		              NULL);
	case 1:
		return run_op(somebody(w), "meeting.close", "id", w->s.meeting, "result", "Thống nhất",
		              NULL);
	case 2: return run_op(somebody(w), "meeting.roll", "id", w->s.meeting, "state", "room", NULL);
	default: return run_op(somebody(w), ONE(w, ops), "id", w->s.meeting, NULL);
	}
}

static enum rc recusal_step(struct walk *w)
{
	struct finding f = council_recusals(&w->s);
	if (f.n && below(w, 2))
		return run_op(somebody(w), "recusal.decide", "id",
		              num(w->s.o, f.rows[below(w, (int)f.n)].id), "state",
		              below(w, 2) ? "recused" : "kept", NULL);
	if (below(w, 3))
		return RC_NOTFOUND;
	return run_op(office_as(w->s.o, ONE(w, accounts)), "recusal.declare", "id",
	              any_id(w, "meeting_item.list"), "why", "other", NULL);
}

static enum rc prepare(struct walk *w)
{
	const char *ids[3];
	for (int i = 0; i < 3; i++)
		ids[i] = num(w->s.o, person_named(w->s.o, people[below(w, 8) ? i : 0]));
	enum rc rc =
		run_op(w->s.standing, "ballot.prepare", "id", w->s.meeting, "one_id", ids[0], "two_id",
	           ids[1], "three_id", ids[2], "room", below(w, 3) ? "screen" : "paper", NULL);
	if (rc == RC_OK) {
		w->ballot = w->s.standing->out.id;
		w->s.ballot = num(w->s.o, w->ballot);
		memset(w->codes, 0, sizeof w->codes);
		w->cast = 0;
	}
	return rc;
}

static enum rc fetch_code(struct walk *w)
{
	int i = below(w, 3);
	for (int k = 0; k < 3 && w->codes[i]; k++) /* who has none yet, mostly */
		i = below(w, 8) ? (i + 1) % 3 : i;
	struct acting *a = office_as(w->s.o, accounts[i]);
	enum rc rc = run_op(a, "ballot.key", "id", w->s.ballot, NULL);
	if (rc == RC_OK)
		w->codes[i] = arena_strz(&w->s.o->f->mem, a->out.codes[0]);
	return rc;
}

/* Any device, any key, sent twice now and then. */
static enum rc cast(struct walk *w)
{
	static const char *const votes[] = {"1=for 2=for 3=for", "1=for 2=for", "1=for", "1=against",
	                                    "1=lower 2=for",     "2=blank",     "",      "9=for"};
	struct acting *a = office_as(w->s.o, ONE(w, accounts));
	a->how.idempotency = below(w, 3) ? STR("") : arena_printf(&w->s.o->f->mem, "k%d", below(w, 4));
	enum rc rc = run_op(a, "ballot.cast", "id", w->s.ballot, "votes", ONE(w, votes), NULL);
	w->cast += rc == RC_OK && !a->out.replayed;
	return rc;
}

static enum rc paper(struct walk *w)
{
	static const char *const numbers[] = {"0", "1", "2", "3"};
	const char *item = any_id(w, "meeting_item.list");
	return run_op(office_as(w->s.o, ONE(w, accounts)), "ballot.paper", "id", w->s.ballot,
	              "rows.0.item", item, "rows.0.for_n", ONE(w, numbers), "rows.0.against_n", "0",
	              "rows.0.lower_n", "0", "rows.0.invalid_n", "0", NULL);
}

static enum rc opinion(struct walk *w)
{
	static const char *const choices[] = {"for", "against", "lower", "blank"};
	return run_op(w->s.standing, "ballot.opinion", "id", w->s.ballot, "person_id",
	              num(w->s.o, person_named(w->s.o, ONE(w, people))), "votes.0.item",
	              any_id(w, "meeting_item.list"), "votes.0.choice", ONE(w, choices), NULL);
}

static enum rc count(struct walk *w)
{
	int a = below(w, 3), b = below(w, 4) ? (a + 1) % 3 : below(w, 3);
	return run_op(office_as(w->s.o, accounts[below(w, below(w, 4) ? 3 : COUNT(accounts))]),
	              "ballot.close", "id", w->s.ballot, "code_one", w->codes[a] ? w->codes[a] : "ABCD",
	              "code_other", w->codes[b] ? w->codes[b] : "ABCD", NULL);
}

static enum rc ballot_step(struct walk *w)
{
	int kind = below(w, 16);
	if (kind == 0 || !w->ballot)
		return prepare(w);
	switch (kind) {
	case 1:
	case 2:
	case 3: return fetch_code(w);
	case 4:
	case 5: return run_op(somebody(w), "ballot.open", "id", w->s.ballot, NULL);
	case 6: return paper(w);
	case 7:
	case 8: return opinion(w);
	case 9:
	case 10: return count(w);
	case 11:
		return below(w, 4) ? RC_NOTFOUND
		                   : run_op(somebody(w), "ballot.drop", "id", w->s.ballot, "reason",
		                            "Mất mã kiểm phiếu", NULL);
	default: return cast(w);
	}
}

/* What a secretary who knows the way does next. */
static enum rc forward(struct walk *w)
{
	struct sql_ballot_get b = {.state = STR("")};
	if (w->ballot)
		WANT(w->s.o, RC_OK, sql_ballot_get(w->s.standing->c.db, &w->s.o->f->mem, w->ballot, &b));
	if (str_eqz(w->state, "draft"))
		return below(w, 3) ? add(w)
		                   : run_op(w->s.standing, "meeting.invite", "id", w->s.meeting, NULL);
	if (str_eqz(w->state, "invited")) {
		if (below(w, 2)) /* she has no account to vote with on a screen */
			council_mark(&w->s, "Vũ Thị Lan Phương", "written");
		return below(w, 2) ? run_op(w->s.standing, "meeting.roll", "id", w->s.meeting, "state",
		                            "room", NULL)
		                   : run_op(w->s.standing, "meeting.open", "id", w->s.meeting, NULL);
	}
	if (str_eqz(b.state, "keys") && !below(w, 4))
		council_mark(&w->s, "Vũ Thị Lan Phương", "written");
	if (str_eqz(b.state, "keys"))
		return below(w, 3) ? fetch_code(w)
		                   : run_op(w->s.standing, "ballot.open", "id", w->s.ballot, NULL);
	if (str_eqz(b.state, "open"))
		return below(w, 4) ? cast(w) : below(w, 3) ? count(w) : opinion(w);
	return below(w, 3) ? recusal_step(w) : prepare(w);
}

static enum rc step(struct walk *w)
{
	if (below(w, 2))
		return forward(w);
	switch (below(w, 10)) {
	case 0: return add(w);
	case 1:
	case 2: return mark(w);
	case 3:
	case 4: return meeting_step(w);
	case 5: return recusal_step(w);
	case 6:
		return below(w, 4) ? RC_NOTFOUND
		                   : run_op(w->s.standing, "meeting_item.remove", "id",
		                            any_id(w, "meeting_item.list"), NULL);
	default: return ballot_step(w);
	}
}

/* --- what always holds ---------------------------------------------------------------------------
 */

struct tally {
	int64_t n[4]; /* for against lower blank */
};

static void put(struct tally *t, struct str choice)
{
	static const char *const words[] = {"for", "against", "lower", "blank"};
	for (int i = 0; i < 4; i++)
		t->n[i] += str_eqz(choice, words[i]);
}

/* Added up here by itself, from the rows alone. */
static void add_up(struct walk *w, int64_t ballot, const struct sql_ballot_paper_of *paper,
                   size_t papers, struct tally *t, int places)
{
	struct db *db = w->s.standing->c.db;
	struct arena *mem = &w->s.o->f->mem;
	struct sql_ballot_slips *slips;
	struct sql_ballot_written_of *written;
	size_t n, k;
	WANT(w->s.o, RC_OK, sql_ballot_slips(db, mem, ballot, &slips, &n));
	WANT(w->s.o, RC_OK, sql_ballot_written_of(db, mem, ballot, &written, &k));
	for (size_t i = 0; i < n; i++)
		put(&t[slips[i].place], slips[i].choice);
	for (size_t i = 0; i < k; i++)
		put(&t[written[i].place], written[i].choice);
	for (size_t i = 0; i < papers; i++)
		if (paper[i].person_id == paper[0].person_id && paper[i].place < places) {
			t[paper[i].place].n[0] += paper[i].for_n;
			t[paper[i].place].n[1] += paper[i].against_n;
			t[paper[i].place].n[2] += paper[i].lower_n;
			t[paper[i].place].n[3] += paper[i].invalid_n;
		}
}

static void check_counted(struct walk *w, int64_t ballot, const struct sql_ballot_get *b)
{
	struct office *o = w->s.o;
	struct db *db = w->s.standing->c.db;
	struct arena *mem = &o->f->mem;
	struct sql_ballot_items *items;
	struct sql_ballot_paper_of *paper;
	struct tally t[64] = {0};
	size_t n, papers;
	WANT(o, RC_OK, sql_ballot_items(db, mem, ballot, &items, &n));
	WANT(o, RC_OK, sql_ballot_paper_of(db, mem, ballot, &paper, &papers));
	assert_true(n > 0 && n <= COUNT(t));
	add_up(w, ballot, paper, papers, t, (int)n);
	assert_null(b->box.p);
	assert_null(b->wraps.p);
	for (size_t i = 0; i < n; i++) {
		const struct sql_ballot_items *x = &items[i];
		int64_t sum = x->for_n + x->against_n + x->lower_n + x->invalid_n;
		assert_int_equal(t[i].n[0], x->for_n);
		assert_int_equal(t[i].n[1], x->against_n);
		assert_int_equal(t[i].n[2], x->lower_n);
		assert_int_equal(t[i].n[3], x->invalid_n);
		assert_true(x->members > 0 && sum <= x->members);
		assert_true(x->rule.n > 0 && x->needed * 2 > x->members);
		assert_int_equal(str_eqz(x->result, "passed"), x->for_n >= x->needed);
		if (str_eqz(x->result, "lower"))
			assert_true(x->lower_code.n && (x->lower_n + x->for_n) * 2 > x->members);
	}
}

/* All that a recount rests on and all that was announced, as one number. */
static void print_of(struct walk *w, int64_t ballot, const struct sql_ballot_get *b,
                     unsigned char hash[16])
{
	struct office *o = w->s.o;
	struct db *db = w->s.standing->c.db;
	struct arena *mem = &o->f->mem;
	struct sql_ballot_items *items;
	struct sql_ballot_slips *slips;
	struct sql_ballot_written_of *written;
	struct buf all;
	size_t n, k, m;
	WANT(o, RC_OK, sql_ballot_items(db, mem, ballot, &items, &n));
	WANT(o, RC_OK, sql_ballot_slips(db, mem, ballot, &slips, &k));
	WANT(o, RC_OK, sql_ballot_written_of(db, mem, ballot, &written, &m));
	buf_init(&all, 4 << 20);
	buf_printf(&all, "%.*s %.*s %.*s %" PRId64 "\n", STR_ARG(b->state), STR_ARG(b->receipts),
	           STR_ARG(b->digest), b->closed_ms);
	for (size_t i = 0; i < n; i++)
		buf_printf(&all, "%" PRId64 " %" PRId64 " %" PRId64 " %" PRId64 " %" PRId64 " %.*s %.*s\n",
		           items[i].item_id, items[i].for_n, items[i].against_n, items[i].lower_n,
		           items[i].invalid_n, STR_ARG(items[i].rule), STR_ARG(items[i].result));
	for (size_t i = 0; i < k; i++) {
		buf_str(&all, slips[i].id);
		buf_printf(&all, " %" PRId64 " %.*s\n", slips[i].place, STR_ARG(slips[i].choice));
	}
	for (size_t i = 0; i < m; i++)
		buf_printf(&all, "%" PRId64 " %" PRId64 " %.*s\n", written[i].person_id, written[i].place,
		           STR_ARG(written[i].choice));
	crypto_generichash(hash, 16, (const unsigned char *)all.p, all.n, NULL, 0);
	buf_release(&all);
}

static void check_ballot(struct walk *w, int64_t ballot)
{
	struct office *o = w->s.o;
	struct sql_ballot_get b;
	unsigned char hash[16];
	WANT(o, RC_OK, sql_ballot_get(w->s.standing->c.db, &o->f->mem, ballot, &b));
	for (int i = 0; i < w->counted_count; i++)
		if (w->counted[i].id == ballot) {
			print_of(w, ballot, &b, hash);
			assert_memory_equal(hash, w->counted[i].hash, sizeof hash);
			return;
		}
	if (!str_eqz(b.state, "closed"))
		return;
	check_counted(w, ballot, &b);
	assert_true(w->counted_count < BALLOTS_MAX);
	struct counted *c = &w->counted[w->counted_count++];
	c->id = ballot;
	print_of(w, ballot, &b, c->hash);
	WANT(o, RC_OK, run_op(w->s.standing, "council.recount", "id", num(o, ballot), NULL));
}

/* As many votes as marks; while it is open, as many as were taken. */
static void check_marks(struct walk *w)
{
	struct office *o = w->s.o;
	struct sql_ballot_voters *voters;
	size_t n;
	int marked = 0;
	WANT(o, RC_OK, sql_ballot_voters(w->s.standing->c.db, &o->f->mem, w->ballot, &voters, &n));
	for (size_t i = 0; i < n; i++)
		marked += str_eqz(voters[i].way, "screen") && voters[i].voted;
	assert_int_equal(marked, w->cast);
}

/* Nothing has passed that no counted ballot of this meeting says so of. */
static void check_items(struct walk *w)
{
	struct office *o = w->s.o;
	struct db *db = w->s.standing->c.db;
	struct arena *mem = &o->f->mem;
	struct sql_meeting_items *items;
	struct sql_ballots_of *ballots;
	struct sql_ballot_items *rows;
	size_t n, k, m;
	int64_t meeting = strtoll(w->s.meeting, NULL, 10);
	WANT(o, RC_OK, sql_meeting_items(db, mem, meeting, &items, &n));
	WANT(o, RC_OK, sql_ballots_of(db, mem, meeting, &ballots, &k));
	for (size_t i = 0; i < n; i++) {
		bool found = str_eqz(items[i].state, "open");
		for (size_t b = 0; b < k && !found; b++) {
			WANT(o, RC_OK, sql_ballot_items(db, mem, ballots[b].id, &rows, &m));
			for (size_t r = 0; r < m && str_eqz(ballots[b].state, "closed"); r++)
				found |= rows[r].item_id == items[i].id && str_eq(rows[r].result, items[i].state);
		}
		assert_true(found);
	}
	for (size_t b = 0; b < k; b++)
		check_ballot(w, ballots[b].id);
}

static void check_way(struct walk *w)
{
	static const char *const ways[] = {"draft invited", "draft cancelled", "invited open",
	                                   "invited cancelled", "open closed"};
	struct office *o = w->s.o;
	struct sql_meeting_get m;
	bool known = false;
	WANT(o, RC_OK,
	     sql_meeting_get(w->s.standing->c.db, &o->f->mem, strtoll(w->s.meeting, NULL, 10), &m));
	struct str way = arena_printf(&o->f->mem, "%.*s %.*s", STR_ARG(w->state), STR_ARG(m.state));
	for (int i = 0; i < COUNT(ways); i++)
		known |= str_eqz(way, ways[i]);
	assert_true(known || str_eq(w->state, m.state));
	w->state = m.state;
}

static void walk_once(struct office *o, struct walk *w, int no)
{
	council_call(&w->s, "23/11/2026");
	w->seed = 0x9E3779B97F4A7C15u * (uint64_t)(no + 1);
	w->ballot = w->cast = 0;
	w->counted_count = 0;
	w->state = STR("draft");
	for (int i = 0; i < STEPS; i++) {
		err_clear(&o->f->err);
		enum rc rc = step(w);
		if (rc != RC_OK && rc != RC_CONFLICT && rc != RC_DENIED && rc != RC_INVALID &&
		    rc != RC_NOTFOUND)
			fail_msg("walk %d step %d: %d %s %s", no, i, rc, w->s.standing->c.err->message,
			         w->s.standing->c.err->detail);
		w->done += rc == RC_OK;
		check_way(w);
		check_items(w);
		if (w->ballot)
			check_marks(w);
	}
}

static void run_walks(struct office *o)
{
	struct walk *w = calloc(1, sizeof *w);
	int counted = 0;
	assert_non_null(w);
	council_make(&w->s, o);
	for (int no = 0; no < WALKS; no++) {
		walk_once(o, w, no);
		counted += w->counted_count;
	}
	/* Or the walks went nowhere. */
	print_message("%d operations were taken, %d ballots counted\n", w->done, counted);
	assert_true(w->done > WALKS * STEPS / 10);
	assert_true(counted >= WALKS / 4);
	free(w);
}

static void whatever_is_pressed_votes_stay_right(void **state)
{
	(void)state;
	office_each_engine(run_walks);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(whatever_is_pressed_votes_stay_right)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
