#include "base/date.h"

#define FIRST_DAY (-719162) /* 0001-01-01 */
#define LAST_DAY 2932896    /* 9999-12-31 */
#define DAY_MS INT64_C(86400000)
#define VN_MS (INT64_C(7) * 3600 * 1000)

/*
 * Both directions count years from 1 March, so that the leap day is the last day of a
 * year, and in eras of 400 years (146097 days). Hinnant, "chrono-Compatible Low-Level
 * Date Algorithms".
 */
static int32_t days_of(int year, int month, int day)
{
	int y = month <= 2 ? year - 1 : year;
	int era = (y >= 0 ? y : y - 399) / 400;
	int year_of_era = y - era * 400;
	int day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
	int day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
	return era * 146097 + day_of_era - 719468;
}

static int month_days(int year, int month)
{
	static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
	bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
	return days[month - 1] + (month == 2 && leap);
}

struct date date_of(int year, int month, int day)
{
	if (year < 1 || year > 9999 || month < 1 || month > 12 || day < 1 ||
	    day > month_days(year, month))
		return DATE_NONE;
	return (struct date){days_of(year, month, day)};
}

static bool in_range(struct date d)
{
	return d.days >= FIRST_DAY && d.days <= LAST_DAY;
}

struct civil date_civil(struct date d)
{
	if (!in_range(d))
		return (struct civil){0};
	int from = d.days + 719468; /* never negative in our range */
	int era = from / 146097;
	int day_of_era = from - era * 146097;
	int year_of_era =
		(day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
	int day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
	int shifted = (5 * day_of_year + 2) / 153;
	int month = shifted < 10 ? shifted + 3 : shifted - 9;
	return (struct civil){
		.year = year_of_era + era * 400 + (month <= 2),
		.month = month,
		.day = day_of_year - (153 * shifted + 2) / 5 + 1,
	};
}

int date_weekday(struct date d)
{
	/* 1970-01-01 was a Thursday. */
	int64_t n = ((int64_t)d.days + 3) % 7;
	return (int)(n < 0 ? n + 7 : n);
}

static int64_t floor_div(int64_t a, int64_t b)
{
	return a / b - (a % b < 0);
}

struct date date_at(int64_t utc_ms)
{
	if (utc_ms > INT64_MAX - VN_MS)
		return DATE_NONE;
	int64_t days = floor_div(utc_ms + VN_MS, DAY_MS);
	if (days < FIRST_DAY || days > LAST_DAY)
		return DATE_NONE;
	return (struct date){(int32_t)days};
}

int64_t date_start_ms(struct date d)
{
	return (int64_t)d.days * DAY_MS - VN_MS;
}

/* `least` to `most` digits from the front of *s, or -1. */
static int take_digits(struct str *s, size_t least, size_t most)
{
	int n = 0;
	size_t i = 0;
	for (; i < s->n && i < most && s->p[i] >= '0' && s->p[i] <= '9'; i++)
		n = n * 10 + (s->p[i] - '0');
	if (i < least)
		return -1;
	*s = (struct str){.p = s->p + i, .n = s->n - i};
	return n;
}

static bool take_char(struct str *s, char c)
{
	if (!s->n || *s->p != c)
		return false;
	*s = (struct str){.p = s->p + 1, .n = s->n - 1};
	return true;
}

struct date date_from_iso(struct str s)
{
	int year = take_digits(&s, 4, 4);
	if (year < 0 || !take_char(&s, '-'))
		return DATE_NONE;
	int month = take_digits(&s, 2, 2);
	if (month < 0 || !take_char(&s, '-'))
		return DATE_NONE;
	int day = take_digits(&s, 2, 2);
	return day < 0 || s.n ? DATE_NONE : date_of(year, month, day);
}

struct date date_from_typed(struct str s)
{
	s = str_trim(s);
	struct date iso = date_from_iso(s);
	if (!date_is_none(iso))
		return iso;
	int day = take_digits(&s, 1, 2);
	char sep = s.n ? *s.p : '\0';
	if (day < 0 || (sep != '/' && sep != '-' && sep != '.'))
		return DATE_NONE;
	take_char(&s, sep);
	int month = take_digits(&s, 1, 2);
	if (month < 0 || !take_char(&s, sep))
		return DATE_NONE;
	int year = take_digits(&s, 4, 4);
	return year < 0 || s.n ? DATE_NONE : date_of(year, month, day);
}

/* Tables and exports write dates by the hundred thousand: printf is an order slower. */
static char *put_digits(char *to, int n, int digits)
{
	for (int i = digits; i-- > 0; n /= 10)
		to[i] = (char)('0' + n % 10);
	return to + digits;
}

struct date_text date_iso(struct date d)
{
	struct date_text t = {0};
	struct civil c = date_civil(d);
	if (!c.year)
		return t;
	char *to = put_digits(t.z, c.year, 4);
	*to++ = '-';
	to = put_digits(to, c.month, 2);
	*to++ = '-';
	put_digits(to, c.day, 2);
	return t;
}

struct date_text date_vn(struct date d)
{
	struct date_text t = {0};
	struct civil c = date_civil(d);
	if (!c.year || d.days == DATE_OPEN.days)
		return t;
	char *to = put_digits(t.z, c.day, 2);
	*to++ = '/';
	to = put_digits(to, c.month, 2);
	*to++ = '/';
	put_digits(to, c.year, 4);
	return t;
}

struct date_text date_time_vn(int64_t utc_ms)
{
	struct date_text t = {0};
	struct civil c = date_civil(date_at(utc_ms));
	if (!c.year)
		return t;
	int64_t local = utc_ms + VN_MS;
	unsigned minutes = (unsigned)((local - floor_div(local, DAY_MS) * DAY_MS) / 60000);
	snprintf(t.z, sizeof t.z, "%02u/%02u/%04u %02u:%02u", c.day % 100u, c.month % 100u,
	         c.year % 10000u, minutes / 60 % 24, minutes % 60);
	return t;
}

struct str date_time_iso(struct arena *a, int64_t utc_ms)
{
	int64_t days = floor_div(utc_ms, DAY_MS);
	if (days < FIRST_DAY || days > LAST_DAY)
		return arena_str(a, STR(""));
	struct civil c = date_civil((struct date){(int32_t)days});
	int ms = (int)(utc_ms - days * DAY_MS);
	return arena_printf(a, "%04d-%02d-%02dT%02d:%02d:%02d.%03dZ", c.year, c.month, c.day,
	                    ms / 3600000, ms / 60000 % 60, ms / 1000 % 60, ms % 1000);
}
