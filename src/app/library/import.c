/* import.c: documents as a kind of import: by a list from a file. */
#include "app/import/import.h"
#include "app/library/library.h"
#include "db/db.h"
#include "viet/viet.h"

enum {
	DOC_NONE,
	DOC_CLASS,
	DOC_TYPE,
	DOC_SIGN,
	DOC_ISSUER,
	DOC_DATE,
	DOC_TITLE,
	DOC_FROM,
	DOC_TO,
	DOC_SOURCE,
	DOC_NOTE
};

static const struct choice fields[] = {{"", "Bỏ qua"},
                                       {"class", "Nhóm"},
                                       {"type", "Loại văn bản"},
                                       {"sign", "Số, ký hiệu"},
                                       {"issuer", "Cơ quan ban hành"},
                                       {"signed_on", "Ngày ký"},
                                       {"title", "Trích yếu"},
                                       {"valid_from", "Có hiệu lực từ"},
                                       {"valid_to", "Hết hiệu lực từ"},
                                       {"source", "Nguồn"},
                                       {"note", "Ghi chú"},
                                       {0}};

static const struct import_heading headings[] = {{"nhom", DOC_CLASS},
                                                 {"loai van ban", DOC_TYPE},
                                                 {"loai", DOC_TYPE},
                                                 {"ten loai", DOC_TYPE},
                                                 {"so ky hieu", DOC_SIGN},
                                                 {"so va ky hieu", DOC_SIGN},
                                                 {"so van ban", DOC_SIGN},
                                                 {"so hieu", DOC_SIGN},
                                                 {"ky hieu", DOC_SIGN},
                                                 {"co quan ban hanh", DOC_ISSUER},
                                                 {"noi ban hanh", DOC_ISSUER},
                                                 {"tac gia", DOC_ISSUER},
                                                 {"ngay ky", DOC_DATE},
                                                 {"ngay ban hanh", DOC_DATE},
                                                 {"ngay van ban", DOC_DATE},
                                                 {"ngay thang", DOC_DATE},
                                                 {"trich yeu", DOC_TITLE},
                                                 {"ten van ban", DOC_TITLE},
                                                 {"trich yeu noi dung", DOC_TITLE},
                                                 {"noi dung", DOC_TITLE},
                                                 {"co hieu luc tu", DOC_FROM},
                                                 {"ngay co hieu luc", DOC_FROM},
                                                 {"hieu luc tu", DOC_FROM},
                                                 {"het hieu luc tu", DOC_TO},
                                                 {"ngay het hieu luc", DOC_TO},
                                                 {"nguon", DOC_SOURCE},
                                                 {"ghi chu", DOC_NOTE},
                                                 {0}};

static void read_cells(struct import_work *w, struct import_row *r)
{
	struct library_document *d = r->data;
	d->sign = import_cell(w, r, DOC_SIGN);
	d->issuer = import_cell(w, r, DOC_ISSUER);
	d->title = import_cell(w, r, DOC_TITLE);
	d->source = import_cell(w, r, DOC_SOURCE);
	d->note = import_cell(w, r, DOC_NOTE);
	import_bad(w, r, DOC_CLASS,
	           text_choice(&w->mem, import_cell(w, r, DOC_CLASS), document_classes, &d->class));
	import_bad(w, r, DOC_TYPE,
	           text_choice(&w->mem, import_cell(w, r, DOC_TYPE), document_types, &d->type));
	import_bad(w, r, DOC_DATE, text_date(&w->mem, import_cell(w, r, DOC_DATE), &d->signed_on));
	import_bad(w, r, DOC_FROM, text_date(&w->mem, import_cell(w, r, DOC_FROM), &d->valid_from));
	import_bad(w, r, DOC_TO, text_date(&w->mem, import_cell(w, r, DOC_TO), &d->valid_to));
	import_bad(w, r, DOC_SIGN, text_length(d->sign, 60));
	import_bad(w, r, DOC_ISSUER, text_length(d->issuer, 200));
	import_bad(w, r, DOC_TITLE, d->title.n ? text_length(d->title, 500) : "Không được để trống.");
	import_bad(w, r, DOC_SOURCE, text_length(d->source, 300));
	import_bad(w, r, DOC_NOTE, text_length(d->note, 2000));
	import_bad(w, r, DOC_TYPE, d->type.n ? "" : "Thiếu loại văn bản.");
	if (d->class.n == 0)
		d->class = w->import.default_choice;
	import_bad(w, r, DOC_CLASS, d->class.n ? "" : "Thiếu nhóm văn bản.");
}

/* The same document on an earlier row of this file: by the same keys as in the library. */
struct met {
	struct library_keys keys;
	int64_t row;
};

static bool same(const struct library_keys *a, const struct library_keys *b)
{
	bool name = a->sign.n || b->sign.n ? str_eq(a->sign, b->sign) : str_eq(a->title, b->title);
	return name && a->year == b->year && str_eq(a->issuer, b->issuer);
}

static enum rc check_one(struct import_work *w, struct import_row *r, struct met *met, size_t *n)
{
	struct ctx *c = w->c;
	const struct library_document *d = r->data;
	struct met one = {.row = r->no};
	struct library_found found;
	struct library_cited cited = library_as_cited(d);
	const char *field, *why = library_wrong(d, &field);
	if (why)
		import_bad(w, r,
		           strcmp(field, "sign") == 0       ? DOC_SIGN
		           : strcmp(field, "valid_to") == 0 ? DOC_TO
		                                            : DOC_FROM,
		           why);
	TRY(library_keys(c, &cited, &one.keys));
	for (size_t i = 0; i < *n; i++)
		if (same(&met[i].keys, &one.keys))
			import_badf(w, r, DOC_SIGN, "Trùng với dòng %lld của tệp.", (long long)met[i].row);
	met[(*n)++] = one;
	TRY(library_find(c, &cited, &found));
	r->does = r->bad ? ROW_BAD : found.id != DB_NULL ? ROW_SAME : ROW_NEW;
	r->id = found.id;
	return RC_OK;
}

static enum rc documents_check(struct import_work *w, struct import_row *rows, size_t n)
{
	struct met *met = arena_array(&w->keep, n + 1, sizeof *met);
	size_t known = 0;
	for (size_t i = 0; i < n; i++) {
		read_cells(w, &rows[i]);
		TRY(check_one(w, &rows[i], met, &known));
	}
	return RC_OK;
}

static enum rc documents_store(struct import_work *w, struct import_row *rows, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (rows[i].does == ROW_NEW)
			TRY(library_add(w->c, rows[i].data, &rows[i].id));
	return RC_OK;
}

const struct import_kind import_documents = {
	.name = "document",
	.title = "Nhập văn bản từ tệp",
	.like = "document.add",
	.list = "document.list",
	.fields = fields,
	.headings = headings,
	.must = (uint64_t)1 << DOC_TITLE | (uint64_t)1 << DOC_TYPE | (uint64_t)1 << DOC_ISSUER,
	.rows_max = 5000,
	.whole = true,
	.choice = document_classes,
	.choice_label = "Nhóm",
	.news = "Văn bản mới",
	.edits = "Văn bản sửa thông tin",
	.help =
		"Văn bản đã có trong thư viện (cùng số, ký hiệu, cơ quan, năm) thì để nguyên. Mọi văn bản "
		"nhập vào đều chờ được đối chiếu với nguồn.",
	.row_size = sizeof(struct library_document),
	.check = documents_check,
	.store = documents_store,
};
