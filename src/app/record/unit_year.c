/*
 * unit_year.c: what the law asks about a collective and a year: members, targets, rank in its
 * bloc, party and unions. Shares of titles are counted from the ledger; what stands here is what
 * nothing else tells.
 */
#include "app/org/org.h"
#include "app/record/record.h"
#include "db/sql_record.h"

#include <inttypes.h>

const struct object unit_year_object = {
	.name = "unit_year", .label = "số liệu năm của tập thể", .list = &sql_list_unit_year_object};

struct unit_year_in {
	int64_t unit_id, year, members, women, targets, targets_met, targets_exceeded, bloc_rank,
		bloc_size;
	struct str bloc, party_level, unions_level;
};
static const struct field unit_year_fields[] = {
	F(REF, struct unit_year_in, unit_id, "Đơn vị", .flags = MUST | IN_SCOPE, .ref = &unit_object),
	F(INT, struct unit_year_in, year, "Năm", .flags = MUST, .min = 1945, .max = 2200),
	F(INT, struct unit_year_in, members, "Số thành viên",
      .hint = "Để trống: đếm theo vị trí công tác ngày cuối năm"),
	F(INT, struct unit_year_in, women, "Trong đó nữ"),
	F(INT, struct unit_year_in, targets, "Số chỉ tiêu được giao"),
	F(INT, struct unit_year_in, targets_met, "Số chỉ tiêu hoàn thành"),
	F(INT, struct unit_year_in, targets_exceeded, "Số chỉ tiêu vượt"),
	F(TEXT, struct unit_year_in, bloc, "Cụm, khối thi đua", .max = 200),
	F(INT, struct unit_year_in, bloc_rank, "Xếp thứ trong cụm, khối", .min = 1),
	F(INT, struct unit_year_in, bloc_size, "Số đơn vị trong cụm, khối", .min = 1),
	F(CHOICE, struct unit_year_in, party_level, "Xếp loại tổ chức đảng", .choices = rating_levels),
	F(CHOICE, struct unit_year_in, unions_level, "Xếp loại đoàn thể", .choices = rating_levels),
};

static enum rc check_parts(struct ctx *c, const struct unit_year_in *p)
{
	if (p->women != DB_NULL && p->members != DB_NULL && p->women > p->members)
		return err_field(c->err, "women", "Số nữ không thể nhiều hơn số thành viên.");
	if (p->targets_met != DB_NULL && p->targets != DB_NULL && p->targets_met > p->targets)
		return err_field(c->err, "targets_met",
		                 "Số chỉ tiêu hoàn thành không thể nhiều hơn số được giao.");
	if (p->targets_exceeded != DB_NULL && p->targets_met != DB_NULL &&
	    p->targets_exceeded > p->targets_met)
		return err_field(c->err, "targets_exceeded",
		                 "Số chỉ tiêu vượt không thể nhiều hơn số hoàn thành.");
	if (p->bloc_rank != DB_NULL && p->bloc_size != DB_NULL && p->bloc_rank > p->bloc_size)
		return err_field(c->err, "bloc_rank", "Thứ hạng không thể lớn hơn số đơn vị trong khối.");
	return RC_OK;
}

static enum rc unit_year_put(struct ctx *c, const void *in, struct out *out)
{
	const struct unit_year_in *p = in;
	TRY(record_year_ok(c, p->year));
	TRY(check_parts(c, p));
	TRY(sql_unit_year_put(c->db, p->unit_id, p->year, p->members, p->women, p->targets,
	                      p->targets_met, p->targets_exceeded, p->bloc, p->bloc_rank, p->bloc_size,
	                      p->party_level, p->unions_level, STR(""), c->now_ms, &out->id));
	c->object_unit = p->unit_id;
	out_say(c, out, "Đã ghi số liệu năm %" PRId64 ".", p->year);
	return RC_OK;
}

struct unit_year_id_in {
	int64_t id;
};
static const struct field unit_year_id_fields[] = {
	F(REF, struct unit_year_id_in, id, "Số liệu", .flags = MUST | HIDDEN, .ref = &unit_year_object),
};

static enum rc unit_year_drop(struct ctx *c, const void *in, struct out *out)
{
	const struct unit_year_id_in *p = in;
	TRY(sql_unit_year_drop(c->db, p->id, NULL));
	out_say(c, out, "Đã bỏ số liệu của %.*s; nhật ký giữ lại việc này.", STR_ARG(c->object_label));
	return RC_OK;
}

static const struct choice level_or_none[] = {
	{"HTXSNV", "HTXSNV"}, {"HTTNV", "HTTNV"}, {"HTNV", "HTNV"}, {"KHTNV", "KHTNV"}, {"", ""}, {0}};
static const struct field unit_year_filters[] = {
	FILTER(REF, "unit", "Đơn vị", .ref = &unit_object),
	FILTER(INT, "year", "Năm"),
};
static const struct column unit_year_cols[] = {
	{"year", "Năm", COL_TEXT, .order = "time", .width = 8},
	{"unit_name", "Đơn vị", COL_LINK, .op = "unit.view", .key = "unit_id", .width = 36},
	{"members", "Thành viên", COL_INT},
	{"women", "Nữ", COL_INT},
	{"targets", "Chỉ tiêu", COL_INT},
	{"targets_met", "Hoàn thành", COL_INT},
	{"targets_exceeded", "Vượt", COL_INT},
	{"bloc", "Cụm, khối", COL_TEXT, .width = 30},
	{"bloc_rank", "Thứ hạng", COL_INT},
	{"bloc_size", "Trong số", COL_INT},
	{"party_level", "Tổ chức đảng", COL_CHOICE, .choices = level_or_none},
	{"unions_level", "Đoàn thể", COL_CHOICE, .choices = level_or_none},
};

const struct op unit_year_ops[] = {
	{.name = "unit_year.list",
     .title = "Số liệu năm của tập thể",
     .help = "Thành viên, chỉ tiêu, thứ hạng trong cụm, khối: những gì luật hỏi về một tập thể.",
     .kind = OP_LIST,
     .roles = RECORD_SEES & ~R(MEMBER),
     .scope = SCOPE_ANY,
     .area = "record",
     .icon = "chart",
     .object = &unit_year_object,
     .list = &sql_list_unit_year_list,
     .order = "-time",
     FIELDS(unit_year_filters),
     COLS(unit_year_cols),
     .empty = "Chưa ghi số liệu năm nào.",
     .law = "Luật Thi đua, khen thưởng 2022, Điều 25 đến 28"},
	{.name = "unit_year.put",
     .title = "Ghi số liệu năm",
     .help = "Ghi hoặc thay số liệu một năm của một tập thể.",
     .kind = OP_WRITE,
     .roles = RECORD_KEEPS,
     .scope = SCOPE_OBJECT,
     .object = &unit_year_object,
     FIELDS(unit_year_fields),
     .in_size = sizeof(struct unit_year_in),
     .run = unit_year_put,
     .then = "unit_year.list"},
	{.name = "unit_year.drop",
     .title = "Bỏ số liệu năm",
     .help = "Bỏ số liệu ghi nhầm.",
     .verb = "Bỏ",
     .kind = OP_WRITE,
     .flags = OP_PREVIEW,
     .roles = RECORD_KEEPS,
     .scope = SCOPE_OBJECT,
     .object = &unit_year_object,
     FIELDS(unit_year_id_fields),
     .in_size = sizeof(struct unit_year_id_in),
     .run = unit_year_drop,
     .then = "unit_year.list"},
	{0}};
