/*
 * op.h: the one idea. Every operation is one row, and everything follows from it.
 *
 * From a row come the web page and its form, the JSON endpoint, the subcommand
 * and its help, the OpenAPI entry, the journal line and the row of the matrix of
 * rights. There is one gate (gate.h), which reads the row before the function
 * runs; web, API, command line and jobs have no other way in.
 *
 * Rows stand in constant tables beside their functions, in src/app/<module>/,
 * and are collected in table.c. To add a capability: a migration, some named
 * statements, a function, a row. docs/operations-by-row.md walks through one.
 */
#ifndef OP_OP_H
#define OP_OP_H

#include "auth/role.h"
#include "db/db.h"
#include "doc/sniff.h"

struct ctx;
struct out;
struct op;
struct values;
struct buf;

/* --- fields ------------------------------------------------------------------- */

enum field_type {
	FIELD_TEXT,   /* one line;       struct str */
	FIELD_LONG,   /* several lines;  struct str */
	FIELD_INT,    /* int64_t, DB_NULL when left empty */
	FIELD_MONEY,  /* whole đồng;     int64_t */
	FIELD_DATE,   /* struct date */
	FIELD_BOOL,   /* bool; absent is false */
	FIELD_CHOICE, /* one of choices; struct str */
	FIELD_REF,    /* id of an object; int64_t */
	FIELD_FILE,   /* struct upload */
	FIELD_SECRET, /* a password or code: never echoed, kept or journalled; struct str */
	FIELD_GROUP   /* repeated fields; struct group */
};

enum field_flags {
	MUST = 1,      /* may not be left empty */
	PERSONAL = 2,  /* sealed under the person's key in the journal */
	IN_SCOPE = 4,  /* FIELD_REF: the object must lie in the scope the operation is done in */
	FOLDED = 8,    /* list filter: compared with folded text */
	HIDDEN = 16,   /* carried along, not shown as a box (the object's id) */
	WORDS = 32,    /* list filter of type ids: what the index finds; .ref says of which objects */
	OP_NAME = 64,  /* FIELD_TEXT: the name of an operation that leaves journal lines */
	INDEXED = 128, /* WORDS: the list's scope and first order are those that the index has */
	CONFIDENTIAL =
		256,    /* kept from the person it is about, too: the journal says only that it was given */
	FRESH = 512 /* of this one doing: what is stored under the same name is another thing */
};

struct choice {
	const char *value, *label;
};

struct upload {
	struct str name;      /* as sent, for showing only */
	struct str bytes;     /* small files; p == NULL when in fd */
	int fd;               /* owned by the request; -1 when in bytes */
	int64_t offset, size; /* where in fd */
	bool given;
	/* Filled by the gate before the transaction; the content is stored by then (upload.h). */
	enum file_type type;
	unsigned char hash[32];
};

struct group {
	void *items; /* array of the group's struct, in the arena */
	int count;
};

struct field {
	const char *name;  /* also the key in JSON and the option --name */
	const char *label; /* Vietnamese, in the form */
	enum field_type type;
	size_t at; /* offset of the member in the input struct */
	unsigned flags;
	const char *hint; /* one line under the box */
	int64_t min,
		max; /* characters, number, bytes of a file, items of a group; 0: the type's default */
	const struct choice *choices; /* ends with value NULL */
	unsigned types;               /* FIELD_FILE: bits of enum file_type; 0: FILES_USUAL */
	const struct object *ref;     /* FIELD_REF, and WORDS */
	/* FIELD_REF: whether a form offers this one to choose, where the list of `ref` cannot tell. */
	enum rc (*offers)(struct ctx *c, int64_t id, bool *yes);
	const struct field *sub; /* FIELD_GROUP */
	int sub_count;
	size_t sub_size;
};

/*
 * A field of an input struct; the compiler checks that the member has the type
 * that the decoder will write. The rest are designated initializers:
 *     F(TEXT, struct unit_rename_in, name, "Tên mới", .flags = MUST, .max = 200)
 */
#define F(kind, S, member, text, ...)                                                              \
	{                                                                                              \
		.name = #member, .label = text, .type = FIELD_##kind,                                      \
		.at = offsetof(S, member) + 0 * sizeof(char[F_HOLDS(S, member, F_C_##kind) ? 1 : -1]),     \
		__VA_ARGS__                                                                                \
	}
#define F_HOLDS(S, member, T) __builtin_types_compatible_p(__typeof__(((S *)0)->member), T)
#define F_C_TEXT struct str
#define F_C_LONG struct str
#define F_C_INT int64_t
#define F_C_MONEY int64_t
#define F_C_DATE struct date
#define F_C_BOOL bool
#define F_C_CHOICE struct str
#define F_C_REF int64_t
#define F_C_FILE struct upload
#define F_C_SECRET struct str
#define F_C_GROUP struct group

/* A filter of a list: no struct behind it, the value goes to the SQL filter of that name. */
#define FILTER(kind, id, text, ...)                                                                \
	{                                                                                              \
		.name = id, .label = text, .type = FIELD_##kind, __VA_ARGS__                               \
	}

#define COUNT(array) ((int)(sizeof(array) / sizeof *(array)))
#define FIELDS(array) .fields = (array), .field_count = COUNT(array)

/* --- objects ------------------------------------------------------------------ */

/*
 * A kind of thing that operations are about and references point to. `list` is a
 * db list with the filter `id` (int) and, for pickers, `word` (text, folded
 * prefix); its columns begin with id int, label text and may go on with
 * version int, state text, person int?, unit int? (by these names). Its scope
 * columns decide who may reach an object at all: what is out of scope is not found.
 */
struct object {
	const char *name;  /* "unit" */
	const char *label; /* "đơn vị" */
	const struct db_list_def *list;
	const char *view; /* operation that shows one, "unit.view", or NULL */
	/*
	 * What is stored of one, in columns named like the fields of the writes on it; with the filter
	 * `id`. NULL: the list of its view. The boxes of a form begin with it, and what a program does
	 * not send stays as it is there (op_keeps()).
	 */
	const struct db_list_def *stored;
};

/* --- rows --------------------------------------------------------------------- */

enum op_kind {
	OP_WRITE, /* changes something; in DB_WRITE, one journal line */
	OP_LIST,  /* rows of a db list: page, CSV, XLSX, JSON */
	OP_VIEW,  /* one row of a db list, with the lists and actions that belong to it */
	OP_READ   /* anything else that only reads; `run` fills out, `page` draws it */
};

/* Where the caller must hold one of the op's roles. */
enum op_scope {
	SCOPE_OBJECT, /* over the object (field id) and every IN_SCOPE reference */
	SCOPE_OFFICE, /* over the whole office: granted at the top unit */
	SCOPE_ANY     /* somewhere; the function or list narrows it down itself */
};

enum op_flags {
	OP_PREVIEW = 1,             /* first run shows what would happen and is rolled back */
	OP_JOB = 2,                 /* the answer is a job that runs it */
	OP_SECOND = 4,              /* waits for a second person (see op.second) */
	OP_NOT_OWN = 8,             /* never on one's own case */
	OP_OWN_TX = 16,             /* the function opens its own transactions and journals itself */
	OP_NO_JOURNAL = 32,         /* a write that leaves no line (keeping a session alive) */
	OP_UNFINISHED_SIGN_IN = 64, /* may be called while a new password or enrolment is due */
	OP_JOURNAL_READ = 128,      /* a read that leaves a line (unmasking) */
	OP_QUIET = 256,             /* not offered in menus and lists of actions */
	OP_INTERNAL = 512,          /* schedule and jobs only; no face offers it */
	OP_BEFORE_SECOND = 1024,    /* may be called before an enrolled second factor was shown */
	OP_NO_TOKEN = 2048,         /* never by an API token: what it does would outlive the token */
	OP_SECOND_ONLY = 4096,      /* OP_SECOND: only those in second_roles confirm, not `roles` */
	OP_JOURNAL_EXPORT = 8192,   /* OP_LIST about people: its rows in a file leave a line */
	OP_OPEN = 16384,            /* a read: whoever may call it sees all rows, wherever they sit */
	OP_CACHED = 32768           /* a read, the same for every stranger: kept until anybody writes */
};

struct column {
	const char *name; /* column of the list */
	const char *label;
	enum {
		COL_TEXT,
		COL_INT,
		COL_DATE,
		COL_MOMENT,
		COL_MONEY,
		COL_CHOICE,
		COL_BADGE,
		COL_BOOL,
		COL_LINK,
		COL_OP, /* name of an operation, shown by its title */
		COL_HIDDEN
	} type;
	const struct choice *choices; /* COL_CHOICE, COL_BADGE: value to words */
	const char *op;               /* COL_LINK: view this column leads to … */
	const char *key;              /* … with the id in this column */
	const char
		*also; /* COL_LINK: a column that goes along under its own name, where `op` is no view */
	const char *order; /* order that sorts by this column, or NULL */
	int width;         /* characters in a spreadsheet; 0: by type */
};
#define COLS(array) .cols = (array), .col_count = COUNT(array)

/* A list shown inside a view: rows where `filter` is the viewed object's id. */
struct part {
	const char *title, *op, *filter;
	const char *key; /* column of the viewed row to filter by; NULL: its id */
};
#define PARTS(array) .parts = (array), .part_count = COUNT(array)

typedef enum rc op_fn(struct ctx *c, const void *in, struct out *out);
typedef bool op_second_fn(struct ctx *c, const void *in);
typedef enum rc op_guard_fn(struct ctx *c, int64_t id);
typedef void op_page_fn(struct buf *html, struct ctx *c, const void *data);

struct op {
	const char *name;  /* "unit.rename": module or object, dot, verb */
	const char *title; /* "Đổi tên đơn vị" */
	const char *help;  /* one or two sentences: what it does, by which rule */
	const char *verb;  /* the button: "Đổi tên"; NULL: title */
	enum op_kind kind;
	unsigned roles;
	enum op_scope scope;
	unsigned flags;
	const struct object *object; /* what field `id` names, or NULL */
	const char *states;          /* "draft returned": states it is allowed in; NULL: any */
	const struct field *fields;
	int field_count;
	size_t in_size;
	op_fn *run;
	/* Whether the caller may do it to this object now, where roles, scope, states and own case do
	   not tell; says why not. The gate asks before `run`, pages before they link it. */
	op_guard_fn *guard;
	op_second_fn *second;  /* OP_SECOND: whether this input needs two people; NULL: always */
	unsigned second_roles; /* OP_SECOND: who may confirm, besides those in `roles` */
	const char
		*person_field; /* FIELD_REF whose person the journal line is about; NULL: the object */
	int64_t body_max;  /* bytes; 0: 1 MiB, or the sum of its files */
	int per_minute;    /* calls by one account or address; 0: 600 */
	const char *then;  /* page after success: an op; its id is out->id or the object's */
	const char *area;  /* menu group: one of MENU_AREAS (menu.h), or NULL */
	const char *icon;  /* of web/icons/sprite.svg; NULL: the area's */
	const char *law;   /* citation shown on the page, or NULL */
	/* lists and views */
	const struct db_list_def *list;
	const char *order; /* when none is asked for: "-newest"; NULL: the list's first */
	const struct column *cols;
	int col_count;
	const struct part *parts;
	int part_count;
	const char *empty; /* what to do when there are no rows */
	op_page_fn *page;  /* OP_READ; or instead of the default page */
	/* OP_LIST: what stands between its head and its filters; data is NULL. OP_VIEW: between its
	   head and its facts; data is the id (const int64_t *). */
	op_page_fn *above;
	/* OP_WRITE: puts more into the boxes of a new form than is stored in columns: the rows of
	   groups, proposals. What `v` has already stays. */
	enum rc (*fill)(struct ctx *c, struct values *v);
	void (*json)(struct buf *b, struct ctx *c, const void *data); /* OP_READ */
};

/* All rows, in the order of menus and of the matrix. Ends with name NULL. */
extern const struct op *const op_tables[]; /* each a table that ends with name NULL */

/* NULL when there is none. */
const struct op *op_find(struct str name);

/* Writes and reads on objects of a kind that pages show, whoever may use them, in the order of the
 * tables. */
struct op_slice {
	const struct op *const *items;
	int count;
};
struct op_slice op_on(const struct object *o);

/* What may stand in a menu, whoever reads it, in the order of the tables. */
struct op_slice op_entries(void);

/* The list of an object's kind, "unit.list"; NULL when there is none, and for NULL. */
const struct op *op_list_of(const struct object *o);

/* The address of its page: "/unit/rename". */
struct str op_path(struct arena *mem, const char *name);

/* Its title; for what is no operation any more, the name itself. */
struct str op_title(struct str name);

/* Is it a write on an object (field id) that has versions? */
bool op_versioned(const struct op *op);

/* Does it change the object's own fields? "person.edit": all its fields have to be stored ones. */
bool op_edits(const struct op *op);

/* Columns with what is stored in its fields, when it is a write on one object; or NULL. */
const struct db_list_def *op_stored(const struct op *op);

/* Does this field of it stay as it is when it is not sent? */
bool op_keeps(const struct op *op, const struct field *f);

/* Does any? */
bool op_keeps_some(const struct op *op);

/* Does it leave a line in the journal? */
bool op_leaves_line(const struct op *op);

/* Calls fn for each row. */
void op_each(void (*fn)(const struct op *op, void *arg), void *arg);

const struct field *op_field(const struct op *op, struct str name);

/* Stops the program at start when a row contradicts itself; says which and why. */
void op_table_check(void);

#endif
