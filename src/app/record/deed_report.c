/*
 * deed_report.c: achievements told when they happen: by the person, for the unit, or from a task
 * that was done; confirmed by the head of the unit, or refused with a reason.
 *
 * A sudden one starts a clock: it should be rewarded kịp thời (Luật Điều 5 khoản 2), by a day that
 * the office sets for itself (deed.prompt_days). What is only reported counts nowhere in the law.
 */
#include "app/admin/admin.h"
#include "app/file/file.h"
#include "app/job/job.h"
#include "app/org/org.h"
#include "app/record/record.h"
#include "app/task/task.h"
#include "db/sql_deed.h"
#include "db/sql_task.h"
#include "op/gate.h"

#include <inttypes.h>

const struct object deed_file_object = {
	.name = "deed_file", .label = "minh chứng", .list = &sql_list_deed_file_object};

#define EVIDENCE_MAX (50 * 1024 * 1024)

struct report_in {
	int64_t id, person_id, unit_id;
	struct str kind, title, scope, effect, reason;
	struct date on;
	struct upload evidence;
};
#define WHAT                                                                                       \
	F(CHOICE, struct report_in, kind, "Loại thành tích", .flags = MUST | FRESH,                    \
	  .choices = deed_kinds),                                                                      \
		F(TEXT, struct report_in, title, "Việc đã làm", .flags = MUST | PERSONAL, .max = 400),     \
		F(DATE, struct report_in, on, "Ngày lập thành tích", .flags = MUST),                       \
		F(LONG, struct report_in, effect, "Hiệu quả, bằng con số", .flags = MUST | PERSONAL,       \
	      .min = 5, .max = 3000, .hint = "Ví dụ: rút ngắn 3 ngày, 240 hồ sơ, tiết kiệm 15 triệu"), \
		F(CHOICE, struct report_in, scope, "Phạm vi ảnh hưởng", .flags = MUST,                     \
	      .choices = initiative_scopes),                                                           \
		F(FILE, struct report_in, evidence, "Minh chứng", .max = EVIDENCE_MAX)

static const struct field own_fields[] = {WHAT};
static const struct field unit_fields[] = {
	F(REF, struct report_in, person_id, "Người", .flags = IN_SCOPE, .ref = &person_object,
      .hint = "Để trống khi là thành tích của tập thể"),
	F(REF, struct report_in, unit_id, "Tập thể", .flags = IN_SCOPE, .ref = &unit_object),
	WHAT,
};
static const struct field task_fields[] = {
	F(REF, struct report_in, id, "Nhiệm vụ", .flags = MUST | HIDDEN, .ref = &task_object),
	WHAT,
};

static enum rc keep_evidence(struct ctx *c, const struct upload *content, int64_t deed,
                             const struct subject *s)
{
	int64_t file;
	if (!content->given)
		return RC_OK;
	TRY(file_keep(c,
	              &(struct file_new){.content = content,
	                                 .object = "deed",
	                                 .object_id = deed,
	                                 .unit_id = s->person_id == DB_NULL ? s->unit_id : DB_NULL,
	                                 .person_id = s->person_id,
	                                 .guarded = true},
	              &file));
	return sql_deed_file_add(c->db, deed, file, NULL);
}

/* Who confirms it hears of it: the nearest head whose own it is not, else the standing body, which
 * hears of a sudden one in any case. */
static enum rc tell(struct ctx *c, const struct subject *s, int64_t deed, const struct report_in *p)
{
	struct sql_unit_answerable *to;
	size_t n;
	bool sudden = str_eqz(p->kind, "sudden");
	int64_t depth = -1;
	struct str text = arena_printf(c->mem, "Thành tích%s chờ xác nhận: %.*s",
	                               sudden ? " đột xuất" : "", STR_ARG(p->title)),
			   link = arena_printf(c->mem, "/deed/%" PRId64, deed);
	if (s->unit_id == DB_NULL)
		return RC_OK;
	TRY(sql_unit_answerable(c->db, c->mem, s->unit_id, c->today, &to, &n));
	for (size_t i = 0; i < n && depth < 0; i++)
		if (str_eqz(to[i].role, "unit_head") && to[i].person != s->person_id)
			depth = to[i].depth;
	for (size_t i = 0; i < n; i++) {
		bool meant = str_eqz(to[i].role, "unit_head")
		                 ? to[i].depth == depth
		                 : (sudden || depth < 0) && str_eqz(to[i].role, "standing");
		if (meant && to[i].person != s->person_id && to[i].account != c->who.account_id)
			TRY(notice_add(c, to[i].account, text, link));
	}
	return RC_OK;
}

static enum rc report(struct ctx *c, const struct report_in *p, const struct subject *s,
                      int64_t task, struct out *out)
{
	struct date prompt;
	struct deed_new d = {.s = *s,
	                     .kind = p->kind,
	                     .title = p->title,
	                     .scope = p->scope,
	                     .on = p->on,
	                     .year = date_civil(p->on).year,
	                     .p = {.sign = STR(""), .issuer = STR(""), .dated = DATE_NONE},
	                     .source = STR("")};
	d.s.household = STR("");
	if (p->on.days > c->today.days)
		return err_field(c->err, "on", "Ngày lập thành tích chưa đến.");
	TRY(record_deed_check(c, &d, 0));
	TRY(record_deed_prompt(c, p->kind, p->on, false, &prompt));
	TRY(sql_deed_report(c->db, str_of(s->kind), s->person_id, s->unit_id, p->kind, p->title, d.year,
	                    p->scope, p->on, p->effect, task, prompt, c->who.account_id, c->now_ms,
	                    &out->id));
	TRY(keep_evidence(c, &p->evidence, out->id, s));
	c->object_person = s->person_id;
	c->object_unit = s->unit_id;
	if (!date_is_none(prompt))
		out_fact(out, "prompt_on", "Nên khen trước ngày",
		         arena_str(c->mem, str_of(date_vn(prompt).z)));
	out_say(c, out, "Đã báo cáo thành tích; chờ trưởng đơn vị xác nhận.");
	return tell(c, s, out->id, p);
}

static enum rc deed_report(struct ctx *c, const void *in, struct out *out)
{
	struct subject s;
	if (c->who.person_id == DB_NULL)
		return err_set(c->err, RC_DENIED, "Tài khoản này không gắn với hồ sơ người nào.");
	TRY(record_subject(c, c->who.person_id, DB_NULL, &s));
	return report(c, in, &s, DB_NULL, out);
}

static enum rc deed_report_unit(struct ctx *c, const void *in, struct out *out)
{
	const struct report_in *p = in;
	struct subject s;
	TRY(record_subject(c, p->person_id, p->unit_id, &s));
	return report(c, p, &s, DB_NULL, out);
}

static enum rc not_reported(struct ctx *c, int64_t id)
{
	struct sql_deed_of_task there;
	enum rc rc = sql_deed_of_task(c->db, c->mem, id, &there);
	if (rc == RC_OK)
		return err_set(c->err, RC_CONFLICT,
		               "Nhiệm vụ này đã được báo cáo thành tích (số %" PRId64 ").", there.id);
	return rc == RC_NOTFOUND ? RC_OK : rc;
}

/* Of the person whose task it was, else of the unit. */
static enum rc deed_from_task(struct ctx *c, const void *in, struct out *out)
{
	const struct report_in *p = in;
	struct sql_task_get t;
	struct subject s;
	TRY(sql_task_get(c->db, c->mem, p->id, &t));
	TRY(record_subject(c, t.person_id, t.person_id == DB_NULL ? t.holder_id : DB_NULL, &s));
	TRY(report(c, p, &s, p->id, out));
	out->go = arena_printf(c->mem, "/deed/%" PRId64, out->id);
	return RC_OK;
}

/* The day it was done stands in the form already. */
static enum rc task_fill(struct ctx *c, struct values *v)
{
	struct sql_task_get t;
	int64_t id;
	if (!str_int(values_text(v, "id"), &id) || values_get(v, STR("on")))
		return RC_OK;
	TRY(sql_task_get(c->db, c->mem, id, &t));
	if (date_is_none(t.done_on))
		return RC_OK;
	return values_add(v, STR("on"), arena_str(c->mem, str_of(date_vn(t.done_on).z)), c->err);
}

/* --- confirmed, refused, evidence --------------------------------------------------------------
 */

static const struct field id_fields[] = {
	F(REF, struct report_in, id, "Thành tích", .flags = MUST | HIDDEN, .ref = &deed_object),
};
static const struct field reason_fields[] = {
	F(REF, struct report_in, id, "Thành tích", .flags = MUST | HIDDEN, .ref = &deed_object),
	F(TEXT, struct report_in, reason, "Lý do", .flags = MUST | PERSONAL | FRESH, .min = 5,
      .max = 400),
};
static const struct field attach_fields[] = {
	F(REF, struct report_in, id, "Thành tích", .flags = MUST | HIDDEN, .ref = &deed_object),
	F(FILE, struct report_in, evidence, "Minh chứng", .max = EVIDENCE_MAX),
};
static const struct field file_fields[] = {
	F(REF, struct report_in, id, "Minh chứng", .flags = MUST | HIDDEN, .ref = &deed_file_object),
};

static enum rc tell_person(struct ctx *c, int64_t person, int64_t deed, struct str text)
{
	struct sql_accounts_of_person *to;
	size_t n;
	if (person == DB_NULL)
		return RC_OK;
	TRY(sql_accounts_of_person(c->db, c->mem, person, &to, &n));
	for (size_t i = 0; i < n; i++)
		TRY(notice_add(c, to[i].account, text, arena_printf(c->mem, "/deed/%" PRId64, deed)));
	return RC_OK;
}

/* Confirmed, a sudden one is to be proposed at once: the standing body is told, with the way to the
 * short procedure. */
static enum rc tell_sudden(struct ctx *c, const struct sql_deed_report_get *d)
{
	if (!str_eqz(d->kind, "sudden") || d->today_unit == DB_NULL)
		return RC_OK;
	struct str by = date_is_none(d->prompt_on)
	                    ? STR("")
	                    : arena_printf(c->mem, ", nên khen trước ngày %s", date_vn(d->prompt_on).z);
	return notice_answerable(c, d->today_unit, "standing",
	                         arena_printf(c->mem,
	                                      "Thành tích đột xuất đã xác nhận, xin đề nghị khen theo "
	                                      "thủ tục đơn giản%.*s: %.*s",
	                                      STR_ARG(by), STR_ARG(d->title)),
	                         arena_printf(c->mem, "/deed/propose?id=%" PRId64, d->id));
}

static enum rc deed_confirm(struct ctx *c, const void *in, struct out *out)
{
	const struct report_in *p = in;
	struct sql_deed_report_get d;
	TRY(sql_deed_report_get(c->db, c->mem, p->id, &d));
	TRY(sql_deed_decided(c->db, p->id, STR("valid"), STR(""), c->who.account_id, c->now_ms, NULL));
	out_say(c, out, "Đã xác nhận thành tích %.*s.%s", STR_ARG(c->object_label),
	        str_eqz(d.kind, "sudden")
	            ? " Thành tích đột xuất: thường trực đề nghị khen theo thủ tục đơn giản."
	            : "");
	TRY(tell_sudden(c, &d));
	return tell_person(c, d.person_id, p->id,
	                   arena_printf(c->mem, "Thành tích được xác nhận: %.*s", STR_ARG(d.title)));
}

static enum rc deed_refuse(struct ctx *c, const void *in, struct out *out)
{
	const struct report_in *p = in;
	struct sql_deed_report_get d;
	TRY(sql_deed_report_get(c->db, c->mem, p->id, &d));
	TRY(sql_deed_decided(c->db, p->id, STR("refused"), p->reason, c->who.account_id, c->now_ms,
	                     NULL));
	out_say(c, out, "Không xác nhận thành tích %.*s.", STR_ARG(c->object_label));
	return tell_person(c, d.person_id, p->id,
	                   arena_printf(c->mem, "Thành tích không được xác nhận: %.*s. Lý do: %.*s",
	                                STR_ARG(d.title), STR_ARG(p->reason)));
}

static enum rc deed_attach(struct ctx *c, const void *in, struct out *out)
{
	const struct report_in *p = in;
	struct sql_deed_report_get d;
	if (!p->evidence.given)
		return err_field(c->err, "evidence", "Xin chọn một tệp.");
	TRY(sql_deed_report_get(c->db, c->mem, p->id, &d));
	TRY(keep_evidence(
		c, &p->evidence, p->id,
		&(struct subject){.kind = "", .person_id = d.person_id, .unit_id = d.today_unit}));
	out_say(c, out, "Đã thêm minh chứng.");
	return RC_OK;
}

static enum rc deed_evidence(struct ctx *c, const void *in, struct out *out)
{
	const struct report_in *p = in;
	struct sql_deed_file_get x;
	TRY(sql_deed_file_get(c->db, c->mem, p->id, &x));
	return file_send(c, x.file_id, out);
}

/* --- rows --------------------------------------------------------------------------------------
 */

static const struct choice yes_no[] = {{"yes", "Có"}, {"no", "Không"}, {0}};
static const struct field id_filter[] = {
	FILTER(REF, "id", "Thành tích", .flags = MUST | HIDDEN, .ref = &deed_object)};
static const struct column view_cols[] = {
	{"person_name", "Người, hộ", COL_LINK, .op = "person.view", .key = "person_id"},
	{"unit_name", "Đơn vị", COL_LINK, .op = "unit.view", .key = "unit_id"},
	{"kind", "Loại", COL_CHOICE, .choices = deed_kinds},
	{"title", "Nội dung", COL_TEXT},
	{"on_date", "Ngày lập thành tích", COL_DATE},
	{"effect", "Hiệu quả", COL_TEXT},
	{"year", "Năm", COL_TEXT},
	{"scope", "Phạm vi", COL_CHOICE, .choices = initiative_scopes},
	{"task_title", "Từ nhiệm vụ", COL_LINK, .op = "task.view", .key = "task_id"},
	{"prompt_on", "Nên khen trước ngày (kịp thời)", COL_DATE},
	{"sign", "Văn bản xác nhận", COL_TEXT},
	{"dated", "Ngày", COL_DATE},
	{"issuer", "Cơ quan xác nhận", COL_TEXT},
	{"award", "Đã được khen bằng", COL_CHOICE, .choices = award_codes},
	{"reported_by", "Người báo cáo", COL_TEXT},
	{"decided_by", "Người xác nhận", COL_TEXT},
	{"state", "Tình trạng", COL_BADGE, .choices = deed_states},
	{"reason", "Lý do", COL_TEXT},
};
static const struct part view_parts[] = {{"Minh chứng", "deed_file.list", "deed", NULL}};
static const struct field file_filters[] = {FILTER(REF, "deed", "Thành tích", .ref = &deed_object)};
static const struct column file_cols[] = {
	{"name", "Tệp", COL_LINK, .op = "deed.evidence", .key = "id", .width = 50},
};
static const struct field sudden_filters[] = {
	FILTER(INT, "year", "Năm"),
	FILTER(CHOICE, "overdue", "Quá hạn", .choices = yes_no),
};
static const struct column sudden_cols[] = {
	{"title", "Nội dung", COL_LINK, .op = "deed.view", .key = "id", .width = 50},
	{"person_name", "Người, hộ", COL_TEXT, .width = 28},
	{"unit_name", "Đơn vị", COL_TEXT, .width = 32},
	{"on_date", "Ngày lập", COL_DATE, .order = "time"},
	{"effect", "Hiệu quả", COL_TEXT, .width = 50},
	{"prompt_on", "Nên khen trước ngày", COL_DATE},
	{"overdue", "Quá hạn", COL_CHOICE, .choices = yes_no},
	{"state", "Tình trạng", COL_BADGE, .choices = deed_states},
};

#define LAW "Luật Thi đua, khen thưởng 2022, Điều 5 khoản 2 (kịp thời; một thành tích khen một lần)"
#define ON_DEED .kind = OP_WRITE, .scope = SCOPE_OBJECT, .object = &deed_object, .then = "deed.view"

const struct op deed_report_ops[] = {
	{.name = "deed.view",
     .title = "Thành tích",
     .help = "Việc gì, khi nào, hiệu quả bằng con số, minh chứng, ai xác nhận.",
     .kind = OP_VIEW,
     .roles = RECORD_SEES,
     .scope = SCOPE_OBJECT,
     .object = &deed_object,
     .list = &sql_list_deed_view,
     FIELDS(id_filter),
     COLS(view_cols),
     PARTS(view_parts),
     .law = LAW},
	{.name = "deed.sudden",
     .title = "Thành tích đột xuất chờ khen",
     .help = "Đã lập khi nào, nên khen trước ngày nào, đã quá hạn kịp thời chưa.",
     .kind = OP_LIST,
     .flags = OP_JOURNAL_EXPORT,
     .roles = RECORD_SEES & ~R(MEMBER),
     .scope = SCOPE_ANY,
     .area = "record",
     .icon = "clock",
     .object = &deed_object,
     .list = &sql_list_deed_sudden,
     .order = "-time",
     FIELDS(sudden_filters),
     COLS(sudden_cols),
     .empty = "Không có thành tích đột xuất nào chờ khen.",
     .law = LAW},
	{.name = "deed_file.list",
     .title = "Minh chứng của thành tích",
     .help = "Các tệp đính kèm.",
     .kind = OP_LIST,
     .flags = OP_QUIET,
     .roles = RECORD_SEES,
     .scope = SCOPE_ANY,
     .list = &sql_list_deed_file_list,
     FIELDS(file_filters),
     COLS(file_cols),
     .empty = "Chưa có minh chứng."},
	{.name = "deed.report",
     .title = "Báo cáo thành tích của tôi",
     .help = "Ngay khi lập được: việc gì, khi nào, hiệu quả bằng con số; trưởng đơn vị xác nhận.",
     .verb = "Báo cáo",
     .kind = OP_WRITE,
     .roles = R(MEMBER),
     .scope = SCOPE_OBJECT,
     .area = "mine",
     .icon = "medal",
     .object = &deed_object,
     FIELDS(own_fields),
     .in_size = sizeof(struct report_in),
     .run = deed_report,
     .then = "deed.view",
     .law = LAW},
	{.name = "deed.report_unit",
     .title = "Báo cáo thành tích của đơn vị",
     .help = "Của tập thể, hoặc của người trong đơn vị.",
     .verb = "Báo cáo",
     .kind = OP_WRITE,
     .flags = OP_NOT_OWN,
     .roles = R(UNIT_HEAD) | R(UNIT_CLERK),
     .scope = SCOPE_OBJECT,
     .icon = "medal",
     .object = &deed_object,
     FIELDS(unit_fields),
     .in_size = sizeof(struct report_in),
     .run = deed_report_unit,
     .person_field = "person_id",
     .then = "deed.view",
     .law = LAW},
	{.name = "deed.from_task",
     .title = "Báo cáo thành tích từ nhiệm vụ",
     .help = "Nhiệm vụ đã hoàn thành trở thành một thành tích của người hoặc đơn vị thực hiện.",
     .verb = "Báo cáo thành tích",
     .kind = OP_WRITE,
     .roles = R(MEMBER) | R(UNIT_HEAD) | R(UNIT_CLERK),
     .scope = SCOPE_OBJECT,
     .icon = "medal",
     .object = &task_object,
     .states = "done",
     FIELDS(task_fields),
     .in_size = sizeof(struct report_in),
     .guard = not_reported,
     .run = deed_from_task,
     .fill = task_fill,
     .law = LAW},
	{.name = "deed.confirm",
     .title = "Xác nhận thành tích",
     .help = "Trưởng đơn vị xác nhận; không ai xác nhận của chính mình.",
     .verb = "Xác nhận",
     ON_DEED,
     .icon = "check",
     .flags = OP_NOT_OWN,
     .roles = R(UNIT_HEAD) | R(STANDING) | R(HEAD),
     .states = "reported",
     FIELDS(id_fields),
     .in_size = sizeof(struct report_in),
     .run = deed_confirm},
	{.name = "deed.refuse",
     .title = "Không xác nhận thành tích",
     .help = "Có lý do; người báo cáo được biết.",
     .verb = "Không xác nhận",
     ON_DEED,
     .icon = "x",
     .flags = OP_NOT_OWN,
     .roles = R(UNIT_HEAD) | R(STANDING) | R(HEAD),
     .states = "reported",
     FIELDS(reason_fields),
     .in_size = sizeof(struct report_in),
     .run = deed_refuse},
	{.name = "deed.attach",
     .title = "Thêm minh chứng thành tích",
     .help = "Một tệp; các tệp trước vẫn giữ.",
     .verb = "Thêm minh chứng",
     ON_DEED,
     .icon = "clip",
     .roles = R(MEMBER) | R(UNIT_HEAD) | R(UNIT_CLERK) | R(STANDING),
     .states = "reported unproved valid",
     FIELDS(attach_fields),
     .in_size = sizeof(struct report_in),
     .run = deed_attach},
	{.name = "deed.evidence",
     .title = "Tải minh chứng thành tích",
     .help = "Tệp minh chứng của một thành tích.",
     .kind = OP_READ,
     .flags = OP_JOURNAL_READ | OP_QUIET,
     .roles = RECORD_SEES,
     .scope = SCOPE_OBJECT,
     .object = &deed_file_object,
     FIELDS(file_fields),
     .in_size = sizeof(struct report_in),
     .run = deed_evidence},
	{0}};
