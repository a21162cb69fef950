/* read.c: the steps from bytes to a plan. */
#include "plan/inner.h"
#include "viet/legacy.h"

/* Form feeds end pages: they become line ends, and the lines that begin a page are kept. */
static struct str without_feeds(struct reader *r, struct str s)
{
	char *p = (char *)arena_str(r->mem, s).p;
	int line = 0, feeds = 0;
	for (size_t i = 0; i < s.n; i++)
		feeds += p[i] == '\f';
	r->pages = arena_array(r->mem, (size_t)feeds + 2, sizeof *r->pages);
	if (feeds)
		r->pages[r->page_count++] = 0;
	for (size_t i = 0; i < s.n; i++) {
		bool feed = p[i] == '\f';
		if (feed || p[i] == '\v')
			p[i] = '\n';
		line += p[i] == '\n';
		if (feed)
			r->pages[r->page_count++] = line;
	}
	return (struct str){.p = p, .n = s.n};
}

/* Where the foot of a page copied as one row of a table has its cells, receivers and posts. */
static void part_row(char *p, size_t n)
{
	static const char *const signs[] = {"TM. ", "KT. ", "TL. ", "TUQ. "};
	for (size_t i = 1; i < n; i++) {
		bool item = i + 2 < n && memcmp(p + i, " - ", 3) == 0 && strchr(";:", p[i - 1]);
		struct str here = {.p = p + i + 1, .n = n - i - 1};
		bool sign = false;
		for (size_t k = 0; k < sizeof signs / sizeof *signs; k++)
			sign = sign || str_starts(here, signs[k]);
		if (item || p[i] == '|' || (sign && p[i] == ' '))
			p[i] = '\n';
	}
}

static struct str part_foot(struct arena *a, struct str text)
{
	struct str rest = text;
	while (rest.n) {
		struct str line = str_cut(&rest, '\n');
		if (str_starts(line, "Nơi nhận") && str_chr(line, '|') > 0) {
			char *p = (char *)arena_str(a, text).p;
			part_row(p + (line.p - text.p), line.n);
			return (struct str){.p = p, .n = text.n};
		}
	}
	return text;
}

/* "HOạCH", "ủY": capitals of ASCII beside small letters with marks; "Số" is written so by anybody.
 */
static bool half_capital(struct arena *a, struct str word)
{
	int capitals = 0, small = 0, marked = 0;
	for (size_t i = 0; i < word.n; i++) {
		capitals += word.p[i] >= 'A' && word.p[i] <= 'Z';
		small += word.p[i] >= 'a' && word.p[i] <= 'z';
		marked += (unsigned char)word.p[i] >= 0x80;
	}
	unsigned char first = word.n ? (unsigned char)word.p[0] : 0;
	bool begins = first >= 0xC3 && first != 0xE2; /* a letter, no quotation mark */
	return marked && !small && (capitals > 1 || (capitals == 1 && begins)) &&
	       !str_eq(viet_upper(a, word), word);
}

/*
 * TCVN3 has no capitals with a tone: words of headings in it come out as half capitals. Who decoded
 * the text (a DOCX, the sender) does not say so: they are told by themselves.
 */
static struct str with_capitals(struct arena *a, struct str text)
{
	char *p = arena_alloc(a, text.n * 2 + 1), *to = p;
	bool any = false;
	for (size_t i = 0; i < text.n;) {
		size_t end = i;
		while (end < text.n && !strchr(" \n\t\r,.;:()\"/-", text.p[end]))
			end++;
		struct str word = {.p = text.p + i, .n = end - i};
		if (half_capital(a, word)) {
			word = viet_upper(a, word);
			any = true;
		}
		memcpy(to, word.p, word.n);
		to += word.n;
		if (end < text.n)
			*to++ = text.p[end];
		i = end + 1;
	}
	return any ? (struct str){.p = p, .n = (size_t)(to - p)} : text;
}

static enum rc to_text(struct reader *r, struct str bytes, struct str *out, struct err *e)
{
	struct arena *a = r->mem;
	if (bytes.n > PLAN_TEXT_MAX)
		return err_set(e, RC_TOOBIG,
		               "Văn bản dài hơn mức %zu MB chữ đọc được. Xin tách phần kế hoạch ra "
		               "khỏi các phụ lục rồi đọc lại.",
		               PLAN_TEXT_MAX >> 20);
	if (str_trim(bytes).n == 0)
		return err_set(e, RC_INVALID, "Tệp không có chữ nào.");
	struct viet_guess g = viet_guess_encoding(a, bytes);
	if (g.encoding == VIET_UNKNOWN)
		return err_set(e, RC_INVALID,
		               "Không nhận ra bảng mã của tệp. Xin lưu lại dạng văn bản UTF-8 (Notepad: "
		               "Lưu thành, Mã hóa UTF-8) rồi đọc lại.");
	struct str text;
	TRY(viet_decode(a, bytes, g.encoding, &text, e));
	TRY(viet_nfc(a, without_feeds(r, text), out, e));
	*out = part_foot(a, with_capitals(a, *out));
	*out = plan_spaced(a, *out);
	return RC_OK;
}

/* "Kế hoạch này thay thế Kế hoạch số …" */
static bool replaced(const struct viet_shadow *s, size_t from)
{
	for (size_t i = from > 16 ? from - 16 : 0; i < from; i++) {
		size_t end = viet_near(s, i, "thay thế", NULL);
		if (end && end <= from && from - end <= 2)
			return true;
	}
	return false;
}

/* Behind the title; of a plan that is issued with a decision, behind the decision's name. */
static size_t first_cited(const struct reader *r)
{
	const struct plan_doc *d = r->doc;
	int line = d->type_line < d->plan_line ? d->type_line + 1 : r->body;
	return r->lines[line < r->line_count ? line : r->line_count - 1].from;
}

static void take_cites(struct reader *r)
{
	struct plan_doc *d = r->doc;
	struct viet_shadow part = r->s;
	struct cite *all, *docs;
	size_t n, count, *times, from = first_cited(r);
	part.p += from;
	part.cased += from;
	part.at += from;
	part.n -= from;
	cite_find(r->mem, &part, &all, &n);
	cite_documents(r->mem, all, n, &docs, &times, &count);
	d->cites = arena_array(r->mem, count + 1, sizeof *d->cites);
	struct str own =
		d->number.p && d->notation.p
			? arena_printf(r->mem, "%.*s/%.*s", STR_ARG(d->number), STR_ARG(d->notation))
			: STR_NULL;
	for (size_t i = 0; i < count; i++) {
		bool itself = own.p && str_eq(docs[i].sign, own) &&
		              (date_is_none(docs[i].date) || docs[i].date.days == d->date.days);
		if (itself) /* an annex says of which plan it is */
			continue;
		struct plan_cite *c = &d->cites[d->cite_count++];
		*c = (struct plan_cite){
			.c = docs[i], .times = (int)times[i], .replaced = replaced(&part, docs[i].from)};
		c->line = line_of(r, c->c.from + from);
		if (c->c.no_such_date)
			plan_remark(r, c->line, "%.*s: ngày ấy không có trong lịch nên để trống.",
			            STR_ARG(c->c.text));
	}
}

/* What was put right in the header, for people. */
static const char *mended_names(struct reader *r)
{
	static const struct {
		const char *what, *name;
	} names[] = {{"notation", "ký hiệu"}, {"place", "nơi ban hành"}, {"issuer", "cơ quan ban hành"},
	             {"title", "trích yếu"},  {"signer", "người ký"},    {"recipients", "nơi nhận"}};
	struct str all = STR("");
	for (int i = 0; i < r->doc->mended_count; i++)
		for (size_t k = 0; k < sizeof names / sizeof *names; k++)
			if (strcmp(r->doc->mended[i], names[k].what) == 0)
				all = arena_printf(r->mem, "%.*s%s%s", STR_ARG(all), all.n ? ", " : "",
				                   names[k].name);
	return all.p;
}

/* What came behind the limit is in the source and nowhere else. */
static void say_limit(struct reader *r, int count, int most, const char *what)
{
	if (count == most)
		plan_remark(r, -1,
		            "Chỉ tách được %d %s đầu; phần sau chỉ có trong nguyên văn. Xin tách kế hoạch "
		            "thành nhiều tệp, hoặc thêm bằng tay.",
		            most, what);
}

static void look_over(struct reader *r)
{
	struct plan_doc *d = r->doc;
	if (d->noisy)
		plan_remark(
			r, -1,
			"Văn bản mất dấu tiếng Việt (nhận dạng bằng tiếng Anh hoặc gõ không dấu); nếu có bản "
			"quét, nên nhận dạng lại bằng tiếng Việt. Chữ được sửa theo danh mục có đánh dấu.");
	if (d->mended_count)
		plan_remark(r, -1, "Ở đầu và cuối văn bản có chỗ được sửa theo danh mục: %s.",
		            mended_names(r));
	if (d->section_count == 0)
		plan_remark(r, -1, "Không thấy mục nào được đánh số.");
	say_limit(r, d->section_count, PLAN_SECTIONS_MAX, "mục");
	say_limit(r, d->task_count, PLAN_TASKS_MAX, "nhiệm vụ");
	say_limit(r, d->recipient_count, PLAN_RECIPIENTS_MAX, "nơi nhận");
	if (!d->notation.p)
		plan_remark(r, -1, "Không thấy số và ký hiệu.");
	if (date_is_none(d->date) && d->date_line < 0)
		plan_remark(r, -1, "Không thấy địa danh và ngày ban hành.");
	if (!d->signer_post.p)
		plan_remark(r, -1, "Không thấy chức vụ người ký.");
}

enum rc plan_read(struct arena *a, struct str bytes, struct plan_doc *out, struct err *e)
{
	struct reader r = {.mem = a, .doc = out, .annex = -1};
	*out = (struct plan_doc){0};
	TRY(to_text(&r, bytes, &out->text, e));
	r.s = viet_shadow(a, out->text);
	out->noisy = r.s.noisy;
	TRY(plan_lines(&r, e));
	TRY(plan_head(&r, e));
	plan_foot(&r);
	plan_sections(&r);
	take_cites(&r);
	plan_tasks(&r);
	plan_lost_table(&r);
	look_over(&r);
	return RC_OK;
}
