/* file.c: papers of a dossier or of one nominee, by what the rules ask for; the
 * report of achievements, written from the record and finished by hand in the
 * editor of papers. */
#include "app/file/file.h"

#include "app/dossier/inner.h"
#include "app/job/job.h"
#include "app/paper/paper.h"
#include "db/sql_dossier.h"

#include <inttypes.h>

#define FILE_MAX (50 * 1024 * 1024)

const struct object dossier_file_object = {
	.name = "dossier_file", .label = "giấy tờ của hồ sơ", .list = &sql_list_dossier_file_object};

struct file_in {
	int64_t id, nominee_id;
	struct str need, title, reason;
	struct upload content;
};
static const struct field add_fields[] = {
	F(REF, struct file_in, id, "Hồ sơ", .flags = MUST | HIDDEN, .ref = &dossier_object),
	F(CHOICE, struct file_in, need, "Loại giấy tờ", .flags = MUST, .choices = dossier_needs),
	F(TEXT, struct file_in, title, "Tên giấy tờ", .flags = MUST | FRESH | PERSONAL, .max = 200),
	F(REF, struct file_in, nominee_id, "Riêng của", .ref = &nominee_object,
      .hint = "Để trống: của cả hồ sơ"),
	F(FILE, struct file_in, content, "Tệp", .max = FILE_MAX),
};
static const struct field id_fields[] = {
	F(REF, struct file_in, id, "Giấy tờ", .flags = MUST | HIDDEN, .ref = &dossier_file_object),
};
static const struct field remove_fields[] = {
	F(REF, struct file_in, id, "Giấy tờ", .flags = MUST | HIDDEN, .ref = &dossier_file_object),
	F(TEXT, struct file_in, reason, "Lý do", .flags = MUST | FRESH, .min = 3, .max = 400),
};

static enum rc step(struct ctx *c, int64_t dossier, int64_t nominee, const char *what,
                    struct str title)
{
	TRY(sql_dossier_touch(c->db, dossier, NULL));
	return dossier_step(
		c, &(struct dossier_step){.dossier_id = dossier,
	                              .nominee_id = nominee,
	                              .step = "changed",
	                              .said = arena_printf(c->mem, "%s: %.*s", what, STR_ARG(title))});
}

static enum rc file_add(struct ctx *c, const void *in, struct out *out)
{
	const struct file_in *p = in;
	struct sql_dossier_get d;
	struct sql_nominee_get n = {.person_id = DB_NULL};
	int64_t file;
	if (!p->content.given)
		return err_field(c->err, "content", "Xin chọn một tệp.");
	TRY(sql_dossier_get(c->db, c->mem, p->id, &d));
	if (p->nominee_id != DB_NULL) {
		TRY(sql_nominee_get(c->db, c->mem, p->nominee_id, &n));
		c->object_person = n.person_id;
		if (n.dossier_id != p->id)
			return err_field(c->err, "nominee_id", "Đề nghị này thuộc hồ sơ khác.");
	}
	TRY(file_keep(c,
	              &(struct file_new){.content = &p->content,
	                                 .object = "dossier",
	                                 .object_id = p->id,
	                                 .unit_id = n.person_id == DB_NULL ? d.holder_id : DB_NULL,
	                                 .person_id = n.person_id,
	                                 .guarded = true},
	              &file));
	TRY(sql_dossier_file_add(c->db, p->id, p->nominee_id, p->need, p->title, file,
	                         c->who.account_id, c->now_ms, NULL));
	out_say(c, out, "Đã thêm giấy tờ.");
	return step(c, p->id, p->nominee_id, "Thêm giấy tờ", p->title);
}

static enum rc file_get(struct ctx *c, const void *in, struct out *out)
{
	const struct file_in *p = in;
	struct sql_dossier_file_get f;
	TRY(sql_dossier_file_get(c->db, c->mem, p->id, &f));
	return file_send(c, f.file_id, out);
}

/* The content stays: what was looked at before can be looked at again. */
static enum rc file_drop(struct ctx *c, const void *in, struct out *out)
{
	const struct file_in *p = in;
	struct sql_dossier_file_get f;
	TRY(sql_dossier_file_get(c->db, c->mem, p->id, &f));
	TRY(sql_dossier_file_removed(c->db, p->id, NULL));
	out->go = dossier_address(c, f.dossier_id);
	out_say(c, out, "Đã bỏ \"%.*s\" khỏi hồ sơ.", STR_ARG(f.title));
	return step(c, f.dossier_id, f.nominee_id, "Bỏ giấy tờ", f.title);
}

static enum rc may_add(struct ctx *c, int64_t id)
{
	return dossier_opens(c, id, "files");
}

static enum rc may_drop(struct ctx *c, int64_t id)
{
	struct sql_dossier_file_get f;
	TRY(sql_dossier_file_get(c->db, c->mem, id, &f));
	return dossier_opens(c, f.dossier_id, "files");
}

/* --- the report -------------------------------------------------- */

struct report_in {
	int64_t id;
};
static const struct field report_fields[] = {
	F(REF, struct report_in, id, "Đề nghị", .flags = MUST | HIDDEN, .ref = &nominee_object),
};

static enum rc report(struct ctx *c, const void *in, struct out *out)
{
	const struct report_in *p = in;
	struct sql_nominee_get n;
	struct str kind, json;
	int64_t paper;
	TRY(sql_nominee_get(c->db, c->mem, p->id, &n));
	struct paper_report r = {.person_id = n.person_id,
	                         .unit_id = n.unit_id,
	                         .award = n.code,
	                         .from = n.first_year == DB_NULL ? n.year : n.first_year,
	                         .to = n.year};
	TRY(paper_report_data(c, &r, &kind, &json));
	struct paper_new made = {.kind = kind,
	                         .object = "dossier",
	                         .object_id = n.dossier_id,
	                         .unit_id = n.holder_id,
	                         .person_id = n.person_id,
	                         .title =
	                             arena_printf(c->mem, "Báo cáo thành tích: %.*s", STR_ARG(n.name)),
	                         .data = json};
	TRY(paper_make(c, &made, &paper));
	TRY(sql_nominee_paper(c->db, p->id, paper, NULL));
	out->go = arena_printf(c->mem, "/writing/edit?id=%" PRId64, paper);
	/* It is theirs to write: they see this paper, and nothing else of a dossier that is not sent.
	 */
	if (n.person_id != DB_NULL && n.person_id != c->who.person_id)
		TRY(notice_person(c, n.person_id,
		                  STR("Xin viết tiếp báo cáo thành tích; phần đã có trong hồ sơ được điền "
		                      "sẵn."),
		                  out->go));
	out_say(c, out, "Đã lập báo cáo từ dữ liệu; %s viết tiếp phần còn thiếu.",
	        n.person_id == DB_NULL ? "xin" : "người được đề nghị nhận tin và có thể");
	return step(c, n.dossier_id, p->id, "Lập báo cáo thành tích", STR("từ dữ liệu đã lưu"));
}

static enum rc may_report(struct ctx *c, int64_t id)
{
	struct sql_nominee_get n;
	TRY(sql_nominee_get(c->db, c->mem, id, &n));
	if (str_eqz(n.subject, "household"))
		return err_set(c->err, RC_CONFLICT,
		               "Báo cáo của hộ gia đình chưa có mẫu. Xin tải tệp báo cáo lên.");
	if (n.paper_id != DB_NULL)
		return err_set(c->err, RC_CONFLICT, "Báo cáo đã được lập. Xin mở báo cáo ấy để viết tiếp.");
	return nominee_opens(c, id, "report");
}

/* --- rows -------------------------------------------------------- */

static const struct field list_filters[] = {
	FILTER(REF, "dossier", "Hồ sơ", .ref = &dossier_object),
	FILTER(REF, "nominee", "Đề nghị", .flags = HIDDEN, .ref = &nominee_object),
	FILTER(CHOICE, "need", "Loại", .choices = dossier_needs),
};
static const struct column list_cols[] = {
	{"title", "Giấy tờ", COL_LINK, .op = "dossier_file.get", .key = "id", .width = 50},
	{"need", "Loại", COL_CHOICE, .choices = dossier_needs},
	{"name", "Riêng của", COL_TEXT, .width = 28},
	{"made_by", "Người thêm", COL_TEXT, .width = 28},
	{"made_ms", "Lúc", COL_MOMENT, .order = "newest"},
};

const struct op dossier_file_ops[] = {
	{.name = "dossier_file.list",
     .title = "Giấy tờ của hồ sơ",
     .help = "Tờ trình, biên bản, báo cáo, xác nhận của hồ sơ và của từng người.",
     .kind = OP_LIST,
     .flags = OP_QUIET,
     .roles = DOSSIER_SEES,
     .scope = SCOPE_ANY,
     .object = &dossier_file_object,
     .list = &sql_list_dossier_file_list,
     .order = "-newest",
     FIELDS(list_filters),
     COLS(list_cols),
     .empty = "Chưa có giấy tờ nào."},
	{.name = "dossier.attach",
     .title = "Thêm giấy tờ vào hồ sơ",
     .help = "Theo loại mà quy định yêu cầu; của cả hồ sơ hoặc riêng một người.",
     .verb = "Thêm giấy tờ",
     .kind = OP_WRITE,
     .scope = SCOPE_OBJECT,
     .object = &dossier_object,
     .roles = DOSSIER_WRITES,
     .icon = "file",
     .guard = may_add,
     FIELDS(add_fields),
     .in_size = sizeof(struct file_in),
     .run = file_add,
     .then = "dossier.view",
     .law = "Luật Thi đua, khen thưởng 2022, Điều 84"},
	{.name = "dossier_file.get",
     .title = "Mở giấy tờ của hồ sơ",
     .help = "Tệp đã gửi lên.",
     .kind = OP_READ,
     .flags = OP_QUIET,
     .roles = DOSSIER_SEES,
     .scope = SCOPE_OBJECT,
     .object = &dossier_file_object,
     FIELDS(id_fields),
     .in_size = sizeof(struct file_in),
     .run = file_get},
	{.name = "dossier_file.remove",
     .title = "Bỏ giấy tờ khỏi hồ sơ",
     .help = "Nội dung vẫn được lưu.",
     .verb = "Bỏ",
     .kind = OP_WRITE,
     .scope = SCOPE_OBJECT,
     .object = &dossier_file_object,
     .roles = DOSSIER_WRITES,
     .icon = "x",
     .states = "here",
     .guard = may_drop,
     FIELDS(remove_fields),
     .in_size = sizeof(struct file_in),
     .run = file_drop},
	{.name = "nominee.report",
     .title = "Lập báo cáo thành tích",
     .help =
         "Từ dữ liệu đã lưu; người được đề nghị và đơn vị cùng viết tiếp được cho đến khi gửi hồ "
         "sơ.",
     .verb = "Lập báo cáo",
     .kind = OP_WRITE,
     .scope = SCOPE_OBJECT,
     .object = &nominee_object,
     .roles = DOSSIER_WRITES,
     .icon = "edit",
     .states = "proposed cleared failed",
     .guard = may_report,
     FIELDS(report_fields),
     .in_size = sizeof(struct report_in),
     .run = report,
     .then = "nominee.view"},
	{0}};
