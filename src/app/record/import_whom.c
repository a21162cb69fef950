#include "app/record/import_whom.h"

#include "app/org/org.h"
#include "db/sql_person.h"
#include "op/gate.h"
#include "viet/viet.h"

#include <inttypes.h>

static bool same_name(struct import_work *w, struct str a, struct str b)
{
	return str_eq(viet_fold_loose(&w->mem, a), viet_fold_loose(&w->mem, b));
}

/* --- people -------------------------------------------------------------------------------- */

static enum rc take_person(struct import_work *w, struct import_row *r, int64_t id, int field,
                           struct whom *out)
{
	struct sql_person_get old;
	struct ctx *c = w->c;
	enum rc rc = sql_person_get(c->db, &w->mem, id, &old);
	if (rc == RC_NOTFOUND) {
		import_bad(w, r, field, "Không có hồ sơ này trong phạm vi được giao.");
		return RC_OK;
	}
	TRY(rc);
	if (str_eqz(old.state, "merged") && old.merged_into != DB_NULL)
		return take_person(w, r, old.merged_into, field, out);
	if (!known_units_whole(w) && gate_label(c, w->like, &person_object, id).n == 0)
		import_bad(w, r, field, "Không có hồ sơ này trong phạm vi được giao.");
	else if (str_eqz(old.state, "erased"))
		import_bad(w, r, field, "Hồ sơ này đã xóa.");
	else if (id == c->who.person_id)
		import_bad(w, r, field, "Không ai ghi cho chính mình; xin người khác nhập dòng này.");
	else if (out->u.name.n && !same_name(w, old.name, out->u.name))
		import_badf(w, r, W_NAME, "Hồ sơ %" PRId64 " mang tên khác.", id);
	out->s.person_id = id;
	return RC_OK;
}

static enum rc by_number(struct import_work *w, struct import_row *r, struct whom *out)
{
	struct sql_identifier_find *found;
	size_t n;
	unsigned char hash[KEYS_HASH_BYTES];
	struct ctx *c = w->c;
	if (out->u.number.n == 0)
		return RC_OK;
	TRY(keys_lookup_hash(c->app->keys, 0, arena_strz(&w->mem, out->u.number_kind), out->u.number,
	                     hash, c->err));
	struct str lookup = {.p = (char *)hash, .n = sizeof hash};
	TRY(sql_identifier_find(c->db, &w->mem, lookup, &found, &n));
	if (n && out->s.person_id != DB_NULL && found[0].person_id != out->s.person_id)
		import_bad(w, r, W_NUMBER, "Số này đã có ở một hồ sơ khác.");
	else if (n && out->s.person_id == DB_NULL)
		TRY(take_person(w, r, found[0].person_id, W_NUMBER, out));
	else if (out->s.person_id == DB_NULL)
		TRY(import_one_digit_off(w, r, W_NUMBER, out->u.number_kind, out->u.number, out->u.name));
	return RC_OK;
}

static enum rc read_person(struct import_work *w, struct import_row *r, struct whom *out)
{
	struct str id = import_cell(w, r, W_ID);
	const char *remark;
	int64_t no;
	import_bad(w, r, W_NUMBER,
	           text_number(&w->mem, import_cell(w, r, W_NUMBER), &out->u.number_kind,
	                       &out->u.number, &remark));
	if (remark)
		import_warn(w, r, W_NUMBER, remark);
	import_bad(w, r, W_BIRTH, text_date(&w->mem, import_cell(w, r, W_BIRTH), &out->u.birth));
	if (id.n && (!str_int(id, &no) || no < 1))
		import_bad(w, r, W_ID, "Mã hồ sơ là một số.");
	else if (id.n)
		TRY(take_person(w, r, no, W_ID, out));
	TRY(by_number(w, r, out));
	out->unmatched = out->s.person_id == DB_NULL;
	if (!out->unmatched)
		return RC_OK;
	if (out->u.name.n == 0)
		import_bad(w, r, W_NAME, "Không được để trống.");
	import_warn(w, r, out->u.number.n ? W_NUMBER : W_NAME,
	            out->u.number.n ? "Chưa có hồ sơ nào mang số này; dòng được giữ và chờ nối."
	                            : "Không có số định danh; dòng được giữ, đánh dấu và chờ nối.");
	return RC_OK;
}

/* --- units --------------------------------------------------------------------------------- */

static void read_unit(struct import_work *w, struct import_row *r, bool subject, struct whom *out)
{
	struct str name = import_cell(w, r, W_UNIT);
	bool several = false;
	const struct known_unit *u = name.n ? known_unit_named(w, name, &several) : NULL;
	if (subject && name.n == 0)
		import_bad(w, r, W_UNIT, "Không được để trống tên tập thể.");
	if (subject && several)
		import_bad(w, r, W_UNIT,
		           "Có nhiều đơn vị mang tên này. Xin ghi kèm cấp trên, ví dụ \"Phòng Tổng hợp, "
		           "Sở Nội vụ\".");
	if (u && !u->mine)
		import_bad(w, r, W_UNIT, "Đơn vị này ngoài phạm vi được giao.");
	if (u)
		out->s.unit_id = u->id;
	if (!subject || u || several || name.n == 0)
		return;
	out->unmatched = true;
	out->u.name = name;
	import_warn(w, r, W_UNIT, "Không có đơn vị này; dòng được giữ và chờ nối.");
}

enum rc whom_read(struct import_work *w, struct import_row *r, const char *kind, struct whom *out)
{
	bool unit = strcmp(kind, "unit") == 0;
	*out = (struct whom){
		.s = {.kind = kind, .person_id = DB_NULL, .unit_id = DB_NULL, .unmatched_id = DB_NULL},
		.u = {.kind = kind,
	          .name = import_cell(w, r, W_NAME),
	          .unit_name = import_cell(w, r, W_UNIT),
	          .number = STR(""),
	          .number_kind = STR(""),
	          .source = w->import.file_name,
	          .birth = DATE_NONE}};
	read_unit(w, r, unit, out);
	if (unit)
		out->u.unit_name = STR("");
	else
		TRY(read_person(w, r, out));
	import_bad(w, r, unit ? W_UNIT : W_NAME, text_length(out->u.name, 200));
	struct str id = arena_printf(&w->mem, "%s %" PRId64 " %" PRId64, kind, out->s.person_id,
	                             unit ? out->s.unit_id : 0);
	struct str said =
		out->unmatched
			? arena_printf(&w->mem, "%.*s|%.*s|%.*s", STR_ARG(viet_fold(&w->mem, out->u.name)),
	                       STR_ARG(viet_fold(&w->mem, out->u.unit_name)), STR_ARG(out->u.number))
			: STR("");
	out->key = import_key(w, id, said);
	return RC_OK;
}

bool whom_is_person(const struct import_work *w, const struct import_row *r)
{
	return import_cell(w, r, W_NAME).n || import_cell(w, r, W_ID).n ||
	       import_cell(w, r, W_NUMBER).n;
}

enum rc whom_keep(struct import_work *w, struct whom *h)
{
	return h->unmatched ? record_unmatched(w->c, &h->u, &h->s.unmatched_id) : RC_OK;
}

/* --- what all of them do ---------------------------------------------------------------------
 */

enum rc said_begin(struct import_work *w)
{
	w->own = map_new((size_t)w->import.row_count);
	return RC_OK;
}

void said_end(struct import_work *w)
{
	if (w->own)
		map_free(w->own);
}

void not_again(struct import_work *w, struct import_row *r, struct str what, uint64_t whose)
{
	uint64_t key = import_key(w, what, arena_printf(&w->mem, "%" PRIu64, whose));
	int64_t before = map_get(w->own, key);
	if (before && before != r->no)
		import_badf(w, r, -1, "Trùng với dòng %" PRId64 ".", before);
	map_put(w->own, key, r->no);
}

enum rc row_checked(struct import_work *w, struct import_row *r, enum rc rc, int field)
{
	struct err *e = w->c->err;
	r->does = rc == RC_CONFLICT ? ROW_SAME : ROW_NEW;
	if (rc == RC_INVALID)
		import_bad(w, r, field, arena_str(&w->mem, str_of(e->message)).p);
	if (rc != RC_INVALID && rc != RC_CONFLICT)
		return rc;
	err_clear(e);
	return RC_OK;
}

void must_have(struct import_work *w, struct import_row *r, int field)
{
	if (import_cell(w, r, field).n == 0)
		import_bad(w, r, field, "Không được để trống.");
}

/* --- decisions and years --------------------------------------------------------------------- */

void paper_read(struct import_work *w, struct import_row *r, int sign_field, int dated_field,
                int issuer_field, struct paper *out)
{
	struct str sign = import_cell(w, r, sign_field), dated = import_cell(w, r, dated_field);
	const char *day = sign.n ? memmem(sign.p, sign.n, " ngày ", strlen(" ngày ")) : NULL;
	if (day && dated.n == 0) {
		dated = (struct str){.p = day + strlen(" ngày "), .n = 0};
		dated.n = (size_t)(sign.p + sign.n - dated.p);
		sign.n = (size_t)(day - sign.p);
	}
	static const char *const before[] = {"QĐ số ", "Số ", "QĐ "};
	for (int i = 0; i < COUNT(before); i++)
		if (str_starts(sign, before[i])) {
			sign.p += strlen(before[i]);
			sign.n -= strlen(before[i]);
		}
	*out = (struct paper){.sign = str_trim(sign), .issuer = import_cell(w, r, issuer_field)};
	import_bad(w, r, date_is_none(out->dated) && day ? sign_field : dated_field,
	           text_date(&w->mem, str_trim(dated), &out->dated));
	import_bad(w, r, sign_field, text_length(out->sign, 60));
	import_bad(w, r, issuer_field, text_length(out->issuer, 200));
	if (!date_is_none(out->dated) && out->dated.days > w->c->today.days)
		import_bad(w, r, dated_field, "Quyết định không thể ký sau hôm nay.");
}

int64_t year_read(struct import_work *w, struct import_row *r, int field)
{
	struct str text = import_cell(w, r, field);
	int64_t year;
	int now = date_civil(w->c->today).year;
	if (text.n && str_int(text, &year) && year >= 1945 && year <= now)
		return year;
	if (text.n == 0)
		import_bad(w, r, field, "Không được để trống năm.");
	else
		import_badf(w, r, field, "Năm là một số từ 1945 đến %d.", now);
	return DB_NULL;
}
