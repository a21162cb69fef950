/* upward_paper.c: a tờ trình written from its nominees: votes, what they were given before. */
#include "app/decision/papers.h"
#include "app/decision/submission.h"

#include "base/json_out.h"
#include "db/sql_decision.h"
#include "db/sql_submission.h"
#include "op/decode.h"

#include <inttypes.h>

struct going {
	struct sql_submission_get s;
	struct sql_decision_nominee *all;
	size_t n;
};

static enum rc load(struct ctx *c, int64_t id, struct going *g)
{
	struct sql_submission_lines *lines;
	TRY(sql_submission_get(c->db, c->mem, id, &g->s));
	TRY(sql_submission_lines(c->db, c->mem, id, &lines, &g->n));
	g->all = arena_array(c->mem, g->n + 1, sizeof *g->all);
	for (size_t i = 0; i < g->n; i++)
		TRY(sql_decision_nominee(c->db, c->mem, lines[i].nominee_id, &g->all[i]));
	return RC_OK;
}

static enum rc former_of(struct ctx *c, const struct sql_decision_nominee *n, struct str *out)
{
	struct sql_submission_former *rows;
	size_t count;
	*out = STR("");
	TRY(sql_submission_former(c->db, c->mem, n->person_id, n->unit_id, &rows, &count));
	for (size_t i = 0; i < count; i++)
		*out =
			arena_printf(c->mem, "%.*s%s%.*s năm %" PRId64 " (%.*s)", STR_ARG(*out), i ? "; " : "",
		                 STR_ARG(decision_award_name(c, rows[i].code, rows[i].title)), rows[i].year,
		                 STR_ARG(rows[i].sign));
	return RC_OK;
}

static enum rc put_nominee(struct ctx *c, struct json_out *j, const struct sql_decision_nominee *n)
{
	struct sql_decision_ballot b;
	struct str former, about = n->post_title;
	TRY(former_of(c, n, &former));
	if (str_eqz(n->subject, "person") && n->place.n)
		about = arena_printf(c->mem, "%.*s%s%.*s", STR_ARG(about), about.n ? ", " : "",
		                     STR_ARG(n->place));
	json_obj(j, NULL);
	json_str(j, "name", n->name);
	if (about.n)
		json_str(j, "about", about);
	enum rc rc = sql_decision_ballot(c->db, c->mem, n->id, n->code, &b);
	if (rc == RC_OK)
		json_str(j, "votes", arena_printf(c->mem, "%" PRId64 "/%" PRId64, b.for_n, b.members));
	else if (rc != RC_NOTFOUND)
		return rc;
	if (former.n)
		json_str(j, "former", former);
	json_end(j);
	return RC_OK;
}

static bool seen_before(const struct going *g, size_t i)
{
	for (size_t k = 0; k < i; k++)
		if (str_eq(g->all[k].code, g->all[i].code))
			return true;
	return false;
}

static enum rc put_group(struct ctx *c, struct json_out *j, const struct going *g, size_t first)
{
	int64_t persons = 0, others = 0;
	for (size_t i = first; i < g->n; i++)
		if (str_eq(g->all[i].code, g->all[first].code)) {
			persons += str_eqz(g->all[i].subject, "person");
			others += !str_eqz(g->all[i].subject, "person");
		}
	json_obj(j, NULL);
	json_str(j, "award", decision_award_name(c, g->all[first].code, STR("")));
	json_str(j, "summary",
	         persons && others
	             ? arena_printf(c->mem, "%" PRId64 " cá nhân, %" PRId64 " tập thể", persons, others)
	             : arena_printf(c->mem, "%" PRId64 " %s", persons + others,
	                            persons ? "cá nhân" : "tập thể"));
	json_arr(j, "nominees");
	for (size_t i = first; i < g->n; i++)
		if (str_eq(g->all[i].code, g->all[first].code))
			TRY(put_nominee(c, j, &g->all[i]));
	json_end(j);
	json_end(j);
	return RC_OK;
}

static void put_one(struct json_out *j, const char *list, const char *key, struct str text)
{
	json_arr(j, list);
	json_obj(j, NULL);
	json_str(j, key, text);
	json_end(j);
	json_end(j);
}

static enum rc write_submission(struct ctx *c, struct json_out *j, const void *of)
{
	const struct going *g = of;
	decision_put_sign(j, g->s.sign, g->s.dated);
	json_str(j, "abstract", g->s.title);
	put_one(j, "to", "name", g->s.goes_to);
	put_one(j, "grounds", "text", STR("Luật Thi đua, khen thưởng ngày 15 tháng 6 năm 2022"));
	json_arr(j, "groups");
	for (size_t i = 0; i < g->n; i++)
		if (!seen_before(g, i))
			TRY(put_group(c, j, g, i));
	json_end(j);
	return RC_OK;
}

enum rc submission_paper_make(struct ctx *c, int64_t submission, int64_t *id)
{
	struct going g;
	struct paper_new n = {.kind = STR("to-trinh"),
	                      .object = "submission",
	                      .object_id = submission,
	                      .person_id = DB_NULL};
	TRY(load(c, submission, &g));
	n.unit_id = g.s.unit_id;
	n.title = g.s.title;
	TRY(decision_json(c, write_submission, &g, &n.data));
	return paper_make(c, &n, id);
}
