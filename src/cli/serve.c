/* serve.c: the server from start to stop. */
#include "app/job/job.h"
#include "base/log.h"
#include "cli/cli.h"
#include "db/sql_account.h"
#include "http/systemd.h"
#include "law/law.h"
#include "op/openapi.h"
#include "op/web.h"

#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

static enum rc number(struct cli *c, const char *name, int least, int most, int *out)
{
	const char *said = cli_option(c, name);
	int64_t v;
	if (!said)
		return RC_OK;
	if (!str_int(str_of(said), &v) || v < least || v > most)
		return err_set(&c->err, RC_INVALID, "--%s phải là số từ %d đến %d.", name, least, most);
	*out = (int)v;
	return RC_OK;
}

static enum rc read_config(struct cli *c, struct http_config *h, struct app *app)
{
	const char *address = cli_option(c, "address");
	http_config_defaults(h);
	h->port = 8080;
	if (address)
		h->address = address;
	TRY(number(c, "port", 0, 65535, &h->port));
	TRY(number(c, "workers", 1, 64, &h->workers));
	h->tls_cert = cli_option(c, "tls-cert");
	h->tls_key = cli_option(c, "tls-key");
	if (!h->tls_cert != !h->tls_key)
		return err_set(&c->err, RC_INVALID, "--tls-cert và --tls-key phải đi cùng nhau.");
	h->behind_proxy = cli_flag(c, "behind-proxy");
	app->weak_sandbox = cli_flag(c, "allow-weak-sandbox");
	h->listen_fd = systemd_listen_fd();
	h->spool_dir = app->spool_dir;
	h->local_path = arena_printf(&c->mem, "%s/thidua.sock", c->data_dir).p;
	app->loopback_only = h->listen_fd < 0 && !h->behind_proxy &&
	                     (strcmp(h->address, "127.0.0.1") == 0 || strcmp(h->address, "::1") == 0);
	return cli_no_more(c);
}

static void say_account(struct str account, struct str person, enum role role)
{
	printf("  %-18.*s %.*s, %s\n", STR_ARG(account), STR_ARG(person), role_info(role)->title);
}

/* Where to go, and for the example office as whom: nobody should have to look it up. */
static void say_where(struct cli_app *a, const struct http_config *h, int port)
{
	struct ctx *c = &a->ctx;
	struct sql_example_accounts *rows;
	struct sql_example_member member;
	size_t n;
	bool six = strchr(h->address, ':') != NULL;
	printf("thidua: http%s://%s%s%s:%d\n", h->tls_cert ? "s" : "", six ? "[" : "", h->address,
	       six ? "]" : "", port);
	if (a->app.example && a->app.loopback_only &&
	    sql_example_accounts(c->db, c->mem, c->today, &rows, &n) == RC_OK &&
	    sql_example_member(c->db, c->mem, &member) == RC_OK) {
		puts("Cơ quan ví dụ: chọn một vai trên trang đăng nhập, không cần mật khẩu. Tài khoản:");
		for (size_t i = 0; i < n; i++)
			say_account(rows[i].account_name, rows[i].person_name, role_from_name(rows[i].role));
		say_account(member.account_name, member.person_name, ROLE_MEMBER);
	}
	fflush(stdout);
}

/* Blocked before any thread starts, so that only sigwait() below sees them. */
static void block_signals(sigset_t *set)
{
	sigemptyset(set);
	sigaddset(set, SIGTERM);
	sigaddset(set, SIGINT);
	pthread_sigmask(SIG_BLOCK, set, NULL);
	signal(SIGPIPE, SIG_IGN);
}

enum rc cli_serve(struct cli *c)
{
	struct cli_app a;
	struct http_config config;
	struct http_handler handler;
	struct http_server *server = NULL;
	struct background *background = NULL;
	sigset_t signals;
	int got;
	/* A line for every request, without what was asked behind its path. */
	const char *log = getenv("THIDUA_LOG");
	if (log && strcmp(log, "debug") == 0)
		log_level_set(LOG_DEBUG);
	enum rc rc = cli_app_open(c, 0, &a);
	block_signals(&signals);
	if (rc == RC_OK)
		rc = read_config(c, &config, &a.app);
	if (rc == RC_OK)
		rc = law_shipped(&c->mem, &a.app.law, &c->err);
	if (rc == RC_OK) {
		web_handler(&handler, &a.app);
		rc = background_start(&a.app, &background, &c->err);
	}
	if (rc == RC_OK) {
		rc = http_start(&config, &handler, &server, &c->err);
	}
	if (rc == RC_OK) {
		a.app.server = server;
		log_line(LOG_INFO, "listening", "address=%s port=%d", config.address, http_port(server));
		say_where(&a, &config, http_port(server));
		systemd_notify("READY=1");
		sigwait(&signals, &got);
		log_line(LOG_INFO, "stopping", "signal=%d", got);
		systemd_notify("STOPPING=1");
		http_stop(server, 10000);
	}
	background_stop(background);
	cli_app_close(&a);
	return rc;
}

enum rc cli_openapi(struct cli *c)
{
	struct buf b;
	TRY(cli_no_more(c));
	buf_init(&b, 8 * 1024 * 1024);
	openapi_write(&b);
	printf("%.*s\n", STR_ARG(buf_view(&b)));
	buf_release(&b);
	return RC_OK;
}
