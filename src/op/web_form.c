/* web_form.c: forms from declared fields, what was typed kept, previews, answers. */
#include "op/face.h"

#include "auth/session.h"
#include "base/log.h"
#include "index/index.h"
#include "op/upload.h"

#include "viet/viet.h"
#include "web/web.h"

#include <inttypes.h>
#include <sodium.h>

#define SELECT_MAX 300
#define ASKED_MAX 50 /* as above, where each choice costs questions of its own (field.offers) */

/* --- references ----------------------------------------------------------------------------------
 */

/* What is looked at of what has the words; who typed them sees a few and types on. */
#define FOUND_MAX 1000

/* What the index finds for all words; else the list's own filter for the first of them. */
static enum rc word_filter(struct ctx *c, const struct object *object, int no, struct str *words,
                           struct db_list_ask *ask)
{
	bool scoped = str_eqz(STR("person"), object->name) || str_eqz(STR("unit"), object->name);
	struct index_ask index = {.db = c->db,
	                          .mem = c->mem,
	                          .kind = object->name,
	                          .folded = *words,
	                          .scope = scoped ? &ask->scope : NULL,
	                          .today = c->today};
	struct index_hits hits;
	struct index_first first = {.set = &hits.all, .want = FOUND_MAX, .after = -1};
	int64_t *ids;
	size_t n;
	ask->set[no] = true;
	if (!list_filter_takes_ids(object->list, no)) {
		ask->filters[no] = db_text(str_cut(words, ' '));
		return RC_OK;
	}
	TRY(index_words(&index, &hits));
	first.want = scoped ? FOUND_MAX : (size_t)bits_count(&hits.all);
	TRY(index_first(&index, &first, &ids, &n));
	ask->filters[no] = db_text(db_ids(c->mem, db_engine_of(c->db), ids, n));
	*words = STR("");
	return RC_OK;
}

/* References may be chosen from everything where the field does not say IN_SCOPE. */
static struct op chosen_by(const struct op *op, const struct field *field)
{
	struct op wide = *op;
	/* What the operation is about (HIDDEN) is looked for in its scope anyway (gate.c). */
	if (!(field->flags & (IN_SCOPE | HIDDEN)) && op->kind == OP_WRITE)
		wide.roles = R(PUBLIC);
	return wide;
}

static struct str ref_label(struct face *f, const struct op *op, const struct field *field,
                            int64_t id)
{
	struct op wide = chosen_by(op, field);
	return gate_label(&f->c, &wide, field->ref, id);
}

/*
 * Asks the field of each choice until `max` are found, after the list has been read: PostgreSQL
 * answers one question at a time.
 */
static enum rc keep_offered(struct face *f, const struct field *field, int max, struct choices *io)
{
	int n = 0;
	for (int i = 0; i < io->count; i++) {
		int64_t id;
		bool yes = false;
		if (str_int(io->items[i].value, &id))
			TRY(field->offers(&f->c, id, &yes));
		if (yes && n == max) {
			io->more = true;
			break;
		}
		if (yes)
			io->items[n++] = io->items[i];
	}
	io->count = n;
	return RC_OK;
}

/* What may be chosen: within the operation's scope, or anything where the field says so. */
enum rc ref_choices(struct face *f, const struct op *op, const struct field *field,
                    struct str words, int max, struct choices *out)
{
	struct ctx *c = &f->c;
	struct op wide = chosen_by(op, field);
	int look = field->offers ? SELECT_MAX : max;
	struct db_list_ask ask = {.list = field->ref->list,
	                          .limit = look + 1,
	                          .scope = gate_scope(c, &wide),
	                          .today = c->today};
	int word = list_filter_no(ask.list, "word"), state = list_filter_no(ask.list, "state");
	struct str folded = viet_fold(c->mem, words);
	struct db_cursor *cur;
	if (folded.n && word >= 0)
		TRY(word_filter(c, field->ref, word, &folded, &ask));
	if (state >= 0 && op->kind == OP_WRITE) {
		ask.set[state] = true;
		ask.filters[state] = db_text(STR("active"));
	}
	out->items = arena_array(c->mem, (size_t)look + 1, sizeof *out->items);
	TRY(db_list(c->db, &ask, c->mem, &cur));
	struct db_val *row = arena_array(c->mem, (size_t)ask.list->cols + 3, sizeof *row);
	enum rc rc;
	while ((rc = db_next(cur, c->mem, row)) == RC_OK) {
		/* Further words narrow down here: the list has one word filter. */
		struct str rest = folded, label = rest.n ? viet_fold(c->mem, row[1].s) : STR("");
		bool fits = true;
		while (fits && rest.n)
			fits = memmem(label.p, label.n, rest.p,
			              str_chr(rest, ' ') < 0 ? rest.n : (size_t)str_chr(rest, ' ')) != NULL,
			str_cut(&rest, ' ');
		if (!fits)
			continue;
		if (out->count == look) {
			out->more = true;
			break;
		}
		out->items[out->count++] =
			(struct option){.value = arena_printf(c->mem, "%" PRId64, row[0].i), .label = row[1].s};
	}
	db_cursor_end(cur);
	if (rc != RC_OK && rc != RC_NOTFOUND)
		return rc;
	return field->offers ? keep_offered(f, field, max, out) : RC_OK;
}

/* A name typed where an id is wanted: taken when exactly one thing bears it. */
static enum rc resolve_one(struct face *f, const struct op *op, const struct field *field,
                           struct value *v)
{
	struct choices found = {0};
	int64_t id;
	if (v->text.n == 0 || str_int(v->text, &id))
		return RC_OK;
	TRY(ref_choices(f, op, field, v->text, 5, &found));
	int exact = -1;
	for (int i = 0; i < found.count; i++)
		if (str_eq(viet_fold(f->c.mem, found.items[i].label), viet_fold(f->c.mem, v->text)))
			exact = exact < 0 ? i : -2;
	if (found.count == 1 && !found.more)
		exact = 0;
	if (exact >= 0)
		v->text = found.items[exact].value;
	return RC_OK;
}

static const struct field *find_ref(const struct op *op, struct str name)
{
	const struct field *field = op_field(op, str_cut(&name, '.'));
	if (field && field->type == FIELD_GROUP) {
		str_cut(&name, '.');
		for (int i = 0; i < field->sub_count; i++)
			if (str_eqz(name, field->sub[i].name))
				field = &field->sub[i];
	}
	return field && field->type == FIELD_REF && field->ref ? field : NULL;
}

/*
 * A picker sends what it shows as "_person_id" beside "person_id". Without script the id stays when
 * the text is changed, or it never comes: what is seen counts. With it both say the same.
 */
static void take_shown(struct face *f, const struct op *op, const struct field *field,
                       struct value *v)
{
	const struct value *shown =
		values_get(&f->values, arena_printf(f->c.mem, "_%.*s", STR_ARG(v->name)));
	struct str text = shown ? str_trim(shown->text) : STR("");
	int64_t id;
	if (!shown)
		return;
	if (v->text.n == 0)
		v->text = text;
	else if (str_int(v->text, &id) && !str_eq(text, ref_label(f, op, field, id)))
		v->text = text;
}

enum rc face_resolve_refs(struct face *f, const struct op *op)
{
	for (int i = 0; i < f->values.count; i++) {
		struct value *v = &f->values.items[i];
		const struct field *field = find_ref(op, v->name);
		if (!field)
			continue;
		take_shown(f, op, field, v);
		TRY(resolve_one(f, op, field, v));
	}
	return RC_OK;
}

/* --- inputs
 * ------------------------------------------------------------------------------------------ */

static struct str error_of(const struct field_errors *errors, struct str name)
{
	for (int i = 0; i < errors->count; i++)
		if (str_eq(errors->items[i].name, name))
			return errors->items[i].message;
	return STR("");
}

static void fill_ref(struct face *f, const struct op *op, const struct field *field,
                     struct input_view *out)
{
	struct choices all = {0};
	int64_t id;
	/* A filter is asked for on every page of a list: it looks its choices up when it is used. */
	bool filter = op->kind == OP_LIST;
	int max = field->offers ? ASKED_MAX : SELECT_MAX;
	if (!filter && ref_choices(f, op, field, STR(""), max, &all) == RC_OK && !all.more) {
		out->kind = INPUT_SELECT;
		out->options = all.items;
		out->option_count = all.count;
		bool chosen = false;
		for (int i = 0; i < all.count; i++)
			chosen |= all.items[i].chosen = str_eq(all.items[i].value, out->value);
		/* What stands there stays, though nobody may choose it any more: a movement that has ended.
		 */
		struct str kept =
			!chosen && str_int(out->value, &id) ? ref_label(f, op, field, id) : STR("");
		if (kept.n) {
			all.items[all.count] =
				(struct option){.value = out->value, .label = kept, .chosen = true};
			out->option_count++;
		}
		return;
	}
	out->kind = INPUT_PICKER;
	out->picker = arena_printf(f->c.mem, "/pick/%s?op=%s&field=%s&q=", field->ref->name, op->name,
	                           field->name);
	out->shown = out->value;
	if (str_int(out->value, &id))
		out->shown = ref_label(f, op, field, id);
	else
		out->value = STR("");
}

struct option *options_of(struct arena *mem, const struct choice *choices, struct str now,
                          int *count)
{
	int n = 0;
	while (choices[n].value)
		n++;
	struct option *o = arena_array(mem, (size_t)n + 1, sizeof *o);
	for (int i = 0; i < n; i++)
		o[i] = (struct option){.value = str_of(choices[i].value),
		                       .label = str_of(choices[i].label),
		                       .chosen = str_eqz(now, choices[i].value)};
	*count = n;
	return o;
}

void options_choose(struct option *options, int count, struct str value)
{
	for (int i = 0; i < count; i++)
		options[i].chosen = str_eq(options[i].value, value);
}

static void fill_choices(struct face *f, const struct field *field, struct input_view *out)
{
	out->kind = INPUT_SELECT;
	out->options = options_of(f->c.mem, field->choices, out->value, &out->option_count);
}

/* Every operation that a journal line can be about, by its title. */
struct op_options {
	struct input_view *input;
	struct arena *mem;
};

static void add_op(const struct op *op, void *arg)
{
	struct op_options *o = arg;
	struct input_view *in = o->input;
	if (!op_leaves_line(op))
		return;
	if (in->option_count % 64 == 0) {
		struct option *more = arena_array(o->mem, (size_t)in->option_count + 64, sizeof *more);
		if (in->option_count)
			memcpy(more, in->options, (size_t)in->option_count * sizeof *more);
		in->options = more;
	}
	in->options[in->option_count++] = (struct option){.value = str_of(op->name),
	                                                  .label = str_of(op->title),
	                                                  .chosen = str_eqz(in->value, op->name)};
}

static void fill_ops(struct face *f, struct input_view *out)
{
	struct op_options o = {out, f->c.mem};
	out->kind = INPUT_SELECT;
	op_each(add_op, &o);
}

static struct group_row *fill_row(struct face *f, const struct op *op, const struct field *field,
                                  struct str name, struct str number,
                                  const struct field_errors *errors, struct group_row *row)
{
	struct arena *mem = f->c.mem;
	row->count = field->sub_count;
	row->inputs = arena_array(mem, (size_t)field->sub_count, sizeof *row->inputs);
	row->prefix = arena_printf(mem, "%.*s.%.*s", STR_ARG(name), STR_ARG(number));
	row->label = arena_printf(mem, "%s, dòng %.*s", field->label, STR_ARG(number));
	for (int i = 0; i < field->sub_count; i++)
		input_fill(f, op, &field->sub[i],
		           arena_printf(mem, "%.*s.%s", STR_ARG(row->prefix), field->sub[i].name), errors,
		           &row->inputs[i]);
	return row;
}

/* As many rows as were sent, at least as many as are wanted. */
static void fill_group(struct face *f, const struct op *op, const struct field *field,
                       struct str name, const struct field_errors *errors, struct input_view *out)
{
	int64_t highest = (field->min > 1 ? field->min : 1) - 1, no;
	for (int i = 0; i < f->values.count; i++) {
		struct str rest = f->values.items[i].name;
		if (str_eq(str_cut(&rest, '.'), name) && str_int(str_cut(&rest, '.'), &no) &&
		    no > highest && no < field_max(field))
			highest = no;
	}
	out->kind = INPUT_GROUP;
	out->rows = arena_array(f->c.mem, (size_t)highest + 1, sizeof *out->rows);
	for (no = 0; no <= highest; no++)
		fill_row(f, op, field, name, arena_printf(f->c.mem, "%" PRId64, no), errors,
		         &out->rows[out->row_count++]);
	out->blank = arena_alloc(f->c.mem, sizeof *out->blank);
	fill_row(f, op, field, name, STR("__"), errors, out->blank);
}

void input_fill(struct face *f, const struct op *op, const struct field *field, struct str name,
                const struct field_errors *errors, struct input_view *out)
{
	const struct value *v = values_get(&f->values, name);
	*out = (struct input_view){.name = name,
	                           .label = field->label,
	                           .hint = field->hint,
	                           .must = (field->flags & MUST) != 0,
	                           .value = v ? v->text : STR(""),
	                           .error = error_of(errors, name),
	                           .autocomplete = STR("off"),
	                           .shown = STR(""),
	                           .accept = STR(""),
	                           .picker = STR("")};
	if (field->flags & HIDDEN) {
		out->kind = INPUT_HIDDEN;
		return;
	}
	switch (field->type) {
	case FIELD_TEXT:
		out->kind = INPUT_TEXT;
		if (field->flags & OP_NAME)
			fill_ops(f, out);
		break;
	case FIELD_LONG: out->kind = INPUT_LONG; break;
	case FIELD_INT: out->kind = INPUT_NUMBER; break;
	case FIELD_MONEY: out->kind = INPUT_MONEY; break;
	case FIELD_DATE: {
		/* What was prefilled from the record is ISO; people read and write the other way round. */
		struct date d = date_from_iso(out->value);
		out->kind = INPUT_DATE;
		if (!date_is_none(d))
			out->value = arena_str(f->c.mem, str_of(date_vn(d).z));
		break;
	}
	case FIELD_BOOL:
		out->kind = INPUT_CHECK;
		if (str_eqz(out->value, "0")) /* prefilled from the record */
			out->value = STR("");
		break;
	case FIELD_CHOICE: fill_choices(f, field, out); break;
	case FIELD_REF: fill_ref(f, op, field, out); break;
	case FIELD_FILE:
		out->kind = INPUT_FILE;
		out->accept = upload_accept(f->c.mem, field->types);
		break;
	case FIELD_SECRET:
		out->kind = INPUT_SECRET;
		out->value = STR("");
		out->autocomplete = str_starts(name, "new") ? STR("new-password") : STR("current-password");
		break;
	case FIELD_GROUP: fill_group(f, op, field, name, errors, out); break;
	}
}

/* --- the form
 * ------------------------------------------------------------------------------------------- */

static struct str fresh_key(struct arena *mem)
{
	unsigned char raw[16];
	char *hex = arena_alloc(mem, sizeof raw * 2 + 1);
	randombytes_buf(raw, sizeof raw);
	sodium_bin2hex(hex, sizeof raw * 2 + 1, raw, sizeof raw);
	return str_of(hex);
}

static struct str key_of(struct face *f)
{
	struct str sent = values_text(&f->values, "_key");
	return sent.n ? sent : fresh_key(f->c.mem);
}

static struct str cancel_to(struct face *f, const struct op *op)
{
	if (op->object && op->object->view && f->c.object_id != DB_NULL)
		return arena_printf(f->c.mem, "/%s/%" PRId64, op->object->name, f->c.object_id);
	return STR("/");
}

static struct str form_heading(struct face *f, const struct op *op)
{
	if (f->c.object_label.n && op_field(op, STR("id")))
		return arena_printf(f->c.mem, "%s: %.*s", op->title, STR_ARG(f->c.object_label));
	return str_of(op->title);
}

/* "… xem tại /plan/12." leads there: the last address of a page of this site in a sentence. */
static struct str address_in(struct arena *mem, const char *message)
{
	const char *found = NULL;
	size_t n = 0;
	for (const char *p = message; (p = strstr(p, " /")); p++) {
		size_t word = strspn(p + 2, "abcdefghijklmnopqrstuvwxyz_");
		size_t digits = word && p[2 + word] == '/' ? strspn(p + 3 + word, "0123456789") : 0;
		if (digits) {
			found = p + 1;
			n = 2 + word + digits;
		}
	}
	return found ? arena_str(mem, (struct str){.p = found, .n = n}) : STR("");
}

static void fill_errors(struct face *f, const struct field_errors *errors, struct form_view *v)
{
	v->errors = arena_array(f->c.mem, COUNT(errors->items) + 1, sizeof *v->errors);
	for (int i = 0; i < errors->count; i++)
		v->errors[v->error_count++] = (struct form_error){
			.href = arena_printf(f->c.mem, "#%.*s", STR_ARG(errors->items[i].name)),
			.text = errors->items[i].message};
	if (errors->count == 0 && f->err.message[0])
		v->errors[v->error_count++] = (struct form_error){
			.href = f->err.field[0] ? arena_printf(f->c.mem, "#%s", f->err.field)
		                            : address_in(f->c.mem, f->err.message),
			.text = str_of(f->err.message)};
}

/* "Hủy" alone reads like the way out of the form. */
static struct str submit_label(const struct op *op)
{
	bool verb = op->verb && strcmp(op->verb, "Hủy") != 0;
	return op_edits(op) ? STR("Lưu") : str_of(verb ? op->verb : op->title);
}

/* Beside each box that differs, what is stored since; and a way to it without what was typed. */
static void fill_newer(struct face *f, const struct op *op, const struct conflict *now,
                       struct form_view *v)
{
	for (int i = 0; i < now->count; i++)
		for (int k = 0; k < v->input_count; k++)
			if (str_eqz(v->inputs[k].name, now->changed[i].field->name)) {
				v->inputs[k].newer = now->changed[i].stored_words;
				v->inputs[k].differs = true;
			}
	v->again = face_op_link(f->c.mem, op, "id", f->c.object_id);
}

/* What is typed about one thing does not come back in the form of another. */
static struct str draft_key(struct face *f, const struct op *op)
{
	struct str key = str_of(op->name);
	for (int i = 0; i < op->field_count; i++)
		if (op->fields[i].flags & HIDDEN)
			key = arena_printf(f->c.mem, "%.*s:%.*s", STR_ARG(key),
			                   STR_ARG(values_text(&f->values, op->fields[i].name)));
	return key;
}

/* `newer`: what somebody else has stored meanwhile, or NULL. */
static void show_form(struct face *f, const struct op *op, struct field_errors *errors,
                      const struct conflict *newer)
{
	struct form_view v = {.action = op_path(f->c.mem, op->name), .help = op->help};
	if (f->err.field[0] && errors->count == 0)
		errors->items[errors->count++] = (struct field_error){
			.name = str_of(f->err.field), .label = STR(""), .message = str_of(f->err.message)};
	face_page(f, &v.page, op, form_heading(f, op));
	v.page.sub = str_of(op->help);
	v.verb = op->flags & OP_PREVIEW ? STR("Xem trước") : submit_label(op);
	v.cancel = v.page.signed_in ? cancel_to(f, op) : STR("");
	v.draft = draft_key(f, op);
	v.key = key_of(f);
	v.version = values_text(&f->values, "_version");
	v.inputs = arena_array(f->c.mem, (size_t)op->field_count + 1, sizeof *v.inputs);
	for (int i = 0; i < op->field_count; i++) {
		input_fill(f, op, &op->fields[i], str_of(op->fields[i].name), errors,
		           &v.inputs[v.input_count++]);
		v.upload = v.upload || op->fields[i].type == FIELD_FILE;
	}
	fill_errors(f, errors, &v);
	if (newer)
		fill_newer(f, op, newer, &v);
	if (op->page)
		op->page(&f->res->body, &f->c, &v);
	else
		tpl_form(&f->res->body, &v);
}

/* What is stored now stands in the boxes. What would be refused anyway is refused before typing. */
static enum rc prefill(struct face *f, const struct op *op)
{
	struct ctx *c = &f->c;
	const struct object *o = op_field(op, STR("id")) ? op->object : NULL;
	const struct op *view = o && o->view ? op_find(str_of(o->view)) : NULL;
	struct db_val version;
	int64_t id;
	if (!o || !str_int(values_text(&f->values, "id"), &id))
		return op->fill ? op->fill(c, &f->values) : RC_OK;
	TRY(gate_opens(c, op, id, &version));
	if (!version.null)
		TRY(values_add(&f->values, STR("_version"), arena_printf(c->mem, "%" PRId64, version.i),
		               c->err));
	TRY(gate_fill(c, op, &f->values));
	if (view && op_keeps_some(op))
		gate_shown(c, view, 1);
	return RC_OK;
}

void web_form(struct face *f, const struct op *op)
{
	struct field_errors errors = {0};
	enum rc rc = gate_may(&f->c, op);
	f->c.op = op;
	f->c.values = &f->values; /* a page of the form's own reads what was typed */
	if (rc == RC_OK)
		rc = prefill(f, op);
	if (rc != RC_OK)
		face_error_page(f, rc);
	else
		show_form(f, op, &errors, NULL);
}

/* --- rows added and removed without script
 * ---------------------------------------------------------------- */

/* "parts.1" goes and the rows below it move up; "_parts.1.x" is what a picker of the row shows. */
static void drop_row(struct face *f, struct str drop)
{
	struct str group = str_cut(&drop, '.');
	int64_t gone, no;
	int kept = 0;
	if (!str_int(drop, &gone))
		return;
	for (int i = 0; i < f->values.count; i++) {
		struct value v = f->values.items[i];
		bool shown = str_starts(v.name, "_");
		struct str rest = {.p = v.name.p + shown, .n = v.name.n - shown};
		bool same = str_eq(str_cut(&rest, '.'), group) && str_int(str_cut(&rest, '.'), &no);
		if (same && no == gone)
			continue;
		if (same && no > gone)
			v.name = arena_printf(f->c.mem, "%s%.*s.%" PRId64 ".%.*s", shown ? "_" : "",
			                      STR_ARG(group), no - 1, STR_ARG(rest));
		f->values.items[kept++] = v;
	}
	f->values.count = kept;
}

static bool edit_rows(struct face *f)
{
	struct str add = values_text(&f->values, "_add"), drop = values_text(&f->values, "_remove");
	struct err none = {0};
	if (add.n) {
		int64_t highest = -1, no;
		for (int i = 0; i < f->values.count; i++) {
			struct str rest = f->values.items[i].name;
			if (str_eq(str_cut(&rest, '.'), add) && str_int(str_cut(&rest, '.'), &no) &&
			    no > highest)
				highest = no;
		}
		/* A name of a row without a field makes the row appear; the decoder never sees it. */
		if (values_add(&f->values,
		               arena_printf(f->c.mem, "%.*s.%" PRId64 "._", STR_ARG(add), highest + 1),
		               STR(""), &none) != RC_OK)
			return true;
	}
	if (drop.n)
		drop_row(f, drop);
	return add.n || drop.n;
}

/* --- submitting
 * ---------------------------------------------------------------------------------------------- */

static void show_confirm(struct face *f, const struct op *op, const struct out *out)
{
	struct confirm_view v = {.action = op_path(f->c.mem, op->name),
	                         .key = key_of(f),
	                         .verb = submit_label(op),
	                         .version = values_text(&f->values, "_version")};
	face_page(f, &v.page, op, arena_printf(f->c.mem, "Xem lại trước khi thực hiện: %s", op->title));
	v.say = face_say(f, op, out);
	v.facts = arena_array(f->c.mem, FACTS_MAX, sizeof *v.facts);
	for (int i = 0; i < out->fact_count; i++)
		v.facts[v.fact_count++] =
			(struct fact_view){.label = out->facts[i].label, .text = out->facts[i].value};
	v.carried = arena_array(f->c.mem, (size_t)f->values.count + 1, sizeof *v.carried);
	for (int i = 0; i < f->values.count; i++)
		if (!str_starts(f->values.items[i].name, "_"))
			v.carried[v.carried_count++] =
				(struct option){.value = f->values.items[i].name, .label = f->values.items[i].text};
	tpl_confirm(&f->res->body, &v);
}

/* Is it the page of one object, the default one or a module's own? */
static bool shows_object(const struct op *op)
{
	return op->object && op->object->view && strcmp(op->object->view, op->name) == 0;
}

static struct str after_write(struct face *f, const struct op *op, const struct out *out)
{
	const struct op *then = op->then ? op_find(str_of(op->then)) : NULL;
	int64_t id = out->id != DB_NULL ? out->id : f->c.object_id;
	if (out->job_id != DB_NULL)
		return arena_printf(f->c.mem, "/job/%" PRId64, out->job_id);
	if (out->go.n)
		return out->go;
	if (then && shows_object(then) && id != DB_NULL)
		return arena_printf(f->c.mem, "/%s/%" PRId64, then->object->name, id);
	if (then)
		return op_path(f->c.mem, then->name);
	return STR("");
}

/* What is shown now belongs to the new session already: its forms must hold. */
static void begin_session(struct face *f, struct str cookie)
{
	struct principal who;
	bool stale;
	http_set_cookie(f->res, SESSION_COOKIE, cookie, -1, f->req->tls);
	if (session_principal(f->c.db, f->c.mem, cookie, f->c.now_ms, f->c.today, &who, &stale,
	                      &f->err) == RC_OK)
		f->c.who = who;
}

static void set_session(struct face *f, const struct out *out)
{
	if (str_eqz(out->session_cookie, "-"))
		http_set_cookie(f->res, SESSION_COOKIE, STR("-"), 0, f->req->tls);
	else if (out->session_cookie.n)
		begin_session(f, out->session_cookie);
}

static void submitted(struct face *f, const struct op *op, const struct out *out)
{
	struct str to = after_write(f, op, out);
	set_session(f, out);
	if (out->fd >= 0)
		face_file(f, out);
	else if (to.n && out->code_count == 0 && (out->fact_count == 0 || op->then || out->go.n))
		face_redirect_with(f, to, face_say(f, op, out));
	else
		web_answer(f, op, out);
}

/*
 * Whoever was told that somebody else has changed the object meanwhile may send again what was
 * typed: the form that comes back stands on what is there now, and says it beside each box.
 */
static void stand_on_now(struct face *f, const struct op *op, const struct conflict *now)
{
	struct err none = {0};
	struct value *sent = NULL;
	f->err.field[0] = '\0'; /* no box of that name */
	for (int i = 0; i < f->values.count; i++)
		if (str_eqz(f->values.items[i].name, "_version"))
			sent = &f->values.items[i];
	struct str text = arena_printf(f->c.mem, "%" PRId64, now->version);
	if (sent)
		sent->text = text;
	else if (values_add(&f->values, STR("_version"), text, &none) != RC_OK)
		log_line(LOG_WARN, "form", "op=%s detail=%s", op->name, none.detail);
}

void web_submit(struct face *f, const struct op *op)
{
	struct field_errors errors = {0};
	struct out out;
	bool confirmed = values_text(&f->values, "_confirm").n > 0;
	bool asked = values_text(&f->values, "_back").n > 0;
	struct gate_how how = {.idempotency = values_text(&f->values, "_key"),
	                       .versioned = true,
	                       .preview = (op->flags & OP_PREVIEW) && !confirmed};
	enum rc rc = face_csrf(f);
	if (rc == RC_OK && (edit_rows(f) || asked)) {
		f->c.op = op;
		show_form(f, op, &errors, NULL);
		return;
	}
	if (rc == RC_OK)
		rc = face_resolve_refs(f, op);
	if (rc == RC_OK)
		rc = gate_run(&f->c, op, &f->values, &how, &errors, &out);
	if (rc == RC_OK && how.preview) {
		show_confirm(f, op, &out);
	} else if (rc == RC_OK) {
		submitted(f, op, &out);
	} else if (rc == RC_SIGNIN || rc == RC_NOTFOUND) {
		face_error_page(f, rc);
	} else {
		/* Nothing typed is lost: the form comes back with everything in it. */
		struct conflict now;
		bool newer = face_conflict(f, op, true, &now);
		if (newer)
			stand_on_now(f, op, &now);
		f->res->status = face_status(rc);
		show_form(f, op, &errors, newer ? &now : NULL);
	}
}
