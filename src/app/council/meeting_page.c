/* meeting_page.c: the page of a meeting, as far as the reader takes part in it. */
#include "app/council/page.h"

#include "app/council/inner.h"
#include "app/paper/paper.h"
#include "app/record/record.h"
#include "base/json_out.h"
#include "db/sql_ballot.h"
#include "db/sql_council.h"
#include "op/gate.h"
#include "web/web.h"

#include <inttypes.h>

struct look {
	struct ctx *c;
	struct sql_meeting_get m;
	struct sql_meeting_items *items;
	size_t item_count;
	struct sql_attendance_of *people;
	size_t person_count;
	struct sql_recusals_of *recusals;
	size_t recusal_count;
	struct sql_meeting_questions *questions;
	size_t question_count;
	struct sql_ballots_of *ballots;
	size_t ballot_count;
	bool sits; /* the reader was invited */
};

/* "" where the gate would not take it. */
static struct str address(struct ctx *c, const char *op, int64_t id)
{
	const struct op *row = op_find(str_of(op));
	if (!gate_accepts(c, row, id))
		return STR("");
	return arena_printf(c->mem, "%.*s?id=%" PRId64, STR_ARG(op_path(c->mem, op)), id);
}

void council_action(struct ctx *c, struct links *l, const char *op, int64_t id)
{
	struct str href = address(c, op, id);
	const struct op *row = op_find(str_of(op));
	if (href.n == 0)
		return;
	struct link *items = arena_array(c->mem, (size_t)l->count + 1, sizeof *items);
	if (l->count)
		memcpy(items, l->items, (size_t)l->count * sizeof *items);
	items[l->count++] = (struct link){
		.href = href, .text = str_of(row->verb ? row->verb : row->title), .icon = row->icon};
	l->items = items;
}

static const char *badge_of(struct str state)
{
	return str_eqz(state, "open") || str_eqz(state, "passed")      ? "ok"
	       : str_eqz(state, "cancelled") || str_eqz(state, "lost") ? "bad"
	       : str_eqz(state, "invited") || str_eqz(state, "lower")  ? "info"
	                                                               : "";
}

static void fill_facts(const struct look *l, struct meeting_page *p)
{
	struct ctx *c = l->c;
	const struct sql_meeting_get *m = &l->m;
	p->id = m->id;
	p->version = m->version;
	p->title = m->title;
	p->state = m->state;
	p->state_words = choice_label(meeting_states, m->state);
	p->badge = str_of(badge_of(m->state));
	p->council = m->council_name;
	p->council_href = arena_printf(c->mem, "/council/%" PRId64, m->council_id);
	p->when = arena_printf(c->mem, "%.*s%s%s", STR_ARG(m->at_time), m->at_time.n ? " ngày " : "",
	                       date_vn(m->held_on).z);
	p->mode = choice_label(meeting_modes, m->mode);
	p->place = m->place;
	p->content = m->content;
	p->result = m->result;
	p->reason = m->reason;
	if (m->members)
		p->quorum =
			arena_printf(c->mem, "%" PRId64 " trong %" PRId64 " thành viên (%.*s)",
		                 council_quorum(m->quorum, m->members), m->members, STR_ARG(m->quorum));
}

static void fill_out_of(const struct look *l, struct council_item_row *row)
{
	struct ctx *c = l->c;
	row->out = arena_array(c->mem, l->recusal_count + 1, sizeof *row->out);
	row->out_act = arena_array(c->mem, l->recusal_count + 1, sizeof *row->out_act);
	row->out_id = arena_array(c->mem, l->recusal_count + 1, sizeof *row->out_id);
	for (size_t i = 0; i < l->recusal_count; i++) {
		const struct sql_recusals_of *r = &l->recusals[i];
		if (r->item_id != row->id)
			continue;
		row->out_act[row->out_count] = address(c, "recusal.decide", r->id);
		row->out_id[row->out_count] = r->id;
		row->out[row->out_count++] = arena_printf(c->mem, "%.*s (%.*s): %.*s", STR_ARG(r->name),
		                                          STR_ARG(choice_label(recusal_reasons, r->why)),
		                                          STR_ARG(choice_label(recusal_states, r->state)));
	}
}

static void fill_questions(const struct look *l, struct council_item_row *row)
{
	struct ctx *c = l->c;
	row->questions = arena_array(c->mem, l->question_count + 1, sizeof *row->questions);
	for (size_t i = 0; i < l->question_count; i++) {
		const struct sql_meeting_questions *q = &l->questions[i];
		if (q->item_id != row->id)
			continue;
		struct council_question *to = &row->questions[row->question_count++];
		*to = (struct council_question){
			.id = q->id,
			.by = arena_printf(c->mem, "%.*s, %s", STR_ARG(q->name), date_time_vn(q->asked_ms).z),
			.text = q->question,
			.answer = q->answer};
		if (q->answer.n == 0)
			to->act = address(c, "meeting_question.answer", q->id);
	}
}

static void fill_item(const struct look *l, size_t i, struct council_item_row *row)
{
	struct ctx *c = l->c;
	const struct sql_meeting_items *item = &l->items[i];
	*row = (struct council_item_row){
		.id = item->id,
		.no = (int)i + 1,
		.title = item->title,
		.state = choice_label(item_states, item->state),
		.badge = str_of(badge_of(str_eqz(item->state, "open") ? STR("") : item->state)),
		.code = item->code.n ? choice_label(award_codes, item->code) : STR(""),
		.lower = item->lower_code.n ? choice_label(award_codes, item->lower_code) : STR(""),
		.hidden = c->who.person_id != DB_NULL &&
	              (item->person_id == c->who.person_id ||
	               council_is_out(l->recusals, l->recusal_count, item->id, c->who.person_id))};
	fill_out_of(l, row);
	if (l->sits)
		row->declare = address(c, "recusal.declare", item->id);
	row->remove = address(c, "meeting_item.remove", item->id);
	if (row->hidden) {
		row->declare = STR("");
		return;
	}
	row->note = item->note;
	if (!str_eqz(l->m.state, "draft")) /* nobody is invited yet whom one could propose */
		row->propose = address(c, "recusal.propose", item->id);
	if (item->nominee_id != DB_NULL && (l->sits || c->who.roles & (R(STANDING) | R(HEAD))))
		row->sheet = address(c, "meeting_item.sheet", item->id);
	row->sheet_words = item->initiative_id != DB_NULL ? STR("Bản sáng kiến") : STR("Tóm tắt hồ sơ");
	if (item->initiative_id != DB_NULL &&
	    gate_reaches(c, op_find(STR("initiative.view")), item->initiative_id))
		row->sheet = arena_printf(c->mem, "/initiative/%" PRId64, item->initiative_id);
	if (l->sits)
		row->ask = address(c, "meeting_question.ask", item->id);
	fill_questions(l, row);
}

static void fill_people(const struct look *l, struct meeting_page *p)
{
	struct ctx *c = l->c;
	bool running = str_eqz(l->m.state, "invited") || str_eqz(l->m.state, "open");
	p->people = arena_array(c->mem, l->person_count + 1, sizeof *p->people);
	for (size_t i = 0; i < l->person_count; i++) {
		const struct sql_attendance_of *a = &l->people[i];
		bool here = str_eqz(a->state, "room") || str_eqz(a->state, "online");
		p->people[p->person_count++] = (struct council_person_row){
			.name = a->name,
			.role = choice_label(council_roles, a->role),
			.state = choice_label(attendance_states, a->state),
			.badge = str_of(here                          ? "ok"
		                    : str_eqz(a->state, "absent") ? "bad"
		                                                  : "info"),
			.note = a->note,
			.act = running ? address(c, "attendance.mark", a->id) : STR("")};
	}
}

static void fill_ballots(const struct look *l, struct meeting_page *p)
{
	struct ctx *c = l->c;
	p->ballots = arena_array(c->mem, l->ballot_count + 1, sizeof *p->ballots);
	for (size_t i = 0; i < l->ballot_count; i++)
		p->ballots[p->ballot_count++] = (struct council_ballot_row){
			.href = arena_printf(c->mem, "/ballot/%" PRId64, l->ballots[i].id),
			.state = choice_label(ballot_states, l->ballots[i].state),
			.badge = str_of(str_eqz(l->ballots[i].state, "closed")    ? "ok"
		                    : str_eqz(l->ballots[i].state, "dropped") ? "bad"
		                                                              : "warn")};
}

static enum rc load(struct look *l, int64_t id)
{
	struct ctx *c = l->c;
	struct sql_attendance_mine mine;
	TRY(sql_meeting_get(c->db, c->mem, id, &l->m));
	TRY(sql_meeting_items(c->db, c->mem, id, &l->items, &l->item_count));
	TRY(sql_attendance_of(c->db, c->mem, id, &l->people, &l->person_count));
	TRY(sql_recusals_of(c->db, c->mem, id, &l->recusals, &l->recusal_count));
	TRY(sql_meeting_questions(c->db, c->mem, id, &l->questions, &l->question_count));
	TRY(sql_ballots_of(c->db, c->mem, id, &l->ballots, &l->ballot_count));
	if (c->who.person_id == DB_NULL)
		return RC_OK;
	enum rc rc = sql_attendance_mine(c->db, c->mem, id, c->who.person_id, &mine);
	l->sits = rc == RC_OK;
	return rc == RC_NOTFOUND ? RC_OK : rc;
}

static enum rc fill_vote(const struct look *l, struct meeting_page *p)
{
	struct ctx *c = l->c;
	struct sql_ballot_voter_mine mine;
	for (size_t i = 0; i < l->ballot_count && c->who.person_id != DB_NULL; i++) {
		if (!str_eqz(l->ballots[i].state, "open"))
			continue;
		enum rc rc =
			sql_ballot_voter_mine(c->db, c->mem, l->ballots[i].id, c->who.person_id, &mine);
		if (rc == RC_OK && str_eqz(mine.way, "screen") && !mine.voted)
			p->vote = arena_printf(c->mem, "/ballot/cast?id=%" PRId64, l->ballots[i].id);
		if (rc != RC_OK && rc != RC_NOTFOUND)
			return rc;
	}
	return RC_OK;
}

enum rc meeting_view(struct ctx *c, const void *in, struct out *out)
{
	static const char *const ops[] = {"meeting.invite",  "meeting.nominees", "meeting.initiatives",
	                                  "meeting.roll",    "meeting.open",     "ballot.prepare",
	                                  "meeting.close",   "meeting.edit",     "meeting.letter",
	                                  "meeting.minutes", "meeting.cancel"};
	const struct council_id_in *q = in;
	const struct op *op = c->op;
	struct look l = {.c = c};
	struct meeting_page *p = arena_alloc(c->mem, sizeof *p);
	TRY(load(&l, q->id));
	*p = (struct meeting_page){0};
	fill_facts(&l, p);
	for (int i = 0; i < COUNT(ops); i++)
		council_action(c, &p->actions, ops[i], l.m.id);
	p->items = arena_array(c->mem, l.item_count + 1, sizeof *p->items);
	for (size_t i = 0; i < l.item_count; i++)
		fill_item(&l, i, &p->items[p->item_count++]);
	if ((str_eqz(l.m.state, "draft") || str_eqz(l.m.state, "invited")) &&
	    gate_offers(c, op_find(STR("meeting_item.add"))))
		p->add_item = arena_printf(c->mem, "/meeting_item/add?meeting_id=%" PRId64, l.m.id);
	fill_people(&l, p);
	fill_ballots(&l, p);
	TRY(fill_vote(&l, p));
	TRY(paper_links(c, "meeting", l.m.id, &p->papers));
	c->op = op;
	out->id = l.m.id;
	out->heading = l.m.title;
	out->sub = l.m.council_name;
	out->data = p;
	return RC_OK;
}

void meeting_page(struct buf *html, struct ctx *c, const void *data)
{
	(void)c;
	tpl_meeting(html, data);
}

static void item_json(struct json_out *j, const struct council_item_row *i)
{
	json_obj(j, NULL);
	json_int(j, "id", i->id);
	json_str(j, "title", i->title);
	json_str(j, "code", i->code);
	json_str(j, "state", i->state);
	json_str(j, "note", i->note);
	json_arr(j, "out");
	for (int k = 0; k < i->out_count; k++) {
		json_obj(j, NULL);
		json_int(j, "id", i->out_id[k]);
		json_str(j, "says", i->out[k]);
		json_end(j);
	}
	json_end(j);
	json_arr(j, "questions");
	for (int k = 0; k < i->question_count; k++) {
		json_obj(j, NULL);
		json_int(j, "id", i->questions[k].id);
		json_str(j, "by", i->questions[k].by);
		json_str(j, "question", i->questions[k].text);
		json_str(j, "answer", i->questions[k].answer);
		json_end(j);
	}
	json_end(j);
	json_end(j);
}

void meeting_json(struct buf *b, struct ctx *c, const void *data)
{
	const struct meeting_page *p = data;
	struct json_out j = json_out_to(b);
	(void)c;
	json_obj(&j, NULL);
	json_int(&j, "id", p->id);
	json_int(&j, "version", p->version);
	json_str(&j, "title", p->title);
	json_str(&j, "state", p->state);
	json_str(&j, "council", p->council);
	json_str(&j, "when", p->when);
	json_str(&j, "result", p->result);
	json_arr(&j, "items");
	for (int i = 0; i < p->item_count; i++)
		item_json(&j, &p->items[i]);
	json_end(&j);
	json_arr(&j, "members");
	for (int i = 0; i < p->person_count; i++) {
		json_obj(&j, NULL);
		json_str(&j, "name", p->people[i].name);
		json_str(&j, "role", p->people[i].role);
		json_str(&j, "state", p->people[i].state);
		json_end(&j);
	}
	json_end(&j);
	json_arr(&j, "ballots");
	for (int i = 0; i < p->ballot_count; i++)
		json_str(&j, NULL, p->ballots[i].href);
	json_end(&j);
	json_arr(&j, "papers");
	for (int i = 0; i < p->papers.count; i++)
		json_str(&j, NULL, p->papers.items[i].href);
	json_end(&j);
	json_end(&j);
}
