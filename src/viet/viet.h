/*
 * viet.h: Vietnamese text: normal form, search keys, sort keys, names, numbers, words.
 *
 * Text comes in as UTF-8. What comes from outside goes through viet_nfc() or viet_line()
 * once, at the door; everything else expects NFC but never fails on other bytes: a byte
 * that is not UTF-8 counts as a character that is no letter. Results live in the given
 * arena and end in NUL. All functions are pure and may run in any thread at once. Sizes
 * are capped by the caller.
 *
 * Old encodings are in viet/legacy.h, the check of syllables in viet/syllable.h.
 */
#ifndef VIET_VIET_H
#define VIET_VIET_H

#include "base/date.h"

/*
 * Goes up when a stored key (fold, loose fold, sort key, name key, trigram) would come out
 * different for the same text. The database remembers it and rebuilds its key columns.
 */
#define VIET_KEY_VERSION 1

/* ---- normal form (TCVN 6909:2001: one form of Unicode for all) ---- */

/*
 * To NFC. U+00A0 and the other spaces of Unicode become a space, line ends become "\n",
 * characters that cannot be seen (U+00AD, U+200B to U+200F, U+202A to U+202E, U+2060 to
 * U+206F, U+FEFF) go away. RC_INVALID for broken UTF-8 and for control characters other
 * than line end and tab. NULL stays NULL.
 */
enum rc viet_nfc(struct arena *a, struct str in, struct str *out, struct err *e) MUST_CHECK;

/* The same for one line: white space of any kind in a row becomes one space; trimmed. */
enum rc viet_line(struct arena *a, struct str in, struct str *out, struct err *e) MUST_CHECK;

struct str viet_lower(struct arena *a, struct str s);
struct str viet_upper(struct arena *a, struct str s);

/* The first letter made a capital: how a sentence or an amount in words begins. */
struct str viet_capital(struct arena *a, struct str s);

/* ---- finding ---- */

/*
 * The search key: small letters without marks, đ as d; whatever is no letter or digit
 * becomes one space between words. "Nguyễn  Văn-Đạt" and "nguyen van dat" give the same.
 */
struct str viet_fold(struct arena *a, struct str s);

/*
 * A wider key on top of it: y after one consonant or alone, and after qu, is i (kỹ = kĩ,
 * lý = lí, quý = quí, y tế = i tế), but thuý and thúi stay apart. Never used alone to
 * decide that two people are the same.
 */
struct str viet_fold_loose(struct arena *a, struct str s);

/*
 * Both ways to place a tone brought to one: on the first vowel of an open oa, oe, uy
 * (hoà -> hòa, thuỷ -> thủy; not quý, hoàn, khuỷu). For comparing; a document keeps what
 * was typed.
 */
struct str viet_tone_place(struct arena *a, struct str s);

/*
 * Distinct trigrams of folded text, in rising order. Each word counts with two markers
 * before it and one after it, as PostgreSQL's pg_trgm has it; so "an" gives "__a", "_an",
 * "an_". A trigram is under 2^30. At most VIET_TRIGRAMS_MAX, the first ones of the text.
 */
#define VIET_TRIGRAMS_MAX 256
void viet_trigrams(struct arena *a, struct str folded, uint32_t **out, size_t *n);

/* Distinct words of folded text in the order of the text, borrowed from it; the same cap. */
#define VIET_WORDS_MAX 256
void viet_words(struct arena *a, struct str folded, struct str **out, size_t *n);

/* ---- order ---- */

/*
 * A key whose bytes, compared by memcmp() (str_cmp), give the order of a Vietnamese
 * dictionary: letters a ă â b c d đ e ê ..., then tones ngang huyền hỏi ngã sắc nặng, then
 * small before capital. Agrees with the collation `vi` of ICU, except that both placements
 * of a tone (hoà, hòa) give the same key. Not text: store it as a blob. About as long as
 * the text.
 */
struct str viet_sort_key(struct arena *a, struct str s);

/* Order of people: given name, then surname, then middle name; case only at the very end. */
struct str viet_name_key(struct arena *a, struct str full_name);

/* Borrowed from `full_name`. One word is a given name; missing parts are empty. */
struct viet_name {
	struct str surname, middle, given;
};
struct viet_name viet_name_split(struct str full_name);

/* ---- numbers and dates ---- */

/* 1234567 -> "1.234.567" */
struct str viet_number(struct arena *a, int64_t v);

/* Thousandths: 12500 -> "12,5"; no more decimals than needed. */
struct str viet_decimal(struct arena *a, int64_t thousandths);

/*
 * People write 1.234.567 and 1,234,567, and 12,5 and 12.5. One mark followed by exactly
 * three digits ("1.234", "1,234") can be either, and the caller says what then:
 */
enum viet_reading {
	VIET_READ_ASK,  /* RC_INVALID with a question to the person */
	VIET_READ_VIET, /* as Vietnamese is written: "1.234" is 1234 and "1,234" is 1 + 234/1000 */
	VIET_READ_ENGLISH
};

/*
 * Reads a number with an optional sign; spaces may part the groups. In thousandths; more
 * than three decimals are refused unless they are zeros. RC_INVALID with what to do.
 */
enum rc viet_parse_decimal(struct str s, enum viet_reading how, int64_t *thousandths,
                           struct err *e) MUST_CHECK;

/* The same for whole numbers; decimals other than zeros are refused. */
enum rc viet_parse_number(struct str s, enum viet_reading how, int64_t *out,
                          struct err *e) MUST_CHECK;

/* 1005 -> "một nghìn không trăm linh năm"; mốt, tư, lăm after mươi; "âm" before. */
struct str viet_number_words(struct arena *a, int64_t v);

/* 2340000 -> "Hai triệu ba trăm bốn mươi nghìn đồng" */
struct str viet_money_words(struct arena *a, int64_t dong);

/*
 * "ngày 05 tháng 01 năm 2026": a zero before days under 10 and before months 1 and 2, not
 * before the others (NĐ 30/2020/NĐ-CP, Phụ lục I). "" for DATE_NONE.
 */
struct str viet_date_words(struct arena *a, struct date d);

#endif
