#include "app/search/search.h"

#include "db/sql_search.h"
#include "index/index.h"
#include "viet/viet.h"

enum rc search_drop(struct ctx *c, const char *kind, int64_t id)
{
	return index_forget(c->db, c->mem, str_of(kind), id);
}

enum rc search_put(struct ctx *c, const struct search_entry *e)
{
	struct str title = viet_fold(c->mem, e->title);
	/* Longer ones are found by their words; an index entry has its limit. */
	struct str fold = str_chars(title) > SEARCH_FOLD_MAX ? STR("") : title;
	return sql_search_item_put(c->db, str_of(e->kind), e->id, e->title, e->note, fold, e->sort_key,
	                           e->unit_id, e->person_id, NULL);
}

enum rc search_put_new(struct ctx *c, const struct search_entry *e, size_t n)
{
	for (size_t i = 0; i < n; i++)
		TRY(search_put(c, &e[i]));
	return RC_OK;
}
