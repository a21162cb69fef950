#include "app/account/account.h"
#include "db/sql.h"

enum rc account_guard_owner(struct ctx *c, int64_t person_id, struct str text)
{
	TRY(sql_account_bar_vote(c->db, person_id, NULL));
	return sql_notice_add_person(c->db, person_id, text, STR("/account/mine"), c->now_ms, NULL);
}
