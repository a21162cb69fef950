/*
 * survey.c: the whole office judged at once (rà soát): everybody active against every award, kept
 * with the rules of that time.
 *
 * People come in slices by id, so that memory stays the same however many there are; each slice
 * goes through the circuit (law/bulk.h) and is kept as one row: for each person the id and two bits
 * an award. What stands behind one verdict is asked for as ever (law.explain).
 */
#include "app/law/inner.h"

#include "app/file/file.h"
#include "app/record/record.h"
#include "base/json_out.h"
#include "db/sql_law.h"
#include "doc/table_out.h"
#include "job/run.h"
#include "op/decode.h"
#include "op/gate.h"
#include "viet/viet.h"
#include "web/web.h"

#include <inttypes.h>
#include <unistd.h>

const struct object law_survey_object = {.name = "survey",
                                         .label = "đợt rà soát",
                                         .list = &sql_list_law_survey_object,
                                         .view = "survey.view"};

#define LAW_AWARDS 32 /* four bits each, in two words of 64 */
#define SLICE 2048
#define BYTES 24 /* of one in a kept slice: the id in eight, verdicts in sixteen, little-endian */

struct survey_in {
	int64_t year;
	struct date on, received;
};
static const struct field survey_fields[] = {
	F(INT, struct survey_in, year, "Năm xét", .min = 1945, .max = 2200),
	F(DATE, struct survey_in, on, "Tại ngày",
      .hint = "Để trống: hôm nay, hoặc cuối năm xét đã qua"),
	F(DATE, struct survey_in, received, "Hồ sơ tiếp nhận ngày",
      .hint = "Chọn bộ quy tắc; để trống: như trên"),
};

struct survey {
	struct ctx c; /* its memory is given back after each slice */
	struct law_when w;
	const struct law_rules *rules[2];
	int sets;
	int64_t id, people, units, counts[2][LAW_AWARDS][LAW_VERDICTS]; /* of people, of units */
};

/* --- judging ------------------------------------------------------------------------------- */

static void put_int64(unsigned char *to, uint64_t v)
{
	for (int i = 0; i < 8; i++)
		to[i] = (unsigned char)(v >> (8 * i));
}

static uint64_t get_int64(const unsigned char *p)
{
	uint64_t v = 0;
	for (int i = 0; i < 8; i++)
		v |= (uint64_t)p[i] << (8 * i);
	return v;
}

/* Sixteen awards in a word. */
static uint64_t verdicts_of(const struct law_verdicts *v, int first, int awards, size_t i)
{
	uint64_t out = 0;
	for (int a = first; a < awards && a < first + 16; a++)
		out |= (uint64_t)law_best_at(v, a, i) << (4 * (a - first));
	return out;
}

static enum law_verdict verdict_of(const unsigned char *bytes, int64_t place)
{
	return (enum law_verdict)(get_int64(bytes + 8 + place / 16 * 8) >> (4 * (place % 16)) & 15);
}

static enum rc one_slice(struct survey *s, enum law_subject subject,
                         const struct law_subject_facts *all, size_t n)
{
	struct ctx *c = &s->c;
	const struct law_verdicts *v;
	int awards = law_award_count(s->rules[0]);
	bool unit = subject == LAW_COLLECTIVE;
	TRY(law_judge(c, s->rules, s->sets, subject, all, n, &s->w, &v));
	unsigned char *bytes = arena_array(c->mem, n + 1, BYTES);
	for (size_t i = 0; i < n; i++) {
		put_int64(bytes + i * BYTES, (uint64_t)all[i].id);
		put_int64(bytes + i * BYTES + 8, verdicts_of(v, 0, awards, i));
		put_int64(bytes + i * BYTES + 16, verdicts_of(v, 16, awards, i));
	}
	for (int a = 0; a < awards; a++) {
		size_t counts[LAW_VERDICTS] = {0};
		if (s->sets == 1)
			law_verdict_counts(v, 0, a, counts);
		for (size_t i = 0; s->sets > 1 && i < n; i++)
			counts[law_best_at(v, a, i)]++;
		for (int k = 0; k < LAW_VERDICTS; k++)
			s->counts[unit][a][k] += (int64_t)counts[k];
	}
	*(unit ? &s->units : &s->people) += (int64_t)n;
	return sql_law_survey_slice_add(c->db, s->id, unit ? STR("unit") : STR("person"), all[0].id,
	                                all[n - 1].id, (struct str){.p = (char *)bytes, .n = n * BYTES},
	                                NULL);
}

static enum rc all_slices(struct survey *s)
{
	struct ctx *c = &s->c;
	int64_t after = 0;
	for (;;) {
		struct sql_law_slice_end end;
		struct law_subject_facts *all;
		size_t n;
		arena_reset(c->mem);
		TRY(sql_law_slice_end(c->db, c->mem, after, SLICE, &end));
		if (end.last == DB_NULL)
			return RC_OK;
		TRY(law_slice_facts(c, after, end.last, s->w.on, &all, &n));
		if (n)
			TRY(one_slice(s, LAW_PERSON, all, n));
		after = end.last;
		if (c->job)
			TRY(job_tell(c->job, s->people, 0, STR("Đang xét từng người"), c->err));
	}
}

/* Units are some hundreds: one slice. */
static enum rc all_units(struct survey *s)
{
	struct ctx *c = &s->c;
	struct sql_law_top_unit top;
	struct law_subject_facts *all;
	size_t n;
	arena_reset(c->mem);
	enum rc rc = sql_law_top_unit(c->db, c->mem, &top);
	if (rc == RC_NOTFOUND)
		return RC_OK;
	TRY(rc);
	TRY(law_units_facts(c, top.id, s->w.year, s->w.on, &all, &n));
	return n ? one_slice(s, LAW_COLLECTIVE, all, n) : RC_OK;
}

static enum rc keep_counts(struct ctx *c, const struct survey *s)
{
	for (int unit = 0; unit < 2; unit++)
		for (int a = 0; a < law_award_count(s->rules[0]); a++) {
			const int64_t *n = s->counts[unit][a];
			if (law_award_is_for(law_award_at(s->rules[0], a), unit ? LAW_COLLECTIVE : LAW_PERSON))
				TRY(sql_law_survey_count_add(c->db, s->id, unit ? STR("unit") : STR("person"), a,
				                             law_award_at(s->rules[0], a)->code, n[LAW_ELIGIBLE],
				                             n[LAW_NOT_KNOWN], n[LAW_INELIGIBLE], n[LAW_HELD],
				                             n[LAW_GIVEN], NULL));
		}
	return sql_law_survey_people(c->db, s->id, s->people, s->units, NULL);
}

/* "L2022-ND152", or both where the better of two counts. */
static struct str survey_sets(struct ctx *c, const struct survey *s)
{
	struct str first = law_set(s->rules[0]).name;
	return s->sets == 1 ? first
	                    : arena_printf(c->mem, "%.*s, %.*s", STR_ARG(first),
	                                   STR_ARG(law_set(s->rules[1]).name));
}

enum rc law_survey(struct ctx *c, int64_t year, struct date on, struct date received, int64_t *id,
                   int64_t *people)
{
	struct survey s = {.c = *c};
	const struct law *law;
	const struct law_overlay *overlay;
	struct str over;
	struct arena mem;
	TRY(law_when(c, year, on, received, DATE_NONE, &s.w));
	TRY(law_sets_of_office(c, &s.w, &law, s.rules, &s.sets));
	BUG_ON(law_award_count(s.rules[0]) > LAW_AWARDS);
	TRY(law_of_office(c, &law, &overlay));
	TRY(law_keep_rules(c, law, overlay, &over));
	TRY(sql_law_survey_add(c->db, s.w.year, s.w.on, s.w.received, survey_sets(c, &s), law_hash(law),
	                       over, c->who.account_id, c->now_ms, &s.id));
	arena_init(&mem);
	s.c.mem = &mem;
	enum rc rc = all_slices(&s);
	if (rc == RC_OK)
		rc = all_units(&s);
	arena_release(&mem);
	TRY(rc);
	*id = s.id;
	*people = s.people;
	return keep_counts(c, &s);
}

static enum rc survey_run(struct ctx *c, const void *in, struct out *out)
{
	const struct survey_in *p = in;
	int64_t people;
	TRY(law_survey(c, p->year, p->on, p->received, &out->id, &people));
	out_fact(out, "people", "Số người đã xét", viet_number(c->mem, people));
	out_say(c, out, "Đã rà soát %" PRId64 " người.", people);
	return RC_OK;
}

/* --- looking ------------------------------------------------------------------------------- */

struct survey_id_in {
	int64_t id;
};
static const struct field id_fields[] = {
	F(REF, struct survey_id_in, id, "Đợt rà soát", .flags = MUST | HIDDEN,
      .ref = &law_survey_object),
};

static enum rc survey_view(struct ctx *c, const void *in, struct out *out)
{
	const struct survey_id_in *p = in;
	struct sql_law_survey_get row;
	struct sql_law_survey_counts *counts;
	struct law_survey_view *v = arena_alloc(c->mem, sizeof *v);
	size_t n;
	TRY(sql_law_survey_get(c->db, c->mem, p->id, &row));
	TRY(sql_law_survey_counts(c->db, c->mem, p->id, &counts, &n));
	*v = (struct law_survey_view){.year = row.year,
	                              .people = row.people,
	                              .units = row.units,
	                              .set = row.set_name,
	                              .on = arena_str(c->mem, str_of(date_vn(row.on_date).z)),
	                              .file = arena_printf(c->mem, "/survey/file?id=%" PRId64, p->id),
	                              .lines = arena_array(c->mem, n + 1, sizeof *v->lines)};
	for (size_t i = 0; i < n; i++)
		v->lines[v->count++] = (struct law_survey_line){
			.award = choice_label(award_codes, counts[i].award),
			.code = counts[i].award,
			.subject = str_eqz(counts[i].subject, "unit") ? STR("tập thể") : STR("cá nhân"),
			.unit = str_eqz(counts[i].subject, "unit"),
			.eligible = counts[i].eligible,
			.unknown = counts[i].unknown,
			.ineligible = counts[i].ineligible,
			.held = counts[i].held,
			.given = counts[i].given};
	out->heading = arena_printf(c->mem, "Rà soát năm %" PRId64, row.year);
	out->data = v;
	return RC_OK;
}

static void survey_page(struct buf *html, struct ctx *c, const void *data)
{
	(void)c;
	tpl_law_survey(html, data);
}

static void survey_json(struct buf *b, struct ctx *c, const void *data)
{
	const struct law_survey_view *v = data;
	struct json_out j = json_out_to(b);
	(void)c;
	json_obj(&j, NULL);
	json_int(&j, "year", v->year);
	json_int(&j, "people", v->people);
	json_int(&j, "units", v->units);
	json_str(&j, "rule_set", v->set);
	json_arr(&j, "awards");
	for (int i = 0; i < v->count; i++) {
		json_obj(&j, NULL);
		json_str(&j, "award", v->lines[i].code);
		json_z(&j, "subject", v->lines[i].unit ? "collective" : "person");
		json_int(&j, "eligible", v->lines[i].eligible);
		json_int(&j, "unknown", v->lines[i].unknown);
		json_int(&j, "ineligible", v->lines[i].ineligible);
		json_int(&j, "held", v->lines[i].held);
		json_int(&j, "given", v->lines[i].given);
		json_end(&j);
	}
	json_end(&j);
	json_end(&j);
}

/* --- as a spreadsheet ---------------------------------------------------------------------- */

struct sheet {
	struct ctx c;
	struct table_out *t;
	const struct sql_law_survey_counts *awards;
	size_t award_count;
};

/* Names of those in a slice, people or units, in the order of ids. */
struct named {
	int64_t id;
	struct str name, unit;
};

static enum rc slice_names(struct ctx *c, const struct sql_law_survey_slices *row, bool unit,
                           struct named **out, size_t *n)
{
	if (unit) {
		struct sql_law_unit_names *rows;
		TRY(sql_law_unit_names(c->db, c->mem, row->first_id - 1, row->last_id, &rows, n));
		*out = arena_array(c->mem, *n + 1, sizeof **out);
		for (size_t i = 0; i < *n; i++)
			(*out)[i] = (struct named){rows[i].id, rows[i].name, rows[i].unit_name};
		return RC_OK;
	}
	struct sql_law_names *rows;
	TRY(sql_law_names(c->db, c->mem, row->first_id - 1, row->last_id, &rows, n));
	*out = arena_array(c->mem, *n + 1, sizeof **out);
	for (size_t i = 0; i < *n; i++)
		(*out)[i] = (struct named){rows[i].id, rows[i].name, rows[i].unit_name};
	return RC_OK;
}

static enum rc sheet_slice(struct sheet *s, const struct sql_law_survey_slices *row)
{
	struct ctx *c = &s->c;
	struct named *names = NULL;
	size_t n = 0, k = 0, cols = s->award_count + 4;
	struct cell *cells = arena_array(c->mem, cols, sizeof *cells);
	bool unit = str_eqz(row->subject, "unit");
	TRY(slice_names(c, row, unit, &names, &n));
	for (size_t at = 0; at + BYTES <= row->people.n; at += BYTES) {
		const unsigned char *bytes = (const unsigned char *)row->people.p + at;
		int64_t id = (int64_t)get_int64(bytes);
		while (k < n && names[k].id < id)
			k++;
		bool known = k < n && names[k].id == id;
		cells[0] = cell_text(unit ? STR("Tập thể") : STR("Cá nhân"));
		cells[1] = cell_int(id);
		cells[2] = cell_text(known ? names[k].name : STR(""));
		cells[3] = cell_text(known && names[k].unit.p ? names[k].unit : STR(""));
		for (size_t a = 0; a < s->award_count; a++)
			cells[a + 4] =
				cell_text(unit == str_eqz(s->awards[a].subject, "unit")
			                  ? str_of(law_verdict_words(verdict_of(bytes, s->awards[a].place)))
			                  : STR(""));
		TRY(table_row(s->t, cells, cols, c->err));
	}
	return RC_OK;
}

static enum rc sheet_rows(struct ctx *c, int64_t id, struct sheet *s)
{
	size_t cols = s->award_count + 4;
	struct table_column *heads = arena_array(c->mem, cols, sizeof *heads);
	int64_t after = 0;
	heads[0] = (struct table_column){.title = STR("Đối tượng")};
	heads[1] = (struct table_column){.title = STR("Mã hồ sơ"), .kind = TABLE_INT};
	heads[2] = (struct table_column){.title = STR("Tên"), .width_chars = 28};
	heads[3] = (struct table_column){.title = STR("Đơn vị"), .width_chars = 40};
	for (size_t a = 0; a < s->award_count; a++)
		heads[a + 4] = (struct table_column){.title = choice_label(award_codes, s->awards[a].award),
		                                     .width_chars = 20};
	TRY(table_columns(s->t, heads, cols, c->err));
	for (;;) {
		struct sql_law_survey_slices *row;
		size_t n;
		arena_reset(s->c.mem);
		TRY(sql_law_survey_slices(c->db, s->c.mem, id, after, &row, &n));
		if (n == 0)
			return RC_OK;
		TRY(sheet_slice(s, row));
		after = row->id;
	}
}

static enum rc survey_file(struct ctx *c, const void *in, struct out *out)
{
	const struct survey_id_in *p = in;
	struct sql_law_survey_counts *counts;
	struct sheet s = {.c = *c};
	struct arena mem;
	int fd;
	TRY(sql_law_survey_counts(c->db, c->mem, p->id, &counts, &s.award_count));
	s.awards = counts;
	TRY(file_temp(c, &fd));
	out->fd = fd;
	TRY(table_xlsx(fd, "Rà soát", NULL, &s.t, c->err));
	arena_init(&mem);
	s.c.mem = &mem;
	enum rc rc = sheet_rows(c, p->id, &s);
	arena_release(&mem);
	if (rc != RC_OK) {
		table_drop(s.t);
		return rc;
	}
	TRY(table_end(s.t, c->err));
	out->fd_size = lseek(fd, 0, SEEK_END);
	out->file_name = arena_printf(c->mem, "ra-soat-%" PRId64 ".xlsx", p->id);
	out->file_type = STR("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");
	return RC_OK;
}

/* --- what surveys hold about one person ---------------------------------------------------- */

enum rc law_surveys_of(struct ctx *c, int64_t person, struct law_surveyed **out, size_t *count)
{
	struct sql_law_survey_of *rows;
	size_t n;
	TRY(sql_law_survey_of(c->db, c->mem, person, &rows, &n));
	*out = arena_array(c->mem, n + 1, sizeof **out);
	*count = 0;
	for (size_t i = 0; i < n; i++) {
		const unsigned char *p = (const unsigned char *)rows[i].people.p, *mine = NULL;
		struct sql_law_survey_counts *awards;
		size_t k;
		for (size_t at = 0; at + BYTES <= rows[i].people.n && !mine; at += BYTES)
			if ((int64_t)get_int64(p + at) == person)
				mine = p + at;
		if (!mine)
			continue;
		struct law_surveyed *s = &(*out)[(*count)++];
		*s = (struct law_surveyed){.year = rows[i].year,
		                           .on = rows[i].on_date,
		                           .set = rows[i].set_name,
		                           .verdicts = STR("")};
		TRY(sql_law_survey_counts(c->db, c->mem, rows[i].survey_id, &awards, &k));
		for (size_t a = 0; a < k; a++)
			if (str_eqz(awards[a].subject, "person"))
				s->verdicts = arena_printf(c->mem, "%.*s%s%.*s: %s", STR_ARG(s->verdicts),
				                           s->verdicts.n ? "; " : "", STR_ARG(awards[a].award),
				                           law_verdict_words(verdict_of(mine, awards[a].place)));
	}
	return RC_OK;
}

enum rc law_surveys_put(struct ctx *c, int64_t person, struct json_out *j)
{
	struct law_surveyed *all;
	size_t n;
	TRY(law_surveys_of(c, person, &all, &n));
	for (size_t i = 0; i < n; i++) {
		json_obj(j, NULL);
		json_int(j, "year", all[i].year);
		json_z(j, "on_date", date_iso(all[i].on).z);
		json_str(j, "set_name", all[i].set);
		json_str(j, "verdicts", all[i].verdicts);
		json_end(j);
	}
	return RC_OK;
}

/* --- rows ---------------------------------------------------------------------------------- */

static const struct field filters[] = {
	FILTER(INT, "year", "Năm xét"),
};
static const struct column cols[] = {
	{"year", "Năm xét", COL_LINK, .op = "survey.view", .key = "id"},
	{"on_date", "Tại ngày", COL_DATE},
	{"set_name", "Bộ quy tắc", COL_TEXT},
	{"people", "Số người", COL_INT},
	{"units", "Số tập thể", COL_INT},
	{"made_ms", "Lúc", COL_MOMENT, .order = "newest"},
};

#define SURVEYS (R(STANDING) | R(HEAD) | R(INSPECTOR))

const struct op law_survey_ops[] = {
	{.name = "survey.list",
     .title = "Rà soát cả cơ quan",
     .help =
         "Các đợt xét mọi người với mọi danh hiệu, hình thức; kết quả được giữ cùng quy tắc lúc "
         "ấy.",
     .kind = OP_LIST,
     .roles = SURVEYS,
     .scope = SCOPE_OFFICE,
     .area = "award",
     .icon = "report",
     .object = &law_survey_object,
     .list = &sql_list_law_survey_list,
     .order = "-newest",
     FIELDS(filters),
     COLS(cols),
     .empty = "Chưa rà soát lần nào."},
	{.name = "survey.run",
     .title = "Rà soát mọi người",
     .help = "Xét mọi người đang làm việc với mọi danh hiệu, hình thức cá nhân; giữ kết quả.",
     .verb = "Rà soát",
     .icon = "search",
     .kind = OP_WRITE,
     .flags = OP_JOB,
     .roles = R(STANDING) | R(HEAD),
     .scope = SCOPE_OFFICE,
     .object = &law_survey_object,
     FIELDS(survey_fields),
     .in_size = sizeof(struct survey_in),
     .run = survey_run,
     .then = "survey.list"},
	{.name = "survey.view",
     .title = "Kết quả rà soát",
     .help =
         "Mỗi danh hiệu, hình thức: bao nhiêu người, tập thể đã được tặng, đủ, chưa rõ, không đủ, "
         "tạm dừng.",
     .kind = OP_READ,
     .roles = SURVEYS,
     .scope = SCOPE_OFFICE,
     .object = &law_survey_object,
     FIELDS(id_fields),
     .in_size = sizeof(struct survey_id_in),
     .run = survey_view,
     .page = survey_page,
     .json = survey_json},
	{.name = "survey.file",
     .title = "Bảng tính của đợt rà soát",
     .help = "Từng người và kết quả từng danh hiệu; lần tải được ghi vào nhật ký.",
     .kind = OP_READ,
     .flags = OP_QUIET | OP_JOURNAL_READ,
     .roles = SURVEYS,
     .scope = SCOPE_OFFICE,
     .object = &law_survey_object,
     FIELDS(id_fields),
     .in_size = sizeof(struct survey_id_in),
     .run = survey_file,
     .per_minute = 30},
	{0}};
