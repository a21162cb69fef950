/*
 * rating_entry.c: the rating of everybody in a unit at once, and the cap on the highest level.
 *
 * NĐ 335/2025/NĐ-CP: 30 points for what is common, 70 for the result of the work; 90, 70 and 50
 * part the levels, and a discipline or a failing may lower one by hand, never raise it. Of those
 * who did well no more than a share does outstandingly: shown, and left to who decides.
 */
#include "app/org/org.h"
#include "app/record/record.h"
#include "db/sql_person.h"
#include "db/sql_record.h"
#include "op/gate.h"
#include "viet/viet.h"
#include "web/web.h"

#include <inttypes.h>

static const struct choice quarters[] = {{"0", "Cả năm"},  {"1", "Quý I"},  {"2", "Quý II"},
                                         {"3", "Quý III"}, {"4", "Quý IV"}, {0}};

struct one_in {
	int64_t person_id;
	struct str name, common, result, level;
};
static const struct field one_fields[] = {
	F(INT, struct one_in, person_id, "Mã hồ sơ", .flags = MUST | HIDDEN),
	F(TEXT, struct one_in, name, "Người", .flags = HIDDEN),
	F(TEXT, struct one_in, common, "Tiêu chí chung (30)", .max = 20),
	F(TEXT, struct one_in, result, "Kết quả nhiệm vụ (70)", .max = 20),
	F(CHOICE, struct one_in, level, "Mức", .choices = rating_levels),
};
struct enter_in {
	int64_t id, year;
	struct str quarter, rest, sign, issuer;
	struct date dated;
	struct group people;
};
static const struct field enter_fields[] = {
	F(REF, struct enter_in, id, "Đơn vị", .flags = MUST | HIDDEN, .ref = &unit_object),
	F(INT, struct enter_in, year, "Năm", .flags = MUST, .min = 1945, .max = 2200),
	F(CHOICE, struct enter_in, quarter, "Kỳ", .flags = MUST, .choices = quarters),
	F(CHOICE, struct enter_in, rest, "Mức của những người còn để trống", .choices = rating_levels,
      .hint = "Chọn một lần cho mọi người, rồi chỉ ghi những người khác"),
	F(GROUP, struct enter_in, people, "Người trong đơn vị", .max = 500, .sub = one_fields,
      .sub_count = COUNT(one_fields), .sub_size = sizeof(struct one_in),
      .hint =
          "Có điểm thì mức được tính theo quy định của kỳ ấy (từ 2026: từ 90 xuất sắc, từ 70 tốt, "
          "từ 50 hoàn thành). Mức chọn tay chỉ hạ xuống."),
	PAPER_FIELDS(struct enter_in),
};

/* --- points and levels -------------------------------------------------------------------------
 */

static enum rc part(struct ctx *c, const char *field, struct str text, int64_t most, int64_t *centi)
{
	TRY(record_score(c, text, centi));
	if (*centi != DB_NULL && *centi > most)
		return err_field(c->err, field, "Phần này nhiều nhất %" PRId64 " điểm.", most / 100);
	return RC_OK;
}

static const char *box(struct ctx *c, int row, const char *name)
{
	return arena_printf(c->mem, "people.%d.%s", row, name).p;
}

/* What one row says; level "" when it says nothing. */
struct said {
	struct str level;
	int64_t common, result, score;
};

static enum rc read_one(struct ctx *c, const struct enter_in *p, const struct rating_scale *s,
                        const struct one_in *one, int row, struct said *out)
{
	if (!s->known && (one->common.n || one->result.n))
		return err_field(c->err, box(c, row, one->common.n ? "common" : "result"),
		                 "%.*s: kỳ này chưa tính mức từ điểm. Xin để trống điểm và chọn mức.",
		                 STR_ARG(one->name));
	TRY(part(c, box(c, row, "common"), one->common, s->common, &out->common));
	TRY(part(c, box(c, row, "result"), one->result, s->result, &out->result));
	out->score = DB_NULL;
	out->level = one->level.n ? one->level : p->rest;
	if ((out->common == DB_NULL) != (out->result == DB_NULL))
		return err_field(c->err, box(c, row, out->common == DB_NULL ? "common" : "result"),
		                 "%.*s: xin ghi cả hai phần điểm.", STR_ARG(one->name));
	if (out->common == DB_NULL)
		return RC_OK;
	out->score = out->common + out->result;
	struct str by_points = record_rating_level(s, out->score);
	if (one->level.n && record_rating_rank(one->level) < record_rating_rank(by_points))
		return err_field(c->err, box(c, row, "level"), "%.*s: mức cao hơn mức tính từ điểm (%.*s).",
		                 STR_ARG(one->name), STR_ARG(choice_label(rating_levels, by_points)));
	out->level = one->level.n ? one->level : by_points;
	return RC_OK;
}

static enum rc keep_one(struct ctx *c, const struct enter_in *p, const struct one_in *one,
                        const struct said *said, int64_t quarter)
{
	struct sql_person_get person;
	struct rating_new r = {.year = p->year,
	                       .quarter = quarter,
	                       .level = said->level,
	                       .score_centi = said->score,
	                       .p = {.sign = p->sign, .issuer = p->issuer, .dated = p->dated},
	                       .source = STR("")};
	struct str level;
	int64_t id;
	TRY(sql_person_get(c->db, c->mem, one->person_id, &person));
	if (person.unit_id != p->id)
		return err_field(c->err, "people", "%.*s không thuộc đơn vị này.", STR_ARG(person.name));
	if (one->person_id == c->who.person_id)
		return err_field(c->err, "people", "Không ai xếp loại chính mình; xin để trống dòng ấy.");
	TRY(record_subject(c, one->person_id, p->id, &r.s));
	TRY(record_rating_check(c, &r, &id, &level));
	if (id == DB_NULL)
		TRY(record_rating_add(c, &r, &id));
	else
		TRY(sql_rating_set(c->db, id, r.level, r.score_centi, r.p.sign, r.p.dated, r.p.issuer,
		                   NULL));
	return sql_rating_parts(c->db, id, said->common, said->result, NULL);
}

/* --- the cap -----------------------------------------------------------------------------------
 */

/* How many may be HTXSNV among those rated in the unit for that time, and how many are. */
static enum rc say_cap(struct ctx *c, int64_t unit, const struct rating_scale *s, struct out *out)
{
	struct sql_rating_unit_levels *rows;
	size_t n;
	int64_t all = 0, levels[RATING_LEVELS] = {0};
	struct rating_counts of[2] = {{0}, {0}};
	TRY(sql_rating_unit_levels(c->db, c->mem, unit, c->today, s->year, s->quarter, &rows, &n));
	for (size_t i = 0; i < n; i++) {
		int rank = record_rating_rank(rows[i].level);
		all += rows[i].n;
		if (rank >= 0)
			levels[rank] += rows[i].n;
		of[rows[i].employee ? 1 : 0].high += rank == 0 ? rows[i].n : 0;
		of[rows[i].employee ? 1 : 0].good += rank == 1 ? rows[i].n : 0;
	}
	for (int i = 0; i < RATING_LEVELS; i++)
		if (levels[i])
			out_fact(out, rating_levels[i].value, rating_levels[i].label,
			         viet_number(c->mem, levels[i]));
	out_fact(out, "all", "Đã xếp loại", viet_number(c->mem, all));
	record_rating_cap(c, s, of, out);
	return RC_OK;
}

static enum rc rating_enter(struct ctx *c, const void *in, struct out *out)
{
	const struct enter_in *p = in;
	const struct one_in *people = p->people.items;
	struct paper paper = {.dated = p->dated};
	struct rating_scale scale;
	int64_t quarter = 0, done = 0;
	if (!str_int(p->quarter, &quarter))
		quarter = 0;
	TRY(record_year_ok(c, p->year));
	TRY(record_paper_ok(c, &paper));
	TRY(record_rating_scale(c, p->year, quarter, &scale));
	for (int i = 0; i < p->people.count; i++) {
		struct said said;
		bool own_blank = people[i].person_id == c->who.person_id && people[i].level.n == 0 &&
		                 people[i].common.n == 0 && people[i].result.n == 0;
		TRY(read_one(c, p, &scale, &people[i], i, &said));
		if (said.level.n == 0 || own_blank)
			continue;
		TRY(keep_one(c, p, &people[i], &said, quarter));
		done++;
	}
	if (done == 0)
		return err_field(c->err, "rest", "Chưa có ai được xếp loại: xin chọn mức hoặc ghi điểm.");
	TRY(say_cap(c, p->id, &scale, out));
	out_say(c, out, "%s %" PRId64 " người.", c->preview ? "Sẽ xếp loại" : "Đã xếp loại", done);
	return RC_OK;
}

static struct str centi_text(struct ctx *c, int64_t centi)
{
	if (centi == DB_NULL)
		return STR("");
	struct str s = centi % 100
	                   ? arena_printf(c->mem, "%" PRId64 ",%02d", centi / 100, (int)(centi % 100))
	                   : arena_printf(c->mem, "%" PRId64, centi / 100);
	if (centi % 100 && s.p[s.n - 1] == '0')
		s.n--;
	return s;
}

static enum rc put(struct ctx *c, struct values *v, size_t row, const char *name, struct str text)
{
	return text.n ? values_add(v, arena_printf(c->mem, "people.%zu.%s", row, name), text, c->err)
	              : RC_OK;
}

/* The last quarter that is over; in the first months of a year it is that of the year before. */
static void last_quarter(struct date today, int64_t *year, int64_t *quarter)
{
	struct civil now = date_civil(today);
	*quarter = (now.month - 1) / 3;
	*year = now.year;
	if (*quarter == 0) {
		*quarter = 4;
		--*year;
	}
}

/* The last quarter that is over, unless another time was asked for; of another year the whole. */
static enum rc when(struct ctx *c, struct values *v, int64_t *year, int64_t *quarter)
{
	int64_t of;
	last_quarter(c->today, &of, quarter);
	*year = of;
	if (!str_int(values_text(v, "year"), year))
		TRY(values_add(v, STR("year"), arena_printf(c->mem, "%" PRId64, *year), c->err));
	if (*year != of)
		*quarter = 0;
	if (!str_int(values_text(v, "quarter"), quarter))
		TRY(values_add(v, STR("quarter"), arena_printf(c->mem, "%" PRId64, *quarter), c->err));
	return RC_OK;
}

static enum rc enter_fill(struct ctx *c, struct values *v)
{
	struct sql_rating_people *rows;
	size_t n;
	int64_t unit, year, quarter;
	if (!str_int(values_text(v, "id"), &unit))
		return RC_OK;
	TRY(when(c, v, &year, &quarter));
	TRY(sql_rating_people(c->db, c->mem, unit, year, quarter, &rows, &n));
	for (size_t i = 0; i < n; i++) {
		TRY(put(c, v, i, "person_id", arena_printf(c->mem, "%" PRId64, rows[i].id)));
		TRY(put(c, v, i, "name", rows[i].name));
		TRY(put(c, v, i, "common", centi_text(c, rows[i].common_centi)));
		TRY(put(c, v, i, "result", centi_text(c, rows[i].result_centi)));
		if (rows[i].level.p)
			TRY(put(c, v, i, "level", rows[i].level));
	}
	return RC_OK;
}

static void rows_page(struct buf *html, struct ctx *c, const void *data)
{
	(void)c;
	tpl_form_rows(html, data);
}

static const struct field cap_fields[] = {
	F(REF, struct enter_in, id, "Đơn vị", .flags = MUST | HIDDEN, .ref = &unit_object),
	F(INT, struct enter_in, year, "Năm", .min = 1945, .max = 2200),
	F(CHOICE, struct enter_in, quarter, "Kỳ", .choices = quarters),
};

static enum rc rating_cap(struct ctx *c, const void *in, struct out *out)
{
	const struct enter_in *p = in;
	struct rating_scale scale;
	int64_t year, quarter;
	last_quarter(c->today, &year, &quarter);
	if (p->year != DB_NULL) {
		year = p->year;
		quarter = 0;
	}
	if (p->quarter.n && !str_int(p->quarter, &quarter))
		quarter = 0;
	TRY(record_rating_scale(c, year, quarter, &scale));
	TRY(say_cap(c, p->id, &scale, out));
	out_say(c, out, "%.*s, %.*s năm %" PRId64 ".", STR_ARG(c->object_label),
	        STR_ARG(choice_label(quarters, arena_printf(c->mem, "%" PRId64, quarter))), year);
	return RC_OK;
}

#define LAW                                                                                        \
	"Nghị định 335/2025/NĐ-CP: 30 điểm tiêu chí chung, 70 điểm kết quả; xuất sắc không quá 20%"

const struct op rating_entry_ops[] = {
	{.name = "rating.enter",
     .title = "Xếp loại cả đơn vị",
     .help = "Mọi người trong đơn vị một lần, rồi ghi riêng người khác; mức tính từ điểm 30 + 70.",
     .verb = "Xếp loại",
     .kind = OP_WRITE,
     .roles = R(UNIT_HEAD) | RECORD_KEEPS,
     .scope = SCOPE_OBJECT,
     .icon = "check",
     .object = &unit_object,
     .states = "active",
     FIELDS(enter_fields),
     .in_size = sizeof(struct enter_in),
     .run = rating_enter,
     .fill = enter_fill,
     .page = rows_page,
     .law = LAW},
	{.name = "rating.cap",
     .title = "Tỷ lệ hoàn thành xuất sắc",
     .help = "Bao nhiêu người được xếp từng mức, nhiều nhất bao nhiêu người xuất sắc.",
     .verb = "Tỷ lệ xuất sắc",
     .kind = OP_READ,
     .flags = OP_QUIET,
     .roles = R(UNIT_HEAD) | R_OFFICE,
     .scope = SCOPE_OBJECT,
     .icon = "chart",
     .object = &unit_object,
     FIELDS(cap_fields),
     .in_size = sizeof(struct enter_in),
     .run = rating_cap,
     .law = LAW},
	{0}};
