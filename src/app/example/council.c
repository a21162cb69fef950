/*
 * council.c: the council of the invented office: a meeting of this morning with its ballot counted
 * and its minutes drafted, and the next one, to which everybody is invited.
 *
 * Most members have no account: those in the room vote on paper, one sent the opinion in writing.
 */
#include "app/example/inner.h"

#include "db/sql_council.h"

#include <inttypes.h>

#define AS(e, account, op, ...)                                                                    \
	example_as((e)->c, account, op, (const char *const[]){__VA_ARGS__, NULL}, &(e)->made)

static const char *num(struct ctx *c, int64_t id)
{
	return arena_printf(c->mem, "%" PRId64, id).p;
}

static const char *day(struct ctx *c, int from_today)
{
	return arena_printf(c->mem, "%s", date_vn((struct date){c->today.days + from_today}).z).p;
}

/* Since before what midyear.c tells, and before today: members of later do nothing yet. */
static const char *since_when(struct ctx *c)
{
	int year = date_civil(c->today).year;
	year = year < 2026 ? year : 2026;
	if (c->today.days < date_of(year, 1, 10).days)
		year--;
	return arena_printf(c->mem, "10/01/%d", year).p;
}

static enum rc council(struct example_year *e, const char **id)
{
	static const char *const roles[EXAMPLE_COUNCIL] = {
		"chair", "deputy", "deputy", "member", "member", "member", "member", "member", "secretary"};
	struct ctx *c = e->c;
	const char *since = since_when(c);
	TRY(AS(e, "vidu.thuongtruc", "council.create", "kind", "award", "unit_id", num(c, e->top),
	       "name", "Hội đồng Thi đua - Khen thưởng Văn phòng", "sign",
	       "Quyết định ví dụ số 05/QĐ-VP", "dated", since, "rank", "office", "quorum", "2/3",
	       "counting", "all", "lower_rule", "with"));
	*id = num(c, e->made);
	for (int i = 0; i < EXAMPLE_COUNCIL; i++)
		TRY(AS(e, "vidu.thuongtruc", "council_member.add", "council_id", *id, "person_id",
		       num(c, e->council[i]), "role", roles[i], "from", since));
	return RC_OK;
}

static enum rc call(struct example_year *e, const char *council_id, const char *title, int in_days,
                    const char **id)
{
	struct ctx *c = e->c;
	TRY(AS(e, "vidu.thuongtruc", "meeting.create", "council_id", council_id, "title", title, "mode",
	       "room", "held_on", day(c, in_days), "at_time", "08:00", "place", "Phòng họp số 2"));
	*id = num(c, e->made);
	return RC_OK;
}

static enum rc consider(struct example_year *e, const char *meeting, int64_t person,
                        const char *code, const char *note)
{
	return AS(e, "vidu.thuongtruc", "meeting_item.add", "meeting_id", meeting, "person_id",
	          num(e->c, person), "code", code, "note", note);
}

/* Who is where: the third writes, the others are in the room. One alone on a screen has no secret.
 */
static enum rc gather(struct example_year *e, const char *meeting)
{
	struct ctx *c = e->c;
	struct sql_attendance_of *rows;
	size_t n;
	TRY(sql_attendance_of(c->db, c->mem, strtoll(meeting, NULL, 10), &rows, &n));
	for (size_t i = 0; i < n; i++) {
		const char *state = rows[i].person_id == e->council[2] ? "written" : "room";
		TRY(AS(e, "vidu.thuongtruc", "attendance.mark", "id", num(c, rows[i].id), "state", state,
		       "note", strcmp(state, "written") == 0 ? "Đi công tác" : ""));
	}
	return RC_OK;
}

/* The head of a nominee's room takes no part; that is the chair's decision. */
static enum rc recusals(struct example_year *e, const char *meeting)
{
	struct ctx *c = e->c;
	struct sql_recusals_of *rows;
	size_t n;
	TRY(sql_recusals_of(c->db, c->mem, strtoll(meeting, NULL, 10), &rows, &n));
	for (size_t i = 0; i < n; i++)
		if (str_eqz(rows[i].state, "proposed"))
			TRY(AS(e, "vidu.chanhvp", "recusal.decide", "id", num(c, rows[i].id), "state",
			       "recused"));
	return RC_OK;
}

/* What was counted of the papers in the room, by two of the board, each by themselves. */
static enum rc count_paper(struct example_year *e, const char *ballot, const char *const items[2])
{
	static const char *const who[] = {"vidu.chanhvp", "vidu.vanthu"};
	for (int i = 0; i < COUNT(who); i++)
		TRY(AS(e, who[i], "ballot.paper", "id", ballot, "rows.0.item", items[0], "rows.0.for_n",
		       "6", "rows.0.against_n", "1", "rows.0.lower_n", "0", "rows.0.invalid_n", "0",
		       "rows.1.item", items[1], "rows.1.for_n", "3", "rows.1.against_n", "3",
		       "rows.1.lower_n", "0", "rows.1.invalid_n", "1"));
	return RC_OK;
}

static enum rc vote(struct example_year *e, const char *meeting, const char *const items[2])
{
	static const char *const board[] = {"vidu.chanhvp", "vidu.vanthu", "vidu.thuongtruc"};
	struct ctx *c = e->c;
	const char *codes[COUNT(board)];
	TRY(AS(e, "vidu.thuongtruc", "ballot.prepare", "id", meeting, "one_id", num(c, e->council[0]),
	       "two_id", num(c, e->registry), "three_id", num(c, e->council[8]), "room", "paper"));
	const char *ballot = num(c, e->made);
	for (int i = 0; i < COUNT(board); i++) {
		struct out out;
		TRY(example_run(c, board[i], "ballot.key", (const char *const[]){"id", ballot, NULL},
		                &out));
		codes[i] = arena_strz(c->mem, out.codes[0]);
	}
	TRY(AS(e, "vidu.thuongtruc", "ballot.open", "id", ballot));
	TRY(AS(e, "vidu.thuongtruc", "ballot.opinion", "id", ballot, "person_id", num(c, e->council[2]),
	       "votes.0.item", items[0], "votes.0.choice", "for", "votes.1.item", items[1],
	       "votes.1.choice", "against"));
	TRY(count_paper(e, ballot, items));
	TRY(AS(e, "vidu.chanhvp", "ballot.close", "id", ballot, "code_one", codes[0], "code_other",
	       codes[2]));
	return AS(e, "vidu.thuongtruc", "ballot.record", "id", ballot);
}

static enum rc held(struct example_year *e, const char *council_id)
{
	struct ctx *c = e->c;
	const char *meeting, *items[2];
	TRY(call(e, council_id, "Phiên họp xét khen thưởng đột xuất", 0, &meeting));
	TRY(consider(
		e, meeting, e->member, "GK",
		"Phát hiện và ngăn rò rỉ điện ở kho lưu trữ ngoài giờ. Trưởng phòng đã xác nhận."));
	items[0] = num(c, e->made);
	TRY(consider(e, meeting, e->clerk, "GK", "Tham mưu 12 báo cáo đột xuất trong đợt mưa lũ."));
	items[1] = num(c, e->made);
	TRY(AS(e, "vidu.thuongtruc", "meeting.invite", "id", meeting));
	TRY(AS(e, "vidu.hoidong", "meeting_question.ask", "id", items[1], "question",
	       "Trong 12 báo cáo có báo cáo nào bị trả lại không?"));
	TRY(gather(e, meeting));
	TRY(recusals(e, meeting));
	TRY(AS(e, "vidu.thuongtruc", "meeting.open", "id", meeting));
	TRY(vote(e, meeting, items));
	TRY(AS(e, "vidu.thuongtruc", "meeting.close", "id", meeting, "result",
	       "Đề nghị tặng Giấy khen trường hợp đạt số phiếu; trường hợp còn lại bổ sung minh chứng, "
	       "xét ở phiên sau."));
	return AS(e, "vidu.thuongtruc", "meeting.minutes", "id", meeting);
}

static enum rc next(struct example_year *e, const char *council_id)
{
	const char *meeting;
	TRY(call(e, council_id, "Phiên họp xét danh hiệu thi đua cuối năm", 9, &meeting));
	TRY(AS(e, "vidu.thuongtruc", "meeting_item.add", "meeting_id", meeting, "title",
	       "Thông qua kết quả chấm điểm thi đua khối các phòng chuyên môn"));
	TRY(AS(e, "vidu.thuongtruc", "meeting.invite", "id", meeting));
	return AS(e, "vidu.thuongtruc", "meeting.letter", "id", meeting);
}

/* The council for initiatives has one before it; one member has scored it. */
static enum rc initiatives(struct example_year *e)
{
	static const struct {
		int who;
		const char *role;
	} seats[] = {{0, "chair"}, {1, "deputy"}, {3, "member"}, {4, "member"}, {8, "secretary"}};
	struct ctx *c = e->c;
	struct sql_meeting_initiatives_ready *rows;
	size_t n;
	const char *since = since_when(c);
	TRY(AS(e, "vidu.thuongtruc", "council.create", "kind", "initiative", "unit_id", num(c, e->top),
	       "name", "Hội đồng sáng kiến Văn phòng", "sign", "Quyết định ví dụ số 06/QĐ-VP", "dated",
	       since, "rank", "office", "quorum", "2/3", "counting", "all", "lower_rule", "own"));
	const char *id = num(c, e->made), *meeting;
	for (int i = 0; i < COUNT(seats); i++)
		TRY(AS(e, "vidu.thuongtruc", "council_member.add", "council_id", id, "person_id",
		       num(c, e->council[seats[i].who]), "role", seats[i].role, "from", since));
	TRY(sql_meeting_initiatives_ready(c->db, c->mem, e->top, c->today, 1, &rows, &n));
	TRY(AS(e, "vidu.hoidong", "initiative.score", "id", num(c, rows[0].id), "novelty", "32",
	       "worth", "35", "reach", "17", "agrees", "1", "note", "Dễ nhân rộng."));
	TRY(call(e, id, "Phiên họp xét sáng kiến", 5, &meeting));
	TRY(AS(e, "vidu.thuongtruc", "meeting.initiatives", "id", meeting));
	return AS(e, "vidu.thuongtruc", "meeting.invite", "id", meeting);
}

enum rc example_council(struct example_year *e)
{
	const char *id;
	TRY(council(e, &id));
	TRY(held(e, id));
	TRY(next(e, id));
	return initiatives(e);
}
