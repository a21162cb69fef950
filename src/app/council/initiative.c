/*
 * initiative.c: initiatives before their council (NĐ 13/2012/NĐ-CP): put on the agenda at once, and
 * concluded by the sheets of those members who are at the meeting and not out of the matter.
 */
#include "app/council/inner.h"

#include "db/sql_council.h"
#include "db/sql_initiative.h"
#include "op/gate.h"

#include <inttypes.h>

#define INITIATIVES_MAX 100 /* on the agenda at once */

static const struct field id_fields[] = {
	F(REF, struct council_id_in, id, "Phiên họp", .flags = MUST | HIDDEN, .ref = &meeting_object),
};

static enum rc of_initiatives(struct ctx *c, int64_t id)
{
	struct sql_meeting_get m;
	TRY(sql_meeting_get(c->db, c->mem, id, &m));
	if (!str_eqz(m.kind, "initiative"))
		return err_set(c->err, RC_CONFLICT,
		               "Sáng kiến do hội đồng sáng kiến xét. Xin chọn phiên họp của hội đồng ấy.");
	return RC_OK;
}

static enum rc meeting_initiatives(struct ctx *c, const void *in, struct out *out)
{
	const struct council_id_in *p = in;
	struct sql_meeting_get m;
	struct sql_meeting_initiatives_ready *rows;
	struct sql_meeting_item_last last;
	size_t n;
	int64_t id, proposed;
	TRY(sql_meeting_get(c->db, c->mem, p->id, &m));
	TRY(sql_meeting_initiatives_ready(c->db, c->mem, m.unit_id, c->today, INITIATIVES_MAX, &rows,
	                                  &n));
	if (n == 0)
		return err_set(c->err, RC_CONFLICT,
		               "Không có sáng kiến nào đã tiếp nhận mà chưa có trong phiên họp nào. Xin "
		               "tiếp nhận sáng kiến trước.");
	TRY(sql_meeting_item_last(c->db, c->mem, p->id, &last));
	for (size_t i = 0; i < n; i++)
		TRY(sql_meeting_item_initiative(
			c->db, p->id, last.position + 1 + (int64_t)i,
			arena_printf(c->mem, "Sáng kiến: %.*s", STR_ARG(rows[i].title)), rows[i].id, &id));
	TRY(council_propose(c, p->id, &proposed));
	TRY(sql_meeting_touch(c->db, p->id, NULL));
	out->go = arena_printf(c->mem, "/meeting/%" PRId64, p->id);
	out_say(c, out,
	        "Đã đưa %zu sáng kiến vào nội dung họp; không tham gia xét: %" PRId64 " trường hợp.", n,
	        proposed);
	return RC_OK;
}

enum rc council_initiative_out(struct ctx *c, int64_t meeting, const struct sql_meeting_items *item,
                               int64_t *count)
{
	struct sql_recusal_authors *authors;
	size_t n;
	TRY(sql_recusal_authors(c->db, c->mem, meeting, item->initiative_id, &authors, &n));
	for (size_t i = 0; i < n; i++)
		TRY(council_out_of(c, item->id, authors[i].person_id, "author", count));
	return RC_OK;
}

/* --- who scores, what they concluded -------------------------------------------------------------
 */

enum rc council_may_score(struct ctx *c, int64_t initiative)
{
	struct sql_initiative_seat seat;
	struct sql_initiative_out_of out;
	TRY(sql_initiative_seat(c->db, c->mem, c->who.person_id, initiative, c->today, &seat));
	if (seat.n == 0)
		return err_set(c->err, RC_DENIED,
		               "Chỉ thành viên hội đồng sáng kiến của cơ quan chấm sáng kiến. Xin bộ phận "
		               "thường trực ghi thành viên hội đồng, nếu thiếu.");
	TRY(sql_initiative_out_of(c->db, c->mem, c->who.person_id, initiative, &out));
	if (out.n)
		return err_set(c->err, RC_DENIED,
		               "Ông/bà không tham gia xét sáng kiến này. Xin hỏi chủ trì phiên họp.");
	return RC_OK;
}

enum rc council_concludes(struct ctx *c, int64_t meeting, bool *yes)
{
	struct sql_meeting_get m;
	TRY(sql_meeting_get(c->db, c->mem, meeting, &m));
	*yes = str_eqz(m.kind, "initiative") && str_eqz(m.state, "open");
	return RC_OK;
}

static enum rc decided(struct ctx *c, int64_t meeting, int64_t item, int64_t *out)
{
	struct sql_recusals_of *rows;
	size_t n;
	*out = 0;
	TRY(sql_recusals_of(c->db, c->mem, meeting, &rows, &n));
	for (size_t i = 0; i < n; i++) {
		if (rows[i].item_id == item && str_eqz(rows[i].state, "proposed"))
			return err_set(c->err, RC_CONFLICT,
			               "Chủ trì chưa quyết định %.*s có tham gia xét sáng kiến này không. "
			               "Xin chủ trì bấm Quyết định ở trang phiên họp.",
			               STR_ARG(rows[i].name));
		*out += rows[i].item_id == item && str_eqz(rows[i].state, "recused");
	}
	return RC_OK;
}

enum rc council_conclude(struct ctx *c, int64_t meeting, int64_t initiative, bool yes,
                         struct council_sheets *out)
{
	struct sql_meeting_get m;
	struct sql_meeting_item_about item;
	struct sql_meeting_sheets sheets;
	int64_t away;
	bool may;
	TRY(sql_meeting_get(c->db, c->mem, meeting, &m));
	TRY(council_concludes(c, meeting, &may));
	if (!may)
		return err_field(c->err, "meeting_id",
		                 "Xin chọn phiên họp của hội đồng sáng kiến, đã khai mạc và chưa kết "
		                 "thúc.");
	enum rc rc = sql_meeting_item_about(c->db, c->mem, meeting, initiative, &item);
	if (rc == RC_NOTFOUND)
		return err_field(c->err, "meeting_id",
		                 "Sáng kiến này không có trong nội dung phiên họp. Xin đưa vào nội dung "
		                 "họp trước khi khai mạc.");
	TRY(rc);
	TRY(decided(c, meeting, item.id, &away));
	TRY(sql_meeting_sheets(c->db, c->mem, meeting, item.id, initiative, &sheets));
	int64_t base = str_eqz(m.counting, "all") ? m.members : m.members - away;
	int64_t needed = council_quorum(m.quorum, base);
	if (sheets.n == 0 || sheets.n < needed)
		return err_set(c->err, RC_CONFLICT,
		               "Có %" PRId64 " phiếu chấm của thành viên dự họp; cần ít nhất %" PRId64
		               " trong %" PRId64 " thành viên (%.*s). Xin mời thành viên chấm.",
		               sheets.n, needed, base, STR_ARG(m.quorum));
	if (yes != (sheets.agrees * 2 > sheets.n))
		return err_field(c->err, "result",
		                 "%" PRId64 "/%" PRId64 " phiếu chấm đồng ý công nhận: kết luận phải theo "
		                 "đa số phiếu.",
		                 sheets.agrees, sheets.n);
	*out = (struct council_sheets){
		.n = sheets.n, .agrees = sheets.agrees, .points = sheets.points, .held_on = m.held_on};
	TRY(sql_meeting_item_state(c->db, item.id, yes ? STR("passed") : STR("lost"), NULL));
	return sql_meeting_touch(c->db, meeting, NULL);
}

const struct op council_initiative_ops[] = {
	{.name = "meeting.initiatives",
     .title = "Đưa sáng kiến vào nội dung họp",
     .help = "Mọi sáng kiến đã tiếp nhận mà chưa có trong phiên họp nào, mỗi sáng kiến một nội "
             "dung. Tác giả là thành viên thì không tham gia xét.",
     .verb = "Đưa sáng kiến vào",
     .kind = OP_WRITE,
     .roles = COUNCIL_RUNS,
     .scope = SCOPE_OBJECT,
     .object = &meeting_object,
     .states = "draft invited",
     .icon = "bulb",
     FIELDS(id_fields),
     .in_size = sizeof(struct council_id_in),
     .guard = of_initiatives,
     .run = meeting_initiatives,
     .then = "meeting.view"},
	{0}};
