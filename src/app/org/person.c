/*
 * person.c: people: the record, and what it says of them today.
 *
 * A person's id is our own. Names are kept as written, in NFC; order and search go
 * by stored keys. Birth date, e-mail and telephone are personal values (Luật
 * 91/2025/QH15): sealed in the journal, masked for those who only see lists.
 */
#include "app/account/account.h"
#include "app/org/org.h"
#include "app/search/search.h"
#include "db/sql_grant.h"
#include "db/sql_person.h"
#include "db/sql_unit.h"
#include "viet/viet.h"

#include <inttypes.h>

/* Luật Cán bộ, công chức 80/2025/QH15; Luật Viên chức; người lao động by contract. */
const struct choice cadres[] = {{"official", "Cán bộ"},
                                {"civil_servant", "Công chức"},
                                {"public_employee", "Viên chức"},
                                {"worker", "Người lao động"},
                                {0}};
const struct choice genders[] = {{"nam", "Nam"}, {"nu", "Nữ"}, {0}};
const struct choice person_states[] = {{"active", "Đang công tác"},
                                       {"left", "Đã thôi việc, nghỉ hưu"},
                                       {"merged", "Đã gộp hồ sơ"},
                                       {"erased", "Đã xóa dữ liệu cá nhân"},
                                       {0}};

/* What somebody at work should have and has not. */
static const struct choice person_lacks[] = {
	{"post", "Chưa có vị trí"}, {"account", "Chưa có tài khoản"}, {0}};

const struct object person_object = {
	.name = "person", .label = "người", .list = &sql_list_person_object, .view = "person.view"};

enum rc org_refresh_person(struct ctx *c, int64_t id)
{
	struct sql_person_search_fields p;
	TRY(sql_person_today_one(c->db, id, c->today, NULL));
	TRY(sql_person_search_fields(c->db, c->mem, id, &p));
	if (str_eqz(p.state, "merged") || str_eqz(p.state, "erased"))
		return search_drop(c, "person", id);
	struct str note = p.unit_name.p ? arena_printf(c->mem, "%.*s%s%.*s", STR_ARG(p.post_title),
	                                               p.post_title.n ? ", " : "", STR_ARG(p.unit_name))
	                                : p.post_title;
	return search_put(c, &(struct search_entry){.kind = "person",
	                                            .id = id,
	                                            .title = p.name,
	                                            .note = note,
	                                            .sort_key = p.sort_key,
	                                            .unit_id = p.unit_id,
	                                            .person_id = id});
}

enum rc org_refresh_day(struct ctx *c, struct date since)
{
	struct sql_person_today_due *due;
	size_t n;
	TRY(org_refresh_units(c));
	TRY(sql_person_today_due(c->db, c->mem, since, c->today, &due, &n));
	for (size_t i = 0; i < n; i++)
		TRY(org_refresh_person(c, due[i].id));
	return RC_OK;
}

static enum rc rebuild_person(struct ctx *c, int64_t id)
{
	struct sql_person_get row;
	TRY(sql_person_get(c->db, c->mem, id, &row));
	TRY(sql_person_keys_set(c->db, id, viet_name_key(c->mem, row.name), viet_fold(c->mem, row.name),
	                        VIET_KEY_VERSION, NULL));
	return org_refresh_person(c, id);
}

enum rc org_rebuild(struct ctx *c, int64_t *rows)
{
	struct db_cursor *cur;
	struct sql_person_all_keys p;
	int64_t *ids = NULL;
	size_t n = 0, room = 0;
	TRY(org_refresh_units(c));
	TRY(sql_person_all_keys_open(c->db, c->mem, &cur));
	enum rc rc;
	while ((rc = sql_person_all_keys_next(cur, c->mem, &p)) == RC_OK) {
		if (n == room) {
			int64_t *more = arena_array(c->mem, room = room ? room * 2 : 1024, sizeof *more);
			if (n)
				memcpy(more, ids, n * sizeof *ids);
			ids = more;
		}
		ids[n++] = p.id;
	}
	db_cursor_end(cur);
	if (rc != RC_NOTFOUND)
		return rc;
	struct ctx one = *c; /* its memory is given back after each */
	struct arena mem;
	arena_init(&mem);
	one.mem = &mem;
	rc = RC_OK;
	for (size_t i = 0; i < n && rc == RC_OK; i++) {
		arena_reset(&mem);
		rc = rebuild_person(&one, ids[i]);
	}
	arena_release(&mem);
	*rows += (int64_t)n;
	return rc;
}

/* --- a new record -------------------------------------------------------------------------- */

enum rc org_unit_is_there(struct ctx *c, int64_t unit, struct date on)
{
	struct sql_unit_below_has row;
	TRY(sql_unit_below_has(c->db, c->mem, unit, unit, on, &row));
	if (row.n == 0)
		return err_field(c->err, "unit_id", "Ngày %s đơn vị này chưa có.", date_vn(on).z);
	struct sql_unit_version_last v;
	TRY(sql_unit_version_last(c->db, c->mem, unit, &v));
	if (v.valid_to.days <= on.days)
		return err_field(c->err, "unit_id", "%.*s đã kết thúc từ ngày %s.", STR_ARG(v.name),
		                 date_vn(v.valid_to).z);
	return RC_OK;
}

enum rc org_person_add(struct ctx *c, const struct person_new *p, int64_t *id)
{
	int64_t post, identifier;
	struct str none = STR("");
	TRY(sql_person_add(c->db, p->name, viet_name_key(c->mem, p->name), viet_fold(c->mem, p->name),
	                   VIET_KEY_VERSION, p->gender.p ? p->gender : none, p->birth, p->cadre,
	                   p->email.p ? p->email : none, p->phone.p ? p->phone : none, c->now_ms, id));
	c->object_person = *id;
	if (p->unit_id != DB_NULL) {
		TRY(org_unit_is_there(c, p->unit_id, p->since));
		TRY(sql_post_add(c->db, *id, p->unit_id, p->post_title.p ? p->post_title : none, 1, none,
		                 p->since, DATE_OPEN, &post));
	}
	if (p->cccd.n)
		TRY(org_identifier_add(c, *id, STR("cccd"), p->cccd,
		                       date_is_none(p->since) ? c->today : p->since, &identifier));
	return org_refresh_person(c, *id);
}

/* One dot after one at-sign and no white space: the rest is the mail server's to judge. */
static enum rc check_email(struct ctx *c, struct str email)
{
	ptrdiff_t at = str_chr(email, '@');
	if (email.n == 0)
		return RC_OK;
	struct str domain = {.p = email.p + at + 1, .n = at < 0 ? 0 : email.n - (size_t)at - 1};
	if (at < 1 || str_chr(domain, '.') < 1 || str_chr(domain, '@') >= 0 || str_chr(email, ' ') >= 0)
		return err_field(c->err, "email",
		                 "Địa chỉ thư \"%.*s\" không đúng, ví dụ an.nguyen@laocai.gov.vn.",
		                 STR_ARG(email));
	return RC_OK;
}

static enum rc check_birth(struct ctx *c, struct date birth)
{
	if (date_is_none(birth))
		return RC_OK;
	int age = (c->today.days - birth.days) / 365;
	if (age < 15 || age > 110)
		return err_field(c->err, "birth", "Ngày sinh %s cho tuổi %d; xin kiểm tra lại.",
		                 date_vn(birth).z, age);
	return RC_OK;
}

struct person_create_in {
	struct str name, gender, cadre, email, phone, post_title, cccd;
	struct date birth, since;
	int64_t unit_id;
};
#define PERSON_FIELDS(S)                                                                           \
	F(TEXT, S, name, "Họ và tên", .flags = MUST | PERSONAL, .max = 100),                           \
		F(CHOICE, S, gender, "Giới tính", .choices = genders),                                     \
		F(DATE, S, birth, "Ngày sinh", .flags = PERSONAL),                                         \
		F(CHOICE, S, cadre, "Đối tượng", .flags = MUST, .choices = cadres),                        \
		F(TEXT, S, email, "Thư điện tử", .flags = PERSONAL, .max = 120),                           \
		F(TEXT, S, phone, "Điện thoại", .flags = PERSONAL, .max = 30)
static const struct field person_create_fields[] = {
	PERSON_FIELDS(struct person_create_in),
	F(TEXT, struct person_create_in, cccd, "Số CCCD", .flags = PERSONAL, .max = 20,
      .hint =
          "12 chữ số; được mã hóa, chỉ người có quyền mới xem được và mỗi lần xem đều ghi nhật ký"),
	F(REF, struct person_create_in, unit_id, "Đơn vị", .flags = MUST | IN_SCOPE,
      .ref = &unit_object),
	F(TEXT, struct person_create_in, post_title, "Chức vụ, chức danh", .flags = MUST),
	F(DATE, struct person_create_in, since, "Giữ vị trí từ ngày", .flags = MUST),
};

static enum rc person_create(struct ctx *c, const void *in, struct out *out)
{
	const struct person_create_in *p = in;
	TRY(check_email(c, p->email));
	TRY(check_birth(c, p->birth));
	struct person_new one = {.name = p->name,
	                         .gender = p->gender,
	                         .cadre = p->cadre,
	                         .email = p->email,
	                         .phone = p->phone,
	                         .birth = p->birth,
	                         .unit_id = p->unit_id,
	                         .post_title = p->post_title,
	                         .since = p->since,
	                         .cccd = p->cccd};
	TRY(org_person_add(c, &one, &out->id));
	c->object_unit = p->unit_id;
	out_say(c, out, "Đã thêm hồ sơ của %.*s.", STR_ARG(p->name));
	return RC_OK;
}

/* --- changing, leaving, coming back ---------------------------------------------------------- */

struct person_edit_in {
	int64_t id;
	struct str name, gender, cadre, email, phone;
	struct date birth;
};
static const struct field person_edit_fields[] = {
	F(REF, struct person_edit_in, id, "Người", .flags = MUST | HIDDEN, .ref = &person_object),
	PERSON_FIELDS(struct person_edit_in),
};

static enum rc person_edit(struct ctx *c, const void *in, struct out *out)
{
	const struct person_edit_in *p = in;
	TRY(check_email(c, p->email));
	TRY(check_birth(c, p->birth));
	TRY(sql_person_set(c->db, p->id, p->name, viet_name_key(c->mem, p->name),
	                   viet_fold(c->mem, p->name), VIET_KEY_VERSION, p->gender, p->birth, p->cadre,
	                   p->email, p->phone, NULL));
	TRY(org_refresh_person(c, p->id));
	out_say(c, out, "Đã sửa hồ sơ của %.*s.", STR_ARG(p->name));
	return RC_OK;
}

struct person_contact_in {
	int64_t id;
	struct str email, phone;
};
static const struct field person_contact_fields[] = {
	F(REF, struct person_contact_in, id, "Người", .flags = MUST | HIDDEN, .ref = &person_object),
	F(TEXT, struct person_contact_in, email, "Thư điện tử", .flags = PERSONAL, .max = 120),
	F(TEXT, struct person_contact_in, phone, "Điện thoại", .flags = PERSONAL, .max = 30),
};

static enum rc person_contact(struct ctx *c, const void *in, struct out *out)
{
	const struct person_contact_in *p = in;
	struct sql_person_get old;
	TRY(check_email(c, p->email));
	TRY(sql_person_get(c->db, c->mem, p->id, &old));
	TRY(sql_person_set(c->db, p->id, old.name, old.sort_key, viet_fold(c->mem, old.name),
	                   VIET_KEY_VERSION, old.gender, old.birth, old.cadre, p->email, p->phone,
	                   NULL));
	out_say(c, out, "Đã cập nhật thông tin liên hệ.");
	return RC_OK;
}

struct person_day_in {
	int64_t id;
	struct date on;
	struct str basis;
};
static const struct field person_leave_fields[] = {
	F(REF, struct person_day_in, id, "Người", .flags = MUST | HIDDEN, .ref = &person_object),
	F(DATE, struct person_day_in, on, "Từ ngày", .flags = MUST,
      .hint = "Ngày đầu tiên không còn công tác"),
	F(TEXT, struct person_day_in, basis, "Căn cứ", .flags = MUST),
};

/* Grants and delegations, given and taken; what never began keeps an empty period. */
static enum rc end_powers(struct ctx *c, int64_t person, struct date on)
{
	TRY(sql_grant_end_all(c->db, person, on, NULL));
	return sql_delegation_end_all(c->db, person, on, NULL);
}

static enum rc person_leave(struct ctx *c, const void *in, struct out *out)
{
	const struct person_day_in *p = in;
	struct sql_post_open_of_person *posts;
	size_t n;
	if (p->on.days > c->today.days)
		return err_field(c->err, "on",
		                 "Xin ghi khi đã đến ngày %s: trạng thái của hồ sơ đổi ngay hôm nay.",
		                 date_vn(p->on).z);
	TRY(account_close_person(c, p->id)); /* first: it looks at the grants */
	TRY(end_powers(c, p->id, p->on));
	TRY(sql_post_open_of_person(c->db, c->mem, p->id, p->on, &posts, &n));
	for (size_t i = 0; i < n; i++)
		if (posts[i].valid_from.days < p->on.days)
			TRY(sql_post_end(c->db, posts[i].id, p->on, NULL));
		else
			TRY(sql_post_drop(c->db, posts[i].id, NULL));
	TRY(sql_person_state_set(c->db, p->id, STR("left"), DB_NULL, NULL));
	TRY(org_refresh_person(c, p->id));
	out_say(c, out,
	        "%.*s thôi công tác từ ngày %s; %zu vị trí kết thúc, cùng mọi quyền và tài khoản.",
	        STR_ARG(c->object_label), date_vn(p->on).z, n);
	return RC_OK;
}

struct person_id_in {
	int64_t id;
};
static const struct field person_id_fields[] = {
	F(REF, struct person_id_in, id, "Người", .flags = MUST | HIDDEN, .ref = &person_object),
};

static enum rc person_return(struct ctx *c, const void *in, struct out *out)
{
	const struct person_id_in *p = in;
	TRY(sql_person_state_set(c->db, p->id, STR("active"), DB_NULL, NULL));
	TRY(org_refresh_person(c, p->id));
	out_say(c, out,
	        "%.*s công tác trở lại. Xin ghi vị trí mới; tài khoản và quyền chưa được mở lại.",
	        STR_ARG(c->object_label));
	return RC_OK;
}

/* --- lists and rows ------------------------------------------------------------------------------
 */

static const struct field person_list_filters[] = {
	FILTER(TEXT, "q", "Tìm theo tên, chức vụ", .flags = WORDS | INDEXED, .ref = &person_object,
           .hint = "Không cần dấu"),
	FILTER(REF, "unit", "Đơn vị", .ref = &unit_object),
	FILTER(REF, "below", "Đơn vị và trực thuộc", .ref = &unit_object),
	FILTER(CHOICE, "cadre", "Đối tượng", .choices = cadres),
	FILTER(CHOICE, "gender", "Giới tính", .choices = genders),
	FILTER(CHOICE, "state", "Tình trạng", .choices = person_states),
	FILTER(CHOICE, "lacks", "Còn thiếu", .choices = person_lacks),
};
static const struct column person_list_cols[] = {
	{"name", "Họ và tên", COL_LINK, .op = "person.view", .key = "id", .order = "name", .width = 28},
	{"post_title", "Chức vụ", COL_TEXT, .width = 28},
	{"unit_name", "Đơn vị", COL_LINK, .op = "unit.view", .key = "unit_id", .width = 36},
	{"cadre", "Đối tượng", COL_CHOICE, .choices = cadres},
	{"gender", "Giới tính", COL_CHOICE, .choices = genders},
	{"state", "Tình trạng", COL_BADGE, .choices = person_states},
	{"id", "Mã hồ sơ", COL_INT, .order = "newest"},
};
static const struct field person_id_filter[] = {
	FILTER(REF, "id", "Người", .flags = MUST | HIDDEN, .ref = &person_object)};
static const struct column person_view_cols[] = {
	{"name", "Họ và tên", COL_TEXT},
	{"post_title", "Chức vụ", COL_TEXT},
	{"unit_name", "Đơn vị", COL_LINK, .op = "unit.view", .key = "unit_id"},
	{"cadre", "Đối tượng", COL_CHOICE, .choices = cadres},
	{"gender", "Giới tính", COL_CHOICE, .choices = genders},
	{"birth", "Ngày sinh", COL_DATE},
	{"email", "Thư điện tử", COL_TEXT},
	{"phone", "Điện thoại", COL_TEXT},
	{"state", "Tình trạng", COL_BADGE, .choices = person_states},
	{"id", "Mã hồ sơ", COL_INT},
};
static const struct part person_parts[] = {
	{"Quá trình công tác", "post.list", "person", NULL},
	{"Khen thưởng", "award.list", "person", NULL},
	{"Bản trích khen thưởng", "extract.list", "person", NULL},
	{"Xếp loại chất lượng", "rating.list", "person", NULL},
	{"Sáng kiến, đề tài", "author.list", "person", NULL},
	{"Thành tích", "deed.list", "person", NULL},
	{"Đăng ký thi đua", "registration.of_person", "person", NULL},
	{"Được đề nghị khen thưởng", "nominee.of_person", "person", NULL},
	{"Thời gian giữ chức vụ", "service.list", "person", NULL},
	{"Kỷ luật", "discipline.list", "person", NULL},
	{"Tạm dừng xét", "hold.list", "person", NULL},
	{"Nghỉ dài ngày", "leave.list", "person", NULL},
	{"Lời xác nhận", "attestation.list", "person", NULL},
	{"Kết quả kiểm tra đã lưu", "verdict.list", "person", NULL},
	{"Văn bản đã lập", "writing.list", "person", NULL},
	{"Giấy tờ định danh", "identifier.list", "person", NULL},
	{"Tài khoản", "account.list", "person", NULL},
	{"Tệp đính kèm", "file.list", "person", NULL},
	{"Quyền được giao", "grant.list", "person", NULL},
	{"Hồ sơ trùng đã gộp vào đây", "merge.list", "person", NULL},
};

#define SEES_PEOPLE (R_OFFICE | R(MEMBER) | R(UNIT_CLERK) | R(UNIT_HEAD))
#define KEEPS_PEOPLE (R(ADMIN) | R(STANDING) | R(UNIT_CLERK) | R(UNIT_HEAD))

const struct op person_ops[] = {
	{.name = "person.list",
     .title = "Nhân sự",
     .help = "Cán bộ, công chức, viên chức, người lao động trong phạm vi được giao; tìm không cần "
             "dấu, xếp theo tên.",
     .kind = OP_LIST,
     .flags = OP_JOURNAL_EXPORT,
     .roles = SEES_PEOPLE,
     .scope = SCOPE_ANY,
     .area = "org",
     .icon = "people",
     .object = &person_object,
     .list = &sql_list_person_list,
     FIELDS(person_list_filters),
     COLS(person_list_cols),
     .empty =
         "Chưa có ai khớp. Bỏ bớt bộ lọc, thêm từng người, hoặc nhập cả danh sách từ bảng tính."},
	{.name = "person.view",
     .title = "Hồ sơ cá nhân",
     .help = "Hồ sơ của một người: vị trí hôm nay, quá trình, quyền.",
     .kind = OP_VIEW,
     .roles = SEES_PEOPLE,
     .scope = SCOPE_OBJECT,
     .object = &person_object,
     .list = &sql_list_person_view,
     FIELDS(person_id_filter),
     COLS(person_view_cols),
     PARTS(person_parts)},
	{.name = "person.create",
     .title = "Thêm người",
     .help = "Một hồ sơ mới cùng vị trí đầu tiên.",
     .kind = OP_WRITE,
     .roles = KEEPS_PEOPLE,
     .scope = SCOPE_OBJECT,
     .object = &person_object,
     FIELDS(person_create_fields),
     .in_size = sizeof(struct person_create_in),
     .run = person_create,
     .then = "person.view"},
	{.name = "person.edit",
     .title = "Sửa hồ sơ",
     .help = "Sửa họ tên và thông tin cá nhân; vị trí công tác ghi riêng.",
     .verb = "Sửa hồ sơ",
     .kind = OP_WRITE,
     .flags = OP_NOT_OWN,
     .roles = KEEPS_PEOPLE,
     .scope = SCOPE_OBJECT,
     .object = &person_object,
     .states = "active left",
     FIELDS(person_edit_fields),
     .in_size = sizeof(struct person_edit_in),
     .run = person_edit,
     .then = "person.view"},
	{.name = "person.contact",
     .title = "Cập nhật liên hệ",
     .help = "Mỗi người tự sửa thư điện tử và điện thoại của mình.",
     .kind = OP_WRITE,
     .roles = R(MEMBER),
     .scope = SCOPE_OBJECT,
     .object = &person_object,
     .states = "active",
     FIELDS(person_contact_fields),
     .in_size = sizeof(struct person_contact_in),
     .run = person_contact,
     .then = "person.view"},
	{.name = "person.leave",
     .title = "Thôi công tác",
     .help =
         "Nghỉ hưu, thôi việc, chuyển đi: mọi vị trí, quyền, ủy quyền ký kết thúc từ một ngày; tài "
         "khoản bị khóa ngay.",
     .kind = OP_WRITE,
     .flags = OP_PREVIEW | OP_NOT_OWN,
     .roles = R(ADMIN) | R(STANDING),
     .scope = SCOPE_OBJECT,
     .object = &person_object,
     .states = "active",
     FIELDS(person_leave_fields),
     .in_size = sizeof(struct person_day_in),
     .run = person_leave,
     .then = "person.view"},
	{.name = "person.return",
     .title = "Công tác trở lại",
     .help = "Hồ sơ đã thôi công tác trở lại; sau đó ghi vị trí mới.",
     .kind = OP_WRITE,
     .flags = OP_NOT_OWN,
     .roles = R(ADMIN) | R(STANDING),
     .scope = SCOPE_OBJECT,
     .object = &person_object,
     .states = "left",
     FIELDS(person_id_fields),
     .in_size = sizeof(struct person_id_in),
     .run = person_return,
     .then = "person.view"},
	{0}};
