#include "decision_fixture.h"

#include "app/law/law.h"
#include "db/sql_ballot.h"
#include "db/sql_council.h"
#include "db/sql_dossier.h"
#include "db/sql_law.h"
#include "viet/viet.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

struct making {
	struct ctx *c;
	const struct nominee_made *n;
	int64_t dossier, nominee;
};

/* A check as law_keep() leaves one; its inputs do not matter here. */
static enum rc keep_check(struct making *k, int64_t *id)
{
	struct ctx *c = k->c;
	const struct law *law;
	const struct law_overlay *o;
	struct str overlay;
	TRY(law_of_office(c, &law, &o));
	TRY(law_keep_rules(c, law, o, &overlay));
	return sql_law_verdict_add(c->db, k->n->person != DB_NULL ? STR("person") : STR("unit"),
	                           k->n->person, k->n->unit, STR(""), str_of(k->n->code), STR("merit"),
	                           c->today, k->n->received, c->today, 2026, STR("thử"), law_hash(law),
	                           overlay, STR("{}"), STR("{}"), str_of(k->n->verdict),
	                           c->who.account_id, c->now_ms, id);
}

static enum rc vote(struct making *k, int64_t top)
{
	struct ctx *c = k->c;
	struct sql_ballot_items *items;
	size_t n;
	int64_t council, meeting, item, ballot;
	TRY(sql_council_add(c->db, STR("award"), STR("Hội đồng thử"), top, STR("9/QĐ-VP"),
	                    date_of(2026, 1, 15), STR("2/3"), STR("all"), STR("own"), STR("office"),
	                    c->now_ms, &council));
	TRY(sql_meeting_add(c->db, council, STR("Phiên thử"), STR("room"), k->n->voted_on, STR("14:00"),
	                    STR(""), STR(""), c->who.account_id, c->now_ms, &meeting));
	TRY(sql_meeting_item_add(c->db, meeting, 1, STR("Xét"), STR(""), k->n->person, k->n->unit,
	                         k->nominee, str_of(k->n->code), STR(""), &item));
	TRY(sql_ballot_add(c->db, meeting, STR("screen"), &ballot));
	TRY(sql_ballot_item_add(c->db, ballot, item, 0, NULL));
	TRY(sql_ballot_items(c->db, c->mem, ballot, &items, &n));
	TRY(sql_ballot_item_result(c->db, items[0].id, 9, 0, 0, 0, 9, 8, 80000, 0, 0, 0, STR("thử"),
	                           STR("passed"), NULL));
	TRY(sql_meeting_item_state(c->db, item, STR("passed"), NULL));
	return sql_ballot_closed(c->db, ballot, STR(""), STR("thử"), c->now_ms, NULL);
}

static enum rc make_tx(void *arg)
{
	struct making *k = arg;
	struct ctx *c = k->c;
	struct sql_law_top_unit top;
	struct str name = str_of(k->n->name);
	int64_t verdict;
	TRY(sql_law_top_unit(c->db, c->mem, &top));
	if (k->dossier == DB_NULL) {
		TRY(sql_dossier_add(c->db, DB_NULL, top.id, STR("merit"), 2026, k->n->brief ? 1 : 0, 0,
		                    STR("Hồ sơ thử"), STR("ho so thu"), STR(""), STR(""), DATE_NONE,
		                    DATE_NONE, c->who.account_id, c->now_ms, &k->dossier));
		TRY(sql_dossier_sent(c->db, k->dossier, k->n->received, NULL));
		TRY(sql_dossier_received(c->db, k->dossier, k->n->received, NULL));
		TRY(sql_dossier_state(c->db, k->dossier, STR("appraising"), STR(""), NULL));
	}
	TRY(sql_nominee_add(c->db, k->dossier, k->n->person != DB_NULL ? STR("person") : STR("unit"),
	                    k->n->person, k->n->unit, STR(""), name, viet_name_key(c->mem, name),
	                    str_of(k->n->code), DB_NULL, k->n->year ? k->n->year : 2026,
	                    STR("Hoàn thành xuất sắc nhiệm vụ"), c->now_ms, &k->nominee));
	if (k->n->verdict) {
		TRY(keep_check(k, &verdict));
		TRY(sql_nominee_checked(c->db, k->nominee, verdict, str_of(k->n->verdict), c->now_ms,
		                        NULL));
	}
	TRY(sql_nominee_state(c->db, k->nominee, str_of(k->n->state), STR(""), NULL));
	return date_is_none(k->n->voted_on) ? RC_OK : vote(k, top.id);
}

int64_t make_nominee(struct office *o, const struct nominee_made *n, int64_t *dossier)
{
	struct acting *a = office_as(o, "vidu.thuongtruc");
	struct making k = {.c = &a->c, .n = n, .dossier = dossier ? *dossier : DB_NULL};
	WANT(o, RC_OK, db_tx(a->c.db, DB_WRITE, make_tx, &k));
	if (dossier)
		*dossier = k.dossier;
	return k.nominee;
}

int64_t ready_person(struct office *o, const char *name, const char *code, int64_t *dossier)
{
	bool voted = strcmp(code, "CSTDCS") == 0;
	return make_nominee(
		o,
		&(struct nominee_made){.name = name,
	                           .person = person_named(o, name),
	                           .unit = DB_NULL,
	                           .code = code,
	                           .verdict = "eligible",
	                           .state = voted ? "passed" : "cleared",
	                           .received = date_of(2026, 11, 2),
	                           .voted_on = voted ? date_of(2026, 11, 10) : DATE_NONE},
		dossier);
}
