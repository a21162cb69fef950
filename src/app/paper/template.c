/*
 * template.c: templates of the office: bodies for the fields of the shipped files, each version
 * dated, checked before it is kept, never changed afterwards. The shipped one stays and can be gone
 * back to.
 */
#include "app/paper/inner.h"

#include "app/paper/page.h"
#include "base/json_out.h"
#include "db/sql_paper.h"
#include "op/gate.h"
#include "web/web.h"

#include <inttypes.h>

struct template_in {
	struct str kind, name, body, reason;
	struct date from;
	int64_t no;
};

static struct str kind_href(struct ctx *c, struct str kind)
{
	return arena_printf(c->mem, "/template/view?kind=%.*s", STR_ARG(kind));
}

/* --- which there are -------------------------------------------------------------------------- */

static struct str used_words(struct ctx *c, const struct paper_used *u)
{
	if (u->template_id == DB_NULL)
		return STR("Mẫu gốc");
	return arena_printf(c->mem, "Lần %" PRId64 ": %.*s, từ %s", u->no, STR_ARG(u->name),
	                    date_vn(u->from).z);
}

static enum rc row_for(struct ctx *c, struct str kind, struct template_row *row,
                       struct paper_used *u)
{
	TRY(paper_used_on(c, kind, c->today, u));
	*row = (struct template_row){.kind = kind,
	                             .title = u->about.title,
	                             .source = u->about.source,
	                             .unconfirmed = u->about.unconfirmed,
	                             .used = used_words(c, u),
	                             .href = kind_href(c, kind),
	                             .own = u->body.p != NULL};
	return RC_OK;
}

static enum rc template_list(struct ctx *c, const void *in, struct out *out)
{
	struct template_view *v = arena_alloc(c->mem, sizeof *v);
	int n = 0;
	(void)in;
	while (paper_kinds[n].value)
		n++;
	v->rows = arena_array(c->mem, (size_t)n + 1, sizeof *v->rows);
	for (int i = 0; i < n; i++) {
		struct paper_used u;
		TRY(row_for(c, str_of(paper_kinds[i].value), &v->rows[v->count++], &u));
	}
	out->data = v;
	return RC_OK;
}

static void list_page(struct buf *html, struct ctx *c, const void *data)
{
	(void)c;
	tpl_templates(html, data);
}

static void row_json(struct json_out *j, const struct template_row *r)
{
	json_str(j, "kind", r->kind);
	json_str(j, "title", r->title);
	json_str(j, "source", r->source);
	json_str(j, "unconfirmed", r->unconfirmed.n ? r->unconfirmed : STR_NULL);
	json_str(j, "used", r->used);
	json_bool(j, "own", r->own);
}

static void list_json(struct buf *b, struct ctx *c, const void *data)
{
	const struct template_view *v = data;
	struct json_out j = json_out_to(b);
	(void)c;
	json_obj(&j, NULL);
	json_arr(&j, "items");
	for (int i = 0; i < v->count; i++) {
		json_obj(&j, NULL);
		row_json(&j, &v->rows[i]);
		json_end(&j);
	}
	json_end(&j);
	json_end(&j);
}

/* --- one kind --------------------------------------------------------------------------------- */

static void add_fields(struct ctx *c, const struct paper_field *f, int count, struct str before,
                       struct str *out, int *n, int room)
{
	for (int i = 0; i < count && *n < room; i++) {
		struct str name = arena_printf(c->mem, "%.*s%s%.*s", STR_ARG(before), before.n ? "." : "",
		                               STR_ARG(f[i].name));
		out[(*n)++] = arena_printf(c->mem, "%.*s: %.*s%s", STR_ARG(name), STR_ARG(f[i].label),
		                           f[i].optional ? " (tùy ý)" : "");
		add_fields(c, f[i].items, f[i].item_count, name, out, n, room);
	}
}

#define FIELDS_SHOWN 300

static struct str *fields_of(struct ctx *c, const struct paper_about *a, int *n)
{
	struct str *out = arena_array(c->mem, FIELDS_SHOWN, sizeof *out);
	*n = 0;
	add_fields(c, a->fields, a->field_count, STR(""), out, n, FIELDS_SHOWN);
	return out;
}

/* The body of version `no`, or of what is in use. */
static enum rc body_at(struct ctx *c, const struct paper_used *u, struct str kind, int64_t no,
                       struct str *body)
{
	struct sql_paper_template_all *all;
	size_t n;
	*body = u->body.p ? u->body : paper_body_of(u->text);
	if (no == DB_NULL || no == 0)
		return RC_OK;
	TRY(sql_paper_template_all(c->db, c->mem, kind, &all, &n));
	for (size_t i = 0; i < n; i++)
		if (all[i].no == no) {
			*body = all[i].body.n ? all[i].body : paper_body_of(u->text);
			return RC_OK;
		}
	return err_set(c->err, RC_NOTFOUND, "Mẫu này không có lần sửa số %" PRId64 ".", no);
}

static enum rc template_view(struct ctx *c, const void *in, struct out *out)
{
	const struct template_in *p = in;
	static const char *const offered[] = {"template.edit", "template.shipped"};
	struct template_view *v = arena_alloc(c->mem, sizeof *v);
	struct sql_paper_template_all *all;
	struct paper_used u;
	size_t n;
	TRY(row_for(c, p->kind, &v->one, &u));
	TRY(body_at(c, &u, p->kind, p->no, &v->body));
	TRY(sql_paper_template_all(c->db, c->mem, p->kind, &all, &n));
	v->versions = arena_array(c->mem, n + 1, sizeof *v->versions);
	for (size_t i = 0; i < n; i++)
		v->versions[v->version_count++] = (struct template_version_row){
			.no = arena_printf(c->mem, "%" PRId64, all[i].no),
			.name = all[i].name,
			.reason = all[i].reason,
			.from = arena_str(c->mem, str_of(date_vn(all[i].valid_from).z)),
			.when = arena_str(c->mem, str_of(date_time_vn(all[i].made_ms).z)),
			.who = all[i].made_by.p ? all[i].made_by : STR(""),
			.href = arena_printf(c->mem, "%.*s&no=%" PRId64, STR_ARG(v->one.href), all[i].no),
			.used = all[i].id == u.template_id,
			.shipped = all[i].body.n == 0};
	v->fields = fields_of(c, &u.about, &v->field_count);
	v->no = p->no == DB_NULL ? 0 : p->no;
	v->actions.items = arena_array(c->mem, COUNT(offered), sizeof *v->actions.items);
	for (int i = 0; i < COUNT(offered); i++) {
		const struct op *op = op_find(str_of(offered[i]));
		if (gate_offers(c, op) && (i == 0 || u.body.p))
			v->actions.items[v->actions.count++] = (struct link){
				.href = arena_printf(c->mem, "%.*s?kind=%.*s", STR_ARG(op_path(c->mem, offered[i])),
			                         STR_ARG(p->kind)),
				.text = str_of(op->verb),
				.icon = op->icon};
	}
	out->heading = v->one.title;
	out->sub = v->one.source;
	out->data = v;
	return RC_OK;
}

static void view_page(struct buf *html, struct ctx *c, const void *data)
{
	(void)c;
	tpl_template_one(html, data);
}

static void view_json(struct buf *b, struct ctx *c, const void *data)
{
	const struct template_view *v = data;
	struct json_out j = json_out_to(b);
	(void)c;
	json_obj(&j, NULL);
	row_json(&j, &v->one);
	json_str(&j, "body", v->body);
	json_arr(&j, "fields");
	for (int i = 0; i < v->field_count; i++)
		json_str(&j, NULL, v->fields[i]);
	json_end(&j);
	json_arr(&j, "versions");
	for (int i = 0; i < v->version_count; i++) {
		json_obj(&j, NULL);
		json_str(&j, "no", v->versions[i].no);
		json_str(&j, "name", v->versions[i].name);
		json_str(&j, "reason", v->versions[i].reason);
		json_bool(&j, "used", v->versions[i].used);
		json_end(&j);
	}
	json_end(&j);
	json_end(&j);
}

/* --- a body with data that show what stands where -----------------------------------------------
 */

static enum rc show(struct ctx *c, struct str kind, struct str body, struct out *out)
{
	const struct paper_template *t;
	const struct paper *paper;
	TRY(paper_read_own(c, kind, body, &t));
	struct paper_about about = paper_about(t);
	TRY(paper_of(c, t, paper_sample(c, &about), &paper));
	return press_paper(c, paper, about.title, STR("html"), out);
}

static enum rc template_sample(struct ctx *c, const void *in, struct out *out)
{
	const struct template_in *p = in;
	struct paper_used u;
	struct str body;
	TRY(paper_used_on(c, p->kind, c->today, &u));
	TRY(body_at(c, &u, p->kind, p->no, &body));
	return show(c, p->kind, body, out);
}

static enum rc template_preview(struct ctx *c, const void *in, struct out *out)
{
	const struct template_in *p = in;
	return show(c, p->kind, p->body, out);
}

/* --- keeping -----------------------------------------------------------------------------------
 */

static enum rc keep(struct ctx *c, const struct template_in *p, struct str name, struct str body,
                    struct out *out)
{
	struct sql_paper_template_last last;
	struct date from = date_is_none(p->from) ? c->today : p->from;
	TRY(sql_paper_template_last(c->db, c->mem, p->kind, &last));
	TRY(sql_paper_template_add(c->db, p->kind, last.no + 1, name, body, p->reason, from,
	                           c->who.account_id, c->now_ms, &out->id));
	out->go = kind_href(c, p->kind);
	return RC_OK;
}

static enum rc template_edit(struct ctx *c, const void *in, struct out *out)
{
	const struct template_in *p = in;
	const struct paper_template *t;
	const struct paper *paper;
	TRY(paper_read_own(c, p->kind, p->body, &t));
	struct paper_about about = paper_about(t);
	/* It must not only read, it must print. */
	TRY(paper_of(c, t, paper_sample(c, &about), &paper));
	TRY(keep(c, p, p->name, p->body, out));
	out_say(c, out, "Đã lưu mẫu \"%.*s\". Văn bản đã lập giữ mẫu cũ.", STR_ARG(p->name));
	return RC_OK;
}

static enum rc template_shipped(struct ctx *c, const void *in, struct out *out)
{
	struct template_in p = *(const struct template_in *)in;
	struct paper_used u;
	p.from = c->today;
	TRY(paper_used_on(c, p.kind, c->today, &u));
	if (!u.body.p)
		return err_set(c->err, RC_CONFLICT, "Mẫu gốc đang được dùng rồi.");
	TRY(keep(c, &p, STR("Mẫu gốc"), STR(""), out));
	out_say(c, out, "Từ nay dùng lại mẫu gốc; các bản của cơ quan vẫn còn.");
	return RC_OK;
}

static enum rc edit_fill(struct ctx *c, struct values *v)
{
	struct paper_used u;
	struct str kind = values_text(v, "kind"), body;
	if (kind.n == 0)
		kind = str_of(paper_kinds[0].value);
	TRY(paper_used_on(c, kind, c->today, &u));
	TRY(body_at(c, &u, kind, DB_NULL, &body));
	if (!values_get(v, STR("kind")))
		TRY(values_add(v, STR("kind"), kind, c->err));
	if (!values_get(v, STR("body")))
		TRY(values_add(v, STR("body"), body, c->err));
	return RC_OK;
}

static void edit_page(struct buf *html, struct ctx *c, const void *data)
{
	struct template_edit_view v = {.form = data, .kind = STR("")};
	struct paper_used u;
	for (int i = 0; i < v.form->input_count; i++) {
		if (str_eqz(v.form->inputs[i].name, "kind"))
			v.kind = v.form->inputs[i].value;
		if (str_eqz(v.form->inputs[i].name, "body"))
			v.body = &v.form->inputs[i];
	}
	struct err *kept = c->err, none = {0};
	c->err = &none;
	if (paper_used_on(c, v.kind, c->today, &u) == RC_OK)
		v.fields = fields_of(c, &u.about, &v.field_count);
	c->err = kept;
	tpl_template_edit(html, &v);
}

/* --- rows ------------------------------------------------------------------------------------- */

static const struct field view_fields[] = {
	F(CHOICE, struct template_in, kind, "Mẫu", .flags = MUST, .choices = paper_kinds),
	F(INT, struct template_in, no, "Lần sửa số", .max = 100000, .hint = "Để trống: bản đang dùng"),
};
#define BODY                                                                                       \
	F(LONG, struct template_in, body, "Nội dung mẫu", .flags = MUST, .max = PAPER_BODY_MAX,        \
	  .hint = "Phần dưới chữ thân của một mẫu; cách viết ở docs/paper.md")
static const struct field edit_fields[] = {
	F(CHOICE, struct template_in, kind, "Mẫu", .flags = MUST, .choices = paper_kinds),
	F(TEXT, struct template_in, name, "Tên bản này", .flags = MUST, .max = 200),
	BODY,
	F(DATE, struct template_in, from, "Dùng từ ngày", .hint = "Để trống: hôm nay"),
	F(TEXT, struct template_in, reason, "Lý do, căn cứ", .flags = MUST, .min = 3, .max = 300),
};
static const struct field shipped_fields[] = {
	F(CHOICE, struct template_in, kind, "Mẫu", .flags = MUST, .choices = paper_kinds),
	F(TEXT, struct template_in, reason, "Lý do", .flags = MUST, .min = 3, .max = 300),
};

#define READS (R_OFFICE | R(COUNCIL) | R(ACCOUNTANT) | R(UNIT_HEAD) | R(UNIT_CLERK))
#define KEEPS .kind = OP_WRITE, .roles = R(STANDING) | R(ADMIN), .scope = SCOPE_OFFICE

const struct op template_ops[] = {
	{.name = "template.list",
     .title = "Mẫu văn bản",
     .help = "Các mẫu mà văn bản được lập theo: mẫu gốc của chương trình và bản của cơ quan.",
     .kind = OP_READ,
     .flags = OP_OPEN,
     .roles = READS,
     .scope = SCOPE_ANY,
     .area = "paper",
     .icon = "copy",
     .run = template_list,
     .page = list_page,
     .json = list_json},
	{.name = "template.view",
     .title = "Mẫu văn bản",
     .help = "Một mẫu với dữ liệu thử, các bản của cơ quan, các trường dùng được.",
     .kind = OP_READ,
     .flags = OP_OPEN | OP_QUIET,
     .roles = READS,
     .scope = SCOPE_ANY,
     FIELDS(view_fields),
     .in_size = sizeof(struct template_in),
     .run = template_view,
     .page = view_page,
     .json = view_json},
	{.name = "template.sample",
     .title = "Mẫu với dữ liệu thử",
     .help = "Trang web của một mẫu, mỗi chỗ ghi tên trường của nó.",
     .kind = OP_READ,
     .flags = OP_OPEN | OP_QUIET,
     .roles = READS,
     .scope = SCOPE_ANY,
     FIELDS(view_fields),
     .in_size = sizeof(struct template_in),
     .run = template_sample},
	{.name = "template.edit",
     .title = "Sửa mẫu văn bản",
     .help = "Một bản mới của mẫu, dùng từ một ngày; văn bản đã lập giữ mẫu cũ. Mẫu được kiểm tra "
             "trước khi lưu.",
     .verb = "Lưu mẫu",
     .icon = "edit",
     KEEPS,
     FIELDS(edit_fields),
     .in_size = sizeof(struct template_in),
     .run = template_edit,
     .fill = edit_fill,
     .page = edit_page,
     .then = "template.list"},
	{.name = "template.preview",
     .title = "Xem thử mẫu",
     .help = "Mẫu đang viết với dữ liệu thử, chưa lưu.",
     KEEPS,
     .flags = OP_QUIET | OP_NO_JOURNAL,
     FIELDS(edit_fields),
     .in_size = sizeof(struct template_in),
     .run = template_preview},
	{.name = "template.shipped",
     .title = "Dùng lại mẫu gốc",
     .help = "Bản của cơ quan thôi được dùng từ hôm nay; không bản nào mất.",
     .verb = "Dùng lại mẫu gốc",
     .icon = "refresh",
     KEEPS,
     FIELDS(shipped_fields),
     .in_size = sizeof(struct template_in),
     .run = template_shipped,
     .then = "template.list"},
	{0}};
