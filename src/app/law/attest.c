/*
 * attest.c: what only people can judge, said by somebody with a name for one subject and year
 * ("nội bộ đoàn kết"). Nobody attests about themselves.
 */
#include "app/law/inner.h"

#include "app/org/org.h"
#include "app/record/record.h"
#include "db/sql_law.h"
#include "op/gate.h"

#include <inttypes.h>

const struct object attestation_object = {
	.name = "attestation", .label = "lời xác nhận", .list = &sql_list_attestation_object};

static const struct choice answers[] = {{"1", "Có"}, {"0", "Không"}, {0}};
/* Those of laws/xac-nhan.luat; a test compares them. */
const struct choice attestation_matters[] = {
	{"TU_LUC",
     "Có tinh thần tự lực, tự cường, đoàn kết, tương trợ, tích cực tham gia phong trào thi đua"},
	{"LAO_DONG", "Lao động có năng suất, chất lượng; tích cực tham gia phong trào thi đua; chấp "
                 "hành pháp luật, có đạo đức, lối sống lành mạnh"},
	{"TIEU_BIEU",
     "Có thành tích xuất sắc tiêu biểu, được lựa chọn trong số những người đủ chuỗi danh hiệu"},
	{"GUONG_MAU", "Gương mẫu chấp hành chủ trương của Đảng, chính sách, pháp luật của Nhà nước"},
	{"HOAN_THANH_TOT", "Hoàn thành tốt nhiệm vụ, quyền hạn, nghĩa vụ được giao"},
	{"DOAN_KET",
     "Nội bộ đoàn kết, chấp hành tốt chủ trương của Đảng, chính sách, pháp luật của Nhà nước"},
	{"PHONG_TRAO", "Có phong trào thi đua thường xuyên, thiết thực, hiệu quả"},
	{"TIET_KIEM",
     "Thực hành tiết kiệm, chống lãng phí; phòng, chống tham nhũng, tiêu cực và tệ nạn xã hội"},
	{"DANG_DOAN_THE", "Tổ chức đảng, đoàn thể được xếp loại hoàn thành xuất sắc nhiệm vụ"},
	{"DAN_CHU",
     "Thực hiện tốt dân chủ ở cơ sở, tổ chức tốt phong trào thi đua, chăm lo đời sống thành viên"},
	{"TIEU_BIEU_TINH", "Là tập thể tiêu biểu xuất sắc trong tỉnh"},
	{"TIEU_BIEU_CA_NUOC",
     "Hoàn thành vượt toàn diện chỉ tiêu, tiêu biểu xuất sắc cho cả nước học tập"},
	{"CHUYEN_DE_BA_NAM",
     "Dẫn đầu phong trào thi đua theo chuyên đề từ 03 năm trở lên khi tổng kết"},
	{"CHUYEN_DE_NAM_NAM", "Dẫn đầu phong trào thi đua theo chuyên đề từ 05 năm trở lên do Chủ tịch "
                          "nước, Thủ tướng phát động khi tổng kết"},
	{"CONG_HIEN_BA", "Có quá trình cống hiến đủ chức vụ và thời gian để xét hạng Ba"},
	{"CONG_HIEN_NHI", "Có quá trình cống hiến đủ chức vụ và thời gian để xét hạng Nhì"},
	{"KNC_LOAI_KHAC", "Kỷ niệm chương đã được tặng trước đây là của loại khác"},
	{"TIEU_CHUAN_XA", "Xã, phường, đặc khu đạt tiêu chuẩn tiêu biểu, dẫn đầu phong trào thi đua"},
	{"TIEU_CHUAN_THON", "Thôn, tổ dân phố đạt tiêu chuẩn văn hóa"},
	{"TIEU_CHUAN_GDVH", "Hộ gia đình đạt tiêu chuẩn gia đình văn hóa"},
	{"TIEU_CHUAN_KNC", "Đủ tiêu chuẩn do quy chế Kỷ niệm chương của tỉnh, của bộ quy định"},
	{"NU_TUOI_HUU_CHUNG",
     "Chức vụ đang xét không thuộc loại có tuổi nghỉ hưu cao hơn, nên thời gian "
     "của nữ được giảm một phần ba"},
	{0}};
static const struct choice attestation_states[] = {
	{"valid", "Có hiệu lực"}, {"cancelled", "Đã rút"}, {0}};

struct attest_in {
	int64_t person_id, unit_id, year;
	struct str household, matter, yes, basis;
};
static const struct field attest_fields[] = {
	F(REF, struct attest_in, person_id, "Người", .flags = IN_SCOPE, .ref = &person_object,
      .hint = "Để trống khi xác nhận về tập thể"),
	F(REF, struct attest_in, unit_id, "Tập thể", .flags = IN_SCOPE, .ref = &unit_object),
	F(TEXT, struct attest_in, household, "Hộ gia đình", .flags = PERSONAL, .max = 200,
      .hint = "Như đã ghi ở thành tích"),
	F(INT, struct attest_in, year, "Năm", .flags = MUST, .min = 1945, .max = 2200),
	F(CHOICE, struct attest_in, matter, "Điều cần xác nhận", .flags = MUST,
      .choices = attestation_matters),
	F(CHOICE, struct attest_in, yes, "Xác nhận", .flags = MUST, .choices = answers),
	F(TEXT, struct attest_in, basis, "Căn cứ", .max = 200,
      .hint = "Biên bản, văn bản; phải ghi khi là điều do hội đồng xác nhận"),
};

static enum rc known_matter(struct ctx *c, struct str key, struct law_attest_info *out)
{
	const struct law *law;
	const struct law_rules *r;
	TRY(law_rules_of_office(c, c->today, &law, &r));
	for (int i = 0; i < law_attest_count(r); i++) {
		*out = law_attest_at(r, i);
		if (str_eq(out->key, key))
			return RC_OK;
	}
	return err_field(c->err, "matter", "Không có điều cần xác nhận nào mang khóa này.");
}

/* What was said before about the same is taken back by what is said now. */
static enum rc take_back(struct ctx *c, const struct attest_in *p)
{
	struct sql_attestation_of_person *a;
	struct sql_attestation_of_unit *b;
	struct sql_attestation_of_household *h;
	size_t n;
	if (p->household.n) {
		TRY(sql_attestation_of_household(c->db, c->mem, p->household, p->year, p->matter, &h, &n));
		for (size_t i = 0; i < n; i++)
			TRY(sql_attestation_cancel(c->db, h[i].id, NULL));
		return RC_OK;
	}
	if (p->person_id != DB_NULL) {
		TRY(sql_attestation_of_person(c->db, c->mem, p->person_id, p->year, p->matter, &a, &n));
		for (size_t i = 0; i < n; i++)
			TRY(sql_attestation_cancel(c->db, a[i].id, NULL));
		return RC_OK;
	}
	TRY(sql_attestation_of_unit(c->db, c->mem, p->unit_id, p->year, p->matter, &b, &n));
	for (size_t i = 0; i < n; i++)
		TRY(sql_attestation_cancel(c->db, b[i].id, NULL));
	return RC_OK;
}

static enum rc whose(struct ctx *c, const struct attest_in *p, struct subject *s)
{
	if (p->household.n == 0)
		return record_subject(c, p->person_id, p->unit_id, s);
	if (p->person_id != DB_NULL)
		return err_field(c->err, "household", "Xin chọn một người hoặc ghi một hộ, không cả hai.");
	*s = (struct subject){.kind = "household", .person_id = DB_NULL, .unit_id = p->unit_id};
	return RC_OK;
}

static bool names(struct str who, const char *word)
{
	return memmem(who.p, who.n, word, strlen(word)) != NULL;
}

/*
 * Each matter is for those whom the rule files name. A head of a unit speaks for the unit alone,
 * not for a council nor for an office; what a council found is recorded with its paper.
 */
static enum rc may_say(struct ctx *c, const struct attest_in *p, const struct law_attest_info *info)
{
	bool council = names(info->who, "hội đồng") || names(info->who, "Hội đồng");
	bool office = names(info->who, "cơ quan") && !names(info->who, "thủ trưởng");
	if ((council || office) && !(c->who.roles & (R(STANDING) | R(HEAD))))
		return err_set(c->err, RC_DENIED,
		               "Điều này do %.*s xác nhận; thủ trưởng đơn vị không xác nhận thay. Xin gửi "
		               "bộ phận thường trực thi đua, khen thưởng.",
		               STR_ARG(info->who));
	if (council && !p->basis.n)
		return err_field(c->err, "basis",
		                 "Xin ghi biên bản, văn bản của %.*s làm căn cứ cho lời xác nhận này.",
		                 STR_ARG(info->who));
	return RC_OK;
}

static enum rc attestation_add(struct ctx *c, const void *in, struct out *out)
{
	const struct attest_in *p = in;
	struct law_attest_info info = {0};
	struct subject s;
	TRY(record_year_ok(c, p->year));
	TRY(whose(c, p, &s));
	TRY(known_matter(c, p->matter, &info));
	TRY(may_say(c, p, &info));
	TRY(take_back(c, p));
	struct str by =
		arena_printf(c->mem, "%.*s, ngày %s", STR_ARG(c->who.label), date_vn(c->today).z);
	TRY(sql_attestation_add(c->db, str_of(s.kind), p->person_id, s.unit_id, p->household, p->year,
	                        p->matter, str_eqz(p->yes, "1"), by, p->basis, c->who.account_id,
	                        c->now_ms, &out->id));
	c->object_person = p->person_id;
	c->object_unit = s.unit_id;
	out_say(c, out, "Đã ghi: %s, năm %" PRId64 ": %.*s.",
	        str_eqz(p->yes, "1") ? "xác nhận" : "không xác nhận", p->year, STR_ARG(info.text));
	return RC_OK;
}

struct attest_id_in {
	int64_t id;
	struct str reason;
};
static const struct field cancel_fields[] = {
	F(REF, struct attest_id_in, id, "Lời xác nhận", .flags = MUST | HIDDEN,
      .ref = &attestation_object),
	F(TEXT, struct attest_id_in, reason, "Lý do", .flags = MUST, .min = 5, .max = 400),
};

static enum rc attestation_cancel(struct ctx *c, const void *in, struct out *out)
{
	const struct attest_id_in *p = in;
	TRY(sql_attestation_cancel(c->db, p->id, NULL));
	out_say(c, out, "Đã rút lời xác nhận về %.*s; dòng cũ vẫn được giữ.", STR_ARG(c->object_label));
	return RC_OK;
}

static const struct field filters[] = {
	FILTER(REF, "person", "Người", .ref = &person_object),
	FILTER(REF, "unit", "Tập thể", .ref = &unit_object),
	FILTER(INT, "year", "Năm"),
	FILTER(CHOICE, "matter", "Điều xác nhận", .choices = attestation_matters),
};
static const struct column cols[] = {
	{"year", "Năm", COL_TEXT, .order = "time", .width = 8},
	{"person_name", "Người", COL_LINK, .op = "person.view", .key = "person_id", .width = 28},
	{"unit_name", "Đơn vị", COL_LINK, .op = "unit.view", .key = "unit_id", .width = 36},
	{"matter", "Điều xác nhận", COL_CHOICE, .choices = attestation_matters, .width = 40},
	{"yes", "Xác nhận", COL_CHOICE, .choices = answers},
	{"said_by", "Người xác nhận", COL_TEXT, .width = 30},
	{"basis", "Căn cứ", COL_TEXT, .width = 30},
	{"state", "Tình trạng", COL_BADGE, .choices = attestation_states},
};

#define ATTESTS (R(UNIT_HEAD) | R(STANDING) | R(HEAD))

const struct op attestation_ops[] = {
	{.name = "attestation.list",
     .title = "Lời xác nhận",
     .help = "Điều chỉ con người đánh giá được, ai xác nhận, cho năm nào.",
     .kind = OP_LIST,
     .flags = OP_JOURNAL_EXPORT,
     .roles = LAW_ASKS,
     .scope = SCOPE_ANY,
     .area = "award",
     .icon = "ok",
     .object = &attestation_object,
     .list = &sql_list_attestation_list,
     .order = "-time",
     FIELDS(filters),
     COLS(cols),
     .empty = "Chưa có lời xác nhận nào."},
	{.name = "attestation.add",
     .title = "Xác nhận",
     .help = "Xác nhận hoặc không xác nhận một điều về một người, một tập thể trong một năm.",
     .kind = OP_WRITE,
     .flags = OP_NOT_OWN,
     .roles = ATTESTS,
     .scope = SCOPE_OBJECT,
     .object = &attestation_object,
     FIELDS(attest_fields),
     .in_size = sizeof(struct attest_in),
     .run = attestation_add,
     .person_field = "person_id",
     .then = "attestation.list"},
	{.name = "attestation.cancel",
     .title = "Rút lời xác nhận",
     .help = "Rút một lời xác nhận đã ghi; dòng cũ vẫn được giữ.",
     .verb = "Rút",
     .kind = OP_WRITE,
     .flags = OP_NOT_OWN,
     .roles = ATTESTS,
     .scope = SCOPE_OBJECT,
     .object = &attestation_object,
     .states = "valid",
     FIELDS(cancel_fields),
     .in_size = sizeof(struct attest_id_in),
     .run = attestation_cancel,
     .then = "attestation.list"},
	{0}};
