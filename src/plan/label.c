/* label.c: "I.", "1.", "1.1.", "a)", "Điều 3." at the beginning of a line, also badly recognised.
 */
#include "plan/inner.h"

bool bullet_at(const struct viet_shadow *s, const struct line *line, size_t *to)
{
	size_t i = line->from;
	if (i + 1 >= line->to || !strchr("-+*", s->p[i]))
		return false;
	size_t k = shadow_skip(s, i + 1);
	if (k >= line->to || !(shadow_is_word(s->p[k]) || strchr("\"(?", s->p[k])))
		return false;
	*to = k;
	return true;
}

static int roman_digit(char c, bool noisy)
{
	switch (c) {
	case 'I': return 1;
	case 'V': return 5;
	case 'X': return 10;
	case 'l':
	case 'L':
	case '1':
	case '|':
	case 'i':
	case '!': return noisy ? 1 : 0;
	default: return 0;
	}
}

/* A Roman number at i, at most XXXIX; its value or 0. */
static int roman(const struct viet_shadow *s, size_t i, size_t *end)
{
	int total = 0, last = 0;
	size_t k = i;
	for (; k < s->n && k < i + 8; k++) {
		int v = roman_digit(s->cased[k], s->noisy);
		if (!v)
			break;
		total += v > last && last ? v - 2 * last : v;
		last = v;
	}
	if (k == i || !shadow_ends(s, k))
		return 0;
	*end = k;
	return total < 40 ? total : 0;
}

/* Up to three numbers of at most two figures with dots between them. */
static int numbers(const struct viet_shadow *s, size_t i, int parts[3], size_t *end)
{
	int n = 0;
	size_t k = i;
	while (n < 3) {
		int v = 0;
		size_t from = k;
		while (k < s->n && k < from + 3 && s->p[k] >= '0' && s->p[k] <= '9')
			v = v * 10 + (s->p[k++] - '0');
		if (k == from && n == 0 && s->noisy && (s->cased[k] == 'l' || s->cased[k] == 'I')) {
			v = 1;
			k++;
		}
		if (k == from || k == from + 3)
			break;
		parts[n++] = v;
		*end = k;
		if (k + 1 >= s->n || s->p[k] != '.' || s->p[k + 1] < '0' || s->p[k + 1] > '9')
			break;
		k++;
	}
	return n;
}

/* The order of points is the Vietnamese alphabet (NĐ 30/2020/NĐ-CP): a b c d đ e g h i k l … */
static const char *const letters[] = {"a", "b", "c", "d", "đ", "e", "g", "h", "i", "k", "l", "m",
                                      "n", "o", "p", "q", "r", "s", "t", "u", "v", "x", "y", NULL};

static int letter_value(const struct viet_shadow *s, size_t i, int expected)
{
	struct str read = {.p = s->text.p + s->at[i], .n = s->at[i + 1] - s->at[i]};
	int value = 0;
	for (int k = 0; letters[k]; k++)
		if (str_eqz(read, letters[k]))
			value = k + 1;
	if (s->noisy && value == 4 && expected == 5) /* đ without its bar */
		value = 5;
	return value;
}

static bool closes(const struct viet_shadow *s, size_t i, const struct line *line,
                   const char *marks)
{
	return i < line->to && strchr(marks, s->p[i]) &&
	       (i + 1 >= line->to || !(s->p[i + 1] >= '0' && s->p[i + 1] <= '9'));
}

static struct label make(const struct viet_shadow *s, const struct line *line,
                         enum label_style style, int value, size_t to)
{
	struct label l = {.style = style, .value = value, .parts = {value, 0, 0}};
	while (to < line->to && strchr(" .,):/-", s->p[to]))
		to++;
	l.to = to;
	l.alone = to >= line->to;
	return l;
}

/* "Phần I", "Chương II", "Mục 1", "Điều 5." */
static struct label worded(const struct viet_shadow *s, const struct line *line)
{
	static const struct {
		const char *word;
		enum label_style style;
	} words[] = {{"Phần", LABEL_PART},
	             {"Chương", LABEL_CHAPTER},
	             {"Mục", LABEL_MUC},
	             {"Điều", LABEL_ARTICLE}};
	static const char *const ordinals[] = {"thứ nhất", "thứ hai", "thứ ba",
	                                       "thứ tư",   "thứ năm", NULL};
	char first = s->cased[line->from];
	for (size_t i = 0; i < 4 && first >= 'A' && first <= 'Z'; i++) {
		size_t end = viet_near(s, line->from, words[i].word, NULL), k = shadow_skip(s, end);
		int parts[3], value = 0;
		if (!end || k >= line->to)
			continue;
		const char *ordinal = viet_near_best(s, k, ordinals, &end);
		for (int n = 0; ordinal && ordinals[n]; n++)
			value = ordinals[n] == ordinal ? n + 1 : value;
		if (!value && words[i].style != LABEL_ARTICLE && words[i].style != LABEL_MUC)
			value = roman(s, k, &end);
		if (!value && numbers(s, k, parts, &end) == 1)
			value = parts[0];
		bool closed = end >= line->to || closes(s, end, line, ".:");
		if (value &&
		    (closed || (words[i].style != LABEL_ARTICLE && all_capitals(s, end, line->to))))
			return make(s, line, words[i].style, value, end);
	}
	return (struct label){0};
}

static struct label as_roman(const struct viet_shadow *s, const struct line *line,
                             const int *expected)
{
	size_t end;
	int value = roman(s, line->from, &end);
	if (!value)
		return (struct label){0};
	struct label l = make(s, line, LABEL_ROMAN, value, end);
	bool title = !l.alone && all_capitals(s, l.to, line->to);
	bool near = value - expected[LABEL_ROMAN] <= 1 && expected[LABEL_ROMAN] - value <= 1;
	/* "II." is also read as "IL": the mark went into the last stroke. */
	bool merged = s->noisy && title && near && s->cased[end - 1] == 'L';
	if (!merged && !closes(s, end, line, "./)-:"))
		return (struct label){0};
	bool fits = value == expected[LABEL_ROMAN] && (l.alone || line->to - line->from < 150);
	bool plain =
		s->cased[line->from] == 'I' || s->cased[line->from] == 'V' || s->cased[line->from] == 'X';
	if (!title && !(fits && plain))
		return (struct label){0};
	/* A stroke too many or too few: what is expected stands there. */
	if (title && s->noisy && near)
		l.value = l.parts[0] = expected[LABEL_ROMAN];
	return l;
}

static struct label as_number(const struct viet_shadow *s, const struct line *line,
                              const int *expected)
{
	int parts[3] = {0};
	size_t end;
	int n = numbers(s, line->from, parts, &end);
	bool mark = n > 0 && closes(s, end, line, s->noisy ? ".,):/-" : ".):/-");
	if (n == 0 || (!mark && (n == 1 || (end < line->to && s->p[end] != ' '))))
		return (struct label){0};
	enum label_style style = n == 1 ? LABEL_NUMBER : n == 2 ? LABEL_SECOND : LABEL_THIRD;
	int value = parts[n - 1], want = expected[style];
	bool follows = value == want || value == 1 || (want > 1 && value == want + 1);
	if (n > 1 && expected[LABEL_NUMBER] > 1 && parts[0] != expected[LABEL_NUMBER] - 1 &&
	    parts[0] != expected[LABEL_ROMAN] - 1)
		follows = false;
	if (!follows)
		return (struct label){0};
	struct label l = make(s, line, style, value, end);
	memcpy(l.parts, parts, sizeof parts);
	return l;
}

static struct label as_letter(const struct viet_shadow *s, const struct line *line,
                              const int *expected)
{
	size_t i = line->from;
	bool bracket = closes(s, i + 1, line, ")/"), dot = closes(s, i + 1, line, ".");
	int value = letter_value(s, i, expected[LABEL_LETTER]);
	/* "a- Thi đua …"; a dash between words is none. */
	bool dash = closes(s, i + 1, line, "-") && capital_at(s, shadow_skip(s, i + 2));
	if (value && value == expected[LABEL_LETTER] && (bracket || dot || dash))
		return make(s, line, LABEL_LETTER, value, i + 1);
	int capital = s->cased[i] >= 'A' && s->cased[i] <= 'H' ? s->cased[i] - 'A' + 1 : 0;
	if (capital && capital == expected[LABEL_CAPITAL] && dot && all_capitals(s, i + 2, line->to))
		return make(s, line, LABEL_CAPITAL, capital, i + 1);
	return (struct label){0};
}

/* "II.1.", "II.1.2": the number below a heading in Roman figures, with that heading's own. */
static struct label below_roman(const struct viet_shadow *s, const struct line *line,
                                const int *expected)
{
	struct line rest = *line;
	size_t end;
	int value = roman(s, line->from, &end);
	bool figure = s->p[line->from] >= '0' && s->p[line->from] <= '9';
	if (!value || figure || value != expected[LABEL_ROMAN] - 1 || end + 1 >= line->to ||
	    !strchr(".-", s->p[end]) || s->p[end + 1] < '1' || s->p[end + 1] > '9')
		return (struct label){0};
	rest.from = end + 1;
	return as_number(s, &rest, expected);
}

struct label label_at(const struct viet_shadow *s, const struct line *line,
                      const int expected[LABEL_STYLES])
{
	if (line->to < line->from + 2)
		return (struct label){0};
	struct label l = worded(s, line);
	if (!l.style)
		l = below_roman(s, line, expected);
	if (!l.style)
		l = as_roman(s, line, expected);
	if (!l.style)
		l = as_number(s, line, expected);
	return l.style ? l : as_letter(s, line, expected);
}

static struct str roman_text(struct arena *a, int v)
{
	static const char *const tens[] = {"", "X", "XX", "XXX"};
	static const char *const ones[] = {"", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX"};
	return arena_printf(a, "%s%s", tens[v / 10 % 4], ones[v % 10]);
}

struct str label_text(struct arena *a, const struct label *l)
{
	switch (l->style) {
	case LABEL_PART: return arena_printf(a, "Phần %.*s", STR_ARG(roman_text(a, l->value)));
	case LABEL_CHAPTER: return arena_printf(a, "Chương %.*s", STR_ARG(roman_text(a, l->value)));
	case LABEL_CAPITAL: return arena_printf(a, "%c", 'A' + l->value - 1);
	case LABEL_MUC: return arena_printf(a, "Mục %d", l->value);
	case LABEL_ARTICLE: return arena_printf(a, "Điều %d", l->value);
	case LABEL_ROMAN: return roman_text(a, l->value);
	case LABEL_SECOND: return arena_printf(a, "%d.%d", l->parts[0], l->parts[1]);
	case LABEL_THIRD: return arena_printf(a, "%d.%d.%d", l->parts[0], l->parts[1], l->parts[2]);
	case LABEL_LETTER: return str_of(letters[l->value - 1]);
	default: return arena_printf(a, "%d", l->value);
	}
}
