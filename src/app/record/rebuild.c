/* rebuild.c: keys of what the record names, computed again. */
#include "app/initiative/initiative.h"
#include "app/record/record.h"
#include "db/sql_initiative.h"
#include "db/sql_unmatched.h"
#include "viet/viet.h"

static enum rc initiatives(struct ctx *c, int64_t *rows)
{
	struct sql_initiative_keys_old *old;
	size_t n;
	for (int64_t after = 0;; after = old[n - 1].id) {
		TRY(sql_initiative_keys_old(c->db, c->mem, after, &old, &n));
		if (n == 0)
			return RC_OK;
		for (size_t i = 0; i < n; i++)
			TRY(sql_initiative_keys_set(c->db, old[i].id, viet_sort_key(c->mem, old[i].title),
			                            viet_fold(c->mem, old[i].title), NULL));
		*rows += (int64_t)n;
	}
}

static enum rc unmatched(struct ctx *c, int64_t *rows)
{
	struct sql_unmatched_keys_old *old;
	size_t n;
	for (int64_t after = 0;; after = old[n - 1].id) {
		TRY(sql_unmatched_keys_old(c->db, c->mem, after, &old, &n));
		if (n == 0)
			return RC_OK;
		for (size_t i = 0; i < n; i++)
			TRY(sql_unmatched_keys_set(c->db, old[i].id,
			                           record_unmatched_key(c, old[i].kind, old[i].name),
			                           viet_fold(c->mem, old[i].name), NULL));
		*rows += (int64_t)n;
	}
}

enum rc record_rebuild(struct ctx *c, int64_t *rows)
{
	TRY(initiatives(c, rows));
	TRY(initiative_rebuild(c, rows));
	return unmatched(c, rows);
}
