/* work.c: work on a task: a person, reports with evidence, done, dropped, open again. */
#include "app/task/task.h"

#include "app/file/file.h"
#include "app/job/job.h"
#include "app/org/org.h"
#include "db/sql_person.h"
#include "db/sql_task.h"
#include "db/sql_unit.h"
#include "op/gate.h"

#include <inttypes.h>

static const struct choice report_kinds[] = {{"progress", "Tiến độ"},
                                             {"done", "Hoàn thành"},
                                             {"dropped", "Bỏ"},
                                             {"reopened", "Mở lại"},
                                             {0}};

const struct object task_report_object = {
	.name = "report", .label = "báo cáo tiến độ", .list = &sql_list_task_report_object};

#define EVIDENCE_MAX (50 * 1024 * 1024)

/* --- a person ------------------------------------------------------------------------------- */

struct assign_in {
	int64_t id, person_id;
};
static const struct field assign_fields[] = {
	F(REF, struct assign_in, id, "Nhiệm vụ", .flags = MUST | HIDDEN, .ref = &task_object),
	F(REF, struct assign_in, person_id, "Người thực hiện", .flags = IN_SCOPE, .ref = &person_object,
      .hint = "Để trống: chưa giao cho ai"),
};

/* Somebody at work in the unit that answers for it, or below. */
static enum rc check_person(struct ctx *c, const struct sql_task_get *t, int64_t person)
{
	struct sql_person_get p;
	struct sql_unit_below_has below = {0};
	TRY(sql_person_get(c->db, c->mem, person, &p));
	if (!str_eqz(p.state, "active"))
		return err_field(c->err, "person_id", "%.*s không còn công tác.", STR_ARG(p.name));
	if (p.unit_id != DB_NULL)
		TRY(sql_unit_below_has(c->db, c->mem, t->holder_id, p.unit_id, c->today, &below));
	if (below.n == 0)
		return err_field(c->err, "person_id", "%.*s không thuộc đơn vị thực hiện nhiệm vụ này.",
		                 STR_ARG(p.name));
	return RC_OK;
}

static enum rc tell_person(struct ctx *c, int64_t person, const struct sql_task_get *t)
{
	struct sql_accounts_of_person *to;
	size_t n;
	TRY(sql_accounts_of_person(c->db, c->mem, person, &to, &n));
	for (size_t i = 0; i < n; i++)
		if (to[i].account != c->who.account_id)
			TRY(notice_add(c, to[i].account,
			               arena_printf(c->mem, "Ông/bà được giao nhiệm vụ, hạn %s: %.*s",
			                            date_vn(t->due).z, STR_ARG(t->title)),
			               arena_printf(c->mem, "/task/%" PRId64, t->id)));
	return RC_OK;
}

static enum rc task_assign(struct ctx *c, const void *in, struct out *out)
{
	const struct assign_in *p = in;
	struct sql_task_get t;
	TRY(sql_task_get(c->db, c->mem, p->id, &t));
	TRY(sql_task_person_set(c->db, p->id, p->person_id, NULL));
	TRY(sql_task_search_person(c->db, p->id, p->person_id, NULL));
	if (p->person_id == DB_NULL) {
		out_say(c, out, "Nhiệm vụ chưa giao cho ai.");
		return RC_OK;
	}
	TRY(check_person(c, &t, p->person_id));
	c->object_person = p->person_id;
	out_say(c, out, "Đã giao nhiệm vụ cho %.*s.",
	        STR_ARG(gate_label(c, c->op, &person_object, p->person_id)));
	return tell_person(c, p->person_id, &t);
}

/* --- reports -------------------------------------------------------------------------------- */

struct work_in {
	int64_t id, percent;
	struct str reached, note;
	struct upload evidence;
	struct date on;
	bool without;
};

static enum rc keep_evidence(struct ctx *c, const struct work_in *p, const struct sql_task_get *t,
                             int64_t *file)
{
	*file = DB_NULL;
	if (!p->evidence.given)
		return RC_OK;
	return file_keep(c,
	                 &(struct file_new){.content = &p->evidence,
	                                    .object = "task",
	                                    .object_id = p->id,
	                                    .unit_id = t->holder_id,
	                                    .person_id = DB_NULL,
	                                    .guarded = true},
	                 file);
}

/* The line that stays: what was said, by whom, with which paper. */
static enum rc add_report(struct ctx *c, const struct work_in *p, const struct sql_task_get *t,
                          const char *kind, int64_t percent, int64_t reached)
{
	int64_t file;
	TRY(keep_evidence(c, p, t, &file));
	return sql_task_report_add(c->db, p->id, str_of(kind), percent, reached, str_or_empty(p->note),
	                           file, c->who.account_id, c->now_ms, NULL);
}

static const struct field report_fields[] = {
	F(REF, struct work_in, id, "Nhiệm vụ", .flags = MUST | HIDDEN, .ref = &task_object),
	F(INT, struct work_in, percent, "% hoàn thành", .flags = MUST, .max = 100),
	F(TEXT, struct work_in, reached, "Đạt được", .max = 20, .hint = "Theo thước đo, nếu có"),
	F(LONG, struct work_in, note, "Việc đã làm, vướng mắc", .max = 5000),
	F(FILE, struct work_in, evidence, "Minh chứng", .max = EVIDENCE_MAX),
};

static enum rc task_report(struct ctx *c, const void *in, struct out *out)
{
	const struct work_in *p = in;
	struct sql_task_get t;
	struct sql_task_parts parts;
	int64_t reached;
	TRY(sql_task_get(c->db, c->mem, p->id, &t));
	TRY(sql_task_parts(c->db, c->mem, p->id, &parts));
	if (parts.all_parts && p->percent != t.percent)
		return err_field(c->err, "percent",
		                 "Nhiệm vụ có phần việc: %% hoàn thành (%" PRId64
		                 ") được tính từ các phần. Xin báo cáo ở từng phần.",
		                 t.percent);
	TRY(task_milli(c, "reached", p->reached, &reached));
	TRY(add_report(c, p, &t, "progress", p->percent, reached));
	TRY(sql_task_progress_set(c->db, p->id, p->percent, reached, NULL));
	TRY(task_roll_up(c, t.parent_id));
	out_say(c, out, "Đã ghi báo cáo tiến độ %" PRId64 "%%.", p->percent);
	return RC_OK;
}

/* --- done, dropped, open again ------------------------------------------------------------------
 */

static const struct field done_fields[] = {
	F(REF, struct work_in, id, "Nhiệm vụ", .flags = MUST | HIDDEN, .ref = &task_object),
	F(DATE, struct work_in, on, "Hoàn thành ngày", .hint = "Để trống: hôm nay"),
	F(TEXT, struct work_in, reached, "Đạt được", .max = 20, .hint = "Theo thước đo, nếu có"),
	F(LONG, struct work_in, note, "Kết quả", .max = 5000),
	F(FILE, struct work_in, evidence, "Minh chứng", .max = EVIDENCE_MAX),
	F(BOOL, struct work_in, without, "Không có minh chứng; lý do ghi ở Kết quả"),
};

static enum rc check_evidence(struct ctx *c, const struct work_in *p)
{
	struct sql_task_evidence kept;
	TRY(sql_task_evidence(c->db, c->mem, p->id, &kept));
	if (p->evidence.given || kept.n)
		return RC_OK;
	if (!p->without)
		return err_field(c->err, "evidence",
		                 "Chưa có minh chứng nào. Xin đính kèm, hoặc đánh dấu \"Không có minh "
		                 "chứng\" và ghi lý do.");
	if (str_trim(p->note).n < 5)
		return err_field(c->err, "note", "Xin ghi lý do không có minh chứng.");
	return RC_OK;
}

static enum rc task_done(struct ctx *c, const void *in, struct out *out)
{
	const struct work_in *p = in;
	struct sql_task_get t;
	int64_t reached;
	struct date on = date_is_none(p->on) ? c->today : p->on;
	TRY(sql_task_get(c->db, c->mem, p->id, &t));
	if (on.days > c->today.days)
		return err_field(c->err, "on", "Ngày hoàn thành chưa đến.");
	if (!date_is_none(t.begins) && on.days < t.begins.days)
		return err_field(c->err, "on", "Ngày hoàn thành trước khi nhiệm vụ bắt đầu (%s).",
		                 date_vn(t.begins).z);
	TRY(check_evidence(c, p));
	TRY(task_milli(c, "reached", p->reached, &reached));
	TRY(add_report(c, p, &t, "done", 100, reached));
	TRY(sql_task_progress_set(c->db, p->id, 100, reached, NULL));
	TRY(sql_task_state_set(c->db, p->id, STR("done"), 100, on, STR(""), NULL));
	TRY(task_roll_up(c, t.parent_id));
	out_say(c, out, "Nhiệm vụ đã hoàn thành ngày %s.", date_vn(on).z);
	return RC_OK;
}

struct task_reason_in {
	int64_t id;
	struct str why;
};
static const struct field reason_fields[] = {
	F(REF, struct task_reason_in, id, "Nhiệm vụ", .flags = MUST | HIDDEN, .ref = &task_object),
	F(TEXT, struct task_reason_in, why, "Lý do", .flags = MUST, .min = 5, .max = 1000),
};

/* A whole is no further than its parts. */
static enum rc no_open_part(struct ctx *c, int64_t id)
{
	struct sql_task_parts parts;
	TRY(sql_task_parts(c->db, c->mem, id, &parts));
	if (parts.open)
		return err_set(c->err, RC_CONFLICT,
		               "Còn %" PRId64
		               " phần việc chưa xong. Xin hoàn thành hoặc bỏ các phần ấy trước.",
		               parts.open);
	return RC_OK;
}

static enum rc may_drop(struct ctx *c, int64_t id)
{
	TRY(task_by_giver(c, id));
	return no_open_part(c, id);
}

/* A part of something that has ended cannot begin again by itself. */
static enum rc may_reopen(struct ctx *c, int64_t id)
{
	struct sql_task_get t, up;
	TRY(may_drop(c, id));
	TRY(sql_task_get(c->db, c->mem, id, &t));
	if (t.parent_id == DB_NULL)
		return RC_OK;
	TRY(sql_task_get(c->db, c->mem, t.parent_id, &up));
	if (!str_eqz(up.state, "open"))
		return err_set(c->err, RC_CONFLICT,
		               "Nhiệm vụ lớn đã xong hoặc đã bỏ. Xin mở lại nhiệm vụ lớn trước.");
	return RC_OK;
}

static enum rc turn(struct ctx *c, const struct task_reason_in *p, const char *state,
                    const char *kind, struct sql_task_get *t)
{
	struct sql_task_parts parts;
	TRY(sql_task_get(c->db, c->mem, p->id, t));
	TRY(sql_task_parts(c->db, c->mem, p->id, &parts));
	TRY(sql_task_report_add(c->db, p->id, str_of(kind), t->percent, DB_NULL, p->why, DB_NULL,
	                        c->who.account_id, c->now_ms, NULL));
	TRY(sql_task_state_set(c->db, p->id, str_of(state),
	                       parts.all_parts ? task_of_parts(t, &parts) : t->percent, DATE_NONE,
	                       p->why, NULL));
	TRY(task_roll_up(c, t->parent_id));
	return task_tell_unit(c, t->holder_id,
	                      arena_printf(c->mem, "Nhiệm vụ %s: %.*s",
	                                   strcmp(kind, "dropped") == 0 ? "đã bỏ" : "được mở lại",
	                                   STR_ARG(t->title)),
	                      arena_printf(c->mem, "/task/%" PRId64, p->id));
}

static enum rc task_drop(struct ctx *c, const void *in, struct out *out)
{
	struct sql_task_get t;
	TRY(turn(c, in, "dropped", "dropped", &t));
	out_say(c, out, "Đã bỏ nhiệm vụ.");
	return RC_OK;
}

static enum rc task_reopen(struct ctx *c, const void *in, struct out *out)
{
	struct sql_task_get t;
	TRY(turn(c, in, "open", "reopened", &t));
	out_say(c, out, "Đã mở lại nhiệm vụ, hạn %s.", date_vn(t.due).z);
	return RC_OK;
}

/* --- evidence --------------------------------------------------------------------------------- */

struct report_id_in {
	int64_t id;
};
static const struct field report_id_fields[] = {
	F(REF, struct report_id_in, id, "Báo cáo", .flags = MUST | HIDDEN, .ref = &task_report_object),
};

static enum rc task_evidence(struct ctx *c, const void *in, struct out *out)
{
	const struct report_id_in *p = in;
	struct sql_task_report_get r;
	TRY(sql_task_report_get(c->db, c->mem, p->id, &r));
	if (r.file_id == DB_NULL)
		return err_set(c->err, RC_NOTFOUND, "Báo cáo này không có minh chứng.");
	return file_send(c, r.file_id, out);
}

static const struct field reports_filters[] = {
	FILTER(REF, "task", "Nhiệm vụ", .ref = &task_object),
};
static const struct column reports_cols[] = {
	{"made_ms", "Lúc", COL_MOMENT, .order = "newest"},
	{"task_title", "Nhiệm vụ", COL_LINK, .op = "task.view", .key = "task_id", .width = 50},
	{"kind", "Việc", COL_CHOICE, .choices = report_kinds},
	{"percent", "% hoàn thành", COL_INT},
	{"reached", "Đạt được", COL_TEXT},
	{"note", "Nội dung", COL_TEXT, .width = 60},
	{"file_name", "Minh chứng", COL_LINK, .op = "task.evidence", .key = "id", .width = 30},
	{"made_by", "Người báo cáo", COL_TEXT, .width = 26},
};

#define SEES (R_OFFICE | R(MEMBER) | R(UNIT_CLERK) | R(UNIT_HEAD))
#define LEADS (R(STANDING) | R(HEAD) | R(UNIT_HEAD) | R(UNIT_CLERK))
#define WORKS (R(MEMBER) | R(STANDING) | R(UNIT_HEAD) | R(UNIT_CLERK))
#define ON_TASK .kind = OP_WRITE, .scope = SCOPE_OBJECT, .object = &task_object, .then = "task.view"

const struct op task_work_ops[] = {
	{.name = "task.reports",
     .title = "Báo cáo tiến độ",
     .help = "Mọi báo cáo tiến độ trong phạm vi được giao.",
     .kind = OP_LIST,
     .flags = OP_JOURNAL_EXPORT | OP_QUIET,
     .roles = SEES,
     .scope = SCOPE_ANY,
     .object = &task_report_object,
     .list = &sql_list_task_report_list,
     .order = "-newest",
     FIELDS(reports_filters),
     COLS(reports_cols),
     .empty = "Chưa có báo cáo nào."},
	{.name = "task.report",
     .title = "Báo cáo tiến độ",
     .help = "Đã làm đến đâu, kèm minh chứng nếu có.",
     .verb = "Báo cáo",
     ON_TASK,
     .roles = WORKS,
     .icon = "report",
     .states = "open",
     FIELDS(report_fields),
     .in_size = sizeof(struct work_in),
     .run = task_report},
	{.name = "task.done",
     .title = "Hoàn thành nhiệm vụ",
     .help = "Nhiệm vụ đã xong, với minh chứng hoặc lý do không có.",
     .verb = "Hoàn thành",
     ON_TASK,
     .roles = WORKS,
     .icon = "check",
     .states = "open",
     FIELDS(done_fields),
     .in_size = sizeof(struct work_in),
     .run = task_done,
     .guard = no_open_part},
	{.name = "task.assign",
     .title = "Giao cho người thực hiện",
     .help = "Một người của đơn vị chịu trách nhiệm thực hiện.",
     .verb = "Giao người",
     ON_TASK,
     .roles = LEADS,
     .icon = "person",
     .states = "open",
     FIELDS(assign_fields),
     .in_size = sizeof(struct assign_in),
     .run = task_assign,
     .person_field = "person_id"},
	{.name = "task.drop",
     .title = "Bỏ nhiệm vụ",
     .help = "Nơi giao bỏ nhiệm vụ, có lý do.",
     .verb = "Bỏ",
     ON_TASK,
     .roles = LEADS,
     .icon = "trash",
     .states = "open",
     FIELDS(reason_fields),
     .in_size = sizeof(struct task_reason_in),
     .run = task_drop,
     .guard = may_drop},
	{.name = "task.reopen",
     .title = "Mở lại nhiệm vụ",
     .help = "Nơi giao mở lại nhiệm vụ đã xong hoặc đã bỏ, có lý do.",
     .verb = "Mở lại",
     ON_TASK,
     .roles = LEADS,
     .icon = "refresh",
     .states = "done dropped",
     FIELDS(reason_fields),
     .in_size = sizeof(struct task_reason_in),
     .run = task_reopen,
     .guard = may_reopen},
	{.name = "task.evidence",
     .title = "Tải minh chứng",
     .help = "Tệp minh chứng của một báo cáo tiến độ.",
     .kind = OP_READ,
     .flags = OP_JOURNAL_READ | OP_QUIET,
     .roles = SEES,
     .scope = SCOPE_OBJECT,
     .object = &task_report_object,
     FIELDS(report_id_fields),
     .in_size = sizeof(struct report_id_in),
     .run = task_evidence},
	{0}};
