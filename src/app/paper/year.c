/*
 * year.c: sơ kết, tổng kết written from what is stored: of one movement, or of the year of a unit
 * and all below it. Numbers and names only; what they mean is for people to write and stays a gap.
 */
#include "app/paper/writer.h"

#include "app/paper/record_words.h"
#include "app/task/task.h"
#include "db/sql_law.h"
#include "db/sql_paper.h"
#include "op/gate.h"
#include "viet/viet.h"

#include <inttypes.h>

static struct str amount(struct ctx *c, int64_t milli, struct str unit)
{
	return arena_printf(c->mem, "%.*s%s%.*s", STR_ARG(task_milli_text(c, milli)), unit.n ? " " : "",
	                    STR_ARG(unit));
}

/* Each task with its number, or with how far it is. */
static enum rc tasks_of(struct paper_writer *w, int64_t movement)
{
	struct ctx *c = w->c;
	struct sql_paper_movement_tasks *t;
	size_t n;
	TRY(sql_paper_movement_tasks(c->db, c->mem, movement, &t, &n));
	for (size_t i = 0; i < n; i++) {
		bool number = t[i].planned_milli != DB_NULL && t[i].reached_milli != DB_NULL;
		json_t *row = writer_row(writer_list(w, "results"));
		writer_put(
			row, "name",
			arena_printf(c->mem, "%.*s (%.*s)", STR_ARG(t[i].title), STR_ARG(t[i].unit_name)));
		writer_put(row, "planned",
		           t[i].planned_milli == DB_NULL ? STR("100 %")
		                                         : amount(c, t[i].planned_milli, t[i].measured_in));
		writer_put(row, "done",
		           number ? amount(c, t[i].reached_milli, t[i].measured_in)
		                  : arena_printf(c->mem, "%" PRId64 " %%", t[i].percent));
	}
	return RC_OK;
}

/* How often each award was given; of one year with the year before it. */
static enum rc awards_of(struct paper_writer *w, int64_t unit, int from, int to)
{
	struct ctx *c = w->c;
	struct sql_paper_awards_below *a, *old = NULL;
	size_t n, m = 0;
	struct str code;
	TRY(sql_paper_awards_below(c->db, c->mem, unit, from, to, c->today, &a, &n));
	if (from == to)
		TRY(sql_paper_awards_below(c->db, c->mem, unit, from - 1, from - 1, c->today, &old, &m));
	for (int k = 0; (code = paper_award_code(k)).p; k++) {
		const struct sql_paper_awards_below none = {.code = code}, *now = &none, *last = &none;
		for (size_t i = 0; i < n; i++)
			if (str_eq(a[i].code, code))
				now = &a[i];
		for (size_t i = 0; i < m; i++)
			if (str_eq(old[i].code, code))
				last = &old[i];
		if (now == &none && last == &none)
			continue;
		json_t *row = writer_row(writer_list(w, "awards"));
		writer_put(row, "award", paper_award_name(code));
		writer_int(row, "collectives", now->collectives);
		writer_int(row, "persons", now->persons);
		writer_int(row, "workers", now->workers);
		if (from == to)
			writer_int(row, "before", last->collectives + last->persons);
	}
	return RC_OK;
}

/* How far the tasks of each unit are; of one movement, or of a year (movement 0). */
static enum rc units_of(struct paper_writer *w, int64_t unit, int64_t movement, struct date from,
                        struct date to)
{
	struct ctx *c = w->c;
	struct sql_paper_task_units *u;
	size_t n;
	TRY(sql_paper_task_units(c->db, c->mem, unit, movement, from, to, c->today, &u, &n));
	for (size_t i = 0; i < n; i++) {
		json_t *row = writer_row(writer_list(w, "units"));
		writer_put(row, "unit", u[i].name);
		writer_int(row, "tasks", u[i].tasks);
		writer_int(row, "done", u[i].done);
		writer_int(row, "percent", u[i].percent);
	}
	return RC_OK;
}

/* What was written down of each review that was held. */
static enum rc reviews_of(struct paper_writer *w, int64_t movement, struct str *text)
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

enum rc writer_movement(struct paper_writer *w, int64_t id)
{
	struct ctx *c = w->c;
	struct sql_paper_movement m;
	TRY(sql_paper_movement(c->db, c->mem, id, &m));
	writer_put(w->j, "abstract",
	           arena_printf(c->mem, "phong trào thi đua \"%.*s\"", STR_ARG(m.title)));
	writer_put(w->j, "theme", m.slogan);
	writer_put(
		w->j, "period",
		arena_printf(c->mem, "từ ngày %s đến ngày %s", date_vn(m.begins).z, date_vn(m.ends).z));
	writer_put(w->j, "subjects", m.subjects);
	writer_put(w->j, "rewards", m.reviewing);
	writer_put(w->j, "leadership", m.launching);
	writer_lines(writer_list(w, "purposes"), "text", m.goal);
	writer_lines(writer_list(w, "contents"), "title", m.content);
	if (m.criteria.n) {
		json_t *row = writer_row(writer_list(w, "criteria"));
		writer_put(row, "group", STR("Tiêu chí chung"));
		writer_put(row, "text", m.criteria);
	}
	struct str all = arena_printf(
		c->mem,
		"Phong trào \"%.*s\" được %" PRId64 " đơn vị nhận phát động, %" PRId64
		" đơn vị đã đăng ký hưởng ứng; %" PRId64 " trên %" PRId64 " nhiệm vụ đã hoàn thành.",
		STR_ARG(m.title), m.units, m.answered, m.done, m.tasks);
	TRY(reviews_of(w, id, &all));
	writer_put(w->j, "movements", all);
	TRY(tasks_of(w, id));
	TRY(units_of(w, m.holder_id, id, m.begins, m.ends));
	return awards_of(w, m.holder_id, date_civil(m.begins).year,
	                 date_civil(m.ends.days < c->today.days ? m.ends : c->today).year);
}

/* --- a year ---------------------------------------------------------------------------------- */

/* "; 03 kế hoạch": nothing for none. */
static struct str counted(struct ctx *c, struct str before, int64_t n, const char *what)
{
	if (n == 0)
		return before;
	return arena_printf(c->mem, "%.*s%s%02" PRId64 " %s", STR_ARG(before), before.n ? ", " : "", n,
	                    what);
}

static void put_sentence(struct paper_writer *w, const char *key, const char *begin,
                         struct str counts)
{
	if (counts.n)
		writer_put(w->j, key, arena_printf(w->c->mem, "%s %.*s.", begin, STR_ARG(counts)));
}

/* The money is the whole office's: only where its book may be read. */
static enum rc fund_of(struct paper_writer *w, struct str *text)
{
	struct ctx *c = w->c;
	struct sql_paper_year_fund f;
	if (!gate_offers(c, op_find(STR("fund.list"))))
		return RC_OK;
	TRY(sql_paper_year_fund(c->db, c->mem, w->to, &f));
	if (f.income || f.spent)
		*text = arena_printf(
			c->mem, "%.*s%sQuỹ thi đua, khen thưởng năm %" PRId64 ": thu %.*s đồng, chi %.*s đồng.",
			STR_ARG(*text), text->n ? "\n" : "", w->to, STR_ARG(viet_number(c->mem, f.income)),
			STR_ARG(viet_number(c->mem, f.spent)));
	return RC_OK;
}

static enum rc movements_of(struct paper_writer *w, int64_t unit, struct date from, struct date to)
{
	struct ctx *c = w->c;
	struct sql_paper_year_movements *m;
	struct str text = STR("");
	size_t n;
	TRY(sql_paper_year_movements(c->db, c->mem, unit, from, to, &m, &n));
	for (size_t i = 0; i < n; i++)
		text = arena_printf(
			c->mem,
			"%.*s%sPhong trào \"%.*s\" (từ ngày %s đến ngày %s): %" PRId64 " trên %" PRId64
			" đơn vị hưởng ứng; %" PRId64 " trên %" PRId64 " nhiệm vụ đã hoàn thành.",
			STR_ARG(text), text.n ? "\n" : "", STR_ARG(m[i].title), date_vn(m[i].begins).z,
			date_vn(m[i].ends).z, m[i].answered, m[i].units, m[i].done, m[i].tasks);
	writer_put(w->j, "movements", text);
	return RC_OK;
}

static enum rc exemplars_of(struct paper_writer *w, int64_t unit, struct date from, struct date to)
{
	struct ctx *c = w->c;
	struct sql_paper_year_exemplars *e;
	struct str text = STR("");
	size_t n;
	TRY(sql_paper_year_exemplars(c->db, c->mem, unit, from, to, &e, &n));
	for (size_t i = 0; i < n; i++)
		text = arena_printf(c->mem, "%.*s%s%.*s%s%.*s.", STR_ARG(text), text.n ? "\n" : "",
		                    STR_ARG(e[i].name), e[i].name.n ? ": " : "", STR_ARG(e[i].title));
	writer_put(w->j, "exemplars", text);
	return RC_OK;
}

enum rc writer_year(struct paper_writer *w, int64_t unit, struct str kind)
{
	struct ctx *c = w->c;
	struct sql_paper_unit u;
	struct sql_paper_unit_people people;
	struct sql_paper_year_counts n;
	struct sql_law_top_unit top;
	struct date from = date_of((int)w->to, 1, 1), last = date_of((int)w->to, 12, 31),
				to = last.days < c->today.days ? last : c->today;
	bool whole = str_eqz(kind, "bao-cao-tong-ket");
	if (from.days > c->today.days)
		return err_field(c->err, "to", "Năm %" PRId64 " chưa đến.", w->to);
	TRY(sql_paper_unit(c->db, c->mem, unit, &u));
	TRY(sql_paper_unit_people(c->db, c->mem, unit, to, &people));
	TRY(sql_paper_year_counts(c->db, c->mem, unit, from, to, &n));
	TRY(sql_law_top_unit(c->db, c->mem, &top));
	writer_put(
		w->j, "abstract",
		whole ? arena_printf(c->mem,
	                         "tổng kết phong trào thi đua và công tác khen thưởng năm %" PRId64,
	                         w->to)
			  : arena_printf(c->mem,
	                         "sơ kết phong trào thi đua và công tác khen thưởng năm %" PRId64
	                         " (đến ngày %s)",
	                         w->to, date_vn(to).z));
	struct str has =
		n.units ? arena_printf(c->mem, "%02" PRId64 " đơn vị trực thuộc, ", n.units) : STR("");
	writer_put(w->j, "situation",
	           arena_printf(c->mem,
	                        "%.*s có %.*s%" PRId64
	                        " cán bộ, công chức, viên chức, người lao động, trong đó %" PRId64
	                        " nữ (tính đến ngày %s).",
	                        STR_ARG(u.name), STR_ARG(has), people.n, people.women, date_vn(to).z));
	struct str led = counted(c, STR(""), n.plans, "kế hoạch");
	led = counted(c, led, n.guidance, "văn bản hướng dẫn");
	put_sentence(w, "leadership", "Trong năm đã ban hành", led);
	struct str work = counted(c, STR(""), n.meetings, "phiên họp Hội đồng");
	work = counted(c, work, n.trainings, "lớp bồi dưỡng nghiệp vụ");
	work = counted(c, work, n.decisions, "quyết định khen thưởng được ban hành");
	struct str text = work.n ? arena_printf(c->mem, "Trong năm có %.*s.", STR_ARG(work)) : STR("");
	if (unit == top.id)
		TRY(fund_of(w, &text));
	writer_put(w->j, "organisation", text);
	TRY(movements_of(w, unit, from, to));
	TRY(exemplars_of(w, unit, from, to));
	TRY(units_of(w, unit, 0, from, last));
	return awards_of(w, unit, (int)w->to, (int)w->to);
}
