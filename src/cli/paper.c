/* paper.c: `thidua paper list|render`: papers from data, without a server. */
#include "paper/paper.h"

#include "cli/cli.h"

#include "base/json_out.h"

#include <errno.h>

const char cli_paper_help[] =
	"thidua paper list [--json]                   các loại văn bản in được\n"
	"thidua paper fields LOẠI                     dữ liệu mà một loại văn bản cần\n"
	"thidua paper check LOẠI --template TỆP.mau   kiểm tra một mẫu đã sửa\n"
	"thidua paper render LOẠI --in TỆP.json --out TỆP.docx|.pdf|.html [--template TỆP.mau]\n\n"
	"Không cần máy chủ. Chỗ thiếu dữ liệu in thành dấu chấm lửng và được kể ra. Mẫu: "
    "docs/paper.md.";

static enum rc read_whole(struct cli *c, const char *path, size_t max, struct str *out)
{
	struct buf b;
	FILE *f = fopen(path, "rb");
	if (!f)
		return err_set(&c->err, RC_NOTFOUND, "Không mở được tệp %s: %s.", path, strerror(errno));
	buf_init(&b, max);
	char *to;
	size_t n;
	while ((to = buf_room(&b, 65536)) && (n = fread(to, 1, 65536, f)) > 0)
		b.n += n;
	fclose(f);
	enum rc rc = buf_check(&b, &c->err);
	if (rc == RC_OK)
		*out = arena_str(&c->mem, b.n ? buf_view(&b) : STR(""));
	buf_release(&b);
	return rc;
}

static enum rc write_whole(struct cli *c, const char *path, const struct buf *b)
{
	FILE *f = fopen(path, "wb");
	bool good = f && fwrite(b->p, 1, b->n, f) == b->n;
	if (f && fclose(f) != 0)
		good = false;
	return good ? RC_OK
	            : err_set(&c->err, RC_IO, "Không ghi được tệp %s: %s.", path, strerror(errno));
}

/* --- list, fields --- */

static enum rc about_of(struct cli *c, const struct paper_file *f, struct paper_about *out)
{
	const struct paper_template *t;
	TRY(paper_template_read(&c->mem, f->text, STR_NULL, paper_common(), &t, &c->err));
	*out = paper_about(t);
	return RC_OK;
}

static enum rc list(struct cli *c)
{
	int count;
	const struct paper_file *files = paper_files(&count);
	struct buf b;
	TRY(cli_no_more(c));
	buf_init(&b, 1 << 20);
	struct json_out j = json_out_to(&b);
	if (c->json)
		json_arr(&j, NULL);
	enum rc rc = RC_OK;
	for (int i = 0; i < count && rc == RC_OK; i++) {
		struct paper_about a;
		rc = about_of(c, &files[i], &a);
		if (rc != RC_OK)
			break;
		if (!c->json) {
			buf_printf(&b, "%-28.*s %.*s%s\n", STR_ARG(files[i].name), STR_ARG(a.title),
			           a.unconfirmed.n ? " (mẫu chưa xác nhận)" : "");
			continue;
		}
		json_obj(&j, NULL);
		json_str(&j, "kind", files[i].name);
		json_str(&j, "title", a.title);
		json_str(&j, "source", a.source);
		json_str(&j, "unconfirmed", a.unconfirmed.n ? a.unconfirmed : STR_NULL);
		json_end(&j);
	}
	if (c->json) {
		json_end(&j);
		buf_chr(&b, '\n');
	}
	if (rc == RC_OK && fwrite(b.p, 1, b.n, stdout) != b.n)
		rc = err_set(&c->err, RC_IO, "Không in ra được.");
	buf_release(&b);
	return rc;
}

static enum rc find_kind(struct cli *c, const struct paper_file **out)
{
	const char *word = cli_word(c), *names[64];
	int count;
	const struct paper_file *files = paper_files(&count);
	*out = word ? paper_file_of(str_of(word)) : NULL;
	if (*out)
		return RC_OK;
	for (int i = 0; i < count && i < 64; i++)
		names[i] = files[i].name.p;
	const char *near = word ? cli_nearest(word, names, count) : NULL;
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
	struct paper_about a;
	TRY(find_kind(c, &kind));
	TRY(cli_no_more(c));
	TRY(about_of(c, kind, &a));
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
		TRY(read_whole(c, own, PAPER_TEMPLATE_MAX, &text));
	return paper_template_read(&c->mem, text, STR_NULL, paper_common(), out, &c->err);
}

static enum rc check(struct cli *c)
{
	const struct paper_file *kind;
	const struct paper_template *t;
	TRY(find_kind(c, &kind));
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
	TRY(find_kind(c, &kind));
	if (!in || !out)
		return err_set(&c->err, RC_INVALID,
		               "Cần --in TỆP.json và --out TỆP.docx, .pdf hoặc .html.");
	struct str name = str_of(out);
	if (!str_ends(name, ".html") && !str_ends(name, ".pdf") && !str_ends(name, ".docx"))
		return err_set(&c->err, RC_INVALID, "Tệp ra phải có đuôi .docx, .pdf hoặc .html.");
	TRY(open_template(c, kind, &t));
	TRY(cli_no_more(c));
	TRY(read_whole(c, in, PAPER_DATA_MAX, &json));
	TRY(paper_data(&c->mem, t, json, &d, &c->err));
	TRY(paper_build(&c->mem, t, d, &p, &c->err));
	buf_init(&b, PAPER_FILE_MAX);
	enum rc rc = write_as(c, p, name, &b);
	if (rc == RC_OK)
		rc = write_whole(c, out, &b);
	buf_release(&b);
	if (rc == RC_OK)
		tell(p, paper_about(t));
	return rc;
}

enum rc cli_paper(struct cli *c)
{
	static const struct {
		const char *name;
		enum rc (*run)(struct cli *c);
	} verbs[] = {{"list", list}, {"fields", fields}, {"check", check}, {"render", render}};
	const char *word = cli_word(c);
	for (size_t i = 0; word && i < sizeof verbs / sizeof *verbs; i++)
		if (strcmp(verbs[i].name, word) == 0)
			return verbs[i].run(c);
	return err_set(&c->err, RC_INVALID, "Thiếu hoặc sai việc cần làm. Xem: thidua paper --help");
}
