/* council_fixture.c: see council_fixture.h. */
#include "council_fixture.h"

#include "db/sql_account.h"
#include "db/sql_council.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include <stdlib.h>

static const char *const board[] = {"vidu.chanhvp", "vidu.hoidong", "vidu.thuongtruc"};
static const char *const board_names[] = {"Hoàng Quốc Bảo", "Đỗ Minh Đức", "Nguyễn Thị Hạnh"};

struct granting {
	struct db *db;
	int64_t person, unit;
};

static enum rc grant_tx(void *arg)
{
	struct granting *g = arg;
	int64_t id;
	return sql_grant_add(g->db, g->person, STR("council"), g->unit, STR("Thử"), date_of(2019, 1, 1),
	                     DATE_OPEN, &id);
}

static void add_member(struct sitting *s, const char *name, const char *role)
{
	WANT(s->o, RC_OK,
	     run_op(s->standing, "council_member.add", "council_id", s->council, "person_id",
	            num(s->o, person_named(s->o, name)), "role", role, "from", "01/02/2026", NULL));
}

/* Five members: three with accounts of the board, a head of a room, one who is away. */
void council_make(struct sitting *s, struct office *o)
{
	const char *top = num(o, unit_named(o, "Văn phòng Ủy ban nhân dân tỉnh Lào Cai"));
	s->o = o;
	s->standing = office_as(o, "vidu.thuongtruc");
	struct granting g = {.db = s->standing->c.db,
	                     .person = person_named(o, "Lù Seo Páo"),
	                     .unit = unit_named(o, "Văn phòng Ủy ban nhân dân tỉnh Lào Cai")};
	WANT(o, RC_OK, db_tx(g.db, DB_WRITE, grant_tx, &g));
	WANT(o, RC_OK,
	     run_op(s->standing, "council.create", "kind", "award", "unit_id", top, "name",
	            "Hội đồng thử", "sign", "9/QĐ-VP", "dated", "15/01/2026", "rank", "office",
	            "quorum", "2/3", "counting", "all", "lower_rule", "with", NULL));
	s->council = num(o, s->standing->out.id);
	add_member(s, "Hoàng Quốc Bảo", "chair");
	add_member(s, "Đỗ Minh Đức", "deputy");
	add_member(s, "Nguyễn Thị Hạnh", "secretary");
	add_member(s, "Lù Seo Páo", "member");
	add_member(s, "Vũ Thị Lan Phương", "member");
}

void council_item(struct sitting *s, const char *name, const char *code, const char *lower)
{
	WANT(s->o, RC_OK,
	     run_op(s->standing, "meeting_item.add", "meeting_id", s->meeting, "person_id",
	            num(s->o, person_named(s->o, name)), "code", code, "lower_code", lower, "note",
	            "Tóm tắt mật của hồ sơ", NULL));
}

void council_call(struct sitting *s, const char *on)
{
	WANT(s->o, RC_OK,
	     run_op(s->standing, "meeting.create", "council_id", s->council, "title", "Phiên thử",
	            "mode", "room", "held_on", on, "at_time", "14:00", "place", "Phòng họp 2", NULL));
	s->meeting = num(s->o, s->standing->out.id);
}

int64_t council_row(struct sitting *s, const char *op, const char *column, const char *value)
{
	struct rows rows;
	WANT(s->o, RC_OK, list_op(s->standing, &rows, op, "meeting", s->meeting, NULL));
	for (int i = 0; i < rows.count; i++)
		if (str_eqz(row_text(s->standing, &rows, i, column), value))
			return row_int(&rows, i, "id");
	fail_msg("no %s of %s", value, op);
	return 0;
}

void council_mark(struct sitting *s, const char *name, const char *state)
{
	WANT(s->o, RC_OK,
	     run_op(s->standing, "attendance.mark", "id",
	            num(s->o, council_row(s, "attendance.list", "person_name", name)), "state", state,
	            NULL));
}

static enum rc find_tx(void *arg)
{
	struct finding *f = arg;
	return sql_recusals_of(f->db, f->mem, f->meeting, &f->rows, &f->n);
}

struct finding council_recusals(struct sitting *s)
{
	struct finding f = {.db = s->standing->c.db,
	                    .mem = s->standing->c.mem,
	                    .meeting = strtoll(s->meeting, NULL, 10)};
	WANT(s->o, RC_OK, db_tx(f.db, DB_READ, find_tx, &f));
	return f;
}

/* Invited, present but for the one who writes, opened. Two nominees; the head of one is decided. */
void council_hold(struct sitting *s, struct office *o)
{
	council_make(s, o);
	council_call(s, "23/11/2026");
	council_item(s, "Giàng Thị Dua", "CSTDCS", "LDTT"); /* of the room of Lù Seo Páo */
	council_item(s, "Đỗ Minh Đức", "LDTT", "");         /* himself a member */
	WANT(o, RC_OK, run_op(s->standing, "meeting.invite", "id", s->meeting, NULL));
	struct finding f = council_recusals(s);
	assert_int_equal(f.n, 2);
	assert_true(str_eqz(f.rows[0].why, "head") && str_eqz(f.rows[0].state, "proposed"));
	assert_true(str_eqz(f.rows[1].why, "nominee") && str_eqz(f.rows[1].state, "recused"));
	/* Without a roll there is no quorum; with one away there is. */
	WANT(o, RC_CONFLICT, run_op(s->standing, "meeting.open", "id", s->meeting, NULL));
	council_mark(s, "Vũ Thị Lan Phương", "written");
	WANT(o, RC_OK, run_op(s->standing, "meeting.roll", "id", s->meeting, "state", "room", NULL));
	WANT(o, RC_OK, run_op(s->standing, "meeting.open", "id", s->meeting, NULL));
}

void council_ballot(struct sitting *s, const char *room)
{
	struct office *o = s->o;
	const char *ids[3];
	for (int i = 0; i < 3; i++)
		ids[i] = num(o, person_named(o, i == 1 ? "Phạm Thu Ngân" : board_names[i]));
	WANT(o, RC_OK,
	     run_op(s->standing, "ballot.prepare", "id", s->meeting, "one_id", ids[0], "two_id", ids[1],
	            "three_id", ids[2], "room", room, NULL));
	s->ballot = num(o, s->standing->out.id);
	WANT(o, RC_CONFLICT, run_op(s->standing, "ballot.open", "id", s->ballot, NULL));
	for (int i = 0; i < 3; i++) {
		struct acting *a = office_as(o, i == 1 ? "vidu.vanthu" : board[i]);
		WANT(o, RC_OK, run_op(a, "ballot.key", "id", s->ballot, NULL));
		s->codes[i] = arena_strz(s->standing->c.mem, a->out.codes[0]);
		WANT(o, RC_CONFLICT, run_op(a, "ballot.key", "id", s->ballot, NULL));
	}
	WANT(o, RC_DENIED, run_op(office_as(o, "vidu.hoidong"), "ballot.key", "id", s->ballot, NULL));
}

void council_decide(struct sitting *s, const char *state)
{
	struct finding f = council_recusals(s);
	WANT(
		s->o, RC_OK,
		run_op(s->standing, "recusal.decide", "id", num(s->o, f.rows[0].id), "state", state, NULL));
	/* The own case is nobody's to decide. */
	WANT(s->o, RC_CONFLICT,
	     run_op(s->standing, "recusal.decide", "id", num(s->o, f.rows[1].id), "state", "kept",
	            NULL));
}

const char *council_cast(struct sitting *s, const char *who, const char *votes)
{
	struct acting *a = office_as(s->o, who);
	WANT(s->o, RC_OK, run_op(a, "ballot.cast", "id", s->ballot, "votes", votes, NULL));
	return arena_strz(s->standing->c.mem, a->out.codes[0]);
}

enum rc council_count(struct sitting *s, int one, int other)
{
	return run_op(office_as(s->o, "vidu.chanhvp"), "ballot.close", "id", s->ballot, "code_one",
	              s->codes[one], "code_other", s->codes[other], NULL);
}

void council_opinion(struct sitting *s, const char *first, const char *second)
{
	struct office *o = s->o;
	WANT(o, RC_OK,
	     run_op(s->standing, "ballot.opinion", "id", s->ballot, "person_id",
	            num(o, person_named(o, "Vũ Thị Lan Phương")), "votes.0.item",
	            num(o, council_row(s, "meeting_item.list", "position", "1")), "votes.0.choice",
	            first, "votes.1.item", num(o, council_row(s, "meeting_item.list", "position", "2")),
	            "votes.1.choice", second, NULL));
}
