/* type.c: fonts that are the program's own choice, and lines of text in them. */
#include <pango/pangofc-fontmap.h> /* first: freetype's macros name calls that base/banned.h poisons */

#include "paper/type.h"

#include <fontconfig/fontconfig.h>
#include <unistd.h>

/*
 * Two families with the widths of Times New Roman and all of Vietnamese; the first that is there
 * is taken. Debian's older fonts-liberation lacks ơ, ư and the block from U+1EA0, hence the check.
 */
static const struct {
	const char *family, *files[4];
} families[] = {
	{"Tinos",
     {"/usr/share/fonts/truetype/croscore/Tinos-Regular.ttf",
      "/usr/share/fonts/truetype/croscore/Tinos-Bold.ttf",
      "/usr/share/fonts/truetype/croscore/Tinos-Italic.ttf",
      "/usr/share/fonts/truetype/croscore/Tinos-BoldItalic.ttf"}},
	{"Liberation Serif",
     {"/usr/share/fonts/truetype/liberation2/LiberationSerif-Regular.ttf",
      "/usr/share/fonts/truetype/liberation2/LiberationSerif-Bold.ttf",
      "/usr/share/fonts/truetype/liberation2/LiberationSerif-Italic.ttf",
      "/usr/share/fonts/truetype/liberation2/LiberationSerif-BoldItalic.ttf"}},
};

static const uint16_t more_letters[] = {0xC0,  0xC1,  0xC2,  0xC3,  0xC8,   0xC9,  0xCA,  0xCC,
                                        0xCD,  0xD2,  0xD3,  0xD4,  0xD5,   0xD9,  0xDA,  0xDD,
                                        0x102, 0x103, 0x110, 0x111, 0x128,  0x129, 0x168, 0x169,
                                        0x1A0, 0x1A1, 0x1AF, 0x1B0, 0x2013, 0x2026};

static bool has_vietnamese(const FcPattern *font)
{
	FcCharSet *set;
	if (FcPatternGetCharSet(font, FC_CHARSET, 0, &set) != FcResultMatch)
		return false;
	for (FcChar32 c = 0x1EA0; c <= 0x1EF9; c++)
		if (!FcCharSetHasChar(set, c))
			return false;
	for (size_t i = 0; i < sizeof more_letters / sizeof *more_letters; i++)
		if (!FcCharSetHasChar(set, more_letters[i]))
			return false;
	return true;
}

static bool add_family(FcConfig *config, const char *const files[4])
{
	for (int i = 0; i < 4; i++)
		if (access(files[i], R_OK) != 0 ||
		    !FcConfigAppFontAddFile(config, (const FcChar8 *)files[i]))
			return false;
	FcFontSet *set = FcConfigGetFonts(config, FcSetApplication);
	for (int i = 0; set && i < set->nfont; i++)
		if (!has_vietnamese(set->fonts[i]))
			return false;
	return set && set->nfont >= 4;
}

enum rc paper_fonts_open(struct paper_fonts **out, struct err *e)
{
	struct paper_fonts *f = calloc(1, sizeof *f);
	*out = f;
	if (!f)
		return err_detail(e, RC_IO, "no memory for fonts");
	for (size_t i = 0; i < sizeof families / sizeof *families && !f->family; i++) {
		f->config = FcConfigCreate();
		if (f->config && add_family(f->config, families[i].files))
			f->family = families[i].family;
		else if (f->config)
			FcConfigDestroy(f->config);
	}
	if (!f->family) {
		free(f);
		*out = NULL;
		return err_set(e, RC_IO,
		               "Không có phông chữ để in văn bản. Cài một lần trên máy chủ: apt "
		               "install fonts-croscore");
	}
	f->map = pango_cairo_font_map_new_for_font_type(CAIRO_FONT_TYPE_FT);
	pango_fc_font_map_set_config(PANGO_FC_FONT_MAP(f->map), f->config);
	pango_cairo_font_map_set_resolution(PANGO_CAIRO_FONT_MAP(f->map), 72);
	f->context = pango_font_map_create_context(f->map);
	pango_context_set_language(f->context, pango_language_from_string("vi"));
	pango_context_set_round_glyph_positions(f->context, FALSE);
	cairo_font_options_t *o = cairo_font_options_create();
	cairo_font_options_set_hint_style(o, CAIRO_HINT_STYLE_NONE);
	cairo_font_options_set_hint_metrics(o, CAIRO_HINT_METRICS_OFF);
	pango_cairo_context_set_font_options(f->context, o);
	cairo_font_options_destroy(o);
	f->layout = pango_layout_new(f->context);
	return RC_OK;
}

const char *paper_fonts_family(const struct paper_fonts *f)
{
	return f->family;
}

void paper_fonts_close(struct paper_fonts *f)
{
	if (!f)
		return;
	g_object_unref(f->layout);
	g_object_unref(f->context);
	g_object_unref(f->map);
	FcConfigDestroy(f->config);
	free(f);
}

#ifdef __SANITIZE_ADDRESS__
/* Fontconfig keeps distances in place of pointers, which the leak checker cannot follow. */
const char *__lsan_default_suppressions(void);
const char *__lsan_default_suppressions(void)
{
	return "leak:libfontconfig.so\n";
}
const char *__lsan_default_options(void);
const char *__lsan_default_options(void)
{
	return "print_suppressions=0";
}
#endif

/* --- words --- */

static void face_range(PangoAttrList *list, uint8_t face, size_t from, size_t to)
{
	PangoAttribute *made[] = {face & PAPER_BOLD ? pango_attr_weight_new(PANGO_WEIGHT_BOLD) : NULL,
	                          face & PAPER_ITALIC ? pango_attr_style_new(PANGO_STYLE_ITALIC)
	                                              : NULL};
	for (int i = 0; i < 2; i++)
		if (made[i]) {
			made[i]->start_index = (guint)from;
			made[i]->end_index = (guint)to;
			pango_attr_list_insert(list, made[i]);
		}
}

/* Signs of documents (152/2025/NĐ-CP) are not broken over lines. */
static void keep_signs(PangoAttrList *list, struct str text)
{
	for (size_t from = 0, to; from < text.n; from = to + 1) {
		for (to = from; to < text.n && text.p[to] != ' ';)
			to++;
		if (to - from > 40 || !memchr(text.p + from, '/', to - from))
			continue;
		PangoAttribute *whole = pango_attr_allow_breaks_new(FALSE);
		whole->start_index = (guint)from;
		whole->end_index = (guint)to;
		pango_attr_list_insert(list, whole);
	}
}

/* The first character that no glyph was found for, for a sentence. */
static enum rc unknown_glyph(PangoLayout *l, struct err *e)
{
	PangoLayoutIter *it = pango_layout_get_iter(l);
	const char *text = pango_layout_get_text(l);
	char shown[8] = "?";
	unsigned point = 0;
	do {
		PangoLayoutRun *run = pango_layout_iter_get_run_readonly(it);
		for (int i = 0; run && i < run->glyphs->num_glyphs && !point; i++)
			if (run->glyphs->glyphs[i].glyph & PANGO_GLYPH_UNKNOWN_FLAG) {
				const char *at = text + run->item->offset + run->glyphs->log_clusters[i];
				point = g_utf8_get_char(at);
				snprintf(shown, sizeof shown, "%.*s", (int)(g_utf8_next_char(at) - at), at);
			}
	} while (!point && pango_layout_iter_next_run(it));
	pango_layout_iter_free(it);
	return err_set(e, RC_INVALID,
	               "Phông chữ của văn bản không có ký tự \"%s\" (U+%04X). Xin thay ký tự "
	               "này.",
	               shown, point);
}

enum rc type_set(struct paper_fonts *f, PangoLayout *l, const struct paper_run *runs, int count,
                 double size, bool whole_signs, struct err *e)
{
	PangoFontDescription *d = pango_font_description_new();
	PangoAttrList *attrs = pango_attr_list_new();
	struct buf text;
	buf_init(&text, (size_t)4 << 20);
	pango_font_description_set_family_static(d, f->family);
	pango_font_description_set_absolute_size(d, size * PANGO_SCALE);
	for (int i = 0; i < count; i++) {
		size_t from = text.n;
		buf_str(&text, runs[i].text);
		face_range(attrs, runs[i].face, from, text.n);
	}
	if (whole_signs)
		keep_signs(attrs, buf_view(&text));
	pango_attr_list_insert(attrs, pango_attr_insert_hyphens_new(FALSE));
	pango_layout_set_font_description(l, d);
	pango_layout_set_text(l, text.n ? text.p : "", (int)text.n);
	pango_layout_set_attributes(l, attrs);
	pango_attr_list_unref(attrs);
	pango_font_description_free(d);
	enum rc rc = buf_check(&text, e);
	buf_release(&text);
	if (rc == RC_OK && pango_layout_get_unknown_glyphs_count(l) > 0)
		rc = unknown_glyph(l, e);
	return rc;
}

enum rc type_para(struct paper_fonts *f, const struct paper_para *p, double width,
                  PangoLayout **out, struct err *e)
{
	static const PangoAlignment aligns[] = {[PAPER_LEFT] = PANGO_ALIGN_LEFT,
	                                        [PAPER_CENTRED] = PANGO_ALIGN_CENTER,
	                                        [PAPER_RIGHT] = PANGO_ALIGN_RIGHT,
	                                        [PAPER_JUSTIFIED] = PANGO_ALIGN_LEFT};
	const struct paper_style *s = &paper_styles[p->role];
	PangoLayout *l = *out = pango_layout_new(f->context);
	double room = width - s->left * PAPER_PT_PER_MM;
	if (room < s->size) /* a column too narrow for anything: a letter a line */
		room = s->size;
	pango_layout_set_width(l, (int)(room * PANGO_SCALE));
	pango_layout_set_wrap(l, PANGO_WRAP_WORD_CHAR);
	pango_layout_set_alignment(l, aligns[s->align]);
	pango_layout_set_justify(l, s->align == PAPER_JUSTIFIED);
	pango_layout_set_indent(l, (int)(s->first * PAPER_PT_PER_MM * PANGO_SCALE));
	TRY(type_set(f, l, p->runs, p->count, s->size, true, e));
	PangoRectangle r;
	pango_layout_get_extents(l, NULL, &r);
	if (r.width <= (int)(room * PANGO_SCALE) + 1)
		return RC_OK;
	/* A sign longer than the column must break after all. */
	return type_set(f, l, p->runs, p->count, s->size, false, e);
}

enum rc type_width(struct paper_fonts *f, const struct paper_para *p, double *out, struct err *e)
{
	int width;
	pango_layout_set_width(f->layout, -1);
	TRY(type_set(f, f->layout, p->runs, p->count, paper_styles[p->role].size, false, e));
	pango_layout_get_size(f->layout, &width, NULL);
	*out = (double)width / PANGO_SCALE;
	return RC_OK;
}

enum rc type_rule(struct paper_fonts *f, const struct paper_para *p, double column, double *out,
                  struct err *e)
{
	TRY(type_width(f, p, out, e));
	if (*out > column)
		*out = column;
	if (paper_styles[p->role].rule == PAPER_RULE_PART)
		*out *= PAPER_RULE_SHARE;
	return RC_OK;
}
