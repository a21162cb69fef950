/* item.c: single findings of a draft: sections, citations, tasks, each corrected, added, taken out.
 */
#include "app/plan/inner.h"
#include "db/sql_plan.h"
#include "op/gate.h"
#include "viet/viet.h"

#include <inttypes.h>

static const struct object section_object = {.name = "plan_section",
                                             .label = "mục của kế hoạch",
                                             .list = &sql_list_plan_section_object,
                                             .view = "plan_section.view"};
static const struct object citation_object = {.name = "plan_citation",
                                              .label = "văn bản viện dẫn",
                                              .list = &sql_list_plan_citation_object,
                                              .view = "plan_citation.view"};
static const struct object task_object = {.name = "plan_task",
                                          .label = "nhiệm vụ trong kế hoạch",
                                          .list = &sql_list_plan_task_object,
                                          .view = "plan_task.view"};

static void back(struct ctx *c, struct out *out, int64_t plan, const char *part)
{
	out->go = arena_printf(c->mem, "/plan/%" PRId64 "#%s", plan, part);
}

/* --- sections --- */

struct section_in {
	int64_t id, plan_id, after_id;
	struct str label, title, text;
	bool below;
};
static const struct field section_add_fields[] = {
	F(REF, struct section_in, plan_id, "Kế hoạch", .flags = MUST | HIDDEN | IN_SCOPE,
      .ref = &plan_object),
	F(REF, struct section_in, after_id, "Đứng sau mục", .flags = IN_SCOPE, .ref = &section_object,
      .hint = "Để trống: ở cuối"),
	F(BOOL, struct section_in, below, "Là mục con của mục ấy"),
	F(TEXT, struct section_in, label, "Nhãn", .flags = MUST, .max = 20, .hint = "I, 1, a, Điều 2"),
	F(TEXT, struct section_in, title, "Tiêu đề", .max = 500),
	F(LONG, struct section_in, text, "Nội dung", .max = 100000),
};
static const struct field section_edit_fields[] = {
	F(REF, struct section_in, id, "Mục", .flags = MUST | HIDDEN, .ref = &section_object),
	F(TEXT, struct section_in, label, "Nhãn", .flags = MUST, .max = 20),
	F(TEXT, struct section_in, title, "Tiêu đề", .max = 500),
	F(LONG, struct section_in, text, "Nội dung", .max = 100000),
};
struct item_id_in {
	int64_t id;
};
static const struct field section_id_fields[] = {
	F(REF, struct item_id_in, id, "Mục", .flags = MUST | HIDDEN, .ref = &section_object),
};

static enum rc draft_of(struct ctx *c, int64_t plan)
{
	struct sql_plan_get p;
	TRY(sql_plan_get(c->db, c->mem, plan, &p));
	if (!str_eqz(p.state, "draft"))
		return err_set(c->err, RC_CONFLICT, "Kế hoạch đã xác nhận nên không sửa được nữa.");
	c->object_unit = p.unit_id;
	return RC_OK;
}

struct placed {
	int64_t id, parent_id;
	int depth;
	struct str label;
};

/* Order, depth and paths again, after something was put in, taken out or renamed. */
static enum rc renumber(struct ctx *c, const struct placed *rows, size_t n)
{
	struct str *paths = arena_array(c->mem, n + 1, sizeof *paths);
	/* The order of a plan is unique, so the numbers are first moved out of the way. */
	for (size_t i = 0; i < n; i++)
		TRY(sql_plan_section_place(c->db, rows[i].id, (int64_t)(1000000 + i), rows[i].depth,
		                           rows[i].label, rows[i].parent_id, NULL));
	for (size_t i = 0; i < n; i++) {
		size_t up = i;
		for (size_t k = 0; k < i; k++)
			if (rows[k].id == rows[i].parent_id)
				up = k;
		/* "2.1" under 2 says its own place already. */
		bool whole = up < i && rows[i].label.n > rows[up].label.n &&
		             memcmp(rows[i].label.p, rows[up].label.p, rows[up].label.n) == 0 &&
		             rows[i].label.p[rows[up].label.n] == '.';
		struct str above = up == i ? STR("") : paths[up];
		if (whole)
			above.n = above.n > rows[up].label.n ? above.n - rows[up].label.n - 1 : 0;
		paths[i] = above.n
		               ? arena_printf(c->mem, "%.*s.%.*s", STR_ARG(above), STR_ARG(rows[i].label))
		               : rows[i].label;
		TRY(sql_plan_section_place(c->db, rows[i].id, (int64_t)i + 1, rows[i].depth, paths[i],
		                           rows[i].parent_id, NULL));
	}
	return RC_OK;
}

static enum rc load(struct ctx *c, int64_t plan, struct placed **out, size_t *n)
{
	struct sql_plan_sections_of *rows;
	TRY(sql_plan_sections_of(c->db, c->mem, plan, &rows, n));
	*out = arena_array(c->mem, *n + 2, sizeof **out);
	for (size_t i = 0; i < *n; i++)
		(*out)[i] = (struct placed){.id = rows[i].id,
		                            .parent_id = rows[i].parent_id,
		                            .depth = (int)rows[i].depth,
		                            .label = rows[i].label};
	return RC_OK;
}

static enum rc section_add(struct ctx *c, const void *in, struct out *out)
{
	const struct section_in *p = in;
	struct placed *rows, mine = {.parent_id = DB_NULL, .label = p->label};
	size_t n, at;
	TRY(draft_of(c, p->plan_id));
	TRY(load(c, p->plan_id, &rows, &n));
	at = n;
	for (size_t i = 0; i < n && p->after_id != DB_NULL; i++) {
		if (rows[i].id != p->after_id)
			continue;
		mine.depth = rows[i].depth + p->below;
		mine.parent_id = p->below ? rows[i].id : rows[i].parent_id;
		at = i + 1;
		while (!p->below && at < n && rows[at].depth > rows[i].depth)
			at++;
	}
	if (p->after_id != DB_NULL && at == n && (n == 0 || rows[n - 1].id != p->after_id) &&
	    mine.depth == 0 && mine.parent_id == DB_NULL && p->below)
		return err_field(c->err, "after_id", "Mục này không thuộc kế hoạch đang sửa.");
	TRY(sql_plan_section_add(c->db, p->plan_id, mine.parent_id, (int64_t)n + 2000000, mine.depth,
	                         p->label, p->label, p->title, p->text, -1, -1, 0, &mine.id));
	memmove(rows + at + 1, rows + at, (n - at) * sizeof *rows);
	rows[at] = mine;
	TRY(renumber(c, rows, n + 1));
	out->id = mine.id;
	back(c, out, p->plan_id, "muc");
	out_say(c, out, "Đã thêm mục %.*s.", STR_ARG(p->label));
	return RC_OK;
}

static enum rc section_edit(struct ctx *c, const void *in, struct out *out)
{
	const struct section_in *p = in;
	struct sql_plan_section_get s;
	struct placed *rows;
	size_t n;
	TRY(sql_plan_section_get(c->db, c->mem, p->id, &s));
	TRY(sql_plan_section_set(c->db, p->id, p->label, p->title, p->text, NULL));
	TRY(load(c, s.plan_id, &rows, &n));
	TRY(renumber(c, rows, n));
	back(c, out, s.plan_id, "muc");
	out_say(c, out, "Đã sửa mục %.*s.", STR_ARG(p->label));
	return RC_OK;
}

/* What stood below it moves up one step; tasks stay with what it was part of. */
static enum rc section_drop(struct ctx *c, const void *in, struct out *out)
{
	const struct item_id_in *p = in;
	struct sql_plan_section_get s;
	struct placed *rows;
	size_t n, m = 0;
	TRY(sql_plan_section_get(c->db, c->mem, p->id, &s));
	TRY(load(c, s.plan_id, &rows, &n));
	bool below = false;
	for (size_t i = 0; i < n; i++) {
		struct placed row = rows[i];
		if (row.id == p->id) {
			below = true;
			continue;
		}
		below = below && row.depth > (int)s.depth;
		row.depth -= below;
		if (row.parent_id == p->id)
			row.parent_id = s.parent_id;
		rows[m++] = row;
	}
	TRY(sql_plan_section_free(c->db, p->id, s.parent_id, NULL));
	TRY(sql_plan_section_place(c->db, p->id, 3000000, s.depth, s.path, s.parent_id, NULL));
	TRY(renumber(c, rows, m));
	TRY(sql_plan_section_drop(c->db, p->id, NULL));
	back(c, out, s.plan_id, "muc");
	out_say(c, out, "Đã bỏ mục %.*s.", STR_ARG(s.path));
	return RC_OK;
}

/* --- citations --- */

struct citation_in {
	int64_t id, plan_id, year;
	struct str type, sign, issuer, title;
	struct date dated;
};
#define CITATION_FIELDS                                                                            \
	F(TEXT, struct citation_in, type, "Loại văn bản", .max = 60),                                  \
		F(TEXT, struct citation_in, sign, "Số, ký hiệu", .max = 60),                               \
		F(DATE, struct citation_in, dated, "Ngày"),                                                \
		F(INT, struct citation_in, year, "Năm", .min = 1900, .max = 2200,                          \
	      .hint = "Khi chỉ nêu năm, như Luật … năm 2022"),                                         \
		F(TEXT, struct citation_in, issuer, "Cơ quan ban hành", .max = 200),                       \
		F(TEXT, struct citation_in, title, "Trích yếu", .max = 500)
static const struct field citation_add_fields[] = {
	F(REF, struct citation_in, plan_id, "Kế hoạch", .flags = MUST | HIDDEN | IN_SCOPE,
      .ref = &plan_object),
	CITATION_FIELDS,
};
static const struct field citation_edit_fields[] = {
	F(REF, struct citation_in, id, "Văn bản viện dẫn", .flags = MUST | HIDDEN,
      .ref = &citation_object),
	CITATION_FIELDS,
};
static const struct field citation_id_fields[] = {
	F(REF, struct item_id_in, id, "Văn bản viện dẫn", .flags = MUST | HIDDEN,
      .ref = &citation_object),
};

static enum rc document_of(struct ctx *c, const struct citation_in *p, int64_t plan,
                           int64_t *document)
{
	struct sql_plan_get row;
	if (p->sign.n == 0 && p->title.n == 0)
		return err_field(c->err, "sign", "Xin ghi số, ký hiệu hoặc trích yếu của văn bản.");
	TRY(sql_plan_get(c->db, c->mem, plan, &row));
	return plan_document_of(c, p->type, p->sign, p->issuer, p->title, p->dated,
	                        p->year == DB_NULL ? 0 : (int)p->year, row.dated, document);
}

static int64_t year_of(const struct citation_in *p)
{
	return p->year != DB_NULL ? p->year : date_is_none(p->dated) ? 0 : date_civil(p->dated).year;
}

static enum rc citation_add(struct ctx *c, const void *in, struct out *out)
{
	const struct citation_in *p = in;
	struct sql_plan_next next;
	int64_t document;
	TRY(draft_of(c, p->plan_id));
	TRY(document_of(c, p, p->plan_id, &document));
	TRY(sql_plan_next(c->db, c->mem, p->plan_id, &next));
	struct str name = p->sign.n ? p->sign : p->title;
	struct str text = arena_printf(c->mem, "%.*s %.*s", STR_ARG(p->type), STR_ARG(name));
	TRY(sql_plan_citation_add(c->db, p->plan_id, next.citation, str_trim(text),
	                          str_or_null(p->type), str_or_null(p->sign), p->dated,
	                          str_or_null(p->issuer), str_or_null(p->title), STR_NULL, year_of(p),
	                          1, 0, 0, -1, document, &out->id));
	back(c, out, p->plan_id, "vien-dan");
	out_say(c, out, "Đã thêm %.*s.", STR_ARG(name));
	return RC_OK;
}

static enum rc citation_edit(struct ctx *c, const void *in, struct out *out)
{
	const struct citation_in *p = in;
	struct sql_plan_citation_get row;
	int64_t document;
	TRY(sql_plan_citation_get(c->db, c->mem, p->id, &row));
	TRY(document_of(c, p, row.plan_id, &document));
	TRY(sql_plan_citation_set(c->db, p->id, str_or_null(p->type), str_or_null(p->sign), p->dated,
	                          str_or_null(p->issuer), str_or_null(p->title), year_of(p), document,
	                          NULL));
	back(c, out, row.plan_id, "vien-dan");
	out_say(c, out, "Đã sửa văn bản viện dẫn.");
	return RC_OK;
}

static enum rc citation_drop(struct ctx *c, const void *in, struct out *out)
{
	const struct item_id_in *p = in;
	struct sql_plan_citation_get row;
	TRY(sql_plan_citation_get(c->db, c->mem, p->id, &row));
	TRY(sql_plan_citation_drop(c->db, p->id, NULL));
	back(c, out, row.plan_id, "vien-dan");
	out_say(c, out, "Đã bỏ văn bản viện dẫn.");
	return RC_OK;
}

/* --- tasks --- */

struct task_in {
	int64_t id, plan_id, section_id, unit_id;
	struct str owner, kind, text;
	bool all_units, unwanted;
};
#define TASK_FIELDS                                                                                \
	F(LONG, struct task_in, text, "Nhiệm vụ", .flags = MUST, .max = 20000),                        \
		F(TEXT, struct task_in, owner, "Được giao cho, theo văn bản", .max = 400),                 \
		F(REF, struct task_in, unit_id, "Đơn vị của cơ quan", .ref = &unit_object),                \
		F(BOOL, struct task_in, all_units, "Giao mọi đơn vị của cơ quan"),                         \
		F(CHOICE, struct task_in, kind, "Nhóm việc", .flags = MUST, .choices = task_kinds),        \
		F(BOOL, struct task_in, unwanted, "Không lập thành nhiệm vụ",                              \
	      .hint = "Giữ trong kế hoạch nhưng không giao việc từ đó")
static const struct field task_add_fields[] = {
	F(REF, struct task_in, plan_id, "Kế hoạch", .flags = MUST | HIDDEN | IN_SCOPE,
      .ref = &plan_object),
	F(REF, struct task_in, section_id, "Thuộc mục", .flags = IN_SCOPE, .ref = &section_object),
	TASK_FIELDS,
};
static const struct field task_edit_fields[] = {
	F(REF, struct task_in, id, "Nhiệm vụ", .flags = MUST | HIDDEN, .ref = &task_object),
	TASK_FIELDS,
};
static const struct field task_id_fields[] = {
	F(REF, struct item_id_in, id, "Nhiệm vụ", .flags = MUST | HIDDEN, .ref = &task_object),
};

static enum rc check_task(struct ctx *c, const struct task_in *p)
{
	if (p->all_units && p->unit_id != DB_NULL)
		return err_field(c->err, "unit_id", "Đã giao mọi đơn vị thì không chọn thêm một đơn vị.");
	return RC_OK;
}

static enum rc task_add(struct ctx *c, const void *in, struct out *out)
{
	const struct task_in *p = in;
	struct sql_plan_next next;
	TRY(check_task(c, p));
	TRY(draft_of(c, p->plan_id));
	if (p->section_id != DB_NULL) {
		struct sql_plan_section_get s;
		TRY(sql_plan_section_get(c->db, c->mem, p->section_id, &s));
		if (s.plan_id != p->plan_id)
			return err_field(c->err, "section_id", "Mục này không thuộc kế hoạch đang sửa.");
	}
	TRY(sql_plan_next(c->db, c->mem, p->plan_id, &next));
	TRY(sql_plan_task_add(c->db, p->plan_id, p->section_id, next.task, str_or_null(p->owner),
	                      p->unit_id, p->all_units, p->kind, p->text, -1, !p->unwanted, 0,
	                      &out->id));
	back(c, out, p->plan_id, "nhiem-vu");
	out_say(c, out, "Đã thêm nhiệm vụ.");
	return RC_OK;
}

static enum rc task_edit(struct ctx *c, const void *in, struct out *out)
{
	const struct task_in *p = in;
	struct sql_plan_task_get row;
	TRY(check_task(c, p));
	TRY(sql_plan_task_get(c->db, c->mem, p->id, &row));
	TRY(sql_plan_task_set(c->db, p->id, str_or_null(p->owner), p->unit_id, p->all_units, p->kind,
	                      p->text, !p->unwanted, NULL));
	back(c, out, row.plan_id, "nhiem-vu");
	out_say(c, out, "Đã sửa nhiệm vụ.");
	return RC_OK;
}

static enum rc task_drop(struct ctx *c, const void *in, struct out *out)
{
	const struct item_id_in *p = in;
	struct sql_plan_task_get row;
	TRY(sql_plan_task_get(c->db, c->mem, p->id, &row));
	TRY(sql_plan_task_drop(c->db, p->id, NULL));
	back(c, out, row.plan_id, "nhiem-vu");
	out_say(c, out, "Đã bỏ nhiệm vụ.");
	return RC_OK;
}

static const struct column section_cols[] = {
	{"plan_title", "Kế hoạch", COL_LINK, .op = "plan.view", .key = "plan_id"},
	{"path", "Mục", COL_TEXT},
	{"title", "Tiêu đề", COL_TEXT},
	{"text", "Nội dung", COL_TEXT},
};
static const struct column citation_cols[] = {
	{"plan_title", "Kế hoạch", COL_LINK, .op = "plan.view", .key = "plan_id"},
	{"type", "Loại văn bản", COL_TEXT},
	{"sign", "Số, ký hiệu", COL_TEXT},
	{"dated", "Ngày", COL_DATE},
	{"issuer", "Cơ quan ban hành", COL_TEXT},
	{"title", "Trích yếu", COL_TEXT},
	{"text", "Nguyên văn", COL_TEXT},
};
static const struct column task_cols[] = {
	{"plan_title", "Kế hoạch", COL_LINK, .op = "plan.view", .key = "plan_id"},
	{"text", "Nhiệm vụ", COL_TEXT},
	{"owner", "Được giao cho, theo văn bản", COL_TEXT},
	{"unit_name", "Đơn vị của cơ quan", COL_TEXT},
	{"kind", "Nhóm việc", COL_CHOICE, .choices = task_kinds},
};

#define ITEM_VIEW(op_name, op_title, of, its_list, its_fields, its_cols)                           \
	.name = op_name, .title = op_title, .help = "Một phần của kế hoạch.", .kind = OP_VIEW,         \
	.roles = PLAN_EDITORS, .scope = SCOPE_ANY, .flags = OP_QUIET, .object = of, .list = its_list,  \
	FIELDS(its_fields), COLS(its_cols)

#define ITEM(op_name, op_title, op_verb, of, its_fields, in_struct, fn)                            \
	.name = op_name, .title = op_title, .help = "Trong dự thảo kế hoạch đang xem lại.",            \
	.verb = op_verb, .kind = OP_WRITE, .roles = PLAN_EDITORS, .scope = SCOPE_OBJECT,               \
	.flags = OP_QUIET, .object = of, .states = "draft", FIELDS(its_fields),                        \
	.in_size = sizeof(struct in_struct), .run = fn

const struct op plan_item_ops[] = {
	{ITEM_VIEW("plan_section.view", "Mục của kế hoạch", &section_object,
               &sql_list_plan_section_view, section_id_fields, section_cols)},
	{ITEM_VIEW("plan_citation.view", "Văn bản viện dẫn", &citation_object,
               &sql_list_plan_citation_view, citation_id_fields, citation_cols)},
	{ITEM_VIEW("plan_task.view", "Nhiệm vụ trong kế hoạch", &task_object, &sql_list_plan_task_view,
               task_id_fields, task_cols)},
	{ITEM("plan_section.add", "Thêm mục", "Thêm", &section_object, section_add_fields, section_in,
          section_add)},
	{ITEM("plan_section.edit", "Sửa mục", "Sửa", &section_object, section_edit_fields, section_in,
          section_edit)},
	{ITEM("plan_section.drop", "Bỏ mục", "Bỏ", &section_object, section_id_fields, item_id_in,
          section_drop)},
	{ITEM("plan_citation.add", "Thêm văn bản viện dẫn", "Thêm", &citation_object,
          citation_add_fields, citation_in, citation_add)},
	{ITEM("plan_citation.edit", "Sửa văn bản viện dẫn", "Sửa", &citation_object,
          citation_edit_fields, citation_in, citation_edit)},
	{ITEM("plan_citation.drop", "Bỏ văn bản viện dẫn", "Bỏ", &citation_object, citation_id_fields,
          item_id_in, citation_drop)},
	{ITEM("plan_task.add", "Thêm nhiệm vụ", "Thêm", &task_object, task_add_fields, task_in,
          task_add)},
	{ITEM("plan_task.edit", "Sửa nhiệm vụ", "Sửa", &task_object, task_edit_fields, task_in,
          task_edit)},
	{ITEM("plan_task.drop", "Bỏ nhiệm vụ", "Bỏ", &task_object, task_id_fields, item_id_in,
          task_drop)},
	{0}};
