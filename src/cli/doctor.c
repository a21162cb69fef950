/* doctor.c: thidua doctor: one line a check, and what to do. */
#include "cli/doctor.h"

#include "base/clock.h"
#include "base/json_out.h"

#include <stdarg.h>

static struct str printed(struct arena *mem, const char *fmt, va_list ap)
{
	char text[600];
	vsnprintf(text, sizeof text, fmt, ap);
	return arena_str(mem, str_of(text));
}

void doctor_say(struct doctor *d, enum doctor_level level, const char *name, const char *todo,
                const char *fmt, ...)
{
	va_list ap;
	BUG_ON(d->count == DOCTOR_LINES_MAX);
	va_start(ap, fmt);
	d->lines[d->count++] =
		(struct doctor_line){level, name, printed(d->mem, fmt, ap), str_of(todo)};
	va_end(ap);
}

void doctor_failed(struct doctor *d, enum doctor_level level, const char *name, const char *todo)
{
	doctor_say(d, level, name, todo, "%s%s%s%s", d->err.message, d->err.detail[0] ? " (" : "",
	           d->err.detail, d->err.detail[0] ? ")" : "");
	err_clear(&d->err);
}

void doctor_run(struct doctor *d)
{
	doctor_folder(d);
	doctor_keys(d);
	doctor_database(d);
	doctor_journal(d);
	doctor_queues(d);
	doctor_backup(d);
	doctor_disk(d);
	doctor_clock(d);
	doctor_certificate(d);
	doctor_sandbox(d);
	doctor_fonts(d);
}

int doctor_worst(const struct doctor *d)
{
	int worst = DOCTOR_OK;
	for (int i = 0; i < d->count; i++)
		if ((int)d->lines[i].level > worst)
			worst = d->lines[i].level;
	return worst;
}

/* --- the command --------------------------------------------------------------------------- */

static const char *word(enum doctor_level level)
{
	static const char *const words[] = {"ok", "warn", "bad"};
	return words[level];
}

static void print_text(const struct doctor *d)
{
	static const char *const marks[] = {"tốt  ", "chú ý", "SAI  "};
	for (int i = 0; i < d->count; i++) {
		const struct doctor_line *l = &d->lines[i];
		printf("%s  %-12s %.*s\n", marks[l->level], l->name, STR_ARG(l->say));
		if (l->todo.n)
			printf("                     → %.*s\n", STR_ARG(l->todo));
	}
}

static void print_json(const struct doctor *d)
{
	struct buf b;
	buf_init(&b, 1024 * 1024);
	struct json_out j = json_out_to(&b);
	json_obj(&j, NULL);
	json_z(&j, "worst", word((enum doctor_level)doctor_worst(d)));
	json_arr(&j, "checks");
	for (int i = 0; i < d->count; i++) {
		json_obj(&j, NULL);
		json_z(&j, "name", d->lines[i].name);
		json_z(&j, "level", word(d->lines[i].level));
		json_str(&j, "say", d->lines[i].say);
		json_str(&j, "todo", d->lines[i].todo);
		json_end(&j);
	}
	json_end(&j);
	json_end(&j);
	printf("%.*s\n", STR_ARG(buf_view(&b)));
	buf_release(&b);
}

enum rc cli_doctor(struct cli *c)
{
	struct doctor *d = arena_alloc(&c->mem, sizeof *d);
	*d = (struct doctor){.c = c, .mem = &c->mem, .now_ms = clock_now_ms()};
	d->quick = cli_flag(c, "quick");
	d->tls_cert = cli_option(c, "tls-cert");
	d->host = cli_option(c, "host");
	TRY(cli_no_more(c));
	doctor_run(d);
	db_close(d->db);
	keys_free(d->keys);
	if (c->json)
		print_json(d);
	else
		print_text(d);
	if (doctor_worst(d) < DOCTOR_BAD)
		return RC_OK;
	c->told = c->json;
	return err_set(&c->err, RC_CONFLICT, "Có điểm phải sửa; xem các dòng SAI ở trên.");
}
