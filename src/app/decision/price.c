/* price.c: the money of a decision's lines (NĐ 152/2025 Điều 49 to 54), by the rules of a day. */
#include "app/decision/inner.h"
#include "db/sql_decision.h"

#include "viet/viet.h"

/* The first achievement and the first initiative that are named. */
static enum rc grounds_of(struct ctx *c, int64_t nominee, struct law_proposal *p)
{
	struct sql_decision_grounds *rows;
	size_t n;
	TRY(sql_decision_grounds(c->db, c->mem, nominee, &rows, &n));
	for (size_t i = 0; i < n; i++) {
		if (p->deed_id == DB_NULL)
			p->deed_id = rows[i].deed_id;
		if (p->initiative_id == DB_NULL)
			p->initiative_id = rows[i].initiative_id;
	}
	return RC_OK;
}

static enum rc load(struct ctx *c, int64_t decision, struct decision_priced *k,
                    struct law_proposal **list)
{
	size_t n;
	TRY(sql_decision_lines(c->db, c->mem, decision, &k->lines, &n));
	k->count = (int)n;
	k->nominees = arena_array(c->mem, n + 1, sizeof *k->nominees);
	k->answers = arena_array(c->mem, n + 1, sizeof *k->answers);
	*list = arena_array(c->mem, n + 1, sizeof **list);
	for (size_t i = 0; i < n; i++) {
		struct sql_decision_nominee *m = &k->nominees[i];
		TRY(sql_decision_nominee(c->db, c->mem, k->lines[i].nominee_id, m));
		(*list)[i] = (struct law_proposal){.subject = arena_strz(c->mem, m->subject),
		                                   .person_id = m->person_id,
		                                   .unit_id = m->unit_id,
		                                   .household = m->household,
		                                   .award = m->code,
		                                   .type = m->type,
		                                   .first_year = m->first_year,
		                                   .year = m->year,
		                                   .initiative_id = DB_NULL,
		                                   .deed_id = DB_NULL};
		TRY(grounds_of(c, m->id, &(*list)[i]));
	}
	return RC_OK;
}

enum rc decision_price(struct ctx *c, int64_t decision, struct date on, struct decision_priced *out)
{
	struct law_proposal *list;
	*out = (struct decision_priced){0};
	TRY(load(c, decision, out, &list));
	TRY(law_proposals(c, on, list, out->count, out->answers));
	for (int i = 0; i < out->count; i++) {
		const struct law_proposal_answer *a = &out->answers[i];
		const struct law_money *m = &a->money;
		bool paid = a->paid && m->known;
		struct str because = a->because.n ? a->because
		                     : !m->known ? STR("Chưa có hệ số hoặc lương cơ sở của ngày này.")
		                     : m->at_most ? STR("Mức tối đa; cơ quan tự định mức.")
		                                  : STR("");
		TRY(sql_decision_line_priced(c->db, out->lines[i].id, paid ? m->amount : DB_NULL,
		                             m->known ? m->coefficient : DB_NULL,
		                             m->known ? m->base : DB_NULL, m->known ? m->product : DB_NULL,
		                             because, NULL));
		out->lines[i].because = because;
		out->lines[i].amount = paid ? m->amount : DB_NULL;
		out->total += paid ? m->amount : 0;
	}
	return RC_OK;
}
