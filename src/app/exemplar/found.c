/*
 * found.c: what the records propose by themselves: achievements that nobody rewarded, people whom
 * nobody has named for years, units that carry others. Each row opens the form of a proposal.
 */
#include "app/exemplar/inner.h"

#include "app/org/org.h"
#include "app/record/record.h"
#include "db/sql_deed.h"
#include "db/sql_exemplar.h"
#include "db/sql_person.h"
#include "op/gate.h"

#include <inttypes.h>

#define WHAT                                                                                       \
	F(INT, struct propose_in, year, "Năm", .flags = MUST | FRESH, .min = 2000, .max = 2200),       \
		F(INT, struct propose_in, month, "Tháng", .flags = MUST | FRESH, .min = 1, .max = 12),     \
		F(TEXT, struct propose_in, title, "Tên gọi", .flags = MUST | PERSONAL | FRESH, .min = 5,   \
	      .max = 300),                                                                             \
		F(LONG, struct propose_in, story, "Câu chuyện", .flags = MUST | PERSONAL | FRESH,          \
	      .min = 100, .max = 20000,                                                                \
	      .hint = "Hoàn cảnh, việc đã làm, kết quả bằng con số, người khác học được gì"),          \
		PICTURE_FIELDS(struct propose_in)
static const struct field deed_fields[] = {
	F(REF, struct propose_in, id, "Thành tích", .flags = MUST | HIDDEN, .ref = &deed_object), WHAT};
static const struct field person_fields[] = {
	F(REF, struct propose_in, id, "Cá nhân", .flags = MUST | HIDDEN, .ref = &person_object), WHAT};
static const struct field unit_fields[] = {
	F(REF, struct propose_in, id, "Tập thể", .flags = MUST | HIDDEN, .ref = &unit_object), WHAT};

static enum rc from_deed(struct ctx *c, const void *in, struct out *out)
{
	const struct propose_in *p = in;
	struct sql_deed_report_get d;
	struct sql_deed_get whole;
	TRY(sql_deed_report_get(c->db, c->mem, p->id, &d));
	TRY(sql_deed_get(c->db, c->mem, p->id, &whole));
	if (d.today_unit == DB_NULL)
		return err_set(
			c->err, RC_CONFLICT,
			"Thành tích này không thuộc đơn vị nào; xin giới thiệu bằng biểu mẫu chung.");
	struct exemplar_new n = {.subject = arena_strz(c->mem, d.subject),
	                         .unit_id = d.today_unit,
	                         .person_id = d.person_id,
	                         .about_unit_id = str_eqz(d.subject, "unit") ? d.unit_id : DB_NULL,
	                         .household = whole.household,
	                         .deed_id = p->id};
	TRY(exemplar_store(c, p, &n, out));
	out->go = arena_printf(c->mem, "/exemplar/%" PRId64, out->id);
	return RC_OK;
}

static enum rc from_person(struct ctx *c, const void *in, struct out *out)
{
	const struct propose_in *p = in;
	struct sql_person_get person;
	TRY(sql_person_get(c->db, c->mem, p->id, &person));
	if (person.unit_id == DB_NULL)
		return err_set(c->err, RC_CONFLICT, "Người này không có vị trí công tác hôm nay.");
	struct exemplar_new n = {.subject = "person",
	                         .unit_id = person.unit_id,
	                         .person_id = p->id,
	                         .about_unit_id = DB_NULL,
	                         .deed_id = DB_NULL};
	TRY(exemplar_store(c, p, &n, out));
	out->go = arena_printf(c->mem, "/exemplar/%" PRId64, out->id);
	return RC_OK;
}

static enum rc from_unit(struct ctx *c, const void *in, struct out *out)
{
	const struct propose_in *p = in;
	struct exemplar_new n = {.subject = "unit",
	                         .unit_id = p->id,
	                         .person_id = DB_NULL,
	                         .about_unit_id = p->id,
	                         .deed_id = DB_NULL};
	TRY(exemplar_store(c, p, &n, out));
	out->go = arena_printf(c->mem, "/exemplar/%" PRId64, out->id);
	return RC_OK;
}

/* Title and story begin with what the record says. */
static enum rc fill_from_deed(struct ctx *c, struct values *v)
{
	struct sql_exemplar_deed_text d;
	int64_t id;
	if (!str_int(values_text(v, "id"), &id))
		return RC_OK;
	TRY(exemplar_fill_month(c, v));
	enum rc rc = sql_exemplar_deed_text(c->db, c->mem, id, &d);
	if (rc != RC_OK)
		return rc == RC_NOTFOUND ? RC_OK : rc;
	if (!values_get(v, STR("title")))
		TRY(values_add(v, STR("title"), d.title, c->err));
	if (!values_get(v, STR("story")) && d.effect.n)
		TRY(values_add(v, STR("story"), d.effect, c->err));
	return RC_OK;
}

static const struct field deed_filters[] = {
	FILTER(INT, "year", "Năm"),
	FILTER(CHOICE, "kind", "Loại", .choices = deed_kinds),
};
static const struct column deed_cols[] = {
	{"title", "Thành tích", COL_LINK, .op = "exemplar.from_deed", .key = "id", .width = 50},
	{"name", "Ai", COL_TEXT, .width = 28},
	{"unit_name", "Đơn vị", COL_TEXT, .width = 32},
	{"kind", "Loại", COL_CHOICE, .choices = deed_kinds},
	{"year", "Năm", COL_TEXT, .order = "time"},
	{"on_date", "Ngày lập", COL_DATE},
	{"effect", "Hiệu quả", COL_TEXT, .width = 50},
};
static const struct field people_filters[] = {
	FILTER(REF, "below", "Đơn vị và trực thuộc", .ref = &unit_object),
};
static const struct column people_cols[] = {
	{"name", "Họ và tên", COL_LINK, .op = "exemplar.from_person", .key = "id", .order = "name",
     .width = 28},
	{"unit_name", "Đơn vị", COL_LINK, .op = "unit.view", .key = "unit_id", .width = 36},
	{"post_title", "Chức vụ", COL_TEXT, .width = 24},
	{"since", "Có mặt từ", COL_DATE},
	{"last", "Năm khen gần nhất", COL_TEXT},
};
static const struct column unit_cols[] = {
	{"name", "Đơn vị", COL_LINK, .op = "exemplar.from_unit", .key = "id", .width = 40},
	{"people", "Số người", COL_INT},
	{"awards", "Khen thưởng", COL_INT},
	{"office_people", "Số người cả cơ quan", COL_INT},
	{"office_awards", "Khen thưởng cả cơ quan", COL_INT},
	{"times", "Gấp mức chung (lần)", COL_TEXT},
};

#define FOUND                                                                                      \
	.kind = OP_LIST, .scope = SCOPE_ANY, .roles = EXEMPLAR_SEES, .area = "exemplar", .icon = "bulb"
#define FROM                                                                                       \
	.kind = OP_WRITE, .scope = SCOPE_OBJECT, .roles = EXEMPLAR_PROPOSES, .verb = "Gửi",            \
	.icon = "star", .in_size = sizeof(struct propose_in), .law = EXEMPLAR_LAW

const struct op exemplar_found_ops[] = {
	{.name = "exemplar.deeds",
     .title = "Thành tích chưa được khen",
     .help = "Đã được xác nhận nhưng chưa có khen thưởng nào: có thể là một điển hình.",
     FOUND,
     .flags = OP_JOURNAL_EXPORT,
     .list = &sql_list_exemplar_deeds,
     .order = "-time",
     FIELDS(deed_filters),
     COLS(deed_cols),
     .empty = "Thành tích nào cũng đã được khen hoặc đã được giới thiệu."},
	{.name = "exemplar.people",
     .title = "Người lâu nay chưa ai nhắc đến",
     .help = "Trong số năm cơ quan đặt: không có khen thưởng nào trên Lao động tiên tiến, không "
             "được đề nghị gì trên Lao động tiên tiến, chưa từng được giới thiệu.",
     FOUND,
     .flags = OP_JOURNAL_EXPORT,
     .list = &sql_list_exemplar_people,
     FIELDS(people_filters),
     COLS(people_cols),
     .empty = "Không có ai."},
	{.name = "exemplar.units",
     .title = "Đơn vị làm tốt hơn mức chung",
     .help = "Khen thưởng trên Lao động tiên tiến tính trên đầu người cao hơn mức chung của cơ "
             "quan.",
     FOUND,
     .list = &sql_list_exemplar_units,
     COLS(unit_cols),
     .empty = "Chưa đơn vị nào hơn mức chung."},
	{.name = "exemplar.from_deed",
     .title = "Giới thiệu điển hình từ thành tích",
     .help = "Biểu mẫu đã có tên và hiệu quả của thành tích; xin viết thành câu chuyện.",
     FROM,
     .flags = OP_NOT_OWN,
     .object = &deed_object,
     .states = "valid unproved used",
     FIELDS(deed_fields),
     .run = from_deed,
     .fill = fill_from_deed},
	{.name = "exemplar.from_person",
     .title = "Giới thiệu người này là điển hình",
     .help = "Người làm tốt mà lâu nay chưa ai nhắc đến.",
     FROM,
     .flags = OP_NOT_OWN | OP_QUIET,
     .object = &person_object,
     FIELDS(person_fields),
     .run = from_person,
     .fill = exemplar_fill_month},
	{.name = "exemplar.from_unit",
     .title = "Giới thiệu tập thể này là điển hình",
     .help = "Tập thể có kết quả hơn mức chung.",
     FROM,
     .flags = OP_QUIET,
     .object = &unit_object,
     FIELDS(unit_fields),
     .run = from_unit,
     .fill = exemplar_fill_month},
	{0}};
