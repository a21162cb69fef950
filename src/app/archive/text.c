/* text.c: what tells a reader what this is: README, the first page, what was left out, the seal. */
#include "app/archive/inner.h"

#include "op/list.h"

#include <inttypes.h>
#include <sodium.h>

/* --- README
 * ----------------------------------------------------------------------------------------- */

static const char readme[] =
	"ĐÂY LÀ GÌ\n"
	"\n"
	"Gói lưu trữ công tác thi đua, khen thưởng năm %s của %.*s, do chương trình thidua %s lập\n"
	"lúc %s, với vai trò %.*s. Đọc được mà không cần chương trình ấy.\n"
	"\n"
	"ĐỌC THẾ NÀO\n"
	"\n"
	"1. Giải nén cả tệp ZIP vào một thư mục.\n"
	"2. Mở index.html bằng trình duyệt bất kỳ. Mọi danh sách đều có ở dạng trang (HTML) và dạng "
	"bảng\n"
	"   (CSV, mở bằng Excel, LibreOffice; dấu phân cách ; mã UTF-8). Cột \"(mã)\" nối dòng với "
	"dòng.\n"
	"3. " ARCHIVE_PAPERS " là văn bản hoàn thành trong năm (PDF); " ARCHIVE_FILES
	" là minh chứng của các quyết\n"
	"   định; " ARCHIVE_LAW
	" là câu trả lời của pháp luật đã lưu cho từng đề nghị và bộ quy tắc của lúc ấy.\n"
	"4. " ARCHIVE_LEFT
	" ghi những gì không có trong gói và vì sao. Gói theo quyền của vai trò đã lập:\n"
	"   không có số căn cước, ngày sinh, địa chỉ, lý do tạm dừng xét, lá phiếu; về kỷ luật chỉ có "
	"phần\n"
	"   mà câu trả lời của pháp luật đã dùng. Xin giữ gói như giữ hồ sơ có dữ liệu cá nhân.\n"
	"\n"
	"KIỂM TRA THẾ NÀO\n"
	"\n"
	"* Có chương trình thidua (không cần máy chủ, không cần cơ sở dữ liệu):\n"
	"      thidua archive verify TỆP.zip --key TỆP_KHÓA\n"
	"  TỆP_KHÓA là khóa công khai do cơ quan in bằng lệnh: thidua keys public. Xin lấy tệp ấy từ "
	"cơ\n"
	"  quan, đừng lấy từ gói: khóa trong gói chỉ nói gói tự khớp với chính nó.\n"
	"* Không có chương trình, trong thư mục đã giải nén:\n"
	"      sha256sum -c SHA256SUMS           tệp nào bị sửa, bị mất\n"
	"      sha256sum SHA256SUMS              so với dòng \"sums\" của MANIFEST\n"
	"  Chữ ký của MANIFEST (tệp MANIFEST.sig, số hệ 16) là Ed25519 trên dãy byte\n"
	"  \"thidua archive manifest 1\" + dấu xuống dòng + nội dung MANIFEST, bằng khóa ở dòng "
	"\"key\".\n"
	"* Nhật ký: mỗi dòng của " ARCHIVE_LINES " là một mắt xích,\n"
	"      mã = BLAKE2b-256(\"thidua journal line 1\" | mã của mắt xích trước | các cột của dòng)\n"
	"  số là 8 byte, byte thấp trước, ô trống là số nhỏ nhất; chữ có độ dài đứng trước. Mã trước "
	"mắt\n"
	"  xích đầu ở dòng \"journal\" của MANIFEST. " ARCHIVE_HEADS " là các đầu chuỗi đã ký:\n"
	"      Ed25519(\"thidua journal head 1\" | số | số của đầu chuỗi trước | lúc ký | mã)\n";

static struct str roles_words(struct maker *m)
{
	struct str all = STR("");
	for (int r = 0; r < ROLE_COUNT; r++)
		if (r != ROLE_PUBLIC && (m->c.who.roles & (1u << r)))
			all = arena_printf(&m->row, "%.*s%s%s", STR_ARG(all), all.n ? ", " : "",
			                   role_info((enum role)r)->title);
	return all;
}

static enum rc write_readme(struct maker *m)
{
	struct str made = arena_str(&m->row, str_of(date_time_vn(m->of->now_ms).z));
	struct buf *b = &m->page;
	buf_clear(b);
	buf_printf(b, readme, m->year_text, STR_ARG(m->of->app->office), THIDUA_VERSION, made.p,
	           STR_ARG(roles_words(m)));
	TRY(buf_check(b, m->of->err));
	return maker_add(m, "README.txt", buf_view(b));
}

/* --- the first page
 * ------------------------------------------------------------------------------------- */

static const struct archive_cell heads[] = {
	{.text = STR("Nội dung")}, {.text = STR("Số dòng")}, {.text = STR("Bảng")}};

static void open_group(struct buf *b, const char *title)
{
	archive_page_head(b, str_of(title));
	archive_table_begin(b, heads, 3);
}

static void row(struct maker *m, const char *name, struct str title, int64_t rows)
{
	const struct archive_cell cells[] = {
		{.text = title, .href = arena_printf(&m->row, ARCHIVE_LISTS "%s.html", name)},
		{.text = arena_z_int(&m->row, "", rows), .number = true},
		{.text = arena_printf(&m->row, "%s.csv", name),
	     .href = arena_printf(&m->row, ARCHIVE_LISTS "%s.csv", name)}};
	archive_table_row(&m->index, STR(""), cells, 3);
}

static void lists(struct maker *m)
{
	bool open = false;
	for (int i = 0; i < m->list_count; i++) {
		const struct planned *p = &m->lists[i];
		if (p->list->group) {
			if (open)
				archive_table_end(&m->index);
			open_group(&m->index, p->list->group);
			open = true;
		}
		if (p->in)
			row(m, p->op->name, str_of(p->op->title), p->rows);
	}
	if (open)
		archive_table_end(&m->index);
}

static void link_row(struct maker *m, const char *what, int64_t rows, const char *href)
{
	const struct archive_cell cells[] = {{.text = str_of(what), .href = str_of(href)},
	                                     {.text = arena_z_int(&m->row, "", rows), .number = true},
	                                     {.text = str_of(href), .href = str_of(href)}};
	archive_table_row(&m->index, STR(""), cells, 3);
}

static bool sees(const struct maker *m, const char *op)
{
	const struct planned *p = maker_list(m, op);
	return p && p->in;
}

/* What no list of the program shows. */
static void rest(struct maker *m)
{
	open_group(&m->index, "Văn bản, minh chứng, căn cứ, nhật ký");
	link_row(m, "Văn bản hoàn thành trong năm", m->papers, ARCHIVE_LISTS "van-ban-trong-nam.html");
	if (sees(m, "decision.list"))
		link_row(m, "Minh chứng của các quyết định trong năm", m->evidence_files,
		         ARCHIVE_LISTS "minh-chung-trong-nam.html");
	if (sees(m, "unit.list"))
		link_row(m, "Đơn vị vào ngày cuối năm", m->units, ARCHIVE_LISTS "don-vi-trong-nam.html");
	if (sees(m, "person.list"))
		link_row(m, "Người vào ngày cuối năm", m->people, ARCHIVE_LISTS "nguoi-trong-nam.html");
	if (sees(m, "nominee.list"))
		link_row(m, "Đề nghị và kết quả kiểm tra đã lưu", maker_list(m, "nominee.list")->rows,
		         ARCHIVE_LISTS "ket-qua-cua-de-nghi.html");
	if (sees(m, "verdict.list"))
		link_row(m, "Kết quả kiểm tra pháp luật, từng điều kiện", m->verdicts,
		         ARCHIVE_LISTS "verdict.list.html");
	if (m->link_from) {
		link_row(m, "Nhật ký, từng byte như khi niêm phong", m->links, ARCHIVE_LINES);
		link_row(m, "Đầu chuỗi đã ký của nhật ký", m->heads, ARCHIVE_HEADS);
	}
	link_row(m, "Những gì không có trong gói, và vì sao", m->left_count, ARCHIVE_LEFT);
	archive_table_end(&m->index);
}

static enum rc write_index(struct maker *m)
{
	struct str made = arena_str(&m->row, str_of(date_time_vn(m->of->now_ms).z));
	struct buf *b = &m->index;
	buf_clear(b);
	archive_page_begin(b, arena_printf(&m->row, "Thi đua, khen thưởng năm %s", m->year_text),
	                   arena_printf(&m->row, "%.*s. Gói lưu trữ lập lúc %.*s, với vai trò %.*s.",
	                                STR_ARG(m->of->app->office), STR_ARG(made),
	                                STR_ARG(roles_words(m))),
	                   "");
	archive_page_para(
		b,
		STR("Gói theo quyền của vai trò đã lập. Không có số căn cước, ngày sinh, địa chỉ, lý do "
	        "tạm "
	        "dừng xét, lá phiếu; về kỷ luật chỉ có phần mà câu trả lời của pháp luật đã dùng. Cách "
	        "đọc và cách kiểm tra ở README.txt."));
	if (m->last.days < date_of((int)m->year, 12, 31).days)
		archive_page_para(b, arena_printf(&m->row, "Năm chưa hết khi lập gói: dữ liệu đến ngày %s.",
		                                  date_vn(m->last).z));
	lists(m);
	rest(m);
	archive_page_end(b);
	TRY(buf_check(b, m->of->err));
	return maker_add(m, "index.html", buf_view(b));
}

enum rc text_front(struct maker *m)
{
	struct buf *b = &m->left_page;
	archive_table_end(b);
	for (const struct archive_left *l = archive_left; l->op; l++) {
		if (l == archive_left) {
			archive_page_head(b, STR("Danh sách không thuộc hồ sơ của năm"));
			archive_table_begin(
				b,
				(const struct archive_cell[]){{.text = STR("Danh sách")}, {.text = STR("Vì sao")}},
				2);
		}
		const struct archive_cell cells[] = {{.text = op_title(str_of(l->op))},
		                                     {.text = str_of(l->because)}};
		archive_table_row(b, STR(""), cells, 2);
	}
	archive_table_end(b);
	archive_page_end(b);
	TRY(buf_check(b, m->of->err));
	TRY(maker_add(m, ARCHIVE_LEFT, buf_view(b)));
	TRY(write_index(m));
	enum rc rc = write_readme(m);
	arena_reset(&m->row);
	return rc;
}

/* --- the seal
 * ---------------------------------------------------------------------------------------------- */

/* A line of MANIFEST is a line, whatever stands in a name. */
static void one_line(struct buf *b, const char *word, struct str text)
{
	buf_printf(b, "%s ", word);
	for (size_t i = 0; i < text.n; i++)
		buf_chr(b, (unsigned char)text.p[i] < 0x20 ? ' ' : text.p[i]);
	buf_chr(b, '\n');
}

static enum rc keys(struct maker *m, struct buf *b)
{
	struct key_info infos[KEYS_MAX];
	struct keys *ring = m->of->app->keys;
	int n = keys_list(ring, infos, KEYS_MAX);
	for (int i = 0; i < n; i++) {
		unsigned char raw[KEYS_PUBLIC_BYTES];
		if (infos[i].purpose != KEY_JOURNAL)
			continue;
		TRY(keys_public(ring, infos[i].id, raw, m->of->err));
		buf_str(b, archive_key_line(&m->row, infos[i].id, raw));
		buf_chr(b, '\n');
	}
	return RC_OK;
}

static void journal_line(struct maker *m, struct buf *b)
{
	char hex[JOURNAL_HASH_TEXT];
	sodium_bin2hex(hex, sizeof hex, m->link_before, sizeof m->link_before);
	if (m->link_from)
		buf_printf(b, "journal %" PRId64 " %" PRId64 " %s\n", m->link_from, m->link_to, hex);
	else
		buf_z(b, "journal none\n");
}

static enum rc write_manifest(struct maker *m)
{
	struct buf *b = &m->page;
	struct ctx *c = m->of;
	buf_clear(b);
	buf_z(b, "thidua-archive 1\n");
	one_line(b, "year", str_of(m->year_text));
	one_line(b, "office", c->app->office);
	one_line(b, "made", date_time_iso(&m->row, c->now_ms));
	one_line(b, "by",
	         arena_printf(&m->row, "%.*s (%.*s)", STR_ARG(c->who.label), STR_ARG(c->who.name)));
	one_line(b, "roles", roles_words(m));
	one_line(b, "program", STR("thidua " THIDUA_VERSION));
	one_line(b, "sums", str_of(m->sums_sha));
	journal_line(m, b);
	TRY(keys(m, b));
	buf_str(b, buf_view(&m->listed));
	buf_str(b, buf_view(&m->left));
	TRY(buf_check(b, c->err));
	zip_out_add(&m->zip, ARCHIVE_MANIFEST, buf_view(b));
	zip_out_add(&m->zip, ARCHIVE_SIGNATURE, archive_sign(c->app->keys, buf_view(b), &m->row));
	arena_reset(&m->row);
	return zip_out_check(&m->zip, c->err);
}

enum rc text_seal(struct maker *m)
{
	unsigned char sha[ARCHIVE_SHA_BYTES];
	struct str sums = buf_view(&m->sums);
	crypto_hash_sha256(sha, (const unsigned char *)sums.p, sums.n);
	sodium_bin2hex(m->sums_sha, sizeof m->sums_sha, sha, sizeof sha);
	zip_out_add(&m->zip, ARCHIVE_SUMS, sums);
	return write_manifest(m);
}
