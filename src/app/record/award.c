/*
 * award.c: the ledger of awards: who was given what, for which time, by which decision.
 *
 * The same award for the same subject and time is refused (Luật Điều 5 khoản 2: never several
 * forms for one achievement). What a decision gave is taken back by another decision only: the
 * old line stays, marked. A past award whose decision is not known is kept and marked.
 */
#include "app/org/org.h"
#include "app/record/record.h"
#include "db/sql_award.h"
#include "db/sql_decision.h"
#include "db/sql_initiative.h"
#include "op/gate.h"
#include "viet/viet.h"

#include <inttypes.h>

const struct object award_object = {.name = "award",
                                    .label = "khen thưởng",
                                    .list = &sql_list_award_object,
                                    .view = "award.view",
                                    .stored = &sql_list_award_stored};

/* --- adding -------------------------------------------------------------------------------- */

/* What each code is for, and who gives it; KHAC and KNC say it themselves. */
static const struct award_kind {
	const char *code;
	unsigned subjects; /* bits: 1 person, 2 unit, 4 household */
	const char *level;
} kinds[] = {{"LDTT", 1, "office"},    {"CSTDCS", 1, "office"}, {"CSTDT", 1, "province"},
             {"CSTDTQ", 1, "nation"},  {"TTLDTT", 2, "office"}, {"TTLDXS", 2, "province"},
             {"CTDT", 2, "province"},  {"CTDCP", 2, "nation"},  {"GK", 7, "office"},
             {"BKT", 7, "province"},   {"BKTTG", 7, "nation"},  {"HCLD3", 3, "nation"},
             {"HCLD2", 3, "nation"},   {"HCLD1", 3, "nation"},  {"KNC", 1, "province"},
             {"CSTDB", 1, "ministry"}, {"XTB", 2, "province"},  {"TVH", 2, "office"},
             {"GDVH", 4, "office"},    {"KHAC", 7, "ministry"}};

static enum rc check_kind(struct ctx *c, struct award_new *a)
{
	unsigned bit = strcmp(a->s.kind, "person") == 0 ? 1 : strcmp(a->s.kind, "unit") == 0 ? 2 : 4;
	const struct award_kind *k = kinds;
	while (k < kinds + COUNT(kinds) && !str_eqz(a->code, k->code))
		k++;
	BUG_ON(k == kinds + COUNT(kinds));
	if (!(k->subjects & bit))
		return err_field(c->err, "code", "%.*s không dành cho %s.",
		                 STR_ARG(choice_label(award_codes, a->code)),
		                 bit == 1   ? "cá nhân"
		                 : bit == 2 ? "tập thể"
		                            : "hộ gia đình");
	if (str_eqz(a->code, "KHAC") && a->title.n == 0)
		return err_field(c->err, "title", "Xin ghi tên khen thưởng khi chọn \"Khác\".");
	if (award_is_title(a->code) && !str_eqz(a->type, "merit") && !str_eqz(a->type, "theme"))
		return err_field(c->err, "type", "Danh hiệu thi đua không xét theo loại này.");
	if (a->level.n == 0)
		a->level = str_of(k->level);
	return RC_OK;
}

static enum rc check_period(struct ctx *c, struct award_new *a)
{
	if (date_is_none(a->from))
		a->from = date_of((int)a->year, 1, 1);
	if (date_is_none(a->to))
		a->to = date_of((int)a->year + 1, 1, 1);
	if (a->to.days <= a->from.days)
		return err_field(c->err, "to", "Thời gian thành tích phải kết thúc sau ngày %s.",
		                 date_vn(a->from).z);
	if (!date_is_none(a->p.dated) && a->p.dated.days < a->from.days)
		return err_field(c->err, "dated", "Quyết định ngày %s ký trước khi có thành tích.",
		                 date_vn(a->p.dated).z);
	return RC_OK;
}

/*
 * An initiative used for a title is not used for a form, nor the reverse, nor for several forms
 * (CV 5007/BNV-TĐKT). For a later title: said, not refused.
 */
static enum rc check_initiative(struct ctx *c, const struct award_new *a, int64_t besides)
{
	struct sql_award_by_initiative *used;
	struct sql_initiative_author_has has;
	size_t n;
	if (a->initiative_id == DB_NULL)
		return RC_OK;
	if (a->s.person_id != DB_NULL) {
		enum rc rc =
			sql_initiative_author_has(c->db, c->mem, a->initiative_id, a->s.person_id, &has);
		if (rc == RC_NOTFOUND)
			return err_field(c->err, "initiative_id",
			                 "Người này không phải tác giả của sáng kiến.");
		TRY(rc);
	}
	TRY(sql_award_by_initiative(c->db, c->mem, a->initiative_id, besides, &used, &n));
	for (size_t i = 0; i < n; i++) {
		if (used[i].person_id != a->s.person_id)
			continue; /* a fellow author's own award */
		if (award_is_title(used[i].code) && award_is_title(a->code))
			continue;
		return err_field(c->err, "initiative_id",
		                 "Sáng kiến này đã là căn cứ của %.*s năm %" PRId64 " (dòng số %" PRId64
		                 "); không dùng lại cho %.*s.",
		                 STR_ARG(choice_label(award_codes, used[i].code)), used[i].year, used[i].id,
		                 STR_ARG(choice_label(award_codes, a->code)));
	}
	return RC_OK;
}

enum rc record_award_check(struct ctx *c, struct award_new *a, int64_t besides,
                           struct award_met *met)
{
	TRY(record_year_ok(c, a->year));
	TRY(record_paper_ok(c, &a->p));
	TRY(check_kind(c, a));
	TRY(check_period(c, a));
	TRY(check_initiative(c, a, besides));
	return met ? record_award_find(c, a, besides, met) : RC_OK;
}

static enum rc check_award(struct ctx *c, struct award_new *a, int64_t besides)
{
	TRY(record_award_check(c, a, besides, NULL));
	return record_award_once(c, a, besides);
}

enum rc record_award_add(struct ctx *c, const struct award_new *in, int64_t *id)
{
	struct award_new a = *in;
	struct str household = a.s.household.p ? a.s.household : STR("");
	TRY(check_award(c, &a, 0));
	return sql_award_add(c->db, str_of(a.s.kind), a.s.person_id, a.s.unit_id, a.s.unmatched_id,
	                     household, a.post_title, a.code, a.title, a.type, a.year, a.from, a.to,
	                     a.p.sign, a.p.dated, a.p.issuer, a.level, a.achievement, a.initiative_id,
	                     a.source, c->now_ms, id);
}

/* --- forms --------------------------------------------------------------------------------- */

struct award_in {
	int64_t id, person_id, unit_id, year, initiative_id;
	struct str household, post_title, code, title, type, sign, issuer, level, achievement;
	struct date from, to, dated;
};
#define AWARD_FIELDS                                                                               \
	F(TEXT, struct award_in, title, "Tên khen thưởng khác", .max = 200),                           \
		F(CHOICE, struct award_in, type, "Loại hình", .flags = MUST, .choices = award_types),      \
		F(INT, struct award_in, year, "Năm", .flags = MUST, .min = 1945, .max = 2200,              \
	      .hint = "Năm xét; với danh hiệu là năm đạt danh hiệu"),                                  \
		F(DATE, struct award_in, from, "Thành tích từ ngày",                                       \
	      .hint = "Để trống: cả năm dương lịch"),                                                  \
		F(DATE, struct award_in, to, "Đến trước ngày"), PAPER_FIELDS(struct award_in),             \
		F(CHOICE, struct award_in, level, "Cấp", .choices = award_levels,                          \
	      .hint = "Để trống: theo thẩm quyền của khen thưởng"),                                    \
		F(LONG, struct award_in, achievement, "Thành tích", .max = 4000),                          \
		F(REF, struct award_in, initiative_id, "Sáng kiến, đề tài làm căn cứ", .flags = IN_SCOPE,  \
	      .ref = &initiative_object),                                                              \
		F(TEXT, struct award_in, post_title, "Chức vụ khi được khen", .max = 200)
static const struct field award_add_fields[] = {
	F(REF, struct award_in, person_id, "Người", .flags = IN_SCOPE, .ref = &person_object,
      .hint = "Để trống khi khen tập thể, hộ gia đình"),
	F(REF, struct award_in, unit_id, "Đơn vị", .flags = IN_SCOPE, .ref = &unit_object,
      .hint = "Với cá nhân: đơn vị khi được khen"),
	F(TEXT, struct award_in, household, "Hộ gia đình", .flags = PERSONAL, .max = 200),
	F(CHOICE, struct award_in, code, "Danh hiệu, hình thức", .flags = MUST, .choices = award_codes),
	AWARD_FIELDS,
};
static const struct field award_edit_fields[] = {
	F(REF, struct award_in, id, "Khen thưởng", .flags = MUST | HIDDEN, .ref = &award_object),
	AWARD_FIELDS,
};

static struct award_new from_form(const struct award_in *p)
{
	return (struct award_new){.post_title = p->post_title,
	                          .title = p->title,
	                          .type = p->type,
	                          .level = p->level,
	                          .achievement = p->achievement.p ? p->achievement : STR(""),
	                          .year = p->year,
	                          .from = p->from,
	                          .to = p->to,
	                          .p = {.sign = p->sign, .issuer = p->issuer, .dated = p->dated},
	                          .initiative_id = p->initiative_id,
	                          .source = STR("")};
}

static enum rc award_add(struct ctx *c, const void *in, struct out *out)
{
	const struct award_in *p = in;
	struct award_new a = from_form(p);
	a.code = p->code;
	if (p->household.n && p->person_id == DB_NULL)
		a.s = (struct subject){.kind = "household",
		                       .person_id = DB_NULL,
		                       .unit_id = p->unit_id,
		                       .unmatched_id = DB_NULL,
		                       .household = p->household};
	else
		TRY(record_subject(c, p->person_id, p->unit_id, &a.s));
	TRY(record_award_add(c, &a, &out->id));
	c->object_person = p->person_id;
	c->object_unit = a.s.unit_id;
	out_say(c, out, "Đã ghi %.*s năm %" PRId64 "%s.", STR_ARG(choice_label(award_codes, p->code)),
	        p->year,
	        p->sign.n && !date_is_none(p->dated) ? "" : "; còn thiếu quyết định, được đánh dấu");
	return RC_OK;
}

static enum rc award_edit(struct ctx *c, const void *in, struct out *out)
{
	const struct award_in *p = in;
	struct sql_award_get row;
	struct award_new a = from_form(p);
	TRY(sql_award_get(c->db, c->mem, p->id, &row));
	a.code = row.code;
	a.s = (struct subject){.kind = arena_strz(c->mem, row.subject),
	                       .person_id = row.person_id,
	                       .unit_id = row.unit_id,
	                       .unmatched_id = row.person_id == DB_NULL ? row.unmatched_id : DB_NULL,
	                       .household = row.household};
	TRY(check_award(c, &a, p->id));
	TRY(sql_award_set(c->db, p->id, a.post_title, a.title, a.type, a.year, a.from, a.to, a.p.sign,
	                  a.p.dated, a.p.issuer, a.level, a.achievement, a.initiative_id, NULL));
	out_say(c, out, "Đã sửa khen thưởng của %.*s.", STR_ARG(c->object_label));
	return RC_OK;
}

/* What a decision in the program gave is taken back or corrected by a decision, not here. */
enum rc record_award_by_hand(struct ctx *c, int64_t id)
{
	struct sql_decision_of_award d;
	enum rc rc = sql_decision_of_award(c->db, c->mem, id, &d);
	if (rc == RC_OK)
		return err_set(
			c->err, RC_CONFLICT,
			"Dòng này do quyết định %.*s trong chương trình ghi. Xin soạn quyết định hủy "
			"hoặc đính chính.",
			STR_ARG(d.sign));
	return rc == RC_NOTFOUND ? RC_OK : rc;
}

/* --- rows: award_list.c --------------------------------------------------------------------- */

const struct op award_write_ops[] = {
	{.name = "award.add",
     .title = "Ghi khen thưởng",
     .help =
         "Một khen thưởng đã có của cá nhân, tập thể, hộ gia đình. Thiếu quyết định vẫn ghi được "
         "và được đánh dấu.",
     .kind = OP_WRITE,
     .flags = OP_NOT_OWN,
     .roles = RECORD_KEEPS,
     .scope = SCOPE_OBJECT,
     .object = &award_object,
     FIELDS(award_add_fields),
     .in_size = sizeof(struct award_in),
     .run = award_add,
     .person_field = "person_id",
     .then = "award.view",
     .law = "Luật Thi đua, khen thưởng 2022, Điều 5, 6, 9"},
	{.name = "award.edit",
     .title = "Sửa khen thưởng",
     .help = "Bổ sung quyết định, sửa chỗ ghi nhầm của một dòng nhập từ sổ cũ.",
     .verb = "Sửa",
     .kind = OP_WRITE,
     .flags = OP_NOT_OWN,
     .roles = RECORD_KEEPS,
     .scope = SCOPE_OBJECT,
     .object = &award_object,
     .states = "valid",
     FIELDS(award_edit_fields),
     .in_size = sizeof(struct award_in),
     .guard = record_award_by_hand,
     .run = award_edit,
     .then = "award.view"},
	{0}};
