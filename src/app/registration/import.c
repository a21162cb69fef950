/*
 * import.c: registrations of many, from a unit's own table: each row a person or the unit itself.
 *
 * Entered for those who do not use the program, so each says so and from which file. Titles stand
 * in one cell ("Lao động tiên tiến; CSTDCS"), targets one a line ("Hồ sơ đúng hạn: 98,5 %").
 */
#include "app/registration/inner.h"

#include "app/import/import.h"
#include "app/org/org.h"
#include "app/record/record.h"
#include "app/task/task.h"
#include "db/sql_person.h"
#include "db/sql_registration.h"
#include "op/gate.h"
#include "viet/viet.h"

#include <inttypes.h>

enum { R_NONE, R_ID, R_NAME, R_NUMBER, R_UNIT, R_TITLES, R_TARGETS, R_PLEDGE, R_ROUND };

static const struct choice fields[] = {{"", "Bỏ qua"},           {"id", "Mã hồ sơ"},
                                       {"name", "Họ và tên"},    {"number", "CCCD, CMND"},
                                       {"unit", "Đơn vị"},       {"titles", "Danh hiệu đăng ký"},
                                       {"targets", "Chỉ tiêu"},  {"pledge", "Nội dung, biện pháp"},
                                       {"round", "Đợt đăng ký"}, {0}};
static const struct import_heading headings[] = {{"ma ho so", R_ID},
                                                 {"ho va ten", R_NAME},
                                                 {"ho ten", R_NAME},
                                                 {"ten", R_NAME},
                                                 {"ca nhan", R_NAME},
                                                 {"cccd", R_NUMBER},
                                                 {"so cccd", R_NUMBER},
                                                 {"cccd cmnd", R_NUMBER},
                                                 {"so dinh danh", R_NUMBER},
                                                 {"don vi", R_UNIT},
                                                 {"phong ban", R_UNIT},
                                                 {"tap the", R_UNIT},
                                                 {"danh hieu dang ky", R_TITLES},
                                                 {"danh hieu", R_TITLES},
                                                 {"danh hieu thi dua", R_TITLES},
                                                 {"danh hieu hinh thuc", R_TITLES},
                                                 {"danh hieu hinh thuc phan dau", R_TITLES},
                                                 {"chi tieu", R_TARGETS},
                                                 {"chi tieu dang ky", R_TARGETS},
                                                 {"noi dung", R_PLEDGE},
                                                 {"noi dung bien phap", R_PLEDGE},
                                                 {"bien phap", R_PLEDGE},
                                                 {"dot", R_ROUND},
                                                 {"dot dang ky", R_ROUND},
                                                 {0}};

struct own {
	struct sql_round_open_all *rounds;
	size_t round_count;
	struct key_map *met; /* round and subject to the row */
};

static enum rc begin(struct import_work *w)
{
	struct own *own = arena_alloc(&w->keep, sizeof *own);
	w->own = own;
	own->met = map_new((size_t)w->import.row_count);
	return sql_round_open_all(w->c->db, &w->keep, &own->rounds, &own->round_count);
}

static void end(struct import_work *w)
{
	struct own *own = w->own;
	if (own)
		map_free(own->met);
}

/* --- cells --------------------------------------------------------------------------------- */

/* The round that is named; without a name the one that is open. */
static void read_round(struct import_work *w, struct import_row *r, struct registration_new *n)
{
	const struct own *own = w->own;
	struct str name = import_cell(w, r, R_ROUND), fold = viet_fold(&w->mem, name);
	int hits = 0;
	for (size_t i = 0; i < own->round_count; i++)
		if (name.n == 0 || str_eq(viet_fold(&w->mem, own->rounds[i].title), fold)) {
			n->round_id = own->rounds[i].id;
			hits++;
		}
	if (hits == 0)
		import_bad(w, r, R_ROUND, "Không có đợt đăng ký nào tên như vậy đang mở.");
	else if (hits > 1)
		import_bad(w, r, R_ROUND, "Có nhiều đợt đang mở. Xin ghi tên đợt ở cột Đợt đăng ký.");
}

static bool code_of(struct import_work *w, struct str text, struct str *code)
{
	struct str fold = viet_fold(&w->mem, text);
	for (const struct choice *a = award_codes; a->value; a++)
		if (str_eqz(text, a->value) || str_eq(fold, viet_fold(&w->mem, str_of(a->label)))) {
			*code = str_of(a->value);
			return true;
		}
	return false;
}

static void read_titles(struct import_work *w, struct import_row *r, struct registration_new *n)
{
	struct str rest = import_cell(w, r, R_TITLES), codes[6];
	while (rest.n) {
		size_t k = 0;
		while (k < rest.n && rest.p[k] != ';' && rest.p[k] != ',' && rest.p[k] != '\n')
			k++;
		struct str one = str_trim((struct str){.p = rest.p, .n = k});
		rest = (struct str){.p = rest.p + k, .n = rest.n - k};
		if (rest.n)
			rest.p++, rest.n--;
		if (one.n == 0)
			continue;
		if (n->code_count == COUNT(codes) || !code_of(w, one, &codes[n->code_count])) {
			import_bad(w, r, R_TITLES,
			           "Không nhận ra danh hiệu. Xin ghi tên đầy đủ hoặc mã (LDTT, CSTDCS…), cách "
			           "nhau bằng dấu chấm phẩy.");
			return;
		}
		n->code_count++;
	}
	struct str *kept = arena_array(&w->mem, (size_t)n->code_count + 1, sizeof *kept);
	if (n->code_count)
		memcpy(kept, codes, (size_t)n->code_count * sizeof *kept);
	n->codes = kept;
}

/* "Hồ sơ đúng hạn: 98,5 %": behind the last colon a number and what it counts; else only words. */
static void read_target(struct import_work *w, struct str line, struct registration_target *t)
{
	struct err before = *w->c->err;
	size_t at = line.n;
	while (at > 0 && line.p[at - 1] != ':')
		at--;
	*t = (struct registration_target){
		.what = line, .measured_in = STR(""), .planned_milli = DB_NULL};
	if (at == 0)
		return;
	struct str tail = str_trim((struct str){.p = line.p + at, .n = line.n - at});
	size_t k = 0;
	while (k < tail.n &&
	       ((tail.p[k] >= '0' && tail.p[k] <= '9') || tail.p[k] == ',' || tail.p[k] == '.'))
		k++;
	int64_t milli;
	if (k && task_milli(w->c, "targets", (struct str){.p = tail.p, .n = k}, &milli) == RC_OK) {
		t->what = str_trim((struct str){.p = line.p, .n = at - 1});
		t->planned_milli = milli;
		t->measured_in = str_trim((struct str){.p = tail.p + k, .n = tail.n - k});
	}
	*w->c->err = before;
}

static void read_targets(struct import_work *w, struct import_row *r, struct registration_new *n)
{
	struct str rest = import_cell(w, r, R_TARGETS);
	struct registration_target *all = arena_array(&w->mem, 30, sizeof *all);
	while (rest.n) {
		struct str line = rest, part = str_cut(&line, '\n');
		rest = line.p ? line : STR("");
		struct str more = part;
		while (more.n) {
			struct str one = str_trim(str_cut(&more, ';'));
			if (!more.p)
				more = STR("");
			if (one.n == 0)
				continue;
			if (n->target_count == 30) {
				import_bad(w, r, R_TARGETS, "Nhiều nhất 30 chỉ tiêu.");
				return;
			}
			struct registration_target *t = &all[n->target_count++];
			read_target(w, one, t);
			import_bad(w, r, R_TARGETS, text_length(t->what, 400));
			import_bad(w, r, R_TARGETS, text_length(t->measured_in, 40));
		}
	}
	n->targets = all;
}

/* --- whom ---------------------------------------------------------------------------------- */

static enum rc by_number(struct import_work *w, struct import_row *r, int64_t *person)
{
	struct str kind, number;
	const char *remark;
	unsigned char hash[KEYS_HASH_BYTES];
	struct sql_identifier_find *found;
	struct ctx *c = w->c;
	size_t n;
	import_bad(w, r, R_NUMBER,
	           text_number(&w->mem, import_cell(w, r, R_NUMBER), &kind, &number, &remark));
	if (r->bad || number.n == 0)
		return RC_OK;
	TRY(keys_lookup_hash(c->app->keys, 0, arena_strz(&w->mem, kind), number, hash, c->err));
	TRY(sql_identifier_find(c->db, &w->mem, (struct str){.p = (char *)hash, .n = sizeof hash},
	                        &found, &n));
	if (n)
		*person = found[0].person_id;
	else
		TRY(import_one_digit_off(w, r, R_NUMBER, kind, number, import_cell(w, r, R_NAME)));
	return RC_OK;
}

/* By record or number; without either a row of a name alone registers for nobody. */
static enum rc read_person(struct import_work *w, struct import_row *r, struct registration_new *n)
{
	struct str id = import_cell(w, r, R_ID);
	struct sql_person_get p;
	struct ctx *c = w->c;
	if (id.n && (!str_int(id, &n->person_id) || n->person_id < 1))
		import_bad(w, r, R_ID, "Mã hồ sơ là một số.");
	if (id.n == 0)
		TRY(by_number(w, r, &n->person_id));
	if (r->bad)
		return RC_OK;
	if (n->person_id == DB_NULL) {
		import_bad(w, r, R_NAME,
		           "Chưa biết là ai: xin ghi mã hồ sơ hoặc số CCCD của người đã có hồ sơ.");
		return RC_OK;
	}
	enum rc rc = sql_person_get(c->db, &w->mem, n->person_id, &p);
	if (rc != RC_OK && rc != RC_NOTFOUND)
		return rc;
	if (rc == RC_NOTFOUND || gate_label(c, w->like, &person_object, n->person_id).n == 0)
		import_bad(w, r, R_NAME, "Không có hồ sơ này trong phạm vi được giao.");
	else if (n->person_id == c->who.person_id)
		import_bad(w, r, R_NAME, "Ông/bà tự đăng ký cho mình, không qua danh sách.");
	else if (import_cell(w, r, R_NAME).n &&
	         !str_eq(viet_fold_loose(&w->mem, p.name),
	                 viet_fold_loose(&w->mem, import_cell(w, r, R_NAME))))
		import_bad(w, r, R_NAME, "Hồ sơ này mang tên khác.");
	return RC_OK;
}

static enum rc read_row(struct import_work *w, struct import_row *r)
{
	struct registration_new *n = r->data;
	bool to_be = false;
	bool person =
		import_cell(w, r, R_NAME).n || import_cell(w, r, R_ID).n || import_cell(w, r, R_NUMBER).n;
	*n = (struct registration_new){
		.person_id = DB_NULL,
		.unit_id = DB_NULL,
		.kind = person ? "behalf" : "unit",
		.pledge = import_cell(w, r, R_PLEDGE),
		.why = arena_printf(&w->mem, "Danh sách %.*s", STR_ARG(w->import.file_name))};
	read_round(w, r, n);
	read_titles(w, r, n);
	read_targets(w, r, n);
	import_bad(w, r, R_PLEDGE, text_length(n->pledge, 10000));
	if (!r->bad && n->code_count == 0 && n->target_count == 0)
		import_bad(w, r, R_TITLES, "Dòng không có danh hiệu và chỉ tiêu nào.");
	if (person)
		return read_person(w, r, n);
	const struct known_unit *u = known_unit_in(w, r, R_UNIT, R_NONE, w->c->today, &to_be);
	if (u)
		n->unit_id = u->id;
	else if (!r->bad)
		import_bad(w, r, R_UNIT, "Không được để trống cả người và đơn vị.");
	return RC_OK;
}

static enum rc check_row(struct import_work *w, struct import_row *r)
{
	struct registration_new *n = r->data;
	struct own *own = w->own;
	TRY(read_row(w, r));
	r->does = ROW_BAD;
	if (r->bad)
		return RC_OK;
	struct err *e = w->c->err;
	enum rc rc = registration_check(w->c, n);
	r->does = rc == RC_CONFLICT ? ROW_SAME : ROW_NEW;
	if (rc == RC_INVALID)
		import_bad(w, r, -1, arena_str(&w->mem, str_of(e->message)).p);
	if (rc != RC_OK && rc != RC_INVALID && rc != RC_CONFLICT)
		return rc;
	err_clear(e);
	struct str whom = arena_printf(&w->mem, "%" PRId64 " %" PRId64 " %" PRId64, n->round_id,
	                               n->person_id, n->person_id == DB_NULL ? n->unit_id : 0);
	uint64_t key = import_key(w, whom, STR(""));
	int64_t row = map_get(own->met, key);
	if (row && row != r->no)
		import_badf(w, r, -1, "Trùng với dòng %" PRId64 ".", row);
	map_put(own->met, key, r->no);
	return RC_OK;
}

static enum rc check(struct import_work *w, struct import_row *rows, size_t n)
{
	for (size_t i = 0; i < n; i++)
		TRY(check_row(w, &rows[i]));
	return RC_OK;
}

/* Those of people go on to their head; a unit's own stays a draft until its head sends it. */
static enum rc store(struct import_work *w, struct import_row *rows, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		struct registration_new *p = rows[i].data;
		if (rows[i].does != ROW_NEW)
			continue;
		TRY(registration_add(w->c, p, &rows[i].id));
		if (p->person_id != DB_NULL)
			TRY(registration_send(w->c, rows[i].id));
	}
	return RC_OK;
}

const struct import_kind import_registrations = {
	.name = "registration",
	.title = "Nhập đăng ký thi đua từ tệp",
	.like = "registration.enter",
	.list = "registration.list",
	.fields = fields,
	.headings = headings,
	.must = (uint64_t)1 << R_TITLES,
	.rows_max = 20000,
	.unit_label = "Đơn vị",
	.news = "Bản đăng ký mới",
	.edits = "Bản đăng ký sửa",
	.help = "Mỗi dòng một người (mã hồ sơ hoặc CCCD) hoặc một tập thể. Bản của người ghi là nhập "
			"thay và gửi luôn cho trưởng đơn vị; bản của tập thể chờ trưởng đơn vị gửi. Ai đã đăng "
			"ký trong đợt thì để nguyên.",
	.row_size = sizeof(struct registration_new),
	.begin = begin,
	.end = end,
	.check = check,
	.store = store,
};
