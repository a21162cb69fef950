/* identity.c: when two texts mean one document. */
#include "app/library/library.h"

#include "db/sql_library.h"
#include "db/sql_op.h"
#include "viet/viet.h"

/* Types by their codes (Nghị định 30/2020/NĐ-CP, Phụ lục III; the Party's; of laws). */
const struct choice document_types[] = {{"L", "Luật"},
                                        {"BL", "Bộ luật"},
                                        {"PL", "Pháp lệnh"},
                                        {"ND", "Nghị định"},
                                        {"NQ", "Nghị quyết"},
                                        {"QD", "Quyết định"},
                                        {"CT", "Chỉ thị"},
                                        {"TT", "Thông tư"},
                                        {"TTLT", "Thông tư liên tịch"},
                                        {"KL", "Kết luận"},
                                        {"QyD", "Quy định"},
                                        {"QC", "Quy chế"},
                                        {"KH", "Kế hoạch"},
                                        {"HD", "Hướng dẫn"},
                                        {"CTr", "Chương trình"},
                                        {"CV", "Công văn"},
                                        {"TB", "Thông báo"},
                                        {"BC", "Báo cáo"},
                                        {"VBHN", "Văn bản hợp nhất"},
                                        {"K", "Văn bản khác"},
                                        {0}};

const struct choice document_classes[] = {{"law", "Văn bản quy phạm pháp luật"},
                                          {"party", "Văn bản của Đảng"},
                                          {"office", "Văn bản hành chính"},
                                          {"guidance", "Hướng dẫn của cơ quan"},
                                          {0}};

/*
 * Issuers have several names, and some names mean one issuer class. In order: the first that begins
 * the folded name is taken; what follows it ("tinh bac ninh") stays.
 */
static const struct {
	const char *begins, *class;
} issuers[] = {
	{"uy ban thuong vu quoc hoi", "ubtvqh"},
	{"uy ban nhan dan", "ubnd"},
	{"hoi dong nhan dan", "hdnd"},
	{"van phong uy ban nhan dan", "vp ubnd"},
	{"van phong ubnd", "vp ubnd"},
	{"quoc hoi", "qh"},
	{"thu tuong chinh phu", "ttg"},
	{"thu tuong", "ttg"},
	{"chinh phu", "cp"},
	{"bo chinh tri", "tw"},
	{"ban bi thu", "tw"},
	{"ban chap hanh trung uong", "tw"},
	{"trung uong", "tw"},
	{"tinh uy", "tu"},
	{"bo noi vu", "bnv"},
	{"bo tai chinh", "btc"},
};

/* A provincial issuer that names no province is the office's own province. */
static bool wants_place(struct str key)
{
	return str_eqz(key, "tu") || str_eqz(key, "ubnd tinh") || str_eqz(key, "hdnd tinh") ||
	       str_eqz(key, "vp ubnd tinh");
}

static enum rc issuer_key(struct ctx *c, struct str issuer, struct str *out)
{
	struct str key = viet_fold(c->mem, issuer);
	for (int i = 0; i < COUNT(issuers); i++) {
		size_t n = strlen(issuers[i].begins);
		if (!str_starts(key, issuers[i].begins) || (key.n > n && key.p[n] != ' '))
			continue;
		key = arena_printf(c->mem, "%s%.*s", issuers[i].class, (int)(key.n - n), key.p + n);
		break;
	}
	if (wants_place(key)) {
		struct sql_setting_get place;
		enum rc rc = sql_setting_get(c->db, c->mem, STR("place"), &place);
		if (rc == RC_OK)
			key = arena_printf(c->mem, "%.*s %.*s", STR_ARG(key),
			                   STR_ARG(viet_fold(c->mem, place.value)));
		else if (rc != RC_NOTFOUND)
			return rc;
	}
	*out = key;
	return RC_OK;
}

static bool year_of(struct str word, int *year)
{
	int64_t n;
	if (word.n != 4 || !str_int(word, &n) || n < 1945 || n > 2100)
		return false;
	*year = (int)n;
	return true;
}

/*
 * Small letters without marks, groups parted by one space, the number without leading zeros:
 * "Số: 05/QĐ-VP" is "5 qd vp". Which mark parts the groups is where scans and people differ.
 */
static struct str sign_key(struct ctx *c, struct str sign, int *year)
{
	struct str rest = viet_fold(c->mem, sign);
	if (str_starts(rest, "so "))
		rest.p += 3, rest.n -= 3;
	while (rest.n > 1 && rest.p[0] == '0')
		rest.p++, rest.n--;
	struct str key = rest;
	str_cut(&rest, ' ');
	if (rest.p)
		(void)year_of(str_cut(&rest, ' '), year);
	return key;
}

/* Without "về việc" before and "năm 2022" or "2022" after it; the year is told. */
static struct str title_key(struct ctx *c, struct str type, struct str title, int *year)
{
	static const char *const openings[] = {"ve viec ", "ve ", "quy dinh "};
	struct str key = viet_fold(c->mem, title), kind = viet_fold(c->mem, type);
	for (int i = 0; i < COUNT(openings); i++)
		if (str_starts(key, openings[i])) {
			key.p += strlen(openings[i]);
			key.n -= strlen(openings[i]);
			break;
		}
	if (key.n > 5 && key.p[key.n - 5] == ' ' &&
	    year_of((struct str){.p = key.p + key.n - 4, .n = 4}, year))
		key.n -= key.n > 9 && memcmp(key.p + key.n - 9, " nam", 4) == 0 ? 9 : 5;
	if (key.n && kind.n && !str_starts(key, kind.p))
		key = arena_printf(c->mem, "%.*s %.*s", STR_ARG(kind), STR_ARG(key));
	return arena_str(c->mem, key);
}

/* "CT" is "Chỉ thị"; any other word is itself. */
static struct str type_words(struct str type)
{
	for (const struct choice *t = document_types; t->value; t++)
		if (str_eqz(type, t->value))
			return str_of(t->label);
	return type;
}

struct str library_name(struct ctx *c, struct str type, struct str sign, struct str title)
{
	struct str words = type_words(type);
	if (sign.n)
		return arena_printf(c->mem, "%.*s %.*s", STR_ARG(words), STR_ARG(sign));
	if (str_starts(viet_fold(c->mem, title), viet_fold(c->mem, words).p))
		return title;
	return arena_printf(c->mem, "%.*s %.*s", STR_ARG(words), STR_ARG(title));
}

enum rc library_keys(struct ctx *c, const struct library_cited *what, struct library_keys *out)
{
	int in_sign = 0, in_title = 0;
	*out = (struct library_keys){0};
	TRY(issuer_key(c, what->issuer, &out->issuer));
	out->sign = sign_key(c, what->sign, &in_sign);
	out->title = title_key(c, type_words(what->type), what->title, &in_title);
	int said = !date_is_none(what->date) ? date_civil(what->date).year : what->year;
	/* With a sign, "năm 2026" in a title says what it is about. */
	out->year = in_sign ? in_sign : !out->sign.n && in_title ? in_title : said;
	/* The Party counts by terms of five years and writes its type behind a hyphen. */
	ptrdiff_t slash = str_chr(what->sign, '/'), hyphen = str_chr(what->sign, '-');
	out->yearly = out->sign.n && !in_sign && !(hyphen >= 0 && slash > hyphen);
	return RC_OK;
}

/* --- finding ---------------------------------------------------------------------------------- */

struct candidate {
	int64_t id, year;
	struct str issuer, title;
	struct date signed_on, from, to;
};

struct candidates {
	struct candidate *items;
	int count;
};

static void keep_if(struct candidates *all,
                    bool (*fits)(const struct candidate *one, const void *arg), const void *arg)
{
	int n = 0;
	for (int i = 0; i < all->count; i++)
		if (fits(&all->items[i], arg))
			all->items[n++] = all->items[i];
	all->count = n;
}

/* The same among several: only when somebody is left. */
static void prefer(struct candidates *all,
                   bool (*fits)(const struct candidate *one, const void *arg), const void *arg)
{
	int n = 0;
	for (int i = 0; i < all->count; i++)
		n += fits(&all->items[i], arg);
	if (all->count > 1 && n > 0)
		keep_if(all, fits, arg);
}

static bool year_fits(const struct candidate *one, const void *arg)
{
	const struct library_keys *k = arg;
	return k->year == 0 || one->year == 0 || one->year == k->year;
}

static bool issuer_fits(const struct candidate *one, const void *arg)
{
	const struct library_keys *k = arg;
	return k->issuer.n == 0 || one->issuer.n == 0 || str_eq(one->issuer, k->issuer) ||
	       (str_starts(one->issuer, k->issuer.p) && one->issuer.p[k->issuer.n] == ' ') ||
	       (str_starts(k->issuer, one->issuer.p) && k->issuer.p[one->issuer.n] == ' ');
}

static bool title_is(const struct candidate *one, const void *arg)
{
	return str_eq(one->title, *(const struct str *)arg);
}

static bool issuer_is(const struct candidate *one, const void *arg)
{
	return str_eq(one->issuer, *(const struct str *)arg);
}

static bool signed_on(const struct candidate *one, const void *arg)
{
	return one->signed_on.days == ((const struct date *)arg)->days;
}

static bool in_force(const struct candidate *one, const void *arg)
{
	const struct date *on = arg;
	return (date_is_none(one->from) || one->from.days <= on->days) &&
	       (date_is_none(one->to) || one->to.days > on->days);
}

static enum rc by_sign(struct ctx *c, const struct library_keys *k, struct candidates *out)
{
	struct sql_document_by_sign *rows;
	size_t n;
	TRY(sql_document_by_sign(c->db, c->mem, k->sign, &rows, &n));
	out->items = arena_array(c->mem, n + 1, sizeof *out->items);
	out->count = (int)n;
	for (size_t i = 0; i < n; i++)
		out->items[i] = (struct candidate){.id = rows[i].id,
		                                   .year = rows[i].year,
		                                   .issuer = rows[i].issuer_key,
		                                   .title = rows[i].title_key,
		                                   .signed_on = rows[i].signed_on,
		                                   .from = rows[i].valid_from,
		                                   .to = rows[i].valid_to};
	return RC_OK;
}

static enum rc by_title(struct ctx *c, const struct library_keys *k, struct candidates *out)
{
	struct sql_document_by_title *rows;
	size_t n;
	TRY(sql_document_by_title(c->db, c->mem, k->title, &rows, &n));
	out->items = arena_array(c->mem, n + 1, sizeof *out->items);
	out->count = (int)n;
	for (size_t i = 0; i < n; i++)
		out->items[i] = (struct candidate){.id = rows[i].id,
		                                   .year = rows[i].year,
		                                   .issuer = rows[i].issuer_key,
		                                   .title = k->title,
		                                   .signed_on = rows[i].signed_on,
		                                   .from = rows[i].valid_from,
		                                   .to = rows[i].valid_to};
	return RC_OK;
}

enum rc library_find(struct ctx *c, const struct library_cited *what, struct library_found *out)
{
	struct library_keys k;
	struct candidates all = {0};
	*out = (struct library_found){.id = DB_NULL};
	TRY(library_keys(c, what, &k));
	if (k.sign.n)
		TRY(by_sign(c, &k, &all));
	else if (k.title.n)
		TRY(by_title(c, &k, &all));
	keep_if(&all, year_fits, &k);
	keep_if(&all, issuer_fits, &k);
	if (k.title.n)
		prefer(&all, title_is, &k.title);
	prefer(&all, issuer_is, &k.issuer);
	if (!date_is_none(what->date))
		prefer(&all, signed_on, &what->date);
	if (!k.sign.n && !date_is_none(what->on))
		prefer(&all, in_force, &what->on);
	out->count = all.count;
	bool sure =
		!k.yearly || k.year != 0 || (all.count == 1 && k.title.n && title_is(all.items, &k.title));
	if (all.count == 1 && sure)
		out->id = all.items[0].id;
	return RC_OK;
}
