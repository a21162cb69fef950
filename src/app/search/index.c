#include "app/search/search.h"

#include "db/sql.h"
#include "viet/viet.h"

enum rc search_drop(struct ctx *c, const char *kind, int64_t id)
{
	TRY(sql_search_word_drop(c->db, str_of(kind), id, NULL));
	TRY(sql_search_gram_drop(c->db, str_of(kind), id, NULL));
	return sql_search_item_drop(c->db, str_of(kind), id, NULL);
}

/* Words of the title first: a word that stands in both counts as the title's. */
static enum rc put_words(struct ctx *c, const struct search_entry *e, struct str title)
{
	struct str all =
		arena_printf(c->mem, "%.*s %.*s", STR_ARG(title), STR_ARG(viet_fold(c->mem, e->note)));
	struct str *words, *in_title;
	size_t n, titles;
	viet_words(c->mem, title, &in_title, &titles);
	viet_words(c->mem, all, &words, &n);
	for (size_t i = 0; i < n; i++)
		TRY(sql_search_word_add(c->db, words[i], str_of(e->kind), i >= titles, e->id, NULL));
	return RC_OK;
}

/* Slips are looked for in the title only: a note would drown it. */
static enum rc put_grams(struct ctx *c, const struct search_entry *e, struct str title)
{
	uint32_t *gram;
	size_t n;
	viet_trigrams(c->mem, title, &gram, &n);
	for (size_t i = 0; i < n; i++)
		TRY(sql_search_gram_add(c->db, gram[i], str_of(e->kind), e->id, NULL));
	return RC_OK;
}

enum rc search_put(struct ctx *c, const struct search_entry *e)
{
	struct str title = viet_fold(c->mem, e->title);
	TRY(sql_search_word_drop(c->db, str_of(e->kind), e->id, NULL));
	TRY(sql_search_gram_drop(c->db, str_of(e->kind), e->id, NULL));
	TRY(put_words(c, e, title));
	TRY(put_grams(c, e, title));
	/* Longer ones are found by their words; an index entry has its limit. */
	struct str fold = str_chars(title) > SEARCH_FOLD_MAX ? STR("") : title;
	return sql_search_item_put(c->db, str_of(e->kind), e->id, e->title, e->note, fold, e->sort_key,
	                           e->unit_id, e->person_id, NULL);
}

enum rc search_put_new(struct ctx *c, const struct search_entry *e, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		struct str title = viet_fold(c->mem, e[i].title);
		TRY(put_words(c, &e[i], title));
		TRY(put_grams(c, &e[i], title));
		struct str fold = str_chars(title) > SEARCH_FOLD_MAX ? STR("") : title;
		TRY(sql_search_item_put(c->db, str_of(e[i].kind), e[i].id, e[i].title, e[i].note, fold,
		                        e[i].sort_key, e[i].unit_id, e[i].person_id, NULL));
	}
	return RC_OK;
}
