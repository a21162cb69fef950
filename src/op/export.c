/* export.c: a list as CSV, XLSX or JSON, through a file without a name, at constant memory. */
#include "op/face.h"

#include "base/html.h"
#include "op/rows_out.h"

#include <fcntl.h>
#include <unistd.h>

void face_file(struct face *f, const struct out *out)
{
	/* A page is shown, also in a frame of ours, as paper: nothing in it runs or leads away. */
	bool page = str_starts(out->file_type, "text/html");
	struct buf name;
	if (page)
		http_add_header(f->res, "Content-Security-Policy",
		                STR("default-src 'none'; style-src 'unsafe-inline'; sandbox; "
		                    "frame-ancestors 'self'"));
	buf_init(&name, 4096);
	buf_z(&name, page ? "inline; filename*=UTF-8''" : "attachment; filename*=UTF-8''");
	html_arg(&name, out->file_name);
	http_add_header(f->res, "Content-Disposition", buf_view(&name));
	buf_release(&name);
	f->res->type = arena_strz(f->c.mem, out->file_type);
	f->res->fd = out->fd;
	f->res->fd_size = out->fd_size;
}

/* The format by the ending of the address. */
struct format {
	const char *name, *type;
};
static const struct format formats[] = {
	{"csv", "text/csv; charset=utf-8"},
	{"xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"},
	{"json", "application/json; charset=utf-8"},
};

static enum rc write_rows(struct face *f, const struct op *op, const char *format, int fd,
                          int64_t *rows)
{
	struct ctx *c = &f->c;
	struct table_out *t;
	if (strcmp(format, "json") == 0)
		return rows_json(c, op, &f->values, fd, rows);
	TRY(strcmp(format, "xlsx") == 0 ? table_xlsx(fd, "Danh sách", c->app->spool_dir, &t, c->err)
	                                : table_csv(fd, ';', &t, c->err));
	return rows_table(c, op, &f->values, t, rows);
}

void export_list(struct face *f, const struct op *op, const char *format)
{
	int64_t rows = 0;
	int fd = open(f->c.app->spool_dir, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
	enum rc rc = fd < 0 ? err_detail(&f->err, RC_IO, "export: no file in the spool folder")
	                    : face_resolve_refs(f, op);
	if (rc == RC_OK)
		rc = write_rows(f, op, format, fd, &rows);
	if (rc == RC_OK)
		rc = gate_exported(&f->c, op, &f->values, format, rows);
	if (rc != RC_OK) {
		if (fd >= 0)
			close(fd);
		face_error_page(f, rc);
		return;
	}
	struct out out = {.fd = fd, .fd_size = lseek(fd, 0, SEEK_END)};
	out.file_name = arena_printf(f->c.mem, "%s-%s.%s", op->name, date_iso(f->c.today).z, format);
	for (int i = 0; i < COUNT(formats); i++)
		if (strcmp(format, formats[i].name) == 0)
			out.file_type = str_of(formats[i].type);
	if ((op->flags & OP_CACHED) && f->c.who.account_id == DB_NULL)
		http_add_header(f->res, "Cache-Control", STR("public, max-age=300"));
	face_file(f, &out);
}
