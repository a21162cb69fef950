#include "viet/viet.h"

/* The longest: nineteen digits, each with its word and rank. */
#define WORDS_MAX ((size_t)1024)

struct words {
	char *p;
	size_t n;
};

static void put(struct words *w, const char *word)
{
	size_t n = strlen(word);
	BUG_ON(w->n + n + 2 > WORDS_MAX);
	if (w->n)
		w->p[w->n++] = ' ';
	memcpy(w->p + w->n, word, n);
	w->n += n;
}

static const char *const digit_words[] = {"không", "một", "hai", "ba",  "bốn",
                                          "năm",   "sáu", "bảy", "tám", "chín"};

static void put_unit(struct words *w, unsigned tens, unsigned unit)
{
	if (unit == 1 && tens > 1)
		put(w, "mốt");
	else if (unit == 4 && tens > 1)
		put(w, "tư");
	else if (unit == 5 && tens > 0)
		put(w, "lăm");
	else if (unit)
		put(w, digit_words[unit]);
}

/* 1 to 999. `inner`: something stands before, so that empty hundreds are said too. */
static void put_group(struct words *w, unsigned v, bool inner)
{
	unsigned hundreds = v / 100, tens = v / 10 % 10, unit = v % 10;
	if (hundreds || inner) {
		put(w, digit_words[hundreds]);
		put(w, "trăm");
	}
	if (tens > 1) {
		put(w, digit_words[tens]);
		put(w, "mươi");
	} else if (tens == 1) {
		put(w, "mười");
	} else if (unit && (hundreds || inner)) {
		put(w, "linh");
	}
	put_unit(w, tens, unit);
}

/* Ranks repeat after a billion: nghìn tỷ, triệu tỷ, tỷ tỷ. */
static void put_number(struct words *w, uint64_t v, bool inner)
{
	static const struct {
		unsigned value;
		const char *word;
	} ranks[] = {{1000000, "triệu"}, {1000, "nghìn"}, {1, NULL}};
	if (v >= 1000000000) {
		put_number(w, v / 1000000000, inner);
		put(w, "tỷ");
		inner = true;
		v %= 1000000000;
	}
	for (size_t i = 0; i < 3; i++) {
		unsigned group = (unsigned)(v / ranks[i].value % 1000);
		if (!group)
			continue;
		put_group(w, group, inner);
		if (ranks[i].word)
			put(w, ranks[i].word);
		inner = true;
	}
}

static struct words number_words(struct arena *a, int64_t v)
{
	struct words w = {.p = arena_alloc(a, WORDS_MAX)};
	uint64_t size = v < 0 ? 0 - (uint64_t)v : (uint64_t)v;
	if (v < 0)
		put(&w, "âm");
	if (size)
		put_number(&w, size, false);
	else
		put(&w, digit_words[0]);
	return w;
}

struct str viet_number_words(struct arena *a, int64_t v)
{
	struct words w = number_words(a, v);
	return (struct str){.p = w.p, .n = w.n};
}

struct str viet_money_words(struct arena *a, int64_t dong)
{
	struct words w = number_words(a, dong);
	put(&w, "đồng");
	return viet_capital(a, (struct str){.p = w.p, .n = w.n});
}

struct str viet_date_words(struct arena *a, struct date d)
{
	struct civil c = date_civil(d);
	if (!c.year)
		return arena_str(a, STR(""));
	return arena_printf(a, "ngày %02d tháng %0*d năm %d", c.day, c.month <= 2 ? 2 : 1, c.month,
	                    c.year);
}
