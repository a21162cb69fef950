/* sheet.c: a unit's sheet: it scores itself with evidence, others check, each difference has its
 * reason. */
#include "app/criteria/inner.h"

#include "app/file/file.h"
#include "app/org/org.h"
#include "app/task/task.h"
#include "db/sql_criteria.h"
#include "op/gate.h"

#include <inttypes.h>

const struct object sheet_object = {
	.name = "sheet", .label = "bảng điểm", .list = &sql_list_sheet_object, .view = "sheet.view"};
const struct object score_object = {
	.name = "score", .label = "dòng điểm", .list = &sql_list_score_object};
const struct object check_object = {
	.name = "check", .label = "dòng điểm", .list = &sql_list_check_object};

static const struct choice states[] = {{"draft", "Đang tự chấm"}, {"sent", "Đã gửi, chờ chấm"},
                                       {"returned", "Trả lại"},   {"checked", "Đã chấm xong"},
                                       {"final", "Đã xếp hạng"},  {0}};

/* --- self-scoring -------------------------------------------------------------------------- */

struct line_in {
	int64_t criterion_id;
	struct str title, most, self, amount, planned, note, checked, reason;
};
static const struct field self_fields[] = {
	F(INT, struct line_in, criterion_id, "Tiêu chí số", .flags = MUST | HIDDEN),
	F(TEXT, struct line_in, title, "Tiêu chí", .flags = HIDDEN, .max = 1100),
	F(TEXT, struct line_in, most, "Cách tính", .flags = HIDDEN),
	F(TEXT, struct line_in, amount, "Điểm hoặc số lượng", .max = 20),
	F(TEXT, struct line_in, planned, "Kế hoạch", .max = 20),
	F(TEXT, struct line_in, note, "Giải trình", .max = 1000),
};
static const struct field check_fields[] = {
	F(INT, struct line_in, criterion_id, "Tiêu chí số", .flags = MUST | HIDDEN),
	F(TEXT, struct line_in, title, "Tiêu chí", .flags = HIDDEN, .max = 1100),
	F(TEXT, struct line_in, most, "Cách tính", .flags = HIDDEN),
	F(TEXT, struct line_in, self, "Tự chấm", .flags = HIDDEN),
	F(TEXT, struct line_in, checked, "Điểm chấm", .max = 20),
	F(TEXT, struct line_in, reason, "Lý do khi khác", .max = 1000),
};
struct sheet_in {
	int64_t id;
	struct group lines;
	bool accept;
	struct str reason;
};
#define SHEET F(REF, struct sheet_in, id, "Bảng điểm", .flags = MUST | HIDDEN, .ref = &sheet_object)
static const struct field score_fields[] = {
	SHEET,
	F(GROUP, struct sheet_in, lines, "Các tiêu chí", .flags = MUST, .min = 1, .max = 300,
      .sub = self_fields, .sub_count = COUNT(self_fields), .sub_size = sizeof(struct line_in),
      .hint = "Theo tỷ lệ: ghi số hoàn thành và số kế hoạch. Theo số lượng: ghi số lượng. Không có "
              "gì thì ghi 0; để trống là chưa chấm."),
};
static const struct field sheet_check_fields[] = {
	SHEET,
	F(GROUP, struct sheet_in, lines, "Các tiêu chí", .max = 300, .sub = check_fields,
      .sub_count = COUNT(check_fields), .sub_size = sizeof(struct line_in),
      .hint = "Điểm chấm khác điểm tự chấm thì ghi lý do."),
	F(BOOL, struct sheet_in, accept, "Chấp nhận điểm tự chấm ở mọi dòng còn để trống"),
};
static const struct field id_fields[] = {SHEET};
static const struct field reason_fields[] = {
	SHEET,
	F(TEXT, struct sheet_in, reason, "Lý do", .flags = MUST | FRESH, .min = 5, .max = 1000),
};

/* The lines of a sheet with their criteria. */
struct both {
	struct sql_criterion_of *ks;
	struct sql_sheet_lines *lines;
	size_t count, line_count;
};

static enum rc load(struct ctx *c, int64_t sheet, struct both *b)
{
	struct sql_sheet_get h;
	TRY(sql_sheet_get(c->db, c->mem, sheet, &h));
	TRY(sql_criterion_of(c->db, c->mem, h.set_id, &b->ks, &b->count));
	return sql_sheet_lines(c->db, c->mem, sheet, &b->lines, &b->line_count);
}

static const struct sql_sheet_lines *line_of(const struct both *b, int64_t criterion)
{
	for (size_t i = 0; i < b->line_count; i++)
		if (b->lines[i].criterion_id == criterion)
			return &b->lines[i];
	return NULL;
}

static const struct sql_criterion_of *criterion_of(const struct both *b, int64_t id)
{
	for (size_t i = 0; i < b->count; i++)
		if (b->ks[i].id == id)
			return &b->ks[i];
	return NULL;
}

static enum rc not_here(struct ctx *c)
{
	return err_field(c->err, "lines", "Có dòng không thuộc bảng điểm này.");
}

static struct str given(struct str s)
{
	return s.p ? s : STR("");
}

static const char *box(struct ctx *c, int row, const char *name)
{
	return arena_printf(c->mem, "lines.%d.%s", row, name).p;
}

static enum rc score_one(struct ctx *c, const struct both *b, const struct line_in *p, int row)
{
	const struct sql_sheet_lines *l = line_of(b, p->criterion_id);
	const struct sql_criterion_of *k = criterion_of(b, p->criterion_id);
	int64_t amount, planned, points;
	if (!l || !k)
		return not_here(c);
	TRY(task_milli(c, box(c, row, "amount"), p->amount, &amount));
	TRY(task_milli(c, box(c, row, "planned"), p->planned, &planned));
	TRY(criteria_count(c, k, amount, planned, box(c, row, "amount"), &points));
	if (amount == l->amount_milli && planned == l->planned_milli && str_eq(given(p->note), l->note))
		return RC_OK;
	return sql_score_line_self(c->db, l->id, amount, planned, points, given(p->note), NULL);
}

static enum rc sheet_score(struct ctx *c, const void *in, struct out *out)
{
	const struct sheet_in *p = in;
	const struct line_in *lines = p->lines.items;
	struct sql_sheet_get h;
	struct both b;
	TRY(load(c, p->id, &b));
	for (int i = 0; i < p->lines.count; i++)
		TRY(score_one(c, &b, &lines[i], i));
	TRY(criteria_sum(c, p->id));
	TRY(sql_sheet_get(c->db, c->mem, p->id, &h));
	out_say(c, out, "Đã lưu: tự chấm %.*s điểm, còn %" PRId64 " dòng chưa chấm.",
	        STR_ARG(criteria_points(c, h.self_milli)), h.lacks);
	return RC_OK;
}

static enum rc put(struct ctx *c, struct values *v, int row, const char *name, struct str text)
{
	return text.n ? values_add(v, str_of(box(c, row, name)), text, c->err) : RC_OK;
}

static struct str most_of(struct ctx *c, const struct sql_criterion_of *k)
{
	struct str way = choice_label(criterion_kinds, k->kind), max = criteria_points(c, k->max_milli),
			   each = criteria_points(c, k->each_milli);
	return arena_printf(c->mem, "%.*s%s%.*s%s%.*s", STR_ARG(way), max.n ? "; tối đa " : "",
	                    STR_ARG(max), each.n ? "; mỗi đơn vị " : "", STR_ARG(each));
}

static enum rc fill_lines(struct ctx *c, struct values *v, bool check)
{
	struct both b;
	int64_t id;
	int row = 0;
	if (!str_int(values_text(v, "id"), &id))
		return RC_OK;
	TRY(load(c, id, &b));
	for (size_t i = 0; i < b.count; i++) {
		const struct sql_criterion_of *k = &b.ks[i];
		const struct sql_sheet_lines *l = line_of(&b, k->id);
		if (!l)
			continue;
		TRY(put(c, v, row, "criterion_id", arena_printf(c->mem, "%" PRId64, k->id)));
		TRY(put(c, v, row, "title",
		        arena_printf(c->mem, "%.*s. %.*s", STR_ARG(k->label), STR_ARG(k->title))));
		TRY(put(c, v, row, "most", most_of(c, k)));
		if (check) {
			TRY(put(c, v, row, "self",
			        l->self_milli == DB_NULL ? STR("–") : criteria_points(c, l->self_milli)));
			TRY(put(c, v, row, "checked", criteria_points(c, l->checked_milli)));
			TRY(put(c, v, row, "reason", l->reason));
		} else {
			TRY(put(c, v, row, "amount", criteria_points(c, l->amount_milli)));
			TRY(put(c, v, row, "planned", criteria_points(c, l->planned_milli)));
			TRY(put(c, v, row, "note", l->note));
		}
		row++;
	}
	return RC_OK;
}

static enum rc score_fill(struct ctx *c, struct values *v)
{
	return fill_lines(c, v, false);
}

static enum rc check_fill(struct ctx *c, struct values *v)
{
	return fill_lines(c, v, true);
}

static enum rc sheet_send(struct ctx *c, const void *in, struct out *out)
{
	const struct sheet_in *p = in;
	struct sql_sheet_get h;
	TRY(sql_sheet_get(c->db, c->mem, p->id, &h));
	if (h.lacks)
		return err_set(c->err, RC_CONFLICT,
		               "Còn %" PRId64 " tiêu chí chưa chấm. Không có kết quả thì ghi 0.", h.lacks);
	TRY(sql_sheet_state(c->db, p->id, STR("sent"), STR(""), c->now_ms, NULL));
	TRY(criteria_sum(c, p->id));
	out_say(c, out, "Đã gửi bảng điểm: tự chấm %.*s.", STR_ARG(criteria_points(c, h.self_milli)));
	return RC_OK;
}

/* --- checking ------------------------------------------------------------------------------ */

/* Points as they are: a checker does not count anew. */
static enum rc keep_check(struct ctx *c, const struct sql_criterion_of *k,
                          const struct sql_sheet_lines *l, int64_t points, struct str reason,
                          const char *field)
{
	bool minus_of_own = str_eqz(k->kind, "exclusion");
	if (points != DB_NULL && k->max_milli != DB_NULL && points > k->max_milli && !minus_of_own)
		return err_field(c->err, field, "%.*s: nhiều nhất %.*s điểm.", STR_ARG(k->label),
		                 STR_ARG(criteria_points(c, k->max_milli)));
	if (points != DB_NULL && points != l->self_milli && str_trim(reason).n < 3)
		return err_field(c->err, field, "%.*s: điểm chấm khác điểm tự chấm, xin ghi lý do.",
		                 STR_ARG(k->label));
	if (points == l->checked_milli && str_eq(reason, l->reason))
		return RC_OK;
	return sql_score_line_checked(c->db, l->id, points, reason, c->who.account_id, c->now_ms, NULL);
}

static enum rc check_one(struct ctx *c, const struct both *b, const struct line_in *p, int row)
{
	const struct sql_sheet_lines *l = line_of(b, p->criterion_id);
	const struct sql_criterion_of *k = criterion_of(b, p->criterion_id);
	int64_t points;
	if (!l || !k)
		return not_here(c);
	TRY(task_milli(c, box(c, row, "checked"), p->checked, &points));
	return keep_check(c, k, l, points, given(p->reason), box(c, row, "checked"));
}

static enum rc accept_rest(struct ctx *c, int64_t sheet)
{
	struct both b;
	TRY(load(c, sheet, &b));
	for (size_t i = 0; i < b.line_count; i++)
		if (b.lines[i].checked_milli == DB_NULL && b.lines[i].self_milli != DB_NULL)
			TRY(sql_score_line_checked(c->db, b.lines[i].id, b.lines[i].self_milli, STR(""),
			                           c->who.account_id, c->now_ms, NULL));
	return RC_OK;
}

static enum rc sheet_check(struct ctx *c, const void *in, struct out *out)
{
	const struct sheet_in *p = in;
	const struct line_in *lines = p->lines.items;
	struct sql_sheet_get h;
	struct both b;
	TRY(load(c, p->id, &b));
	for (int i = 0; i < p->lines.count; i++)
		TRY(check_one(c, &b, &lines[i], i));
	if (p->accept)
		TRY(accept_rest(c, p->id));
	TRY(sql_sheet_state(c->db, p->id, STR("sent"), STR(""), DB_NULL, NULL));
	TRY(criteria_sum(c, p->id));
	TRY(sql_sheet_get(c->db, c->mem, p->id, &h));
	out_say(c, out, "Đã lưu: điểm chấm %.*s, còn %" PRId64 " dòng chưa chấm.",
	        STR_ARG(criteria_points(c, h.checked_milli)), h.unchecked);
	return RC_OK;
}

static enum rc sheet_return(struct ctx *c, const void *in, struct out *out)
{
	const struct sheet_in *p = in;
	struct sql_sheet_get h;
	TRY(sql_sheet_get(c->db, c->mem, p->id, &h));
	TRY(sql_sheet_state(c->db, p->id, STR("returned"), p->reason, DB_NULL, NULL));
	out_say(c, out, "Đã trả lại bảng điểm.");
	return task_tell_unit(c, h.holder_id,
	                      arena_printf(c->mem, "Bảng điểm %.*s được trả lại: %.*s", STR_ARG(h.bloc),
	                                   STR_ARG(p->reason)),
	                      arena_printf(c->mem, "/sheet/%" PRId64, p->id));
}

/* --- one line: by the unit that checks it, and its evidence ---------------------------------- */

struct one_in {
	int64_t id;
	struct str checked, reason;
	struct upload evidence;
};
static const struct field line_check_fields[] = {
	F(REF, struct one_in, id, "Dòng điểm", .flags = MUST | HIDDEN, .ref = &check_object),
	F(TEXT, struct one_in, checked, "Điểm chấm", .flags = MUST, .max = 20),
	F(TEXT, struct one_in, reason, "Lý do khi khác điểm tự chấm", .max = 1000),
};
static const struct field attach_fields[] = {
	F(REF, struct one_in, id, "Dòng điểm", .flags = MUST | HIDDEN, .ref = &score_object),
	F(FILE, struct one_in, evidence, "Minh chứng", .max = 50 * 1024 * 1024),
};
static const struct field line_id_fields[] = {
	F(REF, struct one_in, id, "Dòng điểm", .flags = MUST | HIDDEN, .ref = &score_object),
};

static const struct field check_id_fields[] = {
	F(REF, struct one_in, id, "Dòng điểm", .flags = MUST | HIDDEN, .ref = &check_object),
};

static enum rc line_check(struct ctx *c, const void *in, struct out *out)
{
	const struct one_in *p = in;
	struct sql_score_line_get one;
	struct both b;
	int64_t points;
	TRY(sql_score_line_get(c->db, c->mem, p->id, &one));
	TRY(load(c, one.sheet_id, &b));
	for (size_t i = 0; i < b.line_count; i++)
		if (b.lines[i].id == p->id) {
			const struct sql_criterion_of *k = criterion_of(&b, b.lines[i].criterion_id);
			TRY(task_milli(c, "checked", p->checked, &points));
			TRY(keep_check(c, k, &b.lines[i], points, given(p->reason), "reason"));
		}
	TRY(criteria_sum(c, one.sheet_id));
	out_say(c, out, "Đã chấm: %.*s.", STR_ARG(c->object_label));
	return RC_OK;
}

static enum rc line_attach(struct ctx *c, const void *in, struct out *out)
{
	const struct one_in *p = in;
	struct sql_score_line_get one;
	int64_t file;
	if (!p->evidence.given)
		return err_field(c->err, "evidence", "Xin chọn một tệp.");
	TRY(sql_score_line_get(c->db, c->mem, p->id, &one));
	TRY(file_keep(c,
	              &(struct file_new){.content = &p->evidence,
	                                 .object = "score",
	                                 .object_id = p->id,
	                                 .unit_id = one.holder_id,
	                                 .person_id = DB_NULL,
	                                 .guarded = true},
	              &file));
	if (one.file_id != DB_NULL)
		TRY(file_remove(c, one.file_id));
	TRY(sql_score_line_file(c->db, p->id, file, NULL));
	out->go = arena_printf(c->mem, "/sheet/%" PRId64, one.sheet_id);
	out_say(c, out, "Đã đính minh chứng.");
	return RC_OK;
}

static enum rc line_file(struct ctx *c, const void *in, struct out *out)
{
	const struct one_in *p = in;
	struct sql_score_line_get one;
	TRY(sql_score_line_get(c->db, c->mem, p->id, &one));
	if (one.file_id == DB_NULL)
		return err_set(c->err, RC_NOTFOUND, "Dòng này không có minh chứng.");
	return file_send(c, one.file_id, out);
}

/* --- rows ---------------------------------------------------------------------------------- */

static const struct choice yes_no[] = {{"yes", "Có"}, {"no", "Không"}, {0}};
static const struct choice waits[] = {
	{"draft", "Tự chấm"}, {"sent", "Được chấm"}, {"returned", "Sửa"}, {0}};
static const struct field list_filters[] = {
	FILTER(REF, "scoring", "Đợt chấm điểm", .ref = &scoring_object),
	FILTER(REF, "unit", "Đơn vị", .ref = &unit_object),
	FILTER(CHOICE, "state", "Tình trạng", .choices = states),
	FILTER(CHOICE, "waits", "Đang chờ", .choices = waits),
};
static const struct column list_cols[] = {
	{"unit_name", "Đơn vị", COL_LINK, .op = "sheet.view", .key = "id", .width = 40},
	{"now_name", "Nay là", COL_TEXT, .width = 30},
	{"bloc", "Cụm, khối", COL_LINK, .op = "scoring.view", .key = "scoring_id", .width = 40},
	{"year", "Năm", COL_TEXT, .width = 8},
	{"self", "Tự chấm", COL_TEXT},
	{"checked", "Điểm chấm", COL_TEXT},
	{"lacks", "Dòng chưa tự chấm", COL_INT},
	{"unchecked", "Dòng chưa chấm", COL_INT},
	{"place", "Xếp thứ", COL_TEXT},
	{"due", "Hạn", COL_DATE},
	{"state", "Tình trạng", COL_BADGE, .choices = states},
	{"reason", "Lý do trả lại", COL_TEXT, .width = 40},
};
static const struct field id_filter[] = {
	FILTER(REF, "id", "Bảng điểm", .flags = MUST | HIDDEN, .ref = &sheet_object)};
static const struct column view_cols[] = {
	{"bloc", "Đợt chấm điểm", COL_LINK, .op = "scoring.view", .key = "scoring_id"},
	{"year", "Năm", COL_TEXT},
	{"set_title", "Bộ tiêu chí", COL_LINK, .op = "criteria.view", .key = "set_id"},
	{"now_name", "Nay là", COL_TEXT},
	{"due", "Hạn tự chấm", COL_DATE},
	{"self", "Tự chấm", COL_TEXT},
	{"checked", "Điểm chấm", COL_TEXT},
	{"lacks", "Dòng chưa tự chấm", COL_INT},
	{"unchecked", "Dòng chưa chấm", COL_INT},
	{"excluded", "Thuộc diện không xếp hạng", COL_BOOL},
	{"state", "Tình trạng", COL_BADGE, .choices = states},
	{"reason", "Lý do trả lại", COL_TEXT},
};
static const struct part view_parts[] = {{"Từng tiêu chí", "score.list", "sheet", NULL}};
static const struct field score_filters[] = {
	FILTER(REF, "sheet", "Bảng điểm", .ref = &sheet_object),
	FILTER(REF, "scoring", "Đợt chấm điểm", .ref = &scoring_object),
	FILTER(REF, "criterion", "Tiêu chí", .flags = HIDDEN, .ref = &criterion_object),
	FILTER(CHOICE, "differs", "Khác điểm tự chấm", .choices = yes_no),
};
static const struct column score_cols[] = {
	{"unit_name", "Đơn vị", COL_LINK, .op = "sheet.view", .key = "sheet_id", .width = 36},
	{"title", "Tiêu chí", COL_TEXT, .width = 60},
	{"label", "TT", COL_TEXT, .width = 8},
	{"kind", "Cách tính", COL_CHOICE, .choices = criterion_kinds},
	{"max", "Tối đa", COL_TEXT},
	{"amount", "Số", COL_TEXT},
	{"planned", "Kế hoạch", COL_TEXT},
	{"self", "Tự chấm", COL_TEXT},
	{"checked", "Điểm chấm", COL_TEXT},
	{"reason", "Lý do khác", COL_TEXT, .width = 40},
	{"note", "Giải trình", COL_TEXT, .width = 40},
	{"file_name", "Minh chứng", COL_LINK, .op = "score.file", .key = "id", .width = 30},
	{"checked_by", "Người chấm", COL_TEXT, .width = 26},
};
static const struct field differing_filters[] = {
	FILTER(REF, "scoring", "Đợt chấm điểm", .ref = &scoring_object)};
static const struct field check_filters[] = {
	FILTER(CHOICE, "waits", "Chờ chấm", .choices = yes_no)};
static const struct column check_cols[] = {
	{"unit_name", "Đơn vị được chấm", COL_TEXT, .width = 36},
	{"label", "TT", COL_TEXT, .width = 8},
	{"title", "Tiêu chí", COL_TEXT, .width = 60},
	{"max", "Tối đa", COL_TEXT},
	{"self", "Tự chấm", COL_TEXT},
	{"note", "Giải trình", COL_TEXT, .width = 40},
	{"file_name", "Minh chứng", COL_LINK, .op = "check.file", .key = "id", .width = 30},
	{"checked", "Điểm chấm", COL_TEXT},
	{"reason", "Lý do khác", COL_TEXT, .width = 40},
	{"bloc", "Cụm, khối", COL_TEXT, .width = 30},
	{"year", "Năm", COL_TEXT, .width = 8},
};

#define READS (R_OFFICE | R(COUNCIL) | R(UNIT_HEAD) | R(UNIT_CLERK))
#define UNITS (R(UNIT_HEAD) | R(UNIT_CLERK))
#define ON_SHEET                                                                                   \
	.kind = OP_WRITE, .scope = SCOPE_OBJECT, .object = &sheet_object, .then = "sheet.view"

const struct op sheet_ops[] = {
	{.name = "sheet.list",
     .title = "Bảng điểm của đơn vị",
     .help = "Điểm tự chấm, điểm chấm, thứ hạng tạm tính của các đơn vị trong phạm vi được giao.",
     .kind = OP_LIST,
     .roles = READS,
     .scope = SCOPE_ANY,
     .area = "register",
     .icon = "report",
     .object = &sheet_object,
     .list = &sql_list_sheet_list,
     .order = "-newest",
     FIELDS(list_filters),
     COLS(list_cols),
     .empty = "Chưa có bảng điểm nào."},
	{.name = "sheet.view",
     .title = "Bảng điểm",
     .help = "Từng tiêu chí: điểm tự chấm, minh chứng, điểm chấm và lý do khi khác nhau.",
     .kind = OP_VIEW,
     .roles = READS,
     .scope = SCOPE_OBJECT,
     .object = &sheet_object,
     .list = &sql_list_sheet_view,
     FIELDS(id_filter),
     COLS(view_cols),
     PARTS(view_parts)},
	{.name = "score.list",
     .title = "Từng tiêu chí",
     .help = "Các dòng của bảng điểm, tải về được.",
     .kind = OP_LIST,
     .flags = OP_QUIET,
     .roles = READS,
     .scope = SCOPE_ANY,
     .object = &score_object,
     .list = &sql_list_score_list,
     FIELDS(score_filters),
     COLS(score_cols),
     .empty = "Không có dòng nào."},
	{.name = "score.differing",
     .title = "Điểm chấm khác điểm tự chấm",
     .help = "Mỗi chỗ khác có lý do của người chấm.",
     .kind = OP_LIST,
     .flags = OP_QUIET,
     .roles = READS,
     .scope = SCOPE_ANY,
     .list = &sql_list_score_differing,
     FIELDS(differing_filters),
     COLS(score_cols),
     .empty = "Không có chỗ nào khác."},
	{.name = "check.list",
     .title = "Tiêu chí đơn vị tôi chấm",
     .help = "Dòng điểm của các đơn vị khác mà đơn vị trong phạm vi được giao kiểm tra.",
     .kind = OP_LIST,
     .roles = UNITS,
     .scope = SCOPE_ANY,
     .area = "register",
     .icon = "check",
     .object = &check_object,
     .list = &sql_list_check_list,
     .order = "-newest",
     FIELDS(check_filters),
     COLS(check_cols),
     .empty = "Không có dòng nào đơn vị phải chấm."},
	{.name = "sheet.score",
     .title = "Tự chấm điểm",
     .help = "Ghi số hoặc điểm từng tiêu chí; điểm được tính theo cách tính của bộ tiêu chí.",
     .verb = "Tự chấm",
     ON_SHEET,
     .icon = "edit",
     .roles = UNITS,
     .states = "draft returned",
     FIELDS(score_fields),
     .in_size = sizeof(struct sheet_in),
     .run = sheet_score,
     .fill = score_fill,
     .page = criteria_rows_page},
	{.name = "sheet.send",
     .title = "Gửi bảng điểm",
     .help = "Trưởng đơn vị gửi khi mọi tiêu chí đã có điểm; 0 cũng là điểm.",
     .verb = "Gửi",
     ON_SHEET,
     .icon = "send",
     .roles = R(UNIT_HEAD),
     .states = "draft returned",
     FIELDS(id_fields),
     .in_size = sizeof(struct sheet_in),
     .run = sheet_send},
	{.name = "sheet.check",
     .title = "Chấm bảng điểm",
     .help = "Điểm chấm từng dòng; chỗ khác điểm tự chấm thì có lý do.",
     .verb = "Chấm điểm",
     ON_SHEET,
     .icon = "check",
     .roles = R(STANDING) | R(HEAD),
     .states = "sent checked",
     FIELDS(sheet_check_fields),
     .in_size = sizeof(struct sheet_in),
     .run = sheet_check,
     .fill = check_fill,
     .page = criteria_rows_page},
	{.name = "sheet.return",
     .title = "Trả lại bảng điểm",
     .help = "Để đơn vị sửa, có lý do; dòng đơn vị sửa phải chấm lại.",
     .verb = "Trả lại",
     ON_SHEET,
     .icon = "refresh",
     .roles = R(STANDING) | R(HEAD),
     .states = "sent checked",
     FIELDS(reason_fields),
     .in_size = sizeof(struct sheet_in),
     .run = sheet_return},
	{.name = "score.check",
     .title = "Chấm một tiêu chí",
     .help = "Đơn vị được giao chấm tiêu chí này; không đơn vị nào chấm bảng của chính mình.",
     .verb = "Chấm",
     .kind = OP_WRITE,
     .scope = SCOPE_OBJECT,
     .object = &check_object,
     .icon = "check",
     .roles = UNITS,
     .states = "sent checked",
     FIELDS(line_check_fields),
     .in_size = sizeof(struct one_in),
     .run = line_check,
     .then = "check.list"},
	{.name = "score.attach",
     .title = "Đính minh chứng",
     .help = "Một tệp cho một tiêu chí; tệp mới thay tệp cũ.",
     .verb = "Minh chứng",
     .kind = OP_WRITE,
     .scope = SCOPE_OBJECT,
     .object = &score_object,
     .icon = "clip",
     .roles = UNITS,
     .states = "draft returned",
     FIELDS(attach_fields),
     .in_size = sizeof(struct one_in),
     .run = line_attach},
	{.name = "score.file",
     .title = "Tải minh chứng",
     .help = "Tệp minh chứng của một dòng điểm.",
     .kind = OP_READ,
     .flags = OP_JOURNAL_READ | OP_QUIET,
     .scope = SCOPE_OBJECT,
     .object = &score_object,
     .roles = READS,
     FIELDS(line_id_fields),
     .in_size = sizeof(struct one_in),
     .run = line_file},
	{.name = "check.file",
     .title = "Tải minh chứng để chấm",
     .help = "Tệp minh chứng của dòng điểm mà đơn vị được giao chấm.",
     .kind = OP_READ,
     .flags = OP_JOURNAL_READ | OP_QUIET,
     .scope = SCOPE_OBJECT,
     .object = &check_object,
     .roles = UNITS,
     FIELDS(check_id_fields),
     .in_size = sizeof(struct one_in),
     .run = line_file},
	{0}};
