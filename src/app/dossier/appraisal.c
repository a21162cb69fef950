/*
 * appraisal.c: rooms appraise in parallel, each its own lines; then the standing body concludes
 * about each nominee: cleared with a kept check, failed with a reason, lowered, looked at again.
 */
#include "app/dossier/inner.h"

#include "app/admin/admin.h"
#include "app/file/file.h"
#include "app/job/job.h"
#include "app/org/org.h"
#include "app/record/record.h"
#include "db/sql_dossier.h"
#include "op/gate.h"

#include <inttypes.h>

const struct object appraisal_object = {.name = "appraisal",
                                        .label = "việc thẩm định",
                                        .list = &sql_list_appraisal_object,
                                        .view = "appraisal.view"};

const struct choice appraisal_states[] = {
	{"open", "Đang thẩm định"}, {"done", "Đã thẩm định"}, {"dropped", "Đã thôi giao"}, {0}};
static const struct choice says[] = {{"fit", "Đủ điều kiện"},
                                     {"lower", "Đề nghị mức thấp hơn"},
                                     {"unfit", "Không đủ điều kiện"},
                                     {"unclear", "Cần làm rõ"},
                                     {0}};

/* --- given to rooms ---------------------------------------------- */

struct room_in {
	int64_t unit_id;
	struct str topic;
};
static const struct field room_fields[] = {
	F(REF, struct room_in, unit_id, "Đơn vị thẩm định", .flags = MUST, .ref = &unit_object),
	F(TEXT, struct room_in, topic, "Nội dung thẩm định", .flags = MUST, .max = 300,
      .hint = "Ví dụ: kết quả chuyên môn; kỷ luật, khiếu nại"),
};
struct assign_in {
	int64_t id;
	struct group rooms;
	struct date due;
};
static const struct field assign_fields[] = {
	F(REF, struct assign_in, id, "Hồ sơ", .flags = MUST | HIDDEN, .ref = &dossier_object),
	F(GROUP, struct assign_in, rooms, "Các đơn vị", .flags = MUST, .min = 1, .max = 10,
      .sub = room_fields, .sub_count = COUNT(room_fields), .sub_size = sizeof(struct room_in)),
	F(DATE, struct assign_in, due, "Hạn thẩm định", .flags = MUST | FRESH),
};

static enum rc to_appraising(struct ctx *c, const struct sql_dossier_get *d)
{
	if (str_eqz(d->state, "appraising"))
		return sql_dossier_touch(c->db, d->id, NULL);
	TRY(sql_dossier_state(c->db, d->id, STR("appraising"), STR(""), NULL));
	return dossier_step(c, &(struct dossier_step){.dossier_id = d->id,
	                                              .nominee_id = DB_NULL,
	                                              .step = "appraising",
	                                              .from = d->state,
	                                              .to = STR("appraising")});
}

static enum rc assign(struct ctx *c, const void *in, struct out *out)
{
	const struct assign_in *p = in;
	const struct room_in *rooms = p->rooms.items;
	struct sql_dossier_get d;
	int64_t id;
	TRY(sql_dossier_get(c->db, c->mem, p->id, &d));
	if (p->due.days < c->today.days)
		return err_field(c->err, "due", "Hạn thẩm định đã qua.");
	for (int i = 0; i < p->rooms.count; i++) {
		TRY(org_unit_is_there(c, rooms[i].unit_id, c->today));
		TRY(sql_appraisal_add(c->db, p->id, rooms[i].unit_id, rooms[i].topic, p->due,
		                      c->who.account_id, c->now_ms, &id));
		struct str text = arena_printf(c->mem, "Hồ sơ chờ đơn vị thẩm định, hạn %s: %.*s",
		                               date_vn(p->due).z, STR_ARG(d.title)),
				   link = arena_printf(c->mem, "/appraisal/%" PRId64, id);
		TRY(notice_answerable(c, rooms[i].unit_id, "unit_head", text, link));
		TRY(notice_answerable(c, rooms[i].unit_id, "unit_clerk", text, link));
	}
	TRY(to_appraising(c, &d));
	out_say(c, out, "Đã giao %d đơn vị thẩm định.", p->rooms.count);
	return RC_OK;
}

/* --- a room's lines ---------------------------------------------- */

struct line_in {
	int64_t id, nominee_id, file;
	struct str says, note, said, reason;
};
static const struct field line_fields[] = {
	F(REF, struct line_in, id, "Việc thẩm định", .flags = MUST | HIDDEN, .ref = &appraisal_object),
	F(INT, struct line_in, nominee_id, "Đề nghị", .flags = MUST | FRESH | HIDDEN, .min = 1,
      .max = INT64_MAX),
	F(CHOICE, struct line_in, says, "Kết luận", .flags = MUST | FRESH, .choices = says),
	F(TEXT, struct line_in, note, "Lý do, ghi chú", .flags = FRESH | PERSONAL, .max = 1000),
};
static const struct field done_fields[] = {
	F(REF, struct line_in, id, "Việc thẩm định", .flags = MUST | HIDDEN, .ref = &appraisal_object),
	F(LONG, struct line_in, said, "Ý kiến chung", .max = 3000),
};
static const struct field id_fields[] = {
	F(REF, struct line_in, id, "Việc thẩm định", .flags = MUST | HIDDEN, .ref = &appraisal_object),
};
static const struct field drop_fields[] = {
	F(REF, struct line_in, id, "Việc thẩm định", .flags = MUST | HIDDEN, .ref = &appraisal_object),
	F(TEXT, struct line_in, reason, "Lý do", .flags = MUST | FRESH, .min = 5, .max = 400),
};
static const struct field file_fields[] = {
	F(REF, struct line_in, id, "Việc thẩm định", .flags = MUST | HIDDEN, .ref = &appraisal_object),
	F(INT, struct line_in, file, "Giấy tờ số", .flags = MUST, .min = 1, .max = INT64_MAX),
};

static enum rc put_line(struct ctx *c, int64_t appraisal, int64_t nominee, struct str word,
                        struct str note)
{
	return sql_appraisal_line_put(c->db, appraisal, nominee, word, note, c->who.account_id,
	                              c->now_ms, NULL);
}

/* About whom it is, and what was said before. */
static enum rc line_fill(struct ctx *c, struct values *v)
{
	struct sql_appraisal_line_of row;
	int64_t nominee;
	if (!str_int(values_text(v, "nominee_id"), &nominee))
		return RC_OK;
	enum rc rc = sql_appraisal_line_of(c->db, c->mem, c->object_id, nominee, &row);
	if (rc == RC_NOTFOUND)
		return err_set(c->err, RC_NOTFOUND, "Hồ sơ này không có đề nghị ấy.");
	TRY(rc);
	c->object_label = row.name;
	if (row.says.n && values_text(v, "says").n == 0)
		TRY(values_add(v, STR("says"), row.says, c->err));
	return row.note.n && values_text(v, "note").n == 0
	           ? values_add(v, STR("note"), row.note, c->err)
	           : RC_OK;
}

static enum rc line(struct ctx *c, const void *in, struct out *out)
{
	const struct line_in *p = in;
	struct sql_appraisal_get a;
	struct sql_nominee_get n;
	TRY(sql_appraisal_get(c->db, c->mem, p->id, &a));
	enum rc rc = sql_nominee_get(c->db, c->mem, p->nominee_id, &n);
	if (rc != RC_OK && rc != RC_NOTFOUND)
		return rc;
	if (rc == RC_NOTFOUND || n.dossier_id != a.dossier_id || str_eqz(n.state, "removed"))
		return err_field(c->err, "nominee_id", "Hồ sơ này không có đề nghị ấy.");
	if (n.person_id != DB_NULL && n.person_id == c->who.person_id)
		return err_set(c->err, RC_DENIED, "Không ai thẩm định đề nghị của chính mình.");
	c->object_person = n.person_id;
	if (!str_eqz(p->says, "fit") && p->note.n < 5)
		return err_field(c->err, "note", "Kết luận này cần nêu lý do.");
	TRY(put_line(c, p->id, p->nominee_id, p->says, dossier_given(p->note)));
	TRY(sql_appraisal_touch(c->db, p->id, NULL));
	out_say(c, out, "Đã ghi: %.*s, %.*s.", STR_ARG(n.name), STR_ARG(choice_label(says, p->says)));
	return RC_OK;
}

/* All that have no line yet and are not the caller. */
static enum rc rest_fit(struct ctx *c, const void *in, struct out *out)
{
	const struct line_in *p = in;
	struct sql_appraisal_lacking *rows;
	size_t n;
	int64_t done = 0;
	TRY(sql_appraisal_lacking(c->db, c->mem, p->id, &rows, &n));
	for (size_t i = 0; i < n; i++) {
		if (rows[i].person_id != DB_NULL && rows[i].person_id == c->who.person_id)
			continue;
		TRY(put_line(c, p->id, rows[i].id, STR("fit"), STR("")));
		done++;
	}
	TRY(sql_appraisal_touch(c->db, p->id, NULL));
	out_say(c, out, "%s đủ điều kiện cho %" PRId64 " đề nghị chưa có kết luận.",
	        c->preview ? "Sẽ ghi" : "Đã ghi", done);
	return RC_OK;
}

static enum rc done(struct ctx *c, const void *in, struct out *out)
{
	const struct line_in *p = in;
	struct sql_appraisal_get a;
	struct sql_appraisal_lacking *rows;
	size_t n;
	TRY(sql_appraisal_get(c->db, c->mem, p->id, &a));
	TRY(sql_appraisal_lacking(c->db, c->mem, p->id, &rows, &n));
	if (n)
		return err_set(c->err, RC_CONFLICT, "Còn %zu đề nghị chưa có kết luận, trước hết là %.*s.",
		               n, STR_ARG(rows[0].name));
	TRY(sql_appraisal_done(c->db, p->id, dossier_given(p->said), c->who.account_id, c->now_ms,
	                       NULL));
	TRY(dossier_step(
		c, &(struct dossier_step){.dossier_id = a.dossier_id,
	                              .nominee_id = DB_NULL,
	                              .step = "appraised",
	                              .said = arena_printf(c->mem, "%.*s: %.*s", STR_ARG(a.unit_name),
	                                                   STR_ARG(a.topic))}));
	out_say(c, out, "Đã kết thúc thẩm định của %.*s.", STR_ARG(a.unit_name));
	return notice_answerable(
		c, a.holder_id, "standing",
		arena_printf(c->mem, "%.*s đã thẩm định: %.*s", STR_ARG(a.unit_name), STR_ARG(a.title)),
		dossier_address(c, a.dossier_id));
}

static enum rc drop(struct ctx *c, const void *in, struct out *out)
{
	const struct line_in *p = in;
	struct sql_appraisal_get a;
	TRY(sql_appraisal_get(c->db, c->mem, p->id, &a));
	TRY(sql_appraisal_dropped(c->db, p->id, p->reason, NULL));
	out->go = dossier_address(c, a.dossier_id);
	out_say(c, out, "%.*s không phải thẩm định hồ sơ này nữa.", STR_ARG(a.unit_name));
	return RC_OK;
}

static enum rc open_file(struct ctx *c, const void *in, struct out *out)
{
	const struct line_in *p = in;
	struct sql_appraisal_get a;
	struct sql_dossier_file_get f;
	TRY(sql_appraisal_get(c->db, c->mem, p->id, &a));
	enum rc rc = sql_dossier_file_get(c->db, c->mem, p->file, &f);
	if (rc == RC_NOTFOUND || (rc == RC_OK && f.dossier_id != a.dossier_id))
		return err_set(c->err, RC_NOTFOUND, "Hồ sơ này không có giấy tờ ấy.");
	TRY(rc);
	return file_send(c, f.file_id, out);
}

/* A head or clerk of the room who is proposed in the dossier leaves the conclusion to others. */
static enum rc room_not_own(struct ctx *c, int64_t id)
{
	struct sql_appraisal_get a;
	TRY(sql_appraisal_get(c->db, c->mem, id, &a));
	return dossier_not_own(c, a.dossier_id);
}

/* --- rows ---------------------------------------------------------------------------------------
 */

static const struct choice yes_no[] = {{"yes", "Có"}, {"no", "Không"}, {0}};
static const struct field list_filters[] = {
	FILTER(CHOICE, "state", "Tình trạng", .choices = appraisal_states),
	FILTER(REF, "unit", "Đơn vị thẩm định", .ref = &unit_object),
	FILTER(REF, "dossier", "Hồ sơ", .ref = &dossier_object),
	FILTER(CHOICE, "overdue", "Quá hạn", .choices = yes_no),
};
static const struct column list_cols[] = {
	{"dossier_title", "Hồ sơ", COL_LINK, .op = "appraisal.view", .key = "id", .width = 50},
	{"unit_name", "Đơn vị thẩm định", COL_TEXT, .width = 32},
	{"topic", "Nội dung", COL_TEXT, .width = 40},
	{"due", "Hạn", COL_DATE},
	{"lines", "Đã kết luận", COL_INT},
	{"nominees", "Trên", COL_INT},
	{"state", "Tình trạng", COL_BADGE, .choices = appraisal_states},
};
static const struct field id_filter[] = {
	FILTER(REF, "id", "Việc thẩm định", .flags = MUST | HIDDEN, .ref = &appraisal_object)};
static const struct column view_cols[] = {
	{"dossier_title", "Hồ sơ", COL_TEXT},
	{"proposer", "Đơn vị đề nghị", COL_TEXT},
	{"unit_name", "Đơn vị thẩm định", COL_TEXT},
	{"topic", "Nội dung thẩm định", COL_TEXT},
	{"due", "Hạn", COL_DATE},
	{"state", "Tình trạng", COL_BADGE, .choices = appraisal_states},
	{"said", "Ý kiến chung", COL_TEXT},
	{"done_by", "Người kết thúc", COL_TEXT},
	{"done_ms", "Lúc", COL_MOMENT},
};
static const struct part view_parts[] = {
	{"Từng đề nghị", "appraisal.lines", "appraisal", NULL},
	{"Giấy tờ của hồ sơ", "appraisal.files", "appraisal", NULL},
};
static const struct field line_filters[] = {
	FILTER(REF, "appraisal", "Việc thẩm định", .flags = HIDDEN, .ref = &appraisal_object),
	FILTER(REF, "nominee", "Đề nghị", .flags = HIDDEN, .ref = &nominee_object),
};
static const struct column line_cols[] = {
	{"name", "Được đề nghị", COL_TEXT, .width = 30},
	{"code", "Đề nghị tặng", COL_CHOICE, .choices = award_codes, .width = 36},
	{"summary", "Tóm tắt thành tích", COL_TEXT, .width = 60},
	{"verdict", "Theo luật", COL_BADGE, .choices = nominee_verdicts},
	{"unit_name", "Đơn vị thẩm định", COL_TEXT, .width = 30},
	{"says", "Kết luận", COL_BADGE, .choices = says},
	{"note", "Lý do, ghi chú", COL_TEXT, .width = 40},
	{"made_by", "Người ghi", COL_TEXT, .width = 28},
	{"act", "Việc", COL_LINK, .op = "appraisal.line", .key = "appraisal_id", .also = "nominee_id"},
	{"nominee_id", "Số", COL_HIDDEN},
};
static const struct column file_cols[] = {
	{"title", "Giấy tờ", COL_LINK, .op = "appraisal.file", .key = "appraisal_id", .also = "file",
     .width = 50},
	{"file", "Số", COL_HIDDEN},
	{"need", "Loại", COL_CHOICE, .choices = dossier_needs},
	{"name", "Riêng của", COL_TEXT, .width = 28},
};

#define ROOM (R(UNIT_HEAD) | R(UNIT_CLERK))
#define ON_ONE                                                                                     \
	.kind = OP_WRITE, .scope = SCOPE_OBJECT, .object = &appraisal_object, .then = "appraisal.view"

const struct op appraisal_ops[] = {
	{.name = "appraisal.list",
     .title = "Thẩm định hồ sơ",
     .help = "Hồ sơ được giao cho đơn vị thẩm định, phần của mình đến đâu.",
     .kind = OP_LIST,
     .roles = DOSSIER_SEES,
     .scope = SCOPE_ANY,
     .area = "dossier",
     .icon = "check",
     .object = &appraisal_object,
     .list = &sql_list_appraisal_list,
     .order = "-newest",
     FIELDS(list_filters),
     COLS(list_cols),
     .empty = "Không có hồ sơ nào được giao thẩm định."},
	{.name = "appraisal.view",
     .title = "Thẩm định hồ sơ",
     .help = "Từng đề nghị, giấy tờ, kết luận của đơn vị.",
     .kind = OP_VIEW,
     .roles = DOSSIER_SEES,
     .scope = SCOPE_OBJECT,
     .object = &appraisal_object,
     .list = &sql_list_appraisal_view,
     FIELDS(id_filter),
     COLS(view_cols),
     PARTS(view_parts)},
	{.name = "appraisal.lines",
     .title = "Kết luận thẩm định",
     .help = "Mỗi đề nghị một dòng, kết luận của từng đơn vị.",
     .kind = OP_LIST,
     .flags = OP_QUIET,
     .roles = DOSSIER_SEES,
     .scope = SCOPE_ANY,
     .list = &sql_list_appraisal_line_list,
     FIELDS(line_filters),
     COLS(line_cols),
     .empty = "Chưa có đề nghị nào."},
	{.name = "appraisal.files",
     .title = "Giấy tờ để thẩm định",
     .help = "Giấy tờ của hồ sơ mà đơn vị thẩm định.",
     .kind = OP_LIST,
     .flags = OP_QUIET,
     .roles = DOSSIER_SEES,
     .scope = SCOPE_ANY,
     .list = &sql_list_appraisal_file_list,
     FIELDS(line_filters),
     COLS(file_cols),
     .empty = "Hồ sơ chưa có giấy tờ nào."},
	{.name = "appraisal.file",
     .title = "Mở giấy tờ để thẩm định",
     .help = "Một giấy tờ của hồ sơ mà đơn vị thẩm định, theo số ở danh sách giấy tờ.",
     .verb = "Mở giấy tờ",
     .kind = OP_READ,
     .flags = OP_JOURNAL_READ | OP_QUIET,
     .roles = DOSSIER_SEES,
     .scope = SCOPE_OBJECT,
     .object = &appraisal_object,
     FIELDS(file_fields),
     .in_size = sizeof(struct line_in),
     .run = open_file},
	{.name = "appraisal.assign",
     .title = "Giao thẩm định hồ sơ",
     .help = "Nhiều đơn vị thẩm định song song, mỗi đơn vị một nội dung và dòng kết luận riêng.",
     .verb = "Giao thẩm định",
     .kind = OP_WRITE,
     .scope = SCOPE_OBJECT,
     .object = &dossier_object,
     .roles = DOSSIER_KEEPS,
     .icon = "units",
     .states = "received appraising",
     .guard = dossier_not_own,
     FIELDS(assign_fields),
     .in_size = sizeof(struct assign_in),
     .run = assign,
     .then = "dossier.view"},
	{.name = "appraisal.line",
     .title = "Ghi kết luận thẩm định",
     .help = "Kết luận của đơn vị về một đề nghị; ghi lại thì thay kết luận trước.",
     .verb = "Ghi kết luận",
     ON_ONE,
     .roles = ROOM,
     .icon = "edit",
     .flags = OP_QUIET, /* from the line of each */
     .states = "open",
     FIELDS(line_fields),
     .in_size = sizeof(struct line_in),
     .run = line,
     .fill = line_fill},
	{.name = "appraisal.rest",
     .title = "Các đề nghị còn lại đủ điều kiện",
     .help = "Ghi đủ điều kiện cho mọi đề nghị mà đơn vị chưa kết luận.",
     .verb = "Còn lại đủ điều kiện",
     ON_ONE,
     .flags = OP_PREVIEW,
     .roles = ROOM,
     .icon = "check",
     .states = "open",
     FIELDS(id_fields),
     .in_size = sizeof(struct line_in),
     .run = rest_fit},
	{.name = "appraisal.done",
     .title = "Kết thúc thẩm định của đơn vị",
     .help = "Khi mọi đề nghị đã có kết luận; sau đó không sửa được nữa.",
     .verb = "Kết thúc",
     ON_ONE,
     .roles = R(UNIT_HEAD),
     .icon = "send",
     .states = "open",
     .guard = room_not_own,
     FIELDS(done_fields),
     .in_size = sizeof(struct line_in),
     .run = done},
	{.name = "appraisal.drop",
     .title = "Thôi giao thẩm định",
     .help = "Đơn vị ấy không phải thẩm định nữa, có lý do.",
     .verb = "Thôi giao",
     ON_ONE,
     .roles = DOSSIER_KEEPS,
     .icon = "x",
     .states = "open",
     FIELDS(drop_fields),
     .in_size = sizeof(struct line_in),
     .run = drop},
	{0}};
