/*
 * opinion.c: opinions of other bodies about one nominee: asked of whom, by
 * when, the answer on file. One that is against, or not there yet, stands in
 * the way until it is dealt with.
 */
#include "app/dossier/inner.h"

#include "app/file/file.h"
#include "db/sql_dossier.h"
#include "op/gate.h"

#include <inttypes.h>

const struct object opinion_object = {
	.name = "opinion", .label = "ý kiến của cơ quan", .list = &sql_list_opinion_object};

static const struct choice bodies[] = {
	{"inspectorate", "Thanh tra"},        {"police", "Công an"},     {"tax", "Thuế"},
	{"science", "Khoa học và công nghệ"}, {"party", "Cấp ủy"},       {"environment", "Môi trường"},
	{"insurance", "Bảo hiểm xã hội"},     {"other", "Cơ quan khác"}, {0}};
static const struct choice states[] = {
	{"asked", "Chờ trả lời"}, {"answered", "Đã trả lời"}, {"dropped", "Không cần nữa"}, {0}};
static const struct choice answers[] = {
	{"for", "Đồng ý"}, {"against", "Không đồng ý"}, {"none", "Không có ý kiến"}, {0}};

struct ask_in {
	int64_t id;
	struct str body, addressee, question;
	struct date due;
};
static const struct field ask_fields[] = {
	F(REF, struct ask_in, id, "Đề nghị", .flags = MUST | HIDDEN, .ref = &nominee_object),
	F(CHOICE, struct ask_in, body, "Lĩnh vực", .flags = MUST, .choices = bodies),
	F(TEXT, struct ask_in, addressee, "Cơ quan được hỏi", .flags = MUST, .min = 3, .max = 200,
      .hint = "Ví dụ: Thuế tỉnh Lào Cai"),
	F(LONG, struct ask_in, question, "Nội dung xin ý kiến", .flags = PERSONAL, .max = 2000),
	F(DATE, struct ask_in, due, "Hạn trả lời", .flags = MUST),
};
struct answer_in {
	int64_t id;
	struct str answer, said, sign, reason;
	struct date dated;
	struct upload content;
};
static const struct field answer_fields[] = {
	F(REF, struct answer_in, id, "Ý kiến", .flags = MUST | HIDDEN, .ref = &opinion_object),
	F(CHOICE, struct answer_in, answer, "Trả lời", .flags = MUST | FRESH, .choices = answers),
	F(LONG, struct answer_in, said, "Nội dung trả lời", .flags = FRESH | PERSONAL, .max = 3000),
	F(TEXT, struct answer_in, sign, "Số văn bản trả lời", .flags = FRESH, .max = 60),
	F(DATE, struct answer_in, dated, "Ngày văn bản", .flags = FRESH),
	F(FILE, struct answer_in, content, "Văn bản trả lời", .max = 50 * 1024 * 1024),
};
static const struct field drop_fields[] = {
	F(REF, struct answer_in, id, "Ý kiến", .flags = MUST | HIDDEN, .ref = &opinion_object),
	F(TEXT, struct answer_in, reason, "Lý do", .flags = MUST | FRESH | PERSONAL, .min = 5,
      .max = 1000),
};
static const struct field id_fields[] = {
	F(REF, struct answer_in, id, "Ý kiến", .flags = MUST | HIDDEN, .ref = &opinion_object),
};

static enum rc step(struct ctx *c, int64_t dossier, int64_t nominee, struct str said)
{
	TRY(sql_dossier_touch(c->db, dossier, NULL));
	return dossier_step(
		c, &(struct dossier_step){
			   .dossier_id = dossier, .nominee_id = nominee, .step = "opinion", .said = said});
}

static enum rc ask(struct ctx *c, const void *in, struct out *out)
{
	const struct ask_in *p = in;
	struct sql_nominee_get n;
	if (p->due.days < c->today.days)
		return err_field(c->err, "due", "Hạn trả lời đã qua.");
	TRY(sql_nominee_get(c->db, c->mem, p->id, &n));
	TRY(sql_opinion_add(c->db, p->id, p->body, p->addressee, dossier_given(p->question), c->today,
	                    p->due, c->who.account_id, c->now_ms, NULL));
	out_say(c, out, "Đã ghi việc xin ý kiến %.*s về %.*s.", STR_ARG(p->addressee), STR_ARG(n.name));
	return step(
		c, n.dossier_id, p->id,
		arena_printf(c->mem, "Xin ý kiến %.*s, hạn %s", STR_ARG(p->addressee), date_vn(p->due).z));
}

static enum rc keep_file(struct ctx *c, const struct answer_in *p, const struct sql_opinion_get *o,
                         int64_t *file)
{
	*file = DB_NULL;
	if (!p->content.given)
		return RC_OK;
	return file_keep(c,
	                 &(struct file_new){.content = &p->content,
	                                    .object = "opinion",
	                                    .object_id = p->id,
	                                    .unit_id = o->person_id == DB_NULL ? o->holder_id : DB_NULL,
	                                    .person_id = o->person_id,
	                                    .guarded = true},
	                 file);
}

static enum rc answer(struct ctx *c, const void *in, struct out *out)
{
	const struct answer_in *p = in;
	struct sql_opinion_get o;
	int64_t file;
	TRY(sql_opinion_get(c->db, c->mem, p->id, &o));
	if (str_eqz(p->answer, "against") && p->said.n < 5)
		return err_field(c->err, "said", "Xin ghi vì sao cơ quan ấy không đồng ý.");
	if (!date_is_none(p->dated) && p->dated.days > c->today.days)
		return err_field(c->err, "dated", "Ngày văn bản chưa đến.");
	TRY(keep_file(c, p, &o, &file));
	TRY(sql_opinion_answered(c->db, p->id, p->answer, dossier_given(p->said),
	                         dossier_given(p->sign), p->dated, file, NULL));
	out->go = arena_printf(c->mem, "/nominee/%" PRId64, o.nominee_id);
	out_say(c, out, "Đã ghi trả lời của %.*s.%s", STR_ARG(o.addressee),
	        str_eqz(p->answer, "against") ? " Đề nghị này chưa quyết định được." : "");
	return step(c, o.dossier_id, o.nominee_id,
	            arena_printf(c->mem, "%.*s: %.*s", STR_ARG(o.addressee),
	                         STR_ARG(choice_label(answers, p->answer))));
}

static enum rc drop(struct ctx *c, const void *in, struct out *out)
{
	const struct answer_in *p = in;
	struct sql_opinion_get o;
	TRY(sql_opinion_get(c->db, c->mem, p->id, &o));
	TRY(sql_opinion_dropped(c->db, p->id, p->reason, NULL));
	out->go = arena_printf(c->mem, "/nominee/%" PRId64, o.nominee_id);
	out_say(c, out, "Ý kiến của %.*s không còn ngăn đề nghị này.", STR_ARG(o.addressee));
	return step(
		c, o.dossier_id, o.nominee_id,
		arena_printf(c->mem, "%.*s: đã xử lý. %.*s", STR_ARG(o.addressee), STR_ARG(p->reason)));
}

static enum rc open_file(struct ctx *c, const void *in, struct out *out)
{
	const struct answer_in *p = in;
	struct sql_opinion_get o;
	TRY(sql_opinion_get(c->db, c->mem, p->id, &o));
	if (o.file_id == DB_NULL)
		return err_set(c->err, RC_NOTFOUND, "Chưa có văn bản trả lời.");
	return file_send(c, o.file_id, out);
}

/* --- rows -------------------------------------------------------- */

static const struct choice yes_no[] = {{"yes", "Có"}, {"no", "Không"}, {0}};
static const struct field list_filters[] = {
	FILTER(CHOICE, "state", "Tình trạng", .choices = states),
	FILTER(CHOICE, "body", "Lĩnh vực", .choices = bodies),
	FILTER(CHOICE, "answer", "Trả lời", .choices = answers),
	FILTER(REF, "dossier", "Hồ sơ", .ref = &dossier_object),
	FILTER(REF, "nominee", "Đề nghị", .flags = HIDDEN, .ref = &nominee_object),
	FILTER(CHOICE, "overdue", "Quá hạn", .choices = yes_no),
};
static const struct column list_cols[] = {
	{"addressee", "Cơ quan được hỏi", COL_TEXT, .width = 36},
	{"name", "Về", COL_LINK, .op = "nominee.view", .key = "nominee_id", .width = 28},
	{"body", "Lĩnh vực", COL_CHOICE, .choices = bodies},
	{"question", "Nội dung hỏi", COL_TEXT, .width = 40},
	{"asked_on", "Hỏi ngày", COL_DATE},
	{"due", "Hạn", COL_DATE},
	{"answer", "Trả lời", COL_BADGE, .choices = answers},
	{"said", "Nội dung trả lời", COL_TEXT, .width = 40},
	{"sign", "Số văn bản", COL_TEXT},
	{"dated", "Ngày văn bản", COL_DATE},
	{"reason", "Đã xử lý", COL_TEXT, .width = 36},
	{"has_file", "Có tệp", COL_BOOL},
	{"state", "Tình trạng", COL_BADGE, .choices = states},
};

#define ON_ONE .kind = OP_WRITE, .scope = SCOPE_OBJECT, .object = &opinion_object
#define READS (DOSSIER_KEEPS | R(INSPECTOR))

const struct op opinion_ops[] = {
	{.name = "opinion.list",
     .title = "Ý kiến của các cơ quan",
     .help = "Đã hỏi ai, về ai, hạn nào, trả lời ra sao.",
     .kind = OP_LIST,
     .flags = OP_JOURNAL_EXPORT,
     .roles = READS,
     .scope = SCOPE_ANY,
     .area = "dossier",
     .icon = "mail",
     .object = &opinion_object,
     .list = &sql_list_opinion_list,
     .order = "-newest",
     FIELDS(list_filters),
     COLS(list_cols),
     .empty = "Chưa hỏi cơ quan nào."},
	{.name = "nominee.ask",
     .title = "Xin ý kiến cơ quan khác",
     .help = "Ý kiến không đồng ý hoặc chưa có thì đề nghị chưa quyết định được.",
     .verb = "Xin ý kiến",
     .kind = OP_WRITE,
     .scope = SCOPE_OBJECT,
     .object = &nominee_object,
     .flags = OP_NOT_OWN,
     .roles = DOSSIER_KEEPS,
     .icon = "mail",
     .states = "proposed cleared passed",
     FIELDS(ask_fields),
     .in_size = sizeof(struct ask_in),
     .run = ask,
     .then = "nominee.view"},
	{.name = "opinion.answer",
     .title = "Ghi trả lời của cơ quan được hỏi",
     .help = "Kèm số, ngày và bản chụp văn bản trả lời.",
     .verb = "Ghi trả lời",
     ON_ONE,
     .flags = OP_NOT_OWN,
     .roles = DOSSIER_KEEPS,
     .icon = "edit",
     .states = "asked",
     FIELDS(answer_fields),
     .in_size = sizeof(struct answer_in),
     .run = answer},
	{.name = "opinion.file",
     .title = "Mở văn bản trả lời",
     .help = "Văn bản mà cơ quan được hỏi đã gửi.",
     .verb = "Mở văn bản",
     .kind = OP_READ,
     .flags = OP_JOURNAL_READ | OP_QUIET,
     .roles = READS,
     .scope = SCOPE_OBJECT,
     .object = &opinion_object,
     FIELDS(id_fields),
     .in_size = sizeof(struct answer_in),
     .run = open_file},
	{.name = "opinion.drop",
     .title = "Đã xử lý ý kiến",
     .help = "Không chờ nữa, hoặc điều không đồng ý đã được làm rõ; ghi rõ vì sao.",
     .verb = "Đã xử lý",
     ON_ONE,
     .flags = OP_NOT_OWN,
     .roles = DOSSIER_KEEPS,
     .icon = "x",
     .states = "asked answered",
     FIELDS(drop_fields),
     .in_size = sizeof(struct answer_in),
     .run = drop},
	{0}};
