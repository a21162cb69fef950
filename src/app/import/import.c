/* import.c: the operations of an import and the steps they share. */
#include "app/import/import.h"

#include "app/file/file.h"
#include "app/import/inner.h"
#include "app/job/job.h"
#include "db/sql_import.h"
#include "op/gate.h"

#include <inttypes.h>

const struct object import_object = {
	.name = "import", .label = "lần nhập", .list = &sql_list_import_object, .view = "import.view"};

/* --- beginning ----------------------------------------------------------------------------- */

struct import_add_in {
	struct str kind;
	struct upload content;
};
static const struct field import_add_fields[] = {
	F(CHOICE, struct import_add_in, kind, "Danh sách gì", .flags = MUST,
      .choices = import_kind_choices),
	F(FILE, struct import_add_in, content, "Tệp danh sách", .flags = MUST, .max = 50 * 1024 * 1024,
      .types = FILES_SHEET | FILE_BIT(FILE_UNKNOWN),
      .hint =
          "Excel (.xlsx) hoặc CSV, nhiều nhất 50 MB và 200.000 dòng; một dòng tiêu đề như Họ "
          "và tên, Ngày sinh, Đơn vị, Chức vụ, Từ ngày; hoặc Tên đơn vị, Loại, Đơn vị cấp trên, "
          "Từ ngày"),
};

/* Where the importer's right begins: those with the same right there see this import too. */
static int64_t home_unit(const struct ctx *c, const struct op *like)
{
	int64_t unit = DB_NULL;
	for (int i = 0; i < c->who.grant_count; i++) {
		const struct held_grant *g = &c->who.grants[i];
		if ((c->op->roles & like->roles & (1u << g->role)) && (unit == DB_NULL || g->top))
			unit = g->unit_id;
	}
	return unit;
}

static enum rc import_add(struct ctx *c, const void *in, struct out *out)
{
	const struct import_add_in *p = in;
	const struct op *like = op_find(str_of(import_kind_of(p->kind)->like));
	TRY(gate_may(c, like));
	int64_t file, unit = home_unit(c, like);
	if (unit == DB_NULL)
		return err_set(c->err, RC_DENIED,
		               "Tài khoản này chưa được giao đơn vị nào để nhập danh sách.");
	/* Only the operations of the import reach the file: it is full of personal data. */
	TRY(file_keep(c,
	              &(struct file_new){.content = &p->content,
	                                 .object = "import",
	                                 .object_id = 0,
	                                 .unit_id = unit,
	                                 .person_id = DB_NULL,
	                                 .guarded = true},
	              &file));
	TRY(sql_import_add(c->db, p->kind, file, p->content.name, unit, c->who.account_id, c->now_ms,
	                   &out->id));
	c->object_unit = unit;
	TRY(import_next(c, out->id, "import.read", out));
	out_say(c, out, "Đã nhận tệp %.*s; đang đọc.", STR_ARG(p->content.name));
	return RC_OK;
}

struct import_sheet_in {
	int64_t id;
	struct str sheet;
};
static const struct field import_sheet_fields[] = {
	F(REF, struct import_sheet_in, id, "Lần nhập", .flags = MUST | HIDDEN, .ref = &import_object),
	F(TEXT, struct import_sheet_in, sheet, "Trang tính", .flags = MUST, .max = 255),
};

static enum rc import_sheet(struct ctx *c, const void *in, struct out *out)
{
	const struct import_sheet_in *p = in;
	TRY(sql_import_sheet_set(c->db, p->id, p->sheet, NULL));
	TRY(import_next(c, p->id, "import.read", out));
	out_say(c, out, "Đang đọc trang tính %.*s.", STR_ARG(p->sheet));
	return RC_OK;
}

/* --- columns and units --------------------------------------------------------------------- */

struct column_choice {
	int64_t no;
	struct str field;
};
static const struct field column_choice_fields[] = {
	F(INT, struct column_choice, no, "Cột", .flags = MUST, .max = IMPORT_COLUMNS_MAX),
	F(TEXT, struct column_choice, field, "Nhập vào", .max = 40),
};
struct import_match_in {
	int64_t id, unit_id;
	struct group cols;
	struct str choice;
	struct date since;
};
static const struct field import_match_fields[] = {
	F(REF, struct import_match_in, id, "Lần nhập", .flags = MUST | HIDDEN, .ref = &import_object),
	F(GROUP, struct import_match_in, cols, "Các cột", .flags = MUST, .min = 1,
      .max = IMPORT_COLUMNS_MAX, .sub = column_choice_fields,
      .sub_count = COUNT(column_choice_fields), .sub_size = sizeof(struct column_choice)),
	F(TEXT, struct import_match_in, choice, "Đối tượng hoặc loại khi ô để trống", .max = 40),
	F(DATE, struct import_match_in, since, "Từ ngày, khi ô để trống"),
	F(REF, struct import_match_in, unit_id, "Đơn vị khi ô để trống", .flags = IN_SCOPE,
      .ref = &unit_object),
};

static bool one_of(const struct choice *choices, struct str value)
{
	for (; choices && choices->value; choices++)
		if (str_eqz(value, choices->value))
			return true;
	return value.n == 0;
}

static enum rc set_columns(struct ctx *c, int64_t id, const struct import_kind *kind,
                           const struct group *group)
{
	const struct column_choice *cols = group->items;
	uint64_t taken = 0;
	for (int i = 0; i < group->count; i++) {
		int f = import_field_of(kind, cols[i].field);
		uint64_t bit = f > 0 ? (uint64_t)1 << f : 0;
		if (f < 0)
			return err_field(c->err, "cols", "Không có nội dung \"%.*s\" để nhập vào.",
			                 STR_ARG(cols[i].field));
		if (taken & bit)
			return err_field(c->err, "cols",
			                 "Hai cột cùng được nhập vào \"%s\". Xin để một cột là \"Bỏ qua\".",
			                 kind->fields[f].label);
		taken |= bit;
		TRY(sql_import_column_set(c->db, id, cols[i].no, cols[i].field, NULL));
	}
	for (int f = 1; kind->fields[f].value; f++)
		if (kind->must & ~taken & ((uint64_t)1 << f))
			return err_field(c->err, "cols",
			                 "Chưa có cột nào là \"%s\". Xin chọn cột chứa nội dung ấy.",
			                 kind->fields[f].label);
	return RC_OK;
}

static enum rc import_match(struct ctx *c, const void *in, struct out *out)
{
	const struct import_match_in *p = in;
	const struct import_kind *kind;
	struct sql_import_get now;
	TRY(import_get(c, p->id, &now, &kind));
	if (!one_of(kind->choice, p->choice))
		return err_field(c->err, "choice", "Xin chọn một giá trị trong danh sách.");
	TRY(set_columns(c, p->id, kind, &p->cols));
	TRY(sql_import_defaults_set(c->db, p->id, p->choice, p->since, p->unit_id, NULL));
	TRY(import_next(c, p->id, "import.check", out));
	out_say(c, out, "Đang kiểm tra các dòng.");
	return RC_OK;
}

struct unit_choice {
	struct str fold;
	int64_t unit_id, parent_id;
};
static const struct field unit_choice_fields[] = {
	F(TEXT, struct unit_choice, fold, "Tên trong tệp", .flags = MUST, .max = 400),
	F(REF, struct unit_choice, unit_id, "Là đơn vị đã có", .flags = IN_SCOPE, .ref = &unit_object),
	F(REF, struct unit_choice, parent_id, "Tạo mới, trực thuộc", .flags = IN_SCOPE,
      .ref = &unit_object),
};
struct import_unit_in {
	int64_t id;
	struct group units;
};
static const struct field import_unit_fields[] = {
	F(REF, struct import_unit_in, id, "Lần nhập", .flags = MUST | HIDDEN, .ref = &import_object),
	F(GROUP, struct import_unit_in, units, "Đơn vị chưa có", .flags = MUST, .min = 1, .max = 500,
      .sub = unit_choice_fields, .sub_count = COUNT(unit_choice_fields),
      .sub_size = sizeof(struct unit_choice)),
};

static enum rc import_unit(struct ctx *c, const void *in, struct out *out)
{
	const struct import_unit_in *p = in;
	const struct import_kind *kind;
	struct sql_import_get now;
	const struct unit_choice *u = p->units.items;
	TRY(import_get(c, p->id, &now, &kind));
	for (int i = 0; i < p->units.count; i++) {
		if (u[i].unit_id != DB_NULL && u[i].parent_id != DB_NULL)
			return err_field(c->err, "units",
			                 "Mỗi tên chỉ chọn một: đơn vị đã có, hoặc nơi trực thuộc để tạo mới.");
		TRY(sql_import_unit_choose(c->db, p->id, u[i].fold, u[i].unit_id, u[i].parent_id, NULL));
	}
	TRY(sql_import_state_set(c->db, p->id, STR("matched"), STR(""), DB_NULL, NULL));
	TRY(import_next(c, p->id, "import.check", out));
	out_say(c, out, "Đã ghi lựa chọn; đang kiểm tra lại.");
	return RC_OK;
}

/* --- going ahead or not -------------------------------------------------------------------- */

static const struct choice modes[] = {
	{"all", "Tất cả hoặc không"}, {"good", "Chỉ các dòng đúng"}, {0}};
struct import_start_in {
	int64_t id;
	struct str mode;
	bool skip_doubles;
};
static const struct field import_start_fields[] = {
	F(REF, struct import_start_in, id, "Lần nhập", .flags = MUST | HIDDEN, .ref = &import_object),
	F(CHOICE, struct import_start_in, mode, "Cách nhập", .flags = MUST, .choices = modes),
	F(BOOL, struct import_start_in, skip_doubles, "Bỏ qua dòng có thể đã có"),
};

static enum rc import_start(struct ctx *c, const void *in, struct out *out)
{
	const struct import_start_in *p = in;
	const struct import_kind *kind;
	struct sql_import_get now;
	TRY(import_get(c, p->id, &now, &kind));
	if (str_eqz(p->mode, "all") && now.bad_count)
		return err_field(c->err, "mode",
		                 "Còn %" PRId64
		                 " dòng lỗi nên không nhập tất cả được. Xin sửa tệp, hoặc chọn "
		                 "\"Chỉ các dòng đúng\".",
		                 now.bad_count);
	if (now.new_count + now.edit_count == 0)
		return err_set(c->err, RC_INVALID,
		               "Không có dòng nào để nhập: mọi dòng đều có lỗi hoặc không có gì mới.");
	TRY(sql_import_mode_set(c->db, p->id, p->mode, p->skip_doubles, NULL));
	TRY(import_next(c, p->id, "import.run", out));
	out_say(c, out, "Đang nhập %" PRId64 " dòng.", now.new_count + now.edit_count);
	return RC_OK;
}

struct import_id_in {
	int64_t id;
};
static const struct field import_id_fields[] = {
	F(REF, struct import_id_in, id, "Lần nhập", .flags = MUST | HIDDEN, .ref = &import_object),
};

static enum rc import_drop(struct ctx *c, const void *in, struct out *out)
{
	const struct import_id_in *p = in;
	struct sql_import_get now;
	TRY(sql_import_get(c->db, c->mem, p->id, &now));
	TRY(import_forget(c, p->id, now.file_id));
	TRY(sql_import_state_set(c->db, p->id, STR("dropped"), STR(""), c->now_ms, NULL));
	out->go = STR("/import");
	out_say(c, out, "Đã bỏ lần nhập này; không có gì được ghi từ tệp.");
	return RC_OK;
}

/* --- the jobs ------------------------------------------------------------------------------ */

static enum rc ended(struct ctx *c, int64_t id, struct out *out)
{
	struct sql_import_get now;
	out->go = arena_printf(c->mem, "/import/%" PRId64, id);
	TRY(sql_import_get(c->db, c->mem, id, &now));
	if (str_eqz(now.state, "done"))
		out_say(c, out,
		        "Đã nhập: %" PRId64 " dòng mới, %" PRId64 " dòng cập nhật, %" PRId64
		        " không đổi, %" PRId64 " dòng không nhập.",
		        now.new_count, now.edit_count, now.same_count, now.bad_count);
	else
		out_say(c, out, "Đã xong một bước; xin xem tiếp ở trang nhập.");
	return RC_OK;
}

static enum rc read_job(struct ctx *c, const void *in, struct out *out)
{
	const struct import_id_in *p = in;
	TRY(import_read(c, p->id));
	return ended(c, p->id, out);
}

static enum rc check_job(struct ctx *c, const void *in, struct out *out)
{
	const struct import_id_in *p = in;
	TRY(import_check(c, p->id));
	return ended(c, p->id, out);
}

static enum rc run_job(struct ctx *c, const void *in, struct out *out)
{
	const struct import_id_in *p = in;
	TRY(import_run(c, p->id));
	return ended(c, p->id, out);
}

static enum rc index_job(struct ctx *c, const void *in, struct out *out)
{
	int64_t people;
	(void)in;
	TRY(org_index_people(c, &people));
	out_say(c, out, "Ô tìm kiếm đã biết thêm %" PRId64 " người.", people);
	return RC_OK;
}

/* --- rows ---------------------------------------------------------------------------------- */

static const struct choice import_states[] = {
	{"uploaded", "Đang đọc"},     {"read", "Chờ ghép cột"}, {"matched", "Đang kiểm tra"},
	{"checked", "Chờ nhập"},      {"running", "Đang nhập"}, {"done", "Đã nhập"},
	{"failed", "Không đọc được"}, {"dropped", "Đã bỏ"},     {0}};
static const struct column import_cols[] = {
	{"kind", "Danh sách", COL_CHOICE, .choices = import_kind_choices},
	{"file_name", "Tệp", COL_LINK, .op = "import.view", .key = "id", .width = 36},
	{"state", "Tình trạng", COL_BADGE, .choices = import_states},
	{"row_count", "Số dòng", COL_INT},
	{"new_count", "Mới", COL_INT},
	{"edit_count", "Cập nhật", COL_INT},
	{"bad_count", "Không nhập", COL_INT},
	{"made_ms", "Tải lên lúc", COL_MOMENT, .order = "newest"},
	{"made_by", "Tài khoản", COL_TEXT},
};
static const struct choice tabs[] = {
	{"bad", "Dòng lỗi"}, {"warn", "Cần xem lại"}, {"good", "Các dòng đầu"}, {0}};
static const struct field import_view_fields[] = {
	F(REF, struct import_view_in, id, "Lần nhập", .flags = MUST | HIDDEN, .ref = &import_object),
	F(CHOICE, struct import_view_in, rows, "Các dòng", .choices = tabs),
	F(INT, struct import_view_in, after, "Sau dòng", .max = 10000000),
};
static const struct choice formats[] = {{"xlsx", "Excel"}, {"csv", "CSV"}, {0}};
static const struct field import_refused_fields[] = {
	F(REF, struct import_refused_in, id, "Lần nhập", .flags = MUST | HIDDEN, .ref = &import_object),
	F(CHOICE, struct import_refused_in, format, "Dạng tệp", .choices = formats),
};

#define KEEPS (R(ADMIN) | R(STANDING) | R(UNIT_CLERK) | R(UNIT_HEAD))
#define IMPORT .roles = KEEPS, .object = &import_object
#define ON_ONE .kind = OP_WRITE, .scope = SCOPE_OBJECT, .flags = OP_QUIET
#define STEP                                                                                       \
	.kind = OP_WRITE, .scope = SCOPE_OBJECT, .flags = OP_INTERNAL | OP_OWN_TX | OP_NO_JOURNAL,     \
	FIELDS(import_id_fields), .in_size = sizeof(struct import_id_in)

const struct op import_ops[] = {
	{.name = "import.list",
     .title = "Các lần nhập từ tệp",
     .help = "Danh sách đã tải lên và kết quả nhập; nội dung giữ 7 ngày.",
     .kind = OP_LIST,
     IMPORT,
     .scope = SCOPE_ANY,
     .area = "org",
     .icon = "upload",
     .list = &sql_list_import_list,
     COLS(import_cols),
     .order = "-newest",
     .empty = "Chưa nhập danh sách nào. Chọn \"Nhập danh sách từ tệp\" để bắt đầu."},
	{.name = "import.add",
     .title = "Nhập danh sách từ tệp",
     .help = "Người hoặc đơn vị, từ một tệp Excel hoặc CSV; chưa có gì được ghi cho đến bước cuối.",
     .verb = "Tải lên và đọc",
     .kind = OP_WRITE,
     IMPORT,
     .scope = SCOPE_ANY,
     .area = "org",
     .icon = "upload",
     FIELDS(import_add_fields),
     .in_size = sizeof(struct import_add_in),
     .run = import_add},
	{.name = "import.view",
     .title = "Nhập danh sách từ tệp",
     .help = "Chưa có gì được ghi cho đến bước cuối.",
     .kind = OP_READ,
     IMPORT,
     .scope = SCOPE_OBJECT,
     .flags = OP_QUIET,
     FIELDS(import_view_fields),
     .in_size = sizeof(struct import_view_in),
     .run = import_view,
     .page = import_page,
     .json = import_json},
	{.name = "import.sheet",
     .title = "Đọc trang tính khác",
     .help = "Đọc lại tệp từ một trang tính khác.",
     IMPORT,
     ON_ONE,
     .states = "read checked failed",
     FIELDS(import_sheet_fields),
     .in_size = sizeof(struct import_sheet_in),
     .run = import_sheet},
	{.name = "import.match",
     .title = "Ghép cột",
     .help = "Cột nào của tệp nhập vào đâu; cột bỏ qua không được nhập.",
     .verb = "Kiểm tra dữ liệu",
     IMPORT,
     ON_ONE,
     .states = "read matched checked",
     FIELDS(import_match_fields),
     .in_size = sizeof(struct import_match_in),
     .run = import_match},
	{.name = "import.unit",
     .title = "Chọn đơn vị",
     .help = "Tên đơn vị trong tệp mà tổ chức chưa có: là đơn vị nào, hay tạo mới.",
     .verb = "Ghi lựa chọn",
     IMPORT,
     ON_ONE,
     .states = "checked",
     FIELDS(import_unit_fields),
     .in_size = sizeof(struct import_unit_in),
     .run = import_unit},
	{.name = "import.start",
     .title = "Nhập các dòng đã kiểm tra",
     .help = "Ghi dòng mới và thay đổi; tất cả hoặc chỉ các dòng đúng.",
     .verb = "Nhập",
     IMPORT,
     ON_ONE,
     .states = "checked",
     FIELDS(import_start_fields),
     .in_size = sizeof(struct import_start_in),
     .run = import_start},
	{.name = "import.drop",
     .title = "Bỏ lần nhập",
     .help = "Xóa nội dung đã tải lên; không có gì được ghi.",
     .verb = "Bỏ lần nhập",
     IMPORT,
     ON_ONE,
     .states = "uploaded read matched checked failed",
     FIELDS(import_id_fields),
     .in_size = sizeof(struct import_id_in),
     .run = import_drop},
	{.name = "import.refused",
     .title = "Tải các dòng không nhập",
     .help = "Các dòng lỗi cùng lý do, để sửa rồi nhập lại.",
     .kind = OP_READ,
     IMPORT,
     .scope = SCOPE_OBJECT,
     .flags = OP_QUIET | OP_JOURNAL_READ,
     FIELDS(import_refused_fields),
     .in_size = sizeof(struct import_refused_in),
     .run = import_refused},
	{.name = "import.read",
     .title = "Đọc danh sách từ tệp",
     .help = "Đọc tệp trong hộp cát.",
     IMPORT,
     STEP,
     .run = read_job},
	{.name = "import.check",
     .title = "Kiểm tra danh sách",
     .help = "Kiểm tra từng dòng.",
     IMPORT,
     STEP,
     .run = check_job},
	{.name = "import.run",
     .title = "Nhập danh sách",
     .help = "Ghi các dòng.",
     IMPORT,
     STEP,
     .run = run_job},
	{.name = "import.index",
     .title = "Cập nhật ô tìm kiếm",
     .help = "Người vừa nhập có trong ô tìm kiếm.",
     .roles = KEEPS,
     .kind = OP_WRITE,
     .scope = SCOPE_ANY,
     .flags = OP_INTERNAL | OP_OWN_TX | OP_NO_JOURNAL,
     .run = index_job},
	{0}};
