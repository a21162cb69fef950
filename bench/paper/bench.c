/*
 * bench.c: papers by the thousand: processor time, memory.
 *
 *   paper_bench certs N OUT.pdf      one PDF of N certificates with a QR code each
 *   paper_bench files N FOLDER       N PDFs of one certificate
 *   paper_bench docx N ROWS FOLDER   N decisions with a list of ROWS persons
 *   paper_bench pdf N ROWS FOLDER    the same as PDF
 *
 * Data are read, templates built and files written for each paper; fonts are opened once.
 */
#include "paper/cert.h"

#include <sys/resource.h>

static const char *const surnames[] = {"Nguyễn", "Trần",  "Lê",  "Phạm",
                                       "Hoàng",  "Giàng", "Tẩn", "Vàng"};
static const char *const middles[] = {"Văn", "Thị", "Hữu", "Đức", "Minh", "Seo"};
static const char *const givens[] = {"An",   "Bình", "Dũng", "Giang", "Hải",
                                     "Hạnh", "Hùng", "Ước",  "Quý",   "Phượng"};

static double processor_time(void)
{
	struct timespec t;
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void say(const char *what, int n, double began)
{
	struct rusage use;
	double took = processor_time() - began;
	getrusage(RUSAGE_SELF, &use);
	printf("thidua, %-28s %6d in %6.3f s of the processor = %7.1f/s, peak %ld MB\n", what, n, took,
	       n / took, use.ru_maxrss / 1024);
}

static void must(enum rc rc, const struct err *e)
{
	if (rc == RC_OK)
		return;
	fprintf(stderr, "%s %s\n", e->message, e->detail);
	exit(rc);
}

static void put(const char *path, const struct buf *b)
{
	FILE *f = fopen(path, "wb");
	if (!f || fwrite(b->p, 1, b->n, f) != b->n || fclose(f) != 0)
		exit(RC_IO);
}

static void name(struct buf *b, int i)
{
	buf_printf(b, "%s %s %s", surnames[i % 8], middles[i / 8 % 6], givens[i / 48 % 10]);
}

/* --- certificates --- */

static void people(struct buf *b, int from, int to)
{
	buf_z(b,
	      "{\"authority\": \"Chánh Văn phòng Ủy ban nhân dân tỉnh\", \"place\": \"Lào Cai\", "
	      "\"date\": "
	      "\"2026-01-05\", \"number\": 7, \"notation\": \"QĐ-VP\", \"power\": \"Chánh Văn phòng\", "
	      "\"signer\": \"Trần Văn Định\", \"people\": [");
	for (int i = from; i < to; i++) {
		buf_printf(b, "%s{\"title\": \"Ông (bà)\", \"name\": \"", i > from ? "," : "");
		name(b, i);
		buf_printf(b,
		           "\", \"about\": \"Chuyên viên Phòng Nội vụ số %d\", \"achievement\": \"Đã có "
		           "thành tích "
		           "xuất sắc trong phong trào thi đua yêu nước, hoàn thành tốt nhiệm vụ được giao "
		           "năm 2025, "
		           "góp phần vào sự phát triển của địa phương\", \"golden\": %d, \"check\": "
		           "\"https://thidua.example/k/%08x-%d\", \"code\": \"%08X\"}",
		           i % 120, i + 1, (unsigned)i * 2654435761u, i, (unsigned)i * 2654435761u);
	}
	buf_z(b, "]}");
}

static void certify(struct paper_fonts *f, const struct cert_blank *blank, int from, int to,
                    const char *path)
{
	struct arena mem;
	struct buf json, out;
	struct err e = {0};
	const struct paper_data *d;
	struct cert_report report;
	struct cert_options o = {.text_only = false};
	arena_init(&mem);
	buf_init(&json, PAPER_DATA_MAX);
	buf_init(&out, PAPER_FILE_MAX);
	people(&json, from, to);
	must(paper_data(&mem, blank->fields, buf_view(&json), &d, &e), &e);
	must(cert_pdf(&mem, f, blank, d, -1, &o, &out, &report, &e), &e);
	put(path, &out);
	buf_release(&json);
	buf_release(&out);
	arena_release(&mem);
}

static void certificates(struct paper_fonts *f, int n, const char *to, bool files)
{
	struct arena mem;
	struct err e = {0};
	const struct cert_blank *blank;
	char path[4096];
	arena_init(&mem);
	must(cert_read(&mem, cert_file_of(STR("giay-khen"))->text, &blank, &e), &e);
	double began = processor_time();
	if (!files)
		certify(f, blank, 0, n, to);
	for (int i = 0; files && i < n; i++) {
		snprintf(path, sizeof path, "%s/%d.pdf", to, i);
		certify(f, blank, i, i + 1, path);
	}
	say(files ? "certificates, a file each" : "certificates in one PDF", n, began);
	arena_release(&mem);
}

/* --- decisions --- */

static void decision(struct buf *b, int number, int rows)
{
	buf_printf(
		b,
		"{\"parent\": \"Ủy ban nhân dân tỉnh Lào Cai\", \"issuer\": \"Văn phòng\", \"number\": %d, "
		"\"notation\": \"QĐ-VP\", \"place\": \"Lào Cai\", \"date\": \"2026-01-05\", \"authority\": "
		"\"Chánh Văn phòng\", \"award\": \"Giấy khen\", \"achievement\": \"đã có thành tích xuất "
		"sắc "
		"năm 2025\", \"grounds\": [{\"text\": \"Căn cứ Luật Thi đua, khen thưởng ngày 15 tháng 6 "
		"năm "
		"2022\"}], \"proposer\": \"Trưởng phòng Tổng hợp\", \"executors\": \"Trưởng phòng Tổng "
		"hợp\", "
		"\"power\": \"Chánh Văn phòng\", \"signer\": \"Trần Văn Định\", \"persons\": [",
		number);
	for (int i = 0; i < rows; i++) {
		buf_z(b, i ? ",{\"name\": \"" : "{\"name\": \"");
		name(b, i + number);
		buf_printf(
			b,
			"\", \"post\": \"Chuyên viên\", \"unit\": \"Phòng Nội vụ số %d\", \"bonus\": 710000}",
			i % 120);
	}
	buf_z(b, "]}");
}

static void decisions(struct paper_fonts *f, int n, int rows, const char *to, bool docx)
{
	struct arena keep, mem;
	struct buf json, out;
	struct err e = {0};
	const struct paper_template *t;
	const struct paper_data *d;
	const struct paper *p;
	char path[4096];
	arena_init(&keep);
	arena_init(&mem);
	buf_init(&json, PAPER_DATA_MAX);
	buf_init(&out, PAPER_FILE_MAX);
	must(paper_template_read(&keep, paper_file_of(STR("quyet-dinh-khen-thuong"))->text, STR_NULL,
	                         paper_common(), &t, &e),
	     &e);
	double began = processor_time();
	for (int i = 0; i < n; i++) {
		buf_clear(&json);
		buf_clear(&out);
		decision(&json, i + 1, rows);
		must(paper_data(&mem, t, buf_view(&json), &d, &e), &e);
		must(paper_build(&mem, t, d, &p, &e), &e);
		must(docx ? paper_docx(f, p, &out, &e) : paper_pdf(f, p, &out, &e), &e);
		snprintf(path, sizeof path, "%s/%d.%s", to, i, docx ? "docx" : "pdf");
		put(path, &out);
		arena_reset(&mem);
	}
	say(docx ? "decisions as DOCX" : "decisions as PDF", n, began);
	buf_release(&json);
	buf_release(&out);
	arena_release(&mem);
	arena_release(&keep);
}

int main(int argc, char **argv)
{
	struct paper_fonts *f;
	struct err e = {0};
	int64_t n = 0, rows = 0;
	bool list = argc == 5 && str_int(str_of(argv[3]), &rows);
	arena_keep_heap();
	if ((argc != 4 && !list) || !str_int(str_of(argv[2]), &n) || n < 1 || n > 1000000 || rows < 0 ||
	    rows > PAPER_ROWS_MAX) {
		fputs("usage: paper_bench certs|files N TO, paper_bench docx|pdf N ROWS FOLDER\n", stderr);
		return 2;
	}
	must(paper_fonts_open(&f, &e), &e);
	if (list)
		decisions(f, (int)n, (int)rows, argv[4], strcmp(argv[1], "docx") == 0);
	else
		certificates(f, (int)n, argv[3], strcmp(argv[1], "files") == 0);
	paper_fonts_close(f);
	return 0;
}
