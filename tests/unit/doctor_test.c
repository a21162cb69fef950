/* Doctor finds what is wrong, says what to do, and is content with a sound office. */
#include "base/clock.h"
#include "cli/doctor.h"
#include "journal/seal.h"
#include "keep_fixture.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include <fcntl.h>
#include <gnutls/x509.h>
#include <sys/stat.h>
#include <unistd.h>

struct ward {
	struct office *o;
	struct cli c;
	struct doctor d;
};

static void look(struct ward *w, struct office *o)
{
	w->o = o;
	w->c = (struct cli){.data_dir = o->app.data_dir, .db_address = o->f->address};
	arena_init(&w->c.mem);
	w->d = (struct doctor){.c = &w->c,
	                       .mem = &w->c.mem,
	                       .now_ms = clock_now_ms(),
	                       .tls_cert = w->d.tls_cert,
	                       .host = w->d.host};
	doctor_run(&w->d);
}

static void done(struct ward *w)
{
	db_close(w->d.db);
	keys_free(w->d.keys);
	arena_release(&w->c.mem);
}

/* The worst line of that name; -1 without one. What is not fine says what to do. */
static int level(struct ward *w, const char *name)
{
	int worst = -1;
	for (int i = 0; i < w->d.count; i++) {
		const struct doctor_line *l = &w->d.lines[i];
		assert_true(l->say.n > 0);
		if (strcmp(l->name, name) == 0 && (int)l->level > worst)
			worst = l->level;
	}
	return worst;
}

static int level_now(struct office *o, const char *name)
{
	struct ward w = {0};
	look(&w, o);
	int found = level(&w, name);
	done(&w);
	return found;
}

static void run_sound(struct office *o)
{
	static const char *const fine[] = {"data", "keys", "engine", "log", "mail", "jobs", "journal"};
	struct ward w = {0};
	raw(o->f->address, "INSERT INTO journal (at_ms, origin, request, op, object, detail) VALUES "
	                   "(4, '', '', 'test', '', '{}')");
	WANT(o, RC_OK,
	     journal_seal_run(o->f->db, o->app.keys, JOURNAL_SEAL_ALL, clock_now_ms(), &o->f->err));
	look(&w, o);
	for (int i = 0; i < w.d.count; i++)
		if (w.d.lines[i].level == DOCTOR_BAD && strcmp(w.d.lines[i].name, "sandbox") != 0 &&
		    strcmp(w.d.lines[i].name, "engine") != 0)
			fail_msg("%s: %.*s", w.d.lines[i].name, STR_ARG(w.d.lines[i].say));
	for (size_t i = 0; i < sizeof fine / sizeof *fine; i++)
		if (strcmp(fine[i], "engine") != 0)
			assert_int_equal(level(&w, fine[i]), DOCTOR_OK);
	assert_int_equal(level(&w, "example"), DOCTOR_WARN);
	assert_int_equal(level(&w, "backup"), DOCTOR_WARN);
	assert_int_equal(level(&w, "moved"), -1);
	assert_int_equal(level(&w, "order"), -1);
	done(&w);
}

static void run_marks(struct office *o)
{
	raw(o->f->address, "UPDATE person SET key_version = 0 WHERE id = 3");
	raw(o->f->address, "INSERT INTO setting (key, value, set_ms) VALUES ('moved_to', 'there', 1)");
	raw(o->f->address,
	    "INSERT INTO mail (key, message_id, to_address, subject, body, next_ms, made_ms) VALUES "
	    "('k', 'm', 'a@b', 's', 'b', 1, 1)");
	struct ward w = {0};
	look(&w, o);
	assert_int_equal(level(&w, "order"), DOCTOR_BAD);
	assert_int_equal(level(&w, "moved"), DOCTOR_BAD);
	assert_int_equal(level(&w, "mail"), DOCTOR_WARN);
	assert_int_equal(doctor_worst(&w.d), DOCTOR_BAD);
	done(&w);
	raw(o->f->address, "INSERT INTO schema_version (version, name, hash, applied_ms) VALUES (9999, "
	                   "'later', 'x', 1)");
	assert_int_equal(level_now(o, "database"), DOCTOR_BAD);
}

/* A password of the mail server that no key opens: no mail leaves, and that is said. */
static void run_password(struct office *o)
{
	raw(o->f->address, "DELETE FROM setting WHERE key LIKE 'smtp.%'");
	raw(o->f->address, "INSERT INTO setting (key, value, set_ms) VALUES ('smtp.host', "
	                   "'mail.example.vn', 1), ('smtp.from', 'thidua@laocai.example', 1)");
	assert_int_equal(level_now(o, "smtp"), DOCTOR_OK);
	raw(o->f->address,
	    "INSERT INTO setting (key, value, set_ms) VALUES ('smtp.password', "
	    "'AQkAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA', 1)");
	assert_int_equal(level_now(o, "smtp"), DOCTOR_BAD);
	assert_int_equal(level_now(o, "queues"), -1);
	raw(o->f->address, "UPDATE setting SET value = 'không phải' WHERE key = 'smtp.password'");
	assert_int_equal(level_now(o, "smtp"), DOCTOR_BAD);
}

static void run_rights(struct office *o)
{
	const char *ring = arena_printf(&o->f->mem, "%s/keys/ring", o->app.data_dir).p;
	assert_int_equal(chmod(ring, 0644), 0);
	assert_int_equal(level_now(o, "keys"), DOCTOR_BAD);
	assert_int_equal(chmod(ring, 0600), 0);
	assert_int_equal(level_now(o, "keys"), DOCTOR_OK);
	assert_int_equal(chmod(o->app.data_dir, 0755), 0);
	assert_int_equal(level_now(o, "data"), DOCTOR_BAD);
	assert_int_equal(chmod(o->app.data_dir, 0700), 0);
	assert_int_equal(level_now(o, "data"), DOCTOR_OK);
}

static void run_damage(struct office *o)
{
	const char *path =
		arena_printf(&o->f->mem, "%s/thidua.db", o->f->address + strlen("sqlite:")).p;
	char junk[4096];
	memset(junk, 0x5a, sizeof junk);
	assert_int_equal(level_now(o, "integrity"), DOCTOR_OK);
	int fd = open(path, O_WRONLY | O_CLOEXEC);
	assert_int_equal(pwrite(fd, junk, sizeof junk, 4096 * 40), sizeof junk);
	close(fd);
	assert_int_equal(level_now(o, "integrity"), DOCTOR_BAD);
}

static void note(struct office *o, int64_t age_ms, uint32_t key)
{
	struct cli c = {.data_dir = o->app.data_dir};
	arena_init(&c.mem);
	struct care_backup b = {.made_ms = clock_now_ms() - age_ms,
	                        .bytes = 5,
	                        .key_id = key,
	                        .path = STR("/dev/null")},
					   again;
	WANT(o, RC_OK, care_backup_note(&c, &b));
	WANT(o, RC_OK, care_backup_read(&c, &again));
	assert_true(again.made_ms == b.made_ms && again.key_id == key &&
	            str_eqz(again.path, "/dev/null"));
	arena_release(&c.mem);
}

static void run_backups(struct office *o)
{
	const int64_t day_ms = 24 * 3600 * 1000;
	uint32_t newest = care_newest_key(o->app.keys);
	note(o, day_ms / 2, newest);
	assert_int_equal(level_now(o, "backup"), DOCTOR_OK);
	assert_int_equal(level_now(o, "escrow"), -1);
	note(o, 3 * day_ms, newest);
	assert_int_equal(level_now(o, "backup"), DOCTOR_WARN);
	note(o, 9 * day_ms, newest - 1);
	assert_int_equal(level_now(o, "backup"), DOCTOR_BAD);
	assert_int_equal(level_now(o, "escrow"), DOCTOR_BAD);
	assert_int_equal(unlink(arena_printf(&o->f->mem, "%s/last-backup", o->app.data_dir).p), 0);
}

/* --- certificates ------------------------------------------------------------------------ */

static void make_certificate(const char *path, time_t from, time_t to)
{
	gnutls_x509_privkey_t key;
	gnutls_x509_crt_t cert;
	gnutls_datum_t pem;
	assert_int_equal(gnutls_x509_privkey_init(&key), 0);
	assert_int_equal(gnutls_x509_privkey_generate(key, GNUTLS_PK_EDDSA_ED25519, 256, 0), 0);
	assert_int_equal(gnutls_x509_crt_init(&cert), 0);
	assert_int_equal(gnutls_x509_crt_set_version(cert, 3), 0);
	assert_int_equal(gnutls_x509_crt_set_serial(cert, "\1", 1), 0);
	assert_int_equal(gnutls_x509_crt_set_key(cert, key), 0);
	assert_int_equal(gnutls_x509_crt_set_activation_time(cert, from), 0);
	assert_int_equal(gnutls_x509_crt_set_expiration_time(cert, to), 0);
	assert_int_equal(
		gnutls_x509_crt_set_subject_alt_name(cert, GNUTLS_SAN_DNSNAME, "thidua.example", 14, 0), 0);
	assert_int_equal(gnutls_x509_crt_sign2(cert, cert, key, GNUTLS_DIG_SHA512, 0), 0);
	assert_int_equal(gnutls_x509_crt_export2(cert, GNUTLS_X509_FMT_PEM, &pem), 0);
	FILE *f = fopen(path, "w");
	assert_non_null(f);
	assert_int_equal(fwrite(pem.data, 1, pem.size, f), pem.size);
	fclose(f);
	gnutls_free(pem.data);
	gnutls_x509_crt_deinit(cert);
	gnutls_x509_privkey_deinit(key);
}

static int certificate_level(struct office *o, const char *path, const char *host)
{
	struct ward w = {.d = {.tls_cert = path, .host = host}};
	look(&w, o);
	int found = level(&w, "certificate");
	done(&w);
	return found;
}

static void run_certificates(struct office *o)
{
	const char *path = arena_printf(&o->f->mem, "%s/cert.pem", o->app.data_dir).p;
	const time_t day = 24 * 3600, now = (time_t)(clock_now_ms() / 1000);
	make_certificate(path, now - day, now + 90 * day);
	assert_int_equal(certificate_level(o, path, "thidua.example"), DOCTOR_OK);
	assert_int_equal(certificate_level(o, path, NULL), DOCTOR_OK);
	assert_int_equal(certificate_level(o, path, "other.example"), DOCTOR_BAD);
	make_certificate(path, now - day, now + 5 * day);
	assert_int_equal(certificate_level(o, path, "thidua.example"), DOCTOR_WARN);
	make_certificate(path, now - 9 * day, now - day);
	assert_int_equal(certificate_level(o, path, "thidua.example"), DOCTOR_BAD);
	assert_int_equal(unlink(path), 0);
	assert_int_equal(certificate_level(o, path, NULL), DOCTOR_BAD);
	assert_int_equal(level_now(o, "certificate"), -1);
}

#define ON(name, call)                                                                             \
	static void name(void **state)                                                                 \
	{                                                                                              \
		(void)state;                                                                               \
		call;                                                                                      \
	}
ON(sound, office_each_engine(run_sound))
ON(marks, office_each_engine(run_marks))
ON(password, office_each_engine(run_password))
ON(rights, office_on(DB_SQLITE, run_rights))
ON(damage, office_on(DB_SQLITE, run_damage))
ON(backups, office_on(DB_SQLITE, run_backups))
ON(certificates, office_on(DB_SQLITE, run_certificates))

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sound),        cmocka_unit_test(marks),    cmocka_unit_test(rights),
		cmocka_unit_test(damage),       cmocka_unit_test(password), cmocka_unit_test(backups),
		cmocka_unit_test(certificates),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
