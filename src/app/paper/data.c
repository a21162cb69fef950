/* data.c: a paper's data as JSON, and as the boxes in which people write them. */
#include "app/paper/inner.h"

#include "db/sql_op.h"
#include "viet/viet.h"

#include <inttypes.h>
#include <jansson.h>

#define SPARE_ROWS 2
#define BOXED_ROWS 40 /* longer lists are one box with a line a row */

enum rc paper_of(struct ctx *c, const struct paper_template *t, struct str json,
                 const struct paper **out)
{
	const struct paper_data *d;
	TRY(paper_data(c->mem, t, json.n ? json : STR("{}"), &d, c->err));
	return paper_build(c->mem, t, d, out, c->err);
}

static enum rc load(struct ctx *c, struct str json, json_t **out)
{
	json_error_t why;
	*out = json.n ? json_loadb(json.p, json.n, JSON_REJECT_DUPLICATES, &why) : json_object();
	if (*out && json_is_object(*out))
		return RC_OK;
	json_decref(*out);
	return err_field(c->err, "data", "Dữ liệu không phải một đối tượng JSON đúng.");
}

static enum rc dump(struct ctx *c, json_t *j, struct str *out)
{
	char *text = json_dumps(j, JSON_COMPACT);
	if (!text)
		return err_detail(c->err, RC_BUG, "paper: data cannot be written");
	*out = arena_str(c->mem, str_of(text));
	free(text);
	return out->n > PAPER_DATA_MAX ? err_set(c->err, RC_TOOBIG, "Dữ liệu quá lớn.") : RC_OK;
}

static const struct paper_field *named(const struct paper_field *fields, int count, struct str name)
{
	for (int i = 0; i < count; i++)
		if (str_eq(fields[i].name, name))
			return &fields[i];
	return NULL;
}

const struct paper_field *paper_field_at(const struct paper_about *a, struct str path, int *row)
{
	const struct paper_field *fields = a->fields, *f = NULL;
	int count = a->field_count;
	int64_t no = -1;
	while (path.p) {
		struct str part = str_cut(&path, '.');
		if (str_int(part, &no)) {
			if (!f || f->type != PAPER_LIST || no < 0 || no >= PAPER_ROWS_MAX)
				return NULL;
			fields = f->items;
			count = f->item_count;
			continue;
		}
		f = named(fields, count, part);
		if (!f)
			return NULL;
	}
	*row = (int)no;
	return f;
}

/* --- one value ----------------------------------------------------------------------------- */

static enum rc wrong(struct ctx *c, int at, const struct paper_field *f, const char *say)
{
	char field[64];
	snprintf(field, sizeof field, "values.%d.text", at);
	return err_field(c->err, field, "%.*s: %s", STR_ARG(f->label), say);
}

/* "1.250.000 đồng" */
static bool number_of(struct str text, int64_t *out)
{
	char digits[32];
	size_t n = 0;
	if (str_ends(text, "đồng"))
		text = str_trim((struct str){.p = text.p, .n = text.n - strlen("đồng")});
	for (size_t i = 0; i < text.n; i++) {
		if (text.p[i] == '.' || text.p[i] == ' ')
			continue;
		if (n == sizeof digits)
			return false;
		digits[n++] = text.p[i];
	}
	return str_int((struct str){.p = digits, .n = n}, out);
}

static json_t *text_json(struct str s)
{
	return json_stringn(s.p ? s.p : "", s.n);
}

static enum rc value_of(struct ctx *c, const struct paper_field *f, struct str text, int at,
                        json_t **out)
{
	int64_t n;
	struct date d;
	text = str_trim(text);
	*out = NULL;
	if (text.n == 0)
		return RC_OK;
	switch (f->type) {
	case PAPER_INT:
	case PAPER_MONEY:
		if (!number_of(text, &n))
			return wrong(c, at, f, "xin nhập một số nguyên.");
		*out = json_integer(n);
		return RC_OK;
	case PAPER_DATE:
		d = date_from_iso(text);
		if (date_is_none(d))
			d = date_from_typed(text);
		if (date_is_none(d))
			return wrong(c, at, f, "xin nhập ngày như 05/01/2026.");
		*out = json_string(date_iso(d).z);
		return RC_OK;
	case PAPER_YES:
		*out = json_boolean(!str_eqz(text, "0") && !str_eqz(text, "false"));
		return RC_OK;
	default: *out = text_json(text); return RC_OK;
	}
}

/* --- into the data ------------------------------------------------------------------------- */

/* Rows as lines, columns parted by "|" or a tab, in the order of the fields. */
static enum rc rows_of(struct ctx *c, const struct paper_field *f, struct str text, int at,
                       json_t **out)
{
	*out = json_array();
	while (text.n) {
		struct str line = str_trim(str_cut(&text, '\n'));
		if (line.n == 0)
			continue;
		json_t *row = json_object();
		char sep = str_chr(line, '\t') >= 0 ? '\t' : '|';
		if (json_array_append_new(*out, row) != 0 || json_array_size(*out) > PAPER_ROWS_MAX)
			return err_set(c->err, RC_TOOBIG, "%.*s: quá nhiều dòng.", STR_ARG(f->label));
		for (int i = 0; i < f->item_count && line.p; i++) {
			json_t *v;
			TRY(value_of(c, &f->items[i], str_cut(&line, sep), at, &v));
			if (v)
				json_object_setn_new(row, f->items[i].name.p, f->items[i].name.n, v);
		}
		if (line.n)
			return wrong(c, at, f, "có dòng nhiều cột hơn số cột của danh sách.");
	}
	return RC_OK;
}

static bool nested(const struct paper_field *f)
{
	for (int i = 0; i < f->item_count; i++)
		if (f->items[i].type == PAPER_LIST)
			return true;
	return false;
}

static json_t *row_at(json_t *record, struct str list, int64_t no)
{
	json_t *rows = json_object_getn(record, list.p, list.n);
	if (!json_is_array(rows)) {
		rows = json_array();
		json_object_setn_new(record, list.p, list.n, rows);
	}
	while ((int64_t)json_array_size(rows) <= no)
		json_array_append_new(rows, json_object());
	json_t *row = json_array_get(rows, (size_t)no);
	return json_is_object(row) ? row : NULL;
}

static enum rc set_one(struct ctx *c, const struct paper_about *a, json_t *record,
                       const struct paper_set *s, int at)
{
	int row;
	const struct paper_field *f = paper_field_at(a, s->path, &row);
	struct str path = s->path, name = str_cut(&path, '.');
	int64_t no;
	json_t *v = NULL;
	if (!f)
		return err_set(c->err, RC_INVALID, "Mẫu này không có trường \"%.*s\".", STR_ARG(s->path));
	while (path.p) {
		if (!str_int(str_cut(&path, '.'), &no) || !path.p)
			return wrong(c, at, f, "cần tên của một ô, không phải của cả dòng.");
		record = row_at(record, name, no);
		if (!record)
			return wrong(c, at, f, "dữ liệu đang có không phải một danh sách đúng.");
		name = str_cut(&path, '.');
	}
	if (f->type == PAPER_LIST && nested(f))
		return wrong(c, at, f, "danh sách này xin nhập từng ô.");
	enum rc rc =
		f->type == PAPER_LIST ? rows_of(c, f, s->text, at, &v) : value_of(c, f, s->text, at, &v);
	if (rc != RC_OK) {
		json_decref(v);
		return rc;
	}
	if (v)
		json_object_setn_new(record, name.p, name.n, v);
	else
		json_object_deln(record, name.p, name.n);
	return RC_OK;
}

/* A record in which nothing is said. */
static bool prune(json_t *record)
{
	const char *key;
	json_t *v;
	void *next;
	bool empty = true;
	json_object_foreach_safe(record, next, key, v)
	{
		for (size_t i = json_array_size(v); i-- > 0;)
			if (json_is_object(json_array_get(v, i)) && prune(json_array_get(v, i)))
				json_array_remove(v, i);
		empty = empty && (json_is_array(v) ? json_array_size(v) == 0 : json_is_null(v));
	}
	return empty;
}

enum rc paper_data_set(struct ctx *c, const struct paper_about *a, struct str json,
                       const struct paper_set *sets, int count, struct str *out)
{
	json_t *j;
	enum rc rc = load(c, json, &j);
	if (rc != RC_OK)
		return rc;
	for (int i = 0; i < count && rc == RC_OK; i++)
		rc = set_one(c, a, j, &sets[i], i);
	prune(j);
	if (rc == RC_OK)
		rc = dump(c, j, out);
	json_decref(j);
	return rc;
}

/* --- what the office's settings know -------------------------------------------------------- */

static const struct {
	const char *field, *setting;
} known[] = {
	{"parent", "paper.parent"},    {"issuer", "office"},       {"place", "place"},
	{"power", "paper.power"},      {"signer", "paper.signer"}, {"archive", "paper.archive"},
	{"notation", "paper.notation"}};

enum rc paper_data_defaults(struct ctx *c, const struct paper_about *a, struct str json,
                            struct str *out)
{
	json_t *j;
	enum rc rc = load(c, json, &j);
	if (rc != RC_OK)
		return rc;
	for (int i = 0; i < COUNT(known) && rc == RC_OK; i++) {
		struct sql_setting_get row;
		if (!named(a->fields, a->field_count, str_of(known[i].field)) ||
		    json_object_get(j, known[i].field))
			continue;
		rc = sql_setting_get(c->db, c->mem, str_of(known[i].setting), &row);
		if (rc == RC_OK && row.value.n)
			json_object_set_new(j, known[i].field, text_json(row.value));
		if (rc == RC_NOTFOUND)
			rc = RC_OK;
	}
	if (rc == RC_OK)
		rc = dump(c, j, out);
	json_decref(j);
	return rc;
}

/* --- boxes ----------------------------------------------------------------------------------- */

struct boxes {
	struct ctx *c;
	struct paper_set *items;
	int count, room;
};

static void add(struct boxes *b, struct str path, struct str text)
{
	if (b->count == b->room) {
		int room = b->room ? 2 * b->room : 64;
		struct paper_set *more = arena_array(b->c->mem, (size_t)room, sizeof *more);
		if (b->count)
			memcpy(more, b->items, (size_t)b->count * sizeof *more);
		b->items = more;
		b->room = room;
	}
	b->items[b->count++] = (struct paper_set){path, text};
}

static struct str shown(struct ctx *c, const struct paper_field *f, const json_t *v)
{
	if (json_is_string(v)) {
		struct str s = {.p = json_string_value(v), .n = json_string_length(v)};
		struct date d = f->type == PAPER_DATE ? date_from_iso(s) : DATE_NONE;
		return arena_str(c->mem, date_is_none(d) ? s : str_of(date_vn(d).z));
	}
	if (json_is_integer(v))
		return f->type == PAPER_MONEY
		           ? viet_number(c->mem, json_integer_value(v))
		           : arena_printf(c->mem, "%" PRId64, (int64_t)json_integer_value(v));
	return json_is_true(v) ? STR("1") : STR("");
}

static void add_fields(struct boxes *b, const struct paper_field *fields, int count,
                       const json_t *record, struct str before);

static void add_lines(struct boxes *b, const struct paper_field *f, const json_t *rows,
                      struct str path)
{
	struct ctx *c = b->c;
	struct buf text;
	buf_init(&text, PAPER_DATA_MAX);
	for (size_t i = 0; i < json_array_size(rows); i++) {
		for (int k = 0; k < f->item_count; k++) {
			buf_z(&text, k ? " | " : "");
			buf_str(&text, shown(c, &f->items[k],
			                     json_object_getn(json_array_get(rows, i), f->items[k].name.p,
			                                      f->items[k].name.n)));
		}
		buf_chr(&text, '\n');
	}
	add(b, path, arena_str(c->mem, buf_view(&text)));
	buf_release(&text);
}

static void add_list(struct boxes *b, const struct paper_field *f, const json_t *rows,
                     struct str path)
{
	size_t n = json_array_size(rows);
	if (n > BOXED_ROWS && !nested(f)) {
		add_lines(b, f, rows, path);
		return;
	}
	for (size_t i = 0; i < n + SPARE_ROWS; i++)
		add_fields(b, f->items, f->item_count, json_array_get(rows, i),
		           arena_printf(b->c->mem, "%.*s.%zu.", STR_ARG(path), i));
}

/* Those of papers/chung.mau, which every paper has: they come last. */
static bool shared(struct str name)
{
	static const char *const names[] = {"parent", "issuer", "number", "notation",   "place",
	                                    "date",   "power",  "signer", "recipients", "archive"};
	for (int i = 0; i < COUNT(names); i++)
		if (str_eqz(name, names[i]))
			return true;
	return false;
}

static void add_fields(struct boxes *b, const struct paper_field *fields, int count,
                       const json_t *record, struct str before)
{
	for (int k = 0; k < 2 * count; k++) {
		int i = k % count;
		if (before.n ? k >= count : shared(fields[i].name) != (k >= count))
			continue;
		const json_t *v = json_object_getn(record, fields[i].name.p, fields[i].name.n);
		struct str path =
			arena_printf(b->c->mem, "%.*s%.*s", STR_ARG(before), STR_ARG(fields[i].name));
		if (fields[i].type == PAPER_LIST)
			add_list(b, &fields[i], v, path);
		else
			add(b, path, shown(b->c, &fields[i], v));
	}
}

enum rc paper_data_sets(struct ctx *c, const struct paper_about *a, struct str json,
                        struct paper_set **out, int *count)
{
	struct boxes b = {.c = c};
	json_t *j;
	TRY(load(c, json, &j));
	add_fields(&b, a->fields, a->field_count, j, STR(""));
	json_decref(j);
	*out = b.items;
	*count = b.count;
	return RC_OK;
}
