#include "op/decode.h"

#include "viet/viet.h"

#include <inttypes.h>
#include <stdarg.h>

struct decoder {
	const struct values *v;
	struct arena *mem;
	struct field_errors *errors;
	bool stays; /* what is looked at stays as it is, even where a form would ask for more */
};

static void PRINTF_LIKE(4, 5)
	wrong(struct decoder *d, struct str name, const struct field *f, const char *fmt, ...)
{
	char text[400];
	va_list ap;
	va_start(ap, fmt);
	vsnprintf(text, sizeof text, fmt, ap);
	va_end(ap);
	if (d->errors->count == COUNT(d->errors->items)) {
		d->errors->more = true;
		return;
	}
	d->errors->items[d->errors->count++] = (struct field_error){
		.name = name, .label = str_of(f->label), .message = arena_str(d->mem, str_of(text))};
}

int64_t field_max(const struct field *f)
{
	if (f->max)
		return f->max;
	switch (f->type) {
	case FIELD_TEXT: return 200;
	case FIELD_LONG: return 20000;
	case FIELD_SECRET: return 256;
	case FIELD_INT: return 1000000000;
	case FIELD_MONEY: return 1000000000000000;
	case FIELD_FILE: return 20 * 1024 * 1024;
	case FIELD_GROUP: return 200;
	default: return INT64_MAX;
	}
}

struct str choice_label(const struct choice *choices, struct str value)
{
	for (; choices && choices->value; choices++)
		if (str_eqz(value, choices->value))
			return str_of(choices->label);
	return value;
}

static bool is_choice(const struct choice *choices, struct str value)
{
	for (; choices->value; choices++)
		if (str_eqz(value, choices->value))
			return true;
	return false;
}

/* 1234567, 1.234.567, 1,234,567 or 1 234 567: only whole numbers here, so groups are plain. */
static bool whole_number(struct str s, int64_t *out)
{
	char digits[32];
	size_t n = 0, since = 0;
	char sep = 0;
	for (size_t i = 0; i < s.n; i++) {
		char c = s.p[i];
		bool sign = i == 0 && (c == '-' || c == '+');
		if (c == '.' || c == ',' || c == ' ') {
			bool first_group = sep == 0 && since >= 1 && since <= 3;
			if (!first_group && (c != sep || since != 3))
				return false;
			sep = c;
			since = 0;
			continue;
		}
		if (n == sizeof digits || (!sign && (c < '0' || c > '9')))
			return false;
		digits[n++] = c;
		since += !sign;
	}
	if (sep && since != 3)
		return false;
	return str_int((struct str){.p = digits, .n = n}, out);
}

int64_t field_number(struct str text)
{
	int64_t n;
	return whole_number(text, &n) ? n : DB_NULL;
}

/* Says what is wrong with a text's length, or nothing. */
static bool length_ok(struct decoder *d, struct str name, const struct field *f, struct str text)
{
	int64_t n = (int64_t)str_chars(text);
	if (n > field_max(f))
		wrong(d, name, f, "%s dài %" PRId64 " ký tự; nhiều nhất là %" PRId64 ".", f->label, n,
		      field_max(f));
	else if (n < f->min)
		wrong(d, name, f, "%s cần ít nhất %" PRId64 " ký tự.", f->label, f->min);
	else
		return true;
	return false;
}

static void to_text(struct decoder *d, struct str name, const struct field *f, struct str raw,
                    struct str *to)
{
	struct err e = {0};
	enum rc rc =
		f->type == FIELD_LONG ? viet_nfc(d->mem, raw, to, &e) : viet_line(d->mem, raw, to, &e);
	if (rc != RC_OK) {
		wrong(d, name, f, "%s: %s", f->label, e.message);
		*to = STR("");
	} else if (to->n || (f->flags & MUST)) {
		length_ok(d, name, f, *to);
	}
}

static void to_int(struct decoder *d, struct str name, const struct field *f, struct str raw,
                   int64_t *to)
{
	int64_t least = f->type == FIELD_MONEY || f->type == FIELD_REF ? 0 : f->min;
	*to = DB_NULL;
	if (raw.n == 0)
		return;
	if (!whole_number(raw, to) && f->type == FIELD_REF && f->ref) {
		wrong(d, name, f,
		      "%s: không rõ \"%.*s\" là %s nào. Xin gõ đủ tên, hoặc chọn trong danh sách.",
		      f->label, STR_ARG(raw), f->ref->label);
		*to = DB_NULL;
	} else if (!whole_number(raw, to)) {
		wrong(d, name, f, "%s phải là số nguyên, ví dụ 1.500.", f->label);
		*to = DB_NULL;
	} else if (*to < least || *to > field_max(f)) {
		wrong(d, name, f, "%s phải từ %" PRId64 " đến %" PRId64 ".", f->label, least, field_max(f));
		*to = DB_NULL;
	}
}

static void to_date(struct decoder *d, struct str name, const struct field *f, struct str raw,
                    struct date *to)
{
	*to = DATE_NONE;
	if (raw.n == 0)
		return;
	*to = date_from_typed(raw);
	if (date_is_none(*to))
		wrong(d, name, f, "%s \"%.*s\" không phải là một ngày. Xin nhập dạng 27/01/2026.", f->label,
		      STR_ARG(raw));
}

static void to_upload(struct decoder *d, struct str name, const struct field *f,
                      const struct value *one, struct upload *to)
{
	*to = (struct upload){.fd = -1};
	if (!one || !one->file || (one->file->size == 0 && one->file->filename.n == 0))
		return;
	const struct http_part *p = one->file;
	struct err e = {0};
	if (viet_line(d->mem, p->filename, &to->name, &e) != RC_OK || to->name.n == 0)
		to->name = STR("tep");
	if (p->size > field_max(f)) {
		wrong(d, name, f, "Tệp \"%.*s\" có %" PRId64 " KB; nhiều nhất là %" PRId64 " KB.",
		      STR_ARG(to->name), p->size / 1024, field_max(f) / 1024);
		return;
	}
	to->fd = p->fd;
	to->bytes = p->fd < 0 ? p->value : STR_NULL;
	to->offset = p->offset;
	to->size = p->size;
	to->given = true;
}

bool field_is_true(struct str s)
{
	return str_eqz(s, "1") || str_eqz(s, "on") || str_eqz(s, "true") || str_eqz(s, "co") ||
	       str_eqz(s, "có");
}

static void decode_all(struct decoder *d, struct str prefix, const struct field *fields, int count,
                       char *in);

/* Items are numbered from 0; a form may leave numbers out when a row was removed. */
static void to_group(struct decoder *d, struct str name, const struct field *f, struct group *to)
{
	int64_t highest = -1, no;
	for (int i = 0; i < d->v->count; i++) {
		struct str rest = d->v->items[i].name;
		if (rest.n <= name.n || memcmp(rest.p, name.p, name.n) != 0 || rest.p[name.n] != '.')
			continue;
		rest.p += name.n + 1;
		rest.n -= name.n + 1;
		if (str_int(str_cut(&rest, '.'), &no) && no > highest && no <= field_max(f))
			highest = no;
	}
	to->items = arena_array(d->mem, (size_t)(highest + 1), f->sub_size);
	for (no = 0; no <= highest; no++) {
		struct str prefix = arena_printf(d->mem, "%.*s.%" PRId64 ".", STR_ARG(name), no);
		bool some = false;
		for (int i = 0; i < d->v->count && !some; i++)
			some = str_starts(d->v->items[i].name, prefix.p) && d->v->items[i].text.n;
		if (!some)
			continue;
		decode_all(d, prefix, f->sub, f->sub_count,
		           (char *)to->items + (size_t)to->count * f->sub_size);
		to->count++;
	}
	if (to->count < f->min)
		wrong(d, name, f, "%s cần ít nhất %" PRId64 " dòng.", f->label, f->min);
}

static bool is_missing(const struct field *f, const char *at)
{
	switch (f->type) {
	case FIELD_INT:
	case FIELD_MONEY:
	case FIELD_REF: return *(const int64_t *)at == DB_NULL;
	case FIELD_DATE: return date_is_none(*(const struct date *)at);
	case FIELD_BOOL: return !*(const bool *)at;
	case FIELD_FILE: return !((const struct upload *)at)->given;
	case FIELD_GROUP: return ((const struct group *)at)->count == 0;
	default: return ((const struct str *)at)->n == 0;
	}
}

static void decode_one(struct decoder *d, struct str name, const struct field *f, char *at)
{
	const struct value *one = values_get(d->v, name);
	struct str raw = one ? str_trim(one->text) : STR("");
	int before = d->errors->count;
	switch (f->type) {
	case FIELD_TEXT:
	case FIELD_LONG: to_text(d, name, f, raw, (struct str *)at); break;
	case FIELD_CHOICE:
		*(struct str *)at = raw;
		if (raw.n && !is_choice(f->choices, raw))
			wrong(d, name, f, "%s: \"%.*s\" không có trong danh sách chọn.", f->label,
			      STR_ARG(raw));
		break;
	case FIELD_SECRET:
		/* Not trimmed: a space may be part of a password. */
		*(struct str *)at = one ? one->text : STR("");
		if (one && one->text.n)
			length_ok(d, name, f, one->text);
		break;
	case FIELD_INT:
	case FIELD_MONEY:
	case FIELD_REF: to_int(d, name, f, raw, (int64_t *)at); break;
	case FIELD_DATE: to_date(d, name, f, raw, (struct date *)at); break;
	case FIELD_BOOL: *(bool *)at = field_is_true(raw); break;
	case FIELD_FILE: to_upload(d, name, f, one, (struct upload *)at); break;
	case FIELD_GROUP: to_group(d, name, f, (struct group *)at); break;
	}
	if ((f->flags & MUST) && !d->stays && d->errors->count == before && is_missing(f, at))
		wrong(d, name, f,
		      f->type == FIELD_CHOICE || f->type == FIELD_REF ? "Xin chọn: %s." : "Xin nhập: %s.",
		      f->label);
}

static void decode_all(struct decoder *d, struct str prefix, const struct field *fields, int count,
                       char *in)
{
	for (int i = 0; i < count; i++) {
		struct str name = arena_printf(d->mem, "%.*s%s", STR_ARG(prefix), fields[i].name);
		decode_one(d, name, &fields[i], in + fields[i].at);
	}
}

/* Names that begin with "_" belong to the faces (CSRF, idempotency, preview). */
static void refuse_unknown(struct decoder *d, const struct op *op)
{
	static const struct field unknown = {.label = "Dữ liệu gửi"};
	for (int i = 0; i < d->v->count; i++) {
		struct str name = d->v->items[i].name, rest = name;
		if (str_starts(name, "_") || op_field(op, str_cut(&rest, '.')))
			continue;
		wrong(d, name, &unknown, "Không có ô nào tên \"%.*s\" trong \"%s\".", STR_ARG(name),
		      op->title);
	}
}

static enum rc decoded(const struct decoder *d, struct err *e)
{
	const struct field_error *first = &d->errors->items[0];
	if (d->errors->count == 0)
		return RC_OK;
	return err_field(e, arena_strz(d->mem, first->name), "%.*s", STR_ARG(first->message));
}

static struct decoder begin(const struct values *v, struct arena *mem, struct field_errors *errors)
{
	errors->count = 0;
	errors->more = false;
	return (struct decoder){.v = v, .mem = mem, .errors = errors};
}

enum rc decode_fields(const struct op *op, const struct values *v, struct arena *mem, void *in,
                      struct field_errors *errors, struct err *e)
{
	struct decoder d = begin(v, mem, errors);
	refuse_unknown(&d, op);
	decode_all(&d, STR(""), op->fields, op->field_count, in);
	return decoded(&d, e);
}

/* The fields that are among `sent`, or those that are not. */
static void decode_some(struct decoder *d, const struct op *op, const struct values *sent,
                        bool wanted, char *in)
{
	for (int i = 0; i < op->field_count; i++) {
		struct str name = str_of(op->fields[i].name);
		if (values_have(sent, name) == wanted)
			decode_one(d, name, &op->fields[i], in + op->fields[i].at);
	}
}

enum rc decode_sent(const struct op *op, const struct values *sent, struct arena *mem, void *in,
                    struct field_errors *errors, struct err *e)
{
	struct decoder d = begin(sent, mem, errors);
	refuse_unknown(&d, op);
	decode_some(&d, op, sent, true, in);
	return decoded(&d, e);
}

enum rc decode_unsent(const struct op *op, const struct values *sent, const struct values *all,
                      struct arena *mem, void *in, struct field_errors *errors, struct err *e)
{
	struct decoder d = begin(all, mem, errors);
	d.stays = op_edits(op);
	decode_some(&d, op, sent, false, in);
	return decoded(&d, e);
}

enum rc decode_filter(const struct field *f, struct str text, struct arena *mem, struct db_val *out,
                      bool *given, struct err *e)
{
	struct value one = {.name = str_of(f->name), .text = text};
	struct values v = {.items = &one, .count = 1, .mem = mem};
	struct field_errors errors = {0};
	struct decoder d = {.v = &v, .mem = mem, .errors = &errors};
	union {
		struct str s;
		int64_t i;
		struct date d;
		bool b;
		struct upload upload; /* no filter is one; is_missing() knows the type */
	} at = {0};
	decode_one(&d, one.name, f, (char *)&at);
	if (errors.count)
		return err_field(e, f->name, "%.*s", STR_ARG(errors.items[0].message));
	*given = !is_missing(f, (char *)&at);
	*out = (struct db_val){0};
	switch (f->type) {
	case FIELD_INT:
	case FIELD_MONEY:
	case FIELD_REF: out->type = DB_INT, out->i = at.i; break;
	case FIELD_BOOL: out->type = DB_INT, out->i = 1; break;
	case FIELD_DATE: out->type = DB_DATE, out->d = at.d; break;
	default:
		out->type = DB_TEXT;
		out->s = f->flags & FOLDED ? viet_fold(mem, at.s) : at.s;
		*given = *given && out->s.n;
	}
	return RC_OK;
}
