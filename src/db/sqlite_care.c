/* sqlite_care.c: copies of a database in use, and whether its files are sound. */
#include "db/sqlite.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>

static struct sqlite *of(struct db *db)
{
	return (struct sqlite *)db;
}

/* All pages in one step: one snapshot, and in WAL mode no writer waits for it. */
static enum rc copy_schema(struct db *db, const char *schema, const char *path)
{
	sqlite3 *to = NULL;
	TRY(sqlite_file_make(path, O_EXCL, db_err(db)));
	int code = sqlite3_open_v2(path, &to, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL);
	if (code == SQLITE_OK) {
		sqlite3_backup *b = sqlite3_backup_init(to, "main", of(db)->h, schema);
		of(db)->steps = 0;
		code = b ? sqlite3_backup_step(b, -1) : sqlite3_errcode(to);
		if (code == SQLITE_DONE)
			code = SQLITE_OK;
		int finish = b ? sqlite3_backup_finish(b) : SQLITE_OK;
		code = code == SQLITE_OK ? finish : code;
	}
	enum rc rc = RC_OK;
	if (code != SQLITE_OK)
		rc = code == SQLITE_FULL ? db_fail_full(db, sqlite3_errmsg(to))
		                         : db_fail_io(db, sqlite3_errmsg(to));
	sqlite3_close(to);
	return rc;
}

/* The content of files comes second: whatever a row of the first copy refers to is there. */
enum rc sqlite_backup(struct db *db, const char *folder)
{
	struct arena mem;
	if (mkdir(folder, 0700) != 0)
		return err_set(db_err(db), RC_IO, "Không tạo được thư mục %s: %s.", folder,
		               strerror(errno));
	arena_init(&mem);
	enum rc rc = copy_schema(db, "main", arena_printf(&mem, "%s/thidua.db", folder).p);
	if (rc == RC_OK)
		rc = copy_schema(db, "files", arena_printf(&mem, "%s/files.db", folder).p);
	arena_release(&mem);
	return rc;
}

static enum rc unsound(struct db *db, const char *what, const char *detail)
{
	char text[300];
	snprintf(text, sizeof text, "%s: %s", what, detail);
	return db_fail_io(db, text);
}

/* Every row of the answer is a finding, but for the single `ok`. */
static enum rc check_one(struct db *db, const char *pragma)
{
	sqlite3_stmt *s = NULL;
	enum rc rc = RC_OK;
	int code = sqlite3_prepare_v2(of(db)->h, pragma, -1, &s, NULL);
	if (code == SQLITE_OK)
		code = sqlite3_step(s);
	if (code == SQLITE_ROW) {
		const char *text = (const char *)sqlite3_column_text(s, 0);
		if (!text || strcmp(text, "ok") != 0)
			rc = unsound(db, pragma, text ? text : "");
	} else if (code != SQLITE_DONE) {
		rc = sqlite_fail(db, code, pragma);
	}
	sqlite3_finalize(s);
	return rc == RC_RETRY ? db_fail_busy(db, pragma) : rc;
}

enum rc sqlite_check(struct db *db)
{
	static const char *const pragmas[] = {"PRAGMA main.integrity_check(1)",
	                                      "PRAGMA files.integrity_check(1)",
	                                      "PRAGMA main.foreign_key_check"};
	enum rc rc = RC_OK;
	struct sqlite *q = of(db);
	/* These are not statements of the application, and they may take their time. */
	q->opened = false;
	sqlite3_progress_handler(q->h, 0, NULL, NULL);
	for (size_t i = 0; rc == RC_OK && i < sizeof pragmas / sizeof *pragmas; i++)
		rc = check_one(db, pragmas[i]);
	q->opened = true;
	sqlite_limit_steps(q);
	return rc;
}
