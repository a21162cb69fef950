/* match.c: words of a plan against what the office has: units, documents. Proposals, all of them.
 */
#include "app/library/library.h"
#include "app/plan/inner.h"
#include "db/sql_plan.h"
#include "op/gate.h"
#include "viet/shadow.h"
#include "viet/viet.h"

struct plan_units {
	struct sql_plan_units *rows;
	size_t n;
};

enum rc plan_units_load(struct ctx *c, struct plan_units **out)
{
	*out = arena_alloc(c->mem, sizeof **out);
	return sql_plan_units(c->db, c->mem, 0, &(*out)->rows, &(*out)->n);
}

/* "Các phòng, ban, đơn vị trực thuộc": every unit of the office. */
static bool names_all(const struct viet_shadow *s)
{
	static const char *const begins[] = {
		"Các phòng",         "Các ban",     "Các đơn vị",         "Tất cả các phòng",
		"Tất cả các đơn vị", "Các bộ phận", "Toàn thể các phòng", NULL};
	static const char *const whom[] = {"đơn vị", "phòng", "ban", NULL};
	size_t end, unused;
	if (!viet_near_best(s, 0, begins, &end))
		return false;
	for (size_t i = 0; i < s->n; i++)
		if (shadow_begins(s, i) && viet_near_best(s, i, whom, &unused))
			return true;
	return false;
}

int64_t plan_unit_of(struct ctx *c, const struct plan_units *u, struct str owner, bool noisy,
                     bool *all)
{
	int64_t best = DB_NULL;
	int least = 0;
	*all = false;
	if (owner.n == 0)
		return DB_NULL;
	struct viet_shadow s = viet_shadow(c->mem, owner);
	s.noisy = noisy;
	size_t whole = s.n;
	while (whole > 0 && !shadow_is_word(s.p[whole - 1]))
		whole--;
	for (size_t i = 0; i < u->n; i++) {
		const char *const names[] = {
			arena_strz(c->mem, u->rows[i].name),
			u->rows[i].short_name.n > 1 ? arena_strz(c->mem, u->rows[i].short_name) : NULL};
		for (int k = 0; k < 2; k++) {
			int cost;
			if (!names[k] || viet_near(&s, 0, names[k], &cost) != whole)
				continue;
			if (best == DB_NULL || cost < least) {
				best = u->rows[i].id;
				least = cost;
			}
		}
	}
	*all = best == DB_NULL && names_all(&s);
	return best;
}

/* --- who issued it --- */

#define NAME_WORDS 40

/* The words of a name, folded; the usual short forms in full. */
struct name_words {
	struct str w[NAME_WORDS];
	int n;
};

static void add_words(struct ctx *c, struct name_words *out, struct str text)
{
	static const struct {
		const char *short_form, *full;
	} forms[] = {{"ubnd", "uy ban nhan dan"},
	             {"hdnd", "hoi dong nhan dan"},
	             {"vp", "van phong"},
	             {"dbqh", "dai bieu quoc hoi"}};
	struct str rest = viet_fold(c->mem, text);
	while (rest.n && out->n < NAME_WORDS) {
		struct str word = str_cut(&rest, ' ');
		const char *full = NULL;
		for (size_t i = 0; i < sizeof forms / sizeof *forms; i++)
			full = str_eqz(word, forms[i].short_form) ? forms[i].full : full;
		if (full)
			add_words(c, out, str_of(full));
		else if (word.n &&
		         ((word.p[0] >= 'a' && word.p[0] <= 'z') || (word.p[0] >= '0' && word.p[0] <= '9')))
			out->w[out->n++] = word;
	}
}

static bool all_within(const struct name_words *few, const struct name_words *many)
{
	for (int i = 0; i < few->n; i++) {
		int k = 0;
		while (k < many->n && !str_eq(few->w[i], many->w[k]))
			k++;
		if (k == many->n)
			return false;
	}
	return few->n > 0;
}

bool plan_issued_here(struct ctx *c, const struct plan_units *u, struct str parent,
                      struct str issuer)
{
	struct name_words by = {0}, whole = {0};
	add_words(c, &by, issuer);
	if (by.n == 0)
		return true;
	add_words(c, &whole, issuer);
	add_words(c, &whole, parent);
	for (size_t i = 0; i < u->n; i++) {
		struct name_words name = {0}, short_name = {0};
		add_words(c, &name, u->rows[i].name);
		add_words(c, &short_name, u->rows[i].short_name);
		/* All that the issuer is called, and all that is needed to know which one it is. */
		if (all_within(&by, &name) && (all_within(&name, &whole) || parent.n == 0))
			return true;
		if (all_within(&short_name, &by) && all_within(&by, &short_name))
			return true;
	}
	return false;
}

enum rc plan_document_of(struct ctx *c, struct str type, struct str sign, struct str issuer,
                         struct str title, struct date dated, int year, struct date on,
                         int64_t *document)
{
	struct library_cited cited = {.type = str_or_empty(type),
	                              .sign = str_or_empty(sign),
	                              .issuer = str_or_empty(issuer),
	                              .title = str_or_empty(title),
	                              .year = year,
	                              .date = dated,
	                              .on = on};
	struct library_found found;
	*document = DB_NULL;
	if (!sign.n && !title.n)
		return RC_OK;
	TRY(library_find(c, &cited, &found));
	*document = found.id;
	return RC_OK;
}
