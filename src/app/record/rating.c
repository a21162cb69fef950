/*
 * rating.c: the rating of people and units by year or quarter (xếp loại chất lượng).
 *
 * NĐ 90/2020/NĐ-CP to 2025, NĐ 335/2025/NĐ-CP from 2026; both know the same four levels. The
 * rating comes before the titles of the year (NĐ 90 Điều 20), so a year can be made final.
 */
#include "app/org/org.h"
#include "app/record/record.h"
#include "db/sql_record.h"
#include "op/gate.h"
#include "viet/viet.h"

#include <inttypes.h>

const struct object rating_object = {.name = "rating",
                                     .label = "kết quả xếp loại",
                                     .list = &sql_list_rating_object,
                                     .stored = &sql_list_rating_list};

static const struct choice quarters[] = {{"0", "Cả năm"},  {"1", "Quý I"},  {"2", "Quý II"},
                                         {"3", "Quý III"}, {"4", "Quý IV"}, {0}};
static const struct choice rating_states[] = {{"valid", "Đang dùng"},
                                              {"locked", "Đã chốt"},
                                              {"cancelled", "Đã hủy"},
                                              {"double", "Trùng khi gộp hồ sơ"},
                                              {0}};
static const struct choice rating_subjects[] = {{"person", "Cá nhân"}, {"unit", "Tập thể"}, {0}};
const struct choice record_marks[] = {
	{"unmatched", "Chưa nối hồ sơ"}, {"no_number", "Thiếu CCCD"}, {"", ""}, {0}};

/* --- adding -------------------------------------------------------------------------------- */

/* What is made final before the titles is the rating of the year. That of the fourth quarter is due
 * after it, in January, and goes on. */
static enum rc not_final(struct ctx *c, int64_t year, int64_t quarter)
{
	struct sql_rating_lock_has row;
	if (quarter != 0)
		return RC_OK;
	enum rc rc = sql_rating_lock_has(c->db, c->mem, year, &row);
	if (rc == RC_OK)
		return err_field(c->err, "year",
		                 "Xếp loại cả năm %" PRId64
		                 " đã chốt. Xin làm \"Mở lại xếp loại năm\" trước khi thay đổi.",
		                 year);
	return rc == RC_NOTFOUND ? RC_OK : rc;
}

static enum rc rated(struct ctx *c, const struct rating_new *r, int64_t *there, struct str *level)
{
	struct sql_rating_of_person p;
	struct sql_rating_of_unit u;
	enum rc rc;
	*there = DB_NULL;
	if (r->s.unmatched_id != DB_NULL) {
		struct sql_rating_of_unmatched m;
		rc = sql_rating_of_unmatched(c->db, c->mem, r->s.unmatched_id, r->year, r->quarter, &m);
		*there = rc == RC_OK ? m.id : DB_NULL;
		*level = m.level;
	} else if (strcmp(r->s.kind, "person") == 0) {
		rc = sql_rating_of_person(c->db, c->mem, r->s.person_id, r->year, r->quarter, &p);
		*there = rc == RC_OK ? p.id : DB_NULL;
		*level = p.level;
	} else {
		rc = sql_rating_of_unit(c->db, c->mem, r->s.unit_id, r->year, r->quarter, &u);
		*there = rc == RC_OK ? u.id : DB_NULL;
		*level = u.level;
	}
	return rc == RC_NOTFOUND ? RC_OK : rc;
}

enum rc record_rating_check(struct ctx *c, const struct rating_new *r, int64_t *there,
                            struct str *level)
{
	TRY(record_year_ok(c, r->year));
	TRY(record_paper_ok(c, &r->p));
	TRY(not_final(c, r->year, r->quarter));
	return rated(c, r, there, level);
}

enum rc record_rating_add(struct ctx *c, const struct rating_new *r, int64_t *id)
{
	struct str level;
	int64_t there;
	TRY(record_rating_check(c, r, &there, &level));
	if (there != DB_NULL)
		return err_set(c->err, RC_CONFLICT,
		               "Kỳ này đã có kết quả: %.*s. Xin sửa hoặc hủy kết quả ấy thay vì ghi thêm.",
		               STR_ARG(choice_label(rating_levels, level)));
	return sql_rating_add(c->db, str_of(r->s.kind), r->s.person_id, r->s.unit_id, r->s.unmatched_id,
	                      r->year, r->quarter, r->level, r->score_centi, r->p.sign, r->p.dated,
	                      r->p.issuer, r->source, c->now_ms, id);
}

enum rc record_score(struct ctx *c, struct str text, int64_t *centi)
{
	int64_t milli;
	*centi = DB_NULL;
	if (text.n == 0)
		return RC_OK;
	if (viet_parse_decimal(text, VIET_READ_VIET, &milli, c->err) != RC_OK || milli < 0 ||
	    milli > 100000 || milli % 10 != 0)
		return err_field(c->err, "score",
		                 "Điểm phải từ 0 đến 100, nhiều nhất hai chữ số thập phân, ví dụ 92,5.");
	*centi = milli / 10;
	return RC_OK;
}

struct rating_add_in {
	int64_t person_id, unit_id, year;
	struct str quarter, level, score, sign, issuer;
	struct date dated;
};
static const struct field rating_add_fields[] = {
	F(REF, struct rating_add_in, person_id, "Người", .flags = IN_SCOPE, .ref = &person_object,
      .hint = "Để trống khi xếp loại tập thể"),
	F(REF, struct rating_add_in, unit_id, "Đơn vị", .flags = IN_SCOPE, .ref = &unit_object,
      .hint = "Với cá nhân: đơn vị khi được xếp loại; để trống: đơn vị hiện nay"),
	F(INT, struct rating_add_in, year, "Năm", .flags = MUST, .min = 1945, .max = 2200),
	F(CHOICE, struct rating_add_in, quarter, "Kỳ", .choices = quarters, .hint = "Để trống: cả năm"),
	F(CHOICE, struct rating_add_in, level, "Mức xếp loại", .flags = MUST, .choices = rating_levels),
	F(TEXT, struct rating_add_in, score, "Điểm", .max = 10,
      .hint = "Thang 100; để trống nếu không chấm"),
	PAPER_FIELDS(struct rating_add_in),
};

/* The points that part the levels are those of one person; a collective is rated by other rules. */
static enum rc fits(struct ctx *c, struct str subject, const struct rating_new *r)
{
	struct rating_scale scale;
	if (r->score_centi == DB_NULL || !str_eqz(subject, "person"))
		return RC_OK;
	TRY(record_rating_scale(c, r->year, r->quarter, &scale));
	return record_rating_fits(c, &scale, r->level, r->score_centi);
}

static enum rc rating_add(struct ctx *c, const void *in, struct out *out)
{
	const struct rating_add_in *p = in;
	struct rating_new r = {.year = p->year,
	                       .level = p->level,
	                       .p = {.sign = p->sign, .issuer = p->issuer, .dated = p->dated},
	                       .source = STR("")};
	if (!str_int(p->quarter, &r.quarter))
		r.quarter = 0;
	TRY(record_subject(c, p->person_id, p->unit_id, &r.s));
	TRY(record_score(c, p->score, &r.score_centi));
	TRY(fits(c, str_of(r.s.kind), &r));
	TRY(record_rating_add(c, &r, &out->id));
	c->object_person = p->person_id;
	c->object_unit = r.s.unit_id;
	out_say(c, out, "Đã ghi xếp loại năm %" PRId64 ": %.*s.", p->year,
	        STR_ARG(choice_label(rating_levels, p->level)));
	return RC_OK;
}

/* --- changing ------------------------------------------------------------------------------ */

struct rating_edit_in {
	int64_t id;
	struct str level, score, sign, issuer;
	struct date dated;
};
static const struct field rating_edit_fields[] = {
	F(REF, struct rating_edit_in, id, "Kết quả", .flags = MUST | HIDDEN, .ref = &rating_object),
	F(CHOICE, struct rating_edit_in, level, "Mức xếp loại", .flags = MUST,
      .choices = rating_levels),
	F(TEXT, struct rating_edit_in, score, "Điểm", .max = 10),
	PAPER_FIELDS(struct rating_edit_in),
};

static enum rc rating_edit(struct ctx *c, const void *in, struct out *out)
{
	const struct rating_edit_in *p = in;
	struct paper paper = {.dated = p->dated};
	struct sql_rating_get row;
	int64_t score;
	TRY(record_score(c, p->score, &score));
	TRY(record_paper_ok(c, &paper));
	TRY(sql_rating_get(c->db, c->mem, p->id, &row));
	TRY(not_final(c, row.year, row.quarter));
	TRY(fits(
		c, row.subject,
		&(struct rating_new){
			.year = row.year, .quarter = row.quarter, .level = p->level, .score_centi = score}));
	TRY(sql_rating_set(c->db, p->id, p->level, score, p->sign, p->dated, p->issuer, NULL));
	out_say(c, out, "Đã sửa xếp loại năm %" PRId64 " của %.*s.", row.year,
	        STR_ARG(c->object_label));
	return RC_OK;
}

struct rating_cancel_in {
	int64_t id;
	struct str reason;
};
static const struct field rating_cancel_fields[] = {
	F(REF, struct rating_cancel_in, id, "Kết quả", .flags = MUST | HIDDEN, .ref = &rating_object),
	F(TEXT, struct rating_cancel_in, reason, "Lý do, căn cứ", .flags = MUST, .min = 5, .max = 400),
};

static enum rc rating_cancel(struct ctx *c, const void *in, struct out *out)
{
	const struct rating_cancel_in *p = in;
	struct sql_rating_get row;
	TRY(sql_rating_get(c->db, c->mem, p->id, &row));
	TRY(not_final(c, row.year, row.quarter));
	TRY(sql_rating_state(c->db, p->id, STR("cancelled"), p->reason, NULL));
	out_say(c, out, "Đã hủy xếp loại năm %" PRId64 " của %.*s; dòng cũ vẫn được giữ.", row.year,
	        STR_ARG(c->object_label));
	return RC_OK;
}

struct rating_year_in {
	int64_t year;
};
static const struct field rating_year_fields[] = {
	F(INT, struct rating_year_in, year, "Năm", .flags = MUST, .min = 1945, .max = 2200),
};

/* So many units are named; of more the number. */
#define OWED_NAMED 40

/* Who would have no rating of that year: units, how many people in each, and heads of units. */
static enum rc say_owed(struct ctx *c, int64_t year, struct out *out)
{
	struct sql_rating_owed *rows;
	struct sql_rating_owed_heads *heads;
	struct str units = STR("");
	int64_t people = 0, leading = 0;
	size_t n, above;
	TRY(sql_rating_owed(c->db, c->mem, year, c->today, &rows, &n));
	TRY(sql_rating_owed_heads(c->db, c->mem, year, c->today, &heads, &above));
	for (size_t i = 0; i < above; i++)
		leading += heads[i].n;
	for (size_t i = 0; i < n; i++) {
		people += rows[i].n;
		if (i < OWED_NAMED)
			units = arena_printf(c->mem, "%.*s%s%.*s: %" PRId64 " người", STR_ARG(units),
			                     i ? "; " : "", STR_ARG(rows[i].unit_name), rows[i].n);
	}
	if (n > OWED_NAMED)
		units = arena_printf(c->mem, "%.*s; và %zu đơn vị khác", STR_ARG(units), n - OWED_NAMED);
	if (n) {
		out_fact(out, "owed", "Chưa có xếp loại cả năm",
		         arena_printf(c->mem, "%.*s người đang công tác, %zu đơn vị",
		                      STR_ARG(viet_number(c->mem, people)), n));
		out_fact(out, "owed_units", "Chưa xếp loại ở", units);
	}
	if (leading)
		out_fact(out, "owed_heads", "Trưởng đơn vị chưa có xếp loại cả năm",
		         viet_number(c->mem, leading));
	return RC_OK;
}

static enum rc rating_lock(struct ctx *c, const void *in, struct out *out)
{
	const struct rating_year_in *p = in;
	struct sql_rating_year_levels *levels;
	size_t n;
	int64_t changed;
	TRY(record_year_ok(c, p->year));
	TRY(sql_rating_lock_add(c->db, p->year, c->now_ms, &changed));
	if (changed == 0)
		return err_set(c->err, RC_CONFLICT, "Xếp loại năm %" PRId64 " đã chốt từ trước.", p->year);
	TRY(sql_rating_year_levels(c->db, c->mem, p->year, &levels, &n));
	for (size_t i = 0; i < n; i++)
		out_fact(out, arena_strz(c->mem, levels[i].level),
		         arena_strz(c->mem, choice_label(rating_levels, levels[i].level)),
		         viet_number(c->mem, levels[i].n));
	TRY(say_owed(c, p->year, out));
	out_say(c, out,
	        "Xếp loại cả năm %" PRId64
	        " %s: không ghi thêm, sửa hay hủy được nữa; xếp loại từng quý vẫn ghi được.",
	        p->year, c->preview ? "sẽ chốt" : "đã chốt");
	return RC_OK;
}

/* Titles of a year are examined around its end; in the first months it is the year before. */
static enum rc lock_fill(struct ctx *c, struct values *v)
{
	struct civil now = date_civil(c->today);
	if (values_text(v, "year").n)
		return RC_OK;
	return values_add(v, STR("year"),
	                  arena_printf(c->mem, "%d", now.month <= 3 ? now.year - 1 : now.year), c->err);
}

static enum rc rating_unlock(struct ctx *c, const void *in, struct out *out)
{
	const struct rating_year_in *p = in;
	int64_t changed;
	TRY(sql_rating_lock_drop(c->db, p->year, &changed));
	if (changed == 0)
		return err_field(c->err, "year", "Xếp loại năm %" PRId64 " chưa chốt.", p->year);
	out_say(c, out, "Xếp loại năm %" PRId64 " được mở lại.", p->year);
	return RC_OK;
}

/* --- rows ---------------------------------------------------------------------------------- */

static const struct field rating_filters[] = {
	FILTER(INT, "year", "Năm"),
	FILTER(CHOICE, "level", "Mức", .choices = rating_levels),
	FILTER(CHOICE, "subject", "Đối tượng", .choices = rating_subjects),
	FILTER(REF, "person", "Người", .ref = &person_object),
	FILTER(REF, "line", "Tập thể (kể cả đơn vị tiền thân)", .ref = &unit_object),
	FILTER(REF, "below", "Trong đơn vị và trực thuộc", .ref = &unit_object),
	FILTER(CHOICE, "state", "Tình trạng", .choices = rating_states),
};
static const struct column rating_cols[] = {
	{"year", "Năm", COL_TEXT, .order = "time", .width = 8},
	{"person_name", "Người", COL_LINK, .op = "person.view", .key = "person_id", .width = 28},
	{"unit_name", "Đơn vị", COL_LINK, .op = "unit.view", .key = "unit_id", .width = 36},
	{"quarter", "Kỳ", COL_CHOICE, .choices = quarters},
	{"level", "Mức", COL_BADGE, .choices = rating_levels},
	{"score", "Điểm", COL_TEXT},
	{"sign", "Quyết định", COL_TEXT},
	{"dated", "Ngày", COL_DATE},
	{"mark", "Ghi chú", COL_BADGE, .choices = record_marks},
	{"state", "Tình trạng", COL_BADGE, .choices = rating_states},
	{"person_id", "Mã hồ sơ", COL_LINK, .op = "person.view", .key = "person_id", .width = 10},
};

#define LAW "Nghị định 335/2025/NĐ-CP; trước 2026: Nghị định 90/2020/NĐ-CP"

const struct op rating_ops[] = {
	{.name = "rating.list",
     .title = "Xếp loại chất lượng",
     .help = "Mức xếp loại hằng năm, hằng quý của cá nhân và tập thể trong phạm vi được giao.",
     .kind = OP_LIST,
     .flags = OP_JOURNAL_EXPORT,
     .roles = RECORD_SEES,
     .scope = SCOPE_ANY,
     .area = "record",
     .icon = "check",
     .object = &rating_object,
     .list = &sql_list_rating_list,
     .order = "-time",
     FIELDS(rating_filters),
     COLS(rating_cols),
     .empty = "Chưa ghi kết quả xếp loại nào.",
     .law = LAW},
	{.name = "rating.add",
     .title = "Ghi xếp loại",
     .help = "Mức xếp loại của một người hoặc một tập thể trong một năm hoặc một quý.",
     .kind = OP_WRITE,
     .flags = OP_NOT_OWN,
     .roles = RECORD_KEEPS,
     .scope = SCOPE_OBJECT,
     .object = &rating_object,
     FIELDS(rating_add_fields),
     .in_size = sizeof(struct rating_add_in),
     .run = rating_add,
     .person_field = "person_id",
     .then = "rating.list",
     .law = LAW},
	{.name = "rating.edit",
     .title = "Sửa xếp loại",
     .help = "Sửa mức, điểm hoặc căn cứ của một kết quả chưa chốt.",
     .verb = "Sửa",
     .kind = OP_WRITE,
     .flags = OP_NOT_OWN,
     .roles = RECORD_KEEPS,
     .scope = SCOPE_OBJECT,
     .object = &rating_object,
     .states = "valid",
     FIELDS(rating_edit_fields),
     .in_size = sizeof(struct rating_edit_in),
     .run = rating_edit,
     .then = "rating.list"},
	{.name = "rating.cancel",
     .title = "Hủy xếp loại",
     .help = "Kết quả ghi nhầm hoặc bị hủy; dòng cũ vẫn được giữ.",
     .verb = "Hủy",
     .kind = OP_WRITE,
     .flags = OP_NOT_OWN,
     .roles = RECORD_KEEPS,
     .scope = SCOPE_OBJECT,
     .object = &rating_object,
     .states = "valid",
     FIELDS(rating_cancel_fields),
     .in_size = sizeof(struct rating_cancel_in),
     .run = rating_cancel,
     .then = "rating.list"},
	{.name = "rating.lock",
     .title = "Chốt xếp loại năm",
     .help = "Kết quả xếp loại cả năm không thay đổi nữa; xếp loại xong trước khi bình xét danh "
             "hiệu. Xem trước cho biết ai chưa có xếp loại.",
     .verb = "Chốt",
     .kind = OP_WRITE,
     .flags = OP_PREVIEW,
     .roles = R(STANDING) | R(HEAD),
     .scope = SCOPE_OFFICE,
     .object = &rating_object,
     FIELDS(rating_year_fields),
     .in_size = sizeof(struct rating_year_in),
     .run = rating_lock,
     .fill = lock_fill,
     .then = "rating.list"},
	{.name = "rating.unlock",
     .title = "Mở lại xếp loại năm",
     .help = "Mở lại một năm đã chốt; cần người thứ hai xác nhận.",
     .verb = "Mở lại",
     .kind = OP_WRITE,
     .flags = OP_SECOND | OP_NO_TOKEN,
     .second_roles = R(HEAD),
     .roles = R(STANDING) | R(HEAD),
     .scope = SCOPE_OFFICE,
     .object = &rating_object,
     FIELDS(rating_year_fields),
     .in_size = sizeof(struct rating_year_in),
     .run = rating_unlock,
     .then = "rating.list"},
	{0}};
