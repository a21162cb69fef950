/* period.c: the public is asked about exemplars or a dossier, from a day to a day; what came of it.
 */
#include "app/public/public.h"

#include "app/admin/admin.h"
#include "app/dossier/dossier.h"
#include "app/exemplar/exemplar.h"
#include "app/org/org.h"
#include "app/public/inner.h"
#include "app/public/page.h"
#include "app/record/record.h"
#include "base/json_out.h"
#include "db/sql_comment.h"
#include "db/sql_dossier.h"
#include "op/gate.h"
#include "op/list.h"
#include "web/web.h"

#include <inttypes.h>

const struct object comment_period_object = {.name = "comment_period",
                                             .label = "đợt lấy ý kiến",
                                             .list = &sql_list_comment_period_object,
                                             .view = "comment_period.view"};
static const struct choice states[] = {
	{"open", "Đang mở"}, {"closed", "Đã kết thúc"}, {"dropped", "Đã bỏ"}, {0}};
static const struct choice public_states[] = {{"open", "Đang nhận ý kiến"},
                                              {"soon", "Sắp mở"},
                                              {"over", "Hết hạn, đang tổng hợp"},
                                              {"closed", "Đã có kết quả"},
                                              {0}};

struct who_in {
	int64_t exemplar_id;
};
static const struct field who_fields[] = {
	F(REF, struct who_in, exemplar_id, "Điển hình", .flags = MUST | IN_SCOPE,
      .ref = &exemplar_object),
};
struct period_in {
	int64_t id, unit_id;
	struct str title, about, result, reason;
	struct date begins, ends;
	struct group exemplars;
};
static const struct field open_fields[] = {
	F(TEXT, struct period_in, title, "Tên đợt", .flags = MUST, .min = 5, .max = 300),
	F(LONG, struct period_in, about, "Nội dung lấy ý kiến", .max = 5000),
	F(REF, struct period_in, unit_id, "Đơn vị lấy ý kiến", .flags = MUST | IN_SCOPE,
      .ref = &unit_object),
	F(DATE, struct period_in, begins, "Từ ngày", .hint = "Để trống: hôm nay"),
	F(DATE, struct period_in, ends, "Đến hết ngày",
      .hint = "Để trống: theo số ngày cơ quan đặt (comment.days)"),
	F(GROUP, struct period_in, exemplars, "Điển hình được lấy ý kiến", .min = 1, .max = 50,
      .sub = who_fields, .sub_count = COUNT(who_fields), .sub_size = sizeof(struct who_in)),
};
#define THE                                                                                        \
	F(REF, struct period_in, id, "Đợt", .flags = MUST | HIDDEN, .ref = &comment_period_object)
static const struct field close_fields[] = {
	THE,
	F(LONG, struct period_in, result, "Kết quả", .flags = MUST | FRESH, .min = 10, .max = 5000,
      .hint = "Bao nhiêu ý kiến, tiếp thu gì, giải trình gì"),
};
static const struct field dossier_fields[] = {
	F(REF, struct period_in, id, "Hồ sơ", .flags = MUST | HIDDEN, .ref = &dossier_object),
	F(LONG, struct period_in, about, "Nội dung lấy ý kiến", .flags = FRESH, .max = 5000),
	F(DATE, struct period_in, begins, "Từ ngày", .flags = FRESH, .hint = "Để trống: hôm nay"),
	F(DATE, struct period_in, ends, "Đến hết ngày", .flags = FRESH,
      .hint = "Để trống: theo số ngày cơ quan đặt (comment.days)"),
};
static const struct field drop_fields[] = {
	THE,
	F(TEXT, struct period_in, reason, "Lý do", .flags = MUST | FRESH, .min = 5, .max = 400),
};

/* --- opened and closed ---------------------------------------------------------------------------
 */

static enum rc days_of(struct ctx *c, const struct period_in *p, struct date *from, struct date *to)
{
	int64_t days;
	TRY(setting_number(c, "comment.days", &days));
	*from = date_is_none(p->begins) ? c->today : p->begins;
	*to = date_is_none(p->ends) ? (struct date){from->days + (int)days - 1} : p->ends;
	if (from->days < c->today.days)
		return err_field(c->err, "begins", "Đợt lấy ý kiến không mở lùi ngày.");
	if (to->days < from->days)
		return err_field(c->err, "ends", "Ngày cuối phải sau ngày đầu.");
	return RC_OK;
}

static enum rc add_exemplar(struct ctx *c, int64_t period, int64_t id)
{
	struct sql_comment_exemplar e;
	TRY(sql_comment_exemplar(c->db, c->mem, id, &e));
	if (!str_eqz(e.state, "chosen") && !str_eqz(e.state, "approved") &&
	    !str_eqz(e.state, "published"))
		return err_field(c->err, "exemplars",
		                 "\"%.*s\" chưa được chọn; chỉ lấy ý kiến về điển hình đã chọn.",
		                 STR_ARG(e.title));
	return sql_comment_item_add(c->db, period, id, DB_NULL, e.person_id,
	                            e.name.p ? e.name : STR("Không rõ tên"), e.title, NULL);
}

static enum rc period_open(struct ctx *c, const void *in, struct out *out)
{
	const struct period_in *p = in;
	const struct who_in *who = p->exemplars.items;
	struct date from, to;
	TRY(days_of(c, p, &from, &to));
	if (p->exemplars.count == 0)
		return err_field(c->err, "exemplars", "Xin chọn ít nhất một điển hình.");
	TRY(sql_comment_period_add(c->db, p->unit_id, DB_NULL, p->title,
	                           p->about.p ? p->about : STR(""), from, to, c->who.account_id,
	                           c->now_ms, &out->id));
	for (int i = 0; i < p->exemplars.count; i++)
		TRY(add_exemplar(c, out->id, who[i].exemplar_id));
	out_say(c, out, "Lấy ý kiến từ ngày %s đến hết ngày %s.", date_vn(from).z, date_vn(to).z);
	return RC_OK;
}

static bool in_question(struct str state)
{
	return str_eqz(state, "proposed") || str_eqz(state, "cleared") || str_eqz(state, "passed");
}

/* About all in the dossier who are still in question; names and awards as they stand today. */
static enum rc add_nominees(struct ctx *c, int64_t period, int64_t dossier, int64_t *count)
{
	struct sql_nominee_of_dossier *rows;
	size_t n;
	*count = 0;
	TRY(sql_nominee_of_dossier(c->db, c->mem, dossier, &rows, &n));
	for (size_t i = 0; i < n; i++) {
		if (!in_question(rows[i].state))
			continue;
		++*count;
		TRY(sql_comment_item_add(c->db, period, DB_NULL, rows[i].id, rows[i].person_id,
		                         rows[i].name, choice_label(award_codes, rows[i].code), NULL));
	}
	return RC_OK;
}

static enum rc step(struct ctx *c, int64_t dossier, const char *kind, struct str said)
{
	return sql_dossier_step_add(c->db, dossier, DB_NULL, str_of(kind), STR(""), STR(""), said,
	                            c->who.account_id, c->now_ms, NULL);
}

static enum rc period_dossier(struct ctx *c, const void *in, struct out *out)
{
	const struct period_in *p = in;
	struct sql_dossier_get d;
	struct date from, to;
	int64_t period, count;
	TRY(days_of(c, p, &from, &to));
	TRY(sql_dossier_get(c->db, c->mem, p->id, &d));
	TRY(sql_comment_period_add(
		c->db, d.holder_id, p->id, arena_printf(c->mem, "Ý kiến về: %.*s", STR_ARG(d.title)),
		p->about.p ? p->about : STR(""), from, to, c->who.account_id, c->now_ms, &period));
	TRY(add_nominees(c, period, p->id, &count));
	if (count == 0)
		return err_set(c->err, RC_CONFLICT,
		               "Hồ sơ không còn trường hợp nào đang được đề nghị để lấy ý kiến.");
	TRY(step(c, p->id, "public_asked",
	         arena_printf(c->mem, "%" PRId64 " trường hợp, từ %s đến hết %s", count,
	                      date_vn(from).z, date_vn(to).z)));
	out->go = arena_printf(c->mem, "/comment_period/%" PRId64, period);
	out->id = period;
	out_say(c, out, "Lấy ý kiến về %" PRId64 " trường hợp, đến hết ngày %s.", count, date_vn(to).z);
	return RC_OK;
}

/* What came of it stands in the dossier, too, with the numbers. */
static enum rc tell_dossier(struct ctx *c, const struct period_in *p,
                            const struct sql_comment_counts *n)
{
	struct sql_comment_period_get row;
	TRY(sql_comment_period_get(c->db, c->mem, p->id, &row));
	if (row.dossier_id == DB_NULL)
		return RC_OK;
	return step(c, row.dossier_id, "public_answered",
	            arena_printf(c->mem, "%" PRId64 " ý kiến, %" PRId64 " công khai. %.*s", n->total,
	                         n->shown, STR_ARG(p->result)));
}

/* Each comment is answered before the result is told. */
static enum rc period_close(struct ctx *c, const void *in, struct out *out)
{
	const struct period_in *p = in;
	struct sql_comment_counts n;
	TRY(sql_comment_counts(c->db, c->mem, p->id, &n));
	if (n.waiting)
		return err_set(c->err, RC_CONFLICT,
		               "Còn %" PRId64 " ý kiến chưa được trả lời. Mỗi ý kiến phải được trả lời, "
		               "hoặc không công khai có lý do.",
		               n.waiting);
	TRY(sql_comment_period_end(c->db, p->id, STR("closed"), p->result, c->now_ms, NULL));
	TRY(tell_dossier(c, p, &n));
	out_fact(out, "total", "Ý kiến đã nhận", arena_printf(c->mem, "%" PRId64, n.total));
	out_fact(out, "shown", "Công khai", arena_printf(c->mem, "%" PRId64, n.shown));
	out_say(c, out, "Đã kết thúc đợt lấy ý kiến.");
	return RC_OK;
}

static enum rc period_drop(struct ctx *c, const void *in, struct out *out)
{
	const struct period_in *p = in;
	out_say(c, out, "Đã bỏ đợt lấy ý kiến; ý kiến đã nhận vẫn được giữ.");
	return sql_comment_period_end(c->db, p->id, STR("dropped"), p->reason, c->now_ms, NULL);
}

/* --- the public page of one
 * ----------------------------------------------------------------------- */

struct one_in {
	int64_t id;
};
static const struct field one_fields[] = {
	F(INT, struct one_in, id, "Số", .flags = MUST | HIDDEN, .min = 1, .max = INT64_MAX),
};

static enum rc period_rows(struct ctx *c, int64_t id, struct public_period_view *v)
{
	struct sql_comment_items *items;
	struct sql_public_comments *said;
	size_t n, k;
	TRY(sql_comment_items(c->db, c->mem, id, &items, &n));
	TRY(sql_public_comments(c->db, c->mem, id, &said, &k));
	v->items = arena_array(c->mem, n + 1, sizeof *v->items);
	v->comments = arena_array(c->mem, k + 1, sizeof *v->comments);
	for (size_t i = 0; i < n; i++)
		v->items[v->item_count++] =
			(struct public_row){.href = arena_printf(c->mem, "%" PRId64, items[i].id),
		                        .title = items[i].name,
		                        .text = items[i].what};
	for (size_t i = 0; i < k; i++)
		v->comments[v->comment_count++] =
			(struct public_row){.who = said[i].author.n ? said[i].author : STR("Người dân"),
		                        .title = said[i].about.p ? said[i].about : STR(""),
		                        .when = arena_str(c->mem, str_of(date_vn(said[i].made_on).z)),
		                        .text = said[i].text,
		                        .progress = said[i].answer};
	return RC_OK;
}

static enum rc period_read(struct ctx *c, const void *in, struct out *out)
{
	const struct one_in *p = in;
	struct public_period_view *v = arena_alloc(c->mem, sizeof *v);
	struct sql_public_period row;
	struct sql_comment_counts n;
	enum rc rc = sql_public_period(c->db, c->mem, p->id, &row);
	if (rc == RC_NOTFOUND)
		return err_set(c->err, RC_NOTFOUND, "Không có đợt lấy ý kiến công khai nào mang số này.");
	TRY(rc);
	TRY(sql_comment_counts(c->db, c->mem, p->id, &n));
	*v = (struct public_period_view){
		.id = row.id,
		.open = str_eqz(row.state, "open") && c->today.days >= row.begins.days &&
	            c->today.days <= row.ends.days,
		.about = row.about,
		.result = str_eqz(row.state, "closed") ? row.result : STR(""),
		.count = arena_printf(c->mem, "%" PRId64 " ý kiến đã nhận, %" PRId64 " đang chờ trả lời",
	                          n.total - n.hidden, n.waiting)};
	TRY(period_rows(c, p->id, v));
	out->heading = row.title;
	out->sub = arena_printf(c->mem, "Từ ngày %s đến hết ngày %s", date_vn(row.begins).z,
	                        date_vn(row.ends).z);
	out->data = v;
	return RC_OK;
}

static void period_page(struct buf *html, struct ctx *c, const void *data)
{
	(void)c;
	tpl_public_period(html, data);
}

static void period_json(struct buf *b, struct ctx *c, const void *data)
{
	const struct public_period_view *v = data;
	struct json_out j = json_out_to(b);
	(void)c;
	json_obj(&j, NULL);
	json_bool(&j, "open", v->open);
	json_str(&j, "about", v->about);
	json_str(&j, "result", v->result);
	json_arr(&j, "comments");
	for (int i = 0; i < v->comment_count; i++) {
		json_obj(&j, NULL);
		json_str(&j, "author", v->comments[i].who);
		json_str(&j, "text", v->comments[i].text);
		json_str(&j, "answer", v->comments[i].progress);
		json_end(&j);
	}
	json_end(&j);
	json_end(&j);
}

/* --- rows
 * ------------------------------------------------------------------------------------------ */

static const struct field list_filters[] = {
	FILTER(CHOICE, "state", "Tình trạng", .choices = states),
	FILTER(INT, "year", "Diễn ra trong năm", .min = 1945, .max = 2200),
};
static const struct column list_cols[] = {
	{"title", "Đợt lấy ý kiến", COL_LINK, .op = "comment_period.view", .key = "id", .width = 60},
	{"unit_name", "Đơn vị", COL_TEXT, .width = 36},
	{"begins", "Từ ngày", COL_DATE},
	{"ends", "Đến hết ngày", COL_DATE},
	{"items", "Trường hợp", COL_INT},
	{"comments", "Ý kiến", COL_INT},
	{"waiting", "Chờ trả lời", COL_INT},
	{"state", "Tình trạng", COL_BADGE, .choices = states},
};
static const struct field id_filter[] = {
	FILTER(REF, "id", "Đợt", .flags = MUST | HIDDEN, .ref = &comment_period_object)};
static const struct column view_cols[] = {
	{"title", "Tên đợt", COL_TEXT},
	{"about", "Nội dung", COL_TEXT},
	{"unit_name", "Đơn vị", COL_LINK, .op = "unit.view", .key = "unit_id"},
	{"begins", "Từ ngày", COL_DATE},
	{"ends", "Đến hết ngày", COL_DATE},
	{"comments", "Ý kiến đã nhận", COL_INT},
	{"shown", "Công khai", COL_INT},
	{"waiting", "Chờ trả lời", COL_INT},
	{"result", "Kết quả", COL_TEXT},
	{"closed_ms", "Kết thúc lúc", COL_MOMENT},
	{"made_by", "Người mở", COL_TEXT},
	{"state", "Tình trạng", COL_BADGE, .choices = states},
};
static const struct part view_parts[] = {
	{"Trường hợp được lấy ý kiến", "comment_item.list", "period", NULL},
	{"Ý kiến", "comment.list", "period", NULL},
};
static const struct field of_one[] = {FILTER(REF, "period", "Đợt", .ref = &comment_period_object)};
static const struct column item_cols[] = {
	{"name", "Ai", COL_TEXT, .width = 30},
	{"what", "Về việc", COL_TEXT, .width = 60},
	{"comments", "Ý kiến", COL_INT},
};
static const struct field public_filters[] = {
	FILTER(CHOICE, "state", "Tình trạng", .choices = public_states)};
static const struct column public_cols[] = {
	{"title", "Đợt lấy ý kiến", COL_LINK, .op = "public.period", .key = "id", .width = 60},
	{"begins", "Từ ngày", COL_DATE},
	{"ends", "Đến hết ngày", COL_DATE},
	{"items", "Trường hợp", COL_INT},
	{"comments", "Ý kiến", COL_INT},
	{"state", "Tình trạng", COL_BADGE, .choices = public_states},
};

const struct op public_period_ops[] = {
	{.name = "public.periods",
     .title = "Lấy ý kiến nhân dân",
     .help = "Cơ quan hỏi ý kiến về ai, việc gì, đến ngày nào; kết quả.",
     .kind = OP_LIST,
     .roles = R(PUBLIC) | R_SIGNED_IN,
     .scope = SCOPE_ANY,
     .flags = OP_CACHED,
     .area = "public",
     .icon = "people",
     .list = &sql_list_public_periods,
     .order = "-newest",
     FIELDS(public_filters),
     COLS(public_cols),
     .empty = "Cơ quan chưa lấy ý kiến về việc gì."},
	{.name = "public.period",
     .title = "Lấy ý kiến",
     .help = "Về ai, việc gì; gửi ý kiến ở đây.",
     .kind = OP_READ,
     .roles = R(PUBLIC) | R_SIGNED_IN,
     .scope = SCOPE_ANY,
     .flags = OP_QUIET | OP_CACHED,
     .area = "public",
     FIELDS(one_fields),
     .in_size = sizeof(struct one_in),
     .run = period_read,
     .page = period_page,
     .json = period_json},
	{0}};

const struct op comment_period_ops[] = {
	{.name = "comment_period.list",
     .title = "Đợt lấy ý kiến",
     .help = "Các đợt lấy ý kiến nhân dân, số ý kiến, còn bao nhiêu chờ trả lời.",
     .kind = OP_LIST,
     .roles = COMMENT_SEES,
     .scope = SCOPE_ANY,
     .area = "public",
     .icon = "people",
     .object = &comment_period_object,
     .list = &sql_list_comment_period_list,
     .order = "-newest",
     FIELDS(list_filters),
     COLS(list_cols),
     .empty = "Chưa có đợt lấy ý kiến nào."},
	{.name = "comment_period.view",
     .title = "Đợt lấy ý kiến",
     .help = "Về ai, đến ngày nào, ý kiến nào, kết quả ra sao.",
     .kind = OP_VIEW,
     .roles = COMMENT_SEES,
     .scope = SCOPE_OBJECT,
     .object = &comment_period_object,
     .list = &sql_list_comment_period_view,
     FIELDS(id_filter),
     COLS(view_cols),
     PARTS(view_parts)},
	{.name = "comment_item.list",
     .title = "Trường hợp được lấy ý kiến",
     .help = "Ai được hỏi đến trong đợt.",
     .kind = OP_LIST,
     .flags = OP_QUIET,
     .roles = COMMENT_SEES,
     .scope = SCOPE_ANY,
     .list = &sql_list_comment_item_list,
     FIELDS(of_one),
     COLS(item_cols),
     .empty = "Chưa có ai."},
	{.name = "comment_period.open",
     .title = "Mở đợt lấy ý kiến",
     .help = "Về các điển hình đã chọn; số ngày do cơ quan đặt.",
     .verb = "Mở đợt",
     .kind = OP_WRITE,
     .scope = SCOPE_OBJECT,
     .roles = R(STANDING),
     .icon = "people",
     .object = &comment_period_object,
     FIELDS(open_fields),
     .in_size = sizeof(struct period_in),
     .run = period_open,
     .then = "comment_period.view"},
	{.name = "comment_period.dossier",
     .title = "Lấy ý kiến nhân dân về hồ sơ",
     .help = "Về mọi trường hợp đang được đề nghị trong hồ sơ; kết quả ghi vào các bước của hồ sơ.",
     .verb = "Lấy ý kiến nhân dân",
     .kind = OP_WRITE,
     .scope = SCOPE_OBJECT,
     .roles = R(STANDING),
     .icon = "people",
     .object = &dossier_object,
     .states = "received appraising council",
     FIELDS(dossier_fields),
     .in_size = sizeof(struct period_in),
     .run = period_dossier},
	{.name = "comment_period.close",
     .title = "Kết thúc đợt lấy ý kiến",
     .help = "Khi mọi ý kiến đã được trả lời; kết quả lên trang công khai.",
     .verb = "Kết thúc",
     .kind = OP_WRITE,
     .scope = SCOPE_OBJECT,
     .roles = R(STANDING),
     .icon = "check",
     .object = &comment_period_object,
     .states = "open",
     FIELDS(close_fields),
     .in_size = sizeof(struct period_in),
     .run = period_close,
     .then = "comment_period.view"},
	{.name = "comment_period.drop",
     .title = "Bỏ đợt lấy ý kiến",
     .help = "Mở nhầm: đợt rời trang công khai, ý kiến đã nhận vẫn giữ.",
     .verb = "Bỏ",
     .kind = OP_WRITE,
     .scope = SCOPE_OBJECT,
     .roles = R(STANDING),
     .icon = "x",
     .object = &comment_period_object,
     .states = "open",
     FIELDS(drop_fields),
     .in_size = sizeof(struct period_in),
     .run = period_drop,
     .then = "comment_period.view"},
	{0}};
