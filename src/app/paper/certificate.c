/* certificate.c: made for the lines of a decision, printed as one file, given out, taken back. */

#include "app/job/job.h"
#include "app/law/law.h"
#include "app/org/org.h"
#include "app/paper/cert_inner.h"
#include "app/paper/record_words.h"
#include "base/json_out.h"
#include "db/sql_certificate.h"
#include "db/sql_law.h"
#include "db/sql_op.h"
#include "op/decode.h"
#include "op/gate.h"
#include "viet/legacy.h"

#include <inttypes.h>
#include <sodium.h>

const struct object certificate_object = {
	.name = "certificate", .label = "giấy chứng nhận", .list = &sql_list_certificate_object};

const struct choice cert_blanks[] = {{"giay-khen", "Giấy khen"},
                                     {"chien-si-thi-dua-co-so", "Chiến sĩ thi đua cơ sở"},
                                     {"bang-khen", "Bằng khen"},
                                     {0}};
static const struct choice states[] = {
	{"made", "Đã lập"}, {"printed", "Đã in"}, {"given", "Đã trao"}, {"void", "Đã hủy"}, {0}};

#define CERTIFICATES_MAX 5000

/* --- short numbers -------------------------------------------------------------------------------
 */

/* Without letters that are read as others: 60 bits in three groups of four. */
static const char letters[] = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";

struct str short_number(struct arena *mem)
{
	unsigned char raw[12];
	char *t = arena_alloc(mem, 15);
	int n = 0;
	randombytes_buf(raw, sizeof raw);
	for (int i = 0; i < 12; i++) {
		if (i && i % 4 == 0)
			t[n++] = '-';
		t[n++] = letters[raw[i] % 32];
	}
	return (struct str){.p = t, .n = 14};
}

struct str short_number_typed(struct arena *mem, struct str typed)
{
	char *t = arena_alloc(mem, 15);
	int n = 0, taken = 0;
	for (size_t i = 0; i < typed.n && taken < 13; i++) {
		char ch = typed.p[i];
		if (ch >= 'a' && ch <= 'z')
			ch = (char)(ch - 'a' + 'A');
		if (ch == '-' || ch == ' ')
			continue;
		if (taken && taken % 4 == 0 && n < 14)
			t[n++] = '-';
		if (n < 14)
			t[n++] = ch;
		taken++;
	}
	return taken == 12 ? (struct str){.p = t, .n = 14} : STR("");
}

enum rc certificate_by_token(struct ctx *c, struct str typed, struct certificate_shown *out)
{
	struct sql_certificate_by_token row;
	enum rc rc = sql_certificate_by_token(c->db, c->mem, short_number_typed(c->mem, typed), &row);
	if (rc == RC_NOTFOUND)
		return err_set(c->err, RC_NOTFOUND, "Không có giấy chứng nhận nào mang số này.");
	TRY(rc);
	*out = (struct certificate_shown){.valid = !str_eqz(row.state, "void") &&
	                                           str_eqz(row.award_state, "valid"),
	                                  .name = row.name.p ? row.name : STR(""),
	                                  .subject = row.subject,
	                                  .award = row.title.n ? row.title : paper_award_name(row.code),
	                                  .title = row.title,
	                                  .sign = row.sign,
	                                  .issuer = row.issuer,
	                                  .cancelled_by = row.cancel_sign,
	                                  .cancelled = row.cancel_dated,
	                                  .dated = row.dated,
	                                  .year = row.year,
	                                  .golden = row.golden};
	return RC_OK;
}

enum rc certificate_address(struct ctx *c, struct str token, struct str *out)
{
	struct sql_setting_get row;
	enum rc rc = sql_setting_get(c->db, c->mem, STR("site.address"), &row);
	if (rc != RC_OK && rc != RC_NOTFOUND)
		return rc;
	struct str site = rc == RC_OK ? row.value : STR("");
	while (site.n && site.p[site.n - 1] == '/')
		site.n--;
	*out = arena_printf(c->mem, "%.*s/certificate/check?code=%.*s", STR_ARG(site), STR_ARG(token));
	return RC_OK;
}

/* --- made ----------------------------------------------------------------------------------------
 */

enum rc certificate_make(struct ctx *c, int64_t year, struct str sign, struct str code,
                         struct str blank, int64_t *made)
{
	struct sql_certificate_lines *lines;
	size_t n;
	*made = 0;
	TRY(sql_certificate_lines(c->db, c->mem, year, sign, &lines, &n));
	if (n == 0)
		return err_field(c->err, "sign",
		                 "Sổ khen thưởng năm %" PRId64 " không có dòng nào theo quyết định %.*s.",
		                 year, STR_ARG(sign));
	if (n > CERTIFICATES_MAX)
		return err_set(c->err, RC_TOOBIG, "Quyết định có quá %d dòng.", CERTIFICATES_MAX);
	for (size_t i = 0; i < n; i++) {
		if (lines[i].certificate != DB_NULL || (code.n && !str_eq(code, lines[i].code)))
			continue;
		TRY(sql_certificate_add(c->db, lines[i].id, blank, short_number(c->mem), year,
		                        (int64_t)i + 1, STR(""), STR(""), c->who.account_id, c->now_ms,
		                        NULL));
		++*made;
	}
	return RC_OK;
}

struct make_in {
	int64_t year, id;
	struct str sign, code, blank;
};
static const struct field make_fields[] = {
	F(INT, struct make_in, year, "Năm khen", .flags = MUST, .min = 1945, .max = 2200),
	F(TEXT, struct make_in, sign, "Số quyết định", .flags = MUST, .max = 60,
      .hint = "Như trong sổ khen thưởng, ví dụ 112/QĐ-VP"),
	F(CHOICE, struct make_in, blank, "Phôi", .flags = MUST, .choices = cert_blanks),
	F(CHOICE, struct make_in, code, "Chỉ danh hiệu, hình thức", .choices = award_codes,
      .hint = "Để trống: mọi dòng của quyết định chưa có giấy"),
};

static enum rc make_op(struct ctx *c, const void *in, struct out *out)
{
	const struct make_in *p = in;
	int64_t made;
	TRY(certificate_make(c, p->year, p->sign, p->code, p->blank, &made));
	out_say(c, out,
	        made ? "Đã lập %" PRId64
	               " giấy theo quyết định %.*s; số sổ vàng theo thứ tự trong quyết định."
	             : "Mọi dòng của quyết định đã có giấy (%" PRId64 " giấy mới, quyết định %.*s).",
	        made, STR_ARG(p->sign));
	return RC_OK;
}

/* --- printed ------------------------------------------------------------------------------------
 */

struct print_in {
	int64_t year, only;
	struct str sign, code, authority, power, signer, achievement, subject;
	bool full;
};
static const struct field print_fields[] = {
	F(INT, struct print_in, year, "Năm khen", .flags = MUST, .min = 1945, .max = 2200),
	F(TEXT, struct print_in, sign, "Số quyết định", .flags = MUST, .max = 60),
	F(CHOICE, struct print_in, code, "Chỉ danh hiệu, hình thức", .choices = award_codes,
      .hint = "Mỗi lần in một loại phôi; để trống khi cả quyết định dùng chung một loại"),
	F(TEXT, struct print_in, authority, "Thẩm quyền tặng", .max = 200,
      .hint = "Dòng đỏ đầu giấy; để trống: theo thiết lập"),
	F(TEXT, struct print_in, power, "Chức vụ người ký", .max = 200,
      .hint = "Để trống: theo thiết lập"),
	F(TEXT, struct print_in, signer, "Họ tên người ký", .max = 100,
      .hint = "Để trống: theo thiết lập"),
	F(TEXT, struct print_in, achievement, "Thành tích chung", .max = 300,
      .hint = "In trên giấy của dòng mà sổ khen thưởng không ghi thành tích"),
	F(CHOICE, struct print_in, subject, "Đối tượng", .choices = cert_subjects,
      .hint = "Khi cá nhân, tập thể, hộ gia đình có cách đặt ô khác nhau: in từng loại"),
	F(BOOL, struct print_in, full, "In cả khung, Quốc hiệu",
      .hint = "Trên giấy trắng; không chọn: theo cách đặt của phôi"),
	F(INT, struct print_in, only, "Chỉ giấy số", .max = INT64_MAX,
      .hint = "Mã của một giấy; để trống: cả quyết định"),
};

static enum rc setting_or(struct ctx *c, struct str given, const char *key, struct str *out)
{
	struct sql_setting_get row;
	*out = given;
	if (given.n)
		return RC_OK;
	enum rc rc = sql_setting_get(c->db, c->mem, str_of(key), &row);
	*out = rc == RC_OK ? row.value : STR("");
	return rc == RC_NOTFOUND ? RC_OK : rc;
}

static void say(struct json_out *j, const char *key, struct str v)
{
	if (v.n)
		json_str(j, key, v);
}

/* "112/QĐ-VP": number and notation. */
static void write_sign(struct json_out *j, struct str sign)
{
	int64_t number;
	struct str first = str_cut(&sign, '/');
	if (str_int(first, &number))
		json_int(j, "number", number);
	if (sign.p)
		say(j, "notation", sign);
}

static enum rc write_person(struct ctx *c, struct json_out *j, struct str common,
                            const struct sql_certificate_prints *r)
{
	struct str address;
	TRY(certificate_address(c, r->token, &address));
	bool person = str_eqz(r->subject, "person");
	struct str post = r->post_title, unit = r->unit_name.p ? r->unit_name : STR("");
	json_obj(j, NULL);
	say(j, "title", r->title);
	say(j, "name", r->name.p ? r->name : STR(""));
	say(j, "about",
	    r->about.n ? r->about
	    : person   ? arena_printf(c->mem, "%.*s%s%.*s", STR_ARG(post), post.n && unit.n ? ", " : "",
	                              STR_ARG(unit))
	               : STR(""));
	say(j, "achievement", r->achievement.n ? r->achievement : common);
	json_int(j, "golden", r->golden);
	json_str(j, "check", address);
	json_str(j, "code", r->token);
	json_end(j);
	return RC_OK;
}

enum rc cert_prints_json(struct ctx *c, const struct print_words *w,
                         const struct sql_certificate_prints *rows, size_t n, struct str *json)
{
	struct buf b;
	enum rc rc = RC_OK;
	buf_init(&b, PAPER_DATA_MAX);
	struct json_out j = json_out_to(&b);
	json_obj(&j, NULL);
	say(&j, "authority", w->authority);
	say(&j, "place", w->place);
	say(&j, "power", w->power);
	say(&j, "signer", w->signer);
	if (n && !date_is_none(rows[0].dated))
		json_z(&j, "date", date_iso(rows[0].dated).z);
	if (n)
		write_sign(&j, rows[0].sign);
	json_arr(&j, "people");
	for (size_t i = 0; i < n && rc == RC_OK; i++)
		rc = write_person(c, &j, w->achievement, &rows[i]);
	if (rc == RC_OK) {
		json_end(&j);
		json_end(&j);
		rc = buf_check(&b, c->err);
	}
	if (rc == RC_OK)
		*json = arena_str(c->mem, buf_view(&b));
	buf_release(&b);
	return rc;
}

enum rc cert_words(struct ctx *c, struct str authority, struct str power, struct str signer,
                   struct print_words *w)
{
	TRY(setting_or(c, authority, "paper.authority", &w->authority));
	TRY(setting_or(c, power, "paper.power", &w->power));
	TRY(setting_or(c, signer, "paper.signer", &w->signer));
	return setting_or(c, STR(""), "place", &w->place);
}

struct printing {
	const struct sql_certificate_prints *rows;
	size_t n;
};

static enum rc mark_printed(struct ctx *c, void *arg)
{
	const struct printing *p = arg;
	for (size_t i = 0; i < p->n; i++)
		TRY(sql_certificate_printed(c->db, p->rows[i].id, c->now_ms, NULL));
	return RC_OK;
}

static bool same_kind(const struct sql_certificate_prints *a,
                      const struct sql_certificate_prints *b)
{
	return str_eq(a->blank, b->blank) && str_eq(a->code, b->code) && str_eq(a->subject, b->subject);
}

static enum rc decider(struct ctx *c, const struct print_in *p, int64_t *unit)
{
	struct sql_certificate_decider row;
	struct sql_law_top_unit top;
	enum rc rc = sql_certificate_decider(c->db, c->mem, p->year, p->sign, &row);
	*unit = row.unit_id;
	if (rc != RC_NOTFOUND)
		return rc;
	TRY(sql_law_top_unit(c->db, c->mem, &top)); /* a line of an old ledger */
	*unit = top.id;
	return RC_OK;
}

/* One file has one layout: where awards or kinds of recipients lie differently, they are printed
   apart. */
static enum rc lay_out(struct ctx *c, const struct print_in *p, const struct printing *w,
                       struct cert_layout *l)
{
	struct cert_layout other;
	int64_t unit;
	const struct sql_certificate_prints *first = &w->rows[0], *last = first;
	TRY(decider(c, p, &unit));
	TRY(cert_layout_of(c, first->blank, unit, first->code, first->subject, l));
	for (size_t i = 1; i < w->n; i++) {
		if (same_kind(&w->rows[i], last))
			continue;
		last = &w->rows[i];
		TRY(cert_layout_of(c, last->blank, unit, last->code, last->subject, &other));
		if (!str_eq(last->blank, first->blank) || other.id != l->id)
			return err_field(
				c->err, str_eq(last->code, first->code) ? "subject" : "code",
				"Các giấy của quyết định này nằm trên phôi hoặc cách đặt ô khác nhau: xin in riêng "
				"từng danh hiệu, hình thức, từng loại đối tượng, hoặc từng giấy.");
	}
	if (p->full)
		l->options.text_only = false;
	return RC_OK;
}

static enum rc print_all(struct ctx *c, const struct print_in *p, struct printing *w, struct buf *b,
                         struct cert_report *report)
{
	struct cert_layout l;
	struct print_words words;
	const struct paper_data *d;
	struct paper_fonts *fonts;
	struct str json;
	TRY(lay_out(c, p, w, &l));
	TRY(cert_words(c, p->authority, p->power, p->signer, &words));
	words.achievement = p->achievement.p ? p->achievement : STR("");
	TRY(cert_prints_json(c, &words, w->rows, w->n, &json));
	TRY(paper_data(c->mem, l.blank->fields, json, &d, c->err));
	TRY(cert_emblem(c, &l.options.picture));
	TRY(paper_fonts_open(&fonts, c->err));
	enum rc rc = cert_pdf(c->mem, fonts, l.blank, d, -1, &l.options, b, report, c->err);
	paper_fonts_close(fonts);
	return rc;
}

static enum rc print_run(struct ctx *c, const void *in, struct out *out)
{
	const struct print_in *p = in;
	struct sql_certificate_prints *rows;
	struct sql_law_top_unit top;
	struct cert_report report;
	struct printing w;
	struct buf b;
	int64_t file;
	size_t all;
	TRY(sql_certificate_prints(c->db, c->mem, p->year, p->sign, p->only == DB_NULL ? 0 : p->only,
	                           p->subject.p ? p->subject : STR(""), &rows, &all));
	w.n = 0;
	for (size_t i = 0; i < all; i++)
		if (p->code.n == 0 || str_eq(rows[i].code, p->code))
			rows[w.n++] = rows[i];
	if (w.n == 0)
		return err_field(c->err, "sign",
		                 "Quyết định này chưa có giấy nào như thế; xin lập giấy trước (Lập giấy "
		                 "chứng nhận).");
	if (w.n > CERTIFICATES_MAX)
		return err_set(c->err, RC_TOOBIG, "Quá %d giấy một lần.", CERTIFICATES_MAX);
	w.rows = rows;
	TRY(sql_law_top_unit(c->db, c->mem, &top));
	TRY(job_progress(c, 0, (int64_t)w.n, STR("Đang in")));
	buf_init(&b, PAPER_FILE_MAX);
	enum rc rc = print_all(c, p, &w, &b, &report);
	if (rc == RC_OK)
		rc = paper_keep_made(
			c, &b,
			arena_printf(c->mem, "giay-%s-%" PRId64 ".pdf", press_name(c, p->sign).p, p->year),
			FILE_PDF, top.id, mark_printed, &w, &file);
	buf_release(&b);
	TRY(rc);
	job_result_file(c, file);
	for (int i = 0; i < report.missing_count && i < 20; i++)
		out_fact(out, "missing", "Còn thiếu", report.missing[i]);
	out_say(c, out, "Đã in %zu giấy.%s", w.n,
	        report.missing_count ? " Có chỗ còn thiếu, xem dưới." : "");
	return RC_OK;
}

/* --- for old script fonts
 * ------------------------------------------------------------------------- */

struct old_in {
	int64_t year;
	struct str sign;
	bool capitals;
};
static const struct field old_fields[] = {
	F(INT, struct old_in, year, "Năm khen", .flags = MUST, .min = 1945, .max = 2200),
	F(TEXT, struct old_in, sign, "Số quyết định", .flags = MUST, .max = 60),
	F(BOOL, struct old_in, capitals, "Phông chữ hoa (.Vn…H)",
      .hint = "Phông thường không có chữ hoa mang dấu thanh; phông tên kết thúc bằng H vẽ chữ hoa"),
};

/* One cell of a line for mail merge: quoted, in the bytes of TCVN3. */
static enum rc old_cell(struct ctx *c, struct buf *b, struct str text, bool capitals, bool last)
{
	struct str bytes;
	TRY(viet_to_tcvn3(c->mem, text, capitals, &bytes, c->err));
	buf_chr(b, '"');
	for (size_t i = 0; i < bytes.n; i++) {
		if (bytes.p[i] == '"')
			buf_chr(b, '"');
		/* A spreadsheet takes these at the beginning for a formula. */
		if (i == 0 && strchr("=+-@", bytes.p[0]))
			buf_chr(b, '\'');
		buf_chr(b, bytes.p[i]);
	}
	buf_z(b, last ? "\"\r\n" : "\",");
	return RC_OK;
}

static enum rc old_rows(struct ctx *c, const struct old_in *p,
                        const struct sql_certificate_prints *rows, size_t n, struct buf *b)
{
	buf_z(b, "ten,chuc_vu_don_vi,thanh_tich,so_quyet_dinh,ngay,so_so_vang,so_tra_cuu\r\n");
	for (size_t i = 0; i < n; i++) {
		const struct sql_certificate_prints *r = &rows[i];
		struct str unit = r->unit_name.p ? r->unit_name : STR("");
		struct str cells[] = {
			r->name.p ? r->name : STR(""),
			arena_printf(c->mem, "%.*s%s%.*s", STR_ARG(r->post_title),
		                 r->post_title.n && unit.n ? ", " : "", STR_ARG(unit)),
			r->achievement,
			r->sign,
			arena_str(c->mem, str_of(date_is_none(r->dated) ? "" : date_vn(r->dated).z)),
			arena_printf(c->mem, "%02" PRId64, r->golden),
			r->token};
		for (int k = 0; k < COUNT(cells); k++)
			TRY(old_cell(c, b, cells[k], p->capitals, k == COUNT(cells) - 1));
	}
	return RC_OK;
}

static enum rc old_op(struct ctx *c, const void *in, struct out *out)
{
	const struct old_in *p = in;
	struct sql_certificate_prints *rows;
	struct buf b;
	size_t n;
	TRY(sql_certificate_prints(c->db, c->mem, p->year, p->sign, 0, STR(""), &rows, &n));
	if (n == 0)
		return err_field(c->err, "sign", "Quyết định này chưa có giấy nào.");
	buf_init(&b, PAPER_FILE_MAX);
	enum rc rc = old_rows(c, p, rows, n, &b);
	if (rc == RC_OK)
		rc = press_send(
			c, &b, arena_printf(c->mem, "giay-%.*s-tcvn3.csv", STR_ARG(press_name(c, p->sign))),
			"text/csv", out);
	buf_release(&b);
	return rc;
}

/* --- given out, taken back -----------------------------------------------------------------------
 */

struct mark_in {
	int64_t id;
	struct str serial, reason;
	struct date on;
};
static const struct field give_fields[] = {
	F(REF, struct mark_in, id, "Giấy", .flags = MUST | HIDDEN, .ref = &certificate_object),
	F(DATE, struct mark_in, on, "Trao ngày", .hint = "Để trống: hôm nay"),
	F(TEXT, struct mark_in, serial, "Số phôi", .max = 40, .hint = "Số in sẵn trên phôi, nếu có"),
};
static const struct field void_fields[] = {
	F(REF, struct mark_in, id, "Giấy", .flags = MUST | HIDDEN, .ref = &certificate_object),
	F(TEXT, struct mark_in, reason, "Lý do", .flags = MUST, .min = 3, .max = 300),
};

static enum rc give_op(struct ctx *c, const void *in, struct out *out)
{
	const struct mark_in *p = in;
	struct date on = date_is_none(p->on) ? c->today : p->on;
	if (on.days > c->today.days)
		return err_field(c->err, "on", "Ngày trao không thể ở sau hôm nay.");
	TRY(sql_certificate_given(c->db, p->id, on, p->serial.p ? p->serial : STR(""), NULL));
	out_say(c, out, "Đã ghi: giấy của %.*s được trao ngày %s.", STR_ARG(c->object_label),
	        date_vn(on).z);
	return RC_OK;
}

static enum rc void_op(struct ctx *c, const void *in, struct out *out)
{
	const struct mark_in *p = in;
	TRY(sql_certificate_void(c->db, p->id, p->reason, NULL));
	out_say(c, out, "Đã hủy giấy của %.*s; trang tra cứu cho biết giấy không còn giá trị.",
	        STR_ARG(c->object_label));
	return RC_OK;
}

static enum rc spoil_op(struct ctx *c, const void *in, struct out *out)
{
	const struct mark_in *p = in;
	struct sql_certificate_get row;
	TRY(sql_certificate_get(c->db, c->mem, p->id, &row));
	TRY(sql_blank_spoiled_add(c->db, row.blank, 1, p->serial.p ? p->serial : STR(""), p->id,
	                          c->today, p->reason, c->who.account_id, c->now_ms, NULL));
	out_say(c, out, "Đã ghi một phôi hỏng; giấy in lại mang cùng số sổ vàng.");
	return RC_OK;
}

static const struct field spoil_fields[] = {
	F(REF, struct mark_in, id, "Giấy", .flags = MUST | HIDDEN, .ref = &certificate_object),
	F(TEXT, struct mark_in, reason, "Hỏng vì", .flags = MUST, .min = 3, .max = 300),
	F(TEXT, struct mark_in, serial, "Số phôi hỏng", .max = 40),
};

/* --- rows ------------------------------------------------------------------------------------- */

static const struct field filters[] = {
	FILTER(INT, "year", "Năm khen"),
	FILTER(CHOICE, "state", "Tình trạng", .choices = states),
	FILTER(REF, "person", "Của người", .ref = &person_object),
	FILTER(INT, "award", "Dòng sổ khen thưởng", .flags = HIDDEN),
};
static const struct column cols[] = {
	{"name", "Người, tập thể", COL_TEXT, .width = 32},
	{"code", "Danh hiệu, hình thức", COL_CHOICE, .choices = report_awards, .width = 28},
	{"golden", "Số sổ vàng", COL_INT},
	{"sign", "Quyết định", COL_TEXT},
	{"dated", "Ngày", COL_DATE},
	{"year", "Năm", COL_INT},
	{"token", "Số tra cứu", COL_TEXT},
	{"serial", "Số phôi", COL_TEXT},
	{"state", "Tình trạng", COL_BADGE, .choices = states},
	{"given_on", "Trao ngày", COL_DATE},
};

#define KEEPS (R(STANDING) | R(REGISTRY))
#define ON_ONE                                                                                     \
	.kind = OP_WRITE, .roles = KEEPS, .scope = SCOPE_OBJECT, .object = &certificate_object

const struct op certificate_ops[] = {
	{.name = "certificate.list",
     .title = "Sổ cấp giấy khen, bằng chứng nhận",
     .help = "Giấy đã lập theo từng quyết định: số sổ vàng, số tra cứu, phôi, đã in, đã trao.",
     .kind = OP_LIST,
     .flags = OP_JOURNAL_EXPORT,
     .roles = R_OFFICE | R(COUNCIL) | R(MEMBER) | R(UNIT_CLERK) | R(UNIT_HEAD) | R(ACCOUNTANT),
     .scope = SCOPE_ANY,
     .area = "paper",
     .icon = "medal",
     .object = &certificate_object,
     .list = &sql_list_certificate_list,
     .order = "-newest",
     FIELDS(filters),
     COLS(cols),
     .empty = "Chưa lập giấy nào."},
	{.name = "certificate.make",
     .title = "Lập giấy chứng nhận",
     .help = "Cho mọi dòng của một quyết định trong sổ khen thưởng; số sổ vàng là thứ tự trong "
             "quyết định.",
     .verb = "Lập giấy",
     .icon = "plus",
     .kind = OP_WRITE,
     .roles = KEEPS,
     .scope = SCOPE_OFFICE,
     .object = &certificate_object,
     FIELDS(make_fields),
     .in_size = sizeof(struct make_in),
     .run = make_op,
     .law = LAW_ND98("Điều 104"),
     .then = "certificate.list"},
	{.name = "certificate.print",
     .title = "In giấy chứng nhận",
     .help =
         "Cả quyết định thành một tệp PDF theo cách đặt ô đã lưu; tên dài được thu nhỏ cho vừa.",
     .verb = "In",
     .icon = "print",
     .kind = OP_WRITE,
     .flags = OP_JOB | OP_OWN_TX,
     .roles = KEEPS,
     .scope = SCOPE_OFFICE,
     .object = &certificate_object,
     FIELDS(print_fields),
     .in_size = sizeof(struct print_in),
     .run = print_run},
	{.name = "certificate.tcvn3",
     .title = "Danh sách TCVN3 cho phông chữ cũ",
     .help = "CSV bằng mã TCVN3 (ABC), để trộn thư lên phôi với phông .VnShelley, .VnTime …",
     .icon = "download",
     .kind = OP_READ,
     .flags = OP_QUIET | OP_JOURNAL_READ,
     .roles = KEEPS,
     .scope = SCOPE_OFFICE,
     FIELDS(old_fields),
     .in_size = sizeof(struct old_in),
     .run = old_op},
	{.name = "certificate.give",
     .title = "Ghi đã trao",
     .help = "Ngày trao và số phôi.",
     .verb = "Đã trao",
     .icon = "check",
     ON_ONE,
     .states = "made printed given",
     FIELDS(give_fields),
     .in_size = sizeof(struct mark_in),
     .run = give_op,
     .then = "certificate.list"},
	{.name = "certificate.spoil",
     .title = "Ghi phôi hỏng",
     .help = "Phôi in hỏng của một giấy; giấy được in lại với cùng số.",
     .verb = "Phôi hỏng",
     .icon = "warn",
     ON_ONE,
     .states = "made printed given",
     FIELDS(spoil_fields),
     .in_size = sizeof(struct mark_in),
     .run = spoil_op,
     .then = "blank.spoiled"},
	{.name = "certificate.void",
     .title = "Hủy giấy",
     .help = "Giấy không còn giá trị; số tra cứu cho biết như vậy.",
     .verb = "Hủy",
     .icon = "trash",
     ON_ONE,
     .states = "made printed given",
     FIELDS(void_fields),
     .in_size = sizeof(struct mark_in),
     .run = void_op,
     .then = "certificate.list"},
	{0}};
