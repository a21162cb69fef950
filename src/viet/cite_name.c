/* cite_name.c: bodies, and documents that are cited by name instead of sign. */
#include "viet/cite_inner.h"
#include "viet/codes.h"

#define NAME_WORDS 16

static bool is_capital(const struct viet_shadow *s, size_t i)
{
	return i < s->n && s->cased[i] >= 'A' && s->cased[i] <= 'Z';
}

/* --- bodies ------------------------------------------------------------------------------------
 */

/* Words with capitals after "tỉnh", "xã": a name that no list has. */
static size_t proper_name(const struct viet_shadow *s, size_t i)
{
	size_t end = i;
	for (int words = 0; words < 4 && is_capital(s, i) && !viet_near(s, i, "lần thứ", NULL);
	     words++) {
		end = i + cite_word(s, i);
		i = end < s->n && s->p[end] == ' ' ? shadow_skip(s, end) : s->n;
	}
	return end;
}

struct tail {
	struct str text;
	size_t end;
	bool mended;
};

/* "Tỉnh ủy Cà Mau": the province alone. */
static bool province_at(struct arena *a, const struct viet_shadow *s, size_t i, struct tail *t)
{
	const char *place = is_capital(s, i) ? viet_near_best(s, i, viet_provinces, &t->end) : NULL;
	if (!place)
		return false;
	struct str read = shadow_text(a, s, i, t->end);
	t->text = s->noisy ? str_of(place) : read;
	t->mended = !str_eq(t->text, read);
	return true;
}

/* "tỉnh Lào Cai", "tỉnh", "các xã, phường": what says which of many such bodies. */
static bool tail_at(struct arena *a, const struct viet_shadow *s, size_t i, struct tail *t)
{
	static const char *const levels[] = {"tỉnh",   "thành phố", "huyện",   "xã",
	                                     "phường", "thị xã",    "đặc khu", "cấp tỉnh",
	                                     "cấp xã", "các cấp",   NULL};
	size_t k = shadow_skip(s, i), end;
	const char *level = viet_near_best(s, k, levels, &end);
	if (!level)
		return province_at(a, s, k, t);
	size_t name = shadow_skip(s, end), name_end;
	const char *place = viet_near_best(s, name, viet_provinces, &name_end);
	if (!is_capital(s, name))
		place = NULL;
	if (!place)
		name_end = proper_name(s, name);
	bool named = place || name_end > name;
	struct str read = shadow_text(a, s, k, named ? name_end : end);
	t->end = named ? name_end : end;
	t->text = read;
	if (!s->noisy)
		return true;
	struct str proper = place ? str_of(place) : shadow_text(a, s, name, name_end);
	t->text = named ? arena_printf(a, "%s %.*s", level, STR_ARG(proper)) : str_of(level);
	t->mended = !str_eq(t->text, read);
	return true;
}

struct congress {
	size_t from, to; /* its number */
	int begins, ends;
	size_t end;
};

/* "lần thứ I, nhiệm kỳ 2025 - 2030" after a congress. */
static bool congress_number(const struct viet_shadow *s, size_t i, struct congress *out)
{
	size_t k = viet_near(s, shadow_skip(s, i), "lần thứ", NULL);
	if (!k)
		return false;
	while (k < s->n && s->p[k] == '?') /* what is left of a garbled word */
		k++;
	*out = (struct congress){.from = shadow_skip(s, k)};
	out->to = out->end = out->from + cite_word(s, out->from);
	if (out->to == out->from || out->to - out->from > 6)
		return false;
	k = out->end < s->n && s->p[out->end] == ',' ? out->end + 1 : out->end;
	size_t term = viet_near(s, shadow_skip(s, k), "nhiệm kỳ", NULL), year = shadow_skip(s, term);
	if (!term || !cite_year(s, year))
		return true;
	k = shadow_skip(s, year + 4);
	size_t last = k < s->n && s->p[k] == '-' ? shadow_skip(s, k + 1) : s->n;
	if (last < s->n && cite_year(s, last)) {
		out->begins = cite_year(s, year);
		out->ends = cite_year(s, last);
		out->end = last + 4;
	}
	return true;
}

bool cite_body_at(struct arena *a, const struct viet_shadow *s, size_t i, struct str *out,
                  bool *mended, size_t *end)
{
	struct tail t = {0};
	const char *body = viet_near_best(s, i, viet_bodies, end);
	if (!body)
		return false;
	struct str read = shadow_text(a, s, i, *end);
	*out = s->noisy ? str_of(body) : read;
	*mended = !str_eq(*out, read);
	if (tail_at(a, s, *end, &t)) {
		*out = arena_printf(a, "%.*s %.*s", STR_ARG(*out), STR_ARG(t.text));
		*mended |= t.mended;
		*end = t.end;
	}
	return true;
}

/* --- laws --------------------------------------------------------------------------------------
 */

/* The name of a law that the list lacks: up to where the sentence goes on. Clean text only. */
static size_t unknown_law(const struct viet_shadow *s, size_t i)
{
	static const char *const stops[] = {"năm", "ngày",        "và các", "được", "quy định",
	                                    "số",  "có hiệu lực", "của",    "này",  "thì",
	                                    "đã",  "theo",        "về",     "khi",  NULL};
	size_t end = i, unused;
	if (s->noisy || !is_capital(s, i))
		return i;
	for (int words = 0; words < NAME_WORDS && i < s->n; words++) {
		size_t n = cite_word(s, i);
		if (n == 0 || viet_near_best(s, i, stops, &unused) || (words && is_capital(s, i)))
			break;
		end = i + n;
		if (end >= s->n || s->p[end] != ' ')
			break;
		i = shadow_skip(s, end);
	}
	return end;
}

/* "sửa đổi, bổ sung một số điều của Luật": the law's name that comes after belongs to it. */
static size_t amending(const struct viet_shadow *s, size_t i, const char **law)
{
	static const char *const ways[] = {"sửa đổi, bổ sung một số điều của Luật",
	                                   "sửa đổi, bổ sung một số điều của Bộ luật",
	                                   "sửa đổi, bổ sung một số điều của các Luật", NULL};
	size_t end, name_end;
	if (!viet_near_best(s, i, ways, &end))
		return 0;
	*law = viet_near_best(s, shadow_skip(s, end), viet_laws, &name_end);
	return *law ? name_end : end;
}

/* "Luật Thi đua, khen thưởng số 06/2022/QH15": the sign behind the name; gives its end. */
static size_t law_sign(struct arena *a, const struct viet_shadow *s, size_t i, struct cite *c)
{
	struct cite_sign sign;
	size_t k = shadow_skip(s, i), n = cite_word(s, k);
	if (k < s->n && (s->p[k] == '(' || s->p[k] == ','))
		n = cite_word(s, k = shadow_skip(s, k + 1));
	if (n >= 2 && n <= (s->noisy ? 3u : 2u) && s->p[k] == 's')
		k = shadow_skip(s, k + n);
	while (k < s->n && s->p[k] == ':')
		k = shadow_skip(s, k + 1);
	if (!cite_sign_at(a, s, k, &sign) ||
	    !(str_starts(sign.notation, "QH") || str_starts(sign.notation, "UBTVQH")))
		return i;
	c->sign = sign.sign;
	c->year = sign.year;
	c->repaired |= sign.repaired;
	return c->to = sign.to;
}

/* "Luật Thi đua, khen thưởng (sửa đổi) năm 2022": behind the bracket, or i. */
static size_t over_amended(const struct viet_shadow *s, size_t i)
{
	size_t k = shadow_skip(s, i), end;
	if (k >= s->n || s->p[k] != '(' || !(end = viet_near(s, k + 1, "sửa đổi", NULL)))
		return i;
	while (end < s->n && s->p[end] != ')' && end < k + 30)
		end++;
	return end < s->n && s->p[end] == ')' ? end + 1 : i;
}

static bool law_at(struct arena *a, const struct viet_shadow *s, size_t i, struct cite *c)
{
	static const char *const kinds[] = {"Luật", "Bộ luật", "Pháp lệnh", "Hiến pháp", NULL};
	const char *law = NULL;
	size_t end, name_end;
	const char *kind = viet_near_best(s, i, kinds, &end);
	if (!kind)
		return false;
	size_t name = shadow_skip(s, end);
	*c = (struct cite){.date = DATE_NONE, .from = i, .type = str_of(kind)};
	if (strcmp(kind, "Hiến pháp") == 0) {
		c->to = end;
		cite_rest(a, s, end, c);
		return c->year != 0;
	}
	name_end = amending(s, name, &law);
	bool amends = name_end != 0;
	if (!amends)
		law = viet_near_best(s, name, viet_laws, &name_end);
	if (!law && !amends)
		name_end = unknown_law(s, name);
	if (name_end <= name || (!amends && !is_capital(s, name)))
		return false;
	struct str read = shadow_text(a, s, name, name_end);
	c->title = s->noisy && law && !amends ? str_of(law) : read;
	c->repaired = !str_eq(c->title, read);
	c->to = name_end;
	struct str title = c->title;
	cite_rest(a, s, over_amended(s, law_sign(a, s, name_end, c)), c);
	c->title = title;
	return true;
}

/* --- resolutions of congresses ------------------------------------------------------------------
 */

static bool congress_at(struct arena *a, const struct viet_shadow *s, size_t i, struct cite *c)
{
	static const char *const heads[] = {"Đại hội Đảng bộ",  "Đại hội đại biểu Đảng bộ",
	                                    "Đại hội",          "Đại hội đại biểu toàn quốc",
	                                    "Đại hội đại biểu", NULL};
	struct tail t = {0};
	struct congress at = {0};
	size_t type = viet_near(s, i, "Nghị quyết", NULL), end;
	if (!type)
		return false;
	size_t k = shadow_skip(s, type), of = cite_of(s, k);
	k = of ? shadow_skip(s, of) : k;
	const char *head = viet_near_best(s, k, heads, &end);
	if (!head)
		return false;
	*c = (struct cite){.date = DATE_NONE, .from = i, .to = end, .type = STR("Nghị quyết")};
	struct str read = shadow_text(a, s, k, end), body = s->noisy ? str_of(head) : read;
	if (tail_at(a, s, end, &t)) {
		body = arena_printf(a, "%.*s %.*s", STR_ARG(body), STR_ARG(t.text));
		c->to = t.end;
	}
	if (congress_number(s, c->to, &at)) {
		body = arena_printf(a, "%.*s lần thứ %.*s", STR_ARG(body),
		                    STR_ARG(shadow_text(a, s, at.from, at.to)));
		c->to = at.end;
	}
	c->issuer = c->title = body;
	if (at.ends)
		c->title = arena_printf(a, "%.*s, nhiệm kỳ %d - %d", STR_ARG(body), at.begins, at.ends);
	c->repaired = s->noisy;
	return true;
}

bool cite_named_at(struct arena *a, const struct viet_shadow *s, size_t i, struct cite *c)
{
	switch (s->cased[i]) {
	case 'L':
	case 'B':
	case 'P':
	case 'H': return law_at(a, s, i, c);
	case 'N': return congress_at(a, s, i, c);
	default: return false;
	}
}
