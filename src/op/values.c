#include "op/values.h"

#include "base/json_out.h"

#include <jansson.h>

void values_init(struct values *v, struct arena *mem)
{
	*v = (struct values){.mem = mem};
}

static enum rc add(struct values *v, struct value one, struct err *e)
{
	if (v->count == VALUES_MAX)
		return err_set(e, RC_TOOBIG, "Quá %d ô dữ liệu trong một lần gửi. Xin chia nhỏ.",
		               VALUES_MAX);
	if (v->count == v->room) {
		v->room = v->room ? v->room * 2 : 32;
		struct value *items = arena_array(v->mem, (size_t)v->room, sizeof *items);
		if (v->count)
			memcpy(items, v->items, (size_t)v->count * sizeof *items);
		v->items = items;
	}
	v->items[v->count++] = one;
	return RC_OK;
}

enum rc values_add(struct values *v, struct str name, struct str text, struct err *e)
{
	return add(v, (struct value){.name = name, .text = text}, e);
}

const struct value *values_get(const struct values *v, struct str name)
{
	for (int i = 0; i < v->count; i++)
		if (str_eq(v->items[i].name, name))
			return &v->items[i];
	return NULL;
}

struct str values_text(const struct values *v, const char *name)
{
	const struct value *one = values_get(v, str_of(name));
	return one ? one->text : STR("");
}

bool values_have(const struct values *v, struct str name)
{
	for (int i = 0; i < v->count; i++) {
		struct str one = v->items[i].name;
		if (str_eq(one, name) ||
		    (one.n > name.n && one.p[name.n] == '.' && memcmp(one.p, name.p, name.n) == 0))
			return true;
	}
	return false;
}

static enum rc flatten(struct values *v, struct str name, json_t *j, int depth, struct err *e);

static struct str under(struct values *v, struct str name, const char *key)
{
	return name.n ? arena_printf(v->mem, "%.*s.%s", STR_ARG(name), key)
	              : arena_str(v->mem, str_of(key));
}

static enum rc flatten_members(struct values *v, struct str name, json_t *j, int depth,
                               struct err *e)
{
	const char *key;
	json_t *member;
	json_object_foreach(j, key, member) TRY(flatten(v, under(v, name, key), member, depth + 1, e));
	return RC_OK;
}

static enum rc flatten_items(struct values *v, struct str name, json_t *j, int depth, struct err *e)
{
	char no[24];
	if (json_array_size(j) == 0) /* a group that was emptied, not one that was left out */
		return values_add(v, name, STR(""), e);
	for (size_t i = 0; i < json_array_size(j); i++) {
		snprintf(no, sizeof no, "%zu", i);
		TRY(flatten(v, under(v, name, no), json_array_get(j, i), depth + 1, e));
	}
	return RC_OK;
}

static enum rc flatten(struct values *v, struct str name, json_t *j, int depth, struct err *e)
{
	if (depth > 16)
		return err_set(e, RC_INVALID, "JSON lồng nhau quá 16 tầng.");
	switch (json_typeof(j)) {
	case JSON_OBJECT: return flatten_members(v, name, j, depth, e);
	case JSON_ARRAY: return flatten_items(v, name, j, depth, e);
	case JSON_STRING: {
		struct str text = {.p = json_string_value(j), .n = json_string_length(j)};
		return values_add(v, name, arena_str(v->mem, text), e);
	}
	case JSON_INTEGER:
		return values_add(v, name,
		                  arena_printf(v->mem, "%" JSON_INTEGER_FORMAT, json_integer_value(j)), e);
	case JSON_TRUE: return values_add(v, name, STR("true"), e);
	case JSON_FALSE: return values_add(v, name, STR(""), e);
	case JSON_NULL: return values_add(v, name, STR(""), e);
	case JSON_REAL:
	default:
		return err_set(e, RC_INVALID,
		               "\"%.*s\" là số thập phân; ở đây chỉ nhận số nguyên hoặc chuỗi.",
		               STR_ARG(name));
	}
}

static void free_json(void *j)
{
	json_decref(j);
}

enum rc values_from_json(struct values *v, struct str json, struct err *e)
{
	json_error_t why;
	if (json.n == 0)
		return RC_OK;
	json_t *j = json_loadb(json.p, json.n, JSON_REJECT_DUPLICATES, &why);
	if (!j)
		return err_set(e, RC_INVALID, "JSON sai ở dòng %d, cột %d: %s.", why.line, why.column,
		               why.text);
	arena_defer(v->mem, free_json, j);
	if (!json_is_object(j))
		return err_set(e, RC_INVALID, "Thân yêu cầu phải là một đối tượng JSON {…}.");
	return flatten(v, STR(""), j, 0, e);
}

enum rc values_from_request(struct values *v, const struct http_request *r, struct err *e)
{
	for (int i = 0; i < r->arg_count; i++)
		TRY(values_add(v, r->args[i].name, r->args[i].value, e));
	for (int i = 0; i < r->part_count; i++) {
		const struct http_part *p = &r->parts[i];
		struct value one = {.name = p->name,
		                    .text = p->is_file ? p->filename : p->value,
		                    .file = p->is_file ? p : NULL};
		TRY(add(v, one, e));
	}
	if (r->body.n && !str_eqz(r->content_type, "application/json"))
		return err_set(e, RC_INVALID,
		               "Thân yêu cầu phải có kiểu application/json hoặc là biểu mẫu.");
	return values_from_json(v, r->body, e);
}

static bool is_secret(const struct op *op, struct str name)
{
	const struct field *f = op_field(op, str_cut(&name, '.'));
	return !f || f->type == FIELD_SECRET || f->type == FIELD_FILE;
}

void values_to_json(const struct values *v, const struct op *op, struct buf *b)
{
	/* Flat names go in and come out: values_from_json reads "rows.0.name" as a name too. */
	struct json_out j = json_out_to(b);
	json_obj(&j, NULL);
	for (int i = 0; i < v->count; i++)
		if (!is_secret(op, v->items[i].name))
			json_str(&j, arena_strz(v->mem, v->items[i].name), v->items[i].text);
	json_end(&j);
}
