/* Any bytes through all of src/viet, and through what base reads from people; laws hold. */
#include "base/workday.h"
#include "viet/legacy.h"
#include "viet/syllable.h"
#include "viet/viet.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_normal_form(struct arena *a, struct str s)
{
	struct str once, twice;
	if (viet_nfc(a, s, &once, NULL) == RC_OK) {
		BUG_ON(!str_utf8_ok(once) || viet_nfc(a, once, &twice, NULL) || !str_eq(once, twice));
		BUG_ON(str_chr(once, '\r') >= 0);
	}
	if (viet_line(a, s, &once, NULL) == RC_OK) {
		BUG_ON(viet_line(a, once, &twice, NULL) || !str_eq(once, twice));
		BUG_ON(str_chr(once, '\n') >= 0 || str_trim(once).n != once.n);
	}
}

static void check_keys(struct arena *a, struct str s)
{
	struct str folded = viet_fold(a, s), placed = viet_tone_place(a, s), *words;
	uint32_t *grams;
	size_t n;
	BUG_ON(!str_utf8_ok(folded) || !str_eq(viet_fold(a, folded), folded));
	BUG_ON(!str_eq(viet_fold(a, placed), folded));
	BUG_ON(!str_eq(viet_tone_place(a, placed), placed));
	BUG_ON(viet_fold_loose(a, s).n != folded.n);
	viet_trigrams(a, folded, &grams, &n);
	BUG_ON(n > VIET_TRIGRAMS_MAX);
	viet_words(a, folded, &words, &n);
	BUG_ON(n > VIET_WORDS_MAX);

	struct str key = viet_sort_key(a, s);
	struct str longer = arena_printf(a, "%.*sa", STR_ARG(s));
	BUG_ON(!str_eq(viet_sort_key(a, placed), key));
	BUG_ON(!memchr(s.p ? s.p : "", 0, s.n) && str_cmp(key, viet_sort_key(a, longer)) >= 0);
	BUG_ON(str_chr(key, '\0') >= 0 || str_chr(viet_name_key(a, s), '\0') >= 0);
	struct viet_name name = viet_name_split(s);
	BUG_ON(name.surname.n + name.middle.n + name.given.n > s.n);
	viet_syllable_ok(s);
	BUG_ON(!viet_upper(a, s).p || !viet_lower(a, s).p);
}

static void check_numbers(struct arena *a, struct str s)
{
	for (int how = VIET_READ_ASK; how <= VIET_READ_ENGLISH; how++) {
		int64_t v, again;
		if (viet_parse_decimal(s, (enum viet_reading)how, &v, NULL) == RC_OK) {
			struct str text = viet_decimal(a, v);
			BUG_ON(viet_parse_decimal(text, VIET_READ_VIET, &again, NULL) || again != v);
		}
		if (viet_parse_number(s, (enum viet_reading)how, &v, NULL) == RC_OK)
			BUG_ON(!viet_number_words(a, v).n || !viet_money_words(a, v).n);
	}
	struct date d = date_from_typed(s);
	if (!date_is_none(d))
		BUG_ON(date_from_iso(str_of(date_iso(d).z)).days != d.days);
}

static void check_old_encodings(struct arena *a, struct str s)
{
	struct viet_guess g = viet_guess_encoding(a, s);
	struct str text, bytes;
	if (g.encoding == VIET_TCVN3)
		BUG_ON(viet_decode(a, s, g.encoding, &text, NULL) != RC_OK);
	for (int enc = VIET_UNKNOWN; enc <= VIET_VISCII; enc++)
		if (viet_decode(a, s, (enum viet_encoding)enc, &text, NULL) == RC_OK)
			BUG_ON(!text.p);
	if (viet_from_tcvn3(a, s, false, &text, NULL) == RC_OK)
		BUG_ON(viet_to_tcvn3(a, text, false, &bytes, NULL) || !str_eq(bytes, s));
	if (viet_bytes_of(a, s, &bytes))
		BUG_ON(bytes.n > s.n);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena a;
	struct workday_list list;
	struct str s = {.p = (const char *)data, .n = size};
	if (size == 0 || size > 65536)
		return 0;
	arena_init(&a);
	check_normal_form(&a, s);
	check_keys(&a, s);
	check_numbers(&a, s);
	check_old_encodings(&a, s);
	if (workday_read(&a, s, &list, NULL) == RC_OK)
		workday_add(list, date_of(2026, 1, 1), 10);
	arena_release(&a);
	return 0;
}
