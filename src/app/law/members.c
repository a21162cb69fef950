/*
 * members.c: everybody in a unit against every award for people: who reaches it, who does not,
 * as a page, JSON and a spreadsheet.
 */
#include "app/law/inner.h"

#include "app/file/file.h"
#include "app/org/org.h"
#include "base/json_out.h"
#include "doc/table_out.h"
#include "op/gate.h"
#include "viet/viet.h"
#include "web/web.h"

#include <inttypes.h>
#include <unistd.h>

struct members_in {
	int64_t id, year;
	struct date on, received;
};
static const struct field members_fields[] = {
	F(REF, struct members_in, id, "Đơn vị", .flags = MUST | HIDDEN, .ref = &unit_object),
	F(INT, struct members_in, year, "Năm xét", .min = 1945, .max = 2200),
	F(DATE, struct members_in, on, "Tại ngày"),
	F(DATE, struct members_in, received, "Hồ sơ tiếp nhận ngày"),
};

/* People by the awards that people may have, in the order of the rules. */
struct members {
	struct law_when w;
	const struct law *law;
	const struct law_rules *rules[2];
	int sets;
	struct law_subject_facts *people;
	size_t n;
	int *awards; /* their places among all awards */
	int award_count;
	const struct law_verdicts *verdicts;
};

static const struct law_award_info *award(const struct members *m, int k)
{
	return law_award_at(m->rules[0], m->awards[k]);
}

static enum law_verdict verdict(const struct members *m, int k, size_t i)
{
	return law_best_at(m->verdicts, m->awards[k], i);
}

static enum rc load(struct ctx *c, const struct members_in *p, struct members *m)
{
	TRY(law_when(c, p->year, p->on, p->received, DATE_NONE, &m->w));
	TRY(law_sets_of_office(c, &m->w, &m->law, m->rules, &m->sets));
	TRY(law_people_facts(c, DB_NULL, p->id, m->w.on, &m->people, &m->n));
	int n = law_award_count(m->rules[0]);
	m->awards = arena_array(c->mem, (size_t)n + 1, sizeof *m->awards);
	for (int i = 0; i < n; i++)
		if (law_award_is_for(law_award_at(m->rules[0], i), LAW_PERSON))
			m->awards[m->award_count++] = i;
	return law_judge(c, m->rules, m->sets, LAW_PERSON, m->people, m->n, &m->w, &m->verdicts);
}

static void show_row(struct ctx *c, const struct members *m, size_t i, struct law_row_view *out)
{
	const struct law_subject_facts *s = &m->people[i];
	*out = (struct law_row_view){
		.name = s->name,
		.place = s->place,
		.href = arena_printf(c->mem, "/law/person?id=%" PRId64 "&year=%d", s->id, m->w.year),
		.cells = arena_array(c->mem, (size_t)m->award_count + 1, sizeof *out->cells)};
	for (int k = 0; k < m->award_count; k++) {
		enum law_verdict v = verdict(m, k, i);
		out->cells[k] = (struct law_cell_view){
			.word = law_verdict_words(v),
			.badge = law_badge(v),
			.href = arena_printf(c->mem, "/law/explain?award=%.*s&subject=%" PRId64 "&year=%d",
		                         STR_ARG(award(m, k)->code), s->id, m->w.year)};
	}
}

static enum rc law_members(struct ctx *c, const void *in, struct out *out)
{
	const struct members_in *p = in;
	struct law_table_view *v = arena_alloc(c->mem, sizeof *v);
	struct members m = {0};
	TRY(load(c, p, &m));
	struct law_set_info set = law_set(m.rules[m.sets - 1]);
	*v = (struct law_table_view){
		.id = p->id,
		.unit = c->object_label,
		.year = m.w.year,
		.action = STR("/law/members"),
		.csv = arena_printf(c->mem, "/law/members_file?id=%" PRId64 "&year=%d", p->id, m.w.year),
		.set_title = law_sets_title(c, m.rules, m.sets),
		.set_reason = set.reason,
		.set_confirmed = set.confirmed,
		.cols = m.award_count,
		.rows = (int)m.n};
	v->heads = arena_array(c->mem, (size_t)m.award_count + 1, sizeof *v->heads);
	v->names = arena_array(c->mem, (size_t)m.award_count + 1, sizeof *v->names);
	v->counts = arena_array(c->mem, (size_t)m.award_count + 1, sizeof *v->counts);
	v->items = arena_array(c->mem, m.n + 1, sizeof *v->items);
	for (int k = 0; k < m.award_count; k++) {
		int64_t reached = 0;
		for (size_t i = 0; i < m.n; i++)
			reached += verdict(&m, k, i) == LAW_ELIGIBLE || verdict(&m, k, i) == LAW_GIVEN;
		v->heads[k] = arena_str(c->mem, award(&m, k)->code);
		v->names[k] = award(&m, k)->name;
		v->counts[k] = viet_number(c->mem, reached);
	}
	for (size_t i = 0; i < m.n; i++)
		show_row(c, &m, i, &v->items[i]);
	out->heading = arena_printf(c->mem, "Ai đạt, ai còn thiếu gì: %.*s", STR_ARG(c->object_label));
	out->data = v;
	return RC_OK;
}

static void members_page(struct buf *html, struct ctx *c, const void *data)
{
	(void)c;
	tpl_law_table(html, data);
}

static void members_json(struct buf *b, struct ctx *c, const void *data)
{
	const struct law_table_view *v = data;
	struct json_out j = json_out_to(b);
	(void)c;
	json_obj(&j, NULL);
	json_int(&j, "unit", v->id);
	json_int(&j, "year", v->year);
	json_str(&j, "set", v->set_title);
	json_bool(&j, "confirmed", v->set_confirmed);
	json_arr(&j, "people");
	for (int i = 0; i < v->rows; i++) {
		json_obj(&j, NULL);
		json_str(&j, "name", v->items[i].name);
		json_obj(&j, "awards");
		for (int k = 0; k < v->cols; k++)
			json_z(&j, v->heads[k].p, v->items[i].cells[k].word);
		json_end(&j);
		json_end(&j);
	}
	json_end(&j);
	json_end(&j);
}

/* --- as a spreadsheet --------------------------------------------------------------------------
 */

static enum rc write_table(struct ctx *c, const struct members *m, struct table_out *t)
{
	size_t cols = (size_t)m->award_count + 3;
	struct table_column *heads = arena_array(c->mem, cols, sizeof *heads);
	struct cell *cells = arena_array(c->mem, cols, sizeof *cells);
	heads[0] = (struct table_column){.title = STR("Mã hồ sơ"), .kind = TABLE_INT};
	heads[1] = (struct table_column){.title = STR("Họ và tên"), .width_chars = 28};
	heads[2] = (struct table_column){.title = STR("Chức vụ, đơn vị"), .width_chars = 40};
	for (int k = 0; k < m->award_count; k++)
		heads[k + 3] = (struct table_column){.title = award(m, k)->name, .width_chars = 20};
	TRY(table_columns(t, heads, cols, c->err));
	for (size_t i = 0; i < m->n; i++) {
		cells[0] = cell_int(m->people[i].id);
		cells[1] = cell_text(m->people[i].name);
		cells[2] = cell_text(m->people[i].place);
		for (int k = 0; k < m->award_count; k++)
			cells[k + 3] = cell_text(str_of(law_verdict_words(verdict(m, k, i))));
		TRY(table_row(t, cells, cols, c->err));
	}
	return RC_OK;
}

static enum rc members_file(struct ctx *c, const void *in, struct out *out)
{
	const struct members_in *p = in;
	struct members m = {0};
	struct table_out *t;
	int fd;
	TRY(load(c, p, &m));
	TRY(file_temp(c, &fd));
	out->fd = fd;
	TRY(table_xlsx(fd, "Điều kiện", NULL, &t, c->err));
	enum rc rc = write_table(c, &m, t);
	if (rc != RC_OK) {
		table_drop(t);
		return rc;
	}
	TRY(table_end(t, c->err));
	out->fd_size = lseek(fd, 0, SEEK_END);
	out->file_name = arena_printf(c->mem, "dieu-kien-%d.xlsx", m.w.year);
	out->file_type = STR("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");
	return RC_OK;
}

#define SEES (R(UNIT_CLERK) | R(UNIT_HEAD) | R(STANDING) | R(HEAD) | R(INSPECTOR))

const struct op law_members_ops[] = {
	{.name = "law.members",
     .title = "Ai đạt, ai còn thiếu gì",
     .help = "Mọi người trong đơn vị và từng danh hiệu, hình thức dành cho cá nhân.",
     .verb = "Ai đạt, ai thiếu",
     .icon = "people",
     .kind = OP_READ,
     .roles = SEES,
     .scope = SCOPE_OBJECT,
     .object = &unit_object,
     FIELDS(members_fields),
     .in_size = sizeof(struct members_in),
     .run = law_members,
     .page = members_page,
     .json = members_json,
     .per_minute = 60},
	{.name = "law.members_file",
     .title = "Bảng điều kiện của đơn vị",
     .help = "Bảng tính của \"Ai đạt, ai còn thiếu gì\"; lần tải được ghi vào nhật ký.",
     .kind = OP_READ,
     .flags = OP_QUIET | OP_JOURNAL_READ,
     .roles = SEES,
     .scope = SCOPE_OBJECT,
     .object = &unit_object,
     FIELDS(members_fields),
     .in_size = sizeof(struct members_in),
     .run = members_file,
     .per_minute = 30},
	{0}};
