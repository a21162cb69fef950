#include "op/list_words.h"

#include "op/list.h"
#include "op/op.h"

enum rc list_words_find(struct ctx *c, struct list_words *w, const struct db_list_ask *ask)
{
	struct index_hits hits;
	if (!w->field)
		return RC_OK;
	w->filter = list_filter_no(ask->list, w->field->name);
	w->scoped = w->field->flags & INDEXED;
	w->alone = true;
	for (int i = 0; i < DB_LIST_FILTERS_MAX; i++)
		w->alone = w->alone && !ask->set[i];
	w->ask = (struct index_ask){.db = c->db,
	                            .mem = c->mem,
	                            .kind = w->field->ref->name,
	                            .folded = w->folded,
	                            .scope = w->scoped ? &ask->scope : NULL,
	                            .today = c->today};
	TRY(index_words(&w->ask, &hits));
	w->found = hits.all;
	w->total = bits_count(&hits.all);
	return RC_OK;
}

static void set_ids(const struct list_words *w, struct db_list_ask *ask, const int64_t *ids,
                    size_t n)
{
	ask->set[w->filter] = true;
	ask->filters[w->filter] = db_text(db_ids(w->ask.mem, db_engine_of(w->ask.db), ids, n));
}

void list_words_all(struct list_words *w, struct db_list_ask *ask)
{
	int64_t *ids = arena_array(w->ask.mem, (size_t)w->total + 1, sizeof *ids);
	set_ids(w, ask, ids, bits_ids(&w->found, 0, ids, (size_t)w->total));
}

enum rc list_words_page(struct list_words *w, struct db_list_ask *ask, int64_t wide, bool *all)
{
	const struct db_list_order *o = &ask->list->orders[ask->order];
	struct index_first first = {.set = &w->found,
	                            .want = (size_t)(wide * (ask->limit + 1)),
	                            .back = ask->desc,
	                            .by_id = o->count == 1,
	                            .after = ask->has_after ? ask->after[o->count - 1].i : -1};
	int64_t *ids;
	size_t n;
	*all = true;
	if (!w->scoped || (o->count > 1 && ask->order != 0)) {
		list_words_all(w, ask);
		return RC_OK;
	}
	TRY(index_first(&w->ask, &first, &ids, &n));
	*all = first.all;
	set_ids(w, ask, ids, n);
	return RC_OK;
}

bool list_words_counted(const struct list_words *w)
{
	return w->field && w->scoped && w->alone;
}
