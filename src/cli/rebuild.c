/* rebuild.c: thidua rebuild: keys of order, folded text and search rows of everything again. */
#include "app/dossier/dossier.h"
#include "app/library/library.h"
#include "app/movement/movement.h"
#include "app/org/org.h"
#include "app/plan/plan.h"
#include "app/record/record.h"
#include "app/task/task.h"
#include "app/training/training.h"
#include "cli/care.h"
#include "db/sql_keep.h"
#include "db/sql_search.h"
#include "index/index.h"
#include "viet/viet.h"

#include <inttypes.h>

struct rebuild {
	struct ctx *c;
	int64_t rows;
};

/* The modules that keep keys; a test finds those who are missing. */
static enum rc (*const modules[])(struct ctx *c, int64_t *rows) = {
	org_rebuild,  library_rebuild,  plan_rebuild,   movement_rebuild,
	task_rebuild, training_rebuild, record_rebuild, dossier_rebuild};

static enum rc rebuild_tx(void *arg)
{
	struct rebuild *r = arg;
	r->rows = 0;
	TRY(sql_search_item_all_fresh(r->c->db, NULL));
	for (int i = 0; i < COUNT(modules); i++)
		TRY(modules[i](r->c, &r->rows));
	return RC_OK;
}

enum rc cli_rebuild(struct cli *c)
{
	struct cli_app a;
	struct sql_keep_people_stale before;
	struct rebuild r = {.c = &a.ctx};
	TRY(cli_no_more(c));
	enum rc rc = cli_app_open(c, 0, &a);
	if (rc == RC_OK)
		rc = sql_keep_people_stale(a.db, &c->mem, VIET_KEY_VERSION, &before);
	if (rc == RC_OK)
		rc = db_tx(a.db, DB_WRITE, rebuild_tx, &r);
	if (rc == RC_OK)
		rc = index_settle_all(a.db);
	if (rc == RC_OK)
		rc = care_journal(
			&a, "system.rebuild",
			arena_printf(&c->mem, "{\"version\":%d,\"rows\":%" PRId64 "}", VIET_KEY_VERSION, r.rows)
				.p);
	cli_app_close(&a);
	if (rc == RC_OK)
		printf("Đã dựng lại khóa sắp xếp và chỉ mục tìm kiếm (bản %d) cho %" PRId64
		       " hồ sơ và văn bản%s.\n",
		       VIET_KEY_VERSION, r.rows, before.found ? "" : "; trước đó đã đúng bản này");
	return rc;
}
