/*
 * example.c: the invented office, made from short lists, the same every time.
 *
 * The names are put together from parts that are common among the peoples of the
 * province (Kinh, Tày, Mông, Dao, Giáy); the rooms are those that a provincial
 * People's Committee office has, with two events in their past: a merger and a rename.
 */
#include "app/example/example.h"

#include "app/org/org.h"
#include "db/sql.h"
#include "journal/journal.h"

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
	{"xd", "vp", "department", "Phòng Xây dựng - Đô thị", "XDĐT", 9},
	{"tcd", "vp", "board", "Ban Tiếp công dân tỉnh", "BTCD", 8},
	{"hcc", "vp", "centre", "Trung tâm Phục vụ hành chính công tỉnh", "TTHCC", 0},
	{"hcc1", "hcc", "team", "Bộ phận Một cửa", "", 9},
	{"hcc2", "hcc", "team", "Bộ phận Kiểm soát thủ tục hành chính", "KSTTHC", 6},
	{"ttth", "vp", "centre", "Trung tâm Thông tin - Công báo", "TTCB", 14},
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

static const char *const surnames[] = {"Nguyễn", "Trần", "Lê",   "Phạm",  "Hoàng", "Vũ",   "Đặng",
									   "Bùi",    "Đỗ",   "Nông", "Lương", "Hà",    "Vàng", "Giàng",
									   "Thào",   "Sùng", "Lù",   "Tẩn",   "Chảo",  "Phàn"};
static const char *const middles_m[] = {"Văn", "Đức", "Quang", "Minh", "Hữu",
										"A",   "Seo", "Láo",   "Xuân", "Ngọc"};
static const char *const middles_f[] = {"Thị", "Thu", "Ngọc", "Thanh", "Kim",
										"Thị", "Mùi", "Mai",  "Bích",  "Hồng"};
static const char *const given_m[] = {"An",    "Bình",  "Chung", "Dũng", "Đạt",   "Giang", "Hải",
									  "Hùng",  "Khánh", "Long",  "Nam",  "Phong", "Quân",  "Sơn",
									  "Thành", "Tuấn",  "Vinh",  "Chứ",  "Phù",   "Ưng"};
static const char *const given_f[] = {"Anh",   "Bích", "Chi",   "Dung", "Điệp", "Hà",   "Hoà",
									  "Hương", "Lan",  "Linh",  "Mai",  "Nga",  "Oanh", "Phượng",
									  "Quỳnh", "Thảo", "Trang", "Uyên", "Vân",  "Yến"};

struct fill {
	struct ctx *c;
	int64_t ids[COUNT(units)];
	int placed[COUNT(units)];
	int serial;
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
		TRY(add_account(f, id, &actors[i]));
	}
	return RC_OK;
}

static const char *cadre_of(int unit)
{
	const char *kind = units[unit].kind;
	if (strcmp(kind, "centre") == 0)
		return "public_employee";
	return strcmp(kind, "service") == 0 ? "worker" : "civil_servant";
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

static enum rc add_others(struct fill *f)
{
	for (int u = 0; u < COUNT(units); u++) {
		bool has_head = f->placed[u] > 0;
		for (int nth = has_head; f->placed[u] < units[u].people; nth++) {
			bool woman = draw(f, 100) < 47;
			int64_t id;
			struct str name =
				arena_printf(f->c->mem, "%s %s %s", surnames[draw(f, COUNT(surnames))],
							 (woman ? middles_f : middles_m)[draw(f, COUNT(middles_m))],
							 (woman ? given_f : given_m)[draw(f, COUNT(given_m))]);
			TRY(add_person(f, u, name, woman ? "nu" : "nam", post_of(u, nth), cadre_of(u), &id));
		}
	}
	return RC_OK;
}

enum rc example_fill(struct ctx *c)
{
	struct fill f = {.c = c};
	TRY(sql_setting_put(c->db, STR("example"), STR("yes"), c->now_ms, NULL));
	TRY(add_units(&f));
	TRY(add_actors(&f));
	return add_others(&f);
}
