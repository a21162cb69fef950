/* docx_number.c: automatic numbers (ISO/IEC 29500-1, 17.9) and the styles that bring them. */
#include "doc/docx_inner.h"

static int64_t number_of(struct str s, int64_t otherwise)
{
	int64_t v;
	return str_int(s, &v) && v >= -1 && v < 100000 ? v : otherwise;
}

/* --- numbering.xml --- */

struct numbering {
	struct docx *d;
	struct docx_list *list;
	struct docx_num *num;
	int64_t level;
};

static enum rc numbering_start(void *arg, const char *name, const struct xml_attrs *attrs)
{
	struct numbering *n = arg;
	struct docx *d = n->d;
	struct str val = xml_attr(attrs, "val");
	struct docx_level *level = n->list && n->level >= 0 ? &n->list->level[n->level] : NULL;
	if (strcmp(name, "abstractNum") == 0) {
		if (d->list_count == DOCX_LISTS_MAX)
			return office_damaged(&d->o, "quá nhiều danh sách");
		n->list = &d->lists[d->list_count++];
		n->num = NULL;
		n->list->id = number_of(xml_attr(attrs, "abstractNumId"), -1);
	} else if (strcmp(name, "num") == 0) {
		if (d->num_count == DOCX_LISTS_MAX)
			return office_damaged(&d->o, "quá nhiều danh sách");
		n->list = NULL;
		n->num = &d->nums[d->num_count++];
		n->num->id = number_of(xml_attr(attrs, "numId"), -1);
		memset(n->num->start, 0xFF, sizeof n->num->start);
	} else if (strcmp(name, "lvl") == 0 || strcmp(name, "lvlOverride") == 0) {
		n->level = number_of(xml_attr(attrs, "ilvl"), -1);
		if (n->level >= DOCX_LEVELS)
			n->level = -1;
		if (n->list && n->level >= 0)
			n->list->level[n->level].start = 1;
	} else if (level && strcmp(name, "start") == 0) {
		level->start = number_of(val, 1);
	} else if (level && strcmp(name, "numFmt") == 0) {
		level->format = arena_str(&d->arena, val);
	} else if (level && strcmp(name, "lvlText") == 0) {
		level->text = arena_str(&d->arena, val);
	} else if (n->num && strcmp(name, "abstractNumId") == 0) {
		n->num->list = number_of(val, -1);
	} else if (n->num && n->level >= 0 && strcmp(name, "startOverride") == 0) {
		n->num->start[n->level] = number_of(val, 1);
	}
	return RC_OK;
}

enum rc docx_read_numbering(struct docx *d, const char *path)
{
	static const struct xml_handler handler = {.start = numbering_start};
	struct numbering n = {.d = d, .level = -1};
	d->lists = arena_array(&d->arena, DOCX_LISTS_MAX, sizeof *d->lists);
	d->nums = arena_array(&d->arena, DOCX_LISTS_MAX, sizeof *d->nums);
	enum rc rc = office_part(&d->o, path, &handler, &n);
	return rc == RC_NOTFOUND ? RC_OK : rc;
}

/* --- styles.xml --- */

struct styles {
	struct docx *d;
	struct docx_style *style;
	bool defaults;
};

static enum rc styles_start(void *arg, const char *name, const struct xml_attrs *attrs)
{
	struct styles *s = arg;
	struct docx *d = s->d;
	struct str val = xml_attr(attrs, "val");
	if (strcmp(name, "rPrDefault") == 0) {
		s->defaults = true;
	} else if (strcmp(name, "rFonts") == 0 && s->defaults) {
		d->encoding = viet_font_encoding(xml_attr(attrs, "ascii"), &d->capitals);
	} else if (strcmp(name, "style") == 0) {
		s->defaults = false;
		if (d->style_count == DOCX_LISTS_MAX)
			return office_damaged(&d->o, "quá nhiều kiểu");
		s->style = &d->styles[d->style_count++];
		*s->style = (struct docx_style){
			.id = arena_str(&d->arena, xml_attr(attrs, "styleId")), .num = -1, .level = -1};
	} else if (s->style && strcmp(name, "basedOn") == 0) {
		s->style->based_on = arena_str(&d->arena, val);
	} else if (s->style && strcmp(name, "numId") == 0) {
		s->style->num = number_of(val, -1);
	} else if (s->style && strcmp(name, "ilvl") == 0) {
		s->style->level = number_of(val, -1);
	}
	return RC_OK;
}

enum rc docx_read_styles(struct docx *d, const char *path)
{
	static const struct xml_handler handler = {.start = styles_start};
	struct styles s = {.d = d};
	d->styles = arena_array(&d->arena, DOCX_LISTS_MAX, sizeof *d->styles);
	enum rc rc = office_part(&d->o, path, &handler, &s);
	return rc == RC_NOTFOUND ? RC_OK : rc;
}

void docx_style_number(const struct docx *d, struct str style, int64_t *num, int64_t *level)
{
	for (int depth = 0; depth < 12 && style.n; depth++) {
		const struct docx_style *found = NULL;
		for (size_t i = 0; i < d->style_count && !found; i++)
			if (str_eq(d->styles[i].id, style))
				found = &d->styles[i];
		if (!found)
			return;
		if (*level < 0)
			*level = found->level;
		if (*num < 0)
			*num = found->num;
		if (*num >= 0)
			return;
		style = found->based_on;
	}
}

/* --- labels -------------------------------------------------------------------------------------
 */

static struct str roman(struct arena *a, int64_t v, bool small)
{
	static const struct {
		int value;
		const char *text;
	} parts[] = {{100, "C"}, {90, "XC"}, {50, "L"}, {40, "XL"}, {10, "X"},
	             {9, "IX"},  {5, "V"},   {4, "IV"}, {1, "I"}};
	char z[64];
	size_t n = 0;
	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
		for (; v >= parts[i].value && n < 40; v -= parts[i].value)
			for (const char *c = parts[i].text; *c; c++)
				z[n++] = small ? (char)(*c | 0x20) : *c;
	return arena_str(a, (struct str){.p = z, .n = n});
}

static struct str written(struct arena *a, int64_t v, struct str format)
{
	if (str_eqz(format, "upperRoman") || str_eqz(format, "lowerRoman"))
		return roman(a, v < 400 ? v : 0, str_eqz(format, "lowerRoman"));
	if ((str_eqz(format, "lowerLetter") || str_eqz(format, "upperLetter")) && v >= 1 && v <= 26)
		return arena_printf(a, "%c", (int)((str_eqz(format, "lowerLetter") ? 'a' : 'A') + v - 1));
	if (str_eqz(format, "none"))
		return STR("");
	return arena_printf(a, "%lld", (long long)v);
}

/* "%1.%2." with the numbers put in. */
static struct str fill(struct docx *d, const struct docx_list *list, const struct docx_level *level)
{
	struct buf b;
	buf_init(&b, 4096);
	for (size_t i = 0; i < level->text.n; i++) {
		char c = level->text.p[i];
		int k = c == '%' && i + 1 < level->text.n ? level->text.p[i + 1] - '1' : -1;
		if (k < 0 || k >= DOCX_LEVELS) {
			buf_chr(&b, c);
			continue;
		}
		int64_t v = list->at[k] ? list->at[k] : list->level[k].start;
		buf_str(&b, written(&d->arena, v, list->level[k].format));
		i++;
	}
	struct str out = arena_str(&d->arena, buf_view(&b));
	buf_release(&b);
	return out;
}

static struct docx_num *num_of(struct docx *d, int64_t id)
{
	for (size_t i = 0; i < d->num_count; i++)
		if (d->nums[i].id == id)
			return &d->nums[i];
	return NULL;
}

static struct docx_list *list_of(struct docx *d, int64_t id)
{
	for (size_t i = 0; i < d->list_count; i++)
		if (d->lists[i].id == id)
			return &d->lists[i];
	return NULL;
}

struct str docx_label(struct docx *d, int64_t num, int64_t level)
{
	struct docx_num *n = num > 0 ? num_of(d, num) : NULL;
	struct docx_list *list = n ? list_of(d, n->list) : NULL;
	if (level < 0)
		level = 0;
	if (!list || level >= DOCX_LEVELS)
		return STR("");
	const struct docx_level *l = &list->level[level];
	if (str_eqz(l->format, "bullet"))
		return STR("-");
	for (int i = 0; !n->used && i < DOCX_LEVELS; i++)
		if (n->start[i] >= 0)
			list->at[i] = n->start[i] - 1 > 0 ? n->start[i] - 1 : 0;
	n->used = true;
	list->at[level] = list->at[level] ? list->at[level] + 1 : l->start > 0 ? l->start : 1;
	for (int64_t i = level + 1; i < DOCX_LEVELS; i++)
		list->at[i] = 0;
	return fill(d, list, l);
}
