#include "base/workday.h"

/* The first row on `d` or after it. */
static size_t row_from(struct workday_list list, struct date d)
{
	size_t low = 0, high = list.n;
	while (low < high) {
		size_t mid = low + (high - low) / 2;
		if (list.rows[mid].date.days < d.days)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

bool workday_is(struct workday_list list, struct date d)
{
	size_t i = row_from(list, d);
	if (i < list.n && list.rows[i].date.days == d.days && list.rows[i].confirmed)
		return list.rows[i].kind == WORKDAY_WORKED;
	return date_weekday(d) < 5;
}

static bool is_real(struct date d)
{
	return date_civil(d).year != 0;
}

struct date workday_add(struct workday_list list, struct date from, int n)
{
	int step = n < 0 ? -1 : 1;
	struct date d = from;
	if (n == 0) {
		while (is_real(d) && !workday_is(list, d))
			d.days++;
	}
	while (n != 0 && is_real(d)) {
		d.days += step;
		if (workday_is(list, d))
			n -= step;
	}
	return is_real(d) ? d : DATE_NONE;
}

/* Mondays to Fridays among the days before `d`, counted from a Monday long ago. */
static int weekdays_before(struct date d)
{
	int monday = -719162; /* 0001-01-01, a Monday */
	int days = d.days - monday;
	int rest = days % 7;
	return days / 7 * 5 + (rest < 5 ? rest : 5);
}

/* Working days in [from, to). */
static int count(struct workday_list list, struct date from, struct date to)
{
	int n = weekdays_before(to) - weekdays_before(from);
	for (size_t i = row_from(list, from); i < list.n && list.rows[i].date.days < to.days; i++) {
		const struct workday_row *row = &list.rows[i];
		bool weekday = date_weekday(row->date) < 5;
		bool worked = row->kind == WORKDAY_WORKED;
		if (row->confirmed)
			n += worked - weekday;
	}
	return n;
}

int workday_between(struct workday_list list, struct date from, struct date to)
{
	BUG_ON(!is_real(from) || !is_real(to));
	if (to.days < from.days)
		return -count(list, to, from);
	return count(list, (struct date){from.days + 1}, (struct date){to.days + 1});
}

static bool year_has_data(struct workday_list list, int year)
{
	struct date last = date_of(year, 12, 31);
	for (size_t i = row_from(list, date_of(year, 1, 1)); i < list.n; i++) {
		if (list.rows[i].date.days > last.days)
			return false;
		if (list.rows[i].confirmed)
			return true;
	}
	return false;
}

enum workday_basis workday_basis(struct workday_list list, struct date one, struct date other)
{
	struct date from = one.days < other.days ? one : other;
	struct date to = one.days < other.days ? other : one;
	if (!is_real(from) || !is_real(to))
		return WORKDAY_NO_DATA;
	for (int year = date_civil(from).year; year <= date_civil(to).year; year++)
		if (!year_has_data(list, year))
			return WORKDAY_NO_DATA;
	for (size_t i = row_from(list, from); i < list.n && list.rows[i].date.days <= to.days; i++)
		if (!list.rows[i].confirmed)
			return WORKDAY_UNCONFIRMED;
	return WORKDAY_KNOWN;
}

static int by_date(const void *a, const void *b)
{
	const struct workday_row *x = a, *y = b;
	return (x->date.days > y->date.days) - (x->date.days < y->date.days);
}

enum rc workday_sort(struct workday_row *rows, size_t n, struct err *e)
{
	if (n)
		qsort(rows, n, sizeof *rows, by_date);
	for (size_t i = 1; i < n; i++)
		if (rows[i].date.days == rows[i - 1].date.days)
			return err_set(e, RC_INVALID,
			               "Ngày %s có hai dòng trong danh sách ngày nghỉ. Chỉ giữ một dòng.",
			               date_vn(rows[i].date).z);
	return RC_OK;
}

static bool read_row(struct str line, struct workday_row *row)
{
	row->date = date_from_iso(str_cut(&line, ';'));
	struct str kind = str_cut(&line, ';');
	row->name = str_cut(&line, ';');
	row->source = str_cut(&line, ';');
	struct str state = str_cut(&line, ';');
	row->kind = str_eqz(kind, "worked") ? WORKDAY_WORKED : WORKDAY_HOLIDAY;
	row->confirmed = str_eqz(state, "confirmed");
	return !date_is_none(row->date) && !line.p &&
	       (row->kind == WORKDAY_WORKED || str_eqz(kind, "holiday")) &&
	       (row->confirmed || str_eqz(state, "unconfirmed"));
}

enum rc workday_read(struct arena *a, struct str csv, struct workday_list *out, struct err *e)
{
	size_t room = 1, n = 0;
	for (size_t i = 0; i < csv.n; i++)
		room += csv.p[i] == '\n';
	struct workday_row *rows = arena_array(a, room, sizeof *rows);
	bool header = false;
	for (int number = 1; csv.p; number++) {
		struct str line = str_trim(str_cut(&csv, '\n'));
		if (!line.n || line.p[0] == '#')
			continue;
		if (!header) {
			header = str_eqz(line, "date;kind;name;source;state");
			if (!header)
				return err_set(e, RC_INVALID,
				               "Dòng %d phải là tiêu đề date;kind;name;source;state.", number);
			continue;
		}
		if (!read_row(line, &rows[n++]))
			return err_set(e, RC_INVALID,
			               "Dòng %d không đúng dạng ngày;loại;tên;nguồn;trạng thái (ví dụ "
			               "2026-09-02;holiday;Quốc khánh;BLLĐ;confirmed).",
			               number);
	}
	TRY(workday_sort(rows, n, e));
	*out = (struct workday_list){.rows = rows, .n = n};
	return RC_OK;
}
