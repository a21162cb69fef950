/* template.c: the body of a template: lines with a role, loops, conditions, tables. */
#include "paper/inner.h"

#include "viet/viet.h"

#define NODE_DEPTH 12
#define COLUMNS_MAX 20

/* `word` with something behind it: "mỗi persons" -> "persons". */
static bool after_word(struct str line, const char *word, struct str *rest)
{
	size_t n = strlen(word);
	if (!str_starts(line, word) || (line.n > n && line.p[n] != ' '))
		return false;
	*rest = str_trim((struct str){line.p + n, line.n - n});
	return true;
}

static int role_of(struct str word)
{
	for (int i = 0; i < PAPER_ROLES; i++)
		if (i != PAPER_BAR && str_eqz(word, paper_styles[i].word))
			return i;
	return -1;
}

static struct paper_node *new_node(struct paper_reader *r, enum node_kind kind)
{
	struct paper_node *n = arena_alloc(r->mem, sizeof *n);
	n->kind = kind;
	n->line = r->line;
	return n;
}

/* Reads nodes up to a line that ends them, which is left in *last ("hết", "nếu không", … or NULL).
 */
static enum rc read_nodes(struct paper_reader *r, const struct paper_scope *scope,
                          struct paper_node *table, struct paper_node **out, struct str *last);

static enum rc read_inside(struct paper_reader *r, const struct paper_scope *scope,
                           struct paper_node *table, struct paper_node **out, struct str *last)
{
	int line = r->line;
	if (++r->depth > NODE_DEPTH)
		return paper_wrong(r, "nếu, mỗi, bảng, hai cột lồng nhau quá %d lần.", NODE_DEPTH);
	TRY(read_nodes(r, scope, table, out, last));
	r->depth--;
	if (!last->p) {
		r->line = line;
		return paper_wrong(r, "thiếu dòng \"hết\".");
	}
	return RC_OK;
}

static enum rc want_end(struct paper_reader *r, struct str last)
{
	return str_eqz(last, "hết")
	           ? RC_OK
	           : paper_wrong(r, "ở đây phải là \"hết\", không phải \"%.*s\".", STR_ARG(last));
}

static enum rc read_if(struct paper_reader *r, const struct paper_scope *scope,
                       struct paper_node *table, struct str name, struct paper_node **out)
{
	struct paper_node *n = *out = new_node(r, NODE_IF);
	struct str last;
	TRY(paper_read_ref(r, scope, name, &n->ref));
	if (n->ref.sub >= 0 || !n->ref.field)
		return paper_wrong(r, "\"nếu\" cần tên một trường.");
	TRY(read_inside(r, scope, table, &n->inside, &last));
	if (str_eqz(last, "nếu không"))
		TRY(read_inside(r, scope, table, &n->other, &last));
	return want_end(r, last);
}

/* `persons theo name`: by given name, as lists of people are. */
static enum rc read_order(struct paper_reader *r, const struct paper_field *list, struct str name,
                          int *out)
{
	for (int i = 0; i < list->item_count; i++)
		if (str_eq(list->items[i].name, name) && list->items[i].type == PAPER_TEXT) {
			*out = i;
			return RC_OK;
		}
	return paper_wrong(r, "\"theo\" cần tên một trường kiểu chữ của %.*s.", STR_ARG(list->name));
}

static enum rc read_each(struct paper_reader *r, const struct paper_scope *scope,
                         struct paper_node *table, struct str name, struct paper_node **out)
{
	struct paper_node *n = *out = new_node(r, NODE_EACH);
	struct str last, list = str_cut(&name, ' '), by;
	TRY(paper_read_ref(r, scope, list, &n->ref));
	const struct paper_field *f = n->ref.field;
	n->order = -1;
	if (!f || n->ref.sub >= 0 || f->type != PAPER_LIST)
		return paper_wrong(r, "\"%.*s\" không phải danh sách.", STR_ARG(list));
	if (name.p && !after_word(str_trim(name), "theo", &by))
		return paper_wrong(r, "sau \"mỗi %.*s\" chỉ có: theo TRƯỜNG.", STR_ARG(list));
	if (name.p)
		TRY(read_order(r, f, by, &n->order));
	struct paper_scope inner = {f->items, f->item_count, scope, f};
	TRY(read_inside(r, &inner, table, &n->inside, &last));
	return want_end(r, last);
}

/* `hai cột 42`: the left one's share in percent; then `trái`, `phải`, … */
static enum rc read_sides(struct paper_reader *r, const struct paper_scope *scope, struct str share,
                          struct paper_node **out)
{
	struct paper_node *n = *out = new_node(r, NODE_SIDES), **end = &n->inside;
	struct str last = paper_next_line(r);
	int64_t percent = 50;
	if (share.n && (!str_int(share, &percent) || percent < 10 || percent > 90))
		return paper_wrong(r, "\"hai cột\" cần phần trăm của cột trái, từ 10 đến 90.");
	n->share = (double)percent / 100;
	while (str_eqz(last, "trái") || str_eqz(last, "phải")) {
		struct paper_node *side = new_node(r, NODE_SIDE);
		side->right = str_eqz(last, "phải");
		r->in_side = true;
		TRY(read_inside(r, scope, NULL, &side->inside, &last));
		r->in_side = false;
		*end = side;
		end = &side->next;
	}
	return want_end(r, last);
}

/* `… thanh`, `… thanh 100`: the cells are bars; what a whole one stands for at least. */
static void read_bar(struct str *one, struct paper_node *t, int column)
{
	struct str rest = *one;
	size_t at = one->n;
	int64_t full = 1;
	while (at > 0 && one->p[at - 1] != ' ')
		at--;
	if (at > 0 && str_int((struct str){one->p + at, one->n - at}, &full))
		rest = str_trim((struct str){one->p, at});
	if (!str_ends(rest, " thanh"))
		return;
	*one = str_trim((struct str){rest.p, rest.n - strlen(" thanh")});
	t->cell_roles[column] = PAPER_BAR;
	if (full > t->full)
		t->full = full;
}

/* `STT 6 giữa`: title, share in percent, how the cells of the column stand. */
static enum rc read_column(struct paper_reader *r, const struct paper_scope *scope, struct str one,
                           struct paper_node *t)
{
	static const struct {
		const char *word;
		enum paper_role role;
	} places[] = {{" giữa", PAPER_CELL_CENTRE}, {" phải", PAPER_CELL_RIGHT}, {" trái", PAPER_CELL}};
	int i = t->cell_count++;
	t->cell_roles[i] = PAPER_CELL;
	read_bar(&one, t, i);
	for (size_t k = 0; k < sizeof places / sizeof *places; k++)
		if (str_ends(one, places[k].word)) {
			t->cell_roles[i] = places[k].role;
			one.n -= strlen(places[k].word);
			break;
		}
	size_t at = one.n;
	while (at > 0 && one.p[at - 1] != ' ')
		at--;
	int64_t share = 0;
	if (!str_int((struct str){one.p + at, one.n - at}, &share) || share < 1 || share > 100)
		return paper_wrong(r, "cột cần tên và phần trăm bề rộng, như: STT 6 giữa | Họ và tên 30.");
	t->shares[i] = (double)share;
	t->head |= str_trim((struct str){one.p, at}).n > 0;
	return paper_read_pieces(r, scope, str_trim((struct str){one.p, at}), &t->cells[i]);
}

static enum rc read_table(struct paper_reader *r, const struct paper_scope *scope,
                          struct str columns, bool chart, struct paper_node **out)
{
	struct paper_node *t = *out = new_node(r, NODE_TABLE);
	t->chart = chart;
	t->full = 1;
	struct str last;
	double sum = 0;
	t->cells = arena_array(r->mem, COLUMNS_MAX, sizeof *t->cells);
	t->shares = arena_array(r->mem, COLUMNS_MAX, sizeof *t->shares);
	t->cell_roles = arena_array(r->mem, COLUMNS_MAX, sizeof *t->cell_roles);
	while (columns.p) {
		if (t->cell_count == COLUMNS_MAX)
			return paper_wrong(r, "bảng có quá %d cột.", COLUMNS_MAX);
		TRY(read_column(r, scope, str_trim(str_cut(&columns, '|')), t));
		sum += t->shares[t->cell_count - 1];
	}
	for (int i = 0; i < t->cell_count; i++)
		t->shares[i] /= sum;
	TRY(read_inside(r, scope, t, &t->inside, &last));
	return want_end(r, last);
}

/* What a bar shows is one number, as it is. */
static bool is_number(const struct paper_piece *p)
{
	return !p || (!p->next && p->kind == PIECE_FIELD && p->ref.field && !p->filters[0] &&
	              (p->ref.field->type == PAPER_INT || p->ref.field->type == PAPER_MONEY));
}

static enum rc read_row(struct paper_reader *r, const struct paper_scope *scope,
                        const struct paper_node *table, struct str text, bool whole,
                        struct paper_node **out)
{
	struct paper_node *n = *out = new_node(r, NODE_ROW);
	n->whole = whole;
	n->cells = arena_array(r->mem, COLUMNS_MAX, sizeof *n->cells);
	while (text.p) {
		if (n->cell_count == (whole ? 1 : table->cell_count))
			return paper_wrong(r, "hàng có nhiều ô hơn bảng (%d cột).", table->cell_count);
		int i = n->cell_count++;
		TRY(paper_read_pieces(r, scope, str_trim(str_cut(&text, '|')), &n->cells[i]));
		if (!whole && table->cell_roles[i] == PAPER_BAR && !is_number(n->cells[i]))
			return paper_wrong(r, "ô của cột thanh cần đúng một trường kiểu số hay tiền, như: "
			                      "{persons}.");
	}
	if (!whole && n->cell_count != table->cell_count)
		return paper_wrong(r, "hàng có %d ô, bảng có %d cột.", n->cell_count, table->cell_count);
	return RC_OK;
}

/* `gồm ten`: the part of that name of the common file, as if it stood here. */
static enum rc read_part(struct paper_reader *r, const struct paper_scope *scope, struct str name,
                         struct paper_node **out)
{
	struct paper_reader part = {.mem = r->mem,
	                            .e = r->e,
	                            .rest = r->common,
	                            .where = " (phần chung)",
	                            .common = r->common,
	                            .depth = r->depth + 1,
	                            .in_side = r->in_side};
	struct str line, last, found;
	if (part.depth > NODE_DEPTH)
		return paper_wrong(r, "phần chung gọi nhau không dứt.");
	while ((line = paper_next_line(&part)).p)
		if (after_word(line, "phần chung", &found) && str_eq(found, name))
			break;
	if (!line.p)
		return paper_wrong(r, "không có phần chung \"%.*s\".", STR_ARG(name));
	TRY(read_nodes(&part, scope, NULL, out, &last));
	return !last.p || str_starts(last, "phần chung")
	           ? RC_OK
	           : paper_wrong(&part, "thừa \"%.*s\".", STR_ARG(last));
}

static enum rc read_command(struct paper_reader *r, const struct paper_scope *scope,
                            struct paper_node *table, struct str line, struct paper_node **out)
{
	struct str rest;
	if (after_word(line, "nếu", &rest))
		return read_if(r, scope, table, rest, out);
	if (after_word(line, "mỗi", &rest))
		return read_each(r, scope, table, rest, out);
	if (table && after_word(line, "hàng:", &rest))
		return read_row(r, scope, table, rest, false, out);
	if (table && after_word(line, "hàng gộp:", &rest))
		return read_row(r, scope, table, rest, true, out);
	if (r->in_side && (str_starts(line, "bảng:") || str_starts(line, "biểu đồ:") ||
	                   str_starts(line, "hai cột") || str_starts(line, "trang mới")))
		return paper_wrong(r, "trong hai cột chỉ có các dòng chữ, mỗi, nếu, hết.");
	if (table)
		return paper_wrong(r, "trong bảng, biểu đồ chỉ có hàng:, hàng gộp:, mỗi, nếu, hết.");
	if (after_word(line, "bảng:", &rest))
		return read_table(r, scope, rest, false, out);
	if (after_word(line, "biểu đồ:", &rest))
		return read_table(r, scope, rest, true, out);
	if (after_word(line, "hai cột", &rest))
		return read_sides(r, scope, rest, out);
	if (after_word(line, "gồm", &rest))
		return read_part(r, scope, rest, out);
	if (str_eqz(line, "trang mới dọc") || str_eqz(line, "trang mới ngang")) {
		*out = new_node(r, NODE_SECTION);
		(*out)->landscape = str_ends(line, "ngang");
		return RC_OK;
	}
	struct str text = line, word = str_trim(str_cut(&text, ':'));
	int role = role_of(word);
	if (role < 0 || !text.p)
		return paper_wrong(
			r,
			"không hiểu \"%.*s\". Một dòng bắt đầu bằng tên thành phần và dấu hai "
			"chấm (điều:, khoản:, đoạn:, …), hoặc là nếu, mỗi, bảng:, biểu đồ:, hai cột, "
			"gồm, trang mới dọc, hết.",
			STR_ARG(word));
	*out = new_node(r, NODE_PARA);
	(*out)->role = (enum paper_role)role;
	return paper_read_pieces(r, scope, str_trim(text), &(*out)->text);
}

static bool ends_nodes(struct str line)
{
	return str_eqz(line, "hết") || str_eqz(line, "nếu không") || str_eqz(line, "trái") ||
	       str_eqz(line, "phải") || str_starts(line, "phần chung ");
}

static enum rc read_nodes(struct paper_reader *r, const struct paper_scope *scope,
                          struct paper_node *table, struct paper_node **out, struct str *last)
{
	struct paper_node **end = out;
	while ((*last = paper_next_line(r)).p && !ends_nodes(*last)) {
		TRY(read_command(r, scope, table, *last, end));
		while (*end) /* a part brings several */
			end = &(*end)->next;
	}
	return RC_OK;
}

enum rc paper_read_body(struct paper_reader *r, const struct paper_scope *scope,
                        struct paper_node **out)
{
	struct str last;
	TRY(read_nodes(r, scope, NULL, out, &last));
	return last.p ? paper_wrong(r, "thừa \"%.*s\".", STR_ARG(last)) : RC_OK;
}

static enum rc read_all(struct paper_reader *r, struct str body, struct paper_template *t)
{
	struct paper_reader common = *r;
	common.rest = r->common;
	common.where = " (phần chung)";
	/* The common fields stand before the first common part. */
	struct str rest = r->common;
	size_t head = 0;
	while (rest.p && !str_starts(rest, "phần chung "))
		head += str_cut(&rest, '\n').n + 1;
	common.rest.n = rest.p ? head : r->common.n;
	TRY(paper_read_head(&common, &t->about));
	TRY(paper_read_head(r, &t->about));
	if (body.p) {
		r->rest = body;
		r->line = 0;
	}
	struct paper_scope scope = {t->about.fields, t->about.field_count, NULL, NULL};
	return paper_read_body(r, &scope, &t->nodes);
}

enum rc paper_template_read(struct arena *mem, struct str text, struct str body, struct str common,
                            const struct paper_template **out, struct err *e)
{
	struct paper_template *t = arena_alloc(mem, sizeof *t);
	struct paper_reader r = {.mem = mem, .e = e, .where = ""};
	*out = NULL;
	if (text.n > PAPER_TEMPLATE_MAX || body.n > PAPER_TEMPLATE_MAX)
		return err_set(e, RC_TOOBIG, "Mẫu dài quá %zu kB.", PAPER_TEMPLATE_MAX >> 10);
	TRY(viet_nfc(mem, text, &r.rest, e));
	if (body.p)
		TRY(viet_nfc(mem, body, &body, e));
	r.common = common.p ? common : STR("");
	t->about = (struct paper_about){.title = STR(""), .source = STR(""), .unconfirmed = STR("")};
	TRY(read_all(&r, body, t));
	if (!t->about.title.n)
		return err_set(e, RC_INVALID, "Mẫu thiếu tên: mẫu \"…\" ở đầu tệp.");
	*out = t;
	return RC_OK;
}

struct paper_about paper_about(const struct paper_template *t)
{
	return t->about;
}
