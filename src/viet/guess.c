#include "viet/legacy.h"

#include "viet/letters.h"
#include "viet/syllable.h"

#include <strings.h>

#define LOOK_MAX ((size_t)64 * 1024)
#define SHARE_MIN_PERCENT 60
#define LEAD_MIN_PERCENT 15

static bool starts_any_case(struct str s, const char *prefix)
{
	size_t n = strlen(prefix);
	return s.n >= n && strncasecmp(s.p, prefix, n) == 0;
}

enum viet_encoding viet_font_encoding(struct str font, bool *capitals)
{
	font = str_trim(font);
	bool abc = starts_any_case(font, ".Vn");
	*capitals = abc && str_ends(font, "H");
	if (abc)
		return VIET_TCVN3;
	return starts_any_case(font, "VNI-") ? VIET_VNI : VIET_UNKNOWN;
}

const char *viet_encoding_name(enum viet_encoding enc)
{
	switch (enc) {
	case VIET_ASCII: return "ASCII";
	case VIET_UTF8: return "UTF-8";
	case VIET_UTF16LE: return "UTF-16LE";
	case VIET_UTF16BE: return "UTF-16BE";
	case VIET_TCVN3: return "TCVN3 (ABC)";
	case VIET_VNI: return "VNI-Windows";
	case VIET_CP1258: return "Windows-1258";
	case VIET_VISCII: return "VISCII";
	case VIET_UNKNOWN: break;
	}
	return "chưa rõ";
}

/* Quotes, dashes and dots that stand beside words in every encoding. */
static bool is_word_char(uint32_t cp)
{
	if (cp < 0x80)
		return letter_of(cp).base != L_NONE;
	return !(cp >= 0x2010 && cp <= 0x2027) && cp != 0xA0 && cp != 0xAB && cp != 0xBB;
}

/* Of the words with a character outside ASCII, how many of a hundred are syllables. */
static int share_percent(struct str s)
{
	size_t marked = 0, good = 0;
	const char *at = s.p, *end = s.p + s.n, *from = at, *word_end = at;
	bool has_mark = false;
	while (at < end) {
		uint32_t cp = utf8_next(&at, end);
		bool in_word = is_word_char(cp);
		if (in_word) {
			has_mark |= cp >= 0x80;
			word_end = at;
		}
		if (in_word && at < end)
			continue;
		if (has_mark) {
			marked++;
			good += viet_syllable_ok((struct str){from, (size_t)(word_end - from)});
		}
		has_mark = false;
		from = word_end = at;
	}
	return marked ? (int)(good * 100 / marked) : 0;
}

static bool is_ascii(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if ((uint8_t)s.p[i] >= 0x80)
			return false;
	return true;
}

/* Cuts at white space, so that no character is cut in two. */
static struct str sample(struct str bytes)
{
	if (bytes.n <= LOOK_MAX)
		return bytes;
	size_t n = LOOK_MAX;
	while (n > LOOK_MAX / 2 && bytes.p[n - 1] != ' ' && bytes.p[n - 1] != '\n')
		n--;
	return (struct str){bytes.p, n};
}

/* UTF-16 without its mark: in letters of ASCII, spaces and line ends every second byte is zero. */
static enum viet_encoding utf16_unmarked(struct str s)
{
	size_t zero[2] = {0}, n = s.n < LOOK_MAX ? s.n : LOOK_MAX;
	if (s.n < 16 || s.n % 2)
		return VIET_UNKNOWN;
	for (size_t i = 0; i < n; i++)
		zero[i % 2] += s.p[i] == 0;
	if (zero[1] > n / 4 && zero[0] < n / 100)
		return VIET_UTF16LE;
	return zero[0] > n / 4 && zero[1] < n / 100 ? VIET_UTF16BE : VIET_UNKNOWN;
}

struct viet_guess viet_guess_encoding(struct arena *a, struct str bytes)
{
	static const enum viet_encoding candidates[] = {VIET_TCVN3, VIET_VNI, VIET_CP1258, VIET_VISCII};
	struct viet_guess best = {.encoding = VIET_UNKNOWN};
	int second = 0;
	if (str_starts(bytes, "\xEF\xBB\xBF"))
		return (struct viet_guess){VIET_UTF8, 100, 100};
	if (str_starts(bytes, "\xFF\xFE"))
		return (struct viet_guess){VIET_UTF16LE, 100, 100};
	if (str_starts(bytes, "\xFE\xFF"))
		return (struct viet_guess){VIET_UTF16BE, 100, 100};
	enum viet_encoding wide = utf16_unmarked(bytes);
	if (wide != VIET_UNKNOWN)
		return (struct viet_guess){wide, 100, 100};
	bytes = sample(bytes);
	if (is_ascii(bytes))
		return (struct viet_guess){VIET_ASCII, 100, 100};
	/* Legacy text does not happen to be well-formed UTF-8. */
	if (str_utf8_ok(bytes))
		return (struct viet_guess){VIET_UTF8, 100, 100};
	for (size_t i = 0; i < sizeof candidates / sizeof *candidates; i++) {
		struct str text;
		if (viet_decode(a, bytes, candidates[i], &text, NULL) != RC_OK)
			continue;
		int share = share_percent(text);
		if (share > best.share_percent) {
			second = best.share_percent;
			best = (struct viet_guess){.encoding = candidates[i], .share_percent = share};
		} else if (share > second) {
			second = share;
		}
	}
	best.lead_percent = best.share_percent - second;
	if (best.share_percent < SHARE_MIN_PERCENT || best.lead_percent < LEAD_MIN_PERCENT)
		best.encoding = VIET_UNKNOWN;
	return best;
}

/* The byte that Windows-1252 shows as this character; -1. */
static int byte_of_1252(uint32_t cp)
{
	static const uint16_t upper[32] = {
		0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
		0x2039, 0x0152, 0,      0x017D, 0,      0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
		0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178};
	if (cp < 0x100)
		return (int)cp;
	for (int i = 0; i < 32; i++)
		if (upper[i] == cp)
			return 0x80 + i;
	return -1;
}

bool viet_encoded_twice(struct arena *a, struct str text, struct str *out)
{
	const char *at = text.p, *end = text.p + text.n;
	char *to = arena_alloc(a, text.n + 1);
	size_t n = 0;
	if (str_starts(text, "\xEF\xBB\xBF"))
		at += 3;
	while (at < end) {
		int byte = byte_of_1252(utf8_next(&at, end));
		if (byte < 0)
			return false;
		to[n++] = (char)byte;
	}
	struct str once = {to, n};
	if (is_ascii(once) || !str_utf8_ok(once) || share_percent(sample(once)) < SHARE_MIN_PERCENT)
		return false;
	*out = once;
	return true;
}
