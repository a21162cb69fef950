/*
 * import_initiatives.c: initiatives and studies from a spreadsheet, one row for each author.
 *
 * Rows with the same title and year are one initiative; shares that are left out are taken as
 * equal. The file is one batch, since the authors of one may stand anywhere in it.
 */
#include "app/record/import_whom.h"

#include "viet/viet.h"

#include <inttypes.h>

enum initiative_field {
	I_TITLE = W_NEXT,
	I_KIND,
	I_YEAR,
	I_SHARE,
	I_SCOPE,
	I_SIGN,
	I_DATED,
	I_ISSUER
};

static const struct choice fields[] = {WHOM_FIELDS,
                                       {"title", "Tên sáng kiến, đề tài"},
                                       {"kind", "Loại"},
                                       {"year", "Năm"},
                                       {"share", "Đóng góp (%)"},
                                       {"scope", "Phạm vi công nhận"},
                                       {"sign", "Số quyết định"},
                                       {"dated", "Ngày quyết định"},
                                       {"issuer", "Cơ quan công nhận"},
                                       {0}};
static const struct import_heading headings[] = {{"ten sang kien", I_TITLE},
                                                 {"ten sang kien de tai", I_TITLE},
                                                 {"sang kien de tai", I_TITLE},
                                                 {"sang kien", I_TITLE},
                                                 {"ten de tai", I_TITLE},
                                                 {"loai", I_KIND},
                                                 {"nam", I_YEAR},
                                                 {"dong gop", I_SHARE},
                                                 {"ty le dong gop", I_SHARE},
                                                 {"ty le", I_SHARE},
                                                 {"pham vi", I_SCOPE},
                                                 {"pham vi cong nhan", I_SCOPE},
                                                 {"cap cong nhan", I_SCOPE},
                                                 {"quyet dinh", I_SIGN},
                                                 {"so quyet dinh", I_SIGN},
                                                 {"ngay", I_DATED},
                                                 {"ngay quyet dinh", I_DATED},
                                                 {"co quan cong nhan", I_ISSUER},
                                                 WHOM_HEADINGS,
                                                 {0}};
static const struct import_heading parts[] = {
	{"ten sang kien", I_TITLE}, {"dong gop", I_SHARE},        {"pham vi", I_SCOPE},
	{"so quyet dinh", I_SIGN},  {"ngay quyet dinh", I_DATED}, {"quyet dinh", I_SIGN},
	{"ho va ten", W_NAME},      {"tac gia", W_NAME},          {0}};

struct initiative_row {
	struct whom h;
	struct initiative_new n; /* of the first row; the others only bring an author */
	int64_t share;           /* DB_NULL: left out */
	struct import_row *first, *next;
};

static struct initiative_row *own(const struct import_row *r)
{
	return r->data;
}

static void read_share(struct import_work *w, struct import_row *r, int64_t *out)
{
	struct str text = import_cell(w, r, I_SHARE);
	*out = DB_NULL;
	if (text.n && text.p[text.n - 1] == '%')
		text.n--;
	if (text.n && (!str_int(str_trim(text), out) || *out < 1 || *out > 100))
		import_bad(w, r, I_SHARE, "Tỷ lệ đóng góp là một số nguyên từ 1 đến 100.");
}

static enum rc read_cells(struct import_work *w, struct import_row *r)
{
	static const struct choice scopes[] = {{"office", "Cơ sở"},     {"office", "Cấp cơ sở"},
	                                       {"province", "Tỉnh"},    {"province", "Cấp tỉnh"},
	                                       {"nation", "Toàn quốc"}, {0}};
	static const struct choice kinds[] = {{"initiative", "Sáng kiến"},
	                                      {"study", "Đề tài"},
	                                      {"study", "Đề tài, đề án, công trình"},
	                                      {0}};
	struct initiative_row *p = own(r);
	p->n = (struct initiative_new){.title = import_cell(w, r, I_TITLE),
	                               .text = STR(""),
	                               .filed = DATE_NONE,
	                               .source = w->import.file_name};
	if (viet_fold(&w->mem, p->n.title).n == 0)
		import_bad(w, r, I_TITLE, "Không được để trống tên.");
	import_bad(w, r, I_TITLE, text_length(p->n.title, 400));
	import_bad(w, r, I_KIND, text_choice(&w->mem, import_cell(w, r, I_KIND), kinds, &p->n.kind));
	if (p->n.kind.n == 0)
		p->n.kind = STR("initiative");
	struct str scope = import_cell(w, r, I_SCOPE);
	if (!str_eqz(scope, "–"))
		import_bad(w, r, I_SCOPE, text_choice(&w->mem, scope, scopes, &p->n.scope));
	p->n.year = year_read(w, r, I_YEAR);
	read_share(w, r, &p->share);
	paper_read(w, r, I_SIGN, I_DATED, I_ISSUER, &p->n.p);
	TRY(whom_read(w, r, "person", &p->h));
	p->n.unit_id = p->h.s.unit_id;
	return RC_OK;
}

/* --- rows of one initiative ------------------------------------------------------------------ */

static void join(struct import_work *w, struct import_row *rows, struct import_row *r,
                 struct key_map *firsts)
{
	struct str fold = viet_fold(&w->mem, own(r)->n.title);
	uint64_t key = import_key(w, fold, arena_printf(&w->mem, "%" PRId64, own(r)->n.year));
	int64_t no = map_get(firsts, key);
	own(r)->first = no ? &rows[no - 1] : r;
	if (!no) {
		map_put(firsts, key, r - rows + 1);
		return;
	}
	struct import_row *last = own(r)->first;
	for (;; last = own(last)->next) {
		if (own(last)->h.key == own(r)->h.key)
			import_badf(w, r, W_NAME, "Tác giả này đã ở dòng %" PRId64 ".", last->no);
		if (!own(last)->next)
			break;
	}
	own(last)->next = r;
}

/* Authors as they are to be kept; shares left out are equal parts of what is left. */
static void gather(struct import_work *w, struct import_row *first)
{
	struct initiative_new *n = &own(first)->n;
	int64_t left = 100, open = 0, count = 0;
	for (struct import_row *r = first; r; r = own(r)->next) {
		count++;
		open += own(r)->share == DB_NULL;
		left -= own(r)->share == DB_NULL ? 0 : own(r)->share;
	}
	n->authors = arena_array(&w->mem, (size_t)count + 1, sizeof *n->authors);
	n->author_count = 0;
	for (struct import_row *r = first; r; r = own(r)->next) {
		int64_t share = own(r)->share;
		if (share == DB_NULL) {
			share = left / open; /* the last one takes what is left */
			left -= share;
			open--;
		}
		n->authors[n->author_count++] = (struct author){
			.person_id = own(r)->h.s.person_id, .unmatched_id = DB_NULL, .share = share};
	}
}

/* Those who wait to be matched since an earlier list are known by that. */
static enum rc find_unmatched(struct import_work *w, struct import_row *first)
{
	int at = 0;
	for (struct import_row *r = first; r; r = own(r)->next, at++)
		if (own(r)->h.unmatched)
			TRY(record_unmatched_find(w->c, &own(r)->h.u, &own(first)->n.authors[at].unmatched_id));
	return RC_OK;
}

static enum rc check_whole(struct import_work *w, struct import_row *first)
{
	struct ctx *c = w->c;
	for (struct import_row *r = first; r; r = own(r)->next)
		if (r->bad) {
			if (!first->bad)
				import_badf(w, first, -1, "Dòng %" PRId64 " của cùng sáng kiến có lỗi.", r->no);
			return RC_OK;
		}
	gather(w, first);
	TRY(find_unmatched(w, first));
	enum rc rc = record_initiative_check(c, &own(first)->n);
	enum row_does does = rc == RC_CONFLICT ? ROW_SAME : ROW_NEW;
	if (rc == RC_INVALID)
		import_bad(w, first, strcmp(c->err->field, "authors") == 0 ? I_SHARE : I_YEAR,
		           arena_str(&w->mem, str_of(c->err->message)).p);
	if (rc == RC_INVALID || rc == RC_CONFLICT) {
		err_clear(c->err);
		rc = RC_OK;
	}
	for (struct import_row *r = first; r; r = own(r)->next)
		r->does = does;
	return rc;
}

static enum rc initiatives_check(struct import_work *w, struct import_row *rows, size_t n)
{
	struct key_map *firsts = map_new(n);
	enum rc rc = RC_OK;
	for (size_t i = 0; i < n && rc == RC_OK; i++) {
		rc = read_cells(w, &rows[i]);
		if (rc == RC_OK)
			join(w, rows, &rows[i], firsts);
	}
	for (size_t i = 0; i < n && rc == RC_OK; i++)
		if (own(&rows[i])->first == &rows[i])
			rc = check_whole(w, &rows[i]);
	/* What cannot go in without its first row, cannot go in. */
	for (size_t i = 0; i < n && rc == RC_OK; i++)
		if (own(&rows[i])->first->bad && !rows[i].bad)
			import_badf(w, &rows[i], -1, "Dòng %" PRId64 " của cùng sáng kiến có lỗi.",
			            own(&rows[i])->first->no);
	map_free(firsts);
	return rc;
}

static enum rc initiatives_store(struct import_work *w, struct import_row *rows, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		struct initiative_row *p = own(&rows[i]);
		if (rows[i].does != ROW_NEW || p->first != &rows[i])
			continue;
		int at = 0;
		for (struct import_row *r = &rows[i]; r; r = own(r)->next, at++) {
			TRY(whom_keep(w, &own(r)->h));
			p->n.authors[at].unmatched_id = own(r)->h.s.unmatched_id;
		}
		TRY(record_initiative_add(w->c, &p->n, &rows[i].id));
		for (struct import_row *r = p->next; r; r = own(r)->next)
			r->id = rows[i].id;
	}
	return RC_OK;
}

const struct import_kind import_initiatives = {
	.name = "initiative",
	.title = "Nhập sáng kiến, đề tài từ tệp",
	.like = "initiative.add",
	.list = "initiative.list",
	.fields = fields,
	.headings = headings,
	.parts = parts,
	.must = (uint64_t)1 << I_TITLE | (uint64_t)1 << I_YEAR,
	.rows_max = 5000,
	.whole = true,
	.news = "Dòng mới",
	.edits = "Dòng sửa",
	.help = "Mỗi tác giả một dòng; các dòng cùng tên, cùng năm là một sáng kiến.",
	.row_size = sizeof(struct initiative_row),
	.check = initiatives_check,
	.store = initiatives_store,
};
