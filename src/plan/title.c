/* title.c: what kind of document it is, and its title (NĐ 30/2020/NĐ-CP, Phụ lục I, ô 5a). */
#include "plan/inner.h"

#define HEAD_LINES 80
#define TITLE_LINES 8

static const char *const plan_types[] = {
	"Kế hoạch", "Chương trình", "Chương trình hành động", "Phương án", "Đề án", "Hướng dẫn", NULL};

static bool is_plan(const char *type)
{
	for (size_t i = 0; plan_types[i]; i++)
		if (strcmp(type, plan_types[i]) == 0)
			return true;
	return false;
}

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

enum rc plan_type(struct reader *r, int *line, size_t *end, struct err *e)
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

/* Behind a blank line: a quotation that is still open, or small letters. */
static bool title_goes_on(const struct reader *r, int blank, size_t from, size_t to)
{
	int next = blank + 1, marks = 0;
	if (line_rule(r, blank) || line_blank(r, next) || line_rule(r, next) || begins_text(r, next))
		return false;
	for (size_t i = from; i < to; i++)
		marks += r->s.p[i] == '"';
	char c = r->s.cased[r->lines[next].from];
	return marks % 2 == 1 || (c >= 'a' && c <= 'z' && !line_ends(r, blank - 1));
}

void plan_title(struct reader *r, int type_line, size_t type_end)
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
			if (lines && !title_goes_on(r, line, from, to))
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
	bool mended = false;
	if (lines)
		d->title = plan_text(r, from, to, &mended);
	if (mended)
		plan_mended(r, "title");
	r->body = line;
}
