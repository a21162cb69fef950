/* paper.c: `thidua paper list|render`: papers from data, without a server. */
#include "paper/cert.h"

#include "cli/cli.h"

#include "base/json_out.h"

#include <errno.h>

const char cli_paper_help[] =
	"thidua paper list [--json]                   các loại văn bản in được\n"
	"thidua paper fields LOẠI                     dữ liệu mà một loại văn bản cần\n"
	"thidua paper check LOẠI --template TỆP.mau   kiểm tra một mẫu đã sửa\n"
	"thidua paper render LOẠI --in TỆP.json --out TỆP.docx|.pdf|.html [--template TỆP.mau]\n"
	"thidua paper certificate PHÔI --in TỆP.json --out TỆP.pdf [--blank TỆP.phoi] [--emblem "
	"TỆP.png]\n"
	"                         [--text-only] [--shift 1.5,-2] [--row SỐ]\n"
	"thidua paper calibrate PHÔI --out TỆP.pdf [--blank TỆP.phoi] [--shift 1.5,-2]\n\n"
	"certificate in cả danh sách thành một tệp; --text-only chỉ in chữ lên phôi in sẵn, --shift "
	"dời chữ\n"
	"(mm, ngang và dọc). calibrate in tờ thước có các ô, để so với phôi.\n"
	"Không cần máy chủ. --out là tệp mới, không ghi đè. Chỗ thiếu dữ liệu in thành dấu chấm lửng "
	"và được kể ra. Mẫu: "
	"docs/paper.md.";

/* --- list, fields --- */

static enum rc about_of(struct cli *c, const struct paper_file *f, struct paper_about *out)
{
	const struct paper_template *t;
	TRY(paper_template_read(&c->mem, f->text, STR_NULL, paper_common(), &t, &c->err));
	*out = paper_about(t);
	return RC_OK;
}

static void list_one(struct cli *c, struct buf *b, struct json_out *j, struct str name,
                     const struct paper_about *a, bool certificate)
{
	if (!c->json) {
		buf_printf(b, "%-28.*s %.*s%s%s\n", STR_ARG(name), STR_ARG(a->title),
		           certificate ? ", phôi" : "", a->unconfirmed.n ? " (mẫu chưa xác nhận)" : "");
		return;
	}
	json_obj(j, NULL);
	json_str(j, "kind", name);
	json_str(j, "title", a->title);
	json_bool(j, "certificate", certificate);
	json_str(j, "source", a->source);
	json_str(j, "unconfirmed", a->unconfirmed.n ? a->unconfirmed : STR_NULL);
	json_end(j);
}

static enum rc list_all(struct cli *c, struct buf *b, struct json_out *j)
{
	int count;
	const struct paper_file *files = paper_files(&count);
	for (int i = 0; i < count; i++) {
		struct paper_about a;
		TRY(about_of(c, &files[i], &a));
		list_one(c, b, j, files[i].name, &a, false);
	}
	files = cert_files(&count);
	for (int i = 0; i < count; i++) {
		const struct cert_blank *blank;
		TRY(cert_read(&c->mem, files[i].text, &blank, &c->err));
		list_one(c, b, j, files[i].name, &blank->about, true);
	}
	return RC_OK;
}

static enum rc list(struct cli *c)
{
	struct buf b;
	TRY(cli_no_more(c));
	buf_init(&b, 1 << 20);
	struct json_out j = json_out_to(&b);
	if (c->json)
		json_arr(&j, NULL);
	enum rc rc = list_all(c, &b, &j);
	if (c->json && rc == RC_OK) {
		json_end(&j);
		buf_chr(&b, '\n');
	}
	if (rc == RC_OK && fwrite(b.p, 1, b.n, stdout) != b.n)
		rc = err_set(&c->err, RC_IO, "Không in ra được.");
	buf_release(&b);
	return rc;
}

static enum rc find_kind(struct cli *c, const char *word, const struct paper_file **out)
{
	int count;
	const struct paper_file *files = paper_files(&count);
	*out = word ? paper_file_of(str_of(word)) : NULL;
	if (*out)
		return RC_OK;
	struct cli_near n = {.word = word};
	for (int i = 0; word && i < count; i++)
		cli_near_take(&n, files[i].name.p);
	const char *near = n.best;
	return err_set(&c->err, RC_INVALID, "%s \"%s\".%s%s%s Danh sách: thidua paper list",
	               word ? "Không có loại văn bản" : "Thiếu loại văn bản", word ? word : "",
	               near ? " Có phải là \"" : "", near ? near : "", near ? "\"?" : "");
}

static void print_fields(const struct paper_field *fields, int count, int depth)
{
	static const char *const types[] = {
		[PAPER_TEXT] = "chữ",          [PAPER_PROSE] = "văn", [PAPER_INT] = "số nguyên",
		[PAPER_MONEY] = "tiền (đồng)", [PAPER_DATE] = "ngày", [PAPER_YES] = "true/false",
		[PAPER_LIST] = "danh sách"};
	for (int i = 0; i < count; i++) {
		printf("%*s%-*.*s %s%s: %.*s\n", depth * 4, "", 24, STR_ARG(fields[i].name),
		       types[fields[i].type], fields[i].optional ? ", tùy ý" : "",
		       STR_ARG(fields[i].label));
		print_fields(fields[i].items, fields[i].item_count, depth + 1);
	}
}

static enum rc fields(struct cli *c)
{
	const struct paper_file *kind;
	const struct cert_blank *blank;
	struct paper_about a;
	const char *word = cli_word(c);
	const struct paper_file *certificate = word ? cert_file_of(str_of(word)) : NULL;
	if (certificate) {
		TRY(cert_read(&c->mem, certificate->text, &blank, &c->err));
		a = blank->about;
	} else {
		TRY(find_kind(c, word, &kind));
		TRY(about_of(c, kind, &a));
	}
	TRY(cli_no_more(c));
	printf("%.*s\nNguồn: %.*s\n", STR_ARG(a.title), STR_ARG(a.source));
	if (a.unconfirmed.n)
		printf("Mẫu chưa xác nhận: %.*s\n", STR_ARG(a.unconfirmed));
	print_fields(a.fields, a.field_count, 0);
	return RC_OK;
}

/* --- render --- */

static enum rc open_template(struct cli *c, const struct paper_file *kind,
                             const struct paper_template **out)
{
	const char *own = cli_option(c, "template");
	struct str text = kind->text;
	if (own)
		TRY(cli_read_file(c, own, PAPER_TEMPLATE_MAX, &text));
	return paper_template_read(&c->mem, text, STR_NULL, paper_common(), out, &c->err);
}

static enum rc check(struct cli *c)
{
	const struct paper_file *kind;
	const struct paper_template *t;
	TRY(find_kind(c, cli_word(c), &kind));
	TRY(open_template(c, kind, &t));
	TRY(cli_no_more(c));
	puts("Mẫu đúng.");
	return RC_OK;
}

static enum rc write_as(struct cli *c, const struct paper *p, struct str name, struct buf *out)
{
	struct paper_fonts *fonts = NULL;
	if (str_ends(name, ".html"))
		return paper_html(p, false, out, &c->err);
	TRY(paper_fonts_open(&fonts, &c->err));
	enum rc rc = str_ends(name, ".pdf") ? paper_pdf(fonts, p, out, &c->err)
	                                    : paper_docx(fonts, p, out, &c->err);
	paper_fonts_close(fonts);
	return rc;
}

/* To the error channel: what is printed as a gap is no failure, but must be seen. */
static void tell(const struct paper *p, struct paper_about about)
{
	if (about.unconfirmed.n)
		fprintf(stderr, "Mẫu chưa xác nhận: %.*s\n", STR_ARG(about.unconfirmed));
	if (p->missing_count)
		fputs("Còn thiếu:\n", stderr);
	for (int i = 0; i < p->missing_count; i++)
		fprintf(stderr, "  %.*s\n", STR_ARG(p->missing[i]));
}

static enum rc render(struct cli *c)
{
	const struct paper_file *kind;
	const struct paper_template *t;
	const struct paper_data *d;
	const struct paper *p;
	struct str json;
	struct buf b;
	const char *in = cli_option(c, "in"), *out = cli_option(c, "out");
	TRY(find_kind(c, cli_word(c), &kind));
	if (!in || !out)
		return err_set(&c->err, RC_INVALID,
		               "Cần --in TỆP.json và --out TỆP.docx, .pdf hoặc .html.");
	struct str name = str_of(out);
	if (!str_ends(name, ".html") && !str_ends(name, ".pdf") && !str_ends(name, ".docx"))
		return err_set(&c->err, RC_INVALID, "Tệp ra phải có đuôi .docx, .pdf hoặc .html.");
	TRY(open_template(c, kind, &t));
	TRY(cli_no_more(c));
	TRY(cli_read_file(c, in, PAPER_DATA_MAX, &json));
	TRY(paper_data(&c->mem, t, json, &d, &c->err));
	TRY(paper_build(&c->mem, t, d, &p, &c->err));
	buf_init(&b, PAPER_FILE_MAX);
	enum rc rc = write_as(c, p, name, &b);
	if (rc == RC_OK)
		rc = cli_write_file(c, out, buf_view(&b));
	buf_release(&b);
	if (rc == RC_OK)
		tell(p, paper_about(t));
	return rc;
}

/* --- certificates --- */

static enum rc find_blank(struct cli *c, const struct cert_blank **out)
{
	const char *word = cli_word(c), *own = cli_option(c, "blank");
	const struct paper_file *f = word ? cert_file_of(str_of(word)) : NULL;
	struct str text;
	if (!f)
		return err_set(&c->err, RC_INVALID, "Không có phôi \"%s\". Danh sách: thidua paper list",
		               word ? word : "");
	text = f->text;
	if (own)
		TRY(cli_read_file(c, own, PAPER_TEMPLATE_MAX, &text));
	return cert_read(&c->mem, text, out, &c->err);
}

/* "1.5,-2" */
static enum rc read_shift(struct cli *c, struct cert_options *o)
{
	const char *shift = cli_option(c, "shift");
	char *end = NULL;
	if (!shift)
		return RC_OK;
	o->shift_x = strtod(shift, &end);
	if (end != shift && *end == ',') {
		const char *second = end + 1;
		o->shift_y = strtod(second, &end);
		if (end != second && *end == '\0' && o->shift_x >= -50 && o->shift_x <= 50 &&
		    o->shift_y >= -50 && o->shift_y <= 50)
			return RC_OK;
	}
	return err_set(&c->err, RC_INVALID,
	               "--shift cần hai số mm, ngang và dọc, không quá 50: --shift 1.5,-2");
}

static enum rc read_options(struct cli *c, struct cert_options *o, int *row)
{
	const char *emblem = cli_option(c, "emblem"), *only = cli_option(c, "row");
	int64_t n = 0;
	*o = (struct cert_options){.text_only = cli_flag(c, "text-only")};
	TRY(read_shift(c, o));
	if (emblem)
		TRY(cli_read_file(c, emblem, (size_t)8 << 20, &o->picture));
	if (only && (!str_int(str_of(only), &n) || n < 1 || n > PAPER_ROWS_MAX))
		return err_set(&c->err, RC_INVALID, "--row cần số thứ tự của một dòng, từ 1.");
	*row = (int)n - 1;
	return RC_OK;
}

static enum rc print_certificates(struct cli *c, const struct cert_blank *blank,
                                  const struct paper_data *d, const struct cert_options *o, int row,
                                  const char *out)
{
	struct paper_fonts *fonts;
	struct cert_report report;
	struct buf b;
	TRY(paper_fonts_open(&fonts, &c->err));
	buf_init(&b, PAPER_FILE_MAX);
	enum rc rc = cert_pdf(&c->mem, fonts, blank, d, row, o, &b, &report, &c->err);
	paper_fonts_close(fonts);
	if (rc == RC_OK)
		rc = cli_write_file(c, out, buf_view(&b));
	buf_release(&b);
	if (rc != RC_OK)
		return rc;
	struct paper told = {.missing = report.missing, .missing_count = report.missing_count};
	tell(&told, blank->about);
	return RC_OK;
}

static enum rc certificate(struct cli *c)
{
	const struct cert_blank *blank;
	const struct paper_data *d;
	struct cert_options o;
	struct str json;
	int row;
	const char *in = cli_option(c, "in"), *out = cli_option(c, "out");
	TRY(read_options(c, &o, &row));
	TRY(find_blank(c, &blank));
	TRY(cli_no_more(c));
	if (!in || !out || !str_ends(str_of(out), ".pdf"))
		return err_set(&c->err, RC_INVALID, "Cần --in TỆP.json và --out TỆP.pdf.");
	TRY(cli_read_file(c, in, PAPER_DATA_MAX, &json));
	TRY(paper_data(&c->mem, blank->fields, json, &d, &c->err));
	if (!o.text_only && !o.picture.p)
		fputs("Chỗ Quốc huy, biểu trưng để trống: thêm --emblem TỆP.png.\n", stderr);
	return print_certificates(c, blank, d, &o, row, out);
}

static enum rc calibrate(struct cli *c)
{
	const struct cert_blank *blank;
	struct cert_options o = {.calibrate = true};
	const char *out = cli_option(c, "out");
	TRY(read_shift(c, &o));
	TRY(find_blank(c, &blank));
	TRY(cli_no_more(c));
	if (!out || !str_ends(str_of(out), ".pdf"))
		return err_set(&c->err, RC_INVALID, "Cần --out TỆP.pdf.");
	return print_certificates(c, blank, NULL, &o, -1, out);
}

enum rc cli_paper(struct cli *c)
{
	static const struct {
		const char *name;
		enum rc (*run)(struct cli *c);
	} verbs[] = {{"list", list},     {"fields", fields},           {"check", check},
	             {"render", render}, {"certificate", certificate}, {"calibrate", calibrate}};
	const char *word = cli_word(c);
	for (size_t i = 0; word && i < sizeof verbs / sizeof *verbs; i++)
		if (strcmp(verbs[i].name, word) == 0)
			return verbs[i].run(c);
	return err_set(&c->err, RC_INVALID, "Thiếu hoặc sai việc cần làm. Xem: thidua paper --help");
}
