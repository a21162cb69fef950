/* head.c: what stands above the body (NĐ 30/2020/NĐ-CP, Phụ lục I, ô 1 to 5). */
#include "plan/inner.h"

#define HEAD_LINES 80
#define ISSUER_LINES 8
#define TITLE_LINES 8

struct head {
	struct reader *r;
	size_t from[ISSUER_LINES], to[ISSUER_LINES]; /* the left column, above the sign */
	int issuer_lines;
	bool signed_yet;
	size_t done; /* what stands before it was taken already */
};

static const char *const plan_types[] = {
	"Kế hoạch", "Chương trình", "Chương trình hành động", "Phương án", "Đề án", "Hướng dẫn", NULL};

static bool is_plan(const char *type)
{
	for (size_t i = 0; plan_types[i]; i++)
		if (strcmp(type, plan_types[i]) == 0)
			return true;
	return false;
}

/* --- type ----------------------------------------------------------------------------------------
 */

/* A line in capitals that is the name of a type, or begins with it ("KẾ HOẠCH PHÁT ĐỘNG …"). */
static const char *type_on(const struct reader *r, int line, size_t *end)
{
	const struct line *l = &r->lines[line];
	if (l->from == l->to || !all_capitals(&r->s, l->from, l->to))
		return NULL;
	const char *type = viet_near_best(&r->s, l->from, viet_type_names, end);
	if (!type || *end > l->to || (!is_plan(type) && shadow_skip(&r->s, *end) < l->to))
		return NULL;
	return type;
}

static enum rc no_plan(struct err *e, const char *type)
{
	if (type)
		return err_set(e, RC_INVALID,
		               "Văn bản này là %s, không phải kế hoạch. Văn bản viện dẫn được giữ "
		               "ở Thư viện văn bản.",
		               type);
	return err_set(e, RC_INVALID,
	               "Không thấy chữ KẾ HOẠCH ở đầu văn bản nên không đọc được như một kế "
	               "hoạch. Xin kiểm tra tệp; nếu đúng là kế hoạch, hãy nhập bằng tay.");
}

/* "Kế hoạch phát động …" in small letters, as some lists and web pages have it. */
static const char *type_in_words(const struct reader *r, int line, size_t *end)
{
	const struct line *l = &r->lines[line];
	size_t unused;
	if (l->from == l->to || r->s.cased[l->from] != 'K' || l->to - l->from > 250)
		return NULL;
	*end = viet_near(&r->s, l->from, "Kế hoạch", NULL);
	static const char *const number[] = {"số", NULL};
	size_t next = *end ? shadow_skip(&r->s, *end) : 0;
	bool cited = *end && (viet_near_best(&r->s, next, number, &unused) || r->s.p[next] == 's');
	return *end && !cited ? "Kế hoạch" : NULL;
}

static enum rc find_type(struct reader *r, int *line, size_t *end, struct err *e)
{
	const char *other = NULL, *type = NULL;
	int first = -1, seen = 0;
	for (int i = 0; i < r->line_count && !type; i++) {
		const char *found = type_on(r, i, end);
		seen += !line_blank(r, i);
		if (found && is_plan(found) && (other || seen <= HEAD_LINES)) {
			type = found;
			*line = i;
		} else if (found && !other && seen <= HEAD_LINES) {
			other = found;
			first = i;
		}
	}
	for (int i = 0; i < r->line_count && i < HEAD_LINES && !type && !other; i++)
		if ((type = type_in_words(r, i, end)))
			*line = i;
	if (!type)
		return no_plan(e, other);
	r->doc->type = str_of(type);
	r->doc->type_line = first >= 0 ? first : *line;
	if (other)
		plan_remark(r, *line,
		            "Kế hoạch ban hành kèm theo %s; số, ngày và nơi ban hành lấy ở văn bản ấy.",
		            other);
	return RC_OK;
}

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
	bool dots = false;
	for (size_t i = digits_to; i < mark; i++)
		dots |= s->p[i] != ' ';
	if (n == 0) {
		plan_remark(r, line, "Chưa có số văn bản.");
	} else if (dots || (n == 1 && mark > digits_to)) {
		/* Numbers under 10 have a zero before them (NĐ 30/2020/NĐ-CP, Phụ lục I). */
		plan_remark(r, line, "Số văn bản chưa ghi đủ (%.*s…) nên để trống.",
		            STR_ARG(shadow_text(r->mem, s, from, digits_to)));
	} else {
		r->doc->number = shadow_text(r->mem, s, from, digits_to);
	}
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
		plan_remark(r, line, "Ký hiệu \"%.*s\" được sửa thành %.*s theo danh mục.",
		            STR_ARG(shadow_text(r->mem, s, k, end)), STR_ARG(r->doc->notation));
	return end;
}

/* --- columns -------------------------------------------------------------------------------------
 */

static const char *const right_side[] = {"Cộng hòa xã hội chủ nghĩa Việt Nam",
                                         "Độc lập - Tự do - Hạnh phúc", "Đảng Cộng sản Việt Nam",
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
	r->doc->place = known ? str_of(known) : shadow_text(r->mem, s, from, to);
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

/* Where the national name or its motto begins on the line; `to` when it is not there. */
static size_t right_column(const struct viet_shadow *s, size_t from, size_t to, size_t *end)
{
	size_t best = to;
	int least = 0;
	for (size_t i = from; i < to; i++)
		for (int k = 0; right_side[k] && shadow_begins(s, i); k++) {
			int cost;
			size_t behind = viet_near(s, i, right_side[k], &cost);
			if (behind && (best == to || cost < least)) {
				best = i;
				least = cost;
				*end = behind;
			}
		}
	return best;
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
	return viet_near_best(s, i, heads, &end) != NULL;
}

/* *whole: the line is a body of the lists, from its first to its last letter. */
static struct str body_name(struct reader *r, size_t from, size_t to, bool *whole)
{
	struct str read = shadow_text(r->mem, &r->s, from, to), right;
	bool mended;
	size_t end;
	*whole = r->s.noisy && cite_body_at(r->mem, &r->s, from, &right, &mended, &end) && end == to;
	return *whole ? viet_upper(r->mem, right) : read;
}

/* The last body of the left column issues, those above it are what it belongs to. */
static void split_issuer(struct head *h)
{
	struct reader *r = h->r;
	struct plan_doc *d = r->doc;
	struct str bodies[ISSUER_LINES];
	int n = 0;
	for (int i = 0; i < h->issuer_lines; i++) {
		bool whole;
		struct str name = body_name(r, h->from[i], h->to[i], &whole);
		if (n == 0 || whole || begins_body(&r->s, h->from[i]))
			bodies[n++] = name;
		else
			bodies[n - 1] =
				arena_printf(r->mem, "%.*s %.*s", STR_ARG(bodies[n - 1]), STR_ARG(name));
	}
	if (n > 0)
		d->issuer = bodies[n - 1];
	for (int i = 0; i + 1 < n; i++)
		d->parent =
			i == 0 ? bodies[0]
				   : arena_printf(r->mem, "%.*s - %.*s", STR_ARG(d->parent), STR_ARG(bodies[i]));
}

/* --- title --- */

static bool begins_text(const struct reader *r, int line)
{
	static const char *const starts[] = {"Căn cứ", "Thực hiện", "Kính gửi",
	                                     "Để",     "Nhằm",      "Trên cơ sở",
	                                     "Xét",    "Theo",      "Triển khai thực hiện",
	                                     NULL};
	const struct line *l = &r->lines[line];
	static const int first[LABEL_STYLES] = {1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1};
	size_t end;
	char c = r->s.cased[l->from];
	return (c >= 'A' && c <= 'Z' && viet_near_best(&r->s, l->from, starts, &end)) ||
	       label_at(&r->s, l, first).style != LABEL_NONE || r->s.p[l->from] == '(';
}

static void take_title(struct reader *r, int type_line, size_t type_end)
{
	struct plan_doc *d = r->doc;
	size_t from = shadow_skip(&r->s, type_end), to = r->lines[type_line].to;
	int line = type_line, lines = from < to;
	d->title_line = type_line;
	if (!lines)
		from = 0;
	for (line++; line < r->line_count && lines < TITLE_LINES; line++) {
		const struct line *l = &r->lines[line];
		if (line_blank(r, line) || line_rule(r, line)) {
			if (lines)
				break;
			continue;
		}
		bool on =
			lines && (begins_text(r, line) || l->to - l->from > 250 || line_ends(r, line - 1));
		if (on)
			break;
		if (!lines++) {
			from = l->from;
			d->title_line = line;
		}
		to = l->to;
	}
	if (lines)
		d->title = shadow_text(r->mem, &r->s, from, to);
	r->body = line;
}

enum rc plan_head(struct reader *r, struct err *e)
{
	struct head h = {.r = r};
	struct plan_doc *d = r->doc;
	int line = 0;
	size_t end = 0;
	d->sign_line = d->date_line = d->type_line = d->title_line = d->issuer_line = -1;
	d->date = DATE_NONE;
	TRY(find_type(r, &line, &end, e));
	d->plan_line = line;
	for (int i = 0; i < d->type_line; i++)
		if (!line_blank(r, i) && !line_rule(r, i))
			head_line(&h, i);
	split_issuer(&h);
	take_title(r, line, end);
	return RC_OK;
}
