/*
 * report.c: what the stored record says for a report of achievements, and what other objects say
 * for papers about them. Nothing is made up: what nobody has stored stays a gap.
 */
#include "app/paper/inner.h"

#include "app/paper/record_words.h"
#include "app/task/task.h"
#include "db/sql_paper.h"
#include "op/decode.h"
#include "viet/viet.h"

#include <inttypes.h>
#include <jansson.h>

struct writer {
	struct ctx *c;
	json_t *j;
	int64_t from, to;
};

static void put(json_t *j, const char *key, struct str text)
{
	if (text.n)
		json_object_set_new(j, key, json_stringn(text.p, text.n));
}

static void put_date(json_t *j, const char *key, struct date d)
{
	if (!date_is_none(d))
		json_object_set_new(j, key, json_string(date_iso(d).z));
}

static json_t *list(struct writer *w, const char *key)
{
	json_t *rows = json_object_get(w->j, key);
	if (rows)
		return rows;
	rows = json_array();
	json_object_set_new(w->j, key, rows);
	return rows;
}

static json_t *row_of(json_t *rows)
{
	json_t *row = json_object();
	json_array_append_new(rows, row);
	return row;
}

/* "112/QĐ-VP, ngày 20/01/2026, Văn phòng UBND tỉnh" */
static struct str decision(struct writer *w, struct str sign, struct date dated, struct str issuer)
{
	struct str out = sign.p ? sign : STR("");
	if (!date_is_none(dated))
		out = arena_printf(w->c->mem, "%.*s%sngày %s", STR_ARG(out), out.n ? ", " : "",
		                   date_vn(dated).z);
	if (issuer.n)
		out =
			arena_printf(w->c->mem, "%.*s%s%.*s", STR_ARG(out), out.n ? ", " : "", STR_ARG(issuer));
	return out;
}

/* --- parts of a report ----------------------------------------------------------------------- */

static json_t *year_row(struct writer *w, int64_t year)
{
	json_t *rows = list(w, "years"), *row;
	size_t i;
	json_array_foreach(rows, i, row) if (json_integer_value(json_object_get(row, "year")) ==
	                                     year) return row;
	row = row_of(rows);
	json_object_set_new(row, "year", json_integer(year));
	return row;
}

static void put_award(struct writer *w, int64_t year, struct str code, struct str title,
                      struct str words)
{
	bool is_title = paper_award_is_title(code);
	json_t *row = row_of(list(w, is_title ? "titles" : "rewards"));
	json_object_set_new(row, "year", json_integer(year));
	put(row, is_title ? "title" : "form", title.n ? title : paper_award_name(code));
	put(row, "decision", words);
}

static enum rc person_years(struct writer *w, int64_t person)
{
	struct ctx *c = w->c;
	struct sql_paper_person_ratings *r;
	struct sql_paper_initiatives *s;
	size_t n, m;
	TRY(sql_paper_person_ratings(c->db, c->mem, person, w->from, w->to, &r, &n));
	for (size_t i = 0; i < n; i++) {
		json_t *row = year_row(w, r[i].year);
		put(row, "rating", paper_rating_name(r[i].level));
		put(row, "decision", decision(w, r[i].sign, r[i].dated, r[i].issuer));
	}
	TRY(sql_paper_initiatives(c->db, c->mem, person, w->from, w->to, &s, &m));
	for (size_t i = 0; i < m; i++) {
		json_t *one = row_of(list(w, "initiatives"));
		json_object_set_new(one, "year", json_integer(s[i].year));
		put(one, "title", s[i].title);
		put(one, "decision", decision(w, s[i].sign, s[i].dated, s[i].issuer));
		json_t *row = year_row(w, s[i].year);
		const char *before = json_string_value(json_object_get(row, "work"));
		struct str words = decision(w, s[i].sign, s[i].dated, s[i].issuer);
		put(row, "work",
		    arena_printf(c->mem, "%s%s%s \"%.*s\"%s%.*s%s", before ? before : "",
		                 before ? "; " : "", str_eqz(s[i].kind, "study") ? "Đề tài" : "Sáng kiến",
		                 STR_ARG(s[i].title), words.n ? " (" : "", STR_ARG(words),
		                 words.n ? ")" : ""));
	}
	return RC_OK;
}

/* The lines of what was achieved, from the register of deeds. */
static enum rc deeds(struct writer *w, int64_t person, int64_t unit)
{
	struct ctx *c = w->c;
	struct sql_paper_deeds *d;
	size_t n;
	struct str text = STR("");
	TRY(sql_paper_deeds(c->db, c->mem, person, unit, w->from, w->to, &d, &n));
	for (size_t i = 0; i < n; i++) {
		struct str words = decision(w, d[i].sign, d[i].dated, d[i].issuer);
		text = arena_printf(c->mem, "%.*s%sNăm %" PRId64 ": %.*s%s%.*s%s", STR_ARG(text),
		                    text.n ? "\n" : "", d[i].year, STR_ARG(d[i].title), words.n ? " (" : "",
		                    STR_ARG(words), words.n ? ")" : "");
	}
	put(w->j, "achievements", text);
	if (n)
		put(w->j, "occasion", d[n - 1].title);
	return RC_OK;
}

static enum rc services(struct writer *w, int64_t person)
{
	struct ctx *c = w->c;
	struct sql_paper_services *s;
	size_t n;
	TRY(sql_paper_services(c->db, c->mem, person, &s, &n));
	for (size_t i = 0; i < n; i++) {
		bool open = s[i].valid_to.days == DATE_OPEN.days;
		struct date last = open ? c->today : (struct date){s[i].valid_to.days - 1};
		struct civil a = date_civil(s[i].valid_from), b = date_civil(last);
		int64_t months = (b.year - a.year) * 12 + b.month - a.month + 1;
		json_t *row = row_of(list(w, "services"));
		put(row, "from", arena_printf(c->mem, "%02d/%d", a.month, a.year));
		put(row, "to", open ? STR("nay") : arena_printf(c->mem, "%02d/%d", b.month, b.year));
		put(row, "post", s[i].title.n ? s[i].title : paper_service_name(s[i].post));
		put(row, "time",
		    arena_printf(c->mem, "%" PRId64 " năm %" PRId64 " tháng", months / 12, months % 12));
	}
	return RC_OK;
}

static enum rc of_person(struct writer *w, int64_t id)
{
	struct ctx *c = w->c;
	struct sql_paper_person p;
	struct sql_paper_person_awards *a;
	size_t n;
	TRY(sql_paper_person(c->db, c->mem, id, &p));
	put(w->j, "name", p.name);
	put(w->j, "reporter", p.name);
	put_date(w->j, "born", p.birth);
	put(w->j, "gender",
	    str_eqz(p.gender, "nam")  ? STR("Nam")
	    : str_eqz(p.gender, "nu") ? STR("Nữ")
	                              : STR(""));
	put(w->j, "unit", p.unit_name.p ? p.unit_name : STR(""));
	put(w->j, "post", p.post_title);
	put(w->j, "profile",
	    arena_printf(c->mem, "Họ và tên: %.*s; chức vụ: %.*s; đơn vị: %.*s.", STR_ARG(p.name),
	                 STR_ARG(p.post_title), STR_ARG(p.unit_name)));
	TRY(person_years(w, id));
	TRY(services(w, id));
	TRY(deeds(w, id, DB_NULL));
	TRY(sql_paper_person_awards(c->db, c->mem, id, &a, &n));
	for (size_t i = 0; i < n; i++)
		put_award(w, a[i].year, a[i].code, a[i].title,
		          decision(w, a[i].sign, a[i].dated, a[i].issuer));
	return RC_OK;
}

static enum rc of_unit(struct writer *w, int64_t id)
{
	struct ctx *c = w->c;
	struct sql_paper_unit u;
	struct sql_paper_unit_figures f;
	struct sql_paper_unit_people people;
	struct sql_paper_unit_ratings *r;
	struct sql_paper_unit_awards *a;
	size_t n;
	TRY(sql_paper_unit(c->db, c->mem, id, &u));
	put(w->j, "name", u.name);
	put(w->j, "reporter", u.name);
	enum rc rc = sql_paper_unit_figures(c->db, c->mem, id, w->to, &f);
	if (rc == RC_NOTFOUND || (rc == RC_OK && f.members == DB_NULL)) {
		TRY(sql_paper_unit_people(c->db, c->mem, id, c->today, &people));
		json_object_set_new(w->j, "members", json_integer(people.n));
		json_object_set_new(w->j, "women", json_integer(people.women));
	} else {
		TRY(rc);
		json_object_set_new(w->j, "members", json_integer(f.members));
		if (f.women != DB_NULL)
			json_object_set_new(w->j, "women", json_integer(f.women));
	}
	TRY(sql_paper_unit_ratings(c->db, c->mem, id, w->from, w->to, &r, &n));
	for (size_t i = 0; i < n; i++) {
		json_t *row = year_row(w, r[i].year);
		put(row, "rating", paper_rating_name(r[i].level));
		put(row, "decision", decision(w, r[i].sign, r[i].dated, r[i].issuer));
	}
	TRY(deeds(w, DB_NULL, id));
	TRY(sql_paper_unit_awards(c->db, c->mem, id, &a, &n));
	for (size_t i = 0; i < n; i++)
		put_award(w, a[i].year, a[i].code, a[i].title,
		          decision(w, a[i].sign, a[i].dated, a[i].issuer));
	return RC_OK;
}

/* --- other objects --------------------------------------------------------------------------- */

static void one_text(json_t *rows, const char *key, struct str text)
{
	while (text.n) {
		struct str line = str_trim(str_cut(&text, '\n'));
		if (line.n)
			put(row_of(rows), key, line);
	}
}

static struct str amount(struct ctx *c, int64_t milli, struct str unit)
{
	return arena_printf(c->mem, "%.*s%s%.*s", STR_ARG(task_milli_text(c, milli)), unit.n ? " " : "",
	                    STR_ARG(unit));
}

/* Each task with its number, or with how far it is. */
static enum rc tasks_of(struct writer *w, int64_t movement)
{
	struct ctx *c = w->c;
	struct sql_paper_movement_tasks *t;
	size_t n;
	TRY(sql_paper_movement_tasks(c->db, c->mem, movement, &t, &n));
	for (size_t i = 0; i < n; i++) {
		bool number = t[i].planned_milli != DB_NULL && t[i].reached_milli != DB_NULL;
		json_t *row = row_of(list(w, "results"));
		put(row, "name",
		    arena_printf(c->mem, "%.*s (%.*s)", STR_ARG(t[i].title), STR_ARG(t[i].unit_name)));
		put(row, "planned",
		    t[i].planned_milli == DB_NULL ? STR("100 %")
		                                  : amount(c, t[i].planned_milli, t[i].measured_in));
		put(row, "done",
		    number ? amount(c, t[i].reached_milli, t[i].measured_in)
		           : arena_printf(c->mem, "%" PRId64 " %%", t[i].percent));
	}
	return RC_OK;
}

static enum rc awards_of(struct writer *w, int64_t unit, int from, int to)
{
	struct ctx *c = w->c;
	struct sql_paper_awards_below *a;
	size_t n;
	TRY(sql_paper_awards_below(c->db, c->mem, unit, from, to, c->today, &a, &n));
	for (size_t i = 0; i < n; i++) {
		json_t *row = row_of(list(w, "awards"));
		put(row, "award", paper_award_name(a[i].code));
		json_object_set_new(row, "collectives", json_integer(a[i].collectives));
		json_object_set_new(row, "persons", json_integer(a[i].persons));
	}
	return RC_OK;
}

/* What was written down of each review that was held. */
static enum rc reviews_of(struct writer *w, int64_t movement, struct str *text)
{
	struct ctx *c = w->c;
	struct sql_paper_movement_reviews *r;
	size_t n;
	TRY(sql_paper_movement_reviews(c->db, c->mem, movement, &r, &n));
	for (size_t i = 0; i < n; i++)
		*text = arena_printf(c->mem, "%.*s\n%s ngày %s: %.*s", STR_ARG(*text),
		                     str_eqz(r[i].kind, "final") ? "Tổng kết" : "Sơ kết",
		                     date_vn(r[i].held_on).z, STR_ARG(r[i].result));
	return RC_OK;
}

static enum rc of_movement(struct writer *w, int64_t id)
{
	struct ctx *c = w->c;
	struct sql_paper_movement m;
	TRY(sql_paper_movement(c->db, c->mem, id, &m));
	put(w->j, "abstract", arena_printf(c->mem, "phong trào thi đua \"%.*s\"", STR_ARG(m.title)));
	put(w->j, "theme", m.slogan);
	put(w->j, "period",
	    arena_printf(c->mem, "từ ngày %s đến ngày %s", date_vn(m.begins).z, date_vn(m.ends).z));
	put(w->j, "subjects", m.subjects);
	put(w->j, "rewards", m.reviewing);
	put(w->j, "leadership", m.launching);
	one_text(list(w, "purposes"), "text", m.goal);
	one_text(list(w, "contents"), "title", m.content);
	if (m.criteria.n) {
		json_t *row = row_of(list(w, "criteria"));
		put(row, "group", STR("Tiêu chí chung"));
		put(row, "text", m.criteria);
	}
	struct str all = arena_printf(
		c->mem,
		"Phong trào \"%.*s\" được %" PRId64 " đơn vị nhận phát động, %" PRId64
		" đơn vị đã đăng ký hưởng ứng; %" PRId64 " trên %" PRId64 " nhiệm vụ đã hoàn thành.",
		STR_ARG(m.title), m.units, m.answered, m.done, m.tasks);
	TRY(reviews_of(w, id, &all));
	put(w->j, "movements", all);
	TRY(tasks_of(w, id));
	return awards_of(w, m.holder_id, date_civil(m.begins).year,
	                 date_civil(m.ends.days < c->today.days ? m.ends : c->today).year);
}

/* --- only what the template has ----------------------------------------------------------------
 */

static void keep_known(json_t *record, const struct paper_field *fields, int count)
{
	const char *key;
	json_t *v;
	void *next;
	json_object_foreach_safe(record, next, key, v)
	{
		int i = 0;
		while (i < count && !str_eqz(fields[i].name, key))
			i++;
		if (i == count || (fields[i].type == PAPER_LIST) != json_is_array(v)) {
			json_object_del(record, key);
			continue;
		}
		for (size_t k = 0; k < json_array_size(v); k++)
			keep_known(json_array_get(v, k), fields[i].items, fields[i].item_count);
	}
}

static enum rc finish(struct writer *w, struct str kind, struct str *json)
{
	struct paper_used u;
	TRY(paper_used_on(w->c, kind, w->c->today, &u));
	keep_known(w->j, u.about.fields, u.about.field_count);
	char *text = json_dumps(w->j, JSON_COMPACT);
	if (!text)
		return err_detail(w->c->err, RC_BUG, "paper: record cannot be written");
	*json = arena_str(w->c->mem, str_of(text));
	free(text);
	return RC_OK;
}

static enum rc fill(struct writer *w, const struct paper_source *s)
{
	if (s->award.n)
		put(w->j, "award", paper_award_name(s->award));
	if (strcmp(s->object, "person") == 0)
		return of_person(w, s->id);
	if (strcmp(s->object, "unit") == 0)
		return paper_is_report(s->kind) ? of_unit(w, s->id) : RC_OK;
	if (strcmp(s->object, "movement") == 0)
		return of_movement(w, s->id);
	return RC_OK;
}

static enum rc name_it(struct ctx *c, const struct paper_source *s, struct str *title)
{
	struct str kind = choice_label(paper_kinds, s->kind), of = STR("");
	struct sql_paper_person p;
	struct sql_paper_unit u;
	struct sql_paper_movement m;
	if (strcmp(s->object, "person") == 0) {
		TRY(sql_paper_person(c->db, c->mem, s->id, &p));
		of = p.name;
	} else if (strcmp(s->object, "unit") == 0) {
		TRY(sql_paper_unit(c->db, c->mem, s->id, &u));
		of = u.name;
	} else if (strcmp(s->object, "movement") == 0) {
		TRY(sql_paper_movement(c->db, c->mem, s->id, &m));
		of = m.title;
	}
	*title = of.n ? arena_printf(c->mem, "%.*s: %.*s", STR_ARG(kind), STR_ARG(of)) : kind;
	return RC_OK;
}

enum rc paper_source_data(struct ctx *c, const struct paper_source *s, struct str *title,
                          struct str *json)
{
	int year = date_civil(c->today).year;
	struct writer w = {.c = c, .to = s->to == DB_NULL || s->to == 0 ? year : s->to};
	w.from = s->from == DB_NULL || s->from == 0 ? w.to - 4 : s->from;
	if (w.from > w.to)
		return err_field(c->err, "from", "Năm đầu phải trước năm cuối.");
	TRY(name_it(c, s, title));
	w.j = json_object();
	enum rc rc = fill(&w, s);
	if (rc == RC_OK)
		rc = finish(&w, s->kind, json);
	json_decref(w.j);
	return rc;
}

enum rc paper_report_data(struct ctx *c, const struct paper_report *r, struct str *kind,
                          struct str *json)
{
	struct str title;
	bool person = r->person_id != DB_NULL;
	struct paper_source s = {.object = person ? "person" : "unit",
	                         .id = person ? r->person_id : r->unit_id,
	                         .award = r->award,
	                         .from = r->from,
	                         .to = r->to};
	s.kind = *kind = paper_report_kind(r->award, person);
	return paper_source_data(c, &s, &title, json);
}
