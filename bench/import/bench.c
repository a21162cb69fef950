/*
 * bench.c: ROWS people in 12 columns from a workbook into an office: uploaded, read in the
 * sandbox, checked and stored, each step timed. Usage: import_bench DATA ROWS [good|all] [index],
 * where DATA is a fresh example office (thidua init --example); with `index` the job that tells the
 * search box afterwards is timed too. THIDUA_DB names the database when it is not in DATA.
 */
#include "app/import/inner.h"
#include "auth/session.h"
#include "base/clock.h"
#include "cli/parsers.h"
#include "db/sql_import.h"
#include "doc/table_out.h"
#include "job/sandbox.h"
#include "op/gate.h"

#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

static const char *const surnames[] = {"Nguyễn", "Trần", "Lê",   "Phạm",  "Hoàng", "Vũ",
                                       "Đặng",   "Bùi",  "Vàng", "Giàng", "Thào",  "Sùng"};
static const char *const middles[] = {"Văn",  "Thị",   "Hữu",   "Đức", "Minh",
                                      "Ngọc", "Thanh", "Quang", "A",   "Seo"};
static const char *const names[] = {"An",    "Bình", "Chi",    "Dũng", "Hạnh", "Hiếu",
                                    "Hương", "Sơn",  "Phương", "Tuấn", "Vinh", "Yến"};
static const char *const posts[] = {"Chuyên viên", "Trưởng phòng", "Phó Trưởng phòng", "Kế toán",
                                    "Văn thư"};
static const char *const units[] = {"Phòng Tổng hợp", "Phòng Nội chính",
                                    "Phòng Hành chính - Quản trị"};
static const char *const heads[] = {"STT",     "Họ và tên",  "Ngày sinh",   "Giới tính",
                                    "Số CCCD", "Đối tượng",  "Đơn vị",      "Chức vụ",
                                    "Từ ngày", "Điện thoại", "Thư điện tử", "Ghi chú"};

/* The same number of rows gives the same cells everywhere. */
static enum rc write_rows(struct table_out *t, uint32_t rows, struct err *e)
{
	struct arena mem;
	arena_init(&mem);
	for (uint32_t r = 1; r <= rows; r++) {
		uint32_t x = r * 2654435761u;
		struct str name = arena_printf(&mem, "%s %s %s", surnames[x / 3 % 12], middles[x / 5 % 10],
		                               names[x / 11 % 12]);
		struct cell cells[] = {
			cell_int(r),
			cell_text(name),
			cell_date(date_of(1965 + (int)(x % 38), 1 + (int)(x / 7 % 12), 1 + (int)(x / 13 % 28))),
			cell_text(x & 1 ? STR("Nam") : STR("Nữ")),
			cell_text(arena_printf(&mem, "010%09" PRIu32, r)),
			cell_text(STR("Công chức")),
			cell_text(str_of(units[x / 17 % 3])),
			cell_text(str_of(posts[x / 19 % 5])),
			cell_date(date_of(2020 + (int)(x % 5), 1 + (int)(x / 3 % 12), 1)),
			cell_text(arena_printf(&mem, "09%08" PRIu32, r)),
			cell_text(arena_printf(&mem, "cb%" PRIu32 "@laocai.gov.vn", r)),
			cell_text(STR("Danh sách mẫu")),
		};
		TRY(table_row(t, cells, COUNT(cells), e));
		arena_reset(&mem);
	}
	arena_release(&mem);
	return RC_OK;
}

static enum rc make_workbook(const char *path, const char *tmp, uint32_t rows, struct err *e)
{
	struct table_out *t;
	struct table_column cols[COUNT(heads)];
	int fd = open(path, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	for (int i = 0; i < COUNT(heads); i++)
		cols[i] = (struct table_column){.title = str_of(heads[i]),
		                                .kind = i == 2 || i == 8 ? TABLE_DATE : TABLE_TEXT};
	TRY(table_xlsx(fd, "Danh sách", tmp, &t, e));
	TRY(table_columns(t, cols, COUNT(heads), e));
	TRY(write_rows(t, rows, e));
	TRY(table_end(t, e));
	return close(fd) == 0 ? RC_OK : RC_IO;
}

struct bench {
	struct app app;
	struct ctx c;
	struct err err;
	struct arena mem;
	int64_t id;
	const char *mode;
};

static void must(struct bench *b, enum rc rc, const char *step)
{
	if (rc == RC_OK)
		return;
	fprintf(stderr, "%s: %s %s %s\n", step, rc_word(rc), b->err.message, b->err.detail);
	exit(1);
}

static void begin(struct bench *b, const char *data)
{
	struct ctx *c = &b->c;
	const char *address = getenv("THIDUA_DB");
	arena_init(&b->mem);
	b->app =
		(struct app){.data_dir = data,
	                 .example = true,
	                 .db_address = address ? address : arena_printf(&b->mem, "sqlite:%s", data).p,
	                 .spool_dir = arena_printf(&b->mem, "%s/spool", data).p};
	must(b, keys_load(arena_printf(&b->mem, "%s/keys/ring", data).p, &b->app.keys, &b->err),
	     "keys");
	*c = (struct ctx){.app = &b->app,
	                  .mem = &b->mem,
	                  .err = &b->err,
	                  .now_ms = clock_now_ms(),
	                  .object_id = DB_NULL,
	                  .object_person = DB_NULL,
	                  .object_unit = DB_NULL,
	                  .object_label = STR(""),
	                  .object_state = STR(""),
	                  .request_id = STR("bench"),
	                  .remote = STR(""),
	                  .agent = STR("")};
	c->today = date_at(c->now_ms);
	must(b, db_open(b->app.db_address, 0, &c->db, &b->err), "open");
	db_err_to(c->db, &b->err);
	must(b,
	     named_principal(c->db, c->mem, STR("vidu.thuongtruc"), c->today, "cli", &c->who, &b->err),
	     "account");
}

static void run(struct bench *b, const char *op, struct values *v, struct out *out)
{
	struct field_errors errors;
	struct gate_how how = {.idempotency = STR("")};
	must(b, gate_run(&b->c, op_find(str_of(op)), v, &how, &errors, out), op);
}

static void add(struct bench *b, struct values *v, const char *name, struct str text)
{
	must(b, values_add(v, str_of(name), text, &b->err), "value");
}

static void upload(struct bench *b, const char *path)
{
	struct values v;
	struct out out;
	struct http_part part = {
		.is_file = true, .filename = STR("bench.xlsx"), .fd = open(path, O_RDONLY | O_CLOEXEC)};
	part.size = lseek(part.fd, 0, SEEK_END);
	values_init(&v, &b->mem);
	add(b, &v, "content", part.filename);
	v.items[0].file = &part;
	add(b, &v, "kind", STR("person"));
	run(b, "import.add", &v, &out);
	b->id = out.id;
	close(part.fd);
}

static void match(struct bench *b)
{
	struct values v;
	struct out out;
	struct sql_import_columns *cols;
	size_t n;
	values_init(&v, &b->mem);
	must(b, sql_import_columns(b->c.db, &b->mem, b->id, &cols, &n), "columns");
	add(b, &v, "id", arena_printf(&b->mem, "%" PRId64, b->id));
	for (size_t i = 0; i < n; i++) {
		add(b, &v, arena_printf(&b->mem, "cols.%zu.no", i).p,
		    arena_printf(&b->mem, "%" PRId64, cols[i].no));
		add(b, &v, arena_printf(&b->mem, "cols.%zu.field", i).p, cols[i].field);
	}
	run(b, "import.match", &v, &out);
}

static void start(struct bench *b)
{
	struct values v;
	struct out out;
	values_init(&v, &b->mem);
	add(b, &v, "id", arena_printf(&b->mem, "%" PRId64, b->id));
	add(b, &v, "mode", str_of(b->mode));
	run(b, "import.start", &v, &out);
}

static int64_t lap(const char *what, int64_t *since)
{
	int64_t now = clock_mono_us(), took = now - *since;
	clock_t cpu = clock();
	printf("  %-28s %6.0f ms, processor %5.0f ms so far\n", what, (double)took / 1000,
	       (double)cpu * 1000 / CLOCKS_PER_SEC);
	*since = now;
	return took;
}

int main(int argc, char **argv)
{
	struct bench b = {.mode = argc > 3 ? argv[3] : "all"};
	struct sql_import_get done;
	int64_t indexed;
	struct rusage use;
	if (argc > 1 && strcmp(argv[1], "parse") == 0)
		return sandbox_child(argc, argv, cli_parsers, cli_parser_count);
	if (argc < 3)
		return 2;
	db_begin();
	begin(&b, argv[1]);
	const char *path = arena_printf(&b.mem, "%s/spool/bench.xlsx", argv[1]).p;
	must(&b, make_workbook(path, b.app.spool_dir, (uint32_t)strtoul(argv[2], NULL, 10), &b.err),
	     "workbook");
	int64_t at = clock_mono_us(), all = 0;
	upload(&b, path);
	all += lap("upload stored", &at);
	b.c.op = op_find(STR("import.read"));
	must(&b, import_read(&b.c, b.id), "read");
	all += lap("read in the sandbox, staged", &at);
	match(&b);
	b.c.op = op_find(STR("import.check"));
	must(&b, import_check(&b.c, b.id), "check");
	all += lap("checked", &at);
	start(&b);
	b.c.op = op_find(STR("import.run"));
	must(&b, import_run(&b.c, b.id), "run");
	all += lap("checked again and stored", &at);
	must(&b, sql_import_get(b.c.db, &b.mem, b.id, &done), "result");
	if (argc > 4) {
		must(&b, org_index_people(&b.c, &indexed), "index");
		lap("(after it) search box", &at);
	}
	getrusage(RUSAGE_SELF, &use);
	printf("%s rows, mode %s: %" PRId64 " new, %" PRId64 " bad, %.2f s, peak %ld MiB\n", argv[2],
	       b.mode, done.new_count, done.bad_count, (double)all / 1e6, use.ru_maxrss / 1024);
	db_close(b.c.db);
	keys_free(b.app.keys);
	return unlink(path);
}
