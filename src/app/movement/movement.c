/* movement.c: movements as drafts and as what they became: rows, writing down, dropping, closing.
 */
#include "app/movement/movement.h"

#include "app/library/library.h"
#include "app/org/org.h"
#include "app/plan/plan.h"
#include "app/search/search.h"
#include "db/sql_movement.h"
#include "db/sql_task.h"
#include "op/gate.h"
#include "viet/viet.h"

#include <inttypes.h>

const struct choice movement_states[] = {{"draft", "Dự thảo"},      {"launched", "Đang thực hiện"},
                                         {"interim", "Đã sơ kết"},  {"reviewed", "Đã tổng kết"},
                                         {"closed", "Đã kết thúc"}, {"kept", "Của cấp trên"},
                                         {"dropped", "Đã bỏ"},      {0}};
const struct choice movement_forms[] = {
	{"regular", "Thi đua thường xuyên"}, {"theme", "Thi đua theo chuyên đề"}, {0}};
const struct choice movement_levels[] = {
	{"office", "Cơ quan"}, {"unit", "Đơn vị thuộc cơ quan"}, {"nation", "Toàn quốc"},
	{"province", "Tỉnh"},  {"bloc", "Cụm, khối thi đua"},    {0}};

const struct object movement_under_way = {.name = "movement",
                                          .label = "phong trào",
                                          .list = &sql_list_movement_under_way,
                                          .view = "movement.view"};
const struct object movement_object = {.name = "movement",
                                       .label = "phong trào",
                                       .list = &sql_list_movement_object,
                                       .view = "movement.view"};

/* --- keeping ------------------------------------------------------------------------------- */

static bool upper(struct str level)
{
	return !str_eqz(level, "office") && !str_eqz(level, "unit");
}

/* Điều 16 khoản 2: who launches where. The whole office is the top unit's. */
static enum rc check_level(struct ctx *c, struct str level, int64_t unit)
{
	struct sql_unit_is_top row;
	TRY(sql_unit_is_top(c->db, c->mem, unit, c->today, &row));
	if (str_eqz(level, "unit") && row.top)
		return err_field(c->err, "level",
		                 "Phong trào của toàn cơ quan: xin chọn phạm vi \"Cơ quan\".");
	if (!str_eqz(level, "unit") && !row.top)
		return err_field(c->err, "level",
		                 "Chỉ cơ quan (đơn vị cao nhất) có phong trào ở phạm vi này. Xin chọn "
		                 "\"Đơn vị thuộc cơ quan\".");
	return org_unit_is_there(c, unit, c->today);
}

static enum rc check_time(struct ctx *c, struct date begins, struct date ends)
{
	if (ends.days <= begins.days)
		return err_field(c->err, "ends", "Ngày kết thúc phải sau ngày bắt đầu.");
	return RC_OK;
}

/* Linked to something that was launched somewhere, and never to itself by a way round. */
static enum rc check_upper(struct ctx *c, int64_t id, int64_t to)
{
	struct sql_movement_get m;
	struct sql_movement_above *above;
	size_t n;
	if (to == DB_NULL)
		return RC_OK;
	TRY(sql_movement_get(c->db, c->mem, to, &m));
	if (str_eqz(m.state, "draft") || str_eqz(m.state, "dropped"))
		return err_field(c->err, "upper_id",
		                 "Phong trào này chưa được phát động hoặc đã bỏ nên không gắn vào được.");
	TRY(sql_movement_above(c->db, c->mem, to, &above, &n));
	for (size_t i = 0; i < n; i++)
		if (above[i].id == id)
			return err_field(c->err, "upper_id",
			                 "Phong trào không thể gắn vào chính nó hay phong trào cấp dưới.");
	return RC_OK;
}

static struct str key_of(struct ctx *c, struct str title)
{
	return viet_sort_key(c->mem, str_head(title, 200));
}

enum rc movement_add(struct ctx *c, const struct movement_new *m, int64_t *id)
{
	bool kept = upper(m->level);
	TRY(check_level(c, m->level, m->unit_id));
	TRY(check_time(c, m->begins, m->ends));
	TRY(check_upper(c, DB_NULL, m->upper_id));
	TRY(sql_movement_add(
		c->db, kept ? STR("kept") : STR("draft"), m->form, m->level, m->unit_id, m->title,
		key_of(c, m->title), VIET_KEY_VERSION, str_or_empty(m->slogan), m->upper_id, m->plan_id,
		m->document_id, str_or_empty(m->goal), str_or_empty(m->reach), str_or_empty(m->subjects),
		str_or_empty(m->content), str_or_empty(m->criteria), str_or_empty(m->measures),
		str_or_empty(m->launching), str_or_empty(m->checking), str_or_empty(m->spreading),
		str_or_empty(m->reviewing), m->begins, m->ends, c->who.account_id, c->now_ms, id));
	c->object_unit = m->unit_id;
	return kept ? movement_tell_search(c, *id) : RC_OK;
}

enum rc movement_tell_search(struct ctx *c, int64_t id)
{
	struct sql_movement_get m;
	TRY(sql_movement_get(c->db, c->mem, id, &m));
	return search_put(c, &(struct search_entry){.kind = "movement",
	                                            .id = id,
	                                            .title = m.title,
	                                            .note = m.slogan,
	                                            .sort_key = key_of(c, m.title),
	                                            .unit_id = m.holder_id,
	                                            .person_id = DB_NULL});
}

enum rc movement_rebuild(struct ctx *c, int64_t *rows)
{
	struct sql_movement_keys_old *old;
	size_t n;
	for (int64_t after = 0;; after = old[n - 1].id) {
		TRY(sql_movement_keys_old(c->db, c->mem, after, &old, &n));
		if (n == 0)
			return RC_OK;
		for (size_t i = 0; i < n; i++) {
			TRY(sql_movement_key_set(c->db, old[i].id, key_of(c, old[i].title), VIET_KEY_VERSION,
			                         NULL));
			if (old[i].found)
				TRY(movement_tell_search(c, old[i].id));
		}
		*rows += (int64_t)n;
	}
}

/* --- create, edit --------------------------------------------------------------------------- */

#define CONTENT_FIELDS(S)                                                                          \
	F(LONG, S, goal, "Mục tiêu", .max = MOVEMENT_TEXT_MAX, .hint = "Điều 17, nội dung 1"),         \
		F(LONG, S, reach, "Phạm vi", .max = MOVEMENT_TEXT_MAX),                                    \
		F(LONG, S, subjects, "Đối tượng", .max = MOVEMENT_TEXT_MAX),                               \
		F(LONG, S, content, "Nội dung thi đua", .max = MOVEMENT_TEXT_MAX),                         \
		F(LONG, S, criteria, "Tiêu chí", .max = MOVEMENT_TEXT_MAX),                                \
		F(LONG, S, measures, "Kế hoạch, biện pháp", .max = MOVEMENT_TEXT_MAX),                     \
		F(LONG, S, launching, "Phát động, triển khai", .max = MOVEMENT_TEXT_MAX,                   \
	      .hint = "Điều 17, nội dung 2"),                                                          \
		F(LONG, S, checking, "Kiểm tra, đôn đốc, giám sát", .max = MOVEMENT_TEXT_MAX,              \
	      .hint = "Điều 17, nội dung 3"),                                                          \
		F(LONG, S, spreading, "Tuyên truyền, phát hiện, nhân rộng điển hình",                      \
	      .max = MOVEMENT_TEXT_MAX, .hint = "Điều 17, nội dung 4"),                                \
		F(LONG, S, reviewing, "Sơ kết, tổng kết, khen thưởng", .max = MOVEMENT_TEXT_MAX,           \
	      .hint = "Điều 17, nội dung 5")

#define MORE_FIELDS(S)                                                                             \
	F(TEXT, S, slogan, "Khẩu hiệu", .max = 300),                                                   \
		F(REF, S, upper_id, "Hưởng ứng phong trào cấp trên", .ref = &movement_object,              \
	      .hint = "Của Thủ tướng, của tỉnh, của cụm, khối hoặc của cơ quan"),                      \
		F(REF, S, document_id, "Văn bản phát động", .ref = &document_object,                       \
	      .hint = "Trong thư viện văn bản, nếu có"),                                               \
		F(DATE, S, begins, "Từ ngày", .flags = MUST), F(DATE, S, ends, "Đến ngày", .flags = MUST), \
		CONTENT_FIELDS(S)

static const struct field create_fields[] = {
	F(TEXT, struct movement_new, title, "Tên phong trào", .flags = MUST, .max = 500),
	F(CHOICE, struct movement_new, level, "Phạm vi phát động", .flags = MUST,
      .choices = movement_levels, .hint = "Phong trào của cấp trên được ghi lại để gắn vào"),
	F(REF, struct movement_new, unit_id, "Đơn vị phát động", .flags = MUST | IN_SCOPE,
      .ref = &unit_object),
	F(CHOICE, struct movement_new, form, "Hình thức", .flags = MUST, .choices = movement_forms),
	MORE_FIELDS(struct movement_new),
};

static enum rc movement_create(struct ctx *c, const void *in, struct out *out)
{
	struct movement_new m = *(const struct movement_new *)in;
	m.plan_id = DB_NULL;
	TRY(movement_add(c, &m, &out->id));
	if (upper(m.level))
		out_say(c, out, "Đã ghi phong trào của cấp trên \"%.*s\".", STR_ARG(m.title));
	else
		out_say(c, out, "Đã ghi dự thảo phong trào \"%.*s\".", STR_ARG(m.title));
	return RC_OK;
}

struct movement_edit_in {
	int64_t id, upper_id, document_id;
	struct str form, title, slogan;
	struct str goal, reach, subjects, content, criteria, measures;
	struct str launching, checking, spreading, reviewing;
	struct date begins, ends;
};
static const struct field edit_fields[] = {
	F(REF, struct movement_edit_in, id, "Phong trào", .flags = MUST | HIDDEN,
      .ref = &movement_object),
	F(TEXT, struct movement_edit_in, title, "Tên phong trào", .flags = MUST, .max = 500),
	F(CHOICE, struct movement_edit_in, form, "Hình thức", .flags = MUST, .choices = movement_forms),
	MORE_FIELDS(struct movement_edit_in),
};

static enum rc movement_edit(struct ctx *c, const void *in, struct out *out)
{
	const struct movement_edit_in *m = in;
	struct sql_movement_get old;
	TRY(sql_movement_get(c->db, c->mem, m->id, &old));
	TRY(check_time(c, m->begins, m->ends));
	TRY(check_upper(c, m->id, m->upper_id));
	TRY(sql_movement_set(c->db, m->id, m->form, m->title, key_of(c, m->title), VIET_KEY_VERSION,
	                     str_or_empty(m->slogan), m->upper_id, old.plan_id, m->document_id,
	                     str_or_empty(m->goal), str_or_empty(m->reach), str_or_empty(m->subjects),
	                     str_or_empty(m->content), str_or_empty(m->criteria),
	                     str_or_empty(m->measures), str_or_empty(m->launching),
	                     str_or_empty(m->checking), str_or_empty(m->spreading),
	                     str_or_empty(m->reviewing), m->begins, m->ends, NULL));
	out_say(c, out, "Đã lưu \"%.*s\".", STR_ARG(m->title));
	return str_eqz(old.state, "kept") ? movement_tell_search(c, m->id) : RC_OK;
}

/* --- drop, close ----------------------------------------------------------------------------- */

const struct field movement_id_fields[1] = {
	F(REF, struct movement_id_in, id, "Phong trào", .flags = MUST | HIDDEN,
      .ref = &movement_object),
};

struct movement_reason_in {
	int64_t id;
	struct str reason;
};
static const struct field reason_fields[] = {
	F(REF, struct movement_reason_in, id, "Phong trào", .flags = MUST | HIDDEN,
      .ref = &movement_object),
	F(TEXT, struct movement_reason_in, reason, "Lý do", .flags = MUST | FRESH, .min = 5,
      .max = 500),
};

static enum rc movement_drop(struct ctx *c, const void *in, struct out *out)
{
	const struct movement_reason_in *p = in;
	struct sql_movement_links links;
	TRY(sql_movement_links(c->db, c->mem, p->id, &links));
	if (links.n)
		return err_set(
			c->err, RC_CONFLICT,
			"Còn %" PRId64 " phong trào hưởng ứng phong trào này. Xin gỡ liên kết trước.", links.n);
	TRY(sql_movement_state_set(c->db, p->id, STR("dropped"), p->reason, NULL));
	TRY(search_drop(c, "movement", p->id));
	out_say(c, out, "Đã bỏ \"%.*s\".", STR_ARG(c->object_label));
	return RC_OK;
}

/* Ended once its tổng kết was held; tasks that are still open stay with their units. */
static enum rc may_close(struct ctx *c, int64_t id)
{
	struct sql_review_of *reviews;
	size_t n;
	bool final = false;
	TRY(sql_review_of(c->db, c->mem, id, &reviews, &n));
	for (size_t i = 0; i < n; i++) {
		if (str_eqz(reviews[i].state, "planned"))
			return err_set(
				c->err, RC_CONFLICT,
				"Buổi %s dự kiến ngày %s chưa tổ chức. Xin ghi kết quả, hoặc bỏ lịch ấy.",
				str_eqz(reviews[i].kind, "final") ? "tổng kết" : "sơ kết",
				date_vn(reviews[i].due).z);
		final = final || str_eqz(reviews[i].kind, "final");
	}
	if (!final)
		return err_set(c->err, RC_CONFLICT,
		               "Phong trào kết thúc sau tổng kết (Điều 17, nội dung 5). Xin ghi buổi tổng "
		               "kết và kết quả trước.");
	return RC_OK;
}

static enum rc movement_close(struct ctx *c, const void *in, struct out *out)
{
	const struct movement_id_in *p = in;
	struct sql_task_open_of_movement open;
	TRY(sql_task_open_of_movement(c->db, c->mem, p->id, &open));
	TRY(sql_movement_closed(c->db, p->id, c->now_ms, NULL));
	out_fact(out, "open", "Nhiệm vụ còn mở, vẫn tiếp tục", viet_number(c->mem, open.n));
	out_say(c, out, "Phong trào \"%.*s\" đã kết thúc.", STR_ARG(c->object_label));
	return RC_OK;
}

/* --- rows ------------------------------------------------------------------------------------ */

static const struct field launch_fields[] = {
	F(REF, struct movement_launch_in, id, "Phong trào", .flags = MUST | HIDDEN,
      .ref = &movement_object),
	F(LONG, struct movement_launch_in, lacking, "Lý do phát động khi chưa đủ năm nội dung",
      .max = 1000, .hint = "Để trống khi đã đủ; chương trình tự kiểm tra theo Điều 17"),
};
static const struct field from_plan_fields[] = {
	F(REF, struct movement_from_plan_in, plan_id, "Kế hoạch", .flags = MUST | IN_SCOPE,
      .ref = &plan_object),
	F(CHOICE, struct movement_from_plan_in, form, "Hình thức", .flags = MUST,
      .choices = movement_forms),
	F(DATE, struct movement_from_plan_in, begins, "Từ ngày", .flags = MUST),
	F(DATE, struct movement_from_plan_in, ends, "Đến ngày", .flags = MUST),
};
static const struct choice list_states[] = {
	{"launched", "Đang thực hiện"}, {"interim", "Đã sơ kết"}, {"reviewed", "Đã tổng kết"},
	{"closed", "Đã kết thúc"},      {"kept", "Của cấp trên"}, {0}};
static const struct field list_filters[] = {
	FILTER(TEXT, "q", "Tìm theo tên", .flags = WORDS, .ref = &movement_object),
	FILTER(CHOICE, "state", "Tình trạng", .choices = list_states),
	FILTER(CHOICE, "form", "Hình thức", .choices = movement_forms),
	FILTER(CHOICE, "level", "Phạm vi", .choices = movement_levels),
	FILTER(INT, "year", "Diễn ra trong năm", .min = 1945, .max = 9999),
	FILTER(REF, "unit", "Đơn vị phát động", .ref = &unit_object),
	FILTER(REF, "upper", "Hưởng ứng", .flags = HIDDEN, .ref = &movement_object),
	FILTER(INT, "begun", "Đã phát động", .flags = HIDDEN),
	FILTER(INT, "plan", "Kế hoạch số", .flags = HIDDEN),
};
static const struct column list_cols[] = {
	{"title", "Phong trào", COL_LINK, .op = "movement.view", .key = "id", .order = "name",
     .width = 60},
	{"state", "Tình trạng", COL_BADGE, .choices = movement_states},
	{"begins", "Từ ngày", COL_DATE, .order = "begins"},
	{"ends", "Đến ngày", COL_DATE},
	{"told", "Đơn vị", COL_INT},
	{"answered", "Đã trả lời", COL_INT},
	{"form", "Hình thức", COL_CHOICE, .choices = movement_forms},
	{"level", "Phạm vi", COL_CHOICE, .choices = movement_levels},
	{"unit_name", "Đơn vị phát động", COL_TEXT, .width = 36},
	{"upper_title", "Hưởng ứng", COL_LINK, .op = "movement.view", .key = "upper_id", .width = 40},
};
static const struct choice draft_states[] = {{"draft", "Dự thảo"}, {"dropped", "Đã bỏ"}, {0}};
static const struct field draft_filters[] = {
	FILTER(CHOICE, "state", "Tình trạng", .choices = draft_states),
	FILTER(INT, "plan", "Kế hoạch số", .flags = HIDDEN),
};
static const struct column draft_cols[] = {
	{"title", "Phong trào", COL_LINK, .op = "movement.view", .key = "id", .width = 60},
	{"form", "Hình thức", COL_CHOICE, .choices = movement_forms},
	{"unit_name", "Đơn vị phát động", COL_TEXT, .width = 36},
	{"begins", "Từ ngày", COL_DATE},
	{"ends", "Đến ngày", COL_DATE},
	{"state", "Tình trạng", COL_BADGE, .choices = draft_states},
	{"reason", "Lý do bỏ", COL_TEXT, .width = 40},
};

#define LAW "Luật Thi đua, khen thưởng 06/2022/QH15, Điều 16 đến Điều 18"
#define WRITES (R(STANDING) | R(HEAD) | R(UNIT_HEAD) | R(UNIT_CLERK))
#define LAUNCHES (R(HEAD) | R(UNIT_HEAD))

const struct op movement_ops[] = {
	{.name = "movement.list",
     .title = "Phong trào thi đua",
     .help = "Phong trào của cơ quan, của các đơn vị và của cấp trên.",
     .kind = OP_LIST,
     .flags = OP_OPEN,
     .roles = R_SIGNED_IN,
     .scope = SCOPE_ANY,
     .area = "emulation",
     .icon = "flag",
     .law = LAW,
     .object = &movement_object,
     .list = &sql_list_movement_list,
     .order = "-newest",
     FIELDS(list_filters),
     COLS(list_cols),
     .empty = "Chưa có phong trào nào được phát động."},
	{.name = "movement.drafts",
     .title = "Dự thảo phong trào",
     .help = "Phong trào đang soạn, chờ thủ trưởng phát động.",
     .kind = OP_LIST,
     .roles = WRITES | R(INSPECTOR),
     .scope = SCOPE_ANY,
     .area = "emulation",
     .icon = "edit",
     .object = &movement_object,
     .list = &sql_list_movement_drafts,
     .order = "-newest",
     FIELDS(draft_filters),
     COLS(draft_cols),
     .empty = "Không có dự thảo nào. Xin lập từ một kế hoạch, hoặc ghi một phong trào mới."},
	{.name = "movement.view",
     .title = "Phong trào thi đua",
     .help = "Năm nội dung, dòng thời gian, mức độ triển khai và nhiệm vụ của một phong trào.",
     .kind = OP_READ,
     .flags = OP_OPEN | OP_OWN_TX | OP_QUIET,
     .roles = R_SIGNED_IN,
     .scope = SCOPE_OBJECT,
     .law = LAW,
     .object = &movement_object,
     .list = &sql_list_movement_view,
     FIELDS(movement_id_fields),
     .in_size = sizeof(struct movement_id_in),
     .run = movement_view,
     .page = movement_page,
     .json = movement_json},
	{.name = "movement.create",
     .title = "Ghi phong trào mới",
     .help = "Một dự thảo với năm nội dung của Điều 17; hoặc ghi lại phong trào của cấp trên.",
     .verb = "Ghi",
     .kind = OP_WRITE,
     .roles = WRITES,
     .scope = SCOPE_OBJECT,
     .law = LAW,
     .object = &movement_object,
     FIELDS(create_fields),
     .in_size = sizeof(struct movement_new),
     .run = movement_create,
     .then = "movement.view"},
	{.name = "movement.from_plan",
     .title = "Lập phong trào từ kế hoạch",
     .help =
         "Dự thảo từ một kế hoạch đã xác nhận: mỗi mục của kế hoạch vào nội dung mà tên mục nói "
         "đến; phần còn thiếu để trống.",
     .verb = "Lập dự thảo",
     .kind = OP_WRITE,
     .roles = WRITES,
     .scope = SCOPE_OBJECT,
     .law = LAW,
     .object = &movement_object,
     FIELDS(from_plan_fields),
     .in_size = sizeof(struct movement_from_plan_in),
     .run = movement_from_plan},
	{.name = "movement.edit",
     .title = "Sửa phong trào",
     .help = "Nội dung của một dự thảo hoặc của phong trào cấp trên đã ghi.",
     .verb = "Sửa",
     .kind = OP_WRITE,
     .roles = WRITES,
     .scope = SCOPE_OBJECT,
     .law = LAW,
     .object = &movement_object,
     .states = "draft kept",
     FIELDS(edit_fields),
     .in_size = sizeof(struct movement_edit_in),
     .run = movement_edit,
     .then = "movement.view"},
	{.name = "movement.check",
     .title = "Kiểm tra năm nội dung",
     .help = "Những gì còn thiếu theo Điều 17 trước khi phát động.",
     .kind = OP_READ,
     .flags = OP_QUIET,
     .roles = WRITES | R(INSPECTOR),
     .scope = SCOPE_OBJECT,
     .law = LAW,
     .object = &movement_object,
     FIELDS(movement_id_fields),
     .in_size = sizeof(struct movement_id_in),
     .run = movement_check,
     .page = movement_check_page,
     .json = movement_check_json},
	{.name = "movement.launch",
     .title = "Phát động phong trào",
     .help = "Thủ trưởng phát động trong phạm vi quản lý (Điều 18): mọi đơn vị trong phạm vi được "
             "báo cùng một lúc.",
     .verb = "Phát động",
     .kind = OP_WRITE,
     .flags = OP_PREVIEW,
     .roles = LAUNCHES,
     .scope = SCOPE_OBJECT,
     .law = LAW,
     .icon = "horn",
     .object = &movement_object,
     .states = "draft",
     FIELDS(launch_fields),
     .in_size = sizeof(struct movement_launch_in),
     .guard = movement_may_launch,
     .run = movement_launch,
     .then = "movement.view"},
	{.name = "movement.close",
     .title = "Kết thúc phong trào",
     .help = "Sau tổng kết, phong trào được khép lại.",
     .verb = "Kết thúc",
     .kind = OP_WRITE,
     .flags = OP_PREVIEW,
     .roles = LAUNCHES,
     .scope = SCOPE_OBJECT,
     .law = LAW,
     .object = &movement_object,
     .states = "launched interim reviewed",
     FIELDS(movement_id_fields),
     .in_size = sizeof(struct movement_id_in),
     .guard = may_close,
     .run = movement_close,
     .then = "movement.view"},
	{.name = "movement.drop",
     .title = "Bỏ dự thảo phong trào",
     .help = "Dự thảo không phát động nữa, hoặc phong trào cấp trên ghi nhầm.",
     .verb = "Bỏ",
     .kind = OP_WRITE,
     .roles = WRITES,
     .scope = SCOPE_OBJECT,
     .object = &movement_object,
     .states = "draft kept",
     FIELDS(reason_fields),
     .in_size = sizeof(struct movement_reason_in),
     .run = movement_drop,
     .then = "movement.drafts"},
	{0}};
