/*
 * conclude.c: what the standing body concludes: a nominee is cleared with a
 * check that is kept, failed, lowered, looked at again; the dossier goes to the
 * council. To a higher level it goes by a submission (app/decision/submission.c), so that nobody is
 * forwarded who could not be answered.
 */
#include "app/dossier/inner.h"

#include "app/admin/admin.h"
#include "app/job/job.h"
#include "app/record/record.h"
#include "db/sql_dossier.h"
#include "op/gate.h"
#include "web/web.h"

#include <inttypes.h>

/* --- one nominee ------------------------------------------------- */

struct one_in {
	int64_t id;
	struct str reason, code;
};
static const struct field id_fields[] = {
	F(REF, struct one_in, id, "Đề nghị", .flags = MUST | HIDDEN, .ref = &nominee_object),
};
static const struct field reason_fields[] = {
	F(REF, struct one_in, id, "Đề nghị", .flags = MUST | HIDDEN, .ref = &nominee_object),
	F(TEXT, struct one_in, reason, "Lý do", .flags = MUST | FRESH | PERSONAL, .min = 5,
      .max = 1000),
};
static const struct field lower_fields[] = {
	F(REF, struct one_in, id, "Đề nghị", .flags = MUST | HIDDEN, .ref = &nominee_object),
	F(CHOICE, struct one_in, code, "Hạ xuống", .flags = MUST | FRESH, .choices = award_codes),
	F(TEXT, struct one_in, reason, "Lý do", .flags = MUST | FRESH | PERSONAL, .min = 5,
      .max = 1000),
};

/* Received, and the rooms are through with it. */
static enum rc appraised(struct ctx *c, const struct sql_nominee_get *n)
{
	struct sql_appraisal_count rooms;
	int64_t wanted;
	if (!str_eqz(n->dossier_state, "received") && !str_eqz(n->dossier_state, "appraising"))
		return err_set(c->err, RC_CONFLICT, "Hồ sơ chưa tiếp nhận hoặc đã qua bước thẩm định.");
	TRY(sql_appraisal_count(c->db, c->mem, n->dossier_id, &rooms));
	if (rooms.open)
		return err_set(c->err, RC_CONFLICT, "Còn %" PRId64 " đơn vị chưa thẩm định xong.",
		               rooms.open);
	TRY(setting_number(c, "dossier.appraise", &wanted));
	return wanted == 0 || rooms.done > 0
	           ? RC_OK
	           : err_set(c->err, RC_CONFLICT,
	                     "Hồ sơ chưa có đơn vị nào thẩm định. Xin giao thẩm định "
	                     "trước.");
}

/* Titles rest on the year's ratings, which are settled first. *why: what to do before; "" when they
 * are, or the office only wants to be reminded. */
static enum rc ratings_wait(struct ctx *c, const struct sql_nominee_get *n, struct str *why)
{
	int64_t must;
	TRY(setting_number(c, "dossier.locked_ratings", &must));
	TRY(nominee_ratings_open(c, n, why));
	*why = must && why->n ? arena_printf(c->mem,
	                                     "%.*s Xin thường trực hoặc thủ trưởng làm \"Chốt xếp loại "
	                                     "năm\" ở trang Xếp loại chất "
	                                     "lượng rồi kết luận; muốn chỉ nhắc thì quản trị đặt "
	                                     "dossier.locked_ratings bằng 0.",
	                                     STR_ARG(*why))
	                      : STR("");
	return RC_OK;
}

static enum rc may_clear(struct ctx *c, int64_t id)
{
	struct sql_nominee_get n;
	TRY(sql_nominee_get(c->db, c->mem, id, &n));
	TRY(appraised(c, &n));
	struct str why;
	TRY(ratings_wait(c, &n, &why));
	return why.n ? err_set(c->err, RC_CONFLICT, "%.*s", STR_ARG(why)) : RC_OK;
}

/* Where the conclusion is not offered, the page says why to whom it would be. */
void nominee_above(struct buf *html, struct ctx *c, const void *data)
{
	const int64_t *id = data;
	struct sql_nominee_get n;
	struct err kept = *c->err;
	struct nominee_note note;
	if (gate_offers(c, op_find(STR("nominee.clear"))) &&
	    sql_nominee_get(c->db, c->mem, *id, &n) == RC_OK &&
	    (str_eqz(n.state, "proposed") || str_eqz(n.state, "failed")) &&
	    (str_eqz(n.dossier_state, "received") || str_eqz(n.dossier_state, "appraising")) &&
	    may_clear(c, *id) == RC_CONFLICT) {
		note = (struct nominee_note){
			.say = arena_str(c->mem, str_of(c->err->message)),
			.ratings = STR(""),
			.href = arena_printf(c->mem, "/rating/list?year=%" PRId64, n.year)};
		if (nominee_ratings_open(c, &n, &note.ratings) == RC_OK)
			tpl_nominee_note(html, &note);
	}
	*c->err = kept;
}

/* The check is made and kept now: what a decision rests on. *why: what speaks
 * against it. */
static enum rc clear(struct ctx *c, const struct sql_nominee_get *n, struct str *why)
{
	struct nominee_judged j;
	TRY(nominee_judge_keep(c, n, &j));
	TRY(nominee_in_the_way(c, n->id, why));
	return why->n ? RC_OK : nominee_move(c, n->id, "cleared", STR(""));
}

static enum rc nominee_clear(struct ctx *c, const void *in, struct out *out)
{
	const struct one_in *p = in;
	struct sql_nominee_get n;
	struct str why;
	TRY(sql_nominee_get(c->db, c->mem, p->id, &n));
	TRY(clear(c, &n, &why));
	if (why.n)
		return err_set(c->err, RC_CONFLICT, "%.*s: %.*s Xin mở \"Kiểm tra theo luật\" để xem.",
		               STR_ARG(n.name), STR_ARG(why));
	out_say(c, out, "%.*s đủ điều kiện trình; kết quả kiểm tra đã được lưu.", STR_ARG(n.name));
	return RC_OK;
}

static enum rc tell_unit(struct ctx *c, const struct sql_nominee_get *n, struct str text)
{
	struct str link = arena_printf(c->mem, "/nominee/%" PRId64, n->id);
	TRY(notice_answerable(c, n->holder_id, "unit_head", text, link));
	return notice_answerable(c, n->holder_id, "unit_clerk", text, link);
}

static enum rc nominee_fail(struct ctx *c, const void *in, struct out *out)
{
	const struct one_in *p = in;
	struct sql_nominee_get n;
	TRY(sql_nominee_get(c->db, c->mem, p->id, &n));
	TRY(nominee_move(c, p->id, "failed", p->reason));
	out_say(c, out, "%.*s không đạt; phần còn lại của hồ sơ đi tiếp.", STR_ARG(n.name));
	return tell_unit(c, &n,
	                 arena_printf(c->mem, "%.*s không đạt khi thẩm định. Lý do: %.*s",
	                              STR_ARG(n.name), STR_ARG(p->reason)));
}

static enum rc nominee_again(struct ctx *c, const void *in, struct out *out)
{
	const struct one_in *p = in;
	struct sql_nominee_get n;
	TRY(sql_nominee_get(c->db, c->mem, p->id, &n));
	TRY(nominee_alone(c, &n));
	TRY(nominee_move(c, p->id, "proposed", p->reason));
	out_say(c, out, "Sẽ xem lại đề nghị của %.*s.", STR_ARG(n.name));
	return RC_OK;
}

/* What came in after the council (a rating, a paper) is looked at and kept; where it stands stays.
 */
static enum rc nominee_recheck(struct ctx *c, const void *in, struct out *out)
{
	const struct one_in *p = in;
	struct sql_nominee_get n;
	struct nominee_judged j;
	struct str why;
	TRY(sql_nominee_get(c->db, c->mem, p->id, &n));
	TRY(nominee_judge_keep(c, &n, &j));
	TRY(sql_dossier_touch(c->db, n.dossier_id, NULL));
	TRY(nominee_in_the_way(c, p->id, &why));
	if (why.n)
		out_say(c, out, "Đã lưu kết quả kiểm tra của %.*s. Chưa quyết định được: %.*s",
		        STR_ARG(n.name), STR_ARG(why));
	else
		out_say(c, out, "Đã lưu kết quả kiểm tra của %.*s: đủ điều kiện.", STR_ARG(n.name));
	return RC_OK;
}

enum rc nominee_lower_to(struct ctx *c, int64_t nominee, struct str code)
{
	struct sql_nominee_get n;
	struct nominee_judged j;
	TRY(sql_nominee_lowered(c->db, nominee, code, NULL));
	TRY(sql_nominee_get(c->db, c->mem, nominee, &n));
	return nominee_judge_keep(c, &n, &j);
}

static enum rc before_council(struct ctx *c, int64_t id)
{
	struct sql_nominee_get n;
	TRY(sql_nominee_get(c->db, c->mem, id, &n));
	return str_eqz(n.dossier_state, "received") || str_eqz(n.dossier_state, "appraising")
	           ? RC_OK
	           : err_set(c->err, RC_CONFLICT,
	                     "Hồ sơ không ở bước thẩm định nên không đổi kết luận này.");
}

static enum rc nominee_lower(struct ctx *c, const void *in, struct out *out)
{
	const struct one_in *p = in;
	struct sql_nominee_get n;
	TRY(sql_nominee_get(c->db, c->mem, p->id, &n));
	if (str_eq(n.code, p->code))
		return err_field(c->err, "code", "Đây là mức đang đề nghị.");
	TRY(nominee_code_fits(c, &n, p->code));
	TRY(sql_nominee_lowered(c->db, p->id, p->code, NULL));
	if (!str_eqz(n.state, "proposed"))
		TRY(nominee_move(c, p->id, "proposed", p->reason));
	TRY(sql_dossier_touch(c->db, n.dossier_id, NULL));
	struct str words =
		arena_printf(c->mem, "%.*s thay %.*s: %.*s", STR_ARG(choice_label(award_codes, p->code)),
	                 STR_ARG(choice_label(award_codes, n.code)), STR_ARG(p->reason));
	TRY(dossier_step(
		c, &(struct dossier_step){
			   .dossier_id = n.dossier_id, .nominee_id = p->id, .step = "lowered", .said = words}));
	out_say(c, out, "%.*s: %.*s. Xin kiểm tra lại và kết luận.", STR_ARG(n.name), STR_ARG(words));
	return tell_unit(
		c, &n,
		arena_printf(c->mem, "Hạ mức đề nghị của %.*s: %.*s", STR_ARG(n.name), STR_ARG(words)));
}

/* --- the whole --------------------------------------------------- */

struct all_in {
	int64_t id;
};
static const struct field all_fields[] = {
	F(REF, struct all_in, id, "Hồ sơ", .flags = MUST | HIDDEN, .ref = &dossier_object),
};
/* Those who wait for the same thing, named together. */
struct waiting {
	struct str names, why;
	int n;
};

#define NAMES_MAX 600

static void add_waiting(struct ctx *c, struct waiting *w, struct str name, struct str why)
{
	w->n++;
	w->why = why;
	if (w->names.n < NAMES_MAX)
		w->names = arena_printf(c->mem, "%.*s%s%.*s", STR_ARG(w->names), w->names.n ? ", " : "",
		                        STR_ARG(name));
}

static enum rc clear_all(struct ctx *c, const void *in, struct out *out)
{
	const struct all_in *p = in;
	struct sql_nominee_of_dossier *rows;
	struct waiting ratings = {.names = STR(""), .why = STR("")};
	struct str left = STR("");
	int64_t done = 0;
	size_t n;
	TRY(sql_nominee_of_dossier(c->db, c->mem, p->id, &rows, &n));
	for (size_t i = 0; i < n; i++) {
		struct sql_nominee_get one;
		struct str why;
		if (!str_eqz(rows[i].state, "proposed"))
			continue;
		TRY(sql_nominee_get(c->db, c->mem, rows[i].id, &one));
		if (done == 0 && left.n == 0 && ratings.n == 0)
			TRY(appraised(c, &one));
		TRY(ratings_wait(c, &one, &why));
		if (why.n) {
			/* Others of the same dossier, who need no rating, go on. */
			add_waiting(c, &ratings, one.name, why);
			continue;
		}
		TRY(clear(c, &one, &why));
		done += why.n == 0;
		if (why.n && left.n < 300)
			left = arena_printf(c->mem, "%.*s%s%.*s: %.*s", STR_ARG(left), left.n ? " " : "",
			                    STR_ARG(one.name), STR_ARG(why));
	}
	if (ratings.n)
		left = arena_printf(c->mem, "%.*s%s%.*s: %.*s", STR_ARG(left), left.n ? " " : "",
		                    STR_ARG(ratings.names), STR_ARG(ratings.why));
	if (left.n)
		out_fact(out, "left", "Chưa kết luận được", left);
	out_say(c, out, "%s %" PRId64 " đề nghị đủ điều kiện trình.",
	        c->preview ? "Sẽ kết luận" : "Đã kết luận", done);
	return RC_OK;
}

static enum rc all_concluded(struct ctx *c, int64_t id)
{
	struct sql_nominee_of_dossier *rows;
	int cleared = 0;
	size_t n;
	TRY(dossier_not_own(c, id));
	TRY(sql_nominee_of_dossier(c->db, c->mem, id, &rows, &n));
	for (size_t i = 0; i < n; i++) {
		if (str_eqz(rows[i].state, "proposed"))
			return err_set(c->err, RC_CONFLICT, "%.*s chưa có kết luận thẩm định.",
			               STR_ARG(rows[i].name));
		cleared += str_eqz(rows[i].state, "cleared") || str_eqz(rows[i].state, "passed");
	}
	return cleared ? RC_OK
	               : err_set(c->err, RC_CONFLICT, "Không có đề nghị nào đủ điều kiện trình.");
}

static enum rc to_council(struct ctx *c, const void *in, struct out *out)
{
	const struct all_in *p = in;
	struct sql_dossier_get d;
	TRY(sql_dossier_get(c->db, c->mem, p->id, &d));
	TRY(sql_dossier_state(c->db, p->id, STR("council"), STR(""), NULL));
	out_say(c, out, "Hồ sơ chờ hội đồng.");
	return dossier_step(c, &(struct dossier_step){.dossier_id = p->id,
	                                              .nominee_id = DB_NULL,
	                                              .step = "council",
	                                              .from = d.state,
	                                              .to = STR("council")});
}

/* --- rows -------------------------------------------------------- */

#define ON_NOMINEE                                                                                 \
	.kind = OP_WRITE, .scope = SCOPE_OBJECT, .object = &nominee_object, .then = "nominee.view",    \
	.flags = OP_NOT_OWN, .roles = DOSSIER_KEEPS
#define ON_DOSSIER                                                                                 \
	.kind = OP_WRITE, .scope = SCOPE_OBJECT, .object = &dossier_object, .then = "dossier.view",    \
	.roles = DOSSIER_KEEPS

const struct op conclude_ops[] = {
	{.name = "nominee.clear",
     .title = "Kết luận đủ điều kiện trình",
     .help = "Sau thẩm định: chương trình kiểm tra lại theo luật, lưu kết quả; "
             "còn vướng mắc thì "
             "không kết luận được.",
     .verb = "Đủ điều kiện",
     ON_NOMINEE,
     .icon = "check",
     .states = "proposed failed",
     .guard = may_clear,
     FIELDS(id_fields),
     .in_size = sizeof(struct one_in),
     .run = nominee_clear},
	{.name = "nominee.fail",
     .title = "Kết luận không đạt",
     .help = "Một đề nghị không đạt, có lý do; phần còn lại của hồ sơ đi tiếp.",
     .verb = "Không đạt",
     ON_NOMINEE,
     .icon = "bad",
     .states = "proposed cleared",
     .guard = before_council,
     FIELDS(reason_fields),
     .in_size = sizeof(struct one_in),
     .run = nominee_fail},
	{.name = "nominee.lower",
     .title = "Hạ mức đề nghị",
     .help = "Xét mức thấp hơn; mức đơn vị đề nghị ban đầu vẫn được giữ để đối "
             "chiếu.",
     .verb = "Hạ mức",
     ON_NOMINEE,
     .icon = "edit",
     .states = "proposed cleared failed",
     .guard = before_council,
     FIELDS(lower_fields),
     .in_size = sizeof(struct one_in),
     .run = nominee_lower},
	{.name = "nominee.recheck",
     .title = "Kiểm tra lại theo luật và lưu",
     .help = "Khi dữ liệu đến sau kết luận hoặc hội đồng chọn mức khác: kết quả mới được lưu, đề "
             "nghị vẫn ở bước đang đứng.",
     .verb = "Kiểm tra lại và lưu",
     ON_NOMINEE,
     .icon = "refresh",
     .states = "cleared passed",
     FIELDS(id_fields),
     .in_size = sizeof(struct one_in),
     .run = nominee_recheck},
	{.name = "nominee.again",
     .title = "Xem lại kết luận thẩm định",
     .help = "Kết luận trước được bỏ, có lý do; lịch sử vẫn giữ.",
     .verb = "Xem lại",
     ON_NOMINEE,
     .icon = "refresh",
     .states = "cleared failed",
     .guard = before_council,
     FIELDS(reason_fields),
     .in_size = sizeof(struct one_in),
     .run = nominee_again},
	{.name = "dossier.clear",
     .title = "Kết luận mọi đề nghị đủ điều kiện",
     .help = "Kiểm tra và lưu kết quả từng đề nghị; đề nghị còn vướng mắc được "
             "để lại và nêu rõ.",
     .verb = "Kết luận các đề nghị đủ điều kiện",
     ON_DOSSIER,
     .flags = OP_PREVIEW,
     .icon = "check",
     .states = "received appraising",
     .guard = dossier_not_own,
     FIELDS(all_fields),
     .in_size = sizeof(struct all_in),
     .run = clear_all},
	{.name = "dossier.council",
     .title = "Trình hội đồng",
     .help = "Khi mọi đề nghị đã có kết luận thẩm định.",
     .verb = "Trình hội đồng",
     ON_DOSSIER,
     .icon = "stamp",
     .states = "appraising",
     .guard = all_concluded,
     FIELDS(all_fields),
     .in_size = sizeof(struct all_in),
     .run = to_council},
	{0}};
