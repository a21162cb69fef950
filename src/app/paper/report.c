/*
 * report.c: what the stored record says for a report of achievements, and what other objects say
 * for papers about them. Nothing is made up: what nobody has stored stays a gap.
 */
#include "app/paper/inner.h"

#include "app/paper/record_words.h"
#include "app/paper/writer.h"
#include "db/sql_law.h"
#include "db/sql_paper.h"
#include "op/decode.h"

#include <inttypes.h>

void writer_put(json_t *j, const char *key, struct str text)
{
	if (text.n)
		json_object_set_new(j, key, json_stringn(text.p, text.n));
}

void writer_date(json_t *j, const char *key, struct date d)
{
	if (!date_is_none(d))
		json_object_set_new(j, key, json_string(date_iso(d).z));
}

void writer_int(json_t *j, const char *key, int64_t n)
{
	json_object_set_new(j, key, json_integer(n));
}

json_t *writer_list(struct paper_writer *w, const char *key)
{
	json_t *rows = json_object_get(w->j, key);
	if (rows)
		return rows;
	rows = json_array();
	json_object_set_new(w->j, key, rows);
	return rows;
}

json_t *writer_row(json_t *rows)
{
	json_t *row = json_object();
	json_array_append_new(rows, row);
	return row;
}

void writer_lines(json_t *rows, const char *key, struct str text)
{
	while (text.n) {
		struct str line = str_trim(str_cut(&text, '\n'));
		if (line.n)
			writer_put(writer_row(rows), key, line);
	}
}

struct str writer_decision(struct paper_writer *w, struct str sign, struct date dated,
                           struct str issuer)
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

static json_t *year_row(struct paper_writer *w, int64_t year)
{
	json_t *rows = writer_list(w, "years"), *row;
	size_t i;
	json_array_foreach(rows, i, row) if (json_integer_value(json_object_get(row, "year")) ==
	                                     year) return row;
	row = writer_row(rows);
	json_object_set_new(row, "year", json_integer(year));
	return row;
}

void writer_award(struct paper_writer *w, int64_t year, struct str code, struct str title,
                  struct str words)
{
	bool is_title = paper_award_is_title(code);
	json_t *row = writer_row(writer_list(w, is_title ? "titles" : "rewards"));
	json_object_set_new(row, "year", json_integer(year));
	writer_put(row, is_title ? "title" : "form", title.n ? title : paper_award_name(code));
	writer_put(row, "decision", words);
}

static enum rc person_years(struct paper_writer *w, int64_t person)
{
	struct ctx *c = w->c;
	struct sql_paper_person_ratings *r;
	struct sql_paper_initiatives *s;
	size_t n, m;
	TRY(sql_paper_person_ratings(c->db, c->mem, person, w->from, w->to, &r, &n));
	for (size_t i = 0; i < n; i++) {
		json_t *row = year_row(w, r[i].year);
		writer_put(row, "rating", paper_rating_name(r[i].level));
		writer_put(row, "decision", writer_decision(w, r[i].sign, r[i].dated, r[i].issuer));
	}
	TRY(sql_paper_initiatives(c->db, c->mem, person, w->from, w->to, &s, &m));
	for (size_t i = 0; i < m; i++) {
		json_t *one = writer_row(writer_list(w, "initiatives"));
		json_object_set_new(one, "year", json_integer(s[i].year));
		writer_put(one, "title", s[i].title);
		writer_put(one, "decision", writer_decision(w, s[i].sign, s[i].dated, s[i].issuer));
		json_t *row = year_row(w, s[i].year);
		const char *before = json_string_value(json_object_get(row, "work"));
		struct str words = writer_decision(w, s[i].sign, s[i].dated, s[i].issuer);
		writer_put(row, "work",
		           arena_printf(
					   c->mem, "%s%s%s \"%.*s\"%s%.*s%s", before ? before : "", before ? "; " : "",
					   str_eqz(s[i].kind, "study") ? "Đề tài" : "Sáng kiến", STR_ARG(s[i].title),
					   words.n ? " (" : "", STR_ARG(words), words.n ? ")" : ""));
	}
	return RC_OK;
}

/* The lines of what was achieved, from the register of deeds. */
static enum rc deeds(struct paper_writer *w, int64_t person, int64_t unit)
{
	struct ctx *c = w->c;
	struct sql_paper_deeds *d;
	size_t n;
	struct str text = STR("");
	TRY(sql_paper_deeds(c->db, c->mem, person, unit, w->from, w->to, &d, &n));
	for (size_t i = 0; i < n; i++) {
		struct str words = writer_decision(w, d[i].sign, d[i].dated, d[i].issuer);
		text = arena_printf(c->mem, "%.*s%sNăm %" PRId64 ": %.*s%s%.*s%s", STR_ARG(text),
		                    text.n ? "\n" : "", d[i].year, STR_ARG(d[i].title), words.n ? " (" : "",
		                    STR_ARG(words), words.n ? ")" : "");
	}
	writer_put(w->j, "achievements", text);
	if (n)
		writer_put(w->j, "occasion", d[n - 1].title);
	return RC_OK;
}

static enum rc services(struct paper_writer *w, int64_t person)
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
		json_t *row = writer_row(writer_list(w, "services"));
		writer_put(row, "from", arena_printf(c->mem, "%02d/%d", a.month, a.year));
		writer_put(row, "to", open ? STR("nay") : arena_printf(c->mem, "%02d/%d", b.month, b.year));
		writer_put(row, "post", s[i].title.n ? s[i].title : paper_service_name(s[i].post));
		writer_put(
			row, "time",
			arena_printf(c->mem, "%" PRId64 " năm %" PRId64 " tháng", months / 12, months % 12));
	}
	return RC_OK;
}

static enum rc of_person(struct paper_writer *w, int64_t id)
{
	struct ctx *c = w->c;
	struct sql_paper_person p;
	struct sql_paper_person_awards *a;
	size_t n;
	TRY(sql_paper_person(c->db, c->mem, id, &p));
	writer_put(w->j, "name", p.name);
	writer_put(w->j, "reporter", p.name);
	writer_date(w->j, "born", p.birth);
	writer_put(w->j, "gender",
	           str_eqz(p.gender, "nam")  ? STR("Nam")
	           : str_eqz(p.gender, "nu") ? STR("Nữ")
	                                     : STR(""));
	writer_put(w->j, "unit", p.unit_name.p ? p.unit_name : STR(""));
	writer_put(w->j, "post", p.post_title);
	writer_put(w->j, "profile",
	           arena_printf(c->mem, "Họ và tên: %.*s; chức vụ: %.*s; đơn vị: %.*s.",
	                        STR_ARG(p.name), STR_ARG(p.post_title), STR_ARG(p.unit_name)));
	TRY(person_years(w, id));
	TRY(services(w, id));
	TRY(deeds(w, id, DB_NULL));
	TRY(sql_paper_person_awards(c->db, c->mem, id, &a, &n));
	for (size_t i = 0; i < n; i++)
		writer_award(w, a[i].year, a[i].code, a[i].title,
		             writer_decision(w, a[i].sign, a[i].dated, a[i].issuer));
	return RC_OK;
}

static enum rc of_unit(struct paper_writer *w, int64_t id)
{
	struct ctx *c = w->c;
	struct sql_paper_unit u;
	struct sql_paper_unit_figures f;
	struct sql_paper_unit_people people;
	struct sql_paper_unit_ratings *r;
	struct sql_paper_unit_awards *a;
	size_t n;
	TRY(sql_paper_unit(c->db, c->mem, id, &u));
	writer_put(w->j, "name", u.name);
	writer_put(w->j, "reporter", u.name);
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
		writer_put(row, "rating", paper_rating_name(r[i].level));
		writer_put(row, "decision", writer_decision(w, r[i].sign, r[i].dated, r[i].issuer));
	}
	TRY(deeds(w, DB_NULL, id));
	TRY(sql_paper_unit_awards(c->db, c->mem, id, &a, &n));
	for (size_t i = 0; i < n; i++)
		writer_award(w, a[i].year, a[i].code, a[i].title,
		             writer_decision(w, a[i].sign, a[i].dated, a[i].issuer));
	return RC_OK;
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

static enum rc finish(struct paper_writer *w, struct str kind, struct str *json)
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

/* Of a unit and all below it: a report on its year; of the whole office a register. */
static enum rc of_office(struct paper_writer *w, int64_t unit, struct str kind)
{
	if (str_eqz(kind, "bao-cao-so-ket") || str_eqz(kind, "bao-cao-tong-ket"))
		return writer_year(w, unit, kind);
	struct sql_law_top_unit top;
	TRY(sql_law_top_unit(w->c->db, w->c->mem, &top));
	return unit == top.id && str_starts(kind, "so-") ? writer_register(w, kind) : RC_OK;
}

static enum rc fill(struct paper_writer *w, const struct paper_source *s)
{
	if (s->award.n)
		writer_put(w->j, "award", paper_award_name(s->award));
	if (strcmp(s->object, "person") == 0)
		return of_person(w, s->id);
	if (strcmp(s->object, "unit") == 0)
		return paper_is_report(s->kind) ? of_unit(w, s->id) : of_office(w, s->id, s->kind);
	if (strcmp(s->object, "movement") == 0)
		return writer_movement(w, s->id);
	if (strcmp(s->object, "plan") == 0)
		return writer_plan(w, s->id, s->kind);
	return RC_OK;
}

static enum rc name_it(struct ctx *c, const struct paper_source *s, int64_t year, struct str *title)
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
	if (strcmp(s->object, "unit") == 0 && !paper_is_report(s->kind) &&
	    (str_starts(s->kind, "bao-cao-") || str_starts(s->kind, "so-")))
		*title = arena_printf(c->mem, "%.*s, năm %" PRId64, STR_ARG(*title), year);
	return RC_OK;
}

enum rc paper_source_data(struct ctx *c, const struct paper_source *s, struct str *title,
                          struct str *json)
{
	int year = date_civil(c->today).year;
	struct paper_writer w = {.c = c, .to = s->to == DB_NULL || s->to == 0 ? year : s->to};
	w.from = s->from == DB_NULL || s->from == 0 ? w.to - 4 : s->from;
	if (w.from > w.to)
		return err_field(c->err, "from", "Năm đầu phải trước năm cuối.");
	TRY(name_it(c, s, w.to, title));
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
