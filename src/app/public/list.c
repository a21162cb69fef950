/* list.c: the lists that strangers filter and take away, and what they are told about the data. */
#include "app/public/public.h"

#include "app/movement/movement.h"
#include "app/org/org.h"
#include "app/public/inner.h"
#include "app/public/page.h"
#include "app/record/record.h"
#include "base/json_out.h"
#include "db/sql_public.h"
#include "op/gate.h"
#include "web/web.h"

static const struct choice states[] = {{"valid", "Còn giá trị"}, {"cancelled", "Đã hủy"}, {0}};
const struct choice public_movement_states[] = {{"launched", "Đang diễn ra"},
                                                {"interim", "Đã sơ kết"},
                                                {"reviewed", "Đã tổng kết"},
                                                {"closed", "Đã kết thúc"},
                                                {0}};

static const struct field honour_filters[] = {
	FILTER(INT, "year", "Năm"),
	FILTER(CHOICE, "code", "Danh hiệu, hình thức", .choices = award_codes),
	FILTER(CHOICE, "subject", "Đối tượng", .choices = record_subjects),
	FILTER(TEXT, "q", "Họ và tên", .flags = WORDS, .ref = &person_object),
	FILTER(CHOICE, "state", "Tình trạng", .choices = states),
};
static const struct column honour_cols[] = {
	{"name", "Tên", COL_TEXT, .width = 30},
	{"unit_name", "Đơn vị", COL_TEXT, .width = 36},
	{"subject", "Đối tượng", COL_CHOICE, .choices = record_subjects},
	{"code", "Danh hiệu, hình thức", COL_CHOICE, .choices = award_codes, .width = 34},
	{"title", "Ghi rõ", COL_TEXT, .width = 34},
	{"year", "Năm", COL_TEXT, .order = "time"},
	{"sign", "Quyết định", COL_TEXT},
	{"dated", "Ngày", COL_DATE},
	{"issuer", "Cơ quan tặng", COL_TEXT, .width = 30},
	{"state", "Tình trạng", COL_BADGE, .choices = states},
	{"cancel_sign", "Quyết định hủy", COL_TEXT},
	{"cancel_dated", "Ngày hủy", COL_DATE},
};
static const struct field movement_filters[] = {
	FILTER(INT, "year", "Năm"),
	FILTER(CHOICE, "state", "Tình trạng", .choices = public_movement_states),
};
static const struct column movement_cols[] = {
	{"title", "Phong trào", COL_LINK, .op = "public.movement", .key = "id", .width = 60},
	{"form", "Hình thức", COL_CHOICE, .choices = movement_forms},
	{"unit_name", "Đơn vị phát động", COL_TEXT, .width = 36},
	{"begins", "Từ ngày", COL_DATE, .order = "begins"},
	{"ends", "Đến ngày", COL_DATE},
	{"units", "Đơn vị tham gia", COL_INT},
	{"answered", "Đã hưởng ứng", COL_INT},
	{"tasks", "Nhiệm vụ", COL_INT},
	{"done", "Đã hoàn thành", COL_INT},
	{"percent", "Tiến độ (%)", COL_INT},
	{"state", "Tình trạng", COL_BADGE, .choices = public_movement_states},
};
static const struct field exemplar_filters[] = {FILTER(INT, "year", "Năm")};
static const struct column exemplar_cols[] = {
	{"title", "Điển hình", COL_LINK, .op = "public.exemplar", .key = "id", .width = 60},
	{"name", "Ai", COL_TEXT, .width = 30},
	{"unit_name", "Đơn vị", COL_TEXT, .width = 36},
	{"month", "Tháng", COL_TEXT},
	{"published_on", "Công bố ngày", COL_DATE, .order = "published"},
};

/* --- what is in the sets ------------------------------------------------------------------------
 */

static const struct public_text honour_words[] = {
	{"name", STR("tên cá nhân, tập thể hoặc hộ gia đình")},
	{"unit_name", STR("đơn vị khi được khen")},
	{"subject", STR("đối tượng: person cá nhân, unit tập thể, household hộ gia đình")},
	{"code", STR("danh hiệu thi đua hoặc hình thức khen thưởng, chữ viết tắt theo luật")},
	{"title", STR("tên ghi rõ, khi chữ viết tắt chưa đủ")},
	{"year", STR("năm có thành tích")},
	{"sign, dated, issuer", STR("số, ngày quyết định, cơ quan tặng")},
	{"state", STR("valid còn giá trị; cancelled đã hủy")},
	{"cancel_sign, cancel_dated", STR("số, ngày quyết định hủy")},
};
static const struct public_text movement_words[] = {
	{"title", STR("tên phong trào")},
	{"form", STR("regular thường xuyên; theme chuyên đề")},
	{"unit_name", STR("đơn vị phát động")},
	{"begins, ends", STR("từ ngày, đến ngày")},
	{"units, answered", STR("số đơn vị tham gia, số đơn vị đã hưởng ứng")},
	{"tasks, done, percent", STR("số nhiệm vụ, số đã hoàn thành, tiến độ")},
	{"state",
     STR("launched, interim, reviewed, closed: đang diễn ra, đã sơ kết, tổng kết, kết thúc")},
};
static const struct public_text exemplar_words[] = {
	{"title", STR("tên gọi")},
	{"name", STR("cá nhân, tập thể hoặc hộ gia đình")},
	{"unit_name", STR("đơn vị giới thiệu")},
	{"month", STR("tháng, năm")},
	{"published_on", STR("ngày công bố")},
};
static const struct public_text period_words[] = {
	{"title", STR("tên đợt")},
	{"begins, ends", STR("từ ngày, đến hết ngày")},
	{"items, comments", STR("số trường hợp, số ý kiến")},
	{"state", STR("soon sắp mở; open đang nhận; over đang tổng hợp; closed đã có kết quả")},
};
static const struct public_text decision_words[] = {
	{"sign, dated", STR("số, ngày ký")},
	{"title", STR("trích yếu")},
	{"kind", STR("award khen thưởng; cancel hủy, thu hồi; correct đính chính")},
	{"issuer", STR("cơ quan ban hành")},
	{"lines", STR("số trường hợp trong quyết định")},
	{"published_on", STR("ngày công bố")},
};
#define SET(which, words, about, list)                                                             \
	{                                                                                              \
		.title = (words), .what = (about), .page = STR("/public/" which),                          \
		.csv = STR("/public/" which ".csv"), .json = STR("/public/" which ".json"),                \
		.fields = (list), .field_count = COUNT(list)                                               \
	}

static enum rc data(struct ctx *c, const void *in, struct out *out)
{
	const struct public_set all[] = {
		[PUBLIC_MOVEMENTS] = SET("movements", "Phong trào thi đua",
	                             "Phong trào đã phát động và tiến độ.", movement_words),
		[PUBLIC_HONOURS] = SET("honours", "Bảng vàng",
	                           "Danh hiệu, hình thức khen thưởng đã có quyết định.", honour_words),
		[PUBLIC_COMMENTS] =
			SET("periods", "Lấy ý kiến nhân dân", "Các đợt lấy ý kiến và kết quả.", period_words),
		[PUBLIC_DECISIONS] =
			SET("decisions", "Quyết định", "Quyết định đã ban hành và công bố.", decision_words),
		[PUBLIC_EXEMPLARS] =
			SET("exemplars", "Điển hình tiên tiến", "Điển hình đã công bố.", exemplar_words)};
	struct public_data_view *v = arena_alloc(c->mem, sizeof *v);
	(void)in;
	*v = (struct public_data_view){.sets = arena_array(c->mem, COUNT(all), sizeof *v->sets),
	                               .feed = STR("/public/feed")};
	TRY(public_site(c, &v->site));
	for (int i = 0; i < COUNT(all); i++) {
		bool on;
		TRY(public_shows(c, i, &on));
		if (on)
			v->sets[v->set_count++] = all[i];
	}
	out->data = v;
	return RC_OK;
}

static void data_page(struct buf *html, struct ctx *c, const void *data)
{
	(void)c;
	tpl_public_data(html, data);
}

static void data_json(struct buf *b, struct ctx *c, const void *data)
{
	const struct public_data_view *v = data;
	struct json_out j = json_out_to(b);
	(void)c;
	json_obj(&j, NULL);
	json_arr(&j, "sets");
	for (int i = 0; i < v->set_count; i++) {
		json_obj(&j, NULL);
		json_z(&j, "title", v->sets[i].title);
		json_z(&j, "description", v->sets[i].what);
		json_str(&j, "csv", v->sets[i].csv);
		json_str(&j, "json", v->sets[i].json);
		json_end(&j);
	}
	json_end(&j);
	json_str(&j, "feed", v->feed);
	json_end(&j);
}

#define OPEN_LIST                                                                                  \
	.kind = OP_LIST, .roles = R(PUBLIC) | R_SIGNED_IN, .scope = SCOPE_ANY, .flags = OP_CACHED,     \
	.area = "public"

const struct op public_list_ops[] = {
	{.name = "public.honours",
     .title = "Bảng vàng",
     .help =
         "Danh hiệu, hình thức khen thưởng đã có quyết định; quyết định đã hủy vẫn nằm đây cùng "
         "quyết định hủy.",
     OPEN_LIST,
     .icon = "medal",
     .list = &sql_list_honour_list,
     .order = "-time",
     FIELDS(honour_filters),
     COLS(honour_cols),
     .empty = "Cơ quan chưa công bố khen thưởng nào ở đây."},
	{.name = "public.movements",
     .title = "Các phong trào thi đua",
     .help = "Phong trào đã phát động và tiến độ thực hiện.",
     OPEN_LIST,
     .icon = "flag",
     .list = &sql_list_public_movements,
     .order = "-begins",
     FIELDS(movement_filters),
     COLS(movement_cols),
     .empty = "Cơ quan chưa công bố phong trào nào ở đây."},
	{.name = "public.exemplars",
     .title = "Gương điển hình",
     .help = "Cá nhân, tập thể, hộ gia đình làm tốt, do đơn vị giới thiệu và cơ quan công bố.",
     OPEN_LIST,
     .icon = "star",
     .list = &sql_list_public_exemplars,
     .order = "-published",
     FIELDS(exemplar_filters),
     COLS(exemplar_cols),
     .empty = "Cơ quan chưa công bố điển hình nào ở đây."},
	{.name = "public.data",
     .title = "Dữ liệu mở",
     .help = "Các tập dữ liệu CSV, JSON: có gì, dùng thế nào, khi nào đổi.",
     .kind = OP_READ,
     .roles = R(PUBLIC) | R_SIGNED_IN,
     .scope = SCOPE_ANY,
     .flags = OP_CACHED,
     .area = "public",
     .icon = "download",
     .run = data,
     .page = data_page,
     .json = data_json},
	{0}};
