#include "viet/syllable.h"

#include "viet/letters.h"

/* ngh + iêng: no syllable is longer. */
#define LETTERS_MAX 7

/* Longer ones first: the first that fits is taken. "" comes last. */
static const char onsets[] = "ngh ng nh gh gi kh ch ph th tr qu b c d đ g h k l m n p r s t v x ";

/* Rimes without tone. q and its u are an onset here: "quốc" is qu + ôc. */
static const char rimes[] =
	"a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây "
	"e ec em en eng eo ep et ê êch êm ên ênh êp êt êu "
	"i ia ich im in inh ip it iu iêc iêm iên iêng iêp iêt iêu "
	"o oc oi om on ong op ot ooc oong oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm "
	"oăn oăng oăt oe oem oen oeo oet ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt "
	"u ua uc ui um un ung up ut uân uâng uât uây uê uêch uênh uơ uy uya uych uynh uyt uyu uyn uyp "
	"uyên uyêt uôc uôi uôm uôn uông uôt ư ưa ưc ưi ưm ưn ưng ưt ưu "
	"ươc ươi ươm ươn ương ươp ươt ươu y yêm yên yêng yêt yêu ";

struct syllable {
	struct letter l[LETTERS_MAX];
	size_t n;
	enum viet_tone tone;
	bool bare; /* ASCII alone: marks may have been lost */
};

/* How many letters of `s` from `at` the pattern takes, or -1; *list moves to the next one. */
static int match(const char **list, const struct syllable *s, size_t at)
{
	const char *p = *list, *end = strchr(p, ' ');
	int n = 0;
	bool same = true;
	while (p < end) {
		struct letter want = letter_of(utf8_next(&p, end));
		const struct letter *have = at + (size_t)n < s->n ? &s->l[at + (size_t)n] : NULL;
		same = same && have &&
		       (s->bare ? letter_ascii(have->base) == letter_ascii(want.base)
		                : have->base == want.base);
		n++;
	}
	*list = end + 1;
	return same ? n : -1;
}

static bool is_rime(const struct syllable *s, size_t at)
{
	for (const char *list = rimes; *list;)
		if (match(&list, s, at) == (int)(s->n - at))
			return true;
	return false;
}

static bool is_front_vowel(uint8_t base)
{
	return base == L_E || base == L_EE || base == L_I || base == L_Y;
}

/* k gh ngh before e ê i y, c g ng before the others; gi and qu have rules of their own. */
static bool onset_suits(const struct syllable *s, size_t n)
{
	uint8_t first = s->l[0].base, last = s->l[n - 1].base, vowel = s->l[n].base;
	if (first == L_K && n == 1)
		return is_front_vowel(vowel);
	if (last == L_H && n > 1 && s->l[n - 2].base == L_G)
		return is_front_vowel(vowel);
	if (first == L_C && n == 1)
		return !is_front_vowel(vowel);
	if (last == L_G)
		return !is_front_vowel(vowel) || (n == 1 && vowel == L_I);
	return true;
}

static bool is_built_right(const struct syllable *s)
{
	for (const char *list = onsets; *list;) {
		int n = match(&list, s, 0);
		if (n <= 0 || (size_t)n >= s->n || !onset_suits(s, (size_t)n))
			continue;
		if (is_rime(s, (size_t)n))
			return true;
		/* quynh, quyt: after qu, y stands for i. */
		struct syllable y = *s;
		if (s->l[0].base == L_Q && s->l[n].base == L_Y) {
			y.l[n].base = L_I;
			if (is_rime(&y, (size_t)n))
				return true;
		}
	}
	return is_rime(s, 0);
}

/* Syllables that end in c, ch, p, t bear sắc or nặng and nothing else. */
static bool tone_suits(const struct syllable *s)
{
	uint8_t last = s->l[s->n - 1].base;
	bool stop = last == L_C || last == L_P || last == L_T ||
	            (last == L_H && s->n > 1 && s->l[s->n - 2].base == L_C);
	return s->bare || !stop || s->tone == TONE_SAC || s->tone == TONE_NANG;
}

bool viet_syllable_ok(struct str word)
{
	struct syllable s = {.bare = true};
	for (const char *at = word.p, *end = word.p + word.n; at < end;) {
		uint32_t cp = utf8_next(&at, end);
		struct letter l = letter_of(cp);
		if (!l.base || s.n == LETTERS_MAX || (l.tone && s.tone))
			return false;
		s.bare = s.bare && cp < 0x80;
		s.tone = l.tone ? l.tone : s.tone;
		s.l[s.n++] = l;
	}
	return s.n && is_built_right(&s) && tone_suits(&s);
}
