#include "told_fixture.h"

#include "db/sql_job.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include <string.h>

static bool has(struct str text, const char *words)
{
	return memmem(text.p, text.n, words, strlen(words)) != NULL;
}

int told(struct office *o, const char *account, const char *words)
{
	struct acting *a = office_as(o, account);
	struct rows rows;
	int n = 0;
	WANT(o, RC_OK, list_op(a, &rows, "notice.list", NULL));
	for (int i = 0; i < rows.count; i++)
		n += has(row_text(a, &rows, i, "text"), words);
	return n;
}

struct letters {
	struct office *o;
	const char *address, *subject, *words;
	int n;
};

static enum rc take_tx(void *arg)
{
	struct letters *l = arg;
	struct db *db = l->o->f->db;
	struct sql_mail_due m;
	enum rc rc;
	l->n = 0;
	while ((rc = sql_mail_due(db, &l->o->f->mem, INT64_MAX, &m)) == RC_OK) {
		l->n += str_eqz(m.to_address, l->address) && str_eqz(m.subject, l->subject) &&
		        has(m.body, l->words);
		TRY(sql_mail_sent(db, m.id, l->o->now_ms, NULL));
	}
	return rc == RC_NOTFOUND ? RC_OK : rc;
}

int mailed(struct office *o, const char *address, const char *subject, const char *words)
{
	struct letters l = {.o = o, .address = address, .subject = subject, .words = words};
	WANT(o, RC_OK, db_tx(o->f->db, DB_WRITE, take_tx, &l));
	return l.n;
}

void address_of(struct office *o, const char *account, const char *person, const char *address)
{
	WANT(o, RC_OK,
	     run_op(office_as(o, account), "person.contact", "id", num(o, person_named(o, person)),
	            "email", address, NULL));
}
