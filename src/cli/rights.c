/* rights.c: the matrix of rights, as tests/golden/rights.txt keeps it. */
#include "app/admin/admin.h"
#include "base/buf.h"
#include "cli/cli.h"

enum rc cli_rights(struct cli *c)
{
	struct buf b;
	TRY(cli_no_more(c));
	buf_init(&b, 1 << 20);
	rights_text(&b);
	enum rc rc = buf_check(&b, &c->err);
	if (rc == RC_OK)
		fwrite(b.p, 1, b.n, stdout);
	buf_release(&b);
	return rc;
}
