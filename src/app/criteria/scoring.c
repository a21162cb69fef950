/* scoring.c: a bloc is scored by a set and ranked; the rank goes to the figures of the year. */
#include "app/criteria/inner.h"

#include "app/job/job.h"
#include "app/org/org.h"
#include "app/task/task.h"
#include "db/sql_criteria.h"
#include "db/sql_task.h"
#include "op/gate.h"
#include "viet/viet.h"

#include <inttypes.h>

const struct object scoring_object = {.name = "scoring",
                                      .label = "đợt chấm điểm",
                                      .list = &sql_list_scoring_object,
                                      .view = "scoring.view"};

static const struct choice states[] = {{"open", "Đang chấm"}, {"final", "Đã xếp hạng"}, {0}};

struct member_in {
	int64_t unit_id;
};
static const struct field member_fields[] = {
	F(REF, struct member_in, unit_id, "Đơn vị", .flags = MUST | IN_SCOPE, .ref = &unit_object),
};
struct scoring_in {
	int64_t id, set_id, unit_id, year;
	struct str bloc;
	struct date due;
	struct group units;
};
static const struct field open_fields[] = {
	F(REF, struct scoring_in, set_id, "Bộ tiêu chí", .flags = MUST, .ref = &criteria_object),
	F(REF, struct scoring_in, unit_id, "Trong phạm vi", .flags = MUST | IN_SCOPE,
      .ref = &unit_object),
	F(INT, struct scoring_in, year, "Năm", .flags = MUST, .min = 2000, .max = 2200),
	F(TEXT, struct scoring_in, bloc, "Cụm, khối", .flags = MUST, .max = 200),
	F(DATE, struct scoring_in, due, "Hạn tự chấm", .flags = MUST),
	F(GROUP, struct scoring_in, units, "Các đơn vị của cụm, khối", .max = 100, .sub = member_fields,
      .sub_count = COUNT(member_fields), .sub_size = sizeof(struct member_in),
      .hint = "Để trống: mọi đơn vị trực thuộc phạm vi đã chọn"),
};
static const struct field id_fields[] = {
	F(REF, struct scoring_in, id, "Đợt chấm điểm", .flags = MUST | HIDDEN, .ref = &scoring_object),
};

static enum rc open_sheet(struct ctx *c, const struct scoring_in *p, int64_t scoring, int64_t unit,
                          const struct sql_criterion_of *ks, size_t n)
{
	int64_t sheet;
	TRY(sql_sheet_add(c->db, scoring, unit, &sheet));
	for (size_t i = 0; i < n; i++)
		if (!str_eqz(ks[i].kind, "content"))
			TRY(sql_score_line_add(c->db, sheet, ks[i].id, NULL));
	TRY(criteria_sum(c, sheet));
	return task_tell_unit(c, unit,
	                      arena_printf(c->mem, "Mời đơn vị tự chấm điểm, hạn %s: %.*s",
	                                   date_vn(p->due).z, STR_ARG(p->bloc)),
	                      arena_printf(c->mem, "/sheet/%" PRId64, sheet));
}

/* An office whose first set begins later has none to choose for that year, and writes one. */
static enum rc or_write(struct ctx *c, int64_t year, const char **out)
{
	struct sql_criteria_between there;
	TRY(sql_criteria_between(c->db, c->mem, date_of((int)year, 1, 1), date_of((int)year, 12, 31),
	                         &there));
	*out = there.n ? "" : ", hoặc soạn bộ áp dụng từ trong năm ấy";
	return RC_OK;
}

/* A year is scored by an edition that held in it, and has begun. */
static enum rc holds(struct ctx *c, const struct sql_criteria_get *set, int64_t year)
{
	struct date first = date_of((int)year, 1, 1), last = date_of((int)year, 12, 31);
	const char *other;
	if (!str_eqz(set->state, "published") && !str_eqz(set->state, "replaced"))
		return err_field(c->err, "set_id",
		                 "Bộ tiêu chí này chưa ban hành. Xin ban hành, hoặc chọn bộ khác.");
	bool begun = set->valid_from.days <= c->today.days;
	if (begun && set->valid_from.days <= last.days && set->valid_to.days > first.days)
		return RC_OK;
	TRY(or_write(c, year, &other));
	return begun ? err_field(c->err, "set_id",
	                         "Phiên bản này không áp dụng trong năm %" PRId64
	                         ". Xin chọn phiên bản của năm ấy%s.",
	                         year, other)
	             : err_field(c->err, "set_id",
	                         "Phiên bản này áp dụng từ ngày %s. Xin chọn phiên bản đang áp dụng%s.",
	                         date_vn(set->valid_from).z, other);
}

enum rc scoring_open(struct ctx *c, const void *in, struct out *out)
{
	const struct scoring_in *p = in;
	const struct member_in *units = p->units.items;
	struct sql_criteria_get set;
	struct sql_criterion_of *ks;
	struct sql_units_there_below *below;
	size_t n, k = 0;
	int count = p->units.count;
	TRY(sql_criteria_get(c->db, c->mem, p->set_id, &set));
	TRY(holds(c, &set, p->year));
	if (p->due.days < c->today.days)
		return err_field(c->err, "due", "Hạn tự chấm đã qua.");
	if (count == 1)
		return err_field(c->err, "units", "Cụm, khối có ít nhất hai đơn vị.");
	TRY(sql_criterion_of(c->db, c->mem, p->set_id, &ks, &n));
	TRY(sql_scoring_add(c->db, p->set_id, p->unit_id, p->year, p->bloc, p->due, c->who.account_id,
	                    c->now_ms, &out->id));
	c->object_unit = p->unit_id;
	for (int i = 0; i < count; i++) {
		for (int j = 0; j < i; j++)
			if (units[i].unit_id == units[j].unit_id)
				return err_field(c->err, "units", "Một đơn vị được ghi hai lần.");
		TRY(open_sheet(c, p, out->id, units[i].unit_id, ks, n));
	}
	if (count == 0)
		TRY(sql_units_there_below(c->db, c->mem, p->unit_id, c->today, &below, &k));
	for (size_t i = 0; i < k; i++)
		TRY(open_sheet(c, p, out->id, below[i].id, ks, n));
	if (count == 0 && k < 2)
		return err_field(c->err, "unit_id", "Cụm, khối có ít nhất hai đơn vị.");
	out_say(c, out, "Đã mở đợt chấm điểm cho %" PRId64 " đơn vị.", count + (int64_t)k);
	return RC_OK;
}

/* --- the end ------------------------------------------------------------------------------- */

/*
 * Units that were merged since are one, and stand where the best of their sheets stands. The list
 * comes with the most points first: leave the first of each holder, one that is not excluded where
 * there is one. Returns how many are left.
 */
static size_t one_a_holder(struct sql_sheet_of *all, size_t n)
{
	size_t left = 0;
	for (size_t i = 0; i < n; i++) {
		size_t k = 0;
		while (k < left && all[k].holder_id != all[i].holder_id)
			k++;
		if (k == left)
			all[left++] = all[i];
		else if (all[k].excluded && !all[i].excluded)
			all[k] = all[i];
	}
	return left;
}

static int64_t rank_of(const struct sql_sheet_of *all, size_t n, const struct sql_sheet_of *one)
{
	int64_t more = 0;
	for (size_t i = 0; i < n; i++)
		more += !all[i].excluded && all[i].checked_milli > one->checked_milli;
	return more + 1;
}

static enum rc all_checked(struct ctx *c, int64_t id)
{
	struct sql_sheet_of *all;
	size_t n;
	TRY(sql_sheet_of(c->db, c->mem, id, &all, &n));
	for (size_t i = 0; i < n; i++)
		if (!str_eqz(all[i].state, "checked"))
			return err_set(c->err, RC_CONFLICT, "Bảng điểm của %.*s chưa được chấm xong.",
			               STR_ARG(all[i].unit_name));
	return RC_OK;
}

static enum rc scoring_finish(struct ctx *c, const void *in, struct out *out)
{
	const struct scoring_in *p = in;
	struct sql_scoring_get g;
	struct sql_sheet_of *all;
	size_t n;
	int64_t ranked = 0, ties = 0;
	TRY(sql_scoring_get(c->db, c->mem, p->id, &g));
	TRY(sql_sheet_of(c->db, c->mem, p->id, &all, &n));
	n = one_a_holder(all, n);
	for (size_t i = 0; i < n; i++)
		ranked += !all[i].excluded;
	for (size_t i = 0; i < n; i++) {
		int64_t rank = all[i].excluded ? DB_NULL : rank_of(all, n, &all[i]);
		for (size_t k = 0; k < i && rank != DB_NULL; k++)
			ties += !all[k].excluded && all[k].checked_milli == all[i].checked_milli;
		TRY(sql_unit_year_rank(c->db, all[i].holder_id, g.year, g.bloc, rank,
		                       ranked ? ranked : DB_NULL, STR("Chấm điểm cụm, khối"), c->now_ms,
		                       NULL));
	}
	TRY(sql_scoring_state(c->db, p->id, STR("final"), NULL));
	out_fact(out, "ranked", "Được xếp hạng", viet_number(c->mem, ranked));
	out_fact(out, "excluded", "Không xếp hạng", viet_number(c->mem, (int64_t)n - ranked));
	out_fact(out, "ties", "Cặp đồng hạng", viet_number(c->mem, ties));
	out_say(c, out, "%s %.*s; thứ hạng vào số liệu năm %" PRId64 " của từng đơn vị.",
	        c->preview ? "Sẽ xếp hạng" : "Đã xếp hạng", STR_ARG(g.bloc), g.year);
	return RC_OK;
}

static enum rc scoring_reopen(struct ctx *c, const void *in, struct out *out)
{
	const struct scoring_in *p = in;
	TRY(sql_scoring_state(c->db, p->id, STR("open"), NULL));
	out_say(c, out, "Đợt chấm điểm được mở lại; thứ hạng đã ghi giữ đến khi xếp hạng lại.");
	return RC_OK;
}

/* --- rows ---------------------------------------------------------------------------------- */

static const struct field list_filters[] = {
	FILTER(INT, "year", "Năm", .min = 2000, .max = 2200),
	FILTER(CHOICE, "state", "Tình trạng", .choices = states),
	FILTER(REF, "set", "Bộ tiêu chí", .ref = &criteria_object),
};
static const struct column list_cols[] = {
	{"bloc", "Cụm, khối", COL_LINK, .op = "scoring.view", .key = "id", .width = 40},
	{"year", "Năm", COL_TEXT, .width = 8},
	{"set_title", "Bộ tiêu chí", COL_LINK, .op = "criteria.view", .key = "set_id", .width = 50},
	{"due", "Hạn tự chấm", COL_DATE},
	{"sheets", "Đơn vị", COL_INT},
	{"sent", "Đã gửi", COL_INT},
	{"checked", "Chấm xong", COL_INT},
	{"state", "Tình trạng", COL_BADGE, .choices = states},
};
static const struct field id_filter[] = {
	FILTER(REF, "id", "Đợt chấm điểm", .flags = MUST | HIDDEN, .ref = &scoring_object)};
static const struct column view_cols[] = {
	{"year", "Năm", COL_TEXT},
	{"set_title", "Bộ tiêu chí", COL_LINK, .op = "criteria.view", .key = "set_id"},
	{"edition", "Phiên bản", COL_TEXT},
	{"scale", "Thang điểm", COL_INT},
	{"due", "Hạn tự chấm", COL_DATE},
	{"state", "Tình trạng", COL_BADGE, .choices = states},
};
static const struct part view_parts[] = {
	{"Bảng điểm của các đơn vị", "sheet.list", "scoring", NULL},
	{"Xếp hạng", "scoring.ranking", "scoring", NULL},
	{"Chỗ điểm chấm khác điểm tự chấm", "score.differing", "scoring", NULL},
};
static const struct field ranking_filters[] = {
	FILTER(REF, "scoring", "Đợt chấm điểm", .ref = &scoring_object)};
static const struct column ranking_cols[] = {
	{"bloc", "Cụm, khối", COL_LINK, .op = "scoring.view", .key = "scoring_id", .width = 40},
	{"year", "Năm", COL_TEXT, .width = 8},
	{"unit_name", "Đơn vị", COL_TEXT, .width = 40},
	{"checked", "Điểm", COL_TEXT, .order = "best"},
	{"place", "Xếp thứ", COL_TEXT},
};

#define READS (R_OFFICE | R(COUNCIL) | R(UNIT_HEAD) | R(UNIT_CLERK))
#define WRITES (R(STANDING) | R(HEAD))
#define ON_SCORING                                                                                 \
	.kind = OP_WRITE, .scope = SCOPE_OBJECT, .object = &scoring_object, .then = "scoring.view",    \
	.roles = WRITES

const struct op scoring_ops[] = {
	{.name = "scoring.list",
     .title = "Chấm điểm cụm, khối",
     .help = "Các đợt chấm điểm: bao nhiêu đơn vị đã gửi, đã chấm xong.",
     .kind = OP_LIST,
     .flags = OP_OPEN,
     .roles = READS,
     .scope = SCOPE_ANY,
     .area = "register",
     .icon = "chart",
     .object = &scoring_object,
     .list = &sql_list_scoring_list,
     .order = "-newest",
     FIELDS(list_filters),
     COLS(list_cols),
     .empty = "Chưa có đợt chấm điểm nào."},
	{.name = "scoring.view",
     .title = "Đợt chấm điểm",
     .help = "Bảng điểm của các đơn vị, xếp hạng, chỗ điểm chấm khác điểm tự chấm.",
     .kind = OP_VIEW,
     .flags = OP_OPEN,
     .roles = READS,
     .scope = SCOPE_OBJECT,
     .object = &scoring_object,
     .list = &sql_list_scoring_view,
     FIELDS(id_filter),
     COLS(view_cols),
     PARTS(view_parts)},
	{.name = "scoring.ranking",
     .title = "Xếp hạng cụm, khối",
     .help = "Các đợt đã xếp hạng, công khai trong cơ quan; đơn vị bằng điểm thì đồng hạng.",
     .kind = OP_LIST,
     .flags = OP_OPEN,
     .roles = READS,
     .scope = SCOPE_ANY,
     .area = "register",
     .icon = "medal",
     .list = &sql_list_ranking_list,
     .order = "-best",
     FIELDS(ranking_filters),
     COLS(ranking_cols),
     .empty = "Chưa có xếp hạng nào."},
	{.name = "scoring.open",
     .title = "Mở đợt chấm điểm",
     .help = "Mỗi đơn vị của cụm, khối nhận một bảng để tự chấm.",
     .verb = "Mở đợt",
     .kind = OP_WRITE,
     .roles = WRITES,
     .scope = SCOPE_OBJECT,
     .icon = "horn",
     .object = &scoring_object,
     FIELDS(open_fields),
     .in_size = sizeof(struct scoring_in),
     .run = scoring_open,
     .then = "scoring.view"},
	{.name = "scoring.finish",
     .title = "Xếp hạng",
     .help = "Khi mọi bảng đã chấm xong: thứ hạng được ghi vào số liệu năm của từng đơn vị.",
     .verb = "Xếp hạng",
     ON_SCORING,
     .flags = OP_PREVIEW,
     .icon = "medal",
     .states = "open",
     FIELDS(id_fields),
     .in_size = sizeof(struct scoring_in),
     .guard = all_checked,
     .run = scoring_finish},
	{.name = "scoring.reopen",
     .title = "Mở lại đợt chấm điểm",
     .help = "Để sửa điểm rồi xếp hạng lại.",
     .verb = "Mở lại",
     ON_SCORING,
     .icon = "refresh",
     .states = "final",
     FIELDS(id_fields),
     .in_size = sizeof(struct scoring_in),
     .run = scoring_reopen},
	{0}};
