/* edit.c: papers made, written on, finished, dropped; nothing is ever written over. */
#include "app/paper/writing.h"

#include "app/movement/movement.h"
#include "app/org/org.h"
#include "app/plan/plan.h"
#include "app/task/task.h"
#include "db/sql_dossier.h"
#include "db/sql_law.h"
#include "db/sql_paper.h"
#include "op/gate.h"

#include <inttypes.h>

const struct object paper_object = {
	.name = "writing", .label = "văn bản", .list = &sql_list_paper_object, .view = "writing.view"};

#define BOXES_MAX 5000

/* --- the interface of the module ------------------------------------------------------------- */

struct str paper_address(struct ctx *c, int64_t id)
{
	return arena_printf(c->mem, "/writing/%" PRId64, id);
}

void paper_know(struct json_out *j, const char *key, struct str text)
{
	if (text.n)
		json_str(j, key, text);
}

static struct str or_text(struct str s, struct str other)
{
	return s.n ? s : other;
}

enum rc paper_make(struct ctx *c, const struct paper_new *n, int64_t *id)
{
	struct paper_used u;
	const struct paper *p;
	struct sql_law_top_unit top = {.id = n->unit_id};
	struct str json;
	int64_t text;
	TRY(paper_used_on(c, n->kind, c->today, &u));
	TRY(paper_data_defaults(c, &u.about, n->data.p ? n->data : STR(""), &json));
	TRY(paper_of(c, u.t, json, &p));
	TRY(paper_text_keep(c, &u, &text));
	if (n->unit_id == DB_NULL && n->person_id == DB_NULL)
		TRY(sql_law_top_unit(c->db, c->mem, &top));
	int64_t unit = n->person_id == DB_NULL ? top.id : DB_NULL;
	TRY(sql_paper_add(c->db, n->kind, or_text(n->title, u.about.title), str_of(n->object),
	                  n->object_id, unit, n->person_id, text, u.template_id, p->missing_count,
	                  c->who.account_id, c->now_ms, id));
	return sql_paper_version_add(c->db, *id, 1, json, n->note.p ? n->note : STR(""),
	                             c->who.account_id, c->now_ms, NULL);
}

enum rc paper_links(struct ctx *c, const char *object, int64_t object_id, struct links *out)
{
	struct sql_paper_of *rows;
	size_t n;
	TRY(sql_paper_of(c->db, c->mem, str_of(object), object_id, &rows, &n));
	*out = (struct links){.items = arena_array(c->mem, n + 1, sizeof *out->items)};
	for (size_t i = 0; i < n; i++)
		out->items[out->count++] = (struct link){
			.href = paper_address(c, rows[i].id), .text = rows[i].title, .icon = "file"};
	return RC_OK;
}

/* Would writing.new take this object? */
static bool may_write(struct ctx *c, const char *object, int64_t id)
{
	const struct op *op = op_find(STR("writing.new")),
					*view = op_find(arena_printf(c->mem, "%s.view", object));
	return gate_offers(c, op) && view && gate_label(c, op, view->object, id).n;
}

void paper_action(struct ctx *c, const char *object, int64_t object_id, const char *kind,
                  const char *text, struct links *to)
{
	if (may_write(c, object, object_id))
		to->items[to->count++] =
			(struct link){.href = arena_printf(c->mem, "/writing/new?%s_id=%" PRId64 "&kind=%s",
		                                       object, object_id, kind),
		                  .text = str_of(text),
		                  .icon = "file"};
}

void paper_actions(struct ctx *c, const char *object, int64_t object_id, struct links *to)
{
	if (may_write(c, object, object_id))
		to->items[to->count++] = (struct link){
			.href = arena_printf(c->mem, "/writing/new?%s_id=%" PRId64, object, object_id),
			.text = STR("Lập văn bản"),
			.icon = "plus"};
	if (gate_offers(c, op_find(STR("writing.list"))))
		to->items[to->count++] = (struct link){
			.href = arena_printf(c->mem, "/writing/list?%s=%" PRId64, object, object_id),
			.text = STR("Văn bản đã lập"),
			.icon = "file"};
}

/* --- new ------------------------------------------------------------------------------------- */

struct new_in {
	struct str kind, title, award;
	int64_t person_id, unit_id, movement_id, plan_id, task_id, from, to;
};
const struct choice report_awards[] = {{"LDTT", "Lao động tiên tiến"},
                                       {"CSTDCS", "Chiến sĩ thi đua cơ sở"},
                                       {"CSTDT", "Chiến sĩ thi đua bộ, ban, ngành, tỉnh"},
                                       {"CSTDTQ", "Chiến sĩ thi đua toàn quốc"},
                                       {"TTLDTT", "Tập thể lao động tiên tiến"},
                                       {"TTLDXS", "Tập thể lao động xuất sắc"},
                                       {"CTDT", "Cờ thi đua của bộ, ban, ngành, tỉnh"},
                                       {"CTDCP", "Cờ thi đua của Chính phủ"},
                                       {"GK", "Giấy khen"},
                                       {"BKT", "Bằng khen của bộ, ban, ngành, tỉnh"},
                                       {"BKTTG", "Bằng khen của Thủ tướng Chính phủ"},
                                       {"HCLD3", "Huân chương Lao động hạng Ba"},
                                       {"HCLD2", "Huân chương Lao động hạng Nhì"},
                                       {"HCLD1", "Huân chương Lao động hạng Nhất"},
                                       {"KNC", "Kỷ niệm chương"},
                                       {0}};
static const struct field new_fields[] = {
	F(CHOICE, struct new_in, kind, "Loại văn bản", .flags = MUST, .choices = paper_kinds),
	F(TEXT, struct new_in, title, "Tên gọi", .max = 300,
      .hint = "Để dễ tìm; để trống: theo mẫu và đối tượng"),
	F(REF, struct new_in, person_id, "Về người", .flags = IN_SCOPE, .ref = &person_object,
      .hint = "Chọn một đối tượng; để trống cả: văn bản chung của cơ quan"),
	F(REF, struct new_in, unit_id, "Về đơn vị", .flags = IN_SCOPE, .ref = &unit_object),
	F(REF, struct new_in, movement_id, "Về phong trào", .flags = IN_SCOPE, .ref = &movement_object),
	F(REF, struct new_in, plan_id, "Về kế hoạch", .flags = IN_SCOPE, .ref = &plan_object),
	F(REF, struct new_in, task_id, "Về nhiệm vụ", .flags = IN_SCOPE, .ref = &task_object),
	F(CHOICE, struct new_in, award, "Danh hiệu, hình thức đề nghị", .choices = report_awards,
      .hint = "Cho báo cáo thành tích"),
	F(INT, struct new_in, from, "Thành tích từ năm", .min = 1945, .max = 2200,
      .hint = "Để trống: năm năm gần nhất"),
	F(INT, struct new_in, to, "Đến năm", .min = 1945, .max = 2200),
};

bool paper_is_report(struct str kind)
{
	return str_starts(kind, "bao-cao-") && !str_eqz(kind, "bao-cao-tong-ket") &&
	       !str_eqz(kind, "bao-cao-so-ket");
}

/* What is written about oneself is a report or what one registers; a decision, a certificate of the
   head is not. */
static enum rc not_ones_own(struct ctx *c, struct str kind, int64_t person)
{
	bool written = paper_is_report(kind) || str_eqz(kind, "dang-ky-thi-dua");
	if (person == DB_NULL || person != c->who.person_id || written)
		return RC_OK;
	return err_set(
		c->err, RC_DENIED,
		"Về chính mình, ông/bà chỉ soạn báo cáo thành tích, bản đăng ký; văn bản khác do người "
		"khác soạn.");
}

static enum rc find_object(struct ctx *c, const struct new_in *p, struct paper_new *n)
{
	const struct {
		const char *object;
		int64_t id;
	} all[] = {{"person", p->person_id},
	           {"unit", p->unit_id},
	           {"movement", p->movement_id},
	           {"plan", p->plan_id},
	           {"task", p->task_id}};
	struct sql_law_top_unit top;
	n->person_id = n->unit_id = DB_NULL;
	for (int i = 0; i < COUNT(all); i++) {
		if (all[i].id == DB_NULL)
			continue;
		if (n->object)
			return err_field(c->err, "person_id", "Xin chọn một đối tượng, không chọn nhiều.");
		n->object = all[i].object;
		n->object_id = all[i].id;
	}
	if (!n->object) {
		if (!gate_scope(c, c->op).all)
			return err_field(c->err, "person_id", "Xin chọn người hoặc đơn vị.");
		TRY(sql_law_top_unit(c->db, c->mem, &top));
		n->object = "unit";
		n->object_id = n->unit_id = top.id;
	}
	return RC_OK;
}

/* Where the object is seen, the paper is seen. */
static enum rc find_place(struct ctx *c, struct paper_new *n)
{
	struct sql_paper_place place;
	if (strcmp(n->object, "person") == 0)
		n->person_id = n->object_id;
	else if (strcmp(n->object, "unit") == 0)
		n->unit_id = n->object_id;
	else {
		TRY(sql_paper_place(c->db, c->mem, str_of(n->object), n->object_id, &place));
		n->unit_id = place.unit_id;
	}
	return RC_OK;
}

static enum rc paper_new_op(struct ctx *c, const void *in, struct out *out)
{
	const struct new_in *p = in;
	struct paper_new n = {.kind = p->kind};
	TRY(find_object(c, p, &n));
	TRY(find_place(c, &n));
	TRY(not_ones_own(c, p->kind, n.person_id));
	struct paper_source s = {.object = n.object,
	                         .id = n.object_id,
	                         .kind = p->kind,
	                         .award = p->award.p ? p->award : STR(""),
	                         .from = p->from,
	                         .to = p->to};
	TRY(paper_source_data(c, &s, &n.title, &n.data));
	if (p->title.n)
		n.title = p->title;
	TRY(paper_make(c, &n, &out->id));
	c->object_person = n.person_id;
	c->object_unit = n.unit_id;
	out_say(c, out, "Đã lập văn bản \"%.*s\". Xin xem phần còn thiếu rồi sửa.", STR_ARG(n.title));
	return RC_OK;
}

/* --- edit ------------------------------------------------------------------------------------ */

struct set_in {
	struct str name, text;
};
static const struct field set_fields[] = {
	F(TEXT, struct set_in, name, "Trường", .flags = HIDDEN, .max = 120),
	F(LONG, struct set_in, text, "Nội dung", .flags = CONFIDENTIAL, .max = 200000),
};
struct edit_in {
	int64_t id, base;
	struct str title, note, data;
	struct group values;
};
#define EDIT_FIELDS                                                                                \
	F(REF, struct edit_in, id, "Văn bản", .flags = MUST | HIDDEN, .ref = &paper_object),           \
		F(TEXT, struct edit_in, title, "Tên gọi", .flags = FRESH, .max = 300),                     \
		F(TEXT, struct edit_in, note, "Ghi chú về lần sửa này", .flags = FRESH, .max = 300),       \
		F(GROUP, struct edit_in, values, "Nội dung", .flags = CONFIDENTIAL | FRESH,                \
	      .max = BOXES_MAX, .sub = set_fields, .sub_count = COUNT(set_fields),                     \
	      .sub_size = sizeof(struct set_in),                                                       \
	      .hint = "Tên trường như thidua paper fields kể; trường không gửi thì giữ nguyên"),       \
		F(LONG, struct edit_in, data, "Toàn bộ dữ liệu (JSON)", .flags = CONFIDENTIAL | FRESH,     \
	      .max = 2000000, .hint = "Thay mọi trường; để trống: chỉ sửa các trường ở trên")
static const struct field edit_fields[] = {EDIT_FIELDS};

static struct paper_set *sets_of(struct ctx *c, const struct edit_in *p)
{
	const struct set_in *items = p->values.items;
	struct paper_set *sets = arena_array(c->mem, (size_t)p->values.count + 1, sizeof *sets);
	for (int i = 0; i < p->values.count; i++)
		sets[i] = (struct paper_set){items[i].name, items[i].text.p ? items[i].text : STR("")};
	return sets;
}

static enum rc typed(struct ctx *c, const struct edit_in *p, const struct sql_paper_get *row,
                     const struct paper_template *t, struct str *json)
{
	struct paper_about about = paper_about(t);
	*json = p->data.n ? p->data : row->data;
	return paper_data_set(c, &about, *json, sets_of(c, p), p->values.count, json);
}

/* What the council is to judge does not change behind it. */
static enum rc not_sent(struct ctx *c, int64_t id)
{
	struct sql_nominee_report_sent sent;
	TRY(sql_nominee_report_sent(c->db, c->mem, id, &sent));
	return sent.n == 0
	           ? RC_OK
	           : err_set(
					 c->err, RC_CONFLICT,
					 "Báo cáo này đã gửi cùng hồ sơ đề nghị. Chỉ sửa được khi hồ sơ được trả lại, "
					 "được rút, hoặc thường trực yêu cầu bổ sung báo cáo.");
}

static enum rc draft_of(struct ctx *c, int64_t id, struct sql_paper_get *row)
{
	TRY(sql_paper_get(c->db, c->mem, id, row));
	TRY(not_ones_own(c, row->kind, row->person_id));
	if (!str_eqz(row->state, "draft"))
		return err_set(
			c->err, RC_CONFLICT,
			"Văn bản đã hoàn thành hoặc đã bỏ nên không sửa được. Xin lập bản mới từ bản "
			"này.");
	return RC_OK;
}

static enum rc paper_edit(struct ctx *c, const void *in, struct out *out)
{
	const struct edit_in *p = in;
	struct sql_paper_get row;
	const struct paper_template *t;
	const struct paper *paper;
	struct str json;
	TRY(draft_of(c, p->id, &row));
	TRY(paper_text_read(c, row.text_id, &t));
	TRY(typed(c, p, &row, t, &json));
	TRY(paper_of(c, t, json, &paper));
	TRY(sql_paper_edited(c->db, p->id, p->title.n ? p->title : row.title, paper->missing_count,
	                     c->now_ms, NULL));
	TRY(sql_paper_version_add(c->db, p->id, row.version + 1, json, p->note.p ? p->note : STR(""),
	                          c->who.account_id, c->now_ms, NULL));
	TRY(sql_paper_typing_drop(c->db, p->id, c->who.account_id, NULL));
	if (paper->missing_count)
		out_say(c, out, "Đã lưu. Còn thiếu %d chỗ.", paper->missing_count);
	else
		out_say(c, out, "Đã lưu. Không còn chỗ thiếu.");
	return RC_OK;
}

/* The same as it would be, shown and kept nowhere. */
static enum rc paper_preview(struct ctx *c, const void *in, struct out *out)
{
	const struct edit_in *p = in;
	struct sql_paper_get row;
	const struct paper_template *t;
	const struct paper *paper;
	struct str json;
	TRY(sql_paper_get(c->db, c->mem, p->id, &row));
	TRY(paper_text_read(c, row.text_id, &t));
	TRY(typed(c, p, &row, t, &json));
	TRY(paper_of(c, t, json, &paper));
	return press_paper(c, paper, row.title, STR("html"), out);
}

/* --- kept while it is typed --------------------------------------------------------------------
 */

static const struct field keep_fields[] = {
	F(REF, struct edit_in, id, "Văn bản", .flags = MUST | HIDDEN, .ref = &paper_object),
	F(INT, struct edit_in, base, "Bản đang sửa", .flags = MUST, .min = 1, .max = INT32_MAX),
	F(GROUP, struct edit_in, values, "Nội dung", .flags = CONFIDENTIAL, .max = BOXES_MAX,
      .sub = set_fields, .sub_count = COUNT(set_fields), .sub_size = sizeof(struct set_in)),
};

/* Saved by another since: the form is told, and what was typed is kept all the same. */
static enum rc paper_keep(struct ctx *c, const void *in, struct out *out)
{
	const struct edit_in *p = in;
	struct sql_paper_get row;
	struct str others;
	TRY(draft_of(c, p->id, &row));
	TRY(paper_typing_keep(c, row.id, p->base, sets_of(c, p), p->values.count));
	TRY(paper_typing_others(c, row.id, &others));
	if (p->base != row.version)
		out_say(
			c, out,
			"Người khác vừa lưu bản mới của văn bản này. Phần ông/bà gõ được giữ; bấm Lưu để ghép "
			"hai bản.");
	else if (others.n)
		out_say(c, out, "%.*s", STR_ARG(others));
	else
		out_say(c, out, "Đã tự giữ phần đang gõ lúc %s; bấm Lưu để lưu hẳn.",
		        date_time_vn(c->now_ms).z);
	return RC_OK;
}

static enum rc paper_unkeep(struct ctx *c, const void *in, struct out *out)
{
	const struct writing_in *p = in;
	TRY(sql_paper_typing_drop(c->db, p->id, c->who.account_id, NULL));
	out->go = arena_printf(c->mem, "/writing/edit?id=%" PRId64, p->id);
	out_say(c, out, "Đã bỏ phần gõ dở.");
	return RC_OK;
}

/*
 * What stands in the boxes: the data as they are now, with what the caller typed last time and did
 * not save.
 */
static enum rc edit_fill(struct ctx *c, struct values *v)
{
	struct sql_paper_get row;
	const struct paper_template *t;
	struct paper_typing typing;
	struct paper_set *sets;
	int n;
	TRY(draft_of(c, c->object_id, &row));
	TRY(paper_text_read(c, row.text_id, &t));
	struct paper_about about = paper_about(t);
	TRY(paper_typing_find(c, row.id, &typing));
	if (typing.there) {
		sets = typing.sets;
		n = typing.count;
		TRY(values_add(v, STR("_base"), arena_printf(c->mem, "%" PRId64, typing.version), c->err));
		TRY(values_add(v, STR("_typed"), arena_str(c->mem, str_of(date_time_vn(typing.typed_ms).z)),
		               c->err));
	} else {
		TRY(paper_data_sets(c, &about, row.data, &sets, &n));
	}
	TRY(values_add(v, STR("title"), row.title, c->err));
	for (int i = 0; i < n; i++) {
		TRY(values_add(v, arena_printf(c->mem, "values.%d.name", i), sets[i].path, c->err));
		TRY(values_add(v, arena_printf(c->mem, "values.%d.text", i), sets[i].text, c->err));
	}
	return RC_OK;
}

/* --- finishing, dropping, once more ----------------------------------------------------------- */

static const struct field finish_fields[] = {
	F(REF, struct writing_in, id, "Văn bản", .flags = MUST | HIDDEN, .ref = &paper_object),
	F(TEXT, struct writing_in, reason, "Lý do hoàn thành khi còn thiếu", .max = 300,
      .hint = "Chỉ cần khi văn bản còn chỗ thiếu (số, ngày do văn thư ghi tay …)"),
};

static enum rc end_as(struct ctx *c, const struct sql_paper_get *row, const char *state,
                      struct str reason, const char *note)
{
	bool final = strcmp(state, "final") == 0;
	TRY(sql_paper_state(c->db, row->id, str_of(state), reason.p ? reason : STR(""),
	                    final ? c->who.account_id : DB_NULL, final ? c->now_ms : DB_NULL, c->now_ms,
	                    NULL));
	TRY(sql_paper_typing_clear(c->db, row->id, NULL));
	return sql_paper_version_add(c->db, row->id, row->version + 1, row->data, str_of(note),
	                             c->who.account_id, c->now_ms, NULL);
}

static enum rc paper_finish(struct ctx *c, const void *in, struct out *out)
{
	const struct writing_in *p = in;
	struct sql_paper_get row;
	TRY(draft_of(c, p->id, &row));
	if (row.missing && p->reason.n < 3)
		return err_field(c->err, "reason",
		                 "Văn bản còn thiếu %" PRId64
		                 " chỗ. Xin điền nốt, hoặc ghi lý do để nguyên chỗ trống.",
		                 row.missing);
	TRY(end_as(c, &row, "final", p->reason, "Hoàn thành"));
	out_say(c, out, "Đã hoàn thành \"%.*s\"; từ nay văn bản không sửa được nữa.",
	        STR_ARG(row.title));
	return RC_OK;
}

static const struct field drop_fields[] = {
	F(REF, struct writing_in, id, "Văn bản", .flags = MUST | HIDDEN, .ref = &paper_object),
	F(TEXT, struct writing_in, reason, "Lý do", .flags = MUST, .min = 3, .max = 300),
};

static enum rc paper_drop(struct ctx *c, const void *in, struct out *out)
{
	const struct writing_in *p = in;
	struct sql_paper_get row;
	TRY(draft_of(c, p->id, &row));
	TRY(end_as(c, &row, "dropped", p->reason, "Bỏ"));
	out_say(c, out, "Đã bỏ \"%.*s\".", STR_ARG(row.title));
	return RC_OK;
}

static const struct field id_fields[] = {
	F(REF, struct writing_in, id, "Văn bản", .flags = MUST | HIDDEN, .ref = &paper_object),
};

/* The same data in the template of today. */
static enum rc paper_again(struct ctx *c, const void *in, struct out *out)
{
	const struct writing_in *p = in;
	struct sql_paper_get row;
	TRY(sql_paper_get(c->db, c->mem, p->id, &row));
	TRY(not_ones_own(c, row.kind, row.person_id));
	struct paper_new n = {.kind = row.kind,
	                      .object = arena_strz(c->mem, row.object),
	                      .object_id = row.object_id,
	                      .unit_id = row.unit_id,
	                      .person_id = row.person_id,
	                      .title = row.title,
	                      .data = row.data,
	                      .note = arena_printf(c->mem, "Từ văn bản số %" PRId64, row.id)};
	struct sql_nominee_report_sent sent;
	TRY(sql_nominee_report_sent(c->db, c->mem, row.id, &sent));
	TRY(paper_make(c, &n, &out->id));
	if (sent.n == 0)
		TRY(sql_nominee_report_again(c->db, row.id, out->id, NULL));
	out_say(c, out, "Đã lập bản mới từ \"%.*s\".", STR_ARG(row.title));
	return RC_OK;
}

/* --- rows ------------------------------------------------------------------------------------- */

static const struct field filters[] = {
	FILTER(CHOICE, "kind", "Loại", .choices = paper_kinds),
	FILTER(CHOICE, "state", "Tình trạng", .choices = paper_states),
	FILTER(REF, "person", "Về người", .ref = &person_object),
	FILTER(REF, "unit", "Về đơn vị", .ref = &unit_object),
	FILTER(REF, "movement", "Về phong trào", .ref = &movement_object),
	FILTER(INT, "plan", "Kế hoạch số", .flags = HIDDEN),
	FILTER(INT, "task", "Nhiệm vụ số", .flags = HIDDEN),
	FILTER(INT, "initiative", "Sáng kiến số", .flags = HIDDEN),
	FILTER(INT, "dossier", "Hồ sơ số", .flags = HIDDEN),
	FILTER(INT, "round", "Đợt xét số", .flags = HIDDEN),
	FILTER(INT, "meeting", "Cuộc họp số", .flags = HIDDEN),
	FILTER(INT, "decision", "Quyết định số", .flags = HIDDEN),
	FILTER(INT, "submission", "Tờ trình số", .flags = HIDDEN),
	FILTER(INT, "registration", "Đăng ký số", .flags = HIDDEN),
	FILTER(INT, "pact", "Giao ước số", .flags = HIDDEN),
	FILTER(INT, "statistics", "Thống kê năm", .flags = HIDDEN),
};
static const struct column cols[] = {
	{"title", "Văn bản", COL_LINK, .op = "writing.view", .key = "id", .width = 50},
	{"kind", "Loại", COL_CHOICE, .choices = paper_kinds, .width = 30},
	{"state", "Tình trạng", COL_BADGE, .choices = paper_states},
	{"missing", "Còn thiếu", COL_INT},
	{"version", "Lần sửa", COL_INT},
	{"changed_ms", "Sửa lúc", COL_MOMENT, .order = "newest"},
	{"made_by", "Người lập", COL_TEXT, .width = 24},
};

#define WRITES_PAPERS                                                                              \
	(R(STANDING) | R(HEAD) | R(REGISTRY) | R(ACCOUNTANT) | R(UNIT_CLERK) | R(UNIT_HEAD) | R(MEMBER))
#define READS_PAPERS (WRITES_PAPERS | R(COUNCIL) | R(INSPECTOR))
#define ON_PAPER                                                                                   \
	.kind = OP_WRITE, .roles = WRITES_PAPERS, .scope = SCOPE_OBJECT, .object = &paper_object

const struct op paper_ops[] = {
	{.name = "writing.list",
     .title = "Văn bản đã lập",
     .help = "Báo cáo, tờ trình, quyết định, giấy mời … lập từ dữ liệu, với mọi lần sửa.",
     .kind = OP_LIST,
     .flags = OP_JOURNAL_EXPORT,
     .roles = READS_PAPERS,
     .scope = SCOPE_ANY,
     .area = "paper",
     .icon = "file",
     .object = &paper_object,
     .list = &sql_list_paper_list,
     .order = "-newest",
     FIELDS(filters),
     COLS(cols),
     .empty = "Chưa lập văn bản nào."},
	{.name = "writing.view",
     .title = "Văn bản",
     .help = "Văn bản như sẽ in, phần còn thiếu, các lần sửa.",
     .kind = OP_READ,
     .roles = READS_PAPERS,
     .scope = SCOPE_OBJECT,
     .object = &paper_object,
     .fields = writing_view_fields,
     .field_count = WRITING_VIEW_FIELDS,
     .in_size = sizeof(struct writing_in),
     .run = writing_view,
     .page = writing_page,
     .json = writing_json},
	{.name = "writing.new",
     .title = "Lập văn bản",
     .help =
         "Văn bản được viết từ những gì đã lưu về đối tượng; phần chưa có hiện thành chỗ trống.",
     .verb = "Lập văn bản",
     .icon = "plus",
     .kind = OP_WRITE,
     .roles = WRITES_PAPERS,
     .scope = SCOPE_OBJECT,
     .object = &paper_object,
     FIELDS(new_fields),
     .in_size = sizeof(struct new_in),
     .run = paper_new_op,
     .person_field = "person_id",
     .then = "writing.view"},
	{.name = "writing.edit",
     .title = "Sửa văn bản",
     .help = "Sửa từng ô; mỗi lần lưu là một bản mới, bản cũ vẫn xem được.",
     .verb = "Sửa",
     .icon = "edit",
     ON_PAPER,
     .states = "draft",
     .guard = not_sent,
     FIELDS(edit_fields),
     .in_size = sizeof(struct edit_in),
     .body_max = 8 << 20,
     .run = paper_edit,
     .fill = edit_fill,
     .page = writing_edit_page,
     .then = "writing.view"},
	{.name = "writing.keep",
     .title = "Giữ phần đang gõ",
     .help = "Những ô đang gõ được giữ riêng cho người gõ, chưa thành một lần sửa.",
     ON_PAPER,
     .flags = OP_QUIET | OP_NO_JOURNAL,
     .states = "draft",
     .guard = not_sent,
     FIELDS(keep_fields),
     .in_size = sizeof(struct edit_in),
     .body_max = 8 << 20,
     .run = paper_keep},
	{.name = "writing.unkeep",
     .title = "Bỏ phần gõ dở",
     .help = "Trở lại văn bản như đã lưu; chỉ bỏ phần gõ của chính mình.",
     .verb = "Bỏ phần gõ dở",
     ON_PAPER,
     .flags = OP_QUIET | OP_NO_JOURNAL,
     FIELDS(id_fields),
     .in_size = sizeof(struct writing_in),
     .run = paper_unkeep},
	{.name = "writing.preview",
     .title = "Xem thử văn bản",
     .help = "Văn bản với những gì đang nhập, chưa lưu.",
     ON_PAPER,
     .flags = OP_QUIET | OP_NO_JOURNAL,
     FIELDS(edit_fields),
     .in_size = sizeof(struct edit_in),
     .body_max = 8 << 20,
     .run = paper_preview},
	{.name = "writing.render",
     .title = "Tệp của văn bản",
     .help = "PDF để in và ký, Word để sửa và gửi, trang web để xem.",
     .kind = OP_READ,
     .flags = OP_QUIET,
     .roles = READS_PAPERS,
     .scope = SCOPE_OBJECT,
     .object = &paper_object,
     .fields = writing_render_fields,
     .field_count = WRITING_RENDER_FIELDS,
     .in_size = sizeof(struct writing_in),
     .run = writing_render,
     .per_minute = 120},
	{.name = "writing.finish",
     .title = "Hoàn thành văn bản",
     .help = "Văn bản không sửa được nữa; chỗ còn thiếu phải có lý do.",
     .verb = "Hoàn thành",
     .icon = "check",
     ON_PAPER,
     .states = "draft",
     FIELDS(finish_fields),
     .in_size = sizeof(struct writing_in),
     .run = paper_finish,
     .then = "writing.view"},
	{.name = "writing.again",
     .title = "Lập bản mới từ văn bản này",
     .help = "Cùng dữ liệu, theo mẫu đang dùng hôm nay; bản cũ giữ nguyên.",
     .verb = "Lập bản mới",
     .icon = "copy",
     ON_PAPER,
     FIELDS(id_fields),
     .in_size = sizeof(struct writing_in),
     .run = paper_again,
     .then = "writing.view"},
	{.name = "writing.drop",
     .title = "Bỏ văn bản",
     .help = "Văn bản lập nhầm; vẫn tìm lại được.",
     .verb = "Bỏ",
     .icon = "trash",
     ON_PAPER,
     .states = "draft",
     .guard = not_sent,
     FIELDS(drop_fields),
     .in_size = sizeof(struct writing_in),
     .run = paper_drop,
     .then = "writing.view"},
	{0}};
