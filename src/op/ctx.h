/*
 * ctx.h: what a running operation has in its hands.
 *
 * One struct ctx per request, job step or command; it lives on one thread and its
 * arena is reset when the answer has been sent. Functions of operations get at
 * time, database and caller through it and through nothing else.
 */
#ifndef OP_CTX_H
#define OP_CTX_H

#include "auth/keys.h"
#include "op/op.h"

/* Constant while serving; shared by all threads. */
struct app {
	const char *data_dir;
	const char *db_address;
	const char *spool_dir; /* on disk, for what is too large for memory */
	struct keys *keys;
	struct password_hasher *hasher;
	bool example;       /* the database bears the mark of an example */
	bool loopback_only; /* the server listens on loopback addresses only */
	bool weak_sandbox;  /* allowed to parse without the full sandbox */
	struct str office;  /* name of the office, for the head of pages */
	int64_t started_ms;
	struct http_server *server; /* for metrics; NULL without one */
	struct seen *seen;          /* last uses not written yet (auth/seen.h); NULL: written at once */
	struct looked *looked;      /* looks at people's data (job/looked.h); NULL: not kept */
	struct job_pool *jobs;      /* of this process (job/run.h); NULL without one */
	const struct law *law;      /* the rules as shipped, read once; NULL: read when asked */
};

struct ctx {
	const struct app *app;
	struct arena *mem;
	struct db *db;
	struct err *err;
	struct principal who;
	const struct op *op;
	const struct values *values; /* as sent; functions read their input struct instead */
	int64_t now_ms;
	struct date today; /* in Viet Nam */
	bool preview;      /* what is done now will be rolled back */
	struct str request_id, remote, agent;
	struct job_run *job; /* when run as a job: progress and cancel (job/run.h) */
	/* Jobs: last thing in the operation's own DB_WRITE transaction; NULL: nothing. */
	enum rc (*before_commit)(struct ctx *c, struct out *out);
	int64_t object_id;      /* the object of the operation, DB_NULL without one */
	int64_t object_version; /* DB_NULL when its kind has none */
	struct str object_label, object_state;
	int64_t object_person, object_unit;
};

/*
 * What an operation answers. Filled by its function; drawn by the faces.
 * Everything is in the request's arena.
 */
struct fact {
	const char *name;  /* JSON key */
	const char *label; /* Vietnamese */
	struct str value;
};
#define FACTS_MAX 64

struct out {
	int64_t id;     /* of what was made; DB_NULL: none */
	struct str say; /* a Vietnamese sentence: what was done; empty: the op's title + "xong" */
	struct str heading, sub; /* OP_READ: head of its page instead of the op's title and help */
	struct str up, up_title; /* OP_READ: the page that it belongs to, among the crumbs */
	struct fact facts[FACTS_MAX];
	int fact_count;
	/* Shown this once and stored nowhere: a temporary password, a token, recovery codes. */
	const struct str *codes;
	int code_count;
	const void *data; /* OP_READ: for op->page and op->json */
	struct str go;    /* where the browser goes instead of op->then; "" for none */
	int refresh_s;    /* OP_READ: without script the page comes again after so long; 0: no */
	struct str session_cookie; /* set: a session begins; "-": it ends */
	bool session_long;
	/* a file as the answer (downloads): content in fd, or in bytes */
	int fd;
	int64_t fd_size;
	struct str file_name, file_type; /* the type alone: op->page writes all of it (a feed) */
	/* Large copying for the answer: the gate runs it after the commit, so that nothing waits for
	   it and the journal line is there before anything is given out. NULL: nothing. */
	enum rc (*fetch)(struct ctx *c, struct out *out);
	struct str fetch_hash; /* of the content that it copies */
	int64_t job_id;        /* DB_NULL; else the answer is this job */
	int64_t approval_id;   /* DB_NULL; else a second person has to confirm */
	const char *mark;      /* of the journal line, when there is something to say; or NULL */
	bool replayed;         /* the stored answer to the same idempotency key */
};

void out_init(struct out *o);
void out_fact(struct out *o, const char *name, const char *label, struct str value);
void out_say(struct ctx *c, struct out *o, const char *fmt, ...) PRINTF_LIKE(3, 4);

#endif
