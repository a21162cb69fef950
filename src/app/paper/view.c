/* view.c: a paper looked at: its page, its files, and the form of its boxes. */
#include "app/paper/page.h"
#include "app/paper/writing.h"
#include "base/json_out.h"
#include "db/sql_paper.h"
#include "op/gate.h"
#include "web/web.h"

#include <inttypes.h>

const struct choice paper_states[] = {
	{"draft", "Đang soạn"}, {"final", "Hoàn thành"}, {"dropped", "Đã bỏ"}, {0}};

static enum rc model_of(struct ctx *c, const struct sql_paper_get *row, struct str data,
                        const struct paper_template **t, const struct paper **p)
{
	TRY(paper_text_read(c, row->text_id, t));
	return paper_of(c, *t, data, p);
}

enum rc paper_send(struct ctx *c, int64_t id, struct str format, struct out *out)
{
	struct sql_paper_get row;
	const struct paper_template *t;
	const struct paper *p;
	TRY(sql_paper_get(c->db, c->mem, id, &row));
	TRY(model_of(c, &row, row.data, &t, &p));
	return press_paper(c, p, row.title, format, out);
}

enum rc paper_write(struct ctx *c, int64_t id, struct str format, struct buf *b)
{
	struct sql_paper_get row;
	const struct paper_template *t;
	const struct paper *p;
	TRY(sql_paper_get(c->db, c->mem, id, &row));
	TRY(model_of(c, &row, row.data, &t, &p));
	return press_write(c, p, format, b);
}

/* --- the form -------------------------------------------------------------------------------- */

struct boxes {
	struct ctx *c;
	const struct paper_about *about;
	struct paper_edit_view *v;
	struct str list, row; /* open ones, "" for none */
};

static struct paper_box *put(struct boxes *b, struct paper_box one)
{
	b->v->boxes[b->v->count] = one;
	return &b->v->boxes[b->v->count++];
}

static void end_row(struct boxes *b)
{
	if (b->row.n)
		put(b, (struct paper_box){.kind = BOX_ROW_END});
	b->row = STR("");
}

static void end_list(struct boxes *b)
{
	end_row(b);
	if (b->list.n)
		put(b, (struct paper_box){.kind = BOX_LIST_END});
	b->list = STR("");
}

/* "groups.1.nominees.0.name": list "groups.1.nominees", row "groups.1.nominees.0". */
static void cut_path(struct str path, struct str *list, struct str *row)
{
	*list = *row = STR("");
	for (size_t i = 0; i < path.n; i++)
		if (path.p[i] == '.' && i + 1 < path.n && path.p[i + 1] >= '0' && path.p[i + 1] <= '9') {
			list->p = row->p = path.p;
			list->n = i;
			for (row->n = i + 1; row->n < path.n && path.p[row->n] != '.'; row->n++) {
			}
		}
}

static struct str list_label(struct boxes *b, struct str list)
{
	int row;
	const struct paper_field *f = paper_field_at(b->about, list, &row);
	struct str label = f ? f->label : list;
	struct str above, of;
	cut_path(list, &above, &of);
	return of.n ? arena_printf(b->c->mem, "%.*s, %.*s", STR_ARG(list_label(b, above)),
	                           STR_ARG(label))
	            : label;
}

static void place_box(struct boxes *b, struct str path)
{
	struct str list, row;
	int64_t no;
	cut_path(path, &list, &row);
	if (!str_eq(list, b->list)) {
		end_list(b);
		b->list = list;
		if (list.n)
			put(b,
			    (struct paper_box){.kind = BOX_LIST, .label = list_label(b, list), .path = list});
	}
	if (!str_eq(row, b->row)) {
		end_row(b);
		b->row = row;
		struct str number = {.p = row.p + list.n + 1, .n = row.n > list.n ? row.n - list.n - 1 : 0};
		if (row.n && str_int(number, &no))
			put(b, (struct paper_box){.kind = BOX_ROW,
			                          .label = arena_printf(b->c->mem, "dòng %" PRId64, no + 1),
			                          .path = row});
	}
}

static struct paper_box *add_box(struct boxes *b, int no, struct paper_set s, struct str error)
{
	static const int kinds[] = {
		[PAPER_TEXT] = BOX_LINE,   [PAPER_PROSE] = BOX_TEXT, [PAPER_INT] = BOX_NUMBER,
		[PAPER_MONEY] = BOX_MONEY, [PAPER_DATE] = BOX_DATE,  [PAPER_YES] = BOX_CHECK,
		[PAPER_LIST] = BOX_ROWS};
	int row;
	const struct paper_field *f = s.path.n ? paper_field_at(b->about, s.path, &row) : NULL;
	if (!f)
		return NULL;
	place_box(b, s.path);
	struct paper_box *box = put(b, (struct paper_box){.kind = BOX_FIELD,
	                                                  .no = no,
	                                                  .label = f->label,
	                                                  .path = s.path,
	                                                  .value = s.text,
	                                                  .error = error,
	                                                  .hint = STR("")});
	box->box = kinds[f->type];
	box->empty = !f->optional && s.text.n == 0 && b->row.n == 0;
	if (box->box == BOX_ROWS) {
		for (int i = 0; i < f->item_count; i++)
			box->hint = arena_printf(b->c->mem, "%.*s%s%.*s", STR_ARG(box->hint), i ? " | " : "",
			                         STR_ARG(f->items[i].label));
	}
	return box;
}

static const struct input_view *input_named(const struct form_view *f, const char *name)
{
	for (int i = 0; i < f->input_count; i++)
		if (str_eqz(f->inputs[i].name, name))
			return &f->inputs[i];
	return NULL;
}

/* The boxes as they were sent, or as they were kept while they were typed. */
static void add_typed(struct boxes *b, const struct input_view *group)
{
	for (int i = 0; i < group->row_count; i++)
		(void)add_box(
			b, i,
			(struct paper_set){group->rows[i].inputs[0].value, group->rows[i].inputs[1].value},
			group->rows[i].inputs[1].error);
	end_list(b);
}

/* Typed on an older version: put together with what is stored now. False where it does not go. */
static bool add_merged(struct boxes *b, const struct input_view *group,
                       const struct sql_paper_get *row, int64_t base)
{
	struct ctx *c = b->c;
	struct err *outer = c->err, inner = {0};
	struct paper_set *mine = arena_array(c->mem, (size_t)group->row_count + 1, sizeof *mine);
	struct paper_merged m;
	struct sql_paper_data_of old;
	for (int i = 0; i < group->row_count; i++)
		mine[i] =
			(struct paper_set){group->rows[i].inputs[0].value, group->rows[i].inputs[1].value};
	c->err = &inner;
	enum rc rc = sql_paper_data_of(c->db, c->mem, row->id, base, &old);
	if (rc == RC_OK)
		rc = paper_put_together(c, b->about, old.data, row->data, mine, group->row_count, &m);
	c->err = outer;
	if (rc != RC_OK)
		return false;
	b->v->boxes = arena_array(c->mem, 5 * (size_t)m.count + 5, sizeof *b->v->boxes);
	for (int i = 0; i < m.count; i++) {
		struct paper_box *box = add_box(b, i, m.sets[i], STR(""));
		if (box && m.differs[i]) {
			box->differs = true;
			box->newer = m.newer[i];
		}
	}
	end_list(b);
	return true;
}

static void fill_boxes(struct boxes *b, const struct input_view *group,
                       const struct sql_paper_get *row)
{
	struct ctx *c = b->c;
	int64_t base;
	if (!str_int(values_text(c->values, "_base"), &base))
		base = row->version;
	b->v->put_together = base < row->version && add_merged(b, group, row, base);
	if (!b->v->put_together)
		add_typed(b, group);
	b->v->base = arena_printf(c->mem, "%" PRId64, row->version);
	b->v->typed = values_text(c->values, "_typed");
	if (paper_typing_others(c, row->id, &b->v->others) != RC_OK)
		b->v->others = STR("");
}

void writing_edit_page(struct buf *html, struct ctx *c, const void *data)
{
	const struct form_view *f = data;
	const struct input_view *group = input_named(f, "values");
	struct paper_edit_view v = {.form = f,
	                            .id = input_named(f, "id")->value,
	                            .title = input_named(f, "title")->value,
	                            .note = input_named(f, "note")->value};
	struct sql_paper_get row;
	const struct paper_template *t;
	struct boxes b = {.c = c, .v = &v, .list = STR(""), .row = STR("")};
	v.boxes = arena_array(c->mem, 5 * (size_t)group->row_count + 5, sizeof *v.boxes);
	if (str_int(v.id, &v.no) && sql_paper_get(c->db, c->mem, v.no, &row) == RC_OK &&
	    paper_text_read(c, row.text_id, &t) == RC_OK) {
		struct paper_about about = paper_about(t);
		b.about = &about;
		fill_boxes(&b, group, &row);
	}
	tpl_paper_edit(html, &v);
}

/* --- looking --------------------------------------------------------------------------------- */

const struct field writing_view_fields[WRITING_VIEW_FIELDS] = {
	F(REF, struct writing_in, id, "Văn bản", .flags = MUST | HIDDEN, .ref = &paper_object),
	F(INT, struct writing_in, no, "Lần sửa số", .max = 1000000, .hint = "Để trống: mới nhất"),
};
const struct field writing_render_fields[WRITING_RENDER_FIELDS] = {
	F(REF, struct writing_in, id, "Văn bản", .flags = MUST | HIDDEN, .ref = &paper_object),
	F(CHOICE, struct writing_in, format, "Dạng tệp", .choices = press_formats,
      .hint = "Để trống: PDF"),
	F(INT, struct writing_in, no, "Lần sửa số", .max = 1000000, .hint = "Để trống: mới nhất"),
};

static enum rc data_at(struct ctx *c, const struct sql_paper_get *row, int64_t no, struct str *data)
{
	struct sql_paper_data_of old;
	*data = row->data;
	if (no == DB_NULL || no == 0 || no == row->version)
		return RC_OK;
	enum rc rc = sql_paper_data_of(c->db, c->mem, row->id, no, &old);
	if (rc == RC_NOTFOUND)
		return err_set(c->err, RC_NOTFOUND, "Văn bản không có lần sửa số %" PRId64 ".", no);
	*data = old.data;
	return rc;
}

enum rc writing_render(struct ctx *c, const void *in, struct out *out)
{
	const struct writing_in *p = in;
	struct sql_paper_get row;
	const struct paper_template *t;
	const struct paper *paper;
	struct str data;
	TRY(sql_paper_get(c->db, c->mem, p->id, &row));
	TRY(data_at(c, &row, p->no, &data));
	TRY(model_of(c, &row, data, &t, &paper));
	return press_paper(c, paper, row.title, p->format, out);
}

static void add_action(struct ctx *c, struct links *to, const char *name,
                       const struct sql_paper_get *row)
{
	const struct op *op = op_find(str_of(name));
	if (!gate_accepts(c, op, row->id))
		return;
	to->items[to->count++] = (struct link){
		.href = arena_printf(c->mem, "%.*s?id=%" PRId64, STR_ARG(op_path(c->mem, name)), row->id),
		.text = str_of(op->verb ? op->verb : op->title),
		.icon = op->icon ? op->icon : "edit"};
}

static struct str when_who(struct ctx *c, int64_t ms, struct str who)
{
	return ms == DB_NULL ? STR("")
	                     : arena_printf(c->mem, "%s%s%.*s", date_time_vn(ms).z, who.n ? ", " : "",
	                                    STR_ARG(who));
}

static const char *badge_of(struct str state)
{
	return str_eqz(state, "final") ? "ok" : str_eqz(state, "dropped") ? "" : "info";
}

static enum rc fill_versions(struct ctx *c, const struct sql_paper_get *row, int64_t shown,
                             struct paper_page_view *v)
{
	struct sql_paper_versions *all;
	size_t n;
	TRY(sql_paper_versions(c->db, c->mem, row->id, &all, &n));
	v->versions = arena_array(c->mem, n + 1, sizeof *v->versions);
	for (size_t i = 0; i < n; i++)
		v->versions[v->version_count++] = (struct paper_version_row){
			.no = arena_printf(c->mem, "%" PRId64, all[i].no),
			.note = all[i].note,
			.when = arena_str(c->mem, str_of(date_time_vn(all[i].made_ms).z)),
			.who = all[i].made_by.p ? all[i].made_by : STR(""),
			.href = arena_printf(c->mem, "/writing/view?id=%" PRId64 "&no=%" PRId64, row->id,
		                         all[i].no),
			.now = all[i].no == shown};
	return RC_OK;
}

/* "" for who may not see it. */
static struct str about_what(struct ctx *c, const struct sql_paper_get *row)
{
	const struct op *view = op_find(arena_printf(c->mem, "%.*s.view", STR_ARG(row->object)));
	struct str label =
		view && view->object ? gate_label(c, view, view->object, row->object_id) : STR("");
	return label;
}

static void fill_page(struct ctx *c, const struct sql_paper_get *row, struct paper_about about,
                      const struct paper *p, int64_t no, struct paper_page_view *v)
{
	static const char *const offered[] = {"writing.edit", "writing.finish", "writing.again",
	                                      "writing.drop"};
	*v = (struct paper_page_view){
		.title = row->title,
		.kind = about.title,
		.source = about.source,
		.unconfirmed = about.unconfirmed,
		.state = choice_label(paper_states, row->state),
		.badge = str_of(badge_of(row->state)),
		.reason = row->reason,
		.template = row->template_no == DB_NULL
	                    ? STR("Mẫu gốc của chương trình")
	                    : arena_printf(c->mem, "Mẫu của cơ quan, lần %" PRId64, row->template_no),
		.made = when_who(c, row->made_ms, row->made_by),
		.changed = when_who(c, row->changed_ms, STR("")),
		.final = when_who(c, row->final_ms, row->final_by),
		.about = about_what(c, row),
		.about_href = arena_printf(c->mem, "/%.*s/%" PRId64, STR_ARG(row->object), row->object_id),
		.missing = p->missing,
		.missing_count = p->missing_count,
		.id = row->id,
		.no = no,
		.shown_no = no == row->version ? 0 : no};
	for (int i = 0; i < 3; i++)
		v->files[i] = (struct link){
			.href = arena_printf(c->mem, "/writing/render?id=%" PRId64 "&no=%" PRId64 "&format=%s",
		                         row->id, no, press_formats[i].value),
			.text = str_of(press_formats[i].label),
			.icon = "download"};
	v->actions.items = arena_array(c->mem, COUNT(offered), sizeof *v->actions.items);
	for (int i = 0; i < COUNT(offered); i++)
		add_action(c, &v->actions, offered[i], row);
}

enum rc writing_view(struct ctx *c, const void *in, struct out *out)
{
	const struct writing_in *p = in;
	struct paper_page_view *v = arena_alloc(c->mem, sizeof *v);
	struct sql_paper_get row;
	const struct paper_template *t;
	const struct paper *paper;
	struct str data;
	TRY(sql_paper_get(c->db, c->mem, p->id, &row));
	TRY(data_at(c, &row, p->no, &data));
	TRY(model_of(c, &row, data, &t, &paper));
	int64_t no = p->no == DB_NULL || p->no == 0 ? row.version : p->no;
	fill_page(c, &row, paper_about(t), paper, no, v);
	TRY(fill_versions(c, &row, no, v));
	out->heading = row.title;
	out->sub = v->kind;
	out->data = v;
	return RC_OK;
}

void writing_page(struct buf *html, struct ctx *c, const void *data)
{
	(void)c;
	tpl_paper(html, data);
}

void writing_json(struct buf *b, struct ctx *c, const void *data)
{
	const struct paper_page_view *v = data;
	struct json_out j = json_out_to(b);
	struct sql_paper_get row;
	json_obj(&j, NULL);
	json_int(&j, "id", c->object_id);
	json_str(&j, "title", v->title);
	json_str(&j, "kind_title", v->kind);
	json_str(&j, "state", c->object_state);
	json_str(&j, "unconfirmed", v->unconfirmed.n ? v->unconfirmed : STR_NULL);
	json_arr(&j, "missing");
	for (int i = 0; i < v->missing_count; i++)
		json_str(&j, NULL, v->missing[i]);
	json_end(&j);
	if (sql_paper_get(c->db, c->mem, c->object_id, &row) == RC_OK) {
		struct str data_now;
		json_str(&j, "kind", row.kind);
		if (data_at(c, &row, v->shown_no, &data_now) == RC_OK)
			json_raw(&j, "data", data_now);
	}
	json_end(&j);
}
