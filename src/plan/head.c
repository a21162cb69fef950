/* head.c: what stands above the body (NĐ 30/2020/NĐ-CP, Phụ lục I, ô 1 to 5). */
#include "plan/inner.h"

#include <limits.h>

#define ISSUER_LINES 8

struct head {
	struct reader *r;
	size_t from[ISSUER_LINES], to[ISSUER_LINES]; /* the left column, above the sign */
	int issuer_lines;
	bool signed_yet;
	size_t done; /* what stands before it was taken already */
};

/* --- sign ----------------------------------------------------------------------------------------
 */

/* "Số:" at the beginning of a column. */
static size_t number_word(const struct viet_shadow *s, size_t i)
{
	size_t n = 0;
	while (i + n < s->n && shadow_is_word(s->p[i + n]))
		n++;
	if (s->p[i] != 's' || n > (s->noisy ? 3u : 2u))
		return 0;
	bool named = memcmp(s->p + i, "so", 2) == 0 && n == 2;
	return named || (s->noisy && n > 0) ? i + n : 0;
}

static void take_number(struct head *h, int line, size_t from, size_t digits_to, size_t mark)
{
	struct reader *r = h->r;
	const struct viet_shadow *s = &r->s;
	size_t n = digits_to - from;
	bool dots = false, garbled = false;
	for (size_t i = digits_to; i < mark; i++) {
		dots |= s->p[i] != ' ';
		garbled |= shadow_is_word(s->p[i]) || s->p[i] == '@';
	}
	if (garbled) {
		plan_remark(r, line, "Số văn bản đọc không rõ (%.*s) nên để trống.",
		            STR_ARG(shadow_text(r->mem, s, from, mark)));
	} else if (n == 0) {
		plan_remark(r, line, "Chưa có số văn bản.");
	} else if (dots || (n == 1 && mark > digits_to)) {
		/* Numbers under 10 have a zero before them (NĐ 30/2020/NĐ-CP, Phụ lục I). */
		plan_remark(r, line, "Số văn bản chưa ghi đủ (%.*s…) nên để trống.",
		            STR_ARG(shadow_text(r->mem, s, from, digits_to)));
	} else {
		r->doc->number = shadow_text(r->mem, s, from, digits_to);
	}
}

/* "@6/": up to five signs that a recogniser has made of figures. */
static size_t over_garbled(const struct viet_shadow *s, size_t i, size_t to)
{
	size_t k = i;
	while (s->noisy && k < to && k < i + 5 && s->p[k] != '/' && s->p[k] != '-' && s->p[k] != ' ')
		k++;
	return k < to && s->p[k] == '/' ? k : i;
}

/* The sign at position i: number, gap, '/' or '-', codes. Gives its end, or 0. */
static size_t sign_at(struct head *h, int line, size_t i, size_t to)
{
	struct reader *r = h->r;
	const struct viet_shadow *s = &r->s;
	size_t from = i, end;
	bool mended;
	while (i < to && s->p[i] >= '0' && s->p[i] <= '9')
		i++;
	size_t digits_to = i;
	while (i < to && strchr(" .,_?", s->p[i]))
		i++;
	i = over_garbled(s, i, to);
	if (i >= to || (s->p[i] != '/' && s->p[i] != '-') || digits_to - from > 5)
		return 0;
	size_t mark = i, k = shadow_skip(s, i + 1);
	if (k + 5 < to && s->p[k + 4] == '/' && s->p[k] == '2')
		k = shadow_skip(s, k + 5);
	if (!cite_codes_at(r->mem, s, k, &r->doc->notation, &mended, &end) || end > to)
		return 0;
	take_number(h, line, from, digits_to, mark);
	r->doc->sign_line = line;
	h->signed_yet = true;
	if (mended)
		plan_mended(r, "notation");
	if (mended)
		plan_remark(r, line, "Ký hiệu \"%.*s\" được sửa thành %.*s theo danh mục.",
		            STR_ARG(shadow_text(r->mem, s, k, end)), STR_ARG(r->doc->notation));
	return end;
}

/* --- columns -------------------------------------------------------------------------------------
 */

static const char *const right_side[] = {"Cộng hòa xã hội chủ nghĩa Việt Nam",
                                         "Độc lập - Tự do - Hạnh phúc",
                                         "Đảng Cộng sản Việt Nam",
                                         "Đoàn TNCS Hồ Chí Minh",
                                         "Đoàn Thanh niên Cộng sản Hồ Chí Minh",
                                         NULL};
static const char *const stamps[] = {"Dự thảo", "Hỏa tốc", "Thượng khẩn", "Khẩn",
                                     "Mật",     "Tối mật", NULL};

/* "Thành phố Hồ" on the line above, when the line begins in the middle of a name. */
static size_t broken_place(const struct reader *r, int line, size_t from)
{
	const struct viet_shadow *s = &r->s;
	if (line == 0 || from != r->lines[line].from || line_blank(r, line - 1) ||
	    line_rule(r, line - 1))
		return from;
	const struct line *above = &r->lines[line - 1];
	bool short_name = above->to - above->from < 40 && !all_capitals(s, above->from, above->to);
	for (size_t i = above->from; i < above->to; i++)
		short_name &= s->p[i] == ' ' || s->p[i] == ',' || shadow_is_word(s->p[i]);
	static const char *const motto[] = {"Độc lập", NULL};
	size_t end;
	return short_name && !viet_near_best(s, above->from, motto, &end) ? above->from : from;
}

/* Words, the first with a capital; what a sign has left on the line is none. */
static bool names_a_place(const struct viet_shadow *s, size_t from, size_t to)
{
	if (to - from > 60 || s->cased[from] < 'A' || s->cased[from] > 'Z')
		return false;
	for (size_t i = from; i < to; i++)
		if (s->p[i] == ':' || s->p[i] == '/' || s->p[i] == '@')
			return false;
	return true;
}

static void take_place(struct reader *r, int line, size_t from, size_t to)
{
	const struct viet_shadow *s = &r->s;
	while (to > from && (s->p[to - 1] == ' ' || s->p[to - 1] == ',' || s->p[to - 1] == '.'))
		to--;
	for (size_t i = to; i > from + 3; i--) /* a column begins after a gap */
		if (s->p[i - 1] == ' ' && s->p[i - 2] == ' ' && s->p[i - 3] == ' ') {
			from = i;
			break;
		}
	while (from < to && !shadow_is_word(s->p[from]))
		from++;
	from = broken_place(r, line, from);
	while (to > from && (s->p[to - 1] == ' ' || s->p[to - 1] == ','))
		to--;
	if (to <= from + 1 || r->doc->place.p)
		return;
	const char *known = s->noisy ? viet_near_whole(s, from, to, viet_provinces) : NULL;
	if (known || names_a_place(s, from, to))
		r->doc->place = known ? str_of(known) : shadow_text(r->mem, s, from, to);
	if (known && !str_eq(r->doc->place, shadow_text(r->mem, s, from, to)))
		plan_mended(r, "place");
	r->doc->date_line = line;
}

/* "ngày … tháng … năm 2026", not filled in. */
static bool open_date(const struct viet_shadow *s, size_t i, size_t to)
{
	size_t day = viet_near(s, i, "ngày", NULL);
	for (size_t k = day; day && k + 4 < to; k++)
		if (shadow_begins(s, k) && viet_near(s, k, "tháng", NULL))
			return true;
	return false;
}

/* The date with the place before it; gives where they begin, `to` when there are none. */
static size_t date_from(struct head *h, int line, size_t from, size_t to)
{
	struct reader *r = h->r;
	for (size_t i = from; i < to; i++) {
		struct date date;
		bool exists;
		size_t end;
		if (!shadow_begins(&r->s, i) || r->s.p[i] != 'n')
			continue;
		if (cite_date_at(&r->s, i, &date, &exists, &end)) {
			if (!exists)
				plan_remark(r, line, "%.*s: không có ngày này nên để trống.",
				            STR_ARG(shadow_text(r->mem, &r->s, i, end)));
			r->doc->date = exists ? date : DATE_NONE;
		} else if (open_date(&r->s, i, to)) {
			plan_remark(r, line, "Ngày tháng chưa ghi nên để trống.");
		} else {
			continue;
		}
		r->doc->date_line = line;
		take_place(r, line, from, i);
		return from;
	}
	return to;
}

static void take_issuer(struct head *h, int line, size_t from, size_t to)
{
	const struct viet_shadow *s = &h->r->s;
	while (from < to && !shadow_is_word(s->p[from]))
		from++;
	while (to > from && !shadow_is_word(s->p[to - 1]))
		to--;
	if (to < from + 2 || h->signed_yet || h->issuer_lines == ISSUER_LINES ||
	    !all_capitals(s, from, to) || viet_near_whole(s, from, to, stamps))
		return;
	h->from[h->issuer_lines] = from;
	h->to[h->issuer_lines++] = to;
	if (h->r->doc->issuer_line < 0)
		h->r->doc->issuer_line = line;
}

/* What fits best from `from` to `to` of the two names on the right, and where it ends. */
static size_t best_right(const struct viet_shadow *s, const char *const *names, size_t from,
                         size_t to, int *least, size_t *end)
{
	size_t best = to;
	for (size_t i = from; i < to; i++)
		for (int k = 0; names[k] && shadow_begins(s, i); k++) {
			int cost;
			size_t behind = viet_near(s, i, names[k], &cost);
			if (behind && cost < *least) {
				best = i;
				*least = cost;
				*end = behind;
			}
		}
	return best;
}

/*
 * Where the national name or its motto begins on the line; `to` when it is not there. A name that
 * ends on the next line may be of that line alone, with a word of this one before it.
 */
static size_t right_column(const struct viet_shadow *s, size_t from, size_t to, size_t *end)
{
	static const char *const rest[] = {"lập - Tự do - Hạnh phúc",
	                                   NULL}; /* its first word is lost */
	int least = INT_MAX;
	size_t best = best_right(s, right_side, from, to, &least, end);
	if (best == to)
		return best_right(s, rest, from, to, &least, end);
	size_t last = best < to ? *end : to;
	return last > to && best_right(s, right_side, to, last, &least, end) < last ? to : best;
}

static void head_line(struct head *h, int line)
{
	struct reader *r = h->r;
	const struct viet_shadow *s = &r->s;
	size_t from = r->lines[line].from, to = r->lines[line].to, end = 0;
	if (from < h->done)
		from = shadow_skip(s, h->done);
	if (from >= to)
		return;
	size_t word = number_word(s, from);
	if (word && !h->signed_yet) {
		size_t k = word;
		while (k < to && strchr(" :.", s->p[k]) && s->at[k + 1] - s->at[k] == 1)
			k++;
		if (k == to) { /* the number stands on the next line */
			k = shadow_skip(s, k);
			to = r->lines[line_of(r, k)].to;
		}
		end = sign_at(h, line, k, to);
		if (end) {
			h->done = end;
			date_from(h, line, end, to);
			return;
		}
		to = r->lines[line].to;
	}
	size_t cut = right_column(s, from, to, &end);
	if (cut < to) {
		h->done = end; /* its words may go on on the next line */
		take_issuer(h, line, from, cut);
	} else if (date_from(h, line, from, to) == to)
		take_issuer(h, line, from, to);
}

/* --- issuer --- */

/* A line that begins so is the next body, any other goes on with the one above. */
static bool begins_body(const struct viet_shadow *s, size_t i)
{
	static const char *const heads[] = {"Ủy ban",
	                                    "UBND",
	                                    "HĐND",
	                                    "Hội",
	                                    "Sở",
	                                    "Ban",
	                                    "Bộ",
	                                    "Văn phòng",
	                                    "Công an",
	                                    "Trường",
	                                    "Đảng ủy",
	                                    "Tỉnh ủy",
	                                    "Thành ủy",
	                                    "Huyện ủy",
	                                    "Tỉnh đoàn",
	                                    "Chi cục",
	                                    "Cục",
	                                    "Tổng cục",
	                                    "Trung tâm",
	                                    "Viện",
	                                    "Bệnh viện",
	                                    "Liên đoàn",
	                                    "Đoàn",
	                                    "Công đoàn",
	                                    "Thanh tra",
	                                    "Tòa án",
	                                    "Phòng",
	                                    "Tổng công ty",
	                                    "Công ty",
	                                    "Ngân hàng",
	                                    "Bảo hiểm",
	                                    "Kho bạc",
	                                    "Quỹ",
	                                    "Đài",
	                                    "Báo",
	                                    "Học viện",
	                                    "Khối",
	                                    "Cụm",
	                                    "Tổng Liên đoàn",
	                                    "Mặt trận",
	                                    "Chi bộ",
	                                    "Đảng bộ",
	                                    NULL};
	size_t end;
	return viet_near_close(s, i, heads, &end) != NULL;
}

/*
 * A body of the lists, in noise, takes its right form. A few strokes behind it are what the
 * recogniser made of the gap between the columns.
 */
static struct str body_name(struct reader *r, struct str read, bool *whole)
{
	struct viet_shadow s = viet_shadow(r->mem, read);
	struct str right;
	bool mended;
	size_t end;
	int cost;
	s.noisy = r->s.noisy;
	/* Nearly all of its letters: "BAN THI DUA NHA TRUONG" is no "Ban Thi đua - Khen thưởng". */
	*whole = s.noisy && cite_body_at(r->mem, &s, 0, &right, &mended, &end) && end + 3 >= s.n &&
	         viet_near(&s, 0, arena_strz(r->mem, right), &cost) &&
	         (cost <= 2 || cost * 5 <= (int)s.n);
	return *whole ? viet_upper(r->mem, right) : read;
}

/* The last body of the left column issues, those above it are what it belongs to. */
static void split_issuer(struct head *h)
{
	struct reader *r = h->r;
	struct plan_doc *d = r->doc;
	struct str bodies[ISSUER_LINES];
	bool mended = false, whole;
	int n = 0;
	for (int i = 0; i < h->issuer_lines; i++) {
		struct str read = shadow_text(r->mem, &r->s, h->from[i], h->to[i]);
		body_name(r, read, &whole);
		if (n == 0 || whole || begins_body(&r->s, h->from[i]))
			bodies[n++] = read;
		else
			bodies[n - 1] =
				arena_printf(r->mem, "%.*s %.*s", STR_ARG(bodies[n - 1]), STR_ARG(read));
	}
	for (int i = 0; i < n; i++) {
		struct str right = body_name(r, bodies[i], &whole);
		mended |= !str_eq(right, bodies[i]);
		bodies[i] = right;
	}
	if (mended)
		plan_mended(r, "issuer");
	if (n > 0)
		d->issuer = bodies[n - 1];
	for (int i = 0; i + 1 < n; i++)
		d->parent =
			i == 0 ? bodies[0]
				   : arena_printf(r->mem, "%.*s - %.*s", STR_ARG(d->parent), STR_ARG(bodies[i]));
}

enum rc plan_head(struct reader *r, struct err *e)
{
	struct head h = {.r = r};
	struct plan_doc *d = r->doc;
	int line = 0;
	size_t end = 0;
	d->sign_line = d->date_line = d->type_line = d->title_line = d->issuer_line = -1;
	d->date = DATE_NONE;
	TRY(plan_type(r, &line, &end, e));
	d->plan_line = line;
	for (int i = 0; i < d->type_line; i++)
		if (!line_blank(r, i) && !line_rule(r, i))
			head_line(&h, i);
	split_issuer(&h);
	plan_title(r, line, end);
	return RC_OK;
}
