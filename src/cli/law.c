/* law.c: thidua law: the rule files checked, tested and asked, without server or data. */
#include "cli/law.h"

#include "base/clock.h"
#include "base/json_out.h"

#include <dirent.h>
#include <errno.h>

const char cli_law_help[] =
	"thidua law check [--laws THƯ_MỤC]            tìm lỗi trong tệp quy tắc\n"
	"thidua law test [--laws THƯ_MỤC] [--quiet]   chạy các ví dụ trong tệp quy tắc\n"
	"thidua law list [--on NGÀY]                  bộ quy tắc, danh hiệu, tham số của một ngày\n"
	"thidua law show KÝ_HIỆU [--on NGÀY]          quy tắc của một danh hiệu, hình thức\n"
	"thidua law explain --award KÝ_HIỆU --facts TỆP.json [--on NGÀY] [--year NĂM] [--type LOẠI]\n"
	"                   [--received NGÀY] [--decided NGÀY] [--json]\n"
	"thidua law forecast --facts TỆP.json [--on NGÀY] [--year NĂM] [--json]\n"
	"thidua law whatif --award KÝ_HIỆU --facts TỆP.jsonl [--set THAM_SỐ=GIÁ_TRỊ]\n"
	"                  [--omit KHÓA_ĐIỀU_KIỆN] [--on NGÀY] [--year NĂM] [--json]\n"
	"thidua law bench [--count 100000]            tốc độ trên máy này\n\n"
	"thidua law explain --award KÝ_HIỆU --subject MÃ_HỒ_SƠ | --unit MÃ_ĐƠN_VỊ [--on NGÀY]\n"
	"thidua law person|unit|members --id MÃ; law forecast --subject MÃ\n"
	"thidua law whatif --param TÊN --value SỐ | --omit KHÓA_ĐIỀU_KIỆN\n"
	"    hỏi về người, tập thể của cơ quan, qua máy chủ đang chạy\n\n"
	"Các việc khác không cần máy chủ. --received (ngày tiếp nhận hồ sơ lần đầu) chọn bộ quy tắc;\n"
	"có --decided và luật mới có lợi hơn thì xét theo cả hai bộ. Ngày viết 2026-12-15 hoặc\n"
	"15/12/2026; thiếu thì là hôm nay, hoặc cuối năm của --year đã qua. LOẠI: merit, sudden, "
	"theme, service, tenure, foreign.\n"
	"--laws dùng tệp *.luat trong thư mục thay cho bộ đi kèm chương trình.\n"
	"Ngôn ngữ của tệp quy tắc: docs/law-language.md; tệp dữ kiện: docs/law-facts.md.";

#define LAW_FILE_MAX ((size_t)1024 * 1024)

static int luat(const struct dirent *d)
{
	return str_ends(str_of(d->d_name), ".luat");
}

enum rc law_files_of(struct cli *c, struct law_file **files, int *count)
{
	const char *folder = cli_option(c, "laws");
	if (!folder) {
		const struct law_file *shipped = law_shipped_files(count);
		*files = arena_array(&c->mem, (size_t)*count + 1, sizeof **files);
		memcpy(*files, shipped, (size_t)*count * sizeof **files);
		return RC_OK;
	}
	struct dirent **names;
	int n = scandir(folder, &names, luat, alphasort);
	if (n < 0)
		return err_set(&c->err, RC_NOTFOUND, "Không mở được thư mục %s: %s.", folder,
		               strerror(errno));
	enum rc rc = RC_OK;
	*files = arena_array(&c->mem, (size_t)n + 1, sizeof **files);
	*count = n;
	for (int i = 0; i < n; i++) {
		struct str path = arena_printf(&c->mem, "%s/%s", folder, names[i]->d_name);
		(*files)[i].name = arena_str(&c->mem, str_of(names[i]->d_name));
		if (rc == RC_OK)
			rc = cli_read_file(c, path.p, LAW_FILE_MAX, &(*files)[i].text);
		free(names[i]);
	}
	free(names);
	return rc;
}

static void print_faults(struct cli *c, const struct law_faults *faults)
{
	struct buf b;
	buf_init(&b, 1 << 22);
	struct json_out j = json_out_to(&b);
	if (c->json)
		json_arr(&j, NULL);
	for (int i = 0; i < faults->count; i++) {
		const struct law_fault *f = &faults->at[i];
		if (!c->json) {
			printf("%.*s:%d:%d: %s%.*s\n", STR_ARG(f->file), f->line, f->column,
			       f->note ? "lưu ý: " : "", STR_ARG(f->say));
			continue;
		}
		json_obj(&j, NULL);
		json_str(&j, "file", f->file);
		json_int(&j, "line", f->line);
		json_int(&j, "column", f->column);
		json_bool(&j, "note", f->note);
		json_str(&j, "say", f->say);
		json_end(&j);
	}
	if (c->json) {
		json_end(&j);
		printf("%.*s\n", STR_ARG(buf_view(&b)));
	}
	buf_release(&b);
}

enum rc law_load(struct cli *c, const struct law **out)
{
	struct law_file *files;
	struct law_faults faults;
	int count;
	TRY(law_files_of(c, &files, &count));
	TRY(law_read(&c->mem, files, count, out, &faults, &c->err));
	if (*out)
		return RC_OK;
	print_faults(c, &faults);
	c->told = c->json;
	return err_set(&c->err, RC_INVALID, "Tệp quy tắc có lỗi; xem các dòng ở trên.");
}

enum rc law_year(struct cli *c, int *out)
{
	const char *asked = cli_option(c, "year");
	int64_t year = 0;
	if (asked && (!str_int(str_of(asked), &year) || year < 1900 || year > 2200))
		return err_set(&c->err, RC_INVALID, "Năm \"%s\" không đúng.", asked);
	*out = (int)year;
	return RC_OK;
}

enum rc law_day(struct cli *c, int year, struct date *out)
{
	const char *on = cli_option(c, "on");
	struct date today = date_at(clock_now_ms());
	bool over = year && year < date_civil(today).year;
	*out = on ? date_from_typed(str_of(on)) : over ? date_of(year, 12, 31) : today;
	return date_is_none(*out)
	           ? err_set(&c->err, RC_INVALID, "Ngày \"%s\" không đúng. Viết như 2026-12-15.", on)
	           : RC_OK;
}

enum rc law_facts_of(struct cli *c, const struct law *law, struct law_facts *out)
{
	const char *path = cli_option(c, "facts");
	struct str text;
	if (!path)
		return err_set(&c->err, RC_INVALID, "Thiếu --facts TỆP.json (docs/law-facts.md).");
	TRY(cli_read_file(c, path, LAW_FILE_MAX, &text));
	TRY(law_facts_read(&c->mem, text, out, &c->err));
	return law_facts_known(law, out, &c->err);
}

enum rc law_print(struct cli *c, struct buf *b)
{
	enum rc rc = buf_check(b, &c->err);
	if (rc == RC_OK)
		fwrite(b->p, 1, b->n, stdout);
	buf_release(b);
	return rc;
}

static enum rc check(struct cli *c)
{
	struct law_file *files;
	struct law_faults faults;
	const struct law *law;
	int count;
	TRY(law_files_of(c, &files, &count));
	TRY(cli_no_more(c));
	TRY(law_read(&c->mem, files, count, &law, &faults, &c->err));
	print_faults(c, &faults);
	if (!law) {
		c->told = c->json;
		return err_set(&c->err, RC_INVALID, "Tệp quy tắc có lỗi; xem các dòng ở trên.");
	}
	if (!c->json)
		printf("%d tệp, không có lỗi. Dấu vân tay: %.*s\n", count, STR_ARG(law_hash(law)));
	return RC_OK;
}

static enum rc test(struct cli *c)
{
	const struct law *law;
	struct law_test t;
	bool quiet = cli_flag(c, "quiet");
	TRY(law_load(c, &law));
	TRY(cli_no_more(c));
	TRY(law_run_examples(&c->mem, law, &t, &c->err));
	for (int i = 0; i < t.count; i++) {
		const struct law_example_result *x = &t.at[i];
		if (!x->passed)
			printf("%.*s:%d: SAI %.*s \"%.*s\": %.*s\n", STR_ARG(x->file), x->line,
			       STR_ARG(x->award), STR_ARG(x->name), STR_ARG(x->say));
		else if (!quiet)
			printf("%.*s:%d: đúng %.*s \"%.*s\"\n", STR_ARG(x->file), x->line, STR_ARG(x->award),
			       STR_ARG(x->name));
	}
	print_faults(c, &t.uncovered);
	printf("%d ví dụ, %d sai; %d chỗ sửa đi mà không ví dụ nào nhận ra\n", t.count, t.failed,
	       t.uncovered.count);
	if (t.failed || t.uncovered.count)
		return err_set(&c->err, RC_CONFLICT, "Ví dụ sai hoặc còn thiếu; xem các dòng ở trên.");
	return RC_OK;
}

static bool given(const struct cli *c, const char *option)
{
	for (int i = 0; i < c->argc; i++)
		if (c->argv[i] && str_starts(str_of(c->argv[i]), option))
			return true;
	return false;
}

/* What is asked about the office's own people goes to the server, as any operation does. */
static enum rc ask_office(struct cli *c, const char *word)
{
	char name[64];
	snprintf(name, sizeof name, "law.%s", word);
	const struct op *op = op_find(str_of(name));
	return op ? cli_call(c, op) : RC_NOTFOUND;
}

enum rc cli_law(struct cli *c)
{
	static const struct {
		const char *name;
		enum rc (*run)(struct cli *c);
	} verbs[] = {{"check", check},
	             {"test", test},
	             {"list", law_list},
	             {"show", law_show},
	             {"explain", law_explain_one},
	             {"forecast", law_ahead},
	             {"whatif", law_what_if},
	             {"bench", law_pace}};
	const char *word = cli_word(c);
	bool about = word && (strcmp(word, "explain") == 0 || strcmp(word, "forecast") == 0 ||
	                      strcmp(word, "whatif") == 0);
	if (about && !given(c, "--facts"))
		return ask_office(c, word);
	for (size_t i = 0; word && i < sizeof verbs / sizeof *verbs; i++)
		if (strcmp(verbs[i].name, word) == 0)
			return verbs[i].run(c);
	enum rc rc = word ? ask_office(c, word) : RC_NOTFOUND;
	return rc != RC_NOTFOUND || c->err.code
	           ? rc
	           : err_set(&c->err, RC_INVALID,
	                     "Thiếu hoặc sai việc cần làm. Xem: thidua law --help");
}
