/*
 * submission.c: what the office may not decide goes to the level above (Luật Điều 83): a tờ trình
 * with its nominees, sent with its papers.
 */
#include "app/decision/submission.h"

#include "app/council/council.h"
#include "app/dossier/dossier.h"
#include "app/file/file.h"
#include "app/org/org.h"
#include "db/sql_decision.h"
#include "db/sql_law.h"
#include "db/sql_submission.h"
#include "op/decode.h"
#include "op/gate.h"
#include "viet/viet.h"

#include <inttypes.h>

const struct object submission_object = {.name = "submission",
                                         .label = "tờ trình",
                                         .list = &sql_list_submission_object,
                                         .view = "submission.view"};
const struct object submission_line_object = {.name = "submission_line",
                                              .label = "trường hợp trình",
                                              .list = &sql_list_submission_line_object};

static const struct choice states[] = {{"draft", "Đang soạn"},
                                       {"sent", "Đã gửi, chờ kết quả"},
                                       {"answered", "Đã có kết quả"},
                                       {"dropped", "Đã bỏ"},
                                       {0}};
static const struct choice levels[] = {
	{"province", "Tỉnh"}, {"ministry", "Bộ, ngành"}, {"nation", "Thủ tướng, Chủ tịch nước"}, {0}};
static const char upward_law[] = "Luật Thi đua, khen thưởng 2022, Điều 77, 78, 79, 83";

struct new_in {
	int64_t id, round_id, dossier_id, meeting_id, nominee_id;
	struct str goes_to, level, title, note, sign, reason;
	struct date dated;
	struct upload file;
};
#define WHERE_TO                                                                                   \
	F(TEXT, struct new_in, goes_to, "Trình", .flags = MUST, .max = 200,                            \
	  .hint = "Ví dụ: Chủ tịch UBND tỉnh (qua Sở Nội vụ)"),                                        \
		F(CHOICE, struct new_in, level, "Cấp", .flags = MUST, .choices = levels)
static enum rc offers_dossier(struct ctx *c, int64_t dossier, bool *yes);
static const struct field new_fields[] = {
	WHERE_TO,
	F(REF, struct new_in, round_id, "Từ đợt xét", .flags = IN_SCOPE, .ref = &award_round_object),
	F(REF, struct new_in, dossier_id, "Hoặc từ hồ sơ", .flags = IN_SCOPE,
      .ref = &dossier_ready_object, .offers = offers_dossier),
	F(REF, struct new_in, meeting_id, "Hoặc từ phiên họp", .flags = IN_SCOPE,
      .ref = &meeting_object),
	F(TEXT, struct new_in, title, "Trích yếu", .max = 300, .hint = "Để trống: đề nghị khen thưởng"),
	F(LONG, struct new_in, note, "Ghi chú", .max = 2000),
};
static const struct field edit_fields[] = {
	F(REF, struct new_in, id, "Tờ trình", .flags = MUST | HIDDEN, .ref = &submission_object),
	WHERE_TO,
	F(TEXT, struct new_in, title, "Trích yếu", .flags = MUST, .max = 300),
	F(LONG, struct new_in, note, "Ghi chú", .max = 2000),
};

/* --- lines -------------------------------------------------------------------------------------
 */

/* Ready, not for this office to decide, and in no other submission. */
static enum rc may_go(struct ctx *c, const struct sql_decision_nominee *n, int64_t submission,
                      struct str *why)
{
	struct sql_submission_of_nominee other;
	struct str upward;
	struct date voted;
	const char *level;
	TRY(decision_not_ready(c, n, DB_NULL, why, &voted));
	if (why->n)
		return RC_OK;
	TRY(decision_upward(c, n, c->today, &upward, &level));
	if (upward.n == 0) {
		*why = STR("thuộc thẩm quyền của cơ quan: xin soạn quyết định khen thưởng");
		return RC_OK;
	}
	enum rc rc = sql_submission_of_nominee(c->db, c->mem, n->id, &other);
	if (rc == RC_OK && other.id != submission)
		*why = arena_printf(c->mem, "đã có trong tờ trình \"%.*s\" (số %" PRId64 ")",
		                    STR_ARG(other.title), other.id);
	return rc == RC_NOTFOUND ? RC_OK : rc;
}

static enum rc take(struct ctx *c, int64_t submission, const struct decision_found *f,
                    struct out *out, int64_t *taken)
{
	*taken = 0;
	for (size_t i = 0; i < f->n; i++) {
		struct sql_decision_nominee n;
		struct str why;
		TRY(sql_decision_nominee(c->db, c->mem, f->ids[i], &n));
		TRY(may_go(c, &n, submission, &why));
		if (why.n) {
			decision_leave_out(c, out, &n, why);
			continue;
		}
		TRY(sql_submission_line_add(c->db, submission, n.id, NULL));
		++*taken;
	}
	return RC_OK;
}

static enum rc submission_new(struct ctx *c, const void *in, struct out *out)
{
	const struct new_in *p = in;
	struct sql_law_top_unit top;
	struct decision_found f;
	int64_t taken;
	TRY(sql_law_top_unit(c->db, c->mem, &top));
	TRY(decision_find(c, p->round_id, p->dossier_id, p->meeting_id, &f));
	TRY(sql_submission_add(c->db, top.id, p->goes_to, p->level,
	                       text_or_empty(p->title).n ? p->title : STR("Đề nghị khen thưởng"),
	                       text_or_empty(p->note), c->who.account_id, c->now_ms, &out->id));
	TRY(take(c, out->id, &f, out, &taken));
	if (f.given && taken == 0)
		return err_set(c->err, RC_CONFLICT, "Không đối tượng nào trình được%.*s.",
		               STR_ARG(decision_first_left_out(c, out)));
	c->object_unit = top.id;
	out_say(c, out, "Đã soạn tờ trình với %" PRId64 " đối tượng.", taken);
	return RC_OK;
}

static enum rc submission_edit(struct ctx *c, const void *in, struct out *out)
{
	const struct new_in *p = in;
	TRY(sql_submission_set(c->db, p->id, p->goes_to, p->level, p->title, text_or_empty(p->note),
	                       NULL));
	out_say(c, out, "Đã sửa tờ trình.");
	return RC_OK;
}

static enum rc offers_nominee(struct ctx *c, int64_t nominee, bool *yes)
{
	struct sql_decision_nominee n;
	struct str why;
	TRY(sql_decision_nominee(c->db, c->mem, nominee, &n));
	TRY(may_go(c, &n, DB_NULL, &why));
	*yes = why.n == 0;
	return RC_OK;
}

static enum rc offers_dossier(struct ctx *c, int64_t dossier, bool *yes)
{
	return decision_offers_dossier(c, dossier, offers_nominee, yes);
}

static const struct field add_fields[] = {
	F(REF, struct new_in, id, "Tờ trình", .flags = MUST | HIDDEN, .ref = &submission_object),
	F(REF, struct new_in, nominee_id, "Đối tượng", .flags = MUST | IN_SCOPE,
      .ref = &nominee_ready_object, .offers = offers_nominee),
};

static enum rc submission_add(struct ctx *c, const void *in, struct out *out)
{
	const struct new_in *p = in;
	struct sql_decision_nominee n;
	struct str why;
	TRY(sql_decision_nominee(c->db, c->mem, p->nominee_id, &n));
	TRY(may_go(c, &n, DB_NULL, &why));
	if (why.n)
		return err_field(c->err, "nominee_id", "%.*s: %.*s.", STR_ARG(n.name), STR_ARG(why));
	TRY(sql_submission_line_add(c->db, p->id, p->nominee_id, NULL));
	TRY(sql_submission_touch(c->db, p->id, NULL));
	out_say(c, out, "Đã thêm %.*s vào tờ trình.", STR_ARG(n.name));
	return RC_OK;
}

static const struct field line_fields[] = {
	F(REF, struct decision_id_in, id, "Trường hợp", .flags = MUST | HIDDEN,
      .ref = &submission_line_object),
};

static enum rc line_remove(struct ctx *c, const void *in, struct out *out)
{
	const struct decision_id_in *p = in;
	struct sql_submission_line_get l;
	TRY(sql_submission_line_get(c->db, c->mem, p->id, &l));
	TRY(sql_submission_line_drop(c->db, p->id, NULL));
	TRY(sql_submission_touch(c->db, l.submission_id, NULL));
	out->go = arena_printf(c->mem, "/submission/%" PRId64, l.submission_id);
	out_say(c, out, "Đã đưa %.*s ra khỏi tờ trình.", STR_ARG(c->object_label));
	return RC_OK;
}

/* --- sending ------------------------------------------------------------------------------------
 */

static const struct field send_fields[] = {
	F(REF, struct new_in, id, "Tờ trình", .flags = MUST | HIDDEN, .ref = &submission_object),
	F(TEXT, struct new_in, sign, "Số tờ trình", .flags = MUST, .max = 60,
      .hint = "Ví dụ 45/TTr-VP"),
	F(DATE, struct new_in, dated, "Ngày", .flags = MUST),
	F(FILE, struct new_in, file, "Bản có chữ ký và dấu"),
};

static enum rc send_lines(struct ctx *c, int64_t id, struct str said, size_t *n)
{
	struct sql_submission_lines *lines;
	TRY(sql_submission_lines(c->db, c->mem, id, &lines, n));
	if (*n == 0)
		return err_set(c->err, RC_CONFLICT, "Tờ trình chưa có đối tượng nào.");
	for (size_t i = 0; i < *n; i++) {
		struct sql_decision_nominee m;
		struct str why;
		TRY(sql_decision_nominee(c->db, c->mem, lines[i].nominee_id, &m));
		TRY(may_go(c, &m, id, &why));
		if (why.n)
			return err_set(c->err, RC_CONFLICT, "%.*s: %.*s. Xin đưa ra hoặc xử lý trước khi gửi.",
			               STR_ARG(m.name), STR_ARG(why));
		TRY(nominee_move(c, m.id, "forwarded", said));
	}
	return RC_OK;
}

static enum rc submission_send(struct ctx *c, const void *in, struct out *out)
{
	const struct new_in *p = in;
	struct sql_submission_get s;
	int64_t file = DB_NULL;
	size_t n;
	if (p->dated.days > c->today.days)
		return err_field(c->err, "dated", "Ngày của tờ trình không ở sau hôm nay.");
	TRY(sql_submission_get(c->db, c->mem, p->id, &s));
	TRY(send_lines(c, p->id,
	               arena_printf(c->mem, "Tờ trình số %.*s ngày %s gửi %.*s", STR_ARG(p->sign),
	                            date_vn(p->dated).z, STR_ARG(s.goes_to)),
	               &n));
	if (p->file.given)
		TRY(file_keep(c,
		              &(struct file_new){.content = &p->file,
		                                 .object = "submission",
		                                 .object_id = p->id,
		                                 .unit_id = s.unit_id,
		                                 .person_id = DB_NULL},
		              &file));
	TRY(sql_submission_sent(c->db, p->id, p->sign, p->dated, file, NULL));
	out_say(c, out, "Đã ghi gửi tờ trình số %.*s với %zu trường hợp.", STR_ARG(p->sign), n);
	return RC_OK;
}

static const struct field drop_fields[] = {
	F(REF, struct new_in, id, "Tờ trình", .flags = MUST | HIDDEN, .ref = &submission_object),
	F(TEXT, struct new_in, reason, "Lý do", .flags = MUST | FRESH, .min = 5, .max = 300),
};

static enum rc submission_drop(struct ctx *c, const void *in, struct out *out)
{
	const struct new_in *p = in;
	TRY(sql_submission_lines_drop(c->db, p->id, NULL));
	TRY(sql_submission_dropped(c->db, p->id, p->reason, NULL));
	out_say(c, out, "Đã bỏ tờ trình; các đối tượng ở lại hồ sơ của mình.");
	return RC_OK;
}

static const struct field id_fields[] = {
	F(REF, struct decision_id_in, id, "Tờ trình", .flags = MUST | HIDDEN,
      .ref = &submission_object),
};

static enum rc submission_paper(struct ctx *c, const void *in, struct out *out)
{
	const struct decision_id_in *p = in;
	int64_t paper;
	TRY(submission_paper_make(c, p->id, &paper));
	TRY(sql_submission_papered(c->db, p->id, paper, NULL));
	out->go = arena_printf(c->mem, "/writing/%" PRId64, paper);
	out_say(c, out, "Đã soạn tờ trình từ dữ liệu; xin xem lại và hoàn thiện.");
	return RC_OK;
}

/* --- rows ---------------------------------------------------------------------------------------
 */

static const struct field filters[] = {
	FILTER(CHOICE, "state", "Tình trạng", .choices = states),
	FILTER(CHOICE, "level", "Cấp", .choices = levels),
	FILTER(INT, "year", "Ký trong năm", .min = 1945, .max = 2200),
};
static const struct column cols[] = {
	{"title", "Tờ trình", COL_LINK, .op = "submission.view", .key = "id", .width = 48},
	{"goes_to", "Trình", COL_TEXT, .width = 36},
	{"level", "Cấp", COL_CHOICE, .choices = levels},
	{"sign", "Số", COL_TEXT},
	{"dated", "Ngày", COL_DATE},
	{"lines", "Trường hợp", COL_INT},
	{"open", "Chưa có kết quả", COL_INT},
	{"state", "Tình trạng", COL_BADGE, .choices = states},
};
static const struct column view_cols[] = {
	{"goes_to", "Trình", COL_TEXT},
	{"level", "Cấp", COL_CHOICE, .choices = levels},
	{"sign", "Số", COL_TEXT},
	{"dated", "Ngày", COL_DATE},
	{"lines", "Số trường hợp", COL_INT},
	{"open", "Chưa có kết quả", COL_INT},
	{"note", "Ghi chú", COL_TEXT},
	{"paper_title", "Văn bản", COL_LINK, .op = "writing.view", .key = "paper_id"},
	{"file_name", "Bản có chữ ký, dấu", COL_LINK, .op = "file.get", .key = "file_id"},
	{"state", "Tình trạng", COL_BADGE, .choices = states},
};
static const struct part parts[] = {
	{"Các trường hợp", "submission_line.list", "submission", NULL},
	{"Văn bản", "writing.list", "submission", NULL},
};

#define ON_ONE                                                                                     \
	.kind = OP_WRITE, .scope = SCOPE_OBJECT, .object = &submission_object, .then = "submission.view"
#define SEES (R(STANDING) | R(HEAD) | R(REGISTRY) | R(INSPECTOR) | R(COUNCIL))

const struct op submission_ops[] = {
	{.name = "submission.list",
     .title = "Tờ trình cấp trên",
     .help = "Những gì vượt thẩm quyền của cơ quan: đã trình ai, kết quả từng trường hợp.",
     .kind = OP_LIST,
     .roles = SEES,
     .scope = SCOPE_ANY,
     .area = "decision",
     .icon = "send",
     .object = &submission_object,
     .list = &sql_list_submission_list,
     .order = "-newest",
     FIELDS(filters),
     COLS(cols),
     .empty = "Chưa có tờ trình nào.",
     .law = upward_law},
	{.name = "submission.view",
     .title = "Tờ trình",
     .help = "Trình ai, các trường hợp, văn bản, kết quả.",
     .kind = OP_VIEW,
     .roles = SEES,
     .scope = SCOPE_OBJECT,
     .object = &submission_object,
     .list = &sql_list_submission_view,
     FIELDS(id_fields),
     COLS(view_cols),
     PARTS(parts),
     .law = upward_law},
	{.name = "submission.new",
     .title = "Soạn tờ trình cấp trên",
     .help = "Cho khen thưởng do cấp trên quyết định và việc của thủ trưởng, cấp phó, chính cơ "
             "quan.",
     .verb = "Soạn",
     .kind = OP_WRITE,
     .roles = DECISION_DRAFTS,
     .scope = SCOPE_OFFICE,
     .object = &submission_object,
     .icon = "plus",
     FIELDS(new_fields),
     .in_size = sizeof(struct new_in),
     .run = submission_new,
     .then = "submission.view",
     .law = upward_law},
	{.name = "submission.edit",
     .title = "Sửa tờ trình",
     .help = "Khi chưa gửi.",
     .verb = "Sửa",
     ON_ONE,
     .roles = DECISION_DRAFTS,
     .states = "draft",
     FIELDS(edit_fields),
     .in_size = sizeof(struct new_in),
     .run = submission_edit},
	{.name = "submission.add",
     .title = "Thêm đối tượng vào tờ trình",
     .help = "Một đối tượng sẵn sàng mà cơ quan không tự quyết định.",
     .verb = "Thêm đối tượng",
     ON_ONE,
     .roles = DECISION_DRAFTS,
     .states = "draft",
     .icon = "plus",
     FIELDS(add_fields),
     .in_size = sizeof(struct new_in),
     .run = submission_add},
	{.name = "submission.paper",
     .title = "Soạn văn bản tờ trình",
     .help = "Viết từ dữ liệu: danh sách, kết quả bỏ phiếu, khen thưởng đã có; sau đó sửa tay.",
     .verb = "Soạn văn bản",
     ON_ONE,
     .roles = DECISION_DRAFTS,
     .states = "draft sent",
     .icon = "file",
     FIELDS(id_fields),
     .in_size = sizeof(struct decision_id_in),
     .run = submission_paper},
	{.name = "submission.send",
     .title = "Ghi đã gửi tờ trình",
     .help = "Số, ngày của tờ trình đã ký; các đối tượng chuyển sang chờ cấp trên.",
     .verb = "Đã gửi",
     ON_ONE,
     .roles = R(REGISTRY) | R(HEAD),
     .states = "draft",
     .icon = "send",
     FIELDS(send_fields),
     .in_size = sizeof(struct new_in),
     .run = submission_send,
     .law = upward_law},
	{.name = "submission.drop",
     .title = "Bỏ tờ trình",
     .help = "Khi chưa gửi.",
     .verb = "Bỏ",
     ON_ONE,
     .roles = DECISION_DRAFTS,
     .states = "draft",
     .icon = "trash",
     FIELDS(drop_fields),
     .in_size = sizeof(struct new_in),
     .run = submission_drop},
	{.name = "submission_line.remove",
     .title = "Đưa ra khỏi tờ trình",
     .help = "Khi chưa gửi; đối tượng ở lại hồ sơ của mình.",
     .verb = "Đưa ra",
     .kind = OP_WRITE,
     .roles = DECISION_DRAFTS,
     .scope = SCOPE_OBJECT,
     .object = &submission_line_object,
     .states = "draft",
     .icon = "trash",
     FIELDS(line_fields),
     .in_size = sizeof(struct decision_id_in),
     .run = line_remove,
     .then = "submission.list"},
	{0}};
