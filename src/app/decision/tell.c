/* tell.c: who hears of a decision: the awarded, and the heads of their units, once each. */
#include "app/decision/inner.h"

#include "app/job/job.h"
#include "db/sql_decision.h"
#include "db/sql_task.h"
#include "op/decode.h"

#include <inttypes.h>

enum rc decision_tell_role(struct ctx *c, const char *role, struct str text, struct str link)
{
	struct sql_decision_holders *to;
	size_t n;
	TRY(sql_decision_holders(c->db, c->mem, str_of(role), c->today, &to, &n));
	for (size_t i = 0; i < n; i++)
		if (to[i].account != c->who.account_id)
			TRY(notice_add(c, to[i].account, text, link));
	return RC_OK;
}

enum rc decision_tell_person(struct ctx *c, int64_t person, struct str subject, struct str text,
                             struct str link, struct str key)
{
	struct sql_decision_address to;
	TRY(sql_decision_address(c->db, c->mem, person, &to));
	if (to.account != DB_NULL)
		TRY(notice_add(c, to.account, text, link));
	if (!mail_address_ok(to.email))
		return RC_OK;
	return mail_queue(c, to.email, subject, text, key);
}

enum rc decision_tell_signer(struct ctx *c, int64_t signer, int64_t decision, struct str title)
{
	struct sql_decision_address to;
	TRY(sql_decision_address(c->db, c->mem, signer, &to));
	if (to.account == DB_NULL)
		return RC_OK;
	return notice_add(
		c, to.account,
		arena_printf(c->mem, "Dự thảo quyết định chờ ông/bà ký: %.*s", STR_ARG(title)),
		arena_printf(c->mem, "/decision/%" PRId64, decision));
}

enum rc decision_tell_unit(struct ctx *c, int64_t unit, struct str subject, struct str text,
                           struct str link, struct str key)
{
	struct sql_unit_answerable *to;
	size_t n;
	int64_t depth = -1, last = DB_NULL;
	TRY(sql_unit_answerable(c->db, c->mem, unit, c->today, &to, &n));
	for (size_t i = 0; i < n; i++) {
		bool unit_role = str_eqz(to[i].role, "unit_head") || str_eqz(to[i].role, "unit_clerk");
		if (!unit_role || (depth >= 0 && to[i].depth != depth) || to[i].account == last)
			continue;
		depth = to[i].depth;
		last = to[i].account;
		TRY(notice_add(c, last, text, link));
		if (mail_address_ok(to[i].email))
			TRY(mail_queue(c, to[i].email, subject, text,
			               arena_printf(c->mem, "%.*s-%" PRId64, STR_ARG(key), last)));
	}
	return RC_OK;
}

static enum rc tell_unit(struct ctx *c, int64_t unit, const struct decision_paper *p, int count)
{
	return decision_tell_unit(
		c, unit, STR("Quyết định khen thưởng"),
		arena_printf(c->mem,
	                 "Quyết định khen thưởng số %.*s ngày %s: đơn vị có %d trường hợp được khen "
	                 "thưởng.",
	                 STR_ARG(p->sign), date_vn(p->dated).z, count),
		STR("/award/list"), arena_printf(c->mem, "decision-%" PRId64 "-unit", p->id));
}

static int64_t unit_of(const struct sql_decision_nominee *n)
{
	return n->person_id != DB_NULL ? n->person_unit : n->unit_id;
}

enum rc decision_tell(struct ctx *c, const struct decision_paper *p,
                      const struct decision_priced *k)
{
	for (int i = 0; i < k->count; i++) {
		const struct sql_decision_nominee *n = &k->nominees[i];
		int64_t unit = unit_of(n);
		int before = 0, same = 0;
		if (n->person_id != DB_NULL)
			TRY(decision_tell_person(c, n->person_id, STR("Quyết định khen thưởng"),
			                         arena_printf(c->mem,
			                                      "Ông/bà được tặng %.*s năm %" PRId64
			                                      " theo quyết định số %.*s ngày %s.",
			                                      STR_ARG(choice_label(award_codes, n->code)),
			                                      n->year, STR_ARG(p->sign), date_vn(p->dated).z),
			                         arena_printf(c->mem, "/person/%" PRId64, n->person_id),
			                         arena_printf(c->mem, "decision-%" PRId64 "-%" PRId64 "-%.*s",
			                                      p->id, n->person_id, STR_ARG(n->code))));
		for (int j = 0; j < k->count; j++) {
			before += j < i && unit_of(&k->nominees[j]) == unit;
			same += unit_of(&k->nominees[j]) == unit;
		}
		if (unit != DB_NULL && before == 0)
			TRY(tell_unit(c, unit, p, same));
	}
	return RC_OK;
}
