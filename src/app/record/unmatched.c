/*
 * unmatched.c: those whom a list names and nobody has said who they are.
 *
 * A name alone never decides: a row with a number finds its person by the hash, any other waits
 * here. Matching gives all that was said about it (awards, ratings, discipline, authorship) to
 * the one chosen; what that one has already is marked as double, and nothing is lost.
 */
#include "app/org/org.h"
#include "app/record/record.h"
#include "db/sql_person.h"
#include "db/sql_record.h"
#include "db/sql_unmatched.h"
#include "op/gate.h"
#include "viet/viet.h"

#include <inttypes.h>

const struct object unmatched_object = {
	.name = "unmatched", .label = "đối tượng chưa nối", .list = &sql_list_unmatched_object};

static const struct choice unmatched_kinds[] = {{"person", "Cá nhân"}, {"unit", "Tập thể"}, {0}};
static const struct choice unmatched_states[] = {
	{"open", "Chờ nối"}, {"matched", "Đã nối"}, {"dropped", "Đã bỏ"}, {0}};
static const struct choice number_kinds[] = {
	{"cccd", "CCCD"}, {"cmnd", "CMND"}, {"", "Không có"}, {0}};

/* The use and place that src/keep/reseal.c knows, too. */
static struct str place(struct ctx *c, int64_t id)
{
	return arena_printf(c->mem, "unmatched:%" PRId64, id);
}

/* --- keeping ------------------------------------------------------------------------------- */

/* Small letters without marks, and nothing else, decide: unit, birth and number must agree. */
static enum rc find_same(struct ctx *c, const struct unmatched_new *u, struct str fold,
                         struct str lookup, int64_t *id)
{
	struct sql_unmatched_same *rows;
	size_t n;
	*id = DB_NULL;
	TRY(sql_unmatched_same(c->db, c->mem, fold, str_of(u->kind), &rows, &n));
	for (size_t i = 0; i < n && *id == DB_NULL; i++)
		if (str_eq(rows[i].lookup, lookup) && rows[i].birth.days == u->birth.days &&
		    str_eq(viet_fold(c->mem, rows[i].unit_name), viet_fold(c->mem, u->unit_name)))
			*id = rows[i].id;
	return RC_OK;
}

static enum rc look_up(struct ctx *c, const struct unmatched_new *u, struct str *fold,
                       struct str *lookup, int64_t *id)
{
	unsigned char *hash = arena_alloc(c->mem, KEYS_HASH_BYTES);
	*fold = viet_fold(c->mem, u->name);
	*lookup = STR_NULL;
	if (u->number.n) {
		TRY(keys_lookup_hash(c->app->keys, 0, arena_strz(c->mem, u->number_kind), u->number, hash,
		                     c->err));
		*lookup = (struct str){.p = (char *)hash, .n = KEYS_HASH_BYTES};
	}
	return find_same(c, u, *fold, *lookup, id);
}

enum rc record_unmatched_find(struct ctx *c, const struct unmatched_new *u, int64_t *id)
{
	struct str fold, lookup;
	return look_up(c, u, &fold, &lookup, id);
}

struct str record_unmatched_key(struct ctx *c, struct str kind, struct str name)
{
	return str_eqz(kind, "person") ? viet_name_key(c->mem, name) : viet_sort_key(c->mem, name);
}

enum rc record_unmatched(struct ctx *c, const struct unmatched_new *u, int64_t *id)
{
	struct str fold, lookup;
	TRY(look_up(c, u, &fold, &lookup, id));
	if (*id != DB_NULL)
		return RC_OK;
	struct str key = record_unmatched_key(c, str_of(u->kind), u->name);
	TRY(sql_unmatched_add(c->db, str_of(u->kind), u->name, fold, key,
	                      u->unit_name.p ? u->unit_name : STR(""), u->birth,
	                      u->number.n ? u->number_kind : STR(""), lookup,
	                      u->source.p ? u->source : STR(""), c->now_ms, id));
	if (u->number.n == 0)
		return RC_OK;
	const char *use = arena_strz(c->mem, u->number_kind);
	return sql_unmatched_seal(c->db, *id,
	                          keys_seal(c->app->keys, use, place(c, *id), u->number, c->mem), NULL);
}

/* --- matching ------------------------------------------------------------------------------ */

struct unmatched_match_in {
	int64_t id, person_id, unit_id;
	struct str reason;
};
static const struct field unmatched_match_fields[] = {
	F(REF, struct unmatched_match_in, id, "Đối tượng", .flags = MUST | HIDDEN,
      .ref = &unmatched_object),
	F(REF, struct unmatched_match_in, person_id, "Là người này", .flags = IN_SCOPE,
      .ref = &person_object),
	F(REF, struct unmatched_match_in, unit_id, "Là đơn vị này", .flags = IN_SCOPE,
      .ref = &unit_object),
	F(TEXT, struct unmatched_match_in, reason, "Căn cứ nhận ra", .flags = MUST, .min = 5,
      .max = 400),
};

/* The number that the list gave becomes the person's, unless somebody has it. */
static enum rc give_number(struct ctx *c, const struct sql_unmatched_get *row, int64_t person)
{
	struct sql_identifier_find *has;
	struct str number;
	size_t n;
	int64_t id;
	if (!row->sealed.p)
		return RC_OK;
	TRY(sql_identifier_find(c->db, c->mem, row->lookup, &has, &n));
	for (size_t i = 0; i < n; i++)
		if (has[i].person_id != person)
			return err_field(
				c->err, "person_id",
				"Số giấy tờ ghi cùng dòng này thuộc một hồ sơ khác, không phải người vừa "
				"chọn.");
	if (n)
		return RC_OK;
	TRY(keys_open(c->app->keys, arena_strz(c->mem, row->number_kind), place(c, row->id),
	              row->sealed, c->mem, &number, c->err));
	return org_identifier_add(c, person, row->number_kind, number, c->today, &id);
}

static enum rc mark_awards(struct ctx *c, int64_t unmatched, const struct subject *s,
                           int64_t *twice)
{
	struct sql_unmatched_awards *rows;
	size_t n;
	TRY(sql_unmatched_awards(c->db, c->mem, unmatched, &rows, &n));
	for (size_t i = 0; i < n; i++) {
		bool yes;
		struct award_new a = {.s = *s,
		                      .code = rows[i].code,
		                      .type = rows[i].type,
		                      .title = rows[i].title,
		                      .achievement = rows[i].achievement,
		                      .from = rows[i].period_from,
		                      .to = rows[i].period_to,
		                      .p = {.sign = rows[i].sign, .dated = rows[i].dated}};
		TRY(record_award_double(c, &a, rows[i].id, &yes));
		*twice += yes;
	}
	return RC_OK;
}

static enum rc rated(struct ctx *c, const struct subject *s, int64_t year, int64_t quarter)
{
	struct sql_rating_of_person p;
	struct sql_rating_of_unit u;
	if (strcmp(s->kind, "person") == 0)
		return sql_rating_of_person(c->db, c->mem, s->person_id, year, quarter, &p);
	return sql_rating_of_unit(c->db, c->mem, s->unit_id, year, quarter, &u);
}

static enum rc mark_ratings(struct ctx *c, int64_t unmatched, const struct subject *s,
                            int64_t *twice)
{
	struct sql_unmatched_ratings *rows;
	size_t n;
	TRY(sql_unmatched_ratings(c->db, c->mem, unmatched, &rows, &n));
	for (size_t i = 0; i < n; i++) {
		enum rc rc = rated(c, s, rows[i].year, rows[i].quarter);
		if (rc == RC_NOTFOUND)
			continue;
		TRY(rc);
		TRY(sql_rating_state(c->db, rows[i].id, STR("double"),
		                     STR("Trùng với một dòng đã có của cùng đối tượng"), NULL));
		++*twice;
	}
	return RC_OK;
}

static enum rc give_all(struct ctx *c, int64_t id, const struct subject *s)
{
	bool person = strcmp(s->kind, "person") == 0;
	int64_t unit = person ? DB_NULL : s->unit_id;
	TRY(sql_unmatched_give_award(c->db, id, s->person_id, unit, NULL));
	TRY(sql_unmatched_give_rating(c->db, id, s->person_id, unit, NULL));
	TRY(sql_unmatched_give_deed(c->db, id, s->person_id, unit, NULL));
	if (!person)
		return RC_OK;
	TRY(sql_unmatched_give_discipline(c->db, id, s->person_id, NULL));
	TRY(sql_unmatched_give_service(c->db, id, s->person_id, NULL));
	return sql_unmatched_give_author(c->db, id, s->person_id, NULL);
}

static enum rc unmatched_match(struct ctx *c, const void *in, struct out *out)
{
	const struct unmatched_match_in *p = in;
	struct sql_unmatched_get row;
	struct subject s;
	int64_t twice = 0;
	TRY(sql_unmatched_get(c->db, c->mem, p->id, &row));
	bool person = str_eqz(row.kind, "person");
	if ((person ? p->person_id : p->unit_id) == DB_NULL)
		return err_field(c->err, person ? "person_id" : "unit_id",
		                 person ? "Xin chọn người." : "Xin chọn đơn vị.");
	TRY(record_subject(c, person ? p->person_id : DB_NULL, person ? DB_NULL : p->unit_id, &s));
	if (person && p->person_id == c->who.person_id)
		return err_set(c->err, RC_DENIED, "Không ai nối khen thưởng cho chính mình.");
	if (person)
		TRY(give_number(c, &row, p->person_id));
	TRY(mark_awards(c, p->id, &s, &twice));
	TRY(mark_ratings(c, p->id, &s, &twice));
	TRY(give_all(c, p->id, &s));
	TRY(sql_unmatched_close(c->db, p->id, STR("matched"), person ? p->person_id : DB_NULL,
	                        person ? DB_NULL : p->unit_id, p->reason, NULL));
	c->object_person = person ? p->person_id : DB_NULL;
	out_fact(out, "double", "Dòng trùng với dòng đã có", viet_number(c->mem, twice));
	out_say(c, out, "Đã nối mọi dòng ghi cho \"%.*s\".", STR_ARG(row.name));
	return RC_OK;
}

struct unmatched_drop_in {
	int64_t id;
	struct str reason;
};
static const struct field unmatched_drop_fields[] = {
	F(REF, struct unmatched_drop_in, id, "Đối tượng", .flags = MUST | HIDDEN,
      .ref = &unmatched_object),
	F(TEXT, struct unmatched_drop_in, reason, "Lý do", .flags = MUST, .min = 5, .max = 400),
};

static enum rc unmatched_drop(struct ctx *c, const void *in, struct out *out)
{
	const struct unmatched_drop_in *p = in;
	TRY(sql_unmatched_close(c->db, p->id, STR("dropped"), DB_NULL, DB_NULL, p->reason, NULL));
	out_say(c, out, "\"%.*s\" không cần nối nữa; các dòng đã ghi vẫn được giữ, không tính cho ai.",
	        STR_ARG(c->object_label));
	return RC_OK;
}

/* --- rows ---------------------------------------------------------------------------------- */

static const struct field unmatched_filters[] = {
	FILTER(TEXT, "q", "Tên", .flags = FOLDED, .hint = "Không cần dấu"),
	FILTER(CHOICE, "kind", "Loại", .choices = unmatched_kinds),
	FILTER(CHOICE, "state", "Tình trạng", .choices = unmatched_states),
};
static const struct column unmatched_cols[] = {
	{"name", "Tên trong danh sách", COL_TEXT, .order = "name", .width = 28},
	{"kind", "Loại", COL_CHOICE, .choices = unmatched_kinds},
	{"unit_name", "Đơn vị trong danh sách", COL_TEXT, .width = 30},
	{"birth", "Ngày sinh", COL_DATE},
	{"number", "Số giấy tờ", COL_CHOICE, .choices = number_kinds},
	{"rows", "Số dòng", COL_INT},
	{"person_name", "Có thể là, hoặc đã nối", COL_LINK, .op = "person.view", .key = "person_id",
     .width = 28},
	{"unit_now", "Đơn vị đã nối", COL_LINK, .op = "unit.view", .key = "unit_id", .width = 30},
	{"source", "Nguồn", COL_TEXT},
	{"state", "Tình trạng", COL_BADGE, .choices = unmatched_states},
};

const struct op unmatched_ops[] = {
	{.name = "unmatched.list",
     .title = "Đối tượng chưa nối",
     .help = "Người và tập thể có trong danh sách đã nhập mà chưa rõ là hồ sơ nào. Tên giống nhau "
             "chỉ là gợi ý.",
     .kind = OP_LIST,
     .flags = OP_JOURNAL_EXPORT,
     .roles = R(STANDING) | R(HEAD) | R(INSPECTOR),
     .scope = SCOPE_OFFICE,
     .area = "record",
     .icon = "help",
     .object = &unmatched_object,
     .list = &sql_list_unmatched_list,
     FIELDS(unmatched_filters),
     COLS(unmatched_cols),
     .empty = "Mọi dòng đã nhập đều có hồ sơ."},
	{.name = "unmatched.match",
     .title = "Nối với hồ sơ",
     .help = "Nói rõ đối tượng này là ai; mọi dòng đã ghi chuyển sang hồ sơ ấy.",
     .verb = "Nối",
     .kind = OP_WRITE,
     .flags = OP_PREVIEW,
     .roles = RECORD_KEEPS,
     .scope = SCOPE_OFFICE,
     .object = &unmatched_object,
     .states = "open",
     FIELDS(unmatched_match_fields),
     .in_size = sizeof(struct unmatched_match_in),
     .run = unmatched_match,
     .then = "unmatched.list"},
	{.name = "unmatched.drop",
     .title = "Không cần nối",
     .help = "Đối tượng không thuộc cơ quan; các dòng vẫn được giữ.",
     .verb = "Bỏ qua",
     .kind = OP_WRITE,
     .roles = RECORD_KEEPS,
     .scope = SCOPE_OFFICE,
     .object = &unmatched_object,
     .states = "open",
     FIELDS(unmatched_drop_fields),
     .in_size = sizeof(struct unmatched_drop_in),
     .run = unmatched_drop,
     .then = "unmatched.list"},
	{0}};
