/*
 * read.c: reads a workbook the way the program does (a locked-in child parses, the parent
 * checks the stream) and prints rows, cells and seconds. Usage: read FILE.xlsx
 * `read FILE.xlsx inside` reads in this process, without child and stream.
 */
#include "base/clock.h"
#include "doc/sheet_stream.h"
#include "job/sandbox.h"

#include <fcntl.h>
#include <inttypes.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>

struct tally {
	uint64_t rows, cells[CELL_ERROR + 1], bytes;
};

static enum rc count(void *arg, uint32_t row, const struct cell *cells, size_t n, struct err *e)
{
	(void)row, (void)e;
	struct tally *t = arg;
	t->rows++;
	for (size_t i = 0; i < n; i++) {
		t->cells[cells[i].type]++;
		t->bytes += cells[i].text.n;
	}
	return RC_OK;
}

static enum rc read_inside(int fd, const struct sheet_sink *sink, struct err *e)
{
	struct stat st;
	if (fstat(fd, &st) != 0)
		return RC_IO;
	void *p = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
	if (p == MAP_FAILED)
		return RC_IO;
	struct str file = {.p = p, .n = (size_t)st.st_size};
	return sheet_read_xlsx(file, STR(""), &sheet_limits_usual, sink, e);
}

static enum rc read_locked(int fd, const struct sheet_sink *sink, struct err *e)
{
	struct sheet_stream stream;
	struct sandbox_job job = {.kind = "xlsx",
	                          .in_fd = fd,
	                          .time_ms = 60000,
	                          .memory_bytes = INT64_C(256) << 20,
	                          .out_max = INT64_C(1) << 30};
	sheet_stream_init(&stream, &sheet_limits_usual, sink);
	enum rc rc = sandbox_run(&job, sheet_stream_feed, &stream, e);
	if (rc == RC_OK)
		rc = sheet_stream_end(&stream, e);
	sheet_stream_release(&stream);
	return rc;
}

static double mib(int who)
{
	struct rusage u;
	return getrusage(who, &u) == 0 ? (double)u.ru_maxrss / 1024 : -1;
}

int main(int argc, char **argv)
{
	static const struct sandbox_parser parsers[] = {{"xlsx", sheet_parse_xlsx}};
	if (argc > 1 && strcmp(argv[1], "parse") == 0)
		return sandbox_child(argc, argv, parsers, 1);
	int fd = argc > 1 ? open(argv[1], O_RDONLY | O_CLOEXEC) : -1;
	if (fd < 0) {
		fprintf(stderr, "usage: read FILE.xlsx [inside]\n");
		return 2;
	}
	struct tally t = {0};
	struct err e = {0};
	struct sheet_sink sink = {.arg = &t, .row = count};
	int64_t start_ms = clock_mono_ms();
	enum rc rc = argc > 2 ? read_inside(fd, &sink, &e) : read_locked(fd, &sink, &e);
	if (rc != RC_OK) {
		fprintf(stderr, "%s %s\n", e.message, e.detail);
		return (int)rc;
	}
	printf("%.3f s, %" PRIu64 " rows, text %" PRIu64 " int %" PRIu64 " date %" PRIu64 ", %" PRIu64
	       " bytes, peak %.1f MiB here, %.1f MiB in the child\n",
	       (double)(clock_mono_ms() - start_ms) / 1000, t.rows, t.cells[CELL_TEXT],
	       t.cells[CELL_INT], t.cells[CELL_DATE], t.bytes, mib(RUSAGE_SELF), mib(RUSAGE_CHILDREN));
	return 0;
}
