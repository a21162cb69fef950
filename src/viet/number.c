#include "viet/viet.h"

struct str viet_number(struct arena *a, int64_t v)
{
	char digits[32], *at = digits + sizeof digits;
	uint64_t rest = v < 0 ? 0 - (uint64_t)v : (uint64_t)v;
	for (int i = 0; i == 0 || rest; i++, rest /= 10) {
		if (i && i % 3 == 0)
			*--at = '.';
		*--at = (char)('0' + rest % 10);
	}
	if (v < 0)
		*--at = '-';
	return arena_str(a, (struct str){.p = at, .n = (size_t)(digits + sizeof digits - at)});
}

struct str viet_decimal(struct arena *a, int64_t thousandths)
{
	int64_t whole = thousandths / 1000;
	int part = (int)(thousandths % 1000);
	struct str s = viet_number(a, whole);
	const char *sign = thousandths < 0 && whole == 0 ? "-" : "";
	int digits = 3;
	part = part < 0 ? -part : part;
	if (!part)
		return s;
	for (; part % 10 == 0; part /= 10)
		digits--;
	return arena_printf(a, "%s%.*s,%0*d", sign, STR_ARG(s), digits, part);
}

/* A number as written, cut at its decimal mark. */
struct cut {
	bool minus, has_part;
	struct str whole; /* digits, with group marks */
	struct str part;  /* digits after the decimal mark */
};

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_mark(char c)
{
	return c == '.' || c == ',' || c == ' ';
}

static enum rc not_a_number(struct str s, struct err *e)
{
	return err_set(e, RC_INVALID, "“%.*s” không phải là số. Hãy viết như 1.234.567 hoặc 12,5.",
	               STR_ARG(s));
}

static enum rc ask(struct str s, struct cut c, struct err *e)
{
	return err_set(e, RC_INVALID,
	               "“%.*s” có thể là %.*s%.*s hoặc %.*s phẩy %.*s. Hãy viết %.*s%.*s nếu là số "
	               "nguyên, %.*s,%.*s0 nếu là số thập phân.",
	               STR_ARG(s), STR_ARG(c.whole), STR_ARG(c.part), STR_ARG(c.whole), STR_ARG(c.part),
	               STR_ARG(c.whole), STR_ARG(c.part), STR_ARG(c.whole), STR_ARG(c.part));
}

/* Which of its marks is the decimal one, if any; see enum viet_reading. */
static enum rc cut_number(struct str s, enum viet_reading how, struct cut *c, struct err *e)
{
	struct str t = str_trim(s);
	size_t last = t.n, marks = 0, same = 0;
	if (t.n > 40)
		return err_set(e, RC_INVALID, "Số quá dài. Hãy viết số có không quá 18 chữ số.");
	c->minus = t.n && t.p[0] == '-';
	if (t.n && (t.p[0] == '-' || t.p[0] == '+'))
		t = (struct str){t.p + 1, t.n - 1};
	for (size_t i = 0; i < t.n; i++) {
		if (!is_digit(t.p[i]) && !is_mark(t.p[i]))
			return not_a_number(s, e);
		if (!is_mark(t.p[i]))
			continue;
		marks++;
		same = marks > 1 && t.p[last] == t.p[i] ? same + 1 : 1;
		last = i;
	}
	c->whole = t;
	c->part = STR("");
	if (!marks || t.p[last] == ' ' || same > 1)
		return RC_OK;
	struct cut decimal = {c->minus, true, {t.p, last}, {t.p + last + 1, t.n - last - 1}};
	bool group_like = marks == 1 && decimal.part.n == 3 && last >= 1 && last <= 3 && t.p[0] != '0';
	if (group_like && how == VIET_READ_ASK)
		return ask(s, decimal, e);
	if (group_like && (t.p[last] == '.') == (how == VIET_READ_VIET))
		return RC_OK;
	*c = decimal;
	return RC_OK;
}

/* Counts downwards, because the smallest number has no positive twin. */
static bool add_digit(int64_t *minus, char digit)
{
	return !__builtin_mul_overflow(*minus, 10, minus) &&
	       !__builtin_sub_overflow(*minus, digit - '0', minus);
}

/* Digits with at most one kind of mark between groups of three; *minus is 0 - the number. */
static bool read_whole(struct str s, int64_t *minus, bool *fits)
{
	char mark = '\0';
	size_t run = 0;
	*minus = 0;
	*fits = true;
	for (size_t i = 0; i < s.n; i++) {
		if (is_digit(s.p[i])) {
			run++;
			*fits = *fits && add_digit(minus, s.p[i]);
			continue;
		}
		if (mark ? run != 3 || s.p[i] != mark : run < 1 || run > 3)
			return false;
		mark = s.p[i];
		run = 0;
	}
	return mark ? run == 3 : run > 0;
}

static enum rc too_large(struct str s, struct err *e)
{
	return err_set(e, RC_INVALID, "Số “%.*s” quá lớn. Hãy kiểm tra lại.", STR_ARG(s));
}

/* Reads up to `places` decimals into *part, scaled; any more must be zeros. */
static enum rc read_part(struct str s, struct str part, int places, int64_t *out, struct err *e)
{
	*out = 0;
	for (size_t i = 0; i < part.n || i < (size_t)places; i++) {
		char c = i < part.n ? part.p[i] : '0';
		if (!is_digit(c))
			return not_a_number(s, e);
		if (i < (size_t)places)
			*out = *out * 10 + (c - '0');
		else if (c != '0' && places)
			return err_set(e, RC_INVALID, "“%.*s” có nhiều hơn %d chữ số thập phân. Hãy làm tròn.",
			               STR_ARG(s), places);
		else if (c != '0')
			return err_set(e, RC_INVALID, "“%.*s” không phải là số nguyên. Hãy bỏ phần thập phân.",
			               STR_ARG(s));
	}
	return RC_OK;
}

static enum rc parse(struct str s, enum viet_reading how, int places, int64_t *out, struct err *e)
{
	struct cut c = {0};
	int64_t v, part = 0, scale = 1;
	bool fits;
	TRY(cut_number(s, how, &c, e));
	if (!read_whole(c.whole, &v, &fits) || (c.has_part && !c.part.n))
		return not_a_number(s, e);
	TRY(read_part(s, c.part, places, &part, e));
	for (int i = 0; i < places; i++)
		scale *= 10;
	if (!fits || __builtin_mul_overflow(v, scale, &v) || __builtin_sub_overflow(v, part, &v) ||
	    (!c.minus && v == INT64_MIN))
		return too_large(s, e);
	*out = c.minus ? v : -v;
	return RC_OK;
}

enum rc viet_parse_decimal(struct str s, enum viet_reading how, int64_t *thousandths, struct err *e)
{
	return parse(s, how, 3, thousandths, e);
}

enum rc viet_parse_number(struct str s, enum viet_reading how, int64_t *out, struct err *e)
{
	return parse(s, how, 0, out, e);
}
