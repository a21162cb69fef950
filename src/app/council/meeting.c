/* meeting.c: meetings: called, invited, held, closed; what is on the agenda. */
#include "app/council/inner.h"

#include "app/job/job.h"
#include "app/org/org.h"
#include "app/record/record.h"
#include "db/sql_ballot.h"
#include "db/sql_council.h"
#include "op/gate.h"

#include <inttypes.h>

const struct object meeting_object = {.name = "meeting",
                                      .label = "phiên họp",
                                      .list = &sql_list_meeting_object,
                                      .view = "meeting.view"};
const struct object meeting_item_object = {
	.name = "meeting_item", .label = "nội dung họp", .list = &sql_list_meeting_item_object};

const struct choice meeting_states[] = {{"draft", "Đang chuẩn bị"}, {"invited", "Đã mời"},
                                        {"open", "Đang họp"},       {"closed", "Đã họp"},
                                        {"cancelled", "Đã hủy"},    {0}};
const struct choice meeting_modes[] = {{"room", "Họp tại phòng"},
                                       {"online", "Họp trực tuyến"},
                                       {"written", "Lấy ý kiến bằng văn bản"},
                                       {0}};
const struct choice item_states[] = {{"open", "Chưa biểu quyết"},   {"passed", "Đạt"},
                                     {"lower", "Đạt mức thấp hơn"}, {"lost", "Không đạt"},
                                     {"removed", "Đã rút"},         {0}};

/* --- calling ------------------------------------------------------------------------------------
 */

struct meeting_in {
	int64_t id, council_id;
	struct str title, mode, at_time, place, content, result, reason;
	struct date held_on;
};
#define MEETING_FIELDS                                                                             \
	F(TEXT, struct meeting_in, title, "Tên phiên họp", .flags = MUST, .max = 200),                 \
		F(CHOICE, struct meeting_in, mode, "Hình thức", .flags = MUST, .choices = meeting_modes),  \
		F(DATE, struct meeting_in, held_on, "Ngày họp", .flags = MUST,                             \
	      .hint = "Khi lấy ý kiến bằng văn bản: hạn gửi ý kiến"),                                  \
		F(TEXT, struct meeting_in, at_time, "Giờ", .max = 5, .hint = "Ví dụ 14:00"),               \
		F(TEXT, struct meeting_in, place, "Địa điểm hoặc đường dẫn", .max = 300),                  \
		F(LONG, struct meeting_in, content, "Nội dung", .max = 4000)
static const struct field meeting_create_fields[] = {
	F(REF, struct meeting_in, council_id, "Hội đồng", .flags = MUST | IN_SCOPE,
      .ref = &council_object),
	MEETING_FIELDS,
};
static const struct field meeting_edit_fields[] = {
	F(REF, struct meeting_in, id, "Phiên họp", .flags = MUST | HIDDEN, .ref = &meeting_object),
	MEETING_FIELDS,
};

static struct str text_or_empty(struct str s)
{
	return s.p ? s : STR("");
}

static enum rc check_time(struct ctx *c, struct str at)
{
	bool ok = at.n == 5 && at.p[2] == ':';
	for (size_t i = 0; ok && i < 5; i++)
		ok = i == 2 || (at.p[i] >= '0' && at.p[i] <= '9');
	if (at.n && (!ok || at.p[0] > '2' || (at.p[0] == '2' && at.p[1] > '3') || at.p[3] > '5'))
		return err_field(c->err, "at_time", "Giờ cần có dạng 08:30.");
	return RC_OK;
}

static enum rc meeting_create(struct ctx *c, const void *in, struct out *out)
{
	const struct meeting_in *p = in;
	struct sql_council_get council;
	TRY(sql_council_get(c->db, c->mem, p->council_id, &council));
	if (!str_eqz(council.state, "active"))
		return err_field(c->err, "council_id", "Hội đồng này đã kết thúc hoạt động.");
	if (p->held_on.days < council.dated.days)
		return err_field(c->err, "held_on", "Hội đồng được thành lập ngày %s.",
		                 date_vn(council.dated).z);
	TRY(check_time(c, p->at_time));
	TRY(sql_meeting_add(c->db, p->council_id, p->title, p->mode, p->held_on,
	                    text_or_empty(p->at_time), text_or_empty(p->place),
	                    text_or_empty(p->content), c->who.account_id, c->now_ms, &out->id));
	c->object_unit = council.unit_id;
	out_say(c, out, "Đã ghi phiên họp. Xin thêm nội dung họp, rồi mời thành viên.");
	return RC_OK;
}

static enum rc meeting_edit(struct ctx *c, const void *in, struct out *out)
{
	const struct meeting_in *p = in;
	struct sql_meeting_get old;
	int64_t told = 0;
	TRY(sql_meeting_get(c->db, c->mem, p->id, &old));
	TRY(check_time(c, p->at_time));
	bool moved = old.held_on.days != p->held_on.days ||
	             !str_eq(old.at_time, text_or_empty(p->at_time)) ||
	             !str_eq(old.place, text_or_empty(p->place));
	bool invited = str_eqz(old.state, "invited");
	if (invited && old.held_on.days != p->held_on.days) {
		struct sql_council_members_on *rows;
		size_t n;
		TRY(sql_council_members_on(c->db, c->mem, old.council_id, p->held_on, &rows, &n));
		if ((int64_t)n != old.members)
			return err_field(c->err, "held_on",
			                 "Thành viên hội đồng ngày ấy khác những người đã mời. Xin hủy phiên "
			                 "này và mời phiên mới.");
	}
	TRY(sql_meeting_set(c->db, p->id, p->title, p->mode, p->held_on, text_or_empty(p->at_time),
	                    text_or_empty(p->place), text_or_empty(p->content), NULL));
	if (invited && moved)
		TRY(council_tell(c, p->id,
		                 arena_printf(c->mem,
		                              "Đổi thời gian, địa điểm họp: %.*s, %.*s ngày %s, %.*s.",
		                              STR_ARG(p->title), STR_ARG(text_or_empty(p->at_time)),
		                              date_vn(p->held_on).z, STR_ARG(text_or_empty(p->place))),
		                 arena_printf(c->mem, "moved-%" PRId64, old.version), &told));
	out_say(c, out, "Đã sửa phiên họp%s.", told ? " và báo thành viên" : "");
	return RC_OK;
}

static const struct field meeting_cancel_fields[] = {
	F(REF, struct meeting_in, id, "Phiên họp", .flags = MUST | HIDDEN, .ref = &meeting_object),
	F(TEXT, struct meeting_in, reason, "Lý do", .flags = MUST, .min = 5, .max = 300),
};

static enum rc meeting_cancel(struct ctx *c, const void *in, struct out *out)
{
	const struct meeting_in *p = in;
	int64_t told = 0;
	TRY(sql_meeting_cancelled(c->db, p->id, p->reason, NULL));
	TRY(council_tell(c, p->id,
	                 arena_printf(c->mem, "Hủy phiên họp \"%.*s\": %.*s", STR_ARG(c->object_label),
	                              STR_ARG(p->reason)),
	                 STR("cancelled"), &told));
	out_say(c, out, "Đã hủy phiên họp.");
	return RC_OK;
}

/* --- inviting ------------------------------------------------------------------------------------
 */

enum rc council_tell(struct ctx *c, int64_t meeting, struct str text, struct str key, int64_t *told)
{
	struct sql_attendance_of *rows;
	size_t n;
	struct str link = arena_printf(c->mem, "/meeting/%" PRId64, meeting);
	*told = 0;
	TRY(sql_attendance_of(c->db, c->mem, meeting, &rows, &n));
	for (size_t i = 0; i < n; i++) {
		if (rows[i].account_id != DB_NULL)
			TRY(notice_add(c, rows[i].account_id, text, link));
		if (mail_address_ok(rows[i].email))
			TRY(mail_queue(c, rows[i].email, STR("Họp hội đồng"), text,
			               arena_printf(c->mem, "meeting-%" PRId64 "-%.*s-%" PRId64, meeting,
			                            STR_ARG(key), rows[i].person_id)));
		*told += rows[i].account_id != DB_NULL || mail_address_ok(rows[i].email);
	}
	return RC_OK;
}

static const struct field meeting_id_fields[] = {
	F(REF, struct council_id_in, id, "Phiên họp", .flags = MUST | HIDDEN, .ref = &meeting_object),
};

static enum rc meeting_invite(struct ctx *c, const void *in, struct out *out)
{
	const struct council_id_in *p = in;
	struct sql_meeting_get m;
	struct sql_council_members_on *rows;
	struct sql_meeting_items *items;
	size_t n, item_count;
	int64_t told, out_of;
	TRY(sql_meeting_get(c->db, c->mem, p->id, &m));
	TRY(sql_council_members_on(c->db, c->mem, m.council_id, m.held_on, &rows, &n));
	TRY(sql_meeting_items(c->db, c->mem, p->id, &items, &item_count));
	if (n == 0)
		return err_set(c->err, RC_CONFLICT, "Hội đồng không có thành viên nào vào ngày %s.",
		               date_vn(m.held_on).z);
	if (item_count == 0)
		return err_set(c->err, RC_CONFLICT, "Xin thêm nội dung họp trước khi mời.");
	for (size_t i = 0; i < n; i++)
		TRY(sql_attendance_add(c->db, p->id, rows[i].person_id, rows[i].role, NULL));
	TRY(sql_meeting_invited(c->db, p->id, (int64_t)n, m.quorum, m.counting, m.lower_rule, m.rank,
	                        c->now_ms, NULL));
	TRY(council_propose(c, p->id, &out_of));
	TRY(council_tell(c, p->id,
	                 arena_printf(c->mem, "Mời họp: %.*s, %.*s ngày %s, %.*s.", STR_ARG(m.title),
	                              STR_ARG(m.at_time), date_vn(m.held_on).z,
	                              STR_ARG(m.place.n ? m.place : STR("địa điểm báo sau"))),
	                 STR("invited"), &told));
	out_say(c, out,
	        "Đã mời %zu thành viên, báo được %" PRId64 " người; đề xuất không tham gia biểu quyết: "
	        "%" PRId64 " trường hợp.",
	        n, told, out_of);
	return RC_OK;
}

/* --- holding
 * -------------------------------------------------------------------------------------- */

static enum rc meeting_open(struct ctx *c, const void *in, struct out *out)
{
	const struct council_id_in *p = in;
	struct sql_meeting_get m;
	struct sql_attendance_of *rows;
	size_t n;
	int64_t here = 0, unknown = 0;
	TRY(sql_meeting_get(c->db, c->mem, p->id, &m));
	TRY(sql_attendance_of(c->db, c->mem, p->id, &rows, &n));
	for (size_t i = 0; i < n; i++) {
		bool writes = str_eqz(rows[i].state, "written");
		here += str_eqz(rows[i].state, "room") || str_eqz(rows[i].state, "online") ||
		        (writes && str_eqz(m.mode, "written"));
		unknown += str_eqz(rows[i].state, "invited");
	}
	if (m.held_on.days > c->today.days)
		return err_set(c->err, RC_CONFLICT,
		               "Phiên họp dự kiến ngày %s. Họp sớm hơn thì xin sửa ngày trước.",
		               date_vn(m.held_on).z);
	if (unknown)
		return err_set(c->err, RC_CONFLICT,
		               "Chưa điểm danh %" PRId64
		               " thành viên: dự, gửi ý kiến bằng văn bản hay vắng.",
		               unknown);
	int64_t needed = council_quorum(m.quorum, m.members);
	if (here < needed)
		return err_set(c->err, RC_CONFLICT,
		               "Có %" PRId64 " người dự; quy chế của hội đồng cần ít nhất %" PRId64
		               " trong %" PRId64 " thành viên (%.*s).",
		               here, needed, m.members, STR_ARG(m.quorum));
	TRY(sql_meeting_opened(c->db, p->id, c->now_ms, NULL));
	out_say(c, out, "Khai mạc: %" PRId64 "/%" PRId64 " thành viên dự (cần %" PRId64 ").", here,
	        m.members, needed);
	return RC_OK;
}

static const struct field meeting_close_fields[] = {
	F(REF, struct meeting_in, id, "Phiên họp", .flags = MUST | HIDDEN, .ref = &meeting_object),
	F(LONG, struct meeting_in, result, "Kết luận của chủ trì", .flags = MUST, .max = 8000),
};

static enum rc meeting_close(struct ctx *c, const void *in, struct out *out)
{
	const struct meeting_in *p = in;
	struct sql_ballot_running running;
	struct sql_meeting_initiatives_left *left;
	size_t n;
	TRY(sql_ballot_running(c->db, c->mem, p->id, &running));
	if (running.n)
		return err_set(c->err, RC_CONFLICT,
		               "Còn lần bỏ phiếu chưa kiểm. Xin kiểm phiếu hoặc bỏ lần ấy trước.");
	/* They are concluded at a meeting that is open: after it there would be no way. */
	TRY(sql_meeting_initiatives_left(c->db, c->mem, p->id, &left, &n));
	if (n)
		return err_set(c->err, RC_CONFLICT,
		               "Còn %zu sáng kiến chưa kết luận: %.*s. Xin bấm Bản sáng kiến ở nội dung "
		               "ấy rồi Kết luận (/initiative/conclude?id=%" PRId64
		               "), hoặc Rút nội dung ấy để xét ở phiên sau.",
		               n, STR_ARG(left[0].title), left[0].id);
	TRY(sql_meeting_closed(c->db, p->id, p->result, c->now_ms, NULL));
	out_say(c, out, "Đã ghi kết luận; phiên họp kết thúc.");
	return RC_OK;
}

/* --- the agenda
 * ------------------------------------------------------------------------------------- */

struct meeting_item_in {
	int64_t id, meeting_id, person_id, unit_id;
	struct str title, note, code, lower_code;
};
static const struct field item_add_fields[] = {
	F(REF, struct meeting_item_in, meeting_id, "Phiên họp", .flags = MUST | IN_SCOPE,
      .ref = &meeting_object),
	F(TEXT, struct meeting_item_in, title, "Nội dung", .max = 300,
      .hint = "Để trống khi xét một người, một tập thể: chương trình tự ghi"),
	F(REF, struct meeting_item_in, person_id, "Xét cá nhân", .flags = IN_SCOPE,
      .ref = &person_object),
	F(REF, struct meeting_item_in, unit_id, "Xét tập thể", .flags = IN_SCOPE, .ref = &unit_object),
	F(CHOICE, struct meeting_item_in, code, "Bỏ phiếu cho", .choices = award_codes,
      .hint = "Để trống: không bỏ phiếu"),
	F(CHOICE, struct meeting_item_in, lower_code, "Có thể chọn mức thấp hơn",
      .choices = award_codes),
	F(LONG, struct meeting_item_in, note, "Tóm tắt", .max = 4000,
      .hint =
          "Thành tích, kết quả thẩm định, minh chứng; người không tham gia biểu quyết không xem "
          "được"),
};

static enum rc item_title(struct ctx *c, const struct meeting_item_in *p, struct str *out)
{
	struct sql_person_unit_of person;
	struct sql_unit_now_name unit;
	*out = text_or_empty(p->title);
	if (out->n)
		return RC_OK;
	if (p->person_id != DB_NULL) {
		TRY(sql_person_unit_of(c->db, c->mem, p->person_id, &person));
		*out = person.name;
	} else if (p->unit_id != DB_NULL) {
		TRY(sql_unit_now_name(c->db, c->mem, p->unit_id, &unit));
		*out = unit.name;
	} else {
		return err_field(c->err, "title", "Xin ghi nội dung, hoặc chọn người, tập thể.");
	}
	if (p->code.n)
		*out = arena_printf(c->mem, "%.*s: %.*s", STR_ARG(choice_label(award_codes, p->code)),
		                    STR_ARG(*out));
	return RC_OK;
}

static enum rc item_add(struct ctx *c, const void *in, struct out *out)
{
	const struct meeting_item_in *p = in;
	struct sql_meeting_get m;
	struct sql_meeting_item_last last;
	struct str title;
	int64_t proposed;
	TRY(sql_meeting_get(c->db, c->mem, p->meeting_id, &m));
	if (!str_eqz(m.state, "draft") && !str_eqz(m.state, "invited"))
		return err_field(c->err, "meeting_id", "Phiên họp này đã khai mạc, đã họp hoặc đã hủy.");
	if (p->person_id != DB_NULL && p->unit_id != DB_NULL)
		return err_field(c->err, "unit_id", "Xin chọn một người hoặc một tập thể.");
	if (p->code.n && p->person_id == DB_NULL && p->unit_id == DB_NULL)
		return err_field(c->err, "person_id", "Bỏ phiếu cho ai, cho tập thể nào?");
	if (p->lower_code.n && (!p->code.n || str_eq(p->lower_code, p->code)))
		return err_field(c->err, "lower_code", "Mức thấp hơn phải khác mức bỏ phiếu.");
	TRY(item_title(c, p, &title));
	TRY(sql_meeting_item_last(c->db, c->mem, p->meeting_id, &last));
	TRY(sql_meeting_item_add(c->db, p->meeting_id, last.position + 1, title, text_or_empty(p->note),
	                         p->person_id, p->unit_id, DB_NULL, text_or_empty(p->code),
	                         text_or_empty(p->lower_code), &out->id));
	TRY(council_propose(c, p->meeting_id, &proposed));
	TRY(sql_meeting_touch(c->db, p->meeting_id, NULL));
	c->object_person = p->person_id;
	c->object_unit = m.unit_id;
	out->go = arena_printf(c->mem, "/meeting/%" PRId64, p->meeting_id);
	out_say(c, out, "Đã thêm nội dung \"%.*s\".", STR_ARG(title));
	return RC_OK;
}

static const struct field item_remove_fields[] = {
	F(REF, struct meeting_item_in, id, "Nội dung", .flags = MUST | HIDDEN,
      .ref = &meeting_item_object),
};

static enum rc item_remove(struct ctx *c, const void *in, struct out *out)
{
	const struct meeting_item_in *p = in;
	struct sql_meeting_item_get item;
	struct sql_meeting_item_voting voting;
	TRY(sql_meeting_item_get(c->db, c->mem, p->id, &item));
	TRY(sql_meeting_item_voting(c->db, c->mem, p->id, &voting));
	if (voting.n)
		return err_set(c->err, RC_CONFLICT, "Nội dung này đang được bỏ phiếu.");
	TRY(sql_meeting_item_state(c->db, p->id, STR("removed"), NULL));
	out->go = arena_printf(c->mem, "/meeting/%" PRId64, item.meeting_id);
	out_say(c, out, "Đã rút \"%.*s\" khỏi phiên họp.", STR_ARG(c->object_label));
	return RC_OK;
}

/* --- rows
 * -------------------------------------------------------------------------------------------- */

static const struct field meeting_filters[] = {
	FILTER(REF, "council", "Hội đồng", .ref = &council_object),
	FILTER(CHOICE, "state", "Tình trạng", .choices = meeting_states),
	FILTER(CHOICE, "mode", "Hình thức", .choices = meeting_modes),
	FILTER(INT, "year", "Họp trong năm", .min = 1945, .max = 2200),
};
static const struct column meeting_cols[] = {
	{"title", "Phiên họp", COL_LINK, .op = "meeting.view", .key = "id", .width = 44},
	{"council_name", "Hội đồng", COL_LINK, .op = "council.view", .key = "council_id", .width = 36},
	{"held_on", "Ngày họp", COL_DATE, .order = "day"},
	{"at_time", "Giờ", COL_TEXT},
	{"mode", "Hình thức", COL_CHOICE, .choices = meeting_modes},
	{"place", "Địa điểm", COL_TEXT, .width = 28},
	{"items", "Nội dung", COL_INT},
	{"state", "Tình trạng", COL_BADGE, .choices = meeting_states},
};
static const struct field item_filters[] = {
	FILTER(REF, "meeting", "Phiên họp", .ref = &meeting_object),
};
static const struct column item_cols[] = {
	{"position", "Số", COL_INT},
	{"title", "Nội dung", COL_TEXT, .width = 60},
	{"code", "Bỏ phiếu cho", COL_CHOICE, .choices = award_codes},
	{"lower_code", "Mức thấp hơn", COL_CHOICE, .choices = award_codes},
	{"state", "Kết quả", COL_BADGE, .choices = item_states},
};

#define WRITES .kind = OP_WRITE, .roles = COUNCIL_RUNS, .scope = SCOPE_OBJECT

const struct op meeting_ops[] = {
	{.name = "meeting.list",
     .title = "Phiên họp hội đồng",
     .help = "Các phiên họp của hội đồng: sắp họp, đang họp, đã họp.",
     .kind = OP_LIST,
     .roles = COUNCIL_READS,
     .scope = SCOPE_ANY,
     .area = "council",
     .icon = "people",
     .object = &meeting_object,
     .list = &sql_list_meeting_list,
     .order = "-day",
     FIELDS(meeting_filters),
     COLS(meeting_cols),
     .empty = "Chưa có phiên họp nào."},
	{.name = "meeting.view",
     .title = "Phiên họp hội đồng",
     .help = "Nội dung, thành viên dự, ai không tham gia biểu quyết, câu hỏi, kết quả bỏ phiếu.",
     .kind = OP_READ,
     .roles = COUNCIL_READS,
     .scope = SCOPE_OBJECT,
     .object = &meeting_object,
     .list = &sql_list_meeting_view,
     FIELDS(meeting_id_fields),
     .in_size = sizeof(struct council_id_in),
     .run = meeting_view,
     .page = meeting_page,
     .json = meeting_json},
	{.name = "meeting.create",
     .title = "Thêm phiên họp",
     .help = "Một phiên họp của hội đồng; sau đó thêm nội dung và mời thành viên.",
     .verb = "Thêm",
     WRITES,
     .object = &meeting_object,
     .icon = "plus",
     FIELDS(meeting_create_fields),
     .in_size = sizeof(struct meeting_in),
     .run = meeting_create,
     .then = "meeting.view"},
	{.name = "meeting.edit",
     .title = "Sửa phiên họp",
     .help = "Sửa tên, thời gian, địa điểm. Đã mời thì thành viên được báo.",
     .verb = "Sửa",
     WRITES,
     .object = &meeting_object,
     .states = "draft invited",
     FIELDS(meeting_edit_fields),
     .in_size = sizeof(struct meeting_in),
     .run = meeting_edit,
     .then = "meeting.view"},
	{.name = "meeting.invite",
     .title = "Mời họp",
     .help = "Mời mọi thành viên của hội đồng vào ngày họp; chương trình báo tin, gửi thư và đề "
             "xuất ai không tham gia biểu quyết nội dung nào.",
     .verb = "Mời họp",
     WRITES,
     .object = &meeting_object,
     .states = "draft",
     .icon = "send",
     FIELDS(meeting_id_fields),
     .in_size = sizeof(struct council_id_in),
     .run = meeting_invite,
     .then = "meeting.view"},
	{.name = "meeting.open",
     .title = "Khai mạc phiên họp",
     .help = "Khi đã điểm danh và đủ số người dự theo quy chế của hội đồng.",
     .verb = "Khai mạc",
     WRITES,
     .object = &meeting_object,
     .states = "invited",
     .icon = "check",
     FIELDS(meeting_id_fields),
     .in_size = sizeof(struct council_id_in),
     .run = meeting_open,
     .then = "meeting.view"},
	{.name = "meeting.close",
     .title = "Kết thúc phiên họp",
     .help = "Ghi kết luận của chủ trì. Sau đó phiên họp không sửa được nữa.",
     .verb = "Kết thúc",
     WRITES,
     .object = &meeting_object,
     .states = "open",
     FIELDS(meeting_close_fields),
     .in_size = sizeof(struct meeting_in),
     .run = meeting_close,
     .then = "meeting.view"},
	{.name = "meeting.cancel",
     .title = "Hủy phiên họp",
     .help = "Phiên họp không diễn ra; thành viên đã mời được báo.",
     .verb = "Hủy",
     WRITES,
     .object = &meeting_object,
     .states = "draft invited",
     .icon = "x",
     FIELDS(meeting_cancel_fields),
     .in_size = sizeof(struct meeting_in),
     .run = meeting_cancel,
     .then = "meeting.view"},
	{0}};

const struct op meeting_item_ops[] = {
	{.name = "meeting_item.list",
     .title = "Nội dung họp",
     .help = "Nội dung của các phiên họp và kết quả biểu quyết.",
     .kind = OP_LIST,
     .flags = OP_QUIET,
     .roles = COUNCIL_READS,
     .scope = SCOPE_ANY,
     .object = &meeting_item_object,
     .list = &sql_list_meeting_item_list,
     .order = "place",
     FIELDS(item_filters),
     COLS(item_cols),
     .empty = "Chưa có nội dung."},
	{.name = "meeting_item.add",
     .title = "Thêm nội dung họp",
     .help = "Một việc để bàn, hoặc một người, một tập thể để xét và bỏ phiếu.",
     .verb = "Thêm",
     WRITES,
     .object = &meeting_item_object,
     .flags = OP_NOT_OWN,
     .icon = "plus",
     FIELDS(item_add_fields),
     .in_size = sizeof(struct meeting_item_in),
     .run = item_add,
     .person_field = "person_id",
     .then = "meeting.list"},
	{.name = "meeting_item.remove",
     .title = "Rút nội dung họp",
     .help = "Nội dung không còn được bàn ở phiên này.",
     .verb = "Rút",
     WRITES,
     .object = &meeting_item_object,
     .states = "open",
     .icon = "trash",
     FIELDS(item_remove_fields),
     .in_size = sizeof(struct meeting_item_in),
     .run = item_remove,
     .then = "meeting.list"},
	{0}};
