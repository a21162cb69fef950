/*
 * paper_many.c: many papers by one process: paper_many N. Prints the memory it holds after a tenth
 * of them and at the end; ends with 1 when it grew by more than GROWTH.
 */
#include "paper/cert.h"

#include <unistd.h>

#define GROWTH_MB 4
#define SAMPLES TEST_SOURCE_ROOT "/tests/golden/"

static long resident_mb(void)
{
	long pages = 0, all;
	FILE *f = fopen("/proc/self/statm", "r");
	if (!f || fscanf(f, "%ld %ld", &all, &pages) != 2)
		exit(2);
	fclose(f);
	return pages * sysconf(_SC_PAGESIZE) / 1048576;
}

static void must(enum rc rc, const struct err *e)
{
	if (rc == RC_OK)
		return;
	fprintf(stderr, "%s %s\n", e->message, e->detail);
	exit(2);
}

static struct str load(struct arena *mem, const char *folder, struct str name)
{
	struct buf b;
	FILE *f = fopen(arena_printf(mem, SAMPLES "%s/%.*s.json", folder, STR_ARG(name)).p, "rb");
	char *to;
	size_t n;
	if (!f)
		exit(2);
	buf_init(&b, PAPER_DATA_MAX);
	while ((to = buf_room(&b, 65536)) && (n = fread(to, 1, 65536, f)) > 0)
		b.n += n;
	fclose(f);
	struct str s = arena_str(mem, buf_view(&b));
	buf_release(&b);
	return s;
}

static void write_paper(struct arena *mem, struct paper_fonts *f, const struct paper_file *kind,
                        int how, struct buf *out)
{
	const struct paper_template *t;
	const struct paper_data *d;
	const struct paper *p;
	struct err e = {0};
	must(paper_template_read(mem, kind->text, STR_NULL, paper_common(), &t, &e), &e);
	must(paper_data(mem, t, load(mem, "paper", kind->name), &d, &e), &e);
	must(paper_build(mem, t, d, &p, &e), &e);
	must(how == 0   ? paper_html(p, false, out, &e)
	     : how == 1 ? paper_docx(f, p, out, &e)
	                : paper_pdf(f, p, out, &e),
	     &e);
}

static void write_certificates(struct arena *mem, struct paper_fonts *f,
                               const struct paper_file *kind, struct buf *out)
{
	const struct cert_blank *blank;
	const struct paper_data *d;
	struct cert_options o = {.text_only = false};
	struct cert_report report;
	struct err e = {0};
	must(cert_read(mem, kind->text, &blank, &e), &e);
	must(paper_data(mem, blank->fields, load(mem, "cert", kind->name), &d, &e), &e);
	must(cert_pdf(mem, f, blank, d, -1, &o, out, &report, &e), &e);
}

int main(int argc, char **argv)
{
	struct arena mem;
	struct buf out;
	struct paper_fonts *f;
	struct err e = {0};
	int64_t n = 0;
	int papers, blanks;
	long early = 0;
	const struct paper_file *paper = paper_files(&papers), *blank = cert_files(&blanks);
	if (argc != 2 || !str_int(str_of(argv[1]), &n) || n < 10)
		return 2;
	arena_keep_heap();
	arena_init(&mem);
	buf_init(&out, PAPER_FILE_MAX);
	must(paper_fonts_open(&f, &e), &e);
	for (int i = 0; i < n; i++) {
		if (i % 4 == 3)
			write_certificates(&mem, f, &blank[i / 4 % blanks], &out);
		else
			write_paper(&mem, f, &paper[i / 4 % papers], i % 4, &out);
		buf_clear(&out);
		arena_reset(&mem);
		if (i == n / 10)
			early = resident_mb();
	}
	long late = resident_mb();
	paper_fonts_close(f);
	buf_release(&out);
	arena_release(&mem);
	printf("%lld papers: %ld MB after a tenth, %ld MB at the end\n", (long long)n, early, late);
	return late - early > GROWTH_MB;
}
