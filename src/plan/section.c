/* section.c: the tree of sections, and the paragraphs that hang on it. */
#include "plan/inner.h"

#define DEPTH_MAX 8
#define TITLE_MAX 180

struct tree {
	struct reader *r;
	struct {
		enum label_style style;
		int value, section;
	} open[DEPTH_MAX];
	int depth;
	int expected[LABEL_STYLES];
	int para_room;
};

static const char *const titles[] = {"Mục đích, yêu cầu",
                                     "Mục đích",
                                     "Yêu cầu",
                                     "Mục tiêu",
                                     "Nội dung",
                                     "Nội dung thực hiện",
                                     "Nhiệm vụ",
                                     "Nhiệm vụ, giải pháp",
                                     "Nhiệm vụ và giải pháp",
                                     "Giải pháp",
                                     "Tổ chức thực hiện",
                                     "Kinh phí",
                                     "Kinh phí thực hiện",
                                     "Phạm vi, đối tượng",
                                     "Đối tượng",
                                     "Đối tượng, phạm vi",
                                     "Thời gian thực hiện",
                                     "Nội dung thi đua",
                                     "Tiêu chí thi đua",
                                     "Hình thức khen thưởng",
                                     "Khen thưởng",
                                     "Mục tiêu, chỉ tiêu",
                                     "Nội dung và giải pháp",
                                     "Tổ chức phong trào thi đua",
                                     "Phân công nhiệm vụ",
                                     "Trách nhiệm thực hiện",
                                     "Nội dung, hình thức thi đua",
                                     "Tiêu chuẩn, hình thức khen thưởng",
                                     "Quan điểm",
                                     "Chỉ tiêu",
                                     NULL};

/* --- paragraphs --- */

static struct para *add_para(struct tree *t, int section, int line, size_t from, size_t to)
{
	struct reader *r = t->r;
	if (r->para_count == t->para_room) {
		t->para_room = t->para_room ? t->para_room * 2 : 64;
		struct para *more = arena_array(r->mem, (size_t)t->para_room, sizeof *more);
		if (r->para_count)
			memcpy(more, r->paras, (size_t)r->para_count * sizeof *more);
		r->paras = more;
	}
	struct para *p = &r->paras[r->para_count++];
	*p = (struct para){.section = section, .line = line, .from = from, .to = to};
	return p;
}

/* --- the tree ------------------------------------------------------------------------------------
 */

static void expect(struct tree *t)
{
	for (int i = 0; i < LABEL_STYLES; i++)
		t->expected[i] = 1;
	for (int i = 0; i < t->depth; i++)
		t->expected[t->open[i].style] = t->open[i].value + 1;
}

/* Closes what the new label does not stand under: its own kind and all of lower rank. */
static void close_to(struct tree *t, enum label_style style)
{
	int at = -1;
	for (int i = 0; i < t->depth; i++)
		if (t->open[i].style == style)
			at = i;
	if (at >= 0) {
		t->depth = at;
		return;
	}
	while (t->depth > 0 && t->open[t->depth - 1].style > style)
		t->depth--;
}

/* "III.2"; "2.1" under 2 takes its place: "II.2.1". */
static struct str path_of(struct tree *t, const struct plan_section *s, const struct label *l)
{
	const struct plan_doc *d = t->r->doc;
	int above = s->parent;
	if (above >= 0 && l->style > LABEL_NUMBER && l->style < LABEL_LETTER &&
	    t->open[t->depth - 1].style >= LABEL_NUMBER)
		above = d->sections[above].parent;
	while (l->style == LABEL_THIRD && above >= 0 && str_chr(d->sections[above].label, '.') < 0 &&
	       d->sections[above].label.p[0] <= '9')
		above = d->sections[above].parent;
	if (above < 0)
		return s->label;
	return arena_printf(t->r->mem, "%.*s.%.*s", STR_ARG(d->sections[above].path),
	                    STR_ARG(s->label));
}

static int open_section(struct tree *t, const struct label *l, int line)
{
	struct plan_doc *d = t->r->doc;
	close_to(t, l->style);
	if (t->depth == DEPTH_MAX || d->section_count == PLAN_SECTIONS_MAX)
		return -1;
	int n = d->section_count++;
	struct plan_section *s = &d->sections[n];
	*s = (struct plan_section){.label = label_text(t->r->mem, l),
	                           .parent = t->depth ? t->open[t->depth - 1].section : -1,
	                           .depth = t->depth,
	                           .from_line = line};
	s->path = path_of(t, s, l);
	t->open[t->depth].style = l->style;
	t->open[t->depth].value = l->value;
	t->open[t->depth++].section = n;
	expect(t);
	return n;
}

/*
 * The label that is due with a capital behind it begins a section even where the line above is
 * full, unless its last word wants a number: "theo điểm / a)", "khoản / 2.".
 */
static bool due_begins(const struct reader *r, int line, const struct label *l, int due)
{
	static const char *const before[] = {"điểm", "khoản", "điều", "mục",  "phần",   "số",
	                                     "ngày", "tháng", "năm",  "quý",  "và",     "đến",
	                                     "từ",   "lần",   "thứ",  "hoặc", "chương", NULL};
	const struct line *above = &r->lines[line - 1];
	size_t from = above->to;
	if (l->style < LABEL_NUMBER || l->value != due || !capital_at(&r->s, l->to))
		return false;
	while (from > above->from && r->s.p[from - 1] != ' ')
		from--;
	return !viet_near_whole(&r->s, from, above->to, before);
}

/* In wrapped text a line may begin with a figure in the middle of a sentence. */
static bool mid_sentence(const struct reader *r, int line, const struct label *l, int due)
{
	if (!r->wrapped || line_blank(r, line - 1) || line_ends(r, line - 1) || line == r->body)
		return false;
	if (line_set_in(r, line) || due_begins(r, line, l, due))
		return false;
	const struct line *before = &r->lines[line - 1];
	bool full = (int)(before->to - before->from) * 100 >= r->width * 85;
	bool strong = l->style <= LABEL_ROMAN && all_capitals(&r->s, l->to, r->lines[line].to);
	return full && !strong && !all_capitals(&r->s, before->from, before->to);
}

static struct label section_label(struct tree *t, int line)
{
	struct label l = {0};
	if (line < t->r->end && !line_blank(t->r, line) && !line_row(t->r, line))
		l = label_at(&t->r->s, &t->r->lines[line], t->expected);
	if (l.style && mid_sentence(t->r, line, &l, t->expected[l.style]))
		l.style = LABEL_NONE;
	return l;
}

/* --- titles --- */

/* "MUC ĐICH, YÊU CÂU": the words and signs of a known title, with fewer marks. */
static bool lacks_marks(const struct reader *r, struct str read, const char *known)
{
	struct str right = viet_lower(r->mem, str_of(known)), small = viet_lower(r->mem, read);
	struct viet_shadow x = viet_shadow(r->mem, right), y = viet_shadow(r->mem, small);
	return x.n == y.n && memcmp(x.p, y.p, x.n) == 0 && small.n < right.n;
}

static void set_title(struct tree *t, int section, size_t from, size_t to)
{
	struct reader *r = t->r;
	const struct viet_shadow *s = &r->s;
	struct plan_section *out = &r->doc->sections[section];
	while (to > from && (s->p[to - 1] == ' ' || s->p[to - 1] == ':' || s->p[to - 1] == '.'))
		to--;
	struct str read = shadow_text(r->mem, s, from, to), right = read;
	const char *known = viet_near_whole(s, from, to, titles);
	if (known && !s->noisy && !lacks_marks(r, read, known))
		known = NULL;
	if (known)
		right = all_capitals(s, from, to) ? viet_upper(r->mem, str_of(known)) : str_of(known);
	out->title_mended = !str_eq(right, read);
	out->title = out->title_mended ? right : plan_text(r, from, to, &out->mended);
	out->mended |= out->title_mended;
}

/*
 * A short paragraph behind a label that does not end like a sentence is the section's title. Titles
 * in capitals may take several lines.
 */
static bool is_title(struct tree *t, size_t from, size_t to)
{
	const struct viet_shadow *s = &t->r->s;
	if (all_capitals(s, from, to))
		return true;
	char last = s->p[to - 1];
	return to - from <= TITLE_MAX && last != '.' && last != ';' && last != '/' && last != ',' &&
	       last != '!';
}

static int capitals_to(struct tree *t, int line)
{
	struct reader *r = t->r;
	while (line + 1 < r->end && !line_blank(r, line + 1) &&
	       all_capitals(&r->s, r->lines[line + 1].from, r->lines[line + 1].to) &&
	       !section_label(t, line + 1).style)
		line++;
	return line;
}

/* "ít nhất / 02 lần": a sentence that has not ended goes on with a number. */
static bool figures_go_on(const struct reader *r, int line, int before)
{
	char c = r->s.p[r->lines[line].from];
	bool near = line == before + 1 || (r->s.noisy && line == before + 2 && line_full(r, before));
	return r->wrapped && near && !line_ends(r, before) && c >= '0' && c <= '9' &&
	       !line_set_in(r, line) && !line_row(r, line);
}

/* From this line on there is one paragraph, which ends in "./." */
static bool ends_with(const struct reader *r, int line)
{
	int next = line + 1;
	while (next < r->end && (line_blank(r, next) || line_goes_on(r, next)))
		next++;
	int last = next - 1;
	while (last > line && line_blank(r, last))
		last--;
	const struct line *l = &r->lines[last];
	return next >= r->end && l->to - l->from > 3 && memcmp(r->s.p + l->to - 3, "./.", 3) == 0;
}

static bool closes_plan(const struct reader *r, int line)
{
	static const char *const words[] = {"Trên đây là",
	                                    "Kế hoạch này thay thế",
	                                    "Kế hoạch này có hiệu lực",
	                                    "Kế hoạch này phổ biến",
	                                    "Kế hoạch này được phổ biến",
	                                    "Nhận được Kế hoạch này",
	                                    NULL};
	/* Those close a plan only where nothing but its end follows. */
	static const char *const last[] = {"Trong quá trình",
	                                   "Quá trình tổ chức thực hiện",
	                                   "Quá trình thực hiện",
	                                   "Đề nghị các",
	                                   "Yêu cầu các",
	                                   "Căn cứ Kế hoạch này",
	                                   NULL};
	size_t unused;
	if (viet_near_best(&r->s, r->lines[line].from, words, &unused))
		return true;
	return viet_near_best(&r->s, r->lines[line].from, last, &unused) && ends_with(r, line);
}

/* The last line of the paragraph that begins on this one. */
static int last_of(struct tree *t, int line)
{
	struct reader *r = t->r;
	int last = line;
	for (int next = line + 1; next < r->end; next++) {
		if (line_blank(r, next))
			continue;
		if (!(line_goes_on(r, next) || figures_go_on(r, next, last)) ||
		    section_label(t, next).style || (line_ends(r, last) && closes_plan(r, next)))
			break;
		last = next;
	}
	return last;
}

/* The words behind a label; returns the last line they take. */
static int head_of(struct tree *t, int section, const struct label *l, int line)
{
	struct reader *r = t->r;
	size_t from = l->to;
	int last = line;
	if (l->alone) {
		int next = line + 1;
		while (next < r->end && line_blank(r, next))
			next++;
		if (next >= r->end || section_label(t, next).style || l->style >= LABEL_ARTICLE)
			return line;
		last = next;
		from = r->lines[next].from;
	}
	bool capitals = all_capitals(&r->s, from, r->lines[last].to);
	if (capitals)
		last = capitals_to(t, last);
	else
		last = last_of(t, last);
	size_t to = r->lines[last].to;
	struct para *p = add_para(t, section, line, from, to);
	p->title = is_title(t, from, to);
	if (p->title)
		set_title(t, section, from, to);
	return last;
}

/* --- walking --- */

/* An ordinary paragraph beginning on this line; returns its last line. */
static int paragraph(struct tree *t, int section, int line)
{
	struct reader *r = t->r;
	size_t from = r->lines[line].from;
	bool row = line_row(r, line), bullet = !row && line_bullet(r, line, &from);
	int last = row ? line : last_of(t, line);
	struct para *p = add_para(t, section, line, from, r->lines[last].to);
	p->bullet = bullet;
	p->row = row;
	return last;
}

static void fill_texts(struct reader *r)
{
	struct plan_doc *d = r->doc;
	for (int i = 0; i < d->section_count; i++)
		d->sections[i].text = STR("");
	for (int i = 0; i < r->para_count;) {
		int k = i;
		struct buf b;
		buf_init(&b, PLAN_TEXT_MAX * 2);
		for (; k < r->para_count && r->paras[k].section == r->paras[i].section; k++) {
			const struct para *p = &r->paras[k];
			if (p->title)
				continue;
			buf_z(&b, p->bullet ? "- " : "");
			buf_str(&b, plan_para(r, &r->paras[k],
			                      p->section < 0 ? NULL : &d->sections[p->section].mended));
			buf_chr(&b, '\n');
		}
		if (r->paras[i].section >= 0 && !b.failed)
			d->sections[r->paras[i].section].text = arena_str(r->mem, buf_view(&b));
		buf_release(&b);
		i = k;
	}
}

static void close_lines(struct plan_doc *d, int end)
{
	for (int i = d->section_count - 1; i >= 0; i--) {
		struct plan_section *s = &d->sections[i];
		int k = i + 1;
		while (k < d->section_count && d->sections[k].depth > s->depth)
			k = k + 1;
		s->to_line = k < d->section_count ? d->sections[k].from_line : end;
	}
}

void plan_sections(struct reader *r)
{
	struct tree t = {.r = r};
	int section = -1;
	r->doc->sections = arena_array(r->mem, PLAN_SECTIONS_MAX, sizeof *r->doc->sections);
	expect(&t);
	for (int line = r->body; line < r->end; line++) {
		if (line_blank(r, line) || line_rule(r, line))
			continue;
		if (closes_plan(r, line)) {
			r->end = line; /* it belongs to no section */
			break;
		}
		struct label l = section_label(&t, line);
		int n = l.style ? open_section(&t, &l, line) : -1;
		if (n >= 0) {
			section = n;
			line = head_of(&t, n, &l, line);
		} else {
			line = paragraph(&t, section, line);
		}
	}
	fill_texts(r);
	close_lines(r->doc, r->end);
}
