/* field.c: what a template says it is, its fields, and the data that fill them. */
#include "paper/inner.h"

#include "viet/viet.h"

#include <jansson.h>
#include <stdarg.h>

#define FIELDS_MAX 200

static const char *const type_words[] = {
	[PAPER_TEXT] = "chữ",  [PAPER_PROSE] = "văn", [PAPER_INT] = "số",        [PAPER_MONEY] = "tiền",
	[PAPER_DATE] = "ngày", [PAPER_YES] = "có",    [PAPER_LIST] = "danh sách"};

/* --- the head of a template --- */

enum rc paper_wrong(struct paper_reader *r, const char *say, ...)
{
	char text[400];
	va_list ap;
	va_start(ap, say);
	vsnprintf(text, sizeof text, say, ap);
	va_end(ap);
	return err_set(r->e, RC_INVALID, "Mẫu, dòng %d%s: %s", r->line, r->where, text);
}

static struct str raw_line(struct paper_reader *r)
{
	r->line++;
	return str_trim(str_cut(&r->rest, '\n'));
}

struct str paper_next_line(struct paper_reader *r)
{
	while (r->rest.p) {
		struct str line = raw_line(r);
		if (line.n == 0 || line.p[0] == '#')
			continue;
		while (str_ends(line, "\\") && r->rest.p) {
			struct str first = str_trim((struct str){line.p, line.n - 1}), second = raw_line(r);
			line = arena_printf(r->mem, "%.*s %.*s", STR_ARG(first), STR_ARG(second));
		}
		return line;
	}
	return STR_NULL;
}

/* What stands in quotation marks behind `word`; false when the line is something else. */
static bool quoted(struct str line, const char *word, struct str *out)
{
	size_t n = strlen(word);
	if (!str_starts(line, word) || line.n < n + 3 || line.p[n] != ' ')
		return false;
	struct str rest = str_trim((struct str){line.p + n, line.n - n});
	if (rest.n < 2 || rest.p[0] != '"' || rest.p[rest.n - 1] != '"')
		return false;
	*out = (struct str){rest.p + 1, rest.n - 2};
	return true;
}

static bool plain_name(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (!((s.p[i] >= 'a' && s.p[i] <= 'z') || s.p[i] == '_' ||
		      (i && s.p[i] >= '0' && s.p[i] <= '9')))
			return false;
	return s.n > 0 && s.n < 40;
}

static struct paper_field *find(struct paper_field *fields, int count, struct str name)
{
	for (int i = 0; i < count; i++)
		if (str_eq(fields[i].name, name))
			return &fields[i];
	return NULL;
}

static enum rc add_field(struct paper_reader *r, struct paper_field **fields, int *count,
                         struct paper_field one)
{
	struct paper_field *more;
	if (find(*fields, *count, one.name))
		return paper_wrong(r, "trường \"%.*s\" đã khai báo ở trên.", STR_ARG(one.name));
	if (*count == FIELDS_MAX)
		return paper_wrong(r, "quá %d trường.", FIELDS_MAX);
	more = arena_array(r->mem, (size_t)*count + 1, sizeof *more);
	if (*count)
		memcpy(more, *fields, (size_t)*count * sizeof *more);
	more[(*count)++] = one;
	*fields = more;
	return RC_OK;
}

/* `persons.name chữ "Họ và tên" tùy ý`: into the list `persons` when it is named before. */
static enum rc read_field(struct paper_reader *r, struct str line, struct paper_about *about)
{
	struct str rest = line, path = str_cut(&rest, ' '), name;
	struct paper_field one = {.type = PAPER_TEXT}, *fields = (struct paper_field *)about->fields;
	struct paper_field **into = &fields;
	int *count = &about->field_count;
	for (name = str_cut(&path, '.'); path.p; name = str_cut(&path, '.')) {
		struct paper_field *list = find(*into, *count, name);
		if (!list || list->type != PAPER_LIST)
			return paper_wrong(r, "chưa khai báo danh sách \"%.*s\".", STR_ARG(name));
		into = &list->items;
		count = &list->item_count;
	}
	int type = 0, types = (int)(sizeof type_words / sizeof *type_words);
	rest = str_trim(rest);
	while (type < types && !(str_starts(rest, type_words[type]) &&
	                         str_starts((struct str){rest.p + strlen(type_words[type]),
	                                                 rest.n - strlen(type_words[type])},
	                                    " ")))
		type++;
	if (!plain_name(name) || type == types)
		return paper_wrong(r, "cần viết như: ten_truong chữ \"Nhãn\"; kiểu là chữ, văn, số, tiền, "
		                      "ngày, có, danh sách.");
	rest = str_trim(
		(struct str){rest.p + strlen(type_words[type]), rest.n - strlen(type_words[type])});
	if (rest.n > 2 && str_ends(rest, "tùy ý")) {
		one.optional = true;
		rest.n -= strlen("tùy ý");
		rest = str_trim(rest);
	}
	if (rest.n < 3 || rest.p[0] != '"' || rest.p[rest.n - 1] != '"')
		return paper_wrong(r, "trường \"%.*s\" thiếu nhãn trong ngoặc kép.", STR_ARG(name));
	one.name = name;
	one.type = (enum paper_type)type;
	one.label = (struct str){rest.p + 1, rest.n - 2};
	TRY(add_field(r, into, count, one));
	about->fields = fields;
	return RC_OK;
}

enum rc paper_read_head(struct paper_reader *r, struct paper_about *about)
{
	bool fields = false;
	for (struct str line = paper_next_line(r); line.p; line = paper_next_line(r)) {
		if (str_eqz(line, "thân"))
			return RC_OK;
		if (str_eqz(line, "dữ liệu"))
			fields = true;
		else if (fields)
			TRY(read_field(r, line, about));
		else if (!quoted(line, "mẫu", &about->title) && !quoted(line, "nguồn", &about->source) &&
		         !quoted(line, "chưa xác nhận", &about->unconfirmed))
			return paper_wrong(r,
			                   "ở đây chỉ có mẫu \"…\", nguồn \"…\", chưa xác nhận \"…\", dữ liệu, "
			                   "thân.");
	}
	return RC_OK;
}

/* --- data --- */

struct data_reader {
	struct arena *mem;
	struct err *e;
};

static enum rc read_record(struct data_reader *r, const struct paper_field *fields, int count,
                           json_t *j, struct str where, struct paper_record *out);

static enum rc wrong(struct data_reader *r, struct str where, const char *say)
{
	return err_set(r->e, RC_INVALID, "Dữ liệu, \"%.*s\": %s.", STR_ARG(where), say);
}

static enum rc read_text(struct data_reader *r, const struct paper_field *f, json_t *v,
                         struct str where, struct paper_value *out)
{
	struct str raw = {json_string_value(v), json_string_length(v)};
	if (!json_is_string(v))
		return wrong(r, where, "phải là chữ trong ngoặc kép");
	if (f->type == PAPER_TEXT)
		TRY(viet_line(r->mem, raw, &out->text, r->e));
	else
		TRY(viet_nfc(r->mem, raw, &out->text, r->e));
	out->there = str_trim(out->text).n > 0;
	return RC_OK;
}

static enum rc read_list(struct data_reader *r, const struct paper_field *f, json_t *v,
                         struct str where, struct paper_value *out)
{
	size_t n = json_array_size(v);
	if (!json_is_array(v))
		return wrong(r, where, "phải là một danh sách [ ]");
	if (n > PAPER_ROWS_MAX)
		return err_set(r->e, RC_TOOBIG, "Dữ liệu, \"%.*s\": quá %d dòng.", STR_ARG(where),
		               PAPER_ROWS_MAX);
	out->rows = arena_array(r->mem, n + 1, sizeof *out->rows);
	out->row_count = (int)n;
	for (size_t i = 0; i < n; i++)
		TRY(read_record(r, f->items, f->item_count, json_array_get(v, i),
		                arena_printf(r->mem, "%.*s.%zu", STR_ARG(where), i), &out->rows[i]));
	out->there = n > 0;
	return RC_OK;
}

static enum rc read_value(struct data_reader *r, const struct paper_field *f, json_t *v,
                          struct str where, struct paper_value *out)
{
	if (json_is_null(v))
		return RC_OK;
	switch (f->type) {
	case PAPER_TEXT:
	case PAPER_PROSE: return read_text(r, f, v, where, out);
	case PAPER_LIST: return read_list(r, f, v, where, out);
	case PAPER_INT:
	case PAPER_MONEY:
		if (!json_is_integer(v))
			return wrong(r, where, "phải là số nguyên");
		out->number = json_integer_value(v);
		break;
	case PAPER_DATE:
		out->date = date_from_iso(str_of(json_string_value(v)));
		if (!json_is_string(v) || date_is_none(out->date))
			return wrong(r, where, "phải là ngày, viết như \"2026-01-27\"");
		break;
	case PAPER_YES:
	default:
		if (!json_is_boolean(v))
			return wrong(r, where, "phải là true hoặc false");
		out->number = json_is_true(v);
	}
	out->there = true;
	return RC_OK;
}

static enum rc unknown(struct data_reader *r, const struct paper_field *fields, int count,
                       struct str where, const char *key)
{
	struct buf names;
	buf_init(&names, 4096);
	for (int i = 0; i < count && names.n < 300; i++)
		buf_printf(&names, "%s%.*s", i ? ", " : "", STR_ARG(fields[i].name));
	enum rc rc = err_set(r->e, RC_INVALID, "Dữ liệu%s%.*s: không có trường \"%s\". Có: %.*s.",
	                     where.n ? ", " : "", STR_ARG(where), key, STR_ARG(buf_view(&names)));
	buf_release(&names);
	return rc;
}

static enum rc read_record(struct data_reader *r, const struct paper_field *fields, int count,
                           json_t *j, struct str where, struct paper_record *out)
{
	const char *key;
	json_t *v;
	if (!json_is_object(j))
		return wrong(r, where, "phải là một đối tượng { }");
	out->values = arena_array(r->mem, (size_t)count + 1, sizeof *out->values);
	json_object_foreach(j, key, v)
	{
		int i = 0;
		while (i < count && !str_eqz(fields[i].name, key))
			i++;
		if (i == count)
			return unknown(r, fields, count, where, key);
		struct str at =
			where.n ? arena_printf(r->mem, "%.*s.%s", STR_ARG(where), key) : str_of(key);
		TRY(read_value(r, &fields[i], v, at, &out->values[i]));
	}
	return RC_OK;
}

enum rc paper_data(struct arena *mem, const struct paper_template *t, struct str json,
                   const struct paper_data **out, struct err *e)
{
	struct data_reader r = {mem, e};
	struct paper_data *d = arena_alloc(mem, sizeof *d);
	json_error_t why;
	if (json.n > PAPER_DATA_MAX)
		return err_set(e, RC_TOOBIG, "Dữ liệu quá lớn.");
	json_t *j = json_loadb(json.p ? json.p : "", json.n, JSON_REJECT_DUPLICATES, &why);
	if (!j)
		return err_set(e, RC_INVALID, "Dữ liệu không phải JSON đúng: dòng %d, cột %d: %s.",
		               why.line, why.column, why.text);
	enum rc rc = read_record(&r, t->about.fields, t->about.field_count, j, STR(""), &d->top);
	json_decref(j);
	*out = d;
	return rc;
}
