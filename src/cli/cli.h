/*
 * cli.h: what the commands of the program share.
 *
 * `thidua serve|init|…` are commands of their own (main.c has the table). Every other
 * pair of words is an operation ("thidua unit rename --id 5 --name …") and goes to the
 * running server through the local socket in the data folder (call.c).
 *
 * Exit codes are those of enum rc; with --json an error is the API's error object.
 */
#ifndef CLI_CLI_H
#define CLI_CLI_H

#include "op/ctx.h"

struct cli {
	int argc; /* what follows the command's name */
	char **argv;
	const char *data_dir;   /* --data, THIDUA_DATA, "data" */
	const char *db_address; /* --db, THIDUA_DB, "sqlite:<data_dir>" */
	bool json;
	bool told; /* the command has said itself why it failed */
	struct err err;
	struct arena mem;
};

struct cli_command {
	const char *name, *say; /* one line in the overview */
	const char *help;       /* the page of help */
	enum rc (*run)(struct cli *c);
};
extern const struct cli_command cli_commands[]; /* ends with name NULL */

/*
 * Takes "--name value" or "--name=value" out of the arguments; NULL when absent.
 * cli_flag() the same for a word without value. What is left over at the end is
 * refused by cli_no_more().
 */
const char *cli_option(struct cli *c, const char *name);
bool cli_flag(struct cli *c, const char *name);
const char *cli_word(struct cli *c);      /* the next word that is no option, or NULL */
bool cli_word_waits(const struct cli *c); /* a word is left at the very front */
enum rc cli_no_more(struct cli *c) MUST_CHECK;

/* The nearest by edit distance of all names that were taken; `best` stays NULL when none is near.
 */
struct cli_near {
	const char *word, *best;
	int least;
};
void cli_near_take(struct cli_near *n, const char *name);

/* Keys, database and settings for a command that works without the server. */
struct cli_app {
	struct app app;
	struct db *db;
	struct ctx ctx; /* system principal, for functions of modules */
};
enum rc cli_app_open(struct cli *c, int db_flags, struct cli_app *out) MUST_CHECK;
void cli_app_close(struct cli_app *a);

/* Reads what struct app keeps of the settings. */
enum rc cli_app_settings(struct app *app, struct db *db, struct arena *mem) MUST_CHECK;

/* A new file; RC_CONFLICT when there is one of that name: no answer writes over another. */
enum rc cli_write_file(struct cli *c, const char *path, struct str bytes) MUST_CHECK;

/* The whole of a file of at most `max` bytes, in c->mem. RC_NOTFOUND, RC_TOOBIG. */
enum rc cli_read_file(struct cli *c, const char *path, size_t max, struct str *out) MUST_CHECK;

enum rc cli_serve(struct cli *c) MUST_CHECK;
enum rc cli_init(struct cli *c) MUST_CHECK;
enum rc cli_openapi(struct cli *c) MUST_CHECK;
enum rc cli_archive(struct cli *c) MUST_CHECK;
extern const char cli_archive_help[];
enum rc cli_backup(struct cli *c) MUST_CHECK;
enum rc cli_restore(struct cli *c) MUST_CHECK;
enum rc cli_copy(struct cli *c) MUST_CHECK;
enum rc cli_doctor(struct cli *c) MUST_CHECK;
enum rc cli_keys(struct cli *c) MUST_CHECK;
enum rc cli_rebuild(struct cli *c) MUST_CHECK;
enum rc cli_reset(struct cli *c) MUST_CHECK;
extern const char cli_reset_help[];
enum rc cli_rights(struct cli *c) MUST_CHECK;
enum rc cli_law(struct cli *c) MUST_CHECK;
extern const char cli_law_help[];
enum rc cli_paper(struct cli *c) MUST_CHECK;
extern const char cli_paper_help[];

/* "thidua plan read FILE": offline; "thidua plan read --content FILE" goes to the server. */
enum rc cli_plan_read(struct cli *c) MUST_CHECK;

/* "thidua unit rename …" */
enum rc cli_call(struct cli *c, const struct op *op) MUST_CHECK;
void cli_op_help(const struct op *op);

#endif
