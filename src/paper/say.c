/* say.c: from the pieces of a line and the data to words. */
#include "paper/inner.h"

#include "viet/viet.h"

#define GAP "……………"
#define GAP_DATE "ngày …… tháng …… năm ………"
#define LINE_MAX ((size_t)4 << 20)

const struct paper_value *paper_value_of(const struct paper_frame *f, const struct paper_ref *ref)
{
	for (int i = 0; i < ref->up; i++)
		f = f->outer;
	return &f->record->values[ref->index];
}

bool paper_is_there(const struct paper_frame *f, const struct paper_ref *ref)
{
	if (ref->index == PAPER_REF_NO)
		return true;
	const struct paper_value *v = paper_value_of(f, ref);
	return v->there && (ref->field->type != PAPER_YES || v->number);
}

/* --- what is missing --- */

static struct str place_of(struct paper_builder *b, const struct paper_frame *f,
                           const struct paper_ref *ref)
{
	struct str s = ref->field->label;
	for (int i = 0; i < ref->up; i++)
		f = f->outer;
	for (; f && f->list; f = f->outer)
		s = arena_printf(b->mem, "%.*s, dòng %d: %.*s", STR_ARG(f->list->label), f->no, STR_ARG(s));
	return s;
}

static void note_missing(struct paper_builder *b, const struct paper_frame *f,
                         const struct paper_ref *ref)
{
	struct str what = place_of(b, f, ref);
	struct paper *d = b->doc;
	for (int i = 0; i < d->missing_count; i++)
		if (str_eq(d->missing[i], what))
			return;
	if (d->missing_count == b->missing_room) {
		b->missing_room = b->missing_room ? b->missing_room * 2 : 16;
		struct str *more = arena_array(b->mem, (size_t)b->missing_room, sizeof *more);
		if (d->missing_count)
			memcpy(more, d->missing, (size_t)d->missing_count * sizeof *more);
		d->missing = more;
	}
	d->missing[d->missing_count++] = what;
}

/* --- one field --- */

static int64_t sum_of(const struct paper_value *list, int field)
{
	int64_t sum = 0;
	for (int i = 0; i < list->row_count; i++)
		if (__builtin_add_overflow(sum, list->rows[i].values[field].number, &sum))
			return INT64_MAX;
	return sum;
}

static struct str say_number(struct arena *mem, int64_t n, enum paper_type type,
                             const enum paper_filter *filter)
{
	if (*filter == FILTER_WORDS)
		return type == PAPER_MONEY ? viet_money_words(mem, n) : viet_number_words(mem, n);
	if (*filter == FILTER_TWO || *filter == FILTER_COUNT)
		return arena_printf(mem, "%02lld", (long long)n);
	return type == PAPER_MONEY ? viet_number(mem, n) : arena_printf(mem, "%lld", (long long)n);
}

static struct str say_value(struct arena *mem, const struct paper_value *v,
                            const struct paper_piece *p)
{
	const enum paper_filter *filter = p->filters;
	const struct paper_field *f = p->ref.field;
	struct str s;
	if (*filter == FILTER_SUM)
		s = say_number(mem, sum_of(v, p->ref.sub), f->items[p->ref.sub].type, ++filter);
	else if (f->type == PAPER_LIST)
		s = say_number(mem, v->row_count, PAPER_INT, filter);
	else if (f->type == PAPER_DATE)
		s = *filter == FILTER_LONG ? viet_date_words(mem, v->date)
		                           : arena_str(mem, str_of(date_vn(v->date).z));
	else if (f->type == PAPER_INT || f->type == PAPER_MONEY)
		s = say_number(mem, v->number, f->type, filter);
	else
		s = v->text;
	for (; *filter && filter < p->filters + PAPER_FILTERS_MAX; filter++)
		if (*filter == FILTER_UPPER)
			s = viet_upper(mem, s);
		else if (*filter == FILTER_CAPITAL)
			s = viet_capital(mem, s);
	return s;
}

/* --- a line --- */

struct speaker {
	struct paper_builder *b;
	const struct paper_frame *f;
	enum paper_role role;
	struct paper_para *paras;
	int count, room, run_room;
};

static struct paper_para *new_para(struct speaker *s)
{
	if (s->count == s->room) {
		struct paper_para *more = arena_array(s->b->mem, (size_t)s->room * 2 + 1, sizeof *more);
		if (s->count)
			memcpy(more, s->paras, (size_t)s->count * sizeof *more);
		s->paras = more;
		s->room = s->room * 2 + 1;
	}
	s->run_room = 0;
	s->paras[s->count] = (struct paper_para){.role = s->role};
	return &s->paras[s->count++];
}

static void add_words(struct speaker *s, struct str text, uint8_t face)
{
	struct paper_para *p = &s->paras[s->count - 1];
	if (!text.n)
		return;
	if (paper_styles[s->role].upper && !(face & PAPER_GAP))
		text = viet_upper(s->b->mem, text);
	if (p->count == s->run_room) {
		struct paper_run *more = arena_array(s->b->mem, (size_t)s->run_room * 2 + 2, sizeof *more);
		if (p->count)
			memcpy(more, p->runs, (size_t)p->count * sizeof *more);
		p->runs = more;
		s->run_room = s->run_room * 2 + 2;
	}
	p->runs[p->count++] = (struct paper_run){text, face};
}

/* Lines of a value are paragraphs; empty ones are left out. */
static void add_value(struct speaker *s, struct str text, uint8_t face)
{
	bool first = true;
	while (text.p) {
		struct str line = str_trim(str_cut(&text, '\n'));
		if (!line.n)
			continue;
		if (!first)
			new_para(s);
		add_words(s, line, face);
		first = false;
	}
}

static bool all_there(const struct speaker *s, const struct paper_piece *p)
{
	for (; p; p = p->next)
		if (p->kind == PIECE_FIELD && !paper_is_there(s->f, &p->ref))
			return false;
	return true;
}

static void say_piece(struct speaker *s, const struct paper_piece *p)
{
	uint8_t face = paper_styles[s->role].face ^ p->face;
	if (p->kind == PIECE_TEXT) {
		add_words(s, p->text, face);
	} else if (p->kind == PIECE_OPTIONAL) {
		if (all_there(s, p->inside))
			for (const struct paper_piece *i = p->inside; i; i = i->next)
				say_piece(s, i);
	} else if (p->ref.index == PAPER_REF_NO) {
		add_words(s, arena_printf(s->b->mem, "%d", s->f->no), face);
	} else if (paper_is_there(s->f, &p->ref) || p->filters[0] == FILTER_COUNT) {
		add_value(s, say_value(s->b->mem, paper_value_of(s->f, &p->ref), p), face);
	} else if (!p->ref.field->optional) {
		note_missing(s->b, s->f, &p->ref);
		add_words(s, p->filters[0] == FILTER_LONG ? STR(GAP_DATE) : STR(GAP), face | PAPER_GAP);
	}
}

void paper_say(struct paper_builder *b, const struct paper_frame *f, const struct paper_piece *text,
               enum paper_role role, struct paper_para **out, int *count)
{
	struct speaker s = {.b = b, .f = f, .role = role};
	b->paras++;
	new_para(&s);
	add_words(&s, paper_label(b, role), paper_styles[role].face | paper_styles[role].label_face);
	for (; text; text = text->next)
		say_piece(&s, text);
	*out = s.paras;
	*count = s.count;
}

struct str paper_words(struct arena *mem, const struct paper_para *p)
{
	struct buf b;
	buf_init(&b, LINE_MAX);
	for (int i = 0; i < p->count; i++)
		buf_str(&b, p->runs[i].text);
	struct str s = arena_str(mem, b.n ? buf_view(&b) : STR(""));
	buf_release(&b);
	return s;
}

/* --- numbers --- */

static struct str roman(struct arena *mem, int64_t n)
{
	static const struct {
		int value;
		const char *letters;
	} steps[] = {{100, "C"}, {90, "XC"}, {50, "L"}, {40, "XL"}, {10, "X"},
	             {9, "IX"},  {5, "V"},   {4, "IV"}, {1, "I"}};
	char text[64] = "";
	size_t at = 0;
	for (size_t i = 0; i < sizeof steps / sizeof *steps; i++)
		for (; n >= steps[i].value && at < sizeof text - 4; n -= steps[i].value)
			at += (size_t)snprintf(text + at, sizeof text - at, "%s", steps[i].letters);
	return arena_str(mem, str_of(text));
}

/* Điểm go by the Vietnamese alphabet: … c) d) đ) e) … (NĐ 30/2020/NĐ-CP, Phụ lục I). */
static struct str letter(struct arena *mem, int64_t n)
{
	static const char *const letters[] = {"a", "b", "c", "d", "đ", "e", "g", "h",
	                                      "i", "k", "l", "m", "n", "o", "p", "q",
	                                      "r", "s", "t", "u", "v", "x", "y"};
	int64_t all = sizeof letters / sizeof *letters, round = (n - 1) / all;
	struct str s = str_of(letters[(n - 1) % all]);
	return round ? arena_printf(mem, "%.*s%lld", STR_ARG(s), (long long)round) : s;
}

#define LEVEL_ARTICLE 3 /* Điều are counted through the whole paper */

struct str paper_label(struct paper_builder *b, enum paper_role role)
{
	const struct paper_style *style = &paper_styles[role];
	if (!style->label)
		return STR("");
	const char *hole = strchr(style->label, '%');
	if (!hole)
		return str_of(style->label);
	int64_t n = ++b->numbers[style->level];
	for (size_t i = style->level + 1u; i < sizeof b->numbers / sizeof *b->numbers; i++)
		if (i != LEVEL_ARTICLE)
			b->numbers[i] = 0;
	struct str what = hole[1] == 'R'   ? roman(b->mem, n)
	                  : hole[1] == 'a' ? letter(b->mem, n)
	                                   : arena_printf(b->mem, "%lld", (long long)n);
	return arena_printf(b->mem, "%.*s%.*s%s", (int)(hole - style->label), style->label,
	                    STR_ARG(what), hole + 2);
}
