/*
 * part.c: who takes part: attendance, recusal, questions and answers.
 *
 * Nobody votes on the own case; authors of an initiative are out of it in the same way. Heads of
 * the nominee's unit are proposed and the chair decides; relatives say so themselves, or are
 * proposed by who knows. Until it is decided a proposal works like a recusal.
 */
#include "app/council/inner.h"

#include "app/org/org.h"
#include "db/sql_ballot.h"
#include "db/sql_council.h"
#include "op/gate.h"

#include <inttypes.h>

const struct object attendance_object = {
	.name = "attendance", .label = "thành viên dự họp", .list = &sql_list_attendance_object};
const struct object recusal_object = {.name = "recusal",
                                      .label = "trường hợp không tham gia biểu quyết",
                                      .list = &sql_list_recusal_object};
const struct object meeting_question_object = {
	.name = "meeting_question", .label = "câu hỏi", .list = &sql_list_meeting_question_object};

const struct choice attendance_states[] = {
	{"invited", "Đã mời"},       {"room", "Dự tại phòng"},
	{"online", "Dự trực tuyến"}, {"written", "Ý kiến bằng văn bản"},
	{"absent", "Vắng"},          {0}};
static const struct choice marks[] = {{"room", "Dự tại phòng"},
                                      {"online", "Dự trực tuyến"},
                                      {"written", "Vắng, gửi ý kiến bằng văn bản"},
                                      {"absent", "Vắng, không có ý kiến"},
                                      {0}};
const struct choice recusal_reasons[] = {{"nominee", "là người được xét"},
                                         {"author", "là tác giả, đồng tác giả"},
                                         {"head", "là trưởng đơn vị của đối tượng được xét"},
                                         {"relative", "là người thân của đối tượng được xét"},
                                         {"other", "lý do khác"},
                                         {0}};
static const struct choice said[] = {{"relative", "Người thân của đối tượng được xét"},
                                     {"head", "Trưởng đơn vị của đối tượng được xét"},
                                     {"other", "Lý do khác"},
                                     {0}};
static const struct choice declared[] = {
	{"relative", "Tôi là người thân của đối tượng được xét"}, {"other", "Lý do khác"}, {0}};
const struct choice recusal_states[] = {{"proposed", "Đề xuất, chưa quyết định"},
                                        {"recused", "Không tham gia biểu quyết"},
                                        {"kept", "Được tham gia biểu quyết"},
                                        {0}};
static const struct choice decided[] = {
	{"recused", "Không tham gia biểu quyết"}, {"kept", "Được tham gia biểu quyết"}, {0}};

/* --- attendance
 * ----------------------------------------------------------------------------------- */

struct attendance_in {
	int64_t id;
	struct str state, note;
};
static const struct field attendance_fields[] = {
	F(REF, struct attendance_in, id, "Thành viên", .flags = MUST | HIDDEN,
      .ref = &attendance_object),
	F(CHOICE, struct attendance_in, state, "Dự họp", .flags = MUST, .choices = marks),
	F(TEXT, struct attendance_in, note, "Ghi chú", .flags = PERSONAL, .max = 200),
};

static enum rc attendance_mark(struct ctx *c, const void *in, struct out *out)
{
	const struct attendance_in *p = in;
	struct sql_attendance_get row;
	struct sql_ballot_running running;
	TRY(sql_attendance_get(c->db, c->mem, p->id, &row));
	TRY(sql_ballot_running(c->db, c->mem, row.meeting_id, &running));
	if (running.open)
		return err_set(c->err, RC_CONFLICT,
		               "Đang bỏ phiếu: cách bỏ phiếu của mỗi người đã định khi mở. Xin điểm danh "
		               "sau khi kiểm phiếu.");
	TRY(sql_attendance_mark(c->db, p->id, p->state, p->note.p ? p->note : STR(""), NULL));
	TRY(sql_meeting_touch(c->db, row.meeting_id, NULL));
	out->go = arena_printf(c->mem, "/meeting/%" PRId64, row.meeting_id);
	out_say(c, out, "%.*s: %.*s.", STR_ARG(c->object_label),
	        STR_ARG(choice_label(marks, p->state)));
	return RC_OK;
}

struct roll_in {
	int64_t id;
	struct str state;
};
static const struct choice here[] = {
	{"room", "Dự tại phòng"}, {"online", "Dự trực tuyến"}, {"written", "Ý kiến bằng văn bản"}, {0}};
static const struct field roll_fields[] = {
	F(REF, struct roll_in, id, "Phiên họp", .flags = MUST | HIDDEN, .ref = &meeting_object),
	F(CHOICE, struct roll_in, state, "Những người chưa điểm danh", .flags = MUST, .choices = here),
};

static enum rc meeting_roll(struct ctx *c, const void *in, struct out *out)
{
	const struct roll_in *p = in;
	struct sql_attendance_of *rows;
	size_t n;
	int marked = 0;
	TRY(sql_attendance_of(c->db, c->mem, p->id, &rows, &n));
	for (size_t i = 0; i < n; i++)
		if (str_eqz(rows[i].state, "invited")) {
			TRY(sql_attendance_mark(c->db, rows[i].id, p->state, rows[i].note, NULL));
			marked++;
		}
	TRY(sql_meeting_touch(c->db, p->id, NULL));
	out_say(c, out, "Đã điểm danh %d người: %.*s.", marked, STR_ARG(choice_label(here, p->state)));
	return RC_OK;
}

/* --- recusal
 * ---------------------------------------------------------------------------------------- */

bool council_is_out(const struct sql_recusals_of *recusals, size_t n, int64_t item, int64_t person)
{
	for (size_t i = 0; i < n; i++)
		if (recusals[i].item_id == item && recusals[i].person_id == person &&
		    !str_eqz(recusals[i].state, "kept"))
			return true;
	return false;
}

/* Not again what was decided; what the own case is, stays. */
enum rc council_out_of(struct ctx *c, int64_t item, int64_t person, const char *why, int64_t *n)
{
	struct sql_recusal_find there;
	bool own = strcmp(why, "nominee") == 0 || strcmp(why, "author") == 0;
	enum rc rc = sql_recusal_find(c->db, c->mem, item, person, &there);
	if (rc == RC_OK)
		return RC_OK;
	if (rc != RC_NOTFOUND)
		return rc;
	++*n;
	return sql_recusal_add(c->db, item, person, str_of(why), own ? STR("recused") : STR("proposed"),
	                       STR(""), c->now_ms, NULL);
}

static enum rc propose_heads(struct ctx *c, const struct sql_meeting_get *m, int64_t item,
                             int64_t unit, int64_t *n)
{
	struct sql_recusal_heads *rows;
	size_t count;
	TRY(sql_recusal_heads(c->db, c->mem, m->id, unit, m->held_on, &rows, &count));
	for (size_t i = 0; i < count; i++)
		TRY(council_out_of(c, item, rows[i].person_id, "head", n));
	return RC_OK;
}

static enum rc propose_item(struct ctx *c, const struct sql_meeting_get *m,
                            const struct sql_meeting_items *item,
                            const struct sql_attendance_of *who, size_t who_count, int64_t *n)
{
	struct sql_person_unit_of person = {.unit_id = DB_NULL};
	for (size_t i = 0; i < who_count; i++)
		if (item->person_id != DB_NULL && who[i].person_id == item->person_id)
			TRY(council_out_of(c, item->id, item->person_id, "nominee", n));
	if (item->person_id != DB_NULL)
		TRY(sql_person_unit_of(c->db, c->mem, item->person_id, &person));
	int64_t unit = item->unit_id != DB_NULL ? item->unit_id : person.unit_id;
	if (unit != DB_NULL)
		TRY(propose_heads(c, m, item->id, unit, n));
	if (item->initiative_id != DB_NULL)
		TRY(council_initiative_out(c, m->id, item, n));
	return item->nominee_id != DB_NULL ? council_nominee_out(c, m, item, n) : RC_OK;
}

enum rc council_propose(struct ctx *c, int64_t meeting, int64_t *n)
{
	struct sql_meeting_get m;
	struct sql_meeting_items *items;
	struct sql_attendance_of *who;
	size_t item_count, who_count;
	*n = 0;
	TRY(sql_meeting_get(c->db, c->mem, meeting, &m));
	TRY(sql_meeting_items(c->db, c->mem, meeting, &items, &item_count));
	TRY(sql_attendance_of(c->db, c->mem, meeting, &who, &who_count));
	for (size_t i = 0; i < item_count; i++)
		TRY(propose_item(c, &m, &items[i], who, who_count, n));
	return RC_OK;
}

struct recusal_in {
	int64_t id, person_id;
	struct str why, state, note;
};
static const struct field declare_fields[] = {
	F(REF, struct recusal_in, id, "Nội dung", .flags = MUST | HIDDEN, .ref = &meeting_item_object),
	F(CHOICE, struct recusal_in, why, "Vì sao", .flags = MUST, .choices = declared),
	F(TEXT, struct recusal_in, note, "Nói rõ", .flags = CONFIDENTIAL, .max = 200),
};

/* By the member, for oneself: nobody has to agree. */
static enum rc recusal_declare(struct ctx *c, const void *in, struct out *out)
{
	const struct recusal_in *p = in;
	struct sql_meeting_item_get item;
	struct sql_attendance_mine mine;
	struct sql_recusal_find there;
	struct sql_meeting_item_voting voting;
	TRY(sql_meeting_item_get(c->db, c->mem, p->id, &item));
	enum rc rc = sql_attendance_mine(c->db, c->mem, item.meeting_id, c->who.person_id, &mine);
	if (rc == RC_NOTFOUND)
		return err_set(c->err, RC_DENIED,
		               "Ông/bà không phải thành viên được mời của phiên họp này.");
	TRY(rc);
	TRY(sql_meeting_item_voting(c->db, c->mem, p->id, &voting));
	if (voting.open)
		return err_set(c->err, RC_CONFLICT,
		               "Nội dung này đang được bỏ phiếu. Xin để phiếu trắng và báo chủ trì.");
	/* Or the own case would become one that the chair may decide otherwise. */
	rc = sql_recusal_find(c->db, c->mem, p->id, c->who.person_id, &there);
	if (rc == RC_OK && str_eqz(there.state, "recused"))
		return err_set(c->err, RC_CONFLICT,
		               "Ông/bà đã không tham gia biểu quyết nội dung này; không cần khai lại.");
	if (rc != RC_OK && rc != RC_NOTFOUND)
		return rc;
	TRY(sql_recusal_add(c->db, p->id, c->who.person_id, p->why, STR("recused"),
	                    p->note.p ? p->note : STR(""), c->now_ms, NULL));
	TRY(sql_meeting_touch(c->db, item.meeting_id, NULL));
	out->go = arena_printf(c->mem, "/meeting/%" PRId64, item.meeting_id);
	out_say(c, out, "Ông/bà không tham gia biểu quyết nội dung này và không xem thảo luận về nó.");
	return RC_OK;
}

static enum rc is_chair(struct ctx *c, int64_t meeting, int64_t person, bool *yes)
{
	struct sql_attendance_mine row;
	*yes = false;
	if (person == DB_NULL)
		return RC_OK;
	enum rc rc = sql_attendance_mine(c->db, c->mem, meeting, person, &row);
	*yes = rc == RC_OK && str_eqz(row.role, "chair");
	return rc == RC_NOTFOUND ? RC_OK : rc;
}

/* Whom the item is about, or who is out of it, has no say in who else is. `chair`: is that so of
 * the chair? */
static enum rc has_no_say(struct ctx *c, int64_t item_id, bool *chair)
{
	struct sql_meeting_item_get item;
	struct sql_recusals_of *rows;
	size_t n;
	TRY(sql_meeting_item_get(c->db, c->mem, item_id, &item));
	TRY(sql_recusals_of(c->db, c->mem, item.meeting_id, &rows, &n));
	TRY(is_chair(c, item.meeting_id, item.person_id, chair));
	for (size_t i = 0; i < n && !*chair; i++)
		if (rows[i].item_id == item_id && !str_eqz(rows[i].state, "kept"))
			TRY(is_chair(c, item.meeting_id, rows[i].person_id, chair));
	if (c->who.person_id != DB_NULL &&
	    (item.person_id == c->who.person_id || council_is_out(rows, n, item_id, c->who.person_id)))
		return err_set(c->err, RC_DENIED,
		               "Ông/bà là người được xét hoặc không tham gia nội dung này nên không quyết "
		               "định ai tham gia. Xin để chủ tịch, phó chủ tịch hội đồng hoặc người khác "
		               "của bộ phận thường trực quyết định.");
	return RC_OK;
}

/*
 * Who leads a council's meeting: its chair, the deputy where the chair is concerned, and the office
 * that writes down what they decide.
 */
static enum rc leads(struct ctx *c, int64_t meeting, int64_t item, int64_t about)
{
	struct sql_attendance_mine mine = {.role = STR("")};
	bool chair_out, about_chair;
	TRY(has_no_say(c, item, &chair_out));
	if (c->who.roles & (R(STANDING) | R(HEAD)))
		return RC_OK;
	enum rc rc = sql_attendance_mine(c->db, c->mem, meeting, c->who.person_id, &mine);
	if (rc != RC_OK && rc != RC_NOTFOUND)
		return rc;
	if (str_eqz(mine.role, "chair"))
		return RC_OK;
	TRY(is_chair(c, meeting, about, &about_chair));
	if (str_eqz(mine.role, "deputy") && (chair_out || about_chair))
		return RC_OK;
	return err_set(
		c->err, RC_DENIED,
		"Việc này do chủ tịch hội đồng quyết định (về chính chủ tịch: phó chủ tịch). Xin "
		"báo chủ tịch hoặc bộ phận thường trực.");
}

static enum rc leads_item(struct ctx *c, int64_t id)
{
	struct sql_meeting_item_get item;
	TRY(sql_meeting_item_get(c->db, c->mem, id, &item));
	return leads(c, item.meeting_id, id, DB_NULL);
}

static enum rc leads_recusal(struct ctx *c, int64_t id)
{
	struct sql_recusal_get row;
	TRY(sql_recusal_get(c->db, c->mem, id, &row));
	return leads(c, row.meeting_id, row.item_id, row.person_id);
}

/* In the form, whose object is the item: those who were invited to its meeting. */
static enum rc attends(struct ctx *c, int64_t person, bool *yes)
{
	struct sql_meeting_item_get item;
	struct sql_attendance_mine row;
	*yes = true;
	if (c->object_id == DB_NULL)
		return RC_OK;
	TRY(sql_meeting_item_get(c->db, c->mem, c->object_id, &item));
	enum rc rc = sql_attendance_mine(c->db, c->mem, item.meeting_id, person, &row);
	*yes = rc == RC_OK && person != c->who.person_id;
	return rc == RC_NOTFOUND ? RC_OK : rc;
}

static const struct field propose_fields[] = {
	F(REF, struct recusal_in, id, "Nội dung", .flags = MUST | HIDDEN, .ref = &meeting_item_object),
	F(REF, struct recusal_in, person_id, "Thành viên", .flags = MUST | IN_SCOPE,
      .ref = &person_object, .offers = attends),
	F(CHOICE, struct recusal_in, why, "Vì sao", .flags = MUST, .choices = said),
	F(TEXT, struct recusal_in, note, "Nói rõ", .flags = MUST | CONFIDENTIAL, .min = 5, .max = 200),
};

/* By who knows of it, when the member says nothing; until it is decided the member is out. */
static enum rc recusal_propose(struct ctx *c, const void *in, struct out *out)
{
	const struct recusal_in *p = in;
	struct sql_meeting_item_get item;
	struct sql_attendance_mine theirs;
	struct sql_meeting_item_voting voting;
	struct sql_recusal_find there;
	TRY(sql_meeting_item_get(c->db, c->mem, p->id, &item));
	if (p->person_id == c->who.person_id)
		return err_field(c->err, "person_id",
		                 "Về chính mình, xin dùng \"Không tham gia\" ở nội dung ấy.");
	enum rc rc = sql_attendance_mine(c->db, c->mem, item.meeting_id, p->person_id, &theirs);
	if (rc == RC_NOTFOUND)
		return err_field(c->err, "person_id",
		                 "Người này không phải thành viên được mời của phiên họp. Xin mời họp "
		                 "trước, hoặc chọn thành viên khác.");
	TRY(rc);
	TRY(sql_meeting_item_voting(c->db, c->mem, p->id, &voting));
	if (voting.open)
		return err_set(c->err, RC_CONFLICT,
		               "Nội dung này đang được bỏ phiếu. Xin bỏ lần bỏ phiếu ấy trước, nếu cần.");
	rc = sql_recusal_find(c->db, c->mem, p->id, p->person_id, &there);
	if (rc == RC_OK && !str_eqz(there.state, "kept"))
		return err_field(c->err, "person_id",
		                 "Người này đã được đề xuất hoặc đã không tham gia nội dung này.");
	if (rc != RC_OK && rc != RC_NOTFOUND)
		return rc;
	TRY(sql_recusal_add(c->db, p->id, p->person_id, p->why, STR("proposed"), p->note, c->now_ms,
	                    &out->id));
	TRY(sql_meeting_touch(c->db, item.meeting_id, NULL));
	c->object_person = p->person_id;
	out->go = arena_printf(c->mem, "/meeting/%" PRId64, item.meeting_id);
	out_say(c, out, "Đã đề xuất; chủ trì quyết định. Trước đó người ấy không xem, không bỏ phiếu.");
	return RC_OK;
}

static const struct field decide_fields[] = {
	F(REF, struct recusal_in, id, "Trường hợp", .flags = MUST | HIDDEN, .ref = &recusal_object),
	F(CHOICE, struct recusal_in, state, "Chủ trì quyết định", .flags = MUST, .choices = decided),
	F(TEXT, struct recusal_in, note, "Lý do", .flags = CONFIDENTIAL, .max = 200),
};

static enum rc recusal_decide(struct ctx *c, const void *in, struct out *out)
{
	const struct recusal_in *p = in;
	struct sql_recusal_get row;
	struct sql_meeting_item_voting voting;
	TRY(sql_recusal_get(c->db, c->mem, p->id, &row));
	if (!str_eqz(row.item_state, "open"))
		return err_set(
			c->err, RC_CONFLICT,
			"Nội dung này đã biểu quyết xong hoặc đã rút; ai tham gia không đổi được nữa.");
	TRY(sql_meeting_item_voting(c->db, c->mem, row.item_id, &voting));
	if (voting.open)
		return err_set(c->err, RC_CONFLICT, "Nội dung này đang được bỏ phiếu.");
	if (str_eqz(row.why, "nominee") || str_eqz(row.why, "author"))
		return err_set(c->err, RC_CONFLICT,
		               "Không ai biểu quyết việc của chính mình; trường hợp này không đổi được.");
	TRY(sql_recusal_set(c->db, p->id, p->state, p->note.p ? p->note : STR(""), NULL));
	TRY(sql_meeting_touch(c->db, row.meeting_id, NULL));
	out->go = arena_printf(c->mem, "/meeting/%" PRId64, row.meeting_id);
	out_say(c, out, "%.*s: %.*s.", STR_ARG(c->object_label),
	        STR_ARG(choice_label(recusal_states, p->state)));
	return RC_OK;
}

/* --- questions
 * ---------------------------------------------------------------------------------------- */

static enum rc out_of_it(struct ctx *c, int64_t meeting, int64_t item, int64_t person)
{
	struct sql_recusals_of *rows;
	size_t n;
	TRY(sql_recusals_of(c->db, c->mem, meeting, &rows, &n));
	if (person != DB_NULL && council_is_out(rows, n, item, person))
		return err_set(c->err, RC_DENIED, "Ông/bà không tham gia thảo luận nội dung này.");
	return RC_OK;
}

struct question_in {
	int64_t id;
	struct str question, answer;
};
static const struct field ask_fields[] = {
	F(REF, struct question_in, id, "Nội dung", .flags = MUST | HIDDEN, .ref = &meeting_item_object),
	F(LONG, struct question_in, question, "Câu hỏi, ý kiến", .flags = MUST | CONFIDENTIAL,
      .max = 2000),
};

static enum rc question_ask(struct ctx *c, const void *in, struct out *out)
{
	const struct question_in *p = in;
	struct sql_meeting_item_get item;
	struct sql_attendance_mine mine;
	TRY(sql_meeting_item_get(c->db, c->mem, p->id, &item));
	enum rc rc = sql_attendance_mine(c->db, c->mem, item.meeting_id, c->who.person_id, &mine);
	if (rc == RC_NOTFOUND)
		return err_set(c->err, RC_DENIED,
		               "Ông/bà không phải thành viên được mời của phiên họp này.");
	TRY(rc);
	TRY(out_of_it(c, item.meeting_id, p->id, c->who.person_id));
	TRY(sql_meeting_question_add(c->db, p->id, c->who.person_id, p->question, c->now_ms, &out->id));
	out->go = arena_printf(c->mem, "/meeting/%" PRId64, item.meeting_id);
	out_say(c, out, "Đã gửi; câu trả lời hiện ở trang phiên họp.");
	return RC_OK;
}

static const struct field answer_fields[] = {
	F(REF, struct question_in, id, "Câu hỏi", .flags = MUST | HIDDEN,
      .ref = &meeting_question_object),
	F(LONG, struct question_in, answer, "Trả lời", .flags = MUST | CONFIDENTIAL, .max = 4000),
};

static enum rc question_answer(struct ctx *c, const void *in, struct out *out)
{
	const struct question_in *p = in;
	struct sql_meeting_question_get q;
	struct sql_meeting_item_get item;
	TRY(sql_meeting_question_get(c->db, c->mem, p->id, &q));
	TRY(sql_meeting_item_get(c->db, c->mem, q.item_id, &item));
	TRY(out_of_it(c, item.meeting_id, q.item_id, c->who.person_id));
	TRY(sql_meeting_question_answer(c->db, p->id, p->answer, c->who.account_id, c->now_ms, NULL));
	out->go = arena_printf(c->mem, "/meeting/%" PRId64, item.meeting_id);
	out_say(c, out, "Đã trả lời.");
	return RC_OK;
}

/* --- rows
 * ------------------------------------------------------------------------------------------------
 */

static const struct field attendance_filters[] = {
	FILTER(REF, "meeting", "Phiên họp", .ref = &meeting_object),
	FILTER(CHOICE, "state", "Dự họp", .choices = attendance_states),
};
static const struct column attendance_cols[] = {
	{"person_name", "Họ và tên", COL_LINK, .op = "person.view", .key = "person_id", .width = 28},
	{"role", "Vai", COL_CHOICE, .choices = council_roles},
	{"title", "Phiên họp", COL_TEXT, .width = 40},
	{"held_on", "Ngày", COL_DATE},
	{"state", "Dự họp", COL_BADGE, .choices = attendance_states},
	{"note", "Ghi chú", COL_TEXT},
};

#define RUNS .kind = OP_WRITE, .roles = COUNCIL_RUNS, .scope = SCOPE_OBJECT
#define SITS .kind = OP_WRITE, .roles = COUNCIL_SITS, .scope = SCOPE_OBJECT

const struct op attendance_ops[] = {
	{.name = "attendance.list",
     .title = "Thành viên dự họp",
     .help = "Ai được mời, ai dự, ai gửi ý kiến bằng văn bản, ai vắng.",
     .kind = OP_LIST,
     .flags = OP_JOURNAL_EXPORT | OP_QUIET,
     .roles = COUNCIL_READS | R(MEMBER),
     .scope = SCOPE_ANY,
     .object = &attendance_object,
     .list = &sql_list_attendance_list,
     .order = "-id",
     FIELDS(attendance_filters),
     COLS(attendance_cols),
     .empty = "Chưa mời ai."},
	{.name = "attendance.mark",
     .title = "Điểm danh một thành viên",
     .help = "Dự tại phòng, dự trực tuyến, gửi ý kiến bằng văn bản hay vắng.",
     .verb = "Điểm danh",
     RUNS,
     .object = &attendance_object,
     .states = "open",
     FIELDS(attendance_fields),
     .in_size = sizeof(struct attendance_in),
     .run = attendance_mark,
     .then = "meeting.list"},
	{.name = "meeting.roll",
     .title = "Điểm danh mọi người còn lại",
     .help = "Ai vắng thì ghi riêng trước; những người chưa điểm danh được ghi như nhau.",
     .verb = "Điểm danh cả phiên",
     RUNS,
     .object = &meeting_object,
     .states = "invited",
     .icon = "people",
     FIELDS(roll_fields),
     .in_size = sizeof(struct roll_in),
     .run = meeting_roll,
     .then = "meeting.view"},
	{.name = "recusal.declare",
     .title = "Xin không tham gia biểu quyết",
     .help = "Thành viên tự khai là người thân của đối tượng được xét, hoặc vì lý do khác; không "
             "xem thảo luận và không bỏ phiếu nội dung ấy.",
     .verb = "Không tham gia",
     SITS,
     .object = &meeting_item_object,
     .states = "open",
     FIELDS(declare_fields),
     .in_size = sizeof(struct recusal_in),
     .run = recusal_declare,
     .then = "meeting.list"},
	{.name = "recusal.propose",
     .title = "Đề xuất một thành viên không tham gia biểu quyết",
     .help = "Khi thành viên là người thân, trưởng đơn vị của đối tượng được xét, hoặc có lý do "
             "khác mà chưa tự khai. Chủ trì quyết định; trước đó người ấy không xem và không bỏ "
             "phiếu nội dung ấy.",
     .verb = "Đề xuất không tham gia",
     SITS,
     .object = &meeting_item_object,
     .states = "open",
     FIELDS(propose_fields),
     .in_size = sizeof(struct recusal_in),
     .guard = leads_item,
     .person_field = "person_id",
     .run = recusal_propose,
     .then = "meeting.list"},
	{.name = "recusal.decide",
     .title = "Quyết định việc tham gia biểu quyết",
     .help = "Theo ý kiến chủ trì: người được đề xuất có tham gia biểu quyết nội dung này không.",
     .verb = "Quyết định",
     .kind = OP_WRITE,
     .roles = COUNCIL_SITS,
     .scope = SCOPE_OBJECT,
     .flags = OP_NOT_OWN,
     .object = &recusal_object,
     .states = "proposed recused kept",
     FIELDS(decide_fields),
     .in_size = sizeof(struct recusal_in),
     .guard = leads_recusal,
     .run = recusal_decide,
     .then = "meeting.list"},
	{.name = "meeting_question.ask",
     .title = "Hỏi về một nội dung",
     .help = "Câu hỏi và câu trả lời được giữ; người không tham gia biểu quyết không xem được.",
     .verb = "Hỏi",
     SITS,
     .object = &meeting_item_object,
     .states = "open",
     FIELDS(ask_fields),
     .in_size = sizeof(struct question_in),
     .run = question_ask,
     .then = "meeting.list"},
	{.name = "meeting_question.answer",
     .title = "Trả lời câu hỏi",
     .help = "Trả lời của bộ phận thường trực, kèm hồ sơ ở đâu.",
     .verb = "Trả lời",
     RUNS,
     .object = &meeting_question_object,
     .states = "open",
     FIELDS(answer_fields),
     .in_size = sizeof(struct question_in),
     .run = question_answer,
     .then = "meeting.list"},
	{0}};
