/*
 * search.c: one box for everything; each kind within the scope of its own list.
 *
 * What the reader may not list is neither shown nor counted: the scope is part of
 * each question to the database, and there is no count but of what it gave back.
 */
#include "app/search/search.h"

#include "base/json_out.h"
#include "op/gate.h"
#include "op/list.h"
#include "viet/viet.h"
#include "web/web.h"

#include <inttypes.h>

/* A module that calls search_put() with a new kind adds a line. */
static const struct search_kind {
	const char *name, *label, *list, *view;
} kinds[] = {
	{"unit", "Đơn vị", "unit.list", "unit.view"},
	{"person", "Người", "person.list", "person.view"},
	{"document", "Văn bản", "document.list", "document.view"},
	{"plan", "Kế hoạch", "plan.list", "plan.view"},
	{"movement", "Phong trào", "movement.list", "movement.view"},
	{"task", "Nhiệm vụ", "task.list", "task.view"},
};

static const struct choice kind_choices[] = {{"unit", "Đơn vị"},
                                             {"person", "Người"},
                                             {"document", "Văn bản"},
                                             {"plan", "Kế hoạch"},
                                             {"movement", "Phong trào"},
                                             {"task", "Nhiệm vụ"},
                                             {0}};

struct search_in {
	struct str q, kind;
};
static const struct field search_fields[] = {
	F(TEXT, struct search_in, q, "Tìm", .max = 200, .hint = "Không cần dấu, không cần đúng thứ tự"),
	F(CHOICE, struct search_in, kind, "Loại", .choices = kind_choices),
};

#define ROWS_OF_ALL 10 /* of each kind, when all are shown together */

struct found {
	const struct search_kind *kind;
	struct find find;
};

struct searching {
	struct ctx *c;
	const struct search_in *in;
	struct found found[COUNT(kinds)];
	int count; /* kinds that the reader may list */
	int64_t total;
};

static enum rc look(struct searching *s, enum rc (*how)(struct find **all, size_t count))
{
	struct find *all[COUNT(kinds)];
	for (int i = 0; i < s->count; i++)
		all[i] = &s->found[i].find;
	TRY(how(all, (size_t)s->count));
	s->total = 0;
	for (int i = 0; i < s->count; i++)
		s->total += all[i]->total;
	return RC_OK;
}

/* Every kind is asked for, whichever is shown: the tabs say how many there are of each. */
static enum rc look_everywhere(struct searching *s, struct search_view *v)
{
	struct ctx *c = s->c;
	struct str folded = viet_fold(c->mem, s->in->q);
	for (int i = 0; i < COUNT(kinds); i++) {
		const struct op *list = op_find(str_of(kinds[i].list));
		if (!list || !gate_offers(c, list))
			continue;
		struct found *at = &s->found[s->count++];
		at->kind = &kinds[i];
		at->find.c = c;
		at->find.kind = kinds[i].name;
		at->find.scope = gate_scope(c, list);
		at->find.folded = folded;
	}
	if (folded.n == 0)
		return RC_OK;
	TRY(look(s, find_words));
	if (s->total)
		return RC_OK;
	TRY(look(s, find_near));
	v->near = s->total > 0;
	return RC_OK;
}

/* --- what is shown ---------------------------------------------------------------------------- */

static bool word_asked(struct ctx *c, struct str folded, struct str word)
{
	struct str one = viet_fold(c->mem, word);
	while (folded.p && one.n) {
		struct str asked = str_cut(&folded, ' ');
		if (asked.n && asked.n <= one.n && memcmp(one.p, asked.p, asked.n) == 0)
			return true;
	}
	return false;
}

/* Whole words are marked; neighbours of one sort make one piece with the space between. */
static void mark(struct ctx *c, struct str folded, struct str title, struct search_row *row)
{
	const char *end = title.p + title.n;
	row->pieces = arena_array(c->mem, title.n / 2 + 2, sizeof *row->pieces);
	while (title.n) {
		ptrdiff_t space = str_chr(title, ' ');
		struct str word = {.p = title.p, .n = space < 0 ? title.n : (size_t)space};
		bool asked = word_asked(c, folded, word);
		struct search_piece *last = row->piece_count ? &row->pieces[row->piece_count - 1] : NULL;
		if (last && last->asked == asked)
			last->text.n = (size_t)(word.p + word.n - last->text.p);
		else
			row->pieces[row->piece_count++] = (struct search_piece){.text = word, .asked = asked};
		title.p = word.p + word.n + (space >= 0);
		title.n = (size_t)(end - title.p);
	}
}

static struct str address(struct ctx *c, const char *path, struct str q, const char *kind)
{
	struct buf b;
	buf_init(&b, 4096);
	buf_printf(&b, "%s?q=", path);
	html_arg(&b, q);
	if (kind)
		buf_printf(&b, "&kind=%s", kind);
	struct str s = arena_str(c->mem, buf_view(&b));
	buf_release(&b);
	return s;
}

static struct str list_address_of(struct searching *s, const struct found *at)
{
	return address(s->c, arena_printf(s->c->mem, "/%s/list", at->kind->name).p, s->in->q, NULL);
}

static void add_tab(struct searching *s, struct search_view *v, const struct found *at)
{
	int64_t n = at ? at->find.total : s->total;
	v->tabs[v->tab_count++] = (struct search_tab){
		.title = at ? at->kind->label : "Tất cả",
		.href = address(s->c, "/search/all", s->in->q, at ? at->kind->name : NULL),
		.count = viet_number(s->c->mem, n),
		.all = at && n > at->find.count ? list_address_of(s, at) : STR(""),
		.current = at ? str_eqz(s->in->kind, at->kind->name) : s->in->kind.n == 0};
}

static void add_row(struct searching *s, struct search_view *v, const struct found *at, int i)
{
	const struct find_hit *hit = &at->find.hits[i];
	struct search_row *row = &v->rows[v->row_count++];
	*row = (struct search_row){.label = at->kind->label, .note = hit->note};
	if (gate_offers(s->c, op_find(str_of(at->kind->view))))
		row->href = arena_printf(s->c->mem, "/%s/%" PRId64, at->kind->name, hit->id);
	mark(s->c, at->find.folded, hit->title, row);
}

/* Better ones first, whatever their kind. */
static void fill_rows(struct searching *s, struct search_view *v)
{
	v->rows = arena_array(s->c->mem, (size_t)s->count * FIND_HITS + 1, sizeof *v->rows);
	for (enum find_rank rank = FIND_SAME; rank <= FIND_NEAR; rank++)
		for (int k = 0; k < s->count; k++) {
			const struct found *at = &s->found[k];
			bool alone = str_eqz(s->in->kind, at->kind->name);
			if (s->in->kind.n && !alone)
				continue;
			int shown = alone ? FIND_HITS : ROWS_OF_ALL;
			for (int i = 0; i < at->find.count && i < shown; i++)
				if (at->find.hits[i].rank == rank)
					add_row(s, v, at, i);
			if (alone && at->find.total > at->find.count)
				v->all = list_address_of(s, at);
		}
}

static enum rc search_all(struct ctx *c, const void *in, struct out *out)
{
	struct searching *s = arena_alloc(c->mem, sizeof *s);
	struct search_view *v = arena_alloc(c->mem, sizeof *v);
	s->c = c;
	s->in = in;
	v->asked = s->in->q;
	TRY(look_everywhere(s, v));
	v->tabs = arena_array(c->mem, COUNT(kinds) + 1, sizeof *v->tabs);
	add_tab(s, v, NULL);
	for (int i = 0; i < s->count; i++)
		add_tab(s, v, &s->found[i]);
	fill_rows(s, v);
	out->data = v;
	if (v->asked.n == 0)
		return RC_OK;
	out->heading = arena_printf(c->mem, "Tìm “%.*s”", STR_ARG(v->asked));
	out->sub =
		arena_printf(c->mem, "%.*s kết quả trong phạm vi được giao", STR_ARG(v->tabs[0].count));
	if (v->near)
		out->sub = STR("Không có từ nào đúng như vậy; dưới đây là những tên gần giống.");
	return RC_OK;
}

static void search_page(struct buf *html, struct ctx *c, const void *data)
{
	(void)c;
	tpl_search(html, data);
}

static void search_json(struct buf *b, struct ctx *c, const void *data)
{
	const struct search_view *v = data;
	struct json_out j = json_out_to(b);
	(void)c;
	json_obj(&j, NULL);
	json_str(&j, "total", v->tabs[0].count);
	json_bool(&j, "near", v->near);
	json_arr(&j, "items");
	for (int i = 0; i < v->row_count; i++) {
		const struct search_row *r = &v->rows[i];
		struct str title = {.p = r->piece_count ? r->pieces[0].text.p : ""};
		if (r->piece_count) {
			const struct search_piece *last = &r->pieces[r->piece_count - 1];
			title.n = (size_t)(last->text.p + last->text.n - title.p);
		}
		json_obj(&j, NULL);
		json_z(&j, "kind", r->label);
		json_str(&j, "title", title);
		json_str(&j, "note", r->note);
		json_str(&j, "href", r->href);
		json_end(&j);
	}
	json_end(&j);
	json_end(&j);
}

const struct op search_ops[] = {{.name = "search.all",
                                 .title = "Tìm kiếm",
                                 .help = "Tìm người, đơn vị, văn bản trong phạm vi được giao; "
                                         "không cần dấu, từ nào trước cũng được.",
                                 .kind = OP_READ,
                                 .roles = R_SIGNED_IN,
                                 .scope = SCOPE_ANY,
                                 .flags = OP_QUIET,
                                 .icon = "search",
                                 FIELDS(search_fields),
                                 .in_size = sizeof(struct search_in),
                                 .run = search_all,
                                 .page = search_page,
                                 .json = search_json},
                                {0}};
