/* foot.c: "Nơi nhận" and the signer (ô 9b, 7a, 7b), side by side or one after the other. */
#include "plan/inner.h"

#define POST_LINES 6
#define COLUMN_GAP 3
#define SIGNED_LINES 14

struct foot {
	struct reader *r;
	struct str posts[POST_LINES];
	int post_count;
	bool receiving, over;
	int left, left_chars; /* the first line of the foot that is neither, and how much there is */
};

static const char *const posts[] = {"Chánh Văn phòng",
                                    "Phó Chánh Văn phòng",
                                    "Chủ tịch",
                                    "Phó Chủ tịch",
                                    "Giám đốc",
                                    "Phó Giám đốc",
                                    "Bí thư",
                                    "Phó Bí thư",
                                    "Trưởng ban",
                                    "Phó Trưởng ban",
                                    "Tổng Giám đốc",
                                    "Hiệu trưởng",
                                    "Phó Hiệu trưởng",
                                    "Cục trưởng",
                                    "Phó Cục trưởng",
                                    "Chi cục trưởng",
                                    "Viện trưởng",
                                    "Chánh Thanh tra",
                                    "Trưởng phòng",
                                    "Phó Trưởng phòng",
                                    "Bộ trưởng",
                                    "Thứ trưởng",
                                    "Ủy ban nhân dân",
                                    "Ban Thường vụ",
                                    "Hội đồng Thi đua - Khen thưởng",
                                    "Ban Chấp hành",
                                    "Trưởng khối",
                                    "Cụm trưởng",
                                    "Chánh án",
                                    NULL};

static size_t receivers_at(const struct viet_shadow *s, const struct line *l)
{
	size_t end = viet_near(s, l->from, "Nơi nhận", NULL);
	return end && (end >= l->to || s->p[end] == ':' || s->p[end] == ' ') ? end : 0;
}

static bool says_end(const struct reader *r, int line)
{
	const struct line *l = &r->lines[line];
	return l->to - l->from >= 3 && memcmp(r->s.p + l->to - 3, "./.", 3) == 0;
}

/* "KT. CHỦ TỊCH": the mark of authority stays, the post is one of the list where it was garbled. */
static struct str post_text(struct reader *r, size_t from, size_t to)
{
	const struct viet_shadow *s = &r->s;
	struct str read = shadow_text(r->mem, s, from, to);
	size_t word = from, dot = from;
	while (dot < to && dot < from + 4 && shadow_is_word(s->p[dot]))
		dot++;
	if (dot < to && s->p[dot] == '.')
		word = shadow_skip(s, dot + 1);
	const char *post = s->noisy ? viet_near_whole(s, word, to, posts) : NULL;
	if (!post)
		return read;
	struct str name = viet_upper(r->mem, str_of(post));
	if (!str_eq(name, shadow_text(r->mem, s, word, to)))
		plan_mended(r, "signer");
	return word == from
	           ? name
	           : arena_printf(r->mem, "%.*s %.*s", STR_ARG(shadow_text(r->mem, s, from, dot + 1)),
	                          STR_ARG(name));
}

/* Two to six words, each with a capital and no more of them. */
static bool looks_like_name(const struct viet_shadow *s, size_t from, size_t to)
{
	int words = 0;
	for (size_t i = from; i < to; i++) {
		if (!shadow_is_word(s->p[i]) && s->p[i] != ' ')
			return false;
		if (shadow_begins(s, i) && shadow_is_word(s->p[i])) {
			words++;
			if (s->cased[i] < 'A' || s->cased[i] > 'Z')
				return false;
		}
	}
	return words >= 2 && words <= 6 && !all_capitals(s, from, to);
}

/* Behind a rank or a degree before a name: "Đại tá", "PGS.TS." */
static size_t over_rank(const struct viet_shadow *s, size_t from, size_t to)
{
	static const char *const ranks[] = {"Đại tướng", "Thượng tướng", "Trung tướng", "Thiếu tướng",
	                                    "Đại tá",    "Thượng tá",    "Trung tá",    "Thiếu tá",
	                                    "Đại úy",    "Thượng úy",    "Trung úy",    "Thiếu úy",
	                                    NULL};
	size_t end = from, k = from;
	if (viet_near_close(s, from, ranks, &end) && end < to)
		return shadow_skip(s, end);
	for (size_t i = from; i < to && i < from + 12 && s->p[i] != ' '; i++)
		k = s->p[i] == '.' ? i + 1 : k;
	return k > from && shadow_skip(s, k) < to ? shadow_skip(s, k) : from;
}

/* "KT. CHỦ TỊCH", "TM. ỦY BAN NHÂN DÂN": the line begins a post; any other goes on with the last.
 */
static bool begins_post(const struct viet_shadow *s, size_t from, size_t to)
{
	static const char *const marks[] = {"TM", "KT", "TL", "TUQ", "T/M", "K/T", "T/L", NULL};
	size_t end;
	const char *mark = viet_near_best(s, from, marks, &end);
	return (mark && end < to && s->p[end] == '.') || (s->p[from] == 'q' && s->p[from + 1] == '.') ||
	       viet_near_best(s, from, posts, &end) != NULL;
}

static void receive(struct foot *f, size_t from, size_t to, bool more);

/* Words of the foot that are neither a receiver nor of the signature. */
static void leave(struct foot *f, int line, size_t from, size_t to)
{
	int words = 0;
	for (size_t i = from; i < to; i++)
		words += shadow_begins(&f->r->s, i) && shadow_is_word(f->r->s.p[i]);
	bool aside = f->r->s.p[from] == '(' && f->r->s.p[to - 1] == ')'; /* "(Ký tên, đóng dấu)" */
	if (words < 4 || aside) /* or what a seal or a pen leaves on a scan */
		return;
	f->left = f->left < 0 ? line : f->left;
	f->left_chars += (int)(to - from);
}

/* What is left of "Lưu: VT, TH, KGVX (2)." on a line of its own. */
static bool still_receives(const struct foot *f, size_t from, size_t to)
{
	const struct viet_shadow *s = &f->r->s;
	if (!f->receiving || f->post_count || !f->r->doc->recipient_count || begins_post(s, from, to))
		return false;
	for (size_t i = from; i < to; i++)
		if (s->p[i] == ',' || s->p[i] == ';' || (s->p[i] >= '0' && s->p[i] <= '9'))
			return true;
	return false;
}

/* "TM. ỦY BAN NHÂN DÂN CHỦ TỊCH Đỗ Minh Tuấn" on one line: where the name begins, or 0. */
static size_t name_behind_post(const struct viet_shadow *s, size_t from, size_t to)
{
	size_t k = from;
	while (k + 1 < to && !(shadow_begins(s, k) && s->cased[k + 1] >= 'a' && s->cased[k + 1] <= 'z'))
		k++;
	bool post = k > from && k + 1 < to && all_capitals(s, from, k) && begins_post(s, from, k);
	return post && looks_like_name(s, k, to) ? k : 0;
}

static void signer(struct foot *f, int line, size_t from, size_t to)
{
	struct reader *r = f->r;
	size_t name = from < to ? name_behind_post(&r->s, from, to) : 0;
	if (name) {
		signer(f, line, from, name);
		from = name;
	}
	while (from < to && !shadow_is_word(r->s.p[from]) && r->s.p[from] != '(')
		from++;
	while (to > from && r->s.p[to - 1] == ' ')
		to--;
	if (to < from + 2 || f->over)
		return;
	if (r->doc->signer_name.p) {
		leave(f, line, from, to);
		return;
	}
	if (all_capitals(&r->s, from, to) && still_receives(f, from, to)) {
		receive(f, from, to, true);
	} else if (all_capitals(&r->s, from, to) && f->post_count && !begins_post(&r->s, from, to)) {
		struct str *last = &f->posts[f->post_count - 1];
		*last = arena_printf(r->mem, "%.*s %.*s", STR_ARG(*last), STR_ARG(post_text(r, from, to)));
	} else if (all_capitals(&r->s, from, to) && f->post_count < POST_LINES) {
		f->posts[f->post_count++] = post_text(r, from, to);
		if (r->doc->signer_line < 0)
			r->doc->signer_line = line;
	} else if (f->post_count && looks_like_name(&r->s, over_rank(&r->s, from, to), to)) {
		r->doc->signer_name = shadow_text(r->mem, &r->s, over_rank(&r->s, from, to), to);
	} else {
		leave(f, line, from, to);
	}
}

static void receive(struct foot *f, size_t from, size_t to, bool more)
{
	struct reader *r = f->r;
	struct plan_doc *d = r->doc;
	const struct viet_shadow *s = &r->s;
	while (to > from && strchr(" ;.,", s->p[to - 1]))
		to--;
	if (to <= from)
		return;
	struct str text = shadow_text(r->mem, s, from, to);
	static const char *const known[] = {"Các phòng, ban, đơn vị trực thuộc", "Như trên", "Như Điều",
	                                    "Các phòng, ban, đơn vị", NULL};
	const char *right = s->noisy ? viet_near_whole(s, from, to, known) : NULL;
	bool mended;
	size_t end;
	if (right)
		text = str_of(right);
	else if (s->noisy && cite_body_at(r->mem, s, from, &text, &mended, &end) && end != to)
		text = shadow_text(r->mem, s, from, to);
	if (s->noisy && text.n > 4 && memcmp(text.p, "Luu", 3) == 0)
		text = arena_printf(r->mem, "Lưu%.*s", (int)text.n - 3, text.p + 3);
	if (!str_eq(text, shadow_text(r->mem, s, from, to)))
		plan_mended(r, "recipients");
	if (more && d->recipient_count)
		d->recipients[d->recipient_count - 1] = arena_printf(
			r->mem, "%.*s %.*s", STR_ARG(d->recipients[d->recipient_count - 1]), STR_ARG(text));
	else if (d->recipient_count < PLAN_RECIPIENTS_MAX)
		d->recipients[d->recipient_count++] = text;
}

/* Where the right column begins on the line, or its end. */
static size_t right_column(const struct viet_shadow *s, size_t from, size_t to)
{
	for (size_t i = from; i + COLUMN_GAP < to; i++) {
		size_t k = i;
		bool tab = false;
		for (; k < to && s->p[k] == ' '; k++)
			tab |= s->text.p[s->at[k]] == '\t';
		if (k - i >= COLUMN_GAP || tab)
			return k;
	}
	return to;
}

/*
 * A recogniser keeps no gap between the columns; behind a receiver's ";" then stands the signer.
 * Behind "Lưu: VT;" stands the unit that keeps a copy, in capitals too: only a post that is known
 * ends it.
 */
static size_t after_receiver(const struct foot *f, size_t from, size_t to)
{
	const struct viet_shadow *s = &f->r->s;
	bool kept = viet_near(s, from, "Lưu", NULL) != 0;
	size_t end;
	for (size_t i = from; i < to; i++) {
		size_t k = shadow_skip(s, i + 1);
		if (s->p[i] == ';' && k < to && (!kept || viet_near_best(s, k, posts, &end)) &&
		    (all_capitals(s, k, to) || (f->post_count && looks_like_name(s, k, to))))
			return k;
	}
	return to;
}

static void foot_line(struct foot *f, int line)
{
	struct reader *r = f->r;
	const struct line *l = &r->lines[line];
	size_t split = right_column(&r->s, l->from, l->to), words;
	struct line left = {.from = l->from, .to = split, .indent = l->indent};
	bool small = r->s.cased[l->from] >= 'a' && r->s.cased[l->from] <= 'z';
	if (bullet_at(&r->s, &left, &words)) {
		if (split == l->to)
			split = after_receiver(f, words, l->to);
		receive(f, words, split, false);
		signer(f, line, split, l->to);
	} else if (f->receiving && small && r->doc->recipient_count && l->indent < 20 && f->left < 0) {
		receive(f, l->from, split, true);
		signer(f, line, split, l->to);
	} else {
		static const char *const after[] = {"Phụ lục", "Danh mục", "Danh sách",
		                                    "Biểu",    "Phụ biểu", NULL};
		size_t end;
		if (viet_near_best(&r->s, l->from, after, &end) &&
		    (r->doc->signer_name.p || all_capitals(&r->s, l->from, l->to))) {
			plan_remark(r, line,
			            "Phần phụ lục từ đây không được tách thành mục; chỉ bảng nhiệm vụ trong đó "
			            "được đọc.");
			f->over = true;
			r->annex = line;
			return;
		}
		signer(f, line, l->from, l->to);
	}
}

static void first_line(struct foot *f, int line, size_t end)
{
	struct reader *r = f->r;
	size_t to = r->lines[line].to;
	while (end < to && (r->s.p[end] == ':' || r->s.p[end] == ' '))
		end++;
	f->receiving = true;
	r->doc->recipients_line = line;
	if (end >= to)
		return;
	if (all_capitals(&r->s, end, to))
		signer(f, line, end, to);
	else
		receive(f, r->s.p[end] == '-' ? shadow_skip(&r->s, end + 1) : end, to, false);
}

static void join_posts(struct foot *f)
{
	struct plan_doc *d = f->r->doc;
	for (int i = 0; i < f->post_count; i++)
		d->signer_post = i == 0 ? f->posts[0]
		                        : arena_printf(f->r->mem, "%.*s, %.*s", STR_ARG(d->signer_post),
		                                       STR_ARG(f->posts[i]));
}

/* The first "Nơi nhận" and the first "./." on [from, to). */
static int find_receivers(struct reader *r, int from, int to, int *last, size_t *end)
{
	for (int i = from; i < to; i++) {
		if (*last < 0 && says_end(r, i))
			*last = i;
		*end = receivers_at(&r->s, &r->lines[i]);
		if (*end)
			return i;
	}
	return -1;
}

/* The first line of the signature that stands above "Nơi nhận", else that line itself. */
static int signed_before(const struct reader *r, int receivers)
{
	int first = receivers;
	for (int i = receivers - 1; i >= r->body && i > receivers - SIGNED_LINES; i--) {
		const struct line *l = &r->lines[i];
		if (!line_blank(r, i) && all_capitals(&r->s, l->from, l->to) &&
		    begins_post(&r->s, l->from, l->to))
			first = i;
	}
	return first;
}

static void read_foot(struct foot *f, int from, int to, int receivers, size_t end)
{
	struct reader *r = f->r;
	for (int i = from; i < to && !f->over; i++) {
		if (line_blank(r, i) || line_rule(r, i))
			continue;
		if (i == receivers)
			first_line(f, i, end);
		else
			foot_line(f, i);
	}
}

void plan_foot(struct reader *r)
{
	struct foot f = {.r = r, .left = -1};
	struct plan_doc *d = r->doc;
	int last = -1, before = -1;
	size_t end = 0;
	d->recipients = arena_array(r->mem, PLAN_RECIPIENTS_MAX, sizeof *d->recipients);
	d->recipients_line = d->signer_line = -1;
	int receivers = find_receivers(r, r->body, r->line_count, &last, &end);
	r->end = last >= 0 ? last + 1 : receivers >= 0 ? receivers : r->line_count;
	if (last < 0 && receivers >= 0)
		r->end = signed_before(r, receivers);
	if (receivers < 0 && d->type_line < r->body - 1) {
		/* A plan issued with a decision: the decision is signed. */
		size_t at;
		int of = find_receivers(r, d->type_line, r->body, &before, &at);
		if (of >= 0) {
			read_foot(&f, of, d->plan_line, of, at);
			join_posts(&f);
			return;
		}
	}
	if (receivers < 0)
		plan_remark(r, -1, "Không thấy Nơi nhận.");
	read_foot(&f, r->end, r->line_count, receivers, end);
	join_posts(&f);
	if (f.left >= 0)
		plan_remark(
			r, f.left,
			"Từ đây có chữ đứng ngoài phần nội dung, sau dấu kết thúc văn bản (khoảng %d chữ "
			"cái), không được tách thành mục và nhiệm vụ.",
			f.left_chars);
}
