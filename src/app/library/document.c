/* document.c: the library itself: documents, what they do to each other, what was checked. */
#include "app/file/file.h"
#include "app/library/inner.h"
#include "app/search/search.h"
#include "db/sql_library.h"
#include "op/gate.h"

#include <inttypes.h>

const struct object document_object = {.name = "document",
                                       .label = "văn bản",
                                       .list = &sql_list_document_object,
                                       .view = "document.view"};

const struct choice document_validities[] = {{"in_force", "Còn hiệu lực"},
                                             {"not_yet", "Chưa có hiệu lực"},
                                             {"expired", "Hết hiệu lực"},
                                             {"unknown", "Chưa ghi hiệu lực"},
                                             {0}};
static const struct choice confirmations[] = {
	{"confirmed", "Đã đối chiếu"}, {"unconfirmed", "Chưa đối chiếu"}, {0}};

/* --- adding, changing ------------------------------------------------------------------------- */

struct document_in {
	int64_t id;
	struct str class, type, sign, issuer, title, source, note;
	struct date signed_on, valid_from, valid_to;
	struct upload content;
};
#define DOCUMENT_FIELDS                                                                            \
	F(CHOICE, struct document_in, class, "Nhóm", .flags = MUST, .choices = document_classes),      \
		F(CHOICE, struct document_in, type, "Loại văn bản", .flags = MUST,                         \
	      .choices = document_types),                                                              \
		F(TEXT, struct document_in, sign, "Số, ký hiệu", .max = 60,                                \
	      .hint = "Ví dụ 152/2025/NĐ-CP, 41-CT/TW, 424/UBND-VX"),                                  \
		F(TEXT, struct document_in, issuer, "Cơ quan ban hành", .flags = MUST, .max = 200),        \
		F(DATE, struct document_in, signed_on, "Ngày ký"),                                         \
		F(TEXT, struct document_in, title, "Trích yếu", .flags = MUST, .max = 500,                 \
	      .hint = "Với luật: tên đầy đủ, ví dụ Luật Thi đua, khen thưởng"),                        \
		F(DATE, struct document_in, valid_from, "Có hiệu lực từ ngày"),                            \
		F(DATE, struct document_in, valid_to, "Hết hiệu lực từ ngày"),                             \
		F(TEXT, struct document_in, source, "Nguồn", .max = 300,                                   \
	      .hint = "Nơi đã lấy các thông tin trên, ví dụ vbpl.vn"),                                 \
		F(LONG, struct document_in, note, "Ghi chú", .max = 2000)
static const struct field document_add_fields[] = {
	DOCUMENT_FIELDS,
	F(FILE, struct document_in, content, "Tệp văn bản", .max = 50 * 1024 * 1024),
};
static const struct field document_edit_fields[] = {
	F(REF, struct document_in, id, "Văn bản", .flags = MUST | HIDDEN, .ref = &document_object),
	DOCUMENT_FIELDS,
	F(FILE, struct document_in, content, "Thay tệp văn bản", .max = 50 * 1024 * 1024,
      .hint = "Không chọn: giữ tệp đang có"),
};

static struct library_document facts_of(const struct document_in *p)
{
	return (struct library_document){.class = p->class,
	                                 .type = p->type,
	                                 .sign = p->sign,
	                                 .issuer = p->issuer,
	                                 .title = p->title,
	                                 .source = p->source,
	                                 .note = p->note,
	                                 .signed_on = p->signed_on,
	                                 .valid_from = p->valid_from,
	                                 .valid_to = p->valid_to};
}

enum rc library_keep_file(struct ctx *c, int64_t id, const struct upload *content)
{
	struct file_new n = {.content = content,
	                     .object = "document",
	                     .object_id = id,
	                     .unit_id = DB_NULL,
	                     .person_id = DB_NULL,
	                     .guarded = true};
	struct sql_document_by_id old;
	int64_t file;
	if (!content->given)
		return RC_OK;
	TRY(sql_document_by_id(c->db, c->mem, id, &old));
	if (old.file_id != DB_NULL)
		TRY(file_remove(c, old.file_id));
	TRY(file_keep(c, &n, &file));
	return sql_document_file_set(c->db, id, file, NULL);
}

static enum rc document_add(struct ctx *c, const void *in, struct out *out)
{
	const struct document_in *p = in;
	struct library_document d = facts_of(p);
	TRY(library_add(c, &d, &out->id));
	TRY(library_keep_file(c, out->id, &p->content));
	out_say(c, out, "Đã thêm %.*s vào thư viện.",
	        STR_ARG(library_name(c, d.type, d.sign, d.title)));
	return RC_OK;
}

static enum rc document_edit(struct ctx *c, const void *in, struct out *out)
{
	const struct document_in *p = in;
	struct library_document d = facts_of(p);
	TRY(library_set(c, p->id, &d));
	TRY(library_keep_file(c, p->id, &p->content));
	out_say(c, out, "Đã sửa %.*s. Thông tin chờ được đối chiếu lại.",
	        STR_ARG(library_name(c, d.type, d.sign, d.title)));
	return RC_OK;
}

struct document_id_in {
	int64_t id;
	struct str reason, source;
};
static const struct field document_remove_fields[] = {
	F(REF, struct document_id_in, id, "Văn bản", .flags = MUST | HIDDEN, .ref = &document_object),
	F(TEXT, struct document_id_in, reason, "Lý do", .flags = MUST, .min = 5, .max = 300),
};

/* What somebody refers to stays; a document that has ended is given its last day instead. */
static enum rc nothing_refers(struct ctx *c, int64_t id)
{
	struct sql_document_held held;
	TRY(sql_document_held(c->db, c->mem, id, &held));
	if (held.relations + held.readings + held.plans + held.movements + held.trainings)
		return err_set(c->err, RC_CONFLICT,
		               "Văn bản đang được dùng: %" PRId64 " quan hệ, %" PRId64
		               " lần giao đọc, %" PRId64 " chỗ viện dẫn trong kế hoạch, %" PRId64
		               " phong trào, %" PRId64
		               " buổi bồi dưỡng. Văn bản hết hiệu lực thì xin ghi ngày hết hiệu lực.",
		               held.relations, held.readings, held.plans, held.movements, held.trainings);
	return RC_OK;
}

static enum rc document_remove(struct ctx *c, const void *in, struct out *out)
{
	const struct document_id_in *p = in;
	TRY(sql_document_state_set(c->db, p->id, STR("removed"), NULL));
	TRY(search_drop(c, "document", p->id));
	out->go = STR("/document/list");
	out_say(c, out, "Đã bỏ %.*s khỏi thư viện.", STR_ARG(c->object_label));
	return RC_OK;
}

static const struct field document_confirm_fields[] = {
	F(REF, struct document_id_in, id, "Văn bản", .flags = MUST | HIDDEN, .ref = &document_object),
	F(TEXT, struct document_id_in, source, "Đã đối chiếu với", .flags = MUST, .min = 3, .max = 300,
      .hint = "Bản gốc, Công báo, vbpl.vn … kèm ngày xem"),
};

static enum rc document_confirm(struct ctx *c, const void *in, struct out *out)
{
	const struct document_id_in *p = in;
	TRY(sql_document_confirm(c->db, p->id, p->source, c->who.account_id, c->now_ms, NULL));
	out_say(c, out, "Đã ghi: thông tin của %.*s khớp với nguồn.", STR_ARG(c->object_label));
	return RC_OK;
}

static const struct field document_id_fields[] = {
	F(REF, struct document_id_in, id, "Văn bản", .flags = MUST | HIDDEN, .ref = &document_object),
};

enum rc library_send_file(struct ctx *c, int64_t id, struct out *out)
{
	struct sql_document_by_id d;
	TRY(sql_document_by_id(c->db, c->mem, id, &d));
	if (d.file_id == DB_NULL)
		return err_set(c->err, RC_NOTFOUND, "Văn bản này chưa có tệp.");
	return file_send(c, d.file_id, out);
}

static enum rc document_file(struct ctx *c, const void *in, struct out *out)
{
	const struct document_id_in *p = in;
	return library_send_file(c, p->id, out);
}

/* --- rows ------------------------------------------------------------------------------------- */

static const struct field document_filters[] = {
	FILTER(TEXT, "q", "Từ ngữ", .flags = WORDS, .ref = &document_object,
           .hint = "Số, ký hiệu, trích yếu, cơ quan ban hành"),
	FILTER(CHOICE, "class", "Nhóm", .choices = document_classes),
	FILTER(CHOICE, "type", "Loại", .choices = document_types),
	FILTER(TEXT, "issuer", "Cơ quan ban hành", .flags = FOLDED),
	FILTER(CHOICE, "validity", "Hiệu lực hôm nay", .choices = document_validities),
	FILTER(DATE, "on", "Có hiệu lực vào ngày"),
	FILTER(CHOICE, "confirmed", "Đối chiếu", .choices = confirmations),
};
static const struct column document_cols[] = {
	{"name", "Văn bản", COL_LINK, .op = "document.view", .key = "id", .order = "name", .width = 30},
	{"title", "Trích yếu", COL_TEXT, .width = 60},
	{"issuer", "Cơ quan ban hành", COL_TEXT, .width = 28},
	{"signed_on", "Ngày ký", COL_DATE, .order = "newest"},
	{"validity", "Hiệu lực", COL_BADGE, .choices = document_validities},
	{"confirmed", "Đối chiếu", COL_BADGE, .choices = confirmations},
};
static const struct column document_facts[] = {
	{"title", "Trích yếu", COL_TEXT},
	{"validity", "Hiệu lực hôm nay", COL_BADGE, .choices = document_validities},
	{"valid_from", "Có hiệu lực từ ngày", COL_DATE},
	{"valid_to", "Hết hiệu lực từ ngày", COL_DATE},
	{"class", "Nhóm", COL_CHOICE, .choices = document_classes},
	{"type", "Loại văn bản", COL_CHOICE, .choices = document_types},
	{"sign", "Số, ký hiệu", COL_TEXT},
	{"issuer", "Cơ quan ban hành", COL_TEXT},
	{"signed_on", "Ngày ký", COL_DATE},
	{"file_name", "Tệp", COL_LINK, .op = "document.file", .key = "id"},
	{"confirmed", "Đối chiếu với nguồn", COL_BADGE, .choices = confirmations},
	{"confirmed_name", "Người đối chiếu", COL_TEXT},
	{"confirmed_ms", "Đối chiếu lúc", COL_MOMENT},
	{"source", "Nguồn", COL_TEXT},
	{"note", "Ghi chú", COL_TEXT},
};
static const struct column stale_cols[] = {
	{"name", "Văn bản", COL_LINK, .op = "document.view", .key = "id", .width = 30},
	{"title", "Trích yếu", COL_TEXT, .width = 60},
	{"valid_to", "Hết hiệu lực từ", COL_DATE, .order = "ends"},
	{"instead", "Thay bằng", COL_LINK, .op = "document.view", .key = "instead_id", .width = 30},
	{"plans", "Kế hoạch viện dẫn", COL_INT},
	{"movements", "Phong trào dựa vào", COL_INT},
	{"readings", "Đang giao đọc", COL_INT},
};
static const struct part document_parts[] = {
	{"Văn bản này sửa đổi, thay thế, hướng dẫn, triển khai", "relation.list", "from", NULL},
	{"Được sửa đổi, thay thế, hướng dẫn, triển khai bởi", "relation.list", "to", NULL},
	{"Kế hoạch viện dẫn", "document.plans", "document", NULL},
	{"Phong trào dựa vào văn bản này", "document.movements", "document", NULL},
	{"Đã giao đọc", "reading.list", "document", NULL},
	{"Dùng trong buổi bồi dưỡng", "training.list", "document", NULL},
};

#define KEEPS (R(STANDING) | R(REGISTRY) | R(ADMIN))
#define WRITES .kind = OP_WRITE, .roles = KEEPS, .scope = SCOPE_OFFICE, .object = &document_object

const struct op document_ops[] = {
	{.name = "document.list",
     .title = "Thư viện văn bản",
     .help = "Văn bản về thi đua, khen thưởng và văn bản mà cơ quan viện dẫn, với hiệu lực từng "
             "ngày.",
     .kind = OP_LIST,
     .flags = OP_OPEN,
     .roles = R_SIGNED_IN,
     .scope = SCOPE_ANY,
     .area = "lookup",
     .icon = "book",
     .object = &document_object,
     .list = &sql_list_document_list,
     .order = "-newest",
     FIELDS(document_filters),
     COLS(document_cols),
     .empty = "Chưa có văn bản nào khớp."},
	{.name = "document.view",
     .title = "Văn bản",
     .help = "Thông tin, quan hệ và nơi dùng một văn bản.",
     .kind = OP_VIEW,
     .flags = OP_OPEN,
     .roles = R_SIGNED_IN,
     .scope = SCOPE_ANY,
     .object = &document_object,
     .list = &sql_list_document_view,
     FIELDS(document_id_fields),
     COLS(document_facts),
     PARTS(document_parts)},
	{.name = "document.stale",
     .title = "Đang dùng nhưng hết hiệu lực",
     .help = "Văn bản đã hết hiệu lực mà kế hoạch, phong trào, việc giao đọc đang làm vẫn dựa vào.",
     .kind = OP_LIST,
     .flags = OP_OPEN,
     .roles = R_OFFICE | R(UNIT_HEAD) | R(UNIT_CLERK),
     .scope = SCOPE_ANY,
     .area = "lookup",
     .icon = "warn",
     .list = &sql_list_document_stale,
     .order = "-ends",
     COLS(stale_cols),
     .empty = "Không có văn bản nào như vậy."},
	{.name = "document.add",
     .title = "Thêm văn bản",
     .help = "Một văn bản mới trong thư viện. Số, ký hiệu cùng cơ quan ban hành và năm không được "
             "trùng.",
     .verb = "Thêm",
     WRITES,
     .icon = "plus",
     FIELDS(document_add_fields),
     .in_size = sizeof(struct document_in),
     .run = document_add,
     .then = "document.view"},
	{.name = "document.edit",
     .title = "Sửa thông tin văn bản",
     .help = "Sau khi sửa, thông tin phải được đối chiếu lại với nguồn.",
     .verb = "Sửa",
     WRITES,
     FIELDS(document_edit_fields),
     .in_size = sizeof(struct document_in),
     .run = document_edit,
     .then = "document.view"},
	{.name = "document.confirm",
     .title = "Xác nhận đã đối chiếu",
     .help = "Ghi rằng thông tin đã được so với văn bản gốc, ai so và lúc nào.",
     .verb = "Xác nhận đã đối chiếu",
     WRITES,
     .icon = "check",
     FIELDS(document_confirm_fields),
     .in_size = sizeof(struct document_id_in),
     .run = document_confirm,
     .then = "document.view"},
	{.name = "document.remove",
     .title = "Bỏ văn bản",
     .help = "Bỏ một mục ghi nhầm. Văn bản đang được dùng không bỏ được.",
     .verb = "Bỏ",
     WRITES,
     .icon = "trash",
     FIELDS(document_remove_fields),
     .in_size = sizeof(struct document_id_in),
     .run = document_remove,
     .guard = nothing_refers,
     .then = "document.list"},
	{.name = "document.file",
     .title = "Tải văn bản",
     .help = "Tệp của một văn bản trong thư viện.",
     .kind = OP_READ,
     .flags = OP_QUIET | OP_OPEN,
     .roles = R_SIGNED_IN,
     .scope = SCOPE_OBJECT,
     .object = &document_object,
     FIELDS(document_id_fields),
     .in_size = sizeof(struct document_id_in),
     .run = document_file},
	{0}};
