/* round.c: rounds of awarding (đợt xét): opened, changed, closed; a unit that
 * proposes nobody. */
#include "app/dossier/inner.h"

#include "app/home/home.h"
#include "app/job/job.h"
#include "app/movement/movement.h"
#include "app/org/org.h"
#include "app/record/record.h"
#include "db/sql_dossier.h"
#include "db/sql_movement.h"
#include "op/gate.h"
#include "viet/viet.h"
#include "web/web.h"

#include <inttypes.h>

const struct object award_round_object = {.name = "award_round",
                                          .label = "đợt xét khen thưởng",
                                          .list = &sql_list_award_round_object,
                                          .view = "award_round.view"};

const char dossier_law[] = "Luật Thi đua, khen thưởng 2022, Điều 83 và 84";
const char dossier_short_law[] = "Luật Thi đua, khen thưởng 2022, Điều 85";

static const struct choice states[] = {{"open", "Đang nhận hồ sơ"}, {"closed", "Đã khép"}, {0}};

struct code_in {
	struct str code;
};
static const struct field code_fields[] = {
	F(CHOICE, struct code_in, code, "Danh hiệu, hình thức", .flags = MUST, .choices = award_codes),
};
struct round_in {
	int64_t id, unit_id, movement_id, year;
	struct str type, title, note;
	struct date due;
	struct group awards;
};
#define AWARDS                                                                                     \
	F(GROUP, struct round_in, awards, "Danh hiệu, hình thức xét trong đợt", .max = 20,             \
	  .sub = code_fields, .sub_count = COUNT(code_fields), .sub_size = sizeof(struct code_in),     \
	  .hint = "Để trống: mọi danh hiệu, hình thức của loại này")
static const struct field open_fields[] = {
	F(TEXT, struct round_in, title, "Tên đợt", .flags = MUST, .max = 300,
      .hint = "Ví dụ: Xét khen thưởng công trạng năm 2026"),
	F(CHOICE, struct round_in, type, "Loại hình khen thưởng", .flags = MUST,
      .choices = award_types),
	F(INT, struct round_in, year, "Năm xét", .flags = MUST, .min = 2000, .max = 2200),
	F(REF, struct round_in, unit_id, "Phạm vi", .flags = MUST | IN_SCOPE, .ref = &unit_object,
      .hint = "Mọi đơn vị trực thuộc"),
	F(REF, struct round_in, movement_id, "Cho phong trào", .ref = &movement_object,
      .hint = "Với khen thưởng phong trào, chuyên đề"),
	AWARDS,
	F(DATE, struct round_in, due, "Hạn gửi hồ sơ", .flags = MUST),
	F(LONG, struct round_in, note, "Hướng dẫn", .max = 5000),
};
static const struct field edit_fields[] = {
	F(REF, struct round_in, id, "Đợt xét", .flags = MUST | HIDDEN, .ref = &award_round_object),
	F(TEXT, struct round_in, title, "Tên đợt", .flags = MUST, .max = 300),
	AWARDS,
	F(DATE, struct round_in, due, "Hạn gửi hồ sơ", .flags = MUST),
	F(LONG, struct round_in, note, "Hướng dẫn", .max = 5000),
};
static const struct field id_fields[] = {
	F(REF, struct round_in, id, "Đợt xét", .flags = MUST | HIDDEN, .ref = &award_round_object),
};

struct str dossier_given(struct str s)
{
	return s.p ? s : STR("");
}

static enum rc check(struct ctx *c, const struct round_in *p)
{
	struct sql_movement_get m;
	int now = date_civil(c->today).year;
	if (p->due.days < c->today.days)
		return err_field(c->err, "due", "Hạn gửi đã qua.");
	if (p->year < now - 2 || p->year > now + 1)
		return err_field(c->err, "year", "Năm xét phải từ %d đến %d.", now - 2, now + 1);
	TRY(org_unit_is_there(c, p->unit_id, c->today));
	if (p->movement_id == DB_NULL)
		return RC_OK;
	if (!str_eqz(p->type, "theme"))
		return err_field(c->err, "movement_id",
		                 "Chỉ khen thưởng phong trào, chuyên đề gắn với một phong trào.");
	TRY(sql_movement_get(c->db, c->mem, p->movement_id, &m));
	return str_eqz(m.state, "draft") || str_eqz(m.state, "dropped")
	           ? err_field(c->err, "movement_id", "Phong trào này chưa phát động.")
	           : RC_OK;
}

/* "LDTT,CSTDCS", each once. */
static enum rc codes_of(struct ctx *c, const struct group *g, struct str *out)
{
	const struct code_in *rows = g->items;
	*out = STR("");
	for (int i = 0; i < g->count; i++) {
		for (int k = 0; k < i; k++)
			if (str_eq(rows[i].code, rows[k].code))
				return err_field(c->err, "awards", "%.*s được chọn hai lần.",
				                 STR_ARG(choice_label(award_codes, rows[i].code)));
		*out =
			arena_printf(c->mem, "%.*s%s%.*s", STR_ARG(*out), i ? "," : "", STR_ARG(rows[i].code));
	}
	return RC_OK;
}

static enum rc edit_fill(struct ctx *c, struct values *v)
{
	struct sql_award_round_get r;
	int64_t id;
	if (!str_int(values_text(v, "id"), &id))
		return RC_OK;
	TRY(sql_award_round_get(c->db, c->mem, id, &r));
	struct str rest = r.codes;
	for (int i = 0; rest.n; i++)
		TRY(values_add(v, arena_printf(c->mem, "awards.%d.code", i), str_cut(&rest, ','), c->err));
	return RC_OK;
}

static enum rc tell(struct ctx *c, const struct round_in *p, int64_t id, int64_t *told)
{
	struct sql_award_round_receivers *to;
	size_t n;
	struct str text = arena_printf(c->mem, "Mở đợt xét khen thưởng, hạn gửi hồ sơ %s: %.*s",
	                               date_vn(p->due).z, STR_ARG(p->title)),
			   letter = arena_printf(c->mem,
	                                 "Thường trực thi đua, khen thưởng mở đợt \"%.*s\", hạn gửi hồ "
	                                 "sơ %s.\n\nXin mở "
	                                 "chương trình Thi đua, khen thưởng, mục Khen thưởng, để lập "
	                                 "và gửi hồ sơ của "
	                                 "đơn vị. Đơn vị không đề nghị ai thì báo ở trang của đợt.\n",
	                                 STR_ARG(p->title), date_vn(p->due).z);
	TRY(sql_award_round_receivers(c->db, c->mem, id, c->today, &to, &n));
	for (size_t i = 0; i < n; i++) {
		TRY(notice_add(c, to[i].account, text, arena_printf(c->mem, "/award_round/%" PRId64, id)));
		if (mail_address_ok(to[i].email))
			TRY(mail_queue(
				c, to[i].email, STR("Xét khen thưởng"), letter,
				arena_printf(c->mem, "award-round-%" PRId64 "-%" PRId64, id, to[i].account)));
	}
	*told = (int64_t)n;
	return RC_OK;
}

static enum rc round_open(struct ctx *c, const void *in, struct out *out)
{
	const struct round_in *p = in;
	struct str codes;
	int64_t units, told;
	TRY(check(c, p));
	TRY(codes_of(c, &p->awards, &codes));
	TRY(sql_award_round_add(c->db, p->unit_id, p->movement_id, p->type, p->year, p->title,
	                        viet_fold(c->mem, p->title), codes, dossier_given(p->note), p->due,
	                        c->who.account_id, c->now_ms, &out->id));
	c->object_unit = p->unit_id;
	TRY(sql_award_round_cover(c->db, out->id, p->unit_id, c->today, &units));
	TRY(tell(c, p, out->id, &told));
	out_fact(out, "units", "Đơn vị trong phạm vi", viet_number(c->mem, units));
	out_fact(out, "told", "Trưởng đơn vị, đầu mối nhận tin", viet_number(c->mem, told));
	out_say(c, out, "%s đợt \"%.*s\" đến %" PRId64 " đơn vị.", c->preview ? "Sẽ mở" : "Đã mở",
	        STR_ARG(p->title), units);
	return RC_OK;
}

static enum rc round_edit(struct ctx *c, const void *in, struct out *out)
{
	const struct round_in *p = in;
	struct sql_award_round_get r;
	struct str codes;
	TRY(sql_award_round_get(c->db, c->mem, p->id, &r));
	if (p->due.days != r.due.days && p->due.days < c->today.days)
		return err_field(c->err, "due", "Hạn gửi mới đã qua.");
	TRY(codes_of(c, &p->awards, &codes));
	TRY(sql_award_round_set(c->db, p->id, p->title, viet_fold(c->mem, p->title), codes,
	                        dossier_given(p->note), p->due, NULL));
	out_say(c, out, "Đã lưu \"%.*s\".", STR_ARG(p->title));
	return RC_OK;
}

static enum rc round_close(struct ctx *c, const void *in, struct out *out)
{
	const struct round_in *p = in;
	TRY(sql_award_round_state(c->db, p->id, STR("closed"), NULL));
	out_say(c, out, "%s đợt \"%.*s\"; hồ sơ đã gửi vẫn được xét tiếp.",
	        c->preview ? "Sẽ khép" : "Đã khép", STR_ARG(c->object_label));
	return RC_OK;
}

static enum rc round_reopen(struct ctx *c, const void *in, struct out *out)
{
	const struct round_in *p = in;
	TRY(sql_award_round_state(c->db, p->id, STR("open"), NULL));
	out_say(c, out, "Đợt \"%.*s\" được mở lại.", STR_ARG(c->object_label));
	return RC_OK;
}

/* --- a unit that proposes nobody --------------------------------- */

struct nothing_in {
	int64_t round_id, unit_id;
	struct str why;
};
static const struct field nothing_fields[] = {
	F(REF, struct nothing_in, round_id, "Đợt xét", .flags = MUST, .ref = &award_round_object),
	F(REF, struct nothing_in, unit_id, "Đơn vị", .flags = MUST | IN_SCOPE, .ref = &unit_object),
	F(TEXT, struct nothing_in, why, "Lý do", .flags = MUST, .min = 5, .max = 400,
      .hint = "Ví dụ: không có tập thể, cá nhân đủ điều kiện"),
};

static enum rc round_nothing(struct ctx *c, const void *in, struct out *out)
{
	const struct nothing_in *p = in;
	struct sql_award_round_get r;
	int64_t units;
	TRY(sql_award_round_get(c->db, c->mem, p->round_id, &r));
	if (!str_eqz(r.state, "open"))
		return err_field(c->err, "round_id", "Đợt này đã khép.");
	TRY(sql_award_round_nobody(c->db, p->round_id, p->unit_id, p->why, &units));
	if (units == 0)
		return err_field(c->err, "unit_id", "Đợt này không mở cho đơn vị ấy.");
	out->go = arena_printf(c->mem, "/award_round/%" PRId64, p->round_id);
	out_say(c, out, "Đã ghi: đơn vị không đề nghị ai trong đợt này.");
	return RC_OK;
}

/* --- rows -------------------------------------------------------- */

static const struct field list_filters[] = {
	FILTER(CHOICE, "state", "Tình trạng", .choices = states),
	FILTER(CHOICE, "type", "Loại hình", .choices = award_types),
	FILTER(INT, "year", "Năm xét", .min = 2000, .max = 2200),
	FILTER(REF, "movement", "Phong trào", .ref = &movement_object),
};
static const struct column list_cols[] = {
	{"title", "Đợt", COL_LINK, .op = "award_round.view", .key = "id", .width = 50},
	{"type", "Loại hình", COL_CHOICE, .choices = award_types},
	{"year", "Năm xét", COL_TEXT, .order = "newest", .width = 8},
	{"movement_title", "Phong trào", COL_LINK, .op = "movement.view", .key = "movement_id",
     .width = 40},
	{"due", "Hạn gửi", COL_DATE},
	{"units", "Đơn vị", COL_INT},
	{"dossiers", "Hồ sơ đã gửi", COL_INT},
	{"state", "Tình trạng", COL_BADGE, .choices = states},
};
static const struct field id_filter[] = {
	FILTER(REF, "id", "Đợt xét", .flags = MUST | HIDDEN, .ref = &award_round_object)};
static const struct column view_cols[] = {
	{"type", "Loại hình khen thưởng", COL_CHOICE, .choices = award_types},
	{"year", "Năm xét", COL_TEXT},
	{"movement_title", "Phong trào", COL_LINK, .op = "movement.view", .key = "movement_id"},
	{"unit_name", "Phạm vi", COL_TEXT},
	{"codes", "Mã danh hiệu, hình thức xét trong đợt", COL_TEXT},
	{"due", "Hạn gửi hồ sơ", COL_DATE},
	{"note", "Hướng dẫn", COL_TEXT},
	{"state", "Tình trạng", COL_BADGE, .choices = states},
};
static const struct part view_parts[] = {
	{"Các đơn vị", "award_round.units", "round", NULL},
	{"Hồ sơ", "dossier.list", "round", NULL},
	{"Người, tập thể được đề nghị", "nominee.list", "round", NULL},
};

static const struct choice coverage_states[] = {{"missing", "Chưa lập"},
                                                {"draft", "Đang soạn"},
                                                {"returned", "Trả lại để sửa"},
                                                {"sent", "Chờ tiếp nhận"},
                                                {"received", "Đã tiếp nhận"},
                                                {"nobody", "Không đề nghị"},
                                                {0}};
static const struct choice lacks[] = {{"unit", "Đơn vị chưa gửi"}, {0}};
static const struct field unit_filters[] = {
	FILTER(REF, "round", "Đợt", .ref = &award_round_object),
	FILTER(CHOICE, "state", "Tình trạng", .choices = coverage_states),
	FILTER(REF, "unit", "Đơn vị", .ref = &unit_object),
	FILTER(CHOICE, "lacks", "Còn thiếu", .choices = lacks),
};
static const struct column unit_cols[] = {
	{"unit_name", "Đơn vị", COL_TEXT, .width = 36},
	{"round_title", "Đợt", COL_LINK, .op = "award_round.view", .key = "round_id", .width = 40},
	{"state", "Tình trạng", COL_BADGE, .choices = coverage_states},
	{"dossiers", "Hồ sơ", COL_INT},
	{"nominees", "Được đề nghị", COL_INT},
	{"due", "Hạn", COL_DATE},
	{"nobody", "Vì sao không đề nghị", COL_TEXT, .width = 40},
};

/* How many units of a round are done, wait to be received, have not sent: kept while nothing is
 * written, since a round of a province has thousands. */
static enum rc how_far(struct ctx *c, int64_t round, int64_t units[3])
{
	const size_t size = 3 * sizeof *units;
	struct str key = arena_printf(c->mem, "round_states %" PRId64, round),
			   kept = db_memo_find(c->db, key);
	struct sql_award_round_states *s;
	size_t n;
	if (kept.p) {
		memcpy(units, kept.p, size);
		return RC_OK;
	}
	TRY(sql_award_round_states(c->db, c->mem, round, &s, &n));
	memset(units, 0, size);
	for (size_t i = 0; i < n; i++)
		units[strchr("15", s[i].state.p[0]) ? 0 : s[i].state.p[0] == '2' ? 1 : 2] += s[i].units;
	db_memo_keep(c->db, key, (struct str){.p = (char *)units, .n = size});
	return RC_OK;
}

/* Open rounds, one line each: how many units are how far. Only for those who
 * see all of them. */
static enum rc draw(struct ctx *c, struct home_chart *chart)
{
	struct sql_award_round_open_all *rounds;
	size_t n;
	TRY(sql_award_round_open_all(c->db, c->mem, &rounds, &n));
	for (size_t i = 0; i < n && i < HOME_BARS_MAX; i++) {
		int64_t units[3];
		TRY(how_far(c, rounds[i].id, units));
		for (int series = 0; series < 3; series++)
			if (units[series])
				home_chart_add(chart, rounds[i].title, series, units[series]);
	}
	home_chart_draw(c, chart);
	return RC_OK;
}

static void units_above(struct buf *html, struct ctx *c, const void *data)
{
	struct home_chart *chart = arena_alloc(c->mem, sizeof *chart);
	(void)data;
	*chart = (struct home_chart){.id = "coverage",
	                             .title = "Đơn vị gửi hồ sơ trong các đợt đang mở",
	                             .head = "Đợt",
	                             .of = "đơn vị",
	                             .series = {"Xong", "Chờ tiếp nhận", "Chưa gửi"},
	                             .tone = {"s3", "s1", "late"},
	                             .series_count = 3,
	                             .warns = 3};
	if (gate_scope(c, c->op).all && draw(c, chart) == RC_OK && chart->count)
		tpl_home_chart(html, chart);
}

#define ON_ROUND                                                                                   \
	.kind = OP_WRITE, .scope = SCOPE_OBJECT, .object = &award_round_object,                        \
	.then = "award_round.view", .roles = DOSSIER_KEEPS

const struct op award_round_ops[] = {
	{.name = "award_round.list",
     .title = "Đợt xét khen thưởng",
     .help = "Các đợt đã mở, hạn gửi hồ sơ và số hồ sơ đã nhận.",
     .kind = OP_LIST,
     .flags = OP_OPEN,
     .roles = R_SIGNED_IN,
     .scope = SCOPE_ANY,
     .area = "dossier",
     .icon = "date",
     .object = &award_round_object,
     .list = &sql_list_award_round_list,
     .order = "-newest",
     FIELDS(list_filters),
     COLS(list_cols),
     .empty = "Chưa mở đợt xét nào.",
     .law = dossier_law},
	{.name = "award_round.view",
     .title = "Đợt xét khen thưởng",
     .help = "Loại hình, hạn, hướng dẫn, hồ sơ đã có.",
     .kind = OP_VIEW,
     .flags = OP_OPEN,
     .roles = R_SIGNED_IN,
     .scope = SCOPE_OBJECT,
     .object = &award_round_object,
     .list = &sql_list_award_round_view,
     FIELDS(id_filter),
     COLS(view_cols),
     PARTS(view_parts),
     .law = dossier_law},
	{.name = "award_round.units",
     .title = "Mức độ gửi hồ sơ của đơn vị",
     .help = "Mỗi đơn vị một dòng: chưa lập, đang soạn, đã gửi, trả lại, đã "
             "tiếp nhận, không đề "
             "nghị.",
     .kind = OP_LIST,
     .roles = R_OFFICE | R(UNIT_HEAD) | R(UNIT_CLERK),
     .scope = SCOPE_ANY,
     .area = "dossier",
     .icon = "chart",
     .list = &sql_list_award_round_unit_list,
     .order = "-newest",
     FIELDS(unit_filters),
     COLS(unit_cols),
     .empty = "Không có đơn vị nào khớp.",
     .above = units_above},
	{.name = "award_round.open",
     .title = "Mở đợt xét khen thưởng",
     .help = "Một loại hình, một năm; đến mọi đơn vị trong phạm vi, có hạn gửi "
             "hồ sơ.",
     .verb = "Mở đợt",
     .kind = OP_WRITE,
     .flags = OP_PREVIEW,
     .roles = DOSSIER_KEEPS,
     .scope = SCOPE_OBJECT,
     .icon = "horn",
     .object = &award_round_object,
     FIELDS(open_fields),
     .in_size = sizeof(struct round_in),
     .run = round_open,
     .then = "award_round.view",
     .law = dossier_law},
	{.name = "award_round.edit",
     .title = "Sửa đợt xét khen thưởng",
     .help = "Tên, danh hiệu xét, hạn gửi, hướng dẫn.",
     .verb = "Sửa",
     ON_ROUND,
     .states = "open",
     FIELDS(edit_fields),
     .in_size = sizeof(struct round_in),
     .run = round_edit,
     .fill = edit_fill},
	{.name = "award_round.close",
     .title = "Khép đợt xét khen thưởng",
     .help = "Sau khi khép, đơn vị không gửi thêm; hồ sơ đã gửi được xét tiếp. "
             "Có thể mở lại.",
     .verb = "Khép",
     ON_ROUND,
     .flags = OP_PREVIEW,
     .icon = "lock",
     .states = "open",
     FIELDS(id_fields),
     .in_size = sizeof(struct round_in),
     .run = round_close},
	{.name = "award_round.reopen",
     .title = "Mở lại đợt xét khen thưởng",
     .help = "Để nhận thêm hồ sơ.",
     .verb = "Mở lại",
     ON_ROUND,
     .icon = "refresh",
     .states = "closed",
     FIELDS(id_fields),
     .in_size = sizeof(struct round_in),
     .run = round_reopen},
	{.name = "award_round.nobody",
     .title = "Báo không đề nghị khen thưởng",
     .help = "Đơn vị không đề nghị ai trong một đợt; thường trực không phải "
             "đôn đốc nữa.",
     .verb = "Báo không có",
     .kind = OP_WRITE,
     .roles = R(UNIT_HEAD) | R(STANDING),
     .scope = SCOPE_OBJECT,
     .object = &dossier_object, /* offered beside making one */
     .area = "dossier",
     .icon = "x",
     FIELDS(nothing_fields),
     .in_size = sizeof(struct nothing_in),
     .run = round_nothing,
     .fill = dossier_own_unit},
	{0}};
