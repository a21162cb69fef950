/*
 * nominee.c: nominees of dossiers before the council: put on the agenda at once, with a sheet for
 * the members, and moved on by what was counted.
 *
 * A member of a council has no part in the dossiers themselves: what a member may read of one is
 * the sheet of the matter, from the invitation on, and nothing where the member is out of it.
 */
#include "app/council/inner.h"

#include "app/council/page.h"
#include "app/dossier/dossier.h"
#include "app/file/file.h"
#include "app/record/record.h"
#include "ballot/ballot.h"
#include "base/json_out.h"
#include "db/sql_ballot.h"
#include "db/sql_dossier.h"
#include "db/sql_paper.h"
#include "op/gate.h"
#include "web/web.h"

#include <inttypes.h>

/* What may be given instead of a title that fails; "" for none. */
static struct str lower_than(struct str code)
{
	static const struct {
		const char *code, *lower;
	} all[] = {{"CSTDTQ", "CSTDT"},  {"CSTDT", "CSTDCS"}, {"CSTDCS", "LDTT"},
	           {"TTLDXS", "TTLDTT"}, {"BKTTG", "BKT"},    {"BKT", "GK"}};
	for (int i = 0; i < COUNT(all); i++)
		if (str_eqz(code, all[i].code))
			return str_of(all[i].lower);
	return STR("");
}

/* --- onto the agenda ---------------------------------------------------------------------------
 */

struct nominees_in {
	int64_t id, dossier_id;
	bool lower;
};
/* Of the own meetings: what is out of the council's scope is not found anyway. */
static enum rc offers_dossier(struct ctx *c, int64_t dossier, bool *yes)
{
	struct sql_dossier_get d;
	struct sql_meeting_nominees_ready *rows;
	size_t n;
	TRY(sql_dossier_get(c->db, c->mem, dossier, &d));
	TRY(sql_meeting_nominees_ready(c->db, c->mem, d.holder_id, dossier, c->today, 1, &rows, &n));
	*yes = n > 0;
	return RC_OK;
}

static const struct field nominees_fields[] = {
	F(REF, struct nominees_in, id, "Phiên họp", .flags = MUST | HIDDEN, .ref = &meeting_object),
	F(REF, struct nominees_in, dossier_id, "Chỉ của hồ sơ", .flags = IN_SCOPE,
      .ref = &dossier_ready_object, .offers = offers_dossier,
      .hint = "Để trống: mọi hồ sơ đã trình hội đồng mà chưa có trong phiên họp nào"),
	F(BOOL, struct nominees_in, lower, "Thành viên được chọn mức thấp hơn một bậc"),
};

static enum rc meeting_nominees(struct ctx *c, const void *in, struct out *out)
{
	const struct nominees_in *p = in;
	struct sql_meeting_get m;
	struct sql_meeting_nominees_ready *rows;
	struct sql_meeting_item_last last;
	size_t n;
	int64_t id, proposed;
	TRY(sql_meeting_get(c->db, c->mem, p->id, &m));
	TRY(sql_meeting_nominees_ready(c->db, c->mem, m.unit_id,
	                               p->dossier_id == DB_NULL ? 0 : p->dossier_id, c->today,
	                               BALLOT_ITEMS_MAX, &rows, &n));
	if (n == 0)
		return err_set(c->err, RC_CONFLICT,
		               "Không có ai đủ điều kiện trình trong hồ sơ đã đưa ra hội đồng mà chưa có "
		               "trong phiên họp nào.");
	TRY(sql_meeting_item_last(c->db, c->mem, p->id, &last));
	for (size_t i = 0; i < n; i++) {
		struct str title =
			arena_printf(c->mem, "%.*s: %.*s", STR_ARG(choice_label(award_codes, rows[i].code)),
		                 STR_ARG(rows[i].name));
		TRY(sql_meeting_item_add(c->db, p->id, last.position + 1 + (int64_t)i, title, STR(""),
		                         rows[i].person_id, rows[i].unit_id, rows[i].id, rows[i].code,
		                         p->lower ? lower_than(rows[i].code) : STR(""), &id));
	}
	TRY(council_propose(c, p->id, &proposed));
	TRY(sql_meeting_touch(c->db, p->id, NULL));
	out->go = arena_printf(c->mem, "/meeting/%" PRId64, p->id);
	out_say(c, out,
	        "Đã đưa %zu trường hợp vào nội dung họp; đề xuất không tham gia biểu quyết: %" PRId64
	        " trường hợp.",
	        n, proposed);
	return RC_OK;
}

/* Authors of what the proposal rests on, and the head of the unit that proposes. */
enum rc council_nominee_out(struct ctx *c, const struct sql_meeting_get *m,
                            const struct sql_meeting_items *item, int64_t *count)
{
	struct sql_nominee_get x;
	struct sql_nominee_grounds *grounds;
	struct sql_recusal_authors *authors;
	struct sql_recusal_heads *heads;
	size_t n, k;
	TRY(sql_nominee_get(c->db, c->mem, item->nominee_id, &x));
	TRY(sql_nominee_grounds(c->db, c->mem, item->nominee_id, &grounds, &n));
	for (size_t i = 0; i < n; i++) {
		if (grounds[i].initiative_id == DB_NULL)
			continue;
		TRY(sql_recusal_authors(c->db, c->mem, m->id, grounds[i].initiative_id, &authors, &k));
		for (size_t a = 0; a < k; a++)
			TRY(council_out_of(c, item->id, authors[a].person_id, "author", count));
	}
	TRY(sql_recusal_heads(c->db, c->mem, m->id, x.holder_id, m->held_on, &heads, &k));
	for (size_t i = 0; i < k; i++)
		TRY(council_out_of(c, item->id, heads[i].person_id, "head", count));
	return RC_OK;
}

/* --- what was counted --------------------------------------------------------------------------
 */

/* In the transaction that closes the ballot. Who was taken out of the dossier meanwhile stays out.
 */
enum rc council_nominee_voted(struct ctx *c, const struct sql_ballot_items *x, const char *result)
{
	struct sql_nominee_get n;
	struct str said =
		arena_printf(c->mem, "%.*s, %" PRId64 " trong %" PRId64 " thành viên đồng ý",
	                 STR_ARG(choice_label(item_states, str_of(result))), x->for_n, x->members);
	TRY(sql_nominee_get(c->db, c->mem, x->nominee_id, &n));
	if (!str_eqz(n.state, "cleared"))
		return RC_OK;
	if (strcmp(result, "lower") == 0)
		TRY(nominee_lower_to(c, x->nominee_id, x->lower_code));
	return nominee_move(c, x->nominee_id, strcmp(result, "lost") == 0 ? "lost" : "passed", said);
}

/* --- the sheet ---------------------------------------------------------------------------------
 */

/* Members who were invited and take part; the standing body, which wrote it. */
static enum rc may_read(struct ctx *c, int64_t id)
{
	struct sql_meeting_item_get item;
	struct sql_recusals_of *out;
	struct sql_attendance_mine mine;
	size_t n;
	int64_t me = c->who.person_id;
	TRY(sql_meeting_item_get(c->db, c->mem, id, &item));
	if (item.nominee_id == DB_NULL)
		return err_set(c->err, RC_NOTFOUND, "Nội dung này không gắn với hồ sơ đề nghị nào.");
	TRY(sql_recusals_of(c->db, c->mem, item.meeting_id, &out, &n));
	if (me != DB_NULL && (item.person_id == me || council_is_out(out, n, id, me)))
		return err_set(c->err, RC_DENIED,
		               "Ông/bà không tham gia nội dung này nên không xem được hồ sơ.");
	if (c->who.roles & (R(STANDING) | R(HEAD)))
		return RC_OK;
	enum rc rc = me == DB_NULL ? RC_NOTFOUND
	                           : sql_attendance_mine(c->db, c->mem, item.meeting_id, me, &mine);
	return rc == RC_NOTFOUND ? err_set(c->err, RC_DENIED,
	                                   "Chỉ thành viên được mời của phiên họp này xem được hồ sơ.")
	                         : rc;
}

static void row(struct ctx *c, struct council_sheet_part *to, struct str text, struct str href)
{
	to->items[to->count++] = (struct link){.text = text, .href = href};
	(void)c;
}

static struct council_sheet_part *part(struct ctx *c, struct council_sheet *s, const char *title,
                                       size_t rows)
{
	struct council_sheet_part *p = &s->parts[s->part_count++];
	*p = (struct council_sheet_part){.title = title,
	                                 .items = arena_array(c->mem, rows + 1, sizeof *p->items)};
	return p;
}

static struct str decided(struct ctx *c, struct str sign, struct date dated)
{
	return arena_printf(c->mem, "%s%.*s%s%s", sign.n || !date_is_none(dated) ? ", " : "",
	                    STR_ARG(sign), date_is_none(dated) ? "" : " ngày ",
	                    date_is_none(dated) ? "" : date_vn(dated).z);
}

static enum rc put_history(struct ctx *c, const struct sql_nominee_get *n, struct council_sheet *s)
{
	struct sql_paper_person_awards *a;
	struct sql_paper_unit_awards *u;
	size_t count;
	if (n->person_id != DB_NULL) {
		TRY(sql_paper_person_awards(c->db, c->mem, n->person_id, &a, &count));
		struct council_sheet_part *p = part(c, s, "Đã được khen thưởng", count);
		for (size_t i = 0; i < count; i++)
			row(c, p,
			    arena_printf(
					c->mem, "Năm %" PRId64 ": %.*s%.*s", a[i].year,
					STR_ARG(a[i].title.n ? a[i].title : choice_label(award_codes, a[i].code)),
					STR_ARG(decided(c, a[i].sign, a[i].dated))),
			    STR(""));
	} else if (n->unit_id != DB_NULL) {
		TRY(sql_paper_unit_awards(c->db, c->mem, n->unit_id, &u, &count));
		struct council_sheet_part *p = part(c, s, "Đã được khen thưởng", count);
		for (size_t i = 0; i < count; i++)
			row(c, p,
			    arena_printf(
					c->mem, "Năm %" PRId64 ": %.*s%.*s", u[i].year,
					STR_ARG(u[i].title.n ? u[i].title : choice_label(award_codes, u[i].code)),
					STR_ARG(decided(c, u[i].sign, u[i].dated))),
			    STR(""));
	}
	return RC_OK;
}

static enum rc put_ratings(struct ctx *c, const struct sql_nominee_get *n, struct council_sheet *s)
{
	struct sql_paper_person_ratings *r;
	size_t count;
	if (n->person_id == DB_NULL)
		return RC_OK;
	TRY(sql_paper_person_ratings(c->db, c->mem, n->person_id, n->year - 4, n->year, &r, &count));
	struct council_sheet_part *p = part(c, s, "Xếp loại chất lượng năm năm", count);
	for (size_t i = 0; i < count; i++)
		row(c, p,
		    arena_printf(c->mem, "Năm %" PRId64 ": %.*s", r[i].year,
		                 STR_ARG(choice_label(rating_levels, r[i].level))),
		    STR(""));
	return RC_OK;
}

/* The page of an achievement or initiative, for a member who may open it anyway. */
static struct str ground_page(struct ctx *c, const struct sql_nominee_grounds *g)
{
	bool deed = g->deed_id != DB_NULL;
	int64_t id = deed ? g->deed_id : g->initiative_id;
	const struct op *view = op_find(deed ? STR("deed.view") : STR("initiative.view"));
	return gate_accepts(c, view, id)
	           ? arena_printf(c->mem, "/%s/%" PRId64, deed ? "deed" : "initiative", id)
	           : STR("");
}

/* Each with its evidence below it: whoever may read the sheet may read what it rests on. */
static enum rc put_grounds(struct ctx *c, int64_t item, int64_t nominee, struct council_sheet *s)
{
	struct sql_nominee_grounds *g;
	struct sql_nominee_evidence *f;
	size_t n, files;
	TRY(sql_nominee_grounds(c->db, c->mem, nominee, &g, &n));
	TRY(sql_nominee_evidence(c->db, c->mem, nominee, &f, &files));
	struct council_sheet_part *p = part(c, s, "Thành tích, sáng kiến làm căn cứ", n + files);
	for (size_t i = 0; i < n; i++) {
		row(c, p, g[i].title, ground_page(c, &g[i]));
		for (size_t k = 0; k < files; k++)
			if (f[k].deed_id == g[i].deed_id)
				row(c, p, arena_printf(c->mem, "Minh chứng: %.*s", STR_ARG(f[k].name)),
				    arena_printf(c->mem, "/meeting_item/evidence?id=%" PRId64 "&file=%" PRId64,
				                 item, f[k].id));
	}
	return RC_OK;
}

static const struct choice says[] = {{"fit", "Đủ điều kiện"},
                                     {"unfit", "Không đủ điều kiện"},
                                     {"lower", "Nên hạ mức"},
                                     {"unclear", "Chưa rõ"},
                                     {0}};
static const struct choice answers[] = {{"", "chưa trả lời"},
                                        {"for", "đồng ý"},
                                        {"against", "không đồng ý"},
                                        {"none", "không có ý kiến"},
                                        {0}};

static enum rc put_appraisal(struct ctx *c, int64_t nominee, struct council_sheet *s)
{
	struct sql_council_sheet_lines *l;
	struct sql_council_sheet_opinions *o;
	size_t n, k;
	TRY(sql_council_sheet_lines(c->db, c->mem, nominee, &l, &n));
	TRY(sql_council_sheet_opinions(c->db, c->mem, nominee, &o, &k));
	struct council_sheet_part *p = part(c, s, "Thẩm định, ý kiến", n + k);
	for (size_t i = 0; i < n; i++)
		row(c, p,
		    arena_printf(c->mem, "%.*s (%.*s): %.*s%s%.*s", STR_ARG(l[i].unit_name),
		                 STR_ARG(l[i].topic), STR_ARG(choice_label(says, l[i].says)),
		                 l[i].note.n ? ". " : "", STR_ARG(l[i].note)),
		    STR(""));
	for (size_t i = 0; i < k; i++)
		row(c, p,
		    arena_printf(c->mem, "%.*s: %.*s", STR_ARG(o[i].addressee),
		                 STR_ARG(choice_label(answers, o[i].answer))),
		    STR(""));
	return RC_OK;
}

static enum rc put_files(struct ctx *c, int64_t item, const struct sql_nominee_get *n,
                         struct council_sheet *s)
{
	struct sql_dossier_files *f;
	size_t count;
	TRY(sql_dossier_files(c->db, c->mem, n->dossier_id, &f, &count));
	struct council_sheet_part *p = part(c, s, "Giấy tờ", count);
	for (size_t i = 0; i < count; i++)
		if (f[i].nominee_id == DB_NULL || f[i].nominee_id == n->id)
			row(c, p, f[i].title,
			    arena_printf(c->mem, "/meeting_item/file?id=%" PRId64 "&file=%" PRId64, item,
			                 f[i].id));
	return RC_OK;
}

static const struct choice verdicts[] = {
	{"eligible", "Đủ điều kiện"},  {"ineligible", "Không đủ điều kiện"},
	{"unknown", "Chưa đủ căn cứ"}, {"held", "Tạm dừng xét"},
	{"given", "Đã tặng"},          {0}};

static void put_check(struct ctx *c, const struct sql_nominee_get *n, struct council_sheet *s)
{
	struct council_sheet_part *p = part(c, s, "Kiểm tra điều kiện theo quy định", 1);
	if (n->verdict_id == DB_NULL) {
		row(c, p, STR("Chưa có kết quả kiểm tra được lưu."), STR(""));
		return;
	}
	const struct op *view = op_find(STR("verdict.view"));
	row(c, p, choice_label(verdicts, n->verdict),
	    gate_accepts(c, view, n->verdict_id)
	        ? arena_printf(c->mem, "/verdict/%" PRId64, n->verdict_id)
	        : STR(""));
}

struct sheet_in {
	int64_t id, file;
};
static const struct field sheet_fields[] = {
	F(REF, struct sheet_in, id, "Nội dung", .flags = MUST | HIDDEN, .ref = &meeting_item_object),
};
static const struct field file_fields[] = {
	F(REF, struct sheet_in, id, "Nội dung", .flags = MUST | HIDDEN, .ref = &meeting_item_object),
	F(INT, struct sheet_in, file, "Tệp của hồ sơ", .flags = MUST | HIDDEN, .min = 1,
      .max = INT64_MAX),
};

static const struct field evidence_fields[] = {
	F(REF, struct sheet_in, id, "Nội dung", .flags = MUST | HIDDEN, .ref = &meeting_item_object),
	F(INT, struct sheet_in, file, "Minh chứng", .flags = MUST | HIDDEN, .min = 1, .max = INT64_MAX),
};

static enum rc item_sheet(struct ctx *c, const void *in, struct out *out)
{
	const struct sheet_in *p = in;
	const struct op *op = c->op;
	struct sql_meeting_item_get item;
	struct sql_nominee_get n;
	struct sql_meeting_get m;
	struct council_sheet *s = arena_alloc(c->mem, sizeof *s);
	TRY(may_read(c, p->id));
	TRY(sql_meeting_item_get(c->db, c->mem, p->id, &item));
	TRY(sql_nominee_get(c->db, c->mem, item.nominee_id, &n));
	TRY(sql_meeting_get(c->db, c->mem, item.meeting_id, &m));
	*s = (struct council_sheet){
		.code = choice_label(award_codes, n.code),
		.asked = str_eq(n.code, n.asked_code) ? STR("") : choice_label(award_codes, n.asked_code),
		.summary = n.summary,
		.meeting_href = arena_printf(c->mem, "/meeting/%" PRId64, item.meeting_id),
		.years = n.first_year == DB_NULL
	                 ? arena_printf(c->mem, "%" PRId64, n.year)
	                 : arena_printf(c->mem, "%" PRId64 " đến %" PRId64, n.first_year, n.year)};
	put_check(c, &n, s);
	TRY(put_grounds(c, p->id, n.id, s));
	TRY(put_appraisal(c, n.id, s));
	TRY(put_ratings(c, &n, s));
	TRY(put_history(c, &n, s));
	TRY(put_files(c, p->id, &n, s));
	c->op = op;
	out->id = p->id;
	out->heading = item.title;
	out->sub = STR("Tóm tắt hồ sơ cho thành viên hội đồng");
	out->up = s->meeting_href;
	out->up_title = m.title;
	out->data = s;
	return RC_OK;
}

static void sheet_page(struct buf *html, struct ctx *c, const void *data)
{
	(void)c;
	tpl_council_sheet(html, data);
}

static void sheet_json(struct buf *b, struct ctx *c, const void *data)
{
	const struct council_sheet *s = data;
	struct json_out j = json_out_to(b);
	(void)c;
	json_obj(&j, NULL);
	json_str(&j, "award", s->code);
	json_str(&j, "asked", s->asked);
	json_str(&j, "years", s->years);
	json_str(&j, "summary", s->summary);
	json_arr(&j, "parts");
	for (int i = 0; i < s->part_count; i++) {
		json_obj(&j, NULL);
		json_z(&j, "title", s->parts[i].title);
		json_arr(&j, "rows");
		for (int k = 0; k < s->parts[i].count; k++)
			json_str(&j, NULL, s->parts[i].items[k].text);
		json_end(&j);
		json_end(&j);
	}
	json_end(&j);
	json_end(&j);
}

/* Only what belongs to this nominee or to the whole dossier. */
static enum rc item_file(struct ctx *c, const void *in, struct out *out)
{
	const struct sheet_in *p = in;
	struct sql_meeting_item_get item;
	struct sql_nominee_get n;
	struct sql_dossier_file_get f;
	TRY(may_read(c, p->id));
	TRY(sql_meeting_item_get(c->db, c->mem, p->id, &item));
	TRY(sql_nominee_get(c->db, c->mem, item.nominee_id, &n));
	enum rc rc = sql_dossier_file_get(c->db, c->mem, p->file, &f);
	if (rc == RC_NOTFOUND || (rc == RC_OK && (f.dossier_id != n.dossier_id ||
	                                          (f.nominee_id != DB_NULL && f.nominee_id != n.id))))
		return err_set(c->err, RC_NOTFOUND, "Hồ sơ của nội dung này không có tệp ấy.");
	TRY(rc);
	return file_send(c, f.file_id, out);
}

/* Only of what this proposal rests on. */
static enum rc item_evidence(struct ctx *c, const void *in, struct out *out)
{
	const struct sheet_in *p = in;
	struct sql_meeting_item_get item;
	struct sql_nominee_evidence *f;
	size_t n;
	TRY(may_read(c, p->id));
	TRY(sql_meeting_item_get(c->db, c->mem, p->id, &item));
	TRY(sql_nominee_evidence(c->db, c->mem, item.nominee_id, &f, &n));
	for (size_t i = 0; i < n; i++)
		if (f[i].id == p->file)
			return file_send(c, f[i].file_id, out);
	return err_set(c->err, RC_NOTFOUND,
	               "Căn cứ của nội dung này không có minh chứng ấy. Xin mở lại tóm tắt hồ sơ.");
}

#define READS_SHEET                                                                                \
	.kind = OP_READ, .flags = OP_QUIET, .roles = COUNCIL_SITS, .scope = SCOPE_OBJECT,              \
	.object = &meeting_item_object, .in_size = sizeof(struct sheet_in)

const struct op council_nominee_ops[] = {
	{.name = "meeting.nominees",
     .title = "Đưa hồ sơ vào nội dung họp",
     .help = "Mọi người, tập thể đủ điều kiện trình trong hồ sơ đã đưa ra hội đồng, mỗi trường hợp "
             "một nội dung để bỏ phiếu. Thành viên xem tóm tắt hồ sơ từ khi được mời.",
     .verb = "Đưa hồ sơ vào",
     .kind = OP_WRITE,
     .roles = COUNCIL_RUNS,
     .scope = SCOPE_OBJECT,
     .object = &meeting_object,
     .states = "draft invited",
     .icon = "plus",
     FIELDS(nominees_fields),
     .in_size = sizeof(struct nominees_in),
     .run = meeting_nominees,
     .then = "meeting.view"},
	{.name = "meeting_item.sheet",
     .title = "Tóm tắt hồ sơ",
     .help = "Đề nghị, kết quả kiểm tra, căn cứ, thẩm định, lịch sử khen thưởng.",
     READS_SHEET,
     FIELDS(sheet_fields),
     .run = item_sheet,
     .page = sheet_page,
     .json = sheet_json},
	{.name = "meeting_item.file",
     .title = "Tải giấy tờ của hồ sơ",
     .help = "Một tệp của hồ sơ, cho thành viên tham gia nội dung này.",
     READS_SHEET,
     FIELDS(file_fields),
     .run = item_file},
	{.name = "meeting_item.evidence",
     .title = "Tải minh chứng của căn cứ",
     .help = "Minh chứng của thành tích mà đề nghị dựa vào, cho thành viên tham gia nội dung này.",
     READS_SHEET,
     FIELDS(evidence_fields),
     .run = item_evidence},
	{0}};
