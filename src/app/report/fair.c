/* fair.c: who is commended, beside who works here. */
#include "app/org/org.h"
#include "app/report/report.h"
#include "base/json_out.h"
#include "db/sql_home.h"
#include "db/sql_report.h"
#include "op/view.h"
#include "viet/viet.h"
#include "web/web.h"

#include <inttypes.h>
#include <stdlib.h>

bool report_leads(struct str title)
{
	static const char *const words[] = {"Chánh ",     "Phó ",        "Trưởng ",    "Giám đốc",
	                                    "Tổng ",      "Chủ tịch",    "Chủ nhiệm",  "Bí thư",
	                                    "Đội trưởng", "Trạm trưởng", "Hiệu trưởng"};
	for (int i = 0; i < COUNT(words); i++)
		if (str_starts(title, words[i]))
			return true;
	return false;
}

/* --- counting ------------------------------------------------------------------------------ */

struct fair {
	struct ctx *c;
	struct fair_view *v;
	struct sql_home_units *units; /* by id */
	size_t unit_count;
	struct str code;
};

static const struct sql_home_units *unit_of(const struct fair *f, int64_t id)
{
	for (size_t low = 0, high = f->unit_count; low < high;) {
		size_t mid = (low + high) / 2;
		if (f->units[mid].id == id)
			return &f->units[mid];
		if (f->units[mid].id < id)
			low = mid + 1;
		else
			high = mid;
	}
	return NULL;
}

/* The unit just below the office, where somebody sits; the office for those who sit in itself. */
static struct str under_the_top(const struct fair *f, int64_t id)
{
	const struct sql_home_units *u = unit_of(f, id), *parent;
	while (u && (parent = unit_of(f, u->parent_id)) && parent->parent_id != DB_NULL)
		u = parent;
	return u ? u->name : STR("Đơn vị khác");
}

static struct fair_group *group_of(struct fair_part *p, struct ctx *c, struct str label)
{
	for (int i = 0; i < p->count; i++)
		if (str_eq(p->groups[i].label, label))
			return &p->groups[i];
	if (p->count == p->most) {
		struct fair_group *more = arena_array(c->mem, 2 * (size_t)p->most + 8, sizeof *more);
		if (p->count)
			memcpy(more, p->groups, (size_t)p->count * sizeof *more);
		p->groups = more;
		p->most = 2 * p->most + 8;
	}
	p->groups[p->count] = (struct fair_group){.label = label};
	return &p->groups[p->count++];
}

static struct str cadre_label(struct str cadre)
{
	for (int i = 0; cadres[i].value; i++)
		if (str_eqz(cadre, cadres[i].value))
			return str_of(cadres[i].label);
	return STR("Khác");
}

static void add(struct fair *f, int64_t unit, struct str cadre, struct str gender, struct str post,
                int64_t people, int64_t awarded)
{
	struct fair_view *v = f->v;
	struct fair_group *in[] = {
		group_of(&v->lead, f->c,
	             report_leads(post) ? STR("Lãnh đạo, quản lý") : STR("Người trực tiếp")),
		group_of(&v->gender, f->c,
	             str_eqz(gender, "nu")    ? STR("Nữ")
	             : str_eqz(gender, "nam") ? STR("Nam")
	                                      : STR("Chưa ghi")),
		group_of(&v->cadre, f->c, cadre_label(cadre)),
		group_of(&v->units, f->c, under_the_top(f, unit))};
	for (int i = 0; i < COUNT(in); i++) {
		in[i]->people += people;
		in[i]->awarded += awarded;
	}
	v->people += people;
	v->awarded += awarded;
}

static enum rc count_people(struct fair *f)
{
	struct db_cursor *rows;
	struct sql_fair_people p;
	TRY(sql_fair_people_open(f->c->db, f->c->mem, &rows));
	enum rc rc;
	while ((rc = sql_fair_people_next(rows, f->c->mem, &p)) == RC_OK)
		add(f, p.unit_id, p.cadre, p.gender, p.post_title, p.n, 0);
	db_cursor_end(rows);
	return rc == RC_NOTFOUND ? RC_OK : rc;
}

static enum rc count_awarded(struct fair *f)
{
	struct db_cursor *rows;
	struct sql_fair_awarded a;
	struct fair_view *v = f->v;
	TRY(sql_fair_awarded_open(f->c->db, f->c->mem, v->year - FAIR_YEARS + 1, v->year, f->code,
	                          &rows));
	enum rc rc;
	while ((rc = sql_fair_awarded_next(rows, f->c->mem, &a)) == RC_OK) {
		add(f, a.unit_id, a.cadre, a.gender, a.post_title, 0, a.last > 0);
		v->years[a.years <= FAIR_YEARS ? a.years : FAIR_YEARS]++;
	}
	db_cursor_end(rows);
	return rc == RC_NOTFOUND ? RC_OK : rc;
}

/* --- shares ---------------------------------------------------------------------------------- */

static int64_t thousandths(int64_t part, int64_t all)
{
	return all ? (part * 2000 + all) / (2 * all) : 0;
}

static struct str tenths_text(struct ctx *c, int64_t share, const char *unit)
{
	return arena_printf(c->mem, "%" PRId64 ",%" PRId64 " %s", share / 10, share % 10, unit);
}

static int by_people(const void *a, const void *b)
{
	const struct fair_group *x = a, *y = b;
	return x->people < y->people ? 1 : x->people > y->people ? -1 : str_cmp(x->label, y->label);
}

static void shares(struct ctx *c, const struct fair_view *v, struct fair_part *p)
{
	if (p->count)
		qsort(p->groups, (size_t)p->count, sizeof *p->groups, by_people);
	for (int i = 0; i < p->count; i++) {
		struct fair_group *g = &p->groups[i];
		g->people_share = thousandths(g->people, v->people);
		g->awarded_share = thousandths(g->awarded, v->awarded);
		g->difference = g->awarded_share - g->people_share;
		g->rate_text = tenths_text(c, thousandths(g->awarded, g->people), "%");
		g->difference_text = arena_printf(c->mem, "%s%.*s",
		                                  g->difference < 0   ? "−"
		                                  : g->difference > 0 ? "+"
		                                                      : "",
		                                  STR_ARG(tenths_text(c, llabs(g->difference), "điểm")));
		g->people_width = (int)(g->people_share * FAIR_BAR_WIDTH / 1000);
		g->awarded_width = (int)(g->awarded_share * FAIR_BAR_WIDTH / 1000);
	}
}

static void by_years(struct ctx *c, struct fair_view *v)
{
	int64_t most = 1;
	v->years[0] = v->people;
	for (int i = 1; i <= FAIR_YEARS; i++)
		v->years[0] -= v->years[i];
	for (int i = 0; i <= FAIR_YEARS; i++)
		most = v->years[i] > most ? v->years[i] : most;
	for (int i = 0; i <= FAIR_YEARS; i++) {
		v->years_text[i] = viet_number(c->mem, v->years[i]);
		v->years_width[i] = (int)(v->years[i] * FAIR_BAR_WIDTH / most);
	}
}

/* --- the operation --------------------------------------------------------------------------- */

struct fair_in {
	int64_t year;
	struct str code;
};
/* Of persons; "": all above Lao động tiên tiến, "*": all (sql/report.sql). */
static const struct choice fair_codes[] = {{"*", "Mọi danh hiệu, hình thức"},
                                           {"LDTT", "Lao động tiên tiến"},
                                           {"CSTDCS", "Chiến sĩ thi đua cơ sở"},
                                           {"CSTDT", "Chiến sĩ thi đua cấp tỉnh"},
                                           {"GK", "Giấy khen"},
                                           {"BKT", "Bằng khen của Chủ tịch UBND tỉnh"},
                                           {"BKTTG", "Bằng khen của Thủ tướng Chính phủ"},
                                           {0}};
static const struct field fair_fields[] = {
	F(INT, struct fair_in, year, "Năm khen thưởng", .min = 1945, .max = 2200,
      .hint = "Để trống: năm nay"),
	F(CHOICE, struct fair_in, code, "Danh hiệu, hình thức", .choices = fair_codes,
      .hint = "Để trống: mọi danh hiệu, hình thức trên Lao động tiên tiến"),
};

static enum rc fair_view(struct ctx *c, const void *in, struct out *out)
{
	const struct fair_in *p = in;
	struct fair_view *v = arena_alloc(c->mem, sizeof *v);
	struct fair f = {.c = c, .v = v, .code = p->code};
	*v = (struct fair_view){
		.year = p->year == DB_NULL ? date_civil(c->today).year : p->year,
		.lead = {.name = "lead", .title = "Lãnh đạo, quản lý và người trực tiếp", .head = "Nhóm"},
		.gender = {.name = "gender", .title = "Nam, nữ", .head = "Giới tính"},
		.cadre = {.name = "cadre", .title = "Theo đối tượng", .head = "Đối tượng"},
		.units = {.name = "units", .title = "Theo đơn vị", .head = "Đơn vị"},
		.never = op_path(c->mem, "fairness.never"),
		.unproposed =
			arena_printf(c->mem, "%.*s?proposed=never", STR_ARG(op_path(c->mem, "fairness.never"))),
		.often = op_path(c->mem, "fairness.often")};
	v->options = options_of(c->mem, fair_codes, p->code, &v->option_count);
	TRY(sql_home_units(c->db, c->mem, &f.units, &f.unit_count));
	TRY(count_people(&f));
	TRY(count_awarded(&f));
	shares(c, v, &v->lead);
	shares(c, v, &v->gender);
	shares(c, v, &v->cadre);
	shares(c, v, &v->units);
	by_years(c, v);
	out->data = v;
	return RC_OK;
}

static void fair_page(struct buf *html, struct ctx *c, const void *data)
{
	(void)c;
	tpl_fair(html, data);
}

static void part_json(struct json_out *j, const struct fair_part *p)
{
	json_arr(j, p->name);
	for (int i = 0; i < p->count; i++) {
		json_obj(j, NULL);
		json_str(j, "label", p->groups[i].label);
		json_int(j, "people", p->groups[i].people);
		json_int(j, "awarded", p->groups[i].awarded);
		json_int(j, "people_thousandths", p->groups[i].people_share);
		json_int(j, "awarded_thousandths", p->groups[i].awarded_share);
		json_end(j);
	}
	json_end(j);
}

static void fair_json(struct buf *b, struct ctx *c, const void *data)
{
	const struct fair_view *v = data;
	struct json_out j = json_out_to(b);
	(void)c;
	json_obj(&j, NULL);
	json_int(&j, "year", v->year);
	json_int(&j, "people", v->people);
	json_int(&j, "awarded", v->awarded);
	part_json(&j, &v->lead);
	part_json(&j, &v->gender);
	part_json(&j, &v->cadre);
	part_json(&j, &v->units);
	json_arr(&j, "years");
	for (int i = 0; i <= FAIR_YEARS; i++)
		json_int(&j, NULL, v->years[i]);
	json_end(&j);
	json_end(&j);
}

static const struct field list_filters[] = {
	FILTER(REF, "below", "Đơn vị và trực thuộc", .ref = &unit_object),
};
/* "Never commended" is not "never proposed": the second is what a head can mend. */
static const struct choice proposed_choices[] = {
	{"never", "Chưa từng được đề nghị"}, {"yes", "Đã đề nghị, chưa được khen"}, {0}};
static const struct field never_filters[] = {
	FILTER(REF, "below", "Đơn vị và trực thuộc", .ref = &unit_object),
	FILTER(CHOICE, "proposed", "Đề nghị", .choices = proposed_choices),
};
static const struct column never_cols[] = {
	{"name", "Họ và tên", COL_LINK, .op = "person.view", .key = "id", .order = "name", .width = 28},
	{"unit_name", "Đơn vị", COL_LINK, .op = "unit.view", .key = "unit_id", .width = 36},
	{"post_title", "Chức vụ", COL_TEXT, .width = 24},
	{"since", "Có mặt từ", COL_DATE},
	{"proposed", "Đề nghị", COL_BADGE, .choices = proposed_choices},
	{"last", "Đề nghị gần nhất năm", COL_TEXT},
};
static const struct column often_cols[] = {
	{"name", "Họ và tên", COL_LINK, .op = "person.view", .key = "id", .order = "name", .width = 28},
	{"unit_name", "Đơn vị", COL_LINK, .op = "unit.view", .key = "unit_id", .width = 36},
	{"post_title", "Chức vụ", COL_TEXT, .width = 24},
	{"years", "Số năm được khen", COL_INT},
	{"awards", "Số lần", COL_INT},
};

#define FAIR_LAW "Luật Thi đua, khen thưởng 2022, Điều 5 khoản 2 và khoản 3"
#define FAIR_ROLES (R(HEAD) | R(STANDING) | R(INSPECTOR))

const struct op fair_ops[] = {
	{.name = "fairness.view",
     .title = "Khen thưởng có công bằng không",
     .help = "Tỷ lệ của từng nhóm trong số người được khen, đặt cạnh tỷ lệ của nhóm trong cơ quan; "
             "ai được khen nhiều năm liền, ai chưa từng được khen.",
     .kind = OP_READ,
     .roles = FAIR_ROLES,
     .scope = SCOPE_OFFICE,
     .area = "report",
     .icon = "chart",
     .law = FAIR_LAW,
     FIELDS(fair_fields),
     .in_size = sizeof(struct fair_in),
     .run = fair_view,
     .page = fair_page,
     .json = fair_json,
     .per_minute = 60},
	{.name = "fairness.never",
     .title = "Chưa từng được khen",
     .help =
         "Người đang làm việc mà sổ khen thưởng chưa có dòng nào: ai chưa từng được đề nghị, ai "
         "đã được đề nghị mà chưa được khen.",
     .kind = OP_LIST,
     .flags = OP_JOURNAL_EXPORT | OP_QUIET,
     .roles = FAIR_ROLES | R(UNIT_HEAD),
     .scope = SCOPE_ANY,
     .area = "report",
     .icon = "people",
     .law = FAIR_LAW,
     .list = &sql_list_fair_never,
     FIELDS(never_filters),
     COLS(never_cols),
     .empty = "Ai cũng đã được khen ít nhất một lần."},
	{.name = "fairness.often",
     .title = "Được khen nhiều năm",
     .help = "Người được khen từ ba năm trở lên trong năm năm gần nhất, kể cả năm nay.",
     .kind = OP_LIST,
     .flags = OP_JOURNAL_EXPORT | OP_QUIET,
     .roles = FAIR_ROLES | R(UNIT_HEAD),
     .scope = SCOPE_ANY,
     .area = "report",
     .icon = "people",
     .law = FAIR_LAW,
     .list = &sql_list_fair_often,
     FIELDS(list_filters),
     COLS(often_cols),
     .empty = "Không ai được khen từ ba năm trở lên trong năm năm gần nhất."},
	{0}};
