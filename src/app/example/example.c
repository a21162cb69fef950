/*
 * example.c: the invented office, made from short lists, the same every time.
 *
 * The names are put together from parts that are common among the peoples of the
 * province (Kinh, Tày, Mông, Dao, Giáy); the rooms are those that a provincial
 * People's Committee office has, with two events in their past: a merger and a rename.
 */
#include "app/example/example.h"

#include "app/example/inner.h"

#include "app/org/org.h"
#include "auth/session.h"
#include "db/sql_account.h"
#include "db/sql_grant.h"
#include "db/sql_op.h"
#include "op/gate.h"

#include <inttypes.h>

static const struct example_unit {
	const char *key, *parent, *kind, *name, *short_name;
	int people;
} units[] = {
	{"vp", NULL, "office", "Văn phòng Ủy ban nhân dân tỉnh Lào Cai", "VP UBND", 0},
	{"ld", "vp", "board", "Lãnh đạo Văn phòng", "LĐVP", 4},
	{"hcqt", "vp", "department", "Phòng Hành chính - Quản trị", "HCQT", 18},
	{"th", "vp", "department", "Phòng Tổng hợp", "TH", 12},
	{"kt", "vp", "department", "Phòng Kinh tế ngành", "KT", 11},
	{"nc", "vp", "department", "Phòng Nội chính", "NC", 9},
	{"vx", "vp", "department", "Phòng Khoa giáo - Văn xã", "VX", 10},
	{"xd", "vp", "department", "Phòng Xây dựng cơ bản", "XDCB", 9},
	{"tcd", "vp", "board", "Ban Tiếp công dân tỉnh", "BTCD", 8},
	{"hcc", "vp", "centre", "Trung tâm Phục vụ hành chính công tỉnh", "TTHCC", 0},
	{"hcc1", "hcc", "team", "Bộ phận Một cửa", "", 9},
	{"hcc2", "hcc", "team", "Bộ phận Kiểm soát thủ tục hành chính", "KSTTHC", 6},
	{"ttth", "vp", "centre", "Trung tâm Tin học", "TTTH", 14},
	{"cb", "vp", "department", "Phòng Công báo", "CB", 0},
	{"nk", "vp", "service", "Nhà khách UBND tỉnh", "NK", 10},
};

/* Those who act in the example, one for each role; the rest of the 120 are made up below. */
static const struct example_actor {
	const char *unit, *name, *gender, *post, *cadre, *account, *role, *at;
} actors[] = {
	{"ld", "Hoàng Quốc Bảo", "nam", "Chánh Văn phòng", "official", "vidu.chanhvp", "head", "vp"},
	{"ld", "Đỗ Minh Đức", "nam", "Phó Chánh Văn phòng", "official", "vidu.hoidong", "council",
     "vp"},
	{"ld", "Vũ Thị Lan Phương", "nu", "Phó Chánh Văn phòng", "official", NULL, "council", "vp"},
	{"ld", "Nông Văn Thịnh", "nam", "Phó Chánh Văn phòng", "official", NULL, "council", "vp"},
	{"hcqt", "Nguyễn Thị Hạnh", "nu", "Chuyên viên thi đua, khen thưởng", "civil_servant",
     "vidu.thuongtruc", "standing", "vp"},
	{"hcqt", "Trần Quốc Việt", "nam", "Trưởng phòng", "civil_servant", NULL, "unit_head", "hcqt"},
	{"hcqt", "Phạm Thu Ngân", "nu", "Văn thư", "civil_servant", "vidu.vanthu", "registry", "vp"},
	{"hcqt", "Trần Thị Xuyến", "nu", "Kế toán trưởng", "civil_servant", "vidu.ketoan", "accountant",
     "vp"},
	{"th", "Lù Seo Páo", "nam", "Trưởng phòng", "civil_servant", "vidu.truongphong", "unit_head",
     "th"},
	{"th", "Giàng Thị Dua", "nu", "Chuyên viên", "civil_servant", "vidu.daumoi", "unit_clerk",
     "th"},
	{"th", "Tẩn Mùi Phạm", "nu", "Chuyên viên", "civil_servant", "vidu.canbo", NULL, NULL},
	{"nc", "Vàng A Sính", "nam", "Chuyên viên", "civil_servant", "vidu.thanhtra", "inspector",
     "vp"},
	{"ttth", "Lý Láo Lở", "nam", "Quản trị mạng", "public_employee", "vidu.quantri", "admin", "vp"},
	{"ttth", "Bùi Xuân Trường", "nam", "Giám đốc", "public_employee", NULL, "unit_head", "ttth"},
};

#define ACTOR_WAITS (COUNT(actors) - 1) /* whose grant waits for a second person */

/* Names as they go together: A, Seo are Mông, Láo, Mùi are Dao. */
static const struct example_people {
	unsigned percent;
	const char *surnames[16], *middles[2][12], *givens[2][24]; /* men, women */
} peoples[] = {
	{70,
     {"Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Vũ", "Đặng", "Bùi", "Đỗ", "Nông", "Lương", "Hà"},
     {{"Văn", "Đức", "Quang", "Minh", "Hữu", "Xuân", "Ngọc"},
      {"Thị", "Thu", "Ngọc", "Thanh", "Kim", "Mai", "Bích", "Hồng"}},
     {{"An", "Bình", "Chung", "Dũng", "Đạt", "Giang", "Hải", "Hùng", "Khánh", "Long", "Nam",
       "Phong", "Quân", "Sơn", "Thành", "Tuấn", "Vinh"},
      {"Anh", "Bích", "Chi",  "Dung",   "Điệp",  "Hà",   "Hoà",   "Hương", "Lan", "Linh",
       "Mai", "Nga",  "Oanh", "Phượng", "Quỳnh", "Thảo", "Trang", "Uyên",  "Vân", "Yến"}}},
	{18,
     {"Vàng", "Giàng", "Thào", "Sùng", "Lù", "Má"},
     {{"A", "Seo"}, {"Thị", "Seo"}},
     {{"Chứ", "Sèng", "Sáng", "Phừ", "Lử", "Tráng", "Dìn"},
      {"Dua", "Sua", "Mỷ", "Chu", "Dợ", "Pàng"}}},
	{12,
     {"Tẩn", "Chảo", "Phàn", "Lý"},
     {{"Láo", "Phù", "Kiềm"}, {"Mùi", "Tả"}},
     {{"Lở", "Sử", "San", "Tả", "Ú"}, {"Mẩy", "Khé", "Nhẩn", "Líu"}}},
};

struct fill {
	struct ctx *c;
	int64_t ids[COUNT(units)];
	int placed[COUNT(units)];
	int serial;
	int64_t actor_ids[COUNT(actors)], heads[COUNT(units)];
};

static int unit_no(const char *key)
{
	for (int i = 0; i < COUNT(units); i++)
		if (strcmp(units[i].key, key) == 0)
			return i;
	BUG_ON(true);
	return -1;
}

/* A small fixed generator: the example must not change from one build to the next. */
static unsigned draw(struct fill *f, unsigned below)
{
	unsigned x = (unsigned)++f->serial * 2654435761u;
	x ^= x >> 15;
	x *= 2246822519u;
	x ^= x >> 13;
	return x % below;
}

/* ---- units ------------------------------------------------------------------------------ */

static enum rc add_units(struct fill *f)
{
	struct date begin = date_of(2019, 1, 1);
	for (int i = 0; i < COUNT(units); i++) {
		struct unit_new u = {.parent_id =
		                         units[i].parent ? f->ids[unit_no(units[i].parent)] : DB_NULL,
		                     .kind = str_of(units[i].kind),
		                     .name = str_of(units[i].name),
		                     .short_name = str_of(units[i].short_name),
		                     .position = i + 1,
		                     .on = begin,
		                     .basis = STR("Quyết định ví dụ số 01/QĐ-UBND ngày 01/01/2019")};
		TRY(org_unit_add(f->c, &u, &f->ids[i]));
	}
	return org_refresh_units(f->c);
}

/* ---- people ------------------------------------------------------------------------------- */

static struct date born(struct fill *f)
{
	return date_of(1966 + (int)draw(f, 34), 1 + (int)draw(f, 12), 1 + (int)draw(f, 28));
}

/* Valid in form, impossible in fact: no province has the code 000. */
static struct str invented_cccd(struct fill *f)
{
	return arena_printf(f->c->mem, "000%09d", 100000000 + f->serial * 7919 % 800000000);
}

static enum rc add_person(struct fill *f, int unit, struct str name, const char *gender,
                          const char *post, const char *cadre, int64_t *id)
{
	struct person_new p = {.name = name,
	                       .gender = str_of(gender),
	                       .cadre = str_of(cadre),
	                       .birth = born(f),
	                       .unit_id = f->ids[unit],
	                       .post_title = str_of(post),
	                       .cccd = invented_cccd(f),
	                       .since = date_of(2019 + (int)draw(f, 6), 1 + (int)draw(f, 12), 1)};
	f->placed[unit]++;
	f->c->object_person = DB_NULL;
	return org_person_add(f->c, &p, id);
}

static enum rc add_account(struct fill *f, int64_t person, const struct example_actor *a)
{
	int64_t account, grant;
	/* No password at all: these accounts are entered by one click, on loopback only. */
	if (a->account)
		TRY(sql_account_add(f->c->db, person, str_of(a->account), STR(""), 0, f->c->now_ms,
		                    &account));
	if (!a->role)
		return RC_OK;
	return sql_grant_add(f->c->db, person, str_of(a->role), f->ids[unit_no(a->at)],
	                     STR("Cơ quan ví dụ"), date_of(2019, 1, 1), DATE_OPEN, &grant);
}

static enum rc add_actors(struct fill *f)
{
	for (int i = 0; i < COUNT(actors); i++) {
		int64_t id;
		TRY(add_person(f, unit_no(actors[i].unit), str_of(actors[i].name), actors[i].gender,
		               actors[i].post, actors[i].cadre, &id));
		f->actor_ids[i] = id;
		TRY(add_account(f, id, &actors[i]));
	}
	return RC_OK;
}

static const char *cadre_of(int unit, int nth)
{
	const char *kind = units[unit].kind;
	if (strcmp(kind, "service") == 0)
		return nth <= 1 ? "public_employee" : "worker";
	return strcmp(kind, "centre") == 0 || strcmp(kind, "team") == 0 ? "public_employee"
	                                                                : "civil_servant";
}

static const char *post_of(int unit, int nth)
{
	if (strcmp(units[unit].kind, "service") == 0)
		return nth == 0 ? "Giám đốc" : nth == 1 ? "Phó Giám đốc" : "Nhân viên";
	if (strcmp(units[unit].kind, "team") == 0 || strcmp(units[unit].kind, "centre") == 0)
		return nth == 0 ? "Trưởng bộ phận" : "Viên chức";
	if (strcmp(units[unit].kind, "board") == 0)
		return nth == 0 ? "Trưởng ban" : nth == 1 ? "Phó Trưởng ban" : "Chuyên viên";
	return nth == 0 ? "Trưởng phòng" : nth <= 2 ? "Phó Trưởng phòng" : "Chuyên viên";
}

static const char *one_of(struct fill *f, const char *const *names)
{
	unsigned n = 0;
	while (names[n])
		n++;
	return names[draw(f, n)];
}

static struct str invented_name(struct fill *f, bool woman)
{
	const struct example_people *p = peoples;
	for (unsigned at = draw(f, 100); at >= p->percent; p++)
		at -= p->percent;
	const char *surname = one_of(f, p->surnames), *middle = one_of(f, p->middles[woman]);
	return arena_printf(f->c->mem, "%s %s %s", surname, middle, one_of(f, p->givens[woman]));
}

static bool has_head(int unit)
{
	for (int i = 0; i < COUNT(actors); i++)
		if (unit_no(actors[i].unit) == unit &&
		    (!strcmp(actors[i].post, "Trưởng phòng") || !strcmp(actors[i].post, "Giám đốc") ||
		     !strcmp(actors[i].post, "Chánh Văn phòng")))
			return true;
	return false;
}

static enum rc add_others(struct fill *f)
{
	for (int u = 0; u < COUNT(units); u++)
		for (int nth = has_head(u); f->placed[u] < units[u].people; nth++) {
			bool woman = draw(f, 100) < 47;
			int64_t id;
			struct str name = invented_name(f, woman);
			TRY(add_person(f, u, name, woman ? "nu" : "nam", post_of(u, nth), cadre_of(u, nth),
			               &id));
			if (nth == 0)
				f->heads[u] = id;
		}
	return RC_OK;
}

/* ---- the past and what waits, done as anybody does it ---------------------------------------- */

static const char *num(struct fill *f, int64_t id)
{
	return arena_printf(f->c->mem, "%" PRId64, id).p;
}

/* The gate of every operation, inside the one transaction that fills the office. */
enum rc example_run(struct ctx *c, const char *account, const char *op, const char *const pairs[],
                    struct out *out)
{
	struct values v;
	values_init(&v, c->mem);
	for (int i = 0; pairs[i]; i += 2)
		TRY(values_add(&v, str_of(pairs[i]), str_of(pairs[i + 1]), c->err));
	TRY(named_principal(c->db, c->mem, str_of(account), c->today, "cli", &c->who, c->err));
	enum rc rc = gate_run_approved(c, op_find(str_of(op)), &v, DB_NULL, out);
	principal_nobody(&c->who, "cli");
	return rc;
}

enum rc example_as(struct ctx *c, const char *account, const char *op, const char *const pairs[],
                   int64_t *id)
{
	struct out out;
	TRY(example_run(c, account, op, pairs, &out));
	if (id)
		*id = out.id;
	return RC_OK;
}
#define AS(account, op, ...)                                                                       \
	example_as(f->c, account, op, (const char *const[]){__VA_ARGS__, NULL}, NULL)

static enum rc past_units(struct fill *f)
{
	const char *ttth = num(f, f->ids[unit_no("ttth")]), *xd = num(f, f->ids[unit_no("xd")]);
	TRY(AS("vidu.quantri", "unit.merge", "from.0.unit", num(f, f->ids[unit_no("cb")]), "into", ttth,
	       "on", "01/07/2021", "basis", "Quyết định ví dụ số 45/QĐ-UBND ngày 20/6/2021"));
	TRY(AS("vidu.quantri", "unit.rename", "id", ttth, "name", "Trung tâm Thông tin - Công báo",
	       "short_name", "TTCB", "on", "01/07/2021", "basis",
	       "Quyết định ví dụ số 45/QĐ-UBND ngày 20/6/2021"));
	return AS("vidu.quantri", "unit.rename", "id", xd, "name", "Phòng Xây dựng - Đô thị",
	          "short_name", "XDĐT", "on", "01/03/2023", "basis",
	          "Quyết định ví dụ số 12/QĐ-UBND ngày 22/02/2023");
}

static enum rc former_people(struct fill *f)
{
	static const struct {
		const char *unit, *name, *gender, *on, *basis;
	} gone[] = {
		{"hcqt", "Hoàng Văn Thắng", "nam", "01/06/2025", "Quyết định ví dụ số 88/QĐ-VP, nghỉ hưu"},
		{"nc", "Sùng Thị Mẩy", "nu", "01/03/2026",
	     "Quyết định ví dụ số 21/QĐ-VP, chuyển công tác"}};
	for (int i = 0; i < COUNT(gone); i++) {
		int64_t id;
		int unit = unit_no(gone[i].unit);
		TRY(add_person(f, unit, str_of(gone[i].name), gone[i].gender, "Chuyên viên",
		               "civil_servant", &id));
		f->placed[unit]--;
		TRY(AS("vidu.thuongtruc", "person.leave", "id", num(f, id), "on", gone[i].on, "basis",
		       gone[i].basis));
	}
	return RC_OK;
}

static enum rc what_waits(struct fill *f)
{
	struct ctx *c = f->c;
	const char *top = num(f, f->ids[0]);
	TRY(AS("vidu.chanhvp", "delegation.add", "giver_id", num(f, f->actor_ids[0]), "taker_id",
	       num(f, f->actor_ids[1]), "kind", "KT", "field", "Văn bản về thi đua, khen thưởng",
	       "basis", "Thông báo ví dụ số 05/TB-VP ngày 08/01/2026", "from", "08/01/2026"));
	TRY(AS("vidu.quantri", "grant.add", "person_id", num(f, f->actor_ids[ACTOR_WAITS]), "role",
	       "council", "unit_id", top, "basis",
	       "Quyết định ví dụ số 30/QĐ-UBND kiện toàn Hội đồng"));
	for (int i = 0; i < COUNT(actors); i++)
		if (actors[i].account)
			TRY(sql_notice_add_person(c->db, f->actor_ids[i],
			                          STR("Hồ sơ của ông/bà đã có trong chương trình. Xin kiểm tra "
			                              "thư điện tử và điện thoại."),
			                          arena_printf(c->mem, "/person/%" PRId64, f->actor_ids[i]),
			                          c->now_ms, NULL));
	return RC_OK;
}

static int64_t actor(struct fill *f, const char *account)
{
	for (int i = 0; i < COUNT(actors); i++)
		if (actors[i].account && strcmp(actors[i].account, account) == 0)
			return f->actor_ids[i];
	BUG_ON(true);
	return DB_NULL;
}

/* Papers halfway: a report written from the record, an invitation with its gaps. */
static enum rc papers(struct example_year *e)
{
	struct ctx *c = e->c;
	int64_t id;
	TRY(example_as(c, "vidu.canbo", "writing.new",
	               (const char *const[]){"kind", "bao-cao-ca-nhan", "person_id",
	                                     arena_printf(c->mem, "%" PRId64, e->member).p, "award",
	                                     "CSTDCS", NULL},
	               &id));
	TRY(example_as(c, "vidu.thuongtruc", "writing.new",
	               (const char *const[]){"kind", "giay-moi", NULL}, &id));
	return example_as(
		c, "vidu.thuongtruc", "writing.edit",
		(const char *const[]){"id", arena_printf(c->mem, "%" PRId64, id).p, "_version", "any",
	                          "values.0.name", "abstract", "values.0.text",
	                          "họp Hội đồng Thi đua - Khen thưởng xét khen thưởng cuối năm",
	                          "values.1.name", "guests.0.name", "values.1.text",
	                          "Các thành viên Hội đồng", NULL},
		NULL);
}

static enum rc emulation(struct fill *f, int64_t plan)
{
	struct example_year e = {.c = f->c,
	                         .plan = plan,
	                         .top = f->ids[0],
	                         .clerk_unit = f->ids[unit_no("th")],
	                         .clerk = actor(f, "vidu.daumoi"),
	                         .member = actor(f, "vidu.canbo"),
	                         .registry = actor(f, "vidu.vanthu")};
	/* The leaders, heads of rooms, the secretary. */
	const int64_t council[EXAMPLE_COUNCIL] = {
		f->actor_ids[0],  f->actor_ids[1],         f->actor_ids[2],
		f->actor_ids[3],  f->actor_ids[5],         f->actor_ids[8],
		f->actor_ids[13], f->heads[unit_no("kt")], f->actor_ids[4]};
	memcpy(e.council, council, sizeof council);
	TRY(example_movements(&e));
	TRY(example_registration(&e));
	TRY(example_examine(&e));
	TRY(example_dossiers(&e));
	TRY(example_public(&e));
	TRY(example_council(&e));
	return papers(&e);
}

enum rc example_fill(struct ctx *c)
{
	struct fill f = {.c = c};
	int64_t plan;
	TRY(sql_setting_put(c->db, STR("example"), STR("yes"), c->now_ms, NULL));
	TRY(add_units(&f));
	TRY(add_actors(&f));
	TRY(past_units(&f));
	TRY(add_others(&f));
	TRY(former_people(&f));
	TRY(example_record(c, f.ids[0]));
	TRY(what_waits(&f));
	TRY(example_library(c, f.ids[0], f.ids[unit_no("th")]));
	TRY(example_plan(c, f.ids[0], &plan));
	return emulation(&f, plan);
}
