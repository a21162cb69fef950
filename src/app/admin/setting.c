#include "app/admin/setting.h"

#include "app/law/law.h"
#include "base/json_out.h"
#include "db/sql_op.h"
#include "op/gate.h"
#include "viet/viet.h"
#include "web/web.h"

#include <inttypes.h>

#define STANDARD "Theo hướng dẫn bảo đảm an toàn cấp độ 3; cơ quan có thể đặt chặt hơn"

#define INITIATIVE_TIME "Nghị định 13/2012/NĐ-CP, Điều 6 và 7; chưa xác nhận sau Luật 93/2025/QH15"

#define OWN "Cơ quan tự đặt; sau hạn, chương trình nhắc ngày hôm sau rồi mỗi tuần"

#define PUBLIC "Trang công khai /public; cơ quan tự chọn mục công bố"

/* Each once, for the table and for the choices of the form. The two of sessions are read by
   auth/session.c under these names. */
/* clang-format off */
#define SETTINGS(X) \
	X("office", "Tên cơ quan", .min = 3, .max = 200, .normal = "", \
	  .source = "Hiện ở đầu mỗi trang và trên văn bản", .local = true) \
	X("place", "Địa danh ghi trên văn bản", .max = 60, .normal = "", \
	  .source = "Nghị định 30/2020/NĐ-CP, Phụ lục I", .local = true) \
	X("paper.parent", "Cơ quan chủ quản ghi trên văn bản", .max = 200, .normal = "", \
	  .source = "Nghị định 30/2020/NĐ-CP, Phụ lục I", .local = true) \
	X("paper.notation", "Ký hiệu văn bản thường dùng", .max = 40, .normal = "", \
	  .source = "Phần sau số, ví dụ VP-TH", .local = true) \
	X("paper.power", "Quyền hạn, chức vụ người ký thường dùng", .max = 200, .normal = "", \
	  .source = "Ghi trên văn bản mới lập; sửa được từng văn bản", .local = true) \
	X("paper.authority", "Thẩm quyền tặng, ghi trên giấy khen", .max = 200, .normal = "", \
	  .source = LAW_ND98("Điều 104"), .local = true) \
	X("paper.signer", "Họ tên người ký thường dùng", .max = 100, .normal = "", \
	  .source = "Như trên", .local = true) \
	X("paper.archive", "Đơn vị soạn thảo, số bản lưu", .max = 60, .normal = "", \
	  .source = "Dòng Lưu của nơi nhận", .local = true) \
	X("decision.issuer", "Thẩm quyền ban hành quyết định khen thưởng", .max = 200, .normal = "", \
	  .source = "Ví dụ Chánh Văn phòng; để trống: tên cơ quan", .local = true) \
	X("decision.notation", "Ký hiệu quyết định khen thưởng", .min = 1, .max = 40, \
	  .normal = "QĐ-VP", .source = "Nghị định 30/2020/NĐ-CP, Phụ lục I; ghép sau số", \
	  .local = true) \
	X("decision.ballot", \
	  "Nơi luật không đòi tỷ lệ phiếu, khen thưởng vẫn phải được hội đồng bỏ phiếu (1: phải)", \
	  .number = true, .min = 0, .max = 1, .normal = "0", \
	  .source = "Quy chế của cơ quan; 0: đối tượng đã thẩm định đưa thẳng vào quyết định", \
	  .local = true) \
	X("decision.series", "Số quyết định khen thưởng (0: sổ văn bản đi chung; 1: dãy riêng)", \
	  .number = true, .min = 0, .max = 1, .normal = "0", \
	  .source = "Dãy riêng: chương trình cấp số liên tục, không trùng, không bỏ số", \
	  .local = true) \
	X("site.address", "Địa chỉ trang tra cứu công khai", .max = 200, .normal = "", \
	  .source = "Ví dụ https://thidua.laocai.gov.vn; in trong mã QR của giấy khen", .local = true) \
	X("public.movements", "Công khai phong trào thi đua và tiến độ (1: có; 0: không)", .number = true, \
	  .min = 0, .max = 1, .normal = "0", .source = PUBLIC, .local = true) \
	X("public.decisions", "Công khai quyết định đã ban hành, kèm bản ký (1: có; 0: không)", \
	  .number = true, .min = 0, .max = 1, .normal = "0", .source = PUBLIC, .local = true) \
	X("public.honours", "Công khai bảng vàng: khen thưởng đã có quyết định (1: có; 0: không)", \
	  .number = true, .min = 0, .max = 1, .normal = "0", .source = PUBLIC, .local = true) \
	X("public.honours_from", "Bảng vàng công khai từ năm (0: mọi năm trong sổ)", .number = true, \
	  .min = 0, .max = 2200, .normal = "0", .source = PUBLIC, .local = true) \
	X("public.exemplars", "Công khai điển hình tiên tiến đã công bố (1: có; 0: không)", \
	  .number = true, .min = 0, .max = 1, .normal = "0", .source = PUBLIC, .local = true) \
	X("public.comments", "Công khai các đợt lấy ý kiến, nhận ý kiến ở đó (1: có; 0: không)", \
	  .number = true, .min = 0, .max = 1, .normal = "0", .source = PUBLIC, .local = true) \
	X("comment.days", "Lấy ý kiến nhân dân trong số ngày", .number = true, .min = 1, .max = 90, \
	  .normal = "10", .source = "Cơ quan tự đặt; theo quy định của địa phương nếu có", .local = true) \
	X("comment.day_max", "Nhận nhiều nhất số ý kiến một ngày", .number = true, .min = 10, \
	  .max = 100000, .normal = "1000", .source = "Chống gửi hàng loạt", .local = true) \
	X("session.idle_minutes", "Phiên làm việc kết thúc sau số phút không thao tác", \
	  .number = true, .min = 2, .max = 15, .normal = "15", .source = STANDARD) \
	X("session.idle_admin_minutes", "Như trên, với quản trị hệ thống", .number = true, .min = 1, \
	  .max = 5, .normal = "5", .source = STANDARD) \
	X("upload.day_mb", "Một tài khoản gửi lên nhiều nhất số MB một ngày", .number = true, \
	  .min = 50, .max = 100000, .normal = "1000", \
	  .source = "Giữ chỗ trên đĩa; không nhỏ hơn một tệp lớn nhất (50 MB)", .local = true) \
	X("record.from", "Sổ khen thưởng, sáng kiến đã ghi đủ từ năm", .number = true, .min = 0, \
	  .max = 2200, .normal = "0", \
	  .source = \
	      "Từ năm này, điều không có trong sổ là không có; trước đó, hoặc khi là 0, là chưa biết", \
	  .local = true) \
	X("record.decided_month", \
	  "Khen thưởng của một năm được coi là đã quyết định xong khi hết tháng (của năm sau)", \
	  .number = true, .min = 0, .max = 11, .normal = "3", \
	  .source = "Trước đó, danh hiệu chưa có trong sổ là chưa đến kỳ, không phải là không đạt", \
	  .local = true) \
	X("record.deeds_from", "Thành tích đã ghi đủ từ năm", .number = true, .min = 0, .max = 2200, \
	  .normal = "0", .source = "Như trên, với thành tích đột xuất, xuất sắc, đóng góp", \
	  .local = true) \
	X("record.service", "Thời gian giữ chức vụ đã ghi đủ (1: đủ; 0: chưa)", .number = true, \
	  .min = 0, .max = 1, .normal = "0", \
	  .source = "Khi đủ, chức vụ không có trong sổ là không giữ; khi chưa, là chưa biết", \
	  .local = true) \
	X("deed.prompt_days", "Khen thưởng đột xuất kịp thời: trong số ngày kể từ khi lập thành tích", \
	  .number = true, .min = 1, .max = 365, .normal = "15", \
	  .source = "Luật Thi đua, khen thưởng 2022, Điều 5 khoản 2: kịp thời; số ngày do cơ quan tự đặt", \
	  .local = true) \
	X("dossier.receive", "Thường trực tiếp nhận hồ sơ (1: có bước này; 0: gửi là tiếp nhận)", \
	  .number = true, .min = 0, .max = 1, .normal = "1", \
	  .source = "Cơ quan tự đặt; ngày tiếp nhận lần đầu chọn bộ quy tắc", .local = true) \
	X("dossier.appraise", "Có đơn vị thẩm định trước khi kết luận (1: bắt buộc; 0: không)", \
	  .number = true, .min = 0, .max = 1, .normal = "1", .source = "Cơ quan tự đặt", \
	  .local = true) \
	X("dossier.locked_ratings", \
	  "Xếp loại của năm phải chốt trước khi kết luận danh hiệu (1: bắt buộc; 0: chỉ nhắc)", \
	  .number = true, .min = 0, .max = 1, .normal = "1", \
	  .source = "Nghị định 90/2020/NĐ-CP, Điều 20: xếp loại trước bình xét thi đua; Nghị định " \
	            "335/2025/NĐ-CP chưa xác nhận", \
	  .local = true) \
	X("exemplar.years", "Người chưa được nhắc đến trong số năm thì được gợi ý làm điển hình", \
	  .number = true, .min = 1, .max = 40, .normal = "5", .source = "Cơ quan tự đặt", .local = true) \
	X("exemplar.remind_day", "Ngày trong tháng nhắc đơn vị chưa giới thiệu điển hình (0: không nhắc)", \
	  .number = true, .min = 0, .max = 28, .normal = "20", .source = "Cơ quan tự đặt", .local = true) \
	X("initiative.accept_days", "Xem xét tiếp nhận sáng kiến trong (ngày)", .number = true, \
	  .min = 1, .max = 365, .normal = "30", .source = INITIATIVE_TIME, .local = true) \
	X("initiative.decide_days", "Hội đồng xét công nhận sáng kiến trong (ngày)", .number = true, \
	  .min = 1, .max = 730, .normal = "90", .source = INITIATIVE_TIME, .local = true) \
	X("task.remind_first", "Nhắc nhiệm vụ lần đầu trước hạn (ngày)", .number = true, .min = 0, \
	  .max = 60, .normal = "7", .source = OWN, .local = true) \
	X("task.remind_last", "Nhắc nhiệm vụ lần cuối trước hạn (ngày)", .number = true, .min = 0, \
	  .max = 30, .normal = "1", .source = OWN, .local = true) \
	X("task.escalate", "Báo trưởng đơn vị khi nhiệm vụ chậm (ngày)", .number = true, .min = 1, \
	  .max = 60, .normal = "3", .source = OWN, .local = true)
/* clang-format on */

#define SETTING(...) {__VA_ARGS__},
#define SETTING_KEY(name, words, ...) {name, words},
static const struct setting settings[] = {SETTINGS(SETTING)};
static const struct choice setting_keys[] = {SETTINGS(SETTING_KEY){0}};

static const struct setting *setting_of(struct str key)
{
	for (int i = 0; i < COUNT(settings); i++)
		if (str_eqz(key, settings[i].key))
			return &settings[i];
	return NULL;
}

static enum rc value_of(struct ctx *c, const struct setting *s, struct str *out)
{
	struct sql_setting_get row;
	enum rc rc = sql_setting_get(c->db, c->mem, str_of(s->key), &row);
	*out = rc == RC_OK ? row.value : str_of(s->normal);
	return rc == RC_NOTFOUND ? RC_OK : rc;
}

enum rc setting_number(struct ctx *c, const char *key, int64_t *out)
{
	const struct setting *s = setting_of(str_of(key));
	struct str value;
	BUG_ON(!s || !s->number);
	TRY(value_of(c, s, &value));
	return str_int(value, out) ? RC_OK : err_detail(c->err, RC_BUG, "setting %s is no number", key);
}

enum rc setting_text(struct ctx *c, const char *key, struct str *out)
{
	const struct setting *s = setting_of(str_of(key));
	BUG_ON(!s);
	return value_of(c, s, out);
}

static enum rc setting_list(struct ctx *c, const void *in, struct out *out)
{
	struct setting_view *v = arena_alloc(c->mem, sizeof *v);
	bool may = gate_offers(c, op_find(STR("setting.set")));
	(void)in;
	v->rows = arena_array(c->mem, COUNT(settings), sizeof *v->rows);
	for (int i = 0; i < COUNT(settings); i++) {
		struct setting_row *row = &v->rows[v->count++];
		row->setting = &settings[i];
		TRY(value_of(c, &settings[i], &row->value));
		row->changed = !str_eqz(row->value, settings[i].normal);
		if (may)
			row->href = arena_printf(c->mem, "/setting/set?key=%s", settings[i].key);
	}
	out->data = v;
	return RC_OK;
}

static void setting_page(struct buf *html, struct ctx *c, const void *data)
{
	(void)c;
	tpl_settings(html, data);
}

static void setting_json(struct buf *b, struct ctx *c, const void *data)
{
	const struct setting_view *v = data;
	struct json_out j = json_out_to(b);
	(void)c;
	json_obj(&j, NULL);
	json_arr(&j, "items");
	for (int i = 0; i < v->count; i++) {
		json_obj(&j, NULL);
		json_z(&j, "key", v->rows[i].setting->key);
		json_str(&j, "value", v->rows[i].value);
		json_z(&j, "default", v->rows[i].setting->normal);
		json_bool(&j, "local", v->rows[i].setting->local);
		json_end(&j);
	}
	json_end(&j);
	json_end(&j);
}

struct setting_set_in {
	struct str key, value, basis;
};
static const struct field setting_set_fields[] = {
	F(CHOICE, struct setting_set_in, key, "Thiết lập", .flags = MUST, .choices = setting_keys),
	F(TEXT, struct setting_set_in, value, "Giá trị mới",
      .hint = "Để trống: trở về giá trị mặc định"),
	F(TEXT, struct setting_set_in, basis, "Căn cứ, lý do", .flags = MUST, .min = 3),
};

static enum rc check_value(struct ctx *c, const struct setting *s, struct str value)
{
	int64_t n;
	if (s->number && (!str_int(value, &n) || n < s->min || n > s->max))
		return err_field(c->err, "value",
		                 "%s: xin nhập một số từ %" PRId64 " đến %" PRId64 " (%s).", s->label,
		                 s->min, s->max, s->source);
	if (!s->number && ((int64_t)str_chars(value) < s->min || (int64_t)str_chars(value) > s->max))
		return err_field(c->err, "value", "%s: xin nhập từ %" PRId64 " đến %" PRId64 " ký tự.",
		                 s->label, s->min, s->max);
	return RC_OK;
}

static enum rc setting_set(struct ctx *c, const void *in, struct out *out)
{
	const struct setting_set_in *p = in;
	const struct setting *s = setting_of(p->key);
	struct str before;
	BUG_ON(!s);
	TRY(value_of(c, s, &before));
	struct str value = p->value.n ? p->value : str_of(s->normal);
	TRY(check_value(c, s, value));
	TRY(sql_setting_put(c->db, p->key, value, c->now_ms, NULL));
	out_fact(out, "before", "Trước đây", before);
	out_fact(out, "after", "Từ nay", value);
	out_say(c, out, "%s: %.*s.%s", s->label, STR_ARG(value),
	        str_eqz(p->key, "office") ? " Tên ở đầu trang đổi khi chương trình khởi động lại."
	                                  : "");
	return RC_OK;
}

const struct op setting_ops[] = {
	{.name = "setting.list",
     .title = "Thiết lập",
     .help = "Những gì cơ quan tự đặt, giá trị mặc định và căn cứ của từng mục.",
     .kind = OP_READ,
     .roles = R(ADMIN) | R(INSPECTOR) | R(STANDING),
     .scope = SCOPE_OFFICE,
     .area = "admin",
     .icon = "gear",
     .run = setting_list,
     .page = setting_page,
     .json = setting_json},
	{.name = "setting.set",
     .title = "Đổi thiết lập",
     .help = "Một thiết lập có giá trị mới, trong giới hạn mà quy định cho phép.",
     .verb = "Đổi",
     .kind = OP_WRITE,
     .flags = OP_PREVIEW,
     .roles = R(ADMIN),
     .scope = SCOPE_OFFICE,
     .area = "admin",
     .icon = "gear",
     FIELDS(setting_set_fields),
     .in_size = sizeof(struct setting_set_in),
     .run = setting_set,
     .then = "setting.list"},
	{0}};
