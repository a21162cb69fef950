/*
 * pick.c: nominees picked many at once: everybody of the unit who is eligible
 * now, or the first of a ranking; and a sudden achievement that begins its own
 * dossier by the simplified procedure.
 */
#include "app/criteria/criteria.h"
#include "app/dossier/inner.h"
#include "app/org/org.h"
#include "app/record/record.h"
#include "db/sql_criteria.h"
#include "db/sql_dossier.h"
#include "op/gate.h"

#include <inttypes.h>

/* --- eligible now ------------------------------------------------ */

struct pick_in {
	int64_t id, scoring_id, first;
	struct str code;
	bool unknown;
};
static const struct field pick_fields[] = {
	F(REF, struct pick_in, id, "Hồ sơ", .flags = MUST | HIDDEN, .ref = &dossier_object),
	F(CHOICE, struct pick_in, code, "Đề nghị tặng", .flags = MUST, .choices = award_codes),
	F(BOOL, struct pick_in, unknown, "Cả người chưa đủ căn cứ kết luận",
      .hint = "Như khi năm xét chưa có xếp loại"),
};

static enum rc verdict_of(struct ctx *c, const struct law_rules *r, const struct sql_dossier_get *d,
                          struct str code, const struct law_facts *f, enum law_verdict *out)
{
	struct law_question q = {
		.award = code, .on = c->today, .year = (int)d->year, .type = law_type_of(d->type)};
	return law_verdict_of(r, &q, f, out, c->err);
}

struct picked {
	int64_t added, there;
	struct str names;
};

/* One more; who is proposed for it already is passed over. */
static enum rc pick_one(struct ctx *c, const struct sql_dossier_get *d, int64_t person,
                        int64_t unit, struct str code, struct str name, struct picked *p)
{
	struct err *outer = c->err, inner = {0};
	struct nominee_new n = {.dossier_id = d->id,
	                        .person_id = person,
	                        .unit_id = unit,
	                        .first_year = DB_NULL,
	                        .year = d->year,
	                        .household = STR(""),
	                        .code = code,
	                        .summary = STR("")};
	int64_t id;
	c->err = &inner;
	enum rc rc = nominee_put(c, &n, &id);
	c->err = outer;
	if (rc == RC_CONFLICT) {
		p->there++;
		return RC_OK;
	}
	if (rc != RC_OK)
		return err_set(c->err, rc, "%s", inner.message);
	p->added++;
	if (p->names.n < 1500)
		p->names = arena_printf(c->mem, "%.*s%s%.*s", STR_ARG(p->names), p->names.n ? ", " : "",
		                        STR_ARG(name));
	return RC_OK;
}

static void tell_picked(struct ctx *c, const struct picked *p, struct out *out)
{
	if (p->names.n)
		out_fact(out, "names", c->preview ? "Sẽ thêm" : "Đã thêm", p->names);
	if (p->there)
		out_fact(out, "there", "Đã được đề nghị từ trước",
		         arena_printf(c->mem, "%" PRId64, p->there));
	out_say(c, out, "%s %" PRId64 " đề nghị vào hồ sơ.", c->preview ? "Sẽ thêm" : "Đã thêm",
	        p->added);
}

static enum rc pick_eligible(struct ctx *c, const void *in, struct out *out)
{
	const struct pick_in *p = in;
	struct sql_dossier_get d;
	struct law_subject_facts *all;
	const struct law *law;
	const struct law_rules *r;
	struct picked picked = {.names = STR("")};
	size_t n;
	TRY(sql_dossier_get(c->db, c->mem, p->id, &d));
	TRY(law_rules_of_office(c, c->today, &law, &r));
	const struct law_award_info *a = law_award_find(r, p->code);
	if (!a)
		return err_field(c->err, "code", "Không có quy tắc của hình thức này.");
	bool unit = !(a->subjects >> LAW_PERSON & 1);
	TRY(unit ? law_units_facts(c, d.holder_id, (int)d.year, c->today, &all, &n)
	         : law_people_facts(c, DB_NULL, d.holder_id, c->today, &all, &n));
	for (size_t i = 0; i < n; i++) {
		enum law_verdict v;
		TRY(verdict_of(c, r, &d, p->code, &all[i].facts, &v));
		if (v == LAW_ELIGIBLE || (v == LAW_NOT_KNOWN && p->unknown))
			TRY(pick_one(c, &d, unit ? DB_NULL : all[i].id, unit ? all[i].id : DB_NULL, p->code,
			             all[i].name, &picked));
	}
	if (picked.added == 0)
		return err_field(c->err, "code",
		                 picked.there ? "Ai đủ điều kiện cũng đã được đề nghị rồi."
		                              : "Hiện chưa có ai trong đơn vị đủ điều kiện.");
	tell_picked(c, &picked, out);
	return RC_OK;
}

/* --- a ranking --------------------------------------------------- */

static const struct field rank_fields[] = {
	F(REF, struct pick_in, id, "Hồ sơ", .flags = MUST | HIDDEN, .ref = &dossier_object),
	F(REF, struct pick_in, scoring_id, "Bảng xếp hạng", .flags = MUST, .ref = &scoring_object),
	F(INT, struct pick_in, first, "Bao nhiêu đơn vị đứng đầu", .flags = MUST, .min = 1, .max = 50,
      .hint = "Đồng hạng với người cuối thì cũng được thêm"),
	F(CHOICE, struct pick_in, code, "Đề nghị tặng", .flags = MUST, .choices = award_codes),
};

static enum rc pick_ranked(struct ctx *c, const void *in, struct out *out)
{
	const struct pick_in *p = in;
	struct sql_dossier_get d;
	struct sql_scoring_get s;
	struct sql_sheet_of *rows;
	struct picked picked = {.names = STR("")};
	int64_t last = DB_NULL, taken = 0;
	size_t n;
	TRY(sql_dossier_get(c->db, c->mem, p->id, &d));
	TRY(sql_scoring_get(c->db, c->mem, p->scoring_id, &s));
	if (s.year != d.year)
		return err_field(c->err, "scoring_id", "Bảng này xếp hạng năm %" PRId64 ".", s.year);
	TRY(sql_sheet_of(c->db, c->mem, p->scoring_id, &rows, &n));
	for (size_t i = 0; i < n; i++) {
		bool again = false; /* a unit that took another in stands where its better sheet stands */
		for (size_t k = 0; k < i; k++)
			again |= rows[k].holder_id == rows[i].holder_id && !rows[k].excluded;
		if (again || rows[i].excluded || !str_eqz(rows[i].state, "checked"))
			continue;
		if (taken >= p->first && rows[i].checked_milli != last)
			break;
		TRY(pick_one(c, &d, DB_NULL, rows[i].holder_id, p->code, rows[i].unit_name, &picked));
		last = rows[i].checked_milli;
		taken++;
	}
	if (picked.added == 0)
		return err_field(c->err, "scoring_id",
		                 picked.there ? "Các đơn vị ấy đã được đề nghị rồi."
		                              : "Bảng này chưa có đơn vị nào được chấm xong.");
	tell_picked(c, &picked, out);
	return RC_OK;
}

/* --- a sudden achievement ---------------------------------------- */

struct sudden_in {
	int64_t id;
	struct str code;
};
static const struct field sudden_fields[] = {
	F(REF, struct sudden_in, id, "Thành tích", .flags = MUST | HIDDEN, .ref = &deed_object),
	F(CHOICE, struct sudden_in, code, "Đề nghị tặng", .flags = MUST, .choices = award_codes),
};

static enum rc may_propose(struct ctx *c, int64_t id)
{
	struct sql_deed_prompt d;
	TRY(sql_deed_prompt(c->db, c->mem, id, &d));
	if (!str_eqz(d.kind, "sudden") || !str_eqz(d.state, "valid"))
		return err_set(c->err, RC_CONFLICT,
		               "Chỉ thành tích đột xuất đã được xác nhận mới đề nghị theo thủ tục đơn "
		               "giản.");
	if (d.unit_id == DB_NULL)
		return err_set(c->err, RC_CONFLICT, "Thành tích này chưa có đơn vị đề nghị.");
	return d.proposed == 0 ? RC_OK
	                       : err_set(c->err, RC_CONFLICT,
	                                 "Thành tích này đã là căn cứ của một đề nghị khen thưởng.");
}

static enum rc put_sudden(struct ctx *c, const struct sql_deed_prompt *d, int64_t dossier,
                          const struct sudden_in *p)
{
	struct sql_nominee_get n;
	struct str why;
	int64_t id;
	bool unit = str_eqz(d->subject, "unit"), household = str_eqz(d->subject, "household");
	struct nominee_new one = {.dossier_id = dossier,
	                          .person_id = unit || household ? DB_NULL : d->person_id,
	                          .unit_id = unit ? d->unit_id : DB_NULL,
	                          .first_year = DB_NULL,
	                          .year = d->year,
	                          .household = household ? d->household : STR(""),
	                          .code = p->code,
	                          .summary = d->effect};
	TRY(nominee_put(c, &one, &id));
	TRY(sql_nominee_get(c->db, c->mem, id, &n));
	TRY(nominee_ground_stands(c, &n, p->id, DB_NULL, &why));
	if (why.n)
		return err_field(c->err, "code", "%.*s", STR_ARG(why));
	return sql_nominee_ground_add(c->db, id, p->id, DB_NULL, NULL);
}

static enum rc deed_propose(struct ctx *c, const void *in, struct out *out)
{
	const struct sudden_in *p = in;
	struct sql_deed_prompt d;
	int64_t dossier;
	TRY(sql_deed_prompt(c->db, c->mem, p->id, &d));
	struct dossier_new n = {.round_id = DB_NULL,
	                        .unit_id = d.unit_id,
	                        .year = d.year,
	                        .type = STR("sudden"),
	                        .title = arena_printf(c->mem, "Khen đột xuất: %.*s", STR_ARG(d.title)),
	                        .basis = d.effect,
	                        .sign = STR(""),
	                        .dated = DATE_NONE,
	                        .due = d.prompt_on,
	                        .brief = true,
	                        .behalf = (c->who.roles & (R(UNIT_CLERK) | R(UNIT_HEAD))) == 0};
	if (str_chars(n.title) > 300)
		n.title = STR("Khen thưởng đột xuất");
	TRY(dossier_begin(c, &n, &dossier));
	TRY(put_sudden(c, &d, dossier, p));
	out->id = dossier;
	out->go = dossier_address(c, dossier);
	out_say(c, out, "Đã lập hồ sơ theo trình tự, thủ tục đơn giản. Xin thêm giấy tờ và gửi.");
	return RC_OK;
}

/* --- rows -------------------------------------------------------- */

const struct op dossier_pick_ops[] = {
	{.name = "dossier.pick",
     .title = "Chọn từ danh sách đủ điều kiện",
     .help = "Mọi người, tập thể của đơn vị đang đủ điều kiện theo luật được "
             "thêm vào hồ sơ.",
     .verb = "Chọn người đủ điều kiện",
     .kind = OP_WRITE,
     .flags = OP_PREVIEW,
     .scope = SCOPE_OBJECT,
     .object = &dossier_object,
     .roles = DOSSIER_WRITES,
     .icon = "person",
     .states = DOSSIER_OPEN,
     .guard = dossier_with_unit,
     FIELDS(pick_fields),
     .in_size = sizeof(struct pick_in),
     .run = pick_eligible,
     .then = "dossier.view"},
	{.name = "dossier.rank",
     .title = "Chọn từ bảng xếp hạng",
     .help = "Các đơn vị đứng đầu một bảng chấm điểm được thêm vào hồ sơ.",
     .verb = "Chọn theo xếp hạng",
     .kind = OP_WRITE,
     .flags = OP_PREVIEW,
     .scope = SCOPE_OBJECT,
     .object = &dossier_object,
     .roles = DOSSIER_WRITES,
     .icon = "report",
     .states = DOSSIER_OPEN,
     .guard = dossier_with_unit,
     FIELDS(rank_fields),
     .in_size = sizeof(struct pick_in),
     .run = pick_ranked,
     .then = "dossier.view"},
	{.name = "deed.propose",
     .title = "Đề nghị khen đột xuất",
     .help = "Từ thành tích đột xuất đã xác nhận: lập hồ sơ theo trình tự, thủ "
             "tục đơn giản, kèm "
             "hạn khen kịp thời.",
     .verb = "Đề nghị khen",
     .kind = OP_WRITE,
     .scope = SCOPE_OBJECT,
     .object = &deed_object,
     .roles = DOSSIER_WRITES,
     .icon = "medal",
     .states = "valid unproved",
     .guard = may_propose,
     FIELDS(sudden_fields),
     .in_size = sizeof(struct sudden_in),
     .run = deed_propose,
     .law = dossier_short_law},
	{0}};
