/*
 * near.c: a number that nobody has, wrong by one digit against that of somebody of the same name.
 *
 * Numbers are kept sealed and found by a keyed hash, so each number that is one digit away is asked
 * for by itself.
 */
#include "app/import/import.h"

#include "app/org/org.h"
#include "auth/keys.h"
#include "db/sql_person.h"
#include "op/gate.h"
#include "viet/viet.h"

#include <inttypes.h>

/* Some hundred questions each: an old ledger with thousands of strangers is not held up by them. */
#define ASKED_MAX 1000

enum rc import_who_has(struct import_work *w, struct str kind, struct str number, int64_t *person)
{
	unsigned char hash[KEYS_HASH_BYTES];
	struct sql_identifier_find *found;
	struct ctx *c = w->c;
	size_t n;
	TRY(keys_lookup_hash(c->app->keys, 0, arena_strz(&w->mem, kind), number, hash, c->err));
	TRY(sql_identifier_find(c->db, &w->mem, (struct str){.p = (char *)hash, .n = sizeof hash},
	                        &found, &n));
	*person = n ? found[0].person_id : DB_NULL;
	return RC_OK;
}

/* Within sight of who imports, and of the same name. */
static enum rc is_meant(struct import_work *w, int64_t id, struct str name, bool *yes)
{
	struct sql_person_get p;
	*yes = false;
	if (id == DB_NULL || gate_label(w->c, w->like, &person_object, id).n == 0)
		return RC_OK;
	TRY(sql_person_get(w->c->db, &w->mem, id, &p));
	*yes = str_eq(viet_fold_loose(&w->mem, p.name), viet_fold_loose(&w->mem, name));
	return RC_OK;
}

enum rc import_one_digit_off(struct import_work *w, struct import_row *r, int field,
                             struct str kind, struct str number, struct str name)
{
	char *try = arena_array(&w->mem, number.n + 1, 1);
	bool meant = false;
	int64_t id = DB_NULL;
	if (name.n == 0 || number.n == 0 || w->near_asked++ >= ASKED_MAX)
		return RC_OK;
	memcpy(try, number.p, number.n);
	for (size_t i = 0; i < number.n && !meant; i++) {
		for (char digit = '0'; digit <= '9' && !meant; digit++) {
			try[i] = digit;
			TRY(import_who_has(w, kind, (struct str){.p = try, .n = number.n}, &id));
			TRY(is_meant(w, id, name, &meant));
		}
		try[i] = number.p[i];
	}
	if (meant)
		import_badf(w, r, field,
		            "Số này sai một chữ số so với số của người cùng tên (hồ sơ %" PRId64
		            "). Xin kiểm tra lại.",
		            id);
	return RC_OK;
}
