/* nominee.c: who is proposed for what: added, changed, removed, shown. */
#include "app/dossier/inner.h"

#include "app/law/law.h"
#include "app/org/org.h"
#include "app/record/record.h"
#include "db/sql_dossier.h"
#include "db/sql_person.h"
#include "db/sql_unit.h"
#include "op/gate.h"
#include "viet/viet.h"

#include <inttypes.h>

const struct object nominee_ready_object = {.name = "nominee",
                                            .label = "đề nghị",
                                            .list = &sql_list_nominee_ready_object,
                                            .view = "nominee.view"};
const struct object nominee_object = {.name = "nominee",
                                      .label = "đề nghị khen thưởng",
                                      .list = &sql_list_nominee_object,
                                      .view = "nominee.view"};

const struct choice nominee_verdicts[] = {
	{"eligible", "Đủ điều kiện"},  {"ineligible", "Không đủ điều kiện"},
	{"unknown", "Chưa đủ căn cứ"}, {"held", "Tạm dừng"},
	{"given", "Đã tặng"},          {0}};

/* --- what may be proposed ---------------------------------------- */

/* Of the unit that proposes, today or below it. */
static enum rc in_unit(struct ctx *c, int64_t unit, int64_t holder, const char *field,
                       struct str name)
{
	struct sql_unit_below_has row;
	TRY(sql_unit_below_has(c->db, c->mem, holder, unit, c->today, &row));
	return row.n ? RC_OK
	             : err_field(c->err, field, "%.*s không thuộc đơn vị đề nghị của hồ sơ này.",
	                         STR_ARG(name));
}

struct proposed {
	const char *subject;
	struct str name, sort_key;
};

static enum rc the_person(struct ctx *c, const struct nominee_new *n,
                          const struct sql_dossier_get *d, struct proposed *out)
{
	struct sql_person_get p;
	TRY(sql_person_get(c->db, c->mem, n->person_id, &p));
	if (str_eqz(p.state, "merged") || str_eqz(p.state, "erased"))
		return err_field(c->err, "person_id",
		                 "Hồ sơ người này đã được gộp hoặc đã xóa. Xin chọn hồ sơ còn dùng.");
	if (p.unit_id != DB_NULL)
		TRY(in_unit(c, p.unit_id, d->holder_id, "person_id", p.name));
	*out = (struct proposed){"person", p.name, viet_name_key(c->mem, p.name)};
	return RC_OK;
}

static enum rc the_unit(struct ctx *c, const struct nominee_new *n, const struct sql_dossier_get *d,
                        struct proposed *out)
{
	struct sql_unit_label u;
	TRY(sql_unit_label(c->db, c->mem, n->unit_id, &u));
	TRY(in_unit(c, n->unit_id, d->holder_id, "unit_id", u.name));
	*out = (struct proposed){"unit", u.name, viet_sort_key(c->mem, u.name)};
	return RC_OK;
}

static enum rc whom(struct ctx *c, const struct nominee_new *n, const struct sql_dossier_get *d,
                    struct proposed *out)
{
	int given = (n->person_id != DB_NULL) + (n->unit_id != DB_NULL) + (n->household.n > 0);
	if (given != 1)
		return err_field(c->err, "person_id",
		                 "Xin chọn đúng một: một người, một tập thể hoặc một hộ.");
	if (n->person_id != DB_NULL)
		return the_person(c, n, d, out);
	if (n->unit_id != DB_NULL)
		return the_unit(c, n, d, out);
	*out = (struct proposed){"household", n->household, viet_name_key(c->mem, n->household)};
	return RC_OK;
}

enum rc dossier_rebuild(struct ctx *c, int64_t *rows)
{
	struct sql_nominee_keys_old *old;
	size_t n;
	for (int64_t after = 0;; after = old[n - 1].id) {
		TRY(sql_nominee_keys_old(c->db, c->mem, after, &old, &n));
		if (n == 0)
			return RC_OK;
		for (size_t i = 0; i < n; i++)
			TRY(sql_nominee_keys_set(c->db, old[i].id,
			                         str_eqz(old[i].subject, "unit")
			                             ? viet_sort_key(c->mem, old[i].name)
			                             : viet_name_key(c->mem, old[i].name),
			                         NULL));
		*rows += (int64_t)n;
	}
}

static bool in_codes(struct str codes, struct str code)
{
	while (codes.n)
		if (str_eq(str_cut(&codes, ','), code))
			return true;
	return false;
}

/* By the rules of the receipt: the award is one, for this kind of subject and
 * this type. */
static enum rc fits(struct ctx *c, const struct sql_dossier_get *d, const char *subject,
                    struct str code)
{
	const struct law *law;
	const struct law_rules *r;
	struct str words = choice_label(award_codes, code);
	TRY(law_rules_of_office(c, date_is_none(d->received_on) ? c->today : d->received_on, &law, &r));
	const struct law_award_info *a = law_award_find(r, code);
	if (d->codes.n && !in_codes(d->codes, code))
		return err_field(c->err, "code", "Đợt này không xét %.*s.", STR_ARG(words));
	if (!a)
		return err_field(c->err, "code", "%.*s không có trong quy định đang áp dụng.",
		                 STR_ARG(words));
	if (!(a->subjects >> law_subject_of(str_of(subject)) & 1))
		return err_field(c->err, "code", "%.*s không dành cho %.*s.", STR_ARG(words),
		                 STR_ARG(choice_label(record_subjects, str_of(subject))));
	if (!(a->types >> law_type_of(d->type) & 1))
		return err_field(c->err, "code", "%.*s không thuộc khen thưởng %.*s.", STR_ARG(words),
		                 STR_ARG(choice_label(award_types, d->type)));
	return RC_OK;
}

static enum rc years_ok(struct ctx *c, int64_t first, int64_t year)
{
	TRY(record_year_ok(c, year));
	return first == DB_NULL || (first <= year && first > year - 60)
	           ? RC_OK
	           : err_field(c->err, "first_year", "Năm đầu phải trước hoặc bằng năm cuối.");
}

static enum rc check(struct ctx *c, const struct sql_dossier_get *d, const struct nominee_new *n,
                     const char *subject, int64_t besides)
{
	struct nominee_case k = {.subject = subject,
	                         .person_id = n->person_id,
	                         .unit_id = n->unit_id,
	                         .first_year = n->first_year,
	                         .year = n->year,
	                         .household = n->household,
	                         .code = n->code,
	                         .type = d->type};
	TRY(years_ok(c, n->first_year, n->year));
	TRY(fits(c, d, subject, n->code));
	return nominee_only_once(c, &k, besides);
}

/* Fills what the dossier says: its year. */
static enum rc look_at(struct ctx *c, struct nominee_new *n, struct sql_dossier_get *d,
                       struct proposed *who)
{
	TRY(sql_dossier_get(c->db, c->mem, n->dossier_id, d));
	if (n->year == DB_NULL)
		n->year = d->year;
	TRY(whom(c, n, d, who));
	return check(c, d, n, who->subject, 0);
}

enum rc nominee_new_check(struct ctx *c, struct nominee_new *n)
{
	struct sql_dossier_get d;
	struct proposed who = {0};
	return look_at(c, n, &d, &who);
}

enum rc nominee_put(struct ctx *c, const struct nominee_new *n, int64_t *id)
{
	struct sql_dossier_get d;
	struct proposed who = {0};
	struct nominee_new with = *n;
	TRY(look_at(c, &with, &d, &who));
	TRY(sql_nominee_add(c->db, d.id, str_of(who.subject), with.person_id, with.unit_id,
	                    with.household, who.name, who.sort_key, with.code, with.first_year,
	                    with.year, with.summary, c->now_ms, id));
	TRY(sql_dossier_touch(c->db, d.id, NULL));
	c->object_person = with.person_id;
	c->object_unit = d.holder_id;
	return dossier_step(c, &(struct dossier_step){.dossier_id = d.id,
	                                              .nominee_id = *id,
	                                              .step = "added",
	                                              .to = STR("proposed"),
	                                              .said = choice_label(award_codes, with.code)});
}

enum rc nominee_code_fits(struct ctx *c, const struct sql_nominee_get *n, struct str code)
{
	struct sql_dossier_get d;
	const char *subject = arena_strz(c->mem, n->subject);
	TRY(sql_dossier_get(c->db, c->mem, n->dossier_id, &d));
	TRY(fits(c, &d, subject, code));
	return nominee_only_once(c,
	                         &(struct nominee_case){.subject = subject,
	                                                .person_id = n->person_id,
	                                                .unit_id = n->unit_id,
	                                                .first_year = n->first_year,
	                                                .year = n->year,
	                                                .household = n->household,
	                                                .code = code,
	                                                .type = n->type},
	                         n->id);
}

enum rc nominee_years_fit(struct ctx *c, const struct sql_nominee_get *n, int64_t first,
                          int64_t year)
{
	TRY(years_ok(c, first, year));
	return nominee_only_once(c,
	                         &(struct nominee_case){.subject = arena_strz(c->mem, n->subject),
	                                                .person_id = n->person_id,
	                                                .unit_id = n->unit_id,
	                                                .first_year = first,
	                                                .year = year,
	                                                .household = n->household,
	                                                .code = n->code,
	                                                .type = n->type},
	                         n->id);
}

/* --- forms ------------------------------------------------------- */

struct nominee_in {
	int64_t id, dossier_id, person_id, unit_id, first_year, year;
	struct str household, code, summary, reason;
};
#define CONTENT                                                                                    \
	F(CHOICE, struct nominee_in, code, "Đề nghị tặng", .flags = MUST, .choices = award_codes),     \
		F(INT, struct nominee_in, first_year, "Thành tích từ năm", .min = 1945, .max = 2200,       \
	      .hint = "Để trống: một năm"),                                                            \
		F(INT, struct nominee_in, year, "Đến năm", .min = 1945, .max = 2200,                       \
	      .hint = "Để trống: năm xét của hồ sơ"),                                                  \
		F(LONG, struct nominee_in, summary, "Tóm tắt thành tích", .flags = PERSONAL, .max = 10000)
static const struct field add_fields[] = {
	F(REF, struct nominee_in, dossier_id, "Hồ sơ", .flags = MUST | IN_SCOPE,
      .ref = &dossier_object),
	F(REF, struct nominee_in, person_id, "Người", .flags = IN_SCOPE, .ref = &person_object),
	F(REF, struct nominee_in, unit_id, "hoặc tập thể", .flags = IN_SCOPE, .ref = &unit_object),
	F(TEXT, struct nominee_in, household, "hoặc hộ gia đình", .flags = PERSONAL, .max = 200,
      .hint = "Như đã ghi ở thành tích"),
	CONTENT,
};
static const struct field edit_fields[] = {
	F(REF, struct nominee_in, id, "Đề nghị", .flags = MUST | HIDDEN, .ref = &nominee_object),
	CONTENT,
};
static const struct field remove_fields[] = {
	F(REF, struct nominee_in, id, "Đề nghị", .flags = MUST | HIDDEN, .ref = &nominee_object),
	F(TEXT, struct nominee_in, reason, "Lý do", .flags = MUST | FRESH | PERSONAL, .min = 5,
      .max = 1000),
};

static enum rc nominee_add(struct ctx *c, const void *in, struct out *out)
{
	const struct nominee_in *p = in;
	struct nominee_new n = {.dossier_id = p->dossier_id,
	                        .person_id = p->person_id,
	                        .unit_id = p->unit_id,
	                        .first_year = p->first_year,
	                        .year = p->year,
	                        .household = dossier_given(p->household),
	                        .code = p->code,
	                        .summary = dossier_given(p->summary)};
	TRY(dossier_with_unit(c, p->dossier_id));
	TRY(nominee_put(c, &n, &out->id));
	out_say(c, out, "Đã thêm đề nghị tặng %.*s.", STR_ARG(choice_label(award_codes, p->code)));
	return RC_OK;
}

static enum rc nominee_edit(struct ctx *c, const void *in, struct out *out)
{
	const struct nominee_in *p = in;
	struct sql_nominee_get old;
	struct sql_dossier_get d;
	TRY(sql_nominee_get(c->db, c->mem, p->id, &old));
	TRY(sql_dossier_get(c->db, c->mem, old.dossier_id, &d));
	struct nominee_new n = {.dossier_id = d.id,
	                        .person_id = old.person_id,
	                        .unit_id = old.unit_id,
	                        .first_year = p->first_year,
	                        .year = p->year == DB_NULL ? d.year : p->year,
	                        .household = old.household,
	                        .code = p->code};
	TRY(check(c, &d, &n, arena_strz(c->mem, old.subject), p->id));
	TRY(sql_nominee_set(c->db, p->id, p->code, n.first_year, n.year, dossier_given(p->summary),
	                    NULL));
	TRY(sql_dossier_touch(c->db, d.id, NULL));
	out_say(c, out, "Đã lưu đề nghị của %.*s.", STR_ARG(old.name));
	return dossier_step(c, &(struct dossier_step){.dossier_id = d.id,
	                                              .nominee_id = p->id,
	                                              .step = "changed",
	                                              .from = old.state,
	                                              .to = old.state,
	                                              .said = choice_label(award_codes, p->code)});
}

/* The unit while it has the dossier; later the standing body, and the rest goes
 * on. */
static enum rc may_remove(struct ctx *c, int64_t id)
{
	struct sql_nominee_get n;
	TRY(sql_nominee_get(c->db, c->mem, id, &n));
	if (c->who.roles & DOSSIER_KEEPS && !str_eqz(n.dossier_state, "draft"))
		return RC_OK;
	return dossier_with_unit(c, n.dossier_id);
}

static enum rc nominee_remove(struct ctx *c, const void *in, struct out *out)
{
	const struct nominee_in *p = in;
	struct sql_nominee_get n;
	TRY(sql_nominee_get(c->db, c->mem, p->id, &n));
	TRY(nominee_move(c, p->id, "removed", p->reason));
	out->go = dossier_address(c, n.dossier_id);
	out_say(c, out, "%.*s không còn được đề nghị trong hồ sơ này.", STR_ARG(n.name));
	return RC_OK;
}

/* --- rows -------------------------------------------------------- */

static const struct choice yes_no[] = {{"yes", "Có"}, {"no", "Không"}, {0}};
static const struct field list_filters[] = {
	FILTER(REF, "dossier", "Hồ sơ", .ref = &dossier_object),
	FILTER(REF, "round", "Đợt xét", .ref = &award_round_object),
	FILTER(CHOICE, "code", "Đề nghị tặng", .choices = award_codes),
	FILTER(CHOICE, "state", "Tình trạng", .choices = nominee_states),
	FILTER(CHOICE, "verdict", "Kết quả kiểm tra", .choices = nominee_verdicts),
	FILTER(CHOICE, "subject", "Đối tượng", .choices = record_subjects),
	FILTER(REF, "unit", "Đơn vị đề nghị", .ref = &unit_object),
	FILTER(REF, "person", "Người", .ref = &person_object),
	FILTER(REF, "named_unit", "Tập thể", .ref = &unit_object),
	FILTER(INT, "year", "Năm", .min = 1945, .max = 2200),
	FILTER(CHOICE, "lowered", "Hạ mức", .choices = yes_no),
};
static const struct column list_cols[] = {
	{"name", "Được đề nghị", COL_LINK, .op = "nominee.view", .key = "id", .order = "name",
     .width = 30},
	{"subject", "Đối tượng", COL_CHOICE, .choices = record_subjects},
	{"code", "Đề nghị tặng", COL_CHOICE, .choices = award_codes, .width = 36},
	{"first_year", "Từ năm", COL_TEXT, .width = 8},
	{"year", "Đến năm", COL_TEXT, .width = 8},
	{"unit_name", "Đơn vị đề nghị", COL_TEXT, .width = 32},
	{"dossier_title", "Hồ sơ", COL_LINK, .op = "dossier.view", .key = "dossier_id", .width = 40},
	{"verdict", "Kiểm tra điều kiện", COL_BADGE, .choices = nominee_verdicts},
	{"state", "Tình trạng", COL_BADGE, .choices = nominee_states},
	{"reason", "Lý do", COL_TEXT, .width = 40},
};
static const struct field mine_filters[] = {
	FILTER(REF, "person", "Người", .flags = HIDDEN, .ref = &person_object),
	FILTER(INT, "year", "Năm", .min = 1945, .max = 2200),
	FILTER(CHOICE, "state", "Tình trạng", .choices = nominee_states),
};
static const struct column mine_cols[] = {
	{"code", "Được đề nghị tặng", COL_LINK, .op = "nominee.view", .key = "id",
     .choices = award_codes, .width = 36},
	{"year", "Năm", COL_TEXT, .width = 8},
	{"unit_name", "Đơn vị đề nghị", COL_TEXT, .width = 32},
	{"dossier_title", "Hồ sơ", COL_TEXT, .width = 40},
	{"verdict", "Kiểm tra điều kiện", COL_BADGE, .choices = nominee_verdicts},
	{"state", "Tình trạng", COL_BADGE, .choices = nominee_states},
	{"reason", "Lý do", COL_TEXT, .width = 40},
};
static const struct field id_filter[] = {
	FILTER(REF, "id", "Đề nghị", .flags = MUST | HIDDEN, .ref = &nominee_object)};
static const struct column view_cols[] = {
	{"code", "Đề nghị tặng", COL_CHOICE, .choices = award_codes},
	{"asked_code", "Đơn vị đề nghị ban đầu", COL_CHOICE, .choices = award_codes},
	{"subject", "Đối tượng", COL_CHOICE, .choices = record_subjects},
	{"first_year", "Thành tích từ năm", COL_TEXT},
	{"year", "Đến năm", COL_TEXT},
	{"dossier_title", "Hồ sơ", COL_LINK, .op = "dossier.view", .key = "dossier_id"},
	{"unit_name", "Đơn vị đề nghị", COL_TEXT},
	{"summary", "Tóm tắt thành tích", COL_TEXT},
	{"verdict", "Kiểm tra điều kiện đã lưu", COL_BADGE, .choices = nominee_verdicts},
	{"paper_title", "Báo cáo thành tích", COL_LINK, .op = "writing.view", .key = "paper_id"},
	{"checked_ms", "Lưu lúc", COL_MOMENT},
	{"state", "Tình trạng", COL_BADGE, .choices = nominee_states},
	{"reason", "Lý do", COL_TEXT},
};
static const struct part view_parts[] = {
	{"Căn cứ", "nominee_ground.list", "nominee", NULL},
	{"Giấy tờ riêng", "dossier_file.list", "nominee", NULL},
	{"Yêu cầu bổ sung", "correction.list", "nominee", NULL},
	{"Thẩm định", "appraisal.lines", "nominee", NULL},
	{"Ý kiến của các cơ quan", "opinion.list", "nominee", NULL},
	{"Các bước", "dossier.steps", "nominee", NULL},
};

#define ON_NOMINEE                                                                                 \
	.kind = OP_WRITE, .scope = SCOPE_OBJECT, .object = &nominee_object, .then = "nominee.view"

const struct op nominee_ops[] = {
	{.name = "nominee.list",
     .title = "Người, tập thể được đề nghị",
     .help = "Ai được đề nghị gì, kết quả kiểm tra theo luật, đến bước nào.",
     .kind = OP_LIST,
     .flags = OP_JOURNAL_EXPORT,
     .roles = DOSSIER_SEES,
     .scope = SCOPE_ANY,
     .area = "dossier",
     .icon = "person",
     .object = &nominee_object,
     .list = &sql_list_nominee_list,
     .order = "-newest",
     FIELDS(list_filters),
     COLS(list_cols),
     .empty = "Chưa có ai được đề nghị."},
	{.name = "nominee.mine",
     .title = "Đề nghị khen thưởng tôi",
     .help = "Những lần ông/bà được đề nghị, đến bước nào.",
     .kind = OP_LIST,
     .roles = R(MEMBER),
     .scope = SCOPE_ANY,
     .area = "mine",
     .icon = "medal",
     .list = &sql_list_nominee_list,
     .order = "-newest",
     FIELDS(mine_filters),
     COLS(mine_cols),
     .empty = "Chưa có đề nghị nào đã gửi về ông/bà."},
	{.name = "nominee.of_person",
     .title = "Được đề nghị khen thưởng",
     .help = "Những lần một người được đề nghị, đến bước nào.",
     .kind = OP_LIST,
     .flags = OP_QUIET,
     .roles = DOSSIER_SEES | R(MEMBER),
     .scope = SCOPE_ANY,
     .list = &sql_list_nominee_list,
     .order = "-newest",
     FIELDS(mine_filters),
     COLS(mine_cols),
     .empty = "Chưa có đề nghị nào."},
	{.name = "nominee.view",
     .title = "Đề nghị khen thưởng",
     .help = "Đề nghị tặng gì, thành tích, kết quả kiểm tra, các bước.",
     .kind = OP_VIEW,
     .roles = DOSSIER_SEES | R(MEMBER),
     .scope = SCOPE_OBJECT,
     .object = &nominee_object,
     .list = &sql_list_nominee_view,
     FIELDS(id_filter),
     COLS(view_cols),
     PARTS(view_parts),
     .above = nominee_above},
	{.name = "nominee.add",
     .title = "Thêm đề nghị khen thưởng",
     .help = "Một người, một tập thể hoặc một hộ, đề nghị tặng một danh hiệu "
             "hoặc hình thức.",
     .verb = "Thêm",
     .kind = OP_WRITE,
     .scope = SCOPE_OBJECT,
     .object = &nominee_object,
     .roles = DOSSIER_WRITES,
     .icon = "plus",
     FIELDS(add_fields),
     .in_size = sizeof(struct nominee_in),
     .run = nominee_add,
     .person_field = "person_id",
     .then = "nominee.view"},
	{.name = "nominee.edit",
     .title = "Sửa đề nghị khen thưởng",
     .help = "Khi hồ sơ chưa gửi, được trả lại hoặc đã rút.",
     .verb = "Sửa",
     ON_NOMINEE,
     .roles = DOSSIER_WRITES,
     .states = "proposed",
     .guard = nominee_with_unit,
     FIELDS(edit_fields),
     .in_size = sizeof(struct nominee_in),
     .run = nominee_edit},
	{.name = "nominee.remove",
     .title = "Đưa ra khỏi hồ sơ",
     .help = "Một đề nghị được rút, có lý do; phần còn lại của hồ sơ đi tiếp.",
     .verb = "Đưa ra",
     ON_NOMINEE,
     .flags = OP_NOT_OWN,
     .icon = "x",
     .roles = DOSSIER_WRITES | R(HEAD),
     .states = "proposed cleared failed passed lost",
     .guard = may_remove,
     FIELDS(remove_fields),
     .in_size = sizeof(struct nominee_in),
     .run = nominee_remove},
	{0}};
