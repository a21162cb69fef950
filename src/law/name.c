/* name.c: how conditions are known: a key by place, a hash by content. */
#include "law/read.h"

#include <sodium.h>

static struct str hex(struct arena *mem, const unsigned char *hash, size_t n)
{
	char text[65];
	sodium_bin2hex(text, sizeof text, hash, n);
	return arena_str(mem, str_of(text));
}

/* Name and text, each with its length before it, so that nothing can be moved between them. */
static void feed(crypto_generichash_state *h, struct str s)
{
	uint64_t n = s.n;
	crypto_generichash_update(h, (const unsigned char *)&n, sizeof n);
	crypto_generichash_update(h, (const unsigned char *)s.p, s.n);
}

static struct str hash_node(struct reading *r, const struct node *n)
{
	unsigned char hash[16];
	crypto_generichash_state h;
	crypto_generichash_init(&h, NULL, 0, sizeof hash);
	feed(&h, n->text);
	for (int i = 0; i < n->source.cite_count; i++) {
		const struct cite *c = &n->source.cites[i];
		feed(&h, c->doc < 0 ? STR("") : r->law->docs[c->doc].key);
		feed(&h, c->text);
	}
	crypto_generichash_final(&h, hash, sizeof hash);
	return hex(r->mem, hash, sizeof hash);
}

static void name_tree(struct reading *r, struct node *n, struct str key)
{
	n->key = key;
	n->hash = hash_node(r, n);
	int i = 1;
	for (struct node *c = n->child; c; c = c->next, i++)
		name_tree(r, c, arena_printf(r->mem, "%.*s.%d", STR_ARG(key), i));
}

static void name_award(struct reading *r, struct award *w)
{
	static const char *const subjects[] = {"ca-nhan", "tap-the", "ho"};
	for (int i = 0; i < w->version_count; i++) {
		struct version *v = &w->versions[i];
		bool first = true;
		for (int j = 0; j < i; j++)
			first &= w->versions[j].subject != v->subject;
		struct date_text from = date_iso(v->when.from);
		name_tree(r, v->root,
		          arena_printf(r->mem, "%.*s.%s%s%s", STR_ARG(w->info.code), subjects[v->subject],
		                       first ? "" : "@", first ? "" : from.z));
	}
}

void name_nodes(struct reading *r, const struct law_file *files, int count)
{
	unsigned char hash[32];
	crypto_generichash_state h;
	for (int i = 0; i < r->law->award_count; i++)
		name_award(r, &r->law->awards[i]);
	crypto_generichash_init(&h, NULL, 0, sizeof hash);
	for (int i = 0; i < count; i++) {
		feed(&h, files[i].name);
		feed(&h, files[i].text);
	}
	crypto_generichash_final(&h, hash, sizeof hash);
	r->law->hash = hex(r->mem, hash, sizeof hash);
}

struct str law_hash(const struct law *law)
{
	return law->hash;
}
