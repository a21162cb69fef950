/* The matrix of rights is the one that was reviewed, and the page shows every operation. */
#include "office_fixture.h"

#include "app/admin/admin.h"
#include "app/admin/rights_page.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include <unistd.h>

#define GOLDEN TEST_SOURCE_ROOT "/tests/golden/rights.txt"

static struct str read_golden(struct buf *b)
{
	char block[4096];
	FILE *f = fopen(GOLDEN, "r");
	assert_non_null(f);
	for (size_t n; (n = fread(block, 1, sizeof block, f)) > 0;)
		buf_add(b, block, n);
	fclose(f);
	return buf_view(b);
}

static bool has_line(struct str text, struct str line)
{
	while (text.n)
		if (str_eq(str_cut(&text, '\n'), line))
			return true;
	return false;
}

/* Both ways, so that what came and what went are shown. */
static int lines_only_in(struct str one, struct str other, char mark)
{
	int n = 0;
	while (one.n) {
		struct str line = str_cut(&one, '\n');
		if (has_line(other, line))
			continue;
		print_error("%c %.*s\n", mark, STR_ARG(line));
		n++;
	}
	return n;
}

static void rights_are_those_that_were_reviewed(void **state)
{
	struct buf now, then;
	(void)state;
	buf_init(&now, 1 << 20);
	buf_init(&then, 1 << 20);
	rights_text(&now);
	struct str golden = read_golden(&then);
	int differ =
		lines_only_in(golden, buf_view(&now), '-') + lines_only_in(buf_view(&now), golden, '+');
	if (differ || !str_eq(golden, buf_view(&now)))
		fail_msg("rights changed; if that is meant: thidua rights > tests/golden/rights.txt");
	buf_release(&now);
	buf_release(&then);
}

static void count(const struct op *op, void *arg)
{
	(void)op;
	++*(int *)arg;
}

static void run_page(struct office *o)
{
	struct acting *a = office_as(o, "vidu.thanhtra");
	struct buf html;
	int ops = 0;
	WANT(o, RC_DENIED, run_op(office_as(o, "vidu.canbo"), "rights.matrix", NULL));
	WANT(o, RC_OK, run_op(a, "rights.matrix", NULL));
	const struct rights_view *v = a->out.data;
	op_each(count, &ops);
	assert_int_equal(v->row_count, ops);
	buf_init(&html, 4 << 20);
	op_find(STR("rights.matrix"))->page(&html, &a->c, v);
	assert_non_null(memmem(html.p, html.n, "account.reset", strlen("account.reset")));
	buf_release(&html);
	WANT(o, RC_OK, run_op(a, "rights.matrix", "format", "csv", NULL));
	assert_true(a->out.fd >= 0 && a->out.fd_size > 1000);
	close(a->out.fd);
}

static void the_page_shows_every_operation(void **state)
{
	(void)state;
	office_on(DB_SQLITE, run_page);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(rights_are_those_that_were_reviewed),
		cmocka_unit_test(the_page_shows_every_operation),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
