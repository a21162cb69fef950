/*
 * bench.c: milliseconds to read a plan of some pages, beside a bare lower bound: the same bytes
 * brought to normal form and folded once. Usage: plan_bench FILE PAGES [RUNS]
 *
 * The plan of FILE is made longer by sections of its own words until it has so many pages of 3 000
 * characters: its head and its end stay, the sections between are repeated under new numbers.
 */
#include "plan/read.h"
#include "viet/viet.h"

#include <stdlib.h>
#include <sys/resource.h>
#include <sys/stat.h>

#define PAGE 3000

/* Processor time: what others do on the machine does not count. */
static int64_t processor_us(void)
{
	struct rusage r;
	BUG_ON(getrusage(RUSAGE_SELF, &r) != 0);
	return ((int64_t)r.ru_utime.tv_sec + r.ru_stime.tv_sec) * 1000000 + r.ru_utime.tv_usec +
	       r.ru_stime.tv_usec;
}

static struct str load(struct arena *a, const char *path)
{
	struct stat st;
	FILE *f = fopen(path, "rb");
	if (!f || fstat(fileno(f), &st) != 0)
		return STR_NULL;
	char *p = arena_alloc(a, (size_t)st.st_size + 1);
	size_t n = fread(p, 1, (size_t)st.st_size, f);
	fclose(f);
	return (struct str){.p = p, .n = n};
}

static void roman(struct buf *b, int v)
{
	static const struct {
		int v;
		const char *z;
	} parts[] = {{10, "X"}, {9, "IX"}, {5, "V"}, {4, "IV"}, {1, "I"}};
	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
		for (; v >= parts[i].v; v -= parts[i].v)
			buf_z(b, parts[i].z);
}

/* Where the numbered sections begin and where the plan closes, by their first words in both twins.
 */
static const char *at(struct str s, const char *one, const char *other)
{
	const char *p = memmem(s.p, s.n, one, strlen(one));
	return p ? p : memmem(s.p, s.n, other, strlen(other));
}

static struct str grow(struct arena *a, struct str plan, int pages)
{
	const char *first = at(plan, "\nI. ", "\nI. "), *end = at(plan, "\nTrên đây", "\nTrén d");
	struct buf b;
	if (!first || !end || end <= first)
		return STR_NULL;
	buf_init(&b, (size_t)16 << 20);
	buf_add(&b, plan.p, (size_t)(first - plan.p));
	const char *words = memchr(first + 1, '\n', (size_t)(end - first - 1));
	for (int no = 1; str_chars(buf_view(&b)) < (size_t)pages * PAGE && no < 39; no++) {
		buf_chr(&b, '\n');
		roman(&b, no);
		buf_z(&b, ". NOI DUNG THI DUA");
		buf_add(&b, words, (size_t)(end - words));
	}
	buf_add(&b, end, plan.n - (size_t)(end - plan.p));
	struct str s = arena_str(a, buf_view(&b));
	buf_release(&b);
	return s;
}

static double bare(struct str text, int runs)
{
	struct arena a;
	struct str nfc, folded = STR_NULL;
	arena_init(&a);
	int64_t start = processor_us();
	for (int i = 0; i < runs; i++) {
		arena_reset(&a);
		if (viet_nfc(&a, text, &nfc, NULL) == RC_OK)
			folded = viet_fold(&a, nfc);
	}
	double ms = (double)(processor_us() - start) / 1e3 / runs;
	BUG_ON(folded.n == 0);
	arena_release(&a);
	return ms;
}

int main(int argc, char **argv)
{
	struct arena a, mem;
	struct plan_doc d = {0};
	struct err e = {0};
	int64_t pages, runs = 50;
	if (argc < 3 || !str_int(str_of(argv[2]), &pages) ||
	    (argc > 3 && !str_int(str_of(argv[3]), &runs)))
		return 2;
	arena_init(&a);
	arena_init(&mem);
	struct str text = grow(&mem, load(&mem, argv[1]), (int)pages);
	if (!text.p) {
		fprintf(stderr, "no plan of the expected shape: %s\n", argv[1]);
		return 1;
	}
	double least = 1e9, all = 0;
	for (int i = 0; i < (int)runs; i++) {
		arena_reset(&a);
		int64_t start = processor_us();
		enum rc rc = plan_read(&a, text, &d, &e);
		double ms = (double)(processor_us() - start) / 1e3;
		if (rc != RC_OK) {
			fprintf(stderr, "%s\n", e.message);
			return 1;
		}
		least = ms < least ? ms : least;
		all += ms;
	}
	double floor = bare(text, (int)runs);
	printf("%5.1f pages, %6zu bytes, %3d sections, %3d citations, %3d tasks: read %.2f ms (least "
	       "%.2f), "
	       "normal form and fold alone %.2f ms, ratio %.1f\n",
	       (double)str_chars(d.text) / PAGE, text.n, d.section_count, d.cite_count, d.task_count,
	       all / (double)runs, least, floor, all / (double)runs / floor);
	arena_release(&a);
	arena_release(&mem);
	return 0;
}
