/* The package around the sheets: relations, the workbook's list, the order of reading. */
#include "doc/xlsx_inner.h"

const struct sheet_limits sheet_limits_usual = {
	.rows = SHEET_ROWS_MAX,
	.columns = SHEET_COLUMNS_MAX,
	.cell_chars = SHEET_CELL_CHARS_MAX,
	.parts = 4096,
	.part_bytes = (uint64_t)512 << 20,
	.total_bytes = (uint64_t)640 << 20,
	.ratio = 200,
	.ratio_from = (uint64_t)4 << 20,
};

struct relation {
	struct str id, type, path; /* type: the last word of the address; path: from the root */
};

struct sheet_entry {
	struct str name, relation;
	bool hidden;
};

#define RELATIONS_MAX 1024

struct package {
	struct xlsx x;
	struct arena arena;
	struct str folder; /* what relative targets start from, with '/' at the end */
	struct relation relations[RELATIONS_MAX];
	size_t n_relations;
	struct sheet_entry sheets[SHEET_SHEETS_MAX];
	size_t n_sheets;
};

/* --- relations (ISO/IEC 29500-2, 9.3) --- */

/* The types' addresses differ between the standard's two classes only before this word. */
static struct str last_word(struct str s)
{
	const char *slash = s.n ? memrchr(s.p, '/', s.n) : NULL;
	if (!slash)
		return s;
	return (struct str){.p = slash + 1, .n = s.n - (size_t)(slash + 1 - s.p)};
}

static enum rc relation_start(void *arg, const char *name, const struct xml_attrs *attrs)
{
	struct package *p = arg;
	struct str target = xml_attr(attrs, "Target");
	if (strcmp(name, "Relationship") != 0 || str_eqz(xml_attr(attrs, "TargetMode"), "External"))
		return RC_OK;
	if (p->n_relations == RELATIONS_MAX || target.n > 1024)
		return office_damaged(&p->x.o, "quá nhiều liên kết trong tệp");
	bool absolute = str_starts(target, "/");
	p->relations[p->n_relations++] = (struct relation){
		.id = arena_str(&p->arena, xml_attr(attrs, "Id")),
		.type = arena_str(&p->arena, last_word(xml_attr(attrs, "Type"))),
		.path = absolute ? arena_str(&p->arena, (struct str){target.p + 1, target.n - 1})
	                     : arena_printf(&p->arena, "%.*s%.*s", STR_ARG(p->folder), STR_ARG(target)),
	};
	return RC_OK;
}

static enum rc read_relations(struct package *p, const char *path, struct str folder)
{
	static const struct xml_handler handler = {.start = relation_start};
	p->folder = folder;
	p->n_relations = 0;
	return office_part(&p->x.o, path, &handler, p);
}

static const struct relation *by_type(const struct package *p, const char *type)
{
	for (size_t i = 0; i < p->n_relations; i++)
		if (str_eqz(p->relations[i].type, type))
			return &p->relations[i];
	return NULL;
}

static const struct relation *by_id(const struct package *p, struct str id)
{
	for (size_t i = 0; i < p->n_relations; i++)
		if (str_eq(p->relations[i].id, id))
			return &p->relations[i];
	return NULL;
}

/* --- the workbook --- */

static enum rc workbook_start(void *arg, const char *name, const struct xml_attrs *attrs)
{
	struct package *p = arg;
	if (strcmp(name, "workbookPr") == 0)
		p->x.since_1904 = xml_attr_true(attrs, "date1904");
	if (strcmp(name, "sheet") != 0)
		return RC_OK;
	struct str label = xml_attr(attrs, "name"), state = xml_attr(attrs, "state");
	struct str relation = xml_attr(attrs, "id");
	if (p->n_sheets == SHEET_SHEETS_MAX || label.n == 0 || label.n > SHEET_NAME_MAX ||
	    relation.n > SHEET_NAME_MAX)
		return office_damaged(&p->x.o, "danh sách trang tính sai");
	p->sheets[p->n_sheets++] = (struct sheet_entry){
		.name = arena_str(&p->arena, label),
		.relation = arena_str(&p->arena, relation),
		.hidden = state.p && !str_eqz(state, "visible"),
	};
	return RC_OK;
}

static bool is_worksheet(const struct package *p, const struct sheet_entry *s)
{
	const struct relation *r = by_id(p, s->relation);
	return r && str_eqz(r->type, "worksheet");
}

/* By name, or the first that a person sees. */
static const struct sheet_entry *choose(const struct package *p, struct str want)
{
	for (size_t i = 0; i < p->n_sheets; i++) {
		const struct sheet_entry *s = &p->sheets[i];
		if (is_worksheet(p, s) && (want.n ? str_eq(s->name, want) : !s->hidden))
			return s;
	}
	return NULL;
}

static enum rc tell_sheets(struct package *p, const struct sheet_entry *chosen,
                           const struct sheet_sink *sink)
{
	for (size_t i = 0; i < p->n_sheets && sink->sheet; i++) {
		const struct sheet_entry *s = &p->sheets[i];
		if (is_worksheet(p, s))
			TRY(sink->sheet(sink->arg, s->name, s->hidden, s == chosen, p->x.o.e));
	}
	return RC_OK;
}

static enum rc read_workbook(struct package *p)
{
	static const struct xml_handler handler = {.start = workbook_start};
	TRY(read_relations(p, "_rels/.rels", STR("")));
	const struct relation *book = by_type(p, "officeDocument");
	if (!book)
		return office_damaged(&p->x.o, "không có sổ tính");
	struct str path = book->path, file = last_word(path);
	struct str folder = {.p = path.p, .n = path.n - file.n};
	TRY(office_part(&p->x.o, path.p, &handler, p));
	const char *relations =
		arena_printf(&p->arena, "%.*s_rels/%.*s.rels", STR_ARG(folder), STR_ARG(file)).p;
	return read_relations(p, relations, folder);
}

/* A missing table is no fault: a sheet of bare numbers needs none. */
static enum rc read_table(struct package *p, const char *type,
                          enum rc (*read)(struct xlsx *x, const char *path))
{
	const struct relation *r = by_type(p, type);
	enum rc rc = r ? read(&p->x, r->path.p) : RC_OK;
	return rc == RC_NOTFOUND ? RC_OK : rc;
}

static enum rc read_package(struct package *p, struct str want, const struct sheet_sink *sink)
{
	TRY(read_workbook(p));
	const struct sheet_entry *chosen = choose(p, want);
	if (!chosen && want.n)
		return err_set(p->x.o.e, RC_INVALID, "Tệp không có trang tính tên đã chọn. Xin chọn lại.");
	if (!chosen)
		return err_set(p->x.o.e, RC_INVALID, "Tệp không có trang tính nào hiện ra để đọc.");
	TRY(tell_sheets(p, chosen, sink));
	TRY(read_table(p, "sharedStrings", xlsx_read_strings));
	TRY(read_table(p, "styles", xlsx_read_styles));
	return xlsx_read_rows(&p->x, by_id(p, chosen->relation)->path.p, sink);
}

enum rc sheet_read_xlsx(struct str file, struct str want, const struct sheet_limits *limits,
                        const struct sheet_sink *sink, struct err *e)
{
	BUG_ON(limits->columns > SHEET_COLUMNS_MAX);
	struct err own = {0};
	struct package *p = calloc(1, sizeof *p);
	if (!p)
		return err_set(e, RC_TOOBIG, "Không đủ bộ nhớ để đọc tệp.");
	p->x = (struct xlsx){
		.o = {.product = "Excel", .ending = ".xlsx", .limits = limits, .e = e ? e : &own}};
	arena_init(&p->arena);
	buf_init(&p->x.strings.bytes, limits->total_bytes);
	enum rc rc = office_open(&p->x.o, file);
	if (rc == RC_OK)
		rc = read_package(p, want, sink);
	if (rc == RC_NOTFOUND)
		rc = office_damaged(&p->x.o, "thiếu thành phần bắt buộc");
	if (p->x.o.zip)
		zip_discard(p->x.o.zip);
	buf_release(&p->x.strings.bytes);
	free(p->x.strings.ends);
	free(p->x.date_styles);
	arena_release(&p->arena);
	free(p);
	return rc;
}
