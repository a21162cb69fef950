/* conflict.c: two people changed one object; what the later one has to know. */
#include "op/face.h"

#include "viet/viet.h"

#include <inttypes.h>

/* What a program would send, or read, for a field: text of a box, or all rows of a group. */
static struct str sent_text(struct ctx *c, const struct field *f, const struct values *v)
{
	struct buf *b;
	if (f->type != FIELD_GROUP)
		return str_trim(values_text(v, f->name));
	b = arena_alloc(c->mem, sizeof *b);
	buf_init(b, 64 * 1024);
	arena_defer(c->mem, (void (*)(void *))buf_release, b);
	for (int64_t no = 0; no < field_max(f); no++) {
		struct str row = arena_printf(c->mem, "%s.%" PRId64, f->name, no);
		if (!values_have(v, row))
			break;
		buf_z(b, no ? "; " : "");
		for (int i = 0; i < f->sub_count; i++) {
			struct str name = arena_printf(c->mem, "%.*s.%s", STR_ARG(row), f->sub[i].name);
			struct str text = gate_words(c, &f->sub[i], values_text(v, name.p));
			buf_printf(b, "%s%.*s", i && text.n ? ", " : "", STR_ARG(text));
		}
	}
	return buf_view(b);
}

/* 01/03/2026 is 2026-03-01, and an unticked box is nothing: compared as they are decoded. */
static bool same(struct ctx *c, const struct field *f, struct str a, struct str b)
{
	struct str one = STR(""), two = STR("");
	if (f->type == FIELD_DATE)
		return date_from_typed(a).days == date_from_typed(b).days;
	if (f->type == FIELD_BOOL)
		return field_is_true(a) == field_is_true(b);
	if (f->type == FIELD_INT || f->type == FIELD_MONEY || f->type == FIELD_REF)
		return field_number(a) == field_number(b);
	if (f->type != FIELD_LONG)
		return str_eq(a, b);
	/* A browser ends lines otherwise than what is stored. */
	struct err none = {0};
	return viet_nfc(c->mem, a, &one, &none) == RC_OK &&
	       viet_nfc(c->mem, str_trim(b), &two, &none) == RC_OK && str_eq(str_trim(one), two);
}

bool face_conflict(struct face *f, const struct op *op, bool whole, struct conflict *out)
{
	struct ctx *c = &f->c;
	struct err first = f->err, none = {0};
	struct db_val version;
	struct values now;
	int64_t id;
	*out = (struct conflict){0};
	if (f->err.code != RC_CONFLICT || strcmp(f->err.field, "_version") != 0 || !op->object ||
	    !str_int(values_text(&f->values, "id"), &id))
		return false;
	values_init(&now, c->mem);
	enum rc rc = gate_object(c, op, op->object, id, &version);
	if (rc == RC_OK)
		rc = values_add(&now, STR("id"), values_text(&f->values, "id"), &none);
	if (rc == RC_OK)
		rc = gate_fill(c, op, &now);
	f->err = first;
	if (rc != RC_OK || version.null)
		return false;
	out->version = version.i;
	out->changed = arena_array(c->mem, (size_t)op->field_count + 1, sizeof *out->changed);
	for (int i = 0; i < op->field_count; i++) {
		const struct field *field = &op->fields[i];
		struct str sent = sent_text(c, field, &f->values), stored = sent_text(c, field, &now);
		if (!op_keeps(op, field) || !(whole || values_have(&f->values, str_of(field->name))) ||
		    same(c, field, sent, stored))
			continue;
		out->changed[out->count++] = (struct changed){
			.field = field,
			.sent = sent,
			.stored = stored,
			.stored_words = field->type == FIELD_GROUP ? stored : gate_words(c, field, stored)};
	}
	return true;
}
