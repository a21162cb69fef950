/*
 * file.c: an author writes an initiative down, keeps it as a draft, files it, takes it back.
 *
 * A draft is its authors' alone. Filing says what is like it at once, and what is still missing.
 */
#include "app/initiative/initiative.h"

#include "app/admin/admin.h"
#include "app/job/job.h"
#include "app/org/org.h"
#include "app/record/record.h"
#include "db/sql_initiative.h"
#include "db/sql_person.h"
#include "db/sql_task.h"
#include "op/gate.h"
#include "viet/viet.h"

#include <inttypes.h>

#define TEXT_LEAST 100 /* characters of a description that says something */

struct other_in {
	int64_t person_id, share;
};
static const struct field other_fields[] = {
	F(REF, struct other_in, person_id, "Đồng tác giả", .flags = MUST, .ref = &person_object),
	F(INT, struct other_in, share, "Tỷ lệ đóng góp (%)", .flags = MUST, .min = 1, .max = 99),
};
struct file_in {
	int64_t id, share;
	struct str kind, title, text, effect, applied;
	struct group others;
};
#define FILE_FIELDS                                                                                \
	F(CHOICE, struct file_in, kind, "Loại", .flags = MUST, .choices = initiative_kinds),           \
		F(TEXT, struct file_in, title, "Tên", .flags = MUST, .max = 400),                          \
		F(LONG, struct file_in, text, "Nội dung: thực trạng, giải pháp, điểm mới", .max = 20000),  \
		F(LONG, struct file_in, effect, "Hiệu quả, bằng con số", .max = 5000),                     \
		F(LONG, struct file_in, applied, "Đã áp dụng ở đâu, từ khi nào", .max = 5000),             \
		F(INT, struct file_in, share, "Tỷ lệ đóng góp của ông/bà (%)", .flags = MUST, .min = 1,    \
	      .max = 100),                                                                             \
		F(GROUP, struct file_in, others, "Đồng tác giả", .max = 19, .sub = other_fields,           \
	      .sub_count = COUNT(other_fields), .sub_size = sizeof(struct other_in))
static const struct field draft_fields[] = {FILE_FIELDS};
static const struct field write_fields[] = {
	F(REF, struct file_in, id, "Sáng kiến", .flags = MUST | HIDDEN, .ref = &initiative_object),
	FILE_FIELDS,
};
static const struct field id_fields[] = {
	F(REF, struct file_in, id, "Sáng kiến", .flags = MUST | HIDDEN, .ref = &initiative_object),
};

static struct str given(struct str s)
{
	return s.p ? s : STR("");
}

static enum rc check_shares(struct ctx *c, const struct file_in *p)
{
	const struct other_in *others = p->others.items;
	int64_t sum = p->share;
	for (int i = 0; i < p->others.count; i++) {
		sum += others[i].share;
		bool again = others[i].person_id == c->who.person_id;
		for (int k = 0; k < i; k++)
			again = again || others[i].person_id == others[k].person_id;
		if (again)
			return err_field(c->err, "others", "Một tác giả được ghi hai lần.");
	}
	if (sum != 100)
		return err_field(
			c->err, "share",
			"Tỷ lệ đóng góp của các tác giả cộng lại phải là 100%%, nay là %" PRId64 "%%.", sum);
	return RC_OK;
}

static enum rc put_authors(struct ctx *c, int64_t id, const struct file_in *p)
{
	const struct other_in *others = p->others.items;
	TRY(sql_initiative_authors_drop(c->db, id, NULL));
	TRY(sql_initiative_author_add(c->db, id, c->who.person_id, DB_NULL, p->share, NULL));
	for (int i = 0; i < p->others.count; i++)
		TRY(sql_initiative_author_add(c->db, id, others[i].person_id, DB_NULL, others[i].share,
		                              NULL));
	return RC_OK;
}

static enum rc initiative_draft(struct ctx *c, const void *in, struct out *out)
{
	const struct file_in *p = in;
	struct sql_person_get me;
	if (c->who.person_id == DB_NULL)
		return err_set(c->err, RC_DENIED, "Tài khoản này không gắn với hồ sơ người nào.");
	TRY(check_shares(c, p));
	TRY(sql_person_get(c->db, c->mem, c->who.person_id, &me));
	TRY(sql_initiative_draft(c->db, p->kind, p->title, viet_sort_key(c->mem, p->title),
	                         viet_fold(c->mem, p->title), given(p->text), given(p->effect),
	                         given(p->applied), me.unit_id, date_civil(c->today).year, c->now_ms,
	                         &out->id));
	TRY(put_authors(c, out->id, p));
	TRY(initiative_sketch(c, out->id, p->title, given(p->text)));
	out_say(c, out, "Đã lưu bản thảo; chỉ các tác giả thấy cho đến khi nộp.");
	return RC_OK;
}

static enum rc initiative_write(struct ctx *c, const void *in, struct out *out)
{
	const struct file_in *p = in;
	TRY(check_shares(c, p));
	TRY(sql_initiative_rewrite(c->db, p->id, p->kind, p->title, viet_sort_key(c->mem, p->title),
	                           viet_fold(c->mem, p->title), given(p->text), given(p->effect),
	                           given(p->applied), NULL));
	TRY(put_authors(c, p->id, p));
	TRY(initiative_sketch(c, p->id, p->title, given(p->text)));
	out_say(c, out, "Đã lưu \"%.*s\".", STR_ARG(p->title));
	return RC_OK;
}

static enum rc write_fill(struct ctx *c, struct values *v)
{
	struct sql_initiative_authors *rows;
	size_t n, row = 0;
	int64_t id;
	if (!str_int(values_text(v, "id"), &id))
		return RC_OK;
	TRY(sql_initiative_authors(c->db, c->mem, id, &rows, &n));
	for (size_t i = 0; i < n; i++) {
		struct str share = arena_printf(c->mem, "%" PRId64, rows[i].share);
		if (rows[i].person_id == c->who.person_id) {
			TRY(values_add(v, STR("share"), share, c->err));
			continue;
		}
		TRY(values_add(v, arena_printf(c->mem, "others.%zu.person_id", row),
		               arena_printf(c->mem, "%" PRId64, rows[i].person_id), c->err));
		TRY(values_add(v, arena_printf(c->mem, "others.%zu.share", row++), share, c->err));
	}
	return RC_OK;
}

/* What a complete one has; "" when nothing is missing. */
static struct str lacking(struct ctx *c, const struct sql_initiative_text *i)
{
	struct str s = STR("");
	if (str_chars(i->text) < TEXT_LEAST)
		s = arena_printf(c->mem, "nội dung (ít nhất %d ký tự)", TEXT_LEAST);
	if (i->effect.n == 0)
		s = arena_printf(c->mem, "%.*s%shiệu quả", STR_ARG(s), s.n ? ", " : "");
	if (i->applied.n == 0)
		s = arena_printf(c->mem, "%.*s%snơi và thời gian áp dụng", STR_ARG(s), s.n ? ", " : "");
	return s;
}

static enum rc tell_standing(struct ctx *c, const struct sql_initiative_text *i)
{
	struct sql_unit_answerable *to;
	size_t n;
	if (i->unit_id == DB_NULL)
		return RC_OK;
	TRY(sql_unit_answerable(c->db, c->mem, i->unit_id, c->today, &to, &n));
	for (size_t k = 0; k < n; k++)
		if (str_eqz(to[k].role, "standing"))
			TRY(notice_add(c, to[k].account,
			               arena_printf(c->mem, "Sáng kiến mới nộp: %.*s", STR_ARG(i->title)),
			               arena_printf(c->mem, "/initiative/%" PRId64, i->id)));
	return RC_OK;
}

static enum rc initiative_file(struct ctx *c, const void *in, struct out *out)
{
	const struct file_in *p = in;
	struct sql_initiative_text i;
	int64_t days, like;
	TRY(sql_initiative_text(c->db, c->mem, p->id, &i));
	struct str lacks = lacking(c, &i);
	if (lacks.n)
		return err_set(c->err, RC_CONFLICT, "Còn thiếu: %.*s. Xin bổ sung trước khi nộp.",
		               STR_ARG(lacks));
	TRY(setting_number(c, "initiative.accept_days", &days));
	struct date due = {.days = c->today.days + (int)days};
	TRY(sql_initiative_moved(c->db, p->id, STR("filed"), STR(""), c->today, due, DATE_NONE, 1,
	                         NULL));
	TRY(sql_initiative_step_add(c->db, p->id, STR("filed"), STR(""), c->who.account_id, c->now_ms,
	                            NULL));
	TRY(initiative_find_like(c, p->id, &like));
	TRY(tell_standing(c, &i));
	out_say(c, out, "Đã nộp sáng kiến; được xem xét tiếp nhận trước ngày %s.%s", date_vn(due).z,
	        like ? " Có sáng kiến giống hoặc gần giống: thường trực sẽ đối chiếu." : "");
	return RC_OK;
}

static enum rc initiative_take_back(struct ctx *c, const void *in, struct out *out)
{
	const struct file_in *p = in;
	TRY(sql_initiative_moved(c->db, p->id, STR("draft"), STR(""), DATE_NONE, DATE_NONE, DATE_NONE,
	                         0, NULL));
	TRY(sql_initiative_step_add(c->db, p->id, STR("taken_back"), STR(""), c->who.account_id,
	                            c->now_ms, NULL));
	out_say(c, out, "Đã rút về bản thảo.");
	return RC_OK;
}

/* --- rows ---------------------------------------------------------------------------------- */

static const struct choice states[] = {
	{"draft", "Bản thảo"},          {"filed", "Đã nộp"},           {"accepted", "Đã tiếp nhận"},
	{"returned", "Trả lại để sửa"}, {"scored", "Hội đồng đồng ý"}, {"recognised", "Được công nhận"},
	{"refused", "Không công nhận"}, {"cancelled", "Đã hủy"},       {0}};
static const struct choice scopes_or_none[] = {
	{"office", "Cơ sở"}, {"province", "Tỉnh"}, {"nation", "Toàn quốc"}, {"", "–"}, {0}};
static const struct field mine_filters[] = {
	FILTER(CHOICE, "state", "Tình trạng", .choices = states)};
static const struct column mine_cols[] = {
	{"title", "Tên", COL_LINK, .op = "initiative.view", .key = "id", .width = 50},
	{"year", "Năm", COL_TEXT, .width = 8},
	{"kind", "Loại", COL_CHOICE, .choices = initiative_kinds},
	{"share", "Đóng góp (%)", COL_INT},
	{"filed_on", "Nộp ngày", COL_DATE},
	{"due_on", "Hạn bước tiếp", COL_DATE},
	{"scope", "Phạm vi công nhận", COL_CHOICE, .choices = scopes_or_none},
	{"state", "Tình trạng", COL_BADGE, .choices = states},
	{"reason", "Lý do", COL_TEXT, .width = 40},
};

#define OWN                                                                                        \
	.kind = OP_WRITE, .scope = SCOPE_OBJECT, .object = &initiative_object, .roles = R(MEMBER),     \
	.then = "initiative.view"

const struct op initiative_file_ops[] = {
	{.name = "initiative.mine",
     .title = "Sáng kiến của tôi",
     .help = "Bản thảo, đã nộp, đến bước nào, được công nhận ở phạm vi nào.",
     .kind = OP_LIST,
     .roles = R(MEMBER),
     .scope = SCOPE_ANY,
     .area = "mine",
     .icon = "bulb",
     .list = &sql_list_initiative_mine,
     .order = "-newest",
     FIELDS(mine_filters),
     COLS(mine_cols),
     .empty = "Ông/bà chưa viết sáng kiến nào.",
     .law = INITIATIVE_LAW},
	{.name = "initiative.draft",
     .title = "Viết sáng kiến",
     .help = "Một bản thảo; lưu bao nhiêu lần cũng được, chỉ các tác giả thấy cho đến khi nộp.",
     .verb = "Lưu bản thảo",
     OWN,
     .area = "mine",
     .icon = "bulb",
     FIELDS(draft_fields),
     .in_size = sizeof(struct file_in),
     .run = initiative_draft,
     .law = INITIATIVE_LAW},
	{.name = "initiative.file",
     .title = "Nộp sáng kiến",
     .help = "Chương trình kiểm tra đủ nội dung và đối chiếu trùng lặp với mọi năm.",
     .verb = "Nộp",
     OWN,
     .icon = "send",
     .states = "draft returned",
     FIELDS(id_fields),
     .in_size = sizeof(struct file_in),
     .run = initiative_file,
     .law = INITIATIVE_LAW},
	{.name = "initiative.write",
     .title = "Sửa sáng kiến của tôi",
     .help = "Khi còn là bản thảo hoặc được trả lại.",
     .verb = "Sửa",
     OWN,
     .states = "draft returned",
     FIELDS(write_fields),
     .in_size = sizeof(struct file_in),
     .run = initiative_write,
     .fill = write_fill},
	{.name = "initiative.take_back",
     .title = "Rút sáng kiến đã nộp",
     .help = "Khi chưa được tiếp nhận.",
     .verb = "Rút về bản thảo",
     OWN,
     .icon = "x",
     .states = "filed",
     FIELDS(id_fields),
     .in_size = sizeof(struct file_in),
     .run = initiative_take_back},
	{0}};
