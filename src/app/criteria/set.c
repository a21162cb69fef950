/* set.c: sets of criteria: written, published, followed by a new edition. */
#include "app/criteria/inner.h"

#include "app/job/job.h"
#include "app/org/org.h"
#include "app/task/task.h"
#include "db/sql_criteria.h"
#include "op/gate.h"
#include "viet/viet.h"

#include <inttypes.h>

const struct object criteria_object = {.name = "criteria",
                                       .label = "bộ tiêu chí",
                                       .list = &sql_list_criteria_object,
                                       .view = "criteria.view"};
const struct object criterion_object = {.name = "criterion",
                                        .label = "tiêu chí",
                                        .list = &sql_list_criterion_object,
                                        .stored = &sql_list_criterion_stored};

static const struct choice states[] = {{"draft", "Đang soạn"},        {"coming", "Sắp áp dụng"},
                                       {"published", "Đang áp dụng"}, {"replaced", "Đã được thay"},
                                       {"dropped", "Đã bỏ"},          {0}};
const struct choice criterion_kinds[] = {{"content", "Nội dung (mục lớn)"},
                                         {"points", "Chấm điểm"},
                                         {"share", "Theo tỷ lệ hoàn thành"},
                                         {"count", "Số lượng nhân điểm"},
                                         {"bonus", "Điểm thưởng"},
                                         {"minus", "Điểm trừ"},
                                         {"exclusion", "Điều kiện không xếp hạng"},
                                         {0}};
static const struct choice changes[] = {{"new", "Thêm"}, {"gone", "Bỏ"}, {"changed", "Sửa"}, {0}};
static const struct choice scales[] = {{"100", "100 điểm"}, {"1000", "1000 điểm"}, {0}};

/* --- sets ---------------------------------------------------------------------------------- */

struct set_in {
	int64_t id, unit_id;
	struct str title, basis, scale, bonus;
	struct date valid_from;
};
#define SET_FIELDS                                                                                 \
	F(TEXT, struct set_in, title, "Tên bộ tiêu chí", .flags = MUST, .max = 300),                   \
		F(TEXT, struct set_in, basis, "Văn bản ban hành", .max = 300),                             \
		F(CHOICE, struct set_in, scale, "Thang điểm", .flags = MUST, .choices = scales,            \
	      .hint = "Tổng điểm tối đa, chưa kể thưởng và trừ"),                                      \
		F(TEXT, struct set_in, bonus, "Điểm thưởng nhiều nhất", .max = 10,                         \
	      .hint = "Để trống: không giới hạn chung"),                                               \
		F(DATE, struct set_in, valid_from, "Áp dụng từ ngày", .flags = MUST)
static const struct field create_fields[] = {
	F(REF, struct set_in, unit_id, "Cơ quan ban hành", .flags = MUST | IN_SCOPE,
      .ref = &unit_object),
	SET_FIELDS,
};
static const struct field edit_fields[] = {
	F(REF, struct set_in, id, "Bộ tiêu chí", .flags = MUST | HIDDEN, .ref = &criteria_object),
	SET_FIELDS,
};
static const struct field id_fields[] = {
	F(REF, struct set_in, id, "Bộ tiêu chí", .flags = MUST | HIDDEN, .ref = &criteria_object),
};

static int64_t scale_of(struct str text)
{
	return str_eqz(text, "1000") ? 1000 : 100;
}

static enum rc criteria_create(struct ctx *c, const void *in, struct out *out)
{
	const struct set_in *p = in;
	int64_t bonus;
	TRY(task_milli(c, "bonus", p->bonus, &bonus));
	TRY(org_unit_is_there(c, p->unit_id, c->today));
	TRY(sql_criteria_add(c->db, 0, 1, p->unit_id, p->title, viet_fold(c->mem, p->title),
	                     p->basis.p ? p->basis : STR(""), scale_of(p->scale), bonus, p->valid_from,
	                     c->who.account_id, c->now_ms, &out->id));
	TRY(sql_criteria_line_set(c->db, out->id, NULL));
	c->object_unit = p->unit_id;
	out_say(c, out, "Đã ghi bộ tiêu chí; xin thêm nội dung và tiêu chí, hoặc nhập từ bảng tính.");
	return RC_OK;
}

static enum rc criteria_edit(struct ctx *c, const void *in, struct out *out)
{
	const struct set_in *p = in;
	int64_t bonus;
	TRY(task_milli(c, "bonus", p->bonus, &bonus));
	TRY(sql_criteria_set_all(c->db, p->id, p->title, viet_fold(c->mem, p->title),
	                         p->basis.p ? p->basis : STR(""), scale_of(p->scale), bonus,
	                         p->valid_from, NULL));
	out_say(c, out, "Đã lưu bộ tiêu chí.");
	return RC_OK;
}

static enum rc criteria_drop(struct ctx *c, const void *in, struct out *out)
{
	const struct set_in *p = in;
	TRY(sql_criteria_dropped(c->db, p->id, NULL));
	out_say(c, out, "Đã bỏ dự thảo.");
	return RC_OK;
}

/* --- lines --------------------------------------------------------------------------------- */

struct line_in {
	int64_t id, set_id, place, checker_id;
	struct str label, title, guide, kind, max, each;
};
#define LINE_FIELDS                                                                                \
	F(TEXT, struct line_in, label, "Ký hiệu", .flags = MUST, .max = 20, .hint = "I, 1, 1.2"),      \
		F(TEXT, struct line_in, title, "Nội dung, tiêu chí", .flags = MUST, .max = 1000),          \
		F(CHOICE, struct line_in, kind, "Cách tính", .flags = MUST, .choices = criterion_kinds),   \
		F(TEXT, struct line_in, max, "Điểm tối đa", .max = 10),                                    \
		F(TEXT, struct line_in, each, "Điểm cho mỗi đơn vị", .max = 10,                            \
	      .hint = "Với số lượng nhân điểm, điểm thưởng, điểm trừ"),                                \
		F(REF, struct line_in, checker_id, "Đơn vị chấm", .ref = &unit_object,                     \
	      .hint = "Để trống: thường trực chấm"),                                                   \
		F(LONG, struct line_in, guide, "Hướng dẫn chấm", .max = 3000),                             \
		F(INT, struct line_in, place, "Thứ tự", .min = 0, .max = 100000,                           \
	      .hint = "Để trống: cuối bộ")
static const struct field line_add_fields[] = {
	F(REF, struct line_in, set_id, "Bộ tiêu chí", .flags = MUST | IN_SCOPE,
      .ref = &criteria_object),
	LINE_FIELDS,
};
static const struct field line_edit_fields[] = {
	F(REF, struct line_in, id, "Tiêu chí", .flags = MUST | HIDDEN, .ref = &criterion_object),
	LINE_FIELDS,
};
static const struct field line_id_fields[] = {
	F(REF, struct line_in, id, "Tiêu chí", .flags = MUST | HIDDEN, .ref = &criterion_object),
};

enum rc criterion_check(struct ctx *c, const struct criterion_new *k)
{
	bool counted = str_eqz(k->kind, "count");
	if ((str_eqz(k->kind, "points") || str_eqz(k->kind, "share") || counted) &&
	    k->max_milli == DB_NULL)
		return err_field(c->err, "max", "Cách tính này cần điểm tối đa.");
	if (counted && k->each_milli == DB_NULL)
		return err_field(c->err, "each", "Cách tính này cần điểm cho mỗi đơn vị.");
	return RC_OK;
}

static enum rc read_line(struct ctx *c, const struct line_in *p, struct criterion_new *k)
{
	*k = (struct criterion_new){.set_id = p->set_id,
	                            .place = p->place,
	                            .checker_id = p->checker_id,
	                            .label = p->label,
	                            .title = p->title,
	                            .guide = p->guide.p ? p->guide : STR(""),
	                            .kind = p->kind};
	TRY(task_milli(c, "max", p->max, &k->max_milli));
	TRY(task_milli(c, "each", p->each, &k->each_milli));
	return criterion_check(c, k);
}

static enum rc criterion_add(struct ctx *c, const void *in, struct out *out)
{
	const struct line_in *p = in;
	struct criterion_new k;
	struct sql_criteria_get set;
	struct sql_criterion_last last;
	TRY(sql_criteria_get(c->db, c->mem, p->set_id, &set));
	if (!str_eqz(set.state, "draft"))
		return err_field(c->err, "set_id",
		                 "Bộ tiêu chí đã ban hành không sửa được. Xin lập phiên bản mới.");
	TRY(read_line(c, p, &k));
	TRY(sql_criterion_last(c->db, c->mem, p->set_id, &last));
	if (k.place == DB_NULL)
		k.place = last.place + 10;
	TRY(sql_criterion_add(c->db, k.set_id, k.place, k.label, k.title, k.guide, k.kind, k.max_milli,
	                      k.each_milli, k.checker_id, DB_NULL, &out->id));
	out->go = arena_printf(c->mem, "/criteria/%" PRId64, p->set_id);
	out_say(c, out, "Đã thêm %.*s.", STR_ARG(p->label));
	return RC_OK;
}

static enum rc criterion_edit(struct ctx *c, const void *in, struct out *out)
{
	const struct line_in *p = in;
	struct sql_criterion_get old;
	struct criterion_new k;
	TRY(sql_criterion_get(c->db, c->mem, p->id, &old));
	TRY(read_line(c, p, &k));
	TRY(sql_criterion_set_all(c->db, p->id, k.place == DB_NULL ? old.place : k.place, k.label,
	                          k.title, k.guide, k.kind, k.max_milli, k.each_milli, k.checker_id,
	                          NULL));
	out->go = arena_printf(c->mem, "/criteria/%" PRId64, old.set_id);
	out_say(c, out, "Đã sửa %.*s.", STR_ARG(p->label));
	return RC_OK;
}

static enum rc criterion_drop(struct ctx *c, const void *in, struct out *out)
{
	const struct line_in *p = in;
	struct sql_criterion_get old;
	TRY(sql_criterion_get(c->db, c->mem, p->id, &old));
	TRY(sql_criterion_drop(c->db, p->id, NULL));
	out->go = arena_printf(c->mem, "/criteria/%" PRId64, old.set_id);
	out_say(c, out, "Đã bỏ %.*s.", STR_ARG(old.label));
	return RC_OK;
}

/* --- publishing ---------------------------------------------------------------------------- */

/* The maxima of the lines make that of their content, all contents the scale. */
static enum rc check_sums(struct ctx *c, const struct sql_criteria_get *set,
                          const struct sql_criterion_of *ks, size_t n)
{
	int64_t all = 0, content = 0;
	const struct sql_criterion_of *head = NULL;
	for (size_t i = 0; i <= n; i++) {
		bool begins = i == n || str_eqz(ks[i].kind, "content");
		if (begins && head && head->max_milli != DB_NULL && head->max_milli != content)
			return err_set(c->err, RC_CONFLICT,
			               "%.*s ghi tối đa %.*s điểm, mà các tiêu chí của nó cộng lại là %.*s.",
			               STR_ARG(head->label), STR_ARG(criteria_points(c, head->max_milli)),
			               STR_ARG(criteria_points(c, content)));
		if (i == n)
			break;
		if (begins) {
			head = &ks[i];
			content = 0;
		} else if (!str_eqz(ks[i].kind, "bonus") && !str_eqz(ks[i].kind, "minus") &&
		           !str_eqz(ks[i].kind, "exclusion")) {
			content += ks[i].max_milli;
			all += ks[i].max_milli;
		}
	}
	if (all != set->scale * 1000)
		return err_set(c->err, RC_CONFLICT,
		               "Điểm tối đa của các tiêu chí cộng lại là %.*s, không phải %" PRId64
		               " như thang điểm.",
		               STR_ARG(criteria_points(c, all)), set->scale);
	return RC_OK;
}

static struct str said(struct ctx *c, const struct sql_criterion_of *k)
{
	struct str checker = k->checker_id == DB_NULL ? STR("thường trực") : k->checker;
	return arena_printf(c->mem, "%.*s; %.*s; tối đa %.*s; mỗi đơn vị %.*s; %.*s chấm",
	                    STR_ARG(k->title), STR_ARG(choice_label(criterion_kinds, k->kind)),
	                    STR_ARG(criteria_points(c, k->max_milli)),
	                    STR_ARG(criteria_points(c, k->each_milli)), STR_ARG(checker));
}

static enum rc one_change(struct ctx *c, int64_t set, const struct sql_criterion_of *was,
                          const struct sql_criterion_of *now, int64_t *count)
{
	struct str before = was ? said(c, was) : STR(""), after = now ? said(c, now) : STR("");
	if (was && now && str_eq(before, after) && str_eq(was->label, now->label)) {
		if (str_eq(was->guide, now->guide))
			return RC_OK;
		before =
			arena_printf(c->mem, "%.*s; hướng dẫn: %.*s", STR_ARG(before), STR_ARG(was->guide));
		after = arena_printf(c->mem, "%.*s; hướng dẫn: %.*s", STR_ARG(after), STR_ARG(now->guide));
	}
	++*count;
	return sql_criteria_change_add(c->db, set, now ? now->label : was->label,
	                               now ? now->title : was->title,
	                               !was   ? STR("new")
	                               : !now ? STR("gone")
	                                      : STR("changed"),
	                               before, after, NULL);
}

/* What is said of the whole set. */
static enum rc whole_change(struct ctx *c, int64_t set, const char *what, struct str was,
                            struct str now, int64_t *count)
{
	if (str_eq(was, now))
		return RC_OK;
	++*count;
	return sql_criteria_change_add(c->db, set, STR("Cả bộ"), str_of(what), STR("changed"),
	                               arena_printf(c->mem, "%s: %.*s", what, STR_ARG(was)),
	                               arena_printf(c->mem, "%s: %.*s", what, STR_ARG(now)), NULL);
}

static enum rc whole_changes(struct ctx *c, const struct sql_criteria_get *now, int64_t before,
                             int64_t *count)
{
	struct sql_criteria_get was;
	struct str none = STR("không giới hạn");
	TRY(sql_criteria_get(c->db, c->mem, before, &was));
	TRY(whole_change(c, now->id, "Tên", was.title, now->title, count));
	TRY(whole_change(c, now->id, "Thang điểm", arena_printf(c->mem, "%" PRId64, was.scale),
	                 arena_printf(c->mem, "%" PRId64, now->scale), count));
	return whole_change(c, now->id, "Điểm thưởng nhiều nhất",
	                    was.bonus_milli == DB_NULL ? none : criteria_points(c, was.bonus_milli),
	                    now->bonus_milli == DB_NULL ? none : criteria_points(c, now->bonus_milli),
	                    count);
}

static enum rc keep_changes(struct ctx *c, int64_t set, int64_t before,
                            const struct sql_criterion_of *now, size_t n, int64_t *count)
{
	struct sql_criterion_of *was;
	size_t k;
	TRY(sql_criterion_of(c->db, c->mem, before, &was, &k));
	for (size_t i = 0; i < n; i++) {
		const struct sql_criterion_of *old = NULL;
		for (size_t j = 0; j < k && !old; j++)
			old = was[j].id == now[i].from_id ? &was[j] : NULL;
		TRY(one_change(c, set, old, &now[i], count));
	}
	for (size_t j = 0; j < k; j++) {
		bool there = false;
		for (size_t i = 0; i < n && !there; i++)
			there = now[i].from_id == was[j].id;
		if (!there)
			TRY(one_change(c, set, &was[j], NULL, count));
	}
	return RC_OK;
}

static enum rc tell(struct ctx *c, const struct sql_criteria_get *set, int64_t changed)
{
	struct sql_criteria_receivers *to;
	size_t n;
	struct str text =
		set->edition == 1
			? arena_printf(c->mem, "Bộ tiêu chí mới được ban hành, áp dụng từ %s: %.*s",
	                       date_vn(set->valid_from).z, STR_ARG(set->title))
		: changed == 0
			? arena_printf(c->mem,
	                       "Bộ tiêu chí được ban hành lại, nội dung không đổi, áp dụng từ %s: %.*s "
	                       "(phiên bản %" PRId64 ")",
	                       date_vn(set->valid_from).z, STR_ARG(set->title), set->edition)
			: arena_printf(c->mem,
	                       "Bộ tiêu chí được sửa %" PRId64 " chỗ, áp dụng từ %s: %.*s (phiên bản "
	                       "%" PRId64 ")",
	                       changed, date_vn(set->valid_from).z, STR_ARG(set->title), set->edition);
	TRY(sql_criteria_receivers(c->db, c->mem, set->holder_id, c->today, &to, &n));
	for (size_t i = 0; i < n; i++)
		TRY(notice_add(c, to[i].account, text,
		               arena_printf(c->mem, "/criteria/%" PRId64, set->id)));
	return RC_OK;
}

static enum rc criteria_publish(struct ctx *c, const void *in, struct out *out)
{
	const struct set_in *p = in;
	struct sql_criteria_get set;
	struct sql_criterion_of *ks;
	struct sql_criteria_of_line *line;
	size_t n, k;
	int64_t changed = 0;
	TRY(sql_criteria_get(c->db, c->mem, p->id, &set));
	TRY(sql_criterion_of(c->db, c->mem, p->id, &ks, &n));
	TRY(check_sums(c, &set, ks, n));
	TRY(sql_criteria_of_line(c->db, c->mem, set.line, &line, &k));
	for (size_t i = 0; i < k; i++) {
		if (!str_eqz(line[i].state, "published"))
			continue;
		if (set.valid_from.days <= line[i].valid_from.days)
			return err_set(c->err, RC_CONFLICT,
			               "Phiên bản mới phải áp dụng sau ngày %s của phiên bản trước.",
			               date_vn(line[i].valid_from).z);
		TRY(whole_changes(c, &set, line[i].id, &changed));
		TRY(keep_changes(c, p->id, line[i].id, ks, n, &changed));
		TRY(sql_criteria_replaced(c->db, line[i].id, set.valid_from, NULL));
	}
	TRY(sql_criteria_published(c->db, p->id, c->now_ms, NULL));
	TRY(tell(c, &set, changed));
	out_fact(out, "lines", "Dòng", viet_number(c->mem, (int64_t)n));
	if (set.edition > 1)
		out_fact(out, "changed", "Chỗ khác phiên bản trước", viet_number(c->mem, changed));
	out_say(c, out, "%s \"%.*s\"; các đơn vị được báo.", c->preview ? "Sẽ ban hành" : "Đã ban hành",
	        STR_ARG(set.title));
	return RC_OK;
}

/* One edition at a time is being written. */
static enum rc no_draft(struct ctx *c, int64_t id)
{
	struct sql_criteria_get set;
	struct sql_criteria_of_line *line;
	size_t n;
	TRY(sql_criteria_get(c->db, c->mem, id, &set));
	TRY(sql_criteria_of_line(c->db, c->mem, set.line, &line, &n));
	for (size_t i = 0; i < n; i++)
		if (str_eqz(line[i].state, "draft"))
			return err_set(c->err, RC_CONFLICT,
			               "Phiên bản %" PRId64 " đang được soạn (số %" PRId64 ").",
			               line[i].edition, line[i].id);
	return RC_OK;
}

/* A copy that may be changed; the one that holds goes on until it is published. */
static enum rc criteria_revise(struct ctx *c, const void *in, struct out *out)
{
	const struct set_in *p = in;
	struct sql_criteria_get set;
	struct sql_criterion_of *ks;
	size_t n;
	TRY(sql_criteria_get(c->db, c->mem, p->id, &set));
	TRY(sql_criteria_add(c->db, set.line, set.edition + 1, set.holder_id, set.title,
	                     viet_fold(c->mem, set.title), set.basis, set.scale, set.bonus_milli,
	                     c->today.days > set.valid_from.days
	                         ? c->today
	                         : (struct date){.days = set.valid_from.days + 1},
	                     c->who.account_id, c->now_ms, &out->id));
	TRY(sql_criterion_of(c->db, c->mem, p->id, &ks, &n));
	for (size_t i = 0; i < n; i++)
		TRY(sql_criterion_add(c->db, out->id, ks[i].place, ks[i].label, ks[i].title, ks[i].guide,
		                      ks[i].kind, ks[i].max_milli, ks[i].each_milli, ks[i].checker_id,
		                      ks[i].id, NULL));
	out->go = arena_printf(c->mem, "/criteria/%" PRId64, out->id);
	out_say(c, out, "Đã lập phiên bản %" PRId64 " để soạn; phiên bản trước vẫn áp dụng.",
	        set.edition + 1);
	return RC_OK;
}

/* --- rows ---------------------------------------------------------------------------------- */

static const struct field list_filters[] = {
	FILTER(CHOICE, "state", "Tình trạng", .choices = states),
	FILTER(INT, "line", "Các phiên bản của bộ số", .flags = HIDDEN),
};
static const struct column list_cols[] = {
	{"title", "Bộ tiêu chí", COL_LINK, .op = "criteria.view", .key = "id", .width = 60},
	{"edition", "Phiên bản", COL_INT},
	{"unit_name", "Ban hành", COL_TEXT, .width = 36},
	{"scale", "Thang điểm", COL_INT},
	{"lines", "Tiêu chí", COL_INT},
	{"valid_from", "Từ ngày", COL_DATE},
	{"valid_to", "Đến trước ngày", COL_DATE},
	{"basis", "Văn bản", COL_TEXT, .width = 40},
	{"state", "Tình trạng", COL_BADGE, .choices = states},
};
static const struct field id_filter[] = {
	FILTER(REF, "id", "Bộ tiêu chí", .flags = MUST | HIDDEN, .ref = &criteria_object)};
static const struct column view_cols[] = {
	{"edition", "Phiên bản", COL_TEXT},
	{"unit_name", "Ban hành", COL_TEXT},
	{"basis", "Văn bản ban hành", COL_TEXT},
	{"scale", "Thang điểm", COL_INT},
	{"bonus", "Điểm thưởng nhiều nhất", COL_TEXT},
	{"valid_from", "Áp dụng từ ngày", COL_DATE},
	{"valid_to", "Đến trước ngày", COL_DATE},
	{"state", "Tình trạng", COL_BADGE, .choices = states},
};
static const struct part view_parts[] = {
	{"Nội dung, tiêu chí", "criterion.list", "set", NULL},
	{"Khác phiên bản trước", "criteria.changes", "set", NULL},
	{"Các phiên bản", "criteria.list", "line", "line"},
	{"Các đợt chấm điểm", "scoring.list", "set", NULL},
};
static const struct field line_filters[] = {
	FILTER(REF, "set", "Bộ tiêu chí", .ref = &criteria_object)};
static const struct column line_cols[] = {
	{"title", "Nội dung, tiêu chí", COL_TEXT, .width = 70},
	{"label", "TT", COL_TEXT, .width = 8},
	{"kind", "Cách tính", COL_CHOICE, .choices = criterion_kinds, .width = 26},
	{"max", "Điểm tối đa", COL_TEXT},
	{"each", "Điểm mỗi đơn vị", COL_TEXT},
	{"checker", "Đơn vị chấm", COL_TEXT, .width = 30},
	{"guide", "Hướng dẫn chấm", COL_TEXT, .width = 50},
	{"set_title", "Bộ tiêu chí", COL_LINK, .op = "criteria.view", .key = "set_id", .width = 50},
};
static const struct field change_filters[] = {
	FILTER(REF, "set", "Bộ tiêu chí", .ref = &criteria_object)};
static const struct column change_cols[] = {
	{"what", "Việc", COL_CHOICE, .choices = changes},
	{"label", "TT", COL_TEXT, .width = 8},
	{"was", "Trước", COL_TEXT, .width = 50},
	{"now", "Nay", COL_TEXT, .width = 50},
	{"set_title", "Bộ tiêu chí", COL_LINK, .op = "criteria.view", .key = "set_id", .width = 50},
	{"edition", "Phiên bản", COL_INT},
};

#define READS (R_OFFICE | R(COUNCIL) | R(UNIT_HEAD) | R(UNIT_CLERK))
#define WRITES (R(STANDING) | R(HEAD))
#define ON_SET                                                                                     \
	.kind = OP_WRITE, .scope = SCOPE_OBJECT, .object = &criteria_object, .then = "criteria.view",  \
	.roles = WRITES
#define ON_LINE                                                                                    \
	.kind = OP_WRITE, .scope = SCOPE_OBJECT, .object = &criterion_object, .roles = WRITES

const struct op criteria_ops[] = {
	{.name = "criteria.list",
     .title = "Bộ tiêu chí chấm điểm",
     .help = "Các bộ tiêu chí theo ngày áp dụng; mỗi lần sửa là một phiên bản mới.",
     .kind = OP_LIST,
     .flags = OP_OPEN,
     .roles = READS,
     .scope = SCOPE_ANY,
     .area = "register",
     .icon = "star",
     .object = &criteria_object,
     .list = &sql_list_criteria_list,
     .order = "-newest",
     FIELDS(list_filters),
     COLS(list_cols),
     .empty = "Chưa có bộ tiêu chí nào."},
	{.name = "criteria.view",
     .title = "Bộ tiêu chí chấm điểm",
     .help = "Nội dung, tiêu chí, điểm tối đa, cách tính, ai chấm.",
     .kind = OP_VIEW,
     .flags = OP_OPEN,
     .roles = READS,
     .scope = SCOPE_OBJECT,
     .object = &criteria_object,
     .list = &sql_list_criteria_view,
     FIELDS(id_filter),
     COLS(view_cols),
     PARTS(view_parts)},
	{.name = "criterion.list",
     .title = "Nội dung, tiêu chí",
     .help = "Các dòng của một bộ tiêu chí theo thứ tự.",
     .kind = OP_LIST,
     .flags = OP_OPEN | OP_QUIET,
     .roles = READS,
     .scope = SCOPE_ANY,
     .object = &criterion_object,
     .list = &sql_list_criterion_list,
     FIELDS(line_filters),
     COLS(line_cols),
     .empty = "Chưa có tiêu chí nào."},
	{.name = "criteria.changes",
     .title = "Tiêu chí thay đổi",
     .help = "Phiên bản mới khác phiên bản trước ở đâu.",
     .kind = OP_LIST,
     .flags = OP_OPEN | OP_QUIET,
     .roles = READS,
     .scope = SCOPE_ANY,
     .list = &sql_list_criteria_change_list,
     FIELDS(change_filters),
     COLS(change_cols),
     .empty = "Không có thay đổi nào."},
	{.name = "criteria.create",
     .title = "Lập bộ tiêu chí",
     .help = "Một dự thảo; thêm từng dòng hoặc nhập từ bảng tính, rồi ban hành.",
     .verb = "Lập",
     .kind = OP_WRITE,
     .roles = WRITES,
     .scope = SCOPE_OBJECT,
     .object = &criteria_object,
     FIELDS(create_fields),
     .in_size = sizeof(struct set_in),
     .run = criteria_create,
     .then = "criteria.view"},
	{.name = "criteria.publish",
     .title = "Ban hành bộ tiêu chí",
     .help =
         "Điểm tối đa phải cộng lại đúng thang điểm; từ đó không sửa được, chỉ lập phiên bản mới.",
     .verb = "Ban hành",
     ON_SET,
     .flags = OP_PREVIEW,
     .icon = "horn",
     .states = "draft",
     FIELDS(id_fields),
     .in_size = sizeof(struct set_in),
     .run = criteria_publish},
	{.name = "criteria.edit",
     .title = "Sửa bộ tiêu chí",
     .help = "Tên, thang điểm, ngày áp dụng của một dự thảo.",
     .verb = "Sửa",
     ON_SET,
     .states = "draft",
     FIELDS(edit_fields),
     .in_size = sizeof(struct set_in),
     .run = criteria_edit},
	{.name = "criteria.revise",
     .title = "Lập phiên bản mới",
     .help = "Một bản sao để sửa; khi ban hành, các đơn vị được báo những chỗ thay đổi.",
     .verb = "Phiên bản mới",
     ON_SET,
     .icon = "copy",
     .states = "published",
     FIELDS(id_fields),
     .in_size = sizeof(struct set_in),
     .guard = no_draft,
     .run = criteria_revise},
	{.name = "criteria.drop",
     .title = "Bỏ dự thảo bộ tiêu chí",
     .help = "Dự thảo không dùng nữa.",
     .verb = "Bỏ",
     ON_SET,
     .icon = "trash",
     .states = "draft",
     FIELDS(id_fields),
     .in_size = sizeof(struct set_in),
     .run = criteria_drop},
	{.name = "criterion.add",
     .title = "Thêm nội dung, tiêu chí",
     .help = "Một dòng của bộ tiêu chí đang soạn.",
     .verb = "Thêm",
     ON_LINE,
     FIELDS(line_add_fields),
     .in_size = sizeof(struct line_in),
     .run = criterion_add},
	{.name = "criterion.edit",
     .title = "Sửa nội dung, tiêu chí",
     .help = "Khi bộ tiêu chí còn là dự thảo.",
     .verb = "Sửa",
     ON_LINE,
     .states = "draft",
     FIELDS(line_edit_fields),
     .in_size = sizeof(struct line_in),
     .run = criterion_edit},
	{.name = "criterion.drop",
     .title = "Bỏ nội dung, tiêu chí",
     .help = "Khi bộ tiêu chí còn là dự thảo.",
     .verb = "Bỏ",
     ON_LINE,
     .icon = "trash",
     .states = "draft",
     FIELDS(line_id_fields),
     .in_size = sizeof(struct line_in),
     .run = criterion_drop},
	{0}};
