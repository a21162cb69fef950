/* job.c: jobs as people see them: list, progress, cancelling, starting again. */
#include "app/job/job.h"
#include "base/json_out.h"
#include "db/sql_job.h"
#include "op/gate.h"
#include "viet/viet.h"
#include "web/web.h"

#include <inttypes.h>

#define REFRESH_S 3

static const struct choice job_states[] = {{"waiting", "Đang chờ"},  {"running", "Đang chạy"},
                                           {"done", "Xong"},         {"failed", "Lỗi"},
                                           {"cancelled", "Đã dừng"}, {0}};

const struct object job_object = {
	.name = "job", .label = "việc nền", .list = &sql_list_job_object, .view = "job.view"};

struct job_in {
	int64_t id;
};
static const struct field job_fields[] = {
	F(REF, struct job_in, id, "Việc", .flags = MUST | HIDDEN, .ref = &job_object),
};

/* --- one job ------------------------------------------------------------------------------ */

static struct str moment(struct ctx *c, int64_t ms)
{
	return ms == DB_NULL ? STR("") : arena_str(c->mem, str_of(date_time_vn(ms).z));
}

/* From the pace so far; nothing in the first seconds, when it would only jump about. */
static struct str time_left(struct ctx *c, const struct sql_job_view *r)
{
	int64_t took_s = (c->now_ms - r->began_ms) / 1000;
	if (r->began_ms == DB_NULL || r->done == DB_NULL || r->done < 1 || r->total <= r->done ||
	    took_s < 3)
		return STR("");
	int64_t left_s = took_s * (r->total - r->done) / r->done;
	return left_s < 90 ? arena_printf(c->mem, "còn khoảng %" PRId64 " giây", left_s + 1)
	                   : arena_printf(c->mem, "còn khoảng %" PRId64 " phút", (left_s + 30) / 60);
}

static enum rc read_facts(struct ctx *c, struct str json, struct job_page *p)
{
	struct values v;
	values_init(&v, c->mem);
	TRY(values_from_json(&v, json, c->err));
	p->facts = arena_array(c->mem, (size_t)v.count + 1, sizeof *p->facts);
	for (int i = 0; i < v.count; i++)
		p->facts[p->fact_count++] =
			(struct job_fact){.label = v.items[i].name, .value = v.items[i].text};
	return RC_OK;
}

static const char *badge(struct str state)
{
	return str_eqz(state, "done")      ? "ok"
	       : str_eqz(state, "failed")  ? "bad"
	       : str_eqz(state, "running") ? "info"
	                                   : "warn";
}

static void fill_result(struct ctx *c, const struct sql_job_view *r, struct job_page *p)
{
	p->result = r->result;
	p->error = r->error;
	p->link =
		r->file_id != DB_NULL ? arena_printf(c->mem, "/file/get?id=%" PRId64, r->file_id) : r->link;
	if (p->live && gate_offers(c, op_find(STR("job.cancel"))) && !p->cancelling)
		p->cancel = arena_printf(c->mem, "/job/cancel?id=%" PRId64, r->id);
	if (!p->live && !str_eqz(r->state, "done") && gate_offers(c, op_find(STR("job.retry"))))
		p->retry = arena_printf(c->mem, "/job/retry?id=%" PRId64, r->id);
	if (str_eqz(r->state, "waiting") && r->run_ms > c->now_ms)
		p->again = moment(c, r->run_ms);
}

static enum rc job_view(struct ctx *c, const void *in, struct out *out)
{
	const struct job_in *q = in;
	struct sql_job_view r;
	struct job_page *p = arena_alloc(c->mem, sizeof *p);
	TRY(sql_job_view(c->db, c->mem, q->id, &r));
	p->id = r.id;
	p->live = str_eqz(r.state, "waiting") || str_eqz(r.state, "running");
	p->cancelling = p->live && r.cancel;
	p->state = r.state;
	p->state_words = p->cancelling ? STR("Đang dừng") : choice_label(job_states, r.state);
	p->badge = str_of(badge(r.state));
	p->by = r.person.p ? r.person : r.account.p ? r.account : STR("Hệ thống");
	p->began = moment(c, r.began_ms != DB_NULL ? r.began_ms : r.made_ms);
	p->done = r.done == DB_NULL ? 0 : r.done;
	p->total = r.total == DB_NULL ? 0 : r.total;
	p->so_far = arena_printf(c->mem, "%.*s trên %.*s", STR_ARG(viet_number(c->mem, p->done)),
	                         STR_ARG(viet_number(c->mem, p->total)));
	p->percent = str_eqz(r.state, "done") ? 100 : p->total > 0 ? p->done * 100 / p->total : 0;
	p->say = r.say.p ? r.say : STR("");
	p->left = str_eqz(r.state, "running") ? time_left(c, &r) : STR("");
	fill_result(c, &r, p);
	TRY(read_facts(c, r.facts, p));
	out->id = r.id;
	out->data = p;
	out->heading = r.title;
	out->sub = STR("Tiến độ và kết quả của việc chạy sau trang");
	out->refresh_s = p->live ? REFRESH_S : 0;
	return RC_OK;
}

static void job_page(struct buf *html, struct ctx *c, const void *data)
{
	(void)c;
	tpl_job(html, data);
}

static void job_json(struct buf *b, struct ctx *c, const void *data)
{
	const struct job_page *p = data;
	struct json_out j = json_out_to(b);
	json_obj(&j, NULL);
	json_int(&j, "id", p->id);
	json_str(&j, "title", c->object_label);
	json_str(&j, "state", p->state);
	json_int(&j, "done", p->done);
	json_int(&j, "total", p->total);
	json_str(&j, "say", p->say);
	json_str(&j, "result", p->result);
	json_str(&j, "error", p->error);
	json_str(&j, "link", p->link.n ? p->link : STR_NULL);
	json_obj(&j, "facts");
	for (int i = 0; i < p->fact_count; i++)
		json_str(&j, arena_strz(c->mem, p->facts[i].label), p->facts[i].value);
	json_end(&j);
	json_end(&j);
}

/* --- cancelling, starting again ------------------------------------------------------------- */

static enum rc job_cancel(struct ctx *c, const void *in, struct out *out)
{
	const struct job_in *p = in;
	int64_t waiting;
	TRY(sql_job_cancel_waiting(c->db, p->id, c->now_ms, &waiting));
	if (!waiting)
		TRY(sql_job_cancel_running(c->db, p->id, NULL));
	out_say(c, out,
	        waiting ? "Đã bỏ việc này khỏi hàng chờ."
	                : "Đã yêu cầu dừng; việc dừng trong vài giây.");
	return RC_OK;
}

static enum rc job_retry(struct ctx *c, const void *in, struct out *out)
{
	const struct job_in *p = in;
	out_say(c, out, "Đã xếp lại vào hàng chờ.");
	return sql_job_retry(c->db, p->id, c->now_ms, NULL);
}

/* --- rows ----------------------------------------------------------------------------------------
 */

static const struct field job_filters[] = {
	FILTER(CHOICE, "state", "Tình trạng", .choices = job_states),
};
static const struct column job_cols[] = {
	{"title", "Việc", COL_LINK, .op = "job.view", .key = "id", .width = 40},
	{"made_ms", "Yêu cầu lúc", COL_MOMENT, .order = "id"},
	{"state", "Tình trạng", COL_BADGE, .choices = job_states},
	{"percent", "Tiến độ, %", COL_INT},
	{"ended_ms", "Kết thúc", COL_MOMENT},
	{"result", "Kết quả", COL_TEXT, .width = 40},
	{"error", "Lỗi", COL_TEXT, .width = 40},
	{"account", "Tài khoản", COL_TEXT},
};

#define SEES_JOBS (R(MEMBER) | R(ADMIN))

const struct op job_ops[] = {
	{.name = "job.list",
     .title = "Việc nền",
     .help =
         "Những việc dài chạy sau trang: của mình, hoặc của mọi người đối với quản trị hệ thống.",
     .kind = OP_LIST,
     .roles = SEES_JOBS,
     .scope = SCOPE_ANY,
     .area = "mine",
     .icon = "clock",
     .object = &job_object,
     .list = &sql_list_job_list,
     .order = "-id",
     FIELDS(job_filters),
     COLS(job_cols),
     .empty = "Chưa có việc nào. Việc dài như nhập từ tệp hay lập báo cáo sẽ hiện ở đây."},
	{.name = "job.view",
     .title = "Việc nền",
     .help = "Tiến độ và kết quả của một việc.",
     .kind = OP_READ,
     .flags = OP_QUIET,
     .roles = SEES_JOBS,
     .scope = SCOPE_OBJECT,
     .object = &job_object,
     FIELDS(job_fields),
     .in_size = sizeof(struct job_in),
     .run = job_view,
     .page = job_page,
     .json = job_json},
	{.name = "job.cancel",
     .title = "Dừng việc",
     .help = "Việc đang chờ thì bỏ; đang chạy thì dừng ở chỗ an toàn gần nhất.",
     .verb = "Dừng việc này",
     .kind = OP_WRITE,
     .roles = SEES_JOBS,
     .scope = SCOPE_OBJECT,
     .object = &job_object,
     .states = "waiting running",
     FIELDS(job_fields),
     .in_size = sizeof(struct job_in),
     .run = job_cancel,
     .then = "job.view"},
	{.name = "job.retry",
     .title = "Chạy lại việc",
     .help = "Một việc bị lỗi hoặc đã dừng được xếp lại vào hàng chờ.",
     .verb = "Chạy lại",
     .kind = OP_WRITE,
     .roles = R(ADMIN),
     .scope = SCOPE_OFFICE,
     .object = &job_object,
     .states = "failed cancelled",
     FIELDS(job_fields),
     .in_size = sizeof(struct job_in),
     .run = job_retry,
     .then = "job.view"},
	{0}};
