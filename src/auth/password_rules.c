#include "auth/password.h"
#include "auth/password_common.h"
#include "viet/viet.h"

#define DAY_MS ((int64_t)24 * 60 * 60 * 1000)
#define COMMON_MAX 64 /* longer ones are not looked up */

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (unsigned char)c >= 0x80;
}

static char lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static int classes_of(struct str s)
{
	unsigned have = 0;
	for (size_t i = 0; i < s.n; i++) {
		char c = s.p[i];
		have |= c >= 'a' && c <= 'z'   ? 1U
		        : c >= 'A' && c <= 'Z' ? 2U
		        : c >= '0' && c <= '9' ? 4U
		                               : 8U;
	}
	return __builtin_popcount(have);
}

/* ASCII only; account names are. */
static bool contains_nocase(struct str in, struct str what)
{
	for (size_t at = 0; what.n && at + what.n <= in.n; at++) {
		size_t i = 0;
		while (i < what.n && lower(in.p[at + i]) == lower(what.p[i]))
			i++;
		if (i == what.n)
			return true;
	}
	return false;
}

static int cmp_word(const void *key, const void *elem)
{
	return str_cmp(*(const struct str *)key, str_of(*(const char *const *)elem));
}

static bool listed(struct str s)
{
	return s.n &&
	       bsearch(&s, password_common, password_common_count, sizeof password_common[0], cmp_word);
}

/* Without what stands before the first and after the last letter. */
static struct str core(struct str s)
{
	while (s.n && !is_letter(s.p[0])) {
		s.p++;
		s.n--;
	}
	while (s.n && !is_letter(s.p[s.n - 1]))
		s.n--;
	return s;
}

/* One character over and over, or neighbours on a run: 11111111, abcdefgh, 87654321. */
static bool is_run(struct str s)
{
	for (int step = -1; step <= 1; step++) {
		size_t i = 1;
		while (i < s.n && s.p[i] - s.p[i - 1] == step)
			i++;
		if (s.n > 1 && i == s.n)
			return true;
	}
	return false;
}

/* In small letters without spaces; true when it fits. */
static bool squeeze(struct str s, char out[COMMON_MAX], size_t *n)
{
	*n = 0;
	for (size_t i = 0; i < s.n && *n < COMMON_MAX; i++)
		if (s.p[i] != ' ')
			out[(*n)++] = lower(s.p[i]);
	return s.n <= COMMON_MAX;
}

/* As it stands, and without the digits and signs around it. */
static bool listed_or_core(struct str s)
{
	return listed(s) || listed(core(s));
}

bool password_is_common(struct str plain, struct arena *mem)
{
	static const char from[] = "@4031!$57", to[] = "aaoeiisst";
	char low[COMMON_MAX], read[COMMON_MAX], bare[COMMON_MAX];
	size_t n, bare_n;
	if (!squeeze(plain, low, &n))
		return false;
	struct str whole = {low, n}, middle = core(whole);
	if (is_run(whole) || listed_or_core(whole))
		return true;
	if (squeeze(viet_fold(mem, plain), bare, &bare_n) && listed_or_core((struct str){bare, bare_n}))
		return true;
	for (size_t i = 0; i < n; i++) {
		const char *at = strchr(from, low[i]);
		read[i] = at && *at ? to[at - from] : low[i];
	}
	/* Digits at the end are a year or a count before they are letters. */
	struct str inner = {middle.n ? read + (middle.p - low) : read, middle.n};
	return listed((struct str){read, n}) || listed(inner);
}

static void reason(struct password_verdict *v, struct str sentence)
{
	BUG_ON(v->count == PASSWORD_REASONS_MAX);
	v->reasons[v->count++] = sentence;
}

static void judge_shape(const struct password_policy *p, const struct password_about *about,
                        struct str plain, struct arena *mem, struct password_verdict *v)
{
	int least = about->mfa ? p->length_mfa : p->length_alone;
	if (str_chars(plain) < (size_t)least)
		reason(v, arena_printf(
					  mem, "Mật khẩu phải có ít nhất %d ký tự.%s", least,
					  about->mfa ? "" : " (Khi bật xác thực hai bước thì ngắn hơn cũng được.)"));
	if (plain.n > PASSWORD_MAX_BYTES)
		reason(v, arena_printf(mem, "Mật khẩu quá dài. Hãy dùng tối đa %d ký tự.",
		                       PASSWORD_MAX_BYTES / 2));
	if (!about->mfa && classes_of(plain) < p->classes_alone)
		reason(v, p->classes_alone == 4
		              ? STR("Mật khẩu phải có đủ chữ thường, chữ hoa, chữ số và ký tự khác.")
		              : arena_printf(mem,
		                             "Mật khẩu phải có ít nhất %d trong 4 loại: chữ thường, "
		                             "chữ hoa, chữ số, ký tự khác.",
		                             p->classes_alone));
	if (about->account.n >= 3 && contains_nocase(plain, about->account))
		reason(v, STR("Mật khẩu không được chứa tên đăng nhập."));
	if (password_is_common(plain, mem))
		reason(v, STR("Mật khẩu này quá quen thuộc, dễ bị đoán. Hãy chọn một câu của riêng mình."));
}

enum rc password_judge(struct password_hasher *h, const struct password_policy *policy,
                       const struct password_about *about, struct str plain, struct arena *mem,
                       struct password_verdict *out, struct err *e)
{
	*out = (struct password_verdict){0};
	judge_shape(policy, about, plain, mem, out);
	for (int i = 0; i < about->old_count && i < policy->history && out->count == 0; i++) {
		bool same;
		TRY(password_check(h, plain, about->old_hashes[i], &same, e));
		if (same)
			reason(out, arena_printf(mem,
			                         "Mật khẩu này trùng một trong %d mật khẩu gần nhất. "
			                         "Hãy chọn mật khẩu khác.",
			                         policy->history));
	}
	out->good = out->count == 0;
	return RC_OK;
}

int password_days_left(const struct password_policy *policy, bool admin, int64_t set_ms,
                       int64_t now_ms)
{
	int days = admin ? policy->admin_days : policy->other_days;
	if (days <= 0)
		return -1;
	int64_t left = set_ms + days * DAY_MS - now_ms;
	return left <= 0 ? 0 : (int)((left + DAY_MS - 1) / DAY_MS);
}
