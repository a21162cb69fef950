/* statistics.c: the yearly forms counted, this year beside the last one. */
#include "app/report/statistics.h"

#include "app/movement/movement.h"
#include "app/org/org.h"
#include "app/paper/paper.h"
#include "app/record/record.h"
#include "app/report/report.h"
#include "base/json_out.h"
#include "db/sql_law.h"
#include "db/sql_statistics.h"
#include "op/gate.h"
#include "op/view.h"
#include "web/web.h"

#include <inttypes.h>

#define STATISTICS_LAW                                                                             \
	"Thông tư 02/2023/TT-BNV, biểu 0601.N đến 0605.N (các cột chưa đối chiếu với văn bản gốc)"

/* --- one form ------------------------------------------------------------------------------- */

static struct statistics_row *row_of(struct ctx *c, struct statistics_form *f, struct str key,
                                     struct str name)
{
	for (int i = 0; i < f->row_count; i++)
		if (str_eq(f->rows[i].key, key))
			return &f->rows[i];
	if (f->row_count == f->room) {
		int room = 2 * f->room + 8;
		struct statistics_row *more = arena_array(c->mem, (size_t)room, sizeof *more);
		if (f->row_count)
			memcpy(more, f->rows, (size_t)f->row_count * sizeof *more);
		f->rows = more;
		f->room = room;
	}
	f->rows[f->row_count] = (struct statistics_row){.key = key, .name = name};
	return &f->rows[f->row_count++];
}

static void count(struct statistics_row *r, int col, int64_t n, bool before)
{
	if (before)
		r->cells[col].before += n;
	else
		r->cells[col].n += n;
}

/* Half as many again or half as few, and not only one or two: worth a look before it is sent. */
static bool jumps(const struct statistics_cell *c)
{
	int64_t far = c->n > c->before ? c->n - c->before : c->before - c->n;
	return far >= 3 && 2 * far >= c->before;
}

/* The list behind a number. */
struct behind {
	struct str (*href)(struct ctx *c, const struct statistics_view *v, struct str key, int col);
};

static void finish(struct ctx *c, const struct statistics_view *v, struct statistics_form *f,
                   struct behind behind)
{
	for (int i = 0; i <= f->row_count; i++) {
		struct statistics_row *r = i < f->row_count ? &f->rows[i] : &f->total;
		for (int k = 0; k < f->cols; k++) {
			struct statistics_cell *cell = &r->cells[k];
			cell->jump = jumps(cell);
			cell->href = cell->n ? behind.href(c, v, r->key, k) : STR("");
			f->jumps += cell->jump;
			if (r == &f->total)
				continue;
			f->total.cells[k].n += cell->n;
			f->total.cells[k].before += cell->before;
		}
	}
}

/* --- 0601: movements ------------------------------------------------------------------------- */

static struct str movement_href(struct ctx *c, const struct statistics_view *v, struct str key,
                                int col)
{
	static const char *const forms[] = {"", "&form=regular", "&form=theme"};
	return arena_printf(c->mem, "/movement/list?begun=1&year=%" PRId64 "%s%s%.*s", v->year,
	                    forms[col], key.n ? "&level=" : "", STR_ARG(key));
}

static enum rc movements(struct ctx *c, struct statistics_form *f, int64_t year, bool before)
{
	struct sql_statistics_movements *rows;
	size_t n;
	TRY(sql_statistics_movements(c->db, c->mem, date_of((int)year, 1, 1),
	                             date_of((int)year, 12, 31), &rows, &n));
	for (size_t i = 0; i < n; i++) {
		struct statistics_row *r =
			row_of(c, f, rows[i].level, choice_label(movement_levels, rows[i].level));
		count(r, 0, rows[i].n, before);
		count(r, str_eqz(rows[i].form, "regular") ? 1 : 2, rows[i].n, before);
	}
	return RC_OK;
}

/* --- 0602, 0603: awards ------------------------------------------------------------------------
 */

static const char *const ranks[STATISTICS_COLS] = {
	"", "unit", "person", "leader", "manager", "entrepreneur", "other", "worker", "household"};

static struct str award_href(struct ctx *c, const struct statistics_view *v, struct str key,
                             int col, const char *level)
{
	return arena_printf(c->mem, "/statistics/awards?year=%" PRId64 "&%s%s%s%s%.*s", v->year, level,
	                    ranks[col][0] ? "&rank=" : "", ranks[col], key.n ? "&code=" : "",
	                    STR_ARG(key));
}

static struct str nation_href(struct ctx *c, const struct statistics_view *v, struct str key,
                              int col)
{
	return award_href(c, v, key, col, "level=nation");
}

static struct str province_href(struct ctx *c, const struct statistics_view *v, struct str key,
                                int col)
{
	return award_href(c, v, key, col, "above=province");
}

static enum rc awards(struct ctx *c, struct statistics_form *nation,
                      struct statistics_form *province, int64_t year, bool before)
{
	struct sql_statistics_awards *rows;
	size_t n;
	TRY(sql_statistics_awards(c->db, c->mem, date_of((int)year, 1, 1), date_of((int)year, 12, 31),
	                          year, &rows, &n));
	for (size_t i = 0; i < n; i++) {
		struct statistics_form *f = str_eqz(rows[i].level, "nation") ? nation : province;
		struct statistics_row *r =
			row_of(c, f, rows[i].code, choice_label(award_codes, rows[i].code));
		count(r, 0, rows[i].n, before);
		for (int k = 1; k < STATISTICS_COLS; k++)
			if (str_eqz(rows[i].rank, ranks[k]))
				count(r, k, rows[i].n, before);
		if (!str_eqz(rows[i].rank, "unit") && !str_eqz(rows[i].rank, "household"))
			count(r, 2, rows[i].n, before);
	}
	return RC_OK;
}

/* --- 0604, 0605: bodies and people of this work -------------------------------------------------
 */

static struct str body_href(struct ctx *c, const struct statistics_view *v, struct str key, int col)
{
	static const char *const kinds[] = {"", "&kind=council", "&kind=standing"};
	return arena_printf(c->mem, "/statistics/bodies?on=%.*s%s%s%.*s", STR_ARG(v->on), kinds[col],
	                    key.n ? "&unit=" : "", STR_ARG(key));
}

static struct str staff_href(struct ctx *c, const struct statistics_view *v, struct str key,
                             int col)
{
	static const char *const of[] = {"", "&gender=nu", "&work=full", "&work=part", "&trained=yes"};
	return arena_printf(c->mem, "/statistics/staff?on=%.*s%s%s%.*s", STR_ARG(v->on), of[col],
	                    key.n ? "&unit=" : "", STR_ARG(key));
}

static struct str unit_key(struct ctx *c, int64_t id)
{
	return id == DB_NULL ? STR("") : arena_printf(c->mem, "%" PRId64, id);
}

static enum rc bodies(struct ctx *c, struct statistics_form *f, struct date on, bool before)
{
	struct sql_statistics_bodies *rows;
	size_t n;
	TRY(sql_statistics_bodies(c->db, c->mem, on, &rows, &n));
	for (size_t i = 0; i < n; i++) {
		if (rows[i].councils + rows[i].standing == 0)
			continue;
		struct statistics_row *r = row_of(c, f, unit_key(c, rows[i].unit_id), rows[i].unit_name);
		count(r, 0, rows[i].councils + rows[i].standing, before);
		count(r, 1, rows[i].councils, before);
		count(r, 2, rows[i].standing, before);
	}
	return RC_OK;
}

static enum rc staff(struct ctx *c, struct statistics_form *f, struct date on, bool before)
{
	struct sql_statistics_staff *rows;
	size_t n;
	TRY(sql_statistics_staff(c->db, c->mem, on, &rows, &n));
	for (size_t i = 0; i < n; i++) {
		struct statistics_row *r =
			row_of(c, f, unit_key(c, rows[i].unit_id),
		           rows[i].unit_name.p ? rows[i].unit_name : STR("Chưa rõ đơn vị"));
		count(r, 0, rows[i].people, before);
		count(r, 1, rows[i].women, before);
		count(r, 2, rows[i].full_time, before);
		count(r, 3, rows[i].people - rows[i].full_time, before);
		count(r, 4, rows[i].trained, before);
	}
	return RC_OK;
}

/* --- the operation --------------------------------------------------------------------------- */

/* Both forms of awards count the same. */
#define AWARD_COLUMNS                                                                              \
	.head = "Danh hiệu, hình thức", .cols = STATISTICS_COLS,                                       \
	.heads = {"Tổng số",    "Tập thể",      "Cá nhân",   "Bộ, tỉnh trở lên", "Vụ, sở",             \
	          "Doanh nhân", "Quản lý khác", "Trực tiếp", "Hộ gia đình"},                           \
	.keys = {"total",         "collectives", "persons", "leaders",   "managers",                   \
	         "entrepreneurs", "others",      "workers", "households"}

static const struct statistics_form forms[STATISTICS_FORMS] = {
	{.id = "0601",
     .title = "Số phong trào thi đua",
     .head = "Cấp phát động",
     .cols = 3,
     .heads = {"Tổng số", "Thường xuyên", "Theo chuyên đề"},
     .keys = {"total", "regular", "theme"},
     .empty = "Không có phong trào nào được phát động trong năm."},
	{.id = "0602",
     .title = "Số lượng khen thưởng cấp Nhà nước",
     AWARD_COLUMNS,
     .empty = "Sổ khen thưởng không có dòng nào cấp Nhà nước trong năm."},
	{.id = "0603",
     .title = "Số lượng khen thưởng cấp bộ, tỉnh",
     AWARD_COLUMNS,
     .empty = "Sổ khen thưởng không có dòng nào cấp bộ, tỉnh trong năm."},
	{.id = "0604",
     .title = "Số tổ chức làm công tác thi đua, khen thưởng",
     .head = "Cơ quan, đơn vị",
     .cols = 3,
     .heads = {"Tổng số", "Hội đồng", "Bộ phận thường trực"},
     .keys = {"total", "councils", "standing"},
     .empty = "Chưa có hội đồng hay bộ phận thường trực nào."},
	{.id = "0605",
     .title = "Số người làm công tác thi đua, khen thưởng",
     .head = "Cơ quan, đơn vị",
     .cols = 5,
     .heads = {"Tổng số", "Nữ", "Chuyên trách", "Kiêm nhiệm", "Đã bồi dưỡng"},
     .keys = {"total", "women", "full", "part", "trained"},
     .empty = "Chưa ai được giao việc này."},
};

/* The last day of the year, or today while it is not over. */
static struct date day_of(struct ctx *c, int64_t year)
{
	struct date last = date_of((int)year, 12, 31);
	return last.days < c->today.days ? last : c->today;
}

static enum rc count_year(struct ctx *c, struct statistics_view *v, int64_t year, bool before)
{
	struct statistics_form *f = v->forms;
	TRY(movements(c, &f[0], year, before));
	TRY(awards(c, &f[1], &f[2], year, before));
	TRY(bodies(c, &f[3], day_of(c, year), before));
	return staff(c, &f[4], day_of(c, year), before);
}

/* Reports and registers of the year, for who may write them for the whole office. */
static enum rc year_papers(struct ctx *c, struct statistics_view *v)
{
	static const char *const papers[][2] = {{"bao-cao-so-ket", "Báo cáo sơ kết"},
	                                        {"bao-cao-tong-ket", "Báo cáo tổng kết"},
	                                        {"so-giay-khen", "Sổ cấp giấy khen"},
	                                        {"so-van-ban-di", "Sổ văn bản đi"},
	                                        {"so-van-ban-den", "Sổ văn bản đến"}};
	struct sql_law_top_unit top;
	TRY(sql_law_top_unit(c->db, c->mem, &top));
	v->papers.items = arena_array(c->mem, COUNT(papers), sizeof *v->papers.items);
	for (int i = 0; i < COUNT(papers); i++)
		paper_action(c, "unit", top.id, papers[i][0], papers[i][1], &v->papers);
	for (int i = 0; i < v->papers.count; i++)
		v->papers.items[i].href =
			arena_printf(c->mem, "%.*s&to=%" PRId64, STR_ARG(v->papers.items[i].href), v->year);
	return RC_OK;
}

static enum rc statistics_of(struct ctx *c, int64_t year, struct statistics_view **out)
{
	static const struct behind behind[] = {
		{movement_href}, {nation_href}, {province_href}, {body_href}, {staff_href}};
	struct statistics_view *v = *out = arena_alloc(c->mem, sizeof *v);
	const struct op *paper = op_find(STR("statistics.paper"));
	v->year = year == DB_NULL ? date_civil(c->today).year : year;
	if (v->year > date_civil(c->today).year)
		return err_field(c->err, "year", "Năm %" PRId64 " chưa đến.", v->year);
	v->on = arena_str(c->mem, str_of(date_iso(day_of(c, v->year)).z));
	v->on_text = arena_str(c->mem, str_of(date_vn(day_of(c, v->year)).z));
	v->ranks = op_path(c->mem, "post_rank.list");
	memcpy(v->forms, forms, sizeof forms);
	TRY(count_year(c, v, v->year, false));
	TRY(count_year(c, v, v->year - 1, true));
	for (int i = 0; i < STATISTICS_FORMS; i++) {
		finish(c, v, &v->forms[i], behind[i]);
		v->forms[i].paper = gate_offers(c, paper)
		                        ? arena_printf(c->mem, "/statistics/paper?form=%s&year=%" PRId64,
		                                       forms[i].id, v->year)
		                        : STR("");
	}
	return RC_OK;
}

struct statistics_in {
	int64_t year;
	struct str form;
};
static const struct field view_fields[] = {
	F(INT, struct statistics_in, year, "Năm báo cáo", .min = 1945, .max = 2200,
      .hint = "Để trống: năm nay"),
};

static enum rc statistics_view(struct ctx *c, const void *in, struct out *out)
{
	const struct statistics_in *p = in;
	struct statistics_view *v;
	TRY(statistics_of(c, p->year, &v));
	TRY(year_papers(c, v));
	out->data = v;
	return RC_OK;
}

static void statistics_page(struct buf *html, struct ctx *c, const void *data)
{
	(void)c;
	tpl_statistics(html, data);
}

static void row_json(struct json_out *j, const struct statistics_form *f,
                     const struct statistics_row *r)
{
	json_obj(j, NULL);
	json_str(j, "name", r->name);
	for (int k = 0; k < f->cols; k++)
		json_int(j, f->keys[k], r->cells[k].n);
	json_end(j);
}

static void statistics_json(struct buf *b, struct ctx *c, const void *data)
{
	const struct statistics_view *v = data;
	struct json_out j = json_out_to(b);
	(void)c;
	json_obj(&j, NULL);
	json_int(&j, "year", v->year);
	json_str(&j, "on", v->on);
	for (int i = 0; i < STATISTICS_FORMS; i++) {
		const struct statistics_form *f = &v->forms[i];
		json_arr(&j, f->id);
		for (int r = 0; r < f->row_count; r++)
			row_json(&j, f, &f->rows[r]);
		json_end(&j);
	}
	json_end(&j);
}

/* --- the paper -----------------------------------------------------------------------------------
 */

static const struct choice form_choices[] = {
	{"0601", "0601.N: phong trào thi đua"},       {"0602", "0602.N: khen thưởng cấp Nhà nước"},
	{"0603", "0603.N: khen thưởng cấp bộ, tỉnh"}, {"0604", "0604.N: tổ chức làm công tác"},
	{"0605", "0605.N: người làm công tác"},       {0}};
static const struct field paper_fields[] = {
	F(CHOICE, struct statistics_in, form, "Biểu", .flags = MUST, .choices = form_choices),
	F(INT, struct statistics_in, year, "Năm báo cáo", .flags = MUST, .min = 1945, .max = 2200),
};

static enum rc statistics_paper(struct ctx *c, const void *in, struct out *out)
{
	const struct statistics_in *p = in;
	struct statistics_view *v;
	struct buf data;
	int at = 0;
	TRY(statistics_of(c, p->year, &v));
	while (!str_eqz(p->form, forms[at].id))
		at++;
	buf_init(&data, 1 << 20);
	struct json_out j = json_out_to(&data);
	json_obj(&j, NULL);
	json_int(&j, "year", v->year);
	json_arr(&j, "rows");
	for (int r = 0; r < v->forms[at].row_count; r++)
		row_json(&j, &v->forms[at], &v->forms[at].rows[r]);
	json_end(&j);
	json_end(&j);
	struct paper_new n = {
		.kind = arena_printf(c->mem, "bieu-%.*s", STR_ARG(p->form)),
		.object = "statistics",
		.object_id = v->year,
		.unit_id = DB_NULL,
		.person_id = DB_NULL,
		.title = arena_printf(c->mem, "Biểu %.*s.N năm %" PRId64, STR_ARG(p->form), v->year),
		.data = arena_str(c->mem, buf_view(&data))};
	buf_release(&data);
	TRY(paper_make(c, &n, &out->id));
	out->go = paper_address(c, out->id);
	out_say(c, out, "Đã lập biểu từ số liệu trong sổ. Xin soát lại trước khi ký.");
	return RC_OK;
}

/* --- the lists behind the numbers
 * ------------------------------------------------------------------ */

static const struct choice rank_choices[] = {{"leader", "Lãnh đạo cấp bộ, tỉnh trở lên"},
                                             {"manager", "Lãnh đạo cấp vụ, sở và tương đương"},
                                             {"entrepreneur", "Doanh nhân"},
                                             {"other", "Lãnh đạo, quản lý khác"},
                                             {"worker", "Người trực tiếp"},
                                             {0}};
static const struct choice counted_as[] = {{"person", "Cá nhân"},
                                           {"unit", "Tập thể"},
                                           {"household", "Hộ gia đình"},
                                           {"leader", "Lãnh đạo cấp bộ, tỉnh trở lên"},
                                           {"manager", "Lãnh đạo cấp vụ, sở và tương đương"},
                                           {"entrepreneur", "Doanh nhân"},
                                           {"other", "Lãnh đạo, quản lý khác"},
                                           {"worker", "Người trực tiếp"},
                                           {0}};
static const struct choice above_choices[] = {{"province", "Cấp bộ, tỉnh"}, {0}};
static const struct choice body_kinds[] = {
	{"council", "Hội đồng Thi đua - Khen thưởng"}, {"standing", "Bộ phận thường trực"}, {0}};
static const struct choice work_kinds[] = {{"full", "Chuyên trách"}, {"part", "Kiêm nhiệm"}, {0}};
static const struct choice yes_no[] = {{"yes", "Đã bồi dưỡng"}, {"no", "Chưa"}, {0}};
static const struct choice staff_genders[] = {{"nu", "Nữ"}, {"nam", "Nam"}, {0}};

static const struct field award_filters[] = {
	FILTER(INT, "year", "Năm của quyết định", .min = 1945, .max = 2200),
	FILTER(CHOICE, "code", "Danh hiệu, hình thức", .choices = award_codes),
	FILTER(CHOICE, "rank", "Tính vào cột", .choices = counted_as),
	FILTER(CHOICE, "level", "Cấp", .choices = award_levels),
	FILTER(CHOICE, "above", "Biểu", .choices = above_choices),
};
static const struct column award_cols[] = {
	{"name", "Tên", COL_LINK, .op = "award.view", .key = "id", .width = 30},
	{"rank", "Tính vào cột", COL_CHOICE, .choices = counted_as, .width = 24},
	{"code", "Danh hiệu, hình thức", COL_CHOICE, .choices = award_codes, .width = 28},
	{"level", "Cấp", COL_CHOICE, .choices = award_levels},
	{"post_title", "Chức vụ", COL_TEXT, .width = 24},
	{"unit_name", "Đơn vị", COL_LINK, .op = "unit.view", .key = "unit_id", .width = 30},
	{"sign", "Số quyết định", COL_TEXT},
	{"dated", "Ngày", COL_DATE, .order = "newest"},
};
static const struct field body_filters[] = {
	FILTER(DATE, "on", "Vào ngày"),
	FILTER(CHOICE, "kind", "Loại", .choices = body_kinds),
	FILTER(REF, "unit", "Cơ quan, đơn vị", .ref = &unit_object),
};
static const struct column body_cols[] = {
	{"name", "Tên", COL_TEXT, .width = 40},
	{"kind", "Loại", COL_CHOICE, .choices = body_kinds, .order = "name", .width = 24},
	{"unit_name", "Cơ quan, đơn vị", COL_LINK, .op = "unit.view", .key = "unit_id", .width = 36},
	{"since", "Từ ngày", COL_DATE},
};
static const struct field staff_filters[] = {
	FILTER(DATE, "on", "Vào ngày"),
	FILTER(REF, "unit", "Đơn vị", .ref = &unit_object),
	FILTER(CHOICE, "work", "Chuyên trách", .choices = work_kinds),
	FILTER(CHOICE, "gender", "Giới tính", .choices = staff_genders),
	FILTER(CHOICE, "trained", "Bồi dưỡng nghiệp vụ", .choices = yes_no),
};
static const struct column staff_cols[] = {
	{"name", "Họ và tên", COL_LINK, .op = "person.view", .key = "id", .order = "name", .width = 28},
	{"post_title", "Chức vụ", COL_TEXT, .width = 24},
	{"unit_name", "Đơn vị", COL_LINK, .op = "unit.view", .key = "unit_id", .width = 36},
	{"gender", "Giới tính", COL_CHOICE, .choices = staff_genders},
	{"work", "Việc này", COL_CHOICE, .choices = work_kinds},
	{"trained", "Bồi dưỡng nghiệp vụ", COL_CHOICE, .choices = yes_no},
};

/* --- classes of posts
 * --------------------------------------------------------------------------------
 */

static const struct object post_rank_object = {
	.name = "post_rank", .label = "cách xếp chức vụ", .list = &sql_list_post_rank_object};

struct rank_in {
	int64_t id;
	struct str begins, rank;
};
static const struct field rank_filters[] = {
	FILTER(CHOICE, "rank", "Nhóm", .choices = rank_choices),
};
static const struct column rank_cols[] = {
	{"begins", "Chức vụ bắt đầu bằng", COL_TEXT, .order = "name", .width = 36},
	{"rank", "Nhóm", COL_CHOICE, .choices = rank_choices, .order = "rank", .width = 36},
};
static const struct field rank_add_fields[] = {
	F(TEXT, struct rank_in, begins, "Chức vụ bắt đầu bằng", .flags = MUST, .max = 100,
      .hint = "Nhiều dòng cùng khớp thì dòng dài nhất được tính"),
	F(CHOICE, struct rank_in, rank, "Nhóm", .flags = MUST, .choices = rank_choices),
};
static const struct field rank_remove_fields[] = {
	F(REF, struct rank_in, id, "Cách xếp", .flags = MUST | HIDDEN, .ref = &post_rank_object),
};

/* What a new office begins with; it adds its own. */
static const struct choice first_ranks[] = {
	{"Bí thư Tỉnh ủy", "leader"},
	{"Phó Bí thư Tỉnh ủy", "leader"},
	{"Phó Bí thư Thường trực Tỉnh ủy", "leader"},
	{"Chủ tịch UBND tỉnh", "leader"},
	{"Phó Chủ tịch UBND tỉnh", "leader"},
	{"Chủ tịch HĐND tỉnh", "leader"},
	{"Phó Chủ tịch HĐND tỉnh", "leader"},
	{"Chánh Văn phòng UBND tỉnh", "manager"},
	{"Chánh Văn phòng", "manager"},
	{"Phó Chánh Văn phòng", "manager"},
	{"Giám đốc Sở", "manager"},
	{"Phó Giám đốc Sở", "manager"},
	{"Chánh Thanh tra tỉnh", "manager"},
	{"Phó Chánh Thanh tra tỉnh", "manager"},
	{"Chủ tịch Hội đồng quản trị", "entrepreneur"},
	{"Chủ tịch HĐQT", "entrepreneur"},
	{"Chủ tịch Hội đồng thành viên", "entrepreneur"},
	{"Tổng Giám đốc", "entrepreneur"},
	{"Phó Tổng Giám đốc", "entrepreneur"},
	{"Chủ doanh nghiệp", "entrepreneur"},
	{"Chánh ", "other"},
	{"Phó ", "other"},
	{"Trưởng ", "other"},
	{"Giám đốc", "other"},
	{"Chủ tịch", "other"},
	{"Chủ nhiệm", "other"},
	{"Bí thư", "other"},
	{"Đội trưởng", "other"},
	{"Trạm trưởng", "other"},
	{"Hiệu trưởng", "other"},
	{"Tổ trưởng", "other"},
};

enum rc statistics_begin(struct ctx *c)
{
	for (int i = 0; i < COUNT(first_ranks); i++)
		TRY(sql_post_rank_add(c->db, str_of(first_ranks[i].value), str_of(first_ranks[i].label),
		                      NULL));
	return RC_OK;
}

static enum rc rank_add(struct ctx *c, const void *in, struct out *out)
{
	const struct rank_in *p = in;
	struct sql_post_rank_there there;
	TRY(sql_post_rank_there(c->db, c->mem, p->begins, &there));
	if (there.n)
		return err_field(c->err, "begins", "Chức vụ này đã được xếp. Xin xóa dòng cũ trước.");
	TRY(sql_post_rank_add(c->db, p->begins, p->rank, &out->id));
	out_say(c, out, "Đã xếp chức vụ bắt đầu bằng \"%.*s\".", STR_ARG(p->begins));
	return RC_OK;
}

static enum rc rank_remove(struct ctx *c, const void *in, struct out *out)
{
	const struct rank_in *p = in;
	TRY(sql_post_rank_remove(c->db, p->id, NULL));
	out_say(c, out, "Đã xóa cách xếp \"%.*s\".", STR_ARG(c->object_label));
	return RC_OK;
}

#define SEES (R(STANDING) | R(HEAD) | R(INSPECTOR))

const struct op statistics_ops[] = {
	{.name = "statistics.view",
     .title = "Thống kê năm (biểu 0601.N–0605.N)",
     .help = "Năm biểu thống kê ngành, đếm từ sổ; số nào cũng mở được danh sách, đặt cạnh năm "
             "trước để soát.",
     .kind = OP_READ,
     .roles = SEES,
     .scope = SCOPE_OFFICE,
     .area = "report",
     .icon = "chart",
     .law = STATISTICS_LAW,
     FIELDS(view_fields),
     .in_size = sizeof(struct statistics_in),
     .run = statistics_view,
     .page = statistics_page,
     .json = statistics_json,
     .per_minute = 60},
	{.name = "statistics.paper",
     .title = "Lập biểu thống kê",
     .help = "Lập biểu từ số liệu trong sổ, rồi sửa, in và ký như mọi văn bản.",
     .verb = "Lập biểu",
     .kind = OP_WRITE,
     .flags = OP_QUIET,
     .roles = R(STANDING),
     .scope = SCOPE_OFFICE,
     .area = "report",
     .law = STATISTICS_LAW,
     FIELDS(paper_fields),
     .in_size = sizeof(struct statistics_in),
     .run = statistics_paper},
	{.name = "statistics.awards",
     .title = "Khen thưởng tính vào thống kê",
     .help = "Các dòng của sổ khen thưởng cấp bộ, tỉnh và Nhà nước, mỗi dòng tính vào cột nào.",
     .kind = OP_LIST,
     .flags = OP_JOURNAL_EXPORT | OP_QUIET,
     .roles = SEES,
     .scope = SCOPE_OFFICE,
     .area = "report",
     .law = STATISTICS_LAW,
     .list = &sql_list_statistics_award_list,
     FIELDS(award_filters),
     COLS(award_cols),
     .order = "-newest",
     .empty = "Không có dòng nào."},
	{.name = "statistics.bodies",
     .title = "Tổ chức làm công tác thi đua, khen thưởng",
     .help = "Hội đồng và bộ phận thường trực vào một ngày.",
     .kind = OP_LIST,
     .flags = OP_QUIET,
     .roles = SEES,
     .scope = SCOPE_OFFICE,
     .area = "report",
     .law = STATISTICS_LAW,
     .list = &sql_list_statistics_body_list,
     FIELDS(body_filters),
     COLS(body_cols),
     .empty = "Không có tổ chức nào."},
	{.name = "statistics.staff",
     .title = "Người làm công tác thi đua, khen thưởng",
     .help = "Người của bộ phận thường trực (chuyên trách) và cán bộ tổng hợp của các đơn vị (kiêm "
             "nhiệm) vào một ngày.",
     .kind = OP_LIST,
     .flags = OP_JOURNAL_EXPORT | OP_QUIET,
     .roles = SEES,
     .scope = SCOPE_OFFICE,
     .area = "report",
     .law = STATISTICS_LAW,
     .list = &sql_list_statistics_staff_list,
     FIELDS(staff_filters),
     COLS(staff_cols),
     .empty = "Không có ai."},
	{.name = "post_rank.list",
     .title = "Xếp nhóm chức vụ để thống kê",
     .help =
         "Chức vụ bắt đầu bằng chữ nào thì tính vào nhóm nào; không khớp dòng nào là người trực "
         "tiếp.",
     .kind = OP_LIST,
     .flags = OP_OPEN | OP_QUIET,
     .roles = SEES,
     .scope = SCOPE_OFFICE,
     .area = "report",
     .list = &sql_list_post_rank_list,
     FIELDS(rank_filters),
     COLS(rank_cols),
     .empty = "Chưa xếp chức vụ nào: mọi người đều tính là trực tiếp."},
	{.name = "post_rank.add",
     .title = "Xếp một chức vụ",
     .help = "Thêm một dòng; số liệu thống kê tính lại ngay.",
     .kind = OP_WRITE,
     .roles = R(STANDING),
     .scope = SCOPE_OFFICE,
     .flags = OP_QUIET,
     .area = "report",
     FIELDS(rank_add_fields),
     .in_size = sizeof(struct rank_in),
     .run = rank_add,
     .then = "post_rank.list"},
	{.name = "post_rank.remove",
     .title = "Xóa cách xếp",
     .help = "Xóa một dòng; chức vụ ấy tính theo dòng ngắn hơn, hoặc là trực tiếp.",
     .kind = OP_WRITE,
     .roles = R(STANDING),
     .scope = SCOPE_OFFICE,
     .object = &post_rank_object,
     FIELDS(rank_remove_fields),
     .in_size = sizeof(struct rank_in),
     .run = rank_remove,
     .then = "post_rank.list"},
	{0}};
