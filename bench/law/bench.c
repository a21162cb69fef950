/*
 * bench.c: how fast the law is, beside the plain loop over the same columns.
 *
 *   law_bench SIX.luat N [PREFIX]    PREFIX: writes the data for the other engines
 *
 * Prints one line a measurement: name, best and median seconds of the runs, subjects a second.
 */
#include "data.h"

#include "law/bulk.h"
#include "tests/unit/law_crowd.h"

#include <time.h>

#define RUNS 7

/* Time of the processor: the machine may be shared. */
static double now(void)
{
	struct timespec t;
	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static int rising(const void *a, const void *b)
{
	const double *x = a, *y = b;
	return (*x > *y) - (*x < *y);
}

static void report(const char *what, double *times, size_t n)
{
	qsort(times, RUNS, sizeof *times, rising);
	printf("%-44s %10.6f %10.6f s %14.0f /s\n", what, times[0], times[RUNS / 2],
	       (double)n / times[RUNS / 2]);
}

static void die(const struct err *e)
{
	fprintf(stderr, "%s %s\n", e->message, e->detail);
	exit(1);
}

static const struct law *read_law(struct arena *mem, const char *path)
{
	static char text[1 << 20];
	struct law_faults faults;
	const struct law *law;
	struct err e = {0};
	FILE *f = fopen(path, "rb");
	size_t n = f ? fread(text, 1, sizeof text, f) : 0;
	struct law_file file = {STR("six.luat"), {text, n}};
	if (!f || law_read(mem, &file, 1, &law, &faults, &e) != RC_OK || !law) {
		fprintf(stderr, "%s cannot be read\n", path);
		exit(1);
	}
	fclose(f);
	return law;
}

/* One input from the columns. What they are complete in, is certain: both sides are the same. */
static void fill(const struct law_input *in, const struct data *d, uint64_t *to, size_t words)
{
	int y = YEARS - 1 - in->offset;
	switch (in->kind) {
	case LAW_IN_RATING: law_fill_at_least(d->rating[y], d->n, (uint8_t)in->level, to); return;
	case LAW_IN_HELD:
		if (in->offset == 0)
			memset(to, 0xFF, words * 8); /* the title that is being asked for */
		else
			law_fill_any(d->titles[y], d->n, (uint8_t)(1 << in->award), to);
		return;
	case LAW_IN_WORKS:
		law_fill_at_least(d->works[in->scope - LAW_OFFICE][y], d->n, (uint8_t)in->level, to);
		return;
	case LAW_IN_GIVEN: memset(to, 0, words * 8); return; /* nothing has been given yet */
	default: fprintf(stderr, "an input without column\n"); exit(1);
	}
}

static void fill_all(const struct law_program *p, const struct data *d, struct law_planes *f)
{
	for (int i = 0; i < law_input_count(p); i++) {
		fill(law_input_at(p, i), d, f->lo[i], f->words);
		memcpy(f->hi[i], f->lo[i], f->words * 8);
	}
	law_fill_at_least(d->pending, d->n, 1, f->held);
}

static void compare(const struct data *d, const uint8_t *loop, const struct law_verdicts *v)
{
	size_t counts[6] = {0};
	for (size_t i = 0; i < d->n; i++)
		for (int a = 0; a < 6; a++) {
			bool yes = law_verdict_at(v, 0, a, i) == LAW_ELIGIBLE;
			counts[a] += yes;
			if (yes != (loop[i] >> a & 1)) {
				fprintf(stderr, "person %zu, ground %d: the law and the loop differ\n", i, a);
				exit(1);
			}
		}
	printf("counts %zu %zu %zu %zu %zu %zu\n", counts[0], counts[1], counts[2], counts[3],
	       counts[4], counts[5]);
}

static void measure_six(const char *path, const struct data *d)
{
	struct arena mem;
	struct err e = {0};
	const struct law_rules *r;
	const struct law_program *p;
	struct law_planes f;
	struct law_verdicts v;
	double loop[RUNS], filled[RUNS], run[RUNS];
	uint8_t *out = malloc(d->n + 1);
	arena_init(&mem);
	if (law_rules_at(&mem, read_law(&mem, path), date_of(2025, 12, 15), NULL, &r, &e) != RC_OK ||
	    law_compile(&mem, &r, 1, LAW_PERSON, LAW_TYPE_UNKNOWN, &p, &e) != RC_OK ||
	    law_planes_new(p, d->n, &f, &e) != RC_OK || law_verdicts_new(p, d->n, &v, &e) != RC_OK)
		die(&e);
	for (int k = 0; k < RUNS; k++) {
		double t = now();
		six_by_loop(d, out);
		loop[k] = now() - t;
		t = now();
		fill_all(p, d, &f);
		law_run(p, &f, &v);
		filled[k] = now() - t;
		t = now();
		law_run(p, &f, &v);
		run[k] = now() - t;
	}
	compare(d, out, &v);
	report("six: plain C loop over columns", loop, d->n);
	report("six: law, from the same columns", filled, d->n);
	report("six: law, from planes of bits", run, d->n);
	printf("six: %d inputs, %d gates, %.1f bytes a person in planes\n", law_input_count(p),
	       law_gate_count(p), (double)f.bytes / (double)d->n);
	law_verdicts_free(&v);
	law_planes_free(&f);
	free(out);
	arena_release(&mem);
}

/* Records of 3 kB, more of them than a processor keeps near: they come from memory each time. */
#define POOL 16384

static struct crowd_member *pool_of(const struct law_rules *r)
{
	struct crowd_member *m = malloc(POOL * sizeof *m);
	if (!m)
		exit(1);
	for (size_t i = 0; i < POOL; i++) {
		crowd_make(r, i, LAW_PERSON, 2025, i % 4 != 0, &m[i]);
		crowd_number(r, &m[i]);
	}
	return m;
}

static void pack_all(const struct law_program *p, const struct crowd_member *pool, size_t n,
                     struct date on, struct law_planes *f)
{
	const struct law_facts *facts[64];
	for (size_t i = 0; i < n; i += 64) {
		int many = n - i < 64 ? (int)(n - i) : 64;
		for (int k = 0; k < many; k++)
			facts[k] = &pool[(i + (size_t)k) % POOL].f;
		law_pack_word(p, f, i / 64, facts, many, on, 2025);
	}
}

static void measure_all(size_t n)
{
	struct arena mem;
	struct err e = {0};
	const struct law *law;
	const struct law_rules *r;
	const struct law_program *p;
	struct law_planes f;
	struct law_verdicts v;
	double run[RUNS], packed[RUNS];
	struct date on = date_of(2025, 12, 15);
	arena_init(&mem);
	if (law_shipped(&mem, &law, &e) != RC_OK ||
	    law_rules_at(&mem, law, on, NULL, &r, &e) != RC_OK ||
	    law_compile(&mem, &r, 1, LAW_PERSON, LAW_TYPE_UNKNOWN, &p, &e) != RC_OK ||
	    law_planes_new(p, n, &f, &e) != RC_OK || law_verdicts_new(p, n, &v, &e) != RC_OK)
		die(&e);
	struct crowd_member *pool = pool_of(r);
	for (int k = 0; k < RUNS; k++) {
		double t = now();
		pack_all(p, pool, n, on, &f);
		packed[k] = now() - t;
		t = now();
		law_run(p, &f, &v);
		run[k] = now() - t;
	}
	report("all awards for persons: law, from planes", run, n);
	report("records packed into planes", packed, n);
	printf("all: %d inputs, %d gates, %.1f bytes a person in planes\n", law_input_count(p),
	       law_gate_count(p), (double)f.bytes / (double)n);
	free(pool);
	law_verdicts_free(&v);
	law_planes_free(&f);
	arena_release(&mem);
}

#define EXPLAINED 20000

static void measure_explanation(void)
{
	static struct crowd_member people[500];
	struct arena mem, each;
	struct err e = {0};
	const struct law *law;
	const struct law_rules *r;
	struct buf json;
	double tree[RUNS], text[RUNS];
	size_t bytes = 0;
	struct date on = date_of(2025, 12, 15);
	arena_init(&mem);
	arena_init(&each);
	buf_init(&json, 1 << 24);
	if (law_shipped(&mem, &law, &e) != RC_OK || law_rules_at(&mem, law, on, NULL, &r, &e) != RC_OK)
		die(&e);
	for (size_t i = 0; i < 500; i++)
		crowd_make(r, i, LAW_PERSON, 2025, true, &people[i]);
	for (int k = 0; k < RUNS * 2; k++) {
		double t = now();
		bytes = 0;
		for (size_t i = 0; i < EXPLAINED; i++) {
			static const char *const codes[] = {"LDTT", "CSTDCS", "CSTDT", "CSTDTQ", "BKT"};
			struct law_question q = {str_of(codes[i % 5]), on, 2025, LAW_TYPE_UNKNOWN};
			struct law_answer a;
			arena_reset(&each);
			if (law_explain(&each, r, &q, &people[i % 500].f, &a, &e) != RC_OK)
				die(&e);
			if (k >= RUNS) {
				buf_clear(&json);
				law_answer_json(&a, &json);
				bytes += json.n;
			}
		}
		(k < RUNS ? tree : text)[k % RUNS] = now() - t;
	}
	report("explained with every condition and fact", tree, EXPLAINED);
	report("the same, written as JSON", text, EXPLAINED);
	printf("explanation: %zu bytes of JSON on average\n", bytes / EXPLAINED);
	buf_release(&json);
	arena_release(&each);
	arena_release(&mem);
}

int main(int argc, char **argv)
{
	int64_t n;
	struct data d;
	if (argc < 3 || !str_int(str_of(argv[2]), &n) || n < 1)
		return 2;
	data_make((size_t)n, &d);
	if (argc > 3)
		return data_write(&d, argv[3], 10000);
	measure_six(argv[1], &d);
	measure_all((size_t)n);
	measure_explanation();
	return 0;
}
