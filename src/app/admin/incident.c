/*
 * incident.c: incidents with personal data, and the 72 hours.
 *
 * Luật 91/2025/QH15, Điều 23: notice to the authority within 72 hours of finding a
 * violation. The clock runs from the moment it was found, not from the entry here.
 */
#include "app/admin/record.h"
#include "base/json_out.h"
#include "db/sql_privacy.h"

#include <inttypes.h>

#define HOUR_MS ((int64_t)3600 * 1000)
#define REPORT_HOURS 72

const struct object incident_object = {.name = "incident",
                                       .label = "sự cố",
                                       .list = &sql_list_incident_object,
                                       .view = "incident.view"};

static const struct choice kinds[] = {
	{"leak", "Lộ dữ liệu"},           {"loss", "Mất dữ liệu"}, {"change", "Dữ liệu bị sửa"},
	{"access", "Truy cập trái phép"}, {"other", "Khác"},       {0}};
static const struct choice states[] = {
	{"open", "Chưa báo cáo"}, {"reported", "Đã báo cáo"}, {"closed", "Đã đóng"}, {0}};

struct incident_in {
	int64_t id, people, hour;
	struct str title, kind, what, data, measures, report_no;
	struct date found;
};
static const struct field create_fields[] = {
	F(TEXT, struct incident_in, title, "Tên sự cố", .flags = MUST, .max = 200),
	F(CHOICE, struct incident_in, kind, "Loại", .flags = MUST, .choices = kinds),
	F(DATE, struct incident_in, found, "Ngày phát hiện", .flags = MUST),
	F(INT, struct incident_in, hour, "Giờ phát hiện", .flags = MUST, .max = 23,
      .hint = "0 đến 23; 72 giờ tính từ lúc này"),
	F(LONG, struct incident_in, what, "Diễn biến", .flags = MUST, .max = 10000),
	F(LONG, struct incident_in, data, "Dữ liệu liên quan", .max = 4000,
      .hint = "Nhóm dữ liệu; không chép dữ liệu vào đây"),
	F(INT, struct incident_in, people, "Số người bị ảnh hưởng", .max = 100000000),
	F(LONG, struct incident_in, measures, "Biện pháp đã làm", .max = 10000),
};
static const struct field report_fields[] = {
	F(REF, struct incident_in, id, "Sự cố", .flags = MUST | HIDDEN, .ref = &incident_object),
	F(TEXT, struct incident_in, report_no, "Số, ký hiệu văn bản báo cáo", .flags = MUST,
      .max = 100),
};
static const struct field close_fields[] = {
	F(REF, struct incident_in, id, "Sự cố", .flags = MUST | HIDDEN, .ref = &incident_object),
	F(LONG, struct incident_in, measures, "Biện pháp và kết quả", .flags = MUST, .max = 10000),
};

static struct str moment(struct ctx *c, int64_t ms)
{
	return arena_str(c->mem, str_of(date_time_vn(ms).z));
}

static enum rc incident_create(struct ctx *c, const void *in, struct out *out)
{
	const struct incident_in *p = in;
	int64_t found = date_start_ms(p->found) + p->hour * HOUR_MS,
			due = found + REPORT_HOURS * HOUR_MS;
	if (found > c->now_ms)
		return err_field(c->err, "found", "Thời điểm phát hiện không thể ở tương lai.");
	TRY(sql_incident_add(c->db, p->title, p->kind, p->what, p->data,
	                     p->people == DB_NULL ? 0 : p->people, p->measures, found, due, &out->id));
	out_say(c, out,
	        due < c->now_ms
	            ? "Đã ghi sự cố. Thời hạn báo cáo 72 giờ đã qua lúc %.*s: xin báo cáo ngay và nêu "
	              "lý do chậm."
	            : "Đã ghi sự cố. Xin báo cáo cơ quan có thẩm quyền trước %.*s (72 giờ).",
	        STR_ARG(moment(c, due)));
	return RC_OK;
}

static enum rc incident_report(struct ctx *c, const void *in, struct out *out)
{
	const struct incident_in *p = in;
	struct sql_incident_due row;
	TRY(sql_incident_due(c->db, c->mem, p->id, &row));
	TRY(sql_incident_report(c->db, p->id, c->now_ms, p->report_no, NULL));
	out_say(c, out,
	        row.due_ms < c->now_ms ? "Đã ghi báo cáo, sau thời hạn 72 giờ."
	                               : "Đã ghi báo cáo, trong thời hạn 72 giờ.");
	return RC_OK;
}

static enum rc incident_close(struct ctx *c, const void *in, struct out *out)
{
	const struct incident_in *p = in;
	TRY(sql_incident_close(c->db, p->id, c->now_ms, p->measures, NULL));
	out_say(c, out, "Đã đóng sự cố.");
	return RC_OK;
}

static const struct field list_filters[] = {
	FILTER(CHOICE, "state", "Tình trạng", .choices = states),
	FILTER(CHOICE, "kind", "Loại", .choices = kinds),
};
static const struct column list_cols[] = {
	{"title", "Sự cố", COL_LINK, .op = "incident.view", .key = "id", .width = 40},
	{"kind", "Loại", COL_CHOICE, .choices = kinds},
	{"found_ms", "Phát hiện lúc", COL_MOMENT, .order = "time"},
	{"due_ms", "Báo cáo trước", COL_MOMENT},
	{"reported_ms", "Đã báo cáo lúc", COL_MOMENT},
	{"people", "Số người", COL_INT},
	{"state", "Tình trạng", COL_BADGE, .choices = states},
};
static const struct field view_fields[] = {
	FILTER(REF, "id", "Sự cố", .flags = MUST | HIDDEN, .ref = &incident_object)};
static const struct column view_cols[] = {
	{"title", "Sự cố", COL_TEXT},
	{"kind", "Loại", COL_CHOICE, .choices = kinds},
	{"state", "Tình trạng", COL_BADGE, .choices = states},
	{"found_ms", "Phát hiện lúc", COL_MOMENT},
	{"due_ms", "Báo cáo trước", COL_MOMENT},
	{"reported_ms", "Đã báo cáo lúc", COL_MOMENT},
	{"report_no", "Văn bản báo cáo", COL_TEXT},
	{"what", "Diễn biến", COL_TEXT},
	{"data", "Dữ liệu liên quan", COL_TEXT},
	{"people", "Số người bị ảnh hưởng", COL_INT},
	{"measures", "Biện pháp", COL_TEXT},
	{"closed_ms", "Đóng lúc", COL_MOMENT},
};

#define LAW "Luật Bảo vệ dữ liệu cá nhân 91/2025/QH15, Điều 23"
#define KEEPERS (R(ADMIN) | R(HEAD))
const struct op incident_ops[] = {
	{.name = "incident.list",
     .title = "Sự cố dữ liệu",
     .help = "Sổ sự cố về dữ liệu cá nhân và an toàn hệ thống, với thời hạn báo cáo 72 giờ.",
     .kind = OP_LIST,
     .roles = KEEPERS | R(INSPECTOR),
     .scope = SCOPE_OFFICE,
     .area = "admin",
     .icon = "warn",
     .object = &incident_object,
     .list = &sql_list_incident_list,
     .order = "-time",
     FIELDS(list_filters),
     COLS(list_cols),
     .empty = "Chưa ghi sự cố nào.",
     .law = LAW},
	{.name = "incident.view",
     .title = "Sự cố",
     .help = "Diễn biến, dữ liệu, biện pháp, báo cáo.",
     .kind = OP_VIEW,
     .roles = KEEPERS | R(INSPECTOR),
     .scope = SCOPE_OFFICE,
     .object = &incident_object,
     .list = &sql_list_incident_view,
     FIELDS(view_fields),
     COLS(view_cols),
     .law = LAW},
	{.name = "incident.create",
     .title = "Ghi sự cố",
     .help = "Ghi ngay khi phát hiện; 72 giờ tính từ lúc phát hiện.",
     .kind = OP_WRITE,
     .roles = KEEPERS,
     .scope = SCOPE_OFFICE,
     .object = &incident_object,
     FIELDS(create_fields),
     .in_size = sizeof(struct incident_in),
     .run = incident_create,
     .then = "incident.view",
     .law = LAW},
	{.name = "incident.report",
     .title = "Ghi đã báo cáo",
     .help = "Số văn bản đã gửi cơ quan có thẩm quyền.",
     .kind = OP_WRITE,
     .roles = KEEPERS,
     .scope = SCOPE_OFFICE,
     .object = &incident_object,
     .states = "open",
     FIELDS(report_fields),
     .in_size = sizeof(struct incident_in),
     .run = incident_report,
     .then = "incident.view",
     .law = LAW},
	{.name = "incident.close",
     .title = "Đóng sự cố",
     .help = "Khi đã báo cáo và khắc phục xong.",
     .kind = OP_WRITE,
     .roles = KEEPERS,
     .scope = SCOPE_OFFICE,
     .object = &incident_object,
     .states = "reported",
     FIELDS(close_fields),
     .in_size = sizeof(struct incident_in),
     .run = incident_close,
     .then = "incident.view",
     .law = LAW},
	{0}};
