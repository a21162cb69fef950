/* review.c: sơ kết and tổng kết of a movement (Điều 17, the fifth content). */
#include "app/movement/movement.h"

#include "app/file/file.h"
#include "db/sql_movement.h"
#include "op/gate.h"

#include <inttypes.h>

const struct choice review_kinds[] = {{"interim", "Sơ kết"}, {"final", "Tổng kết"}, {0}};
const struct choice review_states[] = {{"planned", "Dự kiến"}, {"held", "Đã tổ chức"}, {0}};
static const struct choice review_asked[] = {
	{"planned", "Dự kiến"}, {"due", "Đến ngày, chưa ghi kết quả"}, {"held", "Đã tổ chức"}, {0}};

const struct object review_object = {
	.name = "review", .label = "buổi sơ kết, tổng kết", .list = &sql_list_review_object};

struct review_in {
	int64_t id;
	struct str kind;
	struct date due;
};
static const struct field review_fields[] = {
	F(REF, struct review_in, id, "Phong trào", .flags = MUST | HIDDEN, .ref = &movement_object),
	F(CHOICE, struct review_in, kind, "Loại", .flags = MUST, .choices = review_kinds),
	F(DATE, struct review_in, due, "Dự kiến ngày", .flags = MUST),
};

static enum rc movement_review(struct ctx *c, const void *in, struct out *out)
{
	const struct review_in *p = in;
	struct sql_movement_get m;
	struct sql_review_of *rows;
	size_t n;
	TRY(sql_movement_get(c->db, c->mem, p->id, &m));
	if (p->due.days < m.begins.days)
		return err_field(c->err, "due", "Ngày này trước khi phong trào bắt đầu (%s).",
		                 date_vn(m.begins).z);
	TRY(sql_review_of(c->db, c->mem, p->id, &rows, &n));
	for (size_t i = 0; i < n; i++)
		if (str_eqz(p->kind, "final") && str_eqz(rows[i].kind, "final"))
			return err_field(c->err, "kind",
			                 "Phong trào đã có buổi tổng kết ngày %s; mỗi phong trào tổng kết một "
			                 "lần.",
			                 date_vn(rows[i].due).z);
	TRY(sql_review_add(c->db, p->id, p->kind, p->due, &out->id));
	out->go = arena_printf(c->mem, "/movement/%" PRId64, p->id);
	out_say(c, out, "Đã ghi lịch %s ngày %s.", str_eqz(p->kind, "final") ? "tổng kết" : "sơ kết",
	        date_vn(p->due).z);
	return RC_OK;
}

struct hold_in {
	int64_t id;
	struct date on;
	struct str result;
	struct upload report;
};
static const struct field hold_fields[] = {
	F(REF, struct hold_in, id, "Buổi", .flags = MUST | HIDDEN, .ref = &review_object),
	F(DATE, struct hold_in, on, "Ngày tổ chức", .flags = MUST),
	F(LONG, struct hold_in, result, "Kết quả", .flags = MUST, .min = 10, .max = 20000,
      .hint = "Việc đã làm, tập thể và cá nhân tiêu biểu, tồn tại, việc tiếp theo"),
	F(FILE, struct hold_in, report, "Báo cáo, biên bản", .max = 50 * 1024 * 1024),
};

static enum rc keep_report(struct ctx *c, const struct hold_in *p, int64_t unit, int64_t *file)
{
	*file = DB_NULL;
	if (!p->report.given)
		return RC_OK;
	return file_keep(c,
	                 &(struct file_new){.content = &p->report,
	                                    .object = "review",
	                                    .object_id = p->id,
	                                    .unit_id = unit,
	                                    .person_id = DB_NULL,
	                                    .guarded = true},
	                 file);
}

static enum rc review_hold(struct ctx *c, const void *in, struct out *out)
{
	const struct hold_in *p = in;
	struct sql_review_get r;
	int64_t file;
	TRY(sql_review_get(c->db, c->mem, p->id, &r));
	if (p->on.days > c->today.days)
		return err_field(c->err, "on", "Ngày tổ chức chưa đến; chỉ ghi kết quả của buổi đã họp.");
	if (p->on.days < date_at(r.launched_ms).days)
		return err_field(c->err, "on", "Ngày tổ chức trước ngày phát động (%s).",
		                 date_vn(date_at(r.launched_ms)).z);
	TRY(keep_report(c, p, r.holder_id, &file));
	TRY(sql_review_held(c->db, p->id, p->on, p->result, file, NULL));
	TRY(sql_movement_reviewed(c->db, r.movement_id,
	                          str_eqz(r.kind, "final") ? STR("reviewed") : STR("interim"), NULL));
	out->go = arena_printf(c->mem, "/movement/%" PRId64, r.movement_id);
	out_say(c, out, "Đã ghi kết quả %s ngày %s.", str_eqz(r.kind, "final") ? "tổng kết" : "sơ kết",
	        date_vn(p->on).z);
	return RC_OK;
}

struct review_id_in {
	int64_t id;
};
static const struct field review_id_fields[] = {
	F(REF, struct review_id_in, id, "Buổi", .flags = MUST | HIDDEN, .ref = &review_object),
};

static enum rc review_drop(struct ctx *c, const void *in, struct out *out)
{
	const struct review_id_in *p = in;
	struct sql_review_get r;
	TRY(sql_review_get(c->db, c->mem, p->id, &r));
	TRY(sql_review_dropped(c->db, p->id, NULL));
	out->go = arena_printf(c->mem, "/movement/%" PRId64, r.movement_id);
	out_say(c, out, "Đã bỏ lịch ngày %s.", date_vn(r.due).z);
	return RC_OK;
}

/* The paper of a review is for all who may see the movement. */
static enum rc review_paper(struct ctx *c, const void *in, struct out *out)
{
	const struct review_id_in *p = in;
	struct sql_review_get r;
	TRY(sql_review_get(c->db, c->mem, p->id, &r));
	if (r.file_id == DB_NULL)
		return err_set(c->err, RC_NOTFOUND, "Buổi này không có tệp báo cáo.");
	return file_send(c, r.file_id, out);
}

static const struct field review_filters[] = {
	FILTER(REF, "movement", "Phong trào", .ref = &movement_object),
	FILTER(CHOICE, "kind", "Loại", .choices = review_kinds),
	FILTER(CHOICE, "state", "Tình trạng", .choices = review_asked),
};
static const struct column review_cols[] = {
	{"title", "Phong trào", COL_LINK, .op = "movement.view", .key = "movement_id", .width = 50},
	{"kind", "Loại", COL_CHOICE, .choices = review_kinds},
	{"due", "Dự kiến", COL_DATE, .order = "due"},
	{"held_on", "Tổ chức ngày", COL_DATE},
	{"state", "Tình trạng", COL_BADGE, .choices = review_states},
	{"result", "Kết quả", COL_TEXT, .width = 60},
	{"file_name", "Báo cáo", COL_LINK, .op = "review.paper", .key = "id", .width = 30},
	{"unit_name", "Đơn vị phát động", COL_TEXT, .width = 36},
};

#define HOLDS (R(STANDING) | R(HEAD) | R(UNIT_HEAD) | R(UNIT_CLERK))

const struct op review_ops[] = {{.name = "review.list",
                                 .title = "Sơ kết, tổng kết",
                                 .help = "Lịch và kết quả sơ kết, tổng kết các phong trào.",
                                 .kind = OP_LIST,
                                 .flags = OP_OPEN,
                                 .roles = R_SIGNED_IN,
                                 .scope = SCOPE_ANY,
                                 .area = "emulation",
                                 .icon = "date",
                                 .list = &sql_list_review_list,
                                 .order = "-due",
                                 FIELDS(review_filters),
                                 COLS(review_cols),
                                 .empty = "Chưa có lịch sơ kết, tổng kết nào."},
                                {.name = "review.waiting",
                                 .title = "Sơ kết, tổng kết của đơn vị tôi",
                                 .help = "Buổi sơ kết, tổng kết mà ông/bà ghi kết quả.",
                                 .kind = OP_LIST,
                                 .flags = OP_QUIET,
                                 .roles = HOLDS,
                                 .scope = SCOPE_ANY,
                                 .object = &review_object,
                                 .list = &sql_list_review_list,
                                 FIELDS(review_filters),
                                 COLS(review_cols),
                                 .empty = "Không có buổi nào đến ngày."},
                                {.name = "movement.review",
                                 .title = "Lên lịch sơ kết, tổng kết",
                                 .help = "Một ngày dự kiến; tổng kết mỗi phong trào một lần.",
                                 .verb = "Lên lịch sơ kết, tổng kết",
                                 .kind = OP_WRITE,
                                 .roles = HOLDS,
                                 .scope = SCOPE_OBJECT,
                                 .icon = "date",
                                 .object = &movement_object,
                                 .states = "launched interim reviewed",
                                 FIELDS(review_fields),
                                 .in_size = sizeof(struct review_in),
                                 .run = movement_review},
                                {.name = "review.hold",
                                 .title = "Ghi kết quả sơ kết, tổng kết",
                                 .help = "Buổi đã tổ chức, kết quả và báo cáo.",
                                 .verb = "Ghi kết quả",
                                 .kind = OP_WRITE,
                                 .roles = HOLDS,
                                 .scope = SCOPE_OBJECT,
                                 .object = &review_object,
                                 .states = "planned",
                                 FIELDS(hold_fields),
                                 .in_size = sizeof(struct hold_in),
                                 .run = review_hold},
                                {.name = "review.drop",
                                 .title = "Bỏ lịch sơ kết, tổng kết",
                                 .help = "Buổi dự kiến không tổ chức nữa.",
                                 .verb = "Bỏ lịch",
                                 .kind = OP_WRITE,
                                 .roles = HOLDS,
                                 .scope = SCOPE_OBJECT,
                                 .object = &review_object,
                                 .states = "planned",
                                 FIELDS(review_id_fields),
                                 .in_size = sizeof(struct review_id_in),
                                 .run = review_drop},
                                {.name = "review.paper",
                                 .title = "Tải báo cáo sơ kết, tổng kết",
                                 .help = "Tệp báo cáo, biên bản của một buổi.",
                                 .kind = OP_READ,
                                 .flags = OP_OPEN | OP_QUIET,
                                 .roles = R_SIGNED_IN,
                                 .scope = SCOPE_OBJECT,
                                 .object = &review_object,
                                 FIELDS(review_id_fields),
                                 .in_size = sizeof(struct review_id_in),
                                 .run = review_paper},
                                {0}};
