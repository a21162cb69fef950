/*
 * guidance.c: documents by which the office itself guides the work (plan, part II.2): drafted,
 * then issued with number and date; from then on they are documents of the library.
 */
#include "app/library/inner.h"
#include "app/org/org.h"
#include "db/sql_library.h"
#include "op/gate.h"

const struct object guidance_object = {.name = "guidance",
                                       .label = "văn bản hướng dẫn",
                                       .list = &sql_list_guidance_object,
                                       .view = "guidance.view"};

static const struct choice states[] = {
	{"draft", "Dự thảo"}, {"issued", "Đã ban hành"}, {"removed", "Đã bỏ"}, {0}};
/* What an office issues as guidance (Nghị định 30/2020/NĐ-CP, Phụ lục III). */
static const struct choice types[] = {
	{"HD", "Hướng dẫn"}, {"QC", "Quy chế"},  {"QyD", "Quy định"},  {"CV", "Công văn"},
	{"TB", "Thông báo"}, {"KH", "Kế hoạch"}, {"QD", "Quyết định"}, {0}};

struct guidance_in {
	int64_t id;
	struct str type, title, note, sign;
	struct date signed_on, valid_from;
	struct upload content;
};
#define GUIDANCE_FIELDS                                                                            \
	F(CHOICE, struct guidance_in, type, "Loại văn bản", .flags = MUST, .choices = types),          \
		F(TEXT, struct guidance_in, title, "Trích yếu", .flags = MUST, .max = 500),                \
		F(LONG, struct guidance_in, note, "Nội dung chính", .max = 4000),                          \
		F(FILE, struct guidance_in, content, "Tệp dự thảo", .max = 50 * 1024 * 1024)
static const struct field guidance_add_fields[] = {GUIDANCE_FIELDS};
static const struct field guidance_edit_fields[] = {
	F(REF, struct guidance_in, id, "Văn bản", .flags = MUST | HIDDEN, .ref = &guidance_object),
	GUIDANCE_FIELDS,
};
static const struct field guidance_issue_fields[] = {
	F(REF, struct guidance_in, id, "Văn bản", .flags = MUST | HIDDEN, .ref = &guidance_object),
	F(TEXT, struct guidance_in, sign, "Số, ký hiệu", .flags = MUST, .max = 60,
      .hint = "Như văn thư đã cấp, ví dụ 12/HD-VP"),
	F(DATE, struct guidance_in, signed_on, "Ngày ký", .flags = MUST),
	F(DATE, struct guidance_in, valid_from, "Có hiệu lực từ ngày", .hint = "Để trống: từ ngày ký"),
	F(FILE, struct guidance_in, content, "Bản đã ký", .max = 50 * 1024 * 1024,
      .hint = "Không chọn: giữ tệp dự thảo"),
};
static const struct field guidance_id_fields[] = {
	F(REF, struct guidance_in, id, "Văn bản", .flags = MUST | HIDDEN, .ref = &guidance_object),
};

static struct library_document draft_of(struct ctx *c, const struct guidance_in *p)
{
	return (struct library_document){.class = STR("guidance"),
	                                 .type = p->type,
	                                 .sign = STR(""),
	                                 .issuer = c->app->office,
	                                 .title = p->title,
	                                 .source = STR(""),
	                                 .note = p->note,
	                                 .signed_on = DATE_NONE,
	                                 .valid_from = DATE_NONE,
	                                 .valid_to = DATE_NONE,
	                                 .draft = true};
}

static enum rc guidance_add(struct ctx *c, const void *in, struct out *out)
{
	const struct guidance_in *p = in;
	struct library_document d = draft_of(c, p);
	TRY(library_add(c, &d, &out->id));
	TRY(library_keep_file(c, out->id, &p->content));
	out_say(c, out, "Đã lưu dự thảo \"%.*s\".", STR_ARG(p->title));
	return RC_OK;
}

static enum rc guidance_edit(struct ctx *c, const void *in, struct out *out)
{
	const struct guidance_in *p = in;
	struct library_document d = draft_of(c, p);
	TRY(library_set(c, p->id, &d));
	TRY(library_keep_file(c, p->id, &p->content));
	out_say(c, out, "Đã sửa dự thảo \"%.*s\".", STR_ARG(p->title));
	return RC_OK;
}

static enum rc guidance_issue(struct ctx *c, const void *in, struct out *out)
{
	const struct guidance_in *p = in;
	struct sql_document_by_id old;
	TRY(sql_document_by_id(c->db, c->mem, p->id, &old));
	struct library_document d = {.class = STR("guidance"),
	                             .type = old.type,
	                             .sign = p->sign,
	                             .issuer = c->app->office,
	                             .title = old.title,
	                             .source = STR("Cơ quan ban hành"),
	                             .note = old.note,
	                             .signed_on = p->signed_on,
	                             .valid_from =
	                                 date_is_none(p->valid_from) ? p->signed_on : p->valid_from,
	                             .valid_to = DATE_NONE};
	if (p->signed_on.days > c->today.days)
		return err_field(c->err, "signed_on", "Ngày ký không thể sau hôm nay.");
	TRY(library_set(c, p->id, &d));
	TRY(library_keep_file(c, p->id, &p->content));
	/* The office knows its own document. */
	TRY(sql_document_confirm(c->db, p->id, d.source, c->who.account_id, c->now_ms, NULL));
	out->go = arena_printf(c->mem, "/document/%lld", (long long)p->id);
	out_say(c, out, "%.*s đã ban hành và có trong thư viện.",
	        STR_ARG(library_name(c, d.type, d.sign, d.title)));
	return RC_OK;
}

static enum rc guidance_drop(struct ctx *c, const void *in, struct out *out)
{
	const struct guidance_in *p = in;
	TRY(sql_document_state_set(c->db, p->id, STR("removed"), NULL));
	out_say(c, out, "Đã bỏ dự thảo.");
	return RC_OK;
}

static enum rc guidance_file(struct ctx *c, const void *in, struct out *out)
{
	const struct guidance_in *p = in;
	return library_send_file(c, p->id, out);
}

static const struct field guidance_filters[] = {
	FILTER(CHOICE, "state", "Tình trạng", .choices = states),
};
static const struct column guidance_cols[] = {
	{"title", "Trích yếu", COL_LINK, .op = "guidance.view", .key = "id", .width = 60},
	{"type", "Loại", COL_CHOICE, .choices = types},
	{"sign", "Số, ký hiệu", COL_TEXT, .width = 20},
	{"signed_on", "Ngày ký", COL_DATE},
	{"state", "Tình trạng", COL_BADGE, .choices = states},
};
static const struct column guidance_facts[] = {
	{"state", "Tình trạng", COL_BADGE, .choices = states},
	{"type", "Loại văn bản", COL_CHOICE, .choices = types},
	{"issuer", "Cơ quan ban hành", COL_TEXT},
	{"sign", "Số, ký hiệu", COL_TEXT},
	{"signed_on", "Ngày ký", COL_DATE},
	{"valid_from", "Có hiệu lực từ ngày", COL_DATE},
	{"note", "Nội dung chính", COL_TEXT},
	{"file_name", "Tệp", COL_LINK, .op = "guidance.file", .key = "id"},
};

#define SEES (R_OFFICE | R(UNIT_HEAD) | R(UNIT_CLERK))
#define IS .scope = SCOPE_OFFICE, .object = &guidance_object
#define READS .flags = OP_OPEN, .roles = SEES, .scope = SCOPE_ANY, .object = &guidance_object

const struct op guidance_ops[] = {
	{.name = "guidance.list",
     .title = "Văn bản hướng dẫn của cơ quan",
     .help = "Hướng dẫn, quy chế, quy định của cơ quan về thi đua, khen thưởng: từ dự thảo đến khi "
             "ban hành.",
     .kind = OP_LIST,
     READS,
     .area = "emulation",
     .icon = "book",
     .list = &sql_list_guidance_list,
     .order = "-id",
     FIELDS(guidance_filters),
     COLS(guidance_cols),
     .empty = "Chưa có văn bản hướng dẫn nào."},
	{.name = "guidance.view",
     .title = "Văn bản hướng dẫn",
     .help = "Một văn bản hướng dẫn của cơ quan.",
     .kind = OP_VIEW,
     READS,
     .list = &sql_list_guidance_view,
     FIELDS(guidance_id_fields),
     COLS(guidance_facts)},
	{.name = "guidance.add",
     .title = "Soạn văn bản hướng dẫn",
     .help = "Một dự thảo mới; chưa có số và chưa vào thư viện.",
     .verb = "Lưu dự thảo",
     .kind = OP_WRITE,
     .roles = R(STANDING),
     IS,
     .icon = "plus",
     FIELDS(guidance_add_fields),
     .in_size = sizeof(struct guidance_in),
     .run = guidance_add,
     .then = "guidance.view"},
	{.name = "guidance.edit",
     .title = "Sửa dự thảo",
     .help = "Sửa một văn bản hướng dẫn chưa ban hành.",
     .verb = "Sửa",
     .kind = OP_WRITE,
     .roles = R(STANDING),
     IS,
     .states = "draft",
     FIELDS(guidance_edit_fields),
     .in_size = sizeof(struct guidance_in),
     .run = guidance_edit,
     .then = "guidance.view"},
	{.name = "guidance.issue",
     .title = "Ban hành văn bản hướng dẫn",
     .help = "Ghi số, ngày của văn bản đã ký; từ đó văn bản có trong thư viện.",
     .verb = "Ban hành",
     .kind = OP_WRITE,
     .roles = R(HEAD) | R(REGISTRY),
     IS,
     .states = "draft",
     .icon = "check",
     FIELDS(guidance_issue_fields),
     .in_size = sizeof(struct guidance_in),
     .run = guidance_issue,
     .law = "Nghị định 30/2020/NĐ-CP, Điều 15"},
	{.name = "guidance.drop",
     .title = "Bỏ dự thảo",
     .help = "Dự thảo không dùng nữa.",
     .verb = "Bỏ",
     .kind = OP_WRITE,
     .roles = R(STANDING),
     IS,
     .states = "draft",
     .icon = "trash",
     FIELDS(guidance_id_fields),
     .in_size = sizeof(struct guidance_in),
     .run = guidance_drop,
     .then = "guidance.list"},
	{.name = "guidance.file",
     .title = "Tải văn bản hướng dẫn",
     .help = "Tệp của một văn bản hướng dẫn.",
     .kind = OP_READ,
     .flags = OP_QUIET | OP_OPEN,
     .roles = SEES,
     .scope = SCOPE_OBJECT,
     .object = &guidance_object,
     FIELDS(guidance_id_fields),
     .in_size = sizeof(struct guidance_in),
     .run = guidance_file},
	{0}};
