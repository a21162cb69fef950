/* book.c: a plan as a paper, and the registers of a year, from what the program has. */
#include "app/paper/writer.h"

#include "app/paper/record_words.h"
#include "db/sql_law.h"
#include "db/sql_paper.h"
#include "viet/viet.h"

#include <inttypes.h>

/* --- a plan ---------------------------------------------------------------------------------- */

/* "- Mục tiêu" -> "Mục tiêu": the template has its own marks. */
static struct str without_mark(struct str line)
{
	line = str_trim(line);
	while (line.n > 1 && (line.p[0] == '-' || line.p[0] == '+'))
		line = str_trim((struct str){line.p + 1, line.n - 1});
	while (line.n && (line.p[line.n - 1] == ';' || line.p[line.n - 1] == '.'))
		line.n--;
	return line;
}

static void put_lines(json_t *rows, struct str text)
{
	while (text.n) {
		struct str line = without_mark(str_cut(&text, '\n'));
		if (line.n)
			writer_put(writer_row(rows), "text", line);
	}
}

static bool begins(struct ctx *c, struct str title, const char *with)
{
	return str_starts(viet_fold(c->mem, title), with);
}

struct plan_parts {
	struct sql_paper_plan_sections *sections;
	struct sql_paper_plan_tasks *tasks;
	size_t section_count, task_count;
};

/* Who does it stands in the title of the section, or at the beginning of its words. */
static void put_tasks(struct paper_writer *w, const struct plan_parts *p, size_t at)
{
	const struct sql_paper_plan_sections *s = &p->sections[at];
	json_t *rows = writer_list(w, "tasks");
	struct str text = s->text, line;
	for (size_t i = 0; !s->title.n && i < p->task_count; i++)
		if (p->tasks[i].section_id == s->id) {
			json_t *row = writer_row(rows);
			writer_put(row, "owner", p->tasks[i].owner);
			writer_put(row, "text", p->tasks[i].text);
		}
	while (s->title.n && text.n)
		if ((line = without_mark(str_cut(&text, '\n'))).n) {
			json_t *row = writer_row(rows);
			writer_put(row, "owner", s->title);
			writer_put(row, "text", arena_printf(w->c->mem, "%.*s.", STR_ARG(line)));
		}
}

/* A title and its points; words without a title are one. */
static void put_content(struct paper_writer *w, const struct sql_paper_plan_sections *s)
{
	struct str text = s->text, title = s->title;
	if (!title.n || (text.n && begins(w->c, title, "noi dung")))
		title = str_trim(str_cut(&text, '\n'));
	if (!title.n || (!text.n && s->title.n))
		return; /* a heading of what is below it */
	json_t *row = writer_row(writer_list(w, "contents")), *points = json_array();
	writer_put(row, "title", title);
	put_lines(points, text);
	json_object_set_new(row, "points", points);
}

/* Purposes, requirements and who does what by the titles; all else is content. */
static void sections_of(struct paper_writer *w, const struct plan_parts *p)
{
	struct ctx *c = w->c;
	for (size_t i = 0; i < p->section_count; i++) {
		const struct sql_paper_plan_sections *s = &p->sections[i];
		struct str above = s->above.p ? s->above : STR("");
		if (begins(c, s->title, "muc dich") && s->text.n)
			put_lines(writer_list(w, "purposes"), s->text);
		else if (begins(c, s->title, "yeu cau"))
			put_lines(writer_list(w, "requirements"), s->text);
		else if (begins(c, s->title, "to chuc thuc hien") || begins(c, above, "to chuc thuc hien"))
			put_tasks(w, p, i);
		else
			put_content(w, s);
	}
}

/* What stands above the first section: the lines "Căn cứ …;", and the one that begins the plan. */
static void head_of(struct paper_writer *w, struct str text)
{
	struct ctx *c = w->c;
	struct str said = STR("");
	for (int lines = 0; text.n && lines < 200; lines++) {
		struct str line = str_trim(str_cut(&text, '\n'));
		if (begins(c, line, "i. "))
			return;
		if (!said.n && !begins(c, line, "can cu ") && !begins(c, line, "thuc hien "))
			continue;
		said = arena_printf(c->mem, "%.*s%s%.*s", STR_ARG(said), said.n ? " " : "", STR_ARG(line));
		if (line.n && !str_ends(line, ";") && !str_ends(line, ".") && !str_ends(line, ":"))
			continue; /* goes on in the next line */
		if (begins(c, said, "can cu "))
			writer_put(writer_row(writer_list(w, "grounds")), "text", without_mark(said));
		else
			writer_put(w->j, "opening", said);
		said = STR("");
	}
}

static void recipients_of(struct paper_writer *w, struct str text)
{
	while (text.n) {
		struct str line = without_mark(str_cut(&text, '\n'));
		if (line.n && !begins(w->c, line, "luu"))
			writer_put(writer_row(writer_list(w, "recipients")), "to", line);
	}
}

enum rc writer_plan(struct paper_writer *w, int64_t id, struct str kind)
{
	struct ctx *c = w->c;
	struct sql_paper_plan p;
	struct plan_parts parts;
	int64_t number;
	TRY(sql_paper_plan(c->db, c->mem, id, &p));
	writer_put(w->j, "abstract", p.title);
	if (!str_eqz(kind, "ke-hoach"))
		return RC_OK; /* number, day and signer are those of the plan, not of what is written on it
		               */
	if (str_int(p.number, &number))
		writer_int(w->j, "number", number);
	writer_put(w->j, "notation", p.notation);
	writer_date(w->j, "date", p.dated);
	writer_put(w->j, "place", p.place);
	writer_put(w->j, "parent", p.parent);
	writer_put(w->j, "issuer", p.issuer);
	writer_put(w->j, "power", p.signer_post);
	writer_put(w->j, "signer", p.signer_name);
	recipients_of(w, p.recipients);
	head_of(w, p.source_text);
	TRY(sql_paper_plan_sections(c->db, c->mem, id, &parts.sections, &parts.section_count));
	TRY(sql_paper_plan_tasks(c->db, c->mem, id, &parts.tasks, &parts.task_count));
	sections_of(w, &parts);
	return RC_OK;
}

/* --- registers ------------------------------------------------------------------------------- */

static enum rc went_out(struct paper_writer *w, struct date from, struct date to)
{
	struct ctx *c = w->c;
	struct sql_paper_register_out *r;
	size_t n;
	TRY(sql_paper_register_out(c->db, c->mem, from, to, &r, &n));
	for (size_t i = 0; i < n; i++) {
		json_t *row = writer_row(writer_list(w, "entries"));
		writer_put(row, "sign", r[i].sign);
		writer_date(row, "date", r[i].dated);
		writer_put(row, "about", r[i].about);
		writer_put(row, "signer", r[i].signer);
		struct str to_whom = r[i].recipients, line, all = STR("");
		while (to_whom.n)
			if ((line = without_mark(str_cut(&to_whom, '\n'))).n && !begins(c, line, "luu"))
				all = arena_printf(c->mem, "%.*s%s%.*s", STR_ARG(all), all.n ? "; " : "",
				                   STR_ARG(line));
		writer_put(row, "recipients", all);
	}
	return RC_OK;
}

/* The number and the day of arrival are in the register of the registry, not here. */
static enum rc came_in(struct paper_writer *w, struct date from, struct date to)
{
	struct ctx *c = w->c;
	struct sql_paper_register_in *r;
	size_t n;
	TRY(sql_paper_register_in(c->db, c->mem, from, to, &r, &n));
	for (size_t i = 0; i < n; i++) {
		json_t *row = writer_row(writer_list(w, "entries"));
		writer_put(row, "sign", r[i].sign);
		writer_date(row, "date", r[i].dated);
		writer_put(row, "author", r[i].issuer);
		writer_put(row, "about",
		           arena_printf(c->mem, "Quyết định theo Tờ trình: %.*s", STR_ARG(r[i].about)));
	}
	return RC_OK;
}

static enum rc certificates(struct paper_writer *w)
{
	struct ctx *c = w->c;
	struct sql_paper_register_certificates *r;
	size_t n;
	TRY(sql_paper_register_certificates(c->db, c->mem, w->to, &r, &n));
	for (size_t i = 0; i < n; i++) {
		json_t *row = writer_row(writer_list(w, "entries"));
		struct str unit = r[i].unit_name.p ? r[i].unit_name : STR("");
		writer_int(row, "golden", r[i].golden);
		writer_put(row, "name", r[i].name);
		writer_put(row, "about",
		           arena_printf(c->mem, "%.*s%s%.*s", STR_ARG(r[i].post_title),
		                        r[i].post_title.n && unit.n ? ", " : "", STR_ARG(unit)));
		writer_put(row, "award", r[i].title.n ? r[i].title : paper_award_name(r[i].code));
		writer_put(row, "decision", writer_decision(w, r[i].sign, r[i].dated, STR("")));
		writer_put(row, "code", r[i].token);
		writer_put(row, "blank", r[i].serial);
		writer_date(row, "given", r[i].given_on);
		if (str_eqz(r[i].state, "void"))
			writer_put(row, "note",
			           r[i].reason.n ? arena_printf(c->mem, "Hủy: %.*s", STR_ARG(r[i].reason))
			                         : STR("Hủy"));
	}
	return RC_OK;
}

enum rc writer_register(struct paper_writer *w, struct str kind)
{
	struct ctx *c = w->c;
	struct date from = date_of((int)w->to, 1, 1), last = date_of((int)w->to, 12, 31),
				to = last.days < c->today.days ? last : c->today;
	writer_int(w->j, "year", w->to);
	writer_date(w->j, "from", from);
	writer_date(w->j, "until", to);
	if (str_eqz(kind, "so-giay-khen"))
		return certificates(w);
	return str_eqz(kind, "so-van-ban-di") ? went_out(w, from, to) : came_in(w, from, to);
}
