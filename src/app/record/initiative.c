/*
 * initiative.c: sáng kiến (NĐ 13/2012/NĐ-CP) and đề tài, with authors, and how far each is
 * recognised: at the cơ sở for CSTĐCS, in the province or the nation for the titles above.
 */
#include "app/initiative/initiative.h"
#include "app/org/org.h"
#include "app/record/record.h"
#include "db/sql_award.h"
#include "db/sql_initiative.h"
#include "op/gate.h"
#include "viet/viet.h"

#include <inttypes.h>

const struct object initiative_object = {.name = "initiative",
                                         .label = "sáng kiến, đề tài",
                                         .list = &sql_list_initiative_object,
                                         .view = "initiative.view",
                                         .stored = &sql_list_initiative_stored};

/* --- keeping ------------------------------------------------------------------------------- */

static enum rc check_authors(struct ctx *c, const struct author *authors, int n)
{
	int64_t sum = 0;
	for (int i = 0; i < n; i++) {
		sum += authors[i].share;
		for (int k = 0; k < i; k++)
			if (authors[i].person_id != DB_NULL && authors[i].person_id == authors[k].person_id)
				return err_field(c->err, "authors", "Một tác giả được ghi hai lần.");
	}
	if (n == 0)
		return err_field(c->err, "authors", "Cần ít nhất một tác giả.");
	if (sum != 100)
		return err_field(
			c->err, "authors",
			"Tỷ lệ đóng góp của các tác giả cộng lại phải là 100%%, nay là %" PRId64 "%%.", sum);
	return RC_OK;
}

static bool is_author(const struct initiative_new *n, const struct sql_initiative_authors *a)
{
	for (int i = 0; i < n->author_count; i++)
		if (a->person_id != DB_NULL ? a->person_id == n->authors[i].person_id
		                            : a->unmatched_id == n->authors[i].unmatched_id)
			return true;
	return false;
}

/* The same words in the same year with an author in common is the same initiative. */
static enum rc not_kept(struct ctx *c, const struct initiative_new *n, struct str fold)
{
	struct sql_initiative_same *rows;
	struct sql_initiative_authors *authors;
	size_t count, k;
	TRY(sql_initiative_same(c->db, c->mem, fold, n->year, &rows, &count));
	for (size_t i = 0; i < count; i++) {
		TRY(sql_initiative_authors(c->db, c->mem, rows[i].id, &authors, &k));
		for (size_t j = 0; j < k; j++)
			if (is_author(n, &authors[j]))
				return err_set(c->err, RC_CONFLICT,
				               "Đã ghi một sáng kiến cùng tên, cùng năm, cùng tác giả (số %" PRId64
				               ").",
				               rows[i].id);
	}
	return RC_OK;
}

static int width(struct str scope)
{
	for (int i = 0; initiative_scopes[i].value; i++)
		if (str_eqz(scope, initiative_scopes[i].value))
			return i + 1;
	return 0;
}

enum rc record_initiative_recognise(struct ctx *c, int64_t id, struct str scope,
                                    const struct paper *p)
{
	struct sql_initiative_scopes *scopes;
	struct sql_initiative_get row;
	size_t n;
	TRY(record_paper_ok(c, p));
	TRY(sql_initiative_get(c->db, c->mem, id, &row));
	TRY(sql_initiative_scopes(c->db, c->mem, id, &scopes, &n));
	for (size_t i = 0; i < n; i++)
		if (str_eq(scopes[i].scope, scope))
			return err_field(c->err, "scope", "Đã công nhận ở phạm vi này.");
	TRY(sql_initiative_scope_add(c->db, id, scope, p->sign, p->dated, p->issuer, NULL));
	TRY(sql_initiative_ask_end(c->db, id, scope, STR("granted"), p->sign, NULL));
	struct str widest = width(scope) > width(row.scope) ? scope : row.scope;
	return sql_initiative_state(c->db, id, STR("recognised"), widest, STR(""), NULL);
}

static enum rc put_authors(struct ctx *c, int64_t id, const struct author *authors, int n)
{
	for (int i = 0; i < n; i++)
		TRY(sql_initiative_author_add(c->db, id, authors[i].person_id, authors[i].unmatched_id,
		                              authors[i].share, NULL));
	return RC_OK;
}

enum rc record_initiative_check(struct ctx *c, const struct initiative_new *n)
{
	TRY(record_year_ok(c, n->year));
	TRY(record_paper_ok(c, &n->p));
	TRY(check_authors(c, n->authors, n->author_count));
	return not_kept(c, n, viet_fold(c->mem, n->title));
}

enum rc record_initiative_add(struct ctx *c, const struct initiative_new *n, int64_t *id)
{
	struct str fold = viet_fold(c->mem, n->title);
	TRY(record_initiative_check(c, n));
	TRY(sql_initiative_add(c->db, n->kind, n->title, viet_sort_key(c->mem, n->title), fold, n->text,
	                       n->unit_id, n->year, n->filed, STR("filed"), n->source, c->now_ms, id));
	TRY(put_authors(c, *id, n->authors, n->author_count));
	TRY(initiative_sketch(c, *id, n->title, n->text));
	return n->scope.n ? record_initiative_recognise(c, *id, n->scope, &n->p) : RC_OK;
}

/* --- forms --------------------------------------------------------------------------------- */

struct author_in {
	int64_t person_id, share;
};
static const struct field author_fields[] = {
	F(REF, struct author_in, person_id, "Tác giả", .flags = MUST | IN_SCOPE, .ref = &person_object),
	F(INT, struct author_in, share, "Tỷ lệ đóng góp (%)", .flags = MUST, .min = 1, .max = 100),
};

struct initiative_in {
	int64_t id, unit_id, year;
	struct str kind, title, text, scope, sign, issuer;
	struct date filed, dated;
	struct group authors;
};
#define INITIATIVE_FIELDS                                                                          \
	F(TEXT, struct initiative_in, title, "Tên", .flags = MUST, .max = 400),                        \
		F(LONG, struct initiative_in, text, "Nội dung, hiệu quả", .max = 20000),                   \
		F(REF, struct initiative_in, unit_id, "Đơn vị", .flags = MUST | IN_SCOPE,                  \
	      .ref = &unit_object),                                                                    \
		F(INT, struct initiative_in, year, "Năm", .flags = MUST, .min = 1945, .max = 2200),        \
		F(DATE, struct initiative_in, filed, "Ngày nộp"),                                          \
		F(GROUP, struct initiative_in, authors, "Tác giả, đồng tác giả", .flags = MUST, .min = 1,  \
	      .max = 20, .sub = author_fields, .sub_count = COUNT(author_fields),                      \
	      .sub_size = sizeof(struct author_in))
static const struct field initiative_add_fields[] = {
	F(CHOICE, struct initiative_in, kind, "Loại", .flags = MUST, .choices = initiative_kinds),
	INITIATIVE_FIELDS,
	F(CHOICE, struct initiative_in, scope, "Đã công nhận ở phạm vi", .choices = initiative_scopes,
      .hint = "Để trống khi chưa được công nhận"),
	PAPER_FIELDS(struct initiative_in),
};
static const struct field initiative_edit_fields[] = {
	F(REF, struct initiative_in, id, "Sáng kiến", .flags = MUST | HIDDEN,
      .ref = &initiative_object),
	INITIATIVE_FIELDS,
};

static struct author *authors_of(struct ctx *c, const struct group *g)
{
	struct author *out = arena_array(c->mem, (size_t)g->count + 1, sizeof *out);
	const struct author_in *in = g->items;
	for (int i = 0; i < g->count; i++)
		out[i] = (struct author){
			.person_id = in[i].person_id, .unmatched_id = DB_NULL, .share = in[i].share};
	return out;
}

/* Nobody keeps what they wrote themselves. */
static enum rc not_own(struct ctx *c, const struct author *authors, int n)
{
	for (int i = 0; i < n; i++)
		if (authors[i].person_id != DB_NULL && authors[i].person_id == c->who.person_id)
			return err_set(c->err, RC_DENIED,
			               "Không ai được xử lý việc của chính mình. Xin chuyển cho người có thẩm "
			               "quyền khác.");
	return RC_OK;
}

static enum rc kept_not_own(struct ctx *c, int64_t id)
{
	struct sql_initiative_authors *rows;
	size_t n;
	TRY(sql_initiative_authors(c->db, c->mem, id, &rows, &n));
	for (size_t i = 0; i < n; i++)
		TRY(not_own(c, &(struct author){.person_id = rows[i].person_id}, 1));
	return RC_OK;
}

static enum rc initiative_add(struct ctx *c, const void *in, struct out *out)
{
	const struct initiative_in *p = in;
	struct initiative_new n = {.kind = p->kind,
	                           .title = p->title,
	                           .text = p->text.p ? p->text : STR(""),
	                           .unit_id = p->unit_id,
	                           .year = p->year,
	                           .filed = p->filed,
	                           .authors = authors_of(c, &p->authors),
	                           .author_count = p->authors.count,
	                           .scope = p->scope,
	                           .p = {.sign = p->sign, .issuer = p->issuer, .dated = p->dated},
	                           .source = STR("")};
	TRY(not_own(c, n.authors, n.author_count));
	TRY(record_initiative_add(c, &n, &out->id));
	c->object_unit = p->unit_id;
	out_say(c, out, "Đã ghi %s \"%.*s\".", str_eqz(p->kind, "study") ? "đề tài" : "sáng kiến",
	        STR_ARG(p->title));
	return RC_OK;
}

/* Authors that a list named and nobody has matched stay beside those of the form. */
static enum rc keep_unmatched(struct ctx *c, const struct initiative_in *p, struct author **all,
                              int *count)
{
	struct sql_initiative_authors *old;
	size_t n;
	TRY(sql_initiative_authors(c->db, c->mem, p->id, &old, &n));
	const struct author *now = authors_of(c, &p->authors);
	*all = arena_array(c->mem, n + (size_t)p->authors.count + 1, sizeof **all);
	*count = 0;
	for (int i = 0; i < p->authors.count; i++)
		(*all)[(*count)++] = now[i];
	for (size_t i = 0; i < n; i++)
		if (old[i].person_id == DB_NULL)
			(*all)[(*count)++] = (struct author){
				.person_id = DB_NULL, .unmatched_id = old[i].unmatched_id, .share = old[i].share};
	return RC_OK;
}

/* Authors that are known as persons; the others are kept by the function. */
static enum rc fill_authors(struct ctx *c, struct values *v)
{
	struct sql_initiative_authors *rows;
	size_t n;
	int64_t id;
	if (!str_int(values_text(v, "id"), &id) || values_have(v, STR("authors")))
		return RC_OK;
	TRY(sql_initiative_authors(c->db, c->mem, id, &rows, &n));
	for (size_t i = 0, at = 0; i < n; i++) {
		if (rows[i].person_id == DB_NULL)
			continue;
		TRY(values_add(v, arena_printf(c->mem, "authors.%zu.person_id", at),
		               arena_printf(c->mem, "%" PRId64, rows[i].person_id), c->err));
		TRY(values_add(v, arena_printf(c->mem, "authors.%zu.share", at++),
		               arena_printf(c->mem, "%" PRId64, rows[i].share), c->err));
	}
	return RC_OK;
}

static enum rc initiative_edit(struct ctx *c, const void *in, struct out *out)
{
	const struct initiative_in *p = in;
	struct author *authors;
	int n;
	TRY(record_year_ok(c, p->year));
	TRY(keep_unmatched(c, p, &authors, &n));
	TRY(not_own(c, authors, n));
	TRY(check_authors(c, authors, n));
	TRY(sql_initiative_set(c->db, p->id, p->title, viet_sort_key(c->mem, p->title),
	                       viet_fold(c->mem, p->title), p->text.p ? p->text : STR(""), p->unit_id,
	                       p->year, p->filed, NULL));
	TRY(sql_initiative_authors_drop(c->db, p->id, NULL));
	TRY(put_authors(c, p->id, authors, n));
	TRY(initiative_sketch(c, p->id, p->title, p->text.p ? p->text : STR("")));
	out_say(c, out, "Đã sửa \"%.*s\".", STR_ARG(p->title));
	return RC_OK;
}

struct initiative_recognise_in {
	int64_t id;
	struct str scope, sign, issuer;
	struct date dated;
};
static const struct field initiative_recognise_fields[] = {
	F(REF, struct initiative_recognise_in, id, "Sáng kiến", .flags = MUST | HIDDEN,
      .ref = &initiative_object),
	F(CHOICE, struct initiative_recognise_in, scope, "Phạm vi", .flags = MUST,
      .choices = initiative_scopes),
	F(TEXT, struct initiative_recognise_in, sign, "Số quyết định", .flags = MUST, .max = 60),
	F(DATE, struct initiative_recognise_in, dated, "Ngày quyết định", .flags = MUST),
	F(TEXT, struct initiative_recognise_in, issuer, "Cơ quan công nhận", .flags = MUST),
};

static enum rc initiative_recognise(struct ctx *c, const void *in, struct out *out)
{
	const struct initiative_recognise_in *p = in;
	struct paper paper = {.sign = p->sign, .issuer = p->issuer, .dated = p->dated};
	TRY(record_initiative_recognise(c, p->id, p->scope, &paper));
	out_say(c, out, "Đã ghi công nhận phạm vi %.*s.",
	        STR_ARG(choice_label(initiative_scopes, p->scope)));
	return RC_OK;
}

struct initiative_cancel_in {
	int64_t id;
	struct str reason;
};
static const struct field initiative_cancel_fields[] = {
	F(REF, struct initiative_cancel_in, id, "Sáng kiến", .flags = MUST | HIDDEN,
      .ref = &initiative_object),
	F(TEXT, struct initiative_cancel_in, reason, "Lý do, căn cứ", .flags = MUST, .min = 5,
      .max = 400),
};

static enum rc initiative_cancel(struct ctx *c, const void *in, struct out *out)
{
	const struct initiative_cancel_in *p = in;
	struct sql_award_by_initiative *used;
	struct sql_initiative_get row;
	size_t n;
	TRY(sql_award_by_initiative(c->db, c->mem, p->id, 0, &used, &n));
	if (n)
		return err_set(
			c->err, RC_CONFLICT,
			"Sáng kiến này là căn cứ của %zu khen thưởng còn hiệu lực. Xin xử lý các khen "
			"thưởng ấy trước.",
			n);
	TRY(sql_initiative_get(c->db, c->mem, p->id, &row));
	TRY(sql_initiative_state(c->db, p->id, STR("cancelled"), row.scope, p->reason, NULL));
	out_say(c, out, "Đã hủy \"%.*s\"; hồ sơ cũ vẫn được giữ.", STR_ARG(row.title));
	return RC_OK;
}

/* --- rows: initiative_rows.c --------------------------------------------------------------- */

const struct op initiative_write_ops[] = {
	{.name = "initiative.add",
     .title = "Ghi sáng kiến, đề tài",
     .help = "Một sáng kiến hoặc đề tài với các tác giả; ghi luôn việc công nhận nếu đã có.",
     .kind = OP_WRITE,
     .roles = RECORD_KEEPS,
     .scope = SCOPE_OBJECT,
     .object = &initiative_object,
     FIELDS(initiative_add_fields),
     .in_size = sizeof(struct initiative_in),
     .run = initiative_add,
     .then = "initiative.view",
     .law = INITIATIVE_LAW},
	{.name = "initiative.edit",
     .title = "Sửa sáng kiến, đề tài",
     .help = "Sửa tên, nội dung, đơn vị, tác giả.",
     .verb = "Sửa",
     .kind = OP_WRITE,
     .roles = RECORD_KEEPS,
     .scope = SCOPE_OBJECT,
     .object = &initiative_object,
     .states = "filed accepted returned scored recognised",
     FIELDS(initiative_edit_fields),
     .in_size = sizeof(struct initiative_in),
     .run = initiative_edit,
     .guard = kept_not_own,
     .fill = fill_authors,
     .then = "initiative.view"},
	{.name = "initiative.recognise",
     .title = "Ghi công nhận phạm vi",
     .help = "Ghi quyết định công nhận ở cơ sở, trong tỉnh hoặc toàn quốc, khi hội đồng sáng kiến "
             "đã đề nghị. Sáng kiến đã công nhận từ trước thì ghi bằng Ghi sáng kiến, đề tài.",
     .verb = "Công nhận",
     .icon = "ok",
     .kind = OP_WRITE,
     .roles = RECORD_KEEPS,
     .scope = SCOPE_OBJECT,
     .object = &initiative_object,
     .states = "scored recognised",
     FIELDS(initiative_recognise_fields),
     .in_size = sizeof(struct initiative_recognise_in),
     .run = initiative_recognise,
     .guard = kept_not_own,
     .then = "initiative.view",
     .law = INITIATIVE_LAW},
	{.name = "initiative.cancel",
     .title = "Hủy sáng kiến, đề tài",
     .help = "Ghi nhầm hoặc bị hủy công nhận; hồ sơ cũ vẫn được giữ.",
     .verb = "Hủy",
     .icon = "trash",
     .kind = OP_WRITE,
     .roles = RECORD_KEEPS,
     .scope = SCOPE_OBJECT,
     .object = &initiative_object,
     .states = "filed accepted returned scored recognised refused",
     FIELDS(initiative_cancel_fields),
     .in_size = sizeof(struct initiative_cancel_in),
     .run = initiative_cancel,
     .guard = kept_not_own,
     .then = "initiative.view"},
	{0}};
