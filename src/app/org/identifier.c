/*
 * identifier.c: CCCD and other numbers: sealed, found by a keyed hash, shown to few.
 *
 * Căn cước: 12 digits (Luật Căn cước 26/2023/QH15, Điều 12); the first three are the
 * place of first registration, the fourth the century and gender. CMND had 9.
 */
#include "app/org/org.h"
#include "db/sql_person.h"
#include "op/gate.h"
#include "viet/viet.h"

#include <inttypes.h>

const struct choice identifier_kinds[] = {{"cccd", "CCCD / căn cước"},
                                          {"cmnd", "CMND cũ"},
                                          {"staff", "Số hiệu cán bộ"},
                                          {"passport", "Hộ chiếu"},
                                          {0}};

const struct object identifier_object = {
	.name = "identifier", .label = "giấy tờ định danh", .list = &sql_list_identifier_object};

/* Without spaces, dots and dashes, capitals: what two typings of one number have in common. */
static struct str plain_number(struct arena *mem, struct str typed)
{
	char *p = arena_alloc(mem, typed.n + 1);
	size_t n = 0;
	for (size_t i = 0; i < typed.n; i++)
		if (typed.p[i] != ' ' && typed.p[i] != '.' && typed.p[i] != '-')
			p[n++] = (char)toupper((unsigned char)typed.p[i]);
	return (struct str){.p = p, .n = n};
}

static bool all_digits(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] < '0' || s.p[i] > '9')
			return false;
	return s.n > 0;
}

static enum rc check_form(struct ctx *c, struct str kind, struct str number)
{
	if (str_eqz(kind, "cccd") && (number.n != 12 || !all_digits(number)))
		return err_field(c->err, "number", "Số CCCD có 12 chữ số; số vừa nhập có %zu ký tự.",
		                 number.n);
	if (str_eqz(kind, "cmnd") && (number.n != 9 || !all_digits(number)))
		return err_field(c->err, "number", "Số CMND cũ có 9 chữ số; số vừa nhập có %zu ký tự.",
		                 number.n);
	if (number.n < 2 || number.n > 30)
		return err_field(c->err, "number", "Số giấy tờ từ 2 đến 30 ký tự.");
	return RC_OK;
}

static struct str place(struct arena *mem, int64_t person_id)
{
	return arena_printf(mem, "person:%" PRId64, person_id);
}

/* Only who may see the other person learns who it is. */
static enum rc taken(struct ctx *c, int64_t other)
{
	struct str name = gate_label(c, op_find(STR("person.view")), &person_object, other);
	if (name.n)
		return err_field(c->err, "number",
		                 "Số này đã thuộc về %.*s (hồ sơ %" PRId64
		                 "). Nếu là một người, xin dùng \"Gộp hồ sơ\".",
		                 STR_ARG(name), other);
	return err_field(
		c->err, "number",
		"Số này đã có ở một hồ sơ khác ngoài phạm vi được giao. Xin báo quản trị hệ thống.");
}

enum rc org_identifier_put(struct ctx *c, int64_t person_id, struct str kind, struct str plain,
                           struct str lookup, struct date from, int64_t *id)
{
	const char *use = arena_strz(c->mem, kind);
	struct str sealed = keys_seal(c->app->keys, use, place(c->mem, person_id), plain, c->mem);
	return sql_identifier_add(c->db, person_id, kind, sealed, lookup, from, DATE_OPEN, id);
}

enum rc org_identifier_add(struct ctx *c, int64_t person_id, struct str kind, struct str number,
                           struct date from, int64_t *id)
{
	struct sql_identifier_find *rows;
	size_t n;
	unsigned char hash[KEYS_HASH_BYTES];
	const char *use = arena_strz(c->mem, kind);
	struct str plain = plain_number(c->mem, number);
	TRY(check_form(c, kind, plain));
	TRY(keys_lookup_hash(c->app->keys, 0, use, plain, hash, c->err));
	struct str lookup = {.p = (char *)hash, .n = sizeof hash};
	TRY(sql_identifier_find(c->db, c->mem, lookup, &rows, &n));
	for (size_t i = 0; i < n; i++) {
		if (rows[i].person_id != person_id)
			return taken(c, rows[i].person_id);
		if (rows[i].valid_to.days == DATE_OPEN.days)
			return err_field(c->err, "number", "Hồ sơ này đã có số ấy từ ngày %s.",
			                 date_vn(rows[i].valid_from).z);
	}
	return org_identifier_put(c, person_id, kind, plain, lookup, from, id);
}

enum rc org_identifier_open(struct ctx *c, int64_t person_id, struct str kind, struct str sealed,
                            struct str *number)
{
	return keys_open(c->app->keys, arena_strz(c->mem, kind), place(c->mem, person_id), sealed,
	                 c->mem, number, c->err);
}

enum rc org_identifier_rebind(struct ctx *c, int64_t id, int64_t person_id)
{
	struct sql_identifier_get row;
	struct str plain;
	TRY(sql_identifier_get(c->db, c->mem, id, &row));
	const char *use = arena_strz(c->mem, row.kind);
	TRY(keys_open(c->app->keys, use, place(c->mem, row.person_id), row.sealed, c->mem, &plain,
	              c->err));
	return sql_identifier_seal(
		c->db, id, keys_seal(c->app->keys, use, place(c->mem, person_id), plain, c->mem), NULL);
}

struct identifier_add_in {
	int64_t person_id;
	struct str kind, number;
	struct date from;
};
static const struct field identifier_add_fields[] = {
	F(REF, struct identifier_add_in, person_id, "Người", .flags = MUST | IN_SCOPE,
      .ref = &person_object),
	F(CHOICE, struct identifier_add_in, kind, "Loại giấy tờ", .flags = MUST,
      .choices = identifier_kinds),
	F(TEXT, struct identifier_add_in, number, "Số", .flags = MUST | PERSONAL, .max = 40),
	F(DATE, struct identifier_add_in, from, "Từ ngày", .hint = "Ngày cấp; để trống: hôm nay"),
};

static enum rc identifier_add(struct ctx *c, const void *in, struct out *out)
{
	const struct identifier_add_in *p = in;
	c->object_person = p->person_id;
	TRY(org_identifier_add(c, p->person_id, p->kind, p->number,
	                       date_is_none(p->from) ? c->today : p->from, &out->id));
	out->go = arena_printf(c->mem, "/person/%" PRId64, p->person_id);
	out_say(c, out, "Đã ghi số giấy tờ; số được mã hóa.");
	return RC_OK;
}

struct identifier_end_in {
	int64_t id;
	struct date on;
};
static const struct field identifier_end_fields[] = {
	F(REF, struct identifier_end_in, id, "Giấy tờ", .flags = MUST | HIDDEN,
      .ref = &identifier_object),
	F(DATE, struct identifier_end_in, on, "Hết giá trị từ ngày", .flags = MUST),
};

static enum rc identifier_end(struct ctx *c, const void *in, struct out *out)
{
	const struct identifier_end_in *p = in;
	struct sql_identifier_get row;
	TRY(sql_identifier_get(c->db, c->mem, p->id, &row));
	if (p->on.days <= row.valid_from.days)
		return err_field(c->err, "on", "Ngày phải sau ngày cấp %s.", date_vn(row.valid_from).z);
	TRY(sql_identifier_end(c->db, p->id, p->on, NULL));
	out->go = arena_printf(c->mem, "/person/%" PRId64, row.person_id);
	out_say(c, out, "Đã ghi giấy tờ hết giá trị từ ngày %s.", date_vn(p->on).z);
	return RC_OK;
}

struct identifier_reveal_in {
	int64_t id;
	struct str reason;
};
static const struct field identifier_reveal_fields[] = {
	F(REF, struct identifier_reveal_in, id, "Giấy tờ", .flags = MUST | HIDDEN,
      .ref = &identifier_object),
	F(TEXT, struct identifier_reveal_in, reason, "Lý do xem", .flags = MUST, .min = 5,
      .hint = "Lý do được ghi vào nhật ký cùng tên người xem"),
};

static enum rc identifier_reveal(struct ctx *c, const void *in, struct out *out)
{
	const struct identifier_reveal_in *p = in;
	struct sql_identifier_get row;
	struct str number;
	TRY(sql_identifier_get(c->db, c->mem, p->id, &row));
	TRY(keys_open(c->app->keys, arena_strz(c->mem, row.kind), place(c->mem, row.person_id),
	              row.sealed, c->mem, &number, c->err));
	out_fact(out, "person", "Họ và tên", c->object_label);
	out_fact(out, "kind", "Loại giấy tờ", choice_label(identifier_kinds, row.kind));
	out_fact(out, "number", "Số", number);
	out_say(c, out, "Lần xem này đã được ghi vào nhật ký.");
	return RC_OK;
}

struct identifier_find_in {
	struct str kind, number;
};
static const struct field identifier_find_fields[] = {
	F(CHOICE, struct identifier_find_in, kind, "Loại giấy tờ", .flags = MUST,
      .choices = identifier_kinds),
	F(TEXT, struct identifier_find_in, number, "Số", .flags = MUST | PERSONAL, .max = 40),
};

static enum rc identifier_find(struct ctx *c, const void *in, struct out *out)
{
	const struct identifier_find_in *p = in;
	struct sql_identifier_find *rows;
	size_t n, seen = 0;
	unsigned char hash[KEYS_HASH_BYTES];
	struct str plain = plain_number(c->mem, p->number);
	TRY(check_form(c, p->kind, plain));
	TRY(keys_lookup_hash(c->app->keys, 0, arena_strz(c->mem, p->kind), plain, hash, c->err));
	TRY(sql_identifier_find(c->db, c->mem, (struct str){.p = (char *)hash, .n = sizeof hash}, &rows,
	                        &n));
	for (size_t i = 0; i < n; i++) {
		struct str name = gate_label(c, c->op, &person_object, rows[i].person_id);
		if (name.n == 0)
			continue;
		seen++;
		out->go = arena_printf(c->mem, "/person/%" PRId64, rows[i].person_id);
		out_fact(out, "person", "Họ và tên", name);
		out_fact(out, "person_id", "Mã hồ sơ", arena_printf(c->mem, "%" PRId64, rows[i].person_id));
	}
	/* No failure: that somebody asked for this number has to stay in the journal. */
	if (seen == 0)
		out_say(c, out, "Không có hồ sơ nào mang số này trong phạm vi được giao.");
	return RC_OK;
}

/* The number itself is no column: whoever needs it asks for it one by one. */
static const struct field identifier_filters[] = {
	FILTER(REF, "person", "Người", .ref = &person_object)};
static const struct column identifier_cols[] = {
	{"kind", "Loại giấy tờ", COL_CHOICE, .choices = identifier_kinds},
	{"valid_from", "Từ ngày", COL_DATE, .order = "time"},
	{"valid_to", "Đến trước ngày", COL_DATE},
};

const struct op identifier_ops[] = {
	{.name = "identifier.list",
     .title = "Giấy tờ định danh",
     .help = "Các giấy tờ đã ghi; số chỉ hiện khi xem từng giấy tờ.",
     .kind = OP_LIST,
     .flags = OP_JOURNAL_EXPORT | OP_QUIET,
     .roles = R(ADMIN) | R(STANDING) | R(INSPECTOR) | R(MEMBER),
     .scope = SCOPE_ANY,
     .object = &identifier_object,
     .list = &sql_list_identifier_list,
     FIELDS(identifier_filters),
     COLS(identifier_cols),
     .empty = "Chưa ghi giấy tờ nào."},
	{.name = "identifier.add",
     .title = "Ghi giấy tờ định danh",
     .help = "Số CCCD và giấy tờ khác; trùng với hồ sơ khác sẽ báo ngay.",
     .kind = OP_WRITE,
     .flags = OP_NOT_OWN,
     .roles = R(ADMIN) | R(STANDING),
     .scope = SCOPE_OBJECT,
     .object = &identifier_object,
     FIELDS(identifier_add_fields),
     .in_size = sizeof(struct identifier_add_in),
     .run = identifier_add,
     .person_field = "person_id",
     .law = "Luật Bảo vệ dữ liệu cá nhân 91/2025/QH15, Điều 3"},
	{.name = "identifier.end",
     .title = "Giấy tờ hết giá trị",
     .help = "Giấy tờ bị thay từ một ngày; số cũ vẫn tìm được.",
     .kind = OP_WRITE,
     .flags = OP_NOT_OWN,
     .roles = R(ADMIN) | R(STANDING),
     .scope = SCOPE_OBJECT,
     .object = &identifier_object,
     FIELDS(identifier_end_fields),
     .in_size = sizeof(struct identifier_end_in),
     .run = identifier_end},
	/* On one's own record too: everybody may read what is kept about them. */
	{.name = "identifier.reveal",
     .title = "Xem số giấy tờ",
     .help = "Hiện số đầy đủ; mỗi lần xem đều ghi nhật ký.",
     .kind = OP_WRITE,
     .roles = R(ADMIN) | R(STANDING) | R(INSPECTOR) | R(MEMBER),
     .scope = SCOPE_OBJECT,
     .object = &identifier_object,
     FIELDS(identifier_reveal_fields),
     .in_size = sizeof(struct identifier_reveal_in),
     .run = identifier_reveal,
     .per_minute = 30,
     .law = "Luật Bảo vệ dữ liệu cá nhân 91/2025/QH15, Điều 3"},
	{.name = "identifier.find",
     .title = "Tìm người theo số giấy tờ",
     .help = "Tìm đúng một người bằng số đầy đủ.",
     .kind = OP_WRITE,
     .roles = R(ADMIN) | R(STANDING),
     .scope = SCOPE_ANY,
     .area = "org",
     .icon = "search",
     FIELDS(identifier_find_fields),
     .in_size = sizeof(struct identifier_find_in),
     .run = identifier_find,
     .per_minute = 30},
	{0}};
