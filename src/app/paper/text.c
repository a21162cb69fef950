/* text.c: templates as shipped, as the office changed them, and as they were. */
#include "app/paper/inner.h"

#include "base/json_out.h"
#include "db/sql_paper.h"

#include <sodium.h>

const struct choice paper_kinds[] = {
	{"ke-hoach", "Kế hoạch phát động thi đua"},
	{"cong-van", "Công văn"},
	{"thong-bao", "Thông báo"},
	{"giay-moi", "Giấy mời họp"},
	{"dang-ky-thi-dua", "Bản đăng ký thi đua"},
	{"giao-uoc", "Bản giao ước thi đua"},
	{"bao-cao-ca-nhan", "Báo cáo thành tích của cá nhân (công trạng)"},
	{"bao-cao-tap-the", "Báo cáo thành tích của tập thể (công trạng)"},
	{"bao-cao-dot-xuat", "Báo cáo thành tích (đột xuất)"},
	{"bao-cao-chuyen-de", "Báo cáo thành tích (chuyên đề)"},
	{"xac-nhan-sang-kien", "Giấy xác nhận sáng kiến"},
	{"bien-ban-hop", "Biên bản họp Hội đồng"},
	{"phieu-bau", "Phiếu bầu"},
	{"bien-ban-kiem-phieu", "Biên bản kiểm phiếu"},
	{"to-trinh", "Tờ trình đề nghị khen thưởng"},
	{"quyet-dinh-khen-thuong", "Quyết định khen thưởng"},
	{"quyet-dinh-huy", "Quyết định hủy, thu hồi khen thưởng"},
	{"quyet-dinh-sua-doi", "Quyết định sửa đổi quyết định khen thưởng"},
	{"chi-thuong", "Danh sách chi tiền thưởng"},
	{"bao-cao-cong-hien", "Báo cáo thành tích (quá trình cống hiến)"},
	{"bao-cao-cstdtq", "Báo cáo đề nghị Chiến sĩ thi đua toàn quốc"},
	{"bao-cao-co-chinh-phu", "Báo cáo đề nghị Cờ thi đua"},
	{"bao-cao-anh-hung-ca-nhan", "Báo cáo đề nghị danh hiệu Anh hùng (cá nhân)"},
	{"bao-cao-anh-hung-tap-the", "Báo cáo đề nghị danh hiệu Anh hùng (tập thể)"},
	{"bao-cao-doi-ngoai-ca-nhan", "Báo cáo khen thưởng đối ngoại (cá nhân)"},
	{"bao-cao-doi-ngoai-tap-the", "Báo cáo khen thưởng đối ngoại (tập thể)"},
	{"bao-cao-so-ket", "Báo cáo sơ kết phong trào"},
	{"bao-cao-tong-ket", "Báo cáo tổng kết phong trào"},
	{"bieu-0601", "Biểu 0601.N: phong trào thi đua"},
	{"bieu-0602", "Biểu 0602.N: khen thưởng cấp Nhà nước"},
	{"bieu-0603", "Biểu 0603.N: khen thưởng cấp bộ, tỉnh"},
	{"bieu-0604", "Biểu 0604.N: tổ chức làm công tác thi đua"},
	{"bieu-0605", "Biểu 0605.N: người làm công tác thi đua"},
	{"so-van-ban-di", "Sổ đăng ký văn bản đi"},
	{"so-van-ban-den", "Sổ đăng ký văn bản đến"},
	{"so-giay-khen", "Sổ cấp giấy khen, bằng chứng nhận"},
	{"trich-khen-thuong", "Bản trích khen thưởng"},
	{0}};

static enum rc shipped(struct ctx *c, struct str kind, const struct paper_file **out)
{
	*out = paper_file_of(kind);
	if (*out && !str_eqz(kind, "chung"))
		return RC_OK;
	return err_field(c->err, "kind", "Không có mẫu \"%.*s\".", STR_ARG(kind));
}

enum rc paper_used_on(struct ctx *c, struct str kind, struct date on, struct paper_used *u)
{
	const struct paper_file *f;
	struct sql_paper_template_used own;
	TRY(shipped(c, kind, &f));
	*u = (struct paper_used){
		.template_id = DB_NULL, .name = STR("Mẫu gốc"), .text = f->text, .from = DATE_NONE};
	enum rc rc = sql_paper_template_used(c->db, c->mem, kind, on, &own);
	if (rc != RC_OK && rc != RC_NOTFOUND)
		return rc;
	if (rc == RC_OK) {
		u->template_id = own.id;
		u->no = own.no;
		u->name = own.name;
		u->from = own.valid_from;
		u->body = own.body.n ? own.body : STR_NULL;
	}
	TRY(paper_template_read(c->mem, u->text, u->body, paper_common(), &u->t, c->err));
	u->about = paper_about(u->t);
	return RC_OK;
}

enum rc paper_read_own(struct ctx *c, struct str kind, struct str body,
                       const struct paper_template **out)
{
	const struct paper_file *f;
	TRY(shipped(c, kind, &f));
	enum rc rc = paper_template_read(c->mem, f->text, body, paper_common(), out, c->err);
	if (rc == RC_INVALID)
		snprintf(c->err->field, sizeof c->err->field, "body");
	return rc;
}

/* Lengths go in, too: no two templates run together into the same bytes. */
static void hash_part(crypto_generichash_state *h, struct str s)
{
	int64_t n = (int64_t)s.n;
	crypto_generichash_update(h, (const unsigned char *)&n, sizeof n);
	crypto_generichash_update(h, (const unsigned char *)(s.p ? s.p : ""), s.n);
}

enum rc paper_text_keep(struct ctx *c, const struct paper_used *u, int64_t *id)
{
	unsigned char raw[32];
	crypto_generichash_state h;
	struct sql_paper_text_find found;
	struct str body = u->body.p ? u->body : STR(""), common = paper_common();
	crypto_generichash_init(&h, NULL, 0, sizeof raw);
	hash_part(&h, u->text);
	hash_part(&h, body);
	hash_part(&h, common);
	crypto_generichash_final(&h, raw, sizeof raw);
	struct str hash = {.p = (const char *)raw, .n = sizeof raw};
	enum rc rc = sql_paper_text_find(c->db, c->mem, hash, &found);
	if (rc == RC_OK)
		*id = found.id;
	if (rc != RC_NOTFOUND)
		return rc;
	return sql_paper_text_add(c->db, hash, u->text, body, common, c->now_ms, id);
}

enum rc paper_text_read(struct ctx *c, int64_t id, const struct paper_template **out)
{
	struct sql_paper_text_get t;
	TRY(sql_paper_text_get(c->db, c->mem, id, &t));
	return paper_template_read(c->mem, t.text, t.body.n ? t.body : STR_NULL, t.common, out, c->err);
}

struct str paper_body_of(struct str text)
{
	while (text.n)
		if (str_eqz(str_trim(str_cut(&text, '\n')), "thân"))
			return str_trim(text);
	return STR("");
}

/* --- a sample ------------------------------------------------------------------------------ */

static void sample_fields(struct json_out *j, const struct paper_field *f, int count, int row)
{
	for (int i = 0; i < count; i++) {
		char key[64], words[200];
		snprintf(key, sizeof key, "%.*s", STR_ARG(f[i].name));
		snprintf(words, sizeof words, "(%.*s)", STR_ARG(f[i].label));
		switch (f[i].type) {
		case PAPER_TEXT:
		case PAPER_PROSE: json_z(j, key, words); break;
		case PAPER_INT: json_int(j, key, row + 12); break;
		case PAPER_MONEY: json_int(j, key, (row + 1) * 1530000); break;
		case PAPER_DATE: json_z(j, key, "2026-01-05"); break;
		case PAPER_YES: json_bool(j, key, true); break;
		case PAPER_LIST:
			json_arr(j, key);
			for (int k = 0; k < 2; k++) {
				json_obj(j, NULL);
				sample_fields(j, f[i].items, f[i].item_count, k);
				json_end(j);
			}
			json_end(j);
		}
	}
}

struct str paper_sample(struct ctx *c, const struct paper_about *a)
{
	struct buf b;
	buf_init(&b, 1 << 20);
	struct json_out j = json_out_to(&b);
	json_obj(&j, NULL);
	sample_fields(&j, a->fields, a->field_count, 0);
	json_end(&j);
	struct str out = arena_str(c->mem, buf_view(&b));
	buf_release(&b);
	return out;
}

enum rc paper_lines(struct ctx *c, int64_t id, struct str *out)
{
	struct sql_paper_get row;
	const struct paper_template *t;
	struct paper_set *sets;
	int n, at;
	*out = STR("");
	TRY(sql_paper_get(c->db, c->mem, id, &row));
	TRY(paper_text_read(c, row.text_id, &t));
	struct paper_about about = paper_about(t);
	TRY(paper_data_sets(c, &about, row.data, &sets, &n));
	for (int i = 0; i < n; i++) {
		const struct paper_field *f = paper_field_at(&about, sets[i].path, &at);
		if (sets[i].text.n)
			*out = arena_printf(c->mem, "%.*s%s%.*s: %.*s", STR_ARG(*out), out->n ? "\n" : "",
			                    STR_ARG(f ? f->label : sets[i].path), STR_ARG(sets[i].text));
	}
	return RC_OK;
}
