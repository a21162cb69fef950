#include "app/org/search_index.h"

#include "db/sql.h"
#include "viet/viet.h"

enum rc search_drop(struct ctx *c, const char *kind, int64_t id)
{
	TRY(sql_search_word_drop(c->db, str_of(kind), id, NULL));
	TRY(sql_search_gram_drop(c->db, str_of(kind), id, NULL));
	return sql_search_item_drop(c->db, str_of(kind), id, NULL);
}

static enum rc put_words(struct ctx *c, const struct search_entry *e, struct str folded,
                         size_t *grams)
{
	struct str *words;
	uint32_t *gram;
	size_t n;
	viet_words(c->mem, folded, &words, &n);
	for (size_t i = 0; i < n; i++)
		TRY(sql_search_word_add(c->db, words[i], str_of(e->kind), e->id, NULL));
	/* Slips are looked for in the title only: a note would drown it. */
	viet_trigrams(c->mem, viet_fold(c->mem, e->title), &gram, grams);
	for (size_t i = 0; i < *grams; i++)
		TRY(sql_search_gram_add(c->db, gram[i], str_of(e->kind), e->id, NULL));
	return RC_OK;
}

enum rc search_put(struct ctx *c, const struct search_entry *e)
{
	size_t grams = 0;
	struct str all = arena_printf(c->mem, "%.*s %.*s", STR_ARG(e->title), STR_ARG(e->note));
	TRY(sql_search_word_drop(c->db, str_of(e->kind), e->id, NULL));
	TRY(sql_search_gram_drop(c->db, str_of(e->kind), e->id, NULL));
	TRY(put_words(c, e, viet_fold(c->mem, all), &grams));
	return sql_search_item_put(c->db, str_of(e->kind), e->id, e->title, e->note, e->sort_key,
	                           e->unit_id, e->person_id, (int64_t)grams, NULL);
}
