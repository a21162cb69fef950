/* main.c: the table of commands, and what is said when a word is wrong. */
#include "cli/cli.h"
#include "cli/log.h"

#include "base/json_out.h"
#include "cli/parsers.h"
#include "job/sandbox.h"
#include "op/gate.h"

#include <sodium.h>
#include <unistd.h>

/* --- help ----------------------------------------------------------------------------------------
 */

static void overview(void)
{
	puts("thidua: quản lý công tác thi đua, khen thưởng của một cơ quan\n");
	puts("Cách dùng: thidua LỆNH [--data THƯ_MỤC] [--db ĐỊA_CHỈ] [--json] …\n");
	for (const struct cli_command *c = cli_commands; c->name; c++)
		printf("  %-10s %s\n", c->name, c->say);
	puts("\nMọi thao tác trên trang web cũng gọi được ở đây qua máy chủ đang chạy:");
	puts("  thidua unit list            thidua person view --id 12 --as vidu.quantri");
	puts("  thidua operations           danh sách thao tác");
	puts("  thidua plan read TỆP        đọc một kế hoạch (.docx, .pdf, .txt), không cần máy chủ");
	puts("  thidua person --help        mọi thao tác về nhân sự");
	puts("\n  --data THƯ_MỤC   thư mục dữ liệu (hoặc biến THIDUA_DATA; mặc định ./data)");
	puts("  --db ĐỊA_CHỈ     postgresql://… (hoặc biến THIDUA_DB; mặc định SQLite trong thư mục dữ "
	     "liệu)");
	puts("  --as TÀI_KHOẢN   thao tác với tư cách tài khoản này (hoặc biến THIDUA_AS)");
	puts("  --json           trả lời và lỗi bằng JSON; mã thoát 0 là xong, 2 là viết sai");
	puts("\nGiúp đỡ về một lệnh: thidua LỆNH --help");
}

static void print_op(const struct op *op, void *arg)
{
	(void)arg;
	if (!(op->flags & OP_INTERNAL)) {
		char name[80];
		snprintf(name, sizeof name, "%s", op->name);
		*strchr(name, '.') = ' ';
		printf("  %-28s %s\n", name, op->title);
	}
}

/* Beside the help of "thidua person": what else there is about people. */
static void print_kin(const struct op *op, void *arg)
{
	const struct op *of = arg;
	size_t n = (size_t)(strchr(of->name, '.') - of->name) + 1;
	if (op != of && strncmp(op->name, of->name, n) == 0)
		print_op(op, NULL);
}

static enum rc cli_operations(struct cli *c)
{
	TRY(cli_no_more(c));
	op_each(print_op, NULL);
	return RC_OK;
}

const struct cli_command cli_commands[] = {
	{"init", "tạo cơ quan mới, hoặc cơ quan ví dụ",
     "thidua init --office TÊN --place NƠI --admin TÊN_TÀI_KHOẢN --name HỌ_TÊN [--since NGÀY]\n"
     "thidua init --example\n\n"
     "Tạo thư mục dữ liệu, khóa, cơ sở dữ liệu và quản trị hệ thống đầu tiên. In một lần mã khôi "
     "phục\n"
     "(giữ trên giấy, ngoài máy chủ) và mật khẩu tạm. --since là ngày "
     "cơ quan bắt\n"
     "đầu có như hiện nay (không ghi: mười năm trước); đơn vị, vị trí không ghi được trước ngày "
     "ấy.\n"
     "--example nạp Văn phòng ví dụ với 120 người.",
     cli_init},
	{"serve", "chạy máy chủ",
     "thidua serve [--address 127.0.0.1] [--port 8080] [--tls-cert TỆP --tls-key TỆP] "
     "[--behind-proxy]\n"
     "             [--workers 6] [--allow-weak-sandbox]\n\n"
     "Chạy đến khi nhận SIGTERM hoặc SIGINT; việc đang làm được làm cho xong.",
     cli_serve},
	{"law", "pháp luật dưới dạng chương trình: kiểm tra, xem, giải thích", cli_law_help, cli_law},
	{"paper", "in văn bản theo thể thức từ dữ liệu", cli_paper_help, cli_paper},
	{"log", "kiểm tra, đọc, xuất nhật ký", cli_log_help, cli_log},
	{"archive", "lập gói lưu trữ của năm, kiểm tra một gói", cli_archive_help, cli_archive},
	{"backup", "sao lưu cả cơ quan vào một tệp mã hóa",
     "thidua backup --to TỆP|THƯ_MỤC [--keep N]\n"
     "thidua backup verify --from TỆP [--secret-file TỆP]\n\n"
     "Sao lưu dữ liệu, tệp đính kèm và khóa trong khi máy chủ vẫn chạy, đọc lại và đối chiếu. "
     "--keep giữ N\n"
     "bản mới nhất trong thư mục. verify đọc hết một bản bằng mã khôi phục, không cần máy chủ.",
     cli_backup},
	{"restore", "dựng lại cơ quan từ bản sao lưu",
     "thidua restore --from TỆP --data THƯ_MỤC_MỚI [--db ĐỊA_CHỈ] [--secret-file TỆP]\n\n"
     "Hỏi mã khôi phục, dựng thư mục dữ liệu mới (hoặc cơ sở dữ liệu PostgreSQL trống ở --db) và "
     "đối chiếu\n"
     "từng bảng. Không ghi đè lên gì.",
     cli_restore},
	{"copy", "chuyển giữa SQLite và PostgreSQL",
     "thidua copy --to ĐỊA_CHỈ [--trial]\n\n"
     "Chuyển cả cơ quan tới cơ sở dữ liệu trống (postgresql://… hoặc sqlite:THƯ_MỤC), đối chiếu số "
     "dòng và nội\n"
     "dung từng bảng, rồi đóng nơi cũ. Máy chủ phải dừng. --trial: chuyển thử, nơi cũ vẫn dùng.",
     cli_copy},
	{"doctor", "kiểm tra máy và dữ liệu, nói phải làm gì",
     "thidua doctor [--quick] [--tls-cert TỆP] [--host TÊN] [--json]\n\n"
     "Mỗi dòng một điều: tốt, chú ý, SAI, và cách sửa. --quick không đọc hết dữ liệu. Mã thoát "
     "khác 0 khi có SAI.",
     cli_doctor},
	{"keys", "xem, xoay vòng, ký gửi khóa",
     "thidua keys list\n"
     "thidua keys public                      khóa công khai, để nơi khác kiểm tra gói lưu trữ\n"
     "thidua keys rotate field|lookup|journal|token|backup\n"
     "thidua keys reseal                      mã hóa lại bằng khóa mới\n"
     "thidua keys drop SỐ                     hủy khóa cũ không còn dùng\n"
     "thidua keys escrow --to TỆP             ký gửi tệp khóa\n"
     "thidua keys import --from TỆP [--secret-file TỆP]\n\n"
     "Xoay vòng không làm gián đoạn máy chủ đang chạy. Xem docs/keys.md.",
     cli_keys},
	{"rebuild", "dựng lại khóa sắp xếp và chỉ mục tìm kiếm",
     "thidua rebuild\n\nCần sau khi cài bản chương trình đổi quy tắc chữ tiếng Việt; thidua doctor "
     "báo khi cần.",
     cli_rebuild},
	{"reset", "đặt lại một đăng nhập ngay trên máy chủ, khi không còn ai xác nhận", cli_reset_help,
     cli_reset},
	{"openapi", "in mô tả OpenAPI 3.1 của mọi thao tác",
     "thidua openapi\n\nIn mô tả OpenAPI 3.1 ra đầu ra chuẩn.", cli_openapi},
	{"operations", "liệt kê mọi thao tác", "thidua operations", cli_operations},
	{"rights", "in bảng quyền: ai được làm gì",
     "thidua rights\n\nIn bảng quyền của mọi thao tác; so với tests/golden/rights.txt thì thấy "
     "quyền nào đổi.",
     cli_rights},
	{0}};

/* --- errors
 * ------------------------------------------------------------------------------------------ */

static void report(struct cli *c, enum rc rc)
{
	const char *message = c->err.message[0] ? c->err.message : "Có lỗi trong chương trình.";
	if (!c->json) {
		fprintf(stderr, "thidua: %s\n", message);
		if (c->err.detail[0])
			fprintf(stderr, "        (%s)\n", c->err.detail);
		return;
	}
	struct buf b;
	buf_init(&b, 16 * 1024);
	struct json_out j = json_out_to(&b);
	json_obj(&j, NULL);
	json_obj(&j, "error");
	json_z(&j, "code", rc_word(rc));
	json_z(&j, "message", message);
	json_arr(&j, "fields");
	json_end(&j);
	json_end(&j);
	json_end(&j);
	printf("%.*s\n", STR_ARG(buf_view(&b)));
	buf_release(&b);
}

static void near_op(const struct op *op, void *arg)
{
	if (!(op->flags & OP_INTERNAL))
		cli_near_take(arg, op->name);
}

static enum rc unknown(struct cli *c, const char *word, const char *verb)
{
	char both[128];
	snprintf(both, sizeof both, "%s%s%s", word, verb ? "." : "", verb ? verb : "");
	struct cli_near n = {.word = both};
	for (const struct cli_command *k = cli_commands; k->name; k++)
		cli_near_take(&n, k->name);
	op_each(near_op, &n);
	const char *near = n.best;
	char said[128] = "";
	if (near) {
		snprintf(said, sizeof said, "%s", near);
		char *dot = strchr(said, '.');
		if (dot)
			*dot = ' ';
		return err_set(&c->err, RC_INVALID, "Không có lệnh \"%s%s%s\". Có phải là \"%s\"?", word,
		               verb ? " " : "", verb ? verb : "", said);
	}
	return err_set(&c->err, RC_INVALID, "Không có lệnh \"%s\". Danh sách: thidua --help", word);
}

static const struct cli_command *find(const char *name)
{
	for (const struct cli_command *c = cli_commands; c->name; c++)
		if (strcmp(c->name, name) == 0)
			return c;
	return NULL;
}

static bool is_given(const struct cli *c, const char *option)
{
	size_t n = strlen(option);
	for (int i = 0; i < c->argc; i++)
		if (c->argv[i] && strncmp(c->argv[i], option, n) == 0 &&
		    (c->argv[i][n] == '\0' || c->argv[i][n] == '='))
			return true;
	return false;
}

static enum rc run(struct cli *c)
{
	const char *word = cli_word(c);
	bool help = cli_flag(c, "help") || cli_flag(c, "h");
	if (!word || strcmp(word, "help") == 0) {
		if (!word)
			TRY(cli_no_more(c));
		overview();
		return RC_OK;
	}
	const struct cli_command *command = find(word);
	if (command && help) {
		puts(command->help);
		return RC_OK;
	}
	if (command)
		return command->run(c);
	const char *verb = cli_word(c);
	char name[128];
	snprintf(name, sizeof name, "%s.%s", word, verb ? verb : "list");
	/* A file beside the words: read here, without the server; with --content it goes there. */
	if (strcmp(name, "plan.read") == 0 && !help && !is_given(c, "--content"))
		return cli_plan_read(c);
	const struct op *op = op_find(str_of(name));
	if (!op || (op->flags & OP_INTERNAL))
		return unknown(c, word, verb);
	if (help) {
		cli_op_help(op);
		if (!verb) {
			puts("\nCác thao tác khác:");
			op_each(print_kin, (void *)op);
		}
		return RC_OK;
	}
	return cli_call(c, op);
}

int main(int argc, char **argv)
{
	arena_keep_heap();
	if (sodium_init() < 0) {
		fputs("thidua: libsodium could not be started\n", stderr);
		return RC_BUG;
	}
	if (argc > 1 && strcmp(argv[1], "parse") == 0)
		return sandbox_child(argc, argv, cli_parsers, cli_parser_count);
	if (argc > 1 && (strcmp(argv[1], "--version") == 0 || strcmp(argv[1], "version") == 0)) {
		puts("thidua " THIDUA_VERSION);
		return 0;
	}
	op_table_check();
	db_begin();
	struct cli c = {.argc = argc - 1, .argv = argv + 1};
	arena_init(&c.mem);
	c.json = cli_flag(&c, "json");
	c.data_dir = cli_option(&c, "data");
	c.db_address = cli_option(&c, "db");
	if (!c.data_dir)
		c.data_dir = getenv("THIDUA_DATA") ? getenv("THIDUA_DATA") : "data";
	if (!c.db_address)
		c.db_address = getenv("THIDUA_DB");
	if (!c.db_address)
		c.db_address = arena_printf(&c.mem, "sqlite:%s", c.data_dir).p;
	enum rc rc = run(&c);
	if (rc != RC_OK && !c.told)
		report(&c, rc);
	arena_release(&c.mem);
	return rc;
}
