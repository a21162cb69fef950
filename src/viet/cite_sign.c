/* cite_sign.c: number, year and codes of a document. */
#include "viet/cite_inner.h"
#include "viet/codes.h"

#define CODES_MAX 8

struct codes {
	struct str part[CODES_MAX];
	char before[CODES_MAX]; /* '-' or '/' */
	size_t n, end;
	bool mended;
};

int cite_number(const struct viet_shadow *s, size_t *i, int most)
{
	int v = 0, n = 0;
	size_t k = *i;
	while (k < s->n && cite_digit(s->p[k]) && n < most) {
		v = v * 10 + (s->p[k++] - '0');
		n++;
	}
	if (n == 0 || (k < s->n && cite_digit(s->p[k])))
		return -1;
	*i = k;
	return v;
}

int cite_year(const struct viet_shadow *s, size_t i)
{
	size_t k = i;
	int v = cite_number(s, &k, 4);
	return k == i + 4 && v >= 1900 && v < 2100 ? v : 0;
}

size_t cite_word(const struct viet_shadow *s, size_t i)
{
	size_t k = i;
	while (k < s->n && shadow_is_word(s->p[k]))
		k++;
	return k - i;
}

static bool is_capital(char c)
{
	return c >= 'A' && c <= 'Z';
}

/* One code: begins with a capital. "TT¢g" is TTg: signs that are no letters fall out of noise. */
static size_t code_end(const struct viet_shadow *s, size_t i)
{
	size_t k = i;
	if (k >= s->n || !is_capital(s->cased[k]))
		return i;
	while (k < s->n &&
	       (shadow_is_word(s->p[k]) || s->p[k] == '&' ||
	        (s->noisy && s->p[k] == '?' && k + 1 < s->n && shadow_is_word(s->p[k + 1]))))
		k++;
	return k;
}

static struct str code_text(struct arena *a, const struct viet_shadow *s, size_t from, size_t to)
{
	char *p = arena_alloc(a, s->at[to] - s->at[from] + 1), *out = p;
	for (size_t i = from; i < to; i++) {
		if (s->p[i] == '?' && s->noisy)
			continue;
		memcpy(out, s->text.p + s->at[i], s->at[i + 1] - s->at[i]);
		out += s->at[i + 1] - s->at[i];
	}
	return (struct str){.p = p, .n = (size_t)(out - p)};
}

/* "QH15", "UBTVQH15", also with the term's figures read as letters. */
static bool assembly(struct arena *a, struct str read, struct str *out)
{
	size_t head = str_starts(read, "UBTVQH") ? 6 : str_starts(read, "QH") ? 2 : 0;
	if (!head || read.n == head || read.n > head + 2)
		return false;
	char *p = (char *)arena_str(a, read).p;
	for (size_t i = head; i < read.n; i++) {
		const char *like = "0123456789OISlZ", *at = strchr(like, p[i]);
		if (!at)
			return false;
		p[i] = "012345678901512"[at - like];
	}
	*out = (struct str){.p = p, .n = read.n};
	return true;
}

static void take_code(struct arena *a, const struct viet_shadow *s, struct codes *c, size_t from,
                      size_t to, unsigned kinds)
{
	struct str read = code_text(a, s, from, to), right = read;
	bool mended = read.n != s->at[to] - s->at[from];
	if (assembly(a, read, &right)) {
		mended |= !str_eq(read, right);
	} else {
		bool other = false;
		const char *code = viet_code(read, s->noisy && kinds, kinds ? kinds : CODE_BODY, &other);
		if (code) {
			right = str_of(code);
			mended |= other;
		}
	}
	c->mended |= mended;
	c->part[c->n++] = right;
}

static int capitals(const struct viet_shadow *s, size_t from, size_t to)
{
	int n = 0;
	for (size_t i = from; i < to; i++)
		n += is_capital(s->cased[i]);
	return n;
}

/* A code follows over a line's end or a space only where it is known to be one. */
static size_t next_code(struct arena *a, const struct viet_shadow *s, size_t i, size_t *from)
{
	bool mended;
	size_t k = shadow_skip(s, i), end = code_end(s, k);
	*from = k;
	if (end == k)
		return i;
	if (k == i)
		return end;
	struct str read = code_text(a, s, k, end), unused;
	if (s->text.p[s->at[i]] == '\n' && shadow_is_word(s->p[i - 2]) && capitals(s, k, end) >= 2)
		return end; /* a line that ends in a mark goes on */
	if (viet_code(read, s->noisy, CODE_TYPE | CODE_BODY, &mended) || assembly(a, read, &unused))
		return end;
	return i;
}

/* The first code stands at i. Later ones after '-' or '/'. */
static bool read_codes(struct arena *a, const struct viet_shadow *s, size_t i, struct codes *c)
{
	size_t from, end = next_code(a, s, i, &from);
	if (end == i)
		return false;
	take_code(a, s, c, from, end, CODE_TYPE | CODE_BODY);
	c->end = end;
	while (c->n < CODES_MAX) {
		size_t k = s->p[end] == ' ' ? shadow_skip(s, end) : end;
		if (k >= s->n || (s->p[k] != '-' && s->p[k] != '/'))
			break;
		size_t to = next_code(a, s, k + 1, &from);
		if (to == k + 1 || (k > end && from == k + 1))
			break;
		bool letter = !viet_doc_type_name(c->part[0]);
		c->before[c->n] = s->p[k];
		take_code(a, s, c, from, to, letter ? 0 : CODE_BODY);
		c->end = end = to;
	}
	return true;
}

static struct str join_codes(struct arena *a, const struct codes *c)
{
	struct str out = c->part[0];
	for (size_t i = 1; i < c->n; i++)
		out = arena_printf(a, "%.*s%c%.*s", STR_ARG(out), c->before[i], STR_ARG(c->part[i]));
	return out;
}

bool cite_codes_at(struct arena *a, const struct viet_shadow *s, size_t i, struct str *out,
                   bool *mended, size_t *end)
{
	struct codes c = {.n = 0};
	if (!read_codes(a, s, i, &c))
		return false;
	*out = join_codes(a, &c);
	*mended = c.mended;
	*end = c.end;
	return true;
}

/* The number: figures and one small letter ("12a"); in noise also l, I, O among figures. */
static bool read_number(struct arena *a, const struct viet_shadow *s, size_t *i,
                        struct cite_sign *out)
{
	char digits[8];
	size_t n = 0, k = *i;
	for (; k < s->n && n < 6; k++) {
		char c = s->cased[k];
		if (s->noisy && n > 0 && (c == 'l' || c == 'I' || c == 'O')) {
			c = c == 'O' ? '0' : '1';
			out->repaired = true;
		}
		if (!cite_digit(c))
			break;
		digits[n++] = c;
	}
	if (n == 0 || n > 5)
		return false;
	out->number = arena_str(a, (struct str){.p = digits, .n = n});
	char c = k < s->n ? s->cased[k] : 0;
	if (c >= 'a' && c <= 'z' && k + 1 < s->n && (s->p[k + 1] == '/' || s->p[k + 1] == '-')) {
		out->number = arena_printf(a, "%.*s%.*s", STR_ARG(out->number),
		                           (int)(s->at[k + 1] - s->at[k]), s->text.p + s->at[k]);
		k++;
	}
	*i = k;
	return true;
}

/* What kind of sign the codes make, and whether they make one at all. */
static bool judge(struct cite_sign *out, const struct codes *c, char mark)
{
	const char *type = viet_doc_type_name(c->part[0]);
	bool mended, term = str_starts(c->part[0], "QH") || str_starts(c->part[0], "UBTVQH");
	bool body = viet_code(c->part[0], false, CODE_BODY, &mended) != NULL;
	out->type = type;
	if (mark == '-') /* the Party; or an old one, 275-CP */
		return (type && c->n > 1 && c->before[1] == '/') || (!type && body && c->n == 1);
	if (out->year)
		return type || term || body;
	if (!type && body && c->n > 1)
		out->type = "Công văn";
	return (type || body || c->n > 1) && c->part[0].n > 1;
}

bool cite_sign_at(struct arena *a, const struct viet_shadow *s, size_t i, struct cite_sign *out)
{
	*out = (struct cite_sign){0};
	if (i > 0 && (shadow_is_word(s->p[i - 1]) || s->p[i - 1] == '/' || s->p[i - 1] == ','))
		return false;
	if (i > 1 && (s->p[i - 1] == '-' || s->p[i - 1] == '.') && shadow_is_word(s->p[i - 2]))
		return false;
	if (!read_number(a, s, &i, out))
		return false;
	i = i < s->n && s->p[i] == ' ' ? shadow_skip(s, i) : i;
	if (i >= s->n || (s->p[i] != '/' && s->p[i] != '-'))
		return false;
	char mark = s->p[i++];
	size_t k = shadow_skip(s, i), slash = shadow_skip(s, k + 4 < s->n ? k + 4 : s->n);
	if (mark == '/' && cite_year(s, k) && slash < s->n && s->p[slash] == '/') {
		out->year = cite_year(s, k);
		i = slash + 1;
	}
	struct codes c = {.n = 0};
	if (!read_codes(a, s, i, &c) || !judge(out, &c, mark))
		return false;
	if (mark == '-' && !out->type && (k != i || capitals(s, i, c.end) < 2))
		return false; /* "1- Thủ trưởng" is an item */
	out->notation = join_codes(a, &c);
	out->sign = out->year ? arena_printf(a, "%.*s/%d/%.*s", STR_ARG(out->number), out->year,
	                                     STR_ARG(out->notation))
	                      : arena_printf(a, "%.*s%c%.*s", STR_ARG(out->number), mark,
	                                     STR_ARG(out->notation));
	out->repaired |= c.mended;
	out->to = c.end;
	return true;
}

/* --- dates -------------------------------------------------------------------------------------
 */

size_t cite_of(const struct viet_shadow *s, size_t i)
{
	size_t n = cite_word(s, i);
	if (n < 3 || n > (s->noisy ? 4u : 3u) || s->p[i] != 'c' || s->p[i + n - 1] != 'a')
		return 0;
	return s->noisy || s->p[i + 1] == 'u' ? i + n : 0;
}

size_t cite_in_year(const struct viet_shadow *s, size_t i)
{
	size_t n = cite_word(s, i);
	if (n < 3 || s->p[i] != 'n')
		return 0;
	return (n == 3 && memcmp(s->p + i, "nam", 3) == 0) || (s->noisy && n <= 4) ? i + n : 0;
}

static bool day_of(int day, int month, int year, struct date *out, bool *exists)
{
	if (day < 0 || month < 0 || year == 0)
		return false;
	*out = date_of(year, month, day);
	*exists = !date_is_none(*out);
	return true;
}

/* d/m/y, d-m-y or d.m.y at *i, also broken over lines after a mark. */
static bool short_date(const struct viet_shadow *s, size_t *i, struct date *out, bool *exists)
{
	int v[2];
	size_t k = *i;
	for (int n = 0; n < 2; n++) {
		v[n] = cite_number(s, &k, 2);
		k = k < s->n && s->p[k] == ' ' ? shadow_skip(s, k) : k;
		if (v[n] < 0 || k >= s->n || !strchr("/-.", s->p[k]))
			return false;
		k = shadow_skip(s, k + 1);
	}
	if (!day_of(v[0], v[1], cite_year(s, k), out, exists))
		return false;
	*i = k + 4;
	return true;
}

static bool long_date(const struct viet_shadow *s, size_t *i, struct date *out, bool *exists)
{
	size_t k = *i;
	int day = cite_number(s, &k, 2);
	k = shadow_skip(s, k);
	size_t n = cite_word(s, k);
	if (n < 4 || n > 6 || s->p[k] != 't' || s->p[k + 1] != 'h')
		return false;
	k = shadow_skip(s, k + n);
	int month = cite_number(s, &k, 2);
	k = shadow_skip(s, k);
	size_t year = cite_in_year(s, k);
	if (!year || !day_of(day, month, cite_year(s, shadow_skip(s, year)), out, exists))
		return false;
	*i = shadow_skip(s, year) + 4;
	return true;
}

bool cite_date_at(const struct viet_shadow *s, size_t i, struct date *out, bool *exists,
                  size_t *end)
{
	size_t n = cite_word(s, i);
	if (n < 3 || n > 5 || s->p[i] != 'n' || s->p[i + 1] != 'g' || (!s->noisy && n != 4))
		return false;
	size_t k = shadow_skip(s, i + n);
	if (!short_date(s, &k, out, exists) && !long_date(s, &k, out, exists))
		return false;
	*end = k;
	return true;
}
