#include "op/list.h"

#include "op/list_words.h"
#include "viet/viet.h"

#include <inttypes.h>
#include <sodium.h>

int list_filter_no(const struct db_list_def *l, const char *name)
{
	for (int i = 0; i < l->filter_count; i++)
		if (strcmp(l->filters[i].name, name) == 0)
			return i;
	return -1;
}

bool list_filter_takes_ids(const struct db_list_def *l, int filter)
{
	return strchr(l->filters[filter].text, DB_LIST_IDS) != NULL;
}

int list_order_no(const struct db_list_def *l, struct str name)
{
	for (int i = 0; i < l->order_count; i++)
		if (str_eqz(name, l->orders[i].name))
			return i;
	return -1;
}

int list_column_no(const struct db_list_def *l, const char *name)
{
	for (int i = 0; i < l->cols; i++)
		if (strcmp(l->col_names[i], name) == 0)
			return i;
	return -1;
}

/* --- `after`: the last row's order values, as one opaque word ---------------------------- */

static struct str after_encode(struct arena *mem, const struct db_val *vals, int count)
{
	struct buf b;
	buf_init(&b, 8192);
	for (int i = 0; i < count; i++) {
		struct date_text iso;
		struct str s = vals[i].s;
		if (vals[i].type == DB_INT) {
			s = arena_printf(mem, "%" PRId64, vals[i].i);
		} else if (vals[i].type == DB_DATE) {
			iso = date_iso(vals[i].d);
			s = arena_str(mem, str_of(iso.z));
		}
		buf_printf(&b, "%zu:", s.n);
		buf_str(&b, s);
	}
	size_t room = sodium_base64_ENCODED_LEN(b.n, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
	char *text = arena_alloc(mem, room);
	sodium_bin2base64(text, room, (const unsigned char *)buf_view(&b).p, b.n,
	                  sodium_base64_VARIANT_URLSAFE_NO_PADDING);
	buf_release(&b);
	return str_of(text);
}

static bool after_value(struct str s, enum db_type type, struct db_val *out)
{
	*out = (struct db_val){.type = type, .s = s};
	if (type == DB_INT)
		return str_int(s, &out->i);
	if (type == DB_DATE) {
		out->d = date_from_iso(s);
		return !date_is_none(out->d);
	}
	return type == DB_BLOB || str_utf8_ok(s);
}

static bool after_decode(struct arena *mem, struct str text, const struct db_list_order *o,
                         struct db_val *out)
{
	size_t n = 0;
	int64_t len;
	unsigned char *raw = arena_alloc(mem, text.n + 1);
	if (sodium_base642bin(raw, text.n, text.p, text.n, NULL, &n, NULL,
	                      sodium_base64_VARIANT_URLSAFE_NO_PADDING) != 0)
		return false;
	struct str rest = {.p = (char *)raw, .n = n};
	for (int i = 0; i < o->count; i++) {
		if (str_chr(rest, ':') < 0 || !str_int(str_cut(&rest, ':'), &len) || len < 0 ||
		    (size_t)len > rest.n)
			return false;
		if (!after_value((struct str){.p = rest.p, .n = (size_t)len}, o->types[i], &out[i]))
			return false;
		rest.p += len;
		rest.n -= (size_t)len;
	}
	return rest.n == 0;
}

/* --- filters and orders from names -------------------------------------------------------- */

static enum rc one_filter(struct ctx *c, const struct field *f, struct str text,
                          struct db_list_ask *ask, struct list_words *words)
{
	struct db_val value;
	bool given;
	TRY(decode_filter(f, text, c->mem, &value, &given, c->err));
	if (!given && (f->flags & MUST))
		return err_field(c->err, f->name, "Xin chọn: %s.", f->label);
	if (!given)
		return RC_OK;
	if (f->flags & WORDS) {
		struct str folded = viet_fold(c->mem, text);
		*words = (struct list_words){.field = folded.n ? f : NULL, .folded = folded};
		return RC_OK;
	}
	int no = list_filter_no(ask->list, f->name);
	BUG_ON(no < 0);
	/* A day against a column of instants: from the day's first one, in Viet Nam. */
	if (value.type == DB_DATE && ask->list->filters[no].type == DB_INT)
		value = db_int(date_start_ms(value.d));
	/* A number against a day: so many days from today. */
	if (value.type == DB_INT && ask->list->filters[no].type == DB_DATE)
		value = db_date((struct date){c->today.days + (int)value.i});
	ask->set[no] = true;
	ask->filters[no] = value;
	return RC_OK;
}

static enum rc set_order(struct ctx *c, const struct values *v, struct db_list_ask *ask)
{
	struct str order = values_text(v, "order"), after = values_text(v, "after");
	if (order.n == 0 && c->op->order)
		order = str_of(c->op->order);
	if (str_starts(order, "-")) {
		ask->desc = true;
		order.p++;
		order.n--;
	}
	if (order.n) {
		ask->order = list_order_no(ask->list, order);
		if (ask->order < 0)
			return err_field(c->err, "order", "Không có cách sắp xếp \"%.*s\" trong danh sách này.",
			                 STR_ARG(order));
	}
	ask->has_after = after.n > 0;
	if (after.n && !after_decode(c->mem, after, &ask->list->orders[ask->order], ask->after))
		return err_field(c->err, "after", "Vị trí trang không đúng. Xin quay về trang đầu.");
	return RC_OK;
}

static bool is_list_word(struct str name)
{
	return str_eqz(name, "order") || str_eqz(name, "after") || str_eqz(name, "limit") ||
	       str_starts(name, "_");
}

static enum rc fill_ask(struct ctx *c, const struct op *op, const struct values *v,
                        struct db_list_ask *ask, struct list_words *words)
{
	*ask = (struct db_list_ask){.list = op->list, .today = c->today};
	*words = (struct list_words){0};
	c->op = op;
	c->values = v;
	TRY(gate_may(c, op));
	ask->scope = gate_scope(c, op);
	for (int i = 0; i < v->count; i++)
		if (!is_list_word(v->items[i].name) && !op_field(op, v->items[i].name))
			return err_field(c->err, "", "Không có bộ lọc tên \"%.*s\" trong \"%s\".",
			                 STR_ARG(v->items[i].name), op->title);
	for (int i = 0; i < op->field_count; i++)
		TRY(one_filter(c, &op->fields[i], values_text(v, op->fields[i].name), ask, words));
	return set_order(c, v, ask);
}

/* --- pages ---------------------------------------------------------------------------------- */

struct page_run {
	struct ctx *c;
	struct db_list_ask ask;
	struct list_words words;
	struct rows *out;
};

static enum rc read_rows(struct page_run *r, int wanted)
{
	struct ctx *c = r->c;
	struct rows *out = r->out;
	const struct db_list_order *o = &r->ask.list->orders[r->ask.order];
	struct db_cursor *cur;
	enum rc rc = RC_OK;
	out->count = 0;
	TRY(db_list(c->db, &r->ask, c->mem, &cur));
	while (rc == RC_OK && out->count <= wanted) {
		struct db_val *row =
			arena_array(c->mem, (size_t)(r->ask.list->cols + o->count), sizeof *row);
		rc = db_next(cur, c->mem, row);
		if (rc == RC_OK)
			out->items[out->count++] = row;
	}
	db_cursor_end(cur);
	return rc == RC_NOTFOUND ? RC_OK : rc;
}

/* With words as few of their objects as fill the page; more, where other filters leave too few. */
static enum rc read_found(struct page_run *r, int wanted)
{
	bool all = true;
	if (!r->words.field)
		return read_rows(r, wanted);
	TRY(list_words_find(r->c, &r->words, &r->ask));
	for (int64_t wide = 1;; wide *= 16) {
		TRY(list_words_page(&r->words, &r->ask, wide, &all));
		TRY(read_rows(r, wanted));
		if (all || r->out->count > wanted)
			return RC_OK;
	}
}

static enum rc count_rows(struct page_run *r, int *total)
{
	if (list_words_counted(&r->words)) {
		*total = r->words.total > LIST_COUNT_CAP ? LIST_COUNT_CAP + 1 : (int)r->words.total;
		return RC_OK;
	}
	if (r->words.field)
		list_words_all(&r->words, &r->ask);
	return db_list_count(r->c->db, &r->ask, LIST_COUNT_CAP + 1, total);
}

static enum rc read_page(void *arg)
{
	struct page_run *r = arg;
	struct rows *out = r->out;
	const struct db_list_order *o = &r->ask.list->orders[r->ask.order];
	int wanted = r->ask.limit, total;
	r->ask.limit = wanted + 1;
	out->items = arena_array(r->c->mem, (size_t)wanted + 1, sizeof *out->items);
	TRY(read_found(r, wanted));
	r->ask.limit = wanted;
	out->next = STR("");
	if (out->count > wanted) {
		out->count = wanted;
		out->next = after_encode(r->c->mem, out->items[wanted - 1] + r->ask.list->cols, o->count);
	}
	if (!r->ask.has_after && out->next.n == 0) {
		out->total = out->count;
		return RC_OK;
	}
	TRY(count_rows(r, &total));
	out->capped = total > LIST_COUNT_CAP;
	out->total = out->capped ? LIST_COUNT_CAP : total;
	return RC_OK;
}

enum rc list_page(struct ctx *c, const struct op *op, const struct values *v, struct rows *out)
{
	struct page_run r = {.c = c, .out = out};
	struct str limit = values_text(v, "limit");
	int64_t n = LIST_PAGE;
	*out = (struct rows){.op = op, .list = op->list};
	TRY(fill_ask(c, op, v, &r.ask, &r.words));
	if (limit.n && (!str_int(limit, &n) || n < 1 || n > LIST_PAGE_MAX))
		return err_field(c->err, "limit", "Số dòng một trang từ 1 đến %d.", LIST_PAGE_MAX);
	r.ask.limit = (int)n;
	out->order = r.ask.order;
	out->desc = r.ask.desc;
	out->first = !r.ask.has_after;
	TRY(db_in_tx(c->db) ? read_page(&r) : db_tx(c->db, DB_READ, read_page, &r));
	if (op->kind == OP_LIST)
		gate_shown(c, op, out->count);
	return RC_OK;
}

struct count_run {
	struct ctx *c;
	struct db_list_ask ask;
	struct list_words words;
	int cap, *total;
};

static enum rc read_count(void *arg)
{
	struct count_run *r = arg;
	TRY(list_words_find(r->c, &r->words, &r->ask));
	if (r->words.field)
		list_words_all(&r->words, &r->ask);
	return db_list_count(r->c->db, &r->ask, r->cap + 1, r->total);
}

enum rc list_size(struct ctx *c, const struct op *op, const struct values *v, int cap, int *total)
{
	struct count_run r = {.c = c, .cap = cap, .total = total};
	TRY(fill_ask(c, op, v, &r.ask, &r.words));
	return db_in_tx(c->db) ? read_count(&r) : db_tx(c->db, DB_READ, read_count, &r);
}

struct each_run {
	struct ctx *c;
	struct db_list_ask ask;
	struct list_words words;
	enum rc (*row)(void *arg, const struct db_val *values);
	void *arg;
};

static enum rc read_each(void *arg)
{
	struct each_run *r = arg;
	struct db_cursor *cur;
	struct arena mem;
	struct db_val *row = arena_array(r->c->mem, (size_t)r->ask.list->cols + 3, sizeof *row);
	TRY(list_words_find(r->c, &r->words, &r->ask));
	if (r->words.field)
		list_words_all(&r->words, &r->ask);
	TRY(db_list(r->c->db, &r->ask, r->c->mem, &cur));
	arena_init(&mem);
	enum rc rc;
	while ((rc = db_next(cur, &mem, row)) == RC_OK) {
		rc = r->row(r->arg, row);
		arena_reset(&mem);
		if (rc != RC_OK)
			break;
	}
	arena_release(&mem);
	db_cursor_end(cur);
	return rc == RC_NOTFOUND ? RC_OK : rc;
}

enum rc list_each(struct ctx *c, const struct op *op, const struct values *v,
                  enum rc (*row)(void *arg, const struct db_val *values), void *arg)
{
	struct each_run r = {.c = c, .row = row, .arg = arg};
	TRY(fill_ask(c, op, v, &r.ask, &r.words));
	r.ask.has_after = false;
	return db_in_tx(c->db) ? read_each(&r) : db_tx(c->db, DB_READ, read_each, &r);
}

enum rc view_row(struct ctx *c, const struct op *op, const struct values *v, struct db_val **out)
{
	struct rows page;
	struct db_val version;
	int64_t id;
	TRY(gate_may(c, op));
	if (!str_int(values_text(v, "id"), &id))
		return err_field(c->err, "id", "Thiếu số của %s cần xem.", op->object->label);
	TRY(list_page(c, op, v, &page));
	if (page.count == 0)
		return err_set(c->err, RC_NOTFOUND,
		               "Không tìm thấy %s số %" PRId64 " trong phạm vi được giao.",
		               op->object->label, id);
	*out = page.items[0];
	TRY(gate_object(c, op, op->object, id, &version));
	gate_shown(c, op, 1);
	return RC_OK;
}

/* --- cells ------------------------------------------------------------------------------------ */

struct str column_text(struct arena *mem, const struct column *col, const struct db_val *v)
{
	if (v->null)
		return STR("");
	switch (col->type) {
	case COL_INT:
	case COL_MONEY: return v->type == DB_INT ? viet_number(mem, v->i) : v->s;
	case COL_DATE: return arena_str(mem, str_of(date_vn(v->d).z));
	case COL_MOMENT: return v->i ? arena_str(mem, str_of(date_time_vn(v->i).z)) : STR("");
	case COL_BOOL: return v->i ? STR("Có") : STR("Không");
	case COL_CHOICE:
	case COL_BADGE: return choice_label(col->choices, column_plain(mem, col, v));
	case COL_OP: return op_title(v->s);
	default:
		if (col->choices) /* a link whose words are a choice */
			return choice_label(col->choices, column_plain(mem, col, v));
		return v->type == DB_INT ? arena_z_int(mem, "", v->i) : v->s;
	}
}

struct str column_plain(struct arena *mem, const struct column *col, const struct db_val *v)
{
	if (v->null)
		return STR_NULL;
	if (col->type == COL_MOMENT)
		return v->i ? date_time_iso(mem, v->i) : STR_NULL;
	if (v->type == DB_DATE)
		return arena_str(mem, str_of(date_iso(v->d).z));
	return v->type == DB_INT ? arena_z_int(mem, "", v->i) : v->s;
}
